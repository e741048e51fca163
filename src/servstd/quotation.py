"""What would be promised to a case before it exists.

*Rule:* a quotation is a decision on a case that has just been opened; it promises nothing the standard does not.

Example:
    >>> import servstd
    >>> standard = servstd.loads(
    ...     'format: 1\\nstandard: s\\nversion: "1"\\neffective_from: 2026-01-01\\ntime_zone: UTC\\n'
    ...     'sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}\\n'
    ... )
    >>> [(item.metric, item.due_at.hour) for item in standard.quote({}, at="2026-01-05T09:00:00Z", locale="en").promises]
    [('resolution', 13)]
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import attrs

from servstd.decide import read_now
from servstd.errors import Problem
from servstd.explanation.segments import promise_text
from servstd.explanation.teller import Teller
from servstd.messages.explaining import align
from servstd.sla.model import Commitment

if TYPE_CHECKING:
    from servstd.standard import Standard

__all__ = ["Promise", "Quotation", "quote"]


@attrs.frozen
class Promise:
    """One thing that would be owed: `text` in words, `due_at` in the type of the instant asked."""

    metric: str
    label: str = attrs.field(kw_only=True)
    commitment: Commitment = attrs.field(kw_only=True)
    policy: str | None = attrs.field(kw_only=True)
    target: str | None = attrs.field(kw_only=True)
    due_at: datetime = attrs.field(kw_only=True)
    provisional: bool = attrs.field(kw_only=True)
    text: str = attrs.field(kw_only=True)


@attrs.frozen
class Quotation:
    """What would be promised to a case opened by a customer at an instant."""

    heading: str
    promises: tuple[Promise, ...] = attrs.field(kw_only=True)
    problems: tuple[Problem, ...] = attrs.field(default=(), kw_only=True)
    nothing: str = attrs.field(default="", kw_only=True)

    @property
    def text(self) -> str:
        """Return the quotation as lines."""
        lines = align([(item.label, item.text) for item in self.promises], indent=2)
        return "\n".join([self.heading, *(lines or [f"  {self.nothing}"])])

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        promises = [{**attrs.asdict(item), "due_at": item.due_at.isoformat()} for item in self.promises]
        return {"heading": self.heading, "promises": promises, "problems": [problem.as_dict() for problem in self.problems]}

    def __str__(self) -> str:
        return self.text


def quote(standard: Standard, attributes: Mapping[str, object], *, at: datetime | str, locale: str | None = None) -> Quotation:
    """Return what would be promised; see `Standard.quote`. Internal targets are not promised to anybody and left out."""
    _, now = read_now(at)
    event = {"case": "quote", "at": now, "kind": "opened", "by": "customer", "data": dict(attributes)}
    decision = standard.decide([event], now=now)
    teller = Teller(standard, decision, (), {}, locale or standard.current.language)
    promises: list[Promise] = []
    for clock in decision.clocks:
        due, commitment = clock.due_at, clock.commitment
        if due is None or clock.due_us is None or commitment is None or commitment == "internal":
            continue
        joint = "，" if teller.locale.startswith("zh") else ", "
        text = joint.join((teller.say("quote_due", due=teller.instant(clock.due_us)), promise_text(teller, clock)))
        promises.append(
            Promise(
                clock.metric,
                label=teller.metric(clock.metric) + teller.say("bracketed", text=teller.say(commitment)),
                commitment=commitment,
                policy=clock.policy,
                target=clock.target,
                due_at=due,
                provisional=clock.provisional,
                text=text,
            )
        )
    return Quotation(
        teller.say("quote_heading", at=teller.instant(decision.now_us)),
        promises=tuple(promises),
        problems=decision.problems,
        nothing=teller.say("quote_nothing"),
    )
