"""Flood control as data: what was sent to whom, and the rules that space it.

*Rule:* what a contact got is told by whoever asks; nothing here remembers anything.

Example:
    >>> from servstd.durations import parse_span
    >>> from servstd.escalation.model import Quota
    >>> rules = FloodRules(throttles=(Throttle(via=("sms",), quotas=(Quota(3, per=parse_span("15m")),)),))
    >>> rules.longest_us // 60_000_000
    15
"""

from __future__ import annotations

from typing import Protocol

import attrs

from servstd.escalation.model import Digest, Throttle

__all__ = ["FloodRules", "HasFlood", "Sending", "longest_us"]


class HasFlood(Protocol):
    """Whatever holds rules of flood control: `standard.current.escalation`, or `FloodRules`."""

    @property
    def throttles(self) -> tuple[Throttle, ...]:
        """Return the limits of what a contact gets."""
        ...

    @property
    def digests(self) -> tuple[Digest, ...]:
        """Return what becomes one notice."""
        ...


@attrs.frozen(kw_only=True)
class FloodRules:
    """Rules of flood control by themselves, for a standard without the section `escalation:`."""

    throttles: tuple[Throttle, ...] = ()
    digests: tuple[Digest, ...] = ()

    @property
    def longest_us(self) -> int:
        """Return how long what was sent matters, in microseconds."""
        return longest_us(self)


@attrs.frozen
class Sending:
    """One notice that went out to one contact.

    Attributes:
        notifier: The notifier instance that took it.
        contact: Whom it reached: a person's key, or a room's notifier.
        at_us: When, microseconds since the epoch.
        urgent: Whether it was of high urgency.
        key: The notice's; several effects that went out as one have one key, and count once.
    """

    notifier: str
    contact: str = attrs.field(kw_only=True)
    at_us: int = attrs.field(kw_only=True)
    urgent: bool = attrs.field(default=False, kw_only=True)
    key: str = attrs.field(default="", kw_only=True)


def longest_us(rules: HasFlood) -> int:
    """Return how far back a sending still matters, in microseconds; 0: never."""
    spans = [quota.per.us for throttle in rules.throttles for quota in throttle.quotas]
    return max([*spans, *(digest.window.us for digest in rules.digests)], default=0)
