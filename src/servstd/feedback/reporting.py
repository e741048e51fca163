"""What a report on feedback consists of: plain values, drawn elsewhere.

*Rule:* no figure without its n, its interval and what was left out; what is too small to be shown is not in the report at all, so that
nobody who draws it can show it by mistake. Nothing is ranked.

Example:
    >>> Scope(by=("team",)).count_by
    'answered'
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Literal, TypeAlias

import attrs

from servstd.errors import Problem
from servstd.estimates import Difference, Estimate
from servstd.feedback._periods import PeriodUnit
from servstd.feedback.charts import Chart
from servstd.feedback.judging import Judgement
from servstd.feedback.teams import TeamTable
from servstd.feedback.themes import ThemeShare
from servstd.instants import instant_text
from servstd.sla.model import Label

__all__ = [
    "AskedRow", "Breakdown", "ComplaintFigures", "CountBy", "FeedbackReport", "InstrumentReport", "Scope", "Segment", "Trend", "chart_data",
    "theme_data",
]  # fmt: skip

CountBy: TypeAlias = Literal["answered", "resolved"]
"""By whom and what an answer is counted: the attributes when it came, or those when the matter was solved."""


@attrs.frozen
class Scope:
    """What a report is about.

    Attributes:
        from_us: The first instant, microseconds since the epoch; None: from the beginning.
        to_us: The instant after the last; None: to the end.
        period: The periods of the charts; None: no charts.
        by: Attributes to break figures down by.
        count_by: Which attributes count; the instant is always that of the answer.
        minimum: With fewer answers a team has no place in a table of teams, and nothing is said of it.
        baseline: How many periods with data the limits of a chart are made from.
    """

    from_us: int | None = attrs.field(default=None, kw_only=True)
    to_us: int | None = attrs.field(default=None, kw_only=True)
    period: PeriodUnit | None = attrs.field(default=None, kw_only=True)
    by: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    count_by: CountBy = attrs.field(default="answered", kw_only=True)
    minimum: int = attrs.field(default=30, kw_only=True)
    baseline: int = attrs.field(default=20, kw_only=True)

    def holds(self, us: int) -> bool:
        """Return whether an instant is in it."""
        return (self.from_us is None or us >= self.from_us) and (self.to_us is None or us < self.to_us)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        start, end = (None if us is None else instant_text(us) for us in (self.from_us, self.to_us))
        head: dict[str, object] = {"from": start, "to": end, "period": self.period, "by": list(self.by), "count_by": self.count_by}
        return {**head, "minimum": self.minimum, "baseline": self.baseline}


@attrs.frozen
class Segment:
    """One value of an attribute; `estimate` None: too few answers to be shown. An empty value: nobody said."""

    value: str
    estimate: Estimate | None = attrs.field(kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        return {"value": self.value, "hidden": self.estimate is None, "estimate": self.estimate and self.estimate.as_dict()}


@attrs.frozen
class Breakdown:
    """An instrument's figure by one attribute.

    Attributes:
        segments: In the order of their values.
        table: The funnel, for shares; those hidden are not in it. None: the figure is no share.
        differences: Pairs whose difference is more than chance, corrected for the number of pairs (Holm).
        pairs: How many pairs were compared: segments with at least the minimum; 0 where they are too many to be worth it.
    """

    attribute: str
    segments: tuple[Segment, ...] = attrs.field(kw_only=True)
    table: TeamTable | None = attrs.field(default=None, kw_only=True)
    differences: Mapping[tuple[str, str], Difference] = attrs.field(factory=dict[tuple[str, str], Difference], kw_only=True)
    pairs: int = attrs.field(default=0, kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        gaps = [{"first": first, "second": second, **gap.as_dict()} for (first, second), gap in self.differences.items()]
        segments = [segment.as_dict() for segment in self.segments]
        table = None if self.table is None else self.table.as_dict()
        return {"attribute": self.attribute, "segments": segments, "funnel": table, "pairs": self.pairs, "differences": gaps}


@attrs.frozen
class Trend:
    """An instrument's figure period by period.

    Attributes:
        estimates: Period -> its figure; None: too few answers to be shown.
        chart: The control chart; periods that are hidden have no data in it.
        last: The names of the last two periods with data.
        change: The last of them minus the one before; None with fewer than two.
    """

    unit: PeriodUnit
    estimates: Mapping[str, Estimate | None] = attrs.field(kw_only=True)
    chart: Chart = attrs.field(kw_only=True)
    last: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    change: Difference | None = attrs.field(default=None, kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        shown = {name: one and one.as_dict() for name, one in self.estimates.items()}
        change = None if self.change is None else {"last": list(self.last), **self.change.as_dict()}
        return {"unit": self.unit, "estimates": shown, "chart": chart_data(self.chart), "change": change}


@attrs.frozen
class AskedRow:
    """Of those asked, who answered; `segment` names one value of one attribute, empty for all; hidden rows are not listed.

    Whether a message arrived is not known here, so that nothing is said of how many were reached.

    Attributes:
        answered: Answers that count, of all that were sent (AAPOR RR1).
        partly: The same with partial answers (AAPOR RR2).
        outcomes: Outcome -> how many; `sent`: no answer.
        not_sent: Reason -> how many were not asked; they are in no denominator.
    """

    segment: Mapping[str, str]
    answered: Estimate = attrs.field(kw_only=True)
    partly: Estimate = attrs.field(kw_only=True)
    outcomes: Mapping[str, int] = attrs.field(kw_only=True)
    not_sent: Mapping[str, int] = attrs.field(kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        counts: dict[str, object] = {"outcomes": dict(self.outcomes), "not_sent": dict(self.not_sent)}
        return {"segment": dict(self.segment), "answered": self.answered.as_dict(), "answered_or_partly": self.partly.as_dict(), **counts}


@attrs.frozen
class InstrumentReport:
    """One instrument in one version.

    Attributes:
        estimate: The figure; None: a battery, or too few answers to be shown (`hidden`).
        statuses: What became of every answer: status -> how many.
        reasons: Why answers are not counted: reason -> how many.
        judgement: Against the target, where there is one and the figure is shown.
        questions: Of a battery: question -> its mean.
        asked: Response rates: of all, then by each attribute; empty: it is not known who was asked.
        themes: Of what counted answers say; empty for anonymous instruments, whose words are not kept.
        remarks: How many counted answers say something.
    """

    name: str
    version: str = attrs.field(kw_only=True)
    kind: str = attrs.field(kw_only=True)
    label: Label | None = attrs.field(default=None, kw_only=True)
    scale: tuple[int, int] = attrs.field(kw_only=True)
    direction: str = attrs.field(kw_only=True)
    anonymous: bool = attrs.field(default=False, kw_only=True)
    least: int = attrs.field(default=1, kw_only=True)
    hidden: bool = attrs.field(default=False, kw_only=True)
    estimate: Estimate | None = attrs.field(kw_only=True)
    statuses: Mapping[str, int] = attrs.field(kw_only=True)
    reasons: Mapping[str, int] = attrs.field(kw_only=True)
    judgement: Judgement | None = attrs.field(default=None, kw_only=True)
    questions: Mapping[str, Estimate] = attrs.field(factory=dict[str, Estimate], kw_only=True)
    breakdowns: tuple[Breakdown, ...] = attrs.field(default=(), kw_only=True)
    trend: Trend | None = attrs.field(default=None, kw_only=True)
    asked: tuple[AskedRow, ...] = attrs.field(default=(), kw_only=True)
    themes: tuple[ThemeShare, ...] = attrs.field(default=(), kw_only=True)
    remarks: int = attrs.field(default=0, kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        head: dict[str, object] = {"instrument": self.name, "version": self.version, "kind": self.kind, "scale": list(self.scale)}
        head |= {"direction": self.direction, "anonymous": self.anonymous, "least": self.least, "hidden": self.hidden}
        return {
            **head,
            "estimate": self.estimate and self.estimate.as_dict(),
            "statuses": dict(self.statuses),
            "reasons": dict(self.reasons),
            "judgement": self.judgement and self.judgement.as_dict(),
            "questions": {name: one.as_dict() for name, one in self.questions.items()},
            "breakdowns": [one.as_dict() for one in self.breakdowns],
            "trend": self.trend and self.trend.as_dict(),
            "asked": [row.as_dict() for row in self.asked],
            "remarks": self.remarks,
            "themes": [theme_data(share) for share in self.themes],
        }


@attrs.frozen
class ComplaintFigures:
    """Complaints among the cases opened in the time of the report.

    Attributes:
        share: Complaints of all cases.
        by_grade: Grade -> its share of the complaints; an empty grade: none was given.
        recurring: Complaints that came again within the time the standard names, of all complaints; None: it names none.
        chart: Complaints a case, period by period; None without periods.
    """

    share: Estimate
    by_grade: Mapping[str, Estimate] = attrs.field(kw_only=True)
    recurring: Estimate | None = attrs.field(default=None, kw_only=True)
    chart: Chart | None = attrs.field(default=None, kw_only=True)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        grades = {grade: one.as_dict() for grade, one in self.by_grade.items()}
        again = self.recurring and self.recurring.as_dict()
        return {"share": self.share.as_dict(), "by_grade": grades, "recurring": again, "chart": self.chart and chart_data(self.chart)}


@attrs.frozen
class FeedbackReport:
    """A report: each instrument by itself, complaints, and what was left out.

    Attributes:
        now_us: The instant up to which is reported.
        cases: How many cases were looked at.
        themes: Of what the counted answers of all instruments say, but the anonymous ones.
        remarks: How many of them say something.
        strangers: Answers that no instrument of the standard takes: reason -> how many.
        left_out: Cases that could not be read, and declarations that could not be followed.
    """

    standard: str
    now_us: int = attrs.field(kw_only=True)
    time_zone: str = attrs.field(kw_only=True)
    scope: Scope = attrs.field(kw_only=True)
    cases: int = attrs.field(kw_only=True)
    instruments: tuple[InstrumentReport, ...] = attrs.field(kw_only=True)
    complaints: ComplaintFigures | None = attrs.field(default=None, kw_only=True)
    themes: tuple[ThemeShare, ...] = attrs.field(default=(), kw_only=True)
    remarks: int = attrs.field(default=0, kw_only=True)
    strangers: Mapping[str, int] = attrs.field(factory=dict[str, int], kw_only=True)
    left_out: tuple[Problem, ...] = attrs.field(default=(), kw_only=True)

    def as_dict(self, locale: str = "en") -> dict[str, object]:
        """Return plain data for JSON output."""
        return {
            "standard": self.standard,
            "now": instant_text(self.now_us),
            "time_zone": self.time_zone,
            "scope": self.scope.as_dict(),
            "cases": self.cases,
            "instruments": [one.as_dict() for one in self.instruments],
            "complaints": self.complaints and self.complaints.as_dict(),
            "remarks": self.remarks,
            "themes": [theme_data(share) for share in self.themes],
            "strangers": dict(self.strangers),
            "left_out": [problem.as_dict(locale) for problem in self.left_out],
        }


def theme_data(share: ThemeShare) -> dict[str, object]:
    """Return a theme's share as plain data."""
    return {"theme": share.theme, **share.estimate.as_dict(), "cases": list(share.cases)}


def chart_data(chart: Chart) -> dict[str, object]:
    """Return a chart as plain data; JSON knows no infinity, so that a point off limits without any width has no deviation."""
    points = [attrs.evolve(point, deviation=_finite(point.deviation)) for point in chart.points]
    return attrs.evolve(chart, points=tuple(points)).as_dict()


def _finite(number: float | None) -> float | None:
    return None if number is None or not isfinite(number) else number
