"""The calendar source `ical`: files and feeds and what they mean in, a calendar as a standard writes it out.

*Rule:* whole-day closures become dates without hours, so what a holiday does to a shift holds for them too: shifts that start on it
are gone. Closures with a time of day are taken out of the hours. Which files are read is settled by whoever runs the program: a
standard names files below one folder and cannot leave it.

Example:
    >>> IcalSource("no such folder").calendar({"file": "a.ics", "means": "open"}, date(2026, 1, 1), date(2026, 12, 31))
    Traceback (most recent call last):
    servstd_ical.errors.IcalError: a.ics: there is no such file in the folder of the plugin ical, 'no such folder'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path, PurePosixPath

import attrs

from servstd_ical.arguments import Arguments, read_arguments
from servstd_ical.errors import IcalError
from servstd_ical.events import Event, read_events
from servstd_ical.expanding import AllDay, Timed, expand
from servstd_ical.feeds import Feeds, title_of
from servstd_ical.weaving import Stretch, merge, weave

__all__ = ["IcalSource"]

_MOST_BYTES = 20_000_000
_MARGIN = timedelta(days=2)  # a shift that starts on the day before may reach into the first, and zones differ by a day
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


def _feeds_of(source: IcalSource) -> Feeds:
    return Feeds(source.folder)


@attrs.frozen
class IcalSource:
    """Makes calendars out of iCalendar files and feeds.

    Attributes:
        folder: Where the files lie.
        feeds: What fetches the feeds.
    """

    folder: str = "."
    feeds: Feeds = attrs.field(default=attrs.Factory(_feeds_of, takes_self=True), kw_only=True)

    @property
    def name(self) -> str:
        """Return `ical`."""
        return "ical"

    @property
    def summary(self) -> str:
        """Return what it does, in a sentence."""
        return "Takes closures or opening hours from iCalendar files and feeds."

    def calendar(self, args: Mapping[str, object], first: date, last: date, /) -> Mapping[str, object]:
        """Return a calendar in the form a standard writes it, exact from `first` to `last`.

        Args:
            args: See `read_arguments`.
            first: The first date that matters.
            last: The last date that matters.

        Raises:
            IcalError: An argument, a file, a feed or an event is not what it should be.
        """
        asked = read_arguments(args)
        low, high = first - _MARGIN, last + _MARGIN
        found = [each for title, content in self._contents(asked) for each in _occurrences(content, title, asked, low, high)]
        stretches = _stretches((each for each in found if isinstance(each, Timed)), asked, low, high)
        all_day = [each for each in found if isinstance(each, AllDay)]
        if asked.means == "open":
            return _opened(asked, stretches, _days(all_day, low, high))
        return _closed(asked, merge(stretches), all_day, low, high)

    def _contents(self, asked: Arguments) -> Iterator[tuple[str, bytes]]:
        """Yield what is read, each with what it is called in messages."""
        yield from ((file, self._read(file)) for file in asked.files)
        yield from ((title_of(url), self.feeds.read(url, title_of(url))) for url in asked.urls)
        yield from ((f"feed {name}", self.feeds.read(self.feeds.address(name).reveal(), f"feed {name}")) for name in asked.feeds)

    def _read(self, file: str) -> bytes:
        pure = PurePosixPath(file)
        if pure.is_absolute() or ".." in pure.parts or "\\" in file or ":" in file or "\0" in file:
            raise IcalError(f"file is {file!r}; expected the name of a file below the folder of the plugin ical, such as closures.ics")
        path = Path(self.folder, pure)
        try:
            if path.is_fifo():  # which would never end
                raise IcalError("it is a pipe, not a file", file=file)
            if path.is_file() and path.stat().st_size > _MOST_BYTES:
                raise IcalError(f"it is larger than {_MOST_BYTES // 1_000_000} MB", file=file)
            return path.read_bytes()
        except FileNotFoundError:
            raise IcalError(f"there is no such file in the folder of the plugin ical, {self.folder!r}", file=file) from None
        except OSError as error:
            raise IcalError(f"it cannot be opened: {error.strerror}", file=file) from error


def _occurrences(content: bytes, file: str, asked: Arguments, low: date, high: date) -> list[AllDay | Timed]:
    events = read_events(content, file, asked.zone)
    standing = [event for event in events if not event.cancelled and _is_wanted(event, asked)]
    if standing and not asked.transparent and all(event.transparent for event in standing):
        reason = (
            "all events in it are marked as blocking no time (TRANSP:TRANSPARENT), as holiday feeds often are; write transparent: count"
        )
        raise IcalError(reason, file=file)
    # what does not count is kept as cancelled: a changed occurrence still stands in for the one it replaces
    kept = [attrs.evolve(event, cancelled=event.cancelled or not _counts(event, asked)) for event in events]
    return list(expand(kept, file, low, high))


def _counts(event: Event, asked: Arguments) -> bool:
    return _is_wanted(event, asked) and (asked.transparent or not event.transparent)


def _is_wanted(event: Event, asked: Arguments) -> bool:
    return (not asked.only or _is_marked(event.words, asked.only)) and not _is_marked(event.words, asked.skip)


def _is_marked(words: tuple[str, ...], marks: tuple[str, ...]) -> bool:
    """Return whether a mark is part of the summary, or is one of the categories."""
    return any(mark in words[0] or mark in words[1:] for mark in marks)


def _stretches(found: Iterable[Timed], asked: Arguments, low: date, high: date) -> list[Stretch]:
    """Return what has a time of day, in whole minutes and cut to what matters."""
    begin, end = datetime.combine(low, time(0), UTC), datetime.combine(high + _DAY, time(0), UTC)
    stretches: list[Stretch] = []
    for each in found:
        if not asked.time_zone:
            raise IcalError("it has a time of day; write time_zone: beside means:, the zone whose dates count", uid=each.uid)
        start, stop = (_whole(at, each.uid, asked.round_seconds) for at in (each.start, each.end))
        start, stop = max(start, begin), min(stop, end)
        if start < stop:
            stretches.append((start, stop))
    return stretches


def _whole(at: datetime, uid: str, rounded: bool) -> datetime:
    past = timedelta(seconds=at.second, microseconds=at.microsecond)
    if past and not rounded:
        raise IcalError(f"{at:%Y-%m-%d %H:%M:%S} UTC has seconds, and hours are in whole minutes; write seconds: round", uid=uid)
    return at - past + (_MINUTE if past >= _MINUTE / 2 else timedelta(0))


def _days(found: Iterable[AllDay], low: date, high: date) -> dict[date, str]:
    """Return the dates that are taken, each with the event that takes it."""
    days: dict[date, str] = {}
    for each in found:
        first, last = max(each.first, low), min(each.last, high)
        for i in range((last - first).days + 1):
            days.setdefault(first + i * _DAY, each.uid)
    return days


def _opened(asked: Arguments, stretches: list[Stretch], days: Mapping[date, str]) -> dict[str, object]:
    parts = weave(stretches, days, asked.time_zone, asked.zone or UTC)
    zone = {"time_zone": asked.time_zone} if asked.time_zone else {}
    if len(parts) > 1 or any(part.get("time_zone", "") != asked.time_zone for part in parts):
        return {**zone, "any_of": parts}
    return {**zone, "dates": {}, **(parts[0] if parts else {})}


def _closed(asked: Arguments, stretches: list[Stretch], found: list[AllDay], low: date, high: date) -> dict[str, object]:
    worked = _days((each for each in found if _is_marked(each.words, asked.makeup)), low, high)
    closed = _days((each for each in found if not _is_marked(each.words, asked.makeup)), low, high)
    for day, uid in worked.items():
        if day in closed:
            raise IcalError(f"{day} is a day of work by this event and a closure by event {closed[day]}", uid=uid)
    dates: dict[str, object] = {day.isoformat(): [] if day in closed else asked.makeup_hours for day in sorted({*closed, *worked})}
    parts = weave(stretches, (), asked.time_zone, asked.zone or UTC)
    return {
        **({"time_zone": asked.time_zone} if asked.time_zone else {}),
        **asked.base,
        **({"dates": dates} if dates else {}),
        **({"except": parts} if parts else {}),
    }
