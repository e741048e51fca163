"""Whether one way to set a due is ever later than another, and from which start.

A due is a function of the start that never goes back. So between two starts that a calendar's edges or full hours bound, one
due cannot be later than the other when its last value is not later than the other's first: whole stretches are passed over at
once. A week that looks like one before it, with the two that follow, gives the same dues and is passed over too.

*Rule:* tested at calendar edges and hourly over twelve months (section 5 of the semantics); the answer is a start, and no
answer is no proof beyond those instants.

Example:
    >>> from servstd.calendars import ALWAYS
    >>> from servstd.durations import parse_amount
    >>> finder = Finder(0, 366 * 86_400_000_000)
    >>> slow, fast = (Rule(parse_amount(text), calendar=ALWAYS, end_of_day=False) for text in ("2h", "1h"))
    >>> finder.later_start(slow, fast), finder.later_start(fast, slow)
    (0, None)
"""

from __future__ import annotations

from typing import Final, TypeAlias

import attrs

from servstd.calendars import Calendar
from servstd.durations import Amount
from servstd.errors import NoOpenTime
from servstd.instants import DAY_US, HOUR_US, from_us, read_zone

__all__ = ["Finder", "Rule"]

_Key: TypeAlias = tuple[int, int, str, bool]
_WEEK_US: Final = 7 * DAY_US
_REACH_US: Final = 3 * _WEEK_US


@attrs.frozen(eq=False)
class Rule:
    """How a due is set: an amount on a calendar, at the end of its day or not."""

    amount: Amount
    calendar: Calendar = attrs.field(kw_only=True)
    end_of_day: bool = attrs.field(kw_only=True)

    @property
    def key(self) -> _Key:
        """Return what makes two rules the same."""
        return self.amount.us, self.amount.working_days, self.calendar.fingerprint, self.end_of_day

    def due(self, start: int) -> int:
        """Return the due of a start, both in microseconds since the epoch."""
        if self.amount.working_days:
            return self.calendar.timeline.add_days(start, self.amount.working_days, self.end_of_day)
        return self.calendar.timeline.add(start, self.amount.us)


class _Dues(dict[int, int]):
    """The dues of a rule by start, worked out when first asked for."""

    def __init__(self, rule: Rule) -> None:
        super().__init__()
        self._due = rule.due

    def __missing__(self, start: int) -> int:
        self[start] = due = self._due(start)
        return due


class Finder:
    """Compares rules over one window and remembers what it found.

    Args:
        start: First start looked at, in microseconds since the epoch.
        end: The end of the window.
    """

    def __init__(self, start: int, end: int) -> None:
        self._weeks = range(start, end, _WEEK_US)
        self._found: dict[tuple[_Key, _Key], int | None] = {}
        self._dues: dict[_Key, _Dues] = {}
        self._patterns: dict[str, list[int]] = {}
        self._starts: dict[tuple[str, str, int], list[int]] = {}
        self._known: dict[object, int] = {}

    def later_start(self, one: Rule, two: Rule) -> int | None:
        """Return a start from which `one` is due later than `two`, in working hours when there is one; None: none was found."""
        key = one.key, two.key
        if key not in self._found:
            try:
                self._found[key] = None if _never_later(one, two) else self._search(one, two)
            except NoOpenTime:
                self._found[key] = None
        return self._found[key]

    def _search(self, one: Rule, two: Rule) -> int | None:
        """Look week by week, and at weeks that are alike, with what follows them, only once."""
        late, early = self._dues.setdefault(one.key, _Dues(one)), self._dues.setdefault(two.key, _Dues(two))
        clean: set[tuple[int, int]] = set()
        patterns = zip(self._patterns_of(one.calendar), self._patterns_of(two.calendar), strict=True)
        for week, pattern in zip(self._weeks, patterns, strict=True):
            if pattern in clean:
                continue
            key = one.calendar.fingerprint, two.calendar.fingerprint, week
            starts = self._starts[key] = self._starts.get(key) or _starts(one.calendar, two.calendar, week)
            first = _first_later(late, early, starts)
            if first is not None:
                in_hours = (start for start in starts[first:] if _both_open(one, two, start) and late[start] > early[start])
                return next(in_hours, starts[first])
            if max(late[starts[-1]], early[starts[-1]]) <= week + _REACH_US:
                clean.add(pattern)
        return None

    def _patterns_of(self, calendar: Calendar) -> list[int]:
        """Return a number for each week: equal numbers, equal open time in that week and the two that follow."""
        if calendar.fingerprint not in self._patterns:
            zone = read_zone(calendar.time_zone)
            numbers: list[int] = []
            for week in self._weeks:
                end = week + _REACH_US
                opened = tuple((opening - week, closing - week) for opening, closing in calendar.timeline.intervals(week, end))
                offsets = from_us(week, zone).utcoffset(), from_us(end, zone).utcoffset()
                numbers.append(self._known.setdefault((opened, offsets), len(self._known)))
            self._patterns[calendar.fingerprint] = numbers
        return self._patterns[calendar.fingerprint]


def _starts(one: Calendar, two: Calendar, week: int) -> list[int]:
    """Return the starts of one week that are looked at: full hours and the calendars' edges, in order."""
    end = week + _WEEK_US
    starts = {week, *range(-(-week // HOUR_US) * HOUR_US, end, HOUR_US)}
    for calendar in (one, two):
        for interval in calendar.timeline.intervals(week, end):
            starts.update(interval)
    return sorted(starts)


def _both_open(one: Rule, two: Rule, start: int) -> bool:
    return one.calendar.timeline.is_open(start) and two.calendar.timeline.is_open(start)


def _first_later(late: _Dues, early: _Dues, starts: list[int]) -> int | None:
    """Return the position of the first start that is due later by `late`, passing over stretches in which none can be."""
    stack = [(0, len(starts) - 1)]
    while stack:
        low, high = stack.pop()
        soonest = early[starts[low]]
        if late[starts[low]] > soonest:
            return low
        if low < high and late[starts[high]] > soonest:
            middle = (low + high) // 2
            stack += [(middle + 1, high), (low, middle)]
    return None


def _never_later(one: Rule, two: Rule) -> bool:
    """Return whether the rules themselves show that the first is never later; not showing it proves nothing."""
    same = one.calendar.fingerprint == two.calendar.fingerprint
    days_one, days_two = one.amount.working_days, two.amount.working_days
    if not days_one and not days_two:
        return one.amount.us <= two.amount.us and (same or one.calendar.is_always)
    if same and days_one and days_two:
        return days_one < days_two or (days_one == days_two and (two.end_of_day or not one.end_of_day))
    return False
