"""Conditions as predicates.

*Rule:* a missing attribute matches nothing, `not` included, unless `{missing: true}`; an event's condition is true at that event
only; a state rises when it holds now and did not before.

Example:
    >>> holds = compile_state(Test("channel", op="not_in", values=("email",)))
    >>> holds({"channel": "phone"}), holds({"channel": "email"}), holds({})
    (True, False, False)
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from servstd.conditions.tree import AllOf, AnyOf, Becomes, Condition, NoneOf, OnEvent, Op, Plugin, Running, Test, has_event, walk
from servstd.errors import PluginError, spell_error
from servstd.events import Event, Scalar
from servstd.plain import is_list

if TYPE_CHECKING:
    from servstd.protocols import Condition as PluginPart

__all__ = ["EventPredicate", "StatePredicate", "compile_event", "compile_rise", "compile_state"]

Attributes: TypeAlias = Mapping[str, object]
RunningClocks: TypeAlias = Mapping[str, object]
StatePredicate: TypeAlias = Callable[[Attributes], bool]
EventPredicate: TypeAlias = Callable[[Event | None, tuple[str, ...], Attributes, Attributes | None, RunningClocks], bool]
"""(event, the kinds it stands for, attributes after it, attributes before it, running clocks by metric) -> bool."""

_ORDER: Mapping[Op, Callable[[Any, Any], bool]] = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}


def _compile_test(test: Test) -> StatePredicate:
    name, values = test.attribute, test.values
    if test.op == "missing":
        return lambda attributes: attributes.get(name) is None
    if test.op == "present":
        return lambda attributes: attributes.get(name) is not None
    if test.op in ("any", "all", "none"):
        return _compile_list_test(name, frozenset(values), test.op)
    if test.op in _ORDER:
        return _compile_order_test(name, values[0] if values else None, test.op)
    wanted = frozenset((type(value) is bool, value) for value in values)
    plain = frozenset(values)
    simple = all(isinstance(value, str) for value in values)
    if test.op == "in":
        if len(plain) == 1 and simple:
            (only,) = plain
            return lambda attributes: (value := attributes.get(name)) == only or (is_list(value) and only in value)
        return lambda attributes: _member(attributes.get(name), plain, wanted)
    return lambda attributes: attributes.get(name) is not None and not _member(attributes[name], plain, wanted)


def _member(value: object, plain: frozenset[Scalar], wanted: frozenset[tuple[bool, Scalar]]) -> bool:
    if is_list(value):
        return not plain.isdisjoint(value)
    if isinstance(value, str):
        return value in plain
    return isinstance(value, (int, float)) and (type(value) is bool, value) in wanted


def _compile_list_test(name: str, values: frozenset[Scalar], op: Op) -> StatePredicate:
    def holds(attributes: Attributes) -> bool:
        value = attributes.get(name)
        if value is None:
            return False
        found = frozenset(value) if is_list(value) else frozenset((value,))
        if op == "all":
            return values <= found
        return values.isdisjoint(found) is (op == "none")

    return holds


def _compile_order_test(name: str, limit: Scalar, op: Op) -> StatePredicate:
    compare = _ORDER[op]

    def holds(attributes: Attributes) -> bool:
        value = attributes.get(name)
        if isinstance(value, str) and isinstance(limit, str):
            return compare(value, limit)
        if isinstance(value, (int, float)) and isinstance(limit, (int, float)) and not isinstance(value, bool):
            return compare(value, limit)
        return False

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
    if isinstance(condition, Plugin) and condition.part is not None:
        return _compile_plugin(condition, condition.part)
    return lambda attributes: False


def _compile_plugin(condition: Plugin, part: PluginPart) -> StatePredicate:
    args = MappingProxyType(dict(condition.args))

    def failed(found: str) -> PluginError:
        return PluginError("PLG042", plugin=condition.plugin, name=condition.name, what=found)

    def holds(attributes: Attributes) -> bool:
        try:
            answer = cast(object, part.holds(MappingProxyType(dict(attributes)), args))
        except (Exception, SystemExit) as error:
            raise failed(spell_error(error)) from error
        if not isinstance(answer, bool):
            raise failed(f"it answered {type(answer).__name__}, not bool")
        return answer

    return holds


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

    def fires(event: Event | None, kinds: tuple[str, ...], after: Attributes, _before: Attributes | None, _running: RunningClocks) -> bool:
        if event is None or (wanted and wanted.isdisjoint(kinds)):
            return False
        if roles and event.by.role not in roles:
            return False
        data = event.data
        if sets is not None and data.get(sets) is None:
            return False
        for name, test in tests:  # noqa: SIM110  # a generator costs as much as the tests, at every event
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
        holds(event, kinds, after, before, running) and not (before is not None and holds(None, (), before, before, running))
    )
