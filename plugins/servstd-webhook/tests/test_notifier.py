"""What goes over the wire, and what each answer is taken for."""

from __future__ import annotations

import json
import socket
import struct
from datetime import datetime

import httpcore
import pytest
import standardwebhooks.webhooks

from servstd.network import Exchange, NoAddress
from servstd.notices import Notice, Receipt
from servstd.protocols import Notifier
from servstd_webhook import webhook_id

from .conftest import NOW, OTHER, SECRET, Receiver, notifier_for, reply  # noqa: TID252  # a plugin's tests are no package of anybody's


class _Then(datetime):
    """A wall clock that stands."""

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return datetime.fromtimestamp(NOW, tz)  # type: ignore[arg-type]  # as the library calls it


def test_it_is_a_notifier(notifier):
    assert isinstance(notifier, Notifier)
    assert (notifier.name, notifier.addressing, notifier.contact, notifier.limit.unit) == ("hook", "room", "webhook", "bytes")
    assert SECRET not in repr(notifier)
    assert "desk=1" not in repr(notifier)


def test_a_notice_is_posted_and_signed(notifier, receiver: Receiver, notice: Notice):
    assert notifier.send(notice) == Receipt.sent(provider_id=webhook_id(notice.key))
    headers, data = receiver.headers(), json.loads(receiver.bodies[0])
    assert receiver.heads[0].startswith("POST /in?desk=1 HTTP/1.1\r\n")
    assert headers["host"] == f"127.0.0.1:{receiver.port}"
    assert headers["content-type"] == "application/json"
    assert headers["webhook-timestamp"] == "1767574800"
    assert headers["webhook-id"] == webhook_id(notice.key)
    assert data["type"] == "notice.opened"
    assert data["timestamp"] == "2026-01-05T01:00:00.250Z"
    assert data["data"] == {
        "key": notice.key, "case": "42", "reason": "opened", "subject": "已受理 42", "text": "您好，\n我们已受理。", "recipients": ["c7"],
        "actions": [{"label": "查看", "url": "https://example.com/42"}], "urgency": "normal", "locale": "zh", "tenant": "acme",
    }  # fmt: skip


def test_the_library_of_the_standard_takes_it(notifier, receiver: Receiver, notice: Notice, monkeypatch):
    monkeypatch.setattr(standardwebhooks.webhooks, "datetime", _Then)
    notifier.send(notice)
    payload = standardwebhooks.webhooks.Webhook(SECRET).verify(receiver.bodies[0], receiver.headers())
    assert payload["data"]["text"] == notice.text
    with pytest.raises(standardwebhooks.webhooks.WebhookVerificationError):
        standardwebhooks.webhooks.Webhook(OTHER).verify(receiver.bodies[0], receiver.headers())
    with pytest.raises(standardwebhooks.webhooks.WebhookVerificationError):
        standardwebhooks.webhooks.Webhook(SECRET).verify(receiver.bodies[0] + b" ", receiver.headers())


def test_while_a_secret_is_changed_both_receivers_take_it(receiver: Receiver, notice: Notice, monkeypatch):
    monkeypatch.setattr(standardwebhooks.webhooks, "datetime", _Then)
    notifier_for(f"http://127.0.0.1:{receiver.port}/", secrets=(SECRET, OTHER)).send(notice)
    for secret in (SECRET, OTHER):
        assert standardwebhooks.webhooks.Webhook(secret).verify(receiver.bodies[0], receiver.headers())["type"] == "notice.opened"


def test_the_id_is_the_same_however_often_it_is_tried(notifier, receiver: Receiver, notice: Notice):
    receiver.answers = [reply(503), reply(200)]
    first, second = notifier.send(notice), notifier.send(notice)
    assert (first.status, second.status) == ("retryable", "sent")
    assert receiver.headers(0)["webhook-id"] == receiver.headers(1)["webhook-id"]
    assert webhook_id("one") != webhook_id("other")


@pytest.mark.parametrize(
    ("answer", "status", "code", "after"),
    [
        (reply(200), "sent", "", None),
        (reply(299), "sent", "", None),
        (reply(301, Location="http://127.0.0.1:1/"), "permanent", "redirect", None),
        (reply(307, Location="/elsewhere"), "permanent", "redirect", None),
        (reply(400), "permanent", "http_400", None),
        (reply(401), "permanent", "http_401", None),
        (reply(404), "permanent", "http_404", None),
        (reply(408), "retryable", "http_408", None),
        (reply(429, Retry_After="30"), "retryable", "http_429", 30.0),
        (reply(429, Retry_After="soon"), "retryable", "http_429", None),
        (reply(500), "retryable", "http_500", None),
        (reply(503, Retry_After="Mon, 05 Jan 2026 01:02:00 GMT"), "retryable", "http_503", 119.75),
        (reply(503, Retry_After="Mon, 05 Jan 2026 00:00:00 GMT"), "retryable", "http_503", 0.0),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + reply(202), "sent", "", None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n", "sent", "", None),  # the body is not waited for
    ],
)
def test_what_an_answer_means(notifier, receiver: Receiver, notice: Notice, answer, status, code, after):
    receiver.answers = [answer]
    receipt = notifier.send(notice)
    assert (receipt.status, receipt.code, receipt.after) == (status, code, after)
    assert len(receiver.bodies) == 1  # neither tried again nor followed


def test_a_receiver_that_is_gone_is_left_alone(notifier, receiver: Receiver, notice: Notice):
    receiver.answers = [reply(410)]
    first, second = notifier.send(notice), notifier.send(notice)
    assert (first.status, first.code) == (second.status, second.code) == ("permanent", "gone")
    assert receiver.connections == 1


def test_a_connection_that_breaks_after_the_request_is_ambiguous(notifier, receiver: Receiver, notice: Notice):
    def reset(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    receiver.answers = [lambda connection: None, reset, b"not HTTP at all\r\n\r\n", b"HTTP/1.1 2"]
    receipts = [notifier.send(notice) for _ in range(4)]
    assert [(receipt.status, receipt.code) for receipt in receipts] == [("ambiguous", "connection_lost")] * 4


def test_silence_after_the_request_is_ambiguous(receiver: Receiver, notice: Notice):
    receiver.answers = [lambda connection: receiver.released.wait(10) and None]
    receipt = notifier_for(f"http://127.0.0.1:{receiver.port}/", timeout=0.2).send(notice)
    assert (receipt.status, receipt.code) == ("ambiguous", "timed_out")


def test_an_answer_that_drips_does_not_outlast_the_time(receiver: Receiver, notice: Notice):
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while not receiver.released.wait(0.02):
            connection.sendall(b"x-more: and more\r\n")

    receiver.answers = [drip]
    receipt = notifier_for(f"http://127.0.0.1:{receiver.port}/", timeout=0.3).send(notice)
    assert (receipt.status, receipt.code) == ("ambiguous", "timed_out")


def test_nobody_listening_is_retryable(notice: Notice):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    receipt = notifier_for(f"http://127.0.0.1:{port}/").send(notice)
    assert (receipt.status, receipt.code) == ("retryable", "connect")


def test_a_name_without_an_address_is_retryable(notice: Notice):
    def unknown(host: str, port: int) -> tuple[str, ...]:
        raise NoAddress(host)

    for resolve in (unknown, lambda host, port: ()):
        receipt = notifier_for("https://nowhere.example/", resolve=resolve).send(notice)
        assert (receipt.status, receipt.code) == ("retryable", "dns")


def test_a_connection_that_takes_too_long_is_retryable(notice: Notice):
    class Slow(httpcore.SyncBackend):
        def connect_tcp(self, *args, **kwargs):
            raise httpcore.ConnectTimeout("too slow")

    receipt = notifier_for("https://hooks.example/", dial=Slow(), resolve=lambda host, port: ("93.184.216.34",)).send(notice)
    assert (receipt.status, receipt.code) == ("retryable", "connect_timed_out")


def test_the_next_address_is_tried_when_one_does_not_answer(receiver: Receiver, notice: Notice):
    url = f"http://desk.internal:{receiver.port}/"
    receipt = notifier_for(url, resolve=lambda host, port: ("127.0.0.2", "127.0.0.1")).send(notice)
    assert (receipt.status, receiver.headers()["host"]) == ("sent", f"desk.internal:{receiver.port}")


def test_headers_of_the_company_are_sent_and_ours_stay(receiver: Receiver, notice: Notice):
    notifier_for(f"http://127.0.0.1:{receiver.port}/", headers={"X-Api-Key": "k1", "User-Agent": "desk"}).send(notice)
    headers = receiver.headers()
    assert (headers["x-api-key"], headers["webhook-id"]) == ("k1", webhook_id(notice.key))


def test_a_proxy_of_the_environment_is_not_used(notifier, receiver: Receiver, notice: Notice, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert notifier.send(notice).status == "sent"


def test_a_reason_of_the_company_s_own_is_a_sound_type(notifier, receiver: Receiver):
    notifier.send(Notice("k\r\nx: y\ud800", case="42", reason="x-recalled", text="half a pair: \ud83d"))
    assert json.loads(receiver.bodies[0])["type"] == "notice.x_recalled"
    assert "x" not in receiver.headers()


def test_the_time_is_for_the_whole_exchange():
    ticks = iter([0.0, 1.0, 6.0])
    exchange = Exchange(5.0, ticks=lambda: next(ticks))
    assert exchange.left_or(httpcore.ReadTimeout) == 4.0
    with pytest.raises(httpcore.ReadTimeout):
        exchange.left_or(httpcore.ReadTimeout)
