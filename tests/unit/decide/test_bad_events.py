"""Events that cannot be used: what is refused, what is a decision problem, and how many cases are decided at once."""

from __future__ import annotations

from typing import Literal

import pytest

import servstd
from servstd.errors import UsageError
from servstd.events import read_event
from tests.unit.decide.support import at, event, hour, loads

STANDARD = loads("sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}")
OPENED = event(10, "opened", id="e1")
EARLY = event(9, "changed", id="e0", priority="high")
AGAIN = event(11, "opened", id="e2")
NAIVE = {**event(11, "changed", id="e3"), "at": "2026-01-05T11:00:00"}
Mode = Literal["raise", "skip"] | None


def codes(mode: Mode, *events: dict[str, object]) -> list[str]:
    """Return the codes of the decision's problems, or the code that was raised."""
    try:
        return [problem.code for problem in STANDARD.decide(events, now=at(20), on_bad_event=mode).problems]
    except UsageError as error:
        return [f"raised {error.problem.code}"]


@pytest.mark.parametrize(
    ("mode", "bad", "expected"),
    [
        (None, EARLY, ["EVT010"]),
        ("skip", EARLY, ["EVT010"]),
        ("raise", EARLY, ["raised EVT010"]),
        (None, AGAIN, ["EVT011"]),
        ("skip", AGAIN, ["EVT011"]),
        ("raise", AGAIN, ["raised EVT011"]),
        (None, NAIVE, ["raised TIM001"]),
        ("skip", NAIVE, ["TIM001"]),
        ("raise", NAIVE, ["raised TIM001"]),
    ],
)
def test_bad_events_are_refused_or_told(mode: Mode, bad: dict[str, object], expected: list[str]) -> None:
    assert codes(mode, OPENED, bad) == expected


def test_other_decision_problems_are_never_raised() -> None:
    assert codes("raise", OPENED, event(11, "changed", status="外星")) == ["EVT012"]


def test_the_problem_of_a_skipped_event_says_where_it_stood() -> None:
    (problem,) = STANDARD.decide([OPENED, NAIVE], now=at(20), on_bad_event="skip").problems
    assert problem.path[:2] == ("events", 1)
    with pytest.raises(UsageError) as error:
        STANDARD.decide([OPENED, NAIVE], now=at(20))
    assert error.value.problem.path[:2] == ("events", 1)


def test_an_event_before_opening_starts_nothing_and_sets_nothing() -> None:
    decision = STANDARD.decide([EARLY, OPENED], now=at(20))
    assert "priority" not in decision.attributes
    assert hour(decision.clocks[0].started_us) == 10


def test_a_second_opening_starts_nothing_and_sets_nothing() -> None:
    decision = STANDARD.decide([OPENED, event(11, "opened", priority="high")], now=at(20))
    assert "priority" not in decision.attributes
    assert [hour(item.started_us) for item in decision.clocks] == [10]


def test_the_same_fault_is_told_once() -> None:
    again = [event(11, "changed", id="e3", status="外星"), event(11, "changed", id="e3", status="外星")]
    assert codes(None, OPENED, *again) == ["EVT012"]


def test_a_naive_now_is_refused() -> None:
    with pytest.raises(UsageError) as error:
        STANDARD.decide([OPENED], now="2026-01-05T20:00:00")
    assert error.value.problem.code == "TIM001"


@pytest.mark.parametrize(
    ("second", "code"), [({"case": "8"}, "EVT008"), ({"tenant": "t"}, "EVT008"), ({"id": "e1", "kind": "closed"}, "EVT009")]
)
def test_contradictory_histories_are_refused(second: dict[str, object], code: str) -> None:
    with pytest.raises(UsageError) as error:
        STANDARD.decide([OPENED, {**event(11, "x-any"), **second}], now=at(20))
    assert error.value.problem.code == code


def test_events_are_put_in_order_and_counted_once() -> None:
    events = [event(12, "resolved", id="e2"), OPENED, read_event(OPENED)]
    assert STANDARD.decide(events, now=at(20)).clocks[0].state == "met"


def test_without_events_or_before_the_first_there_is_nothing_to_decide() -> None:
    nothing = STANDARD.decide([], now=at(20))
    assert (nothing.case, nothing.clocks, nothing.next_wake_up) == ("", (), None)
    before = STANDARD.decide([OPENED], now=at(9))
    assert (before.case, before.clocks, hour(before.next_wake_up_us)) == ("7", (), 10)


# ── many cases ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_many_cases_come_mixed_and_go_in_the_order_of_their_first_event() -> None:
    events = [
        {**event(10, "opened"), "case": "b"}, {**event(9, "opened"), "case": "a"}, {**event(11, "resolved"), "case": "b"},
        read_event({**event(8, "opened"), "case": "a", "tenant": "t"}),
    ]  # fmt: skip
    decisions = list(STANDARD.decide_many(events, now=at(12)))
    assert [(item.tenant, item.case, item.clocks[0].state) for item in decisions] == [
        (None, "b", "met"),
        (None, "a", "running"),
        ("t", "a", "missed"),
    ]


@pytest.mark.parametrize("mode", [None, "raise"])
def test_a_bad_event_among_many_cases_is_refused_with_its_place(mode: Mode) -> None:
    with pytest.raises(UsageError) as error:
        list(STANDARD.decide_many([OPENED, NAIVE], now=at(12), on_bad_event=mode))
    assert error.value.problem.path[:2] == ("events", 1)


def test_a_bad_event_among_many_cases_may_be_skipped() -> None:
    decisions = list(STANDARD.decide_many([OPENED, NAIVE, {**OPENED, "case": "8"}], now=at(12), on_bad_event="skip"))
    assert [(item.case, [problem.code for problem in item.problems]) for item in decisions] == [("7", ["TIM001"]), ("8", [])]


def test_an_event_that_names_no_case_is_told_under_no_case_when_skipped() -> None:
    decisions = list(STANDARD.decide_many([OPENED, {"kind": "opened"}, {"case": True}], now=at(12), on_bad_event="skip"))
    assert [(item.case, [problem.code for problem in item.problems]) for item in decisions] == [("7", []), ("", ["EVT001", "EVT001"])]


@pytest.mark.parametrize(
    "events", [None, 5, "opened", {"case": "7", "at": at(0), "kind": "opened"}], ids=["none", "number", "text", "one event"]
)
def test_events_that_are_no_list_are_refused(events: object) -> None:
    with pytest.raises(servstd.UsageError) as error:
        loads("").decide(events, now=at(1))  # type: ignore[arg-type]
    assert error.value.problem.code == "EVT025"


def test_an_event_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(servstd.UsageError) as error:
        loads("").decide(["opened"], now=at(1))  # type: ignore[list-item]
    assert (error.value.problem.code, error.value.problem.path) == ("EVT025", ("events", 0))


@pytest.mark.parametrize("now", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"])
def test_instants_beyond_every_calendar_are_refused(now: str) -> None:
    for call in (lambda: loads("").decide([], now=now), lambda: read_event({"case": "7", "at": now, "kind": "opened"})):
        with pytest.raises(servstd.UsageError) as error:
            call()
        assert error.value.problem.code == "TIM004"


def test_now_must_be_an_instant() -> None:
    with pytest.raises(servstd.UsageError) as error:
        loads("").decide([], now=5)  # type: ignore[arg-type]
    assert error.value.problem.code == "TIM005"


def test_a_misspelt_attribute_is_told_and_one_that_nothing_asks_for_is_not() -> None:
    body = "attributes: {tier: {values: [gold, plain]}}\nsla: {measure: [resolution]}\n"
    found = loads(body).decide([event(0, "opened", teir="gold", colour="red"), event(1, "changed", teir="plain")], now=at(2)).problems
    assert [(p.code, p.params["name"], p.params["expected"], p.severity) for p in found] == [
        ("EVT026", "teir", "tier", "warning"), ("EVT026", "teir", "tier", "warning"),
    ]  # fmt: skip
    assert loads("sla: {measure: [resolution]}\n").decide([event(0, "opened", teir="gold")], now=at(2)).problems == ()


def test_words_that_nobody_knows_are_refused() -> None:
    with pytest.raises(servstd.UsageError) as error:
        STANDARD.decide([OPENED], now=at(11), on_bad_event="bogus")  # type: ignore[arg-type]
    assert error.value.problem.code == "EVT027"
    with pytest.raises(servstd.UsageError) as error:
        STANDARD.explain([OPENED], now=at(11), audience="boss")  # type: ignore[arg-type]
    assert error.value.problem.code == "EVT027"


def test_no_skipped_event_is_dropped() -> None:
    broken = [{"case": "2", "at": "bad", "kind": "opened"}, 3, OPENED]
    found = {
        decision.case: [problem.code for problem in decision.problems]
        for decision in STANDARD.decide_many(broken, now=at(11), on_bad_event="skip")
    }  # type: ignore[list-item]
    assert found == {"7": [], "": ["TIM002", "EVT025"]} or found == {"7": [], "2": ["TIM002"], "": ["EVT025"]}


@pytest.mark.parametrize("text", ['{"schema": 1}', '{"schema": 1, "fingerprint": "f"}', "[]", "null"])
def test_a_text_that_is_no_state_is_refused(text: str) -> None:
    from servstd.decide import read_state

    with pytest.raises(servstd.UsageError) as error:
        read_state(text, None)
    assert error.value.problem.code == "EVT023"
