"""The calendars of a standard, bound in such an order that each finds those it is made of.

*Rule:* a calendar that could not be read is stood in for, so that what is built on it is not called unknown.

Example:
    >>> data = {"calendars": {"night": {"not": "day"}, "day": {"hours": {"mon-sun": ["08:00-20:00"]}}}}
    >>> list(bind_calendars(data, {}, "UTC", Report()))
    ['always', 'night', 'day']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from servstd.calendars import ALWAYS, Calendar, parse_calendar
from servstd.document._plain import entries_of, is_map, items_of
from servstd.errors import Report

__all__ = ["MAX_LEVELS", "bind_calendars", "with_live_dates"]

MAX_LEVELS = 12


def bind_calendars(data: Mapping[str, object], live: Mapping[str, object], zone: str, report: Report) -> dict[str, Calendar]:
    """Return the calendars by name, `always` among them, in the document's order.

    Args:
        data: The standard as written.
        live: The operations file as written; its dates are added.
        zone: The standard's time zone.
        report: Takes the problems, circles among them (CAL014).
    """
    written = {name: with_live_dates(name, value, live) for name, value in entries_of(data.get("calendars")).items()}
    always = parse_calendar("24/7", "always", Report(), (), {}, zone) or ALWAYS
    calendars: dict[str, Calendar] = {"always": always, **dict.fromkeys(written, always)}
    needs = {name: {part for part in _operands(value) if part in written} for name, value in written.items()}
    broken: set[str] = set()
    for name in _order(needs, broken, report):
        found = Report()
        calendar = parse_calendar(written[name], name, found, ("calendars", name), calendars, zone)
        if needs[name] & broken:
            # what stands in for a part may leave no open time where the part would
            found.problems = [problem for problem in found.problems if problem.code != "CAL008"]
        report.problems += found.problems
        if calendar is None or needs[name] & broken:
            broken.add(name)
        else:
            calendars[name] = calendar
    if not calendars["always"].is_always:
        report.add("DOC068", ("calendars", "always"), on_key=True)
    return calendars


def with_live_dates(name: str, value: object, live: Mapping[str, object]) -> object:
    """Return a calendar as written with the dates that the operations file adds to it; the file's word counts."""
    added = entries_of(entries_of(entries_of(live.get("calendars")).get(name)).get("dates"))
    if not added or not is_map(value):
        return value
    return {**value, "dates": {**entries_of(value.get("dates")), **added}}


def _order(needs: Mapping[str, set[str]], broken: set[str], report: Report) -> list[str]:
    """Return the names so that each comes after those it is made of; circles are told and opened, towers cut."""
    left = {name: set(parts) for name, parts in needs.items()}
    while True:
        try:
            order = list(TopologicalSorter(left).static_order())
        except CycleError as error:
            cycle: list[str] = error.args[1]
            report.add("CAL014", ("calendars", cycle[0]), on_key=True, cycle=" -> ".join(reversed(cycle)))
            left[cycle[1]].discard(cycle[0])
            broken.update(cycle)
        else:
            return _cut(order, left, broken, report)


def _cut(order: list[str], needs: Mapping[str, set[str]], broken: set[str], report: Report) -> list[str]:
    """Return the names without those that stand on a tower of others: nobody could say what they mean."""
    levels: dict[str, int] = {}
    for name in order:
        levels[name] = 1 + max((levels[part] for part in needs[name]), default=0)
        if levels[name] > MAX_LEVELS:
            report.add("DOC066", ("calendars", name), on_key=True, limit=MAX_LEVELS)
            broken.add(name)
            levels[name] = 0
    return [name for name in order if levels[name]]


def _operands(value: object) -> Iterator[str]:
    """Yield the names of the calendars that one is made of."""
    parts = entries_of(value)
    for key in ("any_of", "all_of", "not", "except", "else"):
        part = parts.get(key)
        for operand in [*items_of(part), part]:
            if isinstance(operand, str):
                yield operand
            elif is_map(operand):
                yield from _operands(operand)
