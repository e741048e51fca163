"""When steps come: points of a clock in their order, waits that outlast the target, points that are never crossed.

A point is compared by its distance from the due: in open time, or in working days. Hours and working days are not compared with each
other; before, at and after the due always are.

*Rule:* an order is called wrong only when it is wrong for every target the chain's cases may have.

Example:
    >>> from servstd.document.thresholds import parse_threshold
    >>> from servstd.durations import parse_amount
    >>> target = parse_amount("8h")
    >>> spot = spot_of(parse_threshold("75%"), target)
    >>> spot.hours // 3_600_000_000, is_before(spot_of("missed", target), spot)
    (-2, False)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

import attrs

from servstd.document.lint._scope import Scope
from servstd.durations import Amount
from servstd.errors import Path
from servstd.escalation.model import Chain, Escalation, Step
from servstd.sla.model import Threshold, lookup_values

__all__ = ["CHECKS", "Spot", "amounts_of", "check_order", "check_start", "check_waits", "is_before", "spell_point", "spot_of"]


@attrs.frozen
class Spot:
    """A point of a clock: its side of the due (-1 before, 0 at, 1 after), and how far from it, in microseconds or working days."""

    side: int
    hours: Fraction | None = attrs.field(default=None, kw_only=True)
    days: Fraction | None = attrs.field(default=None, kw_only=True)


def spot_of(point: Threshold | Literal["missed"], target: Amount) -> Spot:
    """Return where a point of a clock with this target lies."""
    if point == "missed":
        return Spot(0, hours=Fraction(0), days=Fraction(0))
    if point.amount is not None:
        sign = -1 if point.kind == "remaining" else 1
        return _spot(sign * point.amount.us, sign * point.amount.working_days)
    share = Fraction(*point.percent) - 1
    return _spot(share * target.us, share * target.working_days)


def _spot(hours: Fraction | int, days: Fraction | int) -> Spot:
    if days:
        return Spot(1 if days > 0 else -1, days=Fraction(days))
    return Spot((hours > 0) - (hours < 0), hours=Fraction(hours))


def is_before(one: Spot, two: Spot) -> bool | None:
    """Return whether a point comes before another; None: hours and working days tell nothing of each other."""
    if one.side != two.side or not one.side:
        return one.side < two.side
    if one.hours is not None and two.hours is not None:
        return one.hours < two.hours
    return one.days < two.days if one.days is not None and two.days is not None else None


def spell_point(point: Threshold | Literal["missed"]) -> str:
    """Return a point as written."""
    return point if isinstance(point, str) else point.text


def amounts_of(scope: Scope, chain: Chain) -> list[Amount]:
    """Return the targets that the chain's cases may have for its metric, each once; none where it hangs on no clock."""
    metric, region = chain.trigger.metric, scope.region(chain.when)
    cells = [cell for cell in scope.cells if cell.target.metric == metric and cell.amount is not None]
    if cells and region is not None:
        found = [cell.amount for cell in cells if scope.space.meets([cell.box], region)]
    else:
        targets = [target for policy in scope.edition.policies if (target := policy.target(metric)) is not None]
        found = [amount for target in targets for amount in lookup_values(target.within) if isinstance(amount, Amount)]
    return list(dict.fromkeys(amount for amount in found if amount is not None))


def _chains(scope: Scope) -> Iterator[tuple[Chain, list[Amount]]]:
    """Yield the chains that hang on a clock, with the targets it may have."""
    for chain in (scope.edition.escalation or Escalation()).chains:
        if chain.trigger.metric and (amounts := amounts_of(scope, chain)):
            yield chain, amounts


def check_start(scope: Scope) -> None:
    """Report metrics that no policy grades in the chain's cases, and points at the start of the clock or before it."""
    for chain in (scope.edition.escalation or Escalation()).chains:
        if chain.trigger.metric in [metric.name for metric in scope.edition.metrics] and not _is_graded(scope, chain):
            scope.add("ESC019", (*chain.path, "trigger", "metric"), metric=chain.trigger.metric)
    for chain, amounts in _chains(scope):
        points: list[tuple[Threshold | Literal["missed"] | None, Path]] = [
            (chain.trigger.point, (*chain.path, "trigger", "at")),
            *((step.at, (*step.path, "at")) for step in chain.steps),
        ]
        for point, path in points:
            early = None if point is None else next((amount for amount in amounts if _is_at_start(point, amount)), None)
            if point is not None and early is not None:
                scope.add("ESC020", path, point=spell_point(point), target=str(early))


def _is_graded(scope: Scope, chain: Chain) -> bool:
    region = scope.region(chain.when)
    for i, policy in enumerate(scope.edition.policies):
        target = policy.target(chain.trigger.metric)
        if target is None or (target.within is None and target.until is None) or policy.exempt is True:
            continue
        cases = scope.effective.get((i, chain.trigger.metric))
        if region is None or cases is None or scope.space.meets(cases, region):
            return True
    return any(target.metric == chain.trigger.metric for row in scope.edition.agreements.rows for target in row.targets)


def _is_at_start(point: Threshold | Literal["missed"], target: Amount) -> bool:
    start = _spot(-target.us, -target.working_days)
    return is_before(start, spot_of(point, target)) is False


def check_order(scope: Scope) -> None:
    """Report steps whose point lies before that of an earlier step, or of the trigger."""
    for chain, amounts in _chains(scope):
        before = chain.trigger.point
        for step in chain.steps:
            if step.at is None:
                continue
            if before is not None and _all_before(step.at, before, amounts):
                scope.add("ESC025", (*step.path, "at"), point=spell_point(step.at), before=spell_point(before))
            else:
                before = step.at


def _all_before(point: Threshold | Literal["missed"], other: Threshold | Literal["missed"], amounts: Sequence[Amount]) -> bool:
    return all(is_before(spot_of(point, amount), spot_of(other, amount)) for amount in amounts)


def check_waits(scope: Scope) -> None:
    """Report waits that lead from before the due to after it, though nothing says that this is meant."""
    for chain, amounts in _chains(scope):
        timed = [amount for amount in amounts if amount.us]
        shortest = min(timed, key=lambda amount: amount.us, default=None)
        if shortest is not None:
            _check_waits(scope, chain, shortest)


def _check_waits(scope: Scope, chain: Chain, target: Amount) -> None:
    point, waited = chain.trigger.point, 0
    for step in chain.steps:
        if step.at is not None:
            point, waited = step.at, 0
        elif step.after is not None and point is not None:
            if not _counts_with_clock(step):
                return
            waited += step.after.us
            left = -(spot_of(point, target).hours or 0)
            if 0 < left < waited:
                late, told = waited - int(left), spell_point(point)
                spelled = {"wait": str(Amount(waited)), "left": str(Amount(int(left))), "late": str(Amount(late))}
                scope.add("ESC024", (*step.path, "after"), params=spelled, target=str(target), point=told)
                return


def _counts_with_clock(step: Step) -> bool:
    """Return whether a wait surely counts as the clock does, in hours."""
    return step.calendar in (None, "clock") and step.after is not None and not step.after.working_days


CHECKS = (check_start, check_order, check_waits)
