"""Laws of deciding: the engine agrees with the oracle, and a decision is a function of standard, history and now.

*Rule:* every law is tried on random standards and histories; what the oracle cannot know (ids, wake-ups, effects) is held to
laws of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from random import Random

import pytest
from hypothesis import assume, given, note
from hypothesis import strategies as st

import servstd
from servstd.events import Event
from servstd.instants import from_us
from tests.laws import oracle
from tests.laws.oracle import Fact
from tests.laws.strategies import EPOCH_US, MINUTE_US, Setup, event_of, histories, instant_of, setups
from tests.laws.vocabulary import CATEGORIES

LATER = st.integers(0, 300).map(lambda n: 20 * n) | st.integers(0, 6000)
"""How long after the last event a decision is asked for, in minutes: up to some four days."""


def decide(setup: Setup, facts: Sequence[Fact], now: int) -> servstd.Decision:
    return servstd.loads(setup.text).decide([event_of(fact) for fact in facts], now=instant_of(now))


def minute(us: int | None) -> float | None:
    return None if us is None else (us - EPOCH_US) / MINUTE_US


# ── the oracle ───────────────────────────────────────────────────────────────────────────────────────────────────────


def seen(clock: servstd.Clock) -> dict[str, object]:
    """Return what both sides can tell of a clock, as the engine tells it."""
    view: dict[str, object] = {
        "started": minute(clock.started_us),
        "state": clock.state,
        "verdict": clock.verdict,
        "phase": clock.phase,
        "exempt": clock.exempt,
        "policy": clock.policy,
        "missed": minute(clock.missed_us),
        "stopped": minute(clock.stopped_us),
        "calendar": clock.calendar,
        "elapsed": clock.elapsed_us / MINUTE_US,
    }
    if clock.state not in ("measured", "exempt", "cancelled"):
        view["due"] = minute(clock.due_us)
        view["thresholds"] = {threshold.text: threshold.state for threshold in clock.thresholds}
    return view


def expected(clock: oracle.Clock) -> dict[str, object]:
    """Return the same as the oracle tells it."""
    state = oracle.headline(clock)
    view: dict[str, object] = {
        "started": clock.started,
        "state": state,
        "verdict": oracle.verdict(clock),
        "phase": clock.phase,
        "exempt": clock.grade.exempt,
        "policy": clock.grade.policy,
        "missed": clock.missed,
        "stopped": clock.stopped,
        "calendar": clock.measured_on,
        "elapsed": clock.run,
    }
    if state not in ("measured", "exempt", "cancelled"):
        assert clock.grade.target is not None
        paused = clock.phase == "paused" and clock.missed is None
        view["due"] = None if paused else clock.due() if clock.last_due is None else clock.last_due
        view["thresholds"] = {
            text: "crossed" if text in clock.crossed else "passed" if text in clock.passed else "pending"
            for text in clock.grade.target.warn
        }
    return view


def left_open(clock: oracle.Clock) -> bool:
    """Return whether the semantics do not say: what carrying time over means for a clock that runs until an appointment."""
    return clock.moved and clock.metric.name == "visit"


@given(setups(), histories(), LATER)
def test_the_engine_agrees_with_the_oracle(setup: Setup, facts: list[Fact], later: int) -> None:
    now = facts[-1].at + later
    ours = {f"{clock.metric} {clock.cycle}": seen(clock) for clock in decide(setup, facts, now).clocks}
    theirs = {f"{clock.metric.name} {clock.number}": clock for clock in oracle.decide(setup.standard, facts, now)}
    assert sorted(ours) == sorted(theirs)
    for name, clock in theirs.items():
        if not left_open(clock):
            note(name)
            assert ours[name] == expected(clock)


# ── step by step ─────────────────────────────────────────────────────────────────────────────────────────────────────


@given(setups(), histories(), LATER, st.data())
def test_any_split_and_any_polling_gives_the_same_decision(setup: Setup, facts: list[Fact], later: int, data: st.DataObject) -> None:
    standard = servstd.loads(setup.text)
    now = facts[-1].at + later
    whole = standard.decide([event_of(fact) for fact in facts], now=instant_of(now))
    state = standard.start()
    for here, after in zip(facts, [*facts[1:], Fact(now, "now")], strict=True):
        state = standard.advance(state, event_of(here))
        for _ in range(data.draw(st.integers(0, 2))):  # somebody looks, in between and at the very end
            standard.settle(state, now=instant_of(data.draw(st.integers(here.at, after.at))))
        if data.draw(st.booleans()):
            state = standard.read_state(state.to_json())
    assert standard.settle(state, now=instant_of(now)).as_dict() == whole.as_dict()


@given(setups(), histories(), LATER, st.data())
def test_a_settled_state_goes_on_as_the_folded_one_does(setup: Setup, facts: list[Fact], later: int, data: st.DataObject) -> None:
    standard = servstd.loads(setup.text)
    now = facts[-1].at + later
    whole = standard.decide([event_of(fact) for fact in facts], now=instant_of(now))
    state = standard.start()
    for here, after in zip(facts, [*facts[1:], Fact(now, "now")], strict=True):
        state = standard.advance(state, event_of(here))
        if data.draw(st.booleans()):  # the very instant of the next event included
            state = standard.settle(state, now=instant_of(data.draw(st.integers(here.at, after.at) | st.just(after.at)))).state
    assert standard.settle(state, now=instant_of(now)).as_dict() == whole.as_dict()


@given(setups(), histories(), LATER)
def test_a_state_survives_json(setup: Setup, facts: list[Fact], later: int) -> None:
    standard = servstd.loads(setup.text)
    state = standard.start()
    for fact in facts:
        state = standard.advance(state, event_of(fact))
    again = standard.read_state(state.to_json())
    assert again == state
    assert again.to_json() == state.to_json()
    now = instant_of(facts[-1].at + later)
    assert standard.settle(again, now=now).as_dict() == standard.settle(state, now=now).as_dict()


TIES: Mapping[str, tuple[Sequence[tuple[str, Mapping[str, object]]], str | None]] = {
    "nothing": ([], "missed"),
    "a stop": ([("resolved", {})], "met"),
    "a pause": ([("changed", {"status": "s-pending"})], "missed"),
    "a pause, then a stop": ([("changed", {"status": "s-pending"}), ("resolved", {})], "met"),
    "a stop, then alive again": ([("resolved", {}), ("reopened", {})], "missed"),
    "a cancel": ([("cancelled", {})], None),
    "another policy": ([("changed", {"priority": "high"})], "missed"),
}
"""What happens at the due instant, and the verdict (semantics, section 5: ties)."""


@pytest.mark.parametrize("name", TIES)
@pytest.mark.parametrize("looks", [False, True])
def test_a_stop_at_the_due_instant_wins_and_a_pause_does_not_save(name: str, looks: bool) -> None:
    events, verdict = TIES[name]
    policies: list[dict[str, object]] = [
        {"name": "high", "when": {"priority": "high"}, "calendar": "always", "targets": {"resolution": "5h"}},
        {"name": "all", "default": True, "calendar": "always", "targets": {"resolution": "1h"}},
    ]
    statuses = {category: [status] for status, category in CATEGORIES.items()}
    document = {"format": 1, "standard": "ties", "version": "1", "effective_from": "2026-01-01", "time_zone": "UTC", "statuses": statuses}
    standard = servstd.loads(json.dumps({**document, "sla": {"policies": policies}}))
    state = standard.advance(standard.start(), event_of(Fact(0, "opened", "customer", {}, "e0")))
    if looks:
        state = standard.settle(state, now=instant_of(60)).state
    for number, (kind, data) in enumerate(events, 1):
        state = standard.advance(state, event_of(Fact(60, kind, "agent", data, f"e{number}")))
    for now in (60, 6000):
        clock = standard.settle(state, now=instant_of(now)).clock("resolution")
        assert clock is not None
        assert (clock.verdict, minute(clock.due_us)) == (verdict, 60)


# ── time passing ─────────────────────────────────────────────────────────────────────────────────────────────────────


def discrete(decision: servstd.Decision) -> object:
    """Return all of a decision that only an event or a wake-up may change."""
    return (
        [
            (
                clock.metric, clock.cycle, clock.cycle_id, clock.policy, clock.target, clock.calendar, clock.commitment, clock.state,
                clock.verdict, clock.phase, clock.final, clock.exempt, clock.reason, clock.started_us, clock.due_us, clock.stopped_us,
                clock.missed_us, [(threshold.text, threshold.state) for threshold in clock.thresholds], clock.crossings,
            )
            for clock in decision.clocks
        ],
        decision.next_due_us, decision.next_wake_up_us, [effect.as_dict() for effect in decision.effects], decision.attributes,
        decision.edition, decision.problems,
    )  # fmt: skip


@given(setups(), histories(), st.integers(0, 4000), st.data())
def test_nothing_discrete_changes_before_the_next_wake_up(setup: Setup, facts: list[Fact], after: int, data: st.DataObject) -> None:
    standard, events = servstd.loads(setup.text), [event_of(fact) for fact in facts]
    now = EPOCH_US + (facts[0].at + after) * MINUTE_US
    at_now = standard.decide(events, now=from_us(now))
    wake = at_now.next_wake_up_us
    assert wake is None or wake > now
    last = now + 20 * 1440 * MINUTE_US if wake is None else wake - 1
    for at in sorted({last, *data.draw(st.lists(st.integers(now, last), max_size=3))}):
        assert discrete(standard.decide(events, now=from_us(at))) == discrete(at_now)


@given(setups(), histories(), st.data())
def test_later_events_never_change_a_final_verdict(setup: Setup, facts: list[Fact], data: st.DataObject) -> None:
    standard, events = servstd.loads(setup.text), [event_of(fact) for fact in facts]
    known = data.draw(st.integers(1, len(facts)))
    assume(known == len(facts) or facts[known].at > facts[known - 1].at)
    until = facts[known].at - 1 if known < len(facts) else facts[-1].at + 3000
    now = data.draw(st.integers(facts[known - 1].at, until))
    before = standard.decide(events[:known], now=instant_of(now))
    for asked in (facts[-1].at, facts[-1].at + 3000):
        after = {clock.cycle_id + clock.metric: clock for clock in standard.decide(events, now=instant_of(max(now, asked))).clocks}
        for clock in before.clocks:
            later = after[clock.cycle_id + clock.metric]
            assert (later.metric, later.cycle, later.started_us) == (clock.metric, clock.cycle, clock.started_us)
            if clock.final:
                assert (later.final, later.verdict, later.missed_us) == (True, clock.verdict, clock.missed_us)


@given(setups(), histories(), st.data())
def test_effects_have_unique_keys_and_only_become_more(setup: Setup, facts: list[Fact], data: st.DataObject) -> None:
    standard, events = servstd.loads(setup.text), [event_of(fact) for fact in facts]
    seen_before: dict[str, dict[str, object]] = {}
    for now in sorted(data.draw(st.lists(st.integers(facts[0].at, facts[-1].at + 4000), min_size=2, max_size=4))):
        effects = standard.decide([event for event in events if event.at_us <= EPOCH_US + now * MINUTE_US], now=instant_of(now)).effects
        keys = [effect.key for effect in effects]
        assert len(set(keys)) == len(keys)
        assert [effect.at_us for effect in effects] == sorted(effect.at_us for effect in effects)
        assert all(effect.at_us <= EPOCH_US + now * MINUTE_US for effect in effects)
        told = {effect.key: effect.as_dict() for effect in effects}
        assert {key: told.get(key) for key in seen_before} == seen_before
        seen_before = told


# ── the history ──────────────────────────────────────────────────────────────────────────────────────────────────────


@given(setups(), histories(), LATER, st.integers(0, 1000))
def test_numbered_events_may_come_in_any_order_and_twice(setup: Setup, facts: list[Fact], later: int, seed: int) -> None:
    standard, now = servstd.loads(setup.text), instant_of(facts[-1].at + later)
    in_order = standard.decide([event_of(fact) for fact in facts], now=now).as_dict()
    numbered: list[Event] = [event_of(fact, sequence) for sequence, fact in enumerate(facts)]
    chance = Random(seed)
    shuffled = [*numbered, *chance.sample(numbered, k=chance.randint(0, len(numbered)))]
    chance.shuffle(shuffled)
    assert standard.decide(shuffled, now=now).as_dict() == in_order


@given(setups(), histories(), st.integers(0, 2000))
def test_what_is_known_of_the_future_only_bounds_the_wake_up(setup: Setup, facts: list[Fact], after: int) -> None:
    standard, events = servstd.loads(setup.text), [event_of(fact) for fact in facts]
    now = EPOCH_US + (facts[0].at + after) * MINUTE_US
    known = [event for event in events if event.at_us <= now]
    coming = [event.at_us for event in events if event.at_us > now]
    at = from_us(now)
    with_future, without = standard.decide(events, now=at), standard.decide(known, now=at)
    assert [clock.as_dict() for clock in with_future.clocks] == [clock.as_dict() for clock in without.clocks]
    marks = [mark for mark in (without.next_wake_up_us, *coming[:1]) if mark is not None]
    assert with_future.next_wake_up_us == min(marks, default=None)
