"""Answers read by every edition of a standard: an instrument that changed has versions, and each is counted by its own rules.

*Rule:* an answer that names no version was given by the edition in force when it came; no answer is counted in two versions.

Example:
    >>> from servstd.feedback.model import Instrument
    >>> old = Feedback(instruments={"after": Instrument("after", kind="csat", scale=(1, 5))})
    >>> new = Feedback(instruments={"after": Instrument("after", kind="csat", scale=(1, 7), version="2")})
    >>> sections = [Section(0, feedback=old), Section(1_767_600_000_000_000, feedback=new)]
    >>> said = [Event("answered", case="1", at=day + "T09:00:00Z", data={"instrument": "after", "score": 7}) for day in ("2025-12-01",)]
    >>> [(one.version, one.why) for one in read_versions(sections, said, None)]
    [('1', 'off_scale')]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from servstd.events import Event
from servstd.feedback.ledger import ContactLedger
from servstd.feedback.model import Feedback, Instrument
from servstd.feedback.responses import BotRules, Response, read_responses

__all__ = ["Section", "list_instruments", "read_versions"]

_OF_ANOTHER = ("unknown_instrument", "other_version")


@attrs.frozen
class Section:
    """What one edition says of feedback, and from when on it does (microseconds since the epoch)."""

    from_us: int
    feedback: Feedback = attrs.field(kw_only=True)


def list_instruments(sections: Sequence[Section]) -> dict[tuple[str, str], Instrument]:
    """Return (name, version) -> the instrument as the latest edition has it: those in use first, then older versions."""
    found: dict[tuple[str, str], Instrument] = {}
    for section in reversed(sections):
        for instrument in section.feedback.instruments.values():
            found.setdefault((instrument.name, instrument.version), instrument)
    return found


def read_versions(
    sections: Sequence[Section], events: Iterable[Event], ledger: ContactLedger | None, bots: BotRules | None = None
) -> list[Response]:
    """Return every answer with its status, in order of time, each judged by the edition that has its version.

    Args:
        sections: In order of their instants, at least one.
        events: Of any cases, each case's whole history.
        ledger: As for `read_responses`.
        bots: As for `read_responses`.

    Raises:
        UsageError: EVT codes of events that contradict each other.
    """
    dated = [_dated(sections, event) for event in events]
    runs = [read_responses(section.feedback, dated, ledger=ledger, bots=bots) for section in reversed(sections)]
    return [_best(tries) for tries in zip(*runs, strict=True)]


def _best(tries: Sequence[Response]) -> Response:
    known = next((one for one in tries if one.why not in _OF_ANOTHER), None)
    return known or next((one for one in tries if one.why == "other_version"), tries[0])


def _dated(sections: Sequence[Section], event: Event) -> Event:
    """Return an answer with its version filled in, where it names an instrument and no version."""
    if event.kind not in ("answered", "dismissed") or event.data.get("version"):
        return event
    name = str(event.data.get("instrument") or "")
    having = [section for section in sections if name in section.feedback.instruments]
    if not having:
        return event
    begun = [section for section in having if section.from_us <= event.at_us]
    section = begun[-1] if begun else having[0]
    return attrs.evolve(event, data={**event.data, "version": section.feedback.instruments[name].version})
