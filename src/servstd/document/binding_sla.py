"""Metrics, policies and targets, bound: built-ins extended, names resolved, tables made.

*Rule:* the order is the document's, since it is the order of precedence; a name that leads nowhere is told with its nearest.

Example:
    >>> report = Report()
    >>> bind_metrics({"metrics": {"resolution": {"pause": ["on_hold"]}}}, "en", report)[0].name
    'resolution'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from servstd.conditions import Running, read_condition, walk
from servstd.document._plain import BAD, entries_of, flag_of, is_map, items_of, text_of
from servstd.document.binding_values import calendar_names, read_calendared, read_texts, read_warn, read_within
from servstd.durations import parse_span
from servstd.errors import Path, Report
from servstd.messages.nearest import did_you_mean
from servstd.sla.metrics import BUILTINS, read_label, read_metric
from servstd.sla.model import Calendared, Commitment, Metric, OnChange, Policy, Target

__all__ = ["bind_calendar", "bind_metrics", "bind_policies"]


def bind_metrics(sla: Mapping[str, object], language: str, report: Report, agreed: Iterable[str] = ()) -> tuple[Metric, ...]:
    """Return the metrics that are measured: built-ins first, then the standard's own in the document's order.

    Measured is what the standard declares, what a policy names, what `measure:` names, and what a condition of these
    asks for with `running:`.

    Args:
        sla: The section as checked.
        language: Language of plain labels.
        report: Takes the problems of the metrics and of names that are not known (DOC060).
        agreed: The metrics that agreements name.
    """
    declared = entries_of(sla.get("metrics"))
    known = {**dict.fromkeys(BUILTINS), **dict.fromkeys(declared)}
    metrics = {name: _bind_metric(name, declared.get(name), language, report) for name in known}
    wanted = [*declared, *(name for name in agreed if name in metrics)]
    for name, path in _named(sla):
        if name in metrics:
            wanted.append(name)
        else:
            _report_unknown(name, path, known, report)
    measured: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name not in measured:
            measured.add(name)
            wanted.extend(_asked(metrics[name], known, report))
    return tuple(metric for name, metric in metrics.items() if name in measured)


def _bind_metric(name: str, data: object, language: str, report: Report) -> Metric:
    given = {key: value for key, value in entries_of(data).items() if value is not BAD}
    builtin = BUILTINS.get(name)
    # a metric that was refused as a whole has been told of already
    whole = is_map(data) or builtin is not None
    return read_metric(name, given, report if whole else Report(), ("sla", "metrics", name), builtin, language)


def _asked(metric: Metric, known: Iterable[str], report: Report) -> list[str]:
    names: list[str] = []
    for key, condition in (("start", metric.start), ("stop", metric.stop), ("pause", metric.pause), ("cancel", metric.cancel)):
        for part in walk(condition) if condition is not None else ():
            if isinstance(part, Running) and part.metric in known:
                names.append(part.metric)
            elif isinstance(part, Running):
                _report_unknown(part.metric, ("sla", "metrics", metric.name, key), known, report, on_key=False)
    return names


def _named(sla: Mapping[str, object]) -> list[tuple[str, Path]]:
    measure = sla.get("measure")
    found: list[tuple[str, Path]] = [(name, ("sla", "measure")) for name in (BUILTINS if measure == "all" else read_texts(measure))]
    for i, policy in enumerate(items_of(sla.get("policies"))):
        path: Path = ("sla", "policies", i)
        parts = entries_of(policy)
        found += [(name, (*path, "targets", name)) for name in entries_of(parts.get("targets"))]
        found += [(name, (*path, "exempt")) for name in _exempt_names(parts.get("exempt"))]
    return found


def _exempt_names(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else read_texts(value)


def _report_unknown(name: str, path: Path, known: Iterable[str], report: Report, *, on_key: bool = True) -> None:
    on_key = on_key and path[-1] == name
    report.add("DOC060", path, on_key=on_key, name=name, expected=did_you_mean(name, known) or ", ".join(known))


def bind_policies(sla: Mapping[str, object], calendars: Iterable[str], language: str, report: Report) -> tuple[Policy, ...]:
    """Return the policies in the document's order.

    Args:
        sla: The section as checked.
        calendars: The names of the calendars there are.
        language: Language of plain labels.
        report: Takes the problems: names used twice (DOC062) or not known (DOC061), no `when` (DOC069), no calendar (DOC067).
    """
    policies: list[Policy] = []
    names: dict[str, int] = {}
    for i, value in enumerate(items_of(sla.get("policies"))):
        data, path = entries_of(value), ("sla", "policies", i)
        name = text_of(data.get("name"))
        if name is not None and names.setdefault(name, i) != i:
            report.add("DOC062", (*path, "name"), name=name, first=names[name] + 1)
        if is_map(value):
            policies.append(_bind_policy(name or "", data, path, list(calendars), language, report))
    return tuple(policies)


def _bind_policy(name: str, data: Mapping[str, object], path: Path, calendars: list[str], language: str, report: Report) -> Policy:
    when = read_condition(data["when"], report, (*path, "when")) if "when" in data else None
    default = flag_of(data.get("default"))
    if when is None and not default and data.get("default") is not BAD:
        report.add("DOC069", path, name=name)
    exempt = data.get("exempt")
    own_calendar = "calendar" in data
    targets: list[Target] = []
    for metric, value in entries_of(data.get("targets")).items():
        here = (*path, "targets", metric)
        target = _bind_target(metric, value, here, calendars, language, report)
        targets.append(target)
        if target.within is not None and target.calendar is None and not own_calendar:
            report.add("DOC067", here, on_key=True, metric=metric, known=", ".join(calendars))
    return Policy(
        name,
        when=when,
        default=default,
        calendar=bind_calendar(data.get("calendar"), (*path, "calendar"), calendars, report),
        on_change=cast("OnChange", text_of(data.get("on_change")) or "carry"),
        targets=tuple(targets),
        exempt=True if exempt is True else _exempt_names(exempt) or False,
        label=read_label(data.get("label"), language),
        clause=text_of(data.get("clause")),
        note=read_label(data.get("note"), language),
    )


def _bind_target(metric: str, value: object, path: Path, calendars: list[str], language: str, report: Report) -> Target:
    if isinstance(value, str):
        return Target(metric, within=None if value == "none" else read_within(value))
    data = entries_of(value)
    grace = text_of(data.get("grace"))
    return Target(
        metric,
        within=read_within(data.get("within")),
        until=text_of(data.get("until")),
        grace=None if grace is None else parse_span(grace, zero=True),
        calendar=bind_calendar(data.get("calendar"), (*path, "calendar"), calendars, report),
        end_of_day=flag_of(data.get("end_of_day")),
        warn=read_warn(data.get("warn")),
        commitment=cast("Commitment", text_of(data.get("commitment")) or "promise"),
        clause=text_of(data.get("clause")),
        note=read_label(data.get("note"), language),
        label=read_label(data.get("label"), language),
    )


def bind_calendar(value: object, path: Path, calendars: list[str], report: Report) -> Calendared | None:
    """Return a calendar's name or a table of names; a name that is not known is a problem (DOC061)."""
    for name, here in calendar_names(value, path):
        if name not in calendars:
            near = "always" if name == "24/7" else did_you_mean(name, calendars)
            report.add("DOC061", here, name=name, expected=near or ", ".join(calendars))
    return read_calendared(value)
