"""Due arithmetic: pauses and reopened gaps count in open time, working days keep their budget, `until:` runs on actual time."""

from __future__ import annotations

import pytest

from servstd.instants import to_us
from tests.unit.decide.support import OFFICE, STATUSES, at, clock, decide, event, hour, loads

Events = list[dict[str, object]]


def promise(target: str, calendar: str = "office", metric: str = "resolution") -> str:
    """Return a standard that promises one thing to everybody."""
    return STATUSES + OFFICE + f"sla: {{policies: [{{name: all, default: true, calendar: {calendar}, targets: {{{metric}: {target}}}}}]}}\n"


def status(hours: float, word: str) -> dict[str, object]:
    return event(hours, "changed", status=word)


# An office day is 9-17: Monday 9-17, Tuesday 33-41, Wednesday 57-65, Thursday 81-89, Friday 105-113, next Monday 177-185.
OPENED = event(10, "opened")


@pytest.mark.parametrize(
    ("rule", "target", "events", "due"),
    [
        ("an amount is open time", "4h", [OPENED], 14),
        ("an amount runs over to the next working day", "10h", [OPENED], 36),
        ("opened outside hours counts from the next opening", "4h", [event(20, "opened")], 37),
        ("due exactly at closing", "7h", [OPENED], 17),
        ("a pause in open time moves the due", "4h", [OPENED, status(11, "pending"), status(13, "new")], 16),
        ("a pause at night moves nothing", "8h", [OPENED, status(18, "pending"), status(30, "new")], 34),
        ("a pause over night moves by its open part", "8h", [OPENED, status(16, "pending"), status(34, "new")], 36),
        ("two pauses add up", "4h", [OPENED, status(11, "pending"), status(12, "new"), status(13, "vendor"), status(14, "new")], 16),
        ("from pause to pause is one pause", "4h", [OPENED, status(11, "pending"), status(12, "vendor"), status(14, "new")], 17),
        ("the gap from resolved to reopened does not run", "4h", [OPENED, event(11, "resolved"), event(13, "reopened")], 16),
        (
            "stopped while paused, the whole of it does not run",
            "4h",
            [OPENED, status(11, "pending"), event(12, "resolved"), event(13, "reopened")],
            16,
        ),
        ("reopened into a pause goes on not running", "4h", [OPENED, event(11, "resolved"), status(12, "pending"), status(13, "new")], 16),
        ("working days keep the wall time", "2wd", [OPENED], 58),
        ("working days to the end of the day", "{within: 2wd, end_of_day: true}", [OPENED], 65),
        ("working days skip the weekend", "5wd", [OPENED], 178),
        ("a pause moves working days by its open time", "2wd", [OPENED, status(11, "pending"), status(13, "new")], 60),
        (
            "a pause moves the end of the day into the next day",
            "{within: 2wd, end_of_day: true}",
            [OPENED, status(11, "pending"), status(13, "new")],
            83,
        ),
        ("a pause of a day moves two days to three", "2wd", [OPENED, status(11, "pending"), status(35, "new")], 82),
    ],
)
def test_due(rule: str, target: str, events: Events, due: float) -> None:
    last = max(hour(to_us(str(item["at"]))) or 0 for item in events)
    assert hour(clock(promise(target), events, last).due_us) == due


def test_while_paused_nothing_is_due_but_what_would_be_is_told() -> None:
    events = [OPENED, status(11, "pending")]
    found = clock(promise("4h"), events, 13)
    assert (found.due_us, found.due_at, hour(found.due_if_resumed_now_us)) == (None, None, 16)
    assert found.due_if_resumed_now is not None
    assert (found.remaining_us, found.elapsed_us) == (3 * 3_600_000_000, 3_600_000_000)
    assert clock(promise("4h"), [OPENED], 11).due_if_resumed_now_us == clock(promise("4h"), [OPENED], 11).due_us


def test_a_paused_clock_is_never_missed_however_long_it_waits() -> None:
    assert clock(promise("4h"), [OPENED, status(11, "pending")], 999).state == "paused"


def test_stopped_while_paused_the_due_is_what_it_would_have_been_then() -> None:
    found = clock(promise("4h"), [OPENED, status(11, "pending"), event(13, "resolved")], 40)
    assert (found.state, hour(found.due_us)) == ("met", 16)


def test_met_is_withdrawn_when_the_case_is_reopened_and_missed_is_not() -> None:
    met = [OPENED, event(11, "resolved")]
    assert (clock(promise("4h"), met, 12).state, clock(promise("4h"), met, 12).final) == ("met", False)
    assert clock(promise("4h"), [*met, event(12, "reopened")], 13).state == "running"
    missed = [OPENED, event(15, "resolved"), event(16, "reopened")]
    found = clock(promise("4h"), missed, 17)
    assert (found.state, found.phase, hour(found.missed_us), found.final) == ("missed", "running", 14, True)
    paused = clock(promise("4h"), [*missed, status(16.5, "pending"), status(34, "new")], 40)
    assert (paused.state, hour(paused.due_us)) == ("missed", 14)


def test_met_is_final_where_a_metric_never_resumes() -> None:
    found = clock(promise("4h", metric="solution"), [OPENED, event(11, "resolved")], 12, "solution")
    assert (found.state, found.final) == ("met", True)
    assert clock(promise("4h"), [OPENED], 11).final is False


def test_segments_tell_what_ran_what_paused_and_what_was_solved() -> None:
    def stretches(events: Events) -> list[tuple[float | None, float | None, str]]:
        return [(hour(item.start_us), hour(item.end_us), item.phase) for item in clock(promise("4h"), events, 40).segments]

    assert stretches([OPENED]) == [(10, None, "running")]
    assert stretches([event(10, "opened", status="pending")]) == [(10, None, "paused")]
    once = [OPENED, status(11, "pending"), event(12, "resolved"), status(13, "pending")]
    halted = [(10, 11, "running"), (11, 12, "paused"), (12, 13, "stopped")]
    assert stretches(once) == [*halted, (13, None, "paused")]
    assert stretches([*once, event(14, "resolved")]) == [*halted, (13, 14, "paused")]
    assert stretches([*once, event(14, "resolved"), event(15, "reopened")]) == [
        *halted,
        (13, 14, "paused"),
        (14, 15, "stopped"),
        (15, None, "running"),
    ]
    assert stretches([OPENED, event(12, "resolved"), event(13, "reopened")]) == [
        (10, 12, "running"),
        (12, 13, "stopped"),
        (13, None, "running"),
    ]


# ── until ────────────────────────────────────────────────────────────────────────────────────────────────────────────

VISIT = (
    "attributes: {appointment: {kind: instant}}\n"
    + OFFICE
    + """
sla:
  metrics: {visit: {start: {event: opened}, stop: {event: x-arrived}, pause: [on_hold]}}
  policies:
    - {name: moved, when: {priority: high}, calendar: office, on_change: %s, targets: {visit: {until: appointment}}}
    - {name: timed, when: {priority: low}, calendar: office, targets: {visit: 2h}}
    - {name: all, default: true, calendar: office, targets: {visit: {until: appointment, grace: 30m, warn: [50%%, "1h remaining"]}}}
"""
)
CARRY = VISIT % "carry"


def agreed(hours: float, when: float, **data: object) -> dict[str, object]:
    return event(hours, "changed", appointment=at(when), **data)


@pytest.mark.parametrize(
    ("rule", "events", "due"),
    [
        ("the agreed instant and its grace, around the clock", [event(0, "opened", appointment=at(20))], 20.5),
        ("a moved appointment moves the due", [event(0, "opened", appointment=at(20)), agreed(2, 30)], 30.5),
        ("moved twice, the last one counts", [event(0, "opened", appointment=at(20)), agreed(2, 30), agreed(3, 25)], 25.5),
        ("moved into the past, it is due where it was moved", [event(0, "opened", appointment=at(20)), agreed(5, 1)], 5),
        ("in the past already, it is due at the start", [event(3, "opened", appointment=at(1))], 3),
        ("agreed on later, it is graded from then", [event(0, "opened"), agreed(2, 30)], 30.5),
        ("taken away, nothing is due", [event(0, "opened", appointment=at(20)), event(2, "changed", appointment=None)], None),
        ("another attribute moves nothing", [event(0, "opened", appointment=at(20)), event(2, "changed", owner="li")], 20.5),
        ("another policy without grace", [event(0, "opened", appointment=at(20)), event(2, "changed", priority="high")], 20),
        ("a pause moves it too", [event(0, "opened", appointment=at(20)), status(2, "on_hold"), status(5, "open")], 23.5),
        ("from an amount to an agreed instant", [event(9, "opened", priority="low"), agreed(10, 30, priority="high")], 30),
        ("from an amount to nothing agreed", [event(9, "opened", priority="low"), event(10, "changed", priority="high")], None),
    ],
)
def test_until(rule: str, events: Events, due: float | None) -> None:
    found = clock(CARRY, events, 10.5, "visit")
    assert hour(found.due_us) == due
    assert found.state == ("measured" if due is None else "missed" if due <= 10.5 else "running")


def test_remaining_time_and_warnings_follow_a_moved_appointment() -> None:
    later = clock(CARRY, [event(0, "opened", appointment=at(19.5)), agreed(2, 39.5)], 4, "visit")
    assert [(item.text, hour(item.at_us), item.state) for item in later.thresholds] == [
        ("50%", 20, "pending"),
        ("1h remaining", 39, "pending"),
    ]
    assert hour(later.due_us) == 40
    assert later.remaining_us == 36 * 3_600_000_000
    first = clock(CARRY, [event(0, "opened"), agreed(2, 39.5)], 4, "visit")
    assert (first.remaining_us, [item.state for item in first.thresholds]) == (36 * 3_600_000_000, ["pending", "pending"])


def test_an_agreed_instant_after_an_amount_leaves_the_time_to_it() -> None:
    found = clock(CARRY, [event(9, "opened", priority="low"), agreed(10, 30, priority="high")], 12, "visit")
    assert found.remaining_us == 18 * 3_600_000_000
    assert found.target == "until appointment"


def test_from_start_with_an_agreed_instant_counts_from_the_start_but_never_misses_before_the_change() -> None:
    events = [event(0, "opened", priority="low"), agreed(1, 0.5, priority="high")]
    found = clock(VISIT % "from_start", events, 3, "visit")
    assert (found.state, hour(found.missed_us)) == ("missed", 1)


def test_a_paused_clock_takes_a_moved_appointment_when_it_runs_again() -> None:
    events = [event(0, "opened", appointment=at(20)), status(2, "on_hold"), agreed(3, 30), status(4, "open")]
    assert hour(clock(CARRY, events, 5, "visit").due_us) == 32.5


def test_no_agreed_instant_is_a_decision_problem() -> None:
    decision = decide(CARRY, [event(0, "opened", id="e1")], 1)
    assert [(problem.code, problem.params["name"]) for problem in decision.problems] == [("EVT016", "appointment")]
    (found,) = decision.clocks
    assert (found.graded, found.state, found.commitment) == (False, "measured", None)


@pytest.mark.parametrize("value", ["tomorrow", True, 7])
def test_what_is_no_instant_is_not_graded(value: object) -> None:
    standard = loads(CARRY)
    decision = standard.decide([event(0, "opened", appointment=value)], now=at(1))
    found = decision.clock("visit")
    assert found is not None
    assert decision.problems or value == 7
    assert found.graded is (value == 7)
