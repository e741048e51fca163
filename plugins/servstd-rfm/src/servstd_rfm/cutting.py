"""Thresholds out of a population: the values that cut it into groups of about the same size.

*Rule:* customers are cut by value, never by rank: who has the same value has the same score, whatever the order of the list. A group
of equal values that lies across a cut goes whole to one side, and the caller says to which. Made once, the thresholds are fixed:
written into the settings, they do not move because other customers came.

Example:
    >>> cuts([1, 1, 1, 1, 2, 3], 2, ties="lower"), cuts([1, 1, 1, 1, 2, 3], 2, ties="upper")
    ((2,), (1,))
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeVar

from servstd_rfm.measuring import PurchaseError
from servstd_rfm.settings import Direction

__all__ = ["Ties", "cuts"]

N = TypeVar("N", int, float, Decimal, Fraction)
Ties = Literal["lower", "upper"]


def cuts(values: Iterable[N], k: int, *, ties: Ties, direction: Direction = "higher") -> tuple[N, ...]:
    """Return at most k - 1 thresholds, strictly ascending, that cut values into k groups of about the same size.

    Of n values sorted from the worst, cut j of k lies before the value at position floor(n * j / k), counted from 0. Where the value
    before it is the same, the whole group of equal values goes to the side that `ties` names. A threshold is always one of the
    values, and reaching it is enough (see `RfmRule`). Cuts that fall together are one, so there may be fewer than k groups: that is
    what the values allow, and no reason to part equals as NTILE does.

    Args:
        values: One for each customer, finite.
        k: How many groups, 2 or more.
        ties: Which score a group of equal values across a cut gets: the `lower` of the two or the `upper`.
        direction: `higher`: more is better. `lower`: less is better, as with days since the last purchase.

    Raises:
        PurchaseError: k is less than 2; there are no values; one is not a finite number; `ties` or `direction` is neither.
    """
    if isinstance(k, bool) or k < 2:
        raise PurchaseError(f"k is {k!r}; expected the number of groups, 2 or more")
    if ties not in ("lower", "upper"):
        raise PurchaseError(f"ties is {ties!r}; expected lower or upper: which score do equal values across a cut get?")
    if direction not in ("higher", "lower"):
        raise PurchaseError(f"direction is {direction!r}; expected higher or lower: is more better, or less?")
    ordered = list(values)
    for value in ordered:
        if not math.isfinite(value):
            raise PurchaseError(f"a value is {value!r}; expected finite numbers: leave out customers without one")
    if not ordered:
        raise PurchaseError("there are no values to cut")
    ordered.sort(reverse=direction == "lower")
    found: dict[N, None] = {}
    for j in range(1, k):
        at = len(ordered) * j // k
        if at == 0:  # fewer values than groups: nobody is left below
            continue
        if ties == "lower" and ordered[at - 1] == ordered[at]:
            at = next((i for i in range(at, len(ordered)) if ordered[i] != ordered[at]), len(ordered))
        if at < len(ordered):
            found[ordered[at]] = None
    return tuple(sorted(found))
