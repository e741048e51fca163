"""Amounts, spans, periods: one grammar, three types, exact integers."""

from __future__ import annotations

from datetime import timedelta

import pendulum
import pytest

from servstd.durations import LIMIT_US, Amount, Period, Span, amount_us, parse_amount, parse_period, parse_span, percent_of, spell_us
from servstd.errors import UsageError
from servstd.instants import DAY_US, HOUR_US, MINUTE_US, SECOND_US


def code_of(call: object, *args: object, **named: object) -> str:
    with pytest.raises(UsageError) as error:
        call(*args, **named)  # type: ignore[operator]
    assert error.value.problem.message("zh")
    return error.value.problem.code


@pytest.mark.parametrize(
    ("text", "us"),
    [
        ("90s", 90 * SECOND_US), ("30m", 30 * MINUTE_US), ("4h", 4 * HOUR_US), ("1h30m", 90 * MINUTE_US), ("1h0m1s", HOUR_US + SECOND_US),
        ("PT4H", 4 * HOUR_US), ("PT1H30M5S", 90 * MINUTE_US + 5 * SECOND_US), ("99999m", 99_999 * MINUTE_US),
    ],
)  # fmt: skip
def test_an_amount_is_read(text: str, us: int) -> None:
    assert parse_amount(text) == Amount(us)


@pytest.mark.parametrize("text", ["2d", "P2D", "1d24h", "P1DT24H"])
def test_a_day_is_marked(text: str) -> None:
    assert parse_amount(text) == Amount(2 * DAY_US, uses_days=True)


def test_working_days_are_counted_apart() -> None:
    assert parse_amount("2wd") == Amount(working_days=2)
    assert str(parse_amount("2wd")) == "2wd"
    assert str(parse_amount("90m")) == "1h30m"


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1DT", "4", "h", "m30", "1h30", "30m1h", "-4h", "4 h", "1.5h", "٣h", "1M", "P1M", "P1Y", "1w", "4h\n"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    assert code_of(parse_amount, text) == "TIM010"


def test_the_fix_is_told() -> None:
    with pytest.raises(UsageError) as error:
        parse_amount("2个工作日")
    assert error.value.problem.hint() == "Write 2wd."
    assert error.value.problem.hint("zh") == "写成 2wd。"
    with pytest.raises(UsageError, match=r"Write a number and a unit, such as 30m, 4h or 2wd\."):
        parse_amount("soon")


@pytest.mark.parametrize("text", ["0h", "0wd", "0h0m", "PT0S"])
def test_zero_is_refused_unless_asked_for(text: str) -> None:
    assert code_of(parse_amount, text) == "TIM011"
    assert parse_amount(text, zero=True).us == 0


@pytest.mark.parametrize("text", ["100001wd", "999999999999wd", "99999d", "9" * 5000 + "h", "9" * 5000 + "wd"], ids=lambda text: text[:12])
def test_amounts_are_bounded(text: str) -> None:
    assert code_of(parse_amount, text) == "TIM012"
    assert parse_amount("100000wd").working_days == 100_000


def test_a_span_is_actual_time() -> None:
    assert parse_span("2d") == Span(2 * DAY_US)
    assert str(parse_span("30m")) == "30m"
    assert parse_span("0s", zero=True) == Span(0)
    assert code_of(parse_span, "2wd") == "TIM013"


@pytest.mark.parametrize(
    ("text", "count", "unit", "spelt"),
    [
        ("30 days", 30, "day", "30 days"),
        ("2weeks", 2, "week", "2 weeks"),
        ("1 month", 1, "month", "1 month"),
        ("quarter", 1, "quarter", "1 quarter"),
    ],
)
def test_a_period_is_civil(text: str, count: int, unit: str, spelt: str) -> None:
    period = parse_period(text)
    assert (period, str(period)) == (Period(count, unit), spelt)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "0 days", "000 days", "4h", "123456 days", "two weeks", "fortnight"])
def test_what_is_no_period_is_refused(text: str) -> None:
    assert code_of(parse_period, text) == "TIM014"


def test_what_callers_give() -> None:
    assert amount_us("4h") == amount_us(timedelta(hours=4)) == amount_us(4 * 3600) == amount_us(Amount(4 * HOUR_US)) == Amount(4 * HOUR_US)
    assert amount_us("2wd") == Amount(working_days=2)
    assert amount_us(timedelta(days=-1, microseconds=1)) == Amount(1 - DAY_US)
    assert amount_us("0h") == amount_us(0) == Amount()


def test_pendulum_spans_are_exact_and_months_are_refused() -> None:
    assert amount_us(pendulum.duration(hours=-5, minutes=3)) == Amount(-297 * MINUTE_US)
    assert code_of(amount_us, pendulum.duration(months=1)) == "TIM015"
    assert code_of(amount_us, pendulum.duration(years=1)) == "TIM015"
    interval = pendulum.datetime(2026, 5, 5) - pendulum.datetime(2026, 1, 1, 3)
    assert amount_us(interval) == Amount(123 * DAY_US + 21 * HOUR_US)
    assert amount_us(pendulum.datetime(2026, 1, 1, 3) - pendulum.datetime(2026, 5, 5)) == Amount(-123 * DAY_US - 21 * HOUR_US)


@pytest.mark.parametrize("value", [True, 1.5, None, b"4h", [4]])
def test_other_values_are_no_amount(value: object) -> None:
    assert code_of(amount_us, value) == "TIM015"


def test_what_callers_give_is_bounded_both_ways() -> None:
    assert amount_us(LIMIT_US // SECOND_US).us == LIMIT_US
    assert code_of(amount_us, LIMIT_US // SECOND_US + 1) == "TIM012"
    assert code_of(amount_us, -(10**30)) == "TIM012"
    assert code_of(amount_us, timedelta.max) == "TIM012"


@pytest.mark.parametrize(
    ("us", "text"),
    [
        (0, "0m"),
        (90 * MINUTE_US, "1h30m"),
        (-2 * HOUR_US, "-2h"),
        (45 * SECOND_US, "45s"),
        (1_500_000, "1.5s"),
        (1, "0.000001s"),
        (30 * HOUR_US, "30h"),
    ],
)
def test_microseconds_are_spelt(us: int, text: str) -> None:
    assert spell_us(us) == text


def test_percentages_are_exact() -> None:
    assert percent_of("75%") == (3, 4)
    assert percent_of("99.951%") == (99_951, 100_000)
    assert percent_of("100%") == (1, 1)
    assert percent_of("75") is percent_of("%") is percent_of("1.%") is percent_of("٧٥%") is None
