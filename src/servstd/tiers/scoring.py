"""A customer's score: points by rules, weighted, with everything they rest on.

*Rule:* points times weights that count add up to the score, to 9 decimals; what was left out is said. A plugin that fails is named and
nothing is scored: what rests on it could only be guessed.

Example:
    >>> from servstd.tiers.model import Criterion, Level, RuleUse
    >>> paid = RuleUse("thresholds", settings={"field": "paid", "steps": [{"from": 0, "points": 0}, {"from": 50000, "points": 40}]})
    >>> known = RuleUse("lookup", settings={"field": "referral", "values": {"none": 0, "neighbours": 50}})
    >>> criteria = (
    ...     Criterion("contribution", rule=paid, weight=0.75, missing="exclude"),
    ...     Criterion("influence", rule=known, weight=0.25, missing="lowest"),
    ... )
    >>> tiers = Tiers((Level("all"),), criteria=criteria)
    >>> score_customer(tiers, {"customer": "K1", "paid": 60000}, date(2026, 1, 1)).total
    30.0
    >>> score_customer(tiers, {"customer": "K2", "referral": "neighbours"}, date(2026, 1, 1)).total
    50.0
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

import attrs

from servstd.errors import PluginError
from servstd.tiers._plugin_rules import compile_plugin, rule_version
from servstd.tiers._rule_forms import BEST
from servstd.tiers.facts import Facts, compile_reading, fields_of
from servstd.tiers.model import Criterion, Missing, Tiers
from servstd.tiers.outcome import Part, Scored
from servstd.tiers.rules import DIGITS, RULES, Outcome, Scorer

__all__ = ["CustomerScorer", "compile_scoring", "score_customer", "shares"]

CustomerScorer: TypeAlias = Callable[[Mapping[str, object] | Facts, date], Scored]
"""A row (or facts that were read) and the day of judging give the score."""
_NEAR_ONE = 1e-9


@attrs.frozen
class _Slot:
    """A criterion, compiled."""

    criterion: str
    rule: Scorer = attrs.field(kw_only=True)
    weight: float = attrs.field(kw_only=True)
    missing: Missing = attrs.field(kw_only=True)
    fields: tuple[str, ...] = attrs.field(kw_only=True)
    span: tuple[float, float] = attrs.field(kw_only=True)
    version: str = attrs.field(kw_only=True)


def compile_scoring(tiers: Tiers, *, from_text: bool = False, strict: bool = False) -> CustomerScorer:
    """Return the function that scores one customer after the other: made once, it does not look at the section again.

    It takes rows, which it reads, and facts that were read already. What it raises for a row is told under `read_facts`; PluginError
    TIR026 when a plugin's rule fails, with the customer.

    Args:
        tiers: What is judged.
        from_text: Whether rows hold texts only (see `servstd.tiers.facts.compile_reading`).
        strict: Whether every field that no criterion reads is refused.

    Raises:
        UsageError: TIR013 an unknown rule, TIR027 a plugin's settings that were not prepared, TIR029 a field read in two ways.
        PluginError: TIR026 a plugin's rule declares no usable range.
    """
    read = compile_reading(tiers, from_text=from_text, strict=strict)
    slots = tuple(_slot(criterion) for criterion in tiers.criteria)
    whole = _weigh([slot.weight for slot in slots])

    def score(row: Mapping[str, object] | Facts, on: date) -> Scored:
        facts = row if isinstance(row, Facts) else read(row, on)
        values, given = facts.values, facts.given
        try:
            outcomes = [slot.rule(values, on) for slot in slots]
        except PluginError as error:
            raise error.at("customers", facts.customer) from error.__context__
        counted = whole
        for outcome in outcomes:
            if outcome.points is None:
                counted = _weigh_some(slots, outcomes)
                break
        parts: list[Part] = []
        products: list[float] = []
        for slot, (points, evidence, excluded, _), weight in zip(slots, outcomes, counted, strict=True):
            if points is None and slot.missing == "lowest":
                points = slot.span[0]
            if points is not None:
                products.append(points * weight)
            part = Part(
                slot.criterion,
                points=points,
                weight=slot.weight,
                counted=weight,
                raw={name: given[name] for name in slot.fields if name in given},
                evidence=evidence,
                excluded=excluded,
                range=slot.span,
                version=slot.version,
            )
            parts.append(part)
        total = round(math.fsum(products), DIGITS) if any(counted) else None
        return Scored(facts.customer, on=on, total=total, parts=tuple(parts))

    return score


def _slot(criterion: Criterion) -> _Slot:
    use = criterion.rule
    fields, maybe = fields_of(use)  # refuses a rule that is not there
    plugged = use.part is not None
    return _Slot(
        criterion.name,
        rule=compile_plugin(use) if plugged else RULES[use.name].compile(use.settings),
        weight=criterion.weight,
        missing=criterion.missing,
        fields=(*fields, *sorted(maybe - fields.keys())),
        span=(0.0, BEST) if plugged else RULES[use.name].span(use.settings),
        version=rule_version(use),
    )


def _weigh(weights: Sequence[float]) -> tuple[float, ...]:
    """Return weights that add up to 1, as they are when they do; all 0 when there is nothing to weigh."""
    total = math.fsum(weights)
    if abs(total - 1) <= _NEAR_ONE:
        return tuple(weights)
    return tuple(weight / total if total > 0 else 0.0 for weight in weights)


def _weigh_some(slots: Sequence[_Slot], outcomes: Sequence[Outcome]) -> tuple[float, ...]:
    """Return what counts when data is missing: by each criterion's own choice, its weight shared among the others in proportion."""
    weights: list[float] = []
    for slot, outcome in zip(slots, outcomes, strict=True):
        if outcome.points is None and slot.missing == "fail":
            return (0.0,) * len(slots)
        weights.append(0.0 if outcome.points is None and slot.missing == "exclude" else slot.weight)
    return _weigh(weights)


def score_customer(tiers: Tiers, facts: Mapping[str, object], on: date) -> Scored:
    """Return the score of one customer on a day. For many customers compile once: `compile_scoring`.

    Args:
        tiers: What is judged.
        facts: One flat mapping with `customer` and the fields by name.
        on: The day of judging.

    Raises:
        UsageError: a fact is wrong (see `servstd.tiers.facts.read_facts`), or as `compile_scoring`.
        PluginError: TIR026 a plugin's rule fails or gives no score within its range.
    """
    return compile_scoring(tiers)(facts, on)


def shares(parts: Iterable[Part], digits: int = 1) -> tuple[Decimal, ...]:
    """Return the parts' contributions for print: with so many decimals, adding up to the printed score exactly.

    The score is rounded down, so that 59.97 is not printed as the 60 it has not reached; `sum` of what is returned is how it is
    printed. Each contribution is rounded down as well, and the units that are left go to those that lost most, the first of equals
    first (the largest remainder method, Hamilton's).

    Args:
        parts: The parts of one score.
        digits: How many decimals, 0 to 9.
    """
    unit = 10**digits
    contributions = [part.contribution for part in parts]
    total = Fraction(Decimal(repr(round(math.fsum(contributions), DIGITS))))
    scaled = [Fraction(contribution) * unit for contribution in contributions]
    units = [math.floor(value) for value in scaled]
    left = math.floor(total * unit) - sum(units)
    for i in sorted(range(len(units)), key=lambda i: units[i] - scaled[i])[:left]:
        units[i] += 1
    return tuple(Decimal(count).scaleb(-digits) for count in units)
