"""A case's events with the tiers of its customer: what the history says, and what cannot be read stays where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

import pytest

import servstd
from servstd._case_tiers import tiered
from servstd.decide import EventLike
from servstd.errors import UsageError
from servstd.events import Event
from servstd.standard import Standard
from servstd.tiers.history import TierHistory
from servstd.tiers.outcome import TierRecord

TEXT = """
format: 1
standard: shop
version: "1"
effective_from: 2026-01-01
time_zone: Asia/Shanghai
tiers:
  ladder: [standard, vip]
  criteria:
    level: {weight: 100%, missing: lowest, rule: {lookup: {field: level, values: {a: 0, b: 100}}}}
  levels: {vip: {enter: 60, leave: 50}}
attributes:
  tier: {from: tiers}
sla:
  policies:
    - {name: vip, when: {tier: vip}, calendar: always, targets: {resolution: 2h}}
    - {name: all, default: true, calendar: always, targets: {resolution: 8h}}
"""
OPENED = {"id": "e1", "case": "7", "at": "2026-03-01T09:00:00+08:00", "kind": "opened", "by": "customer", "data": {"customer": "K1"}}
BAD: Mapping[str, object] = {"case": "7", "at": "soon", "kind": "noted", "by": "system"}
NOW = "2026-03-01T10:00:00+08:00"


@pytest.fixture(scope="module")
def standard() -> Standard:
    return servstd.loads(TEXT)


@pytest.fixture(scope="module")
def history() -> TierHistory:
    day = date(2026, 1, 5)
    return TierHistory([TierRecord("K1", tier="vip", valid_from=day, recorded_on=day, cause="first", computed="vip", reached_on=day)])


def given(**data: object) -> dict[str, object]:
    return {**OPENED, "data": {"customer": "K1", **data}}


def policy(standard: Standard, events: list[EventLike], tiers: TierHistory | None) -> str | None:
    clock = standard.decide(events, now=NOW, tiers=tiers).clock("resolution")
    assert clock is not None
    return clock.policy


def test_without_a_history_the_events_are_handed_on_as_they_are(standard: Standard) -> None:
    events: list[EventLike] = [OPENED]
    assert tiered(standard.editions, events, None) is events
    assert policy(standard, events, None) == "all"
    assert policy(standard, [given(tier="vip")], None) == "vip"


def test_the_history_gives_the_tier(standard: Standard, history: TierHistory) -> None:
    assert policy(standard, [OPENED], history) == "vip"
    read = Event("opened", id="e1", case="7", at="2026-03-01T01:00:00Z", by="customer", data={"customer": "K1"})
    assert [cast(Event, event).data["tier"] for event in tiered(standard.editions, [read], history)] == ["vip"]


def test_a_tier_that_an_event_names_is_put_right(standard: Standard, history: TierHistory) -> None:
    events: list[EventLike] = [given(tier="standard")]
    assert policy(standard, events, None) == "all"
    decision = standard.decide(events, now=NOW, tiers=history)
    assert ([clock.policy for clock in decision.clocks], decision.problems) == (["vip"], ())
    assert events == [given(tier="standard")], "what the caller holds is not written to"


def test_a_customer_without_history_keeps_the_tier_of_the_events(standard: Standard) -> None:
    assert policy(standard, [given(tier="vip")], TierHistory()) == "vip"


@pytest.mark.parametrize("tiers", [{}, [], "history.jsonl"])
def test_what_is_no_history_is_refused(standard: Standard, tiers: object) -> None:
    with pytest.raises(UsageError) as told:
        standard.decide([OPENED], now=NOW, tiers=cast(TierHistory, tiers))
    problem = told.value.problem
    assert (problem.code, problem.path_text, problem.params["found"]) == ("TIR158", "tiers", type(tiers).__name__)


@pytest.mark.parametrize("position", [0, 1, 2])
def test_an_event_that_cannot_be_read_is_refused_or_told_where_it_stood(standard: Standard, history: TierHistory, position: int) -> None:
    events: list[EventLike] = [OPENED, {**OPENED, "id": "e2", "kind": "changed", "at": "2026-03-01T09:30:00+08:00"}]
    events.insert(position, BAD)
    with pytest.raises(UsageError) as refused:
        standard.decide(events, now=NOW, tiers=history)
    assert refused.value.problem.path[:2] == ("events", position)
    decision = standard.decide(events, now=NOW, tiers=history, on_bad_event="skip")
    assert [problem.path[:2] for problem in decision.problems] == [("events", position)]
    assert [clock.policy for clock in decision.clocks] == ["vip"]


@pytest.mark.parametrize("events", [OPENED, "opened", 7])
def test_what_is_no_list_of_events_is_refused_as_without_a_history(standard: Standard, history: TierHistory, events: object) -> None:
    for tiers in (None, history):
        with pytest.raises(UsageError) as told:
            standard.decide(cast("list[EventLike]", events), now=NOW, tiers=tiers)
        assert told.value.problem.code == "EVT025"


def test_a_case_that_was_not_opened_is_told_as_without_a_history(standard: Standard, history: TierHistory) -> None:
    events: list[EventLike] = [{**OPENED, "kind": "changed"}]
    plain = standard.decide(events, now=NOW)
    tiers = standard.decide(events, now=NOW, tiers=history)
    assert [problem.code for problem in tiers.problems] == [problem.code for problem in plain.problems] != []
    assert list(tiers.clocks) == list(plain.clocks) == []


def test_a_case_opened_before_the_first_edition_is_judged_by_its_days(standard: Standard, history: TierHistory) -> None:
    event, *later = tiered(standard.editions, [{**OPENED, "at": "2025-06-01T09:00:00+08:00"}], history)
    assert isinstance(event, Event)
    assert "tier" not in event.data, "the customer had no tier on that day"
    assert [cast(Event, item).id for item in later] == ["tier:K1:2026-01-05"]
