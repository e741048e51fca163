"""Control charts drawn with characters.

*Rule:* what is drawn is also told in numbers: limits, every signal with its rule, every gap. Only ASCII is drawn with, since other signs
take one or two columns as the terminal likes.

Example:
    >>> from servstd.feedback.charts import p_chart
    >>> print("\\n".join(draw_chart(p_chart([9, 8, 9, 2], [10] * 4, baseline=3), "share", "en")[:3]))
    100.0% |  .   .   .   .
           |  o       o
     84.9% |  -   -   -   -
"""

from __future__ import annotations

from collections.abc import Sequence

from servstd.feedback.charts import Chart, ChartPoint
from servstd.feedback.rules import RULE_SETS
from servstd.messages.estimating import spell_number
from servstd.messages.feedback import feedback_words
from servstd.report._table import pad, text_width

__all__ = ["chart_notes", "chart_span", "draw_chart", "rule_text"]

_ROWS = 12
_STEP = 4
_SHOWN = 18
"""Points that fit beside each other on eighty columns; of a longer chart the last ones are drawn."""


def chart_span(chart: Chart) -> tuple[float, float]:
    """Return the lowest and the highest number a chart shows; a little room where all are alike."""
    numbers = [number for point in chart.points for number in (point.value, point.low, point.high, point.centre) if number is not None]
    if not numbers:
        return 0.0, 1.0
    low, high = min(numbers), max(numbers)
    room = (high - low) * 0.04 or abs(high) * 0.1 or 1.0
    return low - room, high + room


def draw_chart(chart: Chart, unit: str, locale: str) -> list[str]:
    """Return the lines of a chart: the field, the axis, then what it says in words.

    Args:
        chart: The chart.
        unit: Of its values: `share`, `points`, `mean`, `rate`.
        locale: `en` or `zh`.
    """
    if all(point.value is None for point in chart.points):
        return [feedback_words("no_data", locale)]
    points = chart.points[-_SHOWN:]
    low, high = chart_span(chart)
    if unit in ("share", "rate"):
        low, high = max(low, 0.0), min(high, 1.0) if unit == "share" else high
    grid = [[" "] * (_STEP * len(points)) for _ in range(_ROWS)]

    def row(number: float) -> int:
        return min(max(round((high - number) / (high - low) * (_ROWS - 1)), 0), _ROWS - 1)

    starts = {phase.start for phase in chart.phases if phase.start}
    for place, point in enumerate(points):
        column = _STEP * place + 2
        if point.at in starts:
            for line in grid:
                line[column - 2] = "|"
        for number, sign in ((point.high, "."), (point.low, "."), (point.centre, "-")):
            if number is not None:
                grid[row(number)][column] = sign
        if point.value is not None:
            grid[row(point.value)][column] = "X" if point.signals else "o"
    labels = [spell_number(high - (high - low) * place / (_ROWS - 1), unit) if place % 2 == 0 else "" for place in range(_ROWS)]
    width = max(text_width(label) for label in labels)
    lines = [f"{pad(label, width, right=True)} |{''.join(line)}".rstrip() for label, line in zip(labels, grid, strict=True)]
    return [
        *lines,
        f"{' ' * width} +{'-' * (_STEP * len(points))}",
        *_axis(points, width),
        "",
        *_legend(chart, locale),
        *chart_notes(chart, unit, locale),
    ]


def _legend(chart: Chart, locale: str) -> list[str]:
    lines = [feedback_words("legend", locale)]
    if len(chart.points) > _SHOWN:
        lines.append(feedback_words("last_shown", locale, shown=_SHOWN, points=len(chart.points)))
    return lines


def _axis(points: Sequence[ChartPoint], width: int) -> list[str]:
    """Return the names of points under the axis, as many as stand there without touching."""
    line = ""
    for place, point in enumerate(points):
        at = width + 2 + _STEP * place
        if len(line) <= at - (2 if line else 0):
            line = line.ljust(at) + point.label
    return [line]


def chart_notes(chart: Chart, unit: str, locale: str) -> list[str]:
    """Return what a chart says in words: its limits, signals, gaps."""
    lines: list[str] = []
    for phase in chart.phases:
        label = chart.points[phase.start].label
        if phase.start:
            lines.append(feedback_words("rebased_by" if phase.by else "rebased", locale, label=label, reason=phase.reason, by=phase.by))
        end = next((other.start for other in chart.phases if other.start > phase.start), len(chart.points))
        last = next((point for point in reversed(chart.points[phase.start : end]) if point.low is not None), None)
        if phase.centre is None or last is None:
            lines.append(feedback_words("no_limits", locale))
            continue
        told = [
            f"{feedback_words(word, locale)} {spell_number(number, unit)}"
            for word, number in (("centre", phase.centre), ("lower_limit", last.low), ("upper", last.high))
        ]
        first, until = (chart.points[place].label for place in (phase.baseline[0], phase.baseline[-1]))
        how = (
            feedback_words("frozen", locale, first=first, last=until)
            if phase.frozen
            else feedback_words("provisional_short", locale, count=len(phase.baseline))
        )
        lines.append("; ".join([*told, how]) if not locale.startswith("zh") else "；".join([*told, how]))
    gaps = [point.label for point in chart.points if point.value is None]
    if gaps:
        lines.append(feedback_words("gaps", locale, labels=", ".join(gaps)))
    if not chart.signals and any(point.deviation is not None for point in chart.points):
        lines.append(feedback_words("no_signals", locale))
    for signal in chart.signals:
        point = chart.points[signal.at]
        value = spell_number(point.value, unit)
        text = rule_text(chart, signal.rule, locale)
        lines.append(feedback_words("signal", locale, label=point.label, value=value, rule=signal.rule, text=text))
    return lines


def rule_text(chart: Chart, rule: str, locale: str) -> str:
    """Return what a rule looks for, in words."""
    for one in RULE_SETS[chart.rules]:
        if one.name == rule:
            return one.text[1 if locale.startswith("zh") else 0]
    return feedback_words("range_signal", locale)
