"""Signatures and ids of webhooks, as Standard Webhooks writes them.

*Rule:* a signature is `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`, made over the very bytes and compared in constant time.
Several, parted by spaces, let a secret be changed without losing a message. No message holds a secret.

Example:
    >>> key = read_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    >>> sign(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    >>> webhook_id("42 missed first_response")
    'msg_f322e0f8bf6acc64b86340f11a822d29'
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable

__all__ = ["LEAST_KEY", "PREFIX", "read_key", "sign", "signatures_match", "webhook_id"]

PREFIX = "whsec_"
LEAST_KEY = 24
"""Bytes. Standard Webhooks 1.0.0, "Signature scheme": a secret is random and has 24 to 64 bytes (read November 2026)."""
_MOST_SIGNATURES = 32  # a header of thousands would make us compute for whoever sends it


def read_key(text: str) -> bytes:
    """Return the key in a secret's text, `whsec_` and base64, with or without the padding.

    Raises:
        ValueError: it is no base64, or shorter than 24 bytes; the message does not quote it.
    """
    body = text.strip().removeprefix(PREFIX)
    try:
        key = base64.b64decode(body + "=" * (-len(body) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(f"a webhook secret is {PREFIX} followed by base64; this one is not base64") from None
    if len(key) < LEAST_KEY:
        raise ValueError(f"a webhook secret holds at least {LEAST_KEY} random bytes; this one holds {len(key)}")
    return key


def sign(key: bytes, ident: str, timestamp: int, body: bytes) -> str:
    """Return the signature of a message; `timestamp` is in whole seconds since the epoch."""
    signed = f"{ident}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def signatures_match(keys: Iterable[bytes], ident: str, timestamp: int, body: bytes, header: str) -> bool:
    """Return whether any signature of a header was made with any of the keys.

    Every pair is compared, so that the time taken tells nothing of which one matched.
    """
    given = [part.encode("utf-8", "replace") for part in header.split()[:_MOST_SIGNATURES] if part.startswith("v1,")]
    found = False
    for key in keys:
        expected = sign(key, ident, timestamp, body).encode()
        for signature in given:
            found |= hmac.compare_digest(expected, signature)
    return found


def webhook_id(key: str) -> str:
    """Return the `webhook-id` of a notice: the same for the same key, fit for a header and without a full stop."""
    return "msg_" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
