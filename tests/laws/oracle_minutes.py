"""The oracle's calendars: a row of minutes, each open or not, counted one by one.

*Rule:* plain before fast. Time is whole minutes since 2026-01-05 00:00 UTC (a Monday); nothing here comes from the engine that
is checked.

Example:
    >>> day = Calendar([(d, 540, 1020) for d in range(5)])
    >>> day.add(4 * DAY + 1000, 40) == 7 * DAY + 560          # Friday 16:40 and 40 minutes: Monday 09:20
    True
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["ALWAYS", "DAY", "Calendar"]

DAY = 24 * 60
HORIZON = 90 * DAY
"""The oracle knows this many days; a case that needs more is an IndexError, never a wrong answer."""


class Calendar:
    """Weekly shifts in UTC: (weekday, opening, closing) in minutes of that day; a closing after 1440 runs past midnight."""

    def __init__(self, shifts: Iterable[tuple[int, int, int]]) -> None:
        self.shifts = tuple(sorted(shifts))
        self.open = bytearray(HORIZON)
        self.day_of = [-1] * HORIZON
        self._added: dict[tuple[int, int], int] = {}
        for day in range(-1, HORIZON // DAY):
            for weekday, opening, closing in self.shifts:
                if weekday == day % 7:
                    for minute in range(max(0, day * DAY + opening), min(HORIZON, day * DAY + closing)):
                        self.open[minute] = 1
                        self.day_of[minute] = day

    def between(self, a: int, b: int) -> int:
        """Count the open minutes of [a, b)."""
        return sum(self.open[a:b])

    def next_open(self, t: int) -> int:
        """Return the first open minute from t on."""
        while not self.open[t]:
            t += 1
        return t

    def add(self, t: int, minutes: int) -> int:
        """Return the earliest t' >= t with `minutes` open minutes in [t, t'); for none the next open minute."""
        key = (t, minutes)
        if key not in self._added:  # counted once: it is asked for every minute
            if minutes == 0:
                t = self.next_open(t)
            while minutes > 0:
                minutes -= self.open[t]
                t += 1
            self._added[key] = t
        return self._added[key]

    def first_open(self, day: int) -> int:
        """Return the first opening of a day's own shifts."""
        return day * DAY + min(opening for weekday, opening, _ in self.shifts if weekday == day % 7)

    def add_days(self, t: int, days: int, end_of_day: bool = False) -> int:
        """Return the instant `days` business days after t, at the same wall time or at that day's last closing.

        It never leaves the stretch from that day's first opening to the next business day's: else a later start could be due
        earlier, where a night shift before a day off meets a day that is open from midnight.
        """
        t = self.next_open(t)
        day = self.day_of[t]
        into = t - day * DAY
        for _ in range(days):
            day = self.next_day(day)
        if end_of_day:
            return day * DAY + max(closing for weekday, _, closing in self.shifts if weekday == day % 7)
        wall = max(day * DAY + into, self.first_open(day))
        return min(self.next_open(wall), self.first_open(self.next_day(day)))

    def next_day(self, day: int) -> int:
        """Return the next day on which a shift starts."""
        day += 1
        while not any(weekday == day % 7 for weekday, _, _ in self.shifts):
            day += 1
        return day


ALWAYS = Calendar([(day, 0, DAY) for day in range(7)])
