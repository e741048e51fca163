"""`servstd decide`: every clock of every case, as JSON Lines, a table on the screen, or a file.

*Rule:* one case that cannot be decided is told and fails the call, and the other cases are decided all the same.

Example:
    >>> from servstd.cli import run
    >>> run(["decide", "no-such-standard.yaml", "--events", "events.jsonl"])
    2
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from servstd.cli._cases import Cases, Decided, decide_one, read_cases, tell_now
from servstd.cli._clock_rows import Row, Writer, rows_of, writer_for
from servstd.cli._command import events_options, make, option, standard
from servstd.cli._files import whole_file
from servstd.cli._history_problems import HistoryProblems
from servstd.cli._loading import load_standard
from servstd.cli._session import Session
from servstd.durations import spell_us
from servstd.errors import Problem
from servstd.instants import from_us
from servstd.messages.labels import label
from servstd.messages.phrases import phrase
from servstd.report import names_of, table
from servstd.report.names import Names
from servstd.standard import Standard

if TYPE_CHECKING:
    from servstd.decide import Decision

__all__ = ["COMMAND", "decide"]


def decide(
    session: Session,
    standard: str,
    events: str,
    mapping: str | None,
    now: str | None,
    tiers: str | None,
    case: str | None,
    out: str | None,
    rejects: str | None,
) -> int:
    """Decide the cases of a file and print or write their clocks; return 1 when a case cannot be decided."""
    writer = None if out is None else writer_for(out)
    loaded = load_standard(session, standard)
    cases = read_cases(session, loaded, events, mapping, now, rejects=rejects, tiers=tiers)
    decided = (
        cases.decide(loaded, session) if case is None else iter([decide_one(loaded, case, cases.log.case(case), cases.now, cases.tiers)])
    )
    failed: list[Problem] = []
    seen = HistoryProblems()
    if writer is not None and out is not None:
        _write(session, cases, _seeing(decided, seen), failed, writer, out, reads=(standard, events, mapping, tiers))
    elif session.format != "text":
        for one in decided:
            if one.decision is not None:
                session.emit(_plain(one.decision, cases.approximate, session.locale), indent=None)
            else:
                _fail(one, failed)
                session.emit({"case": one.case, "problems": [problem.as_dict(session.locale) for problem in failed[-2:]]}, indent=None)
    else:
        _print(session, loaded, cases, _seeing(decided, seen), failed)
    for problem in failed:
        session.warn(problem)
    seen.tell(session)
    if cases.log.rejected:
        params = {"count": cases.log.rejected, "file": events, "rejects": rejects}
        session.warn(Problem("CLI016" if rejects is None else "CLI022", params=params))
    if writer is None:
        tell_now(session, cases)
    return 1 if failed else 0


def _seeing(decided: Iterable[Decided], seen: HistoryProblems) -> Iterator[Decided]:
    for one in decided:
        if one.decision is not None:
            seen.add(one.case, one.decision.problems)
        yield one


def _plain(decision: Decision, approximate: frozenset[str], locale: str) -> dict[str, object]:
    clocks = [{**clock.as_dict(), "approximate": clock.metric in approximate} for clock in decision.clocks]
    return {**decision.as_dict(), "clocks": clocks, "problems": [problem.as_dict(locale) for problem in decision.problems]}


def _fail(one: Decided, failed: list[Problem]) -> None:
    if one.problem is not None:
        failed += [Problem("CLI017", params={"case": one.case}), one.problem]


def _write(
    session: Session,
    cases: Cases,
    decided: Iterable[Decided],
    failed: list[Problem],
    writer: Writer,
    out: str,
    *,
    reads: tuple[str | None, ...],
) -> None:
    count = 0

    def rows() -> Iterator[Row]:
        nonlocal count
        for one in decided:
            if one.decision is None:
                _fail(one, failed)
                continue
            count += 1
            yield from rows_of(one.decision, cases.approximate)

    with whole_file(out, reads=reads) as part:
        clocks = writer(part, rows(), cases.zone)
    if session.json:
        session.emit({"file": out, "cases": count, "clocks": clocks, "now": cases.now.isoformat()})
    else:
        session.say(session.phrase("decide.written", rows=clocks, cases=count, file=out))
        session.say(session.phrase("decide.now", now=cases.now.isoformat(), why=session.phrase(cases.why_now)))


def _print(session: Session, standard: Standard, cases: Cases, decided: Iterable[Decided], failed: list[Problem]) -> None:
    names = names_of(standard.current, session.locale)
    rows: list[list[str]] = []
    for one in decided:
        if one.decision is None:
            _fail(one, failed)
            continue
        rows += [_line(row, names, cases, session.locale) for row in rows_of(one.decision, cases.approximate)]
    columns = ("case", "metric", "cycle", "policy", "due", "state", "elapsed", "remaining")
    heads = [label("column", name, session.locale) for name in columns]
    session.say(table(rows, heads=heads, right={2, 6, 7}, width=session.width))


def _line(row: Row, names: Names, cases: Cases, locale: str) -> list[str]:
    _, case, metric, cycle, policy, _, _, _, state, *_ = row
    missed, due, elapsed, remaining = row[19], row[17], row[20], row[21]
    at = missed if isinstance(missed, int) else due
    return [
        str(case),
        phrase("report.approximate", locale, name=names.metric(str(metric))) if row[14] else names.metric(str(metric)),
        str(cycle),
        "-" if policy is None else names.value("policy", str(policy)),
        f"{from_us(at, cases.zone):%Y-%m-%d %H:%M}" if isinstance(at, int) else "-",
        label("state", str(state), locale),
        spell_us(elapsed) if isinstance(elapsed, int) else "-",
        spell_us(remaining) if isinstance(remaining, int) else "-",
    ]


_OWN = [option("--case", metavar="ID"), option("--out", metavar="FILE"), option("--rejects", metavar="FILE")]
COMMAND = make(
    "decide", decide, [standard(), *events_options(), option("--tiers", metavar="FILE"), *_OWN], formats=("lines", "text", "json")
)
