"""Scenarios: what passes, what is told of what does not, and what none reaches."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import attrs
import pytest

from servstd import Standard, load, loads
from servstd.document.edition import Scenario
from servstd.instants import read_instant
from servstd.scenarios import EXPECT_KEYS, ScenarioResult, coverage, run_scenarios
from tests.support import REPOSITORY

HEAD = """\
format: 1
standard: acme
version: "2026.1"
effective_from: 2026-01-01
time_zone: Asia/Shanghai
attributes: {priority: {values: [normal, urgent], ordered: true, default: normal}}
statuses: {open: [open], waiting_customer: [pending], resolved: [solved]}
calendars: {office: {hours: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}}
sla:
  metrics: {callback: {start: {event: resolved}, stop: {event: called_back}, repeats: each}}
  policies:
    - {name: test-cases, when: {tags: {any: [test]}}, exempt: true}
    - name: urgent
      when: {priority: urgent}
      calendar: always
      targets: {first_response: 15m, resolution: {within: 4h, warn: [50%, "30m overdue"]}}
    - name: everyone
      default: true
      calendar: office
      targets: {first_response: 30m, resolution: {within: 3wd, end_of_day: true}, solution: none, callback: 1wd}
"""
FRIDAY = '[{at: "2026-01-09 17:50", kind: opened, by: customer}]'


def standard(*scenarios: str) -> Standard:
    return loads(HEAD + "scenarios:\n" + "".join(f"  - {scenario}\n" for scenario in scenarios), "acme.yaml")


def only(scenario: str) -> ScenarioResult:
    (result,) = run_scenarios(standard(scenario))
    return result


def expecting(expect: str, events: str = FRIDAY, more: str = "") -> ScenarioResult:
    return only(f"{{name: a, {more} events: {events}, expect: {expect}}}")


def with_expect(expect: Mapping[str, Mapping[str, object] | None], **changes: object) -> ScenarioResult:
    """Run a scenario that the document's own check would not have let through."""
    loaded = standard(f"{{name: a, events: {FRIDAY}, expect: {{resolution: {{state: running}}}}}}")
    (scenario,) = loaded.current.scenarios
    changed = attrs.evolve(scenario, expect=expect, **changes)
    edition = attrs.evolve(loaded.current, scenarios=(changed,))
    (result,) = run_scenarios(Standard((edition,)))
    return result


# ── what passes ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "expect",
    [
        '{first_response: {due: "2026-01-12 09:20"}, resolution: {due: "2026-01-14 18:00"}}',
        '{first_response: {due: "2026-01-12 09:20:00"}}',
        '{first_response: {due: "2026-01-12"}}',
        '{first_response: {due: "2026-01-12T09:20:00+08:00"}}',
        '{first_response: {due: "2026-01-12T01:20Z"}}',
        "{resolution: {state: running, phase: running, policy: everyone, cycle: 1, calendar: office, commitment: promise}}",
        "{resolution: {verdict: none, final: false, provisional: false}}",
        "{solution: {reason: none, state: measured}}",
        '{resolution: {started_at: "2026-01-09 17:50"}}',
        "{callback: none}",
        "{first_response: {elapsed: 0m, remaining: 30m}}",
    ],
)
def test_passes(expect: str) -> None:
    result = expecting(expect)
    assert (result.mismatches, result.problems, result.notes) == ((), (), ())
    assert result.passed


def test_case_attributes_govern() -> None:
    assert expecting('{first_response: {due: "2026-01-09 18:05", policy: urgent}}', more="case: {priority: urgent},").passed


def test_now_may_be_later_than_the_last_event() -> None:
    late = 'now: "2026-01-12 10:20",'
    assert expecting('{first_response: {state: missed, missed_at: "2026-01-12 09:20", elapsed: 1h30m}}', more=late).passed


@pytest.mark.parametrize(
    ("remaining", "passed"), [("-1h", True), ("-1h0m", True), ("-60m", True), ("1h", False), ("-59m", False), ("-1h0m1s", False)]
)
def test_what_is_overdue_has_a_negative_remainder(remaining: str, passed: bool) -> None:
    late = read_instant("2026-01-12T10:20:20+08:00")
    assert with_expect({"first_response": {"remaining": remaining}}, now_us=late).passed is passed


def test_a_paused_clock_has_no_due_and_one_if_resumed() -> None:
    events = '[{at: "2026-01-12 10:00", kind: opened, by: customer}, {at: "2026-01-12 11:00", kind: changed, status: pending}]'
    assert expecting('{resolution: {state: paused, due_if_resumed_now: "2026-01-15 10:00"}}', events).passed is False  # end of day
    result = expecting('{resolution: {state: paused, due: "2026-01-15 18:00"}}', events)
    (mismatch,) = result.mismatches
    assert (mismatch.params["expected"], mismatch.params["found"]) == ("2026-01-15 18:00", "none")


def test_cycles() -> None:
    times = [
        ("10:00", "opened"),
        ("11:00", "resolved"),
        ("12:00", "called_back, outcome: unsatisfied"),
        ("14:00", "reopened"),
        ("15:00", "resolved"),
    ]
    events = "[" + ", ".join(f'{{at: "2026-01-12 {at}", kind: {kind}}}' for at, kind in times) + "]"
    assert expecting('{callback: {cycle: 1, state: met, stopped_at: "2026-01-12 12:00"}}', events).passed
    assert expecting('{callback: {cycle: 2, state: running, started_at: "2026-01-12 15:00"}}', events).passed
    assert expecting('{callback: {started_at: "2026-01-12 15:00"}}', events).passed, "without a cycle the last is meant"
    (mismatch,) = expecting("{callback: {cycle: 3, state: met}}", events).mismatches
    assert mismatch.code == "SCN013"
    assert mismatch.message("zh") == "callback：没有第 3 轮，只有 2 轮"


# ── what is told ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_wrong_due_is_told_with_its_place() -> None:
    result = expecting('{first_response: {due: "2026-01-12 09:21"}}')
    assert not result.passed
    (mismatch,) = result.mismatches
    assert mismatch.code == "SCN010"
    assert mismatch.path_text == "scenarios[0].expect.first_response.due"
    assert mismatch.place is not None
    assert str(mismatch.place).startswith("acme.yaml:22")
    assert mismatch.message("en") == "first_response: due is not as expected (everyone, 30m, office, 2026-01-09 17:50 ->)"
    assert mismatch.message("zh") == "first_response：due 与预期不符（everyone, 30m, office, 2026-01-09 17:50 ->）"
    text = mismatch.render("en")
    assert "expected: 2026-01-12 09:21\n  found: 2026-01-12 09:20" in text


@pytest.mark.parametrize(
    ("expect", "expected", "found"),
    [
        ('{first_response: {due: "2026-01-12 09:20:01"}}', "2026-01-12 09:20:01", "2026-01-12 09:20"),
        ('{first_response: {due: "2026-01-13"}}', "2026-01-13", "2026-01-12 09:20"),
        ("{first_response: {state: met}}", "met", "running"),
        ("{first_response: {verdict: met}}", "met", "none"),
        ("{first_response: {remaining: 29m}}", "29m", "20m"),
        ('{first_response: {stopped_at: "2026-01-12 09:00"}}', "2026-01-12 09:00", "none"),
        ("{first_response: {policy: urgent}}", "urgent", "everyone"),
        ("{first_response: {final: true}}", "true", "false"),
        ("{solution: {remaining: 1h}}", "1h", "none"),
    ],
)
def test_differences(expect: str, expected: str, found: str) -> None:
    (mismatch,) = expecting(expect, more='now: "2026-01-09 18:00",').mismatches
    assert (mismatch.code, mismatch.params["expected"], mismatch.params["found"]) == ("SCN010", expected, found)


def test_a_clock_where_none_was_expected() -> None:
    (mismatch,) = expecting("{resolution: none}").mismatches
    assert (mismatch.code, mismatch.params["expected"], mismatch.params["found"]) == ("SCN012", "none", "running")
    assert "本不该有" in mismatch.message("zh")


def test_no_clock_where_one_was_expected() -> None:
    (mismatch,) = expecting("{callback: {state: running}}").mismatches
    assert mismatch.code == "SCN011"


def test_several_mismatches_are_all_told() -> None:
    result = expecting('{first_response: {due: "2026-01-12 09:21", state: met}, resolution: none, callback: {state: met}}')
    assert [problem.code for problem in result.mismatches] == ["SCN010", "SCN010", "SCN012", "SCN011"]


def test_an_unknown_field_is_a_problem_with_the_nearest() -> None:
    (problem,) = with_expect({"resolution": {"deu": "2026-01-12 09:20"}}).problems
    assert (problem.code, problem.params["expected"]) == ("SCN001", "due")
    (problem,) = with_expect({"resolution": {"zzz": 1}}).problems
    assert problem.params["expected"] == ", ".join(EXPECT_KEYS)


def test_an_unknown_metric_is_a_problem_even_when_none_is_expected() -> None:
    (problem,) = with_expect({"resolutoin": None}).problems
    assert (problem.code, problem.params["expected"]) == ("SCN002", "resolution")
    (problem,) = with_expect({"qqq": None}).problems
    assert "resolution" in str(problem.params["expected"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("due", "tomorrow"),
        ("due", True),
        ("state", "done"),
        ("cycle", 0),
        ("cycle", "first"),
        ("elapsed", "1wd"),
        ("elapsed", "ten"),
        ("final", "yes"),
        ("target", "4 hours"),
        ("started_at", None),
    ],
)
def test_unreadable_values_are_problems(name: str, value: object) -> None:
    result = with_expect({"resolution": {name: value}})
    if name == "target":
        assert [problem.code for problem in result.mismatches] == ["SCN010"], "a target is compared as it is written"
        return
    (problem,) = result.problems
    assert (problem.code, problem.params["found"], problem.params["expected"]) == ("SCN003", str(value), EXPECT_KEYS[name].example)


@pytest.mark.parametrize(("written", "passed"), [("3wd", True), ("4wd", False), (None, False)])
def test_targets(written: str | None, passed: bool) -> None:
    assert with_expect({"resolution": {"target": written}}).passed is passed
    assert with_expect({"first_response": {"target": "PT30M"}}).passed, "30m written otherwise"
    assert with_expect({"solution": {"target": "none"}}).passed


CHAINS = (
    HEAD
    + """
people:
  li: {name: 李雷, roles: [agent], contacts: {mail: li}}
  wang: {roles: [supervisor], contacts: {mail: wang}}
notifiers: {mail: {type: console, contact: mail}}
escalation:
  ladder: [supervisor]
  fallback: {person: wang}
  chains:
    - name: fast
      trigger: {event: opened}
      when: {priority: urgent}
      steps:
        - {notify: [owner], via: [mail]}
        - {after: 10m, notify: [customer], via: [mail]}
        - {after: 20m, unless: acknowledged, level: supervisor, via: [mail]}
"""
)


def telling(expected: str, more: str = "", events: str = "", case: str = "priority: urgent, owner: li") -> ScenarioResult:
    opened = f'{{at: "2026-01-05 10:00", kind: opened, by: customer}}{events}'
    text = f"{CHAINS}scenarios:\n  - {{name: 上报, case: {{{case}}}, {more} events: [{opened}], expect_notices: {expected}}}\n"
    (result,) = run_scenarios(loads(text, "acme.yaml"))
    return result


LI, WANG = '{at: "2026-01-05 10:00", to: li}', '{at: "2026-01-05 10:30", to: wang}'
TOOK_NOTE = ', {at: "2026-01-05 10:05", kind: acknowledged, by: {role: agent, id: wang}}'


@pytest.mark.parametrize(
    "expected",
    [
        f"[{LI}, {WANG}]",
        f"[{LI}]",
        f"[{WANG}, {LI}]",
        '[{at: "2026-01-05", to: li}, {at: "2026-01-05 10:30:00", to: wang, step: 3, level: supervisor, by: mail, chain: fast}]',
        f'[{LI}, {{at: "2026-01-05 10:30", to: wang, notifier: mail}}]',
        f'[{LI}, {{at: "2026-01-05 10:10", to: customer, step: "2", kind: step, round: 0}}, {WANG}]',
    ],
)
def test_expected_notices_that_come_pass(expected: str) -> None:
    result = telling(expected)
    assert (result.mismatches, result.problems, result.notes) == ((), (), ())
    assert ("fast", "1") in result.steps


@pytest.mark.parametrize(
    ("expected", "codes"),
    [
        (f"[{WANG}]", ["SCN015"]),
        ("[]", ["SCN015"]),
        ('[{at: "2026-01-05 10:01", to: li}]', ["SCN016"]),
        (f'[{LI}, {{at: "2026-01-05 10:31", to: wang}}]', ["SCN016"]),
        (f'[{LI}, {{at: "2026-01-05 10:20", to: wang}}]', ["SCN014"]),
        (f"[{LI}, {LI}]", ["SCN014"]),
        ('[{at: "2026-01-05 10:00", to: li, step: 2}]', ["SCN014", "SCN015"]),
        (f"[{LI}, {{not_to: wang}}]", ["SCN017"]),
    ],
)
def test_notices_that_differ_are_told_with_both_lists(expected: str, codes: list[str]) -> None:
    result = telling(expected)
    assert sorted(problem.code for problem in result.mismatches if problem.code in codes) == codes
    for problem in result.mismatches:
        assert {"expected", "found"} <= set(problem.params)
        assert problem.place is not None


def test_a_scenario_that_says_its_now_asks_up_to_then() -> None:
    assert telling(f"[{LI}]", 'now: "2026-01-05 10:29",').passed
    assert [p.code for p in telling(f"[{LI}]", 'now: "2026-01-05 10:30",').mismatches] == ["SCN015"]
    assert telling(f"[{LI}]", 'now: "2026-01-06 10:30",', TOOK_NOTE).passed


def test_who_is_not_told_may_be_expected() -> None:
    assert telling("[{not_to: wang, why: acknowledged}]", events=TOOK_NOTE).passed
    assert telling('[{not_to: supervisor, at: "2026-01-05 10:30"}]', events=TOOK_NOTE).passed
    assert [p.code for p in telling("[{not_to: wang, why: nobody}]", events=TOOK_NOTE).mismatches] == ["SCN017"]


def test_what_cannot_be_compared_is_a_problem() -> None:
    assert [p.code for p in telling("[{to: li}]").problems] == ["SCN006"]
    assert [p.code for p in telling('[{at: "2026-01-05 10:00"}]').problems] == ["SCN006"]
    (problem,) = telling('[{at: "2026-01-05 10:00", to: lii}]').problems
    assert (problem.code, problem.params["expected"]) == ("SCN007", "li")


def test_no_notices_is_an_expectation() -> None:
    assert telling("[]", case="priority: normal").passed


def test_steps_that_no_scenario_reaches_are_gaps() -> None:
    loaded = loads(
        f"{CHAINS}scenarios: [{{name: a, case: {{priority: urgent, owner: li}}, events: {FRIDAY}, expect_notices: []}}]", "acme.yaml"
    )
    covered = coverage(loaded, run_scenarios(loaded))
    assert (covered.reached["step"], covered.total["step"]) == (1, 3)
    assert [(gap.chain, gap.step) for gap in covered.gaps if gap.kind == "step"] == [("fast", "2"), ("fast", "3")]
    assert "'chain': 'fast', 'step': '3'" in str(covered.as_dict())


def test_a_scenario_that_expects_nothing_is_warned_of() -> None:
    result = only(f"{{name: a, events: {FRIDAY}}}")
    assert result.passed
    assert [note.code for note in result.notes] == ["SCN021"]


def test_events_that_cannot_be_decided_fail_with_the_reason() -> None:
    (scenario,) = standard(f"{{name: a, events: {FRIDAY}, expect: {{resolution: {{state: running}}}}}}").current.scenarios
    twice = (scenario.events[0], attrs.evolve(scenario.events[0], at=scenario.events[0].at_us, recorded_at=None, kind="closed"))
    result = with_expect({"resolution": {"state": "running"}}, events=twice)
    assert [problem.code for problem in result.problems] == ["SCN004", "EVT009"]


def test_a_case_of_another_edition_is_a_problem() -> None:
    result = expecting("{resolution: {state: measured}}", '[{at: "2025-12-31 10:00", kind: opened, by: customer}]')
    (problem,) = result.problems
    assert (problem.code, problem.params["edition"], problem.params["other"]) == ("SCN005", "2026.1", "-")


def test_scenarios_of_one_edition_may_be_chosen() -> None:
    loaded = standard(f"{{name: a, events: {FRIDAY}, expect: {{resolution: {{state: running}}}}}}")
    assert [result.name for result in run_scenarios(loaded, "2026.1")] == ["a"]
    assert run_scenarios(loaded, "2027") == []


def test_plain_data() -> None:
    data = expecting("{resolution: none}").as_dict("zh")
    assert (data["name"], data["edition"], data["passed"]) == ("a", "2026.1", False)
    mismatches = data["mismatches"]
    assert isinstance(mismatches, list)
    assert mismatches[0]["code"] == "SCN012"


# ── coverage ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def gaps(loaded: Standard) -> list[tuple[str, str, str, str]]:
    covered = coverage(loaded, run_scenarios(loaded))
    return [(gap.kind, gap.policy, gap.metric, gap.threshold) for gap in covered.gaps]


def test_gaps() -> None:
    loaded = standard(f"{{name: a, events: {FRIDAY}, expect: {{resolution: {{state: running}}}}}}")
    assert gaps(loaded) == [("policy", "test-cases", "", ""), ("policy", "urgent", "", ""), ("target", "everyone", "callback", "")]
    covered = coverage(loaded, run_scenarios(loaded))
    assert covered.reached == {"policy": 1, "target": 2, "threshold": 0, "step": 0}
    assert covered.total == {"policy": 3, "target": 5, "threshold": 2, "step": 0}
    place = covered.gaps[0].problem.place
    assert place is not None
    assert place.line == 12
    assert covered.gaps[2].problem.message("zh") == "没有用例用到规则 everyone 的时限 callback"


def test_thresholds() -> None:
    opened = "events: [{at: '2026-01-09 10:00', kind: opened, by: customer}], expect: {resolution: {phase: running}}"
    urgent = "{name: a, case: {priority: urgent}, now: '%s', " + opened + "}"
    for now, missing in (("2026-01-09 11:59", ["50%", "30m overdue"]), ("2026-01-09 12:00", ["30m overdue"]), ("2026-01-09 14:30", [])):
        assert [threshold for kind, _, _, threshold in gaps(standard(urgent % now)) if kind == "threshold"] == missing


def test_a_policy_that_only_leaves_ungraded_is_reached() -> None:
    urgent = "{name: a, case: {priority: urgent}, events: %s, expect: {solution: {policy: everyone, reason: none}}}"
    assert ("policy", "everyone", "", "") not in gaps(standard(urgent % FRIDAY))


def test_exempt_policies_are_reached_by_exempt_clocks() -> None:
    loaded = standard(f"{{name: a, case: {{tags: [test]}}, events: {FRIDAY}, expect: {{resolution: {{state: exempt}}}}}}")
    assert ("policy", "test-cases", "", "") not in gaps(loaded)


def test_a_standard_without_scenarios_has_no_gaps_to_tell() -> None:
    loaded = loads(HEAD)
    assert run_scenarios(loaded) == []
    assert coverage(loaded, []).total == {"policy": 0, "target": 0, "threshold": 0, "step": 0}


def test_coverage_as_plain_data() -> None:
    loaded = standard(f"{{name: a, events: {FRIDAY}, expect: {{resolution: {{state: running}}}}}}")
    data = coverage(loaded, run_scenarios(loaded)).as_dict("en")
    listed = data["gaps"]
    assert isinstance(listed, list)
    assert listed[0] == {
        "kind": "policy",
        "edition": "2026.1",
        "policy": "test-cases",
        "metric": None,
        "threshold": None,
        "path": "sla.policies[0]",
        "message": "no scenario reaches the policy test-cases",
    }


def test_problems_without_places_still_have_paths() -> None:
    loaded = standard(f"{{name: a, events: {FRIDAY}, expect: {{resolution: none}}}}")
    bare = Standard((attrs.evolve(loaded.current, places={}),))
    (result,) = run_scenarios(bare)
    assert result.mismatches[0].place is None
    assert result.mismatches[0].path_text == "scenarios[0].expect.resolution"


# ── whole standards ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "file",
    ["src/servstd/standards/init_en/standard.yaml", "src/servstd/standards/init_zh/standard.yaml", "examples/renovation-zh/standard.yaml"],
)
def test_standards_that_ship_pass_and_leave_no_gap(file: str) -> None:
    loaded = load(REPOSITORY / file)
    results = run_scenarios(loaded)
    assert results
    assert [result.name for result in results if not result.passed or result.notes] == []
    assert coverage(loaded, results).gaps == ()


def test_the_renovation_sample_passes(shared: Path) -> None:
    results = run_scenarios(load(shared / "samples" / "renovation.yaml"))
    assert [(result.name, result.mismatches, result.problems) for result in results if not result.passed] == []
    assert [note for result in results for note in result.notes] == []
    assert len(results) == 8


def test_scenario_values_are_as_written() -> None:
    assert attrs.fields(Scenario).expect.name == "expect"
