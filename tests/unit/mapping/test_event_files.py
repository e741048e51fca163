"""Files of events in our own form and as CloudEvents."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from servstd.errors import UsageError
from servstd.mapping import read_events, read_log
from tests.unit.mapping.support import write

OPENED = {"id": "e1", "case": "42", "at": "2026-01-05T09:00:00+08:00", "kind": "opened", "by": "customer"}
CLOUD = {
    "specversion": "1.0",
    "source": "crm",
    "id": "9",
    "subject": "42",
    "type": "resolved",
    "time": "2026-01-05T10:00:00+08:00",
    "by": "agent",
}


def lines(*items: object) -> str:
    return "".join((item if isinstance(item, str) else json.dumps(item)) + "\n" for item in items)


def test_both_forms_are_read(tmp_path: Path) -> None:
    path = write(tmp_path, "events.jsonl", lines(OPENED, "", CLOUD))
    assert [(event.id, event.kind) for event in read_events(path)] == [("e1", "opened"), ("crm 9", "resolved")]
    zipped = tmp_path / "events.ndjson.gz"
    zipped.write_bytes(gzip.compress(b"\xef\xbb\xbf" + lines(OPENED).encode()))
    assert len(list(read_events(zipped))) == 1


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{oops", "MAP213"),
        ("[1]", "MAP213"),
        ("9" * 5000, "MAP213"),
        ({**OPENED, "at": "2026-01-05 09:00"}, "TIM001"),
        ({**OPENED, "at": "soon"}, "TIM002"),
        ({**OPENED, "kind": "opend"}, "EVT003"),
        ({**OPENED, "data": {"x": {"y": 1}}}, "EVT006"),
        ({"case": "42"}, "EVT001"),
        ({**OPENED, "priority": "high"}, "EVT002"),
    ],
)
def test_a_bad_line_is_told_with_its_number(tmp_path: Path, line: object, code: str) -> None:
    path = write(tmp_path, "events.jsonl", lines(OPENED, line, CLOUD))
    with pytest.raises(UsageError) as caught:
        list(read_events(path))
    problem = caught.value.problem
    assert (problem.code, str(problem.place)) == (code, "events.jsonl:2:1")
    assert problem.render("zh")
    refused: list[int] = []
    assert len(list(read_events(path, on_bad="skip", refuse=lambda number, error: refused.append(number)))) == 2
    assert len(list(read_events(path, on_bad="skip"))) == 2
    assert refused == [2]
    with pytest.raises(UsageError):
        read_log(path, None)
    log = read_log(path, None, on_bad="skip", rejects=tmp_path / "rejects.csv")
    assert (log.rows, log.rejected, log.rejects[0].row, log.rejects[0].problem.code) == (3, 1, 2, code)
    assert (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig").count("\n") >= 2


def test_events_as_a_log(tmp_path: Path) -> None:
    other = {**OPENED, "case": "43", "tenant": "acme"}
    log = read_log(write(tmp_path, "events.jsonl", lines(OPENED, other, CLOUD)), None)
    assert log.case_ids == ("42", "acme/43")
    assert [event.kind for event in log.case("42")] == ["opened", "resolved"]
    assert log.now_us == 1_767_578_400_000_000
    assert log.expected("42") is None


def test_a_table_needs_a_mapping(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_log(write(tmp_path, "events.csv", "a,b\n"), None)
    assert caught.value.problem.code == "MAP116"
