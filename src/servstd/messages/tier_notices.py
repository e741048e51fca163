"""What a customer is told of the own tier, where the company wrote no text of its own: a coming fall, a change.

*Rule:* the day and the levels, nothing else: no score, no figures of others.

Example:
    >>> tier_text("tier_falls", "zh", tier="普通客户", held="重点客户", day="2026-05-01")
    '您目前的客户等级为重点客户，将于 2026-05-01 起调整为普通客户。如对此有疑问，可要求说明理由或提出异议。'
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["TEXTS", "tier_subject", "tier_text"]

TEXTS: Mapping[str, tuple[str, str]] = {
    "tier_falls": (
        "Your customer level is {held}. From {day} it will be {tier}. You may ask for the reasons, or object.",
        "您目前的客户等级为{held}，将于 {day} 起调整为{tier}。如对此有疑问，可要求说明理由或提出异议。",
    ),
    "tier_changed": (
        "From {day} your customer level is {tier}; before, it was {held}. You may ask for the reasons, or object.",
        "自 {day} 起，您的客户等级由{held}调整为{tier}。如对此有疑问，可要求说明理由或提出异议。",
    ),
}
_SUBJECTS: Mapping[str, tuple[str, str]] = {
    "tier_falls": ("Your customer level will change", "客户等级即将调整"),
    "tier_changed": ("Your customer level has changed", "客户等级已调整"),
}


def tier_text(reason: str, language: str, *, tier: str, held: str, day: str) -> str:
    """Return the text for a reason: `tier_falls` or `tier_changed`."""
    return TEXTS[reason][language.startswith("zh")].format(tier=tier, held=held, day=day)


def tier_subject(reason: str, language: str) -> str:
    """Return its subject."""
    return _SUBJECTS[reason][language.startswith("zh")]
