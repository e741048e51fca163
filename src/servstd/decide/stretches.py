"""The parts of a clock that a decision shows: stretches, thresholds, and the terms its due is made of.

*Rule:* stretches follow one another without gap or overlap, from the start to now.

Example:
    >>> clock = ClockState("resolution", 1, "e1", 0)
    >>> list_segments(clock)
    (ClockSegment(start_us=0, end_us=None, phase='running'),)
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal, TypeAlias

import attrs

from servstd.sla.clock import ClockState
from servstd.sla.model import Threshold

__all__ = ["ClockSegment", "ClockSums", "ClockThreshold", "Headline", "MakeInstant", "Verdict", "list_segments"]

Verdict: TypeAlias = Literal["met", "missed"]
Headline: TypeAlias = Literal["cancelled", "exempt", "missed", "met", "paused", "running", "measured"]
MakeInstant: TypeAlias = Callable[[int], datetime]


@attrs.frozen
class ClockSegment:
    """A stretch of a clock; `end_us` None: it goes on. Between `stopped` and reopened nothing ran."""

    start_us: int
    end_us: int | None = attrs.field(kw_only=True)
    phase: Literal["running", "paused", "stopped"] = attrs.field(kw_only=True)


@attrs.frozen
class ClockThreshold:
    """A threshold of a clock; `at_us` is when it was crossed, or will be if nothing changes; None: the clock is paused."""

    threshold: Threshold
    at_us: int | None = attrs.field(kw_only=True)
    state: Literal["pending", "crossed", "passed"] = attrs.field(kw_only=True)

    @property
    def text(self) -> str:
        """Return the threshold as the standard writes it."""
        return self.threshold.text


@attrs.frozen
class ClockSums:
    """The terms a due is made of: D0 as counted from `anchor`, what had run by then, and the open time since that did not run."""

    d0_us: int
    anchor_us: int = attrs.field(kw_only=True)
    carried_us: int = attrs.field(kw_only=True)
    paused_us: int = attrs.field(kw_only=True)


def list_segments(clock: ClockState) -> tuple[ClockSegment, ...]:
    """Return the stretches in which a clock ran and did not run, in order; empty ones are left out."""
    edges, gaps = clock.edges, clock.gaps
    out: list[ClockSegment] = []
    for i, start in enumerate(edges):
        end = edges[i + 1] if i + 1 < len(edges) else None
        if i % 2 == 0:
            out.append(ClockSegment(start, end_us=end, phase="running"))
            continue
        end = clock.stopped if end is None else end
        at = start
        for stopped, reopened in zip(gaps[::2], gaps[1::2], strict=True):
            if start <= stopped and (end is None or reopened <= end):
                out.append(ClockSegment(at, end_us=stopped, phase="paused"))
                out.append(ClockSegment(stopped, end_us=reopened, phase="stopped"))
                at = reopened
        out.append(ClockSegment(at, end_us=end, phase="paused"))
    return tuple(segment for segment in out if segment.start_us != segment.end_us)
