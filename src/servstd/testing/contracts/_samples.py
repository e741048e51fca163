"""Notices, facts and bytes that parts must be able to take.

*Rule:* everything here is met in practice: empty subjects, emoji, a text ten times as long as any limit, control characters, numbers
that are none.

Example:
    >>> ordinary_notice("a").text, len(ODD_TEXTS["ten thousand characters"])
    ('Your case 42 was answered late.', 10000)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from servstd.notices import Action, Notice, Recipient

__all__ = ["ODD_BODIES", "ODD_TEXTS", "ODD_VALUES", "ordinary_notice"]


def ordinary_notice(key: str, *, address: str = "", text: str = "Your case 42 was answered late.", subject: str = "Case 42") -> Notice:
    """Return a notice to one person."""
    return Notice(
        key,
        case="42",
        reason="missed",
        subject=subject,
        text=text,
        recipients=(Recipient("li", name="李雷", address=address),),
        actions=(Action("Open the case", url="https://desk.example/cases/42"),),
    )


ODD_TEXTS: Mapping[str, str] = {
    "an emoji outside the first plane": "Späť 👩‍🔧🔥 您好",
    "ten thousand characters": "长" * 10_000,
    "an empty text": "",
    "control characters": "a\x00b\x07c\x1b[31m\r\nBcc: x@example.com\u2028d",
    "markup": '<b>&amp;</b> *_`{{ x }}` {} %s \\ "quotes" </script>',
    "text from right to left": "\u202eabc\u202c שלום",
}
"""What the text of a notice may be."""

_HUGE = 10**400

ODD_VALUES: Mapping[str, object] = {
    "None": None,
    "NaN": float("nan"),
    "infinity": float("inf"),
    "minus infinity": float("-inf"),
    "an empty text": "",
    "a text that is no number": "x ¥1,000",
    "a negative number": -1,
    "nought": 0,
    "a number beyond floats": _HUGE,
    "a truth value": True,
    "an empty list": [],
    "a list": ["a", 1, None],
    "a mapping": {"a": 1},
    "an instant": datetime(2026, 1, 5, 9, tzinfo=UTC),
}
"""What stands where a fact or an attribute was expected."""

ODD_BODIES: Mapping[str, bytes] = {
    "nothing": b"",
    "a blank": b" ",
    "bytes that are no UTF-8": b"\xff\xfe\x00",
    "null": b"null",
    "a list": b"[]",
    "an empty object": b"{}",
    "a number": b"1e999",
    "an object of other people": b'{"a": {"b": [1, null, "x"]}, "type": 7, "text": {}, "data": []}',
    "an object cut off": b'{"type": "message", "te',
    "deep brackets": b"[" * 5_000,
    "a form": b"a=1&b=%ff",
}
"""What may come in where a payload was expected."""
