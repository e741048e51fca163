"""When to try again: the schedule as data, and what a receiver asks for in `Retry-After`.

*Rule:* a notifier never waits and never repeats; who carries notices does. What the receiver asks for goes before the schedule.

Example:
    >>> next_try(0, jitter=0.5), next_try(2, jitter=0.0), next_try(2, jitter=1.0), next_try(10, jitter=0.0)
    (0.0, 300.0, 330.0, None)
    >>> retry_after("120", now=0.0), retry_after("Thu, 01 Jan 1970 00:01:00 GMT", now=20.0), retry_after("soon", now=0.0)
    (120.0, 40.0, None)
"""

from __future__ import annotations

import servstd.transport

__all__ = ["JITTER", "RETRY_SCHEDULE", "next_try", "retry_after"]

RETRY_SCHEDULE: tuple[float, ...] = (0, 5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
"""Seconds to wait before each try, from the first. Standard Webhooks 1.0.0, "Deliverability and reliability" (read November 2026)."""
JITTER = 0.1
"""The most that is added to a wait, as a share of it, so that what failed together does not come back together."""


def next_try(attempt: int, *, jitter: float) -> float | None:
    """Return how long to wait before a try, None when it is time to give up.

    Args:
        attempt: How many tries were made.
        jitter: A random number from 0 to 1; it is the caller's, so that this stays a function.

    Returns:
        Seconds: the schedule's wait, and up to a tenth more.

    Raises:
        ValueError: `attempt` is negative, or `jitter` is not within 0 to 1.
    """
    if attempt < 0 or not 0 <= jitter <= 1:
        raise ValueError(f"attempt counts from 0 and jitter is within 0 to 1, not {attempt} and {jitter}")
    if attempt >= len(RETRY_SCHEDULE):
        return None
    return RETRY_SCHEDULE[attempt] * (1 + JITTER * jitter)


def retry_after(header: str | None, *, now: float) -> float | None:
    """Return the seconds a `Retry-After` header asks to wait; None when there is none, or it says nothing that can be read.

    Both forms of RFC 9110, section 10.2.3: whole seconds, or a date; a date that has passed asks for no wait. At most a day is waited.

    Args:
        header: The header's value.
        now: Seconds since the epoch, for a date.
    """
    return servstd.transport.retry_after(header or "", now=now)
