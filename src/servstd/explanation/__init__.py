"""Why each clock of a case stands as it does, in words: for staff and for the customer, in Chinese and English.

*Rule:* an explanation says what the decision says and nothing else; a customer's names the clause, the promise and what ran, never
a tier, a policy's inner name or a member of staff.

Example:
    >>> import servstd
    >>> standard = servstd.loads(
    ...     'format: 1\\nstandard: s\\nversion: "1"\\neffective_from: 2026-01-01\\ntime_zone: UTC\\n'
    ...     'sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}\\n'
    ... )
    >>> event = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer"}
    >>> print(standard.explain([event], now="2026-01-05T10:00:00Z", locale="en", audience="customer").text.splitlines()[-1].strip())
    Due resolution  Mon 5 Jan 13:00
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from servstd.decide import Clock, Decision, EventLike, read_events
from servstd.decide.feedback_book import ComplaintState
from servstd.decide.trace import trace
from servstd.events import Event
from servstd.explanation.complaints import complaint_rows, limit_rows
from servstd.explanation.customer import customer_section
from servstd.explanation.model import Audience, Explanation, Row, Section
from servstd.explanation.running import running_rows
from servstd.explanation.staff import staff_section
from servstd.explanation.teller import Teller
from servstd.instants import local_date

if TYPE_CHECKING:
    from servstd.standard import Standard

__all__ = ["Audience", "Explanation", "Row", "Section", "explain"]


def explain(
    standard: Standard, events: Iterable[EventLike], *, now: datetime | str, locale: str | None = None, audience: Audience = "staff"
) -> Explanation:
    """Return the explanation of one case; see `Standard.explain`."""
    ordered, _ = read_events(events)
    decision, turns = trace(standard.compiled, ordered, now)
    by_id = {event.id: event for event in ordered if event.id is not None}
    teller = Teller(standard, decision, turns, by_id, locale or standard.current.language)
    opened = next((event for event in ordered if event.kind == "opened" and event.at_us <= decision.now_us), None)
    matter = decision.attributes.get("matter")
    shown = "" if matter is None else teller.say("bracketed", text=teller.value("matter", str(matter)))
    heading = teller.say("heading", case=decision.case, matter=shown)
    rows: list[Row] = []
    sections: list[Section] = []
    complaint: ComplaintState | None = None
    if opened is None:
        rows.append(Row("", teller.say("not_opened")))
    else:
        heading += "  " + _governed(teller, opened, audience)
        rows.append(Row(teller.say("opened"), teller.instant(opened.at_us)))
        if audience == "staff":
            complaint = decision.complaint
            if complaint is not None:
                rows += complaint_rows(complaint, teller.locale)
                handling = None if teller.edition.feedback is None else teller.edition.feedback.complaints
                rows += limit_rows(() if handling is None else handling.limits, teller.locale, teller.metric)
            rows += _remarks(teller)
            if teller.edition.escalation is not None and decision.edition is not None:
                plan = standard.escalation.plan(ordered, now=decision.now)
                rows += running_rows(plan, teller.locale)
            sections = [staff_section(teller, clock) for clock in decision.clocks]
        else:
            sections = [customer_section(teller, clock) for clock in _owed(decision)]
    return Explanation(
        decision.case,
        locale=teller.locale,
        audience=audience,
        heading=heading,
        rows=tuple(rows),
        sections=tuple(sections),
        complaint=None if complaint is None else complaint.as_dict(),
    )


def _owed(decision: Decision) -> list[Clock]:
    """Return the clocks a customer is told of: what is promised or aimed at, not what teams owe each other."""
    return [clock for clock in decision.clocks if clock.graded and clock.commitment != "internal"]


def _remarks(teller: Teller) -> list[Row]:
    owner = teller.decision.attributes.get("owner")
    rows = [] if owner is None else [Row(teller.say("owner"), str(owner))]
    return rows + [Row(teller.say("problems"), problem.message(teller.locale)) for problem in teller.decision.problems]


def _governed(teller: Teller, opened: Event, audience: Audience) -> str:
    if teller.decision.edition is None:
        return teller.say("no_standard")
    if audience == "staff":
        return teller.say("governed_staff", title=teller.title(), version=teller.edition.version)
    clauses = {clause for clock in _owed(teller.decision) if (clause := teller.clause(clock)) is not None}
    clause = teller.say("clause", clause=", ".join(sorted(clauses))) if clauses else ""
    date = local_date(opened.at_us, teller.zone)
    return teller.say("governed", title=teller.title(), version=teller.edition.version, clause=clause, date=date)
