"""The rows of one case become its events: what each shape of log tells, and nothing more.

*Rule:* an event is dated by the row that tells it. A snapshot tells what differs from the one before. What the first one
says of status, owner and team comes after the opening, at the row's own instant; everything else held at the opening.

Example:
    >>> from servstd.events import Actor
    >>> agent, customer = Actor("agent", "li"), Actor("customer")
    >>> rows = [Row(60, 2, agent, ("high", "new"), opened=Opening(0, customer, False)), Row(90, 3, agent, ("high", "done"))]
    >>> [(event.at_us, event.kind, dict(event.data)) for event in snapshot_events("42", rows, ("priority", "status"), False)]
    [(0, 'opened', {'priority': 'high'}), (60, 'changed', {'status': 'new'}), (90, 'changed', {'status': 'done'})]
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from servstd.events import KINDS, Actor, Event, Value
from servstd.mapping._rows import Data, Steps

__all__ = [
    "AnyRow", "CaseRow", "Change", "Fact", "Opening", "Row",
    "activity_events", "case_events", "change_events", "is_early", "snapshot_events",
]  # fmt: skip

Fact: TypeAlias = tuple[int, str, Actor, Data]
"""(instant, kind, actor, data): an event before it is numbered."""
Values: TypeAlias = tuple[Value, ...]
# What people do with a case once it is there. A case entered as resolved was opened first: its clocks start, and stop at once.
_LIVE = frozenset({"status", "owner", "team"})
_TELLING = frozenset(name for name, kind in KINDS.items() if kind.attributes)
_FIRST = itemgetter(0)


class Opening(NamedTuple):
    """What a row says of its case's opening."""

    at_us: int
    actor: Actor
    answered: bool


class Change(NamedTuple):
    """One field's change; an empty name is a field the mapping does not name."""

    name: str
    old: Value
    new: Value


class Row(NamedTuple):
    """One row of a log of snapshots, activities or changes, read."""

    at_us: int
    number: int
    actor: Actor
    values: Values
    steps: Steps = ()
    opened: Opening | None = None
    change: Change | None = None


class CaseRow(NamedTuple):
    """One row that is a whole case, or goes on with the case above; `at_us` is its last event's instant."""

    at_us: int
    number: int
    values: Values
    facts: tuple[Fact, ...]


AnyRow: TypeAlias = Row | CaseRow


def is_early(row: Row) -> bool:
    """Return whether a row is older than the opening it tells of."""
    return row.opened is not None and row.at_us < row.opened.at_us


def _in_order(rows: Sequence[Row]) -> Sequence[Row]:
    previous = rows[0].at_us
    for row in rows:
        if row.at_us < previous:
            return sorted(rows, key=_FIRST)
        previous = row.at_us
    return rows


def _finish(case: str, facts: list[Fact], ties: bool) -> list[Event]:
    facts.sort(key=_FIRST)
    if ties:
        return [Event(kind, case=case, at=at, by=actor, sequence=i, data=data) for i, (at, kind, actor, data) in enumerate(facts, 1)]
    return [Event(kind, case=case, at=at, by=actor, data=data) for at, kind, actor, data in facts]


def _known(names: Sequence[str], values: Values) -> dict[str, Value]:
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}


def _difference(names: Sequence[str], values: Values, before: Values) -> dict[str, Value]:
    return {name: value for name, value, old in zip(names, values, before, strict=True) if value != old}


def _open(rows: Sequence[Row], names: Sequence[str]) -> tuple[Fact, Values]:
    """Return the opening, and what is known of the case then: what older rows say, else what the first row says it was raised as."""
    first = rows[0]
    opening = first.opened or Opening(first.at_us, first.actor, False)
    values = tuple(None if name in _LIVE else value for name, value in zip(names, first.values, strict=True))
    for row in rows:
        if row.at_us >= opening.at_us:
            break
        values = row.values
    data = _known(names, values)
    if opening.answered:
        data["answered"] = True
    return (opening.at_us, "opened", opening.actor, data), values


def snapshot_events(case: str, rows: Sequence[Row], names: Sequence[str], ties: bool) -> list[Event]:
    """Return a case's events from pictures of it: the opening, and each change of an attribute.

    Args:
        case: The case's id.
        rows: Its rows, in the order of the file; the order of time is made here.
        names: The attributes, in the order of each row's values.
        ties: Whether events are numbered, so that those of one instant keep the order of the file.

    A row older than the opening does not move it: what such rows say holds at the opening, and the log reports them.
    """
    rows = _in_order(rows)
    opened, before = _open(rows, names)
    facts = [opened]
    for row in rows:
        if row.values != before and row.at_us >= opened[0]:
            facts.append((row.at_us, "changed", row.actor, _difference(names, row.values, before)))
            before = row.values
    return _finish(case, facts, ties)


def activity_events(case: str, rows: Sequence[Row], names: Sequence[str], ties: bool) -> list[Event]:
    """Return a case's events from the actions taken: what each stands for, and the attributes that differ from the row before.

    The difference goes into the action's own `changed`, or into one before it. Attributes that a `changed` sets again to
    what it set before are no event.
    """
    rows = _in_order(rows)
    facts: list[Fact] = []
    before: Values | None = None
    told: dict[str, Value] = {}
    if rows[0].opened is not None and all(kind != "opened" for kind, _ in rows[0].steps):
        opened, before = _open(rows, names)
        facts.append(opened)
    for row in rows:
        difference: dict[str, Value] = {}
        if before is not None and row.values != before and row.at_us >= facts[0][0]:
            difference = _difference(names, row.values, before)
            before = row.values
        steps = row.steps
        if difference and all(kind != "changed" for kind, _ in steps):
            facts.append((row.at_us, "changed", row.actor, difference))
        for kind, data in steps:
            if kind == "opened" and before is None:
                before = row.values
                data = {**_known(names, row.values), **data}
            elif kind == "changed":
                data = {**difference, **{name: value for name, value in data.items() if name not in told or told[name] != value}}
                difference = {}
                if not data:
                    continue
            if kind in _TELLING:
                told.update(data)
            elif kind != "message":  # it may have changed the status without naming one
                told.clear()
            facts.append((row.at_us, kind, row.actor, data))
    return _finish(case, facts, ties)


def change_events(case: str, rows: Sequence[Row], names: Sequence[str], ties: bool) -> list[Event]:
    """Return a case's events from an audit of its fields; changes of one actor at one instant are one event.

    At the opening an attribute has what its first change says it had before; `names` are the attributes of joined files.
    """
    rows = _in_order(rows)
    opened, before = _open(rows, names)
    first: dict[str, Value] = {}
    for row in rows:
        if row.change is not None and row.change.name:
            first.setdefault(row.change.name, row.change.old)
    data = {**{name: value for name, value in first.items() if value is not None}, **opened[3]}
    facts: list[Fact] = [(*opened[:3], data)]
    merged: dict[str, Value] = {}
    for row in rows:
        news = _difference(names, row.values, before) if row.at_us >= opened[0] else {}
        if news:
            before = row.values
        if row.change is not None and row.change.name:
            news[row.change.name] = row.change.new
        if not news:
            continue
        last = facts[-1]
        if last[3] is merged and last[0] == row.at_us and last[2] == row.actor and not news.keys() & merged.keys():
            merged.update(news)
        else:
            merged = news
            facts.append((row.at_us, "changed", row.actor, merged))
    return _finish(case, facts, ties)


def case_events(case: str, rows: Sequence[CaseRow], names: Sequence[str], ties: bool) -> list[Event]:
    """Return a case's events from the row that is the case and those that go on with it; its attributes are the opening's."""
    values = rows[0].values
    for row in rows[1:]:
        values = tuple(other if value is None else value for value, other in zip(values, row.values, strict=True))
    known = _known(names, values)
    facts = [(at, kind, actor, {**known, **data} if kind == "opened" else data) for row in rows for at, kind, actor, data in row.facts]
    return _finish(case, facts, ties)
