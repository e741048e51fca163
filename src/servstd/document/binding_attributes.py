"""Attributes and statuses, bound.

*Rule:* a name that the condition language uses, or that is derived from the history, cannot be declared: it would never be read.

Example:
    >>> bind_attributes({"priority": {"values": ["low", "high"], "ordered": True}}, "en", Report())["priority"].ordered
    True
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias, cast

from servstd.document._plain import BAD, entries_of, flag_of, is_map, text_of
from servstd.document.binding_values import read_texts
from servstd.errors import Path, Report
from servstd.sla.metrics import read_label
from servstd.sla.model import Attribute, Label, Statuses

__all__ = ["DERIVED", "WORDS", "bind_attributes", "bind_statuses"]

DERIVED = ("category", "awaiting_reply")
WORDS = ("any", "all", "none", "event", "by", "set", "becomes", "running", "condition", "builtin", "else")
_FIELDS = ("at", "kind", "id", "case", "sequence", "recorded_at", "tenant", "data")
_Kind: TypeAlias = Literal["text", "person", "instant", "bool", "number", "list"]
_USUAL: Mapping[str, _Kind] = {"owner": "person", "tags": "list"}
_Default: TypeAlias = str | int | float | bool | None


def bind_attributes(data: object, language: str, report: Report) -> dict[str, Attribute]:
    """Return the declared attributes by name.

    Args:
        data: The section as checked.
        language: Language of plain labels.
        report: Takes the problems: names that cannot be declared (DOC064), defaults that are no value (DOC065).
    """
    attributes: dict[str, Attribute] = {}
    for name, value in entries_of(data).items():
        path: Path = ("attributes", name)
        if name in DERIVED or name in WORDS or name in _FIELDS:
            report.add("DOC064", path, on_key=True, name=name)
        attributes[name] = _bind_attribute(name, entries_of(value), path, language, report)
    return attributes


def _bind_attribute(name: str, data: Mapping[str, object], path: Path, language: str, report: Report) -> Attribute:
    values = _bind_values(data.get("values"), language)
    kind = cast("_Kind", text_of(data.get("kind")) or _USUAL.get(name, "text"))
    default = data.get("default")
    if default is not None and default is not BAD and not _fits(default, kind, values):
        expected = ", ".join(values) if values is not None else {"bool": "true, false", "number": "3, 4.5"}.get(kind, '"..."')
        report.add("DOC065", (*path, "default"), name=name, found=repr(default), expected=expected)
    return Attribute(
        name,
        kind=kind,
        values=values,
        ordered=flag_of(data.get("ordered")),
        default=cast("_Default", default),
        required=flag_of(data.get("required")),
        computed_from=text_of(data.get("from")),
        label=read_label(data.get("label"), language),
    )


def _bind_values(value: object, language: str) -> Mapping[str, Label] | None:
    if is_map(value):
        return {name: read_label(label, language) or {} for name, label in value.items()}
    return {name: {} for name in read_texts(value)} or None


def _fits(default: object, kind: _Kind, values: Mapping[str, Label] | None) -> bool:
    if values is not None:
        return default in values
    if kind == "bool" or isinstance(default, bool):
        return kind == "bool" and isinstance(default, bool)
    return isinstance(default, (int, float)) if kind == "number" else isinstance(default, str)


def bind_statuses(data: object, report: Report) -> Statuses:
    """Return what the help desk's statuses mean; one listed under two categories is a problem (DOC063)."""
    categories: dict[str, str] = {}
    for category, words in entries_of(data).items():
        for word in read_texts(words):
            if categories.setdefault(word, category) != category:
                report.add("DOC063", ("statuses", category), word=word, first=categories[word], second=category)
    otherwise = text_of(entries_of(data).get("otherwise"))
    return Statuses(categories, otherwise="open" if otherwise == "open" else "refuse")
