"""Clocks and decisions made by hand, with the fields a report reads."""

from __future__ import annotations

import attrs

from servstd.errors import Problem


@attrs.frozen
class FakeClock:
    metric: str = "resolution"
    state: str = attrs.field(default="met", kw_only=True)
    policy: str | None = attrs.field(default="everyone", kw_only=True)
    calendar: str = attrs.field(default="office", kw_only=True)
    commitment: str | None = attrs.field(default="promise", kw_only=True)
    cycle: int = attrs.field(default=1, kw_only=True)
    final: bool = attrs.field(default=True, kw_only=True)
    reason: str | None = attrs.field(default=None, kw_only=True)
    provisional: bool = attrs.field(default=False, kw_only=True)
    due_us: int | None = attrs.field(default=3_600_000_000, kw_only=True)
    due_if_resumed_now_us: int | None = attrs.field(default=3_600_000_000, kw_only=True)
    stopped_us: int | None = attrs.field(default=1_800_000_000, kw_only=True)
    missed_us: int | None = attrs.field(default=None, kw_only=True)
    remaining_us: int | None = attrs.field(default=1_800_000_000, kw_only=True)
    was_missed: bool = attrs.field(default=False, kw_only=True)

    @property
    def verdict(self) -> str | None:
        if self.was_missed:
            return "missed"
        return self.state if self.state in ("met", "missed") else None

    @property
    def phase(self) -> str:
        if self.state in ("running", "paused", "cancelled"):
            return self.state
        return "running" if self.stopped_us is None else "stopped"


@attrs.frozen
class FakeDecision:
    clocks: tuple[FakeClock, ...] = ()
    case: str = attrs.field(default="1", kw_only=True)
    tenant: str | None = attrs.field(default=None, kw_only=True)
    edition: str | None = attrs.field(default="2026.1", kw_only=True)
    attributes: dict[str, object] = attrs.field(factory=dict[str, object], kw_only=True)
    problems: tuple[Problem, ...] = attrs.field(default=(), kw_only=True)


def missed(
    metric: str = "resolution", *, by_us: int = 60_000_000, at_us: int = 3_600_000_000, running: bool = False, cycle: int = 1
) -> FakeClock:
    """Return a clock that was missed by `by_us` microseconds of open time."""
    return FakeClock(
        metric,
        state="missed",
        was_missed=True,
        missed_us=at_us,
        due_us=at_us,
        remaining_us=-by_us,
        stopped_us=None if running else at_us + by_us,
        cycle=cycle,
    )
