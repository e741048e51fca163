"""Parity: how the same promise was kept, and how satisfied people were, tier by tier.

*Rule:* tiers differ in standard, never in courtesy. A difference is called real only when its interval still leaves 0 out
after Holm's correction for the number of pairs compared; a promise that differs by design is said to; and where there are
too few cases nothing is claimed.

Example:
    >>> tally = ParityTally(["standard", "vip"])
    >>> for met in [True] * 60 + [False] * 40:
    ...     tally.add("standard", "first_response", "met" if met else "missed", target="30m")
    >>> for met in [True] * 95 + [False] * 5:
    ...     tally.add("vip", "first_response", "met" if met else "missed", target="30m")
    >>> gap = tally.parity().measures[0].gaps[0]
    >>> gap.first, gap.second, gap.verdict, gap.by_design, round(gap.difference.value, 2)
    ('standard', 'vip', 'real', False, -0.35)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations

from servstd.conditions import names_read
from servstd.errors import UsageError
from servstd.estimates import Difference, difference, proportion
from servstd.sla.model import Policy, lookup_names
from servstd.tiers._parity import SATISFACTION, Gap, Measure, Parity, ParityCase, ParityClock, TierShare, Verdict

__all__ = [
    "SATISFACTION",
    "Gap",
    "Measure",
    "Parity",
    "ParityCase",
    "ParityClock",
    "ParityTally",
    "TierShare",
    "Verdict",
    "designed",
    "parity",
]


class _Counts:
    __slots__ = ("excluded", "good", "n", "targets")

    def __init__(self) -> None:
        self.good = self.n = 0
        self.excluded: dict[str, int] = {}
        self.targets: dict[str, None] = {}


class ParityTally:
    """Counts as cases stream by; `parity()` may be asked at any time. Memory grows with metrics, tiers and distinct targets.

    Args:
        tiers: The ladder's names, lowest first; a tier that is not among them comes after them.
        by_design: Metrics whose promise depends on the tier, see `designed`; None: any metric whose targets are seen to differ.
        minimum: The least cases a side must have for anything to be claimed.
        confidence: Of the intervals, between 0 and 1.

    Raises:
        UsageError: TIR130 a minimum below 1.
    """

    def __init__(
        self, tiers: Iterable[str] = (), *, by_design: Collection[str] | None = None, minimum: int = 30, confidence: float = 0.95
    ) -> None:
        if minimum < 1:
            raise UsageError("TIR130", found=repr(minimum), expected=">= 1")
        self._order = {name: i for i, name in enumerate(tiers)}
        self._by_design = by_design
        self._minimum = minimum
        self._confidence = confidence
        self._counts: dict[str, dict[str, _Counts]] = {}
        self._unplaced = 0

    def add(self, tier: str | None, metric: str, verdict: str, *, target: str | None = None) -> None:
        """Count one clock; a verdict other than `met` and `missed` is left out under its name."""
        counts = self._of(tier, metric)
        if counts is None:
            return
        if verdict not in ("met", "missed"):
            counts.excluded[verdict] = counts.excluded.get(verdict, 0) + 1
            return
        counts.n += 1
        counts.good += verdict == "met"
        if target is not None:
            counts.targets[target] = None

    def add_case(self, case: ParityCase) -> None:
        """Count a decision's clocks under the tier the case has."""
        tier = case.attributes.get("tier")
        for clock in case.clocks:
            promise = None if clock.target is None else f"{clock.target} ({clock.calendar})"
            self.add(tier if isinstance(tier, str) else None, clock.metric, clock.state, target=promise)

    def add_answer(self, tier: str | None, satisfied: bool) -> None:
        """Count one answer to a survey."""
        counts = self._of(tier, SATISFACTION)
        if counts is not None:
            counts.n += 1
            counts.good += satisfied

    def _of(self, tier: str | None, measure: str) -> _Counts | None:
        if tier is None:
            self._unplaced += 1
            return None
        return self._counts.setdefault(measure, {}).setdefault(tier, _Counts())

    def parity(self) -> Parity:
        """Return the report of what was counted so far."""
        names = sorted(self._counts, key=lambda name: name == SATISFACTION)
        measures = tuple(self._measure(name, self._counts[name]) for name in names)
        return Parity(measures, unplaced=self._unplaced, minimum=self._minimum, confidence=self._confidence)

    def _measure(self, name: str, counted: Mapping[str, _Counts]) -> Measure:
        tiers = sorted(counted, key=lambda tier: (self._order.get(tier, len(self._order)), tier))
        shares = tuple(
            TierShare(
                tier,
                share=proportion(one.good, one.n, self._confidence, excluded=dict(sorted(one.excluded.items()))),
                targets=tuple(one.targets),
            )
            for tier, one in ((tier, counted[tier]) for tier in tiers)
        )
        pairs = list(combinations(tiers, 2))
        enough = [pair for pair in pairs if all(counted[tier].n >= self._minimum for tier in pair)]
        real = self._real(enough, counted)
        gaps = tuple(
            Gap(
                a,
                second=b,
                difference=_between(counted[a], counted[b], self._confidence),
                verdict="too_few" if (a, b) not in enough else "real" if (a, b) in real else "unsettled",
                by_design=self._differs(name, counted[a], counted[b]),
            )
            for a, b in pairs
        )
        return Measure(name, tiers=shares, gaps=gaps)

    def _differs(self, name: str, one: _Counts, other: _Counts) -> bool:
        return (self._by_design is None or name in self._by_design) and one.targets.keys() != other.targets.keys()

    def _real(self, pairs: Sequence[tuple[str, str]], counted: Mapping[str, _Counts]) -> set[tuple[str, str]]:
        """Return the pairs whose difference stands after Holm's step-down procedure.

        With m pairs left, those whose interval at confidence 1 - alpha / m leaves 0 out are real; then again for the rest,
        until none is added. Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal
        of Statistics 6 (1979), 65-70, with the intervals turned into tests.
        """
        real: set[tuple[str, str]] = set()
        left = list(pairs)
        while left:
            confidence = 1 - (1 - self._confidence) / len(left)
            found = {(a, b) for a, b in left if _between(counted[a], counted[b], confidence).real}
            if not found:
                break
            real |= found
            left = [pair for pair in left if pair not in found]
        return real


def _between(one: _Counts, other: _Counts, confidence: float) -> Difference:
    return difference(one.good, one.n, other.good, other.n, confidence)


def designed(policies: Iterable[Policy]) -> frozenset[str]:
    """Return the metrics whose promise depends on the tier: by a policy's condition, or by a table of targets or calendars."""
    out: set[str] = set()
    for policy in policies:
        chosen = policy.when is not None and "tier" in names_read(policy.when)
        for target in policy.targets:
            asked = lookup_names(target.within) | lookup_names(target.calendar) | lookup_names(policy.calendar)
            if chosen or "tier" in asked:
                out.add(target.metric)
    return frozenset(out)


def parity(
    cases: Iterable[ParityCase],
    *,
    tiers: Iterable[str] = (),
    answers: Iterable[tuple[str | None, bool]] = (),
    by_design: Collection[str] | None = None,
    minimum: int = 30,
    confidence: float = 0.95,
) -> Parity:
    """Return how the same promises were kept for each tier, and which differences are real.

    Args:
        cases: Decisions, one a case; read once, in bounded memory.
        tiers: The ladder's names, lowest first.
        answers: (tier, satisfied) of each answer to a survey.
        by_design: Metrics whose promise depends on the tier, see `designed`; None: any whose targets are seen to differ.
        minimum: The least cases a side must have for anything to be claimed.
        confidence: Of the intervals, between 0 and 1.

    Raises:
        UsageError: TIR130 a minimum below 1; EST002 no confidence between 0 and 1.
    """
    tally = ParityTally(tiers, by_design=by_design, minimum=minimum, confidence=confidence)
    for case in cases:
        tally.add_case(case)
    for tier, satisfied in answers:
        tally.add_answer(tier, satisfied)
    return tally.parity()
