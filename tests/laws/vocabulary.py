"""The small vocabulary random standards are drawn from: calendars, metrics, conditions, statuses, written for both sides.

*Rule:* the built-in metrics stand here as section 5 of the semantics tells them, never as servstd writes them; every other
entry is a pair: what a document says, and the same as functions for the oracle.

Example:
    >>> clock_text(1500)
    '25:00'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from tests.laws.oracle import Metric
from tests.laws.oracle_clock import Attributes, Moment
from tests.laws.oracle_minutes import DAY, Calendar

__all__ = ["BUILT_IN", "CATEGORIES", "DAYS", "OWN", "WHEN", "calendar_document", "clock_text", "plain_calendar"]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# ── calendars ────────────────────────────────────────────────────────────────────────────────────────────────────────

DAYS: tuple[tuple[tuple[int, int], ...], ...] = (
    (),
    ((540, 1020),),
    ((540, 720), (780, 1080)),
    ((480, 500), (600, 640), (1380, 1440)),
    ((1320, 1800),),  # 22:00 to 06:00 of the next day
    ((0, 1440),),
)
"""The shifts a day may have; a night shift ends before any other day opens but the whole one, which is kept apart."""


def clock_text(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


@cache
def plain_calendar(week: tuple[int, ...]) -> Calendar:
    return Calendar((day, opening, closing) for day, kind in enumerate(week) for opening, closing in DAYS[kind])


def calendar_document(week: tuple[int, ...]) -> dict[str, object]:
    return {
        "hours": {
            WEEKDAYS[day]: [f"{clock_text(a)}-{clock_text(b if b <= DAY else b - DAY)}" for a, b in DAYS[kind]]
            for day, kind in enumerate(week)
            if DAYS[kind]
        }
    }


# ── metrics ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def kind(*names: str) -> Callable[[Moment], bool]:
    return lambda moment: any(name in moment.kinds for name in names)


def by_human_agent(moment: Moment) -> bool:
    return moment.fact.kind == "message" and moment.fact.by == "agent" and moment.fact.data.get("public") is True


def by_customer(moment: Moment) -> bool:
    return moment.fact.kind == "message" and moment.fact.by == "customer"


def either(*conditions: Callable[[Moment], bool]) -> Callable[[Moment], bool]:
    return lambda moment: any(condition(moment) for condition in conditions)


def category(*names: str) -> Callable[[Attributes], bool]:
    return lambda attributes: attributes["category"] in names


def _reply_owed(attributes: Attributes) -> bool:
    return attributes["awaiting_reply"] is True and attributes["category"] not in ("resolved", "closed", "cancelled")


def _later_reply_owed(moment: Moment) -> bool:
    """A later rise; a message that came while the case was over is owed a reply once the case is open again."""
    rises = _reply_owed(moment.after) and not (moment.before is not None and _reply_owed(moment.before))
    return rises and "first_response" not in moment.alive


OVER = category("resolved", "closed")
WAITING = category("waiting_customer")
HELD = category("waiting_customer", "on_hold")

BUILT_IN: tuple[Metric, ...] = (
    Metric("first_response", start_on=lambda m: m.fact.kind == "opened" and m.after["awaiting_reply"] is True, stop_on=by_human_agent),
    Metric(
        "next_response", start_on=_later_reply_owed, stop_on=either(by_human_agent, kind("no_reply_needed")), stop_level=OVER, each=True
    ),
    Metric("periodic_update", start_on=by_human_agent, stop_on=by_human_agent, cancel_on=by_customer, cancel_level=OVER, each=True),
    Metric(
        "pausable_update",
        start_on=by_human_agent,
        stop_on=by_human_agent,
        cancel_on=by_customer,
        cancel_level=OVER,
        pause=WAITING,
        each=True,
    ),
    Metric("resolution", start_on=kind("opened"), stop_level=OVER, pause=HELD, reopen="resume"),
    Metric("solution", start_on=kind("opened"), stop_on=kind("solution_offered"), stop_level=OVER, pause=WAITING),
    Metric("requester_wait", start_on=kind("opened"), stop_level=OVER, pause=WAITING, reopen="resume"),
    Metric("agent_work", start_on=kind("opened"), stop_level=OVER, pause=HELD, reopen="resume"),
    Metric("time_to_own", start_on=kind("opened"), stop_level=lambda a: a.get("owner") is not None),
)


def _team_b(moment: Moment) -> bool:
    return moment.fact.kind == "assigned" and moment.after.get("team") == "b"


def _team_other(moment: Moment) -> bool:
    return moment.fact.kind == "assigned" and moment.after.get("team") not in (None, "b")


OWN: tuple[tuple[Metric, Mapping[str, object]], ...] = (
    (
        Metric("hold", start_level=category("on_hold"), stop_level=lambda a: a["category"] != "on_hold", each=True),
        {"start": {"category": "on_hold"}, "stop": {"category": {"not": "on_hold"}}, "repeats": "each"},
    ),
    (
        Metric("works", start_on=_team_b, stop_on=either(_team_other, kind("resolved")), pause=HELD, each=True),
        {
            "start": {"event": "assigned", "team": "b"},
            "stop": {"any": [{"event": "assigned", "team": {"not": "b"}}, {"event": "resolved"}]},
            "pause": ["waiting_customer", "on_hold"],
            "repeats": "each",
        },
    ),
    (
        Metric(
            "urgent",
            start_level=lambda a: a.get("priority") == "high",
            stop_level=lambda a: a.get("team") == "a",
            cancel_on=kind("x-drop"),
            pause=lambda a: a.get("tier") == "plain",
            each=True,
        ),
        {
            "start": {"priority": "high"},
            "stop": {"team": "a"},
            "cancel": {"event": "x-drop"},
            "pause": {"tier": "plain"},
            "repeats": "each",
        },
    ),
    (
        Metric("round", start_on=kind("redispatched"), stop_on=kind("resolved"), each=True),
        {"start": {"event": "redispatched"}, "stop": {"event": "resolved"}, "repeats": "each"},
    ),
    (
        Metric("callback", start_on=kind("resolved"), stop_on=kind("called_back"), each=True),
        {"start": {"event": "resolved"}, "stop": {"event": "called_back"}, "repeats": "each"},
    ),
    (
        Metric("afresh", start_on=kind("opened"), stop_level=OVER, pause=WAITING, reopen="restart"),
        {"start": {"event": "opened"}, "stop": {"category": ["resolved", "closed"]}, "pause": ["waiting_customer"], "reopen": "restart"},
    ),
    (
        Metric("once", start_on=kind("opened"), stop_on=kind("resolved"), pause=HELD, reopen="ignore"),
        {"start": {"event": "opened"}, "stop": {"event": "resolved"}, "pause": ["waiting_customer", "on_hold"], "reopen": "ignore"},
    ),
    (
        Metric(
            "visit",
            start_on=lambda m: m.fact.kind == "changed" and m.fact.data.get("appointment") is not None,
            stop_on=kind("x-arrived"),
            pause=category("on_hold"),
            each=True,
        ),
        {"start": {"event": "changed", "set": "appointment"}, "stop": {"event": "x-arrived"}, "pause": ["on_hold"], "repeats": "each"},
    ),
)


# ── conditions and statuses ──────────────────────────────────────────────────────────────────────────────────────────

WHEN: tuple[tuple[Mapping[str, object], Callable[[Attributes], bool]], ...] = (
    ({"priority": "high"}, lambda a: a.get("priority") == "high"),
    ({"priority": ["low", "high"]}, lambda a: a.get("priority") in ("low", "high")),
    ({"tier": "gold"}, lambda a: a.get("tier") == "gold"),
    ({"tier": {"not": "gold"}}, lambda a: a.get("tier") not in (None, "gold")),
    ({"team": "a", "tier": "plain"}, lambda a: a.get("team") == "a" and a.get("tier") == "plain"),
    ({"category": "on_hold"}, lambda a: a["category"] == "on_hold"),
)

CATEGORIES = {
    "s-open": "open",
    "s-pending": "waiting_customer",
    "s-vendor": "on_hold",
    "s-solved": "resolved",
    "s-closed": "closed",
    "s-spam": "cancelled",
}
