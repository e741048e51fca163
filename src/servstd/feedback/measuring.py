"""An instrument's figure, made from its answers as the instrument declares.

*Rule:* scale, direction, satisfied scores and method come from the instrument and stand, with its version, in the figure's definition;
answers of another version are another figure.

Example:
    >>> from servstd.feedback.model import Instrument
    >>> after_service = Instrument("after_service", kind="csat", scale=(1, 5), satisfied=(4, 5), version="2")
    >>> found = measure(after_service, [5, 4, 1])
    >>> found.definition, round(found.value, 3)
    ('after_service (csat share, 4-5 of 1-5), v2', 0.667)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from servstd.estimates import Estimate
from servstd.feedback._figures import mean_score_of, net_of, share_of
from servstd.feedback._scales import read_satisfied, spell_scores
from servstd.feedback._tallies import OnBad, Tally, check_choice, is_counted, read_scores
from servstd.feedback.estimating import Scores
from servstd.feedback.model import Instrument, Question

__all__ = ["measure", "measure_battery"]

_NOTHING: Mapping[str, int] = {}
_SINGLE = ("csat", "nps", "ces", "yes_no", "custom")


def measure(
    instrument: Instrument,
    scores: Scores,
    *,
    n: int | None = None,
    confidence: float = 0.95,
    on_bad: OnBad = "refuse",
    excluded: Mapping[str, int] = _NOTHING,
) -> Estimate:
    """Return the figure of an instrument with one question.

    The method `mean` gives the mean score; `net`, and the kind `nps`, percent satisfied minus percent dissatisfied (for nps 0 to 6,
    else as many scores from the other end of the scale); any other method the share of satisfied answers.

    Args:
        instrument: What was asked.
        scores: The answers; of a yes-or-no instrument also True and False.
        n: How many answers the source says there are; refused when they are not as many.
        confidence: Of the interval.
        on_bad: Whether an answer that cannot be counted is refused, or left out under a reason.
        excluded: What was left out before: reason -> how many.

    Raises:
        UsageError: FBK001-005, 008-010 the answers; FBK006, 007 the satisfied scores; FBK009 a battery; EST002 the confidence.
    """
    check_choice("kind", instrument.kind, _SINGLE)
    low, high = instrument.scale
    given: Iterable[object] = scores
    if instrument.kind == "yes_no":
        given = {_whole(key): times for key, times in scores.items()} if is_counted(scores) else [_whole(score) for score in scores]
    tally = read_scores(given, (low, high), on_bad, excluded, n)
    if instrument.kind == "nps":
        best, worst = (9, 10), tuple(range(7))
        return net_of(tally, worst, best, "adjusted_wald", confidence, f"{instrument.name} (nps), v{instrument.version}")
    what = f"{instrument.name} ({instrument.kind} {instrument.method}, "
    if instrument.method == "mean":
        name = f"{what}{low}-{high}, {instrument.direction} is better), v{instrument.version}"
        return mean_score_of(tally, (low, high), confidence, name)
    satisfied = read_satisfied(instrument.satisfied or None, (low, high))
    name = f"{what}{spell_scores(satisfied)} of {low}-{high}), v{instrument.version}"
    if instrument.method == "net":
        worst = tuple(low + high - score for score in satisfied)
        return net_of(tally, worst, satisfied, "adjusted_wald", confidence, name)
    return share_of(tally, satisfied, "wilson", confidence, name)


def measure_battery(
    instrument: Instrument,
    answers: Iterable[Mapping[str, object]],
    *,
    confidence: float = 0.95,
    on_bad: OnBad = "refuse",
    excluded: Mapping[str, int] = _NOTHING,
) -> dict[str, Estimate]:
    """Return the mean score of every question of a battery; reversed questions are turned round, so that more is better.

    Args:
        instrument: A battery.
        answers: Question -> score, one mapping for each respondent; a question that is not there was not answered.
        confidence: Of the intervals.
        on_bad: Whether a score that cannot be counted is refused, or left out under a reason, question by question.
        excluded: What was left out before: reason -> how many.

    Raises:
        UsageError: FBK001-005, 009, 010 the answers, at the respondent and the question; FBK009 no battery; EST002 the confidence.
    """
    check_choice("kind", instrument.kind, ("battery",))
    rows = list(answers)
    return {question.name: _question(instrument, question, rows, confidence, on_bad, excluded) for question in instrument.questions}


def _whole(answer: object) -> object:
    return int(answer) if isinstance(answer, bool) else answer


def _question(
    instrument: Instrument,
    question: Question,
    rows: Iterable[Mapping[str, object]],
    confidence: float,
    on_bad: OnBad,
    excluded: Mapping[str, int],
) -> Estimate:
    low, high = question.scale
    tally = read_scores([row.get(question.name) for row in rows], (low, high), on_bad, excluded, name=question.name)
    if question.reverse:
        tally = Tally({low + high - score: count for score, count in tally.counts.items()}, excluded=tally.excluded)
    name = f"{instrument.name}.{question.name} (mean, {low}-{high}), v{instrument.version}"
    return mean_score_of(tally, (low, high), confidence, name)
