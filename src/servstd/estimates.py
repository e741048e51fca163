"""Estimates: a share with its denominator, what was left out, and how sure one can be.

*Rule:* no data is no value, never zero; an estimate never travels without n, its exclusions, its interval and its method.

Example:
    >>> estimate = proportion(96, 100)
    >>> round(estimate.value, 2), round(estimate.low, 3), round(estimate.high, 3), estimate.n
    (0.96, 0.902, 0.984, 100)
    >>> proportion(0, 0).value is None
    True
    >>> gap = difference(56, 70, 48, 80)
    >>> round(gap.value, 2), round(gap.low, 4), round(gap.high, 4), gap.real
    (0.2, 0.0524, 0.3339, True)
"""

from __future__ import annotations

from collections.abc import Mapping
from math import hypot, sqrt
from statistics import NormalDist
from typing import Literal, TypeAlias

import attrs

from servstd.errors import UsageError
from servstd.messages.estimating import spell_difference, spell_estimate

__all__ = ["Difference", "DifferenceVerdict", "Estimate", "Unit", "difference", "proportion"]

Unit: TypeAlias = Literal["share", "points", "mean", "rate"]
"""What the numbers are: a share from 0 to 1, points from -100 to 100 (NPS), a mean in its own unit, events a unit of exposure."""
DifferenceVerdict: TypeAlias = Literal["higher", "lower", "undecided"]
"""What a difference says of the first against the second; `undecided`: the interval holds 0, or there is no data."""

_NOTHING: Mapping[str, int] = {}
_NO_BASIS: Mapping[str, float] = {}


@attrs.frozen
class Estimate:
    """A number and how far to trust it.

    Attributes:
        value: The estimate; None when there is no data.
        low: Lower end of the interval; None without data, or where the data do not tell their spread.
        high: Upper end of the interval; None likewise.
        n: How many observations it rests on; for a rate, how many events.
        excluded: Reason -> how many were left out for it.
        method: Name of the method, with the confidence: `wilson 95%`.
        definition: What was measured, with the version of the definition; empty for a bare share.
        grain: What one observation is: `response`, `case`, `customer` ...; empty where nobody said.
        unit: What the numbers are.
        confidence: Of the interval, between 0 and 1.
        basis: The counts and sums it was made from, so that it can be stated at another confidence.
    """

    value: float | None
    low: float | None = attrs.field(kw_only=True)
    high: float | None = attrs.field(kw_only=True)
    n: int = attrs.field(kw_only=True)
    excluded: Mapping[str, int] = attrs.field(default=_NOTHING, kw_only=True)
    method: str = attrs.field(kw_only=True)
    definition: str = attrs.field(default="", kw_only=True)
    grain: str = attrs.field(default="", kw_only=True)
    unit: Unit = attrs.field(default="share", kw_only=True)
    confidence: float = attrs.field(default=0.95, kw_only=True)
    basis: Mapping[str, float] = attrs.field(default=_NO_BASIS, kw_only=True, eq=False)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output; what only a defined figure has stands after `method`."""
        ends = {"low": self.low, "high": self.high}
        bare: dict[str, object] = {"value": self.value, **ends, "n": self.n, "excluded": dict(self.excluded), "method": self.method}
        if not self.definition:
            return bare
        return {**bare, "definition": self.definition, "grain": self.grain, "unit": self.unit, "confidence": self.confidence}

    def text(self, locale: str = "en") -> str:
        """Return it in words: `96.2% (91.3–98.4%), n 131; 4 left out: 4 partial`."""
        return spell_estimate(self, locale)


@attrs.frozen
class Difference:
    """The difference of two estimates, first minus second, and how far to trust it.

    Attributes:
        value: The difference, of two shares from -1 to 1; None when either side has no data.
        low: Lower end of the interval; None where a side has no interval.
        high: Upper end of the interval; None likewise.
        n: How many observations each side rests on.
        method: Name of the method, with the confidence: `newcombe 95%`.
        definition: What was measured on both sides; empty for bare shares.
        unit: What the numbers are.
        confidence: Of the interval, between 0 and 1.
    """

    value: float | None
    low: float | None = attrs.field(kw_only=True)
    high: float | None = attrs.field(kw_only=True)
    n: tuple[int, int] = attrs.field(kw_only=True)
    method: str = attrs.field(kw_only=True)
    definition: str = attrs.field(default="", kw_only=True)
    unit: Unit = attrs.field(default="share", kw_only=True)
    confidence: float = attrs.field(default=0.95, kw_only=True)

    @property
    def real(self) -> bool:
        """Return whether the interval leaves 0 out: chance alone is then an unlikely cause; without data it is not real."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high

    @property
    def verdict(self) -> DifferenceVerdict:
        """Return whether the first is higher or lower than the second, or that the data leave it open."""
        if self.low is None or self.high is None or self.low <= 0 <= self.high:
            return "undecided"
        return "higher" if self.low > 0 else "lower"

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output; what only a defined figure has stands after `method`."""
        ends = {"low": self.low, "high": self.high}
        bare: dict[str, object] = {"value": self.value, **ends, "n": list(self.n), "real": self.real, "method": self.method}
        if not self.definition:
            return bare
        return {**bare, "verdict": self.verdict, "definition": self.definition, "unit": self.unit, "confidence": self.confidence}

    def text(self, locale: str = "en") -> str:
        """Return it in words: `+20.0 points (+5.2 to +33.4), n 70 and 80: higher`."""
        return spell_difference(self, locale)


def proportion(k: int, n: int, confidence: float = 0.95, *, excluded: Mapping[str, int] = _NOTHING) -> Estimate:
    """Return the share k / n with its two-sided Wilson score interval.

    With p = k / n and z the normal quantile of (1 + confidence) / 2, the ends are
    (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n); they stay within 0 and 1 and do not shrink to nothing when
    all observations agree. Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927), 209-212; without continuity correction.

    Args:
        k: How many of the n count (whole number, 0 to n).
        n: How many were observed (whole number, 0 or more).
        confidence: Between 0 and 1, exclusive.
        excluded: Reason -> how many were left out of n.

    Raises:
        UsageError: EST001 not 0 <= k <= n in whole numbers; EST002 no confidence between 0 and 1.
    """
    if not (_whole(k) and _whole(n) and 0 <= k <= n):
        raise UsageError("EST001", found=f"k={k!r}, n={n!r}", expected="0 <= k <= n")
    if not 0 < confidence < 1:
        raise UsageError("EST002", found=repr(confidence), expected="0 < confidence < 1")
    method = f"wilson {confidence * 100:.10g}%"
    if n == 0:
        return Estimate(None, low=None, high=None, n=0, excluded=excluded, method=method, confidence=confidence)
    p = k / n
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    spread = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    middle = p + z * z / (2 * n)
    # At k = 0 and k = n the end is exact; the formula leaves a rounding error there.
    low = 0.0 if k == 0 else (middle - spread) / scale
    high = 1.0 if k == n else (middle + spread) / scale
    return Estimate(p, low=low, high=high, n=n, excluded=excluded, method=method, confidence=confidence, basis={"k": k, "n": n})


def difference(k1: int, n1: int, k2: int, n2: int, confidence: float = 0.95) -> Difference:
    """Return the difference k1 / n1 - k2 / n2 of two independent shares with Newcombe's hybrid score interval.

    With d = p1 - p2 and Wilson's ends (l1, u1), (l2, u2) of the two shares, the ends are d - sqrt((p1 - l1)^2 + (u2 - p2)^2)
    and d + sqrt((u1 - p1)^2 + (p2 - l2)^2); they stay within -1 and 1. Source: R. G. Newcombe, "Interval estimation for the
    difference between independent proportions", Statistics in Medicine 17 (1998), 873-890, method 10; without continuity
    correction.

    Args:
        k1: How many of the first n1 count.
        n1: How many were observed in the first group.
        k2: How many of the second n2 count.
        n2: How many were observed in the second group.
        confidence: Between 0 and 1, exclusive.

    Raises:
        UsageError: EST001 not 0 <= k <= n in whole numbers; EST002 no confidence between 0 and 1.
    """
    first, second = proportion(k1, n1, confidence), proportion(k2, n2, confidence)
    method = f"newcombe {confidence * 100:.10g}%"
    p1, l1, u1 = first.value, first.low, first.high
    p2, l2, u2 = second.value, second.low, second.high
    if p1 is None or l1 is None or u1 is None or p2 is None or l2 is None or u2 is None:
        return Difference(None, low=None, high=None, n=(n1, n2), method=method, confidence=confidence)
    gap = p1 - p2
    low, high = gap - hypot(p1 - l1, u2 - p2), gap + hypot(u1 - p1, p2 - l2)
    return Difference(gap, low=low, high=high, n=(n1, n2), method=method, confidence=confidence)


def _whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)
