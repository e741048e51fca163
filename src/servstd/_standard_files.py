"""The files a standard is made of: editions, the operations file beside them, the tables they name.

*Rule:* files are found by name and beside the standard; nothing is looked for elsewhere.

Example:
    >>> [path.name for path in list_files("no-such-folder/standard.json")]
    Traceback (most recent call last):
    ...
    FileNotFoundError: [Errno 2] No such file or directory: 'no-such-folder/standard.json'
"""

from __future__ import annotations

import os
from pathlib import Path

from servstd.document import read_source
from servstd.document.agreement_tables import TABLE_SUFFIXES
from servstd.plain import is_map

__all__ = ["list_files"]

_SUFFIXES = (".yaml", ".yml", ".json", ".toml")


def list_files(path: str | os.PathLike[str]) -> list[Path]:
    """Return the files that `load` reads: a standard with what it names beside it, or those of a folder by name."""
    place = Path(path)
    if place.is_dir():
        found = sorted(item for item in place.iterdir() if item.suffix in _SUFFIXES and item.is_file())
        return list(dict.fromkeys([*found, *(table for item in found for table in _tables(item))]))
    return [place, *_included(place), *_tables(place)]


def _included(place: Path) -> list[Path]:
    """Return the operations file that a single file includes, where it stands beside it."""
    text = place.read_bytes()
    include = read_source(text, str(place)).data.get("include") if b"include" in text else None
    beside = place.parent / include if isinstance(include, str) else None
    return [beside] if beside is not None and beside.is_file() else []


def _tables(place: Path) -> list[Path]:
    """Return the table of agreements that a file names, where it stands beside it."""
    text = place.read_bytes()
    if b"agreements" not in text:
        return []
    sla = read_source(text, str(place)).data.get("sla")
    section = sla.get("agreements") if is_map(sla) else None
    name = section.get("from") if is_map(section) else None
    beside = place.parent / name if isinstance(name, str) and name.endswith(TABLE_SUFFIXES) else None
    return [beside] if beside is not None and beside.is_file() else []
