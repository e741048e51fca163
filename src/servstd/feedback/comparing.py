"""Two figures compared, and several: which difference is more than chance.

*Rule:* only what was made the same way is compared. `undecided` is an answer: the interval of the difference holds 0. Who
compares many pairs is given Holm's stricter intervals, or one pair in twenty would look real by chance.

Example:
    >>> from servstd.feedback.estimating import csat
    >>> this, last = csat({5: 56, 2: 14}), csat({5: 48, 2: 32})
    >>> compare(this, last).text()
    '+20.0 points (+5.2 to +33.4), n 70 and 80: higher'
    >>> compare(this, csat([5, 5, 2])).verdict
    'undecided'
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from math import hypot

from servstd.errors import UsageError
from servstd.estimates import Difference, Estimate
from servstd.feedback._intervals import restate, spell_method

__all__ = ["compare", "compare_each"]


def compare(a: Estimate, b: Estimate) -> Difference:
    """Return a minus b with an interval made from both intervals.

    With ends l, u of each side the ends are d - hypot(a - la, ub - b) and d + hypot(ua - a, b - lb). For shares with Wilson's
    ends that is Newcombe's method 10 (Statistics in Medicine 17, 1998, 873-890); for other figures the same with their ends: G. Y. Zou and
    A. Donner, "Construction of confidence limits about effect measures: a general approach", Statistics in Medicine 27 (2008), 1693-1702.
    Both sides must rest on different answers.

    Args:
        a: The first.
        b: The second, made the same way.

    Raises:
        UsageError: FBK012 they differ in definition, unit or method.
    """
    _check_alike(a, b)
    return _between(a, b, a.confidence, "")


def compare_each(groups: Mapping[str, Estimate]) -> dict[tuple[str, str], Difference]:
    """Return every pair's difference, corrected for the number of pairs by Holm's procedure.

    With m pairs left, those whose interval at confidence 1 - alpha / m leaves 0 out are real; then again for the rest, until
    none is added. Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6
    (1979), 65-70, with the intervals turned into tests. Each difference shows the interval by which it was judged.

    Args:
        groups: Name -> its estimate, all made the same way.

    Raises:
        UsageError: FBK012 two differ in definition, unit or method.
    """
    pairs = list(combinations(groups, 2))
    for first, second in pairs:
        _check_alike(groups[first], groups[second])
    found: dict[tuple[str, str], Difference] = {}
    left = pairs
    while left:
        some = groups[left[0][0]].confidence
        confidence = 1 - (1 - some) / len(left)
        note = f", holm of {len(pairs)} at {some * 100:.10g}%"
        now = {(a, b): _between(groups[a], groups[b], confidence, note) for a, b in left}
        real = {pair: difference for pair, difference in now.items() if difference.real}
        found |= real or now
        left = [pair for pair in left if pair not in found]
    return {pair: found[pair] for pair in pairs}


def _check_alike(a: Estimate, b: Estimate) -> None:
    for what, one, other in (("definition", a.definition, b.definition), ("unit", a.unit, b.unit), ("method", _kind(a), _kind(b))):
        if one != other:
            raise UsageError("FBK012", what=what, found=repr(other), expected=repr(one))


def _kind(estimate: Estimate) -> str:
    """Return the method that two estimates must share; how a mean without spread got its ends depends on the data."""
    return f"mean {estimate.confidence}" if estimate.unit == "mean" else estimate.method


def _between(a: Estimate, b: Estimate, confidence: float, note: str) -> Difference:
    family = "newcombe" if a.method.startswith("wilson") else "mover"
    value = None if a.value is None or b.value is None else a.value - b.value
    low, high = None, None
    (la, ua), (lb, ub) = restate(a, confidence), restate(b, confidence)
    if a.value is not None and b.value is not None and la is not None and ua is not None and lb is not None and ub is not None:
        gap = a.value - b.value
        low, high = gap - hypot(a.value - la, ub - b.value), gap + hypot(ua - a.value, b.value - lb)
    return Difference(
        value,
        low=low,
        high=high,
        n=(a.n, b.n),
        method=spell_method(family, confidence) + note,
        definition=a.definition,
        unit=a.unit,
        confidence=confidence,
    )
