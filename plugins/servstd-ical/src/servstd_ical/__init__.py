"""Calendars out of iCalendar files and feeds, as a plugin of servstd: the calendar source `ical`.

*Rule:* what a file or feed says of a day is found exactly or refused by name; nothing in it is guessed and nothing is left out silently.

Example:
    >>> IcalSource(folder="calendars").name
    'ical'
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta

import attrs

from servstd.hookspecs import PluginContext, implements
from servstd.protocols import CalendarSource
from servstd.secret import Secret
from servstd_ical.errors import IcalError
from servstd_ical.feeds import Feeds
from servstd_ical.source import IcalSource

__all__ = ["IcalError", "IcalSettings", "IcalSource", "calendars", "settings"]


def _none() -> Mapping[str, Secret]:
    return {}


@attrs.frozen
class IcalSettings:
    """The settings of the plugin, `plugins: {ical: {settings: ...}}`.

    Attributes:
        folder: Where the files lie that standards name, and copies of feeds; relative to the operations file.
        feeds: Name -> address of feeds whose address is secret; standards say `feed: NAME`.
        max_age: How old the copy of a feed may be that stands in when the feed cannot be fetched.
        timeout: The time for fetching one feed.
        allow_private: Whether feeds may lie in the company's own network, and on loopback be http.
    """

    folder: str = "."
    feeds: Mapping[str, Secret] = attrs.field(factory=_none, kw_only=True)
    max_age: timedelta = attrs.field(default=timedelta(days=7), kw_only=True)
    timeout: timedelta = attrs.field(default=timedelta(seconds=20), kw_only=True)
    allow_private: bool = attrs.field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not timedelta(0) < self.timeout <= timedelta(minutes=5):
            raise ValueError("timeout: more than nothing and at most 5 minutes")


@implements.settings
def settings(ctx: PluginContext) -> type[IcalSettings]:  # noqa: ARG001  # a hook has one shape
    """Return the class of the settings."""
    return IcalSettings


@implements.calendars
def calendars(ctx: PluginContext) -> list[CalendarSource]:
    """Return the source `ical`."""
    found = ctx.settings_as(IcalSettings)
    folder = os.path.join(ctx.folder, found.folder)
    feeds = Feeds(folder, addresses=found.feeds, max_age=found.max_age, timeout=found.timeout, allow_private=found.allow_private)
    return [IcalSource(folder, feeds=feeds)]
