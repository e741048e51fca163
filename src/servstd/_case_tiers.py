"""One case's events with the tiers its customer had, for whoever decides with a tier history.

*Rule:* the history knows the tier, and events that name another are put right; what cannot be read is handed on where it stands, for the
decision to refuse or to tell.

Example:
    >>> tiered((), [], None)
    []
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from servstd.errors import UsageError
from servstd.events import Event, read_event
from servstd.instants import read_zone
from servstd.plain import is_map

if TYPE_CHECKING:
    from servstd.decide import EventLike
    from servstd.document.edition import Edition
    from servstd.tiers.history import TierHistory

__all__ = ["tiered"]


def tiered(editions: Sequence[Edition], events: Iterable[EventLike], tiers: TierHistory | None) -> Iterable[EventLike]:
    """Return one case's events with the tier of its customer: at opening, and where it changes while the case is open.

    Args:
        editions: The standard's; the one in force at opening says where days begin and which statuses close a case.
        events: One case's events.
        tiers: The history; None: the events say the tier.

    Raises:
        UsageError: TIR158 `tiers` is no history; EVT codes of events that contradict each other.
    """
    if tiers is None:
        return events
    from servstd.tiers.cases import with_tiers
    from servstd.tiers.history import TierHistory

    if not isinstance(tiers, TierHistory):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers without types
        raise UsageError("TIR158", path=("tiers",), found=type(tiers).__name__)
    if not _lists_events(events):
        return events  # the decision refuses it
    read: list[Event] = []
    bad: dict[int, EventLike] = {}
    for position, item in enumerate(events):
        try:
            read.append(item if isinstance(item, Event) else read_event(item))
        except UsageError:
            bad[position] = item
    opened = min((event.at_us for event in read if event.kind == "opened"), default=None)
    begun = [edition for edition in editions if opened is not None and edition.effective_from_us <= opened]
    edition = begun[-1] if begun else editions[0]
    zone = read_zone(edition.time_zone)
    merged: list[EventLike] = list(with_tiers(read, tiers, zone=zone, statuses=edition.statuses, on_given="replace"))
    for position, item in bad.items():
        merged.insert(position, item)  # so that its problem names the place it has for the caller
    return merged


def _lists_events(given: object) -> bool:
    """Return whether a caller gave something to go through, and not one event or one text."""
    return hasattr(given, "__iter__") and not is_map(given) and not isinstance(given, (str, bytes, Event))
