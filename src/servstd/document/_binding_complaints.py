"""Complaints, bound: which cases they are, the call-back, the second dispatch, the limits.

*Rule:* what is left out is what the grammar says; a standard without `when:` means the matter called `complaint`.

Example:
    >>> report = Report()
    >>> bound = bind_complaints({"callback": {"by": {"role": "specialist"}, "not_by": "owner"}}, report)
    >>> bound.when, bound.callback.by.name, bound.callback.attempts
    (Test(attribute='matter', op='in', values=('complaint',)), 'specialist', 3)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast

from servstd.conditions import Condition, Test, has_event, read_condition
from servstd.document._addressees import read_addressee
from servstd.document._plain import entries_of, is_map, items_of, text_of
from servstd.document.binding_values import read_texts, whole_or
from servstd.durations import parse_period
from servstd.errors import Path, Report
from servstd.feedback.handling import CallBack, Complaints, Redispatch, StageLimit

__all__ = ["bind_complaints", "read_case"]

_SECTION: Path = ("feedback", "complaints")
_SAME = ("customer", "matter")


def read_case(data: Mapping[str, object], key: str, path: Path, report: Report) -> Condition | None:
    """Return the state of a case that a key asks for, None where it is not there; an event is a problem (FBK041)."""
    if key not in data:
        return None
    condition = read_condition(data[key], report, (*path, key))
    if has_event(condition):
        report.add("FBK041", (*path, key), key=key)
    return condition


def bind_complaints(value: object, report: Report) -> Complaints | None:
    """Return how complaints are handled; None where nothing is said.

    Args:
        value: As checked.
        report: Takes the problems: FBK041, and those of conditions.
    """
    if not is_map(value):
        return None
    again = entries_of(value.get("recurrence"))
    within = text_of(again.get("within"))
    return Complaints(
        when=read_case(value, "when", _SECTION, report) or Test("matter", op="in", values=("complaint",)),
        stages=text_of(value.get("stages")) or "iso-10002",
        handler_is_not_approver=value.get("handler_is_not_approver") is not False,
        callback=_read_callback(value.get("callback")),
        redispatch=_read_redispatch(value.get("redispatch"), report),
        recurrence=None if within is None else parse_period(within),
        same=read_texts(again.get("same")) or _SAME,
        limits=tuple(_read_limit(item) for item in items_of(value.get("limits")) if is_map(item)),
    )


def _read_callback(value: object) -> CallBack | None:
    if not is_map(value):
        return None
    return CallBack(
        by=read_addressee(value.get("by"), (*_SECTION, "callback", "by")),
        not_by="owner" if value.get("not_by") == "owner" else "",
        attempts=whole_or(value.get("attempts"), 3),
        over_days=whole_or(value.get("over_days"), 2),
        unreachable=cast("Literal['close_with_note', 'escalate', 'keep_open']", text_of(value.get("unreachable")) or "close_with_note"),
    )


def _read_redispatch(value: object, report: Report) -> Redispatch | None:
    data, path = entries_of(value), (*_SECTION, "redispatch")
    if "trigger" not in data:  # there is none; or the grammar tells it
        return None
    return Redispatch(
        trigger=read_condition(data["trigger"], report, (*path, "trigger")),
        to=text_of(entries_of(data.get("to")).get("team")) or "same",
        owner=read_addressee(data.get("owner"), (*path, "owner")),
        limit=whole_or(data.get("limit"), 2),
        then=read_addressee(data.get("then"), (*path, "then")),
    )


def _read_limit(data: Mapping[str, object]) -> StageLimit:
    return StageLimit(text_of(data.get("stage")) or "", metric=text_of(data.get("metric")) or "", source=text_of(data.get("source")) or "")
