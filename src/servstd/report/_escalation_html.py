"""A plan of escalation as one HTML page: a picture of each chain that runs, then every line as a table, then what would stop it.

*Rule:* everything that comes from data is escaped; colours follow the reader's light or dark setting.

Example:
    >>> _cell("a < b")
    '<td>a &lt; b</td>'
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from servstd.explanation.plans import PlanWords, Run, runs_of
from servstd.report._escalation_picture import draw_run

if TYPE_CHECKING:
    from servstd.escalating import Plan

__all__ = ["plan_page"]

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #5b6571; --paper: #ffffff; --line: #d5dae1; --panel: #f7f8fa;
  --open: #e3edf8; --run: #2563a8; --pause: #b9c2cd; --late: #c2410c; --told: #1d4f91; --held: #8a6d1a; --duty: #dfe9dc;
  --duty-ink: #24451c;  --gap: #f6d9d0; --gap-ink: #8c2f0c; --answer: #6d3fb0; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ee; --soft: #9aa4b1; --paper: #14171b; --line: #343b45; --panel: #1a1e24;
    --open: #1f2d3d; --run: #5b9be0; --pause: #56606c; --late: #f08a5d; --told: #8dbdf2; --held: #e0bd5c; --duty: #25372a;
    --duty-ink: #bfe0c2;    --gap: #4a2a20; --gap-ink: #f5b79c; --answer: #b794f4; }
}
body { margin: 2rem auto; padding: 0 1.25rem; max-width: 68rem; color: var(--ink); background: var(--paper);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.45rem; margin: 0 0 .5rem; } h2 { font-size: 1.08rem; margin: 2rem 0 .6rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .4rem 0; } dt { color: var(--soft); }
dd { margin: 0; }
.soft { color: var(--soft); font-size: .9rem; } .wide { overflow-x: auto; }
table { border-collapse: collapse; margin: .4rem 0 1rem; font-size: .92rem; }
th, td { padding: .32rem .7rem; text-align: left; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; color: var(--soft); font-size: .86rem; white-space: nowrap; }
td.t { white-space: nowrap; font-variant-numeric: tabular-nums; }
tr.not_told td, tr.held td { color: var(--soft); } ul { margin: .3rem 0; padding-left: 1.2rem; }
svg { box-sizing: border-box; display: block; width: 100%; min-width: 46rem; height: auto; background: var(--panel);
  border: 1px solid var(--line); border-radius: 6px; }
svg text { fill: var(--ink); font-size: 12px; } svg .small { fill: var(--soft); font-size: 11px; }
svg .ground { fill: var(--panel); fill-opacity: .9; } svg .open { fill: var(--open); } svg .axis { stroke: var(--line); }
svg .lead { stroke: var(--soft); stroke-width: .8; }
svg .run { fill: var(--run); } svg .pause { fill: var(--pause); } svg .late { fill: var(--late); }
svg .due { stroke: var(--late); stroke-width: 2; }
svg .told { fill: var(--told); stroke: var(--told); }
svg .held { fill: var(--paper); stroke: var(--held); stroke-width: 2; stroke-dasharray: 3 2; }
svg .not_told { fill: var(--paper); stroke: var(--soft); stroke-width: 1.6; } svg text.not_told { fill: var(--soft); stroke: none; }
svg text.told { fill: var(--ink); stroke: none; font-weight: 600; } svg text.held { fill: var(--held); stroke: none; }
svg .duty { fill: var(--duty); stroke: var(--panel); } svg text.duty { fill: var(--duty-ink); stroke: none; font-size: 11px; }
svg .gap { fill: var(--gap); stroke: var(--panel); } svg text.gap { fill: var(--gap-ink); stroke: none; font-size: 11px; }
svg .answer { stroke: var(--answer); stroke-dasharray: 4 3; } svg text.answer { fill: var(--answer); stroke: none; font-size: 11px; }
svg .now { stroke: var(--soft); stroke-dasharray: 2 3; } svg text.due { fill: var(--late); stroke: none; font-size: 11px; }
""".strip()


def plan_page(plan: Plan, locale: str) -> str:
    """Return a plan as a whole page."""
    words = PlanWords(plan, locale)
    language = "zh-CN" if words.zh else "en"
    title = escape(words.title())
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
    body = "\n".join(_body(plan, words))
    top = f'<!DOCTYPE html>\n<html lang="{language}"><head>{head}\n<style>{_STYLE}</style></head>\n'
    return f"{top}<body>\n<h1>{title}</h1>\n{body}\n</body></html>\n"


def _body(plan: Plan, words: PlanWords) -> Iterator[str]:
    facts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in words.facts())
    yield f"<dl>{facts}</dl>"
    yield f'<p class="soft">{escape(words.say("counts", told=len(plan.told), held=len(plan.held), not_told=len(plan.not_told)))}</p>'
    runs = runs_of(plan)
    if not runs:
        yield f"<p>{escape(words.say('nothing' if plan.complete else 'nothing_until'))}</p>"
        return
    decision = plan.decision
    for run in runs:
        yield f"<h2>{escape(words.head(run, decision))}</h2>"
        yield f'<div class="wide">{draw_run(plan, run, words, decision)}</div>'
        yield _table(run, words)
        yield f'<p class="soft">{escape(words.say("stops"))} — {escape(words.stops(run.chain))}</p>'
    if plan.problems:
        remarks = "".join(f"<li>{escape(problem.message(words.locale))}</li>" for problem in plan.problems)
        yield f"<h2>{escape(words.say('problems'))}</h2><ul>{remarks}</ul>"


def _table(run: Run, words: PlanWords) -> str:
    heads = ["", *(words.say(f"column_{name}") for name in ("at", "after", "step", "who", "role", "via", "note"))]
    rows: list[str] = []
    for line in run.lines:
        mark = {"told": "●", "held": "◐", "not_told": "○"}[line.status]
        cells = [
            _cell(mark), _cell(words.instant(line.at_us), "t"), _cell(words.offset(line.at_us), "t"), _cell(words.step(line)),
            _cell(words.who(line)), _cell(words.role(line)), _cell(words.via(line)), _cell(words.note(line)),
        ]  # fmt: skip
        rows.append(f'<tr class="{line.status}">{"".join(cells)}</tr>')
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    return f'<div class="wide"><table><tr>{head}</tr>{"".join(rows)}</table></div>'


def _cell(text: str, kind: str = "") -> str:
    return f'<td class="{kind}">{escape(text)}</td>' if kind else f"<td>{escape(text)}</td>"
