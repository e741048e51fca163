"""The notices of a case: what was told of its clocks, what waits, what went out, what was withheld and why.

*Rule:* plain values, kept with the case state. What is withheld stays, with its reason; it never becomes an effect.

Example:
    >>> book = NoticeBook()
    >>> NoticeBook.read(book.as_dict()) == book
    True
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

import attrs

from servstd.sla.clock import NEVER

__all__ = ["DueNote", "Fired", "LatchNote", "NoticeBook", "OwedNotice", "WhyChanged", "WhyWithheld"]

WhyChanged: TypeAlias = Literal["resumed", "moved", "changed", "reopened", "restarted"]
WhyWithheld: TypeAlias = Literal["", "cancelled", "stopped", "superseded", "unchanged"]
_NOTHING: Final[Mapping[str, object]] = {}


@attrs.frozen
class Fired:
    """A trigger that has fired.

    Attributes:
        notice: Position of the notice in its edition.
        at_us: When, in microseconds since the epoch.
        reason: Why the notice is sent: `due_changed`, `missed`, `threshold`, or the kind of the event.
        metric: The clock's metric; empty for an event.
        cycle_id: The id of the event that started the clock's cycle; for an event its own.
        cause: The event at which a due changed; empty otherwise.
        threshold: The point, as written.
        due_us: The due, for a notice about a clock.
        previous_us: The due that was known before, for one that changed.
        why: Why it changed.
        data: What the causing event tells.
        instants: The names of the instants among it.
    """

    notice: int
    at_us: int = attrs.field(kw_only=True)
    reason: str = attrs.field(kw_only=True)
    metric: str = attrs.field(default="", kw_only=True)
    cycle_id: str = attrs.field(kw_only=True)
    cause: str = attrs.field(default="", kw_only=True)
    threshold: str = attrs.field(default="", kw_only=True)
    due_us: int | None = attrs.field(default=None, kw_only=True)
    previous_us: int | None = attrs.field(default=None, kw_only=True)
    why: WhyChanged | None = attrs.field(default=None, kw_only=True)
    data: Mapping[str, object] = attrs.field(default=_NOTHING, kw_only=True)
    instants: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...], kw_only=True)


@attrs.frozen
class OwedNotice:
    """A notice that is owed.

    Attributes:
        edition: Position of the edition it comes from.
        release_us: When it goes out: when it fired, or when quiet hours end.
        over: Whether the case was cancelled already when it fired.
        status: `held` until the release, then `sent` or `withheld`.
        why: Why it is withheld: the case was `cancelled`, the clock `stopped`, a later change `superseded` it, or the changes
            since cancel out (`unchanged`).
        facts: What its template may name, as known at the release.
    """

    fired: Fired
    edition: int = attrs.field(kw_only=True)
    release_us: int = attrs.field(kw_only=True)
    over: bool = attrs.field(kw_only=True)
    status: Literal["held", "sent", "withheld"] = attrs.field(default="held", kw_only=True)
    why: WhyWithheld = attrs.field(default="", kw_only=True)
    facts: Mapping[str, object] = attrs.field(default=_NOTHING, kw_only=True, repr=False)


@attrs.frozen
class LatchNote:
    """What one cycle's clock has fired: its miss, and points -> instant, negative when a change left it behind."""

    cycle_id: str
    missed: bool = attrs.field(default=False, kw_only=True)
    crossed: Mapping[str, int] = attrs.field(factory=dict[str, int], kw_only=True)


@attrs.frozen
class DueNote:
    """The due of a clock as last known, with what it rested on: what governed, the agreed instant, how often it was reopened."""

    cycle_id: str
    due_us: int = attrs.field(kw_only=True)
    edition: int = attrs.field(kw_only=True)
    choice: str = attrs.field(kw_only=True)
    until_us: int | None = attrs.field(kw_only=True)
    gaps: int = attrs.field(kw_only=True)


@attrs.define(eq=False)
class NoticeBook:
    """What a case state keeps about notices; who changes one copies it first.

    Attributes:
        fired: What has fired and waits for its instant to settle.
        latched: By metric, for the cycle that was last looked at.
        dues: By metric, the due last known.
        owed: Everything that was owed up to now, in the order in which it fired.
        since_us: From when the present edition's points count.
        mark: No notice is due for time alone before this instant; not kept.
    """

    fired: tuple[Fired, ...] = ()
    latched: dict[str, LatchNote] = attrs.field(factory=dict[str, LatchNote])
    dues: dict[str, DueNote] = attrs.field(factory=dict[str, DueNote])
    owed: tuple[OwedNotice, ...] = ()
    since_us: int = 0
    mark: int = NEVER

    def copy(self) -> NoticeBook:
        """Return a book of its own."""
        return NoticeBook(self.fired, self.latched.copy(), self.dues.copy(), self.owed, self.since_us, self.mark)

    def as_dict(self) -> dict[str, object]:
        """Return plain data."""
        return {
            "fired": [attrs.asdict(item, recurse=False) for item in self.fired],
            "latched": {metric: attrs.asdict(note, recurse=False) for metric, note in self.latched.items()},
            "dues": {metric: attrs.asdict(note, recurse=False) for metric, note in self.dues.items()},
            "owed": [{**attrs.asdict(item, recurse=False), "fired": attrs.asdict(item.fired, recurse=False)} for item in self.owed],
            "since_us": self.since_us,
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NoticeBook) and self.as_dict() == other.as_dict()

    __hash__ = None  # type: ignore[assignment]  # a book holds dicts

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> NoticeBook:
        """Return the book that plain data holds.

        Raises:
            KeyError: something is missing.
            TypeError: something is of another form.
        """
        return cls(
            tuple(Fired(**item) for item in data["fired"]),
            {metric: LatchNote(**note) for metric, note in data["latched"].items()},
            {metric: DueNote(**note) for metric, note in data["dues"].items()},
            tuple(_read_owed(**item) for item in data["owed"]),
            data["since_us"],
            0,
        )


def _read_owed(fired: Mapping[str, Any], **rest: Any) -> OwedNotice:
    return OwedNotice(Fired(**fired), **rest)
