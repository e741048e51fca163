"""Files of customers, one row a customer, read in a stream; and files of the tiers assigned to them, written as they come.

*Rule:* of a row only what a ladder reads is taken; a text that is written as a number is one, unless the ladder compares it as text.
NaN and infinities are handed on as they stand, for the ladder to refuse: nothing is mended here.

Example:
    >>> fact_of("220000"), fact_of("0.5"), fact_of("00004"), fact_of("物业或开发商"), fact_of(" ")
    (220000, 0.5, '00004', '物业或开发商', None)
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias, cast

import attrs

from servstd.errors import Place, UsageError
from servstd.mapping._cells import Cell, Refused, cell_text
from servstd.mapping._sheets import need
from servstd.mapping._tables import check_columns, kind_of, open_table
from servstd.mapping._text import json_lines, open_text
from servstd.mapping.model import ReadRules

__all__ = ["CUSTOMER", "AssignmentRow", "CustomerFile", "CustomerRow", "fact_of", "open_assignments", "open_customers"]

CUSTOMER = "customer"
"""The column that names the customer: always text, so that 00004 stays 00004."""
CustomerRow: TypeAlias = tuple[int, "dict[str, object] | Refused"]
AssignmentRow: TypeAlias = Mapping[str, object]
_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d{0,17})(?:\.\d{1,18})?(?:[eE][+-]?\d{1,3})?", re.ASCII)
_NO_NUMBER = re.compile(r"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)
_READ = 16_384
_WRITTEN = 4_096


@attrs.frozen(eq=False)
class CustomerFile:
    """A file of customers that is open.

    Attributes:
        name: The file's name.
        from_text: Whether the file has texts only, so that `1200 USD` in a cell is money.
        unused: Columns that are not read; grows while JSON Lines are read.
        rows: (row number as a spreadsheet counts, the facts or why the row cannot be read), once.
    """

    name: str
    from_text: bool = attrs.field(kw_only=True)
    unused: list[str] = attrs.field(kw_only=True)
    rows: Iterator[CustomerRow] = attrs.field(kw_only=True)


def fact_of(cell: Cell, *, text: bool = False) -> object:
    """Return what a cell of a CSV file or worksheet says: a number, a text, a list of texts, a date as ISO text, or None for nothing.

    Args:
        cell: The cell.
        text: The fact is a text even where it is written as a number.
    """
    if isinstance(cell, datetime):
        return _day_text(cell)
    if isinstance(cell, tuple):
        return list(cell)
    word = "" if cell is None else cell.strip()
    if not word:
        return None
    if text:
        return word
    if _NUMBER.fullmatch(word):
        return float(word) if any(sign in word for sign in ".eE") else int(word)
    return float(word) if _NO_NUMBER.fullmatch(word) else word


def _day_text(at: datetime) -> str:
    return at.date().isoformat() if at.time() == time() and at.tzinfo is None else at.isoformat()


@contextmanager
def open_customers(
    path: Path, *, needed: Sequence[str], optional: Sequence[str] = (), texts: frozenset[str] = frozenset(), encoding: str = "utf-8"
) -> Generator[CustomerFile]:
    """Give the rows of a file of customers, read as they are asked for: memory does not grow with the file.

    Args:
        path: A CSV, JSON Lines, Parquet or xlsx file; the first two may be gzipped.
        needed: The facts a ladder reads; each must be a column (in JSON Lines: a key of some line), beside `customer`.
        optional: Facts that are taken where the file has them.
        texts: Facts that are texts even where they are written as numbers.
        encoding: Of text files.

    Raises:
        UsageError: MAP101-MAP112 the file cannot be read so, or columns are missing (for JSON Lines: when all lines were read).
    """
    rules, wanted = ReadRules(encoding), tuple(dict.fromkeys((CUSTOMER, *needed)))
    names, words = tuple(dict.fromkeys((*wanted, *optional))), texts | {CUSTOMER}
    kind = kind_of(path)
    if kind == "jsonl":
        with open_text(path, encoding) as stream:
            unused: list[str] = []
            yield CustomerFile(path.name, from_text=False, unused=unused, rows=_line_rows(path, json_lines(stream), wanted, names, unused))
    elif kind == "parquet":
        with _open_parquet(path) as file:
            header = [str(name) for name in file.schema_arrow.names]
            check_columns(path, rules, header, wanted)
            read = [name for name in names if name in header]
            unread = [name for name in header if name not in names]
            yield CustomerFile(path.name, from_text=False, unused=unread, rows=_parquet_rows(file, read, words))
    else:
        with open_table(path, rules, wanted) as table:
            plan = [(name, i, name in words) for i, name in enumerate(table.columns) if name in names]
            rows = _cell_rows(table.rows, plan)
            unread = [name for name in table.columns if name and name not in names]
            yield CustomerFile(path.name, from_text=True, unused=unread, rows=rows)


def _cell_rows(rows: Iterator[tuple[int, Sequence[Cell] | Refused]], plan: Sequence[tuple[str, int, bool]]) -> Iterator[CustomerRow]:
    for number, cells in rows:
        if isinstance(cells, Refused):
            yield number, cells
        else:
            yield number, {name: fact_of(cells[i], text=text) for name, i, text in plan}


def _line_rows(
    path: Path, lines: Iterator[tuple[int, Mapping[str, object] | Refused]], wanted: Sequence[str], names: Sequence[str], unused: list[str]
) -> Iterator[CustomerRow]:
    seen: dict[str, None] = {}
    kept = frozenset(names)
    count = 0
    for number, data in lines:
        count += 1
        if isinstance(data, Refused):
            yield number, data
            continue
        seen.update(dict.fromkeys(data))
        facts = {name: value for name, value in data.items() if name in kept}
        if type(facts.get(CUSTOMER)) is int:
            facts[CUSTOMER] = str(facts[CUSTOMER])
        yield number, facts
    unused.extend(name for name in seen if name not in kept)
    if count:  # a file without a line has no customer to judge, and no column that could be wrong
        check_columns(path, ReadRules(), seen, wanted)


@contextmanager
def _open_parquet(path: Path) -> Generator[Any]:
    parquet, arrow = need("pyarrow.parquet"), need("pyarrow")
    try:
        file = parquet.ParquetFile(path)
    except (arrow.ArrowException, OSError) as error:
        raise UsageError("MAP105", place=Place(path.name), kind="Parquet", reason=str(error)) from error
    try:
        yield file
    finally:
        file.close()


def _parquet_rows(file: Any, names: Sequence[str], words: frozenset[str]) -> Iterator[CustomerRow]:
    arrow = need("pyarrow")
    number = 0
    for batch in file.iter_batches(columns=list(names), batch_size=_READ):
        whole = [_values(batch.column(batch.schema.get_field_index(name)), arrow, text=name in words) for name in names]
        for row in zip(*whole, strict=True):
            number += 1
            yield number, dict(zip(names, row, strict=True))


def _values(column: Any, arrow: ModuleType, *, text: bool) -> list[object]:
    """Return a column as Python values: numbers, texts, dates as ISO text."""
    types, kind = arrow.types, column.type
    if text and not (types.is_string(kind) or types.is_large_string(kind) or types.is_date(kind) or types.is_timestamp(kind)):
        return [None if value is None else cell_text(value) for value in column.to_pylist()]
    if (types.is_floating(kind) or types.is_integer(kind)) and not column.null_count:
        return cast("list[object]", column.to_numpy(zero_copy_only=False).tolist())  # several times as fast as to_pylist
    if types.is_timestamp(kind):
        if kind.unit == "ns":  # nanoseconds have no datetime of the standard library
            column = column.cast(arrow.timestamp("us", tz=kind.tz), safe=False)
        return [None if value is None else _day_text(value) for value in column.to_pylist()]
    return [_plain(value) for value in column.to_pylist()]


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


@contextmanager
def open_assignments(path: Path, name: str, columns: Mapping[str, type]) -> Generator[Callable[[AssignmentRow], None]]:
    """Give a function that writes one row after the other to a CSV, JSON Lines or Parquet file, in batches.

    Args:
        path: Where it is written; the ending of `name` says how.
        name: The file that is wanted.
        columns: Column -> str, float, bool or dict (plain data: in JSON Lines as it is, else as JSON text).

    Raises:
        UsageError: CLI008 an unknown ending; MAP104 Parquet without pyarrow.
    """
    suffix = Path(name).suffix.lower()
    if suffix == ".jsonl":
        with path.open("w", encoding="utf-8") as stream:
            yield lambda row: _ignore(stream.write(json.dumps(dict(row), ensure_ascii=False, allow_nan=False) + "\n"))
    elif suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(columns)
            yield lambda row: _ignore(writer.writerow([_csv_text(row.get(column)) for column in columns]))
    elif suffix == ".parquet":
        yield from _parquet_writer(path, columns)
    else:
        raise UsageError("CLI008", file=name)


def _ignore(_written: object) -> None:
    return None


def _csv_text(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else value


def _parquet_writer(path: Path, columns: Mapping[str, type]) -> Generator[Callable[[AssignmentRow], None]]:
    arrow, parquet = need("pyarrow"), need("pyarrow.parquet")
    kinds = {str: arrow.string(), float: arrow.float64(), bool: arrow.bool_(), dict: arrow.string()}
    schema = arrow.schema([(column, kinds[kind]) for column, kind in columns.items()])
    waiting: list[list[object]] = []

    def flush(writer: Any) -> None:
        whole = [list(cells) for cells in zip(*waiting, strict=True)] or [[] for _ in columns]
        writer.write_table(arrow.table(whole, schema=schema))
        waiting.clear()

    with parquet.ParquetWriter(path, schema) as writer:

        def write(row: AssignmentRow) -> None:
            waiting.append(
                [_cell(row.get(column), kind) for column, kind in columns.items()]
            )  # text now: plain data takes five times as much
            if len(waiting) >= _WRITTEN:
                flush(writer)

        yield write
        flush(writer)


def _cell(value: object, kind: type) -> object:
    return json.dumps(value, ensure_ascii=False) if kind is dict and value is not None else value
