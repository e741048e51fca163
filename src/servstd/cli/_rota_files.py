"""`servstd rota export` and `servstd rota import`: rotas to and from iCalendar files.

*Rule:* what is printed is YAML for the standard and changes no file; a name that means nobody is told, never guessed.

Example:
    >>> from servstd.cli import run
    >>> run(["rota", "import", "no-such-file.ics", "--from", "2026-01-05"])
    2
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from servstd.cli._command import argument, make, option, standard
from servstd.cli._files import whole_file
from servstd.cli._loading import load_standard
from servstd.cli._rota_show import FIRST, LAST, check_person, find_rota, names_of_people, read_days, view_of
from servstd.cli._session import Session
from servstd.document.edition import Edition
from servstd.errors import Place, Problem, UsageError
from servstd.instants import from_us, read_zone
from servstd.mapping.duty_calendars import DutyEvent, read_duties, write_duties
from servstd.messages.rotas import rota_words

__all__ = ["EXPORT_COMMAND", "IMPORT_COMMAND", "export_rota", "import_rota", "match"]

_FOUR_WEEKS = 28
_BARE = re.compile(r"[^\W\d][\w-]*")
_NOT_BARE = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


def export_rota(session: Session, standard: str, name: str, first: str, last: str | None, person: str | None, out: str) -> int:
    """Write a rota's shifts."""
    days = read_days(first, last, _FOUR_WEEKS)
    edition = load_standard(session, standard).current
    rota = find_rota(edition, name)
    if person is not None:
        check_person(rota, person)
    view = view_of(edition, rota, *days)
    shifts = [shift for shift in view.shifts if person in (None, shift.person)]
    content = write_duties(shifts, view.title(session.locale), names=view.names)
    with whole_file(out, reads=(standard,) if Path(standard).is_file() else ()) as part:
        part.write_bytes(content)
    if session.json:
        session.emit({"file": out, "rota": name, "person": person, "shifts": len(shifts)})
    else:
        session.say(rota_words("export_done", session.locale, count=len(shifts), file=out))
    return 0


def import_rota(
    session: Session,
    file: str,
    standard: str | None,
    name: str,
    who: Sequence[str],
    time_zone: str | None,
    first: str,
    last: str | None,
    skip_all_day: bool,
) -> int:
    """Print a file's events as a rota's overrides."""
    days = read_days(first, last, _FOUR_WEEKS)
    edition = None if standard is None else load_standard(session, standard).current
    zone = time_zone or _zone_of(edition, name)
    content = Path(file).read_bytes()
    events = read_duties(content, Path(file).name, zone, *days)
    whole = [event for event in events if event.all_day]
    events = [event for event in events if not (skip_all_day and event.all_day)]
    if not events:
        raise UsageError("ROT066", first=days[0].isoformat(), last=days[1].isoformat())
    if whole and not skip_all_day:
        _warn(session, file, "ROT064", count=len(whole), zone=zone, uid=whole[0].uid)
    known: Mapping[str, str] = {} if edition is None else names_of_people(edition)
    people, unknown = match(events, known, _aliases(who))
    for word, count in unknown.items():
        _warn(session, file, "ROT065", count=count, found=word)
    local = read_zone(zone)
    overrides = [
        {"from": f"{from_us(event.start_us, local):%Y-%m-%dT%H:%M}", "to": f"{from_us(event.end_us, local):%Y-%m-%dT%H:%M}", "add": person}
        for event, person in zip(events, people, strict=True)
    ]
    if session.json:
        session.emit({"file": file, "rotas": {name: {"time_zone": zone, "overrides": overrides}}, "unknown": dict(unknown)})
    else:
        head = rota_words("import_head", session.locale, file=Path(file).name, count=len(events), first=days[0], last=days[1])
        ready = edition is not None and name in edition.rotas
        fallback = [] if ready else [f"    # fallback: {rota_words('import_fallback', session.locale)}"]
        lines = [f"      - {{from: {one['from']}, to: {one['to']}, add: {_scalar(one['add'])}}}" for one in overrides]
        top = [f"# {head}", "rotas:", f"  {_scalar(name)}:", f"    time_zone: {zone}", *fallback, "    overrides:"]
        session.say("\n".join([*top, *lines]))
    return 0


def _zone_of(edition: Edition | None, name: str) -> str:
    if edition is None:
        return "UTC"
    return edition.rotas[name].time_zone if name in edition.rotas else edition.time_zone


def _warn(session: Session, file: str, code: str, **params: object) -> None:
    session.warn(Problem(code, params=params, place=Place(Path(file).name, line=1, column=1)))


def _aliases(given: Sequence[str]) -> dict[str, str]:
    """Return name in the file -> key of a person.

    Raises:
        UsageError: ROT069 one has no equals sign.
    """
    out: dict[str, str] = {}
    for text in given:
        name, equals, key = text.rpartition("=")
        if not equals or not name.strip() or not key.strip():
            raise UsageError("ROT069", found=text)
        out[name.strip()] = key.strip()
    return out


def match(events: Sequence[DutyEvent], known: Mapping[str, str], aliases: Mapping[str, str]) -> tuple[list[str], Counter[str]]:
    """Return the person of each event, and the words that mean nobody with how often they occur.

    Args:
        events: What was read.
        known: Key of a person -> name; empty: whatever the file says is taken for a key.
        aliases: Name in the file -> key; it goes before everything else.
    """
    by_name = {name: key for key, name in known.items() if name}
    unknown: Counter[str] = Counter()
    people: list[str] = []
    for event in events:
        summary = event.words[0]
        words = (event.person or summary, *event.words)
        found = next((aliases[word] for word in words if word in aliases), None)
        found = (
            found
            or next((word for word in words if word in known), None)
            or next((by_name[word] for word in words if word in by_name), None)
        )
        if found is None:
            inside = {key for name, key in {**by_name, **aliases}.items() if name in summary}
            found = inside.pop() if len(inside) == 1 else None
        if found is None:
            found = event.person or summary or event.uid
            if known:
                unknown[found] += 1
        people.append(found)
    return people, unknown


def _scalar(text: str) -> str:
    """Return a text as YAML writes it on one line."""
    return text if _BARE.fullmatch(text) and text.lower() not in _NOT_BARE else json.dumps(text, ensure_ascii=False)


EXPORT_COMMAND = make(
    "rota export",
    export_rota,
    [
        standard(),
        argument("name"),
        FIRST,
        LAST,
        option("--person", metavar="KEY"),
        option("--out", metavar="FILE", required=True),
    ],
)
IMPORT_COMMAND = make(
    "rota import",
    import_rota,
    [
        argument("file"),
        option("--standard", metavar="STANDARD"),
        click.Option(["--name"], metavar="NAME", default="imported", show_default=True),
        option("--as", "who", metavar="NAME=KEY", many=True),
        option("--time-zone", metavar="ZONE"),
        FIRST,
        LAST,
        click.Option(["--skip-all-day"], is_flag=True),
    ],
)
