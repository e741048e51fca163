"""Policies: what no case reaches, what two reach, what none reaches; and the silence where nothing is sure."""

from __future__ import annotations

import pytest

from tests.unit.document.lints import WORDS, codes, everyone, found

REST = "{name: rest, default: true, calendar: always, targets: {resolution: 8h}}"


def policies(*lines: str, words: str = WORDS) -> str:
    return words + "sla:\n  policies:\n" + "".join(f"    - {line}\n" for line in lines)


def when(condition: str, name: str = "p", targets: str = "{resolution: 4h}") -> str:
    return f"{{name: {name}, when: {condition}, calendar: always, targets: {targets}}}"


@pytest.mark.parametrize(
    "condition",
    [
        "{all: [{matter: repair}, {matter: inquiry}]}",
        "{priority: {not: [low, normal, high]}}",
        "{matter: {missing: true}}",
        "{none: [{matter: repair}, {matter: inquiry}]}",
        "{all: [{running: resolution}, {none: [{running: resolution}]}]}",
        "{all: [{category: open}, {category: closed}]}",
        "{all: [{awaiting_reply: true}, {awaiting_reply: false}]}",
        "{all: [{tags: {any: [a, b]}}, {tags: {none: [a, b]}}]}",
        "{all: [{customer: K1}, {customer: K2}]}",
    ],
)
def test_a_condition_that_contradicts_itself(condition: str) -> None:
    assert "SLA010" in codes(policies(when(condition), REST))


def test_numbers_that_contradict_themselves() -> None:
    words = "attributes: {amount: {kind: number}}\n"
    assert "SLA010" in codes(policies(when("{all: [{amount: {gt: 5}}, {amount: {lt: 5}}]}"), REST, words=words))


@pytest.mark.parametrize(
    "condition",
    [
        "{all: [{tags: a}, {tags: b}]}",
        "{all: [{free: a}, {free: b}]}",
        "{free: {missing: true}}",
        "{all: [{amount: {gt: 5}}, {amount: {lt: 6}}]}",
        "{all: [{grade: {gt: a}}, {grade: {lt: c}}]}",
        "{status: unlisted}",
        "{all: [{free: [a, b, c]}, {free: [d, e, f]}]}",
        "{all: [{tags: {any: [a, b, c]}}, {tags: {any: [d, e, f]}}]}",
        "{condition: {weekend: {}}}",
    ],
)
def test_a_condition_that_may_hold(condition: str) -> None:
    assert "SLA010" not in codes(policies(when(condition), REST, words=""))


def test_what_stands_after_a_default_is_never_reached() -> None:
    problem = found(policies(REST, when("{priority: high}")), "SLA011")
    assert (problem.params["policy"], problem.params["earlier"]) == ("p", "rest")


def test_what_earlier_policies_take_together() -> None:
    text = policies(when("{matter: repair}", "a"), when("{matter: inquiry}", "b"), when("{priority: high}", "c"), REST)
    assert found(text, "SLA011").params["earlier"] == "a, b"
    assert "SLA011" not in codes(policies(when("{matter: repair}", "a"), when("{priority: high}", "c"), REST))


def test_a_default_behind_everything_is_a_safety_net() -> None:
    assert codes(policies(when("{matter: repair}", "a"), when("{matter: inquiry}", "b"), REST)) == []


def test_a_policy_may_be_reached_for_some_metrics_only() -> None:
    text = policies(REST, when("{priority: high}", targets="{resolution: 4h, solution: 2h}"))
    problem = found(text, "SLA012")
    assert (problem.params["metric"], problem.path[-1]) == ("resolution", "resolution")


def test_an_exemption_takes_its_cases() -> None:
    exempt = "{name: spam, when: {matter: repair}, exempt: true}"
    assert found(policies(exempt, when("{matter: repair}"), REST), "SLA011").params["earlier"] == "spam"
    some = "{name: spam, when: {matter: repair}, exempt: [resolution]}"
    late = "{name: late, when: {matter: repair}, exempt: [resolution]}"
    text = policies(some, when("{matter: repair}", targets="{resolution: 4h, solution: 2h}"), late, REST)
    assert codes(text) == ["SLA011", "SLA012"]
    partly = policies(when("{matter: repair}"), "{name: late, when: {matter: repair}, exempt: [resolution, solution]}", REST)
    assert codes(partly) == []


def test_two_policies_that_share_cases() -> None:
    problem = found(policies(when("{priority: high}", "a"), when("{matter: repair}", "b", "{resolution: 2h}"), REST), "SLA013")
    assert problem.severity == "note"
    assert (problem.params["first"], problem.params["second"]) == ("a", "b")
    assert problem.params["case_en"] == "priority = high, matter = repair"
    assert problem.params["case_zh"] == "priority = high，matter = repair"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (when("{priority: high, matter: repair}", "a"), when("{matter: repair}", "b", "{resolution: 2h}")),
        (when("{priority: high}", "a"), when("{matter: repair}", "b", "{resolution: 4h}")),
        (when("{priority: high}", "a"), when("{matter: repair}", "b", "{solution: 2h}")),
        (when("{priority: high}", "a"), when("{priority: low}", "b", "{resolution: 2h}")),
        (when("{free: x}", "a"), when("{free: y}", "b", "{resolution: 2h}")),
        (when("{running: resolution}", "a"), when("{matter: repair}", "b", "{resolution: 2h}")),
        ("{name: a, when: {priority: high}, exempt: true}", when("{matter: repair}", "b")),
    ],
)
def test_no_note_where_the_order_is_plain_or_nothing_is_sure(first: str, second: str) -> None:
    words = WORDS.replace("}}\n", "}, free: {kind: text}}\n") if "free" in first else WORDS
    assert "SLA013" not in codes(policies(first, second, REST, words=words))


def test_the_same_amount_on_another_calendar_is_a_difference() -> None:
    other = "{name: b, when: {matter: repair}, calendar: office, targets: {resolution: 4h}}"
    words = WORDS + 'calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}\n'
    assert "SLA013" in codes(policies(when("{priority: high}", "a"), other, REST, words=words))


def test_overlaps_are_told_up_to_a_bound() -> None:
    words = "attributes: {" + ", ".join(f"a{i}: {{kind: bool}}" for i in range(9)) + "}\n"
    lines = [when(f"{{a{i}: true}}", f"p{i}", f"{{resolution: {i + 1}h}}") for i in range(9)]
    assert codes(policies(*lines, REST, words=words)).count("SLA013") == 20


def test_cases_that_no_policy_reaches() -> None:
    assert found(policies(when("{matter: repair}")), "SLA014").params["case_en"] == "matter = inquiry"
    assert "SLA014" not in codes(policies(when("{matter: repair}", "a"), when("{matter: inquiry}", "b")))
    assert "SLA014" not in codes(policies(when("{matter: repair}"), REST))


@pytest.mark.parametrize(
    ("condition", "words", "shown_en", "shown_zh"),
    [
        ("{channel: {missing: false}}", WORDS.replace("}}\n", "}, channel: {values: [phone]}}\n"), "no channel", "没有 channel"),
        ("{customer: K1}", "", "customer = any other value", "customer 为其他值"),
        ("{vip: true}", "attributes: {vip: {kind: bool, default: false}}\n", "vip = false", "vip = false"),
        ("{tags: {any: [spam]}}", "", "tags = []", "tags = []"),
        ("{all: [{tags: {any: [a]}}, {tags: {none: [b]}}]}", "", "tags = []", "tags = []"),
    ],
)
def test_an_uncovered_case_is_shown(condition: str, words: str, shown_en: str, shown_zh: str) -> None:
    problem = found(policies(when(condition), words=words), "SLA014")
    assert (problem.params["case_en"], problem.params["case_zh"]) == (shown_en, shown_zh)


def test_lists_are_shown_with_other_values() -> None:
    problem = found(policies(when("{tags: {none: [a]}}"), when("{tags: {missing: true}}", "b"), words=""), "SLA014")
    assert problem.params["case_en"] == "tags = [a]"
    both = policies(when("{none: [{all: [{tags: {all: [a]}}, {tags: {none: [b]}}, {none: [{tags: {none: [x]}}]}]}]}", "a"), words="")
    assert "tags = [a, x]" in found(both, "SLA014").params["case_en"]


def test_nothing_is_claimed_when_too_much_must_be_told_apart() -> None:
    parts = ", ".join(f"{{any: [{{a{i}: x}}, {{b{i}: x}}]}}" for i in range(9))
    wide = f"{{all: [{parts}]}}"
    assert codes(policies(when(wide, "a"), when(f"{{all: [{{none: [{wide}]}}, {wide}]}}", "b"), when(wide, "c"), words="")) == []
    pairs = ", ".join(f"{{a{i}: x, b{i}: x}}" for i in range(9))
    assert codes(policies(when(f"{{any: [{pairs}]}}", "a", "{resolution: 2h}"), when("{c: x}", "b"), words="")) == []
    ones, twos = (", ".join(f"{{{name}{i}: x}}" for i in range(20)) for name in "ab")
    assert codes(policies(when(f"{{any: [{ones}]}}", "a", "{resolution: 2h}"), when(f"{{any: [{twos}]}}", "b"), REST, words="")) == []


def test_shapes() -> None:
    assert codes(policies("{name: p, when: {priority: high}, calendar: always}", REST)) == ["SLA016"]
    assert codes(policies(when("{event: resolved}"), REST)) == ["SLA018"]
    metrics = "sla:\n  metrics: {visit: {start: {event: opened}, stop: {event: x-a}}}\n"
    assert codes(everyone().replace("sla:\n", metrics)) == ["SLA017"]
    assert codes(everyone("{resolution: 8h, visit: none}").replace("sla:\n", metrics)) == []
    assert codes(metrics) == []


def test_no_policy_at_all_is_no_gap() -> None:
    assert codes("sla: {metrics: {resolution: {pause: [on_hold]}}}\n") == []


@pytest.mark.parametrize("condition", ["{priority: hihg}", "{prioritty: high}"])
def test_a_name_that_is_not_known_is_not_told_again_as_a_contradiction_or_a_gap(condition: str) -> None:
    told = codes(policies(when(condition)))
    assert {"SLA001", "SLA002"} & set(told)
    assert not {"SLA010", "SLA014"} & set(told)
