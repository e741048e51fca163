"""The laws of scoring, on random criteria and customers: sums, equality, monotony, and cuts against another implementation."""

from __future__ import annotations

import math
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servstd.errors import Report
from servstd.tiers.cutting import Ties, cuts_of
from servstd.tiers.model import Criterion, Level, Missing, RuleUse, Tiers
from servstd.tiers.rules import RULES
from servstd.tiers.scoring import compile_scoring, score_customer, shares

ON = date(2026, 6, 30)
points = st.floats(0, 100, allow_nan=False) | st.integers(0, 100)
values = st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6, allow_nan=False)
edges = st.lists(st.integers(-1_000, 10**6), min_size=1, max_size=5, unique=True).map(sorted)
missing: st.SearchStrategy[Missing] = st.sampled_from(["exclude", "lowest", "fail"])


@st.composite
def rules(draw: st.DrawFn, field: str) -> RuleUse:
    kind = draw(st.sampled_from(sorted(RULES)))
    at = draw(edges)
    forms: dict[str, dict[str, Any]] = {
        "thresholds": {"field": field, "steps": [{"from": edge, "points": draw(points)} for edge in at]},
        "lookup": {"field": field, "values": {str(edge): draw(points) for edge in at}, "else": draw(points)},
        "quantile": {"field": field, "cuts": at, "ties": draw(st.sampled_from(["lower", "upper"]))},
        "weighted_sum": {"fields": {field: draw(st.integers(-5, 5)), f"{field}2": 1}, "from": at[0], "to": at[-1] + 1},
        "decay": {"field": f"{field}_day", "half_life": f"{draw(st.integers(1, 400))} days", "points": draw(points)},
    }
    written = forms[kind]
    report = Report()
    RULES[kind].check(written, report, ())
    assert not report.problems
    return RuleUse(kind, settings=written)


@st.composite
def ladders(draw: st.DrawFn) -> Tiers:
    weights = draw(st.lists(st.integers(1, 20), min_size=1, max_size=5))
    criteria = tuple(
        Criterion(f"c{i}", rule=draw(rules(f"f{i}")), weight=weight / sum(weights), missing=draw(missing))
        for i, weight in enumerate(weights)
    )
    return Tiers((Level("all"),), criteria=criteria)


@st.composite
def customers(draw: st.DrawFn) -> dict[str, object]:
    row: dict[str, object] = {"customer": "K1"}
    for i in range(5):
        for name in (f"f{i}", f"f{i}2"):
            row[name] = draw(st.none() | values)
        row[f"f{i}_day"] = draw(st.none() | st.dates(max_value=ON))
    return row


@given(ladders(), customers())
def test_contributions_add_up_to_the_score_exactly_and_in_print(tiers: Tiers, row: dict[str, object]) -> None:
    scored = score_customer(tiers, row, ON)
    counted = math.fsum(part.counted for part in scored.parts)
    if scored.total is None:
        assert counted == 0
        return
    assert counted == pytest.approx(1, abs=1e-9)
    assert sum(part.contribution for part in scored.parts) == pytest.approx(scored.total, abs=1e-9)
    assert 0 <= scored.total <= 100
    for digits in (0, 1, 3):
        printed = shares(scored.parts, digits)
        unit = Decimal(1).scaleb(-digits)
        assert 0 <= Decimal(repr(scored.total)) - sum(printed) < unit
        assert all(abs(float(value) - part.contribution) <= float(unit) + 1e-9 for value, part in zip(printed, scored.parts, strict=True))


@given(ladders(), customers())
def test_every_part_says_what_it_rests_on(tiers: Tiers, row: dict[str, object]) -> None:
    for criterion, part in zip(tiers.criteria, score_customer(tiers, row, ON).parts, strict=True):
        reads = RULES[criterion.rule.name].reads(criterion.rule.settings)
        assert part.raw == {name: row[name] for name in reads if row[name] is not None}
        low, high = part.range
        assert part.points is None or low <= part.points <= high
        assert bool(part.excluded) == (len(part.raw) < len(reads))
        again = RULES[criterion.rule.name].score(criterion.rule.settings, part.raw, ON)
        assert again.points == (None if part.excluded else part.points)


@given(ladders(), customers(), st.randoms(use_true_random=False))
def test_a_score_depends_on_nothing_but_facts_and_day(tiers: Tiers, row: dict[str, object], chance: Any) -> None:
    score = compile_scoring(tiers)
    first = score(row, ON)
    names = list(row)
    chance.shuffle(names)
    score({"customer": "K2"}, ON)
    assert score({name: row[name] for name in names}, ON) == first


@given(edges, st.lists(values, min_size=2, max_size=2).map(sorted), st.sampled_from(["lower", "upper"]))
def test_more_is_never_less_where_points_ascend(at: list[int], two: list[float], ties: str) -> None:
    low, high = (RULES["quantile"].score({"field": "x", "cuts": at, "ties": ties}, {"x": value}, ON).points for value in two)
    assert low is not None
    assert high is not None
    assert low <= high


@given(st.integers(0, 3_000), st.integers(1, 400))
def test_a_half_life_later_half_is_left(age: int, half_life: int) -> None:
    written = {"field": "day", "half_life": f"{half_life} days"}
    now, later = (RULES["decay"].score(written, {"day": ON - timedelta(days)}, ON).points for days in (age, age + half_life))
    assert now is not None
    assert later == pytest.approx(now / 2, abs=1e-8)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=80), st.integers(2, 7), st.sampled_from(["lower", "upper"]))
@settings(max_examples=60)
def test_inclusive_cuts_bound_the_groups(population: list[int], k: int, ties: Ties) -> None:
    cuts = cuts_of(population, k, ties)
    assert list(cuts) == sorted(set(cuts))
    assert set(cuts) <= set(population)
    n = len(population)
    groups = (
        {RULES["quantile"].score({"field": "x", "cuts": list(cuts), "ties": ties}, {"x": x}, ON).evidence["group"] for x in population}
        if cuts
        else {1}
    )
    assert groups == set(range(1, len(cuts) + 1 + 1)), "no group is empty"
    if len(cuts) == k - 1:
        for j, cut in enumerate(cuts, 1):
            below = sum(x <= cut for x in population) if ties == "lower" else sum(x < cut for x in population)
            assert below * k >= n * j if ties == "lower" else below * k <= n * j


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60), st.integers(2, 9))
@settings(max_examples=60)
def test_linear_cuts_equal_numpy(population: list[float], k: int) -> None:
    numpy = pytest.importorskip("numpy")
    expected = numpy.quantile(population, [j / k for j in range(1, k)], method="linear")
    found = cuts_of(population, k, "lower", method="linear")
    for cut in found:
        assert min(abs(expected - cut)) <= 1e-6
    assert len(found) <= k - 1
