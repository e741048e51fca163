"""W(t), the open time before t, as one piecewise-linear function over some years; made once, then only read.

*Rule:* W(t) goes through a guide table (`(t - low) >> shift` names a bucket, the bucket an interval to start from), its inverse
through one bisection, so the cost does not depend on the span. The guide is made at the first scalar call, numpy arrays at
the first batch call.

Example:
    >>> table = Table(0, high=100, opens=[10, 50], closes=[20, 60])
    >>> table.total, table.sums
    (20, [0, 10, 20])
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import accumulate
from operator import sub
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from servstd.calendars._arrays import Batch

__all__ = ["Kernel", "Table"]

IntPair = Callable[[int, int], int]
_SHIFT = 34  # buckets of 4.8 hours: seldom more than one opening in each


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

    def __init__(self, low: int, *, high: int, opens: list[int], closes: list[int]) -> None:
        self.low, self.high = low, high
        self.opens, self.closes = opens, closes
        self.sums: list[int] = list(accumulate(map(sub, closes, opens), initial=0))
        self.total = self.sums[-1]
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
        # interval 0 is empty and closes at `low`: every instant has an interval at or before it, in which W(t) = t + base
        opens, closes, sums = [low, *self.opens], [low, *self.closes], [0, *self.sums]
        bases: list[int] = list(map(sub, sums, opens))
        shift, guide = _SHIFT, _guide(self.opens, low, high)
        # after the last one there is none: every instant comes before it, and it never closes
        opens.append(high + 1)
        closes.append(low)

        def add(us: int, amount: int) -> int:
            if not low <= us < high:
                return far_add(us, amount)
            i = guide[(us - low) >> shift]
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
            if amount > 0 and goal <= total:
                return goal - bases[bisect_left(sums, goal) - 1]
            if amount < 0 <= goal:
                return goal - bases[bisect_right(sums, goal) - 1]
            return far_add(us, amount)

        def between(start: int, end: int) -> int:
            if not (low <= start < high and low <= end < high):
                return far_between(start, end)
            i = guide[(start - low) >> shift]
            while opens[i + 1] <= start:
                i += 1
            j = guide[(end - low) >> shift]
            while opens[j + 1] <= end:
                j += 1
            before_end = bases[j] + end if end < closes[j] else bases[j] + closes[j]
            return before_end - bases[i] - (start if start < closes[i] else closes[i])

        def is_open(us: int) -> bool:
            if not low <= us < high:
                return far_is_open(us)
            i = guide[(us - low) >> shift]
            while opens[i + 1] <= us:
                i += 1
            return us < closes[i]

        return Kernel(add, between, is_open)


def _guide(opens: list[int], low: int, high: int) -> list[int]:
    """Return for each bucket how many openings lie in earlier buckets: the interval from which its instants are searched."""
    guide: list[int] = []
    for i, opening in enumerate(opens):
        bucket = (opening - low) >> _SHIFT
        # one object for all buckets of an interval keeps the table small
        if bucket >= len(guide):
            guide += [i] * (bucket + 1 - len(guide))
    return guide + [len(opens)] * (((high - low) >> _SHIFT) + 1 - len(guide))
