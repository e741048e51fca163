"""decide, explain, report: the commands about cases."""

from __future__ import annotations

import csv
import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from servstd.cli._files import whole_file
from servstd.errors import UsageError
from servstd.instants import read_instant
from tests.cli.conftest import Said
from tests.support import REPOSITORY

Call = Callable[..., Said]
Snapshot = Callable[[str, str], None]
EVENTS = ("standard.yaml", "--events", "events.jsonl")
ZH_EXAMPLE = REPOSITORY / "src" / "servstd" / "standards" / "init_zh"
MAPPING = """\
mapping: tickets
shape: cases
time: {format: "YYYY-MM-DD HH:mm", zone: Europe/London}
case: No
events:
  - {kind: opened, at: Created, by: customer}
  - {kind: message, by: agent, public: true, at: Replied}
  - {kind: resolved, at: Solved, by: agent}
attributes: {priority: Priority}
expect: {metric: resolution, met: {OK: "yes"}, missed: {OK: "no"}}
later: [OK]
"""
TICKETS = """\
No,Created,Replied,Solved,Priority,OK
A1,2026-01-05 09:30,2026-01-05 10:00,2026-01-06 10:00,normal,yes
A2,2026-01-05 09:30,2026-01-05 17:00,2026-01-12 10:00,normal,yes
A3,2026-13-05 09:30,,,normal,no
A4,2026-01-05 22:00,2026-01-05 22:10,2026-01-06 01:00,urgent,yes
"""


def write_export(folder: Path, mapping: str = MAPPING, rows: str = TICKETS) -> tuple[str, ...]:
    (folder / "mapping.yaml").write_text(mapping, encoding="utf-8")
    (folder / "tickets.csv").write_text(rows, encoding="utf-8")
    return ("standard.yaml", "--events", "tickets.csv", "--mapping", "mapping.yaml")


# ── decide ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_decide_prints_a_line_a_case(call: Call, first: Path) -> None:
    said = call("decide", *EVENTS)
    assert said.code == 0
    decisions = [json.loads(line) for line in said.out.splitlines()]
    assert [decision["case"] for decision in decisions] == ["1001", "1002", "1003", "1004", "1005", "1006"]
    assert all({"case", "clocks", "next_wake_up"} <= set(decision) for decision in decisions)
    assert said.err == "decided at 2026-01-12T09:40:00+00:00 (the file's last instant)\n"


def test_decide_one_case_at_an_instant(call: Call, first: Path) -> None:
    said = call("decide", *EVENTS, "--case", "1002", "--now", "2026-01-06 10:10")
    (decision,) = [json.loads(line) for line in said.out.splitlines()]
    clock = next(clock for clock in decision["clocks"] if clock["metric"] == "first_response")
    assert clock["state"] == "missed", "due exactly now, without an answer"
    assert "(as given)" in said.err
    said = call("decide", *EVENTS, "--case", "1002", "--now", "2026-01-06T10:09:59+00:00")
    clock = next(clock for clock in json.loads(said.out)["clocks"] if clock["metric"] == "first_response")
    assert clock["state"] == "running"


def test_local_time_without_an_offset_is_the_standard_s(call: Call, first: Path) -> None:
    (first / "standard.yaml").write_text(
        (first / "standard.yaml").read_text(encoding="utf-8").replace("Europe/London", "Asia/Shanghai"), encoding="utf-8"
    )
    said = call("decide", *EVENTS, "--now", "2026-02-01 08:00", "--case", "1001")
    assert json.loads(said.out)["now"] == "2026-02-01T08:00:00+08:00"


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_decide_as_a_table(call: Call, first: Path, snapshot: Snapshot, locale: str) -> None:
    said = call("decide", *EVENTS, "--format", "text", "--locale", locale)
    assert said.code == 0
    snapshot(f"decide_{locale}", said.out)


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_decide_writes_the_same_table_in_every_format(call: Call, first: Path, suffix: str) -> None:
    said = call("decide", *EVENTS, "--out", f"clocks.{suffix}")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"written to clocks.{suffix}: clocks: 12, cases: 6\n")
    file = first / f"clocks.{suffix}"
    rows: list[dict[str, object]]
    if suffix == "csv":
        with file.open(encoding="utf-8", newline="") as stream:
            rows = [{name: None if value == "" else value for name, value in row.items()} for row in csv.DictReader(stream)]
    elif suffix == "jsonl":
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    else:
        rows = pytest.importorskip("pyarrow.parquet").read_table(file).to_pylist()
    assert len(rows) == 12
    row = rows[2]
    assert {name: str(row[name]) for name in ("case", "metric", "cycle", "policy", "target", "state", "edition")} == {
        "case": "1002",
        "metric": "first_response",
        "cycle": "1",
        "policy": "everyone",
        "target": "2h",
        "state": "missed",
        "edition": "1",
    }
    due = row["due"]
    assert read_instant(due if isinstance(due, str) else str(due)) == read_instant("2026-01-06T10:10:00Z")
    assert float(str(row["elapsed_s"])) == 8400
    assert float(str(row["remaining_s"])) == -1200
    assert str(row["final"]).lower() == "true"
    assert row["tenant"] is None
    assert [path.name for path in first.iterdir() if path.name.startswith(".")] == []


def test_decide_with_out_as_json_tells_what_was_written(call: Call, first: Path) -> None:
    data = json.loads(call("decide", *EVENTS, "--out", "c.CSV", "--format", "json").out)
    assert data == {"file": "c.CSV", "cases": 6, "clocks": 12, "now": "2026-01-12T09:40:00+00:00"}


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("unknown_ending", ["--out", "clocks.xls"]),
        ("over_its_input", ["--out", "events.jsonl"]),
        ("no_folder", ["--out", "nowhere/clocks.csv"]),
        ("bad_now", ["--now", "yesterday"]),
        ("no_such_case", ["--case", "1010"]),
    ],
)
def test_decisions_that_cannot_be_made(call: Call, first: Path, snapshot: Snapshot, name: str, arguments: list[str]) -> None:
    before = sorted(path.name for path in first.iterdir())
    content = (first / "events.jsonl").read_bytes()
    said = call("decide", *EVENTS, *arguments)
    assert said.code == 2
    assert said.out == ""
    snapshot(f"decide_{name}", said.err)
    assert sorted(path.name for path in first.iterdir()) == before
    assert (first / "events.jsonl").read_bytes() == content


def test_parquet_without_pyarrow_says_what_to_install(call: Call, first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("servstd.cli._clock_rows.find_spec", lambda name: None)
    said = call("decide", *EVENTS, "--out", "c.parquet")
    assert said.code == 2
    assert "pip install 'servstd[report]'" in said.err


def test_a_half_written_file_never_stays(tmp_path: Path) -> None:
    target = tmp_path / "clocks.csv"
    target.write_text("before", encoding="utf-8")
    writing = whole_file(str(target))
    part = writing.__enter__()
    part.write_text("half", encoding="utf-8")
    assert target.read_text(encoding="utf-8") == "before"
    error = ZeroDivisionError()
    assert not writing.__exit__(type(error), error, None)
    assert target.read_text(encoding="utf-8") == "before"
    with pytest.raises(UsageError), whole_file(str(target)):
        raise OSError(28, "No space left on device")
    assert os.listdir(tmp_path) == ["clocks.csv"]


def contradict(folder: Path) -> None:
    with (folder / "events.jsonl").open("a", encoding="utf-8") as stream:
        for kind in ("opened", "closed"):
            stream.write(json.dumps({"id": "e1", "case": "9", "at": "2026-01-12T09:00:00Z", "kind": kind}) + "\n")


def test_a_case_that_cannot_be_decided_stops_no_other(call: Call, first: Path) -> None:
    contradict(first)
    said = call("decide", *EVENTS)
    assert said.code == 1
    lines = [json.loads(line) for line in said.out.splitlines()]
    assert len(lines) == 7
    assert [problem["code"] for problem in lines[6]["problems"]] == ["CLI017", "EVT009"]
    assert "CLI017: the case '9' cannot be decided" in said.err
    said = call("decide", *EVENTS, "--out", "c.csv")
    assert said.code == 1
    assert said.out.startswith("written to c.csv: clocks: 12, cases: 6\n")
    said = call("decide", *EVENTS, "--format", "text", "--locale", "zh")
    assert said.code == 1
    assert "事项 '9' 无法判定" in said.err


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[1, 2]",
        '{"case": "7", "at": "2026-01-12 09:00", "kind": "opened"}',
        '{"case": "7", "at": "2026-01-12T09:00:00Z", "kind": "opend"}',
        '{"case": "7", "at": "2026-01-12T09:00:00Z"}',
        '{"case": "7", "at": "2026-01-12T09:00:00Z", "kind": "message"}',
        '{"case": "7", "at": 5, "kind": "opened"}',
        '{"case": "", "at": "2026-01-12T09:00:00Z", "kind": "opened"}',
    ],
)
@pytest.mark.parametrize("command", ["decide", "report"])
def test_a_line_that_is_no_event_is_told_with_its_place(call: Call, first: Path, command: str, line: str) -> None:
    with (first / "events.jsonl").open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    said = call(command, *EVENTS)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("events.jsonl:21")
    assert "CLI099" not in said.err


def test_no_events(call: Call, first: Path) -> None:
    (first / "events.jsonl").write_text("", encoding="utf-8")
    said = call("report", *EVENTS)
    assert said.code == 1
    assert said.err.startswith("CLI014: events.jsonl holds no events")


def test_files_that_are_not_there(call: Call, first: Path) -> None:
    said = call("report", "standard.yaml", "--events", "no-such.jsonl")
    assert said.code == 2
    assert "no-such.jsonl" in said.err
    said = call("report", *EVENTS, "--mapping", "no-such.yaml")
    assert said.code == 2
    assert "no-such.yaml" in said.err


def test_an_export_needs_a_mapping(call: Call, first: Path) -> None:
    write_export(first)
    said = call("report", "standard.yaml", "--events", "tickets.csv")
    assert said.code == 2
    assert "MAP116" in said.err


def test_a_wrong_mapping_is_told_with_all_its_problems(call: Call, first: Path) -> None:
    arguments = write_export(
        first, mapping=MAPPING.replace("shape: cases", "shape: case").replace("zone: Europe/London", "zone: Europe/Londn")
    )
    said = call("report", *arguments)
    assert (said.code, said.out) == (1, "")
    assert "mapping.yaml:2:" in said.err
    data = json.loads(call("report", *arguments, "--format", "json").out)
    assert len(data["problems"]) >= 1


def test_gzipped_events(call: Call, first: Path) -> None:
    (first / "events.jsonl.gz").write_bytes(gzip.compress((first / "events.jsonl").read_bytes()))
    assert "cases: 6, events: 20" in call("report", "standard.yaml", "--events", "events.jsonl.gz").out


# ── explain ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_explain(call: Call, first: Path) -> None:
    said = call("explain", *EVENTS, "--case", "1002")
    assert said.code == 0
    assert "everyone" in said.out
    assert "(the file's last instant)" in said.err
    said = call("explain", *EVENTS, "--case", "1002", "--audience", "customer", "--locale", "zh")
    assert "everyone" not in said.out
    assert not said.out.isascii()


def test_explain_as_json(call: Call, first: Path) -> None:
    data = json.loads(call("explain", *EVENTS, "--case", "1002", "--format", "json", "--now", "2026-01-06T00:00:00Z").out)
    assert (data["case"], data["audience"], data["now"]) == ("1002", "staff", "2026-01-06T00:00:00+00:00")
    assert data["text"]


def test_explain_a_case_that_is_not_there(call: Call, first: Path) -> None:
    said = call("explain", *EVENTS, "--case", "1020")
    assert (said.code, said.out) == (2, "")
    assert "1020" in said.err


# ── report ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_report(call: Call, first: Path, snapshot: Snapshot, locale: str) -> None:
    said = call("report", *EVENTS, "--by", "priority", "--locale", locale)
    assert (said.code, said.err) == (0, "")
    snapshot(f"report_{locale}", said.out)


def test_report_of_the_chinese_standard(call: Call, here: Path, snapshot: Snapshot) -> None:
    assert call("init", ".", "--lang", "zh").code == 0
    said = call("report", *EVENTS, "--locale", "zh", "--period", "week", "--count-by", "due")
    assert said.code == 0
    snapshot("report_zh_standard", said.out)


def test_report_as_json(call: Call, first: Path) -> None:
    data = json.loads(call("report", *EVENTS, "--by", "priority", "--by", "channel", "--format", "json").out)
    assert (data["cases"], data["events"], data["missed"], data["now"], data["now_is"]) == (6, 20, 2, "2026-01-12T09:40:00+00:00", "last")
    assert [table["by"] for table in data["tables"]] == [[], ["policy"], ["priority"], ["channel"]]
    row = data["tables"][0]["rows"][0]
    assert (row["group"], row["met"], row["missed"], row["share"]["n"]) == ({"metric": "first_response"}, 4, 2, 6)
    assert row["share"]["method"] == "wilson 95%"
    assert [one["overdue"] for one in data["overruns"]] == ["35m", "20m"]
    assert data["agreement"] is None


def test_bounds(call: Call, first: Path) -> None:
    said = call("report", *EVENTS, "--from", "2026-01-05", "--to", "2026-01-05")
    assert "Counted by opened: 2026-01-05 00:00 GMT to 2026-01-06 00:00 GMT (end not included); clocks outside: 8" in said.out
    data = json.loads(call("report", *EVENTS, "--to", "2026-01-07 10:00", "--format", "json").out)
    assert (data["from"], data["to"], data["clocks"]) == (None, "2026-01-07T10:00:00+00:00", 4)
    data = json.loads(call("report", *EVENTS, "--count-by", "decided", "--from", "2026-01-09T00:00:00Z", "--format", "json").out)
    assert sum(row["share"]["n"] for row in data["tables"][0]["rows"]) == 4


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("bad_from", ["--from", "last month"]),
        ("empty_period", ["--from", "2026-02-01", "--to", "2026-01-31"]),
        ("bad_period", ["--period", "fortnight"]),
        ("unknown_attribute", ["--by", "prioritty"]),
    ],
)
@pytest.mark.parametrize("locale", ["en", "zh"])
def test_reports_that_cannot_be_made(call: Call, first: Path, snapshot: Snapshot, name: str, arguments: list[str], locale: str) -> None:
    said = call("report", *EVENTS, *arguments, "--locale", locale)
    assert (said.code, said.out) == (2, "")
    snapshot(f"report_{name}_{locale}", said.err)


def test_a_case_that_cannot_be_decided_is_in_the_report_and_fails_it(call: Call, first: Path) -> None:
    contradict(first)
    said = call("report", *EVENTS)
    assert said.code == 1
    assert "cases: 7" in said.out
    assert "1 × EVT009: " in said.out
    assert json.loads(call("report", *EVENTS, "--format", "json").out)["undecidable"] == 1


def test_an_export_with_rejects_and_the_log_s_own_verdict(call: Call, first: Path) -> None:
    arguments = write_export(first)
    said = call("report", *arguments, "--rejects", "rejects.csv")
    assert said.code == 0
    assert "rows that could not be read: 1; all are in rejects.csv\n  row 4, column Created: " in said.out
    assert "A3" in (first / "rejects.csv").read_text(encoding="utf-8")
    assert "66.67% of the cases both decide (3) agree" in said.out
    assert "Cases that differ: A2" in said.out
    said = call("report", *arguments, "--locale", "zh")
    assert "1 行无法读取\n  第 4 行，Created 列：" in said.out


def test_decide_tells_of_rejects(call: Call, first: Path) -> None:
    said = call("decide", *write_export(first), "--format", "text")
    assert said.code == 0
    assert "CLI016: rows of tickets.csv that could not be read and are not in the result: 1" in said.err


def test_the_moment_of_the_export_is_now(call: Call, first: Path) -> None:
    arguments = write_export(first, mapping=MAPPING + "as_of: 2026-01-31T24:00\nunknown: [pauses]\n")
    said = call("report", *arguments)
    assert "Now: 2026-02-01 00:00 GMT (the moment of the export, as the mapping says)" in said.out
    assert "resolution (approximate)" in said.out
    assert json.loads(call("report", *arguments, "--format", "json").out)["now_is"] == "as_of"
    call("decide", *arguments, "--out", "c.jsonl")
    rows = [json.loads(line) for line in (first / "c.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {(row["metric"], row["approximate"]) for row in rows} == {("first_response", False), ("resolution", True)}


def test_progress_is_shown_on_a_terminal_only(call: Call, first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "decided" not in call("report", *EVENTS).err
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "72")
    said = call("report", *EVENTS)
    assert "\r\x1b[2Kcases decided: 0 of 6" in said.err
    assert said.err.endswith("\r\x1b[2K")
    tables = [line for line in said.out.splitlines() if line.startswith(("first", "resol"))]
    assert tables
    assert max(map(len, tables)) <= 72
    assert any("…" in line for line in tables)


# ── real logs ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_incident_log_agrees_with_its_own_verdict(call: Call, shared: Path) -> None:
    standard = REPOSITORY / "tests" / "data" / "incidents.yaml"
    mapping = shared / "samples" / "mappings" / "servicenow-snapshots.yaml"
    said = call("report", standard, "--events", shared / "data" / "incidents.csv.gz", "--mapping", mapping, "--format", "json")
    assert said.code == 0
    data = json.loads(said.out)
    agreement = data["agreement"]
    assert data["cases"] == sum(count["cases"] for count in agreement["counts"]) == 12_386
    assert agreement["share"]["n"] > 11_000
    assert agreement["share"]["value"] >= 0.998
    assert data["rejected"] == 3
    assert data["undecidable"] == 0


def test_the_renovation_example_reports(call: Call) -> None:
    folder = REPOSITORY / "examples" / "renovation-zh"
    said = call(
        "report", folder / "standard.yaml", "--events", folder / "records.csv", "--mapping", folder / "mapping.yaml", "--locale", "zh"
    )
    assert said.code == 0
    assert "首次响应" in said.out
