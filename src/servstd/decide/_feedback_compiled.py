"""The section on feedback made ready to decide: triggers as predicates, loops by what sets them off, people ready to be asked.

*Rule:* compiling adds nothing to what the edition says; everything here can be thrown away and made again. Campaigns and themes are about
many cases, so they are not here.

Example:
    >>> from servstd.document import read_edition
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC, feedback: {
    ... instruments: {after: {kind: csat, scale: 5}}, invitations: [{instrument: after, trigger: {event: closed}}]}}'''
    >>> edition = read_edition(text)
    >>> [i for i, _ in CompiledFeedback(edition, edition.feedback, {}).asks]
    [0]
"""

from __future__ import annotations

from collections.abc import Mapping

from servstd.conditions import Condition, EventPredicate, OnEvent, compile_event, compile_rise
from servstd.decide.chains_compiled import compile_rotas
from servstd.document.edition import Edition
from servstd.escalation.model import Escalation
from servstd.escalation.recipients import Roster
from servstd.feedback.handling import CallBack, Complaints, Redispatch
from servstd.feedback.model import Campaign, Feedback

__all__ = ["CompiledComplaints", "CompiledFeedback"]


def _state(condition: Condition | None) -> EventPredicate | None:
    return None if condition is None else compile_event(condition)


class CompiledComplaints:
    """How complaints are handled, ready to be asked.

    Attributes:
        when: Which cases are complaints.
        trigger: What sets off a second dispatch; None: there is none.
        attempts: After how many call-backs that reached nobody none is owed any more; 0: it always is.
        over_days: On how many days they must lie.
    """

    __slots__ = ("attempts", "callback", "over_days", "redispatch", "rules", "trigger", "when")

    def __init__(self, rules: Complaints) -> None:
        self.rules = rules
        self.when = compile_event(rules.when)
        self.redispatch: Redispatch | None = rules.redispatch
        self.callback: CallBack | None = rules.callback
        self.trigger = None if rules.redispatch is None else compile_rise(rules.redispatch.trigger)
        self.attempts, self.over_days = (0, 1) if rules.callback is None else (rules.callback.attempts, rules.callback.over_days)


class CompiledFeedback:
    """The section of an edition, by what may set off what it says.

    Args:
        edition: The edition.
        feedback: Its section on feedback.
        calendar_keys: Name of a calendar -> its key among the standard's timelines.

    Attributes:
        asks: (position of the invitation, predicate), for those that an event sets off.
        ask_when: The cases of each invitation; None: every case.
        answers: Instrument -> (position of the loop, predicate over the answer).
        events: (position of the loop, predicate), for those that an event sets off.
        loop_when: The cases of each loop; None: every case.
        complaints: How complaints are handled; None: nothing is said.
        fallback: Who is told where nobody else can be, as with chains.
    """

    def __init__(self, edition: Edition, feedback: Feedback, calendar_keys: Mapping[str, str]) -> None:
        self.model = feedback
        self.calendar_keys = calendar_keys
        self.asks: list[tuple[int, EventPredicate]] = []
        for i, invitation in enumerate(feedback.invitations):
            if not isinstance(invitation.trigger, Campaign):
                self.asks.append((i, compile_rise(invitation.trigger)))
        self.ask_when = [_state(invitation.when) for invitation in feedback.invitations]
        self.answers: dict[str, list[tuple[int, EventPredicate]]] = {}
        self.events: list[tuple[int, EventPredicate]] = []
        for i, loop in enumerate(feedback.loops):
            trigger = loop.trigger
            if trigger.kind == "response":
                tests = compile_event(OnEvent(("answered",), tests=trigger.tests))
                self.answers.setdefault(trigger.name, []).append((i, tests))
            elif trigger.condition is not None:
                self.events.append((i, compile_rise(trigger.condition)))
        self.loop_when = [_state(loop.when) for loop in feedback.loops]
        self.complaints = None if feedback.complaints is None else CompiledComplaints(feedback.complaints)
        escalation = edition.escalation or Escalation()
        self.levels = escalation.labels
        self.fallback = escalation.fallback
        self.roster = Roster(edition.people, escalation, compile_rotas(edition), edition.notifier_needs)
