"""Escalation, bound: ladder, chains with their triggers and ends, flood control.

*Rule:* what was refused is told at its place and left out; binding goes on. What names mean, and whether a chain makes sense, the
lints ask.

Example:
    >>> report = Report()
    >>> data = {"chains": [{"name": "late", "trigger": {"metric": "resolution", "at": "missed"}, "steps": [{"notify": "owner"}]}]}
    >>> chain = bind_escalation(data, {}, "UTC", "en", report).chains[0]
    >>> chain.name, chain.trigger.kind, chain.steps[0].notify[0].kind
    ('late', 'missed', 'owner')
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, cast

from servstd.calendars import Calendar
from servstd.conditions import Condition, OnEvent, read_condition
from servstd.document._addressees import read_addressees
from servstd.document._binding_steps import bind_steps, read_point, read_state, refuse_others
from servstd.document._plain import entries_of, flag_of, is_list, is_map, items_of, text_of
from servstd.document.binding_notices import read_hours
from servstd.document.binding_values import read_texts
from servstd.durations import Span, parse_amount, parse_span
from servstd.errors import Path, Report
from servstd.escalation.model import (
    Acknowledgement,
    Chain,
    ChainTrigger,
    Digest,
    Escalation,
    Quota,
    Repeat,
    SamePerson,
    Step,
    Throttle,
)
from servstd.events import KINDS
from servstd.messages.nearest import did_you_mean
from servstd.notices import Urgency
from servstd.people import Preference, QuietHours
from servstd.sla.metrics import read_label
from servstd.sla.model import Label, Threshold

__all__ = ["MOST_CHAINS", "MOST_REPEATS", "bind_escalation", "read_preference", "read_quiet", "written_hours"]

MOST_CHAINS: Final = 500
"""How many chains a standard may have."""
MOST_REPEATS: Final = 1_000
"""How many times a chain may be repeated: each repeat is planned for each case."""
_SECTION: Path = ("escalation",)
_URGENCIES: Final[tuple[Urgency, ...]] = ("low", "normal", "high")
_NO_SPAN = Span(1)
"""Stands in for a time that was refused."""


def bind_escalation(value: object, calendars: Mapping[str, Calendar], zone: str, language: str, report: Report) -> Escalation | None:
    """Return the section on escalation; None where the standard has none.

    Args:
        value: The section as checked.
        calendars: The standard's calendars by name.
        zone: The zone of hours that name none.
        language: Language of plain texts.
        report: Takes the problems: ESC001-010 and ESC035, and those of conditions and hours.
    """
    if not is_map(value):
        return None
    labels = _read_ladder(value.get("ladder"), language, report)
    return Escalation(
        ladder=tuple(labels),
        labels={name: label for name, label in labels.items() if label is not None},
        chains=_bind_chains(value, calendars, zone, language, report),
        prefers=read_preference(value.get("prefers")),
        fallback=read_addressees(value.get("fallback"), (*_SECTION, "fallback")),
        throttles=tuple(_bind_throttle(item, i, report) for i, item in enumerate(items_of(value.get("throttle"))) if is_map(item)),
        digests=tuple(_bind_digest(item, i, report) for i, item in enumerate(items_of(value.get("digest"))) if is_map(item)),
    )


def _read_ladder(value: object, language: str, report: Report) -> dict[str, Label | None]:
    """Return the levels from low to high with their labels."""
    labels: dict[str, Label | None] = {}
    for i, item in enumerate(items_of(value)):
        ((name, label),) = item.items() if is_map(item) else ((text_of(item), None),)
        if name is not None and name in labels:
            report.add("ESC004", (*_SECTION, "ladder", i), level=name)
        elif name is not None:
            labels[name] = read_label(label, language)
    return labels


# ── chains ────────────────────────────────────────────────────────────────────────────────────────────────────
def _bind_chains(
    section: Mapping[str, object], calendars: Mapping[str, Calendar], zone: str, language: str, report: Report
) -> tuple[Chain, ...]:
    items, path = items_of(section.get("chains")), (*_SECTION, "chains")
    if len(items) > MOST_CHAINS:
        report.add("ESC010", (*path, MOST_CHAINS), found=len(items), most=MOST_CHAINS)
    chains: list[Chain] = []
    names: dict[str, int] = {}
    for i, item in enumerate(items[:MOST_CHAINS]):
        data, here = entries_of(item), (*path, i)
        name = text_of(data.get("name"))
        if name is not None and names.setdefault(name, i) != i:
            report.add("ESC001", (*here, "name"), name=name, first=names[name] + 1)
        if is_map(item):
            chains.append(_bind_chain(name or str(i + 1), {**_defaults(section), **item}, here, calendars, zone, language, report))
    return tuple(chains)


def _defaults(section: Mapping[str, object]) -> dict[str, object]:
    """Return what the section says for every chain that says nothing else."""
    return {key: section[key] for key in ("same_person", "stand_down", "tell_below") if key in section}


def _bind_chain(
    name: str, data: Mapping[str, object], path: Path, calendars: Mapping[str, Calendar], zone: str, language: str, report: Report
) -> Chain:
    trigger = _read_trigger(data.get("trigger"), (*path, "trigger"), report)
    steps = bind_steps(items_of(data.get("steps")), (*path, "steps"), language, report)
    _check_placing(trigger, steps, entries_of(data.get("repeat")), path, calendars, report)
    return Chain(
        name,
        trigger=trigger,
        steps=steps,
        when=read_state(data, "when", path, report),
        stop_on=_read_stop(data.get("stop_on"), (*path, "stop_on"), report) if "stop_on" in data else None,
        acknowledgement=_read_acknowledgement(entries_of(data.get("acknowledgement")), (*path, "acknowledgement"), report),
        repeat=_read_repeat(data.get("repeat"), steps, (*path, "repeat"), report),
        quiet=read_quiet(data.get("quiet_hours"), (*path, "quiet_hours"), calendars, zone, report),
        prefers=read_preference(data.get("prefers")),
        same_person=cast("SamePerson", text_of(data.get("same_person")) or "merge"),
        stand_down=data.get("stand_down") is not False,
        tell_below=flag_of(data.get("tell_below")),
        fallback=read_addressees(data.get("fallback"), (*path, "fallback")),
        label=read_label(data.get("label"), language),
        note=read_label(data.get("note"), language),
        clause=text_of(data.get("clause")),
        path=path,
    )


def _read_trigger(value: object, path: Path, report: Report) -> ChainTrigger:
    data = entries_of(value)
    if "metric" in data or "at" in data:
        refuse_others(data, ("metric", "at"), path, report)
        metric, at = text_of(data.get("metric")) or "", data.get("at")
        point = _written_point(at)
        return ChainTrigger("missed", metric=metric) if point == "missed" else ChainTrigger("threshold", metric=metric, threshold=point)
    if not is_map(value):  # `by_hand`; or the grammar tells what is wrong
        return ChainTrigger("by_hand")
    return ChainTrigger("event", condition=read_condition(value, report, path))


def _written_point(value: object) -> Threshold | Literal["missed"] | None:
    """Return a point as written: a trigger has a reader of its own, so it was not replaced when it was refused."""
    from servstd.errors import UsageError

    try:
        return read_point(value)
    except UsageError:  # the grammar tells it
        return None


def _read_stop(value: object, path: Path, report: Report) -> Condition | None:
    if is_map(value):
        return read_condition(value, report, path)
    if not is_list(value):  # the grammar tells it
        return None
    kinds = read_texts(value)
    for i, kind in enumerate(value):
        if isinstance(kind, str) and kind not in KINDS and not kind.startswith("x-"):
            report.add("SLA105", (*path, i), found=kind, expected=did_you_mean(kind, KINDS) or ", ".join(KINDS))
    return OnEvent(kinds)


def _check_placing(
    trigger: ChainTrigger,
    steps: tuple[Step, ...],
    repeat: Mapping[str, object],
    path: Path,
    calendars: Mapping[str, Calendar],
    report: Report,
) -> None:
    """Note steps that are placed by a clock where the chain hangs on none, and calendars that are not known."""
    hangs = trigger.point is not None or trigger.metric != ""
    named = [(step.calendar, (*step.path, "calendar")) for step in steps]
    for name, here in [*named, (text_of(repeat.get("calendar")), (*path, "repeat", "calendar"))]:
        if name == "clock" and not hangs:
            report.add("ESC009", here, found="calendar: clock")
        elif name not in (None, "clock", "recipient", *calendars):
            near = "always" if name == "24/7" else did_you_mean(str(name), [*calendars, "clock", "recipient"])
            report.add("DOC061", here, name=name, expected=near or ", ".join(calendars))
    for step in steps if not hangs else ():
        if step.at is not None:
            report.add("ESC009", (*step.path, "at"), found=f"at: {step.at if isinstance(step.at, str) else step.at.text}")


def _read_acknowledgement(data: Mapping[str, object], path: Path, report: Report) -> Acknowledgement:
    return Acknowledgement(
        by=cast("Literal['any', 'all', 'person']", text_of(data.get("by")) or "any"),
        expires=_read_span(data, "expires", path, report),
        remind=_read_span(data, "remind", path, report),
        confirm_within=_read_span(data, "confirm_within", path, report),
    )


def _read_span(data: Mapping[str, object], key: str, path: Path, report: Report) -> Span | None:
    """Return the actual time a key gives; a time of nothing is a problem (ESC035)."""
    text = text_of(data.get(key))
    span = None if text is None else parse_span(text, zero=True)
    if span is not None and not span.us:
        report.add("ESC035", (*path, key), key=key, found=text)
        return None
    return span


def _read_repeat(value: object, steps: tuple[Step, ...], path: Path, report: Report) -> Repeat | None:
    data = entries_of(value)
    times, after, first = data.get("times"), text_of(data.get("after")), data.get("from", 1)
    position = first - 1 if isinstance(first, int) else next((i for i, step in enumerate(steps) if step.name == first), -1)
    if isinstance(first, (int, str)) and steps and not 0 <= position < len(steps):
        expected = did_you_mean(str(first), [step.name for step in steps]) or ", ".join(step.name for step in steps)
        report.add("ESC034", (*path, "from"), found=str(first), expected=expected)
    if not isinstance(times, int) or after is None:  # there is none; or the grammar tells it
        return None
    if times > MOST_REPEATS:
        report.add("ESC056", (*path, "times"), found=times, most=MOST_REPEATS)
        times = MOST_REPEATS
    return Repeat(
        first=max(0, min(position, len(steps) - 1)), times=times, after=parse_amount(after), calendar=text_of(data.get("calendar"))
    )


def written_hours(escalation: Escalation | None) -> dict[str, Calendar]:
    """Return the quiet hours of the chains by a key of their own: they belong to what a standard's fingerprint tells apart."""
    chains = () if escalation is None else escalation.chains
    return {f"escalation {i}": chain.quiet.hours for i, chain in enumerate(chains) if chain.quiet is not None}


# ── what people and chains share ──────────────────────────────────────────────────────────────────────────────
def read_quiet(value: object, path: Path, calendars: Mapping[str, Calendar], zone: str, report: Report) -> QuietHours | None:
    """Return when notices wait; None where nothing is said.

    Args:
        value: The quiet hours as checked.
        path: Where they stand.
        calendars: The standard's calendars by name.
        zone: The zone of hours that name none.
        report: Takes the problems: DOC061 an unknown calendar, ESC007 an event where a state is asked for, and those of hours.
    """
    data = entries_of(value)
    unless = read_state(data, "unless", path, report)
    hours = read_hours(data["outside"], (*path, "outside"), calendars, zone, report) if "outside" in data else None
    return None if hours is None else QuietHours(hours, unless=unless, urgent_passes=data.get("urgent") != "hold")


def read_preference(value: object) -> Preference:
    """Return notifiers by urgency: a plain list is for every urgency."""
    if is_list(value):
        return dict.fromkeys(_URGENCIES, read_texts(value))
    data = entries_of(value)
    return {urgency: read_texts(data[urgency]) for urgency in _URGENCIES if urgency in data}


# ── floods ────────────────────────────────────────────────────────────────────────────────────────────────────
def _bind_throttle(data: Mapping[str, object], index: int, report: Report) -> Throttle:
    path = (*_SECTION, "throttle", index)
    quotas: list[Quota] = []
    for i, item in enumerate(items_of(data.get("limits"))):
        quota, here = entries_of(item), (*path, "limits", i)
        count, per = quota.get("count"), _read_span(quota, "per", here, report)
        if isinstance(count, int) and per is not None:
            quotas.append(Quota(count, per=per, smooth=flag_of(quota.get("smooth"))))
    return Throttle(via=read_texts(data.get("via")), quotas=tuple(quotas), urgent=flag_of(data.get("urgent")), path=path)


def _bind_digest(data: Mapping[str, object], index: int, report: Report) -> Digest:
    path = (*_SECTION, "digest", index)
    return Digest(via=read_texts(data.get("via")), window=_read_span(data, "window", path, report) or _NO_SPAN, path=path)
