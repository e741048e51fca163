"""Laws of notices: what customers are told is a function of standard and history, and agrees with what clocks say.

*Rule:* every law is tried on random standards, notices and histories. The clocks of decisions are the oracle: a notice about a
miss, a point or a due is owed exactly when a clock shows one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

import servstd
from servstd.document import read_editions
from servstd.effects import Effect
from servstd.instants import from_us
from tests.laws.oracle import Fact
from tests.laws.polling import decide_by_looking
from tests.laws.strategies import EPOCH_US, MINUTE_US, Setup, event_of, histories, instant_of, setups
from tests.laws.test_decide import LATER

POINTS = ("25%", "75%", "20m overdue")
EVENTS: Sequence[dict[str, object]] = (
    {"event": "opened"}, {"event": ["resolved", "closed"]}, {"event": "cancelled"}, {"becomes": {"priority": "high"}}, {"by": "agent"},
    {"team": "a"}, {"any": [{"event": "changed"}, {"category": "on_hold"}]}, {"all": [{"event": "message"}, {"running": "resolution"}]},
)  # fmt: skip
HOURS: Sequence[object] = (
    {"mon-sun": ["08:30-21:00"]},
    {"mon-fri": ["09:00-12:00", "13:00-18:00"]},
    "a",
    "always",
    {"tue": ["00:00-00:20"]},
)
WHEN: Sequence[object] = ({"priority": "high"}, {"category": {"not": "cancelled"}}, {"tier": {"missing": True}}, {"running": "resolution"})


def promised(setup: Setup) -> list[str]:
    """Return the metrics that some policy has a target for."""
    sla: Any = setup.document["sla"]
    targets = [(name, target) for policy in sla["policies"] for name, target in policy.get("targets", {}).items()]
    return list(dict.fromkeys(name for name, target in targets if target != "none"))


@st.composite
def triggers(draw: st.DrawFn, metrics: list[str]) -> dict[str, object]:
    shape = draw(st.sampled_from(["event", "changed", "changed", "point", "point"] if metrics else ["event"]))
    if shape == "event":
        return dict(draw(st.sampled_from(EVENTS)))
    if shape == "changed":
        return {"due_changed": draw(st.lists(st.sampled_from(metrics), min_size=1, max_size=3, unique=True))}
    return {"metric": draw(st.sampled_from(metrics)), "at": draw(st.sampled_from(["missed", "missed", *POINTS]))}


@st.composite
def sections(draw: st.DrawFn, metrics: list[str]) -> dict[str, object]:
    notices: list[dict[str, object]] = []
    for _ in range(draw(st.integers(1, 5))):
        notice: dict[str, object] = {"trigger": draw(triggers(metrics)), "text": "{{case}}"}
        if draw(st.booleans()):
            notice["name"] = f"n{len(notices)}"
        if draw(st.integers(0, 3)) == 0:
            notice["when"] = draw(st.sampled_from(WHEN))
        if draw(st.integers(0, 4)) == 0:
            notice["quiet_hours"] = "none"
        notices.append(notice)
    section: dict[str, object] = {"notices": notices}
    if draw(st.integers(0, 3)):
        quiet: dict[str, object] = {"outside": draw(st.sampled_from(HOURS)), "then": "hold"}
        if draw(st.booleans()):
            quiet["unless"] = {"tier": "gold"}
        section["quiet_hours"] = quiet
    return section


@st.composite
def telling(draw: st.DrawFn) -> servstd.Standard:
    """Draw a standard that tells customers something; at times a second edition takes over open cases."""
    setup = draw(setups())
    metrics = promised(setup)
    first = {**setup.document, "customer_notices": draw(sections(metrics))}
    if draw(st.booleans()):
        return servstd.loads(json.dumps(first))
    second = {**first, "version": "2", "adopt": "open_cases", "customer_notices": draw(sections(metrics))}
    second["effective_from"] = draw(st.sampled_from(["2026-01-06", "2026-01-06 08:40", "2026-01-07 13:20"]))
    if draw(st.booleans()):
        first = {key: value for key, value in first.items() if key != "customer_notices"}
    return servstd.Standard(read_editions([("1.json", json.dumps(first)), ("2.json", json.dumps(second))]))


def notices(decision: servstd.Decision) -> dict[str, Effect]:
    found = [effect for effect in decision.effects if effect.kind == "notice"]
    told = {effect.key: effect for effect in found}
    assert len(told) == len(found), "a key is told twice"
    return told


@given(telling(), histories(), LATER, st.data())
def test_notices_do_not_depend_on_splits_nor_on_polling(
    standard: servstd.Standard, facts: list[Fact], later: int, data: st.DataObject
) -> None:
    now = facts[-1].at + later
    whole = standard.decide([event_of(fact) for fact in facts], now=instant_of(now))
    last = decide_by_looking(standard, [event_of(fact) for fact in facts], [fact.at for fact in facts], now, data)
    assert notices(last) == notices(whole)
    assert last.as_dict() == whole.as_dict()


@given(telling(), histories(), st.data())
def test_notices_only_become_more(standard: servstd.Standard, facts: list[Fact], data: st.DataObject) -> None:
    events = [event_of(fact) for fact in facts]
    before: dict[str, Effect] = {}
    for now in sorted(data.draw(st.lists(st.integers(facts[0].at, facts[-1].at + 4000), min_size=2, max_size=4))):
        told = notices(standard.decide([event for event in events if event.at_us <= EPOCH_US + now * MINUTE_US], now=instant_of(now)))
        assert all(effect.at_us <= EPOCH_US + now * MINUTE_US for effect in told.values())
        assert {key: told.get(key) for key in before} == before
        before = told


@given(telling(), histories(), st.integers(0, 4000), st.data())
def test_no_notice_comes_before_the_next_wake_up(standard: servstd.Standard, facts: list[Fact], after: int, data: st.DataObject) -> None:
    events, now = [event_of(fact) for fact in facts], EPOCH_US + (facts[0].at + after) * MINUTE_US
    at_now = standard.decide(events, now=from_us(now))
    wake = at_now.next_wake_up_us
    assert wake is None or wake > now
    last = now + 20 * 1440 * MINUTE_US if wake is None else wake - 1
    for at in sorted({last, *data.draw(st.lists(st.integers(now, last), max_size=3))}):
        later = standard.decide(events, now=from_us(at))
        assert (later.effects, later.next_wake_up_us) == (at_now.effects, wake)


# ── what clocks say ──────────────────────────────────────────────────────────────────────────────────────────────────


def telling_all(setup: Setup, trigger: dict[str, object], points: Sequence[str] = ()) -> servstd.Standard:
    """Return the standard with a notice of this trigger about every metric, its targets warning of the same points."""
    document: Any = json.loads(setup.text)
    metrics = promised(setup)
    assume(metrics)
    for policy in document["sla"]["policies"]:
        for name, target in policy.get("targets", {}).items():
            if isinstance(target, dict) and points:
                policy["targets"][name] = {**target, "warn": list(points)}
    owed = [{"trigger": {**trigger, "metric": name, "at": at}, "text": "-"} for name in metrics for at in points or ["missed"]]
    changed = {"trigger": {"due_changed": metrics}, "text": "-"}
    document["customer_notices"] = {"notices": [changed] if "due_changed" in trigger else owed}
    return servstd.loads(json.dumps(document))


@given(setups(), histories(), LATER)
def test_every_miss_is_told_once(setup: Setup, facts: list[Fact], later: int) -> None:
    decision = telling_all(setup, {}).decide([event_of(fact) for fact in facts], now=instant_of(facts[-1].at + later))
    told = [(effect.metric, effect.cycle_id) for effect in notices(decision).values()]
    assert sorted(told) == sorted(
        (clock.metric, clock.cycle_id) for clock in decision.clocks if clock.missed_us is not None and clock.metric in promised(setup)
    )
    missed = {(clock.metric, clock.cycle_id): clock.missed_us for clock in decision.clocks}
    for effect in notices(decision).values():
        assert effect.order is not None
        assert effect.order.facts["due"] == missed[effect.metric, effect.cycle_id]
        assert effect.at_us >= (missed[effect.metric, effect.cycle_id] or 0)


@given(setups(), histories(), LATER)
def test_points_are_crossed_as_warnings_are(setup: Setup, facts: list[Fact], later: int) -> None:
    decision = telling_all(setup, {}, POINTS).decide([event_of(fact) for fact in facts], now=instant_of(facts[-1].at + later))
    told = [(effect.metric, effect.cycle_id, effect.threshold, effect.at_us) for effect in notices(decision).values()]
    crossed = [(clock.metric, clock.cycle_id, text, at) for clock in decision.clocks for text, at in clock.crossings]
    assert sorted(told) == sorted(crossed)


@given(setups(), histories())
def test_every_change_of_a_due_is_told(setup: Setup, facts: list[Fact]) -> None:
    standard, events = telling_all(setup, {"due_changed": ""}), [event_of(fact) for fact in facts]
    known: dict[str, tuple[str, int]] = {}
    expected: list[tuple[str, str, int, object, object]] = []
    for at in sorted({event.at_us for event in events}):
        decision = standard.decide([event for event in events if event.at_us <= at], now=from_us(at))
        for clock in decision.clocks:
            if clock.metric not in promised(setup) or clock.phase != "running" or clock.due_us is None or clock.verdict == "missed":
                continue
            cycle, due = known.get(clock.metric, ("", 0))
            replaced = any(
                other.cycle_id == cycle
                and other.metric == clock.metric
                and other.phase == "cancelled"
                and other.stopped_us == clock.started_us
                for other in decision.clocks
            )
            if (cycle == clock.cycle_id or replaced) and due != clock.due_us:
                expected.append((clock.metric, clock.cycle_id, at, due, clock.due_us))
            known[clock.metric] = clock.cycle_id, clock.due_us
    told = notices(standard.decide(events, now=from_us(events[-1].at_us)))
    found = [
        (effect.metric, effect.cycle_id, effect.at_us, effect.order.facts["previous_due"], effect.order.facts["due"])
        for effect in told.values()
        if effect.order is not None
    ]
    assert sorted(found, key=repr) == sorted(expected, key=repr)
