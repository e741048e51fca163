"""A file of customers gives the same facts whatever kind of file it is; what it lacks is told; assignments come back as they were."""

from __future__ import annotations

import csv
import gzip
import json
import math
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servstd.errors import UsageError
from servstd.mapping._cells import Refused
from servstd.mapping.facts_files import fact_of, open_assignments, open_customers

ROWS: list[dict[str, object]] = [
    {"customer": "00004", "paid_12m": 220000, "level": "7", "share": 0.5, "name": "Li"},
    {"customer": "00005", "paid_12m": None, "level": "物业或开发商", "share": 1.5, "name": "Han"},
]
FACTS = [{key: row[key] for key in ("customer", "paid_12m", "level", "share")} for row in ROWS]


def as_csv(path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ROWS[0])
        writer.writeheader()
        writer.writerows(ROWS)
    return path


def as_lines(path: Path) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), encoding="utf-8")
    return path


def as_zipped(path: Path) -> Path:
    with gzip.open(path, "wb") as stream:
        stream.write(as_csv(path.with_suffix("")).read_bytes())
    return path


def as_parquet(path: Path) -> Path:
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    parquet.write_table(arrow.Table.from_pylist(ROWS), path)
    return path


def as_sheet(path: Path) -> Path:
    book = pytest.importorskip("openpyxl").Workbook()
    book.active.append(list(ROWS[0]))
    for row in ROWS:
        book.active.append(list(row.values()))
    book.save(path)
    return path


KINDS = [("c.csv", as_csv), ("c.jsonl", as_lines), ("c.csv.gz", as_zipped), ("c.parquet", as_parquet), ("c.xlsx", as_sheet)]


def read(path: Path, *needed: str, texts: frozenset[str] = frozenset({"level"})) -> tuple[list[tuple[int, object]], list[str]]:
    with open_customers(path, needed=needed or ("paid_12m", "level", "share"), optional=("joined",), texts=texts) as file:
        assert file.name == path.name
        return list(file.rows), file.unused


@pytest.mark.parametrize(("name", "write"), KINDS, ids=[name for name, _ in KINDS])
def test_every_kind_of_file_gives_the_same_facts(tmp_path: Path, name: str, write: Callable[[Path], Path]) -> None:
    rows, unused = read(write(tmp_path / name))
    assert [facts for _, facts in rows] == FACTS
    assert [type(facts["paid_12m"]) for _, facts in rows[:1] if isinstance(facts, dict)] == [int]
    assert unused == ["name"]
    assert [number for number, _ in rows] == ([1, 2] if name in ("c.jsonl", "c.parquet") else [2, 3])


@pytest.mark.parametrize(("name", "write"), KINDS, ids=[name for name, _ in KINDS])
def test_missing_columns_are_told_all_at_once_with_the_nearest(tmp_path: Path, name: str, write: Callable[[Path], Path]) -> None:
    with pytest.raises(UsageError) as caught:
        read(write(tmp_path / name), "paid_12", "homes_planned")
    problem = caught.value.problem
    assert (problem.code, problem.params["names"]) == ("MAP102", "paid_12 (→ paid_12m?), homes_planned")


def test_an_optional_column_is_taken_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("customer,paid_12m,joined\n7,1,2026-01-05\n", encoding="utf-8")
    assert read(path, "paid_12m") == ([(2, {"customer": "7", "paid_12m": 1, "joined": "2026-01-05"})], [])


def test_a_spoiled_row_is_handed_on_as_refused(tmp_path: Path) -> None:
    table, lines = tmp_path / "c.csv", tmp_path / "c.jsonl"
    table.write_text("customer,paid\n7,1,2\n8,1\n", encoding="utf-8")
    lines.write_text('{"customer": 7, "paid": 1\n{"customer": 8, "paid": 1}\n', encoding="utf-8")
    for path, code in ((table, "MAP207"), (lines, "MAP213")):
        (_, bad), (_, good) = read(path, "paid")[0]
        assert isinstance(bad, Refused)
        assert bad.problem.code == code
        assert good == {"customer": "8", "paid": 1}


def test_lines_without_a_line_lack_nothing(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text("\n", encoding="utf-8")
    assert read(path) == ([], [])


def test_parquet_columns_of_every_type_become_plain_values(tmp_path: Path) -> None:
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "c.parquet"
    day, at = date(2026, 1, 5), datetime(2026, 1, 5, 9, tzinfo=UTC)
    columns = {
        "customer": arrow.array([4, None], arrow.int64()),
        "money": arrow.array([Decimal("7.50"), Decimal("8.00")]),
        "day": arrow.array([day, None]),
        "at": arrow.array([at, None], arrow.timestamp("ns", tz="UTC")),
        "local": arrow.array([datetime(2026, 1, 5), datetime(2026, 1, 5, 9)], arrow.timestamp("us")),
        "share": arrow.array([float("nan"), math.inf]),
        "vip": arrow.array([True, None]),
        "level": arrow.array([1, 2], arrow.int8()),
    }
    parquet.write_table(arrow.table(columns), path)
    rows, _ = read(path, *[name for name in columns if name != "customer"])
    (_, first), (_, second) = rows
    assert isinstance(first, dict)
    assert math.isnan(first.pop("share"))
    assert first == {
        "customer": "4", "money": 7.5, "day": "2026-01-05", "at": "2026-01-05T09:00:00+00:00", "local": "2026-01-05", "vip": True,
        "level": "1",
    }  # fmt: skip
    assert second == {
        "customer": None, "money": 8, "day": None, "at": None, "local": "2026-01-05T09:00:00", "share": math.inf, "vip": None,
        "level": "2",
    }  # fmt: skip


def test_what_only_calls_itself_parquet_is_told(tmp_path: Path) -> None:
    path = tmp_path / "c.parquet"
    path.write_bytes(b"PAR1 no")
    pytest.importorskip("pyarrow")
    with pytest.raises(UsageError, match="MAP105"):
        read(path)


@given(st.one_of(st.integers(-(10**18) + 1, 10**18 - 1), st.floats(allow_nan=False)))
def test_a_number_that_was_written_is_read_back(value: float) -> None:
    assert fact_of(repr(value)) == value


@pytest.mark.parametrize("word", ["007", "1,000", "1_000", "٣", "12 000", "0x10", "1e", "-", "true", "Nancy", "+86"])
def test_what_is_no_plain_number_stays_text(word: str) -> None:
    assert fact_of(f" {word} ") == (86 if word == "+86" else word)


def test_nothing_lists_and_not_numbers() -> None:
    assert (fact_of(None), fact_of("  "), fact_of(("a", "b")), fact_of("12", text=True)) == (None, None, ["a", "b"], "12")
    assert fact_of("-Inf") == -math.inf
    assert math.isnan(float(str(fact_of("NaN"))))


COLUMNS: dict[str, type] = {"customer": str, "score": float, "changed": bool, "explanation": dict}
MADE: list[dict[str, object]] = [
    {"customer": "00004", "score": 41.0, "changed": True, "explanation": {"tier": "重点"}},
    {"customer": "00005", "score": None, "changed": False, "explanation": None},
]


def test_assignments_come_back_as_they_were(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for ending in ("csv", "jsonl", "parquet"):
        with open_assignments(tmp_path / f"out.{ending}", f"out.{ending}", COLUMNS) as write:
            for row in MADE:
                write(row)
    explained = json.dumps(MADE[0]["explanation"], ensure_ascii=False)
    assert [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()] == MADE
    assert parquet.read_table(tmp_path / "out.parquet").to_pylist() == [{**MADE[0], "explanation": explained}, MADE[1]]
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [list(COLUMNS), ["00004", "41.0", "true", explained], ["00005", "", "false", ""]]


def test_many_assignments_are_written_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr("servstd.mapping.facts_files._WRITTEN", 2)
    with open_assignments(tmp_path / "out.parquet", "out.parquet", COLUMNS) as write:
        for i in range(5):
            write({**MADE[0], "customer": str(i)})
    assert parquet.ParquetFile(tmp_path / "out.parquet").num_row_groups == 3
    assert parquet.read_table(tmp_path / "out.parquet")["customer"].to_pylist() == list("01234")


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="CLI008"), open_assignments(tmp_path / "x", "out.docx", COLUMNS):
        pass
