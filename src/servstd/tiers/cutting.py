"""Cuts out of a population: the values that part it into groups of about the same size, to be written into a standard.

*Rule:* customers are cut by value, never by rank: who has the same value lands in the same group. Cuts are proposed once and written
down; then a customer's points do not move because others came. Computed exactly, rounded once at the end.

Example:
    >>> orders = [1, 1, 1, 1, 2, 3]
    >>> cuts_of(orders, 2, "lower"), cuts_of(orders, 3, "upper")
    ((1.0,), (2.0,))
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from servstd.errors import UsageError
from servstd.tiers._rule_forms import is_number, show

__all__ = ["Ties", "cuts_of", "exactly"]

Ties: TypeAlias = Literal["lower", "upper"]
"""To which side a value goes that equals a cut: to the group below it, or to the group above it."""


def cuts_of(values: Iterable[float], k: int, ties: Ties, *, method: Literal["inclusive", "linear"] = "inclusive") -> tuple[float, ...]:
    """Return at most k - 1 cuts, strictly ascending, for the rule `quantile` with the same `ties`.

    `inclusive`: a cut is a value of the population: with `lower` the least value that at least j/k of the customers do not exceed
    (type 1 of Hyndman and Fan, American Statistician 50, 1996), with `upper` its mirror image. `linear`: interpolated between
    neighbours (type 7, what R and NumPy do by default), at position (n - 1) * j / k counted from 0. Cuts that fall together are one,
    and a cut that would leave a group at the end empty is left out: that is what the values allow, and no reason to part equals.

    Args:
        values: One for each customer, finite.
        k: How many groups, 2 or more.
        ties: To which side a value goes that equals a cut.
        method: How cuts are found.

    Raises:
        UsageError: TIR025 k is no whole number from 2, `ties` or `method` is unknown, or there are no values; TIR018 a value is not
            a finite number, at its position.
    """
    if type(k) is not int or k < 2:
        raise UsageError("TIR025", what="k", found=show(k), expected="a whole number from 2")
    if ties not in ("lower", "upper"):
        raise UsageError("TIR025", what="ties", found=show(ties), expected="lower, upper")
    if method not in ("inclusive", "linear"):
        raise UsageError("TIR025", what="method", found=show(method), expected="inclusive, linear")
    exact: list[Fraction] = []
    for i, value in enumerate(values):
        if not is_number(value):
            raise UsageError("TIR018", path=("values", i), field="values", found=show(value))
        exact.append(exactly(value))
    if not exact:
        raise UsageError("TIR025", what="values", found="none", expected="at least one value")
    exact.sort()
    found = {_cut(exact, j, k, ties, method) for j in range(1, k)}
    low, high = exact[0], exact[-1]
    kept = (cut for cut in found if (low <= cut < high if ties == "lower" else low < cut <= high))
    return tuple(float(cut) for cut in sorted(kept))


def exactly(value: float) -> Fraction:
    """Return a number as it is printed, exactly: 0.1 is a tenth."""
    return Fraction(value) if isinstance(value, int) else Fraction(Decimal(repr(float(value))))


def _cut(ordered: list[Fraction], j: int, k: int, ties: Ties, method: str) -> Fraction:
    n = len(ordered)
    if method == "linear":
        at, rest = divmod((n - 1) * j, k)
        above = ordered[min(at + 1, n - 1)]
        return ordered[at] + (above - ordered[at]) * Fraction(rest, k)
    return ordered[-(-n * j // k) - 1] if ties == "lower" else ordered[n * j // k]
