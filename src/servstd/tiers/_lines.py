"""One entry of a tier history as a line of JSON, and back.

*Rule:* a line carries its schema number and its kind; an unknown field, a missing one or one of a wrong type is refused, never guessed.

Example:
    >>> write_line(Answer("r1", on=date(2026, 4, 9), by="zhao", outcome="upheld"))
    '{"schema": 1, "entry": "answer", "request": "r1", "on": "2026-04-09", "by": "zhao", "outcome": "upheld"}'
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, get_args

import attrs

from servstd.errors import UsageError
from servstd.plain import is_map
from servstd.tiers.outcome import Cause, TierRecord
from servstd.tiers.requests import Answer, TierRequest

__all__ = ["SCHEMA", "read_line", "write_line"]

SCHEMA: Final = 1

_KINDS: Mapping[str, type[TierRecord | TierRequest | Answer]] = {"tier": TierRecord, "request": TierRequest, "answer": Answer}
_NAMES = {kind: name for name, kind in _KINDS.items()}
_DATES = frozenset({"valid_from", "recorded_on", "below_since", "notice_on", "reached_on", "falls_on", "reviewed_on", "until", "on"})
_TYPES: Mapping[str, tuple[type, ...]] = {
    "score": (int, float), "periods_below": (int,), "explanation": (dict,), **dict.fromkeys(_DATES, (date,)),
}  # fmt: skip
_KEPT_APART = "answer"
"""A request's answer is an entry of its own."""


def write_line(entry: TierRecord | TierRequest | Answer) -> str:
    """Return an entry as one line of JSON; fields that say nothing are left out."""
    out: dict[str, object] = {"schema": SCHEMA, "entry": _NAMES[type(entry)]}
    for field in attrs.fields(type(entry)):
        value = getattr(entry, field.name)
        if field.name != _KEPT_APART and value != field.default and value != {}:
            out[field.name] = value
    return json.dumps(out, ensure_ascii=False, default=date.isoformat)


def read_line(line: str) -> TierRecord | TierRequest | Answer:
    """Return the entry a line holds.

    Raises:
        UsageError: TIR041 the line is no entry, with what is wrong about it; TIR042 it is of another schema.
    """
    try:
        data = json.loads(line, parse_constant=_no_number)
    except ValueError:
        raise UsageError("TIR041", found=line.strip()[:80], expected='{"schema": 1, "entry": "tier", ...}') from None
    if not is_map(data) or str(data.get("entry")) not in _KINDS:
        raise UsageError("TIR041", found=line.strip()[:80], expected=f'"entry": {", ".join(_KINDS)}')
    if type(data.get("schema")) is not int or data["schema"] != SCHEMA:
        raise UsageError("TIR042", path=("schema",), found=str(data.get("schema")), expected=SCHEMA)
    kind = _KINDS[str(data["entry"])]
    fields: Mapping[str, attrs.Attribute[Any]] = {field.name: field for field in attrs.fields(kind) if field.name != _KEPT_APART}
    values: dict[str, Any] = {}
    for name, value in data.items():
        if name not in ("schema", "entry"):
            if name not in fields:
                raise UsageError("TIR041", path=(name,), found=name, expected=", ".join(fields))
            values[name] = _value(name, value)
    for name, field in fields.items():
        if field.default is attrs.NOTHING and name not in values:
            raise UsageError("TIR041", path=(name,), found="-", expected=name)
    return kind(**values)


def _no_number(text: str) -> object:
    raise ValueError(text)


def _value(name: str, value: object) -> object:
    types = _TYPES.get(name, (str,))
    if types == (date,) and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise UsageError("TIR041", path=(name,), found=value, expected="2026-01-31") from None
    if not isinstance(value, types) or isinstance(value, bool):
        raise UsageError("TIR041", path=(name,), found=repr(value), expected=" | ".join(kind.__name__ for kind in types))
    if name == "cause" and value not in get_args(Cause):
        raise UsageError("TIR041", path=(name,), found=repr(value), expected=", ".join(get_args(Cause)))
    return value
