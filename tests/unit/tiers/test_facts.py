"""Facts: what is taken, what is refused and where it is told, money in several currencies, and whole populations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

from servstd.errors import Report, UsageError
from servstd.protocols import Score
from servstd.tiers.facts import Facts, compile_reading, fields_of, read_facts, read_population
from servstd.tiers.model import Conversion, Criterion, Level, RuleUse, Tiers

ON = date(2026, 6, 30)


def criterion(name: str, rule: str, **settings: object) -> Criterion:
    return Criterion(name, rule=RuleUse(rule, settings=settings), weight=0.25, missing="exclude")


STEPS = [{"from": 0, "points": 0}]
TIERS = Tiers(
    (Level("all"),),
    criteria=(
        criterion("contribution", "thresholds", field="paid", unit="CNY", steps=STEPS),
        criterion("influence", "lookup", field="level", values={"a": 1}),
        criterion("potential", "weighted_sum", fields={"homes": 1, "deposit": 1}, units={"deposit": "CNY"}, **{"from": 0, "to": 1}),
        criterion("fresh", "decay", field="last", half_life="90 days"),
    ),
    currency="CNY",
    conversions=(
        Conversion("USD", since=date(2026, 1, 1), rate=7.2),
        Conversion("USD", since=date(2026, 4, 1), rate=7.1),
        Conversion("EUR", since=date(2026, 7, 1), rate=8),
    ),
)


@attrs.frozen
class Stars:
    name: str = "stars"
    summary: str = "Stars."
    version: str = "1"
    reads: tuple[str, ...] = ("stars",)
    range: tuple[float, float] = (0, 5)

    def score(self, facts: Mapping[str, object], settings: object, /) -> Score:
        return Score(None)


def plugged(**settings: object) -> Tiers:
    use = RuleUse("stars", settings=settings, part=Stars(), plugin="acme")
    return attrs.evolve(TIERS, criteria=(Criterion("s", rule=use, weight=1.0, missing="exclude"),))


def read(row: Mapping[str, object], tiers: Tiers = TIERS, on: date = ON, **options: Any) -> Mapping[str, object]:
    return read_facts({"customer": "K1", **row}, tiers, on, **options).values


def refused(row: Mapping[str, object], tiers: Tiers = TIERS, on: date = ON, **options: Any) -> tuple[str, str]:
    with pytest.raises(UsageError) as caught:
        read_facts({"customer": "K1", **row}, tiers, on, **options)
    problem = caught.value.problem
    for locale in ("en", "zh"):
        assert problem.render(locale)
    return problem.code, problem.path_text


# ── what is taken ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_facts_are_taken_as_they_are_and_none_is_no_data() -> None:
    row = {"customer": "K1", "paid": 1200.5, "level": "a", "homes": -3, "last": date(2026, 6, 30), "deposit": None, "city": object()}
    assert read_facts(row, TIERS, ON) == Facts(
        "K1",
        values={"paid": 1200.5, "level": "a", "homes": -3, "last": date(2026, 6, 30)},
        given={"paid": 1200.5, "level": "a", "homes": -3, "last": date(2026, 6, 30)},
    )


def test_a_customer_may_be_a_number() -> None:
    assert read_facts({"customer": 917}, TIERS, ON).customer == "917"


def test_exact_numbers_become_doubles() -> None:
    assert read({"paid": Decimal("12.5"), "homes": Fraction(1, 4)}) == {"paid": 12.5, "homes": 0.25}


def test_a_day_may_be_written_as_json_writes_it() -> None:
    found = read_facts({"customer": "K1", "last": "2026-06-29"}, TIERS, ON)
    assert (found.values["last"], found.given["last"]) == (date(2026, 6, 29), "2026-06-29")


@pytest.mark.parametrize(("value", "expected"), [("", ""), ("a", "a"), (3, 3), (True, True), (2.5, 2.5), (Decimal(2), 2.0)])
def test_plain_values_are_looked_up(value: object, expected: object) -> None:
    assert read({"level": value})["level"] == expected


def test_a_file_of_texts() -> None:
    row = {"paid": " 1200 ", "level": "a", "homes": "-3.5", "last": "2026-06-30", "deposit": "", "customer": "K2"}
    assert read(row, from_text=True) == {"paid": 1200, "level": "a", "homes": -3.5, "last": date(2026, 6, 30)}
    assert read({"level": " ", "last": " ", "paid": None}, from_text=True) == {}


# ── what is refused ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"customer": ""}, ("TIR014", "customer")),
        ({"customer": " "}, ("TIR014", "customer")),
        ({"customer": None}, ("TIR014", "customer")),
        ({"customer": True}, ("TIR014", "customer")),
        ({"customer": 1.5}, ("TIR014", "customer")),
        ({"paid": "1200"}, ("TIR017", "paid")),
        ({"paid": True}, ("TIR017", "paid")),
        ({"homes": [1]}, ("TIR017", "homes")),
        ({"paid": float("nan")}, ("TIR018", "paid")),
        ({"paid": float("inf")}, ("TIR018", "paid")),
        ({"homes": float("-inf")}, ("TIR018", "homes")),
        ({"homes": 10**19}, ("TIR018", "homes")),
        ({"homes": Decimal("sNaN")}, ("TIR018", "homes")),
        ({"homes": Fraction(10**400)}, ("TIR018", "homes")),
        ({"level": float("nan")}, ("TIR018", "level")),
        ({"paid": -0.01}, ("TIR019", "paid")),
        ({"deposit": -1}, ("TIR019", "deposit")),
        ({"last": "30/06/2026"}, ("TIR020", "last")),
        ({"last": "2026-02-30"}, ("TIR020", "last")),
        ({"last": 20260630}, ("TIR020", "last")),
        ({"last": datetime(2026, 6, 1, tzinfo=UTC)}, ("TIR020", "last")),
        ({"last": date(2026, 7, 1)}, ("TIR021", "last")),
        ({"last": "2026-07-01"}, ("TIR021", "last")),
        ({"level": ["a"]}, ("TIR028", "level")),
    ],
)
def test_a_wrong_fact_is_refused_at_its_field(row: Mapping[str, object], found: tuple[str, str]) -> None:
    assert refused(row) == found


@pytest.mark.parametrize("text", ["12,000", "1e3", "abc", "１２００", "1 200", "nan", "true"])
def test_texts_that_are_no_numbers(text: str) -> None:
    assert refused({"homes": text}, from_text=True) == ("TIR017", "homes")


def test_a_slip_of_the_pen_is_told_where_its_field_is_missing() -> None:
    assert refused({"piad": 3}) == ("TIR015", "piad")
    assert refused({"homs": 3, "paid": 1}) == ("TIR015", "homs")
    with pytest.raises(UsageError) as caught:
        read_facts({"Customer": "K1"}, TIERS, ON)
    assert caught.value.problem.params["near"] == "customer"
    # with the right field there, a like name is a column of its own
    assert read({"paid_2": 1, "paid": 1}) == {"paid": 1}
    assert read({"last_name": "Li"}) == {}


def test_strict_rows_hold_nothing_else() -> None:
    assert refused({"zodiac": "Leo", "paid": 1}, strict=True) == ("TIR016", "zodiac")
    assert read({"paid": 1, "currency": "CNY"}, strict=True) == {"paid": 1}


def test_many_shapes_of_rows_are_all_looked_at() -> None:
    reading = compile_reading(TIERS)
    for i in range(1_100):
        reading({"customer": "K", f"x{i:04}": 1}, ON)
    with pytest.raises(UsageError):
        reading({"customer": "K", "piad": 1}, ON)


# ── money ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_money_is_converted_at_the_rate_of_the_day() -> None:
    row = {"customer": "K1", "paid": {"amount": 0.1, "currency": "USD"}, "deposit": {"amount": 5, "currency": "CNY"}}
    found = read_facts(row, TIERS, ON)
    assert found.values == {"paid": 0.71, "deposit": 5}
    assert found.given["paid"] == {"amount": 0.1, "currency": "USD"}
    assert read_facts(row, TIERS, date(2026, 3, 31)).values["paid"] == 0.72
    assert read({"paid": "3 USD"}, from_text=True) == {"paid": 21.3}
    assert read({"paid": {"amount": "", "currency": "USD"}}, from_text=True) == {}


def test_a_rows_currency_is_that_of_its_plain_money() -> None:
    row = {"customer": "K1", "paid": 10, "homes": 10, "deposit": {"amount": 1, "currency": "CNY"}, "currency": "USD"}
    found = read_facts(row, TIERS, ON)
    assert found.values == {"paid": 71, "homes": 10, "deposit": 1}
    assert found.given == {"paid": {"amount": 10, "currency": "USD"}, "homes": 10, "deposit": {"amount": 1, "currency": "CNY"}}
    assert read({"paid": "10", "homes": "", "currency": "USD"}, from_text=True) == {"paid": 71}
    assert read({"paid": 10, "currency": ""}) == read({"paid": 10, "currency": None}) == read({"paid": 10, "currency": "CNY"})


def test_a_field_may_be_in_a_currency_that_is_converted() -> None:
    abroad = attrs.evolve(TIERS, criteria=(criterion("c", "thresholds", field="paid", unit="USD", steps=STEPS),))
    assert read({"paid": 10}, abroad) == {"paid": 71}


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"paid": {"amount": 1, "currency": "JPY"}}, ("TIR022", "paid")),
        ({"paid": {"amount": 1, "currency": None}}, ("TIR022", "paid")),
        ({"paid": 1, "currency": "JPY"}, ("TIR022", "paid")),
        ({"paid": {"amount": 1, "currency": "EUR"}}, ("TIR023", "paid")),
        ({"paid": {"amount": 1}}, ("TIR017", "paid")),
        ({"paid": {"amount": -1, "currency": "USD"}}, ("TIR019", "paid")),
        ({"homes": {"amount": 1, "currency": "USD"}}, ("TIR017", "homes")),
    ],
)
def test_mixed_currencies_are_refused(row: Mapping[str, object], found: tuple[str, str]) -> None:
    assert refused(row) == found


def test_currency_may_be_a_fact_where_there_is_no_money() -> None:
    tiers = Tiers((Level("all"),), criteria=(criterion("c", "lookup", field="currency", values={"CNY": 1}),))
    assert read({"currency": "CNY"}, tiers) == {"currency": "CNY"}


# ── fields of rules ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_unknown_rule_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        fields_of(RuleUse("threshold"))
    assert (caught.value.problem.code, caught.value.problem.params["expected"]) == ("TIR013", "thresholds")
    with pytest.raises(UsageError) as caught:
        fields_of(RuleUse("x"))
    assert "quantile" in str(caught.value)


def test_a_field_that_is_read_twice_is_held_to_the_stricter_demand() -> None:
    two = attrs.evolve(TIERS, criteria=(*TIERS.criteria, criterion("again", "lookup", field="homes", values={"3": 1})))
    assert refused({"homes": "3"}, two) == ("TIR017", "homes")
    both = attrs.evolve(two, criteria=(*plugged(fact="homes").criteria, *two.criteria[::-1]))
    assert refused({"homes": "3"}, both) == ("TIR017", "homes")
    values = attrs.evolve(two, criteria=(*plugged().criteria, criterion("again", "lookup", field="stars", values={"3": 1})))
    assert read({"stars": date(2026, 6, 1)}, values) == {"stars": date(2026, 6, 1)}


def test_a_field_is_no_number_and_day_at_once() -> None:
    torn = attrs.evolve(TIERS, criteria=(*TIERS.criteria, criterion("again", "decay", field="paid", half_life="1 day")))
    with pytest.raises(UsageError) as caught:
        compile_reading(torn)
    assert (caught.value.problem.code, caught.value.problem.path_text) == ("TIR029", "again.paid")


# ── facts for plugins ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_plugin_sees_what_it_reads_and_what_its_settings_name() -> None:
    tiers = plugged(dimensions=[{"fact": "visits", "limits": [1, 2]}])
    row = {"stars": 3, "visits": "many", "secret": 1}
    assert read(row, tiers) == {"stars": 3, "visits": "many"}


@pytest.mark.parametrize(
    ("value", "from_text", "expected"),
    [
        (date(2026, 6, 1), False, date(2026, 6, 1)),
        ({"amount": 10, "currency": "USD"}, False, 71.0),
        ("2026-06-01", False, "2026-06-01"),
        ("2026-06-01", True, date(2026, 6, 1)),
        ("3.5", True, 3.5),
        ("3 USD", True, 21.3),
        ("three", True, "three"),
        (True, False, True),
    ],
)
def test_what_a_plugin_is_given(value: object, from_text: bool, expected: object) -> None:
    assert read({"stars": value}, plugged(), from_text=from_text) == {"stars": expected}


def test_what_a_plugin_is_not_given() -> None:
    assert refused({"stars": date(2026, 7, 1)}, plugged()) == ("TIR021", "stars")
    assert refused({"stars": float("inf")}, plugged()) == ("TIR018", "stars")
    assert refused({"stars": [1]}, plugged()) == ("TIR028", "stars")
    # which of its facts are money nobody knows
    assert refused({"stars": 3, "currency": "USD"}, plugged()) == ("TIR022", "currency")
    assert read({"stars": 3, "currency": "CNY"}, plugged()) == {"stars": 3}
    assert read({"stars": "3 USD"}, attrs.evolve(plugged(), currency=None), from_text=True) == {"stars": "3 USD"}


# ── populations ──────────────────────────────────────────────────────────────────────────────────────────────────────

ROWS: list[dict[str, object]] = [
    {"customer": "K1", "paid": 1},
    {"customer": "K1", "paid": 2},
    {"customer": "K2", "paid": -1},
    {"customer": "K3"},
]


def test_a_customer_twice_is_refused_at_the_second_row() -> None:
    with pytest.raises(UsageError) as caught:
        list(read_population(ROWS, TIERS, ON))
    problem = caught.value.problem
    assert (problem.code, problem.path_text, problem.params["customer"]) == ("TIR024", "customers[1].customer", "K1")


def test_with_a_report_all_problems_are_told_and_the_rest_is_read() -> None:
    report = Report()
    found = list(read_population(ROWS, TIERS, ON, report=report))
    assert [facts.customer for facts in found] == ["K1", "K3"]
    assert [(problem.code, problem.path_text) for problem in report.problems] == [
        ("TIR024", "customers[1].customer"),
        ("TIR019", "customers[2].paid"),
    ]


def test_rows_are_read_one_by_one() -> None:
    def endless() -> Any:
        i = 0
        while True:
            yield {"customer": i, "paid": "5"}
            i += 1

    population = read_population(endless(), TIERS, ON, from_text=True)
    assert [next(population).customer for _ in range(3)] == ["0", "1", "2"]
