"""Checked plain data as values of the domain: amounts, tables, thresholds, labels.

*Rule:* what stands here has passed the check; what was refused is absent, and makes its whole table or target absent only where
nothing else is left to say.

Example:
    >>> str(read_within("4h")), read_within({"tier": {"gold": "10m", "else": "30m"}}).otherwise.us // 60_000_000
    ('4h', 30)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from servstd.document._plain import entries_of, items_of, text_of
from servstd.document.thresholds import parse_threshold
from servstd.durations import Amount, parse_amount
from servstd.errors import Path
from servstd.sla.model import Calendared, Lookup, Threshold, Within

__all__ = ["calendar_names", "read_calendared", "read_texts", "read_warn", "read_within", "whole_or"]

_Leaf = TypeVar("_Leaf", Amount, str)


def _read_table(value: object, leaf: Callable[[str], _Leaf]) -> _Leaf | Lookup | None:
    if isinstance(value, str):
        return leaf(value)
    for attribute, rows in entries_of(value).items():
        read = {key: _read_table(item, leaf) for key, item in entries_of(rows).items()}
        otherwise = read.pop("else", None)
        return Lookup(attribute, rows={key: item for key, item in read.items() if item is not None}, otherwise=otherwise)
    return None


def read_within(value: object) -> Within | None:
    """Return an amount, or the table of amounts by attribute; None where nothing valid stands."""
    return _read_table(value, parse_amount)


def read_calendared(value: object) -> Calendared | None:
    """Return a calendar's name, or the table of names by attribute; None where nothing valid stands."""
    return _read_table(value, str)


def read_warn(value: object) -> tuple[Threshold, ...]:
    """Return the thresholds of a list; those refused are left out."""
    return tuple(parse_threshold(text) for text in read_texts(value))


def read_texts(value: object) -> tuple[str, ...]:
    """Return the texts of a list; those refused are left out."""
    return tuple(text for text in map(text_of, items_of(value)) if text is not None)


def calendar_names(value: object, path: Path) -> Iterator[tuple[str, Path]]:
    """Yield every calendar name that a value or its tables use, with its path."""
    if isinstance(value, str):
        yield value, path
    for attribute, rows in entries_of(value).items():
        for key, item in entries_of(rows).items():
            yield from calendar_names(item, (*path, attribute, key))


def whole_or(value: object, usual: int) -> int:
    """Return a whole number as written; the usual one where nothing stands, or what the grammar refuses."""
    return value if isinstance(value, int) else usual
