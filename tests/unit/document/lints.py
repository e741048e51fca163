"""What the tests of the lints share: a plain header, and what a fragment of a standard is told."""

from __future__ import annotations

from datetime import date

from servstd.document import Edition, check_edition
from servstd.errors import Problem

__all__ = ["HEADER", "OFFICE", "WORDS", "codes", "edition", "everyone", "found", "told"]

HEADER = {"format": "1", "standard": "s", "version": '"1"', "effective_from": "2026-01-01", "time_zone": "Asia/Shanghai"}
WORDS = (
    "attributes: {priority: {values: [low, normal, high], ordered: true, default: normal}, "
    "matter: {values: [inquiry, repair], required: true}}\n"
)
OFFICE = 'calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}\n'


def whole(fragment: str) -> str:
    """Return the fragment under a header; what the fragment says itself wins."""
    given = {line.partition(":")[0] for line in fragment.splitlines()}
    return "".join(f"{key}: {value}\n" for key, value in HEADER.items() if key not in given) + fragment


def told(fragment: str, today: date | None = None) -> tuple[Problem, ...]:
    """Return every problem of a fragment."""
    return check_edition(whole(fragment), "s.yaml", today=today)[1]


def codes(fragment: str, today: date | None = None) -> list[str]:
    """Return the codes of every problem of a fragment, sorted."""
    return sorted(problem.code for problem in told(fragment, today))


def found(fragment: str, code: str, today: date | None = None) -> Problem:
    """Return the one problem with a code."""
    (problem,) = (problem for problem in told(fragment, today) if problem.code == code)
    return problem


def edition(fragment: str) -> Edition:
    """Return the edition of a fragment, which has no errors."""
    made, problems = check_edition(whole(fragment), "s.yaml")
    assert made is not None, [problem.render() for problem in problems]
    return made


def everyone(targets: str = "{resolution: 8h}", *before: str, calendar: str = "always") -> str:
    """Return a section `sla` that ends with a default policy."""
    lines = [*before, f"{{name: everyone, default: true, calendar: {calendar}, targets: {targets}}}"]
    return "sla:\n  policies:\n" + "".join(f"    - {line}\n" for line in lines)
