"""A complaint's way through its stages, judged event by event, and what it obliges to once an instant has settled.

*Rule:* a complaint keeps the rules of the edition under which it became one. What the table of stages does not know at a stage changes
nothing and is told; so is what was done against the rules. A round asks for each thing once.

Example:
    >>> sorted(COMPLAINT_PROBLEMS)
    ['FBK140', 'FBK141', 'FBK142', 'FBK143', 'FBK144', 'FBK145']
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from servstd.decide._feedback_compiled import CompiledComplaints, CompiledFeedback
from servstd.decide._feedback_owed import owe
from servstd.decide.compiled import CompiledEdition, CompiledStandard
from servstd.decide.feedback_book import FeedbackBook, Turn
from servstd.decide.state import CaseState
from servstd.events import Event
from servstd.feedback.stages import TABLES, Walk, owed, step
from servstd.instants import local_date

__all__ = ["COMPLAINT_PROBLEMS", "note_turn", "settle_complaint"]

COMPLAINT_PROBLEMS: Final = frozenset(("FBK140", "FBK141", "FBK142", "FBK143", "FBK144", "FBK145"))
"""The codes of what is wrong with how a complaint was handled."""
_WALKED: Final = frozenset(move.kind for table in TABLES.values() for move in table.moves)


def _rules(standard: CompiledStandard, state: CaseState, book: FeedbackBook) -> tuple[CompiledFeedback, CompiledComplaints] | None:
    """Return what a complaint goes by: the edition under which it became one, else the present one; None: it says nothing."""
    asked = standard.editions[state.edition if book.walk is None else book.edition].feedback
    return None if asked is None or asked.complaints is None else (asked, asked.complaints)


def note_turn(
    standard: CompiledStandard,
    edition: CompiledEdition,
    state: CaseState,
    book: FeedbackBook,
    event: Event,
    kinds: tuple[str, ...],
    before: Mapping[str, object] | None,
) -> None:
    """Note what one step of an event means to a complaint; whether the case is one shows when the instant settles."""
    rules = _rules(standard, state, book)
    if rules is None:
        return
    trigger = rules[1].trigger
    asks = trigger is not None and trigger(event, kinds, state.attributes, before, state.live)
    kind = next((name for name in kinds if name in _WALKED), "")
    if kind == "acknowledged" and ("of" in event.data or "chain" in event.data):
        kind = ""  # somebody took note of an escalation, not of the complaint
    if not kind and not asks:
        return
    owner = state.attributes.get("owner")
    turn = Turn(
        kind, cycle_id=event.id or "", outcome=str(event.data.get("outcome", "")), day=local_date(event.at_us, edition.zone).toordinal(),
        by=event.by.id or "", owner=owner if isinstance(owner, str) else "", implied=kind in ("acknowledged", "") or kind != event.kind,
        asks=asks,
    )  # fmt: skip
    book.turns = (*book.turns, turn)


def settle_complaint(standard: CompiledStandard, state: CaseState, book: FeedbackBook, at: int) -> None:
    """Walk what the instant's events mean, and note what is owed from then on."""
    turns, book.turns = book.turns, ()
    rules = _rules(standard, state, book)
    if rules is None:
        return
    asked, complaints = rules
    book.active = complaints.when(None, (), state.attributes, None, state.live)
    if not book.active:
        return
    begins = book.walk is None
    if book.walk is None:
        book.walk, book.edition = Walk("received"), state.edition
    walk, due = book.walk, dict[str, str]()
    for turn in turns:
        walk = _take(state, book, complaints, walk, turn, due, begins=begins)
    book.walk = walk
    if turns and walk.stage != "closed" and state.attributes.get("category") != "cancelled":
        owe(standard, asked, complaints, state, book, walk, {"": turns[-1].cycle_id, **due}, at)


def _take(
    state: CaseState, book: FeedbackBook, complaints: CompiledComplaints, walk: Walk, turn: Turn, due: dict[str, str], *, begins: bool
) -> Walk:
    """Return where the complaint stands after a turn; `due` gets what it obliges to, by the event that did."""
    after = step(complaints.rules.stages, walk, turn.kind, outcome=turn.outcome, day=turn.day)
    if len(after.strange) > len(walk.strange):
        if turn.implied or begins:  # it tells of the case as it was before it became a complaint
            after = walk
        else:
            state.fault("FBK142", event=turn.cycle_id, kind=turn.kind, stage=walk.stage)
    else:
        _judge(state, book, complaints, walk, turn)
    if after.round != walk.round:
        book.asked, book.given = False, ()
        due.clear()
    elif turn.kind == "resolved" and after.stage == "actioned":
        due["call_back"] = turn.cycle_id
    if turn.asks:
        book.asked = True
        due["redispatch"] = turn.cycle_id
    return after


def _judge(state: CaseState, book: FeedbackBook, complaints: CompiledComplaints, walk: Walk, turn: Turn) -> None:
    """Note what was done against the rules by an event that the table knows."""
    rules, kind, event = complaints.rules, turn.kind, turn.cycle_id
    by_owner = bool(turn.by) and turn.by == turn.owner
    if kind == "closed":
        missing = owed(rules.stages, walk, attempts=complaints.attempts, over_days=complaints.over_days)
        if missing:
            state.fault("FBK140", event=event, owed=", ".join(missing))
    elif kind == "approved" and by_owner and rules.handler_is_not_approver:
        state.fault("FBK141", event=event, by=turn.by)
    elif kind == "called_back" and by_owner and complaints.callback is not None and complaints.callback.not_by == "owner":
        state.fault("FBK143", event=event, by=turn.by)
    elif kind == "redispatched" and complaints.redispatch is not None:
        if walk.round >= complaints.redispatch.limit:
            state.fault("FBK144", event=event, round=walk.round + 1, limit=complaints.redispatch.limit)
        elif not book.asked:
            state.fault("FBK145", event=event)
