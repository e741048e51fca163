"""What is legal in a calendar but worth a look.

*Rule:* a note names both shifts; it never stops anything.

Example:
    >>> from servstd.calendars.reading import read_calendar
    >>> night = {"mon": ["22:00-06:00"], "tue": ["05:00-09:00"]}
    >>> overlap_notes(read_calendar({"time_zone": "UTC", "hours": night}))[0].code
    'CAL007'
"""

from __future__ import annotations

from servstd.calendars.calendar import Calendar
from servstd.calendars.hours import WEEKDAYS, spell_shift
from servstd.calendars.model import Week
from servstd.errors import Path, Problem
from servstd.instants import DAY_US

__all__ = ["overlap_notes"]


def overlap_notes(calendar: Calendar) -> list[Problem]:
    """Return a CAL007 for each weekly shift that runs past midnight into the next day's hours: such time is counted once.

    Args:
        calendar: The calendar; of a combination, the parts are looked at where they are defined.

    Returns:
        Problems whose path starts at the calendar: `("hours",)`, or `("versions", 0, "hours")`.
    """
    found: list[Problem] = []
    for i, rules in enumerate(calendar.pattern.rules):
        path: Path = ("versions", i - 1, "hours") if i else ("hours",)
        found += [
            Problem("CAL007", params={"calendar": calendar.name, "first": first, "second": second}, path=path)
            for first, second in _overlaps(rules.week)
            if not i or rules.week != calendar.pattern.rules[i - 1].week
        ]
    return found


def _overlaps(week: Week) -> list[tuple[str, str]]:
    return [
        (f"{WEEKDAYS[weekday]} {spell_shift(shift)}", f"{WEEKDAYS[(weekday + 1) % 7]} {spell_shift(other)}")
        for weekday, shifts in enumerate(week)
        for shift in shifts
        for other in week[(weekday + 1) % 7]
        if other[0] + DAY_US < shift[1]
    ]
