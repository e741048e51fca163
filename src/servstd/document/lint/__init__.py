"""The lints: what is legal in a standard and probably not meant, or promised and impossible to keep.

*Rule:* a lint says "never" only when it has proved it, shows a case or a start when it says "sometimes", and is silent about
what it cannot decide. Problems carry paths; the reader adds lines and columns.

Example:
    >>> from servstd.document import read_edition
    >>> text = '{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC, review_by: 2026-06-30}'
    >>> edition = read_edition(text)
    >>> [problem.code for problem in lint(edition, date(2026, 7, 1))]
    ['DOC101']
"""

from __future__ import annotations

from datetime import date

from servstd.document.edition import Edition
from servstd.document.lint import (
    agreements,
    calendars,
    escalation,
    feedback,
    floor,
    header,
    metrics,
    names,
    notices,
    people,
    policies,
    rotas,
    targets,
    tiers,
    worse,
)
from servstd.document.lint._scope import Scope
from servstd.errors import Problem

__all__ = ["lint"]

# Names first: a wrong name explains what comes after it.
_CHECKS = (
    *names.CHECKS,
    *header.CHECKS,
    *metrics.CHECKS,
    *policies.CHECKS,
    *targets.CHECKS,
    *calendars.CHECKS,
    *notices.CHECKS,
    *escalation.CHECKS,
    *feedback.CHECKS,
    *people.CHECKS,
    *agreements.CHECKS,
    *worse.CHECKS,
    *tiers.CHECKS,
    *floor.CHECKS,
    *rotas.CHECKS,
)


def lint(edition: Edition, today: date | None = None) -> list[Problem]:
    """Return what is wrong or doubtful in an edition that could be read.

    Args:
        edition: Read and bound without an error.
        today: The date for review dates and for the twelve months that are tried; None: from when the edition governs.

    Returns:
        Problems in the order of the checks, with paths and without places.
    """
    scope = Scope(edition, today)
    for check in _CHECKS:
        check(scope)
    return scope.problems
