"""Reads where a mapping's attributes come from: columns, what their words become, and other files.

*Rule:* an attribute tells what was known at the time; a column filled in from the future is refused.

Example:
    >>> from servstd.errors import Report
    >>> form = Form(Report())
    >>> read_attributes(form, {"priority": "prio"}, ("attributes",), {"priority": {"P1": "high"}})[0].values
    {'P1': 'high'}
"""

from __future__ import annotations

from collections.abc import Mapping as Table

from servstd.errors import Path
from servstd.mapping._form import Form, is_table, show
from servstd.mapping.model import AttributeRule, Join
from servstd.messages.nearest import did_you_mean

__all__ = ["check_values", "read_attributes", "read_joins"]


def read_attributes(
    form: Form, data: object, path: Path, values: Table[str, object], later: tuple[str, ...] = ()
) -> tuple[AttributeRule, ...]:
    """Return attribute -> column, or `{column, type}`, each with its part of `values`."""
    return tuple(
        _read_attribute(form, name, item, (*path, name), values, later)
        for name, item in form.table(data, path, "{priority: Priority}").items()
    )


def _read_attribute(form: Form, name: str, data: object, path: Path, values: Table[str, object], later: tuple[str, ...]) -> AttributeRule:
    fields = form.fields(data, path, ("column", "type"), ("column",)) if is_table(data) else {"column": data}
    column = form.column(fields["column"], path) if "column" in fields else ""
    if column in later:
        form.report.add("MAP007", path, column=column, attribute=name)
    otherwise = values.get("otherwise", "keep")
    place: Path = ("values", "otherwise")
    table: dict[str, str] | None = None
    if name in values and name != "otherwise":
        words = dict(form.table(values[name], ("values", name), "{P1: high, P2: normal}"))
        if "otherwise" in words:
            otherwise, place = words.pop("otherwise"), ("values", name, "otherwise")
        table = {word: "".join(form.words(value, ("values", name, word))) for word, value in words.items()}
    return AttributeRule(
        name,
        column=column,
        type=form.word(fields.get("type", "text"), (*path, "type"), ("text", "number", "bool", "instant")),
        values=table,
        otherwise=form.word(otherwise, place, ("keep", "reject")),
    )


def check_values(form: Form, values: Table[str, object], rules: tuple[AttributeRule, ...]) -> None:
    """Note what `values` translates and no attribute is."""
    names = [rule.name for rule in rules]
    for name in values:
        if name != "otherwise" and name not in names:
            expected = did_you_mean(name, names) or ", ".join(names) or "-"
            form.report.add("MAP012", ("values", name), on_key=True, name=name, expected=expected)


def read_joins(form: Form, data: object, values: Table[str, object]) -> tuple[Join, ...]:
    """Return the files joined: `[{file, on, attributes, valid: {from, to}}]`."""
    joins = [_read_join(form, item, ("join", i), values) for i, item in enumerate(form.items(data, ("join",)))]
    return tuple(join for join in joins if join is not None)


def _read_join(form: Form, data: object, path: Path, values: Table[str, object]) -> Join | None:
    required = ("file", "on", "attributes")
    fields = form.fields(data, path, (*required, "valid"), required)
    if not fields.keys() >= set(required):
        return None
    on = fields["on"]
    pair = [(on, on)] if isinstance(on, str) else list(form.table(on, (*path, "on"), "{Customer: customer_id}").items())
    if len(pair) != 1:
        form.report.add("MAP003", (*path, "on"), expected="COLUMN | {COLUMN HERE: COLUMN THERE}", found=show(on))
        return None
    valid = form.fields(fields.get("valid", {}), (*path, "valid"), ("from", "to"))
    return Join(
        form.text(fields["file"], (*path, "file")),
        on=form.column(pair[0][0], (*path, "on")),
        key=form.column(pair[0][1], (*path, "on")),
        attributes=read_attributes(form, fields["attributes"], (*path, "attributes"), values),
        valid_from=form.column(valid["from"], (*path, "valid", "from")) if "from" in valid else None,
        valid_to=form.column(valid["to"], (*path, "valid", "to")) if "to" in valid else None,
    )
