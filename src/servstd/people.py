"""People and how they can be reached: values, as a standard or a directory gives them.

*Rule:* a person is data. Who is on duty, who is told and in which order is decided elsewhere.

Example:
    >>> li = Person("li", name="李雷", roles=("supervisor",), contacts={"email": "li@example.com"})
    >>> li.contacts["email"]
    'li@example.com'
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import attrs

from servstd.calendars import Calendar
from servstd.conditions import Condition
from servstd.errors import Path
from servstd.notices import Urgency

__all__ = ["Addressee", "AddresseeKind", "Person", "Preference", "QuietHours"]

AddresseeKind = Literal["owner", "customer", "person", "role", "team", "rota", "manager_of", "level", "room", "round_robin"]
Preference = Mapping[Urgency, tuple[str, ...]]
"""Urgency -> names of notifier instances, in order; an urgency that is not named is not decided here."""


@attrs.frozen
class QuietHours:
    """When somebody is left in peace: what falls outside these hours waits for the next opening, and is looked at again then.

    Attributes:
        hours: When they may be disturbed.
        unless: Cases whose notices do not wait.
        urgent_passes: Whether a notice of high urgency goes out at once.
    """

    hours: Calendar
    unless: Condition | None = attrs.field(default=None, kw_only=True)
    urgent_passes: bool = attrs.field(default=True, kw_only=True)


@attrs.frozen
class Person:
    """One person of the company.

    Attributes:
        key: What the standard and the events call the person.
        name: As people write it; empty: not told.
        roles: The person's roles on the ladder and beside it.
        team: The team's key; None: in none.
        manager: The key of who is next above; None: nobody.
        contacts: Contact key (`email`, `sms`, `wecom` ...) -> address. A notifier reads the key it declares.
        secrets: Contact key -> the environment variable that holds the address; it is read when a notice is sent, not before.
        language: The language the person is written to in, `zh` or `en`; None: the standard's.
        time_zone: The zone of the person's own hours; None: the standard's.
        calendar: The name of the calendar the person works by, for waits that count the recipient's time; None: not told.
        quiet: When the person is left in peace; None: never.
        prefers: Topic (a chain's name) -> notifiers by urgency; the topic "" is for all others.
    """

    key: str
    name: str = attrs.field(default="", kw_only=True)
    roles: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    team: str | None = attrs.field(default=None, kw_only=True)
    manager: str | None = attrs.field(default=None, kw_only=True)
    contacts: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True, repr=False)
    secrets: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True, repr=False)
    language: str | None = attrs.field(default=None, kw_only=True)
    time_zone: str | None = attrs.field(default=None, kw_only=True)
    calendar: str | None = attrs.field(default=None, kw_only=True)
    quiet: QuietHours | None = attrs.field(default=None, kw_only=True)
    prefers: Mapping[str, Preference] = attrs.field(factory=dict[str, Preference], kw_only=True)


@attrs.frozen
class Addressee:
    """Whom a step tells.

    Attributes:
        kind: `owner` (the case's), `customer`, `person`, `role` (within the case's team first), `team`, `rota` (who is on duty),
            `manager_of` (a person's, or the owner's, direct manager), `level` (a role on the ladder), `room` (a notifier that posts in a
            room), `round_robin` (one of several, in turn).
        name: The person, role, team, rota, level or notifier; for `manager_of` a person, or `owner`.
        names: The people of a round robin, in their order.
        turn: The attribute of the case that says whose turn it is, from 0; None: a digest of the case's id says it.
        path: Where it stands in the standard.
    """

    kind: AddresseeKind
    name: str = attrs.field(default="", kw_only=True)
    names: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    turn: str | None = attrs.field(default=None, kw_only=True)
    path: Path = attrs.field(default=(), kw_only=True, eq=False)
