"""Bytes of a mail as text, whatever the sender called them.

*Rule:* text always comes out. What is declared is tried first, then UTF-8, then GB 18030; GB 2312 and GBK are read as GB 18030, which holds
both. Names of codecs that are no charsets (`idna`, `unicode_escape` ...) are not obeyed.

Example:
    >>> decode("退款".encode("gbk"), "gb2312"), decode("é".encode(), "x-unknown"), decode_words("=?utf-8?B?5L2g?= =?UTF-8?Q?=E5=A5=BD_?=!")
    ('退款', 'é', '你好 !')
"""

from __future__ import annotations

import base64
import binascii
import codecs
import quopri
import re
from collections.abc import Iterable

__all__ = ["Headers", "decode", "decode_words", "first", "read_headers", "without_controls"]

Headers = tuple[tuple[str, str], ...]
"""Names in lower case with their values, unfolded and not yet decoded, in order."""

_NAME = re.compile(r"[A-Za-z0-9._:-]{1,40}")
_NO_CHARSETS = frozenset(("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"))
_GB = frozenset(("gb2312", "gbk", "cp936"))
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\s]*)\?=")
_BETWEEN = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_MOST_HEADERS = 262_144


def decode(data: bytes, charset: str | None) -> str:
    """Return bytes as text; `charset` is what the mail claims."""
    for name in (charset, "utf-8", "gb18030"):
        if name is None or not _NAME.fullmatch(name):
            continue
        try:
            codec = codecs.lookup(name).name.replace("-", "_")
            if codec in _NO_CHARSETS:
                continue
            return data.decode("gb18030" if codec in _GB else codec)
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def without_controls(text: str) -> str:
    """Return a text without control characters but tabs and line ends, and with line ends of one kind."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _word(charset: str, encoding: str, text: str) -> tuple[str, bytes] | None:
    try:
        if encoding in "bB":
            data = base64.b64decode(text + "=" * (-len(text) % 4))
        else:
            data = quopri.decodestring(text.replace("_", " ").encode("utf-8", "surrogateescape"), header=True)
    except (binascii.Error, ValueError):
        return None
    return charset.partition("*")[0].lower(), data  # RFC 2231 lets a language follow the charset


def decode_words(text: str) -> str:
    """Return a header's value with its encoded words (RFC 2047) decoded, in one line.

    Neighbours of one charset are joined before they are decoded: many senders cut a character in two.
    """
    out: list[str] = []
    pending: tuple[str, bytes] | None = None
    for i, part in enumerate(_split(_BETWEEN.sub(r"\1", text))):
        word = _word(*part) if isinstance(part, tuple) else None
        if word is not None and pending is not None and pending[0] == word[0]:
            pending = (word[0], pending[1] + word[1])
            continue
        if part == "" and i > 0:
            continue
        if pending is not None:
            out.append(decode(pending[1], pending[0]))
        pending = word
        if word is None:
            out.append(part if isinstance(part, str) else f"=?{'?'.join(part)}?=")
    if pending is not None:
        out.append(decode(pending[1], pending[0]))
    return " ".join(without_controls("".join(out)).split())


def _split(text: str) -> Iterable[str | tuple[str, str, str]]:
    start = 0
    for found in _WORD.finditer(text):
        yield text[start : found.start()]
        yield found[1], found[2], found[3]
        start = found.end()
    yield text[start:]


def read_headers(data: bytes) -> Headers:
    """Return the header lines at the top of a mail; those that are none are left out."""
    head = data[:_MOST_HEADERS].replace(b"\r\n", b"\n").lstrip(b"\n")
    lines = head.partition(b"\n\n")[0].split(b"\n")
    found: list[tuple[str, str]] = []
    for line in lines:
        text = decode(line, None)
        if text[:1] in (" ", "\t") and found:
            name, value = found[-1]
            found[-1] = (name, f"{value} {text.strip()}")
            continue
        name, colon, value = text.partition(":")
        if colon and name and not name[0].isspace() and " " not in name.strip():
            found.append((name.strip().lower(), value.strip()))
    return tuple(found)


def first(headers: Headers, name: str) -> str:
    """Return the first value of a header, empty when there is none."""
    return next((value for key, value in headers if key == name), "")
