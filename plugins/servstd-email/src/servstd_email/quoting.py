"""The answer without the mail it answers: quoted lines at the end are left out, where it is sure what is quoted.

*Rule:* nothing that a customer may have written is lost: a quote with an answer below it stays, and so does a mail that would be left
empty.

Example:
    >>> trim_quote("Still broken.\\n\\nOn Mon, Jan 5, Desk <desk@example.com> wrote:\\n> We are on it.\\n> Bye\\n")
    'Still broken.'
    >>> trim_quote("> Is it solved?\\nNo.")
    '> Is it solved?\\nNo.'
"""

from __future__ import annotations

import re

__all__ = ["trim_quote"]

_WROTE = re.compile(r"(wrote|写道|寫道|schrieb\b.*|a écrit|escribió|ha scritto)\s*[:：]\s*$", re.IGNORECASE)
_DIVIDER = re.compile(r"\s*-{2,}\s*(original message|原始邮件|原邮件|原始郵件|forwarded message|转发邮件)\s*-{2,}\s*", re.IGNORECASE)
_HEADER = re.compile(r"[\s*]*(from|发件人|發件人|寄件者|sent|date|发送时间|日期|subject|主题|to|收件人)[\s*]*[:：]", re.IGNORECASE)
_LONGEST_ATTRIBUTION = 3  # lines: long names and addresses wrap


def trim_quote(text: str) -> str:
    """Return a text without the quoted mail at its end."""
    lines = text.rstrip().split("\n")
    end = _before_divider(lines)
    if end == len(lines):
        end = _before_quote(lines)
    kept = "\n".join(lines[:end]).strip()
    return kept or text.strip()


def _before_divider(lines: list[str]) -> int:
    """Return where a divider stands with the heads of the old mail right below it."""
    for i, line in enumerate(lines):
        below = [other for other in lines[i + 1 : i + 6] if other.strip()]
        if _DIVIDER.fullmatch(line) and len(below) >= 2 and all(_HEADER.match(other) for other in below[:2]):
            return i
    return len(lines)


def _before_quote(lines: list[str]) -> int:
    """Return where lines starting with > begin that reach to the end, with the line that says who wrote them."""
    start = len(lines)
    while start > 0 and (lines[start - 1].startswith(">") or not lines[start - 1].strip()):
        start -= 1
    if not any(line.startswith(">") for line in lines[start:]):
        return len(lines)
    for length in range(1, _LONGEST_ATTRIBUTION + 1):
        above = lines[max(0, start - length) : start]
        if above and _WROTE.search(above[-1]) and re.match(r"(on|am|le|el|il|于|在|\d)", above[0].strip(), re.IGNORECASE):
            return start - length
    return start
