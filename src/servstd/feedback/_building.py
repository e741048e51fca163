"""From raw points to a chart: phases, frozen limits, deviations, signals.

*Rule:* a phase's limits come from its first points with data and from nothing later.

Example:
    >>> freeze = lambda points: Limits(2.0, sigma_of=lambda size: 1.0)
    >>> raw = [Raw(value) for value in (2.0, None, 5.5)]
    >>> chart = build_chart("u", raw, freeze, bounds=(0.0, 9.0), baseline=2, rules="nhs", labels=None, rebase=())
    >>> [point.deviation for point in chart.points], chart.signals[0].rule
    ([0.0, None, 3.5], 'NHS1')
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Sized
from math import copysign, inf

import attrs

from servstd.errors import UsageError
from servstd.feedback._charting import Chart, ChartKind, ChartPhase, ChartPoint, Rebase
from servstd.feedback._tallies import check_choice
from servstd.feedback.rules import RULE_SETS, Signal, find_signals

__all__ = ["Limits", "Raw", "build_chart", "check_length"]


@attrs.frozen
class Raw:
    """A point before there are limits: its value (None: no data), what it rests on, and how many were counted in it."""

    value: float | None
    size: float = attrs.field(default=1.0, kw_only=True)
    count: int = attrs.field(default=0, kw_only=True)


@attrs.frozen
class Limits:
    """A phase's figures: its centre, a point's sigma by its size (None: cannot be told), the average and the limit of moving ranges."""

    centre: float
    sigma_of: Callable[[float], float] | None = attrs.field(kw_only=True)
    range_mean: float | None = attrs.field(default=None, kw_only=True)
    range_high: float | None = attrs.field(default=None, kw_only=True)


def check_length(what: str, found: Sized, points: Sized) -> None:
    """Refuse what is not one for each point.

    Raises:
        UsageError: FBK014.
    """
    if len(found) != len(points):
        raise UsageError("FBK014", path=(what,), what=what, found=str(len(found)), expected=str(len(points)))


def build_chart(
    kind: ChartKind,
    raw: Sequence[Raw],
    freeze: Callable[[Sequence[Raw]], Limits],
    *,
    bounds: tuple[float, float],
    baseline: int,
    rules: str,
    labels: Sequence[str] | None,
    rebase: Iterable[Rebase],
) -> Chart:
    """Return the chart.

    Args:
        kind: Which chart.
        raw: The points in order of time.
        freeze: Makes limits from the points of a baseline, all with data, at least one.
        bounds: What limits cannot go beyond.
        baseline: How many points with data a baseline has.
        rules: A set of rules.
        labels: The points' names; None: 1, 2, 3 ...
        rebase: From which points limits are made anew.

    Raises:
        UsageError: FBK009 the rules; FBK014 labels; FBK015 a re-basing; FBK016 the baseline.
    """
    check_choice("rules", rules, sorted(RULE_SETS))
    if type(baseline) is not int or baseline < 2:
        raise UsageError("FBK016", path=("baseline",), found=repr(baseline), expected="a whole number, 2 or more")
    names = [str(place + 1) for place in range(len(raw))] if labels is None else [str(label) for label in labels]
    check_length("labels", names, raw)
    events = tuple(rebase)
    _check_rebasing(events, len(raw))
    starts = [0, *(event.at for event in events)]
    points: list[ChartPoint] = []
    phases: list[ChartPhase] = []
    signals: list[Signal] = []
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(raw)], strict=True)):
        first = [place for place in range(start, end) if raw[place].value is not None][:baseline]
        limits = freeze([raw[place] for place in first]) if first else None
        event = events[number - 1] if number else None
        phase = ChartPhase(
            start,
            reason=event.reason if event else "",
            by=event.by if event else "",
            baseline=tuple(first),
            frozen=len(first) == baseline,
            centre=limits.centre if limits else None,
            range_mean=limits.range_mean if limits else None,
            range_high=limits.range_high if limits else None,
        )
        stretch = _stretch(kind, raw, range(start, end), names, limits, bounds, number, frozenset(first))
        found = _signals(stretch, phase, rules)
        points += [attrs.evolve(point, signals=tuple(signal.rule for signal in found if signal.at == point.at)) for point in stretch]
        phases.append(phase)
        signals += found
    return Chart(kind, points=tuple(points), phases=tuple(phases), rules=rules, signals=tuple(signals))


def _check_rebasing(events: Sequence[Rebase], points: int) -> None:
    last = 0
    for place, event in enumerate(events):
        at: object = event.at  # a caller may have given anything
        if type(at) is not int or not last < at < points:
            raise UsageError(
                "FBK015", path=("rebase", place, "at"), found=repr(at), expected=f"a whole number from {last + 1} to {points - 1}"
            )
        if not event.reason.strip():
            raise UsageError("FBK015", path=("rebase", place, "reason"), found=repr(event.reason), expected="what changed")
        last = event.at


def _stretch(
    kind: ChartKind,
    raw: Sequence[Raw],
    places: Iterable[int],
    names: Sequence[str],
    limits: Limits | None,
    bounds: tuple[float, float],
    phase: int,
    baseline: frozenset[int],
) -> list[ChartPoint]:
    points: list[ChartPoint] = []
    before: float | None = None
    for place in places:
        one = raw[place]
        low, high, deviation = _against(one, limits, bounds)
        ranged = kind == "xmr" and before is not None and one.value is not None
        points.append(
            ChartPoint(
                place,
                label=names[place],
                value=one.value,
                size=one.size,
                centre=limits.centre if limits else None,
                low=low,
                high=high,
                deviation=deviation,
                moving_range=abs(one.value - before) if ranged and one.value is not None and before is not None else None,
                phase=phase,
                in_baseline=place in baseline,
            )
        )
        before = before if one.value is None else one.value
    return points


def _against(one: Raw, limits: Limits | None, bounds: tuple[float, float]) -> tuple[float | None, float | None, float | None]:
    """Return a point's limits, and how many sigma it lies off the centre; without any sigma whatever lies off it is far off."""
    if limits is None or limits.sigma_of is None or one.value is None:
        return None, None, None
    sigma, gap = limits.sigma_of(one.size), one.value - limits.centre
    low, high = max(limits.centre - 3 * sigma, bounds[0]), min(limits.centre + 3 * sigma, bounds[1])
    return low, high, gap / sigma if sigma > 0 else copysign(inf, gap) if gap else 0.0


def _signals(points: Sequence[ChartPoint], phase: ChartPhase, rules: str) -> list[Signal]:
    found = find_signals([point.deviation for point in points], rules, [_seen(point) for point in points])
    signals = [Signal(one.rule, at=phase.start + one.at, points=tuple(phase.start + place for place in one.points)) for one in found]
    if rules == "wheeler" and phase.range_high is not None:
        wide = (point for point in points if point.moving_range is not None and point.moving_range > phase.range_high)
        signals += [Signal("WR", at=point.at, points=(point.at,)) for point in wide]
    return sorted(signals, key=lambda signal: signal.at)


def _seen(point: ChartPoint) -> float | None:
    """Return the value of a point that has limits to be judged by."""
    return None if point.deviation is None else point.value
