"""What a comparison of tiers reads of a case, and what comes out of it, as values.

*Rule:* these are values; every share and every difference stands beside its n and its interval.

Example:
    >>> Parity((), unplaced=0, minimum=30, confidence=0.95).as_dict()["correction"]
    'holm'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol, TypeAlias

import attrs

from servstd.estimates import Difference, Estimate

__all__ = ["SATISFACTION", "Gap", "Measure", "Parity", "ParityCase", "ParityClock", "TierShare", "Verdict"]

SATISFACTION = "satisfaction"
"""The measure made of satisfied answers; every other measure is a metric of the standard."""
Verdict: TypeAlias = Literal["real", "unsettled", "too_few"]
"""Of a difference: chance alone is an unlikely cause; the data leave it open; a side has fewer cases than the minimum."""


class ParityClock(Protocol):
    """What is read of a decided clock; a decision's clocks have it."""

    @property
    def metric(self) -> str:
        """Return the metric's name."""
        ...

    @property
    def state(self) -> str:
        """Return the headline: `met` and `missed` count, every other state is left out under its name."""
        ...

    @property
    def target(self) -> str | None:
        """Return the target as the standard writes it."""
        ...

    @property
    def calendar(self) -> str | None:
        """Return the calendar's name."""
        ...


class ParityCase(Protocol):
    """What is read of a decided case; a decision has it."""

    @property
    def attributes(self) -> Mapping[str, object]:
        """Return the case's attributes; `tier` is the tier in force when it was decided."""
        ...

    @property
    def clocks(self) -> Sequence[ParityClock]:
        """Return every clock of the case."""
        ...


@attrs.frozen
class TierShare:
    """One tier's share: of decided clocks that were met, or of answers that were satisfied, with its Wilson interval.

    Attributes:
        targets: What was promised, as the standard writes it; more than one where the promise depends on other things too.
    """

    tier: str
    share: Estimate = attrs.field(kw_only=True)
    targets: tuple[str, ...] = attrs.field(default=(), kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        return {"tier": self.tier, "share": self.share.as_dict(), "targets": list(self.targets)}


@attrs.frozen
class Gap:
    """The difference between two tiers, the first minus the second.

    Attributes:
        difference: With Newcombe's interval at the confidence asked for, as if no other pair were compared.
        verdict: `real` only when the interval leaves 0 out after Holm's correction.
        by_design: The two tiers were promised different things, so that the shares are not of the same promise.
    """

    first: str
    second: str = attrs.field(kw_only=True)
    difference: Difference = attrs.field(kw_only=True)
    verdict: Verdict = attrs.field(kw_only=True)
    by_design: bool = attrs.field(kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        head: dict[str, object] = {"first": self.first, "second": self.second, "difference": self.difference.as_dict()}
        return {**head, "verdict": self.verdict, "by_design": self.by_design}


@attrs.frozen
class Measure:
    """One metric, or satisfaction: the tiers' shares, lowest tier first, and each pair's difference."""

    name: str
    tiers: tuple[TierShare, ...] = attrs.field(kw_only=True)
    gaps: tuple[Gap, ...] = attrs.field(kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        return {"measure": self.name, "tiers": [one.as_dict() for one in self.tiers], "gaps": [one.as_dict() for one in self.gaps]}


@attrs.frozen
class Parity:
    """The whole report.

    Attributes:
        measures: Metrics in the order they came, satisfaction last.
        unplaced: Clocks and answers without a tier; they are compared with nothing.
        minimum: The least cases a side must have for anything to be claimed.
        confidence: Of every interval; `real` holds it for all pairs of a measure together.
        correction: The correction for the number of pairs compared: `holm`.
    """

    measures: tuple[Measure, ...]
    unplaced: int = attrs.field(kw_only=True)
    minimum: int = attrs.field(kw_only=True)
    confidence: float = attrs.field(kw_only=True)
    correction: Literal["holm"] = attrs.field(default="holm", kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        return {
            "measures": [measure.as_dict() for measure in self.measures],
            "unplaced": self.unplaced,
            "minimum": self.minimum,
            "confidence": self.confidence,
            "correction": self.correction,
        }
