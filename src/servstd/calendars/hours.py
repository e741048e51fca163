"""Reading hours: `{mon-fri: ["09:00-12:00", "13:00-18:00"]}` becomes a week of shifts.

*Rule:* times are HH:MM on a 24-hour clock, 24:00 is the end of the day, a closing before the opening lies on the next day.
What looks like hours in another script or manner is named with its fix, never guessed.

Example:
    >>> report = Report()
    >>> week = read_week({"mon-fri": ["09:00-17:00"]}, report, ("hours",))
    >>> sorted(week), report.problems
    ([0, 1, 2, 3, 4], [])
"""

from __future__ import annotations

import re
from itertools import pairwise

from servstd.calendars.model import Shift, Shifts
from servstd.errors import Path, Report
from servstd.instants import DAY_US, HOUR_US, MINUTE_US
from servstd.plain import is_list, is_map

__all__ = ["WEEKDAYS", "read_shifts", "read_week", "spell_shift"]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY_FORMS = "mon, tue, wed, thu, fri, sat, sun; mon-fri; mon,wed"
_HOURS_FORM = "09:00-18:00, 22:00-06:00, 00:00-24:00"
_SHIFT = re.compile(r"([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})")


def read_week(data: object, report: Report, path: Path) -> dict[int, Shifts]:
    """Return weekday (0 = Monday) -> shifts, for the weekdays named.

    Args:
        data: Weekdays (`mon`, `mon-fri`, `mon,wed`) -> list of hours; or the text `24/7`.
        report: Takes CAL001 to CAL006 and CAL015.
        path: Where the data stands.
    """
    if data == "24/7":
        return dict.fromkeys(range(7), ((0, DAY_US),))
    if not is_map(data):
        report.add("CAL002", path, expected='{mon-fri: ["09:00-18:00"]}, or 24/7', found=data)
        return {}
    week: dict[int, Shifts] = {}
    for key, value in data.items():
        place = (*path, str(key))
        shifts = read_shifts(value, report, place)
        for weekday in _weekdays(str(key), report, place):
            if weekday in week:
                report.add("CAL015", place, on_key=True, weekday=WEEKDAYS[weekday])
            week[weekday] = shifts
    return week


def _weekdays(text: str, report: Report, path: Path) -> list[int]:
    found: list[int] = []
    for part in text.split(","):
        ends = [end.strip() for end in part.split("-")]
        if len(ends) > 2 or any(end not in WEEKDAYS for end in ends):
            from servstd.messages.advice import weekday_advice

            report.add("CAL003", path, on_key=True, expected=_WEEKDAY_FORMS, found=text, **weekday_advice(text))
            return []
        first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
        found += [i % 7 for i in range(first, last + 1 if last >= first else last + 8)]
    return found


def read_shifts(data: object, report: Report, path: Path) -> Shifts:
    """Return the shifts of one day, sorted; an empty list means closed.

    Args:
        data: A list such as `["09:00-12:00", "22:00-06:00"]`.
        report: Takes CAL002, CAL004 impossible hours, CAL005 opening is closing, CAL006 overlap within the day.
        path: Where the data stands.
    """
    if not is_list(data):
        report.add("CAL002", path, expected='["09:00-12:00", "13:00-18:00"], or [] for closed', found=data)
        return ()
    found = [shift for i, item in enumerate(data) if (shift := _read_shift(item, report, (*path, i)))]
    found.sort()
    for first, second in pairwise(found):
        if second[0] < first[1]:
            report.add("CAL006", path, first=spell_shift(first), second=spell_shift(second))
    return tuple(found)


def _read_shift(item: object, report: Report, path: Path) -> Shift | None:
    match = _SHIFT.fullmatch(item) if isinstance(item, str) else None
    if match is None:
        _refuse(item, report, path)
        return None
    hours = [int(match[1]), int(match[3])]
    minutes = [int(match[2]), int(match[4])]
    start, stop = (hour * HOUR_US + minute * MINUTE_US for hour, minute in zip(hours, minutes, strict=True))
    if max(minutes) > 59 or start >= DAY_US or stop > DAY_US:
        _refuse(item, report, path)
        return None
    if start == stop:
        report.add("CAL005", path, found=item)
        return None
    return start, stop if stop > start else stop + DAY_US


def _refuse(item: object, report: Report, path: Path) -> None:
    from servstd.messages.advice import hours_advice

    report.add("CAL004", path, expected=_HOURS_FORM, found=item, **hours_advice(str(item)))


def spell_shift(shift: Shift) -> str:
    """Return a shift as it is written: `22:00-06:00`."""
    closing = shift[1] if shift[1] <= DAY_US else shift[1] - DAY_US
    return "-".join(f"{us // HOUR_US:02}:{us % HOUR_US // MINUTE_US:02}" for us in (shift[0], closing))
