"""Deciding: the fold of a history, and what it says at one instant.

*Rule:* decide(standard, history, now) is a pure function; nothing here reads a clock, a file or a socket.

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}}'''
    >>> standard = servstd.loads(text)
    >>> opened = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer"}
    >>> decide(standard.compiled, [opened], "2026-01-05T10:00:00Z").clocks[0].state
    'running'
"""

from __future__ import annotations

from servstd.decide.clocks import Clock
from servstd.decide.compiled import CompiledStandard
from servstd.decide.deciding import EventLike, OnBadEvent, advance, decide, read_events, read_now, settle
from servstd.decide.decision import Decision
from servstd.decide.state import CaseState, read_state
from servstd.decide.stretches import ClockSegment, ClockThreshold

__all__ = [
    "CaseState", "Clock", "ClockSegment", "ClockThreshold", "CompiledStandard", "Decision", "EventLike", "OnBadEvent", "advance", "decide",
    "read_events", "read_now", "read_state", "settle",
]  # fmt: skip
