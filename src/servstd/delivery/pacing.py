"""Pacing: how many notices a provider takes in a second and in a minute.

*Rule:* nobody sleeps here. What is too much is told how long to wait, one after the other, so that the waiting ones do not all come at
once.

Example:
    >>> pacer = Pacer()
    >>> [pacer.wait_us("group", Limit(per_second=2), now_us=0) for _ in range(5)]
    [0, 0, 1000000, 1000000, 2000000]
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from servstd.instants import MINUTE_US, SECOND_US
from servstd.notices import Limit

__all__ = ["Pacer"]


class Pacer:
    """Remembers when each notifier was used, and which instants are promised to those that wait."""

    def __init__(self, used: Iterable[tuple[str, int]] = ()) -> None:
        self._slots: dict[str, list[int]] = {}
        for name, at_us in sorted(used, key=lambda pair: pair[1]):
            self._slots.setdefault(name, []).append(at_us)

    def wait_us(self, name: str, limit: Limit, now_us: int) -> int:
        """Return how long a notifier must not be used, in microseconds; 0: it is used now. Either way the instant is taken.

        Args:
            name: The notifier's.
            limit: What its provider takes in any second and any minute.
            now_us: Now.
        """
        slots = self._slots.setdefault(name, [])
        windows = [(most, width) for most, width in ((limit.per_second, SECOND_US), (limit.per_minute, MINUTE_US)) if most]
        if not windows:
            return 0
        at = max(now_us, slots[-1]) if slots else now_us
        while True:
            free = max((_free(slots, at, most, width) for most, width in windows), default=at)
            if free <= at:
                break
            at = free
        slots.append(at)
        return at - now_us


def _free(slots: list[int], at: int, most: int, width: int) -> int:
    """Return the first instant from `at` on at which fewer than `most` slots lie within the last `width`."""
    within = len(slots) - bisect_right(slots, at - width)
    return at if within < most else slots[len(slots) - most] + width
