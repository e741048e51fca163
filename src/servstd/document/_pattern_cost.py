"""How many ways a regular expression may try a text: what keeps a pattern of a standard from taking for ever.

Texts come from customers. A pattern in which one unbounded repeat stands in another, or three of them in a row, may try more ways than
anybody waits for (CWE-1333). The number told here is a bound from above: repeats multiply, alternatives add.

*Rule:* what cannot be bounded is refused; nobody's pattern is run to find out.

Example:
    >>> ways_of("漏.{0,20}水"), ways_of("(a+)+") > MOST_WAYS, ways_of("返工|漏水")
    (21, True, 2)
"""

from __future__ import annotations

import re
from typing import Final

import attrs

from servstd.feedback.themes import LONGEST_TEXT

__all__ = ["MOST_WAYS", "ways_of"]

MOST_WAYS: Final = 100_000
"""So many ways at each place of a text are tried in about a second on a text of the greatest length."""
_BEYOND: Final = MOST_WAYS + 1
_REPEAT: Final = re.compile(r"([*+?]|\{([0-9]*)(,?)([0-9]*)\})([+?]?)")
_OPENING: Final = re.compile(r"\((?:\?(?:P<\w+>|<?[=!]|[:>]|[a-zA-Z]*-?[a-zA-Z]*:))?")
_ALONE: Final = re.compile(r"\(\?(?:P=\w+|#[^)]*|[a-zA-Z]+)\)")
_CONDITIONAL: Final = re.compile(r"\(\?\(\w+\)")
_CLASS: Final = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)


@attrs.define
class _Reader:
    text: str
    at: int = 0

    def alternatives(self) -> int:
        """Return the ways of everything up to the end or the closing bracket."""
        total = self.sequence()
        while self.text[self.at : self.at + 1] == "|":
            self.at += 1
            total += self.sequence()
        return min(total, _BEYOND)

    def sequence(self) -> int:
        ways = 1
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            ways = min(ways * self.repeated(), _BEYOND)
        return ways

    def repeated(self) -> int:
        """Return the ways of one item with the repeat after it."""
        ways = self.item()
        found = _REPEAT.match(self.text, self.at)
        if found is None or found[0] == "{,}":  # which is no repeat but a text
            return ways
        self.at = found.end()
        low, high = _ends(found)
        if ways > 1 and high > 1:
            return min(int(ways ** min(high, 20)), _BEYOND)
        return min(ways * (high - low + 1), _BEYOND)

    def item(self) -> int:
        """Return the ways of one character, class or group."""
        if self.text[self.at] == "(" and (alone := _ALONE.match(self.text, self.at)):
            self.at = alone.end()
            return 1
        opening = _CONDITIONAL.match(self.text, self.at) or _OPENING.match(self.text, self.at)
        if opening is not None:
            self.at = opening.end()
            ways = self.alternatives()
            self.at += 1
            return ways
        found = _CLASS.match(self.text, self.at)
        self.at = found.end() if found is not None else self.at + (2 if self.text[self.at] == "\\" else 1)
        return 1


def _ends(found: re.Match[str]) -> tuple[int, int]:
    sign = found[1]
    if sign in "*+?":
        return (1 if sign == "+" else 0), (1 if sign == "?" else LONGEST_TEXT)
    low = int(found[2] or 0)
    return low, low if not found[3] else int(found[4]) if found[4] else LONGEST_TEXT


def ways_of(pattern: str) -> int:
    """Return a bound for the number of ways in which a pattern may fit at one place of a text; beyond `MOST_WAYS` it is cut.

    Args:
        pattern: A regular expression that compiles.
    """
    return _Reader(pattern).alternatives()
