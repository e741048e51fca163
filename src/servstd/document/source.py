"""A text read: plain data, the place of every key and value, and what was wrong with the text itself.

*Rule:* reading never judges what a standard says; it only says what was written and where. JSON is read as the YAML it is;
TOML has no places but the paths of its keys.

Example:
    >>> source = read_source("standard: acme\\n", "acme.yaml")
    >>> source.data, str(source.place(("standard",)))
    ({'standard': 'acme'}, 'acme.yaml:1:11')
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, TypeAlias

import attrs

from servstd.document._encoding import decode
from servstd.document._places import Spot, place_of, split_lines
from servstd.document._plain import entries_of, is_list, is_map, items_of
from servstd.document._yaml import read_yaml
from servstd.errors import Path, Place, Problem

__all__ = ["MAX_BYTES", "Format", "Source", "read_source"]

Format: TypeAlias = Literal["yaml", "json", "toml"]
MAX_BYTES = 10 * 1024 * 1024
_TOML_LINE = re.compile(r"\[\[?[\w.\"' -]+\]\]?\s*(?:#.*)?|[\w.\"'-]+\s*=(?!=).*")


@attrs.frozen(eq=False)
class Source:
    """A text as it was read.

    Attributes:
        name: The file's name, as places give it.
        data: Plain data; empty when the text could not be read.
        format: What the text was taken for.
        problems: What was wrong with the text, with places.
        readable: Whether there is data to check.
    """

    name: str
    data: Mapping[str, object] = attrs.field(factory=dict[str, object], kw_only=True)
    format: Format = attrs.field(default="yaml", kw_only=True)
    problems: tuple[Problem, ...] = attrs.field(default=(), kw_only=True)
    readable: bool = attrs.field(default=False, kw_only=True)
    _lines: list[str] = attrs.field(factory=list[str], alias="lines", kw_only=True, repr=False)
    _root: Spot | None = attrs.field(default=None, alias="root", kw_only=True, repr=False)

    def place(self, path: Path, on_key: bool = False) -> Place:
        """Return the place of the value at a path, or of its key; of the nearest thing above it where nothing stands there."""
        if self._root is None:
            return Place(self.name)
        spot, key = self._root, None
        for i, step in enumerate(path):
            found = spot.values.get(step)
            if found is None:
                on_key = on_key or i > 0
                break
            key = spot.keys.get(step) if isinstance(step, str) else None
            spot = found
        shown = key if on_key and key is not None else spot
        return place_of(self.name, self._lines, shown.line, shown.column)

    def has(self, path: Path) -> bool:
        """Return whether something stands at exactly this path; always false for a text without places."""
        spot = self._root
        for step in path:
            spot = spot.values.get(step) if spot is not None else None
        return spot is not None

    def raw(self, path: Path) -> str:
        """Return the scalar at a path as it was spelled, `2026.10` and not 2026.1; the value's own text where that is not known."""
        spot: Spot | None = self._root
        value: object = self.data
        for step in path:
            spot = spot.values.get(step) if spot is not None else None
            value = entries_of(value)[step] if isinstance(step, str) else items_of(value)[step]
        return spot.raw if spot is not None else str(value)


def read_source(text: str | bytes, name: str, format: Format | None = None) -> Source:
    """Return a text's plain data with the place of every key and value, and what was wrong with the text.

    Args:
        text: YAML, JSON or TOML; bytes must be UTF-8, a byte order mark is passed over.
        name: The file's name: places give it, and its ending tells the format.
        format: What the text is, when the name does not tell.
    """
    if len(text) > MAX_BYTES:
        return Source(name, problems=(Problem("DOC003", params={"found": f"{len(text):,}", "limit": f"{MAX_BYTES:,}"}, place=Place(name)),))
    decoded = decode(text, name)
    if isinstance(decoded, Problem):
        return Source(name, problems=(decoded,))
    kind = format or _guess_format(decoded, name)
    if kind == "toml":
        from servstd.document._toml import read_toml

        data, problems = read_toml(decoded, name)
        return _source(name, kind, data, problems, decoded, None)
    if kind == "json":
        from servstd.document._json import prepare_json

        prepared = prepare_json(decoded, name)
        if isinstance(prepared, Problem):
            return Source(name, format=kind, problems=(prepared,))
        decoded = prepared
    read = read_yaml(decoded, name)
    return _source(name, kind, read.data, read.problems, decoded, read.root)


def _source(name: str, kind: Format, data: object, problems: tuple[Problem, ...], text: str, root: Spot | None) -> Source:
    lines = split_lines(text)
    if data is not None and not is_map(data):
        place = place_of(name, lines, root.line, root.column) if root is not None else Place(name)
        problems = (*problems, Problem("DOC019", params={"found": _kind(data)}, place=place))
        data = None
    return Source(name, data=entries_of(data), format=kind, problems=problems, readable=data is not None, lines=lines, root=root)


def _kind(data: object) -> str:
    return "[...]" if is_list(data) else repr(data)[:40]


def _guess_format(text: str, name: str) -> Format:
    ending = name.rpartition(".")[2].lower()
    if ending in ("yaml", "yml"):
        return "yaml"
    if ending == "json" or ending == "toml":
        return "json" if ending == "json" else "toml"
    first = next((line for line in map(str.strip, split_lines(text)) if line and not line.startswith("#")), "")
    if first.startswith("{"):
        from servstd.document._json import is_json

        return "json" if is_json(text) else "yaml"
    return "toml" if _TOML_LINE.fullmatch(first) else "yaml"
