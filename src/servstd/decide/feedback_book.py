"""What a case state keeps about feedback: asks to come, loops set off, the complaint's walk, and what all that obliges to.

*Rule:* plain values, kept with the case state. What has come to pass stays; what was withdrawn before its instant leaves no trace.

Example:
    >>> book = FeedbackBook(asks=(Asking(0, edition=1, cycle_id="e1", at_us=7),))
    >>> FeedbackBook.read(book.as_dict()) == book
    True
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from servstd.errors import Problem
from servstd.feedback.stages import STAGES, Walk
from servstd.sla.clock import NEVER

__all__ = ["Asking", "ComplaintState", "Deed", "FeedbackBook", "LoopNote", "Turn"]

_NOTHING: Final[Mapping[str, object]] = {}


@attrs.frozen
class Asking:
    """A customer is to be asked, unless a gate is shut then.

    Attributes:
        invitation: Position of the invitation in its edition.
        edition: Position of the edition.
        cycle_id: The id of the event that set it off.
        at_us: When, microseconds since the epoch; of one that was just set off, when that was.
        asked: Whether that instant has come.
    """

    invitation: int
    edition: int = attrs.field(kw_only=True)
    cycle_id: str = attrs.field(kw_only=True)
    at_us: int = attrs.field(kw_only=True)
    asked: bool = attrs.field(default=False, kw_only=True)


@attrs.frozen
class LoopNote:
    """A loop that an event set off, before its instant has settled.

    Attributes:
        loop: Position of the loop in its edition.
        cycle_id: The id of the event.
        slot: What it goes off once for: the invitation answered; empty: the event.
    """

    loop: int
    cycle_id: str = attrs.field(kw_only=True)
    slot: str = attrs.field(default="", kw_only=True)


@attrs.frozen
class Turn:
    """What one step of an event means to a complaint, before its instant has settled.

    Attributes:
        kind: The kind of event as the stages know it; empty: they do not.
        cycle_id: The id of the event.
        outcome: Of a call-back.
        day: The ordinal of the event's date.
        by: Who caused it; empty: not told.
        owner: Whose the case was then; empty: nobody's that is known.
        implied: Whether it only follows from another event, or may come at any stage: out of stage it is passed over, not told.
        asks: Whether it sets off a second dispatch.
    """

    kind: str
    cycle_id: str = attrs.field(kw_only=True)
    outcome: str = attrs.field(default="", kw_only=True)
    day: int = attrs.field(default=0, kw_only=True)
    by: str = attrs.field(default="", kw_only=True)
    owner: str = attrs.field(default="", kw_only=True)
    implied: bool = attrs.field(default=False, kw_only=True)
    asks: bool = attrs.field(default=False, kw_only=True)


@attrs.frozen
class Deed:
    """Something that has to be done, or somebody who has to be told.

    Attributes:
        item: What it comes from: see `servstd.effects.Effect.item`.
        action: What the help desk must do; empty for a notice.
        recipient: Whom a notice is for.
        role: Why they, as `Found.role` has it.
        via: By what they are told.
        round: The complaint's round, for a notice.
        facts: What its template may name.
    """

    item: str
    edition: int = attrs.field(kw_only=True)
    cycle_id: str = attrs.field(kw_only=True)
    at_us: int = attrs.field(kw_only=True)
    action: Mapping[str, object] = attrs.field(default=_NOTHING, kw_only=True)
    recipient: str = attrs.field(default="", kw_only=True)
    role: str = attrs.field(default="", kw_only=True)
    via: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...], kw_only=True)
    round: int = attrs.field(default=0, kw_only=True)
    facts: Mapping[str, object] = attrs.field(default=_NOTHING, kw_only=True, repr=False)


@attrs.frozen
class ComplaintState:
    """Where a case stands as a complaint.

    Attributes:
        stage: A name of `servstd.feedback.stages.STAGES`.
        round: 0 for the first handling, then the number of second dispatches and reopenings.
        attempts: How many call-backs of this round reached nobody.
        attempts_owed: After how many none is owed any more; 0: it always is.
        days: On how many different days they lay.
        days_owed: On how many they must lie.
        told: Whether the decision was given in this round.
        reached: Whether the customer was reached by a call-back in this round.
        owed: What must happen before it may be closed, in order.
        allowed: The kinds of event that lead on from here.
        problems: What was wrong with how it was handled; they are among the decision's problems too.
    """

    stage: str
    round: int = attrs.field(kw_only=True)
    attempts: int = attrs.field(kw_only=True)
    attempts_owed: int = attrs.field(kw_only=True)
    days: int = attrs.field(kw_only=True)
    days_owed: int = attrs.field(kw_only=True)
    told: bool = attrs.field(kw_only=True)
    reached: bool = attrs.field(kw_only=True)
    owed: tuple[str, ...] = attrs.field(kw_only=True)
    allowed: tuple[str, ...] = attrs.field(kw_only=True)
    problems: tuple[Problem, ...] = attrs.field(default=(), kw_only=True)

    @property
    def label(self) -> Mapping[str, str]:
        """Return what people call the stage, by language."""
        en, zh = STAGES[self.stage]
        return {"en": en, "zh": zh}

    def as_dict(self) -> dict[str, object]:
        """Return plain data."""
        out: dict[str, object] = {"stage": self.stage, "label": dict(self.label), "round": self.round}
        out |= {"attempts": self.attempts, "attempts_owed": self.attempts_owed, "days": self.days, "days_owed": self.days_owed}
        out |= {"told": self.told, "reached": self.reached, "owed": list(self.owed), "allowed": list(self.allowed)}
        return {**out, "problems": [problem.as_dict() for problem in self.problems]}


@attrs.define(eq=False)
class FeedbackBook:
    """What a case state keeps about feedback; who changes one copies it first.

    Attributes:
        fired: Invitations set off at this instant, which has not settled.
        noted: Loops set off at this instant.
        turns: What this instant's events mean to a complaint.
        asks: Asks to come and asks that came, in the order in which they were set off.
        looped: Loops that went off, each with the slot it went off for.
        deeds: Everything that had to be done up to now, in order.
        walk: Where the complaint stands; None: the case never was one.
        edition: Position of the edition whose rules the complaint keeps.
        active: Whether the case is a complaint now; one that is none any more stands still.
        asked: Whether something in this round asked for a second dispatch.
        given: What was already asked for in this round.
        mark: No ask comes before this instant; not kept.
    """

    fired: tuple[Asking, ...] = ()
    noted: tuple[LoopNote, ...] = ()
    turns: tuple[Turn, ...] = ()
    asks: tuple[Asking, ...] = ()
    looped: tuple[str, ...] = ()
    deeds: tuple[Deed, ...] = ()
    walk: Walk | None = None
    edition: int = 0
    active: bool = False
    asked: bool = False
    given: tuple[str, ...] = ()
    mark: int = NEVER

    def copy(self) -> FeedbackBook:
        """Return a book of its own."""
        return attrs.evolve(self)

    def as_dict(self) -> dict[str, object]:
        """Return plain data."""
        return {
            **{name: [attrs.asdict(item, recurse=False) for item in getattr(self, name)] for name in _LISTS},
            "walk": None if self.walk is None else attrs.asdict(self.walk, recurse=False),
            "looped": list(self.looped), "given": list(self.given), "edition": self.edition, "active": self.active, "asked": self.asked,
        }  # fmt: skip

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FeedbackBook) and self.as_dict() == other.as_dict()

    __hash__ = None  # type: ignore[assignment]  # a book changes

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> FeedbackBook:
        """Return the book that plain data holds.

        Raises:
            KeyError: something is missing.
            TypeError: something is of another form.
        """
        plain: dict[str, Any] = {name: tuple(kind(**item) for item in data[name]) for name, kind in _LISTS.items()}
        plain |= {name: data[name] for name in ("edition", "active", "asked")}
        walk = None if data["walk"] is None else _read_walk(data["walk"])
        return cls(**plain, walk=walk, looped=tuple(data["looped"]), given=tuple(data["given"]), mark=0)


_LISTS: Final[Mapping[str, Any]] = {"fired": Asking, "noted": LoopNote, "turns": Turn, "asks": Asking, "deeds": Deed}


def _read_walk(data: Mapping[str, Any]) -> Walk:
    plain: dict[str, Any] = {**data, "attempts": tuple(data["attempts"])}
    plain["strange"] = tuple((stage, kind) for stage, kind in data["strange"])
    return Walk(**plain)
