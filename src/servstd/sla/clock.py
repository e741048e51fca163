"""One metric running for one case and one cycle: its state and its arithmetic, in integers.

*Rule:* a clock's due is D0 while nothing paused it, else D0 plus the open time it did not run. A verdict compares instants.
The functions change the clock they are given; who shares a clock copies it first.

    elapsed(t) = carried + open(anchor, t) - paused        due = D0, or add(D0, paused)

`anchor` is the start, or the instant of the last change of target; `carried` is what had run by then.

Example:
    >>> clock = ClockState("resolution", 1, "e1", 0)
    >>> clock.phase, clock.due
    ('running', None)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, Protocol, TypeAlias

__all__ = ["NEVER", "ClockState", "Phase", "TimelineLike", "elapsed"]

Phase: TypeAlias = Literal["running", "paused", "stopped", "cancelled"]
NEVER: Final = 1 << 62


class TimelineLike(Protocol):
    """Business time in microseconds since the epoch; `servstd.calendars` provides it."""

    @property
    def add(self) -> Callable[[int, int], int]:
        """Return `(us, amount) -> us`: the earliest instant by which `amount` of open time has passed since `us`."""
        ...

    @property
    def between(self) -> Callable[[int, int], int]:
        """Return `(start, end) -> us`: the signed open time between two instants."""
        ...

    def add_days(self, us: int, days: int, end_of_day: bool = False, /) -> int:
        """Return the instant `days` business dates on."""
        ...

    @property
    def known_until(self) -> int | None:
        """Return the instant after which it rests on holidays not yet announced; None: it rests on none."""
        ...


class ClockState:
    """The ints and strings of one clock; a copy shares nothing that changes.

    Attributes:
        cycle: 1, 2, ... for display; `cycle_id` (the starting event's id) identifies the cycle.
        calendar: The calendar it is measured on; `always` until a policy names one.
        choice: The key of what governs it; empty until its first instant has settled.
        budget: The target in microseconds of open time, for percentages; None: not graded.
        d0: Due without any pause since `anchor`; None: not graded.
        paused: Open time since `anchor` that did not run.
        halted: The instant since which it does not run; None: it runs.
        due: The due instant while it runs; None while paused or ungraded.
        mark: The next instant at which time alone changes it: its due or a threshold.
        planned: The instant at which due and mark were last set.
        crossed: Threshold text -> instant it fired at, negative when it was only recorded as passed.
        edges: Alternating instants at which it began and ceased to run.
        gaps: Pairs (stopped, reopened) of a metric that resumes.
    """

    __slots__ = (
        "anchor", "budget", "calendar", "carried", "choice", "crossed", "cycle", "cycle_id", "d0", "due", "edges", "edition", "gaps",
        "halted", "kept", "mark", "metric", "missed", "paused", "phase", "planned", "started", "stopped", "until",
    )  # fmt: skip

    def __init__(self, metric: str, cycle: int, cycle_id: str, started: int) -> None:
        self.metric = metric
        self.cycle = cycle
        self.cycle_id = cycle_id
        self.started = self.anchor = started
        self.calendar = "always"
        self.choice = ""
        self.edition = 0
        self.kept = False
        self.phase: Phase = "running"
        self.carried = self.paused = 0
        self.budget: int | None = None
        self.d0: int | None = None
        self.until: int | None = None
        self.halted: int | None = None
        self.stopped: int | None = None
        self.missed: int | None = None
        self.due: int | None = None
        self.mark = NEVER
        self.planned = started
        self.crossed: dict[str, int] = {}
        self.edges: tuple[int, ...] = (started,)
        self.gaps: tuple[int, ...] = ()

    def copy(self) -> ClockState:
        """Return a clock of its own."""
        new = ClockState.__new__(ClockState)
        new.metric, new.cycle, new.cycle_id, new.started, new.anchor = self.metric, self.cycle, self.cycle_id, self.started, self.anchor
        new.calendar, new.choice, new.edition, new.kept, new.phase = self.calendar, self.choice, self.edition, self.kept, self.phase
        new.carried, new.paused, new.budget, new.d0, new.until = self.carried, self.paused, self.budget, self.d0, self.until
        new.halted, new.stopped, new.missed, new.due, new.mark = self.halted, self.stopped, self.missed, self.due, self.mark
        new.planned = self.planned
        new.crossed = self.crossed.copy() if self.crossed else {}
        new.edges, new.gaps = self.edges, self.gaps
        return new


def elapsed(clock: ClockState, timeline: TimelineLike, now: int) -> int:
    """Return the open time the clock has run by `now`, in microseconds."""
    end = now if clock.halted is None else clock.halted
    return clock.carried + timeline.between(clock.anchor, end) - clock.paused
