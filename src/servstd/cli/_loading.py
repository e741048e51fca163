"""Loading what a command line names, and telling a standard and a mapping apart when they are mixed up.

*Rule:* whoever gives one where the other belongs is told that in one line, not by every key that does not fit.

Example:
    >>> load_standard("no-such-standard.yaml")
    Traceback (most recent call last):
    ...
    FileNotFoundError: ...
"""

from __future__ import annotations

from collections.abc import Mapping as Table
from datetime import date
from pathlib import Path
from typing import cast

from servstd.document import read_source
from servstd.errors import StandardError, UsageError
from servstd.mapping import Mapping, load_mapping
from servstd.standard import Standard, load

__all__ = ["load_rules", "load_standard"]

_OF_A_MAPPING = frozenset({"mapping", "shape"})
_OF_A_STANDARD = frozenset({"standard", "effective_from", "sla"})


def load_standard(file: str, *, today: date | None = None) -> Standard:
    """Return the standard of a file or folder.

    Args:
        file: As the command line names it.
        today: For problems that depend on the date; None: these are left out.

    Raises:
        UsageError: CLI023 it is a mapping.
        StandardError: it is a standard with errors.
    """
    try:
        return load(file, today=today)
    except StandardError as error:
        keys = _keys(file)
        if keys & _OF_A_MAPPING and not keys & _OF_A_STANDARD:
            raise UsageError("CLI023", file=file) from error
        raise


def load_rules(file: str) -> Mapping:
    """Return the mapping of a file.

    Raises:
        UsageError: CLI024 it is a standard; MAP109 it cannot be opened.
        StandardError: it is a mapping with errors.
    """
    try:
        return load_mapping(file)
    except StandardError as error:
        keys = _keys(file)
        if keys & _OF_A_STANDARD and not keys & _OF_A_MAPPING:
            raise UsageError("CLI024", file=file) from error
        raise


def _keys(file: str) -> frozenset[object]:
    path = Path(file)
    data = read_source(path.read_bytes(), path.name).data if path.is_file() else None
    return frozenset(cast("Table[object, object]", data)) if isinstance(data, dict) else frozenset()
