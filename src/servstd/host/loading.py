"""Loading one plugin: import, vet its hooks, call them, vet what they return. All or nothing.

*Rule:* a plugin harms nobody else. Whatever it raises, an exit included, is caught, named and kept as its reason; nothing of a
plugin that failed anywhere is offered.

Example:
    >>> from servstd.host.records import PluginRecord
    >>> record = load_plugin(PluginRecord("p", target="no_such_module"), Operations(), Surroundings({}), "en")
    >>> record.status, [problem.code for problem in record.problems]
    ('failed', ['PLG001'])
"""

from __future__ import annotations

import os
import sys
from asyncio.exceptions import CancelledError
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib import import_module
from itertools import islice
from traceback import extract_tb
from typing import Final, cast

import attrs

from servstd.errors import Problem, spell_error
from servstd.hookspecs import PROJECT
from servstd.host.context import Context, SettingsRefused
from servstd.host.forms import describe_settings
from servstd.host.operations import Operations
from servstd.host.records import PluginRecord, SettingsKey
from servstd.host.settings import Surroundings, structure_of
from servstd.host.vetting import FoundHook, vet_hooks, vet_part
from servstd.registry import KINDS, Component

__all__ = ["load_part", "load_plugin"]

_OURS: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
_ANYTHING: Final = (Exception, SystemExit, GeneratorExit, CancelledError)
"""What a plugin may raise and is caught: all but the user's own interruption."""
_MOST: Final = 10_000
"""How many parts one hook may return: a generator that never ends is stopped."""


class _Failed(Exception):
    def __init__(self, *problems: Problem) -> None:
        super().__init__(len(problems))
        self.problems = problems


def load_plugin(record: PluginRecord, operations: Operations, surroundings: Surroundings, locale: str) -> PluginRecord:
    """Return the record of a plugin after it was imported and asked what it offers."""
    try:
        plugin = _import(record)
    except _Failed as failed:
        return attrs.evolve(record, status="failed", problems=failed.problems)
    return load_part(record, plugin, operations, surroundings, locale)


def load_part(record: PluginRecord, plugin: object, operations: Operations, surroundings: Surroundings, locale: str) -> PluginRecord:
    """Return the record of a plugin that is there already, after it was asked what it offers.

    Args:
        record: What is known of it.
        plugin: A module or an object whose functions are marked with `implements`.
        operations: The company's instances and settings.
        surroundings: Where secrets come from.
        locale: `zh` or `en`.
    """
    context = Context(record.name, operations, surroundings, locale)
    offers: set[tuple[str, str]] = set()
    try:
        components, warnings = _ask(record, plugin, context, offers)
    except _Failed as failed:
        offers |= {("types", name) for name in context.types} | {("notifiers", name) for name in context.made}
        record = attrs.evolve(record, settings=_settings_keys(context))
        return attrs.evolve(record, status="failed", problems=failed.problems, offers=frozenset(offers))
    offers |= {("types", name) for name in context.types}
    record = attrs.evolve(record, settings=_settings_keys(context))
    return attrs.evolve(record, components=components, problems=(*warnings, *context.warnings), offers=frozenset(offers))


def _settings_keys(context: Context) -> tuple[SettingsKey, ...]:
    forms = ([] if context.form is None else [(context.form, "")]) + [(form, name) for name, form in context.types.items()]
    keys: list[SettingsKey] = []
    for form, name in forms:
        with suppress(Exception):  # a class whose annotations cannot be resolved says nothing; that the hook failed is told elsewhere
            keys += describe_settings(form, name)
    return tuple(keys)


def _import(record: PluginRecord) -> object:
    module, _, path = record.target.partition(":")
    try:
        plugin: object = import_module(module.strip())
    except SystemExit as error:
        raise _Failed(Problem("PLG002", params={"plugin": record.title, "what": f"SystemExit({error.code!r})"})) from None
    except _ANYTHING as error:  # an import may raise anything
        sys.modules.pop(module, None)  # half an import is none
        raise _Failed(_raised("PLG001", record, error)) from None
    for step in path.strip().split(".") if path else ():
        try:
            plugin = getattr(plugin, step)
        except _ANYTHING:  # a module's __getattr__ may raise anything
            raise _Failed(Problem("PLG003", params={"plugin": record.title, "expected": record.target, "what": step})) from None
    return plugin


def _ask(
    record: PluginRecord, plugin: object, context: Context, offers: set[tuple[str, str]]
) -> tuple[tuple[Component, ...], tuple[Problem, ...]]:
    try:
        hooks, problems = vet_hooks(plugin, record.title)
    except _ANYTHING as error:  # an object may raise while it is looked at
        raise _Failed(_raised("PLG009", record, error, hook="dir()")) from None
    if any(problem.severity == "error" for problem in problems):
        raise _Failed(*problems)
    _register(plugin, record)
    components: list[Component] = []
    wrong: list[Problem] = []
    for hook in hooks:
        if hook.name == "settings":
            context.settings = _settings(hook, record, context)
            continue
        for part in _collect(hook, record, context):
            try:
                found = tuple(vet_part(hook.name, part, record.title))
                name = "" if found else str(getattr(part, "name", ""))
            except _ANYTHING as error:  # a property may raise anything
                raise _Failed(_raised("PLG009", record, error, hook=hook.name)) from None
            if found:
                wrong += found
                continue
            if (hook.name, name) in offers:
                title = KINDS[hook.name].title
                wrong.append(Problem("PLG014", params={"plugin": record.title, "title_en": title[0], "title_zh": title[1], "name": name}))
            offers.add((hook.name, name))
            components.append(Component(name, kind=hook.name, plugin=record.name, part=part, structure=structure_of(part)))
    if wrong:
        raise _Failed(*wrong)
    lost = [name for name in context.made if ("notifiers", name) not in offers]
    forgotten = tuple(context.made[name].problem("PLG033", plugin=record.title, name=name) for name in lost)
    return tuple(components), (*problems, *forgotten)


def _register(plugin: object, record: PluginRecord) -> None:
    """Let pluggy register the plugin by itself: what it finds wrong with the hooks is the plugin's problem and nobody else's."""
    import pluggy

    from servstd.hookspecs import Specification

    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Specification)
    try:
        manager.register(plugin, record.name)
        manager.check_pending()
    except _ANYTHING as error:  # it looks at the plugin once more
        raise _Failed(_raised("PLG009", record, error, hook="pluggy")) from None


def _settings(hook: FoundHook, record: PluginRecord, context: Context) -> object:
    form = _call(hook, record, context)
    if not isinstance(form, type):
        raise _Failed(Problem("PLG018", params={"plugin": record.title, "what": type(form).__name__}))
    try:
        return context.settings_as(cast("type[object]", form))
    except SettingsRefused as error:
        return _left_out(error, context)


def _left_out(error: SettingsRefused, context: Context) -> tuple[object, ...]:
    """Go on without what rests on a value kept elsewhere that is not there, where that is allowed; else the plugin failed."""
    if any(problem.severity == "error" for problem in error.problems):
        raise _Failed(*error.problems)
    context.warnings += error.problems
    return ()


def _call(hook: FoundHook, record: PluginRecord, context: Context) -> object:
    try:
        return hook.function(context)
    except SettingsRefused as error:
        return _left_out(error, context)
    except _ANYTHING as error:  # a hook may raise anything, and leave
        raise _Failed(_raised("PLG009", record, error, hook=hook.name)) from None


def _collect(hook: FoundHook, record: PluginRecord, context: Context) -> list[object]:
    given = _call(hook, record, context)
    kind = type(given).__name__
    params: dict[str, object] = {"plugin": record.title, "hook": hook.name}
    if not isinstance(given, Iterable) or isinstance(given, (str, bytes, Mapping)):
        expected, found = f"[{KINDS[hook.name].title[0]}, ...]", kind
        raise _Failed(Problem("PLG010", params={**params, "expected": expected, "found": found}))
    parts: list[object] = []
    try:
        parts.extend(islice(cast("Iterable[object]", given), _MOST + 1))
    except SettingsRefused as error:
        _left_out(error, context)
        return []
    except _ANYTHING as error:  # a generator may raise anything, and leave
        raise _Failed(_raised("PLG011", record, error, hook=hook.name, count=len(parts))) from None
    if len(parts) > _MOST:
        raise _Failed(Problem("PLG019", params={**params, "limit": _MOST}))
    return parts


def _raised(code: str, record: PluginRecord, error: BaseException, **params: object) -> Problem:
    """Return what a plugin raised: kind, words, and the line of the plugin's own code it came from."""
    frames = [
        frame for frame in extract_tb(error.__traceback__) if not frame.filename.startswith(_OURS) and "importlib" not in frame.filename
    ]
    at = f" ({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})" if frames else ""
    return Problem(code, params={"plugin": record.title, "what": spell_error(error) + at, **params})
