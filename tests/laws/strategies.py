"""Random standards and histories, each as a document for servstd and as functions for the oracle.

*Rule:* one draw makes both, from a small vocabulary; everything lies on whole minutes, mostly on a grid of twenty, so that
events fall on due instants often. What the semantics leave open is not drawn.

Example:
    >>> event_of(Fact(9 * 60, "opened", "customer", {}, "e1")).at_us == EPOCH_US + 9 * 60 * MINUTE_US
    True
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from servstd.events import Event
from tests.laws.oracle import ALWAYS, Fact, Policy, Standard, Target
from tests.laws.vocabulary import BUILT_IN, CATEGORIES, DAYS, OWN, WHEN, calendar_document, plain_calendar

__all__ = ["EPOCH_US", "MINUTE_US", "Setup", "event_of", "histories", "setups"]

MINUTE_US = 60_000_000
EPOCH_US = int(datetime(2026, 1, 5, tzinfo=UTC).timestamp()) * 1_000_000


@dataclass(frozen=True)
class Setup:
    """A standard, written twice."""

    document: Mapping[str, object]
    standard: Standard

    @property
    def text(self) -> str:
        return json.dumps(self.document)

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        printer.text(f"the standard {json.dumps(self.document['calendars'])} {json.dumps(self.document['sla'])}")


def weeks() -> st.SearchStrategy[tuple[int, ...]]:
    def sane(week: tuple[int, ...]) -> bool:
        return any(week) and not any(DAYS[week[day]] and week[day] == 4 and week[(day + 1) % 7] == 5 for day in range(7))

    office = st.sampled_from([(2, 2, 2, 2, 2, 0, 0), (1, 1, 1, 1, 1, 1, 0), (3, 3, 3, 3, 3, 3, 3), (4, 4, 4, 4, 4, 0, 0)])
    return office | st.tuples(*[st.integers(0, 5)] * 7).filter(sane)


# ── policies ─────────────────────────────────────────────────────────────────────────────────────────────────────────

MODES = ("carry", "carry", "restart", "keep", "from_start")
EXEMPT: tuple[bool | tuple[str, ...], ...] = (False, False, False, False, True, ("resolution",))
WARNINGS = ("25%", "50%", "75%", "8m remaining", "20m overdue", "1h overdue")


@st.composite
def targets(draw: st.DrawFn, metric: str, calendars: tuple[str, ...]) -> tuple[object, Target]:
    """Draw a target, as a document and for the oracle."""
    if metric == "visit":
        grace = draw(st.sampled_from([20, 60]))
        return {"until": "appointment", "grace": f"{grace}m"}, Target(until="appointment", grace=grace)
    form = draw(st.sampled_from(["minutes", "minutes", "minutes", "days", "none"]))
    if form == "none":
        return "none", Target()
    document: dict[str, object] = {}
    calendar = draw(st.sampled_from([None, None, *calendars]))
    if calendar is not None:
        document["calendar"] = calendar
    warn = tuple(draw(st.lists(st.sampled_from(WARNINGS), unique=True, max_size=3)))
    if warn:
        document["warn"] = list(warn)
    if form == "days":
        days, end = draw(st.integers(1, 2)), draw(st.booleans())
        if end:
            document["end_of_day"] = True
        return {"within": f"{days}wd", **document}, Target(days=days, end_of_day=end, calendar=calendar, warn=warn)
    minutes = 20 * draw(st.integers(1, 30))
    return {"within": f"{minutes}m", **document}, Target(minutes=minutes, calendar=calendar, warn=warn)


@st.composite
def setups(draw: st.DrawFn) -> Setup:
    """Draw a standard of two calendars, a few own metrics and two to four policies."""
    week_a, week_b = draw(weeks()), draw(weeks())
    calendars = {"always": ALWAYS, "a": plain_calendar(week_a), "b": plain_calendar(week_b)}
    own = draw(st.lists(st.sampled_from(OWN), unique_by=lambda pair: pair[0].name, max_size=3))
    metrics = [*BUILT_IN, *(metric for metric, _ in own)]
    names = ["first_response", "next_response", "periodic_update", "pausable_update", "resolution", "solution", "time_to_own"]
    names += [metric.name for metric, _ in own]
    policies: list[Policy] = []
    documents: list[dict[str, object]] = []
    conditions = draw(st.lists(st.sampled_from(WHEN), unique_by=lambda pair: json.dumps(pair[0]), min_size=1, max_size=3))
    default = draw(st.booleans()) or len(conditions) == 1
    for index in range(len(conditions) + default):
        document: dict[str, object] = {"name": f"p{index}", "calendar": draw(st.sampled_from(["a", "a", "b", "always"]))}
        when = lambda attributes: True  # noqa: E731  # one of the pool's conditions takes its place
        if index < len(conditions):
            document["when"], when = conditions[index]
        else:
            document["default"] = True
        mode = draw(st.sampled_from(MODES))
        document["on_change"] = mode
        exempt = draw(st.sampled_from(EXEMPT)) if index < len(conditions) else False
        if exempt:
            document["exempt"] = list(exempt) if isinstance(exempt, tuple) else True
        named: dict[str, Target] = {}
        if exempt is not True:
            chosen = draw(st.lists(st.sampled_from(names), unique=True, min_size=2, max_size=7))
            often = ["resolution", *(name for name in names if name == "visit")]  # named by most policies, so that changes are met
            chosen = list(dict.fromkeys([*often, *chosen]))
            if isinstance(exempt, tuple):
                chosen = [name for name in chosen if name not in exempt] or ["solution"]
            drawn = {name: draw(targets(name, tuple(calendars))) for name in chosen}
            document["targets"] = {name: pair[0] for name, pair in drawn.items()}
            named = {name: pair[1] for name, pair in drawn.items()}
        documents.append(document)
        policies.append(Policy(f"p{index}", when, str(document["calendar"]), named, mode, exempt))
    sla: dict[str, object] = {"measure": "all", "policies": documents}
    if own:
        sla["metrics"] = {metric.name: document for metric, document in own}
    return Setup(
        {
            "format": 1,
            "standard": "drawn",
            "version": "1",
            "effective_from": "2026-01-01",
            "time_zone": "UTC",
            "attributes": {
                "priority": {"values": ["low", "normal", "high"], "default": "normal"},
                "tier": {"values": ["plain", "gold"]},
                "team": {"values": ["a", "b"]},
                "owner": {"kind": "person"},
                "appointment": {"kind": "instant"},
            },
            "statuses": {name: [status] for status, name in CATEGORIES.items()},
            "calendars": {"a": calendar_document(week_a), "b": calendar_document(week_b)},
            "sla": sla,
        },
        Standard(
            metrics,
            policies,
            calendars,
            categories=CATEGORIES,
            attributes=frozenset({"priority", "tier", "team", "owner", "appointment", "status"}),
            defaults={"priority": "normal"},
        ),
    )


# ── histories ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _changes() -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries(
        {},
        optional={
            "priority": st.sampled_from(["low", "normal", "high"]),
            "tier": st.sampled_from(["plain", "gold"]),
            "team": st.sampled_from(["a", "b"]),
        },
    )


@st.composite
def facts(draw: st.DrawFn, at: int) -> Fact:
    """Draw one event that is not the opening."""
    shape = draw(st.sampled_from(["message"] * 3 + ["status"] * 3 + ["changed"] * 5 + ["assigned", "end", "end", "other", "appointment"]))
    if shape == "message":
        who, public = draw(st.sampled_from(["customer", "agent", "agent", "bot"])), draw(st.sampled_from([True, True, False]))
        return Fact(at, "message", who, {"public": public})
    if shape == "status":
        status = draw(st.sampled_from(["s-open", "s-open", "s-pending", "s-pending", "s-vendor", "s-solved", "s-closed", "s-spam"]))
        return Fact(at, "changed", "agent", {"status": status, **(draw(_changes()) if draw(st.booleans()) else {})})
    if shape == "changed":
        return Fact(at, "changed", "agent", draw(_changes()))
    if shape == "assigned":
        return Fact(at, draw(st.sampled_from(["assigned", "redispatched"])), "system", {"team": draw(st.sampled_from("ab")), "owner": "li"})
    if shape == "end":
        name = draw(st.sampled_from(["resolved", "resolved", "closed", "reopened", "reopened", "cancelled", "merged"]))
        return Fact(at, name, "agent", {"into": "other"} if name == "merged" else {})
    if shape == "appointment":
        return Fact(at, "changed", "agent", {"appointment": at + 20 * draw(st.integers(1, 40))})
    name = draw(st.sampled_from(["solution_offered", "no_reply_needed", "called_back", "x-arrived", "x-drop", "x-other"]))
    return Fact(at, name, "agent", {"outcome": "satisfied"} if name == "called_back" else {})


@st.composite
def histories(draw: st.DrawFn, most: int = 8) -> list[Fact]:
    """Draw a case: an opening and up to `most` more events over some days, each with an id."""
    grid = st.integers(0, 30).map(lambda n: 20 * n)
    at = draw(st.integers(0, 72 * 2).map(lambda n: 20 * n))
    opening = draw(_changes())
    if draw(st.integers(0, 5)) == 0:
        opening["status"] = draw(st.sampled_from(["s-pending", "s-vendor", "s-open"]))
    if draw(st.integers(0, 7)) == 0:
        opening["answered"] = True
    out = [Fact(at, "opened", draw(st.sampled_from(["customer", "customer", "agent"])), opening)]
    for _ in range(draw(st.integers(0, most))):
        at += draw(grid | grid | st.integers(0, 700))
        out.append(draw(facts(at)))
    return [Fact(fact.at, fact.kind, fact.by, fact.data, f"e{number}") for number, fact in enumerate(out, 1)]


def instant_of(minute: int) -> datetime:
    return datetime.fromtimestamp(EPOCH_US // 1_000_000 + 60 * minute, UTC)


def event_of(fact: Fact, sequence: int | None = None) -> Event:
    """Return a fact as servstd's event; minutes in its data become instants."""
    data = dict(fact.data)
    if isinstance(data.get("appointment"), int):
        data["appointment"] = instant_of(int(str(data["appointment"]))).isoformat()
    return Event(fact.kind, case="42", at=EPOCH_US + fact.at * MINUTE_US, by=fact.by, id=fact.id, sequence=sequence, data=data)  # type: ignore[arg-type]
