"""Notices to customers: what sets them off, what holds them, what they tell, and what is never told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

import servstd
from servstd.decide import read_state
from servstd.decide.owed import NoticeBook
from servstd.effects import Effect, Order
from servstd.events import Event, read_event
from tests.unit.decide.support import STATUSES, at, event, hour, loads, several

Events = list[dict[str, object]]
ATTRIBUTES = (
    "attributes: {priority: {values: {low: Low, high: {en: High, zh: 高}}}, owner: {kind: person}, appointment: {kind: instant},"
    " mobile: {label: Mobile}, shown: {values: [a]}, floor: {kind: number}, lift: {kind: bool}}\n"
)
SLA = """sla:
  metrics:
    visit: {start: {event: changed, set: appointment}, stop: {event: x-arrived}, label: {en: Visit, zh: 上门}}
    works: {start: {event: assigned}, stop: {event: resolved}}
    round: {start: {event: redispatched}, stop: {event: resolved}, cancel: {event: x-drop}, repeats: each}
  policies:
    - {name: spam, when: {tags: {any: [spam]}}, exempt: true}
    - name: short
      when: {priority: high}
      calendar: always
      targets: {resolution: 5h, round: 3h, first_response: 30m}
    - name: again
      when: {priority: again}
      calendar: always
      on_change: restart
      targets: {resolution: 6h}
    - name: back
      when: {priority: back}
      calendar: always
      on_change: from_start
      targets: {resolution: 2h}
    - name: within
      when: {priority: within}
      calendar: always
      targets: {resolution: {within: 20h, commitment: internal}}
    - name: all
      default: true
      calendar: always
      targets:
        resolution: {within: 10h, warn: [50%], commitment: goal}
        first_response: 1h
        round: 4h
        visit: {until: appointment, grace: 30m}
        works: {within: 2h, commitment: internal}
"""
QUIET = '  quiet_hours: {outside: {mon-sun: ["08:00-20:00"]}, then: hold, unless: {priority: high}}\n'


def standard(*notices: str, quiet: str = "", more: str = "") -> servstd.Standard:
    """Return a standard that tells customers these notices."""
    lines = "".join(f"    - {notice}\n" for notice in notices)
    return loads(
        STATUSES.replace("refuse", "open")
        + ATTRIBUTES.replace("high: {en", "again: A, back: B, within: W, high: {en")
        + SLA
        + more
        + f"customer_notices:\n{quiet}  notices:\n{lines}"
    )


def told(made: servstd.Standard, events: Events, now: float) -> list[Effect]:
    """Return the notices of a history, which must be the same when it is folded step by step and looked at in between."""
    whole = made.decide(events, now=at(now))
    state = made.start()
    for item in events:
        state = made.settle(made.advance(state, item), now=str(item["at"])).state
    again = made.settle(made.read_state(state.to_json()), now=at(now))
    assert again.effects == whole.effects
    return [effect for effect in whole.effects if effect.kind == "notice"]


def when(effects: list[Effect]) -> list[tuple[str, float | None]]:
    return [(order_of(effect).name, hour(effect.at_us)) for effect in effects]


def order_of(effect: Effect) -> Order:
    assert effect.order is not None
    return effect.order


def fact(effect: Effect, name: str) -> object:
    return order_of(effect).facts[name]


def quoted(effect: Effect) -> Mapping[str, dict[str, object]]:
    clocks = fact(effect, "clocks")
    assert isinstance(clocks, dict)
    return clocks


def withheld(made: servstd.Standard, events: Events, now: float) -> list[str]:
    state = made.settle(made.decide(events, now=at(now)).state, now=at(now))._state
    assert state.notices is not None
    return [item.why for item in state.notices.owed if item.status == "withheld"]


OPENED = event(9, "opened", "customer", id="o", priority="low", customer="c1")
NIGHT = event(1, "opened", "customer", id="o", priority="low", customer="c1")


# ── events ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("trigger", "events", "expected"),
    [
        ("{event: opened}", [], [(9, "opened")]),
        ("{event: [resolved, closed]}", [event(10, "closed", id="a")], [(10, "resolved")]),
        ("{event: resolved}", [event(10, "changed", id="a", status="solved")], [(10, "resolved")]),
        ("{event: changed}", [event(10, "changed", id="a", status="solved")], [(10, "changed")]),
        ("{by: agent}", [event(10, "closed", id="a")], [(10, "closed")]),
        (
            "{becomes: {priority: high}}",
            [event(10, "changed", id="a", priority="high"), event(11, "changed", id="b", x=1)],
            [(10, "changed")],
        ),
        (
            "{priority: low}",
            [event(10, "changed", id="a", priority="high"), event(11, "changed", id="b", priority="low")],
            [(9, "opened"), (11, "changed")],
        ),
        ("{event: x-arrived}", [event(10, "x-other", id="a")], []),
    ],
)
def test_an_event_sets_a_notice_off_once(trigger: str, events: Events, expected: list[tuple[float, str]]) -> None:
    found = told(standard(f"{{trigger: {trigger}, text: T}}"), [OPENED, *events], 12)
    assert [(hour(effect.at_us), order_of(effect).reason) for effect in found] == expected
    assert {effect.metric for effect in found} <= {""}


def test_an_order_is_complete() -> None:
    made = standard(
        "{name: noted, trigger: {event: opened}, text: {en: T, zh: 文}, subject: S, urgency: high, show: [mobile], via: [sms, mail]}",
        "{trigger: {event: opened}, text: {zh: 文}}",
        more="notifiers: {mail: {type: console}, sms: {type: console}}\n",
    )
    first, second = told(made, [OPENED], 10)
    order = order_of(first)
    assert first.key == "|7||o|notice|noted||c1"
    assert (order.name, order.audience, order.recipient, order.via, order.reason) == ("noted", "customer", "c1", ("sms", "mail"), "opened")
    assert (order.text, order.subject, order.urgency, order.show, order.language) == ("T", "S", "high", ("mobile",), "en")
    assert order.path == ("customer_notices", "notices", 0)
    assert (order_of(second).name, order_of(second).via, order_of(second).text) == ("notices[1]", ("sms", "mail"), "文")
    assert first.as_dict() == {
        "key": "|7||o|notice|noted||c1", "kind": "notice", "at": "2026-01-05T09:00:00Z", "case": "7", "cycle_id": "o",
        "notice": "noted", "reason": "opened", "to": "c1", "via": ["sms", "mail"],
    }  # fmt: skip


def test_without_notifiers_it_is_printed_and_without_a_key_it_is_for_the_customer() -> None:
    (effect,) = told(standard("{trigger: {event: opened}, text: T}"), [event(9, "opened", "customer", id="o")], 10)
    assert (order_of(effect).via, order_of(effect).recipient) == (("console",), "customer")


def test_cases_are_asked_once_the_instant_has_settled() -> None:
    made = standard(
        "{trigger: {event: opened}, when: {priority: high}, text: T}", "{trigger: {event: opened}, when: {running: resolution}, text: T}"
    )
    again = event(9, "changed", id="a", priority="high")
    assert when(told(made, [OPENED], 10)) == [("notices[1]", 9)]
    assert when(told(made, [OPENED, again], 10)) == [("notices[0]", 9), ("notices[1]", 9)]


def test_dues_are_those_that_govern_after_the_instant() -> None:
    made = standard("{trigger: {event: opened}, text: T}")
    (effect,) = told(made, [OPENED, event(9, "changed", id="a", priority="high")], 10)
    assert hour(int(str(quoted(effect)["resolution"]["due"]))) == 14


def test_before_the_opening_and_before_the_first_edition_nothing_is_told() -> None:
    made = standard("{trigger: {event: [opened, message]}, text: T}")
    assert told(made, [event(8, "message", "customer", id="m", public=True)], 9) == []
    assert told(made, [{**OPENED, "at": "2025-12-01T09:00:00Z"}], 9) == []


# ── facts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_facts_are_plain_data() -> None:
    opened = event(
        9, "opened", "customer", id="o", priority="high", owner="li", tags=["a"], appointment=at(33), mobile="139", floor=3, lift=True,
        shown="z",
    )  # fmt: skip
    (effect,) = told(standard("{trigger: {event: opened}, text: T}", more="people: {li: {name: 李雷}}\n"), [opened], 10)
    facts = order_of(effect).facts
    assert json.loads(json.dumps(facts)) == facts
    assert (facts["case"], hour(int(str(facts["at"]))), hour(int(str(facts["opened_at"])))) == ("7", 9, 9)
    assert (facts["time_zone"], facts["standard"]) == ("UTC", "desk")
    attributes = facts["attributes"]
    assert isinstance(attributes, dict)
    assert (attributes["tags"], hour(attributes["appointment"])) == (["a"], 33)
    assert not attributes.keys() & {"category", "awaiting_reply"}
    assert facts["labels"] == {"priority": "High"}
    assert facts["instants"] == ["appointment"]
    assert facts["persons"] == {"owner": {"key": "li", "name": "李雷"}}
    assert "due" not in facts
    assert order_of(effect).contacts == {"mobile": "139", "floor": "3"}


def test_data_of_the_event_are_told_with_their_instants() -> None:
    made = standard("{trigger: {event: [promised, decision_notice, x-own]}, text: T}")
    events = [
        OPENED,
        event(10, "promised", id="a", due=at(20), what="parts"),
        event(11, "promised", id="b", due="soon"),
        event(12, "promised", id="c", due=["a"]),
        event(13, "decision_notice", id="d", decision="refund", appointment=5),
    ]
    first, second, third, fourth = told(made, events, 20)
    assert (fact(first, "instants"), fact(second, "instants"), fact(third, "instants")) == (["due"], [], [])
    data = fact(first, "data")
    assert isinstance(data, dict)
    assert (hour(data["due"]), data["what"]) == (20, "parts")
    assert fact(second, "data") == {"due": "soon"}
    assert fact(third, "data") == {"due": ["a"]}
    assert (fact(fourth, "data"), fact(fourth, "instants")) == ({"decision": "refund", "appointment": 5}, ["appointment"])


def test_a_datetime_among_the_data_is_an_instant() -> None:
    seen = Event("x-seen", case="7", at=at(10), id="s", data={"start": datetime(2026, 1, 6, tzinfo=UTC), "n": 1})  # type: ignore[dict-item]
    *_, effect = standard("{trigger: {event: x-seen}, text: T}").decide([read_event(OPENED), seen], now=at(10)).effects
    assert (fact(effect, "data"), fact(effect, "instants")) == ({"start": 1767657600000000, "n": 1}, ["start"])


def test_only_promises_and_goals_are_quoted() -> None:
    made = standard("{trigger: {event: [opened, changed, assigned, resolved]}, text: T}")
    events = [
        OPENED,
        event(9.5, "assigned", id="a", owner="wang"),
        event(10, "changed", id="b", appointment=at(30)),
        event(11, "message", id="c", public=True),
        event(12, "resolved", id="d"),
    ]
    first, second, third, fourth = told(made, events, 20)
    assert sorted(quoted(first)) == ["first_response", "resolution"]
    assert sorted(quoted(second)) == ["first_response", "resolution"], "what departments owe each other is not quoted"
    assert fact(second, "persons") == {"owner": {"key": "wang", "name": "wang"}}
    assert sorted(quoted(third)) == ["first_response", "resolution", "visit"]
    assert quoted(third)["visit"] == {
        "label": "Visit", "due": quoted(third)["visit"]["due"], "target": "appointment", "state": "running", "commitment": "promise",
    }  # fmt: skip
    assert hour(int(str(quoted(third)["visit"]["due"]))) == 30.5
    assert [quoted(third)[name]["state"] for name in ("first_response", "resolution")] == ["missed", "running"]
    assert quoted(fourth)["resolution"] == {**quoted(first)["resolution"], "state": "met"}
    assert quoted(first)["resolution"]["target"] == "10 hours"
    assert quoted(first)["resolution"]["commitment"] == "goal"
    assert hour(int(str(fact(first, "next_update")))) == 10
    assert fact(fourth, "next_update") == quoted(third)["visit"]["due"]


def test_exempt_and_cancelled_clocks() -> None:
    made = standard("{trigger: {event: [opened, cancelled]}, text: T}")
    (spam,) = told(made, [event(9, "opened", "customer", id="o", tags=["spam"])], 10)
    assert (quoted(spam), fact(spam, "next_update")) == ({}, None)
    _, over = told(made, [OPENED, event(10, "cancelled", id="a")], 11)
    assert quoted(over)["resolution"]["state"] == "cancelled"


def test_the_last_cycle_is_quoted() -> None:
    made = standard("{trigger: {event: message}, text: T}")
    turns = [
        event(10, "redispatched", id="a"),
        event(11, "resolved", id="b"),
        event(12, "redispatched", id="c"),
        event(13, "message", id="d", public=False),
    ]
    (effect,) = told(made, [OPENED, *turns], 14)
    assert hour(int(str(quoted(effect)["round"]["due"]))) == 16


def test_contacts_are_taken_from_the_attributes_declared() -> None:
    made = standard("{trigger: {event: opened}, text: T}", quiet="  contacts: {sms: mobile, mail: address, lift: lift, mobile: phone}\n")
    (effect,) = told(made, [event(9, "opened", "customer", id="o", mobile="139", email="a@b", shown="a", lift=True, priority="low")], 10)
    assert order_of(effect).contacts == {"email": "a@b", "sms": "139"}


# ── clocks ───────────────────────────────────────────────────────────────────────────────────────────────────────────

LATE = "{name: late, trigger: {metric: resolution, at: missed}, text: T}"
POINTS = tuple(f"{{name: '{point}', trigger: {{metric: resolution, at: '{point}'}}, text: T}}" for point in ("25%", "50%", "1h overdue"))


def test_a_miss_and_points_are_told_at_their_instants() -> None:
    found = told(standard(LATE, *POINTS), [OPENED], 40)
    assert when(found) == [("25%", 11.5), ("50%", 14), ("late", 19), ("1h overdue", 20)]
    assert [effect.key for effect in found][1:3] == ["|7|resolution|o|notice 50%|50%||c1", "|7|resolution|o|notice|late||c1"]
    assert [(fact(effect, "metric"), hour(int(str(fact(effect, "due"))))) for effect in found] == [("resolution", 19)] * 4
    assert [order_of(effect).reason for effect in found] == ["threshold", "threshold", "missed", "threshold"]
    assert [quoted(effect)["resolution"]["state"] for effect in found] == ["running", "running", "missed", "missed"]
    assert found[1].as_dict()["threshold"] == "50%"


def test_points_of_notices_are_no_warnings() -> None:
    decision = standard(*POINTS).decide([OPENED], now=at(40))
    warned = [effect for effect in decision.effects if effect.kind != "notice" and effect.metric == "resolution"]
    assert [(effect.kind, effect.threshold) for effect in warned] == [("threshold", "50%"), ("missed", "")]


def test_two_notices_may_wait_for_one_point() -> None:
    made = standard(
        "{name: a, trigger: {metric: resolution, at: 50%}, text: T}",
        "{name: b, trigger: {metric: resolution, at: 50%}, when: {priority: low}, text: U}",
    )
    assert when(told(made, [OPENED], 40)) == [("a", 14), ("b", 14)]


def test_paused_clocks_cross_nothing_and_of_several_left_behind_the_latest_fires() -> None:
    pending, new = event(10, "changed", id="a", status="pending"), event(30, "changed", id="b", status="new")
    assert when(told(standard(LATE, *POINTS), [OPENED, pending], 99)) == []
    assert when(told(standard(LATE, *POINTS), [OPENED, pending, new], 99)) == [("25%", 31.5), ("50%", 34), ("late", 39), ("1h overdue", 40)]


def test_a_change_that_leaves_several_points_behind_tells_the_latest() -> None:
    made = standard(*POINTS)
    found = told(made, [OPENED, event(11.75, "changed", id="a", priority="high"), event(30, "message", id="m", public=True)], 40)
    assert when(found) == [("25%", 11.5), ("50%", 11.75), ("1h overdue", 15)]
    later = told(made, [event(9, "opened", id="o", priority="within"), event(13, "changed", id="a", priority="high")], 40)
    assert when(later) == [("50%", 13), ("1h overdue", 15)], "25% was left behind too"


def test_a_stop_a_cancel_and_an_internal_target_tell_nothing() -> None:
    made = standard(LATE, *POINTS)
    assert when(told(made, [OPENED, event(14, "resolved", id="a")], 99)) == [("25%", 11.5)]
    assert told(made, [event(9, "opened", id="o", priority="within")], 99) == []


def test_a_miss_dated_before_a_change_is_told_at_the_change() -> None:
    (effect,) = told(standard(LATE), [OPENED, event(14, "changed", id="a", priority="back")], 20)
    assert (hour(effect.at_us), hour(int(str(fact(effect, "due"))))) == (14, 11)


def test_the_next_wake_up_knows_points_and_releases() -> None:
    made = standard("{trigger: {metric: resolution, at: 30%}, text: T}", LATE, quiet=QUIET)
    assert hour(made.decide([OPENED], now=at(10.5)).next_wake_up_us) == 12
    night = made.decide([event(13, "opened", id="o", priority="low")], now=at(23.5))
    assert hour(night.next_wake_up_us) == 32, "the miss at 23:00 waits for the morning"
    assert made.decide([event(13, "opened", id="o", priority="low")], now=at(33)).next_wake_up_us is None


# ── dues that change ─────────────────────────────────────────────────────────────────────────────────────────────────

CHANGED = "{name: due, trigger: {due_changed: [resolution, visit, round]}, text: T}"


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], []),
        ([event(10, "changed", id="a", status="pending"), event(12, "changed", id="b", status="new")], [(12, "resumed", 19, 21, "b")]),
        ([event(10, "changed", id="a", priority="high")], [(10, "changed", 19, 14, "a")]),
        ([event(10, "resolved", id="a"), event(12, "reopened", id="b")], [(12, "reopened", 19, 21, "b")]),
        ([event(10, "changed", id="a", priority="again")], [(10, "restarted", 19, 16, "a")]),
        (
            [event(10, "changed", id="a", appointment=at(30)), event(11, "changed", id="b", appointment=at(31))],
            [(11, "moved", 30.5, 31.5, "b")],
        ),
        ([event(10, "changed", id="a", status="pending")], []),
        ([event(10, "changed", id="a", priority="back")], [(10, "changed", 19, 11, "a")]),
        ([event(14, "changed", id="a", priority="back")], []),
        ([event(10, "changed", id="a", priority="within"), event(11, "changed", id="b", priority="high")], [(11, "changed", 19, 14, "b")]),
        ([event(10, "redispatched", id="a"), event(11, "x-drop", id="b"), event(12, "redispatched", id="c")], []),
        (
            [
                event(10, "changed", id="a", status="pending"),
                event(11, "changed", id="b", priority="high"),
                event(12, "changed", id="c", status="new"),
            ],
            [(12, "changed", 19, 16, "c")],
        ),
        (
            [event(10, "changed", id="a", priority="high"), event(11, "changed", id="b", priority="low")],
            [(10, "changed", 19, 14, "a"), (11, "changed", 14, 19, "b")],
        ),
    ],
)
def test_a_changed_due_is_told_with_the_reason(events: Events, expected: list[tuple[float, str, float, float, str]]) -> None:
    found = told(standard(CHANGED), [OPENED, *events], 40)
    assert [
        (
            hour(effect.at_us),
            fact(effect, "why"),
            hour(int(str(fact(effect, "previous_due")))),
            hour(int(str(fact(effect, "due")))),
            effect.cause,
        )
        for effect in found
    ] == expected
    assert len({effect.key for effect in found}) == len(found)


# ── quiet hours ──────────────────────────────────────────────────────────────────────────────────────────────────────

OPEN = "{name: noted, trigger: {event: opened}, text: T}"


def test_quiet_hours_hold_until_the_next_opening() -> None:
    made = standard(OPEN, "{name: any, trigger: {event: opened}, quiet_hours: none, text: T}", quiet=QUIET)
    assert when(told(made, [NIGHT], 7.9)) == [("any", 1)]
    assert when(told(made, [NIGHT], 8)) == [("any", 1), ("noted", 8)]
    assert when(told(made, [{**NIGHT, "data": {"priority": "high"}}], 8)) == [("any", 1), ("noted", 1)]
    assert when(told(made, [OPENED], 9)) == [("any", 9), ("noted", 9)]


def test_hours_may_be_a_calendar_of_the_standard() -> None:
    made = standard(OPEN, quiet="  quiet_hours: {outside: desk}\n", more='calendars: {desk: {hours: {tue: ["10:00-11:00"]}}}\n')
    assert when(told(made, [NIGHT], 99)) == [("noted", 34)]


def test_what_is_held_is_told_as_known_at_its_release() -> None:
    made = standard(OPEN, quiet=QUIET)
    (effect,) = told(made, [NIGHT, event(2, "changed", id="a", priority="high", owner="li")], 9)
    assert hour(int(str(fact(effect, "at")))) == 8
    assert (hour(int(str(quoted(effect)["resolution"]["due"]))), quoted(effect)["resolution"]["state"]) == (6, "missed")
    assert fact(effect, "next_update") is None


@pytest.mark.parametrize(
    ("notice", "events", "expected", "why"),
    [
        (OPEN, [event(2, "cancelled", id="a")], [], ["cancelled"]),
        (OPEN, [event(8, "cancelled", id="a")], [], ["cancelled"]),
        (OPEN, [event(8.1, "cancelled", id="a")], [("noted", 8)], []),
        (OPEN, [event(2, "cancelled", id="a"), event(3, "reopened", id="b")], [("noted", 8)], []),
        ("{name: off, trigger: {event: cancelled}, text: T}", [event(2, "cancelled", id="a")], [("off", 8)], []),
        ("{name: late, trigger: {metric: first_response, at: missed}, text: T}", [], [("late", 8)], []),
        (
            "{name: late, trigger: {metric: first_response, at: missed}, text: T}",
            [event(3, "message", id="a", public=True)],
            [],
            ["stopped"],
        ),
        (
            "{name: half, trigger: {metric: resolution, at: 50%}, text: T}",
            [event(7, "changed", id="a", priority="again")],
            [("half", 10)],
            ["stopped"],
        ),
        ("{name: half, trigger: {metric: resolution, at: 50%}, text: T}", [event(7, "cancelled", id="a")], [], ["cancelled"]),
    ],
)
def test_what_is_held_is_looked_at_again(notice: str, events: Events, expected: list[tuple[str, float]], why: list[str]) -> None:
    made = standard(notice, quiet=QUIET)
    assert when(told(made, [NIGHT, *events], 30)) == expected
    assert withheld(made, [NIGHT, *events], 30) == why


def test_a_later_change_supersedes_one_that_is_held() -> None:
    made = standard(CHANGED, quiet=QUIET.replace(", unless: {priority: high}", ""))
    first, second = event(2, "changed", id="a", priority="high"), event(3, "changed", id="b", priority="low")
    third = event(4, "changed", id="c", status="pending"), event(5, "changed", id="d", status="new")
    assert [(hour(effect.at_us), fact(effect, "why")) for effect in told(made, [{**NIGHT, "at": at(3)}, {**first, "at": at(4)}], 9)] == [
        (8, "changed")
    ]
    assert told(made, [NIGHT, first, second], 9) == [], "it is due again when it was told it would be"
    assert withheld(made, [NIGHT, first, second], 9) == ["superseded", "unchanged"]
    (effect,) = told(made, [NIGHT, first, second, *third], 9)
    assert (hour(int(str(fact(effect, "previous_due")))), hour(int(str(fact(effect, "due"))))) == (11, 12)
    assert effect.cause == "d"
    assert withheld(made, [NIGHT, first, second, *third], 9) == ["superseded", "superseded"]


# ── editions, states ─────────────────────────────────────────────────────────────────────────────────────────────────

ALL = "sla: {policies: [{name: all, default: true, calendar: always, targets: {resolution: 30h}}]}\n"


def edition(*notices: str) -> str:
    return ALL + "customer_notices: {notices: [" + ", ".join(notices) + "]}\n"


def test_notices_come_from_the_edition_that_governs_at_the_instant() -> None:
    point = "{name: '%s', trigger: {metric: resolution, at: '%s'}, text: '%s'}"
    late, due = "{name: late, trigger: {metric: resolution, at: missed}, text: a}", "{trigger: {due_changed: resolution}, text: b}"
    old = edition(point % ("old", "10%", "a"), point % ("both", "75%", "a"), late)
    named = (("tenth", "10%"), ("fifth", "20%"), ("both", "75%"), ("more", "90%"))
    new = edition(*(point % (name, at, "b") for name, at in named), due)
    made = several(("1", "2026-01-01", old), ("2", "2026-01-06", "adopt: open_cases\n" + new))
    found = told(made, [OPENED], 60)
    assert [(name, hours, order_of(effect).text) for (name, hours), effect in zip(when(found), found, strict=True)] == [
        ("old", 12, "a"), ("fifth", 24, "b"), ("both", 31.5, "b"), ("more", 36, "b"),
    ]  # fmt: skip


def test_an_adopting_edition_does_not_tell_what_was_missed_before() -> None:
    late = edition("{trigger: {metric: resolution, at: missed}, text: b}", "{trigger: {event: closed}, text: c}")
    made = several(("1", "2026-01-01", ALL.replace("30h", "10h")), ("2", "2026-01-06", "adopt: open_cases\n" + late))
    assert told(made, [OPENED], 60) == []
    assert when(told(made, [OPENED, event(30, "closed", id="a")], 60)) == [("notices[1]", 30)]
    other = several(("1", "2026-01-01", late), ("2", "2026-01-06", "adopt: open_cases\n" + ALL.replace("30h", "10h")))
    assert told(other, [OPENED, event(30, "closed", id="a")], 60) == []
    assert when(told(other, [OPENED, event(12, "closed", id="a")], 60)) == [("notices[1]", 12)]


def test_a_moved_due_of_an_edition_that_tells_nothing_is_told_by_the_next() -> None:
    new = edition("{trigger: {due_changed: resolution}, text: b}").replace("30h", "40h")
    made = several(("1", "2026-01-01", ALL), ("2", "2026-01-06", "adopt: open_cases\n" + new))
    (effect,) = told(made, [OPENED], 60)
    assert (hour(effect.at_us), fact(effect, "why"), effect.cause) == (24, "changed", "edition:2")
    back = several(("1", "2026-01-01", new), ("2", "2026-01-06", "adopt: open_cases\n" + ALL))
    assert told(back, [OPENED], 60) == []


def test_an_adopting_edition_supersedes_what_is_held_of_the_one_before() -> None:
    due = edition("{trigger: {due_changed: resolution}, text: b}").replace(
        "customer_notices: {", 'customer_notices: {quiet_hours: {outside: {mon-sun: ["08:00-20:00"]}}, '
    )
    made = several(("1", "2026-01-01", STATUSES + due), ("2", "2026-01-06", STATUSES + "adopt: open_cases\n" + due.replace("30h", "40h")))
    turns = [event(20, "changed", id="a", status="pending"), event(22, "changed", id="b", status="new")]
    (effect,) = told(made, [OPENED, *turns], 60)
    assert (hour(effect.at_us), hour(int(str(fact(effect, "previous_due")))), effect.cause) == (32, 41, "edition:2")
    assert withheld(made, [OPENED, *turns], 60) == ["superseded"]


def test_a_standard_that_tells_nothing_keeps_no_book() -> None:
    made = loads(ALL + "customer_notices: {contacts: {sms: mobile}}\n")
    assert made.decide([OPENED], now=at(10)).state.notices is None


def test_a_book_is_plain_data_and_compares_by_content() -> None:
    made = standard(OPEN, CHANGED, *POINTS, quiet=QUIET)
    state = made.decide([NIGHT, event(2, "changed", id="a", status="pending"), event(3, "changed", id="b", status="new")], now=at(6)).state
    again = read_state(state.to_json(), None)
    assert again == state
    assert again.notices == state.notices
    assert NoticeBook() != state.notices
    assert state.notices != 7
    data = json.loads(state.to_json())
    data["notices"]["owed"] = [{}]
    with pytest.raises(servstd.UsageError, match="EVT023"):
        read_state(json.dumps(data), None)
