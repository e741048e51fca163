"""The public face: load a standard, decide with it, explain and quote.

*Rule:* this module opens files; what it calls does not. A standard is immutable and safe to share between threads.

Example:
    >>> standard = loads('format: 1\\nstandard: s\\nversion: "1"\\neffective_from: 2026-01-01\\ntime_zone: UTC\\n')
    >>> standard.name, standard.current.version
    ('s', '1')
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Protocol, cast

from servstd._case_tiers import tiered
from servstd._standard_files import list_files
from servstd.decide import CaseState, CompiledStandard, Decision, EventLike, OnBadEvent, deciding, read_state
from servstd.document import read_editions
from servstd.errors import Place, Problem, StandardError, UsageError, spell_error
from servstd.events import Event, read_event
from servstd.instants import to_us
from servstd.plain import is_map
from servstd.protocols import Observer
from servstd.registry import Component, Registry

if TYPE_CHECKING:
    from servstd.document.edition import Edition
    from servstd.duty import Rotas
    from servstd.escalating import EscalationDesk
    from servstd.explanation import Explanation
    from servstd.quotation import Quotation
    from servstd.surveying import FeedbackDesk
    from servstd.tiering import TierDesk
    from servstd.tiers.history import TierHistory

__all__ = ["HasRegistry", "Standard", "list_files", "load", "loads"]


class HasRegistry(Protocol):
    """Whatever knows what plugins offer: a `servstd.Host`."""

    @property
    def registry(self) -> Registry:
        """Return what they offer."""
        ...


Audience = Literal["staff", "customer"]


class Standard:
    """A company's service standard: one or several editions, ready to decide.

    Attributes:
        editions: In order of their effective dates.
    """

    def __init__(self, editions: tuple[Edition, ...], *, observers: Sequence[Component] = ()) -> None:
        self.editions = editions
        self._observers = tuple(observers)
        self._troubles: dict[str, str] = {}

    @cached_property
    def compiled(self) -> CompiledStandard:
        """Return the editions made ready to decide."""
        return CompiledStandard(self.editions)

    @property
    def tiers(self) -> TierDesk:
        """Return what assigns customers to tiers.

        Raises:
            UsageError: TIR094 the standard has no tiers.
        """
        from servstd.tiering import TierDesk

        return TierDesk(self.editions)

    @property
    def feedback(self) -> FeedbackDesk:
        """Return what reads answers and reports on them.

        Raises:
            UsageError: FBK170 the standard has no section on feedback.
        """
        from servstd.surveying import FeedbackDesk

        return FeedbackDesk(self.editions, self.compiled)

    @property
    def escalation(self) -> EscalationDesk:
        """Return what plans who is told what, when.

        Raises:
            UsageError: ESC060 the standard has no escalation.
        """
        from servstd.escalating import EscalationDesk

        return EscalationDesk(self.editions, self.compiled)

    @cached_property
    def rotas(self) -> Rotas:
        """Return the rotas of the edition that takes effect last, by name: who is on duty, from when to when, and who is missing."""
        from servstd.duty import Rotas

        return Rotas(self.current)

    @property
    def name(self) -> str:
        """Return the standard's name."""
        return self.current.name

    @property
    def current(self) -> Edition:
        """Return the edition that takes effect last."""
        return self.editions[-1]

    @property
    def fingerprint(self) -> str:
        """Return the digest that case states carry: the editions' content, the holidays known, the time-zone data."""
        return self.compiled.fingerprint

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return the warnings and notes of all editions; a standard with errors is never made."""
        return tuple(problem for edition in self.editions for problem in edition.problems)

    def edition_at(self, at: datetime | str) -> Edition | None:
        """Return the edition in force at an instant; None: before the first."""
        position = self.compiled.edition_at(to_us(at))
        return self.editions[position - 1] if position else None

    def decide(
        self, events: Iterable[EventLike], *, now: datetime | str, on_bad_event: OnBadEvent = None, tiers: TierHistory | None = None
    ) -> Decision:
        """Return the decision on one case.

        Args:
            events: `Event` objects or mappings in the JSON Lines form, in any order, of one case.
            now: Aware datetime (the decision's instants take its type and zone), or ISO text with an offset.
            on_bad_event: None: an event that cannot be read is refused, one before opening is a decision problem.
                `raise`: both are refused. `skip`: both are decision problems.
            tiers: The customers' tiers: the case has its customer's tier in force, and a change of it while the case is open is a
                `changed` event by the system; a tier that the events name is put right untold (`servstd.tiers.cases.with_tiers` can
                refuse it). None: the events say the tier.

        Raises:
            UsageError: naive instants, unreadable or contradictory events, named in `.problem`; TIR158 `tiers` is no history.
        """
        return self._seen(deciding.decide(self.compiled, tiered(self.editions, events, tiers), now, on_bad_event))

    def _seen(self, decision: Decision) -> Decision:
        """Let the observers see a decision; what one raises is kept as its trouble and changes nothing."""
        for component in self._observers:
            try:
                cast(Observer, component.part).decided(decision)
            except (Exception, SystemExit) as error:  # noqa: BLE001  # observers may break nothing
                self._troubles.setdefault(component.name, spell_error(error))
        return decision

    @property
    def observer_troubles(self) -> Mapping[str, str]:
        """Return what observers raised, the first time each did, by the observer's name."""
        return dict(self._troubles)

    def decide_many(
        self, events: Iterable[EventLike], *, now: datetime | str, on_bad_event: OnBadEvent = None, tiers: TierHistory | None = None
    ) -> Iterator[Decision]:
        """Yield a decision for each case of a stream that may mix cases, in the order in which the cases first appear.

        All events are held in memory while they are grouped. A skipped event is a problem of the case it names (of case "" where it
        names none); its place is counted within the case. `tiers` as for `decide`.
        """
        cases: dict[tuple[str | None, str], list[EventLike]] = {}
        skipped: list[Mapping[str, object]] = []
        for position, item in enumerate(events):
            if isinstance(item, Event):
                event = item
            else:
                try:
                    event = read_event(item)
                except UsageError as error:
                    if on_bad_event != "skip":
                        raise error.at("events", position) from None
                    skipped.append(item)
                    continue
            cases.setdefault((event.tenant, event.case), []).append(event)
        for item in skipped:
            tenant, case = (item.get("tenant"), item.get("case")) if is_map(item) else (None, None)
            cases.setdefault((tenant if isinstance(tenant, str) else None, str(case) if type(case) in (str, int) else ""), []).append(item)
        for named, history in cases.items():
            yield self._seen(deciding.decide(self.compiled, tiered(self.editions, history, tiers), now, on_bad_event, named=named))

    def start(self) -> CaseState:
        """Return the state of a case of which nothing is known yet."""
        return CaseState(self.compiled.fingerprint)

    def advance(self, state: CaseState, event: EventLike) -> CaseState:
        """Return the state after one more event; `state` is not changed. A late event is refused: rebuild from the history.

        Raises:
            UsageError: EVT018 a late event, EVT008 another case, EVT009 an id of this very instant with other content (of earlier ones
                the state remembers none: whoever keeps the events keeps their ids unique), EVT022 another standard.
        """
        return deciding.advance(self.compiled, state, event)

    def settle(self, state: CaseState, *, now: datetime | str) -> Decision:
        """Return the decision a state gives at `now`; `state` is not changed.

        Raises:
            UsageError: EVT024 `now` before the last event, EVT022 another standard.
        """
        return self._seen(deciding.settle(self.compiled, state, now))

    def read_state(self, text: str) -> CaseState:
        """Return the state that `state.to_json()` gave.

        Raises:
            UsageError: EVT022 it belongs to another standard or other holidays: rebuild it; EVT023 it is none.
        """
        return read_state(text, self.compiled.fingerprint)

    def explain(
        self,
        events: Iterable[EventLike],
        *,
        now: datetime | str,
        locale: str | None = None,
        audience: Audience = "staff",
        tiers: TierHistory | None = None,
    ) -> Explanation:
        """Return why each clock of a case stands as it does, in words.

        Args:
            events: One case's events.
            now: The instant explained.
            locale: `zh` or `en`; None: the standard's own language.
            audience: `staff` (policies, those that lost, arithmetic) or `customer` (clause, what was promised, what ran).
            tiers: As for `decide`.
        """
        from servstd.explanation import explain

        if audience not in ("staff", "customer"):
            raise UsageError("EVT027", name="audience", expected="staff, customer", found=repr(audience))
        return explain(self, tiered(self.editions, events, tiers), now=now, locale=locale, audience=audience)

    def quote(self, attributes: Mapping[str, object], *, at: datetime | str, locale: str | None = None) -> Quotation:
        """Return what would be promised to a case with these attributes opened by a customer at an instant."""
        from servstd.quotation import quote

        return quote(self, attributes, at=at, locale=locale)

    def __reduce__(self) -> tuple[object, ...]:
        return (Standard, (self.editions,))  # what was compiled is compiled again; observers stay where they are

    def __repr__(self) -> str:
        return f"<Standard {self.name} {', '.join(edition.version for edition in self.editions)}>"


def loads(text: str | bytes, name: str = "draft", *, host: HasRegistry | None = None, today: date | None = None) -> Standard:
    """Return the standard a text holds: YAML, JSON or TOML.

    Args:
        text: The document.
        name: What messages call it; its ending tells the format where it has one.
        host: What plugins offer; None: there are none.
        today: The date against which the review date is checked; None: it is not.

    Raises:
        StandardError: with every problem found, in the order of the text.
    """
    return _standard([(name, text)], host, today)


def load(path: str | os.PathLike[str], *, host: HasRegistry | None = None, today: date | None = None) -> Standard:
    """Return the standard of a file, or of a folder of editions and operations.

    Args:
        path: A file, or a folder whose .yaml, .yml, .json and .toml files are editions or operations files.
        host: What plugins offer; None: there are none.
        today: The date against which the review date is checked; None: it is not.

    Raises:
        StandardError: with every problem found, in file order; DOC077 the folder holds no standard.
        OSError: a file cannot be read.
    """
    files = list_files(path)
    if not files:
        raise StandardError([Problem("DOC077", params={"found": "-"}, place=Place(str(path)))])
    return _standard([(str(item), item.read_bytes()) for item in files], host, today)


def _standard(files: Sequence[tuple[str, str | bytes]], host: HasRegistry | None, today: date | None) -> Standard:
    registry = None if host is None else host.registry
    observers = () if registry is None else registry.of_kind("observers")
    return Standard(read_editions(files, today=today, registry=registry), observers=observers)
