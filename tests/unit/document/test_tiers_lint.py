"""The lints of tiers: lines, weights, reach, sensitive data, prices, overrides, and the courtesy floor."""

# a source stays on one line

from __future__ import annotations

from datetime import date

import pytest

from servstd.document import check_edition
from servstd.document.lint._criteria import fields_of, spans_of, totals_of
from servstd.document.lint._scope import Scope
from servstd.document.lint._sensitive import find_price, find_sensitive
from servstd.document.lint.floor import find_breaches
from servstd.messages.problems._tiers_doc import ENTRIES
from servstd.protocols import Score
from servstd.tiers.model import Criterion, Level, RuleUse, Tiers
from tests.docs.test_problem_examples import problems_of
from tests.unit.document.lints import codes, edition, found, told

SHOWN = [code for code, entry in ENTRIES.items() if entry.bad.startswith("# fragment")]
ELSEWHERE = {"TIR094": "tests/unit/test_tiering.py", "TIR095": "tests/unit/test_tiering.py"}


@pytest.mark.parametrize("code", SHOWN)
def test_bad_shows_it_and_good_does_not(code: str) -> None:
    entry = ENTRIES[code]
    bad = problems_of(entry.bad)
    assert code in [problem.code for problem in bad]
    assert not [problem.code for problem in problems_of(entry.good) if problem.code == code or problem.severity == "error"]
    for problem in bad:
        assert problem.render("en")
        assert problem.render("zh")


def test_every_other_code_has_a_test_of_its_own() -> None:
    assert set(ENTRIES) - set(SHOWN) == set(ELSEWHERE)


# ── lines and weights ────────────────────────────────────────────────────────────────────────────────────────────────
THREE = "{lookup: {field: level, values: {a: 0, b: 50, c: 100}}}"


def ladder(levels: str, criteria: str = f"c: {{weight: 100%, missing: lowest, rule: {THREE}}}", names: str = "low, mid, top") -> str:
    return f"tiers: {{ladder: [{names}], criteria: {{{criteria}}}, levels: {{{levels}}}}}\n"


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ("mid: {enter: 50, leave: 40}, top: {enter: 100, leave: 50}", []),
        ("mid: {enter: 50}, top: {enter: 100}", []),
        ("mid: {enter: 50}", ["TIR062"]),
        ("", ["TIR062", "TIR062"]),
        ("low: {enter: 5}, mid: {enter: 50}, top: {enter: 100}", ["TIR063"]),
        ("mid: {enter: 50, leave: 51}, top: {enter: 100}", ["TIR064"]),
        ("mid: {enter: 50}, top: {enter: 50}", ["TIR065"]),
        ("mid: {enter: 50}, top: {enter: 100, leave: 49}", ["TIR071"]),
        ("mid: {enter: 60}, top: {enter: 100}", ["TIR070"]),
        ("mid: {enter: 100}, top: {enter: 100.0}", ["TIR065"]),
    ],
)
def test_lines(levels: str, expected: list[str]) -> None:
    assert codes(ladder(levels)) == expected


def test_a_ladder_without_criteria_is_set_by_hand() -> None:
    assert codes("tiers: {ladder: [low, top]}\n") == []
    assert codes("tiers: {ladder: [low, top], levels: {top: {enter: 5}}}\n") == ["TIR069"]


def test_the_sum_of_the_weights_is_told() -> None:
    criteria = ", ".join(f"c{i}: {{weight: 33.33%, missing: lowest, rule: {THREE}}}" for i in range(3))
    problem = found(ladder("mid: {enter: 50}, top: {enter: 90}", criteria), "TIR066")
    assert (problem.params["found"], problem.params["expected"], problem.path_text) == ("99.99 %", "100 %", "tiers.criteria")
    tenths = ", ".join(f"c{i}: {{weight: 0.1, missing: lowest, rule: {THREE}}}" for i in range(10))
    assert codes(ladder("mid: {enter: 50}, top: {enter: 90}", tenths)) == []


def test_a_level_out_of_reach_is_told_with_the_most_there_is() -> None:
    rule = "{thresholds: {field: x, steps: [{from: 5, points: 60}]}}"
    problem = found(ladder("mid: {enter: 50}, top: {enter: 70}", f"c: {{weight: 1, missing: lowest, rule: {rule}}}"), "TIR069")
    assert (problem.params["tier"], problem.params["found"], problem.params["most"]) == ("top", "70", "60")


def test_a_criterion_that_is_left_out_lets_the_others_reach_higher() -> None:
    low = "{lookup: {field: x, values: {a: 0, b: 20}}}"
    criteria = f"a: {{weight: 50%, missing: MISSING, rule: {low}}}, c: {{weight: 50%, missing: lowest, rule: {THREE}}}"
    levels = "mid: {enter: 50}, top: {enter: 90}"
    assert codes(ladder(levels, criteria.replace("MISSING", "lowest"))) == ["TIR069"]
    assert codes(ladder(levels, criteria.replace("MISSING", "exclude"))) == []


# ── points ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def criterion(rule: RuleUse, missing: str = "fail", weight: float = 1.0) -> Criterion:
    assert missing in ("fail", "lowest", "exclude")
    return Criterion(
        "c", rule=rule, weight=weight, missing="lowest" if missing == "lowest" else "exclude" if missing == "exclude" else "fail"
    )


def steps(first: int, *points: int) -> RuleUse:
    return RuleUse("thresholds", settings={"field": "x", "steps": [{"from": first + i, "points": value} for i, value in enumerate(points)]})


@pytest.mark.parametrize(
    ("rule", "missing", "points"),
    [
        (steps(0, 20, 60), "fail", [20, 60]),
        (steps(1, 20, 60), "fail", [0, 20, 60]),
        (steps(0, 20, 60), "lowest", [0, 20, 60]),
        (RuleUse("lookup", settings={"field": "x", "values": {"a": 10, "b": 30}, "else": 20}), "lowest", [10, 20, 30]),
        (RuleUse("quantile", settings={"field": "x", "cuts": [1, 2]}), "fail", [0, 50, 100]),
        (RuleUse("quantile", settings={"field": "x", "cuts": [1, 2], "points": [5, 6, 7]}), "fail", [5, 6, 7]),
    ],
)
def test_points_that_are_written_out(rule: RuleUse, missing: str, points: list[float]) -> None:
    assert spans_of(criterion(rule, missing)) == [(value, value) for value in points]


def test_points_that_may_be_anything_within_a_span() -> None:
    decay = RuleUse("decay", settings={"field": "x", "half_life": "90 days", "points": 80})
    assert spans_of(criterion(decay)) == [(0.0, 80.0)]
    assert spans_of(criterion(RuleUse("rfm"))) == [(0.0, 100.0)]


def test_too_many_combinations_are_taken_as_a_whole() -> None:
    rule = steps(0, *range(0, 100, 2))
    tiers = Tiers((Level("a"),), criteria=tuple(criterion(rule, "exclude" if i else "fail", 0.25) for i in range(4)))
    assert totals_of(tiers) == [(0.0, 98.0)]
    assert totals_of(Tiers((Level("a"),))) == []
    assert totals_of(Tiers((Level("a"),), criteria=(criterion(rule, weight=0.0),))) == []


def test_fields_that_rules_read() -> None:
    class Rule:
        name, summary, version, reads, range = "r", "s", "1", ("x", "y"), (0.0, 1.0)

        def score(self, facts: object, settings: object, /) -> Score:
            return Score(None)

    assert fields_of(steps(0, 1)) == ("x",)
    assert fields_of(RuleUse("r", part=Rule())) == ("x", "y")
    assert fields_of(RuleUse("r")) == ()


# ── what a tier may not be about ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "age",
        "customerAge",
        "date_of_birth",
        "gender",
        "年龄段",
        "民族",
        "宗教信仰",
        "性格",
        "星座",
        "health_status",
        "Religion",
        "血型",
        "MBTI",
    ],
)
def test_sensitive_words(text: str) -> None:
    assert find_sensitive(text) is not None


@pytest.mark.parametrize(
    "text", ["pages", "average_order", "package", "paid_12m", "贡献", "行业影响力", "interface", "trace", "message_count"]
)
def test_plain_words(text: str) -> None:
    assert find_sensitive(text) is None


@pytest.mark.parametrize(
    ("text", "about"),
    [("price", True), ("9折", True), ("会员价", True), ("Discounts", True), ("免费上门", False), ("折叠床", False), ("prize", False)],
)
def test_price_words(text: str, about: bool) -> None:
    assert find_price(text) is about


def test_a_sensitive_field_is_told_once_with_the_reason() -> None:
    criteria = f"性格: {{label: 性格, weight: 1, missing: lowest, rule: {THREE}}}"
    problem = found(ladder("mid: {enter: 50}, top: {enter: 100}", criteria), "TIR072")
    assert problem.severity == "warning"
    assert "性格" in problem.message("zh")
    assert "不是法律意见" in ENTRIES["TIR072"].why[1]


def sla(policy: str) -> str:
    return f"sla: {{policies: [{{{policy}}}, {{name: all, default: true, calendar: always, targets: {{resolution: 4h}}}}]}}\n"


TWO = ladder("top: {enter: 50}", names="low, top")


@pytest.mark.parametrize(
    ("policy", "told_of"),
    [
        ("name: vip, label: 九折, when: {tier: top}, calendar: always, targets: {resolution: 1h}", True),
        ("name: a, label: 九折, default: true, calendar: always, targets: {resolution: {within: {tier: {top: 1h, else: 2h}}}}", True),
        ("name: a, note: discount, default: true, calendar: {tier: {else: always}}, targets: {resolution: 1h}", True),
        ("name: a, label: 九折, when: {matter: price}, calendar: always, targets: {resolution: 1h}", False),
        ("name: vip, when: {tier: top}, calendar: always, targets: {resolution: 1h}", False),
    ],
)
def test_prices_in_policies_of_a_tier(policy: str, told_of: bool) -> None:
    assert ("TIR073" in codes(TWO + sla(policy))) is told_of


def test_a_price_among_the_items_of_a_tier_is_told_at_its_place() -> None:
    problem = found(TWO.replace("}}\n", "}, entitlements: {top: {items: [inspection, 材料九折]}}}\n"), "TIR073")
    assert (problem.path_text, problem.params["found"]) == ("tiers.entitlements.top.items[1]", "材料九折")


# ── overrides ────────────────────────────────────────────────────────────────────────────────────────────────────────
OVERRIDE = "tiers: {ladder: [low, top], overrides: [{customer: K1, tier: top, reason: r, approved_by: li, until: 2026-06-30}]}\n"


@pytest.mark.parametrize(
    ("today", "expected"),
    [(None, []), (date(2026, 6, 30), []), (date(2026, 7, 1), ["TIR076"]), (date(2020, 1, 1), [])],
)
def test_an_override_that_has_run_out(today: date | None, expected: list[str]) -> None:
    assert codes(OVERRIDE, today) == expected


def test_an_override_that_ended_before_the_edition_began() -> None:
    problem = found(OVERRIDE + "effective_from: 2026-07-01\n", "TIR076", date(2026, 1, 1))
    assert (problem.severity, problem.params["on"]) == ("note", "2026-07-01")


def test_approvers_are_looked_up_by_key_and_name() -> None:
    people = "people: {zhao: {name: Zhao Min}, wang: {name: Wang Fang}}\n"
    assert found(OVERRIDE + people, "TIR079").params["expected"] == "zhao, wang"
    for name in ("zhao", "Zhao Min"):
        assert "TIR079" not in codes(OVERRIDE.replace("li,", f"{name},") + people)


# ── the floor ────────────────────────────────────────────────────────────────────────────────────────────────────────
OFFICE = 'calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}\n'
WORDS = "attributes: {tier: {from: tiers}, priority: {values: [low, high], required: true}, matter: {}}\n"


def with_floor(targets: str, floor: str, *before: str, more: str = "") -> str:
    policies = ", ".join([*before, f"{{name: all, default: true, calendar: office, targets: {{{targets}}}}}"])
    return f"{OFFICE}{WORDS}tiers: {{ladder: [low, top], floor: {{{floor}}}}}\nsla: {{policies: [{policies}]}}\n{more}"


def floor_codes(fragment: str) -> list[str]:
    return [problem.code for problem in told(fragment) if problem.code.startswith("TIR")]


@pytest.mark.parametrize(
    ("targets", "floor", "expected"),
    [
        ("resolution: 4h", "resolution: {within: 4h, calendar: office}", []),
        ("resolution: {within: 4h, calendar: always}", "resolution: {within: 4h, calendar: office}", []),
        ("resolution: 4h", "resolution: {within: 4h, calendar: always}", ["TIR090"]),
        ("resolution: {within: {tier: {top: 1h, else: 5h}}}", "resolution: {within: 4h, calendar: office}", ["TIR090"]),
        ("resolution: {within: {tier: {top: 5h, low: 6h}}}", "resolution: {within: 4h, calendar: office}", ["TIR090", "TIR090"]),
        ("resolution: {within: 5h, commitment: internal}", "resolution: {within: 4h, calendar: office}", []),
        ("resolution: {within: 5h, commitment: goal}", "resolution: {within: 4h, calendar: office}", ["TIR090"]),
        ("resolution: {within: {priority: {high: 1h, low: 5h}}}", "resolution: {within: 4h, calendar: office, when: {priority: high}}", []),
        (
            "resolution: {within: {priority: {high: 1h, low: 5h}}}",
            "resolution: {within: 4h, calendar: office, when: {priority: low}}",
            ["TIR090"],
        ),
        (
            "resolution: {within: {priority: {high: 1h, low: 5h}}}",
            "resolution: {within: {priority: {high: 1h, else: 5h}}, calendar: office}",
            [],
        ),
        ("resolution: 2wd", "resolution: {within: 2wd, calendar: office, end_of_day: true}", []),
        ("resolution: {within: 2wd, end_of_day: true}", "resolution: {within: 2wd, calendar: office}", ["TIR090"]),
        ("first_response: 1h", "resolution: {within: 4h, calendar: office}", ["TIR091"]),
        ("resolution: none", "resolution: {within: 4h, calendar: office}", ["TIR091"]),
        ("resolution: {until: at}", "resolution: {within: 4h, calendar: office}", []),
        ("resolution: 4h", "resolution: {within: {tier: {top: 4h, else: 8h}}, calendar: office}", ["TIR092"]),
        ("resolution: 4h", "resolution: {within: 4h, calendar: office, when: {tier: top}}", ["TIR092"]),
        ("resolution: 4h", "resolution: {within: 4h, calendar: {tier: {else: office}}}", ["TIR092"]),
    ],
)
def test_the_floor(targets: str, floor: str, expected: list[str]) -> None:
    assert floor_codes(with_floor(targets, floor)) == expected


def test_what_is_exempt_is_not_under_the_floor() -> None:
    exempt = "{name: spam, when: {matter: spam}, exempt: true}"
    assert floor_codes(with_floor("resolution: 4h", "resolution: {within: 4h, calendar: office}", exempt)) == []


def test_a_breach_names_start_dues_and_case() -> None:
    problem = found(with_floor("resolution: {within: {tier: {top: 1h, else: 5h}}}", "resolution: {within: 4h, calendar: office}"), "TIR090")
    assert problem.path_text == "sla.policies[0].targets.resolution.within.tier.else"
    assert (problem.params["metric"], problem.params["policy"], problem.params["case_en"]) == ("resolution", "all", "tier = low")
    assert problem.params["start_en"] == "Thu 2026-01-01 09:00"
    assert (problem.params["late_en"], problem.params["early_en"]) == ("Thu 2026-01-01 14:00", "Thu 2026-01-01 13:00")
    assert "tier = low" in problem.message("zh")


def test_a_condition_that_is_too_wide_to_tell_claims_nothing() -> None:
    parts = ", ".join(f"{{any: [{{a{i}: 1}}, {{b{i}: 1}}]}}" for i in range(10))
    floor = f"resolution: {{within: 4h, calendar: always, when: {{all: [{parts}]}}}}"
    wide = with_floor("resolution: 9h", floor).replace(WORDS, "")
    assert floor_codes(wide) == []
    policies = "{name: w, when: {all: [" + parts + "]}, calendar: always, targets: {resolution: 1h}}"
    other = with_floor("first_response: 9h", "resolution: {within: 4h, calendar: always}", policies).replace(WORDS, "")
    assert floor_codes(other) == []


@pytest.mark.parametrize("count", [3, 10])
def test_cases_without_a_promise_are_told_unless_they_are_too_many_to_tell(count: int) -> None:
    words = "".join(f", {name}{i}: {{values: [x, y, z], required: true}}" for i in range(count) for name in "ab")
    parts = ", ".join(f"{{a{i}: x, b{i}: x}}" for i in range(count))
    policy = f"{{name: w, when: {{any: [{parts}]}}, calendar: always, targets: {{resolution: 1h}}}}"
    fragment = with_floor("first_response: 9h", "resolution: {within: 4h, calendar: always}", policy).replace(", matter: {}", words)
    assert floor_codes(fragment) == (["TIR091"] if count == 3 else [])


def test_a_row_that_the_floor_leaves_out_is_no_floor() -> None:
    floor = "resolution: {within: {priority: {high: 1h}}, calendar: office}"
    assert floor_codes(with_floor("resolution: {within: {priority: {high: 1h, else: 9h}}}", floor)) == []


def test_breaches_may_be_asked_of_other_promises() -> None:
    made = edition(with_floor("resolution: 4h", "resolution: {within: 4h, calendar: office}"))
    assert made.tiers is not None
    scope = Scope(made, None)
    assert list(find_breaches(scope, made.tiers.floor[0], scope.cells)) == []


def test_an_unknown_tier_in_a_table_is_told_with_the_nearest() -> None:
    problem = found(with_floor("resolution: {within: {tier: {tpo: 1h, else: 2h}}}", "resolution: {within: 4h, calendar: office}"), "SLA002")
    assert (problem.params["found"], problem.params["expected"]) == ("tpo", "top")


def test_an_unknown_value_in_a_floor_is_told() -> None:
    problem = found(with_floor("resolution: 1h", "resolution: {within: 4h, calendar: office, when: {priority: hgih}}"), "SLA002")
    assert problem.path_text == "tiers.floor.resolution.when.priority"
    rows = "resolution: {within: {priority: {hgih: 4h, else: 5h}}, calendar: office}"
    assert found(with_floor("resolution: 1h", rows), "SLA002").path_text == "tiers.floor.resolution.within.priority.hgih"


def test_the_sample_has_no_error_under_its_own_floor(shared: object) -> None:
    from pathlib import Path

    assert isinstance(shared, Path)
    made, problems = check_edition((shared / "samples" / "renovation.yaml").read_bytes(), "r.yaml", today=date(2026, 2, 1))
    assert made is not None
    assert not [problem.code for problem in problems if problem.severity == "error" or problem.code.startswith("TIR0")]
