"""Who took note, how long that counts, and what comes again after nobody watched."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import pytest

import servstd
from servstd.escalation.model import Acknowledgement, Chain
from tests.unit.decide.chain_support import (
    BODY,
    PEOPLE,
    chain,
    escalating,
    event,
    look,
    missed,
    on,
    person,
    span,
    step,
    told,
    unless,
)
from tests.unit.decide.support import at, hour
from tests.unit.decide.test_chain_telling import NIGHT, quiet

OPENED = event(9, "opened", owner="li", id="e1")
THREE = chain(
    "help", on({"event": "opened"}), step("1", "level specialist", "wang"), step("2", "level manager", after="2h", unless=unless()),
    step("3", "level general", after="2h", unless=unless()),
)  # fmt: skip
FIRST = [(9.0, "1", "li"), (9.0, "1", "wang")]
REST = [(11.0, "2", "qian"), (13.0, "3", "zhao")]


def taken(**rest: object) -> Chain:
    return attrs.evolve(THREE, acknowledgement=Acknowledgement(**rest))  # type: ignore[arg-type]


def note(hours: float, who: str | None = "wang", kind: str = "acknowledged", role: str = "agent", **data: object) -> dict[str, object]:
    return {**event(hours, kind, **data), "by": {"role": role, "id": who} if who else role}


# ── what withholds ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("by", "notes", "comes"),
    [
        ("any", [], True), ("any", [note(10)], False), ("any", [note(11)], False), ("any", [note(10, None)], False),
        ("any", [note(10, role="customer")], True), ("any", [note(10, chain="other")], True), ("any", [note(10, chain="help")], False),
        ("any", [note(10), note(10.5, kind="unacknowledged")], True), ("any", [note(10), note(10.5, "li", "unacknowledged")], True),
        ("any", [note(10), note(10.25, "li"), note(10.5, "li", "unacknowledged")], False),
        ("any", [note(10), note(10.5, kind="unacknowledged", chain="other")], False),
        ("all", [note(10)], True), ("all", [note(10), note(10.5, "li")], False), ("all", [note(10, None)], True),
        ("person", [note(10)], True), ("person", [note(10), note(10.5, "li")], True),
        ("any", [note(10, of="|7||e1|notice|help|e1|0|1|li")], False), ("any", [note(10, of="|7||e1|notice|help|e1|0|9|li")], True),
    ],
)  # fmt: skip
def test_an_acknowledgement_withholds(by: str, notes: list[dict[str, object]], comes: bool) -> None:
    assert told(escalating(taken(by=by)), [OPENED, *notes], 30) == FIRST + (REST if comes else [])


def test_a_withheld_step_leaves_its_lines() -> None:
    made = told(escalating(THREE), [OPENED, note(10)], 30, why=True)
    assert made == [*FIRST, (11.0, "2", "qian", "acknowledged")]


def test_a_note_of_a_key_counts_for_whom_it_was_sent_to() -> None:
    key = "|7||e1|notice|help|e1|0|1|{}"
    both = [note(10, None, of=key.format("li")), note(10, None, of=key.format("wang"))]
    assert told(escalating(taken(by="all")), [OPENED, *both], 30) == FIRST
    assert told(escalating(taken(by="all")), [OPENED, both[0]], 30) == FIRST + REST


@pytest.mark.parametrize(
    ("by", "notes", "comes"),
    [
        ("supervisor", [note(10)], False), ("supervisor", [note(10, "li")], True), ("supervisor", [note(10, "li", of="supervisor")], False),
        ("wang", [note(10)], False), ("manager", [note(10)], True), ("manager", [note(10, "stranger")], True),
        ("specialist", [note(10, "wang", of="|7||e1|notice|help|e1|0|1|li")], False),
    ],
)  # fmt: skip
def test_an_acknowledgement_by_a_level_or_a_person(by: str, notes: list[dict[str, object]], comes: bool) -> None:
    asked = attrs.evolve(THREE, steps=(THREE.steps[0], attrs.evolve(THREE.steps[1], unless=unless(by))))
    assert told(escalating(asked), [OPENED, *notes], 30) == FIRST + (REST[:1] if comes else [])


def test_each_for_himself() -> None:
    person_only = attrs.evolve(taken(by="person"), repeat=None, steps=(THREE.steps[0], attrs.evolve(THREE.steps[0], name="2", after=None)))
    steps = (THREE.steps[0], step("2", "level specialist", "wang", after="2h", unless=unless()))
    made = told(escalating(attrs.evolve(person_only, steps=steps, same_person="tell")), [OPENED, note(10)], 30, why=True)
    assert made == [*FIRST, (11.0, "2", "li"), (11.0, "2", "wang", "took_note")]
    held = attrs.evolve(person_only, steps=(step("1", "li"),))
    night = [event(22, "opened", owner="li", id="e1"), note(23, "li")]
    assert told(escalating(held, people=NIGHT), night, 40, why=True) == [(32.0, "1", "li", "took_note")]


def test_a_state_withholds_without_a_timer_until_an_event() -> None:
    waits = chain("many", on({"event": "opened"}), step("1", "li", unless=unless(when={"alerts": {"lte": 3}})))
    few = [event(9, "opened", alerts=2, id="e1")]
    body = BODY.replace("sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 4h}}]}\n", "")
    decision = look(escalating(waits, body=body), few, 30)
    assert ([line.why for line in decision.escalation], decision.next_wake_up_us) == (["condition"], None)
    assert told(escalating(waits, body=body), [*few, event(20, "changed", alerts=4)], 30) == [(20.0, "1", "li")]


def test_a_withheld_step_is_suspended_with_its_clock() -> None:
    late = chain("late", missed(), step("1", "li"), step("2", "wang", after="1h", unless=unless()))
    events = [
        OPENED,
        note(13.5, "li"),
        event(15, "changed", status="pending"),
        note(16, "li", "unacknowledged"),
        event(20, "changed", status="new"),
    ]
    assert told(escalating(late), events, 30) == [(13.0, "1", "li"), (20.0, "2", "wang")]


def test_an_escalation_by_hand_goes_on_whatever_was_acknowledged() -> None:
    events = [OPENED, note(10), note(12, "li", "escalated")]
    assert told(escalating(THREE), events, 30, why=True) == [
        *FIRST, (11.0, "2", "qian", "acknowledged"), (12.0, "2", "qian"), (14.0, "3", "zhao", "acknowledged"),
    ]  # fmt: skip


# ── how long it counts ───────────────────────────────────────────────────────────────────────────────────────────────


def test_an_acknowledgement_expires() -> None:
    assert told(escalating(taken(expires=span("3h"))), [OPENED, note(10)], 30) == [*FIRST, (13.0, "2", "qian"), (15.0, "3", "zhao")]
    assert told(escalating(taken(expires=span("30m"))), [OPENED, note(10)], 30) == FIRST + REST
    assert told(escalating(taken(expires=span("1h"))), [OPENED, note(10)], 30) == FIRST + REST
    renewed = [OPENED, note(10), note(12)]
    assert told(escalating(taken(expires=span("3h"))), renewed, 30) == [*FIRST, (15.0, "2", "qian"), (17.0, "3", "zhao")]
    assert hour(look(escalating(taken(expires=span("9h"))), [OPENED, note(10)], 18).next_wake_up_us) == 19.0


def test_a_step_that_an_expiry_lets_come_waits_for_open_hours() -> None:
    held = attrs.evolve(taken(expires=span("11h")), quiet=quiet("08:00-20:00"))
    assert told(escalating(held), [OPENED, note(10)], 60)[2:] == [(32.0, "2", "qian"), (34.0, "3", "zhao")]


def test_reminders_and_what_stays_unconfirmed() -> None:
    asked = taken(remind=span("1h"), confirm_within=span("5m"))
    assert told(escalating(asked), [OPENED, note(10)], 12) == [*FIRST, (11.0, "reminder 1", "wang"), (11 + 5 / 60, "2", "qian")]
    confirmed = [OPENED, note(10), note(11.05)]
    assert told(escalating(asked), confirmed, 12) == [*FIRST, (11.0, "reminder 1", "wang"), (12.0, "reminder 2", "wang")]
    anew = [OPENED, note(10), note(11.5)]
    assert told(escalating(asked), anew, 12.75)[2:] == [
        (11.0, "reminder 1", "wang"), (11 + 5 / 60, "2", "qian"), (12.5, "reminder 2", "wang"),
    ]  # fmt: skip
    (effect,) = [
        one for one in look(escalating(asked), confirmed, 11.5).effects if one.order is not None and one.order.reason == "reminder"
    ]
    assert effect.key == "|7||e1|notice|help|e1|0|reminder 1|wang"


def test_reminders_without_an_answer_asked_for_go_on() -> None:
    asked = taken(remind=span("1h"))
    assert told(escalating(asked), [OPENED, note(10), note(10.5, "stranger"), note(10.75, of="manager")], 13)[2:] == [
        (11.0, "reminder 1", "wang"), (12.0, "reminder 2", "wang"), (13.0, "reminder 3", "wang"),
    ]  # fmt: skip


def test_no_reminder_after_the_last_step_nor_while_the_clock_stands_still() -> None:
    free = attrs.evolve(taken(remind=span("1h")), steps=THREE.steps[:1])
    assert told(escalating(free), [OPENED, note(10)], 30) == FIRST
    late = chain(
        "late",
        missed(),
        step("1", "li"),
        step("2", "wang", after="9h", unless=unless()),
        acknowledgement=Acknowledgement(remind=span("2h")),
    )
    events = [OPENED, note(13.5, "li"), event(14, "changed", status="pending"), event(17.25, "changed", status="new")]
    assert told(escalating(late), events, 20)[1:] == [(17.25, "reminder 1", "li"), (19.25, "reminder 2", "li")]


def test_who_cannot_be_reached_is_not_reminded() -> None:
    people = {**PEOPLE, "zoe": person("zoe", contacts={})}
    asked = taken(remind=span("1h"), confirm_within=span("5m"))
    made = told(escalating(asked, people=people), [OPENED, note(10, "zoe")], 11.5, why=True)
    assert made[2:] == [(11.0, "reminder 1", "zoe", "no_contact"), (11.0, "2", "qian", "acknowledged")]


def test_a_reminder_that_quiet_hours_hold() -> None:
    waits = chain("w", on({"event": "opened"}), step("1", "li", urgency="high"), step("2", "wang", after="20h", unless=unless()),
                  acknowledgement=Acknowledgement(remind=span("3h"), confirm_within=span("1h")))  # fmt: skip
    late = [event(19, "opened", owner="li", id="e1"), note(19.5, "li")]
    assert told(escalating(waits, people=NIGHT), late, 34)[1:2] == [(32.0, "reminder 1", "li")]
    back = [*late, note(25, "li", "unacknowledged")]
    assert told(escalating(waits, people=NIGHT), back, 34, why=True)[1:] == [(32.0, "reminder 1", "li", "condition")]


# ── nobody watched ───────────────────────────────────────────────────────────────────────────────────────────────────


def resumed(hours: float, since: str) -> dict[str, object]:
    return event(hours, "watch_resumed", since=f"2026-01-05T{since}:00+00:00")


PLAIN = attrs.evolve(THREE, steps=tuple(attrs.evolve(one, unless=None) for one in THREE.steps))


def test_after_nobody_watched_one_step_comes_and_the_rest_is_planned_anew() -> None:
    events = [OPENED, resumed(14, "10:00")]
    assert told(escalating(PLAIN), events, 30, why=True) == [
        *FIRST, (11.0, "2", "qian", "caught_up"), (13.0, "3", "zhao", "caught_up"), (14.0, "2", "qian"), (16.0, "3", "zhao"),
    ]  # fmt: skip
    assert told(escalating(PLAIN), [OPENED, resumed(10.5, "10:00")], 30) == FIRST + REST
    assert told(escalating(PLAIN), [OPENED, resumed(12, "08:00")], 30) == [
        (12.0, "1", "li"),
        (12.0, "1", "wang"),
        (14.0, "2", "qian"),
        (16.0, "3", "zhao"),
    ]


def test_a_chain_on_a_clock_is_caught_up_too() -> None:
    late = chain("late", missed(at="50%"), step("1", "owner"), step("2", "wang", at="1h remaining"), step("3", "qian", at="missed"))
    assert told(escalating(late), [OPENED, resumed(12.5, "10:00")], 30) == [(12.5, "1", "li"), (13.5, "2", "wang"), (14.5, "3", "qian")]
    paused = [OPENED, event(12.25, "changed", status="pending"), resumed(12.5, "11:30"), event(20, "changed", status="new")]
    assert told(escalating(late), paused, 30) == [(11.0, "1", "li"), (20.0, "2", "wang"), (20.75, "3", "qian")]


def test_that_it_was_over_is_told_when_somebody_watches_again() -> None:
    over = attrs.evolve(PLAIN, stand_down=True)
    events = [OPENED, event(12, "closed"), resumed(14, "10:00")]
    assert told(escalating(over), events, 30, why=True) == [
        *FIRST, (11.0, "2", "qian", "caught_up"), (12.0, "stood_down", "li", "caught_up"), (12.0, "stood_down", "wang", "caught_up"),
        (12.0, "stood_down", "qian", "caught_up"), (14.0, "stood_down", "li"), (14.0, "stood_down", "wang"),
    ]  # fmt: skip


def test_what_was_held_and_released_meanwhile_is_released_again() -> None:
    early = {**PEOPLE, "li": person("li", "specialist", quiet=quiet("12:00-20:00"))}
    events = [OPENED, resumed(14, "10:00")]
    one = attrs.evolve(PLAIN, steps=PLAIN.steps[:1])
    assert told(escalating(one, people=early), events, 30) == [(9.0, "1", "wang"), (14.0, "1", "li")]
    assert told(escalating(one, people=early), [OPENED, resumed(11, "10:00")], 30) == [(9.0, "1", "wang"), (12.0, "1", "li")]
    late = [OPENED, resumed(11, "08:00")]
    assert told(escalating(one, people=early), late, 30, why=True) == [
        (9.0, "1", "wang", "caught_up"), (11.0, "1", "wang"), (12.0, "1", "li", "caught_up"), (12.0, "1", "li"),
    ]  # fmt: skip


def test_a_reminder_nobody_sent_asks_for_no_answer() -> None:
    asked = taken(remind=span("1h"), confirm_within=span("5m"))
    events = [OPENED, note(10), resumed(14, "10:30")]
    made = told(escalating(asked), events, 14.5, why=True)
    assert made[2:] == [
        (11.0, "reminder 1", "wang", "caught_up"), (11.0, "2", "qian", "acknowledged"), (11 + 5 / 60, "2", "qian", "caught_up"),
        (13 + 5 / 60, "3", "zhao", "caught_up"), (14.0, "reminder 1", "wang"), (14.0, "2", "qian", "acknowledged"),
        (14 + 5 / 60, "2", "qian"),
    ]  # fmt: skip
    both = [OPENED, note(10), note(10.75, "li"), note(11.02), resumed(14, "10:30")]
    kept = told(escalating(asked), both, 14.5, why=True)
    assert [line for line in kept if line[0] == 14.0] == [
        (14.0, "reminder 1", "wang"),
        (14.0, "reminder 1", "li"),
        (14.0, "2", "qian", "acknowledged"),
    ]


def test_notes_expire_one_by_one() -> None:
    two = [OPENED, note(10), note(10.5, "li")]
    assert told(escalating(taken(expires=span("3h"))), two, 30) == [*FIRST, (13.5, "2", "qian"), (15.5, "3", "zhao")]


def test_what_is_released_at_the_very_instant_is_released_once() -> None:
    early = {**PEOPLE, "li": person("li", "specialist", quiet=quiet("12:00-20:00"))}
    one = attrs.evolve(PLAIN, steps=PLAIN.steps[:1])
    assert told(escalating(one, people=early), [OPENED, resumed(12, "10:00")], 30) == [(9.0, "1", "wang"), (12.0, "1", "li")]


def test_a_state_is_taken_up_with_the_people_of_the_operations_file_as_they_are_now() -> None:
    document = """
format: 1
standard: s
version: "1"
effective_from: 2026-01-01
time_zone: UTC
include: live.yaml
notifiers: {sms: {type: console, contact: sms}}
escalation:
  ladder: [lead]
  chains:
    - name: late
      trigger: {event: opened}
      acknowledgement: {remind: 2h}
      steps: [{level: lead, via: [sms]}, {after: 3h, level: lead, via: [sms]}]
      same_person: tell
"""

    def loaded(folder: Path, who: str, hours: str) -> servstd.Standard:
        folder.mkdir()
        (folder / "s.yaml").write_text(document, encoding="utf-8")
        night = f"{{layers: [{{name: one, people: [{who}], every: week, from: 2026-01-05, hours: {{mon-sun: ['{hours}']}}}}]"
        live = f"people: {{{who}: {{roles: [lead], contacts: {{sms: '1'}}, quiet_hours: {{outside: {{mon-sun: ['{hours}']}}}}}}}}\n"
        live += f"rotas: {{night: {night}, must_cover: 24/7, fallback: {{person: {who}}}}}}}\n"
        (folder / "live.yaml").write_text(live, encoding="utf-8")
        return servstd.load(folder)

    with TemporaryDirectory() as folder:
        before, after = loaded(Path(folder) / "a", "li", "06:00-20:00"), loaded(Path(folder) / "b", "wang", "05:00-21:00")
    state = before.start()
    for one in (event(9, "opened", id="e1"), event(9.5, "acknowledged", by={"role": "agent", "id": "li"})):  # type: ignore[arg-type]
        state = before.advance(state, one)
    again = after.read_state(before.settle(state, now=at(10)).state.to_json())
    made = [(hour(line.at_us), line.step, line.recipient) for line in after.settle(again, now=at(20)).escalation]
    assert made == [(9.0, "1", "li"), (12.0, "2", "wang")], "what was told stays, what comes asks who is there; nobody reminds li"
