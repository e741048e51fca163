"""The section on tiers, read: what it becomes, and what is refused with its place."""

# a source stays on one line

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest

from servstd.document import check_edition, read_edition
from servstd.document.binding_rules import bind_rule
from servstd.durations import Period, parse_amount
from servstd.errors import Problem, Report
from servstd.protocols import Finding, Score
from servstd.registry import Component, Registry
from servstd.sla.model import Lookup
from servstd.tiers.model import Conversion, Entitlements, Level, Override, Tiers
from tests.unit.document.lints import edition, told, whole

STEPS = "{thresholds: {field: paid, unit: CNY, steps: [{from: 0, points: 0}, {from: 100, points: 100}]}}"
SPENT = f"spent: {{weight: 100%, missing: lowest, rule: {STEPS}}}"


USD = "{currency: USD, from: 2026-01-01, rate: 7.1}"


def section(more: str = "", *, criteria: str = SPENT, levels: str = "vip: {enter: 60}", ladder: str = "standard, vip") -> str:
    return f"tiers: {{ladder: [{ladder}], currency: CNY, criteria: {{{criteria}}}, levels: {{{levels}}}{more}}}\n"


def read(more: str = "", **parts: str) -> Tiers:
    tiers = edition(section(more, **parts)).tiers
    assert tiers is not None
    return tiers


def found(fragment: str) -> list[tuple[str, str]]:
    return [(problem.code, problem.path_text) for problem in told(fragment)]


def test_the_sample_reads_as_written(shared: Path) -> None:
    made = read_edition((shared / "samples" / "renovation.yaml").read_bytes(), "renovation.yaml")
    tiers = made.tiers
    assert tiers is not None
    assert tiers.ladder == (
        Level("standard", label={"zh": "普通客户"}),
        Level("key", enter=30.0, leave=25.0, label={"zh": "重点客户"}),
        Level("vip", enter=60.0, leave=50.0, label={"zh": "核心客户"}),
    )
    assert [(criterion.name, criterion.weight, criterion.missing, criterion.rule.name) for criterion in tiers.criteria] == [
        ("contribution", 0.5, "exclude", "thresholds"),
        ("influence", 0.2, "lowest", "lookup"),
        ("potential", 0.3, "lowest", "thresholds"),
    ]
    review = tiers.review
    assert (str(review.every), review.downgrade, review.after_periods_below, str(review.notice), str(review.minimum_stay)) == (
        "1 quarter",
        "one_level",
        1,
        "30 days",
        "90 days",
    )
    assert [(floor.target.metric, str(floor.target.within), floor.target.calendar) for floor in tiers.floor] == [
        ("first_response", "30m", "office"),
        ("solve_or_offer", "24h", "always"),
        ("resolution", "5wd", "office"),
    ]
    assert tiers.overrides == (Override("K0917", tier="vip", reason="集团采购试点", approved_by="zhao", until=date(2026, 6, 30)),)
    assert not [problem.code for problem in made.problems if problem.code.startswith("TIR0")]


def test_tiers_of_the_sample_are_the_values_of_the_attribute(shared: Path) -> None:
    made = read_edition((shared / "samples" / "renovation.yaml").read_bytes(), "renovation.yaml")
    tier = made.attributes["tier"]
    assert tier.values == {"standard": {"zh": "普通客户"}, "key": {"zh": "重点客户"}, "vip": {"zh": "核心客户"}}
    assert tier.ordered
    text = (shared / "samples" / "renovation.yaml").read_text("utf-8")
    for old, new in (("{vip: 10m, key", "{vipp: 10m, key"), ("{matter: inquiry, tier: standard", "{matter: inquiry, tier: standart")):
        problems = [problem for problem in check_edition(text.replace(old, new))[1] if problem.severity == "error"]
        assert {problem.code for problem in problems} == {"SLA002"}
        assert problems[0].params["expected"] in ("vip", "standard")


def test_no_section_is_no_tiers() -> None:
    assert edition("").tiers is None
    assert edition("tiers: {ladder: [a]}\n").tiers == Tiers((Level("a"),))


def test_weights_are_shares() -> None:
    criteria = ", ".join(
        f"c{i}: {{weight: {weight}, missing: fail, rule: {STEPS}}}" for i, weight in enumerate(("50%", "0.25", "12.5%", "0.125"))
    )
    assert [criterion.weight for criterion in read(criteria=criteria).criteria] == [0.5, 0.25, 0.125, 0.125]


def test_leave_is_enter_when_it_is_left_out_and_labels_stand_in_either_place() -> None:
    tiers = read(ladder="standard, {vip: First}", levels="vip: {enter: 60, label: Best}")
    assert tiers.ladder[1] == Level("vip", enter=60.0, leave=60.0, label={"en": "Best"})


def test_reviews_conversions_and_entitlements() -> None:
    tiers = read(
        ", review: {every: 6 months, qualification: anniversary, anchor: 2026-04-01, downgrade: period_end, after_periods_below: 3"
        ", grace: 2 weeks}"
        ", conversions: [{currency: USD, from: 2026-07-01, rate: 7}, {currency: USD, from: 2026-01-01, rate: 7.1}]"
        ", entitlements: {vip: {channels: [phone], named_contact: li, call_back: 30 days, items: [check], lounge: true}}"
    )
    review = tiers.review
    assert (review.every, review.qualification, review.anchor) == (Period(6, "month"), "anniversary", date(2026, 4, 1))
    assert (review.downgrade, review.after_periods_below, review.grace, review.notice) == ("period_end", 3, Period(2, "week"), None)
    first, second = date(2026, 1, 1), date(2026, 7, 1)
    assert tiers.conversions == (Conversion("USD", since=first, rate=7.1), Conversion("USD", since=second, rate=7.0))
    assert tiers.entitlements == (
        Entitlements("vip", channels=("phone",), named_contact="li", call_back=Period(30, "day"), items=("check",), own={"lounge": True}),
    )


def test_money_may_be_in_a_currency_that_is_converted() -> None:
    more = ", conversions: [{currency: USD, from: 2026-01-01, rate: 7.1}]"
    assert not found(section(more, criteria=SPENT.replace("CNY", "USD")))
    assert found(section(criteria=SPENT.replace("CNY", "USD"))) == [("TIR084", "tiers.criteria.spent.rule.thresholds.unit")]
    summed = "s: {weight: 1, missing: fail, rule: {weighted_sum: {fields: {a: 1, b: 1}, units: {a: EUR, b: visits}, from: 0, to: 9}}}"
    assert found(section(criteria=summed)) == [("TIR084", "tiers.criteria.s.rule.weighted_sum.units.a")]
    assert found(section(criteria=SPENT.replace("CNY", "visits"))) == []
    assert found(section().replace("currency: CNY, ", "")) == [("TIR085", "tiers.criteria.spent.rule.thresholds.unit")]


def test_a_floor_may_be_a_table() -> None:
    within = "{within: {priority: {high: 1h, else: 4h}}, calendar: {priority: {high: always, else: always}}, clause: '1'}"
    made = edition(section(f", floor: {{resolution: {within}}}") + "attributes: {priority: {values: [low, high]}}\nsla: {measure: all}\n")
    assert made.tiers is not None
    (floor,) = made.tiers.floor
    assert floor.target.within == Lookup("priority", rows={"high": parse_amount("1h")}, otherwise=parse_amount("4h"))
    assert floor.target.clause == "1"


@pytest.mark.parametrize(
    ("fragment", "problems"),
    [
        (section(ladder="standard, vip, vip"), [("TIR060", "tiers.ladder[2]")]),
        (section(ladder="standard, {a: A, b: B}, vip"), [("DOC055", "tiers.ladder[1]")]),
        (section(levels="vip: {enter: 60}, vp: {enter: 9}"), [("TIR061", "tiers.levels.vp")]),
        (section(", entitlements: {vpi: {}}"), [("TIR061", "tiers.entitlements.vpi")]),
        (section(", review: {downgrade: period_end}"), [("TIR087", "tiers.review.downgrade")]),
        (section(", conversions: [{currency: USD, from: 2026-01-01}]"), [("DOC031", "tiers.conversions[0]")]),
        (section(f", conversions: [{USD}, {USD}]"), [("TIR086", "tiers.conversions[1]")]),
        (section(", floor: {firs_response: {within: 1h, calendar: always}}"), [("DOC060", "tiers.floor.firs_response")]),
        (section(", floor: {resolution: {within: 1h, calendar: offise}}"), [("DOC061", "tiers.floor.resolution.calendar")]),
        (section(", floor: {resolution: 4h}"), [("DOC039", "tiers.floor.resolution")]),
        (section(criteria=f"a: {{weight: 1, rule: {STEPS}}}"), [("DOC031", "tiers.criteria.a")]),
        (section(criteria="a: {weight: 1, missing: fail, rule: {thresholds: {}, decay: {}}}"), [("DOC055", "tiers.criteria.a.rule")]),
        (section(criteria="a: {weight: 1, missing: fail, rule: {threshold: {}}}"), [("PLG030", "tiers.criteria.a.rule.threshold")]),
        (
            section(criteria="a: {weight: 1, missing: fail, rule: {decay: {field: x, half_life: 1 month}}}"),
            [("TIR010", "tiers.criteria.a.rule.decay.half_life")],
        ),
    ],
)  # fmt: skip
def test_what_is_refused_and_where(fragment: str, problems: list[tuple[str, str]]) -> None:
    assert found(fragment) == problems


GIVEN = "customer: K1, tier: vip, reason: r, approved_by: li"


@pytest.mark.parametrize(
    ("override", "problems"),
    [
        (GIVEN, [("TIR074", "tiers.overrides[0]")]),
        ("customer: K1, until: 2026-12-31", [("TIR074", "tiers.overrides[0]")]),
        (GIVEN.replace("reason: r", "reason: ' '") + ", until: 2026-12-31", [("TIR074", "tiers.overrides[0]")]),
        (GIVEN + ", until: 2026-12-31}, {" + GIVEN.replace("K1", "' K1 '") + ", until: 2026-12-31", [("TIR078", "tiers.overrides[1]")]),
        (GIVEN + ", until: soon", [("DOC042", "tiers.overrides[0].until")]),
        (GIVEN + ", until: 2026-02-30", [("DOC043", "tiers.overrides[0].until")]),
        (GIVEN.replace("vip", "vpi") + ", until: 2026-12-31", [("TIR061", "tiers.overrides[0].tier")]),
        (GIVEN.replace("li", "k1") + ", until: 2026-12-31", [("TIR075", "tiers.overrides[0].approved_by")]),
        (GIVEN + ", from: 2026-12-01, until: 2026-11-30", [("TIR077", "tiers.overrides[0].until")]),
        (GIVEN + ", until: 2026-12-31}, {" + GIVEN + ", from: 2026-05-01, until: 2027-12-31", [("TIR078", "tiers.overrides[1]")]),
        (GIVEN + ", until: 2026-12-31}, {" + GIVEN + ", from: 2027-01-01, until: 2027-12-31", []),
        (GIVEN + ", until: 2026-12-31}, {" + GIVEN.replace("K1", "K2") + ", until: 2026-12-31", []),
        ("customer: 17, tier: vip, reason: r, approved_by: li, until: 2026-12-31", [("DOC034", "tiers.overrides[0].customer")]),
    ],
)
def test_overrides(override: str, problems: list[tuple[str, str]]) -> None:
    assert found(section(f", overrides: [{{{override}}}]")) == problems


def test_an_override_that_is_no_mapping_is_refused_by_the_grammar() -> None:
    assert found(section(", overrides: [vip]")) == [("DOC039", "tiers.overrides[0]")]


def test_what_is_missing_in_an_override_is_told_with_the_reason() -> None:
    (problem,) = told(section(f", overrides: [{{{GIVEN.replace(', reason: r', '')}}}]"))
    assert problem.params["missing"] == "reason, until"
    assert "特批" in problem.hint("zh")


# ── attributes ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("attribute", "code"),
    [
        ("tier: {values: [standard, vip]}", "TIR081"),
        ("tier: {from: tiers, values: [vip, standard]}", "TIR082"),
        ("level: {from: tiers, values: [standard]}", "TIR082"),
    ],
)
def test_an_attribute_that_does_not_follow_the_ladder(attribute: str, code: str) -> None:
    assert code in [problem.code for problem in told(section() + f"attributes: {{{attribute}}}\n")]


def test_an_attribute_without_a_ladder_is_told() -> None:
    assert ("TIR083", "attributes.tier.from") in found("attributes: {tier: {from: tiers}, matter: {}}\n")


def test_values_may_be_written_as_the_ladder_has_them() -> None:
    made = edition(section() + "attributes: {tier: {from: tiers, values: [standard, vip]}, priority: {values: [a]}}\n")
    assert list(made.attributes["tier"].values or ()) == ["standard", "vip"]


def test_a_tier_that_is_not_declared_has_the_ladders_values() -> None:
    sla = "sla: {policies: [{name: a, default: true, calendar: always, targets: {resolution: {within: {tier: {vpi: 1h, else: 4h}}}}}]}\n"
    (problem,) = told(section() + "attributes: {matter: {}}\n" + sla)
    assert (problem.code, problem.params["expected"]) == ("SLA002", "vip")
    assert not told(section() + sla.replace("vpi", "vip"))


# ── plugins ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Loyalty:
    """A scoring rule that says what is wrong with its settings."""

    name, summary, version, reads, range = "loyalty", "Years with us.", "1", ("years",), (0.0, 10.0)
    findings: Iterable[object] = ()

    def score(self, facts: Mapping[str, object], settings: object, /) -> Score:
        return Score(5.0)

    def check(self, settings: Mapping[str, object], /) -> Iterable[object]:
        if settings.get("fail"):
            raise ValueError("no such luck")
        return self.findings


class Silent:
    """A scoring rule without a check."""

    name, summary, version, reads, range = "silent", "Says nothing.", "1", ("years",), (0.0, 1.0)

    def score(self, facts: Mapping[str, object], settings: object, /) -> Score:
        return Score(None)


def with_plugins(rule: str, *parts: object) -> tuple[Tiers | None, tuple[Problem, ...]]:
    registry = Registry(tuple(Component(str(getattr(part, "name", "")), kind="scoring_rules", plugin="p", part=part) for part in parts))
    made, problems = check_edition(whole(section(criteria=f"c: {{weight: 1, missing: fail, rule: {rule}}}")), registry=registry)
    return (None if made is None else made.tiers), problems


def test_a_plugins_rule_is_found_with_its_settings() -> None:
    part = Silent()
    tiers, problems = with_plugins("{silent: {a: [1]}}", part)
    assert tiers is not None
    use = tiers.criteria[0].rule
    assert (use.name, use.part, use.plugin, use.settings) == ("silent", part, "p", {"a": [1]})
    assert problems == ()


def test_findings_about_settings_are_told_at_their_place() -> None:
    part = Loyalty()
    part.findings = (Finding("years are few", path=("years",), zh="年数太少", severity="error"), "nonsense")
    tiers, problems = with_plugins("{loyalty: {years: 1}}", part)
    assert tiers is None
    assert [(problem.code, problem.path_text, problem.severity) for problem in problems] == [
        ("PLG036", "tiers.criteria.c.rule.loyalty", "warning"),
        ("PLG037", "tiers.criteria.c.rule.loyalty.years", "error"),
    ]
    assert "年数太少" in problems[1].message("zh")


def test_a_check_that_fails_is_told_with_the_plugins_name() -> None:
    (problem,) = with_plugins("{loyalty: {fail: true}}", Loyalty())[1]
    assert (problem.code, problem.path_text) == ("PLG036", "tiers.criteria.c.rule.loyalty")
    assert "no such luck" in problem.message()


def test_an_unknown_rule_is_told_with_the_nearest_of_all() -> None:
    (problem,) = with_plugins("{loyalti: {}}", Loyalty())[1]
    assert (problem.code, problem.params["expected"]) == ("PLG030", "loyalty")


def test_without_a_registry_a_plugins_rule_is_a_warning() -> None:
    (problem,) = told(section(criteria="c: {weight: 1, missing: fail, rule: {loyalty: {}}}"))
    assert (problem.code, problem.severity) == ("TIR088", "warning")


def test_a_rule_that_was_refused_is_told_once() -> None:
    report = Report()
    assert bind_rule({}, (), (), report, None).name == ""
    assert report.problems == []
