"""A second, slow way to decide a case, written from the semantics alone: it walks through time minute by minute.

*Rule:* plain before fast. Each minute passes for every clock; then the events of that minute happen, one by one; then every
open clock is graded once. Nothing here comes from the engine it checks. A condition that is both event and state is split
by its author: `*_on` fires at an event, `*_level` holds of a state.

Example:
    >>> metric = Metric("resolution", start_on=lambda m: "opened" in m.kinds, stop_on=lambda m: "resolved" in m.kinds)
    >>> policy = Policy("all", lambda attributes: True, "always", {"resolution": Target(minutes=60)})
    >>> (clock,) = decide(Standard([metric], [policy], {"always": ALWAYS}), [Fact(5, "opened")], now=65)
    >>> verdict(clock), clock.missed
    ('missed', 65)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.laws.oracle_clock import Attributes, Clock, Fact, Grade, Metric, Moment, Policy, Standard, Target, never_level
from tests.laws.oracle_minutes import ALWAYS

__all__ = ["ALWAYS", "Clock", "Fact", "Metric", "Policy", "Standard", "Target", "decide", "headline", "verdict"]


# ── the case ─────────────────────────────────────────────────────────────────────────────────────────────────────────

LIVE = ("open", "waiting_customer", "on_hold")
ENDED = ("resolved", "closed", "cancelled")
SETTING = ("opened", "changed", "assigned", "redispatched")


class Case:
    """The state of a case, event by event."""

    def __init__(self, standard: Standard, answered_on_arrival: Callable[[Attributes], bool] = never_level) -> None:
        self.standard = standard
        self.answered_on_arrival = answered_on_arrival
        self.attributes: dict[str, object] | None = None
        self.gone = False
        self.derived: set[tuple[int, str]] = set()

    def apply(self, fact: Fact) -> Moment | None:
        before = self.attributes
        if before is None:
            if fact.kind != "opened":
                return None
            after: dict[str, object] = {**self.standard.defaults, "category": "open"}
        elif fact.kind == "opened":
            return None
        else:
            after = dict(before)
        was = after["category"]
        assert isinstance(was, str)
        kinds = [] if (fact.at, fact.kind) in self.derived else [fact.kind]
        if fact.kind in SETTING:
            for name, value in fact.data.items():
                if name in self.standard.attributes:
                    after[name] = value
        self._category(fact, was, after, kinds, born=before is None)
        self._awaiting(fact, was, after)
        self.attributes = after
        if fact.kind == "merged":
            self.gone = True
        return Moment(fact, tuple(kinds), after, before, frozenset())

    def _category(self, fact: Fact, was: str, after: dict[str, object], kinds: list[str], born: bool) -> None:
        now = was
        if fact.kind in ENDED and was != "cancelled":  # a cancelled case is over until it is reopened
            now = fact.kind
            if fact.kind == "closed" and was not in ("resolved", "closed"):
                self._derive(fact, kinds, "resolved")
        elif fact.kind == "merged":
            now = "cancelled"
        elif fact.kind == "reopened" or (fact.kind == "redispatched" and was in ENDED):
            now = "open" if was in ENDED else was
            if fact.kind == "redispatched":
                self._derive(fact, kinds, "reopened")
        status = fact.data.get("status") if fact.kind in SETTING else None
        if status is not None and self.standard.categories.get(str(status)) is not None:
            new = self.standard.categories[str(status)]
            if now == "cancelled" and new in ENDED:
                new = now
            elif new in ENDED and new != now:
                if new == "closed" and now != "resolved":
                    self._derive(fact, kinds, "resolved")
                self._derive(fact, kinds, new)
            elif new in LIVE and now in ENDED:
                self._derive(fact, kinds, "reopened")
            now = new
        after["category"] = now

    def _derive(self, fact: Fact, kinds: list[str], kind: str) -> None:
        kinds.append(kind)
        self.derived.add((fact.at, kind))

    def _awaiting(self, fact: Fact, was: str, after: dict[str, object]) -> None:
        if fact.kind == "opened":
            after["awaiting_reply"] = (
                fact.by == "customer" and fact.data.get("answered") is not True and not self.answered_on_arrival(after)
            )
        elif fact.kind == "message" and fact.data.get("public"):
            if fact.by == "customer":
                after["awaiting_reply"] = True
            elif fact.by == "agent":
                after["awaiting_reply"] = False
        elif fact.kind == "no_reply_needed" or (after["category"] in ENDED and was not in ENDED):
            after["awaiting_reply"] = False


# ── deciding ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def decide(standard: Standard, facts: Sequence[Fact], now: int) -> list[Clock]:
    """Return every clock of the case as it stands at `now`, in order of metric and cycle."""
    case = Case(standard)
    clocks: list[Clock] = []
    unborn: set[str] = set()  # metrics that would have started, had the case not been over
    facts = [fact for fact in facts if fact.at <= now]
    if not facts:
        return []
    for t in range(facts[0].at, now + 1):
        if t > facts[0].at:
            for clock in clocks:
                clock.live_through(t - 1)
        moments = [moment for fact in facts if fact.at == t and (moment := case.apply(fact)) is not None]
        # A stop or cancel at t wins over a due at t; a pause or another policy from t on does not, but in a pause nothing is crossed.
        for clock in clocks:
            if not any(ends(clock.metric, moment) for moment in moments):
                clock.look(t, crossing=not (moments and clock.metric.pause(moments[-1].after)))
        for moment in moments:
            run_moment(standard, clocks, moment, unborn)
        if moments:
            assert case.attributes is not None
            grade_all(standard, clocks, case.attributes, t)
            for clock in clocks:
                clock.look(t)
    names = [metric.name for metric in standard.metrics]
    return sorted(clocks, key=lambda clock: (names.index(clock.metric.name), clock.number))


def run_moment(standard: Standard, clocks: list[Clock], moment: Moment, unborn: set[str]) -> None:
    """Apply one event to every metric: stop, cancel, pause, start, in this order."""
    t = moment.fact.at
    dead = moment.after["category"] == "cancelled"
    for metric in standard.metrics:
        moment = replace(moment, alive=frozenset(clock.metric.name for clock in clocks if clock.phase in ("running", "paused")))
        mine = [clock for clock in clocks if clock.metric is metric]
        last = mine[-1] if mine else None
        if last is not None and last.phase in ("running", "paused"):
            if metric.stop_on(moment) or metric.stop_level(moment.after):
                end(last, "stopped", t)
            elif dead or metric.cancel_on(moment) or metric.cancel_level(moment.after):
                end(last, "cancelled", t)
            else:
                last.phase = "paused" if metric.pause(moment.after) else "running"
        if dead or metric.stop_level(moment.after) or metric.cancel_level(moment.after):
            if last is None and rises(metric, moment):
                unborn.add(metric.name)
            continue
        if last is not None and last.phase in ("running", "paused"):
            continue
        phase = "paused" if metric.pause(moment.after) else "running"
        reopens = (last is not None or metric.name in unborn) and "reopened" in moment.kinds and metric.reopen != "ignore"
        if reopens and metric.reopen == "resume" and last is not None and last.phase == "stopped":
            last.phase, last.stopped, last.last_due = phase, None, last.missed
        elif reopens or (rises(metric, moment) and (metric.each or last is None)):  # what was cancelled never resumes
            clocks.append(Clock(metric, len(mine) + 1, t, standard.calendars, phase=phase))


def rises(metric: Metric, moment: Moment) -> bool:
    """Return whether the metric's start fires: at its event, or when its state begins to hold."""
    held = moment.before is not None and metric.start_level(moment.before)
    return metric.start_on(moment) or (metric.start_level(moment.after) and not held)


def end(clock: Clock, phase: str, t: int) -> None:
    """Stop or cancel a clock; a target that became too small during a pause is due when the clock runs again, never before."""
    clock.phase, clock.stopped = phase, t
    if clock.missed is None:
        due = clock.due()
        clock.last_due = None if due is None else max(due, t)


def ends(metric: Metric, moment: Moment) -> bool:
    """Return whether an event stops or cancels a clock of the metric."""
    return (
        metric.stop_on(moment)
        or metric.stop_level(moment.after)
        or metric.cancel_on(moment)
        or metric.cancel_level(moment.after)
        or moment.after["category"] == "cancelled"
    )


def grade_all(standard: Standard, clocks: list[Clock], attributes: Attributes, t: int) -> None:
    """Choose what every open clock is held to, once per instant."""
    for clock in list(clocks):
        grade = select(standard, clock.metric.name, attributes)
        if clock.started == t:
            clock.take(grade, t, "from_start")
            if clock.phase in ("stopped", "cancelled"):
                clock.last_due = clock.due()
        elif clock.phase in ("running", "paused") and clock.missed is None and not clock.kept and grade != clock.grade:
            change(clock, clocks, grade, t)


def change(clock: Clock, clocks: list[Clock], grade: Grade, t: int) -> None:
    """Move an open clock to another policy, target or calendar, by the entering policy's mode."""
    clock.moved = clock.moved or grade.policy != clock.grade.policy
    if replace(grade, instant=clock.grade.instant) == clock.grade or grade.policy is None:
        clock.take(grade, t, "carry")
    elif grade.mode == "keep":
        clock.kept = True
    elif grade.mode == "restart":
        phase = clock.phase
        end(clock, "cancelled", t)
        fresh = Clock(clock.metric, clock.number + 1, t, clock.calendars, phase=phase)
        fresh.take(grade, t, "from_start")
        clocks.append(fresh)
    else:
        clock.take(grade, t, grade.mode if grade.calendar else "carry")  # what is only measured is not measured anew
        if grade.mode == "from_start":
            clock.look_back(t)


def select(standard: Standard, metric: str, attributes: Attributes) -> Grade:
    """Return what the first matching policy that names the metric says."""
    for policy in standard.policies:
        if not policy.when(attributes):
            continue
        if policy.exempt is True or (policy.exempt and metric in policy.exempt):
            return Grade(policy.name, exempt=True, mode=policy.on_change, home=policy.calendar)
        target = policy.targets.get(metric)
        if target is None:
            continue
        if target.minutes is None and target.days is None and target.until is None:
            return Grade(policy.name, target, mode=policy.on_change, home=policy.calendar)
        if target.until is None:
            return Grade(policy.name, target, target.calendar or policy.calendar, policy.on_change)
        value = attributes.get(target.until)
        return Grade(policy.name, target, "always", policy.on_change, instant=value if isinstance(value, int) else None)
    return Grade()


# ── the verdict ──────────────────────────────────────────────────────────────────────────────────────────────────────


def verdict(clock: Clock) -> str | None:
    """Return met, missed or None."""
    if clock.missed is not None:
        return "missed"
    return "met" if clock.graded and clock.phase == "stopped" else None


def headline(clock: Clock) -> str:
    """Return the state: cancelled > exempt > missed > met > paused > running; measured when nothing grades it."""
    if clock.phase == "cancelled":
        return "cancelled"
    if clock.grade.exempt:
        return "exempt"
    if not clock.graded:
        return "measured"
    return verdict(clock) or clock.phase
