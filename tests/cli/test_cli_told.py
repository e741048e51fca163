"""What is told beside a result: problems of the histories, bad lines, outputs that fail, files mixed up."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from servstd.cli._history_problems import HistoryProblems
from servstd.errors import Problem
from servstd.mapping.writing import cannot_write
from tests.cli.conftest import Said
from tests.cli.test_cli_cases import MAPPING, write_export

Call = Callable[..., Said]
BROKEN = """\
{"case":"1","at":"2026-01-05T09:00:00Z","kind":"changed","data":{"priority":"urgnt"}}
{"case":"1","at":"2026-01-05T09:30:00Z","kind":"opened","data":{"priority":"urgnt"}}
{"case":"2","at":"2026-01-05T09:30:00Z","kind":"opened","data":{"priority":"urgnt"}}
"""
BROKEN_LOG = ("standard.yaml", "--events", "broken.jsonl")


@pytest.fixture
def broken(first: Path) -> Path:
    (first / "broken.jsonl").write_text(BROKEN, encoding="utf-8")
    return first


# ── problems of the histories ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("how", [("--format", "text"), ("--out", "c.csv")])
def test_decide_tells_each_distinct_problem_of_the_histories(call: Call, broken: Path, how: tuple[str, str]) -> None:
    said = call("decide", *BROKEN_LOG, *how)
    assert said.code == 0
    assert "case 1: EVT010: event " in said.err
    assert said.err.count("EVT014") == 1, "the same problem in another case is counted only"
    assert "  expected: normal, urgent\n  found: urgnt\n  fix: " in said.err
    assert "problems in the histories: 3; distinct, shown above: 2\n" in said.err


def test_as_json_all_that_is_told_beside_the_result_is_json(call: Call, broken: Path) -> None:
    said = call("decide", *BROKEN_LOG, "--out", "c.csv", "--format", "json")
    told = [json.loads(line) for line in said.err.splitlines()]
    assert [(one["case"], one["problem"]["code"]) for one in told[:-1]] == [("1", "EVT010"), ("1", "EVT014")]
    assert told[-1] == {"problems": 3, "shown": 2}
    said = call("decide", *BROKEN_LOG, "--format", "json", "--locale", "zh")
    assert json.loads(said.err) == {"now": "2026-01-05T09:30:00+00:00", "now_is": "last"}
    decision = json.loads(said.out.splitlines()[0])
    assert all("\u4e00" <= problem["message"][-1] <= "\u9fff" for problem in decision["problems"])


def test_explain_tells_them_in_full(call: Call, broken: Path) -> None:
    said = call("explain", *BROKEN_LOG, "--case", "2")
    assert "case 2: EVT014: " in said.err
    assert "  expected: normal, urgent\n  found: urgnt\n  fix: " in said.err
    data = json.loads(call("explain", *BROKEN_LOG, "--case", "2", "--format", "json").out)
    assert data["problems"][0]["params"]["found"] == "urgnt"


def test_report_quotes_what_was_found(call: Call, broken: Path) -> None:
    assert "(first: case 1)\n  expected: normal, urgent\n  found: urgnt" in call("report", *BROKEN_LOG).out
    problems = json.loads(call("report", *BROKEN_LOG, "--format", "json").out)["problems"]
    assert {(one["code"], one["found"]) for one in problems} == {("EVT010", None), ("EVT014", "urgnt")} or problems[0]["count"] >= 1


def test_only_the_first_ten_are_kept() -> None:
    seen = HistoryProblems()
    seen.add("1", [Problem("EVT014", params={"event": "e", "name": "a", "found": str(i), "expected": "b"}) for i in range(12)])
    assert (seen.count, len(seen.first)) == (12, 10)


def test_clocks_the_log_cannot_tell_exactly_are_marked(call: Call, first: Path) -> None:
    arguments = write_export(first, MAPPING + "unknown: [pauses]\n")
    text = call("decide", *arguments, "--format", "text").out
    clocks = [clock for line in call("decide", *arguments).out.splitlines() for clock in json.loads(line)["clocks"]]
    assert text.count("(approximate)") == sum(clock["approximate"] for clock in clocks) > 0


# ── lines, options, files ────────────────────────────────────────────────────────────────────────────────────────────


def test_all_bad_lines_are_told_at_once(call: Call, first: Path) -> None:
    bad = [
        '{"case":"1","case":"2","at":"2026-01-05T09:00:00Z","kind":"opened"}',
        '{"case":"1","at":"9999-12-31T23:59:59Z","kind":"opened"}',
        '{"case":"1","at":"0001-01-01T00:00:00+14:00","kind":"opened"}',
    ]
    (first / "bad.jsonl").write_text("\n".join(bad) + "\n", encoding="utf-8")
    said = call("decide", "standard.yaml", "--events", "bad.jsonl")
    assert (said.code, said.out) == (1, "")
    places = [line.split(": ")[:2] for line in said.err.splitlines() if line.startswith("bad.jsonl")]
    assert places == [["bad.jsonl:1:1", "MAP218"], ["bad.jsonl:2:1", "TIM004"], ["bad.jsonl:3:1", "TIM004"]]
    (first / "bad.jsonl").write_text("[]\n" * 30, encoding="utf-8")
    said = call("decide", "standard.yaml", "--events", "bad.jsonl")
    assert said.err.count("MAP213") == 20
    assert "CLI025: lines that are no events: 30; shown above: 20" in said.err


@pytest.mark.parametrize("at", ["9999-12-31", "9997-12-30", "yesterday"])
def test_an_instant_nobody_can_promise_at_names_the_option(call: Call, first: Path, at: str) -> None:
    said = call("quote", "standard.yaml", "priority=normal", "--at", at)
    assert said.code == 2
    assert said.err.startswith("CLI003: the value of --at ")
    assert f"found: {at}\n" in said.err


def test_an_attribute_given_twice(call: Call, first: Path) -> None:
    said = call("quote", "standard.yaml", "priority=urgent", "priority=normal")
    assert (said.code, said.err.partition(":")[0]) == (2, "CLI021")
    assert "found: priority=urgent, priority=normal" in said.err


def test_a_mapping_and_a_standard_mixed_up(call: Call, first: Path) -> None:
    arguments = write_export(first)
    said = call("check", "mapping.yaml")
    assert (said.code, said.err.splitlines()[0]) == (2, "CLI023: mapping.yaml is a mapping, not a standard")
    said = call("decide", *arguments[:3], "--mapping", "standard.yaml")
    assert (said.code, said.err.splitlines()[0]) == (2, "CLI024: standard.yaml is a standard, not a mapping")
    (first / "mapping.yaml").write_text("shape: [\n", encoding="utf-8")
    assert call("decide", *arguments).code == 1
    (first / "list.yaml").write_text("[]\n", encoding="utf-8")
    assert call("check", "list.yaml").code == 1


def test_rejects_are_said_to_be_where_they_are(call: Call, first: Path) -> None:
    arguments = write_export(first)
    said = call("decide", *arguments, "--rejects", "r.csv")
    assert "CLI022: " in said.err
    assert "fix: r.csv lists them all" in said.err
    for flag in ("--rejects", "--out"):
        said = call("decide", *arguments, flag, "nowhere/r.csv")
        assert (said.code, said.err.partition(":")[0]) == (2, "CLI019")


def test_why_a_file_cannot_be_written() -> None:
    codes = [cannot_write("a/b.csv", OSError(number, "why")).problem.code for number in (2, 13, 28)]
    assert codes == ["CLI019", "CLI020", "CLI007"]


def test_a_file_that_is_not_there_has_no_line(call: Call, first: Path) -> None:
    (problem,) = json.loads(call("decide", "standard.yaml", "--events", "no.jsonl", "--format", "json").out)["problems"]
    assert (problem["code"], problem["line"], problem["column"]) == ("MAP109", None, None)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("arguments", [["schema"], ["--version"], ["check", "standard.yaml", "--format", "json"]])
def test_an_output_that_is_full_or_closed(first: Path, arguments: list[str]) -> None:
    command = [sys.executable, "-c", "from servstd.cli import main; main()", *arguments]
    with open("/dev/full", "w", encoding="utf-8") as full:
        said = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    assert said.returncode == 2
    assert said.stderr.startswith(b"CLI007: stdout cannot be written: ")
    closing = "import os, sys; os.close(1); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    closed = subprocess.run([sys.executable, "-c", closing, *command[1:]], stderr=subprocess.PIPE, check=False, timeout=60)
    assert (closed.returncode, closed.stderr) == (0, b"")
