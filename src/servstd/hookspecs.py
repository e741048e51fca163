"""The hooks a plugin may fill, and what it is given.

*Rule:* every hook takes one argument, the `PluginContext`, runs once when a host is built, and returns objects of one kind. A hook is
marked with `@implements.NAME`, so that a wrong name or a wrong type is an error under mypy and pyright before anything runs.

Example:
    >>> from servstd.protocols import Notifier
    >>> @implements.notifiers
    ... def notifiers(ctx: PluginContext) -> list[Notifier]:
    ...     return []
    >>> sorted(HOOKS)[:3]
    ['calendars', 'channels', 'classifiers']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, NoReturn, Protocol, TypeAlias, TypeVar, overload

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
    Entitlements,
    Notifier,
    Observer,
    ReportFormat,
    ScoringRule,
    StandardCheck,
    ThemeClassifier,
)
from servstd.registry import KINDS

__all__ = ["HOOKS", "PROJECT", "Implements", "Instance", "Marker", "PluginContext", "Settings", "Specification", "implements"]

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
    def folder(self) -> str:
        """Return the folder that the operations file stands in, from which relative paths start; empty: the working directory."""
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


R = TypeVar("R")
X = TypeVar("X")
F = TypeVar("F", bound=Callable[..., object])


class Marker(Generic[R]):
    """Marks a function, or a method of an object that is a plugin, as the filling of one hook.

    Attributes:
        hook: The hook's name.
        returns: What the hook returns, in words.
    """

    def __init__(self, hook: str, returns: str) -> None:
        self.hook = hook
        self.returns = returns

    @overload
    def __call__(self, function: Callable[[PluginContext], R], /) -> Callable[[PluginContext], R]: ...
    @overload
    def __call__(self, function: Callable[[X, PluginContext], R], /) -> Callable[[X, PluginContext], R]: ...
    def __call__(self, function: F, /) -> F:
        """Return the function, marked."""
        return _mark(function, specname=self.hook)


class Implements:
    """The markers, one a hook."""

    settings: Marker[type] = Marker("settings", "the attrs class of the plugin's settings")
    notifiers: Marker[Iterable[Notifier | AsyncNotifier]] = Marker("notifiers", "notifiers, one for each instance")
    channels: Marker[Iterable[Channel]] = Marker("channels", "channels")
    scoring_rules: Marker[Iterable[ScoringRule]] = Marker("scoring_rules", "scoring rules")
    conditions: Marker[Iterable[Condition]] = Marker("conditions", "conditions")
    calendars: Marker[Iterable[CalendarSource]] = Marker("calendars", "calendar sources")
    directories: Marker[Iterable[Directory]] = Marker("directories", "directories of people")
    entitlements: Marker[Iterable[Entitlements]] = Marker("entitlements", "sources of customers' agreements")
    classifiers: Marker[Iterable[ThemeClassifier]] = Marker("classifiers", "classifiers of what customers write")
    standard_checks: Marker[Iterable[StandardCheck]] = Marker("standard_checks", "checks of standards")
    reports: Marker[Iterable[ReportFormat]] = Marker("reports", "report formats")
    commands: Marker[Iterable[Command]] = Marker("commands", "commands of the program")
    observers: Marker[Iterable[Observer]] = Marker("observers", "observers of decisions")

    @staticmethod
    def _refuse(name: str) -> NoReturn:
        near = did_you_mean(name, HOOKS)
        raise AttributeError(f"there is no hook {name!r}" + (f"; did you mean {near!r}?" if near else f"; there are {', '.join(HOOKS)}"))


HOOKS: tuple[str, ...] = ("settings", *KINDS)
"""Every hook, in the order in which the host calls them."""


class _Guarded(Implements):
    """The markers; a name that is none is refused with the one that was meant. Hidden from type checkers, which know the names."""

    def __getattr__(self, name: str) -> NoReturn:
        self._refuse(name)


implements: Implements = _Guarded()
"""`@implements.notifiers` and so on."""


class Specification:
    """The hooks as pluggy wants them declared."""


def _declare(name: str) -> None:
    def hook(self: object, ctx: PluginContext) -> object:  # pluggy reads the names
        ...

    hook.__name__ = name
    hook.__qualname__ = f"Specification.{name}"  # so that pluggy knows `self` for what it is
    hook.__doc__ = f"Return {getattr(Implements, name).returns}."
    setattr(Specification, name, _spec(hook))


for _name in HOOKS:
    _declare(_name)
