"""How a run ends, who is told that it did, and what counts as not done after nobody watched.

*Rule:* whoever was told is told when it is over, but not who ended it. What is held is then told no more. What a run did while nobody
watched comes again, once, when the watch is resumed.

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... people: {li: {contacts: {sms: "1"}}}, notifiers: {sms: {type: console, contact: sms}},
    ... escalation: {chains: [{name: help, trigger: {event: opened},
    ...     steps: [{notify: [li], via: [sms]}, {after: 1h, notify: [li], via: [sms]}]}]}}'''
    >>> standard = servstd.loads(text)
    >>> opened = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer", "id": "e1"}
    >>> closed = {**opened, "at": "2026-01-05T09:30:00Z", "kind": "closed", "by": "agent", "id": "e2"}
    >>> [line.step for line in standard.decide([opened, closed], now="2026-01-06T09:00:00Z").escalation]
    ['1', 'stood_down']
"""

from __future__ import annotations

from typing import Final, Literal

import attrs

from servstd.decide._chain_stage import Stage
from servstd.decide._chain_telling import Telling, tell
from servstd.decide._chain_timing import suspend_run
from servstd.decide.chain_book import ChainLine
from servstd.escalation.planned import PlannedNotice, WhyNot
from servstd.escalation.recipients import Marker, Recipient
from servstd.sla.clock import NEVER

__all__ = ["end_run", "rewind"]

_STOOD_DOWN: Final = "stood_down"


def end_run(stage: Stage, at: int, status: Literal["halted", "ended"], why: str) -> None:
    """End a run, for good or until its clock is taken up again, and tell whoever was told; `why` as in `ChainRun.over`."""
    run = stage.run
    if not run.suspended:
        suspend_run(stage, at)
    run.status, run.ready, run.withheld, run.mark = status, NEVER, "", NEVER
    run.cause, run.over = run.cause or stage.book.actor, why
    for position in run.held:
        line = run.lines[position]
        run.lines[position] = attrs.evolve(line, notice=attrs.evolve(line.notice, status="not_told", why=_STOOD_DOWN, key="", at_us=at))
    run.held.clear()
    _stand_down(stage, at)


def _stand_down(stage: Stage, at: int) -> None:
    """Tell everyone who was told since the last time that it is over; the customer has notices of his own."""
    run = stage.run
    if not stage.chain.chain.stand_down:
        return
    told: dict[str, PlannedNotice] = {}
    times: set[int] = set()
    for line in run.lines:
        notice = line.notice
        if notice.status == "not_told":
            if notice.why == "stopped_it":
                told.pop(notice.recipient, None)
        elif notice.kind == _STOOD_DOWN:
            told.pop(notice.recipient, None)
            times.add(notice.since_us)
        elif notice.kind not in ("action", "reminder") and notice.role != "customer":
            told[notice.recipient] = notice
    step = _STOOD_DOWN if not times else f"{_STOOD_DOWN} {len(times) + 1}"
    for key, notice in told.items():
        why: WhyNot = "stopped_it" if key == run.cause else ""
        who: Recipient = stage.chains.roster.people.get(key) or Marker("room", key=key)
        one = Telling(who, role=notice.role, via=notice.via, kind=_STOOD_DOWN, level=notice.level, why=why)
        tell(stage, one, at, step=step, place=-1, facts={}, urgency="low")


def rewind(stage: Stage, since: int, at: int) -> None:
    """Take what a run did after `since` for not done: the first of it comes at `at`, and the rest is planned from there."""
    run, first, stood = stage.run, None, False
    for position, line in enumerate(run.lines):
        notice = line.notice
        if notice.at_us <= since or (notice.status == "not_told" and (line.place < 0 or line.taken <= since)):
            continue
        if line.taken <= since:  # its step came before, only its release fell into the time
            if notice.at_us <= at:
                _hold_again(stage, position, line, at)
            continue
        if line.place >= 0 and first is None:
            first = notice.round, line.place
        stood = stood or notice.kind == _STOOD_DOWN
        if notice.kind == "reminder" and notice.status != "not_told":
            _remind_again(stage, notice.recipient, at)
        if notice.status != "not_told":
            run.lines[position] = attrs.evolve(line, notice=attrs.evolve(notice, status="not_told", why="caught_up", key=""), facts={})
        if position in run.held:
            run.held.remove(position)
    if first is not None:
        run.round, run.index = first
        run.done, run.withheld, run.fixed, run.due, run.last = False, "", True, at, at
        run.calendar = "always"
        if run.suspended:
            run.left = 0
    if stood:
        _stand_down(stage, at)


def _hold_again(stage: Stage, position: int, line: ChainLine, at: int) -> None:
    run = stage.run
    run.lines[position] = attrs.evolve(line, notice=attrs.evolve(line.notice, status="held", at_us=at), facts={})
    if position not in run.held:
        run.held.append(position)


def _remind_again(stage: Stage, who: str, at: int) -> None:
    """Take back that somebody was reminded, and that no answer came."""
    for note in stage.run.notes:
        if note.who == who and note.reminded:
            note.reminded -= 1
            note.remind_us, note.confirm_us = at, NEVER
            if note.why == "unconfirmed":
                note.lapsed_us, note.why = None, ""
