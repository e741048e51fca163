"""Figures from answers: what counts, what is refused, what is left out, and their intervals against other peoples' implementations."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servstd import feedback
from servstd.errors import UsageError
from servstd.estimates import Estimate
from servstd.feedback.estimating import ces, csat, mean, nps, proportion, rate, yes_no
from servstd.feedback.measuring import measure, measure_battery
from servstd.feedback.model import Instrument, Question
from servstd.messages.estimating import spell_number

NAN, INF = float("nan"), float("inf")


def code_of(call: Any) -> tuple[str, str]:
    with pytest.raises(UsageError) as caught:
        call()
    assert caught.value.problem.render("en")
    assert caught.value.problem.render("zh")
    return caught.value.problem.code, caught.value.problem.path_text


# ── what is counted ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_csat_counts_neutral_answers_too() -> None:
    found = csat([5] * 80 + [3] * 10 + [1] * 10)
    assert (found.value, found.n, found.unit, found.grain, found.method) == (0.8, 100, "share", "response", "wilson 95%")
    assert found.definition == "csat, 4-5 of 1-5, v1"
    assert csat({5: 80, 3: 10, 1: 10}) == found


def test_no_data_is_no_value() -> None:
    for found in (csat([]), nps([]), ces([]), ces([], "net"), yes_no([]), proportion(0, 0), rate(0, 0), mean([]), mean([], scale=(1, 5))):
        assert (found.value, found.low, found.high, found.n) == (None, None, None, 0)
        assert found.text() == "no data, n 0"


@pytest.mark.parametrize(
    ("bad", "code", "reason"),
    [
        (0, "FBK001", "off_scale"),
        (6, "FBK001", "off_scale"),
        (10**400, "FBK001", "off_scale"),
        (NAN, "FBK002", "not_a_number"),
        (INF, "FBK002", "not_a_number"),
        (True, "FBK002", "not_a_number"),
        ([5], "FBK002", "not_a_number"),
        (1 + 0j, "FBK002", "not_a_number"),
        ("5", "FBK003", "text"),
        (b"5", "FBK003", "text"),
        (4.5, "FBK004", "fraction"),
        (Fraction(9, 2), "FBK004", "fraction"),
        (None, "FBK005", "missing"),
    ],
)
def test_a_score_that_cannot_be_counted(bad: object, code: str, reason: str) -> None:
    assert code_of(lambda: csat([5, 4, bad])) == (code, "scores[2]")
    found = csat([5, 4, bad], on_bad="exclude", excluded={"partial": 2})
    assert (found.value, found.n, found.excluded) == (1.0, 2, {"partial": 2, reason: 1})


def test_whole_numbers_of_other_types_count() -> None:
    numpy = pytest.importorskip("numpy")
    found = csat([*numpy.array([5, 1]), *numpy.array([5.0, 1.0]), Fraction(4)])
    assert (found.value, found.n) == (0.6, 5)
    assert code_of(lambda: csat(list(numpy.array([True])))) == ("FBK002", "scores[0]")


@pytest.mark.parametrize("count", [-1, 1.5, True, "2"])
def test_counts_are_whole(count: Any) -> None:
    assert code_of(lambda: csat({5: count})) == ("FBK010", "scores.5")
    assert code_of(lambda: csat([5], excluded={"late": count})) == ("FBK010", "excluded.late")
    assert code_of(lambda: proportion(1, 2, excluded={"late": count})) == ("FBK010", "excluded.late")
    assert code_of(lambda: rate(count, 5)) == ("FBK010", "events")
    assert code_of(lambda: rate(1, 5, excluded={"late": count})) == ("FBK010", "excluded.late")


def test_a_score_nobody_gave_counts_for_nothing() -> None:
    assert csat({5: 0}).value is None


def test_answers_must_add_up_to_the_n_reported() -> None:
    assert nps({10: 18, 8: 11, 0: 2}, n=31).n == 31
    assert code_of(lambda: nps({10: 18, 8: 11, 0: 2}, n=32))[0] == "FBK008"
    assert csat([5, None], n=2, on_bad="exclude").n == 1


@pytest.mark.parametrize("scale", [11, 2, True, "5", (5, 1), (1, 2.5), (1, 5, 9)])
def test_an_unknown_scale_is_refused(scale: Any) -> None:
    assert code_of(lambda: csat([1], scale=scale)) == ("FBK006", "scale")


def test_a_scale_without_custom_needs_its_satisfied_scores() -> None:
    assert code_of(lambda: csat([1], scale=(0, 10))) == ("FBK006", "scale")
    assert csat([8, 0], scale=(0, 10), satisfied=[8, 9, 10]).value == 0.5
    assert csat([1, 2, 5], scale=(1, 5), satisfied={2, 1}).definition == "csat, 1-2 of 1-5, v1"
    assert csat([5], satisfied=[5, 1]).definition == "csat, 1, 5 of 1-5, v1"
    assert csat([3], scale=3).value == 1.0


@pytest.mark.parametrize("satisfied", [[], [1, 2, 3, 4, 5], [5, 6], [4.0], [True]])
def test_satisfied_scores_are_a_part_of_the_scale(satisfied: Any) -> None:
    assert code_of(lambda: csat([1], satisfied=satisfied)) == ("FBK007", "satisfied")


def test_choices() -> None:
    wrong: list[Any] = [
        lambda: csat([5], on_bad="drop"),  # type: ignore[arg-type]
        lambda: csat([5], method="wald"),  # type: ignore[arg-type]
        lambda: nps([5], method="wilson"),  # type: ignore[arg-type]
        lambda: ces([5], "average"),  # type: ignore[arg-type]
        lambda: ces([5], direction="up"),  # type: ignore[arg-type]
        lambda: proportion(1, 2, method="wald"),  # type: ignore[arg-type]
        lambda: mean([5], on_bad=1),  # type: ignore[arg-type]
    ]
    for call in wrong:
        assert code_of(call)[0] == "FBK009"


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_confidence(confidence: float) -> None:
    calls: list[Any] = [
        lambda: csat([5], confidence=confidence),
        lambda: nps([5], confidence=confidence),
        lambda: ces([5], confidence=confidence),
        lambda: yes_no([True], confidence=confidence),
        lambda: proportion(1, 2, confidence=confidence),
        lambda: rate(1, 2, confidence=confidence),
        lambda: mean([1, 2], confidence=confidence),
    ]
    for call in calls:
        assert code_of(call)[0] == "EST002"


# ── each figure ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_nps() -> None:
    found = nps([10, 9, 8, 7, 6, 0])
    assert (found.value, found.unit, found.method) == (0.0, "points", "adjusted_wald 95%")
    assert found.low is not None
    assert found.high is not None
    assert found.low == pytest.approx(-found.high)
    unanimous, plain = nps([10] * 5), nps([10] * 5, method="wald")
    assert (plain.low, plain.high) == (100, 100)
    assert unanimous.low is not None
    assert unanimous.low < 20 < 100 == unanimous.high


def test_effort_has_four_methods_that_cannot_be_mixed_up() -> None:
    scores = [7, 6, 5, 4, 2, 1]
    values = {method: ces(scores, method).value for method in ("mean", "agreement", "top_box", "net")}
    assert values == {"mean": 25 / 6, "agreement": 0.5, "top_box": 2 / 6, "net": 0.0}
    lower = {method: ces(scores, method, direction="lower").value for method in ("mean", "agreement", "top_box", "net")}
    assert lower == {"mean": 25 / 6, "agreement": 2 / 6, "top_box": 2 / 6, "net": 0.0}
    assert ces([3, 3, 1], "net", 3).value == pytest.approx(100 / 3)
    assert len({ces(scores, method).definition for method in ("mean", "agreement", "top_box", "net")}) == 4


def test_yes_or_no() -> None:
    found = yes_no([True, True, False])
    assert (found.value, found.definition) == (2 / 3, "yes, v1")
    assert yes_no({True: 2, False: 1}) == found
    for bad, reason in ((1, "not_a_number"), ("yes", "text"), (0.0, "not_a_number")):
        assert code_of(lambda bad=bad: yes_no([True, bad])) == ("FBK019", "answers[1]")
        assert yes_no([True, bad], on_bad="exclude").excluded == {reason: 1}
    assert code_of(lambda: yes_no([None])) == ("FBK005", "answers[0]")
    assert yes_no([None], on_bad="exclude").excluded == {"missing": 1}


def test_rates() -> None:
    found = rate(3, 1200, grain="case")
    assert (found.value, found.n, found.unit, found.method) == (0.0025, 3, "rate", "garwood 95%")
    assert (found.low, found.high) == pytest.approx((0.618672 / 1200, 8.767273 / 1200), rel=1e-6)  # published: 0.6187 to 8.7673
    none = rate(0, 100)
    assert none.low == 0
    assert none.high == pytest.approx(0.0368888, rel=1e-5)
    for exposure in (-1, 0, NAN, INF, True, "12", None):
        assert code_of(lambda exposure=exposure: rate(1, exposure)) == ("FBK011", "exposure")


def test_means() -> None:
    found = mean([1, 2, 3, 4])
    assert (found.value, found.n, found.method) == (2.5, 4, "t 95%")
    assert (found.low, found.high) == pytest.approx((0.4457397, 4.5542603))
    assert mean([1, 2, 3, 4], scale=(1, 4)).low == 1
    assert code_of(lambda: mean([1, "2"])) == ("FBK003", "values[1]")
    assert code_of(lambda: mean([1, 10**200])) == ("FBK002", "values[1]")
    assert code_of(lambda: mean([1, 9], scale=(1, 5))) == ("FBK001", "values[1]")
    assert code_of(lambda: mean([1], scale=(5, 1))) == ("FBK006", "scale")
    assert mean([1, 9, NAN, 2], scale=(1, 5), on_bad="exclude").excluded == {"off_scale": 1, "not_a_number": 1}


def test_values_that_are_all_alike_do_not_claim_certainty() -> None:
    bare = mean([4.0, 4.0, 4.0])
    assert (bare.value, bare.low, bare.high, bare.method) == (4.0, None, None, "none 95%")
    assert bare.text() == "4.00 (interval unknown), n 3"
    assert bare.text("zh") == "4.00（区间未知），n 3"
    one, many = ces([7]), ces([7] * 100)
    assert (one.method, one.high, many.high) == ("unanimous 95%", 7, 7)
    assert one.low is not None
    assert many.low is not None
    assert one.low < 3 < 6.7 < many.low < 7


# ── instruments ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_instrument_declares_its_figure() -> None:
    def of(kind: Any, scale: tuple[int, int], method: str = "share", satisfied: tuple[int, ...] = ()) -> Instrument:
        return Instrument("q", kind=kind, scale=scale, satisfied=satisfied, method=method, version="3")

    assert measure(of("csat", (1, 5), satisfied=(4, 5)), [5, 3]).value == 0.5
    assert measure(of("csat", (1, 5)), [5, 3]).definition == "q (csat share, 4-5 of 1-5), v3"
    assert measure(of("nps", (0, 10), "nps"), [10, 3, 8]).definition == "q (nps), v3"
    assert measure(of("ces", (1, 7), "mean"), [7, 4]).value == 5.5
    assert measure(of("ces", (1, 7), "net", (6, 7)), [7, 7, 1, 4]).value == 25.0
    for answers in ([True, False, 1], {True: 2, False: 1}, {1: 2, 0: 1}):
        assert measure(of("yes_no", (0, 1), satisfied=(1,)), answers).value == pytest.approx(2 / 3)
    assert code_of(lambda: measure(of("battery", (1, 5)), [5]))[0] == "FBK009"


def test_a_battery_is_measured_question_by_question() -> None:
    questions = (Question("polite"), Question("slow", reverse=True, scale=(1, 7)))
    battery = Instrument("s", kind="battery", scale=(1, 5), questions=questions)
    found = measure_battery(battery, [{"polite": 5, "slow": 1}, {"polite": 4}], on_bad="exclude")
    assert {name: (one.value, one.n, one.excluded) for name, one in found.items()} == {
        "polite": (4.5, 2, {}),
        "slow": (7.0, 1, {"missing": 1}),
    }
    assert found["slow"].definition == "s.slow (mean, 1-7), v1"
    assert code_of(lambda: measure_battery(battery, [{"polite": 9}])) == ("FBK001", "polite[0]")
    assert code_of(lambda: measure_battery(Instrument("q", kind="csat", scale=(1, 5)), []))[0] == "FBK009"


# ── in words and as data ─────────────────────────────────────────────────────────────────────────────────────────────


def test_words() -> None:
    found = csat({5: 126, 1: 5}, excluded={"partial": 3, "late": 1, "own reason": 1, "dismissed": 0})
    assert found.text() == "96.2% (91.4–98.4%), n 131; 5 left out: 3 partial, 1 late, 1 own reason"
    assert found.text("zh") == "96.2%（91.4–98.4%），n 131；未计 5：未答完 3、逾期作答 1、own reason 1"
    assert csat([5], confidence=0.99).text() == "100.0% (13.1–100.0% at 99%), n 1"
    assert csat([5], confidence=0.99).text("zh") == "100.0%（13.1–100.0%，置信度 99%），n 1"
    assert csat([]).text("zh") == "无数据，n 0"
    assert nps({10: 2, 0: 2}).text() == "0.0 (-65.7 to 65.7), n 4"
    assert nps({10: 2, 0: 2}).text("zh") == "0.0（-65.7 至 65.7），n 4"
    assert proportion(99_999, 100_000).text() == ">99.9% (>99.9% to >99.9%), n 100000"
    assert proportion(1, 100_000).text() == "<0.1% (<0.1% to <0.1%), n 100000"
    assert rate(3, 1200).text() == "0.0025 (0.0005156–0.007306), n 3"
    assert mean([1, 2, 3, 4]).text() == "2.50 (0.45–4.55), n 4"


def test_a_number_that_is_not_there_is_a_dash() -> None:
    assert spell_number(None, "share") == "-"


def test_plain_data() -> None:
    assert list(csat([5]).as_dict())[6:] == ["definition", "grain", "unit", "confidence"]


def test_the_package_offers_its_names() -> None:
    assert set(feedback.__all__) <= set(dir(feedback))
    for name in feedback.__all__:
        assert getattr(feedback, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'mode'"):
        feedback.mode  # noqa: B018


# ── other peoples' implementations ───────────────────────────────────────────────────────────────────────────────────

CONFIDENCE = st.sampled_from([0.8, 0.95, 0.99])


def ends(estimate: Estimate) -> tuple[float, float]:
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.low, estimate.high


@given(st.integers(1, 3_000), st.floats(0, 1), CONFIDENCE)
def test_shares_equal_statsmodels(n: int, share: float, confidence: float) -> None:
    oracle = pytest.importorskip("statsmodels.stats.proportion")
    k = round(n * share)
    for ours, theirs in (("wilson", "wilson"), ("adjusted_wald", "agresti_coull"), ("exact", "beta")):
        method: Any = ours
        expected = oracle.proportion_confint(k, n, alpha=1 - confidence, method=theirs)
        assert ends(proportion(k, n, method=method, confidence=confidence)) == pytest.approx(expected, abs=1e-9)


@given(st.integers(0, 3_000), st.floats(0.5, 1e6), CONFIDENCE)
def test_rates_equal_statsmodels(events: int, exposure: float, confidence: float) -> None:
    oracle = pytest.importorskip("statsmodels.stats.rates")
    expected = oracle.confint_poisson(events, exposure, method="exact-c", alpha=1 - confidence)
    found = ends(rate(events, exposure, confidence=confidence))
    assert found[1] == pytest.approx(expected[1], rel=1e-9)
    assert found[0] == pytest.approx(expected[0] if events else 0.0, rel=1e-9)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60), CONFIDENCE)
def test_means_equal_statsmodels(values: list[float], confidence: float) -> None:
    oracle = pytest.importorskip("statsmodels.stats.weightstats")
    found = mean(values, confidence=confidence)
    if found.low is not None and max(values) - min(values) > 1e-3:
        expected = oracle.DescrStatsW(values).tconfint_mean(alpha=1 - confidence)
        assert ends(found) == pytest.approx(expected, rel=1e-7, abs=1e-6)
