"""The host: every plugin found, vetted and loaded, and what they offer together.

*Rule:* a host is made once and does not change; adding a plugin gives another. Nothing a plugin does can keep a host from being made.

Example:
    >>> host = Host.empty()
    >>> host.plugins, host.registry.names("notifiers")
    ((), ())
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from types import ModuleType, TracebackType
from typing import Self

import attrs

from servstd.errors import Problem, StandardError
from servstd.host.loading import load_part, load_plugin
from servstd.host.merging import merge
from servstd.host.operations import Operations, OperationsLike, read_operations
from servstd.host.records import PluginRecord
from servstd.host.scanning import SWITCH, find_plugins, settle_metadata
from servstd.host.settings import Surroundings
from servstd.registry import Registry

__all__ = ["Host"]

_BUILTIN = PluginRecord("servstd", target="servstd.delivery.plugin")
"""What is built in is a plugin like any other, held to the same rules."""


@attrs.frozen(eq=False)
class Host:
    """What is offered by servstd itself and by the plugins that could be loaded.

    Make one with `Host.discover` or `Host.empty`.

    Attributes:
        plugins: What became of each plugin.
        builtin: The same of what is built in.
        registry: What is offered.
        problems: What was wrong with the operations file: its form, unknown plugins, instances of which nobody knows the type.
    """

    plugins: tuple[PluginRecord, ...] = ()
    builtin: PluginRecord = attrs.field(default=_BUILTIN, kw_only=True)
    registry: Registry = attrs.field(factory=Registry, kw_only=True)
    problems: tuple[Problem, ...] = attrs.field(default=(), kw_only=True)
    _operations: Operations = attrs.field(factory=Operations, alias="operations", kw_only=True, repr=False)
    _surroundings: Surroundings = attrs.field(alias="surroundings", kw_only=True, repr=False)
    _locale: str = attrs.field(default="en", alias="locale", kw_only=True)

    @classmethod
    def discover(
        cls,
        operations: OperationsLike = None,
        *,
        modules: Iterable[str] = (),
        installed: bool = True,
        complete: bool = True,
        environ: Mapping[str, str] | None = None,
        locale: str = "en",
    ) -> Self:
        """Return a host with the installed plugins.

        Args:
            operations: A standard, a folder or an operations file, or the plain data of one: instances and settings.
            modules: Names of modules that are plugins without being installed as such.
            installed: False: only `modules` and what is built in.
            complete: False: a secret that is not there is a warning, and its instance is left out; for work that sends nothing.
            environ: Where `{env: NAME}` and `SERVSTD_PLUGINS` are looked up; None: the process's environment.
            locale: The language of the people who read messages.

        Raises:
            OSError: a file of `operations` cannot be read.
        """
        environ = os.environ if environ is None else environ
        read = read_operations(operations)
        surroundings = Surroundings(environ, folder=read.folder, complete=complete)
        from servstd import __version__

        good, settled = settle_metadata(find_plugins() if installed else (), read, environ.get(SWITCH), __version__)
        named = [PluginRecord(module.partition(":")[0], target=module) for module in modules]
        loaded = [load_plugin(record, read, surroundings, locale) for record in (*good, *named)]
        return cls._made((*loaded, *settled), read, surroundings, locale)

    @classmethod
    def empty(
        cls, operations: OperationsLike = None, *, complete: bool = True, environ: Mapping[str, str] | None = None, locale: str = "en"
    ) -> Self:
        """Return a host without plugins: what is built in, with the instances of these operations."""
        return cls.discover(operations, installed=False, complete=complete, environ={} if environ is None else environ, locale=locale)

    def with_plugin(self, plugin: ModuleType | object, *, name: str = "", operations: OperationsLike = None) -> Self:
        """Return a host that also has a plugin that is there already.

        Args:
            plugin: A module, or an object whose methods are marked with `implements`.
            name: What to call it; else the module's or the class's name.
            operations: Other operations than the host's; None: the host's own.

        Raises:
            StandardError: the plugin could not be loaded; `.problems` say why. One that is handed over by hand is not passed over.
        """
        read = self._operations if operations is None else read_operations(operations)
        surroundings = attrs.evolve(self._surroundings, folder=read.folder)
        called = name or (plugin.__name__ if isinstance(plugin, ModuleType) else type(plugin).__name__)
        record = load_part(PluginRecord(called), plugin, read, surroundings, self._locale)
        host = self._made((*self.plugins, record), read, surroundings, self._locale)
        made = host.plugins[len(self.plugins)]
        if made.status != "active":
            raise StandardError(made.problems)
        return host

    @classmethod
    def _made(cls, plugins: Sequence[PluginRecord], read: Operations, surroundings: Surroundings, locale: str) -> Self:
        builtin = load_plugin(_BUILTIN, read, surroundings, locale)
        records, registry, problems = merge(builtin, tuple(plugins), read)
        return cls(
            records, builtin=builtin, registry=registry, problems=problems, operations=read, surroundings=surroundings, locale=locale
        )

    def plugin(self, name: str) -> PluginRecord | None:
        """Return the record of a plugin by its name; None: there is none."""
        return next((record for record in self.plugins if record.name == name), None)

    @property
    def failures(self) -> tuple[PluginRecord, ...]:
        """Return the plugins that are neither active nor switched off on purpose."""
        return tuple(record for record in self.plugins if record.status not in ("active", "disabled"))

    def require_all(self) -> None:
        """Refuse a host of which a plugin could not be loaded, for tests and continuous integration.

        Raises:
            StandardError: with the problems of every such plugin, and those of the operations file that are errors.
        """
        problems = [problem for record in self.failures for problem in record.problems]
        problems += [problem for problem in self.problems if problem.severity == "error"]
        if problems:
            raise StandardError(problems)

    def close(self) -> None:
        """Let every part that holds something open (a connection) give it back; what a part raises then is passed over."""
        for component in self.registry.components:
            with suppress(Exception, SystemExit):  # it is given up anyway
                close = getattr(component.part, "close", None)
                if callable(close):
                    close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
