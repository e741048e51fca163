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
from servstd.calendars.table import Kernel, Table
from servstd.calendars.zones import year_start_us

ZONE = "Asia/Shanghai"
HOURS = ["09:00-12:00", "13:00-18:00"]
HALF_HOUR_US = 30 * 60_000_000
QUARTER_US = 90 * 86_400_000_000
QUARTER_OPEN_US = 64 * 8 * 3_600_000_000


def best(work: Callable[[], object], rows: int, rounds: int = 7) -> float:
    """Return nanoseconds a row: the best of some rounds."""
    found = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        found = min(found, time.process_time() - start)
    return found / rows * 1e9


def show(what: str, ours: float, peer: float, target: float, *, at_most: bool = False) -> None:
    ratio = ours / peer if at_most else peer / ours
    fine = ratio <= target if at_most else ratio >= target
    print(f"{what:<44}{ours:>12,.1f}{peer:>12,.1f}{ratio:>9.2f}x  {'<=' if at_most else '>='} {target:g}{'' if fine else '   MISSED'}")


def office() -> tuple[Calendar, workclock.Schedule]:
    calendar = read_calendar({"time_zone": ZONE, "hours": {"mon-fri": HOURS}}, name="office")
    schedule = workclock.Schedule([workclock.WorkDay(wall(9), wall(12)), workclock.WorkDay(wall(13), wall(18))], time_zone=ZONE)
    return calendar, schedule


def bench_datetimes(calendar: Calendar, schedule: workclock.Schedule, starts: list[datetime]) -> None:
    rows = len(starts)
    for name, amount, span, targets in (
        ("30 min", timedelta(minutes=30), timedelta(minutes=30), (4, 2)),
        ("90 days", timedelta(microseconds=QUARTER_OPEN_US), timedelta(days=90), (4, 2)),
    ):
        ends = [start + span for start in starts]
        pairs = list(zip(starts, ends, strict=True))
        ours = best(lambda: [calendar.add(start, amount) for start in starts], rows)
        show(f"add, aware datetime, {name}", ours, best(lambda: [schedule.add(start, amount) for start in starts], rows), targets[0])
        ours = best(lambda: [calendar.between(start, end) for start, end in pairs], rows)
        show(f"between, aware datetime, {name}", ours, best(lambda: [schedule.between(start, end) for start, end in pairs], rows), targets[1])


def bench_integers(calendar: Calendar, starts: list[int]) -> None:
    rows, timeline = len(starts), calendar.timeline
    add, between = timeline.add, timeline.between
    table = timeline.table(min(starts), max(starts) + QUARTER_US)
    opens, sums = list(table.opens), list(table.sums)
    for name, amount, span in (("30 min", HALF_HOUR_US, HALF_HOUR_US), ("90 days", QUARTER_OPEN_US, QUARTER_US)):
        ends = [start + span for start in starts]
        pairs = list(zip(starts, ends, strict=True))
        two = best(lambda: [bisect_right(opens, end) - bisect_right(opens, start) for start, end in pairs], rows)
        show(f"between, integers, {name} (two bisects)", best(lambda: [between(start, end) for start, end in pairs], rows), two, 2, at_most=True)
        goals = [sums[bisect_right(opens, start)] + amount for start in starts]
        both = list(zip(starts, goals, strict=True))
        two = best(lambda: [bisect_right(opens, start) + bisect_right(sums, goal) for start, goal in both], rows)
        show(f"add, integers, {name} (two bisects)", best(lambda: [add(start, amount) for start in starts], rows), two, 2, at_most=True)


def bench_batch(calendar: Calendar, schedule: workclock.Schedule, rows: int) -> None:
    generator = np.random.default_rng(1)
    starts = generator.integers(year_start_us(2025), year_start_us(2028), rows)
    ends = starts + generator.integers(0, QUARTER_US, rows)
    amounts = generator.integers(1, QUARTER_OPEN_US, rows)
    table = calendar.timeline.table(int(starts.min()), int(ends.max()))
    opens = np.array(table.opens)
    ours = best(lambda: calendar.between_many(starts, ends), rows, 3)
    searched = best(lambda: np.searchsorted(opens, ends) - np.searchsorted(opens, starts), rows, 3)
    few = min(rows, 20_000)
    zone = ZoneInfo(ZONE)
    some_starts = [datetime.fromtimestamp(us / 1e6, zone) for us in starts[:few].tolist()]
    some_ends = [datetime.fromtimestamp(us / 1e6, zone) for us in ends[:few].tolist()]
    some_amounts = [timedelta(microseconds=us) for us in amounts[:few].tolist()]
    show("between_many (workclock's batch)", ours, best(lambda: schedule.between_many(some_starts, some_ends), few, 3), 300)
    show("between_many (two np.searchsorted)", ours, searched, 8)
    ours = best(lambda: calendar.add_many(starts, amounts), rows, 3)
    show("add_many (workclock's batch)", ours, best(lambda: schedule.add_many(some_starts, some_amounts), few, 3), 300)
    show("add_many (two np.searchsorted)", ours, searched, 8)


def bench_compile() -> None:
    nobody = Kernel(lambda us, _: us, lambda start, _: start, lambda _: False)
    plain = {"time_zone": ZONE, "hours": {"mon-fri": HOURS}, "holidays": {"country": "CN"}}
    for name, data in (
        ("split hours, holidays of CN", plain),
        ("nights, in New York", {"time_zone": "America/New_York", "hours": {"mon-sun": ["22:00-06:00"]}}),
        ("24/7 less a date", {"time_zone": ZONE, "hours": "24/7", "dates": {"2026-01-01": []}}),
        ("one shift, alternating weeks", {"time_zone": ZONE, "hours": {"mon-fri": ["09:00-18:00"]}, "alternate": [{"from": "2026-01-05", "weeks": [{"sat": ["09:00-18:00"]}, {}]}]}),
    ):
        pattern = read_calendar(data).pattern
        intervals_of(pattern, 2021, 2033)  # looks the holidays and the zone's offsets up

        def compiled(pattern: object = pattern) -> None:
            opens, closes = intervals_of(pattern, 2021, 2033)  # type: ignore[arg-type]
            Table(year_start_us(2021), high=year_start_us(2033), opens=opens, closes=closes).kernel(nobody)

        show(f"compile a year, us: {name}", best(compiled, 12_000, 20), 200, 1, at_most=True)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000, help="instants for the scalar figures; 50 times as many for columns")
    rows = parser.parse_args().rows
    random.seed(1)
    starts = [random.randrange(year_start_us(2025), year_start_us(2028)) for _ in range(rows)]
    zone = ZoneInfo(ZONE)
    calendar, schedule = office()
    print(f"{'ns a row (compile: us a year)':<44}{'servstd':>12}{'peer':>12}{'ratio':>10}  target")
    bench_datetimes(calendar, schedule, [datetime.fromtimestamp(us / 1e6, zone) for us in starts])
    bench_integers(calendar, starts)
    bench_batch(calendar, schedule, rows * 50)
    bench_compile()


if __name__ == "__main__":
    main()
