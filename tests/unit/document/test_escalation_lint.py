"""The lints of escalation: names, levels, points, cases, circles, hours, floods."""

from __future__ import annotations

import attrs
import pytest

from servstd.document.lint._chain_names import check_addressees
from servstd.document.lint._scope import Scope
from servstd.errors import Problem
from servstd.messages.problems._esc_doc import ENTRIES
from servstd.messages.problems._esc_flood import ENTRIES as FLOODS
from servstd.people import Person
from tests.docs.test_problem_examples import problems_of
from tests.unit.document.lints import edition, found
from tests.unit.document.test_escalation import LATE, OPENED, PEOPLE, SLA, chain, section, told

SHOWN = [code for code, entry in ENTRIES.items() if entry.bad]


@pytest.mark.parametrize("code", SHOWN)
def test_bad_shows_it_and_good_does_not(code: str) -> None:
    bad, good = problems_of(ENTRIES[code].bad), problems_of(ENTRIES[code].good)
    assert [problem.code for problem in bad if problem.code != code] == []
    assert bad
    assert not good
    for problem in bad:
        assert problem.place is not None
        assert problem.place.line
        assert problem.render("en")
        assert problem.render("zh")


def test_every_other_code_has_a_test_of_its_own() -> None:
    assert set(ENTRIES) - set(SHOWN) == {"ESC010"}  # test_escalation.py


def esc(fragment: str) -> list[str]:
    return sorted(problem.code for problem in told(fragment) if problem.code.startswith(("ESC", "SLA0", "NOT")))


def of(steps: str, trigger: str = LATE, more: str = "", section_more: str = "", head: str = "") -> list[str]:
    return esc(section(chain(steps, trigger, more), more=section_more, head=head))


def one(steps: str, code: str, trigger: str = LATE, more: str = "") -> Problem:
    return found(section(chain(steps, trigger, more)), code)


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("{notify: [{manager_of: owner}]}", []),
        ("{notify: [{manager_of: lee}]}", ["ESC014"]),
        ("{notify: [{round_robin: [li, wnag]}]}", ["ESC014"]),
        ("{notify: [{round_robin: [li], turn: matter}]}", []),
        ("{notify: [{round_robin: [li], turn: mater}]}", ["SLA001"]),
        ("{notify: [{team: desk}]}", []),
        ("{notify: [{team: desks}]}", ["ESC015"]),
        ("{notify: [{level: supervisr}]}", ["ESC013"]),
        ("{notify: [{room: rom}]}", ["ESC017"]),
        ("{notify: li, do: [{reassign: lee}]}", ["ESC014"]),
        ("{notify: li, do: [{set: {prioriti: high}}]}", ["SLA001"]),
        ("{notify: li, do: [{set: {priority: hihg}}]}", ["SLA002"]),
        ("{notify: li, do: [{set: {priority: high, tags: [a]}}]}", []),
        ("{notify: li, unless: {acknowledged_by: lee}}", ["ESC014", "ESC029"]),
        ("{notify: li, text: '{{case'}", ["NOT004"]),
        ("{notify: li, text: {en: '{{case}}', zh: '}}'}}", ["NOT004"]),
    ],
)
def test_names(steps: str, expected: list[str]) -> None:
    assert of(steps) == expected


def test_names_elsewhere() -> None:
    assert of("{notify: li}", more=", fallback: lee, prefers: [smss]") == ["ESC014", "ESC017"]
    more = (
        "  prefers: {high: [smss], low: [sms]}\n  fallback: [{rota: nights}]\n  throttle: [{via: [smss], limits: [{count: 1, per: 1m}]}]\n"
    )
    assert of("{notify: li}", section_more=more + "  digest: [{via: [smss], window: 2m}]\n") == ["ESC016", "ESC017", "ESC017", "ESC017"]
    assert of("{notify: li, when: {running: resolutoin}}") == ["ESC018"]
    assert of("{notify: li, when: {running: resolution}}") == []


def test_a_directory_may_know_who_the_standard_does_not() -> None:
    # PLG problems stop a document whose directory is not there, so the lint is asked itself
    made = edition(section(chain("{notify: li}, {after: 30m, notify: [{role: manager}]}")))
    directed = attrs.evolve(made, source={**made.source, "directories": ["hr"]}, people={"zhao": Person("zhao")})
    scope = Scope(directed, None)
    check_addressees(scope)
    assert [(problem.code, problem.severity) for problem in scope.problems] == [("ESC014", "warning"), ("ESC015", "warning")]


def test_a_standard_without_people_is_told_once() -> None:
    text = f"{SLA}escalation: {{ladder: [boss], chains: [{{name: c, {LATE}, steps: [{{notify: li}}, {{at: missed, level: boss}}]}}]}}\n"
    assert esc(text) == ["ESC039"]


def test_a_standard_without_notifiers_names_any() -> None:
    text = section(chain("{notify: li, via: [pager]}")).replace(
        PEOPLE, "people: {li: {name: Li, roles: [specialist, supervisor, manager]}}\n"
    )
    assert "ESC017" not in esc(text)


# ── one chain ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("steps", "more", "expected"),
    [
        ("{level: specialist}, {after: 1h, level: specialist}, {after: 30m, level: supervisor}", "", []),
        ("{level: supervisor}, {after: 1h, notify: li}, {after: 30m, level: manager}", "", []),
        ("{notify: li}", ", repeat: {times: 99, after: 1h}", []),
        ("{notify: li}", ", repeat: {times: 100, after: 1h}", ["ESC026"]),
        ("{notify: li}", ", acknowledgement: {remind: 1h, confirm_within: 1h}", []),
        ("{notify: li}", ", acknowledgement: {remind: 1h, confirm_within: 2h}", ["ESC033"]),
        ("{notify: li}", ", acknowledgement: {remind: 1h, expires: 1h}", ["ESC033"]),
        ("{notify: wang}, {after: 1h, level: manager, unless: {acknowledged_by: supervisor}}", "", []),
        ("{level: specialist}, {after: 1h, level: supervisor, unless: {acknowledged_by: li}}", "", []),
        ("{level: supervisor, tell_below: true}, {after: 1h, level: manager, unless: {acknowledged_by: specialist}}", "", []),
        ("{level: supervisor}, {after: 1h, level: manager, unless: {acknowledged_by: specialist}}", ", tell_below: true", []),
        ("{level: supervisor}, {after: 1h, level: manager, unless: {acknowledged_by: specialist}}", "", ["ESC029"]),
        ("{notify: [{manager_of: qian}, li]}", "", []),
        ("{notify: [{manager_of: qian}]}", ", fallback: li", []),
        ("{notify: customer, text: 'Late.'}", "", []),
        ("{notify: customer, text: '{{owner.name}} is late.'}", "", ["ESC037"]),
    ],
)
def test_one_chain(steps: str, more: str, expected: list[str]) -> None:
    assert of(steps, more=more) == expected


def test_waits_of_chains_without_a_clock() -> None:
    assert of("{notify: li, after: 5m}", OPENED) == ["ESC032"]
    assert of("{notify: li, after: 5m}", "trigger: by_hand") == []


# ── points ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("trigger", "steps", "expected"),
    [
        ("75%", "{notify: li}, {at: 1h remaining, level: supervisor}, {at: 120%, level: manager}", []),
        ("75%", "{notify: li, at: 50%}", ["ESC025"]),
        ("75%", "{notify: li, at: 3h remaining}", ["ESC025"]),
        ("75%", "{notify: li, at: 1wd remaining}", []),
        ("missed", "{notify: li}, {after: 20h, level: supervisor}", []),
        ("1h overdue", "{notify: li, at: missed}", ["ESC025"]),
        ("1wd overdue", "{notify: li}, {at: 2wd overdue, level: supervisor}", []),
        ("2wd overdue", "{notify: li}, {at: 1wd overdue, level: supervisor}", ["ESC025"]),
        ("0%", "{notify: li}", ["ESC020"]),
        ("50%", "{notify: li}, {after: 4h, level: supervisor}", []),
        ("50%", "{notify: li}, {after: 2h, level: supervisor}, {after: 3h, level: manager}, {after: 1h, notify: li}", ["ESC024"]),
        ("50%", "{notify: li}, {after: 5h, calendar: always, level: supervisor}", []),
        ("50%", "{notify: li}, {after: 5wd, level: supervisor}", []),
    ],
)
def test_points(trigger: str, steps: str, expected: list[str]) -> None:
    assert of(steps, f"trigger: {{metric: resolution, at: {trigger}}}") == expected


def test_the_numbers_of_a_wait_that_is_too_long() -> None:
    problem = one("{notify: li}, {after: 3h, level: supervisor}", "ESC024")
    assert {name: problem.params[name] for name in ("wait", "left", "late", "target")} == {
        "wait": "3h", "left": "2h", "late": "1h", "target": "8h"
    }  # fmt: skip


def test_only_the_targets_of_the_chains_cases_count() -> None:
    sla = (
        "sla: {policies: [{name: p, default: true, calendar: always, targets: {first_response: 1h, agent_work: none, "
        "resolution: {within: {priority: {high: 2h, low: 8h}}}}}]}\n"
    )
    text = section(chain("{notify: li}", "trigger: {metric: resolution, at: 3h remaining}", ", when: {priority: low}")).replace(SLA, sla)
    assert esc(text) == []
    assert esc(text.replace("priority: low}, ", "").replace(", when: {priority: low}", "")) == ["ESC020"]
    assert esc(text.replace("metric: resolution", "metric: agent_work")) == ["ESC019"]


def test_a_metric_that_only_agreements_grade() -> None:
    targets = "{solution: {within: 2h, calendar: always}}"
    rows = f"agreements: {{rows: [{{customer: K, from: 2026-01-01, to: 2027-01-01, contract: c, targets: {targets}}}]}}"
    text = section(chain("{notify: li}", "trigger: {metric: solution, at: missed}"))
    assert esc(text) == ["ESC019"]
    assert esc(text.replace("sla: {", f"sla: {{{rows}, ")) == []


def test_the_policy_of_the_chains_cases_is_looked_for() -> None:
    first = "{name: c, when: {matter: complaint}, calendar: always, targets: {resolution: 1wd}}"
    sla = SLA.replace("policies: [", f"policies: [{first}, ")
    text = section(chain("{notify: li}", more=", when: {matter: repair}")).replace(SLA, sla)
    assert esc(text) == []
    assert esc(text.replace("when: {matter: repair}", "when: {matter: complaint}")) == []


def test_an_instant_has_no_amount() -> None:
    sla = SLA.replace("goal}", "goal}, visit: {until: at}").replace(
        "sla: {", "sla: {metrics: {visit: {start: {event: changed, set: at}, stop: {event: x-here}}}, "
    )
    text = (
        section(chain("{notify: li}", "trigger: {metric: visit, at: 50%}"))
        .replace(SLA, sla)
        .replace("default: low}}", "default: low}, at: {kind: instant}}")
    )
    assert esc(text) == []


# ── cases ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("trigger", "more", "steps", "expected"),
    [
        ("{event: opened, matter: repair}", ", when: {matter: complaint}", "{notify: li}", ["ESC021"]),
        ("{event: resolved}", ", when: {category: open}", "{notify: li}", ["ESC021"]),
        ("{event: [opened, reopened]}", ", stop_on: [reopened]", "{notify: li}", []),
        ("{event: opened}", ", stop_on: {event: opened, by: agent}", "{notify: li}", []),
        ("{becomes: {priority: high}}", ", stop_on: {priority: high}", "{notify: li}", ["ESC022"]),
        ("{becomes: {priority: high}}", ", stop_on: {becomes: {priority: low}}", "{notify: li}", []),
        ("{metric: resolution, at: 75%}", ", when: {priority: high}, stop_on: {priority: high}", "{notify: li}", ["ESC022"]),
        ("{metric: resolution, at: 75%}", ", when: {matter: repair}", "{notify: li, when: {matter: complaint}}", ["ESC023"]),
        ("{metric: resolution, at: 75%}", ", stop_on: {matter: complaint}", "{notify: li, when: {matter: complaint}}", ["ESC023"]),
        ("{metric: resolution, at: 75%}", ", stop_on: {matter: complaint}", "{notify: li, when: {priority: high}}", []),
    ],
)
def test_cases(trigger: str, more: str, steps: str, expected: list[str]) -> None:
    assert of(steps, f"trigger: {trigger}", more) == expected


def wide(*letters: str) -> str:
    """Return a condition of many boxes."""
    return "{all: [" + ", ".join(f"{{any: [{{{a}{i}: 1}}, {{{a}x{i}: 1}}]}}" for a in letters for i in range(6)) + "]}"


@pytest.mark.parametrize(
    ("step", "cases", "stop"), [("ab", "cd", "ef"), ("a", "b", "c"), ("a", "a", "c"), ("ab", "a", "c"), ("a", "ab", "a"), ("a", "a", "cd")]
)
def test_what_is_too_wide_to_tell_is_not_judged(step: str, cases: str, stop: str) -> None:
    text = section(chain(f"{{notify: li, when: {wide(*step)}}}", more=f", when: {wide(*cases)}, stop_on: {wide(*stop)}"))
    assert esc("".join(line + "\n" for line in text.splitlines() if not line.startswith("attributes"))) == []


@pytest.mark.parametrize(
    ("chains", "expected"),
    [
        # each sets what the other waits for, but nothing changes back: it comes to rest
        (
            (
                "trigger: {becomes: {priority: high}}",
                "set: {matter: repair}",
                "trigger: {becomes: {matter: repair}}",
                "set: {priority: high}",
            ),
            [],
        ),
        (
            (
                "trigger: {becomes: {priority: high}}",
                "set: {priority: low}",
                "trigger: {becomes: {priority: low}}",
                "set: {priority: high}",
            ),
            ["ESC027"],
        ),
        (
            ("trigger: {event: changed, set: priority}", "set: {priority: low}", "trigger: {event: changed}", "set: {priority: high}"),
            ["ESC027", "ESC027"],
        ),
        (("trigger: {event: opened}", "open: {matter: repair}", "trigger: by_hand", "set: {priority: high}"), ["ESC027"]),
        (("trigger: {event: opened, matter: complaint}", "open: {matter: repair}", "trigger: by_hand", "set: {priority: high}"), []),
    ],
)
def test_circles(chains: tuple[str, str, str, str], expected: list[str]) -> None:
    first, one_does, second, two_does = chains
    text = section(
        f"name: a, {first}, steps: [{{notify: li, do: [{{{one_does}}}]}}]",
        f"name: b, {second}, steps: [{{notify: li, do: [{{{two_does}}}, {{reassign: li}}]}}]",
    )
    assert esc(text) == expected


def test_a_follow_up_that_brings_about_the_next() -> None:
    text = section(
        "name: a, trigger: {event: opened}, steps: [{notify: li, do: [{set: {priority: high}}]}]",
        "name: b, trigger: {becomes: {priority: high}}, steps: [{notify: li, do: [{open: {matter: repair}}]}]",
    )
    assert esc(text) == ["ESC027"]


def test_the_circle_is_told() -> None:
    chains = [
        f"name: c{i}, trigger: {{becomes: {{n: {i}}}}}, steps: [{{notify: li, do: [{{set: {{n: {(i + 1) % 3}}}}}]}}]" for i in range(3)
    ]
    text = section(*chains).replace("attributes: {", "attributes: {n: {kind: number}, ")
    assert found(text, "ESC027").params["chains"] == "c0 → c1 → c2 → c0"


# ── hours and floods ─────────────────────────────────────────────────────────────────────────────────────────────────
OFFICE = ", quiet_hours: {outside: {mon-fri: ['09:00-18:00']}, urgent: hold}"


def test_the_worked_instant_of_an_urgent_step_that_is_held() -> None:
    problem = one("{notify: li, urgency: high}", "ESC030", more=OFFICE)
    assert [problem.params[name] for name in ("start", "at", "opens", "due")] == [
        "2026-01-01 00:00", "2026-01-01 06:00", "2026-01-01 09:00", "2026-01-01 08:00"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("trigger", "step", "expected"),
    [
        ("75%", "{notify: li}", []),
        ("missed", "{notify: li, urgency: high}", []),
        ("75%", "{notify: li, urgency: high, at: missed}", []),
        ("75%", "{notify: li, urgency: high, after: 5m}", []),
        ("75%", "{notify: li, urgency: high, at: 1wd remaining}", []),
        ("50%", "{notify: li, urgency: high, at: 1h remaining}", ["ESC030"]),
    ],
)
def test_urgent_steps(trigger: str, step: str, expected: list[str]) -> None:
    assert of(step, f"trigger: {{metric: resolution, at: {trigger}}}", OFFICE) == expected


def test_hours_that_hold_nothing_past_its_due() -> None:
    always = ", quiet_hours: {outside: {mon-sun: ['00:00-24:00']}, urgent: hold}"
    assert of("{notify: li, urgency: high}", more=always) == []
    assert of("{notify: li, urgency: high}", more=OFFICE + ", when: {matter: [repair, complaint]}") == ["ESC030"]
    assert of("{notify: li, urgency: high}", OPENED, OFFICE) == []


def test_a_clock_whose_calendar_ends_is_not_followed() -> None:
    sla = SLA.replace("calendar: always", "calendar: short")
    head = 'calendars: {short: {dates: {2026-01-05: ["09:00-18:00"]}}}\n'
    text = section(chain("{notify: li, urgency: high}", more=OFFICE), head=head).replace(SLA, sla)
    assert "ESC030" not in esc(text)


def test_floods() -> None:
    for code, text, clean in (
        (
            "ESC080",
            "throttle: [{limits: [{count: 3, per: 15m}, {count: 18, per: 60m}]}]",
            "throttle: [{limits: [{count: 3, per: 15m}, {count: 8, per: 60m}]}]",
        ),
        (
            "ESC081",
            "digest: [{via: [sms], window: 2m}, {via: [sms, room], window: 10m}]",
            "digest: [{via: [sms], window: 2m}, {via: [room], window: 10m}]",
        ),
    ):
        assert code in FLOODS
        assert of("{notify: li}", section_more=f"  {text}\n") == [code]
        assert of("{notify: li}", section_more=f"  {clean}\n") == []
        assert found(section(chain("{notify: li}"), more=f"  {text}\n"), code).render("zh")
    smooth = "throttle: [{limits: [{count: 3, per: 15m}, {count: 18, per: 60m, smooth: true}]}]"
    assert of("{notify: li}", section_more=f"  {smooth}\n") == []
