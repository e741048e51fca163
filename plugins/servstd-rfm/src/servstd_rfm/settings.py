"""What a company settles: thresholds, weights and named segments.

*Rule:* thresholds are written down, ascending; reaching one is enough: with `direction: higher`, a value equal to it or above it,
with `lower`, equal to it or below it. With n thresholds a dimension has the points 1 to n + 1, and more points are always better.

Example:
    >>> settings = RfmSettings(recency=Dimension((30, 90), direction="lower"), frequency=Dimension((2, 5)), monetary=Dimension((100, 500)))
    >>> [name for name, _ in settings.dimensions]
    ['recency', 'frequency', 'monetary']
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import attrs

__all__ = ["DIMENSIONS", "Dimension", "Direction", "RfmSettings", "Segment"]

Direction = Literal["higher", "lower"]
DIMENSIONS = ("recency", "frequency", "monetary")
_FACTS = {"recency": "recency_days", "frequency": "frequency", "monetary": "monetary"}


@attrs.frozen
class Dimension:
    """How one fact becomes points.

    Attributes:
        thresholds: Ascending.
        direction: Whether more (`higher`) or less (`lower`) is better.
        weight: Its share in the score; the three make 1.
        fact: The name of the fact; empty: `recency_days`, `frequency`, `monetary`.
    """

    thresholds: tuple[float, ...]
    direction: Direction = attrs.field(default="higher", kw_only=True)
    weight: float = attrs.field(default=1 / 3, kw_only=True)
    fact: str = attrs.field(default="", kw_only=True)


@attrs.frozen
class Segment:
    """A named part of the grid: from and to which points; what is not named is any.

    Attributes:
        recency: The least and the greatest points, `[4, 5]`.
        frequency: Likewise.
        monetary: Likewise.
    """

    recency: tuple[int, ...] = ()
    frequency: tuple[int, ...] = attrs.field(default=(), kw_only=True)
    monetary: tuple[int, ...] = attrs.field(default=(), kw_only=True)

    def holds(self, points: tuple[int, int, int]) -> bool:
        """Return whether a cell of the grid belongs to it."""
        bounds = (self.recency, self.frequency, self.monetary)
        return all(not bound or bound[0] <= point <= bound[-1] for bound, point in zip(bounds, points, strict=True))


def _no_segments() -> Mapping[str, Segment]:
    return {}


@attrs.frozen
class RfmSettings:
    """The settings of the rule `rfm`.

    Attributes:
        recency: Usually `{thresholds: [30, 90, 180, 365], direction: lower}`: days since the last purchase, less is better.
        frequency: Repeat purchases.
        monetary: Mean spend, or whatever money fact is named.
        segments: Name -> part of the grid.
    """

    recency: Dimension
    frequency: Dimension = attrs.field(kw_only=True)
    monetary: Dimension = attrs.field(kw_only=True)
    segments: Mapping[str, Segment] = attrs.field(factory=_no_segments, kw_only=True)

    @property
    def dimensions(self) -> tuple[tuple[str, Dimension], ...]:
        """Return the three dimensions with their names, in the order of the letters."""
        return (("recency", self.recency), ("frequency", self.frequency), ("monetary", self.monetary))

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the names of the facts that are read."""
        return tuple([dimension.fact or _FACTS[name] for name, dimension in self.dimensions])
