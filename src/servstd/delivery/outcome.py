"""What became of an effect: each attempt with its receipt, and the outcome.

*Rule:* a delivery is a value that says all that happened; a failure is no exception.

Example:
    >>> delivery = Delivery("|42||e1|notice n", status="sent", notifier="group")
    >>> delivery.ok, delivery.as_dict()["status"]
    (True, 'sent')
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

import attrs

from servstd.errors import Problem
from servstd.escalation.flood import Sending
from servstd.instants import from_us, instant_text
from servstd.notices import Receipt, ReceiptStatus

__all__ = ["Attempt", "Delivery", "DeliveryStatus"]

DeliveryStatus: TypeAlias = Literal[ReceiptStatus, "planned", "overtaken"]
"""A receipt's status; `planned`: nothing was sent, because only a look was asked for; `overtaken`: a later step came, or the matter is
over, before it was sent."""


@attrs.frozen
class Attempt:
    """One notifier that was tried, and its receipt."""

    notifier: str
    receipt: Receipt = attrs.field(kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data; what is empty is left out."""
        receipt = self.receipt
        told = {"code": receipt.code, "detail": receipt.detail, "provider_id": receipt.provider_id, "after": receipt.after}
        return {
            "notifier": self.notifier,
            "status": receipt.status,
            **{name: value for name, value in told.items() if value not in ("", None)},
        }


@attrs.frozen
class Delivery:
    """What became of one effect.

    Attributes:
        key: The effect's.
        status: `sent` and `delivered`: done. `retryable`: later. `permanent`: never. `ambiguous`: nobody knows, so not again. `planned`:
            a dry run. `overtaken`: done without being sent, for a later step of its chain goes out instead, or the chain has ended.
        notifier: The one that took it, or that decided the outcome; empty: none was reached.
        at_us: When, as the caller's `now` says; None: no `now` was given.
        attempts: Each notifier tried, in order.
        recipient: The key of whom it is for.
        text / subject: What was handed over: filled, masked and cut.
        missing: Names of the template that had no value.
        fallback_text: The template failed, and the catalogue's text was sent.
        digest: The key of the notice it went out in together with others; empty: it went by itself.
        contact: Whom of the staff it reached, for flood control: a person's key, or the notifier of a room that was told itself; empty: it
            was not for staff.
        urgent: Whether it was of high urgency.
        problems: What was wrong on the way.
    """

    key: str
    status: DeliveryStatus = attrs.field(kw_only=True)
    notifier: str = attrs.field(default="", kw_only=True)
    case: str = attrs.field(default="", kw_only=True)
    recipient: str = attrs.field(default="", kw_only=True)
    at_us: int | None = attrs.field(default=None, kw_only=True)
    attempts: tuple[Attempt, ...] = attrs.field(default=(), kw_only=True)
    text: str = attrs.field(default="", kw_only=True, repr=False)
    subject: str = attrs.field(default="", kw_only=True, repr=False)
    missing: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    fallback_text: bool = attrs.field(default=False, kw_only=True)
    digest: str = attrs.field(default="", kw_only=True)
    contact: str = attrs.field(default="", kw_only=True)
    urgent: bool = attrs.field(default=False, kw_only=True)
    problems: tuple[Problem, ...] = attrs.field(default=(), kw_only=True)

    @property
    def sending(self) -> Sending | None:
        """Return what counts for flood control: who got something, when; None: nothing went out, or not to staff. Keep it for `recent`."""
        if self.status not in ("sent", "delivered", "ambiguous") or not self.contact:
            return None
        return Sending(self.notifier, contact=self.contact, at_us=self.at_us or 0, urgent=self.urgent, key=self.digest or self.key)

    @property
    def ok(self) -> bool:
        """Return whether the notice is on its way or there."""
        return self.status in ("sent", "delivered")

    @property
    def at(self) -> datetime | None:
        """Return when, in UTC."""
        return None if self.at_us is None else from_us(self.at_us)

    @property
    def receipt(self) -> Receipt | None:
        """Return the receipt that decided the outcome."""
        named = [attempt.receipt for attempt in self.attempts if attempt.notifier == self.notifier]
        return named[-1] if named else None

    @property
    def after(self) -> float | None:
        """Return the seconds to wait before the next try: the least any notifier asked for; None: none did, or there is none."""
        if self.status != "retryable":
            return None
        return min(
            (a.receipt.after for a in self.attempts if a.receipt.status == "retryable" and a.receipt.after is not None), default=None
        )

    def as_dict(self, locale: str = "en") -> dict[str, object]:
        """Return plain data for JSON output; without the text, which may hold personal data."""
        out: dict[str, object] = {
            "key": self.key,
            "case": self.case,
            "status": self.status,
            "notifier": self.notifier,
            "to": self.recipient,
        }
        if self.at_us is not None:
            out["at"] = instant_text(self.at_us)
        if self.after is not None:
            out["after"] = self.after
        if self.contact:
            out["contact"] = self.contact
        if self.urgent:
            out["urgent"] = True
        if self.digest:
            out["digest"] = self.digest
        out["attempts"] = [attempt.as_dict() for attempt in self.attempts]
        if self.missing:
            out["missing"] = list(self.missing)
        if self.fallback_text:
            out["fallback_text"] = True
        if self.problems:
            out["problems"] = [problem.as_dict(locale) for problem in self.problems]
        return out
