"""Invitations as notices: the words, the link with its token, the addresses; complete for who delivers them.

*Rule:* a token names one customer, one case and one question, and of an anonymous instrument none of the three: its grant leads to no
case. What the notice may say is made here, once.

Example:
    >>> Links("https://example.com/a?t={token}", secret=b"at least thirty-two bytes of secret").link("sv1.x.y")
    'https://example.com/a?t=sv1.x.y'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from hmac import new as make_hmac
from typing import Final
from urllib.parse import urlsplit

import attrs

from servstd.decide.compiled import CompiledEdition
from servstd.decide.facts import plain_data
from servstd.decide.notices import customer_contacts
from servstd.effects import Effect, Order
from servstd.errors import UsageError
from servstd.feedback.asking import Outcome
from servstd.feedback.model import Instrument
from servstd.feedback.tokens import AnswerGrant, make_token
from servstd.messages.invitations import InvitationReason, invitation_subject, invitation_text, question_text
from servstd.messages.naming import pick_label

__all__ = ["Links", "Words", "make_grant", "make_notice"]

_SLOT: Final = "{token}"
_OWN: Final = ("link", "question", "expires")
"""What an invitation says beside the case's facts; an attribute of the same name does not stand in its way."""
_NAMES_LINK: Final = re.compile(r"\{[{%][^{}]*\blink\b")


@attrs.frozen
class Links:
    """Where answers are taken, and by which secret they are known.

    Attributes:
        url: An address with `{token}` in its path, query or fragment. What answers there shows the question on a GET, and takes an answer
            from a POST alone.
        secret: See `servstd.feedback.tokens`.

    Raises:
        UsageError: FBK088 it is no such address.
    """

    url: str
    secret: bytes = attrs.field(kw_only=True, repr=False)

    def __attrs_post_init__(self) -> None:
        url = self.url
        try:
            parts = urlsplit(url)
            is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and _SLOT not in parts.netloc
        except ValueError:
            is_web = False
        rest = url.replace(_SLOT, "")
        if not is_web or rest == url or "{" in rest or "}" in rest or not url.isascii() or not url.isprintable() or " " in url:
            raise UsageError("FBK088", found=url, token=_SLOT)

    def link(self, token: str) -> str:
        """Return the address at which a token answers."""
        return self.url.replace(_SLOT, token)


@attrs.frozen
class Words:
    """For whom a notice is made, and in which words.

    Attributes:
        compiled: The edition that governs.
        attributes: The case's attributes, or the customer's: addresses, language, what a text may name.
        links: Where answers are taken; None: customers answer the message itself.
        reason: `asked` or `reminded`.
        number: Of the reminder, from 1.
    """

    compiled: CompiledEdition
    attributes: Mapping[str, object] = attrs.field(kw_only=True, repr=False)
    links: Links | None = attrs.field(kw_only=True)
    reason: InvitationReason = attrs.field(default="asked", kw_only=True)
    number: int = attrs.field(default=0, kw_only=True)

    @property
    def language(self) -> str:
        """Return the language to write in: that of the attribute `language` where it is one we write, else the standard's."""
        told = self.attributes.get("language")
        return told[:2] if isinstance(told, str) and told[:2] in ("zh", "en") else self.compiled.edition.language


def make_grant(outcome: Outcome, instrument: Instrument, secret: bytes) -> AnswerGrant:
    """Return what a customer may answer; of an anonymous instrument a digest that leads to no case without the secret."""
    occasion = outcome.occasion
    if instrument.anonymous:
        digest = make_hmac(secret, f"anonymous|{occasion.key}".encode(), sha256).hexdigest()[:32]
        return AnswerGrant(
            digest, instrument=instrument.name, version=instrument.version, expires_us=outcome.expires_us, tenant=occasion.tenant
        )
    return AnswerGrant(
        occasion.key, instrument=instrument.name, version=instrument.version, expires_us=outcome.expires_us, case=occasion.case,
        tenant=occasion.tenant, customer=occasion.customer,
    )  # fmt: skip


def make_notice(outcome: Outcome, instrument: Instrument, words: Words) -> tuple[Effect, str]:
    """Return the notice of an invitation or a reminder, and the token in it; empty: there is no link.

    Raises:
        UsageError: FBK089 the text names the link, and there is none; FBK080 the secret is too short.
    """
    invitation, occasion, links = outcome.invitation, outcome.occasion, words.links
    token = "" if links is None else make_token(make_grant(outcome, instrument, links.secret), links.secret)
    text, subject = _templates(outcome, instrument, words)
    parts = occasion.key.split("|")
    cause = "invitation" if words.reason == "asked" else f"reminder {words.number}"
    edition = words.compiled.edition
    declared: Mapping[str, str] = {} if edition.customer_notices is None else edition.customer_notices.contacts
    order = Order(
        invitation.name, audience="customer", recipient=occasion.customer, via=_via(words, invitation.via), reason=words.reason, text=text,
        subject=subject, facts=_facts(outcome, instrument, words, "" if links is None else links.link(token)), show=_OWN,
        contacts=customer_contacts(words.compiled, declared, words.attributes), language=words.language, path=invitation.path,
    )  # fmt: skip
    effect = Effect(
        "notice", case=occasion.case, tenant=occasion.tenant, cycle_id=parts[3] if len(parts) > 3 else occasion.key, cause=cause,
        at_us=outcome.at_us, order=order,
    )  # fmt: skip
    return effect, token


def _via(words: Words, own: tuple[str, ...]) -> tuple[str, ...]:
    """Return the notifiers to try: the invitation's, else those that customers' notices name."""
    told = words.compiled.edition.customer_notices
    if own or told is None:
        return own
    return tuple(dict.fromkeys(name for notice in told.notices for name in notice.via))


def _templates(outcome: Outcome, instrument: Instrument, words: Words) -> tuple[str, str]:
    invitation, language = outcome.invitation, words.language
    text, subject = pick_label(invitation.text, language, ""), pick_label(invitation.subject, language, "")
    if words.links is None and _NAMES_LINK.search(text):
        raise UsageError("FBK089", path=(*invitation.path, "text"), name=invitation.name, what="{{link}}")
    if not text or (words.reason == "reminded" and not _NAMES_LINK.search(text)):
        text = invitation_text(
            words.reason, language, case=bool(outcome.occasion.case), link=words.links is not None, anonymous=instrument.anonymous
        )
    if not subject or words.reason == "reminded":
        subject = invitation_subject(words.reason, language)
    return text, subject


def _facts(outcome: Outcome, instrument: Instrument, words: Words, link: str) -> dict[str, object]:
    edition, language = words.compiled.edition, words.language
    given = {name: value for name, value in words.attributes.items() if name not in ("category", "awaiting_reply", *_OWN)}
    attributes, instants = plain_data(words.compiled, given)
    labels = {
        name: pick_label(label, language, str(value))
        for name, value in attributes.items()
        if (attribute := edition.attributes.get(name)) is not None and (label := (attribute.values or {}).get(str(value)))
    }
    low, high = instrument.scale
    best = high if instrument.direction == "higher" else low
    question = pick_label(instrument.ask, language, "") or question_text(instrument.kind, language, low=low, high=high, best=best)
    data: dict[str, object] = {"question": question, "expires": outcome.expires_us}
    if link:
        data["link"] = link
    return {
        "case": outcome.occasion.case,
        "at": outcome.at_us,
        "time_zone": edition.time_zone,
        "standard": pick_label(edition.title, language, edition.name),
        "attributes": attributes,
        "labels": labels,
        "instants": [*instants, "expires"],
        "persons": {},
        "data": data,
        "clocks": {},
    }
