"""Built-in scoring rules: what their settings may be, the points they give at every edge, and what they say of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from servstd.errors import Report, UsageError
from servstd.tiers.cutting import cuts_of
from servstd.tiers.rules import RULES, Outcome, spell_value

ON = date(2026, 3, 31)
STEPS = [{"from": 0, "points": 10}, {"from": 50_000, "points": 40}, {"from": 200_000, "points": 100}]


def score(rule: str, settings: Mapping[str, object], **facts: object) -> Outcome:
    report = Report()
    RULES[rule].check(settings, report, ())
    assert not report.problems
    return RULES[rule].score(settings, facts, ON)


def problems(rule: str, settings: Mapping[str, object]) -> list[tuple[str, str]]:
    report = Report()
    RULES[rule].check(settings, report, ("rule",))
    for problem in report.problems:
        for locale in ("en", "zh"):
            assert problem.render(locale)
    return [(problem.code, problem.path_text) for problem in report.problems]


# ── thresholds ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "points"), [(-1, 0), (0, 10), (49_999.99, 10), (50_000, 40), (199_999, 40), (200_000, 100), (10**12, 100)]
)
def test_a_step_begins_where_it_says_and_below_the_first_there_is_nothing(value: float, points: float) -> None:
    assert score("thresholds", {"field": "paid", "unit": "CNY", "steps": STEPS}, paid=value).points == points


def test_thresholds_tell_their_step() -> None:
    settings = {"field": "paid", "steps": STEPS}
    assert score("thresholds", settings, paid=60_000, other=1) == Outcome(
        40.0, {"value": 60_000, "from": 50_000, "next": 200_000}, "", {"paid": 60_000}
    )
    assert score("thresholds", settings, paid=-5).evidence == {"value": -5, "from": None, "next": 0}
    assert score("thresholds", settings) == Outcome(None, {"missing": ["paid"]}, "missing", {})
    assert RULES["thresholds"].span(settings) == (0.0, 100.0)


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({}, [("TIR002", "rule"), ("TIR002", "rule")]),
        ({"feild": "x", "steps": STEPS}, [("TIR001", "rule.feild"), ("TIR002", "rule")]),
        ({"field": "", "steps": STEPS}, [("TIR003", "rule.field")]),
        ({"field": 3, "steps": STEPS}, [("TIR003", "rule.field")]),
        ({"field": "x", "unit": 3, "steps": STEPS}, [("TIR003", "rule.unit")]),
        ({"field": "x", "steps": []}, [("TIR003", "rule.steps")]),
        ({"field": "x", "steps": {"from": 0}}, [("TIR003", "rule.steps")]),
        ({"field": "x", "steps": [3]}, [("TIR003", "rule.steps[0]")]),
        ({"field": "x", "steps": [{"from": 0}]}, [("TIR002", "rule.steps[0]")]),
        ({"field": "x", "steps": [{"points": 0}]}, [("TIR002", "rule.steps[0]")]),
        ({"field": "x", "steps": [{"from": "0", "points": 0}]}, [("TIR003", "rule.steps[0].from")]),
        ({"field": "x", "steps": [{"from": float("nan"), "points": 0}]}, [("TIR003", "rule.steps[0].from")]),
        ({"field": "x", "steps": [{"from": 10**400, "points": 0}]}, [("TIR003", "rule.steps[0].from")]),
        ({"field": "x", "steps": [{"from": 0, "points": True}]}, [("TIR003", "rule.steps[0].points")]),
        ({"field": "x", "steps": [{"from": 0, "points": -1}]}, [("TIR004", "rule.steps[0].points")]),
        ({"field": "x", "steps": [{"from": 0, "points": 100.5}]}, [("TIR004", "rule.steps[0].points")]),
        ({"field": "x", "steps": [{"from": 0, "points": 0}, {"from": 0, "points": 1}]}, [("TIR005", "rule.steps[1].from")]),
        (
            {"field": "x", "steps": [{"from": 0, "points": 0}, {"from": "b", "points": 1}, {"from": -1, "points": 1}]},
            [("TIR003", "rule.steps[1].from")],
        ),
    ],
)
def test_thresholds_refuse(settings: Mapping[str, object], found: list[tuple[str, str]]) -> None:
    assert problems("thresholds", settings) == found


def test_a_misspelt_key_is_told_with_the_right_one() -> None:
    report = Report()
    RULES["thresholds"].check({"feild": "x", "steps": STEPS}, report, ())
    assert report.problems[0].message() == "'feild' is not known here"
    assert "did you mean `field`?" in report.problems[0].hint()


# ── lookup ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_lookup_finds_the_row_else_the_rest_else_nothing() -> None:
    settings: dict[str, object] = {"field": "level", "values": {"无": 0, "业主群主": 50, "3": 70, "true": 100}}
    assert score("lookup", settings, level="业主群主") == Outcome(50.0, {"value": "业主群主", "row": "业主群主"}, "", {"level": "业主群主"})
    assert [score("lookup", settings, level=value).points for value in ("无", 3, 3.0, True)] == [0.0, 70.0, 70.0, 100.0]
    unknown = score("lookup", settings, level="物业")
    assert (unknown.points, unknown.excluded) == (None, "unusable")
    assert unknown.evidence == {"unusable": {"level": "物业"}, "rows": ["无", "业主群主", "3", "true"]}
    assert score("lookup", settings).excluded == "missing"
    assert RULES["lookup"].span(settings) == (0.0, 100.0)
    settings = {"field": "level", "values": {"a": 50}, "else": 20}
    assert score("lookup", settings, level="b") == Outcome(20.0, {"value": "b", "row": "else"}, "", {"level": "b"})
    assert RULES["lookup"].span(settings) == (20.0, 50.0)


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({"field": "x"}, [("TIR002", "rule")]),
        ({"field": "x", "values": {}}, [("TIR003", "rule.values")]),
        ({"field": "x", "values": ["a"]}, [("TIR003", "rule.values")]),
        ({"field": "x", "values": {"a": 101, "b": "c"}}, [("TIR004", "rule.values.a"), ("TIR003", "rule.values.b")]),
        ({"field": "x", "values": {"a": 1}, "else": -1}, [("TIR004", "rule.else")]),
    ],
)
def test_lookup_refuses(settings: Mapping[str, object], found: list[tuple[str, str]]) -> None:
    assert problems("lookup", settings) == found


def test_values_are_spelled_as_keys_are() -> None:
    assert [spell_value(value) for value in (3, 3.0, 3.5, True, False, "Ab")] == ["3", "3", "3.5", "true", "false", "Ab"]


# ── quantile ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_equal_values_land_on_the_side_that_is_named() -> None:
    upper: dict[str, object] = {"field": "n", "cuts": [3, 4, 5, 7]}
    lower = {**upper, "ties": "lower"}
    assert [score("quantile", upper, n=n).points for n in (2, 3, 4, 5, 6, 7, 8)] == [0, 25, 50, 75, 75, 100, 100]
    assert [score("quantile", lower, n=n).points for n in (2, 3, 4, 5, 6, 7, 8)] == [0, 0, 25, 50, 75, 75, 100]
    assert score("quantile", lower, n=4).evidence == {"value": 4, "group": 2, "groups": 5, "from": 3, "next": 4}
    assert score("quantile", lower).excluded == "missing"


def test_quantile_points_may_be_written() -> None:
    settings = {"field": "days", "cuts": [30, 90], "points": [90, 50, 10], "ntile": 3, "ties": "lower"}
    assert [score("quantile", settings, days=days).points for days in (30, 31, 91)] == [90, 50, 10]
    assert RULES["quantile"].span(settings) == (10.0, 90.0)
    assert RULES["quantile"].span({"field": "days", "cuts": [30, 90]}) == (0.0, 100.0)


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({"field": "x", "ntile": 5}, [("TIR007", "rule.ntile")]),
        ({"field": "x", "ntile": 5, "cuts": [1]}, [("TIR007", "rule.ntile")]),
        ({"field": "x", "ntile": 5, "ties": "lower"}, [("TIR008", "rule.ntile")]),
        ({"field": "x", "ntile": 2, "ties": "lower", "cuts": [1, 2]}, [("TIR011", "rule.ntile")]),
        ({"field": "x", "ntile": "5", "ties": "lower", "cuts": [1, 2]}, [("TIR011", "rule.ntile")]),
        ({"field": "x"}, [("TIR002", "rule")]),
        ({"field": "x", "cuts": []}, [("TIR003", "rule.cuts")]),
        ({"field": "x", "cuts": ["a"]}, [("TIR003", "rule.cuts[0]")]),
        ({"field": "x", "cuts": [2, 1]}, [("TIR005", "rule.cuts[1]")]),
        ({"field": "x", "cuts": [1], "ties": "middle"}, [("TIR003", "rule.ties")]),
        ({"field": "x", "cuts": [1], "points": [0]}, [("TIR006", "rule.points")]),
        ({"field": "x", "cuts": [1], "points": "ab"}, [("TIR003", "rule.points")]),
        ({"field": "x", "cuts": [1], "points": [0, 200]}, [("TIR004", "rule.points[1]")]),
    ],
)
def test_quantile_refuses(settings: Mapping[str, object], found: list[tuple[str, str]]) -> None:
    assert problems("quantile", settings) == found


# ── weighted_sum ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_sum_is_scaled_and_what_lies_beyond_is_clamped_and_said() -> None:
    settings = {"fields": {"visits": 2, "complaints": -5}, "from": 10, "to": 30}
    middle = score("weighted_sum", settings, visits=10, complaints=1)
    assert middle.points == 25.0
    assert middle.evidence == {"terms": {"visits": 20, "complaints": -5}, "sum": 15.0, "from": 10.0, "to": 30.0, "clamped": None}
    assert middle.raw == {"visits": 10, "complaints": 1}
    low, high = score("weighted_sum", settings, visits=0, complaints=9), score("weighted_sum", settings, visits=99, complaints=0)
    assert (low.points, low.evidence["clamped"], high.points, high.evidence["clamped"]) == (0.0, "from", 100.0, "to")
    assert score("weighted_sum", settings, visits=3) == Outcome(None, {"missing": ["complaints"]}, "missing", {"visits": 3})
    assert RULES["weighted_sum"].span(settings) == (0.0, 100.0)
    assert score("weighted_sum", {"fields": {"a": 0.1, "b": 0.2}, "from": 0, "to": 0.3}, a=1, b=1).points == 100.0


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({}, [("TIR002", "rule")] * 3),
        ({"fields": {}, "from": 0, "to": 1}, [("TIR003", "rule.fields")]),
        ({"fields": {"a": "b"}, "from": 0, "to": 1}, [("TIR003", "rule.fields.a")]),
        ({"fields": {"a": 1}, "from": 1, "to": 1}, [("TIR009", "rule.to")]),
        ({"fields": {"a": 1}, "from": "1", "to": 1}, [("TIR003", "rule.from")]),
        ({"fields": {"a": 1}, "from": 1, "to": None}, [("TIR003", "rule.to")]),
        ({"fields": {"a": 1}, "from": 5}, [("TIR002", "rule")]),
        (
            {"fields": {"a": 1}, "units": {"b": "CNY", "a": ""}, "from": 0, "to": 1},
            [("TIR001", "rule.units.b"), ("TIR003", "rule.units.a")],
        ),
        ({"fields": {"a": 1}, "units": 3, "from": 0, "to": 1}, [("TIR003", "rule.units")]),
    ],
)
def test_weighted_sum_refuses(settings: Mapping[str, object], found: list[tuple[str, str]]) -> None:
    assert problems("weighted_sum", settings) == found


# ── decay ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "points"),
    [(ON, 80.0), (date(2026, 3, 21), 40.0), (date(2026, 3, 11), 20.0), (date(2026, 3, 26), 56.568542495), (date(1, 1, 1), 0.0)],
)
def test_points_halve_with_every_half_life(day: date, points: float) -> None:
    assert score("decay", {"field": "last", "half_life": "10 days", "points": 80}, last=day).points == points


def test_decay_tells_the_age() -> None:
    settings = {"field": "last", "half_life": "2 weeks"}
    found = score("decay", settings, last=date(2026, 3, 17))
    assert (found.points, found.evidence) == (50.0, {"value": "2026-03-17", "age_days": 14, "half_life_days": 14})
    assert score("decay", settings).excluded == "missing"
    assert (RULES["decay"].span(settings), RULES["decay"].span({**settings, "points": 60})) == ((0.0, 100.0), (0.0, 60.0))


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({"field": "x"}, [("TIR002", "rule")]),
        ({"field": "x", "half_life": "1 month"}, [("TIR010", "rule.half_life")]),
        ({"field": "x", "half_life": "ten days"}, [("TIR010", "rule.half_life")]),
        ({"field": "x", "half_life": 90}, [("TIR010", "rule.half_life")]),
        ({"field": "x", "half_life": "90 days", "points": 900}, [("TIR004", "rule.points")]),
    ],
)
def test_decay_refuses(settings: Mapping[str, object], found: list[tuple[str, str]]) -> None:
    assert problems("decay", settings) == found


# ── cuts ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_cuts_of_equal_values_part_nobody() -> None:
    assert cuts_of([5, 5, 5], 3, "lower") == cuts_of([5, 5, 5], 3, "upper") == ()
    assert cuts_of([1, 1, 1, 1, 2, 3], 3, "lower") == (1.0,)
    assert cuts_of([1, 1, 1, 1, 2, 3], 3, "upper") == (2.0,)
    assert cuts_of(range(1, 11), 5, "lower") == (2, 4, 6, 8)
    assert cuts_of(range(1, 11), 5, "upper") == (3, 5, 7, 9)
    assert cuts_of([1, 2], 5, "lower", method="linear") == (1.2, 1.4, 1.6, 1.8)
    assert cuts_of([7], 2, "lower", method="linear") == ()


@pytest.mark.parametrize(
    ("values", "k", "ties", "method", "what"),
    [([1], 1, "lower", "linear", "k"), ([1], True, "lower", "linear", "k"), ([1], 2, "middle", "linear", "ties"),
     ([1], 2, "lower", "nearest", "method"), ([], 2, "lower", "linear", "values")],
)  # fmt: skip
def test_cuts_refuse(values: list[float], k: int, ties: str, method: str, what: str) -> None:
    with pytest.raises(UsageError) as caught:
        cuts_of(values, k, ties, method=method)  # type: ignore[arg-type]
    assert (caught.value.problem.code, caught.value.problem.params["what"]) == ("TIR025", what)


def test_cuts_refuse_what_is_no_number_at_its_place() -> None:
    with pytest.raises(UsageError) as caught:
        cuts_of([1, float("nan")], 2, "lower")
    assert (caught.value.problem.code, caught.value.problem.path_text) == ("TIR018", "values[1]")
