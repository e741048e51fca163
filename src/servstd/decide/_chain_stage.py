"""A run of a chain with all around it that its next move depends on.

*Rule:* it holds nothing of its own; the run and the book are the state's.

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... people: {li: {contacts: {sms: "1"}}}, notifiers: {sms: {type: console, contact: sms}},
    ... escalation: {chains: [{name: help, trigger: {event: opened},
    ...     steps: [{notify: [li], via: [sms]}, {after: 1h, notify: [li], via: [sms]}]}]}}'''
    >>> standard = servstd.loads(text)
    >>> opened = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer", "id": "e1"}
    >>> state = standard.advance(standard.start(), opened)
    >>> stage = stage_of(standard.compiled, state, state.chains, state.chains.runs[0])
    >>> stage.chain.name, stage.clock, stage.may_run
    ('help', None, True)
"""

from __future__ import annotations

from servstd.conditions import EventPredicate
from servstd.decide.chain_book import ChainBook, ChainRun
from servstd.decide.chains_compiled import CompiledChains
from servstd.decide.compiled import CompiledStandard
from servstd.decide.state import CaseState
from servstd.sla.clock import ClockState

__all__ = ["Stage", "stage_of"]


class Stage:
    """A run, its chain, its case and its standard.

    Attributes:
        clock: The clock the run hangs on, while it lives and is graded; None: it hangs on none, or that is over.
    """

    __slots__ = ("book", "chain", "chains", "clock", "edition", "run", "standard", "state")

    def __init__(self, standard: CompiledStandard, state: CaseState, book: ChainBook, run: ChainRun, chains: CompiledChains) -> None:
        self.standard = standard
        self.state = state
        self.book = book
        self.run = run
        self.edition = standard.editions[run.edition]
        self.chains = chains
        self.chain = chains.chains[run.chain]
        clock = state.live.get(run.metric) if run.metric else None
        self.clock: ClockState | None = None
        if clock is not None and clock.cycle_id == run.cycle_id and clock.d0 is not None:
            self.clock = clock

    def holds(self, condition: EventPredicate | None) -> bool:
        """Return whether a state holds now; None holds always."""
        return condition is None or condition(None, (), self.state.attributes, None, self.state.live)

    @property
    def may_run(self) -> bool:
        """Return whether the run has what it hangs on."""
        return not self.run.metric or self.clock is not None


def stage_of(standard: CompiledStandard, state: CaseState, book: ChainBook, run: ChainRun) -> Stage:
    """Return the stage of a run, under the edition it started with."""
    chains = standard.editions[run.edition].chains
    assert chains is not None  # a run starts under an edition that has its chain
    return Stage(standard, state, book, run, chains)
