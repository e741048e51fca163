"""Control charts and intervals as SVG.

*Rule:* a drawing shows the limits that were in force at each point, every signal with its rule, every gap as a gap and every re-basing with
its reason; it follows the reader's light or dark setting and needs neither script nor font.

Example:
    >>> from servstd.feedback.charts import p_chart
    >>> svg_chart(p_chart([9, 8, 9, 2], [10] * 4, baseline=3), "share", "en").count('class="mark')
    1
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from servstd.feedback.charts import Chart, ChartPoint
from servstd.feedback.teams import TeamTable
from servstd.messages.estimating import spell_number
from servstd.messages.feedback import feedback_words
from servstd.report._charts_terminal import chart_span, rule_text

__all__ = ["STYLE", "svg_chart", "svg_funnel"]

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 900, 330, 62, 34, 118, 34

STYLE = """
.chart { display: block; width: 100%; max-width: 56.25rem; height: auto; margin: .5rem 0; }
.chart .axis { stroke: var(--line); } .chart .grid { stroke: var(--line); stroke-opacity: .55; }
.chart .base { fill: rgb(var(--bar) / .07); } .chart .limit { fill: none; stroke: var(--limit); stroke-width: 1.4; stroke-dasharray: 5 4; }
.chart .centre { fill: none; stroke: var(--soft); stroke-width: 1.3; }
.chart .line { fill: none; stroke: rgb(var(--bar)); stroke-width: 1.8; }
.chart .dot { fill: rgb(var(--bar)); } .chart .mark { fill: var(--down); stroke: var(--paper); stroke-width: 1.5; }
.chart .rebase { stroke: var(--ink); stroke-width: 1.2; stroke-dasharray: 2 3; } .chart text.sign { fill: var(--down); font-weight: 600; }
.chart .outer { stroke: var(--limit); stroke-width: 9; stroke-opacity: .28; }
.chart .inner { stroke: var(--limit); stroke-width: 9; stroke-opacity: .3; }
.chart .whisker { stroke: rgb(var(--bar)); stroke-width: 2.2; }
""".strip()


def svg_chart(chart: Chart, unit: str, locale: str, *, title: str = "") -> str:
    """Return a control chart.

    Args:
        chart: The chart.
        unit: Of its values: `share`, `points`, `mean`, `rate`.
        locale: `en` or `zh`.
        title: What screen readers say of it.
    """
    if all(point.value is None for point in chart.points):
        return f"<p>{escape(feedback_words('no_data', locale))}</p>"
    return (
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}">'
        + "".join(_Drawing(chart, unit, locale).parts())
        + "</svg>"
    )


class _Drawing:
    """Places of a chart on the paper."""

    def __init__(self, chart: Chart, unit: str, locale: str) -> None:
        self.chart, self.unit, self.locale = chart, unit, locale
        low, high = chart_span(chart)
        self.low, self.high = (max(low, 0.0) if unit in ("share", "rate") else low), (min(high, 1.0) if unit == "share" else high)
        self.step = (_WIDTH - _LEFT - _RIGHT) / max(len(chart.points), 1)

    def x(self, at: float) -> float:
        return _LEFT + (at + 0.5) * self.step

    def y(self, number: float) -> float:
        inside = (self.high - number) / (self.high - self.low)
        return _TOP + min(max(inside, 0.0), 1.0) * (_HEIGHT - _TOP - _BOTTOM)

    def parts(self) -> Iterator[str]:
        """Yield what is drawn, from back to front."""
        yield from self._base()
        yield from self._axes()
        for phase in self.chart.phases:
            end = next((other.start for other in self.chart.phases if other.start > phase.start), len(self.chart.points))
            yield from self._limits(self.chart.points[phase.start : end])
            if phase.start:
                yield from self._rebase(phase.start, phase.reason)
        yield from self._values()
        yield from self._named()

    def _base(self) -> Iterator[str]:
        for phase in self.chart.phases:
            if phase.baseline:
                left, right = self.x(phase.baseline[0] - 0.5), self.x(phase.baseline[-1] + 0.5)
                tall = _HEIGHT - _TOP - _BOTTOM
                yield f'<rect class="base" x="{left:.1f}" y="{_TOP}" width="{right - left:.1f}" height="{tall}"/>'

    def _axes(self) -> Iterator[str]:
        right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
        for place in range(5):
            number = self.low + (self.high - self.low) * place / 4
            y = self.y(number)
            yield f'<line class="grid" x1="{_LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>'
            yield f'<text class="small" x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{escape(spell_number(number, self.unit))}</text>'
        yield f'<line class="axis" x1="{_LEFT}" x2="{_LEFT}" y1="{_TOP}" y2="{bottom}"/>'
        widest = max(len(point.label) for point in self.chart.points) * 7 + 14
        every = max(1, int(-(-widest // self.step)))
        for point in self.chart.points[::every]:
            yield f'<text class="small" x="{self.x(point.at):.1f}" y="{bottom + 20}" text-anchor="middle">{escape(point.label)}</text>'

    def _limits(self, points: Sequence[ChartPoint]) -> Iterator[str]:
        """Yield steps: a limit holds from the middle between two points to the next middle; where there is no data there is none."""
        for css, values in (
            ("centre", [point.centre for point in points]),
            ("limit", [point.low for point in points]),
            ("limit", [point.high for point in points]),
        ):
            path, pen = "", False
            for point, number in zip(points, values, strict=True):
                if number is None:
                    pen = False
                    continue
                left, right, y = self.x(point.at - 0.5), self.x(point.at + 0.5), self.y(number)
                path += f"{'L' if pen else 'M'}{left:.1f} {y:.1f}L{right:.1f} {y:.1f}"
                pen = True
            if path:
                yield f'<path class="{css}" d="{path}"/>'

    def _rebase(self, at: int, reason: str) -> Iterator[str]:
        x = self.x(at - 0.5)
        yield f'<line class="rebase" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP - 10}" y2="{_HEIGHT - _BOTTOM}"/>'
        far = x > _WIDTH * 0.6
        shown = reason if len(reason) <= 48 else reason[:47] + "…"
        anchor, shift = ("end", -5) if far else ("start", 5)
        yield f'<text x="{x + shift:.1f}" y="{_TOP - 14}" text-anchor="{anchor}">{escape(shown)}<title>{escape(reason)}</title></text>'

    def _values(self) -> Iterator[str]:
        path, pen = "", False
        for point in self.chart.points:
            starts = any(phase.start == point.at for phase in self.chart.phases)
            if point.value is None:
                pen = False
                continue
            path += f"{'L' if pen and not starts else 'M'}{self.x(point.at):.1f} {self.y(point.value):.1f}"
            pen = True
        yield f'<path class="line" d="{path}"/>'
        for point in self.chart.points:
            if point.value is None:
                continue
            x, y = self.x(point.at), self.y(point.value)
            size = "" if point.size == 1 else f", n {point.size:g}"
            told = f"{point.label}: {spell_number(point.value, self.unit)}{size}"
            if not point.signals:
                yield f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3.6"><title>{escape(told)}</title></circle>'
                continue
            rules = "; ".join(f"{rule} {rule_text(self.chart, rule, self.locale)}" for rule in point.signals)
            yield (
                f'<path class="mark" d="M{x:.1f} {y - 7:.1f}L{x + 7:.1f} {y:.1f}L{x:.1f} {y + 7:.1f}L{x - 7:.1f} {y:.1f}Z">'
                f"<title>{escape(f'{told}; {rules}')}</title></path>"
            )
            under = point.centre is not None and point.value < point.centre
            yield (
                f'<text class="sign small" x="{x:.1f}" y="{y + (20 if under else -11):.1f}" text-anchor="middle">'
                f"{escape(' '.join(point.signals))}</text>"
            )

    def _named(self) -> Iterator[str]:
        """Yield the names of the last limits beside them, moved apart where they would overlap."""
        last = next((point for point in reversed(self.chart.points) if point.low is not None), None)
        if last is None:
            return
        named = [(last.high, "upper"), (last.centre, "centre"), (last.low, "lower_limit")]
        below = 0.0
        for number, word in named:
            if number is not None:
                y = max(self.y(number), below + 30)
                below = y
                x = _WIDTH - _RIGHT + 8
                yield f'<text class="small" x="{x}" y="{y - 1:.1f}">{escape(feedback_words(word, self.locale))}</text>'
                yield f'<text class="small" x="{x}" y="{y + 13:.1f}">{escape(spell_number(number, self.unit))}</text>'


def svg_funnel(table: TeamTable, names: Sequence[str]) -> str:
    """Return one line for each team: the limits of chance for its size, its own interval and value; in the order given, unranked.

    Teams too small to have a place are not drawn.

    Args:
        table: The table.
        names: What its rows are called.
    """
    rows = [(row, name) for row, name in zip(table.rows, names, strict=True) if row.flag not in ("no_data", "too_few")]
    ends = [end for row, _ in rows for end in (row.estimate.low, row.estimate.high, *(row.outer or ())) if end is not None]
    if not ends or table.overall.value is None:
        return ""
    low: float = max(min(ends) - 0.02, 0.0)
    high: float = min(max(ends) + 0.02, 1.0)

    def x(share: float) -> float:
        return 190 + (share - low) / (high - low) * 560

    tall = len(rows) * 32 + 40
    lines: list[str] = []
    for i, (row, name) in enumerate(rows):
        y, share = i * 32 + 20, row.estimate
        shown = name if len(name) <= 22 else name[:21] + "…"
        lines.append(f'<text x="178" y="{y + 5}" text-anchor="end">{escape(shown)}</text>')
        for css, limits in (("outer", row.outer), ("inner", row.inner)):
            if limits is not None:
                lines.append(f'<line class="{css}" x1="{x(limits[0]):.1f}" x2="{x(limits[1]):.1f}" y1="{y}" y2="{y}"/>')
        if share.value is not None and share.low is not None and share.high is not None:
            lines.append(f'<line class="whisker" x1="{x(share.low):.1f}" x2="{x(share.high):.1f}" y1="{y}" y2="{y}"/>')
            css = "mark" if row.flag in ("above", "below") else "dot"
            lines.append(f'<circle class="{css}" cx="{x(share.value):.1f}" cy="{y}" r="5"/>')
        lines.append(f'<text class="small" x="764" y="{y + 5}">{spell_number(share.value, "share")} · n {share.n}</text>')
    middle = x(table.overall.value)
    lines.append(f'<line class="centre" x1="{middle:.1f}" x2="{middle:.1f}" y1="4" y2="{tall - 26}"/>')
    for place in range(5):
        share_at = low + (high - low) * place / 4
        lines.append(
            f'<text class="small" x="{x(share_at):.1f}" y="{tall - 6}" text-anchor="middle">{spell_number(share_at, "share")}</text>'
        )
    return f'<svg class="chart" viewBox="0 0 {_WIDTH} {tall}" role="img">{"".join(lines)}</svg>'
