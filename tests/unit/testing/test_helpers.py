"""The clock, the outbox, the host maker, cases and the loopback server by themselves."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from http.client import HTTPConnection, RemoteDisconnected
from urllib.parse import urlsplit

import pytest

import servstd.testing
from servstd.errors import UsageError
from servstd.events import Event
from servstd.protocols import Limit, Notice, Notifier, Receipt
from servstd.testing import Answer, HostMaker, LoopbackServer, Outbox, SteppedClock, dedented_standard, run_case
from servstd.testing.loopback import refused_url

MINE = """
    format: 1
    standard: mine
    version: "1"
    effective_from: 2026-01-01
    time_zone: Asia/Shanghai
    attributes: {appointment: {kind: instant}}
    sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}
"""
NOTICE = Notice("k", case="42", reason="missed", text="Late.")


def test_every_name_is_loaded_when_asked_for() -> None:
    assert [name for name in servstd.testing.__all__ if not hasattr(servstd.testing, name)] == []
    assert set(servstd.testing.__all__) <= set(dir(servstd.testing))
    with pytest.raises(AttributeError, match="no attribute 'Clock'"):
        _ = servstd.testing.Clock  # type: ignore[attr-defined]


def test_the_clock_is_stepped_and_set() -> None:
    clock = SteppedClock("2026-03-29T01:30:00+01:00")
    assert clock.step("1d").isoformat() == "2026-03-30T01:30:00+01:00"
    assert clock.step(timedelta(seconds=1)) == clock.now
    assert clock.now_us == int(clock.now.timestamp()) * 1_000_000
    assert clock.set(datetime.fromisoformat("2026-01-01T00:00:00Z")).year == 2026
    assert repr(clock) == "<SteppedClock 2026-01-01T00:00:00+00:00>"


@pytest.mark.parametrize("step", [timedelta(seconds=-1), timedelta(days=-9)])
def test_the_clock_is_not_stepped_back(step: timedelta) -> None:
    with pytest.raises(ValueError, match="stepped forward"):
        SteppedClock().step(step)


def test_the_clock_takes_no_naive_time_and_no_working_days() -> None:
    with pytest.raises(UsageError, match="TIM"):
        SteppedClock("2026-01-05T09:00:00")
    with pytest.raises(UsageError, match="TIM013"):
        SteppedClock().step("2wd")


def test_the_outbox_is_a_notifier_and_keeps_what_it_was_given() -> None:
    outbox = Outbox("desk", addressing="person", contact="sms", limit=Limit(70))
    outbox.answer(Receipt.permanent("no_contact"), Receipt.ambiguous("silent"))
    assert isinstance(outbox, Notifier)
    assert [outbox.send(NOTICE).status for _ in range(3)] == ["permanent", "ambiguous", "sent"]
    assert outbox.notices == [NOTICE] * 3
    assert repr(outbox) == "<Outbox desk: 3 notices>"


def test_hosts_are_closed_when_the_maker_is_done() -> None:
    closed: list[str] = []

    class Closing(Outbox):
        def close(self) -> None:
            closed.append(self.name)

    with HostMaker() as make:
        assert make().registry.names("notifiers") == ()
        host = make(Closing("a"), Outbox("b").plugin)
        assert sorted(host.registry.names("notifiers")) == ["a", "b"]
        assert closed == []
    assert "a" in closed


def test_a_plugin_that_cannot_be_loaded_fails_the_test() -> None:
    with HostMaker() as make, pytest.raises(AssertionError, match="the host of this test has problems:\nPLG"):
        make(object())


def test_a_case_takes_local_times_events_and_texts() -> None:
    standard = dedented_standard(MINE)
    opened = Event("opened", case="case", at="2026-01-05T09:00:00+08:00", by="customer")
    solved = {"at": "2026-01-05 11:00", "kind": "resolved", "by": "agent"}
    assert run_case(standard, [opened, solved]).clocks[0].verdict == "met"
    assert run_case(standard, [opened], now="2026-01-05 14:00").clocks[0].verdict == "missed"
    changed = {"at": "2026-01-05T02:00:00Z", "kind": "changed", "appointment": "2026-01-06 10:00"}
    assert run_case(standard, [opened, changed]).problems == ()
    assert run_case(standard, []).clocks == ()


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ({"kind": "opened"}, r"events\[0\] needs `at` as a text; there is none"),
        ({"at": "2026-01-05 09:00", "kind": 3}, r"events\[0\] needs `kind` as a text; found 3"),
        ({"at": "2026-01-05 09:00", "kind": "opend"}, "EVT003"),
        ({"at": "yesterday", "kind": "opened"}, "TIM"),
    ],
)
def test_an_event_that_cannot_be_read_fails_the_test(event: dict[str, object], told: str) -> None:
    with pytest.raises(AssertionError, match=told):
        run_case(dedented_standard(MINE), [event])


def test_a_case_that_cannot_be_decided_fails_the_test() -> None:
    events = [Event("opened", case=case, at="2026-01-05T09:00:00+08:00", by="customer") for case in ("1", "2")]
    with pytest.raises(AssertionError, match="EVT008"):
        run_case(dedented_standard(MINE), events)


def test_a_naive_now_is_the_callers_fault() -> None:
    with pytest.raises(UsageError, match="TIM"):
        run_case(dedented_standard(MINE), [], now=datetime(2026, 1, 5, 9))


def _post(url: str, body: bytes = b"x", timeout: float = 5.0) -> tuple[int, bytes]:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=timeout)
    try:
        connection.request("POST", "/hook?a=1", body=body, headers={"X-Key": "k"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_the_server_answers_as_scripted_and_keeps_what_it_was_asked() -> None:
    with LoopbackServer(Answer(body="usual")) as server:
        server.answer(Answer(429, headers={"Retry-After": "7"}, body=b"later"))
        assert [_post(server.url), _post(server.url)] == [(429, b"later"), (200, b"usual")]
        first = server.requests[0]
        assert (first.method, first.path, first.body, first.headers["x-key"]) == ("POST", "/hook?a=1", b"x", "k")
        server.answer(Answer(instead="drop"))
        with pytest.raises(RemoteDisconnected):
            _post(server.url)


def test_the_server_can_hang_until_it_is_stopped() -> None:
    before = threading.active_count()
    with LoopbackServer(Answer(instead="hang")) as server, pytest.raises(TimeoutError):
        _post(server.url, timeout=0.05)
    assert threading.active_count() <= before + 1


def test_nobody_listens_at_a_refused_address() -> None:
    with refused_url() as url, pytest.raises(ConnectionRefusedError):
        _post(url)
