"""The channel: a raw mail becomes the events of a case.

*Rule:* a person's mail is a `message` by the customer, a robot's never is. A mail that belongs to no case is refused, or opens one where
the settings say so. The same mail fetched twice gives the same events.

Example:
    >>> from servstd.protocols import Inbound
    >>> raw = b"From: li@example.com\\nTo: desk+42@example.org\\nMessage-ID: <m1@example.com>\\n\\nHello\\n"
    >>> channel = EmailChannel(settings=InboundSettings("desk@example.org"))
    >>> [(event.kind, event.case, event.id, event.by.role) for event in channel.receive(Inbound(raw, received_us=1767574860000000))]
    [('message', '42', 'm1@example.com', 'customer')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from servstd.events import Event, Value
from servstd.protocols import Inbound, InboundRefused
from servstd_email.decoding import Headers, decode_words, first
from servstd_email.judging import failures, is_report, list_of, looks_automatic, original_of, why_automatic
from servstd_email.mail import Mail, Unreadable, arrival_us, read_mail
from servstd_email.quoting import trim_quote
from servstd_email.settings import InboundSettings
from servstd_email.tokens import case_in_id, case_of, digest

__all__ = ["EmailChannel"]

_DELIVERED_TO = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to", "cc")
_LONGEST_ID = 250


@attrs.frozen
class EmailChannel:
    """Takes raw mails (RFC 5322): the body of the `Inbound` is the whole mail."""

    name: str = "email"
    settings: InboundSettings = attrs.field(kw_only=True)

    @property
    def summary(self) -> str:
        """Return what it does."""
        return "Takes customers' e-mail; bounces and automatic replies are told apart."

    def receive(self, inbound: Inbound, /) -> Sequence[Event]:
        """Return the events a mail tells of: none for a report that something was delivered or is only late.

        Raises:
            InboundRefused: `too_large`; `not_understood`: no mail; `loop`: our own mail came back; `mailing_list`; `no_case`: it belongs
                to no case and opens none; `auto_reply`: a robot's mail that belongs to no case.
        """
        settings = self.settings
        if len(inbound.body) > settings.max_bytes:
            raise InboundRefused("too_large", f"the mail has more than {settings.max_bytes} bytes")
        try:
            mail = read_mail(inbound.body)
        except Unreadable as error:
            raise InboundRefused("not_understood", str(error)) from error
        at, ident = arrival_us(mail, inbound.received_us), _ident(mail)
        if is_report(mail):
            return tuple(self._bounced(mail, at, ident))
        self._refuse_loops_and_lists(mail)
        case, why = self._case(mail.headers, mail), why_automatic(mail)
        if why:
            if case is None:
                raise InboundRefused("auto_reply", f"a robot wrote it ({why}) and it belongs to no case")
            data: dict[str, Value] = {**self._told(mail), "why": why}
            return (Event("x-auto-reply", case=case, at=at, by="bot", id=ident, data=data),)
        if case is not None:
            return (Event("message", case=case, at=at, by="customer", id=ident, data={"public": True, **self._told(mail)}),)
        if not settings.open_new:
            raise InboundRefused("no_case", "nothing in the mail says which case it belongs to, and `open_new` is off")
        return (self._opened(mail, at, ident),)

    # ── kinds of mail ─────────────────────────────────────────────────────────────────────────────────────────
    def _bounced(self, mail: Mail, at: int, ident: str) -> Iterator[Event]:
        failed = failures(mail)
        if not failed:
            return
        original = original_of(mail)
        case = self._case(original, mail) or self._case(mail.headers, mail)
        if case is None:
            raise InboundRefused("no_case", "it tells of a mail that was not delivered, and not of which case")
        about = first(original, "message-id").strip().strip("<>")
        for number, one in enumerate(failed, start=1):
            data = {"recipient": one.recipient, "status": one.status, "diagnostic": one.diagnostic, "message_id": about}
            event_id = ident if len(failed) == 1 else f"{ident}#{number}"
            told: dict[str, Value] = {name: value for name, value in data.items() if value}
            yield Event("x-bounced", case=case, at=at, by="system", id=event_id, data=told)

    def _refuse_loops_and_lists(self, mail: Mail) -> None:
        ours = {str(address) for address in self.settings.ours}
        own_id = mail.ident.rpartition("@")[2].lower() in self.settings.domains
        if mail.sender in ours or (own_id and why_automatic(mail)):
            raise InboundRefused("loop", "it is our own mail come back")
        listed = list_of(mail)
        if listed is not None and listed not in {name.lower() for name in self.settings.lists}:
            raise InboundRefused("mailing_list", f"it came through a list ({listed or 'without a List-Id'}) that is not in `lists`")

    def _opened(self, mail: Mail, at: int, ident: str) -> Event:
        told = self._told(mail)
        text = "\n\n".join(str(told[name]) for name in ("subject", "text") if told.get(name))
        data: dict[str, Value] = {**self.settings.opened_attributes, "text": text}
        return Event("opened", case=f"mail-{digest(ident)[:12]}", at=at, by="customer", id=ident, data=data)

    def _told(self, mail: Mail) -> dict[str, Value]:
        """Return what a mail says, as data of an event; what is not there is left out."""
        text, most = mail.text, self.settings.max_text
        if self.settings.trim_quotes:
            text = trim_quote(text)
        data: dict[str, Value] = {"text": text[:most]}
        if len(text) > most:
            data["cut"] = True
        if mail.subject:
            data["subject"] = mail.subject[:500]
        if mail.sender:
            data["sender"] = mail.sender
        if mail.attachments:
            data["attachments"] = mail.attachments
        if looks_automatic(mail.subject):
            data["maybe_automatic"] = True
        return data

    # ── which case ────────────────────────────────────────────────────────────────────────────────────────────
    def _case(self, headers: Headers, mail: Mail) -> str | None:
        """Return the case: by the plus address it went to, by our thread id in what it answers, by the token in its subject."""
        plus = {(address.local.lower(), address.domain) for address in self.settings.ours}
        for address in mail.addresses(*_DELIVERED_TO):
            local, _, domain = address.rpartition("@")
            start, _, token = local.partition("+")
            if (start, domain) in plus and token and (case := case_of(token)) is not None:
                return case
        for name in ("in-reply-to", "references"):
            if (case := case_in_id(first(headers, name), self.settings.domains)) is not None:
                return case
        found = re.search(self.settings.subject_pattern, decode_words(first(headers, "subject")))
        return found[1] if found and found[1] else None


def _ident(mail: Mail) -> str:
    ident = mail.ident
    if ident and len(ident) <= _LONGEST_ID and ident.isprintable():
        return ident
    # Without an id of its own a mail is known by what it says; the hash leaves out what servers on the way add.
    return "mail:" + digest("\n".join((ident, mail.header("from"), mail.header("date"), mail.header("subject"), mail.text)))
