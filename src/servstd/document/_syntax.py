"""What a YAML parser stumbled over, in terms of what a person typed.

*Rule:* the parser's words name its own rules ("mapping values are not allowed here"); these name the mistake that usually
causes them: a tab, a full-width colon, a quote that is not closed. What is none of these keeps the parser's words.

Example:
    >>> explain_syntax(["a:", "\\tb: 1"], what="found character that cannot start any token", at=(1, 0), since=(1, 0)).code
    'DOC006'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["SyntaxFound", "explain_syntax"]

_WIDE = dict(zip("：，“”‘’［］【】｛｝、", ":,\"\"''[][]{},", strict=True))
_WIDE_MARK = re.compile("[" + "".join(_WIDE) + "]")
Position = tuple[int, int]


class SyntaxFound(NamedTuple):
    """The code of the problem, where it stands (from 0), and what its message quotes."""

    code: str
    line: int
    column: int
    params: Mapping[str, object]


def explain_syntax(lines: list[str], *, what: str, at: Position, since: Position, opened: Position = (0, 0)) -> SyntaxFound:
    """Return the mistake behind a parser's complaint.

    Args:
        lines: The text, line by line.
        what: The parser's own words.
        at: Line and column, from 0, where it gave up.
        since: Where the part began that it was reading; the same as `at` when it does not say.
        opened: Where the innermost list or mapping began that was not closed.
    """
    here = lines[at[0]] if at[0] < len(lines) else ""
    tab = re.match(r" *(\t)", here)
    if tab and at[1] <= tab.end():
        return SyntaxFound("DOC006", at[0], tab.start(1), {})
    if "could not find expected ':'" in what or "while parsing a flow" in what:
        wide = _find_wide(lines, min(since, opened) if "flow" in what else since, at)
        if wide is not None:
            return wide
    if "quoted scalar" in what and "end of stream" in what:
        return SyntaxFound("DOC020", *since, {})
    if "while parsing a flow" in what:
        return SyntaxFound("DOC021", *opened, {"found": here[at[1] : at[1] + 20].strip() or "the end of the text", "until": at[0] + 1})
    if "mapping values are not allowed" in what:
        quoted = re.search(r":\s", here[: at[1]])
        return SyntaxFound("DOC022" if quoted else "DOC023", *at, {})
    if "expected key" in what or "expected '-' indicator" in what or "<block end>" in what:
        return SyntaxFound("DOC023", *at, {})
    if "cannot start any token" in what:
        return SyntaxFound("DOC024", *at, {"found": here[at[1] : at[1] + 1]})
    if "could not find expected ':'" in what:
        return SyntaxFound("DOC025", *since, {})
    return SyntaxFound("DOC005", *at, {"detail": what})


def _find_wide(lines: list[str], since: Position, until: Position) -> SyntaxFound | None:
    for number in range(since[0], min(until[0] + 1, len(lines))):
        match = _WIDE_MARK.search(lines[number], since[1] if number == since[0] else 0)
        if match is not None:
            return SyntaxFound("DOC007", number, match.start(), {"found": match[0], "expected": _WIDE[match[0]]})
    return None
