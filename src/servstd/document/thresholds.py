"""Thresholds: the points before or after a due at which something happens.

*Rule:* a percentage is exact, and everything else is an amount before or after the due.

Example:
    >>> parse_threshold("8h remaining").kind, parse_threshold("99.951%").percent
    ('remaining', (99951, 100000))
"""

from __future__ import annotations

import re

from servstd.durations import parse_amount, percent_of
from servstd.errors import UsageError
from servstd.sla.model import Threshold

__all__ = ["THRESHOLD", "parse_threshold"]

THRESHOLD = r"[0-9]{1,4}(?:\.[0-9]{1,6})?%|[0-9A-Za-z]+ (?:remaining|overdue)"
_PERCENT_LIKE = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,6})?)\s*(?:%|％|percent|per cent)")
_BEFORE = ("remaining", "left", "before due", "before", "to go", "之前", "以前", "前", "剩余", "还剩", "提前")
_AFTER = ("overdue", "late", "after due", "after", "之后", "以后", "后", "逾期", "超时", "超期")


def parse_threshold(text: str) -> Threshold:
    """Return the threshold a text names: `50%`, `8h remaining`, `1h overdue`, `1wd overdue`.

    Raises:
        UsageError: DOC052 not a threshold; the expected text is given where it can be told.
    """
    percent = percent_of(text)
    if percent is not None:
        return Threshold(text, kind="percent", percent=percent)
    amount, _, kind = text.partition(" ")
    if kind == "remaining" or kind == "overdue":
        try:
            return Threshold(text, kind="remaining" if kind == "remaining" else "overdue", amount=parse_amount(amount))
        except UsageError:
            pass
    raise UsageError("DOC052", found=text, expected=_mended(text) or '50%, "8h remaining", "1h overdue"')


def _mended(text: str) -> str:
    from servstd.messages.recognise import amount_fix, normalise_width

    plain = normalise_width(text).strip().lower()
    percent = _PERCENT_LIKE.fullmatch(plain)
    if percent is not None:
        return f"{percent[1]}%"
    for kind, words in (("remaining", _BEFORE), ("overdue", _AFTER)):
        for word in words:
            if plain.startswith(word) or plain.endswith(word):
                amount = plain.removeprefix(word).removesuffix(word).strip()
                fixed = _amount(amount) or _amount(amount_fix(amount))
                return f"{fixed} {kind}" if fixed else ""
    return ""


def _amount(text: str) -> str:
    try:
        return str(parse_amount(text))
    except UsageError:
        return ""
