"""Rotas as iCalendar files, and other calendars' files as duties.

*Rule:* what is written has instants (UTC) and no recurrence, so that every program shows the same; what is read may have rules, zones and
all-day events of any system, and is understood exactly or refused by its UID. The libraries are those of the plugin servstd-ical.

Example:
    >>> shift = Shift("li", name="day", start_us=1767600000000000, end_us=1767630600000000)
    >>> content = write_duties([shift], "desk", names={"li": "Li Lei"})
    >>> [(duty.words[0], duty.person) for duty in read_duties(content, "desk.ics", "UTC", date(2026, 1, 5), date(2026, 1, 5))]
    [('Li Lei - day', 'li')]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Protocol, cast

import attrs

from servstd.errors import Place, Problem, StandardError, UsageError
from servstd.escalation.rotas import Shift
from servstd.instants import from_us, midnight_us, read_zone, to_us

__all__ = ["DutyEvent", "read_duties", "write_duties"]

_PERSON = "person:"


@attrs.frozen
class DutyEvent:
    """One occurrence of an event.

    Attributes:
        uid: The event's UID.
        words: Its summary, then its categories.
        all_day: Whether it takes whole days: from midnight to midnight of the zone it was read with.
    """

    uid: str
    words: tuple[str, ...] = attrs.field(kw_only=True)
    start_us: int = attrs.field(kw_only=True)
    end_us: int = attrs.field(kw_only=True)
    all_day: bool = attrs.field(default=False, kw_only=True)

    @property
    def person(self) -> str | None:
        """Return the person's key, as `write_duties` writes it; None: another program wrote the file."""
        return next((word.removeprefix(_PERSON) for word in self.words[1:] if word.startswith(_PERSON)), None)


class _Adds(Protocol):
    """What is used of a component of `icalendar`, whose types leave the value of a property open."""

    def add(self, name: str, value: object, /) -> None: ...
    def add_component(self, component: object, /) -> None: ...
    def to_ical(self) -> bytes: ...


def write_duties(shifts: Iterable[Shift], rota: str, *, names: Mapping[str, str] | None = None) -> bytes:
    """Return shifts as an iCalendar file; the same shifts give the same file.

    Args:
        shifts: Who is on duty.
        rota: The rota's name.
        names: What people are called, by key.

    Raises:
        UsageError: ROT062 the plugin servstd-ical is not installed.
    """
    try:
        from icalendar import Calendar, Event
    except ImportError:
        raise UsageError("ROT062") from None
    calendar = cast(_Adds, Calendar())
    calendar.add("prodid", "-//servstd//rota//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", rota)
    for shift in shifts:
        event = Event()
        fields = cast(_Adds, event)
        start, end = from_us(shift.start_us), from_us(shift.end_us)
        key = "\n".join((rota, shift.person, shift.name, str(shift.start_us)))
        who = (names or {}).get(shift.person) or shift.person
        fields.add("uid", f"{sha256(key.encode()).hexdigest()[:32]}@servstd")
        fields.add("dtstamp", start)  # not the clock's: a file written twice is the same file
        fields.add("dtstart", start)
        fields.add("dtend", end)
        fields.add("summary", " - ".join(part for part in (who, shift.name, shift.post) if part))
        fields.add("categories", [f"{_PERSON}{shift.person}", *([shift.name] if shift.name else [])])
        calendar.add_component(event)
    return calendar.to_ical()


def read_duties(content: bytes, file: str, time_zone: str, first: date, last: date) -> list[DutyEvent]:
    """Return what happens on some days by an iCalendar file, recurring events one by one, in the order of their starts.

    Args:
        content: The file.
        file: Its name, for messages.
        time_zone: The zone of dates, and of times that name none.
        first: The first day.
        last: The last day.

    Raises:
        UsageError: ROT062 the plugin servstd-ical is not installed; TIM003 an unknown zone.
        StandardError: ROT063 the file or one of its events cannot be read.
    """
    try:
        from servstd_ical.errors import IcalError
        from servstd_ical.events import read_events
        from servstd_ical.expanding import AllDay, expand
    except ImportError:
        raise UsageError("ROT062") from None
    zone = read_zone(time_zone)
    low, high = midnight_us(first, zone), midnight_us(last + timedelta(days=1), zone)
    found: list[DutyEvent] = []
    try:
        for one in expand(read_events(content, file, zone), file, first, last):
            if isinstance(one, AllDay):
                start, end = (midnight_us(day, zone) for day in (one.first, one.last + timedelta(days=1)))
                found.append(DutyEvent(one.uid, words=one.words, start_us=start, end_us=end, all_day=True))
            else:
                found.append(DutyEvent(one.uid, words=one.words, start_us=to_us(one.start), end_us=to_us(one.end)))
    except IcalError as error:
        params = {"uid": f"{error.uid}: " if error.uid else "", "reason": error.reason}
        raise StandardError([Problem("ROT063", params=params, place=_place(content, file, error.uid))]) from error
    # what lies on those days of another zone alone is not asked for
    found = [one for one in found if one.start_us < high and one.end_us > low]
    return sorted(found, key=lambda one: (one.start_us, one.end_us, one.uid))


def _place(content: bytes, file: str, uid: str) -> Place:
    """Return where an event stands: the line of its UID."""
    lines = content.decode("utf-8", "replace").splitlines()
    line = next((i for i, text in enumerate(lines, 1) if uid and text.strip() == f"UID:{uid}"), 1)
    return Place(file, line=line, column=1)
