"""The scoring rule `rfm`: three facts become points by thresholds, points become a score from 0 to 100.

*Rule:* a score is a function of three values and the settings, and of nothing else. It is total: facts that are missing or unusable
(no number, not finite, negative) give no score and say why, never the worst score; and so do settings whose weights mean nothing.

Example:
    >>> fives = RfmSettings(
    ...     recency=Dimension((30, 90, 180, 365), direction="lower"),
    ...     frequency=Dimension((1, 2, 4, 8)),
    ...     monetary=Dimension((20, 50, 100, 200)),
    ... )
    >>> score = RfmRule().score({"recency_days": 12, "frequency": 5, "monetary": 35.5}, fives)
    >>> score.value, score.evidence["cell"], score.evidence["margin"]["frequency"]
    (66.666667, '542', {'to_gain': 3.0, 'to_lose': 1.0})
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from numbers import Real
from typing import cast

import attrs

from servstd.protocols import Finding, Score
from servstd_rfm.linting import find_faults
from servstd_rfm.settings import DIMENSIONS, Dimension, RfmSettings

__all__ = ["RfmRule"]

_BEST = 100.0


@attrs.frozen
class RfmRule:
    """Recency, frequency and monetary value by fixed thresholds."""

    @property
    def name(self) -> str:
        """Return `rfm`."""
        return "rfm"

    @property
    def summary(self) -> str:
        """Return what it is, in a sentence."""
        return "Scores customers by recency, frequency and monetary value, with fixed thresholds."

    @property
    def version(self) -> str:
        """Return the version of the arithmetic; thresholds are settings and have editions of their own."""
        return "1"

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the facts it reads unless the settings name others."""
        return ("recency_days", "frequency", "monetary")

    @property
    def range(self) -> tuple[float, float]:
        """Return the least and the greatest score."""
        return (0.0, _BEST)

    @property
    def settings_type(self) -> type[RfmSettings]:
        """Return the class of its settings."""
        return RfmSettings

    def check(self, settings: object, /) -> Iterable[Finding]:
        """Return what is wrong with settings: order, reach, weights, gaps and overlaps of the segments."""
        return find_faults(settings) if isinstance(settings, RfmSettings) else ()

    def score(self, facts: Mapping[str, object], settings: object, /) -> Score:
        """Return the score of one customer.

        Args:
            facts: `recency_days`, `frequency`, `monetary`, or what the settings name; numbers from 0.
            settings: An `RfmSettings`.

        Returns:
            From 0 to 100: each dimension's points, as a share of what it has to give, weighted. The evidence has the facts, the points,
            the cell, the thresholds reached, how far it is to the next points (`to_gain`) and how much may go before one is lost
            (`to_lose`), and the segments the cell lies in.
        """
        if not isinstance(settings, RfmSettings):
            return Score(None, evidence={"unusable": {"settings": type(settings).__name__}})
        total = _total_weight(settings)
        if total is None:
            weights = {name: repr(dimension.weight) for name, dimension in settings.dimensions}
            return Score(None, evidence={"unusable": {"settings": weights}})
        values: list[float] = []
        missing: list[str] = []
        unusable: dict[str, str] = {}
        names = settings.facts
        for name in names:
            given = facts.get(name)
            value = None if given is None else _number(given)
            if given is None:
                missing.append(name)
            elif value is None:
                unusable[name] = _spell(given)
            else:
                values.append(value)
        if missing or unusable:
            return Score(None, evidence=({"missing": missing} if missing else {}) | ({"unusable": unusable} if unusable else {}))
        return _scored(names, values, settings, total)

    def score_many(self, rows: Iterable[Mapping[str, object]], settings: object, /) -> list[Score]:
        """Return the scores of many customers, in their order."""
        return [self.score(facts, settings) for facts in rows]


def _scored(names: tuple[str, ...], values: list[float], settings: RfmSettings, total: float) -> Score:
    points: list[int] = []
    reached: dict[str, list[float]] = {}
    margin: dict[str, dict[str, float | None]] = {}
    weighted = 0.0
    for value, (name, dimension) in zip(values, settings.dimensions, strict=True):
        crossed, to_gain, to_lose = _sides(value, dimension)
        points.append(len(crossed) + 1)
        reached[name] = crossed
        margin[name] = {"to_gain": to_gain, "to_lose": to_lose}
        if dimension.thresholds:
            weighted += dimension.weight * (len(crossed) / len(dimension.thresholds))
    cell = (points[0], points[1], points[2])
    segments = [name for name, segment in settings.segments.items() if segment.holds(cell)]
    return Score(
        # rounded, so that a half is a half and not a hair less
        min(_BEST, round(weighted / total * _BEST, 6)),
        evidence={
            "facts": dict(zip(names, values, strict=True)),
            "points": dict(zip(DIMENSIONS, points, strict=True)),
            "cell": "".join(map(str, cell)) if max(cell) < 10 else "-".join(map(str, cell)),
            "reached": reached,
            "margin": margin,
            "weights": {name: dimension.weight for name, dimension in settings.dimensions},
            # the first in the order in which they are written
            "segment": segments[0] if segments else None,
            "segments": segments,
        },
    )


def _sides(value: float, dimension: Dimension) -> tuple[list[float], float | None, float | None]:
    """Return the thresholds that are reached, how far it is to the nearest that is not, and to the nearest that is."""
    crossed: list[float] = []
    to_gain = to_lose = None
    higher = dimension.direction == "higher"
    for edge in dimension.thresholds:
        past = value - edge if higher else edge - value
        if past >= 0:
            crossed.append(edge)
            to_lose = past if to_lose is None or past < to_lose else to_lose
        else:
            to_gain = -past if to_gain is None or -past < to_gain else to_gain
    return crossed, to_gain, to_lose


def _total_weight(settings: RfmSettings) -> float | None:
    weights = [dimension.weight for _, dimension in settings.dimensions]
    total = sum(weights)
    return total if all(weight >= 0 for weight in weights) and 0 < total < math.inf else None


def _number(value: object) -> float | None:
    """Return a fact as a number; None if it is none, not finite, negative or beyond what a double holds."""
    # the usual kinds first: asking whether something is a Real takes longer than all the rest
    usual = type(value) is float or type(value) is int
    if not usual and (isinstance(value, bool) or not isinstance(value, (Real, Decimal))):
        return None
    try:
        number = float(cast(float, value))
    except (ArithmeticError, ValueError):
        return None
    return number if 0 <= number < math.inf else None


def _spell(value: object) -> str:
    """Return what was found, short; a number by its text, anything else only by its kind: it may be somebody's name."""
    if isinstance(value, bool):
        return type(value).__name__
    if isinstance(value, int):
        return str(value) if abs(value) < 10**20 else "a number with more than 20 digits"
    return str(value)[:40] if isinstance(value, (Real, Decimal)) else type(value).__name__
