"""Changes of a rota: swaps, replacements, additions, removals, absences.

*Rule:* they lie on top of the pattern and of all layers. Swaps come first, then replacements, additions, removals and absences; those of
one kind in the order in which they stand. A replacement is on duty only while the replaced person would be; a swap made twice is none.

Example:
    >>> change = Change("replace", person="chen", other="li", start=2, end=4)
    >>> [(duty.start, duty.end, duty.person) for duty in apply_change([Duty(0, 8, "li", "early")], change, (2, 4), (0, 9))]
    [(0, 2, 'li'), (2, 4, 'chen'), (4, 8, 'li')]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

from servstd.calendars.zones import ZoneSpan
from servstd.escalation.rotas.duties import Duty, Piece
from servstd.escalation.rotas.model import Change, ChangeKind

__all__ = ["apply_change", "in_order", "is_idle", "time_of"]

_ORDER: dict[str, int] = {kind: i for i, kind in enumerate(get_args(ChangeKind))}


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return changes in the order in which they are applied."""
    return tuple(sorted(changes, key=lambda change: _ORDER[change.kind]))


def time_of(change: Change, span: ZoneSpan, window: Piece) -> Piece:
    """Return the instants from and until which a change holds; an open end is that of the window."""
    start = window[0] if change.start is None else span.first_at(change.start)
    return start, window[1] if change.end is None else span.first_at(change.end)


def apply_change(duties: Sequence[Duty], change: Change, time: Piece, window: Piece) -> list[Duty]:
    """Return the duties after a change.

    Args:
        duties: The duties before it.
        change: The change.
        time: From when to when it holds.
        window: The time asked for, to which an addition is clipped.
    """
    start, end = time
    if change.kind == "add":
        low, high = max(start, window[0]), min(end, window[1])
        return [*duties, Duty(low, high, change.person, "")] if low < high else [*duties]
    becomes = _becomes(change)
    found: list[Duty] = []
    for duty in duties:
        low, high = max(start, duty.start), min(end, duty.end)
        if low >= high or duty.person not in becomes:
            found.append(duty)
            continue
        if duty.start < low:
            found.append(duty._replace(end=low))
        person = becomes[duty.person]
        if person is not None:
            found.append(duty._replace(start=low, end=high, person=person))
        if high < duty.end:
            found.append(duty._replace(start=high))
    return found


def _becomes(change: Change) -> dict[str, str | None]:
    """Return who has whose duties; None: nobody."""
    if change.kind == "swap":
        return {change.person: change.other, change.other: change.person}
    return {change.other: change.person} if change.kind == "replace" else {change.person: None}


def is_idle(duties: Iterable[Duty], change: Change, time: Piece) -> bool:
    """Return whether a change names nobody who is on duty; an addition needs nobody, and an absence may fall on days off."""
    if change.kind in ("add", "absent"):
        return False
    named = _becomes(change)
    return not any(duty.person in named and duty.start < time[1] and duty.end > time[0] for duty in duties)
