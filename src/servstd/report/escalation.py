"""The picture of a plan of escalation: one page of HTML that needs nothing else.

*Rule:* what is drawn also stands there as text; there is no script, no font and no network in it.

Example:
    >>> import servstd
    >>> standard = servstd.loads('''
    ... format: 1
    ... standard: shop
    ... version: "1"
    ... effective_from: 2026-01-01
    ... time_zone: UTC
    ... sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}
    ... people: {wang: {roles: [supervisor], contacts: {console: wang}}}
    ... notifiers: {console: {type: console, contact: console}}
    ... escalation:
    ...   ladder: [supervisor]
    ...   fallback: {person: wang}
    ...   chains: [{name: late, trigger: {metric: resolution, at: missed}, steps: [{level: supervisor, via: [console]}]}]
    ... ''')
    >>> "<svg" in plan_html(standard.escalation.what_if({}, at="2026-01-05T09:00:00Z"), "en")
    True
"""

from __future__ import annotations

from servstd.escalating import Plan
from servstd.report._escalation_html import plan_page

__all__ = ["plan_html"]


def plan_html(plan: Plan, locale: str | None = None) -> str:
    """Return a plan as a page of HTML, with a picture of each chain that runs: its clock, the calendar, who is on duty, every step.

    Args:
        plan: The plan.
        locale: `en` or `zh`; None: the plan's own.
    """
    return plan_page(plan, locale or plan.locale)
