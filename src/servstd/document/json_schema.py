"""The grammar as a JSON Schema (draft-07), for editors: titles and descriptions in both languages, patterns for durations.

*Rule:* the schema accepts what the structural check accepts. It cannot know whether a date exists, a name leads somewhere or an
amount is within bounds: those are told by `servstd check`.

Example:
    >>> schema()["properties"]["version"]["title"]
    'Version / 版本'
"""

from __future__ import annotations

from typing import TypeAlias

from servstd.document.checking import DATE, DATE_OR_TIME
from servstd.document.grammar import DEFINITIONS, STANDARD
from servstd.document.shapes import (
    Anything,
    Bool,
    Const,
    Date,
    Duration,
    Enum,
    Field,
    Int,
    ListOf,
    MapOf,
    Number,
    OneOf,
    Own,
    Record,
    Ref,
    Scalar,
    Shape,
    Text,
)
from servstd.document.thresholds import THRESHOLD

__all__ = ["AMOUNT", "SPAN", "schema"]

Schema: TypeAlias = dict[str, object]

_UNITS = "(?:[0-9]+d)?(?:[0-9]+h)?(?:[0-9]+m)?(?:[0-9]+s)?"
_ISO = "P(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?)?"
SPAN = f"(?=.*[0-9])(?:{_UNITS}|{_ISO})"
AMOUNT = f"(?=.*[1-9])(?:[0-9]+wd|{_UNITS}|{_ISO})"
_THRESHOLD = THRESHOLD.replace("[0-9A-Za-z]+", AMOUNT)
_PERIOD = r"(?:(?!0+[^0-9])[0-9]{1,5}\s*)?(?:day|week|month|quarter|year)s?"
_DURATIONS = {"amount": AMOUNT, "span": SPAN, "threshold": _THRESHOLD, "period": _PERIOD}
_SCALAR: Schema = {"type": ["string", "number", "boolean"]}


def schema() -> Schema:
    """Return the JSON Schema of a standard (draft-07)."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Service standard / 服务标准",
        **_of(STANDARD),
        "definitions": {name: _of(shape) for name, shape in DEFINITIONS.items()},
    }


def _of(shape: Shape) -> Schema:
    if isinstance(shape, Record):
        return _of_record(shape)
    if isinstance(shape, MapOf):
        counts: Schema = {"minProperties": 1, "maxProperties": 1} if shape.only else {"minProperties": shape.least} if shape.least else {}
        return {"type": "object", "additionalProperties": _of(shape.shape), **counts}
    if isinstance(shape, ListOf):
        return {"type": "array", "items": _of(shape.shape), **({"minItems": shape.least} if shape.least else {})}
    if isinstance(shape, OneOf):
        return {"anyOf": [_of(choice) for choice in shape.choices.values()]}
    if isinstance(shape, Ref):
        return {"$ref": f"#/definitions/{shape.name}"}
    if isinstance(shape, Own):
        return _of(shape.shape)
    return _of_plain(shape)


def _of_plain(shape: Text | Bool | Int | Number | Const | Enum | Date | Duration | Scalar | Anything) -> Schema:
    if isinstance(shape, Text):
        return {"type": "string", "pattern": r"\S" if shape.pattern is None else _whole(shape.pattern)}
    if isinstance(shape, Bool):
        return {"type": "boolean"}
    if isinstance(shape, Int):
        return {"type": "integer", "minimum": shape.least}
    if isinstance(shape, Number):
        return {"type": "number", "minimum": shape.least, "maximum": shape.most}
    if isinstance(shape, Const):
        return {"const": shape.value}
    if isinstance(shape, Enum):
        return {"enum": list(shape.values), "enumDescriptions": [f"{en} / {zh}" for en, zh in shape.values.values()]}
    if isinstance(shape, Date):
        return {"type": "string", "pattern": _whole(DATE_OR_TIME if shape.time else DATE)}
    if isinstance(shape, Duration):
        words = "".join(f"|{word}" for word in shape.also)
        return {"type": "string", "pattern": _whole(_DURATIONS[shape.kind] + words)}
    return _of_scalar(shape) if isinstance(shape, Scalar) else {}


def _of_scalar(shape: Scalar) -> Schema:
    choices: list[Schema] = [_SCALAR]
    if shape.lists:
        choices.append({"type": "array", "items": _SCALAR})
    if shape.empty:
        choices.append({"type": "null"})
    return {"anyOf": choices} if len(choices) > 1 else _SCALAR


def _of_record(shape: Record) -> Schema:
    required = [key for key, field in shape.fields.items() if field.required]
    out: Schema = {"type": "object", "properties": {key: _of_field(field) for key, field in shape.fields.items()}}
    out["additionalProperties"] = False if shape.rest is None else _of(shape.rest)
    if required:
        out["required"] = required
    if shape.one_of:
        out["oneOf"] = [{"required": [key]} for key in shape.one_of]
    if shape.needs:
        out["dependencies"] = {key: [needed] for key, needed in shape.needs.items()}
    if shape.least:
        out["minProperties"] = shape.least
    if shape.only:
        out |= {"minProperties": 1, "maxProperties": 1}
    return out


def _of_field(field: Field) -> Schema:
    words: Schema = {"title": " / ".join(field.title)}
    if field.doc[0]:
        words["description"] = "\n".join(field.doc)
    inner = _of(field.shape)
    # draft-07 ignores everything beside a $ref, so it moves into an allOf
    return {**words, "allOf": [inner]} if "$ref" in inner else {**words, **inner}


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"
