"""What a feedback desk is given, read: events of any cases, and where links lead.

*Rule:* what cannot be read is refused with its position; a link without a secret, or a secret without a link, is half of one.

Example:
    >>> [event.kind for event in read_all([{"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "closed"}])], links_of(None, None)
    (['closed'], None)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from servstd._inviting_notices import Links
from servstd.errors import UsageError
from servstd.events import Event, read_event
from servstd.feedback.reporting import Scope
from servstd.feedback.responses import ATTRIBUTION
from servstd.instants import to_us

if TYPE_CHECKING:
    from servstd.decide import EventLike

__all__ = ["links_of", "read_all", "scope_of"]


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


def scope_of(by: Sequence[str], minimum: int, baseline: int, start: datetime | str | None, end: datetime | str | None) -> Scope:
    """Return what a report is asked to look at.

    Raises:
        UsageError: FBK173 an attribute that is not kept with answers, FBK174 a minimum or a baseline, CLI015 no time between the bounds.
    """
    for name in by:
        if name not in ATTRIBUTION:
            raise UsageError("FBK173", name=name, expected=", ".join(ATTRIBUTION))
    for what, number, least in (("minimum", minimum, 1), ("baseline", baseline, 2)):
        if type(number) is not int or number < least:
            raise UsageError("FBK174", path=(what,), name=what, found=repr(number), expected=f"{least}, {least + 1} …")
    from_us, until_us = (None if at is None else to_us(at) for at in (start, end))
    if from_us is not None and until_us is not None and from_us >= until_us:
        raise UsageError("CLI015")
    return Scope(from_us=from_us, to_us=until_us, by=tuple(dict.fromkeys(by)), minimum=minimum, baseline=baseline)
