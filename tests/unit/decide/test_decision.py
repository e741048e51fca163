"""What a decision and its clocks tell: names, instants in the type of now, wake-ups, effects, plain data."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pendulum
import pytest

from servstd.errors import UsageError
from tests.unit.decide.support import STATUSES, at, decide, event, hour, loads

TEXT = (
    STATUSES
    + """
sla:
  measure: [solution]
  policies:
    - name: all
      default: true
      calendar: always
      targets:
        first_response: {within: 1h, commitment: internal}
        next_response: {within: 2h, commitment: goal}
        resolution: {within: 8h, warn: [50%, "1h overdue"]}
"""
)
STANDARD = loads(TEXT)
HISTORY = [
    event(0, "opened", "customer", id="e1"),
    event(0.5, "message", id="e2", public=True),
    event(1, "message", "customer", id="e3", public=True),
    event(2, "message", id="e4", public=True),
    event(3, "message", "customer", id="e5", public=True),
]


def test_clocks_come_in_the_standards_order_and_by_cycle() -> None:
    decision = decide(STANDARD, HISTORY, 4)
    assert [(item.metric, item.cycle, item.cycle_id, item.commitment) for item in decision.clocks] == [
        ("first_response", 1, "e1", "internal"), ("next_response", 1, "e3", "goal"), ("next_response", 2, "e5", "goal"),
        ("resolution", 1, "e1", "promise"),
        ("solution", 1, "e1", None),
    ]  # fmt: skip


def test_a_clock_is_asked_for_by_name() -> None:
    decision = decide(STANDARD, HISTORY, 4)
    last = decision.clock("next_response")
    assert last is not None
    assert last.cycle == 2
    assert [item.cycle for item in decision.clocks_of("next_response")] == [1, 2]
    assert decision.clock("periodic_update") is None  # a built-in that is not measured never starts


@pytest.mark.parametrize(("name", "hint"), [("resolutoin", "resolution"), ("quite another thing", "first_response, ")])
def test_an_unknown_name_is_refused_with_a_hint(name: str, hint: str) -> None:
    decision = decide(STANDARD, HISTORY, 4)
    for ask in (decision.clock, decision.clocks_of):
        with pytest.raises(UsageError) as error:
            ask(name)
        assert error.value.problem.code == "EVT021"
        assert str(error.value.problem.params["expected"]).startswith(hint)


@pytest.mark.parametrize(
    ("rule", "now", "wake", "due"),
    [
        ("the least due", 4, 5, 8),
        ("a threshold", 3, 4, 5),
        ("a due", 4.5, 5, 5),
        ("a threshold overdue", 8, 9, None),
        ("nothing comes any more", 9, None, None),
        ("an event already known", 0.2, 0.5, 1),
    ],
)
def test_next_wake_up_and_next_due(rule: str, now: float, wake: float | None, due: float | None) -> None:
    history = HISTORY[:1] if rule == "the least due" else HISTORY
    decision = STANDARD.decide([*history, event(4.6, "message", public=True)] if now > 4.6 else history, now=at(now))
    if rule == "the least due":
        assert (hour(decision.next_wake_up_us), hour(decision.next_due_us)) == (8, 8)
    else:
        assert (hour(decision.next_wake_up_us), hour(decision.next_due_us)) == (wake, due)


def test_a_paused_case_wakes_up_for_nothing() -> None:
    decision = decide(STANDARD, [event(0, "opened"), event(1, "changed", status="pending")], 2)
    assert (decision.next_wake_up, decision.next_wake_up_us, decision.next_due) == (None, None, None)


def test_events_to_come_are_not_folded_but_bound_the_wake_up() -> None:
    decision = STANDARD.decide([event(0, "opened"), event(2, "resolved"), event(3, "reopened")], now=at(1))
    assert (decision.clocks[0].state, hour(decision.next_wake_up_us)) == ("running", 2)


def test_effects_are_cumulative_keyed_and_in_order() -> None:
    late = [*HISTORY, event(10, "resolved")]
    told = {now: [(item.key, hour(item.at_us)) for item in STANDARD.decide(late, now=at(now)).effects] for now in (1, 4, 8, 99)}
    assert told[1] == []
    assert told[4] == [("|7|resolution|e1|threshold 50%", 4)]
    assert told[8] == [*told[4], ("|7|next_response|e5|missed", 5), ("|7|resolution|e1|missed", 8)]
    assert told[99] == [*told[8], ("|7|resolution|e1|threshold 1h overdue", 9)]


def test_the_tenant_belongs_to_every_key() -> None:
    events = [{**event(0, "opened", id="e1"), "tenant": "t"}]
    decision = decide(STANDARD, events, 9)
    assert (decision.tenant, decision.effects[0].key) == ("t", "t|7|resolution|e1|threshold 50%")
    assert decision.as_dict()["tenant"] == "t"


@pytest.mark.parametrize("now", [datetime(2026, 1, 5, 4, tzinfo=UTC), datetime(2026, 1, 5, 12, tzinfo=ZoneInfo("Asia/Shanghai"))])
def test_instants_come_in_the_zone_of_now(now: datetime) -> None:
    found = STANDARD.decide(HISTORY, now=now).clock("resolution")
    assert found is not None
    assert found.due_at is not None
    assert (found.due_at, found.due_at.tzinfo, found.started_at.tzinfo) == (now + timedelta(hours=4), now.tzinfo, now.tzinfo)


def test_instants_come_in_the_type_of_now() -> None:
    now = pendulum.datetime(2026, 1, 5, 12, tz="Asia/Shanghai")
    decision = STANDARD.decide([*HISTORY, event(3.5, "resolved")], now=now)
    for found in (decision.clocks[0].stopped_at, decision.clocks[0].started_at, decision.clocks[-1].due_at or decision.clocks[0].due_at):
        assert isinstance(found, pendulum.DateTime)
        assert found.timezone_name == "Asia/Shanghai"


def test_a_text_now_gives_instants_with_its_offset() -> None:
    decision = STANDARD.decide(HISTORY, now="2026-01-05T12:00:00+08:00")
    assert decision.now.isoformat() == "2026-01-05T12:00:00+08:00"
    assert decision.next_due is not None
    assert decision.next_wake_up is not None
    assert decision.next_due.isoformat() == decision.next_wake_up.isoformat() == "2026-01-05T13:00:00+08:00"


def test_durations_come_as_timedeltas() -> None:
    found = decide(STANDARD, HISTORY, 10).clock("resolution")
    assert found is not None
    assert (found.elapsed, found.remaining) == (timedelta(hours=10), timedelta(hours=-2))
    assert hour(found.missed_us) == 8
    assert found.missed_at == datetime(2026, 1, 5, 8, tzinfo=UTC)


def test_plain_data() -> None:
    decision = STANDARD.decide([event(0, "opened", id="e1"), event(1, "changed", status="外星", id="e2")], now=at(4.0001))
    data = json.loads(decision.to_json())
    assert data == decision.as_dict()
    assert list(data) == ["case", "now", "edition", "clocks", "next_due", "next_wake_up", "effects", "problems"]
    assert data["clocks"][0] == {
        "metric": "resolution", "cycle": 1, "cycle_id": "e1", "edition": "1", "policy": "all", "agreement": None, "target": "8h",
        "calendar": "always", "commitment": "promise", "state": "running", "verdict": None, "phase": "running", "final": False,
        "reason": None, "provisional": False,
        "started_at": "2026-01-05T00:00:00+00:00", "due_at": "2026-01-05T08:00:00+00:00", "due_if_resumed_now": "2026-01-05T08:00:00+00:00",
        "stopped_at": None, "missed_at": None, "elapsed_s": 14400.36, "remaining_s": 14399.64,
        "thresholds": [
            {"threshold": "50%", "at": "2026-01-05T04:00:00+00:00", "state": "crossed"},
            {"threshold": "1h overdue", "at": "2026-01-05T09:00:00+00:00", "state": "pending"},
        ],
    }  # fmt: skip
    assert (data["clocks"][1]["remaining_s"], data["clocks"][1]["reason"]) == (None, "no_policy")
    assert (data["next_due"], data["next_wake_up"], len(data["effects"]), data["problems"][0]["code"]) == (
        "2026-01-05T08:00:00+00:00", "2026-01-05T08:00:00+00:00", 1, "EVT012",
    )  # fmt: skip
    assert STANDARD.decide([], now=at(0)).as_dict()["next_due"] is None


def test_what_a_person_sees_in_a_debugger() -> None:
    decision = STANDARD.decide([event(0, "opened", id="e1")], now=at(1))
    assert repr(decision.clocks[1]) == "<Clock solution#1 measured>"
    assert repr(decision) == (
        "<Decision 7 at 2026-01-05T01:00:00+00:00: <Clock resolution#1 running, due 2026-01-05T08:00:00+00:00>, "
        "<Clock solution#1 measured>>"
    )


HOLIDAYS = (
    "calendars: {office: {hours: {mon-fri: ['09:00-17:00']}, holidays: {country: CN}}}\n"
    "sla: {policies: [{name: all, default: true, calendar: office, targets: {resolution: {within: %s, warn: ['1000h overdue']}}}]}\n"
)


def test_a_due_or_warning_beyond_the_holidays_announced_is_provisional() -> None:
    soon, far = loads(HOLIDAYS % "4h"), loads(HOLIDAYS % "2000wd")
    assert [item.decide([event(10, "opened")], now=at(11)).clocks[0].provisional for item in (soon, far)] == [False, True]
    by_warning = loads(HOLIDAYS.replace("1000h", "9000h") % "4h")
    assert by_warning.decide([event(10, "opened")], now=at(11)).clocks[0].provisional is True
    assert loads("sla: {measure: [resolution]}").decide([event(10, "opened")], now=at(11)).clocks[0].provisional is False


def test_the_sums_of_a_due() -> None:
    text = (
        "sla: {policies: [{name: p, when: {priority: p}, calendar: always, targets: {resolution: 9h}}, {name: all, "
        "default: true, calendar: always, targets: {resolution: 8h}}]}"
    )
    events = [event(0, "opened"), event(1, "changed", priority="p"), event(2, "changed", status="on_hold")]
    sums = decide(text, events, 5).clocks[0].sums
    assert sums is not None
    assert (hour(sums.d0_us), hour(sums.anchor_us), sums.carried_us, sums.paused_us) == (9, 1, 3_600_000_000, 3 * 3_600_000_000)
    running = decide(text, [*events, event(4, "changed", status="open")], 5).clocks[0]
    assert running.sums is not None
    assert (running.sums.paused_us, hour(running.due_us)) == (2 * 3_600_000_000, 11)
    assert decide("sla: {measure: [resolution]}", [event(0, "opened")], 5).clocks[0].sums is None
