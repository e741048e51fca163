"""`servstd schema`: the JSON Schema of a standard, for editors.

*Rule:* with plugins, the schema also knows their types and the keys each takes; without, it accepts whatever a type may be.

Example:
    >>> record = PluginRecord("p", settings=(SettingsKey("url", type="pager", expects="text", required=True),))
    >>> made = with_plugins({"properties": {"notifiers": {"additionalProperties": {"type": "object"}}}}, [record])
    >>> made["properties"]["notifiers"]["additionalProperties"]["allOf"][0]["then"]["required"]
    ['url']
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from servstd.cli._command import make
from servstd.cli._loading import find_host
from servstd.cli._session import Session
from servstd.document import schema as make_schema
from servstd.host import PluginRecord, SettingsKey

__all__ = ["COMMAND", "schema", "with_plugins"]


def schema(session: Session, plugged: bool) -> int:
    """Print the schema; text and JSON are the same."""
    made = make_schema()
    if plugged:
        host = find_host(session, None, complete=False)
        made = with_plugins(made, (host.builtin, *host.plugins))
    session.emit(made)
    return 0


def with_plugins(made: dict[str, Any], plugins: Iterable[PluginRecord]) -> dict[str, Any]:
    """Return the schema with what plugins take: the keys of each type of notifier.

    Args:
        made: The schema of a standard.
        plugins: The plugins, as a host loaded them.
    """
    instance = made["properties"]["notifiers"]["additionalProperties"]
    by_type: dict[str, list[SettingsKey]] = {}
    for record in plugins:
        for key in record.settings:
            if key.type:
                by_type.setdefault(key.type, []).append(key)
    if by_type:
        instance["allOf"] = [_of_type(name, keys) for name, keys in by_type.items()]
    return made


def _of_type(name: str, keys: Iterable[SettingsKey]) -> dict[str, object]:
    properties = {key.key: {"description": key.expects} for key in keys}
    required = [key.key for key in keys if key.required]
    then = {"properties": properties, "required": required} if required else {"properties": properties}
    return {"if": {"properties": {"type": {"const": name}}}, "then": then}


COMMAND = make("schema", schema, [click.Option(["--with-plugins", "plugged"], is_flag=True)])
