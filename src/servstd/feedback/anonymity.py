"""Anonymous answers: what is kept of them, and which figures are too small to be shown.

*Rule:* of an anonymous instrument's answer nothing is kept by which its customer could be found: no case, no customer, no key, no words,
and the day instead of the time. Whether it counts is settled before that. A figure made of fewer answers than the instrument's `least`
is not shown, and neither are those next to it, in its own breakdown and in the others of the report, that would tell it by subtraction
(GB/T 37964-2019; k-anonymity, Sweeney 2002). Sums of several cells on both sides are not searched, and two reports on overlapping
times can be subtracted: publish one, with few breakdowns.

Example:
    >>> from datetime import UTC
    >>> from servstd.feedback.responses import Response
    >>> response = Response("e1", instrument="after", at_us=1_767_600_000_000_000, case="42", customer="c7", score=5, comment="by me")
    >>> kept = anonymise(response, ("team",), UTC)
    >>> kept.case, kept.customer, kept.comment, kept.at_us % 86_400_000_000
    ('', '', '', 0)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo
from itertools import permutations

import attrs

from servstd.feedback.responses import Response
from servstd.instants import local_date, midnight_us

__all__ = ["anonymise", "hidden_cells", "hidden_together"]


def anonymise(response: Response, keep: tuple[str, ...], zone: tzinfo) -> Response:
    """Return what may be kept of an anonymous answer.

    Args:
        response: As judged: it can no longer be told to be a duplicate afterwards.
        keep: The attributes that may stay; they should be coarse, as a team is.
        zone: Whose midnight the answer is dated to.
    """
    return attrs.evolve(
        response,
        id="",
        case="",
        customer="",
        invitation="",
        comment="",
        at_us=midnight_us(local_date(response.at_us, zone), zone),
        at_answer={name: value for name, value in response.at_answer.items() if name in keep},
        at_resolution={name: value for name, value in response.at_resolution.items() if name in keep},
    )


def hidden_cells(sizes: Mapping[str, int], least: int, *, also: Iterable[str] = ()) -> frozenset[str]:
    """Return the cells of one breakdown that must not be shown.

    Args:
        sizes: Cell -> number of answers; their total is shown beside them.
        least: The least number that may be shown. Cells without any answer are shown as such: they tell of nobody.
        also: Cells that must not be shown for other reasons.

    Returns:
        Every cell that is too small; and, smallest first, as many others as it takes until at least two are hidden and have `least`
        answers together: total minus the cells shown would tell them.
    """
    small = {name for name, size in sizes.items() if 0 < size < least} | set(also)
    others = sorted(((size, name) for name, size in sizes.items() if size and name not in small), reverse=True)
    while small and others and (len(small) == 1 or sum(sizes[name] for name in small) < least):
        small.add(others.pop()[1])
    return frozenset(small)


def hidden_together(breakdowns: Mapping[str, Sequence[str]], least: int) -> dict[str, frozenset[str]]:
    """Return the cells of several breakdowns of the same answers that must not be shown beside one another.

    A cell of one breakdown minus those of another that lie within it is told by subtraction, and so are cells that cover another one
    minus that one. Where fewer than `least` answers are left, the smallest of the cells subtracted or added is hidden as well;
    of the breakdown that was asked for last, so that the first keeps what it can.

    Args:
        breakdowns: Name -> the cell of each answer; the answers stand in the same order in all.
        least: The least number that may be shown.
    """
    sizes = {name: Counter(labels) for name, labels in breakdowns.items()}
    hidden = {name: hidden_cells(sizes[name], least) for name in breakdowns}
    while told := set(_told(breakdowns, sizes, hidden, least)):
        last = max((where for where, _ in told), key=list(hidden).index)
        hidden[last] = hidden_cells(sizes[last], least, also={*hidden[last], *(cell for where, cell in told if where == last)})
    return hidden


def _told(
    breakdowns: Mapping[str, Sequence[str]], sizes: Mapping[str, Mapping[str, int]], hidden: Mapping[str, frozenset[str]], least: int
) -> Iterator[tuple[str, str]]:
    """Yield a cell to hide for every difference between cells shown that has too few answers."""
    for one, other in permutations(breakdowns, 2):
        shared: dict[str, Counter[str]] = {}
        for cell, met in zip(breakdowns[one], breakdowns[other], strict=True):
            shared.setdefault(cell, Counter())[met] += 1
        of = sizes[other]
        for cell, meets in shared.items():
            if cell in hidden[one]:
                continue
            shown = sorted((of[met], met) for met in meets if met not in hidden[other])
            within = [(size, met) for size, met in shown if size == meets[met]]
            if within and 0 < sizes[one][cell] - sum(size for size, _ in within) < least:
                yield other, within[0][1]
            if len(shown) == len(meets) and 0 < sum(size for size, _ in shown) - sizes[one][cell] < least:
                yield other, shown[0][1]
