"""Where a standard names what plugins offer: conditions, calendar sources, types of notifiers, a company's own checks.

*Rule:* a name nobody offers is refused at its place; when a plugin that could not be loaded would have offered it, with that plugin's
own failure. Without a registry a standard is still read: calendars from plugins are refused, conditions from plugins warned of.

Example:
    >>> from servstd.document.source import read_source
    >>> report = Report()
    >>> make_calendars({"calendars": {"site": {"source": {"ical": {}}}}}, None, report)
    {'calendars': {'site': '24/7'}}
    >>> [(problem.code, problem.path_text) for problem in report.problems]
    [('PLG039', 'calendars.site.source')]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from datetime import date
from itertools import islice
from typing import Protocol, TypeVar, cast, runtime_checkable

import attrs

from servstd.conditions import AllOf, AnyOf, Becomes, NoneOf, Plugin
from servstd.document._plain import entries_of, is_list, is_map, text_of
from servstd.document.edition import CustomerNotice, CustomerNotices, Edition, NoticeTrigger
from servstd.errors import Path, Problem, Report, ServstdError, Severity, spell_error
from servstd.escalation.model import Chain, ChainTrigger, Escalation, Step, Unless
from servstd.feedback.handling import Complaints, Redispatch
from servstd.feedback.model import Feedback, Gates, Invitation, Loop, LoopTrigger
from servstd.people import Person, QuietHours
from servstd.protocols import CalendarSource, Finding, StandardCheck
from servstd.protocols import Condition as ConditionPart
from servstd.registry import KINDS, Component, Registry
from servstd.sla.model import Metric, Policy

__all__ = ["bind_conditions", "check_names", "check_settings", "failed", "make_calendars", "run_checks", "words_of"]

_NAMED = ("label", "note", "clause", "time_zone")
_SPEAKS = ("sla", "customer_notices", "escalation", "tiers", "feedback", "people")
"""The sections in which conditions stand."""
_YEARS = (1, 10)
"""For how many years before and after an edition takes effect a source is asked."""
_MOST = 1_000
"""How many findings of one check are told: a generator that never ends is stopped."""
_HOLDERS = (
    *(AllOf, AnyOf, NoneOf, Becomes, Metric, Policy, CustomerNotices, CustomerNotice, NoticeTrigger),
    *(Escalation, Chain, ChainTrigger, Step, Unless, QuietHours, Person),
    *(Feedback, Invitation, Gates, Complaints, Redispatch, Loop, LoopTrigger),
)
"""What conditions stand in."""
V = TypeVar("V")


# ── calendars ─────────────────────────────────────────────────────────────────────────────────────────────────
def make_calendars(data: Mapping[str, object], registry: Registry | None, report: Report) -> Mapping[str, object]:
    """Return the standard's data in which calendars from sources are written out; one that could not be made is stood in for.

    Args:
        data: The standard as written.
        registry: What plugins offer; None: there are none.
        report: Takes the problems.
    """
    calendars = entries_of(data.get("calendars"))
    if not any(is_map(value) and "source" in value for value in calendars.values()):
        return data
    first, last = _window(data)
    made = dict(calendars)
    for name, value in calendars.items():
        if is_map(value) and "source" in value:
            made[name] = _make(value, registry, report, ("calendars", name, "source"), first, last)
    return {**data, "calendars": made}


def _window(data: Mapping[str, object]) -> tuple[date, date]:
    text = text_of(data.get("effective_from")) or ""
    year = min(max(int(text[:4]) if text[:4].isdecimal() else 2000, 1902), 9000)
    return date(year - _YEARS[0], 1, 1), date(year + _YEARS[1], 12, 31)


def _make(written: Mapping[str, object], registry: Registry | None, report: Report, path: Path, first: date, last: date) -> object:
    given = written["source"]
    if not is_map(given) or len(given) != 1:
        report.add("PLG041", path, found=repr(given)[:60])
        return "24/7"
    ((name, args),) = given.items()
    component = None if registry is None else registry.find("calendars", name)
    if registry is None:
        report.add("PLG039", path, name=name)
    elif component is None:
        report.problems.append(attrs.evolve(registry.missing("calendars", name), path=(*path, name), on_key=True))
    if component is None:
        return "24/7"
    source = cast(CalendarSource, component.part)
    try:
        calendar: object = source.calendar(entries_of(args), first, last)
    except (Exception, SystemExit) as error:  # noqa: BLE001  # a plugin may raise anything
        report.problems.append(failed(component, words_of(error), (*path, name)))
        return "24/7"
    if not is_map(calendar):
        report.problems.append(failed(component, f"{type(calendar).__name__}, not a calendar", (*path, name)))
        return "24/7"
    return {**{key: written[key] for key in _NAMED if key in written}, **calendar}


def failed(component: Component, found: str, path: Path = (), severity: Severity | None = None) -> Problem:
    """Return the problem that a plugin's part failed."""
    title = KINDS[component.kind].title
    params = {"plugin": component.plugin, "title_en": title[0], "title_zh": title[1], "name": component.name, "what": found}
    return Problem("PLG036", params=params, path=path, severity_override=severity)


def words_of(error: BaseException) -> str:
    """Return what an exception says, without its type where that says nothing."""
    words = spell_error(error, 300).partition(": ")[2]
    return words if isinstance(error, (ServstdError, ValueError)) and words else spell_error(error, 300)


# ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────
def check_names(data: Mapping[str, object], registry: Registry | None, report: Report) -> None:
    """Note every name that nobody offers: types of notifiers and conditions; and secrets written in the open.

    Args:
        data: The standard as written, with what the operations file adds.
        registry: What plugins offer; None: there are none.
        report: Takes the problems.
    """
    for name, value in entries_of(data.get("notifiers")).items():
        kind = entries_of(value).get("type")
        if registry is not None and isinstance(kind, str) and kind not in registry.types:
            missing = registry.missing("types", kind, sorted(registry.types))
            report.problems.append(attrs.evolve(missing, path=("notifiers", name, "type")))
        for secret in _open_secrets(entries_of(value), ("notifiers", name)):
            report.add("PLG035", secret, key=secret[-1])
    for section in _SPEAKS:
        for name, path in _conditions(data.get(section), (section,)):
            if registry is None:
                report.add("PLG040", path, on_key=True, name=name)
            elif registry.find("conditions", name) is None:
                report.problems.append(attrs.evolve(registry.missing("conditions", name), path=path, on_key=True))


def _conditions(value: object, path: Path) -> Iterator[tuple[str, Path]]:
    if is_map(value):
        for key, item in value.items():
            if key == "condition" and is_map(item):
                yield from ((name, (*path, key, name)) for name in item)
            else:
                yield from _conditions(item, (*path, key))
    elif is_list(value):
        for i, item in enumerate(value):
            yield from _conditions(item, (*path, i))


_SECRET_WORDS = ("password", "passwd", "secret", "token", "api_key", "apikey", "access_key", "private_key", "密码", "密钥")


def _open_secrets(value: Mapping[str, object], path: Path) -> Iterator[Path]:
    for key, item in value.items():
        if is_map(item):
            yield from _open_secrets(item, (*path, key))
        elif isinstance(item, str) and any(word in key.lower() for word in _SECRET_WORDS):
            yield (*path, key)


# ── conditions ────────────────────────────────────────────────────────────────────────────────────────────────
def bind_conditions(edition: Edition, registry: Registry) -> Edition:
    """Return the edition with the plugins' conditions put where they are named."""
    named = {name for section in _SPEAKS for name, _ in _conditions(edition.source.get(section), (section,))}
    judges = [component for component in registry.of_kind("conditions") if component.name in named]
    if not judges:
        return edition
    # a state made with one judge must not be taken up with another
    known = " ".join(sorted(f"{part.name}={part.plugin}/{getattr(part.part, 'version', '')}" for part in judges))
    return attrs.evolve(
        edition,
        fingerprint=f"{edition.fingerprint} {known}",
        metrics=_bound(edition.metrics, registry),
        policies=_bound(edition.policies, registry),
        answered_on_arrival=_bound(edition.answered_on_arrival, registry),
        customer_notices=_bound(edition.customer_notices, registry),
        people={key: _bound(person, registry) for key, person in edition.people.items()},
        escalation=_bound(edition.escalation, registry),
        feedback=_bound(edition.feedback, registry),
    )


def _bound(value: V, registry: Registry) -> V:
    found: object = value
    if isinstance(value, Plugin):
        component = registry.get("conditions", value.name)  # `check_names` has seen that it is there
        found = attrs.evolve(value, part=cast(ConditionPart, component.part), plugin=component.plugin)
    elif isinstance(value, tuple):
        found = tuple(_bound(item, registry) for item in cast("tuple[object, ...]", value))
    elif isinstance(value, _HOLDERS):
        found = attrs.evolve(value, **{field.name: _bound(getattr(value, field.name), registry) for field in attrs.fields(type(value))})
    return cast(V, found)


# ── checks ────────────────────────────────────────────────────────────────────────────────────────────────────
def run_checks(data: Mapping[str, object], registry: Registry, today: date | None) -> Iterator[Problem]:
    """Yield what the companies' own checks find in a standard; a check that fails is told and harms nothing else."""
    for component in registry.of_kind("standard_checks"):
        try:
            # a copy: a check that writes into what it is shown must not change the standard
            found: Iterable[object] = list(islice(cast(StandardCheck, component.part).check(deepcopy(dict(data)), today), _MOST))
        except (Exception, SystemExit) as error:  # noqa: BLE001  # a plugin may raise anything
            yield failed(component, words_of(error), severity="warning")
            continue
        yield from _findings(component, found)


def check_settings(component: Component, settings: object, path: Path, report: Report) -> None:
    """Note what a plugin's part says of its settings, at their place; a part without `check` says nothing.

    Args:
        component: The part.
        settings: As written, or as the class the part wants.
        path: Where they stand; the paths of findings lead on from there.
        report: Takes the problems.
    """
    if not isinstance(component.part, _Checks):
        return
    try:
        found: Iterable[object] = list(component.part.check(deepcopy(settings)))
    except (Exception, SystemExit) as error:  # noqa: BLE001  # a plugin may raise anything
        report.problems.append(failed(component, words_of(error), path))
        return
    for problem in _findings(component, found):
        report.problems.append(attrs.evolve(problem, path=(*path, *problem.path)))


@runtime_checkable
class _Checks(Protocol):
    def check(self, settings: object, /) -> Iterable[object]: ...


def _findings(component: Component, found: Iterable[object]) -> Iterator[Problem]:
    for finding in found:
        if not isinstance(finding, Finding) or not _sound(finding):
            yield failed(component, f"{type(finding).__name__}, not a Finding of texts and a path", severity="warning")
            continue
        said = {"said_en": finding.message, "said_zh": finding.zh or finding.message, "plugin": component.plugin}
        said |= {"fix_en": finding.fix, "fix_zh": finding.fix_zh or finding.fix}
        yield Problem("PLG037", params=said, path=finding.path, severity_override=finding.severity)


def _sound(finding: Finding) -> bool:
    texts = cast("tuple[object, ...]", (finding.message, finding.fix, finding.zh, finding.fix_zh))
    path = cast(object, finding.path)
    steps = isinstance(path, tuple) and all(isinstance(step, (str, int)) for step in cast("tuple[object, ...]", path))
    return steps and finding.severity in ("error", "warning", "note") and all(isinstance(text, str) for text in texts)
