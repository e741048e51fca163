"""Which of a policy and a customer's own agreements governs a clock: the earlier due, counted from the clock's start.

*Rule:* `combine: earliest`. The dues that are compared are those of an uninterrupted clock, so a pause never changes which terms
govern; they are compared again when the attributes that a choice depends on change. Equal dues: the policy governs. A case whose
customer has no agreement pays one look-up for each selection.

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}],
    ... agreements: {combine: earliest, rows: [{customer: K1, contract: HT-1, clause: "6.2", from: 2026-01-01,
    ... targets: {resolution: {within: 2h, calendar: always}}}]}}}'''
    >>> standard = servstd.loads(text)
    >>> opened = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer", "data": {"customer": "K1"}}
    >>> clock = standard.decide([opened], now="2026-01-05T09:00:00Z").clock("resolution")
    >>> clock.agreement, clock.clause, clock.policy, clock.due_at.hour
    ('HT-1', '6.2', None, 11)
"""

from __future__ import annotations

from collections.abc import Mapping

from servstd.sla.agreements import Agreement, Agreements
from servstd.sla.clock import NEVER, TimelineLike
from servstd.sla.policies import Choice, PolicyTable

__all__ = ["Agreeing"]

_REMEMBERED = 8192


class Agreeing:
    """The agreements of one edition, ready to choose.

    Args:
        agreements: What customers agreed.
        table: The edition's policies.
        calendar_keys: Calendar name -> the key of its timeline.
        count: How many metrics are measured: the length of a selection without agreements.
    """

    def __init__(self, agreements: Agreements, table: PolicyTable, calendar_keys: Mapping[str, str], count: int) -> None:
        self._agreements = agreements
        self._table = table
        self._agreed = frozenset(calendar_keys.get(name, name) for name in agreements.agreed)
        self._count = count
        self._marked: dict[tuple[object, ...], tuple[str, ...]] = {}

    def mark(self, selection: tuple[str, ...], attributes: Mapping[str, object]) -> tuple[str, ...]:
        """Return a selection with the customer at its end where the customer has agreements, else the selection itself."""
        given = attributes.get("customer")
        customer = given if isinstance(given, str) else str(given)
        if given is None or not self._agreements.of(customer):  # nobody is not the customer called None
            return selection
        values = tuple(map(attributes.get, self._agreements.names))
        asked = (selection, customer, values, tuple(map(type, values)))
        marked = self._marked.get(asked)
        if marked is None:
            if len(self._marked) >= _REMEMBERED:
                self._marked.clear()
            marked = self._marked[asked] = (*selection, customer)
        return marked

    def key(
        self,
        key: str,
        selection: tuple[str, ...],
        attributes: Mapping[str, object],
        started: int,
        timelines: Mapping[str, TimelineLike],
    ) -> str:
        """Return the key of what governs a clock: the policy's, or an agreement's that is due earlier.

        Args:
            key: What the policies give.
            selection: As `mark` returned it.
            attributes: The case's.
            started: When the clock's cycle started; the agreements in force then count.
            timelines: Business time by calendar key.
        """
        if len(selection) == self._count:
            return key
        terms = self._agreements.in_force(selection[-1], started)
        if not terms:
            return key
        best = self._own_calendar(self._table.choice(key), terms)
        if self._table.exempts_all(best):
            return best.key
        due = NEVER if best.reason is not None else _due(best, attributes, started, timelines)
        for agreement in terms:
            other = self._table.agree(self._table.choice(key), agreement, attributes)
            if other is not None and (at := _due(other, attributes, started, timelines)) < due:
                best, due = other, at
        return best.key

    def _own_calendar(self, choice: Choice, terms: tuple[Agreement, ...]) -> Choice:
        """Return a policy's choice with the customer's calendar where the policy asks for it."""
        own = next((agreement.calendar for agreement in terms if agreement.calendar is not None), None)
        if own is None or choice.calendar not in self._agreed:
            return choice
        return self._table.on_calendar(choice, own)


def _due(choice: Choice, attributes: Mapping[str, object], started: int, timelines: Mapping[str, TimelineLike]) -> int:
    """Return when a clock would be due that nothing interrupts; `NEVER` while the instant agreed is not known."""
    amount, timeline = choice.amount, timelines[choice.calendar or "always"]
    if amount is None:
        value = attributes.get(choice.until or "")
        known = isinstance(value, int) and not isinstance(value, bool)
        return max(value + choice.grace_us, started) if known and isinstance(value, int) else NEVER
    if amount.working_days:
        return timeline.add_days(started, amount.working_days, choice.end_of_day)
    return timeline.add(started, amount.us)
