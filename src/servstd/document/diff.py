"""What changed between two editions of a standard, in words that a service manager reads.

*Rule:* nothing is silent: what has no sentence of its own is listed by its path.

Example:
    >>> from servstd.document import read_edition
    >>> text = '{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC}'
    >>> old, new = read_edition(text), read_edition(text.replace('"1"', '"2"').replace("2026-01", "2026-07"))
    >>> [str(change) for change in diff_editions(old, new)]
    ['Version: 1 → 2', 'Effective from: 2026-01-01 → 2026-07-01']
"""

from __future__ import annotations

from collections.abc import Mapping

from servstd.document._diff_calendars import diff_calendars
from servstd.document._diff_escalation import diff_escalation
from servstd.document._diff_feedback import diff_feedback
from servstd.document._diff_sla import diff_metrics, diff_policies
from servstd.document._differ import Change, Differ, Direction, show_data
from servstd.document._plain import entries_of, is_map
from servstd.document.edition import Edition
from servstd.errors import Path
from servstd.messages.labels import label
from servstd.messages.naming import name_attribute, name_value

__all__ = ["Change", "Direction", "diff_editions"]


def diff_editions(old: Edition, new: Edition, locale: str = "en") -> list[Change]:
    """Return what changed from one edition to another, in the order in which a standard is read.

    Args:
        old: The edition before.
        new: The edition after.
        locale: `en` or `zh`.

    Returns:
        Changes in words; for targets with `direction`: `tighter`, `looser` or `mixed`, tried at calendar edges and hourly over the
        twelve months from the day the new edition governs.
    """
    differ = Differ(old, new, locale)
    _diff_header(differ)
    _diff_attributes(differ)
    _diff_statuses(differ)
    diff_calendars(differ)
    diff_metrics(differ)
    diff_policies(differ)
    diff_escalation(differ)
    diff_feedback(differ)
    _diff_scenarios(differ)
    differ.tell_rest()
    return differ.changes


def _diff_header(differ: Differ) -> None:
    for code, key in (("DIF003", "standard"), ("DIF001", "version"), ("DIF002", "effective_from"), ("DIF004", "time_zone")):
        old, new = differ.old.source.get(key), differ.new.source.get(key)
        if old != new:
            differ.say(code, (key,), old=show_data(old), new=show_data(new))
        differ.cover((key,))


def _diff_attributes(differ: Differ) -> None:
    old, new = differ.old.attributes, differ.new.attributes
    for name in dict.fromkeys([*old, *new]):
        path: Path = ("attributes", name)
        if name not in new:
            differ.say("DIF011", path, name=name_attribute(differ.old, name, differ.locale))
            differ.cover(path)
            continue
        called = name_attribute(differ.new, name, differ.locale)
        after = list(new[name].values or {})
        if name not in old:
            differ.say("DIF010", path, name=called, values=f": {_spell_values(differ, differ.new, name, after)}" if after else "")
            differ.cover((*path, "values"))
        elif (before := list(old[name].values or {})) != after:
            _diff_values(differ, name, called, before, after)


def _diff_values(differ: Differ, name: str, called: str, old: list[str], new: list[str]) -> None:
    path: Path = ("attributes", name, "values")
    added, removed = [value for value in new if value not in old], [value for value in old if value not in new]
    if added:
        differ.say("DIF012", path, name=called, values=_spell_values(differ, differ.new, name, added))
    if removed:
        differ.say("DIF013", path, name=called, values=_spell_values(differ, differ.old, name, removed))
    if differ.new.attributes[name].ordered and [value for value in old if value in new] != [value for value in new if value in old]:
        differ.say("DIF014", path, name=called, values=" < ".join(name_value(differ.new, name, value, differ.locale) for value in new))
    differ.cover(*((*path, value) for value in (*added, *removed)))
    if not all(is_map(_values_as_written(edition.source, name)) for edition in (differ.old, differ.new)):
        differ.cover(path)  # a plain list holds no labels that the sentences leave out


def _values_as_written(source: Mapping[str, object], name: str) -> object:
    return entries_of(entries_of(source.get("attributes")).get(name)).get("values")


def _spell_values(differ: Differ, edition: Edition, name: str, values: list[str]) -> str:
    return differ.join(", ", *(name_value(edition, name, value, differ.locale) for value in values))


def _diff_statuses(differ: Differ) -> None:
    old, new = differ.old.statuses.categories, differ.new.statuses.categories
    for status in dict.fromkeys([*old, *new]):
        before, after = (label("category", found[status], differ.locale) if status in found else "" for found in (old, new))
        if before != after:
            code = "DIF022" if before and after else "DIF020" if after else "DIF021"
            differ.say(code, ("statuses", new.get(status, old.get(status, ""))), name=status, old=before, new=after)
    differ.cover(*(("statuses", category) for category in (*old.values(), *new.values())))


def _diff_scenarios(differ: Differ) -> None:
    old, new = ({scenario.name: scenario for scenario in edition.scenarios} for edition in (differ.old, differ.new))
    for name in dict.fromkeys([*old, *new]):
        path: Path = ("scenarios", name)
        if name in old and name in new:
            continue
        differ.say("DIF070" if name in new else "DIF071", path, name=name)
        differ.cover(path)
