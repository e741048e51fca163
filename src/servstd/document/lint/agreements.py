"""Agreements that overlap, have ended, change nothing, or promise less than the floor.

*Rule:* `combine: earliest` makes every one of these harmless to a customer, so none is an error; most are slips of the pen.

Example:
    >>> from servstd.document import check_edition
    >>> head = 'format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC'
    >>> row = 'customer: K, contract: C, clause: "1", from: 2026-01-01, targets: {resolution: {within: 9h, calendar: always}}'
    >>> policy = "name: p, default: true, calendar: always, targets: {resolution: 4h}"
    >>> body = f"sla: {{policies: [{{{policy}}}], agreements: {{rows: [{{{row}}}]}}}}"
    >>> [problem.code for problem in check_edition(f"{{{head}, {body}}}")[1]]
    ['TIR122']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from servstd.calendars import Calendar
from servstd.calendars.shelf import SHELF
from servstd.document.lint._later import Finder, Rule
from servstd.document.lint._scope import Scope
from servstd.document.lint.calendars import spell_start
from servstd.durations import Amount
from servstd.errors import Problem
from servstd.sla.agreements import Agreement
from servstd.sla.model import Target

__all__ = ["CHECKS", "check_expired", "check_floor", "check_together", "check_useless"]

_MOST_COMPARED = 40
"""How many different terms are compared with the policies and with the floor: after so many, silence."""


def _add(scope: Scope, code: str, agreement: Agreement, *steps: str, **params: object) -> None:
    """Report a problem where the agreement was written: in the standard, or in its table."""
    if agreement.place is not None:
        scope.problems.append(Problem(code, params=params, path=(*agreement.path, *steps), place=agreement.place))
    else:
        scope.add(code, (*agreement.path, *steps), params=params)


def _together(scope: Scope) -> Iterator[tuple[Agreement, Agreement]]:
    """Yield the pairs of one customer's agreements that are in force on the same day."""
    agreements = scope.edition.agreements
    for customer in dict.fromkeys(row.customer for row in agreements.rows):
        for one, two in combinations(agreements.of(customer), 2):
            if (two.until_us is None or one.since_us < two.until_us) and (one.until_us is None or two.since_us < one.until_us):
                yield one, two


def check_together(scope: Scope) -> None:
    """Report agreements of one customer that name the same metric, or bring a calendar each, at the same time."""
    for one, two in _together(scope):
        names: Mapping[str, object] = {"customer": one.customer, "contract": one.contract, "other": two.contract}
        for target in two.targets:
            if one.target(target.metric) is not None:
                _add(scope, "TIR120", two, "targets", target.metric, **names, metric=target.metric)
        if one.calendar is not None and two.calendar is not None and one.calendar != two.calendar:
            _add(scope, "TIR121", two, "calendar", **names)


def check_expired(scope: Scope) -> None:
    """Report agreements that ended before the date at which the standard is judged."""
    for row in scope.edition.agreements.rows:
        if scope.today is not None and row.to is not None and row.to < scope.today:
            _add(scope, "TIR123", row, "to", contract=row.contract, customer=row.customer, last=row.to.isoformat())


def _rule_of(scope: Scope, agreement: Agreement, target: Target) -> Rule | None:
    """Return how a target of an agreement sets its due; None: it depends on the case."""
    name = target.calendar or agreement.calendar
    if not isinstance(target.within, Amount) or not isinstance(name, str):
        return None
    if name in scope.edition.agreements.agreed and agreement.calendar is not None:
        name = agreement.calendar
    calendars: Mapping[str, Calendar] = {**scope.edition.calendars, **scope.edition.agreed_calendars}
    return Rule(target.within, calendar=calendars[name], end_of_day=target.end_of_day)


def _rules(scope: Scope) -> Iterator[tuple[Agreement, Target, Rule]]:
    """Yield every target that sets one and the same due for all cases, as far as so many different ones go."""
    seen: set[tuple[str, object]] = set()
    for row in scope.edition.agreements.rows:
        for target in row.targets:
            rule = _rule_of(scope, row, target)
            if rule is None:
                continue
            seen.add((target.metric, rule.key))
            if len(seen) > _MOST_COMPARED:
                return
            yield row, target, rule


def check_useless(scope: Scope) -> None:
    """Report targets that are never due earlier than what a policy promises to everybody."""
    everybody = next((i for i, policy in enumerate(scope.edition.policies) if policy.default), None)
    promised: dict[str, list[Rule]] = {}
    for cell in scope.cells:
        calendar = scope.edition.calendars.get(cell.calendar or "")
        known = calendar is not None and cell.calendar not in scope.edition.agreements.agreed
        rules = promised.setdefault(cell.target.metric, [])
        if known and calendar is not None and cell.amount is not None:
            rules.append(Rule(cell.amount, calendar=calendar, end_of_day=cell.target.end_of_day))
    for row, target, rule in _rules(scope):
        covered = everybody is not None and scope.edition.policies[everybody].target(target.metric) is not None
        graded = all(named.within is not None for policy in scope.edition.policies if (named := policy.target(target.metric)) is not None)
        exempt = any(policy.exempt for policy in scope.edition.policies)
        others = promised.get(target.metric, [])
        if covered and graded and not exempt and others and not any(_later(scope, other, rule) is not None for other in others):
            _add(scope, "TIR122", row, "targets", target.metric, contract=row.contract, metric=target.metric)


def check_floor(scope: Scope) -> None:
    """Report targets that are due later than the floor that every customer has, and never earlier."""
    tiers = scope.edition.tiers
    for row, target, rule in _rules(scope) if tiers is not None and tiers.floor else ():
        for least in tiers.floor if tiers is not None else ():
            floor = least.target
            calendar = scope.edition.calendars.get(floor.calendar or "") if isinstance(floor.calendar, str) else None
            if floor.metric != target.metric or calendar is None or not isinstance(floor.within, Amount):
                continue
            by_floor = Rule(floor.within, calendar=calendar, end_of_day=floor.end_of_day)
            start = _later(scope, rule, by_floor)
            if start is not None and _later(scope, by_floor, rule) is None:
                said = {"start": start, "late": rule.due(start), "early": by_floor.due(start)}
                words = {
                    f"{word}_{lang}": text for word, us in said.items() for lang, text in spell_start(us, scope.edition.time_zone).items()
                }
                _add(scope, "TIR124", row, "targets", target.metric, contract=row.contract, metric=target.metric, **words)


def _later(scope: Scope, one: Rule, two: Rule) -> int | None:
    """Return a start from which the first is due later; customers' own calendars are forgotten again at once."""
    own = [rule.calendar for rule in (one, two) if rule.calendar in scope.edition.agreed_calendars.values()]
    start = (Finder(*scope.window) if own else scope.finder).later_start(one, two)
    for calendar in own:
        SHELF.drop(calendar.timeline)
    return start


CHECKS = (check_together, check_expired, check_useless, check_floor)
