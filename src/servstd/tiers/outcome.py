"""What comes out of judging a customer: points with their evidence, a placement with its cause, and a history of placements.

*Rule:* every number keeps what it rests on. Points times weights add up to the score, exactly; what was left out is said.

Example:
    >>> part = Part("contribution", points=70.0, weight=0.5, counted=0.5, raw={"paid_12m": 220000})
    >>> part.contribution
    35.0
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, TypeAlias

import attrs

from servstd.effects import Effect

__all__ = ["Cause", "Part", "Scored", "TierAssignment", "TierRecord"]

Cause: TypeAlias = Literal["first", "risen", "fallen", "kept", "override", "override_expired", "held", "not_assigned"]
"""`held`: the score is below, but a rule keeps the level for now (minimum stay, review to come, notice running, grace, periods below)."""


def _nothing() -> Mapping[str, object]:
    return {}


@attrs.frozen
class Part:
    """One criterion's share of a score.

    Attributes:
        points: 0 to 100; None: no data, and the criterion does not count.
        weight: As written in the standard.
        counted: The weight it has in this score: 0 when excluded; those that count add up to 1.
        raw: The facts it was computed from, as given.
        evidence: What the rule says of how it came to the points (step, band, row, plugin's evidence).
        excluded: Why it does not count or counts as lowest: `missing`, `unusable`; empty: it counts as it is.
        range: The least and greatest points the rule can give.
        version: The rule's name and version, e.g. `thresholds` or `rfm 1.2`.
    """

    criterion: str
    points: float | None = attrs.field(kw_only=True)
    weight: float = attrs.field(kw_only=True)
    counted: float = attrs.field(kw_only=True)
    raw: Mapping[str, object] = attrs.field(factory=_nothing, kw_only=True)
    evidence: Mapping[str, object] = attrs.field(factory=_nothing, kw_only=True)
    excluded: str = attrs.field(default="", kw_only=True)
    range: tuple[float, float] = attrs.field(default=(0.0, 100.0), kw_only=True)
    version: str = attrs.field(default="", kw_only=True)

    @property
    def contribution(self) -> float:
        """Return the points it adds to the score."""
        return 0.0 if self.points is None else self.points * self.counted


@attrs.frozen
class Scored:
    """A customer's score on a day. `total` None: a criterion that must not be missing is, or all are; nothing can be assigned from it."""

    customer: str
    on: date = attrs.field(kw_only=True)
    total: float | None = attrs.field(kw_only=True)
    parts: tuple[Part, ...] = attrs.field(default=(), kw_only=True)


@attrs.frozen
class TierRecord:
    """One line of a customer's tier history: bitemporal, append-only.

    Attributes:
        valid_from: The first day on which the tier holds.
        recorded_on: The day on which it was decided. What was believed on a day is found by leaving out what was recorded later.
        computed: The tier the score alone would give.
        score: The score; None: there was none.
        below_since: The first review in a row that found the score below the level held; None: it is not below.
        periods_below: How many reviews in a row found it below.
        notice_on: The day on which the customer was told of a coming fall.
        reached_on: The day on which the level held was reached; the minimum stay counts from here.
        explanation: The explanation that was given with it, as plain data.
        earned: The tier that score, hysteresis and reviews give while an override holds another; None: `tier` itself.
        falls_to: The level of a fall that was found and is still to come; it takes effect by itself on `falls_on`, unless an evaluation
            up to that day finds the score no longer below.
        reviewed_on: The day of the last review.
        until: The last day of the override; `earned` counts again by itself on the day after.
        reason: An override's reason; for `held` and `not_assigned` a word: `no_data`, `notice`, `grace`, `minimum_stay`, `review`,
            `periods_below`.
        approved_by: Who approved the override.
    """

    customer: str
    tier: str = attrs.field(kw_only=True)
    valid_from: date = attrs.field(kw_only=True)
    recorded_on: date = attrs.field(kw_only=True)
    cause: Cause = attrs.field(kw_only=True)
    computed: str = attrs.field(kw_only=True)
    score: float | None = attrs.field(default=None, kw_only=True)
    below_since: date | None = attrs.field(default=None, kw_only=True)
    periods_below: int = attrs.field(default=0, kw_only=True)
    notice_on: date | None = attrs.field(default=None, kw_only=True)
    reached_on: date = attrs.field(kw_only=True)
    edition: str = attrs.field(default="", kw_only=True)
    explanation: Mapping[str, object] = attrs.field(factory=_nothing, kw_only=True, repr=False)
    earned: str | None = attrs.field(default=None, kw_only=True)
    falls_to: str | None = attrs.field(default=None, kw_only=True)
    falls_on: date | None = attrs.field(default=None, kw_only=True)
    reviewed_on: date | None = attrs.field(default=None, kw_only=True)
    until: date | None = attrs.field(default=None, kw_only=True)
    reason: str = attrs.field(default="", kw_only=True)
    approved_by: str = attrs.field(default="", kw_only=True)


@attrs.frozen
class TierAssignment:
    """The tier of a customer on a day, with everything it rests on.

    Attributes:
        tier: The tier that holds.
        record: The line to append to the history; the last one again when nothing changed.
        changed: Whether `record` is new.
        scored: The score and its parts.
        effects: What must be told: a coming fall, a change.
        upcoming: (tier, day) of a fall that will come if nothing changes; None: none will.
        next_review: The day on which the tier is judged again; None: whenever somebody asks.
        objections: Keys of the person's objections that nobody has answered yet: the assignment is disputed.
    """

    customer: str
    tier: str = attrs.field(kw_only=True)
    on: date = attrs.field(kw_only=True)
    record: TierRecord = attrs.field(kw_only=True)
    changed: bool = attrs.field(kw_only=True)
    scored: Scored = attrs.field(kw_only=True)
    effects: tuple[Effect, ...] = attrs.field(default=(), kw_only=True)
    upcoming: tuple[str, date] | None = attrs.field(default=None, kw_only=True)
    next_review: date | None = attrs.field(default=None, kw_only=True)
    objections: tuple[str, ...] = attrs.field(default=(), kw_only=True)

    @property
    def score(self) -> float | None:
        """Return the score; None: there was not enough data."""
        return self.scored.total

    @property
    def explanation(self) -> Mapping[str, object]:
        """Return why, as plain data; empty where none was asked for."""
        return self.record.explanation

    @property
    def valid_from(self) -> date:
        """Return the first day on which the tier holds."""
        return self.record.valid_from
