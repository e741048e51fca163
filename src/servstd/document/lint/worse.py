"""Promises that are worse than they should be: a response after the resolution, a higher priority or tier that waits longer.

*Rule:* "worse" is a start with a later due (section 5 of the semantics), and the message names that start. Only cases that
differ in nothing else are compared, and only dues of the same commitment.

Example:
    >>> from servstd.document import check_edition
    >>> head = 'format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC'
    >>> body = "sla: {policies: [{name: p, default: true, calendar: always, targets: {first_response: 8h, resolution: 4h}}]}"
    >>> [problem.code for problem in check_edition(f"{{{head}, {body}}}")[1]]
    ['SLA050']
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

import attrs

from servstd.document.lint._later import Rule
from servstd.document.lint._regions import Box
from servstd.document.lint._scope import Cell, Scope
from servstd.document.lint.calendars import spell_start
from servstd.document.lint.policies import spell_case

__all__ = ["CHECKS", "check_order", "check_response"]

_PAIRS = (("first_response", "resolution"), ("first_response", "solution"))


@attrs.frozen(eq=False)
class _Row:
    """Some cases of one policy, and how their due is set."""

    cell: Cell
    rule: Rule
    box: Box


def _rows_by_metric(scope: Scope) -> dict[str, list[_Row]]:
    out: dict[str, list[_Row]] = {}
    for cell in scope.cells:
        calendar = scope.edition.calendars.get(cell.calendar or "")
        if cell.amount is not None and calendar is not None:
            rule = Rule(cell.amount, calendar=calendar, end_of_day=cell.target.end_of_day)
            out.setdefault(cell.target.metric, []).append(_Row(cell, rule, cell.box))
    return out


def check_response(scope: Scope) -> None:
    """Report responses that may be due later than the resolution of the same case."""
    rows = _rows_by_metric(scope)
    for response, resolution in _PAIRS:
        for slow, fast, start, shared in _worse(scope, rows.get(response, []), rows.get(resolution, [])):
            params = {**_dues(scope, slow.rule, fast.rule, start), **_cases(scope, shared)}
            scope.add("SLA050", slow.cell.path, params=params, metric=response, other=resolution, policy=_policy(scope, fast))


def check_order(scope: Scope) -> None:
    """Report cases of a higher priority, tier or other ordered attribute that may be due later than a lower one's."""
    for metric, rows in _rows_by_metric(scope).items():
        for name, values in scope.ordered.items():
            bits = {value: 1 << i for i, value in enumerate(scope.space.values(name))}
            for low, high in pairwise(value for value in values if value in bits):
                lower, higher = ([*_slices(rows, name, bits[value])] for value in (low, high))
                for slow, fast, start, shared in _worse(scope, higher, lower, alike=True):
                    params = {**_dues(scope, slow.rule, fast.rule, start), **_cases(scope, shared)}
                    words = {"metric": metric, "attribute": name, "high": high, "low": low, "policy": _policy(scope, fast)}
                    scope.add("SLA051", slow.cell.path, params={**words, **params})


def _slices(rows: list[_Row], name: str, bit: int) -> Iterator[_Row]:
    """Yield the rows that have cases with one value of an attribute, the attribute left out."""
    for row in rows:
        if row.box.get(name, bit) & bit:
            yield attrs.evolve(row, box={key: mask for key, mask in row.box.items() if key != name})


def _worse(scope: Scope, slow: list[_Row], fast: list[_Row], *, alike: bool = False) -> Iterator[tuple[_Row, _Row, int, Box]]:
    """Yield rows of which the first may be due later than the second though their cases are the same, one for each two policies.

    Args:
        scope: The scope.
        slow: What ought not to be later.
        fast: Than these.
        alike: Whether only dues of the same commitment are compared.
    """
    told: set[tuple[int, int]] = set()
    for one, two in _neighbours(slow, fast):
        pair = one.cell.policy, two.cell.policy
        if pair in told or (alike and one.cell.target.commitment != two.cell.target.commitment):
            continue
        shared = scope.space.sure(scope.space.intersect([one.box], [two.box]))
        start = None if shared is None else scope.finder.later_start(one.rule, two.rule)
        if shared is not None and start is not None:
            told.add(pair)
            yield one, two, start, shared


def _neighbours(one: list[_Row], two: list[_Row]) -> Iterator[tuple[_Row, _Row]]:
    """Yield the pairs that may share cases, told apart by the attribute that most boxes restrict; a few more do no harm."""
    counts = Counter(key for row in two for key in row.box)
    key = max(counts, key=lambda name: counts[name], default=None)
    by_mask: dict[int, list[_Row]] = {}
    for row in two:
        by_mask.setdefault(row.box.get(key, -1), []).append(row)
    for row in one:
        mask = row.box.get(key, -1)
        for other, rows in by_mask.items():
            if other & mask:
                for near in rows:
                    yield row, near


def _policy(scope: Scope, row: _Row) -> str:
    return scope.edition.policies[row.cell.policy].name


def _dues(scope: Scope, slow: Rule, fast: Rule, start: int) -> Mapping[str, str]:
    zone = scope.edition.time_zone
    worked = {"start": start, "late": slow.due(start), "early": fast.due(start)}
    return {f"{word}_{lang}": text for word, us in worked.items() for lang, text in spell_start(us, zone).items()}


def _cases(scope: Scope, box: Box) -> Mapping[str, str]:
    case = scope.space.describe(box)
    return {f"case_{lang}": spell_case(case, lang) for lang in ("en", "zh")}


CHECKS = (check_response, check_order)
