"""Periods are civil time of the standard's zone; a day given as the end is counted whole."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from servstd.errors import UsageError
from servstd.instants import read_instant
from servstd.report import PERIODS, Scope, Unit, bound, period_of

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("unit", "name"), [("day", "2027-01-01"), ("week", "2026-W53"), ("month", "2027-01"), ("quarter", "2027-Q1"), ("year", "2027")]
)
def test_names(unit: Unit, name: str) -> None:
    at = read_instant("2026-12-31T17:00:00Z")  # 1 January, 01:00 in Shanghai; 2026 has 53 ISO weeks
    assert period_of(at, unit, SHANGHAI) == name
    assert unit in PERIODS


def test_the_zone_decides() -> None:
    at = read_instant("2026-12-31T17:00:00Z")
    assert (period_of(at, "month", UTC), period_of(at, "month", SHANGHAI)) == ("2026-12", "2027-01")


@pytest.mark.parametrize(("month", "quarter"), [("01", 1), ("03", 1), ("04", 2), ("06", 2), ("07", 3), ("09", 3), ("10", 4), ("12", 4)])
def test_quarters(month: str, quarter: int) -> None:
    assert period_of(read_instant(f"2026-{month}-15T00:00:00Z"), "quarter", UTC) == f"2026-Q{quarter}"


@pytest.mark.parametrize(
    ("text", "end", "instant"),
    [
        ("2026-01-31", False, "2026-01-31T00:00:00+08:00"),
        ("2026-01-31", True, "2026-02-01T00:00:00+08:00"),
        (" 2026-01-31 ", True, "2026-02-01T00:00:00+08:00"),
        ("2026-01-31 12:00", True, "2026-01-31T12:00:00+08:00"),
        ("2026-01-31T12:00:00Z", True, "2026-01-31T12:00:00+00:00"),
    ],
)
def test_bounds(text: str, end: bool, instant: str) -> None:
    assert bound(text, SHANGHAI, end=end) == read_instant(instant)


def test_a_day_that_starts_late_is_counted_whole() -> None:
    # Beirut skipped midnight of 29 March 2026: the day before ends where the clocks jump.
    assert bound("2026-03-28", ZoneInfo("Asia/Beirut"), end=True) == read_instant("2026-03-28T22:00:00Z")


def test_unreadable_bounds() -> None:
    with pytest.raises(UsageError):
        bound("yesterday", UTC)


def test_scope() -> None:
    assert Scope().holds(5)
    assert Scope().holds(None)
    scope = Scope("due", from_us=10, to_us=20)
    assert [scope.holds(us) for us in (9, 10, 19, 20, None)] == [False, True, True, False, False]
    assert Scope(from_us=10).holds(99)
    assert not Scope(to_us=10).holds(10)
