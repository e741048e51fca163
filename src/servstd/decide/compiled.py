"""Editions made ready to decide: conditions as predicates, metrics by what can touch them, calendars as timelines.

*Rule:* compiling adds nothing to what the edition says; everything here can be thrown away and made again.

Example:
    >>> from servstd.document import read_edition
    >>> text = 'format: 1\\nstandard: s\\nversion: "1"\\neffective_from: 2026-01-01\\ntime_zone: UTC\\n'
    >>> compiled = CompiledStandard((read_edition(text),))
    >>> compiled.edition_at(0), compiled.edition_at(1_800_000_000_000_000)
    (0, 1)
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import cast

from servstd.calendars.bounded import BoundedTimelines
from servstd.conditions import (
    CATEGORIES,
    Condition,
    EventPredicate,
    OnEvent,
    Plugin,
    Running,
    Test,
    compile_event,
    compile_rise,
    compile_state,
    names_read,
    walk,
)
from servstd.decide._feedback_compiled import CompiledFeedback
from servstd.decide.agreeing import Agreeing
from servstd.decide.chains_compiled import CompiledChains, OpenHours
from servstd.document.edition import CustomerNotices, Edition, NoticeTrigger
from servstd.instants import read_zone
from servstd.sla.clock import TimelineLike
from servstd.sla.model import RESERVED, Metric, Threshold
from servstd.sla.policies import PolicyTable

__all__ = ["CompiledEdition", "CompiledMetric", "CompiledNotices", "CompiledStandard", "OpenHours"]

_REMEMBERED = 4096


def _names_of(metric: Metric) -> set[str]:
    parts = (metric.start, metric.stop, metric.pause, metric.cancel)
    return {name for part in parts if part is not None for name in names_read(part)}


class CompiledMetric:
    """A metric's conditions as predicates, and the kinds and attributes that can change what they say."""

    __slots__ = ("cancel", "index", "kinds", "name", "names", "pause", "reopen", "repeats", "start", "stop")

    def __init__(self, metric: Metric, index: int, earlier: Mapping[str, CompiledMetric]) -> None:
        self.name = metric.name
        self.index = index
        self.start = compile_rise(metric.start)
        self.stop = compile_event(metric.stop)
        self.cancel = None if metric.cancel is None else compile_event(metric.cancel)
        self.pause = None if metric.pause is None else compile_state(metric.pause)
        self.repeats = metric.repeats == "each"
        self.reopen = "ignore" if self.repeats else metric.reopen  # a repeating metric starts anew by its own condition
        kinds: set[str] = {"reopened"} if self.reopen != "ignore" else set()
        names: set[str] = {"category"}  # a cancelled case ends every clock
        any_kind = False
        for condition in (metric.start, metric.stop, metric.cancel, metric.pause):
            for part in walk(condition) if condition is not None else ():
                any_kind = _collect(part, kinds, names, earlier) or any_kind
        self.kinds: frozenset[str] | None = None if any_kind else frozenset(kinds)
        self.names = frozenset(names)

    def touched_by(self, kinds: tuple[str, ...], changed: tuple[str, ...]) -> bool:
        """Return whether an event of these kinds that changed these attributes can change the metric's clock."""
        if self.kinds is None or not self.kinds.isdisjoint(kinds):
            return True
        return not self.names.isdisjoint(changed)


def _collect(part: Condition, kinds: set[str], names: set[str], earlier: Mapping[str, CompiledMetric]) -> bool:
    """Add what a part of a condition depends on; return whether any kind of event may matter."""
    if isinstance(part, Test):
        names.add(part.attribute)
    elif isinstance(part, Plugin):
        names.update(part.reads)
    elif isinstance(part, OnEvent):
        kinds.update(part.kinds)
        return not part.kinds
    elif isinstance(part, Running):
        other = earlier[part.metric]  # a standard that asks for a later one is refused
        kinds.update(other.kinds or ())
        names.update(other.names)
        return other.kinds is None
    return False


class CompiledNotices:
    """What customers are told, by what may set it off.

    Attributes:
        events: (position of the notice, predicate, kinds it names), for those that an event sets off.
        missed: Metric -> positions of the notices about its miss.
        points: Metric -> the points of its clock that a notice waits for.
        crossed: (metric, point) -> positions of the notices that wait for it.
        changed: Metric -> positions of the notices about its due.
        when: The cases of each notice; None: every case.
        hours: When customers may be disturbed; None: at any time.
        unless: Cases whose notices do not wait; None: none.
    """

    def __init__(self, source: CustomerNotices) -> None:
        self.notices = source.notices
        self.contacts = source.contacts
        self.events: list[tuple[int, EventPredicate, frozenset[str]]] = []
        self.missed: dict[str, list[int]] = {}
        self.points: dict[str, list[Threshold]] = {}
        self.crossed: dict[tuple[str, str], list[int]] = {}
        self.changed: dict[str, list[int]] = {}
        self.when = [None if notice.when is None else compile_event(notice.when) for notice in source.notices]
        # pyright takes the slots of a timeline that hold functions for methods
        self.hours = None if source.hours is None else cast(OpenHours, source.hours.timeline)
        self.unless = None if source.unless is None else compile_event(source.unless)
        for i, notice in enumerate(source.notices):
            self._place(i, notice.trigger)

    def _place(self, i: int, trigger: NoticeTrigger) -> None:
        if trigger.condition is not None:
            kinds = frozenset(kind for part in walk(trigger.condition) if isinstance(part, OnEvent) for kind in part.kinds)
            self.events.append((i, compile_rise(trigger.condition), kinds))
        for metric in trigger.metrics:
            if trigger.threshold is not None:
                text = trigger.threshold.text
                if (metric, text) not in self.crossed:
                    self.points.setdefault(metric, []).append(trigger.threshold)
                self.crossed.setdefault((metric, text), []).append(i)
            else:
                (self.changed if trigger.kind == "due_changed" else self.missed).setdefault(metric, []).append(i)

    @property
    def latched(self) -> set[str]:
        """Return the metrics whose clocks are watched for a miss or a point."""
        return {*self.missed, *self.points}


class CompiledEdition:
    """One edition ready to decide; `in_force=False` stands for the time before the first edition: measured only."""

    def __init__(self, edition: Edition, calendar_keys: Mapping[str, str], *, in_force: bool = True) -> None:
        self.edition = edition
        self.in_force = in_force
        self.zone = read_zone(edition.time_zone)
        by_name: dict[str, CompiledMetric] = {}
        for index, metric in enumerate(edition.metrics):
            by_name[metric.name] = CompiledMetric(metric, index, by_name)
        self.by_name: Mapping[str, CompiledMetric] = by_name
        self.metrics = tuple(by_name.values())
        agreements = edition.agreements
        self.table = PolicyTable(edition.policies, tuple(by_name), calendar_keys, in_force=in_force, agreements=agreements)
        self.agreeing = Agreeing(agreements, self.table, calendar_keys, len(by_name)) if in_force and agreements.rows else None
        self.categories: Mapping[str, str] = {**{name: name for name in CATEGORIES}, **edition.statuses.categories}
        self.answered = None if edition.answered_on_arrival is None else compile_state(edition.answered_on_arrival)
        declared = edition.attributes.values()
        self.values = {a.name: frozenset(a.values) for a in declared if a.values is not None and a.name != "status"}
        self.defaults = {a.name: a.default for a in declared if a.default is not None}
        self.required = tuple(a.name for a in declared if a.required)
        self.untils = frozenset(t.until for p in edition.policies for t in p.targets if t.until is not None)
        self.instants = self.untils | {a.name for a in declared if a.kind == "instant"}
        addresses = edition.customer_notices.contacts.values() if edition.customer_notices is not None else ()
        self.known_names = {"category", *addresses, *RESERVED, *edition.attributes} | {
            name for m in edition.metrics for name in _names_of(m)
        }
        told = edition.customer_notices if in_force else None
        self.notices = None if told is None or not told.notices else CompiledNotices(told)
        escalation = edition.escalation if in_force else None
        self.chains = None
        if escalation is not None and escalation.chains:
            self.chains = CompiledChains(edition, escalation, calendar_keys)
        asked = edition.feedback if in_force else None
        self.feedback = None if asked is None else CompiledFeedback(edition, asked, calendar_keys)
        self.strange: dict[str, str] = {}
        self._touched: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[CompiledMetric, ...]] = {}

    def misspelt(self, name: str) -> str:
        """Return the declared attribute that an unknown name is near to, or an empty text: a desk may send what nothing asks for."""
        if name in self.known_names or not self.edition.attributes:
            return ""
        if name not in self.strange:
            from servstd.messages.nearest import did_you_mean

            self.strange[name] = did_you_mean(name, self.edition.attributes)
        return self.strange[name]

    def touched(self, kinds: tuple[str, ...], changed: tuple[str, ...]) -> tuple[CompiledMetric, ...]:
        """Return the metrics that an event of these kinds that changed these attributes can touch."""
        key = (kinds, changed)
        found = self._touched.get(key)
        if found is None:
            if len(self._touched) >= _REMEMBERED:
                self._touched.clear()
            found = tuple(metric for metric in self.metrics if metric.touched_by(kinds, changed))
            self._touched[key] = found
        return found


class CompiledStandard:
    """Every edition of a standard ready to decide.

    Attributes:
        editions: Position 0 stands for the time before the first edition; edition i of the standard is at i + 1.
        timelines: Business time by calendar; a name whose content differs between editions also carries the version.
        calendar_names: The name of a calendar by its key in `timelines`.
        adoptions: (instant, position) of the editions that open cases change to, in order of time.
        tells: Whether any edition tells customers anything.
        escalates: Whether any edition has chains.
        follows_up: Whether any edition has a section on feedback.
        latched: The metrics whose clocks some edition's notices watch for a miss or a point.
        promised: The metrics whose dues some edition's notices watch.
        fingerprint: A digest of all editions, which a case state must carry.
    """

    def __init__(self, editions: tuple[Edition, ...]) -> None:
        own = {key: calendar for edition in editions for key, calendar in edition.agreed_calendars.items()}
        # pyright takes the slots of a timeline that hold functions for methods
        self.timelines = cast("dict[str, TimelineLike]", BoundedTimelines(own))
        self.calendar_names: dict[str, str] = {key: calendar.name for key, calendar in own.items()}
        content: dict[tuple[str, str], str] = {}
        keys = [self._calendar_keys(edition, content) for edition in editions]
        compiled = [CompiledEdition(edition, calendar_keys) for edition, calendar_keys in zip(editions, keys, strict=True)]
        self.editions: tuple[CompiledEdition, ...] = (CompiledEdition(editions[0], keys[0], in_force=False), *compiled)
        self._starts = [edition.effective_from_us for edition in editions]
        self.adoptions = tuple((edition.effective_from_us, i + 1) for i, edition in enumerate(editions) if edition.adopts_open_cases)
        told = [edition.notices for edition in self.editions if edition.notices is not None]
        self.tells = bool(told)
        self.escalates = any(edition.chains is not None for edition in self.editions)
        self.follows_up = any(edition.feedback is not None for edition in self.editions)
        self.latched = frozenset(metric for notices in told for metric in notices.latched)
        self.promised = tuple(dict.fromkeys(metric for notices in told for metric in notices.changed))
        self.fingerprint = " ".join(edition.fingerprint for edition in editions)

    def _calendar_keys(self, edition: Edition, content: dict[tuple[str, str], str]) -> Mapping[str, str]:
        keys: dict[str, str] = {}
        for name, calendar in edition.calendars.items():
            new = name if name not in self.timelines else f"{name} ({edition.version})"
            keys[name] = key = content.setdefault((name, calendar.fingerprint), new)
            # pyright takes the slots of a timeline that hold functions for methods
            self.timelines.setdefault(key, cast(TimelineLike, calendar.timeline))
            self.calendar_names[key] = name
        return keys

    def edition_at(self, us: int) -> int:
        """Return the position of the edition in force at an instant; 0: none is yet."""
        return bisect_right(self._starts, us)
