"""Flood control at the moment of sending: who waits, what goes out as one notice, and what such a notice says.

*Rule:* only what staff are told is held back; what a customer is owed goes out. What is held comes back with the seconds to wait, and is
not lost: it is wanted again the next time.

Example:
    >>> notices = [Notice("a", case="41", reason="escalated", subject="Case 41: late", text="Case 41 is late."),
    ...            Notice("b", case="42", reason="escalated", subject="Case 42: late", text="Case 42 is late.")]
    >>> print(digest_notice(Lane("sms", "wang"), notices, Limit()).text)
    2 notices: cases 41, 42
    1. Case 41 is late.
    2. Case 42 is late.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

import attrs

from servstd.delivery.cutting import size_of
from servstd.delivery.facts import one_line
from servstd.escalation.digesting import digest_for, release_us
from servstd.escalation.flood import FloodRules, HasFlood, Sending
from servstd.escalation.throttling import Throttler
from servstd.instants import SECOND_US
from servstd.messages.staff_notices import staff_subject, staff_text
from servstd.notices import Action, Limit, Notice, Receipt

__all__ = ["FloodControl", "Lane", "digest_notice"]

_MOST_LINKS = 10


@attrs.frozen
class Lane:
    """What is gathered together: one notifier, one recipient, one urgency, within one tenant."""

    notifier: str
    contact: str
    urgent: bool = attrs.field(default=False, kw_only=True)
    tenant: str | None = attrs.field(default=None, kw_only=True)
    window_us: int = attrs.field(default=0, kw_only=True, eq=False)


class FloodControl:
    """The rules, with what contacts got lately; kept up to date while notices go out."""

    def __init__(self, rules: HasFlood | None, recent: Iterable[Sending] = ()) -> None:
        """Make it; without rules nothing is held."""
        rules, sendings = rules or FloodRules(), tuple(recent)
        self._digests = rules.digests
        self._throttler = Throttler(rules.throttles, sendings)
        self._last: dict[tuple[str, str, bool], int] = {}
        for sending in sendings:
            self._went_out(sending)

    @property
    def gathers(self) -> bool:
        """Return whether anything is ever gathered."""
        return bool(self._digests)

    def lane(self, notifier: str, contact: str, *, is_room: bool, urgent: bool, tenant: str | None) -> Lane | None:
        """Return the lane of a notice; None: it is not gathered."""
        digest = digest_for(self._digests, notifier, is_room=is_room)
        return None if digest is None else Lane(notifier, contact, urgent=urgent, tenant=tenant, window_us=digest.window.us)

    def gathered(self, lane: Lane, now_us: int) -> Receipt | None:
        """Return why a lane's notices wait for the end of its window; None: they go out now."""
        at = release_us(self._last.get((lane.notifier, lane.contact, lane.urgent)), lane.window_us, now_us)
        return Receipt.retryable("gathered", after=(at - now_us) / SECOND_US) if at > now_us else None

    def throttled(self, notifier: str, contact: str, now_us: int, *, urgent: bool) -> Receipt | None:
        """Return why a contact gets nothing now; None: it does, and that counts."""
        wait_us = self._throttler.wait_us(notifier, contact, now_us, urgent=urgent)
        return Receipt.retryable("throttled", after=wait_us / SECOND_US) if wait_us else None

    def sent(self, sending: Sending | None) -> None:
        """Note that something went out; the throttle knows already."""
        if sending is not None:
            self._went_out(sending)

    def _went_out(self, sending: Sending) -> None:
        lane = (sending.notifier, sending.contact, sending.urgent)
        self._last[lane] = max(sending.at_us, self._last.get(lane, sending.at_us))


def digest_notice(lane: Lane, notices: Sequence[Notice], limit: Limit) -> Notice:
    """Return one notice that says what several say, in their order.

    Where the notifier does not take all their texts, it gets their subjects; the first line names all cases either way.

    Args:
        lane: What they have in common.
        notices: Two or more, for one recipient.
        limit: What the notifier takes.
    """
    first = notices[0]
    cases = list(dict.fromkeys(one_line(notice.case) for notice in notices))
    values = {"count": len(notices), "cases": ", ".join(cases)}
    subject = staff_subject("digest" if len(cases) > 1 else "digest_one", first.locale, **values)
    text = _numbered(subject, [notice.text for notice in notices], first.locale)
    if limit.length is not None and size_of(text, limit.unit) > limit.length:
        text = _numbered(subject, [notice.subject for notice in notices], first.locale)
    keys = "\n".join(notice.key for notice in notices)
    actions = {action.url: Action(_link_label(notice), url=action.url) for notice in notices for action in notice.actions}
    return Notice(
        f"digest|{lane.notifier}|{lane.contact}|{sha256(keys.encode('utf-8', 'replace')).hexdigest()[:16]}",
        tenant=lane.tenant, case=", ".join(cases), reason="digest", subject=subject, text=text,
        actions=tuple(actions.values())[:_MOST_LINKS], urgency=first.urgency, locale=first.locale,
    )  # fmt: skip


def _numbered(head: str, texts: Iterable[str], language: str) -> str:
    lines = [staff_text("digest_line", language, number=number, text=text) for number, text in enumerate(texts, start=1)]
    return "\n".join([head, *lines])


def _link_label(notice: Notice) -> str:
    return staff_text("open_case", notice.locale, case=one_line(notice.case))
