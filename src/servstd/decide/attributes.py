"""What an event does to a case's attributes, and which events it stands for.

*Rule:* a status category has one meaning wherever it comes from. A status change into resolved, closed or cancelled is that
event (straight to closed: resolved, then closed); from these back to work it is `reopened`; a real event at the same instant
is not a second one.

Example:
    >>> moves("changed", "open", "closed")
    ((('changed', 'resolved'), 'resolved'), (('closed',), 'closed'))
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, TypeAlias

from servstd.conditions import CATEGORIES
from servstd.decide.compiled import CompiledEdition
from servstd.decide.state import CaseState
from servstd.errors import UsageError
from servstd.events import KINDS, Event, Value
from servstd.instants import instant_text, read_instant, to_us

__all__ = ["ENDED", "Moves", "awaits_reply", "moves", "take_attributes", "wanted_category"]

Moves: TypeAlias = tuple[tuple[tuple[str, ...], str], ...]
"""(kinds the step stands for, category after it), one or two steps."""

ENDED: Final = frozenset(("resolved", "closed", "cancelled"))
_CATEGORY_OF_KIND: Final[Mapping[str, str]] = {"resolved": "resolved", "closed": "closed", "cancelled": "cancelled", "merged": "cancelled"}
_REOPENING: Final = frozenset(("reopened", "redispatched"))
_SETS_ATTRIBUTES: Final = frozenset(name for name, kind in KINDS.items() if kind.attributes)
_NOT_ATTRIBUTES: Final = frozenset(("answered", "note", "text"))


def moves(kind: str, now: str, wanted: str) -> Moves:
    """Return the steps by which an event of a kind takes a case from one category to another.

    Args:
        kind: The event's own kind.
        now: The category before it.
        wanted: The category after it.
    """
    if kind == "opened":
        after = {"resolved": ("resolved",), "closed": ("resolved", "closed"), "cancelled": ("cancelled",)}.get(wanted, ())
        return ((("opened",), wanted), *(((name,), wanted) for name in after))
    if wanted == now:
        return (((kind,), now),)
    if wanted == "closed" and now != "resolved":
        first = ("resolved",) if kind == "closed" else (kind, "resolved")
        return ((first, "resolved"), (("closed",), "closed"))
    if wanted in ENDED:
        return (((kind,) if kind == wanted or kind == "merged" else (kind, wanted), wanted),)
    if now in ENDED:
        return (((kind,) if kind == "reopened" else (kind, "reopened"), wanted),)
    return (((kind,), wanted),)


def wanted_category(edition: CompiledEdition, state: CaseState, event: Event) -> str:
    """Return the category a case is in after an event; an unmapped status is noted and changes nothing, or means open."""
    kind = event.kind
    now = str(state.attributes.get("category", "open"))
    wanted = now
    if kind in _CATEGORY_OF_KIND:
        wanted = "closed" if kind == "resolved" and now == "closed" else _CATEGORY_OF_KIND[kind]
    elif kind in _SETS_ATTRIBUTES and (event.data.get("status") is not None or event.data.get("category") is not None):
        wanted = _told_category(edition, state, event, now)
    if kind in _REOPENING and wanted in ENDED:
        return "open"
    # Help desks close what was withdrawn or merged: that solves nothing, only a reopening brings it back.
    return now if now == "cancelled" and wanted in ENDED else wanted


def _told_category(edition: CompiledEdition, state: CaseState, event: Event, now: str) -> str:
    status, category = event.data.get("status"), event.data.get("category")
    if status is None:
        return category if isinstance(category, str) and category in CATEGORIES else now
    mapped = edition.categories.get(str(status))
    if mapped is not None:
        return mapped
    taken = "open" if edition.edition.statuses.otherwise == "open" else now
    declared = edition.edition.statuses.categories
    state.fault("EVT012", found=str(status), event=event.id, expected=", ".join(declared) or ", ".join(CATEGORIES), category=taken)
    return taken


def take_attributes(edition: CompiledEdition, state: CaseState, event: Event) -> dict[str, object] | None:
    """Return the case's attributes after an event's data, or None when the event sets none; values are checked and noted."""
    if event.kind not in _SETS_ATTRIBUTES or (not event.data and event.kind != "opened"):
        return None
    after = dict(state.attributes)
    for name, value in event.data.items():
        if name in _NOT_ATTRIBUTES or name == "category":
            continue
        if name not in edition.known_names and (meant := edition.misspelt(name)):
            state.fault("EVT026", event=event.id, name=name, expected=meant)
        if value is None:
            after.pop(name, None)
            continue
        after[name] = plain = _plain(edition, state, event, name, value)
        allowed = edition.values.get(name)
        if allowed is not None and str(plain) not in allowed and not isinstance(plain, tuple):
            state.fault("EVT014", event=event.id, name=name, found=str(plain), expected=", ".join(sorted(allowed)))
    if event.kind == "opened":
        for name, default in edition.defaults.items():
            after.setdefault(name, default)
        for name in edition.required:
            if name not in after:
                state.fault("EVT013", event=event.id, name=name)
    return after


def _plain(edition: CompiledEdition, state: CaseState, event: Event, name: str, value: Value | datetime) -> object:
    if isinstance(value, list):
        return tuple(value)
    if name in edition.instants and isinstance(value, (str, datetime)):
        try:
            return to_us(value) if isinstance(value, datetime) else read_instant(value, edition.zone)
        except UsageError:
            state.fault("EVT016", event=event.id, name=name, found=str(value))
            return str(value)
    return instant_text(to_us(value)) if isinstance(value, datetime) else value


def awaits_reply(edition: CompiledEdition, event: Event, kind: str, category: str, attributes: Mapping[str, object]) -> bool:
    """Return whether a public message of the customer is unanswered after this step.

    Opening counts unless an agent opened, somebody answered on arrival, or `sla.answered_on_arrival` holds.
    """
    if kind == "opened":
        if event.by.role == "agent" or event.data.get("answered") is True or category in ENDED:
            return False
        return edition.answered is None or not edition.answered(attributes)
    if kind == "message" and event.data.get("public") is True:
        if event.by.role == "customer":
            return True
        if event.by.role == "agent":
            return False
    if kind == "no_reply_needed" or (category in ENDED and attributes.get("category") not in ENDED):
        return False
    return attributes.get("awaiting_reply") is True
