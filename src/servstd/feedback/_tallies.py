"""Answers counted score by score, before anything is estimated from them.

*Rule:* an answer is counted, or refused with its place, or left out under a reason with a name; nothing is converted or dropped.

Example:
    >>> tally = read_scores([5, 4, 5, None, 9], (1, 5), "exclude", {"partial": 2})
    >>> tally.counts, tally.excluded, tally.n
    ({5: 2, 4: 1}, {'partial': 2, 'missing': 1, 'off_scale': 1}, 3)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from numbers import Integral, Real
from typing import Literal, TypeAlias, TypeGuard

import attrs

from servstd.errors import UsageError

__all__ = ["OnBad", "Tally", "check_choice", "check_count", "check_number", "is_counted", "read_numbers", "read_scores", "read_truths"]

OnBad: TypeAlias = Literal["refuse", "exclude"]
"""What becomes of an answer that cannot be counted: it is refused with its place, or left out under a reason."""

_CODES = {"off_scale": "FBK001", "not_a_number": "FBK002", "text": "FBK003", "fraction": "FBK004", "missing": "FBK005"}
_EXPECTED = {
    "not_a_number": "a finite number",
    "text": "a number",
    "fraction": "a whole number",
    "missing": "a score",
}
_MOST = 1e150  # its square can still be computed with


@attrs.frozen
class Tally:
    """How often each score was given, and what was left out."""

    counts: Mapping[int, int]
    excluded: Mapping[str, int] = attrs.field(kw_only=True)

    @property
    def n(self) -> int:
        """Return how many answers count."""
        return sum(self.counts.values())

    def among(self, scores: Iterable[int]) -> int:
        """Return how many answers are one of these scores."""
        return sum(self.counts.get(score, 0) for score in scores)


def check_choice(what: str, found: object, expected: Iterable[str]) -> None:
    """Refuse a word that is none of those expected.

    Raises:
        UsageError: FBK009.
    """
    known = tuple(expected)
    if not isinstance(found, str) or found not in known:
        raise UsageError("FBK009", what=what, found=repr(found), expected=", ".join(known))


def check_count(found: object, *path: str | int) -> int:
    """Return a count as int.

    Raises:
        UsageError: FBK010 it is no whole number from 0.
    """
    if isinstance(found, bool) or not isinstance(found, Integral) or int(found) < 0:
        raise UsageError("FBK010", path=path, found=repr(found), expected="a whole number, 0 or more")
    return int(found)


def check_number(found: object, *path: str | int) -> float:
    """Return a finite number as float.

    Raises:
        UsageError: FBK011.
    """
    number, fault = _read(found, whole=False)
    if fault:
        raise UsageError("FBK011", path=path, found=repr(found)[:80], expected="a finite number")
    return float(number)


def read_scores(
    scores: Iterable[object],
    scale: tuple[int, int],
    on_bad: OnBad,
    excluded: Mapping[str, int],
    n: int | None = None,
    *,
    name: str = "scores",
) -> Tally:
    """Return scores counted.

    Args:
        scores: One for each answer; or score -> how many gave it.
        scale: Lowest and highest score.
        on_bad: What becomes of a score that cannot be counted.
        excluded: What was left out before.
        n: How many answers the source says there are, counted and left out here together; None: it does not say.
        name: What the scores are called when one is refused.

    Raises:
        UsageError: FBK001-005 a score cannot be counted, at its position; FBK008 the scores do not add up to n; FBK009 `on_bad`;
            FBK010 a count.
    """
    low, high = scale
    counts: Counter[int] = Counter()
    left = _left(excluded, on_bad)
    given = 0
    for place, score, times in _each(scores):
        number, reason = _read(score, whole=True)
        if not reason and not low <= number <= high:
            reason = "off_scale"
        if reason:
            _leave(left, reason, times, score, place, on_bad, f"{low} to {high}", name)
        else:
            counts[int(number)] += times
        given += times
    if n is not None and n != given:
        raise UsageError("FBK008", found=str(given), expected=repr(n))
    return Tally({score: count for score, count in counts.items() if count}, excluded=dict(left))


def read_numbers(
    values: Iterable[object], scale: tuple[float, float] | None, on_bad: OnBad, excluded: Mapping[str, int]
) -> tuple[list[float], dict[str, int]]:
    """Return measured values, and what was left out; whole numbers stay whole.

    Raises:
        UsageError: FBK001 a value is off the scale; FBK002, 003, 005 a value is no number, at its
            position; FBK009 `on_bad`; FBK010 a count.
    """
    found: list[float] = []
    left = _left(excluded, on_bad)
    for place, value in enumerate(values):
        number, reason = _read(value, whole=False)
        if not reason and scale is not None and not scale[0] <= number <= scale[1]:
            reason = "off_scale"
        if reason:
            _leave(left, reason, 1, value, place, on_bad, "" if scale is None else f"{scale[0]} to {scale[1]}", "values")
        else:
            found.append(number)
    return found, dict(left)


def read_truths(answers: Iterable[object], on_bad: OnBad, excluded: Mapping[str, int]) -> Tally:
    """Return yes-or-no answers counted, under 1 and 0.

    Raises:
        UsageError: FBK005 an answer is missing; FBK019 an answer is neither true nor false; FBK009 `on_bad`; FBK010 a count.
    """
    counts: Counter[int] = Counter()
    left = _left(excluded, on_bad)
    for place, answer, times in _each(answers):
        if isinstance(answer, bool):
            counts[int(answer)] += times
        elif answer is None:
            _leave(left, "missing", times, answer, place, on_bad, "", "answers")
        elif on_bad == "refuse":
            raise UsageError("FBK019", path=("answers", place), found=repr(answer), expected="True or False")
        else:
            left["text" if isinstance(answer, str) else "not_a_number"] += times
    return Tally({score: count for score, count in counts.items() if count}, excluded=dict(left))


def _left(excluded: Mapping[str, int], on_bad: OnBad) -> Counter[str]:
    check_choice("on_bad", on_bad, ("refuse", "exclude"))
    return Counter({reason: check_count(count, "excluded", reason) for reason, count in excluded.items()})


def is_counted(scores: object) -> TypeGuard[Mapping[object, object]]:
    """Return whether scores come counted: score -> how many gave it."""
    return isinstance(scores, Mapping)


def _each(scores: Iterable[object]) -> Iterator[tuple[int | str, object, int]]:
    if is_counted(scores):
        for score, times in scores.items():
            yield str(score), score, check_count(times, "scores", str(score))
    else:
        for place, score in enumerate(scores):
            yield place, score, 1


def _read(value: object, *, whole: bool) -> tuple[int | float, str]:
    """Return a number, and why it is none that counts (an empty text: it counts)."""
    if value is None:
        return 0, "missing"
    if isinstance(value, (str, bytes)):
        return 0, "text"
    if isinstance(value, bool) or not isinstance(value, Real):
        return 0, "not_a_number"
    if isinstance(value, Integral):
        number = int(value)
        return (number, "") if whole or abs(number) <= _MOST else (0, "not_a_number")
    real = float(value)
    if not isfinite(real) or abs(real) > _MOST:
        return 0, "not_a_number"
    return real, "fraction" if whole and not real.is_integer() else ""


def _leave(left: Counter[str], reason: str, times: int, found: object, place: int | str, on_bad: OnBad, scale: str, name: str) -> None:
    if on_bad == "refuse":
        raise UsageError(_CODES[reason], path=(name, place), found=repr(found)[:80], expected=_EXPECTED.get(reason, scale))
    left[reason] += times
