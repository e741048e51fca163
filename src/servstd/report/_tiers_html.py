"""A what-if and a comparison of tiers as one HTML page that needs nothing else: no script, no font, no network.

*Rule:* everything that comes from data is escaped; colours follow the reader's light or dark setting; what is drawn also
stands there as a number.

Example:
    >>> page("a < b", "en", []).count("<title>a &lt; b</title>")
    1
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from servstd.messages.tiers import say_day, tier_words
from servstd.report._tiers_terminal import finding, reason_text, signed, span, summary
from servstd.report.terminal import percent
from servstd.tiers.parity import SATISFACTION, Measure, Parity
from servstd.tiers.simulating import Simulation

__all__ = ["page", "parity_page", "simulation_page"]

Labels = Mapping[str, str]

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #5b6571; --paper: #ffffff; --line: #d5dae1; --bar: 37 99 168;
  --up: #1a7f4b; --down: #b4441c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ee; --soft: #9aa4b1; --paper: #14171b; --line: #343b45; --bar: 96 156 224; --up: #4cc38a; --down: #f08a5d; }
}
body { margin: 2rem auto; padding: 0 1.25rem; max-width: 60rem; color: var(--ink); background: var(--paper);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.45rem; margin: 0 0 .5rem; } h2 { font-size: 1.08rem; margin: 2rem 0 .6rem; }
p { margin: .25rem 0; } .soft { color: var(--soft); font-size: .9rem; }
table { border-collapse: collapse; margin: .4rem 0 1rem; }
th, td { padding: .35rem .75rem; text-align: left; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--soft); font-size: .88rem; } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
td.heat { text-align: right; min-width: 4.5rem; font-variant-numeric: tabular-nums; border: 1px solid var(--line); }
td.stay { outline: 2px solid var(--soft); outline-offset: -3px; } .up { color: var(--up); } .down { color: var(--down); }
svg { max-width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 13px; } svg .small { fill: var(--soft); font-size: 12px; }
""".strip()


def page(title: str, locale: str, body: Iterable[str]) -> str:
    """Return a whole page around parts that are HTML already."""
    language = "zh-CN" if locale.startswith("zh") else "en"
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head>{head}\n<style>{_STYLE}</style></head>\n<body>\n'
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def simulation_page(one: Simulation, locale: str, labels: Labels) -> str:
    """Return a what-if as a page."""
    return page(tier_words("sim_title", locale, day=say_day(one.on, locale)), locale, _simulation(one, locale, labels))


def _simulation(one: Simulation, locale: str, labels: Labels) -> Iterator[str]:
    title, *lines = summary(one, locale)
    yield f"<h1>{escape(title)}</h1>"
    yield from (f"<p>{escape(line)}</p>" for line in lines)
    yield _h2("sim_matrix", locale) + _heat(one, locale, labels)
    if one.moved:
        yield _h2("sim_flow", locale) + _flows(one, labels)
        yield _h2("sim_why", locale) + _table(
            [tier_words(word, locale) for word in ("sim_reason", "sim_customers", "sim_up", "sim_down")],
            [[reason_text(reason, locale, labels), str(reason.count), str(reason.up), str(reason.down)] for reason in one.reasons],
            numbers={1, 2, 3},
        )
    yield _loads(one, locale, labels)
    if one.examples:
        rows = [
            [
                example.customer,
                _named(example.old, labels),
                _named(example.new, labels),
                _score(example.old_score),
                _score(example.new_score),
                tier_words(f"reason_{example.kind}", locale, name=labels.get(example.name, example.name)),
            ]
            for example in one.examples
        ]
        score = tier_words("sim_scores", locale)
        old, new = tier_words("sim_old", locale), tier_words("sim_new", locale)
        heads = [tier_words("sim_customer", locale), old, new, f"{score} {old}", f"{score} {new}", tier_words("sim_reason", locale)]
        yield _h2("sim_examples", locale) + _table(heads, rows, numbers={3, 4})


def _heat(one: Simulation, locale: str, labels: Labels) -> str:
    most = max(one.matrix.values(), default=1)
    heads = "".join(f'<th class="n">{escape(_named(new, labels))}</th>' for new in one.new_tiers)
    rows: list[str] = []
    for old in one.old_tiers:
        cells: list[str] = []
        for new in one.new_tiers:
            count = one.matrix.get((old, new), 0)
            # the root lets small groups be seen beside large ones
            shade = f"rgb(var(--bar) / {0.08 + 0.5 * (count / most) ** 0.5:.2f})" if count else "transparent"
            stay = " stay" if old == new else ""
            cells.append(f'<td class="heat{stay}" style="background:{shade}">{count or "·"}</td>')
        total = sum(count for (before, _), count in one.matrix.items() if before == old)
        rows.append(f'<tr><th>{escape(_named(old, labels))}</th>{"".join(cells)}<td class="n">{total}</td></tr>')
    return f'<table><tr><th></th>{heads}<th class="n">{escape(tier_words("sim_total", locale))}</th></tr>{"".join(rows)}</table>'


def _flows(one: Simulation, labels: Labels) -> str:
    """Return bars, one for each pair of levels between which customers move, the largest first."""
    moves = sorted(((count, old, new) for (old, new), count in one.matrix.items() if old != new), key=lambda move: (-move[0], move[1:]))
    height = {tier: position for position, tier in enumerate(one.new_tiers)}
    lines: list[str] = []
    for i, (count, old, new) in enumerate(moves):
        y, length = i * 30, max(2.0, 440 * count / moves[0][0])
        rises = height.get(new, -1) > height.get(old, -1)
        text = escape(f"{_named(old, labels)} → {_named(new, labels)}")
        colour = "var(--up)" if rises else "var(--down)"
        lines.append(
            f'<text x="230" y="{y + 19}" text-anchor="end">{text}</text>'
            f'<rect x="242" y="{y + 5}" width="{length:.1f}" height="19" rx="2" fill="{colour}" fill-opacity="0.8"/>'
            f'<text class="small" x="{250 + length:.1f}" y="{y + 19}">{count} {"▲" if rises else "▼"}</text>'
        )
    tall = len(moves) * 30 + 4
    return f'<svg viewBox="0 0 780 {tall}" width="780" height="{tall}" role="img">{"".join(lines)}</svg>'


def _loads(one: Simulation, locale: str, labels: Labels) -> str:
    before = {load.tier: load for load in one.old_load}
    after = {load.tier: load for load in one.new_load}
    asked = any(load.load is not None or load.cost is not None for load in (*before.values(), *after.values()))
    columns = ("customers", "load", "cost") if asked else ("customers",)
    heads = [tier_words("sim_tier", locale)]
    for column in columns:
        heads += [f"{tier_words(f'sim_{column}', locale)} {tier_words(f'sim_{side}', locale)}" for side in ("old", "new")]
    rows: list[list[str]] = []
    for tier in dict.fromkeys([*before, *after]):
        cells = [_named(tier, labels)]
        for column in columns:
            for side in (before, after):
                load = side.get(tier)
                value = None if load is None else {"customers": load.customers, "load": load.load, "cost": load.cost}[column]
                cells.append("-" if value is None else f"{value:,.0f}")
        rows.append(cells)
    word = "sim_by_tier" if asked else "sim_customers_by_tier"
    return _h2(word, locale) + _table(heads, rows, numbers=set(range(1, len(heads))))


def parity_page(one: Parity, locale: str, labels: Labels) -> str:
    """Return a comparison of tiers as a page."""
    return page(tier_words("par_title", locale), locale, _parity(one, locale, labels))


def _parity(one: Parity, locale: str, labels: Labels) -> Iterator[str]:
    yield f"<h1>{escape(tier_words('par_title', locale))}</h1>"
    if not one.measures:
        yield f"<p>{escape(tier_words('par_empty', locale))}</p>"
    for measure in one.measures:
        name = tier_words("par_satisfaction", locale) if measure.name == SATISFACTION else labels.get(measure.name, measure.name)
        yield f"<h2>{escape(name)}</h2>" + _whiskers(measure, labels)
        rows = [
            [
                tier_words("par_versus", locale, first=_named(gap.first, labels), second=_named(gap.second, labels)),
                signed(gap.difference.value),
                span(gap),
                finding(gap, locale),
            ]
            for gap in measure.gaps
        ]
        if rows:
            words = ("par_pair", "par_difference", "par_interval", "par_finding")
            yield _table([tier_words(word, locale) for word in words], rows, numbers={1, 2})
    yield f'<p class="soft">{escape(tier_words("par_note", locale, confidence=f"{one.confidence * 100:.10g}%", minimum=one.minimum))}</p>'
    if one.unplaced:
        yield f'<p class="soft">{escape(tier_words("par_unplaced", locale, count=one.unplaced))}</p>'


def _whiskers(measure: Measure, labels: Labels) -> str:
    """Return a dot and its interval for each tier, on a scale from 0 to 100 %."""
    lines: list[str] = []
    for i, tier in enumerate(measure.tiers):
        y, share = i * 30 + 16, tier.share
        lines.append(f'<text x="150" y="{y + 5}" text-anchor="end">{escape(_named(tier.tier, labels))}</text>')
        lines.append(f'<line x1="165" x2="565" y1="{y}" y2="{y}" stroke="var(--line)"/>')
        told = [f"{percent(share.value)}  (n = {share.n})", *tier.targets]
        lines.append(f'<text class="small" x="580" y="{y + 5}">{escape(" · ".join(told))}</text>')
        if share.value is not None and share.low is not None and share.high is not None:
            low, high, at = (165 + 400 * end for end in (share.low, share.high, share.value))
            lines.append(
                f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}" stroke="rgb(var(--bar))" stroke-width="5" stroke-opacity="0.5"/>'
            )
            lines.append(f'<circle cx="{at:.1f}" cy="{y}" r="5.5" fill="rgb(var(--bar))"/>')
    tall = len(measure.tiers) * 30 + 24
    axis = "".join(
        f'<text class="small" x="{165 + 4 * at}" y="{tall - 6}" text-anchor="middle">{at} %</text>' for at in (0, 25, 50, 75, 100)
    )
    return f'<svg viewBox="0 0 860 {tall}" width="860" height="{tall}" role="img">{"".join(lines)}{axis}</svg>'


def _h2(word: str, locale: str) -> str:
    return f"<h2>{escape(tier_words(word, locale))}</h2>"


def _named(tier: str, labels: Labels) -> str:
    return labels.get(tier, tier) or "-"


def _score(score: float | None) -> str:
    return "-" if score is None else f"{score:.1f}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: set[int]) -> str:
    def line(cells: Sequence[str], tag: str) -> str:
        marked = (f"<{tag}{' class=n' if i in numbers else ''}>{escape(cell)}</{tag}>" for i, cell in enumerate(cells))
        return f"<tr>{''.join(marked)}</tr>"

    return f"<table>{line(heads, 'th')}{''.join(line(row, 'td') for row in rows)}</table>"
