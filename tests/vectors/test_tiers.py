"""Examples from other systems' tests that concern scoring customers: RFM cuts and scores, lifetime value, cumulative purchases.

*Rule:* every vector runs, written in our language; none is skipped and none deleted. Where we chose otherwise on purpose the vector
stands in `DIFFERENT_CHOICE` with the reason. Placing (overrides, ends of periods) has its own file.
"""

from __future__ import annotations

import json
from datetime import date
from itertools import accumulate
from typing import Any

import pytest

from servstd.errors import Report
from servstd.tiers.cutting import cuts_of
from servstd.tiers.model import Criterion, Level, RuleUse, Tiers
from servstd.tiers.rules import RULES
from servstd.tiers.scoring import score_customer
from tests.support import has_shared, shared_path, why_without

FILE = ("vectors", "tiers_feedback.json")
AREAS = ("tiers.rfm", "tiers.clv", "tiers.assign")
VECTORS: dict[str, dict[str, Any]] = {}
if has_shared(*FILE):
    loaded = json.loads(shared_path(*FILE).read_text(encoding="utf-8"))
    VECTORS = {vector["id"]: vector for vector in loaded if vector["area"] in AREAS}

DIFFERENT_CHOICE = {
    "bgnbd-EX": "a customer's lifetime value is a plugin's business: a model is fitted to a whole population, and a tier must be "
    "explainable from the customer's own facts",
    "bgnbd-alive": "likewise; and a model that gives everybody without a second purchase the same certainty is no ground for a tier",
}
ON = date(2026, 1, 1)

needs_vectors = pytest.mark.skipif(not VECTORS, reason=why_without(*FILE))


def points(rule: str, settings: dict[str, object], value: object) -> float | None:
    report = Report()
    RULES[rule].check(settings, report, ())
    assert not report.problems
    return RULES[rule].score(settings, {"x": value}, ON).points


@needs_vectors
def test_every_vector_is_run_or_chosen_otherwise() -> None:
    run = {"rfm-quintile-cuts", "rfm-frequency-ties", "rfm-score-abbey", "rfm-score-add", "tier-erpnext-cumulative"}
    assert set(VECTORS) == run | set(DIFFERENT_CHOICE)


@needs_vectors
@pytest.mark.parametrize("name", DIFFERENT_CHOICE)
def test_a_different_choice_names_no_rule_of_ours(name: str) -> None:
    assert VECTORS[name]["area"] == "tiers.clv"
    assert not {"clv", "bgnbd", "p_alive"} & set(RULES)


@needs_vectors
def test_quintile_cuts() -> None:
    vector = VECTORS["rfm-quintile-cuts"]
    found = cuts_of(vector["input"]["values"], vector["input"]["q"], "lower", method="linear")
    assert found == pytest.approx(vector["expected"]["cuts"], abs=vector["tol"])
    # a popular package adds 1 to every cut; we do not
    assert found != pytest.approx(vector["expected"]["rfm_pkg_cuts"], abs=0.5)


@needs_vectors
@pytest.mark.parametrize("method", ["inclusive", "linear"])
def test_customers_with_as_many_orders_get_the_same_score(method: Any) -> None:
    vector = VECTORS["rfm-frequency-ties"]
    counts = {int(orders): n for orders, n in vector["input"]["value_counts"].items()}
    population = [orders for orders, n in counts.items() for _ in range(n)]
    expected = vector["expected"]
    assert (len(population), sum(population)) == (expected["n"], expected["total_orders"])
    cuts = cuts_of(population, vector["input"]["q"], "lower", method=method)
    assert list(cuts) == expected["inclusive_cuts"]
    settings = {"field": "x", "cuts": list(cuts), "ties": "lower", "points": [20, 40, 60, 80, 100]}
    groups: dict[str, int] = {}
    for orders, n in counts.items():
        group = str(RULES["quantile"].score(settings, {"x": orders}, ON).evidence["group"])
        groups[group] = groups.get(group, 0) + n
    assert groups == expected["score_counts"]
    # the values that NTILE would part are the very ones that lie on a cut
    assert expected["ntile_would_split_frequency_values"] == list(cuts)
    report = Report()
    RULES["quantile"].check({"field": "x", "ntile": 5}, report, ())
    assert [problem.code for problem in report.problems] == ["TIR007"]


@needs_vectors
@pytest.mark.parametrize("name", ["rfm-score-abbey", "rfm-score-add"])
def test_scores_by_written_cuts(name: str) -> None:
    given, expected = VECTORS[name]["input"], VECTORS[name]["expected"]
    scale: list[object] = [20, 40, 60, 80, 100]
    found = {
        "r": points("quantile", {"field": "x", "cuts": given["recency_cuts"], "points": scale[::-1]}, given["recency_days"]),
        "f": points("quantile", {"field": "x", "cuts": given["frequency_cuts"], "points": scale}, given["orders"]),
        "m": points("quantile", {"field": "x", "cuts": given["monetary_cuts"], "points": scale}, given["amount"]),
    }
    assert found == {key: expected[key] * 20 for key in "rfm"}
    assert expected["r"] * 100 + expected["f"] * 10 + expected["m"] == expected["rfm"]


@needs_vectors
@pytest.mark.parametrize("name", ["rfm-score-abbey", "rfm-score-add"])
def test_scores_by_the_plugin(name: str) -> None:
    rfm = pytest.importorskip("servstd_rfm")
    given, expected = VECTORS[name]["input"], VECTORS[name]["expected"]
    prepared = rfm.RfmSettings(
        recency=rfm.Dimension(tuple(edge - 1 for edge in given["recency_cuts"]), direction="lower"),  # up to, not below
        frequency=rfm.Dimension(tuple(given["frequency_cuts"])),
        monetary=rfm.Dimension(tuple(given["monetary_cuts"])),
    )
    use = RuleUse("rfm", part=rfm.RfmRule(), prepared=prepared, plugin="servstd-rfm")
    tiers = Tiers((Level("all"),), criteria=(Criterion("value", rule=use, weight=1.0, missing="fail"),))
    facts = {"customer": "K1", "recency_days": given["recency_days"], "frequency": given["orders"], "monetary": given["amount"]}
    scored = score_customer(tiers, facts, ON)
    said: Any = scored.parts[0].evidence["evidence"]
    assert said["cell"] == str(expected["rfm"])
    mean = sum((expected[key] - 1) / 4 * 100 for key in "rfm") / 3
    assert scored.total == pytest.approx(mean, abs=1e-6)
    assert scored.parts[0].version == "rfm 1"


@needs_vectors
def test_cumulative_purchases() -> None:
    vector = VECTORS["tier-erpnext-cumulative"]
    first, second = vector["input"]["thresholds"]["T1"], vector["input"]["thresholds"]["T2"]
    steps = [{"from": first, "points": 50}, {"from": second, "points": 100}]
    rule = RuleUse("thresholds", settings={"field": "total", "unit": "INR", "steps": steps})
    tiers = Tiers((Level("all"),), criteria=(Criterion("total", rule=rule, weight=1.0, missing="fail"),), currency="INR")
    totals = [score_customer(tiers, {"customer": "K1", "total": total}, ON).total for total in accumulate(vector["input"]["purchases"])]
    assert [{0.0: "T0", 50.0: "T1", 100.0: "T2"}[total] for total in totals if total is not None] == vector["expected"]["tier_after"]
