"""`servstd tiers simulate`: what another ladder would do to the customers of a file, before it is in force.

*Rule:* nothing is recorded. Both ladders judge the same facts on the same day, from the same history.

Example:
    >>> from servstd.cli import run
    >>> run(["tiers", "simulate", "no-such.yaml", "no-such-either.yaml", "--customers", "c.csv", "--on", "2026-04-01"])
    2
"""

from __future__ import annotations

from pathlib import Path

from servstd.cli._command import argument, make, option
from servstd.cli._files import check_outputs, whole_file
from servstd.cli._loading import load_standard
from servstd.cli._session import Session
from servstd.cli._tiers_files import read_tier_history
from servstd.cli._tiers_judging import CUSTOMERS, HISTORY, ON, columns_of, find_ladder, read_day, rows_of
from servstd.errors import Problem
from servstd.mapping._rejects import RejectSink
from servstd.mapping.facts_files import open_customers
from servstd.report.tiers import labels_of, render_simulation, simulation_html
from servstd.tiers.simulating import simulate as try_ladder

__all__ = ["COMMAND", "simulate"]


def simulate(
    session: Session, old: str, new: str, customers: str, history: str | None, on: str, html: str | None, rejects: str | None
) -> int:
    """Print what the new standard's ladder would do."""
    day = read_day("--on", on)
    check_outputs((html, rejects), reads=(old, new, customers, history))
    before = find_ladder(load_standard(session, old), day)
    after = find_ladder(load_standard(session, new, quiet=True), day)
    past = None if history is None else read_tier_history(history)
    columns = columns_of(before.tiers, after.tiers)
    with (
        RejectSink(None if rejects is None else Path(rejects), Path(customers).name, session.locale) as sink,
        open_customers(Path(customers), needed=columns.needed, optional=columns.optional, texts=columns.texts) as file,
    ):
        sink.begin(())
        rows = rows_of(session, file, (before.tiers, after.tiers), day, sink, lenient=rejects is not None)
        found = try_ladder(before.tiers, after.tiers, rows, on=day, history=past)
    session.progress_end()
    labels = labels_of(before.tiers, after.tiers, locale=session.locale)
    if html is not None:
        with whole_file(html, reads=(old, new, customers, history)) as part:
            part.write_text(simulation_html(found, session.locale, labels=labels), encoding="utf-8")
    if session.json:
        session.emit({"file": customers, "html": html, "rejected": sink.count, **found.as_dict()})
    else:
        session.say(render_simulation(found, session.locale, labels=labels, width=session.width))
    if sink.count:
        session.warn(Problem("TIR156", params={"file": customers, "count": sink.count, "rejects": rejects}))
    return 0


COMMAND = make(
    "tiers simulate",
    simulate,
    [
        argument("old"),
        argument("new"),
        CUSTOMERS,
        HISTORY,
        ON,
        option("--html", metavar="FILE"),
        option("--rejects", metavar="FILE"),
    ],
)
