"""Cells: what one field of a row may hold, whatever file it came from.

*Rule:* a cell is a text, a tuple of texts, a datetime or nothing; numbers become the text a person would have typed.

Example:
    >>> plain_cell(42.0), plain_cell(True), plain_cell(["a", 1]), plain_cell(None)
    ('42', 'true', ('a', '1'), None)
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TypeAlias, cast

import attrs

from servstd.errors import Place, Problem, UsageError

__all__ = ["Cell", "Cells", "Refused", "Rows", "Table", "cell_text", "plain_cell", "usage_error"]

Cell: TypeAlias = str | datetime | tuple[str, ...] | None
Cells: TypeAlias = Sequence[Cell]


class Refused(Exception):
    """A row cannot be read; carries the column, what it holds, the problem, and the row's cells where only the table knows them."""

    def __init__(self, code: str, column: str, value: object, *, cells: Cells = (), **params: object) -> None:
        self.column = column
        self.cells = cells
        self.value = cell_text(value)
        self.problem = Problem(code, params={"column": column, "found": self.value, **params})
        super().__init__(code)


Rows: TypeAlias = Iterator[tuple[int, Cells | Refused]]


@attrs.frozen
class Table:
    """A file's header and rows; a row carries its number, counted as a spreadsheet does: from 1, the header included.

    `seen` holds the columns met so far where the file has no header (JSON Lines); None where it has one.
    """

    columns: tuple[str, ...]
    rows: Rows = attrs.field(kw_only=True)
    seen: set[str] | None = attrs.field(default=None, kw_only=True)


def usage_error(problem: Problem, place: Place) -> UsageError:
    """Return a row's problem as an error, with its place."""
    error = UsageError(problem.code, place=place)
    error.problem = attrs.evolve(problem, place=place)
    return error


def plain_cell(value: object) -> Cell:
    """Return what JSON, a worksheet or Parquet holds as a plain cell; NaN is nothing, a date its midnight."""
    if value is None or isinstance(value, (str, datetime)):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return None if value != value else str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001  # local, as the cell is
    if isinstance(value, (list, tuple)):
        return tuple(cell_text(item) for item in cast("Sequence[object]", value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def cell_text(value: object) -> str:
    """Return a cell as text; nothing is the empty text, a list its texts with a comma between."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in cast("tuple[object, ...]", value))
    return "" if value is None else cell_text(plain_cell(value))
