"""CSV and JSON Lines files, plain or gzipped, in any encoding.

*Rule:* a wrong encoding is told with the line it shows on and the encoding the file seems to have; a spoiled line spoils
one row, a quote that is never closed spoils the file.

Example:
    >>> from io import StringIO
    >>> [cells for _, cells in csv_rows(csv.reader(StringIO("a,b\\n1,2\\n")), "x.csv", width=None)]
    [['a', 'b'], ['1', '2']]
"""

from __future__ import annotations

import csv
import gzip
import json
import zlib
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

from servstd.errors import Place, UsageError
from servstd.mapping._cells import Cell, Refused, Rows, plain_cell

if TYPE_CHECKING:
    from _csv import Reader

__all__ = ["csv_rows", "guess_encoding", "json_lines", "open_text", "pick"]

# In the order tried: strict ones first, since gb18030 and cp1252 decode much that is not theirs.
_CANDIDATES = ("utf-8", "gb18030", "cp1252")
_SAMPLE = 1 << 20


def _open_bytes(path: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path)) if path.name.endswith(".gz") else path.open("rb")


@contextmanager
def open_text(path: Path, encoding: str) -> Generator[TextIO]:
    """Give the file's text, unzipped; line ends are kept for the CSV reader.

    Raises:
        UsageError: MAP109 it cannot be opened; MAP101 it has another encoding; MAP105 it is a broken gzip file.
    """
    codec = "utf-8-sig" if encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding
    try:
        zipped = path.name.endswith(".gz")
        with gzip.open(path, "rt", encoding=codec, newline="") if zipped else path.open(encoding=codec, newline="") as stream:
            yield cast("TextIO", stream)
    except UnicodeError as error:
        line, found = _bad_line(path, codec)
        place = Place(path.name, line=line)
        guess = guess_encoding(path) or "?"
        raise UsageError("MAP101", place=place, encoding=encoding, guess=guess, found=found) from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise UsageError("MAP105", place=Place(path.name), kind="gzip", reason=str(error)) from error
    except OSError as error:
        raise UsageError("MAP109", place=Place(path.name), reason=error.strerror or str(error)) from error


def _bad_line(path: Path, codec: str) -> tuple[int, str]:
    with _open_bytes(path) as stream:
        for number, line in enumerate(stream, 1):
            try:
                line.decode(codec)
            except UnicodeError as error:
                if not isinstance(error, UnicodeDecodeError):
                    break
                return number, error.object[error.start : error.end].hex(" ")
    return 0, "-"


def guess_encoding(path: Path, columns: Iterable[str] = ()) -> str:
    """Return the encoding a file seems to have, or an empty text; with `columns`, one in which its start shows them all."""
    with _open_bytes(path) as stream:
        start = stream.read(_SAMPLE)
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    whole = start[: start.rfind(b"\n") + 1] or start
    for candidate in _CANDIDATES:
        try:
            text = whole.decode(candidate)
        except UnicodeDecodeError:
            continue
        if all(column in text for column in columns):
            return candidate
    return ""


def csv_rows(reader: Reader, name: str, *, width: int | None, first: int = 1) -> Rows:
    """Yield the rows of a CSV reader with their numbers; empty ones are passed over.

    Args:
        reader: Made with `strict=True`.
        name: The file's name, for messages.
        width: The number of fields a row must have; None: any.
        first: The number of the next row.

    Raises:
        UsageError: MAP108 a quote is never closed.
    """
    number, start = first - 1, reader.line_num
    while True:
        number += 1
        start = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end" in str(error) or "field larger" in str(error):
                raise UsageError("MAP108", place=Place(name, line=start, column=1)) from error
            yield number, Refused("MAP214", "", "", reason=str(error))
            continue
        if width is not None and len(row) != width:
            if any(row):
                yield number, Refused("MAP207", "", " | ".join(row)[:200], cells=row, fields=len(row), width=width)
            continue
        if any(row):
            yield number, row


def json_lines(stream: Iterable[str]) -> Iterator[tuple[int, Mapping[str, object] | Refused]]:
    """Yield (line number, the object on it) of a JSON Lines file; a line that is no object is refused, an empty one passed over."""
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            data: object = json.loads(line, parse_constant=_no_constant, object_pairs_hook=_no_twin)
        except _Twins as error:
            yield number, Refused("MAP218", "", line.strip()[:200], names=str(error))
            continue
        except (ValueError, RecursionError) as error:
            yield number, Refused("MAP213", "", line.strip()[:200], reason=_json_reason(error))
            continue
        if isinstance(data, dict):
            yield number, cast("dict[str, object]", data)
        else:
            yield number, Refused("MAP213", "", line.strip()[:200], reason="not an object {...}")


class _Twins(Exception):
    """An object has a key twice; carries the keys."""


def _no_twin(pairs: list[tuple[str, object]]) -> dict[str, object]:
    data = dict(pairs)
    if len(data) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Twins(", ".join(f"`{name}`" for name in data if names.count(name) > 1))
    return data


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def _json_reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} (column {error.colno})"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)


def pick(data: Mapping[str, object], columns: tuple[str, ...], seen: set[str]) -> list[Cell]:
    """Return the cells of some columns of an object; `a.b` also names what stands in `b` of the object `a`."""
    cells: list[Cell] = []
    for column in columns:
        value: object = data.get(column, data if "." in column else None)
        known = column in data
        if value is data:
            for step in column.split("."):
                inner: Mapping[str, object] = cast("dict[str, object]", value) if isinstance(value, dict) else {}
                known, value = step in inner, inner.get(step)
        if known:
            seen.add(column)
        cells.append(plain_cell(value))
    return cells
