"""Closures: dates, times of day, make-up days; and what remains open."""

from __future__ import annotations

from datetime import date

import pytest

from servstd.calendars import read_calendar

CLOSED = {"means": "closed", "hours": {"mon-fri": ["09:00-18:00"]}}


def test_an_all_day_closure_closes_its_dates(folder) -> None:
    data = folder.data("UID:a\nDTSTART;VALUE=DATE:20260501\nDTEND;VALUE=DATE:20260504", **CLOSED)
    assert data == {"hours": CLOSED["hours"], "dates": {"2026-05-01": [], "2026-05-02": [], "2026-05-03": []}}


def test_a_night_shift_that_starts_before_a_closure_goes_on(folder) -> None:
    nights = {"means": "closed", "hours": {"mon-sun": ["22:00-06:00"]}}
    days = {"first": date(2026, 5, 1), "last": date(2026, 5, 2)}
    assert folder.open("UID:a\nDTSTART;VALUE=DATE:20260501", **days, **nights) == [
        "05-01 00:00+0800 05-01 06:00+0800",
        "05-02 22:00+0800 05-03 00:00+0800",
    ]


def test_a_closure_with_a_time_of_day_is_taken_out_of_the_hours(folder) -> None:
    meeting = "UID:a\nDTSTART;TZID=Asia/Shanghai:20260105T140000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY"
    days = {"first": date(2026, 1, 12), "last": date(2026, 1, 13)}
    assert folder.open(meeting, time_zone="Asia/Shanghai", **days, **CLOSED) == [
        "01-12 09:00+0800 01-12 14:00+0800",
        "01-12 15:00+0800 01-12 18:00+0800",
        "01-13 09:00+0800 01-13 18:00+0800",
    ]


def test_a_closure_in_a_repeated_hour_is_exact(folder) -> None:
    always = {"means": "closed", "hours": "24/7", "time_zone": "Europe/Berlin"}
    day = date(2026, 10, 25)
    assert folder.open("UID:a\nDTSTART:20261025T011500Z\nDURATION:PT15M", first=day, last=day, **always) == [
        "10-25 00:00+0200 10-25 02:15+0100",
        "10-25 02:30+0100 10-26 00:00+0100",
    ]


def test_make_up_days_of_a_holiday_feed(folder) -> None:
    off = "UID:a\nSUMMARY:劳动节（休）\nDTSTART;VALUE=DATE:20260501\nDTEND;VALUE=DATE:20260506\nTRANSP:TRANSPARENT"
    on = "UID:b\nSUMMARY:劳动节（班）\nDTSTART;VALUE=DATE:20260509\nTRANSP:TRANSPARENT"
    makeup = {"marked": ["班"], "hours": ["09:00-17:00"]}
    data = folder.data(off, on, transparent="count", makeup=makeup, **CLOSED)
    assert data["dates"] == {**{f"2026-05-0{day}": [] for day in range(1, 6)}, "2026-05-09": ["09:00-17:00"]}
    clash = off.replace("UID:a", "UID:c").replace("20260506", "20260510")
    with pytest.raises(ValueError, match="event b: 2026-05-09 is a day of work by this event and a closure by event c"):
        folder.data(clash, on, transparent="count", makeup=makeup, **CLOSED)


def test_only_and_skip_look_at_summary_and_categories(folder) -> None:
    events = [
        "UID:a\nSUMMARY:Office closed\nDTSTART;VALUE=DATE:20260501",
        "UID:b\nSUMMARY:Lunch\nCATEGORIES:closure,office\nDTSTART;VALUE=DATE:20260502",
        "UID:c\nSUMMARY:Office closed (draft)\nDTSTART;VALUE=DATE:20260503",
        "UID:d\nCATEGORIES:closures\nDTSTART;VALUE=DATE:20260504",
    ]
    data = folder.data(*events, only=["closed", "closure"], skip="draft", **CLOSED)
    assert list(data["dates"]) == ["2026-05-01", "2026-05-02"]


def test_no_closures_leave_the_hours_as_they_are(folder) -> None:
    holidays = {"country": "CN"}
    data = folder.data(holidays=holidays, time_zone="Asia/Shanghai", **CLOSED)
    assert data == {"time_zone": "Asia/Shanghai", "hours": CLOSED["hours"], "holidays": holidays}
    assert read_calendar(data).time_zone == "Asia/Shanghai"


def test_events_as_hours_can_be_taken_out_of_other_calendars(folder) -> None:
    closures = folder.data("UID:a\nDTSTART;VALUE=DATE:20260105")
    office = read_calendar({"hours": CLOSED["hours"], "except": ["closures"]}, calendars={"closures": closures}, time_zone="Asia/Shanghai")
    assert str(office.between(_at("2026-01-05"), _at("2026-01-07"))) == "9:00:00"


def _at(day: str):
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return datetime.fromisoformat(day).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
