"""The cases a command works on: events read, and the instant to decide at.

*Rule:* the instant is never the present unless somebody asks for it: the same file gives the same answer tomorrow.

Example:
    >>> from datetime import UTC
    >>> read_option_instant("--now", "2026-01-05T10:00:00Z", UTC)
    1767607200000000
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, NoReturn

import attrs

from servstd.cli._loading import load_rules
from servstd.errors import Place, PluginError, Problem, StandardError, UsageError
from servstd.instants import from_us, read_instant, read_zone
from servstd.mapping import Log, approximate, read_log

if TYPE_CHECKING:
    from servstd.cli._session import Session
    from servstd.decide import Decision
    from servstd.events import Event
    from servstd.standard import Standard
    from servstd.tiers.history import TierHistory

__all__ = ["Cases", "Decided", "decide_one", "read_cases", "read_option_instant", "tell_now"]

_EVERY = 200
_SHOWN = 20


@attrs.frozen(eq=False)
class Decided:
    """One case: the decision, or why there is none."""

    case: str
    opened_us: int = attrs.field(kw_only=True)
    events: int = attrs.field(kw_only=True)
    decision: Decision | None = attrs.field(default=None, kw_only=True)
    problem: Problem | None = attrs.field(default=None, kw_only=True)


@attrs.frozen(eq=False)
class Cases:
    """A log that was read, and how it is decided.

    Attributes:
        log: The log.
        now: The instant to decide at, in the standard's zone.
        why_now: Where it comes from: a key of the phrases.
        zone: The standard's zone.
        approximate: Metrics the log cannot tell exactly.
        tiers: The tiers of the cases' customers; None: the events say them.
    """

    log: Log
    now: datetime = attrs.field(kw_only=True)
    why_now: str = attrs.field(kw_only=True)
    zone: tzinfo = attrs.field(kw_only=True)
    approximate: frozenset[str] = attrs.field(kw_only=True)
    tiers: TierHistory | None = attrs.field(default=None, kw_only=True)

    def decide(self, standard: Standard, session: Session) -> Iterator[Decided]:
        """Yield every case decided; one that cannot be decided comes with the problem, and the others go on."""
        total = len(self.log.case_ids)
        for done, (case, events) in enumerate(self.log.cases):
            if done % _EVERY == 0:
                session.progress("progress.decided", done=done, cases=total)
            yield decide_one(standard, case, events, self.now, self.tiers)
        session.progress_end()


def decide_one(standard: Standard, case: str, events: list[Event], now: datetime, tiers: TierHistory | None = None) -> Decided:
    """Return one case decided."""
    opened_us = next((event.at_us for event in events if event.kind == "opened"), events[0].at_us)
    try:
        decision = standard.decide(events, now=now, tiers=tiers)
    except (UsageError, PluginError) as error:
        return Decided(case, opened_us=opened_us, events=len(events), problem=error.problem)
    return Decided(case, opened_us=opened_us, events=len(events), decision=decision)


def read_cases(
    session: Session,
    standard: Standard,
    events: str,
    mapping: str | None,
    now: str | None,
    *,
    rejects: str | None = None,
    tiers: str | None = None,
) -> Cases:
    """Return the cases of a file.

    Args:
        session: Progress and warnings are told through it.
        standard: Whose zone local times are of.
        events: The events file, or the export.
        mapping: The mapping's file, for an export.
        now: The instant to decide at as given; None: the export's moment, else the last event's.
        rejects: Where rows that cannot be read are written.
        tiers: The history of the customers' tiers.

    Raises:
        UsageError: CLI014 no events, CLI003 an unreadable instant, MAP1xx.
        StandardError: the mapping is wrong, or lines of an events file are no events.
    """
    zone = read_zone(standard.current.time_zone)
    given = None if now is None else read_option_instant("--now", now, zone)
    rules = None if mapping is None else load_rules(mapping)
    log = read_log(events, rules, rejects=rejects, on_bad="skip", locale=session.locale)
    if rules is None and log.rejected:
        _refuse(log)
    now_us = log.now_us if given is None else given
    if now_us is None or not log.case_ids:
        raise UsageError("CLI014", file=events)
    why = "now.given" if given is not None else "now.last" if log.as_of_us is None else "now.as_of"
    vague = {metric.name for edition in standard.editions for metric in edition.metrics if approximate(metric, log.unknown)}
    history = None if tiers is None else _read_tiers(tiers, log)
    return Cases(log, now=from_us(now_us, zone), why_now=why, zone=zone, approximate=frozenset(vague), tiers=history)


def _read_tiers(file: str, log: Log) -> TierHistory:
    """Return the history of the customers that the cases are of; of the others nothing is kept."""
    from servstd.cli._tiers_files import read_tier_history

    named = (event.data.get("customer") for _, events in log.cases for event in events)
    return read_tier_history(file, {name for name in named if isinstance(name, str)})


def tell_now(session: Session, cases: Cases) -> None:
    """Tell the instant that was decided at, and where it comes from."""
    now = cases.now.isoformat()
    text = session.phrase("decide.now", now=now, why=session.phrase(cases.why_now))
    session.aside(text, {"now": now, "now_is": cases.why_now.partition(".")[2]})


def _refuse(log: Log) -> NoReturn:
    """Raise the first lines that are no events, all in one list: a log of our own form is mended, not skipped."""
    told = [reject.problem for reject in log.rejects[:_SHOWN]]
    if log.rejected > len(told):
        told.append(Problem("CLI025", params={"count": log.rejected, "shown": len(told)}, place=Place(log.name)))
    raise StandardError(told)


def read_option_instant(name: str, text: str, zone: tzinfo) -> int:
    """Return the instant an option gives, in microseconds since the epoch; without an offset it is local time of `zone`.

    Raises:
        UsageError: CLI003 it is none.
    """
    try:
        return read_instant(text, zone)
    except UsageError:
        raise UsageError("CLI003", name=name, expected="2026-01-05, 2026-01-05T09:00, 2026-01-05T09:00:00+08:00", found=text) from None
