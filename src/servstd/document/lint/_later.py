"""Whether one way to set a due is ever later than another, and from which start.

A due is a function of the start that never goes back. So between two starts that a calendar's edges or full hours bound, one
due cannot be later than the other when its last value is not later than the other's first: whole months are passed over at
once, and only what is close is looked at start by start.

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

from heapq import merge
from itertools import groupby
from typing import Final, TypeAlias

import attrs

from servstd.calendars import Calendar
from servstd.durations import Amount
from servstd.errors import NoOpenTime
from servstd.instants import HOUR_US

__all__ = ["Finder", "Rule"]

_Key: TypeAlias = tuple[int, int, str, bool]
_LOOK_ON: Final = 400


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
        self._start = start
        self._end = end
        self._found: dict[tuple[_Key, _Key], int | None] = {}
        self._dues: dict[_Key, _Dues] = {}
        self._edges: dict[str, list[int]] = {}
        self._starts: dict[tuple[str, str], list[int]] = {}

    def later_start(self, one: Rule, two: Rule) -> int | None:
        """Return a start from which `one` is due later than `two`, in working hours when there is one; None: none was found."""
        key = one.key, two.key
        if key not in self._found:
            try:
                self._found[key] = self._search(one, two)
            except NoOpenTime:
                self._found[key] = None
        return self._found[key]

    def _search(self, one: Rule, two: Rule) -> int | None:
        if _never_later(one, two):
            return None
        starts = self._candidates(one.calendar, two.calendar)
        first = self._first_later(one, two, starts)
        if first is None:
            return None
        timeline = two.calendar.timeline
        for start in starts[first : first + _LOOK_ON]:
            if timeline.is_open(start) and one.calendar.timeline.is_open(start) and one.due(start) > two.due(start):
                return start
        return starts[first]

    def _first_later(self, one: Rule, two: Rule, starts: list[int]) -> int | None:
        """Return the position of the first start from which `one` is later, passing over stretches in which it cannot be."""
        late, early = self._dues.setdefault(one.key, _Dues(one)), self._dues.setdefault(two.key, _Dues(two))
        stack = [(0, len(starts) - 1)] if starts else []
        while stack:
            low, high = stack.pop()
            soonest = early[starts[low]]
            if late[starts[low]] > soonest:
                return low
            if low < high and late[starts[high]] > soonest:
                middle = (low + high) // 2
                stack += [(middle + 1, high), (low, middle)]
        return None

    def _candidates(self, one: Calendar, two: Calendar) -> list[int]:
        key = one.fingerprint, two.fingerprint
        if key not in self._starts:
            hours = range(-(-self._start // HOUR_US) * HOUR_US, self._end, HOUR_US)
            ordered = merge(hours, self._edges_of(one), self._edges_of(two))
            self._starts[key] = self._starts[key[::-1]] = [start for start, _ in groupby(ordered)]
        return self._starts[key]

    def _edges_of(self, calendar: Calendar) -> list[int]:
        if calendar.fingerprint not in self._edges:
            edges = [edge for interval in calendar.timeline.intervals(self._start, self._end) for edge in interval]
            self._edges[calendar.fingerprint] = edges
        return self._edges[calendar.fingerprint]


def _never_later(one: Rule, two: Rule) -> bool:
    """Return whether the rules themselves show that the first is never later; not showing it proves nothing."""
    same = one.calendar.fingerprint == two.calendar.fingerprint
    days_one, days_two = one.amount.working_days, two.amount.working_days
    if not days_one and not days_two:
        return one.amount.us <= two.amount.us and (same or one.calendar.is_always)
    if same and days_one and days_two:
        return days_one < days_two or (days_one == days_two and (two.end_of_day or not one.end_of_day))
    return False
