"""The oracle's clock: what a standard says, and one clock that counts the minutes it ran.

*Rule:* a clock remembers every minute it ran; what it is asked is counted from these and from its calendar's open minutes.

Example:
    >>> from tests.laws.oracle_minutes import ALWAYS
    >>> clock = Clock(Metric("resolution"), 1, 0, {"always": ALWAYS})
    >>> clock.take(Grade("all", Target(minutes=2), "always"), 0, "from_start")
    >>> clock.live_through(0)
    >>> clock.run, clock.due()
    (1, 2)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tests.laws.oracle_minutes import Calendar

Attributes = Mapping[str, object]


# ── what a standard says ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Fact:
    """An event at a whole minute."""

    at: int
    kind: str
    by: str = "system"
    data: Mapping[str, object] = field(default_factory=dict)
    id: str = ""


@dataclass(frozen=True)
class Moment:
    """What a condition may look at: the event, the kinds it stands for, the case after and before it, the clocks alive."""

    fact: Fact
    kinds: tuple[str, ...]
    after: Attributes
    before: Attributes | None
    alive: frozenset[str]


def never(moment: Moment) -> bool:
    return False


def never_level(attributes: Attributes) -> bool:
    return False


@dataclass(frozen=True)
class Metric:
    """`*_on` look at an event, `*_level` at a state; a start is an event or the rise of a state."""

    name: str
    start_on: Callable[[Moment], bool] = never
    start_level: Callable[[Attributes], bool] = never_level
    stop_on: Callable[[Moment], bool] = never
    stop_level: Callable[[Attributes], bool] = never_level
    cancel_on: Callable[[Moment], bool] = never
    cancel_level: Callable[[Attributes], bool] = never_level
    pause: Callable[[Attributes], bool] = never_level
    each: bool = False
    reopen: str = "ignore"


@dataclass(frozen=True)
class Target:
    """Minutes or working days, or `until` an attribute (a minute) and `grace`; none of them: measured only."""

    minutes: int | None = None
    days: int | None = None
    end_of_day: bool = False
    until: str | None = None
    grace: int = 0
    calendar: str | None = None
    warn: tuple[str, ...] = ()


@dataclass(frozen=True)
class Policy:
    name: str
    when: Callable[[Attributes], bool]
    calendar: str
    targets: Mapping[str, Target]
    on_change: str = "carry"
    exempt: bool | tuple[str, ...] = False


@dataclass(frozen=True)
class Standard:
    metrics: Sequence[Metric]
    policies: Sequence[Policy]
    calendars: Mapping[str, Calendar]
    categories: Mapping[str, str] = field(default_factory=dict)
    attributes: frozenset[str] = frozenset()
    defaults: Mapping[str, object] = field(default_factory=dict)


# ── one clock ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Grade:
    """What a clock is held to: the policy that names the metric, its target and calendar; `instant` is what `until` says.

    `home` is the calendar on which a clock that starts ungraded is measured.
    """

    policy: str | None = None
    target: Target | None = None
    calendar: str | None = None
    mode: str = "carry"
    exempt: bool = False
    home: str | None = None
    instant: int | None = None


@dataclass
class Clock:
    """One metric running once.

    `ran` are the minutes it ran. Its target counts from `since`: `run` open minutes were run (carried ones included), `lost`
    were not; `goal` is the due instant had none been lost.
    """

    metric: Metric
    number: int
    started: int
    calendars: Mapping[str, Calendar]
    phase: str = "running"
    grade: Grade = field(default_factory=Grade)
    measured_on: str = "always"
    kept: bool = False
    moved: bool = False
    ran: set[int] = field(default_factory=set)
    run: int = 0
    lost: int = 0
    goal: int | None = None
    budget: int | None = None
    stopped: int | None = None
    missed: int | None = None
    last_due: int | None = None
    crossed: dict[str, int] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)

    @property
    def graded(self) -> bool:
        return self.goal is not None

    @property
    def calendar(self) -> Calendar:
        return self.calendars[self.measured_on]

    def live_through(self, minute: int) -> None:
        """Let one minute pass."""
        if self.phase == "running":
            self.ran.add(minute)
        if self.calendar.open[minute]:
            if self.phase == "running":
                self.run += 1
            else:
                self.lost += 1

    def due(self) -> int | None:
        """Return the due instant if it runs from now on."""
        if self.goal is None:
            return None
        return self.goal if self.lost == 0 else self.calendar.add(self.goal, self.lost)

    # how a target begins to count ------------------------------------------------------------------------------------

    def take(self, grade: Grade, now: int, mode: str) -> None:
        """Hold the clock to a grade from `now` on; `mode` says what becomes of the time run so far."""
        first = self.grade == Grade() and self.started == now and not self.ran
        self.measured_on = grade.calendar or (grade.home if first else None) or self.measured_on  # what nothing grades goes on as it was
        self.grade = grade
        self.goal = self.budget = None
        target = grade.target
        if target is not None and target.until is not None:
            mode = "from_start"
        if mode == "carry":
            self.lost = 0
        else:
            self.run = sum(1 for t in range(self.started, now) if self.calendar.open[t] and t in self.ran)
            self.lost = sum(1 for t in range(self.started, now) if self.calendar.open[t] and t not in self.ran)
        if target is None or grade.exempt:
            return
        if target.until is not None:
            self.goal = None if grade.instant is None else grade.instant + target.grace
        elif target.days is not None:
            self.goal = self.calendar.add_days(self.started, target.days, target.end_of_day)
            self.budget = self.calendar.between(self.started, self.goal)
        elif target.minutes is not None:
            self.goal = self.calendar.add(self.started, target.minutes)
            self.budget = target.minutes
        if mode == "carry" and self.budget is not None:
            left = self.budget - self.run
            self.goal = now if left <= 0 else self.calendar.add(now, left)

    def look_back(self, now: int) -> None:
        """Find the miss a target that counts from the start has behind it: at the first minute that ran up to or from its due."""
        if self.goal is None:
            return
        lost = 0
        for t in range(self.started, now + 1):
            due = self.goal if lost == 0 else self.calendar.add(self.goal, lost)
            if t >= due and (t in self.ran or t - 1 in self.ran):
                self.missed = self.last_due = t
                return
            if t < now and self.calendar.open[t] and t not in self.ran:
                lost += 1

    # the passing of time -----------------------------------------------------------------------------------------------

    def look(self, now: int, *, crossing: bool = True) -> None:
        """See whether the target, and with `crossing` a threshold, is reached at `now`; a clock that is not running reaches nothing."""
        if self.phase != "running" or self.goal is None:
            return
        due = self.due()
        assert due is not None
        assert self.grade.target is not None
        behind = [text for text in self.grade.target.warn if self.pending(text) and self.reached(text, now, due)]
        latest = max((self.place(text, due) for text in behind), default=None)
        for text in behind if crossing else ():
            if self.place(text, due) == latest:
                self.crossed[text] = now
            else:
                self.passed.add(text)
        if self.missed is None and now >= due:
            self.missed = self.last_due = now

    def pending(self, text: str) -> bool:
        return text not in self.crossed and text not in self.passed

    def place(self, text: str, due: int) -> Fraction:
        """Return where a threshold lies: in minutes run; for a clock that runs until an instant, as an instant."""
        number, kind = parse_threshold(text)
        if kind == "percent":
            assert self.budget is not None
            return self.budget * number
        sign = 1 if kind == "overdue" else -1
        return (due if self.budget is None else self.budget) + sign * number

    def reached(self, text: str, now: int, due: int) -> bool:
        return (now if self.budget is None else self.run) >= self.place(text, due)


def parse_threshold(text: str) -> tuple[Fraction, str]:
    """Read `75%`, `30m remaining`, `1h overdue`: (share or minutes, kind)."""
    if text.endswith("%"):
        return Fraction(text[:-1]) / 100, "percent"
    amount, kind = text.split()
    return Fraction(amount[:-1]) * (60 if amount.endswith("h") else 1), kind
