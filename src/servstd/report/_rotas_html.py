"""Rotas as one HTML page that needs nothing else: week by week, a lane for each person, shifts as bars, gaps in red.

*Rule:* everything that comes from data is escaped; colours follow the reader's light or dark setting; a bar lies where its time lies, so
that overlaps and gaps can be seen, and the days of a change of clocks are as long as they are.

Example:
    >>> from servstd.escalation.rotas import Layer, Rota
    >>> from servstd.report._rotas_data import look
    >>> view = look(Rota("call", time_zone="UTC", layers=(Layer("first", people=(("li",),), start=0),)), 0, 86_400_000_000)
    >>> rotas_page([view], "en").count('class="bar b0"')
    1
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC
from html import escape

from servstd.calendars.model import Day, day_of
from servstd.escalation.rotas import Shift
from servstd.instants import DAY_US, from_us, local_to_us
from servstd.messages.rotas import rota_words, say_weekday
from servstd.report._rotas_data import RotaView
from servstd.report._rotas_terminal import coverage_lines, gap_groups, handover_rows, load_rows
from servstd.report._tiers_html import page

__all__ = ["rotas_page"]

_COLOURS = 8
_LEFT, _WIDE, _LANE, _TOP = 120, 980, 24, 30
_STYLE = """<style>
body { max-width: 72rem; } svg { display: block; margin: .6rem 0 1.1rem; }
.grid { stroke: var(--line); } .grid.day { stroke: var(--soft); stroke-opacity: .45; }
.bar { fill: var(--c); fill-opacity: .82; } .on { fill: var(--up); fill-opacity: .3; }
.gap { fill: #d92d20; } .lane { fill: var(--soft); fill-opacity: .05; }
svg text.in { fill: #fff; font-size: 11px; } svg text.day { font-size: 12px; font-weight: 600; }
svg text.out { fill: #d92d20; font-weight: 600; }
.key { display: inline-flex; align-items: center; gap: .35rem; margin: 0 1.1rem .3rem 0; }
.key i { width: .95rem; height: .95rem; border-radius: 3px; background: var(--c); display: inline-block; }
td.bad { color: #d92d20; font-weight: 600; }
.b0 { --c: #2f6fb5; } .b1 { --c: #b4651c; } .b2 { --c: #5a4fa8; } .b3 { --c: #2b7f62; }
.b4 { --c: #a83f74; } .b5 { --c: #69751e; } .b6 { --c: #2c7f91; } .b7 { --c: #7b5a48; }
@media (prefers-color-scheme: dark) {
  .gap { fill: #ff6b5e; } svg text.out, td.bad { fill: #ff8579; color: #ff8579; } .bar { fill-opacity: .95; }
}
</style>"""


def rotas_page(views: Sequence[RotaView], locale: str) -> str:
    """Return rotas as a page."""
    title = rota_words("title", locale, name=", ".join(view.title(locale) for view in views))
    return page(title, locale, [_STYLE, *(part for view in views for part in _rota(view, locale))])


def _rota(view: RotaView, locale: str) -> Iterator[str]:
    head, *lines = "\n".join([*coverage_lines(view, locale, None)][:2]).split("\n")
    yield f"<h1>{escape(head)}</h1>"
    yield from (f'<p class="soft">{escape(line)}</p>' for line in lines)
    names = list(dict.fromkeys(shift.name for shift in view.shifts))
    colours = {name: i % _COLOURS for i, name in enumerate(sorted(names, key=lambda name: _order(view, name)))}
    yield "<p>" + "".join(_key(name, colour) for name, colour in colours.items()) + "</p>"
    people = [person for person in view.rota.everyone if any(shift.person == person for shift in view.shifts)]
    for monday in _mondays(view):
        yield _week(view, monday, people, colours, locale)
    yield from _tables(view, locale)


def _order(view: RotaView, name: str) -> int:
    known = [*(shift.name for shift in view.rota.shifts), *(layer.name for layer in view.rota.layers)]
    return known.index(name) if name in known else len(known)


def _key(name: str, colour: int) -> str:
    return f'<span class="key b{colour}"><i></i>{escape(name or "+")}</span>'


def _mondays(view: RotaView) -> Iterator[Day]:
    first, last = day_of(view.at(view.start_us).date()), day_of(view.at(view.end_us - 1).date())
    return iter(range(first - (first + 3) % 7, last + 1, 7))


def _midnight(view: RotaView, day: Day) -> int:
    return local_to_us(from_us(day * DAY_US, UTC).replace(tzinfo=None), view.zone)


def _week(view: RotaView, monday: Day, people: Sequence[str], colours: dict[str, int], locale: str) -> str:
    low, high = _midnight(view, monday), _midnight(view, monday + 7)

    def x(us: int) -> float:
        return _LEFT + (_WIDE - _LEFT) * (min(max(us, low), high) - low) / (high - low)

    parts: list[str] = []
    rows = len(people) + 1
    tall = _TOP + rows * _LANE + 6
    for day in range(7):
        at = _midnight(view, monday + day)
        date = from_us((monday + day) * DAY_US, UTC).date()
        parts.append(f'<line class="grid day" x1="{x(at):.1f}" x2="{x(at):.1f}" y1="6" y2="{tall - 6}"/>')
        noon = x(at + (_midnight(view, monday + day + 1) - at) // 2)
        parts.append(f'<text class="day" x="{noon:.1f}" y="20" text-anchor="middle">{escape(say_weekday(date, locale))}</text>')
    for i, person in enumerate(people):
        y = _TOP + i * _LANE
        parts.append(f'<rect class="lane" x="{_LEFT}" width="{_WIDE - _LEFT}" y="{y + 1}" height="{_LANE - 2}"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 17}" text-anchor="end">{escape(view.name(person))}</text>')
        own = (shift for shift in view.shifts if shift.person == person and shift.start_us < high and shift.end_us > low)
        parts += (_bar(view, shift, x(shift.start_us), x(shift.end_us), y, colours[shift.name]) for shift in own)
    parts += _cover_lane(view, low, high, x, _TOP + len(people) * _LANE, locale)
    return f'<svg viewBox="0 0 {_WIDE + 4} {tall}" width="{_WIDE + 4}" height="{tall}" role="img">{"".join(parts)}</svg>'


def _bar(view: RotaView, shift: Shift, left: float, right: float, y: int, colour: int) -> str:
    wide = max(right - left - 1, 1.5)
    hours = view.hours(shift.start_us, shift.end_us)
    told = " · ".join(part for part in (view.name(shift.person), shift.name, shift.post, hours) if part)
    text = " ".join(part for part in (shift.name, shift.post) if part)
    shown = text if len(text) * 11 < wide else text[: int(wide // 11)]
    inside = f'<text class="in" x="{left + 4:.1f}" y="{y + 16}">{escape(shown)}</text>' if shown else ""
    return (
        f'<g><title>{escape(told)}</title><rect class="bar b{colour}" x="{left:.1f}" y="{y + 3}" width="{wide:.1f}" '
        f'height="{_LANE - 6}" rx="3"/>{inside}</g>'
    )


def _cover_lane(view: RotaView, low: int, high: int, x: Callable[[int], float], y: int, locale: str) -> Iterator[str]:
    """Yield the lane at the foot: green where somebody is on duty who must be, red where nobody is."""
    calendar, found = view.rota.must_cover, view.coverage
    if calendar is None:
        return
    since, until = max(low, found.start_us), min(high, found.end_us)
    for start, end in calendar.timeline.intervals(since, until) if since < until else ():
        yield f'<rect class="on" x="{x(start):.1f}" y="{y + 5}" width="{x(end) - x(start):.1f}" height="{_LANE - 10}"/>'
    gaps = [gap for gap in found.gaps if gap.start_us < high and gap.end_us > low]
    for gap in gaps:
        told = f"{rota_words('nobody', locale)} · {view.minute(gap.start_us)} - {view.minute(gap.end_us)}"
        left, wide = x(gap.start_us), max(x(gap.end_us) - x(gap.start_us), 1.5)
        yield (
            f'<g><title>{escape(told)}</title><rect class="gap" x="{left:.1f}" y="{y + 3}" width="{wide:.1f}" '
            f'height="{_LANE - 6}" rx="2"/></g>'
        )
    if gaps:
        yield f'<text class="out" x="{_LEFT - 8}" y="{y + 17}" text-anchor="end">{escape(rota_words("gaps", locale))}</text>'


def _tables(view: RotaView, locale: str) -> Iterator[str]:
    gaps = gap_groups(view)
    if gaps:
        yield _table("gaps", ("gap", "times", "hours", "first"), gaps, locale)
    handovers = handover_rows(view, locale)
    if handovers:
        yield _table("handovers", ("handover", "times", "shortest", "least"), handovers, locale)
    loads = load_rows(view, locale)
    if loads:
        yield _table("people", ("person", "mean", "fullest", "days_off", "rest"), loads, locale)


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], locale: str) -> str:
    mark = rota_words("broken", locale)
    top = "".join(f"<th{' class=n' if i else ''}>{escape(rota_words(head, locale))}</th>" for i, head in enumerate(heads))
    body = "".join("<tr>" + "".join(_cell(i, cell, cell.endswith((mark, "!"))) for i, cell in enumerate(row)) + "</tr>" for row in rows)
    return f"<h2>{escape(rota_words(title, locale))}</h2><table><tr>{top}</tr>{body}</table>"


def _cell(i: int, cell: str, bad: bool) -> str:
    kind = " ".join(word for word, holds in (("n", i > 0), ("bad", bad)) if holds)
    return f'<td class="{kind}">{escape(cell)}</td>'
