"""The contract of whole plugins.

*Rule:* a plugin loads, offers what it says under names that can be written, refuses settings it does not know, and does nothing at
all when it is imported.

Example:
    >>> from servstd.testing import Outbox, PluginContract
    >>> class TestPager(PluginContract):
    ...     offers = {"notifiers": ["outbox"]}
    ...     def make(self):
    ...         return Outbox().plugin
    >>> TestPager().test_it_offers_what_it_says()
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from types import ModuleType
from typing import TYPE_CHECKING

from servstd.errors import StandardError
from servstd.plain import is_map
from servstd.testing.contracts._guard import guarded
from servstd.testing.contracts._rules import broken, check_name, check_no_secret, must_override, name_of, skip

if TYPE_CHECKING:
    from servstd.host import Host

__all__ = ["PluginContract"]

_UNKNOWN = "a_key_that_no_plugin_knows"
_PROBE = """
import json, logging, os, signal, sys, threading
def look():
    return {
        "threads": threading.active_count(),
        "environment": sorted(os.environ.items()),
        "folder": os.getcwd(),
        "signal handlers": [repr(signal.getsignal(number)) for number in sorted(signal.valid_signals())],
        "log handlers": len(logging.getLogger().handlers),
    }
before = look()
__import__(sys.argv[1])
after = look()
json.dump([name for name in before if before[name] != after[name]], open(sys.argv[2], "w"))
"""


class PluginContract:
    """What every plugin keeps. Subclass it as `Test...` and give `make`; `operations` with an instance or settings, if it has any.

    Attributes:
        name: The plugin's name, as its entry point says; empty: the module's or class's.
        operations: The plain data of an operations file that the plugin understands.
        environ: Where `{env: NAME}` of the operations is looked up: made-up secrets.
        offers: What it offers with these operations, kind -> names; empty: something.
    """

    name: str = ""
    operations: Mapping[str, object] = {}
    environ: Mapping[str, str] = {}
    offers: Mapping[str, Sequence[str]] = {}

    def make(self) -> ModuleType | object:
        """Return the plugin: a module, or an object whose methods are marked with `implements`."""
        must_override(self, "make", "a plugin, a module or an object")

    def test_it_can_be_loaded(self) -> None:
        with self._host():
            pass

    def test_it_offers_what_it_says(self) -> None:
        with self._host() as host:
            found: dict[str, list[str]] = {}
            for component in host.plugins[-1].components:
                found.setdefault(component.kind, []).append(component.name)
        wanted = {kind: sorted(names) for kind, names in self.offers.items()}
        if not found or (wanted and wanted != {kind: sorted(names) for kind, names in found.items()}):
            broken(
                f"the plugin offers {found}",
                rule=f"it offers {wanted or 'something'}",
                mend="return the parts from the marked functions; an instance needs an entry in `operations`, else there is none",
            )

    def test_every_part_says_what_it_is(self) -> None:
        with self._host() as host:
            for component in host.plugins[-1].components:
                check_name(component.part)

    def test_it_can_be_loaded_again(self) -> None:
        with self._host() as first, self._host() as second:
            names = [[(one.kind, one.name) for one in host.plugins[-1].components] for host in (first, second)]
        if names[0] != names[1]:
            broken(
                f"the plugin offered {names[0]} and, loaded again, {names[1]}",
                rule="the same operations give the same parts, however often a host is made",
                mend="make the parts in the hook, and keep nothing in the module",
            )

    def test_settings_it_does_not_know_are_refused(self) -> None:
        tried = 0
        for place, changed in self._with_an_unknown_key():
            tried += 1
            try:
                with self._host_of(changed):
                    pass
            except StandardError:
                continue
            broken(
                f"the plugin took `{_UNKNOWN}: 1` at {place}",
                rule="a key nobody knows is refused: it may be a misspelt one",
                mend="read instances with `ctx.instances(type, Settings)`, settings with the settings hook or `ctx.settings_as(Settings)`",
            )
        if not tried:
            skip("`operations` holds neither instances nor settings of this plugin")

    def test_a_missing_secret_is_told(self) -> None:
        if not self.environ:
            skip("`environ` is empty: the operations of this contract need no secret")
        try:
            with self._host_of(self.operations, {}):
                pass
        except StandardError:
            return
        broken(
            f"the plugin was loaded though {', '.join(sorted(self.environ))} is not set",
            rule="a plugin without its secret is told when it is loaded, not when the first notice is sent",
            mend="write `token: {env: NAME}` in `operations`, and give the field the type Secret in the settings' class",
        )

    def test_nothing_shows_a_secret(self) -> None:
        with self._host() as host:
            for component in host.plugins[-1].components:
                check_no_secret(component.part, list(self.environ.values()))

    def test_loading_says_nothing_and_connects_to_nothing(self) -> None:
        with guarded(("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "builtins.input")) as seen:
            try:
                with self._host():
                    pass
            except AssertionError:
                if not seen:
                    raise
        if seen:
            broken(
                f"while it was loaded, the plugin reached outside: {seen[0]}",
                rule="hooks make parts; they print nothing and connect to nothing",
                mend="connect in `send`, `receive` or `people`, when the part is used",
            )

    def test_importing_it_does_nothing(self) -> None:
        plugin = self.make()
        if not isinstance(plugin, ModuleType):
            skip("the plugin is an object, not a module")
        done, changed = _import_alone(plugin.__name__)
        said = (done.stdout + done.stderr).strip()
        if done.returncode or said or changed:
            what = f"ended with {done.returncode}" if done.returncode else f"changed the {', '.join(changed)}" if changed else "printed"
            broken(
                f"`import {plugin.__name__}` {what}: {said[-300:] or '(nothing was printed)'}",
                rule="importing a plugin defines things and does nothing else: no printing, no threads, no handlers, no exit",
                mend="move it into a hook, or into the part's first use; a script's part belongs under `if __name__ == '__main__':`",
            )

    # ── hosts ────────────────────────────────────────────────────────────────────────────────────────────────────────
    @contextmanager
    def _host(self) -> Generator[Host]:
        __tracebackhide__ = True
        try:
            with self._host_of(self.operations) as host:
                yield host
        except StandardError as error:
            what = f"{name_of(self.make())} could not be loaded:\n{error}"
            broken(what, rule="a plugin is active with good operations", mend="see above; `servstd plugins check` tells the same")

    @contextmanager
    def _host_of(self, operations: Mapping[str, object], environ: Mapping[str, str] | None = None) -> Generator[Host]:
        from servstd.host import Host

        given = self.environ if environ is None else environ
        with Host.empty(environ=given) as empty, empty.with_plugin(self.make(), name=self.name, operations=operations) as host:
            host.require_all()
            yield host

    def _with_an_unknown_key(self) -> Iterator[tuple[str, Mapping[str, object]]]:
        """Yield the operations with a key more, for each instance and each plugin's settings."""
        for section in ("notifiers", "plugins"):
            entries = self.operations.get(section)
            for name in entries if is_map(entries) else ():
                changed: dict[str, object] = deepcopy(dict(self.operations))
                entry = _inner(_inner(changed, section), name)
                if section == "plugins" and "settings" not in entry:
                    continue
                place = _inner(entry, "settings") if section == "plugins" else entry
                place[_UNKNOWN] = 1
                yield f"{section}.{name}" + (".settings" if section == "plugins" else ""), changed


def _inner(data: dict[str, object], key: str) -> dict[str, object]:
    """Return a mapping inside another, made writable in its place."""
    value = data.get(key)
    data[key] = inner = dict(value) if is_map(value) else {}
    return inner


def _import_alone(module: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Return what became of importing a module in a process of its own, and what it changed there."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        out = os.path.join(folder, "changed.json")
        environ = {**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}
        done = subprocess.run(
            [sys.executable, "-P", "-c", _PROBE, module, out],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=environ,
            timeout=120,
            check=False,
        )
        if not os.path.exists(out):
            return done, []
        with open(out, encoding="utf-8") as file:
            changed: list[str] = json.load(file)
    return done, changed
