"""The signatures that DingTalk and Feishu ask for.

*Rule:* pure functions of the key and the instant; the clock belongs to the notifier.

Example:
    >>> feishu_sign("demo", 1599360473)
    'l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8='
    >>> dingtalk_sign("SECtest", 1_600_000_000_000)[:8]
    'J1ROuI0l'
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from hmac import new as hmac
from urllib.parse import quote_plus

__all__ = ["dingtalk_address", "dingtalk_sign", "feishu_sign"]


def dingtalk_sign(secret: str, timestamp_ms: int) -> str:
    """Return the signature of a DingTalk message, not yet encoded for a URL.

    Args:
        secret: The bot's signing key, `SEC...`.
        timestamp_ms: Milliseconds since the epoch; at most an hour off. (open.dingtalk.com, custom robot security settings.)
    """
    said = f"{timestamp_ms}\n{secret}".encode()
    return b64encode(hmac(secret.encode(), said, sha256).digest()).decode()


def dingtalk_address(url: str, secret: str, timestamp_ms: int) -> str:
    """Return the bot's address with timestamp and signature in its query."""
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}timestamp={timestamp_ms}&sign={quote_plus(dingtalk_sign(secret, timestamp_ms))}"


def feishu_sign(secret: str, timestamp_s: int) -> str:
    """Return the signature of a Feishu message.

    Args:
        secret: The bot's signing key; with the timestamp it is the key of an HMAC over nothing.
        timestamp_s: Seconds since the epoch; at most an hour off. (open.feishu.cn, custom bot guide, section on signatures.)
    """
    return b64encode(hmac(f"{timestamp_s}\n{secret}".encode(), b"", sha256).digest()).decode()
