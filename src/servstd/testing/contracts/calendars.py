"""The contract of calendar sources.

*Rule:* what a source makes is what a standard could have written, exact from the first day asked for to the last: asking for more
days changes nothing about the ones in between.

Example:
    >>> from servstd.testing import CalendarContract
    >>> class TestShop(CalendarContract):
    ...     def make(self): ...
    ...     def args(self):
    ...         return {"shop": "north"}
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from datetime import time as wall_time

from servstd.calendars import Calendar, read_calendar
from servstd.errors import StandardError
from servstd.instants import from_us, local_to_us, read_zone
from servstd.plain import is_map
from servstd.protocols import CalendarSource
from servstd.testing.contracts._pure import Watched, check_asked
from servstd.testing.contracts._rules import broken, called, check_members, check_name, check_no_secret, check_plain, must_override, name_of

__all__ = ["CalendarContract"]

_RULE = "a source gives a calendar in the form a standard writes it: texts, numbers, lists and mappings"
_MEND = 'return {"time_zone": "Asia/Shanghai", "hours": {...}, "dates": {"2026-02-14": ["09:00-18:00"]}}; dates and times as texts'


class CalendarContract:
    """What every calendar source keeps. Subclass it as `Test...` and give `make`.

    Attributes:
        first / last: The days asked for; choose some with holidays, and a change of the clocks, within.
        time_zone: The standard's zone, for calendars that name none.
    """

    first: date = date(2026, 1, 1)
    last: date = date(2026, 12, 31)
    time_zone: str = "Asia/Shanghai"

    def make(self) -> CalendarSource:
        """Return the source."""
        must_override(self, "make", "a calendar source")

    def args(self) -> Mapping[str, object]:
        """Return what a standard writes under the source's name; by default nothing."""
        return {}

    def test_it_has_every_member(self) -> None:
        check_members(self.make(), CalendarSource, "calendar")

    def test_it_says_what_it_is(self) -> None:
        check_name(self.make())

    def test_its_calendar_is_plain_data(self) -> None:
        source = self.make()
        check_plain(self._plain(source, self.first, self.last), f"what {name_of(source)} made", rule=_RULE, mend=_MEND)

    def test_its_calendar_can_be_read(self) -> None:
        self._calendar(self.make(), self.first, self.last)

    def test_one_day_can_be_asked_for(self) -> None:
        self._plain(self.make(), self.first, self.first)

    def test_the_same_days_give_the_same_calendar(self) -> None:
        source = self.make()
        found = [self._plain(one, self.first, self.last) for one in (source, source, self.make())]
        if not found[0] == found[1] == found[2]:
            broken(
                f"{name_of(source)} made {found[0]!r} and then {found[1]!r}, and a new one {found[2]!r}"[:400],
                rule="the same arguments and days give the same calendar, as long as what it is made from does not change",
                mend="use no clock and no chance; sort what comes from a set",
            )

    def test_more_days_change_none_in_between(self) -> None:
        source = self.make()
        narrow = self._calendar(source, self.first, self.last)
        wide = self._calendar(source, self.first - timedelta(days=40), self.last + timedelta(days=40))
        start, end = (_midnight(day, narrow.time_zone) for day in (self.first, self.last + timedelta(days=1)))
        for one, other in zip(*(_open(calendar, start, end) for calendar in (narrow, wide)), strict=False):
            if one != other:
                broken(
                    f"{name_of(source)}, asked for {self.first} to {self.last}, is open {one[0]} to {one[1]};"
                    f" asked for 40 days more at both ends, {other[0]} to {other[1]}",
                    rule="a calendar is exact from the first day asked for to the last",
                    mend="include what begins before the first day and reaches into it, and repeat what repeats up to the last",
                )

    def test_it_changes_no_argument(self) -> None:
        source, watched = self.make(), Watched(self.args())
        called(
            lambda: source.calendar(watched, self.first, self.last),
            f"{name_of(source)}.calendar, given arguments that cannot be written to,",
            rule="the arguments are only looked at",
            mend="copy them before taking something out",
        )
        check_asked(source, watched, [*watched.asked], "arguments")

    def test_its_repr_shows_no_secret(self) -> None:
        check_no_secret(self.make(), ())

    def _plain(self, source: CalendarSource, first: date, last: date) -> Mapping[str, object]:
        __tracebackhide__ = True
        what = f"{name_of(source)}.calendar, asked for {first} to {last},"
        found: object = called(
            lambda: source.calendar(self.args(), first, last), what, rule="good arguments raise nothing", mend="see above"
        )
        if not is_map(found):
            broken(f"{what} returned {found!r}"[:300], rule=_RULE, mend=_MEND)
        return found

    def _calendar(self, source: CalendarSource, first: date, last: date) -> Calendar:
        __tracebackhide__ = True
        data = self._plain(source, first, last)
        try:
            return read_calendar(data, name=str(source.name), time_zone=self.time_zone)
        except StandardError as error:
            broken(f"{name_of(source)} made a calendar with problems:\n{error}", rule=_RULE, mend=_MEND)


def _midnight(day: date, zone: str) -> datetime:
    place = read_zone(zone)
    return from_us(local_to_us(datetime.combine(day, wall_time(0)), place), place)


def _open(calendar: Calendar, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    found = list(calendar.open_intervals(start, end))
    return [*found, (end, end)]  # so that a day too few is seen
