"""YAML text as plain data, with the line and column of every key and value; the only module that knows PyYAML.

*Rule:* YAML 1.2's core schema, and of YAML only what a person would write in a standard: `12:30`, `on` and dates stay texts,
no key counts twice, no tag makes an object, no alias unfolds into more than a bounded number of values.

Example:
    >>> read = read_yaml("hours: 12:30\\nopen: on\\ncount: 3\\n", "standard.yaml")
    >>> read.data
    {'hours': '12:30', 'open': 'on', 'count': 3}
    >>> read.root.values["open"].line, read.root.values["open"].column
    (2, 7)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any, NamedTuple, cast

import attrs
import yaml

from servstd.document._places import Spot, place_of, shorten, split_lines
from servstd.document._scalars import REFUSED, resolve
from servstd.document._syntax import explain_syntax
from servstd.errors import Path, Problem

__all__ = ["MAX_DEPTH", "MAX_VALUES", "ReadText", "read_yaml"]

MAX_DEPTH = 100
MAX_VALUES = 500_000
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TAGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")
_CONTROLS_NAMED = 20
_STEPS_NAMED = 8


@attrs.frozen
class ReadText:
    """What was read: plain data, its places, and what was wrong; `root` is None when nothing could be read."""

    data: object
    root: Spot | None = attrs.field(kw_only=True)
    problems: tuple[Problem, ...] = attrs.field(kw_only=True)


class _Enough(Exception):
    """Reading stops: what follows would be another document, or too much."""


class _Unkeyed:
    """A key that is refused; its value is dropped."""


_UNKEYED = _Unkeyed()


@attrs.define
class _Open:
    """A mapping or list that is being read. `size` and `height` count what it unfolds to."""

    data: dict[str, object] | list[object]
    spot: Spot
    anchor: str | None
    key: str | _Unkeyed | None = None
    key_spot: Spot | None = None
    size: int = 1
    height: int = 1


class _Done(NamedTuple):
    """A value that was read whole: what an anchor holds and an alias repeats."""

    data: object
    spot: Spot
    size: int
    height: int


def read_yaml(text: str, file: str) -> ReadText:
    """Return the plain data of one YAML document, the places of its parts, and every problem met.

    Args:
        text: The document, without a byte order mark.
        file: The name that places give.
    """
    reader = _Reader(text, file)
    if not reader.refuse_controls(text):
        try:
            for event in cast("Iterator[Any]", yaml.parse(text, Loader=_LOADER)):
                reader.take(event)
        except yaml.YAMLError as error:
            reader.note_syntax(error)
        except _Enough:
            pass
    return reader.result()


class _Reader:
    """Builds the data from the parser's events, without recursion."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._lines = split_lines(text)
        self._open: list[_Open] = []
        self._anchors: dict[str, _Done] = {}
        self._root: _Done | None = None
        self._values = 0
        self._documents = 0
        self._broken = False
        self._problems: list[Problem] = []

    def result(self) -> ReadText:
        """Return what was read; nothing after a syntax error, of which the parts before it would be half the truth."""
        done = None if self._broken or self._root is None or self._root.data is None else self._root
        if done is None and not self._problems:
            self._note("DOC004", 1, 1)
        return ReadText(done and done.data, root=done and done.spot, problems=tuple(self._problems))

    def refuse_controls(self, text: str) -> bool:
        """Return whether the text has control characters or halves of characters, each line's first noted."""
        for number, line in enumerate(self._lines if _CONTROL.search(text) else (), 1):
            match = _CONTROL.search(line)
            if match is not None:
                self._note("DOC008", number, match.start() + 1, found=f"U+{ord(match[0]):04X}")
                if len(self._problems) == _CONTROLS_NAMED:
                    break
        return bool(self._problems)

    def note_syntax(self, error: yaml.YAMLError) -> None:
        """Note what the parser stumbled over, in words that say what to change."""
        self._broken = True
        mark: Any = getattr(error, "problem_mark", None)
        context: Any = getattr(error, "context_mark", None) or mark
        found = explain_syntax(
            self._lines,
            what=f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or error}".strip(),
            at=(mark.line, mark.column) if mark else (0, 0),
            since=(context.line, context.column) if context else (0, 0),
            opened=(self._open[-1].spot.line - 1, self._open[-1].spot.column - 1) if self._open else (0, 0),
        )
        self._note(found.code, found.line + 1, found.column + 1, **found.params)

    def take(self, event: Any) -> None:
        """Take one event of the parser."""
        if isinstance(event, yaml.ScalarEvent):
            self._take_scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._count(event, 1, len(self._open) + 1)
            self._refuse_tag(event)
            is_map = isinstance(event, yaml.MappingStartEvent)
            self._open.append(_Open({} if is_map else [], self._spot(event), cast("Any", event).anchor))
        elif isinstance(event, yaml.CollectionEndEvent):
            part = self._open.pop()
            self._finish(_Done(part.data, part.spot, part.size, part.height), part.anchor)
        elif isinstance(event, yaml.AliasEvent):
            self._take_alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._note_at("DOC015", event)
                raise _Enough

    def _take_scalar(self, event: Any) -> None:
        self._count(event, 1, len(self._open) + 1)
        self._refuse_tag(event)
        value: str = event.value
        spot = self._spot(event, value)
        if event.style == '"' and _CONTROL.search(value):
            self._note_at("DOC008", event, found=f"U+{ord(cast('re.Match[str]', _CONTROL.search(value))[0]):04X}")
        data: object = resolve(value) if event.implicit[0] else value
        if data is REFUSED:
            self._note_at("DOC018", event, found=shorten(value))
            data = 0
        elif value == "<<" and event.implicit[0] and self._expects_key():
            self._note_at("DOC010", event)
            data = _UNKEYED
        self._finish(_Done(data, spot, 1, 1), event.anchor)

    def _take_alias(self, event: Any) -> None:
        done = self._anchors.get(event.anchor)
        if done is None:
            self._note_at("DOC012", event, name=event.anchor)
            done = _Done(None, self._spot(event), 1, 1)
        self._count(event, done.size, len(self._open) + done.height)
        self._finish(done._replace(spot=done.spot._replace(line=event.start_mark.line + 1, column=event.start_mark.column + 1)), None)

    def _finish(self, done: _Done, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = done
        if not self._open:
            self._root = done
            return
        part = self._open[-1]
        part.size += done.size
        part.height = max(part.height, done.height + 1)
        if isinstance(part.data, list):
            part.spot.values[len(part.data)] = done.spot
            part.data.append(done.data)
        elif part.key is None:
            part.key = self._key(done, part.spot)
            part.key_spot = done.spot
        else:
            if isinstance(part.key, str):
                part.data[part.key] = done.data
                part.spot.values[part.key] = done.spot
                part.spot.keys[part.key] = cast("Spot", part.key_spot)
            part.key = None

    def _key(self, done: _Done, mapping: Spot) -> str | _Unkeyed:
        """Return a key as text; one that cannot be a key, or stands there already, is refused with its value."""
        key, spot = done.data, done.spot
        if isinstance(key, _Unkeyed):
            return key
        if key is None or isinstance(key, (dict, list)):
            self._note("DOC016", spot.line, spot.column)
            return _UNKEYED
        if not isinstance(key, str):
            key = str(key).lower() if isinstance(key, bool) else spot.raw
            self._note("DOC017", spot.line, spot.column, key=key)
        if key in mapping.keys:
            self._note("DOC009", spot.line, spot.column, key=shorten(key), first=mapping.keys[key].line)
            return _UNKEYED
        return key

    def _expects_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].data, dict) and self._open[-1].key is None

    def _refuse_tag(self, event: Any) -> None:
        if event.tag is not None and event.tag not in _TAGS:
            self._note_at("DOC011", event, found=shorten(event.tag))

    def _count(self, event: Any, values: int, depth: int) -> None:
        self._values += values
        if self._values > MAX_VALUES:
            self._note_at("DOC013", event, limit=MAX_VALUES)
        elif depth > MAX_DEPTH:
            self._note_at("DOC014", event, limit=MAX_DEPTH)
        else:
            return
        self._broken = True
        raise _Enough

    def _spot(self, event: Any, raw: str = "") -> Spot:
        mark = event.start_mark
        return Spot(mark.line + 1, mark.column + 1, raw, {}, {})

    def _note_at(self, code: str, event: Any, **params: object) -> None:
        self._note(code, event.start_mark.line + 1, event.start_mark.column + 1, **params)

    def _note(self, code: str, line: int, column: int, **params: object) -> None:
        steps = (part.key if isinstance(part.data, dict) else len(part.data) for part in self._open[:_STEPS_NAMED])
        path = cast("Path", tuple(takewhile(lambda step: isinstance(step, (str, int)), steps)))
        self._problems.append(Problem(code, params=params, path=path, place=place_of(self._file, self._lines, line, column)))
