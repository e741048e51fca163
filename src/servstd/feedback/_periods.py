"""The periods of a report: every one between the first and the last answer, those without any answer too.

*Rule:* a period is civil time; weeks are those of ISO 8601, named by their ISO year. A period without data stays in the row: a gap is told.

Example:
    >>> [period.name for period in list_periods(date(2025, 12, 30), date(2026, 2, 1), "month")]
    ['2025-12', '2026-01', '2026-02']
    >>> name_period(date(2025, 12, 30), "week"), name_period(date(2025, 12, 30), "quarter")
    ('2026-W01', '2025-Q4')
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, TypeAlias, get_args

import attrs

__all__ = ["UNITS", "NamedPeriod", "PeriodUnit", "list_periods", "name_period"]

PeriodUnit: TypeAlias = Literal["day", "week", "month", "quarter", "year"]
UNITS: tuple[PeriodUnit, ...] = get_args(PeriodUnit)


@attrs.frozen
class NamedPeriod:
    """A period: its name, which sorts in order of time, and its first day."""

    name: str
    first: date = attrs.field(kw_only=True)


def name_period(day: date, unit: PeriodUnit) -> str:
    """Return the name of the period in which a day lies."""
    if unit == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if unit == "quarter":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[unit]]


def list_periods(first: date, last: date, unit: PeriodUnit) -> list[NamedPeriod]:
    """Return the periods from the one of the first day to the one of the last, both included; none when the last is before the first.

    The first day of the first period may lie before `first`.
    """
    out: list[NamedPeriod] = []
    day = _begin(first, unit)
    while day <= last:
        out.append(NamedPeriod(name_period(day, unit), first=day))
        day = _begin(day + timedelta(days={"day": 1, "week": 7, "month": 32, "quarter": 93, "year": 367}[unit]), unit)
    return out


def _begin(day: date, unit: PeriodUnit) -> date:
    if unit == "day":
        return day
    if unit == "week":
        return day - timedelta(days=day.weekday())
    month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}[unit]
    return date(day.year, month, 1)
