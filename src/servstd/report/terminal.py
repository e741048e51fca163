"""A report as text for a terminal.

*Rule:* no share without its n, its exclusions and its interval; columns line up in Chinese as in English.

Example:
    >>> percent(0.9981), percent(None)
    ('99.8%', '-')
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from servstd.durations import spell_us
from servstd.instants import from_us
from servstd.messages.labels import label
from servstd.messages.phrases import phrase
from servstd.report._table import table
from servstd.report.model import Agreement, ServiceReport, Table
from servstd.report.names import Names
from servstd.sla.attainment import Attainment

__all__ = ["percent", "render_report"]

_UNGRADED = frozenset({"no_policy", "none", "no_standard_in_force", "measured"})


def percent(share: float | None) -> str:
    """Return a share as a percentage with one decimal, never rounded up to 100 or down to 0; a dash where there is none."""
    if share is None:
        return "-"
    text = f"{share:.1%}"
    if text == "100.0%" and share < 1:
        return ">99.9%"
    return "<0.1%" if text == "0.0%" and share > 0 else text


def render_report(report: ServiceReport, names: Names, *, source: str = "", why_now: str = "", width: int | None = None) -> str:
    """Return the report's lines.

    Args:
        report: The report.
        names: Labels, and with them the language.
        source: What the events were read from.
        why_now: Why `now` is what it is.
        width: Columns of the terminal; None: as wide as it takes.
    """
    parts = [_head(report, names.locale, source, why_now)]
    parts += ["\n".join(_attainment(one, names, width)) for one in report.tables]
    parts.append(_overruns(report, names, width))
    parts.append(phrase("report.open", names.locale, undecided=report.undecided, non_final=report.non_final))
    if report.agreement is not None:
        parts.append("\n".join(_agreement(report.agreement, names, width)))
    parts += ["\n".join(lines) for lines in (_findings(report, names.locale), _rejects(report, names.locale)) if lines]
    return "\n\n".join(parts)


def _head(report: ServiceReport, locale: str, source: str, why_now: str) -> str:
    counts = phrase("report.cases", locale, cases=report.cases, events=report.events)
    none = phrase("report.no_edition", locale)
    listed = [phrase("report.edition", locale, edition=version or none, cases=count) for version, count in report.editions.items()]
    editions = phrase("list.join", locale).join(listed)
    lines = [
        phrase("report.title", locale, standard=report.standard),
        phrase("report.editions", locale, editions=editions),
        phrase("report.file", locale, file=source, counts=counts),
        phrase("report.now", locale, now=_minute(report.now_us, report), why=why_now),
    ]
    scope = report.scope
    if scope.bounded:
        ends = [phrase("report.open_end", locale) if us is None else _minute(us, report) for us in (scope.from_us, scope.to_us)]
        count_by = label("count_by", scope.count_by, locale)
        lines.append(phrase("report.scope", locale, count_by=count_by, start=ends[0], end=ends[1], outside=report.outside))
    return "\n".join(lines)


def _minute(us: int, report: ServiceReport) -> str:
    return f"{from_us(us, report.zone):%Y-%m-%d %H:%M %Z}"


def _attainment(one: Table, names: Names, width: int | None) -> Iterator[str]:
    locale = names.locale
    named = [name for name in one.by if name != "period"]
    title = phrase("report.by", locale, name=names.group(named[0])) if named else phrase("report.by_metric", locale)
    yield title
    yield ""
    graded = [row for row in one.rows if row.n or not _UNGRADED.issuperset(row.share.excluded)]
    heads = [label("column", "metric", locale), *map(names.group, one.by)]
    left = len(heads)
    heads += [label("column", name, locale) for name in ("share", "interval", "n", "met", "missed", "excluded")]
    yield table([_row(row, one, names) for row in graded], heads=heads, right=set(range(left, left + 5)), width=width)
    measured = {row.group["metric"] or "": 0 for row in one.rows if row not in graded}
    if measured and not one.by:
        for row in one.rows:
            if row not in graded:
                measured[row.group["metric"] or ""] += sum(row.share.excluded.values())
        listed = phrase("list.join", locale).join(f"{names.metric(name)} {count}" for name, count in measured.items())
        yield phrase("report.measured", locale, list=listed)
    if not one.by and graded:
        yield phrase("report.interval", locale, method=graded[0].share.method)
    if not one.by and any(row.approximate for row in graded):
        yield phrase("report.approximate_note", locale)


def _row(row: Attainment, one: Table, names: Names) -> list[str]:
    locale = names.locale
    metric = names.metric(row.group["metric"] or "")
    if row.approximate:
        metric = phrase("report.approximate", locale, name=metric)
    share = row.share
    interval = f"{percent(share.low)} – {percent(share.high)}" if row.n else "-"
    excluded = dict(share.excluded)
    left_out = [f"{label('reason', reason, locale)} {count}" for reason, count in excluded.items()]
    if row.provisional:
        left_out.append(f"({label('column', 'provisional', locale)} {row.provisional})")
    return [
        metric,
        *(names.value(name, row.group[name]) for name in one.by),
        percent(share.value),
        interval,
        str(row.n),
        str(row.met),
        str(row.missed),
        phrase("list.join", locale).join(left_out),
    ]


def _overruns(report: ServiceReport, names: Names, width: int | None) -> str:
    locale = names.locale
    if not report.overruns:
        return phrase("report.no_overruns", locale)
    heads = [label("column", name, locale) for name in ("case", "metric", "policy", "due", "overdue_by")]
    rows: list[list[str]] = []
    for one in report.overruns:
        overdue = spell_us(one.overdue_us)
        cycle = f" #{one.cycle}" if one.cycle > 1 else ""
        rows.append(
            [
                one.case if one.tenant is None else f"{one.tenant}/{one.case}",
                names.metric(one.metric) + cycle,
                names.value("policy", one.policy),
                _minute(one.due_us, report),
                phrase("report.still_running", locale, overdue=overdue) if one.running else overdue,
            ]
        )
    return phrase("report.overruns", locale, missed=report.missed) + "\n\n" + table(rows, heads=heads, width=width)


def _agreement(agreement: Agreement, names: Names, width: int | None) -> Iterator[str]:
    locale = names.locale
    yield phrase("report.agreement", locale, metric=names.metric(agreement.metric))
    yield ""
    columns = ("met", "missed", "none")
    rows = [
        [label("verdict", ours, locale), *(str(agreement.counts.get((ours, theirs), 0)) for theirs in columns)]
        for ours in ("met", "missed", "undecided", "none")
    ]
    heads = [label("column", "ours", locale), *(label("verdict", theirs, locale) for theirs in columns)]
    yield table(rows, heads=heads, right={1, 2, 3}, width=width)
    share = agreement.share
    if share.n:
        yield phrase("report.agreed", locale, share=_fine(share.value), n=share.n, low=_fine(share.low), high=_fine(share.high))
    else:
        yield phrase("report.agreed_none", locale)
    if agreement.examples:
        yield phrase("report.differ", locale, cases=phrase("list.join", locale).join(one.case for one in agreement.examples))


def _fine(share: float | None) -> str:
    return f"{share or 0:.2%}"


def _findings(report: ServiceReport, locale: str) -> Sequence[str]:
    word = "zh" if locale.startswith("zh") else "en"
    lines: list[str] = []
    for one in report.findings:
        lines.append(phrase("report.finding", locale, count=one.count, code=one.code, message=one.messages[word], case=one.case))
        quoted = (("report.expected", one.expected), ("report.found", one.found))
        lines += [phrase(key, locale, value=value) for key, value in quoted if value is not None]
    return [phrase("report.findings", locale), *lines] if lines else []


def _rejects(report: ServiceReport, locale: str) -> Sequence[str]:
    if not report.rejected:
        return []
    word = "zh" if locale.startswith("zh") else "en"
    lines = [
        phrase("report.rejected", locale, rejected=report.rejected, file=report.rejects_file)
        if report.rejects_file
        else phrase("report.rejected_unwritten", locale, rejected=report.rejected)
    ]
    for one in report.rejects:
        key = "report.reject_row" if one.column is None else "report.reject"
        lines.append("  " + phrase(key, locale, row=one.row, column=one.column, message=one.messages[word]))
    if report.rejected > len(report.rejects):
        lines.append("  " + phrase("report.more", locale, count=report.rejected - len(report.rejects)))
    return lines
