"""`servstd tiers explain`: why a customer has the tier they have.

*Rule:* the explanation is of the day named and of the facts in the file; nothing is recorded.

Example:
    >>> from servstd.cli import run
    >>> run(["tiers", "explain", "no-such-standard.yaml", "--customers", "c.csv", "--customer", "K1", "--on", "2026-04-01"])
    2
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from servstd.cli._command import make, option, standard
from servstd.cli._loading import load_standard
from servstd.cli._session import Session
from servstd.cli._tiers_files import read_tier_history
from servstd.cli._tiers_judging import CUSTOMERS, HISTORY, ON, Columns, assigner_of, columns_of, find_ladder, read_day
from servstd.errors import Place, UsageError
from servstd.mapping._cells import Refused, usage_error
from servstd.mapping.facts_files import CUSTOMER, open_customers
from servstd.tiers.explaining import explain as explain_tier

__all__ = ["COMMAND", "explain"]


def explain(
    session: Session, standard: str, customers: str, customer: str, history: str | None, on: str, audience: Literal["staff", "customer"]
) -> int:
    """Print why a customer has the tier."""
    day = read_day("--on", on)
    loaded = load_standard(session, standard)
    ladder = find_ladder(loaded, day)
    row, number, from_text = _row(Path(customers), customer, columns_of(ladder.tiers))
    past = None if history is None or not Path(history).exists() else read_tier_history(history, {customer})
    try:
        made = assigner_of(ladder, from_text=from_text).assign(row, past, on=day)
    except UsageError as error:
        raise usage_error(error.problem, Place(Path(customers).name, line=number, column=1)) from error
    explanation = explain_tier(ladder.tiers, made.scored, made.record, upcoming=made.upcoming, next_review=made.next_review)
    text = explanation.text(session.locale, audience=audience)
    if session.json:
        session.emit({**explanation.as_dict(), "customer": customer, "audience": audience, "text": text})
    else:
        session.say(text)
    return 0


def _row(path: Path, customer: str, columns: Columns) -> tuple[dict[str, object], int, bool]:
    with open_customers(path, needed=columns.needed, optional=columns.optional, texts=columns.texts) as file:
        for number, row in file.rows:
            if not isinstance(row, Refused) and str(row.get(CUSTOMER)).strip() == customer.strip():
                return row, number, file.from_text
    raise UsageError("TIR151", file=str(path), customer=customer)


_AUDIENCE = click.Option(["--audience"], type=click.Choice(["staff", "customer"]), default="staff", show_default=True)
COMMAND = make("tiers explain", explain, [standard(), CUSTOMERS, option("--customer", metavar="ID", required=True), HISTORY, ON, _AUDIENCE])
