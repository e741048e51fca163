"""Promises that are worse than they should be: a response after the resolution, a higher priority or tier that waits longer.

*Rule:* "worse" is a start with a later due (section 5 of the semantics), and the message names that start. Only cases that
differ in nothing else are compared, and only dues of the same commitment.

Example:
    >>> CHECKS[0].__name__
    'check_response'
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from servstd.document.lint._later import Rule
from servstd.document.lint._regions import Box
from servstd.document.lint._scope import Cell, Scope
from servstd.document.lint.calendars import spell_start
from servstd.document.lint.policies import spell_case

__all__ = ["CHECKS", "check_order", "check_response"]

_PAIRS = (("first_response", "resolution"), ("first_response", "solution"))


def _rule(scope: Scope, cell: Cell) -> Rule | None:
    calendar = scope.edition.calendars.get(cell.calendar or "")
    if cell.amount is None or calendar is None:
        return None
    return Rule(cell.amount, calendar=calendar, end_of_day=cell.target.end_of_day)


def _by_metric(scope: Scope) -> dict[str, list[tuple[Cell, Rule]]]:
    out: dict[str, list[tuple[Cell, Rule]]] = {}
    for cell in scope.cells:
        rule = _rule(scope, cell)
        if rule is not None:
            out.setdefault(cell.target.metric, []).append((cell, rule))
    return out


def check_response(scope: Scope) -> None:
    """Report responses that may be due later than the resolution of the same case."""
    cells = _by_metric(scope)
    for response, resolution in _PAIRS:
        told: set[tuple[int, int]] = set()
        for one, slow in cells.get(response, ()):
            for two, fast in cells.get(resolution, ()):
                pair = one.policy, two.policy
                if pair in told or (start := scope.finder.later_start(slow, fast)) is None:
                    continue
                shared = scope.space.sure(scope.space.intersect([one.box], [two.box]))
                if shared is not None:
                    told.add(pair)
                    params = {**_dues(scope, slow, fast, start), **_cases(scope, shared)}
                    scope.add("SLA050", one.path, params, metric=response, other=resolution, policy=_policy(scope, two))


def check_order(scope: Scope) -> None:
    """Report cases of a higher priority, tier or other ordered attribute that may be due later than a lower one's."""
    cells = _by_metric(scope)
    for name, values in scope.ordered.items():
        bits = {value: 1 << i for i, value in enumerate(scope.space.values(name))}
        for low, high in pairwise(values):
            for found in cells.values():
                _compare(scope, found, name, (low, bits[low]), (high, bits[high]))


def _compare(scope: Scope, cells: list[tuple[Cell, Rule]], name: str, low: tuple[str, int], high: tuple[str, int]) -> None:
    lower = [(cell, rule, box) for cell, rule in cells if (box := _slice(cell.box, name, low[1])) is not None]
    higher = [(cell, rule, box) for cell, rule in cells if (box := _slice(cell.box, name, high[1])) is not None]
    told: set[tuple[int, int]] = set()
    for two, slow, upper in higher:
        for one, fast, under in lower:
            if one is two or (one.policy, two.policy) in told or one.target.commitment != two.target.commitment:
                continue
            start = scope.finder.later_start(slow, fast)
            shared = None if start is None else scope.space.sure(scope.space.intersect([under], [upper]))
            if start is not None and shared is not None:
                told.add((one.policy, two.policy))
                params = {**_dues(scope, slow, fast, start), **_cases(scope, shared)}
                metric = two.target.metric
                scope.add("SLA051", two.path, params, metric=metric, attribute=name, high=high[0], low=low[0], policy=_policy(scope, one))


def _slice(box: Box, name: str, bit: int) -> Box | None:
    """Return a box's cases with one value of an attribute, the attribute left out; None when it has no such cases."""
    if not box.get(name, bit) & bit:
        return None
    return {key: mask for key, mask in box.items() if key != name}


def _policy(scope: Scope, cell: Cell) -> str:
    return scope.edition.policies[cell.policy].name


def _dues(scope: Scope, slow: Rule, fast: Rule, start: int) -> Mapping[str, str]:
    zone = scope.edition.time_zone
    worked = {"start": start, "late": slow.due(start), "early": fast.due(start)}
    return {f"{word}_{lang}": text for word, us in worked.items() for lang, text in spell_start(us, zone).items()}


def _cases(scope: Scope, box: Box) -> Mapping[str, str]:
    case = scope.space.describe(box)
    return {f"case_{lang}": spell_case(case, lang) for lang in ("en", "zh")}


CHECKS = (check_response, check_order)
