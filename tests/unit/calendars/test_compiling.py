"""From rules to intervals and business dates: where years, versions, offsets and overlaps meet."""

from __future__ import annotations

import pickle
from datetime import date, timedelta
from typing import Any

import pytest

from servstd.calendars import Timeline, read_calendar
from servstd.calendars.compiling import intervals_of
from servstd.errors import NoOpenTime
from servstd.instants import DAY_US, HOUR_US, to_us


def line(data: dict[str, Any]) -> Timeline:
    return Timeline("c", pattern=read_calendar(data, time_zone="UTC").pattern)


def test_years_put_together_equal_the_years_at_once() -> None:
    for data in (
        {"time_zone": "America/New_York", "hours": {"mon-sun": ["22:00-06:00", "09:00-17:00"]}},
        {"time_zone": "Europe/London", "hours": "24/7", "dates": {"2026-03-29": []}},
        {"not": {"time_zone": "Australia/Sydney", "hours": {"mon-fri": ["09:00-17:00"]}}},
    ):
        pattern = read_calendar(data, time_zone="UTC").pattern
        whole = sum(stop - start for start, stop in zip(*intervals_of(pattern, 2024, 2029), strict=True))
        years = [intervals_of(pattern, year, year + 1) for year in range(2024, 2029)]
        assert whole == sum(stop - start for opens, closes in years for start, stop in zip(opens, closes, strict=True))


def test_versions_and_cycles_that_begin_outside_the_window() -> None:
    data = {
        "hours": {"mon-sun": ["09:00-10:00"]},
        "alternate": [{"from": "2000-01-03", "weeks": [{}]}, {"from": "2090-01-02", "weeks": [{"mon": []}]}],
        "versions": [{"from": "1990-01-01"}, {"from": "2080-01-01", "hours": {"mon-sun": ["09:00-11:00"]}}],
    }
    opens, closes = intervals_of(read_calendar(data, time_zone="UTC").pattern, 2026, 2027)
    assert {stop - start for start, stop in zip(opens, closes, strict=True)} == {HOUR_US}
    assert len(opens) == 365
    assert len(intervals_of(read_calendar(data, time_zone="UTC").pattern, 2090, 2091)[0]) == 365 - 52
    assert len(intervals_of(read_calendar(data, time_zone="UTC").pattern, 1980, 1981)[0]) == 366


def test_a_version_may_begin_on_any_day_around_a_change_of_offset() -> None:
    plain = {"time_zone": "America/New_York", "hours": {"mon-sun": ["01:30-02:30", "20:00-04:00"]}}
    expected = intervals_of(read_calendar(plain).pattern, 2026, 2027)
    for day in range(5, 12):
        cut = {**plain, "versions": [{"from": f"2026-03-{day:02}"}, {"from": date(2026, 3, day) + timedelta(days=1)}]}
        assert intervals_of(read_calendar(cut).pattern, 2026, 2027) == expected


def test_a_shift_that_is_skipped_altogether_vanishes() -> None:
    skipped = line({"time_zone": "America/New_York", "hours": {"sun": ["02:15-02:45"], "mon": ["09:00-10:00"]}})
    assert list(skipped.intervals(to_us("2026-03-08T00:00:00-05:00"), to_us("2026-03-09T00:00:00-04:00"))) == [
        (to_us("2026-03-08T03:15:00-04:00"), to_us("2026-03-08T03:45:00-04:00"))
    ]
    empty = line({"time_zone": "America/New_York", "hours": {"sun": ["02:30-03:15"], "mon": ["09:00-10:00"]}})
    assert list(empty.intervals(to_us("2026-03-08T00:00:00-05:00"), to_us("2026-03-09T00:00:00-04:00"))) == []


def test_a_shift_inside_another_dates_still_makes_a_business_date() -> None:
    overlapping = line({"hours": {"mon": ["22:00-20:00"], "tue": ["09:00-10:00"], "thu": ["09:00-10:00"]}})
    monday = to_us("2026-01-05T22:00:00Z")
    assert overlapping.between(monday, monday + 7 * DAY_US) == 23 * HOUR_US
    assert overlapping.add_days(monday, 2) == to_us("2026-01-12T22:00:00Z")  # Thursday at 22:00 is closed
    assert overlapping.add_days(monday, 1, True) == to_us("2026-01-06T20:00:00Z")
    assert overlapping.add_days(monday + 12 * HOUR_US, 1) == to_us("2026-01-08T09:00:00Z")


def test_a_day_of_twenty_five_hours_is_one_date() -> None:
    long_day = {"time_zone": "Europe/Berlin", "dates": {"2026-10-25": ["00:00-24:00"], "2026-10-27": ["09:00-10:00"]}}
    combined = line({"time_zone": "Europe/Berlin", "all_of": [long_day]})
    start = to_us("2026-10-25T00:00:00+02:00")
    assert combined.next_close(start) - start == 25 * HOUR_US
    assert combined.add_days(start, 1) == to_us("2026-10-27T09:00:00+01:00")


def test_days_run_out() -> None:
    two = line({"dates": {"2026-01-05": ["09:00-17:00"], "2026-01-06": ["09:00-12:00"]}})
    start = to_us("2026-01-05T15:00:00Z")
    assert two.add_days(start, 1, True) == to_us("2026-01-06T12:00:00Z")
    for count in (1, 2, -1):
        with pytest.raises(NoOpenTime) as error:
            two.add_days(start, count)
        assert error.value.problem.code == "CAL030"


def test_a_timeline_travels() -> None:
    office = line({"hours": {"mon-fri": ["09:00-17:00"]}})
    assert pickle.loads(pickle.dumps(office)).add(0, HOUR_US) == office.add(0, HOUR_US) == 10 * HOUR_US
