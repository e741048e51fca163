"""Conditions from plain data, as a standard writes them.

*Rule:* what is wrong is noted with its path and read as never true; reading goes on, so that all problems are told at once.

Example:
    >>> report = Report()
    >>> condition = read_condition({"priorty": []}, report)
    >>> [(problem.code, problem.path) for problem in report.problems]
    [('SLA112', ('priorty',))]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from servstd.conditions.tree import (
    CATEGORIES,
    AllOf,
    AnyOf,
    Becomes,
    Builtin,
    Condition,
    NoneOf,
    OnEvent,
    Op,
    Plugin,
    Running,
    Test,
    has_event,
)
from servstd.errors import Path, Report
from servstd.events import KINDS, ROLES, Scalar
from servstd.plain import is_list, is_map

__all__ = ["read_condition"]

_OPS: Mapping[str, Op] = {"not": "not_in", "gt": "gt", "gte": "gte", "lt": "lt", "lte": "lte", "any": "any", "all": "all", "none": "none"}


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
    if is_list(data):
        return _read_categories(data, report, path)
    if not is_map(data) or not data:
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
        elif key == "running":
            parts.append(_read_running(value, report, here))
        elif key == "condition":
            parts.append(_read_plugin(value, report, here))
        else:
            parts.extend(_read_tests(key, value, report, here))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _read_categories(data: Sequence[object], report: Report, path: Path) -> Condition:
    for i, item in enumerate(data):
        if item not in CATEGORIES:
            report.add("SLA103", (*path, i), found=_show(item), expected=", ".join(CATEGORIES))
    return Test("category", op="in", values=tuple(str(item) for item in data))


def _read_group(key: str, value: object, report: Report, path: Path) -> Condition:
    if not is_list(value) or not value:
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


def _read_running(value: object, report: Report, path: Path) -> Condition:
    if isinstance(value, str):
        return Running(value)
    report.add("SLA116", path, found=_show(value))
    return AnyOf(())


def _read_plugin(value: object, report: Report, path: Path) -> Condition:
    if not is_map(value) or len(value) != 1:
        report.add("SLA109", path, found=_show(value))
        return AnyOf(())
    name, args = next(iter(value.items()))
    if args is None:
        return Plugin(name)
    if not is_map(args):
        report.add("SLA109", (*path, name), found=_show(args))
        return AnyOf(())
    pairs: list[tuple[str, Scalar]] = []
    for key, item in args.items():
        if isinstance(item, (str, int, float)):
            pairs.append((key, item))
        else:
            report.add("SLA109", (*path, name, key), found=_show(item))
    return Plugin(str(name), args=tuple(pairs))


def _read_tests(attribute: str, value: object, report: Report, path: Path) -> list[Test]:
    if not is_map(value):
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
    items = value if is_list(value) else [value]
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
    items = value if is_list(value) else [value]
    for item in items:
        if not isinstance(item, str):
            report.add("SLA112", path, found=_show(item))
    return tuple(item for item in items if isinstance(item, str))


def _show(value: object) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
