"""Review dates: civil periods from an anchor, month ends, the calendar's ends."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest

from servstd.durations import Period, parse_period
from servstd.errors import UsageError
from servstd.tiers.model import Review
from servstd.tiers.reviews import add_period, next_review

Qualification = Literal["rolling", "fixed", "anniversary"]


@pytest.mark.parametrize(
    ("day", "period", "times", "expected"),
    [
        ("2026-01-31", "1 month", 1, "2026-02-28"),
        ("2026-01-31", "1 month", 2, "2026-03-31"),
        ("2024-02-29", "1 year", 1, "2025-02-28"),
        ("2024-02-29", "1 year", 4, "2028-02-29"),
        ("2026-11-30", "quarter", 1, "2027-02-28"),
        ("2026-03-31", "1 month", -1, "2026-02-28"),
        ("2026-01-01", "30 days", 1, "2026-01-31"),
        ("2026-01-05", "2 weeks", -1, "2025-12-22"),
        ("2026-01-01", "99999 years", 1, "9999-12-31"),
        ("2026-01-01", "99999 years", -1, "0001-01-01"),
        ("9999-12-01", "99999 days", 1, "9999-12-31"),
        ("0001-02-01", "99999 days", -1, "0001-01-01"),
    ],
)
def test_a_period_is_added_as_a_whole(day: str, period: str, times: int, expected: str) -> None:
    assert add_period(date.fromisoformat(day), parse_period(period), times) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("every", "qualification", "anchor", "after", "expected"),
    [
        ("quarter", "fixed", None, "2026-02-15", "2026-04-01"),
        ("quarter", "fixed", None, "2026-04-01", "2026-07-01"),
        ("1 month", "fixed", "2026-01-31", "2026-02-27", "2026-02-28"),
        ("1 month", "fixed", "2026-01-31", "2026-02-28", "2026-03-31"),
        ("2 weeks", "fixed", "2026-01-05", "2026-01-19", "2026-02-02"),
        ("2 weeks", "fixed", "2026-01-05", "2026-01-01", "2026-01-05"),
        ("1 year", "fixed", "2027-04-01", "2026-01-01", "2026-04-01"),
        ("1 year", "anniversary", "2024-02-29", "2026-02-27", "2026-02-28"),
        ("1 year", "anniversary", "2024-02-29", "2028-02-28", "2028-02-29"),
        ("1 month", "rolling", None, "2026-01-31", "2026-02-28"),
        ("30 days", "rolling", "2020-01-01", "2026-01-31", "2026-03-02"),
        ("1 week", "fixed", None, "9999-12-31", "9999-12-31"),
    ],
)
def test_the_next_review(every: str, qualification: Qualification, anchor: str | None, after: str, expected: str) -> None:
    day = None if anchor is None else date.fromisoformat(anchor)
    review = Review(every=parse_period(every), qualification=qualification, anchor=day if qualification == "fixed" else None)
    assert next_review(review, date.fromisoformat(after), joined=day) == date.fromisoformat(expected)


def test_without_a_period_there_is_none() -> None:
    assert next_review(Review(), date(2026, 1, 1)) is None


def test_an_anniversary_needs_the_day_of_joining() -> None:
    with pytest.raises(UsageError) as caught:
        next_review(Review(every=Period(1, "year"), qualification="anniversary"), date(2026, 1, 1))
    assert caught.value.problem.code == "TIR032"
    assert caught.value.problem.path == ("joined",)
