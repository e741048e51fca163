"""What comes out of trying a ladder: counts, reasons, load, unrest and examples, as values.

*Rule:* these are values; nothing in them names a customer but the few examples.

Example:
    >>> Reason("weight", name="contribution", up=3, down=1).count
    4
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, TypeAlias

import attrs

__all__ = ["Example", "Flapping", "Load", "Period", "Reason", "ReasonKind", "Simulation"]

ReasonKind: TypeAlias = Literal["criterion", "weight", "missing", "level", "ladder", "review", "override", "past"]
"""What changed: a rule's points, a weight, what a lack of data means, a level's threshold, which levels there are, how one falls,
an override; `past`: nothing that shows on the day itself, an earlier period ended differently."""
Period: TypeAlias = tuple[date, Mapping[str, Mapping[str, object]]]
"""A day of judging in the past, and the facts of that day by customer."""


@attrs.frozen
class Reason:
    """Why customers move: what changed, and how many it moves up and down; `other`: from a level the new ladder does not have."""

    kind: ReasonKind
    name: str = attrs.field(kw_only=True)
    up: int = attrs.field(kw_only=True)
    down: int = attrs.field(kw_only=True)
    other: int = attrs.field(default=0, kw_only=True)

    @property
    def count(self) -> int:
        """Return how many customers it moves."""
        return self.up + self.down + self.other

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        return {"kind": self.kind, "name": self.name or None, "up": self.up, "down": self.down, "other": self.other, "count": self.count}


@attrs.frozen
class Example:
    """A customer who would move. Tiers are empty where none could be given."""

    customer: str
    old: str = attrs.field(kw_only=True)
    new: str = attrs.field(kw_only=True)
    old_score: float | None = attrs.field(kw_only=True)
    new_score: float | None = attrs.field(kw_only=True)
    kind: ReasonKind = attrs.field(kw_only=True)
    name: str = attrs.field(kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        return {**attrs.asdict(self), "old": self.old or None, "new": self.new or None, "name": self.name or None}


@attrs.frozen
class Flapping:
    """Unrest over the periods tried: customers whose tier changed, and those of them who went up and down again, or down and up."""

    moved: int
    flapped: int = attrs.field(kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        return attrs.asdict(self)


@attrs.frozen
class Load:
    """One tier: customers, and where it was given what they ask for and cost: contacts, and contacts times the cost of one."""

    tier: str
    customers: int = attrs.field(kw_only=True)
    load: float | None = attrs.field(kw_only=True)
    cost: float | None = attrs.field(kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        return {**attrs.asdict(self), "tier": self.tier or None}


@attrs.frozen
class Simulation:
    """What would be.

    Attributes:
        on: The day of judging.
        old_tiers: The old ladder's levels, lowest first; `new_tiers`: the new one's. An empty name, where it stands, is no tier.
        customers: How many were judged; `up`, `down`, `moved`: how many would move. A level that the other ladder does not have is
            neither up nor down: `moved` counts it.
        matrix: (old level, new level) -> customers.
        reasons: Why they move, the most frequent first.
        old_load, new_load: By tier, lowest first.
        old_flapping, new_flapping: Over the periods, this day included; None: no periods were given.
        periods: How many periods, this day included.
        unassigned: (old, new): customers who had too little data for a score.
        unknown_level: Customers whose level in the history is not on the new ladder; they were judged from scratch.
        floor_violations: (old, new) promises below the floor, as the document's checks found them; None: not looked at.
        examples: Some movers, chosen by hash.
    """

    on: date
    old_tiers: tuple[str, ...] = attrs.field(kw_only=True)
    new_tiers: tuple[str, ...] = attrs.field(kw_only=True)
    customers: int = attrs.field(kw_only=True)
    up: int = attrs.field(kw_only=True)
    down: int = attrs.field(kw_only=True)
    moved: int = attrs.field(kw_only=True)
    matrix: Mapping[tuple[str, str], int] = attrs.field(kw_only=True)
    reasons: tuple[Reason, ...] = attrs.field(kw_only=True)
    old_load: tuple[Load, ...] = attrs.field(kw_only=True)
    new_load: tuple[Load, ...] = attrs.field(kw_only=True)
    old_flapping: Flapping | None = attrs.field(default=None, kw_only=True)
    new_flapping: Flapping | None = attrs.field(default=None, kw_only=True)
    periods: int = attrs.field(default=0, kw_only=True)
    unassigned: tuple[int, int] = attrs.field(default=(0, 0), kw_only=True)
    unknown_level: int = attrs.field(default=0, kw_only=True)
    floor_violations: tuple[int, int] | None = attrs.field(default=None, kw_only=True)
    examples: tuple[Example, ...] = attrs.field(default=(), kw_only=True)

    @property
    def same(self) -> int:
        """Return how many would not move."""
        return self.customers - self.moved

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        floor = self.floor_violations
        return {
            "on": self.on.isoformat(),
            "customers": self.customers,
            "up": self.up,
            "down": self.down,
            "same": self.same,
            "moved": self.moved,
            "matrix": [{"old": old or None, "new": new or None, "customers": count} for (old, new), count in sorted(self.matrix.items())],
            "reasons": [one.as_dict() for one in self.reasons],
            "load": {"old": [one.as_dict() for one in self.old_load], "new": [one.as_dict() for one in self.new_load]},
            "periods": self.periods,
            "flapping": {
                "old": None if self.old_flapping is None else self.old_flapping.as_dict(),
                "new": None if self.new_flapping is None else self.new_flapping.as_dict(),
            },
            "unassigned": {"old": self.unassigned[0], "new": self.unassigned[1]},
            "unknown_level": self.unknown_level,
            "floor_violations": None if floor is None else {"old": floor[0], "new": floor[1]},
            "examples": [one.as_dict() for one in self.examples],
        }
