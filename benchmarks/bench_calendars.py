"""Business time against its peers, in one process: ratios, not absolutes.

*Rule:* every figure is the best of several rounds over the same instants, and stands beside the peer's from the same run. Targets
are printed with the figures; nothing fails here.

Run: `python benchmarks/bench_calendars.py` (needs numpy and workclock).
"""

from __future__ import annotations

import argparse
import random
import time
from bisect import bisect_right
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as wall
from zoneinfo import ZoneInfo

import numpy as np
import workclock

from servstd.calendars import Calendar, read_calendar
from servstd.calendars.compiling import intervals_of
from servstd.calendars.model import Pattern, date_of
from servstd.calendars.official import official_days
from servstd.calendars.table import Kernel, Table
from servstd.calendars.zones import year_start_us

ZONE = "Asia/Shanghai"
HOURS = ["09:00-12:00", "13:00-18:00"]
HALF_HOUR_US = 30 * 60_000_000
QUARTER_US = 90 * 86_400_000_000
QUARTER_OPEN_US = 64 * 8 * 3_600_000_000


def best(*works: Callable[[], object], rounds: int = 25) -> list[float]:
    """Return for each work the least processor time of a call, in nanoseconds; they take turns, so that they meet the same machine."""
    found = [float("inf")] * len(works)
    for _ in range(rounds):
        for i, work in enumerate(works):
            for _ in range(3):  # the first pass after another's work finds the caches cold
                start = time.process_time()
                work()
                found[i] = min(found[i], time.process_time() - start)
    return [seconds * 1e9 for seconds in found]


def show(what: str, ours: float, peer: float, target: float, *, at_most: bool = False) -> None:
    """Print one line: our figure, the peer's, their ratio and the target."""
    ratio = ours / peer if at_most else peer / ours
    fine = ratio <= target if at_most else ratio >= target
    print(f"{what:<46}{ours:>12,.1f}{peer:>12,.1f}{ratio:>9.2f}x  {'<=' if at_most else '>='} {target:g}{'' if fine else '   MISSED'}")


def office() -> tuple[Calendar, workclock.Schedule]:
    """Return one office twice: split hours, China's public holidays (the same dates for both; no make-up days)."""
    free = [date_of(day) for year in range(2021, 2033) for day in sorted(official_days("CN", "", year)[0])]
    calendar = read_calendar({"time_zone": ZONE, "hours": {"mon-fri": HOURS}, "holidays": free}, name="office")
    rules = [workclock.WorkDay(wall(9), wall(12)), workclock.WorkDay(wall(13), wall(18)), workclock.Holidays(free)]
    schedule = workclock.Schedule(rules, time_zone=ZONE)
    return calendar, schedule


def bench_datetimes(calendar: Calendar, schedule: workclock.Schedule, starts: list[datetime]) -> None:
    rows = len(starts)
    for name, amount, span in (
        ("30 min", timedelta(minutes=30), timedelta(minutes=30)),
        ("90 days", timedelta(microseconds=QUARTER_OPEN_US), timedelta(days=90)),
    ):
        pairs = [(start, start + span) for start in starts]
        figures = best(
            lambda amount=amount: [calendar.add(start, amount) for start in starts],
            lambda amount=amount: [schedule.add(start, amount) for start in starts],
            lambda pairs=pairs: [calendar.between(start, end) for start, end in pairs],
            lambda pairs=pairs: [schedule.between(start, end) for start, end in pairs],
        )
        ours, peer, ours_between, peer_between = (figure / rows for figure in figures)
        show(f"add, aware datetime, {name} (workclock)", ours, peer, 4)
        show(f"between, aware datetime, {name} (workclock)", ours_between, peer_between, 2)


def bench_integers(calendar: Calendar, starts: list[int]) -> None:
    rows, timeline = len(starts), calendar.timeline
    table = timeline.table(min(starts), max(starts) + QUARTER_US)
    opens, sums = list(table.opens[1:-1]), list(table.sums[1:])
    for name, amount, span in (("30 min", HALF_HOUR_US, HALF_HOUR_US), ("90 days", QUARTER_OPEN_US, QUARTER_US)):
        pairs = [(start, start + span) for start in starts]
        goals = [(start, sums[bisect_right(opens, start)] + amount) for start in starts]
        figures = best(
            lambda pairs=pairs: [timeline.between(start, end) for start, end in pairs],
            lambda pairs=pairs: [bisect_right(opens, end) - bisect_right(opens, start) for start, end in pairs],
            lambda amount=amount: [timeline.add(start, amount) for start in starts],
            lambda goals=goals: [bisect_right(opens, start) + bisect_right(sums, goal) for start, goal in goals],
        )
        ours, two, ours_add, two_add = (figure / rows for figure in figures)
        show(f"between, integers, {name} (two bisects)", ours, two, 2, at_most=True)
        show(f"add, integers, {name} (two bisects)", ours_add, two_add, 2, at_most=True)


def bench_batch(calendar: Calendar, schedule: workclock.Schedule, rows: int) -> None:
    generator = np.random.default_rng(1)
    starts = generator.integers(year_start_us(2025), year_start_us(2028), rows)
    ends = starts + generator.integers(0, QUARTER_US, rows)
    amounts = generator.integers(1, QUARTER_OPEN_US, rows)
    opens = np.array(calendar.timeline.table(int(starts.min()), int(ends.max())).opens[1:-1])
    few = min(rows, 20_000)
    columns = [column[:few].view("M8[us]") for column in (starts, ends)], amounts[:few].view("m8[us]")
    (some_starts, some_ends), some_amounts = columns
    ours, added, two, peer, peer_added = best(
        lambda: calendar.between_many(starts, ends),
        lambda: calendar.add_many(starts, amounts),
        lambda: np.searchsorted(opens, ends) - np.searchsorted(opens, starts),
        lambda: schedule.between_many(some_starts, some_ends),
        lambda: schedule.add_many(some_starts, some_amounts),
        rounds=9,
    )
    show("between_many (workclock's batch)", ours / rows, peer / few, 300)
    show("between_many (two np.searchsorted)", ours / rows, two / rows, 8)
    show("add_many (workclock's batch)", added / rows, peer_added / few, 300)
    show("add_many (two np.searchsorted)", added / rows, two / rows, 8)


def bench_compile() -> None:
    nobody = Kernel(lambda us, _: us, lambda start, _: start, lambda _: False)
    saturdays = {"from": "2026-01-05", "weeks": [{"sat": ["09:00-18:00"]}, {}]}
    for name, data in (
        ("split hours, holidays of CN", {"time_zone": ZONE, "hours": {"mon-fri": HOURS}, "holidays": {"country": "CN"}}),
        ("nights, in New York", {"time_zone": "America/New_York", "hours": {"mon-sun": ["22:00-06:00"]}}),
        ("24/7 less a date", {"time_zone": ZONE, "hours": "24/7", "dates": {"2026-01-01": []}}),
        ("one shift, alternating weeks", {"time_zone": ZONE, "hours": {"mon-fri": ["09:00-18:00"]}, "alternate": [saturdays]}),
    ):
        pattern = read_calendar(data).pattern
        intervals_of(pattern, 2021, 2033)  # looks the holidays and the zone's offsets up

        def compiled(pattern: Pattern = pattern) -> None:
            opens, closes = intervals_of(pattern, 2021, 2033)
            Table(year_start_us(2021), high=year_start_us(2033), opens=opens, closes=closes).kernel(nobody)

        show(f"compile a year, us: {name}", best(compiled)[0] / 12_000, 200, 1, at_most=True)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000, help="instants for the scalar figures; 1,000 times as many for columns")
    rows = parser.parse_args().rows
    random.seed(1)
    starts = [random.randrange(year_start_us(2025), year_start_us(2028)) for _ in range(rows)]
    zone = ZoneInfo(ZONE)
    calendar, schedule = office()
    print(f"{'ns a row (compile: us a year)':<46}{'servstd':>12}{'peer':>12}{'ratio':>10}  target")
    bench_datetimes(calendar, schedule, [datetime.fromtimestamp(us / 1e6, zone) for us in starts])
    bench_integers(calendar, starts)
    bench_batch(calendar, schedule, rows * 1_000)
    bench_compile()


if __name__ == "__main__":
    main()
