"""Plain data, looked at with types: what a checked document holds at a place, or nothing.

*Rule:* what was refused is `BAD` in the checked copy, and every reader here takes `BAD` for absent: one broken value never
hides what is wrong elsewhere, and never turns into something else.

Example:
    >>> entries_of({"a": 1}), items_of(BAD), text_of(7), flag_of(True)
    ({'a': 1}, [], None, True)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

__all__ = ["BAD", "Refused", "entries_of", "flag_of", "items_of", "text_of", "value_at"]


class Refused:
    """Stands where a value was refused."""

    def __repr__(self) -> str:
        return "BAD"


BAD: Final = Refused()


def entries_of(value: object) -> dict[str, object]:
    """Return a mapping's entries; nothing for anything else."""
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def items_of(value: object) -> list[object]:
    """Return a list's items; nothing for anything else."""
    return cast("list[object]", value) if isinstance(value, list) else []


def text_of(value: object) -> str | None:
    """Return a text; None for anything else."""
    return value if isinstance(value, str) else None


def flag_of(value: object) -> bool:
    """Return whether a value is true, the very word."""
    return value is True


def value_at(data: object, path: tuple[str | int, ...]) -> object:
    """Return what stands at a path, `BAD` where nothing does."""
    for step in path:
        if isinstance(data, Mapping):
            data = cast("Mapping[object, object]", data).get(step, BAD)
        elif isinstance(data, list) and isinstance(step, int) and 0 <= step < len(cast("list[object]", data)):
            data = cast("list[object]", data)[step]
        else:
            return BAD
    return data
