"""Reading what a calendar says in its own zone: hours, alternating weeks, holidays, dates, and their versions.

*Rule:* a version states what changes from its date on; what it does not name stays as it was.

Example:
    >>> from servstd.errors import Report
    >>> written = {"hours": {"mon": ["09:00-10:00"]}, "versions": [{"from": "2026-03-01", "hours": {"tue": ["09:00-10:00"]}}]}
    >>> [each.start for each in read_rules(written, Report(), ())]
    [None, 20513]
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from servstd.calendars.dates import read_date, read_day_list, read_day_shifts
from servstd.calendars.hours import read_shifts, read_week
from servstd.calendars.model import Alternate, Day, Holidays, Rules, Shifts, Week
from servstd.calendars.official import countries, subdivisions
from servstd.errors import Path, Report
from servstd.instants import DAY_US
from servstd.plain import is_list, is_map

__all__ = ["RULE_KEYS", "WHOLE_WEEK", "read_rules", "unknown_keys"]

RULE_KEYS = ("hours", "alternate", "holidays", "dates")
WHOLE_WEEK: Week = (((0, DAY_US),),) * 7
_VERSION_KEYS = ("from", *RULE_KEYS, "label", "note", "clause")
_HOLIDAY_KEYS = ("country", "subdivision", "add", "skip", "makeup_days", "half_days")


def unknown_keys(data: Mapping[str, object], known: Collection[str], report: Report, path: Path) -> None:
    """Note CAL001 for each key that is not known."""
    for key in map(str, data):
        if key not in known:
            from servstd.messages.nearest import did_you_mean

            names = ", ".join(known)
            report.add("CAL001", (*path, key), on_key=True, expected=did_you_mean(key, known) or names, found=key, known=names)


def read_rules(data: Mapping[str, object], report: Report, path: Path) -> tuple[Rules, ...]:
    """Return the rules of a calendar: the first hold from ever, each version's from its date on."""
    found = [_rules(data, Rules(), report, path)]
    for i, version in enumerate(_items(data.get("versions", ()), report, (*path, "versions"), "[{from: 2026-07-01, hours: {...}}]")):
        place: Path = (*path, "versions", i)
        unknown_keys(version, _VERSION_KEYS, report, place)
        start = _start(version, found[-1].start, report, place)
        found.append(_rules(version, found[-1], report, place, start=start))
    return tuple(found)


def _items(data: object, report: Report, path: Path, expected: str) -> list[Mapping[str, object]]:
    """Return a list of mappings; a single mapping counts as a list of one."""
    items = [data] if is_map(data) else data
    if not is_list(items):
        report.add("CAL002", path, expected=expected, found=data)
        return []
    found: list[Mapping[str, object]] = []
    for i, item in enumerate(items):
        if is_map(item):
            found.append(item)
        else:
            report.add("CAL002", (*path, i), expected=expected, found=item)
    return found


def _start(data: Mapping[str, object], last: Day | None, report: Report, path: Path) -> Day:
    start = read_date(data.get("from"), report, (*path, "from"))
    if start is not None and last is not None and start <= last:
        report.add("CAL017", (*path, "from"), found=data["from"])
    return start or 0


def _rules(data: Mapping[str, object], before: Rules, report: Report, path: Path, *, start: Day | None = None) -> Rules:
    week, alternates, holidays, dates = before.week, before.alternates, before.holidays, dict(before.dates)
    if "hours" in data:
        named = read_week(data["hours"], report, (*path, "hours"))
        week = tuple(named.get(weekday, ()) for weekday in range(7))
    if "alternate" in data:
        alternates = _alternates(data["alternate"], report, (*path, "alternate"))
    if "holidays" in data:
        holidays = _holidays(data["holidays"], report, (*path, "holidays"))
    if "dates" in data:
        dates |= read_day_shifts(data["dates"], report, (*path, "dates"))
    return Rules(start, week=week, alternates=alternates, holidays=holidays, dates=dates)


def _alternates(data: object, report: Report, path: Path) -> tuple[Alternate, ...]:
    found: list[Alternate] = []
    for i, item in enumerate(_items(data, report, path, '[{from: 2026-01-05, weeks: [{sat: ["09:00-18:00"]}, {}]}]')):
        place: Path = (*path, i) if not isinstance(data, Mapping) else path
        unknown_keys(item, ("from", "weeks"), report, place)
        start = _start(item, found[-1].start if found else None, report, place)
        weeks = item.get("weeks")
        if not is_list(weeks) or not weeks:
            report.add("CAL002", (*place, "weeks"), expected='[{sat: ["09:00-18:00"]}, {}]', found=weeks)
            continue
        read = (read_week(week, report, (*place, "weeks", j)) for j, week in enumerate(weeks))
        found.append(Alternate(start, weeks=tuple(tuple(sorted(week.items())) for week in read)))
    return tuple(found)


def _holidays(data: object, report: Report, path: Path) -> Holidays:
    if not is_map(data):
        return Holidays(add=read_day_list(data, report, path))
    unknown_keys(data, _HOLIDAY_KEYS, report, path)
    country, subdivision = _country(data, report, path)
    if not country and "country" not in data:
        for key in ("skip", "makeup_days"):
            if key in data:
                report.add("CAL022", (*path, key), on_key=True, key=key)
    half_days = read_day_shifts(data["half_days"], report, (*path, "half_days")) if "half_days" in data else dict[Day, Shifts]()
    return Holidays(
        country,
        subdivision=subdivision,
        add=read_day_list(data.get("add", ()), report, (*path, "add")),
        skip=read_day_list(data.get("skip", ()), report, (*path, "skip")),
        half_days=half_days,
        makeup=_makeup(data.get("makeup_days", "monday"), report, (*path, "makeup_days")),
    )


def _country(content: Mapping[str, object], report: Report, path: Path) -> tuple[str, str]:
    if "country" not in content:
        return "", ""
    country, known = str(content["country"]), countries()
    if country not in known:
        from servstd.messages.nearest import did_you_mean

        report.add("CAL009", (*path, "country"), expected=did_you_mean(country.upper(), sorted(known)) or "CN, SG, DE", found=country)
        return "", ""
    subdivision = str(content.get("subdivision", ""))
    if subdivision and subdivision not in (parts := subdivisions(country)):
        report.add("CAL023", (*path, "subdivision"), country=country, expected=", ".join(parts) or "-", found=subdivision)
        return country, ""
    return country, subdivision


def _makeup(data: object, report: Report, path: Path) -> Literal["monday"] | Shifts | None:
    if data == "ignore":
        return None
    if data == "monday":
        return "monday"
    if is_map(data) and list(data) == ["hours"]:
        return read_shifts(data["hours"], report, (*path, "hours"))
    report.add("CAL002", path, expected='ignore, or {hours: ["09:00-18:00"]}', found=data)
    return None
