"""`servstd feedback`: reports in both languages, forms and files; bad input is told and never counted twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Said
from tests.support import REPOSITORY

Call = Callable[..., Said]
HERE = REPOSITORY / "examples" / "feedback"
CASES = ("--events", HERE / "events.jsonl")
SURVEY = ("--answers", HERE / "survey.csv", "--answers-mapping", HERE / "survey-mapping.yaml")


def reported(call: Call, *options: str | Path) -> Any:
    said = call("feedback", "report", HERE / "standard.yaml", *CASES, "--no-plugins", "--format", "json", *options)
    assert said.code == 0, said.err
    return json.loads(said.out)


def test_the_report_has_figures_rates_charts_and_a_page(here: Path, call: Call) -> None:
    options = ("--ledger", HERE / "ledger.jsonl", "--by", "team", "--period", "month", "--baseline", "6", "--html", "page.html")
    data = reported(call, *options)
    after = data["instruments"][0]
    assert (after["judgement"]["verdict"], after["estimate"]["n"], after["asked"][0]["answered"]["n"]) == ("undecided", 276, 737)
    assert [signal["rule"] for signal in after["trend"]["chart"]["signals"]] == ["WE2"]
    assert "</svg>" in (here / "page.html").read_text("utf-8")
    said = call("feedback", "report", HERE / "standard.yaml", *CASES, "--no-plugins", "--locale", "zh", *options)
    assert said.code == 0
    assert "服务后满意度" in said.out
    assert "page.html" in said.err


def test_an_export_of_answers_is_read_beside_the_cases(here: Path, call: Call) -> None:
    said = call(
        "feedback", "report", HERE / "standard.yaml", *CASES, *SURVEY, "--rejects", "rejects.csv", "--no-plugins", "--format", "json"
    )
    data = json.loads(said.out)
    nps = data["instruments"][1]
    assert (nps["estimate"]["n"], nps["reasons"], data["rejected"]) == (38, {"off_scale": 1}, 1)
    assert "九分" in (here / "rejects.csv").read_text("utf-8-sig")
    assert "CLI016" in said.err
    twice, once = (reported(call, "--now", "2025-12-31", *more) for more in (("--answers", HERE / "events.jsonl"), ()))
    assert twice["instruments"][0]["estimate"]["value"] == once["instruments"][0]["estimate"]["value"]
    assert twice["instruments"][0]["statuses"] == {"counted": 345, "duplicate": 345}


def test_bounds_are_days_of_the_standard(here: Path, call: Call) -> None:
    data = reported(call, "--from", "2025-03-01", "--to", "2025-03-31")
    assert (data["scope"]["from"], data["scope"]["to"]) == ("2025-02-28T16:00:00Z", "2025-03-31T16:00:00Z")


def test_the_result_can_be_written(here: Path, call: Call) -> None:
    said = call("feedback", "report", HERE / "standard.yaml", *CASES, "--no-plugins", "--out", "r.txt")
    assert (said.code, said.out) == (0, "")
    assert (here / "r.txt").read_text("utf-8").startswith("Feedback: qinghe")


def test_themes_are_shown_alone(here: Path, call: Call) -> None:
    said = call("feedback", "themes", HERE / "standard.yaml", *CASES, "--no-plugins", "--locale", "zh", "--to", "2025-12-31")
    assert said.code == 0
    assert "又漏水" in said.out
    told = call("feedback", "themes", HERE / "standard.yaml", *CASES, "--no-plugins", "--format", "json")
    data = json.loads(told.out)
    assert (data["remarks"], [theme["theme"] for theme in data["themes"]]) == (42, ["leaks", "late"])


def test_a_forged_ledger_is_refused_at_its_line(here: Path, call: Call) -> None:
    line = '{"kind": "sent", "at": "2025-01-05T09:00:00Z", "customer": "c", "instrument": "after_service", "invitation": "k"}\n'
    for text, code in ((line + line, "FBK084"), (line + '{"kind": "sent"}\n', "FBK086"), (line + "{]\n", "FBK086")):
        (here / "l.jsonl").write_text(text, encoding="utf-8")
        said = call("feedback", "report", HERE / "standard.yaml", *CASES, "--ledger", "l.jsonl", "--no-plugins")
        assert said.code == 1
        assert code in said.err
        assert "l.jsonl:2" in said.err


def test_contradictions_and_strangers_are_told(here: Path, call: Call) -> None:
    lines = [
        {"case": "1", "id": "a", "kind": "answered", "at": "2025-03-01T09:00:00Z", "data": {"instrument": "after_service", "score": 5}},
        {"case": "1", "id": "a", "kind": "answered", "at": "2025-03-01T09:00:00Z", "data": {"instrument": "after_service", "score": 1}},
        {"case": "2", "kind": "answered", "at": "2025-03-01T09:00:00Z", "data": {"instrument": "other", "score": 1}},
    ]
    (here / "e.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    said = call("feedback", "report", HERE / "standard.yaml", "--events", "e.jsonl", "--no-plugins")
    assert said.code == 1
    assert "FBK171" in said.out
    assert "FBK175" in said.err


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--by", "customer"), "FBK173"),
        (("--answers-mapping", "survey.yaml"), "FBK178"),
        (("--minimum", "few"), "CLI003"),
        (("--minimum", "三十"), "CLI003"),
        (("--baseline", "1"), "FBK174"),
        (("--from", "soon"), "CLI003"),
        (("--from", "2025-03-02", "--to", "2025-03-01"), "CLI015"),
        (("--out", str(HERE / "events.jsonl")), "CLI010"),
    ],
)
def test_wrong_usage_is_told(here: Path, call: Call, options: tuple[str, ...], code: str) -> None:
    said = call("feedback", "report", HERE / "standard.yaml", *CASES, "--no-plugins", *options)
    assert said.code == 2
    assert code in said.err


def test_a_standard_without_feedback_or_themes(here: Path, call: Call) -> None:
    head = 'format: 1\nstandard: s\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: UTC\n'
    (here / "s.yaml").write_text(head, encoding="utf-8")
    assert "FBK170" in call("feedback", "report", "s.yaml", *CASES, "--no-plugins").err
    (here / "s.yaml").write_text(head + "feedback: {instruments: {a: {kind: csat, scale: 5}}}\n", encoding="utf-8")
    assert "FBK176" in call("feedback", "themes", "s.yaml", *CASES, "--no-plugins").err


def test_help_speaks_both_languages(call: Call) -> None:
    for command in ((), ("report",), ("themes",)):
        for locale in ("en", "zh"):
            assert call("--locale", locale, "feedback", *command, "--help").code == 0


def test_a_later_export_of_answers_moves_the_instant(here: Path, call: Call) -> None:
    lines = ["2026-03-01,N1,2026-02-20,north,9"]
    (here / "late.csv").write_text("提交时间,工单号,受理时间,班组,推荐分\n" + "\n".join(lines) + "\n", encoding="utf-8")
    mapping = (HERE / "survey-mapping.yaml").read_text("utf-8").replace("    comment: {column: 意见}\n", "")
    (here / "m.yaml").write_text(mapping.replace("YYYY-MM-DD HH:mm", "YYYY-MM-DD"), encoding="utf-8")
    data = reported(call, "--answers", "late.csv", "--answers-mapping", "m.yaml")
    assert data["now"] == "2026-02-28T16:00:00Z"
    assert data["instruments"][1]["estimate"]["n"] == 1
