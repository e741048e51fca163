"""The one condition language: a frozen tree, read from plain data, compiled to predicates.

*Rule:* a condition is data. It names attributes, values and event kinds, so it can be linted, printed, compiled to a
predicate here and to columns elsewhere. A missing attribute matches nothing, `not` included, unless `{missing: true}`.

Example:
    >>> report = Report()
    >>> condition = read_condition({"priority": ["high", "urgent"], "channel": {"not": "email"}}, report)
    >>> holds = compile_state(condition)
    >>> holds({"priority": "high", "channel": "phone"}), holds({"priority": "high"})
    (True, False)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, TypeAlias

import attrs

from servstd.errors import Path, Report
from servstd.events import KINDS, ROLES, Event, Scalar

__all__ = [
    "CATEGORIES", "AllOf", "AnyOf", "Becomes", "Builtin", "Condition", "NoneOf", "OnEvent", "Plugin", "Running", "Test", "compile_event",
    "compile_rise", "compile_state", "has_event", "names_read", "read_condition", "replace_builtin", "walk",
]

CATEGORIES = ("open", "waiting_customer", "on_hold", "resolved", "closed", "cancelled")
Op = Literal["in", "not_in", "gt", "gte", "lt", "lte", "any", "all", "none", "missing", "present"]
Attributes: TypeAlias = Mapping[str, object]
RunningClocks: TypeAlias = Mapping[str, object]
StatePredicate: TypeAlias = Callable[[Attributes], bool]


@attrs.frozen
class Test:
    """One attribute against values; `values` are compared as they are, lists (tags) by `any`, `all`, `none`."""

    __test__ = False  # not a pytest class
    attribute: str
    op: Op = attrs.field(kw_only=True)
    values: tuple[Scalar, ...] = attrs.field(default=(), kw_only=True)


@attrs.frozen
class AllOf:
    """True when every part is true; no parts: true."""

    parts: tuple[Condition, ...]


@attrs.frozen
class AnyOf:
    """True when a part is true; no parts: false."""

    parts: tuple[Condition, ...]


@attrs.frozen
class NoneOf:
    """True when no part is true."""

    parts: tuple[Condition, ...]


@attrs.frozen
class OnEvent:
    """True only at an event of these kinds (empty: any kind), by these roles, whose data or the case's attributes pass.

    `sets` names an attribute that the event must set.
    """

    kinds: tuple[str, ...]
    by: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    sets: str | None = attrs.field(default=None, kw_only=True)
    tests: tuple[Test, ...] = attrs.field(default=(), kw_only=True)


@attrs.frozen
class Becomes:
    """True at the event after which a state holds that did not hold before it (before `opened` nothing holds)."""

    state: Condition


@attrs.frozen
class Running:
    """True while a clock of this metric runs or is paused; the metric must stand earlier in the standard."""

    metric: str


@attrs.frozen
class Plugin:
    """A condition a plugin provides, with its arguments."""

    name: str
    args: tuple[tuple[str, Scalar], ...] = attrs.field(default=(), kw_only=True)


@attrs.frozen
class Builtin:
    """Stands for the built-in metric's own condition where a standard extends it."""


Condition: TypeAlias = Test | AllOf | AnyOf | NoneOf | OnEvent | Becomes | Running | Plugin | Builtin

_OPS: Mapping[str, Op] = {"not": "not_in", "gt": "gt", "gte": "gte", "lt": "lt", "lte": "lte", "any": "any", "all": "all", "none": "none"}
_WORDS = ("any", "all", "none", "event", "by", "set", "becomes", "running", "condition")


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_condition(data: object, report: Report, path: Path = ()) -> Condition:
    """Return the condition that plain data describes; what is wrong is noted in `report` and read as never true.

    Args:
        data: A mapping of attributes; a mapping with `any`, `all`, `none`, `event`, `becomes`, `running` or `condition`;
            a list of status categories; or the word `builtin`.
        report: Takes the problems (`SLA1xx`), each with its path below `path`.
        path: Where `data` stands.
    """
    if data == "builtin":
        return Builtin()
    if isinstance(data, list):
        return _read_categories(data, report, path)
    if not isinstance(data, Mapping) or not data:
        report.add("SLA101", path, found=_show(data))
        return AnyOf(())
    parts: list[Condition] = []
    if "event" in data or "set" in data or "by" in data:
        return _read_event(data, report, path)
    for key, value in data.items():
        here = (*path, key)
        if key in ("any", "all", "none"):
            parts.append(_read_group(key, value, report, here))
        elif key == "becomes":
            state = read_condition(value, report, here)
            if has_event(state):
                report.add("SLA102", here)
            parts.append(Becomes(state))
        elif key == "running" and isinstance(value, str):
            parts.append(Running(value))
        elif key == "condition":
            parts.append(_read_plugin(value, report, here))
        else:
            parts.extend(_read_tests(key, value, report, here))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _read_categories(data: list[object], report: Report, path: Path) -> Condition:
    for i, item in enumerate(data):
        if item not in CATEGORIES:
            report.add("SLA103", (*path, i), found=_show(item), expected=", ".join(CATEGORIES))
    return Test("category", op="in", values=tuple(str(item) for item in data))


def _read_group(key: str, value: object, report: Report, path: Path) -> Condition:
    if not isinstance(value, list) or not value:
        report.add("SLA104", path, found=_show(value), key=key)
        return AnyOf(())
    parts = tuple(read_condition(item, report, (*path, i)) for i, item in enumerate(value))
    if key == "any":
        return AnyOf(parts)
    return AllOf(parts) if key == "all" else NoneOf(parts)


def _read_event(data: Mapping[str, object], report: Report, path: Path) -> Condition:
    kinds = _texts(data.get("event", ()), report, (*path, "event"))
    for kind in kinds:
        if kind not in KINDS and not kind.startswith("x-"):
            from servstd.messages.nearest import did_you_mean

            report.add("SLA105", (*path, "event"), found=kind, expected=did_you_mean(kind, KINDS) or ", ".join(KINDS))
    roles = _texts(data.get("by", ()), report, (*path, "by"))
    for role in roles:
        if role not in ROLES:
            report.add("SLA106", (*path, "by"), found=role, expected=", ".join(ROLES))
    sets = data.get("set")
    if sets is not None and not isinstance(sets, str):
        report.add("SLA107", (*path, "set"), found=_show(sets))
        sets = None
    tests: list[Test] = []
    for key, value in data.items():
        if key in ("any", "all", "none", "becomes", "running", "condition"):
            report.add("SLA108", (*path, key), on_key=True, key=key)
        elif key not in ("event", "by", "set"):
            tests.extend(_read_tests(key, value, report, (*path, key)))
    return OnEvent(kinds, by=roles, sets=sets, tests=tuple(tests))


def _read_plugin(value: object, report: Report, path: Path) -> Condition:
    if not isinstance(value, Mapping) or len(value) != 1:
        report.add("SLA109", path, found=_show(value))
        return AnyOf(())
    name, args = next(iter(value.items()))
    pairs = tuple((str(key), item) for key, item in args.items()) if isinstance(args, Mapping) else ()
    return Plugin(str(name), args=pairs)


def _read_tests(attribute: str, value: object, report: Report, path: Path) -> list[Test]:
    if not isinstance(value, Mapping):
        return [Test(attribute, op="in", values=_scalars(value, report, path))]
    tests: list[Test] = []
    for key, item in value.items():
        here = (*path, key)
        if key == "missing" and isinstance(item, bool):
            tests.append(Test(attribute, op="missing" if item else "present"))
        elif key in _OPS:
            values = _scalars(item, report, here)
            if key in ("gt", "gte", "lt", "lte") and (len(values) != 1 or values[0] is None):
                report.add("SLA111", here, key=key, found=_show(item))
            tests.append(Test(attribute, op=_OPS[key], values=values))
        else:
            report.add("SLA110", here, on_key=True, key=str(key), attribute=attribute, expected=", ".join([*_OPS, "missing"]))
    if not value:
        report.add("SLA101", path, found="{}")
    return tests


def _scalars(value: object, report: Report, path: Path) -> tuple[Scalar, ...]:
    items: list[object] = value if isinstance(value, list) else [value]
    out: list[Scalar] = []
    for item in items:
        if isinstance(item, (str, int, float)) and item == item:
            out.append(item)
        else:
            report.add("SLA112", path, found=_show(item))
    if not items:
        report.add("SLA112", path, found="[]")
    return tuple(out)


def _texts(value: object, report: Report, path: Path) -> tuple[str, ...]:
    items: list[object] = list(value) if isinstance(value, (list, tuple)) else [value]
    for item in items:
        if not isinstance(item, str):
            report.add("SLA112", path, found=_show(item))
    return tuple(item for item in items if isinstance(item, str))


def _show(value: object) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


# ── walking ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def walk(condition: Condition) -> Iterator[Condition]:
    """Yield the condition and every part of it, outermost first."""
    yield condition
    if isinstance(condition, (AllOf, AnyOf, NoneOf)):
        for part in condition.parts:
            yield from walk(part)
    elif isinstance(condition, Becomes):
        yield from walk(condition.state)


def has_event(condition: Condition) -> bool:
    """Return whether the condition is about an event or a change rather than a state."""
    return any(isinstance(part, (OnEvent, Becomes)) for part in walk(condition))


def names_read(condition: Condition) -> set[str]:
    """Return the names of the attributes (or event data) the condition reads."""
    names: set[str] = set()
    for part in walk(condition):
        if isinstance(part, Test):
            names.add(part.attribute)
        elif isinstance(part, OnEvent):
            names.update(test.attribute for test in part.tests)
    return names


def replace_builtin(condition: Condition, builtin: Condition) -> Condition:
    """Return the condition with the word `builtin` replaced by a built-in metric's own condition."""
    if isinstance(condition, Builtin):
        return builtin
    if isinstance(condition, (AllOf, AnyOf, NoneOf)):
        return type(condition)(tuple(replace_builtin(part, builtin) for part in condition.parts))
    return condition


# ── compiling ────────────────────────────────────────────────────────────────────────────────────────────────────────

EventPredicate: TypeAlias = Callable[[Event | None, tuple[str, ...], Attributes, Attributes | None, RunningClocks], bool]
"""(event, the kinds it stands for, attributes after it, attributes before it, running clocks by metric) -> bool."""


def _compile_test(test: Test) -> StatePredicate:
    name, values = test.attribute, test.values
    if test.op == "missing":
        return lambda attributes: attributes.get(name) is None
    if test.op == "present":
        return lambda attributes: attributes.get(name) is not None
    if test.op in ("any", "all", "none"):
        return _compile_list_test(name, frozenset(values), test.op)
    if test.op in ("gt", "gte", "lt", "lte"):
        return _compile_order_test(name, values[0] if values else None, test.op)
    wanted = frozenset((type(value) is bool, value) for value in values)
    plain = frozenset(values)
    simple = all(isinstance(value, str) for value in values)
    if test.op == "in":
        if len(plain) == 1 and simple:
            (only,) = plain
            return lambda attributes: (value := attributes.get(name)) == only or (isinstance(value, (list, tuple)) and only in value)
        return lambda attributes: _member(attributes.get(name), plain, wanted)
    return lambda attributes: attributes.get(name) is not None and not _member(attributes[name], plain, wanted)


def _member(value: object, plain: frozenset[Scalar], wanted: frozenset[tuple[bool, Scalar]]) -> bool:
    if isinstance(value, (list, tuple)):
        return any(item in plain for item in value)
    if isinstance(value, str):
        return value in plain
    return isinstance(value, (int, float)) and (type(value) is bool, value) in wanted


def _compile_list_test(name: str, values: frozenset[Scalar], op: Op) -> StatePredicate:
    def items(attributes: Attributes) -> frozenset[object] | None:
        value = attributes.get(name)
        if value is None:
            return None
        return frozenset(value) if isinstance(value, (list, tuple)) else frozenset((value,))

    def holds(attributes: Attributes) -> bool:
        found = items(attributes)
        if found is None:
            return False
        if op == "any":
            return bool(found & values)
        return values <= found if op == "all" else not found & values

    return holds


def _compile_order_test(name: str, limit: Scalar, op: Op) -> StatePredicate:
    def holds(attributes: Attributes) -> bool:
        value = attributes.get(name)
        if isinstance(value, str) and isinstance(limit, str):
            low, same = value < limit, value == limit
        elif isinstance(value, (int, float)) and isinstance(limit, (int, float)) and not isinstance(value, bool):
            low, same = value < limit, value == limit
        else:
            return False
        if same:
            return op in ("gte", "lte")
        return low if op in ("lt", "lte") else not low

    return holds


def compile_state(condition: Condition) -> StatePredicate:
    """Return a predicate over attributes; parts about events and running clocks are false in it."""
    if isinstance(condition, Test):
        return _compile_test(condition)
    if isinstance(condition, (AllOf, AnyOf, NoneOf)):
        parts = tuple(compile_state(part) for part in condition.parts)
        if isinstance(condition, AllOf):
            if len(parts) == 2:
                first, second = parts
                return lambda attributes: first(attributes) and second(attributes)
            return lambda attributes: all(part(attributes) for part in parts)
        if isinstance(condition, AnyOf):
            return lambda attributes: any(part(attributes) for part in parts)
        return lambda attributes: not any(part(attributes) for part in parts)
    return lambda attributes: False


def compile_event(condition: Condition) -> EventPredicate:
    """Return a predicate over an event and the attributes around it; without an event only state parts can be true."""
    if isinstance(condition, OnEvent):
        return _compile_on_event(condition)
    if isinstance(condition, Becomes):
        state = compile_state(condition.state)
        return lambda event, kinds, after, before, running: (
            event is not None and state(after) and not (before is not None and state(before))
        )
    if isinstance(condition, Running):
        metric = condition.metric
        return lambda event, kinds, after, before, running: metric in running
    if isinstance(condition, (AllOf, AnyOf, NoneOf)) and (has_event(condition) or any(isinstance(p, Running) for p in walk(condition))):
        return _compile_event_group(condition)
    state = compile_state(condition)
    return lambda event, kinds, after, before, running: state(after)


def _compile_event_group(group: AllOf | AnyOf | NoneOf) -> EventPredicate:
    parts = tuple(compile_event(part) for part in group.parts)
    wanted, found = (False, False) if isinstance(group, AllOf) else (True, isinstance(group, AnyOf))

    # A loop, not all() over a generator: this runs for every metric at every event.
    def holds(event: Event | None, kinds: tuple[str, ...], after: Attributes, before: Attributes | None, running: RunningClocks) -> bool:
        for part in parts:
            if part(event, kinds, after, before, running) is wanted:
                return found
        return not found

    return holds


def _compile_on_event(condition: OnEvent) -> EventPredicate:
    wanted, roles, sets = frozenset(condition.kinds), frozenset(condition.by), condition.sets
    tests = tuple((test.attribute, _compile_test(test)) for test in condition.tests)

    def fires(event: Event | None, kinds: tuple[str, ...], after: Attributes, before: Attributes | None, running: RunningClocks) -> bool:
        if event is None or (wanted and wanted.isdisjoint(kinds)):
            return False
        if roles and event.by.role not in roles:
            return False
        data = event.data
        if sets is not None and data.get(sets) is None:
            return False
        for name, test in tests:
            if not test(data if name in data else after):
                return False
        return True

    return fires


def compile_rise(condition: Condition) -> EventPredicate:
    """Return a predicate that fires at an event the condition names, or when a state it names begins to hold.

    The branches of an `any` rise on their own; before `opened` (`before` is None) nothing held.
    """
    if isinstance(condition, AnyOf):
        branches = tuple(compile_rise(part) for part in condition.parts)
        return lambda event, kinds, after, before, running: any(branch(event, kinds, after, before, running) for branch in branches)
    holds = compile_event(condition)
    if isinstance(condition, (OnEvent, Becomes)):
        return holds
    return lambda event, kinds, after, before, running: (
        holds(event, kinds, after, before, running)
        and not (before is not None and holds(None, (), before, before, running))
    )
