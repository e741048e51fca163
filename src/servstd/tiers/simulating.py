"""What-if: two ladders over the same customers, before the new one is used.

*Rule:* customers stream by; memory grows with levels and reasons, not with customers. A mover has one reason, the one that
alone explains the most; examples are chosen by the customers' own hash, so that they are the same in any order.

Example:
    >>> from servstd.tiers.model import Criterion, Level, RuleUse
    >>> rule = RuleUse("thresholds", settings={"field": "paid", "steps": [{"from": 0, "points": 0}, {"from": 100, "points": 50}]})
    >>> paid = Criterion("paid", rule=rule, weight=1.0, missing="fail")
    >>> old = Tiers((Level("low"), Level("high", enter=60.0, leave=50.0)), criteria=(paid,))
    >>> new = Tiers((Level("low"), Level("high", enter=40.0, leave=30.0)), criteria=(paid,))
    >>> rows = [{"customer": "a", "paid": 10}, {"customer": "b", "paid": 100}]
    >>> found = simulate(old, new, rows, on=date(2026, 1, 5))
    >>> found.matrix["low", "high"], found.reasons[0].kind, found.reasons[0].name
    (1, 'level', 'high')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from servstd.tiers._simulation import Example, Flapping, Load, Period, Reason, ReasonKind, Simulation
from servstd.tiers._simulator import Simulator
from servstd.tiers.history import TierHistory
from servstd.tiers.model import Tiers

__all__ = [
    "Example",
    "Flapping",
    "Load",
    "Period",
    "Reason",
    "ReasonKind",
    "Simulation",
    "Simulator",
    "simulate",
]


def simulate(
    old: Tiers,
    new: Tiers,
    customers: Iterable[Mapping[str, object]],
    *,
    on: date,
    history: TierHistory | None = None,
    periods: Sequence[Period] = (),
    volumes: Mapping[str, float] | str | None = None,
    costs: Mapping[str, float] | None = None,
    floor_violations: tuple[int, int] | None = None,
    examples: int = 10,
) -> Simulation:
    """Return what a new ladder would do to customers, against the old one.

    Args:
        old: The ladder in use.
        new: The ladder that is tried.
        customers: Facts, one mapping for each customer; read once, in bounded memory. Each customer may be there once, which is the
            caller's to see to (`servstd.tiers.facts.read_population`).
        on: The day of judging.
        history: What was recorded so far; both ladders start from it. None: both start from scratch.
        periods: Earlier days with the facts of each, oldest first, to count who goes back and forth.
        volumes: Contacts of a customer by tier, or the name of the fact that holds each customer's own number; None: not looked at.
        costs: What a contact costs by tier; without `volumes` what a customer costs.
        floor_violations: (old, new) promises below the floor, as the document's checks found them.
        examples: How many movers are named.

    Raises:
        UsageError: facts that cannot be read; TIR131 periods that do not run forward; TIR132 a number of contacts that is none.
    """
    simulator = Simulator(
        old,
        new,
        on=on,
        history=history,
        periods=periods,
        volumes=volumes,
        costs=costs,
        floor_violations=floor_violations,
        examples=examples,
    )
    for facts in customers:
        simulator.add(facts)
    return simulator.simulation()
