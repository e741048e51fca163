"""Facts about customers, read from rows: numbers, money, days, checked and brought into one currency.

*Rule:* a fact is what it says or it is refused, with its field and what would be right; nothing is guessed and no data is not zero.
Only what a criterion reads is looked at; other columns may be there, unless one looks like a slip of the pen for a field that is not.
Money may be given as a plain number (in the field's `unit`, or in the row's `currency`), as `{amount, currency}` or, in texts, as
`1200 USD`; all of it is judged in the ladder's currency, converted at the rate that holds on the day.

Example:
    >>> from datetime import date
    >>> from servstd.tiers.model import Criterion, Level, RuleUse, Tiers
    >>> rule = RuleUse("thresholds", settings={"field": "paid", "unit": "CNY", "steps": [{"from": 0, "points": 10}]})
    >>> tiers = Tiers((Level("all"),), criteria=(Criterion("c", rule=rule, weight=1.0, missing="fail"),), currency="CNY")
    >>> read_facts({"customer": "K1", "paid": 1200, "city": "Suzhou"}, tiers, date(2026, 1, 1)).values
    {'paid': 1200}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TypeAlias

import attrs

from servstd.errors import Path, Report, UsageError
from servstd.messages.nearest import did_you_mean
from servstd.plain import is_list, is_map
from servstd.tiers._fact_values import Money, day_of, money_of, number_of, plain_of, scalar_of
from servstd.tiers._rule_forms import LIMIT, show
from servstd.tiers.model import RuleUse, Tiers
from servstd.tiers.rules import RULES, Kind

__all__ = ["Facts", "Reading", "compile_reading", "fields_of", "read_facts", "read_population"]

_OWN = ("customer", "currency")
_ANY: Kind = "any"
_SLIP = 2
_DIGITS = 15
_SHAPES = 1_000  # how many different sets of columns are remembered


@attrs.frozen
class Facts:
    """What is known of a customer on a day, read and checked.

    Attributes:
        values: Field -> what rules see: numbers, days, plain values; money in the ladder's currency. Missing ones are left out.
        given: The same fields as they were given.
    """

    customer: str
    values: Mapping[str, object] = attrs.field(kw_only=True)
    given: Mapping[str, object] = attrs.field(kw_only=True)


Reading: TypeAlias = Callable[[Mapping[str, object], date], Facts]
"""A row and the day of judging give the facts, or a UsageError with the field as its path."""


# ── what is read ──────────────────────────────────────────────────────────────────────────────────────────────
def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_map(value) or is_list(value):
        for item in value.values() if is_map(value) else value:
            yield from _texts(item)


def fields_of(use: RuleUse) -> tuple[Mapping[str, Kind], frozenset[str]]:
    """Return the fields a rule reads with what each must hold, and names that may be fields besides.

    A plugin's rule says in `reads` what it looks at; as its settings may name other fields, every text in them may be one.

    Raises:
        UsageError: TIR013 there is no such rule.
    """
    if use.part is not None:
        reads: Iterable[str] = getattr(use.part, "reads", ())
        return dict.fromkeys(reads, _ANY), frozenset(_texts(use.settings))
    rule = RULES.get(use.name)
    if rule is None:
        raise UsageError("TIR013", name=use.name, expected=did_you_mean(use.name, RULES) or ", ".join(RULES))
    return rule.reads(use.settings), frozenset()


def _kinds(tiers: Tiers) -> tuple[dict[str, Kind], frozenset[str]]:
    """Return what each field must hold, and the fields that plugins' settings may name. The stricter of two demands counts."""
    kinds: dict[str, Kind] = {}
    maybe: frozenset[str] = frozenset()
    for criterion in tiers.criteria:
        reads, more = fields_of(criterion.rule)
        maybe |= more
        for name, kind in reads.items():
            held = kinds.get(name, "value")
            if {held, kind} == {"number", "date"}:
                raise UsageError("TIR029", path=(criterion.name, name), field=name)
            kinds[name] = held if held in ("number", "date") or (held == "any" and kind == "value") else kind
    return kinds, maybe - kinds.keys() - set(_OWN)


def _units(tiers: Tiers) -> dict[str, str]:
    """Return field -> the currency it is in, for the fields whose unit is the ladder's currency or one that is converted."""
    currencies = {tiers.currency} | {conversion.currency for conversion in tiers.conversions}
    units: dict[str, str] = {}
    for criterion in tiers.criteria:
        settings = criterion.rule.settings
        per_field = settings.get("units")
        named = [(settings.get("field"), settings.get("unit")), *(per_field.items() if is_map(per_field) else ())]
        units |= {name: unit for name, unit in named if isinstance(name, str) and isinstance(unit, str) and unit in currencies}
    return units


# ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────
def compile_reading(tiers: Tiers, *, from_text: bool = False, strict: bool = False) -> Reading:
    """Return the function that reads a row for these tiers.

    Args:
        tiers: What is judged.
        from_text: Whether rows come from a file that has texts only: numbers are then read from texts (`1200`, `-3.5`), `1200 USD` is
            money, and an empty text is no data.
        strict: Whether every field that no criterion reads is refused, and not only slips of the pen.

    Raises:
        UsageError: TIR013 an unknown rule; TIR029 one field is read as a number and as a day.
    """
    kinds, maybe = _kinds(tiers)
    units, home = _units(tiers), tiers.currency
    demands: list[tuple[str, Kind]] = [*kinds.items(), *((name, _ANY) for name in sorted(maybe))]
    fields = tuple(
        # `plain`: a number from 0 needs no conversion
        (name, _cleaner(name, kind, units.get(name), tiers, from_text), kind == "number" and units.get(name, home) == home)
        for name, kind in demands
    )
    plugged = any(criterion.rule.part is not None for criterion in tiers.criteria)
    has_currency = home is not None and "currency" not in kinds
    known = kinds.keys() | maybe | set(_OWN)
    shapes: set[tuple[str, ...]] = set()

    def read(row: Mapping[str, object], on: date) -> Facts:
        shape = tuple(row)
        if shape not in shapes:
            _check_names(shape, kinds, known, strict)
            if len(shapes) < _SHAPES:
                shapes.add(shape)
        customer = row.get("customer")
        customer = (customer.strip() if type(customer) is str else "") or _customer(customer)
        currency = row.get("currency") if has_currency else None
        if currency is not None and currency != "":
            return read_in(row, on, customer, currency)
        values: dict[str, object] = {}
        given: dict[str, object] = {}
        for name, clean, plain in fields:
            value = row.get(name)
            if value is None:
                continue
            kind = type(value)
            # the usual case without a call: a number from 0 is fine as a number, and as money in the ladder's currency
            if plain and (kind is int or kind is float) and 0 <= value <= LIMIT:  # type: ignore[operator]  # a number, by its kind
                values[name] = given[name] = value
                continue
            if from_text and plain and isinstance(value, str) and value.isdecimal() and value.isascii() and len(value) <= _DIGITS:
                values[name], given[name] = int(value), value
                continue
            cleaned = clean(value, on, None)
            if cleaned is not None:
                values[name], given[name] = cleaned, value
        return Facts(customer, values=values, given=given)

    def read_in(row: Mapping[str, object], on: date, customer: str, currency: object) -> Facts:
        if plugged and currency != home:
            raise UsageError("TIR022", path=("currency",), found=show(currency), expected=home, field="currency")
        cleaned = {name: clean(row[name], on, currency) for name, clean, _ in fields if row.get(name) is not None}
        values = {name: value for name, value in cleaned.items() if value is not None}
        given = {name: row[name] for name in values}
        # a plain number means nothing without its currency
        given |= {name: {"amount": row[name], "currency": currency} for name in values if name in units and not is_map(row[name])}
        return Facts(customer, values=values, given=given)

    return read


def _cleaner(name: str, kind: Kind, unit: str | None, tiers: Tiers, from_text: bool) -> Callable[[object, date, object], object]:
    """Return what makes a fact of a value: (value, day, the row's currency) -> the fact, None when it is no data after all."""
    if kind == "number" and unit is not None:
        money = Money(tiers.currency or "", conversions=tiers.conversions)
        return lambda value, on, currency: money_of(value, name, on, money, unit if currency is None else currency, from_text)
    if kind == "number":
        return lambda value, _on, _currency: number_of(value, name, from_text)
    if kind == "date":
        return lambda value, on, _currency: day_of(value, name, on)
    if kind == "value":
        return lambda value, _on, _currency: scalar_of(value, name, from_text)
    money = Money(tiers.currency or "", conversions=tiers.conversions)
    return lambda value, on, _currency: plain_of(value, name, on, money, from_text)


def _check_names(shape: Iterable[str], kinds: Mapping[str, Kind], known: Iterable[str], strict: bool) -> None:
    names = list(shape)
    absent = [name for name in (*kinds, "customer") if name not in names]
    for name in names:
        if name in known:
            continue
        near = did_you_mean(name, absent)
        # a slip of the pen is about as long: last_name is not meant for last
        if near and abs(len(near) - len(name)) <= _SLIP:
            raise UsageError("TIR015", path=(name,), field=name, near=near)
        if strict:
            raise UsageError("TIR016", path=(name,), field=name, expected=", ".join(known))


def _customer(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise UsageError("TIR014", path=("customer",), found=show(value), expected="a text or a whole number that is not empty")


def read_facts(row: Mapping[str, object], tiers: Tiers, on: date, *, from_text: bool = False, strict: bool = False) -> Facts:
    """Return the facts of one row. For many rows compile once: `compile_reading`.

    Args:
        row: `customer`, and fields by name.
        tiers: What is judged.
        on: The day of judging; a day after it lies in the future.
        from_text: As `compile_reading`.
        strict: As `compile_reading`.

    Raises:
        UsageError: with the field as path: TIR014 no customer, TIR015 and TIR016 unknown fields, TIR017 no number, TIR018 not finite,
            TIR019 negative money, TIR020 no day, TIR021 a day in the future, TIR022 and TIR023 a currency that is not converted,
            TIR028 no plain value. And those of `compile_reading`.
    """
    return compile_reading(tiers, from_text=from_text, strict=strict)(row, on)


def read_population(
    rows: Iterable[Mapping[str, object]],
    tiers: Tiers,
    on: date,
    *,
    from_text: bool = False,
    strict: bool = False,
    report: Report | None = None,
) -> Iterator[Facts]:
    """Yield the facts of many customers, row by row; each customer may be there once.

    Nothing is held but the customers' names. Whoever must not apply a part of a population reads all of it first, or gives a report
    and looks at it before anything is kept.

    Args:
        rows: As for `read_facts`.
        tiers: What is judged.
        on: The day of judging.
        from_text: As `compile_reading`.
        strict: As `compile_reading`.
        report: Takes the problems of all rows, which are then left out; None: the first is raised.

    Raises:
        UsageError: as `read_facts`, its path led by `customers` and the row's position from 0; TIR024 a customer again.
    """
    read = compile_reading(tiers, from_text=from_text, strict=strict)
    seen: set[str] = set()
    for i, row in enumerate(rows):
        here: Path = ("customers", i)
        try:
            facts = read(row, on)
            if facts.customer in seen:
                raise UsageError("TIR024", path=("customer",), customer=facts.customer)
        except UsageError as error:
            if report is None:
                raise error.at(*here) from None
            report.problems.append(error.at(*here).problem)
            continue
        seen.add(facts.customer)
        yield facts
