"""What a plugin's parts must do: one protocol a kind, and the values that go in and come out.

*Rule:* a part satisfies a protocol by having the members; nobody inherits. Members that are data are read-only properties here, so
that a frozen attrs class satisfies them. What is handed to a plugin and what comes back are frozen values.

Example:
    >>> class Pager:
    ...     name, summary, addressing, contact, limit = "pager", "Prints.", "person", "pager", Limit()
    ...     def send(self, notice: Notice, /) -> Receipt:
    ...         return Receipt.sent()
    >>> isinstance(Pager(), Notifier)
    True
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import attrs

from servstd.errors import Path, ServstdError, Severity
from servstd.events import Event
from servstd.instants import from_us
from servstd.notices import Action, Addressing, Limit, Notice, Receipt, ReceiptStatus, Recipient, Urgency
from servstd.people import Person

if TYPE_CHECKING:
    from datetime import datetime

    from servstd.decide import Decision

__all__ = [
    "Action", "Addressing", "AsyncNotifier", "CalendarSource", "Channel", "Command", "Condition", "Directory", "Entitlements", "Finding",
    "Inbound", "InboundRefused", "Limit", "Notice", "Notifier", "Observer", "Receipt", "ReceiptStatus", "Recipient", "ReportFormat",
    "Score", "ScoringRule", "StandardCheck", "ThemeClassifier", "Urgency",
]  # fmt: skip


# ── notices out ───────────────────────────────────────────────────────────────────────────────────────────────
class _Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def summary(self) -> str: ...


class _Sends(_Named, Protocol):
    @property
    def addressing(self) -> Addressing: ...
    @property
    def contact(self) -> str: ...
    @property
    def limit(self) -> Limit: ...


@runtime_checkable
class Notifier(_Sends, Protocol):
    """Sends notices out.

    `name` is what `via:` calls it (the instance's name), `contact` the key it reads in `people.*.contacts`, `summary` one sentence.
    """

    def send(self, notice: Notice, /) -> Receipt:
        """Return what became of the notice. Time-outs that escape are taken as ambiguous, other exceptions as retryable."""
        ...


@runtime_checkable
class AsyncNotifier(_Sends, Protocol):
    """Sends notices out from an event loop; otherwise a `Notifier`."""

    async def send(self, notice: Notice, /) -> Receipt:
        """Return what became of the notice."""
        ...


# ── messages in ───────────────────────────────────────────────────────────────────────────────────────────────
def _lower(headers: Mapping[str, str]) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}


@attrs.frozen
class Inbound:
    """What came in from outside, untouched: signatures are made over the very bytes.

    Attributes:
        body: The payload.
        headers: By name in lower case.
        received_us: When it came in, microseconds since the epoch: the clock a signature's age is measured by.
    """

    body: bytes
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str], converter=_lower, kw_only=True)
    received_us: int = attrs.field(kw_only=True)

    @property
    def received_at(self) -> datetime:
        """Return when it came in, in UTC."""
        return from_us(self.received_us)


class InboundRefused(ServstdError):
    """A channel does not take what came in. `code` is for programs (`bad_signature`, `too_old`, `not_understood`), `detail` for people."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(code, detail)

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


@runtime_checkable
class Channel(_Named, Protocol):
    """Where customers' messages come in from: turns a payload into events."""

    def receive(self, inbound: Inbound, /) -> Sequence[Event]:
        """Return the events a payload tells of, each with an id that is the same when the payload comes again; none is fine.

        Raises:
            InboundRefused: the signature is wrong or too old, or the payload is not understood.
        """
        ...


# ── rules ─────────────────────────────────────────────────────────────────────────────────────────────────────
def _no_evidence() -> Mapping[str, object]:
    return {}


@attrs.frozen
class Score:
    """A score and what it rests on. `value` None: the facts do not suffice, which is not the same as a low score."""

    value: float | None
    evidence: Mapping[str, object] = attrs.field(factory=_no_evidence, kw_only=True)


@runtime_checkable
class ScoringRule(_Named, Protocol):
    """Turns facts about a customer into a score: deterministic, total, bounded by `range`, without input or output.

    `version` changes whenever the same facts may give another score; `reads` names the facts it looks at. It may also have
    `settings_type` (an attrs class the settings are structured into), `check(settings)` (yields findings about settings) and
    `score_many(rows, settings)`.
    """

    @property
    def version(self) -> str:
        """Return a text that changes whenever the same facts may give another score."""
        ...

    @property
    def reads(self) -> Sequence[str]:
        """Return the names of what it looks at."""
        ...

    @property
    def range(self) -> tuple[float, float]:
        """Return the least and the greatest score."""
        ...

    def score(self, facts: Mapping[str, object], settings: object, /) -> Score:
        """Return the score of one customer."""
        ...


@runtime_checkable
class Condition(_Named, Protocol):
    """A condition of a company's own, for `when: {condition: {NAME: {...}}}`: a pure function of a case's attributes.

    `reads` names the attributes it looks at: it is asked again only when one of them changed.
    """

    @property
    def reads(self) -> Sequence[str]:
        """Return the names of what it looks at."""
        ...

    def holds(self, attributes: Mapping[str, object], args: Mapping[str, object], /) -> bool:
        """Return whether the condition holds."""
        ...


@runtime_checkable
class CalendarSource(_Named, Protocol):
    """Makes calendars, for `calendars: {NAME: {source: {SOURCE: {...}}}}`."""

    def calendar(self, args: Mapping[str, object], first: date, last: date, /) -> Mapping[str, object]:
        """Return a calendar in the form a standard writes it, exact from `first` to `last`."""
        ...


@runtime_checkable
class Directory(_Named, Protocol):
    """Knows the people of a company."""

    def people(self) -> Iterable[Person]:
        """Return everybody, each key once."""
        ...


@runtime_checkable
class Entitlements(_Named, Protocol):
    """Knows what customers agreed for themselves, for `sla: {agreements: {source: NAME}}`.

    Asked once, when a standard is loaded; what it gives is part of that standard from then on.
    """

    def agreements(self) -> Iterable[Mapping[str, object]]:
        """Return every agreement, each in the form a standard writes it under `sla.agreements.rows`."""
        ...


@runtime_checkable
class ThemeClassifier(_Named, Protocol):
    """Tells what a text is about, for `feedback: {themes: {NAME: {classifier: CLASSIFIER}}}`.

    Deterministic and without input or output of its own while it is asked: the same text always has the same themes. `version` changes
    whenever it may not.
    """

    @property
    def version(self) -> str:
        """Return a text that changes whenever the same text may get other themes."""
        ...

    def themes(self, text: str, language: str, /) -> Iterable[str]:
        """Return the names of the themes of a text, as the standard calls them; none is fine. `language` is `zh` or `en`."""
        ...


# ── checks, reports, commands, observers ──────────────────────────────────────────────────────────────────────
@attrs.frozen
class Finding:
    """Something a plugin's check found in a standard: said in English and, if the plugin can, in Chinese.

    Attributes:
        path: Where in the standard, keys and list positions from the top.
        fix: How to mend it.
    """

    message: str
    path: Path = attrs.field(default=(), kw_only=True)
    fix: str = attrs.field(default="", kw_only=True)
    zh: str = attrs.field(default="", kw_only=True)
    fix_zh: str = attrs.field(default="", kw_only=True)
    severity: Severity = attrs.field(default="warning", kw_only=True)


@runtime_checkable
class StandardCheck(_Named, Protocol):
    """A house rule of a company about its own standards."""

    def check(self, source: Mapping[str, object], today: date | None, /) -> Iterable[Finding]:
        """Return what is wrong with a standard, given as plain data."""
        ...


@runtime_checkable
class ReportFormat(_Named, Protocol):
    """Writes a report in a form of its own, for `servstd report --as NAME --out FILE`."""

    def write(self, report: Mapping[str, object], locale: str, /) -> bytes:
        """Return the file's content; `report` is what `servstd report --format json` prints."""
        ...


@runtime_checkable
class Command(_Named, Protocol):
    """A command of the program, `servstd NAME ...`."""

    def run(self, arguments: Sequence[str], /) -> int:
        """Return the exit code."""
        ...


@runtime_checkable
class Observer(_Named, Protocol):
    """Sees every decision; what it raises is noted and changes nothing."""

    def decided(self, decision: Decision, /) -> None:
        """Take note of a decision."""
        ...
