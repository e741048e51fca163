"""Sending for `servstd notify`: notices go out one after the other, and the record says so before and after each.

*Rule:* what is sent is on record before the next notice goes out.

Example:
    >>> used(SentFile("sent.jsonl"), 0), recent(SentFile("sent.jsonl"), None, 0)
    ([], [])
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from servstd.cli._session import Session
from servstd.delivery import Deliverer, Delivery
from servstd.delivery.delivering import Due
from servstd.delivery.sent_file import SentFile
from servstd.effects import Effect
from servstd.escalation.flood import HasFlood, Sending, longest_us
from servstd.instants import MINUTE_US, to_us
from servstd.mapping.writing import cannot_write

__all__ = ["is_held", "recent", "send_all", "used", "writing"]


def writing(file: str, write: Callable[[], None]) -> None:
    """Write; a file that cannot be written is a problem of the caller's."""
    try:
        write()
    except OSError as error:
        raise cannot_write(file, error) from error


def used(record: SentFile, now_us: int) -> list[tuple[str, int]]:
    """Return which notifiers were used in the last minute: providers count across runs."""
    return [(name, entry.at_us) for entry in record.entries.values() if now_us - MINUTE_US < entry.at_us <= now_us for name in entry.used]


def recent(record: SentFile, flood: HasFlood | None, now_us: int) -> list[Sending]:
    """Return what staff got as long ago as flood control looks back."""
    since = now_us if flood is None else now_us - longest_us(flood)
    sendings = [entry.sending for entry in record.entries.values() if entry.sending is not None]
    return [sending for sending in sendings if since < sending.at_us <= now_us]


def is_held(delivery: Delivery) -> bool:
    """Return whether flood control alone keeps a notice back: nothing failed."""
    return delivery.status == "retryable" and delivery.receipt is not None and delivery.receipt.code in ("gathered", "throttled")


def send_all(
    session: Session, deliverer: Deliverer, due: Due, record: SentFile | None, present: Callable[[], datetime]
) -> Iterator[Delivery]:
    """Send everything, one notice after the other, and yield what became of each effect."""
    for delivery in due.overtaken:
        if record is not None:
            writing(record.file, partial(record.received, delivery, to_us(present())))
        yield delivery
    count = sum(map(len, due.batches))
    done = 0
    for batch in due.batches:
        session.progress("notify.progress", done=done, count=count)
        yield from _send(deliverer, batch, record, present)
        done += len(batch)
    session.progress_end()


def _send(deliverer: Deliverer, batch: tuple[Effect, ...], record: SentFile | None, present: Callable[[], datetime]) -> list[Delivery]:
    if record is not None:
        deliverer.prepare(batch)
        for effect in batch:
            writing(record.file, partial(record.sending, effect.key, to_us(present())))
    deliveries = deliverer.deliver_together(batch)
    if record is not None:
        for delivery in deliveries:
            writing(record.file, partial(record.received, delivery, to_us(present())))
    return deliveries
