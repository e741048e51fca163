"""Whole columns of instants at once: the only module of the calendars that imports numpy.

*Rule:* the answers are those of the scalar functions, to the microsecond. Work goes in blocks that stay in the processor's
cache. A bucket of the guide is so small that it touches one open interval, so W(t) is one clamp: no search.

Example:
    >>> import numpy as np
    >>> from servstd.calendars.table import Table
    >>> batch = Batch(Table(0, high=100, opens=[10, 50], closes=[20, 60]))
    >>> batch.between(np.array([5, 15]), np.array([30, 55])).tolist()
    [10, 10]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
Indices: TypeAlias = NDArray[np.int32]
Guide: TypeAlias = tuple[int, Indices, int]
Instants: TypeAlias = NDArray[np.int64] | NDArray[np.datetime64]
Spans: TypeAlias = NDArray[np.int64] | NDArray[np.timedelta64]
Kind: TypeAlias = Literal["M", "m"]
Missing: TypeAlias = NDArray[np.bool_] | None
_BLOCK = 32_768
_COARSEST, _FINEST = 36, 30  # buckets of 19 hours down to 18 minutes
_UNITS = ("D", "h", "m", "s", "ms", "us", "ns")
_KINDS: dict[Kind, str] = {"M": "datetime64", "m": "timedelta64"}
_NEVER = np.iinfo(np.int64).max
_NOT_A_TIME = np.iinfo(np.int64).min


class Batch:
    """A table as arrays: business time for columns of instants within the table's years."""

    def __init__(self, table: Table) -> None:
        opens, closes, self._sums = (np.array(edges, dtype=np.int64) for edges in (table.opens[1:-1], table.closes[1:-1], table.sums[1:]))
        self._low, self._total = table.low, table.total
        # an empty interval at the end, so that every instant has one
        self._opens, self._closes = np.append(opens, table.high), np.append(closes, table.high)
        self._bases = self._sums - self._opens
        self._next_opens, self._next_sums = np.append(self._opens[1:], _NEVER), np.append(self._sums[1:], _NEVER)
        self._shift, self._guide, self._steps = _instant_guide(opens, closes, table.low, table.high)
        self._sum_shift, self._sum_guide, self._sum_steps = _sum_guide(self._sums)

    def between(self, starts: Ints, ends: Ints) -> Ints:
        """Return the open time from each start to its end."""
        out, scratch = np.empty_like(starts), _Scratch(len(starts))
        before_start = np.empty(min(len(starts), _BLOCK), dtype=np.int64)
        for rows, room in scratch.blocks():
            self._before(ends[rows], out[rows], room)
            self._before(starts[rows], before_start[: room.size], room)
            np.subtract(out[rows], before_start[: room.size], out=out[rows])
        return out

    def add(self, starts: Ints, amounts: Ints) -> Ints | int:
        """Return each start plus its amount of open time, or the row that leaves the table's years."""
        out, scratch = np.empty_like(starts), _Scratch(len(starts))
        # the latest instant with W = w is open: it comes one microsecond before the earliest with W = w + 1
        back = (amounts <= 0).astype(np.int64) if amounts.min(initial=1) <= 0 else None
        for rows, room in scratch.blocks():
            goals = out[rows]
            self._before(starts[rows], goals, room)
            np.add(goals, amounts[rows], out=goals)
            if back is not None:
                np.add(goals, back[rows], out=goals)
            least, most = int(goals.argmin()), int(goals.argmax())
            if goals[least] < 1 or goals[most] > self._total:
                return int(rows.start) + (least if goals[least] < 1 else most)
            self._earliest(goals, room)
        return out if back is None else out - back

    def _before(self, at: Ints, out: Ints, room: _Scratch) -> None:
        """Put W(t) of each instant into `out`: the base of its interval plus the instant, clamped to the interval."""
        np.subtract(at, self._low, out=room.longs)
        np.right_shift(room.longs, self._shift, out=room.longs)
        self._guide.take(room.longs, out=room.indices, mode="clip")
        for _ in range(self._steps):
            np.add(room.indices, at >= self._next_opens.take(room.indices), out=room.indices)
        np.maximum(at, self._opens.take(room.indices, out=room.longs, mode="clip"), out=out)
        np.minimum(out, self._closes.take(room.indices, out=room.longs, mode="clip"), out=out)
        np.add(out, self._bases.take(room.indices, out=room.longs, mode="clip"), out=out)

    def _earliest(self, sums: Ints, room: _Scratch) -> None:
        """Replace each w > 0 by the earliest instant with W = w."""
        np.subtract(sums, 1, out=room.longs)
        np.right_shift(room.longs, self._sum_shift, out=room.longs)
        self._sum_guide.take(room.longs, out=room.indices, mode="clip")
        for _ in range(self._sum_steps):
            np.greater(sums, self._next_sums.take(room.indices, out=room.longs, mode="clip"), out=room.flags)
            np.add(room.indices, room.flags, out=room.indices)
        np.subtract(sums, self._bases.take(room.indices, out=room.longs, mode="clip"), out=sums)


class _Scratch:
    """Room for one block of rows, used again for each."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self.size = min(rows, _BLOCK)
        self.longs: Ints = np.empty(self.size, dtype=np.int64)
        self.indices: Indices = np.empty(self.size, dtype=np.int32)
        self.flags: NDArray[np.bool_] = np.empty(self.size, dtype=np.bool_)

    def blocks(self) -> Iterator[tuple[slice, _Scratch]]:
        """Yield the rows of each block with room of just that size."""
        for first in range(0, self._rows, _BLOCK):
            yield slice(first, min(first + _BLOCK, self._rows)), self if first + _BLOCK <= self._rows else _Scratch(self._rows - first)


def _instant_guide(opens: Ints, closes: Ints, low: int, high: int) -> Guide:
    """Return bucket size, guide and steps: the first interval that closes after a bucket's start, and how many more it touches."""

    def guide(shift: int) -> Guide:
        starts = np.arange(((high - low) >> shift) + 1, dtype=np.int64) * (1 << shift) + low
        first = np.searchsorted(closes, starts, side="right")
        last = np.searchsorted(opens, starts + ((1 << shift) - 1), side="right") - 1
        return shift, first.astype(np.int32), int((last - first).max(initial=0))

    return _coarsest(guide, 0)


def _sum_guide(sums: Ints) -> Guide:
    """Return bucket size, guide and steps: the interval in which the first W of a bucket (w - 1 >> shift) is reached."""
    total = int(sums[-1])

    def guide(shift: int) -> Guide:
        firsts = np.arange((total >> shift) + 1, dtype=np.int64) * (1 << shift) + 1
        first = np.searchsorted(sums, firsts, side="left") - 1
        last = np.searchsorted(sums, firsts + ((1 << shift) - 1), side="left") - 1
        return shift, first.astype(np.int32), int((last - first).max(initial=0))

    return _coarsest(guide, 1)


def _coarsest(guide: Callable[[int], Guide], most_steps: int) -> Guide:
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
        if timeline.is_always:
            found = ends_us - us
        else:
            found = timeline.table(low, high).batch.between(us.ravel(), ends_us.ravel()).reshape(us.shape)
    return _typed(found, missing, unit, "m")


def _add(timeline: Timeline, us: Ints, amounts: Ints) -> Ints:
    least, most = int(amounts.min()), int(amounts.max())
    if max(-least, most) > LIMIT_US:
        raise UsageError("TIM012", found=f"{max(-least, most)} us", days=LIMIT_DAYS)
    table = timeline.table(int(us.min()), int(us.max()))
    while isinstance(found := table.batch.add(us, amounts), int):
        table = timeline.further(table, int(us[found]), int(amounts[found]) or 1)
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
            found = array.astype(f"{kind}8[us]")
            # a coarser unit reaches further than microseconds: what does not come back as it was has overflowed
            if unit not in ("us", "ns") and ((found.astype(array.dtype) != array) & ~np.isnat(array)).any():
                raise UsageError("TIM004", found=f"datetime64[{unit}]" if kind == "M" else f"timedelta64[{unit}]")
            return found.view(np.int64), unit
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
