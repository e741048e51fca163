"""Histories: one case's events in their one order, each once.

*Rule:* by instant, then by `sequence`, else as given; the two ways are not mixed within an instant. The same id with the same
content counts once; with other content it is refused.

Example:
    >>> history = History([Event("opened", case="42", at="2026-01-05T09:00:00+08:00")])
    >>> len(history), history[0].id
    (1, '42@2026-01-05T01:00:00Z:opened')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import attrs

from servstd.errors import UsageError
from servstd.events.event import Event
from servstd.instants import instant_text, to_us

__all__ = ["History", "made_id", "order_events"]


def order_events(events: Iterable[Event]) -> list[Event]:
    """Return one case's events in order, each id once, ids filled in.

    Order: by instant; within one instant by `sequence`, or as given when none has one.

    Raises:
        UsageError: several cases or tenants, one id with two contents, or `sequence` on some events of an instant only.
    """
    ordered = list(events)
    for i in range(1, len(ordered)):
        if ordered[i].at_us <= ordered[i - 1].at_us:
            ordered.sort(key=_at_us)
            _order_ties(ordered)
            break
    return _once(ordered)


def _at_us(event: Event) -> int:
    return event.at_us


def _order_ties(ordered: list[Event]) -> None:
    start = 0
    for i in range(1, len(ordered) + 1):
        if i < len(ordered) and ordered[i].at_us == ordered[start].at_us:
            continue
        if i - start > 1:
            tie = ordered[start:i]
            numbered = sum(event.sequence is not None for event in tie)
            if numbered == len(tie):
                ordered[start:i] = sorted(tie, key=lambda event: event.sequence or 0)
            elif numbered and len({event.id for event in tie if event.id is not None}) != 1:
                raise UsageError("EVT007", case=tie[0].case, at=instant_text(tie[0].at_us), numbered=numbered, count=len(tie))
        start = i


def _once(ordered: list[Event]) -> list[Event]:
    seen: dict[str, Event] = {}
    counts: dict[tuple[int, str], int] = {}
    out: list[Event] = []
    case, tenant = (ordered[0].case, ordered[0].tenant) if ordered else ("", None)
    for event in ordered:
        if event.case != case or event.tenant != tenant:
            raise UsageError("EVT008", first=case, second=event.case)
        if event.id is None:
            key = (event.at_us, event.kind)
            counts[key] = number = counts.get(key, 0) + 1
            event = attrs.evolve(event, at=event.at_us, recorded_at=event.recorded_at_us, id=made_id(event, number))
        known = seen.get(event.id or "")
        if known is None:
            seen[event.id or ""] = event
            out.append(event)
        elif known != event:
            raise UsageError("EVT009", case=case, id=event.id, first=_brief(known), second=_brief(event))
    return out


def made_id(event: Event, number: int) -> str:
    """Return the id of an event that has none: case, instant and kind, with a number from the second such event on."""
    text = f"{event.case}@{instant_text(event.at_us)}:{event.kind}"
    return text if number == 1 else f"{text}:{number}"


def _brief(event: Event) -> str:
    return f"{event.kind} at {instant_text(event.at_us)} {dict(event.data)}"


def _is_event(given: object) -> bool:
    return isinstance(given, Event)


class History:
    """One case's events in order, each once.

    Example:
        >>> late = Event("closed", case="42", at="2026-01-05T09:00:00Z", recorded_at="2026-01-06T09:00:00Z")
        >>> len(History([late])), len(History([late]).known_at("2026-01-05T12:00:00Z"))
        (1, 0)
    """

    __slots__ = ("_events",)

    def __init__(self, events: Iterable[Event] = ()) -> None:
        given = list(events)
        for i, event in enumerate(given):
            if not _is_event(event):
                raise UsageError("EVT025", path=(i,), found=type(event).__name__)
        self._events: tuple[Event, ...] = tuple(order_events(given))

    def __iter__(self) -> Iterator[Event]:
        return iter(self._events)

    def __len__(self) -> int:
        return len(self._events)

    def __getitem__(self, index: int) -> Event:
        return self._events[index]

    def known_at(self, at: datetime | str) -> History:
        """Return what was known at an instant: events recorded later are left out, late ones included once recorded."""
        limit = to_us(at)
        return History(event for event in self._events if event.known_us <= limit)
