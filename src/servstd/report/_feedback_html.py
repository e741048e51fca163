"""A report on feedback as one HTML page that needs nothing else: no script, no font, no network.

*Rule:* what is drawn also stands there as a number; everything that comes from data is escaped; nothing is in an order of merit.

Example:
    >>> from servstd.feedback.reporting import Scope
    >>> bare = FeedbackReport("a < b", now_us=0, time_zone="UTC", scope=Scope(), cases=0, instruments=())
    >>> feedback_page(bare, "en", {}).count("<title>Feedback: a &lt; b</title>")
    1
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from servstd.feedback.charts import Chart
from servstd.feedback.reporting import Breakdown, FeedbackReport, InstrumentReport
from servstd.messages.feedback import feedback_words, say_attribute
from servstd.report._charts_html import STYLE, svg_chart, svg_funnel
from servstd.report._charts_terminal import chart_notes
from servstd.report._feedback_terminal import (
    ASKED_HEADS,
    Labels,
    asked_cells,
    breakdown_notes,
    cells_of,
    complaint_rows,
    counts_text,
    head_lines,
    instrument_lines,
    segment_cells,
    titled,
)
from servstd.report._tiers_html import page

__all__ = ["feedback_page"]

_COLOURS = ":root { --limit: #9a6a00; } @media (prefers-color-scheme: dark) { :root { --limit: #d9a441; } }"


def feedback_page(report: FeedbackReport, locale: str, labels: Labels) -> str:
    """Return a report as a page."""
    title = feedback_words("title", locale, standard=report.standard)
    return page(title, locale, _body(report, locale, labels)).replace("</style>", f"\n{_COLOURS}\n{STYLE}</style>", 1)


def _body(report: FeedbackReport, locale: str, labels: Labels) -> Iterator[str]:
    title, *lines = head_lines(report, locale)
    yield f"<h1>{escape(title)}</h1>"
    yield from (f'<p class="soft">{escape(line)}</p>' for line in lines)
    for one in report.instruments:
        yield f"<h2>{escape(titled(one, locale, labels))}</h2>"
        yield from (f"<p>{escape(line)}</p>" for line in instrument_lines(one, locale))
        yield from _instrument(one, report, locale, labels)
    if report.complaints is not None:
        yield f"<h2>{escape(feedback_words('complaints', locale))}</h2>"
        heads = ["", *(feedback_words(word, locale) for word in ("share", "interval", "n"))]
        yield _table(heads, complaint_rows(report.complaints, locale, labels), numbers={1, 2, 3})
        if report.complaints.chart is not None and report.scope.period is not None:
            head = feedback_words("complaint_chart", locale, unit=feedback_words(f"unit_{report.scope.period}", locale))
            yield from _chart(report.complaints.chart, "rate", head, locale)
    if report.strangers:
        count, why = sum(report.strangers.values()), counts_text(report.strangers, locale, why=True)
        yield f"<p>{escape(feedback_words('strangers', locale, count=count, why=why))}</p>"
    if report.left_out:
        yield f"<h2>{escape(feedback_words('left_out', locale))}</h2>"
        yield from (f"<p>{escape(problem.render(locale))}</p>" for problem in report.left_out)
    yield f'<p class="soft">{escape(feedback_words("note", locale, confidence="95%"))}</p>'


def _instrument(one: InstrumentReport, report: FeedbackReport, locale: str, labels: Labels) -> Iterator[str]:
    if one.trend is not None:
        trend = one.trend
        measured = next((figure.unit for figure in trend.estimates.values() if figure is not None), "share")
        kind = feedback_words(f"chart_{trend.chart.kind}", locale)
        head = feedback_words("chart", locale, unit=feedback_words(f"unit_{trend.unit}", locale), kind=kind)
        yield from _chart(trend.chart, measured, head, locale)
        if trend.change is not None:
            before, now = trend.last
            told = feedback_words("change", locale, now=now, before=before, difference=trend.change.text(locale))
            yield f"<p>{escape(told)}</p>"
    if one.questions:
        heads = [feedback_words(word, locale) for word in ("question", "share", "interval", "n")]
        rows = [[labels.get(f"{one.name}.{name}", name), *cells_of(figure, locale)] for name, figure in one.questions.items()]
        yield _h3("questions", locale) + _table(heads, rows, numbers={1, 2, 3})
    for breakdown in (some for some in one.breakdowns if some.segments):
        yield from _breakdown(breakdown, one, report, locale, labels)
    yield _h3("asked", locale)
    if one.asked:
        heads = [feedback_words(word, locale) for word in ASKED_HEADS]
        yield _table(heads, asked_cells(one.asked, locale, labels), numbers=set(range(1, 7)))
        notes = [feedback_words("asked_unsure", locale)]
        if one.asked[0].not_sent:
            notes.append(feedback_words("not_sent_line", locale, reasons=counts_text(one.asked[0].not_sent, locale, why=True)))
        yield from (f'<p class="soft">{escape(note)}</p>' for note in notes)
    else:
        yield f'<p class="soft">{escape(feedback_words("nobody_asked", locale))}</p>'
    if one.themes:
        heads = [feedback_words(word, locale) for word in ("theme", "theme_share", "interval", "n", "theme_cases")]
        rows = [[labels.get(share.theme, share.theme), *cells_of(share.estimate, locale), str(len(share.cases))] for share in one.themes]
        yield _h3("themes", locale) + _table(heads, rows, numbers={1, 2, 3, 4})
        yield f'<p class="soft">{escape(feedback_words("remarks", locale, count=one.remarks))}</p>'


def _chart(chart: Chart, unit: str, head: str, locale: str) -> Iterator[str]:
    yield f"<h3>{escape(head)}</h3>"
    yield svg_chart(chart, unit, locale, title=head)
    yield f'<ul class="soft">{"".join(f"<li>{escape(note)}</li>" for note in chart_notes(chart, unit, locale))}</ul>'


def _breakdown(breakdown: Breakdown, one: InstrumentReport, report: FeedbackReport, locale: str, labels: Labels) -> Iterator[str]:
    minimum = report.scope.minimum
    name = labels.get(breakdown.attribute, say_attribute(breakdown.attribute, locale))
    yield f"<h3>{escape(feedback_words('by', locale, attribute=name))}</h3>"
    heads = [feedback_words(word, locale) for word in ("value", "share", "interval", "n", "limits", "flag")]
    rows = list(segment_cells(breakdown, one.least, minimum, locale, labels))
    if breakdown.table is None:
        heads, rows = heads[:4], [row[:4] for row in rows]
    else:
        named = {segment.value: row[0] for segment, row in zip(breakdown.segments, rows, strict=True)}
        yield svg_funnel(breakdown.table, [named[row.name] for row in breakdown.table.rows])
    yield _table(heads, rows, numbers={1, 2, 3, 4})
    yield from (f'<p class="soft">{escape(note)}</p>' for note in breakdown_notes(breakdown, minimum, locale, labels))


def _h3(word: str, locale: str) -> str:
    return f"<h3>{escape(feedback_words(word, locale))}</h3>"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: set[int]) -> str:
    def line(cells: Sequence[str], tag: str) -> str:
        return (
            "<tr>" + "".join(f"<{tag}{' class=n' if i in numbers else ''}>{escape(cell)}</{tag}>" for i, cell in enumerate(cells)) + "</tr>"
        )

    return f"<table>{line(heads, 'th')}{''.join(line(row, 'td') for row in rows)}</table>"
