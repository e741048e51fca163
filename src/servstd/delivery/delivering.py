"""Delivering: effects go to notifiers, one after the other, through fallbacks; each comes back as a delivery.

*Rule:* what is done is told by the caller (`sent`, `after`): nothing is remembered here and nothing is tried twice in one call. What
nobody knows the outcome of is not sent again by another way.

Example:
    >>> from servstd.registry import Registry
    >>> class Host:
    ...     registry = Registry()
    >>> effect = Effect("missed", case="42", metric="resolution", cycle_id="e1", at_us=0)
    >>> deliver([effect], Host(), sent=[])
    []
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

import attrs

from servstd.delivery.attempting import PATIENCE, attempt, detail_of
from servstd.delivery.cutting import cut, cut_subject
from servstd.delivery.outcome import Attempt, Delivery, DeliveryStatus
from servstd.delivery.pacing import Pacer
from servstd.delivery.staffing import StaffRoom, checked_case_url, staff_notice
from servstd.effects import Effect, Order
from servstd.errors import Problem, UsageError
from servstd.instants import to_us
from servstd.notices import Addressing, Limit, Notice, Receipt, Recipient

if TYPE_CHECKING:
    from servstd.delivery.rendering import Rendered
    from servstd.standard import HasRegistry

__all__ = ["Contacts", "Deliverer", "Now", "deliver"]

Contacts: TypeAlias = Mapping[str, Mapping[str, str]] | Callable[[str], Mapping[str, str]]
"""Recipient -> contact key -> address: a table, or a function that looks it up."""
Now: TypeAlias = datetime | str | Callable[[], datetime]
"""The instant of the call, or a clock that is read before every attempt."""
_ENDS = frozenset({"sent", "delivered", "ambiguous"})


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
) -> list[Delivery]:
    """Send the notices of a decision that are not sent yet, and return what became of each.

    A notice goes to the notifiers of its `via`, in order, until one takes it or nobody knows whether it did. Keep the keys of what is
    `sent`, `delivered`, `permanent` or `ambiguous`, and give them as `sent` the next time; leave those that are `retryable` out.

    Args:
        effects: `decision.effects`: all up to now, told again by every decision.
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

    Returns:
        One delivery for each effect that was to be sent, in the order of the effects.

    Raises:
        UsageError: DLV001 neither `sent` nor `after` is given; DLV002 `sent` is one text; DLV004 `staff` addresses no room; DLV006
            `case_url` is no address of a case; DLV003 Jinja2 is not installed; PLG030, PLG031 `staff` is not offered.
    """
    if sent is None and after is None:
        raise UsageError("DLV001")
    if isinstance(sent, str):
        raise UsageError("DLV002", found=sent)
    deliverer = Deliverer(host, now=now, contacts=contacts, staff=staff, case_url=case_url, dry_run=dry_run, patience=patience)
    return [deliverer.deliver(effect) for effect in deliverer.wanted(effects, sent=sent or (), after=after)]


class Deliverer:
    """Delivers one effect after the other: `deliver` for who wants to write down each receipt before the next notice goes out."""

    def __init__(
        self,
        host: HasRegistry,
        *,
        now: Now | None = None,
        contacts: Contacts | None = None,
        staff: str | StaffRoom | None = None,
        case_url: str | None = None,
        dry_run: bool = False,
        patience: float = PATIENCE,
        used: Iterable[tuple[str, int]] = (),
    ) -> None:
        """Make it; the arguments are those of `deliver`; `used` are (notifier, instant) of what was sent lately, for limits."""
        self._registry = host.registry
        self._now = now
        self._contacts = contacts
        self._staff = StaffRoom(staff) if isinstance(staff, str) else staff
        self._case_url = None if case_url is None else checked_case_url(case_url)
        self._dry_run = dry_run
        self._patience = patience
        self._pacer = Pacer(used)
        self._hung: set[str] = set()
        if self._staff is not None:
            part = self._registry.get("notifiers", self._staff.notifier).part
            if getattr(part, "addressing", None) != "room":
                raise UsageError("DLV004", name=self._staff.notifier)

    @property
    def now_us(self) -> int | None:
        """Return the present as the caller's `now` says, microseconds since the epoch; None: there is none."""
        if self._now is None:
            return None
        return to_us(self._now() if callable(self._now) else self._now)

    def wanted(self, effects: Iterable[Effect], *, sent: Collection[str] = (), after: datetime | str | None = None) -> list[Effect]:
        """Return the effects that are to be sent now: of a kind that is sent, not done, late enough, and each key once."""
        after_us, now_us = None if after is None else to_us(after), self.now_us
        done = set(sent)
        out: list[Effect] = []
        for effect in effects:
            is_ours = effect.order is not None if effect.kind == "notice" else self._staff is not None
            early = after_us is not None and effect.at_us <= after_us
            late = now_us is not None and effect.at_us > now_us
            if is_ours and not early and not late and effect.key not in done:
                done.add(effect.key)
                out.append(effect)
        return out

    def deliver(self, effect: Effect) -> Delivery:
        """Return what became of one effect: it is rendered, and each notifier of its order is tried until one ends it."""
        if effect.order is not None:
            return self._send_order(effect, effect.order)
        staff = self._staff
        if staff is None:
            raise UsageError("DLV005", found=effect.key)
        base = staff_notice(effect, staff, case_url=self._case_url)
        return self._through(effect, (staff.notifier,), base, {}, "")

    def _send_order(self, effect: Effect, order: Order) -> Delivery:
        render = _renderer()
        rendered = render(order)
        notice = Notice(
            effect.key, tenant=effect.tenant, case=effect.case, reason=order.reason, subject=rendered.subject, text=rendered.text,
            urgency=order.urgency, locale="zh" if order.language.startswith("zh") else "en",
        )  # fmt: skip
        delivery = self._through(effect, order.via, notice, order.contacts, order.recipient)
        problems = (*rendered.problems, *delivery.problems)
        if not order.via:
            problems = (*problems, Problem("DLV030", path=order.path))
        return attrs.evolve(delivery, missing=rendered.missing, fallback_text=rendered.fallback_text, problems=problems)

    def _through(self, effect: Effect, via: Iterable[str], notice: Notice, own: Mapping[str, str], recipient: str) -> Delivery:
        """Try notifiers in order."""
        attempts: list[Attempt] = []
        problems: list[Problem] = []
        last = notice
        for name in via:
            prepared = self._prepare(name, notice, own, recipient, problems)
            if isinstance(prepared, Receipt):
                attempts.append(Attempt(name, receipt=prepared))
                continue
            part, limit, last = prepared
            if self._dry_run:
                return self._outcome(effect, "planned", name, attempts, last, recipient, problems)
            receipt = self._attempt(name, part, limit, last)
            attempts.append(Attempt(name, receipt=receipt))
            if receipt.status in _ENDS or (receipt.code == "paced" and notice.urgency != "high"):
                return self._outcome(effect, receipt.status, name, attempts, last, recipient, problems)
        deciding = next((a for a in reversed(attempts) if a.receipt.status == "retryable"), attempts[-1] if attempts else None)
        status: DeliveryStatus = "permanent" if deciding is None else deciding.receipt.status
        return self._outcome(effect, status, "" if deciding is None else deciding.notifier, attempts, last, recipient, problems)

    def _outcome(
        self,
        effect: Effect,
        status: DeliveryStatus,
        notifier: str,
        attempts: list[Attempt],
        notice: Notice,
        recipient: str,
        problems: list[Problem],
    ) -> Delivery:
        return Delivery(
            effect.key, status=status, notifier=notifier, case=effect.case, recipient=recipient, at_us=self.now_us,
            attempts=tuple(attempts), text=notice.text, subject=notice.subject, problems=tuple(problems),
        )  # fmt: skip

    def _prepare(
        self, name: str, notice: Notice, own: Mapping[str, str], recipient: str, problems: list[Problem]
    ) -> Receipt | tuple[object, Limit, Notice]:
        """Return the notifier and the notice made for it, or why it cannot be tried."""
        found = self._registry.find("notifiers", name)
        if found is None:
            problem = self._registry.missing("notifiers", name)
            problems.append(problem)
            return Receipt.permanent("no_notifier", detail=problem.message(notice.locale))
        try:
            addressing, contact, limit = _members(found.part)
            address = "" if addressing == "room" else own.get(contact) or self._look_up(recipient).get(contact, "")
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001  # a notifier, or the caller's look-up, that fails when it is asked, or exits
            problems.append(Problem("DLV032", params={"name": name, "reason": detail_of(error)}))
            return Receipt.retryable("raised", detail=detail_of(error))
        if addressing == "person" and not address:
            problems.append(Problem("DLV031", params={"name": name, "contact": contact, "recipient": recipient or "-"}))
            return Receipt.permanent("no_contact", detail=contact)
        text = cut(notice.text, limit.length, unit=limit.unit, case=notice.case)
        to = (Recipient(recipient, address=address),) if recipient or address else ()
        return found.part, limit, attrs.evolve(notice, text=text, subject=cut_subject(notice.subject, limit.subject), recipients=to)

    def _look_up(self, recipient: str) -> Mapping[str, str]:
        if self._contacts is None or not recipient:
            return {}
        return self._contacts(recipient) if callable(self._contacts) else self._contacts.get(recipient, {})

    def _attempt(self, name: str, part: object, limit: Limit, notice: Notice) -> Receipt:
        if name in self._hung:
            return Receipt.retryable("hung_before", detail="it gave no answer to an earlier notice of this call")
        wait_us = self._pacer.wait_us(name, limit, self.now_us or 0)
        if wait_us:
            return Receipt.retryable("paced", after=wait_us / 1_000_000)
        receipt = attempt(part, notice, patience=self._patience)
        if receipt.code == "hung" and receipt.status == "ambiguous":
            self._hung.add(name)
        return receipt


def _members(part: object) -> tuple[Addressing, str, Limit]:
    """Return what a notifier says of itself; it may raise anything."""
    addressing: object = getattr(part, "addressing")  # noqa: B009  # its members are asked for by name, whatever its type
    contact: object = getattr(part, "contact")  # noqa: B009
    limit: object = getattr(part, "limit")  # noqa: B009
    if not isinstance(limit, Limit) or not isinstance(contact, str) or addressing not in ("person", "room"):
        raise TypeError("addressing, contact or limit is not what a notifier has")
    return ("room" if addressing == "room" else "person"), contact, limit


def _renderer() -> Callable[[Order], Rendered]:
    try:
        from servstd.delivery.rendering import render
    except ModuleNotFoundError as error:
        raise UsageError("DLV003", name=error.name or "jinja2") from error
    return render
