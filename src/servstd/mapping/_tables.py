"""Files become tables: a header and rows of plain cells, whatever the file's kind.

*Rule:* every column a mapping names must be there, and all that are not are told at once; a row that the file itself
spoils is handed on as refused, never left out.

Example:
    >>> number_headers(["Case", "Variant", "Variant"])
    ['Case', 'Variant', 'Variant (2)']
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from servstd.errors import Place, UsageError
from servstd.mapping._cells import Cell, Refused, Rows, Table, cell_text
from servstd.mapping._sheets import open_parquet, open_sheet
from servstd.mapping._text import csv_rows, guess_encoding, json_lines, open_text, pick
from servstd.mapping.model import ReadRules
from servstd.messages.nearest import did_you_mean

__all__ = ["check_columns", "kind_of", "number_headers", "open_table"]

_KINDS = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".parquet": "parquet", ".xlsx": "xlsx", ".xlsm": "xlsx",
}  # fmt: skip
# What a file starts with when it is not the text its name says.
_MAGIC = ((b"PK\x03\x04", "xlsx"), (b"PAR1", "parquet"), (b"\xd0\xcf\x11\xe0", "xls"), (b"%PDF", "pdf"), (b"\x1f\x8b", "gz"))
_DELIMITERS = (";", "\t", ",", "|")


def kind_of(path: Path) -> str:
    """Return `csv`, `jsonl`, `parquet` or `xlsx`, by the file's name and its first bytes.

    Raises:
        UsageError: MAP109 it cannot be opened; MAP106 it is another kind of file than its name says, or none we read.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(8)
    except OSError as error:
        raise UsageError("MAP109", place=Place(path.name), reason=error.strerror or str(error)) from error
    zipped = path.name.lower().endswith(".gz")
    suffix = (Path(path.stem) if zipped else path).suffix.lower()
    kind = _KINDS.get(suffix, "")
    real = next((name for magic, name in _MAGIC if start.startswith(magic)), "")
    good = ("", kind) if not zipped else ("gz",) if kind in ("csv", "jsonl") else ()
    if not kind or real not in good:
        raise UsageError("MAP106", place=Place(path.name), expected=", ".join(_KINDS), found=real or suffix or path.name)
    return kind


@contextmanager
def open_table(path: Path, rules: ReadRules, wanted: Sequence[str]) -> Generator[Table]:
    """Give the file as a table that has the wanted columns.

    Args:
        path: A CSV, JSON Lines, Parquet or xlsx file; the first two may be gzipped.
        rules: How it is read.
        wanted: The columns a mapping names.

    Raises:
        UsageError: MAP101-MAP112, but for MAP103: the file cannot be read so, or columns are missing.
    """
    kind = kind_of(path)
    columns = tuple(dict.fromkeys(wanted))
    if kind == "csv":
        with open_text(path, rules.encoding) as stream:
            reader = csv.reader(stream, delimiter=_delimiter(path, rules), strict=True)
            header = _header(path, csv_rows(reader, path.name, width=None), rules)
            check_columns(path, rules, header, columns)
            rows = csv_rows(reader, path.name, width=len(header), first=rules.header_row + 1)
            yield Table(tuple(header), rows=_fill_down(rows, header, rules))
    elif kind == "jsonl":
        with open_text(path, rules.encoding) as stream:
            seen: set[str] = set()
            yield Table(columns, rows=_fill_down(_picked(json_lines(stream), columns, seen), columns, rules), seen=seen)
            check_columns(path, rules, seen, columns)
    elif kind == "xlsx":
        with open_sheet(path, rules.sheet) as rows:
            header = _header(path, rows, rules)
            check_columns(path, rules, header, columns)
            yield Table(tuple(header), rows=_fill_down(_padded(rows, len(header)), header, rules))
    else:
        with open_parquet(path) as (names, read):
            check_columns(path, rules, names, columns)
            yield Table(columns, rows=_fill_down(read(columns), columns, rules))


def _delimiter(path: Path, rules: ReadRules) -> str:
    return "\t" if rules.delimiter == "," and path.name.lower().removesuffix(".gz").endswith(".tsv") else rules.delimiter


def _header(path: Path, rows: Rows, rules: ReadRules) -> list[str]:
    for number, cells in rows:
        if number == rules.header_row and not isinstance(cells, Refused):
            names = [cell_text(cell).strip() for cell in cells]
            if rules.duplicate_headers == "number":
                return number_headers(names)
            twice = [name for name, count in Counter(names).items() if name and count > 1]
            if twice:
                raise UsageError("MAP103", place=Place(path.name, line=number, column=1), names=", ".join(twice), example=f"{twice[0]} (2)")
            return names
        if number >= rules.header_row:
            break
    raise UsageError("MAP107", place=Place(path.name), row=rules.header_row)


def number_headers(names: Sequence[str]) -> list[str]:
    """Return column names with the second `Name` called `Name (2)`, the third `Name (3)`."""
    counts: Counter[str] = Counter()
    out: list[str] = []
    for name in names:
        counts[name] += 1
        out.append(name if counts[name] == 1 or not name else f"{name} ({counts[name]})")
    return out


def check_columns(path: Path, rules: ReadRules, header: Collection[str], columns: Sequence[str]) -> None:
    """Refuse a file that lacks columns: all of them at once, each with the nearest that is there.

    Raises:
        UsageError: MAP102 they are missing; MAP111, MAP112 it is read with the wrong delimiter or encoding.
    """
    missing = [column for column in columns if column not in header]
    if not missing:
        return
    place = Place(path.name)
    if len(header) == 1:
        only = next(iter(header))
        delimiter = next((sign for sign in _DELIMITERS if sign != rules.delimiter and sign in only), None)
        if delimiter is not None:
            raise UsageError("MAP111", place=place, found=only[:80], delimiter=repr(delimiter))
    if _KINDS.get(Path(path.name.lower().removesuffix(".gz")).suffix) == "csv":
        guess = guess_encoding(path, missing)
        if guess and guess != rules.encoding.lower().removesuffix("-sig"):
            raise UsageError("MAP112", place=place, encoding=rules.encoding, guess=guess)
    named = ", ".join(_with_nearest(column, header) for column in missing)
    raise UsageError("MAP102", place=place, names=named, count=len(missing), found=", ".join(name for name in header if name)[:400])


def _with_nearest(column: str, header: Collection[str]) -> str:
    near = did_you_mean(column, header)
    return f"{column} (→ {near}?)" if near else column


def _picked(lines: Iterator[tuple[int, Mapping[str, object] | Refused]], columns: tuple[str, ...], seen: set[str]) -> Rows:
    for number, data in lines:
        yield number, data if isinstance(data, Refused) else pick(data, columns, seen)


def _padded(rows: Rows, width: int) -> Rows:
    for number, cells in rows:
        if isinstance(cells, Refused) or len(cells) == width:
            yield number, cells
        elif any(cells[width:]):
            text = " | ".join(cell_text(cell) for cell in cells)[:200]
            yield number, Refused("MAP207", "", text, cells=cells, fields=len(cells), width=width)
        else:
            yield number, [*cells[:width], *[None] * (width - len(cells))]


def _fill_down(rows: Rows, header: Sequence[str], rules: ReadRules) -> Rows:
    places = [header.index(name) for name in rules.fill_down if name in header]
    return _filled(rows, places, rules.missing) if places else rows


def _filled(rows: Rows, places: Sequence[int], missing: frozenset[str]) -> Rows:
    above: dict[int, Cell] = {}
    for number, cells in rows:
        if isinstance(cells, Refused):
            yield number, cells
            continue
        row = list(cells)
        for place in places:
            cell = row[place]
            if cell is None or (isinstance(cell, str) and cell.strip() in missing):
                row[place] = above.get(place)
            else:
                above[place] = cell
        yield number, row
