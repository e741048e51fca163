"""What a company writes for webhooks: one class for an instance that sends, one for the channel that receives.

*Rule:* what can be known to be wrong is refused when the settings are read, not when the first notice is lost; no message quotes a secret,
and neither class prints one.

Example:
    >>> from servstd.secret import Secret
    >>> WebhookSettings("http://example.com/in", secret=Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
    Traceback (most recent call last):
        ...
    ValueError: url: https is required; http is for your own network, with `allow_private: true`
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

import attrs
import httpx

from servstd.addresses import why_refused
from servstd.secret import Secret
from servstd_webhook.signing import read_key

__all__ = ["InboundSettings", "WebhookSettings", "keys_of"]

_OURS = frozenset(
    ("host", "content-length", "content-type", "transfer-encoding", "connection", "webhook-id", "webhook-timestamp", "webhook-signature")
)
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a token of RFC 9110, section 5.6.2
_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?|")


def _no_headers() -> Mapping[str, str]:
    return {}


def keys_of(*secrets: Secret | None) -> tuple[bytes, ...]:
    """Return the keys of secrets, in order; those that are not given are left out."""
    return tuple(read_key(secret.reveal()) for secret in secrets if secret is not None)


@attrs.frozen
class WebhookSettings:
    """One receiver of notices.

    Attributes:
        url: Where notices are posted to.
        secret: The secret the receiver checks signatures with: `whsec_...`.
        secrets: More secrets, while one is being changed: every message is signed with all of them.
        allow_private: Whether `url` may lead into the company's own network, and may be http.
        timeout: The time for one whole exchange, from the connection to the answer's head.
        headers: More headers, such as an API key of the receiver's gateway.
        ca_file: A file of certificate authorities, for a receiver whose certificate the public ones did not sign.
    """

    url: str = attrs.field(repr=False)  # many services put a token into it
    secret: Secret | None = attrs.field(default=None, kw_only=True)
    secrets: tuple[Secret, ...] = attrs.field(default=(), kw_only=True)
    allow_private: bool = attrs.field(default=False, kw_only=True)
    timeout: timedelta = attrs.field(default=timedelta(seconds=15), kw_only=True)
    headers: Mapping[str, str] = attrs.field(factory=_no_headers, kw_only=True, repr=False)
    ca_file: str = attrs.field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        _check_url(self.url, self.allow_private)
        if not self.keys:
            raise ValueError("secret: one is needed; the receiver knows by the signature that a notice is yours")
        if not timedelta(0) < self.timeout <= timedelta(minutes=5):
            raise ValueError("timeout: more than nothing and at most 5 minutes")
        for name, value in self.headers.items():
            if not _NAME.fullmatch(name) or name.lower() in _OURS:
                raise ValueError(f"headers: {name!r} is no header's name, or one that is not yours to set")
            if not _VALUE.fullmatch(value):
                raise ValueError(f"headers: the value of {name!r} must be printable ASCII in one line")

    @property
    def keys(self) -> tuple[bytes, ...]:
        """Return the keys every message is signed with."""
        return keys_of(self.secret, *self.secrets)


@attrs.frozen
class InboundSettings:
    """The channel; without a secret there is none.

    Attributes:
        inbound_secret: The secret senders sign with.
        inbound_secrets: More secrets, while one is being changed, or one a sender.
        tolerance: How old or how far ahead a message's time stamp may be.
        max_bytes: The largest body that is looked at.
    """

    inbound_secret: Secret | None = None
    inbound_secrets: tuple[Secret, ...] = attrs.field(default=(), kw_only=True)
    tolerance: timedelta = attrs.field(default=timedelta(minutes=5), kw_only=True)
    max_bytes: int = attrs.field(default=1_048_576, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _ = self.keys
        if not timedelta(0) < self.tolerance <= timedelta(days=1):
            raise ValueError("tolerance: more than nothing and at most a day; 5m is what the rules of Standard Webhooks advise")
        if self.max_bytes < 1:
            raise ValueError("max_bytes: at least 1")

    @property
    def keys(self) -> tuple[bytes, ...]:
        """Return the keys a message may be signed with; none: no channel is wanted."""
        return keys_of(self.inbound_secret, *self.inbound_secrets)


def _check_url(text: str, allow_private: bool) -> None:
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        raise ValueError("url: this is not a URL") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise ValueError("url: an https address is expected, like https://example.com/notices")
    if url.userinfo:
        raise ValueError("url: no user and password; put a key into `headers`")
    if url.scheme == "http" and not allow_private:
        raise ValueError("url: https is required; http is for your own network, with `allow_private: true`")
    reason = why_refused(url.host, allow_private=allow_private)
    if reason not in (None, "not_an_address"):
        raise ValueError(f"url: the address is refused ({reason}); `allow_private: true` opens your own network")
