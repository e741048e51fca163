"""Where things stand in a text: the line and column of every key and value.

*Rule:* lines and columns count from 1, in characters; lines end where the YAML parser ends them. A snippet never repeats a secret.

Example:
    >>> str(place_of("s.yaml", split_lines("a: 1\\nb: 2"), 2, 4))
    's.yaml:2:4'
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from servstd.errors import Place

__all__ = ["Spot", "place_of", "shorten", "split_lines"]

_SNIPPET = 160
_WORDS = "password|passwd|secret|token|api_?key|access_?key|private_?key|密码|密钥"
_SECRET = re.compile(
    rf"""((?:{_WORDS})[\w-]*["']?\s*[:=]\s*|[?&](?:key|sig|sign|{_WORDS})=)("[^"]*"|'[^']*'|[^\s,{{}}\[\]&"']+)""", re.IGNORECASE
)
"""What looks like a secret written in the open: messages land in logs, so their snippets must not repeat it."""
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
    return Place(file, line=line, column=column, snippet=_spell(snippet))


@lru_cache(maxsize=64)
def _spell(line: str) -> str:
    """Return a line to show; many places stand on one line when a document is written without breaks."""
    return shorten(_SECRET.sub(_hide, line), _SNIPPET)


def _hide(found: re.Match[str]) -> str:
    """Return what introduces a secret, and stars instead of it: columns stay where they are."""
    return found[1] + "*" * len(found[2])


def shorten(text: str, most: int = 40) -> str:
    """Return a text that is at most so long."""
    return text if len(text) <= most else text[: most - 1] + "…"
