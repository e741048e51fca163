"""Where a rota's hand-overs fall into a change of clocks.

*Rule:* a skipped local time becomes the first instant after the gap, a repeated one the first of the two; of each shift or layer the
first skipped and the first repeated hand-over are told. Turns of hours meet every change of clocks and are left out.

Example:
    >>> from servstd.escalation.rotas.model import Layer, Turn
    >>> layer = Layer("first", people=(("li",), ("chen",)), every=Turn(1, "day"), start=150 * 60_000_000)
    >>> rota = Rota("call", time_zone="America/Chicago", layers=(layer,))
    >>> [(params["date"], params["wall"], params["at"]) for _, params in clock_changes(rota, 1767225600000000, 1798761600000000)]
    [('2026-03-08', '02:30', '03:00')]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from servstd.calendars.model import date_of
from servstd.calendars.zones import ZoneSpan
from servstd.errors import Path
from servstd.escalation.rotas.duties import shifts_of
from servstd.escalation.rotas.model import Layer, Rota
from servstd.escalation.rotas.turns import Grid, span_over
from servstd.instants import DAY_US, HOUR_US, MINUTE_US, from_us, read_zone

__all__ = ["clock_changes"]

_WHAT = {True: ("skipped", "没有"), False: ("there twice", "出现两次")}


def clock_changes(rota: Rota, start_us: int, end_us: int) -> Iterator[tuple[Path, Mapping[str, object]]]:
    """Yield each hand-over of a rota within a time that a change of clocks skips or repeats: its path, and what a message says of it.

    Args:
        rota: The rota.
        start_us: An instant.
        end_us: A later one.
    """
    for layer in rota.layers:
        if layer.every is not None and layer.every.unit != "hour" and len(layer.people) > 1:
            zone = layer.time_zone or rota.time_zone
            span = span_over(zone, start_us, end_us)
            grid = Grid(layer.start, turn=layer.every)
            found = (
                (wall, skipped) for wall, skipped in _walls(span, layer.start % DAY_US, start_us, end_us) if _begins(layer, grid, wall)
            )
            for wall, skipped in _firsts(found):
                after = span.first_at(grid.at(grid.number(wall) + 1))
                yield layer.path, _params(zone, span, wall, skipped, layer.name, after - span.first_at(wall))
    worked = shifts_of(rota)
    for shift in (worked[name] for name in dict.fromkeys(rota.pattern) if name in worked):
        span = span_over(rota.time_zone, start_us, end_us)
        hits = (
            (wall, skipped, wall - edge)
            for edge in (shift.start, shift.end)
            for wall, skipped in _walls(span, edge % DAY_US, start_us, end_us)
        )
        told: set[bool] = set()
        for wall, skipped, midnight in sorted(hits):
            if skipped not in told and midnight >= rota.start * DAY_US:
                told.add(skipped)
                lasts = span.first_at(midnight + shift.end) - span.first_at(midnight + shift.start)
                yield shift.path, _params(rota.time_zone, span, wall, skipped, shift.name, lasts)


def _walls(span: ZoneSpan, time: int, start_us: int, end_us: int) -> Iterator[tuple[int, bool]]:
    """Yield the wall times of one time of day that a change of clocks skips (True) or repeats (False)."""
    for i, at in enumerate(span.starts):
        if start_us <= at < end_us:
            before, after = at + span.offsets[i - 1], at + span.offsets[i]
            low, high = min(before, after), max(before, after)
            wall = low + (time - low) % DAY_US
            if wall < high:
                yield wall, before < after


def _begins(layer: Layer, grid: Grid, wall: int) -> bool:
    return grid.at(grid.number(wall)) == wall and layer.start <= wall and (layer.until is None or wall < layer.until)


def _firsts(found: Iterator[tuple[int, bool]]) -> Iterator[tuple[int, bool]]:
    firsts: dict[bool, int] = {}
    for wall, skipped in found:
        firsts.setdefault(skipped, wall)
    return ((wall, skipped) for skipped, wall in firsts.items())


def _params(zone: str, span: ZoneSpan, wall: int, skipped: bool, name: str, lasts: int) -> dict[str, object]:
    what = _WHAT[skipped]
    minutes = wall % DAY_US // MINUTE_US
    return {
        "wall": f"{minutes // 60:02}:{minutes % 60:02}",
        "what_en": what[0],
        "what_zh": what[1],
        "date": date_of(wall // DAY_US).isoformat(),
        "zone": zone,
        "name": name,
        "at": f"{from_us(span.first_at(wall), read_zone(zone)):%H:%M}",
        "hours": f"{lasts / HOUR_US:.10g}",
    }
