"""Notices to customers: what sets them off, what holds them back, and the effects they become.

*Rule:* a notice goes out once for what set it off. What quiet hours hold is looked at again at its release, with what is known
then: what has become untrue is withheld for good. Nothing depends on when somebody looked.

    an event, a miss, a point, a due that changed -> fired -> when: holds, else nothing
    fired, customers may be disturbed             -> sent
    fired, quiet hours                            -> held until the next opening -> sent | withheld

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... customer_notices: {notices: [{name: noted, trigger: {event: opened}, text: "Case {{case}} is noted."}]}}'''
    >>> opened = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer", "id": "e1"}
    >>> [effect.key for effect in servstd.loads(text).decide([opened], now="2026-01-05T09:00:00Z").effects]
    ['|7||e1|notice|noted||customer']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from servstd.decide.compiled import CompiledEdition, CompiledNotices, CompiledStandard
from servstd.decide.facts import make_facts, plain_data, quoted
from servstd.decide.owed import DueNote, Fired, LatchNote, NoticeBook, OwedNotice, WhyChanged, WhyWithheld
from servstd.decide.state import CaseState
from servstd.decide.turns import choice_of
from servstd.effects import Effect, Order
from servstd.events import Event
from servstd.messages.naming import pick_label
from servstd.plain import is_map
from servstd.sla.clock import NEVER, ClockState
from servstd.sla.model import RESERVED
from servstd.sla.steps import crossing

__all__ = ["customer_contacts", "detect", "dispatch", "note_dues", "note_event", "notice_effects"]

_CUSTOMER: Final = "customer"


# ── what sets them off ───────────────────────────────────────────────────────────────────────────────────────────────


def note_event(
    edition: CompiledEdition, state: CaseState, book: NoticeBook, event: Event, kinds: tuple[str, ...], before: Mapping[str, object] | None
) -> None:
    """Note the notices that a step of an event sets off; an event sets each off once, however many steps it takes."""
    told = edition.notices
    if told is None:
        return
    for i, rises, named in told.events:
        if not rises(event, kinds, state.attributes, before, state.live):
            continue
        cause = event.id or ""
        if any(item.notice == i and item.cycle_id == cause and not item.metric for item in book.fired):
            continue
        reason = next((kind for kind in kinds if kind in named), event.kind)
        data, instants = plain_data(edition, event.data)
        book.fired = (*book.fired, Fired(i, at_us=event.at_us, reason=reason, cycle_id=cause, data=data, instants=instants))


def detect(standard: CompiledStandard, state: CaseState, book: NoticeBook, until: int) -> None:
    """Note the misses and points that clocks reached up to and including `until`; each once a cycle."""
    told = standard.editions[state.edition].notices
    for clock in state.live.values():
        if clock.metric not in standard.latched or quoted(choice_of(standard, clock)) is None:
            continue
        note = book.latched.get(clock.metric)
        if note is None or note.cycle_id != clock.cycle_id:
            note = LatchNote(clock.cycle_id)
        if clock.missed is not None and not note.missed:
            note = attrs.evolve(note, missed=True)
            # an `on_change: from_start` may date the miss before the change: nobody could be told then
            at = max(clock.missed, state.watermark or 0)
            _fire_clock(book, told.missed.get(clock.metric, []) if told else [], clock, at, "missed")
        crossed = _reached(standard, told, clock, note, book, until)
        if crossed:
            note = attrs.evolve(note, crossed={**note.crossed, **crossed})
            for text, at in crossed.items():
                if at >= 0 and told is not None:
                    _fire_clock(book, told.crossed[clock.metric, text], clock, at, "threshold", text)
        book.latched[clock.metric] = note


def _reached(
    standard: CompiledStandard, told: CompiledNotices | None, clock: ClockState, note: LatchNote, book: NoticeBook, until: int
) -> dict[str, int]:
    """Return the points newly reached, negative when a change left them behind: of several only the latest fires, as for `warn:`."""
    since = max(clock.planned, book.since_us)
    reached = [(at, text) for at, text in _points(standard, told, clock, note) if at <= until]
    latest_behind = max((at for at, _ in reached if at <= since), default=since)
    return {text: max(at, since) if at >= latest_behind else -since for at, text in sorted(reached)}


def _points(
    standard: CompiledStandard, told: CompiledNotices | None, clock: ClockState, note: LatchNote | None
) -> Iterator[tuple[int, str]]:
    """Yield the points of a running clock that have not been reached, with the instant of each."""
    if told is None or clock.phase != "running" or clock.due is None:
        return
    for point in told.points.get(clock.metric, ()):
        if note is None or note.cycle_id != clock.cycle_id or point.text not in note.crossed:
            yield crossing(clock, point, standard.timelines[clock.calendar]), point.text


def _fire_clock(book: NoticeBook, notices: list[int], clock: ClockState, at: int, reason: str, text: str = "") -> None:
    due = clock.due if clock.missed is None else clock.missed
    book.fired = (
        *book.fired,
        *(Fired(i, at_us=at, reason=reason, metric=clock.metric, cycle_id=clock.cycle_id, threshold=text, due_us=due) for i in notices),
    )


def note_dues(standard: CompiledStandard, state: CaseState, book: NoticeBook, at: int) -> None:
    """Note the dues that differ from those last known in their cycles, once the instant `at` has settled."""
    told = standard.editions[state.edition].notices
    for metric in standard.promised:
        clock = state.live.get(metric)
        if clock is None or clock.phase != "running" or clock.due is None or clock.missed is not None:
            continue
        if quoted(choice_of(standard, clock)) is None:
            continue
        old = book.dues.get(metric)
        book.dues[metric] = new = DueNote(
            clock.cycle_id, due_us=clock.due, edition=clock.edition, choice=clock.choice, until_us=clock.until, gaps=len(clock.gaps)
        )
        why = None if old is None or old.due_us == new.due_us else _why(standard, state, clock, old, new)
        if old is not None and why is not None:
            _fire_change(state, book, told.changed.get(metric, []) if told else [], old, new, why, metric, at)


def _why(standard: CompiledStandard, state: CaseState, clock: ClockState, old: DueNote, new: DueNote) -> WhyChanged | None:
    """Return why a due is another than was known; None: it is the first of its cycle."""
    if old.cycle_id != new.cycle_id:
        return "restarted" if _replaces(state, clock, old.cycle_id) else None
    if old.gaps != new.gaps:
        return "reopened"
    before, now = (standard.editions[note.edition].table.choice(note.choice) for note in (old, new))
    if not before.same_due(now):
        return "changed"
    return "moved" if old.until_us != new.until_us else "resumed"


def _replaces(state: CaseState, clock: ClockState, cycle_id: str) -> bool:
    """Return whether a clock took the place of another that was cancelled in the same instant."""
    return any(
        ended.metric == clock.metric and ended.cycle_id == cycle_id and ended.phase == "cancelled" and ended.stopped == clock.started
        for ended in state.ended
    )


def _fire_change(
    state: CaseState, book: NoticeBook, notices: list[int], old: DueNote, new: DueNote, why: WhyChanged, metric: str, at: int
) -> None:
    """Note a changed due; what is still held of an earlier change is superseded, and the due before that one is what was known."""
    known: dict[int, int | None] = {}
    owed: list[OwedNotice] = []
    for item in book.owed:
        fired = item.fired
        if item.status == "held" and fired.why is not None and (fired.metric, fired.cycle_id) == (metric, old.cycle_id):
            if item.edition == state.edition:
                known[fired.notice] = fired.previous_us
            item = attrs.evolve(item, status="withheld", why="superseded")
        owed.append(item)
    book.owed = tuple(owed)
    book.fired = (
        *book.fired,
        *(
            Fired(
                i, at_us=at, reason="due_changed", metric=metric, cycle_id=new.cycle_id, cause=state.last_id, due_us=new.due_us,
                previous_us=known.get(i, old.due_us), why=why,
            )
            for i in notices
        ),
    )  # fmt: skip


# ── what holds them back ─────────────────────────────────────────────────────────────────────────────────────────────


def dispatch(standard: CompiledStandard, state: CaseState, book: NoticeBook, until: int) -> None:
    """Send or hold what has fired, and release what was held, up to and including `until`; then look ahead."""
    told = standard.editions[state.edition].notices
    over = state.attributes.get("category") == "cancelled"
    if book.fired and told is not None:
        owed = [
            OwedNotice(fired, edition=state.edition, release_us=_release(told, state, fired), over=over)
            for fired in book.fired
            if _is_for(told, state, fired)
        ]
        book.owed = (*book.owed, *owed)
    book.fired = ()
    if any(item.status == "held" and item.release_us <= until for item in book.owed):
        book.owed = tuple(
            _settle(standard, state, item, over) if item.status == "held" and item.release_us <= until else item for item in book.owed
        )
    marks = [item.release_us for item in book.owed if item.status == "held"]
    for clock in state.live.values():
        if clock.metric in standard.latched and quoted(choice_of(standard, clock)) is not None:
            marks += [at for at, _ in _points(standard, told, clock, book.latched.get(clock.metric))]
    book.mark = min(marks, default=NEVER)
    state.look_ahead()


def _is_for(told: CompiledNotices, state: CaseState, fired: Fired) -> bool:
    holds = told.when[fired.notice]
    return holds is None or holds(None, (), state.attributes, None, state.live)


def _release(told: CompiledNotices, state: CaseState, fired: Fired) -> int:
    if told.hours is None or not told.notices[fired.notice].waits or told.hours.is_open(fired.at_us):
        return fired.at_us
    if told.unless is not None and told.unless(None, (), state.attributes, None, state.live):
        return fired.at_us
    return told.hours.next_open(fired.at_us)


def _settle(standard: CompiledStandard, state: CaseState, item: OwedNotice, over: bool) -> OwedNotice:
    """Return a notice as it leaves: sent with the facts of its release, or withheld."""
    why = _why_withheld(state, item, over) if item.release_us > item.fired.at_us else ""
    if not why and item.fired.why is not None and item.fired.due_us == item.fired.previous_us:
        why = "unchanged"
    if why:
        return attrs.evolve(item, status="withheld", why=why)
    return attrs.evolve(item, status="sent", facts=make_facts(standard, state, item.release_us, item.fired))


def _why_withheld(state: CaseState, item: OwedNotice, over: bool) -> WhyWithheld:
    """Return why a notice that was held is no longer true; a later change of its due was seen to when it came."""
    if over and not item.over:
        return "cancelled"
    if item.fired.metric:
        clock = state.live.get(item.fired.metric)
        if clock is None or clock.cycle_id != item.fired.cycle_id:
            return "stopped"
    return ""


# ── effects ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def notice_effects(standard: CompiledStandard, state: CaseState) -> Iterator[tuple[int, Effect]]:
    """Yield an effect for each notice that went out, with all that its delivery needs, and the instant at which it fired."""
    for item in state.notices.owed if state.notices is not None else ():
        edition = standard.editions[item.edition]
        if item.status == "sent" and edition.notices is not None:
            fired = item.fired
            yield fired.at_us, Effect(
                "notice", case=state.case, tenant=state.tenant, metric=fired.metric, cycle_id=fired.cycle_id, at_us=item.release_us,
                threshold=fired.threshold, cause=fired.cause, order=_order(edition, edition.notices, item),
            )  # fmt: skip


def _order(edition: CompiledEdition, told: CompiledNotices, item: OwedNotice) -> Order:
    notice, language = told.notices[item.fired.notice], edition.edition.language
    attributes = item.facts["attributes"]
    known: Mapping[str, object] = attributes if is_map(attributes) else {}
    customer = known.get(_CUSTOMER)
    return Order(
        notice.name, audience="customer", recipient=_CUSTOMER if customer is None else str(customer), via=notice.via,
        reason=item.fired.reason, text=pick_label(notice.text, language, ""), subject=pick_label(notice.subject, language, ""),
        facts=item.facts, show=notice.show, contacts=customer_contacts(edition, told.contacts, known), urgency=notice.urgency,
        language=language, path=notice.path,
    )  # fmt: skip


def customer_contacts(edition: CompiledEdition, declared: Mapping[str, str], attributes: Mapping[str, object]) -> dict[str, str]:
    """Return contact key -> address: of the attribute declared for the key, else of the one of the same name."""
    contacts = {name: str(value) for name, value in attributes.items() if _may_be_address(edition, name) and isinstance(value, (str, int))}
    for key, name in declared.items():
        contacts.pop(key, None)
        value = attributes.get(name)
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            contacts[key] = str(value)
    return contacts


def _may_be_address(edition: CompiledEdition, name: str) -> bool:
    """Return whether an attribute may hold an address: it is a text of any content, and has no meaning of its own."""
    attribute = edition.edition.attributes.get(name)
    if attribute is not None and (attribute.kind not in ("text", "number") or attribute.values is not None):
        return False
    return name not in RESERVED
