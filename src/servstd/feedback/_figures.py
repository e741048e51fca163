"""Counted answers made into an estimate: a share, a net score, a mean.

*Rule:* one place makes each kind, so that the same counts give the same figure whatever it is called.

Example:
    >>> from servstd.feedback._tallies import Tally
    >>> share_of(Tally({5: 3, 1: 1}, excluded={}), (4, 5), "wilson", 0.95, "csat, v1").value
    0.75
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import sqrt

from servstd import estimates
from servstd.estimates import Estimate
from servstd.feedback._intervals import check_confidence, mean_ends, net_ends, share_ends, spell_method
from servstd.feedback._tallies import Tally, check_choice

__all__ = ["SHARE_METHODS", "mean_of", "mean_score_of", "net_of", "share", "share_of"]

SHARE_METHODS = ("wilson", "adjusted_wald", "exact")


def share(k: int, n: int, excluded: Mapping[str, int], method: str, confidence: float, definition: str, grain: str) -> Estimate:
    """Return the share k / n.

    Raises:
        UsageError: EST001, EST002; FBK009 the method.
    """
    check_choice("method", method, SHARE_METHODS)
    bare = estimates.proportion(k, n, confidence, excluded=excluded)
    low, high = (bare.low, bare.high) if method == "wilson" or n == 0 else share_ends(k, n, confidence, method)
    return Estimate(
        bare.value,
        low=low,
        high=high,
        n=bare.n,
        excluded=excluded,
        method=spell_method(method, confidence),
        definition=definition,
        grain=grain,
        confidence=confidence,
        basis=bare.basis,
    )


def share_of(tally: Tally, counted: Iterable[int], method: str, confidence: float, definition: str) -> Estimate:
    """Return the share of answers that are one of the scores counted."""
    return share(tally.among(counted), tally.n, tally.excluded, method, confidence, definition, "response")


def net_of(tally: Tally, worst: Iterable[int], best: Iterable[int], method: str, confidence: float, definition: str) -> Estimate:
    """Return the percentage of best answers minus that of worst ones."""
    check_confidence(confidence)
    check_choice("method", method, ("adjusted_wald", "wald"))
    n, below, above = tally.n, tally.among(worst), tally.among(best)
    between = n - below - above
    ends = net_ends(below, between, above, confidence, method) if n else None
    return Estimate(
        100 * (above - below) / n if n else None,
        low=None if ends is None else 100 * ends[0],
        high=None if ends is None else 100 * ends[1],
        n=n,
        excluded=tally.excluded,
        method=spell_method(method, confidence),
        definition=definition,
        grain="response",
        unit="points",
        confidence=confidence,
        basis={"below": below, "between": between, "above": above},
    )


def mean_score_of(tally: Tally, scale: tuple[int, int], confidence: float, definition: str) -> Estimate:
    """Return the mean score; whole sums, so that the order of the answers changes nothing."""
    check_confidence(confidence)
    n = tally.n
    total = sum(score * count for score, count in tally.counts.items())
    squares = sum(score * score * count for score, count in tally.counts.items())
    spread = sqrt((n * squares - total * total) / (n * (n - 1))) if n > 1 else 0.0
    return mean_of(total / n if n else None, spread, n, tally.excluded, scale, confidence, definition, "response")


def mean_of(
    middle: float | None,
    spread: float,
    n: int,
    excluded: Mapping[str, int],
    scale: tuple[float, float] | None,
    confidence: float,
    definition: str,
    grain: str,
) -> Estimate:
    """Return a mean with its standard deviation as an estimate; `middle` is None without data."""
    ends = None if middle is None else mean_ends(middle, spread, n, confidence, scale)
    basis = {} if middle is None else {"mean": middle, "spread": spread, "n": n}
    if basis and scale is not None:
        basis |= {"lowest": scale[0], "highest": scale[1]}
    return Estimate(
        middle,
        low=None if ends is None else ends[0],
        high=None if ends is None else ends[1],
        n=n,
        excluded=excluded,
        method=spell_method("t" if spread > 0 or middle is None else "unanimous" if scale is not None else "none", confidence),
        definition=definition,
        grain=grain,
        unit="mean",
        confidence=confidence,
        basis=basis,
    )
