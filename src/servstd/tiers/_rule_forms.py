"""What may be written as the settings of a built-in scoring rule, and what is wrong with it.

*Rule:* every fault is noted with its place, all of them at once; settings in which nothing was noted can be used without looking again.

Example:
    >>> from servstd.errors import Report
    >>> report = Report()
    >>> check_thresholds({"field": "paid", "steps": [{"from": 0, "points": 0}, {"from": 0, "points": 120}]}, report, ("rule",))
    >>> [(problem.code, problem.path_text) for problem in report.problems]
    [('TIR004', 'rule.steps[1].points'), ('TIR005', 'rule.steps[1].from')]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TypeGuard

from servstd.durations import parse_period
from servstd.errors import Path, Report, UsageError
from servstd.messages.nearest import did_you_mean
from servstd.plain import is_list, is_map

__all__ = ["BEST", "LIMIT", "check_decay", "check_lookup", "check_quantile", "check_thresholds", "check_weighted_sum", "is_number", "show"]

Settings = Mapping[str, object]
BEST = 100.0
LIMIT = 10**18


def show(value: object) -> str:
    """Return a value as messages quote it, cut to 60 characters."""
    return repr(value)[:60]


def is_number(value: object) -> TypeGuard[int | float]:
    """Return whether a value is a finite number from -1e18 to 1e18; true and false are none."""
    # the comparison is false for NaN and the infinities; the bound keeps products and sums from overflowing
    return isinstance(value, (int, float)) and not isinstance(value, bool) and -LIMIT <= value <= LIMIT


# ── parts of forms ────────────────────────────────────────────────────────────────────────────────────────────
def _keys(settings: Settings, report: Report, path: Path, needed: Sequence[str], allowed: Sequence[str] = ()) -> None:
    known = (*needed, *allowed)
    for key in settings:
        if key not in known:
            report.add("TIR001", (*path, key), on_key=True, key=key, near=did_you_mean(key, known) or known[0], expected=", ".join(known))
    for key in needed:
        if key not in settings:
            report.add("TIR002", path, key=key, expected=", ".join(needed))


def _name(settings: Settings, key: str, report: Report, path: Path) -> None:
    value = settings.get(key, key)
    if not isinstance(value, str) or not value.strip():
        report.add("TIR003", (*path, key), expected="a name", found=show(value))


def _field(settings: Settings, report: Report, path: Path) -> None:
    _name(settings, "field", report, path)
    _name(settings, "unit", report, path)


def _number(value: object, report: Report, path: Path) -> TypeGuard[int | float]:
    if is_number(value):
        return True
    report.add("TIR003", path, expected="a finite number from -1e18 to 1e18", found=show(value))
    return False


def _points(value: object, report: Report, path: Path) -> None:
    if _number(value, report, path) and not 0 <= value <= BEST:
        report.add("TIR004", path, found=show(value), expected="0 to 100")


def _filled_list(value: object, report: Report, path: Path) -> Sequence[object]:
    if is_list(value) and value:
        return value
    report.add("TIR003", path, expected="a list with at least one entry", found=show(value))
    return ()


def _filled_map(value: object, report: Report, path: Path) -> Mapping[str, object]:
    if is_map(value) and value:
        return value
    report.add("TIR003", path, expected="a mapping with at least one entry", found=show(value))
    return {}


def _ascending(edges: Sequence[tuple[Path, object]], report: Report) -> None:
    for (_, before), (path, edge) in pairwise(edges):
        if is_number(before) and is_number(edge) and edge <= before:
            report.add("TIR005", path, found=show(edge), before=show(before))


# ── forms ─────────────────────────────────────────────────────────────────────────────────────────────────────
def check_thresholds(settings: Settings, report: Report, path: Path) -> None:
    """Note what is wrong with `{field, unit?, steps: [{from, points}, ...]}`; `from` ascends strictly."""
    _keys(settings, report, path, ("field", "steps"), ("unit",))
    _field(settings, report, path)
    if "steps" not in settings:
        return
    edges: list[tuple[Path, object]] = []
    for i, step in enumerate(_filled_list(settings["steps"], report, (*path, "steps"))):
        here = (*path, "steps", i)
        if not is_map(step):
            report.add("TIR003", here, expected="{from: ..., points: ...}", found=show(step))
            continue
        _keys(step, report, here, ("from", "points"))
        if "from" in step:
            _number(step["from"], report, (*here, "from"))
            edges.append(((*here, "from"), step["from"]))
        if "points" in step:
            _points(step["points"], report, (*here, "points"))
    _ascending(edges, report)


def check_lookup(settings: Settings, report: Report, path: Path) -> None:
    """Note what is wrong with `{field, values: {VALUE: POINTS, ...}, else?: POINTS}`."""
    _keys(settings, report, path, ("field", "values"), ("else",))
    _field(settings, report, path)
    if "values" in settings:
        for value, points in _filled_map(settings["values"], report, (*path, "values")).items():
            _points(points, report, (*path, "values", value))
    if "else" in settings:
        _points(settings["else"], report, (*path, "else"))


def check_quantile(settings: Settings, report: Report, path: Path) -> None:
    """Note what is wrong with `{field, unit?, cuts: [...], points?: [...], ties?: lower | upper, ntile?: K}`; cuts ascend strictly."""
    ntile = settings.get("ntile")
    if "ntile" in settings and "ties" not in settings:
        report.add("TIR007", (*path, "ntile"), on_key=True, found=show(ntile))
        return
    if "ntile" in settings and "cuts" not in settings:
        report.add("TIR008", (*path, "ntile"), on_key=True, found=show(ntile))
        return
    _keys(settings, report, path, ("field", "cuts"), ("unit", "points", "ties", "ntile"))
    _field(settings, report, path)
    if settings.get("ties", "upper") not in ("lower", "upper"):
        report.add("TIR003", (*path, "ties"), expected="lower, upper", found=show(settings["ties"]))
    if "cuts" not in settings:
        return
    cuts = _filled_list(settings["cuts"], report, (*path, "cuts"))
    edges: list[tuple[Path, object]] = [((*path, "cuts", i), cut) for i, cut in enumerate(cuts)]
    for here, cut in edges:
        _number(cut, report, here)
    _ascending(edges, report)
    if "ntile" in settings and (type(ntile) is not int or ntile <= len(cuts)):
        report.add("TIR011", (*path, "ntile"), found=show(ntile), cuts=len(cuts), expected=f"a whole number, {len(cuts) + 1} or more")
    if "points" in settings:
        points = _filled_list(settings["points"], report, (*path, "points"))
        for i, value in enumerate(points):
            _points(value, report, (*path, "points", i))
        if points and len(points) != len(cuts) + 1:
            report.add("TIR006", (*path, "points"), found=len(points), expected=len(cuts) + 1, cuts=len(cuts))


def check_weighted_sum(settings: Settings, report: Report, path: Path) -> None:
    """Note what is wrong with `{fields: {NAME: FACTOR, ...}, units?: {NAME: UNIT}, from, to}`; `from` is less than `to`."""
    _keys(settings, report, path, ("fields", "from", "to"), ("units",))
    fields: Mapping[str, object] = {}
    if "fields" in settings:
        fields = _filled_map(settings["fields"], report, (*path, "fields"))
    for name, factor in fields.items():
        _number(factor, report, (*path, "fields", name))
    if "units" in settings:
        for name, unit in _filled_map(settings["units"], report, (*path, "units")).items():
            if name not in fields:
                here = (*path, "units", name)
                report.add("TIR001", here, on_key=True, key=name, near=did_you_mean(name, fields) or "fields", expected=", ".join(fields))
            if not isinstance(unit, str) or not unit:
                report.add("TIR003", (*path, "units", name), expected="a unit, such as CNY", found=show(unit))
    low, high = settings.get("from", 0), settings.get("to", 1)
    if _number(low, report, (*path, "from")) and _number(high, report, (*path, "to")) and {"from", "to"} <= settings.keys() and low >= high:
        report.add("TIR009", (*path, "to"), found=show(high), low=show(low))


def check_decay(settings: Settings, report: Report, path: Path) -> None:
    """Note what is wrong with `{field, half_life: "90 days", points?: 100}`; a half-life is whole days or weeks."""
    _keys(settings, report, path, ("field", "half_life"), ("points",))
    _field(settings, report, path)
    if "points" in settings:
        _points(settings["points"], report, (*path, "points"))
    if "half_life" not in settings:
        return
    text = settings["half_life"]
    try:
        unit = parse_period(text).unit if isinstance(text, str) else "none"
    except UsageError:
        unit = "none"
    if unit not in ("day", "week"):
        report.add("TIR010", (*path, "half_life"), found=show(text), expected="90 days, 12 weeks")
