"""From loaded plugins to one registry: names that clash, types nobody knows, plugins that are not there.

*Rule:* two plugins that offer one name are both told and neither is taken, unless the operations file prefers one; what is built
in is never displaced. A plugin is taken whole or not at all.

Example:
    >>> records, registry, problems = merge(PluginRecord("servstd"), (), Operations())
    >>> registry.components
    ()
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from servstd.errors import Problem
from servstd.host.operations import Operations
from servstd.host.records import PluginRecord
from servstd.messages.nearest import did_you_mean
from servstd.registry import KINDS, Failure, Registry

__all__ = ["merge"]


def merge(
    builtin: PluginRecord, plugins: Sequence[PluginRecord], operations: Operations
) -> tuple[tuple[PluginRecord, ...], Registry, tuple[Problem, ...]]:
    """Return the plugins with their final status, the registry, and what is wrong with the operations file.

    Args:
        builtin: What servstd itself offers.
        plugins: The others, as loading left them.
        operations: Which plugin is preferred where two offer one name.
    """
    records = [_settle(record, builtin, plugins, operations) for record in plugins]
    components = [*builtin.components]
    for record in records:
        if record.status == "active":
            components += record.components
    failures = tuple(
        Failure(record.name, reason=record.reason, offers=record.offers | {(c.kind, c.name) for c in record.components})
        for record in (builtin, *records)
        if record.reason is not None
    )
    failures += tuple(failure for record in (builtin, *records) for failure in _left_out(record))
    known = {name for record in records if record.status == "active" for kind, name in record.offers if kind == "types"}
    known |= {name for kind, name in builtin.offers if kind == "types"}  # the types are there, whatever was written for them
    registry = Registry(tuple(components), failures=failures, types=frozenset(known))
    return tuple(records), registry, (*operations.problems, *builtin.problems, *_unknown(operations, records, registry))


def _left_out(record: PluginRecord) -> Iterator[Failure]:
    """Yield the instances of an active plugin that were not made because a value kept elsewhere is not there."""
    for problem in record.problems if record.status == "active" else ():
        if problem.code in ("PLG023", "PLG024"):
            yield Failure(record.name, reason=problem, offers=frozenset({("notifiers", str(problem.path[1]))}), partly=True)


def _settle(record: PluginRecord, builtin: PluginRecord, plugins: Sequence[PluginRecord], operations: Operations) -> PluginRecord:
    if record.status != "active":
        return record
    kept = list(record.components)
    problems = list(record.problems)
    for component in record.components:
        others = (other for other in (builtin, *plugins) if other is not record and other.status == "active")
        rivals = [other for other in others if any(c.kind == component.kind and c.name == component.name for c in other.components)]
        if not rivals:
            continue
        title = KINDS[component.kind].title
        params: dict[str, object] = {
            "plugin": record.title, "title_en": title[0], "title_zh": title[1], "name": component.name,
            "others": ", ".join(other.title for other in rivals),
        }  # fmt: skip
        wanted = [other for other in (record, *rivals) if operations.prefers(other.name, component.name)]
        if builtin not in rivals and wanted == [record]:
            continue
        if builtin not in rivals and len(wanted) == 1:
            kept.remove(component)
            problems.append(Problem("PLG034", params=params))
            continue
        problems.append(Problem("PLG015", params=params))
    if any(problem.code == "PLG015" for problem in problems):
        return attrs.evolve(record, status="clashing", problems=tuple(problems))
    return attrs.evolve(record, components=tuple(kept), problems=tuple(problems))


def _unknown(operations: Operations, records: Sequence[PluginRecord], registry: Registry) -> Iterator[Problem]:
    for entry in operations.instances:
        kind = entry.data.get("type")
        told = any(("types", kind) in record.offers for record in records if record.status == "failed")  # by that plugin's own problems
        if isinstance(kind, str) and kind and kind not in registry.types and not told:
            missing = registry.missing("types", kind, sorted(registry.types))
            yield attrs.evolve(missing, path=(*entry.path, "type"), place=entry.place(("type",)))
    names = [record.name for record in records]
    for name, entry in operations.plugins.items():
        if name not in names:
            yield entry.problem("PLG027", on_key=True, name=name, expected=did_you_mean(name, names) or ", ".join(names) or "-")
