"""Tables for a terminal: aligned also where Chinese characters take two columns, and no wider than the screen.

*Rule:* widths are columns on the screen, not characters (Unicode Standard Annex 11). Numbers are never cut; long text is,
with an ellipsis, the widest column first.

Example:
    >>> print(table([["首次响应", "93"], ["resolution", "5"]], heads=["metric", "n"], right={1}))
    metric       n
    ----------  --
    首次响应    93
    resolution   5
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from unicodedata import category, east_asian_width

__all__ = ["cut", "pad", "table", "text_width"]

_GAP = "  "
_LEAST = 6


def text_width(text: str) -> int:
    """Return how many columns of a terminal a text takes: 2 for wide characters, 0 for combining marks, else 1."""
    if text.isascii():
        return len(text)
    return sum(_char_width(char) for char in text)


def _char_width(char: str) -> int:
    if category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def cut(text: str, width: int) -> str:
    """Return a text in at most `width` columns; what is cut off is marked by an ellipsis."""
    if text_width(text) <= width:
        return text
    kept, used = "", 0
    for char in text:
        used += _char_width(char)
        if used > width - 1:
            break
        kept += char
    return kept + "…"


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Return a text filled up with blanks to `width` columns; `right` aligns it to the right."""
    blanks = " " * (width - text_width(text))
    return blanks + text if right else text + blanks


def table(rows: Sequence[Sequence[str]], *, heads: Sequence[str], right: Collection[int] = (), width: int | None = None) -> str:
    """Return rows as aligned lines under their heads.

    Args:
        rows: Cells as text, as many a row as there are heads. Line breaks and control characters are shown as blanks.
        heads: Column heads.
        right: Positions of the columns aligned to the right; these hold numbers and are never cut.
        width: Columns of the screen; None: as wide as it takes.
    """
    cells = [[_clean(cell) for cell in row] for row in [heads, *rows]]
    widths = [max(text_width(row[i]) for row in cells) for i in range(len(heads))]
    if width is not None:
        _shrink(widths, right, width)
    lines = [_line(row, widths, right) for row in cells]
    rule = _GAP.join("-" * column for column in widths)
    return "\n".join([lines[0], rule, *lines[1:]])


def _clean(cell: str) -> str:
    return cell if cell.isprintable() else "".join(char if char.isprintable() else " " for char in cell)


def _shrink(widths: list[int], right: Collection[int], width: int) -> None:
    movable = [i for i in range(len(widths)) if i not in right and widths[i] > _LEAST]
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    while excess > 0 and movable:
        widest = max(movable, key=lambda i: widths[i])
        widths[widest] -= 1
        excess -= 1
        if widths[widest] <= _LEAST:
            movable.remove(widest)


def _line(row: Sequence[str], widths: Sequence[int], right: Collection[int]) -> str:
    return _GAP.join(pad(cut(cell, widths[i]), widths[i], right=i in right) for i, cell in enumerate(row)).rstrip()
