"""Files of every kind become the same rows; a file that is not what it seems is told with the way out."""

from __future__ import annotations

import gzip
import json
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servstd.errors import Problem, UsageError
from servstd.mapping import read_log, read_mapping
from servstd.mapping._cells import plain_cell
from tests.unit.mapping.support import codes, read, told, write

MAPPING = (
    "mapping: m\nshape: snapshots\ncase: 编号\nat: 时间\ntime: {format: 'YYYY-MM-DD HH:mm', zone: Asia/Shanghai}\n"
    "opened: {at: first_row, by: customer}\nattributes: {state: 状态}\n"
)
ROWS = [["编号", "时间", "状态"], ["7", "2026-01-05 09:00", "新建"], ["7", "2026-01-05 10:00", "完成"]]
TEXT = "".join(",".join(row) + "\n" for row in ROWS)
EVENTS = [("01-05T01:00", "opened", {"state": "新建"}), ("01-05T02:00", "changed", {"state": "完成"})]


def error(folder: Path, mapping: str, text: str, **options: str) -> Problem:
    with pytest.raises(UsageError) as caught:
        read(folder, mapping, text, **options)
    problem = caught.value.problem
    assert problem.place is not None
    assert problem.render("zh")
    assert problem.render("en")
    assert not (folder / "rejects.csv").exists()
    assert not list(folder.glob("*.part"))
    return problem


def with_read(rules: str) -> str:
    return MAPPING + f"read: {{{rules}}}\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16"])
def test_text_files_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    text = TEXT if encoding != "big5" else TEXT.replace("编号", "號").replace("时间", "時").replace("状态", "態")
    mapping = with_read(f"encoding: {encoding}")
    if encoding == "big5":
        mapping = mapping.replace("编号", "號").replace("时间", "時").replace("状态", "態")
        text = text.replace("新建", "新").replace("完成", "完")
    log = read(tmp_path, mapping, text, encoding=encoding)
    assert len(log.case("7")) == 2


def test_a_byte_order_mark_is_no_part_of_a_name(tmp_path: Path) -> None:
    assert [told(event) for event in read(tmp_path, MAPPING, TEXT, encoding="utf-8-sig").events] == EVENTS


def test_zipped_tabbed_and_oddly_quoted_files(tmp_path: Path) -> None:
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress(TEXT.encode()))
    assert [told(event) for event in read_log(path, read_mapping(MAPPING)).events] == EVENTS
    assert [told(event) for event in read(tmp_path, MAPPING, TEXT.replace(",", "\t"), "log.tsv").events] == EVENTS
    assert [told(event) for event in read(tmp_path, with_read("delimiter: '\\t'"), TEXT.replace(",", "\t"), "log.txt").events] == EVENTS
    log = read(tmp_path, MAPPING, TEXT.replace("新建", '"新,\n""建"" "').replace("\n7", "\r\n\r\n7"))
    assert next(log.events).data["state"] == '新,\n"建"'


def test_rows_above_the_header_and_merged_cells(tmp_path: Path) -> None:
    text = "工单明细,,\n,,\n" + TEXT.replace("\n7,2026-01-05 10", "\n-,2026-01-05 10")
    log = read(tmp_path, with_read("header_row: 3, fill_down: [编号], missing: ['-']"), text)
    assert [told(event) for event in log.events] == EVENTS
    assert error(tmp_path / "..", with_read("header_row: 2"), text, name=f"{tmp_path.name}.csv").code == "MAP107"


@pytest.mark.parametrize("text", ["", "\n", "\n\n\n"])
def test_an_empty_file_has_no_header(tmp_path: Path, text: str) -> None:
    assert error(tmp_path, MAPPING, text).code == "MAP107"


def test_a_file_with_a_header_only(tmp_path: Path) -> None:
    log = read(tmp_path, MAPPING, "编号,时间,状态\n")
    assert (log.rows, log.case_ids, log.last_us, log.now_us, list(log.events), log.problems) == (0, (), None, None, [], ())


@pytest.mark.parametrize(
    ("encoding", "said", "guess"),
    [("gb18030", "utf-8", "gb18030"), ("utf-16", "utf-8", "utf-16"), ("utf-8", "ascii", "utf-8"), ("cp1252", "utf-8", "cp1252")],
)
def test_the_wrong_encoding_is_told_with_the_right_one(tmp_path: Path, encoding: str, said: str, guess: str) -> None:
    text = TEXT if encoding != "cp1252" else "编号,时间\nMünchen ß Ã,é\n".replace("编号,时间", "Größe,ä")
    found = error(tmp_path, with_read(f"encoding: {said}"), text, encoding=encoding)
    assert (found.code, found.params["guess"]) == ("MAP101", guess)
    assert found.place is not None
    assert found.place.line == 1


def test_an_encoding_that_reads_but_makes_no_sense(tmp_path: Path) -> None:
    found = error(tmp_path, with_read("encoding: gb18030"), TEXT.replace("编号", "编号码"), encoding="utf-8")
    assert found.code in ("MAP101", "MAP112")
    found = error(tmp_path, with_read("encoding: cp1252"), TEXT, encoding="gb18030")
    assert (found.code, found.params["guess"]) in [("MAP112", "gb18030"), ("MAP101", "gb18030")]


def test_utf16_read_wrongly_as_itself(tmp_path: Path) -> None:
    assert error(tmp_path, with_read("encoding: utf-16"), TEXT).code == "MAP101"


def test_all_missing_columns_are_told_at_once(tmp_path: Path) -> None:
    found = error(tmp_path, MAPPING, TEXT.replace("编号", "编号码").replace("状态", "Status"))
    assert (found.code, found.params["count"], found.params["names"]) == ("MAP102", 2, "编号 (→ 编号码?), 状态")
    assert found.params["found"] == "编号码, 时间, Status"


def test_the_wrong_delimiter(tmp_path: Path) -> None:
    found = error(tmp_path, MAPPING, TEXT.replace(",", ";"))
    assert (found.code, found.params["delimiter"]) == ("MAP111", "';'")
    assert error(tmp_path, MAPPING, "x\n").code == "MAP102"


def test_duplicate_headers(tmp_path: Path) -> None:
    text = TEXT.replace("状态\n", "状态,x,x,x,,\n").replace("建\n", "建,1,2,3,,\n").replace("成\n", "成,1,2,4,,\n")
    found = error(tmp_path, MAPPING, text)
    assert (found.code, found.params["names"]) == ("MAP103", "x")
    log = read(tmp_path, with_read("duplicate_headers: number").replace("状态}", '"x (3)"}'), text)
    assert [event.data["state"] for event in log.events] == ["3", "4"]


def test_spoiled_rows_are_refused_not_dropped(tmp_path: Path) -> None:
    text = TEXT + '7,2026-01-05 11:00,a,b\n7,2026-01-05 11:00\n\n7,"2026"-01,x\n7,2026-01-05 12:00,新建\n'
    log = read(tmp_path, MAPPING, text)
    assert codes(log) == [(4, "", "MAP207"), (5, "", "MAP207"), (7, "", "MAP214")]
    assert (log.rows, log.rejected, len(log.case("7"))) == (6, 3, 3)
    lines = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "file,row,column,value,code,problem,编号,时间,状态"
    assert lines[1].endswith("7,2026-01-05 11:00,a,b")


@pytest.mark.parametrize("text", [TEXT + '7,"2026-01-05 11:00,x\n7,2026-01-05 12:00,y\n', TEXT + '7,"' + "x" * 200_000 + '",\n'])
def test_a_quote_that_is_never_closed(tmp_path: Path, text: str) -> None:
    found = error(tmp_path, MAPPING, text)
    assert found.code == "MAP108"
    assert found.place is not None
    assert found.place.line == 4


# ── other kinds of files ─────────────────────────────────────────────────────────────────────────────────────────────


def test_json_lines_with_nested_objects(tmp_path: Path) -> None:
    mapping = MAPPING.replace("{state: 状态}", "{state: fields.status.name, tags: labels, n: n}").replace("编号", "key")
    lines = [
        {"key": 7, "时间": "2026-01-05 09:00", "fields": {"status": {"name": "新建"}}, "labels": ["vip", "x"], "n": 3.0},
        {"key": "7", "时间": "2026-01-05 10:00", "fields": {"status": None}, "labels": [], "n": True},
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines) + "\n[1]\n{oops\n" + '{"key": 7, "n": NaN}\n' + "[" * 100_000 + "\n"
    log = read(tmp_path, mapping, text, "log.jsonl")
    assert [told(event)[2] for event in log.events] == [
        {"state": "新建", "tags": ("vip", "x"), "n": "3"},
        {"state": None, "tags": (), "n": "true"},
    ]
    assert [(row, code) for row, _, code in codes(log)] == [(4, "MAP213"), (5, "MAP213"), (6, "MAP213"), (7, "MAP213")]
    found = error(tmp_path / "..", MAPPING.replace("状态", "zustand"), '{"编号": "7", "时间": "2026-01-05 09:00"}\n', name="x.jsonl")
    assert (found.code, found.params["names"]) == ("MAP102", "zustand")


def xlsx(folder: Path, rows: list[list[object]], title: str = "工单") -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "说明"
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    path = folder / "log.xlsx"
    book.save(path)
    return path


def test_worksheets(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["编号", "时间", "状态"],
        [7, datetime(2026, 1, 5, 9), "新建"],
        [],
        [7.0, "2026-01-05 10:00", "完成", None],
        [7, date(2026, 1, 6)],
    ]
    path = xlsx(tmp_path, rows)
    for sheet in ("2", "工单"):
        log = read_log(path, read_mapping(with_read(f"sheet: {sheet}")))
        assert [told(event) for event in log.events] == [*EVENTS, ("01-05T16:00", "changed", {"state": None})]
        assert log.rows == 3
    log = read_log(xlsx(tmp_path, [*rows, [8, "2026-01-05 10:00", "x", "y"]]), read_mapping(with_read("sheet: 2")))
    assert codes(log) == [(6, "", "MAP207")]


@pytest.mark.parametrize("sheet", ["3", "工蛋", "说明书"])
def test_a_sheet_that_is_not_there(tmp_path: Path, sheet: str) -> None:
    path = xlsx(tmp_path, [["a"]])
    with pytest.raises(UsageError) as caught:
        read_log(path, read_mapping(with_read(f"sheet: {sheet}")))
    assert caught.value.problem.code == "MAP110"


def test_a_sheet_without_the_columns(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_log(xlsx(tmp_path, [["a"]]), read_mapping(with_read("sheet: 2")))
    assert caught.value.problem.code == "MAP102"


def test_parquet(tmp_path: Path) -> None:
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "log.parquet"
    times = [datetime(2026, 1, 5, 9), datetime(2026, 1, 5, 10)]
    for kind in (arrow.timestamp("us"), arrow.timestamp("ns"), arrow.timestamp("s")):
        states = arrow.array(["新建", "完成"]).dictionary_encode()
        parquet.write_table(arrow.table({"编号": [7, 7], "时间": arrow.array(times, kind), "状态": states, "more": [[1], [2]]}), path)
        log = read_log(path, read_mapping(MAPPING), rejects=tmp_path / "r.csv")
        assert [told(event) for event in log.events] == EVENTS
    aware = [moment.replace(hour=moment.hour - 8, tzinfo=UTC) for moment in times]
    parquet.write_table(
        arrow.table({"编号": ["7", "7"], "时间": arrow.array(aware, arrow.timestamp("ns", tz="UTC")), "状态": ["新建", "完成"]}), path
    )
    assert [told(event) for event in read_log(path, read_mapping(MAPPING)).events] == EVENTS
    parquet.write_table(arrow.table({"编号": ["7"]}), path)
    with pytest.raises(UsageError) as caught:
        read_log(path, read_mapping(MAPPING))
    assert caught.value.problem.code == "MAP102"
    parquet.write_table(arrow.table({"编号": ["7", None], "时间": [times[0], None], "状态": ["新建", None]}), path)
    assert read_log(path, read_mapping(MAPPING)).rows == 1


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("log.xls", b"\xd0\xcf\x11\xe0", "MAP106"),
        ("log.csv", b"PK\x03\x04....", "MAP106"),
        ("log.csv", b"\x1f\x8b....", "MAP106"),
        ("log.csv.gz", b"not gzip", "MAP106"),
        ("log.csv.gz", b"\x1f\x8b\x08broken", "MAP105"),
        ("log.csv.gz", gzip.compress(b"a,b\n" * 9999, mtime=0)[:-20], "MAP105"),
        ("log.xlsx", b"PK\x03\x04....", "MAP105"),
        ("log.xlsx", b"not a workbook", "MAP105"),
        ("log.parquet", b"PAR1....", "MAP105"),
        ("log.parquet", b"", "MAP105"),
        ("log", b"a,b\n", "MAP106"),
        ("log.pdf", b"%PDF", "MAP106"),
        ("log.xlsx.gz", b"\x1f\x8b", "MAP106"),
        ("log.jsonl", b"\xff\xfe", "MAP101"),
    ],
)
def test_files_that_are_not_what_they_seem(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    if name == "log.csv.gz" and len(content) > 20:
        content = gzip.compress(TEXT.encode() * 5000)[:-30]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_log(path, read_mapping(MAPPING))
    assert caught.value.problem.code == code


def test_a_workbook_that_is_another_zip(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "hello")
    with pytest.raises(UsageError) as caught:
        read_log(path, read_mapping(MAPPING))
    assert caught.value.problem.code == "MAP105"


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    for path in (tmp_path / "none.csv", tmp_path / "folder.csv"):
        with pytest.raises(UsageError) as caught:
            read_log(path, read_mapping(MAPPING))
        assert caught.value.problem.code == "MAP109"


@pytest.mark.parametrize(("name", "module"), [("log.xlsx", "openpyxl"), ("log.parquet", "pyarrow.parquet")])
def test_what_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(UsageError) as caught:
        read_log(tmp_path / name, read_mapping(MAPPING))
    assert caught.value.problem.code == "MAP104"
    assert "servstd[report]" in caught.value.problem.hint()


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None),
        (float("nan"), None),
        (3.5, "3.5"),
        (1e300, "1e+300"),
        (False, "false"),
        (date(2026, 1, 5), datetime(2026, 1, 5)),
        (time(9, 30), "09:30:00"),
        (Decimal("1.20"), "1.20"),
        ([None, date(2026, 1, 5)], ("", "2026-01-05 00:00:00")),
        ({"a": "汉"}, '{"a": "汉"}'),
    ],
)
def test_plain_cells(value: object, cell: object) -> None:
    assert plain_cell(value) == cell


@given(data=st.one_of(st.binary(max_size=120), st.text(alphabet='编号,时间状态\n"7;2026-01-05 09:0\r\x00\t', max_size=120).map(str.encode)))
def test_no_bytes_make_the_reader_fail(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp()
    reading: list[tuple[str, Callable[[bytes], bytes]]] = [("x.csv", bytes), ("x.jsonl", bytes), ("x.csv.gz", gzip.compress)]
    for name, pack in reading:
        path = folder / name
        path.write_bytes(pack(("编号,时间,状态\n".encode() if "csv" in name else b"") + data))
        with suppress(UsageError):
            log = read_log(path, read_mapping(MAPPING), rejects=folder / "x-rejects.csv")
            assert log.rows >= log.rejected
            assert list(log.events) or not log.case_ids


def test_the_file_is_not_the_rejects_file(tmp_path: Path) -> None:
    path = write(tmp_path, "log.csv", TEXT)
    with pytest.raises(UsageError) as caught:
        read_log(path, read_mapping(MAPPING), rejects=path)
    assert caught.value.problem.code == "MAP115"
    assert path.read_text(encoding="utf-8") == TEXT
    with pytest.raises(UsageError) as caught:
        read_log(path, read_mapping(MAPPING), rejects=tmp_path / "no" / "rejects.csv")
    assert caught.value.problem.code == "CLI019"


def test_a_bad_row_may_stop_the_reading(tmp_path: Path) -> None:
    path = write(tmp_path, "log.csv", TEXT + "7,gestern,新建\n")
    target = tmp_path / "rejects.csv"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_log(path, read_mapping(MAPPING), rejects=target, on_bad="raise")
    problem = caught.value.problem
    assert (problem.code, str(problem.place), problem.params["found"]) == ("MAP203", "log.csv:4:1", "gestern")
    assert target.read_text(encoding="utf-8") == "old"
    assert not list(tmp_path.glob(".*.part"))


def test_many_rejects_are_counted_and_written_and_some_are_kept(tmp_path: Path) -> None:
    log = read(tmp_path, MAPPING, TEXT + "7,,x\n" * 1500)
    assert (log.rejected, len(log.rejects)) == (1500, 1000)
    assert len((tmp_path / "rejects.csv").read_text(encoding="utf-8-sig").splitlines()) == 1501
    assert log.rejects[0].problem.place is not None
    with pytest.raises(UsageError) as caught:
        log.case("8")
    assert (caught.value.problem.code, caught.value.problem.params["expected"]) == ("MAP117", "7, ...")
