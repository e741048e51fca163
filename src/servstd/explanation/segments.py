"""Stretches of a clock in words: what was promised, what ran, what did not and why, and how it ended.

*Rule:* evidence is the `note` of the events themselves; without one the status category is named.

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}}'''
    >>> standard = servstd.loads(text)
    >>> opened = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer"}
    >>> waits = {"case": "7", "at": "2026-01-05T10:00:00Z", "kind": "changed", "data": {"category": "waiting_customer"}}
    >>> explanation = standard.explain([opened, waits], now="2026-01-05T11:00:00Z", locale="en", audience="customer")
    >>> [row.text for row in explanation.sections[0].rows if row.label == "Paused"]
    ['since Mon 5 Jan 10:00    waiting for you']
"""

from __future__ import annotations

from servstd.decide import Clock
from servstd.explanation.model import Row
from servstd.explanation.teller import Teller
from servstd.messages.naming import spell_amount

__all__ = ["promise_text", "provisional_text", "section_title", "segment_rows", "verdict_text"]


def promise_text(teller: Teller, clock: Clock, *, named: bool = False) -> str:
    """Return what was promised: the amount and how it is counted, or the agreed instant; `named` says of what."""
    if clock.amount is None:
        return teller.say("until", name=teller.attribute(clock.target or ""))
    comma = "，" if teller.zh else ", "
    amount = spell_amount(clock.amount, teller.locale)
    within = teller.say("within_named" if named else "within", amount=amount, metric=teller.metric(clock.metric))
    if clock.end_of_day:
        within += teller.say("end_of_day")
    return within + comma + teller.calendar(clock)


def verdict_text(teller: Teller, clock: Clock) -> str:
    """Return how the clock ended, or an empty text while that is open."""
    if clock.state == "cancelled":
        return teller.say("cancelled", at=teller.instant(clock.stopped_us))
    if clock.verdict == "missed":
        if clock.phase == "stopped":
            return teller.say("missed_done", at=teller.instant(clock.stopped_us))
        return teller.say("missed_open")
    return teller.say("met", at=teller.instant(clock.stopped_us)) if clock.verdict == "met" else ""


def section_title(teller: Teller, clock: Clock) -> str:
    """Return the name of a clock, with its round where there are several."""
    name = teller.metric(clock.metric)
    count = len(teller.decision.clocks_of(clock.metric))
    return name if count == 1 else f"{name} {teller.say('cycle', n=clock.cycle)}"


def provisional_text(teller: Teller, clock: Clock) -> str:
    """Return the remark that the due rests on holidays not announced yet."""
    edition = teller.edition_of(clock)
    calendar = edition.agreed_calendars.get(clock.calendar_key) or edition.calendars.get(clock.calendar)
    return teller.say("provisional", date=calendar.known_through if calendar else "")


def segment_rows(teller: Teller, clock: Clock, *, staff: bool) -> list[Row]:
    """Return a row for each stretch of a clock, in order."""
    rows: list[Row] = []
    for segment in clock.segments:
        start, end = segment.start_us, segment.end_us
        if end is None and segment.phase == "running" and len(clock.segments) > 1:
            rows.append(
                Row(teller.say("goes_on"), f"{teller.say('since', start=teller.instant(start))}    {_left(teller, clock)}".rstrip())
            )
            continue
        began = teller.instant(start)
        span = teller.say("since", start=began) if end is None else teller.say("span", start=began, end=teller.instant(end))
        if segment.phase == "running":
            ran = clock.open_between(start, teller.decision.now_us if end is None else end)
            rows.append(Row(teller.say("running"), f"{span}    {teller.time(ran)}"))
        else:
            why = _why_halted(teller, clock, start, end, staff=staff) if segment.phase == "paused" else ""
            rows.append(Row(teller.say(segment.phase), f"{span}    {why}".rstrip()))
    return rows


def _left(teller: Teller, clock: Clock) -> str:
    left = clock.remaining_us
    if left is None:
        return ""
    return teller.say("left", text=teller.time(left)) if left >= 0 else teller.say("overdue", text=teller.time(-left))


def _why_halted(teller: Teller, clock: Clock, start: int, end: int | None, *, staff: bool) -> str:
    """Return the reason of a pause: the category, for staff the desk's own status, and the notes of the events around it."""
    turns = teller.turns_of(clock)
    begun = next(turn for turn in reversed(turns) if turn.at_us == start and turn.what in ("paused", "started", "reopened"))
    ended = next((turn for turn in turns if turn.at_us == end and turn.what == "resumed"), None)
    reason = ""
    category = begun.attributes.get("category")
    if category in ("waiting_customer", "on_hold"):
        reason = teller.say(f"{category}_staff" if staff else str(category))
    if staff and begun.attributes.get("status") is not None:
        reason = f"{reason} [{begun.attributes['status']}]".strip()
    notes = [note for turn in (begun, ended) if turn is not None and (note := teller.note(turn.event_id))]
    if not notes:
        return reason
    return f"{reason}（{'，'.join(notes)}）" if teller.zh else f"{reason} ({'; '.join(notes)})".lstrip()
