"""The rule of the plugin servstd-rfm as a standard names it: bound, checked, judged by, and looked at for what it reads."""

from __future__ import annotations

from datetime import date

import pytest

import servstd
from servstd.errors import StandardError

servstd_rfm = pytest.importorskip("servstd_rfm")
HOST = servstd.Host.empty().with_plugin(servstd_rfm, name="rfm")
TEXT = """format: 1
standard: shop
version: "1"
effective_from: 2026-01-01
time_zone: UTC
tiers:
  ladder: [standard, vip]
  criteria:
    value:
      weight: 100%
      missing: exclude
      rule:
        rfm:
          recency: {thresholds: [30, 90, 180, 365], direction: lower, weight: 0.5}
          frequency: {thresholds: [1, 2, 4, 8], weight: 0.3}
          monetary: {thresholds: [20, 50, 100, 200], weight: 0.2, fact: mean_spend}
  levels: {vip: {enter: 60, leave: 50}}
"""
FACTS = {"customer": "K1", "recency_days": 12, "frequency": 5, "mean_spend": 35.5}


def test_a_standard_judges_by_the_rule() -> None:
    tiers = servstd.loads(TEXT, host=HOST).tiers
    best = tiers.assign(FACTS, on=date(2026, 4, 1))
    assert (best.tier, best.score, best.scored.parts[0].version) == ("vip", 77.5, "rfm 1")
    assert best.scored.parts[0].raw == {name: value for name, value in FACTS.items() if name != "customer"}
    unknown = tiers.assign({"customer": "K2", "frequency": 5, "mean_spend": 35.5}, on=date(2026, 4, 1))
    assert (unknown.tier, unknown.score, unknown.scored.parts[0].excluded) == ("", None, "missing")


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_what_it_rests_on_is_told(locale: str) -> None:
    text = servstd.loads(TEXT, host=HOST).tiers.explain(FACTS, on=date(2026, 4, 1)).text(locale)
    assert all(word in text for word in ("77.5", "recency_days 12", "mean_spend 35.5"))


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        ("fact: mean_spend", "fcat: mean_spend", "PLG020", "monetary.fcat"),
        ("direction: lower", "direction: down", "PLG022", "recency.direction"),
        ("[1, 2, 4, 8]", "[1, 4, 2, 8]", "PLG037", "frequency.thresholds"),
    ],
)
def test_wrong_settings_are_told_at_their_place(old: str, new: str, code: str, path: str) -> None:
    with pytest.raises(StandardError) as error:
        servstd.loads(TEXT.replace(old, new), name="s.yaml", host=HOST)
    problems = [problem for problem in error.value.problems if problem.severity == "error"]
    assert [problem.code for problem in problems] == [code]
    assert problems[0].path_text.startswith(f"tiers.criteria.value.rule.rfm.{path}")


def test_a_sensitive_fact_in_its_settings_is_told() -> None:
    found = servstd.loads(TEXT.replace("mean_spend", "customer_age"), host=HOST).problems
    assert [problem.code for problem in found] == ["TIR072"]
    assert [problem.code for problem in servstd.loads(TEXT, host=HOST).problems] == []
