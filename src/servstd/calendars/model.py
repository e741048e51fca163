"""What a calendar says, as plain values: hours, exceptions, holidays, versions, algebra.

*Rule:* these hold what was written, read and checked; nothing in them computes a date. Times of day are microseconds after
local midnight, so `22:00-06:00` runs from 22 h to 30 h: it belongs to the day it starts on. Days count from 1970-01-01.

Example:
    >>> from datetime import date
    >>> day_of(date(2026, 1, 5)), weekday_of(day_of(date(2026, 1, 5)))
    (20458, 0)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, TypeAlias, cast

import attrs

from servstd.instants import DAY_US

__all__ = [
    "CLOSED_WEEK",
    "Alternate",
    "Combination",
    "Day",
    "Holidays",
    "Operation",
    "Pattern",
    "Rules",
    "Shift",
    "Shifts",
    "Week",
    "date_of",
    "day_of",
    "weekday_of",
]

Shift: TypeAlias = tuple[int, int]
"""Opening and closing in microseconds after the midnight of the day it starts on; the closing may lie past the next midnight."""
Shifts: TypeAlias = tuple[Shift, ...]
Week: TypeAlias = tuple[Shifts, ...]
"""Seven days, Monday first."""
Day: TypeAlias = int
"""Days since 1970-01-01."""
Operation = Literal["any_of", "all_of", "not", "except"]

CLOSED_WEEK: Week = ((),) * 7
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


def day_of(at: date) -> Day:
    """Return a date as days since 1970-01-01."""
    return at.toordinal() - _EPOCH_ORDINAL


def date_of(day: Day) -> date:
    """Return days since 1970-01-01 as a date."""
    return date.fromordinal(day + _EPOCH_ORDINAL)


def weekday_of(day: Day) -> int:
    """Return the weekday of a day, 0 for Monday."""
    return (day + 3) % 7  # 1970-01-01 was a Thursday


def _no_days() -> Mapping[Day, Shifts]:
    return {}


@attrs.frozen
class Alternate:
    """A cycle of weeks that counts from a date on: `weeks[i]` replaces the weekly hours of the weekdays it names.

    Attributes:
        start: The anchor; its week (from Monday) is the first of the cycle.
        weeks: One mapping a week, as sorted pairs of weekday (0 = Monday) and shifts.
    """

    start: Day
    weeks: tuple[tuple[tuple[int, Shifts], ...], ...] = attrs.field(kw_only=True)


@attrs.frozen
class Holidays:
    """Days on which no shift starts, and make-up days on which one does.

    Attributes:
        country: ISO 3166 code, as the PyPI package `holidays` knows it, or empty.
        subdivision: ISO 3166-2 code without the country, or empty.
        add: Days that count as holidays besides.
        skip: Days of the country's list, make-up days too, that do not count.
        half_days: Day -> what remains open on it.
        makeup: `monday`: make-up days are worked as Mondays are; None: they are ignored; or their shifts.
    """

    country: str = ""
    subdivision: str = attrs.field(default="", kw_only=True)
    add: frozenset[Day] = attrs.field(default=frozenset[Day](), kw_only=True)
    skip: frozenset[Day] = attrs.field(default=frozenset[Day](), kw_only=True)
    half_days: Mapping[Day, Shifts] = attrs.field(factory=_no_days, kw_only=True)
    makeup: Literal["monday"] | Shifts | None = attrs.field(default="monday", kw_only=True)


@attrs.frozen
class Rules:
    """What holds from `start` on (None: from ever), until the next rules of the same calendar."""

    start: Day | None = None
    week: Week = attrs.field(default=CLOSED_WEEK, kw_only=True)
    alternates: tuple[Alternate, ...] = attrs.field(default=(), kw_only=True)
    holidays: Holidays = attrs.field(factory=Holidays, kw_only=True)
    dates: Mapping[Day, Shifts] = attrs.field(factory=_no_days, kw_only=True)


@attrs.frozen
class Combination:
    """Open time of other calendars: `any_of`, `all_of`, `not` (outside all parts), `except` (the first part less the others)."""

    operation: Operation
    parts: tuple[Pattern, ...] = attrs.field(kw_only=True)


@attrs.frozen
class Pattern:
    """All that decides when a calendar is open: a zone with rules in force one after the other, or a combination."""

    time_zone: str
    rules: tuple[Rules, ...] = attrs.field(default=(), kw_only=True)
    combination: Combination | None = attrs.field(default=None, kw_only=True)

    @property
    def is_always(self) -> bool:
        """Return whether it is open 24 hours on every day without exception."""
        whole_week = (((0, DAY_US),),) * 7
        return [(r.week, r.alternates, r.holidays, dict(r.dates)) for r in self.rules] == [(whole_week, (), Holidays(), {})]

    @property
    def zones(self) -> frozenset[str]:
        """Return the zones whose offsets matter."""
        parts = self.combination.parts if self.combination else ()
        return frozenset({self.time_zone}).union(*(part.zones for part in parts))

    @property
    def countries(self) -> frozenset[str]:
        """Return the countries whose holidays matter."""
        parts = self.combination.parts if self.combination else ()
        own = frozenset(rules.holidays.country for rules in self.rules) - {""}
        return own.union(*(part.countries for part in parts))

    @property
    def fingerprint(self) -> str:
        """Return a digest of the content; equal content has equal digests, whatever the order in which it was written."""
        from hashlib import sha256

        return sha256(repr(_plain(self)).encode()).hexdigest()[:24]


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in cast("tuple[object, ...]", value))
    if isinstance(value, Mapping):
        return sorted(cast("Mapping[Day, Shifts]", value).items())
    if isinstance(value, frozenset):
        return sorted(cast("frozenset[Day]", value))
    if isinstance(value, Alternate | Holidays | Rules | Combination | Pattern):
        return (type(value).__name__, *(_plain(getattr(value, field.name)) for field in attrs.fields(type(value))))
    return value
