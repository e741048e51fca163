"""Aware instants and zones; the only module that imports pendulum.

*Rule:* inside, an instant is an int of microseconds since the epoch (UTC). A naive datetime is refused. What goes out has the
type and zone of what came in. A local time that does not exist moves forward by the gap, one that exists twice takes the
first (RFC 5545 section 3.3.5, Temporal's "compatible").

Example:
    >>> us = to_us("2026-01-05T09:00:00+08:00")
    >>> instant_text(us)
    '2026-01-05T01:00:00Z'
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import TZPATH, ZoneInfo, available_timezones

from servstd.errors import UsageError

if TYPE_CHECKING:
    from servstd.errors import Path

__all__ = [
    "DAY_US",
    "HOUR_US",
    "MINUTE_US",
    "SECOND_US",
    "bounded",
    "datetime_us",
    "from_us",
    "instant_text",
    "is_aware",
    "like",
    "local_date",
    "local_text",
    "local_to_us",
    "midnight_us",
    "not_aware",
    "offset_of",
    "read_day",
    "read_instant",
    "read_zone",
    "to_us",
]

SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US
HOUR_US = 60 * MINUTE_US
DAY_US = 24 * HOUR_US

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # a wall clock, to count in: it never leaves this module
_minus = datetime.__sub__  # of the base class: a pendulum.DateTime would make an Interval first
_MICROSECOND = timedelta(microseconds=1)
_LEAST_US = (datetime(2, 1, 1, tzinfo=UTC) - _EPOCH) // _MICROSECOND
_MOST_US = (datetime(9998, 1, 1, tzinfo=UTC) - _EPOCH) // _MICROSECOND
# RFC 3339 / ISO 8601 extended: seconds and fractions optional, an offset required unless a zone is given.
_ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?)?"
    r"\s*(Z|z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)


def to_us(at: datetime | str) -> int:
    """Return an aware instant as microseconds since the epoch (UTC).

    Args:
        at: An aware datetime (pendulum's too), or ISO 8601 text with an offset.

    Raises:
        UsageError: TIM001 the datetime is naive; TIM002 the text is not an instant; TIM005 it is neither.
    """
    return read_instant(at) if isinstance(at, str) else datetime_us(at)


def datetime_us(at: datetime) -> int:
    """Return an aware datetime (pendulum's too) as microseconds since the epoch (UTC).

    Raises:
        UsageError: TIM001 it is naive; TIM005 it is no datetime.
    """
    try:
        span = _minus(at, _EPOCH)
    except TypeError:
        raise not_aware(at) from None
    return (span.days * 86_400 + span.seconds) * SECOND_US + span.microseconds


def is_aware(at: object) -> bool:
    """Return whether something is a datetime with an offset."""
    return isinstance(at, datetime) and at.utcoffset() is not None


def not_aware(at: object) -> UsageError:
    """Return the error for something that should be an aware datetime: TIM001 it is naive, TIM005 it is no datetime."""
    return UsageError("TIM001" if isinstance(at, datetime) else "TIM005", found=str(at))


def from_us(us: int, zone: tzinfo = UTC) -> datetime:
    """Return microseconds since the epoch as a datetime of the standard library in `zone`."""
    return (_EPOCH + timedelta(microseconds=us)).astimezone(zone)


def like(example: datetime) -> Callable[[int], datetime]:
    """Return a function that turns microseconds into instants of the type and zone of `example` (datetime or pendulum)."""
    zone = example.tzinfo or UTC
    if type(example) is datetime:
        return lambda us: (_EPOCH + timedelta(microseconds=us)).astimezone(zone)
    import pendulum

    if isinstance(example, pendulum.DateTime):
        return lambda us: pendulum.instance((_EPOCH + timedelta(microseconds=us)).astimezone(zone), tz=example.tzinfo or UTC)
    kind = type(example)
    return lambda us: kind.fromtimestamp(us // SECOND_US, zone).replace(microsecond=us % SECOND_US)


def instant_text(us: int) -> str:
    """Return microseconds since the epoch as ISO 8601 text in UTC, ending in Z."""
    return (_EPOCH + timedelta(microseconds=us)).isoformat().replace("+00:00", "Z")


@lru_cache(maxsize=1024)
def read_zone(name: str) -> tzinfo:
    """Return the time zone of an IANA name such as `Asia/Shanghai`, by the newest time-zone data installed.

    The operating system's data and the package `tzdata` are both at hand on most machines, and either may be years older.

    Raises:
        UsageError: TIM003 no such zone is known.
    """
    if name == "UTC":
        return UTC
    try:
        zone = ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        from servstd.messages.recognise import zone_fix

        raise UsageError("TIM003", found=name, expected=zone_fix(name, available_timezones()) or "Asia/Shanghai, Europe/Berlin") from None
    return (_package_is_newer() and _from_package(name)) or zone


@lru_cache(maxsize=1)
def _package_is_newer() -> bool:
    return _package_version() > _system_version()


def _package_version() -> str:
    """Return the version of the package `tzdata`, such as `2026a`; an empty text when it is not installed."""
    from importlib.resources import files

    try:
        return _version(files("tzdata").joinpath("zoneinfo", "tzdata.zi").read_text(encoding="utf-8"))
    except (ImportError, OSError):
        return ""


def _system_version() -> str:
    """Return the version of the operating system's data; an empty text when it does not tell."""
    for folder in TZPATH:
        try:
            with open(f"{folder}/tzdata.zi", encoding="utf-8") as file:
                return _version(file.readline())
        except OSError:
            continue
    return ""


def _version(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# version").strip()


def _from_package(name: str) -> ZoneInfo | None:
    from importlib.resources import files

    source = files("tzdata").joinpath("zoneinfo", *name.split("/"))
    if not source.is_file():
        return None
    with source.open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def read_instant(text: str, zone: tzinfo | None = None, *, path: Path = ()) -> int:
    """Return the instant an ISO 8601 text names, in microseconds since the epoch.

    Args:
        text: `2026-01-05T09:00:00+08:00`; seconds, fractions and the time may be left out; 24:00 is the end of the day.
        zone: The zone of a text without an offset; None: an offset is required.
        path: Where the text stands, for the problem.

    Raises:
        UsageError: TIM002 not an instant; TIM001 no offset and no zone; TIM004 outside the years 2 to 9997.
    """
    match = _ISO.fullmatch(text.strip())
    if match is None:
        raise UsageError("TIM002", path=path, found=text)
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    hours, minutes, seconds = int(hour or 0), int(minute or 0), int(second or 0)
    if hours > 24 or minutes > 59 or seconds > 59 or (hours == 24 and (minutes or seconds)):
        raise UsageError("TIM002", path=path, found=text)
    try:
        wall = datetime(int(year), int(month), int(day)) + timedelta(hours=hours, minutes=minutes, seconds=seconds)  # noqa: DTZ001  # as written
    except (ValueError, OverflowError):
        raise UsageError("TIM002", path=path, found=text) from None
    micros = int((fraction or "0").ljust(6, "0")[:6])
    wall += timedelta(microseconds=micros)
    bounded((wall - _NAIVE_EPOCH) // _MICROSECOND, text, path=path)
    if offset is None:
        if zone is None:
            raise UsageError("TIM001", path=path, found=text)
        return local_to_us(wall, zone)
    return (wall - _NAIVE_EPOCH) // _MICROSECOND - _offset_us(offset)


def bounded(us: int, found: object, *, path: Path = ()) -> int:
    """Return the instant, if any zone can tell its date and business time can be counted around it.

    Raises:
        UsageError: TIM004 it lies outside the years 2 to 9997.
    """
    if not _LEAST_US <= us < _MOST_US:
        raise UsageError("TIM004", path=path, found=str(found))
    return us


def offset_of(text: str) -> tzinfo:
    """Return the fixed offset an ISO 8601 text ends with; UTC when it has none."""
    match = _ISO.fullmatch(text.strip())
    offset = match[8] if match is not None else None
    return UTC if offset is None or offset in "Zz" else timezone(timedelta(microseconds=_offset_us(offset)))


def _offset_us(offset: str) -> int:
    if offset in "Zz":
        return 0
    digits = offset[1:].replace(":", "")
    us = int(digits[:2]) * HOUR_US + int(digits[2:] or 0) * MINUTE_US
    return -us if offset[0] == "-" else us


def local_to_us(wall: datetime, zone: tzinfo) -> int:
    """Return a local wall-clock time (a naive datetime) in `zone` as microseconds since the epoch.

    A skipped time moves forward by the gap, a repeated one takes the first occurrence.
    """
    # fold=0 is the first of two; in a gap it uses the offset before, which moves the wall time forward by the gap.
    aware = wall.replace(tzinfo=zone, fold=0)
    offset = aware.utcoffset() or timedelta()
    return (wall - offset - _NAIVE_EPOCH) // _MICROSECOND


def midnight_us(day: date, zone: tzinfo) -> int:
    """Return the instant at which a day begins on the wall of a zone, in microseconds since the epoch."""
    return local_to_us(datetime.combine(day, time()), zone)


def local_date(us: int, zone: tzinfo) -> date:
    """Return the date on the wall in `zone` at an instant."""
    return from_us(us, zone).date()


def read_day(on: date | str) -> date:
    """Return a day; an instant is none, since its day depends on a zone.

    Raises:
        UsageError: DOC042 it is no date.
    """
    if isinstance(on, date) and not isinstance(on, datetime):
        return on
    if isinstance(on, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", on):
        with suppress(ValueError):
            return date.fromisoformat(on)
    raise UsageError("DOC042", path=("on",), found=str(on), expected="2026-01-05")


def local_text(us: int, zone: tzinfo) -> str:
    """Return an instant as local text with its offset: `2026-01-05T09:00:00+08:00`."""
    return from_us(us, zone).isoformat()
