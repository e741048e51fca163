"""What a rota comes to over a time: shifts, gaps, overlaps, hand-overs, and what each person works.

*Rule:* these are values; instants and lengths are microseconds, instants since the epoch (UTC).

Example:
    >>> Stretch(0, end_us=1_800_000_000).hours
    0.5
"""

from __future__ import annotations

import attrs

from servstd.calendars.model import Day
from servstd.escalation.rotas.model import Change
from servstd.instants import HOUR_US, MINUTE_US

__all__ = ["Coverage", "Handover", "Load", "Overlap", "Rest", "Shift", "Stretch", "Week"]


@attrs.frozen
class Shift:
    """One person's duty, as far as it lies within the time asked for.

    Attributes:
        person: The person's key.
        name: The shift or layer; empty: the person was added by a change.
        post: The post the person has then; empty: none.
        begins_before: Whether it began before the time asked for.
        goes_on: Whether it goes on after it.
    """

    person: str
    name: str = attrs.field(kw_only=True)
    start_us: int = attrs.field(kw_only=True)
    end_us: int = attrs.field(kw_only=True)
    post: str = attrs.field(default="", kw_only=True)
    begins_before: bool = attrs.field(default=False, kw_only=True)
    goes_on: bool = attrs.field(default=False, kw_only=True)


@attrs.frozen
class Stretch:
    """A time from `start_us` up to, not including, `end_us`."""

    start_us: int
    end_us: int = attrs.field(kw_only=True)

    @property
    def hours(self) -> float:
        """Return its length in hours."""
        return (self.end_us - self.start_us) / HOUR_US


@attrs.frozen
class Overlap:
    """A time in which several people are on duty together."""

    start_us: int
    end_us: int = attrs.field(kw_only=True)
    people: tuple[str, ...] = attrs.field(kw_only=True)


@attrs.frozen
class Handover:
    """One shift handing over to the next: both are on duty from `start_us` to `end_us`, which are the same when they only touch.

    Attributes:
        before: The shift that ends.
        after: The shift that takes over.
        giver: Who hands over.
        taker: Who takes over.
        minimum_us: How long it should last; None: the rota does not say.
    """

    before: str
    after: str
    start_us: int = attrs.field(kw_only=True)
    end_us: int = attrs.field(kw_only=True)
    giver: str = attrs.field(kw_only=True)
    taker: str = attrs.field(kw_only=True)
    minimum_us: int | None = attrs.field(default=None, kw_only=True)

    @property
    def minutes(self) -> float:
        """Return how long both are on duty, in minutes."""
        return (self.end_us - self.start_us) / MINUTE_US

    @property
    def is_short(self) -> bool:
        """Return whether it is shorter than its minimum; where none is written, whether there is none at all."""
        return self.end_us - self.start_us < (1 if self.minimum_us is None else self.minimum_us)


@attrs.frozen
class Rest:
    """The time a person has between two shifts; negative when they overlap."""

    person: str
    start_us: int = attrs.field(kw_only=True)
    end_us: int = attrs.field(kw_only=True)

    @property
    def hours(self) -> float:
        """Return its length in hours."""
        return (self.end_us - self.start_us) / HOUR_US


@attrs.frozen
class Week:
    """What a person works in one week from Monday.

    Attributes:
        monday: The day it starts on, in days since 1970-01-01.
        us: Time on duty: of the shifts that start within it; of layers, what lies within it.
        days_off: Days on which no shift of the person starts; of layers, days without any duty.
    """

    person: str
    monday: Day = attrs.field(kw_only=True)
    us: int = attrs.field(kw_only=True)
    days_off: int = attrs.field(kw_only=True)

    @property
    def hours(self) -> float:
        """Return the time on duty in hours."""
        return self.us / HOUR_US


@attrs.frozen
class Load:
    """What a person works over the whole time.

    Attributes:
        us: Time on duty: of the shifts that start within the time; of layers, what lies within it.
        days: Days on the wall the time has.
        weeks: The whole weeks among them.
        rests: What lies between one shift and the next.
    """

    person: str
    us: int = attrs.field(kw_only=True)
    days: int = attrs.field(kw_only=True)
    weeks: tuple[Week, ...] = attrs.field(default=(), kw_only=True)
    rests: tuple[Rest, ...] = attrs.field(default=(), kw_only=True)

    @property
    def hours_per_week(self) -> float:
        """Return the mean hours of seven days."""
        return self.us * 7 / (self.days * HOUR_US)

    @property
    def fullest_week(self) -> Week | None:
        """Return the first of the whole weeks with most hours; None: the time has no whole week."""
        return max(self.weeks, key=lambda week: week.us, default=None)

    @property
    def shortest_rest(self) -> Rest | None:
        """Return the first of the shortest rests; None: there are no two shifts."""
        return min(self.rests, key=lambda rest: rest.end_us - rest.start_us, default=None)

    @property
    def fewest_days_off(self) -> Week | None:
        """Return the first of the whole weeks with fewest days off; None: the time has no whole week."""
        return min(self.weeks, key=lambda week: week.days_off, default=None)


@attrs.frozen
class Coverage:
    """How a rota covers a time.

    Attributes:
        start_us: From when it was looked at: as asked, but not before the rota begins.
        end_us: Up to when.
        gaps: When somebody must be on duty and nobody is.
        unstaffed: When nobody is on duty at all, whether somebody must be or not.
        needed_us: How long somebody must be on duty; without `must_cover` 0.
        overlaps: When several people are on duty together.
        handovers: Every hand-over from shift to shift; of layers those for which a minimum is written.
        never: Pairs with a wanted hand-over of which the first ends within the time, the second occurs, and they never meet.
        loads: What each person works, in the order of the rota.
        over_hours: Weeks with more than `limits.hours_per_week`.
        short_rests: Rests shorter than `limits.rest_between`.
        few_days_off: Weeks with fewer days off than `limits.days_off_per_week`.
        idle: Swaps, replacements and removals wholly within the time that name nobody on duty then.
    """

    start_us: int
    end_us: int = attrs.field(kw_only=True)
    gaps: tuple[Stretch, ...] = attrs.field(default=(), kw_only=True)
    unstaffed: tuple[Stretch, ...] = attrs.field(default=(), kw_only=True)
    needed_us: int = attrs.field(default=0, kw_only=True)
    overlaps: tuple[Overlap, ...] = attrs.field(default=(), kw_only=True)
    handovers: tuple[Handover, ...] = attrs.field(default=(), kw_only=True)
    never: tuple[tuple[str, str], ...] = attrs.field(default=(), kw_only=True)
    loads: tuple[Load, ...] = attrs.field(default=(), kw_only=True)
    over_hours: tuple[Week, ...] = attrs.field(default=(), kw_only=True)
    short_rests: tuple[Rest, ...] = attrs.field(default=(), kw_only=True)
    few_days_off: tuple[Week, ...] = attrs.field(default=(), kw_only=True)
    idle: tuple[Change, ...] = attrs.field(default=(), kw_only=True)

    @property
    def covered_us(self) -> int:
        """Return how long somebody must be on duty and is."""
        return self.needed_us - sum(gap.end_us - gap.start_us for gap in self.gaps)

    @property
    def short_handovers(self) -> tuple[Handover, ...]:
        """Return the hand-overs that are too short."""
        return tuple(item for item in self.handovers if item.is_short)

    @property
    def is_fine(self) -> bool:
        """Return whether nothing stands against it: no gap, no short hand-over, no limit exceeded, no change without effect."""
        found = (self.gaps, self.short_handovers, self.never, self.over_hours, self.short_rests, self.few_days_off, self.idle)
        return not any(found)
