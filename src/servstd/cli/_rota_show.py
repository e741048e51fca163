"""`servstd rota show` and `servstd rota coverage`: who is on duty, and where that is not enough.

*Rule:* both look at the same days; coverage fails when somebody must be on duty and nobody is, or when a limit is broken.

Example:
    >>> from servstd.cli import run
    >>> run(["rota", "show", "no-such-standard.yaml", "--from", "2026-01-05"])
    2
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import attrs
import click

from servstd.cli._command import argument, make, option, standard
from servstd.cli._files import whole_file
from servstd.cli._loading import load_standard
from servstd.cli._session import Session
from servstd.cli._tiers_judging import read_day
from servstd.document.edition import Edition
from servstd.errors import UsageError
from servstd.escalation.rotas import Rota
from servstd.instants import midnight_us, read_zone
from servstd.messages.nearest import did_you_mean
from servstd.report.rotas import RotaView, look, render_coverage, render_shifts, rotas_html

__all__ = [
    "COVERAGE_COMMAND",
    "FIRST",
    "LAST",
    "SHOW_COMMAND",
    "check_person",
    "coverage",
    "find_rota",
    "names_of_people",
    "read_days",
    "show",
    "view_of",
]

MOST_DAYS = 1100
_WEEK, _FOUR_WEEKS = 7, 28
_FIRST_YEAR, _LAST_YEAR = 3, 9995
FIRST: click.Option = option("--from", "first", metavar="DATE", required=True)
LAST: click.Option = option("--to", "last", metavar="DATE")


def show(session: Session, standard: str, rota_name: str | None, first: str, last: str | None, person: str | None, html: str | None) -> int:
    """Print who is on duty."""
    days = read_days(first, last, _WEEK)
    edition = load_standard(session, standard).current
    views = [view_of(edition, rota, *days) for rota in _chosen(edition, rota_name)]
    if person is not None:
        views = [_only(view, person) for view in views]
    _write(session, views, html, standard)
    if session.json:
        session.emit(
            {"from": days[0].isoformat(), "to": days[1].isoformat(), "html": html, "rotas": [view.shifts_data() for view in views]}
        )
    else:
        session.say("\n\n".join(render_shifts(view, session.locale, width=session.width) for view in views))
    return 0


def coverage(session: Session, standard: str, rota_name: str | None, first: str, last: str | None, html: str | None) -> int:
    """Print how the time is covered; 1 where it is not, or where a limit is broken."""
    days = read_days(first, last, _FOUR_WEEKS)
    edition = load_standard(session, standard).current
    views = [view_of(edition, rota, *days) for rota in _chosen(edition, rota_name)]
    _write(session, views, html, standard)
    if session.json:
        head = {"from": days[0].isoformat(), "to": days[1].isoformat(), "html": html}
        session.emit({**head, "rotas": [view.coverage_data() for view in views]})
    else:
        session.say("\n\n".join(render_coverage(view, session.locale, width=session.width) for view in views))
    return int(any(view.is_wanting for view in views))


def read_days(first: str, last: str | None, days: int) -> tuple[date, date]:
    """Return the days an option gives; without a last one, so many days.

    Raises:
        UsageError: CLI003 it is no day that can be counted with; ROT067 the last lies before the first; ROT068 there are too many.
    """
    start = _read_day("--from", first)
    end = start + timedelta(days=days - 1) if last is None else _read_day("--to", last)
    if end < start:
        raise UsageError("ROT067", found=end.isoformat(), first=start.isoformat())
    if (end - start).days >= MOST_DAYS:
        raise UsageError("ROT068", days=(end - start).days + 1, limit=MOST_DAYS)
    return start, end


def _read_day(name: str, text: str) -> date:
    day = read_day(name, text)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:  # beyond them a day in another zone may not exist
        raise UsageError("CLI003", name=name, expected="2026-04-01", found=text)
    return day


def find_rota(edition: Edition, name: str) -> Rota:
    """Return a rota of a standard.

    Raises:
        UsageError: ROT061 the standard has none; ROT060 it has no such rota.
    """
    if not edition.rotas:
        raise UsageError("ROT061")
    if name not in edition.rotas:
        raise UsageError("ROT060", found=name, expected=did_you_mean(name, edition.rotas) or ", ".join(edition.rotas))
    return edition.rotas[name]


def _chosen(edition: Edition, name: str | None) -> list[Rota]:
    if name is not None or not edition.rotas:
        return [find_rota(edition, name or "")]
    return list(edition.rotas.values())


def view_of(edition: Edition, rota: Rota, first: date, last: date) -> RotaView:
    """Return a rota from the first day to the end of the last, by the rota's own clock."""
    zone = read_zone(rota.time_zone)
    # a wall clock, placed at once
    start, end = (midnight_us(day, zone) for day in (first, last + timedelta(days=1)))
    return look(rota, start, end, names=names_of_people(edition))


def check_person(rota: Rota, person: str) -> None:
    """Refuse somebody whom a rota never names.

    Raises:
        UsageError: ROT070 it does not.
    """
    if person not in rota.everyone:
        raise UsageError("ROT070", name=rota.name, found=person, expected=did_you_mean(person, rota.everyone) or ", ".join(rota.everyone))


def names_of_people(edition: Edition) -> Mapping[str, str]:
    """Return what people are called, by key; an empty text where that is not told."""
    return {key: person.name for key, person in edition.people.items()}


def _only(view: RotaView, person: str) -> RotaView:
    """Return what is shown to one person: their own shifts."""
    check_person(view.rota, person)
    shifts = tuple(shift for shift in view.shifts if shift.person == person)
    return attrs.evolve(view, shifts=shifts, coverage=attrs.evolve(view.coverage, gaps=()))


def _write(session: Session, views: list[RotaView], html: str | None, reads: str) -> None:
    if html is not None:
        with whole_file(html, reads=(reads,) if Path(reads).is_file() else ()) as part:
            part.write_text(rotas_html(views, session.locale), encoding="utf-8")


_NAME = argument("rota_name", metavar="NAME", required=False)
_HTML = option("--html", metavar="FILE")
SHOW_COMMAND = make("rota show", show, [standard(), _NAME, FIRST, LAST, option("--person", metavar="KEY"), _HTML])
COVERAGE_COMMAND = make("rota coverage", coverage, [standard(), _NAME, FIRST, LAST, _HTML])
