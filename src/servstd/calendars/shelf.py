"""The compiled timelines of this process: shared by equal calendars, and bounded.

*Rule:* two calendars of one name and content share one timeline, as long as the time-zone data is the same. What is compiled
is bounded by the number of intervals: past the bound the timelines compiled longest ago forget their tables (they compile
again when asked), so a process may serve any number of calendars.

Example:
    >>> shelf = Shelf(most_timelines=2, most_intervals=10)
    >>> len(shelf)
    0
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from servstd.calendars.timeline import Timeline

__all__ = ["SHELF", "Shelf"]

Key = tuple[str, ...]


class Shelf:
    """Timelines by key; at most so many timelines, and at most so many intervals compiled."""

    def __init__(self, *, most_timelines: int, most_intervals: int) -> None:
        self._most_timelines, self._most_intervals = most_timelines, most_intervals
        self._timelines: OrderedDict[Key, Timeline] = OrderedDict()
        self._weights: OrderedDict[int, tuple[Timeline, int]] = OrderedDict()
        self._total = 0
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

    def compiled(self, timeline: Timeline, intervals: int) -> None:
        """Note that a timeline holds so many intervals; the oldest ones are released while there are too many."""
        released: list[Timeline] = []
        with self._lock:
            self._total += intervals - self._weights.pop(id(timeline), (timeline, 0))[1]
            self._weights[id(timeline)] = (timeline, intervals)
            while self._total > self._most_intervals and len(self._weights) > 1:
                _, (oldest, weight) = self._weights.popitem(last=False)
                self._total -= weight
                released.append(oldest)
        for oldest in released:
            oldest.release()


# an interval costs 24 bytes in arrays and about 120 more once lists are made: at most some 300 MB
SHELF = Shelf(most_timelines=4096, most_intervals=2_000_000)
