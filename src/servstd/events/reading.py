"""Events from plain data: JSON Lines objects and CloudEvents 1.0.

*Rule:* a field that is missing, unknown or of the wrong type is refused with its path; nothing is guessed.

Example:
    >>> cloud = {"specversion": "1.0", "source": "/desk", "id": "9", "type": "opened", "subject": "42", "time": "2026-01-05T01:00:00Z"}
    >>> read_event(cloud).id
    '/desk 9'
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from servstd.errors import Path, UsageError
from servstd.events.event import Actor, Event
from servstd.plain import is_list, is_map

__all__ = ["read_event"]

_FIELDS = frozenset({"id", "case", "at", "kind", "by", "sequence", "recorded_at", "tenant", "data"})


def read_event(data: Mapping[str, object], *, case: str | None = None) -> Event:
    """Return the event a JSON Lines object or a CloudEvents 1.0 object describes.

    Args:
        data: The object as parsed from JSON. `specversion` marks CloudEvents: subject -> case, type -> kind,
            source + id -> id, time -> at, data -> data; the extension attributes by, sequence, recordedat and tenant are read.
        case: The case where the object does not name one.

    Raises:
        UsageError: a field is missing, unknown or of the wrong type; its path says which.
    """
    if not is_map(data):
        raise UsageError("EVT025", found=type(data).__name__)
    fields = _from_cloud(data) if "specversion" in data else dict(data)
    if case is not None:
        fields.setdefault("case", case)
    for name in fields:
        if name not in _FIELDS:
            from servstd.messages.nearest import did_you_mean

            raise UsageError("EVT002", path=(name,), name=name, expected=did_you_mean(name, _FIELDS) or ", ".join(sorted(_FIELDS)))
    for name in ("case", "at", "kind"):
        if name not in fields:
            raise UsageError("EVT001", path=(name,), name=name)
    if isinstance(fields["case"], int) and not isinstance(fields["case"], bool):
        fields["case"] = str(fields["case"])
    _check_types(fields)
    return Event(**fields)  # type: ignore[arg-type]  # the types were checked one by one above


_TYPES: Mapping[str, tuple[tuple[type, ...], str]] = {
    "id": ((str, type(None)), "text"),
    "case": ((str,), "text"),
    "at": ((str, datetime), "an ISO 8601 instant with an offset"),
    "kind": ((str,), "text"),
    "by": ((str, Mapping, Actor), "a role, or {role, id}"),
    "sequence": ((int, type(None)), "a whole number"),
    "recorded_at": ((str, datetime, type(None)), "an ISO 8601 instant with an offset"),
    "tenant": ((str, type(None)), "text"),
    "data": ((Mapping,), "a mapping"),
}

_MOST_BITS = 4096
"""A number that is longer is no fact, and beyond 4,300 digits Python does not even write it."""


def _check_types(fields: Mapping[str, object]) -> None:
    for name, value in fields.items():
        types, expected = _TYPES[name]
        if not isinstance(value, types) or isinstance(value, bool):
            raise UsageError("EVT006", path=(name,), name=name, expected=expected, found=repr(value))
    if not fields["case"]:
        raise UsageError("EVT006", path=("case",), name="case", expected="text that is not empty", found="''")
    data = fields.get("data")
    for name, value in data.items() if is_map(data) else ():
        if not _is_value(value):
            path: Path = ("data", name)
            raise UsageError(
                "EVT006", path=path, name=name, expected="text, a number, true or false, or a list of texts", found=_spell(value)
            )


def _is_value(value: object) -> bool:
    if is_list(value):
        return all(isinstance(item, str) for item in value)
    if isinstance(value, float):
        return value - value == 0  # refuses nan and the infinities
    if isinstance(value, int):
        return value.bit_length() <= _MOST_BITS
    return value is None or isinstance(value, (str, datetime))


def _spell(value: object) -> str:
    try:
        return repr(value)
    except ValueError:
        return "a number of thousands of digits"


def _from_cloud(data: Mapping[str, object]) -> dict[str, object]:
    fields: dict[str, object] = {}
    for theirs, ours in (
        ("subject", "case"),
        ("type", "kind"),
        ("time", "at"),
        ("data", "data"),
        ("by", "by"),
        ("tenant", "tenant"),
        ("sequence", "sequence"),
        ("recordedat", "recorded_at"),
    ):
        if data.get(theirs) is not None:
            fields[ours] = data[theirs]
    sequence = fields.get("sequence")
    if isinstance(sequence, str) and sequence.isdigit():  # the CloudEvents sequence extension is text
        fields["sequence"] = int(sequence)
    if data["specversion"] is not None and data["specversion"] != "1.0":
        raise UsageError("EVT006", path=("specversion",), name="specversion", expected="1.0", found=repr(data["specversion"]))
    if "data_base64" in data:
        raise UsageError("EVT006", path=("data_base64",), name="data_base64", expected="`data` as a JSON object", found="binary data")
    for theirs in ("specversion", "source", "id"):
        if not isinstance(data.get(theirs), str):
            raise UsageError("EVT001", path=(theirs,), name=theirs)
    fields["id"] = f"{data['source']} {data['id']}"
    return fields
