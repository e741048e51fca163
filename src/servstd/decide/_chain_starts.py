"""Chains that hang on a clock start when it reaches their point, once a cycle.

*Rule:* a point that a change left behind counts from the change; one that the clock never reaches while it runs sets nothing off.

Example:
    >>> sorted(OVER)
    ['cancelled', 'closed']
"""

from __future__ import annotations

from servstd.decide._chain_running import next_mark, set_ready
from servstd.decide._chain_stage import Stage
from servstd.decide._chain_timing import place, point_us
from servstd.decide.chain_book import ChainBook, ChainRun
from servstd.decide.compiled import CompiledStandard
from servstd.decide.state import CaseState
from servstd.sla.clock import ClockState

__all__ = ["OVER", "points_ahead", "start_at_points"]

OVER = frozenset(("cancelled", "closed"))
"""Categories in which no chain runs."""


def start_at_points(standard: CompiledStandard, state: CaseState, book: ChainBook, until: int) -> None:
    """Start the chains whose clocks reach their points up to and including `until`."""
    for at, clock, chain, edition in points_ahead(standard, state, book):
        if at > until:
            continue
        chains = standard.editions[edition].chains
        assert chains is not None  # it has the chain
        item = chains.chains[chain]
        book.latched[f"{item.name}|{clock.metric}"] = clock.cycle_id
        point = item.chain.trigger.point
        trigger = "missed" if point is None or isinstance(point, str) else point.text
        run = ChainRun(
            item.name, edition=edition, chain=chain, metric=clock.metric, cycle_id=clock.cycle_id, trigger=trigger, started=at, last=at,
            status="running", suspended=clock.phase == "paused",
        )  # fmt: skip
        stage = Stage(standard, state, book, run, chains)
        over = state.attributes.get("category") in OVER
        if over or not stage.holds(item.when) or (item.stop is not None and stage.holds(item.stop)):
            continue
        book.runs.append(run)
        place(stage, at)
        set_ready(stage, at)
        run.mark = next_mark(run, stage)


def points_ahead(standard: CompiledStandard, state: CaseState, book: ChainBook) -> list[tuple[int, ClockState, int, int]]:
    """Return what clocks are still to set off: (instant, clock, position of the chain, of the edition), in order of time."""
    chains = standard.editions[state.edition].chains
    if chains is None:
        return []
    out: list[tuple[int, ClockState, int, int]] = []
    floor = state.watermark or 0
    for clock in state.live.values():
        for i in chains.points.get(clock.metric, ()):
            item = chains.chains[i]
            if clock.d0 is None or book.latched.get(f"{item.name}|{clock.metric}") == clock.cycle_id:
                continue
            point = item.chain.trigger.point
            if point is not None and (clock.phase == "running" or (point == "missed" and clock.missed is not None)):
                out.append((max(point_us(standard, clock, point), floor), clock, i, state.edition))
    return sorted(out, key=lambda item: (item[0], item[2]))
