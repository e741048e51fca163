"""Feedback, bound: instruments, invitations with their gates, complaints, themes, loops.

*Rule:* what was refused is told at its place and left out; binding goes on. What names mean, and whether anybody would ever be asked,
the lints ask.

Example:
    >>> from servstd.document.binding_people import Ground
    >>> data = {"invitations": [{"instrument": "after", "trigger": {"event": "closed"}, "gates": {"sample": "25%"}}]}
    >>> asked = bind_feedback(data, Ground({}, "UTC", "en"), None, Report()).invitations[0]
    >>> asked.name, asked.gates.sample, str(asked.expires)
    ('invitations[0]', (1, 4), '336h')
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal, TypeAlias

from servstd.calendars import Calendar
from servstd.conditions import AnyOf, Condition, read_condition
from servstd.document._binding_complaints import bind_complaints, read_case
from servstd.document._binding_instruments import bind_instruments
from servstd.document._binding_loops import bind_loops, bind_themes, refuse_beside
from servstd.document._plain import entries_of, is_map, items_of, text_of
from servstd.document.binding_notices import read_hours
from servstd.document.binding_people import Ground
from servstd.document.binding_values import read_texts
from servstd.durations import Amount, Span, parse_amount, parse_period, parse_span, percent_of
from servstd.errors import Path, Report
from servstd.feedback.model import Budget, Campaign, Feedback, Gates, Invitation, Reminder
from servstd.instants import DAY_US
from servstd.messages.nearest import did_you_mean
from servstd.registry import Registry
from servstd.sla.metrics import read_label

__all__ = ["EXPIRES", "MOST", "asked_hours", "bind_feedback"]

EXPIRES: Final = Span(14 * DAY_US)
"""How long an answer is taken where the standard does not say."""
MOST: Final = 200
"""How many invitations, themes and loops a standard may have: each is looked at for each case."""
_CAMPAIGN = ("every", "from", "until")
_Round: TypeAlias = Literal["year", "quarter", "month", "week"]
_ROUNDS: Mapping[str, _Round] = {"year": "year", "quarter": "quarter", "month": "month", "week": "week"}


def bind_feedback(value: object, ground: Ground, registry: Registry | None, report: Report) -> Feedback | None:
    """Return the section on feedback; None where the standard has none.

    Args:
        value: The section as checked.
        ground: Calendars, zone and language.
        registry: What plugins offer; None: there are none.
        report: Takes the problems: FBK030-045, 063, 069, 071-073, DOC061 an unknown calendar, and those of conditions and hours.
    """
    if not is_map(value):
        return None
    return Feedback(
        instruments=bind_instruments(value.get("instruments"), ground.language, report),
        invitations=tuple(
            _bind_invitation(name, data, path, ground, report) for name, data, path in _named_items(value, "invitations", report)
        ),
        complaints=bind_complaints(value.get("complaints"), report),
        themes=bind_themes(_bounded_themes(value, report), ground.language, registry, report),
        loops=bind_loops(_named_items(value, "loops", report), ground.language, report),
    )


def _named_items(section: Mapping[str, object], key: str, report: Report) -> list[tuple[str, Mapping[str, object], Path]]:
    """Return the items of a list with their names and paths; an item without a name is called by its position."""
    items, path = items_of(section.get(key)), ("feedback", key)
    if len(items) > MOST:
        report.add("FBK063", (*path, MOST), what=key, found=len(items), most=MOST)
    found: list[tuple[str, Mapping[str, object], Path]] = []
    names: dict[str, int] = {}
    for i, item in enumerate(items[:MOST]):
        name = text_of(entries_of(item).get("name")) or f"{key}[{i}]"
        if names.setdefault(name, i) != i:
            report.add("FBK039", (*path, i, "name"), name=name, first=names[name] + 1)
        if is_map(item):
            found.append((name, item, (*path, i)))
    return found


def _bounded_themes(section: Mapping[str, object], report: Report) -> Mapping[str, object]:
    themes = entries_of(section.get("themes"))
    if len(themes) > MOST:
        report.add("FBK063", ("feedback", "themes", list(themes)[MOST]), on_key=True, what="themes", found=len(themes), most=MOST)
    return dict(list(themes.items())[:MOST])


# ── invitations ───────────────────────────────────────────────────────────────────────────────────────────────
def _bind_invitation(name: str, data: Mapping[str, object], path: Path, ground: Ground, report: Report) -> Invitation:
    trigger = _read_trigger(data.get("trigger"), (*path, "trigger"), report)
    after = text_of(data.get("after"))
    calendar = text_of(data.get("calendar"))
    wait = None if after is None else parse_amount(after)
    if wait is not None:
        _check_wait(wait, calendar, isinstance(trigger, Campaign), (*path, "after"), report)
    if calendar is not None and calendar not in ground.calendars:
        near = "always" if calendar == "24/7" else did_you_mean(calendar, ground.calendars)
        report.add("DOC061", (*path, "calendar"), name=calendar, expected=near or ", ".join(ground.calendars))
    again = entries_of(data.get("reminder"))
    remind, times = _read_span(again, "after", (*path, "reminder"), report), again.get("times", 1)
    return Invitation(
        name,
        instrument=text_of(data.get("instrument")) or "",
        trigger=trigger,
        when=read_case(data, "when", path, report),
        after=wait,
        calendar=calendar,
        via=read_texts(data.get("via")),
        gates=_read_gates(entries_of(data.get("gates")), (*path, "gates"), ground, report),
        reminder=None if remind is None else Reminder(after=remind, times=times if isinstance(times, int) else 1),
        expires=_read_span(data, "expires", path, report) or EXPIRES,
        text=read_label(data.get("text"), ground.language),
        subject=read_label(data.get("subject"), ground.language),
        label=read_label(data.get("label"), ground.language),
        path=path,
    )


def _read_trigger(value: object, path: Path, report: Report) -> Condition | Campaign:
    data = entries_of(value)
    if not any(key in data for key in _CAMPAIGN):
        return read_condition(value, report, path) if is_map(value) else AnyOf(())  # the grammar tells what is no mapping
    refuse_beside(data, _CAMPAIGN, path, report)
    since, until = _read_date(data.get("from")), _read_date(data.get("until"))
    if since is None:  # the grammar tells it
        return AnyOf(())
    if until is not None and until < since:
        report.add("FBK043", (*path, "until"), found=until.isoformat(), since=since.isoformat())
    return Campaign(every=_ROUNDS.get(str(data.get("every"))), since=since, until=until)


def _read_date(value: object) -> date | None:
    """Return a date as written: a trigger has a reader of its own, so it was not replaced when it was refused."""
    try:
        return None if not isinstance(value, str) or len(value) != len("2026-01-31") else date.fromisoformat(value)
    except ValueError:
        return None


def _check_wait(wait: Amount, calendar: str | None, campaign: bool, path: Path, report: Report) -> None:
    if campaign:
        report.add("FBK044", path, on_key=True, found=str(wait), why_en="a campaign starts on its day", why_zh="定期调查到日子就开始")
    elif wait.working_days and calendar is None:
        report.add("FBK044", path, found=str(wait), why_en="working days need a calendar", why_zh="工作日要有日历才能数")


def _read_span(data: Mapping[str, object], key: str, path: Path, report: Report) -> Span | None:
    """Return the actual time a key gives; a time of nothing is a problem (FBK042)."""
    text = text_of(data.get(key))
    span = None if text is None else parse_span(text, zero=True)
    if span is not None and span.us <= 0:
        report.add("FBK042", (*path, key), key=key, found=text)
        return None
    return span


# ── gates ─────────────────────────────────────────────────────────────────────────────────────────────────────
def _read_gates(data: Mapping[str, object], path: Path, ground: Ground, report: Report) -> Gates:
    recontact, budget = text_of(data.get("recontact")), entries_of(data.get("budget"))
    times, per = budget.get("times"), text_of(budget.get("per"))
    return Gates(
        consent=text_of(data.get("consent")),
        exclude=read_case(data, "exclude", path, report),
        recontact=None if recontact is None else parse_period(recontact),
        budget=Budget(times, per=parse_period(per)) if isinstance(times, int) and per is not None else None,
        hours=read_hours(data["hours"], (*path, "hours"), ground.calendars, ground.zone, report) if "hours" in data else None,
        sample=_read_sample(text_of(data.get("sample")), (*path, "sample"), report),
    )


def _read_sample(text: str | None, path: Path, report: Report) -> tuple[int, int]:
    share = (1, 1) if text is None else percent_of(text) or (1, 1)
    if not 0 < share[0] <= share[1]:
        report.add("FBK045", path, found=text)
        return 1, 1
    return share


def asked_hours(feedback: Feedback | None) -> dict[str, Calendar]:
    """Return the hours of the gates by a key of their own: they belong to what a standard's fingerprint tells apart."""
    items = () if feedback is None else feedback.invitations
    return {f"feedback {i}": item.gates.hours for i, item in enumerate(items) if item.gates.hours is not None}
