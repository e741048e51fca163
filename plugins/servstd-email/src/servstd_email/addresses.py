"""E-mail addresses, as much of them as a server takes: `local@domain`, the domain in ASCII.

*Rule:* an address that could end a header or a command is none; nothing is repaired. Quoted local parts are not taken.

Example:
    >>> read_address("wang@例子.example"), read_address("a@b.example\\r\\nBcc: x@y.example")
    (Address(local='wang', domain='xn--fsqu00a.example'), None)
"""

from __future__ import annotations

import re

import attrs

__all__ = ["Address", "header_text", "one_line", "read_address"]

_LOCAL = re.compile(r"[^\s\x00-\x20\x7f-\xa0()<>\[\]:;@\\,\"]+")
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*")
_WORD_STARTS = "=?"  # the library decodes an encoded word (RFC 2047) wherever one stands, line ends in it included
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+")


@attrs.frozen
class Address:
    """An address. `domain` is ASCII; `local` may hold any letters, which needs a server with SMTPUTF8."""

    local: str
    domain: str

    @property
    def is_ascii(self) -> bool:
        """Return whether every server takes it."""
        return self.local.isascii()

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"


def read_address(text: str) -> Address | None:
    """Return an address, None when it is none; lengths as RFC 5321, section 4.5.3.1, bounds them."""
    local, _, domain = text.strip(" ").rpartition("@")
    try:
        ascii_domain = domain if domain.isascii() else domain.encode("idna").decode()
        octets = len(local.encode())
    except UnicodeError:
        return None
    dots = local.startswith(".") or local.endswith(".") or ".." in local
    if (
        dots
        or _WORD_STARTS in local
        or not _LOCAL.fullmatch(local)
        or not _DOMAIN.fullmatch(ascii_domain)
        or octets > 64
        or octets + len(ascii_domain) > 253
    ):
        return None
    return Address(local, ascii_domain.lower())


def one_line(text: str) -> str:
    """Return a text in one line, without control characters or halves of surrogate pairs."""
    return _CONTROLS.sub(" ", text.encode("utf-8", "replace").decode()).strip()


def header_text(text: str) -> str:
    """Return a text fit for a header: in one line, and nothing in it is taken for an encoded word."""
    return one_line(text).replace(_WORD_STARTS, "= ?")
