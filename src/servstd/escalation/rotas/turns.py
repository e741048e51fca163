"""Turns on the wall clock: when one begins and ends, and its number.

*Rule:* the nth hand-off is n turns after the first on the wall; a turn of months counts from the first hand-off each time, and takes
the last day of a shorter month. A hand-off at a skipped local time is the first instant after the gap, one at a repeated time the
first of the two; turns that vanish in a gap are skipped. Hand-offs are defined before the first one too, though nobody is on duty then.

Example:
    >>> from datetime import datetime
    >>> from servstd.escalation.rotas.model import wall_of
    >>> grid = Grid(wall_of(datetime(2026, 1, 31, 9)), turn=Turn(1, "month"))
    >>> grid.at(1) == wall_of(datetime(2026, 2, 28, 9)), grid.at(2) == wall_of(datetime(2026, 3, 31, 9))
    (True, True)
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import lru_cache

import attrs

from servstd.calendars.model import date_of, day_of
from servstd.calendars.zones import FIRST_YEAR, LAST_YEAR, ZoneSpan, year_start_us, zone_span
from servstd.durations import PERIOD_MONTHS
from servstd.escalation.rotas.model import Turn
from servstd.instants import DAY_US, HOUR_US, from_us

__all__ = ["Grid", "first_instant", "handoffs", "span_over", "turn_around", "wall_at"]

_US = {"hour": HOUR_US, "day": DAY_US, "week": 7 * DAY_US}
_FIRST_MONTH, _LAST_MONTH = 12, 9999 * 12 + 11
_LEAST, _MOST = year_start_us(FIRST_YEAR), year_start_us(LAST_YEAR) - 1


@attrs.frozen
class Grid:
    """Hand-offs on the wall: number 0 at `start`, then one each `turn`, whose count is at least 1."""

    start: int
    turn: Turn = attrs.field(kw_only=True)

    def at(self, number: int) -> int:
        """Return the wall time of a hand-off; numbers below 0 lie before the first."""
        unit = _US.get(self.turn.unit)
        if unit is not None:
            return self.start + number * self.turn.count * unit
        day, time = divmod(self.start, DAY_US)
        first = date_of(day)
        month = first.year * 12 + first.month - 1 + number * self.turn.count * PERIOD_MONTHS[self.turn.unit]
        year, month = divmod(min(max(month, _FIRST_MONTH), _LAST_MONTH), 12)
        return day_of(date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))) * DAY_US + time

    def number(self, wall: int) -> int:
        """Return the number of the last hand-off at or before a wall time."""
        unit = _US.get(self.turn.unit)
        if unit is not None:
            return (wall - self.start) // (self.turn.count * unit)
        first, now = date_of(self.start // DAY_US), date_of(wall // DAY_US)
        months = (now.year - first.year) * 12 + now.month - first.month
        found = months // (self.turn.count * PERIOD_MONTHS[self.turn.unit])
        return found - (self.at(found) > wall)


@lru_cache(maxsize=1024)
def _span(zone: str, first_year: int, end_year: int) -> ZoneSpan:
    return zone_span(zone, first_year, end_year)


def span_over(zone: str, start_us: int, end_us: int) -> ZoneSpan:
    """Return the offsets of a zone from one instant to another, with a year's margin on both sides."""
    first, last = (from_us(min(max(us, _LEAST), _MOST)).year for us in (start_us, end_us))
    return _span(zone, first, last + 1)


def wall_at(span: ZoneSpan, us: int) -> int:
    """Return the latest wall time that has been reached at an instant.

    In the second pass of a repeated hour that is its end, which itself is reached only when that pass is over.
    """
    wall = span.wall(us)
    return wall if span.first_at(wall) <= us else wall - 1


def turn_around(start: int, turn: Turn, zone: str, us: int) -> tuple[int, int]:
    """Return the instants at which the turn that is on at an instant begins and ends.

    Args:
        start: Wall time of the first hand-off.
        turn: How long a turn lasts.
        zone: IANA name.
        us: The instant.
    """
    first, second = handoffs(start, turn, zone, us, us)
    return first, second


def handoffs(start: int, turn: Turn, zone: str, start_us: int, end_us: int) -> list[int]:
    """Return the hand-offs from the one at or before `start_us` to the first after `end_us`; those that coincide once.

    Args:
        start: Wall time of the first hand-off.
        turn: How long a turn lasts.
        zone: IANA name.
        start_us: An instant.
        end_us: The same or a later one.
    """
    grid, span = Grid(start, turn=turn), span_over(zone, start_us, end_us)
    number = grid.number(wall_at(span, start_us))
    # the turn may be longer than the margin of a year: its ends have offsets of their own
    found = [first_instant(grid.at(number), zone)]
    while found[-1] <= end_us:
        number += 1
        at = first_instant(grid.at(number), zone)
        if at > found[-1]:
            found.append(at)
    return found


def first_instant(wall: int, zone: str) -> int:
    """Return the first instant at which the wall shows a time, or the first after the gap that skips it."""
    return span_over(zone, wall, wall).first_at(wall)
