"""Names in escalation that mean nobody or nothing: people, roles, teams, rotas, levels, notifiers, metrics, attributes.

*Rule:* who works here is live data: with a directory, a person who is not known is a warning, for the directory may know better.

Example:
    >>> from servstd.document import check_edition
    >>> head = 'format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC'
    >>> body = "people: {li: {name: Li}}, escalation: {chains: [{name: c, trigger: by_hand, steps: [{notify: lee}]}]}"
    >>> [problem.code for problem in check_edition(f"{{{head}, {body}}}")[1]]
    ['ESC014']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from servstd.conditions import Running, walk
from servstd.document._plain import entries_of
from servstd.document.lint._scope import Scope
from servstd.errors import Path
from servstd.escalation.model import Chain, Escalation, Step
from servstd.feedback.model import Feedback
from servstd.messages.nearest import did_you_mean
from servstd.people import Addressee, Preference

__all__ = [
    "CHECKS",
    "check_addressees",
    "check_attributes",
    "check_metrics",
    "check_notifiers",
    "check_people",
    "check_values",
    "every_addressee",
    "steps_of",
]

_PERSON = ("person", "人员")
_WHO = ("level, role or person", "级别、角色或人员")
_ROLE = ("role", "角色")
_TEAM = ("team", "部门")


def _section(scope: Scope) -> Escalation:
    return scope.edition.escalation or Escalation()


def steps_of(scope: Scope) -> Iterator[tuple[Chain, Step]]:
    """Yield every step of the edition with its chain."""
    for chain in _section(scope).chains:
        for step in chain.steps:
            yield chain, step


def every_addressee(scope: Scope) -> Iterator[Addressee]:
    """Yield everybody whom the sections on escalation and feedback name, levels written as `level:` apart."""
    yield from _section(scope).fallback
    for chain in _section(scope).chains:
        yield from chain.fallback
    for _, step in steps_of(scope):
        yield from step.notify
        yield from (action.to for action in step.actions if action.to is not None)
    yield from _given_feedback(scope.edition.feedback or Feedback())


def _given_feedback(section: Feedback) -> Iterator[Addressee]:
    """Yield everybody to whom complaints and follow-ups are given."""
    complaints = section.complaints
    callback, redispatch = (None, None) if complaints is None else (complaints.callback, complaints.redispatch)
    named = [loop.owner for loop in section.loops]
    named += [callback.by] if callback is not None else []
    named += [redispatch.owner, redispatch.then] if redispatch is not None else []
    yield from (one for one in named if one is not None)


def _nearest(name: str, known: Iterable[str]) -> str:
    names = list(dict.fromkeys(known))
    return did_you_mean(name, names) or ", ".join(names)


# ── people ────────────────────────────────────────────────────────────────────────────────────────────────────
def check_people(scope: Scope) -> None:
    """Report when there is nobody at all whom a chain could tell."""
    if _section(scope).chains and not scope.edition.people:
        scope.add("ESC039", ("escalation",), on_key=True)


def check_addressees(scope: Scope) -> None:
    """Report addressees that mean nobody: people, roles, teams, rotas, levels, and those who must have taken note."""
    for one in every_addressee(scope):
        _check_addressee(scope, one)
    for _, step in steps_of(scope):
        if step.level is not None:
            _check_level(scope, step.level, (*step.path, "level"))
        if step.unless is not None and step.unless.by:
            known = [*_section(scope).ladder, *_roles(scope), *scope.edition.people]
            _check_person(scope, step.unless.by, known, (*step.path, "unless", "acknowledged_by"), _WHO)


def _check_addressee(scope: Scope, one: Addressee) -> None:
    if one.kind == "level":
        _check_level(scope, one.name, one.path)
    elif one.kind == "rota" and one.name not in scope.edition.rotas:
        scope.add("ESC016", one.path, name=one.name, expected=_nearest(one.name, scope.edition.rotas))
    elif one.kind == "person" or (one.kind == "manager_of" and one.name != "owner"):
        _check_person(scope, one.name, scope.edition.people, one.path, _PERSON)
    elif one.kind == "round_robin":
        for i, name in enumerate(one.names):
            _check_person(scope, name, scope.edition.people, (*one.path, i), _PERSON)
        if one.turn is not None and scope.edition.attributes and one.turn not in scope.known:
            path = (*one.path[:-1], "turn")
            scope.add("SLA001", path, attribute=one.turn, found=one.turn, expected=_nearest(one.turn, scope.known))
    elif one.kind == "role":
        _check_group(scope, one, _roles(scope), _ROLE)
    elif one.kind == "team":
        _check_group(scope, one, [person.team for person in scope.edition.people.values() if person.team is not None], _TEAM)


def _roles(scope: Scope) -> list[str]:
    return [role for person in scope.edition.people.values() for role in person.roles]


def _check_level(scope: Scope, name: str, path: Path) -> None:
    ladder = _section(scope).ladder
    if name not in ladder:
        scope.add("ESC013", path, name=name, expected=_nearest(name, ladder) or f"ladder: [{name}]")


def _check_person(scope: Scope, name: str, known: Iterable[str], path: Path, what: tuple[str, str]) -> None:
    if scope.edition.people and name not in known:
        _add_live(scope, "ESC014", path, name, known, what)


def _check_group(scope: Scope, one: Addressee, known: list[str], what: tuple[str, str]) -> None:
    if scope.edition.people and one.name not in known:
        _add_live(scope, "ESC015", one.path, one.name, known, what)


def _add_live(scope: Scope, code: str, path: Path, name: str, known: Iterable[str], what: tuple[str, str]) -> None:
    """Report a name that nobody bears; only a warning where directories add people."""
    scope.add(code, path, name=name, what_en=what[0], what_zh=what[1], expected=_nearest(name, known))
    if scope.edition.source.get("directories"):
        scope.problems.append(attrs.evolve(scope.problems.pop(), severity_override="warning"))


# ── notifiers, metrics, attributes ────────────────────────────────────────────────────────────────────────────
def check_notifiers(scope: Scope) -> None:
    """Report names of notifiers that the standard does not have, where it has any."""
    known = list(entries_of(scope.edition.source.get("notifiers")))
    for name, path in _notifiers(scope) if known else ():
        if name not in known:
            scope.add("ESC017", path, name=name, expected=_nearest(name, known))


def _notifiers(scope: Scope) -> Iterator[tuple[str, Path]]:
    section = _section(scope)
    yield from _preferred(section.prefers, ("escalation", "prefers"))
    for path, via in [*((one.path, one.via) for one in section.throttles), *((one.path, one.via) for one in section.digests)]:
        yield from ((name, (*path, "via", i)) for i, name in enumerate(via))
    for chain in section.chains:
        yield from _preferred(chain.prefers, (*chain.path, "prefers"))
    for _, step in steps_of(scope):
        yield from ((name, (*step.path, "via", i)) for i, name in enumerate(step.via))
    yield from ((one.name, one.path) for one in every_addressee(scope) if one.kind == "room")


def _preferred(prefers: Preference, path: Path) -> Iterator[tuple[str, Path]]:
    # a plain list is for every urgency, and stands there once
    names = dict.fromkeys((name, urgency if len(set(prefers.values())) > 1 else "") for urgency in prefers for name in prefers[urgency])
    yield from ((name, (*path, urgency) if urgency else path) for name, urgency in names)


def check_metrics(scope: Scope) -> None:
    """Report metrics that triggers and conditions name and that are not known."""
    measured = [metric.name for metric in scope.edition.metrics]
    for chain in _section(scope).chains:
        name = chain.trigger.metric
        if name and name not in measured:
            from servstd.sla.metrics import BUILTINS

            path = (*chain.path, "trigger", "metric")
            if name in BUILTINS:  # known, and measured nowhere
                scope.add("ESC019", path, metric=name)
            else:
                scope.add("ESC018", path, name=name, expected=_nearest(name, [*measured, *BUILTINS]))
    for condition, path in _section(scope).conditions():
        for part in walk(condition):
            if isinstance(part, Running) and part.metric not in measured:
                scope.add("ESC018", scope.find(path, "running", part.metric), name=part.metric, expected=_nearest(part.metric, measured))


def check_attributes(scope: Scope) -> None:
    """Report attributes and values that actions set and the standard does not know."""
    for _, step in steps_of(scope):
        for i, action in enumerate(step.actions):
            check_values(scope, action.values, (*step.path, "do", i, action.kind))


def check_values(scope: Scope, given: Mapping[str, object], path: Path) -> None:
    """Report attributes and values given to a case at a path that the standard does not know."""
    for name, value in given.items():
        values = scope.values_of(name)
        if scope.edition.attributes and name not in scope.known:
            scope.add("SLA001", (*path, name), on_key=True, attribute=name, found=name, expected=_nearest(name, scope.known))
        elif values is not None and not isinstance(value, list) and value not in values:
            scope.add("SLA002", (*path, name), attribute=name, found=str(value), expected=_nearest(str(value), map(str, values)))


CHECKS = (check_people, check_addressees, check_notifiers, check_metrics, check_attributes)
