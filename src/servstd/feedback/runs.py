"""Runs about the median: whether values cluster or alternate more than chance explains.

*Rule:* values on the median are passed over; with all values on one side there is nothing to test, and no chance is given.

Example:
    >>> found = runs_about_median([1, 1, 1, 5, 5, 5])
    >>> found.median, found.runs, found.expected, round(found.clustering or 0, 3)
    (3.0, 2, 4.0, 0.034)
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from math import sqrt
from statistics import NormalDist, median

import attrs

from servstd.feedback._tallies import read_numbers

__all__ = ["Runs", "runs_about_median"]


@attrs.frozen
class Runs:
    """How often a sequence changes sides of its median.

    Attributes:
        median: Of all values; None without data.
        n: How many values lie off it.
        runs: Unbroken stretches on one side.
        expected: How many runs chance gives on average; None where all lie on one side.
        clustering: The chance of so few runs or fewer; None likewise.
        mixing: The chance of so many runs or more; None likewise.
    """

    median: float | None
    n: int = attrs.field(kw_only=True)
    runs: int = attrs.field(kw_only=True)
    expected: float | None = attrs.field(kw_only=True)
    clustering: float | None = attrs.field(kw_only=True)
    mixing: float | None = attrs.field(kw_only=True)


def runs_about_median(values: Iterable[object]) -> Runs:
    """Return the runs of a sequence, with the normal approximation of Wald and Wolfowitz.

    With a values above and b below, the mean is 1 + 2ab / (a + b) and the variance 2ab (2ab - a - b) / ((a + b)^2 (a + b - 1)).
    Source: A. Wald and J. Wolfowitz, "On a test whether two samples are from the same population", Annals of Mathematical
    Statistics 11 (1940), 147-162; NIST/SEMATECH e-Handbook 1.3.5.13.

    Args:
        values: Numbers in order of time.

    Raises:
        UsageError: FBK002, 003, 005 a value is no number, at its position.
    """
    found, _ = read_numbers(values, None, "refuse", {})
    if not found:
        return Runs(None, n=0, runs=0, expected=None, clustering=None, mixing=None)
    middle = float(median(found))
    sides = [value > middle for value in found if value != middle]
    above, n = sum(sides), len(sides)
    runs = (1 if sides else 0) + sum(one != other for one, other in pairwise(sides))
    both = 2 * above * (n - above)
    variance = both * (both - n) / (n * n * (n - 1)) if n > 1 else 0.0
    if variance <= 0:
        return Runs(middle, n=n, runs=runs, expected=1 + both / n if both else None, clustering=None, mixing=None)
    expected = 1 + both / n
    z = NormalDist().cdf((runs - expected) / sqrt(variance))
    return Runs(middle, n=n, runs=runs, expected=expected, clustering=z, mixing=1 - z)
