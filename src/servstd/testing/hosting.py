"""Hosts for tests: with the plugins a test gives them, and nothing that happens to be installed.

*Rule:* a host that a test asked for is sound, or the test fails with the problems as `servstd plugins check` prints them.

Example:
    >>> from servstd.testing import Outbox
    >>> with HostMaker() as make:
    ...     make(Outbox("desk")).registry.names("notifiers")
    ('desk',)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Self

from servstd.errors import StandardError
from servstd.testing.outbox import Outbox

if TYPE_CHECKING:
    from types import ModuleType

    from servstd.host import Host

__all__ = ["HostMaker"]


class HostMaker:
    """Makes hosts, and closes them when its `with` statement ends."""

    def __init__(self) -> None:
        self._hosts: list[Host] = []

    def __call__(
        self,
        *plugins: ModuleType | object,
        operations: Mapping[str, object] | None = None,
        environ: Mapping[str, str] | None = None,
        name: str = "",
        locale: str = "en",
    ) -> Host:
        """Return a host.

        Args:
            plugins: Modules, or objects whose methods are marked with `implements`; an `Outbox` is taken, too. None: what is built in.
            operations: The plain data of an operations file: `{"notifiers": {...}, "plugins": {...}}`.
            environ: Where `{env: NAME}` is looked up; None: nowhere.
            name: What the first plugin is called; else its module's or class's name.
            locale: `zh` or `en`.

        Raises:
            AssertionError: a plugin could not be loaded, or the operations have problems; all of them.
        """
        __tracebackhide__ = True
        from servstd.host import Host

        try:
            host = Host.empty(operations, environ=environ or {}, locale=locale)
            self._hosts.append(host)
            for position, plugin in enumerate(plugins):
                if isinstance(plugin, Outbox):
                    host = host.with_plugin(plugin.plugin, name=plugin.name)
                else:
                    host = host.with_plugin(plugin, name="" if position else name)
                self._hosts.append(host)
            host.require_all()
        except StandardError as error:
            raise AssertionError(f"the host of this test has problems:\n{error}") from None
        return host

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for host in reversed(self._hosts):
            host.close()
        self._hosts.clear()
