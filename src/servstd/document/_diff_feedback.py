"""What changed in feedback, in words: instruments, invitations, themes and loops that came or went, how complaints are handled.

*Rule:* as for policies: a part counts as said when the sentence holds all of it; the rest is listed by path.

Example:
    >>> diff_feedback.__name__
    'diff_feedback'
"""

from __future__ import annotations

from collections.abc import Mapping

from servstd.document._differ import Differ, show_data
from servstd.document._plain import entries_of, items_of
from servstd.errors import Path
from servstd.messages.naming import pick_label
from servstd.sla.metrics import read_label

__all__ = ["diff_feedback"]

_MEANING = ("kind", "scale", "direction", "satisfied", "method", "questions")
"""What answers mean; those of another meaning are another version."""
_PARTS = ("version", *_MEANING, "target", "anonymous", "least")
_COMPLAINTS = ("when", "stages", "handler_is_not_approver", "callback", "redispatch", "recurrence", "limits")


def diff_feedback(differ: Differ) -> None:
    """Tell what changed in instruments, in how complaints are handled, and which invitations, themes and loops came or went."""
    old, new = (entries_of(edition.source.get("feedback")) for edition in (differ.old, differ.new))
    _diff_instruments(differ, entries_of(old.get("instruments")), entries_of(new.get("instruments")))
    before, after = entries_of(old.get("complaints")), entries_of(new.get("complaints"))
    for part in _COMPLAINTS:
        if before.get(part) != after.get(part):
            path: Path = ("feedback", "complaints", part)
            differ.say(
                "DIF098", path, part=differ.word(f"feedback_{part}"), old=_show(differ, before, part), new=_show(differ, after, part)
            )
            differ.cover(path)
    for key in ("invitations", "themes", "loops"):
        _diff_named(differ, key, *(_by_name(section.get(key)) for section in (old, new)))


def _show(differ: Differ, data: Mapping[str, object], part: str) -> str:
    return show_data(data[part]) if part in data else differ.word("nothing")


def _by_name(value: object) -> dict[str, object]:
    """Return what has a name, by it: what a list calls by position only is compared by path."""
    named = {str(entries_of(item)["name"]): item for item in items_of(value) if "name" in entries_of(item)}
    return {**entries_of(value), **(named if len(named) == len(items_of(value)) else {})}


def _diff_named(differ: Differ, key: str, old: Mapping[str, object], new: Mapping[str, object]) -> None:
    for name in dict.fromkeys([*old, *new]):
        if (name in old) != (name in new):
            path: Path = ("feedback", key, name)
            code = "DIF100" if name in new else "DIF099"
            differ.say(code, path, what=differ.word(key), name=name, new=show_data(new.get(name)))
            differ.cover(path)


def _diff_instruments(differ: Differ, old: Mapping[str, object], new: Mapping[str, object]) -> None:
    for name in dict.fromkeys([*old, *new]):
        path: Path = ("feedback", "instruments", name)
        before, after = entries_of(old.get(name)), entries_of(new.get(name))
        edition = differ.new if name in new else differ.old
        called = pick_label(read_label((after or before).get("label"), edition.language), differ.locale, name)
        if name not in new or name not in old:
            differ.say("DIF094" if name in new else "DIF095", path, name=called, new=show_data(after))
            differ.cover(path)
            continue
        changed = [part for part in _PARTS if before.get(part) != after.get(part)]
        for part in changed:
            one, two = _show(differ, before, part), _show(differ, after, part)
            differ.say("DIF096", (*path, part), name=called, part=differ.word(f"feedback_{part}"), old=one, new=two)
            differ.cover((*path, part))
        if any(part in _MEANING for part in changed) and "version" not in changed:
            differ.say("DIF097", path, name=called, version=after.get("version", "1"))
