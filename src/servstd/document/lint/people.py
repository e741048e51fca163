"""Who would not be told: managers that lead nowhere, contacts nobody uses, preferences without an address, levels without people.

*Rule:* what can be proved from the standard alone is told, at the person it is about. Whoever may only be told as the owner of a case
is not judged by the steps that tell owners: anybody may be one.

Example:
    >>> from servstd.document import check_edition
    >>> head = 'format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC'
    >>> [problem.code for problem in check_edition(f"{{{head}, people: {{li: {{manager: wang}}}}}}")[1]]
    ['ESC040']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from servstd.document._plain import entries_of, text_of
from servstd.document.lint._scope import Scope
from servstd.errors import Path
from servstd.escalation.model import Chain, Escalation, Step
from servstd.escalation.reaching import can_reach, via_for
from servstd.messages.nearest import did_you_mean
from servstd.notices import Urgency
from servstd.people import Addressee, Person

__all__ = ["CHECKS", "check_contacts", "check_managers", "check_names", "check_preferences", "check_reach", "check_roles"]

_URGENCIES: Final[Mapping[Urgency, tuple[str, str]]] = {"low": ("low", "不急的"), "normal": ("normal", "一般"), "high": ("high", "紧急")}
_KINDS: Final = {"role": ("role", "角色"), "person": ("person", "人员"), "team": ("team", "部门")}


def _near(name: str, known: Mapping[str, object]) -> str:
    return did_you_mean(name, known) or ", ".join(known)


def _path(scope: Scope, key: str, *steps: str) -> Path:
    """Return where a person is written, or the directories they come from."""
    return ("people", key, *steps) if key in entries_of(scope.edition.source.get("people")) else ("directories",)


def check_managers(scope: Scope) -> None:
    """Report managers nobody knows, and circles of managers, each once."""
    people, seen = scope.edition.people, set[str]()
    for key, person in people.items():
        if person.manager is not None and person.manager not in people:
            scope.add("ESC040", _path(scope, key, "manager"), key=key, name=person.manager, expected=_near(person.manager, people))
        climbed: list[str] = []
        at = key
        while at in people and at not in seen:
            seen.add(at)
            climbed.append(at)
            at = people[at].manager or ""
        if at in climbed:
            circle = climbed[climbed.index(at) :]
            scope.add("ESC041", _path(scope, at, "manager"), cycle=" → ".join([*circle, at]))


def check_contacts(scope: Scope) -> None:
    """Report contacts that no notifier reads, where it is known what they all read; the same misspelling once."""
    needs = scope.edition.notifier_needs
    read = dict.fromkeys(key for key in needs.values() if key)
    if not read or None in needs.values():
        return
    told = set[str]()
    for key, person in scope.edition.people.items():
        for contact in (*person.contacts, *person.secrets):
            if contact not in read and contact not in told:
                told.add(contact)
                scope.add("ESC042", _path(scope, key, "contacts", contact), on_key=True, contact=contact, expected=_near(contact, read))


def check_names(scope: Scope) -> None:
    """Report people of one name, and teams that no case is ever in."""
    first: dict[str, str] = {}
    team = scope.edition.attributes.get("team")
    teams = dict.fromkeys((team.values or {}) if team is not None else ())
    for key, person in scope.edition.people.items():
        if person.name and first.setdefault(person.name, key) != key:
            scope.add("ESC054", _path(scope, key, "name"), key=key, other=first[person.name], name=person.name)
        if teams and person.team is not None and person.team not in teams:
            scope.add("ESC049", _path(scope, key, "team"), key=key, name=person.team, expected=_near(person.team, teams))


def check_roles(scope: Scope) -> None:
    """Report levels that nobody is on, and an owner of the standard who is nobody; a standard without people is not judged."""
    people = scope.edition.people
    if not people:
        return
    known = {
        "role": dict.fromkeys(role for person in people.values() for role in person.roles),
        "person": dict.fromkeys(people),
        "team": dict.fromkeys(person.team for person in people.values() if person.team is not None),
    }
    for i, role in enumerate(scope.edition.escalation.ladder if scope.edition.escalation is not None else ()):
        if role not in known["role"]:
            scope.add("ESC044", ("escalation", "ladder", i), role=role)
    for kind, title in _KINDS.items():
        name = text_of(entries_of(scope.edition.source.get("owner")).get(kind))
        if name is not None and name not in known[kind]:
            said = {"kind_en": title[0], "kind_zh": title[1], "name": name, "expected": _near(name, known[kind])}
            scope.add("ESC045", ("owner", kind), params=said)


def check_preferences(scope: Scope) -> None:
    """Report preferences for notifiers and chains that are not there, and those the person has no contact for."""
    needs, escalation = scope.edition.notifier_needs, scope.edition.escalation or Escalation()
    chains = {chain.name: chain for chain in escalation.chains}
    for key, person in scope.edition.people.items():
        for topic, preference in person.prefers.items():
            base, word = _path(scope, key, *(("topics",) if topic else ())), topic or "prefers"
            if topic and topic not in chains:
                scope.add("ESC047", (*base, word), on_key=True, key=key, name=topic, expected=_near(topic, chains))
            for via in dict.fromkeys(preference.values()):
                unknown = [name for name in via if needs and name not in needs]
                for name in unknown:
                    scope.add("ESC046", scope.find(base, word, name), key=key, name=name, expected=_near(name, needs))
                if via and not unknown and not any(can_reach(person, name, needs) for name in via):
                    wanted = ", ".join(str(needs[name]) for name in via)
                    scope.add("ESC048", (*base, word), key=key, via=", ".join(via), needs=wanted)


# ── who can be told, and cannot be reached ───────────────────────────────────────────────────────────────────────────


def check_reach(scope: Scope) -> None:
    """Report people whom a step tells and none of its notifiers can reach: each once for an urgency, with the first such step."""
    edition = scope.edition
    if edition.escalation is None or not edition.notifier_needs:
        return
    told: set[tuple[str, Urgency]] = set()
    for chain, step, person in _tellings(scope, edition.escalation):
        via = via_for(person, step.via, chain.name, step.urgency, chain.prefers, edition.escalation.prefers, edition.notifier_needs)
        if via or (person.key, step.urgency) in told:
            continue
        told.add((person.key, step.urgency))
        wanted = step.via or tuple(name for name, need in edition.notifier_needs.items() if need)
        needs = dict.fromkeys(str(edition.notifier_needs[name]) for name in wanted)
        title = _URGENCIES[step.urgency]
        scope.add(
            "ESC043", _path(scope, person.key, "contacts"), key=person.key, name=person.name or person.key, urgency_en=title[0],
            urgency_zh=title[1], chain=chain.name, step=step.name, via=", ".join(wanted), needs=" / ".join(needs),
        )  # fmt: skip


def _tellings(scope: Scope, escalation: Escalation) -> Iterator[tuple[Chain, Step, Person]]:
    """Yield every person that a step may tell, whatever the case."""
    found: dict[tuple[str, str, tuple[str, ...]], tuple[Person, ...]] = {}
    for chain in escalation.chains:
        for step in chain.steps:
            for addressee in step.addressees:
                key = (addressee.kind, addressee.name, addressee.names)
                if key not in found:
                    found[key] = tuple(_possible(scope, addressee, frozenset()))
                yield from ((chain, step, person) for person in found[key])


def _possible(scope: Scope, addressee: Addressee, asked: frozenset[str]) -> Iterator[Person]:
    """Yield the people an addressee may stand for; nobody for the owner, who may be anyone."""
    people, name = scope.edition.people, addressee.name
    if addressee.kind in ("role", "level"):
        yield from (person for person in people.values() if name in person.roles)
    elif addressee.kind == "team":
        yield from (person for person in people.values() if person.team == name)
    elif addressee.kind == "rota":
        rota = scope.edition.rotas.get(name)
        if rota is not None and name not in asked:
            yield from (people[key] for key in rota.everyone if key in people)
            for one in rota.fallback:
                yield from _possible(scope, one, asked | {name})
    else:
        below = people.get(name) if addressee.kind == "manager_of" else None
        keys = (below.manager or "",) if below is not None else (name, *addressee.names)
        yield from (people[key] for key in keys if addressee.kind in ("person", "round_robin", "manager_of") and key in people)


CHECKS = (check_managers, check_contacts, check_names, check_roles, check_preferences, check_reach)
