"""Complaints that nobody has, call-backs that cannot be done as written, second dispatches that lead nowhere, limits from nowhere.

*Rule:* what a complaint's way needs and the standard lacks is told with the text that adds it.

Example:
    >>> from servstd.document import check_edition
    >>> head = 'format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC'
    >>> body = "feedback: {complaints: {when: {tags: {any: [complaint]}}, callback: {attempts: 1}}}"
    >>> [problem.code for problem in check_edition(f"{{{head}, {body}}}")[1]]
    ['FBK068', 'FBK062', 'FBK068']
"""

from __future__ import annotations

from typing import Final

from servstd.conditions import Condition, OnEvent, walk
from servstd.document.lint._chain_names import every_addressee
from servstd.document.lint._feedback_asking import is_sound, never_meets
from servstd.document.lint._scope import Scope
from servstd.errors import Path
from servstd.feedback.handling import Complaints, Redispatch
from servstd.feedback.model import Feedback
from servstd.messages.nearest import did_you_mean
from servstd.people import Addressee
from servstd.sla.model import Metric

__all__ = ["CHECKS", "check_callback", "check_cases", "check_duties", "check_limits", "check_missing", "check_parties", "check_redispatch"]

_SECTION: Path = ("feedback", "complaints")
_ADD: Final = {
    "round": "round: {start: {event: redispatched}, stop: {event: resolved}, repeats: each}",
    "callback": "callback: {start: {event: resolved}, stop: {event: called_back, outcome: [satisfied, unsatisfied]}, repeats: each}",
    "complaint_total": (
        "complaint_total: {start: {becomes: {matter: complaint}}, stop: {any: [{event: called_back, outcome: satisfied}, {event: closed}]}}"
    ),
}
"""The metrics of a complaint's way, as they are written under `sla: metrics:`."""


def _complaints(scope: Scope) -> Complaints | None:
    return (scope.edition.feedback or Feedback()).complaints


def check_cases(scope: Scope) -> None:
    """Report complaints that no case can be, and names of attributes that make two of them the same."""
    complaints = _complaints(scope)
    if complaints is None:
        return
    if never_meets(scope, complaints.when, None) and is_sound(scope, _SECTION):
        scope.add("FBK061", (*_SECTION, "when"))
    for i, name in enumerate(complaints.same if complaints.recurrence is not None else ()):
        if scope.edition.attributes and name not in scope.known:
            near = did_you_mean(name, scope.known) or ", ".join(scope.known)
            scope.add("SLA001", (*_SECTION, "recurrence", "same", i), attribute=name, found=name, expected=near)


def check_parties(scope: Scope) -> None:
    """Report matters that are given to the customer."""
    for one in every_addressee(scope):
        if one.kind == "customer" and one.path[:1] == ("feedback",):
            scope.add("FBK078", one.path, found="customer")


def check_callback(scope: Scope) -> None:
    """Report call-backs that are owed on more days than there are attempts."""
    complaints = _complaints(scope)
    callback = None if complaints is None else complaints.callback
    if callback is not None and callback.attempts < callback.over_days:
        scope.add("FBK062", (*_SECTION, "callback"), on_key=True, attempts=callback.attempts, days=callback.over_days)


def check_redispatch(scope: Scope) -> None:
    """Report second dispatches that never happen, that go to a team nobody knows, or that end no higher than they began."""
    complaints = _complaints(scope)
    again = None if complaints is None else complaints.redispatch
    if complaints is None or again is None:
        return
    path = (*_SECTION, "redispatch")
    if never_meets(scope, again.trigger, complaints.when) and is_sound(scope, _SECTION):
        scope.add("FBK056", (*path, "trigger"), what_en="second dispatch", what_zh="二次派单")
    _check_team(scope, again, path)
    owner, then = _rank(scope, again.owner), _rank(scope, again.then)
    if owner is not None and then is not None and then <= owner:
        ladder = scope.edition.escalation.ladder if scope.edition.escalation is not None else ()
        scope.add("FBK064", (*path, "then"), found=ladder[then], owner=ladder[owner], expected=", ".join(ladder[owner + 1 :]) or "-")


def _check_team(scope: Scope, again: Redispatch, path: Path) -> None:
    teams = [str(value) for value in scope.values_of("team") or ()]
    teams += [person.team for person in scope.edition.people.values() if person.team is not None]
    if again.to != "same" and teams and again.to not in teams:
        known = list(dict.fromkeys(["same", *teams]))
        scope.add("FBK058", (*path, "to", "team"), name=again.to, expected=did_you_mean(again.to, known) or ", ".join(known))


def _rank(scope: Scope, one: Addressee | None) -> int | None:
    """Return how high on the ladder somebody stands; None where that is not known."""
    ladder = scope.edition.escalation.ladder if scope.edition.escalation is not None else ()
    if one is None or one.kind not in ("level", "role", "person"):
        return None
    person = scope.edition.people.get(one.name) if one.kind == "person" else None
    roles = (one.name,) if one.kind != "person" else person.roles if person is not None else ()
    return max((ladder.index(role) for role in roles if role in ladder), default=None)


def check_duties(scope: Scope) -> None:
    """Report handlers who are not to approve where there is nobody else."""
    complaints, people = _complaints(scope), scope.edition.people
    if complaints is None or not complaints.handler_is_not_approver or complaints.stages == "short":
        return
    bearers = [key for key, person in people.items() if person.roles] or list(people)
    if len(bearers) == 1 and not scope.edition.source.get("directories"):
        scope.add("FBK065", (*_SECTION, "handler_is_not_approver"), name=bearers[0])


def check_limits(scope: Scope) -> None:
    """Report limits without a source, and limits that nothing measures."""
    complaints = _complaints(scope)
    measured = {target.metric for policy in scope.edition.policies for target in policy.targets if target.within or target.until}
    for i, limit in enumerate(complaints.limits if complaints is not None else ()):
        path: Path = (*_SECTION, "limits", i)
        if not limit.source:
            scope.add("FBK066", path, stage=limit.stage)
        if limit.metric not in measured and not any(problem.path == (*path, "metric") for problem in scope.problems):
            scope.add("FBK067", (*path, "metric"), stage=limit.stage, metric=limit.metric or "-")


def check_missing(scope: Scope) -> None:
    """Note metrics that a complaint's way needs and that nothing measures."""
    complaints, metrics = _complaints(scope), scope.edition.metrics
    if complaints is None:
        return
    has = {
        "round": complaints.redispatch is None or any(_starts(one, "redispatched") for one in metrics),
        "callback": complaints.callback is None or any(_starts(one, "resolved") and _stops(one, "called_back") for one in metrics),
        "complaint_total": (complaints.redispatch is None and complaints.callback is None)
        or any(_stops(one, "called_back") and not _starts(one, "resolved") for one in metrics),
    }
    for name, there in has.items():
        if not there and all(metric.name != name for metric in metrics):
            part = {"round": "redispatch", "callback": "callback"}.get(name)
            scope.add("FBK068", _SECTION if part is None else (*_SECTION, part), on_key=True, name=name, expected=_ADD[name])


def _starts(metric: Metric, kind: str) -> bool:
    return _names(metric.start, kind)


def _stops(metric: Metric, kind: str) -> bool:
    return _names(metric.stop, kind)


def _names(condition: Condition | None, kind: str) -> bool:
    return condition is not None and any(isinstance(part, OnEvent) and kind in part.kinds for part in walk(condition))


CHECKS = (check_cases, check_parties, check_callback, check_redispatch, check_duties, check_limits, check_missing)
