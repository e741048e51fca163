"""Reads the parts of a mapping that make events: who, when, what an activity stands for, many events in one cell.

*Rule:* what a mapping says of an event is checked when it is read, so that no row can make an impossible event.

Example:
    >>> from servstd.errors import Report
    >>> form = Form(Report())
    >>> [step.kind for step in read_steps(form, ["resolved", {"changed": {"status": "done"}}], ())]
    ['resolved', 'changed']
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from servstd.errors import Path
from servstd.events import KINDS, ROLES, Role
from servstd.instants import HOUR_US, MINUTE_US, SECOND_US
from servstd.mapping._form import Form, is_table, show
from servstd.mapping.model import VALUE_TYPES, By, Datum, Each, EventRule, Moment, Opened, Step
from servstd.messages.nearest import did_you_mean

__all__ = ["read_by", "read_event_rule", "read_kinds", "read_opened", "read_steps"]

_UNITS = {"plus_seconds": SECOND_US, "plus_minutes": MINUTE_US, "plus_hours": HOUR_US}
_PEOPLE = ("owner", "team")


def read_by(form: Form, data: object, path: Path, default: Role = "system") -> By:
    """Return who acts: a role, `{column, role}`, or `{column, roles: {word: role}, otherwise: role}`."""
    if not isinstance(data, Mapping):
        return By(form.word(data, path, ROLES))
    fields = form.fields(cast("object", data), path, ("role", "column", "roles", "otherwise"))
    role = form.word(fields["role"], (*path, "role"), ROLES) if "role" in fields else default
    column = form.column(fields["column"], (*path, "column")) if "column" in fields else None
    roles: dict[str, Role] = {}
    for word, item in form.table(fields.get("roles", {}), (*path, "roles"), "{Customer: customer, Support: agent}").items():
        roles[word] = form.word(item, (*path, "roles", word), ROLES)
    if "role" not in fields and not roles:
        form.report.add("MAP002", path, name="role")
    if roles and column is None:
        form.report.add("MAP002", path, name="column")
    otherwise = form.word(fields["otherwise"], (*path, "otherwise"), ROLES) if "otherwise" in fields else None
    return By(role, column=column, roles=roles, otherwise=otherwise or (role if "role" in fields else None))


def read_opened(form: Form, data: object, path: Path) -> Opened:
    """Return how cases open: `{at: COLUMN | first_row, by, answered: {column: [texts]}}`."""
    fields = form.fields(data, path, ("at", "by", "answered"), ("at",))
    at = form.column(fields["at"], (*path, "at")) if "at" in fields else "first_row"
    by = read_by(form, fields.get("by", "customer"), (*path, "by"))
    answered = form.tests(fields["answered"], (*path, "answered")) if "answered" in fields else ()
    return Opened(None if at == "first_row" else at, by=by, answered=answered)


def read_steps(form: Form, data: object, path: Path) -> tuple[Step, ...]:
    """Return the events an activity stands for: `kind`, `{kind: {data}}`, or a list of these."""
    if isinstance(data, list):
        items = cast("list[object]", data)
        return tuple(step for i, item in enumerate(items) for step in read_steps(form, item, (*path, i)))
    entries = list(cast("Mapping[object, object]", data).items()) if is_table(data) else []
    if len(entries) == 1:
        name, values = str(entries[0][0]), entries[0][1]
        here = (*path, name)
        if _known_kind(form, name, here, on_key=True):
            return (Step(name, data=_read_data(form, name, form.table(values, here, "{public: true}"), here)),)
        return ()
    if not isinstance(data, str):
        form.report.add("MAP003", path, expected="resolved, {message: {public: true}}", found=show(data))
    elif _known_kind(form, data, path):
        return (Step(data, data=_read_data(form, data, {}, path)),)
    return ()


def read_kinds(form: Form, data: object, path: Path) -> tuple[dict[str, tuple[Step, ...]], tuple[Step, ...] | None]:
    """Return activity -> events, and what any other activity stands for (None: it is refused)."""
    table = form.table(data, path, "{Solved: resolved, Reply: {message: {public: true}}}")
    kinds = {name: read_steps(form, item, (*path, name)) for name, item in table.items()}
    otherwise = kinds.pop("otherwise", None)
    return kinds, otherwise


def _known_kind(form: Form, kind: str, path: Path, *, on_key: bool = False) -> bool:
    if kind in KINDS or (kind.startswith("x-") and len(kind) > 2):
        return True
    form.report.add("MAP005", path, on_key=on_key, found=kind, expected=did_you_mean(kind, KINDS) or ", ".join(KINDS))
    return False


def _read_data(form: Form, kind: str, table: Mapping[str, object], path: Path, *, beside: bool = False) -> tuple[Datum, ...]:
    known = KINDS.get(kind)
    out: list[Datum] = []
    for name, value in table.items():
        here = (*path, name)
        if known is not None and not known.attributes and name not in known.data:
            expected = did_you_mean(name, known.data) or ", ".join(known.data) or "-"
            form.report.add("MAP013", here, on_key=True, name=name, kind=kind, expected=expected)
        elif isinstance(value, Mapping):
            fields = form.fields(cast("object", value), here, ("column", "type", "value"))
            if ("column" in fields) == ("value" in fields) or ("type" in fields and "value" in fields):
                form.report.add("MAP003", here, expected="{column: ..., type: number} | {value: ...}", found=show(cast("object", value)))
            elif "column" in fields:
                read_as = form.word(fields["type"], (*here, "type"), VALUE_TYPES) if "type" in fields else "text"
                out.append(Datum(name, column=form.column(fields["column"], (*here, "column")), type=read_as))
            else:
                out.append(_constant(form, name, fields["value"], here))
        elif kind in ("assigned", "redispatched") and name in _PEOPLE:  # somebody else each time: a column
            out.append(Datum(name, column=form.column(value, here)))
        else:
            out.append(_constant(form, name, value, here))
    if known is not None:
        for name in known.required:
            if name not in table:
                value = f"{name}: {'true' if name == 'public' else '...'}"
                shown = f"{{kind: {kind}, {value}, at: ...}}" if beside else f"{{{kind}: {{{value}}}}}"
                form.report.add("MAP006", path, kind=kind, name=name, meaning=known.data[name], form=shown)
    return tuple(out)


def _constant(form: Form, name: str, value: object, path: Path) -> Datum:
    if isinstance(value, (str, bool, int)) or (isinstance(value, float) and value - value == 0):
        return Datum(name, value=value)
    form.report.add("MAP003", path, expected='"...", 1, true, false', found=show(value))
    return Datum(name)


def read_event_rule(form: Form, data: object, path: Path) -> EventRule | Each | None:
    """Return one event of a row that is a whole case, or the many events that one of its cells holds."""
    if not isinstance(data, Mapping):
        form.report.add("MAP003", path, expected="{kind, at, by, when} | {each, kinds, at, by}", found=show(data))
        return None
    table = cast("Mapping[object, object]", data)
    if "each" in table:
        return _read_each(form, table, path)
    fields = {str(key): value for key, value in table.items()}
    for name in ("kind", "at"):
        if name not in fields:
            form.report.add("MAP002", path, name=name)
    kind = fields.pop("kind", None)
    at = _read_moment(form, fields.pop("at"), (*path, "at")) if "at" in fields else Moment("")
    by = read_by(form, fields.pop("by", "system"), (*path, "by"))
    when = form.tests(fields.pop("when"), (*path, "when")) if "when" in fields else ()
    if kind is None:
        return None
    if not isinstance(kind, str):
        form.report.add("MAP003", (*path, "kind"), expected="resolved", found=show(kind))
        return None
    if not _known_kind(form, kind, (*path, "kind")):
        return None
    return EventRule(kind, at=at, by=by, when=when, data=_read_data(form, kind, fields, path, beside=True))


def _read_moment(form: Form, data: object, path: Path) -> Moment:
    if not isinstance(data, Mapping):
        return Moment(form.column(data, path))
    fields = form.fields(cast("object", data), path, ("from", *_UNITS), ("from",))
    column = form.column(fields["from"], (*path, "from")) if "from" in fields else ""
    units = [name for name in _UNITS if name in fields]
    if len(units) != 1:
        form.report.add("MAP003", path, expected=f"{{from, {' | '.join(_UNITS)}}}", found=show(cast("object", data)))
        return Moment(column)
    return Moment(column, plus=form.column(fields[units[0]], (*path, units[0])), unit_us=_UNITS[units[0]])


def _read_each(form: Form, data: object, path: Path) -> Each | None:
    fields = form.fields(data, path, ("each", "kinds", "at", "by", "activity"), ("kinds", "at"))
    here = (*path, "each")
    cell = form.fields(fields["each"], here, ("column", "records", "fields", "names"), ("column", "records", "fields", "names"))
    if len(cell) < 4 or len(fields) < 3 or "kinds" not in fields or "at" not in fields:
        return None
    names = form.columns(cell["names"], (*here, "names"))
    at = form.column(fields["at"], (*path, "at"))
    by = read_by(form, fields.get("by", "system"), (*path, "by"))
    rest = [name for name in names if name not in (at, by.column)]
    if "activity" in fields:
        activity = form.column(fields["activity"], (*path, "activity"))
    elif len(rest) == 1:
        activity = rest[0]
    else:
        form.report.add("MAP014", path, expected=", ".join(rest) or ", ".join(names))
        return None
    for key, name in (("at", at), ("activity", activity)):
        if name not in names:
            form.report.add("MAP015", (*path, key), found=name, expected=did_you_mean(name, names) or ", ".join(names))
    kinds, otherwise = read_kinds(form, fields["kinds"], (*path, "kinds"))
    return Each(
        form.column(cell["column"], (*here, "column")),
        records=form.text(cell["records"], (*here, "records")),
        fields=form.text(cell["fields"], (*here, "fields")),
        names=names, activity=activity, at=at, by=by, kinds=kinds, otherwise=otherwise,
    )  # fmt: skip
