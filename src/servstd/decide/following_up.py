"""What follows from answers and complaints: asks, follow-ups, call-backs, second dispatches, and the effects they become.

*Rule:* one case at a time. Whether a customer may be asked at all depends on other cases, so an effect of the kind `ask` says only that
the time has come; the gates are asked above. What was done within the same instant is not asked for.

    an event sets off an invitation, when: holds -> waits `after`          -> ask
    reopened or cancelled before that             -> withdrawn
    an answer that counts, or an event            -> a loop, once an invitation -> action open | improve
    a complaint's events                          -> its stage, and what is owed -> action call_back | redispatch | raise | close_with_note

Actions of feedback:

    open, improve       values | measure, owner, label, loop, follows: the case
    call_back           by: who calls, never the owner where the standard says so; round
    redispatch          team, owner, round: the round it begins
    raise               to: [people, else the escalation's fallback], reason: redispatch_limit | unreachable, round
    close_with_note     attempts, days, round: nobody was reached, and nothing else is owed

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC, feedback: {
    ... instruments: {after: {kind: csat, scale: 5}},
    ... invitations: [{name: served, instrument: after, trigger: {event: closed}, after: 1h}]}}'''
    >>> events = [{"case": "7", "at": f"2026-01-05T{at}:00:00Z", "kind": kind, "by": "agent", "id": kind}
    ...           for at, kind in (("09", "opened"), ("10", "closed"))]
    >>> decision = servstd.loads(text).decide(events, now="2026-01-05T12:00:00Z")
    >>> [(effect.key, effect.at.hour) for effect in decision.effects]
    [('|7||closed|ask|served', 11)]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from servstd.decide._feedback_compiled import CompiledFeedback
from servstd.decide._feedback_complaints import COMPLAINT_PROBLEMS, note_turn, settle_complaint
from servstd.decide._feedback_effects import deed_effect
from servstd.decide.compiled import CompiledEdition, CompiledStandard
from servstd.decide.feedback_book import Asking, ComplaintState, Deed, FeedbackBook, LoopNote
from servstd.decide.state import CaseState
from servstd.durations import Amount
from servstd.effects import Effect
from servstd.errors import Problem
from servstd.events import Event
from servstd.feedback.model import Loop
from servstd.feedback.stages import allowed, owed
from servstd.messages.naming import pick_label
from servstd.people import Person
from servstd.plain import is_list
from servstd.sla.clock import NEVER

__all__ = ["complaint_state", "feedback_effects", "note_feedback", "pass_feedback", "settle_feedback"]


# ── at an event ──────────────────────────────────────────────────────────────────────────────────────────────────────


def note_feedback(
    standard: CompiledStandard,
    edition: CompiledEdition,
    state: CaseState,
    book: FeedbackBook,
    event: Event,
    kinds: tuple[str, ...],
    before: Mapping[str, object] | None,
) -> None:
    """Note what one step of an event sets off, and what it withdraws."""
    if _takes_back(state, kinds, before):
        book.fired, book.asks = (), tuple(ask for ask in book.asks if ask.asked)
    note_turn(standard, edition, state, book, event, kinds, before)
    asked, attributes, live, cause = edition.feedback, state.attributes, state.live, event.id or ""
    if asked is None:
        return
    for i, rises in asked.asks:
        if not any((ask.invitation, ask.cycle_id) == (i, cause) for ask in book.fired) and rises(event, kinds, attributes, before, live):
            book.fired = (*book.fired, Asking(i, edition=state.edition, cycle_id=cause, at_us=event.at_us))
    for i, rises in asked.events:
        if not any((note.loop, note.cycle_id) == (i, cause) for note in book.noted) and rises(event, kinds, attributes, before, live):
            book.noted = (*book.noted, LoopNote(i, cycle_id=cause))
    loops = asked.answers.get(str(event.data.get("instrument"))) if event.kind == "answered" else None
    slot = None if loops is None else _slot(asked, event)
    for i, passes in loops or ():
        if slot is not None and passes(event, kinds, attributes, before, live):
            book.noted = (*book.noted, LoopNote(i, cycle_id=cause, slot=slot))


def _takes_back(state: CaseState, kinds: tuple[str, ...], before: Mapping[str, object] | None) -> bool:
    """Return whether a step takes the case up again, or ends it for nothing: who was to be asked about it is not."""
    if "reopened" in kinds:
        return True
    return before is not None and state.attributes.get("category") == "cancelled" != before.get("category")


def _slot(asked: CompiledFeedback, event: Event) -> str | None:
    """Return what an answer counts of, once: its invitation, or the instrument where nobody was invited; None: it does not count."""
    from servstd.feedback.responses import read_answer

    response = read_answer(asked.model, event)
    if not response.counts:
        return None
    return f"{response.instrument}|{response.version}|{response.invitation}"


# ── when an instant settles, and as time passes ──────────────────────────────────────────────────────────────────────


def settle_feedback(standard: CompiledStandard, state: CaseState, book: FeedbackBook, at: int) -> None:
    """Close the instant of the last event: what it set off comes about where it is for this case."""
    fired, book.fired = book.fired, ()
    noted, book.noted = book.noted, ()
    edition = standard.editions[state.edition]
    asked = edition.feedback
    if asked is not None:
        for ask in fired:
            when = asked.ask_when[ask.invitation]
            if when is None or when(None, (), state.attributes, None, state.live):
                book.asks = (*book.asks, attrs.evolve(ask, at_us=_due(standard, asked, ask)))
        for note in noted:
            _set_off(edition, asked, state, book, note, at)
    settle_complaint(standard, state, book, at)
    pass_feedback(state, book, at)


def pass_feedback(state: CaseState, book: FeedbackBook, until: int) -> None:
    """Ask what is to be asked up to and including `until`; then look ahead."""
    if any(not ask.asked and ask.at_us <= until for ask in book.asks):
        book.asks = tuple(attrs.evolve(ask, asked=True) if ask.at_us <= until else ask for ask in book.asks)
    book.mark = min((ask.at_us for ask in book.asks if not ask.asked), default=NEVER)
    state.look_ahead()


def _due(standard: CompiledStandard, asked: CompiledFeedback, ask: Asking) -> int:
    invitation = asked.model.invitations[ask.invitation]
    wait: Amount | None = invitation.after
    if wait is None:
        return ask.at_us
    timeline = standard.timelines["always" if invitation.calendar is None else asked.calendar_keys[invitation.calendar]]
    if wait.working_days:
        return timeline.add_days(ask.at_us, wait.working_days)
    return timeline.add(ask.at_us, wait.us)


def _set_off(edition: CompiledEdition, asked: CompiledFeedback, state: CaseState, book: FeedbackBook, note: LoopNote, at: int) -> None:
    loop, when = asked.model.loops[note.loop], asked.loop_when[note.loop]
    done = f"{loop.name}|{note.slot}"
    if (note.slot and done in book.looped) or not (when is None or when(None, (), state.attributes, None, state.live)):
        return
    if note.slot:
        book.looped = (*book.looped, done)
    action = _action(edition, asked, state, loop, at)
    book.deeds = (*book.deeds, Deed(f"loop|{loop.name}", edition=state.edition, cycle_id=note.cycle_id, at_us=at, action=action))


def _action(edition: CompiledEdition, asked: CompiledFeedback, state: CaseState, loop: Loop, at: int) -> dict[str, object]:
    owner = ""
    if loop.owner is not None:
        found = asked.roster.resolve(loop.owner, state.attributes, at, case=state.case, round=0)
        owner = next((one.key for one in found.people if isinstance(one, Person)), "")
    fixed = {"owner": owner, "label": pick_label(loop.label, edition.edition.language, loop.name), "loop": loop.name, "follows": state.case}
    if loop.improvement:
        return {"kind": "improve", "measure": loop.measure or loop.trigger.name, **fixed}
    values = {name: list(value) if is_list(value) else value for name, value in loop.opens.items()}
    return {"kind": "open", "values": values, **fixed}


# ── what is told ─────────────────────────────────────────────────────────────────────────────────────────────────────


def feedback_effects(standard: CompiledStandard, state: CaseState, book: FeedbackBook) -> Iterator[tuple[int, Effect]]:
    """Yield an effect for each ask that came and each thing to be done, with its instant."""
    for ask in book.asks:
        asked = standard.editions[ask.edition].feedback
        if ask.asked and asked is not None:
            invitation = asked.model.invitations[ask.invitation]
            instrument = asked.model.instruments.get(invitation.instrument)
            action = {
                "kind": "ask", "invitation": invitation.name, "instrument": invitation.instrument,
                "version": "" if instrument is None else instrument.version,
            }  # fmt: skip
            yield ask.at_us, Effect(
                "ask", case=state.case, tenant=state.tenant, cycle_id=ask.cycle_id, at_us=ask.at_us, item=invitation.name, action=action
            )  # fmt: skip
    for deed in book.deeds:
        yield deed.at_us, deed_effect(standard.editions[deed.edition], state, deed)


def complaint_state(standard: CompiledStandard, state: CaseState, problems: Sequence[Problem]) -> ComplaintState | None:
    """Return where a case stands as a complaint; None: it is none.

    Args:
        standard: What governs.
        state: The case, settled.
        problems: The decision's.
    """
    book = state.feedback
    asked = None if book is None else standard.editions[book.edition].feedback
    if book is None or not book.active or book.walk is None or asked is None or asked.complaints is None:
        return None
    complaints, walk = asked.complaints, book.walk
    table = complaints.rules.stages
    return ComplaintState(
        walk.stage,
        round=walk.round,
        attempts=len(walk.attempts),
        attempts_owed=complaints.attempts,
        days=len(set(walk.attempts)),
        days_owed=complaints.over_days,
        told=walk.told,
        reached=walk.reached,
        owed=owed(table, walk, attempts=complaints.attempts, over_days=complaints.over_days),
        allowed=allowed(table, walk.stage),
        problems=tuple(problem for problem in problems if problem.code in COMPLAINT_PROBLEMS),
    )
