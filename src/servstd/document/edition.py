"""One edition of a standard, read, checked and bound: plain values that deciding needs, and where each was written.

*Rule:* an edition is data. It knows no clock and no file; its places serve explanations and messages only.

Example:
    >>> from servstd.document import read_edition
    >>> edition = read_edition('format: 1\\nstandard: s\\nversion: "1"\\neffective_from: 2026-01-01\\ntime_zone: UTC\\n')
    >>> edition.name, edition.version
    ('s', '1')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

import attrs

from servstd.calendars import Calendar
from servstd.conditions import Condition
from servstd.errors import Path, Place, Problem
from servstd.escalation.model import Escalation
from servstd.escalation.rotas.model import Rota
from servstd.events import Event
from servstd.feedback.model import Feedback
from servstd.notices import Urgency
from servstd.people import Person
from servstd.sla.agreements import Agreements
from servstd.sla.model import Attribute, Label, Metric, Policy, Statuses, Threshold
from servstd.tiers.model import Tiers

__all__ = ["CustomerNotice", "CustomerNotices", "Edition", "NoticeTrigger", "Scenario"]


@attrs.frozen
class NoticeTrigger:
    """What a notice is sent for.

    Attributes:
        kind: `event` (a condition comes true), `due_changed`, `missed` or `threshold` (a point of a metric's clock).
        condition: The condition, for `event`.
        metrics: The metrics whose clocks are looked at, for the others.
        threshold: The point, for `threshold`.
    """

    kind: Literal["event", "due_changed", "missed", "threshold"]
    condition: Condition | None = attrs.field(default=None, kw_only=True)
    metrics: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    threshold: Threshold | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class CustomerNotice:
    """One notice that customers are owed.

    Attributes:
        name: As written; `notices[0]`, its position, where it has none.
        when: The cases it is for, asked once its instant has settled; None: every case.
        via: Names of notifier instances, in order of preference.
        text: The template, by language.
        show: Fields with personal data that are shown as they are.
        waits: Whether quiet hours hold it.
        path: Where it stands in the document.
    """

    name: str
    trigger: NoticeTrigger = attrs.field(kw_only=True)
    when: Condition | None = attrs.field(default=None, kw_only=True)
    via: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    text: Label = attrs.field(factory=dict[str, str], kw_only=True)
    subject: Label | None = attrs.field(default=None, kw_only=True)
    urgency: Urgency = attrs.field(default="normal", kw_only=True)
    show: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    waits: bool = attrs.field(default=True, kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True)


@attrs.frozen
class CustomerNotices:
    """What customers are told, and when they are left in peace.

    Attributes:
        hours: When they may be disturbed; None: at any time.
        unless: Cases whose notices do not wait for these hours.
        contacts: Contact key of a notifier -> the attribute that holds the customer's address.
    """

    notices: tuple[CustomerNotice, ...]
    hours: Calendar | None = attrs.field(default=None, kw_only=True)
    unless: Condition | None = attrs.field(default=None, kw_only=True)
    contacts: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True)

    def conditions(self) -> Iterator[tuple[Condition, Path]]:
        """Yield every condition of the section with its path."""
        if self.unless is not None:
            yield self.unless, ("customer_notices", "quiet_hours", "unless")
        for notice in self.notices:
            for condition, key in ((notice.trigger.condition, "trigger"), (notice.when, "when")):
                if condition is not None:
                    yield condition, (*notice.path, key)


@attrs.frozen
class Scenario:
    """A test of a standard, written beside it.

    Attributes:
        name: As written.
        case: Attributes at opening; may set one that is computed (tier).
        events: The events, in order; instants were local times of the standard.
        expect: Metric -> None (no such clock) or the expected fields as written (`due`, `state`, `cycle`, ...).
        expect_notices: The staff notices expected, as written; None: not asked.
        now_us: The instant to decide at; None: the last event's.
        path: Where it stands in the document.
    """

    name: str
    case: Mapping[str, object] = attrs.field(factory=dict[str, object], kw_only=True)
    events: tuple[Event, ...] = attrs.field(default=(), kw_only=True)
    expect: Mapping[str, Mapping[str, object] | None] = attrs.field(factory=dict[str, "Mapping[str, object] | None"], kw_only=True)
    expect_notices: tuple[Mapping[str, object], ...] | None = attrs.field(default=None, kw_only=True)
    now_us: int | None = attrs.field(default=None, kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True)


@attrs.frozen(eq=False)
class Edition:
    """One version of a standard, with the instant from which it governs.

    Attributes:
        effective_from_us: Microseconds since the epoch; cases opened from then on are governed by this edition.
        attributes: Declared attributes by name, the reserved ones included when declared.
        calendars: By name; `always` is always there.
        metrics: The metrics that are measured, in the order in which they are evaluated: built-ins first.
        policies: In the document's order, which is the order of precedence.
        agreements: What customers agreed for themselves.
        agreed_calendars: The calendars written in agreements, by the keys that agreements name them by.
        answered_on_arrival: Cases whose opening was answered in person: no first response is owed.
        customer_notices: What customers are told; None: the standard has no such section.
        tiers: Customers' levels; None: the standard has no such section.
        feedback: What customers are asked, and what follows; None: the standard has no such section.
        people: Everybody by key: the document's, the operations file's, then those of the directories.
        notifier_needs: Notifier -> the contact key it reads; empty for a room; None: not known.
        rotas: Who is on duty when, by name; those of the operations file among them.
        escalation: Who is told in which order, and flood control; None: the standard has no such section.
        adopts_open_cases: Whether open cases change to this edition at `effective_from`.
        problems: Warnings and notes; an edition with errors is never made.
        places: Path -> place of the value in the file, for messages and explanations.
        source: The plain data as read, for what has no capability yet and for `diff`.
        fingerprint: A digest of the content, the holidays known and the time-zone data.
    """

    name: str
    version: str = attrs.field(kw_only=True)
    effective_from_us: int = attrs.field(kw_only=True)
    time_zone: str = attrs.field(kw_only=True)
    language: str = attrs.field(default="en", kw_only=True)
    title: Label | None = attrs.field(default=None, kw_only=True)
    review_by: date | None = attrs.field(default=None, kw_only=True)
    change_note: str | None = attrs.field(default=None, kw_only=True)
    attributes: Mapping[str, Attribute] = attrs.field(factory=dict[str, Attribute], kw_only=True)
    statuses: Statuses = attrs.field(factory=Statuses, kw_only=True)
    calendars: Mapping[str, Calendar] = attrs.field(kw_only=True)
    metrics: tuple[Metric, ...] = attrs.field(default=(), kw_only=True)
    policies: tuple[Policy, ...] = attrs.field(default=(), kw_only=True)
    agreements: Agreements = attrs.field(factory=Agreements, kw_only=True)
    agreed_calendars: Mapping[str, Calendar] = attrs.field(factory=dict[str, Calendar], kw_only=True)
    answered_on_arrival: Condition | None = attrs.field(default=None, kw_only=True)
    customer_notices: CustomerNotices | None = attrs.field(default=None, kw_only=True)
    tiers: Tiers | None = attrs.field(default=None, kw_only=True)
    feedback: Feedback | None = attrs.field(default=None, kw_only=True)
    people: Mapping[str, Person] = attrs.field(factory=dict[str, Person], kw_only=True, repr=False)
    notifier_needs: Mapping[str, str | None] = attrs.field(factory=dict[str, "str | None"], kw_only=True)
    rotas: Mapping[str, Rota] = attrs.field(factory=dict[str, Rota], kw_only=True)
    escalation: Escalation | None = attrs.field(default=None, kw_only=True)
    adopts_open_cases: bool = attrs.field(default=False, kw_only=True)
    scenarios: tuple[Scenario, ...] = attrs.field(default=(), kw_only=True)
    problems: tuple[Problem, ...] = attrs.field(default=(), kw_only=True)
    places: Mapping[Path, Place] = attrs.field(factory=dict[Path, Place], kw_only=True, repr=False)
    source: Mapping[str, object] = attrs.field(factory=dict[str, object], kw_only=True, repr=False)
    fingerprint: str = attrs.field(default="", kw_only=True)
