"""What a rota says, as plain values: shifts with a pattern, or layers; posts, limits, changes.

*Rule:* these hold what was written, read and checked; nothing in them computes who is on duty. A wall time is a number of
microseconds since 1970-01-01 00:00 on the wall of the rota's zone; a day is a number of days since then.

Example:
    >>> from datetime import datetime
    >>> Layer("first", people=(("li",), ("chen", "sun")), every=Turn(1, "week"), start=wall_of(datetime(2026, 1, 5, 9))).every
    Turn(count=1, unit='week')
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import attrs

from servstd.calendars import Calendar
from servstd.calendars.model import Day, day_of
from servstd.durations import Span
from servstd.errors import Path
from servstd.escalation.model import Addressee
from servstd.instants import DAY_US, SECOND_US
from servstd.sla.model import Label

__all__ = ["OFF", "Change", "ChangeKind", "Layer", "Limits", "Posts", "Rota", "ShiftTime", "Turn", "TurnUnit", "wall_of"]

OFF = ("off", "休")
"""How a pattern spells a day off."""
TurnUnit = Literal["hour", "day", "week", "month", "quarter", "year"]
ChangeKind = Literal["swap", "replace", "add", "remove", "absent"]


def wall_of(at: datetime) -> int:
    """Return a wall-clock time (the fields of a datetime, whatever its zone) as microseconds since 1970-01-01 00:00 on the wall."""
    time = ((at.hour * 60 + at.minute) * 60 + at.second) * SECOND_US + at.microsecond
    return day_of(at.date()) * DAY_US + time


@attrs.frozen
class ShiftTime:
    """A shift of the day: from `start` to `end`, in microseconds after the midnight of the day it starts on.

    `end` lies after `start`; beyond 24 h it lies on the next day, so `23:30-08:00` runs from 23.5 h to 32 h.
    """

    name: str
    start: int = attrs.field(kw_only=True)
    end: int = attrs.field(kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True, eq=False)


@attrs.frozen
class Turn:
    """How long a turn lasts on the wall: `count` hours, days, weeks, months, quarters or years.

    A month later is the same day of the month at the same time; where the month is shorter, its last day. It is counted from the first
    hand-off each time, so that a rotation begun on the 31st comes back to the 31st.
    """

    count: int
    unit: TurnUnit


@attrs.frozen
class Posts:
    """Posts people change in turn: person i (from 0) has post `(i + turns since start) mod n`; a shift has the post of its start."""

    posts: tuple[str, ...]
    every: Turn = attrs.field(kw_only=True)
    start: Day = attrs.field(kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True, eq=False)


@attrs.frozen
class Limits:
    """What nobody should exceed; None: no limit.

    Attributes:
        hours_per_week: Most hours whose shifts start within one week from Monday; a decimal number of hours.
        rest_between: Least time between the end of one shift and the start of the next.
        days_off_per_week: Least number of days of a week from Monday on which no shift starts.
    """

    hours_per_week: float | None = attrs.field(default=None, kw_only=True)
    rest_between: Span | None = attrs.field(default=None, kw_only=True)
    days_off_per_week: int | None = attrs.field(default=None, kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True, eq=False)


@attrs.frozen
class Layer:
    """One rotation of an on-call rota.

    Attributes:
        people: Who takes turns; one item holds everyone who is on duty together.
        every: How long a turn lasts; None: the first item has it for good.
        start: Wall time of the first turn's start, in the layer's zone; every hand-off counts from it. Nobody is on duty before.
        until: Wall time at which the layer ends; None: never. With it the layer is a temporary one.
        priority: A higher layer hides the lower ones while it has somebody on duty; equal ones are on duty together.
        hours: The hours to which it is restricted; None: all. The turns go on counting outside them.
        time_zone: IANA name; None: the rota's.
    """

    name: str
    people: tuple[tuple[str, ...], ...] = attrs.field(kw_only=True)
    every: Turn | None = attrs.field(default=None, kw_only=True)
    start: int = attrs.field(kw_only=True)
    until: int | None = attrs.field(default=None, kw_only=True)
    priority: int = attrs.field(default=0, kw_only=True)
    hours: Calendar | None = attrs.field(default=None, kw_only=True)
    time_zone: str | None = attrs.field(default=None, kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True, eq=False)


@attrs.frozen
class Change:
    """A change of the rota over [start, end), wall times of the rota's zone; None: from ever, for good.

    Swaps come first, then replacements, additions, removals and absences; those of one kind in their order.

    Attributes:
        kind: `swap` (`person` and `other` take each other's duties), `replace` (`person` has the duties of `other`, only while `other`
            would be on duty), `add` (`person` is on duty besides), `remove` and `absent` (`person` is not on duty).
        person: Whom it is about.
        other: Who is swapped with or replaced.
        note: Why.
    """

    kind: ChangeKind
    person: str = attrs.field(kw_only=True)
    other: str = attrs.field(default="", kw_only=True)
    start: int | None = attrs.field(default=None, kw_only=True)
    end: int | None = attrs.field(default=None, kw_only=True)
    note: Label | None = attrs.field(default=None, kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True, eq=False)


@attrs.frozen
class Rota:
    """A rota: shifts with a pattern, or layers; with neither, nobody is ever on duty.

    Attributes:
        time_zone: IANA name of the zone whose wall clock it follows.
        shifts: The shifts of the day.
        pattern: What one person does day after day: names of shifts, or a day off (`off`, `休`). On day d after `start` person i has
            `pattern[(d + i) mod n]`: on the first day the first person has the first entry, the second person the second.
        people: Who works by the pattern, in order.
        start: The day the pattern starts on; nobody is on duty before.
        layers: Rotations, for on-call use.
        posts: Posts people change in turn; None: none.
        changes: Replacements, swaps, additions, removals, absences.
        must_cover: When somebody must be on duty; None: that is not said.
        minimum_handover: (shift, next shift) -> how long both must be on duty together; zero says that none is wanted.
        limits: What nobody should exceed.
        fallback: Whom a step tells when nobody is on duty.
    """

    name: str
    time_zone: str = attrs.field(kw_only=True)
    shifts: tuple[ShiftTime, ...] = attrs.field(default=(), kw_only=True)
    pattern: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    people: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    start: Day = attrs.field(default=0, kw_only=True)
    layers: tuple[Layer, ...] = attrs.field(default=(), kw_only=True)
    posts: Posts | None = attrs.field(default=None, kw_only=True)
    changes: tuple[Change, ...] = attrs.field(default=(), kw_only=True)
    must_cover: Calendar | None = attrs.field(default=None, kw_only=True)
    minimum_handover: Mapping[tuple[str, str], Span] = attrs.field(factory=dict[tuple[str, str], Span], kw_only=True)
    limits: Limits = attrs.field(factory=Limits, kw_only=True)
    fallback: tuple[Addressee, ...] = attrs.field(default=(), kw_only=True)
    label: Label | None = attrs.field(default=None, kw_only=True)
    note: Label | None = attrs.field(default=None, kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True, eq=False)

    @property
    def everyone(self) -> tuple[str, ...]:
        """Return the keys of all people it names, each once, in the order in which they stand."""
        named = [*self.people, *(key for layer in self.layers for item in layer.people for key in item)]
        named += [key for change in self.changes for key in (change.person, change.other) if key]
        return tuple(dict.fromkeys(named))
