"""Text messages against a provider on loopback that checks the signature itself and answers what the real ones were seen to answer."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servstd.protocols import Notice, Notifier, Receipt, Recipient
from servstd.secret import Secret
from servstd.testing.loopback import Answer, LoopbackServer, Request
from servstd_sms import Aliyun, AliyunSms, Twilio, TwilioSms, segments
from servstd_sms.errors import ALIYUN, SOURCES, TWILIO
from servstd_sms.segments import EXTENDED, GSM, capacity
from servstd_sms.signing import canonical_query

NOW = 1_794_700_800.75
NONCE = "3156853299f313e23d1673dc12e1703d"
KEY, TOKEN = "aliyun-made-up-key", "twilio-made-up-token"
NUMBER = "13800138000"
NOTICE = Notice(
    "42|missed", case="42", reason="missed", subject="投诉", text="您的投诉 42 已超时", recipients=(Recipient("li", address=NUMBER),)
)
SENT = Answer(200, body='{"RequestId":"873043ac-bcda-44db-9052-2e204c6ed20f","Message":"OK","BizId":"900619746936498440^0","Code":"OK"}')
CREATED = Answer(201, body='{"sid":"SM00000000000000000000000000000001","status":"queued","error_code":null,"num_segments":"1"}')


class Dysmsapi(LoopbackServer):
    """Checks the signature as the published description has it, written anew: split, sort, join, hash."""

    def _take(self, request: Request) -> Answer:
        found = super()._take(request)
        path, query = request.path.split("?", 1)
        algorithm, fields = request.headers["authorization"].split(" ", 1)
        given = dict(field.split("=", 1) for field in fields.split(","))
        names = given["SignedHeaders"].split(";")
        missing = [name for name in request.headers if (name.startswith("x-acs-") or name == "host") and name not in names]
        lines = [f"{name}:{request.headers[name].strip()}" for name in names]
        payload = hashlib.sha256(request.body).hexdigest()
        canonical = "\n".join([request.method, path, "&".join(sorted(query.split("&"))), *lines, "", ";".join(names), payload])
        said = f"{algorithm}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        right = hmac.digest(KEY.encode(), said.encode(), "sha256").hex()
        if missing or given["Signature"] != right or request.headers["x-acs-content-sha256"] != payload:
            return Answer(400, body='{"Code":"SignatureDoesNotMatch","Message":"Specified signature is not matched with our calculation."}')
        return found


class Messages(LoopbackServer):
    """Checks the credentials of basic authentication."""

    def _take(self, request: Request) -> Answer:
        found = super()._take(request)
        kind, _, token = request.headers["authorization"].partition(" ")
        if kind != "Basic" or base64.b64decode(token) not in (f"AC1:{TOKEN}".encode(), f"SK1:{TOKEN}".encode()):
            return Answer(401, body='{"code":20003,"message":"Authenticate","status":401}')
        return found


@pytest.fixture
def aliyun() -> Iterator[Dysmsapi]:
    with Dysmsapi(SENT) as server:
        yield server


@pytest.fixture
def twilio() -> Iterator[Messages]:
    with Messages(CREATED) as server:
        yield server


def by_aliyun(server: LoopbackServer, notice: Notice = NOTICE, key: str = KEY, **settings: Any) -> Receipt:
    filled = Aliyun(
        access_key_id="LTAI1", access_key_secret=Secret(key), sign_name="某某公司", template_code="SMS_1", endpoint=server.url, **settings
    )
    sender = AliyunSms("sms", settings=filled, now=lambda: NOW, nonce=lambda: NONCE)
    assert isinstance(sender, Notifier)
    receipt = sender.send(notice)
    sender.close()
    return receipt


def by_twilio(server: LoopbackServer, notice: Notice = NOTICE, token: str = TOKEN, **settings: Any) -> Receipt:
    settings = {"sender": "+15005550006", **settings}
    filled = Twilio(account_sid="AC1", auth_token=Secret(token), endpoint=server.url, **settings)
    sender = TwilioSms("sms", settings=filled, now=lambda: NOW)
    assert isinstance(sender, Notifier)
    receipt = sender.send(notice)
    sender.close()
    return receipt


# ── what goes out ─────────────────────────────────────────────────────────────────────────────────────────────
def test_aliyun_takes_a_signed_message(aliyun: Dysmsapi) -> None:
    got = by_aliyun(aliyun, attrs.evolve(NOTICE, text="您的投诉\n*(42)* 已~超时 + \t'x'"), variable="content", case_variable="case")
    assert got == Receipt.sent(provider_id="900619746936498440^0")
    (request,) = aliyun.requests
    query = {name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()}
    assert json.loads(query.pop("TemplateParam")) == {"content": "您的投诉 *(42)* 已~超时 + 'x'", "case": "42"}
    assert query == {"PhoneNumbers": NUMBER, "SignName": "某某公司", "TemplateCode": "SMS_1"}
    assert (request.headers["x-acs-action"], request.headers["x-acs-version"]) == ("SendSms", "2017-05-25")
    assert (request.headers["x-acs-date"], request.headers["x-acs-signature-nonce"]) == ("2026-11-15T00:00:00Z", NONCE)


def test_aliyun_refuses_a_wrong_key(aliyun: Dysmsapi) -> None:
    got = by_aliyun(aliyun, key="another-key")
    assert (got.status, got.code) == ("permanent", "bad_credentials")


def test_nonces_differ_when_nobody_chooses_them(aliyun: Dysmsapi) -> None:
    settings = Aliyun(access_key_id="L", access_key_secret=Secret(KEY), sign_name="s", template_code="SMS_1", endpoint=aliyun.url)
    sender = AliyunSms("sms", settings=settings)
    assert [sender.send(NOTICE).ok for _ in range(2)] == [True, True]
    sender.close()
    assert len({request.headers["x-acs-signature-nonce"] for request in aliyun.requests}) == 2


def test_twilio_takes_a_form(twilio: Messages) -> None:
    got = by_twilio(twilio, attrs.evolve(NOTICE, recipients=(Recipient("li", address="+86 138-0013-8000"),)))
    assert got == Receipt.sent(provider_id="SM00000000000000000000000000000001")
    (request,) = twilio.requests
    assert request.path == "/2010-04-01/Accounts/AC1/Messages.json"
    assert parse_qs(request.body.decode()) == {"To": ["+8613800138000"], "Body": [NOTICE.text], "From": ["+15005550006"]}


def test_twilio_by_service_and_api_key(twilio: Messages) -> None:
    assert by_twilio(twilio, key_sid="SK1", sender="", messaging_service="MG1").ok
    assert parse_qs(twilio.requests[0].body.decode())["MessagingServiceSid"] == ["MG1"]


def test_twilio_refuses_wrong_credentials(twilio: Messages) -> None:
    got = by_twilio(twilio, token="wrong")
    assert (got.status, got.code, got.detail) == ("permanent", "bad_credentials", "20003: Authenticate")


@pytest.mark.parametrize("settings", [{}, {"sender": "a", "messaging_service": "MG1"}, {"sender": "a", "segments": 0}])
def test_twilio_settings_that_make_no_sense(settings: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"sender|segments"):
        Twilio(account_sid="AC1", auth_token=Secret("t"), **settings)


# ── nothing goes out ──────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"recipients": ()}, "no_contact"),
        ({"recipients": (Recipient("a", address=NUMBER), Recipient("b", address=NUMBER))}, "no_contact"),
        ({"recipients": (Recipient("a"),)}, "no_contact"),
        ({"recipients": (Recipient("a", address="li@example.com"),)}, "bad_number"),
        ({"recipients": (Recipient("a", address="13800138000,13900139000"),)}, "bad_number"),
        ({"text": " \n"}, "empty"),
        ({"text": "长" * 300}, "too_long"),
    ],
)
def test_what_cannot_be_sent_is_not(aliyun: Dysmsapi, twilio: Messages, change: dict[str, Any], code: str) -> None:
    notice = attrs.evolve(NOTICE, **change)
    for got in (by_aliyun(aliyun, notice), by_twilio(twilio, notice)):
        assert (got.status, got.code) == ("permanent", code)
    assert aliyun.requests == twilio.requests == []


# ── what comes back ───────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, '{"Code":"isv.BUSINESS_LIMIT_CONTROL","Message":"触发分钟级流控Permits:1"}', ("retryable", "rate_limited", 60.0)),
        (200, '{"Code":"isv.MOBILE_NUMBER_ILLEGAL","Message":"13800138000invalid mobile number"}', ("permanent", "bad_number", None)),
        (200, '{"Code":"isv.SMS_TEMPLATE_ILLEGAL","Message":"该账号下找不到对应模板"}', ("permanent", "bad_template", None)),
        (200, '{"Code":"isv.AMOUNT_NOT_ENOUGH","Message":"账户余额不足"}', ("permanent", "no_credit", None)),
        (200, '{"Code":"isp.SYSTEM_ERROR","Message":"x"}', ("ambiguous", "provider_error", None)),
        (200, '{"Code":"isv.SOMETHING_NEW","Message":"x"}', ("permanent", "isv.SOMETHING_NEW", None)),
        (200, '{"RequestId":"1"}', ("ambiguous", "unexpected_answer", None)),
        (200, "<html>", ("ambiguous", "unexpected_answer", None)),
        (404, '{"Code":"InvalidAccessKeyId.NotFound","Message":"x"}', ("permanent", "bad_credentials", None)),
        (400, '{"Code":"Throttling.User","Message":"x"}', ("retryable", "rate_limited", 1.0)),
        (503, '{"Code":"Other","Message":"x"}', ("retryable", "http_503", None)),
        (500, '{"Code":"OK"}', ("ambiguous", "http_500", None)),
        (504, "", ("ambiguous", "http_504", None)),
    ],
)
def test_answers_of_aliyun(aliyun: Dysmsapi, status: int, body: str, expected: tuple[str, str, float | None]) -> None:
    aliyun.answer(Answer(status, body=body))
    got = by_aliyun(aliyun)
    assert (got.status, got.code, got.after) == expected
    assert NUMBER not in repr(got)
    assert len(aliyun.requests) == 1


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, '{"code":21211,"message":"Invalid \'To\' Phone Number: +1380013XXXX"}', ("permanent", "bad_number", None)),
        (400, '{"code":21610,"message":"Attempt to send to unsubscribed recipient"}', ("permanent", "opted_out", None)),
        (400, '{"code":29999,"message":"new, about +13800138000"}', ("permanent", "error_29999", None)),
        (429, '{"code":20429,"message":"Too Many Requests"}', ("retryable", "rate_limited", 3.0)),
        (429, "", ("retryable", "rate_limited", 3.0)),
        (500, '{"code":20500,"message":"Internal Server Error"}', ("ambiguous", "http_500", None)),
        (200, "{}", ("ambiguous", "unexpected_answer", None)),
        (201, '{"sid":"SM1","status":"failed"}', ("ambiguous", "unexpected_answer", None)),
        (400, '{"code":true}', ("permanent", "http_400", None)),
    ],
)
def test_answers_of_twilio(twilio: Messages, status: int, body: str, expected: tuple[str, str, float | None]) -> None:
    twilio.answer(Answer(status, body=body, headers={"Retry-After": "3"} if status == 429 else {}))
    got = by_twilio(twilio)
    assert (got.status, got.code, got.after) == expected
    assert NUMBER not in repr(got)
    assert len(twilio.requests) == 1


@pytest.mark.parametrize("send", [by_aliyun, by_twilio])
def test_a_message_that_may_have_been_taken_is_not_sent_again(send: Any) -> None:
    for instead, code in (("drop", "connection_lost"), ("hang", "timed_out")):
        with LoopbackServer(Answer(instead=instead)) as server:
            got = send(server, timeout=0.1)
        assert (got.status, got.code, len(server.requests)) == ("ambiguous", code, 1)


def test_nothing_secret_is_logged(aliyun: Dysmsapi, twilio: Messages, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert by_aliyun(aliyun).ok
    assert by_twilio(twilio).ok
    assert not re.search(f"{KEY}|{TOKEN}|{NUMBER}", caplog.text)


# ── parts, signatures, tables ─────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("x" * 160, 1), ("x" * 161, 2), ("x" * 306, 2), ("x" * 307, 3),
        ("€" * 80, 1), ("€" * 81, 2), ("x" * 152 + "€" + "x" * 151, 2), ("x" * 152 + "€" + "x" * 152, 3),
        ("长" * 70, 1), ("长" * 71, 2), ("长" * 134, 2), ("长" * 135, 3),
        ("😀" * 35, 1), ("😀" * 36, 2), ("😀" * 66, 2), ("😀" * 67, 3),
    ],
)  # fmt: skip
def test_parts(text: str, parts: int) -> None:
    assert segments(text) == parts


@given(st.text(max_size=400), st.text(max_size=20))
def test_more_text_never_takes_fewer_parts_unless_it_stays_in_the_alphabet(text: str, more: str) -> None:
    assert segments(text + more) >= segments(text)


@given(st.integers(1, 10), st.text(alphabet=st.characters(max_codepoint=0xFFFF, exclude_categories=("Cs",)), min_size=1, max_size=700))
def test_what_fits_the_capacity_fits_the_parts(most: int, text: str) -> None:
    assert segments(text[: capacity(most)]) <= most


def test_the_alphabet_is_the_standards() -> None:
    assert (len(GSM), len(EXTENDED)) == (127, 10)
    assert not GSM & EXTENDED


@given(st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=20), max_size=5))
def test_the_query_says_what_was_meant(query: dict[str, str]) -> None:
    written = canonical_query(query)
    assert re.fullmatch(r"[A-Za-z0-9._~%=&-]*", written)
    assert {unquote(pair.split("=")[0]): unquote(pair.split("=")[1]) for pair in written.split("&") if pair} == query


def test_every_table_is_dated_and_sound() -> None:
    assert all("2026-11" in source for source in SOURCES.values())
    assert "OK" not in ALIYUN
    assert all(meaning.after is None or meaning.status == "retryable" for meaning in (*ALIYUN.values(), *TWILIO.values()))
