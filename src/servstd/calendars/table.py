"""W(t), the open time before t, as one piecewise-linear function over some years; made once, then only read.

*Rule:* lookups go through a guide table (`(t - low) >> shift` names a bucket, the bucket an interval to start from), so their
cost does not depend on the span. Lists are made at the first scalar call, numpy arrays at the first batch call.

Example:
    >>> table = Table(0, high=100, opens=[10, 50], closes=[20, 60])
    >>> table.total, list(table.sums)
    (20, [0, 10, 20])
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from operator import sub
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from servstd.calendars._arrays import Batch

__all__ = ["Kernel", "Table"]

IntPair = Callable[[int, int], int]
_SHIFT = 35  # buckets of 9.5 hours: one or two openings in each


class Kernel(NamedTuple):
    """The three hot functions of a table, closed over local lists."""

    add: IntPair
    between: IntPair
    is_open: Callable[[int], bool]


class Table:
    """The open intervals in [low, high) with the open time before each.

    Attributes:
        low: The first instant covered, in microseconds since the epoch.
        high: The first instant not covered.
        opens: Openings.
        closes: Closings.
        sums: Open time before each opening, and the total at the end.
    """

    __slots__ = ("_batch", "_kernel", "closes", "high", "low", "opens", "sums", "total")

    def __init__(self, low: int, *, high: int, opens: Sequence[int], closes: Sequence[int]) -> None:
        self.low, self.high = low, high
        self.opens: array[int] = array("q", opens)
        self.closes: array[int] = array("q", closes)
        self.sums: array[int] = array("q", accumulate(map(sub, closes, opens), initial=0))
        self.total: int = self.sums[-1]
        self._batch: Batch | None = None
        self._kernel: Kernel | None = None

    def reaches(self, us: int, amount: int) -> bool:
        """Return whether `amount` open time after (before, if negative) `us`, or for 0 an open moment, lies in these years."""
        i = bisect_right(self.opens, us) - 1
        before = self.sums[i] + min(us, self.closes[i]) - self.opens[i] if i >= 0 else 0
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
        # interval 0 is empty and closes at `low`: every instant has an interval before it
        opens, closes, sums = [low, *self.opens], [low, *self.closes], [0, *self.sums]
        last = len(opens) - 1
        guide = _guide(opens, low, high)
        sum_guide = _guide(sums, 0, total)
        opens.append(high + 1)
        shift = _SHIFT

        def add(us: int, amount: int) -> int:
            if not low <= us < high:
                return far_add(us, amount)
            i = guide[(us - low) >> shift]
            while opens[i + 1] <= us:
                i += 1
            if us < closes[i]:
                target = us + amount
                if opens[i] <= target <= closes[i]:
                    return target
                goal = sums[i] + target - opens[i]
            else:
                goal = sums[i + 1] + amount
            if amount > 0:
                if goal > total:
                    return far_add(us, amount)
                i = sum_guide[goal >> shift]
                while sums[i + 1] < goal:
                    i += 1
                return opens[i] + goal - sums[i]
            if amount < 0:
                if goal < 0:
                    return far_add(us, amount)
                i = sum_guide[goal >> shift]
                while sums[i + 1] <= goal:
                    i += 1
                return opens[i] + goal - sums[i]
            return opens[i + 1] if i < last else far_add(us, 0)

        def between(start: int, end: int) -> int:
            if not (low <= start < high and low <= end < high):
                return far_between(start, end)
            i = guide[(start - low) >> shift]
            while opens[i + 1] <= start:
                i += 1
            j = guide[(end - low) >> shift]
            while opens[j + 1] <= end:
                j += 1
            before_end = sums[j] + end - opens[j] if end < closes[j] else sums[j + 1]
            return before_end - sums[i] - start + opens[i] if start < closes[i] else before_end - sums[i + 1]

        def is_open(us: int) -> bool:
            if not low <= us < high:
                return far_is_open(us)
            i = guide[(us - low) >> shift]
            while opens[i + 1] <= us:
                i += 1
            return us < closes[i]

        return Kernel(add, between, is_open)


def _guide(edges: Sequence[int], low: int, high: int) -> list[int]:
    """Return for each bucket the last index whose edge lies in an earlier bucket, and at least 0."""
    counts = [0] * (((high - low) >> _SHIFT) + 2)
    for edge in edges[1:]:
        counts[((edge - low) >> _SHIFT) + 1] += 1
    return list(accumulate(counts))
