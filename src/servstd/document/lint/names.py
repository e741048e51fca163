"""Names that mean nothing: attributes, values and event data that the standard does not know, and `builtin` where there is none.

*Rule:* a misspelt name makes a condition that never holds, so it is an error, and the nearest known name is offered. Names
are judged only where the document declares them.

Example:
    >>> from servstd.document import check_edition
    >>> head = 'format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC'
    >>> body = "sla: {answered_on_arrival: {tier: golden}}, attributes: {tier: {values: [gold]}}"
    >>> [problem.code for problem in check_edition(f"{{{head}, {body}}}")[1]]
    ['SLA002']
"""

from __future__ import annotations

from collections.abc import Iterable

from servstd.conditions import Builtin, OnEvent, Running, Test, walk
from servstd.document.lint._scope import Scope
from servstd.errors import Path
from servstd.events import KINDS
from servstd.messages.nearest import did_you_mean

__all__ = ["CHECKS", "check_conditions", "check_scenarios", "check_tables"]

_ORDER = ("gt", "gte", "lt", "lte")


def check_conditions(scope: Scope) -> None:
    """Report unknown attributes, values, event data and metrics in every condition."""
    for condition, path in scope.conditions():
        for part in walk(condition):
            if isinstance(part, Test):
                _check_test(scope, part, path)
            elif isinstance(part, OnEvent):
                _check_event(scope, part, path)
            elif isinstance(part, Running):
                _check_running(scope, part.metric, path)
            elif isinstance(part, Builtin):
                scope.add("SLA008", path)
    for metric in scope.edition.metrics:
        if not metric.builtin:
            for part_name in ("start", "stop", "pause", "cancel"):
                _check_builtin(scope, ("sla", "metrics", metric.name, part_name))


def _check_builtin(scope: Scope, path: Path) -> None:
    """The word `builtin` in a metric that is none was read as never true: only the document still shows it."""
    for word, place in scope.texts(path):
        if word == "builtin":
            scope.add("SLA008", place)


def _check_attribute(scope: Scope, name: str, base: Path) -> bool:
    """Return whether the attribute is known; report it when it is not and the document declares attributes."""
    if name in scope.known or not scope.edition.attributes:
        return True
    scope.add("SLA001", scope.find(base, name), on_key=True, attribute=name, found=name, expected=_nearest(name, scope.known))
    return False


def _check_test(scope: Scope, test: Test, base: Path) -> None:
    if not _check_attribute(scope, test.attribute, base):
        return
    attribute = scope.edition.attributes.get(test.attribute)
    values = scope.values_of(test.attribute)
    if test.op in _ORDER:
        if values is not None and any(isinstance(value, str) for value in test.values):
            scope.add("SLA004", scope.find(base, test.attribute), attribute=test.attribute, expected=_listed(test, values))
        return
    for value in test.values:
        _check_value(scope, test.attribute, value, scope.find(base, test.attribute, value))
    if attribute is not None and attribute.kind == "number":
        for value in test.values:
            if not isinstance(value, (int, float)) or isinstance(value, bool):
                scope.add("SLA003", scope.find(base, test.attribute, value), attribute=test.attribute, found=repr(value))


def _listed(test: Test, values: tuple[object, ...]) -> str:
    """Return the list an author means by `gte: high`: the values from there on."""
    word = test.values[0]
    at = values.index(word) if word in values else 0
    meant = {"gt": values[at + 1 :], "gte": values[at:], "lt": values[:at], "lte": values[: at + 1]}[test.op]
    return f"[{', '.join(map(str, meant))}]"


def _check_value(scope: Scope, name: str, value: object, path: Path) -> None:
    values = scope.values_of(name)
    if values is not None and not any(type(known) is type(value) and known == value for known in values):
        shown = [_shown(known) for known in values]
        scope.add("SLA002", path, attribute=name, found=_shown(value), expected=_nearest(_shown(value), shown))


def _check_event(scope: Scope, event: OnEvent, base: Path) -> None:
    if event.sets is not None:
        _check_attribute_set(scope, event.sets, base)
    data = {name for kind in event.kinds if kind in KINDS for name in KINDS[kind].data}
    own = not event.kinds or any(kind not in KINDS for kind in event.kinds)
    for test in event.tests:
        name = test.attribute
        if name in scope.known:
            _check_test(scope, test, base)
        elif name not in data and not own and scope.edition.attributes:
            known = [*scope.known, *sorted(data)]
            place = scope.find(base, name)
            scope.add("SLA007", place, on_key=True, name=name, kinds=", ".join(event.kinds), found=name, expected=_nearest(name, known))


def _check_attribute_set(scope: Scope, name: str, base: Path) -> None:
    if name not in scope.known and scope.edition.attributes:
        scope.add("SLA001", scope.find(base, "set", name), attribute=name, found=name, expected=_nearest(name, scope.known))


def _check_running(scope: Scope, metric: str, base: Path) -> None:
    names = [known.name for known in scope.edition.metrics]
    if base[:2] == ("sla", "metrics") and metric in names and names.index(metric) >= names.index(str(base[2])):
        scope.add("SLA006", scope.find(base, "running", metric), metric=metric, own=base[2])


def check_tables(scope: Scope) -> None:
    """Report unknown attributes and rows of tables."""
    for table, path in scope.tables():
        if not _check_attribute(scope, table.attribute, path):
            continue
        values = scope.values_of(table.attribute)
        known = None if values is None else [_shown(value) for value in values]
        for row in table.rows:
            if known is not None and row not in known:
                here = (*path, table.attribute, row)
                scope.add("SLA002", here, on_key=True, attribute=table.attribute, found=row, expected=_nearest(row, known))


def check_scenarios(scope: Scope) -> None:
    """Report unknown values that a scenario gives to declared attributes."""
    for scenario in scope.edition.scenarios:
        for name, value in scenario.case.items():
            _check_given(scope, name, value, (*scenario.path, "case"))
        for event in scenario.events:
            for name, value in event.data.items():
                if scenario.case.get(name) != value:
                    _check_given(scope, name, value, (*scenario.path, "events"))


def _check_given(scope: Scope, name: str, value: object, base: Path) -> None:
    if isinstance(value, (str, int, float)) and name in scope.known:
        _check_value(scope, name, value, scope.find(base, name, value))


def _nearest(name: str, known: Iterable[str]) -> str:
    names = list(known)
    return did_you_mean(name, names) or ", ".join(names)


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


CHECKS = (check_conditions, check_tables, check_scenarios)
