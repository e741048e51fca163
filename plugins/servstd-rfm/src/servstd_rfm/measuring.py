"""From a log of purchases to facts about each customer, exactly.

*Rule:* purchases of one day are one purchase; purchases after the day of measuring do not exist yet. Nothing is rounded: times are
fractions of the unit, money is a fraction; rounding is the printer's business. Two conventions call different things recency, so
neither has that name here: marketing means `since_last` (the last purchase to the day of measuring), models of customer lifetime
value mean `first_to_last` (the first to the last purchase; Fader, Hardie and Lee 2005, "RFM and CLV", and the package lifetimes).

Example:
    >>> log = [("li", date(1997, 1, 1), "29.33"), ("li", date(1997, 1, 18), "29.73"), ("li", date(1997, 8, 2), "14.96")]
    >>> li = measure(log, on=date(1997, 9, 30))["li"]
    >>> li.frequency, printed(li.first_to_last), printed(li.age), printed(li.monetary)
    (2, '30.43', '38.86', '22.35')
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Generic, Literal, TypeAlias, TypeVar

import attrs

from servstd.errors import ServstdError

__all__ = ["Amount", "CustomerFacts", "Period", "PurchaseError", "Unit", "measure", "printed"]

C = TypeVar("C", bound=Hashable)
Unit = Literal["days", "weeks"]
Period = Literal["day", "week"]
Amount: TypeAlias = int | float | Decimal | Fraction | str
"""Money in one currency. A float counts as the shortest decimal that is written like it: 29.33 is 29.33, not its binary neighbour."""

_WIDEST = 30
"""Places before or behind the decimal point: 1e9999999 is no amount, and its exact fraction would never be ready."""
_DAYS_IN: Mapping[str, int] = {"days": 1, "weeks": 7}


class PurchaseError(ServstdError, ValueError):
    """A purchase that cannot be measured: says which one, what was found and what was expected."""


@attrs.frozen
class CustomerFacts(Generic[C]):
    """What the purchases of one customer up to a day amount to.

    Attributes:
        customer: The key of the customer.
        unit: What `first_to_last`, `age` and `since_last` count.
        first: The day of the first purchase.
        last: The day of the last purchase.
        purchases: Purchases, several on a day counted each.
        frequency: Repeat purchases: the days with a purchase, without the first (with `collapse="week"`, weeks).
        first_to_last: Recency as lifetime-value models mean it (t_x): from the first to the last purchase.
        age: From the first purchase to the day of measuring (T).
        since_last: Recency as marketing means it: from the last purchase to the day of measuring.
        monetary: The mean spend of a repeat purchase (z-bar); None without any, which is not the same as nothing spent.
        total: All spend.
    """

    customer: C
    unit: Unit = attrs.field(kw_only=True)
    first: date = attrs.field(kw_only=True)
    last: date = attrs.field(kw_only=True)
    purchases: int = attrs.field(kw_only=True)
    frequency: int = attrs.field(kw_only=True)
    first_to_last: Fraction = attrs.field(kw_only=True)
    age: Fraction = attrs.field(kw_only=True)
    since_last: Fraction = attrs.field(kw_only=True)
    monetary: Fraction | None = attrs.field(kw_only=True)
    total: Fraction = attrs.field(kw_only=True)

    @property
    def since_last_days(self) -> int:
        """Return the days from the last purchase to the day of measuring."""
        return int(self.since_last * _DAYS_IN[self.unit])

    def as_facts(self) -> dict[str, object]:
        """Return what the rule `rfm` reads under its usual names; a customer without repeat purchases has no `monetary`."""
        facts: dict[str, object] = {"recency_days": self.since_last_days, "frequency": self.frequency}
        return facts if self.monetary is None else {**facts, "monetary": float(self.monetary)}


def measure(
    purchases: Iterable[tuple[C, date, Amount]], *, on: date, unit: Unit = "weeks", collapse: Period = "day"
) -> dict[C, CustomerFacts[C]]:
    """Return customer -> facts, in the order in which customers first appear in the log.

    With `unit="weeks"` and `collapse="day"` this is `summary_data_from_transaction_data(freq="D", freq_multiplier=7)` of the package
    lifetimes: x, t_x, T and z-bar of the CDNOW sample come out digit by digit.

    Args:
        purchases: Customer, day, amount; of columns, `zip(customers, days, amounts, strict=True)`. In any order.
        on: The day of measuring, the last whose purchases count.
        unit: What times are counted in; a week is seven days, and parts of one count.
        collapse: `day`: purchases of one day are one. `week`: purchases of one week, Monday to Sunday, are one, and dated by its Monday.

    Raises:
        PurchaseError: A day is no date, or has a time of day; an amount is no finite number.
    """
    if unit not in _DAYS_IN:
        raise PurchaseError(f"unit is {unit!r}; expected days or weeks")
    if collapse not in ("day", "week"):
        raise PurchaseError(f"collapse is {collapse!r}; expected day or week")
    _check_day(on, "on")
    spent: dict[C, dict[date, Fraction]] = {}
    counts: dict[C, int] = {}
    for number, (customer, day, amount) in enumerate(purchases, 1):
        _check_day(day, f"purchase {number}")
        money = _money(amount, number)
        if day > on:
            continue
        period = _monday(day) if collapse == "week" else day
        days = spent.setdefault(customer, {})
        days[period] = days.get(period, Fraction(0)) + money
        counts[customer] = counts.get(customer, 0) + 1
    end = _monday(on) if collapse == "week" else on
    return {customer: _facts(customer, days, counts[customer], end, unit) for customer, days in spent.items()}


def _facts(customer: C, days: Mapping[date, Fraction], count: int, end: date, unit: Unit) -> CustomerFacts[C]:
    first, last = min(days), max(days)
    frequency, total, length = len(days) - 1, sum(days.values(), Fraction(0)), _DAYS_IN[unit]
    return CustomerFacts(
        customer,
        unit=unit,
        first=first,
        last=last,
        purchases=count,
        frequency=frequency,
        first_to_last=Fraction((last - first).days, length),
        age=Fraction((end - first).days, length),
        since_last=Fraction((end - last).days, length),
        monetary=(total - days[first]) / frequency if frequency else None,
        total=total,
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _check_day(day: object, what: str) -> None:
    if not isinstance(day, date) or isinstance(day, datetime):
        raise PurchaseError(f"{what}: the day is {day!r}; expected a date without a time of day, datetime.date(1997, 9, 30)")


def _money(amount: object, number: int) -> Fraction:
    if isinstance(amount, (int, Fraction)) and not isinstance(amount, bool):
        return Fraction(amount)
    if isinstance(amount, float) and math.isfinite(amount):
        return Fraction(Decimal(repr(float(amount))))
    if isinstance(amount, (Decimal, str)):
        try:
            money = Decimal(amount)
        except InvalidOperation:
            money = Decimal("NaN")
        if money.is_finite() and (not money or abs(money.adjusted()) <= _WIDEST):
            return Fraction(money)
    raise PurchaseError(f"purchase {number}: the amount is {amount!r}; expected a finite number, such as 29.33")


def printed(value: Fraction | int | None, places: int = 2) -> str:
    """Return a number with so many decimals, halves away from zero, as the published tables print it; None is an empty text."""
    if value is None:
        return ""
    scaled, rest = divmod(abs(Fraction(value)) * 10**places, 1)
    whole = scaled + (rest >= Fraction(1, 2))
    sign = "-" if value < 0 and whole else ""
    return f"{sign}{whole // 10**places}" + (f".{whole % 10**places:0{places}}" if places else "")
