"""Complaints in figures: how many of the cases, of what grade, how often again.

*Rule:* a case is a complaint by the standard's own condition and by what is known of it last. A complaint came again when the same customer
complained of the same within the time the standard names, counted in days on the wall.

Example:
    >>> from datetime import UTC
    >>> from servstd.conditions import Test
    >>> rules = Complaints(when=Test("matter", op="in", values=("complaint",)))
    >>> count_complaints(rules, [], Scope(), zone=UTC, last=date(2026, 1, 5), declared=()).share.value is None
    True
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo

from servstd.conditions import compile_state
from servstd.feedback._case_facts import CaseFacts
from servstd.feedback._trends import Declared, draw_rate
from servstd.feedback.estimating import proportion
from servstd.feedback.handling import Complaints
from servstd.feedback.recurring import Complained, Recurrence, recurrences
from servstd.feedback.reporting import ComplaintFigures, Scope
from servstd.instants import local_date

__all__ = ["count_complaints", "find_recurrences"]


def count_complaints(
    rules: Complaints, facts: Sequence[CaseFacts], scope: Scope, *, zone: tzinfo, last: date, declared: Sequence[Declared]
) -> ComplaintFigures:
    """Return the figures of complaints opened in the time of the report.

    Args:
        rules: The standard's.
        facts: All cases, those opened before the report too, since a complaint may come again.
        scope: The time, and the periods.
        zone: On whose wall days are counted.
        last: The last day of the report.
        declared: What changed for good; that of one instrument does not count.
    """
    is_complaint = compile_state(rules.when)
    among = [one for one in facts if scope.holds(one.opened_us)]
    found = [one for one in among if is_complaint(one.attributes)]
    grades = sorted({_grade(one) for one in found})
    by_grade = {
        grade: proportion(sum(_grade(one) == grade for one in found), len(found), definition="share of complaints, v1", grain="case")
        for grade in grades
    }
    again = None
    if rules.recurrence is not None:
        recurring = {(row.tenant, row.case) for group in find_recurrences(rules, facts, zone=zone) for row in group.rows[1:]}
        count = sum((one.tenant, one.case) in recurring for one in found)
        again = proportion(count, len(found), definition="complaints that came again, v1", grain="case")
    chart = None
    if scope.period is not None:
        days = [[local_date(one.opened_us, zone) for one in some] for some in (found, among)]
        general = [one for one in declared if not one.instrument]
        chart = draw_rate(days[0], days[1], unit=scope.period, last=last, scope=scope, declared=general)
    share = proportion(len(found), len(among), definition="complaints of cases, v1", grain="case")
    return ComplaintFigures(share, by_grade=by_grade, recurring=again, chart=chart)


def _grade(one: CaseFacts) -> str:
    value = one.attributes.get("grade")
    return "" if value is None else str(value)


def _complained(one: CaseFacts) -> Complained:
    customer = one.attributes.get("customer")
    return Complained(
        one.case, tenant=one.tenant, customer="" if customer is None else str(customer), attributes=one.attributes, opened_us=one.opened_us
    )


def find_recurrences(rules: Complaints, facts: Sequence[CaseFacts], *, zone: tzinfo) -> tuple[Recurrence, ...]:
    """Return the complaints among some cases that came again; none where the standard does not say within what time.

    Args:
        rules: The standard's.
        facts: All cases.
        zone: On whose wall days are counted.
    """
    if rules.recurrence is None:
        return ()
    is_complaint = compile_state(rules.when)
    rows = [_complained(one) for one in facts if is_complaint(one.attributes)]
    return recurrences(rows, within=rules.recurrence, same=rules.same, zone=zone)
