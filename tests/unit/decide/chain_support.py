"""What the tests of chains share: standards with an escalation made of values, and lines told in hours.

*Rule:* an hour is counted from Monday, 5 January 2026, 00:00 UTC, as in `support`. Lines are told short: (hour, step, whom), with the
reason where somebody was not told.

Example:
    >>> standard = escalating(chain("late", missed(), step("1", "li")))
    >>> told(standard, [event(9, "opened", owner="li")], 20)
    [(13.0, '1', 'li')]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import attrs

import servstd
from servstd.conditions import Condition, read_condition
from servstd.decide import Decision
from servstd.durations import Span, parse_amount
from servstd.errors import Report
from servstd.escalation.model import Addressee, Chain, ChainTrigger, Escalation, Step, Unless
from servstd.escalation.planned import PlannedNotice
from servstd.people import Person
from servstd.sla.model import Threshold
from tests.unit.decide.support import MONDAY, STATUSES, at, event, hour, loads, stepwise

__all__ = [
    "BODY", "LADDER", "PEOPLE", "chain", "condition", "escalating", "event", "lines", "look", "missed", "on", "person", "point", "replace",
    "span", "split", "step", "told", "unless",
]  # fmt: skip

LADDER = ("specialist", "supervisor", "manager", "general")
BODY = (
    STATUSES
    + 'calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}\n'
    + "notifiers: {wecom: {type: console, contact: wecom}, sms: {type: console, contact: sms}}\n"
    + "sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}\n"
)


def person(key: str, *roles: str, **rest: object) -> Person:
    """Return a person whom wecom and sms reach."""
    given = {"roles": roles, "contacts": {"wecom": key, "sms": f"+{key}"}, "name": key.title(), **rest}
    return Person(key, **given)  # type: ignore[arg-type]


PEOPLE = {
    one.key: one
    for one in (
        person("li", "specialist", team="desk", manager="wang"),
        person("wang", "supervisor", team="desk", manager="qian"),
        person("qian", "manager", manager="zhao"),
        person("zhao", "general"),
    )
}


def condition(data: object) -> Condition:
    """Return a condition read from plain data."""
    report = Report()
    read = read_condition(data, report)
    assert read is not None, report.problems
    return read


def point(text: str) -> Threshold:
    """Return a threshold: `75%`, `1h remaining`, `30m overdue`."""
    if text.endswith("%"):
        return Threshold(text, kind="percent", percent=(int(text[:-1]), 100))
    amount, kind = text.split()
    return Threshold(text, kind=kind, amount=parse_amount(amount))  # type: ignore[arg-type]


def missed(metric: str = "resolution", at: str = "missed") -> ChainTrigger:
    """Return the trigger of a clock's point."""
    return ChainTrigger("missed", metric=metric) if at == "missed" else ChainTrigger("threshold", metric=metric, threshold=point(at))


def on(data: object = None) -> ChainTrigger:
    """Return the trigger of an event; without one, by hand."""
    return ChainTrigger("by_hand") if data is None else ChainTrigger("event", condition=condition(data))


def unless(by: str = "", *, when: object = None) -> Unless:
    """Return what withholds a step: an acknowledgement, or a state."""
    return Unless(condition=condition(when)) if when is not None else Unless(acknowledged=not by, by=by)


def span(text: str) -> Span:
    """Return actual time: `30m`."""
    return Span(parse_amount(text).us)


def step(name: str, *whom: str, at: str | None = None, after: str | None = None, when: object = None, **rest: object) -> Step:
    """Return a step; whom it tells as `li`, `owner`, `customer`, `level supervisor`, `role manager`, `room board`."""
    notify: list[Addressee] = []
    for one in whom:
        kind, _, key = one.partition(" ")
        if kind == "level":
            rest["level"] = key
        elif kind in ("owner", "customer"):
            notify.append(Addressee(kind))  # type: ignore[arg-type]
        else:
            notify.append(Addressee(kind, name=key) if key else Addressee("person", name=kind))  # type: ignore[arg-type]
    rest.setdefault("via", ("wecom",))
    place = None if at is None else "missed" if at == "missed" else point(at)
    return Step(
        name, at=place, after=None if after is None else parse_amount(after), notify=tuple(notify),
        when=None if when is None else condition(when), **rest,  # type: ignore[arg-type]
    )  # fmt: skip


def chain(name: str, trigger: ChainTrigger, *steps: Step, when: object = None, stop: object = None, **rest: object) -> Chain:
    """Return a chain; it tells nobody that it stood down unless asked to."""
    rest.setdefault("stand_down", False)
    return Chain(
        name, trigger=trigger, steps=steps, when=None if when is None else condition(when),
        stop_on=None if stop is None else condition(stop), **rest,  # type: ignore[arg-type]
    )  # fmt: skip


def replace(standard: servstd.Standard, *escalations: Escalation | None, people: Mapping[str, Person] = PEOPLE) -> servstd.Standard:
    """Return a standard whose editions escalate so."""
    editions = [attrs.evolve(edition, escalation=one, people=people) for edition, one in zip(standard.editions, escalations, strict=True)]
    return servstd.Standard(tuple(editions))


def escalating(*chains: Chain, body: str = BODY, people: Mapping[str, Person] = PEOPLE, **rest: object) -> servstd.Standard:
    """Return a standard with these chains."""
    return replace(loads(body), Escalation(ladder=LADDER, chains=chains, **rest), people=people)  # type: ignore[arg-type]


def look(standard: servstd.Standard, events: Sequence[dict[str, object]], now: float) -> Decision:
    """Return the decision at an hour; step by step, looking twice in between, the same comes out."""
    decision = standard.decide(events, now=at(now))
    past = [item for item in events if str(item["at"]) <= (MONDAY + timedelta(hours=now)).isoformat()]
    for other in (stepwise(standard, past, now), split(standard, past, now)):
        assert other.escalation == decision.escalation
        assert other.effects == decision.effects
        assert other.as_dict()["next_wake_up"] == standard.decide(past, now=at(now)).as_dict()["next_wake_up"]
    keys = [effect.key for effect in decision.effects]
    assert len(set(keys)) == len(keys)
    lines_told = {line.key: line.at_us for line in decision.escalation if line.told}
    assert lines_told == {effect.key: effect.at_us for effect in decision.effects if effect.place is not None}
    return decision


def split(standard: servstd.Standard, events: Sequence[dict[str, object]], now: float) -> Decision:
    """Return the decision made event by event, each state settled twice before the next."""
    state = standard.start()
    instants = [str(item["at"]) for item in events] + [at(now)]
    for item, after in zip(sorted(events, key=lambda item: str(item["at"])), sorted(instants)[1:], strict=True):
        state = standard.advance(state, item)
        standard.settle(state, now=str(item["at"]))
        state = standard.settle(state, now=after).state
    return standard.settle(state, now=at(now))


def lines(standard: servstd.Standard, events: Sequence[dict[str, object]], now: float) -> list[PlannedNotice]:
    """Return every line up to an hour."""
    return list(look(standard, events, now).escalation)


def told(standard: servstd.Standard, events: Sequence[dict[str, object]], now: float, *, why: bool = False) -> list[tuple[object, ...]]:
    """Return (hour, step, whom) of every line that was told; `why`: of all, with status and reason where it was not told."""
    out: list[tuple[object, ...]] = []
    for line in lines(standard, events, now):
        if line.told:
            out.append((hour(line.at_us), line.step, line.recipient))
        elif why:
            out.append((hour(line.at_us), line.step, line.recipient, line.why or line.status))
    return out
