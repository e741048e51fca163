"""Sending for `servstd feedback invite`: notices go out one after the other; ledger and events say so at once.

*Rule:* the file of what was sent is written before and after each notice, the ledger after it. A program stopped in between leaves one
invitation in doubt: it counts as sent, for nobody is asked twice.

Example:
    >>> read_ledger_file("no-such-ledger.jsonl").whole is None
    True
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import attrs

from servstd.cli._notify_sending import writing
from servstd.delivery import Deliverer
from servstd.delivery.builtin import append_line
from servstd.delivery.sent_file import SentFile
from servstd.effects import Effect
from servstd.errors import Place, StandardError, UsageError
from servstd.events import Event
from servstd.feedback.ledger import ContactLedger, LedgerEntry
from servstd.instants import to_us
from servstd.inviting import Invited, NotInvited, Reminded

__all__ = ["Files", "LedgerFile", "Sent", "read_ledger_file", "send_invitations"]


@attrs.frozen
class LedgerFile:
    """A contact ledger on file.

    Attributes:
        whole: Bytes up to the end of the last whole line, where the last one is not; None: it ends as it should.
        unended: Whether the last line is whole but for its end.
    """

    file: str
    ledger: ContactLedger = attrs.field(kw_only=True)
    whole: int | None = attrs.field(default=None, kw_only=True)
    unended: bool = attrs.field(default=False, kw_only=True)

    def mend(self) -> None:
        """Take a line back that was not written to its end, so that the next one stands alone."""
        if self.whole is not None:
            os.truncate(self.file, self.whole)
        if self.unended:
            append_line(self.file, "", sync=True)

    def append(self, entry: LedgerEntry) -> None:
        """Take in an entry, and write it."""
        self.ledger.append(entry)
        append_line(self.file, json.dumps(entry.as_dict(), ensure_ascii=False), sync=True)


def read_ledger_file(file: str) -> LedgerFile:
    """Return the ledger of a file; one that is not there is empty. A last line that breaks off is left out.

    Raises:
        StandardError: FBK084-086 a line that is not the last is no entry, with its place.
        OSError: it cannot be read.
    """
    try:
        data = Path(file).read_bytes()
    except FileNotFoundError:
        return LedgerFile(file, ledger=ContactLedger())
    body, end, tail = data.rpartition(b"\n")
    torn = bool(tail.strip()) and not _is_object(tail)
    try:
        ledger = ContactLedger.read((body if torn else data).decode("utf-8-sig", "replace").split("\n"))
    except UsageError as error:
        line = next((step for step in error.problem.path if isinstance(step, int)), 1)
        raise StandardError([attrs.evolve(error.problem, place=Place(file, line=line, column=1), path=())]) from error
    return LedgerFile(file, ledger=ledger, whole=len(body + end) if torn else None, unended=bool(tail.strip()) and not torn)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


@attrs.frozen
class Files:
    """Where a run writes.

    Attributes:
        ledger: Whom we asked.
        record: What was sent, as of `servstd notify`.
        out: Where the events `surveyed` go; None: nowhere.
    """

    ledger: LedgerFile
    record: SentFile = attrs.field(kw_only=True)
    out: str | None = attrs.field(default=None, kw_only=True)

    def took(self, item: Invited | Reminded) -> None:
        """Write that a notice went out."""
        writing(self.ledger.file, lambda: self.ledger.append(item.entry))
        event = item.surveyed if isinstance(item, Invited) else None
        if event is not None and self.out is not None:
            out = self.out
            writing(out, lambda: append_line(out, _line(event), sync=True))


def _line(event: Event) -> str:
    return json.dumps(event.as_dict(), ensure_ascii=False)


@attrs.frozen
class Sent:
    """What became of one invitation or reminder: the delivery's status; `known`: an earlier run had sent it."""

    item: Invited | Reminded
    status: str = attrs.field(kw_only=True)
    notifier: str = attrs.field(default="", kw_only=True)
    code: str = attrs.field(default="", kw_only=True)


def send_invitations(
    items: Iterable[Invited | NotInvited | Reminded], deliverer: Deliverer, files: Files, present: Callable[[], datetime]
) -> Iterator[Sent]:
    """Send, and write down what became of each, before the next one goes out."""
    closed = files.record.closed(to_us(present()))
    for item in items:
        if isinstance(item, NotInvited):
            writing(files.ledger.file, partial(files.ledger.append, item.entry))
            continue
        known = files.record.entries.get(item.effect.key)
        if known is not None and item.effect.key in closed:
            if known.reached:
                files.took(item)
                yield Sent(item, status="known")
            elif known.status == "permanent":
                _failed(item, files)
                yield Sent(item, status="permanent", code=known.code)
            else:
                yield Sent(item, status="retryable", code=known.code)
            continue
        yield _send(item, item.effect, deliverer, files, present)


def _send(item: Invited | Reminded, effect: Effect, deliverer: Deliverer, files: Files, present: Callable[[], datetime]) -> Sent:
    record = files.record
    deliverer.prepare((effect,))
    writing(record.file, lambda: record.sending(effect.key, to_us(present())))
    delivery = deliverer.deliver_together((effect,))[0]
    writing(record.file, lambda: record.received(delivery, to_us(present())))
    if delivery.ok or delivery.status == "ambiguous":  # in doubt: the customer may have it
        files.took(item)
    elif delivery.status == "permanent":
        _failed(item, files)
    code = delivery.attempts[-1].receipt.code if delivery.attempts and not delivery.ok else ""
    problem = delivery.problems[0].code if delivery.problems else ""
    return Sent(item, status=delivery.status, notifier=delivery.notifier, code=code or ("" if delivery.ok else problem))


def _failed(item: Invited | Reminded, files: Files) -> None:
    """Write that an invitation could not be sent; a reminder that could not is tried again as the next one."""
    if isinstance(item, Invited):
        writing(files.ledger.file, lambda: files.ledger.append(item.failed))
