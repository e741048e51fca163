"""Scores: weights, what is missing, rules from plugins and how they fail, and contributions that add up in print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

from servstd.errors import PluginError, UsageError
from servstd.protocols import Score, ScoringRule
from servstd.tiers.facts import read_facts
from servstd.tiers.model import Criterion, Level, Missing, RuleUse, Tiers
from servstd.tiers.outcome import Part, Scored
from servstd.tiers.scoring import compile_scoring, score_customer, shares

ON = date(2026, 6, 30)
PAID = [{"from": 0, "points": 0}, {"from": 50_000, "points": 40}, {"from": 200_000, "points": 70}, {"from": 500_000, "points": 100}]
HOMES = [{"from": 0, "points": 0}, {"from": 1, "points": 60}, {"from": 3, "points": 100}]


def renovation(*missing: Missing) -> Tiers:
    """Return the three criteria of the renovation company: contribution, influence, potential."""
    rules = (
        RuleUse("thresholds", settings={"field": "paid_12m", "unit": "CNY", "steps": PAID}),
        RuleUse("lookup", settings={"field": "referral_level", "values": {"无": 0, "业主群主": 50, "物业或开发商": 100}}),
        RuleUse("thresholds", settings={"field": "homes_planned", "steps": HOMES}),
    )
    names, weights = ("contribution", "influence", "potential"), (0.5, 0.2, 0.3)
    choices: tuple[Missing, ...] = missing or ("exclude", "lowest", "lowest")
    criteria = tuple(
        Criterion(name, rule=rule, weight=weight, missing=choice)
        for name, rule, weight, choice in zip(names, rules, weights, choices, strict=True)
    )
    return Tiers((Level("standard"),), criteria=criteria, currency="CNY")


def scored(tiers: Tiers, **facts: object) -> Scored:
    return score_customer(tiers, {"customer": "K1", **facts}, ON)


# ── weights ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_points_are_weighted_with_all_they_rest_on() -> None:
    found = scored(renovation(), paid_12m=220_000, referral_level="业主群主", homes_planned=1)
    assert (found.customer, found.on, found.total) == ("K1", ON, 63.0)
    assert [part.contribution for part in found.parts] == [35.0, 10.0, 18.0]
    assert found.parts[0] == Part(
        "contribution",
        points=70.0,
        weight=0.5,
        counted=0.5,
        raw={"paid_12m": 220_000},
        evidence={"value": 220_000, "from": 200_000, "next": 500_000},
        range=(0.0, 100.0),
        version="thresholds",
    )


def test_facts_that_were_read_are_not_read_again() -> None:
    tiers = renovation()
    facts = read_facts({"customer": "K1", "paid_12m": 220_000}, tiers, ON)
    assert compile_scoring(tiers)(facts, ON) == scored(tiers, paid_12m=220_000)


def test_a_score_is_not_a_hair_less_than_it_is() -> None:
    assert 0.29 * 100 < 29  # in doubles
    best, none = (RuleUse("lookup", settings={"field": "x", "values": {"a": points}}) for points in (100, 0))
    criteria = (Criterion("a", rule=best, weight=0.29, missing="fail"), Criterion("b", rule=none, weight=0.71, missing="fail"))
    assert scored(Tiers((Level("all"),), criteria=criteria), x="a").total == 29.0


def test_weights_that_do_not_add_up_are_brought_to_one() -> None:
    tiers = renovation()
    doubled = attrs.evolve(tiers, criteria=tuple(attrs.evolve(item, weight=item.weight * 2) for item in tiers.criteria))
    found = scored(doubled, paid_12m=220_000, referral_level="业主群主", homes_planned=1)
    assert found.total == 63.0
    assert [(part.weight, part.counted) for part in found.parts] == [(1.0, 0.5), (0.4, 0.2), (0.6, 0.3)]
    weightless = attrs.evolve(tiers, criteria=(attrs.evolve(tiers.criteria[0], weight=0.0),))
    assert scored(weightless, paid_12m=1).total is None
    assert scored(Tiers((Level("all"),))).total is None


# ── what is missing ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_excluded_leaves_its_weight_to_the_others() -> None:
    found = scored(renovation("exclude", "exclude", "exclude"), referral_level="业主群主", homes_planned=1)
    assert [part.counted for part in found.parts] == [0.0, 0.4, 0.6]
    assert (found.total, found.parts[0].points, found.parts[0].excluded, found.parts[0].raw) == (56.0, None, "missing", {})
    assert found.parts[0].contribution == 0.0


def test_the_lowest_counts_with_its_weight() -> None:
    found = scored(renovation("lowest", "lowest", "lowest"), homes_planned=3)
    assert (found.total, [part.points for part in found.parts]) == (30.0, [0.0, 0.0, 100.0])
    assert [part.excluded for part in found.parts] == ["missing", "missing", ""]
    tiers = renovation("lowest", "lowest", "lowest")
    rule = RuleUse("lookup", settings={"field": "x", "values": {"a": 20, "b": 90}})
    assert scored(attrs.evolve(tiers, criteria=(Criterion("c", rule=rule, weight=1.0, missing="lowest"),))).total == 20.0


def test_a_failing_criterion_leaves_no_score_whatever_the_others_have() -> None:
    found = scored(renovation("exclude", "fail", "lowest"), paid_12m=600_000)
    assert (found.total, found.parts[0].points, found.parts[1].points) == (None, 100.0, None)
    assert all(part.counted == 0 and part.contribution == 0 for part in found.parts)


def test_no_data_at_all_is_no_score_unless_the_lowest_was_chosen() -> None:
    assert scored(renovation("exclude", "exclude", "exclude")).total is None
    assert scored(renovation()).total == 0.0


def test_a_value_without_a_row_is_unusable_and_counts_as_missing_does() -> None:
    found = scored(renovation("exclude", "exclude", "exclude"), paid_12m=600_000, referral_level="其他")
    assert (found.total, found.parts[1].excluded, found.parts[1].raw) == (100.0, "unusable", {"referral_level": "其他"})


def test_wrong_facts_give_no_score() -> None:
    with pytest.raises(UsageError) as caught:
        scored(renovation(), paid_12m=float("nan"))
    assert (caught.value.problem.code, caught.value.problem.path_text) == ("TIR018", "paid_12m")


def test_rows_of_texts() -> None:
    score = compile_scoring(renovation(), from_text=True)
    assert score({"customer": "1", "paid_12m": "220000", "referral_level": "", "homes_planned": "1"}, ON).total == 53.0


# ── rules from plugins ───────────────────────────────────────────────────────────────────────────────────────────────


@attrs.frozen
class Settings:
    best: float = 5.0


@attrs.frozen
class Stars:
    """A rule of somebody else's: answers what it is told to."""

    answer: Callable[[Mapping[str, object], object], Any]
    name: str = "stars"
    summary: str = "Stars."
    version: str = "1.2"
    reads: tuple[str, ...] = ("stars",)
    range: tuple[float, float] = (1, 5)

    def score(self, facts: Mapping[str, object], settings: object, /) -> Score:
        found: Score = self.answer(facts, settings)
        return found


def with_stars(answer: Callable[[Mapping[str, object], object], Any], **use: Any) -> Tiers:
    part: ScoringRule = Stars(answer)
    rule = RuleUse("stars", part=part, plugin="acme", **use)
    return Tiers((Level("all"),), criteria=(Criterion("c", rule=rule, weight=1.0, missing="exclude"),))


def test_a_plugins_range_is_brought_to_a_hundred() -> None:
    tiers = with_stars(lambda facts, settings: Score(facts["stars"], evidence={"said": settings}), settings={"a": 1})  # type: ignore[arg-type]
    found = scored(tiers, stars=4, other=3)
    assert (found.total, found.parts[0].range, found.parts[0].version) == (75.0, (0.0, 100.0), "stars 1.2")
    assert found.parts[0].evidence == {"score": 4, "range": [1.0, 5.0], "evidence": {"said": {"a": 1}}}
    assert found.parts[0].raw == {"stars": 4}
    assert [scored(tiers, stars=stars).total for stars in (1, 2, 5)] == [0.0, 25.0, 100.0]


def test_a_plugins_settings_may_be_prepared() -> None:
    assert scored(with_stars(lambda _, settings: Score(settings.best), prepared=Settings())).total == 100.0  # type: ignore[attr-defined]


def test_settings_that_were_not_prepared_are_refused() -> None:
    part = SimpleNamespace(name="stars", range=(0, 1), reads=(), settings_type=Settings, score=lambda facts, settings: Score(1.0))
    use = RuleUse("stars", settings={"best": 3}, part=part, plugin="acme")
    tiers = Tiers((Level("all"),), criteria=(Criterion("c", rule=use, weight=1.0, missing="fail"),))
    with pytest.raises(UsageError) as caught:
        compile_scoring(tiers)
    assert caught.value.problem.code == "TIR027"
    assert "Settings" in caught.value.problem.message("zh")


def test_a_plugin_may_have_no_score() -> None:
    found = scored(with_stars(lambda facts, _: Score(None, evidence={"missing": ["x"]})), stars=3)
    assert (found.total, found.parts[0].excluded, found.parts[0].evidence) == (None, "missing", {"evidence": {"missing": ["x"]}})
    assert scored(with_stars(lambda facts, _: Score(None))).parts[0].excluded == "missing"
    assert scored(with_stars(lambda facts, _: Score(None)), stars=9).parts[0].excluded == "unusable"


def _fail(facts: Mapping[str, object], settings: object) -> Score:
    raise KeyError("stars")


def _leave(facts: Mapping[str, object], settings: object) -> Score:
    raise SystemExit(3)


def _meddle(facts: Mapping[str, object], settings: object) -> Score:
    facts["stars"] = 5  # type: ignore[index]
    return Score(5.0)


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (_fail, "KeyError: 'stars'"),
        (_leave, "SystemExit: 3"),
        (_meddle, "TypeError"),
        (lambda facts, _: 4, "it gives int, not a Score"),
        (lambda facts, _: None, "it gives NoneType, not a Score"),
        (lambda facts, _: Score("4"), "it gives the score '4', not a number from 1 to 5"),  # type: ignore[arg-type]
        (lambda facts, _: Score(True), "it gives the score True"),
        (lambda facts, _: Score(float("nan")), "it gives the score nan"),
        (lambda facts, _: Score(5.1), "it gives the score 5.1"),
        (lambda facts, _: Score(0), "it gives the score 0"),
        (lambda facts, _: Score(4, evidence="because"), "the evidence of its score is str, not a mapping"),  # type: ignore[arg-type]
    ],
)
def test_a_plugin_that_fails_is_named_and_nothing_is_scored(answer: Callable[[Mapping[str, object], object], Any], what: str) -> None:
    with pytest.raises(PluginError) as caught:
        scored(with_stars(answer), stars=3)
    problem = caught.value.problem
    assert (problem.code, problem.path_text) == ("TIR026", "customers.K1")
    assert (problem.params["plugin"], problem.params["name"]) == ("acme", "stars")
    assert what in str(problem.params["what"])
    assert "acme" in problem.message("zh")


def test_what_a_plugin_raised_is_kept_as_the_cause() -> None:
    with pytest.raises(PluginError) as caught:
        scored(with_stars(_fail), stars=3)
    chain: list[type[BaseException]] = []
    error: BaseException | None = caught.value
    while error is not None:
        chain.append(type(error))
        error = error.__cause__ or error.__context__
    assert KeyError in chain


@pytest.mark.parametrize("span", [None, (1,), (5, 1), (1, 1), ("a", 5), (0, float("inf")), (0, True), "ab"])
def test_a_range_that_cannot_be_used_is_refused_before_anybody_is_scored(span: object) -> None:
    part = SimpleNamespace(name="stars", range=span, reads=(), score=lambda facts, settings: Score(1.0))
    tiers = attrs.evolve(
        renovation(), criteria=(Criterion("c", rule=RuleUse("stars", part=part, plugin="acme"), weight=1.0, missing="fail"),)
    )
    with pytest.raises(PluginError) as caught:
        compile_scoring(tiers)
    assert caught.value.problem.code == "TIR026"


def test_an_unknown_rule_is_refused() -> None:
    tiers = Tiers((Level("all"),), criteria=(Criterion("c", rule=RuleUse("loockup"), weight=1.0, missing="fail"),))
    with pytest.raises(UsageError) as caught:
        score_customer(tiers, {"customer": "K1"}, ON)
    assert (caught.value.problem.code, caught.value.problem.params["expected"]) == ("TIR013", "lookup")


# ── in print ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def part(points: float | None, counted: float) -> Part:
    return Part("c", points=points, weight=counted, counted=counted)


def texts(found: tuple[Decimal, ...]) -> list[str]:
    return [str(value) for value in found]


def test_shares_add_up_to_the_score_rounded_down() -> None:
    thirds = [part(100.0, 1 / 3)] * 3
    assert texts(shares(thirds)) == ["33.4", "33.3", "33.3"]
    assert texts(shares(thirds, 0)) == ["34", "33", "33"]
    assert texts(shares([part(59.97, 1.0)])) == ["59.9"]
    assert texts(shares([part(70.0, 0.5), part(None, 0.2), part(60.0, 0.3)], 2)) == ["35.00", "0.00", "18.00"]
    assert shares([]) == ()


def test_the_unit_goes_to_whoever_lost_most() -> None:
    assert texts(shares([part(10.04, 1.0), part(10.07, 1.0)])) == ["10.0", "10.1"]
