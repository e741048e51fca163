"""Compiles a mapping's small rules into functions over a row's cells, each of which reads a cell once.

*Rule:* the same text gives the same value, so it is worked out once and remembered; what cannot be read raises `Refused`
with the column and the cell.

Example:
    >>> memo = text_memo(frozenset({"", "?"}))
    >>> memo[" New "], memo["?"], memo[None]
    ('New', None, None)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Generic, TypeAlias, TypeVar

from servstd.events import Actor, Value
from servstd.instants import instant_text
from servstd.mapping._cells import Cell, Cells, Refused, cell_text
from servstd.mapping._times import TimeReader
from servstd.mapping.model import AttributeRule, By, Datum, Step, Tests

__all__ = [
    "Columns", "Data", "Memo", "Steps", "attribute_memo", "compile_by", "compile_datum", "compile_steps", "compile_tests", "text_memo",
    "time_memo",
]  # fmt: skip

_T = TypeVar("_T")
Data: TypeAlias = Mapping[str, Value]
Steps: TypeAlias = tuple[tuple[str, Data], ...]
_LIMIT = 200_000
_OFFSET = re.compile(r":\d{2}(?:[.,]\d+)?\s*(?:[Zz]|[+-]\d{2}(?::?\d{2})?)$")
_INTEGER = re.compile(r"[+-]?\d{1,15}")
_DECIMAL = re.compile(r"[+-]?\d{0,15}\.\d{1,9}")
_BOOLS = {"true": True, "yes": True, "1": True, "是": True, "false": False, "no": False, "0": False, "否": False}


class Memo(dict[Cell, _T], Generic[_T]):
    """What each cell met so far becomes; begun anew when it grows too large."""

    def __init__(self, make: Callable[[Cell], _T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, cell: Cell) -> _T:
        value = self._make(cell)
        if len(self) >= _LIMIT:
            self.clear()
        self[cell] = value
        return value


def text_memo(missing: frozenset[str]) -> Memo[str | None]:
    """Return cell -> its text without blanks around it; None when it says that nothing is known."""

    def make(cell: Cell) -> str | None:
        text = cell_text(cell).strip()
        return None if text in missing else text

    return Memo(make)


class Columns:
    """Where a table's columns stand, which texts mean that nothing is known, and whether times met so far have offsets (`styles`)."""

    def __init__(self, names: Sequence[str], missing: frozenset[str], read_time: TimeReader, time_format: str) -> None:
        self.names = tuple(names)
        self.missing = missing
        self.read_time = read_time
        self.time_format = time_format
        self.texts = text_memo(missing)
        self.styles: set[bool] = set()
        self._places = {name: i for i, name in reversed(list(enumerate(names)))}

    def place(self, name: str) -> int:
        """Return the position of a column, which is known to be there."""
        return self._places[name]

    def time(self, name: str) -> tuple[Memo[int | None], int]:
        """Return cell -> instant (microseconds since the epoch, None: missing) and the column's position."""
        return time_memo(name, self), self._places[name]


def time_memo(column: str, columns: Columns) -> Memo[int | None]:
    """Return cell -> microseconds since the epoch; None when the cell says that nothing is known."""
    missing, read = columns.missing, columns.read_time

    def make(cell: Cell) -> int | None:
        text = cell if isinstance(cell, datetime) else cell_text(cell).strip()
        if text in missing:
            return None
        try:
            us = read(text)
        except ValueError:
            raise Refused("MAP203", column, cell, format=columns.time_format, expected=columns.time_format) from None
        columns.styles.add(text.tzinfo is not None if isinstance(text, datetime) else _OFFSET.search(text) is not None)
        return us

    return Memo(make)


def attribute_memo(rule: AttributeRule, columns: Columns, shown: str | None = None) -> Memo[Value]:
    """Return cell -> the attribute's value; None when nothing is known. `shown` is the column that messages name."""
    missing, table, column = columns.missing, rule.values, shown or rule.column

    def make(cell: Cell) -> Value:
        if isinstance(cell, tuple):
            return tuple(word(item, cell) for item in cell)
        text = cell_text(cell).strip()
        if text in missing:
            return None
        if rule.type == "instant":
            try:
                return instant_text(columns.read_time(cell if isinstance(cell, datetime) else text))
            except ValueError:
                raise Refused("MAP203", column, cell, format=columns.time_format, expected=columns.time_format) from None
        value = word(text, cell)
        return value if rule.type == "text" else _typed(rule, column, value)

    def word(text: str, cell: Cell) -> str:
        if table is None or text in table:
            return text if table is None else table[text]
        if rule.otherwise == "reject":
            raise Refused("MAP205", column, cell, attribute=rule.name, expected=", ".join(table))
        return text

    return Memo(make)


def _typed(rule: AttributeRule, column: str, text: str) -> Value:
    if rule.type == "bool":
        value = _BOOLS.get(text.lower())
        if value is None:
            raise Refused("MAP211", column, text, expected="true, false")
        return value
    return read_number(column, text)


def read_number(column: str, text: str) -> int | float:
    """Return the number a text holds, written with a point and without thousands separators."""
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    raise Refused("MAP211", column, text, expected="1234, 0.5")


def compile_by(by: By, columns: Columns) -> Callable[[Cells], Actor]:
    """Return row -> the actor; without a column it is always the same one."""
    if by.column is None:
        actor = Actor(by.role)
        return lambda cells: actor
    column, texts = by.column, columns.texts

    def make(cell: Cell) -> Actor:
        name = texts[cell]
        role = by.otherwise
        if name is not None and name in by.roles:
            role = by.roles[name]
        if role is None:
            raise Refused("MAP212", column, cell, expected=", ".join(by.roles))
        return Actor(role, name)

    memo, place = Memo(make), columns.place(column)
    return lambda cells: memo[cells[place]]


def compile_tests(tests: Tests, columns: Columns) -> Callable[[Cells], bool]:
    """Return row -> whether every column holds one of its texts; no tests: always."""
    texts = columns.texts
    plan = [(columns.place(column), frozenset(words)) for column, words in tests]
    if len(plan) == 1:
        place, wanted = plan[0]
        return lambda cells: texts[cells[place]] in wanted
    return lambda cells: all(texts[cells[place]] in wanted for place, wanted in plan)


def compile_datum(datum: Datum, columns: Columns) -> Callable[[Cells], Value]:
    """Return row -> a piece of an event's data."""
    if datum.column is None:
        value = datum.value
        return lambda cells: value
    rule = AttributeRule(datum.name, column=datum.column, type=datum.type)
    memo = columns.texts if datum.type == "text" else attribute_memo(rule, columns)
    place = columns.place(datum.column)
    return lambda cells: memo[cells[place]]


def compile_steps(steps: tuple[Step, ...], columns: Columns) -> Callable[[Cells], Steps]:
    """Return row -> the events an activity stands for, as (kind, data); constant ones are made once."""
    if all(datum.column is None for step in steps for datum in step.data):
        constant = tuple((step.kind, {datum.name: datum.value for datum in step.data}) for step in steps)
        return lambda cells: constant
    plan = [(step.kind, [(datum.name, compile_datum(datum, columns)) for datum in step.data]) for step in steps]

    def make(cells: Cells) -> Steps:
        return tuple((kind, {name: read(cells) for name, read in data}) for kind, data in plan)

    return make
