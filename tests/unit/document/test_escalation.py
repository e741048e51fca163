"""Escalation as read and bound: ladder, chains, steps, addressees, flood control; and what changed, in words."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from servstd.conditions import Becomes, OnEvent, Plugin, Test, walk
from servstd.document import check_edition, diff_editions, read_source
from servstd.document._binding_steps import MOST_STEPS
from servstd.document.binding_escalation import MOST_CHAINS
from servstd.document.reading import check_source
from servstd.durations import Amount, Span
from servstd.errors import Problem
from servstd.escalation.model import Acknowledgement, Chain, Escalation, Quota, Repeat, Unless
from servstd.people import Addressee
from tests.unit.document import lints
from tests.unit.document.lints import edition, found
from tests.unit.document.test_plugging import NightShift, hosting

MINUTE = 60_000_000
HOUR = 60 * MINUTE
WORDS = "attributes: {matter: {values: [repair, complaint], default: repair}, priority: {values: [low, high], default: low}}\n"
SLA = (
    "sla: {policies: [{name: p, default: true, calendar: always, targets: {resolution: {within: 8h, commitment: goal}, "
    "agent_work: {within: 4h, commitment: internal}}}]}\n"
)
LI = '  li: {name: Li, roles: [specialist], team: desk, manager: wang, contacts: {sms: "13800000001"}}\n'
PEOPLE = (
    f"people:\n{LI}"
    '  wang: {name: Wang, roles: [supervisor], team: desk, manager: qian, contacts: {sms: "13800000002"}}\n'
    '  qian: {name: Qian, roles: [manager], contacts: {sms: "13800000003"}}\n'
    "notifiers: {sms: {type: console, contact: sms}, room: {type: console}}\n"
)
LATE = "trigger: {metric: resolution, at: 75%}"
OPENED = "trigger: {event: opened}"


def section(*chains: str, more: str = "", head: str = "") -> str:
    """Return a fragment with these chains."""
    lines = "".join(f"    - {{{chain}}}\n" for chain in chains)
    return f"{head}{WORDS}{SLA}{PEOPLE}escalation:\n  ladder: [specialist, {{supervisor: 主管}}, manager]\n{more}  chains:\n{lines}"


def chain(steps: str, trigger: str = LATE, more: str = "") -> str:
    return f"name: late, {trigger}, steps: [{steps}]{more}"


def told(fragment: str) -> list[Problem]:
    """Return the problems of a fragment, but for what nothing uses."""
    return [problem for problem in lints.told(fragment) if problem.code not in ("DOC103", "DOC104", "DOC070")]


def codes(fragment: str) -> list[str]:
    return sorted(problem.code for problem in told(fragment))


def bound(fragment: str) -> Escalation:
    escalation = edition(fragment).escalation
    assert escalation is not None
    return escalation


def only(fragment: str) -> Chain:
    (made,) = bound(fragment).chains
    return made


# ── bound ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_standard_without_the_section_escalates_nothing() -> None:
    assert edition(SLA).escalation is None
    assert bound(SLA + "escalation: {}\n") == Escalation()


def test_the_ladder_and_what_is_said_for_every_chain() -> None:
    text = section(
        chain("{level: supervisor}"),
        "name: own, trigger: by_hand, same_person: merge, stand_down: true, tell_below: false, steps: [{level: supervisor}]",
        more="  same_person: tell\n  stand_down: false\n  tell_below: true\n  prefers: [sms]\n  fallback: {role: manager}\n",
    )
    made = bound(text)
    assert (made.ladder, made.labels) == (("specialist", "supervisor", "manager"), {"supervisor": {"en": "主管"}})
    assert made.prefers == {"low": ("sms",), "normal": ("sms",), "high": ("sms",)}
    assert made.fallback == (Addressee("role", name="manager"),)
    late, own = made.chains
    assert (late.same_person, late.stand_down, late.tell_below) == ("tell", False, True)
    assert (own.same_person, own.stand_down, own.tell_below) == ("merge", True, False)


def test_a_chain_with_everything() -> None:
    steps = (
        "{name: first, label: L, notify: [owner, customer, wang, {person: li}, {role: manager}, {team: desk}, {manager_of: owner},"
        " {room: room}, {level: supervisor}, {round_robin: [li, wang], turn: matter}], via: [sms], when: {priority: high}, urgency: high,"
        " text: {en: T, zh: 文}, subject: S, tell_below: true},"
        "{after: 30m, calendar: recipient, level: supervisor, unless: {acknowledged_by: specialist}},"
        "{at: 1h overdue, level: manager, unless: acknowledged, do: [{set: {priority: high}}, {reassign: {role: manager}}, {reassign: li},"
        " {open: {matter: complaint, tags: [a]}}]},"
        "{after: 30m, notify: owner, unless: {priority: low}}"
    )
    more = (
        ", when: {matter: repair}, stop_on: [resolved, x-done], acknowledgement: {by: all, expires: 4h, remind: 1h, confirm_within: 10m},"
        " repeat: {times: 2, after: 1h, calendar: clock, from: first}, quiet_hours: {outside: {mon-fri: ['09:00-18:00']}, then: hold,"
        " unless: {priority: high}, urgent: hold}, prefers: {high: [sms]}, fallback: [li, {role: manager}], label: Late, note: N,"
        " clause: '1'"
    )
    made = only(section(chain(steps, more=more)))
    first, second, third, fourth = made.steps
    kinds = [(one.kind, one.name) for one in first.notify]
    assert kinds[:3] == [("owner", ""), ("customer", ""), ("person", "wang")]
    assert kinds[3:] == [
        ("person", "li"), ("role", "manager"), ("team", "desk"), ("manager_of", "owner"), ("room", "room"), ("level", "supervisor"),
        ("round_robin", ""),
    ]  # fmt: skip
    assert (first.notify[-1].names, first.notify[-1].turn) == (("li", "wang"), "matter")
    assert (first.name, first.via, first.urgency, first.tell_below, first.label) == ("first", ("sms",), "high", True, {"en": "L"})
    assert (first.text, first.subject, first.when) == ({"en": "T", "zh": "文"}, {"en": "S"}, Test("priority", op="in", values=("high",)))
    assert (second.name, second.after, second.calendar, second.level) == ("2", Amount(30 * MINUTE), "recipient", "supervisor")
    assert (second.unless, second.tell_below) == (Unless(acknowledged=True, by="specialist"), None)
    assert third.at is not None
    assert not isinstance(third.at, str)
    assert third.at.text == "1h overdue"
    assert [action.kind for action in third.actions] == ["set", "reassign", "reassign", "open"]
    assert third.actions[0].values == {"priority": "high"}
    assert (third.actions[1].to, third.actions[2].to) == (Addressee("role", name="manager"), Addressee("person", name="li"))
    assert third.actions[3].values == {"matter": "complaint", "tags": ["a"]}
    assert (third.unless, fourth.unless) == (Unless(acknowledged=True), Unless(condition=Test("priority", op="in", values=("low",))))
    assert (made.when, made.stop_on) == (Test("matter", op="in", values=("repair",)), OnEvent(("resolved", "x-done")))
    assert made.acknowledgement == Acknowledgement(by="all", expires=Span(4 * HOUR), remind=Span(HOUR), confirm_within=Span(10 * MINUTE))
    assert made.repeat == Repeat(first=0, times=2, after=Amount(HOUR), calendar="clock")
    assert made.quiet is not None
    assert not made.quiet.urgent_passes
    assert made.quiet.unless == Test("priority", op="in", values=("high",))
    assert (made.prefers, len(made.fallback)) == ({"high": ("sms",)}, 2)
    assert (made.label, made.note, made.clause) == ({"en": "Late"}, {"en": "N"}, "1")
    assert (made.path, second.path) == (("escalation", "chains", 0), ("escalation", "chains", 0, "steps", 1))


@pytest.mark.parametrize(
    ("trigger", "kind", "metric", "point"),
    [
        ("{metric: resolution, at: 75%}", "threshold", "resolution", "75%"),
        ("{metric: resolution, at: missed}", "missed", "resolution", "missed"),
        ("{event: opened}", "event", "", None),
        ("{becomes: {priority: high}}", "event", "", None),
        ("by_hand", "by_hand", "", None),
    ],
)
def test_triggers(trigger: str, kind: str, metric: str, point: str | None) -> None:
    read = only(section(chain("{notify: li}", f"trigger: {trigger}"))).trigger
    at = read.point
    assert (read.kind, read.metric, at if at is None or isinstance(at, str) else at.text) == (kind, metric, point)
    assert (read.condition is None) == (kind != "event")


def test_what_ends_a_chain() -> None:
    assert only(section(chain("{notify: li}", more=", stop_on: {becomes: {priority: high}}"))).stop_on == Becomes(
        Test("priority", op="in", values=("high",))
    )
    problem = found(section(chain("{notify: li}", more=", stop_on: [resolved, resolvd]")), "SLA105")
    assert (problem.path_text, problem.params["expected"]) == ("escalation.chains[0].stop_on[1]", "resolved")
    assert codes(section(chain("{notify: li}", more=", stop_on: resolved"))) == ["DOC040"]
    assert codes(section(chain("{notify: li}", more=", stop_on: [1]"))) == ["DOC034"]


def test_floods() -> None:
    text = section(
        chain("{notify: li}"),
        more="  throttle: [{via: [sms], limits: [{count: 3, per: 15m}, {count: 18, per: 60m, smooth: true}], urgent: true}]\n"
        "  digest: [{via: [sms], window: 2m}, {window: 5m}]\n",
    )
    made = bound(text)
    (throttle,) = made.throttles
    assert (throttle.via, throttle.urgent) == (("sms",), True)
    assert throttle.quotas == (Quota(3, per=Span(15 * MINUTE)), Quota(18, per=Span(HOUR), smooth=True))
    assert [(digest.via, digest.window) for digest in made.digests] == [(("sms",), Span(2 * MINUTE)), ((), Span(5 * MINUTE))]


# ── refused ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("steps", "trigger", "more", "expected"),
    [
        ("{notify: li}", "trigger: byhand", "", ["DOC041"]),
        ("{notify: li}", "trigger: [opened]", "", ["DOC040"]),
        ("{notify: li}", "trigger: {metric: resolution}", "", ["DOC051"]),
        ("{notify: li}", "trigger: {metric: resolution, at: soon}", "", ["DOC052"]),
        ("{notify: li}", "trigger: {metric: resolution, at: 75%, by: agent}", "", ["ESC006"]),
        ("{notify: li}", "trigger: {event: opend}", "", ["SLA105"]),
        ("", LATE, "", ["DOC046"]),
        ("x", LATE, "", ["DOC039"]),
        ("{notify: li, after: 0m}", LATE, "", ["TIM011"]),
        ("{notify: li, after: -5m}", LATE, "", ["TIM010"]),
        ("{notify: li, after: 15分钟}", LATE, "", ["TIM010"]),
        ("{notify: li, at: ７５％}", LATE, "", ["DOC052"]),
        ("{notify: li, calendar: always}", LATE, "", ["DOC051"]),
        ("{notify: li, after: 1h, calendar: offce}", LATE, "", ["DOC061"]),
        ("{notify: li, after: 1h, calendar: 24/7}", LATE, "", ["DOC061"]),
        ("{notify: li, after: 1h, calendar: clock}", OPENED, "", ["ESC009"]),
        ("{notify: li}", OPENED, ", repeat: {times: 1, after: 1h, calendar: clock}", ["ESC009"]),
        ("{notify: li, at: missed}", OPENED, "", ["ESC009"]),
        ("{notify: li, at: 50%}", OPENED, "", ["ESC009"]),
        ("{notify: [{rool: x}]}", LATE, "", ["DOC050", "DOC030"]),
        ("{notify: [{role: a, team: b}]}", LATE, "", ["DOC050"]),
        ("{notify: [{role: 1}]}", LATE, "", ["DOC034"]),
        ("{notify: li, unless: noticed}", LATE, "", ["DOC041"]),
        ("{notify: li, unless: {acknowledged_by: wang, priority: low}}", LATE, "", ["ESC006"]),
        ("{notify: li, unless: {event: opened}}", LATE, "", ["ESC007"]),
        ("{notify: li, when: {becomes: {priority: high}}}", LATE, "", ["ESC007"]),
        ("{notify: li, do: [{set: {priority: [[]]}}]}", LATE, "", ["DOC054"]),
        ("{notify: li, do: [{}]}", LATE, "", ["DOC055"]),
        ("{notify: li, do: [x]}", LATE, "", ["DOC039"]),
        ("{notify: li}", LATE, ", repeat: {times: 0, after: 1h}", ["DOC037"]),
        ("{notify: li}", LATE, ", repeat: {after: 1h}", ["DOC031"]),
        ("{notify: li}", LATE, ", repeat: {times: 1, after: 1h, from: secnd}", ["ESC034"]),
        ("{notify: li}", LATE, ", repeat: {times: 1001, after: 1h}", ["ESC056"]),
        ("{notify: li}", LATE, ", repeat: {times: 1, after: 1h, from: true}", ["DOC033"]),
        ("{notify: li}", LATE, ", acknowledgement: {confirm_within: 5m}", ["DOC051"]),
        ("{notify: li}", LATE, ", acknowledgement: {expires: 0m}", ["ESC035"]),
        ("{notify: li}", LATE, ", quiet_hours: {outside: offce}", ["DOC061"]),
        ("{notify: li}", LATE, ", quiet_hours: {then: hold}", ["DOC031"]),
    ],
)
def test_what_is_refused(steps: str, trigger: str, more: str, expected: list[str]) -> None:
    problems = [problem for problem in told(section(chain(steps, trigger, more))) if problem.severity == "error"]
    assert [problem.code for problem in problems] == expected
    assert all(problem.place is not None and problem.place.line for problem in problems)
    assert all(problem.render("zh") and problem.render("en") for problem in problems)


def test_the_fix_for_other_notations_is_told() -> None:
    assert found(section(chain("{notify: li, at: ７５％}")), "DOC052").params["expected"] == "75%"
    assert "15m" in found(section(chain("{notify: li, after: 15分钟}")), "TIM010").render("zh")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("  throttle: [{limits: [{count: 0, per: 15m}]}]\n", ["DOC037"]),
        ("  throttle: [{limits: [{count: 1, per: 0m}]}]\n", ["ESC035"]),
        ("  throttle: [{limits: []}]\n", ["DOC046"]),
        ("  throttle: [x]\n", ["DOC039"]),
        ("  digest: [{window: 0m}]\n", ["ESC035"]),
        ("  digest: [x]\n", ["DOC039"]),
        ("  fallback: []\n", ["DOC046"]),
    ],
)
def test_what_is_refused_of_the_section(more: str, expected: list[str]) -> None:
    assert codes(section(chain("{notify: li}"), more=more)) == expected


def test_a_ladder_that_is_none() -> None:
    assert codes(f"{SLA}escalation: {{ladder: [1, {{}}, a, a]}}\n") == ["DOC034", "DOC055", "ESC004"]


def test_chains_and_steps_that_are_none() -> None:
    assert codes(f"{SLA}escalation: {{chains: [x]}}\n") == ["DOC039"]
    assert codes(f"{SLA}escalation: {{chains: [{{trigger: by_hand, steps: [{{notify: li}}]}}]}}\n") == ["DOC031"]


def test_thousands_of_steps_are_refused_at_once() -> None:
    text = section(chain(", ".join(["{notify: li}"] * 5_000)))
    started = time.perf_counter()
    problem = found(text, "ESC005")
    assert time.perf_counter() - started < 5
    assert (problem.params["found"], problem.params["most"]) == (5_000, MOST_STEPS)
    assert problem.path_text == f"escalation.chains[0].steps[{MOST_STEPS}]"


def test_more_chains_than_a_standard_may_have() -> None:
    chains = (f"name: c{i}, trigger: by_hand, steps: [{{notify: li}}]" for i in range(MOST_CHAINS + 1))
    problem = found(section(*chains), "ESC010")
    assert (problem.params["found"], problem.path_text) == (MOST_CHAINS + 1, f"escalation.chains[{MOST_CHAINS}]")


def test_names_of_steps() -> None:
    assert codes(section(chain("{notify: li}, {name: '1', after: 1h, notify: wang}"))) == ["ESC002"]
    assert codes(section(chain("{name: reminder 2, notify: li}"))) == ["ESC003"]


# ── around it ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_places_and_the_fingerprint() -> None:
    plain = edition(section(chain("{notify: li}")))
    assert plain.places["escalation", "chains", 0].line
    assert plain.places["escalation", "chains", 0, "steps", 0].line
    quiet = edition(section(chain("{notify: li}", more=", quiet_hours: {outside: {mon-fri: ['09:00-18:00']}}")))
    assert plain.fingerprint != quiet.fingerprint


def test_conditions_of_plugins_are_named_where_they_stand() -> None:
    text = section(chain("{notify: li, unless: {condition: {is_vip: {}}}}", more=", when: {condition: {is_vip: {}}}"))
    paths = [problem.path_text for problem in told(text) if problem.code == "PLG040"]
    assert paths == ["escalation.chains[0].steps[0].unless.condition.is_vip", "escalation.chains[0].when.condition.is_vip"]


def test_conditions_of_plugins_are_put_where_chains_name_them() -> None:
    judged = "{condition: {night_shift: {from: 22}}}"
    steps = f"{{notify: li, when: {judged}, unless: {judged}}}"
    more = f", when: {judged}, stop_on: {{condition: {{night_shift: {{from: 5}}}}}}, quiet_hours: {{outside: always, unless: {judged}}}"
    text = lints.whole(section(chain(steps, f"trigger: {{becomes: {judged}}}", more)))
    made, _ = check_source(read_source(text, "s.yaml"), registry=hosting("conditions", NightShift()).registry)
    assert made is not None
    assert made.escalation is not None
    parts = [part for condition, _ in made.escalation.conditions() for part in walk(condition) if isinstance(part, Plugin)]
    assert [type(part.part) for part in parts] == [NightShift] * 6


# ── what changed ─────────────────────────────────────────────────────────────────────────────────────────────────────


def changes(before: str, after: str, locale: str = "en") -> list[str]:
    return [str(change) for change in diff_editions(edition(before), edition(after), locale)]


def test_chains_added_and_removed() -> None:
    one, two = section(chain("{notify: li}")), section("name: hand, label: By hand, note: N, trigger: by_hand, steps: [{notify: li}]")
    assert changes(one, two) == [
        "Chain late: removed",
        "Chain By hand: added; it starts on: by hand only",
        "Chain By hand, new step 1: {notify: li}",
        "escalation.chains.hand.label: added: By hand",
        "escalation.chains.hand.note: added: N",
    ]
    added = ["上报链“late”：新增；触发：解决 75%", "上报链“late”新增第 1 步：{notify: li}"]
    assert changes(two, one, "zh") == ["上报链“By hand”：删除", *added]


def test_what_changed_in_a_chain() -> None:
    one = section(chain("{notify: li}, {after: 1h, notify: wang}", more=", when: {matter: repair}, fallback: li"))
    two = section(
        chain("{notify: wang}", "trigger: {metric: resolution, at: missed}", ", stop_on: [resolved], fallback: wang"),
    )
    texts = changes(one, two)
    assert texts[0].startswith("Chain late: starts on:")
    assert texts[0].endswith("missed")
    assert texts[1].startswith("Chain late: its cases:")
    assert texts[1].endswith("→ nothing")
    assert texts[2].startswith("Chain late: ends on: nothing →")
    assert texts[3:] == [
        "Chain late, step 1: {notify: li} → {notify: wang}",
        "Chain late, step 2 removed: {after: 1h, notify: wang}",
        "escalation.chains.late.fallback: li → wang",
    ]
    assert "Chain late, new step 2: {after: 1h, notify: wang}" in changes(two, one)
    assert "starts on" in changes(section(chain("{notify: li}", OPENED)), section(chain("{notify: li}")))[0]


def test_people_and_rotas() -> None:
    rota = 'rotas:\n  desk: {shifts: {day: "08:00-20:00"}, pattern: [day], people: [li], from: 2026-01-05, fallback: wang}\n'
    one = section(chain("{notify: li}"), head=rota)
    two = one.replace("roles: [specialist], team: desk, manager: wang", "roles: [specialist, manager], manager: qian")
    assert changes(one, two)[-1] == "Li: manager: wang → qian"
    two = two.replace("people: [li], from", "people: [wang], from")
    assert changes(one, two) == [
        "Li: roles: [specialist] → [specialist, manager]",
        "Li: team: desk → nothing",
        "Li: manager: wang → qian",
        "Rota desk: people: Li → Wang",
    ]
    gone_li = one.replace(rota, "").replace(LI, "").replace("notify: li", "notify: wang")
    gone = changes(one, gone_li)
    assert any(text.startswith("people.li: removed") for text in gone)
    assert any(text.startswith("rotas: removed") for text in gone)


# ── the sample ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_sample_checks(shared: Path) -> None:
    made, problems = check_edition((shared / "samples" / "renovation.yaml").read_text(encoding="utf-8"), "renovation.yaml")
    assert made is not None
    assert made.escalation is not None
    assert [(one.name, one.trigger.kind, len(one.steps)) for one in made.escalation.chains] == [
        ("complaint-answer", "threshold", 4), ("major-complaint", "event", 3), ("resolution", "threshold", 4), ("night-call", "event", 3),
    ]  # fmt: skip
    assert not [problem.render() for problem in problems if problem.code.startswith(("ESC", "ROT"))]
