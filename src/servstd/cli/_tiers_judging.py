"""What the commands about tiers have in common: the day, the ladder in force on it, and the columns it reads.

*Rule:* the day is always given; the edition in force on it judges.

Example:
    >>> read_day("--on", "2026-04-01")
    datetime.date(2026, 4, 1)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Sized
from datetime import date, tzinfo
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

import attrs
import click

from servstd import instants
from servstd.cli._command import option
from servstd.errors import Place, PluginError, Problem, StandardError, UsageError
from servstd.instants import read_zone
from servstd.mapping._cells import Refused
from servstd.mapping.facts_files import CUSTOMER
from servstd.tiers.assigning import Assigner
from servstd.tiers.facts import compile_reading, fields_of
from servstd.tiers.model import Tiers
from servstd.tiers.rules import RULES

if TYPE_CHECKING:
    from servstd.cli._session import Session
    from servstd.cli._tiers_files import HistoryFile
    from servstd.mapping._rejects import RejectSink
    from servstd.mapping.facts_files import CustomerFile
    from servstd.standard import Standard
    from servstd.tiers.outcome import TierAssignment

__all__ = [
    "CUSTOMERS",
    "HISTORY",
    "ON",
    "Columns",
    "Kept",
    "Ladder",
    "assigner_of",
    "columns_of",
    "find_ladder",
    "judge_file",
    "level_names",
    "read_day",
]

Kept: TypeAlias = Literal["none", "short", "full"]
"""How much of an explanation is kept."""
_EVERY = 5_000
_SHOWN = 20
_HEAVY = frozenset({"label", "raw", "evidence", "changes"})
CUSTOMERS: click.Option = option("--customers", metavar="FILE", required=True)
HISTORY: click.Option = option("--history", metavar="FILE")
ON: click.Option = option("--on", metavar="DATE", required=True)


@attrs.frozen
class Ladder:
    """The tiers in force on a day, and the edition they are from."""

    tiers: Tiers
    edition: str = attrs.field(kw_only=True)
    language: str = attrs.field(kw_only=True)
    zone: tzinfo = attrs.field(kw_only=True)


@attrs.frozen
class Columns:
    """The columns a ladder reads: those that must be there, those that may be, and those that are texts whatever they look like."""

    needed: tuple[str, ...]
    optional: tuple[str, ...] = attrs.field(kw_only=True)
    texts: frozenset[str] = attrs.field(kw_only=True)


def read_day(name: str, text: str) -> date:
    """Return the day an option gives.

    Raises:
        UsageError: CLI003 it is none.
    """
    try:
        return instants.read_day(text)
    except UsageError:
        raise UsageError("CLI003", name=name, expected="2026-04-01", found=text) from None


def find_ladder(standard: Standard, on: date) -> Ladder:
    """Return the tiers in force on a day.

    Raises:
        UsageError: TIR094 there are none; TIR095 a plugin's rule is not at hand.
    """
    edition = standard.tiers.edition_on(on)
    if edition.tiers is None:
        raise UsageError("TIR094", name=edition.name, version=edition.version)
    for criterion in edition.tiers.criteria:
        if criterion.rule.part is None and criterion.rule.name not in RULES:
            raise UsageError("TIR095", criterion=criterion.name, name=criterion.rule.name)
    return Ladder(edition.tiers, edition=edition.version, language=edition.language, zone=read_zone(edition.time_zone))


def level_names(tiers: Tiers, locale: str) -> dict[str, str]:
    """Return what each level is called: its label in the language, else in any, else its name; lowest first."""
    names: dict[str, str] = {}
    for level in tiers.ladder:
        label = level.label or {}
        names[level.name] = label.get(locale) or next(iter(label.values()), level.name)
    return names


def columns_of(*all_tiers: Tiers) -> Columns:
    """Return the columns that ladders read; what plugins read is optional, since their settings may name other columns."""
    needed: dict[str, None] = {}
    optional: dict[str, None] = dict.fromkeys(("currency", "joined", "owner"))
    texts: set[str] = set()
    for criterion in (criterion for tiers in all_tiers for criterion in tiers.criteria):
        reads, more = fields_of(criterion.rule)
        (needed if criterion.rule.part is None else optional).update(dict.fromkeys(reads))
        optional.update(dict.fromkeys(sorted(more)))
        texts |= {name for name, kind in reads.items() if kind in ("value", "date")}
    return Columns(tuple(needed), optional=tuple(name for name in optional if name not in needed), texts=frozenset(texts))


def judge_file(
    session: Session,
    file: CustomerFile,
    ladder: Ladder,
    past: HistoryFile | None,
    on: date,
    sink: RejectSink,
    *,
    explain: Kept,
    lenient: bool,
) -> Iterator[TierAssignment]:
    """Yield the assignment of each customer of a file.

    Args:
        session: Progress is told through it.
        file: The customers.
        ladder: What they are judged by.
        past: The history; None: everybody is new.
        on: The day.
        sink: Takes the rows that cannot be judged.
        explain: How much of the explanations is kept.
        lenient: Whether those rows are set aside; else they fail the run once all rows were seen.

    Raises:
        StandardError: rows cannot be judged, TIR152; TIR155 a customer stands twice; at most 20 are told.
        UsageError: TIR154 there is no customer.
    """
    assigner = assigner_of(ladder, from_text=file.from_text, explained=explain != "none")
    seen: dict[str, int] = {}
    twice: list[Problem] = []
    for done, (number, row) in enumerate(file.rows):
        if done % _EVERY == 0:
            session.progress("tiers.progress", done=done)
        if isinstance(row, Refused):
            sink.add(file.name, number, (), row)
            continue
        try:
            customer = _name_of(row)
            if _is_second(file.name, number, customer, seen, twice):
                continue
            made = assigner.assign(row, None if past is None else past.of(customer), on=on)
        except (UsageError, PluginError) as error:
            sink.refuse(file.name, number, error.problem)
            continue
        yield _lightened(made) if explain == "short" and made.changed else made
    session.progress_end()
    _check(file.name, seen, twice, sink, lenient=lenient)


def rows_of(
    session: Session, file: CustomerFile, ladders: Sequence[Tiers], on: date, sink: RejectSink, *, lenient: bool
) -> Iterator[Mapping[str, object]]:
    """Yield the rows of a file that every one of several ladders can judge.

    Args:
        session: Progress is told through it.
        file: The customers.
        ladders: What they are to be judged by.
        on: The day.
        sink: Takes the rows that cannot be judged.
        lenient: Whether those rows are set aside.

    Raises:
        StandardError, UsageError: as `judge_file`.
    """
    readers = [compile_reading(tiers, from_text=file.from_text) for tiers in ladders]
    seen: dict[str, int] = {}
    twice: list[Problem] = []
    for done, (number, row) in enumerate(file.rows):
        if done % _EVERY == 0:
            session.progress("tiers.progress", done=done)
        if isinstance(row, Refused):
            sink.add(file.name, number, (), row)
            continue
        try:
            values = [read(row, on).values for read in readers]
        except UsageError as error:
            sink.refuse(file.name, number, error.problem)
            continue
        if not _is_second(file.name, number, _name_of(row), seen, twice):
            yield {**row, **{name: value for facts in values for name, value in facts.items()}} if file.from_text else row
    _check(file.name, seen, twice, sink, lenient=lenient)


def _is_second(file: str, number: int, customer: str, seen: dict[str, int], twice: list[Problem]) -> bool:
    """Note a customer, and return whether they were there before."""
    if customer in seen:
        twice.append(Problem("TIR155", params={"customer": customer, "first": seen[customer]}, place=Place(file, line=number, column=1)))
        return True
    if customer:  # who has no name cannot be another; reading the row says so
        seen[customer] = number
    return False


def _name_of(row: dict[str, object]) -> str:
    name = row.get(CUSTOMER)
    return name.strip() if isinstance(name, str) else ""


def assigner_of(ladder: Ladder, *, from_text: bool, explained: bool = True) -> Assigner:
    """Return what assigns customers by a ladder."""
    return Assigner(
        ladder.tiers, edition=ladder.edition, language=ladder.language, zone=ladder.zone, from_text=from_text, explained=explained
    )


def _check(name: str, seen: Sized, twice: list[Problem], sink: RejectSink, *, lenient: bool) -> None:
    told = [*twice[:_SHOWN], *([] if lenient else [reject.problem for reject in sink.kept[: max(0, _SHOWN - len(twice))]])]
    if told:
        count = len(twice) + (0 if lenient else sink.count)
        raise StandardError([*told, Problem("TIR152", params={"count": count, "shown": len(told), "file": name})])
    if not seen and not sink.count:
        raise UsageError("TIR154", file=name)


def _lightened(made: TierAssignment) -> TierAssignment:
    """Return an assignment whose explanation is left without facts, evidence and what would change it."""
    kept = {name: value for name, value in made.record.explanation.items() if name not in _HEAVY}
    parts = cast("list[dict[str, object]]", kept.get("contributions", []))
    kept["contributions"] = [{name: value for name, value in part.items() if name not in _HEAVY} for part in parts]
    return attrs.evolve(made, record=attrs.evolve(made.record, explanation=kept))
