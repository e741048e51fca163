"""The rosters of the source documents: overlaps, hand-overs, an uncovered night, and what three or five people work."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs
import pytest

from servstd.calendars import Calendar, read_calendar
from servstd.calendars.model import day_of
from servstd.durations import Span
from servstd.escalation.rotas import Change, Coverage, Limits, Posts, Rota, ShiftTime, Turn, compile_rota, wall_of
from servstd.instants import DAY_US, HOUR_US, MINUTE_US, local_text, read_zone, to_us

ZONE = "Asia/Shanghai"
MONDAY = day_of(date(2026, 1, 5))
FIVE = ("li", "chen", "sun", "he", "xu")
PATTERN = ("early", "late", "night", "off", "休")


def shift(name: str, times: str) -> ShiftTime:
    start, end = (int(half[:2]) * HOUR_US + int(half[3:]) * MINUTE_US for half in times.split("-"))
    return ShiftTime(name, start=start, end=end if end > start else end + DAY_US)


def hours(days: str, *times: str) -> Calendar:
    return read_calendar({"time_zone": ZONE, "hours": {days: list(times)} if times else days}, name="cover")


def front_desk(**more: Any) -> Rota:
    rota = Rota(
        "front_desk",
        time_zone=ZONE,
        shifts=(shift("early", "08:00-16:30"), shift("late", "15:30-24:00"), shift("night", "23:30-08:00")),
        pattern=PATTERN,
        people=FIVE,
        start=MONDAY,
        must_cover=hours("24/7"),
        minimum_handover={("early", "late"): Span(HOUR_US), ("late", "night"): Span(HOUR_US // 2), ("night", "early"): Span(0)},
        limits=Limits(hours_per_week=44.0, rest_between=Span(11 * HOUR_US), days_off_per_week=1),
    )
    return attrs.evolve(rota, **more)


def stewards(**more: Any) -> Rota:
    rota = Rota(
        "stewards",
        time_zone=ZONE,
        shifts=(shift("early", "08:00-16:30"), shift("late", "14:30-23:00")),
        pattern=("early", "early", "late", "off", "off"),
        people=FIVE,
        start=MONDAY,
        must_cover=hours("mon-sun", "08:00-23:00"),
    )
    return attrs.evolve(rota, **more)


def at(text: str) -> int:
    return to_us(f"2026-{text}+08:00")


def covered(rota: Rota, days: int) -> Coverage:
    return compile_rota(rota).coverage(at("01-05T00:00"), at("01-05T00:00") + days * DAY_US)


def local(us: int) -> str:
    return local_text(us, read_zone(ZONE))[5:16]


def test_the_first_day_is_as_the_pattern_says_and_everybody_steps_through_it() -> None:
    compiled = compile_rota(front_desk())
    first = compiled.shifts(at("01-05T00:00"), at("01-06T00:00"))
    assert [(item.person, item.name) for item in first] == [("li", "early"), ("chen", "late"), ("sun", "night")]
    assert [item.goes_on for item in first] == [False, False, True]
    second = compiled.shifts(at("01-06T00:00"), at("01-07T00:00"))
    assert [(item.person, item.name, item.begins_before) for item in second] == [
        ("sun", "night", True),
        ("xu", "early", False),
        ("li", "late", False),
        ("chen", "night", False),
    ]
    assert compiled.who(at("01-05T16:00")) == ("li", "chen")
    assert compiled.who(at("01-05T16:30")) == ("chen",)
    assert compiled.who(at("01-05T07:59")) == compiled.who(at("01-04T12:00")) == ()


def test_five_people_work_35_7_hours_without_a_gap() -> None:
    coverage = covered(front_desk(), 35)
    assert coverage.is_fine
    assert coverage.gaps == coverage.unstaffed == ()
    assert {load.hours_per_week for load in coverage.loads} == {35.7}
    weeks = [load.fullest_week for load in coverage.loads]
    assert {week.hours for week in weeks if week} == {42.5}
    assert {rest.hours for load in coverage.loads if (rest := load.shortest_rest)} == {23.0}
    assert {week.days_off for load in coverage.loads if (week := load.fewest_days_off)} == {2}


def test_three_people_work_59_5_hours_without_a_day_off() -> None:
    coverage = covered(front_desk(pattern=PATTERN[:3], people=FIVE[:3]), 21)
    assert coverage.gaps == ()
    assert {load.hours_per_week for load in coverage.loads} == {59.5}
    assert len(coverage.over_hours) == len(coverage.few_days_off) == 9
    assert {week.days_off for week in coverage.few_days_off} == {0}
    # who comes off the night goes straight into the early shift
    assert {rest.hours for rest in coverage.short_rests} == {0.0}
    assert not coverage.is_fine


def test_the_overlaps_are_the_handovers() -> None:
    coverage = covered(front_desk(), 7)
    assert {(item.before, item.after, item.minutes, item.is_short) for item in coverage.handovers} == {
        ("early", "late", 60.0, False),
        ("late", "night", 30.0, False),
        ("night", "early", 0.0, False),
    }
    assert [local(item.start_us) for item in coverage.overlaps[:2]] == ["01-05T15:30", "01-05T23:30"]
    assert coverage.overlaps[0].people == ("li", "chen")


def test_a_handover_of_nothing_is_fine_only_where_that_is_written() -> None:
    coverage = covered(front_desk(minimum_handover={}), 7)
    assert {(item.before, item.after) for item in coverage.short_handovers} == {("night", "early")}
    stricter = covered(front_desk(minimum_handover={("early", "late"): Span(61 * MINUTE_US)}), 2)
    assert [(item.before, item.giver, item.taker) for item in stricter.short_handovers] == [
        ("early", "li", "chen"),
        ("night", "sun", "xu"),
        ("early", "xu", "li"),
    ]


def test_the_uncovered_night_is_told_with_its_hours() -> None:
    needed = covered(stewards(must_cover=hours("24/7")), 3)
    assert [(local(gap.start_us), local(gap.end_us), gap.hours) for gap in needed.gaps] == [
        ("01-05T23:00", "01-06T08:00", 9.0),
        ("01-06T23:00", "01-07T08:00", 9.0),
        ("01-07T23:00", "01-08T00:00", 1.0),
    ]
    # where the night need not be covered it is no gap, and is told all the same
    coverage = covered(stewards(), 3)
    assert coverage.gaps == ()
    assert coverage.unstaffed == needed.gaps
    assert coverage.covered_us == coverage.needed_us == 45 * HOUR_US
    assert coverage.is_fine
    assert {item.minutes for item in coverage.handovers} == {120.0}


def test_shifts_that_should_hand_over_and_never_meet_are_told() -> None:
    wanted = {("late", "early"): Span(10 * MINUTE_US), ("early", "late"): Span(0)}
    coverage = covered(stewards(minimum_handover=wanted), 3)
    assert coverage.never == (("late", "early"),)
    assert not coverage.is_fine
    # nothing can be said of a shift that does not end within the time
    short = compile_rota(stewards(minimum_handover=wanted)).coverage(at("01-05T08:00"), at("01-05T22:00"))
    assert short.never == ()


def test_posts_change_every_quarter() -> None:
    posts = Posts(("e", "w", "s", "n", "spare"), every=Turn(1, "quarter"), start=day_of(date(2026, 1, 1)))
    compiled = compile_rota(stewards(posts=posts))
    by_day = {
        day: {item.person: item.post for item in compiled.shifts(at(f"{day}T00:00"), at(f"{day}T23:59"))} for day in ("03-31", "04-01")
    }
    assert by_day == {"03-31": {"li": "e", "chen": "w", "sun": "s"}, "04-01": {"li": "w", "chen": "s", "xu": "e"}}


@pytest.mark.parametrize("posts", [Posts((), every=Turn(1, "week"), start=0), Posts(("e",), every=Turn(0, "week"), start=0)])
def test_posts_that_say_nothing_are_none(posts: Posts) -> None:
    assert {item.post for item in compile_rota(stewards(posts=posts)).shifts(at("01-05T00:00"), at("01-07T00:00"))} == {""}


def test_a_replacement_has_the_shift_with_its_name() -> None:
    change = Change("replace", person="chen", other="li", start=wall_of(datetime(2026, 2, 16, 8)), end=wall_of(datetime(2026, 2, 18, 8)))
    compiled = compile_rota(front_desk(changes=(change,)))
    assert compiled.who(at("02-17T01:00")) == ("chen",)
    night = [item for item in compiled.shifts(at("02-16T08:00"), at("02-18T00:00")) if item.person == "chen"]
    assert [(item.name, local(item.start_us), local(item.end_us)) for item in night] == [("night", "02-16T23:30", "02-17T08:00")]
    assert covered(front_desk(changes=(change,)), 63).is_fine


def test_a_part_of_a_shift_changes_hands_without_a_handover_or_a_rest() -> None:
    change = Change("replace", person="he", other="li", start=wall_of(datetime(2026, 1, 5, 10)), end=wall_of(datetime(2026, 1, 5, 12)))
    coverage = covered(front_desk(changes=(change,)), 2)
    assert {(item.before, item.after) for item in coverage.handovers} == {("early", "late"), ("late", "night"), ("night", "early")}
    li = next(load for load in coverage.loads if load.person == "li")
    assert [rest.hours for rest in li.rests] == [23.0]
    assert li.us == 15 * HOUR_US
    assert li.fullest_week is li.fewest_days_off is None


def test_weeks_that_are_not_whole_are_not_judged() -> None:
    # the rota begins on a Wednesday: its first whole week is the next one
    rota = front_desk(start=MONDAY + 2, limits=Limits(days_off_per_week=3))
    coverage = covered(rota, 17)
    assert {week.monday for load in coverage.loads for week in load.weeks} == {MONDAY + 7}
    assert {week.monday for week in coverage.few_days_off} == {MONDAY + 7}
    assert {load.days for load in coverage.loads} == {15}


def test_two_people_on_one_shift_hand_over_once() -> None:
    rota = front_desk(pattern=("early", "early", "late"), people=FIVE[:3], shifts=front_desk().shifts[:2])
    coverage = covered(rota, 1)
    assert [(item.giver, item.taker) for item in coverage.handovers] == [("li", "sun")]
    assert [item.people for item in coverage.overlaps] == [("li", "chen"), ("li", "chen", "sun")]
