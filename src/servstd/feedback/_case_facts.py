"""What a report needs to know of each case beside the answers: its attributes over time, who was asked, what was declared.

*Rule:* a case whose events contradict each other is left out whole and told, and the others are counted.

Example:
    >>> facts, told = read_facts([Event("opened", case="42", at="2026-01-05T09:00:00Z", data={"team": "north"})])
    >>> facts[0].attributes_at(facts[0].opened_us)["team"], told
    ('north', ())
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

import attrs

from servstd.errors import Problem, UsageError
from servstd.events import Event
from servstd.events.history import order_events
from servstd.events.kinds import KINDS
from servstd.feedback.responses import ATTRIBUTION

__all__ = ["REBASED", "CaseFacts", "read_facts"]

REBASED = "x-rebased"
"""The event that declares that something changed for good, so that limits are made anew: data `reason`, and `instrument` for one only."""

_NOTHING: Mapping[str, object] = {}


@attrs.frozen
class CaseFacts:
    """One case.

    Attributes:
        events: In order, ids filled in.
        opened_us: When it was opened, or its first event.
        times: When its attributes changed.
        states: What they were from then on.
    """

    case: str
    tenant: str | None = attrs.field(kw_only=True)
    events: tuple[Event, ...] = attrs.field(kw_only=True)
    opened_us: int = attrs.field(kw_only=True)
    times: Sequence[int] = attrs.field(kw_only=True)
    states: Sequence[Mapping[str, object]] = attrs.field(kw_only=True)

    def attributes_at(self, us: int) -> Mapping[str, object]:
        """Return the attributes at an instant; before anything was known, none."""
        place = bisect_right(self.times, us)
        return self.states[place - 1] if place else _NOTHING

    @property
    def attributes(self) -> Mapping[str, object]:
        """Return what is known last."""
        return self.states[-1] if self.states else _NOTHING

    def of_kind(self, kind: str) -> tuple[Event, ...]:
        """Return the events of a kind, in order."""
        return tuple(event for event in self.events if event.kind == kind)


def read_facts(events: Iterable[Event]) -> tuple[list[CaseFacts], tuple[Problem, ...]]:
    """Return what is known of each case, in the order in which cases first appear, and why some are left out.

    Args:
        events: Of any cases, mixed.
    """
    cases: dict[tuple[str | None, str], list[Event]] = {}
    for event in events:
        cases.setdefault((event.tenant, event.case), []).append(event)
    facts: list[CaseFacts] = []
    told: list[Problem] = []
    for (tenant, case), history in cases.items():
        try:
            ordered = order_events(history)
        except UsageError as error:
            told.append(
                Problem("FBK171", params={"case": case, "why_en": error.problem.message("en"), "why_zh": error.problem.message("zh")})
            )
            continue
        facts.append(_facts(case, tenant, ordered))
    return facts, tuple(told)


def _facts(case: str, tenant: str | None, ordered: Sequence[Event]) -> CaseFacts:
    times: list[int] = []
    states: list[Mapping[str, object]] = []
    attributes: dict[str, object] = {}
    for event in ordered:
        kind = KINDS.get(event.kind)
        if kind is not None and kind.attributes:
            attributes = attributes | {name: value for name, value in event.data.items() if name not in kind.data or name in ATTRIBUTION}
            times.append(event.at_us)
            states.append(attributes)
    opened = next((event.at_us for event in ordered if event.kind == "opened"), ordered[0].at_us)
    return CaseFacts(case, tenant=tenant, events=tuple(ordered), opened_us=opened, times=times, states=states)
