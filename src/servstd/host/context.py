"""What a hook is given: settings and instances, read when the plugin asks for them.

*Rule:* a plugin that asks for settings which do not fit gets none: the host stops its hook and tells the problems.

Example:
    >>> context = Context("p", Operations(), Surroundings({}), "en")
    >>> context.plugin, context.instances("pager", object)
    ('p', ())
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar, cast

from servstd.errors import Problem
from servstd.hookspecs import Instance
from servstd.host.operations import Entry, Operations
from servstd.host.settings import Surroundings, read_settings
from servstd.plain import is_map

__all__ = ["Context", "SettingsRefused"]

S = TypeVar("S")
_OF_THE_HOST = frozenset(("type", "contact", "label", "note"))
"""The keys of an instance that mean the same for every type."""


class SettingsRefused(Exception):
    """Settings do not fit their class."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} settings do not fit")
        self.problems = problems


class Context:
    """The `PluginContext` of one plugin.

    Attributes:
        plugin: The plugin's name.
        locale: `zh` or `en`.
        folder: The folder that the operations file stands in; empty: the working directory.
        settings: What the settings hook's class was filled with; the plain mapping without that hook.
        form: The class its own settings were read into; None: it has not asked for them.
        types: The types of instances the plugin asked for, each with its settings class.
        made: The names of the instances it was given.
        warnings: What was left out because a value kept elsewhere is not there, where that is allowed.
    """

    def __init__(self, plugin: str, operations: Operations, surroundings: Surroundings, locale: str) -> None:
        self.plugin = plugin
        self.locale = locale
        self.folder = operations.folder
        self.types: dict[str, type] = {}
        self.form: type | None = None
        self.warnings: list[Problem] = []
        self.made: dict[str, Entry] = {}
        self._operations = operations
        self._surroundings = surroundings
        self._entry = operations.plugins.get(plugin) or Entry(plugin, data={}, path=("plugins", plugin))
        given = self._entry.data.get("settings")
        self._given: Mapping[str, object] = given if is_map(given) else {}
        self.settings: object = self._given

    def settings_as(self, form: type[S], /) -> S:
        """Return the plugin's settings structured into an attrs class."""
        self.form = form
        read = read_settings(form, self._entry, self._given, self._surroundings, ("settings",) if self._given else ())
        if read.value is None:
            raise SettingsRefused(read.problems)
        return read.value

    def instances(self, type: str, form: type[S], /) -> tuple[Instance[S], ...]:
        """Return the instances of one type, each structured into an attrs class; all problems of all of them at once."""
        wanted = cast(object, type)
        if not isinstance(wanted, str):  # raised in the plugin's own hook, which is then named
            raise TypeError("the type of instances is a text")
        self.types[type] = form
        found: list[Instance[S]] = []
        problems: list[Problem] = []
        for entry in self._operations.instances:
            if entry.data.get("type") != type:
                continue
            self.made[entry.name] = entry
            own = {key: value for key, value in entry.data.items() if key not in _OF_THE_HOST}
            read = read_settings(form, entry, own, self._surroundings)
            problems += read.problems
            if read.value is not None:
                found.append(Instance(entry.name, settings=read.value, contact=_text(entry, "contact"), label=self._label(entry)))
        if _any_error(problems):
            raise SettingsRefused(tuple(problems))
        self.warnings += problems
        for problem in problems:
            self.made.pop(str(problem.path[1]), None)
        return tuple(found)

    def _label(self, entry: Entry) -> str:
        label = entry.data.get("label")
        if is_map(label):
            return str(label.get(self.locale) or next(iter(label.values()), ""))
        return _text(entry, "label")


def _any_error(problems: list[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _text(entry: Entry, key: str) -> str:
    value = entry.data.get(key)
    return value if isinstance(value, str) else ""
