"""Reading a calendar from plain data; every problem is told, with its path.

*Rule:* one code path serves `read_calendar` and the document. Values may be plain text (as the document's reader gives them) or
dates (as Python code would give them). Nothing is guessed and nothing is ignored: an unknown key is a problem.

Example:
    >>> cal = read_calendar({"time_zone": "Asia/Shanghai", "hours": {"mon-fri": ["09:00-18:00"]}}, name="office")
    >>> cal.time_zone, cal.hours_per_day_us // 3_600_000_000
    ('Asia/Shanghai', 9)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

import attrs

from servstd.calendars.announced import TABLE_DATE
from servstd.calendars.calendar import Calendar
from servstd.calendars.compiling import intervals_of
from servstd.calendars.model import Combination, Operation, Pattern, Rules, date_of
from servstd.calendars.rules import RULE_KEYS, WHOLE_WEEK, read_rules, unknown_keys
from servstd.errors import Path, Report, StandardError, UsageError
from servstd.instants import read_zone
from servstd.plain import is_list, is_map

__all__ = ["ALWAYS", "parse_calendar", "parse_calendars", "read_calendar"]

ALWAYS = Calendar("always", pattern=Pattern("UTC", rules=(Rules(week=WHOLE_WEEK),)))
"""Open 24 hours on every day."""

_KEYS = ("label", "note", "clause", "time_zone", *RULE_KEYS, "versions", "any_of", "all_of", "not", "except", "from", "else")
_OPERATIONS = ("any_of", "all_of", "not")
_Named = Callable[[str, Path], Pattern | None]


def read_calendar(
    data: object, name: str = "calendar", calendars: Mapping[str, object] | None = None, time_zone: str | None = None
) -> Calendar:
    """Return the calendar that plain data describes.

    Args:
        data: `{"time_zone": ..., "hours": {"mon-fri": ["09:00-18:00"]}, ...}`, or `"24/7"`.
        name: The name messages use.
        calendars: What names in `any_of`, `all_of`, `not`, `except` and `else` refer to: calendars, or plain data.
        time_zone: The zone of calendars that name none.

    Raises:
        StandardError: Carries all problems found.
    """
    report = Report()
    others = dict(calendars or {})
    plain = {key: value for key, value in others.items() if not isinstance(value, Calendar)}
    ready = {key: value for key, value in others.items() if isinstance(value, Calendar)}
    ready |= parse_calendars(plain, report, (), time_zone or "", ready)
    calendar = parse_calendar(data, name, report, (), ready, time_zone or "")
    if calendar is None or report.has_errors:
        raise StandardError(report.problems)
    return calendar


def parse_calendar(
    data: object, name: str, report: Report, path: Path, calendars: Mapping[str, Calendar], time_zone: str
) -> Calendar | None:
    """Return the calendar that plain data describes, or None after noting what is wrong with it.

    Args:
        data: As for `read_calendar`.
        name: The name messages use.
        report: Takes the problems.
        path: Where the data stands.
        calendars: Calendars that may be named.
        time_zone: The zone of a calendar that names none; empty: it must name one.
    """

    def named(other: str, place: Path) -> Pattern | None:
        found = calendars.get(other, ALWAYS if other == "always" else None)
        if found is None:
            _unknown(other, (*calendars, "always"), report, place)
        return None if found is None else found.pattern

    return _calendar(data, name, report, path, named, time_zone)


def parse_calendars(
    data: Mapping[str, object], report: Report, path: Path, time_zone: str, ready: Mapping[str, Calendar] | None = None
) -> dict[str, Calendar]:
    """Return a whole section of calendars, which may name each other in any order; those with problems are left out.

    Args:
        data: Name -> plain data.
        report: Takes the problems; CAL014 calendars that need each other.
        path: Where the section stands.
        time_zone: The zone of calendars that name none.
        ready: Calendars that may be named besides.
    """
    done: dict[str, Calendar | None] = dict(ready or {})
    under_way: list[str] = []

    def read(name: str) -> Calendar | None:
        if name not in done:
            under_way.append(name)
            done[name] = _calendar(data[name], name, report, (*path, name), named, time_zone)
            under_way.pop()
        return done[name]

    def named(other: str, place: Path) -> Pattern | None:
        if other in under_way:
            report.add("CAL014", place, cycle=" -> ".join([*under_way[under_way.index(other) :], other]))
            return None
        if other not in data and other not in done:
            if other == "always":
                return ALWAYS.pattern
            _unknown(other, (*data, *done, "always"), report, place)
            return None
        found = read(other)
        return None if found is None else found.pattern

    found = {name: read(name) for name in data}
    return {name: calendar for name, calendar in found.items() if calendar is not None}


def _unknown(name: str, known: Sequence[str], report: Report, path: Path) -> None:
    from servstd.messages.nearest import did_you_mean

    names = ", ".join(dict.fromkeys(known))
    report.add("CAL013", path, expected=did_you_mean(name, known) or names, found=name, known=names)


def _calendar(data: object, name: str, report: Report, path: Path, named: _Named, time_zone: str) -> Calendar | None:
    before = _errors(report)
    pattern = _pattern(data, report, path, named, time_zone)
    label = _label(data.get("label", {}) if is_map(data) else {}, report, (*path, "label"))
    if pattern is None or _errors(report) > before:
        return None
    if not _opens_ever(pattern):
        report.add("CAL008", path, calendar=name)
        return None
    return Calendar(name, pattern=pattern, label=label)


def _errors(report: Report) -> int:
    return sum(problem.severity == "error" for problem in report.problems)


def _label(data: object, report: Report, path: Path) -> Mapping[str, str]:
    if isinstance(data, str):
        return {"": data}
    if is_map(data):
        return {str(language): str(text) for language, text in data.items()}
    report.add("CAL002", path, expected="a text, or {zh: ..., en: ...}", found=data)
    return {}


def _pattern(data: object, report: Report, path: Path, named: _Named, time_zone: str) -> Pattern | None:
    if data == "24/7":
        return Pattern(time_zone or "UTC", rules=(Rules(week=WHOLE_WEEK),))
    if not is_map(data):
        report.add("CAL002", path, expected='{hours: {mon-fri: ["09:00-18:00"]}}, or 24/7', found=data)
        return None
    unknown_keys(data, _KEYS, report, path)
    if "from" in data or "else" in data:
        if "else" not in data:
            report.add("CAL020", (*path, "from"), on_key=True)
            return None
        return _operand(data["else"], report, (*path, "else"), named, time_zone)
    zone = _zone(data.get("time_zone", time_zone), report, path)
    kinds = [kind for kind in _OPERATIONS if kind in data]
    if any(key in data for key in (*RULE_KEYS, "versions")):
        kinds.append("hours")
    if len(kinds) > 1:
        report.add("CAL018", path, found=", ".join(kinds))
    # what is wrong in each kind is told, even when there are too many of them
    bases = [_base(kind, data, report, path, named, zone) for kind in kinds]
    others = _operands(data["except"], report, (*path, "except"), named, zone) if "except" in data else ()
    parts = (*bases, *others)
    if "except" not in data:
        return parts[0] if parts else Pattern(zone, rules=read_rules(data, report, path))
    if len(parts) < 2:
        report.add("CAL021", (*path, "except"), on_key=True)
    return Pattern(zone, combination=Combination("except", parts=parts))


def _base(kind: str, data: Mapping[str, object], report: Report, path: Path, named: _Named, zone: str) -> Pattern:
    if kind == "hours":
        return Pattern(zone, rules=read_rules(data, report, path))
    parts = _operands(data[kind], report, (*path, kind), named, zone)
    return Pattern(zone, combination=Combination(cast("Operation", kind), parts=parts))


def _zone(data: object, report: Report, path: Path) -> str:
    """Return a zone that is known; UTC after noting that there is none, so that reading goes on."""
    if not data:
        report.add("CAL019", path, expected="time_zone: Asia/Shanghai")
        return "UTC"
    try:
        read_zone(str(data))
    except UsageError as error:
        report.problems.append(attrs.evolve(error.problem, path=(*path, "time_zone")))
        return "UTC"
    return str(data)


def _operands(data: object, report: Report, path: Path, named: _Named, time_zone: str) -> tuple[Pattern, ...]:
    if not is_list(data):
        found = [_operand(data, report, path, named, time_zone)]
    else:
        found = [_operand(item, report, (*path, i), named, time_zone) for i, item in enumerate(data)]
        if not data:
            report.add("CAL002", path, expected="[office, night_desk]", found=data)
    return tuple(pattern for pattern in found if pattern is not None)


def _operand(data: object, report: Report, path: Path, named: _Named, time_zone: str) -> Pattern | None:
    if isinstance(data, str) and data != "24/7":
        return named(data, path)
    return _pattern(data, report, path, named, time_zone)


def _opens_ever(pattern: Pattern) -> bool:
    if pattern.combination is None:
        return any(
            any(rules.week)
            or any(shifts for each in rules.alternates for week in each.weeks for _, shifts in week)
            or any(rules.dates.values())
            or any(rules.holidays.half_days.values())
            for rules in pattern.rules
        )
    years = sorted(_years(pattern) | {TABLE_DATE.year}, key=lambda year: abs(year - TABLE_DATE.year))
    return any(intervals_of(pattern, year, year + 1)[0] for year in years)


def _years(pattern: Pattern) -> set[int]:
    """Return the years in which something dated changes what is open, in a pattern or in what it is made of."""
    years = {
        date_of(day).year
        for rules in pattern.rules
        for day in (*rules.dates, *rules.holidays.half_days, *(each.start for each in rules.alternates), rules.start or 0)
    }
    return years.union(*(_years(part) for part in pattern.combination.parts)) if pattern.combination else years
