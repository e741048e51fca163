"""Chains run in order: what sets them off, their points and waits, pauses and ends."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

import servstd
from servstd.decide.foreseeing import foresee
from servstd.durations import parse_amount
from servstd.errors import UsageError
from servstd.escalation.model import Addressee, Escalation, Repeat, StepAction
from tests.unit.decide.chain_support import (
    BODY,
    LADDER,
    PEOPLE,
    chain,
    escalating,
    event,
    lines,
    look,
    missed,
    on,
    person,
    replace,
    step,
    told,
    unless,
)
from tests.unit.decide.support import OFFICE, at, hour, loads, several

OPENED = event(9, "opened", owner="li", id="e1")
FOUR = chain(
    "late", missed(at="50%"), step("1", "owner"), step("2", "level supervisor", at="1h remaining"), step("3", "level manager", at="missed"),
    step("4", "level general", at="1h overdue"),
)  # fmt: skip
HELP = chain("help", on({"event": "opened"}), step("1", "li"), step("2", "level supervisor", after="1h"), stand_down=True)


# ── points and waits ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_steps_follow_the_points_of_the_clock() -> None:
    assert told(escalating(FOUR), [OPENED], 30) == [(11.0, "1", "li"), (12.0, "2", "wang"), (13.0, "3", "qian"), (14.0, "4", "zhao")]


def test_the_wake_up_is_the_next_step() -> None:
    assert hour(look(escalating(FOUR), [OPENED], 9).next_wake_up_us) == 11.0
    assert hour(look(escalating(FOUR), [OPENED], 12).next_wake_up_us) == 13.0
    assert hour(look(escalating(FOUR), [OPENED], 13).next_wake_up_us) == 14.0
    assert look(escalating(FOUR), [OPENED], 14).next_wake_up_us is None


def test_points_move_as_the_clock_pauses() -> None:
    events = [OPENED, event(11.5, "changed", status="pending"), event(20, "changed", status="new")]
    assert told(escalating(FOUR), events, 19) == [(11.0, "1", "li")]
    assert told(escalating(FOUR), events, 30) == [(11.0, "1", "li"), (20.5, "2", "wang"), (21.5, "3", "qian"), (22.5, "4", "zhao")]


def test_a_clock_that_stands_still_sets_nothing_off() -> None:
    events = [OPENED, event(10, "changed", status="pending"), event(20, "changed", status="new")]
    assert look(escalating(FOUR), events[:2], 15).next_wake_up_us is None
    assert told(escalating(FOUR), events, 21.5) == [(21.0, "1", "li")]
    assert told(escalating(FOUR), [*events[:2], event(15, "closed")], 30) == []


def test_a_case_that_is_closed_while_its_clock_stands_still() -> None:
    events = [OPENED, event(11.5, "changed", status="pending"), event(15, "closed")]
    assert told(escalating(attrs.evolve(FOUR, stand_down=True)), events, 30) == [(11.0, "1", "li"), (15.0, "stood_down", "li")]


def test_waits_run_on_after_a_pause() -> None:
    late = chain("late", missed(), step("1", "owner"), step("2", "wang", after="2h"), step("3", "qian", after="2h", calendar="always"))
    events = [OPENED, event(14, "changed", status="pending"), event(20, "changed", status="new")]
    assert told(escalating(late), events, 40) == [(13.0, "1", "li"), (21.0, "2", "wang"), (23.0, "3", "qian")]


def test_a_stop_at_the_very_instant_wins() -> None:
    assert told(escalating(FOUR), [OPENED, event(12, "resolved")], 30) == [(11.0, "1", "li")]


def test_a_pause_at_the_due_instant_sets_the_chain_off_but_it_waits() -> None:
    late = chain("late", missed(), step("1", "owner"), step("2", "wang", after="1h"))
    events = [OPENED, event(13, "changed", status="pending"), event(20, "changed", status="new")]
    assert told(escalating(late), events, 40) == [(20.0, "1", "li"), (21.0, "2", "wang")]


def test_a_reopened_cycle_takes_its_chain_up_again() -> None:
    events = [OPENED, event(12.5, "resolved"), event(20, "reopened")]
    assert told(escalating(FOUR), events, 30) == [(11.0, "1", "li"), (12.0, "2", "wang"), (20.5, "3", "qian"), (21.5, "4", "zhao")]
    closed = [OPENED, event(12.5, "closed"), event(20, "reopened")]
    assert told(escalating(FOUR), closed, 30) == told(escalating(FOUR), events, 30)


def test_waits_count_in_the_calendar_that_is_named() -> None:
    office = chain("late", on({"event": "opened"}), step("1", "owner"), step("2", "wang", after="2h", calendar="office"))
    assert told(escalating(office), [event(16, "opened", owner="li")], 60) == [(16.0, "1", "li"), (34.0, "2", "wang")]
    days = chain("late", on({"event": "opened"}), step("1", "owner"), step("2", "wang", after="2wd", calendar="office"))
    assert told(escalating(days), [event(16, "opened", owner="li")], 80) == [(16.0, "1", "li"), (64.0, "2", "wang")]


def test_waits_count_in_the_calendar_of_the_clock_and_of_the_recipient() -> None:
    body = BODY.replace("calendar: always", "calendar: office")
    plain = chain("late", missed(), step("1", "owner"), step("2", "wang", after="2h"), step("3", "qian", after="2h", calendar="clock"))
    assert told(escalating(plain, body=body), [event(12, "opened", owner="li")], 90) == [
        (16.0, "1", "li"), (34.0, "2", "wang"), (36.0, "3", "qian"),
    ]  # fmt: skip
    own = chain(
        "late", on({"event": "opened"}), step("1", "li"), step("2", "wang", after="2h", calendar="recipient"),
        step("3", "qian", after="2h", calendar="recipient"), step("4", "nobody", after="1h", calendar="recipient"),
        step("5", "room board", after="1h", calendar="recipient"), step("6", after="1h", calendar="recipient"),
    )  # fmt: skip
    people = {**PEOPLE, "wang": person("wang", calendar="office")}
    assert told(escalating(own, people=people), [event(16, "opened", owner="li")], 90) == [
        (16.0, "1", "li"), (34.0, "2", "wang"), (36.0, "3", "qian"), (38.0, "5", "board"),
    ]  # fmt: skip


def test_a_point_that_has_passed_follows_at_its_distance() -> None:
    late = chain(
        "late", missed(at="50%"), step("1", "owner", after="90m"), step("2", "wang", at="1h remaining"), step("3", "qian", at="missed")
    )
    assert told(escalating(late), [OPENED], 40) == [(12.5, "1", "li"), (12.5 + 1 / 60, "2", "wang"), (13.0, "3", "qian")]
    held = chain("late", missed(at="50%"), step("1", "owner", unless=unless(when={"priority": "high"})),
                 step("2", "wang", at="1h remaining"),
                 step("3", "qian", at="missed"))  # fmt: skip
    events = [event(9, "opened", owner="li", priority="high"), event(15, "changed", priority="low")]
    assert told(escalating(held), events, 40) == [(15.0, "1", "li"), (16.0, "2", "wang"), (17.0, "3", "qian")]


def test_points_of_a_chain_without_a_clock_are_at_once() -> None:
    odd = chain("odd", on({"event": "opened"}), step("1", "li", at="missed"), step("2", "wang", after="1h"), step("3", "qian", at="missed"))
    assert told(escalating(odd), [OPENED], 30) == [(9.0, "1", "li"), (10.0, "2", "wang"), (10.0, "3", "qian")]


def test_a_change_that_leaves_the_point_behind_sets_the_chain_off_at_the_change() -> None:
    body = BODY.replace(
        "{resolution: 4h}}", "{resolution: 1h}}, {name: slow, when: {priority: low}, calendar: always, targets: {resolution: 9h}}"
    )
    body = body.replace("policies: [{name: all, default: true,", "policies: [{name: all, when: {priority: high},")
    events = [event(9, "opened", owner="li", priority="low"), event(12, "changed", priority="high")]
    late = chain("late", missed(), step("1", "owner"), step("2", "wang", at="1h overdue"), step("3", "qian", at="2h overdue"))
    assert told(escalating(late, body=body), events, 30) == [(12.0, "1", "li"), (13.0, "2", "wang"), (14.0, "3", "qian")]


def test_a_clock_that_is_measured_only_ends_its_chain() -> None:
    body = BODY.replace("default: true", "when: {priority: high}")
    events = [event(9, "opened", owner="li", priority="high"), event(11.5, "changed", priority="low")]
    assert told(escalating(FOUR, body=body), events, 30) == [(11.0, "1", "li")]
    assert told(escalating(FOUR, body=body), [event(9, "opened", owner="li")], 30) == []
    again = [*events, event(12.25, "changed", priority="high")]
    assert [line[1] for line in told(escalating(FOUR, body=body), again, 30)] == ["1", "2", "3", "4"]


def test_a_chain_starts_once_a_cycle() -> None:
    ping = chain("ping", missed("next_response"), step("1", "owner"))
    body = BODY.replace("{resolution: 4h}", "{next_response: 1h}")
    say = [
        event(hours, "message", by, public=True, id=f"m{hours}")
        for hours, by in ((10, "agent"), (11, "customer"), (13, "agent"), (14, "customer"))
    ]
    made = lines(escalating(ping, body=body), [OPENED, *say], 30)
    assert [(hour(line.at_us), line.cycle_id, line.trigger) for line in made] == [(12.0, "m11", "missed"), (15.0, "m14", "missed")]


# ── what sets them off ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_chain_is_for_its_cases() -> None:
    urgent = attrs.evolve(FOUR, when=chain("", on(), when={"priority": "high"}).when)
    assert told(escalating(urgent), [OPENED], 30) == []
    assert told(escalating(urgent), [OPENED, event(12, "changed", priority="high")], 30) == []
    events = [event(9, "opened", owner="li", priority="high"), event(12.5, "changed", priority="low")]
    assert told(escalating(urgent), events, 30) == [(11.0, "1", "li"), (12.0, "2", "wang")]


def test_a_chain_that_is_over_at_its_start_does_not_start() -> None:
    stopped = attrs.evolve(FOUR, stop_on=chain("", on(), stop={"priority": "high"}).stop_on)
    assert told(escalating(stopped), [event(9, "opened", owner="li", priority="high")], 30) == []
    opened = chain("help", on({"event": "opened"}), step("1", "li"), stop={"any": [{"event": "opened"}, {"priority": "high"}]})
    assert told(escalating(opened), [OPENED], 30) == []
    state = chain("help", on({"event": "message"}), step("1", "li"), stop={"event": "changed"}, when={"priority": "high"})
    assert told(escalating(state), [OPENED, event(10, "message", public=False)], 30) == []
    late = [event(9, "opened", priority="high"), event(10, "message", public=False, sequence=1), event(10, "changed", x="1", sequence=2)]
    assert told(escalating(state), late, 30) == []


def test_an_event_sets_off_one_run_at_a_time() -> None:
    note = chain("note", on({"event": "message"}), step("1", "li"), step("2", "wang", after="2h"))
    events = [OPENED, *(event(hours, "message", public=False, id=f"m{hours}") for hours in (10, 11, 15))]
    made = lines(escalating(note), events, 30)
    assert [(hour(line.at_us), line.step, line.trigger, line.cycle_id) for line in made] == [
        (10.0, "1", "m10", "m10"), (12.0, "2", "m10", "m10"), (15.0, "1", "m15", "m15"), (17.0, "2", "m15", "m15"),
    ]  # fmt: skip


def test_a_state_that_set_a_chain_off_must_go_on() -> None:
    major = chain(
        "major", on({"all": [{"becomes": {"grade": "major"}}, {"matter": "complaint"}]}), step("1", "li"), step("2", "wang", after="1h")
    )
    first = event(9, "opened", matter="complaint", grade="major")
    assert told(escalating(major), [first], 30) == [(9.0, "1", "li"), (10.0, "2", "wang")]
    back = [first, event(9.5, "changed", grade="minor"), event(12, "changed", grade="major")]
    assert told(escalating(major), back, 30) == [(9.0, "1", "li"), (12.0, "1", "li"), (13.0, "2", "wang")]
    either = chain("either", on({"any": [{"becomes": {"grade": "major"}}, {"becomes": {"priority": "high"}}]}), step("1", "li"),
                   step("2", "wang", after="1h"))  # fmt: skip
    assert told(escalating(either), back[:2], 30) == [(9.0, "1", "li")]
    mixed = attrs.evolve(either, trigger=on({"any": [{"becomes": {"grade": "major"}}, {"event": "resolved"}]}))
    assert told(escalating(mixed), back[:2], 30) == [(9.0, "1", "li"), (10.0, "2", "wang")]


def test_by_hand() -> None:
    hand = chain("call", on(), step("1", "li"), step("2", "wang", after="1h"))
    ask = event(10, "escalated", chain="call", id="h1")
    assert told(escalating(hand), [OPENED], 30) == []
    assert told(escalating(hand), [OPENED, ask], 30) == [(10.0, "1", "li"), (11.0, "2", "wang")]
    assert told(escalating(hand), [OPENED, event(10, "escalated")], 30) == []
    assert told(escalating(hand), [OPENED, event(10, "escalated", chain="other")], 30) == []
    twice = [OPENED, ask, event(10.25, "escalated", chain="call", id="h2"), event(20, "escalated", chain="call", id="h3")]
    assert told(escalating(hand), twice, 30) == [(10.0, "1", "li"), (10.25, "2", "wang"), (20.0, "1", "li"), (21.0, "2", "wang")]


def test_whoever_escalates_by_hand_takes_the_next_step_at_once() -> None:
    events = [OPENED, event(11.5, "escalated"), event(11.75, "escalated", chain="late")]
    assert told(escalating(FOUR), events, 30) == [(11.0, "1", "li"), (11.5, "2", "wang"), (11.75, "3", "qian"), (14.0, "4", "zhao")]
    skips = chain(
        "late", missed(), step("1", "li"), step("2", "wang", after="9h", when={"priority": "high"}), step("3", "qian", after="9h")
    )
    assert told(escalating(skips), [OPENED, event(14, "escalated")], 60, why=True) == [
        (13.0, "1", "li"), (14.0, "2", "", "not_for_case"), (14.0, "3", "qian"),
    ]  # fmt: skip
    ends = attrs.evolve(skips, steps=skips.steps[:2])
    assert told(escalating(ends), [OPENED, event(14, "escalated"), event(15, "escalated")], 60) == [(13.0, "1", "li")]


def test_by_hand_while_the_clock_stands_still() -> None:
    late = chain(
        "late", missed(), step("1", "li"), step("2", "wang", after="9h"), step("3", "qian", after="1h"), step("4", "zhao", at="9h overdue")
    )
    events = [OPENED, event(14, "changed", status="pending"), event(15, "escalated"), event(20, "changed", status="new")]
    assert told(escalating(late), events, 60) == [(13.0, "1", "li"), (15.0, "2", "wang"), (21.0, "3", "qian"), (28.0, "4", "zhao")]


# ── ends ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_all_who_were_told_are_told_that_it_is_over() -> None:
    standard = escalating(attrs.evolve(FOUR, stand_down=True))
    events = [OPENED, event(12.5, "resolved", by={"role": "agent", "id": "wang"})]  # type: ignore[arg-type]
    assert told(standard, events, 30, why=True) == [
        (11.0, "1", "li"), (12.0, "2", "wang"), (12.5, "stood_down", "li"), (12.5, "stood_down", "wang", "stopped_it"),
    ]  # fmt: skip
    (effect,) = [one for one in look(standard, events, 30).effects if one.order is not None and one.order.reason == "stood_down"]
    assert effect.order is not None
    assert (effect.order.urgency, effect.order.text, effect.order.via, effect.key) == (
        "low", "", ("wecom",), "|7|resolution|e1|notice|late|50%|0|stood_down|li",
    )  # fmt: skip


def test_who_ended_it_is_whoever_did_the_first_thing_that_lasted() -> None:
    def by(hours: float, kind: str, who: str, number: int, **data: str) -> dict[str, object]:
        return {**event(hours, kind, **data), "by": {"role": "agent", "id": who}, "sequence": number}  # type: ignore[arg-type]

    calm = chain("late", missed(at="50%"), step("1", "li", "wang", "qian"), when={"priority": {"missing": True}}, stand_down=True)
    events = [by(12, "changed", "li", 1, priority="high"), by(12, "changed", "wang", 2, x="1")]
    assert [line[2] for line in told(escalating(calm), [OPENED, *events], 30)[3:]] == ["wang", "qian"]
    back = [by(12, "resolved", "li", 1), by(12, "reopened", "wang", 2), by(12, "resolved", "qian", 3)]
    assert [line[2] for line in told(escalating(calm), [OPENED, *back], 30)[3:]] == ["li", "wang"]
    stopped = chain("late", missed(at="50%"), step("1", "li", "wang", "qian"), stop={"event": "changed"}, stand_down=True)
    assert [line[2] for line in told(escalating(stopped), [OPENED, *events], 30)[3:]] == ["wang", "qian"]


def test_a_chain_that_is_taken_up_again_stands_down_again() -> None:
    standard = escalating(attrs.evolve(FOUR, stand_down=True))
    events = [OPENED, event(11.5, "resolved"), event(20, "reopened"), event(20.75, "resolved")]
    assert told(standard, events, 30) == [
        (11.0, "1", "li"), (11.5, "stood_down", "li"), (20.5, "2", "wang"), (20.75, "stood_down 2", "wang"),
    ]  # fmt: skip
    self_stopped = [OPENED, event(11.5, "resolved", by={"role": "agent", "id": "li"}), event(20, "reopened"), event(20.1, "resolved")]  # type: ignore[arg-type]
    assert told(standard, self_stopped, 30) == [(11.0, "1", "li")]


def test_a_finished_chain_stands_down_when_its_clock_ends() -> None:
    events = [OPENED, event(15, "resolved")]
    assert [line[1:] for line in told(escalating(attrs.evolve(FOUR, stand_down=True)), events, 30)][4:] == [
        ("stood_down", "li"), ("stood_down", "wang"), ("stood_down", "qian"), ("stood_down", "zhao"),
    ]  # fmt: skip


def test_stop_on_a_fact_and_the_case_over() -> None:
    helped = attrs.evolve(HELP, stop_on=chain("", on(), stop={"event": "acknowledged"}).stop_on)
    assert told(escalating(helped), [OPENED, event(9.5, "acknowledged")], 30) == [(9.0, "1", "li"), (9.5, "stood_down", "li")]
    for kind, data in (("cancelled", {}), ("closed", {}), ("merged", {"into": "8"})):
        assert told(escalating(HELP), [OPENED, event(9.5, kind, **data)], 30) == [(9.0, "1", "li"), (9.5, "stood_down", "li")]
    assert len(told(escalating(HELP), [OPENED, event(9.5, "resolved")], 30)) == 2
    reopened = [OPENED, event(9.5, "closed"), event(20, "reopened")]
    assert told(escalating(HELP), reopened, 30) == [(9.0, "1", "li"), (9.5, "stood_down", "li")]


def test_the_customer_is_not_told_that_it_is_over() -> None:
    told_out = chain("help", on({"event": "opened"}), step("1", "customer", "room board"), step("2", "wang", after="9h"), stand_down=True)
    assert told(escalating(told_out), [OPENED, event(10, "closed")], 30) == [
        (9.0, "1", "customer"), (9.0, "1", "board"), (10.0, "stood_down", "board"),
    ]  # fmt: skip


# ── repeats, actions ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_repeats() -> None:
    again = attrs.evolve(FOUR, repeat=Repeat(first=2, times=2, after=parse_amount("5h"), calendar="always"))
    assert [(line[0], line[1]) for line in told(escalating(again), [OPENED], 60)] == [
        (11.0, "1"), (12.0, "2"), (13.0, "3"), (14.0, "4"), (19.0, "3"), (20.0, "4"), (25.0, "3"), (26.0, "4"),
    ]  # fmt: skip
    assert [line.round for line in lines(escalating(again), [OPENED], 60)] == [0, 0, 0, 0, 1, 1, 2, 2]
    paused = [OPENED, event(15, "changed", status="pending"), event(30, "changed", status="new")]
    assert [line[0] for line in told(escalating(again), paused, 60)][4:] == [34.0, 35.0, 40.0, 41.0]
    waits = chain(
        "w", on({"event": "opened"}), step("1", "li"), step("2", "wang", after="2h"), repeat=Repeat(times=1, after=parse_amount("1h"))
    )
    assert [(line[0], line[1]) for line in told(escalating(waits), [OPENED], 60)] == [(9.0, "1"), (11.0, "2"), (12.0, "1"), (14.0, "2")]


def test_a_round_that_begins_while_the_clock_stands_still_waits_for_it() -> None:
    again = chain("w", missed(), step("1", "li"), step("2", "wang", after="2h"), repeat=Repeat(times=1, after=parse_amount("1h")))
    events = [OPENED, event(14, "changed", status="pending"), event(15, "escalated"), event(20, "changed", status="new")]
    assert [(line[0], line[1]) for line in told(escalating(again), events, 60)] == [(13.0, "1"), (15.0, "2"), (21.0, "1"), (23.0, "2")]


def test_actions_are_effects() -> None:
    actions = (
        StepAction("set", values={"priority": "high"}), StepAction("reassign", to=Addressee("level", name="manager")),
        StepAction("open", values={"matter": "review"}), StepAction("reassign", to=Addressee("role", name="none")),
    )  # fmt: skip
    acts = chain("acts", on({"event": "opened"}), step("1", "li", actions=actions), step("2", after="1h", actions=actions[:1]))
    decision = look(escalating(acts), [OPENED], 30)
    done = [effect for effect in decision.effects if effect.kind == "action"]
    done.sort(key=lambda effect: (effect.at_us, effect.key.replace("1|", "1.1|")))
    assert [effect.action for effect in done] == [
        {"kind": "set", "values": {"priority": "high"}}, {"kind": "reassign", "to": "qian"},
        {"kind": "open", "values": {"matter": "review"}},
        {"kind": "set", "values": {"priority": "high"}},
    ]  # fmt: skip
    assert [effect.key for effect in done][:2] == ["|7||e1|action|acts|e1|0|1|", "|7||e1|action|acts|e1|0|1.2|qian"]
    assert [(line.step, line.why) for line in decision.escalation if line.status == "not_told"] == [("1.4", "nobody")]
    assert decision.attributes.get("priority") is None


# ── editions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_running_chain_keeps_the_edition_it_started_under() -> None:
    first = attrs.evolve(FOUR, steps=FOUR.steps[:3])
    second = attrs.evolve(FOUR, steps=(step("1", "zhao"), *FOUR.steps[1:]))
    both = several(("1", "2026-01-01", BODY), ("2", "2026-01-05T11:30:00Z", BODY + "adopt: open_cases\n"))
    standard = replace(both, Escalation(ladder=LADDER, chains=(first,)), Escalation(ladder=LADDER, chains=(second,)))
    assert [line[1:] for line in told(standard, [OPENED], 30)] == [("1", "li"), ("2", "wang"), ("3", "qian")]
    later = event(10, "opened", owner="li", id="e1")
    assert told(standard, [later], 30) == [(12.0, "1", "zhao"), (13.0, "2", "wang"), (14.0, "3", "qian"), (15.0, "4", "zhao")]
    adopting = replace(both, None, Escalation(ladder=LADDER, chains=(second,)))
    assert told(adopting, [OPENED], 30) == [(11.5, "1", "zhao"), (12.0, "2", "wang"), (13.0, "3", "qian"), (14.0, "4", "zhao")]
    dropping = replace(both, Escalation(ladder=LADDER, chains=(FOUR,)), None)
    assert [line[1:] for line in told(dropping, [OPENED], 30)] == [("1", "li"), ("2", "wang"), ("3", "qian"), ("4", "zhao")]


def test_an_edition_that_measures_no_more_ends_its_chains() -> None:
    none = OFFICE + "adopt: open_cases\nsla: {measure: [first_response]}\n"
    both = several(("1", "2026-01-01", BODY), ("2", "2026-01-05T11:30:00Z", none))
    standard = replace(both, Escalation(ladder=LADDER, chains=(attrs.evolve(FOUR, stand_down=True),)), None)
    assert told(standard, [OPENED], 30)[0] == (11.0, "1", "li")


# ── planning ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_foreseen_has_the_keys_and_instants_of_what_is_decided() -> None:
    standard = escalating(FOUR)
    seen = foresee(standard.compiled, [OPENED], at(30), [event(13.5, "resolved")])
    real = standard.decide([OPENED, event(13.5, "resolved")], now=at(30))
    assert seen.escalation == real.escalation
    assert [(one.key, one.at_us) for one in seen.effects] == [(one.key, one.at_us) for one in real.effects]
    assert [dict(one.order.facts).get("case") for one in seen.effects if one.order is not None] == [None] * 3
    assert {line.zone for line in seen.escalation} == {standard.compiled.editions[1].zone}


def test_lines_of_a_state_that_was_read_have_their_zone() -> None:
    standard = escalating(FOUR)
    state = standard.advance(standard.start(), OPENED)
    state = standard.advance(state, event(12.5, "message", public=False))
    read = standard.read_state(state.to_json())
    assert read.chains == state.chains
    assert read.chains != standard.advance(standard.start(), OPENED).chains
    again = standard.settle(read, now=at(13))
    assert [line.at.utcoffset() is not None for line in again.escalation] == [True] * 3


def test_a_standard_without_chains_keeps_no_book() -> None:
    standard = loads(BODY)
    assert standard.advance(standard.start(), OPENED).chains is None
    assert standard.decide([OPENED], now=at(30)).escalation == ()
    assert not replace(standard, Escalation(ladder=LADDER)).compiled.escalates


def test_four_levels_of_the_sample(shared: Path) -> None:
    standard = servstd.load(shared / "samples" / "renovation.yaml")
    opened = {
        "case": "7", "at": "2026-01-05T09:00:00+08:00", "kind": "opened", "by": "customer",
        "data": {"matter": "complaint", "grade": "general", "channel": "wechat", "owner": "li"},
    }  # fmt: skip
    decision = standard.decide([opened], now="2026-01-08T00:00:00+08:00")
    found = [(f"{line.at:%m-%d %H:%M}", line.recipient, line.via) for line in decision.escalation if line.chain == "complaint-answer"]
    assert found == [
        ("01-06 09:00", "li", ("wecom",)), ("01-07 01:00", "wang", ("wecom",)), ("01-07 09:00", "qian", ("wecom", "sms")),
        ("01-07 13:00", "zhao", ("sms", "wecom")),
    ]  # fmt: skip
    (late,) = [
        one for one in decision.effects if one.order is not None and one.order.audience == "customer" and one.threshold == "" and one.metric
    ]
    assert late.order is not None
    assert late.order.facts["level"] == "service_manager"


@pytest.mark.parametrize("since", ["yesterday", "2026-01-05T10:00:00", 7, "2026-01-05T10:00:01+00:00", None])
def test_a_watch_is_resumed_since_an_earlier_instant(since: object) -> None:
    with pytest.raises(UsageError) as error:
        escalating(FOUR).decide([OPENED, event(10, "watch_resumed", since=since)], now=at(30))
    assert (error.value.problem.code, error.value.problem.path) == ("EVT028", ("events", 1, "data", "since"))
