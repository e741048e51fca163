"""A notice, where it goes, what a provider takes, and what became of it: the values between servstd and a notifier.

*Rule:* a notice is complete and final when a notifier gets it; a receipt never claims more than the provider said.

Example:
    >>> receipt = Receipt.retryable("rate_limited", after=30.0)
    >>> receipt.status, receipt.ok, Receipt.sent(provider_id="m1").ok
    ('retryable', False, True)
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import attrs

__all__ = ["LONGEST_WAIT", "Action", "Addressing", "Limit", "Notice", "Receipt", "ReceiptStatus", "Recipient", "Urgency"]

Addressing: TypeAlias = Literal["person", "room"]
"""`person`: a notice goes to each recipient's own address. `room`: it is posted once, in a place many read."""
Urgency: TypeAlias = Literal["low", "normal", "high"]
ReceiptStatus: TypeAlias = Literal["sent", "delivered", "retryable", "permanent", "ambiguous"]
LONGEST_WAIT = 86_400.0
"""Seconds: no provider makes a notice wait longer than a day, whatever it asks for."""


@attrs.frozen
class Recipient:
    """One person a notice is for. `address` is what stands under the notifier's contact key; empty in a room."""

    key: str
    name: str = attrs.field(default="", kw_only=True)
    address: str = attrs.field(default="", kw_only=True, repr=False)


@attrs.frozen
class Action:
    """A link a notice offers: what it says and where it leads."""

    label: str
    url: str = attrs.field(kw_only=True)


@attrs.frozen
class Notice:
    """One message, rendered, masked and cut to the notifier's length before it is handed over.

    Attributes:
        key: The idempotency key: the same notice always has the same, however often it is tried.
        reason: Why it is sent: `opened`, `due_changed`, `missed`, `threshold`, or the kind of the event.
        subject: One line, without line breaks.
        text: Plain text.
        recipients: Whom it is for; one for a notifier that addresses persons.
        actions: Links, for notifiers that can show buttons.
        locale: `zh` or `en`.
    """

    key: str
    tenant: str | None = attrs.field(default=None, kw_only=True)
    case: str = attrs.field(kw_only=True)
    reason: str = attrs.field(kw_only=True)
    subject: str = attrs.field(default="", kw_only=True)
    text: str = attrs.field(kw_only=True)
    recipients: tuple[Recipient, ...] = attrs.field(default=(), kw_only=True)
    actions: tuple[Action, ...] = attrs.field(default=(), kw_only=True)
    urgency: Urgency = attrs.field(default="normal", kw_only=True)
    locale: str = attrs.field(default="en", kw_only=True)


@attrs.frozen
class Receipt:
    """What became of one attempt to send a notice. Make it with the class methods.

    Attributes:
        status: `sent` (the provider took it), `delivered` (it arrived), `retryable` (not taken; try again), `permanent` (never will be),
            `ambiguous` (nobody knows whether it was taken: at most once for SMS, at least once for chat).
        code: Why not, in a word a program can use: `rate_limited`, `no_contact`, `http_503`, `errcode_45009`.
        detail: The same for people; never holds a secret.
        provider_id: What the provider calls the message.
        after: Seconds to wait before the next try; None: the provider did not say.
    """

    status: ReceiptStatus
    code: str = attrs.field(default="", kw_only=True)
    detail: str = attrs.field(default="", kw_only=True)
    provider_id: str | None = attrs.field(default=None, kw_only=True)
    after: float | None = attrs.field(default=None, kw_only=True)

    @classmethod
    def sent(cls, *, provider_id: str | None = None) -> Receipt:
        """Return the receipt of a notice the provider took."""
        return cls("sent", provider_id=provider_id)

    @classmethod
    def delivered(cls, *, provider_id: str | None = None) -> Receipt:
        """Return the receipt of a notice that arrived."""
        return cls("delivered", provider_id=provider_id)

    @classmethod
    def retryable(cls, code: str, *, after: float | None = None, detail: str = "") -> Receipt:
        """Return the receipt of a notice that was surely not taken and may be tried again, after `after` seconds."""
        return cls("retryable", code=code, detail=detail, after=after)

    @classmethod
    def permanent(cls, code: str, *, detail: str = "") -> Receipt:
        """Return the receipt of a notice that this notifier will never be able to send."""
        return cls("permanent", code=code, detail=detail)

    @classmethod
    def ambiguous(cls, code: str, *, detail: str = "") -> Receipt:
        """Return the receipt of a notice of which nobody knows whether it was taken."""
        return cls("ambiguous", code=code, detail=detail)

    @property
    def ok(self) -> bool:
        """Return whether the notice is on its way or there."""
        return self.status in ("sent", "delivered")


def _counts(_: object, attribute: attrs.Attribute[int | None], value: object) -> None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        raise ValueError(f"Limit: {attribute.name} is a whole number from 1 on, or None, not {value!r}")


def _is_unit(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value not in ("characters", "bytes"):
        raise ValueError(f"Limit: {attribute.name} is characters or bytes, not {value!r}")


@attrs.frozen
class Limit:
    """What a provider takes: dated data, so `source` says where and when it was read.

    Attributes:
        length: The longest text; None: no limit known. The host cuts to it before `send`.
        unit: What `length` counts: characters, or bytes in UTF-8.
        subject: The longest subject, in characters; None: no limit known.
        per_second / per_minute: How many notices it takes; the host spaces them.

    Raises:
        ValueError: a number is no whole number from 1 on, or the unit is unknown.
    """

    length: int | None = attrs.field(default=None, validator=_counts)
    unit: Literal["characters", "bytes"] = attrs.field(default="characters", kw_only=True, validator=_is_unit)
    subject: int | None = attrs.field(default=None, kw_only=True, validator=_counts)
    per_second: int | None = attrs.field(default=None, kw_only=True, validator=_counts)
    per_minute: int | None = attrs.field(default=None, kw_only=True, validator=_counts)
    source: str = attrs.field(default="", kw_only=True)
