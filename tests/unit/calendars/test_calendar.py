"""The calendar's functions on datetimes: examples, types kept, callers' mistakes."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pendulum
import pytest

from servstd.calendars import ALWAYS, Calendar, read_calendar
from servstd.durations import Amount
from servstd.errors import NoOpenTime, UsageError
from servstd.instants import DAY_US, HOUR_US

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = read_calendar(
    {"time_zone": "Asia/Shanghai", "hours": {"mon-fri": ["09:00-12:00", "13:00-18:00"]}, "dates": {"2026-06-01": []}}, name="office"
)
NIGHT = read_calendar({"time_zone": "Asia/Shanghai", "hours": {"mon-fri": ["22:00-06:00"]}}, name="night")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def code_of(call: Any, *args: Any, **named: Any) -> str:
    with pytest.raises(UsageError) as error:
        call(*args, **named)
    assert error.value.problem.render("zh")
    return error.value.problem.code


# ── examples ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("2026-01-09 17:00", "2h", "2026-01-12 10:00"),
        ("2026-01-09 17:00", "1h", "2026-01-09 18:00"),  # a due at closing stays there
        ("2026-01-10 17:00", timedelta(hours=1), "2026-01-12 10:00"),
        ("2026-01-09 11:30", 3600, "2026-01-09 13:30"),
        ("2026-01-10 00:00", 0, "2026-01-12 09:00"),
        ("2026-01-09 10:00", "0h", "2026-01-09 10:00"),
        ("2026-01-12 10:00", timedelta(hours=-2), "2026-01-09 17:00"),
        ("2026-01-12 10:00", -3600, "2026-01-12 09:00"),  # the mirror image: at an opening
        ("2026-01-09 17:00", "1wd", "2026-01-12 17:00"),
        ("2026-01-10 17:00", "2wd", "2026-01-14 09:00"),
        ("2026-01-09 17:00", Amount(8 * HOUR_US), "2026-01-12 17:00"),
    ],
)
def test_add(start: str, amount: Any, end: str) -> None:
    assert OFFICE.add(at(start), amount) == at(end)


@pytest.mark.parametrize(
    ("start", "days", "end", "end_of_day"),
    [
        ("2026-05-29 10:00", 1, "2026-06-02 10:00", "2026-06-02 18:00"),  # Monday the 1st is closed
        ("2026-05-29 20:00", 1, "2026-06-03 09:00", "2026-06-03 18:00"),
        ("2026-05-29 12:30", 1, "2026-06-02 13:00", "2026-06-02 18:00"),
        ("2026-05-30 10:00", 0, "2026-06-02 09:00", "2026-06-02 18:00"),
        ("2026-06-02 10:00", -1, "2026-05-29 10:00", "2026-05-29 18:00"),
        ("2026-06-02 09:00", -1, "2026-05-29 09:00", "2026-05-29 18:00"),
        ("2026-06-02 18:00", -1, "2026-05-29 18:00", "2026-05-29 18:00"),
        ("2026-06-01 12:00", -1, "2026-05-28 18:00", "2026-05-28 18:00"),
        ("2026-06-02 12:30", -1, "2026-05-29 12:00", "2026-05-29 18:00"),
    ],
)
def test_add_days(start: str, days: int, end: str, end_of_day: str) -> None:
    assert OFFICE.add_days(at(start), days) == at(end)
    assert OFFICE.add_days(at(start), days, end_of_day=True) == at(end_of_day)


def test_the_date_of_a_night_is_the_one_it_starts_on() -> None:
    assert NIGHT.add_days(at("2026-01-10 03:00"), 1) == at("2026-01-13 03:00")  # Friday's night, then Monday's
    assert NIGHT.add_days(at("2026-01-10 03:00"), 0, end_of_day=True) == at("2026-01-10 06:00")
    assert NIGHT.add_days(at("2026-01-10 07:00"), 1) == at("2026-01-13 22:00")
    assert NIGHT.add_days(at("2026-01-13 03:00"), -1) == at("2026-01-10 03:00")


def test_dates_of_a_combination_are_those_of_its_own_zone() -> None:
    parts = {"shanghai": OFFICE, "london": read_calendar({"time_zone": "Europe/London", "hours": {"mon-fri": ["09:00-17:00"]}})}
    both = read_calendar({"any_of": ["shanghai", "london"]}, name="both", calendars=parts, time_zone="Asia/Shanghai")
    assert both.time_zone == "Asia/Shanghai"
    friday = at("2026-01-10 00:30")  # London's Friday runs on: still Friday's date
    assert both.add_days(friday, 1) == at("2026-01-13 00:30")
    assert both.add_days(at("2026-01-09 10:00"), 1, end_of_day=True) == at("2026-01-13 01:00")
    assert both.hours_per_day_us == 14 * HOUR_US  # an hour more in winter, on fewer days
    round_the_clock = read_calendar({"except": ["always", {"dates": {"2026-01-07": ["12:00-13:00"]}}]}, time_zone="Asia/Shanghai")
    assert round_the_clock.add_days(at("2026-01-05 10:00"), 3) == at("2026-01-08 10:00")
    assert round_the_clock.add_days(at("2026-01-06 12:30"), 1) == at("2026-01-07 13:00")
    assert round_the_clock.add_days(at("2026-01-05 10:00"), 3, end_of_day=True) == at("2026-01-09 00:00")


def test_the_wall_time_is_kept_when_clocks_change_and_order_is_kept() -> None:
    berlin = read_calendar({"time_zone": "Europe/Berlin", "hours": "24/7"})
    zone = ZoneInfo("Europe/Berlin")

    def wall(text: str, days: int, fold: int = 0) -> str:
        return berlin.add_days(datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold), days).isoformat()

    assert wall("2026-03-28 12:00", 1) == "2026-03-29T12:00:00+02:00"
    assert wall("2026-03-28 02:30", 1) == "2026-03-29T03:00:00+02:00"  # skipped: the first instant after
    assert wall("2026-10-24 02:30", 1) == "2026-10-25T02:30:00+02:00"  # repeated: the first
    assert wall("2026-10-25 02:30", 1) == "2026-10-26T02:30:00+01:00"
    assert wall("2026-10-25 02:30", 1, fold=1) == "2026-10-26T03:00:00+01:00"  # its second pass is not before its first
    assert wall("2026-10-25 02:30", 0, fold=1) == "2026-10-25T02:30:00+01:00"


def test_edges_of_opening_hours() -> None:
    assert OFFICE.is_open(at("2026-01-09 09:00"))
    assert not OFFICE.is_open(at("2026-01-09 12:00"))
    assert OFFICE.next_open(at("2026-01-09 12:00")) == at("2026-01-09 13:00")
    assert OFFICE.next_close(at("2026-01-09 12:00")) == at("2026-01-09 18:00")
    assert OFFICE.previous_close(at("2026-01-09 12:00")) == at("2026-01-09 12:00")
    assert OFFICE.previous_close(at("2026-01-09 13:00")) == at("2026-01-09 12:00")
    assert OFFICE.previous_close(at("2026-01-09 13:01")) == at("2026-01-09 13:01")
    assert OFFICE.previous_close(at("2026-01-11 13:01")) == at("2026-01-09 18:00")


def test_open_intervals_are_clipped() -> None:
    found = list(OFFICE.open_intervals(at("2026-01-09 10:00"), at("2026-01-12 10:00")))
    assert [f"{a:%d %H:%M}-{b:%H:%M}" for a, b in found] == ["09 10:00-12:00", "09 13:00-18:00", "12 09:00-10:00"]
    assert list(OFFICE.open_intervals(at("2026-01-12 10:00"), at("2026-01-09 10:00"))) == []
    assert list(ALWAYS.open_intervals(at("2026-01-09 10:00"), at("2026-01-12 10:00"))) == [(at("2026-01-09 10:00"), at("2026-01-12 10:00"))]


def test_between_is_signed() -> None:
    start, end = at("2026-01-09 17:00"), at("2026-01-12 10:00")
    assert OFFICE.between(start, end) == timedelta(hours=2) == -OFFICE.between(end, start)


# ── always ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_always_is_plain_arithmetic() -> None:
    start = at("2026-01-09 17:00")
    assert ALWAYS.add(start, "2d") == ALWAYS.add(start, "48h") == start + timedelta(days=2)
    assert ALWAYS.between(start, start + timedelta(days=2)) == timedelta(days=2)
    assert ALWAYS.is_open(start)
    assert ALWAYS.next_open(start) == ALWAYS.previous_close(start) == start
    assert ALWAYS.add_days(start, 2) == start + timedelta(days=2)
    assert ALWAYS.add_days(start, 0, end_of_day=True) == datetime(2026, 1, 10, tzinfo=UTC)
    assert ALWAYS.hours_per_day_us == DAY_US
    assert code_of(ALWAYS.next_close, start) == "CAL031"
    assert code_of(OFFICE.add, start, "2d") == "TIM016"


# ── types ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_results_are_of_the_type_and_zone_given() -> None:
    new_york = ZoneInfo("America/New_York")
    found = OFFICE.add(datetime(2026, 1, 9, 3, tzinfo=new_york), "2h")
    assert (type(found), found.tzinfo, found.isoformat()) == (datetime, new_york, "2026-01-09T05:00:00-05:00")
    start = pendulum.datetime(2026, 1, 9, 17, tz="Asia/Shanghai")
    for other in (OFFICE.add(start, "2h"), OFFICE.next_open(start), OFFICE.add_days(start, 1)):
        assert isinstance(other, pendulum.DateTime)
        assert other.timezone_name == "Asia/Shanghai"
    assert OFFICE.add(start, "2h") == at("2026-01-12 10:00")
    assert OFFICE.between(start, start.add(days=7)) == timedelta(hours=40)
    old = datetime(1960, 1, 4, 9, tzinfo=SHANGHAI)
    assert OFFICE.add(old, timedelta(hours=1)).isoformat() == "1960-01-04T10:00:00+08:00"
    far = datetime(2150, 1, 5, 9, 0, 0, 1, tzinfo=SHANGHAI)
    assert OFFICE.add(far, timedelta(microseconds=1)) == far + timedelta(microseconds=1)


@pytest.mark.parametrize("call", [OFFICE.is_open, OFFICE.next_open, OFFICE.next_close, OFFICE.previous_close])
def test_naive_instants_are_refused(call: Any) -> None:
    assert code_of(call, datetime(2026, 1, 9)) == "TIM001"
    assert code_of(call, date(2026, 1, 9)) == "TIM005"


def test_naive_instants_are_refused_everywhere() -> None:
    naive, aware = datetime(2026, 1, 9), at("2026-01-09")
    assert code_of(OFFICE.add, naive, "1h") == code_of(OFFICE.add_days, naive, 1) == "TIM001"
    assert code_of(OFFICE.add, "2026-01-09", "1h") == "TIM005"
    with pytest.raises(UsageError) as error:
        OFFICE.between(aware, naive)
    assert error.value.problem.params["found"] == str(naive)
    with pytest.raises(UsageError) as error:
        OFFICE.between(naive, aware)
    assert error.value.problem.params["found"] == str(naive)


def test_amounts_out_of_bounds() -> None:
    start = at("2026-01-09")
    assert code_of(OFFICE.add, start, timedelta.max) == code_of(OFFICE.add, start, timedelta.min) == "TIM012"
    assert code_of(OFFICE.add, start, True) == code_of(OFFICE.add, start, 1.5) == "TIM015"
    assert code_of(ALWAYS.add, start, timedelta.max) == "TIM004"


# ── as a value ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_calendar_is_a_value() -> None:
    copy = pickle.loads(pickle.dumps(OFFICE))
    assert isinstance(copy, Calendar)
    assert (copy, hash(copy), copy.label) == (OFFICE, hash(OFFICE), {})
    assert copy.timeline is OFFICE.timeline
    assert {OFFICE: 1}[copy] == 1
    with pytest.raises(AttributeError):
        OFFICE.name = "x"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("data", "hours"),
    [
        ({"hours": {"mon-thu": ["09:00-18:00"], "fri": ["09:00-12:00"]}}, 9),
        ({"hours": {"mon": []}, "alternate": {"from": "2026-01-05", "weeks": [{"sat": ["09:00-11:00"]}]}}, 2),
        ({"dates": {"2026-01-05": ["09:00-12:00"]}}, 3),
        ({"hours": {"mon": ["09:00-12:00"]}, "versions": [{"from": "2026-01-01", "hours": {"mon": ["09:00-10:00"]}}]}, 1),
        ({"hours": {"mon": ["09:00-12:00"]}, "versions": [{"from": "2026-01-01", "hours": {}}]}, 3),
        ({"holidays": {"half_days": {"2026-01-05": ["09:00-12:00"]}}}, 0),
        ({"any_of": [{"hours": {"mon-fri": ["09:00-12:00"]}}, {"hours": {"mon": ["11:00-18:00"]}}]}, 3),
    ],
)
def test_the_typical_working_day(data: dict[str, Any], hours: int) -> None:
    assert read_calendar(data, time_zone="UTC").hours_per_day_us == hours * HOUR_US


def test_a_calendar_without_open_time_in_reach_says_so() -> None:
    ended = read_calendar(
        {"time_zone": "UTC", "hours": {"mon": ["09:00-10:00"]}, "versions": [{"from": "2026-01-01", "hours": {}}]}, name="ended"
    )
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for call in (ended.next_open, ended.next_close):
        with pytest.raises(NoOpenTime) as error:
            call(start)
        assert error.value.problem.params == {"calendar": "ended", "years": 40, "start": "2026-01-01T00:00:00Z"}
    assert code_of(ended.add, start, "1h") == code_of(ended.add_days, start, 1) == code_of(ended.add_days, start, 0) == "CAL030"
    assert (
        ended.previous_close(start)
        == ended.add_days(start, -1, end_of_day=True) + timedelta(days=7)
        == datetime(2025, 12, 29, 10, tzinfo=UTC)
    )
    new = read_calendar({"time_zone": "UTC", "versions": [{"from": "2026-01-01", "hours": {"mon": ["09:00-10:00"]}}]}, name="new")
    assert code_of(new.previous_close, start) == code_of(new.add, start, -1) == code_of(new.add_days, start, -1) == "CAL030"
    assert new.add(start, timedelta()) == datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize("n", [1.0, True, "2", None])
def test_business_dates_are_counted_in_whole_numbers(n: object) -> None:
    office = read_calendar({"time_zone": "UTC", "hours": {"mon-fri": ["09:00-17:00"]}})
    with pytest.raises(UsageError) as error:
        office.add_days(datetime(2026, 1, 5, 9, tzinfo=UTC), n)  # type: ignore[arg-type]
    assert error.value.problem.code == "TIM017"
