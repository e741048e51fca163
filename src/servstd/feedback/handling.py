"""What a standard says about complaints: the stages they go through, the call-back, the second dispatch.

*Rule:* these are values. They hold what was written, read and checked; nothing in them runs.

Example:
    >>> CallBack(attempts=3, over_days=2).unreachable
    'close_with_note'
"""

from __future__ import annotations

from typing import Literal

import attrs

from servstd.conditions import Condition
from servstd.durations import Period
from servstd.errors import Path
from servstd.people import Addressee

__all__ = ["CallBack", "Complaints", "Redispatch", "StageLimit"]


@attrs.frozen
class CallBack:
    """How a customer is called back after a complaint.

    Attributes:
        by: Who calls.
        not_by: Who must not: `owner`, or empty.
        attempts: How many attempts are owed before nobody counts as reached.
        over_days: On how many different days they must fall.
        unreachable: What then: the case may be closed with a note, goes a level up, or stays open.
    """

    by: Addressee | None = attrs.field(default=None, kw_only=True)
    not_by: Literal["", "owner"] = attrs.field(default="", kw_only=True)
    attempts: int = attrs.field(default=3, kw_only=True)
    over_days: int = attrs.field(default=2, kw_only=True)
    unreachable: Literal["close_with_note", "escalate", "keep_open"] = attrs.field(default="close_with_note", kw_only=True)


@attrs.frozen
class Redispatch:
    """A second dispatch: what sets it off, to whom, how often at most, and the level that gets it after that.

    Attributes:
        to: `same` (the team that had it) or a team.
        owner: Who gets it; None: whoever had it.
        limit: How many times a matter is dispatched again.
        then: The level that is told when the limit is reached.
    """

    trigger: Condition = attrs.field(kw_only=True)
    to: str = attrs.field(default="same", kw_only=True)
    owner: Addressee | None = attrs.field(default=None, kw_only=True)
    limit: int = attrs.field(default=2, kw_only=True)
    then: Addressee | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class StageLimit:
    """How long a complaint may take to reach a stage, with the source of the figure; it is shown, and measured by a metric."""

    stage: str
    metric: str = attrs.field(default="", kw_only=True)
    source: str = attrs.field(default="", kw_only=True)


@attrs.frozen
class Complaints:
    """How complaints are handled.

    Attributes:
        when: Which cases are complaints.
        stages: The transition table: `iso-10002` or `short`; see `servstd.feedback.stages`.
        handler_is_not_approver: Whether who owns a complaint may not approve its remedy.
        recurrence: Within how long a second complaint of one customer about the same counts as a recurrence; None: never.
        same: The attributes that make it the same matter.
        limits: The time limits and where they come from.
    """

    when: Condition = attrs.field(kw_only=True)
    stages: str = attrs.field(default="iso-10002", kw_only=True)
    handler_is_not_approver: bool = attrs.field(default=True, kw_only=True)
    callback: CallBack | None = attrs.field(default=None, kw_only=True)
    redispatch: Redispatch | None = attrs.field(default=None, kw_only=True)
    recurrence: Period | None = attrs.field(default=None, kw_only=True)
    same: tuple[str, ...] = attrs.field(default=("customer", "matter"), kw_only=True)
    limits: tuple[StageLimit, ...] = attrs.field(default=(), kw_only=True)
    path: Path = attrs.field(default=("feedback", "complaints"), kw_only=True, eq=False)
