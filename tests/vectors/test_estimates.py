"""Published examples of intervals: Wilson's for one share, Newcombe's for the difference of two.

*Rule:* every vector of the areas `stats.wilson` and `stats.diff_ci` runs; none is skipped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from servstd.estimates import difference, proportion
from tests.support import has_shared, shared_path, why_without

FILE = ("vectors", "tiers_feedback.json")
VECTORS: list[dict[str, Any]] = []
if has_shared(*FILE):
    VECTORS = json.loads(shared_path(*FILE).read_text(encoding="utf-8"))


def of(area: str) -> list[Any]:
    found = [pytest.param(vector, id=vector["id"]) for vector in VECTORS if vector["area"] == area]
    return found or [pytest.param(None, marks=pytest.mark.skip(reason=why_without(*FILE)))]


@pytest.mark.parametrize("vector", of("stats.diff_ci"))
def test_the_difference_of_two_shares(vector: Mapping[str, Any]) -> None:
    given, expected = vector["input"], vector["expected"]
    found = difference(given["x1"], given["n1"], given["x2"], given["n2"], given["conf"])
    assert (found.low, found.high) == pytest.approx((expected["low"], expected["high"]), abs=vector["tol"])


@pytest.mark.parametrize("vector", of("stats.wilson"))
def test_a_share(vector: Mapping[str, Any]) -> None:
    given, expected = vector["input"], vector["expected"]
    for k, n in given.get("cases", [(given.get("successes"), given.get("n"))]):
        found = proportion(k, n, given.get("conf", 0.95))
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= found.high <= 1
        if "low" in expected:
            assert (found.low, found.high) == pytest.approx((expected["low"], expected["high"]), abs=vector["tol"])
