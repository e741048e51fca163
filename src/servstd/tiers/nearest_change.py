"""The nearest change: what least change of one fact would move a customer up or down, criterion by criterion.

*Rule:* a change that is named has been tried: the rule was asked again with it, and the whole score made anew. Where no fact
can tell, as with a plugin's rule, points are named instead; where nothing would do, nothing is named.

Example:
    >>> from datetime import date
    >>> from servstd.tiers.model import Criterion, Level, RuleUse, Tiers
    >>> from servstd.tiers.outcome import Part, Scored
    >>> steps = [{"from": 0, "points": 0}, {"from": 50000, "points": 40}]
    >>> rule = RuleUse("thresholds", settings={"field": "paid", "unit": "CNY", "steps": steps})
    >>> ladder = (Level("standard"), Level("key", enter=30.0, leave=25.0))
    >>> tiers = Tiers(ladder, criteria=(Criterion("c", rule=rule, weight=1.0, missing="fail"),))
    >>> part = Part("c", points=0.0, weight=1.0, counted=1.0, evidence={"value": 4000})
    >>> scored = Scored("c7", on=date(2026, 1, 5), total=0.0, parts=(part,))
    >>> change = nearest_changes(tiers, scored, "standard", "up")[0]
    >>> change.fact, change.now, change.then, change.score, change.to
    ('paid', 4000, 50000, 40.0, 'key')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from math import ceil, floor, fsum, inf, log2
from typing import Literal, TypeAlias, cast

import attrs

from servstd.durations import parse_period
from servstd.tiers._rule_forms import is_number
from servstd.tiers.model import Criterion, Tiers
from servstd.tiers.outcome import Part, Scored
from servstd.tiers.placing import entered_level, kept_level
from servstd.tiers.rules import DIGITS, RULES

__all__ = ["Bound", "Change", "Direction", "NearestFinder", "nearest_changes"]

Direction: TypeAlias = Literal["up", "down", "keep"]
"""Up to the next level; down from the level held; or, where the score is below it already, back to where the level is kept."""
Bound: TypeAlias = Literal["at_least", "at_most", "below", "equals", "since", "until", "points"]
"""How `Change.limit` is meant; `since` and `until` are of days, `points` of a criterion's points instead of a fact."""

_OLDEST_DAYS = 36_525
_Candidate: TypeAlias = tuple[str, object, Bound, object]
"""(fact, its new value, how the limit is meant, the limit)."""


@attrs.frozen
class Change:
    """One change that would move the customer.

    Attributes:
        fact: The field that changes; empty where only points can be named.
        now: Its value today; None: there is none.
        then: A value that does it, tried.
        bound: How `limit` is meant; `limit`: the number, day or value people are told.
        score: The score there would be.
        to: The level there would be, by the score alone.
        unit: Of `now` and `limit`, as written in the standard; None: none was.
    """

    direction: Direction
    criterion: str = attrs.field(kw_only=True)
    fact: str = attrs.field(kw_only=True)
    now: object = attrs.field(kw_only=True)
    then: object = attrs.field(kw_only=True)
    bound: Bound = attrs.field(kw_only=True)
    limit: object = attrs.field(kw_only=True)
    score: float = attrs.field(kw_only=True)
    to: str = attrs.field(kw_only=True)
    unit: str | None = attrs.field(default=None, kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output; days as ISO 8601."""
        return {
            "direction": self.direction,
            "criterion": self.criterion,
            "fact": self.fact or None,
            "now": _text(self.now),
            "then": _text(self.then),
            "bound": self.bound,
            "limit": _text(self.limit),
            "score": self.score,
            "to": self.to,
            "unit": self.unit,
        }


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


class NearestFinder:
    """Finds nearest changes for one ladder: made once, used for many customers."""

    def __init__(self, tiers: Tiers) -> None:
        self._tiers = tiers
        self._criteria = {criterion.name: criterion for criterion in tiers.criteria}
        self._rules = {one.name: RULES[one.rule.name].compile(one.rule.settings) for one in tiers.criteria if one.rule.part is None}

    def find(self, scored: Scored, held: str, direction: Direction) -> tuple[Change, ...]:
        """Return the least change of each criterion that moves the customer, the one that moves the score least first.

        Args:
            scored: The customer's score; its parts carry the facts.
            held: The level held.
            direction: Which way.
        """
        limit = _limit(self._tiers, held, direction)
        total = scored.total
        if total is None or limit is None or _reached(total, limit, direction):
            return ()
        parts = [part for part in scored.parts if part.criterion in self._criteria]
        found = [self._nearest(_Trial(scored, part, direction, limit), self._criteria[part.criterion], held) for part in parts]
        return tuple(sorted((change for change in found if change is not None), key=lambda change: abs(change.score - total)))

    def _nearest(self, trial: _Trial, criterion: Criterion, held: str) -> Change | None:
        known = _known(criterion, trial.part)
        rule = self._rules.get(criterion.name)
        best: Change | None = None
        shortest = (inf, inf)
        for fact, then, bound, limit in trial.candidates(criterion, known):
            points = cast(float, then) if rule is None else rule({**known, fact: then}, trial.scored.on).points
            if points is None or not trial.reached(score := trial.total(points)):
                continue
            now = trial.part.points if rule is None else known.get(fact)
            far = _distance(now, then, abs(score - cast(float, trial.scored.total)))
            if far < shortest:
                rises = trial.direction == "up"
                to = entered_level(self._tiers, score) if rises else kept_level(self._tiers, held, score)
                best = Change(
                    trial.direction, criterion=criterion.name, fact=fact, now=now, then=then, bound=bound, limit=limit, score=score, to=to,
                    unit=_unit(criterion.rule.settings, fact),
                )  # fmt: skip
                shortest = far
        return best


def nearest_changes(tiers: Tiers, scored: Scored, held: str, direction: Direction) -> tuple[Change, ...]:
    """Return the least change of each criterion that moves one customer; see `NearestFinder`, to be made once for many."""
    return NearestFinder(tiers).find(scored, held, direction)


def _limit(tiers: Tiers, held: str, direction: Direction) -> float | None:
    position = tiers.position(held)
    if direction == "up":
        return tiers.ladder[position + 1].enter if position + 1 < len(tiers.ladder) else None
    return tiers.ladder[position].leave


def _reached(score: float, limit: float, direction: Direction) -> bool:
    return score < limit if direction == "down" else score >= limit


def _known(criterion: Criterion, part: Part) -> dict[str, object]:
    """Return the facts a rule saw, in the ladder's currency: from its evidence, and where it had none from what was given."""
    settings, evidence = criterion.rule.settings, part.evidence
    if "value" in evidence:
        value = evidence["value"]
        day = criterion.rule.name == "decay"
        return {cast(str, settings["field"]): date.fromisoformat(cast(str, value)) if day else value}
    if "terms" in evidence:
        factors = cast("Mapping[str, float]", settings["fields"])
        terms = cast("Mapping[str, float]", evidence["terms"])
        return {name: part.raw[name] if is_number(part.raw.get(name)) else terms[name] / (factors[name] or 1) for name in factors}
    return {name: value for name, value in part.raw.items() if is_number(value) or isinstance(value, str)}


class _Trial:
    """One part of one customer's score, and a limit."""

    def __init__(self, scored: Scored, part: Part, direction: Direction, limit: float) -> None:
        self.scored, self.part = scored, part
        self.direction: Direction = direction
        counting = [one for one in scored.parts if one.counted > 0 or one is part]
        weights = [one.counted if part.counted > 0 else one.weight for one in counting]  # a part left out would count, and take its share
        whole = fsum(weights)
        self._limit = limit
        self._weight = next(w for one, w in zip(counting, weights, strict=True) if one is part) / whole
        self._others = [(one.points or 0.0) * (w / whole) for one, w in zip(counting, weights, strict=True) if one is not part]

    def reached(self, score: float) -> bool:
        """Return whether a score moves the customer."""
        return _reached(score, self._limit, self.direction)

    def total(self, points: float) -> float:
        """Return the score with other points for the part."""
        return round(fsum([*self._others, points * self._weight]), DIGITS)

    def needed(self) -> float | None:
        """Return the points at which the score meets the limit; None: the part has no weight."""
        return None if self._weight == 0 else (self._limit - fsum(self._others)) / self._weight

    # ── what to try, rule by rule ──────────────────────────────────────────────────────────────────────────────
    def candidates(self, criterion: Criterion, known: Mapping[str, object]) -> Iterator[_Candidate]:
        """Yield what may be tried: values of one fact, or points."""
        rule = criterion.rule
        if rule.part is not None:
            return self._by_points()
        if rule.name == "lookup":
            return self._by_row(rule.settings)
        if rule.name == "weighted_sum":
            return self._by_sum(rule.settings, known)
        if rule.name == "decay":
            return self._by_day(rule.settings)
        return self._by_edge(rule.settings, known)

    def _by_edge(self, settings: Mapping[str, object], known: Mapping[str, object]) -> Iterator[_Candidate]:
        fact = cast(str, settings["field"])
        now = cast("float | None", known.get(fact))
        if "cuts" in settings:
            edges = cast("list[float]", settings["cuts"])
        else:
            edges = [step["from"] for step in cast("list[Mapping[str, float]]", settings["steps"])]
        lower = settings.get("ties") == "lower"  # an edge itself then belongs to the group below it
        step = _grain(now, *edges, unit=settings.get("unit"))
        for edge in edges:
            under = edge if lower else _moved(edge, -step)
            over = _moved(edge, step) if lower else edge
            if now is None or now < over:
                yield fact, over, "at_least", over
            elif under >= 0 or now < 0:
                yield fact, under, "at_most" if lower else "below", edge

    def _by_row(self, settings: Mapping[str, object]) -> Iterator[_Candidate]:
        fact = cast(str, settings["field"])
        for value in cast("Mapping[str, object]", settings["values"]):
            yield fact, value, "equals", value

    def _by_sum(self, settings: Mapping[str, object], facts: Mapping[str, object]) -> Iterator[_Candidate]:
        needed = self.needed()
        if needed is None:
            return
        factors = cast("Mapping[str, float]", settings["fields"])
        units = cast("Mapping[str, str]", settings.get("units", {}))
        low, high = cast(float, settings["from"]), cast(float, settings["to"])
        goal = low + needed / 100 * (high - low)
        known = {name: cast("float | None", facts.get(name)) for name in factors}
        for name, factor in factors.items():
            others = [factors[other] * value for other, value in known.items() if other != name and value is not None]
            if factor == 0 or len(others) < len(factors) - 1:
                continue
            now = known[name]
            step = _grain(now, unit=units.get(name))
            exact = (goal - fsum(others)) / factor
            rising = (self.direction != "down") == (factor > 0)
            nearest = ceil(exact / step - 1e-9) if rising else floor(exact / step + 1e-9)
            for steps in (nearest, nearest + (1 if rising else -1)):
                value = _moved(0, steps * step)
                if value >= 0 or (now is not None and now < 0):
                    yield name, value, "at_least" if rising else "at_most", value

    def _by_day(self, settings: Mapping[str, object]) -> Iterator[_Candidate]:
        fact, best = cast(str, settings["field"]), cast(float, settings.get("points", 100))
        period = parse_period(cast(str, settings["half_life"]))
        half = period.count * (7 if period.unit == "week" else 1)
        needed = self.needed()
        if needed is None or not 0 < needed <= best:
            return
        age = floor(-log2(needed / best) * half + 1e-9)
        for days in (age, age + 1) if self.direction == "down" else (age, age - 1):
            if 0 <= days <= _OLDEST_DAYS:
                day = self.scored.on - timedelta(days=days)
                yield fact, day, "until" if self.direction == "down" else "since", day

    def _by_points(self) -> Iterator[_Candidate]:
        needed = self.needed()
        if needed is None:
            return
        least, most = self.part.range
        nearest = (floor if self.direction == "down" else ceil)(round(needed * 10, DIGITS))
        for tenths in (nearest, nearest + (-1 if self.direction == "down" else 1)):
            points = min(max(tenths / 10, least), most)
            yield "", points, "points", points


def _unit(settings: Mapping[str, object], fact: str) -> str | None:
    units = cast("Mapping[str, str]", settings.get("units", {}))
    return cast("str | None", settings.get("unit")) or units.get(fact)


def _grain(*values: float | None, unit: object = None) -> float:
    """Return the least step that makes sense: hundredths of money and of what has fractions, whole ones of the rest."""
    whole = unit is None and all(value is None or float(value).is_integer() for value in values)
    return 1 if whole else 0.01


def _moved(value: float, step: float) -> float:
    moved = round(value + step, DIGITS)
    return int(moved) if float(moved).is_integer() else moved


def _distance(now: object, then: object, score: float) -> tuple[float, float]:
    """Return how far a change goes: by the fact where it has a number or a day, else by what it does to the score."""
    if isinstance(now, (int, float)) and isinstance(then, (int, float)):
        return abs(then - now), score
    if isinstance(now, date) and isinstance(then, date):
        return float(abs((then - now).days)), score
    return 0.0, score
