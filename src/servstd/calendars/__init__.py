"""Calendars and business time: when work happens, and open time before, between and after instants.

*Rule:* a calendar is one piecewise-linear function W(t) = open time before t, over integers of UTC microseconds:
`between(a, b) = W(b) - W(a)`, `add(t, x) = W^-1(W(t) + x)`.

Example:
    >>> office = read_calendar({"time_zone": "UTC", "hours": {"mon-fri": ["09:00-17:00"]}})
    >>> office.timeline.between(0, 7 * 86_400_000_000) // 3_600_000_000
    40
"""

from __future__ import annotations

from servstd.calendars.calendar import Calendar
from servstd.calendars.lint import overlap_notes
from servstd.calendars.reading import ALWAYS, parse_calendar, parse_calendars, read_calendar
from servstd.calendars.timeline import Timeline

__all__ = ["ALWAYS", "Calendar", "Timeline", "overlap_notes", "parse_calendar", "parse_calendars", "read_calendar"]
