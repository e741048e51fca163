"""The rule: laws (equal, monotone, bounded, total, deterministic), evidence, and facts that give no score."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from fractions import Fraction

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from servstd.protocols import ScoringRule
from servstd_rfm import Dimension, RfmRule, RfmSettings, Segment

RULE = RfmRule()
FIVES = RfmSettings(
    recency=Dimension((30, 90, 180, 365), direction="lower", weight=0.5),
    frequency=Dimension((1, 2, 4, 8), weight=0.3),
    monetary=Dimension((20, 50, 100, 200), weight=0.2),
    segments={"best": Segment((5, 5), frequency=(4, 5)), "loyal": Segment(frequency=(4, 5)), "gone": Segment((1, 2))},
)
GOOD = {"recency_days": 12, "frequency": 5, "monetary": 35.5}

_edges = st.lists(st.integers(0, 60), min_size=1, max_size=5, unique=True).map(lambda edges: tuple(map(float, sorted(edges))))
_weights = st.floats(0, 1)
_dimensions = st.builds(Dimension, _edges, direction=st.sampled_from(["higher", "lower"]), weight=_weights)
SETTINGS = st.builds(RfmSettings, _dimensions, frequency=_dimensions, monetary=_dimensions).filter(
    lambda settings: sum(dimension.weight for _, dimension in settings.dimensions) > 0
)
VALUE = st.one_of(st.integers(0, 70), st.floats(0, 70), st.fractions(0, 70), st.decimals(0, 70, places=2))
FACTS = st.fixed_dictionaries({"recency_days": VALUE, "frequency": VALUE, "monetary": VALUE})


def test_it_is_a_scoring_rule() -> None:
    assert isinstance(RULE, ScoringRule)
    assert (RULE.name, RULE.range, RULE.settings_type) == ("rfm", (0.0, 100.0), RfmSettings)
    assert tuple(RULE.reads) == FIVES.facts


def test_points_become_a_score_and_the_evidence_says_how() -> None:
    score = RULE.score(GOOD, FIVES)
    assert score.value == pytest.approx(100 * (0.5 * 4 / 4 + 0.3 * 3 / 4 + 0.2 * 1 / 4))
    evidence = score.evidence
    assert (evidence["cell"], evidence["points"]) == ("542", {"recency": 5, "frequency": 4, "monetary": 2})
    assert evidence["reached"] == {"recency": [30, 90, 180, 365], "frequency": [1, 2, 4], "monetary": [20]}
    assert evidence["margin"] == {
        "recency": {"to_gain": None, "to_lose": 18},
        "frequency": {"to_gain": 3, "to_lose": 1},
        "monetary": {"to_gain": 14.5, "to_lose": 15.5},
    }
    assert (evidence["segment"], evidence["segments"]) == ("best", ["best", "loyal"])
    assert json.loads(json.dumps(evidence)) == evidence


@pytest.mark.parametrize(("days", "points"), [(29, 5), (30, 5), (31, 4), (365, 2), (366, 1)])
def test_less_is_better_and_reaching_is_enough(days: int, points: int) -> None:
    assert RULE.score({**GOOD, "recency_days": days}, FIVES).evidence["points"]["recency"] == points  # type: ignore[index]


@pytest.mark.parametrize(("count", "points"), [(0, 1), (1, 2), (7, 4), (8, 5), (9, 5)])
def test_more_is_better_and_reaching_is_enough(count: int, points: int) -> None:
    assert RULE.score({**GOOD, "frequency": count}, FIVES).evidence["points"]["frequency"] == points  # type: ignore[index]


@pytest.mark.parametrize("cents", ["0.1", "0.3", "0.7"])
def test_a_decimal_reaches_the_threshold_written_like_it(cents: str) -> None:
    tenth = attrs.evolve(FIVES, monetary=Dimension((float(cents),)))
    for value in (Decimal(cents), Fraction(cents), float(cents)):
        assert RULE.score({**GOOD, "monetary": value}, tenth).evidence["reached"]["monetary"] == [float(cents)]  # type: ignore[index]


def test_no_cell_without_a_segment_is_given_one() -> None:
    assert RULE.score({"recency_days": 100, "frequency": 1, "monetary": 0}, FIVES).evidence["segment"] is None


def test_missing_facts_give_no_score_which_is_not_the_worst() -> None:
    score = RULE.score({"recency_days": 3, "monetary": None}, FIVES)
    assert (score.value, score.evidence) == (None, {"missing": ["frequency", "monetary"]})
    assert RULE.score({"recency_days": 9999, "frequency": 0, "monetary": 0}, FIVES).value == 0


@pytest.mark.parametrize(
    ("bad", "shown"),
    [
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (-1, "-1"),
        (-0.5, "-0.5"),
        ("12", "str"),
        (True, "bool"),
        ([3], "list"),
        (Decimal("sNaN"), "sNaN"),
        (Decimal("-Infinity"), "-Infinity"),
        (10**400, "a number with more than 20 digits"),
        (1 + 2j, "complex"),
    ],
)
def test_unusable_facts_give_no_score_and_say_which(bad: object, shown: str) -> None:
    score = RULE.score({**GOOD, "frequency": bad}, FIVES)
    assert (score.value, score.evidence) == (None, {"unusable": {"frequency": shown}})


def test_numpys_numbers_are_numbers() -> None:
    plain = {name: np.float64(value) for name, value in GOOD.items()}
    assert RULE.score({**plain, "frequency": np.int64(5)}, FIVES) == RULE.score(GOOD, FIVES)


def test_other_names_of_facts() -> None:
    renamed = attrs.evolve(FIVES, monetary=attrs.evolve(FIVES.monetary, fact="spend_12m"))
    score = RULE.score({**GOOD, "spend_12m": 500}, renamed)
    assert score.evidence["points"]["monetary"] == 5  # type: ignore[index]
    assert RULE.score(GOOD, renamed).evidence == {"missing": ["spend_12m"]}


def test_one_fact_may_serve_two_dimensions() -> None:
    both = attrs.evolve(FIVES, monetary=attrs.evolve(FIVES.monetary, fact="frequency"))
    assert RULE.score(GOOD, both).evidence["facts"] == {"recency_days": 12, "frequency": 5}


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf")])
def test_weights_that_mean_nothing_give_no_score(weight: float) -> None:
    broken = attrs.evolve(FIVES, monetary=Dimension((1,), weight=weight))
    score = RULE.score(GOOD, broken)
    assert score.value is None
    assert score.evidence["unusable"]["settings"]["monetary"] == repr(weight)  # type: ignore[index]


def test_settings_of_another_kind_give_no_score() -> None:
    assert RULE.score(GOOD, None).evidence == {"unusable": {"settings": "NoneType"}}
    assert list(RULE.check({"recency": 1})) == []


def test_more_than_nine_points_have_a_cell_that_can_be_read() -> None:
    fine = attrs.evolve(FIVES, frequency=Dimension(tuple(map(float, range(1, 13)))))
    assert RULE.score({**GOOD, "frequency": 11}, fine).evidence["cell"] == "5-12-2"


@examples(max_examples=150)
@given(facts=FACTS, settings=SETTINGS)
def test_scores_are_bounded_and_equal_for_equals(facts: dict[str, object], settings: RfmSettings) -> None:
    score = RULE.score(facts, settings)
    assert score.value is not None
    assert 0 <= score.value <= 100
    turned = dict(reversed([*facts.items(), ("name", "somebody else")]))
    assert RULE.score(turned, settings) == score


@examples(max_examples=150)
@given(facts=FACTS, settings=SETTINGS, name=st.sampled_from(["recency_days", "frequency", "monetary"]), other=VALUE)
def test_scores_are_monotone_in_each_fact(facts: dict[str, object], settings: RfmSettings, name: str, other: object) -> None:
    worse, better = sorted([facts[name], other], key=float)  # type: ignore[arg-type]  # both are numbers
    dimension = dict(zip(settings.facts, settings.dimensions, strict=True))[name][1]
    if dimension.direction == "lower":
        worse, better = better, worse
    low, high = RULE.score({**facts, name: worse}, settings).value, RULE.score({**facts, name: better}, settings).value
    assert low is not None
    assert high is not None
    assert low <= high


@examples(max_examples=150)
@given(
    facts=st.dictionaries(
        st.sampled_from(["recency_days", "frequency", "monetary", "x"]),
        st.one_of(st.none(), st.text(), st.floats(), st.integers(), st.booleans(), st.decimals(), st.binary(), st.lists(st.integers())),
    )
)
def test_the_rule_is_total(facts: dict[str, object]) -> None:
    score = RULE.score(facts, FIVES)
    assert (score.value is None) == bool({"missing", "unusable"} & set(score.evidence))
    json.dumps(score.evidence)


def test_many_at_once_are_the_same_as_one_by_one() -> None:
    chance = random.Random(5)
    rows = [{name: chance.randrange(400) for name in GOOD} for _ in range(200)]
    assert RULE.score_many(rows, FIVES) == [RULE.score(row, FIVES) for row in rows]
