"""The shape of one entry of the problem catalogues.

*Rule:* texts come in pairs, English and Chinese; what a message quotes stands in braces.

Example:
    >>> Entry("error", en=("{found} is wrong", ""), zh=("{found} 有误", "")).severity
    'error'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from servstd.errors import Severity

__all__ = ["Entry"]


class Entry(NamedTuple):
    """A problem's texts: `en` and `zh` are (message, fix); `why` is (English, Chinese); `bad` and `good` are examples."""

    severity: Severity
    en: tuple[str, str]
    zh: tuple[str, str]
    why: tuple[str, str] = ("", "")
    bad: str = ""
    good: str = ""
