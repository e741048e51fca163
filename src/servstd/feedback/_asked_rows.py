"""Who was asked and what became of it, from the ledger or from `surveyed` events, for response rates.

*Rule:* one invitation is one row, whoever answers it how often; its attributes are those of its case when it was asked, so that the silent
are grouped as those who answered. An answer that nobody was invited to is in no rate.

Example:
    >>> from servstd.feedback.ledger import LedgerEntry
    >>> ledger = ContactLedger([LedgerEntry("sent", at_us=0, customer="c7", instrument="after", invitation="k1")])
    >>> rows = list_asked("after", [], ledger, [], Scope(), at_least=1)
    >>> rows[0].answered.n, dict(rows[0].outcomes)
    (1, {'sent': 1})
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from servstd.feedback._case_facts import CaseFacts
from servstd.feedback.anonymity import hidden_cells
from servstd.feedback.ledger import ContactLedger
from servstd.feedback.reach import Asked, Outcome, ResponseRate, response_rates
from servstd.feedback.reporting import AskedRow, Scope
from servstd.feedback.responses import Response

__all__ = ["list_asked"]

# what became of an invitation when several answers came: the first of these
_ORDER: tuple[tuple[str, Outcome], ...] = (
    ("counted", "answered"),
    ("partial", "partial"),
    ("late", "late"),
    ("dismissed", "dismissed"),
    ("suspected_bot", "suspected_bot"),
)


@attrs.frozen
class _Invited:
    """One invitation: its key, its case, when, and why it was not sent (empty: it was)."""

    key: str
    case: tuple[str | None, str] = attrs.field(kw_only=True)
    at_us: int = attrs.field(kw_only=True)
    why: str = attrs.field(default="", kw_only=True)


def list_asked(
    instrument: str,
    facts: Sequence[CaseFacts],
    ledger: ContactLedger | None,
    responses: Sequence[Response],
    scope: Scope,
    *,
    at_least: int,
) -> tuple[AskedRow, ...]:
    """Return the rates of all invitations sent in the time of the report, then those of each value of each attribute.

    Args:
        instrument: Its name; versions are asked alike.
        facts: The cases.
        ledger: What was sent; None: `surveyed` events tell it.
        responses: The instrument's answers, before anything is taken from them.
        scope: The time, and the attributes.
        at_least: With fewer answers than this a row is not shown.
    """
    came: dict[str, set[str]] = {}
    for response in responses:
        came.setdefault(response.invitation or _of_case((response.tenant, response.case)), set()).add(response.status)
    known = {(one.tenant, one.case): one for one in facts}
    invited = _from_events(instrument, facts) if ledger is None else _from_ledger(instrument, ledger)
    rows = [
        Asked(
            "not_sent" if one.why else _outcome(came.get(one.key, set())),
            segment={name: _value(known.get(one.case), one.at_us, name) for name in scope.by},
            reason=one.why,
        )
        for one in invited
        if scope.holds(one.at_us)
    ]
    if not rows:
        return ()
    everybody = response_rates(rows)[0]
    out = [_row(everybody)]
    for name in scope.by:
        rates = response_rates(rows, by=[name])[1:]
        hidden = hidden_cells({rate.segment[name]: rate.outcomes.get("answered", 0) for rate in rates}, at_least)
        out += [_row(rate) for rate in rates if rate.segment[name] not in hidden]
    return tuple(out)


def _row(rate: ResponseRate) -> AskedRow:
    return AskedRow(
        rate.segment,
        answered=rate.answered_of_invited,
        partly=rate.answered_or_partly_of_invited,
        outcomes=rate.outcomes,
        not_sent=rate.not_sent,
    )


def _outcome(statuses: set[str]) -> Outcome:
    found: list[Outcome] = [outcome for status, outcome in _ORDER if status in statuses]
    return found[0] if found else "sent"


def _value(facts: CaseFacts | None, us: int, name: str) -> str:
    value = None if facts is None else facts.attributes_at(us).get(name)
    return "" if value is None else str(value)


def _of_case(case: tuple[str | None, str]) -> str:
    return f"case {case[0] or ''}/{case[1]}"


def _from_events(instrument: str, facts: Sequence[CaseFacts]) -> Iterator[_Invited]:
    seen: set[str] = set()
    for one in facts:
        for event in one.of_kind("surveyed"):
            case = (one.tenant, one.case)
            key = str(event.data.get("invitation") or _of_case(case))
            if event.data.get("instrument") == instrument and key not in seen:
                seen.add(key)
                yield _Invited(key, case=case, at_us=event.at_us)


def _from_ledger(instrument: str, ledger: ContactLedger) -> Iterator[_Invited]:
    last: dict[str, _Invited] = {}
    for entry in ledger:
        sent = entry.kind == "sent"
        before = last.get(entry.invitation)
        if entry.instrument == instrument and (sent or (entry.kind == "not_sent" and (before is None or before.why))):
            case = (entry.tenant, entry.case)
            last[entry.invitation] = _Invited(entry.invitation, case=case, at_us=entry.at_us, why="" if sent else entry.why or "failed")
    yield from last.values()
