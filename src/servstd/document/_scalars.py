"""What a plain scalar means in YAML 1.2's core schema (https://yaml.org/spec/1.2.2/ section 10.3).

*Rule:* only numbers, true, false and null are more than text. `on`, `12:30` and `2026-01-01` are texts; infinity, not-a-number
and numbers too long to count with are refused.

Example:
    >>> [resolve(text) for text in ("12:30", "on", "0x1f", "1e3", "True", "~")]
    ['12:30', 'on', 31, 1000.0, True, None]
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["REFUSED", "resolve"]


class _Refused:
    """A number that is none."""


REFUSED: Final = _Refused()
_FIRST = frozenset("-+.0123456789~ntfNTF")
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_DIGITS = 18


def resolve(text: str) -> str | int | float | bool | _Refused | None:
    """Return what an unquoted scalar means; `REFUSED` for a number that nobody can count with."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _FIRST:
        return text
    if _INT.fullmatch(text):
        if len(text.lstrip("+-")) > _DIGITS:
            return REFUSED
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    if _FLOAT.fullmatch(text):
        number = float(text)
        return REFUSED if number - number else number
    return REFUSED if _NOT_FINITE.fullmatch(text) else text
