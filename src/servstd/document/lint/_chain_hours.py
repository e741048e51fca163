"""Quiet hours of chains: those that never end, and those that hold an urgent step past its due.

*Rule:* a step is called held past its due only with an instant at which that happens.

Example:
    >>> from servstd.document import check_edition
    >>> head = 'format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC, people: {li: {name: Li}}'
    >>> chain = "{name: c, trigger: by_hand, steps: [{notify: li}], quiet_hours: {outside: {dates: {2020-01-06: ['09:00-10:00']}}}}"
    >>> [problem.code for problem in check_edition(f"{{{head}, escalation: {{chains: [{chain}]}}}}")[1]]
    ['ESC031']
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from servstd.calendars import Calendar
from servstd.document.lint._chain_points import spot_of
from servstd.document.lint._scope import Cell, Scope
from servstd.errors import NoOpenTime
from servstd.escalation.model import Chain, Escalation, Step
from servstd.instants import DAY_US, HOUR_US, from_us, read_zone

__all__ = ["CHECKS", "check_hours", "check_urgent"]

_LOOKED_AT: Final = 28 * DAY_US
"""How far starts are tried: quiet hours repeat by the week."""


def _quiet(scope: Scope) -> Iterator[tuple[Chain, Calendar]]:
    for chain in (scope.edition.escalation or Escalation()).chains:
        if chain.quiet is not None:
            yield chain, chain.quiet.hours


def check_hours(scope: Scope) -> None:
    """Report quiet hours that never end within a year: what is held would never be told."""
    start, end = scope.window
    for chain, hours in _quiet(scope):
        if _opens(hours, start) >= end:
            scope.add("ESC031", (*chain.path, "quiet_hours", "outside"), calendar=hours.name)


def _opens(hours: Calendar, at: int) -> int:
    """Return the next open instant; far away where there is none."""
    try:
        return hours.timeline.next_open(at)
    except NoOpenTime:
        return 1 << 62


def check_urgent(scope: Scope) -> None:
    """Report urgent steps before a due that quiet hours hold until it has passed."""
    for chain, hours in _quiet(scope):
        if chain.quiet is not None and not chain.quiet.urgent_passes and chain.trigger.metric:
            for step in chain.steps:
                if step.urgency == "high" and step.after is None:
                    _check_step(scope, chain, step, hours)


def _check_step(scope: Scope, chain: Chain, step: Step, hours: Calendar) -> None:
    point = step.at if step.at is not None else chain.trigger.point
    region = scope.region(chain.when)
    for cell in scope.cells:
        amount, name = cell.amount, cell.calendar
        if point is None or amount is None or not amount.us or name is None or cell.target.metric != chain.trigger.metric:
            continue
        left = spot_of(point, amount).hours
        if left is None or left >= 0 or -left >= amount.us or (region is not None and not scope.space.meets([cell.box], region)):
            continue
        found = _first_held(scope, cell, hours, left)
        if found is not None:
            zone = read_zone(scope.edition.time_zone)
            told = {key: f"{from_us(at, zone):%Y-%m-%d %H:%M}" for key, at in zip(("start", "at", "opens", "due"), found, strict=True)}
            scope.add("ESC030", step.path, params=told)
            return


def _first_held(scope: Scope, cell: Cell, hours: Calendar, left: Fraction) -> tuple[int, int, int, int] | None:
    """Return (start, instant of the step, opening, due) of a case whose step is held past its due; None: none was found."""
    clock = scope.edition.calendars[cell.calendar or ""].timeline
    amount = cell.amount.us if cell.amount is not None else 0
    begin = -(-scope.window[0] // HOUR_US) * HOUR_US
    try:
        for start in range(begin, begin + _LOOKED_AT, HOUR_US):
            at, due = clock.add(start, amount + int(left)), clock.add(start, amount)
            opens = _opens(hours, at)
            if clock.is_open(start) and at < opens and due < opens:
                return start, at, opens, due
    except NoOpenTime:
        pass
    return None


CHECKS = (check_hours, check_urgent)
