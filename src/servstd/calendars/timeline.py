"""A calendar compiled: integer instants in, integer instants out, at a cost that does not depend on the span.

*Rule:* compiled at the first query for the years from five before it to six after, or fewer where its maker says so; a query that
leaves them adds whole years.
Growth makes a new table and swaps it in, so several threads may ask at once and a function taken off a timeline stays right.
A search for open time gives up after 40 years without any.

Example:
    >>> from servstd.calendars.model import Pattern, Rules
    >>> nine_to_ten = ((9 * 3_600_000_000, 10 * 3_600_000_000),)
    >>> timeline = Timeline("c", pattern=Pattern("UTC", rules=(Rules(week=(nine_to_ten,) * 7),)))
    >>> timeline.add(0, 3_600_000_000) // 3_600_000_000
    10
"""

from __future__ import annotations

import operator
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import RLock

from servstd.calendars.announced import known_through
from servstd.calendars.compiling import intervals_of
from servstd.calendars.days import DayTable
from servstd.calendars.model import Pattern
from servstd.calendars.shelf import SHELF
from servstd.calendars.table import IntPair, Kernel, Table
from servstd.calendars.zones import FIRST_YEAR, LAST_YEAR, year_start_us
from servstd.durations import LIMIT_DAYS, LIMIT_US
from servstd.errors import NoOpenTime, UsageError
from servstd.instants import DAY_US, from_us, instant_text, midnight_us, read_zone

__all__ = ["SEARCH_YEARS", "Timeline"]

SEARCH_YEARS = 40
_YEAR_US = 366 * DAY_US
_BEFORE, _AFTER = 5, 7
_MOST_YEARS_AT_ONCE = 400


class Timeline:
    """The integer API of a calendar; every instant and amount is an int of microseconds.

    Attributes:
        name: The calendar's name, for messages.
        add: `(us, amount) -> us`. amount > 0: the earliest instant from `us` on with that much open time since `us`; it may be a
            closing. 0: `us` if open, else the next opening. < 0: the latest instant with that much open time up to `us`; it may
            be an opening.
        between: `(start, end) -> us`, the open time from start to end; negative when end lies before start.
        is_open: `(us) -> bool`; openings are open, closings are not.
        is_always: Whether it is open 24 hours on every day without exception.
        known_until: Instants from here on rest on holidays not announced yet; None: no holidays are looked up.
    """

    __slots__ = (
        "_days", "_kernel", "_lock", "_pattern", "_table", "_window", "_years", "add", "between", "is_always", "is_open", "known_until",
        "name",
    )  # fmt: skip

    def __init__(self, name: str, *, pattern: Pattern, window: tuple[int, int] = (_BEFORE, _AFTER)) -> None:
        self.name = name
        self._window = window
        self.known_until = _known_until(pattern)
        self._pattern = pattern
        self._lock = RLock()
        self._table: Table | None = None
        self._days: DayTable | None = None
        self._years = (0, 0)
        self.is_always = pattern.is_always
        self.add: IntPair
        self.between: IntPair
        self.is_open: Callable[[int], bool]
        self._use(_ALWAYS if self.is_always else None)

    def __reduce__(self) -> tuple[object, ...]:
        return (_restore, (self.name, self._pattern))

    def release(self) -> None:
        """Forget what was compiled; the next query compiles it again. Answers do not change."""
        with self._lock:
            self._table = self._days = None
            self._use(_ALWAYS if self.is_always else None)

    def table(self, first_us: int, last_us: int) -> Table:
        """Return a compiled table that covers both instants."""
        table = self._table
        if table is not None and table.low <= first_us and last_us < table.high:
            return table
        first, last = _year_of(first_us), _year_of(last_us)
        with self._lock:
            if self._table is None:
                before, after = self._window
                first, last = first - before, max(last, first + after - 1)
            return self._grow(first, last + 1)

    def next_open(self, us: int) -> int:
        """Return `us` if open then, else the next opening.

        Raises:
            NoOpenTime: CAL030 there is none within 40 years.
        """
        return self.add(us, 0)

    def next_close(self, us: int) -> int:
        """Return the first closing after `us`.

        Raises:
            NoOpenTime: CAL030 there is no open time within 40 years; CAL031 it does not close within 40 years.
        """
        table = self.table(us, us)
        while True:
            i = bisect_right(table.closes, us, 1, table.size + 1)
            if i <= table.size and table.closes[i] < table.high:
                return table.closes[i]
            if i <= table.size and table.high - max(us, table.opens[i]) > SEARCH_YEARS * _YEAR_US:
                raise NoOpenTime("CAL031", calendar=self.name, years=SEARCH_YEARS, start=instant_text(us))
            table = self.further(table, us, 1)

    def previous_close(self, us: int) -> int:
        """Return `us` if open time ran right up to it, else the last closing before it: at an opening, the closing before that.

        Raises:
            NoOpenTime: CAL030 there is none within 40 years.
        """
        table = self.table(us, us)
        while True:
            i = bisect_left(table.opens, us, 1, table.size + 1) - 1
            if i:
                return min(us, table.closes[i])
            table = self.further(table, us, -1)

    def intervals(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the open intervals in [start, end) as (opening, closing), clipped to it."""
        if start >= end:
            return
        table = self.table(start, end)
        i = bisect_right(table.closes, start, 1, table.size + 1)
        while i <= table.size and table.opens[i] < end:
            yield max(start, table.opens[i]), min(end, table.closes[i])
            i += 1

    def add_days(self, us: int, count: int, end_of_day: bool = False) -> int:
        """Return the instant `count` business dates after `us`.

        The start moves to its next open moment; its date is the one on which that shift starts; from there `count` business
        dates on, same time on the wall, then the next open moment. Negative counts go back from the last open moment at or
        before `us` and end at such a moment. With `end_of_day`: the last closing of that date's shifts.

        Raises:
            NoOpenTime: CAL030 the calendar has too few business dates within reach.
        """
        table = self.table(us, us)
        while True:
            days, years = self._days, self._years
            if days is None or days.years != years:
                days = self._days = DayTable.of(self._pattern, *years)
            found = days.add(us, count, end_of_day)
            if found is not None:
                return found
            per_day = max(1, table.total // max(1, len(days.days)))
            table = self.further(table, us, (abs(count) + 3) * per_day * (1 if count >= 0 else -1))

    def _grow(self, first: int, end: int) -> Table:
        """Compile the years from `first` up to `end` besides those compiled already; the caller holds the lock."""
        if self._table is not None:
            first, end = min(first, self._years[0]), max(end, self._years[1])
        first, end = max(first, FIRST_YEAR), min(end, LAST_YEAR)
        opens, closes = intervals_of(self._pattern, first, end)
        compact = not SHELF.has_room(self, len(opens))
        table = Table(year_start_us(first), high=year_start_us(end), opens=opens, closes=closes, compact=compact)
        self._years = (first, end)
        self._table = table
        return table

    def further(self, table: Table, us: int, missing: int) -> Table:
        """Return a table with more years after (missing > 0) or before, enough for `missing` open time if it goes on like this."""
        first, end = self._years
        edge = us
        if table.size:
            edge = max(us, table.closes[table.size]) if missing > 0 else min(us, table.opens[1])
        barren = table.high - edge if missing > 0 else edge - table.low
        at_the_end = end >= LAST_YEAR if missing > 0 else first <= FIRST_YEAR
        if barren > SEARCH_YEARS * _YEAR_US or at_the_end:
            raise NoOpenTime("CAL030", calendar=self.name, years=SEARCH_YEARS, start=instant_text(us))
        per_year = table.total // (end - first)
        years = SEARCH_YEARS + 1 if barren > _YEAR_US or not per_year else min(_MOST_YEARS_AT_ONCE, abs(missing) // per_year + 1)
        with self._lock:
            return self._grow(first, end + years) if missing > 0 else self._grow(first - years, end)

    def _sharp(self, table: Table) -> Kernel:
        """Return the functions of a table, and have them called directly from now on."""
        kernel = table.kernel(Kernel(self._far_add, self._far_between, self._far_is_open))
        if table is self._table:
            self._use(kernel)
        return kernel

    def _use(self, kernel: Kernel | None) -> None:
        self._kernel = kernel
        self.add, self.between, self.is_open = kernel or (self._first_add, self._first_between, self._first_is_open)

    # what somebody took off the timeline before anything was compiled

    def _first_add(self, us: int, amount: int) -> int:
        return (self._kernel or self._sharp(self.table(us, us))).add(us, amount)

    def _first_between(self, start: int, end: int) -> int:
        return (self._kernel or self._sharp(self.table(start, start))).between(start, end)

    def _first_is_open(self, us: int) -> bool:
        return (self._kernel or self._sharp(self.table(us, us))).is_open(us)

    # what leaves the years of the table it was asked of

    def _far_add(self, us: int, amount: int) -> int:
        if abs(amount) > LIMIT_US:
            raise UsageError("TIM012", found=f"{amount} us", days=LIMIT_DAYS)
        table = self.table(us, us)
        while not table.reaches(us, amount):
            table = self.further(table, us, amount or 1)
        return self._sharp(table).add(us, amount)

    def _far_between(self, start: int, end: int) -> int:
        return self._sharp(self.table(min(start, end), max(start, end))).between(start, end)

    def _far_is_open(self, us: int) -> bool:
        return self._sharp(self.table(us, us)).is_open(us)


def _span(start: int, end: int) -> int:
    return end - start


def _yes(_us: int) -> bool:
    return True


_ALWAYS = Kernel(operator.add, _span, _yes)


def _restore(name: str, pattern: Pattern) -> Timeline:
    return Timeline(name, pattern=pattern)


def _year_of(us: int) -> int:
    try:
        year = from_us(us).year
    except OverflowError:
        year = 0
    if not FIRST_YEAR <= year < LAST_YEAR:
        raise UsageError("TIM004", found=us)
    return year


def _known_until(pattern: Pattern) -> int | None:
    last = min(map(known_through, pattern.countries), default=None)
    return None if last is None else midnight_us(last + timedelta(days=1), read_zone(pattern.time_zone))
