"""Paths in a document's plain data: the nearest that exists, and where a word is written.

*Rule:* a problem points at something the author wrote, never at what is not there.

Example:
    >>> clip({"sla": {"policies": [{"name": "p"}]}}, ("sla", "policies", 0, "targets", "resolution"))
    ('sla', 'policies', 0)
    >>> next(search({"when": {"tier": ["gold", "siver"]}}, (), "tier", "siver"))
    ('when', 'tier', 1)
"""

from __future__ import annotations

from collections.abc import Iterator

from servstd.document._plain import is_list, is_map
from servstd.errors import Path

__all__ = ["clip", "search", "step_into", "texts"]


def clip(source: object, path: Path) -> Path:
    """Return as much of a path as the document has; all of it when there is no document."""
    data = source
    for i, step in enumerate(path):
        inner = step_into(data, step)
        if inner is None and source:
            return path[:i]
        data = inner
    return path


def step_into(data: object, step: str | int) -> object:
    """Return what a key or a list position leads to, None when it leads nowhere."""
    if is_map(data):
        return data.get(str(step))
    if is_list(data) and isinstance(step, int) and step < len(data):
        return data[step]
    return None


def search(data: object, path: Path, key: str, value: object = None) -> Iterator[Path]:
    """Yield the paths at which `key` is written below `path`, or `value` anywhere under that key; `data` stands at `path`."""
    if is_map(data):
        for name, inner in data.items():
            here = (*path, name)
            if name == key:
                if value is None:
                    yield here
                else:
                    yield from _search_value(inner, here, value)
            yield from search(inner, here, key, value)
    elif is_list(data):
        for i, inner in enumerate(data):
            yield from search(inner, (*path, i), key, value)


def _search_value(data: object, path: Path, value: object) -> Iterator[Path]:
    if is_map(data):
        for name, inner in data.items():
            yield from _search_value(inner, (*path, name), value)
    elif is_list(data):
        for i, inner in enumerate(data):
            yield from _search_value(inner, (*path, i), value)
    elif type(data) is type(value) and data == value:
        yield path


def texts(data: object, path: Path, *, keys: bool = False) -> Iterator[tuple[str, Path]]:
    """Yield every text below `path` with its own path; with `keys`, the keys of mappings too."""
    if is_map(data):
        for name, inner in data.items():
            if keys:
                yield str(name), (*path, name)
            yield from texts(inner, (*path, name), keys=keys)
    elif is_list(data):
        for i, inner in enumerate(data):
            yield from texts(inner, (*path, i), keys=keys)
    elif isinstance(data, str):
        yield data, path
