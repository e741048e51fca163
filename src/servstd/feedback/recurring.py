"""Complaints that come again: the same customer about the same, within the time the standard names.

*Rule:* days are counted on the wall from one complaint to the next. Who is not known, and what is not told, is not the same as anybody's.

Example:
    >>> from servstd.durations import parse_period
    >>> about, day = {"matter": "complaint"}, 86_400_000_000
    >>> rows = [Complained(f"{i}", customer="k1", attributes=about, opened_us=i * day) for i in (1, 9, 90)]
    >>> [[row.case for row in group.rows] for group in recurrences(rows, within=parse_period("30 days"))]
    [['1', '9']]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, tzinfo

import attrs

from servstd.durations import Period, add_period
from servstd.instants import local_date

__all__ = ["Complained", "Recurrence", "recurrences"]


def _nothing() -> Mapping[str, object]:
    return {}


@attrs.frozen
class Complained:
    """One complaint.

    Attributes:
        case: The case's id.
        customer: Who complained; empty: not known.
        attributes: What the case is about.
        opened_us: When it was raised, microseconds since the epoch.
    """

    case: str
    tenant: str | None = attrs.field(default=None, kw_only=True)
    customer: str = attrs.field(default="", kw_only=True)
    attributes: Mapping[str, object] = attrs.field(factory=_nothing, kw_only=True, repr=False)
    opened_us: int = attrs.field(kw_only=True)


@attrs.frozen
class Recurrence:
    """Complaints of which each came again within the time.

    Attributes:
        same: What they have in common, by attribute.
        rows: Two or more, in order of time.
    """

    same: Mapping[str, object]
    rows: tuple[Complained, ...] = attrs.field(kw_only=True)


def recurrences(
    rows: Iterable[Complained], *, within: Period, same: tuple[str, ...] = ("customer", "matter"), zone: tzinfo = UTC
) -> tuple[Recurrence, ...]:
    """Return the complaints that came again, in groups, in order of their first complaint.

    Args:
        rows: Complaints of any customers, in any order.
        within: A complaint came again when it was raised less than this after the one before.
        same: The attributes that make it the same matter; `customer` is the row's own.
        zone: On whose wall days are counted.
    """
    groups: dict[tuple[object, ...], list[list[Complained]]] = {}
    for row in sorted(rows, key=lambda row: (row.opened_us, row.case)):
        values = [row.customer or None if name == "customer" else row.attributes.get(name) for name in same]
        if None in values:
            continue
        known = groups.setdefault((row.tenant, *(str(value) for value in values)), [])
        if known and add_period(local_date(known[-1][-1].opened_us, zone), within) > local_date(row.opened_us, zone):
            known[-1].append(row)
        else:
            known.append([row])
    found = [group for known in groups.values() for group in known if len(group) > 1]
    found.sort(key=lambda group: (group[0].opened_us, group[0].case))
    return tuple(Recurrence(_shared(group[0], same), rows=tuple(group)) for group in found)


def _shared(row: Complained, same: tuple[str, ...]) -> dict[str, object]:
    return {name: row.customer if name == "customer" else row.attributes[name] for name in same}
