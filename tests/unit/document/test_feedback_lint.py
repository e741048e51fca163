"""What is legal in the section on feedback and probably not meant: names, who is asked, complaints, loops."""

from __future__ import annotations

import pytest

from servstd.errors import Problem
from servstd.messages.problems._fb_doc import ENTRIES
from tests.unit.document import lints
from tests.unit.document.lints import found
from tests.unit.document.test_feedback import WORDS, asked, codes, complaining, looping, section


@pytest.mark.parametrize("code", ENTRIES)
def test_every_problem_has_an_example_that_shows_it(code: str) -> None:
    entry = ENTRIES[code]
    assert all((*entry.en, *entry.zh, *entry.why))
    bad, good = lints.told(entry.bad), lints.told(entry.good)
    assert code in [problem.code for problem in bad]
    assert code not in [problem.code for problem in good]
    assert not [problem.code for problem in good if problem.severity == "error"]
    for problem in bad:
        assert problem.place is not None
        assert (problem.place.line > 0, problem.place.column > 0) == (True, True)
        for locale in ("en", "zh"):
            assert not {"{found}", "{name}", "{what_zh}"} & set(problem.render(locale).split())


def asked_by(gates: str, trigger: str = "{event: closed}", text: str = ", expires: 7d") -> str:
    return asked(f"{text}, gates: {{consent: ok, {gates}}}", trigger)


def all_codes(fragment: str) -> list[str]:
    return sorted(problem.code for problem in lints.told(fragment) if problem.code not in ("DOC103", "DOC104"))


def only(fragment: str, code: str) -> Problem:
    return found(fragment, code)


# ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("fragment", "code", "path"),
    [
        (asked("").replace("instrument: after", "instrument: aftre"), "FBK046", "feedback.invitations[0].instrument"),
        (looping("trigger: {response: aftre}, open: {late: true}"), "FBK046", "feedback.loops[0].trigger.response"),
        (looping("trigger: {theme: leeks}, open: {improvement: true}, owner: li"), "FBK047", "feedback.loops[0].trigger.theme"),
        (
            looping("trigger: {theme: leaks}, open: {improvement: true, measure: x}, owner: li"),
            "FBK046",
            "feedback.loops[0].open.measure",
        ),
        (complaining("limits: [{stage: actioned, metric: resolutoin, source: s}]"), "FBK048", "feedback.complaints.limits[0].metric"),
        (asked(", when: {running: resolutoin}"), "FBK048", "feedback.invitations[0].when.running"),
        (asked(", via: [smss]"), "NOT005", "feedback.invitations[0].via[0]"),
        (asked(", when: {mattre: repair}"), "SLA001", "feedback.invitations[0].when.mattre"),
        (asked(", when: {matter: repiar}"), "SLA002", "feedback.invitations[0].when.matter"),
        (looping("trigger: {response: after}, open: {mattre: repair}"), "SLA001", "feedback.loops[0].open.mattre"),
        (looping("trigger: {response: after}, open: {matter: repiar}"), "SLA002", "feedback.loops[0].open.matter"),
        (looping("trigger: {response: after}, open: {late: true}, owner: wnag"), "ESC014", "feedback.loops[0].owner"),
        (looping("trigger: {response: after}, open: {late: true}, owner: {role: plumber}"), "ESC015", "feedback.loops[0].owner.role"),
        (looping("trigger: {response: after}, open: {late: true}, owner: {level: boss}"), "ESC013", "feedback.loops[0].owner.level"),
        (looping("trigger: {response: after}, open: {late: true}, owner: {rota: nights}"), "ESC016", "feedback.loops[0].owner.rota"),
        (looping("trigger: {response: after}, open: {late: true}, owner: {team: yard}"), "ESC015", "feedback.loops[0].owner.team"),
        (looping("trigger: {response: after}, open: {late: true}, owner: {manager_of: x}"), "ESC014", "feedback.loops[0].owner.manager_of"),
        (complaining("callback: {by: {role: plumber}}"), "ESC015", "feedback.complaints.callback.by.role"),
        (
            complaining("redispatch: {trigger: {event: called_back}, to: {team: yard}}"),
            "FBK058",
            "feedback.complaints.redispatch.to.team",
        ),
        (complaining("recurrence: {within: 90 days, same: [custmer]}"), "SLA001", "feedback.complaints.recurrence.same[0]"),
    ],
)
def test_names_that_mean_nothing(fragment: str, code: str, path: str) -> None:
    problem = only(fragment, code)
    assert problem.path_text == path
    assert problem.severity == "error"


def test_names_are_offered() -> None:
    assert only(asked("").replace("instrument: after", "instrument: aftre"), "FBK046").params["expected"] == "after"
    nothing = WORDS + "feedback: {invitations: [{instrument: after, trigger: {event: closed}}]}\n"
    assert only(nothing, "FBK046").params["expected"] == "instruments: {after: ...}"
    theme = WORDS + "feedback: {loops: [{trigger: {theme: t}, open: {improvement: true}, owner: li}]}\n"
    assert only(theme, "FBK047").params["expected"] == "themes: {t: ...}"


def test_without_notifiers_any_name_goes() -> None:
    assert "NOT005" not in codes(asked(", via: [smss]").replace("notifiers: {sms: {type: console}}\n", ""))


def test_data_of_answers() -> None:
    assert only(looping("trigger: {response: after, scroe: 1}, open: {late: true}"), "FBK079").params["expected"] == "score"
    battery = section(
        instruments="{q: {kind: battery, questions: {clean: Clean?}}}",
        loops="[{trigger: {response: q, clean: {lte: 2}}, open: {late: true}}]",
    )
    assert codes(battery) == []


def test_consent() -> None:
    assert only(asked(", gates: {consent: team}"), "FBK049").params["what_en"] == "holds no true or false"
    assert only(asked(", gates: {consent: okk}"), "FBK049").params["expected"] == "ok"
    invitation = "{instrument: after, trigger: {event: closed}, gates: {consent: x}}"
    bare = f"feedback: {{instruments: {{after: {{kind: csat}}}}, invitations: [{invitation}]}}\n"
    assert lints.codes(bare) == ["FBK051"]
    assert only(bare.replace("consent: x", "sample: 50%"), "FBK050").params["expected"].startswith("attributes:")
    flagless = "attributes: {matter: {values: [repair]}}\n" + bare
    assert only(flagless, "FBK049").params["expected"] == "attributes: {x: {kind: bool}}"
    two = asked("").replace("}]\n", "}, {instrument: after, trigger: {event: resolved}, gates: {consent: ok}}]\n")
    assert only(two, "FBK050").params["expected"] == "gates: {consent: ok}"


# ── who is asked ──────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "trigger", "never"),
    [
        (", when: {matter: complaint}", "{becomes: {matter: repair}}", True),
        (", when: {matter: repair}, gates: {exclude: {matter: repair}}", "{event: closed}", True),
        (", when: {category: open}", "{event: closed}", True),
        (", when: {matter: repair}, gates: {exclude: {late: true}}", "{event: closed}", False),
        (", when: {all: [{matter: repair}, {matter: complaint}]}", "{every: year, from: 2026-11-01}", True),
        (", when: {matter: repair}", "{every: year, from: 2026-11-01}", False),
    ],
)
def test_invitations_that_nobody_gets(text: str, trigger: str, never: bool) -> None:
    assert ("FBK056" in codes(asked(text, trigger))) is never


def test_what_a_wrong_name_brings_about_is_not_told_as_well() -> None:
    assert codes(asked(", when: {matter: repiar}")) == ["SLA002"]


def test_cases_too_many_to_tell_are_passed_over() -> None:
    names = ", ".join(f"a{i}: {{values: [x, y, z]}}" for i in range(12))
    parts = ", ".join(f"{{any: [{{a{i}: x}}, {{a{(i + 1) % 12}: y}}]}}" for i in range(12))
    wide = asked(f", when: {{all: [{parts}]}}, gates: {{consent: ok, exclude: {{late: true}}}}").replace(
        "attributes: {", f"attributes: {{{names}, "
    )
    assert "FBK056" not in codes(wide)
    narrow = asked(f", gates: {{consent: ok, exclude: {{all: [{parts}]}}}}").replace("attributes: {", f"attributes: {{{names}, ")
    assert "FBK056" not in codes(narrow)
    flags = ", ".join(f"f{i}: {{kind: bool}}" for i in range(20))
    ones, others = (", ".join(f"{{all: [{{f{i}: true}}, {{f{i + 1}: {word}}}]}}" for i in range(0, 20, 2)) for word in ("true", "false"))
    both = asked(f", when: {{any: [{ones}]}}, gates: {{consent: ok, exclude: {{any: [{others}]}}}}").replace(
        "attributes: {", f"attributes: {{{flags}, "
    )
    assert "FBK056" not in codes(both)


def test_complainants_are_not_asked_for_their_satisfaction() -> None:
    complaints = "  complaints: {stages: short}\n"
    assert "FBK057" in codes(asked("") + complaints)
    assert "FBK057" not in codes(asked(", when: {matter: repair}") + complaints)
    assert "FBK057" not in codes(asked(", gates: {exclude: {matter: complaint}}") + complaints)
    assert "FBK057" not in codes(asked("", "{every: year, from: 2026-11-01}") + complaints)
    assert "FBK057" not in codes(asked("").replace("kind: csat", "kind: nps") + complaints)
    assert only(asked("") + complaints, "FBK057").severity == "note"


def test_rests_and_rhythms() -> None:
    monthly = "{every: month, from: 2026-11-01}"
    assert "FBK052" in codes(asked_by("recontact: 40 days", monthly))
    assert "FBK052" not in codes(asked_by("recontact: 30 days", monthly))
    assert "FBK052" not in codes(asked_by("recontact: 40 days", "{from: 2026-11-01}"))
    assert "FBK052" not in codes(asked_by("recontact: 40 days"))
    assert "每月一次" in only(asked_by("recontact: 40 days", monthly), "FBK052").render("zh")


def test_budgets() -> None:
    monthly = "{every: month, from: 2026-11-01}"
    problem = only(asked_by("budget: {times: 2, per: 90 days}", monthly), "FBK053")
    assert (problem.params["asked"], problem.params["found"]) == ("after × 3", 3)
    assert "FBK053" not in codes(asked_by("budget: {times: 2, per: 60 days}", monthly))
    assert "FBK053" not in codes(asked_by("budget: {times: 1, per: 90 days}, recontact: 100 days", monthly))
    gates = "gates: {consent: ok, budget: {times: 1, per: 90 days}}"
    other = f"{{instrument: b, trigger: {{event: resolved}}, {gates}}}"
    same = f"{{instrument: after, trigger: {{event: resolved}}, {gates}}}"
    parts = "{after: {kind: csat}, b: {kind: nps}}"
    once = section(instruments=parts, invitations=f"[{same}, {other}]")
    assert only(once, "FBK053").path_text == "feedback.invitations[0].gates.budget"
    assert "FBK053" not in codes(section(instruments=parts, invitations=f"[{same}, {same}]"))


def test_hours() -> None:
    assert "NOT008" in codes(asked_by('hours: {dates: {2020-01-06: ["09:00-21:00"]}}'))
    assert "NOT008" in codes(asked_by('hours: {dates: {2029-01-06: ["09:00-21:00"]}}'))
    weekly = 'hours: {mon: ["09:00-10:00"]}'
    problem = only(asked_by(weekly, text=", expires: 5d"), "FBK055")
    assert (problem.params["closed"], problem.params["opens"]) == ("2026-01-05 10:00", "2026-01-12 09:00")
    assert codes(asked_by(weekly, text=", expires: 7d")) == []
    assert codes(asked_by("hours: always", text=", expires: 1h")) == []


def test_expiry_and_reminders() -> None:
    assert only(asked(""), "FBK051").severity == "note"
    assert "FBK051" not in all_codes(asked(", expires: 14d"))
    assert only(asked(", expires: 7d, reminder: {after: 3d, times: 4}"), "FBK059").params["number"] == 3
    assert "FBK059" not in codes(asked(", expires: 7d, reminder: {after: 3d, times: 2}"))


def test_texts() -> None:
    assert "NOT004" in codes(asked(', text: "{{link"'))
    assert codes(asked(', text: {en: "Here: {{link}}", zh: 请作答}')) == ["FBK060"]
    assert codes(asked(', subject: "How was it?", text: "Here: {{link}}"')) == []


def test_anonymity() -> None:
    assert codes(section(instruments="{a: {kind: csat, anonymous: true, least: 4}}")) == ["FBK077"]
    assert codes(section(instruments="{a: {kind: csat, anonymous: true, least: 5}}")) == []


def test_words_of_two_themes() -> None:
    fragment = section(themes="{a: {words: [leak, leak]}, b: {words: {en: [tap, LEAK]}}}")
    problem = only(fragment, "FBK070")
    assert (problem.path_text, problem.params["first"], problem.severity) == ("feedback.themes.b.words.en[1]", "a", "note")


# ── complaints ────────────────────────────────────────────────────────────────────────────────────────────────
AGAIN = "trigger: {event: called_back, outcome: unsatisfied}"
ROUND = "round: {start: {event: redispatched}, stop: {event: resolved}, repeats: each}"
CALL = "ring: {start: {event: resolved}, stop: {event: called_back, outcome: [satisfied, unsatisfied]}, repeats: each}"
TOTAL = "whole: {start: {becomes: {matter: complaint}}, stop: {any: [{event: called_back, outcome: satisfied}, {event: closed}]}}"


def measured(fragment: str, *metrics: str) -> str:
    return fragment.replace("sla: {", f"sla: {{metrics: {{{', '.join(metrics)}}}, ")


def test_complaints_that_nobody_has() -> None:
    assert "FBK061" in codes(complaining("when: {all: [{matter: complaint}, {matter: repair}]}"))
    assert codes(complaining("{}"[1:-1])) == []
    undeclared = complaining("stages: short").replace("values: [repair, complaint]", "values: [repair]")
    assert codes(undeclared) == ["SLA002"]


def test_second_dispatches() -> None:
    told = codes(complaining("redispatch: {trigger: {becomes: {matter: repair}}}, when: {matter: complaint}"))
    assert "FBK056" in told
    assert "FBK064" in codes(complaining(f"redispatch: {{{AGAIN}, owner: wang, then: {{level: supervisor}}}}"))
    assert "FBK064" in codes(complaining(f"redispatch: {{{AGAIN}, owner: {{level: supervisor}}, then: {{role: specialist}}}}"))
    for owner, then in (("li", "wang"), ("owner", "li"), ("nobody", "{level: supervisor}"), ("{role: supervisor}", "{team: desk}")):
        assert "FBK064" not in codes(complaining(f"redispatch: {{{AGAIN}, owner: {owner}, then: {then}}}"))
    unranked = complaining(f"redispatch: {{{AGAIN}, owner: li, then: wang}}").replace(
        "escalation: {ladder: [specialist, supervisor]}\n", ""
    )
    assert "FBK064" not in codes(unranked)
    assert "FBK058" not in codes(complaining(f"redispatch: {{{AGAIN}, to: {{team: works}}}}"))
    assert "FBK058" not in codes(complaining(f"redispatch: {{{AGAIN}, to: {{team: same}}}}"))


def test_who_gets_something_is_not_the_customer() -> None:
    assert only(complaining("callback: {by: customer}"), "FBK078").path_text == "feedback.complaints.callback.by"


def test_the_metrics_of_a_complaint_are_offered() -> None:
    bare = complaining(f"callback: {{attempts: 3}}, redispatch: {{{AGAIN}}}")
    missing = [one for one in lints.told(bare) if one.code == "FBK068"]
    assert sorted((one.params["name"], one.path_text) for one in missing) == [
        ("callback", "feedback.complaints.callback"),
        ("complaint_total", "feedback.complaints"),
        ("round", "feedback.complaints.redispatch"),
    ]
    whole = measured(bare, *(str(one.params["expected"]) for one in missing))
    assert "FBK068" not in codes(whole)
    renamed = measured(bare, ROUND.replace("round:", "again:"), CALL, TOTAL)
    assert "FBK068" not in codes(renamed)
    assert [one.params["name"] for one in lints.told(measured(bare, ROUND, CALL)) if one.code == "FBK068"] == ["complaint_total"]


def test_call_backs() -> None:
    assert "FBK062" in codes(complaining("callback: {attempts: 1}"))
    assert "FBK062" not in codes(complaining("callback: {attempts: 2, over_days: 2}"))


def test_somebody_else_must_be_there_to_approve() -> None:
    alone = complaining("handler_is_not_approver: true").replace("roles: [supervisor], ", "")
    assert only(alone, "FBK065").params["name"] == "li"
    single = alone.replace("  wang: {name: Wang, team: desk}\n", "").replace(", manager: wang", "").replace("roles: [specialist], ", "")
    assert "FBK065" in codes(single)
    assert "FBK065" not in codes(alone.replace("true}", "false}"))
    assert "FBK065" not in codes(complaining("stages: short").replace("roles: [supervisor], ", ""))
    assert "FBK065" not in codes(alone + "directories: [staff]\n")
    assert "FBK065" not in codes(complaining("handler_is_not_approver: true"))


def test_limits() -> None:
    assert codes(complaining("limits: [{stage: actioned, metric: resolution, source: ours}]")) == []
    assert codes(complaining("limits: [{stage: actioned, source: ours}]")) == ["FBK067"]
    assert codes(complaining("limits: [{stage: notified, metric: first_response}]")) == ["FBK066", "FBK067"]


# ── loops ─────────────────────────────────────────────────────────────────────────────────────────────────────
LOW = "trigger: {response: after, score: {lte: 2}}"


def test_loops_that_nothing_sets_off() -> None:
    assert "FBK056" in codes(looping("trigger: {response: after, score: {lt: 1}}, open: {late: true}"))
    assert "FBK056" in codes(looping("trigger: {response: after, score: {gt: 2, lt: 3}}, open: {late: true}"))
    assert "FBK056" in codes(looping("trigger: {becomes: {late: true}}, when: {late: false}, open: {matter: repair}"))
    for trigger in ("{response: after}", "{response: after, comment: {missing: false}}", "{response: aftre, score: 9}"):
        assert "FBK056" not in codes(looping(f"trigger: {trigger}, open: {{late: true}}"))
    battery = section(
        instruments="{q: {kind: battery, questions: {c: C}}}", loops="[{trigger: {response: q, score: 9}, open: {late: true}}]"
    )
    assert "FBK056" not in codes(battery)


def test_improvements_need_an_owner() -> None:
    assert codes(looping("trigger: {theme: leaks}, open: {improvement: true}")) == ["FBK076"]
    assert codes(looping("trigger: {theme: leaks}, open: {improvement: true, measure: leaks}, owner: li")) == []


@pytest.mark.parametrize(
    ("loops", "round_and_round"),
    [
        (["trigger: {event: closed}, open: {matter: complaint}"], True),
        (["trigger: {event: closed}, when: {matter: repair}, open: {matter: complaint}"], False),
        (["trigger: {event: closed}, when: {matter: repair}, open: {tags: [x]}"], True),
        (["trigger: {theme: leaks}, open: {matter: complaint}"], False),
        ([f"{LOW}, open: {{matter: complaint}}"], False),
        (
            [
                "trigger: {event: closed}, when: {matter: repair}, open: {matter: complaint}",
                "trigger: {event: closed}, when: {matter: complaint}, open: {matter: repair}",
            ],
            True,
        ),
        (["trigger: {event: opened, matter: repair}, open: {matter: complaint}"], False),
        (["trigger: {event: opened, matter: complaint}, open: {matter: complaint}"], True),
    ],
)
def test_loops_that_go_round(loops: list[str], round_and_round: bool) -> None:
    assert ("FBK074" in codes(looping(*loops))) is round_and_round


@pytest.mark.parametrize(
    ("trigger", "when", "round_and_round"),
    [
        ("{event: closed}", "{matter: complaint}", True),
        ("{event: closed}", "{matter: repair}", False),
        ("{every: year, from: 2026-11-01}", "{matter: complaint}", False),
    ],
)
def test_answers_about_follow_ups(trigger: str, when: str, round_and_round: bool) -> None:
    fragment = asked(f", when: {when}", trigger) + f"  loops: [{{{LOW}, open: {{matter: complaint}}}}]\n"
    assert ("FBK074" in codes(fragment)) is round_and_round


def test_a_circle_is_told_in_order() -> None:
    one = "name: a, trigger: {event: closed}, when: {matter: repair}, open: {matter: complaint}"
    two = "name: b, trigger: {event: closed}, when: {matter: complaint}, open: {matter: repair}"
    assert only(looping(one, two), "FBK074").params["loops"] == "a → b → a"
