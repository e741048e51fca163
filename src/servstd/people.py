"""People and how they can be reached: values, as a standard or a directory gives them.

*Rule:* a person is data. Who is on duty, who is told and in which order is decided elsewhere.

Example:
    >>> li = Person("li", name="李雷", roles=("supervisor",), contacts={"email": "li@example.com"})
    >>> li.contacts["email"]
    'li@example.com'
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

__all__ = ["Person"]


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
        language: The language the person is written to in, `zh` or `en`; None: the standard's.
        time_zone: The zone of the person's own hours; None: the standard's.
    """

    key: str
    name: str = attrs.field(default="", kw_only=True)
    roles: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    team: str | None = attrs.field(default=None, kw_only=True)
    manager: str | None = attrs.field(default=None, kw_only=True)
    contacts: Mapping[str, str] = attrs.field(factory=dict[str, str], kw_only=True, repr=False)
    language: str | None = attrs.field(default=None, kw_only=True)
    time_zone: str | None = attrs.field(default=None, kw_only=True)
