"""People, bound: those the document names, then those of its directories, each checked; and what the notifiers need to reach them.

*Rule:* directories are asked once, when the standard is read, and are part of it from then on, but not
of its fingerprint. What the document says of a key counts; a directory's word on the same key is not heard.

Example:
    >>> report = Report()
    >>> data = {"wang": {"name": "王芳", "roles": ["supervisor"], "contacts": {"sms": {"env": "PHONE_WANG"}, "wecom": "wangfang"}}}
    >>> wang = bind_people(data, (), Ground({}, "UTC", "zh"), None, report)["wang"]
    >>> wang.name, dict(wang.contacts), dict(wang.secrets)
    ('王芳', {'wecom': 'wangfang'}, {'sms': 'PHONE_WANG'})
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from servstd.calendars import Calendar
from servstd.document._directories import ask_directories
from servstd.document._plain import entries_of, is_map, items_of, note_error, text_of
from servstd.document.binding_escalation import read_preference, read_quiet
from servstd.document.binding_values import read_texts
from servstd.errors import Path, Report, UsageError
from servstd.escalation.reaching import ROOM
from servstd.instants import read_zone
from servstd.messages.naming import pick_label
from servstd.messages.nearest import did_you_mean
from servstd.people import Person
from servstd.registry import Registry
from servstd.sla.metrics import read_label

__all__ = ["Ground", "bind_people", "directory_names", "needs_of", "personal_hours"]

_BUILT_IN = ("console", "jsonl")
"""Types that post where anybody reads: they need an address only where the standard says that they stand in for another."""


@attrs.frozen
class Ground:
    """What people are read with: the calendars by name, the zone of hours that name none, the language of plain names."""

    calendars: Mapping[str, Calendar]
    zone: str
    language: str


def bind_people(
    data: Mapping[str, object], directories: tuple[str, ...], ground: Ground, registry: Registry | None, report: Report
) -> dict[str, Person]:
    """Return everybody by key: the document's people in its order, then those of its directories.

    Args:
        data: `people:` as checked, with what the operations file adds.
        directories: The names of the directories.
        ground: What they are read with.
        registry: What plugins offer; None: there are none.
        report: Takes the problems: DOC061 an unknown calendar, ESC055 a key that means something else, TIM003 an unknown zone,
            those of quiet hours, and those of directories (see `ask_directories`).
    """
    people: dict[str, Person] = {}
    for key, value in data.items():
        if key in ("owner", "customer"):
            report.add("ESC055", ("people", key), on_key=True, key=key)
        if is_map(value):
            people[key] = _bind_person(key, value, ("people", key), ground, report)
    for person in ask_directories(directories, ground.calendars, registry, report):
        people.setdefault(person.key, person)
    return people


def _bind_person(key: str, data: Mapping[str, object], path: Path, ground: Ground, report: Report) -> Person:
    zone, calendar = text_of(data.get("time_zone")), text_of(data.get("calendar"))
    try:
        read_zone(zone or "UTC")
    except UsageError as error:
        note_error(error, report, (*path, "time_zone"))
        zone = None
    if calendar is not None and calendar not in ground.calendars:
        near = "always" if calendar == "24/7" else did_you_mean(calendar, ground.calendars)
        report.add("DOC061", (*path, "calendar"), name=calendar, expected=near or ", ".join(ground.calendars))
    contacts = entries_of(data.get("contacts"))
    general = {"": read_preference(data["prefers"])} if "prefers" in data else {}
    return Person(
        key,
        name=pick_label(read_label(data.get("name"), ground.language), ground.language, ""),
        roles=tuple(dict.fromkeys(read_texts(data.get("roles")))),
        team=text_of(data.get("team")),
        manager=text_of(data.get("manager")),
        contacts={name: value for name, value in contacts.items() if isinstance(value, str)},
        secrets={name: env for name, value in contacts.items() if (env := text_of(entries_of(value).get("env"))) is not None},
        language=text_of(data.get("language")),
        time_zone=zone,
        calendar=calendar,
        quiet=read_quiet(data.get("quiet_hours"), (*path, "quiet_hours"), ground.calendars, zone or ground.zone, report),
        prefers={**general, **{topic: read_preference(value) for topic, value in entries_of(data.get("topics")).items()}},
    )


def needs_of(notifiers: Mapping[str, object], registry: Registry | None) -> dict[str, str | None]:
    """Return what each notifier of the standard needs to reach a person: see `servstd.escalation.reaching.NotifierContacts`.

    Args:
        notifiers: `notifiers:` as written, with what the operations file adds.
        registry: What plugins offer: it knows what a notifier needs of which the standard does not say it; None: there are none.
    """
    return {name: _need_of(name, entries_of(value), registry) for name, value in notifiers.items()}


def _need_of(name: str, data: Mapping[str, object], registry: Registry | None) -> str | None:
    written = text_of(data.get("contact"))
    if written is not None:
        return written
    if data.get("type") in _BUILT_IN:
        return ROOM
    component = None if registry is None else registry.find("notifiers", name)
    if component is None:
        return None
    try:
        addressing: object = getattr(component.part, "addressing", None)
        contact: object = getattr(component.part, "contact", None)
    except (Exception, SystemExit):  # noqa: BLE001  # a plugin may raise anything; it is told when something is sent
        return None
    return ROOM if addressing == "room" else contact if isinstance(contact, str) else None


def personal_hours(people: Mapping[str, Person]) -> dict[str, Calendar]:
    """Return people's quiet hours by a key of their own: they belong to what a standard's fingerprint tells apart."""
    return {f"people {key}": person.quiet.hours for key, person in people.items() if person.quiet is not None}


def directory_names(*sources: Mapping[str, object]) -> tuple[str, ...]:
    """Return the directories that a standard and its operations file name, each once."""
    return tuple(dict.fromkeys(name for source in sources for name in items_of(source.get("directories")) if isinstance(name, str)))
