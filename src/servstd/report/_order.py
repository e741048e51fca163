"""The order of a report's rows.

*Rule:* what the standard orders keeps its order (metrics, policies, declared values), time runs forward, and everything else
stands by size, the largest group first.

Example:
    >>> from servstd.sla.attainment import Tally
    >>> arrange(Tally(["priority"]).rows(), ("priority",), {})
    []
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from servstd.sla.attainment import Attainment

if TYPE_CHECKING:
    from servstd.document.edition import Edition

__all__ = ["Orders", "arrange", "orders_of"]

Orders: TypeAlias = Mapping[str, Sequence[str]]
"""Name of a group -> its values in order."""


def orders_of(editions: Iterable[Edition]) -> Orders:
    """Return the orders that a standard declares; a later edition's new values come last."""
    orders: dict[str, dict[str, None]] = {"metric": {}, "policy": {}}
    for edition in editions:
        orders["metric"] |= dict.fromkeys(metric.name for metric in edition.metrics)
        orders["policy"] |= dict.fromkeys(policy.name for policy in edition.policies)
        for attribute in edition.attributes.values():
            if attribute.values is not None:
                orders.setdefault(attribute.name, {}).update(dict.fromkeys(attribute.values))
    return {name: tuple(values) for name, values in orders.items()}


def arrange(rows: Iterable[Attainment], by: Sequence[str], orders: Orders) -> list[Attainment]:
    """Return rows metric by metric, each in the order of its groups; groups without a value come last."""
    listed = list(rows)
    sizes: Counter[tuple[str, str | None]] = Counter()
    for row in listed:
        for name in by:
            sizes[name, row.group[name]] += row.n
    places = {name: {value: i for i, value in enumerate(values)} for name, values in orders.items()}

    def part(name: str, value: str | None) -> tuple[bool, int, str]:
        if name == "period" or value is None:
            return (value is None, 0, value or "")
        if name in places:
            return (False, places[name].get(value, len(places[name])), value)
        if name == "metric":
            return (False, 0, "")
        return (False, -sizes[name, value], value)

    return sorted(listed, key=lambda row: (row.approximate, *(part(name, row.group[name]) for name in ("metric", *by))))
