"""Requests over HTTP and what their failures mean, against a real service on loopback."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servstd.notices import Receipt
from servstd.secret import Secret
from servstd.testing.loopback import Answer as Reply
from servstd.testing.loopback import LoopbackServer, refused_url
from servstd.transport import LONGEST_ANSWER, LONGEST_WAIT, Answer, HttpClient, Meaning, judge_code, refused, retry_after, scrub

NOW = 1_794_700_800.0  # Sun, 15 Nov 2026 00:00:00 GMT
TOKEN = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"


@contextmanager
def raw_service(answer: bytes, *, keep: bool) -> Iterator[tuple[str, list[socket.socket]]]:
    """Yield the address of a service that answers these very bytes, and the connections it took; `keep` leaves them open."""
    connections: list[socket.socket] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:  # closed: the test is over
                return
            connections.append(connection)
            while connection.recv(65_536) and not answered(connection):
                pass

    def answered(connection: socket.socket) -> bool:
        connection.sendall(answer)
        if not keep:
            connection.close()
        return not keep

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}", connections
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(timeout=5)
    for connection in connections:
        connection.close()


@pytest.fixture
def client() -> Iterator[HttpClient]:
    client = HttpClient(now=lambda: NOW, timeout=5.0)
    yield client
    client.close()


def test_an_answer_comes_back_whole(client: HttpClient) -> None:
    with LoopbackServer(Reply(201, body='{"sid": "SM1"}', headers={"X-Kind": "good"})) as service:
        got = client.post(service.url + "/send?a=1", content=b"hello", headers={"Content-Type": "text/plain"})
    assert isinstance(got, Answer)
    assert (got.status, got.object(), got.headers["x-kind"], got.received_at) == (201, {"sid": "SM1"}, "good", NOW)
    seen = service.requests[-1]
    assert (seen.method, seen.path, seen.body, seen.headers["content-type"]) == ("POST", "/send?a=1", b"hello", "text/plain")
    assert seen.headers["user-agent"] == "servstd"


def test_redirects_are_not_followed(client: HttpClient) -> None:
    with LoopbackServer(Reply(302, headers={"Location": "/elsewhere"})) as service:
        got = client.post(service.url, content=b"{}")
    assert isinstance(got, Answer)
    assert len(service.requests) == 1
    assert refused(got) == Receipt.permanent("redirected", detail="HTTP 302; redirects are not followed")


def test_nobody_there_is_retryable(client: HttpClient) -> None:
    with refused_url() as url:
        got = client.post(f"{url}/hook?key={TOKEN}", content=b"{}")
    assert got == Receipt.retryable("unreachable", detail="ConnectError")


def test_a_connection_lost_after_the_request_is_ambiguous(client: HttpClient) -> None:
    with LoopbackServer(Reply(instead="drop")) as service:
        got = client.post(service.url, content=b"{}")
    assert got == Receipt.ambiguous("connection_lost", detail="RemoteProtocolError")
    assert len(service.requests) == 1, "nothing is tried twice"


def test_an_answer_that_breaks_off_is_ambiguous(client: HttpClient) -> None:
    with raw_service(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\n{", keep=False) as (url, _):
        got = client.post(url, content=b"{}")
    assert isinstance(got, Receipt)
    assert (got.status, got.code) == ("ambiguous", "connection_lost")


def test_no_answer_in_time_is_ambiguous() -> None:
    with LoopbackServer(Reply(instead="hang")) as service:
        client = HttpClient(now=lambda: NOW, timeout=0.05)
        got = client.post(service.url, content=b"{}")
        client.close()
    assert got == Receipt.ambiguous("timed_out", detail="ReadTimeout")


def test_a_dripping_answer_ends_at_the_deadline() -> None:
    instants = iter([NOW, NOW + 30.0])
    with LoopbackServer(Reply()) as service:
        client = HttpClient(now=lambda: next(instants), timeout=10.0)
        got = client.post(service.url, content=b"{}")
        client.close()
    assert got == Receipt.ambiguous("timed_out", detail="the answer came too slowly")


def test_an_endless_answer_is_cut(client: HttpClient) -> None:
    with LoopbackServer(Reply(200, body=b"x" * (LONGEST_ANSWER + 50_000))) as service:
        got = client.post(service.url, content=b"{}")
    assert isinstance(got, Answer)
    assert len(got.body) == LONGEST_ANSWER


def test_every_request_has_a_connection_of_its_own(client: HttpClient) -> None:
    with raw_service(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", keep=True) as (url, connections):
        got = [client.post(url, content=b"{}") for _ in range(3)]
    assert [answer.status for answer in got] == [200] * 3
    assert len(connections) == 3


def test_something_that_does_not_speak_tls_is_not_trusted(client: HttpClient) -> None:
    with LoopbackServer(Reply()) as service:
        got = client.post(service.url.replace("http:", "https:") + f"/hook?key={TOKEN}", content=b"{}")
    assert got == Receipt.retryable("untrusted", detail="ConnectError")


@pytest.mark.parametrize(
    "url",
    ["", "hook", "ftp://example.com/x", "http://", "http://[::1", "http://a:99999/", "http://\x00/", "https:///x", f"http://{'a' * 70}/"],
)
def test_an_address_that_is_none_is_permanent(client: HttpClient, url: str) -> None:
    got = client.post(Secret(url + TOKEN if url == "hook" else url), content=b"{}")
    assert isinstance(got, Receipt)
    assert (got.status, got.code) == ("permanent", "bad_url")
    assert TOKEN not in repr(got)


@pytest.mark.parametrize("headers", [{"X-Name": "投诉"}, {"X-Name": "a\r\nB: c"}])
def test_a_header_that_cannot_be_sent_is_permanent(client: HttpClient, headers: dict[str, str]) -> None:
    with LoopbackServer(Reply()) as service:
        got = client.post(service.url, content=b"{}", headers=headers)
    assert isinstance(got, Receipt)
    assert (got.status, got.code, service.requests) == ("permanent", "bad_request", [])


def test_no_secret_is_logged_or_told(client: HttpClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with LoopbackServer(Reply()) as service:
        client.post(Secret(service.url + f"/hook?key={TOKEN}"), content=b"{}")
        service.usual = Reply(instead="drop")
        lost = client.post(Secret(service.url + f"/hook?key={TOKEN}"), content=b"{}")
    with refused_url() as url:
        refused_one = client.post(Secret(f"{url}/hook?key={TOKEN}"), content=b"{}")
    assert len(service.requests) == 2
    assert TOKEN not in caplog.text + repr((client, lost, refused_one))


def test_the_environment_has_no_say(client: HttpClient, monkeypatch: pytest.MonkeyPatch) -> None:
    with LoopbackServer(Reply()) as service, refused_url() as nobody:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
            monkeypatch.setenv(name, nobody)
        assert isinstance(client.post(service.url, content=b"{}"), Answer)


def test_threads_may_share_a_client_and_close_it_any_time(client: HttpClient) -> None:
    got: list[Answer | Receipt] = []
    with LoopbackServer(Reply()) as service:
        threads = [threading.Thread(target=lambda: got.append(client.post(service.url, content=b"{}"))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        client.close()
        client.close()
        got.append(client.post(service.url, content=b"{}"))
    assert [answer.status for answer in got] == [200] * 9


def test_a_port_that_takes_and_says_nothing_is_no_answer() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        client = HttpClient(now=lambda: NOW, timeout=0.05)
        got = client.post(f"http://127.0.0.1:{listener.getsockname()[1]}/", content=b"{}")
        client.close()
    assert isinstance(got, Receipt)
    assert (got.status, got.code) == ("ambiguous", "timed_out")


# ── what an answer says ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        (" 120 ", 120.0),
        ("Sun, 15 Nov 2026 00:01:30 GMT", 90.0),
        ("Sat, 14 Nov 2026 23:00:00 GMT", 0.0),
        ("999999999999", LONGEST_WAIT),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_WAIT),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("9" * 400, None),
        ("٣", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after(value, now=NOW) == seconds


def test_a_date_without_a_zone_is_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        assert retry_after("Thu, 01 Jan 1970 10:00:00 -0000", now=0.0) == 36_000.0
    finally:
        monkeypatch.undo()
        time.tzset()


@given(st.text(max_size=60))
def test_retry_after_survives_anything(value: str) -> None:
    got = retry_after(value, now=NOW)
    assert got is None or 0.0 <= got <= LONGEST_WAIT


@pytest.mark.parametrize(
    ("status", "receipt"),
    [
        (200, None),
        (202, None),
        (204, None),
        (100, Receipt.ambiguous("http_100")),
        (307, Receipt.permanent("redirected", detail="HTTP 307; redirects are not followed")),
        (400, Receipt.permanent("http_400")),
        (404, Receipt.permanent("http_404")),
        (408, Receipt.retryable("http_408", after=7.0)),
        (410, Receipt.permanent("http_410")),
        (429, Receipt.retryable("rate_limited", after=7.0)),
        (500, Receipt.ambiguous("http_500")),
        (502, Receipt.ambiguous("http_502")),
        (503, Receipt.retryable("http_503", after=7.0)),
        (504, Receipt.ambiguous("http_504")),
    ],
)
def test_what_a_status_settles(status: int, receipt: Receipt | None) -> None:
    assert refused(Answer(status, headers={"Retry-After": "7"}, received_at=NOW)) == receipt


@pytest.mark.parametrize("body", [b"", b"ok", b"[]", b"1", b"null", b"\xff", b'{"a":', b"[" * 50_000, "{}".encode("utf-16")[1:]])
def test_a_body_that_is_no_object(body: bytes) -> None:
    assert Answer(200, body=body, received_at=NOW).object() is None
    assert isinstance(Answer(200, body=body, received_at=NOW).text, str)


def test_scrubbing_hides_every_part_of_an_address() -> None:
    url = Secret(f"https://qyapi.example.com/cgi-bin/webhook/send?key={TOKEN}&sign=ab%2Bcdefgh%3D")
    said = f"invalid key {TOKEN}\nfor {url.reveal()} sign ab+cdefgh= from 13800138000, send it again"
    got = scrub(said, [url, "13800138000"])
    assert got == "invalid key *** for *** sign *** from ***, send it again"


def test_scrubbing_keeps_a_detail_short_and_printable() -> None:
    got = scrub("a\x1b[31mb\u202e" + "x" * 500)
    assert len(got) == 200
    assert got.startswith("a [31mb x")
    assert got.endswith("…")


@given(st.text(min_size=1, max_size=30), st.text(max_size=40), st.text(max_size=40))
def test_no_secret_survives_scrubbing(secret: str, before: str, after: str) -> None:
    got = scrub(before + secret + after, [Secret(secret)])
    assert secret not in got or secret in "*** …" or not secret.strip()


@pytest.mark.parametrize(
    ("status", "headers", "meaning", "receipt"),
    [
        (200, {}, Meaning("retryable", code="busy", after=60.0), Receipt.retryable("busy", after=60.0, detail="d")),
        (429, {"Retry-After": "9"}, Meaning("retryable", code="busy", after=60.0), Receipt.retryable("busy", after=9.0, detail="d")),
        (503, {"Retry-After": "9"}, Meaning("permanent", code="closed"), Receipt.permanent("closed", detail="d")),
        (200, {}, Meaning("ambiguous", code="fault"), Receipt.ambiguous("fault", detail="d")),
        (200, {}, None, Receipt.permanent("errcode_7", detail="d")),
        (400, {}, None, Receipt.permanent("errcode_7", detail="d")),
        (503, {"Retry-After": "9"}, None, Receipt.retryable("http_503", after=9.0)),
        (502, {}, None, Receipt.ambiguous("http_502")),
    ],
)
def test_what_a_code_of_the_providers_own_means(status: int, headers: dict[str, str], meaning: Meaning | None, receipt: Receipt) -> None:
    answer = Answer(status, headers=headers, received_at=NOW)
    assert judge_code(answer, meaning, code="errcode_7", detail="d") == receipt
