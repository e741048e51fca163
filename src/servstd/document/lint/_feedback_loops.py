"""Loops that are never set off, that nobody owns, that open what the standard does not know, or that open each other without end.

*Rule:* a circle is told only when each of its follow-ups may set off the next; answers and events that it cannot rule out may happen.

Example:
    >>> from servstd.document import check_edition
    >>> head = 'format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC'
    >>> body = "feedback: {loops: [{trigger: {event: closed}, open: {matter: check}}]}"
    >>> [problem.code for problem in check_edition(f"{{{head}, {body}}}")[1]]
    ['FBK074']
"""

from __future__ import annotations

from servstd.conditions import AllOf, Test, compile_state
from servstd.document.lint._chain_cases import both, circles
from servstd.document.lint._chain_names import check_values
from servstd.document.lint._feedback_asking import asked_cases, is_sound
from servstd.document.lint._regions import Region
from servstd.document.lint._scope import Scope
from servstd.feedback.model import Campaign, Feedback, Loop

__all__ = ["CHECKS", "check_circles", "check_opened", "check_owners", "check_starts"]


def _section(scope: Scope) -> Feedback:
    return scope.edition.feedback or Feedback()


def check_opened(scope: Scope) -> None:
    """Report follow-up cases with attributes or values that the standard does not know."""
    for loop in _section(scope).loops:
        check_values(scope, loop.opens, (*loop.path, "open"))


def check_owners(scope: Scope) -> None:
    """Report improvements that nobody owns."""
    for loop in _section(scope).loops:
        if loop.improvement and loop.owner is None:
            scope.add("FBK076", loop.path)


def check_starts(scope: Scope) -> None:
    """Report loops that nothing ever sets off."""
    for loop in _section(scope).loops:
        region = both(scope, loop.trigger.condition, loop.when)
        if (region == [] and is_sound(scope, loop.path)) or _is_off_scale(scope, loop):
            scope.add("FBK056", (*loop.path, "trigger"), what_en="loop", what_zh="跟进")


def _is_off_scale(scope: Scope, loop: Loop) -> bool:
    """Return whether no score of the instrument passes the tests of the score."""
    instrument = _section(scope).instruments.get(loop.trigger.name)
    tests = [compile_state(test) for test in loop.trigger.tests if test.attribute == "score"]
    if instrument is None or instrument.kind == "battery" or not tests:
        return False
    low, high = instrument.scale
    return not any(all(holds({"score": score}) for holds in tests) for score in range(low, high + 1))


def check_circles(scope: Scope) -> None:
    """Report loops whose follow-ups set each other off round and round."""
    loops = [loop for loop in _section(scope).loops if loop.opens]
    edges = {one.name: [two.name for two in loops if _sets_off(scope, one, two)] for one in loops}
    for circle in circles(edges):
        first = next(loop for loop in loops if loop.name == circle[0])
        scope.add("FBK074", (*first.path, "open"), on_key=True, loops=" → ".join([*circle, circle[0]]))


def _sets_off(scope: Scope, one: Loop, two: Loop) -> bool:
    """Return whether a case that the first loop opens may set off the second."""
    values = tuple(Test(name, op="in", values=(value,)) for name, value in one.opens.items() if isinstance(value, (str, int, float)))
    opened = both(scope, AllOf(values), two.when)
    if two.trigger.kind != "response":
        return two.trigger.kind == "event" and _meet(scope, opened, scope.region(two.trigger.condition))
    asked = [item for item in _section(scope).invitations if item.instrument == two.trigger.name and not isinstance(item.trigger, Campaign)]
    return any(_meet(scope, opened, asked_cases(scope, item)) for item in asked)


def _meet(scope: Scope, one: Region | None, two: Region | None) -> bool:
    return one is not None and two is not None and scope.space.meets(one, two)


CHECKS = (check_opened, check_owners, check_starts, check_circles)
