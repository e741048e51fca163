"""The contracts of servstd, kept by this plugin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import ModuleType

import servstd_ical
from servstd.protocols import CalendarSource
from servstd.testing import CalendarContract, PluginContract
from servstd_ical import IcalSource

FILES = str(Path(__file__).parent / "files")


class TestClosures(CalendarContract):
    """Closures with and without a time of day."""

    def make(self) -> CalendarSource:
        """Return the source."""
        return IcalSource(FILES)

    def args(self) -> Mapping[str, object]:
        """Return closures."""
        return {"file": "outlook.ics", "means": "closed", "time_zone": "Asia/Shanghai", "hours": {"mon-fri": ["09:00-18:00"]}}


class TestHours(CalendarContract):
    """Events as open hours, over both changes of the clocks."""

    time_zone = "Europe/Berlin"
    last = date(2026, 12, 31)

    def make(self) -> CalendarSource:
        """Return the source."""
        return IcalSource(FILES)

    def args(self) -> Mapping[str, object]:
        """Return hours."""
        return {"file": "nights.ics", "means": "open", "time_zone": "Europe/Berlin"}


class TestPlugin(PluginContract):
    """The plugin as a whole."""

    name = "ical"
    offers = {"calendars": ["ical"]}
    operations = {"plugins": {"ical": {"settings": {"folder": FILES}}}}

    def make(self) -> ModuleType:
        """Return the plugin."""
        return servstd_ical
