"""Feedback: asked rarely, counted honestly, and followed up.

*Rule:* everything here is a pure function of what is written and of what was answered. A figure never travels without its n, what was
left out, its interval and its method. Each name is loaded when it is first used.

Example:
    >>> from servstd import feedback
    >>> feedback.csat([5, 4, 2, 5], scale=5).value
    0.75
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from servstd.feedback.charts import Chart, Rebase, p_chart, u_chart, xmr_chart
    from servstd.feedback.comparing import compare, compare_each
    from servstd.feedback.estimating import ces, csat, mean, nps, proportion, rate, yes_no
    from servstd.feedback.judging import Judgement, judge
    from servstd.feedback.measuring import measure, measure_battery
    from servstd.feedback.reach import Asked, ResponseRate, response_rates
    from servstd.feedback.runs import runs_about_median
    from servstd.feedback.teams import TeamTable, team_table

_HOMES = {
    "charts": ("Chart", "Rebase", "p_chart", "u_chart", "xmr_chart"),
    "comparing": ("compare", "compare_each"),
    "estimating": ("ces", "csat", "mean", "nps", "proportion", "rate", "yes_no"),
    "judging": ("Judgement", "judge"),
    "measuring": ("measure", "measure_battery"),
    "reach": ("Asked", "ResponseRate", "response_rates"),
    "runs": ("runs_about_median",),
    "teams": ("TeamTable", "team_table"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Asked", "Chart", "Judgement", "Rebase", "ResponseRate", "TeamTable",
    "ces", "compare", "compare_each", "csat", "judge", "mean", "measure", "measure_battery", "nps", "p_chart", "proportion", "rate",
    "response_rates", "runs_about_median", "team_table", "u_chart", "xmr_chart", "yes_no",
]  # fmt: skip


def __getattr__(name: str) -> object:
    module = _HOME.get(name)
    if module is None:
        raise AttributeError(f"module 'servstd.feedback' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"servstd.feedback.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
