"""What chains owe the outside world: lines in order, and an effect for each that was told.

*Rule:* an effect is complete: who delivers it needs neither the standard nor the history. What was not told is a line, never an effect.

Example:
    >>> import servstd
    >>> standard = servstd.loads('{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC}')
    >>> list(chain_effects(standard.compiled, standard.start())), chain_lines(standard.compiled, standard.start())
    ([], ())
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from servstd.decide.chain_book import ChainLine, ChainRun
from servstd.decide.chain_words import ToldBefore, staff_facts
from servstd.decide.compiled import CompiledEdition, CompiledStandard
from servstd.decide.notices import customer_contacts
from servstd.decide.state import CaseState
from servstd.effects import ChainStep, Effect, Order
from servstd.escalation.planned import PlannedNotice
from servstd.messages.naming import pick_label
from servstd.people import Person
from servstd.plain import is_map

__all__ = ["chain_effects", "chain_lines"]


def chain_lines(standard: CompiledStandard, state: CaseState) -> tuple[PlannedNotice, ...]:
    """Return every line of a case, in order of time; lines of one instant in the order in which their runs started."""
    out: list[PlannedNotice] = []
    for run in state.chains.runs if state.chains is not None else ():
        zone = standard.editions[run.edition].zone
        out += [line.notice if line.notice.zone is not None else attrs.evolve(line.notice, zone=zone) for line in run.lines]
    return tuple(sorted(out, key=lambda line: (line.at_us, line.since_us)))


def chain_effects(standard: CompiledStandard, state: CaseState) -> Iterator[tuple[int, Effect]]:
    """Yield an effect for each line that was told, with the instant at which its step came."""
    for run in state.chains.runs if state.chains is not None else ():
        edition = standard.editions[run.edition]
        before = ToldBefore(edition, run)
        for line in run.lines:
            if line.notice.told:
                yield line.notice.since_us, _effect(edition, state, run, line, before)


def _effect(edition: CompiledEdition, state: CaseState, run: ChainRun, line: ChainLine, before: ToldBefore) -> Effect:
    notice = line.notice
    place = ChainStep(run.name, trigger=run.trigger, round=notice.round, step=notice.step, recipient=notice.recipient)
    return Effect(
        "notice" if line.action is None else "action", case=state.case, tenant=state.tenant, metric=run.metric, cycle_id=run.cycle_id,
        at_us=notice.at_us, order=None if line.action is not None else _order(edition, run, line, before), place=place, action=line.action,
    )  # fmt: skip


def _order(edition: CompiledEdition, run: ChainRun, line: ChainLine, before: ToldBefore) -> Order:
    chains = edition.chains
    assert chains is not None  # a run starts under an edition that has its chain
    notice, source = line.notice, edition.edition
    person: Person | None = chains.roster.people.get(notice.recipient)
    outside = notice.role == "customer"
    language = (person.language if person is not None else None) or source.language
    chain = chains.chains[run.chain]
    step = chain.steps[line.place].step if line.place >= 0 else None
    known = line.facts.get("attributes")
    attributes: Mapping[str, object] = known if is_map(known) else {}
    contacts = dict(person.contacts) if person is not None else {}
    recipient = notice.recipient
    if outside:
        notices = source.customer_notices
        contacts = customer_contacts(edition, dict[str, str]() if notices is None else notices.contacts, attributes)
        recipient = str(attributes.get("customer") or recipient)
    reason = {"reminder": "reminder", "stood_down": "stood_down"}.get(notice.kind, "escalated")
    return Order(
        run.name, audience="customer" if outside else "staff", recipient=recipient, via=notice.via, reason=reason,
        text=pick_label(None if step is None else step.text, language, ""),
        subject=pick_label(None if step is None else step.subject, language, ""),
        facts=line.facts if outside else {**line.facts, **staff_facts(edition, run, line, before, language)},
        contacts=contacts, secrets={} if person is None else person.secrets, urgency=notice.urgency, language=language,
        path=chain.chain.path if step is None else step.path,
    )  # fmt: skip
