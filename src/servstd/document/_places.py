"""Where things stand in a text: the line and column of every key and value.

*Rule:* lines and columns count from 1, in characters; lines end where the YAML parser ends them.

Example:
    >>> str(place_of("s.yaml", split_lines("a: 1\\nb: 2"), 2, 4))
    's.yaml:2:4'
"""

from __future__ import annotations

import re
from typing import NamedTuple

from servstd.errors import Place

__all__ = ["Spot", "place_of", "shorten", "split_lines"]

_SNIPPET = 160
_BREAKS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class Spot(NamedTuple):
    """Where a value stands and how a scalar was spelled; `keys` and `values` lead to its parts."""

    line: int
    column: int
    raw: str
    keys: dict[str, Spot]
    values: dict[str | int, Spot]


def split_lines(text: str) -> list[str]:
    """Return the lines of a text as the parser counts them."""
    return _BREAKS.split(text)


def place_of(file: str, lines: list[str], line: int, column: int) -> Place:
    """Return a place with its line of text."""
    snippet = lines[line - 1] if 0 < line <= len(lines) else ""
    return Place(file, line=line, column=column, snippet=shorten(snippet, _SNIPPET))


def shorten(text: str, most: int = 40) -> str:
    """Return a text that is at most so long."""
    return text if len(text) <= most else text[: most - 1] + "…"
