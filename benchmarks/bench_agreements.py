"""Time cases with and without agreements, and measure the memory that 1,500 customers' own calendars take.

Run: python benchmarks/bench_agreements.py
"""

from __future__ import annotations

import json
import resource
import time
from datetime import UTC, datetime, timedelta

import servstd
from servstd import Event
from servstd.document import read_editions

START = datetime(2026, 1, 6, 1, tzinfo=UTC)
HEAD = """format: 1
standard: bench
version: "1"
effective_from: 2026-01-01
time_zone: Asia/Shanghai
calendars:
  office: {hours: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}
  agreed: {from: agreement.calendar, else: office}
sla:
  policies: [{name: rest, default: true, calendar: office, targets: {first_response: 1h, resolution: 3wd}}]
"""


def memory() -> float:
    """Return the most memory that was in use, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def table(count: int) -> str:
    """Return so many agreements with as many different calendars, as JSON Lines."""
    lines: list[str] = []
    for i in range(count):
        opening = divmod(6 * 60 + i % 300, 60)
        shifts = [f"{opening[0]:02}:{opening[1]:02}-12:00", f"13:00-{17 + i // 300:02}:00"]
        row = {
            "customer": f"K{i}", "contract": f"HT-{i}", "clause": "6.2", "from": "2026-01-01", "calendar": {"hours": {"mon-sat": shifts}},
            "targets": {"resolution": {"within": "1wd", "calendar": "agreed", "end_of_day": True}},
        }  # fmt: skip
        lines.append(json.dumps(row))
    return "\n".join(lines)


def case(customer: str) -> list[Event]:
    """Return the events of one case."""
    return [
        Event("opened", case="1", at=START, by="customer", id="e0", data={"customer": customer}),
        Event("message", case="1", at=START + timedelta(minutes=20), by="agent", id="e1", data={"public": True}),
        Event("resolved", case="1", at=START + timedelta(days=3), by="agent", id="e2"),
    ]


def each(standard: servstd.Standard, customers: list[str]) -> float:
    """Return the microseconds that one case of each of these customers takes, on average."""
    now = START + timedelta(days=5)
    histories = [case(customer) for customer in customers]
    begin = time.perf_counter()
    for history in histories:
        standard.decide(history, now=now)
    return (time.perf_counter() - begin) / len(histories) * 1e6


def main() -> None:
    """Print the figures."""
    plain = servstd.loads(HEAD)
    each(plain, ["K0"] * 200)
    print(f"one case, no agreements in the standard     {min(each(plain, ['X'] * 2000) for _ in range(5)):9.1f} us")
    begin, before = time.perf_counter(), memory()
    (edition,) = read_editions([("s.yaml", HEAD + "  agreements: {from: a.jsonl}\n"), ("a.jsonl", table(1500))])
    standard = servstd.Standard((edition,))
    print(f"read 1,500 agreements with their calendars  {time.perf_counter() - begin:9.2f} s   {memory() - before:7.0f} MB more")
    calendars = {row.calendar for row in edition.agreements.rows}
    print(f"different calendars                         {len(calendars):9}")
    before = memory()
    each(standard, ["X"] * 200)
    print(f"one case of a customer without agreement    {min(each(standard, ['X'] * 2000) for _ in range(5)):9.1f} us")
    each(standard, ["K1"] * 200)
    print(f"one case of a customer with an agreement    {min(each(standard, ['K1'] * 2000) for _ in range(5)):9.1f} us")
    for said in ("1,500 customers in turn, each its calendar ", "the same again                             "):
        took = each(standard, [f"K{i}" for i in range(1500)])
        print(f"{said} {took:9.1f} us  {memory() - before:7.0f} MB more")


if __name__ == "__main__":
    main()
