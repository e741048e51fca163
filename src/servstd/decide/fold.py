"""Folding events into a case state: the one place where clocks start, stop, pause and change.

*Rule:* at one event stop counts before cancel, cancel before pause, pause before start. What governs a clock settles once per
instant, after its last event; what time alone brought is recorded before the next event is looked at.
"""

from __future__ import annotations

from servstd.decide.attributes import awaits_reply, moves, take_attributes, wanted_category
from servstd.decide.compiled import CompiledEdition, CompiledMetric, CompiledStandard
from servstd.decide.state import CaseState
from servstd.durations import Span
from servstd.events import Event
from servstd.sla.clock import ClockState, govern, latch, pause, reopen, resume, stop
from servstd.sla.policies import Choice

__all__ = ["fold", "pass_time", "settle_instant"]

_ONCE_PER_INSTANT = frozenset(("resolved", "closed", "cancelled", "reopened"))
_ABOUT_REPLIES = frozenset(("opened", "message", "no_reply_needed"))


def fold(standard: CompiledStandard, state: CaseState, event: Event) -> None:
    """Change `state` by one event at or after its watermark; the caller owns the state and knows the order to be right."""
    at = event.at_us
    if at != state.watermark:
        pass_time(standard, state, at)
        if standard.adoptions:
            _adopt_with_event(standard, state, at)
        state.watermark, state.fired, state.seen = at, (), {}
    state.last_id = event.id or ""
    state.sequence = event.sequence
    kind = event.kind
    if state.opened_us is None:
        if kind != "opened":
            state.fault("EVT010", event=event.id, kind=kind)
            return
        state.case, state.tenant, state.opened_us = event.case, event.tenant, at
        state.edition = standard.edition_at(at)
        if not state.edition:
            state.fault("EVT017")
    elif kind == "opened":
        state.fault("EVT011", event=event.id)
        return
    state.unsettled = True
    edition = standard.editions[state.edition]
    now = state.attributes.get("category", "open")
    wanted = wanted_category(edition, state, event)
    if kind in _ONCE_PER_INSTANT and wanted == now and kind in state.fired:
        return
    after = take_attributes(edition, state, event)
    names = () if after is None else tuple(event.data)
    for kinds, category in moves(kind, str(now), wanted):
        _step(standard, edition, state, event, kinds, category, after, names)
        after, names = None, ()


def _step(
    standard: CompiledStandard,
    edition: CompiledEdition,
    state: CaseState,
    event: Event,
    kinds: tuple[str, ...],
    category: str,
    after: dict[str, object] | None,
    names: tuple[str, ...],
) -> None:
    kind, old = kinds[0], state.attributes
    opening = kind == "opened"
    before = None if opening else old
    moved = old.get("category") != category
    if moved or kind in _ONCE_PER_INSTANT:
        state.fired = (*state.fired, *kinds)
    if moved or kind in _ABOUT_REPLIES:
        awaiting = awaits_reply(edition, event, kind, category, old if after is None else after)
        if moved:
            after = dict(old) if after is None else after
            after["category"] = category
            names = (*names, "category")
        if old.get("awaiting_reply") is not awaiting:
            after = dict(old) if after is None else after
            after["awaiting_reply"] = awaiting
            names = (*names, "awaiting_reply")
    if after is not None:
        state.attributes = after
    attributes = state.attributes
    live = state.live
    for metric in edition.metrics if opening else edition.touched(kinds, names):
        clock = live.get(metric.name)
        if clock is not None:
            if metric.stop(event, kinds, attributes, before, live):
                _end(standard, state, metric, clock, event.at_us, cancelled=False)
            elif category == "cancelled" or (metric.cancel is not None and metric.cancel(event, kinds, attributes, before, live)):
                _end(standard, state, metric, clock, event.at_us, cancelled=True)
            else:
                if metric.pause is not None:
                    _pause_or_resume(standard, state, metric, clock, event.at_us)
                continue
        cycles = state.cycles.get(metric.name, 0)
        if cycles and not metric.repeats:
            if "reopened" in kinds and metric.reopen != "ignore":
                _reopen(standard, state, metric, event)
            continue
        if metric.start(event, kinds, attributes, before, live) and not _blocked(state, metric):
            _start(state, metric, event.at_us, event.id or "")


def _blocked(state: CaseState, metric: CompiledMetric) -> bool:
    """Return whether a stop or cancel that is a state holds already: the metric does not start."""
    attributes, live = state.attributes, state.live
    if attributes.get("category") == "cancelled" or metric.stop(None, (), attributes, None, live):
        return True
    return metric.cancel is not None and metric.cancel(None, (), attributes, None, live)


def _start(state: CaseState, metric: CompiledMetric, at: int, cycle_id: str) -> ClockState:
    state.cycles[metric.name] = cycle = state.cycles.get(metric.name, 0) + 1
    clock = ClockState(metric.name, cycle, cycle_id, at)
    clock.edition = state.edition
    if metric.pause is not None and metric.pause(state.attributes):
        pause(clock, at)
    state.selected = state.selection = None
    state.start(clock)
    _tell(state, "started", clock, at)
    return clock


def _end(standard: CompiledStandard, state: CaseState, metric: CompiledMetric, clock: ClockState, at: int, *, cancelled: bool) -> None:
    clock = state.own(clock)
    del state.live[metric.name]
    if state.owned is not None:
        state.owned.discard(metric.name)
    stop(clock, standard.timelines[clock.calendar], at, "cancelled" if cancelled else "stopped")
    if metric.reopen == "resume" and not cancelled:
        state.idle[metric.name] = clock
    else:
        state.ended.append(clock)
    _tell(state, clock.phase, clock, at)


def _pause_or_resume(standard: CompiledStandard, state: CaseState, metric: CompiledMetric, clock: ClockState, at: int) -> None:
    halted = metric.pause is not None and metric.pause(state.attributes)
    if halted == (clock.phase == "paused"):
        return
    clock = state.own(clock)
    if halted:
        pause(clock, at)
    else:
        resume(clock, _choice(standard, clock), standard.timelines[clock.calendar], at)
    _tell(state, "paused" if halted else "resumed", clock, at)


def _reopen(standard: CompiledStandard, state: CaseState, metric: CompiledMetric, event: Event) -> None:
    """Take the last cycle up again, or start another where it was cancelled or the metric restarts."""
    if _blocked(state, metric):
        return
    clock = state.idle.pop(metric.name, None)
    if clock is None:
        _start(state, metric, event.at_us, event.id or "")
        return
    clock = clock.copy()
    state.selected = state.selection = None  # what governs may have changed while it stood still
    state.start(clock)
    halted = metric.pause is not None and metric.pause(state.attributes)
    reopen(clock, _choice(standard, clock), standard.timelines[clock.calendar], event.at_us, paused=halted)
    _tell(state, "reopened", clock, event.at_us)


def _tell(state: CaseState, what: str, clock: ClockState, at: int) -> None:
    if state.recorder is not None:
        state.recorder(what, clock, at)


def _choice(standard: CompiledStandard, clock: ClockState) -> Choice | None:
    return standard.editions[clock.edition].table.choice(clock.choice) if clock.choice else None


# ── between events ───────────────────────────────────────────────────────────────────────────────────────────────────


def pass_time(standard: CompiledStandard, state: CaseState, until: int) -> None:
    """Settle the last instant, then record what time alone brings strictly before `until`, adopting editions included."""
    if state.unsettled:
        settle_instant(standard, state)
    if state.opened_us is None or state.watermark is None:
        return
    for instant, position in standard.adoptions:
        if position > state.edition and state.watermark < instant < until:
            _latch_all(standard, state, instant - 1)
            _adopt(standard, state, position)
            state.watermark, state.fired, state.seen, state.sequence = instant, (), {}, None
            settle_instant(standard, state)
    _latch_all(standard, state, until - 1)


def _adopt_with_event(standard: CompiledStandard, state: CaseState, at: int) -> None:
    """An edition that open cases change to at the very instant of an event: both settle together."""
    for instant, position in standard.adoptions:
        if state.opened_us is not None and position > state.edition and instant == at:
            _adopt(standard, state, position)


def _adopt(standard: CompiledStandard, state: CaseState, position: int) -> None:
    state.edition, state.selected, state.selection, state.unsettled = position, None, None, True
    state.last_id = f"edition:{standard.editions[position].edition.version}"


def _latch_all(standard: CompiledStandard, state: CaseState, until: int) -> None:
    for clock in state.live.values():
        if clock.mark <= until:
            break
    else:
        return
    for clock in tuple(state.live.values()):
        choice = _choice(standard, clock) if clock.mark <= until else None
        if choice is not None:
            latch(state.own(clock), choice, standard.timelines[clock.calendar], until)


def settle_instant(standard: CompiledStandard, state: CaseState) -> None:
    """Close the watermark's instant: what was due is missed, then every clock gets what now governs it."""
    at = state.watermark
    state.unsettled = False
    if at is None or state.opened_us is None:
        return
    _latch_all(standard, state, at)
    edition = standard.editions[state.edition]
    if state.selected is not state.attributes:
        selection = edition.table.select(state.attributes)
        if selection is not state.selection or edition.untils:
            for clock in tuple(state.live.values()):
                _settle_clock(standard, edition, state, clock, selection, at)
            if state.selection is None:
                _govern_ended(standard, edition, state, selection, at)
            _latch_all(standard, state, at)
        state.selected, state.selection = state.attributes, selection


def _govern_ended(standard: CompiledStandard, edition: CompiledEdition, state: CaseState, selection: tuple[str, ...], at: int) -> None:
    """Give the clocks that started and ended within this instant what governs them."""
    for name, clock in state.idle.items():
        if not clock.choice:
            state.idle[name] = clock = clock.copy()
            _govern(standard, edition, state, clock, selection, at, None)
    for i in range(len(state.ended) - 1, -1, -1):
        if state.ended[i].stopped != at:
            break
        if not state.ended[i].choice:
            state.ended[i] = clock = state.ended[i].copy()
            _govern(standard, edition, state, clock, selection, at, None)


def _settle_clock(
    standard: CompiledStandard, edition: CompiledEdition, state: CaseState, clock: ClockState, selection: tuple[str, ...], at: int
) -> None:
    metric = edition.by_name.get(clock.metric)
    if metric is None:  # an adopting edition no longer measures it
        clock = state.own(clock)
        del state.live[clock.metric]
        stop(clock, standard.timelines[clock.calendar], at, "cancelled")
        state.ended.append(clock)
        return
    if not clock.choice:
        _govern(standard, edition, state, state.own(clock), selection, at, None)
        return
    if clock.missed is not None or clock.kept:
        return
    key = selection[metric.index]
    if clock.choice == key and clock.edition == state.edition and not edition.untils:
        return
    choice = edition.table.choice(key)
    if clock.choice == key and clock.edition == state.edition:
        if choice.until is not None and _until(state, choice) != clock.until:
            _govern(standard, edition, state, state.own(clock), selection, at, choice)
        return
    clock, old = state.own(clock), _choice(standard, clock)
    if old is not None and old.target == choice.target and old.policy == choice.policy and old.same_due(choice):
        clock.edition, clock.choice = state.edition, key
    elif choice.mode == "keep":
        clock.kept = True
        _tell(state, "kept", clock, at)
    elif choice.mode == "restart":
        _end(standard, state, metric, clock, at, cancelled=True)
        _govern(standard, edition, state, _start(state, metric, at, state.last_id), selection, at, None)
    else:
        _govern(standard, edition, state, clock, selection, at, old)


def _until(state: CaseState, choice: Choice) -> int | None:
    if choice.until is None or choice.target is None:
        return None
    value = state.attributes.get(choice.until)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value + (choice.target.grace or Span(0)).us


def _govern(
    standard: CompiledStandard,
    edition: CompiledEdition,
    state: CaseState,
    clock: ClockState,
    selection: tuple[str, ...],
    at: int,
    old: Choice | None,
) -> None:
    choice = edition.table.choice(selection[edition.by_name[clock.metric].index])
    until = _until(state, choice)
    if choice.reason == "no_row":
        state.fault("EVT015", policy=choice.policy, metric=clock.metric)
    if choice.until is not None and until is None:
        state.fault("EVT016", event=state.last_id, name=choice.until, found="nothing")
    clock.edition = state.edition
    govern(clock, choice, old, standard.timelines, at, until)
    _tell(state, "governed", clock, at)
