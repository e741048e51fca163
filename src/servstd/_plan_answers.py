"""Answers that a plan supposes: events that have not happened, in the forms in which people write them.

*Rule:* an answer is read as any event is; only its instant may count from the plan's start, and its person stand alone.

Example:
    >>> from servstd.document import read_edition
    >>> edition = read_edition('{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC}')
    >>> (event,) = read_answers([{"at": "+20m", "kind": "acknowledged", "by": "wang"}], "7", None, 0, edition)
    >>> event.at_us // 60_000_000, event.by.id
    (20, 'wang')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import tzinfo
from typing import TYPE_CHECKING, Final

from servstd.decide import EventLike
from servstd.durations import parse_span
from servstd.errors import UsageError
from servstd.events import ROLES, Event, read_event
from servstd.instants import instant_text, read_instant, read_zone
from servstd.messages.nearest import did_you_mean
from servstd.plain import is_map

if TYPE_CHECKING:
    from servstd.document.edition import Edition

__all__ = ["read_answers"]

_FIELDS: Final = ("id", "case", "at", "kind", "by", "sequence", "recorded_at", "tenant", "data")
_BY_PERSON: Final = ("acknowledged", "unacknowledged", "escalated")


def read_answers(answers: Iterable[EventLike], case: str, tenant: str | None, now_us: int, edition: Edition) -> list[Event]:
    """Return the answers as events.

    Args:
        answers: As given.
        case: The id of the case they are about.
        tenant: Its tenant.
        now_us: What `+20m` counts from, microseconds since the epoch.
        edition: Gives the zone of local times, and the people.

    Raises:
        UsageError: ESC061 an answer cannot be read, ESC064 it is by nobody the edition knows, ESC066 it is about a chain or a level it
            does not know; and those of events.
    """
    out: list[Event] = []
    for position, answer in enumerate(answers):
        try:
            event = answer if isinstance(answer, Event) else _read_answer(answer, case, tenant, now_us, edition)
        except UsageError as error:
            raise error.at("answers", position) from None
        person = event.by.id
        if event.kind in _BY_PERSON and person is not None and edition.people and person not in edition.people:
            expected = did_you_mean(person, edition.people) or ", ".join(edition.people)
            raise UsageError("ESC064", path=("answers", position, "by"), name=person, expected=expected)
        _check_names(event, position, edition)
        out.append(event)
    return out


def _check_names(event: Event, position: int, edition: Edition) -> None:
    """Refuse an answer about a chain, a level or a person that the standard does not know; the key of a notice has `|` in it."""
    if event.kind not in _BY_PERSON or edition.escalation is None:
        return
    chains = {chain.name for chain in edition.escalation.chains}
    roles = {role for person in edition.people.values() for role in person.roles}
    for name, known in (("chain", chains), ("of", {*edition.escalation.ladder, *roles, *edition.people})):
        found = event.data.get(name)
        if isinstance(found, str) and found not in known and "|" not in found:
            expected = did_you_mean(found, known) or ", ".join(sorted(known))
            raise UsageError("ESC066", path=("answers", position, name), name=found, expected=expected)


def _read_answer(answer: Mapping[str, object], case: str, tenant: str | None, now_us: int, edition: Edition) -> Event:
    if not is_map(answer):
        raise UsageError("ESC061", found=str(answer))
    fields: dict[str, object] = {name: answer[name] for name in _FIELDS if name in answer}
    data = fields.get("data")
    fields["data"] = {**(data if is_map(data) else {}), **{key: item for key, item in answer.items() if key not in _FIELDS}}
    at, by = fields.get("at"), fields.get("by")
    if isinstance(at, str):
        fields["at"] = instant_text(_instant(at, now_us, read_zone(edition.time_zone)))
    if isinstance(by, str) and by not in ROLES:
        fields["by"] = {"role": "agent", "id": by}
    if tenant is not None:
        fields.setdefault("tenant", tenant)
    return read_event(fields, case=case)


def _instant(text: str, now_us: int, zone: tzinfo) -> int:
    """Return the instant an answer gives: `+20m` after the plan's start, else an instant, local where it has no offset.

    Raises:
        UsageError: ESC061 it is neither.
    """
    try:
        if text.startswith("+"):
            return now_us + parse_span(text[1:], zero=True).us
        return read_instant(text, zone)
    except UsageError:
        raise UsageError("ESC061", path=("at",), found=text) from None
