"""`servstd quote`: what would be promised, before there is a case.

*Rule:* attributes are those the standard declares; a number or true and false are read as such.

Example:
    >>> read_value("3"), read_value("true"), read_value("urgent"), read_value("vip,test")
    (3, True, 'urgent', 'vip,test')
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from servstd.cli._cases import read_option_instant
from servstd.cli._command import argument, make, option, standard
from servstd.cli._loading import load_standard
from servstd.cli._session import Session
from servstd.errors import UsageError
from servstd.instants import from_us, read_zone
from servstd.messages.nearest import did_you_mean

if TYPE_CHECKING:
    from servstd.document.edition import Edition

__all__ = ["COMMAND", "quote", "read_attributes", "read_value"]

_FREE = ("status", "channel", "tags", "matter", "priority", "tier", "customer", "owner", "team")


def quote(session: Session, standard: str, attributes: tuple[str, ...], at: str | None) -> int:
    """Print what a case with these attributes would be promised."""
    loaded = load_standard(session, standard)
    zone = read_zone(loaded.current.time_zone)
    moment = datetime.now(UTC).astimezone(zone) if at is None else from_us(read_option_instant("--at", at, zone), zone)
    named = read_attributes(attributes, loaded.current)
    try:
        quotation = loaded.quote(named, at=moment, locale=session.locale)
    except UsageError as error:
        if at is None or error.problem.code != "TIM004":
            raise
        raise UsageError("CLI003", name="--at", expected="2026-01-05", found=at) from error  # its due dates lie beyond the last year
    if session.json:
        session.emit(quotation.as_dict())
    else:
        session.say(quotation.text)
    return 0


def read_attributes(pairs: Sequence[str], edition: Edition) -> Mapping[str, object]:
    """Return attributes as written on a command line, `name=value` each.

    Raises:
        UsageError: CLI011 no such pair, CLI012 an attribute that is not declared, CLI003 a value that is not, CLI021 one given twice.
    """
    out: dict[str, object] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name:
            raise UsageError("CLI011", found=pair)
        if name in out:
            raise UsageError("CLI021", name=name, found=", ".join(other for other in pairs if other.startswith(f"{name}=")))
        declared = edition.attributes.get(name)
        if declared is None and name not in _FREE:
            raise UsageError("CLI012", name=name, expected=did_you_mean(name, edition.attributes) or ", ".join(edition.attributes))
        if declared is not None and declared.values is not None and value not in declared.values:
            raise UsageError("CLI003", name=name, expected=did_you_mean(value, declared.values) or ", ".join(declared.values), found=value)
        kind = "text" if declared is None else declared.kind
        if kind == "list" or name == "tags":
            out[name] = value.split(",")
        else:
            out[name] = read_value(value) if kind in ("number", "bool") else value
    return out


def read_value(text: str) -> str | int | float | bool:
    """Return a value as written on a command line: a number, true or false, else the text."""
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"-?\d{1,15}", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d{1,15}\.\d{1,9}", text) else text


_ATTRIBUTES = argument("attributes", metavar="NAME=VALUE ...", required=False, many=True)
COMMAND = make("quote", quote, [standard(), _ATTRIBUTES, option("--at", metavar="INSTANT")])
