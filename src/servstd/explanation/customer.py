"""What a customer is told of a clock: the clause, the promise, what ran, what did not and why, and the due instant.

*Rule:* no tier, no policy's inner name, no member of staff.

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}}'''
    >>> standard = servstd.loads(text)
    >>> opened = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer"}
    >>> said = standard.explain([opened], now="2026-01-05T10:00:00Z", locale="en", audience="customer").text
    >>> "resolution within 4 hours" in said, "Policy" in said
    (True, False)
"""

from __future__ import annotations

from servstd.decide import Clock
from servstd.explanation.model import Row, Section
from servstd.explanation.segments import promise_text, provisional_text, section_title, segment_rows, verdict_text
from servstd.explanation.teller import Teller

__all__ = ["customer_section"]


def customer_section(teller: Teller, clock: Clock) -> Section:
    """Return what the customer is told of one clock."""
    rows = [Row(teller.say(clock.commitment or "promise"), promise_text(teller, clock, named=True))]
    if clock.agreement is not None:
        rows.append(Row("", teller.say("by_contract", contract=teller.contract(clock.agreement, clock.clause))))
    interrupted = any(segment.phase != "running" for segment in clock.segments)
    if interrupted:
        rows += segment_rows(teller, clock, staff=False)
    due = teller.instant(clock.due_us)
    if clock.phase == "paused" and clock.verdict is None:
        due = teller.say("due_paused", due=teller.instant(clock.due_if_resumed_now_us))
    elif clock.missed_us is not None:
        due = teller.instant(clock.missed_us)
    remarks = [teller.say("no_pause")] if not interrupted and _others_paused(teller, clock) else []
    verdict = verdict_text(teller, clock)
    if verdict:
        remarks.append(verdict)
    if clock.provisional:
        remarks.append(provisional_text(teller, clock))
    if remarks:
        due += f"（{'；'.join(remarks)}）" if teller.zh else f" ({'; '.join(remarks)})"
    rows.append(Row(teller.say("due", metric=teller.metric(clock.metric)), due))
    return Section(section_title(teller, clock), metric=clock.metric, cycle=clock.cycle, rows=tuple(rows))


def _others_paused(teller: Teller, clock: Clock) -> bool:
    """Return whether another clock of the case was paused while this one ran."""
    now = teller.decision.now_us
    end = now if clock.stopped_us is None else clock.stopped_us
    pauses = (segment for other in teller.decision.clocks for segment in other.segments if segment.phase == "paused")
    return any(pause.start_us < end and (now if pause.end_us is None else pause.end_us) > clock.started_us for pause in pauses)
