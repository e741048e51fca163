"""One function a shape: from a row's cells to what the row says, or the reason why it cannot be read.

*Rule:* everything that can be wrong with a row is found here, while its number is known; making events from rows read
never fails.

Example:
    >>> sorted(wanted_columns(Mapping("m", shape="snapshots", case="id", at="when")))
    ['id', 'when']
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Table
from typing import TypeAlias

from servstd.events import Value
from servstd.mapping._cells import Cells, Refused
from servstd.mapping._histories import AnyRow, CaseRow, Change, Fact, Opening, Row
from servstd.mapping._joins import Joined
from servstd.mapping._rows import (
    Columns,
    Memo,
    Steps,
    attribute_memo,
    compile_by,
    compile_datum,
    compile_steps,
    compile_tests,
    read_number,
    time_memo,
)
from servstd.mapping.model import Each, EventRule, Mapping, Moment, Step

__all__ = ["RowReader", "attribute_names", "compile_rows", "wanted_columns"]

RowReader: TypeAlias = Callable[[int, Cells], tuple[str, AnyRow]]


def wanted_columns(mapping: Mapping) -> list[str]:
    """Return every column a mapping names, each once."""
    return list(dict.fromkeys(name for name in _named(mapping) if name))


def _named(mapping: Mapping) -> Iterator[str | None]:
    yield from (mapping.case, mapping.at, mapping.by.column, mapping.activity, mapping.field, mapping.old, mapping.new)
    yield from mapping.read.fill_down
    yield from mapping.later
    yield from (column for tests in mapping.reject for column, _ in tests)
    if mapping.shape != "changes":
        yield from (rule.column for rule in mapping.attributes)
    yield from (join.on for join in mapping.join)
    if mapping.opened is not None:
        yield from (mapping.opened.at, mapping.opened.by.column, *(column for column, _ in mapping.opened.answered))
    if mapping.expect is not None:
        yield from mapping.expect.columns
    yield from _of_kinds(mapping.kinds, mapping.otherwise)
    for rule in mapping.events:
        if isinstance(rule, EventRule):
            yield from (rule.at.column, rule.at.plus, rule.by.column)
            yield from (column for column, _ in rule.when)
            yield from (datum.column for datum in rule.data)
        else:
            yield rule.column
            yield from (name for name in (rule.by.column, *_of_kinds(rule.kinds, rule.otherwise)) if name not in rule.names)


def _of_kinds(kinds: Table[str, tuple[Step, ...]], otherwise: tuple[Step, ...] | None) -> Iterator[str | None]:
    return (datum.column for steps in (*kinds.values(), otherwise or ()) for step in steps for datum in step.data)


def attribute_names(mapping: Mapping) -> tuple[str, ...]:
    """Return the attributes a row tells, in the order of its values; those of joined files come last."""
    own = () if mapping.shape == "changes" else tuple(rule.name for rule in mapping.attributes)
    return own + tuple(rule.name for join in mapping.join for rule in join.attributes)


def compile_rows(mapping: Mapping, columns: Columns, joined: Sequence[Joined]) -> RowReader:
    """Return (number, cells) -> (the case's id, the row read); it raises `Refused`."""
    case_place, texts = columns.place(mapping.case), columns.texts
    rejects = [(compile_tests(tests, columns), tests[0][0]) for tests in mapping.reject if tests]
    compile_shape = {"snapshots": _snapshots, "activities": _activities, "changes": _changes, "cases": _cases}[mapping.shape]
    read = compile_shape(mapping, columns, joined)

    def read_row(number: int, cells: Cells) -> tuple[str, AnyRow]:
        case = texts[cells[case_place]]
        if case is None:
            raise Refused("MAP201", mapping.case, cells[case_place])
        for test, column in rejects:
            if test(cells):
                raise Refused("MAP204", column, cells[columns.place(column)])
        return case, read(number, cells)

    return read_row


_Reader: TypeAlias = Callable[[int, Cells], AnyRow]


def _values(mapping: Mapping, columns: Columns, joined: Sequence[Joined]) -> Callable[[Cells, int], tuple[Value, ...]]:
    rules = () if mapping.shape == "changes" else mapping.attributes
    plan = [(attribute_memo(rule, columns), columns.place(rule.column)) for rule in rules]
    if not joined:
        return lambda cells, at_us: tuple([memo[cells[place]] for memo, place in plan])
    keys = [(item, columns.place(item.join.on)) for item in joined]
    texts = columns.texts

    def read(cells: Cells, at_us: int) -> tuple[Value, ...]:
        values = [memo[cells[place]] for memo, place in plan]
        for item, place in keys:
            values.extend(item.look_up(texts[cells[place]], at_us))
        return tuple(values)

    return read


def _instant(mapping: Mapping, columns: Columns) -> Callable[[Cells], int]:
    column = mapping.at or ""
    memo, place = columns.time(column)

    def read(cells: Cells) -> int:
        at_us = memo[cells[place]]
        if at_us is None:
            raise Refused("MAP202", column, cells[place])
        return at_us

    return read


def _opening(mapping: Mapping, columns: Columns) -> Callable[[Cells, int], Opening | None]:
    opened = mapping.opened
    if opened is None:
        return lambda cells, at_us: None
    actor = compile_by(opened.by, columns)
    passes, may_pass = compile_tests(opened.answered, columns), bool(opened.answered)

    def answered(cells: Cells) -> bool:
        return may_pass and passes(cells)

    if opened.at is None:
        return lambda cells, at_us: Opening(at_us, actor(cells), answered(cells))
    column = opened.at
    memo, place = columns.time(column)

    def read(cells: Cells, _: int) -> Opening | None:
        opened_us = memo[cells[place]]
        if opened_us is None:
            raise Refused("MAP208", column, cells[place])
        return Opening(opened_us, actor(cells), answered(cells))

    return read


def _snapshots(mapping: Mapping, columns: Columns, joined: Sequence[Joined]) -> _Reader:
    instant, actor, values = _instant(mapping, columns), compile_by(mapping.by, columns), _values(mapping, columns, joined)
    opening = _opening(mapping, columns)

    def read(number: int, cells: Cells) -> Row:
        at_us = instant(cells)
        return Row(at_us, number, actor(cells), values(cells, at_us), (), opening(cells, at_us))

    return read


def _activities(mapping: Mapping, columns: Columns, joined: Sequence[Joined]) -> _Reader:
    instant, actor, values = _instant(mapping, columns), compile_by(mapping.by, columns), _values(mapping, columns, joined)
    opening, column = _opening(mapping, columns), mapping.activity or ""
    kinds = {name: compile_steps(steps, columns) for name, steps in mapping.kinds.items()}
    otherwise = None if mapping.otherwise is None else compile_steps(mapping.otherwise, columns)
    texts, place = columns.texts, columns.place(column)

    def make(cell: object) -> Callable[[Cells], Steps]:
        steps = kinds.get(texts[cell] or "", otherwise)  # type: ignore[index]  # the cell is a key of the texts of its file
        if steps is None:
            raise Refused("MAP206", column, cell, expected=", ".join(kinds))
        return steps

    memo = Memo(make)

    def read(number: int, cells: Cells) -> Row:
        at_us = instant(cells)
        return Row(at_us, number, actor(cells), values(cells, at_us), memo[cells[place]](cells), opening(cells, at_us))

    return read


def _changes(mapping: Mapping, columns: Columns, joined: Sequence[Joined]) -> _Reader:
    instant, actor, values = _instant(mapping, columns), compile_by(mapping.by, columns), _values(mapping, columns, joined)
    opening, texts = _opening(mapping, columns), columns.texts
    field, new = columns.place(mapping.field or ""), columns.place(mapping.new or "")
    old = None if mapping.old is None else columns.place(mapping.old)
    rules = {
        rule.column: (rule.name, attribute_memo(rule, columns, mapping.old), attribute_memo(rule, columns, mapping.new))
        for rule in mapping.attributes
    }

    def read(number: int, cells: Cells) -> Row:
        at_us = instant(cells)
        rule = rules.get(texts[cells[field]] or "")
        change = Change("", texts[cells[field]], None)
        if rule is not None:
            name, olds, news = rule
            change = Change(name, None if old is None else olds[cells[old]], news[cells[new]])
        return Row(at_us, number, actor(cells), values(cells, at_us), (), opening(cells, at_us), change)

    return read


def _cases(mapping: Mapping, columns: Columns, joined: Sequence[Joined]) -> _Reader:
    values = _values(mapping, columns, joined)
    rules = [_compile_each(rule, columns) if isinstance(rule, Each) else _compile_rule(rule, columns) for rule in mapping.events]
    opening = next(rule.at.column for rule in mapping.events if isinstance(rule, EventRule) and rule.kind == "opened")
    heads: dict[str, tuple[int, int]] = {}
    texts, case_place = columns.texts, columns.place(mapping.case)

    def read(number: int, cells: Cells) -> CaseRow:
        case = texts[cells[case_place]] or ""
        facts = tuple(fact for rule in rules for fact in rule(cells))
        opened = next((at for at, kind, _, _ in facts if kind == "opened"), None)
        head = heads.get(case)
        if head is None:
            if opened is None:
                raise Refused("MAP208", opening, cells[columns.place(opening)])
            head = (number, opened)
        elif opened is not None:
            raise Refused("MAP210", mapping.case, case, first=head[0])
        row = CaseRow(max((fact[0] for fact in facts), default=head[1]), number, values(cells, head[1]), facts)
        heads[case] = head
        return row

    return read


def _compile_rule(rule: EventRule, columns: Columns) -> Callable[[Cells], list[Fact]]:
    when, actor, moment = compile_tests(rule.when, columns), compile_by(rule.by, columns), _compile_moment(rule.at, columns)
    data = {datum.name: compile_datum(datum, columns) for datum in rule.data}
    column, place = rule.at.column, columns.place(rule.at.column)

    def read(cells: Cells) -> list[Fact]:
        if not when(cells):
            return []
        at_us = moment(cells)
        if at_us is None:
            if rule.when:
                raise Refused("MAP215", column, cells[place], kind=rule.kind)
            return []
        told: dict[str, Value] = {name: read_datum(cells) for name, read_datum in data.items()}
        return [(at_us, rule.kind, actor(cells), told)]

    return read


def _compile_moment(moment: Moment, columns: Columns) -> Callable[[Cells], int | None]:
    memo, place = columns.time(moment.column)
    if moment.plus is None:
        return lambda cells: memo[cells[place]]
    texts, column, plus = columns.texts, moment.plus, columns.place(moment.plus)

    def read(cells: Cells) -> int | None:
        at_us, amount = memo[cells[place]], texts[cells[plus]]
        if at_us is None or amount is None:
            return None
        return at_us + round(read_number(column, amount) * moment.unit_us)

    return read


def _compile_each(each: Each, columns: Columns) -> Callable[[Cells], list[Fact]]:
    inner = Columns([*each.names, *columns.names], columns.missing, columns.read_time, columns.time_format)
    actor, otherwise = compile_by(each.by, inner), None if each.otherwise is None else compile_steps(each.otherwise, inner)
    kinds = {name: compile_steps(steps, inner) for name, steps in each.kinds.items()}
    texts, place, width = columns.texts, columns.place(each.column), len(each.names)
    moments, at_place, activity_place = time_memo(each.column, inner), inner.place(each.at), inner.place(each.activity)

    def read(cells: Cells) -> list[Fact]:
        facts: list[Fact] = []
        for record in (texts[cells[place]] or "").split(each.records):
            if not record.strip():
                continue
            parts = [part.strip() for part in record.split(each.fields)]
            if len(parts) != width:
                raise Refused("MAP209", each.column, record.strip(), fields=len(parts), expected=each.fields.join(each.names))
            found = kinds.get(parts[activity_place], otherwise)
            if found is None:
                raise Refused("MAP206", each.column, parts[activity_place], expected=", ".join(kinds))
            at_us = moments[parts[at_place]]
            if at_us is None:
                raise Refused("MAP202", each.column, record.strip())
            row = [*parts, *cells]
            who = actor(row)
            facts.extend((at_us, kind, who, data) for kind, data in found(row))
        return facts

    return read
