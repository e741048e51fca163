"""Which policy governs, when it is chosen, and what a change does to a running clock."""

from __future__ import annotations

import pytest

from tests.unit.decide.support import OFFICE, STATUSES, at, clock, decide, event, hour, lives, loads

Events = list[dict[str, object]]


def status(hours: float, word: str) -> dict[str, object]:
    return event(hours, "changed", status=word)


# ── choosing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

POLICIES = """
attributes: {vip: {kind: bool}}
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
sla:
  measure: [resolution, first_response, solution]
  policies:
    - {name: spam, when: {tags: {any: [spam]}}, exempt: true}
    - {name: partner, when: {tags: {any: [partner]}}, exempt: [first_response]}
    - {name: gold, when: {tier: gold}, calendar: always, targets: {first_response: 1h, solution: none}}
    - {name: urgent, when: {priority: urgent}, calendar: always, targets: {first_response: 2h, solution: 3h, resolution: 4h}}
    - name: table
      when: {channel: [phone, email]}
      calendar: {channel: {phone: always, else: office}}
      targets: {resolution: {within: {priority: {low: 9h, high: {tier: {silver: 7h}}}}}}
    - {name: vip, when: {vip: true}, calendar: always, targets: {resolution: 6h}}
"""


@pytest.mark.parametrize(
    ("rule", "data", "expected"),
    [
        ("no policy matches: measured only", {}, {"resolution": (None, "no_policy"), "first_response": (None, "no_policy")}),
        (
            "the first policy that names it, per metric",
            {"tier": "gold", "priority": "urgent"},
            {"first_response": ("1h", None), "resolution": ("4h", None)},
        ),
        ("none names it: no later policy is asked", {"tier": "gold", "priority": "urgent"}, {"solution": (None, "none")}),
        (
            "exempt: true names every metric",
            {"tags": ["spam"], "priority": "urgent"},
            {"resolution": (None, "exempt"), "first_response": (None, "exempt")},
        ),
        (
            "exempt by list names those",
            {"tags": ["partner"], "priority": "urgent"},
            {"first_response": (None, "exempt"), "resolution": ("4h", None)},
        ),
        ("a table gives its row", {"channel": "phone", "priority": "low"}, {"resolution": ("9h", None)}),
        ("a table in a table", {"channel": "phone", "priority": "high", "tier": "silver"}, {"resolution": ("7h", None)}),
        ("no row and no else", {"channel": "phone", "priority": "high"}, {"resolution": (None, "no_row")}),
        ("a missing attribute has no row", {"channel": "phone"}, {"resolution": (None, "no_row")}),
        ("true is true", {"vip": True}, {"resolution": ("6h", None)}),
        ("1 is not true, whoever was asked before", {"vip": 1}, {"resolution": (None, "no_policy")}),
        ("nor is 1.0", {"vip": 1.0}, {"resolution": (None, "no_policy")}),
    ],
)
def test_which_target_governs(rule: str, data: dict[str, object], expected: dict[str, tuple[str | None, str | None]]) -> None:
    standard = loads(POLICIES)
    standard.decide([event(0, "opened", "customer", vip=True)], now=at(1))
    decision = decide(standard, [event(0, "opened", "customer", **data)], 0.5)
    for metric, (target, reason) in expected.items():
        found = decision.clock(metric)
        assert found is not None
        assert (found.target, found.reason) == (target, reason)
        assert found.exempt is (reason == "exempt")
        assert found.state == ("running" if reason is None else "exempt" if reason == "exempt" else "measured")


def test_a_calendar_may_come_from_a_table() -> None:
    standard = loads(POLICIES)
    found = [clock(standard, [event(0, "opened", "customer", channel=name, priority="low")], 1).calendar for name in ("phone", "email")]
    assert found == ["always", "office"]


def test_no_row_is_a_decision_problem() -> None:
    decision = decide(POLICIES, [event(0, "opened", channel="phone")], 1)
    assert [(problem.code, problem.params) for problem in decision.problems] == [("EVT015", {"policy": "table", "metric": "resolution"})]


def test_the_same_hole_in_every_cycle_is_told_once() -> None:
    text = "sla: {policies: [{name: all, default: true, calendar: always, targets: {periodic_update: {within: {tier: {gold: 1h}}}}}]}"
    decision = decide(text, [event(0, "opened"), event(1, "message", public=True), event(2, "message", public=True)], 3)
    assert (len(decision.clocks), [problem.code for problem in decision.problems]) == (2, ["EVT015"])


def test_an_ungraded_clock_is_measured_to_its_end() -> None:
    found = clock(POLICIES, [event(0, "opened"), event(5, "resolved")], 9)
    assert (found.state, found.verdict, found.due_us, found.remaining, found.elapsed_us) == (
        "measured",
        None,
        None,
        None,
        5 * 3_600_000_000,
    )


def test_stopped_while_paused_an_ungraded_clock_has_no_due() -> None:
    found = clock(STATUSES + "sla: {measure: [resolution]}", [event(0, "opened"), status(1, "pending"), event(5, "resolved")], 9)
    assert (found.state, found.due_us, found.due_if_resumed_now_us) == ("measured", None, None)


def test_the_headline_follows_the_precedence() -> None:
    text = POLICIES
    spam = [event(0, "opened", tags=["spam"])]
    assert clock(text, [*spam, event(2, "resolved")], 9).state == "exempt"
    assert clock(text, [*spam, event(2, "cancelled")], 9).state == "cancelled"
    late = [event(0, "opened", priority="urgent"), event(5, "resolved")]
    assert clock(text, late, 9).state == "missed"
    assert clock(text, [event(0, "opened", priority="urgent"), event(3, "resolved")], 9).state == "met"


# ── once per instant ─────────────────────────────────────────────────────────────────────────────────────────────────

LADDER = (
    STATUSES
    + OFFICE
    + """
sla:
  policies:
    - {name: urgent, when: {priority: urgent}, calendar: always, on_change: %s, targets: {resolution: {within: 4h, warn: [50%%]}}}
    - {name: desk, when: {priority: desk}, calendar: office, on_change: %s, targets: {resolution: 6h}}
    - {name: days, when: {priority: days}, calendar: office, on_change: %s, targets: {resolution: {within: 2wd, end_of_day: true}}}
    - {name: out, when: {priority: out}, exempt: [resolution]}
    - {name: normal, when: {priority: normal}, calendar: always, targets: {resolution: {within: 10h, warn: [50%%]}}}
"""
)


def ladder(mode: str) -> str:
    return LADDER % (mode, mode, mode)


def to(hours: float, priority: str) -> dict[str, object]:
    return event(hours, "changed", priority=priority)


NORMAL = event(0, "opened", priority="normal")


def test_selection_settles_once_per_instant_after_its_last_event() -> None:
    """A CRM writes `opened` and `changed` in one transaction: the case never was anything else."""
    decision = decide(ladder("restart"), [event(0, "opened"), to(0, "normal"), to(0, "urgent")], 1)
    assert [(item.cycle, item.policy, hour(item.due_us)) for item in decision.clocks] == [(1, "urgent", 4)]


def test_a_change_back_within_one_instant_is_no_change() -> None:
    decision = decide(ladder("restart"), [NORMAL, to(2, "urgent"), to(2, "normal")], 3)
    assert [(item.cycle, item.policy) for item in decision.clocks] == [(1, "normal")]


def test_what_is_due_at_the_instant_of_a_change_is_missed_before_the_change() -> None:
    found = clock(ladder("from_start"), [event(0, "opened", priority="urgent"), to(4, "normal")], 5)
    assert (found.state, found.policy, hour(found.missed_us)) == ("missed", "urgent", 4)


# ── on_change ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rule", "mode", "events", "due"),
    [
        ("carry: what has run is taken off the new amount", "carry", [NORMAL, to(3, "urgent")], 4),
        ("carry: nothing left is due at the change, never earlier", "carry", [NORMAL, to(6, "urgent")], 6),
        ("carry: nothing left to the microsecond", "carry", [NORMAL, to(4, "urgent")], 4),
        ("carry: what has run stays as it was measured", "carry", [NORMAL, to(3, "desk")], 12),
        ("carry: working days as their budget of open time", "carry", [event(6, "opened", priority="normal"), to(12, "days")], 62),
        ("carry: there and back again", "carry", [NORMAL, to(3, "desk"), to(10, "urgent")], 10),
        ("carry: pauses before the change are settled", "carry", [NORMAL, status(1, "pending"), status(2, "new"), to(3, "urgent")], 5),
        ("carry: and pauses after it count", "carry", [NORMAL, to(2, "urgent"), status(3, "pending"), status(5, "new")], 6),
        ("carry: a change while paused", "carry", [NORMAL, status(1, "pending"), to(2, "urgent"), status(5, "new")], 8),
        (
            "carry: nothing left while paused is due when it runs again",
            "carry",
            [NORMAL, status(5, "pending"), to(6, "urgent"), status(8, "new")],
            8,
        ),
        ("from_start: the new target from the start", "from_start", [NORMAL, to(3, "urgent")], 4),
        ("from_start: may date a miss before the change", "from_start", [NORMAL, to(6, "urgent")], 4),
        ("from_start: measured anew on the new calendar", "from_start", [NORMAL, to(3, "desk")], 15),
        ("from_start: with the same pauses", "from_start", [NORMAL, status(1, "pending"), status(2, "new"), to(3, "urgent")], 5),
        (
            "from_start: a pause after the due was reached moves nothing",
            "from_start",
            [NORMAL, status(6, "pending"), status(8, "new"), to(9, "urgent")],
            4,
        ),
        (
            "from_start: a pause at the due does not save",
            "from_start",
            [NORMAL, status(4, "pending"), status(8, "new"), to(9, "urgent")],
            4,
        ),
        ("from_start: a change while paused", "from_start", [NORMAL, status(1, "pending"), to(2, "urgent"), status(5, "new")], 8),
        ("from_start: found missed while paused", "from_start", [NORMAL, status(6, "pending"), to(7, "urgent")], 4),
        (
            "from_start: the reopened gap does not run",
            "from_start",
            [NORMAL, event(1, "resolved"), event(2, "reopened"), to(3, "urgent")],
            5,
        ),
        ("keep: to the cycle's end", "keep", [NORMAL, to(3, "urgent")], 10),
        ("keep: whatever comes later", "keep", [NORMAL, to(3, "urgent"), to(4, "desk")], 10),
    ],
)
def test_on_change(rule: str, mode: str, events: Events, due: float) -> None:
    assert hour(clock(ladder(mode), events, 12).due_us) == due


def test_restart_cancels_the_cycle_and_starts_another() -> None:
    decision = decide(ladder("restart"), [NORMAL, event(3, "changed", id="e2", priority="urgent")], 4)
    assert [(item.cycle, item.cycle_id, item.state, hour(item.started_us), hour(item.due_us)) for item in decision.clocks] == [
        (1, decision.clocks[0].cycle_id, "cancelled", 0, 10), (2, "e2", "running", 3, 7),
    ]  # fmt: skip


def test_restart_while_paused_is_born_paused() -> None:
    events = [NORMAL, status(1, "pending"), to(3, "urgent"), status(5, "new")]
    assert lives(ladder("restart"), "resolution", events, 6) == [(0, 3, "cancelled", 1), (3, None, "running", 1)]


@pytest.mark.parametrize("mode", ["carry", "restart", "keep", "from_start"])
def test_into_no_policy_and_into_exemption_a_clock_is_measured_only(mode: str) -> None:
    for priority, state in (("nobody", "measured"), ("out", "exempt")):
        found = clock(ladder(mode), [NORMAL, to(3, priority)], 20)
        assert (found.state, found.cycle, found.due_us, found.elapsed_us) == (state, 1, None, 20 * 3_600_000_000)


def test_out_of_no_policy_the_time_already_run_counts() -> None:
    assert hour(clock(ladder("carry"), [event(0, "opened"), to(3, "urgent")], 3.5).due_us) == 4


@pytest.mark.parametrize("mode", ["carry", "restart", "keep", "from_start"])
def test_stopped_and_missed_cycles_are_never_touched(mode: str) -> None:
    stopped = clock(ladder(mode), [NORMAL, event(3, "resolved"), to(5, "urgent")], 20)
    assert (stopped.policy, stopped.state, hour(stopped.due_us), stopped.cycle) == ("normal", "met", 10, 1)
    missed = clock(ladder(mode), [NORMAL, to(11, "urgent")], 20)
    assert (missed.policy, missed.state, hour(missed.due_us), missed.cycle) == ("normal", "missed", 10, 1)


def test_a_clock_taken_up_again_is_governed_by_what_changed_meanwhile() -> None:
    events = [NORMAL, event(1, "resolved"), to(2, "urgent"), event(3, "reopened")]
    found = clock(ladder("carry"), events, 4)
    assert (found.policy, hour(found.due_us)) == ("urgent", 6)


def test_another_policy_with_the_same_target_moves_nothing_but_the_name() -> None:
    text = (
        "sla: {policies: [{name: a, when: {priority: p}, calendar: always, targets: {resolution: 4h}}, {name: b, "
        "default: true, calendar: always, targets: {resolution: 4h}}]}"
    )
    found = clock(text, [event(0, "opened"), to(1, "p")], 2)
    assert (found.policy, hour(found.due_us), found.cycle) == ("a", 4, 1)


def test_a_table_read_anew_is_a_change_of_target() -> None:
    text = "sla: {policies: [{name: a, default: true, calendar: always, targets: {resolution: {within: {priority: {p: 2h, else: 9h}}}}}]}"
    assert hour(clock(text, [event(0, "opened"), to(1, "p")], 1.5).due_us) == 2


# ── attributes ───────────────────────────────────────────────────────────────────────────────────────────────────────

DECLARED = """
attributes:
  priority: {values: [low, high], default: low}
  matter: {required: true}
  tags: {kind: list}
  appointment: {kind: instant}
sla: {measure: [resolution]}
"""


def test_opening_fills_in_defaults_and_tells_what_is_missing() -> None:
    decision = decide(DECLARED, [event(0, "opened", id="e1")], 1)
    assert decision.attributes["priority"] == "low"
    assert [(problem.code, problem.params) for problem in decision.problems] == [("EVT013", {"event": "e1", "name": "matter"})]


def test_a_value_the_standard_does_not_know_is_a_decision_problem() -> None:
    decision = decide(
        DECLARED, [event(0, "opened", matter="m"), event(1, "changed", priority="hgih"), event(2, "assigned", priority="hgih")], 3
    )
    assert [(problem.code, problem.params["found"], problem.params["expected"]) for problem in decision.problems] == [
        ("EVT014", "hgih", "high, low"), ("EVT014", "hgih", "high, low"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "then", "expected"),
    [
        ("changed sets", event(1, "changed", priority="high"), "high"),
        ("assigned sets", event(1, "assigned", priority="high"), "high"),
        ("redispatched sets", event(1, "redispatched", priority="high"), "high"),
        ("a message does not", event(1, "message", public=True, priority="high"), "low"),
        ("a company's own event does not", event(1, "x-any", priority="high"), "low"),
        ("null takes away", event(1, "changed", priority=None), None),
        ("nothing said changes nothing", event(1, "changed"), "low"),
    ],
)
def test_which_events_set_attributes(rule: str, then: dict[str, object], expected: str | None) -> None:
    assert decide(DECLARED, [event(0, "opened", matter="m"), then], 2).attributes.get("priority") == expected


def test_words_about_the_event_are_no_attributes() -> None:
    decision = decide(
        DECLARED, [event(0, "opened", matter="m", answered=True, note="n", text="t"), event(1, "changed", tags=["a", "b"])], 2
    )
    assert not {"answered", "note", "text"} & set(decision.attributes)
    assert decision.attributes["tags"] == ("a", "b")


def test_an_instant_in_local_time_is_read_in_the_standards_zone() -> None:
    decision = decide(DECLARED, [event(0, "opened", matter="m", appointment="2026-01-05 20:00")], 2)
    assert decision.problems == () or [problem.code for problem in decision.problems] == ["EVT016"]


def test_a_kept_clock_still_follows_the_appointment_it_waits_for() -> None:
    """`keep` keeps policy and target; the agreed instant is a fact of the case."""
    body = """
attributes: {visit: {kind: instant}, tier: {values: [gold, plain], default: plain}}
sla:
  metrics: {on_site: {start: {event: changed, set: visit}, stop: {event: x-arrived}}}
  policies:
    - {name: gold, when: {tier: gold}, on_change: keep, calendar: always, targets: {on_site: {until: visit, grace: 1h}}}
    - {name: plain, default: true, on_change: keep, calendar: always, targets: {on_site: {until: visit}}}
"""
    history = [event(0, "opened"), event(1, "changed", visit=at(10)), event(2, "changed", tier="gold"), event(3, "changed", visit=at(12))]
    kept = decide(body, history, 4).clocks[0]
    assert (kept.policy, hour(kept.due_us)) == ("plain", 12)


def test_keep_follows_an_appointment_that_the_very_change_moves() -> None:
    body = """
attributes: {visit: {kind: instant}, tier: {values: [gold, plain], default: plain}}
sla:
  metrics: {on_site: {start: {event: changed, set: visit}, stop: {event: x-arrived}}}
  policies:
    - {name: gold, when: {tier: gold}, on_change: keep, calendar: always, targets: {on_site: {until: visit, grace: 1h}}}
    - {name: plain, default: true, calendar: always, targets: {on_site: {until: visit}}}
"""
    standard = loads(body)
    history = [event(0, "opened"), event(1, "changed", visit=at(10)), event(2, "changed", tier="gold", visit=at(12)), event(3, "x-seen")]
    state = standard.start()
    for one in history:
        state = standard.read_state(standard.advance(state, one).to_json())
    whole, stepped = decide(body, history, 4), standard.settle(state, now=at(4))
    assert hour(whole.clocks[0].due_us) == 12
    assert whole.as_dict() == stepped.as_dict()
