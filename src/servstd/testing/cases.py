"""Standards written in a test, and one case decided in one call.

*Rule:* events are written as scenarios write them: local time of the standard, kind, and the rest of the keys as data. What is wrong
with the standard or the events fails the test with the very text a person would get from `servstd check`.

Example:
    >>> mine = dedented_standard('''
    ...     format: 1
    ...     standard: s
    ...     version: "1"
    ...     effective_from: 2026-01-01
    ...     time_zone: Asia/Shanghai
    ...     sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}
    ... ''')
    >>> decision = run_case(mine, [{"at": "2026-01-09 17:50", "kind": "opened", "by": "customer"}], now="2026-01-09 18:00")
    >>> decision.clock("resolution").due_at.isoformat()
    '2026-01-09T21:50:00+08:00'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from textwrap import dedent
from typing import TYPE_CHECKING

from servstd.document.binding_scenarios import bind_scenarios
from servstd.errors import Problem, Report, StandardError, UsageError
from servstd.events import Event
from servstd.instants import from_us, is_aware, not_aware, read_instant, read_zone
from servstd.standard import Standard, loads

if TYPE_CHECKING:
    from servstd.decide import Decision

__all__ = ["dedented_standard", "run_case"]


def dedented_standard(text: str, name: str = "standard.yaml") -> Standard:
    """Return the standard of a text that may be indented as a whole.

    Args:
        text: The document: YAML, JSON or TOML.
        name: What messages call it; its ending tells the format.

    Raises:
        AssertionError: every problem found, as `servstd check` prints it, with line and column in the text.
    """
    __tracebackhide__ = True
    try:
        return loads(dedent(text).lstrip("\n"), name=name)
    except StandardError as error:
        raise AssertionError(f"the standard of this test has problems:\n{error}") from None


def run_case(
    standard: Standard,
    events: Sequence[Mapping[str, object] | Event],
    *,
    now: datetime | str | None = None,
    case: Mapping[str, object] | None = None,
    name: str = "case",
) -> Decision:
    """Return the decision on one case.

    Args:
        standard: What decides it.
        events: As in a scenario: `{"at": "2026-01-05 09:00", "kind": "opened", "by": "customer", "priority": "high"}`; `at` is local
            time of the standard unless it has an offset. `Event` objects are taken as they are.
        now: An aware datetime, or a text like an event's `at`; None: the last event's instant.
        case: Attributes at opening.
        name: The case's id.

    Raises:
        AssertionError: the events cannot be read or decided; with what is wrong and how to mend it.
        UsageError: `now` is a naive datetime.
    """
    __tracebackhide__ = True
    edition = standard.current
    zone = read_zone(edition.time_zone)
    written = [event for event in events if not isinstance(event, Event)]
    _check_keys(written)
    report = Report()
    metrics = [metric.name for metric in edition.metrics]
    plain = {"name": name, "case": dict(case or {}), "events": [dict(event) for event in written]}
    (scenario,) = bind_scenarios([plain], edition.attributes, edition.time_zone, metrics, report)
    if report.problems:
        raise AssertionError(_told(report.problems))
    history = [*scenario.events, *(event for event in events if isinstance(event, Event))]
    if isinstance(now, datetime):
        if not is_aware(now):
            raise not_aware(now)
        at = now
    else:
        last_us = max((event.at_us for event in history), default=edition.effective_from_us)
        at = from_us(last_us if now is None else read_instant(now, zone), zone)
    try:
        return standard.decide(history, now=at)
    except UsageError as error:
        raise AssertionError(_told([error.problem])) from None


def _check_keys(events: Sequence[Mapping[str, object]]) -> None:
    """Refuse what a scenario's grammar would have refused before its events are bound."""
    __tracebackhide__ = True
    for position, event in enumerate(events):
        for key in ("at", "kind"):
            if not isinstance(event.get(key), str):
                found = "there is none" if key not in event else f"found {event[key]!r}"
                raise AssertionError(f"the events of this test cannot be read: events[{position}] needs `{key}` as a text; {found}")


def _told(problems: Sequence[Problem]) -> str:
    return "the events of this test cannot be decided:\n" + "\n".join(problem.render() for problem in problems)
