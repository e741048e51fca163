"""Control charts: p for shares, u for rates, XmR for single values; plain data with limits and signals, drawn elsewhere.

*Rule:* limits come from the first points, the baseline, and are frozen then: what happens later is judged by them and never moves
them. They are set anew only from a stated point on, for a stated reason. No data is a gap, not a zero.

Example:
    >>> chart = p_chart([2, 3, 1, 4, 2, 12], [50] * 6, baseline=5)
    >>> chart.phases[0].centre, round(chart.points[5].high, 4), chart.points[5].signals
    (0.048, 0.1387, ('WE1',))
    >>> xmr = xmr_chart([3, 4, 5], baseline=3)
    >>> round(xmr.points[0].low, 2), round(xmr.points[0].high, 2), round(xmr.phases[0].range_high, 3)
    (1.34, 6.66, 3.268)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf, sqrt
from statistics import fmean, median
from typing import Literal, TypeAlias

from servstd.errors import UsageError
from servstd.feedback._building import Limits, Raw, build_chart, check_length
from servstd.feedback._charting import Chart, ChartKind, ChartPhase, ChartPoint, Rebase
from servstd.feedback._tallies import check_choice, check_count, check_number

__all__ = ["Chart", "ChartKind", "ChartPhase", "ChartPoint", "RangeAverage", "Rebase", "XmrConstants", "p_chart", "u_chart", "xmr_chart"]

RangeAverage: TypeAlias = Literal["mean", "median"]
"""How moving ranges are averaged; the median is not moved by a single outlier in the baseline."""
XmrConstants: TypeAlias = Literal["wheeler", "nist", "nhs"]
"""How the constants are rounded; see `xmr_chart`."""

# 3 / d2 and D4 for ranges of two. Wheeler, Understanding Variation, 2000, and his tables: 2.66, 3.268; with medians 3.145 and 3.865.
# NIST/SEMATECH e-Handbook 6.3.2.2: 3 / 1.128. NHSRplotthedots and ASTM E2587: 2.66, 3.267.
_CONSTANTS = {
    ("wheeler", "mean"): (2.66, 3.268),
    ("nist", "mean"): (3 / 1.128, 3.267),
    ("nhs", "mean"): (2.66, 3.267),
    ("wheeler", "median"): (3.145, 3.865),
}


def p_chart(
    counts: Sequence[int],
    sizes: Sequence[int],
    *,
    baseline: int = 20,
    rules: str = "western_electric",
    labels: Sequence[str] | None = None,
    rebase: Iterable[Rebase] = (),
) -> Chart:
    """Return the chart of shares counts / sizes, with limits for each point's own size.

    Centre p is all that counted in the baseline by all there were; sigma is sqrt(p (1 - p) / size), limits lie 3 sigma off, within
    0 and 1. Source: W. A. Shewhart 1931, as in D. C. Montgomery, Introduction to Statistical Quality Control, and NIST/SEMATECH
    e-Handbook 6.3.3.2.

    Args:
        counts: How many count, point by point.
        sizes: Of how many; 0: no data, the point is passed over.
        baseline: How many points with data the limits are made from; with fewer so far they are provisional.
        rules: A set of `servstd.feedback.rules.RULE_SETS`.
        labels: The points' names; None: 1, 2, 3 ...
        rebase: From which points limits are made anew, and why.

    Raises:
        UsageError: EST001 more count than there are; FBK009 the rules; FBK010 a count; FBK014 lengths differ; FBK015 a re-basing;
            FBK016 the baseline.
    """
    check_length("sizes", sizes, counts)
    raw: list[Raw] = []
    for place, (count, size) in enumerate(zip(counts, sizes, strict=True)):
        k, n = check_count(count, "counts", place), check_count(size, "sizes", place)
        if k > n:
            raise UsageError("EST001", path=("counts", place), found=f"k={k}, n={n}", expected="0 <= k <= n")
        raw.append(Raw(k / n if n else None, size=n, count=k))

    def freeze(points: Sequence[Raw]) -> Limits:
        p = sum(point.count for point in points) / sum(point.size for point in points)
        return Limits(p, sigma_of=lambda size: sqrt(p * (1 - p) / size))

    return build_chart("p", raw, freeze, bounds=(0.0, 1.0), baseline=baseline, rules=rules, labels=labels, rebase=rebase)


def u_chart(
    counts: Sequence[int],
    exposures: Sequence[float],
    *,
    baseline: int = 20,
    rules: str = "western_electric",
    labels: Sequence[str] | None = None,
    rebase: Iterable[Rebase] = (),
) -> Chart:
    """Return the chart of events a unit of exposure; with an exposure of 1 everywhere it is the c chart.

    Centre u is all events of the baseline by all its exposure; sigma is sqrt(u / exposure), limits lie 3 sigma off, from 0 on. Source:
    D. C. Montgomery, Introduction to Statistical Quality Control; NIST/SEMATECH e-Handbook 6.3.3.1.

    Args:
        counts: How many events, point by point.
        exposures: In how many cases, customers, days; 0: no data, the point is passed over.
        baseline: How many points with data the limits are made from; with fewer so far they are provisional.
        rules: A set of `servstd.feedback.rules.RULE_SETS`.
        labels: The points' names; None: 1, 2, 3 ...
        rebase: From which points limits are made anew, and why.

    Raises:
        UsageError: FBK009 the rules; FBK010 a count; FBK011 an exposure; FBK014 lengths differ; FBK015 a re-basing; FBK016 the baseline.
    """
    check_length("exposures", exposures, counts)
    raw: list[Raw] = []
    for place, (count, exposure) in enumerate(zip(counts, exposures, strict=True)):
        k, size = check_count(count, "counts", place), check_number(exposure, "exposures", place)
        if size < 0 or (size == 0 and k):
            raise UsageError("FBK011", path=("exposures", place), found=repr(exposure), expected="a number above 0, or 0 without events")
        raw.append(Raw(k / size if size else None, size=size, count=k))

    def freeze(points: Sequence[Raw]) -> Limits:
        u = sum(point.count for point in points) / sum(point.size for point in points)
        return Limits(u, sigma_of=lambda size: sqrt(u / size))

    return build_chart("u", raw, freeze, bounds=(0.0, inf), baseline=baseline, rules=rules, labels=labels, rebase=rebase)


def xmr_chart(
    values: Sequence[float | None],
    *,
    baseline: int = 20,
    rules: str = "wheeler",
    average: RangeAverage = "mean",
    constants: XmrConstants = "wheeler",
    labels: Sequence[str] | None = None,
    rebase: Iterable[Rebase] = (),
) -> Chart:
    """Return the chart of single values and their moving ranges.

    Centre is the mean of the baseline; limits lie 2.66 times the average moving range off (3 / d2 for ranges of two), the upper limit
    of ranges is 3.268 times it; with the median range 3.145 and 3.865 (D. J. Wheeler, Understanding Variation, 2000). The constant
    D4 is 3.2665, rounded to 3.268 by Wheeler and to 3.267 by ASTM E2587 and NHSRplotthedots (`nhs`); `nist` takes 3 / 1.128
    for 2.66 (NIST/SEMATECH e-Handbook 6.3.2.2). A range spans neighbours with data; none spans a re-basing.
    With the rules `wheeler` a range above its limit is a signal, `WR`.

    Args:
        values: Point by point; None: no data, the point is passed over.
        baseline: How many points with data the limits are made from; with fewer so far they are provisional.
        rules: A set of `servstd.feedback.rules.RULE_SETS`.
        average: How moving ranges are averaged; the median goes with Wheeler's constants only.
        constants: How they are rounded.
        labels: The points' names; None: 1, 2, 3 ...
        rebase: From which points limits are made anew, and why.

    Raises:
        UsageError: FBK009 rules, average or constants; FBK011 a value; FBK014 lengths differ; FBK015 a re-basing; FBK016 the baseline.
    """
    check_choice("average", average, ("mean", "median"))
    check_choice("constants", constants, ("wheeler",) if average == "median" else ("wheeler", "nist", "nhs"))
    off, upper = _CONSTANTS[constants, average]
    raw = [Raw(None if value is None else check_number(value, "values", place)) for place, value in enumerate(values)]

    def freeze(points: Sequence[Raw]) -> Limits:
        known = [point.value for point in points if point.value is not None]
        ranges = [abs(other - one) for one, other in pairwise(known)]
        if not ranges:
            return Limits(fmean(known), sigma_of=None)
        middle = fmean(ranges) if average == "mean" else median(ranges)
        return Limits(fmean(known), sigma_of=lambda _: off * middle / 3, range_mean=middle, range_high=upper * middle)

    return build_chart("xmr", raw, freeze, bounds=(-inf, inf), baseline=baseline, rules=rules, labels=labels, rebase=rebase)
