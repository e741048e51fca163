"""Why a customer has the tier: what each criterion added, how far the levels are, what would move them, and what holds them.

*Rule:* the shares told add up to the score told, to the last decimal; a change that is named has been tried by scoring
again; what was left out is said, with the reason. An explanation is plain data first; words come from it, for staff or for
the customer.

Example:
    >>> from servstd.tiers.model import Level
    >>> from servstd.tiers.placing import place
    >>> tiers = Tiers((Level("standard"), Level("key", enter=30.0, leave=25.0)))
    >>> scored = Scored("c7", on=date(2026, 1, 5), total=31.0, parts=(Part("c", points=31.0, weight=1.0, counted=1.0),))
    >>> record, _, _ = place(tiers, scored, None, date(2026, 1, 5))
    >>> explanation = explain(tiers, scored, record)
    >>> explanation.tier, explanation.score_told, explanation.margin_up, explanation.margin_down
    ('key', 31.0, None, 6.0)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import attrs

from servstd.durations import add_period
from servstd.plain import is_list, is_map
from servstd.sla.model import Label
from servstd.tiers._explained import Audience, Told, explanation_text
from servstd.tiers.model import Level, Tiers
from servstd.tiers.nearest_change import Change, NearestFinder
from servstd.tiers.outcome import Cause, Part, Scored, TierRecord
from servstd.tiers.placing import entered_level
from servstd.tiers.scoring import shares

__all__ = ["Audience", "Contribution", "Explainer", "TierExplanation", "explain"]


@attrs.frozen
class Contribution:
    """What one criterion added to the score.

    Attributes:
        share: Points of the score, one decimal; the shares of all criteria add up to `TierExplanation.score_told`.
        part: Points, weights, facts and evidence behind it.
        label: What the standard calls the criterion.
    """

    criterion: str
    share: float = attrs.field(kw_only=True)
    part: Part = attrs.field(kw_only=True)
    label: Label | None = attrs.field(default=None, kw_only=True)

    @property
    def left_out(self) -> bool:
        """Return whether it does not count at all."""
        return self.part.counted == 0

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        part = self.part
        return {
            "criterion": self.criterion,
            "label": None if self.label is None else dict(self.label),
            "share": self.share,
            "points": part.points,
            "weight": part.weight,
            "counted": part.counted,
            "raw": _plain(part.raw),
            "evidence": _plain(part.evidence),
            "excluded": part.excluded or None,
            "rule": part.version,
        }


@attrs.frozen
class TierExplanation:
    """Why a customer has a tier.

    Attributes:
        tier: The tier that holds; empty: none could be given. `since`: its first day.
        held: The level the rules give; another than `tier` only under an override.
        computed: The level the day's score alone would give.
        score: The score; `score_told`: the same with one decimal, rounded down, which the contributions add up to.
        level: The level held on the ladder, with its thresholds; `above`: the next one; None: there is none.
        margin_up: Points missing to enter the next level; margin_down: points above where the level held is left, negative below it.
        up: What would move the customer up, one change for each criterion that can, the nearest first; `down`: down;
            `keep`: where the score is below, back to where the level held is kept.
        reason: What holds a level or was written of an override (see `TierRecord.reason`); `until`: the last day of the override,
            of the minimum stay or the grace.
        periods_below: (how many reviews found the score below, after how many one falls).
        upcoming: (level, day) of a fall that will come if nothing changes.
    """

    customer: str
    on: date = attrs.field(kw_only=True)
    tier: str = attrs.field(kw_only=True)
    since: date = attrs.field(kw_only=True)
    cause: Cause = attrs.field(kw_only=True)
    held: str = attrs.field(kw_only=True)
    computed: str = attrs.field(kw_only=True)
    score: float | None = attrs.field(kw_only=True)
    score_told: float | None = attrs.field(kw_only=True)
    contributions: tuple[Contribution, ...] = attrs.field(kw_only=True)
    level: Level | None = attrs.field(kw_only=True)
    above: Level | None = attrs.field(kw_only=True)
    up: tuple[Change, ...] = attrs.field(default=(), kw_only=True)
    down: tuple[Change, ...] = attrs.field(default=(), kw_only=True)
    keep: tuple[Change, ...] = attrs.field(default=(), kw_only=True)
    reason: str = attrs.field(default="", kw_only=True)
    approved_by: str = attrs.field(default="", kw_only=True)
    until: date | None = attrs.field(default=None, kw_only=True)
    periods_below: tuple[int, int] | None = attrs.field(default=None, kw_only=True)
    notice_on: date | None = attrs.field(default=None, kw_only=True)
    upcoming: tuple[str, date] | None = attrs.field(default=None, kw_only=True)
    next_review: date | None = attrs.field(default=None, kw_only=True)
    edition: str = attrs.field(default="", kw_only=True)
    labels: Mapping[str, Label] = attrs.field(factory=dict[str, Label], kw_only=True)

    @property
    def margin_up(self) -> float | None:
        """Return the points missing to enter the next level; None: there is none, or no score."""
        enter = None if self.above is None else self.above.enter
        return None if enter is None or self.score is None else round(enter - self.score, 9)

    @property
    def margin_down(self) -> float | None:
        """Return the points above where the level held is left; None: one cannot fall out of it, or there is no score."""
        leave = None if self.level is None else self.level.leave
        return None if leave is None or self.score is None else round(self.score - leave, 9)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output and for the history; its keys are stable."""
        upcoming = None if self.upcoming is None else {"tier": self.upcoming[0], "on": self.upcoming[1].isoformat()}
        periods = self.periods_below
        return {
            "customer": self.customer,
            "on": self.on.isoformat(),
            "tier": self.tier or None,
            "since": self.since.isoformat(),
            "cause": self.cause,
            "held": self.held or None,
            "computed": self.computed or None,
            "score": self.score,
            "score_told": self.score_told,
            "contributions": [one.as_dict() for one in self.contributions],
            "levels": [{"name": one.name, "enter": one.enter, "leave": one.leave} for one in (self.level, self.above) if one is not None],
            "margin_up": self.margin_up,
            "margin_down": self.margin_down,
            "changes": [one.as_dict() for one in (*self.up, *self.down, *self.keep)],
            "left_out": [one.criterion for one in self.contributions if one.part.excluded],
            "reason": self.reason or None,
            "approved_by": self.approved_by or None,
            "until": _day(self.until),
            "periods_below": None if periods is None else {"found": periods[0], "needed": periods[1]},
            "notice_on": _day(self.notice_on),
            "upcoming": upcoming,
            "next_review": _day(self.next_review),
            "edition": self.edition or None,
        }

    def text(self, locale: str = "en", *, audience: Audience = "staff") -> str:
        """Return the explanation in words.

        Args:
            locale: `en` or `zh`.
            audience: Staff read points, weights, facts and who approved; the customer reads criteria, main reasons, what would
                change the tier and what they can do, and no name of staff.
        """
        told: Told = self
        return explanation_text(told, locale, audience)


class Explainer:
    """Explains tiers of one ladder: made once, used for many customers."""

    def __init__(self, tiers: Tiers) -> None:
        self._tiers = tiers
        self._finder = NearestFinder(tiers)
        named = [(one.name, one.label) for one in tiers.criteria] + [(one.name, one.label) for one in tiers.ladder]
        self._labels = {name: label for name, label in named if label is not None}

    def explain(
        self,
        scored: Scored,
        record: TierRecord,
        *,
        upcoming: tuple[str, date] | None = None,
        next_review: date | None = None,
    ) -> TierExplanation:
        """Return why the customer has the tier; see the function `explain`."""
        tiers, ladder = self._tiers, self._tiers.ladder
        held = record.tier if record.earned is None else record.earned
        at = tiers.position(held) if held in tiers.names else None
        level = None if at is None else ladder[at]
        below = level is not None and level.leave is not None and scored.total is not None and scored.total < level.leave
        told = [float(share) for share in shares(scored.parts)]
        score_told = None if scored.total is None else round(sum(told), 1)
        needed = tiers.review.after_periods_below
        if upcoming is None and record.falls_to and record.falls_on is not None and record.falls_on > scored.on:
            upcoming = record.falls_to, record.falls_on
        return TierExplanation(
            scored.customer,
            on=scored.on,
            tier=record.tier,
            since=record.reached_on if record.tier == held else record.valid_from,
            cause=record.cause,
            held=held,
            computed="" if scored.total is None else entered_level(tiers, scored.total),
            score=scored.total,
            score_told=score_told,
            contributions=tuple(
                Contribution(part.criterion, share=share, part=part, label=self._labels.get(part.criterion))
                for part, share in zip(scored.parts, told, strict=True)
            ),
            level=level,
            above=None if at is None or at + 1 == len(ladder) else ladder[at + 1],
            up=() if level is None else self._finder.find(scored, held, "up"),
            down=() if level is None or below else self._finder.find(scored, held, "down"),
            keep=self._finder.find(scored, held, "keep") if below else (),
            reason=record.reason,
            approved_by=record.approved_by,
            until=self._until(record),
            periods_below=(record.periods_below, needed) if needed > 1 and record.periods_below else None,
            notice_on=record.notice_on,
            upcoming=upcoming,
            next_review=next_review,
            edition=record.edition,
            labels=self._labels,
        )

    def _until(self, record: TierRecord) -> date | None:
        stay = self._tiers.review.minimum_stay
        if record.until is None and record.reason == "minimum_stay" and stay is not None:
            return add_period(record.reached_on, stay)
        return record.falls_on if record.reason == "grace" else record.until


def explain(
    tiers: Tiers,
    scored: Scored,
    record: TierRecord,
    last: TierRecord | None = None,  # noqa: ARG001  # what was before is in the record: its cause, reason and days
    *,
    upcoming: tuple[str, date] | None = None,
    next_review: date | None = None,
) -> TierExplanation:
    """Return why a customer has the tier. For many customers make an `Explainer` once.

    Args:
        tiers: The ladder and its rules.
        scored: The score and its parts.
        record: Where `servstd.tiers.placing.place` put the customer.
        last: The record before; not needed, accepted where it is at hand.
        upcoming: (level, day) of a coming fall, as `place` returned it; None: as the record says.
        next_review: As `place` returned it.
    """
    return Explainer(tiers).explain(scored, record, upcoming=upcoming, next_review=next_review)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _plain(value: object) -> object:
    if is_map(value):
        return {str(name): _plain(item) for name, item in value.items()}
    if is_list(value):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
