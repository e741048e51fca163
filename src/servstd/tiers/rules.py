"""The built-in scoring rules: facts in, points from 0 to 100 out, with the evidence for them.

*Rule:* a rule is a pure function of settings, facts and a day. Equal facts give equal points; no data is no points, never zero points.

Example:
    >>> from datetime import date
    >>> settings = {"field": "paid", "steps": [{"from": 0, "points": 0}, {"from": 50000, "points": 40}]}
    >>> outcome = RULES["thresholds"].score(settings, {"paid": 50000}, date(2026, 1, 1))
    >>> outcome.points, outcome.evidence
    (40.0, {'value': 50000, 'from': 50000, 'next': None})
    >>> RULES["thresholds"].score(settings, {}, date(2026, 1, 1))
    Outcome(points=None, evidence={'missing': ['paid']}, excluded='missing', raw={})
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias, cast

import attrs

from servstd.durations import parse_period
from servstd.errors import Path, Report
from servstd.tiers._rule_forms import BEST, check_decay, check_lookup, check_quantile, check_thresholds, check_weighted_sum

__all__ = ["DIGITS", "RULES", "BuiltinRule", "Kind", "Outcome", "Scorer", "spell_value"]

DIGITS = 9
"""Points and scores are rounded to so many decimals: a half is a half, and not a hair less."""
Kind: TypeAlias = Literal["number", "date", "value", "any"]
"""What a field must hold: a number, a day, a plain value that is looked up, or whatever a plugin's rule reads."""
Settings: TypeAlias = Mapping[str, object]


class Outcome(NamedTuple):
    """What a rule says of a customer. A named tuple, since a population makes millions of them.

    `points`: 0 to 100, None without data. `excluded`: `missing` or `unusable` when there are none. `raw`: the facts they rest on.
    """

    points: float | None
    evidence: Mapping[str, object]
    excluded: str = ""
    raw: Mapping[str, object] = {}


Scorer: TypeAlias = Callable[[Mapping[str, object], date], Outcome]
"""A rule with its settings put in: facts that were read, and the day, give an outcome."""


@attrs.frozen
class BuiltinRule:
    """A scoring rule that servstd brings along.

    Attributes:
        check: Notes what is wrong with settings: (settings, report, path).
        reads: The fields that settings name, with what each must hold.
        span: The least and the greatest points that settings can give.
        compile: Settings that were checked become a function of facts and day.
    """

    name: str
    check: Callable[[Settings, Report, Path], None] = attrs.field(kw_only=True)
    reads: Callable[[Settings], Mapping[str, Kind]] = attrs.field(kw_only=True)
    span: Callable[[Settings], tuple[float, float]] = attrs.field(kw_only=True)
    compile: Callable[[Settings], Scorer] = attrs.field(kw_only=True)

    def score(self, settings: Settings, facts: Mapping[str, object], on: date) -> Outcome:
        """Return the outcome for facts that were read (see `servstd.tiers.facts`), with the facts it rests on."""
        raw = {name: facts[name] for name in self.reads(settings) if name in facts}
        return self.compile(settings)(facts, on)._replace(raw=raw)


def spell_value(value: object) -> str:
    """Return a value as the keys of a `lookup` spell it: 3 and 3.0 are `3`, true is `true`, a day is `2026-01-05`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _points(value: object) -> float:
    return float(cast(float, value))


def _missing(*names: str) -> Outcome:
    return Outcome(None, {"missing": list(names)}, "missing")


# ── thresholds ────────────────────────────────────────────────────────────────────────────────────────────────
def _steps(settings: Settings) -> tuple[list[float], list[float]]:
    steps = cast("Sequence[Mapping[str, float]]", settings["steps"])
    return [step["from"] for step in steps], [0.0, *(float(step["points"]) for step in steps)]


def _span_thresholds(settings: Settings) -> tuple[float, float]:
    return 0.0, max(_steps(settings)[1])


def _compile_thresholds(settings: Settings) -> Scorer:
    """A value in [from, next from) has the step's points; below the first step no step is reached, and there are 0 points."""
    field = cast(str, settings["field"])
    edges, points = _steps(settings)
    lows, highs = [None, *edges], [*edges, None]
    nothing = _missing(field)

    def score(facts: Mapping[str, object], _on: date) -> Outcome:
        value = cast("float | None", facts.get(field))
        if value is None:
            return nothing
        i = bisect_right(edges, value)
        return Outcome(points[i], {"value": value, "from": lows[i], "next": highs[i]})

    return score


# ── quantile ──────────────────────────────────────────────────────────────────────────────────────────────────
def _group_points(settings: Settings) -> list[float]:
    groups = len(cast("Sequence[float]", settings["cuts"])) + 1
    written = cast("Sequence[float] | None", settings.get("points"))
    return [round(BEST * i / (groups - 1), DIGITS) for i in range(groups)] if written is None else [float(value) for value in written]


def _span_quantile(settings: Settings) -> tuple[float, float]:
    points = _group_points(settings)
    return min(points), max(points)


def _compile_quantile(settings: Settings) -> Scorer:
    """Groups by the cuts that are written; a value that equals a cut goes above it (`ties: upper`, the default) or below it."""
    field, cuts, points = cast(str, settings["field"]), list(cast("Sequence[float]", settings["cuts"])), _group_points(settings)
    find = bisect_left if settings.get("ties") == "lower" else bisect_right
    lows, highs = [None, *cuts], [*cuts, None]
    nothing = _missing(field)

    def score(facts: Mapping[str, object], _on: date) -> Outcome:
        value = cast("float | None", facts.get(field))
        if value is None:
            return nothing
        i = find(cuts, value)
        return Outcome(points[i], {"value": value, "group": i + 1, "groups": len(points), "from": lows[i], "next": highs[i]})

    return score


# ── lookup ────────────────────────────────────────────────────────────────────────────────────────────────────
def _span_lookup(settings: Settings) -> tuple[float, float]:
    points = [_points(value) for value in cast("Mapping[str, float]", settings["values"]).values()]
    if "else" in settings:
        points.append(_points(settings["else"]))
    return min(points), max(points)


def _compile_lookup(settings: Settings) -> Scorer:
    """The points of the row; a value without a row has those of `else`, and without `else` none: it is unusable."""
    field = cast(str, settings["field"])
    rows = {spell_value(value): _points(points) for value, points in cast("Mapping[object, float]", settings["values"]).items()}
    otherwise = _points(settings["else"]) if "else" in settings else None
    nothing = _missing(field)

    def score(facts: Mapping[str, object], _on: date) -> Outcome:
        value = facts.get(field)
        if value is None:
            return nothing
        row = value if type(value) is str else spell_value(value)
        points = rows.get(row)
        if points is not None:
            return Outcome(points, {"value": value, "row": row})
        if otherwise is not None:
            return Outcome(otherwise, {"value": value, "row": "else"})
        return Outcome(None, {"unusable": {field: value}, "rows": list(rows)}, "unusable")

    return score


# ── weighted_sum ──────────────────────────────────────────────────────────────────────────────────────────────
def _compile_weighted_sum(settings: Settings) -> Scorer:
    """Factor times field, summed; `from` has 0 points, `to` has 100, between them in proportion, beyond them clamped."""
    factors = cast("Mapping[str, float]", settings["fields"])
    low, high = _points(settings["from"]), _points(settings["to"])

    def score(facts: Mapping[str, object], _on: date) -> Outcome:
        values = {name: cast("float | None", facts.get(name)) for name in factors}
        absent = [name for name, value in values.items() if value is None]
        if absent:
            return _missing(*absent)
        terms = {name: factors[name] * value for name, value in values.items() if value is not None}
        total = round(math.fsum(terms.values()), DIGITS)
        scaled = (total - low) / (high - low) * BEST
        clamped = "from" if scaled < 0 else "to" if scaled > BEST else None
        evidence = {"terms": terms, "sum": total, "from": low, "to": high, "clamped": clamped}
        return Outcome(round(min(max(scaled, 0.0), BEST), DIGITS), evidence)

    return score


# ── decay ─────────────────────────────────────────────────────────────────────────────────────────────────────
def _compile_decay(settings: Settings) -> Scorer:
    """Points * 2 ** (-age / half_life); age is whole civil days from the field's day to the day of judging, and today's is 0."""
    field, best = cast(str, settings["field"]), _points(settings.get("points", BEST))
    period = parse_period(cast(str, settings["half_life"]))
    days = period.count * (7 if period.unit == "week" else 1)
    nothing = _missing(field)

    def score(facts: Mapping[str, object], on: date) -> Outcome:
        value = cast("date | None", facts.get(field))
        if value is None:
            return nothing
        age = (on - value).days
        return Outcome(round(best * 2.0 ** (-age / days), DIGITS), {"value": value.isoformat(), "age_days": age, "half_life_days": days})

    return score


# ── the table ─────────────────────────────────────────────────────────────────────────────────────────────────
def _reads_one(kind: Kind) -> Callable[[Settings], Mapping[str, Kind]]:
    return lambda settings: {cast(str, settings["field"]): kind}


_TABLE = (
    BuiltinRule("thresholds", check=check_thresholds, reads=_reads_one("number"), span=_span_thresholds, compile=_compile_thresholds),
    BuiltinRule("lookup", check=check_lookup, reads=_reads_one("value"), span=_span_lookup, compile=_compile_lookup),
    BuiltinRule("quantile", check=check_quantile, reads=_reads_one("number"), span=_span_quantile, compile=_compile_quantile),
    BuiltinRule(
        "weighted_sum",
        check=check_weighted_sum,
        reads=lambda settings: dict.fromkeys(cast("Mapping[str, float]", settings["fields"]), "number"),
        span=lambda _settings: (0.0, BEST),
        compile=_compile_weighted_sum,
    ),
    BuiltinRule(
        "decay",
        check=check_decay,
        reads=_reads_one("date"),
        span=lambda settings: (0.0, _points(settings.get("points", BEST))),
        compile=_compile_decay,
    ),
)
RULES: Mapping[str, BuiltinRule] = MappingProxyType({rule.name: rule for rule in _TABLE})
"""Every built-in rule by its name."""
