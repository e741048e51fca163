"""Rows that could not be read: counted, listed, and written to a file of their own.

*Rule:* the file is whole or it is not there: it is written beside its name and renamed at the end.

Example:
    >>> sink = RejectSink(None, "log.csv")
    >>> sink.add("log.csv", 7, ["42"], Refused("MAP202", "when", ""))
    >>> sink.count, sink.kept[0].row, sink.kept[0].column
    (1, 7, 'when')
"""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import attrs

from servstd.errors import Place, Problem
from servstd.mapping._cells import Cells, Refused, cell_text
from servstd.mapping.writing import cannot_write

if TYPE_CHECKING:
    from _csv import Writer
    from typing import TextIO

__all__ = ["KEPT", "Reject", "RejectSink"]

KEPT = 1_000
"""How many rejects are kept in memory; the file holds all."""


@attrs.frozen
class Reject:
    """One row that could not be read.

    Attributes:
        row: Its number, counted as a spreadsheet does: from 1, the header included; a line's number in JSON Lines.
        column: The column at fault; empty when it is the row as a whole.
        value: What stands there.
        problem: Why, with the place.
        file: The file's name: the log's or a joined one's.
    """

    row: int
    column: str = attrs.field(kw_only=True)
    value: str = attrs.field(kw_only=True)
    problem: Problem = attrs.field(kw_only=True)
    file: str = attrs.field(kw_only=True)


class RejectSink:
    """Takes rejects; used as a context manager, it writes them to `path` and puts the file in place when all went well."""

    def __init__(self, path: Path | None, log: str, locale: str = "en") -> None:
        self.count = 0
        self.kept: list[Reject] = []
        self._path, self._log, self._locale = path, log, locale
        self._part = None if path is None else path.with_name(f".{path.name}.{os.getpid()}.part")
        self._stream: TextIO | None = None
        self._writer: Writer | None = None

    def __enter__(self) -> RejectSink:
        if self._part is not None and self._path is not None:
            try:
                # The byte-order mark is for Excel, which else takes the file for one in the system's own encoding.
                self._stream = self._part.open("w", encoding="utf-8-sig", newline="")
            except OSError as error:
                raise cannot_write(str(self._path), error) from error
            self._writer = csv.writer(self._stream)
        return self

    def begin(self, columns: Sequence[str]) -> None:
        """Name the log's columns; called once, before the first row is added."""
        if self._writer is not None:
            self._writer.writerow(["file", "row", "column", "value", "code", "problem", *columns])

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._stream is None or self._part is None or self._path is None:
            return
        self._stream.close()
        if error is None:
            self._part.replace(self._path)
        else:
            self._part.unlink()

    def add(self, file: str, row: int, cells: Cells, refused: Refused) -> None:
        """Note one row of a table."""
        whole = refused.cells or cells if file == self._log else ()
        self._note(file, row, refused.column, refused.value, refused.problem, whole)

    def refuse(self, file: str, line: int, problem: Problem) -> None:
        """Note one line that is no event."""
        self._note(file, line, problem.path_text, str(problem.params.get("found", "")), problem, ())

    def _note(self, file: str, row: int, column: str, value: str, problem: Problem, cells: Cells) -> None:
        self.count += 1
        if len(self.kept) < KEPT:
            placed = attrs.evolve(problem, place=Place(file, line=row, column=1))
            self.kept.append(Reject(row, column=column, value=value, problem=placed, file=file))
        if self._writer is not None:
            self._writer.writerow([file, row, column, value, problem.code, problem.message(self._locale), *map(cell_text, cells)])
