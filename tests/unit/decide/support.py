"""What the tests of deciding share: small standards, histories in hours, and clocks told in hours.

*Rule:* an hour is counted from Monday, 5 January 2026, 00:00 UTC; 9 is Monday at nine, 33 is Tuesday at nine.

Example:
    >>> at(33.5), hour(1767690000000000)
    ('2026-01-06T09:30:00+00:00', 33.0)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import servstd
from servstd.decide import Clock, Decision
from servstd.document import read_editions
from servstd.instants import to_us

__all__ = ["HEAD", "OFFICE", "STATUSES", "at", "clock", "decide", "event", "hour", "lives", "loads", "several", "stepwise"]

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
HEAD = 'format: 1\nstandard: desk\nversion: "{}"\neffective_from: {}\ntime_zone: UTC\n'
STATUSES = (
    "statuses: {open: [new], waiting_customer: [pending], on_hold: [vendor], resolved: [solved], closed: [done], cancelled: [spam],"
    " otherwise: refuse}\n"
)
OFFICE = 'calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}\n'


def at(hours: float) -> str:
    """Return an instant so many hours after Monday midnight."""
    return (MONDAY + timedelta(hours=hours)).isoformat()


def hour(us: int | None) -> float | None:
    """Return the hours after Monday midnight of an instant."""
    return None if us is None else (us - to_us(MONDAY)) / 3_600_000_000


def event(
    hours: float, kind: str, by: str = "agent", *, id: str | None = None, sequence: int | None = None, **data: object
) -> dict[str, object]:
    """Return an event of case 7."""
    out: dict[str, object] = {"case": "7", "at": at(hours), "kind": kind, "by": by, "data": data}
    if id is not None:
        out["id"] = id
    if sequence is not None:
        out["sequence"] = sequence
    return out


def loads(body: str, version: str = "1", since: str = "2026-01-01") -> servstd.Standard:
    """Return a standard with a header in front of its body."""
    return servstd.loads(HEAD.format(version, since) + body)


def several(*editions: tuple[str, str, str]) -> servstd.Standard:
    """Return a standard of several editions: (version, effective from, body)."""
    return servstd.Standard(read_editions([(f"{version}.yaml", HEAD.format(version, since) + body) for version, since, body in editions]))


def decide(standard: str | servstd.Standard, events: Sequence[dict[str, object]], now: float) -> Decision:
    """Return the decision at an hour; the same comes out step by step, with the state written down and read in between."""
    made = loads(standard) if isinstance(standard, str) else standard
    decision = made.decide(events, now=at(now))
    past = [item for item in events if datetime.fromisoformat(str(item["at"])) <= MONDAY + timedelta(hours=now)]
    assert [item.as_dict() for item in stepwise(made, past, now).clocks] == [item.as_dict() for item in decision.clocks]
    return decision


def stepwise(standard: servstd.Standard, events: Sequence[dict[str, object]], now: float) -> Decision:
    """Return the decision made one event at a time, each state kept as text in between."""
    state = standard.start()
    for item in sorted(events, key=lambda item: (str(item["at"]), item.get("sequence", 0))):
        state = standard.read_state(standard.advance(state, item).to_json())
    return standard.settle(state, now=at(now))


def clock(standard: str | servstd.Standard, events: Sequence[dict[str, object]], now: float, metric: str = "resolution") -> Clock:
    """Return the last cycle's clock of a metric, which must have started."""
    found = decide(standard, events, now).clock(metric)
    assert found is not None
    return found


def lives(
    standard: str | servstd.Standard, metric: str, events: Sequence[dict[str, object]], now: float
) -> list[tuple[float | None, float | None, str, float]]:
    """Return (started, stopped, phase, hours run) of every cycle of a metric."""
    clocks = decide(standard, events, now).clocks_of(metric)
    return [(hour(item.started_us), hour(item.stopped_us), item.phase, item.elapsed_us / 3_600_000_000) for item in clocks]
