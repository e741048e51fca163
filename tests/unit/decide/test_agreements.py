"""A customer's own agreement and the policy: the earlier due governs, and every process finds the same."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime
from typing import Any

import pytest

import servstd
from servstd.calendars import read_calendar
from servstd.calendars.bounded import BoundedTimelines
from servstd.decide import Clock, agreeing
from servstd.document import read_editions
from servstd.sla import policies

HEAD = """
format: 1
standard: s
version: "1"
effective_from: 2026-01-01
time_zone: UTC
language: en
attributes: {priority: {values: [low, high]}, visit: {kind: instant}}
statuses: {waiting_customer: [pending], open: [open]}
calendars:
  office: {hours: {mon-fri: ["09:00-17:00"]}}
  agreed: {label: The customer's hours, from: agreement.calendar, else: office}
"""
AGREED = """
  agreements:
    combine: earliest
    rows:
      - {customer: K1, contract: C1, clause: "6", from: 2026-01-05, to: 2026-01-06,
         targets: {resolution: {within: 3h, calendar: always, clause: "7"}}}
      - {customer: K2, contract: C2, clause: "6", from: 2026-01-01, calendar: {hours: {mon-sun: ["10:00-22:00"]}},
         targets: {resolution: {within: {priority: {high: 2h, low: 5h}}}}}
      - {customer: K3, contract: C3, clause: "6", from: 2026-01-01, calendar: {hours: {mon-sun: ["12:00-20:00"]}}}
      - {customer: "4", contract: C4, clause: "6", from: 2026-01-01,
         targets: {resolution: {within: 1wd, calendar: office, end_of_day: true}}}
      - {customer: K5, contract: C5, clause: "6", from: 2026-01-01, targets: {resolution: {within: 2h, calendar: always}}}
      - {customer: K5, contract: C6, clause: "1", from: 2026-01-01,
         targets: {resolution: {within: 1h, calendar: always}, first_response: {within: 1h, calendar: always}}}
      - {customer: K7, contract: C7, clause: "1", from: 2026-01-01,
         targets: {resolution: {within: 1h, calendar: {priority: {high: always}}}}}
"""
ALL = "  - {name: all, default: true, calendar: always, targets: {resolution: 4h}}\n"


def standard(rules: str = ALL, agreements: str = AGREED, head: str = HEAD) -> servstd.Standard:
    return servstd.loads(f"{head}sla:\n  policies:\n{rules}{agreements}", "s.yaml")


def event(at: str, kind: str = "opened", **data: Any) -> dict[str, Any]:
    return {"case": "7", "at": f"{at}:00Z", "kind": kind, "by": "customer" if kind == "opened" else "agent", "data": data}


def clock_of(found: servstd.Standard, *events: dict[str, Any], now: str = "2026-01-05T09:00", metric: str = "resolution") -> Clock:
    decision = found.decide(events, now=f"{now}:00Z")
    clock = decision.clock(metric)
    assert clock is not None
    state = found.start()
    for item in events:
        state = found.read_state(found.advance(state, item).to_json())
    assert found.settle(state, now=f"{now}:00Z").as_dict() == decision.as_dict(), "another way to the same decision"
    return clock


def due(clock: Clock) -> str:
    assert clock.due_at is not None
    return f"{clock.due_at:%d %H:%M}"


def terms(clock: Clock) -> tuple[str | None, str | None, str | None, str]:
    return clock.policy, clock.agreement, clock.clause, due(clock)


MONDAY = "2026-01-05T09:00"


def test_the_earlier_due_governs_and_names_contract_and_clause() -> None:
    found = standard()
    clock = clock_of(found, event(MONDAY, customer="K1"))
    assert terms(clock) == (None, "C1", "7", "05 12:00")
    assert clock.as_dict()["agreement"] == {"contract": "C1", "clause": "7"}
    assert (clock.commitment, clock.target, clock.graded) == ("promise", "3h", True)
    assert terms(clock_of(found, event(MONDAY, customer="nobody"))) == ("all", None, None, "05 13:00")
    assert terms(clock_of(found, event(MONDAY))) == ("all", None, None, "05 13:00")


def test_the_policy_governs_when_it_is_due_earlier_or_at_the_same_instant() -> None:
    for within, winner in (("3h", "all"), ("2h", "all"), ("181m", None)):
        found = standard(f"  - {{name: all, default: true, clause: '3.1', calendar: always, targets: {{resolution: {within}}}}}\n")
        clock = clock_of(found, event(MONDAY, customer="K1"))
        assert (clock.policy, clock.clause) == (winner, "3.1" if winner else "7")


@pytest.mark.parametrize(
    ("at", "agreement"),
    [("2026-01-04T23:59", None), ("2026-01-05T00:00", "C1"), ("2026-01-06T23:59", "C1"), ("2026-01-07T00:00", None)],
)
def test_it_counts_when_it_is_in_force_at_the_start_of_the_cycle(at: str, agreement: str | None) -> None:
    clock = clock_of(standard(), event(at, customer="K1"), now="2026-01-07T00:30")
    assert clock.agreement == agreement


def test_dates_are_those_of_the_standards_zone() -> None:
    shanghai = standard(head=HEAD.replace("time_zone: UTC", "time_zone: Asia/Shanghai"))
    assert clock_of(shanghai, event("2026-01-04T16:00", customer="K1")).agreement == "C1"
    assert clock_of(shanghai, event("2026-01-04T15:59", customer="K1")).agreement is None


def test_a_table_in_an_agreement_follows_the_case() -> None:
    found = standard()
    assert terms(clock_of(found, event(MONDAY, customer="K2", priority="high"))) == (None, "C2", "6", "05 12:00")
    assert clock_of(found, event(MONDAY, customer="K2", priority="low")).policy == "all", "due at 15:00 by the agreement"
    assert clock_of(found, event(MONDAY, customer="K2")).policy == "all", "no row for a missing priority"
    assert clock_of(found, event(MONDAY, customer="K7", priority="low")).policy == "all", "no calendar for it"
    clock = clock_of(
        found, event(MONDAY, customer="K2", priority="low"), event("2026-01-05T10:00", "changed", priority="high"), now="2026-01-05T10:30"
    )
    assert terms(clock) == (None, "C2", "6", "05 11:00"), "carry: one hour has run, one is left"


def test_a_policy_that_names_the_customers_calendar_counts_on_it() -> None:
    rule = "  - {name: all, default: true, calendar: agreed, targets: {resolution: 4h}}\n"
    found = standard(rule)
    clock = clock_of(found, event(MONDAY, customer="K3"))
    assert (terms(clock), clock.calendar) == (("all", None, None, "05 16:00"), "agreed")
    other = clock_of(found, event(MONDAY, customer="K9"))
    assert (terms(other), other.calendar) == (("all", None, None, "05 13:00"), "agreed")
    assert clock_of(standard(rule, ""), event(MONDAY, customer="K3")).due_us == other.due_us


def test_a_target_names_the_customers_calendar_or_takes_it() -> None:
    rows = """
  agreements:
    rows:
      - {customer: K1, contract: C1, clause: "6", from: 2026-01-01, calendar: {hours: {mon-sun: ["10:00-22:00"]}},
         targets: {resolution: {within: 1wd, calendar: agreed, end_of_day: true}}}
      - {customer: K2, contract: C2, clause: "6", from: 2026-01-01,
         targets: {resolution: {within: 1wd, calendar: agreed, end_of_day: true}}}
      - {customer: K3, contract: C3, clause: "6", from: 2026-01-01, calendar: office, targets: {resolution: 1h}}
"""
    found = standard("  - {name: all, default: true, calendar: office, targets: {resolution: 5wd}}\n", rows)
    friday = "2026-01-09T21:00"
    assert due(clock_of(found, event(friday, customer="K1"), now=friday)) == "10 22:00"
    assert due(clock_of(found, event(friday, customer="K2"), now=friday)) == "13 17:00"
    assert due(clock_of(found, event(friday, customer="K3"), now=friday)) == "12 10:00"


def test_several_agreements_in_force_give_the_earliest_of_all() -> None:
    clock = clock_of(standard(), event(MONDAY, customer="K5"))
    assert terms(clock) == (None, "C6", "1", "05 10:00")


def test_a_number_is_a_customer_too() -> None:
    found = standard("  - {name: all, default: true, calendar: always, targets: {resolution: 5wd}}\n")
    assert terms(clock_of(found, event(MONDAY, customer=4))) == (None, "C4", "6", "06 17:00")


def test_an_agreement_holds_though_no_policy_grades_the_metric() -> None:
    for rule in (
        "  - {name: all, default: true, targets: {resolution: none}}\n",
        "  - {name: all, default: true, exempt: [resolution]}\n",
        "  - {name: all, default: true, calendar: always, targets: {first_response: 4h}}\n",
        "  - {name: all, default: true, calendar: always, targets: {resolution: {within: {priority: {high: 4h}}}}}\n",
    ):
        assert terms(clock_of(standard(rule), event(MONDAY, customer="K1")))[1:3] == ("C1", "7"), rule
    exempt = clock_of(standard("  - {name: spam, default: true, exempt: true}\n"), event(MONDAY, customer="K1"))
    assert (exempt.state, exempt.policy, exempt.agreement) == ("exempt", "spam", None)


def test_an_agreed_instant_is_compared_too() -> None:
    found = standard("  - {name: all, default: true, targets: {resolution: {until: visit}}}\n")
    early, late = "2026-01-05T10:00:00+00:00", "2026-01-05T14:00:00+00:00"
    assert clock_of(found, event(MONDAY, customer="K1", visit=early)).policy == "all"
    assert clock_of(found, event(MONDAY, customer="K1", visit=late)).agreement == "C1"
    assert clock_of(found, event(MONDAY, customer="K1")).agreement == "C1", "no instant is known"
    moved = clock_of(
        found, event(MONDAY, customer="K1", visit=late), event("2026-01-05T09:30", "changed", visit=early), now="2026-01-05T09:45"
    )
    assert terms(moved) == ("all", None, None, "05 10:00")


def test_another_customer_mid_case_is_another_choice() -> None:
    clock = clock_of(standard(), event(MONDAY), event("2026-01-05T10:00", "changed", customer="K1"), now="2026-01-05T10:30")
    assert terms(clock) == (None, "C1", "7", "05 12:00")
    back = clock_of(
        standard(),
        event(MONDAY, customer="K1"),
        event("2026-01-05T10:00", "changed", customer="K9"),
        event("2026-01-05T10:10", "changed", note="x"),
        now="2026-01-05T10:30",
    )
    assert terms(back) == ("all", None, None, "05 13:00")


def test_on_change_of_the_policy_says_how_an_agreement_takes_over() -> None:
    changed = (event(MONDAY), event("2026-01-05T10:00", "changed", customer="K1"))
    rule = "  - {name: all, default: true, calendar: always, on_change: %s, targets: {resolution: 4h}}\n"
    assert clock_of(standard(rule % "keep"), *changed, now="2026-01-05T10:30").agreement is None
    restarted = clock_of(standard(rule % "restart"), *changed, now="2026-01-05T10:30")
    assert (restarted.cycle, terms(restarted)) == (2, (None, "C1", "7", "05 13:00"))


def test_a_pause_does_not_change_which_terms_govern() -> None:
    rows = """
  agreements:
    rows:
      - {customer: K1, contract: C1, clause: "6", from: 2026-01-01, targets: {resolution: {within: 8h, calendar: office}}}
"""
    found = standard("  - {name: all, default: true, calendar: always, targets: {resolution: 9h}}\n", rows)
    halted = (
        event("2026-01-05T09:00", customer="K1"), event("2026-01-05T16:00", "changed", status="pending"),
        event("2026-01-05T17:30", "changed", status="open"),
    )  # fmt: skip
    clock = clock_of(found, *halted, now="2026-01-05T18:00")
    assert terms(clock) == (None, "C1", "6", "06 10:00"), "the policy alone would now be due on the 5th at 19:30"


def test_selections_and_choices_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreeing, "_REMEMBERED", 1)
    monkeypatch.setattr(policies, "_MOST_CHOICES", 1)
    found = standard()
    for _ in range(2):
        assert clock_of(found, event(MONDAY, customer="K1")).agreement == "C1"
        assert clock_of(found, event(MONDAY, customer="K5")).agreement == "C6"
        assert clock_of(found, event(MONDAY, customer="K5"), metric="first_response").agreement == "C6"


def test_a_state_is_taken_up_in_another_process() -> None:
    first, second = standard(), pickle.loads(pickle.dumps(standard()))
    state = first.advance(first.start(), event(MONDAY, customer="K2", priority="high"))
    kept = first.settle(state, now="2026-01-05T09:30:00Z")
    state = first.advance(state, event("2026-01-05T09:31", "changed", note="x"))
    other = second.settle(second.read_state(state.to_json()), now="2026-01-05T09:31:00Z")
    one, two = kept.clock("resolution"), other.clock("resolution")
    assert one is not None
    assert two is not None
    assert (two.agreement, two.due_us) == ("C2", one.due_us)


def test_before_the_first_edition_no_agreement_counts() -> None:
    clock = clock_of(standard(), event("2025-12-31T09:00", customer="K5"), now="2025-12-31T09:00")
    assert (clock.reason, clock.agreement) == ("no_standard_in_force", None)


def test_explanations_quote_the_contract() -> None:
    found = standard("  - {name: all, default: true, clause: '3', calendar: office, targets: {resolution: 4wd, first_response: 4h}}\n")
    events = [event(MONDAY, customer="K1"), event("2026-01-05T09:30", "changed", customer="K5")]
    customer = found.explain(events, now="2026-01-05T09:30:00Z", audience="customer").text
    assert "as agreed in your contract C6, clause 1" in customer
    staff = found.explain(events, now="2026-01-05T09:30:00Z").text
    assert "contract C6, clause 1" in staff
    assert "all: promises nothing earlier" in staff
    assert "依据您的合同 C6 第 1 条" in found.explain(events, now="2026-01-05T09:30:00Z", audience="customer", locale="zh").text


def test_explanations_name_the_customers_calendar() -> None:
    bare = HEAD.replace("  agreed: {label: The customer's hours, from: agreement.calendar, else: office}\n", "")
    for head, words in ((HEAD, "The customer's hours"), (bare, "the calendar agreed with the customer")):
        found = standard("  - {name: all, default: true, calendar: office, targets: {resolution: 4wd}}\n", head=head)
        said = found.explain([event(MONDAY, customer="K2", priority="high")], now="2026-01-05T09:30:00Z").text
        assert words in said
        assert words in found.quote({"customer": "K2", "priority": "high"}, at="2026-01-05T09:30:00Z").text


def test_many_calendars_in_bounded_memory_answer_alike() -> None:
    calendars = {str(i): read_calendar({"time_zone": "UTC", "hours": {"mon-sun": [f"0{i}:00-12:00"]}}, name="own") for i in range(9)}
    timelines = BoundedTimelines(calendars, most=3)
    at = int(datetime(2026, 1, 5, tzinfo=UTC).timestamp()) * 1_000_000
    first = {key: timelines[key].add(at, 3_600_000_000) for key in calendars}
    assert timelines.compiled == 3
    kept = timelines["8"]
    assert timelines["8"] is kept
    assert timelines["6"].add(at, 3_600_000_000) == first["6"]
    held = timelines["0"]
    assert {key: timelines[key].add(at, 3_600_000_000) for key in calendars} == first
    assert held.add(at, 3_600_000_000) == first["0"], "who holds one that was forgotten asks it as before"
    with pytest.raises(KeyError):
        timelines["none"]


def test_editions_share_equal_calendars_and_keep_their_agreements() -> None:
    text = f"{HEAD}sla:\n  policies:\n{ALL}{AGREED}"
    later = text.replace('version: "1"', 'version: "2"\nadopt: open_cases').replace(
        "effective_from: 2026-01-01", "effective_from: 2026-01-06"
    )
    found = servstd.Standard(read_editions([("a.yaml", text), ("b.yaml", later.replace("C5", "D5").replace("C6", "D6"))]))
    opened = event("2026-01-05T23:30", customer="K5")
    before = found.decide([opened], now="2026-01-05T23:40:00Z").clock("resolution")
    adopted = found.decide([opened], now="2026-01-06T00:10:00Z").clock("resolution")
    assert before is not None
    assert adopted is not None
    assert before.agreement == "C6"
    assert (adopted.agreement, adopted.edition) == ("D6", "2")


@pytest.mark.parametrize("data", [{}, {"customer": None}])
def test_a_case_without_a_customer_is_not_that_of_a_customer_called_none(data: dict[str, object]) -> None:
    text = HEAD + "sla:\n  policies:\n  " + ALL.replace("\n", "") + AGREED.replace("customer: K5", 'customer: "None"')
    opened = {"case": "1", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer", "data": data}
    clock = servstd.loads(text).decide([opened], now="2026-01-05T09:00:00Z").clock("resolution")
    assert clock is not None
    assert clock.agreement is None
