"""Parity: what is called real, what is by design, and what is left open."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import servstd
from servstd.conditions import Test as IsTier
from servstd.errors import UsageError
from servstd.estimates import difference
from servstd.sla.model import Lookup, Policy, Target
from servstd.tiers.parity import SATISFACTION, ParityTally, designed, parity

NAMES = ["standard", "key", "vip"]


def tally(counts: dict[str, tuple[int, int]], **more: object) -> ParityTally:
    made = ParityTally(NAMES, **more)  # type: ignore[arg-type]
    for tier, (good, n) in counts.items():
        for i in range(n):
            made.add(tier, "m", "met" if i < good else "missed")
    return made


def test_shares_pairs_and_verdicts() -> None:
    (measure,) = tally({"vip": (95, 100), "standard": (60, 100), "key": (5, 10)}).parity().measures
    assert [one.tier for one in measure.tiers] == NAMES
    assert [(gap.first, gap.second, gap.verdict) for gap in measure.gaps] == [
        ("standard", "key", "too_few"), ("standard", "vip", "real"), ("key", "vip", "too_few"),
    ]  # fmt: skip
    assert measure.gaps[1].difference == difference(60, 100, 95, 100)


def test_holm_asks_more_when_more_pairs_are_compared() -> None:
    alone = {"standard": (80, 100), "vip": (91, 100)}
    (pair,) = tally(alone).parity().measures[0].gaps
    assert pair.verdict == "real"
    gaps = tally({**alone, "key": (85, 100)}).parity().measures[0].gaps
    found = {(gap.first, gap.second): gap for gap in gaps}["standard", "vip"]
    assert found.difference.real
    assert found.verdict == "unsettled"


def test_holm_asks_less_once_a_pair_is_real() -> None:
    # standard-vip and key-vip are far apart; once they are real the third pair stands alone at 95 %
    gaps = tally({"standard": (70, 200), "key": (90, 200), "vip": (199, 200)}).parity().measures[0].gaps
    assert [gap.verdict for gap in gaps] == ["real", "real", "real"]
    assert not difference(70, 200, 90, 200, 1 - 0.05 / 3).real


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(NAMES), st.tuples(st.integers(0, 60), st.integers(60, 80)), min_size=2))
def test_what_is_real_after_holm_is_real_alone(counts: dict[str, tuple[int, int]]) -> None:
    for gap in tally(counts).parity().measures[0].gaps:
        assert gap.difference.real or gap.verdict == "unsettled"


def test_promises_that_differ_by_design() -> None:
    made = ParityTally(NAMES)
    for tier, target in (("standard", "30m"), ("key", "30m"), ("vip", "10m")):
        made.add(tier, "m", "met", target=target)
    assert [gap.by_design for gap in made.parity().measures[0].gaps] == [False, True, True]
    assert made.parity().measures[0].tiers[2].targets == ("10m",)
    other = ParityTally(NAMES, by_design={"x"})
    other.add("standard", "m", "met", target="30m")
    other.add("vip", "m", "met", target="10m")
    assert [gap.by_design for gap in other.parity().measures[0].gaps] == [False]


def test_which_metrics_depend_on_the_tier() -> None:
    table = Lookup("tier", rows={"vip": "always"}, otherwise="office")
    policies = [
        Policy("vip", when=IsTier("tier", op="in", values=("vip",)), targets=(Target("a"),)),
        Policy("urgent", when=IsTier("priority", op="in", values=("high",)), targets=(Target("b"), Target("c", calendar=table))),
        Policy("all", default=True, targets=(Target("d"),)),
    ]
    assert designed(policies) == {"a", "c"}
    assert designed([attrs.evolve(policies[2], calendar=table)]) == {"d"}


STANDARD = """
format: 1
standard: s
version: "1"
effective_from: 2026-01-01
time_zone: Asia/Shanghai
attributes: {tier: {values: [standard, vip]}}
sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: {within: {tier: {vip: 1h, else: 4h}}}}}]}
"""


def test_over_decisions_and_answers() -> None:
    standard = servstd.loads(STANDARD)
    decisions = []
    for i, tier in enumerate(["standard", "standard", "vip", None]):
        data = {} if tier is None else {"tier": tier}
        events = [
            {"case": str(i), "at": "2026-01-05T09:00:00+08:00", "kind": "opened", "by": "customer", "data": data},
            {"case": str(i), "at": "2026-01-05T11:00:00+08:00", "kind": "resolved", "by": "agent"},
        ][: 1 if i == 1 else 2]
        decisions.append(standard.decide(events, now="2026-01-05T12:00:00+08:00"))
    edition = standard.current
    assert designed(edition.policies) == {"resolution"}
    found = parity(
        decisions, tiers=NAMES, answers=[("vip", True), (None, True), ("standard", False)], by_design=designed(edition.policies), minimum=1
    )
    named = {measure.name: measure for measure in found.measures}
    assert list(named)[-1] == SATISFACTION
    low, high = named["resolution"].tiers
    assert (low.share.value, low.share.n, dict(low.share.excluded)) == (1.0, 1, {"running": 1})
    assert (high.share.value, low.targets, high.targets) == (0.0, ("4h (always)",), ("1h (always)",))
    assert named["resolution"].gaps[0].by_design
    assert not named[SATISFACTION].gaps[0].by_design
    assert found.unplaced >= 2
    data = found.as_dict()
    assert list(data) == ["measures", "unplaced", "minimum", "confidence", "correction"]
    assert data["correction"] == "holm"


def test_nothing_to_compare() -> None:
    assert parity([]).measures == ()


def test_a_minimum_below_one_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        parity([], minimum=0)
    assert caught.value.problem.code == "TIR130"
    assert "一个事项" in caught.value.problem.message("zh")
