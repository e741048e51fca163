"""A checked document as an edition: everything named is found, every local time is an instant.

*Rule:* binding goes on after every problem, so that all are told; an edition is made only when there is no error.

Example:
    >>> from servstd.document.source import read_source
    >>> source = read_source('{"standard": "s", "version": "1", "effective_from": "2026-01-01", "time_zone": "UTC"}', "s.json")
    >>> bind(source, source.data, {}, Report()).effective_from_us
    1767225600000000
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import TypeVar

from servstd.calendars import Calendar
from servstd.calendars.official import holiday_data_version
from servstd.calendars.zones import zone_tag
from servstd.conditions import read_condition
from servstd.document._binding_steps import MOST_STEPS
from servstd.document._plain import entries_of, items_of, note_error, text_of
from servstd.document.agreement_sources import outside_rows
from servstd.document.binding_agreements import Around, agreed_names, bind_agreements
from servstd.document.binding_attributes import bind_attributes, bind_statuses
from servstd.document.binding_calendars import bind_calendars, with_live_dates
from servstd.document.binding_escalation import bind_escalation, written_hours
from servstd.document.binding_feedback import asked_hours, bind_feedback
from servstd.document.binding_notices import bind_notices
from servstd.document.binding_people import Ground, bind_people, directory_names, needs_of, personal_hours
from servstd.document.binding_rotas import bind_rotas, layer_hours
from servstd.document.binding_scenarios import bind_scenarios
from servstd.document.binding_sla import bind_metrics, bind_policies
from servstd.document.binding_tiers import bind_tiers, with_ladder
from servstd.document.edition import Edition
from servstd.document.plugging import make_calendars
from servstd.document.source import Source
from servstd.errors import Path, Place, Report, UsageError
from servstd.instants import read_instant, read_zone
from servstd.registry import Registry
from servstd.sla.metrics import BUILTINS, read_label

__all__ = ["bind"]

_NO_TABLES: Mapping[str, str | bytes] = {}
V = TypeVar("V")


def bind(
    source: Source,
    data: Mapping[str, object],
    live: Mapping[str, object],
    report: Report,
    registry: Registry | None = None,
    tables: Mapping[str, str | bytes] = _NO_TABLES,
) -> Edition:
    """Return the edition a document describes; it counts only when `report` has no errors afterwards.

    Args:
        source: The document as read: parts with readers of their own, and places, are taken from it.
        data: The same after the check: what was refused is `BAD`.
        live: The operations file's data; empty when there is none.
        registry: What plugins offer; None: there are none.
        tables: The texts of the tables beside the document, by file name.
        report: Takes the problems.
    """
    language = text_of(data.get("language")) or "en"
    zone = _zone(text_of(data.get("time_zone")), report)
    calendars = bind_calendars(make_calendars(source.data, registry, report), live, zone, report)
    sla = entries_of(data.get("sla"))
    tiers = bind_tiers(data.get("tiers"), calendars, language, report, registry, entries_of(sla.get("metrics")))
    attributes = with_ladder(bind_attributes(data.get("attributes"), language, report), tiers, report)
    section = entries_of(sla.get("agreements"))
    known = {**BUILTINS, **entries_of(sla.get("metrics"))}
    around = Around(calendars, zone, language, known, agreed_names(source.data.get("calendars")))
    agreed = bind_agreements(section, outside_rows(section, tables, registry, report), around, report)
    metrics = bind_metrics(sla, language, report, [target.metric for row in agreed.agreements.rows for target in row.targets])
    answered = "answered_on_arrival"
    merged = _with_live(source.data, live)
    notices = bind_notices(data.get("customer_notices"), list(entries_of(merged.get("notifiers"))), calendars, zone, language, report)
    named = {**entries_of(data.get("people")), **entries_of(live.get("people"))}
    directories = directory_names(source.data, live)
    ground = Ground(calendars, zone, language)
    people = bind_people(named, directories, ground, registry, report)
    rotas = bind_rotas(merged.get("rotas"), calendars, zone, language, report)
    escalation = bind_escalation(data.get("escalation"), calendars, zone, language, report)
    feedback = bind_feedback(data.get("feedback"), ground, registry, report)
    change_note = read_label(data.get("change_note"), language)
    review_by = text_of(data.get("review_by"))
    return Edition(
        text_of(data.get("standard")) or "",
        version=text_of(data.get("version")) or "",
        effective_from_us=_effective(text_of(data.get("effective_from")), zone, report),
        time_zone=zone,
        language=language,
        title=read_label(data.get("title"), language),
        review_by=None if review_by is None else date.fromisoformat(review_by),
        change_note=None if change_note is None else change_note.get(language) or next(iter(change_note.values()), None),
        attributes=attributes,
        statuses=bind_statuses(data.get("statuses"), report),
        calendars=calendars,
        metrics=metrics,
        policies=bind_policies(sla, calendars, language, report),
        agreements=agreed.agreements,
        agreed_calendars=agreed.calendars,
        answered_on_arrival=read_condition(sla[answered], report, ("sla", answered)) if answered in sla else None,
        customer_notices=notices,
        tiers=tiers,
        people=people,
        notifier_needs=needs_of(entries_of(merged.get("notifiers")), registry),
        rotas=rotas,
        escalation=escalation,
        feedback=feedback,
        adopts_open_cases=data.get("adopt") == "open_cases",
        scenarios=bind_scenarios(data.get("scenarios"), attributes, zone, [metric.name for metric in metrics], report),
        places=dict(_places(source)),
        source=merged,
        fingerprint=_fingerprint(
            {
                **source.data,
                **({"sla.agreements": agreed.outside} if agreed.outside else {}),
            },
            {
                **calendars,
                **agreed.calendars,
                **({} if notices is None or notices.hours is None else {"": notices.hours}),
                **written_hours(escalation),
                **asked_hours(feedback),
                # people and rotas of the operations file and of directories change daily: who was told stays told, others are asked anew
                **personal_hours(_written(people, source.data, live, "people")),
                **layer_hours(_written(rotas, source.data, live, "rotas")),
            },
        ),
    )


def _zone(name: str | None, report: Report) -> str:
    """Return the zone to read local times in; UTC stands in for one that was refused."""
    try:
        read_zone(name or "UTC")
    except UsageError as error:
        note_error(error, report, ("time_zone",))
        return "UTC"
    return name or "UTC"


def _effective(text: str | None, zone: str, report: Report) -> int:
    try:
        return 0 if text is None else read_instant(text, read_zone(zone))
    except UsageError as error:
        note_error(error, report, ("effective_from",))
        return 0


def _places(source: Source) -> Iterator[tuple[Path, Place]]:
    sla = entries_of(source.data.get("sla"))
    paths: list[Path] = [("calendars", name) for name in entries_of(source.data.get("calendars"))]
    paths += [("sla", "metrics", name) for name in entries_of(sla.get("metrics"))]
    for i, policy in enumerate(items_of(sla.get("policies"))):
        paths.append(("sla", "policies", i))
        paths += [("sla", "policies", i, "targets", name) for name in entries_of(entries_of(policy).get("targets"))]
    tiers = entries_of(source.data.get("tiers"))
    paths += [("tiers", part, name) for part in ("criteria", "levels", "floor") for name in entries_of(tiers.get(part))]
    paths += [("tiers", "overrides", i) for i in range(len(items_of(tiers.get("overrides"))))]
    noticed = items_of(entries_of(source.data.get("customer_notices")).get("notices"))
    paths += [("customer_notices", "notices", i) for i in range(len(noticed))]
    for i, chain in enumerate(items_of(entries_of(source.data.get("escalation")).get("chains"))):
        path = ("escalation", "chains", i)
        paths += [path, *((*path, "steps", n) for n in range(min(len(items_of(entries_of(chain).get("steps"))), MOST_STEPS)))]
    asked = entries_of(source.data.get("feedback"))
    paths += [("feedback", part, name) for part in ("instruments", "themes") for name in entries_of(asked.get(part))]
    paths += [("feedback", part, i) for part in ("invitations", "loops") for i in range(len(items_of(asked.get(part))))]
    paths += [("feedback", "complaints")] if "complaints" in asked else []
    paths += [("people", name) for name in entries_of(source.data.get("people"))]
    paths += [("rotas", name) for name in entries_of(source.data.get("rotas"))]
    paths += [("scenarios", i) for i in range(len(items_of(source.data.get("scenarios"))))]
    return ((path, source.place(path, on_key=True)) for path in paths)


def _written(found: Mapping[str, V], data: Mapping[str, object], live: Mapping[str, object], section: str) -> dict[str, V]:
    """Return what the document itself says of a section, and the operations file does not say otherwise."""
    own, other = entries_of(data.get(section)), entries_of(live.get(section))
    return {name: value for name, value in found.items() if name in own and name not in other}


def _with_live(data: Mapping[str, object], live: Mapping[str, object]) -> dict[str, object]:
    """Return the standard's data with what the operations file adds to it by name; the file's word counts."""
    merged = dict(data)
    for section in ("people", "rotas", "notifiers", "plugins"):
        if section in live:
            merged[section] = {**entries_of(data.get(section)), **entries_of(live[section])}
    if "directories" in live:
        merged["directories"] = list(directory_names(data, live))
    if "calendars" in data:
        merged["calendars"] = {name: with_live_dates(name, value, live) for name, value in entries_of(data["calendars"]).items()}
    return merged


def _fingerprint(data: Mapping[str, object], calendars: Mapping[str, Calendar]) -> str:
    zones = sorted({zone for calendar in calendars.values() for zone in calendar.pattern.zones})
    countries = any(calendar.pattern.countries for calendar in calendars.values())
    known = [
        {name: calendar.fingerprint for name, calendar in calendars.items()},
        [zone_tag(zone) for zone in zones],
        holiday_data_version() if countries else "",
    ]
    text = json.dumps([data, known], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
