"""Calendars out of iCalendar files, as a plugin of servstd: the calendar source `ical`.

*Rule:* what a file says of a day is found exactly or refused by name; nothing in it is guessed and nothing is left out silently.

Example:
    >>> IcalSource(folder="calendars").name
    'ical'
"""

from __future__ import annotations

import attrs

from servstd.hookspecs import PluginContext, implements
from servstd.protocols import CalendarSource
from servstd_ical.errors import IcalError
from servstd_ical.source import IcalSource

__all__ = ["IcalError", "IcalSettings", "IcalSource", "calendars", "settings"]


@attrs.frozen
class IcalSettings:
    """The settings of the plugin, `plugins: {ical: {settings: ...}}`.

    Attributes:
        folder: Where the files lie that standards name; relative to the folder the program runs in.
    """

    folder: str = "."


@implements.settings
def settings(ctx: PluginContext) -> type[IcalSettings]:  # noqa: ARG001  # a hook has one shape
    """Return the class of the settings."""
    return IcalSettings


@implements.calendars
def calendars(ctx: PluginContext) -> list[CalendarSource]:
    """Return the source `ical`."""
    return [IcalSource(ctx.settings_as(IcalSettings).folder)]
