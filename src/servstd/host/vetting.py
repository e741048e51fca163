"""Looking at a plugin before anything of it is used: its hooks before they are called, its parts before they are offered.

*Rule:* nothing a plugin does wrong may escape: whatever it raises while it is looked at is its own problem.

Example:
    >>> [problem.code for problem in vet_part("notifiers", object(), "p")]
    ['PLG012']
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from types import ModuleType
from typing import TypeAlias

import attrs

from servstd.errors import Problem
from servstd.hookspecs import HOOKS, PROJECT
from servstd.messages.nearest import did_you_mean
from servstd.notices import Limit
from servstd.plain import is_list, is_map
from servstd.registry import KINDS

__all__ = ["FoundHook", "vet_hooks", "vet_part"]

_ARGUMENT = "ctx"
_Test: TypeAlias = tuple[Callable[[object], bool], str]


@attrs.frozen
class FoundHook:
    """A function that fills a hook."""

    name: str
    function: Callable[..., object] = attrs.field(kw_only=True, eq=False)


def vet_hooks(plugin: object, name: str) -> tuple[tuple[FoundHook, ...], tuple[Problem, ...]]:
    """Return the hooks a plugin fills, in the order in which they are called, and what is wrong with them.

    Args:
        plugin: A module or an object.
        name: The plugin's name, for messages.
    """
    if isinstance(plugin, type):
        return (), (Problem("PLG004", params={"plugin": name, "found": f"class {plugin.__name__}"}),)
    found: dict[str, FoundHook] = {}
    problems: list[Problem] = []
    for attribute in dir(plugin):
        function = inspect.getattr_static(plugin, attribute, None) if attribute.startswith("__") else getattr(plugin, attribute, None)
        options = _mark_of(function)
        if not callable(function) or not is_map(options):
            if attribute in HOOKS and inspect.isfunction(function) and _own(plugin, function):
                problems.append(Problem("PLG008", params={"plugin": name, "hook": attribute}))
            continue
        hook = str(options.get("specname") or attribute)
        wrong = _wrong_hook(name, hook, attribute, function, options, found)
        if wrong is not None:
            problems.append(wrong)
        else:
            found[hook] = FoundHook(hook, function=function)
    if not found and not problems:
        problems.append(
            Problem("PLG005", params={"plugin": name, "expected": ", ".join(f"@implements.{hook}" for hook in HOOKS[:3]) + ", ..."})
        )
    return tuple(found[hook] for hook in HOOKS if hook in found), tuple(problems)


def _mark_of(function: object) -> object:
    """Return what a marker left on a function; what does not answer (a proxy of another library) is not marked."""
    with suppress(Exception):
        return getattr(function, f"{PROJECT}_impl", None) if callable(function) else None
    return None


def _own(plugin: object, function: object) -> bool:
    return not isinstance(plugin, ModuleType) or getattr(function, "__module__", None) == plugin.__name__


def _wrong_hook(
    plugin: str, hook: str, attribute: str, function: Callable[..., object], options: Mapping[str, object], found: Mapping[str, FoundHook]
) -> Problem | None:
    params: dict[str, object] = {"plugin": plugin, "hook": hook, "function": attribute}
    if hook not in HOOKS:
        return Problem("PLG006", params={**params, "expected": did_you_mean(hook, HOOKS) or ", ".join(HOOKS)})
    if hook in found:
        return Problem("PLG014", params={"plugin": plugin, "title_en": "hook", "title_zh": "钩子", "name": hook})
    if options.get("hookwrapper") or options.get("wrapper"):
        return Problem("PLG007", params={**params, "expected": f"{attribute}({_ARGUMENT})", "found": "a wrapper"})
    parameters = list(inspect.signature(function).parameters.values())
    plain = (
        [parameter.name for parameter in parameters] == [_ARGUMENT]  # pluggy fills arguments by name
        and parameters[0].kind in (parameters[0].POSITIONAL_ONLY, parameters[0].POSITIONAL_OR_KEYWORD)
    )
    if not plain or parameters[0].default is not inspect.Parameter.empty or inspect.iscoroutinefunction(function):
        spelt = ("async " if inspect.iscoroutinefunction(function) else "") + attribute + _signature(parameters)
        return Problem("PLG007", params={**params, "expected": f"{attribute}({_ARGUMENT})", "found": spelt})
    return None


def _signature(parameters: Sequence[inspect.Parameter]) -> str:
    return str(inspect.Signature([parameter.replace(annotation=inspect.Parameter.empty) for parameter in parameters]))


# ── parts ─────────────────────────────────────────────────────────────────────────────────────────────────────
def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _texts(value: object) -> bool:
    return is_list(value) and all(isinstance(item, str) for item in value)


def _range(value: object) -> bool:
    if not is_list(value) or len(value) != 2:
        return False
    least, greatest = value
    return isinstance(least, (int, float)) and isinstance(greatest, (int, float)) and least < greatest


_NAMED: Mapping[str, _Test] = {"name": (_text, "a text"), "summary": (_text, "one sentence")}
_SENDS: Mapping[str, _Test] = {
    "addressing": (lambda value: value in ("person", "room"), "person or room"),
    "contact": (lambda value: isinstance(value, str), "a contact key, such as email; empty for a room"),
    "limit": (lambda value: isinstance(value, Limit), "a Limit"),
}
_DATA: Mapping[str, Mapping[str, _Test]] = {
    "notifiers": {**_NAMED, **_SENDS},
    "scoring_rules": {
        **_NAMED,
        "version": (_text, "a text"),
        "reads": (_texts, "a tuple of names"),
        "range": (_range, "(least, greatest)"),
    },
    "conditions": {**_NAMED, "reads": (_texts, "a tuple of names")},
}
_METHODS: Mapping[str, tuple[str, int]] = {
    "notifiers": ("send", 1), "channels": ("receive", 1), "scoring_rules": ("score", 2), "conditions": ("holds", 2),
    "calendars": ("calendar", 3), "directories": ("people", 0), "entitlements": ("agreements", 0), "classifiers": ("themes", 2),
    "standard_checks": ("check", 2), "reports": ("write", 2), "commands": ("run", 1), "observers": ("decided", 1),
}  # fmt: skip


def vet_part(kind: str, part: object, plugin: str) -> Iterator[Problem]:
    """Yield what a part lacks to be of its kind: members that are missing, and values that cannot be.

    Args:
        kind: The kind, as in `registry.KINDS`.
        part: What the hook returned.
        plugin: The plugin's name, for messages.
    """
    title = KINDS[kind].title
    spelt = part.__name__ if isinstance(part, type) else type(part).__name__
    params: dict[str, object] = {"plugin": plugin, "part": spelt, "title_en": title[0], "title_zh": title[1]}
    if isinstance(part, type):
        yield Problem("PLG013", params={**params, "member": spelt, "expected": f"{spelt}(...)", "found": f"class {spelt}"})
        return
    method, count = _METHODS[kind]
    tests = _DATA.get(kind, _NAMED)
    missing = [member for member in (*tests, method) if not hasattr(part, member)]
    if missing:
        yield Problem("PLG012", params={**params, "missing": ", ".join(missing)})
        return
    for member, (test, expected) in tests.items():
        value = getattr(part, member)
        if not test(value):
            yield Problem("PLG013", params={**params, "member": member, "expected": expected, "found": _show(value)})
    if kind == "notifiers" and getattr(part, "addressing", "") == "person" and getattr(part, "contact", None) == "":
        yield Problem("PLG013", params={**params, "member": "contact", "expected": "a contact key, such as email", "found": "''"})
    wrong = _wrong_method(getattr(part, method), method, count)
    if wrong:
        yield Problem("PLG013", params={**params, "member": method, "expected": f"{method}({', '.join('…' * count)})", "found": wrong})


def _wrong_method(method: object, name: str, count: int) -> str:
    if not callable(method):
        return _show(method)
    try:
        signature = inspect.signature(method)
    except (TypeError, ValueError):  # written in C: nothing can be told of it
        return ""
    try:
        signature.bind(*[None] * count)
    except TypeError:
        return name + _signature(list(signature.parameters.values()))
    return ""


def _show(value: object) -> str:
    try:
        text = repr(value)
    except Exception as error:  # noqa: BLE001  # a repr that fails is told as what it raised
        text = f"repr fails: {type(error).__name__}"
    return text if len(text) <= 60 else text[:57] + "..."
