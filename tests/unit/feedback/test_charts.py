"""Control charts: frozen limits, gaps, re-basing for a reason, and every rule of every set."""

from __future__ import annotations

from typing import Any

import pytest

from servstd.errors import UsageError
from servstd.feedback.charts import Rebase, p_chart, u_chart, xmr_chart
from servstd.feedback.rules import RULE_SETS, find_signals
from servstd.feedback.runs import runs_about_median


def code_of(call: Any) -> tuple[str, str]:
    with pytest.raises(UsageError) as caught:
        call()
    assert caught.value.problem.render("en")
    assert caught.value.problem.render("zh")
    return caught.value.problem.code, caught.value.problem.path_text


def signals(z: list[float | None], rules: str) -> list[tuple[str, int]]:
    return [(signal.rule, signal.at) for signal in find_signals(z, rules)]


# ── rules ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rules", "name", "z", "at"),
    [
        ("western_electric", "WE1", [0, -3.1, 0], [1]),
        ("western_electric", "WE2", [0, 2.5, 1.0, 2.6, 0], [3]),
        ("western_electric", "WE2", [2.5, -2.6, 0], []),
        ("western_electric", "WE3", [1.1, 1.2, 0, 1.3, 1.4, 0], [4]),
        ("western_electric", "WE4", [-1] * 8 + [1], [7]),
        ("nelson", "N1", [3, 3.01], [1]),
        ("nelson", "N2", [0.5] * 10, [8, 9]),
        ("nelson", "N2", [0.5] * 8 + [0] + [0.5] * 8, []),
        ("nelson", "N3", [-1, -0.5, 0, 0.5, 1, 1.5, 1.5], [5]),
        ("nelson", "N3", [1.5, 1, 0.5, 0, -0.5, -1], [5]),
        ("nelson", "N4", [0, 1] * 7 + [0], [13, 14]),
        ("nelson", "N5", [-2.1, 0, -2.1], [2]),
        ("nelson", "N6", [-1.1] * 4, [3]),
        ("nelson", "N7", [0.5, -0.5] * 7 + [0.9], [14]),
        ("nelson", "N8", [1.5, -1.5] * 4, [7]),
        ("nhs", "NHS1", [0, 4], [1]),
        ("nhs", "NHS2", [0.1] * 7, [6]),
        ("nhs", "NHS3", [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [6]),
        ("nhs", "NHS4", [2.1, 2.1], [1]),
        ("wheeler", "W1", [3.5], [0]),
        ("wheeler", "W2", [1.6, 0, 1.6, 1.6], [3]),
        ("wheeler", "W3", [0.1] * 8, [7]),
    ],
)
def test_a_rule_finds_its_pattern(rules: str, name: str, z: list[float | None], at: list[int]) -> None:
    assert [place for rule, place in signals(z, rules) if rule == name] == at


def test_points_without_data_break_nothing() -> None:
    z: list[float | None] = [1.0, None, *[1.0] * 7]
    found = [signal for signal in find_signals(z, "western_electric") if signal.rule == "WE4"]
    assert [(signal.at, signal.points) for signal in found] == [(8, (0, 2, 3, 4, 5, 6, 7, 8))]


def test_every_rule_says_what_it_is_and_where_it_comes_from() -> None:
    rules = [rule for chosen in RULE_SETS.values() for rule in chosen]
    assert len({rule.name for rule in rules}) == len(rules)
    assert all(rule.source and all(rule.text) for rule in rules)
    assert code_of(lambda: find_signals([0], "neslon"))[0] == "FBK009"


# ── charts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_limits_are_frozen_and_follow_each_points_size() -> None:
    chart = p_chart([5, 5, 5, 5, 20, 2], [50, 50, 50, 50, 50, 500], baseline=4)
    phase = chart.phases[0]
    assert (phase.centre, phase.frozen, phase.baseline) == (0.1, True, (0, 1, 2, 3))
    wide, narrow = chart.points[4], chart.points[5]
    assert (wide.low, wide.high) == pytest.approx((0, 0.1 + 3 * (0.09 / 50) ** 0.5))
    assert narrow.high == pytest.approx(0.1 + 3 * (0.09 / 500) ** 0.5)
    assert ("WE1" in wide.signals, "WE1" in narrow.signals) == (True, True)
    assert [point.in_baseline for point in chart.points] == [True] * 4 + [False] * 2


def test_no_data_is_a_gap() -> None:
    chart = p_chart([5, 0, 5], [50, 0, 50], baseline=2, labels=["Jan", "Feb", "Mar"])
    gap = chart.points[1]
    assert (gap.label, gap.value, gap.low, gap.deviation, gap.signals, gap.as_dict()["no_data"]) == ("Feb", None, None, None, (), True)
    assert chart.phases[0].baseline == (0, 2)
    assert [point.value for point in u_chart([0, 2], [0, 4.0], baseline=2).points] == [None, 0.5]
    xmr = xmr_chart([3, None, 5, 4], baseline=3)
    assert [point.moving_range for point in xmr.points] == [None, None, 2, 1]
    empty = xmr_chart([None, None])
    assert (empty.phases[0].centre, empty.phases[0].frozen, empty.points[0].centre, empty.signals) == (None, False, None, ())
    assert p_chart([], []).points == ()


def test_until_the_baseline_is_complete_limits_are_provisional() -> None:
    assert not p_chart([5] * 5, [50] * 5).phases[0].frozen
    one = xmr_chart([3])
    assert (one.phases[0].centre, one.points[0].centre, one.points[0].low, one.points[0].deviation) == (3, 3, None, None)


def test_without_spread_whatever_lies_off_the_centre_is_a_signal() -> None:
    chart = p_chart([50, 50, 49, 50], [50] * 4, baseline=2)
    assert [point.deviation for point in chart.points] == [0, 0, float("-inf"), 0]
    assert [signal.at for signal in chart.signals if signal.rule == "WE1"] == [2]


def test_limits_are_set_anew_only_for_a_reason() -> None:
    values = [3, 4, 5, 4, 3, 13, 14, 15, 14, 13]
    before, after = xmr_chart(values, baseline=5), xmr_chart(values, baseline=5, rebase=[Rebase(5, reason="new form", by="qian")])
    assert {signal.at for signal in before.signals if signal.rule == "W1"} == {5, 6, 7, 8, 9}
    assert after.signals == ()
    assert [(phase.start, phase.reason, phase.by, phase.centre) for phase in after.phases] == [
        (0, "", "", 3.8),
        (5, "new form", "qian", 13.8),
    ]
    assert after.points[5].moving_range is None, "no range spans a re-basing"
    assert after.points[:5] == before.points[:5]
    assert [point.phase for point in after.points] == [0] * 5 + [1] * 5
    assert after.as_dict()["phases"][1]["reason"] == "new form"  # type: ignore[index]


@pytest.mark.parametrize(
    "rebase", [[Rebase(0, reason="r")], [Rebase(3, reason="r")], [Rebase(2, reason="r"), Rebase(1, reason="r")], [Rebase(True, reason="r")]]
)
def test_a_rebasing_out_of_place(rebase: list[Rebase]) -> None:
    assert code_of(lambda: xmr_chart([1, 2, 3], rebase=rebase))[0] == "FBK015"


def test_wide_ranges_are_a_signal_of_wheelers() -> None:
    chart = xmr_chart([10, 11, 10, 11, 10, 6], baseline=5)
    assert [(signal.rule, signal.at) for signal in chart.signals if signal.rule == "WR"] == [("WR", 5)]
    assert "WR" in chart.points[5].signals
    assert not [signal for signal in xmr_chart([10, 11, 10, 11, 10, 6], baseline=5, rules="nhs").signals if signal.rule == "WR"]
    assert chart.as_dict()["signals"]
    assert xmr_chart([3, 4, 5], constants="nhs").phases[0].range_high == pytest.approx(3.267)


def test_what_is_wrong_with_a_chart() -> None:
    assert code_of(lambda: p_chart([3, 4], [50])) == ("FBK014", "sizes")
    assert code_of(lambda: u_chart([3, 4], [50])) == ("FBK014", "exposures")
    assert code_of(lambda: p_chart([3], [50], labels=["a", "b"])) == ("FBK014", "labels")
    assert code_of(lambda: p_chart([51], [50])) == ("EST001", "counts[0]")
    assert code_of(lambda: p_chart([1.5], [50])) == ("FBK010", "counts[0]")  # type: ignore[list-item]
    assert code_of(lambda: u_chart([1], [0])) == ("FBK011", "exposures[0]")
    assert code_of(lambda: u_chart([1], [-2])) == ("FBK011", "exposures[0]")
    assert code_of(lambda: xmr_chart([1, float("nan")])) == ("FBK011", "values[1]")
    assert code_of(lambda: xmr_chart([1], rules="nelsons")) == ("FBK009", "")
    assert code_of(lambda: xmr_chart([1], average="mode"))[0] == "FBK009"  # type: ignore[arg-type]
    assert code_of(lambda: xmr_chart([1], average="median", constants="nist"))[0] == "FBK009"
    assert code_of(lambda: xmr_chart([1], rebase=[Rebase(0, reason=" ")]))[0] == "FBK015"
    assert code_of(lambda: xmr_chart([1, 2], rebase=[Rebase(1, reason=" ")])) == ("FBK015", "rebase[0].reason")
    for baseline in (1, 2.0, True):
        assert code_of(lambda baseline=baseline: xmr_chart([1], baseline=baseline)) == ("FBK016", "baseline")


# ── runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_runs_equal_statsmodels() -> None:
    oracle = pytest.importorskip("statsmodels.sandbox.stats.runs")
    values = [3.0, 1, 4, 1.5, 5, 9, 2, 6, 5.5, 3.5, 8, 9.7, 9.3, 2.3, 8.4, 6.2]
    found = runs_about_median(values)
    _, p = oracle.runstest_1samp(values, cutoff="median", correction=False)
    assert found.clustering is not None
    assert found.mixing is not None
    assert 2 * min(found.clustering, found.mixing) == pytest.approx(p)


def test_runs_that_cannot_be_tested() -> None:
    assert runs_about_median([]).median is None
    alike = runs_about_median([2, 2, 2])
    assert (alike.median, alike.n, alike.runs, alike.expected, alike.clustering) == (2, 0, 0, None, None)
    two = runs_about_median([1, 2])
    assert (two.runs, two.expected, two.clustering) == (2, 2, None)
    assert code_of(lambda: runs_about_median([1, "2"])) == ("FBK003", "values[1]")
