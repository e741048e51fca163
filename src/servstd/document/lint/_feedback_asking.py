"""Invitations that nobody gets, that come too often, that come too late, or that cannot be answered.

*Rule:* hours and rhythms are tried on the calendar; a trigger is called impossible only when no case is left.

Example:
    >>> from servstd.document import check_edition
    >>> head = 'format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC, attributes: {ok: {kind: bool}}'
    >>> asked = "{instrument: a, trigger: {event: closed}, gates: {consent: ok}}"
    >>> body = f"feedback: {{instruments: {{a: {{kind: nps}}}}, invitations: [{asked}]}}"
    >>> [problem.code for problem in check_edition(f"{{{head}, {body}}}")[1]]
    ['FBK051']
"""

from __future__ import annotations

from collections.abc import Iterator

from servstd.conditions import Condition
from servstd.document._plain import entries_of, items_of
from servstd.document.lint._chain_cases import both
from servstd.document.lint._regions import Region, TooWide
from servstd.document.lint._scope import Scope
from servstd.document.lint.notices import fields_of, is_open
from servstd.durations import Period, add_period
from servstd.errors import NoOpenTime, Path
from servstd.feedback.model import Budget, Campaign, Feedback, Invitation
from servstd.instants import from_us, read_zone

__all__ = [
    "CHECKS", "asked_cases", "check_budgets", "check_complainants", "check_expiry", "check_hours", "check_rests", "check_texts",
    "check_triggers", "is_sound", "never_meets",
]  # fmt: skip

_WRONG_NAMES = ("SLA001", "SLA002")
_EVERY = {"year": "年", "quarter": "季", "month": "月", "week": "周"}


def _section(scope: Scope) -> Feedback:
    return scope.edition.feedback or Feedback()


# ── which cases ───────────────────────────────────────────────────────────────────────────────────────────────
def is_sound(scope: Scope, path: Path) -> bool:
    """Return whether no wrong name was told at a path or below it: what would follow from one is not told as well."""
    return not any(problem.code in _WRONG_NAMES and problem.path[: len(path)] == path for problem in scope.problems)


def never_meets(scope: Scope, one: Condition | None, two: Condition | None) -> bool:
    """Return whether two conditions certainly have no case in common."""
    return both(scope, one, two) == []


def asked_cases(scope: Scope, invitation: Invitation) -> Region | None:
    """Return the cases after which an invitation goes out; None when that cannot be told."""
    trigger = None if isinstance(invitation.trigger, Campaign) else invitation.trigger
    region, excluded = both(scope, trigger, invitation.when), invitation.gates.exclude
    if region is None or excluded is None:
        return region
    taken = scope.region(excluded)
    try:
        return None if taken is None else scope.space.subtract(region, taken)
    except TooWide:
        return None


def check_triggers(scope: Scope) -> None:
    """Report invitations that nobody ever gets."""
    for invitation in _section(scope).invitations:
        if asked_cases(scope, invitation) == [] and is_sound(scope, invitation.path):
            scope.add("FBK056", (*invitation.path, "trigger"), what_en="invitation", what_zh="邀请")


def check_complainants(scope: Scope) -> None:
    """Note satisfaction surveys that go to those who complain."""
    section = _section(scope)
    complaining = None if section.complaints is None else scope.region(section.complaints.when)
    for invitation in section.invitations:
        instrument = section.instruments.get(invitation.instrument)
        region = asked_cases(scope, invitation)
        about_case = not isinstance(invitation.trigger, Campaign)
        if (
            complaining
            and region
            and about_case
            and instrument is not None
            and instrument.kind == "csat"
            and scope.space.meets(region, complaining)
        ):
            scope.add("FBK057", invitation.path, name=invitation.instrument)


# ── how often ─────────────────────────────────────────────────────────────────────────────────────────────────
def check_rests(scope: Scope) -> None:
    """Report campaigns that come round before their customers may be asked again."""
    for invitation in _section(scope).invitations:
        trigger, rest = invitation.trigger, invitation.gates.recontact
        every = trigger.every if isinstance(trigger, Campaign) else None
        if not isinstance(trigger, Campaign) or every is None or rest is None:
            continue
        if add_period(trigger.since, rest) > add_period(trigger.since, Period(1, every)):
            told = {"found": str(rest), "every": every, "every_zh": _EVERY[every]}
            scope.add("FBK052", (*invitation.path, "gates", "recontact"), params=told)


def check_budgets(scope: Scope) -> None:
    """Report budgets that are spent before everything the standard wants to ask has been asked."""
    told: set[Budget] = set()
    for invitation in _section(scope).invitations:
        budget = invitation.gates.budget
        if budget is None or budget in told:
            continue
        told.add(budget)
        most: dict[str, int] = {}
        for other in _section(scope).invitations:
            most[other.instrument] = max(most.get(other.instrument, 0), _times(other, budget))
        if sum(most.values()) > budget.times:
            asked = ", ".join(f"{name} × {count}" for name, count in most.items())
            params = {"times": budget.times, "per": str(budget.per), "asked": asked, "found": sum(most.values())}
            scope.add("FBK053", (*invitation.path, "gates", "budget"), params=params)


def _times(invitation: Invitation, budget: Budget) -> int:
    """Return how often one customer is sent an invitation within a budget's time: once a case, and once each round of a campaign."""
    trigger, rest = invitation.trigger, invitation.gates.recontact
    if not isinstance(trigger, Campaign) or trigger.every is None:
        return 1
    end, day, count = add_period(trigger.since, budget.per), trigger.since, 0
    while day < end and count <= budget.times:
        count += 1
        day = max(add_period(day, Period(1, trigger.every)), day if rest is None else add_period(day, rest))
    return count


# ── when, and with what ───────────────────────────────────────────────────────────────────────────────────────
def check_hours(scope: Scope) -> None:
    """Report hours that never open, and hours that stay closed until an invitation has expired."""
    zone = read_zone(scope.edition.time_zone)
    start, end = scope.window
    for invitation in _section(scope).invitations:
        hours, path = invitation.gates.hours, (*invitation.path, "gates", "hours")
        if hours is None:
            continue
        try:
            opens = hours.timeline.next_open(start)
        except NoOpenTime:
            opens = end
        if opens >= end:
            scope.add("NOT008", path, calendar=hours.name)
            continue
        closed = start
        for opening, closing in hours.timeline.intervals(start, end):
            if opening - closed > invitation.expires.us:
                shut, again = (f"{from_us(at, zone):%Y-%m-%d %H:%M}" for at in (closed, opening))
                scope.add("FBK055", path, closed=shut, opens=again, expires=str(invitation.expires))
                break
            closed = closing


def check_expiry(scope: Scope) -> None:
    """Note invitations that do not say when they expire; report reminders that come after that."""
    for invitation, written in _written(scope):
        if "expires" not in written:
            scope.add("FBK051", invitation.path, expected="expires: 14d")
        reminder, expires = invitation.reminder, invitation.expires.us
        if reminder is not None and reminder.after.us * reminder.times >= expires:
            number = -(-expires // reminder.after.us)
            told = {"number": number, "after": str(reminder.after), "expires": str(invitation.expires)}
            scope.add("FBK059", (*invitation.path, "reminder"), params=told)


def _written(scope: Scope) -> Iterator[tuple[Invitation, dict[str, object]]]:
    """Yield every invitation with what is written of it."""
    items = items_of(entries_of(scope.edition.source.get("feedback")).get("invitations"))
    for invitation in _section(scope).invitations:
        yield invitation, entries_of(items[int(invitation.path[-1])])


def check_texts(scope: Scope) -> None:
    """Report texts whose braces do not close, and those that lead nowhere."""
    for invitation in _section(scope).invitations:
        for key, label in (("text", invitation.text), ("subject", invitation.subject)):
            for language, text in (label or {}).items():
                path = scope.find((*invitation.path, key), language)
                if is_open(text):
                    scope.add("NOT004", path)
                elif key == "text" and "link" not in fields_of(text):
                    scope.add("FBK060", path)


CHECKS = (check_triggers, check_complainants, check_rests, check_budgets, check_hours, check_expiry, check_texts)
