"""Business time the slow way, straight from the plain data: an oracle for the laws.

*Rule:* nothing here is shared with `servstd.calendars`. A date's shifts are looked up rule by rule, their ends become instants
through zoneinfo, and every minute of a few weeks is asked whether it is open.

Example:
    >>> oracle = Oracle({"time_zone": "UTC", "hours": {"mon": ["09:00-10:00"]}}, date(2026, 1, 5), 7)
    >>> sum(oracle.open)
    60
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

__all__ = ["MINUTE_US", "Oracle"]

MINUTE_US = 60_000_000
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Oracle:
    """Which minutes are open, from `first` on for so many days; instants are minutes since the start of `first` (UTC)."""

    def __init__(self, data: Mapping[str, Any], first: date, days: int) -> None:
        self.data, self.zone = data, ZoneInfo(data["time_zone"])
        self.start = datetime(first.year, first.month, first.day, tzinfo=UTC)
        self.length = days * 1440
        self.dates: list[tuple[date, int, int]] = []
        marks = [0] * (self.length + 1)
        for i in range(-3, days + 3):
            day = first + timedelta(days=i)
            for opening, closing in self.shifts_on(day):
                start, stop = self.minute(day, opening), self.minute(day, closing)
                if start < stop:
                    self.dates.append((day, start, stop))
                    marks[min(max(start, 0), self.length)] += 1
                    marks[min(max(stop, 0), self.length)] -= 1
        self.open: list[bool] = []
        level = 0
        for mark in marks[:-1]:
            level += mark
            self.open.append(level > 0)

    def us(self, minute: int) -> int:
        return int(self.start.timestamp()) * 1_000_000 + minute * MINUTE_US

    def minute(self, day: date, minutes: int) -> int:
        """Return a wall time as a minute: a skipped one moves forward by the gap, a repeated one is the first."""
        wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)
        aware = wall.replace(tzinfo=self.zone, fold=0)
        return int((aware.astimezone(UTC) - self.start).total_seconds()) // 60

    def shifts_on(self, day: date) -> list[tuple[int, int]]:
        data: Mapping[str, Any] = self.data
        for version in data.get("versions", []):
            if day >= date.fromisoformat(version["from"]):
                data = {**data, **version}
        for exceptions in (self.data.get("dates", {}), _half_days(data)):
            found = [(hours, len(key)) for key, hours in exceptions.items() if _covers(key, day)]
            if found:
                return _spans(min(found, key=lambda item: item[1])[0])
        if any(_covers(key, day) for key in _holidays(data)):
            return []
        weekday = WEEKDAYS[day.weekday()]
        for alternate in reversed(data.get("alternate", [])):
            anchor = date.fromisoformat(alternate["from"])
            if day >= anchor:
                monday = anchor - timedelta(days=anchor.weekday())
                week = alternate["weeks"][(day - monday).days // 7 % len(alternate["weeks"])]
                if weekday in week:
                    return _spans(week[weekday])
                break
        return _spans(data["hours"].get(weekday, []))

    def between(self, first: int, last: int) -> int:
        return sum(self.open[first:last]) if first <= last else -sum(self.open[last:first])

    def add(self, minute: int, amount: int) -> int | None:
        """Return the earliest minute with so much open time since `minute` (0: the next open one; < 0: the latest with it up to then)."""
        if amount < 0:
            left = -amount
            for at in range(minute - 1, -1, -1):
                left -= self.open[at]
                if not left:
                    return at
            return None
        left = amount
        for at in range(minute, self.length):
            if not left and (amount or self.open[at]):
                return at
            left -= self.open[at] if amount else 0
        return None

    def add_days(self, minute: int, count: int) -> int | None:
        """Return the minute so many business dates on, for hours within one date and a zone of one offset."""
        start = self.add(minute, 0)
        dates = sorted({day for day, _, _ in self.dates})
        if start is None:
            return None
        local = (self.start + timedelta(minutes=start)).astimezone(self.zone)
        index = dates.index(local.date()) + count
        if index >= len(dates):
            return None
        wall = self.minute(dates[index], local.hour * 60 + local.minute)
        return self.add(wall, 0) if 0 <= wall < self.length else None


def _holidays(data: Mapping[str, Any]) -> Sequence[str]:
    holidays = data.get("holidays", [])
    return holidays.get("add", []) if isinstance(holidays, dict) else holidays


def _half_days(data: Mapping[str, Any]) -> Mapping[str, Any]:
    holidays = data.get("holidays", [])
    return holidays.get("half_days", {}) if isinstance(holidays, dict) else {}


def _covers(key: str, day: date) -> bool:
    first, _, last = key.partition("..")
    return date.fromisoformat(first) <= day <= date.fromisoformat(last or first)


def _spans(hours: Sequence[str]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for text in hours:
        opening, closing = (int(part[:2]) * 60 + int(part[3:]) for part in text.split("-"))
        found.append((opening, closing if closing > opening else closing + 1440))
    return found
