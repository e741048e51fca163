"""The compiled timeline: growth, bounds, memory, threads."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import pytest

from servstd.calendars import ALWAYS, Timeline, read_calendar, timeline
from servstd.calendars.shelf import SHELF, Shelf
from servstd.calendars.zones import year_start_us, zone_span, zone_tag
from servstd.errors import NoOpenTime, UsageError
from servstd.instants import DAY_US, HOUR_US, to_us

OFFICE = {"time_zone": "Asia/Shanghai", "hours": {"mon-fri": ["09:00-18:00"]}}
MONDAY = to_us("2026-01-05T09:00:00+08:00")
WEEK = 7 * DAY_US


def fresh(data: dict[str, Any] = OFFICE, name: str = "office") -> Timeline:
    return Timeline(name, pattern=read_calendar(data).pattern)


def years(line: Timeline) -> tuple[int, int]:
    return line._years


def code_of(call: Any, *args: Any) -> str:
    with pytest.raises(UsageError) as error:
        call(*args)
    return error.value.problem.code


# ── growth ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_first_query_sets_the_window_and_later_ones_extend_it_by_years() -> None:
    line = fresh()
    assert line.is_open(MONDAY)
    assert years(line) == (2021, 2033)
    assert not line.is_open(to_us("2040-01-01T00:00:00Z"))
    assert years(line) == (2021, 2041)
    assert line.add(to_us("2015-06-01T00:00:00Z"), HOUR_US) == to_us("2015-06-01T02:00:00Z")
    assert years(line) == (2015, 2041)
    assert line.between(to_us("2010-06-01T00:00:00Z"), MONDAY) > 0
    assert years(line)[0] == 2010


@pytest.mark.parametrize("first", ["add", "between", "is_open"])
def test_what_was_taken_off_before_the_first_query_stays_right(first: str) -> None:
    line = fresh()
    add, between, is_open = line.add, line.between, line.is_open
    calls: dict[str, Any] = {
        "add": lambda: add(MONDAY, HOUR_US),
        "between": lambda: between(MONDAY, MONDAY + WEEK),
        "is_open": lambda: is_open(MONDAY),
    }
    expected = {"add": MONDAY + HOUR_US, "between": 45 * HOUR_US, "is_open": True}
    assert calls[first]() == expected[first]
    for name, call in calls.items():
        assert call() == expected[name]
    sharp = line.add
    assert line.add(MONDAY + 600 * WEEK, 0) == MONDAY + 600 * WEEK  # grows
    assert sharp(MONDAY + 600 * WEEK, 0) == add(MONDAY + 600 * WEEK, 0) == MONDAY + 600 * WEEK
    assert sharp(MONDAY + 601 * WEEK, 0) == MONDAY + 601 * WEEK


def test_an_amount_that_needs_more_years_gets_them_at_once() -> None:
    line = fresh()
    hundred_years = 100 * 52 * 45 * HOUR_US
    end = line.add(MONDAY, hundred_years)
    assert line.between(MONDAY, end) == hundred_years
    assert 2125 <= years(line)[1] <= 2135
    assert line.add(end, -hundred_years) == MONDAY
    back = line.add(MONDAY, -hundred_years)
    assert line.between(back, MONDAY) == hundred_years
    assert line.add_days(MONDAY, 26_000) == line.add_days(line.add_days(MONDAY, 13_000), 13_000)
    assert fresh().add_days(MONDAY, -3_000) < fresh().add_days(MONDAY, 0) == MONDAY


def test_far_edges_are_found() -> None:
    rare = fresh({"time_zone": "UTC", "dates": {"2050-05-05": ["09:00-10:00"]}})
    opening = to_us("2050-05-05T09:00:00Z")
    assert rare.next_open(MONDAY) == opening
    assert rare.next_close(MONDAY) == opening + HOUR_US
    rare = fresh({"time_zone": "UTC", "dates": {"2050-05-05": ["09:00-10:00"]}})
    assert rare.previous_close(to_us("2080-01-01T00:00:00Z")) == opening + HOUR_US
    assert fresh({"time_zone": "UTC", "dates": {"2050-05-05": ["09:00-10:00"]}}).add_days(MONDAY, 0) == opening


def test_an_interval_longer_than_the_window_has_its_real_closing() -> None:
    line = fresh({"time_zone": "UTC", "hours": "24/7", "dates": {"2045-01-01": []}})
    assert line.next_close(MONDAY) == to_us("2045-01-01T00:00:00Z")
    assert line.next_open(to_us("2045-01-01T05:00:00Z")) == to_us("2045-01-02T00:00:00Z")
    assert code_of(line.next_close, to_us("2045-01-02T00:00:00Z")) == "CAL031"


# ── bounds ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("us", [year_start_us(2) - 1, year_start_us(9998), 10**18, -(10**18), 10**30])
def test_instants_outside_the_years_there_are(us: int) -> None:
    line = fresh()
    assert code_of(line.add, us, 1) == code_of(line.between, MONDAY, us) == code_of(line.is_open, us) == "TIM004"
    assert code_of(line.add_days, us, 1) == code_of(line.next_close, us) == code_of(line.previous_close, us) == "TIM004"


def test_the_first_and_the_last_years_there_are() -> None:
    line = fresh({"time_zone": "America/New_York", "hours": {"mon-sun": ["09:00-17:00"]}})
    low, high = year_start_us(2), year_start_us(9998) - 1
    assert line.add(low, 0) >= low
    assert code_of(line.add, low, -100 * 366 * DAY_US // 4) == "CAL030"
    line = fresh({"time_zone": "America/New_York", "hours": {"mon-sun": ["09:00-17:00"]}})
    assert line.add(high, -1) <= high
    assert code_of(line.add, high - DAY_US, 100 * 366 * DAY_US // 4) == "CAL030"


def test_amounts_are_bounded() -> None:
    assert code_of(fresh().add, MONDAY, 10**17) == code_of(fresh().add, MONDAY, -(10**17)) == "TIM012"


def test_a_search_is_given_up() -> None:
    ended = fresh({"time_zone": "UTC", "dates": {"2020-01-06": ["09:00-10:00"]}}, "ended")
    with pytest.raises(NoOpenTime, match="ended") as error:
        ended.next_open(MONDAY)
    assert error.value.problem.params["years"] == 40
    assert pickle.loads(pickle.dumps(error.value)).problem == error.value.problem
    assert code_of(ended.add, MONDAY, 1) == code_of(ended.add_days, MONDAY, 1) == "CAL030"
    assert code_of(ended.add, MONDAY, -2 * HOUR_US) == "CAL030"
    assert ended.add(MONDAY, -HOUR_US) == to_us("2020-01-06T09:00:00Z")
    assert ended.between(MONDAY, 0) == -HOUR_US


def test_always_needs_no_table() -> None:
    line = ALWAYS.timeline
    assert line.is_always
    line.release()
    assert (line.add(5, -7), line.between(9, 5), line.is_open(0), line.next_open(7)) == (-2, -4, True, 7)
    assert line.known_until is None


# ── memory and threads ───────────────────────────────────────────────────────────────────────────────────────────────


def test_releasing_changes_no_answer() -> None:
    line = fresh()
    sharp = line.add
    before = [line.add(MONDAY + i * HOUR_US, 17 * HOUR_US) for i in range(200)]
    line.add_days(MONDAY, 3)
    line.release()
    assert [line.add(MONDAY + i * HOUR_US, 17 * HOUR_US) for i in range(200)] == before
    assert [sharp(MONDAY + i * HOUR_US, 17 * HOUR_US) for i in range(200)] == before


def test_a_shelf_is_bounded_and_forgets_the_oldest_first() -> None:
    shelf = Shelf(most_timelines=2, most_fast=100, most_intervals=100)
    lines = {key: shelf.timeline((key,), fresh) for key in "abc"}
    assert len(shelf) == 2
    assert shelf.timeline(("c",), fresh) is lines["c"]
    assert shelf.timeline(("a",), fresh) is not lines["a"]


def test_a_shelf_releases_what_was_compiled_longest_ago() -> None:
    released: list[str] = []

    class Stub:
        def __init__(self, name: str) -> None:
            self.name = name

        def release(self) -> None:
            released.append(self.name)

    shelf = Shelf(most_timelines=9, most_fast=70, most_intervals=100)
    a, b, c = (cast("Timeline", Stub(name)) for name in "abc")
    assert shelf.has_room(a, 60)
    assert not shelf.has_room(b, 30)
    assert not shelf.has_room(b, 40)
    assert (released, shelf.intervals) == ([], 100)
    assert not shelf.has_room(c, 200)
    assert (released, shelf.intervals) == (["a", "b"], 200)
    assert shelf.has_room(a, 10)
    assert (released, shelf.intervals) == (["a", "b", "c"], 10)


@pytest.fixture
def small_shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    shelf = Shelf(most_timelines=8, most_fast=8_000, most_intervals=20_000)
    monkeypatch.setattr(timeline, "SHELF", shelf)
    return shelf


def test_many_calendars_stay_within_the_bound(small_shelf: Shelf) -> None:
    lines = [fresh({**OFFICE, "dates": {f"2026-03-{day:02}": []}}, f"c{day}") for day in range(1, 29)]
    for _ in range(2):
        for line in lines:
            assert line.between(MONDAY, MONDAY + WEEK) == 45 * HOUR_US
            assert small_shelf.intervals <= 20_000
    assert SHELF.intervals >= 0


def test_threads_may_ask_at_once() -> None:
    line, reference = fresh(), fresh()
    starts = [MONDAY + i * 97 * DAY_US + i * HOUR_US for i in range(-60, 60)]
    expected = [(reference.add(start, 30 * HOUR_US), reference.add_days(start, 2), reference.next_close(start)) for start in starts]

    def ask(start: int) -> tuple[int, int, int]:
        found = line.add(start, 30 * HOUR_US), line.add_days(start, 2), line.next_close(start)
        if start % 5 == 0:
            line.release()
        return found

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, starts)) == expected


# ── zones ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_zone_is_a_table_of_offsets() -> None:
    new_york = zone_span("America/New_York", 2026, 2027)
    spring, autumn = to_us("2026-03-08T07:00:00Z"), to_us("2026-11-01T06:00:00Z")
    assert {spring, autumn} < set(new_york.starts)
    local = year_start_us(2026) + 66 * DAY_US  # 8 March
    assert new_york.resolve(local + 2 * HOUR_US) == spring  # skipped: forward by the gap
    assert new_york.resolve(local + 3 * HOUR_US) == spring
    assert new_york.first_at(local + 2 * HOUR_US + HOUR_US // 2) == spring
    assert new_york.resolve(local + 2 * HOUR_US + HOUR_US // 2) == spring + HOUR_US // 2
    assert new_york.wall(autumn) == new_york.wall(autumn + HOUR_US) == new_york.wall(autumn - 1) + 1
    assert zone_span("UTC", 2026, 2027).wall(5) == zone_span("UTC", 2026, 2027).first_at(5) == 5


def test_a_zones_data_has_a_tag() -> None:
    assert zone_tag("UTC") != zone_tag("Asia/Shanghai") == zone_tag("Asia/Shanghai")
    assert len(zone_tag("Europe/Berlin")) == 16


def test_the_guide_of_a_table_is_bounded_and_forgets_nothing_that_counts() -> None:
    line = fresh({"time_zone": "UTC", "hours": {"mon-fri": ["09:00-17:00"]}})
    start = to_us("2021-01-01T00:00:00Z")
    open_hours = [line.is_open(start + i * 4 * HOUR_US) for i in range(24_000)]
    assert open_hours == [line.is_open(start + i * 4 * HOUR_US) for i in range(24_000)]
    assert sum(open_hours) == sum(line.between(start + i * DAY_US, start + (i + 1) * DAY_US) > 0 for i in range(4_000)) * 2
