"""Ends of intervals from counts and sums: of shares, net scores, rates and means; and an estimate stated anew.

*Rule:* the ends depend on what was counted and on the confidence alone; they stay within what the figure can be and always hold its value.

Example:
    >>> [round(end, 4) for end in share_ends(0, 20, 0.95, "exact")]
    [0.0, 0.1684]
    >>> [round(end, 2) for end in rate_ends(3, 1, 0.95)]
    [0.62, 8.77]
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

from servstd.estimates import Estimate, proportion
from servstd.feedback._quantiles import beta_quantile, gamma_quantile, t_quantile

__all__ = ["check_confidence", "ends_at", "mean_ends", "net_ends", "rate_ends", "restate", "share_ends", "spell_method"]


def check_confidence(confidence: float) -> None:
    """Refuse what is no confidence.

    Raises:
        UsageError: EST002.
    """
    proportion(0, 0, confidence)


def spell_method(family: str, confidence: float) -> str:
    """Return the name of a method with its confidence: `wilson 95%`."""
    return f"{family} {confidence * 100:.10g}%"


def share_ends(k: float, n: float, confidence: float, method: str) -> tuple[float, float]:
    """Return the ends for a share of k in n, n above 0; k and n need not be whole.

    `wilson`: as `servstd.estimates.proportion`. `adjusted_wald`: A. Agresti and B. A. Coull, "Approximate is better than exact
    for interval estimation of binomial proportions", The American Statistician 52 (1998), 119-126. `exact`: C. J. Clopper and
    E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial", Biometrika 26 (1934), 404-413.
    """
    p, z = k / n, _z(confidence)
    if method == "exact":
        tail = (1 - confidence) / 2
        low = beta_quantile(tail, k, n - k + 1) if k > 0 else 0.0
        high = beta_quantile(1 - tail, k + 1, n - k) if k < n else 1.0
        return low, high
    if method == "adjusted_wald":
        size = n + z * z
        middle = (k + z * z / 2) / size
        half = z * sqrt(middle * (1 - middle) / size)
        return _hold(middle - half, p, middle + half, 0, 1)
    scale, middle = 1 + z * z / n, p + z * z / (2 * n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (0.0 if k == 0 else (middle - half) / scale), (1.0 if k == n else (middle + half) / scale)


def net_ends(below: float, between: float, above: float, confidence: float, method: str) -> tuple[float, float]:
    """Return the ends, -1 to 1, for the share above minus the share below.

    One answer is worth -1, 0 or 1; with shares p and q of 1 and -1 its variance is p + q - (p - q)^2. `wald`: value and variance
    as found; without width where all answers agree. `adjusted_wald`: the same after adding 3 answers, 3/4 of them above, 3/4 below;
    B. Rocks, "Interval estimation for the Net Promoter Score", The American Statistician 70 (2016), 365-372.
    """
    value = (above - below) / (below + between + above)
    extra = 0.75 if method == "adjusted_wald" else 0.0
    n = below + between + above + 4 * extra
    plus, minus = (above + extra) / n, (below + extra) / n
    middle = plus - minus
    half = _z(confidence) * sqrt(max(plus + minus - middle * middle, 0.0) / n)
    return _hold(middle - half, value, middle + half, -1, 1)


def rate_ends(events: float, exposure: float, confidence: float) -> tuple[float, float]:
    """Return the exact ends for events in an exposure above 0.

    Source: F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936), 437-442.
    """
    tail = (1 - confidence) / 2
    low = gamma_quantile(tail, events) if events > 0 else 0.0
    return low / exposure, gamma_quantile(1 - tail, events + 1) / exposure


def mean_ends(
    mean: float, spread: float, n: float, confidence: float, scale: tuple[float, float] | None = None
) -> tuple[float, float] | None:
    """Return the ends for a mean with its standard deviation; None where the data do not tell how they spread.

    Student's t. Without any spread (all answers alike, or one answer) t would claim certainty: on a scale the ends are then how
    far the mean can lie when as many others as Wilson's upper end for none in n gave the lowest, or the highest, score;
    without a scale there are none.
    """
    if spread > 0:
        half = t_quantile((1 + confidence) / 2, n - 1) * spread / sqrt(n)
        low, high = mean - half, mean + half
        return (low, high) if scale is None else _hold(low, mean, high, *scale)
    if scale is None:
        return None
    others = share_ends(0, n, confidence, "wilson")[1]
    return mean - others * (mean - scale[0]), mean + others * (scale[1] - mean)


def ends_at(estimate: Estimate, confidence: float, factor: float = 1.0) -> tuple[float, float] | None:
    """Return the ends an estimate would have at another confidence, or from `factor` times as much data of the same kind.

    Args:
        estimate: One with a value and a basis, made by this package.
        confidence: Between 0 and 1.
        factor: How many times the data.
    """
    basis, family = estimate.basis, estimate.method.partition(" ")[0]
    if estimate.unit == "share":
        return share_ends(basis["k"] * factor, basis["n"] * factor, confidence, family)
    if estimate.unit == "points":
        below, between, above = (basis[name] * factor for name in ("below", "between", "above"))
        low, high = net_ends(below, between, above, confidence, family)
        return 100 * low, 100 * high
    if estimate.unit == "rate":
        return rate_ends(basis["events"] * factor, basis["exposure"] * factor, confidence)
    scale = (basis["lowest"], basis["highest"]) if "lowest" in basis else None
    return mean_ends(basis["mean"], basis["spread"], basis["n"] * factor, confidence, scale)


def restate(estimate: Estimate, confidence: float) -> tuple[float | None, float | None]:
    """Return the ends of an estimate at a confidence, (None, None) where it has none or does not say what it rests on."""
    if confidence == estimate.confidence:
        return estimate.low, estimate.high
    ends = ends_at(estimate, confidence) if estimate.value is not None and estimate.basis else None
    return (None, None) if ends is None else ends


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)


def _hold(low: float, value: float, high: float, least: float, most: float) -> tuple[float, float]:
    """Return ends within what is possible that hold the value: the middle of an adjusted interval lies off it."""
    return max(min(low, value), least), min(max(high, value), most)
