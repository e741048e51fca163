"""From occurrences to a calendar as a standard writes it: dates with hours.

*Rule:* hours are written on the wall of the calendar's zone, on the date they start on; what cannot be said so, the second pass of an
hour that a change of the clocks repeats, is written in UTC beside it. Nothing is lost by writing: what is read back are the same instants.

Example:
    >>> from zoneinfo import ZoneInfo
    >>> night = (datetime(2026, 1, 5, 14, tzinfo=UTC), datetime(2026, 1, 5, 22, tzinfo=UTC))
    >>> weave([night], (), "Asia/Shanghai", ZoneInfo("Asia/Shanghai"))
    [{'time_zone': 'Asia/Shanghai', 'dates': {'2026-01-05': ['22:00-06:00']}}]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from heapq import heapify, heappop, heappush
from typing import TypeAlias

from servstd_ical.zones import instant

__all__ = ["Part", "Stretch", "merge", "weave"]

Stretch: TypeAlias = tuple[datetime, datetime]
"""From one instant to another (UTC), in whole minutes."""
Part: TypeAlias = dict[str, object]
"""A calendar in the form a standard writes it."""
_Shift: TypeAlias = tuple[date, int, int]
"""A date, and minutes after its midnight; the end may lie on the next date."""

_DAY_MINUTES = 1440
_DAY = timedelta(days=1)


def merge(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return stretches in order of time; those that overlap or touch are one, those without length are none."""
    found: list[Stretch] = []
    for start, end in sorted(stretch for stretch in stretches if stretch[0] < stretch[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def weave(stretches: Iterable[Stretch], days: Iterable[date], time_zone: str, zone: tzinfo) -> list[Part]:
    """Return calendars that together are open in some stretches and on some days.

    Args:
        stretches: What has a time of day.
        days: Whole dates.
        time_zone: The zone's name; empty: it is not written, there being no stretches.
        zone: The zone.

    Returns:
        One part in the zone and, where that cannot say everything, one in UTC; none if there is nothing to say.
    """
    shifts: list[_Shift] = [(day, 0, _DAY_MINUTES) for day in days]
    rest: list[_Shift] = []
    for stretch in stretches:
        for start, end in _pieces(stretch, zone):
            shift = _written(start, end, zone)
            if shift is None:
                rest += [found for piece in _pieces((start, end), UTC) if (found := _written(*piece, UTC))]
            else:
                shifts.append(shift)
    parts: list[Part] = []
    if shifts:
        parts.append({**({"time_zone": time_zone} if time_zone else {}), "dates": _dates(shifts)})
    if rest:
        parts.append({"time_zone": "UTC", "dates": _dates(rest)})
    return parts


def _pieces(stretch: Stretch, zone: tzinfo) -> Iterator[Stretch]:
    """Cut a stretch at the zone's midnights if it is too long to be written as one shift."""
    start, end = stretch
    first, last = start.astimezone(zone), end.astimezone(zone)
    at_midnight = last.time() == time(0)
    if last.date() <= first.date() + (_DAY if at_midnight or last.time() < first.time() else timedelta(0)):
        yield stretch
        return
    at, day = start, first.date() + _DAY
    while at < end:
        midnight = min(end, instant(datetime.combine(day, time(0)), zone))
        if at < midnight:
            yield at, midnight
        at, day = max(at, midnight), day + _DAY


def _written(start: datetime, end: datetime, zone: tzinfo) -> _Shift | None:
    """Return a shift that is read back as these instants; None if there is none."""
    first, last = start.astimezone(zone).replace(tzinfo=None, fold=0), end.astimezone(zone).replace(tzinfo=None, fold=0)
    midnight = datetime.combine(first.date(), time(0))
    opening, closing = first - midnight, last - midnight
    if instant(first, zone) != start or instant(last, zone) != end or opening >= closing:
        return None
    if opening % timedelta(minutes=1) or closing % timedelta(minutes=1):  # offsets of long ago have seconds
        return None
    return first.date(), opening // timedelta(minutes=1), closing // timedelta(minutes=1)


def _dates(shifts: list[_Shift]) -> dict[str, object]:
    """Return date -> hours, in order; on a date what overlaps is one, and what then is too long goes on at midnight."""
    heapify(shifts)
    found: dict[date, list[list[int]]] = {}
    while shifts:
        day, opening, closing = heappop(shifts)
        of_day = found.setdefault(day, [])
        if of_day and opening < of_day[-1][1]:
            opening, closing = of_day[-1][0], max(of_day[-1][1], closing)
            of_day.pop()
        if closing - opening >= _DAY_MINUTES and closing > _DAY_MINUTES:
            heappush(shifts, (day + _DAY, 0, closing - _DAY_MINUTES))
            closing = _DAY_MINUTES
        of_day.append([opening, closing])
    return {day.isoformat(): [_spell(*shift) for shift in of_day] for day, of_day in sorted(found.items())}


def _spell(opening: int, closing: int) -> str:
    closing = closing if closing <= _DAY_MINUTES else closing - _DAY_MINUTES
    return f"{opening // 60:02}:{opening % 60:02}-{closing // 60:02}:{closing % 60:02}"
