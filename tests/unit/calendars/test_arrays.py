"""Whole columns: types, shapes, missing values, and the same answers as one by one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from servstd.calendars import ALWAYS, read_calendar
from servstd.errors import UsageError
from servstd.instants import DAY_US, HOUR_US, MINUTE_US, to_us

np = pytest.importorskip("numpy")

OFFICE = read_calendar({"time_zone": "Asia/Shanghai", "hours": {"mon-fri": ["09:00-12:00", "13:00-18:00"]}}, name="office")
SHORT = read_calendar(
    {"time_zone": "Asia/Shanghai", "hours": {"mon": ["09:00-09:01", "09:02-09:03", "09:04-09:05", "10:00-10:20"]}}, name="short"
)
MONDAY = to_us("2026-01-05T09:00:00+08:00")


def code_of(call: Any, *args: Any) -> tuple[str, object]:
    with pytest.raises(UsageError) as error:
        call(*args)
    return error.value.problem.code, error.value.problem.params.get("column")


@pytest.mark.parametrize("calendar", [OFFICE, SHORT, ALWAYS], ids=lambda calendar: calendar.name)
def test_columns_of_more_than_one_block(calendar: Any) -> None:
    generator = np.random.default_rng(1)
    starts = generator.integers(MONDAY, MONDAY + 300 * DAY_US, 70_000)
    starts[::3] -= starts[::3] % MINUTE_US
    ends = starts[::-1].copy()
    amounts = generator.integers(-90 * MINUTE_US, 90 * MINUTE_US, 70_000)
    amounts[::7] = 0
    amounts[1::7] -= amounts[1::7] % MINUTE_US
    line = calendar.timeline
    some = range(0, 70_000, 97)
    added, between = calendar.add_many(starts, amounts), calendar.between_many(starts, ends)
    assert added.dtype == between.dtype == np.int64
    assert [int(added[i]) for i in some] == [line.add(int(starts[i]), int(amounts[i])) for i in some]
    assert [int(between[i]) for i in some] == [line.between(int(starts[i]), int(ends[i])) for i in some]
    forward = calendar.add_many(starts, abs(amounts) + 1)
    assert [int(forward[i]) for i in some] == [line.add(int(starts[i]), abs(int(amounts[i])) + 1) for i in some]


def test_columns_that_leave_the_years_compiled() -> None:
    fresh = read_calendar({"time_zone": "Asia/Shanghai", "hours": {"mon-fri": ["09:00-12:00"]}}, name="fresh")
    starts = np.array([MONDAY, MONDAY, MONDAY + 1, MONDAY - 1])
    amounts = np.array([10_000 * HOUR_US, -10_000 * HOUR_US, 0, 0])
    found = fresh.add_many(starts, amounts)
    assert found.tolist() == [fresh.timeline.add(a, b) for a, b in zip(starts.tolist(), amounts.tolist(), strict=True)]
    ended = read_calendar({"time_zone": "UTC", "dates": {"2020-01-06": ["09:00-10:00"]}}, name="ended")
    assert code_of(ended.add_many, [MONDAY], [0])[0] == "CAL030"
    assert code_of(ended.add_many, [MONDAY], [1])[0] == "CAL030"
    assert code_of(ended.between_many, [MONDAY], [10**18])[0] == "TIM004"
    assert code_of(OFFICE.add_many, [MONDAY], [10**17])[0] == "TIM012"


@pytest.mark.parametrize(("unit", "result"), [("s", "us"), ("ms", "us"), ("us", "us"), ("ns", "ns"), ("h", "us")])
def test_units_of_time(unit: str, result: str) -> None:
    starts = np.array(["2026-01-05T01:00", "2026-01-09T09:00"], dtype=f"M8[{unit}]")
    found = OFFICE.add_many(starts, np.array([1, 2], dtype="m8[h]"))
    assert found.dtype == np.dtype(f"M8[{result}]")
    assert found.astype("M8[m]").tolist() == [datetime(2026, 1, 5, 2), datetime(2026, 1, 12, 2)]
    assert OFFICE.between_many(starts, found).astype("m8[h]").astype(int).tolist() == [1, 2]


def test_missing_values_stay_missing() -> None:
    starts = np.array(["2026-01-05T01:00", "NaT", "2026-01-05T01:00"], dtype="M8[us]")
    amounts = np.array([1, 1, "NaT"], dtype="m8[h]")
    assert np.isnat(OFFICE.add_many(starts, amounts)).tolist() == [False, True, True]
    assert np.isnat(OFFICE.between_many(starts, starts)).tolist() == [False, True, False]
    assert np.isnat(ALWAYS.add_many(starts, amounts)).tolist() == [False, True, True]


def test_shapes_are_broadcast() -> None:
    starts = np.array([[MONDAY, MONDAY + HOUR_US]], dtype=np.int64)
    assert OFFICE.add_many(starts, HOUR_US).tolist() == [[MONDAY + HOUR_US, MONDAY + 2 * HOUR_US]]
    assert OFFICE.add_many(starts, np.array([[0], [HOUR_US]])).shape == (2, 2)
    assert OFFICE.between_many(MONDAY, starts).tolist() == [[0, HOUR_US]]
    assert code_of(OFFICE.add_many, [MONDAY] * 3, [1, 2]) == ("CAL033", "amounts")


def test_empty_columns() -> None:
    assert OFFICE.add_many([], []).dtype == np.int64
    assert OFFICE.between_many(np.array([], dtype="M8[s]"), np.array([], dtype="M8[s]")).dtype == np.dtype("m8[us]")
    assert ALWAYS.between_many([], []).size == 0


def test_small_integers_are_integers() -> None:
    assert OFFICE.between_many(np.array([0], dtype=np.uint32), np.array([5], dtype=np.int16)).dtype == np.int64


@pytest.mark.parametrize(
    "column",
    [[True], [1.5], ["2026-01-05"], [None], np.array([1.0]), np.array([]), np.array([2**63], dtype=np.uint64),
     np.array([1], dtype="m8[us]"),     np.array(["2026"], dtype="M8[Y]"), np.array([0], dtype="M8[ps]")],
    ids=repr,
)  # fmt: skip
def test_other_columns_are_refused(column: Any) -> None:
    assert code_of(OFFICE.add_many, column, [1]) == ("CAL032", "starts")
    assert code_of(OFFICE.between_many, [1], column) == ("CAL032", "ends")


def test_kinds_are_not_mixed() -> None:
    starts = np.array(["2026-01-05"], dtype="M8[s]")
    assert code_of(OFFICE.add_many, starts, [3600]) == ("CAL032", "amounts")
    assert code_of(OFFICE.add_many, [MONDAY], np.array([1], dtype="m8[h]")) == ("CAL032", "amounts")
    assert code_of(OFFICE.between_many, starts, [MONDAY]) == ("CAL032", "ends")
    assert code_of(OFFICE.add_many, [MONDAY], [True]) == ("CAL032", "amounts")
    assert code_of(OFFICE.add_many, [MONDAY], np.array([1], dtype="m8[M]")) == ("CAL032", "amounts")


@pytest.mark.parametrize("far", ["starts", "amounts"])
def test_coarser_units_that_reach_beyond_microseconds_are_refused(far: str) -> None:
    """Seconds count further than microseconds of 64 bits: they would come round again as another instant."""
    seconds = 18_446_744_073_709 + 1_767_600_000
    starts = np.array([seconds if far == "starts" else 1_767_600_000], "datetime64[s]")
    amounts = np.array([1 if far == "starts" else 18_446_744_073_710], "timedelta64[s]")
    assert code_of(ALWAYS.add_many, starts, amounts)[0] == "TIM004"
