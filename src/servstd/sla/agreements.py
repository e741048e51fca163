"""Agreements: what a customer's own contract promises, and when it is in force.

*Rule:* these are values, found by customer in one look-up; 300 contracts are not 300 policies. An agreement governs the cycles that
start while it is in force: from 00:00 of its first date to the end of its last, in the standard's zone.

Example:
    >>> from datetime import date
    >>> from servstd.durations import parse_amount
    >>> target = Target("resolution", within=parse_amount("4h"), calendar="always")
    >>> mine = Agreement("HT-1", customer="K1", clause="6.2", since=date(2026, 1, 1), since_us=0, targets=(target,))
    >>> agreements = Agreements((mine,))
    >>> [found.contract for found in agreements.in_force("K1", 5)], agreements.in_force("K2", 5)
    (['HT-1'], ())
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import attrs

from servstd.errors import Path, Place
from servstd.sla.model import Label, Target, lookup_names

__all__ = ["Agreement", "Agreements", "Reference"]

Reference = tuple[str, str, str]
"""(customer, contract, first date): what names an agreement wherever it is kept."""


@attrs.frozen
class Agreement:
    """A customer's own written terms.

    Attributes:
        contract: The contract's number, as written.
        customer: The customer's number.
        clause: The clause of the contract.
        since: The first date on which it is in force; `since_us` is its beginning.
        to: The last date; None: until further notice. `until_us` is the end of that date.
        calendar: The name or key of the customer's own calendar; None: the agreement names none.
        targets: The terms; a target without a clause of its own stands in `clause`.
        place: The line of the table it was read from; None: the standard itself.
    """

    contract: str
    customer: str = attrs.field(kw_only=True)
    clause: str = attrs.field(kw_only=True)
    since: date = attrs.field(kw_only=True)
    since_us: int = attrs.field(kw_only=True)
    to: date | None = attrs.field(default=None, kw_only=True)
    until_us: int | None = attrs.field(default=None, kw_only=True)
    calendar: str | None = attrs.field(default=None, kw_only=True)
    targets: tuple[Target, ...] = attrs.field(default=(), kw_only=True)
    label: Label | None = attrs.field(default=None, kw_only=True)
    note: Label | None = attrs.field(default=None, kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True, eq=False)
    place: Place | None = attrs.field(default=None, kw_only=True, eq=False)

    @property
    def reference(self) -> Reference:
        """Return what names it."""
        return self.customer, self.contract, self.since.isoformat()

    def target(self, metric: str) -> Target | None:
        """Return the target it names for a metric, or None."""
        return next((target for target in self.targets if target.metric == metric), None)

    def clause_of(self, metric: str) -> str:
        """Return the clause in which a metric's target stands."""
        target = self.target(metric)
        return (target.clause if target is not None else None) or self.clause

    def holds_at(self, us: int) -> bool:
        """Return whether it is in force at an instant, in microseconds since the epoch."""
        return self.since_us <= us and (self.until_us is None or us < self.until_us)


@attrs.frozen(eq=False)
class Agreements:
    """Every agreement of an edition.

    Attributes:
        rows: In the order written.
        agreed: The names of the calendars that stand for the customer's own (`from: agreement.calendar`).
        names: The attributes that a choice between their tables depends on, sorted.
    """

    rows: tuple[Agreement, ...] = ()
    agreed: frozenset[str] = attrs.field(default=frozenset(), kw_only=True)
    names: tuple[str, ...] = attrs.field(init=False)
    _by_customer: Mapping[str, tuple[Agreement, ...]] = attrs.field(init=False, repr=False)
    _by_reference: Mapping[Reference, Agreement] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        by_customer: dict[str, list[Agreement]] = {}
        names: set[str] = set()
        for row in self.rows:
            by_customer.setdefault(row.customer, []).append(row)
            for target in row.targets:
                names |= lookup_names(target.within) | lookup_names(target.calendar)
        object.__setattr__(self, "names", tuple(sorted(names)))
        object.__setattr__(self, "_by_customer", {customer: tuple(rows) for customer, rows in by_customer.items()})
        object.__setattr__(self, "_by_reference", {row.reference: row for row in self.rows})

    def of(self, customer: str) -> tuple[Agreement, ...]:
        """Return every agreement of a customer, in force or not."""
        return self._by_customer.get(customer, ())

    def in_force(self, customer: str, us: int) -> tuple[Agreement, ...]:
        """Return a customer's agreements that are in force at an instant, in microseconds since the epoch."""
        return tuple(row for row in self.of(customer) if row.holds_at(us))

    def find(self, reference: Reference) -> Agreement | None:
        """Return the agreement that a reference names."""
        return self._by_reference.get(reference)
