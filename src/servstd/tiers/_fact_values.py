"""Single facts: what counts as a number, as money, as a day, as a plain value.

*Rule:* strict. True is no number, a text is none unless texts are all a file has, NaN is not a way to say that nothing is known, and
money is never negative. Amounts are converted exactly and rounded once.

Example:
    >>> number_of(3, "visits", False), number_of(" 3.5 ", "visits", True), number_of("", "visits", True)
    (3, 3.5, None)
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from numbers import Real
from typing import cast

import attrs

from servstd.errors import UsageError
from servstd.plain import is_map
from servstd.tiers._rule_forms import LIMIT, show
from servstd.tiers.cutting import exactly
from servstd.tiers.model import Conversion

__all__ = ["Money", "day_of", "money_of", "number_of", "plain_of", "scalar_of"]

_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AMOUNT = re.compile(rf"({_NUMBER.pattern})\s+([A-Z]{{3}})")
_PAIR = {"amount", "currency"}


@attrs.frozen
class Money:
    """The currency in which money is judged, empty when there is none, and what others are worth in it."""

    currency: str
    conversions: tuple[Conversion, ...] = attrs.field(kw_only=True)


def number_of(value: object, field: str, from_text: bool) -> float | None:
    """Return a value as an int or float; None: an empty text.

    Raises:
        UsageError: TIR017 it is no number, TIR018 it is not finite or beyond 1e18.
    """
    kind = type(value)
    if kind is not int and kind is not float:
        if from_text and isinstance(value, str):
            text = value.strip()
            if not text:
                return None
            if not _NUMBER.fullmatch(text):
                raise UsageError("TIR017", path=(field,), field=field, found=show(value), expected="a number such as 1200 or 3.5")
            value = float(text) if "." in text else int(text)
        elif isinstance(value, bool) or not isinstance(value, (Real, Decimal)):
            raise UsageError("TIR017", path=(field,), field=field, found=show(value), expected="a number such as 1200 or 3.5")
        else:
            value = _plain_number(value)
    number = cast("int | float", value)
    if not -LIMIT <= number <= LIMIT:  # false for NaN, too
        raise UsageError("TIR018", path=(field,), field=field, found=show(number))
    return number


def _plain_number(value: Real | Decimal) -> float:
    try:
        return float(value)
    except (OverflowError, ValueError):  # a signalling NaN, a fraction beyond every double
        return float("nan")


def money_of(value: object, field: str, on: date, money: Money, currency: object, from_text: bool) -> float | None:
    """Return an amount in the currency in which money is judged; None: an empty text.

    Args:
        value: A number in `currency`, `{amount, currency}`, or, from texts, `1200 USD`.
        field: Its field.
        on: The day whose rate counts.
        money: What other currencies are worth.
        currency: What a plain number is in.
        from_text: Whether texts may be numbers.

    Raises:
        UsageError: as `number_of`; TIR019 negative, TIR022 a currency that is not converted, TIR023 no rate yet on the day.
    """
    if is_map(value):
        if set(value) != _PAIR:
            raise UsageError("TIR017", path=(field,), field=field, found=show(value), expected="1200, or {amount: 1200, currency: USD}")
        currency, value = value["currency"], value["amount"]
    elif from_text and isinstance(value, str) and (match := _AMOUNT.fullmatch(value.strip())):
        value, currency = match[1], match[2]
    amount = number_of(value, field, from_text)
    if amount is None:
        return None
    if amount < 0:
        raise UsageError("TIR019", path=(field,), field=field, found=show(amount))
    return amount if currency == money.currency else _convert(amount, field, on, money, currency)


def _convert(amount: float, field: str, on: date, money: Money, currency: object) -> float:
    rates = [each for each in money.conversions if each.currency == currency]
    if not rates:
        known = dict.fromkeys([money.currency or "none", *(each.currency for each in money.conversions)])
        raise UsageError("TIR022", path=(field,), field=field, found=show(currency), expected=", ".join(known))
    held = [each for each in rates if each.since <= on]
    if not held:
        first = min(each.since for each in rates)
        raise UsageError("TIR023", path=(field,), field=field, currency=str(currency), on=on.isoformat(), first=first.isoformat())
    rate = max(held, key=lambda each: each.since).rate
    return float(exactly(amount) * exactly(rate))


def day_of(value: object, field: str, on: date) -> date | None:
    """Return a day; None: an empty text.

    Raises:
        UsageError: TIR020 it is no day (an instant is none), TIR021 it lies after `on`.
    """
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return None
        with suppress(ValueError):  # there is no 30 February; told below
            value = date.fromisoformat(text) if _DAY.fullmatch(text) else value
    if not isinstance(value, date) or isinstance(value, datetime):
        raise UsageError("TIR020", path=(field,), field=field, found=show(value), expected="a day without a time, such as 2026-01-05")
    if value > on:
        raise UsageError("TIR021", path=(field,), field=field, found=value.isoformat(), on=on.isoformat())
    return value


def scalar_of(value: object, field: str, from_text: bool) -> object:
    """Return a plain value as it is: a text, a number, true or false; None: an empty text in a file of texts.

    Raises:
        UsageError: TIR018 a number that is not finite, TIR028 it is no plain value.
    """
    if isinstance(value, str):
        return value if not from_text or value.strip() else None
    if isinstance(value, bool):
        return value
    if isinstance(value, (Real, Decimal)):
        return number_of(value, field, False)
    raise UsageError("TIR028", path=(field,), field=field, found=show(value), expected="a text, a number, true or false")


def plain_of(value: object, field: str, on: date, money: Money, from_text: bool) -> object:
    """Return what a plugin's rule is given: a plain value, a day not after `on`, or `{amount, currency}` converted.

    From texts, what is written like a number or a day becomes one.

    Raises:
        UsageError: as `scalar_of`, `day_of` and `money_of`.
    """
    if is_map(value):
        return money_of(value, field, on, money, money.currency, from_text)
    if isinstance(value, date):
        return day_of(value, field, on)
    if from_text and isinstance(value, str):
        text = value.strip()
        if _NUMBER.fullmatch(text):
            return number_of(text, field, True)
        if money.currency and _AMOUNT.fullmatch(text):
            return money_of(text, field, on, money, money.currency, True)
        if _DAY.fullmatch(text):
            return day_of(text, field, on)
    return scalar_of(value, field, from_text)
