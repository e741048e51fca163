"""Cutting a text to the length a provider takes.

*Rule:* nothing is cut in its middle: no character, no joined emoji, no link, no case number. What is cut ends in `…`; a case number and
links that would be lost stand behind it. A text that fits is not touched.

What belongs together follows the main rules of Unicode Standard Annex 29 (grapheme clusters: marks, joiners, flags), read 2026-01.

Example:
    >>> cut("Case 42 was received, see https://example.com/42 for more.", 40, case="42")
    'Case 42 was rece… https://example.com/42'
    >>> cut("您的投诉已受理", 10, unit="bytes")
    '您的…'
"""

from __future__ import annotations

import re
from typing import Literal
from unicodedata import category

__all__ = ["cut", "cut_subject", "size_of"]

_MARK = "…"
_LINK = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*[A-Za-z0-9\-_~/#=&]")
_JOINER = "\u200d"
_LONGEST_CLUSTER = 32
"""A character with more marks than any script has is cut all the same."""


def size_of(text: str, unit: Literal["characters", "bytes"]) -> int:
    """Return how long a text is in a provider's unit: characters, or bytes of UTF-8."""
    return len(text) if unit == "characters" else len(text.encode("utf-8", "surrogatepass"))


def cut(text: str, limit: int | None, *, unit: Literal["characters", "bytes"] = "characters", case: str = "") -> str:
    """Return a text no longer than `limit`.

    Args:
        text: The text.
        limit: The most a provider takes; None: everything.
        unit: What the limit counts.
        case: The case's number; it survives if the text names it.
    """
    if limit is None or size_of(text, unit) <= limit:
        return text
    kept = _whole(text, case)
    tail: list[str] = []
    given_up: set[str] = set()
    while True:
        end = _MARK + "".join(f" {token}" for token in tail)
        room = limit - size_of(end, unit)
        if room < 0:
            if not tail:
                return text[: _fitting(text, limit, unit, [])]
            given_up.add(tail.pop())  # links that find no room go first, from the last on; the case number is the last to go
            continue
        at = _fitting(text, room, unit, [span for span, _ in kept])
        head = text[:at].rstrip()
        link = next((span for span, token in kept if span[1] == len(head) and token != case), None)
        if link is not None and size_of(f"{head} {end}", unit) <= limit:
            head += " "  # the mark would be taken for a part of the link
        elif link is not None:
            at = link[0]
            head = text[:at].rstrip()
        lost = [token for (_, stop), token in kept if stop > at]
        seen = {token for (_, stop), token in kept if stop <= at}
        wanted = list(dict.fromkeys(token for token in lost if token not in seen and token not in given_up))
        if case in wanted:
            wanted.remove(case)
            wanted.insert(0, case)
        if set(wanted) <= set(tail):
            return head + end
        tail = list(dict.fromkeys([*wanted, *tail])) if case in wanted else list(dict.fromkeys([*tail, *wanted]))


def cut_subject(text: str, limit: int | None) -> str:
    """Return a subject no longer than `limit` characters."""
    return cut(text, limit)


def _whole(text: str, case: str) -> list[tuple[tuple[int, int], str]]:
    """Return (span, token) of what must not be cut: links, and the case's number where it stands alone."""
    found = [(match.span(), match[0]) for match in _LINK.finditer(text)]
    if case:
        alone = re.compile(rf"(?<![0-9A-Za-z]){re.escape(case)}(?![0-9A-Za-z])")
        inside = [span for span, _ in found]
        found += [(m.span(), case) for m in alone.finditer(text) if not any(a <= m.start() < b for a, b in inside)]
    return sorted(found)


def _fitting(text: str, room: int, unit: Literal["characters", "bytes"], spans: list[tuple[int, int]]) -> int:
    """Return how many characters of a text fit, without cutting what belongs together."""
    at = min(len(text), max(room, 0)) if unit == "characters" else _characters_within(text, room)
    for start, stop in spans:
        if start < at < stop:
            at = start
            break
    return _boundary(text, at)


def _characters_within(text: str, room: int) -> int:
    used = 0
    for at, char in enumerate(text):
        used += size_of(char, "bytes")
        if used > room:
            return at
    return len(text)


def _boundary(text: str, at: int) -> int:
    """Return the nearest place at or before `at` that lies between two characters as people see them."""
    for back in range(at, max(at - _LONGEST_CLUSTER, 0), -1):
        if back >= len(text) or not _joined(text, back):
            return back
    return at if at > _LONGEST_CLUSTER else 0


def _joined(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after == _JOINER or before == _JOINER or category(after) in ("Mn", "Me", "Mc") or "\U0001f3fb" <= after <= "\U0001f3ff":
        return True
    if before == "\r" and after == "\n":
        return True
    return _is_flag_half(after) and _flag_halves_before(text, at) % 2 == 1


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _flag_halves_before(text: str, at: int) -> int:
    count = 0
    while count < at and _is_flag_half(text[at - 1 - count]):
        count += 1
    return count
