"""From a pattern to its open intervals over some years, in microseconds since the epoch (UTC).

*Rule:* for a date, `dates` win over half days, those over make-up working days, those over holidays, those over alternating
weeks, those over the weekly hours. A holiday removes the shifts that start on it. Ends become instants by
`ZoneSpan.resolve`; an interval that is then empty vanishes; intervals that touch or overlap are united.

Example:
    >>> from servstd.calendars.model import Pattern, Rules
    >>> nine_to_ten = ((9 * 3_600_000_000, 10 * 3_600_000_000),)
    >>> opens, closes = intervals_of(Pattern("UTC", rules=(Rules(week=(nine_to_ten,) * 7),)), 2026, 2027)
    >>> len(opens), closes[0] - opens[0]
    (365, 3600000000)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from operator import ge
from typing import NamedTuple, TypeAlias

from servstd.calendars.model import Alternate, Combination, Day, Pattern, Rules, Shifts, date_of, weekday_of
from servstd.calendars.official import official_days
from servstd.calendars.zones import ZoneSpan, year_start_us, zone_span
from servstd.instants import DAY_US

__all__ = ["intervals_of", "shifts_of"]

Edges: TypeAlias = tuple[list[int], list[int]]
Times: TypeAlias = tuple[int, ...]
_MARGIN_DAYS = 3  # a shift lasts less than two days, and a zone is less than a day from UTC


def intervals_of(pattern: Pattern, first_year: int, end_year: int) -> Edges:
    """Return openings and closings from `first_year` up to `end_year` (UTC), sorted, united, clipped to these years.

    Args:
        pattern: What is open when.
        first_year: The first year covered.
        end_year: The first year not covered.

    Returns:
        Two lists of the same length, in microseconds since the epoch.
    """
    if pattern.combination is not None:
        return _combined(pattern.combination, first_year, end_year)
    opens: list[int] = []
    closes: list[int] = []
    for block in _blocks_of(pattern, first_year, end_year):
        starts, stops = block.edges()
        opens += starts
        closes += stops
    if any(map(ge, closes, islice(opens, 1, None))):
        opens, closes = _united(sorted(zip(opens, closes, strict=True)))
    return _clipped(opens, closes, year_start_us(first_year), year_start_us(end_year))


def shifts_of(pattern: Pattern, first_year: int, end_year: int) -> list[tuple[Day, int, int]]:
    """Return every shift of a pattern that is no combination: the date it starts on, its opening and its closing, date by date.

    Shifts are neither united nor clipped; there are a few days more on either side of the years.
    """
    return [shift for block in _blocks_of(pattern, first_year, end_year) for shift in block.shifts()]


class _Block(NamedTuple):
    """Days one after the other: the openings and closings of each on the wall, and how they become instants."""

    first: Day
    opens: Sequence[Times]
    closes: Sequence[Times]
    offset: int | None  # one for all; None: it changes, so each time is looked up
    span: ZoneSpan

    def edges(self) -> Edges:
        """Return openings and closings as instants."""
        if self.offset is not None:
            return self._instants(self.opens), self._instants(self.closes)
        kept = [(start, stop) for _, start, stop in self.shifts()]
        return [start for start, _ in kept], [stop for _, stop in kept]

    def shifts(self) -> Iterator[tuple[Day, int, int]]:
        """Yield each shift with its day; those that are empty after the change of an offset are gone."""
        days = (day for day, times in enumerate(self.opens, self.first) for _ in times)
        starts, stops = self._instants(self.opens), self._instants(self.closes)
        return ((day, start, stop) for day, start, stop in zip(days, starts, stops, strict=True) if start < stop)

    def _instants(self, days: Sequence[Times]) -> list[int]:
        midnight = self.first * DAY_US - (self.offset or 0)
        midnights = range(midnight, midnight + len(days) * DAY_US, DAY_US)
        found = [start + time for start, times in zip(midnights, days, strict=True) for time in times]
        return found if self.offset is not None else [self.span.resolve(wall) for wall in found]


def _blocks_of(pattern: Pattern, first_year: int, end_year: int) -> Iterator[_Block]:
    first = year_start_us(first_year) // DAY_US - _MARGIN_DAYS
    end = year_start_us(end_year) // DAY_US + _MARGIN_DAYS
    span = zone_span(pattern.time_zone, first_year, end_year)
    for start, stop, cycle, phase, special in _runs(pattern.rules, first, end):
        skipped, length = (start - phase) % len(cycle), stop - start
        opens, closes = (_laid_out([_times(shifts, edge) for shifts in cycle], skipped, length) for edge in (0, 1))
        for day, shifts in special.items():
            if start <= day < stop:
                opens[day - start], closes[day - start] = _times(shifts, 0), _times(shifts, 1)
        for low, high, offset in _quiet_runs(span, start, stop):
            yield _Block(low, opens[low - start : high - start], closes[low - start : high - start], offset, span)


def _times(shifts: Shifts, edge: int) -> Times:
    return tuple(shift[edge] for shift in shifts)


def _laid_out(cycle: list[Times], offset: int, length: int) -> list[Times]:
    return (cycle * ((offset + length) // len(cycle) + 1))[offset : offset + length]


def _quiet_runs(span: ZoneSpan, first: Day, end: Day) -> Iterator[tuple[Day, Day, int | None]]:
    """Cut days into runs of one offset, and (offset None) the two days at each change of it."""
    at = first
    for i, switch in enumerate(span.switches[1:], 1):
        noisy, quiet = switch // DAY_US - 1, switch // DAY_US + 1
        if quiet <= at or noisy >= end:
            continue
        if noisy > at:
            yield at, noisy, span.offsets[i - 1]
        yield max(at, noisy), min(quiet, end), None
        at = min(quiet, end)
    if at < end:
        yield at, end, span.offsets[bisect_right(span.switches, at * DAY_US) - 1]


def _runs(all_rules: tuple[Rules, ...], first: Day, end: Day) -> Iterator[tuple[Day, Day, tuple[Shifts, ...], Day, Mapping[Day, Shifts]]]:
    """Cut days into runs with one cycle of days each, the day the cycle is counted from, and the special days."""
    for i, rules in enumerate(all_rules):
        start = first if rules.start is None else max(first, rules.start)
        following = all_rules[i + 1].start if i + 1 < len(all_rules) else None
        stop = end if following is None else min(end, following)
        if start >= stop:
            continue
        special = _special_days(rules, start, stop)
        weekly_stop = min(stop, rules.alternates[0].start) if rules.alternates else stop
        if start < weekly_stop:
            yield start, weekly_stop, rules.week, start - weekday_of(start), special
        for j, alternate in enumerate(rules.alternates):
            alternate_start = max(start, alternate.start)
            alternate_stop = min(stop, rules.alternates[j + 1].start) if j + 1 < len(rules.alternates) else stop
            if alternate_start < alternate_stop:
                yield alternate_start, alternate_stop, _cycle(rules, alternate), alternate.start - weekday_of(alternate.start), special


def _cycle(rules: Rules, alternate: Alternate) -> tuple[Shifts, ...]:
    weeks = ({**dict(enumerate(rules.week)), **dict(week)} for week in alternate.weeks)
    return tuple(chain.from_iterable([week[i] for i in range(7)] for week in weeks))


def _special_days(rules: Rules, first: Day, end: Day) -> dict[Day, Shifts]:
    holidays = rules.holidays
    special: dict[Day, Shifts] = dict.fromkeys(holidays.add, ())
    if holidays.country:
        makeup_shifts = rules.week[0] if holidays.makeup == "monday" else holidays.makeup
        for year in range(date_of(first).year, date_of(end - 1).year + 1):
            free, makeup = official_days(holidays.country, holidays.subdivision, year)
            special.update(dict.fromkeys(free - holidays.skip, ()))
            if makeup_shifts:
                special.update(dict.fromkeys(makeup - holidays.skip, makeup_shifts))
    special.update(holidays.half_days)
    special.update(rules.dates)
    return special


def _united(pairs: Iterable[tuple[int, int]]) -> Edges:
    opens: list[int] = []
    closes: list[int] = []
    for start, stop in pairs:
        if closes and start <= closes[-1]:
            closes[-1] = max(closes[-1], stop)
        else:
            opens.append(start)
            closes.append(stop)
    return opens, closes


def _clipped(opens: list[int], closes: list[int], low: int, high: int) -> Edges:
    first, end = bisect_right(closes, low), bisect_left(opens, high)
    opens, closes = opens[first:end], closes[first:end]
    if opens:
        opens[0], closes[-1] = max(opens[0], low), min(closes[-1], high)
    return opens, closes


def _combined(combination: Combination, first_year: int, end_year: int) -> Edges:
    low, high = year_start_us(first_year), year_start_us(end_year)
    parts = [intervals_of(part, first_year, end_year) for part in combination.parts]
    if combination.operation == "any_of":
        return _union(parts)
    if combination.operation == "not":
        return _complement(_union(parts), low, high)
    if combination.operation == "except":
        outside = _complement(_union(parts[1:]), low, high)
        return _intersection(parts[0], outside)
    shared = parts[0]
    for part in parts[1:]:
        shared = _intersection(shared, part)
    return shared


def _union(parts: list[Edges]) -> Edges:
    return _united(sorted(pair for opens, closes in parts for pair in zip(opens, closes, strict=True)))


def _complement(edges: Edges, low: int, high: int) -> Edges:
    starts, stops = [low, *edges[1]], [*edges[0], high]
    kept = [(start, stop) for start, stop in zip(starts, stops, strict=True) if start < stop]
    return [start for start, _ in kept], [stop for _, stop in kept]


def _intersection(left: Edges, right: Edges) -> Edges:
    opens: list[int] = []
    closes: list[int] = []
    i = j = 0
    while i < len(left[0]) and j < len(right[0]):
        start, stop = max(left[0][i], right[0][j]), min(left[1][i], right[1][j])
        if start < stop:
            opens.append(start)
            closes.append(stop)
        if left[1][i] < right[1][j]:
            i += 1
        else:
            j += 1
    return opens, closes
