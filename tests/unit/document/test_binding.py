"""From checked data to an edition: names, order, tables, instants."""

from __future__ import annotations

import json

import pytest

from servstd.conditions import OnEvent, Test
from servstd.document import check_edition, read_edition
from servstd.document.edition import Edition
from servstd.durations import Span, parse_amount
from servstd.instants import instant_text
from servstd.sla.model import Lookup

HEADER = 'format: 1\nstandard: acme\nversion: "1"\neffective_from: 2026-01-01\ntime_zone: Asia/Shanghai\n'
OFFICE = 'calendars: {office: {hours: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}}\n'


def read(text: str) -> Edition:
    return read_edition(HEADER + text, "s.yaml")


def codes(text: str) -> list[tuple[str, str]]:
    return [(problem.code, problem.path_text) for problem in check_edition(HEADER + text, "s.yaml")[1] if problem.severity == "error"]


def policy(targets: str, more: str = "calendar: always") -> str:
    return f"sla: {{policies: [{{name: all, default: true, {more}, targets: {{{targets}}}}}]}}\n"


# ── header ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_edition_governs_from_local_midnight() -> None:
    assert instant_text(read("").effective_from_us) == "2025-12-31T16:00:00Z"
    text = HEADER.replace("2026-01-01", "2026-01-01T09:00:00Z")
    assert instant_text(read_edition(text).effective_from_us) == "2026-01-01T09:00:00Z"


def test_the_header_is_kept() -> None:
    edition = read(
        "title: {zh: 标准, en: Standard}\nlanguage: zh\nreview_by: 2027-01-01\nchange_note: 改了时限\nadopt: open_cases\n"
        "owner: {role: manager}\n"
    )
    assert (edition.name, edition.version, edition.time_zone, edition.language) == ("acme", "1", "Asia/Shanghai", "zh")
    assert edition.title == {"zh": "标准", "en": "Standard"}
    assert (str(edition.review_by), edition.change_note, edition.adopts_open_cases) == ("2027-01-01", "改了时限", True)
    assert read("change_note: {zh: 改, en: changed}\n").change_note == "changed"
    assert read("change_note: {zh: 改}\n").change_note == "改"


def test_zone_and_date_are_judged_when_bound() -> None:
    assert codes("").__len__() == 0
    problems = check_edition(HEADER.replace("Asia/Shanghai", "Asia/Shangai"))[1]
    assert [(problem.code, problem.path_text) for problem in problems] == [("TIM003", "time_zone")]
    problems = check_edition(HEADER.replace("2026-01-01", "2026-01-01 25:00"))[1]
    assert [(problem.code, problem.path_text) for problem in problems] == [("TIM002", "effective_from")]


# ── attributes and statuses ──────────────────────────────────────────────────────────────────────────────────────────


def test_attributes_keep_values_order_and_labels() -> None:
    edition = read(
        "language: zh\nattributes:\n"
        "  priority: {label: 紧急程度, values: {low: 低, high: {zh: 高, en: High}}, ordered: true, default: low}\n"
        "  grade: {values: [a, b]}\n  tags: {}\n  owner: {}\n  vip: {kind: bool, default: false}\n  amount: {kind: number, default: 1.5}\n"
        "  tier: {from: tiers, required: true}\n  note: {default: x}\n"
    )
    priority = edition.attributes["priority"]
    assert priority.values == {"low": {"zh": "低"}, "high": {"zh": "高", "en": "High"}}
    assert (priority.ordered, priority.default, priority.label, priority.kind) == (True, "low", {"zh": "紧急程度"}, "text")
    assert edition.attributes["grade"].values == {"a": {}, "b": {}}
    assert [edition.attributes[name].kind for name in ("tags", "owner", "vip", "amount")] == ["list", "person", "bool", "number"]
    assert (edition.attributes["tier"].computed_from, edition.attributes["tier"].required) == ("tiers", True)


@pytest.mark.parametrize(
    ("attribute", "code"),
    [
        ("category: {}", "DOC064"),
        ("awaiting_reply: {}", "DOC064"),
        ("any: {}", "DOC064"),
        ("kind: {}", "DOC064"),
        ("priority: {values: [a], default: b}", "DOC065"),
        ("vip: {kind: bool, default: 1}", "DOC065"),
        ("vip: {default: true}", "DOC065"),
        ("amount: {kind: number, default: x}", "DOC065"),
        ("amount: {kind: number, default: true}", "DOC065"),
        ("note: {default: 3}", "DOC065"),
    ],
)
def test_attributes_that_cannot_be(attribute: str, code: str) -> None:
    assert [found for found, _ in codes(f"attributes: {{{attribute}}}\n")] == [code]


def test_statuses_mean_categories() -> None:
    statuses = read("statuses: {open: [new, 处理中], on_hold: [vendor], otherwise: open}\n").statuses
    assert statuses.categories == {"new": "open", "处理中": "open", "vendor": "on_hold"}
    assert (statuses.otherwise, read("").statuses.otherwise) == ("open", "refuse")
    assert codes("statuses: {open: [new], closed: [new]}\n") == [("DOC063", "statuses.closed")]


# ── calendars ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_calendars_find_each_other_in_any_order() -> None:
    edition = read(
        'calendars: {night: {not: day}, both: {any_of: [night, {except: [always, day]}]}, day: {hours: {mon-sun: ["08:00-20:00"]}}}\n'
    )
    assert list(edition.calendars) == ["always", "night", "both", "day"]
    assert edition.calendars["always"].is_always
    assert edition.calendars["always"].time_zone == "Asia/Shanghai"


def test_a_broken_calendar_does_not_make_others_unknown() -> None:
    text = 'calendars: {day: {hours: {mon-fri: ["9-18"]}}, night: {not: day}, x: {not: nosuch}}\n' + policy(
        "resolution: 4h", "calendar: day"
    )
    assert [code for code, _ in codes(text)] == ["CAL004", "CAL013"]


def test_circles_of_calendars_are_told_once_each() -> None:
    found = codes("calendars: {a: {not: b}, b: {not: a}, c: {not: d}, d: {not: c}, e: {not: e}}\n")
    assert [code for code, _ in found] == ["CAL014", "CAL014", "CAL014"]


def test_a_tower_of_calendars_is_bounded() -> None:
    tower = {"c0": {"hours": {"mon-fri": ["09:00-18:00"]}}, **{f"c{i + 1}": {"not": f"c{i}"} for i in range(300)}}
    assert [code for code, _ in codes(f"calendars: {json.dumps(tower)}\n")][:1] == ["DOC066"]


def test_always_is_always() -> None:
    assert codes('calendars: {always: {hours: {mon-fri: ["09:00-18:00"]}}}\n') == [("DOC068", "calendars.always")]
    assert read("calendars: {always: {label: 全天, hours: 24/7}}\n").calendars["always"].is_always


def test_a_calendar_is_told_by_its_own_reader_and_else_by_the_grammar() -> None:
    assert codes("calendars: {a: {hours: {}}}\n") == [("CAL008", "calendars.a")]
    assert codes("calendars: {a: 9-18}\n") == [("CAL002", "calendars.a")]
    assert codes("calendars: {a: {hours: 24/7, clause: 3.1}}\n") == [("DOC034", "calendars.a.clause")]


# ── metrics ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_measured_is_what_is_declared_named_or_asked_for() -> None:
    own = "visit: {start: {event: opened}, stop: {event: x-arrived}}"
    edition = read(f"sla: {{metrics: {{{own}, resolution: {{pause: none}}}}, measure: [solution]}}\n")
    assert [metric.name for metric in edition.metrics] == ["resolution", "solution", "visit"]
    assert edition.metrics[0].pause is None
    assert [metric.builtin for metric in edition.metrics] == [True, True, False]
    assert [metric.name for metric in read(policy("next_response: 4h")).metrics] == ["first_response", "next_response"]
    assert [metric.name for metric in read("sla: {policies: [{name: a, default: true, exempt: resolution}]}\n").metrics] == ["resolution"]
    assert len(read("sla: {measure: all}\n").metrics) == 9
    assert read("").metrics == ()


def test_a_built_in_is_extended_by_its_own_condition() -> None:
    edition = read("language: zh\nsla: {metrics: {first_response: {label: 首响, stop: {any: [builtin, {event: solution_offered}]}}}}\n")
    (metric,) = edition.metrics
    assert metric.label == {"zh": "首响"}
    assert [part.kinds for part in metric.stop.parts if isinstance(part, OnEvent)] == [("message",), ("solution_offered",)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (policy("resolutoin: 4h"), ("DOC060", "sla.policies[0].targets.resolutoin")),
        ("sla: {measure: [resolutoin]}\n", ("DOC060", "sla.measure")),
        ("sla: {policies: [{name: a, default: true, exempt: [resolutoin]}]}\n", ("DOC060", "sla.policies[0].exempt")),
        ("sla: {metrics: {v: {start: {running: nosuch}, stop: {event: closed}}}}\n", ("DOC060", "sla.metrics.v.start")),
        ("sla: {metrics: {v: {start: {event: opened}}}}\n", ("SLA113", "sla.metrics.v")),
        ("sla: {metrics: {v: [x]}}\n", ("DOC039", "sla.metrics.v")),
        ("sla: {metrics: {resolution: {pauze: none}}}\n", ("DOC030", "sla.metrics.resolution.pauze")),
        ("sla: {metrics: {resolution: {repeats: always}}}\n", ("SLA114", "sla.metrics.resolution.repeats")),
        ("sla: {metrics: {resolution: {stop: {event: resolvd}}}}\n", ("SLA105", "sla.metrics.resolution.stop.event")),
        ("sla: {metrics: {resolution: {stop: [done]}}}\n", ("SLA103", "sla.metrics.resolution.stop[0]")),
    ],
)
def test_what_is_wrong_with_metrics_is_told_once(text: str, found: tuple[str, str]) -> None:
    assert codes(text) == [found]


# ── policies ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_policies_and_targets_are_bound() -> None:
    edition = read(
        OFFICE
        + """
attributes: {tier: {values: [gold, key]}, priority: {values: [low, high], default: low}, appointment: {kind: instant}}
sla:
  metrics: {visit: {start: {event: opened}, stop: {event: x-arrived}}}
  policies:
    - {name: exempt, when: {tags: {any: [spam]}}, exempt: true}
    - {name: some, when: {tier: gold}, exempt: [resolution]}
    - name: gold
      label: Gold
      clause: "3.1"
      note: {zh: 备注}
      when: {tier: [gold, key]}
      calendar: {priority: {high: always, else: office}}
      on_change: restart
      targets:
        first_response: 15m
        next_response: none
        resolution: {within: {tier: {gold: 2h, else: {priority: {high: 3h, else: 4h}}}}, warn: [50%, 30m remaining], commitment: goal}
        solution: {within: 2wd, end_of_day: true, calendar: office, clause: "4", label: L, note: N}
        visit: {until: appointment, grace: 30m}
    - {name: rest, default: true, calendar: always, targets: {resolution: 72h}}
"""
    )
    exempt, some, gold, rest = edition.policies
    assert (exempt.exempt, exempt.when) == (True, Test("tags", op="any", values=("spam",)))
    assert (some.exempt, rest.default) == (("resolution",), True)
    assert (gold.label, gold.clause, gold.note, gold.on_change) == ({"en": "Gold"}, "3.1", {"zh": "备注"}, "restart")
    assert gold.calendar == Lookup("priority", rows={"high": "always"}, otherwise="office")
    first, following, resolution, solution, visit = gold.targets
    assert (first.within, following.within, following.until) == (parse_amount("15m"), None, None)
    inner = Lookup("priority", rows={"high": parse_amount("3h")}, otherwise=parse_amount("4h"))
    assert resolution.within == Lookup("tier", rows={"gold": parse_amount("2h")}, otherwise=inner)
    assert ([warn.text for warn in resolution.warn], resolution.commitment) == (["50%", "30m remaining"], "goal")
    assert (solution.end_of_day, solution.calendar, solution.clause, solution.label, solution.note) == (
        True,
        "office",
        "4",
        {"en": "L"},
        {"en": "N"},
    )
    assert (visit.until, visit.grace, visit.within) == ("appointment", Span(30 * 60_000_000), None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (policy("resolution: 4h", "calendar: ofice") + OFFICE, ("DOC061", "sla.policies[0].calendar")),
        (policy("resolution: {within: 4h, calendar: 24/7}"), ("DOC061", "sla.policies[0].targets.resolution.calendar")),
        (policy("resolution: 4h", "calendar: {tier: {a: x}}"), ("DOC061", "sla.policies[0].calendar.tier.a")),
        ("sla: {policies: [{name: a, exempt: true}]}\n", ("DOC069", "sla.policies[0]")),
        ("sla: {policies: [{name: a, default: false, exempt: true}]}\n", ("DOC069", "sla.policies[0]")),
        ("sla: {policies: [{name: a, default: nope, exempt: true}]}\n", ("DOC036", "sla.policies[0].default")),
        ("sla: {policies: [{default: true, exempt: true}]}\n", ("DOC031", "sla.policies[0]")),
        ("sla: {policies: [x]}\n", ("DOC039", "sla.policies[0]")),
        (policy("resolution: 30"), ("DOC053", "sla.policies[0].targets.resolution")),
        (policy("resolution: {within: {tier: {gold: 1 hour}}}"), ("TIM010", "sla.policies[0].targets.resolution.within.tier.gold")),
        (policy("resolution: {within: [4h]}"), ("DOC040", "sla.policies[0].targets.resolution.within")),
        (policy("resolution: {within: 4h, grace: soon, until: x}"), ("DOC050", "sla.policies[0].targets.resolution")),
    ],
)
def test_what_is_wrong_with_policies(text: str, found: tuple[str, str]) -> None:
    assert found in codes(text)


def test_a_name_used_twice_is_told_with_its_first_place() -> None:
    found = check_edition(HEADER + "sla: {policies: [{name: a, default: true, exempt: true}, {name: a, when: {tier: b}, exempt: true}]}\n")[
        1
    ]
    assert [problem.params for problem in found if problem.code == "DOC062"] == [{"name": "a", "first": 1}]


def test_a_target_without_a_calendar_runs_on_always_and_says_so() -> None:
    edition = read(
        "sla: {policies: [{name: a, default: true, targets: {resolution: 4h, solution: none, "
        "first_response: {within: 1h, calendar: always}}}]}\n"
    )
    assert [problem.path_text for problem in edition.problems if problem.code == "DOC067"] == ["sla.policies[0].targets.resolution"]


def test_answered_on_arrival_is_a_condition() -> None:
    assert read("sla: {answered_on_arrival: {channel: phone}}\n").answered_on_arrival == Test("channel", op="in", values=("phone",))
    assert read("sla: {}\n").answered_on_arrival is None
    assert codes("sla: {answered_on_arrival: phone}\n") == [("SLA101", "sla.answered_on_arrival")]


# ── scenarios ────────────────────────────────────────────────────────────────────────────────────────────────────────

EVENT = "{at: 2026-01-05 09:00, kind: opened}"


def scenario(more: str, events: str = EVENT) -> str:
    return (
        f"{policy('resolution: 4h')}attributes: {{visit: {{kind: instant}}}}\nscenarios:\n  - {{name: late, events: [{events}], {more}}}\n"
    )


def test_scenarios_are_cases_in_local_time() -> None:
    (found,) = read(
        scenario(
            'case: {priority: high, visit: "2026-01-06 10:00"}, expect: {resolution: {due: "2026-01-05 13:00", cycle: 1}, solution: none}, '
            "now: 2026-01-05 10:00, expect_notices: []".replace(", solution: none", ""),
            EVENT + ', {at: "2026-01-05T02:00:00Z", kind: changed, by: {role: agent, id: li}, id: e2, sequence: 1, '
            "recorded_at: 2026-01-05 12:00, "
            "priority: null, tags: [a], visit: soon}",
        )
    ).scenarios
    assert found.name == "late"
    assert found.case == {"priority": "high", "visit": "2026-01-06T10:00:00+08:00"}
    opened, changed = found.events
    assert (instant_text(opened.at_us), opened.case, opened.data) == ("2026-01-05T01:00:00Z", "late", found.case)
    assert (changed.by.id, changed.id, changed.sequence) == ("li", "e2", 1)
    assert changed.recorded_at_us is not None
    assert instant_text(changed.recorded_at_us) == "2026-01-05T04:00:00Z"
    assert changed.data == {"priority": None, "tags": ["a"], "visit": "soon"}
    assert found.expect == {"resolution": {"due": "2026-01-05 13:00", "cycle": 1}}
    assert (found.now_us, found.expect_notices, found.path) == (1767578400000000, (), ("scenarios", 0))


def test_a_scenario_may_expect_no_clock() -> None:
    (found,) = read(scenario("expect: {resolution: none}")).scenarios
    assert (found.expect, found.expect_notices, found.now_us) == ({"resolution": None}, None, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (scenario("expect: {resolutoin: none}"), ("DOC060", "scenarios[0].expect.resolutoin")),
        (scenario("expect: {resolution: {du: x}}"), ("DOC030", "scenarios[0].expect.resolution.du")),
        (scenario("now: 2026-01-05 99:00"), ("TIM002", "scenarios[0].now")),
        (scenario("now: noon"), ("DOC044", "scenarios[0].now")),
        (scenario("note: x", "{at: 2026-01-05 09:00, kind: opend}"), ("EVT003", "scenarios[0].events[0].kind")),
        (scenario("note: x", "{at: 2026-01-05 09:00, kind: message}"), ("EVT005", "scenarios[0].events[0].public")),
        (scenario("note: x", "{kind: opened}"), ("DOC031", "scenarios[0].events[0]")),
        (scenario("note: x", "{at: 9 am, kind: opened}"), ("DOC044", "scenarios[0].events[0].at")),
        (scenario("note: x", "{at: 2026-01-05 25:00, kind: opened}"), ("TIM002", "scenarios[0].events[0].at")),
        (scenario("note: x", "{at: 2026-01-05 09:00, kind: opened, by: nobody}"), ("EVT004", "scenarios[0].events[0].by")),
        (scenario("note: x", "{at: 5, kind: opened}"), ("DOC033", "scenarios[0].events[0].at")),
        (scenario("note: x", "{at: 2026-01-05 09:00, kind: opened, x: {}}"), ("DOC054", "scenarios[0].events[0].x")),
        (scenario("note: x", f"{EVENT}, {{at: 2026-01-05 09:00, kind: changed, sequence: 1}}"), ("EVT007", "scenarios[0].events")),
        (scenario("note: x", "x"), ("DOC039", "scenarios[0].events[0]")),
        (scenario("case: {a: {}}"), ("DOC054", "scenarios[0].case.a")),
        (scenario("note: x").replace("name: late, ", ""), ("DOC031", "scenarios[0]")),
    ],
)
def test_what_is_wrong_with_scenarios(text: str, found: tuple[str, str]) -> None:
    assert found in codes(text)


def test_scenarios_have_names_of_their_own() -> None:
    twice = scenario("note: x") + f"  - {{name: late, events: [{EVENT}]}}\n  - {{name: other, events: [{EVENT}]}}\n"
    assert codes(twice) == [("DOC062", "scenarios[1].name")]
