"""Attainment: the share of decided clocks that were met, counted as decisions stream by.

*Rule:* only a decided clock (met or missed) is in the denominator; every other clock is counted under the reason for which
it is not: that nothing grades it, else that it was cancelled, else that it is undecided. One that had been missed when it
was cancelled is counted as `cancelled_after_miss`, so that a miss hidden by cancelling is seen.
Memory grows with the number of groups, not of decisions.

Example:
    >>> attainment([])
    []
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Protocol, TypeAlias, cast

import attrs

from servstd.estimates import Estimate, proportion

__all__ = ["CLOCK_KEYS", "Attainment", "CaseRow", "ClockRow", "DecisionRow", "Derived", "Tally", "attainment", "why_excluded"]


class ClockRow(Protocol):
    """What is read of a clock; a decision's clocks have it."""

    @property
    def metric(self) -> str:
        """Return the metric's name."""
        ...

    @property
    def policy(self) -> str | None:
        """Return the policy that names it."""
        ...

    @property
    def calendar(self) -> str | None:
        """Return the calendar's name."""
        ...

    @property
    def commitment(self) -> str | None:
        """Return promise, goal or internal."""
        ...

    @property
    def state(self) -> str:
        """Return the headline."""
        ...

    @property
    def verdict(self) -> str | None:
        """Return met, missed or None."""
        ...

    @property
    def phase(self) -> str:
        """Return running, paused, stopped or cancelled."""
        ...

    @property
    def final(self) -> bool:
        """Return whether the verdict can still change."""
        ...

    @property
    def reason(self) -> str | None:
        """Return why it is not graded."""
        ...

    @property
    def provisional(self) -> bool:
        """Return whether its due rests on unannounced holidays."""
        ...


class CaseRow(Protocol):
    """What is read of a decision about the case itself."""

    @property
    def edition(self) -> str | None:
        """Return the version that governs the case."""
        ...

    @property
    def attributes(self) -> Mapping[str, object]:
        """Return the case's attributes."""
        ...


class DecisionRow(CaseRow, Protocol):
    """What is read of a decision."""

    @property
    def clocks(self) -> Sequence[ClockRow]:
        """Return every clock of the case."""
        ...


Derived: TypeAlias = Callable[[CaseRow, ClockRow], "str | None"]
"""A group that is worked out: decision and clock -> value."""

CLOCK_KEYS: Mapping[str, Derived] = {
    "metric": lambda decision, clock: clock.metric,
    "policy": lambda decision, clock: clock.policy,
    "calendar": lambda decision, clock: clock.calendar,
    "commitment": lambda decision, clock: clock.commitment,
    "edition": lambda decision, clock: decision.edition,
}
"""The words of `by` that are a clock's own; every other word is an attribute of the case."""


@attrs.frozen
class Attainment:
    """One row: a group of clocks, how many were met of how many decided, and what is not in that count.

    Attributes:
        group: Name -> value, `metric` first, then the names of `by`; None: the case has no such value.
        met: Decided clocks that were met.
        missed: Decided clocks that were missed.
        share: The share met of those decided, with the Wilson interval; `.excluded` counts the rest by reason: `running`
            and `paused` (undecided), `cancelled`, `cancelled_after_miss`, `exempt`, `no_policy`, `none`, `no_row`,
            `no_standard_in_force` (measured only).
        non_final: Decided clocks whose verdict may still change (met, and the metric may resume).
        provisional: Decided clocks whose due rests on holidays not yet announced.
        approximate: Whether this row holds the clocks a log cannot tell exactly (pauses unknown); they are never mixed
            with exact ones.
    """

    group: Mapping[str, str | None]
    met: int = attrs.field(kw_only=True)
    missed: int = attrs.field(kw_only=True)
    share: Estimate = attrs.field(kw_only=True)
    non_final: int = attrs.field(default=0, kw_only=True)
    provisional: int = attrs.field(default=0, kw_only=True)
    approximate: bool = attrs.field(default=False, kw_only=True)

    @property
    def n(self) -> int:
        """Return how many clocks were decided."""
        return self.met + self.missed

    @property
    def undecided(self) -> int:
        """Return how many clocks still run or are paused before their due."""
        return self.share.excluded.get("running", 0) + self.share.excluded.get("paused", 0)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        return {
            "group": dict(self.group),
            "met": self.met,
            "missed": self.missed,
            "share": self.share.as_dict(),
            "undecided": self.undecided,
            "non_final": self.non_final,
            "provisional": self.provisional,
            "approximate": self.approximate,
        }


def why_excluded(clock: ClockRow) -> str | None:
    """Return the reason why a clock is not in the denominator, or None when it is."""
    state = clock.state
    if state == "met" or state == "missed":
        return None
    if clock.reason is not None:
        return clock.reason
    return "cancelled_after_miss" if state == "cancelled" and clock.verdict == "missed" else state


class _Counts:
    __slots__ = ("excluded", "met", "missed", "non_final", "provisional")

    def __init__(self) -> None:
        self.met = self.missed = self.non_final = self.provisional = 0
        self.excluded: dict[str, int] = {}

    def add(self, clock: ClockRow) -> None:
        reason = why_excluded(clock)
        if reason is not None:
            self.excluded[reason] = self.excluded.get(reason, 0) + 1
            return
        if clock.state == "met":
            self.met += 1
        else:
            self.missed += 1
        self.non_final += not clock.final
        self.provisional += clock.provisional


class Tally:
    """Counts clocks as decisions are added; `rows()` may be asked at any time.

    Args:
        by: What to group by besides the metric: `policy`, `calendar`, `commitment`, `edition`, a name of `derived`, or an
            attribute of the case (its value when the case was decided).
        derived: Name -> function of decision and clock, for groups that are worked out, such as a month.
        confidence: Of the intervals.
    """

    def __init__(self, by: Iterable[str] = (), *, derived: Mapping[str, Derived] | None = None, confidence: float = 0.95) -> None:
        self.by: tuple[str, ...] = tuple(dict.fromkeys(["metric", *by]))
        known = {**CLOCK_KEYS, **(derived or {})}
        self._keys: tuple[Derived, ...] = tuple(known.get(name) or _attribute(name) for name in self.by)
        self._confidence = confidence
        self._counts: dict[tuple[bool, tuple[str | None, ...]], _Counts] = {}

    def add(self, decision: DecisionRow, *, approximate: Collection[str] = ()) -> None:
        """Count a decision's clocks; `approximate` names the metrics the log cannot tell exactly."""
        for clock in decision.clocks:
            self.add_clock(decision, clock, approximate=clock.metric in approximate)

    def add_clock(self, decision: CaseRow, clock: ClockRow, *, approximate: bool = False) -> None:
        """Count one clock of a decision."""
        group = (approximate, tuple(key(decision, clock) for key in self._keys))
        counts = self._counts.get(group)
        if counts is None:
            counts = self._counts[group] = _Counts()
        counts.add(clock)

    def rows(self) -> list[Attainment]:
        """Return the rows: groups in the order in which their values first came, metric by metric; approximate ones last."""
        ranks: list[dict[str | None, int]] = [{} for _ in self.by]
        for _, group in self._counts:
            for rank, value in zip(ranks, group, strict=True):
                rank.setdefault(value, len(rank))

        def rank_of(key: tuple[bool, tuple[str | None, ...]]) -> tuple[bool, list[int]]:
            return key[0], [rank[value] for rank, value in zip(ranks, key[1], strict=True)]

        return [self._row(*key, self._counts[key]) for key in sorted(self._counts, key=rank_of)]

    def _row(self, approximate: bool, group: tuple[str | None, ...], counts: _Counts) -> Attainment:
        share = proportion(counts.met, counts.met + counts.missed, self._confidence, excluded=dict(sorted(counts.excluded.items())))
        return Attainment(
            dict(zip(self.by, group, strict=True)),
            met=counts.met,
            missed=counts.missed,
            share=share,
            non_final=counts.non_final,
            provisional=counts.provisional,
            approximate=approximate,
        )


def _attribute(name: str) -> Derived:
    return lambda decision, clock: _text(decision.attributes.get(name))


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, cast("Sequence[object]", value))) or None
    return str(value)


def attainment(
    decisions: Iterable[DecisionRow],
    by: Iterable[str] = (),
    *,
    approximate: Collection[str] = (),
    confidence: float = 0.95,
) -> list[Attainment]:
    """Return the share of decided clocks that were met, one row a metric and group.

    Args:
        decisions: Decisions, one a case; read once, in bounded memory.
        by: What to group by besides the metric: `policy`, `calendar`, `commitment`, `edition`, or an attribute of the case.
        approximate: Metrics the cases' log cannot tell exactly; their clocks are counted in rows of their own.
        confidence: Of the Wilson intervals, between 0 and 1.
    """
    tally = Tally(by, confidence=confidence)
    for decision in decisions:
        tally.add(decision, approximate=approximate)
    return tally.rows()
