"""Rules that tell a signal on a control chart, in named sets as they were published.

*Rule:* a signal stands at the point that completes its pattern, with the points that make it up. Points without data are passed over and
break nothing; a point on the centre line is on neither side.

Example:
    >>> [(signal.rule, signal.at, signal.points) for signal in find_signals([0, 2.5, 1.0, 2.6, 0, 3.2])]
    [('WE2', 3, (1, 3)), ('WE1', 5, (5,)), ('WE2', 5, (3, 5))]
    >>> sorted(RULE_SETS)
    ['nelson', 'nhs', 'western_electric', 'wheeler']
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import TypeAlias

import attrs

from servstd.feedback._tallies import check_choice

__all__ = ["RULE_SETS", "ChartRule", "Signal", "find_signals"]

_Pattern: TypeAlias = Callable[[Sequence[float], Sequence[float], int], tuple[int, ...]]
"""Of deviations in sigma, values and a place: the places that make up the pattern that ends there; empty where there is none."""


@attrs.frozen
class ChartRule:
    """One rule.

    Attributes:
        name: `WE1`, `N3`: short for the set and the rule's number in its source.
        text: What it looks for, in English and Chinese.
        source: Where it was published.
    """

    name: str
    text: tuple[str, str] = attrs.field(kw_only=True)
    source: str = attrs.field(kw_only=True)
    pattern: _Pattern = attrs.field(kw_only=True, repr=False, eq=False)


@attrs.frozen
class Signal:
    """A pattern found: its rule, the place of the point that completes it, and the places that make it up."""

    rule: str
    at: int = attrs.field(kw_only=True)
    points: tuple[int, ...] = attrs.field(kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        return {"rule": self.rule, "at": self.at, "points": list(self.points)}


def find_signals(
    deviations: Sequence[float | None], rules: str = "western_electric", values: Sequence[float | None] | None = None
) -> tuple[Signal, ...]:
    """Return every signal, in the order of points, then of rules.

    Args:
        deviations: How many sigma each point lies off the centre line; None: no data.
        rules: A set of `RULE_SETS`.
        values: What trends are looked for in, where limits vary; None: the deviations.

    Raises:
        UsageError: FBK009 the set is not known.
    """
    check_choice("rules", rules, sorted(RULE_SETS))
    there = [place for place, deviation in enumerate(deviations) if deviation is not None]
    known = [deviation for deviation in deviations if deviation is not None]
    seen = known if values is None else [value for value in values if value is not None]
    return tuple(
        Signal(rule.name, at=there[i], points=tuple(there[place] for place in found))
        for i in range(len(known))
        for rule in RULE_SETS[rules]
        if (found := rule.pattern(known, seen, i))
    )


def _some_beyond(z: Sequence[float], _: Sequence[float], i: int, *, some: int, of: int, sigma: float) -> tuple[int, ...]:
    side = 1 if z[i] > 0 else -1
    found = tuple(place for place in range(max(0, i - of + 1), i + 1) if side * z[place] > sigma)
    return found if len(found) >= some and found[-1] == i else ()


def _one_side(z: Sequence[float], _: Sequence[float], i: int, *, run: int) -> tuple[int, ...]:
    window = _window(i, run)
    return window if window and (all(z[place] > 0 for place in window) or all(z[place] < 0 for place in window)) else ()


def _trend(_: Sequence[float], values: Sequence[float], i: int, *, run: int) -> tuple[int, ...]:
    window = _window(i, run)
    steps = [values[place] - values[place - 1] for place in window[1:]]
    return window if window and (all(step > 0 for step in steps) or all(step < 0 for step in steps)) else ()


def _alternating(_: Sequence[float], values: Sequence[float], i: int, *, run: int) -> tuple[int, ...]:
    window = _window(i, run)
    steps = [values[place] - values[place - 1] for place in window[1:]]
    turns = all(one * other < 0 for one, other in pairwise(steps))
    return window if window and turns else ()


def _hugging(z: Sequence[float], _: Sequence[float], i: int, *, run: int) -> tuple[int, ...]:
    window = _window(i, run)
    return window if window and all(abs(z[place]) < 1 for place in window) else ()


def _avoiding(z: Sequence[float], _: Sequence[float], i: int, *, run: int) -> tuple[int, ...]:
    window = _window(i, run)
    return window if window and all(abs(z[place]) > 1 for place in window) else ()


def _window(i: int, run: int) -> tuple[int, ...]:
    return tuple(range(i - run + 1, i + 1)) if i + 1 >= run else ()


_WE = "Western Electric Company, Statistical Quality Control Handbook, 1956, pp. 25-28, test {}"
_NELSON = 'L. S. Nelson, "The Shewhart control chart: tests for special causes", Journal of Quality Technology 16 (1984), 237-239, test {}'
_NHS = "NHS England, Making Data Count; as in NHSRplotthedots, special cause {}"
_WHEELER = "D. J. Wheeler, Making Sense of Data, 2003, detection rule {}"


def _beyond(some: int, of: int, sigma: float) -> _Pattern:
    return partial(_some_beyond, some=some, of=of, sigma=sigma)


_ONE = ("one point outside the limits", "一个点超出控制限")
_TWO_OF_THREE = ("two of three points beyond 2 sigma on one side", "连续三点中有两点在同侧 2σ 之外")
_FOUR_OF_FIVE = ("four of five points beyond 1 sigma on one side", "连续五点中有四点在同侧 1σ 之外")


def _in_row(count: int) -> tuple[str, str]:
    return f"{count} points in a row on one side of the centre line", f"连续 {count} 点在中心线同侧"


def _rising(count: int) -> tuple[str, str]:
    return f"{count} points in a row rising, or falling", f"连续 {count} 点递增或递减"


RULE_SETS: Mapping[str, tuple[ChartRule, ...]] = {
    "western_electric": (
        ChartRule("WE1", text=_ONE, source=_WE.format(1), pattern=_beyond(1, 1, 3)),
        ChartRule("WE2", text=_TWO_OF_THREE, source=_WE.format(2), pattern=_beyond(2, 3, 2)),
        ChartRule("WE3", text=_FOUR_OF_FIVE, source=_WE.format(3), pattern=_beyond(4, 5, 1)),
        ChartRule("WE4", text=_in_row(8), source=_WE.format(4), pattern=partial(_one_side, run=8)),
    ),
    "nelson": (
        ChartRule("N1", text=_ONE, source=_NELSON.format(1), pattern=_beyond(1, 1, 3)),
        ChartRule("N2", text=_in_row(9), source=_NELSON.format(2), pattern=partial(_one_side, run=9)),
        ChartRule("N3", text=_rising(6), source=_NELSON.format(3), pattern=partial(_trend, run=6)),
        ChartRule(
            "N4",
            text=("14 points in a row going up and down in turn", "连续 14 点上下交替"),
            source=_NELSON.format(4),
            pattern=partial(_alternating, run=14),
        ),
        ChartRule("N5", text=_TWO_OF_THREE, source=_NELSON.format(5), pattern=_beyond(2, 3, 2)),
        ChartRule("N6", text=_FOUR_OF_FIVE, source=_NELSON.format(6), pattern=_beyond(4, 5, 1)),
        ChartRule(
            "N7",
            text=("15 points in a row within 1 sigma", "连续 15 点在 1σ 之内"),
            source=_NELSON.format(7),
            pattern=partial(_hugging, run=15),
        ),
        ChartRule(
            "N8",
            text=("8 points in a row beyond 1 sigma, on either side", "连续 8 点都在 1σ 之外（不论哪侧）"),
            source=_NELSON.format(8),
            pattern=partial(_avoiding, run=8),
        ),
    ),
    "nhs": (
        ChartRule("NHS1", text=_ONE, source=_NHS.format(1), pattern=_beyond(1, 1, 3)),
        ChartRule("NHS2", text=_in_row(7), source=_NHS.format(2), pattern=partial(_one_side, run=7)),
        ChartRule("NHS3", text=_rising(7), source=_NHS.format(3), pattern=partial(_trend, run=7)),
        ChartRule("NHS4", text=_TWO_OF_THREE, source=_NHS.format(4), pattern=_beyond(2, 3, 2)),
    ),
    "wheeler": (
        ChartRule("W1", text=_ONE, source=_WHEELER.format(1), pattern=_beyond(1, 1, 3)),
        ChartRule(
            "W2",
            text=("three of four points closer to a limit than to the centre line", "连续四点中有三点离同侧控制限比离中心线近"),
            source=_WHEELER.format(2),
            pattern=_beyond(3, 4, 1.5),
        ),
        ChartRule("W3", text=_in_row(8), source=_WHEELER.format(3), pattern=partial(_one_side, run=8)),
    ),
}
"""The named sets; the numbers of the rules are those of their sources."""
