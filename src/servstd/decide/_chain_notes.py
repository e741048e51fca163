"""Who took note of a run, how long that counts, and what it withholds.

*Rule:* a note taken withholds steps, it ends nothing. It lapses when it expires, is taken back, or a reminder stays without answer;
reminders come every so long after it was first taken, whatever answered them.

Example:
    >>> notes = [NoteTaken("li"), NoteTaken("wang", lapsed_us=5)]
    >>> takers(ChainRun("late", edition=1, chain=0, cycle_id="e1", trigger="e1", started=0, notes=notes))
    frozenset({'li'})
"""

from __future__ import annotations

from typing import Literal

from servstd.decide._chain_stage import Stage
from servstd.decide.chain_book import ChainBook, ChainRun, NoteTaken
from servstd.decide.chains_compiled import CompiledStep
from servstd.events import Event
from servstd.sla.clock import NEVER

__all__ = ["lapse", "next_lapse", "next_reminder", "take_back", "take_note", "takers", "withholding"]


def _valid(run: ChainRun) -> list[NoteTaken]:
    return [note for note in run.notes if note.lapsed_us is None]


def takers(run: ChainRun) -> frozenset[str]:
    """Return the people whose notes count."""
    return frozenset(note.who for note in _valid(run))


def _meant(book: ChainBook, event: Event) -> list[ChainRun]:
    """Return the runs that an event is about: of the chain it names, else all."""
    name = event.data.get("chain")
    return [run for run in book.runs if run.status in ("new", "running") and (name is None or run.name == name)]


def take_note(stages: list[Stage], book: ChainBook, event: Event) -> None:
    """Note that somebody took note: of one notice, of a level, or of all that runs."""
    if event.by.role == "customer":
        return
    what = event.data.get("of")
    of = "" if what is None else str(what)
    meant = _meant(book, event)
    for stage in stages:
        run = stage.run
        if run not in meant:
            continue
        who, level = event.by.id or "", of
        if "|" in of:  # the key of a notice
            line = next((line.notice for line in run.lines if line.notice.key == of), None)
            if line is None:
                continue
            who, level = who or line.recipient, line.level
        _take(stage, who, level, event.at_us)


def _take(stage: Stage, who: str, of: str, at: int) -> None:
    run, wanted = stage.run, stage.chain.chain.acknowledgement
    same = [note for note in run.notes if note.who == who]
    for note in same:
        if note.lapsed_us is None and note.of == of:
            note.at_us, note.confirm_us = at, NEVER
            return
    remind = NEVER if wanted.remind is None or who not in stage.chains.roster.people else at + wanted.remind.us
    if any(note.lapsed_us is None and note.remind_us != NEVER for note in same):
        remind = NEVER  # one reminder at a time is enough
    run.notes.append(NoteTaken(who, of, at, at, remind, reminded=max((note.reminded for note in same), default=0)))


def take_back(book: ChainBook, event: Event) -> None:
    """Note that a note was taken back: the person's own where there is one, else everybody's."""
    for run in _meant(book, event):
        valid = _valid(run)
        own = [note for note in valid if event.by.id and note.who == event.by.id]
        for note in own or valid:
            note.lapsed_us, note.why = event.at_us, "taken_back"


def next_lapse(stage: Stage) -> int:
    """Return the next instant at which a note counts no more for time alone."""
    expires = stage.chain.chain.acknowledgement.expires
    ends = [note.confirm_us if expires is None else min(note.confirm_us, note.at_us + expires.us) for note in _valid(stage.run)]
    return min(ends, default=NEVER)


def lapse(stage: Stage, at: int) -> None:
    """Let the notes go that count no more at an instant."""
    expires = stage.chain.chain.acknowledgement.expires
    for note in _valid(stage.run):
        if expires is not None and note.at_us + expires.us <= at:
            note.lapsed_us, note.why = at, "expired"
        elif note.confirm_us <= at:
            note.lapsed_us, note.why = at, "unconfirmed"


def next_reminder(run: ChainRun) -> int:
    """Return the instant of the next reminder; none comes after the last step, nor while the clock stands still."""
    if run.done or run.suspended:
        return NEVER
    return min((note.remind_us for note in _valid(run)), default=NEVER)


def withholding(stage: Stage, item: CompiledStep) -> Literal["", "acknowledged", "condition"]:
    """Return why a step does not come now; empty: it does."""
    unless = item.step.unless
    if unless is None:
        return ""
    if item.unless is not None and stage.holds(item.unless):
        return "condition"
    if unless.by:
        return "acknowledged" if any(_is_by(stage, note, unless.by) for note in _valid(stage.run)) else ""
    return "acknowledged" if unless.acknowledged and _is_noted(stage) else ""


def _is_by(stage: Stage, note: NoteTaken, by: str) -> bool:
    """Return whether a note was taken by a person, a role or a level, or for a level."""
    if by in (note.who, note.of):
        return True
    person = stage.chains.roster.people.get(note.who)
    return person is not None and by in person.roles


def _is_noted(stage: Stage) -> bool:
    """Return whether whoever must take note did."""
    who, by = takers(stage.run), stage.chain.chain.acknowledgement.by
    if by == "any":
        return bool(_valid(stage.run))
    if by == "person":
        return False
    told = _told_last(stage.run)
    return bool(told) and told <= who


def _told_last(run: ChainRun) -> frozenset[str]:
    """Return whom the step told that was the last to tell anybody."""
    found: list[str] = []
    last: tuple[int, int] | None = None
    for line in reversed(run.lines):
        notice = line.notice
        if line.place < 0 or notice.kind == "action" or notice.status == "not_told":
            continue
        if last is not None and (notice.round, line.place) != last:
            break
        last = (notice.round, line.place)
        found.append(notice.recipient)
    return frozenset(found)
