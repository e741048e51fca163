"""Reports: attainment, overruns, what is undecided, what was left out, as plain data, JSON and terminal text.

*Rule:* a report never hides its denominator; what is not in a number is counted beside it.

Example:
    >>> percent(0.5)
    '50.0%'
"""

from __future__ import annotations

from servstd.report._order import Orders, orders_of
from servstd.report._table import cut, pad, table, text_width
from servstd.report.collect import Collector
from servstd.report.model import Agreement, CountBy, Disagreement, Finding, Overrun, Rejected, Scope, ServiceReport, Table
from servstd.report.names import Names, names_of
from servstd.report.periods import PERIODS, Unit, bound, period_of
from servstd.report.terminal import percent, render_report

__all__ = [
    "PERIODS", "Agreement", "Collector", "CountBy", "Disagreement", "Finding", "Names", "Orders", "Overrun", "Rejected", "Scope",
    "ServiceReport", "Table", "Unit", "bound", "cut", "names_of", "orders_of", "pad", "percent", "period_of", "render_report", "table",
    "text_width",
]  # fmt: skip
