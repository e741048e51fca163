"""Figures from answers: CSAT, NPS, CES, yes or no, shares, rates and means, each with its interval.

*Rule:* no data is no value, never zero. Which scores count as what is declared, and named in the figure's definition; what
cannot be counted is refused with its place, or left out under a reason; every answer is in n or in `excluded`.

Example:
    >>> csat([5, 4, 3, 5, 2]).text()
    '60.0% (23.1–88.2%), n 5'
    >>> nps([10, 9, 7, 3]).value, csat([]).value
    (25.0, None)
    >>> ces([7, 6, 4, 2], method="agreement").definition
    'ces agreement, 5-7 of 1-7, v1'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import fmean, stdev
from typing import Literal, TypeAlias

from servstd.errors import UsageError
from servstd.estimates import Estimate
from servstd.feedback._figures import mean_of, mean_score_of, net_of, share, share_of
from servstd.feedback._intervals import check_confidence, rate_ends, spell_method
from servstd.feedback._scales import Direction, Scale, agreement_of, best_two, read_satisfied, read_scale, spell_scores, worst_two
from servstd.feedback._tallies import OnBad, check_choice, check_count, check_number, read_numbers, read_scores, read_truths

__all__ = [
    "CesMethod", "Direction", "NetMethod", "OnBad", "Scale", "Scores", "ShareMethod",
    "ces", "csat", "mean", "nps", "proportion", "rate", "yes_no",
]  # fmt: skip

ShareMethod: TypeAlias = Literal["wilson", "adjusted_wald", "exact"]
"""How the interval of a share is made: see `servstd.feedback.proportion`."""
NetMethod: TypeAlias = Literal["adjusted_wald", "wald"]
"""How the interval of a net score is made: `wald` is there to compare with other systems only."""
CesMethod: TypeAlias = Literal["mean", "top_box", "agreement", "net"]
"""How an effort score is made: see `servstd.feedback.ces`."""
Scores: TypeAlias = Iterable[object] | Mapping[int, int]
"""One score for each answer, or score -> how many gave it."""

_NOTHING: Mapping[str, int] = {}


def csat(
    scores: Scores,
    scale: Scale = 5,
    satisfied: Iterable[int] | None = None,
    *,
    n: int | None = None,
    method: ShareMethod = "wilson",
    confidence: float = 0.95,
    on_bad: OnBad = "refuse",
    excluded: Mapping[str, int] = _NOTHING,
    definition: str = "",
) -> Estimate:
    """Return the share of satisfied answers among all answers; neutral ones count among them.

    Args:
        scores: The answers.
        scale: 3, 4, 5, 6, 7 or 10 points from 1, or (lowest, highest).
        satisfied: The scores that count; None: the customary ones of the scale (3: 3; 4: 3, 4; 5: 4, 5; 6: 5, 6; 7: 6, 7; 10: 8 to 10).
        n: How many answers the source says there are; refused when they are not as many.
        method: How the interval is made, as for `proportion`.
        confidence: Of the interval.
        on_bad: Whether an answer that cannot be counted is refused, or left out under a reason.
        excluded: What was left out before: reason -> how many.
        definition: What was measured, with its version; empty: made from the scale.

    Raises:
        UsageError: FBK001-005, 008-010 the answers; FBK006, 007 scale and satisfied scores; EST002 the confidence.
    """
    low, high = read_scale(scale)
    counted = read_satisfied(satisfied, (low, high))
    tally = read_scores(scores, (low, high), on_bad, excluded, n)
    name = definition or f"csat, {spell_scores(counted)} of {low}-{high}, v1"
    return share_of(tally, counted, method, confidence, name)


def nps(
    scores: Scores,
    *,
    n: int | None = None,
    method: NetMethod = "adjusted_wald",
    confidence: float = 0.95,
    on_bad: OnBad = "refuse",
    excluded: Mapping[str, int] = _NOTHING,
    definition: str = "",
) -> Estimate:
    """Return the net promoter score, -100 to 100: percent promoters (9, 10) minus percent detractors (0 to 6).

    Source: F. F. Reichheld, "The one number you need to grow", Harvard Business Review 81 (2003) no. 12, 46-54. The interval:
    `adjusted_wald` after B. Rocks, "Interval estimation for the Net Promoter Score", The American Statistician 70 (2016), 365-372;
    `wald` claims certainty when all answers agree, and is there to compare with other systems.

    Args:
        scores: The answers, 0 to 10.
        n: How many answers the source says there are; refused when they are not as many.
        method: How the interval is made.
        confidence: Of the interval.
        on_bad: Whether an answer that cannot be counted is refused, or left out under a reason.
        excluded: What was left out before: reason -> how many.
        definition: What was measured, with its version; empty: `nps, v1`.

    Raises:
        UsageError: FBK001-005, 008-010 the answers; EST002 the confidence.
    """
    tally = read_scores(scores, (0, 10), on_bad, excluded, n)
    return net_of(tally, range(7), range(9, 11), method, confidence, definition or "nps, v1")


def ces(
    scores: Scores,
    method: CesMethod = "mean",
    scale: Scale = 7,
    *,
    direction: Direction = "higher",
    n: int | None = None,
    confidence: float = 0.95,
    on_bad: OnBad = "refuse",
    excluded: Mapping[str, int] = _NOTHING,
    definition: str = "",
) -> Estimate:
    """Return the customer effort score by a named method; figures by different methods cannot be compared.

    `mean`: the mean score (CES 1.0 asked for effort from 1 to 5, lower is better: M. Dixon, K. Freeman and N. Toman, "Stop trying
    to delight your customers", Harvard Business Review 88 (2010) no. 7/8, 116-122). `agreement`: the share that at least somewhat
    agrees that it was made easy, the scores above the middle (CES 2.0, 5 to 7 of 7: M. Dixon, N. Toman and R. DeLisi, The Effortless
    Experience, 2013). `top_box`: the share that gave one of the two best scores. `net`: that share minus the share that gave
    one of the two worst, in points from -100 to 100.

    Args:
        scores: The answers.
        method: How the figure is made.
        scale: 3, 4, 5, 6, 7 or 10 points from 1, or (lowest, highest).
        direction: Whether a higher score is easier, or a lower one.
        n: How many answers the source says there are; refused when they are not as many.
        confidence: Of the interval.
        on_bad: Whether an answer that cannot be counted is refused, or left out under a reason.
        excluded: What was left out before: reason -> how many.
        definition: What was measured, with its version; empty: made from method and scale.

    Raises:
        UsageError: FBK001-005, 008-010 the answers, method and direction; FBK006 the scale; EST002 the confidence.
    """
    check_choice("method", method, ("mean", "top_box", "agreement", "net"))
    check_choice("direction", direction, ("higher", "lower"))
    low, high = read_scale(scale)
    tally = read_scores(scores, (low, high), on_bad, excluded, n)
    if method == "mean":
        return mean_score_of(tally, (low, high), confidence, definition or f"ces mean of {low}-{high}, {direction} is easier, v1")
    best = agreement_of((low, high), direction) if method == "agreement" else best_two((low, high), direction)
    name = definition or f"ces {method}, {spell_scores(best)} of {low}-{high}, v1"
    if method == "net":
        return net_of(tally, worst_two((low, high), direction), best, "adjusted_wald", confidence, name)
    return share_of(tally, best, "wilson", confidence, name)


def yes_no(
    answers: Iterable[object] | Mapping[bool, int],
    *,
    method: ShareMethod = "wilson",
    confidence: float = 0.95,
    on_bad: OnBad = "refuse",
    excluded: Mapping[str, int] = _NOTHING,
    definition: str = "",
) -> Estimate:
    """Return the share of answers that are true.

    Args:
        answers: True or False for each answer; or how many of each.
        method: How the interval is made, as for `proportion`.
        confidence: Of the interval.
        on_bad: Whether an answer that cannot be counted is refused, or left out under a reason.
        excluded: What was left out before: reason -> how many.
        definition: What was measured, with its version; empty: `yes, v1`.

    Raises:
        UsageError: FBK005, 009, 010, 019 the answers; EST002 the confidence.
    """
    return share_of(read_truths(answers, on_bad, excluded), (1,), method, confidence, definition or "yes, v1")


def proportion(
    k: int,
    n: int,
    *,
    method: ShareMethod = "wilson",
    confidence: float = 0.95,
    excluded: Mapping[str, int] = _NOTHING,
    definition: str = "share, v1",
    grain: str = "",
) -> Estimate:
    """Return the share k / n.

    `wilson`: the default (E. B. Wilson 1927, see `servstd.estimates.proportion`); `adjusted_wald`: Agresti and Coull 1998; `exact`:
    Clopper and Pearson 1934, never below its confidence, and wider for it.

    Args:
        k: How many count.
        n: Of how many.
        method: How the interval is made.
        confidence: Of the interval.
        excluded: What was left out of n: reason -> how many.
        definition: What was measured, with its version.
        grain: What one of the n is: `response`, `case` ...

    Raises:
        UsageError: EST001 not 0 <= k <= n in whole numbers; EST002 the confidence; FBK009 the method; FBK010 a count.
    """
    left = {reason: check_count(count, "excluded", reason) for reason, count in excluded.items()}
    return share(k, n, left, method, confidence, definition, grain)


def rate(
    events: int,
    exposure: float,
    *,
    confidence: float = 0.95,
    excluded: Mapping[str, int] = _NOTHING,
    definition: str = "rate, v1",
    grain: str = "",
) -> Estimate:
    """Return events a unit of exposure, with Garwood's exact Poisson interval (Biometrika 28, 1936, 437-442).

    Args:
        events: How many happened: complaints, reopened cases.
        exposure: In what: cases, customers, days; 0 with no events is no data.
        confidence: Of the interval.
        excluded: What was left out: reason -> how many.
        definition: What was measured, with its version.
        grain: What one unit of exposure is: `case`, `day` ...

    Raises:
        UsageError: FBK010 events; FBK011 exposure; EST002 the confidence.
    """
    check_confidence(confidence)
    count = check_count(events, "events")
    left = {reason: check_count(times, "excluded", reason) for reason, times in excluded.items()}
    size = check_number(exposure, "exposure")
    if size < 0 or (size == 0 and count):
        raise UsageError("FBK011", path=("exposure",), found=repr(exposure), expected="a number above 0, or 0 without events")
    ends = rate_ends(count, size, confidence) if size else (None, None)
    return Estimate(
        count / size if size else None,
        low=ends[0],
        high=ends[1],
        n=count,
        excluded=left,
        method=spell_method("garwood", confidence),
        definition=definition,
        grain=grain,
        unit="rate",
        confidence=confidence,
        basis={"events": count, "exposure": size},
    )


def mean(
    values: Iterable[object],
    *,
    scale: tuple[float, float] | None = None,
    confidence: float = 0.95,
    on_bad: OnBad = "refuse",
    excluded: Mapping[str, int] = _NOTHING,
    definition: str = "mean, v1",
    grain: str = "",
) -> Estimate:
    """Return the arithmetic mean with Student's t interval.

    Where all values are alike, or there is one only, they do not tell their spread: on a scale the interval is then made from how
    many others Wilson's interval allows for; without a scale it has no ends.

    Args:
        values: Numbers up to 1e150 either way, in any unit; None and texts are refused or left out.
        scale: Lowest and highest value possible; None: none known.
        confidence: Of the interval.
        on_bad: Whether a value that is no number is refused, or left out under a reason.
        excluded: What was left out before: reason -> how many.
        definition: What was measured, with its version.
        grain: What one value belongs to: `case`, `response` ...

    Raises:
        UsageError: FBK001-003, 005 a value; FBK006 the scale; FBK009 `on_bad`; FBK010 a count; EST002 the confidence.
    """
    check_confidence(confidence)
    if scale is not None and not scale[0] < scale[1]:
        raise UsageError("FBK006", path=("scale",), found=repr(scale), expected="(lowest, highest)")
    found, left = read_numbers(values, scale, on_bad, excluded)
    middle = fmean(found) if found else None
    spread = stdev(found) if len(found) > 1 else 0.0
    return mean_of(middle, spread, len(found), left, scale, confidence, definition, grain)
