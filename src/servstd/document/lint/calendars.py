"""Amounts that do not fit their calendar, and calendars that nobody uses, that never open, or whose holidays are not known yet.

*Rule:* a surprising due is shown, not described: two worked dates say what was written and what was probably meant.

Example:
    >>> spell_start(1767600000000000, "Asia/Shanghai")
    {'en': 'Mon 2026-01-05 16:00', 'zh': '2026-01-05（周一）16:00'}
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from servstd.calendars import Calendar, overlap_notes
from servstd.document.lint._paths import texts
from servstd.document.lint._scope import Scope
from servstd.durations import Amount
from servstd.errors import NoOpenTime, Path
from servstd.instants import DAY_US, from_us, local_to_us, read_zone
from servstd.sla.model import Lookup, Policy, Target, lookup_values

__all__ = ["CHECKS", "check_amounts", "check_calendars", "spell_start"]

WEEKDAYS = (("Mon", "周一"), ("Tue", "周二"), ("Wed", "周三"), ("Thu", "周四"), ("Fri", "周五"), ("Sat", "周六"), ("Sun", "周日"))


def spell_start(us: int, zone: str) -> dict[str, str]:
    """Return an instant in both languages: `Mon 2026-01-05 10:00`, `2026-01-05（周一）10:00`."""
    at = from_us(us, read_zone(zone))
    day_en, day_zh = WEEKDAYS[at.weekday()]
    return {"en": f"{day_en} {at:%Y-%m-%d %H:%M}", "zh": f"{at:%Y-%m-%d}（{day_zh}）{at:%H:%M}"}


def check_amounts(scope: Scope) -> None:
    """Report days on part-time calendars, and hours that amount to a working day or more on them."""
    for i, policy in enumerate(scope.edition.policies):
        for target in policy.targets:
            path = scope.policy_path(i, "targets", target.metric)
            for amount, here in _amounts(target.within, (*path, "within")):
                for calendar in _part_time(scope, policy, target):
                    if amount.uses_days:
                        _tell_days(scope, amount, calendar, here)
                        break
                    if not amount.working_days and amount.us >= calendar.hours_per_day_us > 0:
                        _tell_hours(scope, amount, calendar, here, target.metric)
                        break
            for j, threshold in enumerate(target.warn):
                if threshold.amount is not None and threshold.amount.uses_days and (calendars := _part_time(scope, policy, target)):
                    _tell_days(scope, threshold.amount, calendars[0], (*path, "warn", j))


def _part_time(scope: Scope, policy: Policy, target: Target) -> list[Calendar]:
    return [calendar for calendar in scope.calendars_of(policy, target) if not calendar.is_always]


def _amounts(value: object, path: Path) -> Iterator[tuple[Amount, Path]]:
    if isinstance(value, Lookup):
        for row, inner in [*value.rows.items(), ("else", value.otherwise)]:
            yield from _amounts(inner, (*path, value.attribute, row))
    elif isinstance(value, Amount):
        yield value, path


def _tell_days(scope: Scope, amount: Amount, calendar: Calendar, path: Path) -> None:
    days = max(1, amount.us // DAY_US)
    scope.add("SLA040", path, found=f"{days}d", expected=f"{days}wd", calendar=calendar.name)


def _tell_hours(scope: Scope, amount: Amount, calendar: Calendar, path: Path, metric: str) -> None:
    """Work both dates: open time of the calendar, and actual time; offer the working days that come nearest."""
    try:
        start = _monday_morning(scope, calendar)
        open_due = calendar.timeline.add(start, amount.us)
    except NoOpenTime:
        return
    zone = calendar.time_zone
    worked = {"start": start, "open_due": open_due, "actual_due": start + amount.us}
    params = {f"{name}_{lang}": text for name, us in worked.items() for lang, text in spell_start(us, zone).items()}
    days = max(1, round(amount.us / calendar.hours_per_day_us))
    scope.add("SLA041", path, params=params, metric=metric, amount=str(amount), calendar=calendar.name, days=days)


def _monday_morning(scope: Scope, calendar: Calendar) -> int:
    """Return 10:00 (else the first open moment after) of the first plain Monday: a week without a closed working day, if there is one."""
    zone = read_zone(calendar.time_zone)
    today = from_us(scope.window[0], zone).date()
    monday = today + timedelta(days=-today.weekday() % 7)
    timeline = calendar.timeline
    mornings = [_at_ten(monday + timedelta(weeks=week), calendar) for week in range(8)]
    usual = max(timeline.between(at, at + 7 * DAY_US) for at in mornings)
    plain = next(at for at in mornings if timeline.between(at, at + 7 * DAY_US) == usual)
    return plain if timeline.is_open(plain) else timeline.next_open(plain)


def _at_ten(day: date, calendar: Calendar) -> int:
    wall = datetime(day.year, day.month, day.day, 10)  # noqa: DTZ001  # a wall clock, placed at once
    return local_to_us(wall, read_zone(calendar.time_zone))


def check_calendars(scope: Scope) -> None:
    """Report calendars that stay closed, that nobody uses, or whose holidays are not announced for the time of use."""
    used = set(_words_outside(scope))
    start, end = scope.window
    on = from_us(start, read_zone(scope.edition.time_zone)).date()
    for name, calendar in scope.edition.calendars.items():
        path = ("calendars", name)
        if scope.edition.source and name not in used and name != "always":
            scope.add("DOC103", path, on_key=True, calendar=name)
            continue
        if calendar.known_through is not None and calendar.known_through < on:
            scope.add("DOC109", path, on_key=True, calendar=name, until=calendar.known_through.isoformat())
        if name in _on_duty(scope) and not _opens(calendar, start, end):
            spelt = spell_start(start, calendar.time_zone)
            scope.add("SLA042", path, on_key=True, calendar=name, start_en=spelt["en"], start_zh=spelt["zh"])
        for note in overlap_notes(calendar):
            scope.add(note.code, (*path, *note.path), params=note.params)


def _words_outside(scope: Scope) -> Iterator[str]:
    """Yield what is written outside the calendar a name belongs to; a calendar does not use itself."""
    for word, path in texts(scope.edition.source, ()):
        if not (path[:1] == ("calendars",) and path[1:2] == (word,)):
            yield word


def _on_duty(scope: Scope) -> set[str]:
    """Return the calendars that targets run on."""
    return {
        str(name)
        for policy in scope.edition.policies
        for value in (policy.calendar, *(target.calendar for target in policy.targets))
        for name in lookup_values(value)
    }


def _opens(calendar: Calendar, start: int, end: int) -> bool:
    try:
        return calendar.timeline.next_open(start) < end
    except NoOpenTime:
        return False


CHECKS = (check_amounts, check_calendars)
