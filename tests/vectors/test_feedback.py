"""Published examples of feedback figures, intervals and control charts, and the neighbouring figures of service desks.

*Rule:* every vector outside the areas of tiers runs, written in our language; none is skipped and none deleted. Where we chose
otherwise on purpose the vector stands in `DIFFERENT_CHOICE` with the reason. `stats.*` runs in `test_estimates`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from statistics import NormalDist
from typing import Any

import pytest

from servstd import feedback
from servstd.calendars import read_calendar
from servstd.errors import UsageError
from servstd.estimates import Estimate
from servstd.feedback import ces, csat, judge, mean, nps, p_chart, proportion, runs_about_median, u_chart, xmr_chart
from servstd.feedback.rules import find_signals
from tests.support import has_shared, shared_path, why_without

FILE = ("vectors", "tiers_feedback.json")
VECTORS: list[dict[str, Any]] = []
if has_shared(*FILE):
    whole = json.loads(shared_path(*FILE).read_text(encoding="utf-8"))
    VECTORS = [vector for vector in whole if not vector["area"].startswith(("tiers", "stats."))]

DIFFERENT_CHOICE = {
    "aht-callcentrehelper": "an average out of totals has no single values, so no spread and no interval; we make no figure without one",
    "seed-blueprint-4s": "drawing a service process is not what a standard of promises does; nothing of ours sorts steps into lanes",
}


def of(*areas: str) -> list[Any]:
    found = [
        pytest.param(vector, id=vector["id"]) for vector in VECTORS if vector["area"] in areas and vector["id"] not in DIFFERENT_CHOICE
    ]
    return found or [pytest.param(None, marks=pytest.mark.skip(reason=why_without(*FILE)))]


def named(name: str) -> dict[str, Any]:
    if not VECTORS:
        pytest.skip(why_without(*FILE))
    return next(vector for vector in VECTORS if vector["id"] == name)


def answers(given: Mapping[str, Any]) -> Any:
    return given.get("scores") or {10: given["promoters"], 7: given["passives"], 0: given["detractors"]}


def ends(estimate: Estimate) -> tuple[float, float]:
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.low / 100, estimate.high / 100


RUN = {
    "feedback.nps", "feedback.nps_ci", "feedback.csat", "feedback.csat_ci", "feedback.ces", "feedback.complaint", "quality.xmr",
    "quality.rules", "quality.run_chart", "quality.p_chart", "quality.c_chart", "quality.u_chart", "quality.kano", "metrics.aht",
    "metrics.error_budget", "process.blueprint", "calendar.cn",
}  # fmt: skip


@pytest.mark.skipif(not VECTORS, reason=why_without(*FILE))
def test_every_area_is_run_or_chosen_otherwise() -> None:
    assert {vector["area"] for vector in VECTORS} == RUN
    assert set(DIFFERENT_CHOICE) <= {vector["id"] for vector in VECTORS}


def test_what_was_chosen_otherwise_is_nowhere() -> None:
    assert not {"aht", "average_handling_time", "blueprint", "lanes"} & set(feedback.__all__)


# ── figures from answers ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("vector", of("feedback.nps"))
def test_nps(vector: Mapping[str, Any]) -> None:
    given, expected = vector["input"], vector["expected"]
    if "scores_bad" in given:
        fraction, below, above, empty = given["scores_bad"]
        for scores, code, reason in ((fraction, "FBK004", "fraction"), (below, "FBK001", "off_scale"), (above, "FBK001", "off_scale")):
            with pytest.raises(UsageError) as caught:
                nps(scores)
            assert caught.value.problem.code == code
            found = nps(scores, on_bad="exclude")
            assert (found.n, found.excluded) == (11, {reason: 1})
        assert nps(empty).value is None, "no value: neither 0 nor an error"
        return
    if "error" in expected:
        with pytest.raises(UsageError) as caught:
            nps(answers(given), n=given["n_reported"])
        assert caught.value.problem.code == "FBK008"
        return
    found = nps(answers(given), method="wald", confidence=0.5)
    assert found.value == pytest.approx(100 * expected["nps"], abs=100 * vector["tol"])
    half = (ends(found)[1] - ends(found)[0]) / 2
    error = half / NormalDist().inv_cdf(0.75)  # at 50 % no end is cut off
    assert error == pytest.approx(expected["se"], abs=vector["tol"])
    assert error**2 * found.n == pytest.approx(expected["variance"], abs=vector["tol"])


@pytest.mark.parametrize("vector", of("feedback.nps_ci"))
def test_nps_intervals(vector: Mapping[str, Any]) -> None:
    given, expected = vector["input"], vector["expected"]
    assert ends(nps(answers(given))) == pytest.approx(expected["ci"], abs=vector["tol"])
    assert ends(nps(answers(given), method="wald")) == pytest.approx(expected["plain_wald_ci"], abs=vector["tol"])


def test_satisfied_scores_depend_on_the_scale() -> None:
    table = named("csat-topbox-table")["input"]["range_to_satisfied"]
    for points, satisfied in table.items():
        for score in range(1, int(points) + 1):
            assert csat([score], int(points)).value == (1.0 if score in satisfied else 0.0)
    for points in set(range(1, 12)) - {int(points) for points in table}:
        with pytest.raises(UsageError, match="FBK006"):
            csat([1], points)


def test_neutral_answers_stay_in_the_denominator() -> None:
    vector = named("csat-neutral-in-denominator")
    given, expected = vector["input"], vector["expected"]
    found = csat({5: given["good"], 3: given["neutral"], 1: given["bad"]}).value
    assert found == pytest.approx(expected["csat_with_neutral"])
    assert found != pytest.approx(expected["csat_dropping_neutral"])


def test_a_net_score_is_not_csat() -> None:
    vector = named("csat-net-vs-csat")
    given, expected = vector["input"], vector["expected"]
    counts = {3: given["great"], 2: given["okay"], 1: given["notgood"]}
    assert csat(counts, 3).value == pytest.approx(expected["csat"])
    assert ces(counts, "net", 3).value == pytest.approx(100 * expected["net_score"])


def test_a_csat_of_a_hundred_percent_proves_no_target() -> None:
    vector = named("csat-wilson-20-20")
    given, expected = vector["input"], vector["expected"]
    found = csat({5: given["satisfied"], 1: given["responses"] - given["satisfied"]})
    assert (found.value, found.low, found.high) == pytest.approx((expected["csat"], expected["low"], expected["high"]), abs=vector["tol"])
    assert judge(found, 0.96).verdict == expected["target_96_met"]


def test_effort_whose_counts_do_not_add_up() -> None:
    vector = named("ces-5pt-mean-WRONG")
    counts = dict(enumerate(vector["input"]["counts_1_to_5"], start=1))
    found = ces(counts, "mean", 5)
    assert (found.value, found.n) == (pytest.approx(vector["expected"]["correct"], abs=vector["tol"]), vector["expected"]["n"])
    with pytest.raises(UsageError, match="FBK008"):
        ces(counts, "mean", 5, n=1000)


# ── control charts ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("vector", of("quality.xmr"))
def test_xmr(vector: Mapping[str, Any]) -> None:
    given, expected, tol = vector["input"], vector["expected"], vector["tol"]
    chart = xmr_chart(
        given["values"],
        baseline=len(given["values"]),
        average=given.get("mrc", "mean"),
        constants="nist" if "d2" in given else "wheeler",
    )
    phase, point = chart.phases[0], chart.points[0]
    found = {"cl": phase.centre, "lnpl": point.low, "unpl": point.high, "mr": phase.range_mean, "url": phase.range_high}
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=tol)


@pytest.mark.parametrize("vector", of("quality.rules"))
def test_rules(vector: Mapping[str, Any]) -> None:
    given = vector["input"]
    if "z" not in given:
        middle, sigma = (given["unpl"] + given["lnpl"]) / 2, (given["unpl"] - given["lnpl"]) / 6
        given = {"rule": "W1", "z": [(value - middle) / sigma for value in given["values"]]}
    name = {"WE2": "WE2", "WE4": "WE4", "Nelson": "N4", "W1": "W1"}[given["rule"].split()[0]]
    rules = {"WE": "western_electric", "N4": "nelson", "W1": "wheeler"}[name[:2]]
    assert [signal.at for signal in find_signals(given["z"], rules) if signal.rule == name] == vector["expected"]["signals"]


@pytest.mark.parametrize("vector", of("quality.run_chart"))
def test_runs(vector: Mapping[str, Any]) -> None:
    found, expected = runs_about_median(vector["input"]["values"]), vector["expected"]
    assert (found.median, found.runs, found.expected) == (expected["median"], expected["runs"], expected["expected_runs"])
    assert found.clustering == pytest.approx(expected["p_clustering"], abs=vector["tol"])


@pytest.mark.parametrize("vector", of("quality.p_chart"))
def test_p_charts(vector: Mapping[str, Any]) -> None:
    counts, size, expected = vector["input"]["defectives"], vector["input"]["n"], vector["expected"]
    chart = p_chart(counts, [size] * len(counts), baseline=len(counts))
    point = chart.points[0]
    assert (point.centre, point.low, point.high) == pytest.approx((expected["center"], expected["lcl"], expected["ucl"]), abs=vector["tol"])
    if "signals" in expected:
        assert [signal.at for signal in chart.signals if signal.rule == "WE1"] == expected["signals"]


@pytest.mark.parametrize("vector", of("quality.c_chart", "quality.u_chart"))
def test_charts_of_rates(vector: Mapping[str, Any]) -> None:
    given, expected = vector["input"], vector["expected"]
    counts = given.get("counts") or given["defects"]
    chart = u_chart(counts, given.get("units") or [1] * len(counts), baseline=len(counts))
    assert chart.phases[0].centre == pytest.approx(expected["center"], abs=vector["tol"])
    if "ucl" in expected:
        assert (chart.points[0].low, chart.points[0].high) == pytest.approx((expected["lcl"], expected["ucl"]), abs=vector["tol"])
    else:
        assert len({point.high for point in chart.points}) == len(set(given["units"])), "limits vary by point"


# ── neighbouring figures ─────────────────────────────────────────────────────────────────────────────────────────────


def test_handling_time_by_ticket_and_by_session() -> None:
    vector = named("aht-unique-ticket")
    tickets: dict[str, float] = {}
    for ticket, minutes in vector["input"]["sessions_min"]:
        tickets[ticket] = tickets.get(ticket, 0) + minutes
    assert mean(tickets.values(), grain="ticket").value == vector["expected"]["aht_min"]
    assert mean([minutes for _, minutes in vector["input"]["sessions_min"]], grain="session").value == vector["expected"]["per_session"]


def test_handling_time_without_an_agents_reply_is_none() -> None:
    vector = named("handle-time-zendesk-messaging")
    times = [time.fromisoformat(event[:5]) for event in vector["input"]["events"]]
    minutes = [one.hour * 60 + one.minute for one in (times[0], times[-1])]
    assert mean([minutes[1] - minutes[0]]).value == vector["expected"]["handle_min"]
    assert mean([]).value is None, vector["expected"]["no_agent_reply"]


def test_error_budget() -> None:
    vector = named("error-budget-occurrence")
    given, expected = vector["input"], vector["expected"]
    found = proportion(sum(given["good"]), sum(given["total"])).value
    assert found == pytest.approx(expected["sli"], abs=vector["tol"])
    assert (1 - found) / (1 - given["target"]) == pytest.approx(expected["budget_consumed"], abs=vector["tol"])
    vector = named("sli-event-vs-time")
    given, expected = vector["input"], vector["expected"]
    assert proportion(sum(given["good"]), sum(given["total"])).value == expected["event_based"]
    slots = [good / total for good, total in zip(given["good"], given["total"], strict=True)]
    assert mean(slots, scale=(0, 1), grain="slot").value == pytest.approx(expected["time_based"])


def test_kano_coefficients_are_shares() -> None:
    vector = named("kano-coefficients")
    given, expected = vector["input"], vector["expected"]
    n = sum(given[name] for name in "AOMI")
    assert proportion(given["A"] + given["O"], n).value == pytest.approx(expected["better"])
    assert proportion(given["O"] + given["M"], n).value == pytest.approx(-expected["worse"])


def test_a_complaints_limits_in_actual_time() -> None:
    vector = named("seed-complaint-clock")
    received = datetime.fromisoformat(vector["input"]["received"])
    always = read_calendar("24/7", name="always")
    assert always.add(received, "48h") == datetime.fromisoformat(vector["expected"]["respond_by"])
    assert always.add(received, "72h") == datetime.fromisoformat(vector["expected"]["resolve_by"])


@pytest.mark.parametrize("vector", of("calendar.cn"))
def test_made_up_working_days(vector: Mapping[str, Any]) -> None:
    office = read_calendar(
        {"time_zone": "Asia/Shanghai", "hours": {"mon-fri": ["09:00-18:00"]}, "holidays": {"country": "CN"}}, name="office"
    )
    day = date.fromisoformat(vector["input"]["date"])
    noon = datetime.fromisoformat(f"{day}T12:00:00+08:00")
    assert office.is_open(noon) == (vector["expected"]["kind"] == "work")
