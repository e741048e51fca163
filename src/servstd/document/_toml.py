"""TOML text as plain data: dates and times become texts, as they stand in YAML.

*Rule:* tomllib gives no places, so problems name the path of a key; only a syntax error has a line.

Example:
    >>> read_toml("effective_from = 2026-01-01\\n", "standard.toml")
    ({'effective_from': '2026-01-01'}, ())
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

from servstd.document._places import place_of, split_lines
from servstd.document._plain import is_list, is_map
from servstd.document._yaml import MAX_DEPTH
from servstd.errors import Path, Place, Problem

__all__ = ["read_toml"]

_AT = re.compile(r"(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)


def read_toml(text: str, name: str) -> tuple[object, tuple[Problem, ...]]:
    """Return the plain data of a TOML text and what was wrong with it; None when it could not be read."""
    import tomllib

    try:
        data = tomllib.loads(text)
    except RecursionError:
        return None, (Problem("DOC014", params={"limit": MAX_DEPTH}, place=Place(name)),)
    except ValueError as error:
        return None, (_syntax(str(error), text, name),)
    problems: list[Problem] = []
    plain = _plain(data, (), name, problems)
    if not data:
        problems.append(Problem("DOC004", place=Place(name)))
    return (None if any(problem.code in ("DOC004", "DOC014") for problem in problems) else plain), tuple(problems)


def _syntax(message: str, text: str, name: str) -> Problem:
    lines = split_lines(text)
    match = _AT.fullmatch(message)
    if match is None:
        return Problem("DOC005", params={"detail": message}, place=Place(name))
    line, column = (int(match[2]), int(match[3])) if match[2] else (len(lines), len(lines[-1]) + 1)
    return Problem("DOC005", params={"detail": match[1]}, place=place_of(name, lines, line, column))


def _plain(value: object, path: Path, name: str, problems: list[Problem]) -> object:
    if len(path) >= MAX_DEPTH:
        problems.append(Problem("DOC014", params={"limit": MAX_DEPTH}, path=path[:3], place=Place(name)))
        return None
    if is_map(value):
        return {key: _plain(item, (*path, key), name, problems) for key, item in value.items()}
    if is_list(value):
        return [_plain(item, (*path, i), name, problems) for i, item in enumerate(value)]
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if (isinstance(value, float) and value - value != 0) or (isinstance(value, int) and abs(value) >= 10**18):
        problems.append(Problem("DOC018", params={"found": repr(value)[:40]}, path=path, place=Place(name)))
        return 0
    return value
