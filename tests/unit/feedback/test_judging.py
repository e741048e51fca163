"""Figures compared, held against targets, team by team, and response rates."""

from __future__ import annotations

from typing import Any

import pytest

from servstd.errors import UsageError
from servstd.estimates import Estimate, difference
from servstd.feedback.comparing import compare, compare_each
from servstd.feedback.estimating import ces, csat, mean, nps, proportion, rate
from servstd.feedback.judging import judge
from servstd.feedback.reach import Asked, response_rates
from servstd.feedback.teams import funnel_limits, team_table


def code_of(call: Any) -> tuple[str, str]:
    with pytest.raises(UsageError) as caught:
        call()
    assert caught.value.problem.render("en")
    assert caught.value.problem.render("zh")
    return caught.value.problem.code, caught.value.problem.path_text


# ── comparing ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_shares_are_compared_by_newcombe() -> None:
    found, known = compare(csat({5: 56, 1: 14}), csat({5: 48, 1: 32})), difference(56, 70, 48, 80)
    assert (found.low, found.high) == pytest.approx((known.low, known.high), abs=1e-12)
    assert (found.verdict, found.real, found.method, found.n) == ("higher", True, "newcombe 95%", (70, 80))
    assert known.verdict == "higher"
    assert list(found.as_dict())[6:] == ["verdict", "definition", "unit", "confidence"]
    assert "verdict" not in known.as_dict()


def test_other_figures_are_compared_by_their_own_intervals() -> None:
    found = compare(nps({10: 10, 0: 90}), nps({10: 80, 0: 20}))
    assert (found.value, found.verdict, found.method, found.unit) == (-140.0, "lower", "mover 95%", "points")
    assert found.text() == "-140.0 (-156.8 to -117.6), n 100 and 100: lower"
    assert compare(rate(5, 100), rate(6, 100)).verdict == "undecided"
    assert compare(ces([7] * 50), ces([1, 2] * 25)).verdict == "higher"


def test_no_data_and_no_interval_decide_nothing() -> None:
    empty = compare(csat([]), csat([5]))
    assert (empty.value, empty.low, empty.verdict) == (None, None, "undecided")
    assert empty.text() == "no data, n 0 and 1: undecided"
    assert empty.text("zh") == "无数据，n 0 与 1：未定"
    alike = compare(mean([2, 2]), mean([1, 3]))
    assert (alike.value, alike.low, alike.verdict) == (0.0, None, "undecided")
    assert alike.text() == "+0.00 (interval unknown), n 2 and 2: undecided"
    assert alike.text("zh") == "+0.00（区间未知），n 2 与 2：未定"
    assert compare(csat({5: 9, 1: 1}), csat({5: 2, 1: 8})).text("zh") == "+70.0 个百分点（+26.6 至 +86.5），n 10 与 10：更高"


def test_only_what_was_made_alike_is_compared() -> None:
    calls: list[tuple[Any, Any]] = [
        (csat([5]), csat([5], satisfied=[5])),
        (csat([5], definition="a"), nps([9], definition="a")),
        (csat([5]), csat([5], confidence=0.9)),
        (csat([5]), csat([5], method="exact")),
        (ces([5, 6]), ces([5, 6], confidence=0.9)),
    ]
    for a, b in calls:
        assert code_of(lambda a=a, b=b: compare(a, b))[0] == "FBK012"
        assert code_of(lambda a=a, b=b: compare_each({"a": a, "b": b}))[0] == "FBK012"


def test_many_pairs_are_judged_more_strictly() -> None:
    groups = {"a": csat({5: 62, 1: 38}), "b": csat({5: 48, 1: 52}), "c": csat({5: 49, 1: 51}), "d": csat({5: 90, 1: 10})}
    assert compare(groups["a"], groups["b"]).verdict == "higher"
    found = compare_each(groups)
    assert list(found) == [("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"), ("c", "d")]
    verdicts = {pair: one.verdict for pair, one in found.items()}
    assert verdicts == {
        ("a", "b"): "undecided",
        ("a", "c"): "undecided",
        ("a", "d"): "lower",
        ("b", "c"): "undecided",
        ("b", "d"): "lower",
        ("c", "d"): "lower",
    }
    assert found["a", "d"].method == "newcombe 99.16666667%, holm of 6 at 95%"
    assert found["a", "b"].method == "newcombe 98.33333333%, holm of 6 at 95%"
    assert compare_each({"a": groups["a"]}) == {}


def test_a_figure_made_elsewhere_is_taken_as_it_is() -> None:
    bare = Estimate(0.5, low=0.4, high=0.6, n=90, method="theirs")
    other = Estimate(0.7, low=0.65, high=0.8, n=90, method="theirs")
    assert compare(bare, other).verdict == "lower"
    assert {one.verdict for one in compare_each({"a": bare, "b": other, "c": bare}).values()} == {"undecided"}
    assert judge(bare, 0.55).n_to_decide is None


# ── targets ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("k", "n", "direction", "verdict"),
    [
        (20, 20, "at_least", "undecided"),
        (96, 100, "at_least", "undecided"),
        (990, 1000, "at_least", "met"),
        (900, 1000, "at_least", "missed"),
        (990, 1000, "at_most", "missed"),
        (900, 1000, "at_most", "met"),
        (96, 100, "at_most", "undecided"),
        (0, 0, "at_least", "undecided"),
    ],
)
def test_verdicts(k: int, n: int, direction: Any, verdict: str) -> None:
    assert judge(proportion(k, n), 0.96, direction).verdict == verdict


def test_an_interval_that_only_touches_the_target() -> None:
    def touching(low: float, high: float) -> Estimate:
        return Estimate(0.5, low=low, high=high, n=9, method="m")

    assert judge(touching(0.4, 0.9), 0.4).verdict == "met"
    assert judge(touching(0.1, 0.4), 0.4).verdict == "undecided"
    assert judge(touching(0.1, 0.4), 0.4, "at_most").verdict == "met"
    assert judge(touching(0.4, 0.9), 0.4, "at_most").verdict == "undecided"


@pytest.mark.parametrize("n", [40, 70, 100, 130])
@pytest.mark.parametrize("method", ["wilson", "adjusted_wald", "exact"])
def test_the_n_that_would_decide(n: int, method: Any) -> None:
    found = judge(proportion(n - n // 10, n, method=method), 0.94)
    assert found.verdict == "undecided"
    needed = found.n_to_decide
    assert needed is not None
    value = found.estimate.value or 0
    if method == "wilson":
        z = 1.959963984540054
        assert needed == pytest.approx(z * z * 0.94 * 0.06 / (value - 0.94) ** 2, abs=1)
    times = 10 * needed // n + 1  # a whole multiple at least that large decides
    assert judge(proportion((n - n // 10) * times, n * times, method=method), 0.94).verdict == "missed"


def test_the_n_that_would_decide_other_figures() -> None:
    assert judge(nps({10: 6, 8: 2, 0: 2}), 30).n_to_decide == 267
    assert judge(ces([7, 6, 5, 4]), 5).n_to_decide is not None
    assert judge(ces([7]), 6.5).n_to_decide == 43
    found = judge(rate(3, 1000), 0.004, "at_most")
    assert found.n_to_decide is not None
    assert judge(rate(3 * 20, 1000 * 20), 0.004, "at_most").verdict == "met"
    assert 1000 < found.n_to_decide <= 20_000
    assert judge(mean([4.0, 4.0]), 3).n_to_decide is None


def test_at_the_target_no_n_would_decide() -> None:
    assert judge(proportion(96, 100), 0.96).n_to_decide is None
    assert judge(proportion(1, 2), 0.5 + 1e-9).n_to_decide is None, "more than 10^12"


@pytest.mark.parametrize("target", [96, -0.1, float("nan"), True, "0.96", None])
def test_a_target_out_of_reach(target: Any) -> None:
    assert code_of(lambda: judge(csat([5]), target)) == ("FBK013", "target")


def test_other_targets() -> None:
    assert code_of(lambda: judge(nps([5]), 101))[0] == "FBK013"
    assert code_of(lambda: judge(rate(1, 2), -1))[0] == "FBK013"
    assert code_of(lambda: judge(csat([5]), 0.5, "above"))[0] == "FBK009"  # type: ignore[arg-type]
    assert judge(mean([-4, -5, -6]), -20).verdict == "met"


def test_rounding_never_decides_what_is_read() -> None:
    near = Estimate(0.97, low=0.95998, high=0.98, n=5000, method="m")
    assert judge(near, 0.96).text() == "undecided: 97.000% (95.998–98.000%), n 5000, target at least 96.000%"
    assert judge(near, 0.9).text("zh") == "达到：97.0%（96.0–98.0%），n 5000，目标不低于 90.0%"
    same = Estimate(0.5, low=0.5 - 1e-14, high=0.6, n=5, method="m")
    assert "49.99999999" not in judge(same, 0.5).text()


def test_a_verdict_in_words_and_as_data() -> None:
    found = judge(csat({5: 20}), 0.96)
    assert found.text("zh") == "未定：100.0%（83.9–100.0%），n 20，目标不低于 96.0%；按现在的比率，约 93 份可定"
    assert found.as_dict()["n_to_decide"] == 93
    rated = judge(rate(3, 1000), 0.004, "at_most")
    assert rated.text().endswith(f"target at most 0.0040; an exposure of about {rated.n_to_decide} would decide")
    assert rated.text("zh").endswith(f"约需暴露量 {rated.n_to_decide}")


# ── teams ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_teams_are_not_ranked() -> None:
    given = {"b": (195, 200), "a": (150, 200), "c": (187, 200), "tiny": (2, 2), "none": (0, 0)}
    table = team_table(given)
    assert [(row.name, row.flag) for row in table.rows] == [
        ("b", "above"),
        ("a", "below"),
        ("c", "within"),
        ("tiny", "too_few"),
        ("none", "no_data"),
    ]
    assert [row.name for row in table.outstanding()] == ["b"]
    assert [row.worth_a_look for row in table.rows] == [True, True, True, False, False]
    assert (table.overall.n, table.minimum, table.method) == (602, 30, "funnel exact 95% and 99.8%")
    data = table.as_dict()
    assert list(data) == ["overall", "rows", "minimum", "method"]
    normal = team_table(given, method="normal")
    assert [row.flag for row in normal.rows] == [row.flag for row in table.rows]


def test_funnel_limits_equal_the_binomial() -> None:
    oracle = pytest.importorskip("scipy.stats")
    for rate_, n, chance in ((0.9, 20, 0.95), (0.96, 131, 0.998), (0.1, 7, 0.95), (0.5, 1, 0.998)):
        for end, p in zip(funnel_limits(rate_, n, chance), ((1 - chance) / 2, (1 + chance) / 2), strict=True):
            r = int(oracle.binom.ppf(p, n, rate_))
            reached, before = oracle.binom.cdf(r, n, rate_), oracle.binom.cdf(r - 1, n, rate_)
            assert end == pytest.approx(min(max((r - (reached - p) / (reached - before)) / n, 0), 1), abs=1e-9)
    assert funnel_limits(0.5, 100, 0.95, "normal") == pytest.approx((0.402, 0.598), abs=1e-3)


def test_teams_that_all_agree_and_teams_without_data() -> None:
    assert [row.flag for row in team_table({"a": (40, 40), "b": (50, 50)}).rows] == ["within", "within"]
    assert team_table({}).overall.value is None
    assert code_of(lambda: team_table({"a": (3, 2)})) == ("EST001", "teams.a")
    assert code_of(lambda: team_table({"a": (1, 2)}, minimum=-1)) == ("FBK010", "minimum")
    assert code_of(lambda: team_table({"a": (1, 2)}, method="wald"))[0] == "FBK009"  # type: ignore[arg-type]


# ── response rates ───────────────────────────────────────────────────────────────────────────────────────────────────


def sms(outcome: Any, n: int, team: str = "a", reason: str = "") -> list[Asked]:
    return [Asked(outcome, segment={"channel": "sms", "team": team}, reason=reason)] * n


def test_denominators_follow_the_filter() -> None:
    rows = [*sms("answered", 3), *sms("partial", 1), *sms("delivered", 6), *sms("undelivered", 2), *sms("not_sent", 5, reason="recontact")]
    rows += [
        *sms("answered", 1, "b"),
        *sms("late", 1, "b"),
        *sms("sent", 2, "b"),
        Asked("delivered", segment={"channel": "app", "team": "b"}),
    ]
    everybody, app, a_and_b = response_rates(rows, by=["channel"])
    assert (everybody.segment, app.segment, a_and_b.segment) == ({}, {"channel": "app"}, {"channel": "sms"})
    assert everybody.outcomes == {"not_sent": 5, "undelivered": 2, "sent": 2, "delivered": 7, "answered": 4, "partial": 1, "late": 1}
    assert everybody.not_sent == {"recontact": 5}
    rates = (everybody.delivered_of_invited, everybody.answered_of_delivered, everybody.answered_of_invited)
    assert [(one.value, one.n, one.grain) for one in rates] == [
        (13 / 17, 17, "invitation"),
        (4 / 13, 13, "invitation"),
        (4 / 17, 17, "invitation"),
    ]
    assert everybody.answered_or_partly_of_invited.value == 5 / 17
    assert app.answered_of_delivered.value == 0.0
    (only,) = response_rates(rows, where=lambda segment: segment["team"] == "b")
    assert (only.answered_of_invited.value, only.answered_of_invited.n) == (0.2, 5)
    assert [found.segment for found in response_rates(rows, by=["team", "channel"])[1:]] == [
        {"team": "a", "channel": "sms"},
        {"team": "b", "channel": "app"},
        {"team": "b", "channel": "sms"},
    ]
    assert list(only.as_dict())[:3] == ["segment", "outcomes", "not_sent"]


def test_nobody_asked_is_no_rate() -> None:
    (found,) = response_rates([])
    assert found.answered_of_invited.value is None


def test_what_is_wrong_with_an_invitation() -> None:
    assert code_of(lambda: Asked("bounced")) == ("FBK017", "outcome")  # type: ignore[arg-type]
    assert code_of(lambda: response_rates([Asked("answered", segment={"team": "a"})], by=["channel"])) == ("FBK018", "asked[0]")
