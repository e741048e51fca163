"""Steps of escalation chains, bound: whom they tell, when they come, what withholds them, what they do.

*Rule:* a step is read whatever is wrong in the one before it. Whether names mean anybody is a lint.

Example:
    >>> report = Report()
    >>> step = bind_steps([{"after": "15m", "level": "boss"}], (), "en", report)[0]
    >>> step.name, str(step.after), step.level
    ('1', '15m', 'boss')
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, cast

from servstd.conditions import Condition, has_event, read_condition
from servstd.document._addressees import read_addressees
from servstd.document._plain import entries_of, flag_of, is_list, is_map, items_of, text_of
from servstd.document.binding_values import read_texts
from servstd.document.thresholds import parse_threshold
from servstd.durations import parse_amount
from servstd.errors import Path, Report
from servstd.escalation.model import Step, StepAction, Unless
from servstd.notices import Urgency
from servstd.sla.metrics import read_label
from servstd.sla.model import Threshold

__all__ = ["MOST_STEPS", "bind_steps", "read_point", "read_state", "refuse_others"]

MOST_STEPS: Final = 100
"""How many steps a chain may have: each is planned for each case, and nobody reads more."""
_RESERVED: Final = ("stood_down", "reminder")
"""What the lines of a plan call what no step says."""


def bind_steps(items: list[object], path: Path, language: str, report: Report) -> tuple[Step, ...]:
    """Return a chain's steps in order.

    Args:
        items: The steps as checked.
        path: Where the list stands.
        language: Language of plain texts.
        report: Takes the problems: ESC002 a name twice, ESC003 a name that is taken, ESC005 too many, ESC008 `at` and `after`, and those
            of conditions.
    """
    if len(items) > MOST_STEPS:
        report.add("ESC005", (*path, MOST_STEPS), found=len(items), most=MOST_STEPS)
    steps: list[Step] = []
    names: dict[str, int] = {}
    for i, item in enumerate(items[:MOST_STEPS]):
        data, here = entries_of(item), (*path, i)
        name = text_of(data.get("name"))
        if name is not None and name.partition(" ")[0] in _RESERVED:
            report.add("ESC003", (*here, "name"), name=name)
        called = name or str(i + 1)
        if names.setdefault(called, i) != i:
            report.add("ESC002", (*here, "name"), name=called, first=names[called] + 1)
        if is_map(item):
            steps.append(_bind_step(called, data, here, language, report))
    return tuple(steps)


def _bind_step(name: str, data: Mapping[str, object], path: Path, language: str, report: Report) -> Step:
    after = text_of(data.get("after"))
    if "at" in data and "after" in data:
        report.add("ESC008", (*path, "after"), on_key=True)
    return Step(
        name,
        at=read_point(data.get("at")),
        after=None if after is None else parse_amount(after),
        calendar=text_of(data.get("calendar")),
        notify=read_addressees(data.get("notify"), (*path, "notify")),
        level=text_of(data.get("level")),
        via=read_texts(data.get("via")),
        when=read_state(data, "when", path, report),
        unless=_read_unless(data, path, report),
        urgency=cast("Urgency", text_of(data.get("urgency")) or "normal"),
        text=read_label(data.get("text"), language),
        subject=read_label(data.get("subject"), language),
        actions=tuple(_read_action(item, (*path, "do", i)) for i, item in enumerate(items_of(data.get("do"))) if is_map(item)),
        tell_below=flag_of(data["tell_below"]) if "tell_below" in data else None,
        label=read_label(data.get("label"), language),
        path=path,
    )


def read_point(value: object) -> Threshold | Literal["missed"] | None:
    """Return a checked point of a clock: a threshold, `missed`, or None where none stands."""
    text = text_of(value)
    if text == "missed":
        return "missed"
    return None if text is None else parse_threshold(text)


def read_state(data: Mapping[str, object], key: str, path: Path, report: Report) -> Condition | None:
    """Return the state of a case that a key asks for, None where it is not there; an event is a problem (ESC007)."""
    if key not in data:
        return None
    condition = read_condition(data[key], report, (*path, key))
    if has_event(condition):
        report.add("ESC007", (*path, key), key=key)
    return condition


def refuse_others(data: Mapping[str, object], keys: tuple[str, ...], path: Path, report: Report) -> None:
    """Note every key that has no place beside those named (ESC006)."""
    for key in data:
        if key not in keys:
            report.add("ESC006", (*path, key), on_key=True, key=key, keys=" + ".join(name for name in keys if name in data))


def _read_unless(data: Mapping[str, object], path: Path, report: Report) -> Unless | None:
    value, here = data.get("unless"), (*path, "unless")
    if value is None or (isinstance(value, str) and value != "acknowledged"):  # the grammar tells it
        return None
    if value == "acknowledged":
        return Unless(acknowledged=True)
    if is_map(value) and "acknowledged_by" in value:
        refuse_others(value, ("acknowledged_by",), here, report)
        return Unless(acknowledged=True, by=text_of(value["acknowledged_by"]) or "")
    return Unless(condition=read_state(data, "unless", path, report))


def _read_action(data: Mapping[str, object], path: Path) -> StepAction:
    if "reassign" in data:
        return StepAction("reassign", to=next(iter(read_addressees(data["reassign"], (*path, "reassign"))), None))
    kind: Literal["open", "set"] = "open" if "open" in data else "set"
    return StepAction(kind, values={key: value for key, value in entries_of(data.get(kind)).items() if is_list(value) or _is_plain(value)})


def _is_plain(value: object) -> bool:
    return isinstance(value, (str, int, float))
