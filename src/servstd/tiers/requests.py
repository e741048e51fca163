"""What customers ask about their tier: an explanation, or an objection; and who answered it when.

*Rule:* asking and answering are entries of the tier history, each with its day, never changed afterwards. An objection that nobody has
answered marks every assignment of that customer as disputed; the tier itself stays what the rules give.

Example:
    >>> request = TierRequest("r1", customer="c7", kind="objection", on=date(2026, 4, 3), text="My order of March is missing.")
    >>> request.open, request.answered(Answer("r1", on=date(2026, 4, 9), by="zhao", outcome="corrected")).open
    (True, False)
"""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias, get_args

import attrs

__all__ = ["OUTCOMES", "REQUESTS", "Answer", "Outcome", "RequestKind", "TierRequest"]

RequestKind: TypeAlias = Literal["explanation", "objection"]
Outcome: TypeAlias = Literal["explained", "upheld", "corrected"]
"""What became of it: the reasons were given; the tier stands; the facts or the tier were put right."""

REQUESTS: tuple[RequestKind, ...] = get_args(RequestKind)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@attrs.frozen
class Answer:
    """The answer to a request: when, by whom, and what came of it."""

    request: str
    on: date = attrs.field(kw_only=True)
    by: str = attrs.field(kw_only=True)
    outcome: Outcome = attrs.field(kw_only=True)
    text: str = attrs.field(default="", kw_only=True, repr=False)


@attrs.frozen
class TierRequest:
    """One request of a customer, with its answer once there is one.

    Attributes:
        id: Unique in the history.
        on: The day on which it was made.
        text: What the person said; personal data.
    """

    id: str
    customer: str = attrs.field(kw_only=True)
    kind: RequestKind = attrs.field(kw_only=True)
    on: date = attrs.field(kw_only=True)
    text: str = attrs.field(default="", kw_only=True, repr=False)
    answer: Answer | None = attrs.field(default=None, kw_only=True)

    @property
    def open(self) -> bool:
        """Return whether nobody has answered it."""
        return self.answer is None

    def answered(self, answer: Answer) -> TierRequest:
        """Return the request with its answer."""
        return attrs.evolve(self, answer=answer)

    def open_on(self, day: date) -> bool:
        """Return whether it had been made and was not answered yet at the end of a day."""
        return self.on <= day and (self.answer is None or self.answer.on > day)
