"""What a criterion reads and which points it can give, and the scores that all criteria together can come to.

*Rule:* nothing is claimed that the settings do not show: a rule whose points are not written out may give any of its span, so a
score that is called out of reach is out of reach.

Example:
    >>> rule = RuleUse("lookup", settings={"field": "level", "values": {"a": 0, "b": 50}})
    >>> spans_of(Criterion("level", rule=rule, weight=1.0, missing="exclude"))
    [(0.0, 0.0), (50.0, 50.0)]
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import prod
from typing import Final, TypeAlias

from servstd.document._plain import entries_of, items_of
from servstd.protocols import ScoringRule
from servstd.tiers.facts import fields_of as facts_of
from servstd.tiers.model import Criterion, RuleUse, Tiers
from servstd.tiers.rules import RULES

__all__ = ["Span", "fields_of", "spans_of", "totals_of"]

Span: TypeAlias = tuple[float, float]
"""The least and the greatest of points between which every number may come out; the same twice: just that one."""
_WRITTEN: Final = ("thresholds", "lookup", "quantile")
"""The built-in rules whose points are written out."""
_ANY: Final = (0.0, 100.0)
_MOST: Final = 20_000


def fields_of(use: RuleUse) -> tuple[str, ...]:
    """Return the names of the facts that a rule looks at; of a plugin's rule the texts of its settings, too: each may name one."""
    if use.name in RULES:
        return tuple(RULES[use.name].reads(use.settings))
    return (*use.part.reads, *sorted(facts_of(use)[1])) if isinstance(use.part, ScoringRule) else ()


def spans_of(criterion: Criterion) -> list[Span]:
    """Return which points a criterion can give, what it gives without data included where that is the lowest."""
    use = criterion.rule
    if use.name not in RULES:
        return [_ANY]
    low, high = RULES[use.name].span(use.settings)
    if use.name not in _WRITTEN:
        return [(low, high)]
    found = _points(use.settings) | ({low} if criterion.missing == "lowest" else set[float]())
    return [(points, points) for points in sorted(found)]


def _points(settings: Mapping[str, object]) -> set[float]:
    steps = [entries_of(step) for step in items_of(settings.get("steps"))]
    if steps:
        below = [0] if _number(steps[0]["from"]) > 0 else []
        return {_number(points) for points in (*below, *(step["points"] for step in steps))}
    cuts = items_of(settings.get("cuts"))
    if cuts:
        written = items_of(settings.get("points")) or [100 * i / len(cuts) for i in range(len(cuts) + 1)]
        return {_number(points) for points in written}
    rows = [*entries_of(settings.get("values")).values(), *(settings[key] for key in ("else",) if key in settings)]
    return {_number(points) for points in rows}


def _number(value: object) -> float:
    return float(str(value))  # the rule has seen that it is one


def totals_of(tiers: Tiers) -> list[Span]:
    """Return every score that some customer may have: a score as such, or the two ends of a range of scores."""
    counting = [criterion for criterion in tiers.criteria if criterion.weight]
    choices = [_choices(criterion) for criterion in counting]
    if prod(len(choice) for choice in choices) > _MOST:
        choices = [_choices(criterion, whole=True) for criterion in counting]
    found: set[Span] = set()
    for chosen in product(*choices):
        taken = [(criterion.weight, span) for criterion, span in zip(counting, chosen, strict=True) if span is not None]
        whole = sum(weight for weight, _ in taken)
        if whole:
            found.add((sum(weight * span[0] for weight, span in taken) / whole, sum(weight * span[1] for weight, span in taken) / whole))
    return sorted(found)


def _choices(criterion: Criterion, *, whole: bool = False) -> list[Span | None]:
    """Return what a criterion may add, None for nothing at all; `whole`: everything between its least and greatest points."""
    spans = spans_of(criterion)
    listed: list[Span | None] = [(spans[0][0], spans[-1][1])] if whole else [*spans]
    return [*listed, None] if criterion.missing == "exclude" else listed
