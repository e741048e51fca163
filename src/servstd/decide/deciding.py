"""decide = settle after fold: the functions that turn events into a decision.

*Rule:* `advance` never sees now; `settle` never changes the state it is given. Folding a history in any number of steps gives the
same decision as folding it at once.

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}}'''
    >>> standard = servstd.loads(text)
    >>> opened = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer"}
    >>> state = advance(standard.compiled, standard.start(), opened)
    >>> settle(standard.compiled, state, "2026-01-05T13:00:00Z").clocks[0].state
    'missed'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Literal, TypeAlias

import attrs

from servstd.decide.compiled import CompiledStandard
from servstd.decide.decision import Decision
from servstd.decide.fold import fold
from servstd.decide.governing import pass_time, settle_instant
from servstd.decide.state import CaseState
from servstd.errors import Problem, UsageError
from servstd.events import Event, made_id, order_events, read_event
from servstd.instants import bounded, from_us, instant_text, like, offset_of, read_instant, to_us
from servstd.plain import is_map
from servstd.sla.clock import ClockState

__all__ = ["EventLike", "OnBadEvent", "advance", "decide", "read_events", "read_now", "settle"]

EventLike: TypeAlias = Event | Mapping[str, object]
OnBadEvent: TypeAlias = Literal["raise", "skip"] | None


def read_now(now: datetime | str) -> tuple[int, datetime]:
    """Return `now` in microseconds and as a datetime; ISO text with an offset becomes a datetime of the standard library.

    Raises:
        UsageError: TIM001 naive, TIM002 not an instant, TIM004 out of bounds, TIM005 neither a datetime nor text.
    """
    if not isinstance(now, str):
        return bounded(to_us(now), now), now
    us = read_instant(now)
    return us, from_us(us, offset_of(now))


def read_events(events: Iterable[EventLike], on_bad_event: OnBadEvent = None) -> tuple[list[Event], list[Problem]]:
    """Return one case's events in order, each once, and the problems of those that were skipped.

    Raises:
        UsageError: an event cannot be read and `on_bad_event` is not `skip`; its path starts with the event's position.
    """
    read: list[Event] = []
    problems: list[Problem] = []
    if not _lists_events(events):
        raise UsageError("EVT025", found=type(events).__name__)
    for position, event in enumerate(events):
        if isinstance(event, Event):
            read.append(event)
            continue
        try:
            read.append(read_event(event))
        except UsageError as error:
            placed = error.at("events", position)
            if on_bad_event != "skip":
                raise placed from None
            problems.append(placed.problem)
    return order_events(read), problems


def _lists_events(given: object) -> bool:
    """Return whether a caller gave something to go through, and not one event or one text."""
    return hasattr(given, "__iter__") and not is_map(given) and not isinstance(given, (str, bytes, Event))


def decide(
    standard: CompiledStandard,
    events: Iterable[EventLike],
    now: datetime | str,
    on_bad_event: OnBadEvent = None,
    record: Callable[[CaseState, str, ClockState, int], None] | None = None,
    named: tuple[str | None, str] = (None, ""),
    *,
    brief: bool = False,
) -> Decision:
    """Return the decision on one case: fold what happened up to `now`, then settle.

    Events after `now` are not folded; the first of them bounds the wake-up. `record` is told of every turn of a clock. `named`
    is the tenant and the case where no event that could be read tells. `brief`: chains do not make the facts of what they tell.
    """
    if on_bad_event not in (None, "raise", "skip"):
        raise UsageError("EVT027", name="on_bad_event", expected="raise, skip", found=repr(on_bad_event))
    now_us, now_at = read_now(now)
    ordered, problems = read_events(events, on_bad_event)
    state = CaseState(standard.fingerprint)
    state.tenant, state.case = named
    state.brief = brief
    if record is not None:
        state.recorder = partial(record, state)
    next_event = _fold_all(standard, state, ordered, now_us)
    pass_time(standard, state, now_us + 1)
    decision = _decision(standard, state, now_us, now_at, next_event, problems, partial(_refold, standard, ordered, now_us))
    if on_bad_event == "raise":
        for problem in decision.problems:
            if problem.code in ("EVT010", "EVT011"):
                raise UsageError.of(problem)
    return decision


def _fold_all(standard: CompiledStandard, state: CaseState, ordered: Sequence[Event], now_us: int) -> int | None:
    """Fold what happened up to now; return the instant of the first event after it."""
    if ordered:
        state.case, state.tenant = ordered[0].case, ordered[0].tenant
    for event in ordered:
        if event.at_us > now_us:
            return event.at_us
        fold(standard, state, event)
    return None


def _refold(standard: CompiledStandard, ordered: Sequence[Event], now_us: int) -> CaseState:
    """Return the state of a history up to now, its last instant still open, as `advance` would have made it."""
    state = CaseState(standard.fingerprint)
    for event in ordered:
        if event.at_us <= now_us:
            state = advance(standard, state, event)
    return state


def _decision(
    standard: CompiledStandard,
    state: CaseState,
    now_us: int,
    now: datetime,
    next_event: int | None,
    problems: Sequence[Problem],
    resume: Callable[[], CaseState],
) -> Decision:
    faults = tuple([Problem(code, params=params) for code, params in state.faults]) if state.faults else ()
    return Decision(standard, state, now, now_us, like(now), next_event, (*problems, *faults), resume)


def advance(standard: CompiledStandard, state: CaseState, event: EventLike) -> CaseState:
    """Return the state after one more event; the state given is not changed.

    The same event given again at its own instant changes nothing. An event earlier than the last one folded asks for a
    rebuild from the history: the state does not remember enough to tell what would have been.

    Raises:
        UsageError: EVT018 a late event, EVT008 of another case, EVT009 a known id with other content, EVT022 a state of
            another standard.
    """
    _check_fingerprint(standard, state)
    event = event if isinstance(event, Event) else read_event(event)
    seen = state.seen if state.watermark == event.at_us else {}
    if state.case and (event.case != state.case or event.tenant != state.tenant):
        raise UsageError("EVT008", first=state.case, second=event.case)
    if event.id is None:
        number = 1 + sum(key == made_id(event, 1) or key.startswith(made_id(event, 1) + ":") for key in seen)
        event = attrs.evolve(event, at=event.at_us, recorded_at=event.recorded_at_us, id=made_id(event, number))
    data = event.data if len(event.data) < 2 else sorted(event.data.items())
    digest = f"{event.kind} {event.by.role} {event.by.id} {event.sequence} {data}"
    known = seen.get(event.id or "")
    if known == digest:
        return state
    if known is not None:
        raise UsageError("EVT009", case=event.case, id=event.id, first=known, second=digest)
    if state.watermark is not None and event.at_us <= state.watermark:
        if (event.sequence is None) != (state.sequence is None) and event.at_us == state.watermark and seen:
            raise UsageError("EVT007", case=event.case, at=instant_text(event.at_us), numbered=1, count=len(seen) + 1)
        out_of_turn = event.sequence is not None and state.sequence is not None and event.sequence < state.sequence
        if event.at_us < state.watermark or out_of_turn:
            raise UsageError("EVT018", at=instant_text(event.at_us), last=instant_text(state.watermark), id=event.id)
    new = (state if state.watermark == event.at_us or state.settled is None else state.settled).copy()
    if not new.case:
        new.case, new.tenant = event.case, event.tenant
    fold(standard, new, event)
    new.seen = {**seen, event.id or "": digest}
    return new


def settle(standard: CompiledStandard, state: CaseState, now: datetime | str) -> Decision:
    """Return the decision a state gives at `now`; the state is not changed.

    Raises:
        UsageError: EVT024 `now` is earlier than the last event folded, EVT022 a state of another standard.
    """
    _check_fingerprint(standard, state)
    now_us, now_at = read_now(now)
    if state.watermark is not None and now_us < state.watermark:
        raise UsageError("EVT024", now=instant_text(now_us), last=instant_text(state.watermark))
    settled = state.settled
    if settled is None:
        settled = state.copy()
        if state.unsettled and state.watermark is not None:
            settle_instant(standard, settled, state.watermark)
        if settled.mark > now_us:
            state.settled = settled  # nothing but the last instant went into it: who folds on need not settle it again
    if settled.mark <= now_us or standard.adoptions:
        settled = settled.copy() if settled is state.settled else settled
        pass_time(standard, settled, now_us + 1)
    return _decision(standard, settled, now_us, now_at, None, (), lambda: state)


def _check_fingerprint(standard: CompiledStandard, state: CaseState) -> None:
    if state.fingerprint != standard.fingerprint:
        raise UsageError("EVT022", found=state.fingerprint, expected=standard.fingerprint)
