"""The compiled timelines of this process: shared by equal calendars, and bounded.

*Rule:* two calendars of one name and content share one timeline, as long as the time-zone data is the same. Memory is bounded by
the number of intervals compiled: the first million are kept in lists, later ones in arrays; past the bound the timelines
compiled longest ago forget their tables and compile again when asked. So a process may serve any number of calendars.

Example:
    >>> shelf = Shelf(most_timelines=2, most_fast=10, most_intervals=100)
    >>> len(shelf), shelf.intervals
    (0, 0)
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from servstd.calendars.timeline import Timeline

__all__ = ["SHELF", "Shelf"]

Key: TypeAlias = tuple[str, ...]


class Shelf:
    """Timelines by key; at most so many timelines, so many intervals kept in lists, and so many intervals altogether."""

    def __init__(self, *, most_timelines: int, most_fast: int, most_intervals: int) -> None:
        self._most_timelines, self._most_fast, self._most_intervals = most_timelines, most_fast, most_intervals
        self._timelines: OrderedDict[Key, Timeline] = OrderedDict()
        self._compiled: OrderedDict[int, tuple[Timeline, int, bool]] = OrderedDict()
        self._total = self._fast = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._timelines)

    @property
    def intervals(self) -> int:
        """Return how many intervals are compiled at the moment."""
        return self._total

    def timeline(self, key: Key, make: Callable[[], Timeline]) -> Timeline:
        """Return the timeline of a key, made if it is not there."""
        with self._lock:
            found = self._timelines.get(key)
            if found is None:
                found = self._timelines[key] = make()
                if len(self._timelines) > self._most_timelines:
                    self._timelines.popitem(last=False)
            return found

    def has_room(self, timeline: Timeline, intervals: int) -> bool:
        """Note that a timeline compiles so many intervals, and return whether it may keep them in lists.

        While there are too many, those compiled longest ago are released.
        """
        released: list[Timeline] = []
        with self._lock:
            self._forget(id(timeline))
            fast = self._fast + intervals <= self._most_fast
            self._compiled[id(timeline)] = (timeline, intervals, fast)
            self._total += intervals
            self._fast += intervals * fast
            while self._total > self._most_intervals and len(self._compiled) > 1:
                oldest = next(iter(self._compiled))
                released.append(self._compiled[oldest][0])
                self._forget(oldest)
        for other in released:
            other.release()
        return fast

    def drop(self, timeline: Timeline) -> None:
        """Release a timeline that nobody is expected to ask again soon; it compiles again if somebody does."""
        with self._lock:
            self._forget(id(timeline))
        timeline.release()

    def _forget(self, key: int) -> None:
        if key in self._compiled:
            _, intervals, fast = self._compiled.pop(key)
            self._total -= intervals
            self._fast -= intervals * fast


# an interval takes about 190 bytes in lists and 46 in arrays, and 40 more once working days are counted: at most some 900 MB,
# for 1,500 calendars of two shifts a day
SHELF = Shelf(most_timelines=4096, most_fast=1_000_000, most_intervals=10_000_000)
