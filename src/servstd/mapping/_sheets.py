"""Worksheets and Parquet files, read row by row; their libraries are imported when such a file is met.

*Rule:* what is not installed is named with the extra that brings it.

Example:
    >>> need("json").__name__
    'json'
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from servstd.errors import Place, UsageError
from servstd.mapping._cells import Rows, plain_cell
from servstd.messages.nearest import did_you_mean

__all__ = ["need", "open_parquet", "open_sheet"]

_PACKAGES = {"openpyxl": "openpyxl", "pyarrow.parquet": "pyarrow", "pyarrow": "pyarrow"}


def need(module: str) -> ModuleType:
    """Return an optional module.

    Raises:
        UsageError: MAP104 it is not installed; names the extra of servstd that brings it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise UsageError("MAP104", package=_PACKAGES.get(module, module), extra="report") from error


@contextmanager
def open_sheet(path: Path, sheet: str | int) -> Generator[Rows]:
    """Give the rows of one worksheet, numbered as the spreadsheet does; formulas give their last value.

    Raises:
        UsageError: MAP104 openpyxl is missing; MAP105 it is no worksheet; MAP110 it has no such sheet.
    """
    openpyxl = need("openpyxl")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which are not read
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, TypeError) as error:
        raise UsageError("MAP105", place=Place(path.name), kind="xlsx", reason=str(error)) from error
    try:
        names = [str(name) for name in book.sheetnames]
        if isinstance(sheet, int) and 1 <= sheet <= len(names):
            sheet = names[sheet - 1]
        if sheet not in names:
            expected = did_you_mean(str(sheet), names) or ", ".join(names)
            raise UsageError("MAP110", place=Place(path.name), found=sheet, expected=expected)
        page = book[sheet]
        if hasattr(page, "reset_dimensions"):  # the size some programs write there is wrong
            page.reset_dimensions()
        # closed even when not read to the end: a part of the archive that is still open keeps the file open
        with closing(cast("Generator[Sequence[object]]", page.iter_rows(values_only=True))) as rows:
            yield _sheet_rows(rows)
    finally:
        book.close()


def _sheet_rows(rows: Iterable[Sequence[object]]) -> Rows:
    for number, row in enumerate(rows, 1):
        cells = [plain_cell(cell) for cell in row]
        if any(cells):
            yield number, cells


@contextmanager
def open_parquet(path: Path) -> Generator[tuple[list[str], Callable[[Sequence[str]], Rows]]]:
    """Give the column names of a Parquet file and a function that reads the rows of some of them, numbered from 1.

    Raises:
        UsageError: MAP104 pyarrow is missing; MAP105 it is no Parquet file.
    """
    parquet, arrow = need("pyarrow.parquet"), need("pyarrow")
    try:
        file = parquet.ParquetFile(path)
    except (arrow.ArrowException, OSError) as error:
        raise UsageError("MAP105", place=Place(path.name), kind="Parquet", reason=str(error)) from error

    def read(columns: Sequence[str]) -> Rows:
        number = 0
        for batch in file.iter_batches(columns=list(columns), batch_size=8192):
            whole = [_values(batch.column(batch.schema.get_field_index(name)), arrow) for name in columns]
            for row in zip(*whole, strict=True):
                number += 1
                cells = [plain_cell(cell) for cell in row]
                if any(cells):
                    yield number, cells

    try:
        yield [str(name) for name in file.schema_arrow.names], read
    finally:
        file.close()


def _values(column: Any, arrow: ModuleType) -> list[object]:
    # Nanoseconds have no datetime of the standard library.
    if arrow.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(arrow.timestamp("us", tz=column.type.tz), safe=False)
    return cast("list[object]", column.to_pylist())
