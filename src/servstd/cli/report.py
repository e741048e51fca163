"""`servstd report`: what was kept of what was promised, with its denominators.

*Rule:* every number says of how many, and what is not in it; what could not be read or decided is in the report.

Example:
    >>> from servstd.cli import run
    >>> run(["report", "no-such-standard.yaml", "--events", "events.jsonl"])
    2
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

import click

from servstd.cli._cases import Cases, read_cases, read_option_instant
from servstd.cli._command import events_options, make, option, standard
from servstd.cli._files import whole_file
from servstd.cli._loading import load_host, load_standard
from servstd.cli._plugged import write_report
from servstd.cli._session import Session
from servstd.errors import UsageError
from servstd.mapping import Reject
from servstd.messages.nearest import did_you_mean
from servstd.report import PERIODS, Collector, CountBy, Rejected, Scope, ServiceReport, Unit, bound, names_of, orders_of, render_report
from servstd.sla.attainment import CLOCK_KEYS
from servstd.standard import Standard

__all__ = ["COMMAND", "report"]

_SHOWN = 10
_RESERVED = ("status", "priority", "tier", "channel", "customer", "owner", "team", "tags", "matter", "category", "awaiting_reply")


def report(
    session: Session,
    standard: str,
    events: str,
    mapping: str | None,
    now: str | None,
    tiers: str | None,
    start: str | None,
    end: str | None,
    period: Unit | None,
    count_by: CountBy,
    by: tuple[str, ...],
    rejects: str | None,
    kind: str | None,
    out: str | None,
) -> int:
    """Print the report, or write it in a plugin's format; return 1 when a case cannot be decided."""
    if (kind is None) != (out is None):
        raise UsageError("CLI031")
    host = load_host(session, standard, complete=False)
    form = None if kind is None else host.registry.get("reports", kind)
    loaded = load_standard(session, standard, host=host)
    cases = read_cases(session, loaded, events, mapping, now, rejects=rejects, tiers=tiers)
    scope = _scope(start, end, period, count_by, cases.zone)
    for name in by:
        _check_group(name, loaded)
    made = _collect(session, loaded, cases, scope, by, rejects)
    data = {"file": events, **made.as_dict(session.locale), "now_is": cases.why_now.partition(".")[2]}
    if form is not None and out is not None:
        with whole_file(out, reads=(events, mapping)) as part:
            part.write_bytes(write_report(form, data, session.locale))
        session.note(session.phrase("report.written", file=out, format=form.name))
    elif session.json:
        session.emit(data)
    else:
        names = names_of(loaded.current, session.locale)
        session.say(render_report(made, names, source=events, why_now=session.phrase(cases.why_now), width=session.width))
    return 1 if made.undecidable else 0


def _scope(start: str | None, end: str | None, period: Unit | None, count_by: CountBy, zone: tzinfo) -> Scope:
    for flag, text in (("--from", start), ("--to", end)):
        if text is not None:
            read_option_instant(flag, text, zone)
    from_us = None if start is None else bound(start, zone)
    to_us = None if end is None else bound(end, zone, end=True)
    if from_us is not None and to_us is not None and from_us >= to_us:
        raise UsageError("CLI015")
    return Scope(count_by, from_us=from_us, to_us=to_us, period=period)


def _check_group(name: str, standard: Standard) -> None:
    declared = {attribute for edition in standard.editions for attribute in edition.attributes}
    if name not in declared and name not in _RESERVED and name not in CLOCK_KEYS:
        known = sorted(declared) or _RESERVED
        raise UsageError("CLI012", name=name, expected=did_you_mean(name, [*known, *CLOCK_KEYS]) or ", ".join(known))


def _collect(
    session: Session, standard: Standard, cases: Cases, scope: Scope, by: Iterable[str], rejects_file: str | None
) -> ServiceReport:
    log = cases.log
    expect = None if log.expect is None else log.expect.metric
    collector = Collector(zone=cases.zone, by=by, scope=scope, expect=expect, orders=orders_of(standard.editions))
    events = 0
    for one in cases.decide(standard, session):
        events += one.events
        if one.decision is not None:
            collector.add(one.decision, opened_us=one.opened_us, approximate=cases.approximate, theirs=log.expected(one.case))
        elif one.problem is not None:
            collector.fail(one.case, one.problem)
    return collector.report(
        standard=standard.name,
        now=cases.now,
        events=events,
        rejected=log.rejected,
        rejects=[_rejected(one) for one in log.rejects[:_SHOWN]],
        rejects_file=rejects_file,
    )


def _rejected(reject: Reject) -> Rejected:
    return Rejected(reject.row, column=reject.column or None, messages={word: reject.problem.message(word) for word in ("en", "zh")})


COMMAND = make(
    "report",
    report,
    [
        standard(),
        *events_options(),
        option("--tiers", metavar="FILE"),
        option("--from", "start", metavar="DAY"),
        option("--to", "end", metavar="DAY"),
        click.Option(["--period"], type=click.Choice(PERIODS)),
        click.Option(["--count-by"], type=click.Choice(["opened", "due", "decided"]), default="opened", show_default=True),
        option("--by", metavar="ATTRIBUTE", many=True),
        option("--rejects", metavar="FILE"),
        option("--as", "kind", metavar="FORMAT"),
        option("--out", metavar="FILE"),
    ],
)
