"""Rotas that leave somebody without a helper or a rest: unknown people, gaps, short hand-overs, too many hours, no fallback.

*Rule:* thirty days are looked at, from the day of the check or from when the rota begins, whichever is later. Hours are told as they
are; what nobody wrote down (no `must_cover`, no `limits`) is not judged.

Example:
    >>> from servstd.document import check_edition
    >>> head = 'format: 1, standard: s, version: "1", effective_from: 2026-01-05, time_zone: UTC, people: {li: {name: Li}}'
    >>> work = 'shifts: {day: "08:00-20:00"}, pattern: [day], people: [li], from: 2026-01-05, must_cover: 24/7, fallback: li'
    >>> problems = check_edition(f"{{{head}, rotas: {{desk: {{{work}}}}}}}")[1]
    >>> [problem.params["hours"] for problem in problems if problem.code == "ROT042"]
    ['352']
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from servstd.calendars.model import Day, date_of
from servstd.document.lint._rota_clocks import clock_changes
from servstd.document.lint._scope import Scope
from servstd.errors import Path
from servstd.escalation.rotas.compiling import compile_rota
from servstd.escalation.rotas.covering import begin_of
from servstd.escalation.rotas.figures import Coverage, Stretch
from servstd.escalation.rotas.model import Change, Rota
from servstd.instants import DAY_US, HOUR_US, MINUTE_US, from_us, read_zone
from servstd.messages.nearest import did_you_mean
from servstd.people import Addressee

__all__ = ["CHECKS", "DAYS", "check_clocks", "check_coverage", "check_fallbacks", "check_people", "check_work"]

DAYS: Final = 30
"""How many days are looked at."""
_MOST_GAPS: Final = 3
_KINDS: Final = {"role": "角色", "team": "部门", "level": "层级"}


# ── who ───────────────────────────────────────────────────────────────────────────────────────────────────────
def check_people(scope: Scope) -> None:
    """Report people nobody knows, and rotas without people."""
    known = scope.edition.people
    for rota in scope.edition.rotas.values():
        if not rota.everyone:
            scope.add("ROT031", (*rota.path, "people"), on_key=True)
        for person in rota.everyone:
            if person not in known:
                expected = did_you_mean(person, known) or ", ".join(known)
                scope.add("ROT030", _place(scope, rota, person), found=person, expected=expected)


def _place(scope: Scope, rota: Rota, person: str) -> Path:
    """Return where a rota first names a person."""
    return next((path for text, path in scope.texts(rota.path) if text == person and not {"shifts", "pattern"} & {*path[2:3]}), rota.path)


def check_fallbacks(scope: Scope) -> None:
    """Report rotas without a fallback, fallbacks that reach nobody, and circles of them."""
    rotas = scope.edition.rotas
    for rota in rotas.values():
        if not rota.fallback:
            scope.add("ROT041", rota.path, on_key=True)
        for one in rota.fallback:
            _check_fallback(scope, one)
    seen: set[str] = set()
    for name in rotas:
        cycle = _circle(rotas, name)
        if cycle and not seen.intersection(cycle):
            seen.update(cycle)
            scope.add("ROT040", ("rotas", name, "fallback"), cycle=" -> ".join(cycle))


def _check_fallback(scope: Scope, one: Addressee) -> None:
    people, rotas = scope.edition.people, scope.edition.rotas
    if one.kind == "rota" and one.name not in rotas:
        scope.add("ROT046", one.path, found=one.name, expected=did_you_mean(one.name, rotas) or ", ".join(rotas))
    elif one.kind == "person" and one.name not in people:
        scope.add("ROT030", one.path, found=one.name, expected=did_you_mean(one.name, people) or ", ".join(people))
    elif one.kind in _KINDS and not any(one.name in (person.team, *person.roles) for person in people.values()):
        scope.add("ROT047", one.path, kind=one.kind, kind_zh=_KINDS[one.kind], found=one.name)


def _circle(rotas: Mapping[str, Rota], name: str) -> list[str]:
    """Return the fallbacks from a rota back to itself; empty: they do not come back."""
    paths = [[name]]
    reached: set[str] = set()
    while paths:
        path = paths.pop()
        for one in rotas[path[-1]].fallback:
            if one.kind == "rota" and one.name == name:
                return [*path, name]
            if one.kind == "rota" and one.name in rotas and one.name not in reached:
                reached.add(one.name)
                paths.append([*path, one.name])
    return []


# ── when ──────────────────────────────────────────────────────────────────────────────────────────────────────
def check_work(scope: Scope) -> None:
    """Report patterns with too few people, limits nobody can keep, and swaps of one person at the same time."""
    for rota in scope.edition.rotas.values():
        people, length = len(rota.people), len(rota.pattern)
        for shift in rota.shifts:
            days = sum(all(rota.pattern[(day + i) % length] != shift.name for i in range(people)) for day in range(length))
            if 0 < people < length and shift.name in rota.pattern and days:
                path = (*rota.path, "people")
                scope.add("ROT033", path, on_key=True, people=people, length=length, days=days, shift=shift.name)
        if rota.limits.hours_per_week == 0:
            scope.add("ROT036", (*rota.limits.path, "hours_per_week"), key="hours_per_week", found=0, expected="> 0")
        days_off = rota.limits.days_off_per_week
        if days_off is not None and days_off > 6:
            scope.add("ROT036", (*rota.limits.path, "days_off_per_week"), key="days_off_per_week", found=days_off, expected="0 … 6")
        swaps = [change for change in rota.changes if change.kind == "swap"]
        for i, second in enumerate(swaps):
            for first in swaps[:i]:
                _check_swaps(scope, first, second)


def _check_swaps(scope: Scope, first: Change, second: Change) -> None:
    both = [person for person in (second.person, second.other) if person in (first.person, first.other)]
    apart = [
        one.end is not None and other.start is not None and one.end <= other.start for one, other in ((first, second), (second, first))
    ]
    if both and not any(apart):
        others = (_other(first, both[0]), _other(second, both[0]))
        scope.add("ROT038", second.path, person=both[0], first=others[0], second=others[1])


def _other(swap: Change, person: str) -> str:
    return swap.other if swap.person == person else swap.person


def check_coverage(scope: Scope) -> None:
    """Report gaps, short hand-overs, broken limits, and changes without effect, in thirty days."""
    for rota in scope.edition.rotas.values():
        begins = begin_of(rota)
        start = max(scope.window[0], scope.window[0] if begins is None else begins[0])
        found = compile_rota(rota).coverage(start, start + DAYS * DAY_US)
        _Told(scope, rota, found).tell()


class _Told:
    """Tells what thirty days of one rota come to."""

    def __init__(self, scope: Scope, rota: Rota, found: Coverage) -> None:
        self._scope, self._rota, self._found = scope, rota, found
        self._zone = read_zone(rota.time_zone)
        self._window: dict[str, object] = {"day": self._day(found.start_us), "days": DAYS}

    def tell(self) -> None:
        """Report everything."""
        self._gaps(self._found.gaps)
        self._handovers()
        self._weeks()
        self._rests()
        for change in self._found.idle:
            self._scope.add("ROT049", change.path, person=change.other if change.kind == "replace" else change.person)

    def _at(self, us: int) -> datetime:
        return from_us(us, self._zone)

    def _day(self, us: int) -> str:
        return self._at(us).date().isoformat()

    def _minute(self, us: int) -> str:
        return f"{self._at(us):%Y-%m-%d %H:%M}"

    def _path(self, *steps: str) -> Path:
        return (*self._rota.path, *steps)

    def _gaps(self, gaps: Sequence[Stretch]) -> None:
        if not gaps:
            return
        whole = [gap for gap in gaps if self._found.start_us < gap.start_us and gap.end_us < self._found.end_us] or gaps
        times = Counter(self._hours(gap) for gap in whole).most_common(_MOST_GAPS)
        first = gaps[0]
        params = {
            "when_en": ", ".join(f"{hours} ({count} times)" if count > 1 else hours for hours, count in times),
            "when_zh": "、".join(f"{hours}（{count} 次）" if count > 1 else hours for hours, count in times),
            "count": len(gaps),
            "hours": f"{sum(gap.end_us - gap.start_us for gap in gaps) / HOUR_US:.10g}",
            "first": f"{self._minute(first.start_us)} - {self._minute(first.end_us)}",
        }
        self._scope.add("ROT042", self._path("must_cover"), on_key=True, params={**self._window, **params})

    def _hours(self, gap: Stretch) -> str:
        if gap.end_us - gap.start_us >= DAY_US:
            return f"{self._minute(gap.start_us)} - {self._minute(gap.end_us)}"
        end = f"{self._at(gap.end_us):%H:%M}"
        return f"{self._at(gap.start_us):%H:%M}-{'24:00' if end == '00:00' else end}"

    def _handovers(self) -> None:
        for before, after in self._found.never:
            self._scope.add(
                "ROT035", self._path("minimum_handover", f"{before}-{after}"), before=before, after=after, day=self._window["day"]
            )
        pairs = Counter((item.before, item.after) for item in self._found.short_handovers)
        for item in self._found.short_handovers:
            count = pairs.pop((item.before, item.after), 0)
            if count:
                params = {
                    "before": item.before,
                    "after": item.after,
                    "found": _length(item.end_us - item.start_us),
                    "expected": _length(item.minimum_us or MINUTE_US),
                    "count": count,
                    "first": self._minute(item.start_us),
                }
                self._scope.add("ROT043", self._path("minimum_handover", f"{item.before}-{item.after}"), params={**self._window, **params})

    def _weeks(self) -> None:
        broken = {*self._found.over_hours, *self._found.few_days_off}
        for load in self._found.loads:
            weeks = [week for week in load.weeks if week in broken]
            if weeks:
                worst = max(weeks, key=lambda week: (week.us, -week.days_off))
                params = {
                    "person": load.person,
                    "hours": f"{worst.hours:.4g}",
                    "off_en": f"with {worst.days_off} days off" if worst.days_off else "without a day off",
                    "off_zh": f"休息 {worst.days_off} 天" if worst.days_off else "没有休息日",
                    "weeks": len(weeks),
                    "found": f"{worst.hours:.4g} h, {worst.days_off} d",
                    "expected": ", ".join(self._limits()),
                }
                params["day"] = _date(worst.monday)
                self._scope.add("ROT044", self._path("limits"), on_key=True, params={**self._window, **params})

    def _limits(self) -> Iterator[str]:
        limits = self._rota.limits
        if limits.hours_per_week is not None:
            yield f"<= {limits.hours_per_week:.4g} h"
        if limits.days_off_per_week is not None:
            yield f">= {limits.days_off_per_week} d"

    def _rests(self) -> None:
        least = self._rota.limits.rest_between
        for load in self._found.loads if least is not None else ():
            rests = [rest for rest in self._found.short_rests if rest.person == load.person]
            if rests and least is not None:
                shortest = min(rests, key=lambda rest: rest.end_us - rest.start_us)
                params = {
                    "person": load.person,
                    "found": _length(shortest.end_us - shortest.start_us),
                    "expected": _length(least.us),
                    "count": len(rests),
                    "first": self._minute(shortest.start_us),
                }
                self._scope.add("ROT045", self._path("limits", "rest_between"), params={**self._window, **params})


def _length(us: int) -> str:
    """Return a length as people write it: `90m`, `11h`."""
    minutes = us // MINUTE_US
    return f"{minutes // 60}h" if minutes and minutes % 60 == 0 else f"{minutes}m"


def _date(day: Day) -> str:
    return date_of(day).isoformat()


# ── hand-overs at a change of clocks ──────────────────────────────────────────────────────────────────────────
def check_clocks(scope: Scope) -> None:
    """Note hand-overs at a local time that a change of clocks skips or repeats within twelve months."""
    for rota in scope.edition.rotas.values():
        for path, params in clock_changes(rota, *scope.window):
            scope.add("ROT037", path, params=params)


CHECKS = (check_people, check_fallbacks, check_work, check_coverage, check_clocks)
