"""Rotas, bound: shifts and their pattern, layers, changes, what must be covered.

*Rule:* a wall time is what the clock of the rota's zone shows; one written with an offset is turned into it. Where a date stands for an
end, that day is the last. What the grammar refused is left out here, and told there.

Example:
    >>> report = Report()
    >>> data = {"desk": {"shifts": {"day": "08:00-20:00"}, "pattern": ["day", "of"], "people": ["li"], "from": "2026-01-05"}}
    >>> rota = bind_rotas(data, {}, "UTC", "en", report)["desk"]
    >>> rota.shifts[0].end // 3_600_000_000, [(problem.code, problem.params["found"]) for problem in report.problems]
    (20, [('ROT032', 'of')])
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date
from typing import Final, TypeVar

from servstd.calendars import Calendar
from servstd.calendars.model import day_of
from servstd.document._addressees import read_addressees
from servstd.document._plain import entries_of, is_map, items_of, note_error, text_of
from servstd.document.binding_notices import read_hours
from servstd.document.binding_values import read_texts
from servstd.document.grammar_rotas import HOURS
from servstd.durations import Span, parse_span
from servstd.errors import Path, Problem, Report, UsageError
from servstd.escalation.rotas.model import OFF, Change, ChangeKind, Layer, Limits, Posts, Rota, ShiftTime, Turn, TurnUnit, wall_of
from servstd.instants import DAY_US, HOUR_US, MINUTE_US, from_us, read_instant, read_zone
from servstd.messages.nearest import did_you_mean
from servstd.sla.metrics import read_label

__all__ = ["TEMPORARY", "bind_rotas", "layer_hours"]

TEMPORARY: Final = 1_000_000
"""The priority of a temporary rota: above every layer."""
_UNITS: Mapping[str, TurnUnit] = {"hours": "hour", "days": "day", "weeks": "week", "months": "month"}
_UNIT_WORDS: tuple[TurnUnit, ...] = ("hour", "day", "week", "month", "quarter", "year")
_ONCE: Mapping[str, Turn] = {str(unit): Turn(1, unit) for unit in _UNIT_WORDS}
_OFFSET = re.compile(r"(?:[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)$")
_DATE_LENGTH = len("2026-01-05")
_T = TypeVar("_T")


def bind_rotas(value: object, calendars: Mapping[str, Calendar], zone: str, language: str, report: Report) -> dict[str, Rota]:
    """Return the rotas by name.

    Args:
        value: The section, with what the operations file adds; what the grammar refuses may stand in it.
        calendars: The standard's calendars by name.
        zone: The zone of rotas that name none.
        language: Language of plain labels.
        report: Takes the problems: ROT032 a pattern with an unknown shift, ROT034 a pair of unknown shifts, ROT039 an end before its
            beginning, ROT048 a layer twice, DOC061 an unknown calendar, and those of zones and hours.
    """
    return {
        name: _Reader(("rotas", name), calendars, zone, language, report).rota(name, item)
        for name, item in entries_of(value).items()
        if is_map(item)
    }


def layer_hours(rotas: Mapping[str, Rota]) -> dict[str, Calendar]:
    """Return the hours of layers by a key of their own: they belong to what a standard's fingerprint tells apart."""
    return {f"{one.name}.{layer.name}": layer.hours for one in rotas.values() for layer in one.layers if layer.hours is not None}


class _Reader:
    """Reads one rota."""

    def __init__(self, path: Path, calendars: Mapping[str, Calendar], zone: str, language: str, report: Report) -> None:
        self._path, self._calendars, self._language, self._report = path, calendars, language, report
        self._zone = zone

    def rota(self, name: str, data: Mapping[str, object]) -> Rota:
        """Return the rota."""
        self._zone = self._read_zone(data.get("time_zone"), self._path) or self._zone
        shifts = tuple(self._shifts(entries_of(data.get("shifts"))))
        layers = (*self._layers(items_of(data.get("layers"))), *self._temporary(items_of(data.get("temporary"))))
        names = [*(shift.name for shift in shifts), *(layer.name for layer in layers)]
        start = text_of(data.get("from"))
        return Rota(
            name,
            time_zone=self._zone,
            shifts=shifts,
            pattern=self._pattern(read_texts(data.get("pattern")), [shift.name for shift in shifts]),
            people=read_texts(data.get("people")),
            start=_or_none(_day, start) or 0,
            layers=layers,
            posts=self._posts(data.get("rotate_posts")),
            changes=tuple(self._changes(data)),
            must_cover=self._hours(data, "must_cover", self._path, self._zone),
            minimum_handover=self._handovers(entries_of(data.get("minimum_handover")), names),
            limits=self._limits(entries_of(data.get("limits"))),
            fallback=read_addressees(data["fallback"], (*self._path, "fallback")) if "fallback" in data else (),
            label=read_label(data.get("label"), self._language),
            note=read_label(data.get("note"), self._language),
            path=self._path,
        )

    def _read_zone(self, value: object, path: Path) -> str | None:
        name = text_of(value)
        try:
            return name if name is None else str(read_zone(name)) and name
        except UsageError as error:
            note_error(error, self._report, (*path, "time_zone"))
            return None

    def _hours(self, data: Mapping[str, object], key: str, path: Path, zone: str) -> Calendar | None:
        if key not in data:
            return None
        value = data[key]
        if value == "24/7":  # as calendars write it
            return self._calendars["always"]
        return read_hours(value, (*path, key), self._calendars, zone, self._report)

    # ── shifts and their pattern ──────────────────────────────────────────────────────────────────────────────
    def _shifts(self, data: Mapping[str, object]) -> Iterator[ShiftTime]:
        for name, value in data.items():
            text = text_of(value) or ""
            if re.fullmatch(HOURS, text):
                start, end = (int(half[:2]) * HOUR_US + int(half[3:]) * MINUTE_US for half in text.split("-"))
                yield ShiftTime(name, start=start, end=end if end > start else end + DAY_US, path=(*self._path, "shifts", name))

    def _pattern(self, pattern: tuple[str, ...], shifts: Sequence[str]) -> tuple[str, ...]:
        known = (*shifts, *OFF)
        for i, word in enumerate(pattern):
            if word not in known and shifts:
                expected = did_you_mean(word, known) or ", ".join(known)
                self._report.add("ROT032", (*self._path, "pattern", i), found=word, expected=expected)
        return tuple(word if word in shifts else OFF[0] for word in pattern)

    def _posts(self, value: object) -> Posts | None:
        data = entries_of(value)
        every, start = _turn(data.get("every")), _or_none(_day, text_of(data.get("from")))
        posts = read_texts(data.get("posts"))
        return Posts(posts, every=every, start=start, path=(*self._path, "rotate_posts")) if posts and every and start is not None else None

    # ── layers ────────────────────────────────────────────────────────────────────────────────────────────────
    def _layers(self, items: Sequence[object]) -> Iterator[Layer]:
        first: dict[str, int] = {}
        for i, item in enumerate(items):
            data, path = entries_of(item), (*self._path, "layers", i)
            name, start, until = self._stretch(data, path, "until")
            name = text_of(data.get("name")) or name
            if first.setdefault(name, i) != i:
                self._report.add("ROT048", (*path, "name"), name=name, first=first[name] + 1)
            zone = self._read_zone(data.get("time_zone"), path)
            priority = data.get("priority")
            yield Layer(
                name,
                people=_turns_of(data.get("people")),
                every=_turn(data.get("every")),
                start=start or 0,
                until=until,
                priority=priority if isinstance(priority, int) else 0,
                hours=self._hours(data, "hours", path, zone or self._zone),
                time_zone=zone,
                path=path,
            )

    def _temporary(self, items: Sequence[object]) -> Iterator[Layer]:
        for i, item in enumerate(items):
            data, path = entries_of(item), (*self._path, "temporary", i)
            name, start, until = self._stretch(data, path, "to")
            people, every = _turns_of(data.get("people")), _turn(data.get("every"))
            yield Layer(name, people=people, every=every, start=start or 0, until=until, priority=TEMPORARY, path=path)

    # ── changes ───────────────────────────────────────────────────────────────────────────────────────────────
    def _changes(self, data: Mapping[str, object]) -> Iterator[Change]:
        for key in ("swaps", "overrides", "changes", "absences"):
            for i, item in enumerate(items_of(data.get(key))):
                given, path = entries_of(item), (*self._path, key, i)
                kind, person, other = _change_of(key, given)
                _, start, end = self._stretch(given, path, "to")
                if person is not None:
                    note = read_label(given.get("note"), self._language)
                    yield Change(kind, person=person, other=other or "", start=start, end=end, note=note, path=path)

    def _stretch(self, data: Mapping[str, object], path: Path, last: str) -> tuple[str, int | None, int | None]:
        """Return the name that its place gives something, when it begins and when it ends; tell when it ends before it begins."""
        start = _or_none(self._first, text_of(data.get("from")))
        end = _or_none(self._last, text_of(data.get(last)))
        if start is not None and end is not None and end <= start:
            params = {"from": data["from"], "found": data[last], "expected": f"> {data['from']}"}
            self._report.problems.append(Problem("ROT039", params=params, path=(*path, last)))
        return f"{path[-2]}[{path[-1]}]", start, end

    def _first(self, text: str) -> int:
        if _OFFSET.search(text[_DATE_LENGTH:]):
            return wall_of(from_us(read_instant(text), read_zone(self._zone)))
        return read_instant(text, UTC)  # what a clock in UTC would show is the wall time itself

    def _last(self, text: str) -> int:
        return self._first(text) + (DAY_US if len(text) == _DATE_LENGTH else 0)

    # ── what must be kept ─────────────────────────────────────────────────────────────────────────────────────
    def _handovers(self, data: Mapping[str, object], names: Sequence[str]) -> dict[tuple[str, str], Span]:
        out: dict[tuple[str, str], Span] = {}
        for text, value in data.items():
            pair = next(((text[:i], text[i + 1 :]) for i in _dashes(text) if text[:i] in names and text[i + 1 :] in names), None)
            least = _or_none(_span, text_of(value))
            if pair is None:
                near = did_you_mean(text, [f"{a}-{b}" for a in names for b in names if a != b])
                self._report.add(
                    "ROT034", (*self._path, "minimum_handover", text), on_key=True, found=text, expected=near or ", ".join(names)
                )
            elif least is not None:
                out[pair] = least
        return out

    def _limits(self, data: Mapping[str, object]) -> Limits:
        hours, days = data.get("hours_per_week"), data.get("days_off_per_week")
        return Limits(
            hours_per_week=float(hours) if isinstance(hours, (int, float)) else None,
            rest_between=_or_none(_span, text_of(data.get("rest_between"))),
            days_off_per_week=days if isinstance(days, int) else None,
            path=(*self._path, "limits"),
        )


def _change_of(key: str, data: Mapping[str, object]) -> tuple[ChangeKind, str | None, str | None]:
    """Return the kind of a change, whom it is about and whom else."""
    if key == "swaps":
        return "swap", text_of(data.get("person")), text_of(data.get("with"))
    if key == "absences":
        return "absent", text_of(data.get("person")), None
    kinds: tuple[ChangeKind, ...] = ("add", "remove")
    for kind in kinds:
        if kind in data:
            return kind, text_of(data[kind]), None
    return "replace", text_of(data.get("person")), text_of(data.get("instead_of"))


def _turns_of(value: object) -> tuple[tuple[str, ...], ...]:
    """Return who takes turns; one item holds everybody who is on duty together."""
    read = (read_texts([item]) or read_texts(item) for item in items_of(value))
    return tuple(item for item in read if item)


def _turn(value: object) -> Turn | None:
    if isinstance(value, str):
        return _ONCE.get(value)
    given = entries_of(value)
    for key, unit in _UNITS.items():
        count = given.get(key)
        if isinstance(count, int) and count > 0:
            return Turn(count, unit)
    return None


def _dashes(text: str) -> Iterator[int]:
    return (match.start() for match in re.finditer("-", text))


def _or_none(read: Callable[[str], _T], text: str | None) -> _T | None:
    """Return what a text means; None where there is none or the grammar refuses it."""
    try:
        return None if text is None else read(text)
    except (UsageError, ValueError):
        return None


def _day(text: str) -> int:
    return day_of(date.fromisoformat(text))


def _span(text: str) -> Span:
    return parse_span(text, zero=True)
