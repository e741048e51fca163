"""Laws of plans: planning is deciding later, with the answers as events; keys, instants and people are the same."""

from __future__ import annotations

import functools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import servstd
from tests.support import has_shared, shared_path, why_without

pytestmark = pytest.mark.skipif(not has_shared("samples", "renovation.yaml"), reason=why_without("samples", "renovation.yaml"))
START = datetime(2026, 1, 9, 9, 30, tzinfo=UTC)
CASES = st.fixed_dictionaries(
    {
        "matter": st.sampled_from(["complaint", "repair", "inquiry"]),
        "grade": st.sampled_from(["general", "major"]),
        "priority": st.sampled_from(["normal", "urgent"]),
        "owner": st.sampled_from(["li", "pm"]),
    }
)
EVENTS = st.lists(
    st.tuples(
        st.integers(1, 14 * 24 * 60),
        st.sampled_from(
            ["acknowledged", "unacknowledged", "escalated", "changed", "hold", "resume", "resolved", "reopened", "decision_notice"]
        ),
        st.sampled_from(["wang", "qian", "pm", "li"]),
    ),
    max_size=5,
    unique_by=lambda item: item[0],
)


@functools.cache
def sample() -> servstd.Standard:
    return servstd.load(shared_path("samples", "renovation.yaml"))


def event_of(minutes: int, kind: str, person: str) -> dict[str, object]:
    at = (START + timedelta(minutes=minutes)).isoformat()
    data: dict[str, object] = {}
    if kind == "escalated":
        data = {"chain": "major-complaint"}
    elif kind in ("hold", "resume"):
        kind, data = "changed", {"status": "待客户确认" if kind == "hold" else "处理中"}
    elif kind == "changed":
        data = {"grade": "general"}
    return {"case": "7", "at": at, "kind": kind, "by": {"role": "agent", "id": person}, "data": data}


@settings(max_examples=60, deadline=None)
@given(case=CASES, happened=EVENTS, cut=st.integers(0, 14 * 24 * 60), until=st.integers(0, 20 * 24 * 60))
def test_planning_is_deciding_later(case: dict[str, object], happened: list[tuple[int, str, str]], cut: int, until: int) -> None:
    opened = {"case": "7", "at": START.isoformat(), "kind": "opened", "by": "customer", "data": case}
    events = [event_of(*item) for item in happened if item[0] <= cut]
    answers = [event_of(*item) for item in happened if item[0] > cut]
    now, end = START + timedelta(minutes=cut), START + timedelta(minutes=cut + until)
    plan = sample().escalation.plan([opened, *events], now=now, until=end, answers=answers)
    decision = sample().decide([opened, *events, *answers], now=end)
    assert plan.lines == decision.escalation
    effects = {effect.key: effect.at_us for effect in decision.effects if effect.place is not None}
    assert {line.key: line.at_us for line in plan.told if line.key} == effects


@settings(max_examples=25, deadline=None)
@given(case=CASES, cut=st.integers(0, 10 * 24 * 60))
def test_what_has_been_told_stays_in_every_later_plan(case: dict[str, object], cut: int) -> None:
    opened = {"case": "7", "at": START.isoformat(), "kind": "opened", "by": "customer", "data": case}
    now = START + timedelta(minutes=cut)
    first = sample().escalation.plan([opened], now=START)
    later = sample().escalation.plan([opened], now=now)
    assert first.lines == later.lines
    assert first.complete
    assert later.until_us == max(first.until_us, later.now_us)
