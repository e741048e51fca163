"""Examples from other systems' tests that concern rotas: hand-offs, windows, overrides, layers.

*Rule:* every vector of a rota runs through the engine, written in our language; none is skipped and none deleted. Where we chose
otherwise on purpose the vector stands in `DIFFERENT_CHOICE` with the reason, and its test shows what we do.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import attrs
import pytest

from servstd.calendars import Calendar, read_calendar
from servstd.calendars.model import day_of
from servstd.escalation.rotas import Change, CompiledRota, Layer, Rota, ShiftTime, Turn, compile_rota, wall_of
from servstd.escalation.rotas.turns import Grid, handoffs, turn_around
from servstd.instants import DAY_US, HOUR_US, SECOND_US, from_us, local_text, read_zone, to_us
from tests.support import has_shared, shared_path, why_without

FILE = ("vectors", "escalation.json")
VECTORS: dict[str, dict[str, Any]] = {}
if has_shared(*FILE):
    loaded = json.loads(shared_path(*FILE).read_text(encoding="utf-8"))
    VECTORS = {vector["id"]: vector for vector in loaded if vector["id"][0] != "E"}

HANDOFFS = ("R01", "R03", "R05", "R07", "R09", "R10", "R11", "R12")
RUN = {
    *HANDOFFS,
    "R13.3",
    "R14",
    "R16",
    "R17",
    "R20",
    "W01",
    "O01",
    "O03",
    "O05",
    "O07",
    "L01",
    "L02",
    "L04",
    "L05",
    "L06",
    "G01",
    "G04",
    "G07",
    "G10",
}
DIFFERENT_CHOICE = {
    "L09": "nobody is assigned by how busy others are: a rota says who is on duty, and where all are absent that is a gap, told as one",
    "G12": "the first of the two pinned results calls for nobody on the days between; the note asks for the second in both cases, as we do",
    "R14": "hand-offs before the first are defined as the vector wants, but nobody is on duty before the rota begins",
}
UNITS: dict[str, Any] = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month"}

needs_vectors = pytest.mark.skipif(not VECTORS, reason=why_without(*FILE))


def wall(text: str) -> int:
    return wall_of(datetime.fromisoformat(text))


def turn(given: dict[str, Any]) -> Turn:
    return Turn(given.get("length", 1), UNITS[given["unit"]])


def hours(zone: str, days: str, *times: str) -> Calendar:
    return read_calendar({"time_zone": zone, "hours": {days: list(times)}}, name="hours")


def layers(zone: str, *items: Layer, changes: tuple[Change, ...] = ()) -> CompiledRota:
    return compile_rota(Rota("r", time_zone=zone, layers=items, changes=changes))


def brief(compiled: CompiledRota, start: int, end: int, *, unit: int = 1, zero: int = 0) -> list[list[object]]:
    """Return the shifts as [person, start, end], counted in `unit` from `zero`."""
    return [[shift.person, (shift.start_us - zero) / unit, (shift.end_us - zero) / unit] for shift in compiled.shifts(start, end)]


@needs_vectors
def test_every_vector_of_a_rota_is_run_or_chosen_otherwise() -> None:
    assert set(VECTORS) == RUN | set(DIFFERENT_CHOICE)


@needs_vectors
@pytest.mark.parametrize("name", HANDOFFS)
def test_handoffs_on_the_wall(name: str) -> None:
    given = VECTORS[name]["given"]
    zone, start = given["tz"], wall(given["rotation_start_local"])
    low, high = (_instant(given[key], zone) for key in ("probe_from_local", "probe_to_local"))
    found = handoffs(start, turn(given), zone, low, high)
    expected = [to_us(text) for text in VECTORS[name]["expect"]["handoffs"]]
    assert [local_text(us, read_zone(zone)) for us in found] == [local_text(us, read_zone(zone)) for us in expected]
    # two people in turn change exactly there
    compiled = layers(zone, Layer("l", people=(("a",), ("b",)), every=turn(given), start=Grid(start, turn=turn(given)).at(-6000)))
    changes = [shift.start_us for shift in compiled.shifts(low, expected[-1] + 1)[1:]]
    # a turn that vanishes in a gap is somebody's: the next is then the same person's again
    assert set(changes) <= set(expected[1:])
    assert [at for at in expected[1:] if at not in changes] == ([to_us("2020-03-08T03:00-05:00")] if name == "R05" else [])


def _instant(text: str, zone: str) -> int:
    return to_us(datetime.fromisoformat(text).replace(tzinfo=read_zone(zone)))


@needs_vectors
def test_a_day_with_a_skipped_hour_ends_at_the_same_wall_time() -> None:
    given, expect = VECTORS["R13.3"]["given"], VECTORS["R13.3"]["expect"]
    start, end = turn_around(wall(given["shift_start_local"]), turn(given), given["tz"], _instant(given["shift_start_local"], given["tz"]))
    assert (end - start) / HOUR_US == expect["elapsed_hours"]
    assert end == _instant(expect["shift_end_local"], given["tz"])


@needs_vectors
def test_handoffs_before_the_first_are_defined_but_nobody_is_on_duty() -> None:
    vector = VECTORS["R14"]
    start = wall(vector["given"]["rotation_start"].removesuffix("Z"))
    compiled = layers("UTC", Layer("l", people=(("li",),), every=turn(vector["given"]), start=start))
    for question, expect in vector["expect"].items():
        at = to_us(question.rpartition(" ")[2]) - question.startswith("1ns before")  # our least step is a microsecond
        found = dict(zip(("start", "end"), turn_around(start, turn(vector["given"]), "UTC", at), strict=True))
        assert {key: found[key] for key in expect} == {key: to_us(text) for key, text in expect.items()}
        assert compiled.who(at) == (("li",) if at >= start else ())


@needs_vectors
def test_turns_of_several_hours_in_both_directions() -> None:
    given = VECTORS["R16"]["given"]
    start = wall(given["rotation_start"].removesuffix("Z"))
    found = {f"end at start{n:+}h": turn_around(start, turn(given), "UTC", start + n * HOUR_US)[1] for n in (30, -30)}
    assert found == {key: to_us(text) for key, text in VECTORS["R16"]["expect"].items()}


@needs_vectors
def test_turns_wrap() -> None:
    given, expect = VECTORS["R17"]["given"], VECTORS["R17"]["expect"]
    start = wall("2026-01-05T09:00")
    compiled = layers("UTC", Layer("l", people=tuple((name,) for name in given["participants"]), every=turn(given), start=start))
    now = start + 3 * HOUR_US + 50 * 60 * SECOND_US
    assert given["rotation_started_ago"] == "PT3H50M"
    assert compiled.who(now) == (expect["on_call_now"],)
    assert compiled.who(now + 20 * 60 * SECOND_US) == (expect["on_call_after_20_minutes"],)


@needs_vectors
def test_a_long_turn_lasts() -> None:
    given = VECTORS["R20"]["given"]
    start, at = wall(given["rotation_start"].removesuffix("Z")), to_us(given["at"])
    # the vector tells whose turn began when, where we count from the first: so begin with the turn it names
    grid = Grid(wall(given["current_start"].removesuffix("Z")), turn=turn(given))
    people = tuple((f"p{i}",) for i in range(given["participants"]))
    compiled = layers("UTC", Layer("l", people=people, every=turn(given), start=grid.start))
    assert compiled.who(at) == (f"p{VECTORS['R20']['expect']['index']}",)
    assert Grid(start, turn=turn(given)).number(at) == 3


@needs_vectors
def test_hours_of_one_weekday() -> None:
    given, expect = VECTORS["W01"]["given"], VECTORS["W01"]["expect"]
    restricted = hours(given["tz"], given["days"][0], f"{given['start']}-{given['end']}")
    compiled = layers(given["tz"], Layer("l", people=(("li",),), start=wall("2017-01-01T00:00"), hours=restricted))
    assert {at: compiled.who(to_us(at)) for at in expect["active"]} == dict.fromkeys(expect["active"], ("li",))
    assert {at: compiled.who(to_us(at)) for at in expect["inactive"]} == dict.fromkeys(expect["inactive"], ())


@needs_vectors
@pytest.mark.parametrize("name", ["O01", "O03"])
def test_a_replacement_and_a_removal(name: str) -> None:
    given, expect = VECTORS[name]["given"], VECTORS[name]["expect"]
    rule, override = given["rule"], given["overrides"][0]
    start, end = (wall(override[key].removesuffix("Z")) for key in ("start", "end"))
    kind, person = ("replace", override["add"]) if "add" in override else ("remove", override["remove"])
    change = Change(kind, person=person, other=override["remove"] if kind == "replace" else "", start=start, end=end)
    base = hours(given["tz"], "mon-sun", f"{rule['start']}-{rule['end']}")
    compiled = layers(given["tz"], Layer("rule", people=((rule["user"],),), start=0, hours=base), changes=(change,))
    compiled = compile_rota(attrs.evolve(compiled.rota, must_cover=base))
    low, high = (to_us(text) for text in given["query"])
    found = [
        [shift.person, from_us(shift.start_us).strftime("%H:%M"), from_us(shift.end_us).strftime("%H:%M") + "*" * shift.goes_on]
        for shift in compiled.shifts(low, high)
    ]
    assert found == expect["shifts"]
    gaps = [[from_us(us).strftime("%H:%M") for us in (gap.start_us, gap.end_us)] for gap in compiled.coverage(low, high).gaps]
    assert gaps == ([expect["gap"]] if "gap" in expect else [])


@needs_vectors
def test_a_replacement_is_on_duty_only_while_the_replaced_would_be() -> None:
    given, expect = VECTORS["O05"]["given"], VECTORS["O05"]["expect"]
    now = datetime(2026, 3, 2)  # the clocks change on 8 March, the last day of the override
    rules = [
        Layer(
            str(i),
            people=((rule["user"],),),
            start=0,
            hours=None if rule["start"] == rule["end"] else hours(given["tz"], "mon-sun", f"{rule['start']}-{rule['end']}"),
        )
        for i, rule in enumerate(given["rules"])
    ]
    override = given["override"]
    ends = {key: wall_of(now + timedelta(days=int(override[key].removeprefix("now+").removesuffix("d")))) for key in ("from", "to")}
    change = Change("replace", person=override["add"], other=override["remove"], start=ends["from"], end=ends["to"])
    compiled = layers(given["tz"], *rules, changes=(change,))
    for days, times in ((0, expect["outside"]), (2, expect["inside_override"]), (5, expect["inside_override"]), (6, expect["outside"])):
        for time, people in times.items():
            at = datetime.combine(now.date() + timedelta(days=days), datetime.strptime(time, "%H:%M").time(), read_zone(given["tz"]))  # noqa: DTZ007  # a wall clock
            assert list(compiled.who(to_us(at))) == people, (days, time)


@needs_vectors
def test_day_and_night_in_turns() -> None:
    vector = VECTORS["O07"]
    given, zone = vector["given"], vector["given"]["tz"]
    now = to_us(given["now"])
    items: list[Layer] = []
    for name in ("day", "night"):
        rotation, (opening, closing) = given[name]["rotation"], given[name]["window"]
        turns = turn(rotation)
        # a turn begins with the window, and the one of `current_index` is on
        today = Grid(wall(f"2018-09-12T{opening}"), turn=turns)
        current = today.number(wall("2018-09-12T10:25"))
        start = today.at(current - rotation["current_index"] + (name == "night"))  # the night before is over: the index is the next one's
        people = tuple((user,) for user in rotation["users"])
        items.append(Layer(name, people=people, every=turns, start=start, hours=hours(zone, "mon-sun", f"{opening}-{closing}")))
    found = layers(zone, *items).shifts(now, to_us("2018-09-14T20:00:00-05:00"))
    expect = vector["expect"]["future"]
    assert [shift.person for shift in found] == [row[0] for row in expect]
    assert found[0].end_us == to_us(expect[0][1].removeprefix("until "))
    assert [(shift.start_us, shift.end_us) for shift in found[1:]] == [
        (_instant(row[1], zone), _instant(row[2], zone)) for row in expect[1:]
    ]


@needs_vectors
@pytest.mark.parametrize("name", ["L01", "L02", "L04"])
def test_an_override_is_cut_to_what_it_overrides(name: str) -> None:
    given, expect = VECTORS[name]["given"], VECTORS[name]["expect"]
    events = given["events"] if "events" in given else [given["event"]]
    start, end = events[0][1], events[-1][2]
    other, low, high = given["override"]
    zero = wall("2026-01-05T00:00")
    at = [zero + second * SECOND_US for second in (start, end, low, high)]
    change = Change("replace", person=other, other=events[0][0], start=at[2], end=at[3])
    # events of one person that touch are one duty here
    compiled = layers("UTC", Layer("l", people=((events[0][0],),), start=at[0], until=at[1]), changes=(change,))
    found = brief(compiled, zero - DAY_US, zero + DAY_US, unit=SECOND_US, zero=zero)
    assert found == expect["events" if "events" in expect else "result"]


@needs_vectors
def test_weekly_events_up_to_a_horizon() -> None:
    given, expect = VECTORS["L05"]["given"], VECTORS["L05"]["expect"]
    zone = given["tz"]
    found = handoffs(
        wall("2017-02-06T10:30"), Turn(1, "week"), zone, _instant(given["now_local"], zone), _instant("2017-02-28T10:00", zone)
    )
    assert [local_text(us, read_zone(zone))[:16] for us in found[:-1]] == expect["starts"]
    assert {b - a for a, b in pairwise(found)} == {7 * DAY_US}


@needs_vectors
def test_weekly_events_leave_no_gap_at_a_repeated_hour() -> None:
    given, expect = VECTORS["L06"]["given"], VECTORS["L06"]["expect"]
    zone, start = given["tz"], wall("2016-10-23T01:30")
    low, high = _instant(given["now_local"], zone), _instant("2016-11-12T10:00", zone)
    found = handoffs(start, Turn(1, "week"), zone, low, high)
    assert len(found) - 1 == expect["events"]
    assert local_text(found[2], read_zone(zone)) == "2016-11-06T01:30:00-05:00"  # the first of the two
    compiled = layers(zone, Layer("l", people=(("a",), ("b",)), every=Turn(1, "week"), start=start))
    shifts = compiled.shifts(found[0], found[-1])
    assert [(shift.start_us, shift.end_us) for shift in shifts] == list(pairwise(found))
    assert expect["event2.end == event3.start"]


@needs_vectors
def test_everybody_absent_is_a_gap() -> None:
    given = VECTORS["L09"]["given"]
    roster = tuple(map(str, given["roster"]))
    absences = tuple(Change("absent", person=str(person), start=0, end=DAY_US) for person in given["busy"])
    day = ShiftTime("day", start=8 * HOUR_US, end=16 * HOUR_US)
    rota = Rota("r", time_zone="UTC", shifts=(day,), pattern=("day",), people=roster, changes=absences)
    compiled = compile_rota(attrs.evolve(rota, must_cover=hours("UTC", "mon-sun", "08:00-16:00")))
    assert VECTORS["L09"]["expect"]["assigned"] is None
    assert compiled.who(9 * HOUR_US) == ()
    assert [gap.hours for gap in compiled.coverage(0, 2 * DAY_US).gaps] == [8.0]


@needs_vectors
@pytest.mark.parametrize("name", ["G01", "G04"])
def test_layers_hide_one_another(name: str) -> None:
    given, expect = VECTORS[name]["given"], VECTORS[name]["expect"]
    zero = wall("2026-01-05T00:00")
    rows = [*given["rotations"], *((user, priority + 100, low, high) for user, priority, low, high in given.get("overrides", []))]
    items = [
        # an override that hides whoever is on duty is a temporary layer above the others
        Layer(f"{i}", people=((user,),), priority=priority, start=zero + int(low * HOUR_US), until=zero + int(high * HOUR_US))
        for i, (user, priority, low, high) in enumerate(rows)
    ]
    compiled = layers("UTC", *items)
    found = brief(compiled, zero, zero + DAY_US, unit=HOUR_US, zero=zero)
    coverage = compiled.coverage(zero, zero + DAY_US)
    begin = (coverage.start_us - zero) / HOUR_US  # before the first layer begins there is nothing to cover yet
    gaps = [["gap", (gap.start_us - zero) / HOUR_US, (gap.end_us - zero) / HOUR_US] for gap in coverage.unstaffed]
    told = sorted([*found, *([["gap", 0, begin]] if name == "G01" else []), *gaps], key=lambda row: (row[1], row[0]))
    if name == "G04":
        told = [row for row in told if row[0] != "gap"]
    assert told == [[who.removesuffix("(override)"), low, high] for who, low, high in expect["final"]]


@needs_vectors
def test_weekly_turns_across_a_change_of_clocks() -> None:
    given = VECTORS["G07"]["given"]
    for question, (start, end) in VECTORS["G07"]["expect"].items():
        at = to_us(question.removeprefix("shift containing "))
        assert turn_around(wall(given["weekly_from_local"]), Turn(1, "week"), given["tz"], at) == (to_us(start), to_us(end))


@needs_vectors
def test_weeks_restricted_to_weekdays() -> None:
    given = VECTORS["G10"]["given"]
    people = tuple((user,) for user in given["users"])
    weekdays = hours("UTC", "mon-fri", "00:00-24:00")
    compiled = layers("UTC", Layer("l", people=people, every=turn(given), start=wall(f"{given['from']}T00:00"), hours=weekdays))
    for days, person in VECTORS["G10"]["expect"].items():
        first, last = date.fromisoformat(days[:10]), date.fromisoformat(days[:8] + days[-2:])
        noons = [day * DAY_US + DAY_US // 2 for day in range(day_of(first), day_of(last) + 1)]
        assert {compiled.who(us) for us in noons} == {(person,)}
        assert compiled.who(noons[-1] + DAY_US) == ()  # Saturday


@needs_vectors
@pytest.mark.parametrize("restriction", [None, hours("UTC", "mon-sun", "00:00-24:00")])
def test_a_turn_of_seven_days_lasts_seven_days(restriction: Calendar | None) -> None:
    given = VECTORS["G12"]["given"]
    people = tuple((user,) for user in "ABCDEFGHIJ")
    every = Turn(given["interval"], UNITS[given["unit"]])
    compiled = layers("UTC", Layer("l", people=people, every=every, start=wall(f"{given['from']}T00:00"), hours=restriction))
    expect = VECTORS["G12"]["expect"]["by_day = all 7"]
    assert {day: compiled.who(to_us(f"{day}T12:00Z"))[0] for day in expect} == expect
