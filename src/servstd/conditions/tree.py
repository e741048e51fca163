"""The condition tree: frozen values that name attributes, values and event kinds.

*Rule:* a condition is data; nothing in it runs, so it can be linted, printed, compared and compiled.

Example:
    >>> condition = AllOf((Test("priority", op="in", values=("high",)), Running("resolution")))
    >>> sorted(names_read(condition))
    ['priority']
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from servstd.events import Scalar

if TYPE_CHECKING:
    from servstd.protocols import Condition as PluginPart

__all__ = [
    "CATEGORIES", "AllOf", "AnyOf", "Becomes", "Builtin", "Condition", "NoneOf", "OnEvent", "Op", "Plugin", "Running", "Test", "has_event",
    "names_read", "replace_builtin", "walk",
]  # fmt: skip

CATEGORIES = ("open", "waiting_customer", "on_hold", "resolved", "closed", "cancelled")
Op = Literal["in", "not_in", "gt", "gte", "lt", "lte", "any", "all", "none", "missing", "present"]


@attrs.frozen
class Test:
    """One attribute against values; `values` are compared as they are, lists (tags) by `any`, `all`, `none`."""

    __test__ = False  # not a pytest class
    attribute: str
    op: Op = attrs.field(kw_only=True)
    values: tuple[Scalar, ...] = attrs.field(default=(), kw_only=True)


@attrs.frozen
class AllOf:
    """True when every part is true; no parts: true."""

    parts: tuple[Condition, ...]


@attrs.frozen
class AnyOf:
    """True when a part is true; no parts: false."""

    parts: tuple[Condition, ...]


@attrs.frozen
class NoneOf:
    """True when no part is true."""

    parts: tuple[Condition, ...]


@attrs.frozen
class OnEvent:
    """True only at an event of these kinds (empty: any kind), by these roles, whose data or the case's attributes pass.

    `sets` names an attribute that the event must set.
    """

    kinds: tuple[str, ...]
    by: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    sets: str | None = attrs.field(default=None, kw_only=True)
    tests: tuple[Test, ...] = attrs.field(default=(), kw_only=True)


@attrs.frozen
class Becomes:
    """True at the event after which a state holds that did not hold before it (before `opened` nothing holds)."""

    state: Condition


@attrs.frozen
class Running:
    """True while a clock of this metric runs or is paused; the metric must stand earlier in the standard."""

    metric: str


@attrs.frozen
class Plugin:
    """A condition a plugin provides, with its arguments.

    Attributes:
        part: What judges it; None: nobody, and it never holds.
        plugin: The plugin's name, for messages.
    """

    name: str
    args: tuple[tuple[str, Scalar], ...] = attrs.field(default=(), kw_only=True)
    part: PluginPart | None = attrs.field(default=None, kw_only=True, eq=False, repr=False)
    plugin: str = attrs.field(default="", kw_only=True, eq=False, repr=False)

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the names of the attributes it looks at."""
        return () if self.part is None else tuple(self.part.reads)


@attrs.frozen
class Builtin:
    """Stands for the built-in metric's own condition where a standard extends it."""


Condition: TypeAlias = Test | AllOf | AnyOf | NoneOf | OnEvent | Becomes | Running | Plugin | Builtin


def walk(condition: Condition) -> Iterator[Condition]:
    """Yield the condition and every part of it, outermost first."""
    yield condition
    if isinstance(condition, (AllOf, AnyOf, NoneOf)):
        for part in condition.parts:
            yield from walk(part)
    elif isinstance(condition, Becomes):
        yield from walk(condition.state)


def has_event(condition: Condition) -> bool:
    """Return whether the condition is about an event or a change rather than a state."""
    return any(isinstance(part, (OnEvent, Becomes)) for part in walk(condition))


def names_read(condition: Condition) -> set[str]:
    """Return the names of the attributes (or event data) the condition reads."""
    names: set[str] = set()
    for part in walk(condition):
        if isinstance(part, Test):
            names.add(part.attribute)
        elif isinstance(part, OnEvent):
            names.update(test.attribute for test in part.tests)
        elif isinstance(part, Plugin):
            names.update(part.reads)
    return names


def replace_builtin(condition: Condition, builtin: Condition) -> Condition:
    """Return the condition with the word `builtin` replaced by a built-in metric's own condition."""
    if isinstance(condition, Builtin):
        return builtin
    if isinstance(condition, (AllOf, AnyOf, NoneOf)):
        return type(condition)(tuple(replace_builtin(part, builtin) for part in condition.parts))
    return condition
