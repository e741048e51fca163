"""Whom a step of a chain tells, by what, and the lines it leaves.

*Rule:* every recipient that a step stands for leaves a line, told or not. Nobody is told twice by one step; under `merge` whoever was
told at an earlier level of the same round is not told again.

Example:
    >>> Telling(None, role="role night", why="nobody").via
    ()
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from servstd.decide._chain_notes import takers, withholding
from servstd.decide._chain_stage import Stage
from servstd.decide._chain_timing import hold
from servstd.decide.chain_book import ChainLine
from servstd.decide.chains_compiled import CompiledStep
from servstd.decide.chains_facts import chain_facts
from servstd.escalation.model import Addressee
from servstd.escalation.planned import LineKind, PlannedNotice, WhyNot
from servstd.escalation.recipients import Found, Recipient
from servstd.notices import Urgency
from servstd.people import Person

__all__ = ["Telling", "act", "note_passed", "release", "tell", "tell_step", "withhold_step"]


@attrs.frozen
class Telling:
    """One recipient of a step: who, why, by what, and at which level."""

    who: Recipient | None
    role: str = attrs.field(kw_only=True)
    via: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    kind: LineKind = attrs.field(default="step", kw_only=True)
    level: str = attrs.field(default="", kw_only=True)
    why: WhyNot = attrs.field(default="", kw_only=True)


def tell_step(stage: Stage, item: CompiledStep, at: int) -> None:
    """Tell everyone a step stands for, and do what it does."""
    told_before = _told_at_levels(stage) if stage.chain.chain.same_person == "merge" else frozenset[str]()
    noted = takers(stage.run) if stage.chain.chain.acknowledgement.by == "person" else frozenset[str]()
    facts: dict[bool, Mapping[str, object]] = {}
    for one in _gather(stage, item, at):
        key = "" if one.who is None else one.who.key
        why = one.why
        if not why and key in noted:
            why = "took_note"
        elif not why and one.level and one.kind == "step" and key in told_before:
            why = "same_person"
        tell(stage, attrs.evolve(one, why=why) if why else one, at, step=item.step.name, place=stage.run.index, facts=facts,
             urgency=item.step.urgency)  # fmt: skip
    act(stage, item, at)


def withhold_step(stage: Stage, item: CompiledStep, at: int, why: WhyNot) -> None:
    """Note whom a step does not tell, and why not."""
    for one in _gather(stage, item, at):
        tell(stage, attrs.evolve(one, why=one.why or why), at, step=item.step.name, place=stage.run.index, facts={},
             urgency=item.step.urgency)  # fmt: skip


def note_passed(stage: Stage, item: CompiledStep, at: int) -> None:
    """Note that a step is not for this case."""
    tell(stage, Telling(None, role="", level=item.step.level or "", why="not_for_case"), at, step=item.step.name, place=stage.run.index,
         facts={}, urgency=item.step.urgency)  # fmt: skip


def _told_at_levels(stage: Stage) -> frozenset[str]:
    """Return who was told at a level in this round."""
    found: list[str] = []
    for line in reversed(stage.run.lines):
        notice = line.notice
        if notice.round != stage.run.round:
            break
        if notice.level and notice.kind == "step" and notice.status != "not_told":
            found.append(notice.recipient)
    return frozenset(found)


# ── whom ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _gather(stage: Stage, item: CompiledStep, at: int) -> list[Telling]:
    """Return everyone a step stands for, each once; who cannot be told with the reason."""
    step, chain = item.step, stage.chain.chain
    seen: set[str] = set()
    out: list[Telling] = []
    for addressee in item.addressees:
        level = step.level or "" if addressee.kind == "level" else ""
        found = list(_reach(stage, (addressee,), item, at, "step", level))
        if not any(not one.why for one in found):
            for instead in (chain.fallback, stage.chains.escalation.fallback):
                better = [one for one in _reach(stage, instead, item, at, "fallback", level) if not one.why]
                if better:
                    found = [*(one for one in found if one.who is not None), *better]
                    break
        _add(out, seen, found)
    below = stage.chains.below.get(step.level or "")
    if below is not None and (chain.tell_below if step.tell_below is None else step.tell_below):
        _add(out, seen, _reach(stage, (Addressee("level", name=below),), item, at, "below", below))
    if not out and not step.actions:
        out.append(Telling(None, role="", why="nobody"))
    return out


def _add(out: list[Telling], seen: set[str], found: Iterator[Telling] | Sequence[Telling]) -> None:
    for one in found:
        key = "" if one.who is None else one.who.key
        if key not in seen:
            seen.add(key)
            out.append(one)


def _reach(stage: Stage, addressees: Sequence[Addressee], item: CompiledStep, at: int, kind: LineKind, level: str) -> Iterator[Telling]:
    state, roster = stage.state, stage.chains.roster
    for addressee in addressees:
        found = roster.resolve(addressee, state.attributes, at, case=state.case, round=stage.run.round)
        if not found.people:
            yield Telling(None, role=found.role, kind=kind, level=level, why="nobody")
        for who in found.people:
            via = _via(stage, who, item)
            yield Telling(
                who, role=found.role, via=via, kind=_kind(found, kind), level=level, why="" if via else "no_contact"
            )  # fmt: skip


def _kind(found: Found, kind: LineKind) -> LineKind:
    return "fallback" if found.fallback else kind


def _via(stage: Stage, who: Recipient, item: CompiledStep) -> tuple[str, ...]:
    """Return by what a recipient is told; the customer by what the step names: whether that works shows when it is sent."""
    step = item.step
    if not isinstance(who, Person) and who.kind == "customer":
        return step.via or stage.chain.chain.prefers.get(step.urgency) or stage.chains.escalation.prefers.get(step.urgency, ())
    return stage.chains.roster.via(who, step.via, stage.chain.name, step.urgency)


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def tell(
    stage: Stage, one: Telling, at: int, *, step: str, place: int, facts: dict[bool, Mapping[str, object]], urgency: Urgency
) -> PlannedNotice:
    """Add the line of one recipient: told, held by the person's quiet hours, or not told.

    Args:
        stage: The run.
        one: The recipient.
        at: The instant.
        step: What the line calls the step.
        place: Position of the step; -1: none.
        facts: What was made for others of the step already: for the customer, for the staff.
        urgency: That of the notice.
    """
    run, who = stage.run, one.who
    person = who if isinstance(who, Person) else None
    recipient = "" if who is None else who.key
    release, since = at, min(run.came, at) if place >= 0 else at
    if not one.why and person is not None:
        release = hold(stage, stage.chains.quiet.get(recipient), urgency, at)
    held = release > at
    notice = PlannedNotice(
        at_us=release, since_us=since, case=stage.state.case, chain=run.name, metric=run.metric, cycle_id=run.cycle_id, trigger=run.trigger,
        round=run.round, step=step, level=one.level, kind=one.kind, recipient=recipient, name="" if person is None else person.name,
        role=one.role, via=one.via, status="not_told" if one.why else "held" if held else "told", why=one.why, urgency=urgency,
        key="" if one.why else _key(stage, "notice", step, recipient), zone=stage.edition.zone,
    )  # fmt: skip
    made: Mapping[str, object] = {}
    if stage.book.tells and notice.told:
        made = _facts(stage, notice, facts)
    if held:
        run.held.append(len(run.lines))
    run.lines.append(ChainLine(notice, place, taken=at, facts=made))
    return notice


def _facts(stage: Stage, notice: PlannedNotice, made: dict[bool, Mapping[str, object]]) -> Mapping[str, object]:
    outside = notice.role == "customer"
    key = outside
    if notice.kind in ("below", "fallback"):  # they are told of another level
        return chain_facts(stage, notice)
    if key not in made:
        made[key] = chain_facts(stage, notice)
    return made[key]


def _key(stage: Stage, kind: str, step: str, recipient: str) -> str:
    """Return the key of the effect a line becomes; `servstd.effects.Effect.key` says the same."""
    state, run = stage.state, stage.run
    return "|".join(
        (state.tenant or "", state.case, run.metric, run.cycle_id, kind, run.name, run.trigger, str(run.round), step, recipient)
    )  # fmt: skip


def act(stage: Stage, item: CompiledStep, at: int) -> None:
    """Add the lines of what a step does beside telling people."""
    run, state, step = stage.run, stage.state, item.step
    for i, action in enumerate(step.actions, 1):
        plain: dict[str, object] = {"kind": action.kind}
        recipient, name, role, why = "", "", "", ""
        if action.to is not None:
            found = stage.chains.roster.resolve(action.to, state.attributes, at, case=state.case, round=run.round)
            person = next((one for one in found.people if isinstance(one, Person)), None)
            role, why = found.role, "" if person is not None else "nobody"
            if person is not None:
                recipient, name, plain["to"] = person.key, person.name, person.key
        else:
            plain["values"] = dict(action.values)
        label = step.name if i == 1 else f"{step.name}.{i}"
        notice = PlannedNotice(
            at_us=at, since_us=min(run.came, at), case=state.case, chain=run.name, metric=run.metric, cycle_id=run.cycle_id,
            trigger=run.trigger, round=run.round, step=label, kind="action", recipient=recipient, name=name, role=role,
            status="not_told" if why else "told", why="nobody" if why else "", urgency=step.urgency,
            key="" if why else _key(stage, "action", label, recipient), zone=stage.edition.zone,
        )  # fmt: skip
        run.lines.append(ChainLine(notice, run.index, taken=at, action=plain))


def release(stage: Stage, at: int) -> None:
    """Tell what quiet hours held up to an instant, unless it is no longer true."""
    run = stage.run
    for position in [position for position in run.held if run.lines[position].notice.at_us <= at]:
        run.held.remove(position)
        line = run.lines[position]
        why = _why_stale(stage, line)
        if why:
            notice = attrs.evolve(line.notice, status="not_told", why=why, key="")
            run.lines[position] = attrs.evolve(line, notice=notice)
            continue
        notice = attrs.evolve(line.notice, status="told")
        facts = chain_facts(stage, notice) if stage.book.tells else {}
        run.lines[position] = attrs.evolve(line, notice=notice, facts=facts)


def _why_stale(stage: Stage, line: ChainLine) -> WhyNot:
    """Return why a notice that was held is told no more; empty: it is told."""
    run, notice = stage.run, line.notice
    if notice.kind == "stood_down":
        return "condition" if run.status == "running" else ""  # it was taken up again meanwhile
    noted = takers(run)
    if notice.kind == "reminder":
        return "" if notice.recipient in noted else "condition"
    item = stage.chain.steps[line.place]
    if not stage.holds(item.when):
        return "not_for_case"
    if stage.chain.chain.acknowledgement.by == "person" and notice.recipient in noted:
        return "took_note"
    return withholding(stage, item)
