"""Targets that say something without effect, thresholds out of place, and tables with gaps.

*Rule:* what is written must do something; what a table leaves out is told, with the values it leaves out.

Example:
    >>> from servstd.document import check_edition
    >>> head = 'format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC'
    >>> body = "sla: {policies: [{name: p, default: true, calendar: always, targets: {resolution: {within: 8h, warn: ['120%']}}}]}"
    >>> [problem.code for problem in check_edition(f"{{{head}, {body}}}")[1]]
    ['SLA032']
"""

from __future__ import annotations

from collections.abc import Iterator

from servstd.document.lint._regions import Box, Region, Space
from servstd.document.lint._scope import Scope
from servstd.document.lint.policies import spell_case
from servstd.durations import Amount
from servstd.errors import Path
from servstd.sla.model import Lookup, Policy, Target, Threshold, lookup_values

__all__ = ["CHECKS", "check_rows", "check_thresholds", "check_words"]


def _targets(scope: Scope) -> Iterator[tuple[Policy, Target, Path]]:
    for i, policy in enumerate(scope.edition.policies):
        for target in policy.targets:
            yield policy, target, scope.policy_path(i, "targets", target.metric)


def check_words(scope: Scope) -> None:
    """Report words of a target that have no effect there, and an `until:` that names no instant."""
    for _, target, path in _targets(scope):
        if target.until is not None:
            _check_until(scope, target, path)
        amounts = [value for value in lookup_values(target.within) if isinstance(value, Amount)]
        if target.end_of_day and not any(amount.working_days for amount in amounts):
            shown = ", ".join(dict.fromkeys(map(str, amounts)))
            scope.add("SLA034", (*path, "end_of_day"), on_key=True, metric=target.metric, found=shown)


def _check_until(scope: Scope, target: Target, path: Path) -> None:
    name = target.until or ""
    attribute = scope.edition.attributes.get(name)
    if attribute is not None and attribute.kind != "instant":
        scope.add("SLA037", (*path, "until"), metric=target.metric, attribute=name, found=attribute.kind, expected="kind: instant")
    elif attribute is None and scope.edition.attributes:
        instants = [known.name for known in scope.edition.attributes.values() if known.kind == "instant"]
        expected = ", ".join(instants) or f"{name}: {{kind: instant}}"
        scope.add("SLA001", (*path, "until"), attribute=name, found=name, expected=expected)


def check_thresholds(scope: Scope) -> None:
    """Report thresholds that lie after the due though they warn of it, or at the start or before it."""
    for _, target, path in _targets(scope):
        for i, threshold in enumerate(target.warn):
            here = (*path, "warn", i)
            numerator, denominator = threshold.percent
            if threshold.kind == "percent" and numerator >= denominator:
                scope.add("SLA032", here, metric=target.metric, threshold=threshold.text)
            elif threshold.kind == "percent" and not numerator:
                scope.add("SLA033", here, metric=target.metric, threshold=threshold.text, amount="0%")
            else:
                for amount in lookup_values(target.within):
                    if isinstance(amount, Amount) and _is_whole(threshold, amount):
                        scope.add("SLA033", here, metric=target.metric, threshold=threshold.text, amount=str(amount))
                        break


def _is_whole(threshold: Threshold, amount: Amount) -> bool:
    """Return whether so much remains at the start already; hours and working days are not compared."""
    remaining = threshold.amount
    if threshold.kind != "remaining" or remaining is None:
        return False
    if remaining.working_days and amount.working_days:
        return remaining.working_days >= amount.working_days
    return not remaining.working_days and not amount.working_days and remaining.us >= amount.us


def check_rows(scope: Scope) -> None:
    """Report values for which a table has no row, and rows that no case of the policy can reach."""
    for i, policy in enumerate(scope.edition.policies):
        for target in policy.targets:
            region = scope.effective.get((i, target.metric))
            if region:
                path = scope.policy_path(i, "targets", target.metric)
                _check_table(scope, target.within, (*path, "within"), region, policy, target.metric)
                _check_table(scope, target.calendar, (*path, "calendar"), region, policy, target.metric)
        first = next((target.metric for target in policy.targets if target.within is not None and target.calendar is None), None)
        region = scope.effective.get((i, first)) if first is not None else None
        if region and first is not None:
            _check_table(scope, policy.calendar, scope.policy_path(i, "calendar"), region, policy, first)


def _check_table(scope: Scope, table: object, path: Path, region: Region, policy: Policy, metric: str) -> None:
    if not isinstance(table, Lookup):
        return
    missing: dict[str, str] = {}
    reached: set[Path] = set()
    for box in region:
        for small, value, steps in scope.split(table, box):
            reached.update(steps[:end] for end in range(2, len(steps) + 1, 2))
            sure = scope.space.sure([small]) if value is None else None
            for case in _left_out(scope.space, sure, steps) if sure is not None else ():
                missing[spell_case(case, "en")] = spell_case(case, "zh")
    if missing:
        values = {"values_en": "; ".join(missing), "values_zh": "；".join(missing.values())}
        scope.add("SLA030", path, params=values, policy=policy.name, metric=metric, attribute=table.attribute)
    if reached:
        for steps in _rows(table):
            if steps not in reached and (len(steps) == 2 or steps[:-2] in reached) and _is_value(scope, steps):
                name, row = steps[-2:]
                scope.add("SLA031", (*path, *steps), on_key=True, policy=policy.name, metric=metric, attribute=name, row=row)


def _left_out(space: Space, box: Box, steps: Path) -> Iterator[dict[str, object]]:
    """Yield each value of the last table asked that has no row, with the values that led to that table."""
    *outer, last = [str(step) for step in steps[::2]]
    shown = {name: value for name, value in space.describe(box).items() if name in outer}
    for i, value in enumerate(space.values(last)):
        if box[last] >> i & 1:
            yield {**shown, last: value}


def _rows(table: Lookup) -> Iterator[Path]:
    for row, inner in table.rows.items():
        yield table.attribute, row
        if isinstance(inner, Lookup):
            for steps in _rows(inner):
                yield (table.attribute, row, *steps)


def _is_value(scope: Scope, steps: Path) -> bool:
    """Return whether a row's name is a value at all; when it is not, that has been told already."""
    values = scope.values_of(str(steps[-2]))
    return values is None or steps[-1] in [str(value).lower() if isinstance(value, bool) else value for value in values]


CHECKS = (check_words, check_thresholds, check_rows)
