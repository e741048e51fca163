"""What a notice of a chain may tell, and the highest level that was told so far.

*Rule:* the staff are told the due of any clock; the customer only what is owed to customers.

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC}'''
    >>> standard = servstd.loads(text)
    >>> highest_level(standard.compiled, standard.start(), 0, "", "")
    ''
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from servstd.decide.owed import Fired
from servstd.messages.naming import pick_label

if TYPE_CHECKING:
    from servstd.decide._chain_stage import Stage
    from servstd.decide.compiled import CompiledStandard
    from servstd.decide.state import CaseState
    from servstd.escalation.planned import PlannedNotice

__all__ = ["chain_facts", "highest_level"]


def chain_facts(stage: Stage, notice: PlannedNotice) -> dict[str, object]:
    """Return the facts of a notice: those of the case, and of the chain `level`, `chain`, `step`, `round`, `due`, `why`."""
    from servstd.decide.facts import make_facts

    run, language, clock = stage.run, stage.edition.edition.language, stage.clock
    at = notice.at_us
    fired = Fired(0, at_us=at, reason="escalated", metric=run.metric, cycle_id=run.cycle_id)
    facts = make_facts(stage.standard, stage.state, at, fired)
    clocks = facts["clocks"]
    step = next((item.step for item in stage.chain.steps if item.step.name == notice.step), None)
    chain = stage.chain.chain
    facts |= {
        "chain": pick_label(chain.label, language, chain.name),
        "step": pick_label(None if step is None else step.label, language, notice.step),
        "round": notice.round,
        "trigger": run.trigger,
        "why": chain.trigger.kind,
    }
    if notice.kind == "stood_down":
        facts["ended"] = run.over
    if notice.level:
        facts["level"] = pick_label(stage.chains.escalation.labels.get(notice.level), language, notice.level)
    owed = isinstance(clocks, dict) and run.metric in clocks
    facts["due"] = None
    if clock is not None and (owed or notice.role != "customer"):
        facts["due"] = clock.due if clock.missed is None else clock.missed
    return facts


def highest_level(standard: CompiledStandard, state: CaseState, at: int, metric: str, cycle_id: str) -> str:
    """Return what people call the highest level told up to an instant; empty: none was.

    Args:
        standard: What governs.
        state: The case, settled up to the instant or later.
        at: Microseconds since the epoch.
        metric: Of the chains of which clock; empty: of any chain.
        cycle_id: Of which cycle.
    """
    best: tuple[int, str] = (-1, "")
    for run in state.chains.runs if state.chains is not None else ():
        if metric and (run.metric, run.cycle_id) != (metric, cycle_id):
            continue
        edition = standard.editions[run.edition]
        chains = edition.chains
        assert chains is not None  # a run starts under an edition that has its chain
        top = chains.tops[run.chain]
        for line in run.lines:
            if best[0] >= top:
                break
            notice = line.notice
            rank = chains.rank.get(notice.level, -1)
            if rank > best[0] and notice.told and notice.kind == "step" and notice.at_us <= at:
                best = rank, pick_label(chains.escalation.labels.get(notice.level), edition.edition.language, notice.level)
    return best[1]
