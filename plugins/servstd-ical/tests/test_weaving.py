"""Laws: what is written and read back are the same instants; merging is a union; a longer window changes nothing within."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servstd.calendars import read_calendar
from servstd.instants import read_zone
from servstd_ical.weaving import merge, weave

START = datetime(2026, 3, 27, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 23, tzinfo=UTC)
ZONES = ("Europe/Berlin", "Asia/Shanghai", "UTC", "Australia/Lord_Howe", "America/Havana", "Africa/Cairo")
_spans = st.lists(st.tuples(st.integers(0, 6 * 24 * 4), st.integers(0, 3 * 24 * 4)), min_size=1, max_size=8)


def _stretches(spans: list[tuple[int, int]], origin: datetime) -> list[tuple[datetime, datetime]]:
    quarter = timedelta(minutes=15)
    return [(origin + start * quarter, origin + (start + length) * quarter) for start, length in spans if length]


def _minutes(stretches: list[tuple[datetime, datetime]]) -> set[int]:
    return {minute for start, end in stretches for minute in range(int(start.timestamp()) // 900, int(end.timestamp()) // 900)}


@settings(max_examples=100, deadline=None)
@given(spans=_spans)
def test_merging_is_a_union_in_order_without_touching(spans: list[tuple[int, int]]) -> None:
    stretches = _stretches(spans, START)
    merged = merge(stretches)
    assert _minutes(merged) == _minutes(stretches)
    assert all(first[1] < second[0] for first, second in pairwise(merged))
    assert merge(reversed(merged)) == merged


@settings(max_examples=100, deadline=None)
@given(
    spans=_spans,
    zone=st.sampled_from(ZONES),
    origin=st.sampled_from([START, OCTOBER, datetime(2026, 3, 6, tzinfo=UTC), datetime(2026, 10, 30, tzinfo=UTC)]),
)
def test_what_is_read_back_are_the_same_instants(spans: list[tuple[int, int]], zone: str, origin: datetime) -> None:
    stretches = _stretches(spans, origin)
    if not stretches:
        return
    parts = weave(stretches, (), zone, read_zone(zone))
    calendar = read_calendar({"time_zone": zone, "any_of": parts})
    found = list(calendar.open_intervals(origin - timedelta(days=5), origin + timedelta(days=20)))
    assert [(start.astimezone(UTC), end.astimezone(UTC)) for start, end in found] == merge(stretches)


@pytest.mark.parametrize("zone", ZONES)
def test_only_repeated_hours_need_utc(zone: str) -> None:
    noons = [(START + timedelta(days=i, hours=3), START + timedelta(days=i, hours=9)) for i in range(300)]
    assert {part["time_zone"] for part in weave(noons, (), zone, read_zone(zone))} <= {zone, "UTC"}
    if zone in ("Asia/Shanghai", "UTC"):
        assert len(weave(noons, (), zone, read_zone(zone))) == 1


def test_nothing_is_no_part() -> None:
    assert weave((), (), "UTC", UTC) == []
    assert weave((), [date(2026, 5, 1)], "", UTC) == [{"dates": {"2026-05-01": ["00:00-24:00"]}}]
