"""`servstd feedback invite`: who is asked, when and by what; who is not and why; and sending it.

*Rule:* a dry run sends and writes nothing. Sending needs the ledger, the file of what was sent and a place for the events, so that nobody
is asked twice and every case knows that it was asked about.

Example:
    >>> from servstd.cli import run
    >>> run(["feedback", "invite", "no-such-standard.yaml", "--events", "events.jsonl", "--dry-run"])
    2
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack, redirect_stdout
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from servstd._surveying_input import links_of
from servstd.cli._cases import Cases, read_cases, tell_now
from servstd.cli._command import events_options, make, option, standard
from servstd.cli._feedback_sending import Files, LedgerFile, Sent, read_ledger_file, send_invitations
from servstd.cli._feedback_telling import tell_plan, tell_sent
from servstd.cli._files import check_outputs
from servstd.cli._loading import load_host, load_standard
from servstd.cli._notify_sending import used, writing
from servstd.cli._session import Session
from servstd.cli.notify import read_contacts
from servstd.delivery import Deliverer
from servstd.delivery.sent_file import locked, read_sent
from servstd.errors import Place, Problem, UsageError
from servstd.feedback.ledger import ContactLedger
from servstd.feedback.tokens import check_secrets
from servstd.instants import local_date, to_us
from servstd.inviting import Invited, NotInvited, judge
from servstd.mapping.writing import cannot_write
from servstd.plain import is_map

if TYPE_CHECKING:
    from servstd.decide import Decision
    from servstd.decide.compiled import CompiledEdition
    from servstd.feedback.asking import Occasion
    from servstd.standard import Standard

    _Grounds = list[tuple[Occasion, CompiledEdition]]

__all__ = ["COMMAND", "invite"]


@attrs.frozen
class _Options:
    """What names files and addresses."""

    ledger: str | None
    sent: str | None
    out: str | None
    link: str | None
    secret: bytes | None


def invite(
    session: Session,
    standard: str,
    events: str,
    mapping: str | None,
    now: str | None,
    ledger: str | None,
    sent: str | None,
    out: str | None,
    customers: str | None,
    link: str | None,
    secret_env: str | None,
    contacts: str | None,
    operations: tuple[str, ...],
    dry_run: bool,
) -> int:
    """Show who would be asked, or ask; return 1 when something could not be sent or a case not be decided."""
    check_outputs((ledger, sent), reads=(standard, events, mapping, customers))
    given = _Options(ledger, sent, out, link, _secret(secret_env, link))
    if (links := links_of(given.link, given.secret)) is not None:  # a dry run that goes well promises that sending goes well
        check_secrets([links.secret])
    with ExitStack() as stack:
        if dry_run:
            host = None
            loaded = load_standard(session, standard)
            cases = read_cases(session, loaded, events, mapping, now)
        else:
            host = stack.enter_context(load_host(session, [standard, *operations], complete=True))
            loaded = load_standard(session, standard, host=host, quiet=True)
            cases = read_cases(session, loaded, events, mapping, _clock().isoformat() if now is None else now)
            cases = cases if now is not None else attrs.evolve(cases, why_now="now.clock")
        failed: list[Problem] = []
        told: list[Invited | NotInvited] = []
        asked: list[Sent] = []
        grounds = _grounds(session, loaded, cases, customers, failed)
        if host is None:
            kept = LedgerFile("", ledger=ContactLedger()) if ledger is None else read_ledger_file(ledger)
            _tell_torn(session, kept)
            tell_plan(session, loaded, cases, [outcome for outcome, _ in judge(grounds, kept.ledger, now_us=to_us(cases.now))])
            code = 0
        else:
            addresses = None if contacts is None else read_contacts(contacts)
            present: Callable[[], datetime] = _clock if now is None else (lambda: cases.now)
            files = _open(session, stack, given, to_us(present()))
            deliverer = Deliverer(
                host, now=present, contacts=addresses, used=used(files.record, to_us(present())), flood=loaded.current.escalation
            )
            if session.json:
                stack.enter_context(redirect_stdout(sys.stderr))  # what a notifier prints is no part of the document
            told, asked = _send(loaded, cases, grounds, deliverer, files, given, present)
            code = 0 if all(one.status in ("sent", "delivered", "known", "ambiguous") for one in asked) else 1
    if host is not None:
        tell_sent(session, loaded, cases, told, asked)
    for problem in failed:
        session.warn(problem)
    tell_now(session, cases)
    return 1 if failed else code


def _clock() -> datetime:
    return datetime.now(UTC)


def _secret(name: str | None, link: str | None) -> bytes | None:
    if name is None:
        return None
    value = os.environ.get(name, "")
    if not value:
        raise UsageError("CLI003", name="--secret-env", expected=f"{name}=...", found="-")
    if link is None:
        raise UsageError("FBK088", found="-", token="{token}")
    return value.encode()


def _grounds(session: Session, loaded: Standard, cases: Cases, customers: str | None, failed: list[Problem]) -> _Grounds:
    desk = loaded.feedback
    decisions: list[Decision] = []
    for one in cases.decide(loaded, session):
        if one.decision is not None:
            decisions.append(one.decision)
        elif one.problem is not None:
            failed += [Problem("CLI017", params={"case": one.case}), one.problem]
    grounds = desk.occasions(decisions)
    if customers is not None:
        grounds += desk.campaign_occasions(_rows(customers), on=local_date(to_us(cases.now), cases.zone))
    return grounds


def _rows(file: str) -> list[Mapping[str, object]]:
    """Return the customers of a file of JSON Lines."""
    out: list[Mapping[str, object]] = []
    for number, line in enumerate(Path(file).read_text("utf-8-sig").split("\n"), 1):
        if line.strip():
            try:
                row: object = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            if not is_map(row) or "customer" not in row:
                raise UsageError("FBK096", place=Place(Path(file).name, line=number, column=1), found=line.strip()[:80])
            out.append(row)
    return out


def _open(session: Session, stack: ExitStack, given: _Options, now_us: int) -> Files:
    """Return the files of a run that sends, each locked and whole."""
    missing = [flag for flag, value in (("--ledger", given.ledger), ("--sent", given.sent), ("--out", given.out)) if value is None]
    if given.ledger is None or given.sent is None or missing:
        raise UsageError("FBK097", expected=", ".join(missing))
    for file in (given.ledger, given.sent):
        try:
            stack.enter_context(locked(file))
        except OSError as error:
            raise cannot_write(file, error) from error
    kept, record = read_ledger_file(given.ledger), read_sent(given.sent)
    _tell_torn(session, kept)
    for problem in record.problems:
        session.warn(problem)
    writing(given.ledger, kept.mend)
    writing(given.sent, record.mend)
    if record.is_new:
        writing(given.sent, lambda: record.begin(now_us))
    return Files(kept, record=record, out=given.out)


def _tell_torn(session: Session, kept: LedgerFile) -> None:
    if kept.whole is not None:
        session.warn(Problem("FBK095", params={"file": kept.file}))


def _send(
    loaded: Standard,
    cases: Cases,
    grounds: _Grounds,
    deliverer: Deliverer,
    files: Files,
    given: _Options,
    present: Callable[[], datetime],
) -> tuple[list[Invited | NotInvited], list[Sent]]:
    desk, now = loaded.feedback, present()
    events = [event for _, history in cases.log.cases for event in history]
    told = desk.ask_now(grounds, files.ledger.ledger, now=now, link=given.link, secret=given.secret)
    sent = list(send_invitations(told, deliverer, files, present))
    reminders = desk.remind(grounds, files.ledger.ledger, events, now=now, link=given.link, secret=given.secret)
    sent += send_invitations(reminders, deliverer, files, present)
    for entry in desk.expire(files.ledger.ledger, events, now=now):
        writing(files.ledger.file, partial(files.ledger.append, entry))
    return told, sent


_OWN = [
    option("--ledger", metavar="FILE"),
    option("--sent", metavar="FILE"),
    option("--out", metavar="FILE"),
    option("--customers", metavar="FILE"),
    option("--link", metavar="URL"),
    option("--secret-env", metavar="NAME"),
    option("--contacts", metavar="FILE"),
    option("--operations", metavar="FILE", many=True),
    click.Option(["--dry-run"], is_flag=True),
]
COMMAND = make("feedback invite", invite, [standard(), *events_options(), *_OWN])
