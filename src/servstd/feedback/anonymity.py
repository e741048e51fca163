"""Anonymous answers: what is kept of them, and which figures are too small to be shown.

*Rule:* of an anonymous instrument's answer nothing is kept by which its customer could be found: no case, no customer, no key, no words,
and the day instead of the time. Whether it counts is settled before that. A figure made of fewer answers than the instrument's `least`
is not shown, and neither is the one next to it that would tell it by subtraction (GB/T 37964-2019; k-anonymity, Sweeney 2002).

Example:
    >>> from datetime import UTC
    >>> from servstd.feedback.responses import Response
    >>> response = Response("e1", instrument="after", at_us=1_767_600_000_000_000, case="42", customer="c7", score=5, comment="by me")
    >>> kept = anonymise(response, ("team",), UTC)
    >>> kept.case, kept.customer, kept.comment, kept.at_us % 86_400_000_000
    ('', '', '', 0)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, tzinfo

import attrs

from servstd.feedback.responses import Response
from servstd.instants import local_date, local_to_us

__all__ = ["anonymise", "hidden_cells"]


def anonymise(response: Response, keep: tuple[str, ...], zone: tzinfo) -> Response:
    """Return what may be kept of an anonymous answer.

    Args:
        response: As judged: it can no longer be told to be a duplicate afterwards.
        keep: The attributes that may stay; they should be coarse, as a team is.
        zone: Whose midnight the answer is dated to.
    """
    day = datetime.combine(local_date(response.at_us, zone), time())
    return attrs.evolve(
        response,
        id="",
        case="",
        customer="",
        invitation="",
        comment="",
        at_us=local_to_us(day, zone),
        at_answer={name: value for name, value in response.at_answer.items() if name in keep},
        at_resolution={name: value for name, value in response.at_resolution.items() if name in keep},
    )


def hidden_cells(sizes: Mapping[str, int], least: int) -> frozenset[str]:
    """Return the cells of one breakdown that must not be shown.

    Args:
        sizes: Cell -> number of answers; their total is shown beside them.
        least: The least number that may be shown. Cells without any answer are shown as such: they tell of nobody.

    Returns:
        Every cell that is too small; and where only one is, the smallest of the others as well, since total minus the others would tell it.
    """
    small = {name for name, size in sizes.items() if 0 < size < least}
    others = sorted((size, name) for name, size in sizes.items() if size >= least)
    if len(small) == 1 and others:
        small.add(others[0][1])
    return frozenset(small)
