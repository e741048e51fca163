"""The turns of a clock within a case: it starts, halts, resumes, ends and is taken up again.

*Rule:* a clock that is shared with another state is copied before it is touched.

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}}'''
    >>> standard = servstd.loads(text)
    >>> opened = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer"}
    >>> state = standard.advance(standard.start(), opened)
    >>> clock = state.live["resolution"]
    >>> end_clock(standard.compiled, state, standard.compiled.editions[1].by_name["resolution"], clock, clock.started, cancelled=False)
    >>> list(state.live), [clock.phase for clock in state.idle.values()]
    ([], ['stopped'])
"""

from __future__ import annotations

from servstd.decide.compiled import CompiledMetric, CompiledStandard
from servstd.decide.state import CaseState
from servstd.events import Event
from servstd.sla.clock import ClockState
from servstd.sla.policies import Choice
from servstd.sla.steps import pause, reopen, resume, stop

__all__ = ["blocked", "choice_of", "end_clock", "pause_or_resume", "reopen_clock", "start_clock"]


def blocked(state: CaseState, metric: CompiledMetric) -> bool:
    """Return whether a stop or cancel that is a state holds already: the metric does not start."""
    attributes, live = state.attributes, state.live
    if attributes.get("category") == "cancelled" or metric.stop(None, (), attributes, None, live):
        return True
    return metric.cancel is not None and metric.cancel(None, (), attributes, None, live)


def start_clock(state: CaseState, metric: CompiledMetric, at: int, cycle_id: str) -> ClockState:
    """Return a new live clock, paused where it is born so."""
    state.cycles[metric.name] = cycle = state.cycles.get(metric.name, 0) + 1
    clock = ClockState(metric.name, cycle, cycle_id, at)
    clock.edition = state.edition
    if metric.pause is not None and metric.pause(state.attributes):
        pause(clock, at)
    state.selected = state.selection = None
    state.start(clock)
    if state.recorder is not None:
        state.recorder("started", clock, at)
    return clock


def end_clock(standard: CompiledStandard, state: CaseState, metric: CompiledMetric, clock: ClockState, at: int, *, cancelled: bool) -> None:
    """End a live clock: it may be taken up again, or is over."""
    clock = state.own(clock)
    del state.live[metric.name]
    if state.owned is not None:
        state.owned.discard(metric.name)
    stop(clock, standard.timelines[clock.calendar], at, "cancelled" if cancelled else "stopped")
    if metric.reopen == "resume" and not cancelled:
        state.idle[metric.name] = clock
    else:
        state.ended.append(clock)
    if state.recorder is not None:
        state.recorder(clock.phase, clock, at)


def pause_or_resume(standard: CompiledStandard, state: CaseState, metric: CompiledMetric, clock: ClockState, at: int) -> None:
    """Halt or resume a clock as the attributes now say."""
    halted = metric.pause is not None and metric.pause(state.attributes)
    if halted == (clock.phase == "paused"):
        return
    clock = state.own(clock)
    if halted:
        pause(clock, at)
    else:
        resume(clock, choice_of(standard, clock), standard.timelines[clock.calendar], at)
        state.mark = min(state.mark, clock.mark)
    if state.recorder is not None:
        state.recorder("paused" if halted else "resumed", clock, at)


def reopen_clock(standard: CompiledStandard, state: CaseState, metric: CompiledMetric, event: Event) -> None:
    """Take the last cycle up again, or start another where it was cancelled or the metric restarts."""
    if blocked(state, metric):
        return
    clock = state.idle.pop(metric.name, None)
    if clock is None:
        start_clock(state, metric, event.at_us, event.id or "")
        return
    clock = clock.copy()
    state.selected = state.selection = None  # what governs may have changed while it stood still
    state.start(clock)
    halted = metric.pause is not None and metric.pause(state.attributes)
    reopen(clock, choice_of(standard, clock), standard.timelines[clock.calendar], event.at_us, paused=halted)
    state.mark = min(state.mark, clock.mark)
    if state.recorder is not None:
        state.recorder("reopened", clock, event.at_us)


def choice_of(standard: CompiledStandard, clock: ClockState) -> Choice | None:
    """Return what governs a clock; None: its first instant has not settled."""
    return standard.editions[clock.edition].table.choice(clock.choice) if clock.choice else None
