"""The picture of one run of a chain: time from left to right, open hours shaded, who is on duty, the clock, a mark for each step.

*Rule:* what is behind the steps is drawn to the same scale: the calendar that matters, the clock, who is on duty and when nobody is.

Example:
    >>> _lane_name("a", 0)
    '<text class="small" x="8" y="13">a</text>'
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING, Final

from servstd.escalation.rotas import compile_rota
from servstd.instants import DAY_US, HOUR_US, MINUTE_US, from_us, local_to_us, to_us
from servstd.messages.explaining import text_width
from servstd.messages.naming import name_calendar, name_metric
from servstd.report._escalation_marks import COLUMN, LEFT, RIGHT, ROW, WIDTH, Scale, draw_marks, marks_of, rows_of

if TYPE_CHECKING:
    from servstd.calendars import Calendar
    from servstd.decide import Clock, Decision
    from servstd.escalating import Plan
    from servstd.escalation.rotas import Shift
    from servstd.explanation.plans import PlanWords, Run

__all__ = ["draw_run"]

_LANE: Final = 22
_LINE: Final = 15
_SHIFT: Final = 14
_TICKS: Final = (
    5 * MINUTE_US, 10 * MINUTE_US, 15 * MINUTE_US, 30 * MINUTE_US, HOUR_US, 2 * HOUR_US, 3 * HOUR_US, 6 * HOUR_US, 12 * HOUR_US,
    DAY_US, 2 * DAY_US, 7 * DAY_US, 14 * DAY_US, 28 * DAY_US, 56 * DAY_US,
)  # fmt: skip


def draw_run(plan: Plan, run: Run, words: PlanWords, decision: Decision) -> str:
    """Return one run as a picture (SVG)."""
    clock = next((c for c in decision.clocks if c.metric == run.metric and c.cycle_id == run.cycle_id), None) if run.metric else None
    scale = _scale(plan, run, clock)
    marks = list(marks_of(run, words))
    rows = rows_of(marks, scale)
    top = 12 + ROW * (max(rows, default=0) + 1)
    parts: list[str] = []
    y = top + 34
    foot: list[str] = []
    if clock is not None:
        foot += _clock(clock, scale, words, y)
        y += _LANE + 6
    for name in _rotas(run, words):
        lane, tall = _duty(plan, name, scale, words, y)
        foot += lane
        y += tall + 6
    axis = y + 4
    parts += _hours(plan, run, words, clock, scale, axis)
    parts += _axis(plan, scale, axis, words)
    said = list(_answers(plan, scale, top, axis, words))
    parts += said
    parts += foot
    parts += draw_marks(marks, rows, scale, top)
    height = axis + 60 + _LINE * len(said)
    title = escape(words.chain(run.chain))
    return f'<svg viewBox="0 0 {WIDTH} {height}" role="img"><title>{title}</title>{"".join(parts)}</svg>'


def _scale(plan: Plan, run: Run, clock: Clock | None) -> Scale:
    instants = [line.at_us for line in run.lines] + [line.since_us for line in run.lines if line.since_us]
    start, end = min(instants), max(instants)
    if clock is not None:
        start = min(start, clock.started_us)
        end = max(end, clock.due_us or end)
    inside = [event.at_us for event in plan.answers if start <= event.at_us <= end + (end - start) // 4]
    end = max([end, *inside])
    room = max((end - start) // 25, 2 * MINUTE_US)
    return Scale(start - room, end + room)


# ── what lies behind: hours, clock, duty ─────────────────────────────────────────────────────────────────────────────


def _hours(plan: Plan, run: Run, words: PlanWords, clock: Clock | None, scale: Scale, bottom: int) -> Iterator[str]:
    calendar = _calendar(run, words, clock)
    if calendar is None:
        return
    zone = plan.zone
    for start, end in calendar.open_intervals(from_us(scale.start, zone), from_us(scale.end, zone)):
        a, b = scale.x(to_us(start)), scale.x(to_us(end))
        yield f'<rect class="open" x="{a:.1f}" y="0" width="{max(b - a, 0.5):.1f}" height="{bottom}"/>'
    text = words.say("pic_open", calendar=name_calendar(plan.edition, calendar.name, words.locale))
    yield f'<rect class="open" x="8" y="{bottom + 39}" width="18" height="11"/>'
    yield f'<text class="small" x="32" y="{bottom + 49}">{escape(text)}</text>'


def _calendar(run: Run, words: PlanWords, clock: Clock | None) -> Calendar | None:
    """Return the hours that matter to a run: those in which its steps may go out, else those its clock counts."""
    chain = words.chain_of(run.chain)
    if chain is not None and chain.quiet is not None:
        return chain.quiet.hours
    edition = words.edition
    names = [] if clock is None else [clock.calendar]
    names += [step.calendar for step in chain.steps if step.calendar is not None] if chain is not None else []
    found = [edition.calendars[name] for name in names if name in edition.calendars]
    return next((calendar for calendar in found if not calendar.is_always), None)


def _clock(clock: Clock, scale: Scale, words: PlanWords, y: int) -> Iterator[str]:
    name = name_metric(words.edition, clock.metric, words.locale)
    yield _lane_name(name, y)
    due = clock.due_us
    for segment in clock.segments:
        end = scale.end if segment.end_us is None else segment.end_us
        if end <= scale.start:
            continue
        kind = "run" if segment.phase == "running" else "pause"
        cut = end if due is None or kind == "pause" else min(max(due, segment.start_us), end)
        for a, b, word in ((segment.start_us, cut, kind), (cut, end, "late")):
            if b > a:
                left, right = scale.x(a), scale.x(b)
                yield f'<rect class="{word}" x="{left:.1f}" y="{y + 5}" width="{max(right - left, 1):.1f}" height="9" rx="2"/>'
    if due is not None and scale.start <= due <= scale.end:
        x = scale.x(due)
        text = words.say("pic_due", at=words.instant(due))
        anchor = "end" if x > (LEFT + RIGHT) / 2 else "start"
        yield f'<line class="due" x1="{x:.1f}" y1="{y}" x2="{x:.1f}" y2="{y + 18}"/>'
        yield f'<text class="due" x="{x + (-5 if anchor == "end" else 5):.1f}" y="{y + 26}" text-anchor="{anchor}">{escape(text)}</text>'


def _rotas(run: Run, words: PlanWords) -> list[str]:
    """Return the rotas that a run's chain asks, those of its fallback and of the rotas' own fallbacks among them."""
    chain = words.chain_of(run.chain)
    if chain is None:
        return []
    asked = [one for step in chain.steps for one in step.addressees] + list(chain.fallback)
    found = [one.name for one in asked if one.kind == "rota"]
    for name in found:
        rota = words.edition.rotas.get(name)
        found += [one.name for one in (rota.fallback if rota is not None else ()) if one.kind == "rota" and one.name not in found]
    return [name for name in dict.fromkeys(found) if name in words.edition.rotas]


def _duty(plan: Plan, name: str, scale: Scale, words: PlanWords, y: int) -> tuple[list[str], int]:
    """Return the lane of a rota and its height: people who are on duty together, as at a hand-over, stand one above the other."""
    shifts = sorted(compile_rota(plan.edition.rotas[name]).shifts(scale.start, scale.end), key=lambda shift: (shift.start_us, shift.end_us))
    ends: list[int] = []
    placed: list[tuple[int, Shift]] = []
    gaps: list[tuple[int, int]] = []
    covered = scale.start
    for shift in shifts:
        if shift.start_us > covered:
            gaps.append((covered, shift.start_us))
        covered = max(covered, shift.end_us)
        row = next((i for i, end in enumerate(ends) if end <= shift.start_us), len(ends))
        ends[row : row + 1] = [shift.end_us]
        placed.append((row, shift))
    if covered < scale.end:
        gaps.append((covered, scale.end))
    tall = _SHIFT * max(len(ends), 1)
    out = [_lane_name(words.rota(name), y)]
    out += [_block("gap", start, end, words.say("pic_no_duty"), scale, y, tall) for start, end in gaps]
    for row, shift in placed:
        person = plan.edition.people.get(shift.person)
        who = person.name if person is not None and person.name else shift.person
        out.append(_block("duty", shift.start_us, shift.end_us, who, scale, y + _SHIFT * row, _SHIFT))
    return out, tall


def _block(kind: str, start: int, end: int, name: str, scale: Scale, y: int, height: int) -> str:
    a, b = scale.x(start), scale.x(end)
    box = f'<rect class="{kind}" x="{a:.1f}" y="{y}" width="{max(b - a, 1):.1f}" height="{height}" rx="2"/>'
    if b - a < COLUMN * text_width(name) + 6:
        return box
    return f'{box}<text class="{kind}" x="{a + 4:.1f}" y="{y + height / 2 + 4:.1f}">{escape(name)}</text>'


def _lane_name(name: str, y: int) -> str:
    shown = name
    while text_width(shown) > 15:
        shown = shown[:-1]
    return f'<text class="small" x="8" y="{y + 13}">{escape(shown if shown == name else shown + "…")}</text>'


# ── the axis, and what is supposed ───────────────────────────────────────────────────────────────────────────────────


def _axis(plan: Plan, scale: Scale, y: int, words: PlanWords) -> Iterator[str]:
    zone = plan.zone
    step = next((step for step in _TICKS if (scale.end - scale.start) / step <= 10), _TICKS[-1])
    yield f'<line class="axis" x1="{LEFT}" y1="{y}" x2="{RIGHT}" y2="{y}"/>'
    midnight = from_us(scale.start, zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    day = ""
    for i in range(400):
        wall = midnight + i * timedelta(microseconds=step)
        us = local_to_us(wall, zone)
        if us > scale.end:
            break
        if us < scale.start:
            continue
        x = scale.x(us)
        date, _, time = words.instant(us).rpartition(" ") if not words.zh else words.instant(us).rpartition("）")
        date = date + "）" if words.zh else date
        yield f'<line class="axis" x1="{x:.1f}" y1="0" x2="{x:.1f}" y2="{y + 4}"/>'
        if step < DAY_US:
            yield f'<text class="small" x="{x:.1f}" y="{y + 16}" text-anchor="middle">{escape(time)}</text>'
        if date != day:
            yield f'<text class="small" x="{x:.1f}" y="{y + (30 if step < DAY_US else 16)}" text-anchor="middle">{escape(date)}</text>'
            day = date


def _answers(plan: Plan, scale: Scale, top: int, bottom: int, words: PlanWords) -> Iterator[str]:
    if not plan.what_if and scale.start <= plan.now_us <= scale.end:
        x = scale.x(plan.now_us)
        yield f'<line class="now" x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{bottom}"/>'
    inside = [item for item in zip(plan.answers, words.answer_lines(), strict=True) if scale.start <= item[0].at_us <= scale.end]
    for i, (event, text) in enumerate(inside):
        x, y = scale.x(event.at_us), bottom + 62 + _LINE * i
        anchor = "end" if x > (LEFT + RIGHT) / 2 else "start"
        yield (
            f'<line class="answer" x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{y}"/>'
            f'<text class="answer" x="{x + (-5 if anchor == "end" else 5):.1f}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'
        )
