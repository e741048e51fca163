"""Deciding: the fold of a history, and what it says at one instant.

*Rule:* decide(standard, history, now) is a pure function; nothing here reads a clock, a file or a socket.
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
