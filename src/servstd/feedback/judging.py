"""A figure held against a target: met, missed, or not yet decided, and how many answers would decide.

*Rule:* a target is met when the whole interval meets it, and missed when none of it does; in between nothing is claimed. Numbers
are compared as they are, never as they are printed.

Example:
    >>> from servstd.feedback.estimating import csat
    >>> judgement = judge(csat({5: 20}), 0.96)
    >>> judgement.verdict, judgement.n_to_decide
    ('undecided', 93)
    >>> judgement.text()
    'undecided: 100.0% (83.9–100.0%), n 20, target at least 96.0%; about 93 answers at this rate would decide'
"""

from __future__ import annotations

from math import ceil, isfinite
from typing import Literal, TypeAlias

import attrs

from servstd.errors import UsageError
from servstd.estimates import Estimate
from servstd.feedback._intervals import ends_at
from servstd.feedback._tallies import check_choice
from servstd.messages.estimating import spell_estimate, spell_number

__all__ = ["Judgement", "TargetDirection", "TargetVerdict", "judge"]

TargetVerdict: TypeAlias = Literal["met", "missed", "undecided"]
"""`undecided`: the target lies within the interval, or there is no interval."""
TargetDirection: TypeAlias = Literal["at_least", "at_most"]
"""Whether the figure should be no lower than the target, or no higher."""

_LIMITS = {"share": (0.0, 1.0), "points": (-100.0, 100.0), "rate": (0.0, float("inf")), "mean": (float("-inf"), float("inf"))}
_MOST = 10**12
_WORDS = {
    "met": ("met", "达到"),
    "missed": ("missed", "未达到"),
    "undecided": ("undecided", "未定"),
    "at_least": ("at least", "不低于"),
    "at_most": ("at most", "不高于"),
}


@attrs.frozen
class Judgement:
    """A target's verdict.

    Attributes:
        verdict: `met`, `missed` or `undecided`.
        estimate: What was judged.
        target: Against what, in the estimate's unit.
        direction: Which way.
        n_to_decide: How many answers at the present rate would decide it (for a rate: how much exposure); None where it is decided,
            where the figure is exactly the target, where there is no interval or no basis, and beyond 10^12.
    """

    verdict: TargetVerdict
    estimate: Estimate = attrs.field(kw_only=True)
    target: float = attrs.field(kw_only=True)
    direction: TargetDirection = attrs.field(kw_only=True)
    n_to_decide: int | None = attrs.field(kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        head: dict[str, object] = {"verdict": self.verdict, "target": self.target, "direction": self.direction}
        return {**head, "n_to_decide": self.n_to_decide, "estimate": self.estimate.as_dict()}

    def text(self, locale: str = "en") -> str:
        """Return it in words, with as many decimals as it takes to see on which side of the target each number lies."""
        zh = locale.startswith("zh")
        one = self.estimate
        digits = _digits([number for number in (one.value, one.low, one.high) if number is not None], self.target, one.unit)
        verdict, direction = _WORDS[self.verdict][zh], _WORDS[self.direction][zh]
        target, known = spell_number(self.target, one.unit, digits), spell_estimate(one, locale, digits)
        text = f"{verdict}：{known}，目标{direction} {target}" if zh else f"{verdict}: {known}, target {direction} {target}"
        if self.n_to_decide is None:
            return text
        if one.unit == "rate":
            return text + (
                f"；按现在的比率，约需暴露量 {self.n_to_decide}" if zh else f"; an exposure of about {self.n_to_decide} would decide"
            )
        more = f"；按现在的比率，约 {self.n_to_decide} 份可定" if zh else f"; about {self.n_to_decide} answers at this rate would decide"
        return text + more


def judge(estimate: Estimate, target: float, direction: TargetDirection = "at_least") -> Judgement:
    """Return whether a target is met, missed, or undecided.

    `at_least`: met when the lower end is no lower than the target, missed when the upper end is below it; `at_most` likewise the
    other way. `n_to_decide` is the least n whose interval, by the same method and with the value as it is now, leaves the target on
    one side. For Wilson's interval that is n >= z^2 t (1 - t) / (p - t)^2 for target t, since the interval holds just those t with
    (p - t)^2 <= z^2 t (1 - t) / n (E. B. Wilson, JASA 22, 1927, 209-212); for the others it is searched.

    Args:
        estimate: A figure of this package.
        target: In the figure's unit: a share from 0 to 1, NPS from -100 to 100.
        direction: Which way.

    Raises:
        UsageError: FBK009 the direction; FBK013 a target the figure cannot reach.
    """
    check_choice("direction", direction, ("at_least", "at_most"))
    least, most = _LIMITS[estimate.unit]
    if not _reachable(target, least, most):
        raise UsageError("FBK013", path=("target",), found=repr(target), expected=f"{least:g} to {most:g}")
    low, high = estimate.low, estimate.high
    needed = None
    verdict: TargetVerdict = "undecided"
    if low is not None and high is not None:
        verdict = _verdict(low, high, target, direction)
        if verdict == "undecided" and estimate.value != target and estimate.basis:
            needed = _needed(estimate, target, direction)
    return Judgement(verdict, estimate=estimate, target=target, direction=direction, n_to_decide=needed)


def _reachable(target: object, least: float, most: float) -> bool:
    return isinstance(target, (int, float)) and not isinstance(target, bool) and isfinite(target) and least <= target <= most


def _verdict(low: float, high: float, target: float, direction: TargetDirection) -> TargetVerdict:
    if direction == "at_least":
        return "met" if low >= target else "missed" if high < target else "undecided"
    return "met" if high <= target else "missed" if low > target else "undecided"


def _needed(estimate: Estimate, target: float, direction: TargetDirection) -> int | None:
    """Return the least n that decides at the present rate: first doubling, then halving."""
    base = estimate.basis["exposure"] if estimate.unit == "rate" else estimate.n

    def decides(n: int) -> bool:
        ends = ends_at(estimate, estimate.confidence, n / base)
        return ends is not None and _verdict(*ends, target, direction) != "undecided"

    low = ceil(base)
    high = 2 * low
    while not decides(high):
        if high > _MOST:
            return None
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if decides(middle):
            high = middle
        else:
            low = middle
    return high


def _digits(numbers: list[float], target: float, unit: str) -> int | None:
    """Return how many decimals tell every number from the target that differs from it; None: the usual ones do."""
    usual = {"share": 1, "points": 1, "mean": 2, "rate": None}[unit]
    others = [number for number in numbers if number != target]
    factor = 100 if unit == "share" else 1
    if usual is None:
        usual = 4
    for digits in range(usual, 8):
        if all(round(number * factor, digits) != round(target * factor, digits) for number in others):
            return digits if digits > usual or unit == "rate" else None
    return 8
