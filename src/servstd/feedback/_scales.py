"""Scales of scores, and which of their scores count as satisfied.

*Rule:* a scale whose meaning is not known is refused; which end is good is declared.

Example:
    >>> read_scale(5), read_satisfied(None, (1, 10)), best_two((1, 7), "lower"), spell_scores((4, 5))
    ((1, 5), (8, 9, 10), (1, 2), '4-5')
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from servstd.errors import UsageError

__all__ = ["Direction", "Scale", "agreement_of", "best_two", "read_satisfied", "read_scale", "spell_scores", "worst_two"]

Scale: TypeAlias = int | tuple[int, int]
"""A number of points, counted from 1; or the lowest and the highest score."""
Direction: TypeAlias = Literal["higher", "lower"]
"""Which scores are the good ones."""

_SATISFIED = {
    3: (3,),
    4: (3, 4),
    5: (4, 5),
    6: (5, 6),
    7: (6, 7),
    10: (8, 9, 10),
}  # as survey tools count; formbricks' docs, rating questions


def read_scale(scale: Scale) -> tuple[int, int]:
    """Return the lowest and the highest score.

    Raises:
        UsageError: FBK006.
    """
    ends = scale if isinstance(scale, tuple) else (1, scale)
    known = isinstance(scale, tuple) or scale in _SATISFIED
    if known and [type(end) for end in ends] == [int, int] and ends[0] < ends[1]:
        return ends
    raise UsageError("FBK006", path=("scale",), found=repr(scale), expected="3, 4, 5, 6, 7, 10, or (lowest, highest)")


def read_satisfied(satisfied: Iterable[int] | None, scale: tuple[int, int]) -> tuple[int, ...]:
    """Return the scores that count as satisfied, ascending.

    Raises:
        UsageError: FBK006 none are named, and none are customary; FBK007 those named are not a part of the scale.
    """
    low, high = scale
    if satisfied is None:
        if low == 1 and high in _SATISFIED:
            return _SATISFIED[high]
        raise UsageError("FBK006", path=("scale",), found=f"{low} to {high}, satisfied not named", expected="`satisfied` for such a scale")
    named = list(satisfied)
    of_scale = all(type(score) is int and low <= score <= high for score in named)
    if not of_scale or not 0 < len(set(named)) <= high - low:
        raise UsageError("FBK007", path=("satisfied",), found=repr(named), expected=f"some of {low} to {high}")
    return tuple(sorted(set(named)))


def agreement_of(scale: tuple[int, int], direction: Direction) -> tuple[int, ...]:
    """Return the scores on the good side of the middle."""
    low, high = scale
    return tuple(score for score in range(low, high + 1) if (2 * score > low + high) == (direction == "higher") and 2 * score != low + high)


def best_two(scale: tuple[int, int], direction: Direction) -> tuple[int, ...]:
    """Return the two best scores; of a scale of fewer than four, the best."""
    low, high = scale
    taken = 2 if high - low >= 3 else 1
    return tuple(range(high - taken + 1, high + 1)) if direction == "higher" else tuple(range(low, low + taken))


def worst_two(scale: tuple[int, int], direction: Direction) -> tuple[int, ...]:
    """Return the two worst scores; of a scale of fewer than four, the worst."""
    return best_two(scale, "lower" if direction == "higher" else "higher")


def spell_scores(scores: tuple[int, ...]) -> str:
    """Return ascending scores in short: `4-5`, `1, 3`."""
    if len(scores) > 1 and scores[-1] - scores[0] == len(scores) - 1:
        return f"{scores[0]}-{scores[-1]}"
    return ", ".join(str(score) for score in scores)
