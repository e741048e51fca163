"""A report as people read it: nothing without its denominator, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from servstd.errors import Problem
from servstd.report import Collector, Names, Rejected, Scope, percent, render_report, text_width
from tests.unit.report.fakes import FakeClock, FakeDecision, missed

NOW = datetime(2026, 2, 1, 9, 30, tzinfo=UTC)
HOUR = 3_600_000_000
ZH = Names(
    "zh",
    metrics={"resolution": "解决"},
    policies={"everyone": "其他事项"},
    attributes={"priority": "紧急程度"},
    values={("priority", "high"): "重要"},
)


def render(
    *decisions: FakeDecision, names: Names | None = None, width: int | None = None, more: dict[str, Any] | None = None, **options: Any
) -> str:
    collector = Collector(zone=UTC, **options)
    for decision in decisions:
        fake: Any = decision
        collector.add(fake, opened_us=0, theirs="met", approximate={"approx"})
    report = collector.report(standard="acme", now=NOW, events=7, **(more or {}))
    return render_report(report, names or Names("en"), source="events.jsonl", why_now="as given", width=width)


@pytest.mark.parametrize(
    ("share", "text"),
    [(None, "-"), (0.0, "0.0%"), (1.0, "100.0%"), (0.9995, ">99.9%"), (0.0004, "<0.1%"), (0.8125, "81.2%"), (0.999, "99.9%")],
)
def test_percent_never_claims_everything_or_nothing(share: float | None, text: str) -> None:
    assert percent(share) == text


def test_whole_report_in_english() -> None:
    text = render(FakeDecision((missed(), FakeClock(final=False))), FakeDecision((FakeClock(state="running"),), edition=None, case="2"))
    assert text.splitlines() == [
        "acme: service report",
        "Editions: 2026.1 (cases: 1), none in force (cases: 1)",
        "Read: events.jsonl, cases: 2, events: 7",
        "Now: 2026-02-01 09:30 UTC (as given)",
        "",
        "Attainment by metric",
        "",
        "metric      share met  95% interval  n  met  missed  not counted",
        "----------  ---------  ------------  -  ---  ------  -----------",
        "resolution      50.0%  9.5% – 90.5%  2    1       1  running 1",
        "Share met of the clocks decided; interval: wilson 95% (Wilson 1927).",
        "",
        "Attainment by metric and policy",
        "",
        "metric      policy    share met  95% interval  n  met  missed  not counted",
        "----------  --------  ---------  ------------  -  ---  ------  -----------",
        "resolution  everyone      50.0%  9.5% – 90.5%  2    1       1  running 1",
        "",
        "Worst overruns (of 1 missed; open time of the clock's calendar)",
        "",
        "case  metric      policy    due                   overdue by",
        "----  ----------  --------  --------------------  ----------",
        "1     resolution  everyone  1970-01-01 01:00 UTC  1m",
        "",
        "Clocks undecided: 1. Met, but may still change: 1.",
    ]


def test_chinese_uses_the_standard_s_labels_and_lines_up() -> None:
    text = render(FakeDecision((FakeClock(), FakeClock("first_response")), attributes={"priority": "high"}), names=ZH, by=["priority"])
    assert "按指标与紧急程度" in text
    lines = text.splitlines()
    start = lines.index("按指标与紧急程度") + 2
    rows = lines[start : start + 4]
    assert rows[2].startswith("解决      重要      100.0%")
    assert rows[3].startswith("首次响应  重要")
    assert len({text_width(row[: row.index("%")]) for row in rows[2:]}) == 1
    assert "没有超时的计时。" in text


def test_a_narrow_screen() -> None:
    text = render(FakeDecision((missed("a metric with a very long name indeed"),), case="K" * 60), width=70)
    assert max(text_width(line) for line in text.splitlines()[4:]) <= 70
    assert "…" in text


def test_measured_clocks_are_told_in_one_line() -> None:
    measured = FakeClock("next_response", state="measured", reason="no_policy")
    text = render(FakeDecision((FakeClock(), measured, measured)))
    assert "Measured, not graded: next_response 2" in text
    assert "no policy" not in text


def test_provisional_and_cancelled_stand_in_the_row() -> None:
    clocks = (FakeClock(provisional=True), FakeClock(state="cancelled"), FakeClock(state="cancelled", was_missed=True))
    assert "cancelled 1, cancelled after a miss 1, (provisional 1)" in render(FakeDecision(clocks))
    assert "已取消 1、超时后取消 1、(暂定 1)" in render(FakeDecision(clocks), names=ZH)


def test_approximate_clocks_are_explained() -> None:
    text = render(FakeDecision((FakeClock("approx"),)))
    assert "approx (approximate)" in text
    assert "the log cannot tell" in text
    assert "approx（近似）" in render(FakeDecision((FakeClock("approx"),)), names=ZH)


def test_bounds_and_periods() -> None:
    text = render(FakeDecision((FakeClock(),)), scope=Scope("due", from_us=0, period="month"))
    assert "Counted by due: 1970-01-01 00:00 UTC to … (end not included); clocks outside: 0" in text
    assert "resolution  1970-01" in text
    assert "按到期时间统计" in render(scope=Scope("due", to_us=HOUR), names=ZH)


def test_undecided_groups_show_a_dash() -> None:
    assert "resolution          -             -  0    0       0  running 1" in render(FakeDecision((FakeClock(state="running"),)))


def test_overruns_name_cycle_tenant_and_whether_they_still_run() -> None:
    text = render(FakeDecision((missed(cycle=3, running=True),), tenant="acme"))
    assert "acme/1" in text
    assert "resolution #3" in text
    assert "1m, still running" in text


def test_agreement() -> None:
    decisions = [*(FakeDecision((FakeClock(),), case=str(i)) for i in range(3)), FakeDecision((missed(),), case="k"), FakeDecision(())]
    text = render(*decisions, expect="resolution")
    lines = text[text.index("Agreement") :].splitlines()
    assert lines == [
        "Agreement with the log's own verdict: resolution",
        "",
        "ours \\ the log's  met  missed  no verdict",
        "----------------  ---  ------  ----------",
        "met                 3       0           0",
        "missed              1       0           0",
        "undecided           0       0           0",
        "no verdict          1       0           0",
        "75.00% of the cases both decide (4) agree (30.06% to 95.44%)",
        "Cases that differ: k",
    ]
    assert "没有双方都有结论的事项。" in render(FakeDecision(()), expect="resolution", names=ZH)


def test_findings_and_rejects() -> None:
    rejects = [
        Rejected(7, column="opened_at", messages={"en": "no date", "zh": "不是日期"}),
        Rejected(9, column=None, messages={"en": "too short", "zh": "缺列"}),
    ]
    broken = FakeDecision((), problems=(Problem("EVT008", params={"first": "1", "second": "2"}),))
    text = render(broken, more={"rejected": 3, "rejects": rejects, "rejects_file": "rejects.csv"})
    assert "Problems in the histories\n1 × EVT008: " in text
    assert text.endswith(
        "rows that could not be read: 3; all are in rejects.csv\n  row 7, column opened_at: no date\n  row 9: too short\n  … and 1 more"
    )
    text = render(broken, names=ZH, more={"rejected": 2, "rejects": rejects})
    assert text.endswith("2 行无法读取\n  第 7 行，opened_at 列：不是日期\n  第 9 行：缺列")


def test_names() -> None:
    assert Names("en").metric("x-own") == "x-own"
    assert Names("zh").metric("resolution") == "解决"
    assert Names("zh").value("commitment", "goal") == "目标"
    assert Names("en").value("policy", None) == "(none)"
    assert ZH.value("priority", "odd") == "odd"
    assert (ZH.group("priority"), ZH.group("policy"), ZH.group("whatever")) == ("紧急程度", "规则", "whatever")
