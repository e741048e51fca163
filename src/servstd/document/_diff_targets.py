"""What changed in a target, row by row, and whether the new one is tighter or looser.

*Rule:* tighter and looser are judged by dues, not by numbers: tried at calendar edges and hourly over twelve months from the day
the new edition governs.

Example:
    >>> DUE_KEYS
    ('within', 'until', 'grace', 'calendar', 'end_of_day')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import TypeAlias

import attrs

from servstd.document._differ import Differ, Direction
from servstd.document.edition import Edition
from servstd.document.lint._later import Finder, Rule
from servstd.document.lint.calendars import spell_start
from servstd.durations import Amount
from servstd.instants import DAY_US
from servstd.messages.labels import label
from servstd.messages.naming import name_calendar, name_metric, name_policy, name_value, spell_amount, spell_threshold
from servstd.messages.sentences import spell_due
from servstd.sla.model import Lookup, Policy, Target, lookup_names
from servstd.sla.policies import find_row

__all__ = ["DUE_KEYS", "diff_target"]

DUE_KEYS = ("within", "until", "grace", "calendar", "end_of_day")
_MOST_ROWS = 300
_Placed: TypeAlias = tuple[Policy, Target]


@attrs.frozen
class _Due:
    """How the due of one kind of case is set; no amount or no calendar: it is not graded."""

    amount: Amount | None
    calendar: str | None
    end_of_day: bool


def diff_target(differ: Differ, old: _Placed, new: _Placed) -> None:
    """Tell what changed in one target of a policy: its dues row by row, its warnings, its commitment."""
    before, after = old[1], new[1]
    path = ("sla", "policies", new[0].name, "targets", after.metric)
    names = {"policy": name_policy(differ.new, new[0].name, differ.locale), "metric": name_metric(differ.new, after.metric, differ.locale)}
    if before.within is not None and after.within is not None:
        _diff_rows(differ, old, new, names)
    elif any(getattr(before, key) != getattr(after, key) for key in DUE_KEYS):
        texts = [
            spell_due(target, edition, differ.locale, policy=policy) for (policy, target), edition in ((old, differ.old), (new, differ.new))
        ]
        direction = _direction_of_grace(before, after)
        judged = "" if direction is None else differ.word(direction)
        differ.say("DIF062", path, names, direction=direction, row="", old=texts[0], new=texts[1], judged=judged)
    differ.cover(*((*path, key) for key in DUE_KEYS))
    if before.warn != after.warn:
        spelt = [differ.join(", ", *(spell_threshold(each, differ.locale) for each in target.warn)) for target in (before, after)]
        warnings = [text or differ.word("nothing") for text in spelt]
        differ.say("DIF063", (*path, "warn"), names, old=warnings[0], new=warnings[1])
        differ.cover((*path, "warn"))
    if before.commitment != after.commitment:
        words = [label("commitment", target.commitment, differ.locale) for target in (before, after)]
        differ.say("DIF064", (*path, "commitment"), names, old=words[0], new=words[1])
        differ.cover((*path, "commitment"))


def _direction_of_grace(old: Target, new: Target) -> Direction | None:
    if old.until is None or old.until != new.until:
        return None
    one, two = (target.grace.us if target.grace is not None else 0 for target in (old, new))
    return "tighter" if two < one else "looser"


def _diff_rows(differ: Differ, old: _Placed, new: _Placed, names: Mapping[str, str]) -> None:
    """Tell each row whose due is set otherwise; one sentence when it is the same for all."""
    path = ("sla", "policies", new[0].name, "targets", new[1].metric)
    found: dict[tuple[_Due, _Due], list[Mapping[str, str]]] = {}
    rows = list(_rows(old, new))
    for row in rows:
        found.setdefault((_due(*old, row), _due(*new, row)), []).append(row)
    for (before, after), where in found.items():
        if before == after:
            continue
        direction = _judge(differ, before, after)
        texts = _spell(differ, before, after)
        spelt = "" if len(where) == len(rows) else _spell_rows(differ, where)
        judged = "" if direction is None else _spell_direction(differ, direction, before, after)
        differ.say("DIF062", path, names, direction=direction, row=spelt, old=texts[0], new=texts[1], judged=judged)


def _rows(old: _Placed, new: _Placed) -> Iterator[Mapping[str, str]]:
    """Yield a case for every combination of rows of the tables; a missing attribute stands for `else`."""
    values: dict[str, dict[str, None]] = {}
    for policy, target in (old, new):
        for table in (target.within, target.calendar or policy.calendar):
            for name in sorted(lookup_names(table)):
                values.setdefault(name, {})
            _collect(table, values)
    names = list(values)
    combinations = product(*([*values[name], ""] for name in names))
    for count, chosen in enumerate(combinations):
        if count < _MOST_ROWS:
            yield {name: value for name, value in zip(names, chosen, strict=True) if value}


def _collect(table: object, values: dict[str, dict[str, None]]) -> None:
    if isinstance(table, Lookup):
        values[table.attribute].update(dict.fromkeys(table.rows))
        for inner in (*table.rows.values(), table.otherwise):
            _collect(inner, values)


def _due(policy: Policy, target: Target, case: Mapping[str, str]) -> _Due:
    amount = find_row(target.within, case)
    calendar = find_row(target.calendar or policy.calendar, case)
    if not isinstance(amount, Amount) or not isinstance(calendar, str):
        return _Due(None, None, False)
    return _Due(amount, calendar, target.end_of_day and amount.working_days > 0)


def _rule(due: _Due, edition: Edition) -> Rule | None:
    calendar = edition.calendars.get(due.calendar or "")
    return None if due.amount is None or calendar is None else Rule(due.amount, calendar=calendar, end_of_day=due.end_of_day)


def _finder(differ: Differ) -> Finder:
    start = differ.new.effective_from_us
    return Finder(start, start + 366 * DAY_US)


def _judge(differ: Differ, old: _Due, new: _Due) -> Direction | None:
    before, after = _rule(old, differ.old), _rule(new, differ.new)
    if before is None or after is None:
        return None
    finder = _finder(differ)
    looser = finder.later_start(after, before) is not None
    tighter = finder.later_start(before, after) is not None
    if looser and tighter:
        return "mixed"
    return "looser" if looser else "tighter" if tighter else None


def _spell_direction(differ: Differ, direction: Direction, old: _Due, new: _Due) -> str:
    before, after = _rule(old, differ.old), _rule(new, differ.new)
    start = _finder(differ).later_start(after, before) if direction == "mixed" and before is not None and after is not None else None
    if start is None:
        return differ.word(direction)
    at = spell_start(start, differ.new.time_zone)["zh" if differ.locale.startswith("zh") else "en"]
    return differ.word(direction, start=at)


def _spell(differ: Differ, old: _Due, new: _Due) -> tuple[str, str]:
    """Return both dues in words; the calendar only where it is not the same."""
    one, two = (_spell_due(differ, due) for due in (old, new))
    if old.calendar != new.calendar and old.calendar is not None and new.calendar is not None:
        first, second = name_calendar(differ.old, old.calendar, differ.locale), name_calendar(differ.new, new.calendar, differ.locale)
        return (f"{one}（{first}）", f"{two}（{second}）") if differ.locale.startswith("zh") else (f"{one} ({first})", f"{two} ({second})")
    return one, two


def _spell_due(differ: Differ, due: _Due) -> str:
    if due.amount is None:
        return differ.word("not_graded")
    return spell_amount(due.amount, differ.locale) + (differ.word("end_of_day") if due.end_of_day else "")


def _spell_rows(differ: Differ, rows: list[Mapping[str, str]]) -> str:
    zh = differ.locale.startswith("zh")
    texts: list[str] = []
    for row in rows:
        values = [name_value(differ.new, name, value, differ.locale) for name, value in row.items()]
        texts.append(("·" if zh else ", ").join(values) or differ.word("otherwise"))
    joined = ("、" if zh else "; ").join(dict.fromkeys(texts))
    return f"（{joined}）" if zh else f" ({joined})"
