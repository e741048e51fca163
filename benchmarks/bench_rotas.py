"""Ask rotas who is on duty, a year's shifts and a year's coverage, beside a plain scan of the same shifts in the same run.

Run: python benchmarks/bench_rotas.py
"""

from __future__ import annotations

import random
import timeit
from collections.abc import Callable
from datetime import date, datetime

from servstd.calendars import read_calendar
from servstd.calendars.model import day_of
from servstd.durations import Span
from servstd.escalation.rotas import Change, Layer, Limits, Rota, ShiftTime, Turn, compile_rota, wall_of
from servstd.instants import HOUR_US, to_us

ZONE = "Europe/Berlin"
START, END = to_us("2026-01-05T00:00+01:00"), to_us("2027-01-05T00:00+01:00")
HALF = HOUR_US // 2


def rotas() -> dict[str, Rota]:
    """Return a roster of three shifts and five people, and three layers of hourly to monthly turns, both with changes."""
    shifts = (
        ShiftTime("early", start=16 * HALF, end=33 * HALF),
        ShiftTime("late", start=31 * HALF, end=48 * HALF),
        ShiftTime("night", start=47 * HALF, end=64 * HALF),
    )
    people = ("li", "chen", "sun", "he", "xu")
    changes = tuple(
        Change("replace", person="chen", other="li", start=wall_of(datetime(2026, month, 10)), end=wall_of(datetime(2026, month, 12)))
        for month in range(1, 13)
    )
    always = read_calendar({"time_zone": ZONE, "hours": "24/7"}, name="always")
    office = read_calendar({"time_zone": ZONE, "hours": {"mon-fri": ["08:00-18:00"]}}, name="office")
    start = wall_of(datetime(2026, 1, 5, 9))
    single = tuple((person,) for person in people)
    return {
        "shifts": Rota(
            "shifts",
            time_zone=ZONE,
            shifts=shifts,
            pattern=("early", "late", "night", "off", "off"),
            people=people,
            start=day_of(date(2026, 1, 5)),
            changes=changes,
            must_cover=always,
            minimum_handover={("early", "late"): Span(HOUR_US)},
            limits=Limits(hours_per_week=44.0, rest_between=Span(11 * HOUR_US), days_off_per_week=1),
        ),
        "layers": Rota(
            "layers",
            time_zone=ZONE,
            layers=(
                Layer("hourly", people=single, every=Turn(1, "hour"), start=start, hours=office, priority=2),
                Layer("weekly", people=single[::-1], every=Turn(1, "week"), start=start),
                Layer("monthly", people=(people[:2], people[2:4]), every=Turn(1, "month"), start=start),
            ),
            changes=changes,
            must_cover=always,
        ),
    }


def best(run: Callable[[], object], number: int = 1, repeat: int = 5) -> float:
    """Return the least seconds one call took."""
    return min(timeit.repeat(run, number=number, repeat=repeat)) / number


def main() -> None:
    """Print one line a question; a scan walks the list of shifts."""
    draw = random.Random(5)
    for name, rota in rotas().items():
        compiled = compile_rota(rota)
        first = best(lambda rota=rota: compile_rota(rota).who(START), repeat=3)
        instants = [draw.randrange(START, END) for _ in range(2_000)]
        shifts = compiled.shifts(START, END)

        def ask(compiled=compiled, instants=instants) -> None:  # type: ignore[no-untyped-def]
            for us in instants:
                compiled.who(us)

        def scan(shifts=shifts, instants=instants[:200]) -> None:  # type: ignore[no-untyped-def]
            for us in instants:
                tuple(shift.person for shift in shifts if shift.start_us <= us < shift.end_us)

        assert all(set(compiled.who(us)) == {s.person for s in shifts if s.start_us <= us < s.end_us} for us in instants[:200])
        one, slow = best(ask, 5) / len(instants), best(scan) / 200
        times = f"{slow / one:,.0f} times as long"
        print(f"{name:7} who        {one * 1e6:8.2f} us   a scan of {len(shifts):,} shifts {slow * 1e6:8.1f} us, {times}")
        print(f"{name:7} first who  {first * 1e3:8.2f} ms   compiling and 32 days")
        year, whole = best(lambda c=compiled: c.shifts(START, END)), best(lambda c=compiled: c.coverage(START, END))
        print(f"{name:7} shifts     {year * 1e3:8.2f} ms   a year, {len(shifts):,} of them")
        print(f"{name:7} coverage   {whole * 1e3:8.2f} ms   a year, {whole / year:.1f} times the shifts")


if __name__ == "__main__":
    main()
