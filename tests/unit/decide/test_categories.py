"""Status categories have one meaning wherever they come from: events and mapped statuses alike."""

from __future__ import annotations

import pytest

from servstd.decide.attributes import moves
from tests.unit.decide.support import STATUSES, at, clock, decide, event, lives, loads

COUNTING = (
    STATUSES
    + """
sla:
  metrics:
    on_resolved: {start: {event: resolved}, stop: {event: resolved}, repeats: each}
    on_closed: {start: {event: closed}, stop: {event: closed}, repeats: each}
    on_cancelled: {start: {event: opened}, stop: {event: cancelled}}
    on_reopened: {start: {event: reopened}, stop: {event: reopened}, repeats: each}
    resolution: {}
"""
)


def counts(*events: dict[str, object]) -> dict[str, int]:
    """Return how often the case was resolved, closed and reopened."""
    decision = decide(COUNTING, [event(0, "opened"), *events], 9)
    return {kind: len(decision.clocks_of(f"on_{kind}")) for kind in ("resolved", "closed", "reopened")}


def status(hours: float, word: str) -> dict[str, object]:
    return event(hours, "changed", status=word)


@pytest.mark.parametrize(
    ("rule", "events", "expected"),
    [
        ("a status change into resolved is that event", [status(1, "solved")], (1, 0, 0)),
        ("a real event is that event", [event(1, "resolved")], (1, 0, 0)),
        ("a real event after the status at the same instant is no second one", [status(1, "solved"), event(1, "resolved")], (1, 0, 0)),
        ("a status after the real event at the same instant is no second one", [event(1, "resolved"), status(1, "solved")], (1, 0, 0)),
        ("a real event at another instant is another one", [status(1, "solved"), event(2, "resolved")], (2, 0, 0)),
        ("straight to closed by status: resolved, then closed", [status(1, "done")], (1, 1, 0)),
        ("straight to closed by event: resolved, then closed", [event(1, "closed")], (1, 1, 0)),
        ("resolved, then closed: no second resolved", [status(1, "solved"), status(2, "done")], (1, 1, 0)),
        ("closed, and the real resolved of the same instant", [status(1, "done"), event(1, "resolved"), event(1, "closed")], (1, 1, 0)),
        ("what was withdrawn is not solved by closing it", [status(1, "spam"), status(2, "done")], (0, 0, 0)),
        ("what was merged is not solved by closing it", [event(1, "merged", into="8"), status(1, "done")], (0, 0, 0)),
        ("what was withdrawn comes back by reopening", [status(1, "spam"), event(2, "reopened"), status(3, "solved")], (1, 0, 1)),
        ("closed back to resolved is resolved again", [status(1, "done"), status(2, "solved")], (2, 1, 0)),
        ("a resolved event leaves a closed case closed", [event(1, "closed"), event(2, "resolved"), status(3, "new")], (2, 1, 1)),
        ("from resolved back to open is reopened", [status(1, "solved"), status(2, "new")], (1, 0, 1)),
        ("from closed to waiting is reopened", [status(1, "done"), status(2, "pending")], (1, 1, 1)),
        ("from closed to on hold is reopened", [status(1, "done"), status(2, "vendor")], (1, 1, 1)),
        ("a real reopened with the status is one", [status(1, "solved"), status(2, "new"), event(2, "reopened")], (1, 0, 1)),
        ("a status with the real reopened is one", [status(1, "solved"), event(2, "reopened"), status(2, "new")], (1, 0, 1)),
        ("redispatched reopens", [status(1, "solved"), event(2, "redispatched")], (1, 0, 1)),
        ("redispatched with the real reopened is one", [status(1, "solved"), event(2, "redispatched"), event(2, "reopened")], (1, 0, 1)),
        ("redispatched in an open case reopens nothing", [event(2, "redispatched")], (0, 0, 0)),
        ("a status among the working ones is no event", [status(1, "pending"), status(2, "vendor"), status(3, "new")], (0, 0, 0)),
        (
            "resolved, reopened and resolved within one instant",
            [event(1, "resolved"), event(1, "reopened"), event(1, "resolved")],
            (2, 0, 1),
        ),
    ],
)
def test_which_events_a_status_stands_for(rule: str, events: list[dict[str, object]], expected: tuple[int, int, int]) -> None:
    assert tuple(counts(*events).values()) == expected


@pytest.mark.parametrize("then", [event(1, "cancelled"), status(1, "spam"), event(1, "merged", into="8")])
def test_cancelled_and_merged_cases_end_every_clock_neither_met_nor_missed(then: dict[str, object]) -> None:
    text = STATUSES + "sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h, first_response: 1h}}]}"
    decision = decide(text, [event(0, "opened", "customer"), then, event(2, "message", "customer", public=True)], 9)
    assert [(item.state, item.verdict, item.final) for item in decision.clocks if item.metric == "resolution"] == [
        ("cancelled", None, True)
    ]
    assert {item.phase for item in decision.clocks} == {"cancelled"}
    assert decision.next_wake_up is None


def test_a_miss_before_the_case_was_cancelled_stays_told() -> None:
    text = "sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}"
    found = clock(text, [event(0, "opened"), event(5, "cancelled")], 9)
    assert (found.state, found.verdict) == ("cancelled", "missed")


def test_nothing_starts_in_a_cancelled_case() -> None:
    events = [event(0, "opened"), event(1, "cancelled"), event(2, "message", "customer", public=True), event(3, "message", public=True)]
    decision = decide("sla: {measure: all}", events, 9)
    assert decision.clocks_of("next_response") == decision.clocks_of("periodic_update") == ()


def test_a_cancelled_case_that_is_reopened_gets_a_new_resolution_clock() -> None:
    events = [event(0, "opened"), event(1, "cancelled"), event(3, "reopened")]
    assert lives("sla: {measure: [resolution]}", "resolution", events, 5) == [(0, 1, "cancelled", 1), (3, None, "running", 2)]


@pytest.mark.parametrize(
    ("word", "resolved", "closed", "resolution"),
    [("solved", 1, 0, 0), ("done", 1, 1, 0), ("spam", 0, 0, 0), ("pending", 0, 0, 1), ("new", 0, 0, 1)],
)
def test_a_case_may_open_in_any_category(word: str, resolved: int, closed: int, resolution: int) -> None:
    decision = loads(COUNTING).decide([event(0, "opened", status=word)], now=at(1))
    found = tuple(len(decision.clocks_of(name)) for name in ("on_resolved", "on_closed", "resolution"))
    assert found == (resolved, closed, resolution)


# ── unmapped statuses ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("otherwise", "category"), [("refuse", "waiting_customer"), ("open", "open")])
def test_an_unmapped_status(otherwise: str, category: str) -> None:
    text = STATUSES.replace("refuse", otherwise) + "sla: {measure: [resolution]}"
    decision = decide(text, [event(0, "opened", status="pending"), status(1, "外星")], 2)
    assert decision.attributes["category"] == category
    assert decision.attributes["status"] == "外星"


def test_an_unmapped_status_that_is_refused_is_a_decision_problem() -> None:
    decision = decide(STATUSES + "sla: {measure: [resolution]}", [event(0, "opened"), event(1, "changed", id="e2", status="外星")], 2)
    assert [(problem.code, problem.params["found"], problem.params["event"]) for problem in decision.problems] == [("EVT012", "外星", "e2")]


def test_the_categories_own_names_are_statuses() -> None:
    decision = decide(STATUSES + "sla: {measure: [resolution]}", [event(0, "opened"), status(1, "on_hold")], 2)
    assert (decision.attributes["category"], decision.problems) == ("on_hold", ())


@pytest.mark.parametrize(
    ("data", "category"),
    [
        ({"category": "on_hold"}, "on_hold"),
        ({"category": "pending"}, "open"),
        ({"category": "on_hold", "status": "pending"}, "waiting_customer"),
    ],
)
def test_a_category_may_be_given_by_its_own_name_only_and_a_status_goes_before(data: dict[str, object], category: str) -> None:
    assert (
        decide(STATUSES + "sla: {measure: [resolution]}", [event(0, "opened"), event(1, "changed", **data)], 2).attributes["category"]
        == category
    )


# ── the table of moves ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "now", "wanted", "steps"),
    [
        ("opened", "open", "open", ((("opened",), "open"),)),
        ("opened", "open", "closed", ((("opened",), "closed"), (("resolved",), "closed"), (("closed",), "closed"))),
        ("changed", "open", "open", ((("changed",), "open"),)),
        ("changed", "open", "closed", ((("changed", "resolved"), "resolved"), (("closed",), "closed"))),
        ("closed", "open", "closed", ((("resolved",), "resolved"), (("closed",), "closed"))),
        ("closed", "resolved", "closed", ((("closed",), "closed"),)),
        ("changed", "open", "resolved", ((("changed", "resolved"), "resolved"),)),
        ("resolved", "open", "resolved", ((("resolved",), "resolved"),)),
        ("merged", "open", "cancelled", ((("merged",), "cancelled"),)),
        ("changed", "open", "cancelled", ((("changed", "cancelled"), "cancelled"),)),
        ("reopened", "closed", "open", ((("reopened",), "open"),)),
        ("redispatched", "resolved", "open", ((("redispatched", "reopened"), "open"),)),
        ("changed", "open", "on_hold", ((("changed",), "on_hold"),)),
    ],
)
def test_moves(kind: str, now: str, wanted: str, steps: object) -> None:
    assert moves(kind, now, wanted) == steps


def test_a_case_born_solved_is_measured_once_it_is_reopened() -> None:
    born = [event(0, "opened", status="solved"), event(0.5, "closed"), event(1, "reopened")]
    assert decide(COUNTING, born[:1], 2).clocks_of("resolution") == ()
    assert [(item.cycle, item.phase) for item in decide(COUNTING, born, 2).clocks_of("resolution")] == [(1, "running")]


def test_the_opening_is_no_later_message() -> None:
    body = "sla: {metrics: {first_response: {start: {all: [{event: opened}, {channel: email}]}}, next_response: {}}}\n"
    assert decide(body, [event(0, "opened", "customer", channel="phone")], 1).clocks == ()
