"""Chains that cannot start, steps that never come, and chains that start each other without end.

*Rule:* "never" is said only when it is proved over the declared values, as for policies.

Example:
    >>> from servstd.document import check_edition
    >>> head = 'format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC, people: {li: {name: Li}}'
    >>> chain = "{name: c, trigger: {event: reopened}, stop_on: [reopened], steps: [{notify: li}]}"
    >>> [problem.code for problem in check_edition(f"{{{head}, escalation: {{chains: [{chain}]}}}}")[1]]
    ['ESC022']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from servstd.conditions import Becomes, Condition, OnEvent, Test, compile_state, has_event, walk
from servstd.document.lint._regions import Region, TooWide
from servstd.document.lint._scope import Scope
from servstd.escalation.model import Chain, Escalation, StepAction

__all__ = ["CHECKS", "both", "check_circles", "check_starts", "check_steps", "circles"]

_OVER = Test("category", op="in", values=("closed", "cancelled"))
"""A case that is closed or cancelled ends all its runs."""


def _chains(scope: Scope) -> tuple[Chain, ...]:
    return (scope.edition.escalation or Escalation()).chains


def both(scope: Scope, one: Condition | None, two: Condition | None) -> Region | None:
    """Return the cases in which two conditions hold, None when that cannot be told."""
    first, second = scope.region(one), scope.region(two)
    try:
        return None if first is None or second is None else scope.space.intersect(first, second)
    except TooWide:
        return None


def _inside(scope: Scope, region: Region | None, condition: Condition | None) -> bool:
    """Return whether every case of a region certainly has a state."""
    if region is None or condition is None or has_event(condition) or (other := scope.region(condition)) is None:
        return False
    try:
        return not scope.space.subtract(region, other)
    except TooWide:
        return False


# ── starting and coming ───────────────────────────────────────────────────────────────────────────────────────
def check_starts(scope: Scope) -> None:
    """Report chains whose trigger contradicts their cases, and chains that end as they start."""
    for chain in _chains(scope):
        region, path = both(scope, chain.trigger.condition, chain.when), (*chain.path, "trigger")
        if region == []:
            scope.add("ESC021", path)
        elif (kinds := _ending_kinds(chain)) or _inside(scope, region, chain.stop_on):
            scope.add("ESC022", (*chain.path, "stop_on"), found=", ".join(kinds) or "`when:`")


def _ending_kinds(chain: Chain) -> tuple[str, ...]:
    """Return the kinds of event that start a chain, when each of them ends it at once."""
    start, stop = chain.trigger.condition, chain.stop_on
    if not isinstance(start, OnEvent) or not isinstance(stop, OnEvent) or stop.by or stop.sets or stop.tests:
        return ()
    return start.kinds if set(start.kinds) <= set(stop.kinds) else ()


def check_steps(scope: Scope) -> None:
    """Report steps whose cases the chain never has, or no longer has when they hold."""
    for chain in _chains(scope):
        for step in chain.steps:
            if step.when is None:
                continue
            region = both(scope, step.when, chain.when)
            if region == [] or _inside(scope, region, _OVER) or _inside(scope, region, chain.stop_on):
                scope.add("ESC023", (*step.path, "when"))


# ── circles ───────────────────────────────────────────────────────────────────────────────────────────────────
def check_circles(scope: Scope) -> None:
    """Report chains whose actions start each other round and round."""
    chains = _chains(scope)
    actions = {chain.name: [action for step in chain.steps for action in step.actions if action.kind != "reassign"] for chain in chains}
    acting = [chain for chain in chains if actions[chain.name]]
    edges = {one.name: [two.name for two in acting if _starts(actions[one.name], two)] for one in acting}
    for circle in circles(edges):
        of_it = [next(chain for chain in acting if chain.name == name) for name in circle]
        if all(_starts_at_events(chain) for chain in of_it) or _goes_on([action for name in circle for action in actions[name]]):
            first = of_it[0]
            scope.add("ESC027", (*first.path, "steps"), chains=" → ".join([*circle, circle[0]]))


def _starts(actions: Sequence[StepAction], chain: Chain) -> bool:
    """Return whether an action may bring about what starts a chain."""
    condition = chain.trigger.condition
    return condition is not None and any(_brings(action, part, chain) for action in actions for part in walk(condition))


def _brings(action: StepAction, part: Condition, chain: Chain) -> bool:
    if action.kind == "open":
        return isinstance(part, OnEvent) and "opened" in part.kinds and _fits(action.values, [*part.tests, *_tests(chain.when)])
    if isinstance(part, OnEvent):
        return "changed" in part.kinds and (part.sets is None or part.sets in action.values) and _fits(action.values, part.tests)
    tests = _tests(part.state) if isinstance(part, Becomes) else []
    return any(test.attribute in action.values for test in tests) and _fits(action.values, tests)


def _tests(condition: Condition | None) -> list[Test]:
    return [] if condition is None else [part for part in walk(condition) if isinstance(part, Test)]


def _fits(values: Mapping[str, object], tests: Sequence[Test]) -> bool:
    """Return whether no test speaks against the values that are set; what is not set may be anything."""
    return all(compile_state(test)(values) for test in tests if test.attribute in values)


def circles(edges: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield a shortest circle through each name that is on one and on none already told."""
    told: set[str] = set()
    for start in edges:
        before: dict[str, str] = {}
        queue = [start]
        for name in queue:
            for after in edges[name]:
                if after not in before:
                    before[after] = name
                    queue.append(after)
        if start in before and start not in told:
            circle = [start]
            while (last := before[circle[-1]]) != start:
                circle.append(last)
            told.update(circle)
            yield [start, *reversed(circle[1:])]


def _starts_at_events(chain: Chain) -> bool:
    """Return whether any change starts a chain, and not only one to another state."""
    return chain.trigger.condition is not None and any(isinstance(part, OnEvent) for part in walk(chain.trigger.condition))


def _goes_on(actions: Sequence[StepAction]) -> bool:
    """Return whether a circle never comes to rest: it opens cases, or sets an attribute to one value and then to another."""
    if any(action.kind == "open" for action in actions):
        return True
    set_to: dict[str, list[object]] = {}
    for action in actions:
        for name, value in action.values.items():
            set_to.setdefault(name, []).append(value)
    return any(values.count(values[0]) < len(values) for values in set_to.values())


CHECKS = (check_starts, check_steps, check_circles)
