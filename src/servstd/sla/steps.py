"""What happens to a clock: it is placed, paused, resumed, stopped, taken up again, changed, and time passes over it.

*Rule:* each step changes the clock it is given; the verdict compares instants, so it never depends on when somebody looked.

Example:
    >>> class Always:
    ...     known_until = None
    ...     def add(self, us, amount): return us + amount
    ...     def between(self, start, end): return end - start
    ...     def add_days(self, us, days, end_of_day=False): return us + days * 86_400_000_000
    >>> clock = ClockState("resolution", 1, "e1", 0)
    >>> pause(clock, 10); resume(clock, None, Always(), 25); clock.paused
    15
"""

from __future__ import annotations

from collections.abc import Mapping

from servstd.sla.clock import NEVER, ClockState, Phase, TimelineLike, elapsed
from servstd.sla.model import Threshold
from servstd.sla.policies import Choice

__all__ = ["crossing", "due_after_pause", "govern", "latch", "pause", "reopen", "resume", "stop"]


def _plan(clock: ClockState, choice: Choice, timeline: TimelineLike, at: int, *, may_be_past: bool = False) -> None:
    """Set due and mark of a clock that runs from `at` on."""
    clock.planned = at
    if clock.d0 is None:
        clock.due, clock.mark = None, NEVER
        return
    if clock.missed is not None:
        clock.due = clock.missed
    else:
        due = clock.d0 if not clock.paused else timeline.add(clock.d0, clock.paused)
        # A change may leave a paused clock nothing: then it is due at the instant it runs again.
        clock.due = due if may_be_past else max(due, at)
    _mark(clock, choice, timeline, at)


def _mark(clock: ClockState, choice: Choice, timeline: TimelineLike, at: int) -> None:
    """Set the next instant at which time alone changes the clock."""
    clock.mark = mark = NEVER if clock.due is None or clock.missed is not None else clock.due
    if not choice.warn:
        return
    for threshold in choice.warn:
        if threshold.text not in clock.crossed:
            mark = min(mark, max(crossing(clock, threshold, timeline), at))
    clock.mark = mark


def crossing(clock: ClockState, threshold: Threshold, timeline: TimelineLike) -> int:
    """Return the instant at which a running clock's elapsed time reaches a threshold; one left behind lies in the past.

    Percentages and hours are exact in integers of open time; working days are counted in dates from due.
    """
    budget, due, amount = clock.budget or 0, clock.due or 0, threshold.amount
    if amount is None:
        numerator, denominator = threshold.percent
        needed = -(-budget * numerator // denominator)
    elif amount.working_days:
        return timeline.add_days(due, amount.working_days if threshold.kind == "overdue" else -amount.working_days)
    else:
        needed = budget + (amount.us if threshold.kind == "overdue" else -amount.us)
    needed += clock.paused - clock.carried
    return timeline.add(clock.anchor, needed) if needed else clock.anchor


def latch(clock: ClockState, choice: Choice, timeline: TimelineLike, until: int) -> None:
    """Record what time alone brought a running clock up to and including `until`: the miss and the thresholds crossed.

    Of several thresholds that the present plan left behind only the latest fires, the others are recorded as passed.
    """
    since = clock.planned
    if clock.missed is None and clock.due is not None and clock.due <= until:
        clock.missed = clock.due
        clock.mark = NEVER
    if not choice.warn:
        return
    reached = [
        (at, threshold.text)
        for threshold in choice.warn
        if threshold.text not in clock.crossed and (at := crossing(clock, threshold, timeline)) <= until
    ]
    latest_behind = max((at for at, _ in reached if at <= since), default=since)
    for at, text in sorted(reached):
        clock.crossed[text] = max(at, since) if at >= latest_behind else -since
    _mark(clock, choice, timeline, until)


def due_after_pause(clock: ClockState, timeline: TimelineLike, at: int) -> int | None:
    """Return when a paused clock would be due if it ran on from `at`; None: it is not graded."""
    if clock.d0 is None or clock.halted is None:
        return None
    idle = clock.paused + timeline.between(max(clock.halted, clock.anchor), at)
    return max(timeline.add(clock.d0, idle) if idle else clock.d0, at)


def pause(clock: ClockState, at: int) -> None:
    """Halt a running clock; a pause at the due instant does not save it."""
    if clock.due is not None and clock.due <= at and clock.missed is None:
        clock.missed = clock.due
    clock.phase, clock.halted, clock.due, clock.mark = "paused", at, None, NEVER
    clock.edges = (*clock.edges, at)


def resume(clock: ClockState, choice: Choice | None, timeline: TimelineLike, at: int) -> None:
    """Let a halted clock run again; what was open meanwhile did not run. `choice` None: nothing governs it yet."""
    halted = at if clock.halted is None else clock.halted
    clock.paused += timeline.between(max(halted, clock.anchor), at)
    clock.phase, clock.halted, clock.stopped = "running", None, None
    clock.edges = (*clock.edges, at)
    if choice is not None:
        _plan(clock, choice, timeline, at)


def reopen(clock: ClockState, choice: Choice | None, timeline: TimelineLike, at: int, *, paused: bool) -> None:
    """Take a stopped clock up again: the gap since it stopped did not run; a verdict of met is withdrawn."""
    clock.gaps = (*clock.gaps, at if clock.stopped is None else clock.stopped, at)
    if paused:
        clock.phase, clock.stopped, clock.due = "paused", None, None
    else:
        resume(clock, choice, timeline, at)


def stop(clock: ClockState, timeline: TimelineLike, at: int, phase: Phase = "stopped") -> None:
    """End a clock; a stop at the due instant wins over the miss at that very instant."""
    if clock.missed == at:
        clock.missed, clock.due = None, at
    if clock.halted is None:
        clock.edges = (*clock.edges, at)
        clock.halted = at
    elif clock.missed is None and clock.due is None:
        clock.due = due_after_pause(clock, timeline, at)
    clock.phase, clock.stopped, clock.mark = phase, at, NEVER


def govern(
    clock: ClockState, choice: Choice, old: Choice | None, timelines: Mapping[str, TimelineLike], at: int, until: int | None
) -> None:
    """Put a clock under its first choice, or carry it over to another as the entering policy's mode says.

    Modes `keep` and `restart` need no arithmetic: the caller leaves the clock alone, or ends it and starts another.

    Args:
        clock: Running or paused and not missed; or new in this instant.
        choice: What governs it from now on.
        old: What governed it so far; None: nothing yet.
        timelines: Business time by calendar name.
        at: The instant of the start or of the change.
        until: The due instant of a target of the form `until:`, grace included; None: none is known.
    """
    moved = clock.until != until
    clock.choice, clock.until = choice.key, until
    if choice.reason is not None:
        clock.d0 = clock.budget = clock.due = None
        if old is None:
            clock.calendar = choice.calendar or clock.calendar
    elif old is None or choice.mode == "from_start":
        _place(clock, choice, timelines, at, from_start=old is not None)
    elif not choice.same_due(old):
        _carry(clock, choice, timelines, at)
    elif moved:
        _set_until(clock, at)
    if clock.phase == "paused":
        return
    _plan(clock, choice, timelines[clock.calendar], at, may_be_past=choice.mode == "from_start")
    if clock.phase != "running":
        clock.mark = NEVER


def _set_target(clock: ClockState, choice: Choice, timeline: TimelineLike, start: int, earliest: int) -> None:
    """Set budget and d0 as counted from `start`; an `until:` before `earliest` is due there."""
    amount = choice.amount
    if amount is None:
        _set_until(clock, earliest)
    elif amount.working_days:
        clock.d0 = timeline.add_days(start, amount.working_days, choice.end_of_day)
        clock.budget = timeline.between(start, clock.d0)
    else:
        clock.d0 = timeline.add(start, amount.us)
        clock.budget = amount.us


def _set_until(clock: ClockState, earliest: int) -> None:
    """Set d0 and budget of an `until:`, which runs on actual time: what had run by the anchor, and the time from there to due."""
    clock.d0 = None if clock.until is None else max(clock.until, earliest)
    clock.budget = None if clock.d0 is None else clock.carried + clock.d0 - clock.anchor


def _place(clock: ClockState, choice: Choice, timelines: Mapping[str, TimelineLike], at: int, *, from_start: bool) -> None:
    """Count from the start: a new clock, or `on_change: from_start` with the same pauses measured on the new calendar."""
    clock.calendar = choice.calendar or clock.calendar
    timeline = timelines[clock.calendar]
    clock.anchor, clock.carried, clock.paused = clock.started, 0, 0
    _set_target(clock, choice, timeline, clock.started, clock.started if not from_start else at)
    edges = clock.edges
    for i in range(1, len(edges), 2):
        if from_start and choice.amount is not None and clock.d0 is not None and clock.missed is None:
            due = timeline.add(clock.d0, clock.paused) if clock.paused else clock.d0
            clock.missed = due if due <= edges[i] else None  # it ran out before this pause, which comes too late to move it
        if i + 1 < len(edges):
            clock.paused += timeline.between(edges[i], edges[i + 1])
        elif from_start and clock.phase == "paused":
            clock.halted = edges[i]


def _carry(clock: ClockState, choice: Choice, timelines: Mapping[str, TimelineLike], at: int) -> None:
    """`on_change: carry`: what has run stays as it was measured, the rest of the new target runs from the change."""
    run = elapsed(clock, timelines[clock.calendar], at)
    clock.calendar = choice.calendar or clock.calendar
    timeline = timelines[clock.calendar]
    clock.anchor, clock.carried, clock.paused = at, run, 0
    _set_target(clock, choice, timeline, clock.started, at)
    if clock.halted is not None:
        clock.halted = at
    if choice.amount is not None:
        left = (clock.budget or 0) - run
        clock.d0 = timeline.add(at, left) if left > 0 else at
