"""Effects: what the outside world must be told, each with an idempotency key.

*Rule:* effects are cumulative: a decision lists all with an instant up to now, in order. A key never changes, so that who
carries them out can tell what is done.

Example:
    >>> effect = Effect("missed", case="42", metric="resolution", cycle_id="e1", at_us=0)
    >>> effect.key
    '|42|resolution|e1|missed'
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import attrs

from servstd.errors import Path
from servstd.instants import from_us, instant_text
from servstd.notices import Urgency

__all__ = ["ChainStep", "Effect", "Order"]


@attrs.frozen
class Order:
    """A notice that is owed: to whom, by which notifiers, from which template and with which facts.

    It is complete: who delivers it needs neither the standard nor the history.

    Attributes:
        name: What the standard calls the notice; its position, `notices[0]`, where it has no name.
        audience: `customer` or `staff`.
        recipient: The recipient's key: the customer's, or a person's.
        via: Names of notifier instances, in order of preference; later ones are fallbacks.
        reason: Why it is sent: `opened`, `due_changed`, `missed`, `threshold`, or the kind of the event.
        text: The template as written in the standard.
        subject: The template of the subject; empty: made from the reason and the case.
        facts: What the template may name, as plain data: see `servstd.decide.facts`.
        show: Fields of the template that are declared to show personal data as it is.
        contacts: Contact key -> address, as far as the standard and the case know.
        secrets: Contact key -> the environment variable that holds the address; who delivers reads it.
        language: The language it is written in.
        path: Where it stands in the standard.
    """

    name: str
    audience: Literal["customer", "staff"] = attrs.field(kw_only=True)
    recipient: str = attrs.field(default="", kw_only=True)
    via: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    reason: str = attrs.field(kw_only=True)
    text: str = attrs.field(kw_only=True)
    subject: str = attrs.field(default="", kw_only=True)
    facts: Mapping[str, object] = attrs.field(factory=dict[str, object], kw_only=True, repr=False)
    show: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    contacts: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True, repr=False)
    secrets: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True, repr=False)
    urgency: Urgency = attrs.field(default="normal", kw_only=True)
    language: str = attrs.field(default="en", kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True, eq=False)


@attrs.frozen
class ChainStep:
    """The place of an effect in an escalation: it is part of the effect's key.

    Attributes:
        chain: The chain's name.
        trigger: What set this run of the chain off: the point as written, `missed`, or the id of the event.
        round: 0 for the first pass, then the number of the repeat.
        step: The step's name; `stood_down`, or `reminder 1`, for what no step says.
        recipient: Whom it is for.
    """

    chain: str
    trigger: str = attrs.field(kw_only=True)
    round: int = attrs.field(default=0, kw_only=True)
    step: str = attrs.field(kw_only=True)
    recipient: str = attrs.field(default="", kw_only=True)


@attrs.frozen
class Effect:
    """One thing that came to pass, and what it obliges to.

    Attributes:
        kind: `threshold` (a declared warning was crossed), `missed` (the target was), `notice` (somebody must be told),
            `action` (the help desk must do something: see `action`), `ask` (an invitation's instant has come: its gates are to be asked).
        metric: The clock's metric; empty for a notice that no clock caused.
        cycle_id: The id of the event that started the clock's cycle, or that caused the notice.
        threshold: The threshold as written in the standard; empty for `missed`.
        cause: The id of the event at which a due changed, which it may do more than once in a cycle; empty otherwise.
        order: What to send, for a notice.
        place: The step of a chain that it comes from; None: from none.
        item: What of the section on feedback it comes from: an invitation's name, `loop|` and a loop's, or `complaints|` and what is
            owed; it is part of the key. Empty: nothing of it.
        action: What to do, for an action: `{"kind": "set", "values": {...}}`, `{"kind": "reassign", "to": "wang"}`,
            `{"kind": "open", "values": {...}}`; of feedback also `improve`, `redispatch`, `raise`, `call_back`, `close_with_note`, see
            `servstd.decide.following_up`. For an ask `{"kind": "ask", "invitation": ..., "instrument": ..., "version": ...}`.
        at_us: Since when, microseconds since the epoch. A notice held by quiet hours has the instant of its release.
    """

    kind: Literal["threshold", "missed", "notice", "action", "ask"]
    case: str = attrs.field(kw_only=True)
    metric: str = attrs.field(default="", kw_only=True)
    cycle_id: str = attrs.field(kw_only=True)
    at_us: int = attrs.field(kw_only=True)
    threshold: str = attrs.field(default="", kw_only=True)
    cause: str = attrs.field(default="", kw_only=True)
    tenant: str | None = attrs.field(default=None, kw_only=True)
    order: Order | None = attrs.field(default=None, kw_only=True)
    place: ChainStep | None = attrs.field(default=None, kw_only=True)
    item: str = attrs.field(default="", kw_only=True)
    action: Mapping[str, object] | None = attrs.field(default=None, kw_only=True)

    @property
    def key(self) -> str:
        """Return the idempotency key: tenant, case, metric, the cycle's starting event, and what happened; for a notice also to whom."""
        what = self.kind if not self.threshold else f"{self.kind} {self.threshold}"
        parts: tuple[str, ...] = (self.tenant or "", self.case, self.metric, self.cycle_id, what)
        place = self.place
        if place is not None:
            return "|".join((*parts, place.chain, place.trigger, str(place.round), place.step, place.recipient))
        if self.order is not None:
            parts = (*parts, self.order.name, self.cause, self.order.recipient)
        if self.item:
            parts = (*parts, self.item)
        return "|".join(parts)

    @property
    def at(self) -> datetime:
        """Return since when, in UTC."""
        return from_us(self.at_us)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output; a notice without its facts and addresses, which are personal data."""
        out: dict[str, object] = {"key": self.key, "kind": self.kind, "at": instant_text(self.at_us), "case": self.case}
        if self.metric:
            out["metric"] = self.metric
        out["cycle_id"] = self.cycle_id
        if self.threshold:
            out["threshold"] = self.threshold
        if self.place is not None:
            place = self.place
            out |= {"chain": place.chain, "trigger": place.trigger, "round": place.round, "step": place.step}
        if self.item:
            out["item"] = self.item
        if self.action is not None:
            out["action"] = dict(self.action)
        if self.order is not None:
            out |= {"notice": self.order.name, "reason": self.order.reason, "to": self.order.recipient, "via": list(self.order.via)}
        return out
