"""What the tests of mappings share."""

from __future__ import annotations

from pathlib import Path

from servstd.events import Event
from servstd.instants import instant_text
from servstd.mapping import Log, read_log, read_mapping

__all__ = ["codes", "read", "told", "write"]


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def read(folder: Path, mapping: str, text: str, name: str = "log.csv", encoding: str = "utf-8") -> Log:
    """Return the log that a text is under a mapping."""
    return read_log(write(folder, name, text, encoding), read_mapping(mapping, "m.yaml"), rejects=folder / "rejects.csv")


def told(event: Event) -> tuple[str, str, dict[str, object]]:
    """Return an event's time of day or date and time in UTC, its kind and its data."""
    return instant_text(event.at_us)[5:16], event.kind, dict(event.data)


def codes(log: Log) -> list[tuple[int, str, str]]:
    """Return (row, column, code) of each reject."""
    return [(reject.row, reject.column, reject.problem.code) for reject in log.rejects]
