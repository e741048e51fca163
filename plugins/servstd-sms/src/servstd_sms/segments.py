"""How long a text message is: the parts it is sent and paid in.

*Rule:* one character outside the GSM alphabet, any Chinese one, puts the whole message into UCS-2, with less than half the room. (3GPP
TS 23.038 version 18, section 6.2.1: alphabet and extension table; TS 23.040, section 9.2.3.24.1: the header of a part takes 6 bytes.)

Example:
    >>> segments("x" * 160), segments("x" * 161), segments("长" * 70), segments("长" * 71), segments("")
    (1, 2, 1, 2, 0)
    >>> fits("长" * 135, most=2)
    False
"""

from __future__ import annotations

__all__ = ["EXTENDED", "GSM", "capacity", "fits", "is_gsm", "segments"]

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The characters that take one septet."""
EXTENDED = frozenset("\f^{}\\[~]|€")
"""The characters that take two."""
_GSM_ONE, _GSM_MANY = 160, 153
_UCS_ONE, _UCS_MANY = 70, 67


def is_gsm(text: str) -> bool:
    """Return whether a text is in the GSM alphabet with its extension."""
    return all(character in GSM or character in EXTENDED for character in text)


def segments(text: str) -> int:
    """Return in how many parts a text is sent; 0 for an empty one. A character that takes two units is never split between parts."""
    if not text:
        return 0
    if is_gsm(text):
        one, many, widths = _GSM_ONE, _GSM_MANY, [2 if character in EXTENDED else 1 for character in text]
    else:
        one, many, widths = _UCS_ONE, _UCS_MANY, [2 if ord(character) > 0xFFFF else 1 for character in text]
    if sum(widths) <= one:
        return 1
    parts, used = 1, 0
    for width in widths:
        if used + width > many:
            parts, used = parts + 1, 0
        used += width
    return parts


def fits(text: str, *, most: int) -> bool:
    """Return whether a text is sent in at most `most` parts."""
    return segments(text) <= most


def capacity(most: int) -> int:
    """Return how many characters always fit in `most` parts, whatever they are, emoji beyond the BMP apart."""
    return _UCS_ONE if most == 1 else most * _UCS_MANY
