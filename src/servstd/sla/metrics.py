"""The built-in metrics, written in the language a company uses for its own, and the reader of that language.

*Rule:* there is no second way to say what is measured: a built-in is data that a standard may extend or replace.

Example:
    >>> from servstd.errors import Report
    >>> metric = read_metric("resolution", {"pause": ["waiting_customer"]}, Report(), builtin=BUILTINS["resolution"])
    >>> metric.reopen, metric.repeats
    ('resume', 'no')
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from servstd.conditions import AnyOf, Condition, has_event, read_condition, replace_builtin
from servstd.errors import Path, Report
from servstd.plain import is_map
from servstd.sla.model import Label, Metric

__all__ = ["BUILTINS", "read_label", "read_metric"]

_HUMAN_ANSWER: Mapping[str, object] = {"event": "message", "public": True, "by": "agent"}
_ENDED: Mapping[str, object] = {"category": ["resolved", "closed"]}

# Zendesk's metric definitions; next_response is armed from the oldest unanswered message, and never together with
# periodic_update (Request Tracker). Bots, automatic messages and internal notes never answer.
BUILTINS: Mapping[str, Mapping[str, object]] = {
    "first_response": {
        "label": {"en": "first response", "zh": "首次响应"},
        "start": {"all": [{"event": "opened"}, {"awaiting_reply": True}]},
        "stop": _HUMAN_ANSWER,
    },
    "next_response": {
        "label": {"en": "next response", "zh": "后续响应"},
        "start": {
            "all": [
                {"becomes": {"awaiting_reply": True, "category": {"not": ["resolved", "closed", "cancelled"]}}},
                {"none": [{"running": "first_response"}, {"event": "opened"}]},
            ]
        },
        "stop": {"any": [_HUMAN_ANSWER, {"event": ["no_reply_needed", "resolved", "closed"]}]},
        "repeats": "each",
    },
    "periodic_update": {
        "label": {"en": "periodic update", "zh": "定期告知进展"},
        "start": _HUMAN_ANSWER,
        "stop": _HUMAN_ANSWER,
        "cancel": {"any": [{"event": "message", "by": "customer"}, _ENDED]},
        "repeats": "each",
    },
    "pausable_update": {
        "label": {"en": "periodic update, paused while the customer is awaited", "zh": "定期告知进展（等客户时停表）"},
        "start": _HUMAN_ANSWER,
        "stop": _HUMAN_ANSWER,
        "cancel": {"any": [{"event": "message", "by": "customer"}, _ENDED]},
        "pause": ["waiting_customer"],
        "repeats": "each",
    },
    "resolution": {
        "label": {"en": "resolution", "zh": "解决"},
        "start": {"event": "opened"},
        "stop": _ENDED,
        "pause": ["waiting_customer", "on_hold"],
        "reopen": "resume",
    },
    "solution": {
        "label": {"en": "solution or offer of one", "zh": "解决或给出方案"},
        "start": {"event": "opened"},
        "stop": {"any": [{"event": "resolved"}, {"event": "solution_offered"}]},
        "pause": ["waiting_customer"],
    },
    "requester_wait": {
        "label": {"en": "time the customer waits", "zh": "客户等待时间"},
        "start": {"event": "opened"},
        "stop": _ENDED,
        "pause": ["waiting_customer"],
        "reopen": "resume",
    },
    "agent_work": {
        "label": {"en": "time the agents work", "zh": "客服处理时间"},
        "start": {"event": "opened"},
        "stop": _ENDED,
        "pause": ["waiting_customer", "on_hold"],
        "reopen": "resume",
    },
    "time_to_own": {
        "label": {"en": "time to an owner", "zh": "派到责任人"},
        "start": {"event": "opened"},
        "stop": {"owner": {"missing": False}},
    },
}

_T = TypeVar("_T", bound=str)


def _choose(data: Mapping[str, object], key: str, allowed: tuple[_T, ...], default: _T, report: Report, path: Path) -> _T:
    value = data.get(key, default)
    for word in allowed:
        if value == word:
            return word
    report.add("SLA114", (*path, key), key=key, found=repr(value), expected=", ".join(allowed))
    return default


def read_label(value: object, language: str) -> Label | None:
    """Return a label as language -> text; a plain text is in the standard's own language."""
    if isinstance(value, str):
        return {language: value}
    if is_map(value):
        return {key: str(text) for key, text in value.items()}
    return None


def read_metric(
    name: str,
    data: Mapping[str, object],
    report: Report,
    path: Path = (),
    builtin: Mapping[str, object] | None = None,
    language: str = "en",
) -> Metric:
    """Return the metric that plain data describes.

    Args:
        name: The metric's name.
        data: Its parts; with `builtin` given they replace that built-in's parts, and the word `builtin` in a
            condition stands for the built-in's own condition. `pause: none` or an empty list removes the pause.
        report: Takes the problems: SLA1xx of the conditions, SLA113 start or stop missing, SLA115 pause about an event.
        path: Where `data` stands.
        builtin: The built-in that is extended, from `BUILTINS`.
        language: Language of plain labels.
    """

    def part(key: str) -> Condition | None:
        own = _read_part(data.get(key), report, (*path, key)) if key in data else None
        given = builtin.get(key) if builtin is not None else None
        base = None if given is None else read_condition(given, Report())
        if key not in data:
            return base
        if own is None:
            return None
        return replace_builtin(own, base if base is not None else AnyOf(()))

    start, stop, pause = part("start"), part("stop"), part("pause")
    for key, condition in (("start", start), ("stop", stop)):
        if condition is None:
            report.add("SLA113", path, metric=name, key=key)
    if pause is not None and has_event(pause):
        report.add("SLA115", (*path, "pause"), metric=name)
        pause = None
    merged = {**(builtin or {}), **data}
    clause = merged.get("clause")
    return Metric(
        name,
        start=start or AnyOf(()),
        stop=stop or AnyOf(()),
        pause=pause,
        cancel=part("cancel"),
        repeats=_choose(merged, "repeats", ("no", "each"), "no", report, path),
        reopen=_choose(merged, "reopen", ("resume", "restart", "ignore"), "ignore", report, path),
        label=read_label(merged.get("label"), language),
        note=read_label(merged.get("note"), language),
        clause=clause if isinstance(clause, str) else None,
        builtin=builtin is not None,
    )


def _read_part(value: object, report: Report, path: Path) -> Condition | None:
    if value is None or value == "none" or value == []:
        return None
    return read_condition(value, report, path)
