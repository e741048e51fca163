"""A small ladder that the tests of explanations and of what-if share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from servstd.durations import Period
from servstd.tiers.model import Criterion, Level, Missing, Override, Review, RuleUse, Tiers

DAY = date(2026, 4, 1)
REVIEW = Review(
    every=Period(1, "quarter"), downgrade="one_level", notice=Period(30, "day"), minimum_stay=Period(90, "day"), after_periods_below=1
)
PAID = {"field": "paid", "unit": "CNY", "steps": [{"from": 0, "points": 0}, {"from": 50000, "points": 40}, {"from": 200000, "points": 100}]}
KNOWN = {"field": "known", "values": {"none": 0, "owner": 50, "developer": 100}}
HOMES = {"field": "homes", "steps": [{"from": 0, "points": 0}, {"from": 1, "points": 60}, {"from": 3, "points": 100}]}
LADDER = (
    Level("standard", label={"en": "Standard", "zh": "普通客户"}),
    Level("key", enter=30.0, leave=25.0, label={"zh": "重点客户"}),
    Level("vip", enter=60.0, leave=50.0, label={"zh": "核心客户"}),
)


def criterion(
    name: str, rule: str, settings: Mapping[str, object], weight: float, missing: Missing = "lowest", part: object | None = None
) -> Criterion:
    return Criterion(name, rule=RuleUse(rule, settings=settings, part=part), weight=weight, missing=missing)


def ladder(
    *criteria: Criterion, levels: tuple[Level, ...] = LADDER, review: Review = REVIEW, overrides: tuple[Override, ...] = ()
) -> Tiers:
    chosen = criteria or (
        Criterion("paid", rule=RuleUse("thresholds", settings=PAID), weight=0.5, missing="exclude", label={"en": "Spending", "zh": "贡献"}),
        criterion("known", "lookup", KNOWN, 0.2),
        criterion("homes", "thresholds", HOMES, 0.3),
    )
    return Tiers(levels, criteria=chosen, currency="CNY", review=review, overrides=overrides)
