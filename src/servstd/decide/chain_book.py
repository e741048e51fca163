"""The escalation of a case: which chains run, how far they got, who took note, and every line of who was told or not.

*Rule:* plain values, kept with the case state. What was not told stays, with its reason; it never becomes an effect.

Example:
    >>> book = ChainBook()
    >>> book.runs.append(ChainRun("late", edition=1, chain=0, metric="resolution", cycle_id="e1", trigger="missed", started=0))
    >>> ChainBook.read(book.as_dict()) == book
    True
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

import attrs

from servstd.escalation.planned import PlannedNotice
from servstd.sla.clock import NEVER

__all__ = ["ChainBook", "ChainLine", "ChainRun", "NoteTaken", "RunStatus"]

RunStatus: TypeAlias = Literal["new", "running", "halted", "ended"]
_NOTHING: Final[Mapping[str, object]] = {}
_PLAIN = tuple(field.name for field in attrs.fields(PlannedNotice) if field.name != "zone")


@attrs.frozen
class ChainLine:
    """One line with what its effect needs.

    Attributes:
        place: Position of its step in the chain; -1: it is a reminder or tells that the chain stood down.
        taken: When the run took the step: later than `since_us` of the notice where quiet hours of the chain held the step.
        facts: What its template may name, as known when it was told; empty where nobody wants them.
        action: What the help desk must do, for a line of the kind `action`.
    """

    notice: PlannedNotice
    place: int = -1
    taken: int = attrs.field(default=0, kw_only=True)
    facts: Mapping[str, object] = attrs.field(default=_NOTHING, kw_only=True, repr=False)
    action: Mapping[str, object] | None = attrs.field(default=None, kw_only=True)


@attrs.define
class NoteTaken:
    """Somebody took note of a run.

    Attributes:
        who: The person's key; empty: not told.
        of: What it was of: a level, or empty.
        since_us: When it was taken first: reminders are counted from here.
        at_us: When it was last taken: it expires so long after.
        remind_us: When the next reminder is; `NEVER`: there is none.
        confirm_us: By when the last reminder must be answered; `NEVER`: none is open.
        reminded: How many reminders there were.
        lapsed_us: Since when it counts no more; None: it counts.
        why: Why not: it `expired`, was `unconfirmed` or `taken_back`.
    """

    who: str
    of: str = ""
    since_us: int = 0
    at_us: int = 0
    remind_us: int = NEVER
    confirm_us: int = NEVER
    reminded: int = 0
    lapsed_us: int | None = None
    why: Literal["", "expired", "unconfirmed", "taken_back"] = ""


@attrs.define(eq=False)
class ChainRun:
    """One run of a chain.

    Attributes:
        name: The chain's name.
        edition: Position of the edition it started under, and keeps.
        chain: Position of the chain in that edition.
        metric, cycle_id, trigger: See `servstd.escalation.planned.PlannedNotice`.
        started: When it started, microseconds since the epoch.
        status: `new` until its first instant settles; `halted` with its clock, which may be taken up again; `ended` for good.
        done: Whether its last step was taken.
        suspended: Whether its clock stands still.
        index: Position of the next step.
        round: 0 for the first pass, then the number of the repeat.
        last: The instant of the step taken last, or of the start.
        due: When the next step comes, before quiet hours; None: not known while the clock stands still.
        fixed: Whether `due` is a wait, which the clock's point does not move.
        left: What is left of the wait while the clock stands still, in open time of `calendar`.
        calendar: The key of the calendar in which the wait counts.
        ready: When the next step comes; `NEVER`: it does not.
        came: Since when quiet hours of the chain hold the next step; the same as `ready` where they do not.
        withheld: Why the next step does not come though its instant has; empty: it is not withheld.
        by_hand: Whether somebody asked for the next step at this instant.
        ending: Whether a fact of this instant ends it.
        cause: Who caused its end.
        over: Why it ended last: `closed`, `cancelled`, `stop_on`, `clock`, `ungraded`, `when`, `trigger`; empty: it did not.
        notes: Who took note.
        lines: What it told and did not tell, in order.
        held: Positions of the lines that quiet hours hold.
        mark: Nothing of it changes by time alone before this instant; not kept.
    """

    name: str
    edition: int = attrs.field(kw_only=True)
    chain: int = attrs.field(kw_only=True)
    metric: str = attrs.field(default="", kw_only=True)
    cycle_id: str = attrs.field(kw_only=True)
    trigger: str = attrs.field(kw_only=True)
    started: int = attrs.field(kw_only=True)
    status: RunStatus = attrs.field(default="new", kw_only=True)
    done: bool = attrs.field(default=False, kw_only=True)
    suspended: bool = attrs.field(default=False, kw_only=True)
    index: int = attrs.field(default=0, kw_only=True)
    round: int = attrs.field(default=0, kw_only=True)
    last: int = attrs.field(default=0, kw_only=True)
    due: int | None = attrs.field(default=None, kw_only=True)
    fixed: bool = attrs.field(default=False, kw_only=True)
    left: int = attrs.field(default=0, kw_only=True)
    calendar: str = attrs.field(default="always", kw_only=True)
    ready: int = attrs.field(default=NEVER, kw_only=True)
    came: int = attrs.field(default=NEVER, kw_only=True)
    withheld: Literal["", "acknowledged", "condition"] = attrs.field(default="", kw_only=True)
    by_hand: bool = attrs.field(default=False, kw_only=True)
    ending: bool = attrs.field(default=False, kw_only=True)
    cause: str = attrs.field(default="", kw_only=True)
    over: str = attrs.field(default="", kw_only=True)
    notes: list[NoteTaken] = attrs.field(factory=list[NoteTaken], kw_only=True)
    lines: list[ChainLine] = attrs.field(factory=list[ChainLine], kw_only=True)
    held: list[int] = attrs.field(factory=list[int], kw_only=True)
    mark: int = attrs.field(default=NEVER, kw_only=True)

    def copy(self) -> ChainRun:
        """Return a run of its own."""
        return attrs.evolve(self, notes=[attrs.evolve(note) for note in self.notes], lines=self.lines.copy(), held=self.held.copy())

    def as_dict(self) -> dict[str, object]:
        """Return plain data."""
        out = {name: getattr(self, name) for name in _KEPT}
        return {
            **out,
            "notes": [attrs.asdict(note, recurse=False) for note in self.notes],
            "lines": [_line_dict(line) for line in self.lines],
            "held": self.held,
        }


_KEPT = tuple(field.name for field in attrs.fields(ChainRun) if field.name not in ("notes", "lines", "held", "mark"))


def _line_dict(line: ChainLine) -> dict[str, object]:
    notice = {name: getattr(line.notice, name) for name in _PLAIN}
    return {"notice": {**notice, "via": list(line.notice.via)}, "place": line.place, "taken": line.taken, "facts": line.facts,
            "action": line.action}  # fmt: skip


def _read_line(data: Mapping[str, Any]) -> ChainLine:
    notice: dict[str, Any] = {**data["notice"]}
    notice["via"] = tuple[str, ...](notice["via"])
    return ChainLine(PlannedNotice(**notice), data["place"], taken=data["taken"], facts=data["facts"], action=data["action"])


def _read_run(data: Mapping[str, Any]) -> ChainRun:
    plain = {name: data[name] for name in _KEPT}
    return ChainRun(
        **plain,
        notes=[NoteTaken(**note) for note in data["notes"]],
        lines=[_read_line(line) for line in data["lines"]],
        held=list(data["held"]),
        mark=0,
    )


@attrs.define(eq=False)
class ChainBook:
    """What a case state keeps about escalation; who changes one copies it first.

    Attributes:
        runs: Every run, in the order in which they started.
        latched: (chain, metric) as `chain|metric` -> the cycle in which its point was last reached.
        actor: Who caused the last event.
        resumed: Since when nobody watched, told at this instant; None: nothing of the kind was told.
        tells: Whether the facts of notices are made; not kept. A plan does without.
        mark: No chain does anything for time alone before this instant; not kept.
    """

    runs: list[ChainRun] = attrs.field(factory=list[ChainRun])
    latched: dict[str, str] = attrs.field(factory=dict[str, str])
    actor: str = ""
    resumed: int | None = None
    tells: bool = True
    mark: int = NEVER

    def copy(self) -> ChainBook:
        """Return a book of its own."""
        return ChainBook([run.copy() for run in self.runs], self.latched.copy(), self.actor, self.resumed, self.tells, self.mark)

    def as_dict(self) -> dict[str, object]:
        """Return plain data."""
        return {
            "runs": [run.as_dict() for run in self.runs], "latched": self.latched, "actor": self.actor, "resumed": self.resumed,
        }  # fmt: skip

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ChainBook) and self.as_dict() == other.as_dict()

    __hash__ = None  # type: ignore[assignment]  # a book holds lists

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> ChainBook:
        """Return the book that plain data holds.

        Raises:
            KeyError: something is missing.
            TypeError: something is of another form.
        """
        return cls([_read_run(run) for run in data["runs"]], data["latched"], data["actor"], data["resumed"], mark=0)
