"""Throttling: when a contact may get the next notice, given what it got.

*Rule:* never more than `count` in any `per`, whatever several quotas say at once; nobody sleeps here. What was promised to those that
wait counts as sent, so that they do not all come at once, and come in their order.

A window is half open: what was sent at 10:00 no longer counts at 10:15 for `per: 15m`. A `smooth` quota spreads what is left after the
burst that the next shorter quota admits: 18 in 60 minutes beside 3 in 15 is one every (60 - 15) / (18 - 3) = 3 minutes after three at
once. (The rule is GoAlert's, engine/message/throttle.go at commit 2458b9d749, read as its tests state it.)

Example:
    >>> from servstd.durations import parse_span
    >>> quotas = (Quota(3, per=parse_span("15m")), Quota(18, per=parse_span("60m"), smooth=True))
    >>> minute = 60_000_000
    >>> next_allowed(quotas, [0, 0, 0], 0) // minute, next_allowed(quotas, [0, 0, 0, 15 * minute], 15 * minute) // minute
    (15, 18)
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence

from servstd.escalation.flood import Sending
from servstd.escalation.model import Quota, Throttle

__all__ = ["Throttler", "next_allowed"]


def next_allowed(quotas: Sequence[Quota], sent: Sequence[int], now_us: int) -> int:
    """Return the first instant at or after now, and not before the last of what was sent or promised, that every quota admits.

    Args:
        quotas: What holds for the contact, all at once.
        sent: Instants of what it got, or was promised, in microseconds; ascending.
        now_us: Now.
    """
    at = max(now_us, sent[-1]) if sent else now_us
    while True:
        free = max((_free(quota, quotas, sent, at) for quota in quotas), default=at)
        if free <= at:
            return at
        at = free


def _free(quota: Quota, quotas: Sequence[Quota], sent: Sequence[int], at: int) -> int:
    """Return the first instant from `at` on at which one quota may admit another; `at` itself: it does."""
    within = len(sent) - bisect_right(sent, at - quota.per.us)
    if within >= quota.count:
        return sent[len(sent) - quota.count] + quota.per.us
    if quota.smooth and within:
        burst, spent = _burst(quota, quotas)
        if within >= burst:
            return max(at, sent[-1] + -(-(quota.per.us - spent) // (quota.count - burst)))
    return at


def _burst(quota: Quota, quotas: Sequence[Quota]) -> tuple[int, int]:
    """Return how many may come at once before a smooth quota spreads the others, and in how many microseconds; 0, 0: none."""
    shorter = [other for other in quotas if other.per.us < quota.per.us and other.count < quota.count]
    longest = max(shorter, key=lambda other: other.per.us, default=None)
    return (0, 0) if longest is None else (longest.count, longest.per.us)


class Throttler:
    """Keeps what contacts got, and says how long the next notice to one waits.

    Example:
        >>> from servstd.durations import parse_span
        >>> throttler = Throttler((Throttle(via=("sms",), quotas=(Quota(1, per=parse_span("10s")),)),))
        >>> [throttler.wait_us("sms", "wang", 0) for _ in range(3)], throttler.wait_us("sms", "wang", 0, urgent=True)
        ([0, 10000000, 20000000], 0)
    """

    def __init__(self, throttles: Iterable[Throttle], sendings: Iterable[Sending] = ()) -> None:
        """Make it from the rules and from what was sent before."""
        self._throttles = tuple(throttles)
        self._slots: dict[tuple[int, str, str], list[int]] = {}
        seen: set[str] = set()
        for sending in sendings:
            if not sending.key or sending.key not in seen:
                seen.add(sending.key)
                self.record(sending.notifier, sending.contact, sending.at_us)

    def wait_us(self, notifier: str, contact: str, now_us: int, *, urgent: bool = False) -> int:
        """Return how long a notice waits, in microseconds; 0: it may go now. Either way the instant is taken.

        Args:
            notifier: The notifier's name.
            contact: Whom it reaches.
            now_us: Now.
            urgent: A notice of high urgency waits only where a throttle says so; it counts all the same.
        """
        at = now_us
        holding = [(throttle, slots) for throttle, slots in self._pools(notifier, contact) if throttle.urgent or not urgent]
        while True:
            free = max((next_allowed(throttle.quotas, slots, at) for throttle, slots in holding), default=at)
            if free <= at:
                break
            at = free
        self.record(notifier, contact, at)
        return at - now_us

    def record(self, notifier: str, contact: str, at_us: int) -> None:
        """Note that a contact got something."""
        for _, slots in self._pools(notifier, contact):
            insort(slots, at_us)

    def _pools(self, notifier: str, contact: str) -> Iterator[tuple[Throttle, list[int]]]:
        """Yield each throttle that holds for a notifier, with the instants it counts: over all notifiers it names, or over each."""
        for i, throttle in enumerate(self._throttles):
            if not throttle.via or notifier in throttle.via:
                yield throttle, self._slots.setdefault((i, "" if throttle.via else notifier, contact), [])
