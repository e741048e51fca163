"""An instrument's figure period by period, and complaints a case: control charts from answers.

*Rule:* shares go on a p chart, other figures on an XmR chart, complaints on a u chart. Limits are made anew only where somebody declared
that something changed, and why; a period with too few answers to be shown is a gap.

Example:
    >>> days = list_periods(date(2026, 1, 1), date(2026, 4, 1), "month")
    >>> place_rebases([Declared(date(2026, 2, 10), reason="new routine", by="qian")], days)
    [Rebase(at=2, reason='new routine', by='qian')]
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date

import attrs

from servstd.estimates import Estimate
from servstd.feedback._periods import NamedPeriod, PeriodUnit, list_periods, name_period
from servstd.feedback.charts import Chart, Rebase, p_chart, u_chart, xmr_chart
from servstd.feedback.comparing import compare
from servstd.feedback.reporting import Scope, Trend

__all__ = ["Declared", "draw_rate", "draw_trend", "place_rebases"]


@attrs.frozen
class Declared:
    """Somebody declared that something changed for good on a day: limits are made anew from the first period that begins then or later.

    Attributes:
        instrument: The one it is about; empty: all.
    """

    day: date
    reason: str = attrs.field(kw_only=True)
    by: str = attrs.field(default="", kw_only=True)
    instrument: str = attrs.field(default="", kw_only=True)


def place_rebases(declared: Iterable[Declared], periods: Sequence[NamedPeriod]) -> list[Rebase]:
    """Return the points from which limits are made anew; several declared for one point are one, with all reasons."""
    places: dict[int, Rebase] = {}
    for one in sorted(declared, key=lambda item: item.day):
        at = next((place for place, period in enumerate(periods) if period.first >= one.day), 0)
        if at:
            before = places.get(at)
            both = one if before is None else attrs.evolve(one, reason=f"{before.reason}; {one.reason}", by=before.by or one.by)
            places[at] = Rebase(at, reason=both.reason, by=both.by)
    return list(places.values())


def draw_trend(
    days: Mapping[int, date],
    measured: Callable[[Sequence[int]], Estimate],
    *,
    unit: PeriodUnit,
    last: date,
    scope: Scope,
    hidden: Container[str],
    declared: Iterable[Declared],
) -> Trend | None:
    """Return the trend of an instrument; None without answers.

    Args:
        days: Place of a counted answer -> the day on which it came.
        measured: Makes the figure of the answers at some places.
        unit: The periods.
        last: The last day of the report.
        scope: The length of the baseline.
        hidden: Names of the periods that are not shown: too few answers, or they would tell others.
        declared: What changed for good.
    """
    if not days:
        return None
    periods = list_periods(min(days.values()), max(last, *days.values()), unit)
    inside: dict[str, list[int]] = {period.name: [] for period in periods}
    for place, day in days.items():
        inside[name_period(day, unit)].append(place)
    estimates = {name: None if name in hidden else measured(places) for name, places in inside.items()}
    chart = _chart(estimates, scope.baseline, place_rebases(declared, periods))
    known = [(name, one) for name, one in estimates.items() if one is not None and one.value is not None]
    if len(known) < 2:
        return Trend(unit, estimates=estimates, chart=chart)
    (before, earlier), (now, later) = known[-2:]
    return Trend(unit, estimates=estimates, chart=chart, last=(before, now), change=compare(later, earlier))


def _chart(estimates: Mapping[str, Estimate | None], baseline: int, rebase: Sequence[Rebase]) -> Chart:
    labels, shown = list(estimates), list(estimates.values())
    if any(one is not None and one.unit != "share" for one in shown):
        return xmr_chart([None if one is None else one.value for one in shown], baseline=baseline, labels=labels, rebase=rebase)
    counts = [0 if one is None else int(one.basis.get("k", 0)) for one in shown]
    sizes = [0 if one is None else one.n for one in shown]
    return p_chart(counts, sizes, baseline=baseline, labels=labels, rebase=rebase)


def draw_rate(
    happened: Sequence[date], among: Sequence[date], *, unit: PeriodUnit, last: date, scope: Scope, declared: Iterable[Declared]
) -> Chart | None:
    """Return the chart of what happened a case; None without cases.

    Args:
        happened: The days of what is counted.
        among: The days of all cases, those of `happened` too.
        unit: The periods.
        last: The last day of the report.
        scope: The length of the baseline.
        declared: What changed for good.
    """
    if not among:
        return None
    periods = list_periods(min(among), max(last, *among), unit)
    counts, sizes = (dict.fromkeys((period.name for period in periods), 0) for _ in range(2))
    for days, tally in ((happened, counts), (among, sizes)):
        for day in days:
            tally[name_period(day, unit)] += 1
    rebase = place_rebases(declared, periods)
    return u_chart(list(counts.values()), list(sizes.values()), baseline=scope.baseline, labels=list(counts), rebase=rebase)
