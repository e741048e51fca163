"""How a rota covers a time: gaps, overlaps, hand-overs, what each person works, against what the rota wants.

*Rule:* nothing is looked at before the rota begins, that is before its first shift or layer could start. A shift counts for the day and
the week it starts on, whole; a layer for what lies within. Weeks run from Monday, and only whole ones are judged.

Example:
    >>> from servstd.escalation.rotas.model import Rota, ShiftTime
    >>> day = ShiftTime("day", start=8 * HOUR_US, end=20 * HOUR_US)
    >>> rota = Rota("desk", time_zone="UTC", shifts=(day,), pattern=("day",), people=("li",))
    >>> duty = Duty(8 * HOUR_US, 20 * HOUR_US, "li", "day", 0)
    >>> [gap.hours for gap in cover(rota, lambda a, b: [duty], lambda a, b: (), 0, DAY_US).unstaffed]
    [4.0]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from servstd.calendars.model import weekday_of
from servstd.calendars.zones import ZoneSpan
from servstd.escalation.rotas.duties import NO_DAY, Duty, shifts_of, subtract, unite
from servstd.escalation.rotas.figures import Coverage, Handover, Load, Overlap, Rest, Stretch, Week
from servstd.escalation.rotas.model import Change, Rota
from servstd.escalation.rotas.turns import first_instant, span_over, wall_at
from servstd.instants import DAY_US, HOUR_US

__all__ = ["begin_of", "cover"]


def begin_of(rota: Rota) -> tuple[int, int] | None:
    """Return the instants at which a rota's first day and its first possible duty begin; None: it has neither shifts nor layers."""
    found = [(at, at) for layer in rota.layers for at in (first_instant(layer.start, layer.time_zone or rota.time_zone),)]
    shifts = shifts_of(rota)
    starts = [shifts[name].start for name in rota.pattern if name in shifts]
    if starts:
        midnight = rota.start * DAY_US
        found.append((first_instant(midnight, rota.time_zone), first_instant(midnight + min(starts), rota.time_zone)))
    return min(found, default=None)


def cover(
    rota: Rota,
    duties_of: Callable[[int, int], list[Duty]],
    idle_of: Callable[[int, int], tuple[Change, ...]],
    start_us: int,
    end_us: int,
) -> Coverage:
    """Return how a rota covers [start_us, end_us).

    Args:
        rota: The rota.
        duties_of: Gives the duties that touch a time.
        idle_of: Gives the changes within a time that name nobody on duty.
        start_us: An instant.
        end_us: A later one.
    """
    first_day, since = begin_of(rota) or (start_us, start_us)
    first_day, since = max(first_day, start_us), max(since, start_us)
    if since >= end_us:
        return Coverage(min(since, end_us), end_us=end_us)
    duties = duties_of(since, end_us)
    busy = unite((duty.start, duty.end) for duty in duties)
    needed = list(rota.must_cover.timeline.intervals(since, end_us)) if rota.must_cover is not None else []
    handovers, names = tuple(_handovers(rota, duties, since, end_us)), {duty.name for duty in duties}
    met = {(item.before, item.after) for item in handovers}
    ended = {duty.name for duty in duties if since < duty.end < end_us}
    span = span_over(rota.time_zone, since, end_us)
    loads = tuple(_loads(rota, duties, span, first_day, since, end_us))
    weeks, limits = [week for load in loads for week in load.weeks], rota.limits
    most, rest, least = limits.hours_per_week, limits.rest_between, limits.days_off_per_week
    return Coverage(
        since,
        end_us=end_us,
        gaps=tuple(Stretch(start, end_us=end) for start, end in subtract(needed, busy)),
        unstaffed=tuple(Stretch(start, end_us=end) for start, end in subtract([(since, end_us)], busy)),
        needed_us=sum(end - start for start, end in needed),
        overlaps=tuple(_overlaps(rota, duties, since, end_us)),
        handovers=handovers,
        never=tuple(
            pair
            for pair, wanted in rota.minimum_handover.items()
            if wanted.us and pair[0] in ended and pair[1] in names and pair not in met
        ),
        loads=loads,
        over_hours=tuple(week for week in weeks if most is not None and week.us > most * HOUR_US),
        short_rests=tuple(item for load in loads for item in load.rests if rest is not None and item.end_us - item.start_us < rest.us),
        few_days_off=tuple(week for week in weeks if least is not None and week.days_off < least),
        idle=idle_of(since, end_us),
    )


def _overlaps(rota: Rota, duties: Sequence[Duty], start_us: int, end_us: int) -> Iterator[Overlap]:
    marks: dict[int, list[tuple[str, int]]] = {}
    for duty in duties:
        marks.setdefault(max(duty.start, start_us), []).append((duty.person, 1))
        marks.setdefault(min(duty.end, end_us), []).append((duty.person, -1))
    on: dict[str, int] = dict.fromkeys(rota.everyone, 0)
    began = start_us
    people: tuple[str, ...] = ()
    for at in sorted(marks):
        for person, step in marks[at]:
            on[person] += step
        now = tuple(person for person, times in on.items() if times)
        if now != people:
            if len(people) > 1:
                yield Overlap(began, end_us=at, people=people)
            began, people = at, now


def _handovers(rota: Rota, duties: Sequence[Duty], start_us: int, end_us: int) -> Iterator[Handover]:
    """Yield, for each shift that ends, the shifts that began during it or just then and outlast it; of equal ones the first people.

    Layers change without a hand-over, but where one is written.
    """
    seen: set[tuple[str, int, str, int]] = set()
    for i, giver in enumerate(duties):
        if not start_us < giver.end < end_us:
            continue
        for taker in duties[i + 1 :]:
            if taker.start > giver.end:
                break
            key = (giver.name, giver.end, taker.name, taker.start)
            other = (giver.name, giver.day) != (taker.name, taker.day) and giver.person != taker.person
            wanted = rota.minimum_handover.get((giver.name, taker.name))
            told = wanted is not None or NO_DAY not in (giver.day, taker.day)
            if taker.start > giver.start and taker.end > giver.end and other and told and key not in seen:
                seen.add(key)
                yield Handover(
                    giver.name,
                    taker.name,
                    start_us=taker.start,
                    end_us=giver.end,
                    giver=giver.person,
                    taker=taker.person,
                    minimum_us=None if wanted is None else wanted.us,
                )


def _loads(rota: Rota, duties: Sequence[Duty], span: ZoneSpan, first_day: int, start_us: int, end_us: int) -> Iterator[Load]:
    first, last = wall_at(span, start_us) // DAY_US, wall_at(span, end_us - 1) // DAY_US
    mondays = [
        day
        for day in range(first + -weekday_of(first) % 7, last + 1, 7)
        if span.first_at(day * DAY_US) >= first_day and span.first_at((day + 7) * DAY_US) <= end_us
    ]
    own: dict[str, list[Duty]] = {person: [] for person in rota.everyone}
    for duty in duties:
        own[duty.person].append(duty)
    for person, all_of in own.items():
        worked: dict[int, int] = {}  # day -> time on duty
        for start, end, in_layer in _blocks(all_of):
            if in_layer:
                for low, high, day in _by_day(span, max(start, start_us), min(end, end_us)):
                    worked[day] = worked.get(day, 0) + high - low
            elif start >= start_us:
                day = wall_at(span, start) // DAY_US
                worked[day] = worked.get(day, 0) + end - start
        weeks = tuple(
            Week(
                person,
                monday=monday,
                us=sum(worked.get(day, 0) for day in range(monday, monday + 7)),
                days_off=sum(day not in worked for day in range(monday, monday + 7)),
            )
            for monday in mondays
        )
        yield Load(person, us=sum(worked.values()), days=last - first + 1, weeks=weeks, rests=tuple(_rests(person, all_of)))


def _blocks(duties: Sequence[Duty]) -> Iterator[tuple[int, int, bool]]:
    """Yield one person's time on duty with overlapping duties made one, so that no minute counts twice."""
    start, end, in_layer = 0, 0, False
    for duty in duties:
        if duty.start < end:
            end = max(end, duty.end)
            continue
        if start < end:
            yield start, end, in_layer
        start, end, in_layer = duty.start, duty.end, duty.day == NO_DAY
    if start < end:
        yield start, end, in_layer


def _by_day(span: ZoneSpan, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    while start < end:
        day = wall_at(span, start) // DAY_US
        midnight = span.first_at((day + 1) * DAY_US)
        yield start, min(midnight, end), day
        start = midnight


def _rests(person: str, duties: Sequence[Duty]) -> Iterator[Rest]:
    """Yield what lies between one duty and the next, negative where they overlap; the parts of one shift are one."""
    last: Duty | None = None
    for duty in duties:
        if last is not None and (last.day == NO_DAY or (last.name, last.day) != (duty.name, duty.day)):
            yield Rest(person, start_us=last.end, end_us=duty.start)
        last = duty if last is None or duty.end > last.end else last
