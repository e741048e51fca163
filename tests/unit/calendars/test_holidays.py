"""Holidays by country: the official days, make-up days, and how far they are known."""

from __future__ import annotations

import csv
import gzip
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from servstd.calendars import Calendar, read_calendar
from servstd.calendars.announced import TABLE_DATE, known_through
from servstd.calendars.model import day_of
from servstd.calendars.official import countries, holiday_data_version, official_days, subdivisions
from servstd.instants import HOUR_US, to_us

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = {"mon-fri": ["09:00-18:00"]}
KNOWN_DIFFERENCE = {"2005-12-31": "a Saturday worked for New Year 2006, which the comparison table leaves out (holidays 0.109 has it)"}


def office(**holidays: Any) -> Calendar:
    return read_calendar({"time_zone": "Asia/Shanghai", "hours": HOURS, "holidays": {"country": "CN", **holidays}})


def open_us(calendar: Calendar, day: str) -> int:
    start = datetime.fromisoformat(day).replace(tzinfo=SHANGHAI)
    return calendar.timeline.between(to_us(start), to_us(start + timedelta(days=1)))


def test_china_equals_the_official_tables_on_all_days_but_one(shared: Path) -> None:
    with gzip.open(shared / "data" / "china_days.csv.gz", "rt", encoding="utf-8") as file:
        kinds = {row["date"]: row["kind"] for row in csv.DictReader(file)}
    calendar = office()
    different: list[str] = []
    days = (date(2004, 1, 1) + timedelta(days=i) for i in range((date(2027, 1, 1) - date(2004, 1, 1)).days))
    for day in days:
        expected = kinds.get(day.isoformat()) == "makeup_workday" or (day.weekday() < 5 and kinds.get(day.isoformat()) != "holiday")
        if (open_us(calendar, day.isoformat()) > 0) != expected:
            different.append(day.isoformat())
    assert different == list(KNOWN_DIFFERENCE)


def test_a_make_up_day_is_worked_like_a_monday_unless_said_otherwise() -> None:
    assert open_us(office(), "2026-02-14") == 9 * HOUR_US
    assert open_us(office(makeup_days="monday"), "2026-02-14") == 9 * HOUR_US
    assert open_us(office(makeup_days="ignore"), "2026-02-14") == 0
    assert open_us(office(makeup_days={"hours": ["10:00-12:00"]}), "2026-02-14") == 2 * HOUR_US
    no_mondays = read_calendar({"time_zone": "Asia/Shanghai", "hours": {"tue-sat": ["09:00-10:00"]}, "holidays": {"country": "CN"}})
    assert open_us(no_mondays, "2026-02-14") == HOUR_US


def test_days_may_be_added_and_skipped() -> None:
    calendar = office(add=["2026-12-31"], skip=[date(2026, 5, 1), "2026-02-14"])
    assert open_us(calendar, "2026-12-31") == 0
    assert open_us(calendar, "2026-05-01") == 9 * HOUR_US
    assert open_us(calendar, "2026-02-14") == 0
    assert open_us(calendar, "2026-05-04") == 0


def test_half_days_keep_some_hours() -> None:
    calendar = office(half_days={"2026-12-31": ["09:00-12:00"], "2026-05-01": ["09:00-10:00"]})
    assert open_us(calendar, "2026-12-31") == 3 * HOUR_US
    assert open_us(calendar, "2026-05-01") == HOUR_US


def test_subdivisions_have_holidays_of_their_own() -> None:
    data = {"time_zone": "Europe/Berlin", "hours": HOURS}
    bavaria = read_calendar({**data, "holidays": {"country": "DE", "subdivision": "BY"}})
    germany = read_calendar({**data, "holidays": {"country": "DE"}})
    epiphany = datetime(2026, 1, 6, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    assert (bavaria.is_open(epiphany), germany.is_open(epiphany)) == (False, True)
    assert "BY" in subdivisions("DE")


def test_a_year_brings_in_what_belongs_to_the_next_one() -> None:
    holidays, _ = official_days("US", "", 2021)
    assert day_of(date(2021, 12, 31)) in holidays  # New Year's Day of 2022, a Saturday, observed on Friday
    _, makeup = official_days("CN", "", 2006)
    assert day_of(date(2006, 12, 30)) in makeup
    assert official_days("CN", "", 1800) == (frozenset(), frozenset())


def test_how_far_holidays_are_known() -> None:
    assert known_through("CN") == date(2026, 12, 31)
    assert known_through("SG") == date(2027, 12, 31)
    assert known_through("DE") == date(TABLE_DATE.year + 5, 12, 31)
    calendar = office()
    assert calendar.known_through == date(2026, 12, 31)
    assert calendar.timeline.known_until == to_us("2027-01-01T00:00:00+08:00")
    assert holiday_data_version() >= "0.109"


@pytest.mark.parametrize("holidays", [None, [], ["2026-01-01"], {"add": ["2026-01-01"]}])
def test_dates_in_the_standard_are_known_as_written(holidays: Any) -> None:
    calendar = read_calendar({"time_zone": "UTC", "hours": HOURS, **({} if holidays is None else {"holidays": holidays})})
    assert calendar.known_through is None
    assert calendar.timeline.known_until is None


def test_a_combination_is_known_as_far_as_its_least_known_part() -> None:
    parts = {"a": office(), "b": read_calendar({"time_zone": "UTC", "hours": HOURS, "holidays": {"country": "DE"}})}
    assert read_calendar({"any_of": ["b", "a"]}, calendars=parts, time_zone="UTC").known_through == date(2026, 12, 31)


def test_every_announced_country_exists() -> None:
    from servstd.calendars import announced

    listed = [country for group in announced._ANNOUNCED_THROUGH.values() for country in group.split()]
    assert len(listed) == len(set(listed))
    assert set(listed) <= set(countries())
