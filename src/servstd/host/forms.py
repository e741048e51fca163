"""What a settings class asks for: its keys, the type of each, and the words for them.

*Rule:* a message names what is expected as a reader of documents knows it, never as Python does.

Example:
    >>> @attrs.frozen
    ... class Settings:
    ...     url: str
    ...     retries: int = 3
    >>> [(key.key, key.expects, key.required) for key in describe_settings(Settings)]
    [('url', 'text', True), ('retries', 'a whole number', False)]
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Literal, Union, get_args, get_origin, get_type_hints

import attrs

from servstd.durations import Amount, Span
from servstd.host.records import SettingsKey
from servstd.secret import Secret

__all__ = ["describe_settings", "field_names", "hints_of", "type_text", "unusable"]


@cache
def hints_of(form: type) -> Mapping[str, object]:
    """Return the type of each field, annotations resolved."""
    return get_type_hints(form)


def unusable(form: object) -> str:
    """Return why settings cannot be read into a class; empty: they can."""
    if not isinstance(form, type) or not attrs.has(form):
        return f"class {form.__name__}" if isinstance(form, type) else type(form).__name__
    try:
        hints_of(form)
    except Exception as error:  # noqa: BLE001  # evaluating annotations runs the plugin's code
        return f"class {form.__name__} with a type that cannot be found ({error})"
    return ""


def field_names(form: type) -> tuple[str, ...]:
    """Return the keys that may be written for an attrs class, in order."""
    return tuple(field.alias for field in attrs.fields(form) if field.init and field.alias)


def describe_settings(form: type, type: str = "") -> list[SettingsKey]:
    """Return the keys that may be written for an attrs class, with what each holds.

    Args:
        form: The class.
        type: The type of instances it is for; empty: a plugin's own settings.
    """
    if unusable(form):
        return []
    hints = hints_of(form)
    return [
        SettingsKey(field.alias, type=type, expects=type_text(hints.get(field.name, object)), required=field.default is attrs.NOTHING)
        for field in attrs.fields(form)
        if field.init and field.alias
    ]


_WORDS: Mapping[object, str] = {
    str: "text", int: "a whole number", float: "a number", bool: "true or false", Secret: "{env: NAME} or {file: PATH}",
    dt.timedelta: "a span: 30s, 5m, 2h", Span: "a span: 30m, 4h", Amount: "an amount: 4h, 2wd", object: "anything",
}  # fmt: skip


def type_text(hint: object) -> str:
    """Return a type as a reader of messages knows it."""
    if hint in _WORDS:
        return _WORDS[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return " | ".join(str(value) for value in arguments)
    if origin in (Union, types.UnionType):
        return " | ".join(type_text(part) for part in arguments if part is not type(None))
    if origin in (tuple, list, Sequence):
        return f"[{type_text(arguments[0])}, ...]"
    if origin in (dict, Mapping):
        return "{name: " + type_text(arguments[1]) + "}"
    if isinstance(hint, type) and issubclass(hint, Enum):
        return " | ".join(str(member.value) for member in hint)
    if isinstance(hint, type) and attrs.has(hint):
        return "{" + ", ".join(field_names(hint)) + "}"
    return str(getattr(hint, "__name__", hint))
