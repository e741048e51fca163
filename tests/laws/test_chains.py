"""Laws of chains: who is told is a function of standard and history, in order, once, and never before the wake-up.

*Rule:* every law is tried on random standards, chains, people and histories.
"""

from __future__ import annotations

import json
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

import servstd
from servstd.calendars import Calendar, read_calendar
from servstd.decide import Decision
from servstd.document import read_editions
from servstd.escalation.model import Acknowledgement, Chain, ChainTrigger, Escalation, Repeat, Step, StepAction
from servstd.events import Event
from servstd.instants import from_us
from servstd.people import Person, QuietHours
from tests.laws.oracle import Fact
from tests.laws.polling import decide_by_looking
from tests.laws.strategies import EPOCH_US, MINUTE_US, Setup, event_of, histories, instant_of, setups
from tests.laws.test_decide import LATER
from tests.laws.test_notices import promised
from tests.unit.decide.chain_support import LADDER, chain, missed, on, person, span, step, unless

EVENTS = ({"event": "opened"}, {"becomes": {"priority": "high"}}, {"event": "message"}, {"becomes": {"category": "on_hold"}})
STOPS = (None, None, {"event": ["resolved", "closed"]}, {"event": "acknowledged"}, {"priority": "high"})
WHEN = (None, None, None, {"priority": {"missing": True}}, {"category": {"not": "on_hold"}})
HOURS = ({"mon-sun": ["08:30-21:00"]}, {"mon-fri": ["09:00-12:00", "13:00-18:00"]}, {"tue": ["00:00-00:20"]}, "24/7")
UNLESS = (None, None, unless(), unless("supervisor"), unless("li"), unless(when={"category": "on_hold"}))
AMOUNTS = ("20m", "1h", "6h", "1wd")
POINTS = ("25%", "75%", "20m remaining", "missed", "20m overdue", "3h overdue")


def hours() -> st.SearchStrategy[Calendar]:
    return st.sampled_from([read_calendar({"time_zone": "UTC", "hours": one}, name=f"h{i}") for i, one in enumerate(HOURS)])


def quiets() -> st.SearchStrategy[QuietHours | None]:
    return st.none() | st.none() | st.builds(QuietHours, hours(), urgent_passes=st.booleans())


@st.composite
def steps(draw: st.DrawFn, name: str, *, on_clock: bool) -> Step:
    whom = draw(st.lists(st.sampled_from(["owner", "li", "role specialist", "nobody", "room board", "customer"]), max_size=2, unique=True))
    if draw(st.booleans()):
        whom.append(f"level {draw(st.sampled_from(LADDER))}")
    at, after = None, None
    if on_clock and draw(st.booleans()):
        at = draw(st.sampled_from(POINTS))
    else:
        after = draw(st.sampled_from(AMOUNTS))
    actions = draw(st.sampled_from([(), (), (StepAction("set", values={"priority": "high"}),)]))
    return step(
        name, *whom, at=at, after=after, calendar=None if at else draw(st.sampled_from([None, "always", "clock", "recipient"])),
        unless=draw(st.sampled_from(UNLESS)), when=draw(st.sampled_from((None, None, None, {"priority": "high"}))), actions=actions,
        urgency=draw(st.sampled_from(["normal", "high"])),
    )  # fmt: skip


@st.composite
def chains(draw: st.DrawFn, name: str, metrics: list[str]) -> Chain:
    kind = draw(st.sampled_from(["clock", "clock", "event", "by_hand"] if metrics else ["event", "by_hand"]))
    trigger: ChainTrigger = on()
    if kind == "clock":
        trigger = missed(draw(st.sampled_from(metrics)), at=draw(st.sampled_from(POINTS)))
    elif kind == "event":
        trigger = on(draw(st.sampled_from(EVENTS)))
    count = draw(st.integers(1, 4))
    made = [draw(steps(str(i + 1), on_clock=kind == "clock")) for i in range(count)]
    if draw(st.booleans()):
        made[0] = attrs.evolve(made[0], after=None, at=None, calendar=None)
    spans = st.none() | st.sampled_from([span("20m"), span("3h"), span("30h")])
    taken = st.builds(Acknowledgement, by=st.sampled_from(["any", "all", "person"]), expires=spans, remind=spans, confirm_within=spans)
    repeats = st.none() | st.builds(
        Repeat, first=st.integers(0, count - 1), times=st.integers(1, 2), after=st.just(step("", after="3h").after),
        calendar=st.sampled_from([None, "always"]),
    )  # fmt: skip
    return chain(
        name, trigger, *made, when=draw(st.sampled_from(WHEN)), stop=draw(st.sampled_from(STOPS)), acknowledgement=draw(taken),
        repeat=draw(repeats), quiet=draw(quiets()), same_person=draw(st.sampled_from(["merge", "tell"])), stand_down=draw(st.booleans()),
        tell_below=draw(st.booleans()),
    )  # fmt: skip


@st.composite
def crews(draw: st.DrawFn) -> dict[str, Person]:
    small = draw(st.booleans())
    found = [
        person("li", "specialist", *(LADDER[1:] if small else ()), quiet=draw(quiets()), calendar=draw(st.sampled_from([None, "a"]))),
        person("wang", "supervisor", quiet=draw(quiets())),
        person("qian", "manager", quiet=draw(quiets())),
    ]
    return {one.key: one for one in found}


@st.composite
def escalations(draw: st.DrawFn, metrics: list[str]) -> Escalation:
    made = tuple(draw(chains(f"c{i}", metrics)) for i in range(draw(st.integers(1, 3))))
    fallback = draw(st.sampled_from([(), step("", "wang").notify]))
    return Escalation(ladder=LADDER, chains=made, fallback=fallback)


@st.composite
def escalating(draw: st.DrawFn) -> servstd.Standard:
    """Draw a standard with chains; at times a second edition takes over open cases."""
    setup: Setup = draw(setups())
    metrics, people = promised(setup), draw(crews())
    first: dict[str, Any] = {**setup.document, "notifiers": {"wecom": {"type": "console", "contact": "wecom"}}}
    texts = [("1.json", json.dumps(first))]
    if draw(st.booleans()):
        since = draw(st.sampled_from(["2026-01-06", "2026-01-06 08:40", "2026-01-07 13:20"]))
        texts.append(("2.json", json.dumps({**first, "version": "2", "adopt": "open_cases", "effective_from": since})))
    editions = [attrs.evolve(edition, escalation=draw(escalations(metrics)), people=people) for edition in read_editions(texts)]
    return servstd.Standard(tuple(editions))


@st.composite
def histories_with_answers(draw: st.DrawFn) -> list[Event]:
    """Draw a history in which people take note, take it back, and escalate by hand."""
    facts: list[Fact] = draw(histories())
    events = [event_of(fact) for fact in facts]
    case, last = events[0].case, facts[-1].at + 3000
    opened = min(events, key=lambda event: event.at_us)
    events[events.index(opened)] = attrs.evolve(
        opened, at=opened.at_us, recorded_at=opened.recorded_at_us, data={**opened.data, "owner": "li"}
    ) if opened.kind == "opened" else opened  # fmt: skip
    for i in range(draw(st.integers(0, 4))):
        at = (
            draw(st.integers(facts[0].at, last).map(lambda minutes: minutes // 20 * 20))
            if draw(st.booleans())
            else draw(st.integers(facts[0].at, last))
        )
        kind = draw(st.sampled_from(["acknowledged", "acknowledged", "unacknowledged", "escalated", "watch_resumed"]))
        data: dict[str, Any] = {}
        if kind != "watch_resumed" and draw(st.booleans()):
            data["chain"] = draw(st.sampled_from(["c0", "c1"]))
        if kind == "acknowledged" and draw(st.booleans()):
            data["of"] = "supervisor"
        if kind == "watch_resumed":
            data["since"] = from_us(EPOCH_US + max(at - draw(st.integers(0, 2000)), 0) * MINUTE_US).isoformat()
        by = {"role": "agent", "id": draw(st.sampled_from(["li", "wang", "nobody"]))}
        events.append(Event(kind, case=case, at=EPOCH_US + max(at, facts[0].at) * MINUTE_US, by=by, id=f"x{i}", data=data))
    return sorted(events, key=lambda event: event.at_us)


def minute(us: int) -> int:
    return (us - EPOCH_US) // MINUTE_US


def keyed(decision: Decision) -> dict[str, int]:
    effects = [effect for effect in decision.effects if effect.place is not None]
    found = {effect.key: effect.at_us for effect in effects}
    assert len(found) == len(effects), "a key is told twice"
    assert found == {line.key: line.at_us for line in decision.escalation if line.told}
    return found


@given(escalating(), histories_with_answers(), LATER, st.data())
def test_chains_do_not_depend_on_splits_nor_on_polling(
    standard: servstd.Standard, events: list[Event], later: int, data: st.DataObject
) -> None:
    now = minute(events[-1].at_us) + later
    whole = standard.decide(events, now=instant_of(now))
    last = decide_by_looking(standard, events, [minute(event.at_us) for event in events], now, data)
    assert keyed(last) == keyed(whole)
    assert last.effects == whole.effects
    assert last.escalation == whole.escalation
    assert last.as_dict() == whole.as_dict()


@given(escalating(), histories_with_answers(), st.data())
def test_lines_only_become_more(standard: servstd.Standard, events: list[Event], data: st.DataObject) -> None:
    events = [event for event in events if event.kind != "watch_resumed"]
    before: dict[str, int] = {}
    for now in sorted(data.draw(st.lists(st.integers(minute(events[0].at_us), minute(events[-1].at_us) + 4000), min_size=2, max_size=4))):
        told = keyed(standard.decide([event for event in events if minute(event.at_us) <= now], now=instant_of(now)))
        assert all(minute(at) <= now for at in told.values())
        assert {key: told.get(key) for key in before} == before
        before = told


@given(escalating(), histories_with_answers(), st.integers(0, 4000), st.data())
def test_no_line_comes_before_the_next_wake_up(standard: servstd.Standard, events: list[Event], after: int, data: st.DataObject) -> None:
    now = EPOCH_US + (minute(events[0].at_us) + after) * MINUTE_US
    at_now = standard.decide(events, now=from_us(now))
    wake = at_now.next_wake_up_us
    assert wake is None or wake > now
    last = now + 20 * 1440 * MINUTE_US if wake is None else wake - 1
    for at in sorted({last, *data.draw(st.lists(st.integers(now, last), max_size=3))}):
        later = standard.decide(events, now=from_us(at))
        assert (later.effects, later.escalation, later.next_wake_up_us) == (at_now.effects, at_now.escalation, wake)


@given(escalating(), histories_with_answers(), LATER)
def test_steps_come_in_order_and_no_two_at_once(standard: servstd.Standard, events: list[Event], later: int) -> None:
    decision = standard.decide(
        [event for event in events if event.kind != "watch_resumed"], now=from_us(events[-1].at_us + later * MINUTE_US)
    )
    runs: dict[tuple[str, str, str], list[tuple[int, int, int, str]]] = {}
    for line in decision.escalation:
        if line.kind == "step" and line.why not in ("acknowledged", "condition", "stood_down"):
            taken = runs.setdefault((line.chain, line.cycle_id, line.trigger), [])
            taken.append((line.since_us, line.round, int(line.step), line.level))
    for taken in runs.values():
        ordered = sorted(taken)
        assert [one[1:3] for one in ordered] == sorted(one[1:3] for one in taken)
        assert len({(at, number, name) for at, number, name, _ in taken}) == len({at for at, *_ in taken})
