"""Feeds over a real server on loopback: what is kept, what stands in, what is refused, and that no secret is told."""

from __future__ import annotations

import logging
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import attrs
import pytest

from servstd.host import Host
from servstd.secret import Secret
from servstd.testing import Answer
from servstd.testing.loopback import LoopbackServer, refused_url
from servstd_ical import IcalError, IcalSettings, IcalSource
from servstd_ical.feeds import Feeds
from servstd_ical.fetching import MOST_BYTES, _trust, fetch

from .conftest import written  # noqa: TID252  # a plugin's tests are no package of anybody's

NOW = 1_767_574_800.0  # 2026-01-05T01:00Z
HOUR, DAY = 3_600.0, 86_400.0
PATH = "/private-1f3a9c/basic.ics"
MAY = written("UID:a\nDTSTART;VALUE=DATE:20260501\n")
JUNE = written("UID:a\nDTSTART;VALUE=DATE:20260601\n")
FRESH = Answer(200, body=MAY, headers={"ETag": '"v1"', "Last-Modified": "Mon, 05 Jan 2026 00:00:00 GMT"})


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> float:
        return self.at


class Desk:
    """A source whose feed `closures` a server on loopback serves."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.clock = folder, Clock()
        addresses = {"closures": Secret(url + PATH)}
        self.feeds = Feeds(str(folder), addresses=addresses, allow_private=True, timeout=timedelta(seconds=5), now=self.clock)

    def dates(self, feeds: Feeds | None = None, **args: object) -> list[str]:
        asked: Mapping[str, object] = {"means": "open", **(args or {"feed": "closures"})}
        data = IcalSource(str(self.folder), feeds=feeds or self.feeds).calendar(asked, date(2026, 1, 1), date(2026, 12, 31))
        assert isinstance(data["dates"], dict)
        return list(data["dates"])

    def refusal(self, feeds: Feeds | None = None, **args: object) -> str:
        with pytest.raises(IcalError) as caught:
            self.dates(feeds, **args)
        assert "1f3a9c" not in f"{caught.value!r} {caught.value} {caught.value.__cause__} {caught.value.__context__}"
        return str(caught.value)


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer(FRESH) as found:
        yield found


@pytest.fixture
def desk(server: LoopbackServer, tmp_path: Path) -> Desk:
    return Desk(tmp_path, server.url)


# ── fresh, and the same again ─────────────────────────────────────────────────────────────────────────────────
def test_a_feed_is_fetched(desk: Desk, server: LoopbackServer) -> None:
    assert desk.dates() == ["2026-05-01"]
    (request,) = server.requests
    assert (request.method, request.path, "if-none-match" in request.headers) == ("GET", PATH, False)


def test_calendars_of_one_standard_share_one_fetching(desk: Desk, server: LoopbackServer) -> None:
    desk.dates()
    desk.clock.at += 59
    assert (desk.dates(), len(server.requests)) == (["2026-05-01"], 1)


def test_later_it_is_asked_whether_it_changed(desk: Desk, server: LoopbackServer) -> None:
    server.answer(FRESH, Answer(304, body=""), Answer(200, body=JUNE))
    for at, dates in ((NOW, ["2026-05-01"]), (NOW + HOUR, ["2026-05-01"]), (NOW + 2 * HOUR, ["2026-06-01"])):
        desk.clock.at = at
        assert desk.dates() == dates
    told = [(each.headers.get("if-none-match"), each.headers.get("if-modified-since")) for each in server.requests]
    assert told == [(None, None), *[('"v1"', "Mon, 05 Jan 2026 00:00:00 GMT")] * 2]


def test_files_urls_and_feeds_come_together(desk: Desk, server: LoopbackServer) -> None:
    server.answer(Answer(200, body=JUNE), FRESH)
    (desk.folder / "a.ics").write_bytes(written("UID:a\nDTSTART;VALUE=DATE:20260701\n").encode())
    assert desk.dates(file="a.ics", url=[f"{server.url}/june.ics"], feed=["closures"]) == ["2026-05-01", "2026-06-01", "2026-07-01"]


# ── when it cannot be fetched ─────────────────────────────────────────────────────────────────────────────────
FAILURES = {
    "HTTP 503": Answer(503),
    "HTTP 404": Answer(404),
    "HTTP 304": Answer(304, body=""),
    "cannot be reached": Answer(instead="drop"),
    "no BEGIN:VCALENDAR": Answer(200, body="<html>Please sign in</html>"),
    "larger than 10 MB": Answer(200, body=MAY + " " * MOST_BYTES),
    "to another host": Answer(302, headers={"Location": "http://10.0.0.7/basic.ics"}),
    "redirects to another host, which": Answer(307),
    "redirects to another host": Answer(301, headers={"Location": "https://example.com:port/"}),
}


@pytest.mark.parametrize(("told", "answer"), FAILURES.items(), ids=FAILURES)
def test_without_a_copy_it_is_an_error(desk: Desk, server: LoopbackServer, told: str, answer: Answer) -> None:
    server.usual = answer
    said = desk.refusal()
    assert said.startswith("feed closures: ")
    assert told in said
    assert not (desk.folder / ".feeds").exists()


@pytest.mark.parametrize(
    ("told", "answer"), [item for item in FAILURES.items() if item[0] != "HTTP 304"], ids=[key for key in FAILURES if key != "HTTP 304"]
)
def test_a_young_copy_stands_in_and_that_is_logged(desk: Desk, server: LoopbackServer, told: str, answer: Answer, caplog) -> None:
    desk.dates()
    server.usual = answer
    desk.clock.at += 7 * DAY
    with caplog.at_level(logging.WARNING, "servstd_ical"):
        assert desk.dates() == ["2026-05-01"]
    assert told in caplog.text
    assert "the copy of 2026-01-05 01:00 UTC is used" in caplog.text
    assert "1f3a9c" not in caplog.text


@pytest.mark.parametrize("later", [7 * DAY + 1, -7 * DAY - 1])
def test_an_old_copy_does_not(desk: Desk, server: LoopbackServer, later: float) -> None:
    desk.dates()
    server.usual = Answer(503)
    desk.clock.at += later
    expected = "feed closures: its server answered HTTP 503; the copy of 2026-01-05 01:00 UTC is older than max_age, 7 days"
    assert desk.refusal() == expected


def test_not_modified_makes_the_copy_young_again(desk: Desk, server: LoopbackServer) -> None:
    server.answer(FRESH, Answer(304, body=""), Answer(503))
    for at in (NOW, NOW + 6 * DAY, NOW + 12 * DAY):
        desk.clock.at = at
        assert desk.dates() == ["2026-05-01"]


def test_silence_ends_in_time(desk: Desk, server: LoopbackServer) -> None:
    server.usual = Answer(instead="hang")  # until the server stops
    assert desk.refusal(attrs.evolve(desk.feeds, timeout=timedelta(seconds=0.2))) == "feed closures: its server did not answer within 0.2 s"


def test_nobody_listens(tmp_path: Path) -> None:
    with refused_url() as url:
        assert Desk(tmp_path, url).refusal() == "feed closures: its server cannot be reached"


# ── redirects ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_redirect_on_the_same_host_is_followed(desk: Desk, server: LoopbackServer) -> None:
    server.answer(Answer(302, headers={"Location": "/moved.ics"}), Answer(308, headers={"Location": f"{server.url}/again.ics"}))
    assert desk.dates() == ["2026-05-01"]
    assert [request.path for request in server.requests] == [PATH, "/moved.ics", "/again.ics"]


def test_redirects_come_to_an_end(desk: Desk, server: LoopbackServer) -> None:
    server.usual = Answer(302, headers={"Location": "/again.ics"})
    assert desk.refusal() == "feed closures: its server redirects more than 3 times"
    assert len(server.requests) == 4


# ── addresses ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://example.com/private-1f3a9c.ics", "http://example.com/…: the address must begin with https://"),
        ("webcal://example.com/private-1f3a9c.ics", "webcal://example.com/…: the address begins with webcal://; write https:// instead"),
        ("https://me:1f3a9c@example.com/a.ics", "https://example.com/…: the address holds a user and a password"),
        ("closures-1f3a9c.ics", "url: the address must begin with https://"),
        ("https://example.com:port/1f3a9c", "https://example.com/…: the address is no URL"),
        ("https://169.254.169.254/1f3a9c", "https://169.254.169.254/…: its name leads to an address that is refused (metadata)"),
        ("ftp://127.0.0.1/1f3a9c", "ftp://127.0.0.1/…: the address must begin with https://"),
    ],
)
def test_addresses_that_are_refused(desk: Desk, url: str, told: str) -> None:
    assert told in desk.refusal(url=url)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_company_s_own_network_is_refused_unless_it_is_said_so(desk: Desk, server: LoopbackServer, host: str) -> None:
    shut = attrs.evolve(desk.feeds, allow_private=False)
    url = server.url.replace("127.0.0.1", host)
    assert "the address must begin with https://" in desk.refusal(shut, url=url)
    assert "refused (loopback); allow_private: true" in desk.refusal(shut, url=url.replace("http:", "https:"))
    assert server.requests == []


def test_a_name_that_leads_inside_is_refused_even_with_a_copy(desk: Desk, server: LoopbackServer) -> None:
    public = attrs.evolve(desk.feeds, allow_private=False, resolve=lambda host, port: ("93.184.216.34", "10.0.0.7"))
    assert "refused (private)" in desk.refusal(public, url="https://example.com/1f3a9c.ics")
    nowhere = attrs.evolve(public, resolve=lambda host, port: ())
    assert desk.refusal(nowhere, url="https://example.com/1f3a9c.ics") == "https://example.com/…: its server's name has no address now"


def test_an_address_without_a_host_is_called_url(desk: Desk) -> None:
    nowhere = attrs.evolve(desk.feeds, resolve=lambda host, port: ())
    assert desk.refusal(nowhere, url="https://[1f3a9c/a.ics").startswith("url: ")


@pytest.mark.parametrize("timeout", [timedelta(0), timedelta(minutes=6)])
def test_the_time_for_a_feed_is_bounded(timeout: timedelta) -> None:
    with pytest.raises(ValueError, match="timeout: more than nothing and at most 5 minutes"):
        IcalSettings(timeout=timeout)


def test_an_unknown_feed_is_named(desk: Desk) -> None:
    assert desk.refusal(feed="rota") == "feed 'rota' is not in the settings of the plugin ical (feeds: closures)"


# ── copies ────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("broken", [b"", b"{}\n", b"[]\nBEGIN", b"\xff\n", b'{"fetched_at": "x", "etag": "", "last_modified": ""}\n'])
def test_a_broken_copy_is_none(desk: Desk, server: LoopbackServer, broken: bytes) -> None:
    desk.dates()
    (copy,) = (desk.folder / ".feeds").iterdir()
    assert copy.stat().st_mode & 0o077 == 0
    copy.write_bytes(broken)
    assert desk.dates() == ["2026-05-01"]
    assert [request.headers.get("if-none-match") for request in server.requests] == [None, None]
    assert copy.read_bytes().startswith(b'{"fetched_at": 1767574800.0')


def test_a_feed_that_cannot_be_kept_counts_all_the_same(desk: Desk, caplog) -> None:
    (desk.folder / ".feeds").write_text("in the way")
    with caplog.at_level(logging.WARNING, "servstd_ical"):
        assert desk.dates() == ["2026-05-01"]
    assert "feed closures: no copy could be kept" in caplog.text


def test_a_copy_that_cannot_be_put_in_place_leaves_nothing(desk: Desk) -> None:
    desk.dates()
    (copy,) = (desk.folder / ".feeds").iterdir()
    copy.unlink()
    (copy / "in the way").mkdir(parents=True)
    assert desk.dates() == ["2026-05-01"]
    assert list((desk.folder / ".feeds").iterdir()) == [copy]


# ── TLS, the plugin as a whole, the extra ─────────────────────────────────────────────────────────────────────
def test_tls_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is needed to make a certificate")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    made = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-keyout", str(key), "-out", str(cert)]
    subprocess.run([*made, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server = LoopbackServer(FRESH)
    server._server.socket = context.wrap_socket(server._server.socket, server_side=True)
    with server:
        desk = Desk(tmp_path, server.url.replace("http://127.0.0.1", "https://localhost"))
        _trust.cache_clear()
        assert desk.refusal() == "feed closures: its server's certificate is not trusted"
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        _trust.cache_clear()
        assert desk.dates() == ["2026-05-01"]
        assert desk.refusal(url=server.url.replace("http:", "https:") + "/1f3a9c").endswith("certificate is not trusted")
    _trust.cache_clear()


def test_a_standard_names_a_feed_of_the_settings(server: LoopbackServer, tmp_path: Path) -> None:
    import servstd

    operations = tmp_path / "operations.yaml"
    settings = "{folder: calendars, allow_private: true, max_age: 2d, feeds: {closures: {env: CLOSURES_URL}}}"
    operations.write_text(f"plugins: {{ical: {{settings: {settings}}}}}\n")
    standard = tmp_path / "standard.yaml"
    standard.write_text(
        "format: 1\nstandard: feeds\nversion: '1'\neffective_from: 2026-01-01\ntime_zone: Asia/Shanghai\n"
        "calendars: {office: {source: {ical: {feed: closures, means: closed, hours: {mon-sun: ['09:00-18:00']}}}}}\n"
        "sla: {policies: [{name: all, default: true, calendar: office, targets: {resolution: 4h}}]}\n"
    )
    with Host.discover(str(operations), environ={"CLOSURES_URL": server.url + PATH}) as host:
        assert host.problems == ()
        assert "1f3a9c" not in repr(host.registry.get("calendars", "ical").part)
        loaded = servstd.load(str(standard), host=host)
    assert loaded.current.calendars["office"].is_open(datetime(2026, 4, 30, 4, tzinfo=UTC))
    assert not loaded.current.calendars["office"].is_open(datetime(2026, 5, 1, 4, tzinfo=UTC))
    assert len(list((tmp_path / "calendars" / ".feeds").iterdir())) == 1


def test_files_are_read_without_the_extra(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "servstd_ical.fetching", None)
    (desk.folder / "a.ics").write_bytes(MAY.encode())
    assert desk.dates(file="a.ics") == ["2026-05-01"]
    assert "pip install 'servstd-ical[feeds]'" in desk.refusal()


def test_what_has_not_changed_is_asked_for_by_its_name(server: LoopbackServer) -> None:
    server.answer(Answer(304, body=""))
    assert fetch(f"{server.url}/a.ics", seconds=5.0, etag='"v1"', allow_private=True).content is None
