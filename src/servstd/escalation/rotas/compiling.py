"""A rota compiled: who is on duty at an instant, and the shifts and coverage of a time.

*Rule:* instants are ints of microseconds since the epoch (UTC). Answers do not depend on what was asked before: the time line is cut
into pieces of 32 days, each worked out when first asked for and kept. A skipped local time is the first instant after the gap, a
repeated one the first of the two; a shift that lies wholly in a gap vanishes.

Example:
    >>> from servstd.escalation.rotas.model import Layer, Rota, Turn
    >>> rota = Rota("night", time_zone="UTC", layers=(Layer("first", people=(("li",), ("chen",)), every=Turn(1, "day"), start=0),))
    >>> compiled = compile_rota(rota)
    >>> compiled.who(0), compiled.who(90_000_000_000), compiled.who(-1)
    (('li',), ('chen',), ())
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from servstd.calendars.zones import FIRST_YEAR, LAST_YEAR, year_start_us
from servstd.escalation.rotas.changing import apply_change, in_order, is_idle, time_of
from servstd.escalation.rotas.covering import cover
from servstd.escalation.rotas.duties import Duty, layer_duties, pattern_duties
from servstd.escalation.rotas.figures import Coverage, Shift
from servstd.escalation.rotas.model import Change, Rota
from servstd.escalation.rotas.turns import span_over
from servstd.instants import DAY_US, bounded

__all__ = ["CompiledRota", "compile_rota"]

_PIECE_US = 32 * DAY_US
_MOST_PIECES = 512
_LONGEST_US = 2 * DAY_US  # no shift is longer, not even where the clocks change
_LEAST_US, _MOST_US = year_start_us(FIRST_YEAR), year_start_us(LAST_YEAR) - 1  # what a calendar can tell
_Slice = tuple[list[int], list[tuple[str, ...]]]


def compile_rota(rota: Rota) -> CompiledRota:
    """Return a rota ready to be asked; nothing is worked out before the first question."""
    return CompiledRota(rota)


class CompiledRota:
    """Answers who is on duty.

    Args:
        rota: The rota; it need not make sense: where it does not, nobody is on duty.
    """

    def __init__(self, rota: Rota) -> None:
        self.rota = rota
        self._pieces: dict[int, _Slice] = {}
        self._changes = in_order(rota.changes)
        self._rank = {person: i for i, person in enumerate(rota.everyone)}

    def __reduce__(self) -> tuple[type[CompiledRota], tuple[Rota]]:
        return CompiledRota, (self.rota,)

    def who(self, us: int) -> tuple[str, ...]:
        """Return the keys of all who are on duty at an instant, in the order in which the rota names them; empty: nobody.

        Raises:
            UsageError: TIM004 the instant lies outside the years 2 to 9997.
        """
        piece = self._pieces.get(us // _PIECE_US)
        starts, people = piece if piece is not None else self._work_out(us)
        return people[bisect_right(starts, us) - 1]

    def shifts(self, start_us: int, end_us: int) -> list[Shift]:
        """Return the duties within [start_us, end_us), clipped to it, by start and by the order in which the rota names people.

        Duties of one person in one layer that touch are one; shifts of a pattern that touch are two.

        Raises:
            UsageError: TIM004 an instant lies outside the years 2 to 9997.
        """
        if bounded(start_us, start_us) >= bounded(end_us, end_us):
            return []
        found = [
            Shift(
                duty.person,
                name=duty.name,
                start_us=max(duty.start, start_us),
                end_us=min(duty.end, end_us),
                post=duty.post,
                begins_before=duty.start < start_us,
                goes_on=duty.end > end_us,
            )
            for duty in self.duties(start_us - 1, end_us + 1)  # a little more, to see what goes on
            if duty.start < end_us and duty.end > start_us
        ]
        return sorted(found, key=lambda shift: (shift.start_us, self._rank[shift.person], shift.end_us))

    def coverage(self, start_us: int, end_us: int) -> Coverage:
        """Return how the rota covers [start_us, end_us): gaps, overlaps, hand-overs, what each person works, changes without effect.

        Raises:
            UsageError: TIM004 an instant lies outside the years 2 to 9997.
        """
        bounded(start_us, start_us)
        bounded(end_us, end_us)
        return cover(self.rota, self.duties, self.idle, start_us, end_us)

    def idle(self, start_us: int, end_us: int) -> tuple[Change, ...]:
        """Return the swaps, replacements and removals wholly within [start_us, end_us) that name nobody on duty then."""
        found: list[Change] = []
        self._changed(start_us, end_us, found)
        return tuple(change for change in self.rota.changes if change in found)

    def duties(self, start_us: int, end_us: int) -> list[Duty]:
        """Return the duties that touch [start_us, end_us) after all changes: whole shifts of a pattern, clipped pieces of layers."""
        start_us, end_us = max(start_us, _LEAST_US), min(end_us, _MOST_US)
        return self._joined(duty for duty in self._changed(start_us, end_us, []) if duty.start < end_us and duty.end > start_us)

    def _changed(self, start_us: int, end_us: int, idle: list[Change]) -> list[Duty]:
        window = (start_us, end_us)
        duties = [*pattern_duties(self.rota, *window), *layer_duties(self.rota, *window)]
        span = span_over(self.rota.time_zone, *window)
        for change in self._changes:
            time = time_of(change, span, window)
            closed = change.start is not None and change.end is not None
            if closed and start_us <= time[0] and time[1] <= end_us and is_idle(duties, change, time):
                idle.append(change)
            if time[0] < time[1] and time[0] < end_us + _LONGEST_US and time[1] > start_us - _LONGEST_US:
                duties = apply_change(duties, change, time, window)
        return duties

    def _work_out(self, us: int) -> _Slice:
        number = bounded(us, us) // _PIECE_US
        start, end = number * _PIECE_US, (number + 1) * _PIECE_US
        marks: dict[int, list[tuple[str, int]]] = {start: []}
        for duty in self.duties(start, end):
            marks.setdefault(max(duty.start, start), []).append((duty.person, 1))
            marks.setdefault(duty.end, []).append((duty.person, -1))
        on: dict[str, int] = dict.fromkeys(self._rank, 0)
        starts: list[int] = []
        people: list[tuple[str, ...]] = []
        for at in sorted(marks):
            for person, step in marks[at]:
                on[person] += step
            now = tuple(person for person, times in on.items() if times)
            starts.append(at)
            people.append(now)
        if len(self._pieces) >= _MOST_PIECES:
            self._pieces = {}
        self._pieces[number] = found = (starts, people)
        return found

    def _joined(self, duties: Iterable[Duty]) -> list[Duty]:
        """Return duties with those that touch or overlap made one, where all but their times is the same; by start and order of people."""
        found: list[Duty] = []
        last: dict[tuple[str, str, int, str], int] = {}
        for duty in sorted(duties, key=lambda duty: (duty.start, self._rank[duty.person], duty.end, duty.name)):
            key = duty[2:]
            i = last.get(key)
            if i is not None and duty.start <= found[i].end:
                found[i] = found[i]._replace(end=max(found[i].end, duty.end))
            else:
                last[key] = len(found)
                found.append(duty)
        return found
