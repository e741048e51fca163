"""The hooks a plugin may fill, and what it is given.

*Rule:* every hook takes one argument, the `PluginContext`, runs once when a host is built, and returns objects of one kind. A hook is
marked with `@implements.NAME`, so that a wrong name or a wrong type is an error under mypy and pyright before anything runs.

Example:
    >>> from servstd.protocols import Notifier
    >>> @implements.notifiers
    ... def notifiers(ctx: PluginContext) -> list[Notifier]:
    ...     return []
    >>> sorted(HOOKS)[:3]
    ['calendars', 'channels', 'commands']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, NoReturn, Protocol, TypeAlias, TypeVar

import attrs
import pluggy

from servstd.messages.nearest import did_you_mean
from servstd.protocols import (
    AsyncNotifier,
    CalendarSource,
    Channel,
    Command,
    Condition,
    Directory,
    Notifier,
    Observer,
    ReportFormat,
    ScoringRule,
    StandardCheck,
)
from servstd.registry import KINDS

__all__ = ["HOOKS", "PROJECT", "Instance", "PluginContext", "Settings", "implements"]

PROJECT = "servstd"
"""The name pluggy knows us by, and the group of the entry points."""
_mark = pluggy.HookimplMarker(PROJECT)
_spec = pluggy.HookspecMarker(PROJECT)

S = TypeVar("S")
Settings: TypeAlias = type[S]
"""An attrs class: its fields are the keys a user may write, their types are checked strictly."""


@attrs.frozen
class Instance(Generic[S]):
    """One entry of `notifiers:` in the operations file.

    Attributes:
        name: What the user calls it, and what `via:` names.
        settings: What the user wrote, structured.
        contact: The contact key the user chose for it; empty: the notifier's own.
        label: What people call it; empty: its name.
    """

    name: str
    settings: S = attrs.field(kw_only=True)
    contact: str = attrs.field(default="", kw_only=True)
    label: str = attrs.field(default="", kw_only=True)


class PluginContext(Protocol):
    """What a hook is given: the plugin's own settings and its instances, read from the operations file and checked."""

    @property
    def plugin(self) -> str:
        """Return the plugin's name, as its entry point says."""
        ...

    @property
    def locale(self) -> str:
        """Return the language of the people who read messages, `zh` or `en`."""
        ...

    @property
    def settings(self) -> object:
        """Return what the `settings` hook's class was filled with; without that hook, the plain mapping under `plugins: NAME:`."""
        ...

    def settings_as(self, form: Settings[S], /) -> S:
        """Return the plugin's settings, `plugins: NAME:` in the operations file, structured into an attrs class."""
        ...

    def instances(self, type: str, form: Settings[S], /) -> tuple[Instance[S], ...]:
        """Return the entries of `notifiers:` whose `type:` is this one, each structured into an attrs class."""
        ...


T = TypeVar("T")
Hook: TypeAlias = Callable[[PluginContext], T]


class _Implements:
    """The markers, one a hook."""

    def settings(self, hook: Hook[type], /) -> Hook[type]:
        """Mark the hook that returns the attrs class of the plugin's settings."""
        return _mark(hook, specname="settings")

    def notifiers(self, hook: Hook[Iterable[Notifier | AsyncNotifier]], /) -> Hook[Iterable[Notifier | AsyncNotifier]]:
        """Mark the hook that returns notifiers, one for each instance."""
        return _mark(hook, specname="notifiers")

    def channels(self, hook: Hook[Iterable[Channel]], /) -> Hook[Iterable[Channel]]:
        """Mark the hook that returns channels."""
        return _mark(hook, specname="channels")

    def scoring_rules(self, hook: Hook[Iterable[ScoringRule]], /) -> Hook[Iterable[ScoringRule]]:
        """Mark the hook that returns scoring rules."""
        return _mark(hook, specname="scoring_rules")

    def conditions(self, hook: Hook[Iterable[Condition]], /) -> Hook[Iterable[Condition]]:
        """Mark the hook that returns conditions."""
        return _mark(hook, specname="conditions")

    def calendars(self, hook: Hook[Iterable[CalendarSource]], /) -> Hook[Iterable[CalendarSource]]:
        """Mark the hook that returns calendar sources."""
        return _mark(hook, specname="calendars")

    def directories(self, hook: Hook[Iterable[Directory]], /) -> Hook[Iterable[Directory]]:
        """Mark the hook that returns directories."""
        return _mark(hook, specname="directories")

    def standard_checks(self, hook: Hook[Iterable[StandardCheck]], /) -> Hook[Iterable[StandardCheck]]:
        """Mark the hook that returns checks of standards."""
        return _mark(hook, specname="standard_checks")

    def reports(self, hook: Hook[Iterable[ReportFormat]], /) -> Hook[Iterable[ReportFormat]]:
        """Mark the hook that returns report formats."""
        return _mark(hook, specname="reports")

    def commands(self, hook: Hook[Iterable[Command]], /) -> Hook[Iterable[Command]]:
        """Mark the hook that returns commands of the program."""
        return _mark(hook, specname="commands")

    def observers(self, hook: Hook[Iterable[Observer]], /) -> Hook[Iterable[Observer]]:
        """Mark the hook that returns observers of decisions."""
        return _mark(hook, specname="observers")

    def _refuse(self, name: str) -> NoReturn:
        near = did_you_mean(name, HOOKS)
        raise AttributeError(f"there is no hook {name!r}" + (f"; did you mean {near!r}?" if near else f"; there are {', '.join(HOOKS)}"))


HOOKS: tuple[str, ...] = ("settings", *KINDS)
"""Every hook, in the order in which the host calls them."""


class _Guarded(_Implements):
    """The markers; a name that is none is refused with the one that was meant. Hidden from type checkers, which know the names."""

    def __getattr__(self, name: str) -> NoReturn:
        self._refuse(name)


implements: _Implements = _Guarded()
"""`@implements.notifiers` and so on: marks a function or method as the filling of a hook."""


class Specification:
    """The hooks as pluggy wants them declared."""


def _declare(name: str) -> None:
    def hook(self: object, ctx: PluginContext) -> object:  # pluggy reads the names
        ...

    hook.__name__ = name
    hook.__doc__ = str(getattr(_Implements, name).__doc__)
    setattr(Specification, name, _spec(hook))


for _name in HOOKS:
    _declare(_name)
