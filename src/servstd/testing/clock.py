"""A clock for tests: it stands still until it is stepped.

*Rule:* no test waits and none reads the time of day; `now` is always an argument, and this is where a test takes it from.

Example:
    >>> clock = SteppedClock("2026-01-05T09:00:00+08:00")
    >>> clock.step("90m").isoformat(), clock.now == clock.now
    ('2026-01-05T10:30:00+08:00', True)
    >>> clock.set("2026-03-02T09:00:00+08:00").isoformat()
    '2026-03-02T09:00:00+08:00'
"""

from __future__ import annotations

from datetime import datetime, timedelta

from servstd.durations import parse_span
from servstd.instants import datetime_us, is_aware, not_aware

__all__ = ["SteppedClock"]


class SteppedClock:
    """A clock that is stepped and set.

    Attributes:
        now: An aware datetime. A new clock stands at Monday, 5 January 2026, 09:00 UTC.
    """

    def __init__(self, at: datetime | str = "2026-01-05T09:00:00+00:00") -> None:
        self.now = _aware(at)

    @property
    def now_us(self) -> int:
        """Return the instant in microseconds since the epoch."""
        return datetime_us(self.now)

    def step(self, span: str | timedelta) -> datetime:
        """Return the instant after moving the clock on.

        Args:
            span: Actual time, as a standard writes it (`30m`, `2h`, `1d` is 24 h), or a timedelta.

        Raises:
            ValueError: a step back; `set` may go anywhere.
            UsageError: a text that is no span.
        """
        step = timedelta(microseconds=parse_span(span, zero=True).us) if isinstance(span, str) else span
        if step < timedelta(0):
            raise ValueError(f"a clock is stepped forward, not by {step}; `clock.set(...)` may go anywhere")
        self.now += step
        return self.now

    def set(self, at: datetime | str) -> datetime:
        """Return the instant after setting the clock to an aware datetime or ISO text with an offset."""
        self.now = _aware(at)
        return self.now

    def __repr__(self) -> str:
        return f"<SteppedClock {self.now.isoformat()}>"


def _aware(at: datetime | str) -> datetime:
    value = datetime.fromisoformat(at) if isinstance(at, str) else at
    if not is_aware(value):
        raise not_aware(at)
    return value
