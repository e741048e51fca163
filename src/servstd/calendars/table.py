"""W(t), the open time before t, as one piecewise-linear function over some years; made once, then only read.

*Rule:* W(t) goes through a guide table (`t >> shift` names a bucket, the bucket an interval to start from), and so does its
inverse: the cost does not depend on the span. Edges are kept in lists, which are fast, or (`compact`) in arrays, which
take a quarter of the memory. A bucket of the guide is looked up when it is first asked; numpy arrays are made at the first
batch call.

Example:
    >>> table = Table(0, high=100, opens=[10, 50], closes=[20, 60])
    >>> table.total, table.size, table.reaches(15, 15)
    (20, 2, True)
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, MutableSequence
from itertools import accumulate
from operator import sub
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from servstd.calendars._arrays import Batch

__all__ = ["Kernel", "Table"]

IntPair: TypeAlias = Callable[[int, int], int]
_SHIFT = 34  # buckets of 4.8 hours: seldom more than one opening in each
_MOST_BUCKETS = 8_192  # four and a half years of them, in at most a megabyte
_SUM_SHIFT = 35  # buckets of 9.5 hours of open time


class Kernel(NamedTuple):
    """The three hot functions of a table, closed over its edges."""

    add: IntPair
    between: IntPair
    is_open: Callable[[int], bool]


class Table:
    """The open intervals in [low, high), numbered from 1; within number i, W(t) = t + bases[i].

    Number 0 is empty and closes at `low`, so that every instant has an interval at or before it; the one after the last opens
    after every instant and never closes.

    Attributes:
        low: The first instant covered, in microseconds since the epoch.
        high: The first instant not covered.
        size: How many intervals there are.
        opens: Openings.
        closes: Closings.
        sums: W at each opening, and the total at the end.
        total: All open time.
    """

    __slots__ = ("_bases", "_batch", "_kernel", "closes", "high", "low", "opens", "size", "sums", "total")

    def __init__(self, low: int, *, high: int, opens: list[int], closes: list[int], compact: bool = False) -> None:
        sums: list[int] = [0, *accumulate(map(sub, closes, opens), initial=0)]
        starts, stops = [low, *opens, high + 1], [low, *closes, low]
        bases: list[int] = list(map(sub, sums, starts))
        self.low, self.high, self.size = low, high, len(opens)
        self.total: int = sums[-1]
        self.opens, self.closes, self.sums, self._bases = (_packed(edges, compact) for edges in (starts, stops, sums, bases))
        self._batch: Batch | None = None
        self._kernel: Kernel | None = None

    def reaches(self, us: int, amount: int) -> bool:
        """Return whether `amount` open time after (before, if negative) `us`, or for 0 an open moment, lies in these years."""
        i = bisect_right(self.opens, us, 1, self.size + 1) - 1
        before = self._bases[i] + min(us, self.closes[i])
        return 0 <= before + amount <= self.total if amount else before < self.total

    @property
    def batch(self) -> Batch:
        """Return the same table as numpy arrays, made at the first call."""
        if self._batch is None:
            from servstd.calendars._arrays import Batch

            self._batch = Batch(self)
        return self._batch

    def kernel(self, beyond: Kernel) -> Kernel:
        """Return the hot functions, made at the first call; what leaves the years covered is passed on to those of `beyond`."""
        if self._kernel is None:
            self._kernel = self._closures(beyond)
        return self._kernel

    def _closures(self, beyond: Kernel) -> Kernel:
        far_add, far_between, far_is_open = beyond
        low, high, total = self.low, self.high, self.total
        opens, closes, sums, bases = self.opens, self.closes, self.sums, self._bases
        shift, sum_shift = _SHIFT, _SUM_SHIFT
        # bucket -> the interval from which to look; what is not there, or 0, was not looked up yet
        guide: dict[int, int] = {}
        sum_guide = [0] * ((total >> sum_shift) + 1)

        def fill(us: int) -> int:
            if not low <= us < high:
                return -1
            bucket = us >> shift
            i = max(0, bisect_right(opens, bucket << shift) - 1)
            # a bucket that is covered in part stays out: each of its instants must be compared with the edge
            if low <= bucket << shift and (bucket + 1) << shift <= high:
                if len(guide) >= _MOST_BUCKETS:
                    guide.clear()
                guide[bucket] = i
            return i

        def sum_fill(bucket: int) -> int:
            i = sum_guide[bucket] = bisect_left(sums, bucket << sum_shift)
            return i

        def add(us: int, amount: int) -> int:
            try:
                i = guide[us >> shift]
            except KeyError:
                i = fill(us)
                if i < 0:
                    return far_add(us, amount)
            while opens[i + 1] <= us:
                i += 1
            close = closes[i]
            if us < close:
                target = us + amount
                if us <= target <= close:
                    return target
                goal = target + bases[i]
            else:
                opening = opens[i + 1]
                if opening <= (target := opening + amount) <= closes[i + 1]:
                    return target
                goal = close + bases[i] + amount
            if not 0 <= goal <= total or not amount:
                return far_add(us, amount)
            bucket = goal >> sum_shift
            i = sum_guide[bucket] or sum_fill(bucket)
            if amount > 0:
                while sums[i] < goal:
                    i += 1
            else:
                while sums[i] <= goal:
                    i += 1
            return goal - bases[i - 1]

        def between(start: int, end: int) -> int:
            try:
                i, j = guide[start >> shift], guide[end >> shift]
            except KeyError:
                i, j = fill(start), fill(end)
                if i < 0 or j < 0:
                    return far_between(start, end)
            while opens[i + 1] <= start:
                i += 1
            while opens[j + 1] <= end:
                j += 1
            before_end = bases[j] + end if end < closes[j] else bases[j] + closes[j]
            return before_end - bases[i] - (start if start < closes[i] else closes[i])

        def is_open(us: int) -> bool:
            try:
                i = guide[us >> shift]
            except KeyError:
                i = fill(us)
                if i < 0:
                    return far_is_open(us)
            while opens[i + 1] <= us:
                i += 1
            return us < closes[i]

        return Kernel(add, between, is_open)


def _packed(edges: list[int], compact: bool) -> MutableSequence[int]:
    return array("q", edges) if compact else edges
