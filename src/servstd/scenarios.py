"""Scenarios: the tests a company writes beside its standard, run; and what none of them reaches.

*Rule:* a scenario runs the code that decides real cases. It is never passed over in silence: what cannot be read is
told. An instant is compared to the minute, or to the second where one is written.

Example:
    >>> from servstd import loads
    >>> standard = loads('''
    ... format: 1
    ... standard: s
    ... version: "1"
    ... effective_from: 2026-01-01
    ... time_zone: Asia/Shanghai
    ... sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}
    ... scenarios:
    ...   - name: four hours
    ...     events: [{at: "2026-01-09 17:50", kind: opened, by: customer}]
    ...     expect: {resolution: {due: "2026-01-09 21:50"}}
    ... ''')
    >>> [(result.name, result.passed) for result in run_scenarios(standard)]
    [('four hours', True)]
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from servstd._scenario_coverage import Coverage, Gap, coverage, nearest_place
from servstd._scenario_fields import EXPECT_KEYS, Expected, compare, read_expected, summary
from servstd._scenario_notices import check_notices
from servstd.errors import Path, Problem, UsageError
from servstd.instants import from_us, read_zone
from servstd.messages.nearest import did_you_mean

if TYPE_CHECKING:
    from datetime import tzinfo

    from servstd.decide import Decision
    from servstd.document.edition import Edition, Scenario
    from servstd.standard import Standard

__all__ = ["EXPECT_KEYS", "Coverage", "Gap", "ScenarioResult", "coverage", "run_scenarios"]


@attrs.frozen
class ScenarioResult:
    """What became of one scenario.

    Attributes:
        name: As written.
        edition: The version of the edition it stands in.
        mismatches: What was expected and not found: codes SCN010 to SCN017, with place, expected and found.
        problems: What cannot be checked: unknown names, unreadable values, events that cannot be decided.
        notes: What checks nothing.
        reached: (policy, metric, threshold) of each clock; metric and threshold may be empty.
        steps: (chain, step) at which somebody was told, or was told already.
        path: Where it stands in the document.
    """

    name: str
    edition: str = attrs.field(kw_only=True)
    mismatches: tuple[Problem, ...] = attrs.field(default=(), kw_only=True)
    problems: tuple[Problem, ...] = attrs.field(default=(), kw_only=True)
    notes: tuple[Problem, ...] = attrs.field(default=(), kw_only=True)
    reached: frozenset[tuple[str, str, str]] = attrs.field(default=frozenset(), kw_only=True, repr=False)
    steps: frozenset[tuple[str, str]] = attrs.field(default=frozenset(), kw_only=True, repr=False)
    path: Path = attrs.field(default=(), kw_only=True, repr=False)

    @property
    def passed(self) -> bool:
        """Return whether everything expected was found and could be checked."""
        return not self.mismatches and not self.problems

    def as_dict(self, locale: str = "en") -> dict[str, object]:
        """Return plain data for JSON output."""
        out: dict[str, object] = {"name": self.name, "edition": self.edition, "passed": self.passed}
        for name, problems in (("mismatches", self.mismatches), ("problems", self.problems), ("notes", self.notes)):
            out[name] = [problem.as_dict(locale) for problem in problems]
        return out


def run_scenarios(standard: Standard, edition: str | None = None) -> list[ScenarioResult]:
    """Return the result of each scenario, in the document's order.

    Args:
        standard: The standard, with the scenarios of its editions.
        edition: The version whose scenarios run; None: those of every edition.
    """
    editions = [one for one in standard.editions if edition is None or one.version == edition]
    return [_run(standard, one, scenario) for one in editions for scenario in one.scenarios]


class _Findings:
    """Collects one scenario's problems by kind, with their places."""

    def __init__(self, edition: Edition, scenario: Scenario) -> None:
        self.edition, self.scenario = edition, scenario
        self.mismatches: list[Problem] = []
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []

    def problem(self, code: str, *below: str | int, **params: object) -> Problem:
        path = (*self.scenario.path, *below)
        return Problem(code, params=params, path=path, place=nearest_place(self.edition, path))

    def result(
        self, reached: frozenset[tuple[str, str, str]] = frozenset(), steps: frozenset[tuple[str, str]] = frozenset()
    ) -> ScenarioResult:
        return ScenarioResult(
            self.scenario.name,
            edition=self.edition.version,
            mismatches=tuple(self.mismatches),
            problems=tuple(self.problems),
            notes=tuple(self.notes),
            reached=reached,
            steps=steps,
            path=self.scenario.path,
        )


def _run(standard: Standard, edition: Edition, scenario: Scenario) -> ScenarioResult:
    found = _Findings(edition, scenario)
    zone = read_zone(edition.time_zone)
    if scenario.expect_notices is None and not scenario.expect:
        found.notes.append(found.problem("SCN021", name=scenario.name))
    events = scenario.events
    last_us = max((event.at_us for event in events), default=edition.effective_from_us)
    now_us = last_us if scenario.now_us is None else scenario.now_us
    try:
        decision = standard.decide(events, now=from_us(now_us, zone))
    except UsageError as error:
        found.problems += [found.problem("SCN004", "events", name=scenario.name), error.problem]
        return found.result()
    if decision.edition != edition.version:
        other = decision.edition or "-"
        found.problems.append(found.problem("SCN005", name=scenario.name, edition=edition.version, other=other))
    metrics = [metric.name for metric in edition.metrics]
    for metric, fields in scenario.expect.items():
        if metric not in metrics:
            expected = did_you_mean(metric, metrics) or ", ".join(metrics)
            found.problems.append(found.problem("SCN002", "expect", metric, name=metric, expected=expected))
        else:
            _check(found, decision, metric, fields, zone)
    lines = decision.escalation
    if scenario.expect_notices is not None:
        checked = check_notices(standard, edition, scenario, now_us)
        lines = checked.lines
        for finding in checked.findings:
            into = found.problems if finding.wrong else found.mismatches
            into.append(found.problem(finding.code, "expect_notices", *finding.below, **finding.params))
    return found.result(_reached(decision), frozenset((line.chain, line.step) for line in lines if line.told or line.why == "same_person"))


def _check(found: _Findings, decision: Decision, metric: str, fields: Mapping[str, object] | None, zone: tzinfo) -> None:
    clocks = decision.clocks_of(metric)
    if fields is None:
        if clocks:
            last = clocks[-1]
            params: dict[str, object] = {"metric": metric, "clock": summary(last, zone), "expected": "none", "found": last.state}
            found.mismatches.append(found.problem("SCN012", "expect", metric, **params))
        return
    expected = _read_fields(found, metric, fields, zone)
    if not clocks:
        found.mismatches.append(found.problem("SCN011", "expect", metric, metric=metric))
        return
    cycle = fields.get("cycle", len(clocks))
    chosen = [clock for clock in clocks if clock.cycle == cycle]
    if not chosen:
        found.mismatches.append(found.problem("SCN013", "expect", metric, "cycle", metric=metric, cycle=cycle, count=len(clocks)))
        return
    clock = chosen[0]
    for field in expected:
        difference = compare(field, clock, zone)
        if difference is not None:
            wanted, there = difference
            params = {"metric": metric, "name": field.name, "clock": summary(clock, zone), "expected": wanted, "found": there}
            found.mismatches.append(found.problem("SCN010", "expect", metric, field.name, **params))


def _read_fields(found: _Findings, metric: str, fields: Mapping[str, object], zone: tzinfo) -> list[Expected]:
    read: list[Expected] = []
    for name, value in fields.items():
        if name not in EXPECT_KEYS:
            expected = did_you_mean(name, EXPECT_KEYS) or ", ".join(EXPECT_KEYS)
            found.problems.append(found.problem("SCN001", "expect", metric, name, name=name, expected=expected))
            continue
        field = read_expected(name, value, zone)
        if field is None:
            params: dict[str, object] = {"metric": metric, "name": name, "expected": EXPECT_KEYS[name].example, "found": str(value)}
            found.problems.append(found.problem("SCN003", "expect", metric, name, **params))
        else:
            read.append(field)
    return read


def _reached(decision: Decision) -> frozenset[tuple[str, str, str]]:
    reached: set[tuple[str, str, str]] = set()
    for clock in decision.clocks:
        if clock.policy is not None:
            reached |= {(clock.policy, "", ""), (clock.policy, clock.metric, "")}
            reached |= {(clock.policy, clock.metric, threshold.text) for threshold in clock.thresholds if threshold.state != "pending"}
    return frozenset(reached)
