"""Clocks as a long table: one row a clock, to a CSV, JSON Lines or Parquet file.

*Rule:* the columns are the same in every format; instants are local times of the standard with their offset (in Parquet, UTC
microseconds), durations are seconds of open time.

Example:
    >>> list(COLUMNS)[:4], COLUMNS["elapsed_s"]
    (['tenant', 'case', 'metric', 'cycle'], 'seconds')
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import tzinfo
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from servstd.errors import UsageError
from servstd.instants import local_text

if TYPE_CHECKING:
    from servstd.decide import Clock, Decision

__all__ = ["COLUMNS", "Row", "Writer", "rows_of", "writer_for"]

Kind: TypeAlias = Literal["text", "int", "flag", "instant", "seconds"]
Row: TypeAlias = tuple[str | int | bool | None, ...]
Writer: TypeAlias = Callable[[Path, Iterable[Row], tzinfo], int]
COLUMNS: Mapping[str, Kind] = {
    "tenant": "text",
    "case": "text",
    "metric": "text",
    "cycle": "int",
    "policy": "text",
    "target": "text",
    "calendar": "text",
    "commitment": "text",
    "state": "text",
    "verdict": "text",
    "phase": "text",
    "final": "flag",
    "reason": "text",
    "provisional": "flag",
    "approximate": "flag",
    "started": "instant",
    "due": "instant",
    "due_if_resumed_now": "instant",
    "stopped": "instant",
    "missed": "instant",
    "elapsed_s": "seconds",
    "remaining_s": "seconds",
    "edition": "text",
}
_BATCH = 50_000


def rows_of(decision: Decision, approximate: frozenset[str] = frozenset()) -> list[Row]:
    """Return a decision's clocks as rows; instants and durations in microseconds.

    Args:
        decision: The decision.
        approximate: Metrics the log cannot tell exactly.
    """
    return [_row(decision, clock, clock.metric in approximate) for clock in decision.clocks]


def _row(decision: Decision, clock: Clock, approximate: bool) -> Row:
    return (
        decision.tenant, decision.case, clock.metric, clock.cycle, clock.policy, clock.target, clock.calendar, clock.commitment,
        clock.state, clock.verdict, clock.phase, clock.final, clock.reason, clock.provisional, approximate, clock.started_us, clock.due_us,
        clock.due_if_resumed_now_us, clock.stopped_us, clock.missed_us, clock.elapsed_us, clock.remaining_us, decision.edition,
    )  # fmt: skip


def writer_for(name: str) -> Writer:
    """Return the function that writes rows to a file and gives their number, by the file's ending.

    Raises:
        UsageError: CLI008 an unknown ending; CLI009 Parquet without pyarrow.
    """
    writer = _WRITERS.get(Path(name).suffix.lower())
    if writer is None:
        raise UsageError("CLI008", file=name)
    if writer is _write_parquet and find_spec("pyarrow") is None:  # asked before anything is read
        raise UsageError("CLI009", file=name)
    return writer


def _texts(row: Row, zone: tzinfo) -> list[str | int | float | bool | None]:
    out: list[str | int | float | bool | None] = []
    for value, kind in zip(row, COLUMNS.values(), strict=True):
        if isinstance(value, int) and kind == "instant":
            out.append(local_text(value, zone))
        elif isinstance(value, int) and kind == "seconds":
            out.append(value // 1_000_000 if value % 1_000_000 == 0 else value / 1_000_000)
        else:
            out.append(value)
    return out


def _write_csv(path: Path, rows: Iterable[Row], zone: tzinfo) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for row in rows:
            count += 1
            writer.writerow([str(value).lower() if isinstance(value, bool) else value for value in _texts(row, zone)])
    return count


def _write_jsonl(path: Path, rows: Iterable[Row], zone: tzinfo) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as stream:
        for row in rows:
            count += 1
            stream.write(json.dumps(dict(zip(COLUMNS, _texts(row, zone), strict=True)), ensure_ascii=False) + "\n")
    return count


def _write_parquet(path: Path, rows: Iterable[Row], _zone: tzinfo) -> int:
    pa = import_module("pyarrow")  # untyped
    parquet = import_module("pyarrow.parquet")
    types = {
        "text": pa.string(),
        "int": pa.int32(),
        "flag": pa.bool_(),
        "instant": pa.timestamp("us", tz="UTC"),
        "seconds": pa.float64(),
    }
    schema = pa.schema([(name, types[kind]) for name, kind in COLUMNS.items()])
    count = 0
    with parquet.ParquetWriter(path, schema) as writer:
        stream = iter(rows)
        while part := list(islice(stream, _BATCH)):
            count += len(part)
            writer.write_table(pa.table([_column(part, i, kind) for i, kind in enumerate(COLUMNS.values())], schema=schema))
    return count


def _column(rows: Sequence[Row], i: int, kind: Kind) -> list[str | int | float | bool | None]:
    values = [row[i] for row in rows]
    return [None if value is None else int(value) / 1_000_000 for value in values] if kind == "seconds" else list(values)


_WRITERS: Mapping[str, Writer] = {".csv": _write_csv, ".jsonl": _write_jsonl, ".parquet": _write_parquet}
