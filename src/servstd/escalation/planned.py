"""One line of an escalation: who is told, or not told, at which step, when, by what, and why.

*Rule:* what did not go out stands here with its reason; nothing is left out in silence.

Example:
    >>> line = PlannedNotice(at_us=0, chain="late", step="1", recipient="wang", status="told", via=("sms",), key="k")
    >>> line.told, line.notifier
    (True, 'sms')
"""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Literal

import attrs

from servstd.instants import from_us, instant_text
from servstd.notices import Urgency

__all__ = ["LineKind", "LineStatus", "PlannedNotice", "WhyNot"]

LineKind = Literal["step", "below", "fallback", "reminder", "stood_down", "action"]
LineStatus = Literal["told", "held", "not_told"]
WhyNot = Literal[
    "", "acknowledged", "condition", "not_for_case", "same_person", "nobody", "no_contact", "stood_down", "took_note", "suspended",
    "caught_up", "stopped_it",
]  # fmt: skip


@attrs.frozen(kw_only=True)
class PlannedNotice:
    """One line of an escalation.

    Attributes:
        at_us: When: for a notice that quiet hours hold, its release. Microseconds since the epoch.
        since_us: When its step came; the same as `at_us` where nothing held it.
        case: The case's id.
        chain: The chain's name.
        metric: The metric of the clock it hangs on; empty: none.
        cycle_id: The id of the event that started the clock's cycle, or that set the chain off.
        trigger: What set this run of the chain off: the point as written, `missed`, or the event's id.
        round: 0 for the first pass, 1 for the first repeat and so on.
        step: The step's name; `stood_down` or `reminder N` for what no step says.
        level: The level it tells; empty: none.
        kind: `step`, `below` (the level below, too), `fallback` (nobody was reached), `reminder` (of an acknowledgement), `stood_down`,
            `action` (something for the help desk to do).
        recipient: The person's key, `customer` or the room's notifier; empty: nobody was found.
        name: What people call the recipient.
        role: Why this recipient: `owner`, `role supervisor`, `rota front_desk`, `level supervisor` ...
        via: The notifiers that can reach the recipient, in order of preference.
        status: `told` (it goes out at `at_us`), `held` (quiet hours hold it beyond the plan's end), `not_told`.
        why: Why it is not told.
        key: The idempotency key of its effect; empty where there is none.
    """

    at_us: int
    since_us: int = 0
    case: str = ""
    chain: str
    metric: str = ""
    cycle_id: str = ""
    trigger: str = ""
    round: int = 0
    step: str
    level: str = ""
    kind: LineKind = "step"
    recipient: str = ""
    name: str = ""
    role: str = ""
    via: tuple[str, ...] = ()
    status: LineStatus = "told"
    why: WhyNot = ""
    urgency: Urgency = "normal"
    key: str = ""
    zone: tzinfo | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def at(self) -> datetime:
        """Return when, in the zone of the standard; in UTC where none is known."""
        return from_us(self.at_us) if self.zone is None else from_us(self.at_us, self.zone)

    @property
    def told(self) -> bool:
        """Return whether it goes out."""
        return self.status == "told"

    @property
    def notifier(self) -> str:
        """Return the notifier that is tried first; empty: none can reach the recipient."""
        return self.via[0] if self.via else ""

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output; empty fields are left out."""
        out: dict[str, object] = {"at": instant_text(self.at_us)}
        if self.since_us and self.since_us != self.at_us:
            out["since"] = instant_text(self.since_us)
        for name in ("case", "chain", "metric", "cycle_id", "trigger"):
            if getattr(self, name):
                out[name] = getattr(self, name)
        out |= {"round": self.round, "step": self.step, "kind": self.kind}
        for name in ("level", "recipient", "name", "role"):
            if getattr(self, name):
                out[name] = getattr(self, name)
        out |= {"notifier": self.notifier or None, "via": list(self.via), "status": self.status}
        if self.why:
            out["why"] = self.why
        return {**out, "urgency": self.urgency, **({"key": self.key} if self.key else {})}
