"""Delivering: effects go to notifiers, one after the other, through fallbacks; each comes back as a delivery.

*Rule:* what is done is told by the caller (`sent`, `after`): nothing is remembered here and nothing is tried twice in one call. What
nobody knows the outcome of is not sent again by another way.

Example:
    >>> from servstd.registry import Registry
    >>> class Host:
    ...     registry = Registry()
    >>> effect = Effect("missed", case="42", metric="resolution", cycle_id="e1", at_us=0)
    >>> Deliverer(Host()).wanted([effect])
    []
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

import attrs

from servstd.delivery.addresses import missing_variable
from servstd.delivery.attempting import PATIENCE, attempt, detail_of
from servstd.delivery.catching_up import overtaken
from servstd.delivery.cutting import cut, cut_subject
from servstd.delivery.gathering import FloodControl, Lane, digest_notice
from servstd.delivery.jobs import Job, finish, make_job, members, renderer
from servstd.delivery.outcome import Attempt, Delivery, DeliveryStatus
from servstd.delivery.pacing import Pacer
from servstd.delivery.staff_text import is_staff
from servstd.delivery.staffing import StaffRoom, checked_case_url
from servstd.effects import Effect
from servstd.errors import Problem, UsageError
from servstd.escalation.flood import HasFlood, Sending
from servstd.instants import to_us
from servstd.notices import Limit, Notice, Receipt, Recipient

if TYPE_CHECKING:
    from servstd.standard import HasRegistry

__all__ = ["Contacts", "Deliverer", "Due", "Now"]

Contacts: TypeAlias = Mapping[str, Mapping[str, str]] | Callable[[str], Mapping[str, str]]
"""Recipient -> contact key -> address: a table, or a function that looks it up."""
Now: TypeAlias = datetime | str | Callable[[], datetime]
"""The instant of the call, or a clock that is read before every attempt."""
_ENDS = frozenset({"sent", "delivered", "ambiguous"})
_HELD = frozenset({"paced", "throttled"})
"""Too much for now: another notifier is tried only for what is urgent."""


@attrs.frozen
class Due:
    """What is to be done now.

    Attributes:
        batches: Effects in their order; those of one tuple go out as one notice.
        overtaken: What is done without being sent.
    """

    batches: tuple[tuple[Effect, ...], ...]
    overtaken: tuple[Delivery, ...]


class Deliverer:
    """Delivers one notice after the other: `deliver` for who wants to write down each receipt before the next notice goes out."""

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
        flood: HasFlood | None = None,
        recent: Iterable[Sending] = (),
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
        recent = tuple(recent)
        if recent and now is None:
            raise UsageError("DLV007")
        self._flood = FloodControl(flood, recent)
        self._hung: set[str] = set()
        self._reached: set[str] | None = None
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
            is_ours = (
                effect.order is not None if effect.kind == "notice" else effect.kind not in ("action", "ask") and self._staff is not None
            )
            early = after_us is not None and effect.at_us <= after_us
            late = now_us is not None and effect.at_us > now_us
            if is_ours and not early and not late and effect.key not in done:
                done.add(effect.key)
                out.append(effect)
        return out

    def due(
        self,
        effects: Iterable[Effect],
        *,
        sent: Collection[str] = (),
        after: datetime | str | None = None,
        told: Collection[str] = (),
    ) -> Due:
        """Return what is to be done: what goes out, by itself or together, and what was overtaken. The arguments are those of `deliver`."""
        effects = tuple(effects)
        wanted = self.wanted(effects, sent=sent, after=after)
        now_us = self.now_us
        known = [effect for effect in effects if now_us is None or effect.at_us <= now_us]
        moot = overtaken(known, unsent=wanted, told=told)
        self._reached = {*told, *(effect.key for effect in wanted)} - moot
        gone = [self._overtaken(effect) for effect in wanted if effect.key in moot]
        batches: list[list[Effect]] = []
        lanes: dict[Lane, list[Effect]] = {}
        for effect in wanted:
            if effect.key in moot:
                continue
            lane = self._lane(effect)
            if lane in lanes:
                lanes[lane].append(effect)
                continue
            batches.append([effect])
            if lane is not None:
                lanes[lane] = batches[-1]
        return Due(tuple(tuple(batch) for batch in batches), tuple(gone))

    def deliver(self, effect: Effect) -> Delivery:
        """Return what became of one effect: it is rendered, and each notifier of its order is tried until one ends it."""
        return self.deliver_together((effect,))[0]

    def prepare(self, effects: Iterable[Effect]) -> None:
        """See that the effects can be written out at all: call it before it is put on record that one is being sent.

        Raises:
            UsageError: DLV003 Jinja2 is not installed.
        """
        if any(effect.order is not None for effect in effects):
            renderer()

    def deliver_together(self, effects: Sequence[Effect]) -> list[Delivery]:
        """Return what became of each of the effects that go out as one notice.

        Args:
            effects: One or more; several are a batch of `due`.
        """
        jobs = [self._job(effect) for effect in effects]
        lane = self._lane(effects[0])
        if lane is None:
            return [self._finish(job, self._through(job, job.notice)) for job in jobs]
        held = None if self._dry_run else self._flood.gathered(lane, self.now_us or 0)
        if held is not None:
            waiting = (Attempt(lane.notifier, receipt=held),)
            return [self._outcome(job, "retryable", lane.notifier, waiting, job.notice, contact=lane.contact) for job in jobs]
        if len(jobs) == 1:
            return [self._finish(jobs[0], self._through(jobs[0], jobs[0].notice))]
        limit = members(self._registry.get("notifiers", lane.notifier).part)[2]
        notice = digest_notice(lane, [job.notice for job in jobs], limit)
        whole = self._through(jobs[0], notice)
        named = [attrs.evolve(whole, key=job.effect.key, case=job.effect.case, digest=notice.key) for job in jobs]
        return [self._finish(job, delivery) for job, delivery in zip(jobs, named, strict=True)]

    def _job(self, effect: Effect) -> Job:
        return make_job(effect, staff=self._staff, case_url=self._case_url, reached=self._reached)

    def _finish(self, job: Job, delivery: Delivery) -> Delivery:
        self._flood.sent(delivery.sending)
        return finish(job, delivery)

    def _lane(self, effect: Effect) -> Lane | None:
        """Return with what an effect is gathered: by the first notifier that can reach its recipient; None: with nothing."""
        if not self._flood.gathers or not is_staff(effect):
            return None
        job = self._job(effect)
        for name in job.via:
            prepared = self._prepare(name, job.notice, job.own, job.recipient, [])
            if not isinstance(prepared, Receipt):
                is_room = members(prepared[0])[0] == "room"
                urgent = job.notice.urgency == "high"
                return self._flood.lane(name, job.recipient or name, is_room=is_room, urgent=urgent, tenant=effect.tenant)
        return None

    def _through(self, job: Job, notice: Notice) -> Delivery:
        """Try notifiers in order."""
        attempts: list[Attempt] = []
        problems: list[Problem] = []
        last, contact = notice, ""
        for name in job.via:
            prepared = self._prepare(name, notice, job.own, job.recipient, problems)
            if isinstance(prepared, Receipt):
                attempts.append(Attempt(name, receipt=prepared))
                continue
            part, limit, last = prepared
            contact = (job.recipient or name) if is_staff(job.effect) else ""
            if self._dry_run:
                return self._outcome(job, "planned", name, attempts, last, contact=contact, problems=problems)
            receipt = self._attempt(name, part, limit, last, contact)
            attempts.append(Attempt(name, receipt=receipt))
            if receipt.status in _ENDS or (receipt.code in _HELD and notice.urgency != "high"):
                return self._outcome(job, receipt.status, name, attempts, last, contact=contact, problems=problems)
        deciding = next((a for a in reversed(attempts) if a.receipt.status == "retryable"), attempts[-1] if attempts else None)
        status: DeliveryStatus = "permanent" if deciding is None else deciding.receipt.status
        by = "" if deciding is None else deciding.notifier
        return self._outcome(job, status, by, attempts, last, contact=contact, problems=problems)

    def _outcome(
        self,
        job: Job,
        status: DeliveryStatus,
        notifier: str,
        attempts: Iterable[Attempt],
        notice: Notice,
        *,
        contact: str = "",
        problems: Iterable[Problem] = (),
    ) -> Delivery:
        return Delivery(
            job.effect.key, status=status, notifier=notifier, case=job.effect.case, recipient=job.recipient, at_us=self.now_us,
            attempts=tuple(attempts), text=notice.text, subject=notice.subject, contact=contact,
            urgent=bool(contact) and notice.urgency == "high", problems=tuple(problems),
        )  # fmt: skip

    def _overtaken(self, effect: Effect) -> Delivery:
        recipient = "" if effect.order is None else effect.order.recipient
        return Delivery(effect.key, status="overtaken", case=effect.case, recipient=recipient, at_us=self.now_us)

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
            addressing, contact, limit = members(found.part)
            address = "" if addressing == "room" else own.get(contact) or self._look_up(recipient).get(contact, "")
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001  # a notifier, or the caller's look-up, that fails when it is asked, or exits
            problems.append(Problem("DLV032", params={"name": name, "reason": detail_of(error)}))
            return Receipt.retryable("raised", detail=detail_of(error))
        if addressing == "person" and not address:
            variable = missing_variable(own, contact)
            params = {"name": name, "contact": contact, "recipient": recipient or "-", "variable": variable}
            problems.append(Problem("DLV031" if variable is None else "DLV033", params=params))
            return Receipt.permanent("no_contact", detail=contact)
        text = cut(notice.text, limit.length, unit=limit.unit, case=notice.case)
        to = (Recipient(recipient, address=address),) if recipient or address else ()
        return found.part, limit, attrs.evolve(notice, text=text, subject=cut_subject(notice.subject, limit.subject), recipients=to)

    def _look_up(self, recipient: str) -> Mapping[str, str]:
        if self._contacts is None or not recipient:
            return {}
        return self._contacts(recipient) if callable(self._contacts) else self._contacts.get(recipient, {})

    def _attempt(self, name: str, part: object, limit: Limit, notice: Notice, contact: str) -> Receipt:
        if name in self._hung:
            return Receipt.retryable("hung_before", detail="it gave no answer to an earlier notice of this call")
        held = self._flood.throttled(name, contact, self.now_us or 0, urgent=notice.urgency == "high") if contact else None
        if held is not None:
            return held
        wait_us = self._pacer.wait_us(name, limit, self.now_us or 0)
        if wait_us:
            return Receipt.retryable("paced", after=wait_us / 1_000_000)
        receipt = attempt(part, notice, patience=self._patience)
        if receipt.code == "hung" and receipt.status == "ambiguous":
            self._hung.add(name)
        return receipt
