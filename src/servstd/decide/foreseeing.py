"""What will be: the same engine settled at a later instant, with answers put in as events.

*Rule:* what is foreseen has the keys and instants that deciding would give, were the answers true. Facts for templates are not made.

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}}'''
    >>> standard = servstd.loads(text)
    >>> opened = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer"}
    >>> resolved = {**opened, "at": "2026-01-05T12:00:00Z", "kind": "resolved", "by": "agent"}
    >>> foreseen = foresee(standard.compiled, [opened], until="2026-01-06T09:00:00Z", answers=[resolved])
    >>> foreseen.clocks[0].state
    'met'
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from servstd.decide.compiled import CompiledStandard
from servstd.decide.deciding import EventLike, decide
from servstd.decide.decision import Decision

__all__ = ["foresee"]


def foresee(standard: CompiledStandard, events: Iterable[EventLike], until: datetime | str, answers: Iterable[EventLike] = ()) -> Decision:
    """Return the decision on one case at a later instant.

    Args:
        standard: What governs.
        events: What happened; what is already known to come counts as well.
        until: The instant to look ahead to; the decision's instants take its type and zone.
        answers: What is taken to happen, as further events of the same case.

    Raises:
        UsageError: as for `decide`.
    """
    return decide(standard, [*events, *answers], until, brief=True)
