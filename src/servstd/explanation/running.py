"""Where the escalation of a case stands: of each chain that runs, who was told last and who is next.

*Rule:* what comes next is what the plan says, if nothing more happens.

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
    >>> plan = standard.escalation.what_if({}, at="2026-01-05T09:00:00Z")
    >>> running_rows(plan, "en")[0].text
    'late: next Mon 5 Jan 13:00, wang, step 1: supervisor'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from servstd.explanation.model import Row
from servstd.explanation.plans import PlanWords, runs_of

if TYPE_CHECKING:
    from servstd.escalating import Plan

__all__ = ["running_rows"]


def running_rows(plan: Plan, locale: str) -> list[Row]:
    """Return a row for each chain that runs or will: who was told last before the plan's start, and who is next.

    Args:
        plan: Planned from the instant that is explained.
        locale: `zh` or `en`.
    """
    words = PlanWords(plan, locale)
    rows: list[Row] = []
    for run in runs_of(plan):
        told = [line for line in run.lines if line.told]
        last = next((line for line in reversed(told) if line.at_us <= plan.now_us), None)
        coming = next((line for line in told if line.at_us > plan.now_us), None)
        parts: list[str] = []
        for key, line in (("running_last", last), ("running_next", coming)):
            if line is not None:
                parts.append(words.say(key, at=words.instant(line.at_us), who=words.who(line), step=words.step(line)))
        if parts:
            text = words.say("running", chain=words.chain(run.chain), text=("；" if words.zh else "; ").join(parts))
            rows.append(Row("" if rows else words.say("running_label"), text))
    return rows
