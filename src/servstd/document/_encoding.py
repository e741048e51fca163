"""Bytes as text: UTF-8, and a good guess at what they were meant to be when they are not.

*Rule:* nothing is decoded by guessing; the guess goes into the message.

Example:
    >>> decode("标准".encode("gb18030"), "standard.yaml").params["guess"]
    'GBK'
"""

from __future__ import annotations

import codecs

from servstd.errors import Place, Problem

__all__ = ["decode"]


def decode(text: str | bytes, name: str) -> str | Problem:
    """Return the text without its byte order mark, or what is wrong with the bytes and where."""
    if isinstance(text, str):
        return text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        return text.removeprefix(codecs.BOM_UTF8).decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        skipped = len(codecs.BOM_UTF8) if text.startswith(codecs.BOM_UTF8) else 0
        before = text[: error.start + skipped]
        line_start = before.rfind(b"\n") + 1
        place = Place(name, line=before.count(b"\n") + 1, column=len(before[line_start:].removeprefix(codecs.BOM_UTF8).decode("utf-8")) + 1)
        guess = _guess(text)
        params = {"offset": error.start + skipped, "byte": f"0x{text[error.start + skipped]:02x}"}
        return Problem("DOC002" if guess else "DOC001", params={**params, "guess": guess} if guess else params, place=place)


def _guess(text: bytes) -> str:
    if text.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    try:
        decoded = text.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "GBK" if any("\u4e00" <= char <= "\u9fff" for char in decoded) else ""
