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
from tests.laws.oracle_calendar import MINUTE_US, WEEKDAYS, Oracle

DAYS = 24
# a zone, and a day from which on its clocks change within some two weeks
PLACES = [
    ("UTC", date(2026, 1, 1)),
    ("Asia/Shanghai", date(2026, 2, 10)),
    ("Asia/Kathmandu", date(2025, 12, 20)),
    ("America/New_York", date(2026, 3, 1)),
    ("America/New_York", date(2026, 10, 24)),
    ("Europe/London", date(2026, 3, 20)),
    ("Europe/London", date(2026, 10, 16)),
    ("Australia/Lord_Howe", date(2026, 9, 25)),  # half an hour
    ("Australia/Lord_Howe", date(2026, 3, 27)),
    ("America/Sao_Paulo", date(2018, 10, 28)),  # at midnight, forwards
    ("America/Sao_Paulo", date(2018, 2, 10)),  # at midnight, back
    ("Africa/Cairo", date(2024, 4, 18)),
    ("Pacific/Apia", date(2011, 12, 22)),  # a whole date is left out
]


def spell(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@st.composite
def shifts(draw: st.DrawFn, nights: bool = True) -> list[str]:
    """One day's hours: up to three intervals, the last perhaps past midnight."""
    edges = sorted(draw(st.lists(st.integers(0, 96), min_size=0, max_size=6, unique=True)))
    hours = [f"{spell(a * 15)}-{spell(b * 15)}" for a, b in zip(edges[::2], edges[1::2], strict=False)]
    if nights and len(edges) % 2 and 0 < edges[-1] < 96:
        before = edges[0] if len(edges) > 1 else edges[-1]
        morning = draw(st.integers(0, before)) if before < edges[-1] else draw(st.integers(0, edges[-1] - 1))
        if morning * 15 != edges[-1] * 15:
            hours.append(f"{spell(edges[-1] * 15)}-{spell(morning * 15)}")
    return hours


@st.composite
def calendars(
    draw: st.DrawFn, nights: bool = True, places: list[tuple[str, date]] | None = None, endless: bool = True
) -> tuple[dict[str, Any], date]:
    """A calendar and a day from which on it is interesting; `endless`: nothing but a date closes its Thursdays."""
    thursday = {"thu": ["10:00-11:15"]} if endless else {}
    weekdays = st.sampled_from([weekday for weekday in WEEKDAYS if weekday not in thursday])
    zone, first = draw(st.sampled_from(places or PLACES))
    days = st.integers(0, DAYS).map(lambda i: (first + timedelta(days=i)).isoformat())
    one = shifts(nights)
    data: dict[str, Any] = {"time_zone": zone, "hours": {**draw(st.dictionaries(weekdays, one, min_size=3)), **thursday}}
    if draw(st.booleans()):
        data["dates"] = draw(st.dictionaries(days, one, max_size=3))
        start = draw(st.integers(0, DAYS - 4))
        data["dates"][f"{first + timedelta(days=start)}..{first + timedelta(days=start + 3)}"] = draw(one)
    if draw(st.booleans()):
        data["holidays"] = draw(st.lists(days, max_size=4, unique=True))
        if draw(st.booleans()):
            data["holidays"] = {"add": data["holidays"], "half_days": draw(st.dictionaries(days, one, max_size=2))}
    if draw(st.booleans()):
        anchors = sorted(draw(st.sets(days, min_size=1, max_size=2)))
        weeks = st.lists(st.dictionaries(weekdays, one, max_size=2), min_size=1, max_size=3)
        data["alternate"] = [{"from": anchor, "weeks": draw(weeks)} for anchor in anchors]
    if draw(st.booleans()):
        data["versions"] = [{"from": draw(days), "hours": {**draw(st.dictionaries(weekdays, one)), **thursday}}]
    return data, first


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
