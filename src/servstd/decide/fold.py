"""Folding one event into a case state: attributes and category first, then every metric the event can touch.

*Rule:* at one event stop counts before cancel, cancel before pause, pause before start.

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}}'''
    >>> standard = servstd.loads(text)
    >>> opened = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer"}
    >>> from servstd.events import read_event
    >>> state = standard.start()
    >>> fold(standard.compiled, state, read_event(opened))
    >>> list(state.live), state.attributes["category"]
    (['resolution'], 'open')
"""

from __future__ import annotations

from servstd.decide.attributes import awaits_reply, moves, take_attributes, wanted_category
from servstd.decide.chain_book import ChainBook
from servstd.decide.chains import note_chains
from servstd.decide.compiled import CompiledEdition, CompiledStandard
from servstd.decide.feedback_book import FeedbackBook
from servstd.decide.following_up import note_feedback
from servstd.decide.governing import adopt_with_event, pass_time
from servstd.decide.notices import note_event
from servstd.decide.owed import NoticeBook
from servstd.decide.state import CaseState
from servstd.decide.turns import blocked, end_clock, pause_or_resume, reopen_clock, start_clock
from servstd.events import Event

__all__ = ["fold"]

_ONCE_PER_INSTANT = frozenset(("resolved", "closed", "cancelled", "reopened"))
_ABOUT_REPLIES = frozenset(("opened", "message", "no_reply_needed"))


def fold(standard: CompiledStandard, state: CaseState, event: Event) -> None:
    """Change `state` by one event at or after its watermark; the caller owns the state and knows the order to be right."""
    at = event.at_us
    if at != state.watermark:
        pass_time(standard, state, at)
        if standard.adoptions:
            adopt_with_event(standard, state, at)
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
        state.notices = NoticeBook() if standard.tells else None
        state.chains = ChainBook(tells=not state.brief) if standard.escalates else None
        state.feedback = FeedbackBook() if standard.follows_up else None
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
                end_clock(standard, state, metric, clock, event.at_us, cancelled=False)
            elif category == "cancelled" or (metric.cancel is not None and metric.cancel(event, kinds, attributes, before, live)):
                end_clock(standard, state, metric, clock, event.at_us, cancelled=True)
            else:
                if metric.pause is not None:
                    pause_or_resume(standard, state, metric, clock, event.at_us)
                continue
        cycles = state.cycles.get(metric.name)
        if cycles is not None and not metric.repeats:
            if "reopened" in kinds and metric.reopen != "ignore":
                reopen_clock(standard, state, metric, event)
                continue
            if cycles:
                continue
        if metric.start(event, kinds, attributes, before, live):
            if not blocked(state, metric):
                start_clock(state, metric, event.at_us, event.id or "")
            elif metric.reopen != "ignore":
                state.cycles.setdefault(metric.name, 0)  # born solved: should it be reopened, there is something to measure
    if state.notices is not None:
        note_event(edition, state, state.notices, event, kinds, before)
    if state.chains is not None:
        note_chains(standard, edition, state, state.chains, event, kinds, before)
    if state.feedback is not None:
        note_feedback(standard, edition, state, state.feedback, event, kinds, before)
