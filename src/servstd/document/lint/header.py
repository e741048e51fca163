"""What the document says about itself: review date, and attributes declared and not used.

*Rule:* notes here never stop anybody; they are what a colleague would remark when reading the page.

Example:
    >>> from servstd.document import read_edition
    >>> text = '{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC, attributes: {region: {kind: text}}}'
    >>> [problem.code for problem in read_edition(text).problems]
    ['DOC104']
"""

from __future__ import annotations

import re
from datetime import date

from servstd.document.lint._paths import texts
from servstd.document.lint._scope import Scope
from servstd.instants import local_date, read_zone
from servstd.sla.model import RESERVED

__all__ = ["CHECKS", "check_review", "check_unused"]

_WORD = re.compile(r"\w[\w-]*")


def check_review(scope: Scope) -> None:
    """Report a review date that has passed, or that lies before the standard governs."""
    review = scope.edition.review_by
    if review is None:
        return
    effective: date = local_date(scope.edition.effective_from_us, read_zone(scope.edition.time_zone))
    if review < effective:
        scope.add("DOC102", ("review_by",), found=review.isoformat(), effective=effective.isoformat())
    elif scope.today is not None and review < scope.today:
        scope.add("DOC101", ("review_by",), found=review.isoformat(), today=scope.today.isoformat(), days=(scope.today - review).days)


def check_unused(scope: Scope) -> None:
    """Note declared attributes that nothing reads: only reports can count by them."""
    if not scope.edition.source:
        return
    used: set[str] = set()
    for text, _ in texts({key: part for key, part in scope.edition.source.items() if key != "attributes"}, (), keys=True):
        used.update((text, *_WORD.findall(text)))
    for name in scope.edition.attributes:
        if name not in used and name not in RESERVED:
            scope.add("DOC104", ("attributes", name), on_key=True, attribute=name)


CHECKS = (check_review, check_unused)
