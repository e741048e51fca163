"""Campaigns: customers who are asked on a day, whether or not anything happened.

*Rule:* a customer is an occasion of a campaign once a period; the period's day is in the key, so that asking again tomorrow asks nobody
twice.

Example:
    >>> from datetime import date
    >>> due_day(Campaign(every="year", since=date(2026, 11, 1)), date(2028, 3, 5))
    datetime.date(2027, 11, 1)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from servstd.conditions import compile_state
from servstd.decide.compiled import CompiledEdition
from servstd.durations import Period, add_period
from servstd.errors import UsageError
from servstd.feedback.asking import Occasion
from servstd.feedback.model import Campaign, Feedback
from servstd.instants import midnight_us
from servstd.plain import is_map

__all__ = ["campaign_occasions", "due_day"]


def due_day(campaign: Campaign, on: date) -> date | None:
    """Return the last day up to `on` on which a campaign asks; None: there was none yet."""
    if on < campaign.since:
        return None
    end = on if campaign.until is None else min(on, campaign.until)
    if campaign.every is None:
        return campaign.since
    period = Period(1, campaign.every)
    # counted from the first day each time: the 31st stays the 31st after a short month
    times = (end - campaign.since).days // _LONGEST[campaign.every]
    while (later := add_period(campaign.since, period, times + 1)) <= end and later > add_period(campaign.since, period, times):
        times += 1
    return add_period(campaign.since, period, times)


_LONGEST = {"year": 366, "quarter": 92, "month": 31, "week": 7}


def campaign_occasions(
    customers: Iterable[Mapping[str, object]], compiled: CompiledEdition, on: date, *, only: str | None = None
) -> Iterator[Occasion]:
    """Yield the occasions of an edition's campaigns: customers whose attributes fit, once a period each.

    Args:
        customers: Mappings with `customer`; `attributes`, or attributes beside it; `tenant` where there are several.
        compiled: The edition.
        on: The day, in the standard's zone.
        only: The name of the campaign's invitation; None: all.

    Raises:
        UsageError: FBK096 something is no customer.
    """
    rules = [
        (item, day, None if item.when is None else compile_state(item.when))
        for item in (compiled.edition.feedback or Feedback()).invitations
        if isinstance(item.trigger, Campaign) and (only is None or item.name == only)
        if (day := due_day(item.trigger, on)) is not None
    ]
    for position, row in enumerate(customers):
        customer = row.get("customer") if is_map(row) else None
        if not isinstance(customer, (str, int)) or isinstance(customer, bool) or not str(customer).strip():
            raise UsageError("FBK096", path=("customers", position), found=repr(row)[:80])
        given, tenant = row.get("attributes"), row.get("tenant")
        attributes = {**compiled.defaults, **(given if is_map(given) else row), "customer": str(customer)}
        for item, day, fits in rules:
            if fits is None or fits(attributes):
                key = f"{'' if tenant is None else tenant}|{customer}||{day.isoformat()}|ask|{item.name}"
                yield Occasion(
                    key, invitation=item.name, at_us=midnight_us(day, compiled.zone), customer=str(customer),
                    tenant=None if tenant is None else str(tenant), attributes=attributes,
                )  # fmt: skip
