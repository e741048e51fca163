"""Reading dates and ranges of dates: `2026-02-14`, `2026-02-09..2026-03-01`, or date objects.

*Rule:* a single date wins over a range that holds it, a shorter range over a longer one; two of one length that overlap are a
problem. Ranges include both ends and are bounded.

Example:
    >>> from servstd.errors import Report
    >>> [len(read_days("2026-02-09..2026-03-01", Report(), ()))]
    [21]
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from servstd.calendars.hours import read_shifts
from servstd.calendars.model import Day, Shifts, date_of, day_of
from servstd.errors import Path, Report
from servstd.plain import is_list, is_map

if TYPE_CHECKING:
    from servstd.messages.advice import Advice

__all__ = ["read_date", "read_day_list", "read_day_shifts", "read_days"]

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LOOSE_DATE = re.compile(r"([0-9]{4})\s*[-./年]\s*([0-9]{1,2})\s*[-./月]\s*([0-9]{1,2})\s*日?")
_DATE_FORMS = "2026-02-14, 2026-02-09..2026-03-01"
_MOST_DAYS = 40 * 366


def read_date(data: object, report: Report, path: Path) -> Day | None:
    """Return a date (text `YYYY-MM-DD` or a date object) as days since 1970-01-01; None after CAL010 not a date."""
    if isinstance(data, date) and not isinstance(data, datetime):
        return day_of(data)
    match = _DATE.fullmatch(data) if isinstance(data, str) else None
    if match is not None:
        try:
            return day_of(date(int(match[1]), int(match[2]), int(match[3])))
        except ValueError:
            pass
    report.add("CAL010", path, expected=_DATE_FORMS, found=data, **_advice(str(data)))
    return None


def _advice(text: str) -> Advice:
    """Return what to write instead: the date somebody probably meant by `2026/2/14` or `2026年2月14日`, or the form of a date."""
    from servstd.messages.advice import date_advice
    from servstd.messages.recognise import unquoted

    match = _LOOSE_DATE.fullmatch(unquoted(text))
    return date_advice(text, f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else "")


def read_days(data: object, report: Report, path: Path) -> range:
    """Return a date or a range `first..last` as days since 1970-01-01; empty after CAL010, CAL011 reversed, CAL012 too long."""
    ends = data.split("..") if isinstance(data, str) else [data]
    days = [read_date(end.strip() if isinstance(end, str) else end, report, path) for end in ends[:2]]
    if len(ends) > 2 or any(day is None for day in days):
        if len(ends) > 2:
            report.add("CAL010", path, expected=_DATE_FORMS, found=data, **_advice(""))
        return range(0)
    first, last = days[0] or 0, days[-1] or 0
    if last < first:
        report.add("CAL011", path, found=data)
    elif last - first > _MOST_DAYS:
        report.add("CAL012", path, found=data, years=40)
        return range(0)
    return range(first, last + 1)


def read_day_list(data: object, report: Report, path: Path) -> frozenset[Day]:
    """Return the days a list of dates and ranges names."""
    if not is_list(data):
        report.add("CAL002", path, expected="[2026-02-14, 2026-05-01..2026-05-05]", found=data)
        return frozenset()
    return frozenset(day for i, item in enumerate(data) for day in read_days(item, report, (*path, i)))


def read_day_shifts(data: object, report: Report, path: Path) -> dict[Day, Shifts]:
    """Return day -> shifts for a mapping of dates and ranges to hours; CAL016: a day named twice on an equal footing."""
    if not is_map(data):
        report.add("CAL002", path, expected='{2026-02-14: ["09:00-18:00"], 2026-06-01: []}', found=data)
        return {}
    found: list[tuple[int, range, Path, Shifts]] = []
    for key, value in data.items():
        place = (*path, str(key))
        days = read_days(key, report, place)
        found.append((len(days), days, place, read_shifts(value, report, place)))
    found.sort(key=lambda item: item[0], reverse=True)
    shifts_of: dict[Day, Shifts] = {}
    length_of: dict[Day, int] = {}
    for length, days, place, shifts in found:
        clash = next((day for day in days if length_of.get(day) == length), None)
        if clash is not None:
            report.add("CAL016", place, on_key=True, date=date_of(clash).isoformat())
        length_of.update(dict.fromkeys(days, length))
        shifts_of.update(dict.fromkeys(days, shifts))
    return shifts_of
