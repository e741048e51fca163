"""Business dates: which date an open moment belongs to, and counting them.

*Rule:* a moment belongs to the earliest date whose shifts contain it, a shift to the date it starts on. Of a combination, an
interval belongs to the date on which it starts in the combination's own zone; one of more than 24 hours is cut at each of that
zone's midnights. Counting is monotonic in the start: a result never leaves the interval from the first opening of the date
counted to up to the first opening of the next (forwards), or from the last closing before it to its own (backwards).

Example:
    >>> from servstd.calendars.model import Pattern, Rules
    >>> nine_to_ten = ((9 * 3_600_000_000, 10 * 3_600_000_000),)
    >>> table = DayTable.of(Pattern("UTC", rules=(Rules(week=(nine_to_ten,) * 5 + ((), ())),)), 2026, 2027)
    >>> monday = (20458 * 24 + 9) * 3_600_000_000
    >>> (table.add(monday, 5, False) - monday) // 86_400_000_000
    7
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import accumulate
from operator import itemgetter

import attrs

from servstd.calendars.compiling import intervals_of, shifts_of
from servstd.calendars.model import Day, Pattern
from servstd.calendars.zones import ZoneSpan, year_start_us, zone_span
from servstd.instants import DAY_US

__all__ = ["DayTable", "median"]


@attrs.frozen
class DayTable:
    """The business dates of some years.

    Attributes:
        zone: Offsets of the zone whose dates are counted.
        years: The first year covered and the first not covered.
        days: The business dates, as days since 1970-01-01.
        first_opens: The first opening of each date's shifts.
        last_closes: The last closing of each date's shifts; never before an earlier date's.
        starts: Openings of the pieces in which each moment belongs to one date.
        ends: Their closings.
        indices: The position of their date in `days`.
    """

    zone: ZoneSpan
    years: tuple[int, int] = attrs.field(kw_only=True)
    days: array[Day] = attrs.field(kw_only=True)
    first_opens: array[int] = attrs.field(kw_only=True)
    last_closes: array[int] = attrs.field(kw_only=True)
    starts: array[int] = attrs.field(kw_only=True)
    ends: array[int] = attrs.field(kw_only=True)
    indices: array[int] = attrs.field(kw_only=True)

    @classmethod
    def of(cls, pattern: Pattern, first_year: int, end_year: int) -> DayTable:
        """Return the business dates of a pattern from `first_year` up to `end_year`."""
        zone = zone_span(pattern.time_zone, first_year, end_year)
        if pattern.combination is None:
            shifts = shifts_of(pattern, first_year, end_year)
        else:
            shifts = _cut(zone, *intervals_of(pattern, first_year, end_year))
            # what the first or the last instant of these years cuts off is no whole date
            ends = {day for day, start, stop in shifts if start == year_start_us(first_year) or stop == year_start_us(end_year)}
            shifts = [shift for shift in shifts if shift[0] not in ends]
        days: list[Day] = []
        first_opens: list[int] = []
        last_closes: list[int] = []
        pieces: list[tuple[int, int, int]] = []
        covered = -(10**18)
        # in order of time: a shift of a date that its zone left out (Samoa, 2011-12-30) falls among those of the next
        for day, start, stop in sorted(shifts, key=itemgetter(1, 0)):
            if not days or days[-1] < day:
                days.append(day)
                first_opens.append(start)
                last_closes.append(stop)
            last_closes[-1] = max(last_closes[-1], stop)
            if stop > covered:
                pieces.append((max(start, covered), stop, len(days) - 1))
                covered = stop
        return cls(
            zone,
            years=(first_year, end_year),
            days=array("q", days),
            first_opens=array("q", first_opens),
            last_closes=array("q", accumulate(last_closes, max)),
            starts=array("q", (piece[0] for piece in pieces)),
            ends=array("q", (piece[1] for piece in pieces)),
            indices=array("q", (piece[2] for piece in pieces)),
        )

    def add(self, us: int, count: int, end_of_day: bool) -> int | None:
        """Return the instant `count` business dates on (back, if negative); None when these years do not reach that far."""
        i = bisect_right(self.starts, us) - 1
        if count >= 0 and (i < 0 or us >= self.ends[i]):
            i += 1
            us = self.starts[i] if i < len(self.starts) else us
        if not 0 <= i < len(self.starts):
            return None
        if count < 0:
            us = min(us, self.ends[i])
        index = self.indices[i]
        target = index + count
        if not 0 <= target < len(self.days):
            return None
        if end_of_day:
            return self.last_closes[target]
        if count == 0:
            return us
        at = self.zone.first_at(self.zone.wall(us) + (self.days[target] - self.days[index]) * DAY_US)
        return self._next_open(at, target) if count > 0 else self._previous_close(at, target)

    def typical_us(self) -> int:
        """Return the open time of a typical business date of these years: the median."""
        lengths = [0] * len(self.days)
        for start, stop, index in zip(self.starts, self.ends, self.indices, strict=True):
            lengths[index] += stop - start
        return median(lengths)

    def _next_open(self, at: int, target: int) -> int | None:
        at = max(at, self.first_opens[target])
        i = bisect_right(self.starts, at) - 1
        if at < self.ends[i]:
            moment = at
        elif i + 1 < len(self.starts):
            moment = self.starts[i + 1]
        else:
            return None
        return min((moment, *self.first_opens[target + 1 : target + 2]))

    def _previous_close(self, at: int, target: int) -> int | None:
        at = min(at, self.last_closes[target])
        i = bisect_right(self.starts, at) - 1
        return max((min(at, self.ends[i]), *self.last_closes[max(0, target - 1) : target])) if i >= 0 else None


def median(values: list[int]) -> int:
    """Return the middle one of some values, the lower of two."""
    return sorted(values)[(len(values) - 1) // 2]


def _cut(zone: ZoneSpan, opens: list[int], closes: list[int]) -> list[tuple[Day, int, int]]:
    shifts: list[tuple[Day, int, int]] = []
    for start, stop in zip(opens, closes, strict=True):
        day = zone.wall(start) // DAY_US
        while stop - start > DAY_US:
            midnight = zone.resolve((day + 1) * DAY_US)
            shifts.append((day, start, midnight))
            start, day = midnight, day + 1
        if start < stop:
            shifts.append((day, start, stop))
    return shifts
