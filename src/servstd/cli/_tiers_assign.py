"""`servstd tiers assign`: every customer of a file on the ladder, and what changed in the history.

*Rule:* customers are taken one after the other, and memory grows by little more than their names. Nothing is written until all were
judged: a run that fails leaves every file as it was.

Example:
    >>> from servstd.cli import run
    >>> run(["tiers", "assign", "no-such-standard.yaml", "--customers", "c.csv", "--on", "2026-04-01"])
    2
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import attrs
import click

from servstd.cli._command import make, option, standard
from servstd.cli._files import check_outputs, whole_file
from servstd.cli._loading import load_standard
from servstd.cli._session import Session
from servstd.cli._tiers_files import HistoryFile, appending
from servstd.cli._tiers_judging import CUSTOMERS, HISTORY, ON, Kept, Ladder, columns_of, find_ladder, judge_file, level_names, read_day
from servstd.errors import Problem
from servstd.mapping._rejects import RejectSink
from servstd.mapping.facts_files import AssignmentRow, open_assignments, open_customers
from servstd.report import table
from servstd.standard import Standard
from servstd.tiers._lines import write_line
from servstd.tiers.outcome import TierAssignment

__all__ = ["COMMAND", "assign", "row_of"]

_COLUMNS: Mapping[str, type] = {
    "customer": str, "tier": str, "score": float, "computed": str, "cause": str, "valid_from": str, "changed": bool,
    "upcoming_tier": str, "upcoming_on": str, "next_review": str, "disputed": bool, "edition": str, "explanation": dict,
}  # fmt: skip


@attrs.define
class _Counts:
    """What came of a run."""

    customers: int = 0
    changed: int = 0
    upcoming: int = 0
    tiers: Counter[str] = attrs.field(factory=Counter[str])
    causes: Counter[str] = attrs.field(factory=Counter[str])

    def add(self, made: TierAssignment) -> None:
        """Count one assignment."""
        self.customers += 1
        self.changed += made.changed
        self.upcoming += made.upcoming is not None
        self.tiers[made.tier] += 1
        self.causes[made.record.cause if made.changed else "kept"] += 1


@attrs.frozen
class _Files:
    """The files of a run, as they were named."""

    customers: str
    history: str | None = attrs.field(kw_only=True)
    out: str | None = attrs.field(kw_only=True)
    rejects: str | None = attrs.field(kw_only=True)

    def check(self, standard: str) -> None:
        """Refuse to write what is read, or two things into one file.

        Raises:
            UsageError: CLI010.
        """
        check_outputs((self.history, self.out, self.rejects), reads=(standard, self.customers))


def assign(
    session: Session,
    standard: str,
    customers: str,
    history: str | None,
    on: str,
    out: str | None,
    explain: Kept,
    rejects: str | None,
    dry_run: bool,
) -> int:
    """Assign the customers of a file, write what is asked for, and print how many there are of each tier."""
    day, files = read_day("--on", on), _Files(customers, history=history, out=out, rejects=rejects)
    files.check(standard)
    loaded = load_standard(session, standard)
    ladder = find_ladder(loaded, day)
    columns, counts, rejected = columns_of(ladder.tiers), _Counts(), Path(rejects) if rejects is not None else None
    with ExitStack() as stack:
        # Left in reverse order: the history is replaced last, when all else is in place.
        append = stack.enter_context(appending(history)) if history is not None and not dry_run else None
        sink = stack.enter_context(RejectSink(rejected, Path(customers).name, session.locale))
        sink.begin(())
        write = _writer(stack, out, explain)
        past = None if history is None else HistoryFile(Path(history), lambda done: session.progress("tiers.progress_history", done=done))
        if past is not None:
            stack.callback(past.close)
        file = stack.enter_context(open_customers(Path(customers), needed=columns.needed, optional=columns.optional, texts=columns.texts))
        for made in judge_file(session, file, ladder, past, day, sink, explain=explain, lenient=rejects is not None):
            counts.add(made)
            if made.changed and append is not None:
                append(write_line(made.record))
            if write is not None:
                write(row_of(made))
    _tell(session, loaded, ladder, counts, sink.count, day, files, dry_run=dry_run, unused=file.unused)
    return 0


def _writer(stack: ExitStack, out: str | None, explain: Kept) -> Callable[[AssignmentRow], None] | None:
    if out is None:
        return None
    columns = {name: kind for name, kind in _COLUMNS.items() if name != "explanation" or explain != "none"}
    return stack.enter_context(open_assignments(stack.enter_context(whole_file(out)), out, columns))


def row_of(made: TierAssignment) -> dict[str, object]:
    """Return an assignment as a row of the table that `--out` writes; no tier is nothing, not an empty text."""
    tier, day = made.upcoming if made.upcoming is not None else (None, None)
    record = made.record
    row: dict[str, object] = {
        "customer": made.customer, "tier": made.tier or None, "score": made.score, "computed": record.computed or None,
        "cause": record.cause, "valid_from": record.valid_from.isoformat(), "changed": made.changed,
        "upcoming_tier": tier, "upcoming_on": None if day is None else day.isoformat(),
        "next_review": None if made.next_review is None else made.next_review.isoformat(), "disputed": bool(made.objections),
        "edition": record.edition,
    }  # fmt: skip
    return {**row, "explanation": dict(record.explanation)} if record.explanation else row


def _tell(
    session: Session,
    loaded: Standard,
    ladder: Ladder,
    counts: _Counts,
    rejected: int,
    day: date,
    files: _Files,
    *,
    dry_run: bool,
    unused: list[str],
) -> None:
    appended = 0 if dry_run or files.history is None else counts.changed
    tiers = {name: counts.tiers[name] for name in reversed(ladder.tiers.names)}
    others = {name: count for name, count in counts.tiers.items() if name not in tiers}  # none, and levels that are no more
    causes = dict(sorted(counts.causes.items()))
    if session.json:
        session.emit(
            {
                "standard": loaded.name, "edition": ladder.edition, "on": day.isoformat(), "file": files.customers,
                "customers": counts.customers, "changed": counts.changed, "not_assigned": counts.tiers[""], "rejected": rejected,
                "tiers": {name: count for name, count in {**tiers, **others}.items() if name},
                "causes": causes, "upcoming_falls": counts.upcoming, "history": files.history,
                "appended": appended, "dry_run": dry_run, "out": files.out, "rejects": files.rejects, "unused_columns": unused,
            }
        )  # fmt: skip
    else:
        session.say(session.phrase("tiers.title", standard=loaded.name, on=day, edition=ladder.edition))
        told = {"customers": counts.customers, "changed": counts.changed, "not_assigned": counts.tiers[""], "rejected": rejected}
        session.say(session.phrase("tiers.counts", **told))
        labels = {**level_names(ladder.tiers, session.locale), "": "-"}
        _table(session, "tier", {labels.get(name, name): count for name, count in {**tiers, **others}.items()})
        _table(session, "cause", {session.phrase(f"tiers.cause.{name}"): count for name, count in causes.items()})
        if counts.upcoming:
            session.say(session.phrase("tiers.notices", count=counts.upcoming))
        if files.history is not None:
            key = "tiers.not_appended" if dry_run else "tiers.appended"
            session.say(session.phrase(key, history=files.history, count=counts.changed))
        if files.out is not None:
            session.say(session.phrase("tiers.written", file=files.out, count=counts.customers))
        if unused:
            session.note(session.phrase("tiers.unused", names=session.phrase("list.join").join(unused)))
    if rejected:
        session.warn(Problem("TIR156", params={"file": files.customers, "count": rejected, "rejects": files.rejects}))


def _table(session: Session, column: str, counts: Mapping[str, int]) -> None:
    total = sum(counts.values()) or 1
    rows = [[name, str(count), f"{count / total:.1%}"] for name, count in counts.items()]
    heads = [session.phrase(f"tiers.column.{name}") for name in (column, "customers", "share")]
    session.say("\n" + table(rows, heads=heads, right={1, 2}, width=session.width))


COMMAND = make(
    "tiers assign",
    assign,
    [
        standard(),
        CUSTOMERS,
        HISTORY,
        ON,
        option("--out", metavar="FILE"),
        click.Option(["--explain"], type=click.Choice(["none", "short", "full"]), default="full", show_default=True),
        option("--rejects", metavar="FILE"),
        click.Option(["--dry-run"], is_flag=True),
    ],
)
