"""The contact ledger: whom we asked, whom we did not ask and why, across all cases.

*Rule:* append-only. Only what really went out counts against a customer's rest and budget; what did not go out stands here with its
reason, so that nobody has to guess why a customer never heard from us.

Example:
    >>> entry = LedgerEntry("sent", at_us=0, customer="c7", instrument="after_service", invitation="k1", case="42")
    >>> ledger = ContactLedger([entry])
    >>> ledger.sent_to("c7")[0].instrument
    'after_service'
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, TypeAlias

import attrs

from servstd.errors import UsageError
from servstd.instants import instant_text, read_instant
from servstd.plain import is_map

__all__ = ["ContactLedger", "EntryKind", "LedgerEntry", "WhyNotAsked"]

EntryKind: TypeAlias = Literal["sent", "not_sent", "reminded", "expired"]
WhyNotAsked: TypeAlias = Literal[
    "", "consent", "exclusion", "recontact", "budget", "hours", "sample", "withdrawn", "no_customer", "too_late", "failed"
]  # fmt: skip
_KINDS: Final = ("sent", "not_sent", "reminded", "expired")
_REASONS: Final = ("", "consent", "exclusion", "recontact", "budget", "hours", "sample", "withdrawn", "no_customer", "too_late", "failed")
_NEEDED: Final = ("kind", "at", "customer", "instrument", "invitation")


@attrs.frozen
class LedgerEntry:
    """One line of the ledger.

    Attributes:
        kind: `sent`, `not_sent` (with `why`), `reminded`, `expired` (nobody answered).
        at_us: When, microseconds since the epoch.
        customer: Whom it is about; empty where the case names nobody.
        instrument: What would have been asked.
        invitation: The invitation's key: the same as its effect's.
        case: The case asked about; empty for a campaign.
        why: Which gate was shut, for `not_sent`.
        until_us: Until when that gate stays shut, where it is known: the end of the rest, the next budget.
        expires_us: Until when an answer is taken, for `sent`.
    """

    kind: EntryKind
    at_us: int = attrs.field(kw_only=True)
    customer: str = attrs.field(kw_only=True)
    instrument: str = attrs.field(kw_only=True)
    invitation: str = attrs.field(kw_only=True)
    case: str = attrs.field(default="", kw_only=True)
    tenant: str | None = attrs.field(default=None, kw_only=True)
    why: WhyNotAsked = attrs.field(default="", kw_only=True)
    until_us: int | None = attrs.field(default=None, kw_only=True)
    expires_us: int | None = attrs.field(default=None, kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for a line of JSON; what is empty is left out."""
        out: dict[str, object] = {
            "kind": self.kind,
            "at": instant_text(self.at_us),
            "customer": self.customer,
            "instrument": self.instrument,
        }
        out["invitation"] = self.invitation
        for name in ("case", "tenant", "why"):
            if getattr(self, name):
                out[name] = getattr(self, name)
        for name, us in (("until", self.until_us), ("expires", self.expires_us)):
            if us is not None:
                out[name] = instant_text(us)
        return out


class ContactLedger:
    """What was sent to whom, in the order in which it was written.

    Args:
        entries: As they were appended; each is checked.

    Raises:
        UsageError: as `append`; the path is the entry's position.
    """

    def __init__(self, entries: Iterable[LedgerEntry] = ()) -> None:
        self._entries: list[LedgerEntry] = []
        self._sent: dict[tuple[str | None, str], list[LedgerEntry]] = {}
        self._of: dict[str, list[LedgerEntry]] = {}
        for position, entry in enumerate(entries):
            try:
                self.append(entry)
            except UsageError as error:
                raise error.at("ledger", position) from None

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[LedgerEntry]:
        return iter(self._entries)

    def append(self, entry: LedgerEntry) -> None:
        """Take in an entry.

        Raises:
            UsageError: FBK084 this invitation was sent already; FBK085 a reminder or an expiry of an invitation that was never sent.
        """
        known = self._of.get(entry.invitation, [])
        was_sent = any(other.kind == "sent" for other in known)
        if entry.kind == "sent" and was_sent:
            raise UsageError("FBK084", invitation=entry.invitation)
        if entry.kind in ("reminded", "expired") and not was_sent:
            raise UsageError("FBK085", invitation=entry.invitation, kind=entry.kind)
        self._entries.append(entry)
        self._of.setdefault(entry.invitation, []).append(entry)
        if entry.kind == "sent":
            self._sent.setdefault((entry.tenant, entry.customer), []).append(entry)

    def of(self, invitation: str) -> tuple[LedgerEntry, ...]:
        """Return everything written about an invitation, in order."""
        return tuple(self._of.get(invitation, ()))

    def sent_to(self, customer: str, tenant: str | None = None) -> tuple[LedgerEntry, ...]:
        """Return what was really sent to a customer, in the order in which it was written; a reminder is no contact of its own."""
        return tuple(self._sent.get((tenant, customer), ()))

    def lines(self) -> Iterator[str]:
        """Yield the entries as JSON Lines, without line ends."""
        for entry in self._entries:
            yield json.dumps(entry.as_dict(), ensure_ascii=False)

    @classmethod
    def read(cls, lines: Iterable[str]) -> ContactLedger:
        """Return the ledger that lines hold; empty lines are passed over.

        Raises:
            UsageError: FBK086 a line is no entry, or as `append`; the path is the line, from 1.
        """
        ledger = cls()
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    ledger.append(_read_entry(line))
                except UsageError as error:
                    raise error.at("line", number) from None
        return ledger


def _read_entry(line: str) -> LedgerEntry:
    try:
        data: object = json.loads(line)
    except (ValueError, RecursionError):
        data = None
    if not is_map(data) or any(not isinstance(data.get(name), str) for name in _NEEDED):
        raise UsageError("FBK086", found=line.strip()[:80], expected=", ".join(_NEEDED))
    kind, why = data["kind"], data.get("why", "")
    if kind not in _KINDS or why not in _REASONS:
        raise UsageError("FBK086", found=f"{kind} {why}".strip(), expected=", ".join((*_KINDS, *_REASONS[1:])))
    return LedgerEntry(
        kind,
        at_us=read_instant(str(data["at"])),
        customer=str(data["customer"]),
        instrument=str(data["instrument"]),
        invitation=str(data["invitation"]),
        case=_text(data, "case") or "",
        tenant=_text(data, "tenant"),
        why=why,
        until_us=_instant(data, "until"),
        expires_us=_instant(data, "expires"),
    )


def _text(data: Mapping[str, object], name: str) -> str | None:
    value = data.get(name)
    return None if value is None else str(value)


def _instant(data: Mapping[str, object], name: str) -> int | None:
    text = _text(data, name)
    return None if text is None else read_instant(text)
