"""`servstd notify`: send the notices that are owed and not sent yet, and write down what became of each.

*Rule:* what is sent is on record before the next notice goes out. Without a record or a go-live instant nothing is sent, and two runs
never work on one record at once.

Example:
    >>> from servstd.cli import run
    >>> run(["notify", "no-such-standard.yaml", "--events", "e.jsonl", "--sent", "sent.jsonl"])
    2
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import attrs
import click

from servstd.cli._cases import Cases, read_cases, read_option_instant, tell_now
from servstd.cli._command import events_options, make, option, standard
from servstd.cli._loading import load_host, load_standard
from servstd.cli._notify_sending import is_held, recent, send_all, used, writing
from servstd.cli._session import Session
from servstd.delivery import Deliverer, Delivery, StaffRoom
from servstd.delivery.delivering import Due
from servstd.delivery.sent_file import SentFile, locked, read_sent
from servstd.document import read_source
from servstd.effects import Effect
from servstd.errors import Problem, StandardError, UsageError
from servstd.instants import from_us, read_zone, to_us
from servstd.mapping.writing import cannot_write
from servstd.messages.nearest import did_you_mean
from servstd.report import names_of, table

if TYPE_CHECKING:
    from servstd.registry import Registry
    from servstd.standard import Standard

__all__ = ["COMMAND", "notify", "read_contacts"]

_Contacts = Mapping[str, Mapping[str, str]]
_COLUMNS = ("case", "notice", "to", "notifier", "status", "why")


def notify(
    session: Session,
    standard: str,
    events: str,
    mapping: str | None,
    now: str | None,
    sent: str,
    after: str | None,
    contacts: str | None,
    staff: str | None,
    case_url: str | None,
    again: tuple[str, ...],
    operations: tuple[str, ...],
    dry_run: bool,
) -> int:
    """Send what is owed and not sent; return 1 when something could not be sent."""
    clock = _clock if now is None else None
    with ExitStack() as stack:
        host = stack.enter_context(load_host(session, [standard, *operations], complete=not dry_run))
        loaded = load_standard(session, standard, host=host, quiet=True)
        zone = read_zone(loaded.current.time_zone)
        go_live = None if after is None else read_option_instant("--after", after, zone)
        addresses = None if contacts is None else read_contacts(contacts)
        cases = read_cases(session, loaded, events, mapping, _clock().isoformat() if now is None else now)
        cases = cases if clock is None else attrs.evolve(cases, why_now="now.clock")
        if not dry_run:
            stack.enter_context(_lock(sent))
        record = read_sent(sent)
        if record.is_new and go_live is None:
            raise UsageError("DLV040", file=sent, example=f"{cases.now:%Y-%m-%dT%H:%M}")
        since_us = max(us for us in (go_live, record.after_us, 0 if record.entries else None) if us is not None)
        failed: list[Problem] = []
        effects = list(_effects(session, loaded, cases, failed))
        present: Callable[[], datetime] = clock or (lambda: cases.now)
        deliverer = Deliverer(
            host,
            now=present,
            contacts=addresses,
            staff=_room(loaded, host.registry, staff),
            case_url=case_url,
            dry_run=dry_run,
            used=used(record, to_us(present())),
            flood=loaded.current.escalation,
            recent=recent(record, loaded.current.escalation, to_us(present())),
        )
        closed = record.closed(to_us(present()), again)
        after_at = from_us(since_us)
        effects.sort(key=lambda effect: effect.at_us)
        reached = {key for key, entry in record.entries.items() if entry.reached}
        due = deliverer.due(effects, sent=closed, after=after_at, told=reached)
        _check_again(again, due)
        waiting = _left(record, closed, deliverer.wanted(effects, after=after_at))
        for problem in (*host.problems, *record.problems):
            session.warn(problem)
        if not dry_run:
            writing(sent, lambda: _prepare(record, since_us))
        if session.json:
            stack.enter_context(redirect_stdout(sys.stderr))  # what a notifier prints is no part of the document
        deliveries = list(send_all(session, deliverer, due, None if dry_run else record, present))
    _tell(session, cases, {effect.key: effect for effect in effects}, deliveries, waiting, dry_run)
    for problem in failed:
        session.warn(problem)
    fine = ("planned", "overtaken")
    return 0 if not failed and all(delivery.ok or delivery.status in fine or is_held(delivery) for delivery in deliveries) else 1


def _clock() -> datetime:
    return datetime.now(UTC)


def _lock(sent: str) -> ExitStack:
    stack = ExitStack()
    try:
        stack.enter_context(locked(sent))
    except OSError as error:
        raise cannot_write(sent, error) from error
    return stack


def _prepare(record: SentFile, since_us: int) -> None:
    record.mend()
    if record.after_us is None:
        record.begin(since_us)


def _effects(session: Session, standard: Standard, cases: Cases, failed: list[Problem]) -> Iterator[Effect]:
    for one in cases.decide(standard, session):
        if one.decision is not None:
            yield from one.decision.effects
        elif one.problem is not None:
            failed += [Problem("CLI017", params={"case": one.case}), one.problem]


def _room(standard: Standard, registry: Registry, staff: str | None) -> StaffRoom | None:
    if staff is None:
        return None
    if registry.find("notifiers", staff) is None and not registry.failures:
        known = registry.names("notifiers")
        raise UsageError("CLI003", name="--staff", expected=did_you_mean(staff, known) or ", ".join(known) or "-", found=staff)
    edition = standard.current
    names = names_of(edition, edition.language)
    labels = {metric.name: names.metric(metric.name) for metric in edition.metrics}
    return StaffRoom(staff, language=edition.language, time_zone=edition.time_zone, labels=labels)


def _check_again(again: tuple[str, ...], due: Due) -> None:
    keys = [effect.key for batch in due.batches for effect in batch]
    for key in again:
        if key not in keys:
            raise UsageError("DLV044", name=key, expected=did_you_mean(key, keys) or ", ".join(keys[:5]) or "-")


def _left(record: SentFile, closed: set[str], wanted: list[Effect]) -> dict[str, int]:
    """Return how many notices that are still owed are not tried in this run, by what became of them; interrupted ones in `keys`."""
    owed = {effect.key for effect in wanted}
    return Counter(entry.status for key, entry in record.entries.items() if key in closed and key in owed and not entry.is_done)


# ── telling ───────────────────────────────────────────────────────────────────────────────────────────────────
def _tell(
    session: Session, cases: Cases, effects: Mapping[str, Effect], deliveries: list[Delivery], left: dict[str, int], dry_run: bool
) -> None:
    counts: Counter[str] = Counter("sent" if delivery.ok else delivery.status for delivery in deliveries)
    names = ("planned",) if dry_run else ("sent", "retryable", "permanent", "ambiguous")
    told = {name: counts[name] for name in names}
    if session.json:
        shown = [
            {**delivery.as_dict(session.locale), **({"subject": delivery.subject, "text": delivery.text} if dry_run else {})}
            for delivery in deliveries
        ]
        counted = told | ({"overtaken": counts["overtaken"]} if counts["overtaken"] else {})
        session.emit({"now": cases.now.isoformat(), "deliveries": shown, "counts": counted, "left": dict(left)})
    elif not deliveries:
        session.say(session.phrase("notify.nothing"))
    else:
        rows = [_row(session, effects[delivery.key], delivery) for delivery in deliveries]
        heads = [session.phrase(f"notify.column.{name}") for name in _COLUMNS]
        session.say(table(rows, heads=heads, right=set(), width=session.width))
        if dry_run:
            for delivery in _one_each(deliveries):
                session.say(f"\n[{delivery.notifier or '-'}] {delivery.subject}\n{delivery.text}")
        session.say(session.phrase("notify.planned" if dry_run else "notify.counts", **told))
        if counts["overtaken"]:
            session.say(session.phrase("notify.overtaken", count=counts["overtaken"]))
    for delivery in deliveries:
        for problem in delivery.problems:
            text = session.phrase("history.problem", case=delivery.case, problem=problem.render(session.locale))
            session.aside(text, {"case": delivery.case, "problem": problem.as_dict(session.locale)})
    if left.get("retryable"):
        session.aside(session.phrase("notify.waiting", count=left["retryable"]), {"waiting": left["retryable"]})
    stuck = {name: left.get(name, 0) for name in ("permanent", "ambiguous")}
    if any(stuck.values()):
        session.warn(Problem("DLV046", params={"count": sum(stuck.values()), **stuck}))
    tell_now(session, cases)


def _one_each(deliveries: list[Delivery]) -> list[Delivery]:
    """Return one delivery of each notice that would go out."""
    planned = [delivery for delivery in deliveries if delivery.status != "overtaken"]
    return list({delivery.digest or delivery.key: delivery for delivery in planned}.values())


def _row(session: Session, effect: Effect, delivery: Delivery) -> list[str]:
    order, receipt = effect.order, delivery.receipt
    what = order.name if order is not None else f"{effect.metric} {effect.threshold or effect.kind}"
    if effect.place is not None:
        what = f"{effect.place.chain} {effect.place.step}"
    why = "" if receipt is None or delivery.status == "planned" else receipt.code
    if receipt is not None and receipt.code and receipt.detail and not delivery.ok:
        why = f"{receipt.code}: {receipt.detail}"
    by = delivery.notifier or "-"
    return [delivery.case, what, delivery.recipient or "-", by, session.phrase(f"notify.status.{delivery.status}"), why or "-"]


# ── contacts ──────────────────────────────────────────────────────────────────────────────────────────────────
def read_contacts(file: str) -> _Contacts:
    """Return the addresses a file holds: recipient -> contact key -> address.

    Args:
        file: YAML, JSON or TOML.

    Raises:
        UsageError: DLV045 something in it is no address.
        StandardError: the text cannot be read.
        OSError: the file cannot be.
    """
    source = read_source(Path(file).read_bytes(), Path(file).name)
    if any(problem.severity == "error" for problem in source.problems):
        raise StandardError(source.problems)
    for recipient, table_ in source.data.items():
        inner = cast("Mapping[str, object]", table_) if isinstance(table_, Mapping) else None
        bad = (
            (recipient,) if inner is None else next(((recipient, key) for key, value in inner.items() if not isinstance(value, str)), None)
        )
        if bad is not None:
            raise UsageError("DLV045", path=bad, place=source.place(bad), file=file)
    return cast("_Contacts", source.data)


_OWN = [
    option("--sent", metavar="FILE", required=True),
    option("--after", metavar="INSTANT"),
    option("--contacts", metavar="FILE"),
    option("--staff", metavar="NOTIFIER"),
    option("--case-url", metavar="URL"),
    option("--again", metavar="KEY", many=True),
    option("--operations", metavar="FILE", many=True),
    click.Option(["--dry-run"], is_flag=True),
]
COMMAND = make("notify", notify, [standard(), *events_options(), *_OWN])
