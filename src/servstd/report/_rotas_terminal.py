"""Rotas for a terminal: who is on duty day by day, and how the time is covered.

*Rule:* what is wrong is marked beside the figure it is about; a gap stands among the shifts where it happens.

Example:
    >>> from servstd.escalation.rotas import Layer, Rota
    >>> from servstd.report._rotas_data import look
    >>> view = look(Rota("call", time_zone="UTC", layers=(Layer("first", people=(("li",),), start=0),)), 0, 86_400_000_000)
    >>> print(shift_lines(view, "en", None)[1])
    day             shift  from - to    on duty
    --------------  -----  -----------  -------
    Thu 1970-01-01  first  00:00-24:00  li
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from servstd.escalation.rotas import Handover, Load
from servstd.instants import DAY_US, HOUR_US
from servstd.messages.rotas import rota_words, say_weekday
from servstd.report._rotas_data import RotaView, number
from servstd.report._table import table

__all__ = ["coverage_lines", "gap_groups", "handover_rows", "load_rows", "shift_lines"]

_MOST = 20


def shift_lines(view: RotaView, locale: str, width: int | None) -> list[str]:
    """Return the parts of a text that says who is on duty, in order."""
    rows: dict[tuple[int, int, str], list[str]] = {}
    for shift in view.shifts:
        rows.setdefault((shift.start_us, shift.end_us, shift.name), []).append(
            f"{view.name(shift.person)} ({shift.post})" if shift.post else view.name(shift.person)
        )
    for gap in view.coverage.gaps:
        rows[gap.start_us, gap.end_us, "\0"] = [f"{rota_words('nobody', locale)} {rota_words('broken', locale)}"]
    cells: list[list[str]] = []
    told = ""
    for (start, end, name), who in sorted(rows.items()):
        day = say_weekday(view.at(start).date(), locale)
        cells.append(["" if day == told else day, "-" if name == "\0" else name, view.hours(start, end), ", ".join(who)])
        told = day
    heads = [rota_words(word, locale) for word in ("day", "shift", "time", "who")]
    return [_head(view, locale), table(cells, heads=heads, width=width) if cells else rota_words("empty", locale)]


def _head(view: RotaView, locale: str) -> str:
    span = rota_words("span", locale, first=view.minute(view.start_us), last=view.minute(view.end_us), zone=view.rota.time_zone)
    return f"{rota_words('title', locale, name=view.title(locale))}\n{span}"


def coverage_lines(view: RotaView, locale: str, width: int | None) -> Iterator[str]:
    """Yield the parts of a text that says how a rota covers the time."""
    found = view.coverage
    yield _head(view, locale)
    lines: list[str] = []
    if view.rota.must_cover is None:
        lines.append(rota_words("no_cover", locale))
    elif found.needed_us:
        share = f"{100 * found.covered_us / found.needed_us:.1f} %"
        values = {"covered": number(found.covered_us / HOUR_US), "needed": number(found.needed_us / HOUR_US)}
        lines.append(rota_words("covered", locale, share=share, **values))
    lines.append(rota_words("unstaffed", locale, hours=number(sum(one.hours for one in found.unstaffed))))
    hours = sum(one.end_us - one.start_us for one in found.overlaps) / HOUR_US
    lines.append(rota_words("overlaps", locale, count=len(found.overlaps), hours=number(hours)))
    if found.idle:
        lines.append(rota_words("idle", locale, count=len(found.idle)))
    yield "\n".join(lines)
    if found.gaps:
        heads = [rota_words(word, locale) for word in ("gap", "times", "hours", "first")]
        yield rota_words("gaps", locale) + "\n\n" + table(_limited(gap_groups(view), locale), heads=heads, right={1, 2}, width=width)
    elif view.rota.must_cover is not None:
        yield rota_words("no_gaps", locale)
    rows = handover_rows(view, locale)
    if rows:
        heads = [rota_words(word, locale) for word in ("handover", "times", "shortest", "least")]
        yield rota_words("handovers", locale) + "\n\n" + table(rows, heads=heads, right={1, 2, 3}, width=width)
    rows = load_rows(view, locale)
    if rows:
        heads = [rota_words(word, locale) for word in ("person", "mean", "fullest", "days_off", "rest")]
        yield rota_words("people", locale) + "\n\n" + table(rows, heads=heads, right={1, 2, 3, 4}, width=width)
    limits = list(_limits(view, locale))
    if limits:
        yield rota_words("limits", locale, limits=rota_words("comma", locale).join(limits))
    if found.is_fine:
        yield rota_words("fine", locale)


def gap_groups(view: RotaView) -> list[list[str]]:
    """Return the gaps by their times of day, the most frequent first: hours, how often, hours in all, the first."""
    counts: Counter[str] = Counter()
    lengths: dict[str, float] = {}
    firsts: dict[str, str] = {}
    for gap in view.coverage.gaps:
        long = gap.end_us - gap.start_us >= DAY_US
        hours = f"{view.minute(gap.start_us)} - {view.minute(gap.end_us)}" if long else view.hours(gap.start_us, gap.end_us)
        counts[hours] += 1
        lengths[hours] = lengths.get(hours, 0.0) + gap.hours
        firsts.setdefault(hours, view.minute(gap.start_us))
    return [[hours, str(count), number(lengths[hours]), firsts[hours]] for hours, count in counts.most_common()]


def _limited(rows: list[list[str]], locale: str) -> list[list[str]]:
    more = [[rota_words("more", locale, count=len(rows) - _MOST), "", "", ""]] if len(rows) > _MOST else []
    return rows[:_MOST] + more


def handover_rows(view: RotaView, locale: str) -> list[list[str]]:
    """Return the hand-overs by pair of shifts: how many, the shortest, what is asked for."""
    pairs: dict[tuple[str, str], list[Handover]] = {}
    for one in view.coverage.handovers:
        pairs.setdefault((one.before, one.after), []).append(one)
    rows: list[list[str]] = []
    for (before, after), ones in pairs.items():
        shortest = min(ones, key=lambda one: one.minutes)
        mark = f" {rota_words('broken', locale)}" if any(one.is_short for one in ones) else ""
        least = "-" if shortest.minimum_us is None else rota_words("minutes", locale, minutes=number(shortest.minimum_us / 60_000_000))
        told = rota_words("minutes", locale, minutes=number(shortest.minutes)) + mark
        rows.append([f"{before} - {after}", str(len(ones)), told, least])
    rows += [[f"{before} - {after}", "0", rota_words("never", locale) + " !", "-"] for before, after in view.coverage.never]
    return rows


def load_rows(view: RotaView, locale: str) -> list[list[str]]:
    """Return what each person works: mean and fullest week, fewest days off, shortest rest."""
    return [_load_row(view, load, locale) for load in view.coverage.loads]


def _load_row(view: RotaView, load: Load, locale: str) -> list[str]:
    found, mark = view.coverage, f" {rota_words('broken', locale)}"
    fullest, off, rest = load.fullest_week, load.fewest_days_off, load.shortest_rest

    def told(value: str, broken: bool) -> str:
        return value + mark if broken else value

    return [
        view.name(load.person),
        number(load.hours_per_week),
        "-" if fullest is None else told(number(fullest.hours), any(week.person == load.person for week in found.over_hours)),
        "-" if off is None else told(str(off.days_off), any(week.person == load.person for week in found.few_days_off)),
        "-" if rest is None else told(_hours(rest.hours, locale), any(one.person == load.person for one in found.short_rests)),
    ]


def _hours(value: float, locale: str) -> str:
    return rota_words("some_hours", locale, hours=number(value))


def _limits(view: RotaView, locale: str) -> Iterator[str]:
    limits = view.rota.limits
    if limits.hours_per_week is not None:
        yield rota_words("limit_hours", locale, hours=number(limits.hours_per_week))
    if limits.rest_between is not None:
        yield rota_words("limit_rest", locale, rest=_hours(limits.rest_between.us / HOUR_US, locale))
    if limits.days_off_per_week is not None:
        yield rota_words("limit_days", locale, days=limits.days_off_per_week)
