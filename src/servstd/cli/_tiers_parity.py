"""`servstd tiers parity`: whether every tier was kept the promises it was made, and which differences are more than chance.

*Rule:* a case counts under the tier it has at the instant decided at; what has no tier, no verdict yet or no target is compared with
nothing; one answer that cannot be read fails the run, since answers left out at random are never known to be.

Example:
    >>> from servstd.cli import run
    >>> run(["tiers", "parity", "no-such-standard.yaml", "--events", "events.jsonl"])
    2
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import attrs
import click

from servstd.cli._cases import Cases, read_cases
from servstd.cli._command import events_options, make, option, standard
from servstd.cli._files import whole_file
from servstd.cli._history_problems import HistoryProblems
from servstd.cli._loading import load_standard
from servstd.cli._session import Session
from servstd.errors import Place, Problem, StandardError, UsageError
from servstd.mapping._cells import Refused, cell_text
from servstd.mapping._tables import check_columns, kind_of, open_table
from servstd.mapping._text import json_lines, open_text
from servstd.mapping.model import ReadRules
from servstd.report import names_of
from servstd.report.tiers import labels_of, parity_html, render_parity
from servstd.tiers.parity import Parity, ParityCase, ParityClock, ParityTally, designed

if TYPE_CHECKING:
    from servstd.standard import Standard

__all__ = ["COMMAND", "Answer", "parity", "read_answers"]

_COLUMNS = ("case", "tier", "satisfied")
_TRUTH: Mapping[object, bool] = {"true": True, "false": False}
_SHOWN = 20
_Rows: TypeAlias = Iterator[tuple[int, "Mapping[str, object] | Refused"]]


@attrs.frozen
class Answer:
    """One answer to a survey: of a case or of a tier; where both are given, the tier counts."""

    satisfied: bool
    case: str | None = attrs.field(default=None, kw_only=True)
    tier: str | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class _Graded:
    """A decided case without the clocks that have no target: they are measured, and nothing was promised of them."""

    attributes: Mapping[str, object]
    clocks: Sequence[ParityClock] = attrs.field(kw_only=True)


@attrs.frozen
class _Counted:
    """What came of the cases; `lost` counts the answers that found no case, `seen` what was wrong with histories."""

    found: Parity
    cases: int = attrs.field(kw_only=True)
    failed: tuple[Problem, ...] = attrs.field(kw_only=True)
    undecidable: int = attrs.field(kw_only=True)
    lost: int = attrs.field(kw_only=True)
    seen: HistoryProblems = attrs.field(kw_only=True)


def parity(
    session: Session,
    standard: str,
    events: str,
    mapping: str | None,
    now: str | None,
    tiers: str | None,
    answers: str | None,
    html: str | None,
    minimum: str,
) -> int:
    """Print how tiers compare; return 1 when a case cannot be decided."""
    least = _read_minimum(minimum)
    loaded = load_standard(session, standard)
    told = [] if answers is None else read_answers(answers)
    cases = read_cases(session, loaded, events, mapping, now, tiers=tiers)
    counted = _count(session, loaded, cases, told, least)
    labels = _labels(loaded, session.locale)
    if html is not None:
        with whole_file(html, reads=(standard, events, mapping, tiers, answers)) as part:
            part.write_text(parity_html(counted.found, session.locale, labels=labels), encoding="utf-8")
    head = {"cases": counted.cases, "undecidable": counted.undecidable, "rejected": cases.log.rejected, "answers": len(told)}
    at = cases.now.isoformat()
    if session.json:
        reached = {"now": at, "now_is": cases.why_now.partition(".")[2], "answers_without_case": counted.lost}
        session.emit({"file": events, "html": html, **head, **reached, **counted.found.as_dict()})
    else:
        session.say(session.phrase("parity.counts", **head))
        session.say(session.phrase("decide.now", now=at, why=session.phrase(cases.why_now)) + "\n")
        session.say(render_parity(counted.found, session.locale, labels=labels, width=session.width))
        if html is not None:
            session.note(session.phrase("parity.written", file=html))
    for problem in counted.failed:
        session.warn(problem)
    counted.seen.tell(session)
    if counted.lost:
        session.warn(Problem("TIR161", params={"file": answers, "count": counted.lost}))
    if cases.log.rejected:
        session.warn(Problem("CLI016", params={"count": cases.log.rejected, "file": events, "rejects": None}))
    return 1 if counted.undecidable else 0


def _read_minimum(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text)):
        raise UsageError("CLI003", name="--minimum", expected="1, 2, … 30 …", found=text)
    return int(text)


def _count(session: Session, standard: Standard, cases: Cases, answers: Sequence[Answer], minimum: int) -> _Counted:
    policies = [policy for edition in standard.editions for policy in edition.policies]
    tally = ParityTally(_order(standard), by_design=designed(policies), minimum=minimum)
    waiting: defaultdict[str, list[bool]] = defaultdict(list)
    for answer in answers:
        if answer.tier is None and answer.case is not None:
            waiting[answer.case].append(answer.satisfied)
        else:
            tally.add_answer(answer.tier, answer.satisfied)
    failed: list[Problem] = []
    seen = HistoryProblems()
    count = undecidable = 0
    for one in cases.decide(standard, session):
        if one.decision is None:
            undecidable += 1
            if one.problem is not None and undecidable <= _SHOWN:
                failed += [Problem("CLI017", params={"case": one.case}), one.problem]
            continue
        count += 1
        seen.add(one.case, one.decision.problems)
        case = _graded(one.decision)
        tally.add_case(case)
        tier = case.attributes.get("tier")
        for satisfied in waiting.pop(one.case, ()):
            tally.add_answer(tier if isinstance(tier, str) else None, satisfied)
    lost = sum(len(left) for left in waiting.values())
    return _Counted(tally.parity(), cases=count, failed=tuple(failed), undecidable=undecidable, lost=lost, seen=seen)


def _graded(case: ParityCase) -> _Graded:
    return _Graded(case.attributes, clocks=[clock for clock in case.clocks if clock.state != "measured"])


def _order(standard: Standard) -> tuple[str, ...]:
    """Return the tiers, lowest first: of the current edition's ladder, else as the attribute `tier` lists its values."""
    edition = standard.current
    if edition.tiers is not None:
        return tuple(level.name for level in edition.tiers.ladder)
    attribute = edition.attributes.get("tier")
    return () if attribute is None else tuple(attribute.values or ())


def _labels(standard: Standard, locale: str) -> dict[str, str]:
    names = names_of(standard.current, locale)
    metrics = {metric.name: names.metric(metric.name) for edition in standard.editions for metric in edition.metrics}
    values = {value: text for (attribute, value), text in names.values.items() if attribute == "tier"}
    ladders = [edition.tiers for edition in standard.editions if edition.tiers is not None]
    called = labels_of(*ladders, locale=locale)
    return {**values, **called, **metrics}


def read_answers(name: str) -> list[Answer]:
    """Return the answers of a survey.

    Args:
        name: A CSV, JSON Lines or xlsx file with the column `satisfied` (true or false), and `case`, `tier` or both.

    Raises:
        UsageError: MAP101-MAP112 the file cannot be read so, or a column is missing.
        StandardError: the first 20 rows that are no answers, each with its place: TIR159 neither true nor false, TIR160 of nothing.
    """
    path, out = Path(name), list[Answer]()
    with _open(path) as rows:
        wrong = islice(_sort(path.name, rows, out), _SHOWN)
        problems = list(wrong)
    if problems:
        raise StandardError(problems)
    return out


def _sort(name: str, rows: _Rows, out: list[Answer]) -> Iterator[Problem]:
    """Put the answers into `out`, and yield what is wrong with the other rows."""
    for number, row in rows:
        place = Place(name, line=number, column=1)
        if isinstance(row, Refused):
            yield attrs.evolve(row.problem, place=place)
            continue
        case, tier, satisfied = (cell_text(row.get(column)).strip() for column in _COLUMNS)
        good = _TRUTH.get(satisfied.lower())
        if good is None:
            yield Problem("TIR159", params={"found": satisfied, "expected": "true, false"}, place=place)
        elif not case and not tier:
            yield Problem("TIR160", place=place)
        else:
            out.append(Answer(good, case=case or None, tier=tier or None))


@contextmanager
def _open(path: Path) -> Generator[_Rows]:
    rules = ReadRules()
    kind = kind_of(path)
    if kind == "parquet":
        raise UsageError("MAP106", place=Place(path.name), expected=".csv, .jsonl, .xlsx", found=kind)
    if kind == "jsonl":
        with open_text(path, "utf-8") as stream:
            yield json_lines(stream)
        return
    with open_table(path, rules, ("satisfied",)) as table:
        if "tier" not in table.columns:
            check_columns(path, rules, table.columns, ("case",))
        yield ((number, row if isinstance(row, Refused) else dict(zip(table.columns, row, strict=True))) for number, row in table.rows)


COMMAND: click.Command = make(
    "tiers parity",
    parity,
    [
        standard(),
        *events_options(),
        option("--tiers", metavar="FILE"),
        option("--answers", metavar="FILE"),
        option("--html", metavar="FILE"),
        click.Option(["--minimum"], metavar="N", default="30", show_default=True),
    ],
)
