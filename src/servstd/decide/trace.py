"""Why: the same fold run a second time with a recorder, so that deciding itself stays cheap.

*Rule:* a trace adds nothing to a decision; it tells which event turned which clock, and which policy lost to which.

Example:
    >>> Turn("paused", metric="resolution", cycle_id="e1", at_us=0, event_id="e2").what
    'paused'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import attrs

from servstd.decide.compiled import CompiledStandard
from servstd.decide.deciding import EventLike, OnBadEvent, decide
from servstd.decide.decision import Decision
from servstd.decide.state import CaseState
from servstd.sla.clock import ClockState

__all__ = ["Candidate", "Turn", "candidates", "trace"]


@attrs.frozen
class Turn:
    """One turn of one clock.

    Attributes:
        what: started, governed, kept, paused, resumed, stopped, reopened or cancelled.
        event_id: The last event of that instant (`edition:VERSION` where an edition took over).
        attributes: The case's attributes then.
        edition: Position of the edition that governed.
        choice: The key of what governed the clock from then on.
    """

    what: str
    metric: str = attrs.field(kw_only=True)
    cycle_id: str = attrs.field(kw_only=True)
    at_us: int = attrs.field(kw_only=True)
    event_id: str = attrs.field(kw_only=True)
    attributes: Mapping[str, object] = attrs.field(factory=dict[str, object], kw_only=True)
    edition: int = attrs.field(default=0, kw_only=True)
    choice: str = attrs.field(default="", kw_only=True)


def trace(
    standard: CompiledStandard, events: Iterable[EventLike], now: datetime | str, on_bad_event: OnBadEvent = None
) -> tuple[Decision, tuple[Turn, ...]]:
    """Return the decision on one case and every turn of its clocks, in order."""
    turns: list[Turn] = []

    def record(state: CaseState, what: str, clock: ClockState, at: int) -> None:
        turns.append(
            Turn(
                what,
                metric=clock.metric,
                cycle_id=clock.cycle_id,
                at_us=at,
                event_id=state.last_id,
                attributes=state.attributes,
                edition=state.edition,
                choice=clock.choice,
            )
        )

    return decide(standard, events, now, on_bad_event, record), tuple(turns)


@attrs.frozen
class Candidate:
    """A policy that was asked about a metric.

    `outcome` is won, no_match, silent (it matches but does not name the metric) or not_earlier (a customer's own agreement governs).
    """

    policy: str
    outcome: str = attrs.field(kw_only=True)


def candidates(standard: CompiledStandard, turn: Turn) -> tuple[Candidate, ...]:
    """Return the policies in order of precedence up to the one that won, with what became of each."""
    edition = standard.editions[turn.edition]
    if not edition.in_force:
        return ()
    matching = {policy.name for policy in edition.table.matching(turn.attributes)}
    choice, outcome = edition.table.choice(turn.choice), "won"
    if choice.agreement is not None:
        asked = edition.table.select(turn.attributes)[edition.by_name[turn.metric].index]
        choice, outcome = edition.table.choice(asked), "not_earlier"
    winner = choice.policy
    out: list[Candidate] = []
    for policy in edition.edition.policies:
        if policy.name == winner:
            out.append(Candidate(policy.name, outcome=outcome))
            break
        out.append(Candidate(policy.name, outcome="silent" if policy.name in matching else "no_match"))
    return tuple(out)
