"""A calendar: when work happens, and business time on it.

*Rule:* a calendar is a value; two of one name and content are equal. Instants come in aware and go out in the type and zone
they came in. An opening is open, a closing is not; a due that ends exactly at closing is due at closing.

Example:
    >>> from servstd.calendars import read_calendar
    >>> office = read_calendar({"time_zone": "UTC", "hours": {"mon-fri": ["09:00-17:00"]}}, name="office")
    >>> friday = datetime(2026, 1, 9, 16, tzinfo=UTC)
    >>> office.add(friday, "2h").isoformat(), str(office.between(friday, office.add(friday, "2h")))
    ('2026-01-12T10:00:00+00:00', '2:00:00')
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

import attrs

from servstd.calendars.announced import TABLE_DATE, known_through
from servstd.calendars.days import DayTable, median
from servstd.calendars.model import Pattern
from servstd.calendars.shelf import SHELF
from servstd.calendars.timeline import Timeline
from servstd.calendars.zones import FIRST_YEAR, LAST_YEAR, year_start_us, zone_tag
from servstd.durations import AmountLike, amount_us
from servstd.errors import UsageError
from servstd.instants import SECOND_US, datetime_us, is_aware, like, not_aware

if TYPE_CHECKING:
    from servstd.calendars._arrays import ArrayLike, Instants, Spans

__all__ = ["Calendar"]

At = TypeVar("At", bound=datetime)
_from_timestamp: Callable[..., Any] = datetime.fromtimestamp
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# up to here a double holds every microsecond, so fromtimestamp is exact
_EXACT_US = 2**31 * SECOND_US
_LEAST_US, _MOST_US = year_start_us(FIRST_YEAR), year_start_us(LAST_YEAR)


def _no_labels() -> Mapping[str, str]:
    return {}


@attrs.frozen(slots=False)
class Calendar:
    """When work happens: weekly hours, holidays, dated exceptions, in a time zone; or other calendars combined.

    Attributes:
        name: The name messages use.
        pattern: The content.
        label: Language -> text; a plain text stands under the empty language.
    """

    name: str
    pattern: Pattern = attrs.field(kw_only=True, hash=False)
    label: Mapping[str, str] = attrs.field(factory=_no_labels, kw_only=True, eq=False)

    def __getstate__(self) -> dict[str, object]:
        return {"name": self.name, "pattern": self.pattern, "label": self.label}

    @property
    def time_zone(self) -> str:
        """Return the IANA name of the zone whose dates are counted."""
        return self.pattern.time_zone

    @cached_property
    def fingerprint(self) -> str:
        """Return a digest of the content; names and labels are no part of it."""
        return self.pattern.fingerprint

    @cached_property
    def is_always(self) -> bool:
        """Return whether it is open 24 hours on every day without exception."""
        return self.pattern.is_always

    @property
    def known_through(self) -> date | None:
        """Return the last date whose holidays are announced; None: it looks no holidays up."""
        return min(map(known_through, self.pattern.countries), default=None)

    @cached_property
    def timeline(self) -> Timeline:
        """Return the integer API, compiled at its first query and shared by equal calendars."""
        key = (self.name, self.fingerprint, *(zone_tag(zone) for zone in sorted(self.pattern.zones)))
        return SHELF.timeline(key, lambda: Timeline(self.name, pattern=self.pattern))

    @cached_property
    def hours_per_day_us(self) -> int:
        """Return the open microseconds of its typical working day: the median of the days on which it opens."""
        if self.pattern.combination is not None:
            return DayTable.of(self.pattern, TABLE_DATE.year, TABLE_DATE.year + 1).typical_us()
        for rules in reversed(self.pattern.rules):
            weeks = (rules.week, *(tuple(shifts for _, shifts in week) for each in rules.alternates for week in each.weeks))
            lengths = [sum(stop - start for start, stop in shifts) for week in weeks for shifts in week if shifts]
            lengths = lengths or [sum(stop - start for start, stop in shifts) for shifts in rules.dates.values() if shifts]
            if lengths:
                return median(lengths)
        return 0

    def add(self, start: At, amount: AmountLike) -> At:
        """Return the instant at which `amount` open time has passed since `start`, in the type and zone of `start`.

        Args:
            start: An aware datetime (zoneinfo, pendulum).
            amount: `"4h"`, `"2wd"` (as `add_days`), a timedelta, int seconds. Positive: the earliest such instant, which may be
                a closing; zero: `start` if open, else the next opening; negative: back in time, the latest such instant.

        Raises:
            UsageError: TIM001 `start` is naive; TIM010-TIM016 not an amount, or `d` on a calendar that is not 24/7.
            NoOpenTime: CAL030 the calendar has too little open time within reach.
        """
        if type(amount) is timedelta:
            us = (amount.days * 86_400 + amount.seconds) * 1_000_000 + amount.microseconds
        else:
            read = amount_us(amount)
            if read.working_days:
                return self.add_days(start, read.working_days)
            if read.uses_days and not self.is_always:
                raise UsageError("TIM016", found=str(amount), calendar=self.name)
            us = read.us
        instant: datetime = start
        try:
            span = instant - _EPOCH
        except TypeError:
            raise not_aware(start) from None
        found = self.timeline.add((span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds, us)
        if type(start) is datetime and 0 <= found < _EXACT_US:
            at: At = _from_timestamp(found / 1e6, start.tzinfo)
            return at
        return _back(start, found)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time from `start` to `end`; negative when `end` lies before `start`.

        Raises:
            UsageError: TIM001 an instant is naive.
        """
        try:
            first, last = start - _EPOCH, end - _EPOCH
        except TypeError:
            raise not_aware(start if is_aware(end) else end) from None
        us = self.timeline.between(
            (first.days * 86_400 + first.seconds) * 1_000_000 + first.microseconds,
            (last.days * 86_400 + last.seconds) * 1_000_000 + last.microseconds,
        )
        return us * _MICROSECOND

    def add_days(self, start: At, n: int, end_of_day: bool = False) -> At:
        """Return the instant `n` business dates after `start`: same time on the wall, then the next open moment.

        Args:
            start: An aware datetime; it first moves to its next open moment (for n < 0: back to its last).
            n: Business dates to count; the date of a shift is the one it starts on.
            end_of_day: Whether the last closing of that date's shifts is wanted.

        Raises:
            UsageError: TIM001 `start` is naive; TIM017 `n` is no whole number.
            NoOpenTime: CAL030 the calendar has too few business dates within reach.
        """
        if type(n) is not int:
            raise UsageError("TIM017", found=repr(n))
        return _back(start, self.timeline.add_days(datetime_us(start), n, end_of_day))

    def is_open(self, at: datetime) -> bool:
        """Return whether it is open at an instant: at its opening yes, at its closing no."""
        return self.timeline.is_open(datetime_us(at))

    def next_open(self, at: At) -> At:
        """Return `at` if it is open then, else the next opening.

        Raises:
            NoOpenTime: CAL030 there is none within 40 years.
        """
        return _back(at, self.timeline.next_open(datetime_us(at)))

    def next_close(self, at: At) -> At:
        """Return the first closing after `at`.

        Raises:
            NoOpenTime: CAL030 there is none within 40 years; CAL031 it never closes.
        """
        return _back(at, self.timeline.next_close(datetime_us(at)))

    def previous_close(self, at: At) -> At:
        """Return `at` if open time ran right up to it, else the last closing before it.

        The mirror image of `next_open`: within opening hours, and at their closing, that is `at` itself; at an opening it is the
        closing before.

        Raises:
            NoOpenTime: CAL030 there is none within 40 years.
        """
        return _back(at, self.timeline.previous_close(datetime_us(at)))

    def open_intervals(self, start: At, end: datetime) -> Iterator[tuple[At, At]]:
        """Yield the open intervals in [start, end), clipped to it, as pairs of instants in the type and zone of `start`."""
        for opening, closing in self.timeline.intervals(datetime_us(start), datetime_us(end)):
            yield _back(start, opening), _back(start, closing)

    def add_many(self, starts: ArrayLike, amounts: ArrayLike) -> Instants:
        """Return `add` for whole columns: int64 microseconds (amounts too), or datetime64 (UTC) with timedelta64.

        Raises:
            UsageError: CAL032 bool, float or other columns; CAL033 their shapes do not fit.
            NoOpenTime: CAL030 as `add`.
        """
        from servstd.calendars import _arrays

        return _arrays.add_many(self.timeline, starts, amounts)

    def between_many(self, starts: ArrayLike, ends: ArrayLike) -> Spans:
        """Return `between` for whole columns: int64 microseconds, or datetime64 (UTC), which gives timedelta64.

        Raises:
            UsageError: CAL032 bool, float or other columns; CAL033 their shapes do not fit.
        """
        from servstd.calendars import _arrays

        return _arrays.between_many(self.timeline, starts, ends)


def _back(example: At, us: int) -> At:
    if not _LEAST_US <= us < _MOST_US:
        raise UsageError("TIM004", found=us)
    return cast("At", like(example)(us))
