"""Feedback as read and bound: instruments, invitations, gates, complaints, themes, loops; and what changed, in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from servstd.conditions import AnyOf, OnEvent, Test
from servstd.document import check_edition, diff_editions
from servstd.document._pattern_cost import MOST_WAYS, ways_of
from servstd.document.binding_feedback import EXPIRES, MOST, asked_hours
from servstd.durations import Amount, Period, Span
from servstd.feedback.handling import CallBack, StageLimit
from servstd.feedback.model import Budget, Campaign, Feedback, Instrument, Question, Reminder
from servstd.people import Addressee
from servstd.registry import KINDS, Component, Registry
from tests.unit.document import lints
from tests.unit.document.lints import edition, found

HOUR = 3_600_000_000
DAY = 24 * HOUR
WORDS = (
    "attributes: {matter: {values: [repair, complaint], default: repair}, ok: {kind: bool}, late: {kind: bool}, "
    "team: {values: [desk, works]}, owner: {kind: person}, customer: {kind: text}}\n"
    "sla: {policies: [{name: everyone, default: true, calendar: always, targets: {resolution: 8h}}]}\n"
    "people:\n"
    "  li: {name: Li, roles: [specialist], team: desk, manager: wang}\n"
    "  wang: {name: Wang, roles: [supervisor], team: desk}\n"
    "notifiers: {sms: {type: console}}\n"
    "escalation: {ladder: [specialist, supervisor]}\n"
)


def section(**parts: str) -> str:
    """Return a fragment whose section on feedback has these parts."""
    return WORDS + "feedback:\n" + "".join(f"  {key}: {text}\n" for key, text in parts.items())


def codes(fragment: str) -> list[str]:
    """Return the codes told of a fragment, but for what nothing uses and for consent and expiry, which most examples leave out."""
    left = ("DOC103", "DOC104", "FBK050", "FBK051")
    return sorted(problem.code for problem in lints.told(fragment) if problem.code not in left)


def bound(**parts: str) -> Feedback:
    feedback = edition(section(**parts)).feedback
    assert feedback is not None
    return feedback


def instrument(text: str) -> Instrument:
    return bound(instruments=f"{{it: {{{text}}}}}").instruments["it"]


def asked(text: str, trigger: str = "{event: closed}") -> str:
    """Return a fragment with one invitation."""
    return section(instruments="{after: {kind: csat}}", invitations=f"[{{instrument: after, trigger: {trigger}{text}}}]")


def complaining(text: str) -> str:
    return section(complaints=f"{{{text}}}")


def looping(*loops: str) -> str:
    items = ", ".join(f"{{{loop}}}" for loop in loops)
    return section(instruments="{after: {kind: csat}}", themes="{leaks: {words: [leak]}}", loops=f"[{items}]")


# ── the sample ────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_sample_is_bound_as_written(shared: Path) -> None:
    text = (shared / "samples" / "renovation.yaml").read_text(encoding="utf-8")
    made, problems = check_edition(text, "renovation.yaml", today=date(2026, 1, 5))
    assert made is not None
    assert [(one.code, one.place.line) for one in problems if one.code.startswith("FBK") and one.place is not None] == [
        ("FBK051", 274),
        ("FBK050", 276),
        ("FBK051", 276),
    ]
    feedback = made.feedback
    assert feedback is not None
    after, friends = feedback.instruments.values()
    assert (after.kind, after.scale, after.satisfied, after.target, after.method) == ("csat", (1, 5), (4, 5), 0.96, "share")
    assert (friends.scale, friends.satisfied, friends.method, friends.target) == ((0, 10), (9, 10), "nps", None)
    first, second = feedback.invitations
    assert (first.after, first.via, first.gates.consent) == (Amount(HOUR), ("wechat", "sms"), "survey_ok")
    assert (first.gates.recontact, first.gates.budget) == (Period(30, "day"), Budget(2, per=Period(90, "day")))
    assert (first.gates.sample, first.expires, list(asked_hours(feedback))) == ((1, 1), EXPIRES, ["feedback 0"])
    assert second.trigger == Campaign(every="year", since=date(2026, 11, 1))
    complaints = feedback.complaints
    assert complaints is not None
    assert complaints.callback == CallBack(by=Addressee("role", name="specialist"), not_by="owner", attempts=3, over_days=2)
    again = complaints.redispatch
    assert again is not None
    assert (again.to, again.limit, again.owner, again.then) == (
        "same",
        2,
        Addressee("role", name="project_manager"),
        Addressee("level", name="service_manager"),
    )
    assert feedback.themes["水电返工"].words == {"": ("返工", "漏水", "跳闸")}
    low, theme = feedback.loops
    assert (low.trigger.kind, low.trigger.name, low.trigger.tests) == ("response", "after_service", (Test("score", op="lte", values=(2,)),))
    assert (low.opens, low.label, low.owner) == (
        {"matter": "complaint", "grade": "general"},
        {"zh": "低分跟进"},
        Addressee("role", name="supervisor"),
    )
    assert (theme.trigger.kind, theme.trigger.at_least, theme.trigger.within) == ("theme", 3, Period(30, "day"))
    assert (theme.improvement, theme.opens) == (True, {})
    assert ("feedback", "loops", 1) in made.places


def test_no_section_is_none() -> None:
    assert edition(WORDS).feedback is None
    assert asked_hours(None) == {}
    assert codes("feedback: [1]\n") == ["DOC039"]


def test_hours_belong_to_the_fingerprint() -> None:
    one, two = (edition(asked(f', gates: {{consent: ok, hours: {{mon: ["09:00-{end}"]}}}}')) for end in ("17:00", "18:00"))
    assert one.fingerprint != two.fingerprint


# ── instruments ───────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "scale", "satisfied", "method"),
    [
        ("kind: csat", (1, 5), (4, 5), "share"),
        ("kind: csat, scale: 3", (1, 3), (3,), "share"),
        ("kind: csat, scale: 4", (1, 4), (3, 4), "share"),
        ("kind: csat, scale: 7", (1, 7), (6, 7), "share"),
        ("kind: csat, scale: [1, 10]", (1, 10), (8, 9, 10), "share"),
        ("kind: csat, scale: 9, satisfied: [9, 8]", (1, 9), (8, 9), "share"),
        ("kind: csat, scale: 9, method: mean", (1, 9), (), "mean"),
        ("kind: csat, direction: lower, satisfied: [1]", (1, 5), (1,), "share"),
        ("kind: nps", (0, 10), (9, 10), "nps"),
        ("kind: nps, scale: [0, 10], satisfied: [10, 9]", (0, 10), (9, 10), "nps"),
        ("kind: yes_no", (0, 1), (1,), "share"),
        ("kind: yes_no, direction: lower", (0, 1), (0,), "share"),
        ("kind: ces", (1, 7), (), "mean"),
        ("kind: ces, method: top_box", (1, 7), (6, 7), "top_box"),
        ("kind: ces, method: net, direction: lower", (1, 7), (1, 2), "net"),
        ("kind: ces, method: agreement", (1, 7), (5, 6, 7), "agreement"),
        ("kind: custom, scale: [0, 3], method: mean", (0, 3), (), "mean"),
        ("kind: battery, questions: {a: A}", (1, 5), (), "mean"),
    ],
)
def test_each_kind_has_its_defaults(text: str, scale: tuple[int, int], satisfied: tuple[int, ...], method: str) -> None:
    it = instrument(text)
    assert (it.scale, it.satisfied, it.method) == (scale, satisfied, method)


def test_all_that_an_instrument_says_is_kept() -> None:
    it = instrument(
        "kind: csat, version: '2', ask: {zh: 满意吗}, answers: {'5': Great, '1': Bad}, anonymous: true, "
        "least: 5, note: n, clause: '8', label: L"
    )
    assert (it.version, it.ask, it.answers) == ("2", {"zh": "满意吗"}, {5: {"en": "Great"}, 1: {"en": "Bad"}})
    assert (it.anonymous, it.least, it.note, it.clause, it.label) == (True, 5, {"en": "n"}, "8", {"en": "L"})


def test_questions_of_a_battery() -> None:
    it = instrument(
        "kind: battery, scale: 7, questions: {a: Clean?, b: {zh: 整洁吗, en: Tidy?, scale: 5}, c: {label: {zh: 迟到}, reverse: true}}"
    )
    assert it.questions == (
        Question("a", label={"en": "Clean?"}, scale=(1, 7)),
        Question("b", label={"zh": "整洁吗", "en": "Tidy?"}, scale=(1, 5)),
        Question("c", label={"zh": "迟到"}, scale=(1, 7), reverse=True),
    )


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("kind: csat, target: 96%", 0.96),
        ("kind: csat, target: 0.9", 0.9),
        ("kind: csat, target: 4.5, method: mean", 4.5),
        ("kind: nps, target: 40", 40.0),
        ("kind: ces, method: net, target: -5", None),
        ("kind: nps, target: -20", -20.0),
        ("kind: nps, target: 0", 0.0),
    ],
)
def test_targets_are_in_the_unit_of_the_method(text: str, target: float | None) -> None:
    assert instrument(text).target == (target if target is not None else -5.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kind: csat, target: 96", ["FBK035"]),
        ("kind: nps, target: 0.4", ["FBK035"]),
        ("kind: nps, target: 140", ["FBK035"]),
        ("kind: csat, method: mean, target: 90%", ["FBK035"]),
        ("kind: csat, method: mean, target: 9", ["FBK035"]),
        ("kind: battery, target: 4, questions: {a: A}", ["FBK035"]),
        ("kind: battery", ["FBK037"]),
        ("kind: csat, questions: {a: A}", ["FBK037"]),
        ("kind: battery, questions: {a: {label: A, scale: [3, 3]}}", ["FBK030"]),
        ("kind: custom, satisfied: [5]", ["DOC031"]),
        ("kind: custom, scale: 5", ["FBK033"]),
        ("kind: csat, direction: lower", ["FBK033"]),
        ("kind: csat, scale: 500", ["FBK030"]),
        ("kind: csat, scale: [1, 2, 3]", ["FBK030"]),
        ("kind: csat, scale: [1]", ["DOC046", "FBK030"]),
        ("kind: csat, scale: [1, five]", ["DOC037"]),
        ("kind: csat, scale: five", ["DOC040"]),
        ("kind: yes_no, scale: 5", ["FBK031"]),
        ("kind: nps, satisfied: [8, 9, 10]", ["FBK034"]),
        ("kind: csat, satisfied: [3, 5]", ["FBK034"]),
        ("kind: csat, direction: lower, satisfied: [2]", ["FBK034"]),
        ("kind: csat, satisfied: [1, 2, 3, 4, 5]", ["FBK032"]),
        ("kind: csat, satisfied: [5, 5]", ["FBK032"]),
        ("kind: csat, satisfied: 5", ["DOC038"]),
        ("kind: csat, satisfied: []", ["DOC046"]),
        ("kind: csat, method: top_box", ["FBK036"]),
        ("kind: csat, answers: {great: 5}", ["DOC034", "FBK038"]),
        ("kind: csat, answers: {'5': true}", ["DOC033"]),
        ("kind: stars", ["DOC041"]),
        ("kind: csat, version: 2", ["DOC035"]),
        ("kind: csat, target: lots", ["DOC048"]),
    ],
)
def test_what_an_instrument_cannot_say(text: str, expected: list[str]) -> None:
    assert codes(section(instruments=f"{{it: {{{text}}}}}")) == expected


def test_the_nearer_end_of_the_scale_is_offered() -> None:
    problem = found(section(instruments="{it: {kind: csat, satisfied: [1, 2]}}"), "FBK034")
    assert problem.params["expected"] == "[4, 5]"
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (14, 45)
    turned = found(section(instruments="{it: {kind: csat, satisfied: [4, 5], direction: lower}}"), "FBK034")
    assert turned.params["expected"] == "[1, 2]"
    assert "不在量表较好的一端" in turned.render("zh")


# ── invitations ───────────────────────────────────────────────────────────────────────────────────────────────
def test_all_that_an_invitation_says_is_kept() -> None:
    text = (
        ", name: one, label: L, when: {matter: repair}, after: 1wd, calendar: always, via: [sms], reminder: {after: 3d, times: 2}, "
        'expires: 7d, text: "Here: {{link}}", subject: S, gates: {consent: ok, exclude: {late: true}, hours: always, sample: 12.5%}'
    )
    item = edition(asked(text)).feedback
    assert item is not None
    (one,) = item.invitations
    assert (one.name, one.label, one.after, one.calendar) == ("one", {"en": "L"}, Amount(working_days=1), "always")
    assert (one.reminder, one.expires, one.subject) == (Reminder(after=Span(3 * DAY), times=2), Span(7 * DAY), {"en": "S"})
    assert (one.gates.exclude, one.gates.sample) == (Test("late", op="in", values=(True,)), (1, 8))
    assert codes(asked(text)) == []


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("", "{every: year, from: 2026-11-01, until: 2026-10-31}", ["FBK043"]),
        ("", "{every: year}", ["DOC051"]),
        ("", "{every: dayly, from: 2026-11-01}", ["DOC041"]),
        ("", "{every: year, from: 2026-13-01}", ["DOC043"]),
        ("", "{every: year, from: 1 May}", ["DOC042"]),
        ("", "{every: year, from: 2026-11-01, event: closed}", ["FBK040"]),
        ("", "closed", ["DOC039"]),
        ("", "{event: closde}", ["SLA105"]),
        (", after: 1h", "{every: year, from: 2026-11-01}", ["FBK044"]),
        (", after: 1wd", "{event: closed}", ["FBK044"]),
        (", after: 0m", "{event: closed}", ["TIM011"]),
        (", after: -1h", "{event: closed}", ["TIM010"]),
        (", calendar: always", "{event: closed}", ["DOC051"]),
        (", after: 1h, calendar: offise", "{event: closed}", ["DOC061"]),
        (", after: 1h, calendar: 24/7", "{event: closed}", ["DOC061"]),
        (", expires: 0m", "{event: closed}", ["FBK042"]),
        (", reminder: {after: 0m}", "{event: closed}", ["FBK042"]),
        (", reminder: {times: 2}", "{event: closed}", ["DOC031"]),
        (", when: {event: closed}", "{event: closed}", ["FBK041"]),
        (", gates: {sample: 0%}", "{event: closed}", ["FBK045"]),
        (", gates: {sample: 101%}", "{event: closed}", ["FBK045"]),
        (", gates: {sample: half}", "{event: closed}", ["DOC048"]),
        (", gates: {recontact: soon}", "{event: closed}", ["TIM014"]),
        (", gates: {budget: {times: 2}}", "{event: closed}", ["DOC031"]),
        (", gates: {hours: offise}", "{event: closed}", ["DOC061"]),
        (", gates: {exclude: {becomes: {late: true}}}", "{event: closed}", ["FBK041"]),
    ],
)
def test_what_an_invitation_cannot_say(text: str, trigger: str, expected: list[str]) -> None:
    assert codes(asked(text, trigger)) == expected


def test_a_campaign_may_come_once_and_may_end() -> None:
    for text, trigger in (
        ("{from: 2026-11-01}", Campaign(since=date(2026, 11, 1))),
        ("{every: week, from: 2026-11-01, until: 2026-12-01}", Campaign(every="week", since=date(2026, 11, 1), until=date(2026, 12, 1))),
    ):
        made = edition(asked("", text)).feedback
        assert made is not None
        assert made.invitations[0].trigger == trigger


def test_names_and_how_many() -> None:
    one = "{name: a, instrument: after, trigger: {event: closed}}"
    fragment = section(instruments="{after: {kind: csat}}", invitations=f"[{one}, {one}, 7]")
    assert codes(fragment) == ["DOC039", "FBK039"]
    assert found(fragment, "FBK039").path_text == "feedback.invitations[1].name"
    assert codes(section(loops=f"[{', '.join(['7'] * (MOST + 1))}]")).count("FBK063") == 1
    many = ", ".join(f"t{i}: {{words: [w{i}]}}" for i in range(MOST + 1))
    assert found(section(themes=f"{{{many}}}"), "FBK063").path_text == f"feedback.themes.t{MOST}"


# ── complaints ────────────────────────────────────────────────────────────────────────────────────────────────
def test_all_that_complaints_say_is_kept() -> None:
    limits = "limits: [{stage: actioned, metric: resolution, source: ours}]"
    complaints = bound(
        complaints="{stages: short, handler_is_not_approver: false, callback: {unreachable: escalate}, "
        "redispatch: {trigger: {event: called_back, outcome: unsatisfied}, to: {team: works}, owner: wang}, "
        f"recurrence: {{within: 90 days, same: [customer]}}, {limits}}}"
    ).complaints
    assert complaints is not None
    assert (complaints.when, complaints.stages, complaints.handler_is_not_approver) == (
        Test("matter", op="in", values=("complaint",)),
        "short",
        False,
    )
    assert complaints.callback == CallBack(unreachable="escalate")
    assert complaints.redispatch is not None
    assert (complaints.redispatch.to, complaints.redispatch.owner, complaints.redispatch.then) == (
        "works",
        Addressee("person", name="wang"),
        None,
    )
    assert (complaints.recurrence, complaints.same) == (Period(90, "day"), ("customer",))
    assert complaints.limits == (StageLimit("actioned", metric="resolution", source="ours"),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("when: {event: opened}", ["FBK041"]),
        ("stages: iso", ["DOC041"]),
        ("redispatch: {limit: 2}", ["DOC031"]),
        ("redispatch: {trigger: {event: called_back}, limit: 0}", ["DOC037"]),
        ("redispatch: 3", ["DOC039"]),
        ("callback: {by: {rolle: x}}", ["DOC030"]),
        ("callback: {by: {role: a, team: b}}", ["DOC055"]),
        ("callback: {by: {round_robin: [li]}}", ["DOC030"]),
        ("limits: [{stage: done}]", ["DOC041"]),
    ],
)
def test_what_complaints_cannot_say(text: str, expected: list[str]) -> None:
    assert codes(complaining(text)) == expected


# ── themes and loops ──────────────────────────────────────────────────────────────────────────────────────────
def test_all_that_a_theme_says_is_kept() -> None:
    theme = bound(themes="{t: {words: {zh: [漏水], en: [leak]}, patterns: ['水.{0,9}电'], without: [test], label: 漏}}").themes["t"]
    assert (theme.words, theme.patterns, theme.without, theme.label) == (
        {"zh": ("漏水",), "en": ("leak",)},
        ("水.{0,9}电",),
        ("test",),
        {"en": "漏"},
    )
    assert bound(themes="{t: {patterns: [leak]}}").themes["t"].words == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("words: []", ["FBK069"]),
        ("label: x", ["FBK069"]),
        ("words: 5", ["DOC040"]),
        ("patterns: ['(a']", ["FBK071"]),
        ("patterns: ['（a']", ["FBK071"]),
        (f"patterns: ['{'a' * 501}']", ["FBK071"]),
        ("patterns: ['a{99999999999999999999}']", ["FBK071"]),
        ("patterns: ['(a+)+']", ["FBK072"]),
        ("patterns: ['.*a.*b']", ["FBK072"]),
        ("patterns: ['[[a]b']", []),
        ("classifier: topics", ["FBK073"]),
    ],
)
def test_what_a_theme_cannot_say(text: str, expected: list[str]) -> None:
    assert codes(section(themes=f"{{t: {{{text}}}}}")) == expected


def test_classifiers_that_plugins_offer() -> None:
    text = lints.whole(section(themes="{t: {classifier: topics}}"))
    registry = Registry((Component("topics", kind="classifiers", plugin="p", part=len),), types=frozenset({"console"}))
    made, problems = check_edition(text, registry=registry)
    assert made is not None
    assert (made.feedback is not None, [one.code for one in problems if one.code == "FBK073"]) == (True, [])
    (told,) = (one for one in check_edition(text, registry=Registry(types=frozenset({"console"})))[1] if one.code == "FBK073")
    assert told.severity == ("error" if "classifiers" in KINDS else "warning")


@pytest.mark.parametrize(
    ("pattern", "ways"),
    [
        ("ab|c", 2),
        ("a?b", 2),
        ("a{2}b{2,4}", 3),
        ("a{,}", 1),
        ("a{,2}", 3),
        ("(?:ab)*", 10_001),
        ("(?P<x>a)(?P=x)", 1),
        (r"\(+", 10_000),
        ("[]a|b]{1,3}?", 3),
        ("(?i)a(?#words)b", 1),
        ("(?i:a|b)", 2),
        ("(a)?(?(1)b|c)", 4),
        ("(?<=a)b(?!c)", 1),
        ("(a|b){3}", 8),
    ],
)
def test_the_ways_of_a_pattern(pattern: str, ways: int) -> None:
    assert ways_of(pattern) == ways


@pytest.mark.parametrize("pattern", ["(a*)*", "(a|aa)+", "(a?){50}", ".*.*", "((a{0,9}){0,9}){0,9}", "(.*a){30}"])
def test_patterns_without_a_bound(pattern: str) -> None:
    assert ways_of(pattern) > MOST_WAYS


@pytest.mark.parametrize(
    ("loop", "expected"),
    [
        ("trigger: {response: after, event: closed}, open: {late: true}", ["FBK040"]),
        ("trigger: {response: after, any: [{score: 1}]}, open: {late: true}", ["FBK040"]),
        ("trigger: {response: after, score: {lessthan: 2}}, open: {late: true}", ["SLA110"]),
        ("trigger: {theme: leaks, score: 2}, open: {improvement: true}, owner: wang", ["FBK040"]),
        ("trigger: {theme: leaks, within: soon}, open: {improvement: true}, owner: wang", ["TIM014"]),
        ("trigger: {theme: leaks, at_least: 0}, open: {improvement: true}, owner: wang", ["DOC037"]),
        ("trigger: {theme: leaks, at_least: many}, open: {improvement: true}, owner: wang", ["DOC037"]),
        ("trigger: {theme: leaks}, open: {late: true}, when: {late: false}", ["FBK075"]),
        ("trigger: {at_least: 3}, open: {improvement: true}, owner: wang", ["DOC051"]),
        ("trigger: closed, open: {late: true}", ["DOC039"]),
        ("trigger: {event: cancelled}, open: {improvement: true, late: true}, owner: wang", ["FBK040"]),
        ("trigger: {event: cancelled}, open: {late: true, measure: after}, when: {late: false}", ["FBK040"]),
        ("trigger: {event: cancelled}, open: {measure: after}", ["FBK040"]),
        ("trigger: {event: cancelled}, open: {late: {a: 1}}, when: {late: false}", ["DOC054"]),
        ("trigger: {event: cancelled}", ["DOC031"]),
        ("trigger: {event: cancelled}, when: {event: closed}, open: {late: true}", ["FBK041"]),
    ],
)
def test_what_a_loop_cannot_say(loop: str, expected: list[str]) -> None:
    assert codes(looping(loop)) == expected


def test_all_that_a_loop_says_is_kept() -> None:
    made = edition(
        looping(
            "name: a, label: {zh: 跟进}, trigger: {event: reopened}, when: {late: false}, "
            "open: {late: true, tags: [x]}, owner: {team: desk}",
            "trigger: {theme: leaks}, open: {improvement: true, measure: after, label: Better}, owner: wang",
        )
    ).feedback
    assert made is not None
    first, second = made.loops
    assert (first.name, first.label, first.trigger.condition) == ("a", {"zh": "跟进"}, OnEvent(("reopened",)))
    assert (first.opens, first.owner) == ({"late": True, "tags": ["x"]}, Addressee("team", name="desk"))
    assert (second.name, second.measure, second.label, second.trigger.at_least) == ("loops[1]", "after", {"en": "Better"}, 1)


def test_a_trigger_that_was_refused_sets_off_nothing() -> None:
    from servstd.document.binding_feedback import bind_feedback
    from servstd.document.binding_people import Ground
    from servstd.errors import Report

    made = bind_feedback({"invitations": [{"instrument": "a", "trigger": 7}]}, Ground({}, "UTC", "en"), None, Report())
    assert made is not None
    assert made.invitations[0].trigger == AnyOf(())


# ── plugins ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_condition_of_a_plugin_must_be_offered() -> None:
    assert "PLG040" in codes(asked(", when: {condition: {vip: {}}}"))


# ── what changed ──────────────────────────────────────────────────────────────────────────────────────────────
def changes(old: str, new: str, locale: str = "en") -> list[tuple[str, str]]:
    return [(one.code, one.texts[0]) for one in diff_editions(edition(old), edition(new), locale)]


def test_changes_of_instruments_in_words() -> None:
    old = section(instruments="{a: {kind: csat}, b: {kind: nps}}")
    new = section(instruments="{a: {kind: csat, scale: 7, target: 90%, label: 满意度}, c: {kind: yes_no}}")
    assert changes(old, new) == [
        ("DIF096", "Instrument 满意度: scale: nothing → 7"),
        ("DIF096", "Instrument 满意度: target: nothing → 90%"),
        ("DIF097", "Instrument 满意度: still version 1, so that answers before and after are counted together"),
        ("DIF095", "Instrument b: removed"),
        ("DIF094", "Instrument c: added: {kind: yes_no}"),
        ("DIF091", "feedback.instruments.a.label: added: 满意度"),
    ]
    versioned = section(instruments="{a: {kind: csat, scale: 7, version: '2'}, b: {kind: nps}}")
    assert [code for code, _ in changes(old, versioned, "zh")] == ["DIF096", "DIF096"]


def test_changes_of_complaints_and_of_what_has_a_name() -> None:
    kept = "{name: kept, trigger: {event: cancelled}, open: {improvement: true}, owner: li}"
    old = section(complaints="{callback: {attempts: 3}}", themes="{leaks: {words: [leak]}}", loops=f"[{kept}]")
    loop = f"[{kept}, {{name: again, trigger: {{event: reopened}}, open: {{improvement: true}}, owner: wang}}]"
    new = section(complaints="{callback: {attempts: 4}, stages: short}", themes="{}", loops=loop)
    assert changes(old, new, "zh") == [
        ("DIF098", "投诉处理：阶段表：无 → short"),
        ("DIF098", "投诉处理：回访：{attempts: 3} → {attempts: 4}"),
        ("DIF099", "主题“leaks”：删除"),
        ("DIF100", "跟进“again”：新增：{name: again, trigger: {event: reopened}, open: {improvement: true}, owner: wang}"),
    ]
    unnamed = section(invitations="[{instrument: after, trigger: {event: closed}}]", instruments="{after: {kind: csat}}")
    assert ("DIF090", "feedback.invitations[0].trigger.event: closed → resolved") in changes(
        unnamed, unnamed.replace("event: closed", "event: resolved")
    )
