"""Time decide, advance + settle and a long case; figures are per call, the least of several rounds.

Run: python benchmarks/bench_decide.py
"""

from __future__ import annotations

import timeit
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import servstd
from servstd import Event

METRICS = ("first_response", "next_response", "resolution", "time_to_own")
NOW = datetime(2026, 1, 9, 9, tzinfo=UTC)


def make_standard(policies: int = 20) -> servstd.Standard:
    """Return a standard of 20 policies over a split working day, with four metrics."""
    lines = [
        'format: 1\nstandard: bench\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: Asia/Shanghai',
        'calendars: {office: {hours: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}}',
        "statuses: {waiting_customer: [pending], on_hold: [vendor]}",
        "sla:\n  policies:",
    ]
    lines.extend(
        f"    - {{name: p{i}, when: {{product: p{i}, priority: [high, urgent]}}, calendar: office, targets: {{"
        f"first_response: {10 + i}m, next_response: 1h, resolution: {4 + i}h, time_to_own: 30m}}}}"
        for i in range(policies - 1)
    )
    rest = "first_response: 1h, next_response: 2h, resolution: 3wd, time_to_own: 2h"
    lines.append(f"    - {{name: rest, default: true, calendar: office, targets: {{{rest}}}}}")
    return servstd.loads("\n".join(lines))


def make_events() -> list[Event]:
    """Return six events of an ordinary case."""
    start = datetime(2026, 1, 6, 1, tzinfo=UTC)
    steps: list[tuple[int, str, str, dict[str, str | int | bool]]] = [
        (0, "opened", "customer", {"priority": "high", "product": "p7"}),
        (5, "assigned", "agent", {"owner": "li"}),
        (20, "message", "agent", {"public": True}),
        (30, "changed", "agent", {"status": "pending"}),
        (90, "message", "customer", {"public": True}),
        (95, "changed", "agent", {"status": "open"}),
    ]
    return [
        Event(kind, case="1", at=start + timedelta(minutes=minutes), by=by, id=f"e{i}", data=data)
        for i, (minutes, kind, by, data) in enumerate(steps)
    ]


def long_case(events: int) -> list[Event]:
    """Return a case in which customer and agent write in turn."""
    start = datetime(2026, 1, 6, 1, tzinfo=UTC)
    opened = Event("opened", case="1", at=start, by="customer", id="o")
    turns = [
        Event(
            "message",
            case="1",
            at=start + timedelta(minutes=7 * i),
            by="customer" if i % 2 == 0 else "agent",
            id=f"m{i}",
            data={"public": True},
        )
        for i in range(1, events)
    ]
    return [opened, *turns]


def best(call: Callable[[], object], number: int, rounds: int = 7) -> float:
    """Return microseconds a call, the least of the rounds."""
    return min(timeit.repeat(call, number=number, repeat=rounds)) / number * 1e6


def main() -> None:
    """Print the figures."""
    standard = make_standard()
    events = make_events()
    standard.decide(events, now=NOW)
    print(f"decide, 6 Event objects, 4 metrics, 20 policies: {best(lambda: standard.decide(events, now=NOW), 2000):.1f} us")
    read = best(lambda: [(c.state, c.due_us, c.elapsed_us) for c in standard.decide(events, now=NOW).clocks], 2000)
    print(f"the same, and state, due and elapsed of every clock read: {read:.1f} us")
    state = standard.start()
    for event in events[:5]:
        state = standard.advance(state, event)
    print(f"advance + settle on a running case: {best(lambda: standard.settle(standard.advance(state, events[5]), now=NOW), 2000):.1f} us")
    now = datetime(2026, 12, 1, tzinfo=UTC)
    short, long = long_case(1000), long_case(2000)
    one = best(lambda: standard.decide(short, now=now), 5)
    two = best(lambda: standard.decide(long, now=now), 5)
    print(f"a case of 2,000 events: {two / 1000:.2f} ms; {two / one:.2f} times one of 1,000")


if __name__ == "__main__":
    main()
