"""What no scenario of a standard reaches: policies, targets, thresholds and steps of chains.

*Rule:* reached means that a clock, or a step, of some scenario was there, whether or not the scenario passed. A standard without a gap
is not proved right; one with a gap has a sentence nobody has tried.

Example:
    >>> Gap("policy", policy="gold", problem=Problem("SCN030", params={"policy": "gold"})).problem.message()
    'no scenario reaches the policy gold'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

import attrs

from servstd.errors import Path, Place, Problem

if TYPE_CHECKING:
    from servstd.document.edition import Edition
    from servstd.standard import Standard

__all__ = ["Coverage", "Gap", "Reached", "coverage", "nearest_place"]

Kind: TypeAlias = Literal["policy", "target", "threshold", "step"]
Reached: TypeAlias = frozenset[tuple[str, str, str]]
"""(policy, metric, threshold) of each clock; metric and threshold may be empty."""
_CODES: Mapping[Kind, str] = {"policy": "SCN030", "target": "SCN031", "threshold": "SCN032", "step": "SCN033"}


class Result(Protocol):
    """What is read of a scenario's result."""

    @property
    def edition(self) -> str:
        """Return the version of the edition it stands in."""
        ...

    @property
    def reached(self) -> Reached:
        """Return what its clocks reached."""
        ...

    @property
    def steps(self) -> frozenset[tuple[str, str]]:
        """Return the steps, as (chain, step), at which its case told somebody."""
        ...


def nearest_place(edition: Edition, path: Path) -> Place | None:
    """Return the place of a path in the document, or of the nearest thing above it that has one."""
    for length in range(len(path), 0, -1):
        place = edition.places.get(path[:length])
        if place is not None:
            return place
    return None


@attrs.frozen
class Gap:
    """One thing no scenario reaches. `metric` is empty for a policy, `threshold` for a policy or a target; a step has a chain."""

    kind: Kind
    policy: str = attrs.field(default="", kw_only=True)
    metric: str = attrs.field(default="", kw_only=True)
    threshold: str = attrs.field(default="", kw_only=True)
    chain: str = attrs.field(default="", kw_only=True)
    step: str = attrs.field(default="", kw_only=True)
    edition: str = attrs.field(default="", kw_only=True)
    problem: Problem = attrs.field(kw_only=True, repr=False)


@attrs.frozen
class Coverage:
    """How much of a standard its scenarios reach.

    Attributes:
        reached: Kind (`policy`, `target`, `threshold`, `step`) -> how many some scenario reaches.
        total: Kind -> how many there are. Targets that are `none` say that nothing is graded and are not counted.
        gaps: What none reaches, in the document's order; of a policy that none reaches only the policy is listed.
    """

    reached: Mapping[str, int]
    total: Mapping[str, int] = attrs.field(kw_only=True)
    gaps: tuple[Gap, ...] = attrs.field(default=(), kw_only=True)

    def as_dict(self, locale: str = "en") -> dict[str, object]:
        """Return plain data for JSON output."""
        gaps = [
            {
                "kind": gap.kind,
                "edition": gap.edition,
                "policy": gap.policy,
                "metric": gap.metric or None,
                "threshold": gap.threshold or None,
                **({"chain": gap.chain, "step": gap.step} if gap.chain else {}),
                "path": gap.problem.path_text,
                "message": gap.problem.message(locale),
            }
            for gap in self.gaps
        ]
        return {"reached": dict(self.reached), "total": dict(self.total), "gaps": gaps}


def coverage(standard: Standard, results: Iterable[Result]) -> Coverage:
    """Return which policies, targets (policy and metric), thresholds and steps of chains no scenario reaches.

    A policy is reached when it governs some clock of a scenario, a target when that clock started, a threshold when it was
    crossed, a step when somebody was told at it, whether or not the scenario passed. Editions without any scenario are not asked.

    Args:
        standard: The standard.
        results: What `run_scenarios` gave.
    """
    by_edition: dict[str, set[tuple[str, str, str]]] = {}
    stepped: dict[str, set[tuple[str, str]]] = {}
    for result in results:
        by_edition.setdefault(result.edition, set()).update(result.reached)
        stepped.setdefault(result.edition, set()).update(result.steps)
    reached: dict[str, int] = dict.fromkeys(_CODES, 0)
    total = dict(reached)
    gaps: list[Gap] = []
    for edition in standard.editions:
        if edition.version not in by_edition:
            continue
        hit = by_edition[edition.version]
        missing: set[tuple[str, str, str]] = set()
        for kind, policy, metric, threshold, path in _items(edition):
            total[kind] += 1
            if (policy, metric, threshold) in hit:
                reached[kind] += 1
                continue
            missing.add((policy, metric, threshold))
            if kind != "policy" and ((policy, "", "") in missing or (threshold and (policy, metric, "") in missing)):
                continue
            params: dict[str, object] = {"policy": policy, "metric": metric, "threshold": threshold}
            problem = Problem(_CODES[kind], params=params, path=path, place=nearest_place(edition, path))
            gaps.append(Gap(kind, policy=policy, metric=metric, threshold=threshold, edition=edition.version, problem=problem))
        for chain, step, path in _steps(edition):
            total["step"] += 1
            if (chain, step) in stepped[edition.version]:
                reached["step"] += 1
                continue
            problem = Problem("SCN033", params={"chain": chain, "step": step}, path=path, place=nearest_place(edition, path))
            gaps.append(Gap("step", chain=chain, step=step, edition=edition.version, problem=problem))
    return Coverage(reached, total=total, gaps=tuple(gaps))


def _items(edition: Edition) -> Iterable[tuple[Kind, str, str, str, Path]]:
    for i, policy in enumerate(edition.policies):
        path: Path = ("sla", "policies", i)
        yield "policy", policy.name, "", "", path
        for target in policy.targets:
            if target.within is None and target.until is None:
                continue
            here = (*path, "targets", target.metric)
            yield "target", policy.name, target.metric, "", here
            for k, threshold in enumerate(target.warn):
                yield "threshold", policy.name, target.metric, threshold.text, (*here, "warn", k)


def _steps(edition: Edition) -> Iterable[tuple[str, str, Path]]:
    """Yield the steps at which somebody is told; one that only does something is not asked for."""
    for chain in edition.escalation.chains if edition.escalation is not None else ():
        yield from ((chain.name, step.name, step.path) for step in chain.steps if step.addressees)
