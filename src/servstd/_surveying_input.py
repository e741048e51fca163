"""What a feedback desk is given, read: events of any cases, and where links lead.

*Rule:* what cannot be read is refused with its position; a link without a secret, or a secret without a link, is half of one.

Example:
    >>> [event.kind for event in read_all([{"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "closed"}])], links_of(None, None)
    (['closed'], None)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from servstd._inviting_notices import Links
from servstd.errors import UsageError
from servstd.events import Event, read_event

if TYPE_CHECKING:
    from servstd.decide import EventLike

__all__ = ["links_of", "read_all"]


def links_of(link: str | None, secret: bytes | None) -> Links | None:
    """Return where links lead; None: no links are made."""
    if link is None and secret is None:
        return None
    if link is None or secret is None:
        raise UsageError("FBK088", found=link or "-", token="{token}")
    return Links(link, secret=secret)


def read_all(events: Iterable[EventLike]) -> list[Event]:
    """Return events of any cases, in the order given.

    Raises:
        UsageError: one cannot be read; its path starts with its position.
    """
    out: list[Event] = []
    for position, item in enumerate(events):
        try:
            out.append(item if isinstance(item, Event) else read_event(item))
        except UsageError as error:
            raise error.at("events", position) from None
    return out
