"""From events to occurrences: rules are followed, exceptions taken out, changed occurrences put in.

*Rule:* a rule repeats the wall time of its zone (RFC 5545, 3.3.10); DTSTART is the first of the series and counts for COUNT, as do
occurrences that EXDATE takes out. An event that ends in the zone it starts in ends at the same wall time each time, so a night shift
ends at six also when clocks change; one with DURATION, or with its end in another zone, lasts as long each time, whole days on the wall.
Events of no length are none.

Example:
    >>> from servstd_ical.events import read_events
    >>> lines = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:a", "DTSTART;VALUE=DATE:20260501", "RRULE:FREQ=DAILY;COUNT=3", "END:VEVENT")
    >>> events = read_events("\\n".join((*lines, "END:VCALENDAR")).encode(), "a.ics", None)
    >>> [each.first.isoformat() for each in expand(events, "a.ics", date(2026, 5, 3), date(2026, 12, 31))]
    ['2026-05-02', '2026-05-03']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice

import attrs
from dateutil.rrule import rrule, rrulestr

from servstd_ical.errors import IcalError
from servstd_ical.events import Event, Moment, wall_time
from servstd_ical.zones import instant

__all__ = ["AllDay", "Timed", "expand"]

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_MOST = 100_000
_DAY = timedelta(days=1)
_EXCEPT_KEYS = ("COUNT", "UNTIL")
_PARTS = (("BYMONTH", 1, 12), ("BYMONTHDAY", 1, 31), ("BYYEARDAY", 1, 366), ("BYWEEKNO", 1, 53))
"""Parts of a rule with the numbers they may have, which may be counted from the end: a rule beyond them never comes."""


@attrs.frozen
class AllDay:
    """Whole dates.

    Attributes:
        uid: The event's.
        first: The first date.
        last: The last date; DTEND is the one after it.
        words: The summary, then the categories.
    """

    uid: str
    first: date = attrs.field(kw_only=True)
    last: date = attrs.field(kw_only=True)
    words: tuple[str, ...] = attrs.field(kw_only=True)


@attrs.frozen
class Timed:
    """A stretch of time, from one instant to another (UTC)."""

    uid: str
    start: datetime = attrs.field(kw_only=True)
    end: datetime = attrs.field(kw_only=True)
    words: tuple[str, ...] = attrs.field(kw_only=True)


def expand(events: Iterable[Event], file: str, first: date, last: date) -> Iterator[AllDay | Timed]:
    """Yield all that happens on some dates, whatever the zone, whole even where it reaches beyond them; cancelled events are gone.

    Args:
        events: Of one file.
        file: Its name, for messages.
        first: The first date.
        last: The last date.

    Raises:
        IcalError: A rule cannot be followed, or there are more than 100,000 occurrences.
    """
    listed = list(events)
    replaced: dict[str, list[Moment]] = {}
    for event in listed:
        if event.replaces:
            replaced.setdefault(event.uid, []).append(event.replaces)
    # a date in one zone is up to a day off in another
    low, high = datetime.combine(first - _DAY, datetime.min.time()), datetime.combine(last + 2 * _DAY, datetime.min.time())
    count = 0
    for event in listed:
        if event.cancelled:
            continue
        gone = _Gone((*event.left_out, *(() if event.replaces else replaced.get(event.uid, ()))), event.start.zone)
        for start, end in _series(event, file, high):
            count += 1
            if count > _MOST:
                raise IcalError(f"there are more than {_MOST:,} occurrences up to {last}", file=file, uid=event.uid)
            if end <= start or end <= low.replace(tzinfo=UTC) or start >= high.replace(tzinfo=UTC) or gone.holds(start):
                continue
            if event.all_day:
                yield AllDay(event.uid, first=start.date(), last=(end - _DAY).date(), words=event.words)
            else:
                yield Timed(event.uid, start=start, end=end, words=event.words)


class _Gone:
    """Starts that do not take place: by instant, or by date."""

    def __init__(self, moments: Iterable[Moment], zone: tzinfo | None) -> None:
        listed = list(moments)
        self._zone = zone
        # an instant takes an all-day event out by its date, and a date an event with a time of day
        self._dates = {moment.wall.date() for moment in listed if moment.is_date or zone is None}
        self._instants = {moment.at for moment in listed if not moment.is_date}

    def holds(self, start: datetime) -> bool:
        """Return whether an occurrence that would start then does not."""
        return start in self._instants or (bool(self._dates) and start.astimezone(self._zone or UTC).date() in self._dates)


def _series(event: Event, file: str, high: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield start and end of each occurrence up to `high`; dates as midnights in UTC."""
    zone = event.start.zone or UTC
    seen: set[datetime] = set()
    for wall in _walls(event, file, high):
        start = instant(wall, zone)
        if start not in seen:
            seen.add(start)
            yield start, _end(event, wall, start, zone)
    for moment, until in event.extra:
        if moment.at in seen or moment.wall > high:
            continue
        seen.add(moment.at)
        if until is None:
            wall = moment.at.astimezone(zone).replace(tzinfo=None)
            yield moment.at, _end(event, wall, moment.at, zone)
        else:
            yield moment.at, moment.at + until if isinstance(until, timedelta) else until.at


def _end(event: Event, wall: datetime, start: datetime, zone: tzinfo) -> datetime:
    if event.end is not None:
        if event.all_day or event.end.zone == zone:
            return instant(wall + (event.end.wall - event.start.wall), zone)
        return start + (event.end.at - event.start.at)
    if event.duration is not None:
        days = event.duration // _DAY * _DAY
        return (instant(wall + days, zone) if days else start) + (event.duration - days)
    return start + _DAY if event.all_day else start


def _walls(event: Event, file: str, high: datetime) -> Iterator[datetime]:
    """Yield the wall times at which the rule lets it start, DTSTART first."""
    wall = event.start.wall
    if not event.rule:
        return iter((wall,))
    parts = dict(part.split("=", 1) for part in event.rule.upper().split(";") if "=" in part)
    if parts.get("FREQ") not in _FREQUENCIES:
        expected = ", ".join(_FREQUENCIES)
        raise IcalError(f"RRULE {event.rule}: the FREQ is not understood; expected {expected}", file=file, uid=event.uid)
    try:
        until = _until(parts["UNTIL"], event) if "UNTIL" in parts else high
        count = int(parts["COUNT"]) if "COUNT" in parts else None
        text = ";".join(f"{key}={value}" for key, value in parts.items() if key not in _EXCEPT_KEYS)
        rule = rrulestr(text, dtstart=wall)
        if not isinstance(rule, rrule):
            raise ValueError("it is not one rule")
        if count is not None and count < 1:
            raise ValueError("COUNT is less than 1")
        if int(parts.get("INTERVAL", "1")) < 1:  # would go on for ever
            raise ValueError("INTERVAL is less than 1")
        _check_reachable(parts)
    except (ValueError, TypeError) as error:
        raise IcalError(f"RRULE {event.rule} cannot be followed: {error}", file=file, uid=event.uid) from error
    if until < wall:  # so some systems leave a series of which everything was deleted
        return iter(())
    return islice(_with_start(wall, iter(rule.replace(until=min(until, high)))), count)


def _with_start(wall: datetime, found: Iterator[datetime]) -> Iterator[datetime]:
    yield wall
    for each in found:
        if each != wall:
            yield each


def _until(text: str, event: Event) -> datetime:
    """Return the last wall time at which the event may start."""
    if "T" not in text:
        return wall_time(text) + (timedelta(0) if event.all_day else _DAY - timedelta(seconds=1))
    moment = wall_time(text)
    if event.start.zone is None:
        return moment
    return moment.replace(tzinfo=UTC).astimezone(event.start.zone).replace(tzinfo=None) if text.endswith("Z") else moment


def _check_reachable(parts: dict[str, str]) -> None:
    """Refuse days no month has, which would be looked for up to the year 9999."""
    for key, least, most in _PARTS:
        for number in (abs(int(each)) for each in parts.get(key, "").split(",") if each):
            if not least <= number <= most:
                raise ValueError(f"{key} is {number}; expected {least} to {most}")
    longest = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
    months = [int(month) for month in parts.get("BYMONTH", "").split(",") if month]
    days = [abs(int(day)) for day in parts.get("BYMONTHDAY", "").split(",") if day]
    if months and days and min(days) > max(longest.get(month, 31) for month in months):
        raise ValueError("no such day exists")
