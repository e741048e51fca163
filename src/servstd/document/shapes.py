"""What a value of the document may be: a small vocabulary in which the whole grammar is written.

*Rule:* a shape is data. One table of shapes gives the strict check of a document, its JSON Schema and its reference page, so the
three cannot differ.

Example:
    >>> shape = Record({"name": Field(Text(), ("Name", "名称"), required=True)})
    >>> list(shape.fields), node_of([1])
    (['name'], 'list')
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

import attrs

__all__ = [
    "Anything",
    "Bool",
    "Const",
    "Date",
    "Duration",
    "Enum",
    "Field",
    "Int",
    "ListOf",
    "MapOf",
    "Node",
    "Number",
    "OneOf",
    "Own",
    "Record",
    "Ref",
    "Scalar",
    "Shape",
    "Text",
    "Words",
    "node_of",
]

Words: TypeAlias = tuple[str, str]
"""The same words in English and Chinese."""
Node: TypeAlias = Literal["text", "number", "bool", "list", "map", "null"]


@attrs.frozen
class Text:
    """A text that is not empty. `pattern` (of the whole text) and `example` say its form.

    `quote` is the code of the problem told when a number stands there: an unquoted version loses its last zero.
    """

    pattern: str | None = None
    example: str = attrs.field(default="", kw_only=True)
    quote: str = attrs.field(default="DOC034", kw_only=True)


@attrs.frozen
class Bool:
    """true or false, the very words."""


@attrs.frozen
class Int:
    """A whole number of at least `least`."""

    least: int = 0


@attrs.frozen
class Number:
    """A number from `least` to `most`, with decimals or without."""

    least: float = 0.0
    most: float = attrs.field(default=1e12, kw_only=True)


@attrs.frozen
class Const:
    """One number and no other."""

    value: int


@attrs.frozen
class Enum:
    """One of some words, each with its meaning in both languages."""

    values: Mapping[str, Words]


@attrs.frozen
class Date:
    """A date, `2026-01-31`; with `time` a date with or without a time, in local time or with an offset."""

    time: bool = False


@attrs.frozen
class Duration:
    """An amount `4h` or `2wd`, a span `30m`, a period `30 days`, or a threshold `50%`, `8h remaining`; `also` are words beside it."""

    kind: Literal["amount", "span", "threshold", "period"]
    also: tuple[str, ...] = attrs.field(default=(), kw_only=True)


@attrs.frozen
class Scalar:
    """A text, a number, true or false; with `lists` also a list of them, with `empty` also nothing."""

    lists: bool = False
    empty: bool = attrs.field(default=False, kw_only=True)


@attrs.frozen
class Anything:
    """Whatever stands there; its own capability will judge it."""


@attrs.frozen
class ListOf:
    """A list of at least `least` items of one shape; `example` shows one where the items are more than plain values."""

    shape: Shape
    least: int = attrs.field(default=0, kw_only=True)
    example: str = attrs.field(default="", kw_only=True)


@attrs.frozen
class MapOf:
    """A mapping from names to values of one shape; `only` means exactly one entry (a table by attribute).

    `example` shows one where it is no table by attribute.
    """

    shape: Shape
    least: int = attrs.field(default=0, kw_only=True)
    only: bool = attrs.field(default=False, kw_only=True)
    example: str = attrs.field(default="", kw_only=True)


@attrs.frozen
class Field:
    """One key of a record: its shape, its name and purpose in both languages.

    `later` marks a part that is accepted as it is until its capability exists.
    """

    shape: Shape
    title: Words
    doc: Words = attrs.field(default=("", ""), kw_only=True)
    required: bool = attrs.field(default=False, kw_only=True)
    later: bool = attrs.field(default=False, kw_only=True)


@attrs.frozen
class Record:
    """A mapping with known keys.

    Attributes:
        one_of: Exactly one of these keys must stand there.
        needs: Key -> the key it makes no sense without.
        rest: The shape of keys not listed; None: other keys are refused.
        least: How many keys there must be.
        only: Whether there must be exactly one key; `example` shows one then.
    """

    fields: Mapping[str, Field]
    one_of: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    needs: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True)
    rest: Shape | None = attrs.field(default=None, kw_only=True)
    least: int = attrs.field(default=0, kw_only=True)
    only: bool = attrs.field(default=False, kw_only=True)
    example: str = attrs.field(default="", kw_only=True)


@attrs.frozen
class OneOf:
    """Several forms, told apart by what kind of value stands there; `example` shows them."""

    choices: Mapping[Node, Shape]
    example: str = attrs.field(kw_only=True)


@attrs.frozen
class Ref:
    """A shape by name: for shapes that contain themselves, and for those used in many places."""

    name: str


@attrs.frozen
class Own:
    """A part with a reader of its own, which knows more: its problems are told instead of the shape's."""

    shape: Shape


Shape: TypeAlias = (
    Text | Bool | Int | Number | Const | Enum | Date | Duration | Scalar | Anything | ListOf | MapOf | Record | OneOf | Ref | Own
)


def node_of(value: object) -> Node:
    """Return which kind of value stands there."""
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, dict):
        return "map"
    return "list" if isinstance(value, list) else "null"
