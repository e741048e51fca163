"""Cuts by value: equal customers stay together, groups are as even as values allow, numpy agrees."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servstd_rfm import PurchaseError, cuts

VALUES = st.lists(st.integers(0, 12), min_size=1, max_size=60)


def _group(value: float, edges: tuple[float, ...], direction: str = "higher") -> int:
    return sum(value >= edge if direction == "higher" else value <= edge for edge in edges)


def test_a_group_of_equals_goes_to_the_side_that_is_named() -> None:
    assert cuts([1, 1, 1, 1, 2, 3], 2, ties="lower") == (2,)
    assert cuts([1, 1, 1, 1, 2, 3], 2, ties="upper") == (1,)
    assert cuts([5, 5, 5], 5, ties="lower") == ()


def test_less_is_better_is_the_mirror_image() -> None:
    days = [3, 8, 8, 20, 50, 90]
    assert cuts(days, 3, ties="lower", direction="lower") == tuple(sorted(-edge for edge in cuts([-day for day in days], 3, ties="lower")))


@settings(max_examples=150)
@given(values=VALUES, k=st.integers(2, 6), ties=st.sampled_from(["lower", "upper"]), direction=st.sampled_from(["higher", "lower"]))
def test_thresholds_ascend_are_values_and_do_not_know_the_order_of_the_list(values: list[int], k: int, ties: str, direction: str) -> None:
    edges = cuts(values, k, ties=ties, direction=direction)
    assert all(first < second for first, second in pairwise(edges))
    assert len(edges) <= k - 1
    assert set(edges) <= set(values)
    assert edges == cuts(sorted(values, reverse=True), k, ties=ties, direction=direction)


@settings(max_examples=150)
@given(values=st.lists(st.integers(0, 10_000), min_size=2, max_size=80, unique=True), k=st.integers(2, 6))
def test_without_equals_groups_differ_by_at_most_one(values: list[int], k: int) -> None:
    edges = cuts(values, k, ties="lower")
    assert edges == cuts(values, k, ties="upper")
    sizes = [sum(_group(value, edges) == group for value in values) for group in range(len(edges) + 1)]
    assert max(sizes) - min(sizes) <= 1


@settings(max_examples=150)
@given(values=st.lists(st.floats(0, 1e6), min_size=1, max_size=80), k=st.integers(2, 9))
def test_numpy_agrees(values: list[float], k: int) -> None:
    n = len(values)
    expected = set()
    for j in range(1, k):
        share = Fraction(n * j, k)
        if share < 1:
            continue
        if share.denominator == 1:
            # both neighbours are a quantile then; ours is the upper one, the value that begins the better group
            expected.add(float(np.quantile(values, (int(share) + 0.5) / n, method="inverted_cdf")))
        else:
            expected.add(float(np.quantile(values, j / k, method="inverted_cdf")))
    assert cuts(values, k, ties="upper") == tuple(sorted(expected))


@settings(max_examples=150)
@given(values=VALUES, k=st.integers(2, 6))
def test_upper_begins_each_group_no_later_than_lower(values: list[int], k: int) -> None:
    lower, upper = cuts(values, k, ties="lower"), cuts(values, k, ties="upper")
    assert all(any(begins <= edge for begins in upper) for edge in lower)
    assert set(lower).isdisjoint({min(values)})


@pytest.mark.parametrize(
    ("values", "k", "more", "told"),
    [
        ([], 5, {}, "there are no values"),
        ([1, float("nan")], 5, {}, "a value is nan"),
        ([1, float("inf")], 5, {}, "a value is inf"),
        ([1], 1, {}, "k is 1"),
        ([1], True, {}, "k is True"),
        ([1], 5, {"ties": "ntile"}, "ties is 'ntile'"),
        ([1], 5, {"direction": "up"}, "direction is 'up'"),
    ],
)
def test_what_cannot_be_cut_is_refused(values: list[float], k: int, more: dict[str, str], told: str) -> None:
    with pytest.raises(PurchaseError, match=told):
        cuts(values, k, **{"ties": "lower", **more})


def test_ntile_would_part_equals_and_cuts_do_not() -> None:
    values = [0] * 143 + [1] * 30 + [2] * 27
    ntile = {value: {i * 5 // len(values) for i, other in enumerate(sorted(values)) if other == value} for value in set(values)}
    assert len(ntile[0]) == 4
    edges = cuts(values, 5, ties="lower")
    assert {_group(0, edges)} == {0}
    assert edges == (1, 2)
