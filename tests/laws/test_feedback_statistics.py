"""Laws of figures, comparisons, verdicts and charts: what holds whatever was answered."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from servstd.estimates import Estimate
from servstd.feedback import ces, compare, csat, judge, mean, nps, p_chart, proportion, rate, team_table, xmr_chart
from servstd.feedback._intervals import ends_at

CONFIDENCE = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99, 0.999])
METHOD: Any = st.sampled_from(["wilson", "adjusted_wald", "exact"])
FIVE, ELEVEN = st.integers(1, 5), st.integers(0, 10)
LEAST: Any = {"share": 0, "points": -100, "rate": 0, "mean": float("-inf")}
MOST: Any = {"share": 1, "points": 100, "rate": float("inf"), "mean": float("inf")}


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(1, 400))
    return draw(st.integers(0, n)), n


@st.composite
def figures(draw: st.DrawFn) -> Estimate:
    confidence = draw(CONFIDENCE)
    kind = draw(st.sampled_from(["share", "nps", "ces", "rate", "mean"]))
    if kind == "share":
        return proportion(*draw(shares()), method=draw(METHOD), confidence=confidence)
    if kind == "nps":
        return nps(draw(st.lists(ELEVEN, min_size=1, max_size=50)), confidence=confidence)
    if kind == "ces":
        return ces(
            draw(st.lists(st.integers(1, 7), min_size=1, max_size=50)), draw(st.sampled_from(["mean", "net"])), confidence=confidence
        )
    if kind == "rate":
        return rate(draw(st.integers(0, 300)), draw(st.integers(1, 3000)), confidence=confidence)
    return mean(draw(st.lists(st.integers(-50, 50), min_size=1, max_size=50)), confidence=confidence)


def ends(estimate: Estimate) -> tuple[float, float]:
    assume(estimate.low is not None and estimate.high is not None)
    return estimate.low or 0.0, estimate.high or 0.0


@given(figures())
def test_the_interval_holds_the_value_and_stays_within_what_is_possible(found: Estimate) -> None:
    low, high = ends(found)
    assert found.value is not None
    assert low - 1e-12 <= found.value <= high + 1e-12
    assert LEAST[found.unit] <= low
    assert high <= MOST[found.unit]
    assert found.text()
    assert found.text("zh")


@given(figures(), st.integers(2, 50))
def test_more_of_the_same_never_widens_the_interval(found: Estimate, factor: int) -> None:
    low, high = ends(found)
    wide = ends_at(found, found.confidence, factor)
    assert wide is not None
    assert wide[1] - wide[0] <= (high - low) * (1 + 1e-9) + 1e-9


@given(figures())
def test_more_confidence_never_narrows_the_interval(found: Estimate) -> None:
    low, high = ends(found)
    sure = ends_at(found, 1 - (1 - found.confidence) / 2)
    assert sure is not None
    assert sure[0] <= low + 1e-9
    assert sure[1] >= high - 1e-9


@given(shares(), METHOD, CONFIDENCE)
def test_who_does_not_count_mirrors_who_does(pair: tuple[int, int], method: Any, confidence: float) -> None:
    k, n = pair
    one, other = (proportion(count, n, method=method, confidence=confidence) for count in (k, n - k))
    assert ends(one) == pytest.approx([1 - end for end in reversed(ends(other))], abs=1e-9)


@given(st.lists(FIVE, max_size=60), st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing(scores: list[int], shuffler: Any) -> None:
    other = list(scores)
    shuffler.shuffle(other)
    assert csat(scores) == csat(other)
    assert ces(scores, "mean", 5) == ces(other, "mean", 5)
    assert mean(scores) == mean(other)


@given(st.lists(st.one_of(FIVE, st.none(), st.integers(), st.floats(), st.text(max_size=2), st.booleans()), max_size=40))
def test_every_answer_is_counted_or_left_out_by_name(scores: list[object]) -> None:
    found = csat(scores, on_bad="exclude")
    assert found.n + sum(found.excluded.values()) == len(scores)
    assert (found.value is None) == (found.n == 0)


@given(st.lists(ELEVEN, min_size=1, max_size=60))
def test_nps_lies_between_its_bounds_and_turns_round(scores: list[int]) -> None:
    found = nps(scores)
    assert found.value is not None
    assert -100 <= found.value <= 100
    mirrored = nps([{True: 0, False: 10}[score >= 9] if score >= 9 or score <= 6 else 7 for score in scores])
    assert mirrored.value == -found.value
    assert ends(mirrored) == pytest.approx([-end for end in reversed(ends(found))])


@given(shares(), shares(), CONFIDENCE)
def test_a_comparison_turns_round_with_its_sides(a: tuple[int, int], b: tuple[int, int], confidence: float) -> None:
    one, other = proportion(*a, confidence=confidence), proportion(*b, confidence=confidence)
    there, back = compare(one, other), compare(other, one)
    assert there.value == -(back.value or 0)
    assert {there.verdict, back.verdict} in ({"undecided"}, {"higher", "lower"})
    assert compare(one, one).verdict == "undecided"


@given(figures(), st.floats(0, 1), st.sampled_from(["at_least", "at_most"]))
def test_a_verdict_needs_the_whole_interval(found: Estimate, where: float, direction: Any) -> None:
    low, high = ends(found)
    least, most = max(low - 1, LEAST[found.unit]), min(high + 1, MOST[found.unit])
    target = least + where * (most - least)
    judged = judge(found, target, direction)
    mirrored = judge(found, target, "at_most" if direction == "at_least" else "at_least")
    if low < target <= high:
        assert judged.verdict == "undecided" or direction == "at_most"
    if low <= target < high:
        assert judged.verdict == "undecided" or direction == "at_least"
    if target < low or target > high:
        assert {judged.verdict, mirrored.verdict} == {"met", "missed"}
    if judged.verdict != "undecided":
        assert judged.n_to_decide is None
    assert judged.text()


@settings(max_examples=50)
@given(figures(), st.floats(0.02, 0.98))
def test_the_n_that_would_decide_is_the_least(found: Estimate, where: float) -> None:
    low, high = ends(found)
    assume(found.value is not None and high - low > 1e-6)
    judged = judge(found, low + where * (high - low))
    assume(judged.n_to_decide is not None)
    base = found.basis["exposure"] if found.unit == "rate" else found.n
    for n, decided in ((judged.n_to_decide or 0, True), ((judged.n_to_decide or 0) - 1, False)):
        between = ends_at(found, found.confidence, n / base)
        assert between is not None
        assert (not between[0] < judged.target <= between[1]) is decided or n <= base


@given(st.lists(shares(), min_size=1, max_size=12), st.integers(0, 60))
def test_no_team_below_the_minimum_has_a_place(pairs: list[tuple[int, int]], minimum: int) -> None:
    table = team_table({str(place): pair for place, pair in enumerate(pairs)}, minimum=minimum)
    assert [row.name for row in table.rows] == [str(place) for place in range(len(pairs))], "the order given, no order of merit"
    for row in table.rows:
        assert (row.flag == "too_few") == (row.estimate.n < minimum)
        assert row.outer is not None
        assert row.inner is not None
        assert row.outer[0] <= row.inner[0] <= row.inner[1] <= row.outer[1]
    assert all(row.estimate.n >= minimum for row in table.outstanding())


@given(st.lists(shares(), min_size=5, max_size=20), st.lists(shares(), max_size=10))
def test_later_points_move_no_frozen_limit_of_shares(first: list[tuple[int, int]], later: list[tuple[int, int]]) -> None:
    def chart(pairs: list[tuple[int, int]]) -> Any:
        return p_chart([k for k, _ in pairs], [n for _, n in pairs], baseline=5)

    before, after = chart(first), chart(first + later)
    assert after.points[: len(first)] == before.points
    assert after.phases == before.phases
    assert after.signals[: len(before.signals)] == before.signals


@given(
    st.lists(st.one_of(st.none(), st.integers(-50, 50)), min_size=1, max_size=20),
    st.lists(st.one_of(st.none(), st.integers(-500, 500)), max_size=10),
    st.sampled_from(["wheeler", "nelson", "nhs", "western_electric"]),
)
def test_later_points_move_no_frozen_limit_of_values(first: list[float | None], later: list[float | None], rules: str) -> None:
    before, after = xmr_chart(first, baseline=4, rules=rules), xmr_chart(first + later, baseline=4, rules=rules)
    assume(before.phases[0].frozen)
    assert after.points[: len(first)] == before.points
    assert after.phases == before.phases
    for signal in after.signals:
        assert signal.points[-1] == signal.at
        assert signal.rule in after.points[signal.at].signals
    assert all(point.signals == () for point in after.points if point.value is None)
