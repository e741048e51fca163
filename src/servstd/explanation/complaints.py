"""Where a case stands as a complaint, in words for staff.

*Rule:* it says what the decision says: the stage, the round, the attempts to call back, and what is owed before it may be closed.

Example:
    >>> from servstd.decide.feedback_book import ComplaintState
    >>> state = ComplaintState(
    ...     "actioned", round=1, attempts=2, attempts_owed=3, days=1, days_owed=2, told=True, reached=False, allowed=(),
    ...     owed=("called_back",),
    ... )
    >>> [row.text for row in complaint_rows(state, "en")][::2]
    ['Carried out; round 1 after the first handling', 'owed before closing: a call-back']
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from servstd.decide.feedback_book import ComplaintState
from servstd.explanation.model import Row
from servstd.feedback.handling import StageLimit
from servstd.feedback.stages import STAGES
from servstd.messages.explaining import words

__all__ = ["complaint_rows", "limit_rows"]


def limit_rows(limits: Sequence[StageLimit], locale: str, metric: Callable[[str], str]) -> list[Row]:
    """Return a row for each time limit of complaints that says where its figure comes from; the figure stands with its clock.

    Args:
        limits: The standard's, with their sources.
        locale: `zh` or `en`.
        metric: Gives what people call a metric.
    """
    at = 1 if locale.startswith("zh") else 0
    return [
        Row("", words("complaint_limit", locale, stage=STAGES[one.stage][at], metric=metric(one.metric), source=one.source))
        for one in limits
        if one.source and one.stage in STAGES
    ]


def complaint_rows(state: ComplaintState, locale: str) -> list[Row]:
    """Return the rows on a complaint: where it stands, the attempts to call back, what is owed.

    Args:
        state: Where the case stands.
        locale: `zh` or `en`.
    """
    zh = locale.startswith("zh")
    rows = [
        words("complaint_again" if state.round else "complaint_stage", locale, stage=state.label["zh" if zh else "en"], count=state.round)
    ]
    if state.attempts:
        counts = {"attempts": state.attempts, "attempts_owed": state.attempts_owed, "days": state.days, "days_owed": state.days_owed}
        rows.append(words("complaint_attempts_of" if state.attempts_owed else "complaint_attempts", locale, **counts))
    if state.owed:
        missing = ("、" if zh else ", ").join(words(f"owed_{name}", locale) for name in state.owed)
        rows.append(words("complaint_without" if state.stage == "closed" else "complaint_owed", locale, owed=missing))
    elif state.stage != "closed":
        rows.append(words("complaint_ready", locale))
    return [Row("" if i else words("complaint", locale), text) for i, text in enumerate(rows)]
