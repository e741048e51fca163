"""What customers are told, bound: triggers, cases, texts, and the hours in which they may be disturbed.

*Rule:* a trigger is about one thing: a condition, a due that changed, or a point of one metric's clock.

Example:
    >>> data = {"notices": [{"trigger": {"metric": "resolution", "at": "75%"}, "text": "Soon."}]}
    >>> bind_notices(data, [], {}, "UTC", "en", Report()).notices[0].trigger.kind
    'threshold'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import attrs

from servstd.calendars import Calendar, parse_calendar
from servstd.conditions import Condition, has_event, read_condition
from servstd.document._plain import entries_of, is_map, items_of, text_of
from servstd.document.binding_values import read_texts
from servstd.document.edition import CustomerNotice, CustomerNotices, NoticeTrigger
from servstd.document.grammar_notices import OUTSIDE_KEYS
from servstd.document.thresholds import parse_threshold
from servstd.errors import Path, Report, UsageError
from servstd.messages.nearest import did_you_mean
from servstd.notices import Urgency
from servstd.sla.metrics import read_label

__all__ = ["CONSOLE", "bind_notices", "read_hours"]

CONSOLE = ("console",)
"""How notices are sent where a standard has no notifiers: they are printed."""
_SECTION: Path = ("customer_notices",)
_POINT = ("metric", "at")


def bind_notices(
    value: object, notifiers: Sequence[str], calendars: Mapping[str, Calendar], zone: str, language: str, report: Report
) -> CustomerNotices | None:
    """Return what customers are told; None where the standard has no such section.

    Args:
        value: The section as checked.
        notifiers: The names of the standard's notifier instances, in order.
        calendars: The standard's calendars by name.
        zone: The zone of hours that name none.
        language: Language of plain texts.
        report: Takes the problems: NOT007 a name used twice, NOT009 a trigger about two things, NOT010 an event where a state
            is asked for, DOC061 an unknown calendar, and those of conditions and hours.
    """
    if not is_map(value):
        return None
    quiet = entries_of(value.get("quiet_hours"))
    path = (*_SECTION, "quiet_hours")
    items = items_of(value.get("notices"))
    # what other notices to customers use; the standard's other notifiers may be the staff's
    used = tuple(dict.fromkeys(name for item in items for name in read_texts(entries_of(item).get("via"))))
    names: dict[str, int] = {}
    notices: list[CustomerNotice] = []
    for i, item in enumerate(items):
        here = (*_SECTION, "notices", i)
        name = text_of(entries_of(item).get("name"))
        if name is not None and names.setdefault(name, i) != i:
            report.add("NOT007", (*here, "name"), name=name, first=names[name] + 1)
        if is_map(item):
            notices.append(_bind_notice(item, name or f"notices[{i}]", here, used or tuple(notifiers) or CONSOLE, language, report))
    return CustomerNotices(
        tuple(notices),
        hours=read_hours(quiet["outside"], (*path, "outside"), calendars, zone, report) if "outside" in quiet else None,
        unless=_read_state(quiet, "unless", path, report),
        contacts={key: name for key, name in entries_of(value.get("contacts")).items() if isinstance(name, str)},
    )


def _bind_notice(data: Mapping[str, object], name: str, path: Path, via: tuple[str, ...], language: str, report: Report) -> CustomerNotice:
    return CustomerNotice(
        name,
        trigger=_read_trigger(data.get("trigger"), (*path, "trigger"), report),
        when=_read_state(data, "when", path, report),
        via=read_texts(data.get("via")) or via,
        text=read_label(data.get("text"), language) or {},
        subject=read_label(data.get("subject"), language),
        urgency=cast("Urgency", text_of(data.get("urgency")) or "normal"),
        show=read_texts(data.get("show")),
        waits=data.get("quiet_hours") != "none",
        path=path,
    )


def _read_state(data: Mapping[str, object], key: str, path: Path, report: Report) -> Condition | None:
    if key not in data:
        return None
    condition = read_condition(data[key], report, (*path, key))
    if has_event(condition):
        report.add("NOT010", (*path, key), key=key)
    return condition


def _read_trigger(value: object, path: Path, report: Report) -> NoticeTrigger:
    data = entries_of(value)
    if "due_changed" in data:
        _refuse_others(data, ("due_changed",), path, report)
        named = data["due_changed"]
        return NoticeTrigger("due_changed", metrics=(named,) if isinstance(named, str) else read_texts(named))
    if "metric" in data or "at" in data:
        _refuse_others(data, _POINT, path, report)
        metrics, at = read_texts([data.get("metric")]), text_of(data.get("at"))
        if at == "missed":
            return NoticeTrigger("missed", metrics=metrics)
        try:
            return NoticeTrigger("threshold", metrics=metrics, threshold=None if at is None else parse_threshold(at))
        except UsageError:  # the grammar tells it
            return NoticeTrigger("threshold", metrics=metrics)
    if not is_map(value):  # left out, or a text, or a list: the grammar tells it
        return NoticeTrigger("event")
    return NoticeTrigger("event", condition=read_condition(value, report, path))


def _refuse_others(data: Mapping[str, object], keys: tuple[str, ...], path: Path, report: Report) -> None:
    for key in data:
        if key not in keys:
            report.add("NOT009", (*path, key), on_key=True, key=key, keys=" + ".join(name for name in keys if name in data))


def read_hours(value: object, path: Path, calendars: Mapping[str, Calendar], zone: str, report: Report) -> Calendar | None:
    """Return a named calendar, or the one that is written in place: as a whole calendar, or as weekly hours alone.

    Args:
        value: The name or the hours, as written.
        path: Where it stands.
        calendars: The standard's calendars by name.
        zone: The zone of hours that name none.
        report: Takes the problems: DOC061 an unknown calendar, and those of hours.
    """
    if isinstance(value, str):
        if value not in calendars:
            near = "always" if value == "24/7" else did_you_mean(value, calendars)
            report.add("DOC061", path, name=value, expected=near or ", ".join(calendars))
        return calendars.get(value)
    if not is_map(value):
        return None
    week = {key: item for key, item in value.items() if key not in OUTSIDE_KEYS}
    whole = value if not week or "hours" in value else {**{key: value[key] for key in value if key not in week}, "hours": week}
    found = Report()
    calendar = parse_calendar(whole, "quiet_hours", found, path, calendars, zone)
    steps = len(path)
    for problem in found.problems:
        inner = problem.path[steps:]
        if whole is not value and inner[:1] == ("hours",):  # which is not written there
            problem = attrs.evolve(problem, path=(*path, *inner[1:]))
        report.problems.append(problem)
    return calendar
