"""Complaints go through their stages: what is owed, who gets it, and what was done against the rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest

from servstd import Standard, load
from servstd.decide import foreseeing
from servstd.delivery.staff_text import staff_words
from servstd.feedback.stages import STAGES
from servstd.messages import entries
from servstd.people import Addressee
from tests.unit.decide.feedback_support import BODY, COMPLAINTS, complaining, desk, event, look, owed, trouble
from tests.unit.decide.support import at, hour, several

OPENED = event(9, "opened", id="o", matter="complaint", owner="li", team="desk", customer="k1")
TOLD = event(10, "decision_notice", id="d")
SOLVED = event(11, "resolved", id="r")
CALL = (11.0, "call_back", "chen")


def called(hours: float, outcome: str, *, id: str, by: object = "agent") -> dict[str, object]:
    return {**event(hours, "called_back", id=id, outcome=outcome), "by": by}


def by(item: dict[str, object], who: str) -> dict[str, object]:
    return {**item, "by": {"role": "agent", "id": who}}


def stage(standard: Standard, events: list[dict[str, object]], now: float) -> tuple[str, int, tuple[str, ...]]:
    found = look(standard, events, now).complaint
    assert found is not None
    return found.stage, found.round, found.owed


# ── where it stands ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_complaint_goes_through_its_stages() -> None:
    events = [OPENED, TOLD, SOLVED, called(12, "satisfied", id="s"), event(13, "closed", id="c")]
    standard = desk()
    assert stage(standard, events, 9) == ("received", 0, ("decision_notice", "called_back"))
    assert stage(standard, events, 10) == ("notified", 0, ("called_back",))
    assert stage(standard, events, 11) == ("actioned", 0, ("called_back",))
    assert stage(standard, events, 13) == ("closed", 0, ())
    decision = look(standard, events, 12)
    found = decision.complaint
    assert found is not None
    assert (found.label, found.told, found.reached, found.attempts_owed, found.days_owed) == (
        {"en": "Called back: satisfied", "zh": "回访满意"}, True, True, 3, 2,
    )  # fmt: skip
    assert "closed" in found.allowed
    assert decision.as_dict()["complaint"] == found.as_dict()
    assert json.dumps(found.as_dict())
    assert trouble(standard, events, 13) == []


def test_only_complaints_have_stages_from_when_they_became_one() -> None:
    asked = event(9, "opened", id="o", matter="repair", owner="li")
    becomes = event(12, "changed", id="m", matter="complaint")
    standard = desk()
    assert look(standard, [asked, event(10, "proposed", id="p")], 11).complaint is None
    assert trouble(standard, [asked, event(10, "resolved", id="r"), event(11, "reopened", id="p"), becomes], 12) == []
    assert stage(standard, [asked, event(10, "proposed", id="p"), becomes], 12)[0] == "received"
    assert trouble(standard, [asked, event(12, "approved", id="a"), becomes], 12) == []
    back = [asked, becomes, event(13, "assessed", id="a"), event(14, "changed", id="n", matter="repair"), event(15, "approved", id="x")]
    assert look(standard, back, 15).complaint is None
    assert stage(standard, [*back, event(16, "changed", id="l", matter="complaint")], 16)[0] == "assessed"


def test_a_status_and_a_close_at_once_walk_too() -> None:
    standard = desk()
    assert stage(standard, [OPENED, event(10, "changed", id="s", status="solved")], 10)[0] == "actioned"
    assert stage(standard, [OPENED, event(10, "changed", id="s", status="done")], 10)[0] == "closed"
    events = [OPENED, TOLD, called(11, "satisfied", id="s"), event(12, "closed", id="c")]
    assert trouble(standard, events, 12) == []  # a close that implies the solution is no stage of its own
    assert trouble(standard, [OPENED, TOLD, called(11, "satisfied", id="s"), event(11.5, "resolved", id="r")], 12) == []


def test_taking_note_of_an_escalation_is_no_stage() -> None:
    standard = desk()
    assert stage(standard, [OPENED, event(10, "acknowledged", id="a", of="supervisor")], 10)[0] == "received"
    assert stage(standard, [OPENED, event(10, "acknowledged", id="a")], 10)[0] == "acknowledged"
    assert trouble(standard, [OPENED, TOLD, event(11, "acknowledged", id="a"), event(11, "acknowledged", id="b", chain="x")], 12) == []


def test_a_complaint_keeps_the_rules_it_began_under() -> None:
    second = "adopt: open_cases\n" + BODY + "feedback:" + COMPLAINTS.replace("iso-10002", "short")
    standard = several(("1", "2026-01-01", BODY + "feedback:" + COMPLAINTS), ("2", "2026-01-06", second))
    assert stage(standard, [OPENED, event(30, "assessed", id="a")], 30) == ("assessed", 0, ("decision_notice", "called_back"))
    later = event(25, "opened", id="o", matter="complaint")
    assert trouble(standard, [later, event(30, "assessed", id="a")], 30) == [("FBK142", "a")]
    gone = several(("1", "2026-01-01", BODY + "feedback:" + COMPLAINTS), ("2", "2026-01-06", "adopt: open_cases\n" + BODY))
    assert stage(gone, [OPENED, event(30, "assessed", id="a")], 30)[0] == "assessed"


# ── what it obliges to ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_solved_complaint_is_called_back_and_never_by_its_owner() -> None:
    assert owed(desk(), [OPENED, SOLVED], 12) == [CALL]
    assert owed(complaining((", not_by: owner", "")), [OPENED, SOLVED], 12) == [(11.0, "call_back", "li")]
    nobodys = event(9, "opened", id="o", matter="complaint")
    assert owed(desk(), [nobodys, SOLVED], 12) == [(11.0, "call_back", "li")]
    alone = event(9, "opened", id="o", matter="complaint", owner="wang", team="desk")
    others = complaining(("by: {role: specialist}", "by: {role: supervisor}"))
    assert owed(others, [alone, SOLVED], 12) == [(11.0, "call_back", "")]
    outside = event(9, "opened", id="o", matter="complaint", owner="pm", team="works")
    assert owed(complaining(("by: {role: specialist}", "by: {role: project}")), [outside, SOLVED], 12) == [(11.0, "call_back", "")]


def test_with_nobody_else_in_the_team_somebody_elsewhere_calls() -> None:
    standard = desk(
        head=BODY.replace("chen: {name: Chen, roles: [specialist], team: desk", "chen: {name: Chen, roles: [specialist], team: works")
    )
    assert owed(standard, [OPENED, SOLVED], 12) == [CALL]


def test_what_was_done_in_the_same_instant_is_not_asked_for() -> None:
    assert owed(desk(), [OPENED, SOLVED, called(11, "satisfied", id="s")], 12) == []
    again = [OPENED, TOLD, SOLVED, called(12, "unsatisfied", id="u"), event(12, "redispatched", id="x", owner="pm")]
    assert owed(desk(), again, 13) == [CALL]
    assert stage(desk(), again, 13) == ("investigating", 1, ("decision_notice", "called_back"))
    assert owed(desk(), [OPENED, SOLVED, event(11, "closed", id="c")], 12) == []
    assert owed(desk(), [OPENED, SOLVED, event(11, "cancelled", id="c")], 12) == []


def test_it_is_called_back_once_a_round() -> None:
    events = [OPENED, SOLVED, event(12, "resolved", id="s"), event(13, "reopened", id="b"), event(14, "resolved", id="t")]
    assert owed(desk(), events, 20) == [CALL, (14.0, "call_back", "chen")]


def test_nobody_reached_in_three_calls_over_two_days_may_be_closed_with_a_note() -> None:
    calls = [called(12, "unreachable", id="1"), called(13, "unreachable", id="2"), called(36, "unreachable", id="3")]
    events = [OPENED, TOLD, SOLVED, *calls]
    assert owed(desk(), events, 35) == [CALL]
    decision = look(desk(), events, 36)
    assert decision.complaint is not None
    assert (decision.complaint.attempts, decision.complaint.days, decision.complaint.owed) == (3, 2, ())
    (note,) = (effect for effect in decision.effects if effect.item == "complaints|close_with_note")
    assert (note.key, note.action) == (
        "|7||3|action|complaints|close_with_note", {"kind": "close_with_note", "attempts": 3, "days": 2, "round": 0},
    )  # fmt: skip
    assert trouble(desk(), [*events, event(37, "closed", id="c")], 40) == []
    assert owed(desk(), [*events, called(38, "unreachable", id="4")], 40) == [CALL, (36.0, "close_with_note", 3)]


def test_calls_on_one_day_are_not_enough_and_a_decision_is_still_owed() -> None:
    calls = [called(12 + i, "unreachable", id=str(i)) for i in range(4)]
    assert owed(desk(), [OPENED, TOLD, SOLVED, *calls], 20) == [CALL]
    over = [called(12, "unreachable", id="1"), called(13, "unreachable", id="2"), called(36, "unreachable", id="3")]
    late = event(40, "decision_notice", id="d")
    assert owed(desk(), [OPENED, SOLVED, *over], 39) == [CALL]
    assert owed(desk(), [OPENED, SOLVED, *over, late], 41) == [CALL, (40.0, "close_with_note", 4 - 1)]
    reached = called(35, "unsatisfied", id="u")
    kinds = [kind for _, kind, _ in owed(desk(), [OPENED, TOLD, SOLVED, *over[:2], reached, over[2]], 41)]
    assert kinds == ["call_back", "redispatch"]


@pytest.mark.parametrize(
    ("then", "expected"),
    [("keep_open", []), ("escalate", [(36.0, "raise", ["qian", "mute"]), (36.0, "unreachable", "qian")])],
)
def test_nobody_reached_goes_up_or_stays_open(then: str, expected: list[object]) -> None:
    standard = complaining(("close_with_note", then))
    calls = [called(12, "unreachable", id="1"), called(13, "unreachable", id="2"), called(36, "unreachable", id="3")]
    found = owed(standard, [OPENED, SOLVED, *calls, called(37, "unreachable", id="4")], 40)
    assert sorted(found[1:], key=str) == sorted(expected, key=str)


def test_without_a_level_to_go_to_it_is_the_owners_manager() -> None:
    start = COMPLAINTS.index("    redispatch:")
    standard = desk(COMPLAINTS[:start].replace("close_with_note", "escalate"))
    calls = [called(12, "unreachable", id="1"), called(13, "unreachable", id="2"), called(36, "unreachable", id="3")]
    assert set(map(str, owed(standard, [OPENED, SOLVED, *calls], 40)[1:])) == {"(36.0, 'raise', ['wang'])", "(36.0, 'unreachable', 'wang')"}
    nobodys = event(9, "opened", id="o", matter="complaint")
    assert owed(standard, [nobodys, SOLVED, *calls], 40)[1:] == [(36.0, "raise", [])]


def rounds(count: int) -> list[dict[str, object]]:
    """Return a complaint dispatched again so many times, each time found wanting, four hours a round."""
    events = [OPENED]
    for i in range(count + 1):
        start = 10 + 4 * i
        events += [event(start, "decision_notice", id=f"d{i}"), event(start + 1, "resolved", id=f"r{i}")]
        events += [called(start + 2, "unsatisfied", id=f"u{i}")]
        if i < count:
            events.append(event(start + 3, "redispatched", id=f"x{i}"))
    return events


def test_unsatisfied_is_dispatched_again_twice_and_then_goes_up() -> None:
    found = look(desk(), rounds(2), 40)
    done = [(hour(effect.at_us), effect.action) for effect in found.effects if effect.action and effect.action["kind"] != "call_back"]
    assert done == [
        (12.0, {"kind": "redispatch", "team": "desk", "owner": "pm", "round": 1}),
        (16.0, {"kind": "redispatch", "team": "desk", "owner": "pm", "round": 2}),
        (20.0, {"kind": "raise", "to": ["qian", "mute"], "reason": "redispatch_limit", "round": 2}),
    ]
    (notice,) = (effect for effect in found.effects if effect.kind == "notice")
    order = notice.order
    assert order is not None
    assert (order.audience, order.recipient, order.via, order.reason, order.urgency) == (
        "staff",
        "qian",
        ("wecom",),
        "redispatch_limit",
        "high",
    )
    assert (order.contacts, order.language, order.path) == ({"wecom": "qian"}, "en", ("feedback", "complaints"))
    assert notice.key == "|7||u2|notice|feedback.complaints|u2|2|redispatch_limit|qian"
    assert staff_words(order).text == (
        "Case 7: the customer is not satisfied after 2 second dispatches; please take the complaint over.\n"
        "You are told because you are the level Head of service."
    )
    assert found.problems == ()


def test_a_plan_does_without_facts_and_people_read_their_own_language() -> None:
    standard = complaining(("then: {level: manager}", "then: {person: pm}"))
    (notice,) = (effect for effect in look(standard, rounds(2), 40).effects if effect.kind == "notice")
    assert notice.order is not None
    assert staff_words(notice.order).text.startswith("事项 7：二次派单 2 次后客户仍不满意")
    (brief,) = (effect for effect in foreseeing.foresee(standard.compiled, rounds(2), at(40)).effects if effect.kind == "notice")
    assert brief.order is not None
    assert (brief.key, brief.order.facts) == (notice.key, {})


def test_a_round_is_asked_for_once() -> None:
    events = [OPENED, TOLD, SOLVED, called(12, "unsatisfied", id="u"), called(13, "unsatisfied", id="v")]
    assert owed(desk(), events, 20) == [CALL, (12.0, "redispatch", "pm")]
    assert [kind for _, kind, _ in owed(desk(), rounds(3), 60)].count("raise") == 2  # dispatched again against the rules: it goes up again


@pytest.mark.parametrize(
    ("had", "change", "team", "owner"),
    [
        ({"owner": "pm"}, ("to: {team: same}, owner: {role: project}, ", ""), "works", "pm"),
        ({}, ("owner: {role: project}, ", ""), "", ""),
        ({"owner": "li"}, ("to: {team: same}, owner: {role: project}", "to: {team: works}, owner: {role: project}"), "works", "pm"),
        ({"owner": "gone"}, ("owner: {role: project}, ", ""), "", "gone"),
    ],
)
def test_to_whom_a_second_dispatch_goes(had: dict[str, Any], change: tuple[str, str], team: str, owner: str) -> None:
    events = [event(9, "opened", id="o", matter="complaint", **had), SOLVED, called(12, "unsatisfied", id="u")]
    (action,) = (e.action for e in look(complaining(change), events, 13).effects if e.item == "complaints|redispatch")
    assert action == {"kind": "redispatch", "team": team, "owner": owner, "round": 1}


def test_any_event_may_ask_for_a_second_dispatch() -> None:
    standard = complaining(("{event: called_back, outcome: unsatisfied}", "{event: x-again}"))
    events = [OPENED, TOLD, SOLVED, called(12, "unsatisfied", id="u"), event(13, "x-again", id="x")]
    assert owed(standard, events, 20) == [CALL, (13.0, "redispatch", "pm")]
    assert trouble(standard, [*events, event(14, "redispatched", id="y")], 20) == []


def test_without_call_backs_and_dispatches_nothing_is_asked_for() -> None:
    standard = desk("\n  complaints: {when: {matter: complaint}}\n")
    events = [*rounds(1), called(30, "unreachable", id="z")]
    assert owed(standard, events, 60) == []
    assert trouble(standard, events, 60) == []
    assert stage(standard, [OPENED, TOLD, SOLVED], 20) == ("actioned", 0, ("called_back",))


def test_somebody_must_call_though_nobody_says_who() -> None:
    standard = desk()
    section = standard.current.feedback
    assert section is not None
    assert section.complaints is not None
    assert section.complaints.callback is not None
    told = attrs.evolve(section.complaints, callback=attrs.evolve(section.complaints.callback, by=None))
    other = Standard((attrs.evolve(standard.current, feedback=attrs.evolve(section, complaints=told)),))
    assert owed(other, [OPENED, SOLVED], 12) == [(11.0, "call_back", "")]
    room = attrs.evolve(section.complaints, callback=attrs.evolve(section.complaints.callback, by=Addressee("customer")))
    third = Standard((attrs.evolve(standard.current, feedback=attrs.evolve(section, complaints=room)),))
    assert owed(third, [OPENED, SOLVED], 12) == [(11.0, "call_back", "")]


def test_the_short_table_owes_no_call_back() -> None:
    assert owed(complaining(("iso-10002", "short")), [OPENED, TOLD, SOLVED], 20) == []


# ── against the rules ────────────────────────────────────────────────────────────────────────────────────────────────


def numbered(text: str) -> list[dict[str, object]]:
    """Return the events of an example, two a day, so that each has an instant and an id."""
    rows = [json.loads(line) for line in text.splitlines()]
    return [{"case": "7", "at": at(9 + 2 * i), "by": "agent", "id": f"e{i}", **row} for i, row in enumerate(rows)]


@pytest.mark.parametrize("code", [code for code in entries("FBK") if "FBK140" <= code <= "FBK169"])
def test_every_problem_is_shown_by_its_example_and_mended_by_the_other(code: str) -> None:
    entry = entries("FBK")[code]
    assert all((*entry.en, *entry.zh, *entry.why))
    bad = numbered(entry.bad)
    found = look(desk(), bad, 60)
    (problem,) = (problem for problem in found.problems if problem.code == code)
    assert problem.params["event"] == bad[-1]["id"]
    assert found.complaint is not None
    assert problem in found.complaint.problems
    for language in ("en", "zh"):
        assert "{" not in problem.message(language)
    assert look(desk(), numbered(entry.good), 60).problems == ()


def test_who_approved_is_judged_where_it_is_known() -> None:
    proposed, approved = event(10, "proposed", id="p"), event(11, "approved", id="a")
    assert trouble(desk(), [OPENED, proposed, by(approved, "li")], 12) == [("FBK141", "a")]
    assert trouble(desk(), [OPENED, proposed, approved], 12) == []
    nobodys = event(9, "opened", id="o", matter="complaint")
    assert trouble(desk(), [nobodys, proposed, by(approved, "li")], 12) == []
    passed_on = event(10.5, "assigned", id="n", owner="chen")
    assert trouble(desk(), [OPENED, proposed, passed_on, by(approved, "li")], 12) == []
    small = desk(COMPLAINTS.replace("stages:", "handler_is_not_approver: false\n    stages:"))
    assert trouble(small, [OPENED, proposed, by(approved, "li")], 12) == []


def test_whoever_calls_back_is_judged_where_the_standard_says_so() -> None:
    call = called(12, "unreachable", id="u", by={"role": "agent", "id": "li"})
    assert trouble(desk(), [OPENED, SOLVED, call], 12) == [("FBK143", "u")]
    assert trouble(complaining((", not_by: owner", "")), [OPENED, SOLVED, call], 12) == []
    assert trouble(desk("\n  complaints: {when: {matter: complaint}}\n"), [OPENED, SOLVED, call], 12) == []


def test_beyond_the_limit_and_out_of_stage() -> None:
    over = [*rounds(2), event(30, "redispatched", id="y")]
    assert trouble(desk(), over, 40) == [("FBK144", "y")]
    assert stage(desk(), over, 40)[1] == 3
    assert trouble(desk(), [OPENED, event(10, "redispatched", id="y")], 40) == [("FBK142", "y")]
    assert trouble(desk(), [OPENED, TOLD, event(10.5, "called_back", id="y", outcome="other")], 40) == [("FBK142", "y")]
    assert set(STAGES) > {"received"}


# ── the sample ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def sample(shared: Path) -> Standard:
    return load(shared / "samples" / "renovation.yaml")


def sampled(day: int, clock: str, kind: str, *, id: str, by: object = "agent", **data: object) -> dict[str, object]:
    return {"case": "7", "at": f"2026-01-{day:02}T{clock}:00+08:00", "kind": kind, "by": by, "id": id, "data": data}


START = sampled(5, "09:00", "opened", id="o", matter="complaint", grade="general", channel="phone", owner="li", customer="K1")


def actions(standard: Standard, events: list[dict[str, object]], now: str) -> list[dict[str, object]]:
    found = [dict(effect.action) for effect in standard.decide(events, now=now).effects if effect.item and effect.action]
    return found


def test_the_samples_customer_is_not_reached(sample: Standard) -> None:
    events = [START, sampled(6, "09:00", "decision_notice", id="d"), sampled(6, "17:00", "resolved", id="r")]
    events += [
        sampled(7, "10:00", "called_back", id="1", outcome="unreachable"),
        sampled(7, "16:00", "called_back", id="2", outcome="unreachable"),
    ]
    events += [sampled(8, "10:00", "called_back", id="3", outcome="unreachable")]
    assert [action["kind"] for action in actions(sample, events, "2026-01-09T00:00:00+08:00")] == ["call_back", "close_with_note"]
    decision = sample.decide([*events, sampled(9, "09:00", "closed", id="c")], now="2026-01-10T00:00:00+08:00")
    assert [problem for problem in decision.problems if problem.code.startswith("FBK")] == []


def test_the_samples_customer_is_never_satisfied(sample: Standard) -> None:
    events = [START]
    for i, day in enumerate((6, 8, 10)):
        events += [sampled(day, "09:00", "decision_notice", id=f"d{i}"), sampled(day, "17:00", "resolved", id=f"r{i}")]
        events += [sampled(day + 1, "10:00", "called_back", id=f"u{i}", outcome="unsatisfied")]
        if i < 2:
            events += [sampled(day + 1, "11:00", "redispatched", id=f"x{i}", owner="pm")]
    now = "2026-01-12T00:00:00+08:00"
    found = [action for action in actions(sample, events, now) if action["kind"] != "call_back"]
    assert found == [
        {"kind": "redispatch", "team": "desk", "owner": "pm", "round": 1},
        {"kind": "redispatch", "team": "works", "owner": "pm", "round": 2},
        {"kind": "raise", "to": ["qian"], "reason": "redispatch_limit", "round": 2},
    ]
    told = [e.order.recipient for e in sample.decide(events, now=now).effects if e.order and e.order.reason == "redispatch_limit"]
    assert told == ["qian"]


def test_the_samples_low_score_opens_a_complaint(sample: Standard) -> None:
    opened = sampled(5, "09:00", "opened", id="o", matter="repair", channel="phone", owner="pm", customer="K1", accepted=True)
    events = [
        opened,
        sampled(6, "09:00", "closed", id="c"),
        sampled(6, "12:00", "answered", id="a", by="customer", instrument="after_service", score=2),
    ]
    ask, follow_up = actions(sample, events, "2026-01-07T00:00:00+08:00")
    assert (ask["kind"], ask["instrument"]) == ("ask", "after_service")
    assert (follow_up["kind"], follow_up["values"], follow_up["owner"]) == ("open", {"matter": "complaint", "grade": "general"}, "wang")
    assert (follow_up["label"], follow_up["follows"]) == ("低分跟进", "7")


LADDER = "escalation: {ladder: [specialist, supervisor, {manager: Head of service}]"
FALLBACK = LADDER + ", fallback: [{person: mute}, {person: qian}, {role: manager}]"


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        ("{person: mute}", [(20.0, "raise", ["mute", "qian"]), (20.0, "redispatch_limit", "qian")]),
        ("{level: manager}", [(20.0, "raise", ["qian", "mute"]), (20.0, "redispatch_limit", "qian")]),
    ],
)
def test_who_cannot_be_told_has_the_fallback_of_the_escalation(then: str, expected: list[object]) -> None:
    assert LADDER in BODY
    standard = desk(COMPLAINTS.replace("then: {level: manager}", f"then: {then}"), head=BODY.replace(LADDER, FALLBACK))
    assert sorted(owed(standard, rounds(2), 20)[-2:], key=str) == sorted(expected, key=str)


def test_a_case_that_is_no_complaint_has_none_in_its_data() -> None:
    repair = event(9, "opened", id="o", matter="repair")
    for standard in (desk(), desk("")):
        assert "complaint" not in look(standard, [repair], 10).as_dict()
    assert list(look(desk(), [OPENED], 10).as_dict())[-3:] == ["complaint", "effects", "problems"]
