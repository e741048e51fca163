"""Drawn instants, calendars, standards and histories, for tests with hypothesis: `pip install "servstd[testing]"`.

*Rule:* what is drawn is valid: a calendar can be read, a standard loads, a history can be decided. Places and days are chosen so that
clocks change and holidays fall within what is drawn.

Example:
    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None, deadline=None)
    ... @given(histories())
    ... def check(events):
    ...     assert events[0]["kind"] == "opened" and len({event["id"] for event in events}) == len(events)
    >>> check()
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

try:
    from hypothesis import strategies as st
except ImportError as error:
    raise ImportError('servstd.testing.strategies draws with hypothesis: pip install "servstd[testing]"') from error

from servstd.calendars import read_calendar
from servstd.errors import StandardError
from servstd.instants import from_us, read_zone
from servstd.sla.model import Attribute
from servstd.standard import loads
from servstd.testing._calendar_strategies import PLACES, calendars_and_days

if TYPE_CHECKING:
    from servstd.standard import Standard

__all__ = ["calendars", "histories", "instants", "standards"]

_ATTRIBUTES: Sequence[Attribute] = (
    Attribute("priority", values={"low": {}, "normal": {}, "high": {}}),
    Attribute("tier", values={"plain": {}, "gold": {}}),
    Attribute("owner", kind="person"),
    Attribute("appointment", kind="instant"),
)
_STATUSES = {
    "open": "new",
    "waiting_customer": "pending",
    "on_hold": "vendor",
    "resolved": "solved",
    "closed": "closed",
    "cancelled": "spam",
}
_METRICS = ("first_response", "next_response", "resolution", "solution", "time_to_own")
_WHEN: Sequence[object] = ({"priority": "high"}, {"priority": ["low", "high"]}, {"tier": "gold"}, {"tier": {"not": "gold"}})


# ── instants and calendars ───────────────────────────────────────────────────────────────────────────────────────────
@st.composite
def instants(draw: st.DrawFn) -> datetime:
    """Draw an aware datetime on a whole minute, often near a change of the clocks."""
    zone, first = draw(st.sampled_from(PLACES))
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    return (start + timedelta(minutes=draw(st.integers(0, 30 * 1440)))).astimezone(read_zone(zone))


def calendars() -> st.SearchStrategy[dict[str, object]]:
    """Return a strategy for calendars as a standard writes them; each can be read and is open at some time."""
    return calendars_and_days().map(lambda drawn: drawn[0]).filter(_can_be_read)


def _can_be_read(data: object) -> bool:
    try:
        read_calendar(data)
    except StandardError:  # never open, or closed for good
        return False
    return True


# ── standards ────────────────────────────────────────────────────────────────────────────────────────────────────────
@st.composite
def _targets(draw: st.DrawFn) -> dict[str, object]:
    metrics = draw(st.lists(st.sampled_from(_METRICS), unique=True, min_size=1, max_size=4))
    return {metric: draw(_target()) for metric in metrics}


@st.composite
def _target(draw: st.DrawFn) -> object:
    form = draw(st.sampled_from(["minutes", "minutes", "days", "table", "none"]))
    if form == "none":
        return "none"
    minutes = draw(st.integers(1, 40)) * 15
    if form == "table":
        return {"within": {"tier": {"gold": f"{minutes}m", "else": f"{2 * minutes}m"}}}
    target: dict[str, object] = {"within": f"{minutes}m"}
    if form == "days":
        target = {"within": f"{draw(st.integers(1, 5))}wd", "end_of_day": draw(st.booleans())}
    warn = draw(st.lists(st.sampled_from(["50%", "75%", "10m remaining", "1h overdue"]), unique=True, max_size=2))
    if warn:
        target["warn"] = warn
    if draw(st.booleans()):
        target["commitment"] = draw(st.sampled_from(["promise", "goal", "internal"]))
    return target


@st.composite
def _documents(draw: st.DrawFn) -> dict[str, object]:
    conditions = draw(st.lists(st.sampled_from(_WHEN), unique_by=json.dumps, max_size=2))
    policies: list[dict[str, object]] = []
    for position, when in enumerate([*conditions, None]):
        policy: dict[str, object] = {"name": f"p{position}", "calendar": draw(st.sampled_from(["a", "b", "always"]))}
        policy |= {"default": True} if when is None else {"when": when}
        policies.append(
            {**policy, "targets": draw(_targets()), "on_change": draw(st.sampled_from(["carry", "restart", "keep", "from_start"]))}
        )
    return {
        "format": 1,
        "standard": "drawn",
        "version": "1",
        "effective_from": "2011-01-01",
        "time_zone": draw(st.sampled_from(sorted({zone for zone, _ in PLACES}))),
        "attributes": {
            attribute.name: {"values": list(attribute.values)} if attribute.values else {"kind": attribute.kind}
            for attribute in _ATTRIBUTES
        },
        "statuses": {category: [status] for category, status in _STATUSES.items()},
        "calendars": {"a": draw(calendars()), "b": draw(calendars())},
        "sla": {"measure": "all", "policies": policies},
    }


def standards() -> st.SearchStrategy[dict[str, object]]:
    """Return a strategy for standards as plain data; `servstd.loads(json.dumps(drawn))` loads each."""
    return _documents().filter(_can_be_loaded)


def _can_be_loaded(document: object) -> bool:
    try:
        loads(json.dumps(document), name="drawn.json")
    except StandardError:
        return False
    return True


# ── histories ────────────────────────────────────────────────────────────────────────────────────────────────────────
@st.composite
def histories(draw: st.DrawFn, standard: Standard | None = None, *, most: int = 8) -> list[dict[str, object]]:
    """Draw the events of one case, in order, as JSON Lines objects.

    Args:
        draw: Given by hypothesis.
        standard: Whose attributes and statuses are set; None: priority, tier, owner, appointment and the statuses of `standards()`.
        most: The greatest number of events after the opening.
    """
    if standard is None:
        attributes, statuses = _ATTRIBUTES, list(_STATUSES.values())
        start = datetime(2026, 1, 5, tzinfo=UTC)
    else:
        edition = standard.current
        attributes = [one for one in edition.attributes.values() if one.computed_from is None]
        statuses = list(edition.statuses.categories)
        start = max(datetime(2026, 1, 5, tzinfo=UTC), from_us(edition.effective_from_us))
    at = start + timedelta(minutes=20 * draw(st.integers(0, 216)))
    required = {one.name: draw(_value(one, at)) for one in attributes if one.required and one.default is None}
    events = [_event(1, at, "opened", draw(st.sampled_from(["customer", "agent"])), {**draw(_changes(attributes, at)), **required})]
    for number in range(2, 2 + draw(st.integers(0, most))):
        at += timedelta(minutes=draw(st.integers(0, 30).map(lambda n: 20 * n) | st.integers(0, 700)))
        events.append(draw(_later(number, at, attributes, statuses)))
    return events


def _event(number: int, at: datetime, kind: str, by: str, data: dict[str, object]) -> dict[str, object]:
    return {"id": f"e{number}", "case": "42", "at": at.isoformat(), "kind": kind, "by": by, "data": data}


@st.composite
def _later(draw: st.DrawFn, number: int, at: datetime, attributes: Sequence[Attribute], statuses: Sequence[str]) -> dict[str, object]:
    kind = draw(st.sampled_from(["message", "message", "changed", "changed", "changed", "assigned", "resolved", "reopened", "other"]))
    if kind == "message":
        by = draw(st.sampled_from(["customer", "agent", "agent", "bot"]))
        return _event(number, at, kind, by, {"public": draw(st.booleans())})
    if kind == "changed":
        data, with_status = draw(_changes(attributes, at)), draw(st.booleans())
        if statuses and with_status:
            data["status"] = draw(st.sampled_from(statuses))
        return _event(number, at, kind, "agent", data)
    if kind == "assigned":
        return _event(number, at, kind, "system", {"owner": draw(st.sampled_from(["li", "han"]))})
    if kind == "other":
        kind = draw(st.sampled_from(["solution_offered", "no_reply_needed", "called_back", "closed", "cancelled", "x-visited"]))
    return _event(number, at, kind, "agent", {"outcome": "satisfied"} if kind == "called_back" else {})


@st.composite
def _changes(draw: st.DrawFn, attributes: Sequence[Attribute], at: datetime) -> dict[str, object]:
    chosen = draw(st.lists(st.sampled_from(attributes), unique_by=lambda one: one.name, max_size=3)) if attributes else []
    return {one.name: draw(_value(one, at)) for one in chosen if one.name != "status"}


def _value(attribute: Attribute, at: datetime) -> st.SearchStrategy[object]:
    if attribute.values is not None:
        allowed = st.sampled_from(list(attribute.values))
        several: st.SearchStrategy[object] = st.lists(allowed, unique=True, max_size=2)
        return several if attribute.kind == "list" else allowed
    later = st.integers(0, 400).map(lambda n: (at + timedelta(minutes=20 * n)).isoformat())
    by_kind: dict[str, st.SearchStrategy[object]] = {
        "person": st.sampled_from(["li", "han"]),
        "instant": later,
        "bool": st.booleans(),
        "number": st.integers(0, 1_000),
        "list": st.lists(st.sampled_from(["a", "b", "c"]), unique=True, max_size=2),
    }
    return by_kind.get(attribute.kind, st.text("abc你好", min_size=1, max_size=8))
