"""A decision: every clock of a case at one instant, what comes next, and what came to pass.

*Rule:* a decision is a function of the standard, the history and `now`; it assumes nothing of what was done about it.

Example:
    >>> import servstd
    >>> head = 'format: 1\\nstandard: s\\nversion: "1"\\neffective_from: 2026-01-01\\ntime_zone: UTC\\n'
    >>> standard = servstd.loads(head + "sla: {measure: [resolution]}\\n")
    >>> event = {"case": "1", "at": "2026-01-05T09:00:00Z", "kind": "opened"}
    >>> decision = standard.decide([event], now="2026-01-05T10:00:00Z")
    >>> decision.clocks[0].state, decision.clocks[0].elapsed_us // 60_000_000
    ('measured', 60)
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import TypedDict

from servstd.decide.chain_effects import chain_effects, chain_lines
from servstd.decide.clocks import Clock
from servstd.decide.compiled import CompiledStandard
from servstd.decide.feedback_book import ComplaintState
from servstd.decide.following_up import complaint_state, feedback_effects
from servstd.decide.governing import adopts
from servstd.decide.notices import notice_effects
from servstd.decide.state import CaseState
from servstd.decide.stretches import MakeInstant
from servstd.effects import Effect
from servstd.errors import Problem, UsageError
from servstd.escalation.planned import PlannedNotice
from servstd.sla.clock import NEVER
from servstd.sla.metrics import BUILTINS

__all__ = ["Decision"]


class _Fixed(TypedDict):
    case: str
    tenant: str | None
    metric: str
    cycle_id: str


class Decision:
    """What a standard says of one case at one instant.

    Attributes:
        case: The case's id.
        now: The instant decided at, as given.
        problems: What was wrong with the history, as decision problems (`EVT0xx`; of complaints `FBK14x`).
    """

    def __init__(
        self, standard: CompiledStandard, state: CaseState, now: datetime, now_us: int, make: MakeInstant, next_event_us: int | None,
        problems: tuple[Problem, ...], resume: Callable[[], CaseState],
    ) -> None:  # fmt: skip
        self.case = state.case
        self.tenant = state.tenant
        self.now = now
        self.now_us = now_us
        self.problems = problems
        self._standard = standard
        self._state = state
        self._make = make
        self._next_event_us = next_event_us
        self._resume = resume
        self._edition = standard.editions[state.edition]
        self._clocks: tuple[Clock, ...] | None = None

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """Return every clock of the case, by metric (in the standard's order) and cycle."""
        if self._clocks is None:
            self._clocks = self._make_clocks()
        return self._clocks

    def _make_clocks(self) -> tuple[Clock, ...]:
        index, state = self._edition.by_name, self._state
        clocks = [*state.ended, *state.idle.values(), *state.live.values()]
        clocks.sort(key=lambda clock: (index[clock.metric].index if clock.metric in index else NEVER, clock.cycle))
        return tuple([Clock(clock, self._standard, self.now_us, self._make) for clock in clocks])

    @property
    def edition(self) -> str | None:
        """Return the version of the edition that governs the case; None: none was in force when it opened."""
        return self._edition.edition.version if self._edition.in_force else None

    @property
    def attributes(self) -> dict[str, object]:
        """Return the case's attributes now, with the derived `category` and `awaiting_reply`."""
        return dict(self._state.attributes)

    @property
    def state(self) -> CaseState:
        """Return the case state the decision was made from; `advance` goes on from it, also with events of the same instant."""
        return self._resume()

    def clock(self, metric: str) -> Clock | None:
        """Return the last cycle's clock of a metric; None: it never started.

        Raises:
            UsageError: EVT021 no metric of that name is known.
        """
        cycles = self.clocks_of(metric)
        return cycles[-1] if cycles else None

    def clocks_of(self, metric: str) -> tuple[Clock, ...]:
        """Return the clocks of a metric, one a cycle, in order.

        Raises:
            UsageError: EVT021 no metric of that name is known.
        """
        found = tuple(clock for clock in self.clocks if clock.metric == metric)
        if not found and metric not in self._edition.by_name and metric not in BUILTINS:
            from servstd.messages.nearest import did_you_mean

            known = [*self._edition.by_name, *BUILTINS]
            raise UsageError("EVT021", name=metric, expected=did_you_mean(metric, known) or ", ".join(self._edition.by_name))
        return found

    @property
    def next_due_us(self) -> int | None:
        """Return the earliest due of a running clock that is not missed, in microseconds; None: there is none."""
        dues = [clock.due for clock in self._state.live.values() if clock.due is not None and clock.missed is None]
        return min(dues, default=None)

    @property
    def next_due(self) -> datetime | None:
        """Return `next_due_us` in the type of `now`."""
        return None if self.next_due_us is None else self._make(self.next_due_us)

    @property
    def next_wake_up_us(self) -> int | None:
        """Return the least instant after now at which anything but continuous fields can change without a new event."""
        marks = [clock.mark for clock in self._state.live.values() if clock.mark != NEVER]
        notices = self._state.notices
        if notices is not None and notices.mark != NEVER:
            marks.append(notices.mark)
        chains = self._state.chains
        if chains is not None and chains.mark != NEVER:
            marks.append(chains.mark)
        feedback = self._state.feedback
        if feedback is not None and feedback.mark != NEVER:
            marks.append(feedback.mark)
        if self._state.opened_us is not None:
            marks += [at for at, position in self._standard.adoptions if at > self.now_us and adopts(self._state, position)]
        if self._next_event_us is not None:
            marks.append(self._next_event_us)
        return min(marks, default=None)

    @property
    def next_wake_up(self) -> datetime | None:
        """Return `next_wake_up_us` in the type of `now`."""
        return None if self.next_wake_up_us is None else self._make(self.next_wake_up_us)

    @property
    def effects(self) -> tuple[Effect, ...]:
        """Return everything that came to pass up to now, in order of time and key; notices held to one instant as they fired."""
        out: list[Effect] = []
        for clock in self.clocks:
            fixed = _Fixed(case=self.case, tenant=self.tenant, metric=clock.metric, cycle_id=clock.cycle_id)
            for text, at in clock.crossings:
                out.append(Effect("threshold", at_us=at, threshold=text, **fixed))
            if clock.missed_us is not None:
                out.append(Effect("missed", at_us=clock.missed_us, **fixed))
        placed = [(effect.at_us, effect) for effect in out]
        placed += notice_effects(self._standard, self._state)
        placed += chain_effects(self._standard, self._state)
        if self._state.feedback is not None:
            placed += feedback_effects(self._standard, self._state, self._state.feedback)
        return tuple(effect for _, effect in sorted(placed, key=lambda pair: (pair[1].at_us, pair[0], pair[1].key)))

    @property
    def escalation(self) -> tuple[PlannedNotice, ...]:
        """Return every line of the case's chains up to now, in order of time: who was told, is held back, or was not told and why."""
        return chain_lines(self._standard, self._state)

    @property
    def complaint(self) -> ComplaintState | None:
        """Return where the case stands as a complaint; None: it is none."""
        return complaint_state(self._standard, self._state, self.problems)

    def as_dict(self) -> dict[str, object]:
        """Return plain data; `clocks` as `Clock.as_dict`."""
        wake, complaint = self.next_wake_up, self.complaint
        return {
            "case": self.case, **({"tenant": self.tenant} if self.tenant is not None else {}), "now": self.now.isoformat(),
            "edition": self.edition, "clocks": [clock.as_dict() for clock in self.clocks],
            "next_due": None if self.next_due is None else self.next_due.isoformat(),
            "next_wake_up": None if wake is None else wake.isoformat(),
            **({} if complaint is None else {"complaint": complaint.as_dict()}), "effects": [effect.as_dict() for effect in self.effects],
            "problems": [problem.as_dict() for problem in self.problems],
        }  # fmt: skip

    def to_json(self) -> str:
        """Return the decision as one line of JSON."""
        return json.dumps(self.as_dict(), ensure_ascii=False)

    def __repr__(self) -> str:
        return f"<Decision {self.case} at {self.now.isoformat()}: {', '.join(map(repr, self.clocks))}>"
