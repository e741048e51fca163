"""Escalation chains of a case: what sets them off, how they run, and what ends them.

*Rule:* a run does its steps in order, each at its own instant, and nothing depends on when somebody looked. At one instant facts
count first: what ends a run keeps the step back that was due just then.

    a clock's point, an event, by hand -> when: holds, stop_on: does not -> running
    running, its clock stands still          -> suspended  -> running
    running, its clock is stopped            -> halted     -> running, should the clock be taken up again
    running, a fact ends it                  -> ended

Example:
    >>> import servstd
    >>> servstd.loads('{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC}').compiled.escalates
    False
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from servstd.decide._chain_ends import end_run, rewind
from servstd.decide._chain_notes import take_back, take_note
from servstd.decide._chain_running import next_mark, run_on, set_ready, take
from servstd.decide._chain_stage import Stage, stage_of
from servstd.decide._chain_starts import OVER, points_ahead, start_at_points
from servstd.decide._chain_timing import hold, place, resume_run, suspend_run
from servstd.decide.chain_book import ChainBook, ChainRun
from servstd.decide.chains_compiled import CompiledChains
from servstd.decide.compiled import CompiledEdition, CompiledStandard
from servstd.decide.state import CaseState
from servstd.events import Event
from servstd.instants import to_us
from servstd.sla.clock import NEVER

__all__ = ["note_chains", "pass_chains", "settle_chains"]


# ── at an event ──────────────────────────────────────────────────────────────────────────────────────────────────────


def note_chains(
    standard: CompiledStandard,
    edition: CompiledEdition,
    state: CaseState,
    book: ChainBook,
    event: Event,
    kinds: tuple[str, ...],
    before: Mapping[str, object] | None,
) -> None:
    """Note what one step of an event means to chains: it ends runs, sets others off, is a note taken."""
    attributes, live = state.attributes, state.live
    over = attributes.get("category") in OVER
    book.actor = event.by.id or ""
    stages = [stage_of(standard, state, book, run) for run in book.runs if run.status in ("new", "running")]
    for stage in stages:
        run, stop = stage.run, stage.chain.stop
        if run.ending:
            continue
        if stop is not None and stop(event, kinds, attributes, before, live):
            run.ending, run.cause = True, book.actor
        else:
            run.cause = (run.cause or book.actor) if _why_over(stage, over) else ""
    if event.kind == kinds[0]:
        _note_kind(edition, state, stages, book, event, kinds, before)
    for i, rises in edition.chains.events if edition.chains is not None else ():
        if rises(event, kinds, attributes, before, live):
            _begin(state, book, edition.chains, i, event, kinds, before)


def _note_kind(
    edition: CompiledEdition,
    state: CaseState,
    stages: list[Stage],
    book: ChainBook,
    event: Event,
    kinds: tuple[str, ...],
    before: Mapping[str, object] | None,
) -> None:
    if event.kind == "acknowledged":
        take_note(stages, book, event)
    elif event.kind == "unacknowledged":
        take_back(book, event)
    elif event.kind == "watch_resumed":
        book.resumed = to_us(event.data["since"])  # type: ignore[arg-type]  # the event was checked when it was made
    elif event.kind == "escalated":
        name = event.data.get("chain")
        running = [stage.run for stage in stages if name is None or stage.run.name == name]
        for run in running:
            run.by_hand = True
        by_hand = {} if edition.chains is None else edition.chains.by_hand
        if isinstance(name, str) and name in by_hand and all(run.done for run in running):
            _begin(state, book, edition.chains, by_hand[name], event, kinds, before)


def _begin(
    state: CaseState,
    book: ChainBook,
    chains: CompiledChains | None,
    chain: int,
    event: Event,
    kinds: tuple[str, ...],
    before: Mapping[str, object] | None,
) -> None:
    """Set a chain off at an event, unless it runs already, or the event ends it as well."""
    assert chains is not None  # it has the chain
    item, cause = chains.chains[chain], event.id or ""
    if item.stop is not None and item.stop(event, kinds, state.attributes, before, state.live):
        return
    for run in book.runs:
        runs = run.status in ("new", "running") and not run.done and not run.ending
        if run.name == item.name and (runs or run.cycle_id == cause):
            return
    book.runs.append(
        ChainRun(item.name, edition=state.edition, chain=chain, cycle_id=cause, trigger=cause, started=event.at_us, last=event.at_us)
    )


# ── when an instant settles ──────────────────────────────────────────────────────────────────────────────────────────


def settle_chains(standard: CompiledStandard, state: CaseState, book: ChainBook, at: int) -> None:
    """Close the instant of the last event: runs end, halt, resume and start, and take the steps that are due by then."""
    over = state.attributes.get("category") in OVER
    for run in tuple(book.runs):
        if run.status == "ended" and book.resumed is None:
            continue
        stage = stage_of(standard, state, book, run)
        if book.resumed is not None and run.status != "new":
            rewind(stage, book.resumed, at)
        if run.status == "new":
            _open(stage, over)
        elif run.status == "halted" and stage.may_run and not over:
            run.status, run.cause, run.over, run.ending = "running", "", "", False
            run.suspended = True
            _turn(stage, at)
        if run.status == "running":
            _end_or_turn(stage, over, at)
    start_at_points(standard, state, book, at)
    for run in book.runs:
        if run.status == "ended" and not run.held:
            continue
        stage = stage_of(standard, state, book, run)
        if run.status == "running":
            _take_asked(stage, at)
            if not run.done and not run.fixed and not run.suspended:
                place(stage, run.last)
            set_ready(stage, at)
        run.by_hand, run.ending = False, False
        run.mark = next_mark(run, stage)
        run_on(stage, at)
    book.resumed = None
    _look_ahead(standard, state, book)


def _open(stage: Stage, over: bool) -> None:
    """Let a run begin, if the chain is for this case and nothing ends it at the same instant."""
    run, book = stage.run, stage.book
    chain = stage.chain
    stops = chain.stop is not None and stage.holds(chain.stop)
    if over or run.ending or stops or not stage.holds(chain.when):
        book.runs.remove(run)
        return
    for other in book.runs:
        if other is not run and other.name == run.name and other.status == "running":
            other.status, other.mark = "ended", NEVER  # it was done; what is over now is the new run
    run.status = "running"
    place(stage, run.started)


def _end_or_turn(stage: Stage, over: bool, at: int) -> None:
    why = _why_over(stage, over)
    if why:
        end_run(stage, at, "ended" if stage.may_run else "halted", why)
    else:
        _turn(stage, at)


def _why_over(stage: Stage, over: bool) -> str:
    """Return why a run is over, as in `ChainRun.over`; empty: it is not."""
    run, chain = stage.run, stage.chain
    if over:
        return str(stage.state.attributes["category"])
    if run.ending:
        return "stop_on"
    if not stage.may_run:
        clock = stage.state.live.get(run.metric)
        return "clock" if clock is None or clock.cycle_id != run.cycle_id else "ungraded"
    if not stage.holds(chain.when):
        return "when"
    return "trigger" if chain.standing is not None and not chain.standing(stage.state.attributes) else ""


def _turn(stage: Stage, at: int) -> None:
    """Halt a run or let it go on, as its clock does."""
    run, clock = stage.run, stage.clock
    stands = clock is not None and clock.phase == "paused"
    if stands and not run.suspended:
        suspend_run(stage, at)
    elif not stands and run.suspended:
        resume_run(stage, at)
        _hold_on(stage, at)


def _hold_on(stage: Stage, at: int) -> None:
    """Give what was held while the clock stood still a release that is to come."""
    for position in stage.run.held:
        line = stage.run.lines[position]
        if line.notice.at_us < at:
            quiet = stage.chains.quiet.get(line.notice.recipient)
            later = hold(stage, quiet, line.notice.urgency, at)
            stage.run.lines[position] = evolve(line, notice=evolve(line.notice, at_us=later))


def _take_asked(stage: Stage, at: int) -> None:
    """Take the next step at once where somebody asked for it; those that are not for this case are passed by."""
    run = stage.run
    while run.by_hand and not run.done:
        run.withheld = ""
        if take(stage, at, asked=True):
            run.by_hand = False


# ── as time passes ───────────────────────────────────────────────────────────────────────────────────────────────────


def pass_chains(standard: CompiledStandard, state: CaseState, book: ChainBook, until: int) -> None:
    """Do what time alone brings up to and including `until`."""
    start_at_points(standard, state, book, until)
    for run in book.runs:
        if run.mark <= until:
            run_on(stage_of(standard, state, book, run), until)
    _look_ahead(standard, state, book)


def _look_ahead(standard: CompiledStandard, state: CaseState, book: ChainBook) -> None:
    """Set the book's mark: before it time alone sets nothing off and moves no run."""
    starts = min((at for at, *_ in points_ahead(standard, state, book)), default=NEVER)
    book.mark = min((run.mark for run in book.runs), default=NEVER)
    book.mark = min(book.mark, starts)
    state.look_ahead()
