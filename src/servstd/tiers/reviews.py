"""Review dates: when a tier is judged again, counted in civil periods.

*Rule:* a period is added to its anchor as a whole, never to the date before, so that month ends do not drift: a year of months from
31 January is 28 February, 31 March, 30 April. A month that is too short takes its last day (RFC 7529's `SKIP=BACKWARD`).

Example:
    >>> from servstd.durations import Period
    >>> quarterly = Review(every=Period(1, "quarter"))
    >>> next_review(quarterly, date(2026, 1, 1)), next_review(quarterly, date(2026, 3, 31))
    (datetime.date(2026, 4, 1), datetime.date(2026, 4, 1))
"""

from __future__ import annotations

from datetime import date, timedelta

from servstd.durations import PERIOD_DAYS, PERIOD_MONTHS, add_period
from servstd.errors import UsageError
from servstd.tiers.model import Review

__all__ = ["DEFAULT_ANCHOR", "next_review"]

DEFAULT_ANCHOR = date(2000, 1, 1)
"""From where fixed periods count when the standard names no anchor: months, quarters and years then begin on the first of one."""


def next_review(review: Review, after: date, *, joined: date | None = None) -> date | None:
    """Return the first review date after a day; None: there are none, a tier is judged whenever somebody asks.

    Args:
        review: When the standard reviews. `fixed` dates count from its anchor, `anniversary` from the day the customer joined,
            `rolling` from the last review.
        after: The day; for `rolling` the day of the last review.
        joined: The day the customer joined.

    Raises:
        UsageError: TIR032 reviews count from the day the customer joined, and that day is not known.
    """
    every = review.every
    if every is None:
        return None
    if review.qualification == "rolling":
        return add_period(after, every)
    anchor = review.anchor or DEFAULT_ANCHOR
    if review.qualification == "anniversary":
        if joined is None:
            raise UsageError("TIR032", path=("joined",))
        anchor = joined
    if every.unit in PERIOD_DAYS:
        step = every.count * PERIOD_DAYS[every.unit]
        left = step - (after - anchor).days % step
        return after + timedelta(days=left) if left <= (date.max - after).days else date.max
    months = (after.year - anchor.year) * 12 + after.month - anchor.month
    times = months // (every.count * PERIOD_MONTHS[every.unit])
    candidate = add_period(anchor, every, times)
    return candidate if candidate > after else add_period(anchor, every, times + 1)
