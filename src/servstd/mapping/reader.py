"""Reads a mapping file: every problem of it at once, each with its place.

*Rule:* a mapping is read strictly. A key that is not known, or that does not belong to the shape, is a problem and never
passed over.

Example:
    >>> text = "mapping: m\\nshape: cases\\ntime: {zone: UTC}\\ncase: id\\nevents: [{kind: opened, at: Created}]\\n"
    >>> read_mapping(text, "m.yaml").events[0].at.column
    'Created'
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping as Table
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, cast

import attrs

from servstd.errors import Place, Problem, Report, StandardError, UsageError
from servstd.instants import read_instant
from servstd.mapping._attributes_form import check_values, read_attributes, read_joins
from servstd.mapping._events_form import read_by, read_event_rule, read_kinds, read_opened
from servstd.mapping._form import Form
from servstd.mapping._times import format_problem, has_offset
from servstd.mapping.model import SHAPES, UNKNOWNS, By, Each, EventRule, Expect, Mapping, ReadRules, Shape, Step, Tests, TimeRules

if TYPE_CHECKING:
    from servstd.document import Source

__all__ = ["load_mapping", "read_mapping"]

_COMMON = (
    "mapping", "label", "note", "shape", "read", "time", "case", "attributes", "values", "join", "later", "reject", "unknown", "expect",
    "as_of",
)  # fmt: skip
_OWN: Table[Shape, tuple[str, ...]] = {
    "snapshots": ("at", "by", "opened"),
    "activities": ("at", "by", "opened", "activity", "kinds"),
    "changes": ("at", "by", "opened", "field", "old", "new"),
    "cases": ("events",),
}
_REQUIRED: Table[Shape, tuple[str, ...]] = {
    "snapshots": ("at", "opened", "attributes"),
    "activities": ("at", "by", "activity", "kinds"),
    "changes": ("at", "opened", "field", "new", "attributes"),
    "cases": ("events",),
}
_OPENING = ("opened: {at: first_row, by: customer}", "events: [{kind: opened, at: Created, by: customer}, ...]")
_ALL = tuple(dict.fromkeys((*_COMMON, *(key for keys in _OWN.values() for key in keys))))


def load_mapping(path: str | PathLike[str]) -> Mapping:
    """Return the mapping a YAML (or JSON, TOML) file holds.

    Raises:
        StandardError: the mapping is wrong; carries all problems, in file order.
        UsageError: MAP109 the file cannot be opened.
    """
    file = Path(fspath(path))
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError("MAP109", place=Place(str(file)), reason=error.strerror or str(error)) from error
    return attrs.evolve(read_mapping(data, str(file)), file=str(file))


def read_mapping(text: str | bytes, name: str = "mapping") -> Mapping:
    """Return the mapping a YAML (or JSON, TOML) text holds.

    Args:
        text: The document; its keys are listed in the how-to "map an export".
        name: What to call it in messages.

    Raises:
        StandardError: the mapping is wrong; carries all problems, in file order.
    """
    from servstd.document import read_source

    source = read_source(text, name)
    report = Report()
    mapping = None if any(problem.severity == "error" for problem in source.problems) else _read(Form(report), source.data)
    if mapping is None or report.has_errors:
        raise StandardError([*source.problems, *_placed(report, source)])
    return mapping


def _placed(report: Report, source: Source) -> list[Problem]:
    problems = [attrs.evolve(problem, place=source.place(problem.path, problem.on_key)) for problem in report.problems]
    return sorted(problems, key=_line)


def _line(problem: Problem) -> tuple[int, int]:
    return (problem.place.line, problem.place.column) if problem.place is not None else (0, 0)


def _read(form: Form, data: object) -> Mapping | None:
    listed = (*_COMMON, *_own(data))
    fields = form.fields(data, (), _ALL, ("mapping", "shape", "case"), what="{mapping, shape, case, ...}", listed=listed)
    shape = form.word(fields.get("shape", "snapshots"), ("shape",), SHAPES)
    known_shape = fields.get("shape") == shape
    for key in fields if known_shape else ():
        if key not in _COMMON and key not in _OWN[shape]:
            shapes = ", ".join(other for other in SHAPES if key in _OWN[other])
            form.report.add("MAP010", (key,), on_key=True, key=key, shape=shape, shapes=shapes)
    for key in _REQUIRED[shape] if known_shape else ():
        if key not in fields:
            form.report.add("MAP002", (), name=key)
    if not fields:
        return None

    unknown = form.items(fields.get("unknown", []), ("unknown",))

    def column(key: str) -> str | None:
        return form.column(fields[key], (key,)) if key in fields else None

    time = _read_time(form, fields.get("time", {}))
    opened = read_opened(form, fields["opened"], ("opened",)) if "opened" in fields else None
    kinds, otherwise = read_kinds(form, fields["kinds"], ("kinds",)) if "kinds" in fields else ({}, None)
    events = _read_events(form, fields["events"]) if "events" in fields else ()
    later = form.columns(fields["later"], ("later",)) if "later" in fields else ()
    values = form.table(fields.get("values", {}), ("values",), "{priority: {P1: high}}")
    attributes = read_attributes(form, fields.get("attributes", {}), ("attributes",), values, later)
    join = read_joins(form, fields.get("join", []), values)
    check_values(form, values, (*attributes, *(rule for item in join for rule in item.attributes)))
    told = fields.get("events" if shape == "cases" else "kinds")
    if known_shape and opened is None and isinstance(told, list if shape == "cases" else dict):
        _check_opening(form, shape, kinds, otherwise, events)
    return Mapping(
        form.text(fields.get("mapping", "-"), ("mapping",)),
        shape=shape,
        read=_read_rules(form, fields.get("read", {})),
        time=time,
        case=column("case") or "",
        at=column("at"),
        by=read_by(form, fields["by"], ("by",)) if "by" in fields else By("system"),
        opened=opened,
        activity=column("activity"), kinds=kinds, otherwise=otherwise,
        field=column("field"), old=column("old"), new=column("new"),
        events=events, attributes=attributes, join=join, later=later,
        reject=_read_reject(form, fields.get("reject", [])),
        unknown=tuple(form.word(item, ("unknown", i), UNKNOWNS) for i, item in enumerate(unknown)),
        expect=_read_expect(form, fields["expect"]) if "expect" in fields else None,
        as_of_us=_read_as_of(form, fields["as_of"], time) if "as_of" in fields else None,
    )  # fmt: skip


def _own(data: object) -> tuple[str, ...]:
    shape = cast("Table[object, object]", data).get("shape") if isinstance(data, dict) else None
    return next((keys for name, keys in _OWN.items() if name == shape), ())


def _read_rules(form: Form, data: object) -> ReadRules:
    known = ("encoding", "sheet", "delimiter", "header_row", "fill_down", "missing", "duplicate_headers")
    fields = form.fields(data, ("read",), known)
    encoding = form.text(fields.get("encoding", "utf-8"), ("read", "encoding")) or "utf-8"
    try:
        codecs.lookup(encoding)
    except LookupError:
        form.report.add("MAP008", ("read", "encoding"), found=encoding)
    delimiter = form.text(fields.get("delimiter", ","), ("read", "delimiter")).replace("\\t", "\t")
    if len(delimiter) > 1:
        form.report.add("MAP003", ("read", "delimiter"), expected="',', ';', '\\t', '|'", found=delimiter)
    sheet = fields.get("sheet", 1)
    missing = form.words(fields.get("missing", []), ("read", "missing"))
    return ReadRules(
        encoding,
        sheet=sheet if isinstance(sheet, str) else form.number(sheet, ("read", "sheet")),
        delimiter=delimiter,
        header_row=form.number(fields.get("header_row", 1), ("read", "header_row")),
        fill_down=form.columns(fields.get("fill_down", []), ("read", "fill_down")),
        missing=frozenset({"", *(word.strip() for word in missing)}),
        duplicate_headers=form.word(fields.get("duplicate_headers", "refuse"), ("read", "duplicate_headers"), ("refuse", "number")),
    )


def _read_time(form: Form, data: object) -> TimeRules:
    fields = form.fields(data, ("time",), ("format", "zone", "ties"))
    text = form.text(fields.get("format", "iso"), ("time", "format")) or "iso"
    zone = form.zone(fields["zone"], ("time", "zone")) if "zone" in fields else None
    problem = format_problem(text)
    if problem is not None:
        form.report.add("MAP009", ("time", "format"), found=text, piece=problem[0], expected=problem[1] or "YYYY-MM-DD HH:mm:ss")
    elif "zone" not in fields and text != "iso" and not has_offset(text):
        form.report.add("MAP011", ("time",), format=text)
    if "ties" in fields:
        form.word(fields["ties"], ("time", "ties"), ("file_order",))
    return TimeRules(text, zone=zone, ties="file_order" if "ties" in fields else None)


def _read_events(form: Form, data: object) -> tuple[EventRule | Each, ...]:
    rules = [read_event_rule(form, item, ("events", i)) for i, item in enumerate(form.items(data, ("events",)))]
    return tuple(rule for rule in rules if rule is not None)


def _check_opening(
    form: Form, shape: Shape, kinds: Table[str, tuple[Step, ...]], otherwise: tuple[Step, ...] | None, events: tuple[EventRule | Each, ...]
) -> None:
    steps = [step.kind for some in (*kinds.values(), otherwise or ()) for step in some]
    steps += [rule.kind for rule in events if isinstance(rule, EventRule)]
    if shape in ("activities", "cases") and "opened" not in steps:
        form.report.add("MAP016", (), form=_OPENING[shape == "cases"])


def _read_reject(form: Form, data: object) -> tuple[Tests, ...]:
    return tuple(form.tests(item, ("reject", i)) for i, item in enumerate(form.items(data, ("reject",))))


def _read_expect(form: Form, data: object) -> Expect | None:
    fields = form.fields(data, ("expect",), ("metric", "met", "missed"), ("metric", "met", "missed"))
    if len(fields) < 3:
        return None
    met, missed = form.tests(fields["met"], ("expect", "met")), form.tests(fields["missed"], ("expect", "missed"))
    return Expect(form.text(fields["metric"], ("expect", "metric")), met=met, missed=missed)


def _read_as_of(form: Form, data: object, time: TimeRules) -> int | None:
    text = form.text(data, ("as_of",), "2026-06-30T24:00")
    if not text:
        return None
    try:
        return read_instant(text, time.tz)
    except UsageError as error:
        form.take(error, ("as_of",))
        return None
