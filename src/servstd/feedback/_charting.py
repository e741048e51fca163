"""What a control chart consists of: points, phases, re-basing; and the chart as a whole.

*Rule:* plain data; whoever draws it adds nothing to it.

Example:
    >>> Rebase(12, reason="call-back by a specialist", by="qian").at
    12
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import attrs

from servstd.feedback.rules import Signal

__all__ = ["Chart", "ChartKind", "ChartPhase", "ChartPoint", "Rebase"]

ChartKind: TypeAlias = Literal["p", "u", "xmr"]
"""Shares, rates, or single values with their moving ranges."""


@attrs.frozen
class Rebase:
    """Something changed for good: from a point on, limits are made anew.

    Attributes:
        at: The place of the first point after it, from 0.
        reason: What changed; required.
        by: Who decided it.
    """

    at: int
    reason: str = attrs.field(kw_only=True)
    by: str = attrs.field(default="", kw_only=True)


@attrs.frozen
class ChartPoint:
    """One point.

    Attributes:
        at: Its place, from 0.
        label: Its name, usually a period.
        value: None: no data.
        size: What it rests on: n, or exposure; 1 for single values.
        centre: The centre line; None before there is any data.
        low: Lower limit at this point; None where none can be told.
        high: Upper limit likewise.
        deviation: How many sigma it lies off the centre; None without data or limits.
        moving_range: How far it lies from the point before, on an XmR chart.
        phase: The number of its phase, from 0.
        in_baseline: Whether the limits were made from it.
        signals: The rules whose pattern it completes.
    """

    at: int
    label: str = attrs.field(kw_only=True)
    value: float | None = attrs.field(kw_only=True)
    size: float = attrs.field(kw_only=True)
    centre: float | None = attrs.field(kw_only=True)
    low: float | None = attrs.field(kw_only=True)
    high: float | None = attrs.field(kw_only=True)
    deviation: float | None = attrs.field(kw_only=True)
    moving_range: float | None = attrs.field(kw_only=True)
    phase: int = attrs.field(kw_only=True)
    in_baseline: bool = attrs.field(kw_only=True)
    signals: tuple[str, ...] = attrs.field(default=(), kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        data: dict[str, object] = attrs.asdict(self)
        return {**data, "signals": list(self.signals), "no_data": self.value is None}


@attrs.frozen
class ChartPhase:
    """A stretch of points under the same limits.

    Attributes:
        start: The place of its first point.
        reason: Why limits were made anew; empty for the first phase.
        by: Who decided it.
        baseline: The places of the points the limits were made from.
        frozen: Whether the baseline is complete; until then limits are provisional.
        centre: The centre line; None without data.
        range_mean: The average moving range, on an XmR chart.
        range_high: The upper limit of moving ranges, on an XmR chart.
    """

    start: int
    reason: str = attrs.field(default="", kw_only=True)
    by: str = attrs.field(default="", kw_only=True)
    baseline: tuple[int, ...] = attrs.field(kw_only=True)
    frozen: bool = attrs.field(kw_only=True)
    centre: float | None = attrs.field(kw_only=True)
    range_mean: float | None = attrs.field(default=None, kw_only=True)
    range_high: float | None = attrs.field(default=None, kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        data: dict[str, object] = attrs.asdict(self)
        return {**data, "baseline": list(self.baseline)}


@attrs.frozen
class Chart:
    """A control chart: its points in order of time, its phases, the set of rules, and every signal."""

    kind: ChartKind
    points: tuple[ChartPoint, ...] = attrs.field(kw_only=True)
    phases: tuple[ChartPhase, ...] = attrs.field(kw_only=True)
    rules: str = attrs.field(kw_only=True)
    signals: tuple[Signal, ...] = attrs.field(kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        return {
            "kind": self.kind,
            "rules": self.rules,
            "points": [point.as_dict() for point in self.points],
            "phases": [phase.as_dict() for phase in self.phases],
            "signals": [signal.as_dict() for signal in self.signals],
        }
