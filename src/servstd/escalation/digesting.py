"""Digests: notices to one recipient over one notifier within a window become one.

*Rule:* what comes when nothing went out for a window goes at once; what comes within it goes out together at its end, in its order.
Nothing is lost, nothing goes twice, and between two of a lane lies a whole window. Notices of high urgency have a lane of their own. A
room is never gathered unless a digest names it.

What comes at one instant goes out as one: a window begins with a sending, not between two notices of the same moment.

Example:
    >>> second = 1_000_000
    >>> came = [Item("a", at_us=0), Item("b", at_us=30 * second), Item("c", at_us=70 * second)]
    >>> [(bundle.at_us // second, bundle.keys) for bundle in gather(came, 120 * second)]
    [(0, ('a',)), (120, ('b', 'c'))]
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from servstd.escalation.model import Digest

__all__ = ["Bundle", "Item", "digest_for", "gather", "release_us"]


@attrs.frozen
class Item:
    """One notice that is to go out: its key and when it came, microseconds since the epoch."""

    key: str
    at_us: int = attrs.field(kw_only=True)


@attrs.frozen
class Bundle:
    """What goes out as one: when, and the keys in their order."""

    at_us: int
    keys: tuple[str, ...]


def digest_for(digests: Iterable[Digest], notifier: str, *, is_room: bool) -> Digest | None:
    """Return the digest that gathers what goes out over a notifier: one that names it, else one that names none.

    Args:
        digests: Those of the standard.
        notifier: The notifier's name.
        is_room: Whether it posts in a room; a room is gathered only where it is named.
    """
    found: Digest | None = None
    for digest in digests:
        if notifier in digest.via:
            return digest
        if not digest.via and not is_room and found is None:
            found = digest
    return found


def release_us(last_us: int | None, window_us: int, at_us: int) -> int:
    """Return when a notice goes out that comes at an instant.

    Args:
        last_us: When the lane's last notice went out; None: none did.
        window_us: The window.
        at_us: When it comes.
    """
    return at_us if last_us is None else max(at_us, last_us + window_us)


def gather(items: Iterable[Item], window_us: int, *, last_us: int | None = None) -> list[Bundle]:
    """Return what goes out as one, and when, of one lane's notices.

    Args:
        items: Notices of one recipient, notifier and urgency; those of one instant keep their order.
        window_us: The window, in microseconds.
        last_us: When the lane's last notice before them went out; None: none did.
    """
    bundles: list[Bundle] = []
    for item in sorted(items, key=lambda item: item.at_us):
        last = bundles[-1] if bundles else None
        if last is not None and item.at_us <= last.at_us:  # what goes out then is not gone yet
            bundles[-1] = Bundle(last.at_us, (*last.keys, item.key))
        else:
            before = last_us if last is None else last.at_us
            bundles.append(Bundle(release_us(before, window_us, item.at_us), (item.key,)))
    return bundles
