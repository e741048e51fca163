"""What a standard says about customer tiers: a ladder, what is judged, when it is judged again, and the least that everybody gets.

*Rule:* these are values. They hold what was written, read and checked; nothing in them runs.

Example:
    >>> ladder = (Level("standard"), Level("key", enter=30.0, leave=25.0), Level("vip", enter=60.0, leave=50.0))
    >>> [level.name for level in ladder]
    ['standard', 'key', 'vip']
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, TypeAlias

import attrs

from servstd.conditions import Condition
from servstd.durations import Period
from servstd.errors import Path
from servstd.sla.model import Label, Target

__all__ = [
    "Conversion",
    "Criterion",
    "Downgrade",
    "Entitlements",
    "FloorTarget",
    "Level",
    "Missing",
    "Override",
    "Qualification",
    "Review",
    "RuleUse",
    "Tiers",
]

Missing: TypeAlias = Literal["exclude", "lowest", "fail"]
"""What a criterion without data does: its weight is shared among the others, it counts as the lowest score, or nothing is assigned."""
Downgrade: TypeAlias = Literal["immediate", "period_end", "one_level"]
"""When a score has fallen below: down at once to where the score is; down at the end of a review period; at a review, one level only."""
Qualification: TypeAlias = Literal["rolling", "fixed", "anniversary"]
"""From where review periods count: from today backwards, from fixed dates of the calendar, from the day the customer joined."""


@attrs.frozen
class Level:
    """One level of the ladder. `enter` is the score from which one rises to it, `leave` the score below which one falls out of it.

    Both are None for the lowest level, which takes everybody.
    """

    name: str
    enter: float | None = attrs.field(default=None, kw_only=True)
    leave: float | None = attrs.field(default=None, kw_only=True)
    label: Label | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class RuleUse:
    """A scoring rule as a criterion uses it.

    Attributes:
        name: A built-in (`thresholds`, `quantile`, `weighted_sum`, `lookup`, `decay`) or a plugin's.
        settings: What was written under the name, as plain data; checked when the standard was read.
        part: A plugin's scoring rule; None for a built-in.
        prepared: The settings as the class the plugin's rule wants (its `settings_type`); None: it is given them as plain data.
        plugin: The plugin's name, for messages.
    """

    name: str
    settings: Mapping[str, object] = attrs.field(factory=dict[str, object], kw_only=True)
    part: object | None = attrs.field(default=None, kw_only=True, eq=False, repr=False)
    prepared: object | None = attrs.field(default=None, kw_only=True, eq=False, repr=False)
    plugin: str = attrs.field(default="", kw_only=True, eq=False)


@attrs.frozen
class Criterion:
    """One thing that is judged about a customer; scores run from 0 to 100 points before they are weighted.

    Attributes:
        weight: Its share of the whole, 0 to 1; the weights of all criteria add up to 1.
    """

    name: str
    rule: RuleUse = attrs.field(kw_only=True)
    weight: float = attrs.field(kw_only=True)
    missing: Missing = attrs.field(kw_only=True)
    label: Label | None = attrs.field(default=None, kw_only=True)
    note: Label | None = attrs.field(default=None, kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True, eq=False)


@attrs.frozen
class Review:
    """When tiers are judged again, and how one falls.

    Attributes:
        every: The review period; None: whenever somebody asks.
        qualification: From where periods count.
        anchor: The date from which `fixed` periods count; None: 1 January.
        downgrade: How one falls.
        after_periods_below: How many reviews in a row must find the score below before one falls.
        notice: How long before a fall the customer is told; None: not at all.
        grace: How long after a fall is found the level is still kept.
        minimum_stay: The least time on a level once it was reached; falls are not carried out before.
    """

    every: Period | None = attrs.field(default=None, kw_only=True)
    qualification: Qualification = attrs.field(default="fixed", kw_only=True)
    anchor: date | None = attrs.field(default=None, kw_only=True)
    downgrade: Downgrade = attrs.field(default="immediate", kw_only=True)
    after_periods_below: int = attrs.field(default=1, kw_only=True)
    notice: Period | None = attrs.field(default=None, kw_only=True)
    grace: Period | None = attrs.field(default=None, kw_only=True)
    minimum_stay: Period | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class Override:
    """A tier set by a person: reason, approver and expiry are required; after `until` the computed tier counts again.

    Attributes:
        since: The first day; None: from the edition's effective date.
        until: The last day on which it counts.
    """

    customer: str
    tier: str = attrs.field(kw_only=True)
    reason: str = attrs.field(kw_only=True)
    approved_by: str = attrs.field(kw_only=True)
    since: date | None = attrs.field(default=None, kw_only=True)
    until: date = attrs.field(kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True, eq=False)


@attrs.frozen
class FloorTarget:
    """The least that every customer gets for a metric, whatever the tier: a target, and the cases it is for."""

    target: Target
    when: Condition | None = attrs.field(default=None, kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True, eq=False)


@attrs.frozen
class Conversion:
    """What one unit of a currency is worth in the ladder's currency from a date on; money in other currencies is refused."""

    currency: str
    since: date = attrs.field(kw_only=True)
    rate: float = attrs.field(kw_only=True)


@attrs.frozen
class Entitlements:
    """What a tier is entitled to beside its targets: channels, a named contact, a call-back cadence, value-added items.

    `own` holds a company's own entitlements, by name.
    """

    tier: str
    channels: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    named_contact: str | None = attrs.field(default=None, kw_only=True)
    call_back: Period | None = attrs.field(default=None, kw_only=True)
    items: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    own: Mapping[str, object] = attrs.field(factory=dict[str, object], kw_only=True)


@attrs.frozen
class Tiers:
    """The whole section `tiers:`.

    Attributes:
        ladder: From the lowest level, which takes everybody, to the highest.
        currency: The currency in which money is judged; None: no criterion is about money.
    """

    ladder: tuple[Level, ...]
    criteria: tuple[Criterion, ...] = attrs.field(default=(), kw_only=True)
    currency: str | None = attrs.field(default=None, kw_only=True)
    conversions: tuple[Conversion, ...] = attrs.field(default=(), kw_only=True)
    review: Review = attrs.field(factory=Review, kw_only=True)
    floor: tuple[FloorTarget, ...] = attrs.field(default=(), kw_only=True)
    overrides: tuple[Override, ...] = attrs.field(default=(), kw_only=True)
    entitlements: tuple[Entitlements, ...] = attrs.field(default=(), kw_only=True)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the levels' names, lowest first."""
        return tuple(level.name for level in self.ladder)

    def position(self, name: str) -> int:
        """Return how high a level is, 0 being the lowest."""
        return self.names.index(name)
