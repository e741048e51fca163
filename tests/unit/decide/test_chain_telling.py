"""Whom a step tells: levels, fallbacks, one person at two levels, quiet hours, and what an effect says."""

from __future__ import annotations

import attrs

import servstd
from servstd.calendars import Calendar, read_calendar
from servstd.escalation.model import Addressee, Chain
from servstd.escalation.rotas.model import Rota
from servstd.people import QuietHours
from tests.unit.decide.chain_support import (
    BODY,
    LADDER,
    PEOPLE,
    chain,
    condition,
    escalating,
    event,
    lines,
    look,
    missed,
    on,
    person,
    step,
    told,
    unless,
)
from tests.unit.decide.support import hour

OPENED = event(9, "opened", owner="li", id="e1")
LADDERED = tuple(step(str(i + 1), f"level {level}", after="1h" if i else None) for i, level in enumerate(LADDER))
SMALL = {one.key: one for one in (person("li", *LADDER[:2]), person("qian", "manager"), person("wang", "general", "supervisor"))}


def helping(*steps: object, **rest: object) -> Chain:
    return chain("help", on({"event": "opened"}), *steps, **rest)  # type: ignore[arg-type]


def hours(text: str) -> Calendar:
    return read_calendar({"time_zone": "UTC", "hours": {"mon-sun": [text]}}, name="awake")


def quiet(text: str, **rest: object) -> QuietHours:
    return QuietHours(hours(text), **rest)  # type: ignore[arg-type]


# ── levels ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_one_person_at_two_levels_is_told_once_and_the_chain_goes_on_at_its_pace() -> None:
    merged = helping(*LADDERED)
    assert told(escalating(merged, people=SMALL), [OPENED], 30, why=True) == [
        (9.0, "1", "li"), (10.0, "2", "li", "same_person"), (10.0, "2", "wang"), (11.0, "3", "qian"), (12.0, "4", "wang", "same_person"),
    ]  # fmt: skip
    each = attrs.evolve(merged, same_person="tell")
    assert [line[2] for line in told(escalating(each, people=SMALL), [OPENED], 30)] == ["li", "li", "wang", "qian", "wang"]


def test_who_was_told_by_a_functional_step_is_told_at_his_level() -> None:
    both = helping(step("1", "li"), step("2", "level specialist", after="1h"))
    assert told(escalating(both), [OPENED], 30) == [(9.0, "1", "li"), (10.0, "2", "li")]


def test_a_step_tells_nobody_twice() -> None:
    assert told(escalating(helping(step("1", "level supervisor", "wang", "li", "role specialist"))), [OPENED], 30) == [
        (9.0, "1", "wang"), (9.0, "1", "li"),
    ]  # fmt: skip


def test_the_level_below_is_told_too() -> None:
    below = helping(*LADDERED, tell_below=True)
    made = [(line.recipient, line.kind, line.level) for line in lines(escalating(below), [OPENED], 11)]
    assert made == [
        ("li", "step", "specialist"), ("wang", "step", "supervisor"), ("li", "below", "specialist"), ("qian", "step", "manager"),
        ("wang", "below", "supervisor"),
    ]  # fmt: skip
    only = helping(LADDERED[0], attrs.evolve(LADDERED[1], tell_below=True), LADDERED[2])
    assert [line.recipient for line in lines(escalating(only), [OPENED], 11)] == ["li", "wang", "li", "qian"]
    never = helping(LADDERED[0], attrs.evolve(LADDERED[1], tell_below=False), tell_below=True)
    assert [line.recipient for line in lines(escalating(never), [OPENED], 11)] == ["li", "wang"]


def test_steps_are_for_their_cases() -> None:
    severe = helping(step("1", "li"), step("2", "wang", after="1h", when={"priority": "high"}), step("3", "qian", after="1h"))
    assert told(escalating(severe), [OPENED], 30, why=True) == [(9.0, "1", "li"), (10.0, "2", "", "not_for_case"), (11.0, "3", "qian")]
    raised = [OPENED, event(9.5, "changed", priority="high")]
    assert told(escalating(severe), raised, 30) == [(9.0, "1", "li"), (10.0, "2", "wang"), (11.0, "3", "qian")]


# ── nobody ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_nobody_is_told_and_the_line_stands() -> None:
    made = lines(escalating(helping(step("1", "role night"), step("2", after="1h"), step("3", "li", after="1h"))), [OPENED], 30)
    assert [(line.step, line.recipient, line.role, line.why, line.key) for line in made] == [
        ("1", "", "role night", "nobody", ""), ("2", "", "", "nobody", ""), ("3", "li", "person li", "", "|7||e1|notice|help|e1|0|3|li"),
    ]  # fmt: skip


def test_fallbacks_of_chain_and_escalation() -> None:
    wang, qian, none = (step("", who).notify for who in ("wang", "qian", "role none"))
    lost = helping(step("1", "role night"))
    cases = [((), qian, "qian"), (wang, qian, "wang"), (none, qian, "qian"), (none, none, "")]
    for own, everyone, expected in cases:
        made = lines(escalating(attrs.evolve(lost, fallback=own), fallback=everyone), [OPENED], 30)
        assert [(line.recipient, line.kind if line.recipient else line.why) for line in made] == [
            (expected, "fallback" if expected else "nobody")
        ]  # fmt: skip


def test_who_has_no_contact_stands_there_and_another_is_told() -> None:
    people = {**PEOPLE, "wang": person("wang", "supervisor", contacts={})}
    made = lines(escalating(helping(step("1", "wang", "li"), fallback=step("", "zhao").notify), people=people), [OPENED], 30)
    assert [(line.recipient, line.kind, line.why) for line in made] == [
        ("wang", "step", "no_contact"), ("zhao", "fallback", ""), ("li", "step", ""),
    ]  # fmt: skip
    alone = lines(escalating(helping(step("1", "wang")), people=people), [OPENED], 30)
    assert [(line.recipient, line.why) for line in alone] == [("wang", "no_contact")]


def test_a_rota_with_nobody_on_duty_falls_back() -> None:
    rota = Rota("night", time_zone="UTC", fallback=(Addressee("level", name="manager"),))
    standard = escalating(helping(step("1", "rota night")))
    standard = servstd.Standard(tuple(attrs.evolve(edition, rotas={"night": rota}) for edition in standard.editions))
    assert [(line.recipient, line.kind, line.role) for line in lines(standard, [OPENED], 30)] == [("qian", "fallback", "level manager")]


# ── quiet hours ──────────────────────────────────────────────────────────────────────────────────────────────────────

LATE = event(22, "opened", owner="li", id="e1")


def test_quiet_hours_of_a_chain_hold_the_step() -> None:
    held = helping(step("1", "li"), step("2", "wang", after="30m"), quiet=quiet("08:00-20:00"))
    assert told(escalating(held), [LATE], 40) == [(32.0, "1", "li"), (32.5, "2", "wang")]
    assert hour(look(escalating(held), [LATE], 27).next_wake_up_us) == 32.0


def test_a_line_says_since_when_quiet_hours_of_a_chain_held_its_step() -> None:
    def since(standard: servstd.Standard, events: list[dict[str, object]]) -> list[tuple[float, float, str]]:
        return [(hour(line.since_us), hour(line.at_us), line.step) for line in lines(standard, events, 40)]

    awake = quiet("08:00-20:00")
    plain = escalating(helping(step("1", "li"), step("2", "wang", after="30m"), quiet=awake))
    assert since(plain, [LATE, event(25, "changed", priority="low")]) == [(22.0, 32.0, "1"), (32.5, 32.5, "2")]
    high = {"priority": "high"}
    withheld = escalating(helping(step("1", "li", unless=unless(when=high)), quiet=awake))
    events = [event(16, "opened", priority="high", id="e1"), event(23, "changed", priority="low"), event(25, "changed", x="1")]
    assert since(withheld, events) == [(16.0, 16.0, "1"), (23.0, 32.0, "1")], "what withheld it is over at 23"
    people = {**PEOPLE, "li": person("li", quiet=quiet("10:00-20:00"))}
    assert since(escalating(helping(step("1", "li"), quiet=awake), people=people), [LATE]) == [(22.0, 34.0, "1")]
    asked = [LATE, event(24, "escalated")]
    assert since(escalating(helping(step("1", "li"), quiet=awake)), asked) == [(24.0, 24.0, "1")]
    watched = [LATE, event(34, "watch_resumed", since="2026-01-05T23:00:00Z")]
    made = lines(escalating(helping(step("1", "li"), quiet=awake)), watched, 40)
    found = [(hour(line.since_us), hour(line.at_us), line.why) for line in made]
    assert found == [(22.0, 32.0, "caught_up"), (34.0, 34.0, "")], "the step came at its release, while nobody watched"


def test_what_passes_through_the_quiet_hours_of_a_chain() -> None:
    high = step("1", "li", urgency="high")
    assert told(escalating(helping(high, quiet=quiet("08:00-20:00"))), [LATE], 40) == [(22.0, "1", "li")]
    assert told(escalating(helping(high, quiet=quiet("08:00-20:00", urgent_passes=False))), [LATE], 40) == [(32.0, "1", "li")]
    severe = helping(step("1", "li"), quiet=quiet("08:00-20:00", unless=condition({"priority": "high"})))
    assert told(escalating(severe), [LATE], 40) == [(32.0, "1", "li")]
    assert told(escalating(severe), [LATE, event(25, "changed", priority="high")], 40) == [(25.0, "1", "li")]


def test_relevance_is_asked_at_the_release_of_a_step() -> None:
    held = helping(step("1", "li", unless=unless()), step("2", "wang", after="1h"), quiet=quiet("08:00-20:00"), stop=None)
    assert told(escalating(held), [LATE, event(25, "acknowledged")], 40, why=True) == [(32.0, "1", "li", "acknowledged")]
    assert told(escalating(held), [LATE, event(25, "closed")], 40, why=True) == []
    moved = [LATE, event(25, "assigned", owner="wang")]
    assert told(escalating(attrs.evolve(held, steps=(step("1", "owner"),))), moved, 40) == [(32.0, "1", "wang")]


def test_a_step_held_while_the_clock_stands_still_comes_when_it_runs_in_open_hours() -> None:
    late = chain("late", missed(), step("1", "li"), quiet=quiet("08:00-20:00"))
    for back, comes in ((31, 32.0), (33, 33.0), (45, 56.0)):
        events = [event(18, "opened", owner="li"), event(23, "changed", status="pending"), event(back, "changed", status="new")]
        assert told(escalating(late), events, 60) == [(comes, "1", "li")]


NIGHT = {**PEOPLE, "li": person("li", "specialist", quiet=quiet("08:00-20:00"))}


def test_quiet_hours_of_a_person_hold_that_notice_only() -> None:
    both = helping(step("1", "li", "wang"), step("2", "qian", after="1h"))
    standard = escalating(both, people=NIGHT)
    assert told(standard, [LATE], 40) == [(22.0, "1", "wang"), (23.0, "2", "qian"), (32.0, "1", "li")]
    waiting = [line for line in lines(standard, [LATE], 24) if line.status == "held"]
    assert [(line.recipient, hour(line.at_us), hour(line.since_us)) for line in waiting] == [("li", 32.0, 22.0)]
    assert hour(look(standard, [LATE], 27).next_wake_up_us) == 32.0
    high = helping(step("1", "li", urgency="high"))
    assert told(escalating(high, people=NIGHT), [LATE], 40) == [(22.0, "1", "li")]


def test_what_was_held_is_looked_at_again() -> None:
    one = helping(step("1", "li", unless=unless()))
    standard = escalating(one, people=NIGHT)
    assert told(standard, [LATE, event(25, "acknowledged")], 40, why=True) == [(32.0, "1", "li", "acknowledged")]
    assert told(standard, [LATE, event(25, "closed")], 40, why=True) == [(25.0, "1", "li", "stood_down")]
    fits = helping(step("1", "li", when={"priority": {"missing": True}}))
    assert told(escalating(fits, people=NIGHT), [LATE, event(25, "changed", priority="low")], 40, why=True) == [
        (32.0, "1", "li", "not_for_case")
    ]


def test_a_notice_held_while_the_clock_stands_still_is_told_when_it_runs() -> None:
    late = chain("late", missed(), step("1", "li"), stand_down=True)
    for back, comes in ((31, 32.0), (33, 33.0), (45, 56.0)):
        events = [event(18, "opened", owner="li"), event(23, "changed", status="pending"), event(back, "changed", status="new")]
        assert told(escalating(late, people=NIGHT), events, 60) == [(comes, "1", "li")]


def test_that_it_is_over_is_held_too_and_untrue_once_it_goes_on() -> None:
    late = chain("late", missed(), step("1", "li", urgency="high"), step("2", "wang", after="20h"), stand_down=True)
    events = [event(18, "opened", owner="li"), event(23, "resolved")]
    standard = escalating(late, people=NIGHT)
    assert told(standard, events, 40) == [(22.0, "1", "li"), (32.0, "stood_down", "li")]
    again = told(standard, [*events, event(25, "reopened")], 60, why=True)
    assert again == [(22.0, "1", "li"), (32.0, "stood_down", "li", "condition"), (44.0, "2", "wang")]


# ── effects ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_effect_says_all_that_its_delivery_needs() -> None:
    secret = {**PEOPLE, "wang": person("wang", "supervisor", contacts={}, secrets={"sms": "PHONE"}, language="zh")}
    first = step("1", "li", text={"en": "Case {{case}}", "zh": "事项{{case}}"}, subject={"en": "Late"}, label={"en": "First"})
    made = chain(
        "late", missed(), first, step("2", "level supervisor", via=("sms",), text={"en": "Up", "zh": "上报"}), label={"en": "Too late"}
    )
    decision = look(escalating(made, people=secret, labels={"supervisor": {"en": "Supervisor"}}), [OPENED], 30)
    one, two = (effect.order for effect in decision.effects if effect.place is not None)
    assert one is not None
    assert two is not None
    assert (one.name, one.audience, one.recipient, one.reason, one.text, one.subject) == (
        "late",
        "staff",
        "li",
        "escalated",
        "Case {{case}}",
        "Late",
    )
    assert (one.contacts, two.contacts, two.secrets, two.language, two.text) == (
        {"wecom": "li", "sms": "+li"}, {}, {"sms": "PHONE"}, "zh", "上报",
    )  # fmt: skip
    assert (one.facts["level"], one.facts["due"], one.facts["trigger"], one.facts["why"], one.facts["round"]) == (
        "", 1767618000000000, "missed", "missed", 0,
    )  # fmt: skip
    assert two.facts["level"] == "Supervisor"


def test_a_notice_to_the_customer_has_the_contacts_of_the_case() -> None:
    told_out = helping(step("1", "customer", via=("sms",)), step("2", "customer", via=(), after="1h"))
    body = BODY + "customer_notices: {notices: [{trigger: {event: resolved}, text: x}]}\n"
    events = [event(9, "opened", customer="c1", sms="+86", id="e1")]
    decision = look(escalating(told_out, body=body, prefers={"normal": ("wecom",)}), events, 30)
    orders = [effect.order for effect in decision.effects if effect.order is not None]
    assert [(one.audience, one.recipient, one.via, one.contacts) for one in orders] == [
        ("customer", "c1", ("sms",), {"sms": "+86"}), ("customer", "c1", ("wecom",), {"sms": "+86"}),
    ]  # fmt: skip
    bare = look(escalating(helping(step("1", "customer", via=()))), [OPENED], 30)
    assert [(line.why, line.recipient) for line in bare.escalation] == [("no_contact", "customer")]


def test_the_customer_is_not_told_what_is_internal() -> None:
    made = chain("late", missed(), step("1", "customer", "li"))
    body = BODY.replace("{resolution: 4h}", "{resolution: {within: 4h, commitment: internal}}")
    facts = [effect.order.facts for effect in look(escalating(made, body=body), [OPENED], 30).effects if effect.order is not None]
    assert [fact["due"] for fact in facts] == [None, 1767618000000000]


def test_facts_tell_the_highest_level_so_far() -> None:
    steps = (step("1", "level supervisor", at="missed"), step("2", "li", at="1h overdue"))
    other = chain("other", on({"event": "opened"}), step("1", "level manager"))
    body = BODY + "customer_notices: {notices: [{trigger: {metric: resolution, at: missed}, text: '{{level}}'},"
    body += " {trigger: {event: message}, text: x}]}\n"
    standard = escalating(chain("late", missed(at="50%"), *steps), other, body=body, labels={"supervisor": {"en": "Boss"}})
    decision = look(standard, [OPENED, event(12, "message", public=False)], 30)
    levels = [(hour(one.at_us), one.order.facts["level"]) for one in decision.effects if one.order is not None]
    assert levels == [(9.0, "manager"), (12.0, "manager"), (13.0, "Boss"), (13.0, "Boss"), (14.0, "")]
