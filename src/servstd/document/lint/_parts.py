"""Every condition and every table of an edition, with the path it is written at.

*Rule:* whatever may hold a condition or a table is listed here once; a lint that reads names or values reads them all.

Example:
    >>> from servstd.conditions import Test
    >>> from servstd.document import read_edition
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: {within: {tier: {vip: 2h, else: 4h}}}}}]}}'''
    >>> [(table.attribute, path[-1]) for table, path in tables_of(read_edition(text))]
    [('tier', 'within')]
"""

from __future__ import annotations

from collections.abc import Iterator

from servstd.conditions import Condition
from servstd.document.edition import Edition
from servstd.errors import Path
from servstd.sla.model import Lookup

__all__ = ["conditions_of", "tables_of"]


def conditions_of(edition: Edition) -> Iterator[tuple[Condition, Path]]:
    """Yield every condition of an edition with its path."""
    for i, policy in enumerate(edition.policies):
        if policy.when is not None:
            yield policy.when, ("sla", "policies", i, "when")
    for metric in edition.metrics:
        for part in ("start", "stop", "pause", "cancel"):
            condition: Condition | None = getattr(metric, part)
            if condition is not None:
                yield condition, ("sla", "metrics", metric.name, part)
    if edition.answered_on_arrival is not None:
        yield edition.answered_on_arrival, ("sla", "answered_on_arrival")
    for section in (edition.customer_notices, edition.escalation, edition.feedback):
        if section is not None:
            yield from section.conditions()
    for key, person in edition.people.items():
        if person.quiet is not None and person.quiet.unless is not None:
            yield person.quiet.unless, ("people", key, "quiet_hours", "unless")
    for floor in edition.tiers.floor if edition.tiers is not None else ():
        if floor.when is not None:
            yield floor.when, (*floor.path, "when")


def tables_of(edition: Edition) -> Iterator[tuple[Lookup, Path]]:
    """Yield every table of an edition with its path, nested ones after the one they are in."""
    for i, policy in enumerate(edition.policies):
        path: Path = ("sla", "policies", i)
        yield from _tables(policy.calendar, (*path, "calendar"))
        for target in policy.targets:
            yield from _tables(target.within, (*path, "targets", target.metric, "within"))
            yield from _tables(target.calendar, (*path, "targets", target.metric, "calendar"))
    for floor in edition.tiers.floor if edition.tiers is not None else ():
        yield from _tables(floor.target.within, (*floor.path, "within"))
        yield from _tables(floor.target.calendar, (*floor.path, "calendar"))


def _tables(value: object, path: Path) -> Iterator[tuple[Lookup, Path]]:
    if isinstance(value, Lookup):
        yield value, path
        for row, inner in [*value.rows.items(), ("else", value.otherwise)]:
            yield from _tables(inner, (*path, value.attribute, row))
