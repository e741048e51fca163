"""Plain data, looked at with types: what a checked document holds at a place, or nothing.

*Rule:* what was refused is `BAD` in the checked copy, and every reader here takes `BAD` for absent: one broken value never
hides what is wrong elsewhere, and never turns into something else.

Example:
    >>> entries_of({"a": 1}), items_of(BAD), text_of(7), flag_of(True)
    ({'a': 1}, [], None, True)
"""

from __future__ import annotations

from typing import Final, TypeGuard

import attrs

from servstd.errors import Path, Report, UsageError

__all__ = ["BAD", "Refused", "entries_of", "flag_of", "is_list", "is_map", "items_of", "note_error", "text_of"]


class Refused:
    """Stands where a value was refused."""

    def __repr__(self) -> str:
        return "BAD"


BAD: Final = Refused()


def is_map(value: object) -> TypeGuard[dict[str, object]]:
    """Return whether a value is a mapping, whose keys are texts in everything that was read."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[object]]:
    """Return whether a value is a list."""
    return isinstance(value, list)


def entries_of(value: object) -> dict[str, object]:
    """Return a mapping's entries; nothing for anything else."""
    return value if is_map(value) else {}


def items_of(value: object) -> list[object]:
    """Return a list's items; nothing for anything else."""
    return value if is_list(value) else []


def text_of(value: object) -> str | None:
    """Return a text; None for anything else."""
    return value if isinstance(value, str) else None


def flag_of(value: object) -> bool:
    """Return whether a value is true, the very word."""
    return value is True


def note_error(error: UsageError, report: Report, path: Path) -> None:
    """Note in a report what the reader of a single value raised; the path is where that value stands."""
    report.problems.append(attrs.evolve(error.problem, path=path))
