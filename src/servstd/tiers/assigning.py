"""Assigning a tier: score, place, explain, and say what must be told.

*Rule:* a pure function of the section `tiers:`, the facts, the history and the day. It appends nothing: `history.take(assignment)` does,
and asking again on the same day then gives the same tier and nothing new.

Example:
    >>> from servstd.tiers.model import Level
    >>> tiers = Tiers((Level("standard"), Level("key", enter=30.0, leave=25.0)))
    >>> scored = Scored("c7", on=date(2026, 1, 5), total=31.0)
    >>> assignment = assign(tiers, {"customer": "c7"}, on=date(2026, 1, 5), scored=scored)
    >>> assignment.tier, assignment.record.cause, assignment.changed
    ('key', 'first', True)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo

import attrs

from servstd.errors import UsageError
from servstd.tiers.explaining import Explainer
from servstd.tiers.history import TierHistory
from servstd.tiers.model import Tiers
from servstd.tiers.outcome import Scored, TierAssignment
from servstd.tiers.placing import place
from servstd.tiers.scoring import compile_scoring
from servstd.tiers.telling import tell

__all__ = ["Assigner", "assign"]


class Assigner:
    """Assigns tiers by one edition's rules: made once, used for many customers.

    Args:
        tiers: What the standard says of tiers.
        edition: The edition's version, kept in the records.
        language: The language of what customers are told.
        zone: Where days begin.
        via: Notifiers by which customers are told of falls and changes; empty: effects are for information only.
        from_text: Whether facts hold texts only, as a CSV file does.
        explained: Whether new records carry their explanations.

    Raises:
        UsageError: as `servstd.tiers.scoring.compile_scoring`.
    """

    def __init__(
        self,
        tiers: Tiers,
        *,
        edition: str = "",
        language: str = "en",
        zone: tzinfo = UTC,
        via: tuple[str, ...] = (),
        from_text: bool = False,
        explained: bool = True,
    ) -> None:
        self._tiers, self._edition, self._language, self._zone, self._via = tiers, edition, language, zone, via
        self._score = compile_scoring(tiers, from_text=from_text)
        self._explainer = Explainer(tiers) if explained else None

    def assign(
        self, facts: Mapping[str, object], history: TierHistory | None = None, *, on: date, scored: Scored | None = None
    ) -> TierAssignment:
        """Return the tier of a customer on a day; see the function `assign`."""
        tiers = self._tiers
        if scored is None:
            scored = self._score(facts, on)
        customer = scored.customer
        _check_overrides(tiers, customer, facts.get("owner"))
        log = TierHistory() if history is None else history
        last = log.last(customer)
        record, upcoming, review = place(tiers, scored, last, on, joined=_joined(facts.get("joined")), edition=self._edition)
        objections = tuple(request.id for request in log.requests(customer, open_on=on) if request.kind == "objection")
        records = log.of(customer)
        if record is not last:
            if self._explainer is not None:
                explanation = dict(self._explainer.explain(scored, record, upcoming=upcoming, next_review=review).as_dict())
                if objections:
                    explanation["objections"] = list(objections)
                record = attrs.evolve(record, explanation=explanation)
            records = (*records, record)
        return TierAssignment(
            customer, tier=record.tier, on=on, record=record, changed=record is not last, scored=scored, upcoming=upcoming,
            next_review=review, effects=tell(tiers, records, on, zone=self._zone, language=self._language, via=self._via),
            objections=objections,
        )  # fmt: skip


def assign(
    tiers: Tiers,
    facts: Mapping[str, object],
    history: TierHistory | None = None,
    *,
    on: date,
    edition: str = "",
    language: str = "en",
    zone: tzinfo = UTC,
    via: tuple[str, ...] = (),
    scored: Scored | None = None,
) -> TierAssignment:
    """Return the tier of a customer on a day, with everything it rests on. For many customers make an `Assigner` once.

    Args:
        tiers: What the standard says of tiers.
        facts: `customer` and the fields the criteria read; also `joined`, the day the customer joined (a date or ISO text), where reviews
            are anniversaries, and `owner`, who looks after the customer.
        history: What was recorded before; None: nothing.
        on: The day.
        edition: The edition's version, kept in the record.
        language: The language of what the customer is told.
        zone: Where days begin.
        via: Notifiers by which customers are told of falls and changes; empty: effects are for information only.
        scored: The score, where it was computed before (see `servstd.tiers.scoring.compile_scoring`); None: it is computed.

    Raises:
        UsageError: facts that cannot be read; TIR030 the day lies before the last record was made; TIR032 `joined` is needed; TIR033 an
            override was approved by the customer's own owner; TIR043 `joined` is no date.
    """
    assigner = Assigner(tiers, edition=edition, language=language, zone=zone, via=via)
    return assigner.assign(facts, history, on=on, scored=scored)


def _check_overrides(tiers: Tiers, customer: str, owner: object) -> None:
    for override in tiers.overrides:
        if override.customer == customer and override.approved_by == owner:
            raise UsageError("TIR033", path=(*override.path, "approved_by"), customer=customer, found=override.approved_by)


def _joined(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise UsageError("TIR043", path=("joined",), found=repr(value)) from None
