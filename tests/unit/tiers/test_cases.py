"""A case's events with the tier in force: at opening, at midnight, while it is open."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

import servstd
from servstd.errors import UsageError
from servstd.events import Event
from servstd.instants import instant_text
from servstd.sla.model import Statuses
from servstd.tiers.cases import OnGiven, with_tiers
from servstd.tiers.history import TierHistory
from servstd.tiers.outcome import TierRecord

SHANGHAI = ZoneInfo("Asia/Shanghai")


def record(tier: str, on: str, recorded_on: str | None = None, customer: str = "c7") -> TierRecord:
    since = date.fromisoformat(f"2026-{on}")
    recorded = date.fromisoformat(f"2026-{recorded_on or on}")
    return TierRecord(customer, tier=tier, valid_from=since, recorded_on=recorded, cause="kept", computed=tier, reached_on=since)


HISTORY = TierHistory([
    record("key", "01-05"), record("vip", "02-10"), record("standard", "03-10"), record("vip", "01-01", customer="c8"),
    record("", "01-01", customer="c9"), record("key", "02-20", customer="c9"),
])  # fmt: skip


def event(kind: str, on: str, **data: str) -> Event:
    return Event(kind, case="42", at=f"2026-{on}:00+08:00", data=data)


OPENED = event("opened", "02-01T09:00", customer="c7")


def brief(events: tuple[Event, ...]) -> list[tuple[str, str, str | None]]:
    return [(event.kind, instant_text(event.at_us), str(event.data["tier"]) if "tier" in event.data else None) for event in events]


def told(
    *events: Event, history: TierHistory = HISTORY, statuses: Statuses | None = None, on_given: OnGiven = "refuse"
) -> list[tuple[str, str, str | None]]:
    return brief(with_tiers(events, history, zone=SHANGHAI, statuses=statuses, on_given=on_given))


CHANGED_10 = ("changed", "2026-02-09T16:00:00Z", "vip")
CHANGED_MARCH = ("changed", "2026-03-09T16:00:00Z", "standard")


def test_opening_takes_the_tier_in_force_and_later_changes_follow_at_local_midnight() -> None:
    out = with_tiers([OPENED], HISTORY, zone=SHANGHAI)
    assert brief(out) == [("opened", "2026-02-01T01:00:00Z", "key"), CHANGED_10, CHANGED_MARCH]
    assert (out[1].id, out[1].by.role, out[1].recorded_at_us) == ("tier:c7:2026-02-10", "system", None)


@pytest.mark.parametrize("kind", ["closed", "cancelled"])
def test_a_case_that_is_over_is_left_alone(kind: str) -> None:
    assert told(OPENED, event(kind, "02-12T09:00"))[1:] == [CHANGED_10, (kind, "2026-02-12T01:00:00Z", None)]


def test_a_case_taken_up_again_is_brought_up_to_date_once() -> None:
    out = told(OPENED, event("closed", "02-05T09:00"), event("message", "02-08T09:00", public=True), event("reopened", "03-12T09:00"))  # type: ignore[arg-type]
    assert out[3:] == [("changed", "2026-03-12T01:00:00Z", "standard"), ("reopened", "2026-03-12T01:00:00Z", None)]
    again = told(OPENED, event("closed", "02-05T09:00"), event("reopened", "02-06T09:00"))
    assert again[1:] == [
        ("closed", "2026-02-05T01:00:00Z", None), ("reopened", "2026-02-06T01:00:00Z", None), CHANGED_10, CHANGED_MARCH,
    ]  # fmt: skip


def test_a_status_closes_and_opens_a_case_too() -> None:
    statuses = Statuses({"done": "closed", "busy": "open"})
    out = told(OPENED, event("changed", "02-05T09:00", status="done"), event("changed", "02-11T09:00", status="busy"), statuses=statuses)
    assert [step[0:3:2] for step in out] == [
        ("opened", "key"),
        ("changed", None),
        ("changed", "vip"),
        ("changed", None),
        ("changed", "standard"),
    ]


def test_a_change_comes_before_what_happens_at_the_same_instant() -> None:
    assert told(OPENED, event("message", "02-10T00:00", public=True))[1][0] == "changed"  # type: ignore[arg-type]
    numbered = Event("resolved", case="42", at="2026-02-10T00:00:00+08:00", sequence=4)
    out = with_tiers([Event("opened", case="42", at=OPENED.at_us, data=OPENED.data, sequence=3), numbered], HISTORY, zone=SHANGHAI)
    assert [(step.kind, step.sequence) for step in out[:3]] == [("opened", 3), ("changed", 3), ("resolved", 4)]
    assert brief(with_tiers(out[:3], HISTORY, zone=SHANGHAI))[1] == CHANGED_10, "the order stands when it is read again"


def test_a_case_opened_at_midnight_has_the_new_tier_at_once() -> None:
    assert told(event("opened", "02-10T00:00", customer="c7")) == [("opened", "2026-02-09T16:00:00Z", "vip"), CHANGED_MARCH]


def test_another_customer_brings_another_tier() -> None:
    out = told(OPENED, event("changed", "02-05T09:00", customer="c8"))
    assert out[1:] == [("changed", "2026-02-05T01:00:00Z", "vip")]


def test_an_unknown_customer_and_one_without_a_tier_are_left_as_they_are() -> None:
    assert told(event("opened", "02-01T09:00", customer="new", tier="gold"), event("changed", "02-02T09:00", tier="key"))[0][2] == "gold"
    assert told(event("opened", "02-01T09:00", customer="c9")) == [
        ("opened", "2026-02-01T01:00:00Z", None), ("changed", "2026-02-19T16:00:00Z", "key"),
    ]  # fmt: skip
    assert told(event("opened", "02-01T09:00")) == [("opened", "2026-02-01T01:00:00Z", None)]
    assert told(event("changed", "02-01T09:00", customer="c7"), event("opened", "02-02T09:00"))[1][2] == "key"


def test_another_tier_in_the_events_is_refused_or_put_right() -> None:
    with pytest.raises(UsageError) as caught:
        told(event("opened", "02-01T09:00", customer="c7", tier="vip"))
    assert (caught.value.problem.code, caught.value.problem.path) == ("TIR044", ("data", "tier"))
    with pytest.raises(UsageError, match="another tier"):
        told(OPENED, event("changed", "02-05T09:00", tier="vip"))
    put_right = told(OPENED, event("changed", "02-05T09:00", tier="vip"), on_given="replace")
    assert put_right[1] == ("changed", "2026-02-05T01:00:00Z", "key")
    assert told(event("opened", "02-01T09:00", customer="c7", tier="key"))[0][2] == "key"


def test_what_was_recorded_later_says_so_and_can_be_left_out() -> None:
    history = TierHistory([record("key", "01-05"), record("vip", "02-10", "02-20")])
    changed = with_tiers([OPENED], history, zone=SHANGHAI)[1]
    assert instant_text(changed.recorded_at_us or 0) == "2026-02-19T16:00:00Z"
    assert len(with_tiers([OPENED], history, zone=SHANGHAI, known_on=date(2026, 2, 19))) == 1


def test_records_that_keep_the_tier_make_no_event() -> None:
    history = TierHistory([record("key", "01-05"), record("key", "02-10")])
    assert len(told(OPENED, history=history)) == 1


def test_no_events_are_none() -> None:
    assert with_tiers([], HISTORY) == ()


def test_a_change_of_tier_in_mid_case_meets_the_policys_on_change() -> None:
    standard = servstd.loads(
        '{format: 1, standard: s, version: "1", effective_from: 2026-01-01, time_zone: Asia/Shanghai, sla: {policies: ['
        "{name: vips, when: {tier: vip}, calendar: always, targets: {resolution: 10h}},"
        "{name: all, default: true, calendar: always, targets: {resolution: 40h}}]}}"
    )
    events = with_tiers([event("opened", "02-09T20:00", customer="c7")], HISTORY, zone=SHANGHAI)
    before = standard.decide(events, now="2026-02-09T21:00:00+08:00")
    after = standard.decide(events, now="2026-02-10T01:00:00+08:00")
    assert instant_text(before.next_wake_up_us or 0) == "2026-02-09T16:00:00Z", "the change is known to come"
    found = [clock for clock in (before.clock("resolution"), after.clock("resolution")) if clock is not None]
    assert [(clock.policy, instant_text(clock.due_us or 0)) for clock in found] == [
        ("all", "2026-02-11T04:00:00Z"), ("vips", "2026-02-09T22:00:00Z"),
    ], "4 hours had run, so 6 of the 10 are left at midnight"  # fmt: skip
