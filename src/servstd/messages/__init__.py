"""Every text servstd prints, in Chinese and English, as plain data.

*Rule:* code carries codes and values; sentences live here. A problem's entry also holds why it matters, a bad example and
the fixed one: the documentation pages and the tests are made from the same entry.

Example:
    >>> severity_of("TIM001")
    'error'
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from servstd.messages._entry import Entry

if TYPE_CHECKING:
    from servstd.errors import Problem, Severity

__all__ = ["AREAS", "Entry", "entries", "problem_hint", "problem_message", "render_problem", "severity_of"]

AREAS: Mapping[str, str] = {
    "TIM": "time",
    "CAL": "calendars",
    "EVT": "events",
    "DOC": "document",
    "SLA": "sla",
    "SCN": "scenarios",
    "NOT": "notices",
    "EST": "estimates",
    "MAP": "mapping",
    "CLI": "commands",
    "PLG": "plugins",
    "DLV": "delivery",
    "TIR": "tiers",
    "ESC": "escalation",
    "ROT": "rotas",
    "FBK": "feedback",
}


@cache
def entries(area: str) -> Mapping[str, Entry]:
    """Return the entries of one area by code; `area` is the three letters a code starts with."""
    table: Mapping[str, Entry] = import_module(f"servstd.messages.problems.{AREAS[area]}").ENTRIES
    return table


def _entry(code: str) -> Entry:
    return entries(code[:3])[code]


def severity_of(code: str) -> Severity:
    """Return the severity a code has unless a problem overrides it."""
    return _entry(code).severity


def _fill(template: str, params: Mapping[str, object]) -> str:
    return template.format_map(params)


def problem_message(code: str, params: Mapping[str, object], locale: str = "en") -> str:
    """Return what is wrong; the missing language falls back to English."""
    entry = _entry(code)
    return _fill((entry.zh if locale.startswith("zh") else entry.en)[0], params)


def problem_hint(code: str, params: Mapping[str, object], locale: str = "en") -> str:
    """Return how to mend it, or an empty text."""
    entry = _entry(code)
    return _fill((entry.zh if locale.startswith("zh") else entry.en)[1], params)


def render_problem(problem: Problem, locale: str = "en") -> str:
    """Return the lines a terminal shows for one problem."""
    zh = locale.startswith("zh")
    place, path = problem.place, problem.path_text
    head = f"{place}: " if place else ""
    where = f" {path}" if path else ""
    lines = [f"{head}{problem.code}{where}: {problem.message(locale)}"]
    if place is not None and place.snippet:
        lines.append(f"{place.line:>6} | {place.snippet}")
        lines.append("       | " + " " * (_columns(place.snippet[: place.column - 1])) + "^")
    for name, label in (("expected", "应为" if zh else "expected"), ("found", "实际" if zh else "found")):
        if name in problem.params:
            lines.append(f"  {label}: {problem.params[name]}")
    hint = problem.hint(locale)
    if hint:
        lines.append(f"  {'改法' if zh else 'fix'}: {hint}")
    return "\n".join(lines)


def _columns(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
