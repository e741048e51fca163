"""Masking: personal data that a notice puts in is shortened until nobody is told more than they need to recognise it.

*Rule:* what a template writes itself is never touched; what it puts in is masked unless its author declares the field in `show`.
Whole fields are known by their names (`phone`, `姓名`), the rest by patterns: mobile and landline numbers, e-mail addresses, ID cards.

What is masked follows "GB/T 37964-2019 Information security technology: guide for de-identifying personal information" (suppression of
parts of a direct identifier) and the list of personal information in annex A of "GB/T 35273-2020 Personal information security
specification", both read 2026-01. Patterns over-mask: an order number that looks like a mobile number is masked too.

Example:
    >>> mask_text("李雷 138-0013-8000, lilei@example.com")
    '李雷 138****8000, l***@example.com'
    >>> mask_name("李雷"), mask_name("Li Lei"), mask_field("phone", "13800138000")
    ('李*', 'L* L*', '138****8000')
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, TypeAlias

__all__ = ["FIELDS", "kind_of", "mask_field", "mask_name", "mask_text"]

Personal: TypeAlias = Literal["name", "number", "email", "address"]

FIELDS: dict[str, Personal] = {
    **dict.fromkeys(
        ("name", "customer_name", "contact_name", "full_name", "first_name", "last_name", "姓名", "客户姓名", "联系人"), "name"
    ),
    **dict.fromkeys(("phone", "mobile", "tel", "telephone", "phone_number", "电话", "手机", "手机号", "联系电话", "客户电话"), "number"),
    **dict.fromkeys(("id_card", "id_number", "身份证", "身份证号"), "number"),
    **dict.fromkeys(("email", "e_mail", "mail", "邮箱", "电子邮箱"), "email"),
    **dict.fromkeys(("address", "addr", "地址", "住址", "客户地址"), "address"),
}
"""Names of attributes and event data that are personal as a whole. `称呼` (a form of address: 王女士) is not among them."""
_WIDE = str.maketrans("０１２３４５６７８９＋－（）＠．　", "0123456789+-()@. ")
_GAP = r"[-\s.]{0,2}"
_EMAIL = re.compile(r"(?<![A-Za-z0-9_.+%-])[A-Za-z0-9_.+%-]+@(?=[A-Za-z0-9-]+\.)([A-Za-z0-9.-]*[A-Za-z0-9])")
_ID_CARD = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])")
_MOBILE = re.compile(rf"(?<!\d)(?:(?:\+|00)?86{_GAP})?(1[3-9]\d){_GAP}\d{{4}}{_GAP}(\d{{4}})(?!\d)")
_ABROAD = re.compile(r"(?<![\d+])(\+\d{1,3})(?:[-\s.()]{0,2}\d){6,12}(?!\d)")
_LANDLINE = re.compile(rf"(?<!\d)\(?(0\d{{2,3}})\)?{_GAP}\d{{3,4}}{_GAP}(\d{{4}})(?!\d)")
_ANYTHING = "***"


def mask_text(text: str, names: Iterable[str] = ()) -> str:
    """Return a text with phone numbers, e-mail addresses and ID card numbers masked.

    Args:
        text: Free text, as people wrote it.
        names: Names of people that are known; they are masked wherever they stand.
    """
    plain = text.translate(_WIDE)
    masked = _EMAIL.sub(lambda found: f"{found[0][0]}***@{found[1]}", plain)
    masked = _ID_CARD.sub(lambda found: f"{found[0][0]}{'*' * 16}{found[0][-1]}", masked)
    masked = _MOBILE.sub(r"\1****\2", masked)
    masked = _ABROAD.sub(lambda found: f"{found[1]} ****{found[0][-2:]}", masked)
    masked = _LANDLINE.sub(r"\1-****\2", masked)
    out = text if masked == plain else masked  # the author's own full-width characters stay unless something was found
    for name in sorted({name for name in names if len(name) > 1}, key=len, reverse=True):
        out = out.replace(name, mask_name(name))
    return out


def mask_name(name: str) -> str:
    """Return a name with only its first character, or the first letter of each word: 李*, L* L*."""
    words = name.split()
    return " ".join(word[0] + "*" * (len(word) - 1 if _is_han(word) else 1) for word in words)


def mask_field(name: str, value: str) -> str:
    """Return the value of a field that is personal as a whole; nothing of what cannot be recognised is left.

    Args:
        name: What the field is called.
        value: What stands in it.
    """
    kind = kind_of(name)
    if kind == "name":
        return mask_name(value)
    masked = mask_text(value)
    whole = kind != "address" and masked != value and not re.search(r"[^\W\d_]{2,}|\d{5,}", masked.partition("@")[0])
    return masked if whole else _ANYTHING if value.strip() else ""


def kind_of(name: str) -> Personal | None:
    """Return what a field's name says it holds; None: nothing personal that is known by its name."""
    return FIELDS.get(name.strip().lower().replace("-", "_"))


def _is_han(word: str) -> bool:
    return "\u3400" <= word[0] <= "\u9fff"
