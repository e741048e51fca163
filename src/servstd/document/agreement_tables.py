"""Rows of agreements from outside the standard: a CSV or JSON Lines table beside it, or what a plugin gives.

*Rule:* a row becomes what the standard itself would have written, and remembers where each of its parts stands, so that a problem
names file, line and column. Nothing is guessed: a column nobody knows is told.

Example:
    >>> text = "customer,contract,clause,from,metric,within,calendar\\nK1,HT-1,6.2,2026-01-01,resolution,4h,always\\n"
    >>> rows = read_table(text, "a.csv", Report())
    >>> rows[0].data["targets"], str(rows[0].place(("targets", "resolution", "within")))
    ({'resolution': {'within': '4h', 'calendar': 'always', 'clause': '6.2'}}, 'a.csv:2:35')
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

import attrs

from servstd.document._encoding import decode
from servstd.document._places import place_of
from servstd.document._plain import is_map
from servstd.document.grammar_agreements import AGREEMENT, FLAT
from servstd.document.source import read_source
from servstd.errors import Path, Place, Problem, Report
from servstd.messages.nearest import did_you_mean

__all__ = ["TABLE_SUFFIXES", "TableRow", "read_rows", "read_table"]

TABLE_SUFFIXES = (".csv", ".jsonl")
_COLUMNS = tuple(dict.fromkeys([*(name for name in AGREEMENT.fields if name not in ("targets",)), *FLAT]))
_WORDS: Mapping[str, bool] = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
_DELIMITERS = (",", "\t", ";")


@attrs.frozen(eq=False)
class TableRow:
    """One row as the standard would have written it.

    Attributes:
        data: The row.
        start: Where it begins; None: it stands in no file.
        places: Column -> where its value stands.
        text: The line of JSON, read again where a place in it is asked for; None: the places tell.
    """

    data: Mapping[str, object]
    start: Place | None = attrs.field(default=None, kw_only=True)
    places: Mapping[str, Place] = attrs.field(factory=dict[str, Place], kw_only=True)
    text: str | None = attrs.field(default=None, kw_only=True)

    def place(self, path: Path) -> Place | None:
        """Return where a part of the row stands, or the nearest thing above it."""
        if self.text is not None and self.start is not None:
            source = read_source(self.text, self.start.file, "json")
            flat = "metric" in source.data
            found = source.place((path[-1] if source.has(path[-1:]) else "metric",) if flat and len(path) > 1 else path)
            return attrs.evolve(found, line=self.start.line)
        for step in reversed(path):
            if step in self.places:
                return self.places[str(step)]
        return self.places["metric"] if len(path) > 1 and "metric" in self.places else self.start


def read_table(text: str | bytes, name: str, report: Report) -> list[TableRow]:
    """Return the rows of a table; what cannot be read is told (TIR107, TIR108).

    Args:
        text: CSV with a header line (comma, semicolon or tab), or JSON Lines when the name ends in .jsonl; UTF-8.
        name: The file's name, for places.
        report: Takes the problems.
    """
    decoded = decode(text, name)
    if isinstance(decoded, Problem):
        report.problems.append(decoded)
        return []
    lines = decoded.split("\n")
    return list(_json_rows(lines, name, report) if name.endswith(".jsonl") else _csv_rows(lines, name, report))


def read_rows(given: Iterable[object]) -> Iterator[TableRow | str]:
    """Yield the rows that a plugin gives; a text says what was given in place of one."""
    for row in given:
        yield TableRow(_nested(dict(row))) if is_map(row) else type(row).__name__


def _json_rows(lines: list[str], name: str, report: Report) -> Iterator[TableRow]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        start = place_of(name, lines, number, 1)
        try:
            data: object = json.loads(line, object_pairs_hook=_once)
        except ValueError:
            data = None
        if is_map(data) and data:
            yield TableRow(_nested(data), start=start, text=line)
            continue
        problems = read_source(line, name, "json").problems
        params = {"found": problems[0].message("en") if problems else "{}"}
        report.problems.append(Problem("TIR107", params=params, place=start))


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object in which every key stands once."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _csv_rows(lines: list[str], name: str, report: Report) -> Iterator[TableRow]:
    first = next((number for number, line in enumerate(lines, 1) if line.strip()), 0)
    if not first:
        report.problems.append(Problem("TIR107", params={"found": "-"}, place=Place(name)))
        return
    delimiter = max(_DELIMITERS, key=lines[first - 1].count)
    header = _cells(lines[first - 1], delimiter)
    for column, at in header:
        if column not in _COLUMNS:
            params = {"found": column, "expected": did_you_mean(column, _COLUMNS) or ", ".join(_COLUMNS)}
            report.problems.append(Problem("TIR108", params=params, place=place_of(name, lines, first, at)))
    for number in range(first + 1, len(lines) + 1):
        line = lines[number - 1]
        if not line.strip():
            continue
        cells, start = _cells(line, delimiter), place_of(name, lines, number, 1)
        if len(cells) != len(header):
            found = f"{len(cells)} != {len(header)}"
            report.problems.append(Problem("TIR107", params={"found": found}, place=start))
            continue
        places = {column: place_of(name, lines, number, at) for (column, _), (_, at) in zip(header, cells, strict=True)}
        data: dict[str, object] = {
            column: text for (column, _), (text, _) in zip(header, cells, strict=True) if text and column in _COLUMNS
        }
        if isinstance(flag := data.get("end_of_day"), str):
            data["end_of_day"] = _WORDS.get(flag.lower(), flag)
        yield TableRow(_nested(data), start=start, places=places)


def _cells(line: str, delimiter: str) -> list[tuple[str, int]]:
    """Return the cells of a line with their columns from 1; a cell in quotes may hold the delimiter, and `""` is a quote in it."""
    out: list[tuple[str, int]] = []
    text, start, quoted = "", 1, False
    for column, char in enumerate(line, 1):
        if char == '"':
            quoted = not quoted
            text += char
        elif char == delimiter and not quoted:
            out.append((_unquoted(text), start))
            text, start = "", column + 1
        else:
            text += char
    return [*out, (_unquoted(text), start)]


def _unquoted(text: str) -> str:
    bare = text.strip()
    return bare[1:-1].replace('""', '"') if len(bare) > 1 and bare[0] == bare[-1] == '"' else bare


def _nested(row: dict[str, object]) -> dict[str, object]:
    """Return a row with one target in columns as the standard would write it."""
    if "metric" not in row:
        return row
    metric = str(row.pop("metric"))
    moved = ("within", "calendar", "end_of_day", "warn", "commitment")
    target = {name: row.pop(name) for name in moved if name in row}
    return {**row, "targets": {metric: {**target, **({"clause": row["clause"]} if "clause" in row else {})}}}
