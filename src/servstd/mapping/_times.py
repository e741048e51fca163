"""Instants as foreign logs write them: a format becomes one function from a cell to microseconds.

*Rule:* a time is read exactly as the format says, or not at all; a time without an offset has the mapping's zone.

Example:
    >>> read = compile_time("D/M/YYYY HH:mm", read_zone("Asia/Shanghai"))
    >>> instant_text(read("5/1/2026 09:00"))
    '2026-01-05T01:00:00Z'
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import TypeAlias

from servstd.errors import UsageError
from servstd.instants import instant_text, local_to_us, read_instant, read_zone, to_us

__all__ = ["TimeReader", "compile_time", "format_problem", "has_offset", "instant_text", "read_zone"]

TimeReader: TypeAlias = Callable[[str | datetime], int]

# The tokens of moment.js and its many followers, which people who write such formats know.
_TOKENS: dict[str, str] = {
    "YYYY": r"(?P<year>\d{4})", "YY": r"(?P<year>\d{2})",
    "MM": r"(?P<month>\d{2})", "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{2})", "D": r"(?P<day>\d{1,2})",
    "HH": r"(?P<hour>\d{2})", "H": r"(?P<hour>\d{1,2})",
    "hh": r"(?P<half>\d{2})", "h": r"(?P<half>\d{1,2})",
    "mm": r"(?P<minute>\d{2})", "m": r"(?P<minute>\d{1,2})",
    "ss": r"(?P<second>\d{2})", "s": r"(?P<second>\d{1,2})",
    "SSSSSS": r"(?P<fraction>\d{6})", "SSS": r"(?P<fraction>\d{3})", "SS": r"(?P<fraction>\d{2})", "S": r"(?P<fraction>\d{1,9})",
    "A": r"(?P<noon>[AaPp]\.?[Mm]\.?|上午|下午)", "a": r"(?P<noon>[AaPp]\.?[Mm]\.?|上午|下午)",
    "Z": r"(?P<offset>Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)",
}  # fmt: skip
_PIECE = re.compile("|".join([r"\[[^\]]*\]", *sorted(_TOKENS, key=len, reverse=True), r"\s+", "."]))
_EPOCHS = {"epoch_s": 1_000_000, "epoch_ms": 1_000}
_NUMBER = re.compile(r"-?\d{1,17}(?:\.\d{1,6})?")
_OTHER_STYLES = (("yyyy", "YYYY"), ("yy", "YY"), ("dd", "DD"), ("%Y", "YYYY"), ("%m", "MM"), ("%d", "DD"), ("%H", "HH"), ("%I", "hh"))
_MORE_STYLES = (("%M", "mm"), ("%S", "ss"), ("%f", "SSSSSS"), ("%p", "A"), ("%z", "Z"))


def format_problem(text: str) -> tuple[str, str] | None:
    """Return (the piece that is not understood, the format to write instead or nothing), or None for a good format."""
    if text == "iso" or text in _EPOCHS:
        return None
    pattern, unknown = _pattern(text)
    if not unknown:
        missing = [piece for piece in ("year", "month", "day") if f"?P<{piece}>" not in pattern]
        if missing:
            return {"year": "YYYY", "month": "M", "day": "D"}[missing[0]], ""
        try:
            re.compile(pattern)
        except re.error:  # a token stands there twice
            return text, ""
        return None
    fixed = text
    for theirs, ours in (*_OTHER_STYLES, *_MORE_STYLES):
        fixed = fixed.replace(theirs, ours)
    return unknown, fixed if fixed != text and format_problem(fixed) is None else ""


def _pattern(text: str) -> tuple[str, str]:
    parts: list[str] = []
    for match in _PIECE.finditer(text):
        piece = match.group()
        if piece in _TOKENS:
            parts.append(_TOKENS[piece])
        elif piece.startswith("[") and len(piece) > 1:
            parts.append(re.escape(piece[1:-1]))
        elif piece.isspace():
            parts.append(r"\s+")
        elif (piece.isascii() and piece.isalpha() and piece != "T") or piece == "%":
            return "", piece
        else:
            parts.append(re.escape(piece))
    return "".join(parts), ""


def has_offset(text: str) -> bool:
    """Return whether a format always tells the offset, so that no zone is needed."""
    return text in _EPOCHS or "(?P<offset>" in _pattern(text)[0]


def compile_time(text: str, zone: tzinfo | None) -> TimeReader:
    """Return a function from a cell to microseconds since the epoch.

    Args:
        text: `iso`, `epoch_s`, `epoch_ms` or a pattern of tokens: YYYY YY MM M DD D HH H hh h mm m ss s S SS SSS A Z;
            `[text]` stands for itself. A format for which `format_problem` finds nothing.
        zone: The zone of times without an offset. A skipped local time moves forward by the gap, a repeated one takes
            the first occurrence.

    Returns:
        A function that raises ValueError when the cell is no such time. Cells that are datetimes (xlsx, Parquet) are
        read as they are, whatever the format.
    """
    if text == "iso":
        return _guard(lambda cell: read_instant(cell, zone), zone)
    if text in _EPOCHS:
        scale = _EPOCHS[text]
        return _guard(lambda cell: _read_epoch(cell, scale), zone)
    match = re.compile(_pattern(text)[0]).fullmatch
    return _guard(lambda cell: _read_match(match(cell), zone), zone)


def _guard(read: Callable[[str], int], zone: tzinfo | None) -> TimeReader:
    def read_cell(cell: str | datetime) -> int:
        try:
            if isinstance(cell, str):
                return read(cell)
            return to_us(cell) if cell.tzinfo is not None or zone is None else local_to_us(cell, zone)
        except (UsageError, OverflowError) as error:
            raise ValueError(str(cell)) from error

    return read_cell


def _read_epoch(cell: str, scale: int) -> int:
    if _NUMBER.fullmatch(cell) is None:
        raise ValueError(cell)
    whole, _, fraction = cell.partition(".")
    micros = int(fraction.ljust(6, "0") or "0") * scale // 1_000_000
    us = int(whole) * scale + (-micros if whole.startswith("-") else micros)
    if abs(us) > 10**17:  # the year 5138: seconds taken for milliseconds, or no time at all
        raise ValueError(cell)
    return us


def _read_match(match: re.Match[str] | None, zone: tzinfo | None) -> int:
    if match is None:
        raise ValueError
    part = match.groupdict()
    year = int(part["year"])
    if len(part["year"]) == 2:  # POSIX: 69-99 are 1969-1999
        year += 1900 if year >= 69 else 2000
    hour, days = int(part.get("hour") or 0), 0
    if part.get("half") is not None:
        hour = _full_hour(int(part["half"]), part.get("noon"))
    minute, second = int(part.get("minute") or 0), int(part.get("second") or 0)
    if hour == 24 and minute == second == 0:
        hour, days = 0, 1
    micros = int((part.get("fraction") or "0")[:6].ljust(6, "0"))
    wall = datetime(year, int(part["month"]), int(part["day"]), hour, minute, second, micros) + timedelta(days=days)  # noqa: DTZ001
    offset = part.get("offset")
    if offset is not None:
        return read_instant(wall.isoformat() + offset)
    if zone is None:
        raise ValueError
    return local_to_us(wall, zone)


def _full_hour(half: int, noon: str | None) -> int:
    if not 1 <= half <= 12:
        raise ValueError
    return half % 12 + (12 if noon is not None and (noon[0] in "Pp" or noon == "下午") else 0)
