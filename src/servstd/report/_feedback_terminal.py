"""A report on feedback as text for a terminal.

*Rule:* no figure without its n and its interval, nothing in an order of merit; what is hidden is said to be hidden.

Example:
    >>> from servstd.estimates import proportion
    >>> cells_of(proportion(0, 0), "en")
    ('no data', '-', '0')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from servstd.estimates import Estimate
from servstd.feedback.reporting import AskedRow, Breakdown, ComplaintFigures, FeedbackReport, InstrumentReport
from servstd.feedback.teams import TeamRow
from servstd.feedback.themes import ThemeShare
from servstd.instants import from_us, read_zone
from servstd.messages.estimating import spell_number, spell_reason
from servstd.messages.feedback import feedback_words, say_attribute, say_reason
from servstd.report._charts_terminal import draw_chart
from servstd.report._table import table

__all__ = [
    "Labels", "asked_cells", "cells_of", "counts_text", "feedback_blocks", "flag_text", "head_lines", "instrument_lines", "segment_cells",
    "themes_blocks", "titled",
]  # fmt: skip

Labels = Mapping[str, str]


def cells_of(estimate: Estimate, locale: str) -> tuple[str, str, str]:
    """Return an estimate's value, interval and n as cells of a table."""
    if estimate.value is None:
        return feedback_words("no_data", locale), "-", str(estimate.n)
    value = spell_number(estimate.value, estimate.unit)
    if estimate.low is None or estimate.high is None:
        return value, feedback_words("interval_unknown", locale), str(estimate.n)
    return value, span_text(estimate.low, estimate.high, estimate.unit), str(estimate.n)


def span_text(low: float, high: float, unit: str) -> str:
    """Return two ends of a unit."""
    return f"{spell_number(low, unit)} … {spell_number(high, unit)}"


def titled(one: InstrumentReport, locale: str, labels: Labels) -> str:
    """Return an instrument's heading."""
    return feedback_words("version", locale, name=labels.get(one.name, one.name), version=one.version)


def counts_text(counts: Mapping[str, int], locale: str, *, why: bool = False) -> str:
    """Return counts in words; `why`: keys are reasons rather than statuses."""
    say = say_reason if why else spell_reason
    return ("、" if locale.startswith("zh") else ", ").join(f"{say(name, locale)} {count}" for name, count in counts.items())


def head_lines(report: FeedbackReport, locale: str, *, word: str = "title") -> Iterator[str]:
    """Yield what the report is about."""
    zone = read_zone(report.time_zone)

    def at(us: int) -> str:
        return from_us(us, zone).strftime("%Y-%m-%d %H:%M")

    yield feedback_words(word, locale, standard=report.standard)
    yield feedback_words("up_to", locale, now=at(report.now_us), zone=report.time_zone, cases=report.cases)
    if report.scope.from_us is not None:
        yield feedback_words("from", locale, start=at(report.scope.from_us))
    if report.scope.to_us is not None:
        yield feedback_words("until", locale, end=at(report.scope.to_us))


def feedback_blocks(report: FeedbackReport, locale: str, labels: Labels, width: int | None) -> Iterator[str]:
    """Yield the blocks of a report."""
    yield "\n".join(head_lines(report, locale))
    for one in report.instruments:
        yield from _instrument(one, report, locale, labels, width)
    if report.complaints is not None:
        yield from _complaints(report.complaints, report, locale, labels, width)
    if report.strangers:
        count, why = sum(report.strangers.values()), counts_text(report.strangers, locale, why=True)
        yield feedback_words("strangers", locale, count=count, why=why)
    if report.left_out:
        told = "\n".join(problem.render(locale) for problem in report.left_out)
        yield f"{feedback_words('left_out', locale)}\n{told}"
    yield feedback_words("note", locale, confidence="95%")


def instrument_lines(one: InstrumentReport, locale: str) -> Iterator[str]:
    """Yield an instrument's own lines: what it is, its figure, its target, what was not counted."""
    low, high = one.scale
    yield feedback_words("scale", locale, low=low, high=high, direction=feedback_words(one.direction, locale))
    if one.anonymous:
        yield feedback_words("anonymous", locale)
    mark = "：" if locale.startswith("zh") else ": "
    if one.hidden:
        yield feedback_words("figure", locale) + mark + feedback_words("hidden", locale, least=one.least)
    elif one.estimate is not None:
        yield feedback_words("figure", locale) + mark + one.estimate.text(locale)
        yield feedback_words("method", locale) + mark + f"{one.estimate.definition}; {one.estimate.method}"
    if one.judgement is not None:
        yield feedback_words("target", locale) + mark + one.judgement.text(locale)
    if one.reasons:
        yield feedback_words("not_counted", locale) + mark + counts_text(one.reasons, locale, why=True)


def _instrument(one: InstrumentReport, report: FeedbackReport, locale: str, labels: Labels, width: int | None) -> Iterator[str]:
    title = titled(one, locale, labels)
    yield "\n".join([f"== {title} ==", *instrument_lines(one, locale)])
    if one.questions:
        heads = [feedback_words(word, locale) for word in ("question", "share", "interval", "n")]
        rows = [[labels.get(f"{one.name}.{name}", name), *cells_of(figure, locale)] for name, figure in one.questions.items()]
        yield feedback_words("questions", locale) + "\n\n" + table(rows, heads=heads, right={1, 3}, width=width)
    for breakdown in (some for some in one.breakdowns if some.segments):
        yield from _breakdown(breakdown, one, report, locale, labels, width)
    if one.trend is not None:
        unit = feedback_words(f"unit_{one.trend.unit}", locale)
        measured = next((figure.unit for figure in one.trend.estimates.values() if figure is not None), "share")
        kind = feedback_words(f"chart_{one.trend.chart.kind}", locale)
        head = feedback_words("chart", locale, unit=unit, kind=kind)
        lines = draw_chart(one.trend.chart, measured, locale)
        if one.trend.change is not None:
            before, now = one.trend.last
            lines.append(feedback_words("change", locale, now=now, before=before, difference=one.trend.change.text(locale)))
        yield head + "\n\n" + "\n".join(lines)
    yield _asked(one, locale, labels, width)
    if one.themes:
        yield _themes(one.themes, one.remarks, locale, labels, width)


def segment_cells(breakdown: Breakdown, least: int, minimum: int, locale: str, labels: Labels) -> Iterator[list[str]]:
    """Yield the rows of a table of segments; without a funnel its two columns are empty."""
    rows = {} if breakdown.table is None else {row.name: row for row in breakdown.table.rows}
    for one in breakdown.segments:
        name = labels.get(f"{breakdown.attribute}={one.value}", one.value) or feedback_words("no_value", locale)
        if one.estimate is None:
            yield [name, feedback_words("hidden_cell", locale, least=least), "", "", "", ""]
            continue
        row = rows.get(one.value)
        limits = "-" if row is None or row.outer is None else span_text(*row.outer, one.estimate.unit)
        yield [name, *cells_of(one.estimate, locale), limits, "-" if row is None else flag_text(row, minimum, locale)]


def flag_text(row: TeamRow, minimum: int, locale: str) -> str:
    """Return what may be said of a team."""
    word = "flag_look" if row.flag == "within" and row.worth_a_look else f"flag_{row.flag}"
    return feedback_words(word, locale, minimum=minimum)


def _breakdown(
    breakdown: Breakdown, one: InstrumentReport, report: FeedbackReport, locale: str, labels: Labels, width: int | None
) -> Iterator[str]:
    minimum = report.scope.minimum
    heads = [feedback_words(word, locale) for word in ("value", "share", "interval", "n", "limits", "flag")]
    rows = list(segment_cells(breakdown, one.least, minimum, locale, labels))
    if breakdown.table is None:
        heads, rows = heads[:4], [row[:4] for row in rows]
    name = labels.get(breakdown.attribute, say_attribute(breakdown.attribute, locale))
    lines = [feedback_words("by", locale, attribute=name), "", table(rows, heads=heads, right={3}, width=width)]
    yield "\n".join([*lines, *breakdown_notes(breakdown, minimum, locale, labels)])


def breakdown_notes(breakdown: Breakdown, minimum: int, locale: str, labels: Labels) -> Iterator[str]:
    """Yield what may be said of a breakdown in words."""

    def named(value: str) -> str:
        return labels.get(f"{breakdown.attribute}={value}", value) or feedback_words("no_value", locale)

    if breakdown.table is not None:
        yield feedback_words("funnel_note", locale, minimum=minimum)
        above = [named(row.name) for row in breakdown.table.outstanding()]
        if above:
            yield feedback_words("outstanding", locale, names="、".join(above) if locale.startswith("zh") else ", ".join(above))
    if breakdown.pairs:
        yield feedback_words("pairs", locale, pairs=breakdown.pairs, count=len(breakdown.differences))
        for (first, second), gap in breakdown.differences.items():
            yield feedback_words("pair", locale, first=named(first), second=named(second), difference=gap.text(locale))


def asked_cells(rows: Iterable[AskedRow], locale: str, labels: Labels) -> Iterator[list[str]]:
    """Yield the rows of a table of response rates."""
    for row in rows:
        named = feedback_words("asked_all", locale)
        for attribute, value in row.segment.items():
            shown = labels.get(f"{attribute}={value}", value) or feedback_words("no_value", locale)
            named = f"{labels.get(attribute, say_attribute(attribute, locale))} {shown}"
        value, interval, sent = cells_of(row.answered, locale)
        partly = cells_of(row.partly, locale)[0]
        yield [named, sent, str(row.outcomes.get("answered", 0)), value, interval, partly, str(sum(row.not_sent.values()))]


ASKED_HEADS: Sequence[str] = ("value", "asked_sent", "asked_answered", "asked_rate", "interval", "asked_partly", "not_sent")


def _asked(one: InstrumentReport, locale: str, labels: Labels, width: int | None) -> str:
    if not one.asked:
        return feedback_words("nobody_asked", locale)
    heads = [feedback_words(word, locale) for word in ASKED_HEADS]
    lines = [
        feedback_words("asked", locale),
        "",
        table(list(asked_cells(one.asked, locale, labels)), heads=heads, right={1, 2, 3, 5, 6}, width=width),
        feedback_words("asked_unsure", locale),
    ]
    if one.asked[0].not_sent:
        lines.append(feedback_words("not_sent_line", locale, reasons=counts_text(one.asked[0].not_sent, locale, why=True)))
    return "\n".join(lines)


def _themes(themes: Sequence[ThemeShare], remarks: int, locale: str, labels: Labels, width: int | None) -> str:
    heads = [feedback_words(word, locale) for word in ("theme", "theme_share", "interval", "n", "theme_cases")]
    rows = [[labels.get(one.theme, one.theme), *cells_of(one.estimate, locale), str(len(one.cases))] for one in themes]
    drawn = table(rows, heads=heads, right={1, 3, 4}, width=width)
    return "\n".join([feedback_words("themes", locale), "", drawn, feedback_words("remarks", locale, count=remarks)])


def themes_blocks(report: FeedbackReport, locale: str, labels: Labels, width: int | None) -> Iterator[str]:
    """Yield the blocks of a report on themes alone."""
    yield "\n".join(head_lines(report, locale, word="themes_title"))
    yield f"== {feedback_words('everything', locale)} ==\n" + _themes(report.themes, report.remarks, locale, labels, width)
    for one in report.instruments:
        if one.themes:
            yield f"== {titled(one, locale, labels)} ==\n" + _themes(one.themes, one.remarks, locale, labels, width)


def complaint_rows(found: ComplaintFigures, locale: str, labels: Labels) -> Iterator[list[str]]:
    """Yield the rows of a table of complaints."""
    yield [feedback_words("complaint_share", locale), *cells_of(found.share, locale)]
    for grade, figure in found.by_grade.items():
        named = labels.get(f"grade={grade}", grade) or feedback_words("no_value", locale)
        yield [feedback_words("complaint_grade", locale, grade=named), *cells_of(figure, locale)]
    if found.recurring is not None:
        yield [feedback_words("complaint_again", locale), *cells_of(found.recurring, locale)]


def _complaints(found: ComplaintFigures, report: FeedbackReport, locale: str, labels: Labels, width: int | None) -> Iterator[str]:
    heads = ["", *(feedback_words(word, locale) for word in ("share", "interval", "n"))]
    rows = list(complaint_rows(found, locale, labels))
    yield f"== {feedback_words('complaints', locale)} ==\n\n" + table(rows, heads=heads, right={1, 3}, width=width)
    if found.chart is not None and report.scope.period is not None:
        head = feedback_words("complaint_chart", locale, unit=feedback_words(f"unit_{report.scope.period}", locale))
        yield head + "\n\n" + "\n".join(draw_chart(found.chart, "rate", locale))
