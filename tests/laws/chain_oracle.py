"""A second, slow way to run escalation chains, written from their meaning alone: it walks through time minute by minute.

*Rule:* plain before fast. Business time is actual time here, so a clock is a count of minutes, and every wait of a chain that hangs on it
is a wait in that count. Nothing comes from the engine it checks.

Example:
    >>> late = Plan("late", steps=(Stair("1", "li"), Stair("2", "wang", after=60)), point=240)
    >>> run([late], 240, [Said(0, "opened", id="e1")], 400)
    [(240, 'late', '240', 0, '1', 'li', ''), (300, 'late', '240', 0, '2', 'wang', '')]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["Line", "Plan", "Said", "Stair", "never", "run"]

Attributes = dict[str, object]
Line = tuple[int, str, str, int, str, str, str]
"""(minute, chain, trigger, round, step, whom, why not)."""


@dataclass(frozen=True)
class Said:
    at: int
    kind: str
    who: str = ""
    data: Mapping[str, object] = field(default_factory=dict[str, object])
    id: str = ""


def never(kind: str, attributes: Attributes) -> bool:
    return False


def always(attributes: Attributes) -> bool:
    return True


@dataclass(frozen=True)
class Stair:
    # at a count of the clock, or so many minutes after the step before
    name: str
    whom: str
    at: int | None = None
    after: int = 0
    when: Callable[[Attributes], bool] = always
    unless_noted: bool = False
    unless_by: str = ""
    unless: Callable[[Attributes], bool] | None = None


@dataclass(frozen=True)
class Plan:
    # it starts at a count of the clock, or at an event at which its condition comes true, or by hand
    name: str
    steps: tuple[Stair, ...]
    point: int | None = None
    label: str = ""
    starts: Callable[[str, Attributes, Attributes], bool] | None = None
    standing: Callable[[Attributes], bool] = always
    when: Callable[[Attributes], bool] = always
    stop: Callable[[str, Attributes], bool] = never
    expires: int | None = None
    everyone: bool = False
    stand_down: bool = False
    times: int = 0
    again_after: int = 0
    again_from: int = 0


@dataclass
class Note:
    who: str
    at: int
    valid: bool = True


@dataclass
class Course:
    # one run; its own time is that of its clock where it has one: `base` and `due` are counts of it
    plan: Plan
    trigger: str
    base: int
    due: int = 0
    index: int = 0
    round: int = 0
    status: str = "running"
    done: bool = False
    fresh: bool = True
    withheld: bool = False
    asked: bool = False
    ending: bool = False
    cause: str = ""
    notes: list[Note] = field(default_factory=list[Note])
    told: dict[str, None] = field(default_factory=dict[str, None])
    last: tuple[str, ...] = ()
    ends: int = 0


class Case:
    def __init__(self, plans: Sequence[Plan], target: int) -> None:
        self.plans = plans
        self.target = target
        self.attributes: Attributes = {}
        self.clock = "none"
        self.count = 0
        self.missed = False
        self.latched: set[str] = set()
        self.courses: list[Course] = []
        self.lines: list[Line] = []
        self.actor = ""

    def minute(self, t: int, events: Sequence[Said]) -> None:
        for event in events:
            self.apply(event)
        if self.count >= self.target and self.clock in ("running", "paused"):
            self.missed = True  # a pause at the due does not save it
        if events:
            for course in list(self.courses):
                self.close(course, t)
        self.start_at_points()
        for course in self.courses:
            self.go_on(course, t)

    def apply(self, event: Said) -> None:
        self.actor = event.who
        before = dict(self.attributes)
        if event.kind == "opened":
            self.attributes, self.clock = {"category": "open", **event.data}, "running"
        elif event.kind == "changed":
            self.attributes.update(event.data)
            if "status" in event.data:
                waits = event.data["status"] == "pending"
                self.attributes["category"] = "waiting" if waits else "open"
                self.clock = "paused" if waits else "running"
        elif event.kind in ("resolved", "closed"):
            self.attributes["category"], self.clock = event.kind, "stopped"
        elif event.kind == "reopened":
            self.attributes["category"], self.clock = "open", "running"
        for course in (alive := [course for course in self.courses if course.status == "running"]):
            if not course.ending and course.plan.stop(event.kind, self.attributes):
                course.ending, course.cause = True, self.actor
            elif not course.ending:
                course.cause = (course.cause or self.actor) if self.is_over(course) else ""
        named = event.data.get("chain")
        meant = [course for course in alive if named in (None, course.plan.name)]
        if event.kind == "acknowledged":
            for course in meant:
                same = [note for note in course.notes if note.who == event.who and note.valid]
                for note in same:
                    note.at = event.at
                course.notes += [] if same else [Note(event.who, event.at)]
        elif event.kind == "unacknowledged":
            for course in meant:
                valid = [note for note in course.notes if note.valid]
                for note in [note for note in valid if note.who == event.who] or valid:
                    note.valid = False
        elif event.kind == "escalated":
            for course in meant:
                course.asked = True
        for plan in self.plans:
            rises = plan.starts is not None and plan.starts(event.kind, before, self.attributes)
            by_hand = plan.starts is None and plan.point is None and event.kind == "escalated" and named == plan.name
            if rises or (by_hand and all(course.done for course in meant)):
                self.begin(plan, event)

    def begin(self, plan: Plan, event: Said) -> None:
        runs = [course for course in self.courses if course.plan is plan and course.status == "running"]
        if plan.stop(event.kind, self.attributes) or any(not course.done and not course.ending for course in runs):
            return
        self.courses.append(Course(plan, event.id, event.at, status="running"))

    def close(self, course: Course, t: int) -> None:
        plan = course.plan
        if course.fresh and plan.point is None:
            course.fresh = False
            if self.attributes["category"] == "closed" or course.ending or plan.stop("", self.attributes) or not plan.when(self.attributes):
                self.courses.remove(course)
                return
            for other in self.courses:
                if other.plan is plan and other is not course:
                    other.status = "ended"
            self.place(course, t)
        if course.status == "halted" and self.clock in ("running", "paused"):
            course.status, course.ending, course.cause = "running", False, ""
        if course.status == "running" and (course.ending or self.is_over(course)):
            self.end(course, t, "halted" if plan.point is not None and self.clock == "stopped" else "ended")

    def is_over(self, course: Course) -> bool:
        plan, closed = course.plan, self.attributes["category"] == "closed"
        return (
            closed
            or (plan.point is not None and self.clock == "stopped")
            or not plan.when(self.attributes)
            or not plan.standing(self.attributes)
        )

    def end(self, course: Course, t: int, status: str) -> None:
        course.status, course.withheld, course.asked = status, False, False
        course.cause = course.cause or self.actor
        if course.told and course.plan.stand_down:
            name = f"stood_down {course.ends + 1}" if course.ends else "stood_down"
            course.ends += any(who != course.cause for who in course.told)
            for who in course.told:
                why = "stopped_it" if who == course.cause else ""
                self.lines.append((t, course.plan.name, course.trigger, course.round, name, who, why))
            course.told.clear()

    def start_at_points(self) -> None:
        for plan in self.plans:
            if plan.point is None or plan.name in self.latched or self.count < plan.point:
                continue
            if self.clock == "running" or (self.clock == "paused" and plan.label == "missed" and self.missed):
                self.latched.add(plan.name)
                if self.attributes["category"] != "closed" and plan.when(self.attributes) and not plan.stop("", self.attributes):
                    course = Course(plan, plan.label or str(plan.point), self.count)
                    self.courses.append(course)
                    self.place(course, self.count)

    def go_on(self, course: Course, t: int) -> None:
        plan = course.plan
        for note in course.notes:
            if plan.expires is not None and note.at + plan.expires <= t:
                note.valid = False
        while course.asked and course.status == "running" and not course.done:
            course.withheld = False
            course.asked = not self.take(course, t, asked=True)
        course.asked = course.ending = False
        while course.status == "running" and not course.done and not (plan.point is not None and self.clock != "running"):
            if course.withheld:
                if self.why_not(course):
                    return
                course.withheld = False
            elif course.due > (t if course.plan.point is None else self.count):
                return
            self.take(course, t)

    def why_not(self, course: Course) -> str:
        step = course.plan.steps[course.index]
        valid = {note.who for note in course.notes if note.valid}
        if step.unless is not None:
            return "condition" if step.unless(self.attributes) else ""
        if step.unless_by:
            return "acknowledged" if step.unless_by in valid else ""
        if not step.unless_noted:
            return ""
        enough = bool(course.last) and set(course.last) <= valid if course.plan.everyone else bool(valid)
        return "acknowledged" if enough else ""

    def take(self, course: Course, t: int, asked: bool = False) -> bool:
        step, head = course.plan.steps[course.index], (t, course.plan.name, course.trigger, course.round)
        meant = step.when(self.attributes)
        if not meant:
            self.lines.append((*head, step.name, "", "not_for_case"))
        else:
            why = "" if asked else self.why_not(course)
            self.lines.append((*head, step.name, step.whom, why))
            if why:
                course.withheld = True
                return True
            course.told.setdefault(step.whom)
            course.last = (step.whom,)
        course.index += 1
        self.place(course, t if course.plan.point is None else self.count)
        return meant

    def place(self, course: Course, base: int) -> None:
        plan = course.plan
        again = course.index >= len(plan.steps)
        if again:
            if course.round >= plan.times:
                course.done = True
                return
            course.round, course.index = course.round + 1, plan.again_from
        step = plan.steps[course.index]
        if again:
            course.due = base + plan.again_after
        elif step.at is None:
            course.due = base + step.after
        elif course.round == 0 and (course.index == 0 or step.at > base):
            course.due = max(step.at, base)
        else:  # it lies behind, or is a repeat: as far from the step before as the standard has it
            course.due = base + max(step.at - self.nominal(plan, course.index - 1), 1)

    def nominal(self, plan: Plan, index: int) -> int:
        if index < 0:
            return plan.point or 0
        step = plan.steps[index]
        return self.nominal(plan, index - 1) + step.after if step.at is None else step.at


def run(plans: Sequence[Plan], target: int, events: Sequence[Said], now: int) -> list[Line]:
    """Return every line of a case up to a minute, in order."""
    case = Case(plans, target)
    for t in range(events[0].at, now + 1):
        case.minute(t, [event for event in events if event.at == t])
        case.count += case.clock == "running"
    return sorted(case.lines)
