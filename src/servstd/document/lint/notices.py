"""What customers would be told wrongly, twice or never: metrics, fields and notifiers that a notice names.

*Rule:* only promises and goals are quoted. A template is read here as far as its braces and the names in them; nothing is
rendered. Names of attributes are judged only where the document declares them.

Example:
    >>> from servstd.document import check_edition
    >>> head = 'format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC'
    >>> body = 'customer_notices: {notices: [{trigger: {event: opened}, text: "by {{resolutoin.due}}"}]}'
    >>> [problem.code for problem in check_edition(f"{{{head}, {body}}}")[1]]
    ['NOT001']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from servstd.conditions import Running, walk
from servstd.document._plain import entries_of
from servstd.document.edition import CustomerNotice, CustomerNotices
from servstd.document.lint._scope import DERIVED, Scope
from servstd.errors import NoOpenTime, Path
from servstd.events import KINDS
from servstd.messages.nearest import did_you_mean
from servstd.sla.metrics import BUILTINS
from servstd.sla.model import Label

__all__ = ["CHECKS", "check_fields", "check_hours", "check_metrics", "check_notifiers", "check_twins", "fields_of", "is_open"]

_BRACES = re.compile(r"\{\{|\}\}")
_FIELD = re.compile(r"\{\{-?\s*([^\W\d]\w*(?:\.\w+)*)")
_RESERVED: Final = ("case", "opened_at", "due", "previous_due", "reason", "level", "next_update", "standard")
_OF_A_METRIC: Final = ("due", "target", "label", "state")
_OF_A_PERSON: Final = ("name", "key")
_DATA: Final = tuple(dict.fromkeys(name for kind in KINDS.values() for name in kind.data))


def _notices(scope: Scope) -> CustomerNotices:
    return scope.edition.customer_notices or CustomerNotices(())


def _metric_problem(scope: Scope, name: str, path: Path) -> None:
    """Report a metric that is not known, or that nobody promises to customers."""
    known = dict.fromkeys([metric.name for metric in scope.edition.metrics] + list(BUILTINS))
    if name not in known:
        scope.add("NOT001", path, name=name, expected=did_you_mean(name, known) or ", ".join(known))
        return
    targets = [target for policy in scope.edition.policies if (target := policy.target(name)) is not None]
    if not any((target.within or target.until) and target.commitment != "internal" for target in targets):
        scope.add("NOT002", path, name=name)


def check_metrics(scope: Scope) -> None:
    """Report metrics that triggers and conditions name and that are not known, or owed to no customer."""
    for notice in _notices(scope).notices:
        path = (*notice.path, "trigger")
        for name in notice.trigger.metrics:
            key = "due_changed" if notice.trigger.kind == "due_changed" else "metric"
            _metric_problem(scope, name, scope.find(path, key, name))
        measured = [metric.name for metric in scope.edition.metrics]
        for part in walk(notice.trigger.condition) if notice.trigger.condition is not None else ():
            if isinstance(part, Running) and part.metric not in measured:
                expected = did_you_mean(part.metric, measured) or ", ".join(measured)
                scope.add("NOT001", scope.find(path, "running", part.metric), name=part.metric, expected=expected)


def check_fields(scope: Scope) -> None:
    """Report braces that do not close, and fields that no case will ever fill."""
    for notice in _notices(scope).notices:
        for key, label in (("text", notice.text), ("subject", notice.subject)):
            for text, path in _texts(scope, label, (*notice.path, key)):
                if is_open(text):
                    scope.add("NOT004", path)
                    continue
                for field in fields_of(text):
                    _check_field(scope, notice, field, path)
        for i, field in enumerate(notice.show):
            _check_field(scope, notice, field, (*notice.path, "show", i))
    for contact, name in _notices(scope).contacts.items():
        if scope.edition.attributes and name not in scope.known:
            expected = did_you_mean(name, scope.known) or ", ".join(scope.edition.attributes)
            scope.add("NOT012", ("customer_notices", "contacts", contact), contact=contact, name=name, expected=expected)


def _texts(scope: Scope, label: Label | None, path: Path) -> Iterator[tuple[str, Path]]:
    """Yield the texts of a label with their paths: one alone stands at the path itself."""
    for language, text in (label or {}).items():
        yield text, scope.find(path, language)


def fields_of(text: str) -> list[str]:
    """Return the fields a template names, each once."""
    return list(dict.fromkeys(_FIELD.findall(text)))


def is_open(text: str) -> bool:
    """Return whether a template's braces do not pair."""
    found = _BRACES.findall(text)
    return found != ["{{", "}}"] * (len(found) // 2)


def _check_field(scope: Scope, notice: CustomerNotice, field: str, path: Path) -> None:
    name, _, part = field.partition(".")
    if part:
        _check_part(scope, name, field, path)
    elif name in ("due", "previous_due"):
        wanted = ("due_changed",) if name == "previous_due" else ("due_changed", "missed", "threshold")
        if notice.trigger.kind not in wanted:
            scope.add("NOT011", path, field=field)
    else:
        known = [name for name in scope.known if name not in DERIVED] + [*_RESERVED, *_DATA]
        if name not in known and scope.edition.attributes:
            scope.add("NOT003", path, field=field, expected=did_you_mean(name, known) or ", ".join(scope.edition.attributes))


def _check_part(scope: Scope, name: str, field: str, path: Path) -> None:
    persons = ["owner", *(known.name for known in scope.edition.attributes.values() if known.kind == "person")]
    if name in scope.known:
        parts = [f"{name}.{known}" for known in _OF_A_PERSON] if name in persons else [name]
    else:
        _metric_problem(scope, name, path)
        parts = [f"{name}.{known}" for known in _OF_A_METRIC]
    if field not in parts:
        scope.add("NOT003", path, field=field, expected=did_you_mean(field, parts) or ", ".join(parts))


def check_notifiers(scope: Scope) -> None:
    """Report `via:` that names no notifier of the standard, where it has any."""
    known = list(entries_of(scope.edition.source.get("notifiers")))
    for notice in _notices(scope).notices:
        for i, name in enumerate(notice.via):
            if known and name not in known:
                scope.add("NOT005", (*notice.path, "via", i), name=name, expected=did_you_mean(name, known) or ", ".join(known))


def check_twins(scope: Scope) -> None:
    """Report a notice that says again what an earlier one has said to the same cases at the same time."""
    first: list[CustomerNotice] = []
    for notice in _notices(scope).notices:
        twin = next((other for other in first if _same(other, notice)), None)
        if twin is not None:
            scope.add("NOT006", notice.path, first=twin.name)
        first.append(notice)


def _same(one: CustomerNotice, two: CustomerNotice) -> bool:
    return (one.trigger, one.when, one.text, one.via) == (two.trigger, two.when, two.text, two.via)


def check_hours(scope: Scope) -> None:
    """Report quiet hours that never end within a year: what is held would never be sent."""
    hours = _notices(scope).hours
    if hours is None:
        return
    start, end = scope.window
    try:
        opens = hours.timeline.next_open(start) < end
    except NoOpenTime:
        opens = False
    if not opens:
        scope.add("NOT008", ("customer_notices", "quiet_hours", "outside"), calendar=hours.name)


CHECKS = (check_metrics, check_fields, check_notifiers, check_twins, check_hours)
