"""What a standard says about escalation: the ladder, chains and their steps, whom a step tells, what flood control there is.

*Rule:* these are values. They hold what was written, read and checked; nothing in them runs.

Example:
    >>> step = Step("1", level="supervisor", via=("wecom",))
    >>> Chain("late", trigger=ChainTrigger("missed", metric="resolution"), steps=(step,)).steps[0].level
    'supervisor'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

import attrs

from servstd.conditions import Condition
from servstd.durations import Amount, Span
from servstd.errors import Path
from servstd.notices import Urgency
from servstd.people import Addressee, AddresseeKind, Preference, QuietHours
from servstd.sla.model import Label, Threshold

__all__ = [
    "Acknowledgement", "Addressee", "AddresseeKind", "Chain", "ChainTrigger", "Digest", "Escalation", "Quota", "Repeat", "SamePerson",
    "Step", "StepAction", "Throttle", "Unless", "WaitCalendar",
]  # fmt: skip

SamePerson = Literal["merge", "tell"]
WaitCalendar: TypeAlias = str
"""A calendar's name, or `clock` (that of the triggering clock), or `recipient` (that of whoever is told)."""


@attrs.frozen
class Unless:
    """What withholds a step: that somebody took note, or that a state of the case holds.

    Attributes:
        acknowledged: Whether an acknowledgement withholds it.
        by: The level, role or person who must have acknowledged; empty: whoever the chain's `acknowledgement` asks for.
        condition: A state of the case that withholds it; None: none.
    """

    acknowledged: bool = attrs.field(default=False, kw_only=True)
    by: str = attrs.field(default="", kw_only=True)
    condition: Condition | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class StepAction:
    """Something a step does beside telling people; it becomes an effect for the help desk to carry out.

    Attributes:
        kind: `set` (attributes), `reassign` (the owner), `open` (a follow-up case with these attributes).
        values: The attributes to set, or those of the follow-up.
        to: The new owner, for `reassign`.
    """

    kind: Literal["set", "reassign", "open"]
    values: Mapping[str, object] = attrs.field(factory=dict[str, object], kw_only=True)
    to: Addressee | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class Step:
    """One step of a chain.

    Attributes:
        name: As written; its number, from 1, where it has none. It is part of the key of its notices.
        at: The point of the triggering clock at which it comes: a threshold, or `missed`; None: it comes `after` the step before.
        after: The wait since the step before it; None with `at` None: at once (the first step comes when the chain starts).
        calendar: In which calendar `after` counts; None: `clock` where the chain hangs on a clock, else actual time.
        notify: Whom it tells.
        level: The level it tells; None: it is a functional step.
        via: Notifiers in order of preference; empty: what the recipients prefer.
        when: Cases it is for; another case passes it by at once.
        unless: What withholds it, and with it all later steps.
        tell_below: Whether the level below is told too; None: as the chain says.
    """

    name: str
    at: Threshold | Literal["missed"] | None = attrs.field(default=None, kw_only=True)
    after: Amount | None = attrs.field(default=None, kw_only=True)
    calendar: WaitCalendar | None = attrs.field(default=None, kw_only=True)
    notify: tuple[Addressee, ...] = attrs.field(default=(), kw_only=True)
    level: str | None = attrs.field(default=None, kw_only=True)
    via: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    when: Condition | None = attrs.field(default=None, kw_only=True)
    unless: Unless | None = attrs.field(default=None, kw_only=True)
    urgency: Urgency = attrs.field(default="normal", kw_only=True)
    text: Label | None = attrs.field(default=None, kw_only=True)
    subject: Label | None = attrs.field(default=None, kw_only=True)
    actions: tuple[StepAction, ...] = attrs.field(default=(), kw_only=True)
    tell_below: bool | None = attrs.field(default=None, kw_only=True)
    label: Label | None = attrs.field(default=None, kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True, eq=False)

    @property
    def addressees(self) -> tuple[Addressee, ...]:
        """Return whom it tells: its level first, then those it names."""
        return (Addressee("level", name=self.level, path=(*self.path, "level")), *self.notify) if self.level is not None else self.notify


@attrs.frozen
class ChainTrigger:
    """What a chain starts on.

    Attributes:
        kind: `threshold` or `missed` (of a metric's clock), `event` (a condition comes true), `by_hand` (only an `escalated` event that
            names the chain).
        condition: For `event`. A state that must go on holding stands in it as `Becomes`: when it no longer holds, the chain stands down.
    """

    kind: Literal["threshold", "missed", "event", "by_hand"]
    metric: str = attrs.field(default="", kw_only=True)
    threshold: Threshold | None = attrs.field(default=None, kw_only=True)
    condition: Condition | None = attrs.field(default=None, kw_only=True)

    @property
    def point(self) -> Threshold | Literal["missed"] | None:
        """Return the point of the clock it starts at; None: it hangs on no clock."""
        return self.threshold if self.kind == "threshold" else "missed" if self.kind == "missed" else None


@attrs.frozen
class Acknowledgement:
    """What taking note means in a chain.

    Attributes:
        by: `any` (one of those told is enough), `all` (everyone told in the step last taken), `person` (each for himself: who took note is
            told no more, the chain goes on for the others).
        expires: After this long it counts no more; None: it lasts.
        remind: Every so long whoever took note is asked again; None: never.
        confirm_within: Without an answer to the reminder for so long it counts no more; None: the reminder asks nothing.
    """

    by: Literal["any", "all", "person"] = attrs.field(default="any", kw_only=True)
    expires: Span | None = attrs.field(default=None, kw_only=True)
    remind: Span | None = attrs.field(default=None, kw_only=True)
    confirm_within: Span | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class Repeat:
    """What of a chain is repeated after its last step, how often, and after how long.

    Attributes:
        first: Position of the step that a repeat begins with; 0 is the first.
        times: How many times it is repeated; at least 1.
        after: The wait between the last step and the repeat.
        calendar: In which calendar it counts; None: as for `Step.calendar`.
    """

    first: int = attrs.field(default=0, kw_only=True)
    times: int = attrs.field(kw_only=True)
    after: Amount = attrs.field(kw_only=True)
    calendar: WaitCalendar | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class Chain:
    """An escalation chain.

    Attributes:
        when: The cases it is for; it stands down when that no longer holds. None: every case.
        stop_on: The event or state that ends it; None: only its clock's end, or the case's cancellation.
        quiet: When its steps wait for opening hours; None: never.
        prefers: Notifiers by urgency for this topic, for steps that name none.
        same_person: Whether who holds two levels is told once (`merge`) or at each.
        stand_down: Whether all who were told are told when it ends before its last step, or after it by a fact.
        tell_below: Whether a level step also tells the level below.
        fallback: Whom a step tells that reaches nobody; empty: the escalation's own.
    """

    name: str
    trigger: ChainTrigger = attrs.field(kw_only=True)
    steps: tuple[Step, ...] = attrs.field(kw_only=True)
    when: Condition | None = attrs.field(default=None, kw_only=True)
    stop_on: Condition | None = attrs.field(default=None, kw_only=True)
    acknowledgement: Acknowledgement = attrs.field(factory=Acknowledgement, kw_only=True)
    repeat: Repeat | None = attrs.field(default=None, kw_only=True)
    quiet: QuietHours | None = attrs.field(default=None, kw_only=True)
    prefers: Preference = attrs.field(factory=dict[Urgency, tuple[str, ...]], kw_only=True)
    same_person: SamePerson = attrs.field(default="merge", kw_only=True)
    stand_down: bool = attrs.field(default=True, kw_only=True)
    tell_below: bool = attrs.field(default=False, kw_only=True)
    fallback: tuple[Addressee, ...] = attrs.field(default=(), kw_only=True)
    label: Label | None = attrs.field(default=None, kw_only=True)
    note: Label | None = attrs.field(default=None, kw_only=True)
    clause: str | None = attrs.field(default=None, kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True, eq=False)


@attrs.frozen
class Quota:
    """How many notices a contact gets: at most `count` in any `per`. `smooth` spreads them evenly after the first burst."""

    count: int
    per: Span = attrs.field(kw_only=True)
    smooth: bool = attrs.field(default=False, kw_only=True)


@attrs.frozen
class Throttle:
    """Limits for what one contact gets over some notifiers; empty `via`: over each. Notices of high urgency pass unless `urgent` is set."""

    via: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    quotas: tuple[Quota, ...] = attrs.field(kw_only=True)
    urgent: bool = attrs.field(default=False, kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True, eq=False)


@attrs.frozen
class Digest:
    """Notices to one recipient over one notifier within a window become one: the first goes at once, the others when the window ends.

    Notices of high urgency are gathered apart from the others.
    """

    via: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    window: Span = attrs.field(kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True, eq=False)


@attrs.frozen
class Escalation:
    """The section on escalation.

    Attributes:
        ladder: The levels' names, lowest first; a level is a role.
        labels: Level -> what people call it.
        prefers: Notifiers by urgency for everyone and every chain.
        fallback: Whom a step tells that reaches nobody.
    """

    ladder: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    labels: Mapping[str, Label] = attrs.field(factory=dict[str, Label], kw_only=True)
    chains: tuple[Chain, ...] = attrs.field(default=(), kw_only=True)
    prefers: Preference = attrs.field(factory=dict[Urgency, tuple[str, ...]], kw_only=True)
    fallback: tuple[Addressee, ...] = attrs.field(default=(), kw_only=True)
    throttles: tuple[Throttle, ...] = attrs.field(default=(), kw_only=True)
    digests: tuple[Digest, ...] = attrs.field(default=(), kw_only=True)

    def conditions(self) -> Iterator[tuple[Condition, Path]]:
        """Yield every condition of the section with its path."""
        for chain in self.chains:
            for condition, key in ((chain.trigger.condition, "trigger"), (chain.when, "when"), (chain.stop_on, "stop_on")):
                if condition is not None:
                    yield condition, (*chain.path, key)
            if chain.quiet is not None and chain.quiet.unless is not None:
                yield chain.quiet.unless, (*chain.path, "quiet_hours", "unless")
            for step in chain.steps:
                if step.when is not None:
                    yield step.when, (*step.path, "when")
                if step.unless is not None and step.unless.condition is not None:
                    yield step.unless.condition, (*step.path, "unless")
