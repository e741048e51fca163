"""How a case is written into an e-mail so that the answer finds its way back: message ids, plus addresses, subject tokens.

*Rule:* a message id is made from the notice's key, so that the same notice always has the same; the ids of a case's thread and its plus
address hold the case itself, in letters that survive mail systems which change upper to lower case.

Example:
    >>> token_of("42"), token_of("投诉-7"), case_of("b32-42fjl2fprewto"), case_of("b32-1")
    ('42', 'b32-42fjl2fprewto', '投诉-7', None)
    >>> message_id("k", "example.com")
    '<n.8254c329a92850f6d539dd376f4816ee@example.com>'
    >>> case_in_id(thread_id("A 1", "example.com"), ("example.com",))
    'A 1'
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Collection

__all__ = ["case_in_id", "case_of", "digest", "message_id", "thread_id", "token_of"]

_PLAIN = re.compile(r"(?!b32-)[a-z0-9][a-z0-9_-]{0,39}")
_TOKEN = re.compile(r"[a-z0-9][a-z0-9_-]{0,55}")
_LONGEST = 56  # with `desk+` the local part stays within 64 octets (RFC 5321, section 4.5.3.1.1)
_THREAD = re.compile(r"<case\.([A-Za-z0-9_-]{1,56})@([^<>@\s]{1,255})>")


def digest(text: str) -> str:
    """Return 32 letters that stand for a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def token_of(case: str) -> str | None:
    """Return a case as a part of an address; None when it is too long for one."""
    if _PLAIN.fullmatch(case):
        return case
    token = "b32-" + base64.b32encode(case.encode("utf-8", "replace")).decode().rstrip("=").lower()
    return token if len(token) <= _LONGEST else None


def case_of(token: str) -> str | None:
    """Return the case a token stands for; None when it is no token of ours."""
    token = token.lower()
    if not _TOKEN.fullmatch(token):
        return None
    if not token.startswith("b32-"):
        return token
    letters = token.removeprefix("b32-").upper()
    try:
        case = base64.b32decode(letters + "=" * (-len(letters) % 8)).decode()
    except (binascii.Error, ValueError):
        return None
    return case if token_of(case) == token else None


def message_id(key: str, domain: str) -> str:
    """Return the Message-ID of a notice: the same for the same key."""
    return f"<n.{digest(key)}@{domain}>"


def thread_id(case: str, domain: str) -> str:
    """Return the id that all mails of a case refer to; it holds the case, unless that is too long."""
    token = token_of(case)
    return f"<case.{token}@{domain}>" if token else f"<thread.{digest(case)}@{domain}>"


def case_in_id(text: str, domains: Collection[str]) -> str | None:
    """Return the case named by the last of our thread ids in a header's text (In-Reply-To, References); None when there is none."""
    for found in reversed(list(_THREAD.finditer(text))):
        if found[2].lower() in domains and (case := case_of(found[1])) is not None:
            return case
    return None
