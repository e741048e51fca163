"""What a company wrote about its plugins: instances of notifiers, settings, and which plugins it wants.

*Rule:* `notifiers:` and `plugins:` may stand in the operations file or, for small standards, in the standard itself; the operations
file's word counts. Everything keeps its place, so that a bad setting is told at its line and column.

Example:
    >>> operations = read_operations({"notifiers": {"group": {"type": "console"}}})
    >>> [(entry.name, entry.data["type"]) for entry in operations.instances]
    [('group', 'console')]
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import attrs

from servstd.document import read_source
from servstd.document.source import Source
from servstd.errors import Path, Place, Problem
from servstd.messages.nearest import did_you_mean
from servstd.plain import is_list, is_map
from servstd.standard import list_files

__all__ = ["Entry", "Operations", "OperationsLike", "read_operations"]

OperationsLike: TypeAlias = str | os.PathLike[str] | Mapping[str, object] | Sequence[str | os.PathLike[str]] | None


@attrs.frozen(eq=False)
class Entry:
    """One entry of a section: its name, what was written, and where.

    Attributes:
        data: The mapping under the name; empty where something else stands there, which is a problem of its own.
        path: Keys from the top of the document.
    """

    name: str
    data: Mapping[str, object] = attrs.field(kw_only=True)
    path: Path = attrs.field(kw_only=True)
    source: Source | None = attrs.field(default=None, kw_only=True)

    def place(self, path: Path = (), *, on_key: bool = False) -> Place | None:
        """Return the place of something below the entry; None where the text is not known."""
        return None if self.source is None else self.source.place((*self.path, *path), on_key)

    def problem(self, code: str, path: Path = (), *, on_key: bool = False, **params: object) -> Problem:
        """Return a problem about something below the entry, with its place."""
        return Problem(code, params=params, path=(*self.path, *path), place=self.place(path, on_key=on_key), on_key=on_key)


@attrs.frozen(eq=False)
class Operations:
    """The parts of the operations file that plugins need.

    Attributes:
        instances: The entries of `notifiers:`.
        plugins: The entries of `plugins:` by plugin.
        problems: What was wrong with their form.
        folder: The folder the files stand in, for paths written relative to them.
    """

    instances: tuple[Entry, ...] = ()
    plugins: Mapping[str, Entry] = attrs.field(factory=dict[str, Entry], kw_only=True)
    problems: tuple[Problem, ...] = attrs.field(default=(), kw_only=True)
    folder: str = attrs.field(default="", kw_only=True)

    def enabled(self, plugin: str) -> bool:
        """Return whether a plugin is wanted: unless it is switched off."""
        entry = self.plugins.get(plugin)
        return entry is None or entry.data.get("enabled") is not False

    def prefers(self, plugin: str, name: str) -> bool:
        """Return whether a plugin's component of this name is preferred to others'."""
        entry = self.plugins.get(plugin)
        wanted = None if entry is None else entry.data.get("prefer")
        return wanted is True or (is_list(wanted) and name in wanted)

    def preferred(self, plugin: str) -> str:
        """Return the distribution that is chosen where several offer a plugin of this name; empty: none is."""
        entry = self.plugins.get(plugin)
        wanted = None if entry is None else entry.data.get("prefer")
        return wanted if isinstance(wanted, str) else ""


def read_operations(given: OperationsLike) -> Operations:
    """Return what a company wrote about its plugins.

    Args:
        given: A standard, a folder or an operations file, as `servstd.load` takes it; several of them, of which the later's word
            counts; or the plain data of one; None: nothing.

    Raises:
        OSError: a file cannot be read.
    """
    if given is None:
        return Operations()
    if isinstance(given, Mapping):
        return _collect([(given, None)], "")
    places = (given,) if isinstance(given, (str, os.PathLike)) else given
    files = list(dict.fromkeys(file for place in places for file in list_files(place)))
    sources = [read_source(file.read_bytes(), str(file)) for file in files]
    sources.sort(key=lambda source: "standard" not in source.data)  # the operations file's word comes last, and counts
    return _collect([(source.data, source) for source in sources], str(files[-1].parent) if files else "")


def _collect(documents: Iterable[tuple[Mapping[str, object], Source | None]], folder: str) -> Operations:
    instances: dict[str, Entry] = {}
    plugins: dict[str, Entry] = {}
    problems: list[Problem] = []
    for data, source in documents:
        problems += [problem for problem in source.problems if problem.severity == "error"] if source is not None else []
        for section, found in (("notifiers", instances), ("plugins", plugins)):
            written = data.get(section)
            if written is None:
                continue
            if not is_map(written):
                problems.append(Entry(section, data={}, path=(section,), source=source).problem("PLG026", found=repr(written)[:60]))
                continue
            for key, value in written.items():
                name = str(key)  # from a caller's own data it may be a number
                entry = Entry(name, data=value if is_map(value) else {}, path=(section, name), source=source)
                found[name] = entry
                problems += _form(entry, value, section)
    return Operations(tuple(instances.values()), plugins=plugins, problems=tuple(problems), folder=folder)


_KEYS: Mapping[str, Mapping[str, tuple[tuple[type, ...], str]]] = {
    "notifiers": {"contact": ((str,), "text"), "label": ((str, Mapping), "text | {en: ..., zh: ...}"), "note": ((str, Mapping), "text")},
    "plugins": {
        "enabled": ((bool,), "true | false"),
        "prefer": ((bool, list, tuple, str), "true | [NAME, ...] | DISTRIBUTION"),
        "settings": ((Mapping,), "{...}"),
    },
}
"""The keys that are the host's: what each may hold. A notifier's other keys are its type's."""


def _form(entry: Entry, value: object, section: str) -> Iterable[Problem]:
    if not is_map(value):
        yield entry.problem("PLG026", found=repr(value)[:60])
        return
    known = _KEYS[section]
    if section == "notifiers":
        kind = value.get("type")
        if not isinstance(kind, str) or not kind:
            yield entry.problem("PLG028", ("type",) if "type" in value else (), found=repr(kind)[:60])
    for key, item in value.items():
        if key in known and not isinstance(item, known[key][0]):
            yield entry.problem("PLG022", (key,), expected=known[key][1], found=repr(item)[:60])
        elif key not in known and section == "plugins":
            yield entry.problem("PLG020", (key,), on_key=True, key=key, expected=did_you_mean(key, known) or ", ".join(known))
