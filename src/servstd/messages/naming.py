"""Names by their labels, and amounts in words, in English and Chinese.

*Rule:* what has a label is called by it; what has none is printed as it is written.

Example:
    >>> from servstd.durations import parse_amount
    >>> spell_amount(parse_amount("1h30m"), "en"), spell_amount(parse_amount("2wd"), "zh")
    ('1 hour 30 minutes', '2 个工作日')
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from servstd.durations import Amount
from servstd.instants import DAY_US, HOUR_US, MINUTE_US, SECOND_US
from servstd.messages.labels import label

if TYPE_CHECKING:
    from servstd.document.edition import Edition
    from servstd.sla.model import Threshold

__all__ = [
    "name_attribute",
    "name_calendar",
    "name_metric",
    "name_policy",
    "name_value",
    "pick_label",
    "spell_amount",
    "spell_duration",
    "spell_threshold",
]

# Data of events that conditions ask for; attributes bring labels of their own.
_DATA: Mapping[str, tuple[str, str]] = {
    "public": ("visible to the customer", "客户可见"),
    "outcome": ("outcome", "结果"),
    "score": ("score", "分数"),
}
_OUTCOMES: Mapping[str, tuple[str, str]] = {
    "satisfied": ("satisfied", "满意"),
    "unsatisfied": ("not satisfied", "不满意"),
    "unreachable": ("not reached", "联系不上"),
}
_UNITS = (("hour", "小时", HOUR_US), ("minute", "分钟", MINUTE_US), ("second", "秒", SECOND_US))


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def pick_label(labels: Mapping[str, str] | None, locale: str, fallback: str) -> str:
    """Return a label in the reader's language, else in the one it has, else the fallback."""
    if not labels:
        return fallback
    return labels.get(locale[:2]) or labels.get("") or next(iter(labels.values()))


def name_attribute(edition: Edition, name: str, locale: str) -> str:
    """Return an attribute's label, else its name."""
    attribute = edition.attributes.get(name)
    fallback = _DATA[name][1 if locale.startswith("zh") else 0] if name in _DATA else name
    return pick_label(attribute.label if attribute else None, locale, fallback)


def name_value(edition: Edition, name: str, value: object, locale: str) -> str:
    """Return the label of an attribute's value, else the value as it is written."""
    zh = locale.startswith("zh")
    if name == "category":
        return label("category", str(value), locale)
    if isinstance(value, bool):
        return ("是" if value else "否") if zh else ("yes" if value else "no")
    attribute = edition.attributes.get(name)
    if attribute is None and name == "outcome":
        return _OUTCOMES.get(str(value), (str(value), str(value)))[1 if zh else 0]
    return pick_label((attribute.values or {}).get(str(value)) if attribute else None, locale, str(value))


def name_calendar(edition: Edition, name: str, locale: str) -> str:
    """Return a calendar's label, else its name; the calendar that is always open is called so."""
    calendar = edition.calendars.get(name)
    fallback = ("全天" if locale.startswith("zh") else "around the clock") if name == "always" else name
    return pick_label(calendar.label if calendar else None, locale, fallback)


def name_metric(edition: Edition, name: str, locale: str) -> str:
    """Return a metric's label, else its name."""
    return pick_label(next((metric.label for metric in edition.metrics if metric.name == name), None), locale, name)


def name_policy(edition: Edition, name: str, locale: str) -> str:
    """Return a policy's label, else its name."""
    return pick_label(next((policy.label for policy in edition.policies if policy.name == name), None), locale, name)


# ── amounts ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _count(number: int, unit: str, zh_unit: str, locale: str) -> str:
    return f"{number} {zh_unit}" if locale.startswith("zh") else f"{number} {unit}{'' if number == 1 else 's'}"


def spell_duration(us: int, locale: str) -> str:
    """Return microseconds as hours, minutes and seconds in words: `1 hour 30 minutes`, `1 小时 30 分钟`."""
    parts: list[str] = []
    for unit, zh_unit, size in _UNITS:
        number, us = divmod(us, size)
        if number:
            parts.append(_count(number, unit, zh_unit, locale))
    return " ".join(parts) or _count(0, "minute", "分钟", locale)


def spell_amount(amount: Amount, locale: str) -> str:
    """Return an amount in words: `2 working days`, `2 个工作日`, `30 minutes`, `30 分钟`."""
    if amount.working_days:
        return _count(amount.working_days, "working day", "个工作日", locale)
    if amount.uses_days and amount.us % DAY_US == 0:
        return _count(amount.us // DAY_US, "day", "天", locale)
    return spell_duration(amount.us, locale)


def spell_threshold(threshold: Threshold, locale: str) -> str:
    """Return a threshold in words: `50%`, `8 hours before the due`, `逾期 1 小时`."""
    if threshold.amount is None:
        return threshold.text
    amount = spell_amount(threshold.amount, locale)
    if locale.startswith("zh"):
        return f"到期前 {amount}" if threshold.kind == "remaining" else f"逾期 {amount}"
    return f"{amount} {'before' if threshold.kind == 'remaining' else 'after'} the due"
