"""What changed in calendars: the parts as written, and what that does to open time over twelve months.

*Rule:* the parts are quoted, the effect is measured: days with other hours, open time lost and won.

Example:
    >>> diff_calendars.__name__
    'diff_calendars'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import pairwise

from servstd.calendars import Calendar
from servstd.document._differ import Differ, aligned, show_data
from servstd.document._plain import entries_of, is_list, is_map
from servstd.instants import from_us, midnight_us, read_zone
from servstd.messages.naming import name_calendar, spell_duration

__all__ = ["diff_calendars"]

_STEPS = ("add", "skip", "country", "makeup_days", "half_days")
_DAYS = {"mon": "周一", "tue": "周二", "wed": "周三", "thu": "周四", "fri": "周五", "sat": "周六", "sun": "周日"}
_WORDED = ("hours", "alternate", "holidays", "dates", "versions")


def diff_calendars(differ: Differ) -> None:
    """Tell calendars added, removed and changed, with the days of the next twelve months on which open time differs."""
    old, new = differ.old.calendars, differ.new.calendars
    for name in dict.fromkeys([*old, *new]):
        path = ("calendars", name)
        if name not in old:
            differ.say("DIF030", path, name=name_calendar(differ.new, name, differ.locale))
        elif name not in new:
            differ.say("DIF031", path, name=name_calendar(differ.old, name, differ.locale))
            differ.cover(path)
        else:
            _diff_calendar(differ, name)


def _diff_calendar(differ: Differ, name: str) -> None:
    one, two = (_written(edition.source, name) for edition in (differ.old, differ.new))
    called = name_calendar(differ.new, name, differ.locale)
    for part in _WORDED:
        for steps, before, after in _differences(one.get(part), two.get(part), ()):
            path = ("calendars", name, part, *steps)
            said = differ.join(" ", differ.word(part), *(_spell_step(differ, step) for step in steps))
            differ.say("DIF032", path, name=called, part=said, old=_show(differ, before), new=_show(differ, after))
        differ.cover(("calendars", name, part))
    old, new = differ.old.calendars[name], differ.new.calendars[name]
    if old.fingerprint != new.fingerprint:
        _tell_effect(differ, called, ("calendars", name), old, new)


def _written(source: Mapping[str, object], name: str) -> dict[str, object]:
    return entries_of(entries_of(aligned(source.get("calendars"))).get(name))


def _differences(old: object, new: object, steps: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object, object]]:
    if is_map(old) and is_map(new):
        for key in dict.fromkeys([*old, *new]):
            yield from _differences(old.get(key), new.get(key), (*steps, key))
    elif old != new:
        yield steps, old, new


def _show(differ: Differ, data: object) -> str:
    if data is None:
        return differ.word("nothing")
    if is_list(data) and all(isinstance(item, str) for item in data):
        return differ.join(", ", *map(str, data)) or differ.word("closed")
    return show_data(data)


def _spell_step(differ: Differ, step: str) -> str:
    if step in _STEPS:
        return differ.word(step)
    days = _DAYS if differ.locale.startswith("zh") else {}
    return "至".join(days.get(day, day) for day in step.split("-")) if all(day in days for day in step.split("-")) else step


def _tell_effect(differ: Differ, called: str, path: tuple[str, str], old: Calendar, new: Calendar) -> None:
    """Compare open time day by day, by the new calendar's dates."""
    zone = read_zone(new.time_zone)
    first = from_us(differ.new.effective_from_us, zone).date()
    midnights = [midnight_us(first + timedelta(days=i), zone) for i in range(367)]
    less = more = 0
    changed: list[str] = []
    for i, (start, end) in enumerate(pairwise(midnights)):
        before, after = ([*calendar.timeline.intervals(start, end)] for calendar in (old, new))
        if before != after:
            changed.append((first + timedelta(days=i)).isoformat())
            gained = sum(close - opening for opening, close in after) - sum(close - opening for opening, close in before)
            less, more = less + max(-gained, 0), more + max(gained, 0)
    if not changed:
        differ.say("DIF034", path, name=called, start=first.isoformat())
        return
    spelt = {"less": spell_duration(less, differ.locale), "more": spell_duration(more, differ.locale)}
    differ.say("DIF033", path, spelt, name=called, start=first.isoformat(), days=len(changed), first=changed[0])
