"""Directories, asked: the people that plugins know, each looked at before anything relies on it.

*Rule:* a directory is other people's code: whatever it gives is judged here, once, and what is wrong is said with its name.

Example:
    >>> report = Report()
    >>> ask_directories(("hr",), {}, None, report), [problem.code for problem in report.problems]
    ([], ['ESC053'])
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Final, TypeGuard, cast

import attrs

from servstd.calendars import Calendar
from servstd.document.plugging import failed, words_of
from servstd.errors import Path, Problem, Report, UsageError
from servstd.instants import read_zone
from servstd.people import Person, QuietHours
from servstd.plain import is_map
from servstd.protocols import Directory
from servstd.registry import Component, Registry

__all__ = ["MOST_PEOPLE", "ask_directories"]

MOST_PEOPLE: Final = 100_000
"""How many people one directory may tell of: a generator that never ends is stopped."""
_URGENCIES = ("low", "normal", "high")


def ask_directories(names: tuple[str, ...], calendars: Mapping[str, Calendar], registry: Registry | None, report: Report) -> list[Person]:
    """Return the people of the directories in their order.

    Args:
        names: The directories' names.
        calendars: The standard's calendars by name: people's own are among them.
        registry: What plugins offer; None: there are none.
        report: Takes the problems: ESC050 what is no person, ESC051 a key told twice, ESC052 too many people, ESC053 no plugin at hand,
            and what the registry says of a directory that is not there or fails.
    """
    people: dict[str, Person] = {}
    for i, name in enumerate(names):
        path: Path = ("directories", i)
        component = None if registry is None else registry.find("directories", name)
        if registry is None:
            report.add("ESC053", path, name=name)
        elif component is None:
            report.problems.append(attrs.evolve(registry.missing("directories", name), path=path))
        for number, found in enumerate([] if component is None else _ask(component, path, report), 1):
            params: dict[str, object] = {"plugin": "" if component is None else component.plugin, "name": name}
            wrong = _wrong(found, calendars)
            if number > MOST_PEOPLE:
                report.problems.append(Problem("ESC052", params={**params, "most": MOST_PEOPLE}, path=path))
            elif wrong or not isinstance(found, Person):
                more = {"number": number, "found": _called(found), "wrong": wrong}
                report.problems.append(Problem("ESC050", params={**params, **more}, path=path))
            elif found.key in people:
                report.problems.append(Problem("ESC051", params={**params, "key": found.key}, path=path))
            else:
                people[found.key] = found
    return list(people.values())


def _ask(component: Component, path: Path, report: Report) -> list[object]:
    try:
        return list(islice(cast(Directory, component.part).people(), MOST_PEOPLE + 1))
    except (Exception, SystemExit) as error:  # noqa: BLE001  # a plugin may raise anything
        report.problems.append(failed(component, words_of(error), path))
        return []


def _called(found: object) -> str:
    """Return what to call what was given, without the addresses in it."""
    key: object = found.key if isinstance(found, Person) else None
    return repr(key)[:60] if isinstance(found, Person) else type(found).__name__


def _wrong(found: object, calendars: Mapping[str, Calendar]) -> str:
    """Return which part of a person is not what it must be; empty: none."""
    if not isinstance(found, Person):
        return "type"
    checks = {
        "key": _text(found.key) and bool(found.key) and found.key == found.key.strip() and found.key not in ("owner", "customer"),
        "name": _text(found.name),
        "roles": _texts(found.roles),
        "team": found.team is None or _text(found.team),
        "manager": found.manager is None or _text(found.manager),
        "contacts": _addresses(found.contacts),
        "secrets": _addresses(found.secrets),
        "language": found.language in (None, "zh", "en"),
        "time_zone": found.time_zone is None or _known_zone(found.time_zone),
        "calendar": found.calendar is None or (_text(found.calendar) and found.calendar in calendars),
        "quiet": found.quiet is None or _sound_hours(found.quiet),
        "prefers": _preferences(found.prefers),
    }
    return next((name for name, fine in checks.items() if not fine), "")


def _text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and not any("\ud800" <= one <= "\udfff" for one in value)  # else it cannot be written anywhere


def _texts(value: object) -> bool:
    return isinstance(value, (tuple, list)) and all(_text(item) for item in cast("tuple[object, ...]", value))


def _addresses(value: object) -> bool:
    return is_map(value) and all(_text(key) and _text(address) and bool(address) for key, address in value.items())


def _known_zone(name: object) -> bool:
    try:
        read_zone(name if isinstance(name, str) else "")
    except UsageError:
        return False
    return True


def _sound_hours(value: object) -> bool:
    return isinstance(value, QuietHours) and isinstance(cast(object, value.hours), Calendar)


def _preferences(value: object) -> bool:
    if not is_map(value):
        return False
    by_urgency = [by for by in value.values() if is_map(by)]
    whole = len(by_urgency) == len(value) and all(_text(topic) for topic in value)
    return whole and all(urgency in _URGENCIES and _texts(via) for by in by_urgency for urgency, via in by.items())
