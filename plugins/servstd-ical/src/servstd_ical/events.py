"""From the text of a file to its events, as values.

*Rule:* every event is read whole or refused with its UID; of several versions of one event (SEQUENCE) the latest counts. icalendar
takes the lines apart; what they mean is read here, since it drops broken properties and unknown zones without a word.

Example:
    >>> text = "BEGIN:VCALENDAR\\nBEGIN:VEVENT\\nUID:a\\nDTSTART;VALUE=DATE:20260501\\nEND:VEVENT\\nEND:VCALENDAR"
    >>> [event.all_day for event in read_events(text.encode(), "a.ics", None)]
    [True]
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Protocol, cast

import attrs
from icalendar import Calendar, Component

from servstd_ical.errors import IcalError
from servstd_ical.zones import Zones, instant

__all__ = ["Event", "Moment", "read_events", "wall_time"]

_TIME = re.compile(r"([0-9]{8}T[0-9]{6})(Z?)")
_FIRST_YEAR, _LAST_YEAR = 1900, 9000
_LONGEST = timedelta(days=36_525)  # a hundred years


class _Property(Protocol):
    """What icalendar makes of a property."""

    @property
    def params(self) -> Mapping[str, object]: ...
    def to_ical(self) -> bytes: ...


@attrs.frozen
class Moment:
    """A date, or a time of day on a wall; `zone` None: a date."""

    wall: datetime
    zone: tzinfo | None = None

    @property
    def is_date(self) -> bool:
        """Return whether it is a date without a time of day."""
        return self.zone is None

    @property
    def at(self) -> datetime:
        """Return the instant (UTC); of a date, its midnight as if in UTC, which only other dates may be compared with."""
        return instant(self.wall, self.zone or UTC)


@attrs.frozen
class Event:
    """One VEVENT.

    Attributes:
        uid: Its UID; without one, what it is called and when it starts.
        sequence: Its SEQUENCE.
        start: DTSTART.
        end: DTEND, or None.
        duration: DURATION, or None.
        rule: RRULE, or empty.
        extra: RDATE, each with its own end if it is a period.
        left_out: EXDATE.
        replaces: RECURRENCE-ID, or None.
        cancelled: Whether STATUS is CANCELLED.
        transparent: Whether TRANSP is TRANSPARENT: it blocks no time.
        words: The summary, then the categories.
    """

    uid: str
    sequence: int = attrs.field(kw_only=True)
    start: Moment = attrs.field(kw_only=True)
    end: Moment | None = attrs.field(kw_only=True)
    duration: timedelta | None = attrs.field(kw_only=True)
    rule: str = attrs.field(kw_only=True)
    extra: tuple[tuple[Moment, Moment | timedelta | None], ...] = attrs.field(kw_only=True)
    left_out: tuple[Moment, ...] = attrs.field(kw_only=True)
    replaces: Moment | None = attrs.field(kw_only=True)
    cancelled: bool = attrs.field(kw_only=True)
    transparent: bool = attrs.field(kw_only=True)
    words: tuple[str, ...] = attrs.field(kw_only=True)

    @property
    def all_day(self) -> bool:
        """Return whether it takes whole dates."""
        return self.start.is_date


def wall_time(text: str) -> datetime:
    """Return what the clock on the wall shows: of `20260501T090000`, with or without Z, nine; of a date, midnight.

    Raises:
        ValueError: The text is no date and no time.
    """
    # a wall time has no zone yet
    return datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d")  # noqa: DTZ007


def read_events(content: bytes, file: str, floating: tzinfo | None) -> list[Event]:
    """Return the events of a file, in its order; superseded versions are gone.

    Args:
        content: The file, in UTF-8.
        file: Its name, for messages.
        floating: The zone of times that name none; None: such times are refused.

    Raises:
        IcalError: The file, or one of its events, cannot be read.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise IcalError(f"byte {error.start} is no UTF-8; expected a file saved as UTF-8", file=file) from None
    if "BEGIN:VCALENDAR" not in text.upper():
        raise IcalError("there is no BEGIN:VCALENDAR in it; expected an iCalendar file", file=file)
    if text.upper().count("BEGIN:VCALENDAR") != text.upper().count("END:VCALENDAR"):
        raise IcalError("END:VCALENDAR is missing: the file is cut off", file=file)
    try:
        with warnings.catch_warnings():  # about names of zones, which are looked up here
            warnings.simplefilter("ignore")
            parsed = Calendar.from_ical(text, multiple=True)
    except (ValueError, KeyError, IndexError) as error:
        raise IcalError(f"it cannot be read: {error}", file=file) from error
    found: list[Event] = []
    for calendar in parsed:
        scale = str(calendar.get("CALSCALE", "GREGORIAN"))
        if scale.upper() != "GREGORIAN":
            raise IcalError(f"CALSCALE is {scale}; only GREGORIAN is understood", file=file)
        zones = Zones(file, calendar.timezones)
        found += [_Reader(component, file, zones, floating).event() for component in calendar.events]
    return _latest(found)


def _latest(events: Iterable[Event]) -> list[Event]:
    """Return events without those of which a later version is there; equal versions stay side by side."""
    newest: dict[tuple[str, datetime | None], int] = {}
    listed = list(events)
    for event in listed:
        key = (event.uid, event.replaces.at if event.replaces else None)
        newest[key] = max(event.sequence, newest.get(key, 0))
    return [event for event in listed if event.sequence == newest[event.uid, event.replaces.at if event.replaces else None]]


class _Reader:
    """Reads one VEVENT."""

    def __init__(self, component: Component, file: str, zones: Zones, floating: tzinfo | None) -> None:
        self._component = component
        self._file, self._zones, self._floating = file, zones, floating
        names = [str(component.get(key, "")) for key in ("UID", "SUMMARY")]
        self._uid = names[0] or names[1] or "without UID"

    def event(self) -> Event:
        """Return the event.

        Raises:
            IcalError: Something in it cannot be read or contradicts something else.
        """
        for name, reason in self._component.errors:
            raise self._refuse(f"{name} cannot be read: {reason}")
        start = self._moment("DTSTART")
        if start is None:
            raise self._refuse("DTSTART is missing")
        if "UID" not in self._component:
            self._uid = f"{self._uid} of {start.wall:%Y-%m-%d %H:%M}"
        end, duration = self._moment("DTEND"), self._duration()
        self._check_length(start, end, duration)
        replaces = self._moment("RECURRENCE-ID")
        if replaces and "RANGE" in self._one("RECURRENCE-ID").params:
            raise self._refuse("RECURRENCE-ID has RANGE=THISANDFUTURE, which is not understood; split the series instead")
        if "EXRULE" in self._component:
            raise self._refuse("EXRULE is not understood (RFC 5545 dropped it); write EXDATE")
        rule = self._rule()
        if rule and replaces:
            raise self._refuse("RECURRENCE-ID together with RRULE is not understood")
        sequence = str(self._component.get("SEQUENCE", "0"))
        return Event(
            self._uid,
            sequence=int(sequence) if sequence.isdecimal() else 0,
            start=start,
            end=end,
            duration=duration,
            rule=rule,
            extra=tuple(self._extra(start)),
            left_out=tuple(self._read(text, params, "EXDATE") for text, params in self._listed("EXDATE")),
            replaces=replaces,
            cancelled=str(self._component.get("STATUS", "")).upper() == "CANCELLED",
            transparent=str(self._component.get("TRANSP", "")).upper() == "TRANSPARENT",
            words=(self._summary(), *self._categories()),
        )

    def _refuse(self, reason: str) -> IcalError:
        return IcalError(reason, file=self._file, uid=self._uid)

    def _check_length(self, start: Moment, end: Moment | None, duration: timedelta | None) -> None:
        if end and duration is not None:
            raise self._refuse("it has both DTEND and DURATION")
        if end and end.is_date != start.is_date:
            raise self._refuse("of DTSTART and DTEND one is a date and the other has a time of day")
        if end and end.at < start.at:
            raise self._refuse(f"DTEND {end.wall:%Y-%m-%d %H:%M} lies before DTSTART {start.wall:%Y-%m-%d %H:%M}")
        if duration is not None and duration < timedelta(0):
            raise self._refuse("DURATION is negative")
        if duration is not None and duration > _LONGEST:
            raise self._refuse(f"DURATION is longer than {_LONGEST.days:,} days")
        if duration is not None and start.is_date and duration % timedelta(days=1):
            raise self._refuse("DTSTART is a date, but DURATION is not in whole days")

    def _summary(self) -> str:
        if "SUMMARY" not in self._component:
            return ""
        return str(self._one("SUMMARY"))

    # ── values ────────────────────────────────────────────────────────────────────────────────────────────────
    def _one(self, name: str) -> _Property:
        """Return a property that may be there once."""
        found: object = self._component[name]
        if isinstance(found, list):
            raise self._refuse(f"{name} is there {len(cast('list[object]', found))} times; expected once")
        return cast(_Property, found)

    def _moment(self, name: str) -> Moment | None:
        if name not in self._component:
            return None
        found = self._one(name)
        return self._read(found.to_ical().decode(), found.params, name)

    def _read(self, text: str, params: Mapping[str, object], name: str) -> Moment:
        tzid = str(params.get("TZID", ""))
        match = _TIME.fullmatch(text)
        zone = self._zone(tzid, match[2] == "Z", name, text) if match else None
        try:
            found = Moment(wall_time(text), zone)
        except ValueError:
            raise self._refuse(f"{name} is {text}; expected 20260501, 20260501T090000 or 20260501T010000Z") from None
        if not _FIRST_YEAR <= found.wall.year <= _LAST_YEAR:
            raise self._refuse(f"{name} is {text}; expected a year from {_FIRST_YEAR} to {_LAST_YEAR}")
        return found

    def _zone(self, tzid: str, is_utc: bool, name: str, text: str) -> tzinfo:
        if is_utc:
            return UTC
        if tzid:
            return self._zones.find(tzid, self._uid)
        if self._floating is None:
            raise self._refuse(f"{name} is {text}, a floating time, which names no zone; write time_zone: beside file:")
        return self._floating

    def _duration(self) -> timedelta | None:
        if "DURATION" not in self._component:
            return None
        found = getattr(self._one("DURATION"), "dt", None)
        if not isinstance(found, timedelta):
            raise self._refuse("DURATION is no span; expected P1D or PT8H")
        return found

    def _rule(self) -> str:
        return self._one("RRULE").to_ical().decode() if "RRULE" in self._component else ""

    def _listed(self, name: str) -> list[tuple[str, Mapping[str, object]]]:
        """Return the values of a property that may be there often and hold many, each with its parameters."""
        found: object = self._component.get(name, [])
        properties = cast("list[_Property]", found if isinstance(found, list) else [found])
        return [(text, each.params) for each in properties for text in each.to_ical().decode().split(",")]

    def _extra(self, start: Moment) -> Iterable[tuple[Moment, Moment | timedelta | None]]:
        found: object = self._component.get("RDATE", [])
        for each in cast("list[_Property]", found if isinstance(found, list) else [found]):
            values = cast("list[object]", getattr(each, "dts", []))
            for value, text in zip(values, each.to_ical().decode().split(","), strict=True):
                first, _, last = text.partition("/")
                moment = self._read(first, each.params, "RDATE")
                if moment.is_date != start.is_date:
                    raise self._refuse(f"RDATE {first} and DTSTART are not of one kind, date or time")
                span: object = getattr(value, "dt", None)
                if not last:
                    yield moment, None
                elif isinstance(span, tuple) and isinstance(cast("tuple[object, object]", span)[1], timedelta):
                    yield moment, cast("tuple[object, timedelta]", span)[1]
                else:
                    yield moment, self._read(last, each.params, "RDATE")

    def _categories(self) -> list[str]:
        found: object = self._component.get("CATEGORIES", [])
        properties = cast("list[object]", found if isinstance(found, list) else [found])
        return [str(word) for each in properties for word in cast("list[object]", getattr(each, "cats", []))]
