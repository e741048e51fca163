"""Time zones as short tables of offsets, so that thousands of local times become instants without asking the zone for each.

*Rule:* a skipped local time moves forward by the gap, a repeated one takes the first (RFC 5545 section 3.3.5, Temporal's
"compatible"). Counting days keeps the wall time and is monotonic: there a skipped time is the first instant after the gap,
and the second pass of a repeated hour counts as its end. Offsets are found by sampling every four days: no zone of the IANA
data changes twice within less.

Example:
    >>> zone = zone_span("Europe/London", 2026, 2027)
    >>> zone.resolve((20541 * 24 + 1) * 3_600_000_000) == zone.resolve((20541 * 24 + 2) * 3_600_000_000)
    True
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

import attrs

from servstd.instants import DAY_US, SECOND_US, read_zone

__all__ = ["FIRST_YEAR", "LAST_YEAR", "ZoneSpan", "year_start_us", "zone_span", "zone_tag"]

FIRST_YEAR, LAST_YEAR = 2, 9998
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = 4 * 86_400
_LONG_AGO = -(10**18)


def year_start_us(year: int) -> int:
    """Return the first instant of a year (UTC), in microseconds since the epoch."""
    return (datetime(year, 1, 1, tzinfo=UTC) - _EPOCH).days * DAY_US


@attrs.frozen
class ZoneSpan:
    """The offsets of a zone over some years.

    Attributes:
        starts: Instants from which `offsets` hold; the first is long ago.
        offsets: Microseconds to add to UTC for the wall time.
        switches: Wall times from which `offsets` hold when a local time is looked up.
    """

    starts: tuple[int, ...]
    offsets: tuple[int, ...] = attrs.field(kw_only=True)
    switches: tuple[int, ...] = attrs.field(kw_only=True)

    def resolve(self, wall: int) -> int:
        """Return the instant of a wall time (microseconds since 1970-01-01 00:00 on the wall), as the rule says."""
        return wall - self.offsets[bisect_right(self.switches, wall) - 1]

    def wall(self, us: int) -> int:
        """Return the wall time of an instant; within the second pass of a repeated hour, that hour's end."""
        i = bisect_right(self.starts, us) - 1
        wall = us + self.offsets[i]
        return max(wall, self.starts[i] + self.offsets[i - 1]) if i else wall

    def first_at(self, wall: int) -> int:
        """Return the first instant at which `wall` has been reached; the inverse of `wall`, monotonic."""
        i = bisect_right(self.switches, wall)
        us = wall - self.offsets[i - 1]
        return min(us, self.starts[i]) if i < len(self.starts) else us


def zone_span(name: str, first_year: int, end_year: int) -> ZoneSpan:
    """Return the offsets of a zone from `first_year` up to, not including, `end_year`, with a year's margin."""
    changes = [change for year in range(first_year - 1, end_year + 1) for change in _changes(name, year)]
    starts, offsets, switches = [_LONG_AGO], [_first_offset(name, first_year - 1)], [_LONG_AGO]
    for at, offset in changes:
        switches.append(at + max(offsets[-1], offset))
        starts.append(at)
        offsets.append(offset)
    return ZoneSpan(tuple(starts), offsets=tuple(offsets), switches=tuple(switches))


@lru_cache(maxsize=512)
def zone_tag(name: str) -> str:
    """Return a digest of what the installed time-zone data says about a zone from 1970 to 2037."""
    from hashlib import sha256

    zone = read_zone(name)
    start = year_start_us(1970) // SECOND_US
    offsets = [_offset(zone, start + step * _STEP) for step in range(68 * 366 // 4)]
    return sha256(repr((name, offsets)).encode()).hexdigest()[:16]


def _offset(zone: tzinfo, second: int) -> int:
    return (_EPOCH + timedelta(seconds=second)).astimezone(zone).utcoffset() // timedelta(microseconds=1)  # type: ignore[operator]  # an aware datetime has an offset


def _bounds(year: int) -> tuple[int, int]:
    # one day into the first year there is: on the wall it may still be the year before
    return year_start_us(year) // SECOND_US + (86_400 if year == 1 else 0), year_start_us(min(year + 1, LAST_YEAR + 1)) // SECOND_US


def _first_offset(name: str, year: int) -> int:
    return _offset(read_zone(name), _bounds(year)[0])


@lru_cache(maxsize=8192)
def _changes(name: str, year: int) -> tuple[tuple[int, int], ...]:
    zone = read_zone(name)
    low, end = _bounds(year)
    found: list[tuple[int, int]] = []
    before = _offset(zone, low)
    while low < end:
        high = min(low + _STEP, end)
        after = _offset(zone, high)
        if after != before:
            left, right = low, high
            while right - left > 1:
                middle = (left + right) // 2
                if _offset(zone, middle) == before:
                    left = middle
                else:
                    right = middle
            found.append((right * SECOND_US, after))
        low, before = high, after
    return tuple(found)
