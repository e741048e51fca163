"""When the next step of a run comes.

*Rule:* a step `at` a point follows the clock's point; once that has passed when the step before went out, it follows that step at
the distance the two have in the clock's time. A step `after` a wait comes so much open time after the one before. While the clock
stands still no wait runs.

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... people: {li: {contacts: {sms: "1"}}}, notifiers: {sms: {type: console, contact: sms}},
    ... escalation: {chains: [{name: help, trigger: {event: opened},
    ...     steps: [{notify: [li], via: [sms]}, {after: 1h, notify: [li], via: [sms]}]}]}}'''
    >>> standard = servstd.loads(text)
    >>> opened = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer", "id": "e1"}
    >>> state = standard.advance(standard.start(), opened)
    >>> run = state.chains.runs[0]
    >>> run.index = 1
    >>> place(Stage(standard.compiled, state, state.chains, run, standard.compiled.editions[1].chains), run.started)
    >>> (run.due - run.started) // 60_000_000
    60
"""

from __future__ import annotations

from typing import Final

from servstd.decide._chain_stage import Stage
from servstd.decide.chains_compiled import Quiet
from servstd.decide.compiled import CompiledStandard
from servstd.durations import Amount
from servstd.escalation.model import Step
from servstd.instants import MINUTE_US
from servstd.notices import Urgency
from servstd.people import Person
from servstd.sla.clock import NEVER, ClockState
from servstd.sla.model import Threshold
from servstd.sla.steps import crossing

__all__ = ["hold", "hold_step", "place", "point_us", "resume_run", "suspend_run"]

_WHOLE: Final = Threshold("100%", kind="percent", percent=(1, 1))


def point_us(standard: CompiledStandard, clock: ClockState, point: Threshold | str) -> int:
    """Return the instant at which a running clock reaches a point; one left behind lies in the past."""
    if isinstance(point, Threshold):
        return crossing(clock, point, standard.timelines[clock.calendar])
    return (clock.due or 0) if clock.missed is None else clock.missed


def place(stage: Stage, base: int) -> None:
    """Set when the next step comes, the one before having come at `base`; after the last step that of the next round."""
    run, steps, repeat = stage.run, stage.chain.steps, stage.chain.chain.repeat
    if run.index >= len(steps):
        if repeat is None or run.round >= repeat.times:
            run.done, run.due = True, None
            return
        run.round, run.index, run.fixed, run.calendar = run.round + 1, repeat.first, True, ""
    if run.suspended:
        run.due = None
        return
    step = steps[run.index].step
    clock = stage.clock
    begins = run.round > 0 and repeat is not None and run.index == repeat.first
    if step.at is not None and clock is not None and not begins:
        _place_at(stage, step.at, clock, base)
        return
    placed = repeat if begins and repeat is not None else step
    run.calendar = _calendar(stage, placed.calendar, base)
    run.due, run.fixed = _after(stage, base, placed.after, run.calendar), True


def _place_at(stage: Stage, point: Threshold | str, clock: ClockState, base: int) -> None:
    run = stage.run
    first = run.index == 0 and run.round == 0
    due = point_us(stage.standard, clock, point)
    if run.round == 0 and (first or due > base):
        run.due, run.fixed = max(due, base), False
        return
    run.calendar, run.fixed = clock.calendar, True
    run.due = stage.standard.timelines[clock.calendar].add(base, _distance(stage, clock))


def _distance(stage: Stage, clock: ClockState) -> int:
    """Return how far the next step lies from the one before by the standard, in open time of the clock; at least a minute.

    A miss stands at the whole target here: a change may have moved the due to a later instant, and a pause does not move it.
    """
    run, chain = stage.run, stage.chain
    trigger = chain.chain.trigger.point
    at = before = run.started if trigger is None else _nominal(stage, clock, trigger)
    for item in chain.steps[: run.index + 1]:
        before = at
        step = item.step
        own = step.after, _calendar(stage, step.calendar, at)
        at = _after(stage, at, *own) if step.at is None else _nominal(stage, clock, step.at)
    return max(stage.standard.timelines[clock.calendar].between(before, at), MINUTE_US)


def _nominal(stage: Stage, clock: ClockState, point: Threshold | str) -> int:
    whole = point if isinstance(point, Threshold) else _WHOLE
    return crossing(clock, whole, stage.standard.timelines[clock.calendar])


def _after(stage: Stage, base: int, wait: Amount | None, calendar: str) -> int:
    if wait is None:
        return base
    timeline = stage.standard.timelines[calendar]
    if wait.working_days:
        return timeline.add_days(base, wait.working_days)
    return timeline.add(base, wait.us) if wait.us else base


def _calendar(stage: Stage, name: str | None, at: int) -> str:
    """Return the key of the calendar in which the wait for the next step counts."""
    keys = stage.chains.calendar_keys
    if name == "recipient":
        own = _own_calendar(stage, stage.chain.steps[stage.run.index].step, at)
        if own in keys:
            return keys[own]
    elif name is not None and name != "clock":
        return keys[name]
    return "always" if stage.clock is None else stage.clock.calendar


def _own_calendar(stage: Stage, step: Step, at: int) -> str:
    for addressee in step.addressees:
        found = stage.chains.roster.resolve(addressee, stage.state.attributes, at, case=stage.state.case, round=stage.run.round)
        for one in found.people:
            return (one.calendar or "") if isinstance(one, Person) else ""
    return ""


# ── what keeps it waiting ────────────────────────────────────────────────────────────────────────────────────────────


def hold(stage: Stage, quiet: Quiet | None, urgency: Urgency, at: int) -> int:
    """Return when something due at an instant comes: at once, or when quiet hours end."""
    if quiet is None or quiet.hours.is_open(at) or (urgency == "high" and quiet.urgent_passes):
        return at
    if quiet.unless is not None and stage.holds(quiet.unless):
        return at
    return quiet.hours.next_open(at)


def hold_step(stage: Stage, at: int) -> None:
    """Set when the next step comes, as seen from an instant: never before it; and since when quiet hours hold it."""
    run = stage.run
    if run.done or run.suspended or run.due is None:
        run.ready = NEVER
        return
    quiet, urgency = stage.chain.quiet, stage.chain.steps[run.index].step.urgency
    ready, came = hold(stage, quiet, urgency, run.due), run.due
    if ready < at:
        ready = hold(stage, quiet, urgency, at)
        came = run.came if ready == run.ready else at  # it is held already
    run.ready, run.came = ready, came


def suspend_run(stage: Stage, at: int) -> None:
    """Halt a run with its clock: what is left of a wait is kept."""
    run = stage.run
    run.suspended = True
    run.left = 0
    if run.fixed and run.due is not None and run.due > at:
        run.left = stage.standard.timelines[run.calendar].between(at, run.due)


def resume_run(stage: Stage, at: int) -> None:
    """Let a run go on with its clock: what was left of a wait runs from here."""
    run = stage.run
    run.suspended = False
    if run.done:
        return
    if run.due is None:
        place(stage, max(run.last, at))
    elif run.fixed:
        run.due = stage.standard.timelines[run.calendar].add(at, run.left) if run.left else run.due
    for note in run.notes:
        note.remind_us = max(note.remind_us, at)
