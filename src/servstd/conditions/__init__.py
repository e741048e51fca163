"""The one condition language: a frozen tree, read from plain data, compiled to predicates.

*Rule:* a condition is data. It names attributes, values and event kinds, so it can be linted, printed, compiled to a
predicate here and to columns elsewhere. A missing attribute matches nothing, `not` included, unless `{missing: true}`.

Example:
    >>> from servstd.errors import Report
    >>> report = Report()
    >>> condition = read_condition({"priority": ["high", "urgent"], "channel": {"not": "email"}}, report)
    >>> holds = compile_state(condition)
    >>> holds({"priority": "high", "channel": "phone"}), holds({"priority": "high"})
    (True, False)
"""

from __future__ import annotations

from servstd.conditions.compiling import EventPredicate, StatePredicate, compile_event, compile_rise, compile_state
from servstd.conditions.reading import read_condition
from servstd.conditions.tree import (
    CATEGORIES,
    AllOf,
    AnyOf,
    Becomes,
    Builtin,
    Condition,
    NoneOf,
    OnEvent,
    Plugin,
    Running,
    Test,
    has_event,
    names_read,
    replace_builtin,
    walk,
)  # fmt: skip

__all__ = [
    "CATEGORIES", "AllOf", "AnyOf", "Becomes", "Builtin", "Condition", "EventPredicate", "NoneOf", "OnEvent", "Plugin", "Running",
    "StatePredicate", "Test", "compile_event", "compile_rise", "compile_state", "has_event", "names_read", "read_condition",
    "replace_builtin", "walk",
]  # fmt: skip
