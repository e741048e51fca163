"""What a complaint obliges to: the call-back, the second dispatch, the level above, the closing with a note.

*Rule:* a round asks for each thing once, at the event that made it due; who gets it is known then. The customer is never called back by
the owner where the standard says so.

Example:
    >>> from servstd.people import Addressee, Person
    >>> from servstd.escalation.model import Escalation
    >>> people = {"li": Person("li", roles=("specialist",), team="desk"), "chen": Person("chen", roles=("specialist",), team="desk")}
    >>> first_but(Roster(people, Escalation(), {}, {}), Addressee("role", name="specialist"), {"owner": "li"}, 0, "7", 0, "li")
    'chen'
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from servstd.decide._feedback_compiled import CompiledComplaints, CompiledFeedback
from servstd.decide._feedback_effects import notice_facts
from servstd.decide.compiled import CompiledStandard
from servstd.decide.feedback_book import Deed, FeedbackBook
from servstd.decide.state import CaseState
from servstd.escalation.recipients import Roster
from servstd.feedback.stages import Walk, owed
from servstd.people import Addressee, Person

__all__ = ["first_but", "owe"]

_OWNERS_MANAGER = Addressee("manager_of", name="owner")


def owe(
    standard: CompiledStandard,
    asked: CompiledFeedback,
    complaints: CompiledComplaints,
    state: CaseState,
    book: FeedbackBook,
    walk: Walk,
    causes: Mapping[str, str],
    at: int,
) -> None:
    """Note what a complaint obliges to after an instant.

    Args:
        standard: What governs.
        asked: The section on feedback of the edition whose rules the complaint keeps.
        complaints: Its rules on complaints.
        state: The case, settled.
        book: Takes what is owed.
        walk: Where the complaint stands.
        causes: The ids of the events that set off a `call_back` and a `redispatch`; under an empty name that of the last event.
        at: The instant.
    """
    desk = _Desk(standard, asked, state, book, walk, at)
    missing = owed(complaints.rules.stages, walk, attempts=complaints.attempts, over_days=complaints.over_days)
    redispatch, callback = complaints.redispatch, complaints.callback
    if redispatch is not None and "redispatch" in causes and desk.is_new("redispatch"):
        if walk.round < redispatch.limit:
            desk.do("redispatch", causes["redispatch"], _dispatch(desk, redispatch.to, redispatch.owner))
        else:
            desk.tell(redispatch.then or _OWNERS_MANAGER, causes["redispatch"], "redispatch_limit")
    if callback is None:
        return
    gave_up = not walk.reached and 0 < callback.attempts <= len(walk.attempts) and len(set(walk.attempts)) >= callback.over_days
    if gave_up and callback.unreachable == "escalate" and desk.is_new("unreachable"):
        above = None if redispatch is None else redispatch.then
        desk.tell(above or _OWNERS_MANAGER, causes[""], "unreachable")
    elif gave_up and callback.unreachable == "close_with_note" and not missing and desk.is_new("unreachable"):
        days = len(set(walk.attempts))
        desk.do("close_with_note", causes[""], {"attempts": len(walk.attempts), "days": days, "round": walk.round})
    if "call_back" in causes and "called_back" in missing and desk.is_new("call_back"):
        owner = state.attributes.get("owner")
        unless = owner if callback.not_by == "owner" and isinstance(owner, str) else ""
        by = "" if callback.by is None else first_but(
            asked.roster, callback.by, state.attributes, at, state.case, walk.round, unless
        )  # fmt: skip
        desk.do("call_back", causes["call_back"], {"by": by, "round": walk.round})


@attrs.frozen
class _Desk:
    """What is owed at one instant of one complaint."""

    standard: CompiledStandard
    asked: CompiledFeedback
    state: CaseState
    book: FeedbackBook
    walk: Walk
    at: int

    def is_new(self, what: str) -> bool:
        """Return whether something is asked for in this round for the first time."""
        if what in self.book.given:
            return False
        self.book.given = (*self.book.given, what)
        return True

    def do(self, kind: str, cause: str, action: Mapping[str, object]) -> None:
        """Note something the help desk must do."""
        deed = Deed(f"complaints|{kind}", edition=self.book.edition, cycle_id=cause, at_us=self.at, action={"kind": kind, **action})
        self.book.deeds = (*self.book.deeds, deed)

    def tell(self, whom: Addressee, cause: str, reason: str) -> None:
        """Raise the complaint: to be handed over, and people told; where none can be, the escalation's fallback, as with chains."""
        state, walk = self.state, self.walk
        told = self._find(whom, cause, reason)
        if not any(deed.via for deed in told.values()):
            for instead in self.asked.fallback:
                told |= {key: deed for key, deed in self._find(instead, cause, reason).items() if deed.via and key not in told}
        self.do("raise", cause, {"to": list(told), "reason": reason, "round": walk.round})
        for deed in told.values():
            if deed.via and not state.brief:
                deed = attrs.evolve(deed, facts=notice_facts(self.standard, self.asked, state, walk, deed))
            if deed.via:
                self.book.deeds = (*self.book.deeds, deed)

    def _find(self, whom: Addressee, cause: str, reason: str) -> dict[str, Deed]:
        """Return a notice for each person an addressee stands for; who cannot be reached has one by nothing."""
        state, roster, turn = self.state, self.asked.roster, self.walk.round
        found = roster.resolve(whom, state.attributes, self.at, case=state.case, round=turn)
        return {
            one.key: Deed(
                reason, edition=self.book.edition, cycle_id=cause, at_us=self.at, recipient=one.key, role=found.role,
                via=roster.via(one, (), "", "high"), round=turn,
            )
            for one in found.people
            if isinstance(one, Person)
        }  # fmt: skip


def _dispatch(desk: _Desk, to: str, owner: Addressee | None) -> dict[str, object]:
    """Return to whom a second dispatch goes: the team, and the owner."""
    attributes = desk.state.attributes
    had = attributes.get("owner")
    owner_now = desk.asked.roster.people.get(had) if isinstance(had, str) else None
    team = to
    if to == "same":
        known = attributes.get("team")
        team = known if isinstance(known, str) else (owner_now.team if owner_now is not None else None) or ""
    key = had if isinstance(had, str) else ""
    if owner is not None:
        placed = attributes if to == "same" else {**attributes, "team": to}
        key = first_but(desk.asked.roster, owner, placed, desk.at, desk.state.case, desk.walk.round, "")
    return {"team": team, "owner": key, "round": desk.walk.round + 1}


def first_but(
    roster: Roster, whom: Addressee, attributes: Mapping[str, object], at: int, case: str, round: int, unless: str
) -> str:  # fmt: skip
    """Return the first person an addressee stands for who is not `unless`; with nobody else in the team, anywhere. Empty: nobody."""
    nowhere: Mapping[str, object] = {}
    for known in (attributes, nowhere) if unless else (attributes,):
        found = roster.resolve(whom, known, at, case=case, round=round)
        for one in found.people:
            if isinstance(one, Person) and one.key != unless:
                return one.key
    return ""
