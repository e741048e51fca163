"""Measuring: definitions, exactness, refusals, and a third party's figures for 2,357 customers."""

from __future__ import annotations

import csv
import gzip
import random
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from servstd_rfm import PurchaseError, measure
from servstd_rfm.measuring import printed
from tests.support import has_shared, shared_path, why_without

END = date(1997, 9, 30)
LOG = [("li", date(1997, 1, 1), "29.33"), ("li", date(1997, 1, 18), "29.73"), ("li", date(1997, 8, 2), "14.96")]
FILES = ("purchases.csv.gz", "purchases_expected_rfm.csv.gz")
needs_purchases = pytest.mark.skipif(not all(has_shared("data", name) for name in FILES), reason=why_without("data", "purchases*.csv.gz"))


def _lines(name: str) -> Iterator[dict[str, str]]:
    with gzip.open(shared_path("data", name), "rt", encoding="utf-8") as stream:
        yield from csv.DictReader(stream)


@needs_purchases
def test_a_third_partys_figures_come_out_digit_by_digit() -> None:
    log = [
        # a day, not an instant
        (int(row["sample_id"]), datetime.strptime(row["date"], "%Y%m%d").date(), Decimal(row["dollar_value"]))  # noqa: DTZ007
        for row in _lines(FILES[0])
    ]
    random.Random(3).shuffle(log)
    facts = measure(log, on=END, unit="weeks")
    ours = {
        str(each.customer): (str(each.frequency), printed(each.first_to_last), printed(each.age), printed(each.monetary or 0))
        for each in facts.values()
    }
    theirs = {row["ID"]: (row["x"], row["t_x"], row["T"], row["zbar"]) for row in _lines(FILES[1])}
    assert len(theirs) == 2357
    assert ours == theirs


def test_purchases_of_one_day_are_one_repeat_and_count_each_for_the_total() -> None:
    log = [("a", date(1997, 1, 1), 10), ("a", date(1997, 1, 1), 20), ("a", date(1997, 1, 8), 5), ("a", date(1997, 1, 8), 7)]
    found = measure(log, on=date(1997, 1, 15))["a"]
    assert (found.frequency, found.purchases, found.monetary, found.total) == (1, 4, 12, 42)
    assert (found.first_to_last, found.age, found.since_last, found.since_last_days) == (1, 2, 1, 7)


def test_two_conventions_of_recency_have_two_names() -> None:
    li = measure(LOG, on=END)["li"]
    assert (li.first_to_last, li.since_last) == (Fraction(213, 7), Fraction(59, 7))
    assert li.first_to_last + li.since_last == li.age


def test_what_lies_after_the_day_of_measuring_does_not_exist_yet() -> None:
    later = [*LOG, ("li", date(1997, 10, 1), 99), ("new", date(1997, 12, 1), 5)]
    assert measure(later, on=END) == measure(LOG, on=END)


def test_one_purchase_has_no_mean_repeat_spend_which_is_not_zero() -> None:
    found = measure([("a", date(1997, 1, 1), 10)], on=END)["a"]
    assert (found.frequency, found.first_to_last, found.monetary) == (0, 0, None)
    assert "monetary" not in found.as_facts()


def test_a_float_counts_as_it_is_written() -> None:
    log = [("a", date(1997, 1, day), amount) for day, amount in ((1, 1.0), (2, 0.1), (3, 0.2))]
    assert measure(log, on=END)["a"].monetary == Fraction(3, 20)


def test_days_as_a_unit() -> None:
    li = measure(LOG, on=END, unit="days")["li"]
    assert (li.first_to_last, li.age, li.since_last_days) == (213, 272, 59)


def test_weeks_that_collapse_begin_on_monday() -> None:
    # 1997-01-05 is a Sunday: one week with the 1st, another than the 6th
    log = [("a", date(1997, 1, day), 1) for day in (1, 5, 6)]
    found = measure(log, on=date(1997, 1, 26), collapse="week")["a"]
    assert (found.frequency, found.first, found.first_to_last, found.age) == (1, date(1996, 12, 30), 1, 3)


@pytest.mark.parametrize(
    ("purchase", "told"),
    [
        (("a", datetime(1997, 1, 1, 9), 1), "purchase 2: the day is datetime.datetime(1997, 1, 1, 9, 0)"),
        (("a", "1997-01-01", 1), "purchase 2: the day is '1997-01-01'"),
        (("a", END, float("nan")), "purchase 2: the amount is nan; expected a finite number"),
        (("a", END, float("inf")), "purchase 2: the amount is inf"),
        (("a", END, "12 yuan"), "purchase 2: the amount is '12 yuan'"),
        (("a", END, "Infinity"), "purchase 2: the amount is 'Infinity'"),
        (("a", END, Decimal("sNaN")), "purchase 2: the amount is Decimal('sNaN')"),
        (("a", END, True), "purchase 2: the amount is True"),
        (("a", END, None), "purchase 2: the amount is None"),
    ],
)
def test_what_cannot_be_measured_is_named(purchase: tuple[str, date, object], told: str) -> None:
    with pytest.raises(PurchaseError) as caught:
        measure([LOG[0], purchase], on=END)
    assert told in str(caught.value)


def test_a_wrong_day_of_measuring_unit_or_period_is_refused() -> None:
    for wrong, told in (
        ({"on": "1997-09-30"}, "on: the day"),
        ({"unit": "months"}, "unit is 'months'"),
        ({"collapse": "W"}, "collapse is 'W'"),
    ):
        with pytest.raises(PurchaseError, match=told):
            measure(LOG, **{"on": END, **wrong})


def test_a_refund_counts_as_what_it_is() -> None:
    log = [("a", date(1997, 1, 1), 10), ("a", date(1997, 2, 1), -4), ("a", date(1997, 3, 1), 1)]
    found = measure(log, on=END)["a"]
    assert (found.monetary, found.total, printed(found.monetary)) == (Fraction(-3, 2), 7, "-1.50")


def test_printing_rounds_halves_away_from_zero() -> None:
    values = [Fraction(1, 8), Fraction(-1, 8), Fraction(22345, 1000), Fraction(0), Fraction(-1, 1000), 10**40]
    assert [printed(value) for value in values] == ["0.13", "-0.13", "22.35", "0.00", "0.00", "1" + "0" * 40 + ".00"]
    assert (printed(Fraction(5, 2), 0), printed(None)) == ("3", "")


@pytest.mark.parametrize("amount", ["1e9999999", "1e-9999999", "-1E31"])
def test_an_amount_too_wide_to_be_money_is_refused_at_once(amount: str):
    with pytest.raises(PurchaseError, match="expected a finite number"):
        measure([("li", date(2026, 1, 1), amount)], on=date(2026, 1, 2))
