"""Feedback that asks nobody, asks too often, or goes round and round; all lints of the section, in the order they are told.

*Rule:* names first, then who is asked, then complaints, then what follows. "Never" is said only when it is proved.

Example:
    >>> from servstd.document import check_edition
    >>> head = 'format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC'
    >>> body = "feedback: {invitations: [{instrument: after, trigger: {event: closed}, expires: 7d}]}"
    >>> [problem.code for problem in check_edition(f"{{{head}, {body}}}")[1]]
    ['FBK050', 'FBK046']
"""

from __future__ import annotations

from typing import Final
from unicodedata import normalize

from servstd.conditions import Running, walk
from servstd.document._plain import entries_of
from servstd.document.lint import _feedback_asking, _feedback_complaints, _feedback_loops
from servstd.document.lint._scope import Scope
from servstd.errors import Path
from servstd.events import KINDS
from servstd.feedback.model import Feedback, LoopTrigger
from servstd.messages.nearest import did_you_mean
from servstd.sla.metrics import BUILTINS

__all__ = ["CHECKS", "check_anonymous", "check_consent", "check_metrics", "check_names", "check_notifiers", "check_words"]

_LEAST: Final = 5
"""Fewer answers than this let one guess whose they are; see `servstd.feedback.anonymity`."""


def _section(scope: Scope) -> Feedback:
    return scope.edition.feedback or Feedback()


def check_names(scope: Scope) -> None:
    """Report instruments, themes and data of answers that are not known."""
    section = _section(scope)
    for invitation in section.invitations:
        _check_instrument(scope, invitation.instrument, (*invitation.path, "instrument"))
    for loop in section.loops:
        path = (*loop.path, "trigger")
        if loop.trigger.kind == "response":
            _check_instrument(scope, loop.trigger.name, (*path, "response"))
            _check_data(scope, loop.trigger, path)
        elif loop.trigger.kind == "theme":
            _check_theme(scope, loop.trigger.name, (*path, "theme"))
        if loop.measure and loop.measure not in section.themes:
            _check_instrument(scope, loop.measure, (*loop.path, "open", "measure"))


def _check_instrument(scope: Scope, name: str, path: Path) -> None:
    known = _section(scope).instruments
    if name not in known:
        scope.add("FBK046", path, name=name, expected=did_you_mean(name, known) or ", ".join(known) or f"instruments: {{{name}: ...}}")


def _check_theme(scope: Scope, name: str, path: Path) -> None:
    known = _section(scope).themes
    if name not in known:
        scope.add("FBK047", path, name=name, expected=did_you_mean(name, known) or ", ".join(known) or f"themes: {{{name}: ...}}")


def _check_data(scope: Scope, trigger: LoopTrigger, path: Path) -> None:
    instrument = _section(scope).instruments.get(trigger.name)
    questions = () if instrument is None else instrument.questions
    known = [*KINDS["answered"].data, *(question.name for question in questions)]
    for test in trigger.tests:
        if test.attribute not in known:
            near = did_you_mean(test.attribute, known) or ", ".join(known)
            scope.add("FBK079", (*path, test.attribute), on_key=True, name=test.attribute, expected=near)


def check_metrics(scope: Scope) -> None:
    """Report metrics that conditions and limits name and that are not known."""
    measured = [metric.name for metric in scope.edition.metrics]
    known = [*measured, *(name for name in BUILTINS if name not in measured)]
    complaints = _section(scope).complaints
    for i, limit in enumerate(complaints.limits if complaints is not None else ()):
        if limit.metric and limit.metric not in known:
            path: Path = ("feedback", "complaints", "limits", i, "metric")
            scope.add("FBK048", path, name=limit.metric, expected=did_you_mean(limit.metric, known) or ", ".join(known))
    for condition, path in _section(scope).conditions():
        for part in walk(condition):
            if isinstance(part, Running) and part.metric not in measured:
                near = did_you_mean(part.metric, measured) or ", ".join(known)
                scope.add("FBK048", scope.find(path, "running", part.metric), name=part.metric, expected=near)


def check_notifiers(scope: Scope) -> None:
    """Report `via:` that names no notifier of the standard, where it has any."""
    known = list(entries_of(scope.edition.source.get("notifiers")))
    for invitation in _section(scope).invitations if known else ():
        for i, name in enumerate(invitation.via):
            if name not in known:
                scope.add("NOT005", (*invitation.path, "via", i), name=name, expected=did_you_mean(name, known) or ", ".join(known))


def check_consent(scope: Scope) -> None:
    """Report consent that no case can give, and invitations that ask for none."""
    attributes = scope.edition.attributes
    flags = [name for name, attribute in attributes.items() if attribute.kind == "bool"]
    elsewhere = next((item.gates.consent for item in _section(scope).invitations if item.gates.consent in flags), None)
    for invitation in _section(scope).invitations:
        name, path = invitation.gates.consent, (*invitation.path, "gates", "consent")
        if name is None:
            expected = f"gates: {{consent: {elsewhere}}}" if elsewhere is not None else "attributes: {survey_ok: {kind: bool}}"
            scope.add("FBK050", invitation.path, expected=expected)
        elif attributes and name not in flags:
            near = did_you_mean(name, flags) or ", ".join(flags) or f"attributes: {{{name}: {{kind: bool}}}}"
            known = name in attributes
            told = (
                {"what_en": "holds no true or false", "what_zh": "不是“是否”类属性"}
                if known
                else {"what_en": "is not declared", "what_zh": "没有声明"}
            )
            scope.add("FBK049", path, name=name, expected=near, params=told)


def check_anonymous(scope: Scope) -> None:
    """Report anonymous instruments whose figures tell who answered."""
    for instrument in _section(scope).instruments.values():
        if instrument.anonymous and instrument.least < _LEAST:
            scope.add("FBK077", (*instrument.path, "anonymous"), on_key=True, found=instrument.least, expected=f"least: {_LEAST}")


def check_words(scope: Scope) -> None:
    """Note words that tell two themes."""
    first: dict[str, str] = {}
    for theme in _section(scope).themes.values():
        for word in dict.fromkeys(word for words in theme.words.values() for word in words):
            other = first.setdefault(normalize("NFKC", word).casefold(), theme.name)
            if other != theme.name:
                scope.add("FBK070", scope.find(theme.path, "words", word), word=word, first=other)


CHECKS = (
    check_names,
    check_metrics,
    check_notifiers,
    check_consent,
    check_anonymous,
    check_words,
    *_feedback_asking.CHECKS,
    *_feedback_complaints.CHECKS,
    *_feedback_loops.CHECKS,
)
