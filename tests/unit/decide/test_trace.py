"""The trace: which event turned which clock, and which policy lost to which."""

from __future__ import annotations

from servstd.decide.trace import candidates, trace
from tests.unit.decide.support import STATUSES, at, event, hour, loads, several

TEXT = (
    STATUSES
    + """
sla:
  policies:
    - {name: gold, when: {tier: gold}, calendar: always, targets: {first_response: 1h}}
    - {name: urgent, when: {priority: urgent}, calendar: always, on_change: keep, targets: {resolution: 2h}}
    - {name: all, default: true, calendar: always, targets: {resolution: 8h}}
"""
)
HISTORY = [
    event(0, "opened", id="e1", tier="gold"),
    event(1, "changed", id="e2", status="pending"),
    event(2, "changed", id="e3", status="new"),
    event(3, "resolved", id="e4"),
    event(4, "reopened", id="e5"),
    event(5, "changed", id="e6", priority="urgent"),
    event(6, "cancelled", id="e7"),
]


def test_every_turn_of_a_clock_is_told_in_order() -> None:
    standard = loads(TEXT)
    decision, turns = trace(standard.compiled, HISTORY, at(9))
    assert decision.as_dict() == standard.decide(HISTORY, now=at(9)).as_dict()
    assert [(turn.what, hour(turn.at_us), turn.event_id) for turn in turns] == [
        ("started", 0, "e1"), ("governed", 0, "e1"), ("paused", 1, "e2"), ("resumed", 2, "e3"), ("stopped", 3, "e4"), ("reopened", 4, "e5"),
        ("kept", 5, "e6"), ("cancelled", 6, "e7"),
    ]  # fmt: skip
    assert {(turn.metric, turn.cycle_id) for turn in turns} == {("resolution", "e1")}
    assert [turn.attributes["category"] for turn in turns][:4] == ["open", "open", "waiting_customer", "open"]


def test_the_policies_asked_are_told_up_to_the_one_that_won() -> None:
    standard = loads(TEXT)
    _, turns = trace(standard.compiled, HISTORY[:1], at(9))
    governed = next(turn for turn in turns if turn.what == "governed")
    assert [(item.policy, item.outcome) for item in candidates(standard.compiled, governed)] == [
        ("gold", "silent"),
        ("urgent", "no_match"),
        ("all", "won"),
    ]


def test_where_no_policy_won_all_were_asked() -> None:
    standard = loads(TEXT.replace("resolution: 8h", "solution: 8h"))
    _, turns = trace(standard.compiled, HISTORY[:1], at(9))
    governed = next(turn for turn in turns if turn.what == "governed" and turn.metric == "resolution")
    assert [item.outcome for item in candidates(standard.compiled, governed)] == ["silent", "no_match", "silent"]


def test_before_the_first_edition_nobody_was_asked() -> None:
    standard = several(("1", "2026-02-01", TEXT))
    _, turns = trace(standard.compiled, HISTORY[:1], at(9))
    assert candidates(standard.compiled, turns[-1]) == ()


def test_a_restart_is_a_cancelled_cycle_and_a_started_one() -> None:
    standard = loads(TEXT.replace("keep", "restart"))
    _, turns = trace(standard.compiled, [HISTORY[0], HISTORY[5]], at(9))
    assert [(turn.what, turn.cycle_id) for turn in turns] == [
        ("started", "e1"), ("governed", "e1"), ("cancelled", "e1"), ("started", "e6"), ("governed", "e6"),
    ]  # fmt: skip


def test_a_metric_an_adopting_edition_drops_is_told_as_cancelled() -> None:
    own = "sla: {metrics: {parts: {start: {event: opened}, stop: {event: x-parts}}}}\n"
    standard = several(("1", "2026-01-01", own), ("2", "2026-01-06", "adopt: open_cases\nsla: {measure: [solution]}\n"))
    _, turns = trace(standard.compiled, [event(0, "opened")], at(30))
    assert [(turn.what, turn.event_id) for turn in turns if turn.metric == "parts"][-1] == ("cancelled", "edition:2")
