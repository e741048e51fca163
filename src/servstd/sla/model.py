"""What a service standard says about time: metrics, policies, targets, thresholds.

*Rule:* these are values. They hold what was written, read and checked; nothing in them runs.

Example:
    >>> from servstd.durations import parse_amount
    >>> Target("resolution", within=parse_amount("4h")).commitment
    'promise'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias

import attrs

from servstd.conditions import Condition
from servstd.durations import Amount, Span

__all__ = [
    "RESERVED",
    "Attribute",
    "Calendared",
    "Commitment",
    "Label",
    "Lookup",
    "Metric",
    "OnChange",
    "Policy",
    "Statuses",
    "Target",
    "Threshold",
    "Within",
    "lookup_names",
    "lookup_values",
]

Label: TypeAlias = Mapping[str, str]
"""Language -> text; a plain text in the document is stored under the standard's own language."""
Commitment = Literal["promise", "goal", "internal"]
OnChange = Literal["carry", "restart", "keep", "from_start"]
Repeats = Literal["no", "each"]
Reopen = Literal["resume", "restart", "ignore"]


@attrs.frozen
class Lookup:
    """A table by attribute: the row of the attribute's value, else `otherwise`; rows may be tables again."""

    attribute: str
    rows: Mapping[str, Amount | str | Lookup] = attrs.field(kw_only=True)
    otherwise: Amount | str | Lookup | None = attrs.field(default=None, kw_only=True)


Within: TypeAlias = Amount | Lookup
Calendared: TypeAlias = str | Lookup


@attrs.frozen
class Metric:
    """What is measured; see section 5 of the semantics for the order in which the conditions count."""

    name: str
    start: Condition = attrs.field(kw_only=True)
    stop: Condition = attrs.field(kw_only=True)
    pause: Condition | None = attrs.field(default=None, kw_only=True)
    cancel: Condition | None = attrs.field(default=None, kw_only=True)
    repeats: Repeats = attrs.field(default="no", kw_only=True)
    reopen: Reopen = attrs.field(default="ignore", kw_only=True)
    label: Label | None = attrs.field(default=None, kw_only=True)
    note: Label | None = attrs.field(default=None, kw_only=True)
    clause: str | None = attrs.field(default=None, kw_only=True)
    builtin: bool = attrs.field(default=False, kw_only=True)


@attrs.frozen
class Threshold:
    """A point before or after due. `percent` is (numerator, denominator) of the target, exact; else `amount` from due."""

    text: str
    kind: Literal["percent", "remaining", "overdue"] = attrs.field(kw_only=True)
    percent: tuple[int, int] = attrs.field(default=(0, 1), kw_only=True)
    amount: Amount | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class Target:
    """The amount a metric may take under a policy; neither `within` nor `until`: named, measured only (`none`)."""

    metric: str
    within: Within | None = attrs.field(default=None, kw_only=True)
    until: str | None = attrs.field(default=None, kw_only=True)
    grace: Span | None = attrs.field(default=None, kw_only=True)
    calendar: Calendared | None = attrs.field(default=None, kw_only=True)
    end_of_day: bool = attrs.field(default=False, kw_only=True)
    warn: tuple[Threshold, ...] = attrs.field(default=(), kw_only=True)
    commitment: Commitment = attrs.field(default="promise", kw_only=True)
    clause: str | None = attrs.field(default=None, kw_only=True)
    note: Label | None = attrs.field(default=None, kw_only=True)
    label: Label | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class Policy:
    """Which cases, which calendar, which targets; `exempt` names the metrics that are not graded (True: all)."""

    name: str
    when: Condition | None = attrs.field(default=None, kw_only=True)
    default: bool = attrs.field(default=False, kw_only=True)
    calendar: Calendared | None = attrs.field(default=None, kw_only=True)
    on_change: OnChange = attrs.field(default="carry", kw_only=True)
    targets: tuple[Target, ...] = attrs.field(default=(), kw_only=True)
    exempt: bool | tuple[str, ...] = attrs.field(default=False, kw_only=True)
    label: Label | None = attrs.field(default=None, kw_only=True)
    clause: str | None = attrs.field(default=None, kw_only=True)
    note: Label | None = attrs.field(default=None, kw_only=True)

    def target(self, metric: str) -> Target | None:
        """Return the target this policy names for a metric, or None."""
        for target in self.targets:
            if target.metric == metric:
                return target
        return None


RESERVED: Final = ("status", "priority", "tier", "channel", "customer", "owner", "team", "tags", "matter")
"""The attributes that every case may have, declared or not."""


@attrs.frozen
class Attribute:
    """A declared attribute of a case. `values` maps each allowed value to its label, in order; None: anything goes."""

    name: str
    kind: Literal["text", "person", "instant", "bool", "number", "list"] = attrs.field(default="text", kw_only=True)
    values: Mapping[str, Label] | None = attrs.field(default=None, kw_only=True)
    ordered: bool = attrs.field(default=False, kw_only=True)
    default: str | int | float | bool | None = attrs.field(default=None, kw_only=True)
    required: bool = attrs.field(default=False, kw_only=True)
    computed_from: str | None = attrs.field(default=None, kw_only=True)
    label: Label | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class Statuses:
    """What a help desk's statuses mean to us: `categories` maps its word to a category; the rest is refused or open."""

    categories: Mapping[str, str] = attrs.field(factory=dict[str, str])
    otherwise: Literal["refuse", "open"] = attrs.field(default="refuse", kw_only=True)


def lookup_names(value: object) -> set[str]:
    """Return the attributes a table asks, its nested tables included; a plain value asks none."""
    if not isinstance(value, Lookup):
        return set()
    names = {value.attribute}
    for row in [*value.rows.values(), value.otherwise]:
        names |= lookup_names(row)
    return names


def lookup_values(value: object) -> Iterator[Amount | str]:
    """Yield every plain value of a table, nested ones included; a plain value yields itself, None nothing."""
    if isinstance(value, Lookup):
        for row in [*value.rows.values(), value.otherwise]:
            yield from lookup_values(row)
    elif isinstance(value, (Amount, str)):
        yield value
