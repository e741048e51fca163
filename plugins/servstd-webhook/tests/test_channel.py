"""What comes in: signatures, age, forms of payload, ids."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import standardwebhooks.webhooks
from hypothesis import given, settings
from hypothesis import strategies as st

from servstd.protocols import Channel, Inbound, InboundRefused
from servstd.secret import Secret
from servstd_webhook import InboundSettings, WebhookChannel, sign
from servstd_webhook.channel import read_payload
from servstd_webhook.signing import read_key

from .conftest import OTHER, SECRET  # noqa: TID252  # a plugin's tests are no package of anybody's

STAMP = 1_767_574_800
EVENT = {"case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "message", "by": "customer", "data": {"public": True, "text": "在吗"}}
CHANNEL = WebhookChannel(settings=InboundSettings(inbound_secret=Secret(SECRET)))


def _inbound(data: object, *, late: float = 0.0, secret: str = SECRET, **headers: str) -> Inbound:
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    made = {
        "Webhook-Id": "msg_1", "Webhook-Timestamp": str(STAMP), "Webhook-Signature": sign(read_key(secret), "msg_1", STAMP, body),
    }  # fmt: skip
    made |= {f"Webhook-{name.title()}": value for name, value in headers.items()}
    return Inbound(body, headers=made, received_us=int((STAMP + late) * 1_000_000))


def _refused(inbound: Inbound, channel: WebhookChannel = CHANNEL) -> str:
    with pytest.raises(InboundRefused) as caught:
        channel.receive(inbound)
    assert SECRET.removeprefix("whsec_") not in str(caught.value)
    return caught.value.code


def test_it_is_a_channel():
    assert isinstance(CHANNEL, Channel)


def test_one_event_gets_the_id_of_the_message_and_keeps_it():
    once, again = CHANNEL.receive(_inbound(EVENT)), CHANNEL.receive(_inbound(EVENT, late=100))
    assert once == again
    assert [(event.id, event.case, event.kind, event.data["text"]) for event in once] == [("msg_1", "42", "message", "在吗")]


def test_a_list_numbers_the_events_without_an_id():
    events = CHANNEL.receive(_inbound([EVENT, {**EVENT, "id": "e7"}, EVENT]))
    assert [event.id for event in events] == ["msg_1#1", "e7", "msg_1#3"]
    assert CHANNEL.receive(_inbound([])) == ()


def test_an_event_that_became_known_late_stays_so():
    (event,) = CHANNEL.receive(_inbound({**EVENT, "recorded_at": "2026-01-05T10:00:00+08:00"}))
    assert (event.at_us, event.recorded_at_us) == (1767574800000000, 1767578400000000)


def test_cloud_events_and_the_form_of_the_standard():
    cloud = {"specversion": "1.0", "source": "/desk", "id": "9", "type": "opened", "subject": "42", "time": "2026-01-05T01:00:00Z"}
    assert CHANNEL.receive(_inbound(cloud))[0].id == "/desk 9"
    (event,) = CHANNEL.receive(_inbound({"type": "case.message", "timestamp": "2026-01-05T01:00:00Z", "data": EVENT}))
    assert (event.id, event.kind) == ("msg_1", "message")


def test_what_the_library_of_the_standard_signs_is_taken():
    body = json.dumps(EVENT)
    theirs = standardwebhooks.webhooks.Webhook(SECRET).sign("msg_1", datetime.fromtimestamp(STAMP, UTC), body)
    assert theirs == sign(read_key(SECRET), "msg_1", STAMP, body.encode())
    assert CHANNEL.receive(_inbound(body.encode(), signature=theirs))[0].case == "42"


def test_several_signatures_and_several_secrets():
    body = json.dumps(EVENT).encode()
    good = sign(read_key(SECRET), "msg_1", STAMP, body)
    assert CHANNEL.receive(_inbound(body, signature=f"v1a,xyz v1,AAAA {good}"))
    both = WebhookChannel(settings=InboundSettings(inbound_secret=Secret(SECRET), inbound_secrets=(Secret(OTHER),)))
    assert both.receive(_inbound(EVENT, secret=OTHER))
    assert both.receive(_inbound(EVENT))


@pytest.mark.parametrize("signature", ["", "v1", "v1,", "v1,AAAA", "v2,", ",,,", "v1a,AAAA", "v1,不", " ".join(["v1,AAAA"] * 500)])
def test_a_wrong_signature(signature: str):
    assert _refused(_inbound(EVENT, signature=signature)) == "bad_signature"


def test_a_signature_far_down_a_long_list_is_not_looked_for():
    good = sign(read_key(SECRET), "msg_1", STAMP, json.dumps(EVENT).encode())
    assert _refused(_inbound(EVENT, signature=" ".join(["v1,AAAA"] * 40 + [good]))) == "bad_signature"


def test_every_part_is_signed():
    assert _refused(_inbound(EVENT, id="msg_2")) == "bad_signature"
    assert _refused(_inbound(EVENT, timestamp=str(STAMP + 1))) == "bad_signature"
    assert _refused(_inbound(EVENT, secret=OTHER)) == "bad_signature"
    body, signature = json.dumps(EVENT).encode(), _inbound(EVENT).headers["webhook-signature"]
    assert _refused(_inbound(body.replace(b"42", b"43"), signature=signature)) == "bad_signature"


@pytest.mark.parametrize(
    "headers", [{"id": ""}, {"id": "a b"}, {"id": "x" * 300}, {"timestamp": ""}, {"timestamp": "-5"}, {"timestamp": "1e9"}]
)
def test_headers_that_are_none(headers: dict[str, str]):
    assert _refused(_inbound(EVENT, **headers)) == "bad_signature"


def test_five_minutes_before_and_after():
    assert CHANNEL.receive(_inbound(EVENT, late=300))
    assert CHANNEL.receive(_inbound(EVENT, late=-300))
    assert _refused(_inbound(EVENT, late=300.001)) == "too_old"
    assert _refused(_inbound(EVENT, late=-300.001)) == "too_old"
    assert _refused(_inbound(EVENT, late=9_999, secret=OTHER)) == "bad_signature"  # age is told to nobody without the secret


@pytest.mark.parametrize(
    "body",
    [
        b"", b"not json", b"\xff\xfe", b"null", b"7", b'"text"', b"[1]", b"[[]]", b"{}", b"NaN", b'{"case": NaN}', b"[" * 100_000,
        b'{"case": "42"}', b'{"case": "\\ud800", "at": "2026-01-05T09:00:00Z", "kind": "opened"}',
        json.dumps({**EVENT, "at": "2026-01-05 09:00"}).encode(), json.dumps({**EVENT, "kind": "mesage"}).encode(),
        json.dumps({**EVENT, "colour": "red"}).encode(), json.dumps({**EVENT, "case": 4.2}).encode(),
        json.dumps({"type": "notice.opened", "timestamp": "2026-01-05T01:00:00Z", "data": {"case": "42"}}).encode(),
    ],
)  # fmt: skip
def test_what_is_not_understood(body: bytes):
    assert _refused(_inbound(body)) == "not_understood"


def test_a_body_that_is_too_large_is_not_read():
    channel = WebhookChannel(settings=InboundSettings(inbound_secret=Secret(SECRET), max_bytes=10))
    assert _refused(_inbound(EVENT), channel) == "not_understood"


def test_the_refusal_names_the_field():
    with pytest.raises(InboundRefused, match=r"event 2, kind"):
        CHANNEL.receive(_inbound([EVENT, {**EVENT, "kind": "mesage"}]))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["case", "at", "kind", "by", "data", "id", "specversion", "type", "sequence"]), inner, max_size=6)
    ),
    max_leaves=15,
)


@settings(max_examples=150)
@given(_JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=60))
def test_any_payload_gives_events_or_a_refusal(body: bytes):
    try:
        events = read_payload(body, "msg_1")
    except InboundRefused as refused:
        told = [refused.code]
    else:
        told = [event.id and "event" for event in events]
    assert set(told) in ({"not_understood"}, {"event"}, set())
