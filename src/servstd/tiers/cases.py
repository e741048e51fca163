"""A case's events with the customer's tier in force: at opening, and whenever it changes while the case is open.

*Rule:* the tier is computed, so it comes from the history and from nowhere else: an event that says another tier is refused, or put right
where the caller says so. A tier changes at local midnight, before whatever else happens at that instant, by an ordinary `changed` event of
the system, so that a policy's `on_change` applies. A case that is closed, cancelled or merged by its own events is left alone until it is
taken up again; then one event brings it up to date. Customers without a history are left as they are.

Example:
    >>> day = date(2026, 1, 5)
    >>> first = TierRecord("c7", tier="key", valid_from=day, recorded_on=day, cause="first", computed="key", reached_on=day)
    >>> history = TierHistory([first])
    >>> opened = Event("opened", case="42", at="2026-01-06T09:00:00Z", by="customer", data={"customer": "c7"})
    >>> with_tiers([opened], history, zone=UTC)[0].data["tier"]
    'key'
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, tzinfo
from typing import Literal, TypeAlias

import attrs

from servstd.errors import UsageError
from servstd.events import KINDS, Event, order_events
from servstd.instants import midnight_us
from servstd.sla.model import Statuses
from servstd.tiers.history import TierHistory
from servstd.tiers.outcome import TierRecord

__all__ = ["OnGiven", "with_tiers"]

OnGiven: TypeAlias = Literal["refuse", "replace"]
"""What becomes of a tier that the events themselves name and that is another than the history's."""

_OVER = frozenset(("closed", "cancelled", "merged"))
_AGAIN = frozenset(("opened", "reopened", "redispatched"))
_SETS = frozenset(name for name, kind in KINDS.items() if kind.attributes)


def with_tiers(
    events: Iterable[Event],
    history: TierHistory,
    *,
    zone: tzinfo = UTC,
    attribute: str = "tier",
    customer_of: str = "customer",
    statuses: Statuses | None = None,
    known_on: date | None = None,
    on_given: OnGiven = "refuse",
) -> tuple[Event, ...]:
    """Return one case's events in order, with the tier of its customer.

    Args:
        events: One case's events.
        history: The tiers of customers.
        zone: Where days begin: the standard's.
        attribute: The attribute that holds the tier.
        customer_of: The attribute that holds the customer.
        statuses: What the help desk's statuses mean, so that a status can close a case; None: only kinds do.
        known_on: Only what was known of tiers at the end of that day; None: all.
        on_given: What becomes of another tier that the events name.

    Returns:
        The events with ids. Changes known to come are there too, announced falls among them: a decision does not look beyond its `now`,
        and wakes up for the next.

    Raises:
        UsageError: TIR044 an event names another tier than the history has; EVT codes of events that contradict each other.
    """
    case = _Case(history, zone, attribute, known_on, on_given, {} if statuses is None else dict(statuses.categories))
    for event in order_events(events):
        case.take(event, event.data.get(customer_of) if event.kind in _SETS else None)
    return case.finish()


class _Case:
    """The events so far: whose case it is, what tier it knows of, whether it is going on."""

    def __init__(
        self, history: TierHistory, zone: tzinfo, attribute: str, known_on: date | None, on_given: OnGiven, categories: dict[str, str]
    ) -> None:
        self.history, self.zone, self.attribute = history, zone, attribute
        self.known_on, self.on_given, self.categories = known_on, on_given, categories
        self.out: list[Event] = []
        self.steps: list[tuple[int, TierRecord]] = []
        self.customer: str | None = None
        self.tier: str | None = None
        self.is_open = self.began = False

    def take(self, event: Event, customer: object) -> None:
        """Add an event, with the changes of tier that come before it."""
        over = self._is_over(event)
        if self.is_open or (over is False and self.began):
            self._changes(event)
        if isinstance(customer, str) and customer != self.customer:
            self.customer = customer
            self.steps = [(midnight_us(step.valid_from, self.zone), step) for step in self.history.steps(customer, self.known_on)]
            event = self._with_tier(event)
        elif event.kind == "opened" or (event.kind in _SETS and self.attribute in event.data):
            event = self._with_tier(event)
        self.out.append(event)
        if event.kind == "opened":
            self.began = True
        if over is not None:
            self.is_open = self.began and not over

    def finish(self) -> tuple[Event, ...]:
        """Return all events, with the changes of tier that are known to come after the last."""
        if self.is_open:
            self._changes(None)
        return tuple(self.out)

    def _is_over(self, event: Event) -> bool | None:
        """Return whether an event ends the case; None: it leaves that as it is."""
        status = event.data.get("status") if event.kind in _SETS else None
        category = self.categories.get(status) if isinstance(status, str) else None
        if event.kind in _OVER or category in _OVER:
            return True
        return False if event.kind in _AGAIN or category is not None else None

    def _changes(self, before: Event | None) -> None:
        """Add the changes of tier up to an event, that instant included; None: all that are known."""
        missed = None if self.is_open else before  # those while the case was closed count when it is taken up again
        now_us = self.out[-1].at_us
        due = [(us, step) for us, step in self.steps if (missed or us > now_us) and (before is None or us <= before.at_us)]
        for us, step in due[-1:] if missed else due:
            if step.tier and step.tier != self.tier:
                self._change(us if missed is None else missed.at_us, step, before)

    def _change(self, at_us: int, step: TierRecord, before: Event | None) -> None:
        numbered = None if before is None or before.at_us != at_us else before.sequence
        recorded = midnight_us(step.recorded_on, self.zone)
        first = self.out[-1]
        self.tier = step.tier
        self.out.append(
            Event(
                "changed", case=first.case, at=at_us, by="system", id=f"tier:{step.customer}:{step.valid_from.isoformat()}",
                sequence=None if numbered is None else numbered - 1,
                recorded_at=recorded if recorded > at_us else None, tenant=first.tenant, data={self.attribute: step.tier},
            )
        )  # fmt: skip

    def _with_tier(self, event: Event) -> Event:
        """Return an event that sets attributes with the tier in force at its instant."""
        begun = [step.tier for since, step in self.steps if since <= event.at_us]
        given = event.data.get(self.attribute)
        if not begun or not begun[-1]:
            return event
        self.tier = tier = begun[-1]
        if given == tier:
            return event
        if given is not None and self.on_given == "refuse":
            raise UsageError("TIR044", path=("data", self.attribute), event=event.id, customer=self.customer, found=given, expected=tier)
        return attrs.evolve(event, at=event.at_us, recorded_at=event.recorded_at_us, data={**event.data, self.attribute: tier})
