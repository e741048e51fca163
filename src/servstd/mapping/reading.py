"""Reads a foreign log whole, by a mapping.

*Rule:* the file is read once and completely before anything is given out. Of each row only what the mapping names is
kept; events are made case by case, when they are asked for.

Example:
    >>> read_log("no-such-log.jsonl", None)
    Traceback (most recent call last):
    ...
    servstd.errors.UsageError: no-such-log.jsonl: MAP109: ...
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import TypeAlias, cast

from servstd.errors import Place, Problem, UsageError
from servstd.events import Event
from servstd.mapping._cells import Refused, Rows, usage_error
from servstd.mapping._histories import AnyRow, CaseRow, Row, activity_events, case_events, change_events, is_early, snapshot_events
from servstd.mapping._joins import Joined, load_join
from servstd.mapping._rejects import RejectSink
from servstd.mapping._rows import Columns
from servstd.mapping._shapes import RowReader, attribute_names, compile_rows, wanted_columns
from servstd.mapping._tables import open_table
from servstd.mapping._times import compile_time
from servstd.mapping.event_files import OnBad, read_event_log
from servstd.mapping.log import Log
from servstd.mapping.model import Mapping

__all__ = ["read_log"]

_Groups: TypeAlias = dict[str, list[AnyRow]]
_Values: TypeAlias = tuple[str | None, ...]
_Note: TypeAlias = tuple[str, dict[str, object]]
_SHOWN = 5


def read_log(
    path: str | PathLike[str],
    mapping: Mapping | None,
    *,
    rejects: str | PathLike[str] | None = None,
    on_bad: OnBad | None = None,
    locale: str = "en",
) -> Log:
    """Return a log's cases and events, and which rows could not be read.

    Args:
        path: A CSV, JSON Lines, Parquet or xlsx file; the first two may be gzipped.
        mapping: How its rows are read; None: the file holds events, one JSON object a line (see `read_events`).
        rejects: Where to write the refused rows as CSV: file, row, column, value, code, problem, then the row as it
            stands. It is written when the whole log was read, or not at all.
        on_bad: `raise` stops at the first row that cannot be read, `skip` counts and lists it. By default rows of a
            foreign log are skipped, and a bad line among events of our own form is raised.
        locale: The language of the rejects file.

    Returns:
        The log. Memory: what the mapping names of each row (some 400 bytes), and the events of one case at a time.

    Raises:
        UsageError: MAP1xx the file cannot be read at all, lacks columns, or all its rows are refused (the rejects file is
            written then); a row's problem with `on_bad="raise"`.
    """
    file, target = Path(fspath(path)), None if rejects is None else Path(fspath(rejects))
    if target is not None and target.exists() and file.exists() and target.samefile(file):
        raise UsageError("MAP115", place=Place(str(target)))
    if mapping is None:
        return read_event_log(file, target, on_bad or "raise", locale)
    groups: _Groups = {}
    time = mapping.time
    with RejectSink(target, file.name, locale) as sink, open_table(file, mapping.read, wanted_columns(mapping)) as table:
        sink.begin(table.columns)
        columns = Columns(table.columns, mapping.read.missing, compile_time(time.format, time.tz), time.format)
        joined = [load_join(join, mapping, file.parent, sink.add) for join in mapping.join]
        read = compile_rows(mapping, columns, joined)
        rows, later = _read_rows(file.name, table.rows, mapping, columns, read, groups, sink, on_bad or "skip")
    if rows and not groups:
        first = next((reject for reject in sink.kept if reject.file == file.name), None)
        raise UsageError("MAP113", place=Place(file.name), count=rows, first=str(first.problem) if first is not None else "-")
    notes = [*_group_notes(mapping, groups), *_join_notes(joined)]
    if mapping.time.zone is not None and len(columns.styles) > 1:
        notes.append(("MAP224", {"zone": mapping.time.zone}))
    return Log(
        file.name,
        rows=rows,
        rejected=sink.count,
        rejects=tuple(sink.kept),
        problems=tuple(Problem(code, params=params, place=Place(file.name)) for code, params in notes),
        case_ids=tuple(groups),
        last_us=max((_last_us(row) for group in groups.values() for row in group), default=None),
        as_of_us=mapping.as_of_us,
        unknown=mapping.unknown,
        expect=mapping.expect,
        make=_maker(mapping, groups),
        later=later,
    )


def _read_rows(
    name: str, rows: Rows, mapping: Mapping, columns: Columns, read: RowReader, groups: _Groups, sink: RejectSink, on_bad: OnBad
) -> tuple[int, dict[str, _Values]]:
    """Fill `groups`; return the number of rows, and what the columns of `expect` hold in each case's last row."""
    count = 0
    later: dict[str, tuple[int, _Values]] = {}
    places = [columns.place(column) for column in mapping.expect.columns] if mapping.expect is not None else []
    texts = columns.texts
    for number, cells in rows:
        count += 1
        try:
            if isinstance(cells, Refused):
                raise cells
            case, row = read(number, cells)
        except Refused as refused:
            if on_bad == "raise":
                raise usage_error(refused.problem, Place(name, line=number, column=1)) from refused
            sink.add(name, number, () if isinstance(cells, Refused) else cells, refused)
            continue
        group = groups.get(case)
        if group is None:
            groups[case] = [row]
        else:
            group.append(row)
        if places and (group is None or row[0] >= later[case][0]):
            later[case] = (row[0], tuple([texts[cells[place]] for place in places]))
    return count, {case: values for case, (_, values) in later.items()}


def _last_us(row: AnyRow) -> int:
    return max(row.at_us, row.opened.at_us) if isinstance(row, Row) and row.opened is not None else row.at_us


def _maker(mapping: Mapping, groups: _Groups) -> Callable[[str], list[Event]]:
    names, ties = attribute_names(mapping), mapping.time.ties is not None
    if mapping.shape == "cases":
        return lambda case: case_events(case, cast("Sequence[CaseRow]", groups[case]), names, ties)
    make = {"snapshots": snapshot_events, "activities": activity_events, "changes": change_events}[mapping.shape]
    return lambda case: make(case, cast("Sequence[Row]", groups[case]), names, ties)


# ── what is worth knowing of the whole file ──────────────────────────────────────────────────────────────────────────


def _group_notes(mapping: Mapping, groups: _Groups) -> Iterator[_Note]:
    if mapping.shape == "cases":
        return
    rows = [row for group in groups.values() for row in group if isinstance(row, Row)]
    early = [row.number for row in rows if is_early(row)]
    if early:
        yield "MAP220", {"count": len(early), "column": mapping.opened.at if mapping.opened else "", "rows": _some(early)}
    if mapping.opened is None:
        opened = {
            case
            for case, group in groups.items()
            for row in group
            if isinstance(row, Row) and any(kind == "opened" for kind, _ in row.steps)
        }
        unopened = [case for case in groups if case not in opened]
        if unopened:
            yield "MAP221", {"count": len(unopened), "cases": _some(unopened)}
    unused = Counter(str(row.change.old) for row in rows if row.change is not None and not row.change.name)
    if unused:
        fields = [f"{name} ({count})" for name, count in unused.most_common()]
        yield "MAP222", {"count": sum(unused.values()), "fields": _some(fields)}


def _join_notes(joined: Sequence[Joined]) -> Iterator[_Note]:
    for item in joined:
        if item.strangers:
            keys = sorted(item.strangers, key=lambda key: -item.strangers[key])
            yield "MAP223", {"count": sum(item.strangers.values()), "file": item.join.file, "column": item.join.on, "keys": _some(keys)}


def _some(items: Sequence[object]) -> str:
    return ", ".join(str(item) for item in items[:_SHOWN]) + (", ..." if len(items) > _SHOWN else "")
