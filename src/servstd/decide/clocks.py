"""One clock of a decision, as read by people and programs.

*Rule:* deciding is over before it is made; what is asked of it is computed from integers when it is asked for. Instants come
in the type and zone of `now`.

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}}'''
    >>> standard = servstd.loads(text)
    >>> opened = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer"}
    >>> clock = standard.decide([opened], now="2026-01-05T10:00:00+08:00").clock("resolution")
    >>> clock is None
    True
    >>> standard.decide([opened], now="2026-01-05T18:00:00+08:00").clock("resolution").due_at.isoformat()
    '2026-01-05T21:00:00+08:00'
"""

from __future__ import annotations

from datetime import datetime, timedelta

from servstd.decide._clock_data import clock_data
from servstd.decide.compiled import CompiledEdition, CompiledStandard
from servstd.decide.stretches import ClockSegment, ClockSums, ClockThreshold, Headline, MakeInstant, Verdict, list_segments
from servstd.durations import Amount
from servstd.sla.clock import ClockState, Phase, elapsed
from servstd.sla.model import Commitment
from servstd.sla.policies import Reason
from servstd.sla.steps import crossing, due_after_pause

__all__ = ["Clock"]


class Clock:
    """One metric of one case in one cycle, at the decision's `now`. Instants: `..._us` in microseconds since the epoch."""

    __slots__ = ("_calendar", "_choice", "_clock", "_edition", "_make", "_now", "_timeline")

    def __init__(self, clock: ClockState, standard: CompiledStandard, now: int, make: MakeInstant) -> None:
        self._clock = clock
        self._edition: CompiledEdition = standard.editions[clock.edition]
        self._choice = self._edition.table.choice(clock.choice)
        self._timeline = standard.timelines[clock.calendar]
        self._calendar = standard.calendar_names[clock.calendar]
        self._now = now
        self._make = make

    @property
    def metric(self) -> str:
        """Return the metric's name."""
        return self._clock.metric

    @property
    def cycle(self) -> int:
        """Return the number of the cycle, from 1; for display."""
        return self._clock.cycle

    @property
    def cycle_id(self) -> str:
        """Return what identifies the cycle: the id of the event that started it."""
        return self._clock.cycle_id

    @property
    def edition(self) -> str | None:
        """Return the version of the edition that governs the clock; None: none was in force."""
        return self._edition.edition.version if self._edition.in_force else None

    @property
    def policy(self) -> str | None:
        """Return the name of the policy that names the metric; None: none does, or an agreement governs."""
        return self._choice.policy

    @property
    def agreement(self) -> str | None:
        """Return the contract of the customer's own agreement that governs; None: none does."""
        return None if self._choice.agreement is None else self._choice.agreement.contract

    @property
    def clause(self) -> str | None:
        """Return the clause in which the target stands, of the contract or of the standard; None: none is named."""
        choice = self._choice
        if choice.agreement is not None:
            return choice.agreement.clause_of(choice.metric)
        policy = next((policy for policy in self._edition.edition.policies if policy.name == choice.policy), None)
        return (choice.target.clause if choice.target else None) or (policy.clause if policy else None)

    @property
    def target(self) -> str | None:
        """Return the target as the standard writes it: `72h`, `3wd`, `until appointment`; None: not graded."""
        choice = self._choice
        if choice.reason is not None:
            return None
        return f"until {choice.until}" if choice.amount is None else str(choice.amount)

    @property
    def amount(self) -> Amount | None:
        """Return the amount the metric may take; None: not graded, or due at an agreed instant."""
        return self._choice.amount

    @property
    def sums(self) -> ClockSums | None:
        """Return the terms of the due; None: not graded."""
        clock, due = self._clock, self.due_if_resumed_now_us
        if clock.d0 is None or due is None:
            return None
        return ClockSums(clock.d0, anchor_us=clock.anchor, carried_us=clock.carried, paused_us=self._timeline.between(clock.d0, due))

    @property
    def end_of_day(self) -> bool:
        """Return whether the due is the last closing of its business date."""
        return self._choice.end_of_day

    @property
    def calendar(self) -> str:
        """Return the name of the calendar the clock is measured on."""
        return self._calendar

    @property
    def calendar_key(self) -> str:
        """Return the key of that calendar: one name may stand for each customer's own."""
        return self._clock.calendar

    def open_between(self, start: int, end: int) -> int:
        """Return the open time of the clock's calendar between two instants, all in microseconds."""
        return self._timeline.between(start, end)

    @property
    def commitment(self) -> Commitment | None:
        """Return promise, goal or internal; None: not graded."""
        return self._choice.target.commitment if self.graded and self._choice.target is not None else None

    @property
    def graded(self) -> bool:
        """Return whether the clock has a target to meet."""
        return self._choice.reason is None and self._clock.d0 is not None

    @property
    def exempt(self) -> bool:
        """Return whether a policy exempts the metric."""
        return self._choice.reason == "exempt"

    @property
    def reason(self) -> Reason | None:
        """Return why the clock is measured only; None: it is graded."""
        return self._choice.reason

    @property
    def phase(self) -> Phase:
        """Return running, paused, stopped or cancelled."""
        return self._clock.phase

    @property
    def verdict(self) -> Verdict | None:
        """Return met or missed; None: not decided, or not graded."""
        if self._clock.missed is not None:
            return "missed"
        return "met" if self._clock.phase == "stopped" and self.graded else None

    @property
    def state(self) -> Headline:
        """Return the headline, by precedence: cancelled, exempt, missed, met, paused, running; `measured` when ungraded."""
        clock = self._clock
        if clock.phase == "cancelled":
            return "cancelled"
        if self._choice.reason == "exempt":
            return "exempt"
        if clock.missed is not None:
            return "missed"
        if not self.graded:
            return "measured"
        if clock.phase == "stopped":
            return "met"
        return "paused" if clock.phase == "paused" else "running"

    @property
    def final(self) -> bool:
        """Return whether no later event can change the verdict: missed, or ended and not to be taken up again."""
        clock = self._clock
        if clock.missed is not None or clock.phase == "cancelled":
            return True
        metric = self._edition.by_name.get(clock.metric)
        return clock.phase == "stopped" and (metric is None or metric.reopen != "resume")

    @property
    def provisional(self) -> bool:
        """Return whether the due, or a threshold to come, lies beyond the holidays that are announced."""
        known = self._timeline.known_until
        due = self.due_if_resumed_now_us
        if known is None or due is None or self.phase == "cancelled" or (self.verdict == "met" and (self.stopped_us or 0) < known):
            return False
        return due >= known or any((item.at_us or 0) >= known for item in self.thresholds)

    @property
    def started_us(self) -> int:
        """Return when the cycle started."""
        return self._clock.started

    @property
    def due_us(self) -> int | None:
        """Return the due instant; None while paused and not missed, or not graded."""
        return self._clock.due if self._clock.missed is None else self._clock.missed

    @property
    def due_if_resumed_now_us(self) -> int | None:
        """Return the due instant as it would be if a paused clock ran on from now; else the due instant."""
        if self._clock.phase != "paused" or self._clock.missed is not None:
            return self.due_us
        return due_after_pause(self._clock, self._timeline, self._now)

    @property
    def stopped_us(self) -> int | None:
        """Return when the cycle ended (stopped or cancelled)."""
        return self._clock.stopped

    @property
    def missed_us(self) -> int | None:
        """Return the instant of the breach: the due instant, never the one at which somebody looked."""
        return self._clock.missed

    @property
    def elapsed_us(self) -> int:
        """Return the open time that has run, in microseconds."""
        return elapsed(self._clock, self._timeline, self._now)

    @property
    def remaining_us(self) -> int | None:
        """Return the open time left, in microseconds, negative when overdue; None: not graded."""
        return None if self._clock.budget is None else self._clock.budget - self.elapsed_us

    def _instant(self, us: int | None) -> datetime | None:
        return None if us is None else self._make(us)

    @property
    def started_at(self) -> datetime:
        """Return `started_us` in the type of `now`."""
        return self._make(self._clock.started)

    @property
    def due_at(self) -> datetime | None:
        """Return `due_us` in the type of `now`."""
        return self._instant(self.due_us)

    @property
    def due_if_resumed_now(self) -> datetime | None:
        """Return `due_if_resumed_now_us` in the type of `now`."""
        return self._instant(self.due_if_resumed_now_us)

    @property
    def stopped_at(self) -> datetime | None:
        """Return `stopped_us` in the type of `now`."""
        return self._instant(self.stopped_us)

    @property
    def missed_at(self) -> datetime | None:
        """Return `missed_us` in the type of `now`."""
        return self._instant(self.missed_us)

    @property
    def elapsed(self) -> timedelta:
        """Return the open time that has run."""
        return timedelta(microseconds=self.elapsed_us)

    @property
    def remaining(self) -> timedelta | None:
        """Return the open time left, negative when overdue; None: not graded."""
        left = self.remaining_us
        return None if left is None else timedelta(microseconds=left)

    @property
    def segments(self) -> tuple[ClockSegment, ...]:
        """Return the stretches in which the clock ran and did not run, in order; empty ones are left out."""
        return list_segments(self._clock)

    @property
    def thresholds(self) -> tuple[ClockThreshold, ...]:
        """Return the thresholds of the target that governs, in the order written."""
        clock = self._clock
        out: list[ClockThreshold] = []
        for threshold in self._choice.warn:
            at = clock.crossed.get(threshold.text)
            if at is not None:
                out.append(ClockThreshold(threshold, at_us=abs(at), state="crossed" if at >= 0 else "passed"))
            else:
                runs = clock.phase == "running" and clock.due is not None
                out.append(ClockThreshold(threshold, at_us=crossing(clock, threshold, self._timeline) if runs else None, state="pending"))
        return tuple(out)

    @property
    def crossings(self) -> tuple[tuple[str, int], ...]:
        """Return (threshold, instant) of every warning that fired in this cycle, also of targets that no longer govern."""
        return tuple((text, at) for text, at in self._clock.crossed.items() if at >= 0)

    def as_dict(self) -> dict[str, object]:
        """Return plain data: instants as ISO text in the zone of `now`, durations in seconds of open time."""
        return clock_data(self, self._make)

    def __repr__(self) -> str:
        due = "" if self.due_us is None else f", due {self._make(self.due_us).isoformat()}"
        return f"<Clock {self.metric}#{self.cycle} {self.state}{due}>"
