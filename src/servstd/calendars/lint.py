"""What is legal in a calendar but worth a look.

Example:
    >>> from servstd.calendars.reading import read_calendar
    >>> night = {"mon": ["22:00-06:00"], "tue": ["05:00-09:00"]}
    >>> overlap_notes(read_calendar({"time_zone": "UTC", "hours": night}))[0].code
    'CAL007'
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from servstd.calendars.calendar import Calendar
from servstd.calendars.hours import WEEKDAYS, spell_shift
from servstd.calendars.model import Pattern, Rules, Shifts
from servstd.errors import Problem
from servstd.instants import DAY_US

__all__ = ["overlap_notes"]


def overlap_notes(calendar: Calendar) -> list[Problem]:
    """Return a CAL007 for each weekly shift that runs past midnight into the next day's: such time is counted once.

    Args:
        calendar: The calendar; of a combination, the parts were looked at where they are defined.

    Returns:
        Problems whose path starts at the calendar: `("hours",)`, or `("versions", 0, "hours")`.
    """
    return list(_notes(calendar.name, calendar.pattern))


def _notes(name: str, pattern: Pattern) -> Iterator[Problem]:
    for i, rules in enumerate(pattern.rules):
        for today, shift, following in _overlaps(rules):
            params = {
                "calendar": name,
                "first": f"{WEEKDAYS[today]} {spell_shift(shift)}",
                "second": f"{WEEKDAYS[(today + 1) % 7]} {spell_shift(following)}",
            }
            yield Problem("CAL007", params=params, path=("versions", i - 1, "hours") if i else ("hours",))


def _overlaps(rules: Rules) -> Iterator[tuple[int, tuple[int, int], tuple[int, int]]]:
    days: list[Shifts] = [*rules.week, rules.week[0]]
    for today, (shifts, following) in enumerate(pairwise(days)):
        for shift in shifts:
            for other in following:
                if other[0] + DAY_US < shift[1]:
                    yield today, shift, other
