"""What feedback owes the outside world, as effects: what the help desk must do, and what staff are told.

*Rule:* an effect is complete: who delivers it needs neither the standard nor the history. Nothing of the customer's but the case's number
and what the facts of any notice hold is told.

Example:
    >>> complaint_words("redispatch_limit", "en", count=2)
    'the customer is not satisfied after 2 second dispatches; please take the complaint over'
"""

from __future__ import annotations

from servstd.decide._feedback_compiled import CompiledFeedback
from servstd.decide.compiled import CompiledEdition, CompiledStandard
from servstd.decide.facts import make_facts
from servstd.decide.feedback_book import Deed
from servstd.decide.owed import Fired
from servstd.decide.state import CaseState
from servstd.effects import ChainStep, Effect, Order
from servstd.feedback.stages import Walk
from servstd.messages.complaint_words import complaint_words
from servstd.messages.naming import pick_label
from servstd.messages.staff_notices import split_role
from servstd.people import Person

__all__ = ["CHAIN", "deed_effect", "notice_facts"]

CHAIN = "feedback.complaints"
"""The chain in the place of notices that no chain sends, so that they are delivered as those of chains are."""


def notice_facts(standard: CompiledStandard, asked: CompiledFeedback, state: CaseState, walk: Walk, deed: Deed) -> dict[str, object]:
    """Return the facts of a notice to staff: those of the case, and why it comes to them, in their language."""
    person = asked.roster.people[deed.recipient]
    language = _language(standard.editions[deed.edition], person)
    fired = Fired(0, at_us=deed.at_us, reason=deed.item, cycle_id=deed.cycle_id)
    how, name = split_role(deed.role)
    level = asked.levels.get(name) if how in ("level", "role") else None
    return {
        **make_facts(standard, state, deed.at_us, fired),
        "chain": complaint_words(deed.item, language, count=walk.round if deed.item == "redispatch_limit" else len(walk.attempts)),
        "kind": "step",
        "role": deed.role,
        "role_label": pick_label(level, language, name),
    }


def deed_effect(edition: CompiledEdition, state: CaseState, deed: Deed) -> Effect:
    """Return the effect of something that must be done, or of somebody who must be told."""
    if not deed.recipient:
        return Effect(
            "action", case=state.case, tenant=state.tenant, cycle_id=deed.cycle_id, at_us=deed.at_us, item=deed.item, action=deed.action
        )  # fmt: skip
    asked = edition.feedback
    assert asked is not None  # a deed comes from an edition that has the section
    person, complaints = asked.roster.people[deed.recipient], asked.model.complaints
    order = Order(
        deed.item, audience="staff", recipient=person.key, via=deed.via, reason=deed.item, text="", facts=deed.facts,
        contacts=dict(person.contacts), secrets=person.secrets, urgency="high", language=_language(edition, person),
        path=() if complaints is None else complaints.path,
    )  # fmt: skip
    place = ChainStep(CHAIN, trigger=deed.cycle_id, round=deed.round, step=deed.item, recipient=person.key)
    return Effect(
        "notice", case=state.case, tenant=state.tenant, cycle_id=deed.cycle_id, at_us=deed.at_us, order=order, place=place
    )  # fmt: skip


def _language(edition: CompiledEdition, person: Person) -> str:
    return person.language or edition.edition.language
