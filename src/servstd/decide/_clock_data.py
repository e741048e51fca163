"""One clock as plain data, for whoever writes it down or sends it on.

*Rule:* JSON keeps all of it: instants are ISO text in the zone of `now`, durations are seconds of open time, whole ones without a point.

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}}'''
    >>> opened = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer"}
    >>> clock = servstd.loads(text).decide([opened], now="2026-01-05T10:00:00Z").clock("resolution")
    >>> clock.as_dict()["due_at"], clock.as_dict()["elapsed_s"]
    ('2026-01-05T13:00:00+00:00', 3600)
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from servstd.decide.stretches import MakeInstant

if TYPE_CHECKING:
    from servstd.decide.clocks import Clock

__all__ = ["clock_data"]


def clock_data(clock: Clock, make: MakeInstant) -> dict[str, object]:
    """Return a clock as plain data.

    Args:
        clock: The clock.
        make: Makes an instant of microseconds, in the type and zone of `now`.
    """
    return {
        "metric": clock.metric, "cycle": clock.cycle, "cycle_id": clock.cycle_id, "edition": clock.edition, "policy": clock.policy,
        "agreement": None if clock.agreement is None else {"contract": clock.agreement, "clause": clock.clause},
        "target": clock.target, "calendar": clock.calendar, "commitment": clock.commitment, "state": clock.state, "verdict": clock.verdict,
        "phase": clock.phase, "final": clock.final, "reason": clock.reason, "provisional": clock.provisional,
        "started_at": _text(clock.started_at), "due_at": _text(clock.due_at), "due_if_resumed_now": _text(clock.due_if_resumed_now),
        "stopped_at": _text(clock.stopped_at), "missed_at": _text(clock.missed_at), "elapsed_s": _seconds(clock.elapsed_us),
        "remaining_s": _seconds(clock.remaining_us),
        "thresholds": [
            {"threshold": item.text, "at": None if item.at_us is None else _text(make(item.at_us)), "state": item.state}
            for item in clock.thresholds
        ],
    }  # fmt: skip


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _seconds(us: int | None) -> float | int | None:
    if us is None:
        return None
    return us // 1_000_000 if us % 1_000_000 == 0 else us / 1_000_000
