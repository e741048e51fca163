"""One call for all: the notices of a decision go out, and what became of each comes back.

*Rule:* what is done is told by the caller (`sent`, `after`); nothing is tried twice in one call.

Example:
    >>> from servstd.registry import Registry
    >>> class Host:
    ...     registry = Registry()
    >>> deliver([Effect("missed", case="42", metric="resolution", cycle_id="e1", at_us=0)], Host(), sent=[])
    []
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from servstd.delivery.attempting import PATIENCE
from servstd.delivery.delivering import Contacts, Deliverer, Now
from servstd.delivery.outcome import Delivery
from servstd.delivery.staffing import StaffRoom
from servstd.effects import Effect
from servstd.errors import UsageError
from servstd.escalation.flood import HasFlood, Sending
from servstd.instants import to_us

if TYPE_CHECKING:
    from servstd.standard import HasRegistry

__all__ = ["deliver"]


def deliver(
    effects: Iterable[Effect],
    host: HasRegistry,
    *,
    sent: Collection[str] | None = None,
    after: datetime | str | None = None,
    now: Now | None = None,
    contacts: Contacts | None = None,
    staff: str | StaffRoom | None = None,
    case_url: str | None = None,
    dry_run: bool = False,
    patience: float = PATIENCE,
    flood: HasFlood | None = None,
    recent: Iterable[Sending] = (),
    told: Collection[str] | None = None,
) -> list[Delivery]:
    """Send the notices of a decision that are not sent yet, and return what became of each.

    A notice goes to the notifiers of its `via`, in order, until one takes it or nobody knows whether it did. Keep the keys of all that is
    not `retryable`, and give them as `sent` the next time. Decide just before: whether an escalation still holds is asked by the decision,
    and a notice that was decided long ago may be about a matter long settled.

    Args:
        effects: `decision.effects`: all up to now, told again by every decision. An `action` is for the caller to carry out; it is
            passed over.
        host: Whose notifiers are used.
        sent: Keys that are done.
        after: Only effects later than this instant: where histories were imported, the instant the service went live.
        now: The instant of the call, or a clock. Effects later than it wait. Limits are kept by it: without one, or with one instant, all
            notices of a call count as sent at once, and what a notifier does not take is `retryable`, code `paced`, with `after`.
        contacts: Addresses by recipient, for those the order does not hold itself.
        staff: A notifier that addresses a room: thresholds crossed and targets missed are told there.
        case_url: Where staff find a case, `https://crm.example/cases/{case}`: the notices to `staff` offer it as a link, no other ones do.
        dry_run: Send nothing; each delivery is `planned` with the text that would go out.
        patience: Seconds a notifier has before it counts as hung.
        flood: What staff get at most, and what becomes one notice: `standard.current.escalation`, or `FloodRules`. What is held is
            `retryable`, code `throttled` or `gathered`, with `after`.
        recent: What staff got lately, for `flood`: `delivery.sending` of earlier calls.
        told: Keys of what reached somebody, if `sent` holds others as well: an escalation's end is told only to whom it reached. None: all
            of `sent`; without `sent`, all up to `after`.

    Returns:
        One delivery for each effect that was to be sent, in the order of the effects; `overtaken` for what a later step made needless.

    Raises:
        UsageError: DLV001 neither `sent` nor `after` is given; DLV002 `sent` is one text; DLV004 `staff` addresses no room; DLV006
            `case_url` is no address of a case; DLV007 `recent` is given without `now`; DLV003 Jinja2 is not installed; PLG030, PLG031
            `staff` is not offered.
    """
    if sent is None and after is None:
        raise UsageError("DLV001")
    if isinstance(sent, str):
        raise UsageError("DLV002", found=sent)
    effects = tuple(effects)
    if told is None:
        early_us = None if after is None else to_us(after)
        told = {effect.key for effect in effects if early_us is not None and effect.at_us <= early_us} if sent is None else sent
    deliverer = Deliverer(
        host, now=now, contacts=contacts, staff=staff, case_url=case_url, dry_run=dry_run, patience=patience, flood=flood, recent=recent
    )
    due = deliverer.due(effects, sent=sent or (), after=after, told=told)
    done = [*due.overtaken, *(delivery for batch in due.batches for delivery in deliverer.deliver_together(batch))]
    place = {effect.key: i for i, effect in reversed(list(enumerate(effects)))}
    return sorted(done, key=lambda delivery: place[delivery.key])
