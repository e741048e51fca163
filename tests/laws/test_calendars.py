"""The laws of business time, on random calendars, zones and days on which the clocks change.

*Rule:* the oracle shares no code with what it judges. Windows are chosen so that clocks change within them.
"""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from servstd.calendars import Calendar, read_calendar
from servstd.errors import StandardError
from servstd.instants import DAY_US, from_us
from servstd.testing._calendar_strategies import DAYS, PLACES, shifts
from servstd.testing._calendar_strategies import calendars_and_days as calendars
from tests.laws.oracle_calendar import MINUTE_US, WEEKDAYS, Oracle


def read(data: dict[str, Any]) -> Calendar:
    try:
        return read_calendar(data)
    except StandardError as error:
        # never open, or closed for good: there is nothing to measure
        assume({problem.code for problem in error.problems} != {"CAL008"})
        raise


def read_or_never_open(data: dict[str, Any], named: dict[str, Calendar]) -> Calendar | None:
    try:
        return read_calendar(data, calendars=named, time_zone="Europe/Berlin")
    except StandardError as error:
        if {problem.code for problem in error.problems} == {"CAL008"}:
            return None
        raise


minutes = st.integers(3 * 1440, (DAYS - 5) * 1440)
amounts = st.integers(-3_000, 3_000)


# ── against the oracle ───────────────────────────────────────────────────────────────────────────────────────────────


@given(calendars(endless=False), st.lists(minutes, min_size=4, max_size=4), st.lists(amounts, min_size=4, max_size=4))
def test_equal_to_brute_force(drawn: tuple[dict[str, Any], date], starts: list[int], added: list[int]) -> None:
    data, first = drawn
    calendar, oracle = read(data), Oracle(data, first, DAYS)
    timeline = calendar.timeline
    for start, other, amount in zip(starts, starts[1:] + starts[:1], added, strict=True):
        assert timeline.is_open(oracle.us(start)) == oracle.open[start]
        assert timeline.between(oracle.us(start), oracle.us(other)) == oracle.between(start, other) * MINUTE_US
        for step in (amount, amount // 50, 0):
            expected = oracle.add(start, step)
            if expected is not None:
                assert timeline.add(oracle.us(start), step * MINUTE_US) == oracle.us(expected)


@given(calendars(endless=False))
def test_intervals_edges_and_is_open_tell_the_same(drawn: tuple[dict[str, Any], date]) -> None:
    data, first = drawn
    timeline, oracle = read(data).timeline, Oracle(data, first, DAYS)
    start, end = oracle.us(3 * 1440), oracle.us((DAYS - 3) * 1440)
    found = list(timeline.intervals(start, end))
    assert sum(last - first for first, last in found) == timeline.between(start, end)
    assert all(opening < closing < following for (opening, closing), (following, _) in pairwise(found))
    for opening, closing in found[1:-1]:
        assert timeline.is_open(opening)
        assert not timeline.is_open(closing)
        assert timeline.next_open(opening) == timeline.next_open(opening + 1) - 1 == opening
        assert timeline.next_close(opening) == timeline.next_close(closing - 1) == closing
        assert timeline.previous_close(closing) == timeline.previous_close(closing + 1) == closing
        assert timeline.previous_close(opening) < opening


@given(calendars(nights=False, places=PLACES[:3], endless=False), minutes, st.integers(0, 9))
def test_business_dates_equal_counting_them(drawn: tuple[dict[str, Any], date], start: int, count: int) -> None:
    data, first = drawn
    calendar, oracle = read(data), Oracle(data, first, DAYS)
    expected = oracle.add_days(start, count)
    assume(expected is not None)
    assert expected is not None
    assert calendar.timeline.add_days(oracle.us(start), count) == oracle.us(expected)


# ── laws ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(calendars(), st.tuples(minutes, minutes, minutes), st.tuples(st.integers(1, 10**10), st.integers(1, 10**10)))
def test_time_adds_up(drawn: tuple[dict[str, Any], date], instants: tuple[int, int, int], steps: tuple[int, int]) -> None:
    data, first = drawn
    timeline, oracle = read(data).timeline, Oracle(data, first, 1)
    a, b, c = (oracle.us(minute) + step for minute, step in zip(instants, (0, 1, 999_999), strict=True))
    x, y = steps
    assert timeline.between(a, b) + timeline.between(b, c) == timeline.between(a, c)
    assert timeline.between(a, timeline.add(a, x)) == x
    assert timeline.between(timeline.add(a, -x), a) == x
    assert timeline.add(timeline.add(a, x), y) == timeline.add(a, x + y)
    assert timeline.add(timeline.add(a, -x), -y) == timeline.add(a, -x - y)
    low, high = min(a, b), max(a, b)
    for step in (x, 0, -x):
        assert timeline.add(low, step) <= timeline.add(high, step)
    assert a <= timeline.add(a, 0) <= timeline.add(a, 1)


@given(calendars(), minutes, st.integers(0, 2_000), st.integers(-6, 6))
def test_counting_days_is_monotonic(drawn: tuple[dict[str, Any], date], start: int, later: int, count: int) -> None:
    data, first = drawn
    timeline, oracle = read(data).timeline, Oracle(data, first, 1)
    low, high = oracle.us(start), oracle.us(start + later)
    for end_of_day in (False, True):
        assert timeline.add_days(low, count, end_of_day) <= timeline.add_days(high, count, end_of_day)
        assert timeline.add_days(low, count, end_of_day) <= timeline.add_days(low, count + 1, end_of_day)
    assert timeline.add_days(low, 0) == timeline.next_open(low)


@given(calendars(endless=False), calendars(endless=False), minutes)
def test_algebra_holds_at_every_instant(left: tuple[dict[str, Any], date], right: tuple[dict[str, Any], date], start: int) -> None:
    first, second = read(left[0]), read(right[0])
    named = {"a": first, "b": second}
    us = Oracle(left[0], left[1], 1).us(start)
    for at in (us, us + DAY_US // 3, us + 8 * DAY_US):
        a, b = first.timeline.is_open(at), second.timeline.is_open(at)
        for data, expected in (
            ({"any_of": ["a", "b"]}, a or b),
            ({"all_of": ["a", "b"]}, a and b),
            ({"not": "a"}, not a),
            ({"except": ["a", "b"]}, a and not b),
            ({"any_of": ["a"], "except": "b"}, a and not b),
        ):
            combined = read_or_never_open(data, named)
            assert (combined is not None and combined.timeline.is_open(at)) == expected


@given(calendars(), st.lists(st.tuples(minutes, minutes, st.integers(-(10**11), 10**11)), min_size=1, max_size=40))
def test_columns_give_what_single_values_give(drawn: tuple[dict[str, Any], date], rows: list[tuple[int, int, int]]) -> None:
    numpy = pytest.importorskip("numpy")
    data, first = drawn
    calendar, oracle = read(data), Oracle(data, first, 1)
    timeline = calendar.timeline
    starts, ends = ([oracle.us(row[i]) for row in rows] for i in (0, 1))
    added = [row[2] for row in rows]
    expected = [timeline.add(start, amount) for start, amount in zip(starts, added, strict=True)]
    assert calendar.add_many(starts, added).tolist() == expected
    assert calendar.between_many(starts, ends).tolist() == [timeline.between(a, b) for a, b in zip(starts, ends, strict=True)]
    columns = [numpy.array(column, dtype="M8[us]") for column in (starts, ends)]
    spans = calendar.between_many(*columns)
    assert spans.dtype == numpy.dtype("m8[us]")
    assert spans.view("i8").tolist() == calendar.between_many(starts, ends).tolist()


@given(calendars(), minutes, amounts)
def test_a_copy_from_elsewhere_gives_the_same(drawn: tuple[dict[str, Any], date], start: int, amount: int) -> None:
    data, first = drawn
    calendar, us = read(data), Oracle(data, first, 1).us(start)
    copy = pickle.loads(pickle.dumps(calendar))
    timeline = pickle.loads(pickle.dumps(calendar.timeline))
    assert (copy, hash(copy), copy.fingerprint) == (calendar, hash(calendar), calendar.fingerprint)
    found = calendar.timeline.add(us, amount * MINUTE_US)
    assert copy.timeline.add(us, amount * MINUTE_US) == timeline.add(us, amount * MINUTE_US) == found
    timeline.release()
    assert timeline.add(us, amount * MINUTE_US) == found


@given(calendars(), st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)), st.integers(-(10**12), 10**12))
def test_results_keep_the_zone_and_the_microsecond(drawn: tuple[dict[str, Any], date], wall: datetime, amount: int) -> None:
    calendar = read(drawn[0])
    zone = ZoneInfo("America/New_York")
    start = wall.replace(tzinfo=UTC).astimezone(zone)
    found = calendar.add(start, timedelta(microseconds=amount))
    assert found.tzinfo is zone
    us = calendar.timeline.add((wall - datetime(1970, 1, 1)) // timedelta(microseconds=1), amount)
    assert found == from_us(us)
    assert calendar.between(start, found) == timedelta(microseconds=amount)


# ── against workclock ────────────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=30)
@given(
    st.dictionaries(st.sampled_from(range(7)), shifts(nights=False).filter(lambda hours: all("24:00" not in h for h in hours)), min_size=3),
    st.sampled_from(PLACES[:-1]),
    st.lists(st.integers(0, DAYS), max_size=3, unique=True),
    st.tuples(minutes, minutes),
    st.integers(1, 2_000),
)
def test_equal_to_workclock(
    week: dict[int, list[str]], place: tuple[str, date], free: list[int], instants: tuple[int, int], amount: int
) -> None:
    workclock = pytest.importorskip("workclock")
    zone, first = place
    holidays = [first + timedelta(days=i) for i in free]
    rules: list[Any] = [
        workclock.WorkDay(*(time.fromisoformat(edge) for edge in hours.split("-")), days=[weekday])
        for weekday, several in week.items()
        for hours in several
    ]
    assume(rules)
    theirs = workclock.Schedule([*rules, *([workclock.Holidays(holidays)] if holidays else [])], time_zone=zone)
    data = {"time_zone": zone, "hours": {WEEKDAYS[weekday]: several for weekday, several in week.items()}, "holidays": holidays}
    ours, oracle = read_calendar(data), Oracle({"time_zone": "UTC", "hours": {}}, first, 1)
    start, end = (from_us(oracle.us(minute)) for minute in instants)
    assert ours.between(start, end) == theirs.between(start, end)
    assert ours.add(start, timedelta(minutes=amount)) == theirs.add(start, timedelta(minutes=amount))
