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

from servstd.cli._cases import read_cases
from servstd.cli._command import events_options, make, option, standard
from servstd.cli._session import Session
from servstd.standard import load

__all__ = ["COMMAND", "explain"]


def explain(
    session: Session,
    standard: str,
    events: str,
    mapping: str | None,
    now: str | None,
    case: str,
    audience: Literal["staff", "customer"],
) -> int:
    """Print the explanation of one case."""
    loaded = load(standard)
    cases = read_cases(session, loaded, events, mapping, now)
    explanation = loaded.explain(cases.log.case(case), now=cases.now, locale=session.locale, audience=audience)
    if session.json:
        session.emit({**explanation.as_dict(), "now": cases.now.isoformat(), "text": explanation.text})
    else:
        session.say(explanation.text)
        session.note(session.phrase("decide.now", now=cases.now.isoformat(), why=session.phrase(cases.why_now)))
    return 0


_AUDIENCE = click.Option(["--audience"], type=click.Choice(["staff", "customer"]), default="staff", show_default=True)
COMMAND = make("explain", explain, [standard(), *events_options(), option("--case", metavar="ID", required=True), _AUDIENCE])
