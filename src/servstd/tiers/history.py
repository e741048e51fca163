"""Tier histories: which tier held when, and what was known of it when.

*Rule:* append-only and bitemporal. A record holds from `valid_from` until the next one begins, so there is no gap to leave and no
overlap to make: what would reach back behind a record is refused. A correction is a new record with the same `valid_from` and a later
`recorded_on`. Announced falls and the ends of overrides take effect on their day without a record of their own.

Example:
    >>> day = date(2026, 1, 5)
    >>> first = TierRecord("c7", tier="key", valid_from=day, recorded_on=day, cause="first", computed="key", reached_on=day)
    >>> history = TierHistory([first])
    >>> history.tier_at("c7", date(2026, 3, 1)), history.tier_at("c7", date(2026, 1, 4))
    ('key', None)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from servstd.errors import UsageError
from servstd.tiers._lines import read_line, write_line
from servstd.tiers.outcome import TierAssignment, TierRecord
from servstd.tiers.placing import as_of, take_effect
from servstd.tiers.requests import OUTCOMES, REQUESTS, Answer, TierRequest

__all__ = ["Entry", "Span", "TierHistory"]

Entry: TypeAlias = TierRecord | TierRequest | Answer
Span: TypeAlias = tuple[str, date, date | None]
"""(tier, first day, first day of the next; None: until further notice). An empty tier: none was assigned."""


class TierHistory:
    """The tier records and requests of many customers, in the order in which they were made.

    Args:
        entries: As they were appended; each is checked.

    Raises:
        UsageError: as `append`, `ask` and `answer`; the path is the entry's position.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries: list[Entry] = []
        self._records: dict[str, list[TierRecord]] = {}
        self._requests: dict[str, TierRequest] = {}
        self._of: dict[str, list[str]] = {}
        for position, entry in enumerate(entries):
            try:
                self._add(entry)
            except UsageError as error:
                raise error.at("history", position) from None

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    @property
    def customers(self) -> tuple[str, ...]:
        """Return the customers that have records, in the order in which they first appear."""
        return tuple(self._records)

    def of(self, customer: str, known_on: date | None = None) -> tuple[TierRecord, ...]:
        """Return a customer's records in the order in which they hold, corrected ones left out.

        Args:
            customer: Whose.
            known_on: What was known at the end of that day; None: all.
        """
        latest: dict[date, TierRecord] = {}
        for record in self._records.get(customer, ()):
            if known_on is None or record.recorded_on <= known_on:
                latest[record.valid_from] = record
        return tuple(latest[day] for day in sorted(latest))

    def log(self, customer: str) -> tuple[TierRecord, ...]:
        """Return every record ever made of a customer, in the order in which they were made."""
        return tuple(self._records.get(customer, ()))

    def last(self, customer: str) -> TierRecord | None:
        """Return the record that holds now: the one that begins last; None: there is none."""
        records = self.of(customer)
        return records[-1] if records else None

    def at(self, customer: str, on: date, known_on: date | None = None) -> TierRecord | None:
        """Return the record that holds on a day; None: before the first.

        Args:
            customer: Whose.
            on: The day the tier is for.
            known_on: What was believed at the end of that day; None: what is known now.
        """
        begun = [record for record in self.of(customer, known_on) if record.valid_from <= on]
        return as_of(begun[-1], on) if begun else None

    def tier_at(self, customer: str, on: date, known_on: date | None = None) -> str | None:
        """Return the tier that holds on a day; None: none was assigned."""
        record = self.at(customer, on, known_on)
        return None if record is None or record.tier == "" else record.tier

    def steps(self, customer: str, known_on: date | None = None) -> tuple[TierRecord, ...]:
        """Return a customer's records with what took or will take effect by itself between them, each until the next begins."""
        records = self.of(customer, known_on)
        out: list[TierRecord] = []
        for position, record in enumerate(records):
            end = records[position + 1].valid_from if position + 1 < len(records) else None
            out += [step for step in take_effect(record) if end is None or step.valid_from < end]
        return tuple(out)

    def spans(self, customer: str, known_on: date | None = None) -> tuple[Span, ...]:
        """Return which tier holds from when to when: each span begins where the one before ends."""
        begins: list[tuple[str, date]] = []
        for step in self.steps(customer, known_on):
            if not begins or begins[-1][0] != step.tier:
                begins.append((step.tier, step.valid_from))
        ends = [*(day for _, day in begins[1:]), None]
        return tuple((tier, day, end) for (tier, day), end in zip(begins, ends, strict=False))  # without any, no end either

    def append(self, record: TierRecord) -> None:
        """Take in a record.

        Raises:
            UsageError: TIR034 it was made before one that is here; TIR035 it holds from a day behind another record's and corrects none;
                TIR036 a second record of the same day and the same making; TIR037 it holds from a day after it was made.
        """
        if record.valid_from > record.recorded_on:
            raise UsageError(
                "TIR037", customer=record.customer, found=record.valid_from.isoformat(), expected=record.recorded_on.isoformat()
            )
        made = self._records.get(record.customer, [])
        if made:
            newest, begins = made[-1].recorded_on, {other.valid_from: other.recorded_on for other in made}
            if record.recorded_on < newest:
                raise UsageError("TIR034", customer=record.customer, found=record.recorded_on.isoformat(), expected=newest.isoformat())
            if begins.get(record.valid_from) == record.recorded_on:
                raise UsageError("TIR036", customer=record.customer, found=record.valid_from.isoformat())
            if record.valid_from not in begins and record.valid_from < max(begins):
                raise UsageError("TIR035", customer=record.customer, found=record.valid_from.isoformat(), expected=max(begins).isoformat())
        self._records.setdefault(record.customer, []).append(record)
        self._entries.append(record)

    def take(self, assignment: TierAssignment) -> bool:
        """Take in what an assignment changed; return whether there was anything.

        Raises:
            UsageError: as `append`.
        """
        if assignment.changed:
            self.append(assignment.record)
        return assignment.changed

    def ask(self, request: TierRequest) -> None:
        """Take in a customer's request for an explanation, or an objection.

        Raises:
            UsageError: TIR038 there is one with this id; TIR040 its kind is none of those there are.
        """
        if request.id in self._requests:
            raise UsageError("TIR038", found=request.id)
        if request.kind not in REQUESTS:
            raise UsageError("TIR040", path=("kind",), found=str(request.kind), expected=", ".join(REQUESTS))
        self._entries.append(request)
        self._requests[request.id] = request
        self._of.setdefault(request.customer, []).append(request.id)
        if request.answer is not None:
            self._entries[-1] = self._requests[request.id] = TierRequest(
                request.id, customer=request.customer, kind=request.kind, on=request.on, text=request.text
            )
            self.answer(request.answer)

    def answer(self, answer: Answer) -> None:
        """Take in the answer to a request.

        Raises:
            UsageError: TIR039 no such request is open, or it was made later; TIR040 its outcome is none of those there are.
        """
        asked = self._requests.get(answer.request)
        if asked is None or not asked.open or answer.on < asked.on:
            waiting = [request.id for request in self._requests.values() if request.open and request.on <= answer.on]
            raise UsageError("TIR039", found=answer.request, expected=", ".join(waiting[:5]) or "-")
        if answer.outcome not in OUTCOMES:
            raise UsageError("TIR040", path=("outcome",), found=str(answer.outcome), expected=", ".join(OUTCOMES))
        self._entries.append(answer)
        self._requests[answer.request] = asked.answered(answer)

    def requests(self, customer: str, *, open_on: date | None = None) -> tuple[TierRequest, ...]:
        """Return a customer's requests in the order in which they were made.

        Args:
            customer: Whose.
            open_on: Only those that were open at the end of that day; None: all.
        """
        found = [self._requests[key] for key in self._of.get(customer, ())]
        return tuple(request for request in found if open_on is None or request.open_on(open_on))

    def lines(self) -> Iterator[str]:
        """Yield the entries as JSON Lines, in the order in which they were made, without line ends."""
        return map(write_line, self._entries)

    @classmethod
    def read(cls, lines: Iterable[str]) -> TierHistory:
        """Return the history that lines hold; empty lines are passed over.

        Raises:
            UsageError: TIR041 a line is no entry, TIR042 of another schema; or as `append`, `ask`, `answer`. The path is the line, from 1.
        """
        history = cls()
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    history._add(read_line(line))
                except UsageError as error:
                    raise error.at("line", number) from None
        return history

    def _add(self, entry: Entry) -> None:
        if isinstance(entry, TierRecord):
            self.append(entry)
        elif isinstance(entry, TierRequest):
            self.ask(entry)
        else:
            self.answer(entry)
