"""How a person is reached: which notifiers can be used for whom, and in which order.

*Rule:* what a step names counts alone. Else four levels are asked, the nearest first: the person for this topic, the topic, the
person, everyone; the first that names a notifier the person can be reached by decides. That order is Iris's ("User Settings: modes
per application, then per priority", LinkedIn Iris documentation, read 2026-01); here a level none of whose notifiers can reach the
person is passed over, so that a preference never makes somebody unreachable.

Example:
    >>> wang = Person("wang", contacts={"wecom": "wangfang"}, secrets={"sms": "PHONE_WANG"}, prefers={"": {"high": ("sms", "wecom")}})
    >>> known = {"wecom": "wecom", "sms": "sms", "mail": "email"}
    >>> via_for(wang, (), "late", "high", {}, {}, known), via_for(wang, (), "late", "low", {}, {}, known)
    (('sms', 'wecom'), ('wecom', 'sms'))
"""

from __future__ import annotations

from collections.abc import Mapping

from servstd.notices import Urgency
from servstd.people import Person, Preference

__all__ = ["CONSOLE", "ROOM", "NotifierContacts", "can_reach", "via_for"]

ROOM = ""
"""What a notifier needs that posts in a room: nobody's address."""
CONSOLE = ("console",)
"""How people are told where a standard has no notifiers: it is printed."""
NotifierContacts = Mapping[str, str | None]
"""Notifier -> the contact key it reads; `ROOM` for one that posts in a room; None: not known."""


def can_reach(person: Person, notifier: str, contacts: NotifierContacts) -> bool:
    """Return whether a notifier can be used for a person: there is a contact under its key, it needs none, or nobody knows what it needs.

    Args:
        person: Whom to reach.
        notifier: The notifier's name.
        contacts: What each notifier of the standard needs.
    """
    key = contacts.get(notifier)
    return not key or key in person.contacts or key in person.secrets


def via_for(
    person: Person,
    step_via: tuple[str, ...],
    topic: str,
    urgency: Urgency,
    chain_prefers: Preference,
    prefers: Preference,
    contacts: NotifierContacts,
) -> tuple[str, ...]:
    """Return the notifiers that can reach a person, in order of preference; empty: none can.

    Args:
        person: Whom to reach.
        step_via: What the step names; empty: nothing.
        topic: The chain's name.
        urgency: That of the notice.
        chain_prefers: What is preferred for the topic.
        prefers: What is preferred for everyone.
        contacts: What each notifier of the standard needs. Where nothing at all is preferred, those are used that the person has a
            contact for, in this order; without one, those of which nobody knows what they need. Rooms are used only where no notifier
            reads a contact: whoever is to be told in a room is told so by a step. Where a standard has no notifiers, notices are
            printed, as those to customers are.
    """
    if step_via:
        return _usable(person, step_via, contacts)
    for preference in (person.prefers.get(topic, {}), chain_prefers, person.prefers.get("", {}), prefers):
        usable = _usable(person, preference.get(urgency, ()), contacts)
        if usable:
            return usable
    usable = tuple(name for name, key in contacts.items() if key and can_reach(person, name, contacts))
    if usable or not contacts:
        return usable or CONSOLE
    alone = not any(contacts.values())
    return tuple(name for name, key in contacts.items() if key is None or (alone and key == ROOM))


def _usable(person: Person, names: tuple[str, ...], contacts: NotifierContacts) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if can_reach(person, name, contacts)))
