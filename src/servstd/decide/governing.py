"""Between events: time passes, instants settle, editions take over.

*Rule:* what governs a clock settles once per instant, after its last event; what time alone brought is recorded first, as it was
governed until then.

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}}'''
    >>> standard = servstd.loads(text)
    >>> opened = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer"}
    >>> state = standard.advance(standard.start(), opened)
    >>> pass_time(standard.compiled, state, state.watermark + 5 * 3_600_000_000)
    >>> state.live["resolution"].missed == state.watermark + 4 * 3_600_000_000
    True
"""

from __future__ import annotations

from servstd.decide.attributes import ENDED
from servstd.decide.chains import pass_chains, settle_chains
from servstd.decide.compiled import CompiledEdition, CompiledStandard
from servstd.decide.following_up import pass_feedback, settle_feedback
from servstd.decide.notices import detect, dispatch, note_dues
from servstd.decide.state import CaseState
from servstd.decide.turns import choice_of, end_clock, start_clock
from servstd.sla.clock import ClockState
from servstd.sla.policies import Choice
from servstd.sla.steps import govern, latch, stop

__all__ = ["adopt_with_event", "adopts", "pass_time", "settle_instant"]


def pass_time(standard: CompiledStandard, state: CaseState, until: int) -> None:
    """Settle the last instant, then record what time alone brings strictly before `until`, adopting editions included."""
    if state.opened_us is None or state.watermark is None:
        return
    if state.unsettled:
        settle_instant(standard, state, state.watermark)
    for instant, position in standard.adoptions:
        if state.watermark < instant < until and adopts(state, position):
            _pass(standard, state, instant - 1)
            _adopt(standard, state, position)
            state.watermark, state.fired, state.seen, state.sequence = instant, (), {}, None
            settle_instant(standard, state, instant)
    if state.mark < until:
        _pass(standard, state, until - 1)


def _pass(standard: CompiledStandard, state: CaseState, until: int) -> None:
    _latch_all(standard, state, until)
    if state.chains is not None:
        pass_chains(standard, state, state.chains, until)
    if state.feedback is not None:
        pass_feedback(state, state.feedback, until)
    if state.notices is not None:
        dispatch(standard, state, state.notices, until)


def adopt_with_event(standard: CompiledStandard, state: CaseState, at: int) -> None:
    """An edition that open cases change to at the very instant of an event: both settle together."""
    for instant, position in standard.adoptions:
        if instant == at and adopts(state, position):
            _adopt(standard, state, position)


def adopts(state: CaseState, position: int) -> bool:
    """Return whether a case changes to a later edition that open cases adopt: it is opened, and not over."""
    return state.opened_us is not None and position > state.edition and state.attributes.get("category") not in ENDED


def _adopt(standard: CompiledStandard, state: CaseState, position: int) -> None:
    state.edition, state.selected, state.selection, state.unsettled = position, None, None, True
    if state.notices is not None:
        state.notices.since_us = standard.editions[position].edition.effective_from_us
    state.last_id = f"edition:{standard.editions[position].edition.version}"


def _latch_all(standard: CompiledStandard, state: CaseState, until: int) -> None:
    for clock in tuple(state.live.values()):
        choice = choice_of(standard, clock) if clock.mark <= until else None
        if choice is not None:
            latch(state.own(clock), choice, standard.timelines[clock.calendar], until)
    if state.notices is not None:
        detect(standard, state, state.notices, until)
    state.look_ahead()


def settle_instant(standard: CompiledStandard, state: CaseState, at: int) -> None:
    """Close the instant of the last event: what was due is missed, then every clock gets what now governs it."""
    state.unsettled = False
    if state.mark <= at:
        _latch_all(standard, state, at)
    edition = standard.editions[state.edition]
    if state.selected is not state.attributes:
        selection = edition.table.select(state.attributes)
        if edition.agreeing is not None:
            selection = edition.agreeing.mark(selection, state.attributes)
        if selection is not state.selection or edition.untils:
            for clock in tuple(state.live.values()):
                _settle_clock(standard, edition, state, clock, selection, at)
            if state.selection is None:
                _govern_ended(standard, edition, state, selection, at)
            state.look_ahead()
            if state.mark <= at:
                _latch_all(standard, state, at)
        state.selected, state.selection = state.attributes, selection
    if state.chains is not None:
        settle_chains(standard, state, state.chains, at)
    if state.feedback is not None:
        settle_feedback(standard, state, state.feedback, at)
    if state.notices is not None:
        detect(standard, state, state.notices, at)
        note_dues(standard, state, state.notices, at)
        dispatch(standard, state, state.notices, at)


def _settle_clock(
    standard: CompiledStandard, edition: CompiledEdition, state: CaseState, clock: ClockState, selection: tuple[str, ...], at: int
) -> None:
    metric = edition.by_name.get(clock.metric)
    if metric is None:  # an adopting edition no longer measures it
        clock = state.own(clock)
        del state.live[clock.metric]
        stop(clock, standard.timelines[clock.calendar], at, "cancelled")
        state.ended.append(clock)
        if state.recorder is not None:
            state.recorder("cancelled", clock, at)
        return
    if not clock.choice:
        _govern(standard, edition, state, state.own(clock), selection, at, None)
        return
    if clock.missed is not None:
        return
    if clock.kept:
        _follow(standard, state, clock, at)
        return
    key = _key(standard, edition, state, clock, selection)
    if clock.choice == key and clock.edition == state.edition and not edition.untils:
        return
    choice = edition.table.choice(key)
    if clock.choice == key and clock.edition == state.edition:
        _follow(standard, state, clock, at)
        return
    clock, old = state.own(clock), choice_of(standard, clock)
    if old is not None and old.same_terms(choice):
        clock.edition, clock.choice = state.edition, key
    elif choice.mode == "keep":
        clock.kept = True
        _follow(standard, state, clock, at)
        if state.recorder is not None:
            state.recorder("kept", clock, at)
    elif choice.mode == "restart":
        end_clock(standard, state, metric, clock, at, cancelled=True)
        _govern(standard, edition, state, start_clock(state, metric, at, state.last_id), selection, at, None)
    else:
        _govern(standard, edition, state, clock, selection, at, old)


def _follow(standard: CompiledStandard, state: CaseState, clock: ClockState, at: int) -> None:
    """Move the due of a target of the form `until:` where its attribute was changed."""
    choice = choice_of(standard, clock)
    if choice is not None and choice.until is not None:
        until = _until(state, choice)
        if until != clock.until:
            clock = state.own(clock)
            govern(clock, choice, choice, standard.timelines, at, until)
            if state.recorder is not None:
                state.recorder("moved", clock, at)


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


def _govern(
    standard: CompiledStandard,
    edition: CompiledEdition,
    state: CaseState,
    clock: ClockState,
    selection: tuple[str, ...],
    at: int,
    old: Choice | None,
) -> None:
    choice = edition.table.choice(_key(standard, edition, state, clock, selection))
    until = None if choice.until is None else _until(state, choice)
    if choice.reason == "no_row":
        state.fault("EVT015", policy=choice.policy, metric=clock.metric)
    if choice.until is not None and until is None:
        state.fault("EVT016", event=state.last_id, name=choice.until, found="nothing")
    clock.edition = state.edition
    govern(clock, choice, old, standard.timelines, at, until)
    if state.recorder is not None:
        state.recorder("governed", clock, at)


def _key(standard: CompiledStandard, edition: CompiledEdition, state: CaseState, clock: ClockState, selection: tuple[str, ...]) -> str:
    """Return the key of what governs a clock: the policy's choice, or that of an agreement with an earlier due."""
    key = selection[edition.by_name[clock.metric].index]
    if edition.agreeing is None:
        return key
    return edition.agreeing.key(key, selection, state.attributes, clock.started, standard.timelines)


def _until(state: CaseState, choice: Choice) -> int | None:
    value = state.attributes.get(choice.until or "")
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value + choice.grace_us
