"""The notebook of a diff: what was said, which parts of the documents that covers, and everything that is left.

*Rule:* nothing is silent. What differs in the documents and was not said in words is listed by its path; below what was said to
be added or removed nothing is listed again.

Example:
    >>> aligned({"policies": [{"name": "a", "x": 1}], "list": [1, 2]})
    {'policies': {'a': {'name': 'a', 'x': 1}}, 'list': [1, 2]}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias, TypeGuard

import attrs

from servstd.document._plain import entries_of, is_list, is_map, items_of
from servstd.document.edition import Edition
from servstd.errors import Path, spell_path
from servstd.messages.changes import say_change

__all__ = ["Change", "Differ", "Direction", "aligned", "show_data"]

Direction: TypeAlias = Literal["tighter", "looser", "mixed"]
_LONGEST = 100


@attrs.frozen
class Change:
    """One difference between two editions.

    Attributes:
        code: Stable: `DIF062` is a changed target.
        path: Where it stands; named things by their names, in the new edition where it is there.
        texts: The change in words, the sentence first, then details.
        direction: For targets: whether the new one is tighter or looser; `mixed`: it depends on the start.
    """

    code: str
    path: Path = attrs.field(kw_only=True)
    texts: tuple[str, ...] = attrs.field(kw_only=True)
    direction: Direction | None = attrs.field(default=None, kw_only=True)

    def __str__(self) -> str:
        return "\n    ".join(self.texts)


class Differ:
    """Collects the changes between two editions.

    Args:
        old: The edition before.
        new: The edition after.
        locale: `en` or `zh`.
    """

    def __init__(self, old: Edition, new: Edition, locale: str) -> None:
        self.old = old
        self.new = new
        self.locale = locale
        self.changes: list[Change] = []
        self._covered: set[Path] = set()
        self._ordered: set[Path] = set()

    def say(
        self, code: str, path: Path, given: Mapping[str, object] | None = None, *, direction: Direction | None = None, **values: object
    ) -> None:
        """Note a change in words; `given` and `values` are what its sentence quotes."""
        text = say_change(code, self.locale, **{**values, **(given or {})})
        self.changes.append(Change(code, path=path, texts=(text,), direction=direction))

    def word(self, code: str, **values: object) -> str:
        """Return a word used in changes."""
        return say_change(code, self.locale, **values)

    def join(self, joint: str, *texts: str) -> str:
        """Return texts joined as the language does it: where English has `, ` Chinese has `、`, and nothing for a space."""
        return ({", ": "、", "; ": "；", " ": ""}[joint] if self.locale.startswith("zh") else joint).join(texts)

    def cover(self, *paths: Path) -> None:
        """Mark parts of the documents as said in words."""
        self._covered.update(paths)

    def cover_order(self, path: Path) -> None:
        """Mark the order of named things as said in words."""
        self._ordered.add(path)

    def tell_rest(self) -> None:
        """List what differs and was not covered, by path."""
        self._compare(aligned(_with_whole_targets(self.old.source)), aligned(_with_whole_targets(self.new.source)), ())

    def _compare(self, old: object, new: object, path: Path) -> None:
        if path in self._covered:
            return
        if is_map(old) and is_map(new):
            self._compare_entries(old, new, path)
        elif is_list(old) and is_list(new) and len(old) == len(new) and not _is_plain(old):
            for i, (one, two) in enumerate(zip(old, new, strict=True)):
                self._compare(one, two, (*path, i))
        elif repr(old) != repr(new):
            self._tell_leaf(old, new, path)

    def _tell_leaf(self, old: object, new: object, path: Path) -> None:
        added, removed = _missing_in(new, old), _missing_in(old, new)
        if added:
            self._tell("DIF091", path, new=show_data(added))
        if removed:
            self._tell("DIF092", path, old=show_data(removed))
        if not added and not removed:
            self._tell("DIF090", path, old=show_data(old), new=show_data(new))

    def _compare_entries(self, old: Mapping[str, object], new: Mapping[str, object], path: Path) -> None:
        for key in dict.fromkeys([*old, *new]):
            here = (*path, key)
            if key in old and key in new:
                self._compare(old[key], new[key], here)
            elif here not in self._covered:
                self._tell_one_side(old, new, key, here)
        common_old, common_new = [key for key in old if key in new], [key for key in new if key in old]
        if isinstance(old, Named) and common_old != common_new and path not in self._ordered:
            self._tell("DIF093", path, old=", ".join(common_old), new=", ".join(common_new))

    def _tell_one_side(self, old: Mapping[str, object], new: Mapping[str, object], key: str, path: Path) -> None:
        inner = new[key] if key in new else old[key]
        if is_map(inner) and any(covered[: len(path)] == path for covered in self._covered):
            empty: dict[str, object] = {}
            self._compare(empty if key in new else inner, inner if key in new else empty, path)
        elif key in new:
            self._tell("DIF091", path, new=show_data(new[key]))
        else:
            self._tell("DIF092", path, old=show_data(old[key]))

    def _tell(self, code: str, path: Path, **values: object) -> None:
        self.say(code, path, values, where=spell_path(path))


class Named(dict[str, object]):
    """A list of named things, by name, in the list's order."""


def aligned(data: object) -> object:
    """Return plain data with lists of named things turned into mappings by name, so that the same things are compared."""
    if is_map(data):
        return {key: aligned(value) for key, value in data.items()}
    if is_list(data):
        items = [aligned(item) for item in data]
        names = [str(item["name"]) for item in items if is_map(item) and "name" in item]
        return Named(zip(names, items, strict=True)) if items and len(set(names)) == len(items) else items
    return data


def _with_whole_targets(source: Mapping[str, object]) -> Mapping[str, object]:
    """Return a document in which `resolution: 4h` is written as `resolution: {within: 4h}`, so that like is compared with like."""
    sla = entries_of(source.get("sla"))
    policies = [_whole_targets(entries_of(policy)) for policy in items_of(sla.get("policies"))]
    return {**source, "sla": {**sla, "policies": policies}} if policies else source


def _whole_targets(policy: Mapping[str, object]) -> Mapping[str, object]:
    targets = {name: value if is_map(value) else {"within": value} for name, value in entries_of(policy.get("targets")).items()}
    return {**policy, "targets": targets} if targets else policy


def _missing_in(one: object, two: object) -> list[object]:
    """Return the items of a plain list that another plain list does not have; none for anything else."""
    if not _is_plain(one) or not _is_plain(two):
        return []
    known = {repr(item) for item in two}
    return [item for item in one if repr(item) not in known]


def _is_plain(data: object) -> TypeGuard[list[object]]:
    return is_list(data) and not any(is_map(item) or is_list(item) for item in data)


def show_data(data: object) -> str:
    """Return plain data on one line, as one would write it in the document; long data are cut."""
    text = _show(data)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _show(data: object) -> str:
    if is_map(data):
        return "{" + ", ".join(f"{key}: {_show(value)}" for key, value in data.items()) + "}"
    if is_list(data):
        return "[" + ", ".join(map(_show, data)) + "]"
    if isinstance(data, bool):
        return "true" if data else "false"
    return "~" if data is None else str(data)
