"""Inviting: who is asked now and by which notice, who is not and why; reminders; what runs out.

*Rule:* nothing is sent and nothing is written here. Whoever sends appends `entry` to the ledger once the notice went out, and `surveyed` to
the case; what could not be sent is appended as `failed`. Gates are looked at as of the present: what waits longer than its answer would
be taken is not asked any more.

Example:
    >>> from servstd.standard import loads
    >>> standard = loads('''{format: 1, standard: shop, version: "1", effective_from: 2026-01-01, time_zone: UTC, feedback: {
    ... instruments: {after: {kind: csat}}, invitations: [{instrument: after, trigger: {every: year, from: 2026-01-01}}]}}''')
    >>> outcomes = standard.feedback.campaign([{"customer": "c7"}], ContactLedger(), on="2026-01-01", now="2026-01-01T09:00:00Z")
    >>> [outcome.effect.key for outcome in outcomes if isinstance(outcome, Invited)]
    ['|||2026-01-01|notice|invitations[0]|invitation|c7']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

import attrs

from servstd._inviting_notices import Links, Words, make_notice
from servstd.effects import Effect
from servstd.events import Event
from servstd.feedback.asking import Occasion, Outcome, ask, remind
from servstd.feedback.ledger import ContactLedger, LedgerEntry
from servstd.feedback.model import Feedback, Instrument
from servstd.instants import from_us

if TYPE_CHECKING:
    from servstd.decide.compiled import CompiledEdition

__all__ = ["Asks", "HasAsks", "Invited", "NotInvited", "Reminded", "answered_keys", "invite", "judge", "occasions_of", "remind_all"]

_FOREVER = 2**62


class HasAsks(Protocol):
    """Whatever may ask a customer: a decision, or its effects with the case's attributes (`Asks`)."""

    @property
    def effects(self) -> Iterable[Effect]:
        """Return the effects; those of kind `ask` count."""
        ...

    @property
    def attributes(self) -> Mapping[str, object]:
        """Return the case's attributes."""
        ...

    @property
    def edition(self) -> str | None:
        """Return the version of the edition that governs the case."""
        ...


@attrs.frozen
class Asks:
    """The effects of a case and its attributes, for who keeps them without the decision."""

    effects: tuple[Effect, ...]
    attributes: Mapping[str, object] = attrs.field(kw_only=True, repr=False)
    edition: str | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class Invited:
    """A customer who is asked now.

    Attributes:
        outcome: The occasion, the instant, until when an answer is taken.
        effect: The notice, ready for `servstd.deliver`.
        token: The answer token in the notice; empty: it has no link. Whoever holds it may answer: it is no part of a log.
    """

    outcome: Outcome
    effect: Effect = attrs.field(kw_only=True)
    token: str = attrs.field(default="", kw_only=True, repr=False)
    version: str = attrs.field(default="", kw_only=True)

    @property
    def entry(self) -> LedgerEntry:
        """Return the line for the ledger, once the notice went out."""
        return self.outcome.entry

    @property
    def failed(self) -> LedgerEntry:
        """Return the line for the ledger where the notice could not be sent."""
        return attrs.evolve(self.outcome, why="failed").entry

    @property
    def surveyed(self) -> Event | None:
        """Return the event for the case, once the notice went out; None: a campaign is about no case."""
        occasion = self.outcome.occasion
        if not occasion.case:
            return None
        data = {"instrument": self.outcome.invitation.instrument, "invitation": occasion.key, "version": self.version}
        return Event(
            "surveyed",
            case=occasion.case,
            tenant=occasion.tenant,
            at=from_us(self.outcome.at_us),
            id=f"surveyed {occasion.key}",
            data=data,
        )


@attrs.frozen
class NotInvited:
    """A customer who is not asked: the outcome has `why`, and until when that gate stays shut."""

    outcome: Outcome

    @property
    def entry(self) -> LedgerEntry:
        """Return the line for the ledger."""
        return self.outcome.entry


@attrs.frozen
class Reminded:
    """A customer who is reminded now.

    Attributes:
        entry: The line for the ledger, once the reminder went out.
        effect: The notice.
        token: As of `Invited`: it expires when the first one does.
    """

    entry: LedgerEntry
    effect: Effect = attrs.field(kw_only=True)
    token: str = attrs.field(default="", kw_only=True, repr=False)


def occasions_of(case: HasAsks) -> Iterator[Occasion]:
    """Yield the occasions of a case: one for each effect of kind `ask`."""
    customer = case.attributes.get("customer")
    for effect in case.effects:
        if effect.kind == "ask" and effect.action is not None:
            yield Occasion(
                effect.key, invitation=str(effect.action.get("invitation", "")), at_us=effect.at_us,
                customer="" if customer is None else str(customer), case=effect.case, tenant=effect.tenant, attributes=case.attributes,
            )  # fmt: skip


def judge(
    grounds: Iterable[tuple[Occasion, CompiledEdition]], ledger: ContactLedger, *, now_us: int
) -> list[tuple[Outcome, CompiledEdition]]:
    """Return what becomes of occasions, in order of time; who waits for the hours has an instant after `now_us`.

    Args:
        grounds: Each occasion with the edition that governs it. What the ledger knows is passed over.
        ledger: What was sent so far; it is not changed.
        now_us: The present: gates are looked at as of now, where an occasion came before.

    Raises:
        UsageError: FBK087 an edition has no invitation of that name.
    """
    seen = ContactLedger(ledger)
    out: list[tuple[Outcome, CompiledEdition]] = []
    for occasion, compiled in sorted(grounds, key=lambda pair: (pair[0].at_us, pair[0].key)):
        feedback = compiled.edition.feedback or Feedback()
        present = attrs.evolve(occasion, at_us=max(occasion.at_us, now_us))
        for outcome in ask(feedback, [present], seen, now_us=_FOREVER, zone=compiled.zone, salt=compiled.edition.name):
            if outcome.sends and occasion.at_us + outcome.invitation.expires.us < now_us:
                outcome = attrs.evolve(outcome, why="too_late")
            out.append((outcome, compiled))
            if outcome.at_us <= now_us:
                seen.append(outcome.entry)
    return out


def invite(
    grounds: Iterable[tuple[Occasion, CompiledEdition]], ledger: ContactLedger, *, now_us: int, links: Links | None
) -> list[Invited | NotInvited]:
    """Return who is asked now, with the notice, and who is not, with the reason; who waits for the hours is not among them.

    Args:
        grounds: As for `judge`.
        ledger: As for `judge`.
        now_us: As for `judge`.
        links: Where answers are taken; None: customers answer the message itself.

    Raises:
        UsageError: FBK087, FBK089.
    """
    out: list[Invited | NotInvited] = []
    for outcome, compiled in judge(grounds, ledger, now_us=now_us):
        if outcome.at_us > now_us:
            continue
        if not outcome.sends:
            out.append(NotInvited(outcome))
            continue
        instrument = _instrument(compiled, outcome.invitation.instrument)
        words = Words(compiled, attributes=outcome.occasion.attributes, links=links)
        effect, token = make_notice(outcome, instrument, words)
        out.append(Invited(outcome, effect=effect, token=token, version=instrument.version))
    return out


def _instrument(compiled: CompiledEdition, name: str) -> Instrument:
    feedback = compiled.edition.feedback or Feedback()
    return feedback.instruments[name]


def remind_all(
    grounds: Iterable[tuple[Occasion, CompiledEdition]], ledger: ContactLedger, answered: Iterable[str], *, now_us: int, links: Links | None
) -> list[Reminded]:
    """Return the reminders that have come due, in the ledger's order; the hours of the gates hold them as they hold invitations.

    Args:
        grounds: The occasions whose customers were asked: they have the addresses. Who is not among them is not reminded.
        ledger: What was sent and reminded so far.
        answered: Keys of the invitations that were answered or dismissed: see `answered_keys`.
        now_us: The present.
        links: As for `invite`; the token expires with the invitation's.
    """
    known = {occasion.key: (occasion, compiled) for occasion, compiled in grounds}
    replied = set(answered)
    out: list[Reminded] = []
    for key in dict.fromkeys(entry.invitation for entry in ledger if entry.kind == "sent"):
        if key not in known:
            continue
        occasion, compiled = known[key]
        feedback = compiled.edition.feedback or Feedback()
        invitation = next((one for one in feedback.invitations if one.name == occasion.invitation), None)
        if invitation is None or feedback.instruments[invitation.instrument].anonymous:  # nobody knows who answered
            continue
        hours = invitation.gates.hours
        if hours is not None and not hours.timeline.is_open(now_us):
            continue
        own = attrs.evolve(feedback, invitations=(invitation,))
        for entry in remind(own, ContactLedger(ledger.of(key)), replied, now_us=now_us):
            expires = next((one.expires_us for one in ledger.of(key) if one.expires_us is not None), now_us)
            outcome = Outcome(occasion, invitation=invitation, at_us=now_us, expires_us=expires)
            number = 1 + sum(one.kind == "reminded" for one in ledger.of(key))
            words = Words(compiled, attributes=occasion.attributes, links=links, reason="reminded", number=number)
            effect, token = make_notice(outcome, feedback.instruments[invitation.instrument], words)
            out.append(Reminded(entry, effect=effect, token=token))
    return out


def answered_keys(events: Iterable[Event]) -> frozenset[str]:
    """Return the invitations that were answered or dismissed, as the events of any cases tell."""
    replies = (event for event in events if event.kind in ("answered", "dismissed"))
    return frozenset(str(event.data["invitation"]) for event in replies if event.data.get("invitation"))
