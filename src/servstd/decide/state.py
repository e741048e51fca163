"""The fold of a history: ints and strings, so that it can be kept anywhere and taken up again.

*Rule:* a case state is never changed by those who are given one; `advance` gives a new one. It carries the fingerprint of the
standard, the holidays and the time-zone data it was made with, and refuses others.

Example:
    >>> state = CaseState("a fingerprint")
    >>> read_state(state.to_json(), "a fingerprint").watermark is None
    True
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from servstd.decide.chain_book import ChainBook
from servstd.decide.feedback_book import FeedbackBook
from servstd.decide.owed import NoticeBook
from servstd.errors import UsageError
from servstd.plain import is_list
from servstd.sla.clock import NEVER, ClockState

__all__ = ["SCHEMA", "CaseState", "read_state"]

SCHEMA: Final = 4
_NOTHING: Mapping[str, object] = {}
_CLOCK_FIELDS = tuple(sorted(set(ClockState.__slots__)))


class CaseState:
    """What deciding must remember of a case.

    Attributes:
        watermark: The instant of the last event folded, microseconds since the epoch; None: no event yet.
        sequence: Its sequence number, where it has one.
        seen: Ids of the events at that instant with a digest of their content.
        edition: Position of the edition that governs.
        attributes: The case's attributes now, with the derived `category` and `awaiting_reply`.
        selected: The attributes for which `selection` was made; None: it must be made again. Neither is kept.
        mark: No live clock and no notice is changed by time alone before this instant; not kept.
        live: The running or paused clock of each metric.
        idle: The stopped clock of each metric that may be taken up again.
        ended: The clocks that are over.
        cycles: How many cycles of each metric there were; 0: one would have started, had the case not been over already.
        fired: The kinds that a status change or an event already stood for at this instant.
        unsettled: Whether the last instant's selection is still to be made.
        notices: What is told to the customer; None: the standard tells nothing.
        chains: What is told to the staff; None: the standard has no chains.
        feedback: What follows from answers and complaints; None: the standard has no section on feedback.
        brief: Whether nobody wants the facts of what chains tell, which a plan does without; not kept.
        faults: (code, params) of what was wrong with the history.
        owned: The live clocks that may be changed in place; None: all of them.
        settled: The same state with its last instant settled, once somebody asked for it; not kept.
        recorder: Told of every turn of a clock (what, clock, instant) while an explanation is made; never kept.
    """

    __slots__ = (
        "attributes", "brief", "case", "chains", "cycles", "edition", "ended", "faults", "feedback", "fingerprint", "fired", "idle",
        "last_id", "live", "mark", "notices", "opened_us", "owned", "recorder", "seen", "selected", "selection", "sequence", "settled",
        "tenant", "unsettled", "watermark",
    )  # fmt: skip

    def __init__(self, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self.case = ""
        self.tenant: str | None = None
        self.watermark: int | None = None
        self.sequence: int | None = None
        self.seen: dict[str, str] = {}
        self.last_id = ""
        self.opened_us: int | None = None
        self.edition = 0
        self.attributes: Mapping[str, object] = _NOTHING
        self.selected: Mapping[str, object] | None = None
        self.selection: tuple[str, ...] | None = None
        self.mark = 0
        self.live: dict[str, ClockState] = {}
        self.idle: dict[str, ClockState] = {}
        self.ended: list[ClockState] = []
        self.cycles: dict[str, int] = {}
        self.fired: tuple[str, ...] = ()
        self.unsettled = False
        self.notices: NoticeBook | None = None
        self.chains: ChainBook | None = None
        self.feedback: FeedbackBook | None = None
        self.brief = False
        self.faults: tuple[tuple[str, Mapping[str, object]], ...] = ()
        self.owned: set[str] | None = None
        self.recorder: Callable[[str, ClockState, int], None] | None = None
        self.settled: CaseState | None = None

    def copy(self) -> CaseState:
        """Return a state that may be changed; its clocks are copied when they are first touched."""
        new = CaseState.__new__(CaseState)
        new.fingerprint, new.case, new.tenant, new.watermark = self.fingerprint, self.case, self.tenant, self.watermark
        new.sequence, new.seen, new.last_id, new.opened_us = self.sequence, self.seen, self.last_id, self.opened_us
        new.edition, new.attributes, new.selected = self.edition, self.attributes, self.selected
        new.selection, new.mark = self.selection, self.mark
        new.live, new.idle, new.ended, new.cycles = self.live.copy(), self.idle.copy(), self.ended.copy(), self.cycles.copy()
        new.fired, new.unsettled, new.faults = self.fired, self.unsettled, self.faults
        new.notices = None if self.notices is None else self.notices.copy()
        new.chains, new.brief = None if self.chains is None else self.chains.copy(), self.brief
        new.feedback = None if self.feedback is None else self.feedback.copy()
        new.owned, new.recorder, new.settled = set(), None, None
        return new

    def own(self, clock: ClockState) -> ClockState:
        """Return the live clock in a copy that may be changed."""
        if self.owned is None or clock.metric in self.owned:
            return clock
        self.owned.add(clock.metric)
        self.live[clock.metric] = mine = clock.copy()
        return mine

    def look_ahead(self) -> None:
        """Set `mark`: before it time alone changes no live clock."""
        mark = NEVER if self.notices is None else self.notices.mark
        if self.chains is not None and self.chains.mark < mark:
            mark = self.chains.mark
        if self.feedback is not None and self.feedback.mark < mark:
            mark = self.feedback.mark
        for clock in self.live.values():
            if clock.mark < mark:
                mark = clock.mark
        self.mark = mark

    def start(self, clock: ClockState) -> None:
        """Take in a new live clock."""
        self.live[clock.metric] = clock
        if self.owned is not None:
            self.owned.add(clock.metric)

    def fault(self, code: str, **params: object) -> None:
        """Note what was wrong with the history; the same fault is noted once."""
        entry = (code, params)
        if entry not in self.faults:
            self.faults = (*self.faults, entry)

    def as_dict(self) -> dict[str, object]:
        """Return plain data: ints, texts, lists and mappings."""
        return {
            "schema": SCHEMA,
            "fingerprint": self.fingerprint,
            "case": self.case,
            "tenant": self.tenant,
            "watermark": self.watermark,
            "sequence": self.sequence,
            "seen": self.seen,
            "last_id": self.last_id,
            "opened_us": self.opened_us,
            "edition": self.edition,
            "attributes": self.attributes,
            "live": [_clock_dict(clock) for clock in self.live.values()],
            "idle": [_clock_dict(clock) for clock in self.idle.values()],
            "ended": [_clock_dict(clock) for clock in self.ended],
            "cycles": self.cycles,
            "fired": list(self.fired),
            "unsettled": self.unsettled,
            "notices": None if self.notices is None else self.notices.as_dict(),
            "chains": None if self.chains is None else self.chains.as_dict(),
            "feedback": None if self.feedback is None else self.feedback.as_dict(),
            "faults": [[code, dict(params)] for code, params in self.faults],
        }

    def to_json(self) -> str:
        """Return the state as JSON text, to be kept beside the case; `read_state` takes it up again."""
        return json.dumps(self.as_dict(), ensure_ascii=False, separators=(",", ":"), default=str)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CaseState) and self.as_dict() == other.as_dict()

    __hash__ = None  # type: ignore[assignment]  # a state holds dicts

    def __getstate__(self) -> str:
        return self.to_json()

    def __setstate__(self, text: str) -> None:
        state = read_state(text, None)
        for name in CaseState.__slots__:
            setattr(self, name, getattr(state, name))


def _clock_dict(clock: ClockState) -> dict[str, object]:
    return {name: getattr(clock, name) for name in _CLOCK_FIELDS}


def _read_clock(data: Mapping[str, object]) -> ClockState:
    clock = ClockState.__new__(ClockState)
    for name in _CLOCK_FIELDS:
        value = data[name]
        setattr(clock, name, tuple(value) if is_list(value) else value)
    return clock


def read_state(text: str, fingerprint: str | None) -> CaseState:
    """Return the state that JSON text holds.

    Args:
        text: What `CaseState.to_json` gave.
        fingerprint: The standard's; None: not compared.

    Raises:
        UsageError: EVT023 another schema or no state at all, EVT022 another standard, holiday table or tz data.
    """
    try:
        data = json.loads(text)
        schema = data["schema"]
    except (ValueError, TypeError, KeyError):
        raise UsageError("EVT023", found=str(text)[:60], expected=str(SCHEMA)) from None
    if schema != SCHEMA:
        raise UsageError("EVT023", found=str(schema), expected=str(SCHEMA))
    if fingerprint is not None and data.get("fingerprint") != fingerprint:
        raise UsageError("EVT022", found=str(data.get("fingerprint")), expected=fingerprint)
    try:
        return _restore(data)
    except (KeyError, TypeError, AttributeError, ValueError):
        raise UsageError("EVT023", found=str(text)[:60], expected=str(SCHEMA)) from None


def _restore(data: Mapping[str, Any]) -> CaseState:
    state = CaseState(data["fingerprint"])
    for name in ("case", "tenant", "watermark", "sequence", "seen", "last_id", "opened_us", "edition", "cycles", "unsettled"):
        setattr(state, name, data[name])
    state.attributes = {key: tuple(value) if is_list(value) else value for key, value in data["attributes"].items()}
    state.live = {clock.metric: clock for clock in map(_read_clock, data["live"])}
    state.idle = {clock.metric: clock for clock in map(_read_clock, data["idle"])}
    state.ended = [_read_clock(clock) for clock in data["ended"]]
    state.fired = tuple(data["fired"])
    state.notices = None if data["notices"] is None else NoticeBook.read(data["notices"])
    state.chains = None if data["chains"] is None else ChainBook.read(data["chains"])
    state.feedback = None if data["feedback"] is None else FeedbackBook.read(data["feedback"])
    state.faults = tuple((code, params) for code, params in data["faults"])
    return state
