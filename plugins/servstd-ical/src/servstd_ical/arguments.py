"""What a standard writes under `source: {ical: ...}`, read strictly.

*Rule:* an unknown key, a wrong type and a key that means nothing beside another are refused; nothing is converted.

Example:
    >>> read_arguments({"file": "closures.ics", "means": "closed", "hours": {"mon-fri": ["09:00-18:00"]}}).files
    ('closures.ics',)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Literal, cast

import attrs

from servstd.errors import UsageError
from servstd.instants import read_zone
from servstd.plain import is_list, is_map
from servstd_ical.errors import IcalError

__all__ = ["Arguments", "read_arguments"]

Means = Literal["closed", "open"]
_BASE = ("hours", "alternate", "holidays")
_SOURCES = ("file", "url", "feed")
_KEYS = (*_SOURCES, "means", "time_zone", *_BASE, "only", "skip", "transparent", "seconds", "makeup")


def _nothing() -> Mapping[str, object]:
    return {}


@attrs.frozen
class Arguments:
    """What is asked for.

    Attributes:
        files: Names of files, relative to the plugin's folder.
        urls: Addresses of feeds.
        feeds: Names of feeds whose addresses stand in the settings.
        means: Whether events are closures or open hours.
        time_zone: The zone of the calendar and of floating times; empty: the standard's, as long as no event has a time of day.
        zone: The same, ready for use.
        base: For closures: the hours they are taken from, as a standard writes them.
        only: If any: texts of which the summary holds one, or a category is one.
        skip: The same of events that are left out.
        transparent: Whether events that block no time (`TRANSP:TRANSPARENT`) count.
        round_seconds: Whether times are rounded to the minute, instead of refused.
        makeup: For closures: texts that mark all-day events as days on which work is done.
        makeup_hours: The hours of these days.
    """

    files: tuple[str, ...]
    urls: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    feeds: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    means: Means = attrs.field(kw_only=True)
    time_zone: str = attrs.field(default="", kw_only=True)
    zone: tzinfo | None = attrs.field(default=None, kw_only=True)
    base: Mapping[str, object] = attrs.field(factory=_nothing, kw_only=True)
    only: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    skip: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    transparent: bool = attrs.field(default=False, kw_only=True)
    round_seconds: bool = attrs.field(default=False, kw_only=True)
    makeup: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    makeup_hours: object = attrs.field(default=(), kw_only=True)


def read_arguments(args: Mapping[str, object]) -> Arguments:
    """Return the arguments, checked.

    Args:
        args: `file`, `url` and `feed` (each a text or several; one at least), `means: closed | open`, `time_zone`, `hours`, `alternate`
            and `holidays` (for closures), `only` and `skip` (texts), `transparent: ignore | count`, `seconds: refuse | round`,
            `makeup: {marked: [班], hours: [...]}`.

    Raises:
        IcalError: One of them is missing, unknown or means nothing.
    """
    for key in args:
        if key not in _KEYS:
            raise IcalError(f"{key!r} is no argument of ical; expected {', '.join(_KEYS)}")
    files, urls, feeds = (_texts(args, key) for key in _SOURCES)
    if not (files or urls or feeds):
        raise IcalError("file is missing, and so are url and feed; expected one of them, such as file: closures.ics")
    means = _choice(args, "means", ("closed", "open"), "")
    base = {key: args[key] for key in _BASE if key in args}
    if means == "closed" and "hours" not in base:
        raise IcalError('hours is missing: closures are taken from hours; expected hours: {mon-fri: ["09:00-18:00"]}')
    if means == "open" and (base or "makeup" in args):
        odd = ", ".join([*base, *(["makeup"] if "makeup" in args else [])])
        raise IcalError(f"{odd} means nothing with means: open, where the events are the hours")
    makeup, makeup_hours = _makeup(args.get("makeup"))
    zone_name, zone = _zone(args.get("time_zone", ""))
    return Arguments(
        files,
        urls=urls,
        feeds=feeds,
        means=cast(Means, means),
        time_zone=zone_name,
        zone=zone,
        base=base,
        only=_texts(args, "only"),
        skip=_texts(args, "skip"),
        transparent=_choice(args, "transparent", ("ignore", "count"), "ignore") == "count",
        round_seconds=_choice(args, "seconds", ("refuse", "round"), "refuse") == "round",
        makeup=makeup,
        makeup_hours=makeup_hours,
    )


def _texts(args: Mapping[str, object], key: str) -> tuple[str, ...]:
    given = args.get(key, ())
    items = [given] if isinstance(given, str) else list(given) if is_list(given) else [given]
    found = tuple(item for item in items if isinstance(item, str) and item)
    if len(found) != len(items):
        raise IcalError(f"{key} is {given!r}; expected a text, or a list of texts")
    return found


def _choice(args: Mapping[str, object], key: str, choices: tuple[str, ...], default: str) -> str:
    given = args.get(key, default)
    if given in choices:
        return str(given)
    said = f"{key} is {given!r}" if key in args else f"{key} is missing"
    raise IcalError(f"{said}; expected {' or '.join(choices)}")


def _zone(given: object) -> tuple[str, tzinfo | None]:
    if given == "":
        return "", None
    try:
        return str(given), read_zone(str(given))
    except UsageError:
        raise IcalError(f"time_zone is {given!r}; expected a name of the IANA data, such as Asia/Shanghai") from None


def _makeup(given: object) -> tuple[tuple[str, ...], object]:
    if given is None:
        return (), ()
    if is_map(given) and set(given) == {"marked", "hours"}:
        marked = _texts(given, "marked")
        if marked:
            return marked, given["hours"]
    raise IcalError(f'makeup is {given!r}; expected {{marked: [班], hours: ["09:00-18:00"]}}')
