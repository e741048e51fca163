"""A compiled rota: layers, changes, months, and rotas that make no sense."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

from servstd.calendars import read_calendar
from servstd.calendars.model import day_of
from servstd.durations import Span
from servstd.errors import UsageError
from servstd.escalation.rotas import Change, CompiledRota, Layer, Limits, Posts, Rota, ShiftTime, Turn, compile_rota, wall_of
from servstd.escalation.rotas.turns import Grid
from servstd.instants import DAY_US, HOUR_US, to_us

MONDAY = to_us("2026-01-05T00:00Z")
DAY_SHIFT = ShiftTime("day", start=8 * HOUR_US, end=20 * HOUR_US)


def layer(name: str, *people: tuple[str, ...], **more: Any) -> Layer:
    return Layer(name, people=people, **{"start": MONDAY, **more})


def layered(*layers: Layer, **more: Any) -> CompiledRota:
    return compile_rota(Rota("r", time_zone="UTC", layers=layers, **more))


def brief(compiled: CompiledRota, hours: int = 24) -> list[tuple[str, str, float, float]]:
    found = compiled.shifts(MONDAY, MONDAY + hours * HOUR_US)
    return [(item.person, item.name, (item.start_us - MONDAY) / HOUR_US, (item.end_us - MONDAY) / HOUR_US) for item in found]


def change(kind: Any, person: str, other: str = "", start: int | None = None, end: int | None = None) -> Change:
    times = [None if hour is None else MONDAY + hour * HOUR_US for hour in (start, end)]
    return Change(kind, person=person, other=other, start=times[0], end=times[1])


def test_several_people_are_on_duty_together_and_take_turns() -> None:
    compiled = layered(layer("l", ("li", "chen", "li"), ("sun",), every=Turn(12, "hour")))
    assert brief(compiled, 36) == [
        ("li", "l", 0, 12),
        ("chen", "l", 0, 12),
        ("sun", "l", 12, 24),
        ("li", "l", 24, 36),
        ("chen", "l", 24, 36),
    ]
    assert compiled.who(MONDAY - 1) == ()
    assert [item.goes_on for item in compiled.shifts(MONDAY + HOUR_US, MONDAY + 2 * HOUR_US)] == [True, True]
    assert [item.begins_before for item in compiled.shifts(MONDAY + HOUR_US, MONDAY + 2 * HOUR_US)] == [True, True]


def test_a_layer_in_another_zone_hands_over_at_its_own_wall_time() -> None:
    start = wall_of(datetime(2026, 1, 5, 9))
    compiled = layered(layer("l", ("li",), ("chen",), every=Turn(1, "day"), start=start, time_zone="Asia/Shanghai"))
    assert compiled.who(to_us("2026-01-05T09:00+08:00")) == ("li",)
    assert compiled.who(to_us("2026-01-06T08:59+08:00")) == ("li",)
    assert compiled.who(to_us("2026-01-06T09:00+08:00")) == ("chen",)


def test_an_item_with_nobody_leaves_the_lower_layer_on_duty() -> None:
    upper = layer("upper", ("li",), (), every=Turn(6, "hour"), priority=1)
    assert brief(layered(layer("lower", ("chen",)), upper)) == [
        ("li", "upper", 0, 6),
        ("chen", "lower", 6, 12),
        ("li", "upper", 12, 18),
        ("chen", "lower", 18, 24),
    ]


def test_changes_apply_by_kind_whatever_their_order() -> None:
    changes = (
        change("absent", "li", start=6, end=12),
        change("add", "he", start=2, end=4),
        change("remove", "chen", start=10),
        change("replace", "xu", "li", end=8),
        change("swap", "li", "chen", 0, 24),
    )
    for order in (changes, changes[::-1]):
        # chen has li's duty by the swap, so that nobody is left to be replaced; he comes besides; chen is taken off from 10 on
        compiled = layered(layer("l", ("li",)), changes=order)
        assert brief(compiled) == [("chen", "l", 0, 10), ("he", "", 2, 4)]
    assert layered(layer("l", ("li",)), changes=(change("add", "he"),)).who(MONDAY - DAY_US) == ("he",)


def test_changes_that_name_nobody_on_duty_are_told() -> None:
    idle = change("replace", "xu", "sun", 0, 4)
    nobody = change("remove", "he", start=2, end=3)
    strangers = change("swap", "he", "xu", 2, 5)
    changes = (
        idle, nobody, strangers,
        change("replace", "he", "li", 1, 2), change("absent", "sun", start=1, end=2), change("add", "sun", start=1, end=2),
        change("replace", "xu", "sun", 0), change("replace", "xu", "sun", None, 9), change("replace", "xu", "sun", 20, 30),
        change("replace", "xu", "sun", -200, -180), change("add", "sun", start=30, end=31), change("add", "sun", start=3, end=3),
    )  # fmt: skip
    compiled = layered(layer("l", ("li",)), changes=changes)
    coverage = compiled.coverage(MONDAY, MONDAY + DAY_US)
    assert coverage.idle == (idle, nobody, strangers)
    assert not coverage.is_fine
    assert compiled.idle(MONDAY, MONDAY + HOUR_US) == ()


def test_a_person_on_duty_twice_is_named_once() -> None:
    compiled = layered(layer("a", ("li",)), layer("b", ("li",), ("chen",), every=Turn(1, "day")))
    assert compiled.who(MONDAY) == ("li",)
    assert compiled.who(MONDAY + DAY_US) == ("li", "chen")
    coverage = compiled.coverage(MONDAY, MONDAY + 7 * DAY_US)
    li, chen = coverage.loads
    assert (li.hours_per_week, chen.hours_per_week) == (168.0, 72.0)  # no minute counts twice
    assert [week.days_off for week in (*li.weeks, *chen.weeks)] == [0, 4]


def test_handovers_of_layers_are_told_where_they_are_written() -> None:
    day = layer("day", ("li",), hours=read_calendar({"time_zone": "UTC", "hours": {"mon-sun": ["08:00-20:00"]}}, name="d"))
    night = layer("night", ("chen",), hours=read_calendar({"time_zone": "UTC", "hours": {"mon-sun": ["19:30-08:00"]}}, name="n"))
    assert layered(day, night).coverage(MONDAY, MONDAY + DAY_US).handovers == ()
    wanted = {("day", "night"): Span(HOUR_US)}
    coverage = layered(day, night, minimum_handover=wanted).coverage(MONDAY, MONDAY + DAY_US)
    assert [(item.before, item.minutes, item.is_short) for item in coverage.handovers] == [("day", 30.0, True)]


def test_rests_and_hours_of_layers() -> None:
    office = read_calendar({"time_zone": "UTC", "hours": {"mon-fri": ["09:00-17:00"]}}, name="office")
    compiled = layered(layer("l", ("li",), hours=office), limits=Limits(hours_per_week=39.5, rest_between=Span(17 * HOUR_US)))
    coverage = compiled.coverage(MONDAY, MONDAY + 14 * DAY_US)
    (load,) = coverage.loads
    assert [week.hours for week in load.weeks] == [40.0, 40.0]
    assert {rest.hours for rest in coverage.short_rests} == {16.0}
    assert len(coverage.over_hours) == 2
    assert [week.days_off for week in load.weeks] == [2, 2]


def test_a_shift_within_a_longer_one_has_no_rest() -> None:
    long = ShiftTime("long", start=0, end=20 * HOUR_US)
    rota = Rota("r", time_zone="UTC", shifts=(long,), pattern=("long",), people=("li",), start=MONDAY // DAY_US)
    rota = attrs.evolve(rota, changes=(change("add", "li", start=2, end=3),), limits=Limits(rest_between=Span(5 * HOUR_US)))
    coverage = compile_rota(rota).coverage(MONDAY, MONDAY + 2 * DAY_US)
    assert [rest.hours for rest in coverage.short_rests] == [-18.0, 4.0]
    assert coverage.loads[0].us == 40 * HOUR_US


def test_a_month_from_the_31st_takes_the_last_day_and_comes_back() -> None:
    grid = Grid(wall_of(datetime(2026, 1, 31, 9)), turn=Turn(1, "month"))
    days = [datetime.fromtimestamp(grid.at(n) / 1_000_000, UTC).date() for n in range(-2, 5)]
    assert [f"{day:%m-%d}" for day in days] == ["11-30", "12-31", "01-31", "02-28", "03-31", "04-30", "05-31"]
    compiled = layered(layer("l", ("li",), ("chen",), every=Turn(1, "month"), start=grid.start))
    assert compiled.who(to_us("2026-02-28T08:59Z")) == ("li",)
    assert compiled.who(to_us("2026-02-28T09:00Z")) == compiled.who(to_us("2026-03-31T08:59Z")) == ("chen",)
    assert compiled.who(to_us("2026-03-31T09:00Z")) == ("li",)


def test_quarters_and_years_are_months() -> None:
    start = wall_of(datetime(2024, 2, 29))
    assert Grid(start, turn=Turn(1, "year")).at(1) == wall_of(datetime(2025, 2, 28))
    assert Grid(start, turn=Turn(1, "year")).at(4) == wall_of(datetime(2028, 2, 29))
    assert Grid(start, turn=Turn(2, "quarter")).at(1) == wall_of(datetime(2024, 8, 29))
    assert Grid(start, turn=Turn(99_999, "year")).at(1) == wall_of(datetime(9999, 12, 29))
    assert Grid(start, turn=Turn(99_999, "year")).at(-1) == wall_of(datetime(1, 1, 29))


@pytest.mark.parametrize(
    "rota",
    [
        Rota("r", time_zone="UTC"),
        Rota("r", time_zone="UTC", shifts=(DAY_SHIFT,), pattern=("day",)),
        Rota("r", time_zone="UTC", shifts=(DAY_SHIFT,), people=("li",)),
        Rota("r", time_zone="UTC", shifts=(DAY_SHIFT,), pattern=("dya",), people=("li",)),
        Rota("r", time_zone="UTC", shifts=(attrs.evolve(DAY_SHIFT, end=DAY_SHIFT.start),), pattern=("day",), people=("li",)),
        Rota("r", time_zone="UTC", shifts=(attrs.evolve(DAY_SHIFT, end=10**18),), pattern=("day",), people=("li",)),
        Rota("r", time_zone="UTC", shifts=(attrs.evolve(DAY_SHIFT, start=-1),), pattern=("day",), people=("li",)),
        Rota("r", time_zone="UTC", layers=(layer("l"),)),
        Rota("r", time_zone="UTC", layers=(layer("l", ()),)),
        Rota("r", time_zone="UTC", layers=(layer("l", ("li",), ("chen",), every=Turn(0, "hour")),)),
        Rota("r", time_zone="UTC", layers=(layer("l", ("li",), ("chen",), every=Turn(-3, "month")),)),
        Rota("r", time_zone="UTC", layers=(layer("l", ("li",), until=MONDAY),)),
        Rota("r", time_zone="UTC", layers=(layer("l", ("li",), until=MONDAY - DAY_US),)),
        Rota("r", time_zone="UTC", layers=(layer("l", ("li",), start=MONDAY + 9 * DAY_US),)),
    ],
)
def test_a_rota_that_makes_no_sense_has_nobody_on_duty(rota: Rota) -> None:
    rota = attrs.evolve(rota, must_cover=read_calendar({"time_zone": "UTC", "hours": "24/7"}, name="always"))
    compiled = compile_rota(rota)
    assert compiled.who(MONDAY + 9 * HOUR_US) == ()
    assert compiled.shifts(MONDAY, MONDAY + DAY_US) == []
    coverage = compiled.coverage(MONDAY, MONDAY + DAY_US)
    assert sum(gap.hours for gap in coverage.gaps) == (coverage.end_us - coverage.start_us) / HOUR_US


def test_nothing_is_looked_at_before_a_rota_begins() -> None:
    rota = Rota("r", time_zone="UTC", shifts=(DAY_SHIFT,), pattern=("off", "day"), people=("li",), start=day_of(date(2026, 2, 1)))
    coverage = compile_rota(rota).coverage(MONDAY, MONDAY + DAY_US)
    assert (coverage.start_us, coverage.end_us, coverage.loads, coverage.is_fine) == (MONDAY + DAY_US, MONDAY + DAY_US, (), True)
    assert compile_rota(rota).coverage(MONDAY, MONDAY + 40 * DAY_US).start_us == to_us("2026-02-01T08:00Z")


def test_a_time_that_ends_before_it_starts_has_no_shifts() -> None:
    assert layered(layer("l", ("li",))).shifts(MONDAY, MONDAY) == []


@pytest.mark.parametrize("text", ["0002-01-01T00:00Z", "9997-12-31T23:59Z"])
def test_the_first_and_the_last_instant_have_an_answer(text: str) -> None:
    start = wall_of(datetime(1, 1, 1))
    office = read_calendar({"time_zone": "Asia/Shanghai", "hours": {"mon-sun": ["00:00-24:00"]}}, name=text)
    posts = Posts(("e",), every=Turn(1, "month"), start=0)
    rota = Rota("r", time_zone="Asia/Shanghai", shifts=(DAY_SHIFT,), pattern=("day",), people=("li",), start=start // DAY_US, posts=posts)
    rota = attrs.evolve(rota, layers=(layer("l", ("chen",), ("chen",), every=Turn(1, "week"), start=start, hours=office),))
    assert "chen" in compile_rota(rota).who(to_us(text))


@pytest.mark.parametrize("us", [-(10**18), 10**18])
def test_instants_that_no_zone_can_tell_are_refused(us: int) -> None:
    compiled = layered(layer("l", ("li",)))
    for ask in (compiled.who, lambda at: compiled.shifts(at, at + 1), lambda at: compiled.coverage(at, at + 1)):
        with pytest.raises(UsageError) as caught:
            ask(us)
        assert caught.value.problem.code == "TIM004"


def test_what_was_worked_out_is_kept_within_bounds_and_is_no_part_of_a_copy() -> None:
    compiled = layered(layer("l", ("li",), ("chen",), every=Turn(1, "week")))
    first = compiled.who(MONDAY)
    for number in range(600):
        compiled.who(MONDAY + number * 32 * DAY_US)
    assert len(compiled._pieces) <= 512
    copy = pickle.loads(pickle.dumps(compiled))
    assert copy._pieces == {}
    assert copy.who(MONDAY) == compiled.who(MONDAY) == first


def test_a_handover_at_the_end_of_a_repeated_hour_comes_after_its_second_pass() -> None:
    # Berlin, 2026-10-25: 02:00 to 03:00 comes twice
    start = wall_of(datetime(2026, 10, 1, 3))
    rotation = layer("l", ("li",), ("chen",), every=Turn(1, "day"), start=start)
    at = [to_us(f"2026-10-25T{text}") for text in ("02:59+02:00", "02:00+01:00", "02:59+01:00", "03:00+01:00")]
    for hours in (None, read_calendar({"time_zone": "UTC", "hours": {"mon-sun": ["00:30-01:30", "01:30-06:00"]}}, name="h")):
        compiled = compile_rota(Rota("r", time_zone="Europe/Berlin", layers=(attrs.evolve(rotation, hours=hours),)))
        assert [compiled.who(us) for us in at] == [("chen",)] * 3 + [("li",)]
        assert [item.person for item in compiled.shifts(at[2], at[2] + 120_000_000)] == ["chen", "li"]


def test_the_day_is_still_the_old_one_in_the_second_pass_of_its_last_hour() -> None:
    # Sao Paulo, 2018-02-18: at midnight back to 23:00
    shift = ShiftTime("s", start=23 * HOUR_US, end=26 * HOUR_US)
    rota = Rota("r", time_zone="America/Sao_Paulo", shifts=(shift,), pattern=("s",), people=("li",), start=day_of(date(2018, 2, 17)))
    coverage = compile_rota(rota).coverage(to_us("2018-02-17T23:30-03:00"), to_us("2018-02-18T00:00-03:00"))
    assert coverage.loads[0].days == 1
