"""What `servstd feedback invite` tells: who would be asked, who was, and who was not, with the reasons counted.

*Rule:* everybody whose occasion came stands there, with a reason where nobody asks; nothing is printed of what is in a notice.

Example:
    >>> from servstd.feedback.asking import Occasion, Outcome
    >>> from servstd.feedback.model import Invitation
    >>> from servstd.conditions import OnEvent
    >>> from servstd.durations import Span
    >>> after = Invitation("after", instrument="csat", trigger=OnEvent(("closed",)), expires=Span(1))
    >>> outcome = Outcome(Occasion("k", invitation="after", at_us=0), invitation=after, at_us=0, expires_us=1, why="no_customer")
    >>> _row(outcome, 0)["state"]
    'not_asked'
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from servstd.cli._cases import Cases
from servstd.cli._feedback_sending import Sent
from servstd.cli._session import Session
from servstd.feedback.asking import Outcome
from servstd.instants import from_us, local_text, to_us
from servstd.inviting import Invited, NotInvited
from servstd.messages.feedback import say_reason
from servstd.messages.invitations import invite_words
from servstd.report import table

if TYPE_CHECKING:
    from servstd.standard import Standard

__all__ = ["tell_plan", "tell_sent"]


def _row(outcome: Outcome, now_us: int) -> dict[str, object]:
    occasion = outcome.occasion
    state = ("asked" if outcome.at_us <= now_us else "waits") if outcome.sends else "not_asked"
    return {
        "case": occasion.case,
        "customer": occasion.customer,
        "invitation": outcome.invitation.name,
        "instrument": outcome.invitation.instrument,
        "via": list(outcome.invitation.via),
        "state": state,
        "at": from_us(outcome.at_us).isoformat(),
        "why": outcome.why,
        "until": None if outcome.until_us is None else from_us(outcome.until_us).isoformat(),
    }


def tell_plan(session: Session, loaded: Standard, cases: Cases, outcomes: Sequence[Outcome]) -> None:
    now_us = to_us(cases.now)
    rows = [_row(outcome, now_us) for outcome in outcomes]
    counts: Counter[str] = Counter(str(row["state"]) for row in rows)
    reasons = Counter(outcome.why for outcome in outcomes if outcome.why)
    totals = {name: counts[name] for name in ("asked", "waits", "not_asked")}
    if session.json:
        session.emit(
            {
                "standard": loaded.name,
                "now": cases.now.isoformat(),
                "invitations": rows,
                "counts": totals,
                "reasons": dict(sorted(reasons.items())),
            }
        )
        return
    if not rows:
        session.say(invite_words("nothing", session.locale))
        return
    heads = [invite_words(f"column.{name}", session.locale) for name in ("case", "customer", "instrument", "state", "at", "via", "why")]
    lines = [_cells(session, cases, outcome, row) for outcome, row in zip(outcomes, rows, strict=True)]
    session.say(table(lines, heads=heads, right=set(), width=session.width))
    session.say(invite_words("counts", session.locale, **totals))
    for why, count in sorted(reasons.items()):
        session.say(invite_words("reason", session.locale, why=say_reason(why, session.locale), count=count))


def _wall(us: int, cases: Cases) -> str:
    return local_text(us, cases.zone)[:16].replace("T", " ")


def _cells(session: Session, cases: Cases, outcome: Outcome, row: Mapping[str, object]) -> list[str]:
    why = say_reason(outcome.why, session.locale) if outcome.why else "-"
    if outcome.until_us is not None:
        why = invite_words("until", session.locale, why=why, at=_wall(outcome.until_us, cases))
    state = invite_words(f"state.{row['state']}", session.locale)
    at = _wall(outcome.at_us, cases) if outcome.sends else "-"
    via = ", ".join(outcome.invitation.via) if outcome.sends else ""
    return [outcome.occasion.case or "-", outcome.occasion.customer or "-", outcome.invitation.instrument, state, at, via or "-", why]


def tell_sent(session: Session, loaded: Standard, cases: Cases, told: list[Invited | NotInvited], sent: list[Sent]) -> None:
    refused = Counter(item.outcome.why for item in told if isinstance(item, NotInvited))
    counts = Counter("sent" if one.status in ("sent", "delivered") else one.status for one in sent)
    names = ("sent", "known", "retryable", "permanent", "ambiguous")
    totals = {name: counts[name] for name in names} | {"not_asked": sum(refused.values())}
    rows = [
        {
            "key": one.item.effect.key,
            "case": one.item.entry.case,
            "customer": one.item.entry.customer,
            "instrument": one.item.entry.instrument,
            "reminder": not isinstance(one.item, Invited),
            "status": one.status,
            "notifier": one.notifier,
            "code": one.code,
        }
        for one in sent
    ]
    if session.json:
        session.emit(
            {
                "standard": loaded.name,
                "now": cases.now.isoformat(),
                "invitations": rows,
                "counts": totals,
                "reasons": dict(sorted(refused.items())),
            }
        )
        return
    for row in rows:
        status = invite_words(f"status.{'sent' if row['status'] == 'delivered' else row['status']}", session.locale)
        known = {name: row[name] or "-" for name in ("case", "customer", "instrument", "notifier")}
        session.say(invite_words("sent_line", session.locale, status=status, code=f" ({row['code']})" if row["code"] else "", **known))
    session.say(invite_words("sent_counts", session.locale, **totals))
    for why, count in sorted(refused.items()):
        session.say(invite_words("reason", session.locale, why=say_reason(why, session.locale), count=count))
