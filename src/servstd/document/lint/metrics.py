"""Metrics that never start, never run or start paused, and targets that no case can start.

*Rule:* stop, cancel and pause are asked as levels at the starting event, as deciding does; a condition about an event is no
level and proves nothing here.

Example:
    >>> from servstd.document import check_edition
    >>> head = 'format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC'
    >>> body = "sla: {metrics: {visit: {start: {event: closed}, stop: [closed]}}}"
    >>> [problem.code for problem in check_edition(f"{{{head}, {body}}}")[1]]
    ['SLA020']
"""

from __future__ import annotations

from servstd.conditions import AnyOf, Condition, has_event
from servstd.document.lint._regions import TooWide
from servstd.document.lint._scope import Scope, names_metric
from servstd.sla.model import Metric

__all__ = ["CHECKS", "check_start", "check_targets"]


def _level(condition: Condition | None) -> Condition:
    """Return the part of a condition that can hold without an event; an `any` keeps its state branches."""
    if condition is None:
        return AnyOf(())
    if isinstance(condition, AnyOf):
        return AnyOf(tuple(part for part in condition.parts if not has_event(part)))
    return AnyOf(()) if has_event(condition) else condition


def check_start(scope: Scope) -> None:
    """Report metrics whose start is ended or paused by the very state it starts in."""
    for metric in scope.edition.metrics:
        try:
            _check_one(scope, metric)
        except TooWide:
            continue


def _check_one(scope: Scope, metric: Metric) -> None:
    space = scope.space
    path = ("sla", "metrics", metric.name)
    start = space.region(metric.start)
    ended = AnyOf((_level(metric.stop), _level(metric.cancel)))
    alive = space.subtract(start, space.region(ended))
    if not alive:
        scope.add("SLA020", (*path, "start"), metric=metric.name)
    elif metric.pause is not None and not space.subtract(alive, space.region(metric.pause)):
        never_runs = not space.subtract([{}], space.region(AnyOf((ended, metric.pause))))
        scope.add("SLA022" if never_runs else "SLA021", (*path, "pause"), metric=metric.name)


def check_targets(scope: Scope) -> None:
    """Report targets whose policy's cases never start the metric."""
    metrics = {metric.name: metric for metric in scope.edition.metrics}
    for i, policy in enumerate(scope.edition.policies):
        for target in policy.targets:
            metric = metrics.get(target.metric)
            if metric is None or (target.within is None and target.until is None) or names_metric(policy, target.metric) == "exempt":
                continue
            start, cases = scope.region(metric.start), scope.effective[i, target.metric]
            if start and cases and not scope.space.meets(start, cases):
                path = scope.policy_path(i, "targets", target.metric)
                scope.add("SLA023", path, on_key=True, policy=policy.name, metric=metric.name)


CHECKS = (check_start, check_targets)
