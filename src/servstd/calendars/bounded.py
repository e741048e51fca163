"""Timelines of many calendars in bounded memory: compiled when first asked for, and the least recently asked forgotten.

*Rule:* a mapping that never holds more than so many compiled calendars. Equal calendars have one key; answers do not depend on
what was forgotten.

Example:
    >>> from servstd.calendars import read_calendar
    >>> timelines = BoundedTimelines({"a": read_calendar({"time_zone": "UTC", "hours": "24/7"}, name="a")}, most=2)
    >>> timelines["a"].add(0, 5), timelines.compiled
    (5, 1)
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from servstd.calendars.calendar import Calendar
from servstd.calendars.shelf import SHELF
from servstd.calendars.timeline import Timeline

__all__ = ["BoundedTimelines"]

_WINDOW = (1, 2)
"""A customer's calendar is compiled for the year before, of and after the first query: four times quicker and smaller than others."""


class BoundedTimelines(dict[str, Timeline]):
    """Timelines by key: those put in stay; those of `calendars` come and go.

    Args:
        calendars: Key -> calendar.
        most: How many of them may be compiled at a time.
    """

    def __init__(self, calendars: Mapping[str, Calendar], *, most: int = 200) -> None:
        super().__init__()
        self._calendars = dict(calendars)
        self._most = most
        self._recent: OrderedDict[str, Timeline] = OrderedDict()
        self._lock = Lock()

    def __missing__(self, key: str) -> Timeline:
        with self._lock:
            found = self._recent.get(key)
            if found is not None:
                self._recent.move_to_end(key)
                return found
            calendar = self._calendars[key]
            found = self._recent[key] = Timeline(calendar.name, pattern=calendar.pattern, window=_WINDOW)
            if len(self._recent) <= self._most:
                return found
            _, oldest = self._recent.popitem(last=False)
        SHELF.drop(oldest)
        return found

    @property
    def compiled(self) -> int:
        """Return how many of the calendars are held at the moment."""
        return len(self._recent)
