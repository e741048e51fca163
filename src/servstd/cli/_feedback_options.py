"""Options of `servstd feedback` that take a number, a day, or a day for each loop.

*Rule:* a day is one of the standard's; what cannot be read is refused with what was expected.

Example:
    >>> read_whole("--minimum", "30")
    30
"""

from __future__ import annotations

from contextlib import suppress

from servstd.cli._cases import Cases, read_option_instant
from servstd.errors import UsageError
from servstd.instants import from_us
from servstd.report import bound

__all__ = ["read_bounds", "read_since", "read_whole"]


def read_bounds(cases: Cases, start: str | None, end: str | None) -> tuple[str | None, str | None]:
    """Return the instants between which is reported; a day is one of the standard's."""
    for flag, text in (("--from", start), ("--to", end)):
        if text is not None:
            read_option_instant(flag, text, cases.zone)
    first = None if start is None else from_us(bound(start, cases.zone)).isoformat()
    last = None if end is None else from_us(bound(end, cases.zone, end=True)).isoformat()
    return first, last


def read_since(texts: tuple[str, ...], cases: Cases) -> dict[str, str]:
    """Return from when the measures of each loop work."""
    out: dict[str, str] = {}
    for text in texts:
        loop, mark, day = text.rpartition("=")
        if not mark or not loop:
            raise UsageError("CLI003", name="--since", expected="LOOP=2026-03-01", found=text)
        read_option_instant("--since", day, cases.zone)
        out[loop] = from_us(bound(day, cases.zone)).isoformat()
    return out


def read_whole(flag: str, text: str) -> int:
    """Return a whole number an option gives."""
    with suppress(ValueError):
        if text.isascii():
            return int(text)
    raise UsageError("CLI003", name=flag, expected="2, 3, … 30 …", found=text)
