"""What a notice may tell: the facts of a case at one instant, as plain data.

*Rule:* only promises and goals are quoted. A clock that is internal, exempt or not graded is not among the facts, and so cannot
be told by mistake.

    case, at, opened_at, time_zone, standard     the case's id, instants in microseconds, the zone's name, the standard's title
    attributes, labels, instants, persons        values; labels in the language; names of instants; people by attribute
    data                                         what the causing event tells
    clocks                                       metric -> label, due, target, state, commitment
    metric, due, previous_due, why               for a notice about a clock
    next_update                                  the earliest pending due of a promise or goal after `at`
    level                                        the highest level that chains told so far; for a notice about a clock, those of its cycle

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}}'''
    >>> standard = servstd.loads(text)
    >>> opened = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer"}
    >>> state = standard.advance(standard.start(), opened)
    >>> from servstd.decide.governing import settle_instant
    >>> settle_instant(standard.compiled, state, state.watermark)
    >>> fired = Fired(0, at_us=state.watermark, reason="opened", cycle_id="e1")
    >>> make_facts(standard.compiled, state, state.watermark, fired)["clocks"]["resolution"]["target"]
    '4 hours'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from servstd.decide.chains_facts import highest_level
from servstd.decide.compiled import CompiledEdition, CompiledStandard
from servstd.decide.owed import Fired
from servstd.decide.state import CaseState
from servstd.decide.turns import choice_of
from servstd.document.edition import Edition
from servstd.errors import UsageError
from servstd.instants import read_instant, to_us
from servstd.messages.naming import name_attribute, pick_label, spell_amount
from servstd.plain import is_list
from servstd.sla.clock import ClockState
from servstd.sla.model import Target
from servstd.sla.policies import Choice

__all__ = ["make_facts", "plain_data", "quoted"]

_DERIVED = ("category", "awaiting_reply")


def quoted(choice: Choice | None) -> Target | None:
    """Return the target that governs a clock where it is owed to the customer, as a promise or a goal; else None."""
    if choice is None or choice.reason is not None or choice.target is None or choice.target.commitment == "internal":
        return None
    return choice.target


def plain_data(compiled: CompiledEdition, data: Mapping[str, object]) -> tuple[dict[str, object], tuple[str, ...]]:
    """Return an event's data as JSON has it, and the names of the instants among them, which are microseconds since the epoch."""
    plain, instants = dict[str, object](), list[str]()
    for name, value in data.items():
        plain[name] = _plain(value)
        if isinstance(value, datetime):
            plain[name] = to_us(value)
        elif name in compiled.instants or name == "due":  # what was promised
            try:
                plain[name] = read_instant(value, compiled.zone) if isinstance(value, str) else value
            except UsageError:
                continue
        else:
            continue
        if isinstance(plain[name], int):
            instants.append(name)
    return plain, tuple(instants)


def _plain(value: object) -> object:
    return list(value) if is_list(value) else value


def make_facts(standard: CompiledStandard, state: CaseState, at: int, fired: Fired) -> dict[str, object]:
    """Return the facts of a case at an instant at or after its last event.

    Args:
        standard: What governs.
        state: Settled up to `at` or later, with no event in between.
        at: Microseconds since the epoch.
        fired: What the notice is sent for.
    """
    compiled = standard.editions[state.edition]
    edition = compiled.edition
    attributes = {name: _plain(value) for name, value in state.attributes.items() if name not in _DERIVED}
    pending = [due for clock, _, due in _quoted(standard, state) if clock.phase == "running" and due is not None and due > at]
    facts: dict[str, object] = {
        "case": state.case,
        "at": at,
        "opened_at": state.opened_us,
        "time_zone": edition.time_zone,
        "standard": pick_label(edition.title, edition.language, edition.name),
        "attributes": attributes,
        "labels": dict(_labels(edition, attributes)),
        "instants": [
            *(name for name, value in attributes.items() if name in compiled.instants and isinstance(value, int)),
            *(name for name in fired.instants if name not in attributes),
        ],
        "persons": dict(_persons(edition, attributes)),
        "data": dict(fired.data),
        "clocks": dict(_clocks(standard, edition, state, at)),
        "next_update": min(pending, default=None),
    }
    if fired.metric:
        facts |= {"metric": fired.metric, "due": fired.due_us}
    if state.chains is not None:
        facts["level"] = highest_level(standard, state, at, fired.metric, fired.cycle_id if fired.metric else "")
    if fired.why is not None:
        facts |= {"previous_due": fired.previous_us, "why": fired.why}
    return facts


def _labels(edition: Edition, attributes: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in attributes.items():
        attribute = edition.attributes.get(name)
        label = (attribute.values or {}).get(str(value)) if attribute is not None else None
        if label:
            yield name, pick_label(label, edition.language, str(value))


def _persons(edition: Edition, attributes: Mapping[str, object]) -> Iterator[tuple[str, dict[str, str]]]:
    for name, value in attributes.items():
        attribute = edition.attributes.get(name)
        if isinstance(value, str) and (name == "owner" or (attribute is not None and attribute.kind == "person")):
            person = edition.people.get(value)
            yield name, {"key": value, "name": (person.name if person is not None else "") or value}


def _quoted(standard: CompiledStandard, state: CaseState) -> Iterator[tuple[ClockState, Target, int | None]]:
    """Yield the last clock of each metric that is owed to the customer, with its target and its due."""
    last = {clock.metric: clock for clock in (*state.ended, *state.idle.values(), *state.live.values())}
    for clock in last.values():
        target = quoted(choice_of(standard, clock))
        if target is not None and clock.d0 is not None:
            yield clock, target, clock.due if clock.missed is None else clock.missed


def _clocks(standard: CompiledStandard, edition: Edition, state: CaseState, at: int) -> Iterator[tuple[str, dict[str, object]]]:
    labels = {metric.name: metric.label for metric in edition.metrics}
    for clock, target, due in _quoted(standard, state):
        choice = choice_of(standard, clock)
        amount = None if choice is None else choice.amount
        yield (
            clock.metric,
            {
                "label": pick_label(labels.get(clock.metric), edition.language, clock.metric),
                "due": due,
                "target": spell_amount(amount, edition.language)
                if amount
                else name_attribute(edition, target.until or "", edition.language),
                "state": _state_at(clock, at),
                "commitment": target.commitment,
            },
        )


def _state_at(clock: ClockState, at: int) -> str:
    """Return a clock's headline at an instant; a miss later than that is not known yet."""
    if clock.phase == "cancelled":
        return "cancelled"
    if clock.missed is not None and clock.missed <= at:
        return "missed"
    return "met" if clock.phase == "stopped" else clock.phase
