"""Laws of rotas: every way of asking gives the same answer, nothing is lost where clocks change, and nothing is counted twice.

*Rule:* rotas, zones, changes and instants are drawn at random around days on which clocks change, Lord Howe's half hour and the day Samoa
skipped among them. A slow, plain reading of the rules stands beside the engine.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servstd.calendars import Calendar, read_calendar
from servstd.calendars.model import day_of
from servstd.escalation.rotas import Change, CompiledRota, Layer, Posts, Rota, ShiftTime, Turn, compile_rota, wall_of
from servstd.escalation.rotas.turns import Grid, handoffs, turn_around
from servstd.instants import DAY_US, HOUR_US, MINUTE_US, from_us, read_zone, to_us

# zone -> a day about which something happens to its clocks
ZONES = {
    "UTC": "2026-01-05",
    "Asia/Shanghai": "2026-02-16",
    "Europe/Berlin": "2026-03-29",
    "America/Chicago": "2020-11-01",
    "Australia/Lord_Howe": "2021-04-04",
    "Pacific/Apia": "2011-12-30",  # there was no such day
    "Africa/Cairo": "2023-04-28",  # midnight was skipped
}
PEOPLE = ("li", "chen", "sun", "he", "xu")
HALF_HOURS = st.integers(0, 47).map(lambda n: n * HOUR_US // 2)
zones = st.sampled_from(sorted(ZONES))


def first_day(zone: str) -> int:
    """Return the day five days before clocks change."""
    return day_of(datetime.fromisoformat(ZONES[zone]).date()) - 5


@st.composite
def changes(draw: st.DrawFn, zone: str) -> Change:
    kind = draw(st.sampled_from(("swap", "replace", "add", "remove", "absent")))
    start = draw(st.none() | st.integers(0, 480).map(lambda n: first_day(zone) * DAY_US + n * HOUR_US // 2))
    end = draw(st.none() | st.integers(1, 96).map(lambda n: (start or first_day(zone) * DAY_US) + n * HOUR_US // 2))
    person, other = draw(st.permutations(PEOPLE))[:2]
    return Change(kind, person=person, other=other if kind in ("swap", "replace") else "", start=start, end=end)


@st.composite
def pattern_rotas(draw: st.DrawFn) -> Rota:
    zone = draw(zones)
    names = ("A", "B", "C")[: draw(st.integers(1, 3))]
    shifts: list[ShiftTime] = []
    for name in names:
        start = draw(HALF_HOURS)
        shifts.append(ShiftTime(name, start=start, end=start + draw(st.integers(1, 48)) * HOUR_US // 2))
    pattern = tuple(draw(st.lists(st.sampled_from((*names, "off")), min_size=1, max_size=6)))
    people = PEOPLE[: draw(st.integers(1, 5))]
    posts = draw(st.none() | st.just(Posts(("east", "west", "south"), every=Turn(2, "day"), start=first_day(zone) + 1)))
    return Rota(
        "r",
        time_zone=zone,
        shifts=tuple(shifts),
        pattern=pattern,
        people=people,
        start=first_day(zone) + draw(st.integers(-40, 3)),
        posts=posts,
        changes=tuple(draw(st.lists(changes(zone), max_size=3))),
        must_cover=draw(st.none() | st.just(covering(zone, "mon-sun", "08:00-23:00")) | st.just(covering(zone, "mon-sat", "00:00-24:00"))),
    )


@st.composite
def layered_rotas(draw: st.DrawFn) -> Rota:
    zone = draw(zones)
    layers: list[Layer] = []
    for i in range(draw(st.integers(1, 3))):
        items = draw(st.lists(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2).map(tuple), min_size=1, max_size=4))
        every = draw(st.none() | st.builds(Turn, st.integers(1, 12), st.sampled_from(("hour", "day", "week", "month"))))
        start = (first_day(zone) + draw(st.integers(-40, 4))) * DAY_US + draw(HALF_HOURS)
        layers.append(
            Layer(
                str(i),
                people=tuple(items),
                every=every,
                start=start,
                until=draw(st.none() | st.integers(1, 60).map(lambda n, start=start: start + n * DAY_US)),
                priority=draw(st.integers(0, 2)),
                hours=draw(st.none() | st.just(covering(zone, "mon-fri", "08:00-02:30"))),
                time_zone=draw(st.none() | zones),
            )
        )
    made = tuple(draw(st.lists(changes(zone), max_size=3)))
    return Rota(
        "r",
        time_zone=zone,
        layers=tuple(layers),
        changes=made,
        must_cover=draw(st.none() | st.just(covering(zone, "mon-sun", "09:00-17:00"))),
    )


def covering(zone: str, days: str, times: str) -> Calendar:
    return read_calendar({"time_zone": zone, "hours": {days: [times]}}, name="needed")


rotas = pattern_rotas() | layered_rotas()
offsets = st.integers(0, 12 * 96).map(lambda n: n * 15 * MINUTE_US)


def begin(rota: Rota) -> int:
    return to_us(datetime.combine(datetime.fromisoformat(ZONES[rota.time_zone]) - timedelta(days=5), datetime.min.time(), UTC))


@given(rotas, offsets, offsets)
def test_who_is_on_duty_agrees_with_the_shifts(rota: Rota, first: int, second: int) -> None:
    compiled, zero = compile_rota(rota), begin(rota)
    low, high = zero + min(first, second), zero + max(first, second) + 1
    shifts = compiled.shifts(low, high)
    assert all(low <= shift.start_us < shift.end_us <= high for shift in shifts)
    assert [shift.start_us for shift in shifts] == sorted(shift.start_us for shift in shifts)
    edges = {low, high - 1, *(us for shift in shifts for us in (shift.start_us, shift.end_us) if us < high)}
    for us in (*edges, *(us - 1 for us in edges if us > low)):
        on = {shift.person for shift in shifts if shift.start_us <= us < shift.end_us}
        assert set(compiled.who(us)) == on
        assert len(compiled.who(us)) == len(on)
    for shift in shifts:
        assert shift.begins_before == (shift.start_us == low and shift.person in compiled.who(low - 1) and _goes_on(compiled, shift, low))
        assert not shift.goes_on or shift.end_us == high


def _goes_on(compiled: CompiledRota, shift: object, at: int) -> bool:
    """Return whether the very same duty was on just before."""
    key = ("person", "name", "post")
    return any(
        [getattr(other, name) for name in key] == [getattr(shift, name) for name in key] and other.goes_on
        for other in compiled.shifts(at - 1, at)
    )


@given(rotas, st.tuples(offsets, offsets, offsets))
def test_shifts_do_not_depend_on_how_the_time_is_cut(rota: Rota, cuts: tuple[int, int, int]) -> None:
    compiled, zero = compile_rota(rota), begin(rota)
    low, middle, high = (zero + at for at in sorted(cuts))

    def on(start: int, end: int) -> list[tuple[str, int, int]]:
        return [(shift.person, shift.start_us, shift.end_us) for shift in compiled.shifts(start, end)]

    def total(found: list[tuple[str, int, int]]) -> int:
        return sum(end - start for _, start, end in found)

    assert total(on(low, high)) == total(on(low, middle)) + total(on(middle, high))
    fresh = compile_rota(rota)
    assert fresh.who(high) == compiled.who(high)
    assert fresh.shifts(middle, high) == compiled.shifts(middle, high)


@given(pattern_rotas(), offsets)
def test_a_pattern_read_slowly_gives_the_same(rota: Rota, offset: int) -> None:
    rota = attrs.evolve(rota, changes=())
    at = begin(rota) + offset
    zone = read_zone(rota.time_zone)
    wall = datetime.fromtimestamp(0, UTC).replace(tzinfo=None)
    found: set[str] = set()
    for day in range(at // DAY_US - 4, at // DAY_US + 4):
        for i, person in enumerate(rota.people):
            entry = rota.pattern[(day - rota.start + i) % len(rota.pattern)]
            for shift in rota.shifts:
                start, end = (_first_instant(wall + timedelta(microseconds=day * DAY_US + us), zone) for us in (shift.start, shift.end))
                if day >= rota.start and shift.name == entry and start <= at < end:
                    found.add(person)
    assert set(compile_rota(rota).who(at)) == found


def _first_instant(wall: datetime, zone: object) -> int:
    """Return the first instant at which a clock shows `wall` or, where that is skipped, later: by going through instants."""
    guess = (wall - datetime(1970, 1, 1)) // timedelta(microseconds=1)
    low = guess - 26 * HOUR_US
    step = 30 * MINUTE_US
    while from_us(low, zone).replace(tzinfo=None) < wall:  # type: ignore[arg-type]
        low += step
    return low


@given(zones, st.integers(1, 9), st.sampled_from(("hour", "day", "week", "month", "quarter", "year")), HALF_HOURS, offsets)
def test_turns_tile_the_time(zone: str, count: int, unit: str, start: int, offset: int) -> None:
    turn, first = Turn(count, unit), first_day(zone) * DAY_US + start  # type: ignore[arg-type]
    at = first - 20 * DAY_US + 3 * offset
    found = handoffs(first, turn, zone, at, at + 6 * DAY_US)
    assert found[0] <= at < found[1]
    assert found[-2] <= at + 6 * DAY_US < found[-1]
    for low, high in pairwise(found):
        assert turn_around(first, turn, zone, low) == turn_around(first, turn, zone, high - 1) == (low, high)
    number = Grid(first, turn=turn).number(first + offset)
    assert Grid(first, turn=turn).at(number) <= first + offset < Grid(first, turn=turn).at(number + 1)


@given(zones, st.sampled_from(("hour", "day", "week")), HALF_HOURS, st.integers(1, 4))
def test_a_rotation_without_restriction_leaves_no_gap(zone: str, unit: str, start: int, count: int) -> None:
    first = first_day(zone) * DAY_US + start
    layer = Layer("l", people=tuple((person,) for person in PEOPLE), every=Turn(count, unit), start=first)  # type: ignore[arg-type]
    compiled = compile_rota(Rota("r", time_zone=zone, layers=(layer,)))
    coverage = compiled.coverage(first - 3 * DAY_US, first + 20 * DAY_US)
    assert (coverage.unstaffed, coverage.overlaps) == ((), ())
    shifts = compiled.shifts(coverage.start_us, coverage.end_us)
    assert all(before.end_us == after.start_us for before, after in pairwise(shifts))


@pytest.mark.parametrize("zone", ZONES)
def test_three_shifts_around_the_clock_leave_no_minute_uncovered_where_clocks_change(zone: str) -> None:
    half = HOUR_US // 2
    shifts = (
        ShiftTime("early", start=16 * half, end=33 * half),
        ShiftTime("late", start=31 * half, end=48 * half),
        ShiftTime("night", start=47 * half, end=64 * half),
    )
    rota = Rota("r", time_zone=zone, shifts=shifts, pattern=("early", "late", "night", "off", "off"), people=PEOPLE, start=first_day(zone))
    compiled = compile_rota(attrs.evolve(rota, must_cover=read_calendar({"time_zone": zone, "hours": "24/7"}, name="always")))
    start = to_us(datetime.fromisoformat(ZONES[zone]).replace(tzinfo=UTC)) - 5 * DAY_US
    coverage = compiled.coverage(start, start + 12 * DAY_US)
    assert coverage.gaps == coverage.unstaffed == ()


@given(rotas, offsets, offsets)
def test_gaps_and_covered_time_make_up_what_must_be_covered(rota: Rota, first: int, second: int) -> None:
    compiled, zero = compile_rota(rota), begin(rota)
    low, high = zero + min(first, second), zero + max(first, second) + 1
    coverage = compiled.coverage(low, high)
    needed = 0
    if rota.must_cover is not None:
        needed = (
            sum(end - start for start, end in rota.must_cover.timeline.intervals(coverage.start_us, high))
            if coverage.start_us < high
            else 0
        )
    assert coverage.needed_us == needed
    assert 0 <= coverage.covered_us <= needed
    for gap in coverage.gaps:
        assert rota.must_cover is not None
        assert all(rota.must_cover.timeline.is_open(us) and not compiled.who(us) for us in (gap.start_us, gap.end_us - 1))
    for free in coverage.unstaffed:
        assert not compiled.who(free.start_us)
        assert not compiled.who(free.end_us - 1)
    # who is on duty, or nobody: together the whole time
    busy: list[tuple[int, int]] = []
    for start, end in sorted((shift.start_us, shift.end_us) for shift in compiled.shifts(coverage.start_us, high)):
        if busy and start <= busy[-1][1]:
            busy[-1] = (busy[-1][0], max(end, busy[-1][1]))
        else:
            busy.append((start, end))
    staffed = sum(end - start for start, end in busy)
    assert staffed + sum(free.end_us - free.start_us for free in coverage.unstaffed) == high - coverage.start_us
    for overlap in coverage.overlaps:
        assert compiled.who(overlap.start_us) == compiled.who(overlap.end_us - 1) == overlap.people
        assert len(overlap.people) > 1


@given(rotas, offsets)
def test_a_swap_made_twice_is_none(rota: Rota, offset: int) -> None:
    swap = Change("swap", person="li", other="chen", start=first_day(rota.time_zone) * DAY_US, end=(first_day(rota.time_zone) + 6) * DAY_US)
    twice = attrs.evolve(rota, changes=(swap, swap, *rota.changes))
    at = begin(rota) + offset
    assert set(compile_rota(twice).who(at)) == set(compile_rota(rota).who(at))
    once = compile_rota(attrs.evolve(rota, changes=(swap,)))
    inside = begin(attrs.evolve(rota)) + 2 * DAY_US
    plain = compile_rota(attrs.evolve(rota, changes=()))
    partner = {"li": "chen", "chen": "li"}
    assert set(once.who(inside)) == {partner.get(person, person) for person in plain.who(inside)}


@settings(max_examples=25)
@given(pattern_rotas())
def test_work_adds_up(rota: Rota) -> None:
    rota = attrs.evolve(rota, changes=())
    compiled = compile_rota(rota)
    low = to_us(from_us(begin(rota) + 8 * DAY_US))
    coverage = compiled.coverage(low, low + 21 * DAY_US)
    assert [load.person for load in coverage.loads] == list(rota.everyone)
    for load in coverage.loads:
        assert sum(week.us for week in load.weeks) <= load.us
        assert all(0 <= week.days_off <= 7 for week in load.weeks)
        assert len(load.weeks) in (2, 3)


def test_the_start_is_what_the_clock_shows() -> None:
    assert wall_of(datetime(2026, 1, 5, 9, 30)) == to_us("2026-01-05T09:30Z")
