"""JSON text made ready for the YAML reader, which gives its places.

*Rule:* JSON is judged by JSON's own grammar first, so that its mistakes are told in its own terms; only what two grammars see
differently is rewritten: tabs between values, and characters written as two halves.

Example:
    >>> prepare_json('{"a":\\t"\\\\ud83d\\\\ude00"}', "s.json")
    '{"a": "\\\\U0001f600"}'
"""

from __future__ import annotations

import json
import re

from servstd.document._places import place_of, split_lines
from servstd.document._yaml import MAX_DEPTH
from servstd.errors import Place, Problem

__all__ = ["is_json", "prepare_json"]

_HALVES = re.compile(r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|.)", re.DOTALL)


def is_json(text: str) -> bool:
    """Return whether a text is JSON from end to end."""
    try:
        json.loads(text, parse_int=str)
    except (ValueError, RecursionError):
        return False
    return True


def prepare_json(text: str, name: str) -> str | Problem:
    """Return the text as YAML reads it alike, or the first mistake in it with its place."""
    if not text.strip():
        return Problem("DOC004", place=Place(name))
    try:
        json.loads(text, parse_int=str)
    except RecursionError:
        return Problem("DOC014", params={"limit": MAX_DEPTH}, place=Place(name))
    except json.JSONDecodeError as error:
        return Problem("DOC005", params={"detail": error.msg}, place=place_of(name, split_lines(text), error.lineno, error.colno))
    return _HALVES.sub(_join_halves, text.replace("\t", " "))


def _join_halves(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[0]
    return f"\\U{0x10000 + ((int(match[1], 16) - 0xD800) << 10) + (int(match[2], 16) - 0xDC00):08x}"
