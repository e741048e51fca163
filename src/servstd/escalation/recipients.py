"""Whom a step tells: an addressee of the standard becomes people, as a case and an instant have it.

*Rule:* people come in the order in which the standard names them, each once. Who is not known is not found: nobody is made up, and
the fallback of a rota answers only when it has nobody on duty.

    owner, customer, room        the case's owner; markers for the customer and for a notifier that posts in a room
    person, manager_of           by key; the direct manager of a person or of the owner
    role, level                  within the case's team, else within the owner's team, else everywhere
    team, rota, round_robin      all of it; who is on duty, else its fallback; one of several, in turn

Example:
    >>> people = {"wang": Person("wang", roles=("supervisor",)), "li": Person("li", manager="wang")}
    >>> roster = Roster(people, Escalation(ladder=("supervisor",)), {}, {})
    >>> found = roster.resolve(Addressee("manager_of", name="owner"), {"owner": "li"}, 0, case="42", round=0)
    >>> [one.key for one in found.people], found.role
    (['wang'], 'manager of owner')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, Protocol, TypeAlias
from zlib import crc32

import attrs

from servstd.escalation.model import Escalation
from servstd.escalation.reaching import NotifierContacts, via_for
from servstd.escalation.rotas.model import Rota
from servstd.notices import Urgency
from servstd.people import Addressee, Person, Preference

__all__ = ["CUSTOMER", "Found", "Marker", "OnDuty", "Recipient", "Roster"]


class OnDuty(Protocol):
    """A compiled rota, as far as it is asked here."""

    @property
    def rota(self) -> Rota:
        """Return what it was compiled from."""
        ...

    def who(self, us: int) -> tuple[str, ...]:
        """Return the keys of the people on duty at an instant, microseconds since the epoch."""
        ...


@attrs.frozen
class Marker:
    """A recipient that is no person of the company: `customer`, whose contacts the case knows, or a `room`, by its notifier's name."""

    kind: Literal["customer", "room"]
    key: str = attrs.field(default="customer", kw_only=True)


Recipient: TypeAlias = Person | Marker
CUSTOMER = Marker("customer")


@attrs.frozen
class Found:
    """Whom an addressee stands for.

    Attributes:
        people: In order, each once; empty: nobody.
        role: Why they: `owner`, `role supervisor`, `rota front_desk`, `level supervisor`, `manager of owner` ...; of a fallback, its own.
        fallback: Whether a rota had nobody on duty and its fallback answers.
    """

    people: tuple[Recipient, ...]
    role: str = attrs.field(kw_only=True)
    fallback: bool = attrs.field(default=False, kw_only=True)


class Roster:
    """The people of an edition, ready to be asked.

    Args:
        people: By key, in the order of the standard.
        escalation: The section on escalation: ladder and preferences.
        rotas: Compiled rotas by name.
        contacts: What each notifier of the standard needs.
    """

    def __init__(
        self, people: Mapping[str, Person], escalation: Escalation, rotas: Mapping[str, OnDuty], contacts: NotifierContacts
    ) -> None:
        self._people = people
        self._escalation = escalation
        self._rotas = rotas
        self._contacts = contacts
        self._topics: dict[str, Preference] = {chain.name: chain.prefers for chain in escalation.chains}
        self._roles: dict[str, list[Person]] = {}
        self._teams: dict[str, list[Person]] = {}
        for person in people.values():
            for role in dict.fromkeys(person.roles):
                self._roles.setdefault(role, []).append(person)
            if person.team is not None:
                self._teams.setdefault(person.team, []).append(person)
        self._reached: dict[tuple[str, tuple[str, ...], str, Urgency], tuple[str, ...]] = {}

    @property
    def people(self) -> Mapping[str, Person]:
        """Return everybody by key."""
        return self._people

    # ── whom ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def resolve(self, addressee: Addressee, attributes: Mapping[str, object], at_us: int, *, case: str, round: int) -> Found:
        """Return whom an addressee stands for.

        Args:
            addressee: As the standard names it.
            attributes: The case's attributes: `owner`, `team`, and whose turn it is in a round robin.
            at_us: The instant of telling, microseconds since the epoch: rotas are asked for it.
            case: The case's id, which says whose turn it is where no attribute does.
            round: The number of the repeat: each takes the next of a round robin.
        """
        return self._resolve(addressee, attributes, at_us, case, round, frozenset())

    def _resolve(
        self, addressee: Addressee, attributes: Mapping[str, object], at_us: int, case: str, turn: int, asked: frozenset[str]
    ) -> Found:
        name = addressee.name
        match addressee.kind:
            case "rota":
                return self._on_duty(name, attributes, at_us, case, turn, asked)
            case "customer":
                return Found((CUSTOMER,), role="customer")
            case "room":
                return Found((Marker("room", key=name),), role=f"room {name}")
            case "owner":
                return Found(self._known((attributes.get("owner"),)), role="owner")
            case "person":
                return Found(self._known((name,)), role=f"person {name}")
            case "team":
                return Found(tuple(self._teams.get(name, ())), role=f"team {name}")
            case "manager_of":
                below = self._known((attributes.get("owner") if name == "owner" else name,))
                return Found(self._known(person.manager for person in below), role=f"manager of {name}")
            case "round_robin":
                return Found(self._known((_in_turn(addressee, attributes, case, turn),)), role="round robin")
            case _:  # a role, or a level, which is one
                return Found(self._of_role(name, attributes), role=f"{addressee.kind} {name}")

    def _known(self, keys: Iterable[object]) -> tuple[Person, ...]:
        return tuple(self._people[key] for key in keys if isinstance(key, str) and key in self._people)

    def _of_role(self, role: str, attributes: Mapping[str, object]) -> tuple[Person, ...]:
        """Return who has a role: in the case's team, else in the owner's, else anywhere."""
        everyone = self._roles.get(role, [])
        owners = self._known((attributes.get("owner"),))
        for team in (attributes.get("team"), *(owner.team for owner in owners)):
            near = tuple(person for person in everyone if person.team == team) if team is not None else ()
            if near:
                return near
        return tuple(everyone)

    def _on_duty(self, name: str, attributes: Mapping[str, object], at_us: int, case: str, turn: int, asked: frozenset[str]) -> Found:
        rota = self._rotas.get(name)
        role = f"rota {name}"
        if rota is None or name in asked:
            return Found((), role=role)
        people = self._known(dict.fromkeys(rota.who(at_us)))
        if people:
            return Found(people, role=role)
        instead = [self._resolve(one, attributes, at_us, case, turn, asked | {name}) for one in rota.rota.fallback]
        found = [one for one in instead if one.people]
        if not found:
            return Found((), role=role)
        everyone = {(isinstance(one, Person), one.key): one for answer in found for one in answer.people}
        return Found(tuple(everyone.values()), role=", ".join(dict.fromkeys(answer.role for answer in found)), fallback=True)

    # ── by what ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def via(self, recipient: Recipient, step_via: tuple[str, ...], topic: str, urgency: Urgency) -> tuple[str, ...]:
        """Return the notifiers that can reach a recipient, in order of preference; a room is its own. See `via_for`.

        The customer is asked for as a `Person` with the contacts that the case knows.
        """
        if isinstance(recipient, Marker):
            return (recipient.key,) if recipient.kind == "room" else ()
        known = self._people.get(recipient.key) is recipient
        key = (recipient.key, step_via, topic, urgency)
        if known and key in self._reached:
            return self._reached[key]
        prefers = self._escalation.prefers
        via = via_for(recipient, step_via, topic, urgency, self._topics.get(topic, {}), prefers, self._contacts)
        if known:
            self._reached[key] = via
        return via


def _in_turn(addressee: Addressee, attributes: Mapping[str, object], case: str, turn: int) -> str:
    """Return whose turn it is: by the attribute it names, else by a digest of the case's id that is the same everywhere."""
    position = attributes.get(addressee.turn) if addressee.turn is not None else None
    if not isinstance(position, int) or isinstance(position, bool):
        position = crc32(case.encode("utf-8", "surrogatepass"))
    return addressee.names[(position + turn) % len(addressee.names)]
