"""413 examples from other systems' tests of business time, and from a brute-force oracle over zoneinfo.

*Rule:* every vector runs, written in our language; none is skipped and none deleted. Where we chose otherwise on purpose the
vector is listed with the reason (`DIFFERENT_CHOICE` by id, `boundary: open` and `end_inclusive` by rule), and what we give
instead is asserted.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import pytest

from servstd.calendars import Calendar, Timeline, read_calendar
from servstd.calendars.model import Pattern
from servstd.errors import StandardError
from servstd.instants import local_to_us, read_zone, to_us
from tests.support import has_shared, shared_path, why_without

FILE = ("vectors", "business_time.json")
VECTORS: list[dict[str, Any]] = json.loads(shared_path(*FILE).read_text(encoding="utf-8")) if has_shared(*FILE) else []

BACKWARDS = "open time is signed: whoever asks the wrong way round is told so by the sign, not by a zero that looks like an answer"
NEVER_OPEN = (
    "a calendar without open time is a problem when it is read, since no clock on it could ever run; asked all the same, it gives 0"
)
CLOSING_EDGE = "time that ends exactly at closing is due at closing, not when the desk opens next (business days later, perhaps)"
CLOSED_AT_CLOSING = (
    "hours are half-open: at the instant of closing it is closed, so that two shifts that touch never count an instant twice"
)
DIFFERENT_CHOICE = {"bt-0020": BACKWARDS, "bt-0219": BACKWARDS, "bt-0170": NEVER_OPEN, "bt-0861": NEVER_OPEN}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def spelt(shifts: list[list[str]]) -> list[str]:
    return [f"{opening}-{closing}" for opening, closing in shifts]


def calendar_of(vector: Mapping[str, Any]) -> Calendar:
    """Return a vector's calendar: `special` days as dates, `breaks` and `excluded` spans taken away by `except`."""
    data: dict[str, object] = {
        "time_zone": vector["tz"],
        "hours": {weekday: spelt(shifts) for weekday, shifts in vector["hours"].items()},
        "holidays": vector["holidays"],
        "dates": {day: spelt(shifts) for day, shifts in vector.get("special", {}).items()},
    }
    breaks = {day: spelt(shifts) for day, shifts in vector.get("breaks", {}).items()}
    excluded: defaultdict[str, list[str]] = defaultdict(list)
    for first, last in vector.get("excluded", []):
        assert first[:10] == last[:10]
        assert first[16:] == last[16:] == ":00+00:00"
        excluded[first[:10]].append(f"{first[11:16]}-{last[11:16]}")
    away = [{"dates": breaks}] if breaks else []
    away += [{"time_zone": "UTC", "dates": dict(excluded)}] if excluded else []
    return read_calendar({**data, "except": away} if away else data, name=vector["id"])


def of(*operations: str) -> Any:
    found = [vector for vector in VECTORS if vector["op"] in operations and vector["id"] not in DIFFERENT_CHOICE]
    return pytest.mark.parametrize("vector", found, ids=[vector["id"] for vector in found])


needs_vectors = pytest.mark.skipif(not VECTORS, reason=why_without(*FILE))


@needs_vectors
def test_every_vector_has_a_test() -> None:
    known = {"add", "between", "is_open", "roll_forward", "roll_back", "add_days", "next_periods", "prev_periods", "resolve_wall"}
    assert {vector["op"] for vector in VECTORS} == known
    assert len(VECTORS) == 413
    assert set(DIFFERENT_CHOICE) <= {vector["id"] for vector in VECTORS}


@of("add")
def test_add(vector: Mapping[str, Any]) -> None:
    calendar, start, expected = calendar_of(vector), at(vector["start"]), at(vector["expect"])
    amount = timedelta(seconds=vector["seconds"])
    found = calendar.add(start, amount)
    if found == expected:
        return
    # our choice differs (CLOSING_EDGE) where the time is used up exactly at a closing: same open time, and nothing open in between
    assert vector["boundary"] == "open", CLOSING_EDGE
    assert amount > timedelta()
    assert calendar.next_open(found) == expected
    assert not calendar.is_open(found)
    assert calendar.between(start, found) == amount


@of("between")
def test_between(vector: Mapping[str, Any]) -> None:
    calendar, start, end = calendar_of(vector), at(vector["start"]), at(vector["end"])
    assert calendar.between(start, end).total_seconds() == vector["expect"]
    assert calendar.between(end, start) == -calendar.between(start, end)
    intervals = calendar.open_intervals(min(start, end), max(start, end))
    assert sum((last - first for first, last in intervals), timedelta()) == abs(calendar.between(start, end))


@of("is_open")
def test_is_open(vector: Mapping[str, Any]) -> None:
    calendar, instant = calendar_of(vector), at(vector["at"])
    found = calendar.is_open(instant)
    if found == vector["expect"]:
        return
    assert vector["end_inclusive"], CLOSED_AT_CLOSING
    assert calendar.is_open(instant - timedelta(microseconds=1))
    assert calendar.previous_close(instant) == instant


@of("roll_forward")
def test_next_open(vector: Mapping[str, Any]) -> None:
    assert calendar_of(vector).next_open(at(vector["at"])) == at(vector["expect"])


@of("roll_back")
def test_previous_close(vector: Mapping[str, Any]) -> None:
    assert calendar_of(vector).previous_close(at(vector["at"])) == at(vector["expect"])


@of("add_days")
def test_add_days(vector: Mapping[str, Any]) -> None:
    found = calendar_of(vector).add_days(at(vector["start"]), vector["days"], vector.get("end_of_day", False))
    assert found == at(vector["expect"])


@of("next_periods")
def test_open_intervals_from_an_instant_on(vector: Mapping[str, Any]) -> None:
    start = at(vector["at"])
    found = islice(calendar_of(vector).open_intervals(start, start + timedelta(days=400)), len(vector["expect"]))
    assert [list(interval) for interval in found] == [[at(first), at(last)] for first, last in vector["expect"]]


@of("prev_periods")
def test_open_intervals_up_to_an_instant(vector: Mapping[str, Any]) -> None:
    end = at(vector["at"])
    found = list(calendar_of(vector).open_intervals(end - timedelta(days=400), end))[::-1][: len(vector["expect"])]
    assert [list(interval) for interval in found] == [[at(first), at(last)] for first, last in vector["expect"]]


@of("resolve_wall")
def test_a_wall_time_becomes_an_instant(vector: Mapping[str, Any]) -> None:
    day, clock = vector["wall"].split(" ")
    hours, minutes = clock.split(":")[:2]
    midnight = datetime.combine(date.fromisoformat(day), datetime.min.time())
    wall = midnight + timedelta(hours=int(hours), minutes=int(minutes))
    assert local_to_us(wall, read_zone(vector["tz"])) == to_us(at(vector["expect"]))


@pytest.mark.parametrize("vector", [v for v in VECTORS if DIFFERENT_CHOICE.get(v["id"]) == BACKWARDS], ids=lambda vector: vector["id"])
def test_elsewhere_backwards_is_zero_and_here_negative(vector: Mapping[str, Any]) -> None:
    calendar, start, end = calendar_of(vector), at(vector["start"]), at(vector["end"])
    assert vector["negative"] == "zero", BACKWARDS
    assert end < start
    assert calendar.between(start, end) == -calendar.between(end, start) < timedelta()


@pytest.mark.parametrize("vector", [v for v in VECTORS if DIFFERENT_CHOICE.get(v["id"]) == NEVER_OPEN], ids=lambda vector: vector["id"])
def test_elsewhere_a_calendar_may_be_empty(vector: Mapping[str, Any]) -> None:
    with pytest.raises(StandardError) as error:
        calendar_of(vector)
    assert [problem.code for problem in error.value.problems] == ["CAL008"], NEVER_OPEN
    timeline = Timeline(vector["id"], pattern=Pattern(vector["tz"]))
    assert timeline.between(to_us(at(vector["start"])), to_us(at(vector["end"]))) == vector["expect"] == 0
