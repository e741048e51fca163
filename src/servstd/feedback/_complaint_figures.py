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

from collections.abc import Iterator, Sequence
from datetime import date, tzinfo

from servstd.conditions import compile_state
from servstd.durations import add_period
from servstd.feedback._case_facts import CaseFacts
from servstd.feedback._trends import Declared, draw_rate
from servstd.feedback.estimating import proportion
from servstd.feedback.handling import Complaints
from servstd.feedback.reporting import ComplaintFigures, Scope
from servstd.instants import local_date

__all__ = ["count_complaints"]


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
    every = [one for one in facts if is_complaint(one.attributes)]
    among = [one for one in facts if scope.holds(one.opened_us)]
    found = [one for one in every if scope.holds(one.opened_us)]
    grades = sorted({_grade(one) for one in found})
    by_grade = {
        grade: proportion(sum(_grade(one) == grade for one in found), len(found), definition="share of complaints, v1", grain="case")
        for grade in grades
    }
    again = None
    if rules.recurrence is not None:
        recurring = {(one.tenant, one.case) for one in _recurring(rules, every, zone)}
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


def _recurring(rules: Complaints, complaints: Sequence[CaseFacts], zone: tzinfo) -> Iterator[CaseFacts]:
    last: dict[tuple[object, ...], date] = {}
    for one in sorted(complaints, key=lambda item: item.opened_us):
        same = (one.tenant, *(one.attributes.get(name) for name in rules.same))
        if None in same[1:]:
            continue
        day, before = local_date(one.opened_us, zone), last.get(same)
        if before is not None and rules.recurrence is not None and add_period(before, rules.recurrence) > day:
            yield one
        last[same] = day
