"""Periods of a report: which day, week, month, quarter or year an instant falls in, and the bounds a reader gives.

*Rule:* a period is civil time of the standard's zone. Bounds are half-open; a day given as the end is counted whole.

Example:
    >>> from datetime import UTC
    >>> period_of(0, "month", UTC), period_of(0, "quarter", UTC), period_of(0, "week", UTC)
    ('1970-01', '1970-Q1', '1970-W01')
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo
from typing import Literal, TypeAlias, get_args

from servstd.instants import from_us, local_to_us, read_instant

__all__ = ["PERIODS", "Unit", "bound", "period_of"]

Unit: TypeAlias = Literal["day", "week", "month", "quarter", "year"]
PERIODS: tuple[Unit, ...] = get_args(Unit)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def period_of(us: int, unit: Unit, zone: tzinfo) -> str:
    """Return the name of the period an instant falls in; names sort in order of time.

    Args:
        us: Microseconds since the epoch (UTC).
        unit: Weeks are ISO 8601's, named by their ISO year.
        zone: On whose wall.
    """
    day = from_us(us, zone)
    if unit == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if unit == "quarter":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    return day.date().isoformat()[: {"day": 10, "month": 7, "year": 4}[unit]]


def bound(text: str, zone: tzinfo, *, end: bool = False) -> int:
    """Return the instant a bound of a report means, in microseconds since the epoch.

    Args:
        text: A date, or an instant; without an offset it is local time of `zone`.
        zone: The standard's zone.
        end: The bound is an end: a date means the end of that day.

    Raises:
        UsageError: TIM002 no date and no instant.
    """
    us = read_instant(text, zone)
    if not end or not _DAY.fullmatch(text.strip()):
        return us
    following = datetime.fromisoformat(text.strip()) + timedelta(days=1)
    return local_to_us(following, zone)
