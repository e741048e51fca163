"""Plan a chain of five steps that is repeated over a year, plan many cases, and decide cases that no chain touches.

A plain loop that adds the waits and makes the lines stands beside the plan, the same standard without chains beside the cases.

Run: python benchmarks/bench_escalation.py [--quick]
"""

from __future__ import annotations

import sys
import timeit
from collections.abc import Callable, Mapping

import servstd
from servstd.escalation.planned import PlannedNotice
from servstd.instants import HOUR_US, to_us

HEAD = """
format: 1
standard: desk
version: "1"
effective_from: 2026-01-01
time_zone: Asia/Shanghai
calendars: {office: {hours: {mon-fri: ["09:00-18:00"]}}}
sla: {policies: [{name: all, default: true, calendar: office, targets: {first_response: 1h, resolution: 16h}}]}
"""
PEOPLE = """
people:
  li: {roles: [specialist], contacts: {sms: "1"}}
  wang: {roles: [supervisor], contacts: {sms: "2"}}
  qian: {roles: [manager], contacts: {sms: "3"}}
  zhao: {roles: [general], contacts: {sms: "4"}}
notifiers: {sms: {type: console, contact: sms}}
"""
CHAIN = """
escalation:
  ladder: [specialist, supervisor, manager, general]
  chains:
    - name: late
      trigger: {metric: resolution, at: 50%}
      stop_on: [resolved]
      repeat: {times: 52, after: 41h}
      steps:
        - {notify: [owner], via: [sms]}
WAITS
"""
WAITS = "".join(f"        - {{after: 1h, level: {level}, via: [sms]}}\n" for level in ("specialist", "supervisor", "manager", "general"))
POINTS = "".join(
    f"        - {{at: {point}, level: {level}, via: [sms]}}\n"
    for point, level in (("75%", "specialist"), ("2h remaining", "supervisor"), ("missed", "manager"), ("2h overdue", "general"))
)
OPENED = {"case": "7", "at": "2026-01-05T09:00:00+08:00", "kind": "opened", "by": "customer", "id": "e1", "data": {"owner": "li"}}
NOW, UNTIL = "2026-01-05T09:00:00+08:00", "2027-01-05T09:00:00+08:00"
BOUND = 10.0


def best(run: Callable[[], object], number: int = 1, repeat: int = 7) -> float:
    """Return the least seconds one call took."""
    return min(timeit.repeat(run, number=number, repeat=repeat)) / number


def history(case: int) -> list[Mapping[str, object]]:
    """Return a case that is answered, waits for the customer and is solved."""
    steps = (("opened", "09:00", {"owner": "li"}), ("message", "09:20", {"public": True}), ("changed", "10:00", {"priority": "high"}),
             ("resolved", "11:00", {}))  # fmt: skip
    return [
        {
            "case": str(case), "at": f"2026-01-{5 + case % 5:02}T{at}:00+08:00", "kind": kind, "id": f"e{i}", "data": data,
            "by": "customer" if i == 0 else "agent",
        }
        for i, (kind, at, data) in enumerate(steps)
    ]  # fmt: skip


def plain(standard: servstd.Standard, lines: int) -> list[PlannedNotice]:
    """Return as many lines by a loop that adds an hour of open time each and looks at no event."""
    calendar = standard.compiled.timelines["office"]
    at, out = to_us(NOW), list[PlannedNotice]()
    for i in range(lines):
        at = calendar.add(at, HOUR_US)
        key = "|".join(("", "7", "resolution", "e1", "notice", "late", "50%", str(i // 5), str(i % 5 + 1), "li"))
        out.append(PlannedNotice(at_us=at, since_us=at, case="7", chain="late", step=str(i % 5 + 1), recipient="li", via=("sms",), key=key))
    return out


def main() -> None:
    """Print one line a measurement."""
    many = 1_000 if "--quick" in sys.argv else 10_000
    for name, steps in (("waits", WAITS), ("points", POINTS)):
        desk = servstd.loads(HEAD + PEOPLE + CHAIN.replace("WAITS\n", steps))
        plan = desk.escalation.plan([OPENED], now=NOW, until=UNTIL)
        lines = len(plan.told)
        assert lines > 200, plan.text()
        year, loop = best(lambda d=desk: d.escalation.plan([OPENED], now=NOW, until=UNTIL)), best(lambda d=desk, n=lines: plain(d, n))
        print(f"{name:7} a year  {year * 1e3:8.2f} ms   {lines} lines; a plain loop {loop * 1e3:.2f} ms, {year / loop:.1f} times as long")
    once = servstd.loads(HEAD + PEOPLE + CHAIN.replace("WAITS\n", POINTS).replace("      repeat: {times: 52, after: 41h}\n", ""))
    cases = [history(i)[:1] for i in range(many)]
    took = best(lambda: [once.escalation.plan(case, now=case[0]["at"]) for case in cases], repeat=1)  # type: ignore[arg-type]
    print(f"plans    {took:8.2f} s    {many:,} cases, {took / many * 1e6:.0f} us each; bound for 10,000: {BOUND:.0f} s")
    assert took <= BOUND
    bare, unused = servstd.loads(HEAD + PEOPLE), servstd.loads(HEAD + PEOPLE + CHAIN.replace("WAITS\n", POINTS))
    told = [history(i) for i in range(many // 5)]
    without = best(lambda: [bare.decide(case, now=UNTIL).effects for case in told], repeat=5)
    beside = best(lambda: [unused.decide(case, now=UNTIL).effects for case in told], repeat=5)
    each = without / len(told) * 1e6
    print(f"decide   {each:8.1f} us   a case, no chains; {beside / without:.2f} times as long with a chain that does not start")


if __name__ == "__main__":
    main()
