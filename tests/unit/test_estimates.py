"""Estimates: Wilson's and Newcombe's intervals against an independent implementation, and what no data gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servstd.errors import UsageError
from servstd.estimates import Difference, Estimate, difference, proportion


@given(st.integers(1, 5_000), st.floats(0, 1), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_interval_equals_statsmodels(n: int, share: float, confidence: float) -> None:
    oracle = pytest.importorskip("statsmodels.stats.proportion")
    k = round(n * share)
    low, high = oracle.proportion_confint(k, n, alpha=1 - confidence, method="wilson")
    estimate = proportion(k, n, confidence)
    assert estimate.value == k / n
    assert estimate.low == pytest.approx(low, abs=1e-12)
    assert estimate.high == pytest.approx(high, abs=1e-12)


def test_published_example() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81/263 gives 0.2553 to 0.3662; 0/20 gives 0 to 0.1611.
    estimate = proportion(81, 263)
    assert (round(estimate.low or 0, 4), round(estimate.high or 0, 4)) == (0.2553, 0.3662)
    estimate = proportion(0, 20)
    assert (estimate.low, round(estimate.high or 0, 4)) == (0.0, 0.1611)


@given(st.integers(1, 2_000))
def test_unanimous_data_leave_doubt(n: int) -> None:
    none, everything = proportion(0, n), proportion(n, n)
    assert none.high is not None
    assert everything.low is not None
    assert none.low == 0 < none.high
    assert everything.low < 1 == everything.high
    assert everything.low == pytest.approx(1 - none.high)


def test_no_data_is_no_value() -> None:
    left = {"cancelled": 3}
    assert proportion(0, 0, excluded=left) == Estimate(None, low=None, high=None, n=0, excluded=left, method="wilson 95%")


def test_method_names_the_confidence() -> None:
    assert proportion(1, 2, 0.99).method == "wilson 99%"
    assert proportion(1, 2, 0.999).method == "wilson 99.9%"


def test_plain_data() -> None:
    data = proportion(1, 1, excluded={"paused": 2}).as_dict()
    assert (data["value"], data["n"], data["excluded"], data["method"]) == (1.0, 1, {"paused": 2}, "wilson 95%")
    assert list(data) == ["value", "low", "high", "n", "excluded", "method"]


@pytest.mark.parametrize(("k", "n"), [(2, 1), (-1, 3), (0, -1), (1.0, 2), (1, 2.0), (True, 2), (1, True)])
def test_impossible_counts_are_refused(k: int, n: int) -> None:
    with pytest.raises(UsageError) as caught:
        proportion(k, n)
    assert caught.value.problem.code == "EST001"
    assert f"k={k!r}, n={n!r}" in str(caught.value)


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5])
def test_impossible_confidence_is_refused(confidence: float) -> None:
    with pytest.raises(UsageError) as caught:
        proportion(1, 2, confidence)
    assert caught.value.problem.code == "EST002"


# ── the difference of two shares ─────────────────────────────────────────────────────────────────────────────────────


@given(st.integers(1, 3_000), st.floats(0, 1), st.integers(1, 3_000), st.floats(0, 1), st.sampled_from([0.8, 0.95, 0.99]))
def test_difference_equals_statsmodels(n1: int, share1: float, n2: int, share2: float, confidence: float) -> None:
    oracle = pytest.importorskip("statsmodels.stats.proportion")
    k1, k2 = round(n1 * share1), round(n2 * share2)
    low, high = oracle.confint_proportions_2indep(k1, n1, k2, n2, method="newcomb", compare="diff", alpha=1 - confidence)
    found = difference(k1, n1, k2, n2, confidence)
    assert found.value == k1 / n1 - k2 / n2
    assert found.low == pytest.approx(low, abs=1e-12)
    assert found.high == pytest.approx(high, abs=1e-12)


@given(st.integers(0, 40), st.integers(40, 90), st.integers(0, 40), st.integers(40, 90))
def test_difference_turns_round_with_its_sides(k1: int, n1: int, k2: int, n2: int) -> None:
    one, other = difference(k1, n1, k2, n2), difference(k2, n2, k1, n1)
    assert one.low is not None
    assert one.high is not None
    assert (one.value, one.low, one.high) == pytest.approx((-(other.value or 0), -(other.high or 0), -(other.low or 0)))
    assert -1 <= one.low <= (one.value or 0) <= one.high <= 1
    assert one.real == other.real


def test_a_difference_is_real_when_the_interval_leaves_zero_out() -> None:
    assert difference(56, 70, 48, 80).real
    assert difference(48, 80, 56, 70).real
    assert not difference(5, 10, 4, 10).real


@pytest.mark.parametrize("sides", [(0, 0, 1, 2), (1, 2, 0, 0), (0, 0, 0, 0)])
def test_difference_without_data_is_no_value(sides: tuple[int, int, int, int]) -> None:
    found = difference(*sides)
    assert found == Difference(None, low=None, high=None, n=(sides[1], sides[3]), method="newcombe 95%")
    assert not found.real


def test_difference_as_plain_data() -> None:
    data = difference(10, 10, 0, 20, 0.9).as_dict()
    assert list(data) == ["value", "low", "high", "n", "real", "method"]
    assert (data["value"], data["n"], data["real"], data["method"]) == (1.0, [10, 20], True, "newcombe 90%")


def test_difference_refuses_impossible_counts_and_confidence() -> None:
    with pytest.raises(UsageError) as caught:
        difference(1, 2, 3, 2)
    assert caught.value.problem.code == "EST001"
    with pytest.raises(UsageError) as caught:
        difference(1, 2, 1, 2, 95)
    assert caught.value.problem.code == "EST002"
