"""A standard's rotas at work: who is on duty, with datetimes and people.

*Rule:* nothing is remembered here and no clock is read. Instants go out in the type and zone of the instant that came in; ISO 8601 text
needs an offset, and what comes out has it.

Example:
    >>> from servstd.escalation.rotas import Layer, Rota, Turn
    >>> layer = Layer("first", people=(("li",), ("chen",)), every=Turn(1, "day"), start=0)
    >>> desk = RotaDesk(Rota("night", time_zone="UTC", layers=(layer,)), people={"li": Person("li", name="李雷")})
    >>> desk.who("1970-01-01T12:00:00Z")[0].name, [shift.person.key for shift in desk.shifts("1970-01-01T12:00Z", "1970-01-02T12:00Z")]
    ('李雷', ['li', 'chen'])
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import attrs

from servstd.errors import UsageError
from servstd.escalation.rotas import CompiledRota, Coverage, Load, Rota, compile_rota
from servstd.instants import HOUR_US, MINUTE_US, from_us, like, offset_of, to_us
from servstd.people import Person

if TYPE_CHECKING:
    from servstd.document.edition import Edition

__all__ = ["DutyCoverage", "DutyHandover", "DutyShift", "DutyTime", "RotaDesk", "Rotas"]


@attrs.frozen
class DutyShift:
    """One person's duty, as far as it lies within the time asked for.

    Attributes:
        person: Who is on duty.
        name: The shift or layer; empty: the person was added by a change.
        post: The post the person has then; empty: none.
        begins_before: Whether it began before the time asked for.
        goes_on: Whether it goes on after it.
    """

    person: Person
    name: str = attrs.field(kw_only=True)
    start: datetime = attrs.field(kw_only=True)
    end: datetime = attrs.field(kw_only=True)
    post: str = attrs.field(default="", kw_only=True)
    begins_before: bool = attrs.field(default=False, kw_only=True)
    goes_on: bool = attrs.field(default=False, kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return it as plain data, instants as ISO text."""
        return {
            **attrs.asdict(self, recurse=False),
            "person": self.person.key,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
        }


@attrs.frozen
class DutyTime:
    """A time, and who is concerned: who is on duty together, or who has too little rest; nobody for a gap."""

    start: datetime
    end: datetime = attrs.field(kw_only=True)
    people: tuple[Person, ...] = attrs.field(default=(), kw_only=True)

    @property
    def hours(self) -> float:
        """Return its length in hours."""
        return (to_us(self.end) - to_us(self.start)) / HOUR_US

    def as_dict(self) -> dict[str, object]:
        """Return it as plain data, instants as ISO text."""
        people = {"people": [person.key for person in self.people]} if self.people else {}
        return {"start": self.start.isoformat(), "end": self.end.isoformat(), "hours": self.hours, **people}


@attrs.frozen
class DutyHandover:
    """One shift handing over to the next.

    Attributes:
        before: The shift that ends.
        after: The shift that takes over.
        start: From when both are on duty.
        minutes: For how long.
        minimum: How many minutes it should be; None: the rota does not say.
        is_short: Whether that is too short.
    """

    before: str
    after: str
    start: datetime = attrs.field(kw_only=True)
    minutes: float = attrs.field(kw_only=True)
    minimum: float | None = attrs.field(kw_only=True)
    giver: Person = attrs.field(kw_only=True)
    taker: Person = attrs.field(kw_only=True)
    is_short: bool = attrs.field(kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return it as plain data, instants as ISO text."""
        people = {"giver": self.giver.key, "taker": self.taker.key}
        return {**attrs.asdict(self, recurse=False), "start": self.start.isoformat(), **people}


@attrs.frozen
class DutyCoverage:
    """How a rota covers a time; see `figures` for what each week and each person comes to.

    Attributes:
        start: From when it was looked at: as asked, but not before the rota begins.
        gaps: When somebody must be on duty and nobody is.
        unstaffed: When nobody is on duty at all, whether somebody must be or not.
        overlaps: When several people are on duty together.
        short_rests: Rests shorter than the rota's limit.
        loads: What each person works.
        figures: The same in microseconds, with weeks and limits.
    """

    start: datetime
    end: datetime = attrs.field(kw_only=True)
    gaps: tuple[DutyTime, ...] = attrs.field(kw_only=True)
    unstaffed: tuple[DutyTime, ...] = attrs.field(kw_only=True)
    overlaps: tuple[DutyTime, ...] = attrs.field(kw_only=True)
    handovers: tuple[DutyHandover, ...] = attrs.field(kw_only=True)
    short_rests: tuple[DutyTime, ...] = attrs.field(kw_only=True)
    figures: Coverage = attrs.field(kw_only=True)

    @property
    def loads(self) -> tuple[Load, ...]:
        """Return what each person works."""
        return self.figures.loads

    @property
    def is_fine(self) -> bool:
        """Return whether nothing stands against the rota."""
        return self.figures.is_fine

    def as_dict(self) -> dict[str, object]:
        """Return it as plain data, instants as ISO text."""
        times = {"gaps": self.gaps, "unstaffed": self.unstaffed, "overlaps": self.overlaps, "short_rests": self.short_rests}
        return {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "is_fine": self.is_fine,
            **{name: [item.as_dict() for item in found] for name, found in times.items()},
            "handovers": [item.as_dict() for item in self.handovers],
            "never": [list(pair) for pair in self.figures.never],
            "loads": [{"person": load.person, "hours": load.us / HOUR_US, "hours_per_week": load.hours_per_week} for load in self.loads],
        }


class RotaDesk:
    """Answers who is on duty in one rota.

    Args:
        rota: The rota.
        people: The people by key; whom it does not know has the key only.
    """

    def __init__(self, rota: Rota, *, people: Mapping[str, Person] | None = None) -> None:
        self.rota = rota
        self.compiled: CompiledRota = compile_rota(rota)
        self._people = people or {}

    def who(self, at: datetime | str) -> tuple[Person, ...]:
        """Return all who are on duty at an instant, in the order in which the rota names them; empty: nobody.

        Args:
            at: An aware datetime, or ISO 8601 text with an offset.

        Raises:
            UsageError: TIM001, TIM002, TIM005 not an instant; TIM004 outside the years 2 to 9997.
        """
        return tuple(self._person(key) for key in self.compiled.who(to_us(at)))

    def shifts(self, start: datetime | str, end: datetime | str) -> tuple[DutyShift, ...]:
        """Return the duties within [start, end), clipped to it, in the order in which they begin.

        Args:
            start: An aware datetime, or ISO 8601 text with an offset; what comes out has its type and zone.
            end: A later one.

        Raises:
            UsageError: as `who`; ROT002 `end` does not lie after `start`.
        """
        low, high, make = _window(start, end)
        return tuple(
            DutyShift(
                self._person(shift.person),
                name=shift.name,
                start=make(shift.start_us),
                end=make(shift.end_us),
                post=shift.post,
                begins_before=shift.begins_before,
                goes_on=shift.goes_on,
            )
            for shift in self.compiled.shifts(low, high)
        )

    def coverage(self, start: datetime | str, end: datetime | str) -> DutyCoverage:
        """Return how the rota covers [start, end): gaps, overlaps, hand-overs, rests, what each person works.

        Args:
            start: As for `shifts`.
            end: As for `shifts`.

        Raises:
            UsageError: as `shifts`.
        """
        low, high, make = _window(start, end)
        found = self.compiled.coverage(low, high)

        def time(start_us: int, end_us: int, *keys: str) -> DutyTime:
            return DutyTime(make(start_us), end=make(end_us), people=tuple(map(self._person, keys)))

        return DutyCoverage(
            make(found.start_us),
            end=make(found.end_us),
            gaps=tuple(time(gap.start_us, gap.end_us) for gap in found.gaps),
            unstaffed=tuple(time(gap.start_us, gap.end_us) for gap in found.unstaffed),
            overlaps=tuple(time(item.start_us, item.end_us, *item.people) for item in found.overlaps),
            handovers=tuple(
                DutyHandover(
                    item.before,
                    item.after,
                    start=make(item.start_us),
                    minutes=item.minutes,
                    minimum=None if item.minimum_us is None else item.minimum_us / MINUTE_US,
                    giver=self._person(item.giver),
                    taker=self._person(item.taker),
                    is_short=item.is_short,
                )
                for item in found.handovers
            ),
            short_rests=tuple(time(rest.start_us, rest.end_us, rest.person) for rest in found.short_rests),
            figures=found,
        )

    def _person(self, key: str) -> Person:
        return self._people.get(key) or Person(key)

    def __repr__(self) -> str:
        return f"<RotaDesk {self.rota.name}>"


class Rotas(Mapping[str, RotaDesk]):
    """The rotas of a standard by name.

    Args:
        edition: The edition whose rotas they are.
    """

    def __init__(self, edition: Edition) -> None:
        self._desks = {name: RotaDesk(rota, people=edition.people) for name, rota in edition.rotas.items()}

    def __getitem__(self, name: str) -> RotaDesk:
        """Return the desk of a rota.

        Raises:
            UsageError: ROT001 the standard has no such rota.
        """
        desk = self._desks.get(name)
        if desk is None:
            from servstd.messages.nearest import did_you_mean

            raise UsageError("ROT001", found=name, expected=did_you_mean(name, self._desks) or ", ".join(self._desks) or "-")
        return desk

    def __contains__(self, name: object) -> bool:
        return name in self._desks

    def __iter__(self) -> Iterator[str]:
        return iter(self._desks)

    def __len__(self) -> int:
        return len(self._desks)

    def __repr__(self) -> str:
        return f"<Rotas {', '.join(self._desks)}>"


def _window(start: datetime | str, end: datetime | str) -> tuple[int, int, Callable[[int], datetime]]:
    low, high = to_us(start), to_us(end)
    if low >= high:
        raise UsageError("ROT002", start=str(start), end=str(end))
    return low, high, like(from_us(low, offset_of(start)) if isinstance(start, str) else start)
