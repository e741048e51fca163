"""The courtesy floor: no promise, of whatever tier or agreement, may be worse than what everybody gets.

*Rule:* "worse" is a start with a later due (section 5 of the semantics), and the message names that start and a case. What teams
owe each other is not compared: no customer is promised it.

Example:
    >>> from servstd.document import check_edition
    >>> head = 'format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC'
    >>> targets = "{first_response: {within: {tier: {vip: 1h, else: 9h}}}}"
    >>> sla = f"sla: {{policies: [{{name: p, default: true, calendar: always, targets: {targets}}}]}}"
    >>> tiers = "attributes: {tier: {from: tiers}}, tiers: {ladder: [all, vip], floor: {first_response: {within: 4h, calendar: always}}}"
    >>> [problem.code for problem in check_edition(f"{{{head}, {sla}, {tiers}}}")[1]]
    ['TIR090']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from servstd.document.lint._later import Rule
from servstd.document.lint._regions import Box, Region, TooWide
from servstd.document.lint._scope import Cell, Scope, names_metric
from servstd.document.lint.calendars import spell_start
from servstd.document.lint.policies import spell_case
from servstd.document.lint.tiers import names_in, tier_attributes
from servstd.durations import Amount
from servstd.sla.model import lookup_names
from servstd.tiers.model import FloorTarget

__all__ = ["CHECKS", "Breach", "check_floor", "check_promised", "find_breaches"]


@attrs.frozen(eq=False)
class Breach:
    """A promise that is worse than the floor.

    Attributes:
        cell: The cases with that promise.
        params: What messages quote: `metric`, and in both languages `start`, `late`, `early` and `case`.
    """

    cell: Cell
    params: Mapping[str, str] = attrs.field(kw_only=True)


def find_breaches(scope: Scope, floor: FloorTarget, cells: Iterable[Cell]) -> Iterator[Breach]:
    """Yield the promises that are worse than the floor, once for each amount of a policy.

    Args:
        scope: The scope.
        floor: The least that everybody gets for a metric.
        cells: Promises: a policy's, or those of an agreement.
    """
    rows = list(_rows(scope, floor))
    told: set[tuple[int, object, object]] = set()
    for cell in cells:
        calendar = scope.edition.calendars.get(cell.calendar or "")
        if cell.amount is None or calendar is None or cell.target.metric != floor.target.metric or cell.target.commitment == "internal":
            continue
        slow = Rule(cell.amount, calendar=calendar, end_of_day=cell.target.end_of_day)
        key = cell.policy, cell.amount, cell.calendar
        for box, fast in rows:
            shared = scope.space.sure(scope.space.intersect([cell.box], [box]))
            start = None if shared is None or key in told else scope.finder.later_start(slow, fast)
            if shared is not None and start is not None:
                told.add(key)
                yield Breach(
                    cell, params=_params(scope, floor, shared, {"start": start, "late": slow.due(start), "early": fast.due(start)})
                )


def _rows(scope: Scope, floor: FloorTarget) -> Iterator[tuple[Box, Rule]]:
    """Yield the cases of a floor with how it sets their due; none when its condition is too wide to tell."""
    for box in scope.region(floor.when) or []:
        for part, amount, _ in scope.split(floor.target.within, box):
            for small, name, _ in scope.split(floor.target.calendar, part):
                calendar = scope.edition.calendars.get(str(name))
                if isinstance(amount, Amount) and calendar is not None:
                    yield small, Rule(amount, calendar=calendar, end_of_day=floor.target.end_of_day)


def _params(scope: Scope, floor: FloorTarget, box: Box, worked: Mapping[str, int]) -> dict[str, str]:
    case = scope.space.describe(box)
    params = {"metric": floor.target.metric, **{f"case_{locale}": spell_case(case, locale) for locale in ("en", "zh")}}
    for word, us in worked.items():
        params |= {f"{word}_{locale}": text for locale, text in spell_start(us, scope.edition.time_zone).items()}
    return params


def check_floor(scope: Scope) -> None:
    """Report promises of policies that are worse than the floor, and a floor that asks for a tier."""
    for floor in scope.edition.tiers.floor if scope.edition.tiers is not None else ():
        asked = names_in(floor.when) | lookup_names(floor.target.within) | lookup_names(floor.target.calendar)
        for name in sorted(asked & tier_attributes(scope)):
            scope.add("TIR092", scope.find(floor.path, name), on_key=True, metric=floor.target.metric, attribute=name)
        for breach in find_breaches(scope, floor, scope.cells):
            policy = scope.edition.policies[breach.cell.policy].name
            scope.add("TIR090", breach.cell.path, params={**breach.params, "policy": policy})


def check_promised(scope: Scope) -> None:
    """Report floors for cases to which no policy promises anything."""
    for floor in scope.edition.tiers.floor if scope.edition.tiers is not None else ():
        left = _left(scope, floor)
        case = None if left is None else scope.space.sure(left)
        if case is not None:
            scope.add("TIR091", floor.path, on_key=True, params=_params(scope, floor, case, {}))


def _left(scope: Scope, floor: FloorTarget) -> Region | None:
    """Return the cases of a floor that no policy has a target for or exempts; None: too wide to tell."""
    metric = floor.target.metric
    left = scope.region(floor.when)
    for i, policy in enumerate(scope.edition.policies):
        target = policy.target(metric)
        promised = target is not None and (target.within is not None or target.until is not None)
        if names_metric(policy, metric) != "exempt" and not promised:
            continue
        region = scope.effective.get((i, metric))
        if left is None or region is None:
            return None
        try:
            left = scope.space.subtract(left, region)
        except TooWide:
            return None
    return left


CHECKS = (check_floor, check_promised)
