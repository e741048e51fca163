"""`servstd tiers history` and `servstd tiers request`: which tier held when, what was known of it when, and what customers asked.

*Rule:* a history is only ever added to; what was believed on a day is found by leaving out what was recorded later.

Example:
    >>> from servstd.cli import run
    >>> run(["tiers", "history", "--history", "no-such-history.jsonl"])
    2
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import click

from servstd.cli._command import make, option
from servstd.cli._session import Session
from servstd.cli._tiers_files import appending, read_tier_history, request_ids
from servstd.cli._tiers_judging import read_day
from servstd.errors import UsageError
from servstd.report import table
from servstd.tiers._lines import write_line
from servstd.tiers.history import TierHistory
from servstd.tiers.outcome import TierRecord
from servstd.tiers.requests import OUTCOMES, Answer, Outcome, TierRequest

__all__ = ["HISTORY_COMMAND", "REQUEST_COMMAND", "history", "request"]


def history(session: Session, history: str, customer: str | None, on: str | None, known_on: str | None) -> int:
    """Print the tiers customers had, or the one that held on a day; return 1 when the history says nothing of that."""
    day = None if on is None else read_day("--on", on)
    known = None if known_on is None else read_day("--known-on", known_on)
    read = read_tier_history(history, None if customer is None else {customer})
    customers = read.customers if customer is None else (customer,)
    records = [record for one in customers for record in _records(read, one, day, known)]
    requests = [asked for one in customers for asked in read.requests(one) if known is None or asked.on <= known]
    if session.json:
        session.emit({"history": history, "records": [_plain(record) for record in records], "requests": [_asked(one) for one in requests]})
    elif not records and not requests:
        session.note(session.phrase("tiers.no_history", history=history))
    else:
        _print(session, records, requests if day is None else [])
    return 0 if records or requests else 1


def _records(read: TierHistory, customer: str, on: date | None, known_on: date | None) -> list[TierRecord]:
    if on is None:
        return list(read.steps(customer, known_on))
    found = read.at(customer, on, known_on)
    return [] if found is None else [found]


def _plain(record: TierRecord) -> dict[str, object]:
    return {
        "customer": record.customer, "tier": record.tier or None, "valid_from": record.valid_from.isoformat(),
        "recorded_on": record.recorded_on.isoformat(), "cause": record.cause, "computed": record.computed or None, "score": record.score,
        "edition": record.edition, "reason": record.reason, "approved_by": record.approved_by, "explanation": dict(record.explanation),
    }  # fmt: skip


def _asked(asked: TierRequest) -> dict[str, object]:
    answer = asked.answer
    told = None if answer is None else {"on": answer.on.isoformat(), "by": answer.by, "outcome": answer.outcome, "note": answer.text}
    return {
        "id": asked.id, "customer": asked.customer, "kind": asked.kind, "on": asked.on.isoformat(), "note": asked.text, "answer": told,
    }  # fmt: skip


def _print(session: Session, records: list[TierRecord], requests: list[TierRequest]) -> None:
    columns = ("customer", "from", "tier", "cause", "score", "computed", "recorded", "note")
    heads = [session.phrase(f"tiers.column.{name}") for name in columns]
    rows = [
        [
            record.customer, record.valid_from.isoformat(), record.tier or "-", session.phrase(f"tiers.cause.{record.cause}"),
            "-" if record.score is None else f"{record.score:g}", record.computed or "-", record.recorded_on.isoformat(),
            " ".join(part for part in (record.reason, record.approved_by) if part),
        ]
        for record in records
    ]  # fmt: skip
    for asked in requests:
        rows.append([asked.customer, asked.on.isoformat(), "", session.phrase(f"tiers.request.{asked.kind}"), "", "", "", asked.text])
        if asked.answer is not None:
            answer = asked.answer
            said = session.phrase(f"tiers.request.{answer.outcome}", by=answer.by)
            rows.append([asked.customer, answer.on.isoformat(), "", said, "", "", "", answer.text])
    session.say(table(rows, heads=heads, right={4}, width=session.width))


def request(
    session: Session,
    history: str,
    customer: str,
    kind: Literal["explanation", "objection", "answer"],
    by: str | None,
    at: str,
    note: str,
    outcome: Outcome | None,
    id: str | None,
) -> int:
    """Append what a customer asked, or the answer to it, to the history."""
    day = read_day("--at", at)
    path = Path(history)
    read = read_tier_history(path, {customer}) if path.exists() else TierHistory()
    if customer not in read.customers:
        raise UsageError("TIR151", file=history, customer=customer)
    asked = read.requests(customer)
    entry: TierRequest | Answer
    if kind == "answer":
        waiting = [one.id for one in asked if one.open]
        if by is None or outcome is None:
            raise UsageError("CLI002", name="--by" if by is None else "--outcome", command="servstd tiers request")
        entry = Answer(id or (waiting[0] if waiting else ""), on=day, by=by, outcome=outcome, text=note)
        read.answer(entry)
    else:
        entry = TierRequest(id or f"{customer}:{day.isoformat()}:{kind}:{len(asked) + 1}", customer=customer, kind=kind, on=day, text=note)
        if id is not None and entry.id in request_ids(path):  # another customer's, too: else the file could not be read any more
            raise UsageError("TIR038", found=entry.id)
        read.ask(entry)
    with appending(history) as append:
        append(write_line(entry))
    told = entry.request if isinstance(entry, Answer) else entry.id
    if session.json:
        session.emit({"history": history, "customer": customer, "kind": kind, "at": day.isoformat(), "id": told})
    else:
        words = session.phrase(f"tiers.request.{outcome}", by=by) if kind == "answer" else session.phrase(f"tiers.request.{kind}")
        session.say(session.phrase("tiers.recorded", history=history, customer=customer, kind=words, at=day, id=told))
    return 0


HISTORY_COMMAND = make(
    "tiers history",
    history,
    [
        option("--history", metavar="FILE", required=True),
        option("--customer", metavar="ID"),
        option("--on", metavar="DATE"),
        option("--known-on", metavar="DATE"),
    ],
)
REQUEST_COMMAND = make(
    "tiers request",
    request,
    [
        option("--history", metavar="FILE", required=True),
        option("--customer", metavar="ID", required=True),
        click.Option(["--kind"], type=click.Choice(["explanation", "objection", "answer"]), required=True),
        option("--at", metavar="DATE", required=True),
        click.Option(["--note"], metavar="TEXT", default=""),
        option("--by", metavar="WHO"),
        click.Option(["--outcome"], type=click.Choice(OUTCOMES)),
        option("--id", metavar="ID"),
    ],
)
