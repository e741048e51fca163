"""Scenarios, bound: local times become instants, what is written of the case becomes data of its opening.

*Rule:* a scenario is read exactly as a case would be; what its events get wrong is told in the events' own codes.

Example:
    >>> data = [{"name": "late", "case": {"priority": "high"}, "events": [{"at": "2026-01-05 09:00", "kind": "opened"}]}]
    >>> (scenario,) = bind_scenarios(data, {}, "Asia/Shanghai", (), Report())
    >>> scenario.events[0].data, scenario.events[0].as_dict()["at"]
    ({'priority': 'high'}, '2026-01-05T01:00:00Z')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import tzinfo

from servstd.document._plain import BAD, entries_of, items_of, note_error, text_of
from servstd.document.edition import Scenario
from servstd.errors import Path, Report, UsageError
from servstd.events import Event, History, read_event
from servstd.instants import local_text, read_instant, read_zone
from servstd.messages.nearest import did_you_mean
from servstd.sla.model import Attribute

__all__ = ["bind_scenarios"]

_FIELDS = ("at", "kind", "by", "id", "sequence", "recorded_at")


def bind_scenarios(
    data: object, attributes: Mapping[str, Attribute], zone: str, metrics: Iterable[str], report: Report
) -> tuple[Scenario, ...]:
    """Return the scenarios in the document's order.

    Args:
        data: The section as checked.
        attributes: The declared attributes: local times among them become instants.
        zone: The standard's time zone.
        metrics: The names of the metrics there are.
        report: Takes the problems of events (EVT), names used twice (DOC062) and metrics not known (DOC060).
    """
    reader = _Reader(attributes, read_zone(zone), list(metrics), report)
    return tuple(reader.read(entries_of(value), ("scenarios", i)) for i, value in enumerate(items_of(data)))


class _Reader:
    def __init__(self, attributes: Mapping[str, Attribute], zone: tzinfo, metrics: list[str], report: Report) -> None:
        self._instants = {name for name, attribute in attributes.items() if attribute.kind == "instant"} | {"due"}
        self._zone = zone
        self._metrics = metrics
        self._report = report
        self._names: dict[str, Path] = {}

    def read(self, data: Mapping[str, object], path: Path) -> Scenario:
        """Return one scenario."""
        name = text_of(data.get("name")) or ""
        if name and self._names.setdefault(name, path) != path:
            self._report.add("DOC062", (*path, "name"), name=name, first=int(self._names[name][1]) + 1)
        expected = entries_of(data.get("expect"))
        expect = {metric: None if value == "none" else self._fields(value) for metric, value in expected.items()}
        for metric in expect:
            if metric not in self._metrics:
                near = did_you_mean(metric, self._metrics) or ", ".join(self._metrics)
                self._report.add("DOC060", (*path, "expect", metric), on_key=True, name=metric, expected=near)
        case = {key: self._value(key, value) for key, value in entries_of(data.get("case")).items()}
        notices = data.get("expect_notices")
        now = text_of(data.get("now"))
        return Scenario(
            name,
            case=case,
            events=self._events(data.get("events"), name or "case", case, (*path, "events")),
            expect=expect,
            expect_notices=tuple(entries_of(notice) for notice in items_of(notices)) if notices is not None else None,
            now_us=None if now is None else self._instant(now, (*path, "now")),
            path=path,
        )

    def _fields(self, value: object) -> Mapping[str, object]:
        return {key: item for key, item in entries_of(value).items() if item is not BAD}

    def _events(self, data: object, case: str, given: Mapping[str, object], path: Path) -> tuple[Event, ...]:
        events: list[Event] = []
        for i, value in enumerate(items_of(data)):
            here: Path = (*path, i)
            event = entries_of(value)
            if "at" not in event or "kind" not in event or BAD in event.values():
                continue
            try:
                events.append(self._event(event, case, given))
            except UsageError as error:
                problem = error.problem
                # the keys of an event in a scenario stand beside its `at`, not under `data`
                inner = problem.path[1:] if problem.path[:1] == ("data",) else problem.path
                note_error(error, self._report, (*here, *inner))
        try:
            return tuple(History(events))
        except UsageError as error:
            note_error(error, self._report, path)
            return ()

    def _event(self, value: Mapping[str, object], case: str, given: Mapping[str, object]) -> Event:
        fields: dict[str, object] = {name: value[name] for name in _FIELDS if name in value}
        for name in ("at", "recorded_at"):
            if name in fields:
                fields[name] = self._local(str(fields[name]), (name,))
        own = {key: self._value(key, item) for key, item in value.items() if key not in _FIELDS}
        fields["data"] = {**given, **own} if value["kind"] == "opened" else own
        return read_event(fields, case=case)

    def _value(self, key: str, value: object) -> object:
        """Return a date and time as text with an offset where the attribute holds an instant; anything else as it is."""
        if key not in self._instants or not isinstance(value, str):
            return value
        try:
            return self._local(value, (key,))
        except UsageError:
            return value

    def _local(self, text: str, path: Path) -> str:
        return local_text(read_instant(text, self._zone, path=path), self._zone)

    def _instant(self, text: str, path: Path) -> int | None:
        try:
            return read_instant(text, self._zone)
        except UsageError as error:
            note_error(error, self._report, path)
            return None
