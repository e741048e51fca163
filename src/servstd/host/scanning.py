"""Finding plugins without importing any: what the metadata of installed distributions say.

*Rule:* listing, switching off and judging versions need no line of a plugin's code.

Example:
    >>> wanted("webhook", "webhook,rfm"), wanted("chat", "webhook,rfm"), wanted("chat", None), wanted("chat", "none")
    (True, False, True, False)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from importlib.metadata import EntryPoint, distributions, entry_points

import attrs

from servstd.errors import Problem, spell_error
from servstd.hookspecs import PROJECT
from servstd.host.operations import Operations
from servstd.host.records import PluginRecord

__all__ = ["SWITCH", "find_plugins", "settle_metadata", "wanted"]

SWITCH = "SERVSTD_PLUGINS"
"""The environment variable that says which plugins are loaded: unset all, `none`, or names with commas."""


def wanted(name: str, choice: str | None) -> bool:
    """Return whether a plugin is among those asked for."""
    if choice is None:
        return True
    names = [part.strip() for part in choice.split(",")]
    return choice.strip().lower() not in ("none", "0", "off") and name in names


def find_plugins() -> tuple[PluginRecord, ...]:
    """Return every installed plugin as its metadata describe it, by name and distribution."""
    records: list[PluginRecord] = []
    for entry_point in _entry_points():
        record = _record(entry_point)
        if record not in records:  # a distribution may be seen twice on a path
            records.append(record)
    return tuple(sorted(records, key=lambda record: (record.name, record.distribution)))


def _entry_points() -> Iterator[EntryPoint]:
    try:
        yield from entry_points(group=PROJECT)
    except Exception:  # noqa: BLE001  # one distribution's file cannot be read: the others one by one
        for distribution in distributions():
            with suppress(Exception):
                yield from distribution.entry_points.select(group=PROJECT)


def _record(entry_point: EntryPoint) -> PluginRecord:
    record = PluginRecord(entry_point.name, target=entry_point.value)
    distribution = entry_point.dist
    if distribution is None:
        return record
    try:
        metadata = distribution.metadata
        said = {key: str(metadata[key]) if key in metadata else "" for key in ("Name", "Version", "Summary")}
        requires = _requires(distribution.requires or ())
    except Exception as error:  # noqa: BLE001  # metadata may be anything: bytes of another encoding, a marker that makes no sense
        problem = Problem("PLG043", params={"plugin": record.name, "what": spell_error(error)})
        return attrs.evolve(record, status="failed", problems=(problem,))
    return attrs.evolve(record, distribution=said["Name"], version=said["Version"], summary=said["Summary"], requires=requires)


def _requires(requirements: Iterable[str]) -> str:
    """Return what a distribution asks of servstd: the specifier, empty when it asks nothing."""
    from packaging.requirements import InvalidRequirement, Requirement

    found: list[str] = []
    for text in requirements:
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue
        if requirement.name.lower() == PROJECT and (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
            found.append(str(requirement.specifier))
    return ",".join(filter(None, found))


def settle_metadata(
    found: Sequence[PluginRecord], operations: Operations, choice: str | None, version: str
) -> tuple[list[PluginRecord], list[PluginRecord]]:
    """Return the plugins that may be imported, and those whose metadata already decide: clashing, disabled or incompatible.

    Args:
        found: What `find_plugins` found.
        operations: Which plugins the company switched off.
        choice: The value of `SERVSTD_PLUGINS`; None: not set.
        version: The version of servstd.
    """
    good: list[PluginRecord] = []
    settled: list[PluginRecord] = []
    for record in found:
        rivals = [other for other in found if other.name == record.name and other is not record]
        if rivals and operations.preferred(record.name) != record.distribution:
            params: dict[str, object] = {"plugin": record.title, "others": ", ".join(other.title for other in rivals)}
            settled.append(attrs.evolve(record, status="clashing", problems=(Problem("PLG016", params=params),)))
        elif not operations.enabled(record.name):
            off = operations.plugins[record.name].problem("PLG029", ("enabled",), plugin=record.name, why="enabled: false")
            settled.append(attrs.evolve(record, status="disabled", problems=(off,)))
        elif not wanted(record.name, choice):
            params = {"plugin": record.name, "why": f"{SWITCH}={choice}"}
            settled.append(attrs.evolve(record, status="disabled", problems=(Problem("PLG029", params=params),)))
        elif record.status != "active":  # its metadata cannot be read
            settled.append(record)
        elif not _compatible(record.requires, version):
            params = {"plugin": record.title, "expected": record.requires, "found": version}
            settled.append(attrs.evolve(record, status="incompatible", problems=(Problem("PLG017", params=params),)))
        else:
            good.append(record)
    return good, settled


def _compatible(specifier: str, version: str) -> bool:
    from packaging.specifiers import SpecifierSet

    return not specifier or SpecifierSet(specifier).contains(version, prereleases=True)
