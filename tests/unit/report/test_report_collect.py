"""The collector: what is counted where, the worst overruns, the comparison with the log's own verdict."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from servstd.errors import Problem
from servstd.report import Collector, Scope, ServiceReport
from tests.unit.report.fakes import FakeClock, FakeDecision, missed

HOUR = 3_600_000_000
NOW = datetime(2026, 2, 1, tzinfo=UTC)


def collect(*decisions: FakeDecision, opened_us: int = 0, theirs: str | None = None, **options: Any) -> ServiceReport:
    collector = Collector(zone=UTC, **options)
    for decision in decisions:
        fake: Any = decision
        collector.add(fake, opened_us=opened_us, theirs=theirs)
    return collector.report(standard="acme", now=NOW, events=3)


def test_nothing() -> None:
    report = collect()
    assert (report.cases, report.clocks, report.overruns, report.findings, report.agreement) == (0, 0, (), (), None)
    assert [table.by for table in report.tables] == [(), ("policy",)]


def test_counts() -> None:
    clocks = (FakeClock(final=False), missed(), FakeClock(state="running"), FakeClock(state="paused"), FakeClock(state="cancelled"))
    report = collect(FakeDecision(clocks), FakeDecision((), edition=None))
    assert (report.cases, report.clocks, report.missed, report.undecided, report.non_final) == (2, 5, 1, 2, 1)
    assert report.editions == {"2026.1": 1, None: 1}


def test_one_table_an_attribute() -> None:
    report = collect(FakeDecision((FakeClock(),), attributes={"priority": "high"}), by=["priority", "tier", "priority"])
    assert [table.by for table in report.tables] == [(), ("policy",), ("priority",), ("tier",)]
    assert report.tables[3].rows[0].group == {"metric": "resolution", "tier": None}


def test_rows_stand_in_the_standard_s_order_then_by_size() -> None:
    orders = {"metric": ["first_response", "resolution"], "priority": ["low", "high"]}

    def case(priority: str | None, group: str, metric: str = "resolution") -> FakeDecision:
        return FakeDecision((FakeClock(metric),), attributes={"priority": priority, "group": group})

    decisions = [case("high", "b"), case(None, "a"), case("low", "a"), case("odd", "a"), case("low", "c", "first_response")]
    report = collect(*decisions, by=["priority", "group"], orders=orders)
    listed = [(row.group["metric"], row.group["priority"]) for row in report.tables[2].rows]
    resolution = "resolution"
    assert listed == [("first_response", "low"), (resolution, "low"), (resolution, "high"), (resolution, "odd"), (resolution, None)]
    assert [row.group["group"] for row in report.tables[3].rows] == ["c", "a", "b"]


def test_periods_by_what_counts() -> None:
    clock = FakeClock(stopped_us=40 * 24 * HOUR, due_us=None, due_if_resumed_now_us=70 * 24 * HOUR)
    late = missed(at_us=100 * 24 * HOUR)
    for count_by, expected in (("opened", ["1970-01"]), ("due", ["1970-03", "1970-04"]), ("decided", ["1970-02", "1970-04"])):
        report = collect(FakeDecision((clock, late)), scope=Scope(count_by, period="month"))  # type: ignore[arg-type]
        assert [table.by for table in report.tables] == [("period",), ("policy", "period")]
        assert [row.group["period"] for row in report.tables[0].rows] == expected


def test_clocks_without_an_instant_have_no_period_and_are_outside_any_bounds() -> None:
    running = FakeClock(state="running", stopped_us=None)
    report = collect(FakeDecision((running,)), scope=Scope("decided", period="year"))
    assert report.tables[0].rows[0].group["period"] is None
    report = collect(FakeDecision((running, FakeClock())), scope=Scope("decided", from_us=0))
    assert (report.clocks, report.outside) == (1, 1)
    assert report.scope.bounded


def test_approximate_metrics_stand_apart() -> None:
    collector = Collector(zone=UTC)
    fake: Any = FakeDecision((FakeClock(), FakeClock("first_response")))
    collector.add(fake, opened_us=0, approximate={"resolution"})
    assert [(row.group["metric"], row.approximate) for row in collector.tables()[0].rows] == [
        ("first_response", False),
        ("resolution", True),
    ]


def test_the_worst_overruns_whatever_the_order() -> None:
    decisions = [FakeDecision((missed(by_us=i % 17 * HOUR, at_us=i * HOUR, running=i % 2 == 0),), case=str(i)) for i in range(200)]
    expected = sorted(decisions, key=lambda decision: (decision.clocks[0].remaining_us, decision.clocks[0].missed_us))[:10]
    Random(3).shuffle(decisions)
    report = collect(*decisions)
    assert [one.case for one in report.overruns] == [decision.case for decision in expected]
    assert report.missed == 200
    first = report.overruns[0]
    assert (first.overdue_us, first.running, first.metric, first.cycle) == (16 * HOUR, True, "resolution", 1)


def test_among_equals_the_earlier_case_comes_first() -> None:
    report = collect(*(FakeDecision((missed(),), case=str(i)) for i in range(15)))
    assert [one.case for one in report.overruns] == [str(i) for i in range(10)]


def test_a_clock_missed_on_the_edge_is_overdue_by_nothing() -> None:
    (overrun,) = collect(FakeDecision((missed(by_us=0),))).overruns
    assert overrun.overdue_us == 0


def test_problems_of_histories_by_code() -> None:
    def broken(case: str) -> FakeDecision:
        return FakeDecision(
            (), case=case, problems=(Problem("EVT021", params={"name": case}), Problem("EVT008", params={"first": case, "second": "x"}))
        )

    collector = Collector(zone=UTC)
    for fake in (broken("a"), FakeDecision((), problems=(Problem("EVT008", params={"first": "b", "second": "x"}),), case="b")):
        decision: Any = fake
        collector.add(decision, opened_us=0)
    collector.fail("c", Problem("EVT008", params={"first": "c", "second": "x"}))
    collector.fail("d", Problem("EVT009", params={"case": "d", "id": "1", "first": "", "second": ""}))
    report = collector.report(standard="acme", now=NOW, events=3)
    assert [(one.code, one.count, one.case) for one in report.findings] == [("EVT008", 3, "a"), ("EVT009", 1, "d"), ("EVT021", 1, "a")]
    assert report.findings[0].messages["zh"] != report.findings[0].messages["en"]
    assert (report.cases, report.undecidable) == (4, 2)


@pytest.mark.parametrize(
    ("clocks", "ours"),
    [
        ((FakeClock(),), "met"),
        ((missed(),), "missed"),
        ((FakeClock(), missed(cycle=2)), "missed"),
        ((FakeClock(state="running"),), "undecided"),
        ((FakeClock(state="paused"),), "undecided"),
        ((FakeClock(state="cancelled"),), "none"),
        ((FakeClock(state="measured", reason="no_policy"),), "none"),
        ((FakeClock("first_response"),), "none"),
    ],
)
@pytest.mark.parametrize("theirs", ["met", "missed", None])
def test_our_verdict_against_the_log_s(clocks: tuple[FakeClock, ...], ours: str, theirs: str | None) -> None:
    agreement = collect(FakeDecision(clocks), expect="resolution", theirs=theirs).agreement
    assert agreement is not None
    assert agreement.counts == {(ours, theirs or "none"): 1}
    decided = ours in ("met", "missed") and theirs is not None
    assert agreement.share.n == int(decided)
    assert agreement.share.value == (float(ours == theirs) if decided else None)
    assert sum(agreement.share.excluded.values()) == int(not decided)
    assert [one.case for one in agreement.examples] == (["1"] if decided and ours != theirs else [])


def test_the_first_disagreements_are_listed() -> None:
    agreement = collect(*(FakeDecision((FakeClock(),), case=str(i)) for i in range(30)), expect="resolution", theirs="missed").agreement
    assert agreement is not None
    assert [one.case for one in agreement.examples] == [str(i) for i in range(10)]


def test_plain_data() -> None:
    report = collect(
        FakeDecision((missed(), FakeClock())),
        expect="resolution",
        theirs="met",
        scope=Scope("due", from_us=0, to_us=9 * HOUR, period="day"),
    )
    data = report.as_dict("zh-CN")
    assert data["now"] == "2026-02-01T00:00:00+00:00"
    assert (data["from"], data["to"], data["period"], data["count_by"]) == (
        "1970-01-01T00:00:00+00:00",
        "1970-01-01T09:00:00+00:00",
        "day",
        "due",
    )
    assert data["overruns"] == [
        {
            "case": "1",
            "metric": "resolution",
            "cycle": 1,
            "policy": "everyone",
            "running": False,
            "tenant": None,
            "due": "1970-01-01T01:00:00+00:00",
            "overdue": "1m",
            "overdue_s": 60.0,
        }
    ]
    agreement = data["agreement"]
    assert isinstance(agreement, dict)
    assert agreement["counts"] == [{"ours": "met", "theirs": "met", "cases": 1}]
    assert collect().as_dict()["agreement"] is None
