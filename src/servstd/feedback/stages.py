"""The stages of a complaint as a transition table, and a walk through it.

*Rule:* the table says which event leads from which stage to which; the code only walks it. An event that the table does not know at a
stage changes nothing and is told. ISO 10002:2018 (GB/T 19012-2019), clause 7, names the steps and no time limits: limits are the company's,
written in the standard.

Example:
    >>> walk = Walk("received")
    >>> for kind in ("acknowledged", "assessed", "decision_notice", "resolved"):
    ...     walk = step("iso-10002", walk, kind)
    >>> walk.stage, owed("iso-10002", walk)
    ('actioned', ('called_back',))
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

__all__ = ["STAGES", "TABLES", "Move", "StageTable", "Walk", "allowed", "owed", "step"]

STAGES: Mapping[str, tuple[str, str]] = {
    "received": ("Received", "已受理"),
    "acknowledged": ("Acknowledged", "已告知受理"),
    "assessed": ("Assessed", "已评估分级"),
    "investigating": ("Investigating", "调查处理中"),
    "proposed": ("Remedy proposed", "已提出方案"),
    "approved": ("Remedy approved", "方案已批准"),
    "notified": ("Decision given", "已答复"),
    "accepted": ("Accepted by the customer", "客户接受"),
    "rejected": ("Rejected by the customer", "客户不接受"),
    "actioned": ("Carried out", "已落实"),
    "unsatisfied": ("Called back: not satisfied", "回访不满意"),
    "satisfied": ("Called back: satisfied", "回访满意"),
    "closed": ("Closed", "已结案"),
}
"""Every stage with its name in English and Chinese, in the order of a complaint that goes well."""


@attrs.frozen
class Move:
    """One edge of a table: at these stages this event leads there. `outcome` tells call-backs apart."""

    kind: str
    sources: tuple[str, ...] = attrs.field(kw_only=True)
    target: str = attrs.field(kw_only=True)
    outcome: str = attrs.field(default="", kw_only=True)


@attrs.frozen
class StageTable:
    """A table of stages.

    Attributes:
        moves: The edges; the first that fits counts.
        needs: What must have happened before a complaint is closed, in the order in which it is owed.
    """

    moves: tuple[Move, ...]
    needs: tuple[str, ...] = attrs.field(kw_only=True)


_BEFORE: Final = ("received", "acknowledged", "assessed", "investigating")
_OPEN: Final = (*_BEFORE, "proposed", "approved")
_TOLD: Final = ("notified", "accepted", "rejected", "actioned")
_CALLED: Final = (*_TOLD, "unsatisfied")

_ISO: Final = (
    Move("acknowledged", sources=("received",), target="acknowledged"),
    Move("assessed", sources=("received", "acknowledged"), target="assessed"),
    Move("investigated", sources=("received", "acknowledged", "assessed", "proposed", "rejected", "unsatisfied"), target="investigating"),
    Move("proposed", sources=(*_BEFORE, "proposed", "approved", "rejected"), target="proposed"),
    Move("approved", sources=("proposed",), target="approved"),
    Move("decision_notice", sources=(*_OPEN, "rejected", "actioned"), target="notified"),
    Move("accepted", sources=("notified", "rejected", "actioned"), target="accepted"),
    Move("rejected", sources=("notified", "accepted", "actioned"), target="rejected"),
    Move("actioned", sources=(*_OPEN, *_TOLD), target="actioned"),
    Move("resolved", sources=(*_OPEN, *_TOLD), target="actioned"),
    Move("actioned", sources=("satisfied",), target="satisfied"),
    Move("resolved", sources=("satisfied",), target="satisfied"),
    Move("called_back", outcome="satisfied", sources=(*_CALLED, "satisfied", "approved"), target="satisfied"),
    Move("called_back", outcome="unsatisfied", sources=(*_CALLED, "satisfied", "approved"), target="unsatisfied"),
    Move("redispatched", sources=("unsatisfied", "rejected"), target="investigating"),
    Move("reopened", sources=(*_CALLED, "satisfied", "closed"), target="investigating"),
    Move("closed", sources=tuple(name for name in STAGES if name != "closed"), target="closed"),
)
_SHORT: Final = (
    Move("acknowledged", sources=("received",), target="acknowledged"),
    Move("decision_notice", sources=("received", "acknowledged", "actioned", "investigating"), target="notified"),
    Move("resolved", sources=("received", "acknowledged", "notified", "investigating"), target="actioned"),
    Move("resolved", sources=("satisfied",), target="satisfied"),
    Move("called_back", outcome="satisfied", sources=("notified", "actioned", "unsatisfied", "satisfied"), target="satisfied"),
    Move("called_back", outcome="unsatisfied", sources=("notified", "actioned", "unsatisfied", "satisfied"), target="unsatisfied"),
    Move("redispatched", sources=("unsatisfied",), target="investigating"),
    Move("reopened", sources=("notified", "actioned", "unsatisfied", "satisfied", "closed"), target="investigating"),
    Move("closed", sources=("received", "acknowledged", "investigating", *_CALLED, "satisfied"), target="closed"),
)

TABLES: Mapping[str, StageTable] = {
    "iso-10002": StageTable(_ISO, needs=("decision_notice", "called_back")),
    "short": StageTable(_SHORT, needs=("decision_notice",)),
}
"""The tables by the name that `complaints.stages` writes. `short` is for small desks: no assessment, no approval, no call-back owed."""

_KINDS: Final = frozenset(move.kind for table in TABLES.values() for move in table.moves)


@attrs.frozen
class Walk:
    """Where a complaint stands.

    Attributes:
        stage: The present stage.
        round: 0 for the first handling, then the number of second dispatches and reopenings.
        told: Whether the decision was given in this round.
        reached: Whether the customer was reached by a call-back in this round, whatever was said.
        attempts: Days, as ordinals of the date, on which a call-back of this round reached nobody, in order; a day may stand there twice.
        strange: (stage, kind) of events that the table does not know, in order.
    """

    stage: str
    round: int = attrs.field(default=0, kw_only=True)
    told: bool = attrs.field(default=False, kw_only=True)
    reached: bool = attrs.field(default=False, kw_only=True)
    attempts: tuple[int, ...] = attrs.field(default=(), kw_only=True)
    strange: tuple[tuple[str, str], ...] = attrs.field(default=(), kw_only=True)


def allowed(table: str, stage: str) -> tuple[str, ...]:
    """Return the kinds of event that the table knows at a stage, in its order, each once."""
    return tuple(dict.fromkeys(move.kind for move in TABLES[table].moves if stage in move.sources))


def step(table: str, walk: Walk, kind: str, *, outcome: str = "", day: int = 0) -> Walk:
    """Return where a complaint stands after one more event.

    Args:
        table: A name of `TABLES`.
        walk: Where it stood.
        kind: The event's kind; kinds that no table names change nothing.
        outcome: Of a call-back: `satisfied`, `unsatisfied` or `unreachable`.
        day: The ordinal of the event's date, for attempts that reached nobody.
    """
    if kind not in _KINDS:
        return walk
    if kind == "called_back" and outcome == "unreachable":
        return attrs.evolve(walk, attempts=(*walk.attempts, day))
    move = next((m for m in TABLES[table].moves if m.kind == kind and walk.stage in m.sources and m.outcome in ("", outcome)), None)
    if move is None:
        return attrs.evolve(walk, strange=(*walk.strange, (walk.stage, kind)))
    if kind in ("redispatched", "reopened"):
        return Walk(move.target, round=walk.round + 1, strange=walk.strange)
    return attrs.evolve(walk, stage=move.target, told=walk.told or kind == "decision_notice", reached=walk.reached or kind == "called_back")


def owed(table: str, walk: Walk, *, attempts: int = 0, over_days: int = 1) -> tuple[str, ...]:
    """Return what is still owed before the complaint may be closed, in order.

    Args:
        table: A name of `TABLES`.
        walk: Where it stands.
        attempts: After how many attempts that reached nobody no call-back is owed any more; 0: it always is.
        over_days: On how many different days these must lie.
    """
    gave_up = 0 < attempts <= len(walk.attempts) and len(set(walk.attempts)) >= over_days
    done = {"decision_notice": walk.told, "called_back": walk.reached or gave_up}
    return tuple(name for name in TABLES[table].needs if not done[name])
