"""Reports on feedback: every answer is somewhere, nothing is counted twice, nothing too small is shown, nothing is ranked."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from servstd.conditions import Test
from servstd.durations import Period
from servstd.events import Event
from servstd.feedback._case_facts import read_facts
from servstd.feedback._periods import list_periods, name_period
from servstd.feedback._report_building import Order, build_report
from servstd.feedback._trends import Declared, draw_rate, place_rebases
from servstd.feedback._versions import Section
from servstd.feedback.handling import Complaints
from servstd.feedback.ledger import ContactLedger, LedgerEntry
from servstd.feedback.model import Feedback, Instrument, Question, Theme
from servstd.feedback.reporting import FeedbackReport, InstrumentReport, Scope, chart_data
from servstd.instants import read_instant

CSAT = Instrument("after", kind="csat", scale=(1, 5), satisfied=(4, 5), target=0.9)
NPS = Instrument("nps", kind="nps", scale=(0, 10), method="nps")
EFFORT = Instrument("effort", kind="ces", scale=(1, 5), method="mean", direction="lower", target=2.0)
BATTERY = Instrument("quality", kind="battery", scale=(1, 5), questions=(Question("polite"), Question("fast")))


def at(day: str, hour: int = 9) -> str:
    return f"{day}T{hour:02}:00:00Z"


def case(name: str, day: str, *answers: dict[str, Any], **data: Any) -> list[Event]:
    """Return a case opened at 9 and solved at 12, with an answer at 13 for each of `answers`."""
    events = [
        Event("opened", case=name, at=at(day), by="customer", data={"customer": f"c-{name}", "matter": "repair", **data}),
        Event("resolved", case=name, at=at(day, 12), by="agent"),
    ]
    return [*events, *(Event("answered", case=name, at=at(day, 13 + i), by="customer", data=said) for i, said in enumerate(answers))]


def report(
    events: list[Event], *instruments: Instrument, ledger: ContactLedger | None = None, rebase: Any = (), feedback: Any = None, **scope: Any
) -> FeedbackReport:
    section = Feedback(instruments={one.name: one for one in instruments}, **(feedback or {}))
    order = Order(
        "shop",
        sections=[Section(0, feedback=section)],
        now_us=read_instant("2026-06-30T00:00:00Z"),
        time_zone="UTC",
        scope=Scope(**scope),
        ledger=ledger,
        rebase=rebase,
    )
    return build_report(order, events)


def only(found: FeedbackReport) -> InstrumentReport:
    (one,) = found.instruments
    return one


def said(score: object, instrument: str = "after", **data: Any) -> dict[str, Any]:
    return {"instrument": instrument, "score": score, **data}


def test_nobody_answered_is_no_figure_and_no_verdict() -> None:
    one = only(report([], CSAT, period="month", by=("team",)))
    assert one.estimate is not None
    assert (one.estimate.value, one.estimate.n, one.trend, one.breakdowns[0].segments, one.asked) == (None, 0, None, (), ())
    assert one.judgement is not None
    assert one.judgement.verdict == "undecided"
    assert one.breakdowns[0].table is None


@pytest.mark.parametrize("score", [9, 0, "5", "五", float("nan"), 3.5, True])
def test_a_score_that_is_none_is_refused_and_told(score: object) -> None:
    one = only(report([*case("1", "2026-01-05", said(5)), *case("2", "2026-01-05", said(score))], CSAT))
    assert one.estimate is not None
    assert (one.estimate.n, dict(one.estimate.excluded)) == (1, {"refused": 1})
    assert sum(one.statuses.values()) == 2
    assert sum(one.reasons.values()) == 1


def test_ten_clicks_are_one_answer() -> None:
    clicks = [Event("answered", case="1", at=at("2026-01-05", 13), by="customer", id=f"a{i}", data=said(5)) for i in range(10)]
    one = only(report([*case("1", "2026-01-05"), *clicks], CSAT))
    assert dict(one.statuses) == {"counted": 1, "duplicate": 9}


def test_answers_of_no_instrument_are_counted_as_strangers() -> None:
    found = report(case("1", "2026-01-05", said(5, "afer"), said(5, version="7")), CSAT)
    assert dict(found.strangers) == {"other_version": 1, "unknown_instrument": 1}
    assert only(found).statuses == {}


def test_a_version_is_a_figure_of_its_own() -> None:
    old, new = CSAT, attrs.evolve(CSAT, version="2", scale=(1, 7), satisfied=(6, 7))
    turn = read_instant("2026-03-01T00:00:00Z")
    sections = [Section(0, feedback=Feedback(instruments={"after": old})), Section(turn, feedback=Feedback(instruments={"after": new}))]
    order = Order("shop", sections=sections, now_us=read_instant("2026-06-30T00:00:00Z"), time_zone="UTC")
    answers = [*case("1", "2026-02-01", said(5)), *case("2", "2026-04-01", said(7)), *case("3", "2026-04-02", said(4, version="1"))]
    found = build_report(order, [*answers, *case("4", "2026-04-02", said(4, "other"))])
    assert [(one.version, one.estimate and one.estimate.n) for one in found.instruments] == [("2", 1), ("1", 2)]
    assert dict(found.strangers) == {"unknown_instrument": 1}
    assert [one.version for one in build_report(order, case("4", "2026-04-02", said(7))).instruments] == ["2"]
    early = build_report(attrs.evolve(order, sections=[attrs.evolve(sections[1])]), case("1", "2026-01-01", said(7)))
    assert only(early).version == "2"


def test_attribution_follows_what_is_asked_for() -> None:
    events = case("1", "2026-01-05", team="north")
    events += [Event("changed", case="1", at=at("2026-01-06"), data={"team": "south"})]
    events += [Event("answered", case="1", at=at("2026-01-07"), by="customer", data=said(5))]
    events += case("2", "2026-01-05", said(4))
    for count_by, expected in (("answered", ["", "south"]), ("resolved", ["", "north"])):
        one = only(report(events, CSAT, by=("team",), count_by=count_by))
        assert [segment.value for segment in one.breakdowns[0].segments] == expected


def test_large_segments_are_compared_and_small_ones_have_no_place() -> None:
    events = [event for i in range(40) for event in case(f"n{i}", "2026-01-05", said(5), team="north")]
    events += [event for i in range(40) for event in case(f"s{i}", "2026-01-05", said(5 if i % 2 else 1), team="south")]
    events += case("x", "2026-01-05", said(1), team="new")
    breakdown = only(report(events, CSAT, by=("team",))).breakdowns[0]
    assert breakdown.table is not None
    assert [row.flag for row in breakdown.table.rows] == ["too_few", "above", "below"]
    assert (breakdown.pairs, list(breakdown.differences)) == (1, [("north", "south")])
    data: Any = breakdown.as_dict()
    assert data["differences"][0]["verdict"] == "higher"


def test_means_have_no_funnel_and_less_may_be_better() -> None:
    events = [event for i in range(40) for event in case(f"n{i}", "2026-01-05", said(1 + i % 2, "effort"), team="north")]
    one = only(report(events, EFFORT, by=("team",), period="month"))
    assert one.breakdowns[0].table is None
    assert one.judgement is not None
    assert (one.judgement.direction, one.judgement.verdict) == ("at_most", "met")
    assert one.trend is not None
    assert one.trend.chart.kind == "xmr"


def test_a_battery_gives_a_mean_for_each_question() -> None:
    answer = {"instrument": "quality", "answers.polite": 5, "answers.fast": 2}
    one = only(report(case("1", "2026-01-05", answer), BATTERY, by=("team",), period="month"))
    assert (one.estimate, one.judgement, one.trend, one.breakdowns) == (None, None, None, ())
    assert {name: figure.value for name, figure in one.questions.items()} == {"polite": 5.0, "fast": 2.0}


def test_what_is_anonymous_shows_no_small_cell_and_no_words() -> None:
    secret = attrs.evolve(CSAT, anonymous=True, least=5)
    events = [event for i in range(6) for event in case(f"n{i}", "2026-01-05", said(5, comment="leak"), team="north")]
    events += [event for i in range(2) for event in case(f"s{i}", "2026-02-05", said(1), team="south")]
    events += [event for i in range(7) for event in case(f"e{i}", "2026-03-05", said(4), team="east")]
    found = report(events, secret, by=("team",), period="month", feedback={"themes": {"leaks": Theme("leaks", words={"": ("leak",)})}})
    one = only(found)
    assert {segment.value: segment.estimate is None for segment in one.breakdowns[0].segments} == {
        "east": False,
        "north": True,
        "south": True,
    }
    assert one.breakdowns[0].table is not None
    assert [row.name for row in one.breakdowns[0].table.rows] == ["east"]
    assert one.trend is not None
    assert [name for name, figure in one.trend.estimates.items() if figure is None] == ["2026-01", "2026-02"]
    assert [point.value for point in one.trend.chart.points[:2]] == [None, None]
    assert (one.remarks, one.themes, found.remarks) == (0, (), 0)


def test_a_figure_of_too_few_is_not_in_the_report_at_all() -> None:
    few = attrs.evolve(CSAT, least=5)
    one = only(report(case("1", "2026-01-05", said(5, comment="leak")), few, by=("team",), period="month"))
    assert (one.hidden, one.estimate, one.judgement, one.trend, one.breakdowns) == (True, None, None, None, ())
    data: Any = one.as_dict()
    assert (data["estimate"], data["themes"]) == (None, [])


def test_rates_follow_the_same_filter_as_their_answers() -> None:
    events = [*case("1", "2026-01-05", said(5, invitation="k1"), team="north"), *case("2", "2026-01-05", team="north")]
    events += case("3", "2026-02-05", {"instrument": "after", "invitation": "k3", "partial": True, "score": 4}, team="south")
    entries = [
        LedgerEntry("sent", at_us=read_instant(at(day, 12)), customer="c", instrument="after", invitation=key, case=name)
        for key, name, day in (("k1", "1", "2026-01-05"), ("k2", "2", "2026-01-05"), ("k3", "3", "2026-02-05"))
    ]
    gone = LedgerEntry("not_sent", at_us=0, customer="c", instrument="after", invitation="k4", case="9", why="consent")
    retried = [attrs.evolve(gone, invitation="k2", case="2"), *entries, attrs.evolve(entries[0], kind="reminded"), gone]
    one = only(report(events, CSAT, ledger=ContactLedger([attrs.evolve(gone, instrument="nps"), *retried]), by=("team",)))
    told = [(dict(row.segment), row.answered.value, row.answered.n, dict(row.outcomes)) for row in one.asked]
    assert told == [
        ({}, 1 / 3, 3, {"not_sent": 1, "sent": 1, "answered": 1, "partial": 1}),
        ({"team": ""}, None, 0, {"not_sent": 1}),
        ({"team": "north"}, 0.5, 2, {"sent": 1, "answered": 1}),
        ({"team": "south"}, 0.0, 1, {"partial": 1}),
    ]
    assert dict(one.asked[0].not_sent) == {"consent": 1}
    february = only(report(events, CSAT, ledger=ContactLedger(entries), from_us=read_instant("2026-02-01T00:00:00Z")))
    assert (february.asked[0].answered.n, february.estimate and february.estimate.n) == (1, 0)


def test_without_a_ledger_surveyed_events_tell_who_was_asked() -> None:
    asked = [Event("surveyed", case=name, at=at("2026-01-05", 12), data={"instrument": "after"}) for name in ("1", "2")]
    again = Event("surveyed", case="1", at=at("2026-01-06", 12), data={"instrument": "after"})
    other = Event("surveyed", case="1", at=at("2026-01-06", 13), data={"instrument": "nps"})
    bare = Event("surveyed", case="3", at=at("2026-01-06", 13), data={"instrument": "after"})
    found = report([*case("1", "2026-01-05", said(5)), *case("2", "2026-01-05"), *asked, again, other, bare], CSAT, by=("team",))
    one = only(found)
    assert [(row.answered.value, row.answered.n) for row in one.asked] == [(1 / 3, 3), (1 / 3, 3)]


def test_limits_are_made_anew_only_where_a_reason_is_given() -> None:
    months = [f"2026-{month:02}-10" for month in range(1, 7)]
    events = [event for day in months for i in range(12) for event in case(f"{day}{i}", day, said(5 if i else 1))]
    event = Event("x-rebased", case="imp", at=at("2026-03-15"), by={"role": "agent", "id": "qian"}, data={"reason": "new routine"})
    bare = Event("x-rebased", case="imp", at=at("2026-03-16"), data={"reason": " "})
    other = Event("x-rebased", case="imp", at=at("2026-03-17"), data={"reason": "elsewhere", "instrument": "nps"})
    more = [Declared(date(2026, 3, 20), reason="new tools")]
    found = report([*events, event, bare, other], CSAT, period="month", rebase=more, baseline=3)
    trend = only(found).trend
    assert trend is not None
    assert [(phase.start, phase.reason, phase.by) for phase in trend.chart.phases] == [(0, "", ""), (3, "new routine; new tools", "qian")]
    assert [problem.code for problem in found.left_out] == ["FBK172"]
    assert trend.last == ("2026-05", "2026-06")
    assert trend.change is not None
    assert trend.change.verdict == "undecided"


def test_a_period_without_answers_is_a_gap() -> None:
    trend = only(report([*case("1", "2026-01-05", said(5)), *case("2", "2026-03-05", said(1))], CSAT, period="month")).trend
    assert trend is not None
    assert [point.value for point in trend.chart.points] == [1.0, None, 0.0, None, None, None]
    alone = only(report(case("1", "2026-06-05", said(5)), CSAT, period="month", to_us=read_instant("2026-06-20T00:00:00Z"))).trend
    assert alone is not None
    assert alone.change is None
    data: Any = alone.as_dict()
    assert data["change"] is None


def test_a_deviation_without_end_is_none_in_json() -> None:
    events = [event for month in (1, 2, 3) for event in case(str(month), f"2026-0{month}-05", said(5 if month < 3 else 1))]
    trend = only(report(events, CSAT, period="month", baseline=2)).trend
    assert trend is not None
    data: Any = chart_data(trend.chart)
    assert data["points"][2]["deviation"] is None
    assert data["points"][2]["signals"] == ["WE1"]


def test_complaints_are_counted_by_the_standards_own_condition() -> None:
    rules = Complaints(when=Test("matter", op="in", values=("complaint",)), recurrence=Period(30, "day"))
    angry = {"matter": "complaint", "customer": "K1"}
    events = [*case("1", "2026-01-05", **angry, grade="major"), *case("2", "2026-01-20", **angry), *case("3", "2026-04-20", **angry)]
    events += [*case("4", "2026-01-05"), *case("5", "2026-01-06", matter="complaint", customer=None)]
    declared = [Declared(date(2026, 3, 1), reason="new routine"), Declared(date(2026, 2, 1), reason="x", instrument="after")]
    found = report(events, CSAT, feedback={"complaints": rules}, period="month", rebase=declared).complaints
    assert found is not None
    assert (found.share.value, found.recurring and found.recurring.basis) == (0.8, {"k": 1, "n": 4})
    assert {grade: figure.basis["k"] for grade, figure in found.by_grade.items()} == {"": 3, "major": 1}
    assert found.chart is not None
    assert [(phase.start, phase.reason) for phase in found.chart.phases] == [(0, ""), (2, "new routine")]
    later = report(events, CSAT, feedback={"complaints": attrs.evolve(rules, recurrence=None)}, from_us=read_instant(at("2026-04-01")))
    assert later.complaints is not None
    assert (later.complaints.share.n, later.complaints.recurring, later.complaints.chart) == (1, None, None)
    data: Any = later.complaints.as_dict()
    assert (data["recurring"], data["chart"]) == (None, None)
    assert draw_rate([], [], unit="month", last=date(2026, 1, 1), scope=Scope(), declared=()) is None


def test_a_case_that_contradicts_itself_is_left_out_and_told() -> None:
    twice = [Event("answered", case="1", at=at("2026-01-05"), by="customer", id="e1", data=said(score)) for score in (5, 1)]
    found = report([*twice, *case("2", "2026-01-05", said(4))], CSAT)
    assert (found.cases, [problem.code for problem in found.left_out]) == (1, ["FBK171"])
    assert "1" in found.left_out[0].message("zh")
    facts, _ = read_facts([Event("answered", case="3", at=at("2026-01-05"), by="customer", data=said(4))])
    assert (facts[0].attributes, facts[0].attributes_at(0)) == ({}, {})


def test_themes_are_told_over_all_and_for_each() -> None:
    themes = {"leaks": Theme("leaks", words={"": ("leak",)})}
    events = [*case("1", "2026-01-05", said(1, comment="a leak")), *case("2", "2026-01-05", said(9, "nps", comment="fine"))]
    found = report(events, CSAT, NPS, feedback={"themes": themes})
    assert (found.remarks, found.themes[0].estimate.value) == (2, 0.5)
    assert [one.themes[0].estimate.value for one in found.instruments] == [1.0, 0.0]
    data: Any = found.as_dict("zh")
    assert data["themes"][0]["cases"] == ["1"]


def test_periods_follow_the_calendar() -> None:
    first, last = date(2025, 12, 29), date(2026, 1, 6)
    assert [period.name for period in list_periods(first, last, "week")] == ["2026-W01", "2026-W02"]
    assert [period.name for period in list_periods(first, last, "quarter")] == ["2025-Q4", "2026-Q1"]
    assert [period.name for period in list_periods(first, last, "year")] == ["2025", "2026"]
    assert len(list_periods(first, last, "day")) == 9
    assert list_periods(last, first, "day") == []
    assert name_period(last, "day") == "2026-01-06"
    assert place_rebases([Declared(date(2030, 1, 1), reason="later")], list_periods(first, last, "month")) == []
