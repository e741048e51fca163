"""The order in which conditions count at one event, and who wins where two things fall on one instant."""

from __future__ import annotations

import pytest

import servstd
from servstd.decide import compiled
from tests.unit.decide.support import STATUSES, clock, decide, event, hour, lives, loads

ONE = STATUSES + "sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}\n"


def metric(**parts: str) -> str:
    """Return a standard with one metric of its own, graded at 4 h."""
    inner = ", ".join(f"{key}: {value}" for key, value in {"start": "{event: x-go}", "stop": "{event: x-end}", **parts}.items())
    return (
        STATUSES + f"sla: {{metrics: {{m: {{{inner}}}}}, policies: [{{name: all, default: true, calendar: always, targets: {{m: 4h}}}}]}}\n"
    )


BEGIN = [event(0, "opened"), event(1, "x-go")]


# ── stop > cancel > pause > start ────────────────────────────────────────────────────────────────────────────────────


def test_stop_counts_before_cancel() -> None:
    assert lives(metric(cancel="{event: x-end}"), "m", [*BEGIN, event(2, "x-end")], 9) == [(1, 2, "stopped", 1)]


def test_cancel_counts_before_pause() -> None:
    text = metric(cancel="{event: changed, status: pending}", pause="[waiting_customer]")
    assert lives(text, "m", [*BEGIN, event(2, "changed", status="pending")], 9) == [(1, 2, "cancelled", 1)]


def test_stop_counts_before_start_so_one_event_ends_a_cycle_and_begins_the_next() -> None:
    text = metric(stop="{event: x-go}", repeats="each")
    assert lives(text, "m", [*BEGIN, event(3, "x-go")], 9) == [(1, 3, "stopped", 2), (3, None, "running", 6)]


def test_one_event_does_not_restart_a_metric_that_does_not_repeat() -> None:
    assert lives(metric(stop="{event: x-go}"), "m", [*BEGIN, event(3, "x-go")], 9) == [(1, 3, "stopped", 2)]


def test_pause_counts_before_start_so_a_clock_may_be_born_paused() -> None:
    events = [event(0, "opened", status="pending")]
    born = clock(ONE, events, 2)
    assert (hour(born.started_us), born.phase, born.elapsed_us, born.due_us) == (0, "paused", 0, None)
    assert hour(born.due_if_resumed_now_us) == 6
    resumed = clock(ONE, [*events, event(3, "changed", status="new")], 4)
    assert (hour(resumed.started_us), resumed.phase, hour(resumed.due_us)) == (0, "running", 7)


@pytest.mark.parametrize("part", ["stop", "cancel"])
def test_a_stop_or_cancel_that_holds_as_a_state_keeps_a_metric_from_starting(part: str) -> None:
    assert lives(metric(**{part: "{priority: low}"}), "m", [event(0, "opened", priority="low"), event(1, "x-go")], 9) == []


def test_a_stop_that_is_a_state_stops_when_it_begins_to_hold() -> None:
    assert lives(metric(stop="{priority: low}"), "m", [*BEGIN, event(3, "changed", priority="low")], 9) == [(1, 3, "stopped", 2)]


def test_a_start_that_is_a_state_fires_where_it_is_born_true() -> None:
    assert lives(metric(start="{priority: low}"), "m", [event(0, "opened", priority="low")], 9) == [(0, None, "running", 9)]


def test_a_metric_may_depend_on_an_earlier_ones_clock() -> None:
    text = STATUSES + (
        "sla: {metrics: {a: {start: {event: x-a}, stop: {event: x-end}}, b: {start: {all: [{event: x-go}, "
        "{none: [{running: a}]}]}, stop: {event: x-end}}}}"
    )
    assert lives(text, "b", [event(0, "opened"), event(1, "x-a"), event(2, "x-go"), event(3, "x-end"), event(4, "x-go")], 9) == [
        (4, None, "running", 5)
    ]


def test_what_an_event_can_touch_is_remembered_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_REMEMBERED", 1)
    events = [event(0, "opened"), event(1, "changed", status="pending"), event(2, "changed", owner="li"), event(3, "changed", status="new")]
    assert hour(clock(ONE, events, 4).due_us) == 6


def test_a_condition_on_any_event_by_a_role_is_asked_at_every_event() -> None:
    assert lives(
        metric(stop="{by: agent}"), "m", [event(0, "opened", "customer"), event(1, "x-go", "customer"), event(2, "x-any", "agent")], 9
    ) == [(1, 2, "stopped", 1)]
    watching = STATUSES + (
        "sla: {metrics: {a: {start: {event: opened}, stop: {by: bot}}, b: {start: {all: [{event: x-go}, "
        "{running: a}]}, stop: {event: x-end}}}}"
    )
    assert lives(watching, "b", [event(0, "opened"), event(1, "x-go")], 2) == [(1, None, "running", 1)]


def test_a_condition_that_no_plugin_provides_never_holds() -> None:
    assert lives(metric(cancel="{condition: {unheard_of: {}}}"), "m", [*BEGIN, event(2, "changed", priority="low")], 9) == [
        (1, None, "running", 8)
    ]


# ── ties ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rule", "then", "now", "state", "missed"),
    [
        ("a stop at due is in time", event(4, "resolved"), 9, "met", None),
        ("a cancel at due is no miss", event(4, "cancelled"), 9, "cancelled", None),
        ("a pause at due does not save", event(4, "changed", status="pending"), 9, "missed", 4),
        ("a stop just after due is late", event(4.001, "resolved"), 9, "missed", 4),
        ("deciding at due without a stop says missed", event(1, "x-any"), 4, "missed", 4),
        ("just before due nothing is missed", event(1, "x-any"), 3.999, "running", None),
        ("the miss is the due, whenever somebody looks", event(1, "x-any"), 99, "missed", 4),
    ],
)
def test_ties_at_the_due_instant(rule: str, then: dict[str, object], now: float, state: str, missed: float | None) -> None:
    found = clock(ONE, [event(0, "opened"), then], now)
    assert (found.state, hour(found.missed_us)) == (state, missed)


def test_a_stop_wins_over_a_pause_that_did_not_save_at_the_same_instant() -> None:
    events = [event(0, "opened"), event(4, "changed", status="pending"), event(4, "resolved")]
    found = clock(ONE, events, 9)
    assert (found.state, hour(found.due_us), hour(found.stopped_us)) == ("met", 4, 4)


def test_due_at_fridays_closing_and_stopped_on_saturday_is_missed() -> None:
    text = (
        'calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}\nsla: {policies: [{name: all, default: true, '
        "calendar: office, targets: {resolution: 4h}}]}\n"
    )
    friday = 96
    found = clock(text, [event(friday + 13, "opened"), event(friday + 34, "resolved")], friday + 40)
    assert (found.state, hour(found.due_us), hour(found.missed_us)) == ("missed", friday + 17, friday + 17)
    assert found.remaining_us == 0  # late by the clock on the wall only: no open time went by


# ── within one instant ───────────────────────────────────────────────────────────────────────────────────────────────


def test_clocks_that_start_and_end_within_one_instant_are_graded() -> None:
    text = metric(repeats="each").replace("{m: 4h}", "{m: 4h, resolution: 9h}")
    events = [event(0, "opened"), event(1, "x-go"), event(1, "x-end"), event(1, "x-go"), event(1, "x-end"), event(1, "resolved")]
    decision = decide(text, events, 2)
    assert [(item.metric, item.cycle, item.state, hour(item.due_us)) for item in decision.clocks] == [
        ("resolution", 1, "met", 9), ("m", 1, "met", 5), ("m", 2, "met", 5),
    ]  # fmt: skip


def test_a_clock_that_ended_earlier_does_not_hide_one_that_began_and_ended_since() -> None:
    text = metric().replace("{m: {", "{old: {start: {event: opened}, stop: {event: x-old}}, m: {")
    decision = decide(text, [*BEGIN, event(1, "x-end"), event(1, "x-old")], 2)
    assert [(item.metric, item.state) for item in decision.clocks] == [("old", "measured"), ("m", "met")]


def test_a_case_opened_and_resolved_in_one_instant_is_met_and_may_be_taken_up_again() -> None:
    events = [event(0, "opened"), event(0, "resolved")]
    assert clock(ONE, events, 1).state == "met"
    again = clock(ONE, [*events, event(0, "reopened")], 1)
    assert (again.state, again.cycle, hour(again.due_us)) == ("running", 1, 4)


def test_sequence_orders_one_instant() -> None:
    events = [event(2, "resolved", sequence=2), event(2, "reopened", sequence=3), event(0, "opened", sequence=1)]
    assert clock(ONE, events, 3).phase == "running"


def test_sequence_on_some_events_of_an_instant_only_is_refused_step_by_step_too() -> None:
    standard = loads("sla: {measure: [resolution]}\n")
    state = standard.advance(standard.start(), event(0, "opened", sequence=1))
    with pytest.raises(servstd.UsageError) as error:
        standard.advance(state, event(0, "assigned", owner="li"))
    assert error.value.problem.code == "EVT007"
