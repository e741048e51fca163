"""The built-in metrics, row by row of the table: what starts, stops, pauses and repeats each of them."""

from __future__ import annotations

import pytest

from tests.unit.decide.support import STATUSES, event, lives

ALL = STATUSES + "sla: {measure: all}\n"
Events = list[dict[str, object]]
Lives = list[tuple[float | None, float | None, str, float]]


def opened(hours: float = 0, by: str = "customer", **data: object) -> dict[str, object]:
    return event(hours, "opened", by, **data)


def says(hours: float, by: str, *, public: bool = True) -> dict[str, object]:
    return event(hours, "message", by, public=public)


def status(hours: float, word: str) -> dict[str, object]:
    return event(hours, "changed", status=word)


TABLE: dict[str, tuple[str, Events, Lives]] = {
    # first_response: opened, if awaiting_reply | public message by a human agent | never paused | no
    "first_response_runs_from_opening": ("first_response", [opened()], [(0, None, "running", 10)]),
    "first_response_stops_at_a_public_agent_message": ("first_response", [opened(), says(1, "agent")], [(0, 1, "stopped", 1)]),
    "first_response_is_not_stopped_by_an_internal_note": (
        "first_response",
        [opened(), says(1, "agent", public=False)],
        [(0, None, "running", 10)],
    ),
    "first_response_is_not_stopped_by_a_bot": ("first_response", [opened(), says(1, "bot")], [(0, None, "running", 10)]),
    "first_response_is_not_stopped_by_the_system": ("first_response", [opened(), says(1, "system")], [(0, None, "running", 10)]),
    "first_response_is_not_stopped_by_the_customer": ("first_response", [opened(), says(1, "customer")], [(0, None, "running", 10)]),
    "first_response_is_not_paused_on_hold": ("first_response", [opened(), status(1, "vendor")], [(0, None, "running", 10)]),
    "first_response_does_not_repeat": ("first_response", [opened(), says(1, "agent"), says(2, "customer")], [(0, 1, "stopped", 1)]),
    "first_response_does_not_start_when_an_agent_opens": ("first_response", [opened(by="agent"), says(1, "customer")], []),
    # next_response, at later rises of awaiting_reply | same, or no_reply_needed, resolved, closed | never paused | each
    "next_response_starts_at_a_later_customer_message": (
        "next_response",
        [opened(), says(1, "agent"), says(2, "customer")],
        [(2, None, "running", 8)],
    ),
    "next_response_does_not_start_while_first_response_runs": ("next_response", [opened(), says(2, "customer")], []),
    "next_response_starts_where_no_first_response_was_owed": (
        "next_response",
        [opened(by="agent"), says(2, "customer")],
        [(2, None, "running", 8)],
    ),
    "next_response_counts_from_the_oldest_unanswered_message": (
        "next_response",
        [opened(by="agent"), says(2, "customer"), says(3, "customer")],
        [(2, None, "running", 8)],
    ),
    "next_response_stops_at_a_public_agent_message": (
        "next_response",
        [opened(by="agent"), says(2, "customer"), says(3, "agent")],
        [(2, 3, "stopped", 1)],
    ),
    "next_response_is_not_stopped_by_a_bot": (
        "next_response",
        [opened(by="agent"), says(2, "customer"), says(3, "bot")],
        [(2, None, "running", 8)],
    ),
    "next_response_stops_when_no_reply_is_needed": (
        "next_response",
        [opened(by="agent"), says(2, "customer"), event(3, "no_reply_needed")],
        [(2, 3, "stopped", 1)],
    ),
    "next_response_stops_at_resolved": (
        "next_response",
        [opened(by="agent"), says(2, "customer"), event(3, "resolved")],
        [(2, 3, "stopped", 1)],
    ),
    "next_response_stops_at_closed": (
        "next_response",
        [opened(by="agent"), says(2, "customer"), event(3, "closed")],
        [(2, 3, "stopped", 1)],
    ),
    "next_response_repeats": (
        "next_response",
        [opened(by="agent"), says(2, "customer"), says(3, "agent"), says(5, "customer")],
        [(2, 3, "stopped", 1), (5, None, "running", 5)],
    ),
    "next_response_does_not_start_in_a_resolved_case": (
        "next_response",
        [opened(by="agent"), event(1, "resolved"), says(2, "customer")],
        [],
    ),
    "next_response_starts_when_a_case_with_an_unanswered_message_reopens": (
        "next_response",
        [opened(by="agent"), event(1, "resolved"), says(2, "customer"), event(3, "reopened")],
        [(3, None, "running", 7)],
    ),
    "next_response_is_not_paused": (
        "next_response",
        [opened(by="agent"), says(2, "customer"), status(3, "pending")],
        [(2, None, "running", 8)],
    ),
    # periodic_update: public agent message | next public agent message | never paused | each
    "periodic_update_runs_from_agent_message_to_agent_message": (
        "periodic_update",
        [opened(), says(1, "agent"), says(3, "agent")],
        [(1, 3, "stopped", 2), (3, None, "running", 7)],
    ),
    "periodic_update_is_cancelled_by_a_customer_message": (
        "periodic_update",
        [opened(), says(1, "agent"), says(2, "customer")],
        [(1, 2, "cancelled", 1)],
    ),
    "periodic_update_is_cancelled_by_resolved": (
        "periodic_update",
        [opened(), says(1, "agent"), event(2, "resolved")],
        [(1, 2, "cancelled", 1)],
    ),
    "periodic_update_is_cancelled_by_closed": (
        "periodic_update",
        [opened(), says(1, "agent"), event(2, "closed")],
        [(1, 2, "cancelled", 1)],
    ),
    "periodic_update_is_not_started_by_a_note": ("periodic_update", [opened(), says(1, "agent", public=False)], []),
    "periodic_update_does_not_start_in_a_closed_case": ("periodic_update", [opened(), event(1, "closed"), says(2, "agent")], []),
    "periodic_update_is_not_paused": ("periodic_update", [opened(), says(1, "agent"), status(2, "pending")], [(1, None, "running", 9)]),
    # pausable_update: the same, paused while waiting_customer
    "pausable_update_is_paused_while_the_customer_is_awaited": (
        "pausable_update",
        [opened(), says(1, "agent"), status(2, "pending"), status(5, "new")],
        [(1, None, "running", 6)],
    ),
    "pausable_update_is_not_paused_on_hold": (
        "pausable_update",
        [opened(), says(1, "agent"), status(2, "vendor")],
        [(1, None, "running", 9)],
    ),
    "pausable_update_is_cancelled_by_a_customer_message": (
        "pausable_update",
        [opened(), says(1, "agent"), says(2, "customer")],
        [(1, 2, "cancelled", 1)],
    ),
    # resolution: opened | category enters resolved or closed | waiting_customer, on_hold | reopen resumes
    "resolution_stops_at_resolved": ("resolution", [opened(), event(2, "resolved")], [(0, 2, "stopped", 2)]),
    "resolution_stops_at_closed": ("resolution", [opened(), event(2, "closed")], [(0, 2, "stopped", 2)]),
    "resolution_stops_at_a_mapped_status": ("resolution", [opened(), status(2, "solved")], [(0, 2, "stopped", 2)]),
    "resolution_is_paused_while_the_customer_is_awaited": (
        "resolution",
        [opened(), status(2, "pending"), status(5, "new")],
        [(0, None, "running", 7)],
    ),
    "resolution_is_paused_on_hold": ("resolution", [opened(), status(2, "vendor")], [(0, None, "paused", 2)]),
    "resolution_stays_paused_from_one_pause_to_the_next": (
        "resolution",
        [opened(), status(2, "vendor"), status(3, "pending"), status(5, "new")],
        [(0, None, "running", 7)],
    ),
    "resolution_resumes_when_reopened": ("resolution", [opened(), event(2, "resolved"), event(5, "reopened")], [(0, None, "running", 7)]),
    # solution, started by opened | resolved or solution_offered | waiting_customer | no
    "solution_stops_at_an_offer": ("solution", [opened(), event(2, "solution_offered")], [(0, 2, "stopped", 2)]),
    "solution_stops_at_resolved": ("solution", [opened(), status(2, "solved")], [(0, 2, "stopped", 2)]),
    "solution_stops_when_closed_straight_away": ("solution", [opened(), status(2, "done")], [(0, 2, "stopped", 2)]),
    "solution_is_paused_while_the_customer_is_awaited": ("solution", [opened(), status(2, "pending")], [(0, None, "paused", 2)]),
    "solution_is_not_paused_on_hold": ("solution", [opened(), status(2, "vendor")], [(0, None, "running", 10)]),
    "solution_does_not_resume": ("solution", [opened(), event(2, "resolved"), event(5, "reopened")], [(0, 2, "stopped", 2)]),
    # requester_wait and agent_work: opened | resolved | by category | reopening adds
    "requester_wait_runs_on_hold": ("requester_wait", [opened(), status(2, "vendor")], [(0, None, "running", 10)]),
    "requester_wait_is_paused_while_the_customer_is_awaited": (
        "requester_wait",
        [opened(), status(2, "pending")],
        [(0, None, "paused", 2)],
    ),
    "requester_wait_adds_up_when_reopened": (
        "requester_wait",
        [opened(), event(2, "resolved"), event(5, "reopened"), event(6, "resolved")],
        [(0, 6, "stopped", 3)],
    ),
    "agent_work_is_paused_on_hold": ("agent_work", [opened(), status(2, "vendor")], [(0, None, "paused", 2)]),
    "agent_work_adds_up_when_reopened": (
        "agent_work",
        [opened(), event(2, "resolved"), event(5, "reopened"), event(6, "resolved")],
        [(0, 6, "stopped", 3)],
    ),
    # time_to_own: opened | owner becomes set | never paused | no
    "time_to_own_stops_when_somebody_owns_the_case": ("time_to_own", [opened(), event(2, "assigned", owner="li")], [(0, 2, "stopped", 2)]),
    "time_to_own_is_not_stopped_by_a_team": ("time_to_own", [opened(), event(2, "assigned", team="works")], [(0, None, "running", 10)]),
    "time_to_own_stops_when_the_owner_is_changed_in": ("time_to_own", [opened(), event(2, "changed", owner="li")], [(0, 2, "stopped", 2)]),
    "time_to_own_does_not_start_where_the_case_opens_with_an_owner": ("time_to_own", [opened(owner="li")], []),
    "time_to_own_does_not_start_again_without_an_owner": (
        "time_to_own",
        [opened(), event(2, "assigned", owner="li"), event(3, "changed", owner=None)],
        [(0, 2, "stopped", 2)],
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_built_in(name: str) -> None:
    metric, events, expected = TABLE[name]
    assert lives(ALL, metric, events, 10) == expected


OPERATIONAL = (
    STATUSES
    + """
sla:
  metrics:
    works:
      start: {event: assigned, team: works}
      stop: {any: [{event: assigned, team: {not: works}}, {event: resolved}]}
      pause: [waiting_customer]
      repeats: each
"""
)


@pytest.mark.parametrize(
    ("rule", "events", "expected"),
    [
        ("runs from the hand-over, not from opening", [opened(), event(2, "assigned", team="works")], [(2, None, "running", 8)]),
        ("stops when handed on", [opened(), event(2, "assigned", team="works"), event(5, "assigned", team="desk")], [(2, 5, "stopped", 3)]),
        ("stops at resolved", [opened(), event(2, "assigned", team="works"), status(5, "solved")], [(2, 5, "stopped", 3)]),
        (
            "a pause counts only from the hand-over",
            [opened(), status(1, "pending"), event(2, "assigned", team="works"), status(4, "new")],
            [(2, None, "running", 6)],
        ),
        (
            "assigned to the same team again goes on",
            [opened(), event(2, "assigned", team="works"), event(3, "assigned", team="works")],
            [(2, None, "running", 8)],
        ),
        (
            "comes back: another cycle",
            [opened(), event(2, "assigned", team="works"), event(3, "assigned", team="desk"), event(6, "assigned", team="works")],
            [(2, 3, "stopped", 1), (6, None, "running", 4)],
        ),
    ],
)
def test_an_operational_metric(rule: str, events: Events, expected: Lives) -> None:
    assert lives(OPERATIONAL, "works", events, 10) == expected


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("resume", [(0, None, "running", 7)]),
        ("restart", [(0, 2, "stopped", 2), (5, None, "running", 5)]),
        ("ignore", [(0, 2, "stopped", 2)]),
    ],
)
def test_what_reopening_does_is_the_metrics_own_rule(mode: str, expected: Lives) -> None:
    text = STATUSES + f"sla: {{metrics: {{resolution: {{reopen: {mode}}}}}}}"
    assert lives(text, "resolution", [opened(), event(2, "resolved"), event(5, "reopened")], 10) == expected


def test_a_repeating_metric_keeps_every_cycle_whatever_it_says_of_reopening() -> None:
    text = "sla: {metrics: {visit: {start: {event: x-due}, stop: {event: resolved}, repeats: each, reopen: resume}}}"
    events = [opened(), event(1, "x-due"), event(2, "resolved"), event(3, "reopened"), event(4, "x-due"), event(5, "resolved")]
    assert lives(text, "visit", events, 10) == [(1, 2, "stopped", 1), (4, 5, "stopped", 1)]


def test_a_cancelled_clock_is_not_resumed_but_started_anew() -> None:
    text = "sla: {metrics: {resolution: {cancel: {event: x-withdrawn}}}}"
    events = [opened(), event(1, "x-withdrawn"), event(2, "resolved"), event(5, "reopened")]
    assert lives(text, "resolution", events, 10) == [(0, 1, "cancelled", 1), (5, None, "running", 5)]


def test_reopening_starts_nothing_where_a_stop_still_holds() -> None:
    text = "sla: {metrics: {resolution: {stop: {any: [builtin, {owner: nobody}]}}}}"
    events = [opened(), event(1, "changed", owner="nobody"), event(2, "resolved"), event(5, "reopened")]
    assert lives(text, "resolution", events, 10) == [(0, 1, "stopped", 1)]


def test_a_metric_of_a_repeating_state_needs_a_new_rise() -> None:
    text = (
        "sla: {metrics: {parts: {start: {becomes: {status: vendor}}, stop: {any: [{status: {not: vendor}}, "
        "{event: x-seen}]}, repeats: each}}}"
    )
    events = [opened(), status(1, "vendor"), event(2, "x-seen"), event(3, "changed", note="still"), status(4, "new"), status(5, "vendor")]
    assert lives(text, "parts", events, 10) == [(1, 2, "stopped", 1), (5, None, "running", 5)]
