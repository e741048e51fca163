"""What the bots send, and what they make of answers; the provider is a real server on loopback."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servstd.protocols import Action, Notice, Notifier, Receipt, Recipient
from servstd.secret import Secret
from servstd.testing.loopback import Answer, LoopbackServer, Request
from servstd_chat import DingTalk, Feishu, GroupBot, Slack, WeCom, dingtalk_bot, feishu_bot, slack_bot, wecom_bot
from servstd_chat.limits import ERRORS, LIMITS, SLACK_ERRORS, SOURCES
from servstd_chat.messages import markdown_content, plain_content

NOW = 1_794_700_800.25
TOKEN = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
KEY = "SEC0123456789abcdef0123456789abcdef"
Make = Callable[[str], GroupBot]


def wecom(url: str, **settings: Any) -> GroupBot:
    return wecom_bot("group", settings=WeCom(url=Secret(f"{url}/cgi-bin/webhook/send?key={TOKEN}"), **settings), now=lambda: NOW)


def dingtalk(url: str, **settings: Any) -> GroupBot:
    address = Secret(f"{url}/robot/send?access_token={TOKEN}")
    return dingtalk_bot("group", settings=DingTalk(url=address, **settings), now=lambda: NOW)


def feishu(url: str, **settings: Any) -> GroupBot:
    return feishu_bot("group", settings=Feishu(url=Secret(f"{url}/open-apis/bot/v2/hook/{TOKEN}"), **settings), now=lambda: NOW)


def slack(url: str, **settings: Any) -> GroupBot:
    return slack_bot("group", settings=Slack(url=Secret(f"{url}/services/T000/B000/{TOKEN}"), **settings), now=lambda: NOW)


TAKEN = {
    wecom: Answer(200, body='{"errcode":0,"errmsg":"ok"}'),
    dingtalk: Answer(200, body='{"errcode":0,"errmsg":"ok"}'),
    feishu: Answer(200, body='{"code":0,"data":{},"msg":"success","StatusCode":0,"StatusMessage":"success"}'),
    slack: Answer(200, body="ok"),
}
NOTICE = Notice(
    "42|missed",
    case="42",
    reason="missed",
    subject="投诉 42 超时",
    text="客户王先生的投诉应于 10:00 前回复。",
    recipients=(Recipient("li", name="李雷", address="lilei"), Recipient("han", name="韩梅梅"), Recipient("x", address="@all")),
    actions=(Action("打开", url="https://desk.example/cases/42"),),
    locale="zh",
)


def sent(make: Make, notice: Notice = NOTICE, **settings: Any) -> tuple[Request, Mapping[str, Any]]:
    with LoopbackServer(TAKEN[make]) as server:
        bot = make(server.url, **settings)
        assert isinstance(bot, Notifier)
        assert bot.send(notice) == Receipt.sent()
        bot.close()
    (request,) = server.requests
    assert request.headers["content-type"] == "application/json; charset=utf-8"
    return request, json.loads(request.body)


def answered(make: Make, answer: Answer) -> Receipt:
    with LoopbackServer(answer) as server:
        bot = make(server.url)
        receipt = bot.send(NOTICE)
        bot.close()
    assert len(server.requests) == 1
    assert TOKEN not in repr((bot, receipt))
    return receipt


# ── what goes out ─────────────────────────────────────────────────────────────────────────────────────────────
def test_wecom_text_names_the_recipients() -> None:
    request, body = sent(wecom)
    assert request.path == f"/cgi-bin/webhook/send?key={TOKEN}"
    content = "投诉 42 超时\n客户王先生的投诉应于 10:00 前回复。\n打开: https://desk.example/cases/42"
    assert body == {"msgtype": "text", "text": {"content": content, "mentioned_list": ["lilei"]}}


def test_wecom_mobile_numbers() -> None:
    _, body = sent(wecom, mention="mobile")
    assert body["text"]["mentioned_mobile_list"] == ["lilei"]
    assert "mentioned_list" not in body["text"]


def test_wecom_markdown_names_in_the_text() -> None:
    _, body = sent(wecom, format="markdown")
    assert body["msgtype"] == "markdown"
    lines = body["markdown"]["content"].split("\n\n")
    assert (lines[0], lines[2:]) == ("**投诉 42 超时**", ["[打开](https://desk.example/cases/42)", "<@lilei>"])
    assert "<@" not in sent(wecom, format="markdown", mention="mobile")[1]["markdown"]["content"]


def test_dingtalk_signs_the_query() -> None:
    request, body = sent(dingtalk, secret=Secret(KEY))
    query = parse_qs(urlsplit(request.path).query)
    stamp = str(int(NOW * 1000))
    expected = base64.b64encode(hmac.digest(KEY.encode(), f"{stamp}\n{KEY}".encode(), hashlib.sha256)).decode()
    assert query == {"access_token": [TOKEN], "timestamp": [stamp], "sign": [expected]}
    assert body["at"] == {"atUserIds": ["lilei"], "isAtAll": False}
    assert body["text"]["content"].endswith("\n@lilei")


def test_dingtalk_without_a_key_and_in_markdown() -> None:
    request, body = sent(dingtalk, format="markdown", mention="mobile")
    assert request.path == f"/robot/send?access_token={TOKEN}"
    assert (body["msgtype"], body["markdown"]["title"]) == ("markdown", "投诉 42 超时")
    assert body["at"] == {"atMobiles": ["lilei"], "isAtAll": False}
    assert body["markdown"]["text"].endswith("\n\n@lilei")


def test_feishu_signs_the_body() -> None:
    _, body = sent(feishu, secret=Secret(KEY))
    stamp = str(int(NOW))
    assert body["timestamp"] == stamp
    assert body["sign"] == base64.b64encode(hmac.digest(f"{stamp}\n{KEY}".encode(), b"", hashlib.sha256)).decode()
    post = body["content"]["post"]["zh_cn"]
    assert (body["msg_type"], post["title"]) == ("post", "投诉 42 超时")
    assert post["content"][1:] == [
        [{"tag": "a", "text": "打开", "href": "https://desk.example/cases/42"}],
        [{"tag": "at", "user_id": "lilei"}],
    ]


def test_feishu_without_a_key() -> None:
    _, body = sent(feishu)
    assert set(body) == {"msg_type", "content"}


def test_slack_has_blocks_and_buttons() -> None:
    notice = Notice(
        "k",
        case="42",
        reason="missed",
        subject="A & B",
        text="<!channel> late",
        recipients=(Recipient("a", address="U024BE7LH"), Recipient("b", address="!channel")),
        actions=(Action("Open", url="https://desk.example/42"), Action("Odd", url="javascript:alert(1)")),
    )
    _, body = sent(slack, notice)
    assert body["text"] == "A &amp; B\n&lt;!channel&gt; late"
    head, text, actions = body["blocks"]
    assert head["text"] == {"type": "mrkdwn", "text": "*A &amp; B* <@U024BE7LH>"}
    assert text["text"] == {"type": "plain_text", "text": "<!channel> late", "emoji": False}
    assert [button["url"] for button in actions["elements"]] == ["https://desk.example/42"]


def test_slack_splits_a_long_text_into_blocks() -> None:
    text = "😀" * 3_500 + "x"
    _, body = sent(slack, Notice("k", case="42", reason="missed", text=text))
    pieces = [block["text"]["text"] for block in body["blocks"]]
    assert "".join(pieces) == text
    assert max(len(piece.encode("utf-16-le")) // 2 for piece in pieces) == 3_000


@pytest.mark.parametrize("make", [wecom, dingtalk, feishu])
def test_text_of_a_customer_stays_text(make: Make) -> None:
    hostile = '<at user_id="all">x</at> <@all> [pay](https://evil.example) ![p](https://evil.example/p.png)'
    notice = Notice("k", case="42", reason="event", text=hostile)
    for settings in [{}, {"format": "markdown"}] if make is not feishu else [{}]:
        request, body = sent(make, notice, **settings)
        said = request.body.decode()
        if settings:
            assert "<" not in said
            assert "[" not in said.replace('"atUserIds":[]', "")
        if make is feishu:
            assert body["content"]["post"]["en_us"]["content"] == [[{"tag": "text", "text": hostile}]]
        assert "isAtAll" not in said or '"isAtAll":false' in said


# ── length ────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("make", "settings"), [(wecom, {}), (wecom, {"format": "markdown"}), (dingtalk, {}), (feishu, {}), (slack, {})])
def test_a_text_cut_to_the_limit_is_taken_whole(make: Make, settings: dict[str, Any]) -> None:
    bot = make("http://127.0.0.1:9", **settings)
    assert bot.limit.length is not None
    text = "长" * (bot.limit.length // 3 if bot.limit.unit == "bytes" else bot.limit.length)
    notice = Notice("k", case="42", reason="missed", subject="题" * (bot.limit.subject or 0), text=text, recipients=NOTICE.recipients)
    request, _ = sent(make, notice, **settings)
    said = request.body.decode()
    assert said.count("长") >= len(text), "the text is whole"
    assert said.count("题") >= (bot.limit.subject or 0), "and the subject with it"


@pytest.mark.parametrize(("make", "most"), [(wecom, 2_048), (dingtalk, 18_000), (feishu, 18_000), (slack, 12_000)])
def test_a_longer_text_is_refused_before_it_is_sent(make: Make, most: int) -> None:
    with LoopbackServer(TAKEN[make]) as server:
        bot = make(server.url)
        assert bot.send(Notice("k", case="42", reason="missed", text="x" * (most + 1))) == Receipt.permanent("too_long")
        assert bot.send(Notice("k", case="42", reason="missed", text="  ")) == Receipt.permanent("empty")
        bot.close()
    assert server.requests == []


@pytest.mark.parametrize("make", [dingtalk, feishu])
def test_a_request_beyond_its_bytes_is_refused(make: Make) -> None:
    got = make("http://127.0.0.1:9").send(Notice("k", case="42", reason="missed", text="x" + "\n" * 15_000))
    assert (got.status, got.code) == ("permanent", "too_long")


@given(subject=st.text(max_size=40), text=st.text(min_size=1, max_size=80), label=st.text(max_size=10), most=st.integers(0, 300))
def test_content_never_exceeds_and_never_loses_text(subject: str, text: str, label: str, most: int) -> None:
    notice = Notice("k", case="1", reason="event", subject=subject, text=text, actions=(Action(label, url="https://a.example/(x) y"),))
    for write in (plain_content, markdown_content):
        content = write(notice, most=most, ending="@li")
        assert len(content.encode()) <= most
        if content and text.strip():
            assert text.replace("<", "＜").replace("[", "［") in content or text in content


# ── what comes back ───────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("make", "body", "expected"),
    [
        (wecom, '{"errcode":93000,"errmsg":"invalid webhook url"}', ("permanent", "no_such_bot", None)),
        (wecom, '{"errcode":45009,"errmsg":"api freq out of limit"}', ("retryable", "rate_limited", 60.0)),
        (wecom, '{"errcode":-1,"errmsg":"system busy"}', ("retryable", "busy", 5.0)),
        (wecom, '{"errcode":40058,"errmsg":"exceed max length 2048"}', ("permanent", "bad_message", None)),
        (wecom, '{"errcode":12345,"errmsg":"new"}', ("permanent", "errcode_12345", None)),
        (dingtalk, '{"errcode":130101,"errmsg":"send too fast"}', ("retryable", "rate_limited", 600.0)),
        (dingtalk, '{"errcode":310000,"errmsg":"keywords not in content"}', ("permanent", "security", None)),
        (dingtalk, '{"errcode":90030,"errmsg":"webhook over limit"}', ("permanent", "quota", None)),
        (feishu, '{"code":9499,"msg":"Bad Request","data":{}}', ("permanent", "bad_message", None)),
        (feishu, '{"StatusCode":0,"StatusMessage":"","code":9499,"msg":"too many request"}', ("retryable", "rate_limited", 60.0)),
        (feishu, '{"code":11232,"data":{},"msg":"frequency limited psm[x]appID[1500]"}', ("retryable", "rate_limited", 60.0)),
        (feishu, '{"code":19021,"msg":"sign match fail or timestamp is not within one hour"}', ("permanent", "security", None)),
        (feishu, '{"code":19024,"msg":"Key Words Not Found"}', ("permanent", "security", None)),
        (feishu, '{"StatusCode":0,"StatusMessage":"success"}', ("sent", "", None)),
    ],
)
def test_a_code_inside_http_200(make: Make, body: str, expected: tuple[str, str, float | None]) -> None:
    got = answered(make, Answer(200, body=body))
    assert (got.status, got.code, got.after) == expected


@pytest.mark.parametrize("make", [wecom, dingtalk, feishu, slack])
@pytest.mark.parametrize(
    "body", ["", "<html>proxy login</html>", "[]", "{}", '{"errcode":false,"code":false}', '{"errcode":"0","code":"0"}', "OK!"]
)
def test_http_200_with_anything_else_is_ambiguous(make: Make, body: str) -> None:
    assert answered(make, Answer(200, body=body)).code == "unexpected_answer"
    assert answered(make, Answer(200, body=body)).status == "ambiguous"


@pytest.mark.parametrize(
    ("status", "headers", "body", "expected"),
    [
        (429, {"Retry-After": "30"}, "rate_limited", ("retryable", "rate_limited", 30.0)),
        (404, {}, "no_service", ("permanent", "no_such_bot", None)),
        (410, {}, "channel_is_archived", ("permanent", "no_such_group", None)),
        (403, {}, "action_prohibited", ("permanent", "not_allowed", None)),
        (400, {}, "invalid_payload", ("permanent", "bad_message", None)),
        (400, {}, "something_new", ("permanent", "http_400", None)),
        (404, {}, "<html>", ("permanent", "http_404", None)),
        (500, {}, "rollup_error", ("ambiguous", "http_500", None)),
        (503, {"Retry-After": "5"}, "", ("retryable", "http_503", 5.0)),
        (302, {"Location": "/"}, "", ("permanent", "redirected", None)),
    ],
)
def test_slack_answers(status: int, headers: dict[str, str], body: str, expected: tuple[str, str, float | None]) -> None:
    got = answered(slack, Answer(status, body=body, headers=headers))
    assert (got.status, got.code, got.after) == expected


@pytest.mark.parametrize(
    ("status", "headers", "body", "expected"),
    [
        (400, {}, '{"code":11232,"msg":"frequency limited"}', ("retryable", "rate_limited", 60.0)),
        (429, {"Retry-After": "9"}, '{"code":99991400,"msg":"request trigger frequency limit"}', ("retryable", "rate_limited", 9.0)),
        (429, {}, '{"code":777,"msg":"?"}', ("retryable", "rate_limited", None)),
        (502, {}, "bad gateway", ("ambiguous", "http_502", None)),
        (502, {}, '{"code":0}', ("ambiguous", "http_502", None)),
        (400, {}, '{"code":777,"msg":"?"}', ("permanent", "errcode_777", None)),
    ],
)
def test_codes_and_http_statuses_together(status: int, headers: dict[str, str], body: str, expected: tuple[str, str, float | None]) -> None:
    got = answered(feishu, Answer(status, body=body, headers=headers))
    assert (got.status, got.code, got.after) == expected


@pytest.mark.parametrize("make", [wecom, dingtalk, feishu])
def test_no_receipt_shows_a_secret_or_an_address(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    body = json.dumps({"errcode": 4, "code": 4, "errmsg": f"bad key {TOKEN} for lilei", "msg": f"bad key {TOKEN} for lilei"})
    got = answered(make, Answer(200, body=body))
    assert got.detail == "errcode 4: bad key *** for ***"
    assert TOKEN not in caplog.text


# ── the tables ────────────────────────────────────────────────────────────────────────────────────────────────
def test_every_table_is_dated_and_sound() -> None:
    assert all("2026-11" in source for source in SOURCES.values())
    assert {name.split("_")[0] for name in LIMITS} == set(SOURCES)
    for limit in LIMITS.values():
        assert 0 < limit.room < limit.text
    meanings = [meaning for table in ERRORS.values() for meaning in table.values()] + list(SLACK_ERRORS.values())
    assert all(0 not in table for table in ERRORS.values())
    assert all((meaning.after is None) or meaning.status == "retryable" for meaning in meanings)
