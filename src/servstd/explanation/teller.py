"""What every sentence of an explanation needs: the edition, the language, and how instants and names are written.

*Rule:* names come from the document's labels; a name without one stands as it is.

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}}'''
    >>> standard = servstd.loads(text)
    >>> opened = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer"}
    >>> teller = Teller(standard, standard.decide([opened], now="2026-01-05T10:00:00Z"), (), {}, "zh")
    >>> teller.instant(teller.decision.now_us)
    '1月5日（周一）10:00'
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from servstd.decide import Clock, CompiledStandard, Decision
from servstd.decide.trace import Turn
from servstd.events import Event
from servstd.instants import from_us, read_zone
from servstd.messages.explaining import say_instant, words
from servstd.messages.labels import label
from servstd.messages.naming import name_attribute, name_calendar, name_metric, name_policy, name_value, pick_label, spell_duration

if TYPE_CHECKING:
    from servstd.document.edition import Edition
    from servstd.standard import Standard

__all__ = ["Teller"]


class Teller:
    """What every sentence needs: the edition, the reader's language, and how instants are written for them."""

    def __init__(self, standard: Standard, decision: Decision, turns: tuple[Turn, ...], events: Mapping[str, Event], locale: str) -> None:
        self.standard = standard
        self.decision = decision
        self.turns = turns
        self.events = events
        self.locale = locale
        self.edition: Edition = next((e for e in standard.editions if e.version == decision.edition), standard.editions[0])
        self.zone = read_zone(self.edition.time_zone)
        self.year = from_us(decision.now_us, self.zone).year

    @property
    def compiled(self) -> CompiledStandard:
        """Return the standard as compiled."""
        return self.standard.compiled

    def edition_of(self, clock: Clock) -> Edition:
        """Return the edition that governs a clock: of one that ended or was missed before another took over, the older."""
        return next((edition for edition in self.standard.editions if edition.version == clock.edition), self.edition)

    def state(self, state: str) -> str:
        """Return a clock's headline in the reader's language."""
        return label("state", state, self.locale)

    def say(self, key: str, **values: object) -> str:
        """Return a phrase in the reader's language."""
        return words(key, self.locale, **values)

    def instant(self, us: int | None) -> str:
        """Return an instant as local time in words; None gives an empty text."""
        return "" if us is None else say_instant(self.local(us), self.year, self.locale)

    def local(self, us: int) -> datetime:
        """Return an instant as local time of the standard."""
        return from_us(us, self.zone)

    def time(self, us: int) -> str:
        """Return a stretch of open time in words."""
        return spell_duration(us, self.locale)

    def metric(self, name: str) -> str:
        """Return a metric's label."""
        return name_metric(self.edition, name, self.locale)

    def policy(self, name: str) -> str:
        """Return a policy's label, with its name."""
        said = name_policy(self.edition, name, self.locale)
        return said if said == name else f"{said} ({name})"

    @property
    def zh(self) -> bool:
        """Return whether the reader reads Chinese."""
        return self.locale.startswith("zh")

    def attribute(self, target: str) -> str:
        """Return the label of the attribute that a target of the form `until NAME` waits for."""
        return name_attribute(self.edition, target.removeprefix("until "), self.locale)

    def value(self, attribute: str, value: str) -> str:
        """Return the label of an attribute's value."""
        return name_value(self.edition, attribute, value, self.locale)

    def note(self, event_id: str) -> str:
        """Return the note of an event, or an empty text."""
        event = self.events.get(event_id)
        return str(event.data["note"]) if event is not None and event.data.get("note") else ""

    def calendar(self, clock: Clock) -> str:
        """Return how a clock is counted."""
        edition = self.edition_of(clock)
        calendar = edition.agreed_calendars.get(clock.calendar_key) or edition.calendars.get(clock.calendar)
        if calendar is None or calendar.is_always:
            return self.say("always")
        declared = clock.calendar in edition.calendars
        said = name_calendar(edition, clock.calendar, self.locale) if declared else self.say("own_calendar")
        return self.say("on_calendar", calendar=said)

    def clause(self, clock: Clock) -> str | None:
        """Return the standard's clause of the target, else of the policy; None where a customer's own contract governs."""
        return clock.clause if clock.agreement is None else None

    def contract(self, contract: str, clause: str | None) -> str:
        """Return a contract with its clause in words."""
        return self.say("contract", contract=contract, clause=clause or "-")

    def turns_of(self, clock: Clock) -> list[Turn]:
        """Return the turns of one clock."""
        return [turn for turn in self.turns if turn.metric == clock.metric and turn.cycle_id == clock.cycle_id]

    def title(self) -> str:
        """Return the standard's title."""
        return pick_label(self.edition.title, self.locale, self.edition.name)
