"""Whole columns of instants at once: the only module of the calendars that imports numpy.

*Rule:* the answers are those of the scalar functions, to the microsecond. Work goes in blocks that stay in the processor's
cache. A bucket of the guide is so small that it touches one open interval, so W(t) is one clamp: no search.

Example:
    >>> import numpy as np
    >>> from servstd.calendars.table import Table
    >>> Batch(Table(0, high=100, opens=[10, 50], closes=[20, 60])).before(np.array([5, 15, 30, 55])).tolist()
    [0, 5, 10, 15]
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from servstd.durations import LIMIT_DAYS, LIMIT_US
from servstd.errors import UsageError

if TYPE_CHECKING:
    from servstd.calendars.table import Table
    from servstd.calendars.timeline import Timeline

__all__ = ["ArrayLike", "Batch", "Instants", "Spans", "add_many", "between_many"]

Ints: TypeAlias = NDArray[np.int64]
Instants: TypeAlias = NDArray[np.int64] | NDArray[np.datetime64]
Spans: TypeAlias = NDArray[np.int64] | NDArray[np.timedelta64]
Kind: TypeAlias = Literal["M", "m"]
Missing: TypeAlias = NDArray[np.bool_] | None
_BLOCK = 32_768
_COARSEST, _FINEST = 36, 30  # buckets of 19 hours down to 18 minutes
_UNITS = ("D", "h", "m", "s", "ms", "us", "ns")
_KINDS: dict[Kind, str] = {"M": "datetime64", "m": "timedelta64"}
_NOT_A_TIME = np.iinfo(np.int64).min


class Batch:
    """A table as arrays: W(t) and its inverse for columns of instants within the table's years."""

    def __init__(self, table: Table) -> None:
        opens, closes = (np.frombuffer(edges, dtype=np.int64) for edges in (table.opens, table.closes))
        self._sums = np.frombuffer(table.sums, dtype=np.int64)
        self._low = table.low
        # an empty interval at either end, so that every instant has one
        self._opens = np.concatenate((opens, [table.high]))
        self._closes = np.concatenate((closes, [table.high]))
        self._bases = self._sums - self._opens
        self._next_opens = np.append(self._opens[1:], np.iinfo(np.int64).max)
        self._shift, self._guide, self._steps = _instant_guide(self._opens, self._closes, table.low, table.high)
        self._sum_shift, self._sum_guide, self._sum_steps = _sum_guide(self._sums)
        self._next_sums = np.append(self._sums[1:], np.iinfo(np.int64).max)

    def before(self, at: Ints) -> Ints:
        """Return W(t), the open time from the table's start to each instant."""
        out = np.empty_like(at)
        for first in range(0, len(at), _BLOCK):
            self._block_before(at[first : first + _BLOCK], out[first : first + _BLOCK])
        return out

    def earliest(self, sums: Ints) -> Ints:
        """Return for each w > 0 the earliest instant with W = w."""
        out = np.empty_like(sums)
        for first in range(0, len(sums), _BLOCK):
            block = sums[first : first + _BLOCK]
            i = self._sum_guide.take((block - 1) >> self._sum_shift)
            for _ in range(self._sum_steps):
                i += block > self._next_sums.take(i)
            np.subtract(block, self._bases.take(i), out=out[first : first + _BLOCK])
        return out

    def latest(self, sums: Ints) -> Ints:
        """Return for each 0 <= w < total the latest instant with W = w: it is open, so that a moment later W = w + 1."""
        return self.earliest(sums + 1) - 1

    def _block_before(self, at: Ints, out: Ints) -> None:
        i = self._guide.take((at - self._low) >> self._shift)
        for _ in range(self._steps):
            i += at >= self._next_opens.take(i)
        np.maximum(at, self._opens.take(i), out=out)
        np.minimum(out, self._closes.take(i), out=out)
        out += self._bases.take(i)


def _instant_guide(opens: Ints, closes: Ints, low: int, high: int) -> tuple[int, Ints, int]:
    """Return bucket size, guide and steps: the first interval that closes after a bucket's start, and how many more it touches."""

    def guide(shift: int) -> tuple[int, Ints, int]:
        starts = np.arange(((high - low) >> shift) + 1, dtype=np.int64) * (1 << shift) + low
        first = np.searchsorted(closes[:-1], starts, side="right")
        last = np.searchsorted(opens[:-1], starts + ((1 << shift) - 1), side="right") - 1
        return shift, first, int((last - first).max(initial=0))

    return _coarsest(guide, 0)


def _sum_guide(sums: Ints) -> tuple[int, Ints, int]:
    """Return bucket size, guide and steps: the interval in which the first W of a bucket (w - 1 >> shift) is reached."""
    total = int(sums[-1])

    def guide(shift: int) -> tuple[int, Ints, int]:
        firsts = np.arange((total >> shift) + 1, dtype=np.int64) * (1 << shift) + 1
        first = np.searchsorted(sums, firsts, side="left") - 1
        last = np.searchsorted(sums, firsts + ((1 << shift) - 1), side="left") - 1
        return shift, first, int((last - first).max(initial=0))

    return _coarsest(guide, 1)


def _coarsest(guide: Callable[[int], tuple[int, Ints, int]], most_steps: int) -> tuple[int, Ints, int]:
    """Return the coarsest guide that needs so few steps, else the finest."""
    found = guide(_COARSEST)
    while found[2] > most_steps and found[0] > _FINEST:
        found = guide(found[0] - 1)
    return found


def add_many(timeline: Timeline, starts: ArrayLike, amounts: ArrayLike) -> Instants:
    """Return `timeline.add` of each start and amount; the columns' shapes are broadcast.

    Raises:
        UsageError: CAL032 a column has the wrong type, CAL033 their shapes differ, TIM004 and TIM012 out of bounds.
        NoOpenTime: CAL030 as `Timeline.add`.
    """
    us, amounts_us, missing, unit = _columns(starts, amounts, "amounts", "m")
    found = _add(timeline, us.ravel(), amounts_us.ravel()).reshape(us.shape) if us.size else us
    return _typed(found, missing, unit, "M")


def between_many(timeline: Timeline, starts: ArrayLike, ends: ArrayLike) -> Spans:
    """Return `timeline.between` of each start and end; the columns' shapes are broadcast.

    Raises:
        UsageError: CAL032 a column has the wrong type, CAL033 their shapes differ, TIM004 out of bounds.
    """
    us, ends_us, missing, unit = _columns(starts, ends, "ends", "M")
    found = us
    if us.size:
        low, high = min(int(us.min()), int(ends_us.min())), max(int(us.max()), int(ends_us.max()))
        batch = timeline.table(low, high).batch
        found = (batch.before(ends_us.ravel()) - batch.before(us.ravel())).reshape(us.shape)
    return _typed(found, missing, unit, "m")


def _add(timeline: Timeline, us: Ints, amounts: Ints) -> Ints:
    least, most = int(amounts.min()), int(amounts.max())
    if max(-least, most) > LIMIT_US:
        raise UsageError("TIM012", found=f"{max(-least, most)} us", days=LIMIT_DAYS)
    forward = amounts > 0
    table = timeline.table(int(us.min()), int(us.max()))
    while True:
        goals = table.batch.before(us) + amounts
        short = np.flatnonzero((goals < 0) | np.where(forward, goals > table.total, goals >= table.total))
        if not short.size:
            break
        worst = int(short[np.argmax(np.abs(amounts[short]))])
        table = timeline.further(table, int(us[worst]), int(amounts[worst]) or 1)
    if least > 0:
        return table.batch.earliest(goals)
    found = np.empty_like(us)
    found[forward] = table.batch.earliest(goals[forward])
    found[~forward] = table.batch.latest(goals[~forward])
    return found


def _columns(starts: ArrayLike, others: ArrayLike, name: str, kind: Kind) -> tuple[Ints, Ints, Missing, str]:
    """Return both columns in int64 microseconds of one shape, where a value is missing (NaT), and the unit of the starts."""
    left, left_unit = _column(starts, "starts", "M")
    right, right_unit = _column(others, name, kind)
    if bool(left_unit) != bool(right_unit):
        expected = f"{_KINDS[kind]} with datetime64, int64 with int64"
        raise UsageError("CAL032", column=name, expected=expected, found=str(np.asarray(others).dtype))
    try:
        left, right = np.broadcast_arrays(left, right)
    except ValueError:
        raise UsageError("CAL033", column=name, expected=str(left.shape), found=str(right.shape)) from None
    if not left_unit or not left.size or min(left.min(), right.min()) != _NOT_A_TIME:
        return left, right, None, left_unit
    missing = (left == _NOT_A_TIME) | (right == _NOT_A_TIME)
    return np.where(missing, 0, left), np.where(missing, 0, right), missing, left_unit


def _column(values: ArrayLike, name: str, kind: Kind) -> tuple[Ints, str]:
    """Return a column in int64 microseconds, and the unit it had, or an empty text if it was of integers."""
    array = np.asarray(values)
    if array.dtype.kind == kind:
        unit = np.datetime_data(array.dtype)[0]
        if unit in _UNITS:
            return array.astype(f"{kind}8[us]").view(np.int64), unit
    elif array.dtype.kind in "iu" and np.can_cast(array.dtype, np.int64):
        return array.astype(np.int64, copy=False), ""
    elif not array.size and not isinstance(values, np.ndarray):
        return np.empty(array.shape, dtype=np.int64), ""
    raise UsageError("CAL032", column=name, expected=f"int64 microseconds or {_KINDS[kind]}", found=str(array.dtype))


def _typed(found: Ints, missing: Missing, unit: str, kind: Kind) -> NDArray[Any]:
    if missing is not None:
        found[missing] = _NOT_A_TIME
    if not unit:
        return found
    typed = found.view(f"{kind}8[us]")
    return typed.astype(f"{kind}8[ns]") if unit == "ns" else typed
