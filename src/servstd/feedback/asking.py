"""Who is asked, when, and who is not: the gates between an occasion and an invitation.

*Rule:* the gates are looked at in one order (consent, exclusion, recontact, budget, hours, sample), and the first that is shut is the
reason; every occasion ends as sent or not sent, with its reason. Rest and budget count what was really sent, over all instruments where
the standard says so, never one clock for several. The sample is a digest of the occasion, so that asking again picks the same ones.

Example:
    >>> from servstd.feedback.model import Feedback, Instrument, Invitation
    >>> from servstd.conditions import OnEvent
    >>> from datetime import UTC
    >>> from servstd.durations import Span
    >>> survey = Invitation("after", instrument="after_service", trigger=OnEvent(("closed",)), expires=Span(7 * 86_400_000_000))
    >>> feedback = Feedback(invitations=(survey,), instruments={"after_service": Instrument("after_service", kind="csat", scale=(1, 5))})
    >>> occasion = Occasion("k1", invitation="after", at_us=0, customer="c7", case="42")
    >>> [(outcome.sends, outcome.why) for outcome in ask(feedback, [occasion], ContactLedger(), now_us=0, zone=UTC, salt="s")]
    [(True, '')]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, tzinfo
from hashlib import sha256

import attrs

from servstd.conditions import compile_state
from servstd.durations import Period, add_period
from servstd.errors import UsageError
from servstd.feedback.ledger import ContactLedger, LedgerEntry, WhyNotAsked
from servstd.feedback.model import Budget, Feedback, Gates, Invitation
from servstd.instants import from_us, local_to_us

__all__ = ["Occasion", "Outcome", "ask", "expire", "in_sample", "remind"]


def _nothing() -> Mapping[str, object]:
    return {}


@attrs.frozen
class Occasion:
    """Something happened after which a customer is to be asked, unless a gate is shut.

    Attributes:
        key: The invitation's key: that of its effect in the case.
        invitation: The name of the invitation in the standard.
        at_us: When the customer is to be asked: the trigger and the wait after it. Microseconds since the epoch.
        customer: Whom; empty where the case names nobody, who is not asked.
        attributes: The case's attributes, for consent and exclusion.
    """

    key: str
    invitation: str = attrs.field(kw_only=True)
    at_us: int = attrs.field(kw_only=True)
    customer: str = attrs.field(default="", kw_only=True)
    case: str = attrs.field(default="", kw_only=True)
    tenant: str | None = attrs.field(default=None, kw_only=True)
    attributes: Mapping[str, object] = attrs.field(factory=_nothing, kw_only=True, repr=False)


@attrs.frozen
class Outcome:
    """What becomes of an occasion.

    Attributes:
        at_us: When it is sent: its instant, or the opening of the hours; for who is not asked, its instant.
        expires_us: Until when an answer is taken.
        why: Which gate was shut; empty: it is sent.
        until_us: Until when that gate stays shut, where that is known.
    """

    occasion: Occasion
    invitation: Invitation = attrs.field(kw_only=True)
    at_us: int = attrs.field(kw_only=True)
    expires_us: int = attrs.field(kw_only=True)
    why: WhyNotAsked = attrs.field(default="", kw_only=True)
    until_us: int | None = attrs.field(default=None, kw_only=True)

    @property
    def sends(self) -> bool:
        """Return whether the customer is asked."""
        return not self.why

    @property
    def entry(self) -> LedgerEntry:
        """Return the line for the ledger."""
        occasion = self.occasion
        return LedgerEntry(
            "sent" if self.sends else "not_sent", at_us=self.at_us, customer=occasion.customer, instrument=self.invitation.instrument,
            invitation=occasion.key, case=occasion.case, tenant=occasion.tenant, why=self.why, until_us=self.until_us,
            expires_us=self.expires_us if self.sends else None,
        )  # fmt: skip


def ask(feedback: Feedback, occasions: Iterable[Occasion], ledger: ContactLedger, *, now_us: int, zone: tzinfo, salt: str) -> list[Outcome]:
    """Return what becomes of the occasions that have come, in order of time; the ledger is not changed.

    An occasion that the ledger knows is passed over, and so is one that lies after `now_us` or waits for the hours. Of several
    occasions of one call each sees what those before it send.

    Args:
        feedback: The standard's section.
        occasions: In any order.
        ledger: What was sent so far, to everybody.
        now_us: The present, microseconds since the epoch.
        zone: The zone in which rests and budgets are counted: days on the wall.
        salt: What the sample is drawn with: the standard's name.

    Raises:
        UsageError: FBK087 an occasion names an invitation that the standard does not have.
    """
    by_name = {item.name: item for item in feedback.invitations}
    excluded = {item.name: None if item.gates.exclude is None else compile_state(item.gates.exclude) for item in feedback.invitations}
    sent_now: dict[tuple[str | None, str], list[LedgerEntry]] = {}
    out: list[Outcome] = []
    done: set[str] = set()
    for occasion in sorted(occasions, key=lambda item: (item.at_us, item.key)):
        invitation = by_name.get(occasion.invitation)
        if invitation is None:
            raise UsageError("FBK087", name=occasion.invitation, expected=", ".join(by_name) or "-")
        if occasion.key in done or ledger.of(occasion.key):
            continue
        contact = (occasion.tenant, occasion.customer)
        contacts = (*ledger.sent_to(occasion.customer, occasion.tenant), *sent_now.get(contact, ()))
        outcome = _judge(occasion, invitation, excluded[invitation.name], contacts, zone, salt)
        if outcome.at_us > now_us:
            continue
        done.add(occasion.key)
        out.append(outcome)
        if outcome.sends:
            sent_now.setdefault(contact, []).append(outcome.entry)
    return out


def _judge(
    occasion: Occasion,
    invitation: Invitation,
    is_excluded: Callable[[Mapping[str, object]], bool] | None,
    contacts: tuple[LedgerEntry, ...],
    zone: tzinfo,
    salt: str,
) -> Outcome:
    gates, at = invitation.gates, occasion.at_us
    expires = at + invitation.expires.us
    shut: WhyNotAsked = ""
    until: int | None = None
    release = at
    if not occasion.customer:
        shut = "no_customer"
    elif gates.consent is not None and occasion.attributes.get(gates.consent) is not True:
        shut = "consent"
    elif is_excluded is not None and is_excluded(occasion.attributes):
        shut = "exclusion"
    elif (until := _rests_until(gates.recontact, invitation.instrument, contacts, at, zone)) is not None:
        shut = "recontact"
    elif (until := _budget_until(gates.budget, contacts, at, zone)) is not None:
        shut = "budget"
    elif (release := _release(gates, at)) > expires:
        shut, until, release = "hours", release, at
    elif not in_sample(f"{salt}|{invitation.instrument}|{occasion.tenant or ''}|{occasion.case or occasion.customer}", gates.sample):
        shut, release = "sample", at
    return Outcome(
        occasion, invitation=invitation, at_us=release, expires_us=release + invitation.expires.us, why=shut, until_us=until
    )  # fmt: skip


def _rests_until(rest: Period | None, instrument: str, contacts: tuple[LedgerEntry, ...], at: int, zone: tzinfo) -> int | None:
    """Return until when an instrument rests for a customer at an instant; None: it does not."""
    if rest is None:
        return None
    ends = [_later(entry.at_us, rest, zone) for entry in contacts if entry.instrument == instrument]
    end = max(ends, default=at)
    return end if end > at else None


def _budget_until(budget: Budget | None, contacts: tuple[LedgerEntry, ...], at: int, zone: tzinfo) -> int | None:
    """Return when a budget that is spent has something left again; None: it is not spent."""
    if budget is None:
        return None
    ends = sorted(end for entry in contacts if (end := _later(entry.at_us, budget.per, zone)) > at)
    return ends[-budget.times] if len(ends) >= budget.times else None


def _release(gates: Gates, at: int) -> int:
    if gates.hours is None or gates.hours.timeline.is_open(at):
        return at
    return gates.hours.timeline.next_open(at)


def _later(us: int, period: Period, zone: tzinfo) -> int:
    """Return the same time on the wall a period later."""
    wall = from_us(us, zone)
    return local_to_us(datetime.combine(add_period(wall.date(), period), wall.time().replace(fold=0)), zone)


def in_sample(text: str, share: tuple[int, int]) -> bool:
    """Return whether something falls into a sample: the first 64 bits of its SHA-256, as a share of all there are.

    Args:
        text: What is sampled, with a salt in it. The same text always falls the same way, and those in a smaller sample are in a larger.
        share: (numerator, denominator), from 0 to 1.
    """
    numerator, denominator = share
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big") * denominator < numerator << 64


def remind(feedback: Feedback, ledger: ContactLedger, answered: Iterable[str], *, now_us: int) -> list[LedgerEntry]:
    """Return the reminders that have come due: who was asked, did not answer, and was not reminded often enough.

    Args:
        feedback: The standard's section.
        ledger: What was sent and reminded so far.
        answered: Keys of the invitations that were answered or dismissed.
        now_us: The present, microseconds since the epoch. After a standstill one reminder comes due, not all that were missed.
    """
    replied = set(answered)
    rules = {item.instrument: item.reminder for item in feedback.invitations if item.reminder is not None}
    out: list[LedgerEntry] = []
    for entry in ledger:
        rule = rules.get(entry.instrument)
        if entry.kind != "sent" or rule is None or entry.invitation in replied:
            continue
        known = ledger.of(entry.invitation)
        reminded = [other for other in known if other.kind == "reminded"]
        due = (reminded[-1] if reminded else entry).at_us + rule.after.us
        ends = now_us if entry.expires_us is None else entry.expires_us
        if len(reminded) < rule.times and due <= now_us <= ends and not any(other.kind == "expired" for other in known):
            out.append(attrs.evolve(entry, kind="reminded", at_us=now_us, expires_us=None))
    return out


def expire(ledger: ContactLedger, answered: Iterable[str], *, now_us: int) -> list[LedgerEntry]:
    """Return the invitations that nobody answered in time, each once, with the instant at which it expired."""
    replied = set(answered)
    return [
        attrs.evolve(entry, kind="expired", at_us=entry.expires_us, expires_us=None)
        for entry in ledger
        if entry.kind == "sent" and entry.expires_us is not None and entry.expires_us < now_us and entry.invitation not in replied
        if not any(other.kind == "expired" for other in ledger.of(entry.invitation))
    ]
