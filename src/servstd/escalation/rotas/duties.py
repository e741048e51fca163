"""Duties: the pieces a rota's pattern and layers put on the time line, before any change.

*Rule:* half-open pieces of one person each. Those of a pattern are whole shifts, those of a layer are clipped to the time asked for.
Nobody is on duty before the pattern or the layer starts. What cannot be worked (no people, a turn without length, an unknown shift)
puts nobody on duty; that it is so is told when the standard is read.

Example:
    >>> subtract([(0, 10)], [(2, 3), (8, 12)])
    [(0, 2), (3, 8)]
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, TypeAlias

from servstd.calendars.zones import ZoneSpan
from servstd.escalation.rotas.model import Layer, Rota, ShiftTime
from servstd.escalation.rotas.turns import Grid, span_over, wall_at
from servstd.instants import DAY_US

__all__ = ["NO_DAY", "Duty", "Piece", "layer_duties", "pattern_duties", "shifts_of", "subtract", "unite"]

Piece: TypeAlias = tuple[int, int]
NO_DAY = -(10**9)


class Duty(NamedTuple):
    """One person on duty from `start` to `end`; `day` is the day the shift starts on, `NO_DAY` for layers."""

    start: int
    end: int
    person: str
    name: str
    day: int = NO_DAY
    post: str = ""


def unite(pieces: Iterable[Piece]) -> list[Piece]:
    """Return pieces of time as sorted ones that neither overlap nor touch."""
    found: list[Piece] = []
    for start, end in sorted(pieces):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def subtract(pieces: Iterable[Piece], taken: Sequence[Piece]) -> list[Piece]:
    """Return what is left of pieces of time outside `taken`, which is sorted and does not overlap."""
    starts = [start for start, _ in taken]
    found: list[Piece] = []
    for piece in pieces:
        at, end = piece
        i = max(bisect_right(starts, at) - 1, 0)
        while at < end and i < len(taken) and taken[i][0] < end:
            if taken[i][0] > at:
                found.append((at, taken[i][0]))
            at = max(at, taken[i][1])
            i += 1
        if at < end:
            found.append((at, end))
    return found


def shifts_of(rota: Rota) -> dict[str, ShiftTime]:
    """Return the shifts that can be worked: they start within their day and last at most 24 h."""
    return {shift.name: shift for shift in rota.shifts if 0 <= shift.start < DAY_US and 0 < shift.end - shift.start <= DAY_US}


def pattern_duties(rota: Rota, start_us: int, end_us: int) -> Iterator[Duty]:
    """Yield the whole shifts of a pattern that touch [start_us, end_us)."""
    shifts, pattern = shifts_of(rota), rota.pattern
    if not pattern:
        return
    span = span_over(rota.time_zone, start_us, end_us)
    posts = rota.posts if rota.posts is not None and rota.posts.posts and rota.posts.every.count > 0 else None
    grid = Grid(posts.start * DAY_US, turn=posts.every) if posts is not None else None
    first = max(wall_at(span, start_us) // DAY_US - 2, rota.start)
    for day in range(first, wall_at(span, end_us) // DAY_US + 1):
        turns = grid.number(day * DAY_US) if grid is not None else 0
        for i, person in enumerate(rota.people):
            shift = shifts.get(pattern[(day - rota.start + i) % len(pattern)])
            if shift is None:
                continue
            start, end = span.first_at(day * DAY_US + shift.start), span.first_at(day * DAY_US + shift.end)
            if start < end and start < end_us and end > start_us:
                post = posts.posts[(i + turns) % len(posts.posts)] if posts is not None else ""
                yield Duty(start, end, person, shift.name, day, post)


def layer_duties(rota: Rota, start_us: int, end_us: int) -> Iterator[Duty]:
    """Yield the duties of the layers within [start_us, end_us); a higher layer hides the lower ones while somebody is on duty in it."""
    taken: list[Piece] = []
    for _, group in groupby(sorted(rota.layers, key=_rank), key=_rank):
        duties = [duty for layer in group for duty in _of_layer(layer, layer.time_zone or rota.time_zone, start_us, end_us)]
        for duty in duties:
            for start, end in subtract([(duty.start, duty.end)], taken):
                yield duty._replace(start=start, end=end)
        taken = unite([*taken, *((duty.start, duty.end) for duty in duties)])


def _rank(layer: Layer) -> int:
    return -layer.priority


def _of_layer(layer: Layer, zone: str, start_us: int, end_us: int) -> Iterator[Duty]:
    span = span_over(zone, start_us, end_us)
    low = max(start_us, span.first_at(layer.start))
    high = end_us if layer.until is None else min(end_us, span.first_at(layer.until))
    if low >= high or not layer.people or (layer.every is not None and layer.every.count < 1):
        return
    pieces: Iterable[Piece] = [(low, high)] if layer.hours is None else layer.hours.timeline.intervals(low, high)
    for start, end in pieces:
        for first, last, item in _turns(layer, span, start, end):
            for person in dict.fromkeys(item):
                yield Duty(first, last, person, layer.name)


def _turns(layer: Layer, span: ZoneSpan, start: int, end: int) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield who has the turns within a piece of time."""
    if layer.every is None or len(layer.people) == 1:
        yield start, end, layer.people[0]
        return
    grid = Grid(layer.start, turn=layer.every)
    number = grid.number(wall_at(span, start))
    while start < end:
        after = span.first_at(grid.at(number + 1))
        if after > start:
            yield start, min(after, end), layer.people[number % len(layer.people)]
            start = after
        number += 1
