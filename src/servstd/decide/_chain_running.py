"""A run takes its steps as time passes.

*Rule:* at one instant notes lapse first, then what was held is released, then the next step comes. A step withheld withholds all later
ones, and comes at the instant at which nothing withholds it any more.

Example:
    >>> import servstd
    >>> text = '''{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: UTC,
    ... people: {li: {contacts: {sms: "1"}}}, notifiers: {sms: {type: console, contact: sms}},
    ... escalation: {chains: [{name: help, trigger: {event: opened},
    ...     steps: [{notify: [li], via: [sms]}, {after: 1h, notify: [li], via: [sms]}]}]}}'''
    >>> standard = servstd.loads(text)
    >>> opened = {"case": "7", "at": "2026-01-05T09:00:00Z", "kind": "opened", "by": "customer", "id": "e1"}
    >>> decision = standard.decide([opened], now="2026-01-05T09:30:00Z")
    >>> [(line.step, line.status) for line in decision.escalation], decision.next_wake_up.isoformat()
    ([('1', 'told')], '2026-01-05T10:00:00+00:00')
"""

from __future__ import annotations

from servstd.decide._chain_notes import lapse, next_lapse, next_reminder, withholding
from servstd.decide._chain_stage import Stage
from servstd.decide._chain_telling import Telling, note_passed, release, tell, tell_step, withhold_step
from servstd.decide._chain_timing import hold_step, place
from servstd.decide.chain_book import ChainRun
from servstd.sla.clock import NEVER

__all__ = ["next_mark", "run_on", "set_ready", "take"]


def run_on(stage: Stage, until: int) -> None:
    """Do what time alone brings to a run up to and including `until`."""
    run = stage.run
    while run.mark <= until:
        at = run.mark
        if run.status == "running":
            if run.notes and next_lapse(stage) <= at:
                lapse(stage, at)
                set_ready(stage, at)
            _remind(stage, at)
        release(stage, at)
        if run.status == "running" and run.ready <= at:
            take(stage, at)
            set_ready(stage, at)
        run.mark = next_mark(run, stage)


def next_mark(run: ChainRun, stage: Stage) -> int:
    """Return the next instant at which time alone does anything to a run."""
    waits = run.status == "running"
    mark = NEVER
    if run.held and not (waits and run.suspended):
        mark = min(run.lines[position].notice.at_us for position in run.held)
    if waits:
        mark = min(mark, run.ready)
        if run.notes:
            mark = min(mark, next_lapse(stage), next_reminder(run))
    return mark


def set_ready(stage: Stage, at: int) -> None:
    """Set when the next step comes, as things stand at an instant."""
    run = stage.run
    if run.withheld and not run.done:
        if withholding(stage, stage.chain.steps[run.index]):
            run.ready = NEVER
            return
        run.withheld = ""
    hold_step(stage, at)


def take(stage: Stage, at: int, *, asked: bool = False) -> bool:
    """Take the next step, or withhold it; return whether it was for this case."""
    run = stage.run
    item = stage.chain.steps[run.index]
    if asked:
        run.came = at
    passed = not stage.holds(item.when)
    if passed:
        note_passed(stage, item, at)
    else:
        why = "" if asked else withholding(stage, item)
        if why:
            withhold_step(stage, item, at, why)
            run.withheld = why
            return True
        tell_step(stage, item, at)
    run.last, run.index = at, run.index + 1
    place(stage, at)
    return not passed


def _remind(stage: Stage, at: int) -> None:
    """Ask those again who took note, where it is time to."""
    run, wanted = stage.run, stage.chain.chain.acknowledgement
    if wanted.remind is None or next_reminder(run) > at:
        return
    for note in run.notes:
        if note.lapsed_us is None and note.remind_us <= at:
            note.reminded += 1
            note.remind_us += wanted.remind.us
            who = stage.chains.roster.people.get(note.who)
            if who is None:  # the state was made when the person was still there
                continue
            told = next((line.notice.via for line in reversed(run.lines) if line.notice.recipient == note.who and line.notice.via), ())
            via = told or stage.chains.roster.via(who, (), run.name, "normal")
            one = Telling(who, role="acknowledged", via=via, kind="reminder", why="" if via else "no_contact")
            notice = tell(stage, one, at, step=f"reminder {note.reminded}", place=-1, facts={}, urgency="normal")
            if wanted.confirm_within is not None and via:
                note.confirm_us = notice.at_us + wanted.confirm_within.us
