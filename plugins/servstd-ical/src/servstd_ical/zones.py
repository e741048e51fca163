"""From the name of a zone in a file to its rules.

*Rule:* a name of the IANA data means that zone, whatever the file's own VTIMEZONE says, and a Windows name the zone that the Unicode
CLDR gives for it; other names need a VTIMEZONE in the same file. What is found nowhere is refused: icalendar itself would take such
times for floating ones.

Example:
    >>> Zones("a.ics", ()).find("China Standard Time", "e1").key
    'Asia/Shanghai'
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import cast
from zoneinfo import available_timezones

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from servstd.instants import read_zone
from servstd_ical.errors import IcalError

__all__ = ["Zones", "instant"]


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


@lru_cache(maxsize=512)
def _zone(name: str) -> tzinfo:
    """Return a zone, each time the same object; by servstd, so that a calendar is written by the rules it will be read by."""
    return read_zone(name)


class Zones:
    """The zones one file may name."""

    def __init__(self, file: str, components: Iterable[Timezone]) -> None:
        self._file = file
        self._components = {str(component.get("TZID", "")): component for component in components}
        self._found: dict[str, tzinfo] = {}

    def find(self, name: str, uid: str) -> tzinfo:
        """Return the zone a file means by a name.

        Args:
            name: The TZID.
            uid: The event that names it, for messages.

        Raises:
            IcalError: It is in no table and the file does not define it, or not in a form that can be read.
        """
        if name not in self._found:
            self._found[name] = self._look(name, uid)
        return self._found[name]

    def _look(self, name: str, uid: str) -> tzinfo:
        parts = name.strip("/").split("/")
        # "/freeassociation.sourceforge.net/Europe/Berlin": the longest end that is a name
        for end in ["/".join(parts[i:]) for i in range(len(parts) if name.startswith("/") else 1)]:
            key = WINDOWS_TO_OLSON.get(end, end)
            if key in _known():
                return _zone(key)
        component = self._components.get(name)
        if component is None:
            reason = f"time zone {name!r} is not known, and the file does not define it; expected an IANA or Windows name, or a VTIMEZONE"
            raise IcalError(reason, file=self._file, uid=uid)
        try:
            zone = cast(tzinfo, component.to_tz(lookup_tzid=False))
            datetime(2026, 1, 1, tzinfo=zone).utcoffset()  # some are only found to be broken when they are used
        except Exception as error:  # whatever the other library makes of a broken definition
            raise IcalError(f"the VTIMEZONE {name!r} cannot be read: {error}", file=self._file, uid=uid) from error
        return zone


def instant(wall: datetime, zone: tzinfo) -> datetime:
    """Return the instant (UTC) of a wall time: one that is skipped moves forward by the gap, of two the first (RFC 5545, 3.3.5)."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
