"""Laws of agreements: the earlier of two promises, however a case is split and whoever asks when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import servstd

pytestmark = pytest.mark.filterwarnings("error")
_HEAD = """
format: 1
standard: s
version: "1"
effective_from: 2026-01-01
time_zone: Asia/Shanghai
attributes: {priority: {values: [low, high]}, customer: {kind: text}}
statuses: {open: [open], waiting_customer: [pending]}
calendars:
  office: {hours: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}
  agreed: {from: agreement.calendar, else: office}
sla:
  policies:
"""
_POLICY = "    - {name: all, default: true, calendar: office, targets: {resolution: %s}}\n"
_NOTHING = "    - {name: all, default: true, targets: {resolution: none}}\n"
_AGREED = """  agreements:
    rows:
      - {customer: K1, contract: C1, clause: "1", from: 2026-01-01, to: 2026-01-20, calendar: {hours: {mon-sun: ["10:00-22:00"]}},
         targets: {resolution: %s}}
"""
_TARGETS = st.sampled_from(
    (
        "30m",
        "3h",
        "8h",
        "20h",
        "{within: 1wd, end_of_day: true}",
        "2wd",
        "{within: 5h, calendar: always}",
        "{within: 1wd, calendar: agreed}",
    )
)
_START = datetime(2026, 1, 2, tzinfo=UTC)


def _standard(policy: str | None, agreement: str | None) -> servstd.Standard:
    return servstd.loads(_HEAD + (_NOTHING if policy is None else _POLICY % policy) + ("" if agreement is None else _AGREED % agreement))


def _due(standard: servstd.Standard, at: datetime, customer: str) -> datetime | None:
    opened = {"case": "1", "at": at, "kind": "opened", "by": "customer", "data": {"customer": customer}}
    clock = standard.decide([opened], now=at).clock("resolution")
    return None if clock is None else clock.due_at


@settings(max_examples=60, deadline=None)
@given(_TARGETS.filter(lambda text: "agreed" not in text), _TARGETS, st.integers(0, 30 * 24 * 60), st.sampled_from(("K1", "K2")))
def test_the_due_is_the_earlier_of_both_alone(policy: str, agreement: str, minutes: int, customer: str) -> None:
    at = _START + timedelta(minutes=minutes)
    both, one, other = (_due(_standard(*pair), at, customer) for pair in ((policy, agreement), (policy, None), (None, agreement)))
    assert both == min(due for due in (one, other) if due is not None)
    in_force = customer == "K1" and at < datetime(2026, 1, 20, 16, tzinfo=UTC)
    assert (other is not None) is in_force


_STEP = st.one_of(
    st.fixed_dictionaries({"customer": st.sampled_from(("K1", "K2"))}),
    st.fixed_dictionaries({"status": st.sampled_from(("open", "pending"))}),
    st.fixed_dictionaries({"priority": st.sampled_from(("low", "high"))}),
)
_MIXED = "{within: {priority: {high: 2h, else: 9h}}}"


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(("carry", "restart", "keep", "from_start")),
    st.lists(st.tuples(st.integers(1, 900), _STEP), max_size=6),
    st.integers(0, 19 * 24 * 60),
    st.lists(st.integers(0, 5000), max_size=4),
)
def test_however_a_case_is_split_and_whoever_asks_when(
    mode: str, steps: list[tuple[int, dict[str, str]]], minutes: int, polls: list[int]
) -> None:
    policy = f"    - {{name: all, default: true, calendar: agreed, on_change: {mode}, targets: {{resolution: 4h}}}}\n"
    standard = servstd.loads(_HEAD + policy + _AGREED % _MIXED)
    at = _START + timedelta(minutes=minutes)
    events: list[dict[str, Any]] = [{"id": "o", "case": "1", "at": at, "kind": "opened", "by": "customer", "data": {"customer": "K1"}}]
    for i, (wait, data) in enumerate(steps):
        at += timedelta(minutes=wait)
        events.append({"id": f"e{i}", "case": "1", "at": at, "kind": "changed", "by": "agent", "data": data})
    now = at + timedelta(hours=30)
    expected = standard.decide(events, now=now).as_dict()
    state = standard.start()
    for i, event in enumerate(events):
        state = standard.read_state(standard.advance(state, event).to_json()) if i % 2 else standard.advance(state, event)
        following = events[i + 1]["at"] if i + 1 < len(events) else now
        for poll in polls:
            standard.settle(state, now=min(event["at"] + timedelta(minutes=poll), following))
    assert standard.settle(state, now=now).as_dict() == expected
