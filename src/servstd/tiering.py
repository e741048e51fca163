"""A standard's tiers, ready to assign: the edition in force on a day judges the customer on that day.

*Rule:* nothing is remembered here and no clock is read: facts, history and day are arguments, and the same give the same tier.

Example:
    >>> import servstd
    >>> standard = servstd.loads('''
    ... format: 1
    ... standard: shop
    ... version: "1"
    ... effective_from: 2026-01-01
    ... time_zone: Asia/Shanghai
    ... tiers:
    ...   ladder: [standard, vip]
    ...   criteria:
    ...     level: {weight: 100%, missing: lowest, rule: {lookup: {field: level, values: {a: 0, b: 100}}}}
    ...   levels: {vip: {enter: 60, leave: 50}}
    ... ''')
    >>> standard.tiers.assign({"customer": "K1", "level": "b"}, on="2026-03-01").tier
    'vip'
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from servstd.errors import UsageError
from servstd.instants import local_date, read_day, read_zone
from servstd.tiers.assigning import assign
from servstd.tiers.explaining import explain
from servstd.tiers.history import TierHistory
from servstd.tiers.rules import RULES

if TYPE_CHECKING:
    from servstd.document.edition import Edition
    from servstd.tiers.explaining import TierExplanation
    from servstd.tiers.model import Tiers
    from servstd.tiers.outcome import TierAssignment

__all__ = ["TierDesk"]


class TierDesk:
    """Assigns customers to tiers by the rules of a standard.

    Args:
        editions: The standard's editions, in order of their effective dates.

    Raises:
        UsageError: TIR094 the edition that takes effect last has no tiers.
    """

    def __init__(self, editions: tuple[Edition, ...]) -> None:
        self._editions = editions
        self.model = _tiers(editions[-1])

    def edition_on(self, on: date | str) -> Edition:
        """Return the edition by which customers are judged on a day: the one in force at its end; the first one before that."""
        day = read_day(on)
        begun = [item for item in self._editions if local_date(item.effective_from_us, read_zone(item.time_zone)) <= day]
        return begun[-1] if begun else self._editions[0]

    def assign(
        self,
        facts: Mapping[str, object],
        history: TierHistory | None = None,
        *,
        on: date | str,
        language: str | None = None,
        via: tuple[str, ...] = (),
    ) -> TierAssignment:
        """Return the tier of a customer on a day, with everything it rests on.

        Args:
            facts: What is known about the customer: `customer` and the fields that the criteria read.
            history: What was assigned before; None: nothing. It is not changed: append `record` when `changed` says so.
            on: The day of judging, a date or `2026-03-01`.
            language: `zh` or `en`, of what the customer is told; None: the standard's own.
            via: Notifiers by which customers are told of falls and changes; empty: the effects are for information only.

        Raises:
            UsageError: TIR094 the edition of that day has no tiers, TIR095 a plugin's rule is not at hand, TIR158 `history` is none;
                facts that cannot be used.
        """
        if history is not None and not isinstance(history, TierHistory):  # pyright: ignore[reportUnnecessaryIsInstance]  # untyped callers
            raise UsageError("TIR158", path=("history",), found=type(history).__name__)
        edition = self.edition_on(on)
        tiers = _tiers(edition)
        for criterion in tiers.criteria:
            if criterion.rule.part is None and criterion.rule.name not in RULES:
                raise UsageError("TIR095", criterion=criterion.name, name=criterion.rule.name)
        return assign(
            tiers,
            facts,
            history,
            on=read_day(on),
            edition=edition.version,
            language=language or edition.language,
            zone=read_zone(edition.time_zone),
            via=via,
        )

    def explain(self, facts: Mapping[str, object], history: TierHistory | None = None, *, on: date | str) -> TierExplanation:
        """Return why a customer has the tier: what each criterion added, the lines, what would move the customer; see `.text(locale)`.

        Args:
            facts: As for `assign`.
            history: As for `assign`.
            on: As for `assign`.

        Raises:
            UsageError: as `assign`.
        """
        given = self.assign(facts, history, on=on)
        tiers = _tiers(self.edition_on(on))
        return explain(tiers, given.scored, given.record, upcoming=given.upcoming, next_review=given.next_review)

    def __repr__(self) -> str:
        return f"<TierDesk {' < '.join(self.model.names)}>"


def _tiers(edition: Edition) -> Tiers:
    if edition.tiers is None:
        raise UsageError("TIR094", name=edition.name, version=edition.version)
    return edition.tiers
