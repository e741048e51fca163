"""Three kinds of duration, three types, one strict grammar.

*Rule:* an amount is open time of a calendar (or working days of it), a span is actual time, a period is civil time. No
amount has months or years, none is zero unless said, all are bounded (100,000 working days; 100 years of 24 h).

Example:
    >>> parse_amount("1h30m").us // 60_000_000, parse_amount("2wd").working_days
    (90, 2)
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from math import gcd
from typing import Literal, TypeAlias, cast

import attrs

from servstd.errors import UsageError
from servstd.instants import DAY_US, HOUR_US, MINUTE_US, SECOND_US

__all__ = [
    "LIMIT_DAYS",
    "LIMIT_US",
    "PERIOD_DAYS",
    "PERIOD_MONTHS",
    "Amount",
    "AmountLike",
    "Period",
    "Span",
    "add_period",
    "amount_us",
    "parse_amount",
    "parse_period",
    "parse_span",
    "percent_of",
    "spell_us",
]

LIMIT_US = 100 * 366 * DAY_US
LIMIT_DAYS = 100_000
_UNITS = (DAY_US, HOUR_US, MINUTE_US, SECOND_US)
_EXPECTED = "90s, 30m, 4h, 1h30m, 2wd"
_SHORT = re.compile(r"(?=.)(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?")
_ISO = re.compile(r"P(?=.)(?:([0-9]+)D)?(?:T(?=.)(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)S)?)?")
_WORKING = re.compile(r"([0-9]+)wd")
_MOST_DIGITS = 16  # more is beyond every bound, and int() refuses some thousand


_Unit = Literal["day", "week", "month", "quarter", "year"]


@attrs.frozen
class Amount:
    """Open time of a calendar: `us` microseconds, or whole `working_days`; exactly one is not zero unless the amount is zero.

    `uses_days` marks a `d`: 24 h, allowed on a 24/7 calendar only.
    """

    us: int = 0
    working_days: int = attrs.field(default=0, kw_only=True)
    uses_days: bool = attrs.field(default=False, kw_only=True)

    def __str__(self) -> str:
        return f"{self.working_days}wd" if self.working_days else spell_us(self.us)


@attrs.frozen
class Span:
    """Actual time in microseconds, whatever any calendar says."""

    us: int

    def __str__(self) -> str:
        return spell_us(self.us)


@attrs.frozen
class Period:
    """Civil time: `count` days, weeks, months, quarters or years of the calendar on the wall."""

    count: int
    unit: _Unit

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'s' if self.count > 1 else ''}"


AmountLike: TypeAlias = str | timedelta | int | Amount
"""`4h`, `2wd`, a timedelta, or int seconds."""


def spell_us(us: int) -> str:
    """Return microseconds in the grammar's words: `1h30m`, `45s`, `-2h`; below a second as a decimal of seconds."""
    sign, rest = ("-", -us) if us < 0 else ("", us)
    hours, rest = divmod(rest, HOUR_US)
    minutes, rest = divmod(rest, MINUTE_US)
    seconds, micros = divmod(rest, SECOND_US)
    second_text = f"{seconds}.{micros:06d}".rstrip("0") if micros else str(seconds)
    parts = [f"{hours}h" if hours else "", f"{minutes}m" if minutes else "", f"{second_text}s" if seconds or micros else ""]
    return sign + ("".join(parts) or "0m")


def parse_amount(text: str, *, zero: bool = False) -> Amount:
    """Return the amount a text names: `90s`, `30m`, `4h`, `1h30m`, `PT4H`, `2wd`; `1d` is 24 h of a 24/7 calendar.

    Args:
        text: The text, exactly; units in the order d, h, m, s.
        zero: Whether zero is allowed.

    Raises:
        UsageError: TIM010 not an amount (the hint recognises full-width digits, Chinese units and months), TIM011 zero,
            TIM012 beyond the bound.
    """
    working = _WORKING.fullmatch(text)
    match = working or _SHORT.fullmatch(text) or _ISO.fullmatch(text)
    if match is None:
        from servstd.messages.advice import amount_advice

        raise UsageError("TIM010", found=text, expected=_EXPECTED, **amount_advice(text))
    if any(len(number or "") > _MOST_DIGITS for number in match.groups()):
        raise UsageError("TIM012", found=text, days=LIMIT_DAYS)
    numbers = [int(number or 0) for number in match.groups()]
    if working is not None:
        return _bounded(Amount(working_days=numbers[0]), text, zero)
    us = sum(number * unit for number, unit in zip(numbers, _UNITS, strict=True))
    return _bounded(Amount(us, uses_days=match[1] is not None), text, zero)


def _bounded(amount: Amount, text: str, zero: bool) -> Amount:
    if not zero and not amount.us and not amount.working_days:
        raise UsageError("TIM011", found=text)
    if abs(amount.us) > LIMIT_US or amount.working_days > LIMIT_DAYS:
        raise UsageError("TIM012", found=text, days=LIMIT_DAYS)
    return amount


def parse_span(text: str, *, zero: bool = False) -> Span:
    """Return the span a text names: as an amount, without working days; `d` is 24 h.

    Raises:
        UsageError: as `parse_amount`; TIM013 working days are no span.
    """
    amount = parse_amount(text, zero=zero)
    if amount.working_days:
        raise UsageError("TIM013", found=text)
    return Span(amount.us)


_PERIOD = re.compile(r"(?:([0-9]{1,5})\s*)?(day|week|month|quarter|year)s?")


def parse_period(text: str) -> Period:
    """Return the period a text names: `30 days`, `2 weeks`, `1 month`, `quarter`.

    Raises:
        UsageError: TIM014 not a period.
    """
    match = _PERIOD.fullmatch(text)
    count = int(match[1] or 1) if match else 0
    if match is None or not count:
        raise UsageError("TIM014", found=text, expected="30 days, 2 weeks, 1 month, quarter")
    return Period(count, cast("_Unit", match[2]))


PERIOD_DAYS = {"day": 1, "week": 7}
PERIOD_MONTHS = {"month": 1, "quarter": 3, "year": 12}
"""How many days, or months, a unit of a period is."""


def add_period(day: date, period: Period, times: int = 1) -> date:
    """Return the date so many periods later; earlier for a negative number.

    A day that the month does not have becomes its last one. Beyond the calendar's ends its first or last day is returned.
    """
    if period.unit in PERIOD_DAYS:
        ordinal = day.toordinal() + period.count * times * PERIOD_DAYS[period.unit]
        return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))
    year, month = divmod(day.year * 12 + day.month - 1 + period.count * times * PERIOD_MONTHS[period.unit], 12)
    if not date.min.year <= year <= date.max.year:
        return date.min if year < date.min.year else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def amount_us(amount: AmountLike) -> Amount:
    """Return what a caller gave as an `Amount`: text, timedelta, whole seconds, or an amount.

    Raises:
        UsageError: TIM010 no amount, TIM012 beyond the bound, TIM015 a bool, a float, or a pendulum duration with months.
    """
    if isinstance(amount, Amount):
        return amount
    if isinstance(amount, str):
        return parse_amount(amount, zero=True)
    if isinstance(amount, timedelta):
        # pendulum: a Duration of months has no exact length; an Interval, which has a start, has one
        if (getattr(amount, "months", 0) or getattr(amount, "years", 0)) and not hasattr(amount, "start"):
            raise UsageError("TIM015", found=repr(amount))
        exact = timedelta.__add__(timedelta(), amount)  # the base class's fields: pendulum's are signed another way
        return _bounded(Amount((exact.days * 86_400 + exact.seconds) * SECOND_US + exact.microseconds), str(amount), True)
    if type(amount) is not int:
        raise UsageError("TIM015", found=repr(amount))
    return _bounded(Amount(amount * SECOND_US), str(amount), True)


def percent_of(text: str) -> tuple[int, int] | None:
    """Return `75%` or `99.951%` as an exact (numerator, denominator) of the whole, None when it is no percentage."""
    match = re.fullmatch(r"([0-9]{1,4}(?:\.[0-9]{1,6})?)%", text)
    if match is None:
        return None
    whole, _, decimals = match[1].partition(".")
    numerator, denominator = int(whole + decimals), 100 * 10 ** len(decimals)
    common = gcd(numerator, denominator)
    return numerator // common, denominator // common
