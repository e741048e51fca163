"""Tiers that people set by hand, bound.

*Rule:* an override has a reason, an approver who is not the customer, and an expiry; a customer has one at a time.

Example:
    >>> report = Report()
    >>> item = {"customer": "K1", "tier": "vip", "reason": "pilot", "approved_by": "zhao", "until": "2026-06-30"}
    >>> bind_overrides([item], ["standard", "vip"], report)[0].until.isoformat(), report.problems
    ('2026-06-30', [])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from servstd.document._plain import entries_of, is_map, text_of
from servstd.errors import Path, Report
from servstd.messages.nearest import did_you_mean
from servstd.tiers.model import Override

__all__ = ["bind_overrides", "check_level"]

_SECTION: Path = ("tiers",)
_NEEDED = ("customer", "tier", "reason", "approved_by", "until")


def check_level(name: str, names: Sequence[str], path: Path, report: Report, *, on_key: bool = False) -> None:
    """Report a tier that does not stand on the ladder (TIR061)."""
    if name not in names:
        report.add("TIR061", path, on_key=on_key, tier=name, expected=did_you_mean(name, names) or ", ".join(names))


def bind_overrides(items: Sequence[object], names: Sequence[str], report: Report) -> tuple[Override, ...]:
    """Return the overrides that can be used.

    Args:
        items: `tiers.overrides` as checked.
        names: The ladder.
        report: Takes the problems: TIR061 an unknown level, TIR074 a part is missing, TIR075 approved by the customer, TIR077 it ends
            before it begins, TIR078 two of one customer at a time.
    """
    bound: list[Override] = []
    for i, item in enumerate(items):
        override = _bind_override(entries_of(item), names, (*_SECTION, "overrides", i), report) if is_map(item) else None
        if override is None:
            continue
        clash = next((other for other in bound if other.customer == override.customer and _overlap(other, override)), None)
        if clash is not None:
            report.add("TIR078", override.path, customer=override.customer, first=int(clash.path[-1]) + 1)
        bound.append(override)
    return tuple(bound)


def _bind_override(data: Mapping[str, object], names: Sequence[str], path: Path, report: Report) -> Override | None:
    texts = {key: (text_of(data.get(key)) or "").strip() for key in _NEEDED}
    missing = [key for key in _NEEDED if not str(data.get(key) or "").strip()]
    if missing:
        report.add("TIR074", path, missing=", ".join(missing))
    if texts["tier"]:
        check_level(texts["tier"], names, (*path, "tier"), report)
    if texts["customer"] and texts["approved_by"].casefold() == texts["customer"].casefold():
        report.add("TIR075", (*path, "approved_by"), customer=texts["customer"])
    since, until = _day(data.get("from")), _day(texts["until"])
    if since is not None and until is not None and until < since:
        report.add("TIR077", (*path, "until"), since=since.isoformat(), found=until.isoformat())
    if until is None:  # the grammar tells a date that is none
        return None
    return Override(
        texts["customer"],
        tier=texts["tier"],
        reason=texts["reason"],
        approved_by=texts["approved_by"],
        since=since,
        until=until,
        path=path,
    )


def _day(value: object) -> date | None:
    """Return a day as written; None for what is none: overrides are read before the grammar has judged them."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _overlap(one: Override, two: Override) -> bool:
    return one.until >= (two.since or date.min) and two.until >= (one.since or date.min)
