"""`servstd explain`: why each clock of a case stands as it does.

*Rule:* the explanation is of the instant named, never of the present unless that is given.

Example:
    >>> from servstd.cli import run
    >>> run(["explain", "no-such-standard.yaml", "--events", "e.jsonl", "--case", "1"])
    2
"""

from __future__ import annotations

from typing import Literal

import click

from servstd.cli._cases import read_cases, tell_now
from servstd.cli._command import events_options, make, option, standard
from servstd.cli._history_problems import HistoryProblems
from servstd.cli._loading import load_standard
from servstd.cli._session import Session

__all__ = ["COMMAND", "explain"]


def explain(
    session: Session,
    standard: str,
    events: str,
    mapping: str | None,
    now: str | None,
    tiers: str | None,
    case: str,
    audience: Literal["staff", "customer"],
) -> int:
    """Print the explanation of one case."""
    loaded = load_standard(session, standard)
    cases = read_cases(session, loaded, events, mapping, now, tiers=tiers)
    history = cases.log.case(case)
    explanation = loaded.explain(history, now=cases.now, locale=session.locale, audience=audience, tiers=cases.tiers)
    problems = loaded.decide(history, now=cases.now, tiers=cases.tiers).problems
    if session.json:
        told = [problem.as_dict(session.locale) for problem in problems]
        session.emit({**explanation.as_dict(), "now": cases.now.isoformat(), "problems": told, "text": explanation.text})
    else:
        session.say(explanation.text)
        seen = HistoryProblems()
        seen.add(case, problems)
        seen.tell(session)
        tell_now(session, cases)
    return 0


_AUDIENCE = click.Option(["--audience"], type=click.Choice(["staff", "customer"]), default="staff", show_default=True)
COMMAND = make(
    "explain",
    explain,
    [standard(), *events_options(), option("--tiers", metavar="FILE"), option("--case", metavar="ID", required=True), _AUDIENCE],
)
