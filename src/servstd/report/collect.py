"""Counting a report while decisions stream by.

*Rule:* memory grows with the groups and with the worst few, not with the cases.

Example:
    >>> from datetime import UTC
    >>> collector = Collector(zone=UTC, by=["priority"])
    >>> [table.by for table in collector.tables()]
    [(), ('policy',), ('priority',)]
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, tzinfo
from heapq import heappush, heappushpop
from typing import TYPE_CHECKING

from servstd.errors import Problem
from servstd.instants import to_us
from servstd.report._order import Orders, arrange
from servstd.report.model import Agreement, Disagreement, Finding, Overrun, Rejected, Scope, ServiceReport, Table
from servstd.report.periods import period_of
from servstd.sla.attainment import CaseRow, ClockRow, Derived, Tally, why_excluded

if TYPE_CHECKING:
    from servstd.decide import Clock, Decision

__all__ = ["Collector"]

_WORST = 10
_EXAMPLES = 10


class Collector:
    """Counts decisions for one report.

    Args:
        zone: The standard's zone: periods are civil time on its wall.
        by: Attributes, each of which gets a table of its own.
        scope: Which clocks are counted.
        expect: The metric whose verdict is compared with the log's own; None: no comparison.
        orders: The orders the standard declares; see `orders_of`.
    """

    def __init__(
        self, *, zone: tzinfo, by: Iterable[str] = (), scope: Scope | None = None, expect: str | None = None, orders: Orders | None = None
    ) -> None:
        self._zone = zone
        self._scope = scope or Scope()
        self._expect = expect
        self._orders = orders or {}
        self._at_us: int | None = None
        split = () if self._scope.period is None else ("period",)
        derived: dict[str, Derived] = {"period": self._period}
        groups: list[tuple[str, ...]] = [(), ("policy",), *((name,) for name in dict.fromkeys(by))]
        self._tallies = [Tally([*names, *split], derived=derived) for names in groups]
        self._worst: list[tuple[int, int, int, Overrun]] = []
        self._findings: dict[str, tuple[int, str, Problem]] = {}
        self._agreement: dict[tuple[str, str], int] = {}
        self._examples: list[Disagreement] = []
        self._position = 0
        self.editions: dict[str | None, int] = {}
        self.cases = self.undecidable = self.clocks = self.outside = self.missed = self.undecided = self.non_final = 0

    def _period(self, _decision: CaseRow, _clock: ClockRow) -> str | None:
        unit = self._scope.period
        return None if self._at_us is None or unit is None else period_of(self._at_us, unit, self._zone)

    def add(self, decision: Decision, *, opened_us: int, approximate: Collection[str] = (), theirs: str | None = None) -> None:
        """Count one case.

        Args:
            decision: The decision on the case.
            opened_us: When the case was opened, in microseconds since the epoch.
            approximate: Metrics the log cannot tell exactly.
            theirs: The log's own verdict on the metric of `expect`: `met`, `missed`, or None.
        """
        self.cases += 1
        self.editions[decision.edition] = self.editions.get(decision.edition, 0) + 1
        for clock in decision.clocks:
            self._at_us = at_us = self._instant(clock, opened_us)
            if self._scope.holds(at_us):
                self._add_clock(decision, clock, clock.metric in approximate)
            else:
                self.outside += 1
        for problem in decision.problems:
            count, case, first = self._findings.get(problem.code, (0, decision.case, problem))
            self._findings[problem.code] = (count + 1, case, first)
        if self._expect is not None:
            self._compare(decision, self._expect, theirs or "none")

    def fail(self, case: str, problem: Problem) -> None:
        """Count a case that cannot be decided."""
        self.cases += 1
        self.undecidable += 1
        count, first_case, first = self._findings.get(problem.code, (0, case, problem))
        self._findings[problem.code] = (count + 1, first_case, first)

    def _instant(self, clock: Clock, opened_us: int) -> int | None:
        if self._scope.count_by == "opened":
            return opened_us
        if self._scope.count_by == "due":
            return clock.due_if_resumed_now_us if clock.missed_us is None else clock.missed_us
        if clock.verdict is None:
            return None
        return clock.stopped_us if clock.missed_us is None else clock.missed_us

    def _add_clock(self, decision: Decision, clock: Clock, approximate: bool) -> None:
        self.clocks += 1
        for tally in self._tallies:
            tally.add_clock(decision, clock, approximate=approximate)
        reason = why_excluded(clock)
        if reason is None:
            self.non_final += not clock.final
            if clock.missed_us is not None:
                self._add_overrun(decision, clock, clock.missed_us)
        elif reason in ("running", "paused"):
            self.undecided += 1

    def _add_overrun(self, decision: Decision, clock: Clock, missed_us: int) -> None:
        self.missed += 1
        self._position += 1
        overdue = max(-(clock.remaining_us or 0), 0)
        # Among equals the earlier due and then the earlier case counts as worse, so that the list does not depend on the heap.
        rank = (overdue, -missed_us, -self._position)
        if len(self._worst) == _WORST and rank < self._worst[0][:3]:
            return
        overrun = Overrun(
            decision.case,
            metric=clock.metric,
            cycle=clock.cycle,
            policy=clock.policy,
            due_us=missed_us,
            overdue_us=overdue,
            running=clock.phase in ("running", "paused"),
            tenant=decision.tenant,
        )
        if len(self._worst) < _WORST:
            heappush(self._worst, (*rank, overrun))
        else:
            heappushpop(self._worst, (*rank, overrun))

    def _compare(self, decision: Decision, metric: str, theirs: str) -> None:
        cycles = [clock for clock in decision.clocks if clock.metric == metric]
        ours = _our_verdict(cycles[-1]) if cycles else "none"
        self._agreement[ours, theirs] = self._agreement.get((ours, theirs), 0) + 1
        if {ours, theirs} == {"met", "missed"} and len(self._examples) < _EXAMPLES:
            self._examples.append(Disagreement(decision.case, ours=ours, theirs=theirs))

    def tables(self) -> tuple[Table, ...]:
        """Return the tables so far."""
        return tuple(Table(tally.by[1:], rows=tuple(arrange(tally.rows(), tally.by[1:], self._orders))) for tally in self._tallies)

    def overruns(self) -> tuple[Overrun, ...]:
        """Return the worst overruns so far, the longest first."""
        return tuple(item[3] for item in sorted(self._worst, key=lambda item: item[:3], reverse=True))

    def findings(self) -> tuple[Finding, ...]:
        """Return the problems of the histories by code, the most frequent first."""
        found = [
            Finding(
                code,
                count=count,
                case=case,
                messages={word: problem.message(word) for word in ("en", "zh")},
                expected=_quoted(problem, "expected"),
                found=_quoted(problem, "found"),
            )
            for code, (count, case, problem) in self._findings.items()
        ]
        return tuple(sorted(found, key=lambda finding: (-finding.count, finding.code)))

    def agreement(self) -> Agreement | None:
        """Return the comparison with the log's own verdict, where one was asked for."""
        return None if self._expect is None else Agreement(self._expect, counts=dict(self._agreement), examples=tuple(self._examples))

    def report(
        self,
        *,
        standard: str,
        now: datetime,
        events: int,
        rejected: int = 0,
        rejects: Sequence[Rejected] = (),
        rejects_file: str | None = None,
    ) -> ServiceReport:
        """Return the report of what was counted.

        Args:
            standard: The standard's name.
            now: The instant the cases were decided at.
            events: How many events were read.
            rejected: How many rows could not be read.
            rejects: The first of them.
            rejects_file: Where all of them are written.
        """
        return ServiceReport(
            standard,
            editions=dict(self.editions),
            now_us=to_us(now),
            zone=self._zone,
            scope=self._scope,
            cases=self.cases,
            undecidable=self.undecidable,
            events=events,
            clocks=self.clocks,
            outside=self.outside,
            missed=self.missed,
            undecided=self.undecided,
            non_final=self.non_final,
            tables=self.tables(),
            overruns=self.overruns(),
            findings=self.findings(),
            agreement=self.agreement(),
            rejected=rejected,
            rejects=tuple(rejects),
            rejects_file=rejects_file,
        )


def _our_verdict(clock: Clock) -> str:
    reason = why_excluded(clock)
    if reason is None:
        return clock.state
    return "undecided" if reason in ("running", "paused") else "none"


def _quoted(problem: Problem, name: str) -> str | None:
    return str(problem.params[name]) if name in problem.params else None
