"""What must be told about tiers, as effects: a coming fall, and a change that took place.

*Rule:* effects are cumulative and their keys never change: customer, day of the change, what happened. A fall is told on the day it was
found; the end of an override that lowers the tier as long before as the standard's notice says. A fall that lies under an override is
not told: it does not show. Without notifiers (`via`) an effect has no order: it says what is so, and nobody sends it.

Example:
    >>> first = TierRecord("c7", tier="key", valid_from=date(2026, 1, 5), recorded_on=date(2026, 1, 5), cause="first", computed="key",
    ...     reached_on=date(2026, 1, 5))
    >>> risen = attrs.evolve(first, tier="vip", valid_from=date(2026, 4, 1), recorded_on=date(2026, 4, 1), cause="risen")
    >>> [effect.key for effect in tell(Tiers((Level("key"), Level("vip", enter=60.0, leave=50.0))), [first, risen], date(2026, 4, 1))]
    ['|||tier:c7:2026-04-01:tier_changed:vip|notice']
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, tzinfo

import attrs

from servstd.durations import add_period
from servstd.effects import Effect, Order
from servstd.instants import midnight_us
from servstd.messages.tier_notices import tier_subject, tier_text
from servstd.tiers.model import Level, Tiers
from servstd.tiers.outcome import TierRecord
from servstd.tiers.placing import take_effect

__all__ = ["tell"]


def tell(
    tiers: Tiers,
    records: Sequence[TierRecord],
    on: date,
    *,
    zone: tzinfo = UTC,
    language: str = "en",
    via: tuple[str, ...] = (),
    tenant: str | None = None,
) -> tuple[Effect, ...]:
    """Return all that one customer has to be told up to a day, in order.

    Args:
        tiers: The ladder, for labels and for what is lower, and the notice of its review.
        records: The customer's records in the order in which they hold.
        on: The day; what is to be told later is left out.
        zone: Where the days begin.
        language: The language of the texts.
        via: Notifiers by name, in order of preference; empty: the effects are for information only.
        tenant: Belongs to the keys.
    """
    height = {name: position for position, name in enumerate(tiers.names)}
    said: dict[str, Effect] = {}

    def say(reason: str, told_on: date, step: TierRecord, held: str) -> None:
        cycle_id = f"tier:{step.customer}:{step.valid_from.isoformat()}:{reason}:{step.tier}"
        effect = Effect("notice", case="", cycle_id=cycle_id, at_us=midnight_us(told_on, zone), tenant=tenant)
        if via:
            text = tier_text(
                reason,
                language,
                tier=_label(tiers, step.tier, language),
                held=_label(tiers, held, language),
                day=step.valid_from.isoformat(),
            )
            order = Order(
                reason, audience="customer", recipient=step.customer, via=via, reason=reason, text=text,
                subject=tier_subject(reason, language), language=language,
            )  # fmt: skip
            effect = attrs.evolve(effect, order=order)
        said.setdefault(cycle_id, effect)

    held = ""
    for position, record in enumerate(records):
        end = records[position + 1].valid_from if position + 1 < len(records) else None
        steps = take_effect(record)
        for step in steps:
            if step.valid_from <= on and (end is None or step.valid_from < end):
                if held not in ("", step.tier) and step.tier:
                    say("tier_changed", step.valid_from, step, held)
                held = step.tier
        lower = next((step for step in steps[1:] if height.get(step.tier, -1) < height.get(record.tier, -1)), None)
        told_on = None if lower is None else _told_on(tiers, record, lower)
        if lower is not None and told_on is not None and told_on <= on and (end is None or told_on < end) and lower.tier:
            say("tier_falls", told_on, lower, record.tier)
    return tuple(sorted(said.values(), key=lambda effect: effect.at_us))


def _told_on(tiers: Tiers, record: TierRecord, lower: TierRecord) -> date | None:
    """Return the day on which a coming fall is told; None: it is not."""
    if record.until is None:
        return record.notice_on
    notice = tiers.review.notice
    return None if notice is None else max(record.valid_from, add_period(lower.valid_from, notice, -1))


def _label(tiers: Tiers, name: str, language: str) -> str:
    level = next((level for level in tiers.ladder if level.name == name), Level(name))
    label = level.label or {}
    return label.get(language) or label.get(language[:2]) or next(iter(label.values()), name)
