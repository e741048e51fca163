"""What is shown of a rota: its shifts and coverage over some days, ready for a terminal, JSON and HTML.

*Rule:* the three show the same; instants become local time of the rota here and nowhere else.

Example:
    >>> from servstd.escalation.rotas import Layer, Rota
    >>> view = look(Rota("call", time_zone="UTC", layers=(Layer("first", people=(("li",),), start=0),)), 0, 86_400_000_000)
    >>> [(shift.person, view.minute(shift.start_us)) for shift in view.shifts]
    [('li', '1970-01-01 00:00')]
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

import attrs

from servstd.calendars.model import date_of
from servstd.escalation.rotas import Coverage, Load, Rota, Shift, compile_rota
from servstd.instants import DAY_US, HOUR_US, from_us, local_text, read_zone

__all__ = ["RotaView", "look", "number"]


@attrs.frozen
class RotaView:
    """A rota over some time.

    Attributes:
        rota: The rota.
        start_us: From when it is shown.
        end_us: Up to when.
        shifts: Who is on duty.
        coverage: Gaps, hand-overs, hours.
        names: What people are called.
    """

    rota: Rota
    start_us: int = attrs.field(kw_only=True)
    end_us: int = attrs.field(kw_only=True)
    shifts: tuple[Shift, ...] = attrs.field(kw_only=True)
    coverage: Coverage = attrs.field(kw_only=True)
    names: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True)

    @property
    def zone(self) -> tzinfo:
        """Return the rota's zone."""
        return read_zone(self.rota.time_zone)

    def at(self, us: int) -> datetime:
        """Return an instant on the rota's wall."""
        return from_us(us, self.zone)

    def minute(self, us: int) -> str:
        """Return an instant as a date and a time of day."""
        return f"{self.at(us):%Y-%m-%d %H:%M}"

    def hours(self, start_us: int, end_us: int) -> str:
        """Return a stretch as people write it: `08:00-16:30`, with the date of an end on another day."""
        first, last = self.at(start_us), self.at(end_us)
        days = (last.date() - first.date()).days
        end = f"{last:%H:%M}"
        if days == 1 and end == "00:00":
            end = "24:00"
        elif days > 1 or end_us - start_us >= DAY_US:
            end = f" {last:%m-%d %H:%M}"
        return f"{first:%H:%M}-{end}"

    def title(self, locale: str) -> str:
        """Return what the rota is called."""
        label = self.rota.label or {}
        return label.get("zh" if locale.startswith("zh") else "en") or next(iter(label.values()), self.rota.name)

    def name(self, person: str) -> str:
        """Return what a person is called."""
        return self.names.get(person) or person

    @property
    def is_wanting(self) -> bool:
        """Return whether there are gaps or broken limits."""
        found = self.coverage
        return bool(found.gaps or found.over_hours or found.short_rests or found.few_days_off)

    def shifts_data(self) -> dict[str, object]:
        """Return who is on duty as plain data."""
        return {**self._head(), "shifts": [self._shift(shift) for shift in self.shifts], "gaps": self._stretches()}

    def coverage_data(self) -> dict[str, object]:
        """Return how it is covered as plain data; hours are decimal numbers."""
        found = self.coverage
        return {
            **self._head(),
            "needed_hours": found.needed_us / HOUR_US,
            "covered_hours": found.covered_us / HOUR_US,
            "unstaffed_hours": sum(one.hours for one in found.unstaffed),
            "gaps": self._stretches(),
            "overlaps": [{**self._times(one.start_us, one.end_us), "people": list(one.people)} for one in found.overlaps],
            "handovers": [
                {
                    "before": one.before,
                    "after": one.after,
                    "giver": one.giver,
                    "taker": one.taker,
                    **self._times(one.start_us, one.end_us),
                    "minutes": one.minutes,
                    "least": None if one.minimum_us is None else one.minimum_us / 60_000_000,
                    "short": one.is_short,
                }
                for one in found.handovers
            ],
            "never": [list(pair) for pair in found.never],
            "people": [self._load(load) for load in found.loads],
            "idle_changes": [".".join(map(str, change.path)) for change in found.idle],
            "fine": found.is_fine,
        }

    def _head(self) -> dict[str, object]:
        rota = self.rota
        return {
            "name": rota.name,
            "label": dict(rota.label or {}),
            "time_zone": rota.time_zone,
            **self._times(self.start_us, self.end_us),
        }

    def _times(self, start_us: int, end_us: int) -> dict[str, object]:
        return {"from": local_text(start_us, self.zone), "to": local_text(end_us, self.zone)}

    def _shift(self, shift: Shift) -> dict[str, object]:
        times = self._times(shift.start_us, shift.end_us)
        return {
            "person": shift.person,
            "name": self.name(shift.person),
            "shift": shift.name,
            "post": shift.post or None,
            **times,
            "begins_before": shift.begins_before,
            "goes_on": shift.goes_on,
        }

    def _stretches(self) -> list[dict[str, object]]:
        return [{**self._times(one.start_us, one.end_us), "hours": one.hours} for one in self.coverage.gaps]

    def _load(self, load: Load) -> dict[str, object]:
        fullest, rest, off = load.fullest_week, load.shortest_rest, load.fewest_days_off
        found = self.coverage
        return {
            "person": load.person,
            "name": self.name(load.person),
            "hours": load.us / HOUR_US,
            "hours_per_week": load.hours_per_week,
            "fullest_week": None if fullest is None else {"from": date_of(fullest.monday).isoformat(), "hours": fullest.hours},
            "fewest_days_off": None if off is None else {"from": date_of(off.monday).isoformat(), "days": off.days_off},
            "shortest_rest_hours": None if rest is None else rest.hours,
            "over_hours": sum(week.person == load.person for week in found.over_hours),
            "short_rests": sum(one.person == load.person for one in found.short_rests),
            "few_days_off": sum(week.person == load.person for week in found.few_days_off),
        }


def look(rota: Rota, start_us: int, end_us: int, *, names: Mapping[str, str] | None = None) -> RotaView:
    """Return a rota over [start_us, end_us).

    Args:
        rota: The rota.
        start_us: An instant, in microseconds since the epoch.
        end_us: A later one.
        names: What people are called, by key.
    """
    compiled = compile_rota(rota)
    shifts = tuple(compiled.shifts(start_us, end_us))
    coverage = compiled.coverage(start_us, end_us)
    return RotaView(rota, start_us=start_us, end_us=end_us, shifts=shifts, coverage=coverage, names=names or {})


def number(value: float) -> str:
    """Return a number with at most one decimal."""
    return f"{round(value, 1):g}"
