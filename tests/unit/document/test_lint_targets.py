"""Targets: words without effect, thresholds out of place, tables with gaps."""

from __future__ import annotations

import pytest

from tests.unit.document.lints import OFFICE, WORDS, codes, everyone, found

VISIT = "sla:\n  metrics: {visit: {start: {event: x-a}, stop: {event: x-b}}}\n"


def visit(target: str, words: str) -> str:
    return words + everyone(f"{{visit: {target}}}").replace("sla:\n", VISIT)


def test_end_of_day_needs_working_days() -> None:
    problem = found(OFFICE + everyone("{resolution: {within: 4h, end_of_day: true}}", calendar="office"), "SLA034")
    assert (problem.path[-1], problem.params["found"]) == ("end_of_day", "4h")
    table = "{resolution: {within: {priority: {high: 4h, else: 1wd}}, end_of_day: true}}"
    assert codes(WORDS + OFFICE + everyone(table, calendar="office")) == []


def test_until_names_an_instant() -> None:
    assert codes(visit("{until: appointment}", "attributes: {appointment: {kind: instant}}\n")) == []
    problem = found(visit("{until: appointment}", "attributes: {appointment: {label: a}}\n"), "SLA037")
    assert problem.params["found"] == "text"
    assert found(visit("{until: apointment}", "attributes: {appointment: {kind: instant}}\n"), "SLA001").params["expected"] == "appointment"
    assert "kind: instant" in str(found(visit("{until: apointment}", WORDS), "SLA001").params["expected"])
    assert codes(visit("{until: apointment}", "")) == []


@pytest.mark.parametrize("point", ["100%", "120%"])
def test_a_warning_after_the_due(point: str) -> None:
    assert "SLA032" in codes(everyone(f'{{resolution: {{within: 8h, warn: ["{point}"]}}}}'))


@pytest.mark.parametrize("point", ["0%", "8h remaining", "9h remaining"])
def test_a_warning_at_the_start(point: str) -> None:
    assert "SLA033" in codes(everyone(f'{{resolution: {{within: 8h, warn: ["{point}"]}}}}'))


def test_a_warning_at_the_start_in_working_days() -> None:
    assert "SLA033" in codes(OFFICE + everyone('{resolution: {within: 2wd, warn: ["2wd remaining"]}}', calendar="office"))


def test_a_warning_at_the_start_of_one_row() -> None:
    table = '{resolution: {within: {priority: {low: 8h, normal: 4h, high: 2h}}, warn: ["2h remaining"]}}'
    assert found(WORDS + everyone(table), "SLA033").params["amount"] == "2h"


@pytest.mark.parametrize("point", ["75%", "1h remaining", "1h overdue", "1wd remaining", "1wd overdue"])
def test_a_warning_in_its_place(point: str) -> None:
    assert codes(OFFICE + everyone(f'{{resolution: {{within: 3wd, warn: ["{point}"]}}}}', calendar="office")) == []


def test_hours_and_working_days_are_not_compared() -> None:
    assert "SLA033" not in codes(OFFICE + everyone('{resolution: {within: 4h, warn: ["1wd remaining"]}}', calendar="office"))


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def table(rows: str, *before: str, words: str = WORDS) -> str:
    return words + everyone(f"{{resolution: {{within: {rows}}}}}", *before)


@pytest.mark.parametrize(
    ("rows", "words", "left_out"),
    [
        ("{priority: {low: 8h, high: 2h}}", WORDS, "priority = normal"),
        ("{priority: {high: 2h}}", WORDS, "priority = low; priority = normal"),
        ("{channel: {phone: 2h}}", "attributes: {channel: {values: [phone, email]}}\n", "channel = email; no channel"),
        ("{customer: {K1: 2h}}", "", "customer = any other value; no customer"),
        ("{vip: {'true': 1h}}", "attributes: {vip: {kind: bool, default: false}}\n", "vip = false"),
        ("{tier: {gold: 1h}}", "attributes: {tier: {from: tiers}}\ntiers: {ladder: [basic, gold]}\n", "tier = basic"),
        (
            "{matter: {repair: {priority: {low: 8h}}, else: 1h}}",
            WORDS,
            "matter = repair, priority = normal; matter = repair, priority = high",
        ),
    ],
)
def test_values_without_a_row(rows: str, words: str, left_out: str) -> None:
    problem = found(table(rows, words=words), "SLA030")
    assert problem.params["values_en"] == left_out
    assert problem.severity == "warning"


@pytest.mark.parametrize(
    ("rows", "before"),
    [
        ("{priority: {low: 8h, normal: 4h, high: 2h}}", []),
        ("{priority: {low: 8h, else: 2h}}", []),
        ("{priority: {low: 8h, normal: 4h}}", ["{name: p, when: {priority: high}, calendar: always, targets: {resolution: 1h}}"]),
    ],
)
def test_tables_that_are_whole(rows: str, before: list[str]) -> None:
    assert codes(table(rows, *before)) == []


def test_tables_of_calendars() -> None:
    words = WORDS + OFFICE
    text = words + everyone("{resolution: {within: 4h, calendar: {priority: {high: always}}}}", calendar="office")
    assert found(text, "SLA030").path[-1] == "calendar"
    text = words + everyone("{resolution: 4h}", calendar="{priority: {high: always, low: office}}")
    assert found(text, "SLA030").path == ("sla", "policies", 0, "calendar")
    text = words + everyone("{resolution: {within: 4h, calendar: office}}", calendar="{priority: {high: always}}")
    assert codes(text) == []


def test_rows_that_no_case_reaches() -> None:
    policy = "{name: p, when: {priority: high}, calendar: always, targets: {resolution: {within: {priority: {low: 8h, high: 2h}}}}}"
    problem = found(table("8h", policy), "SLA031")
    assert (problem.path[-1], problem.severity) == ("low", "note")
    nested = policy.replace("{priority: {low: 8h, high: 2h}}", "{matter: {repair: {priority: {low: 8h, high: 1h}}, inquiry: 2h}}")
    assert found(table("8h", nested), "SLA031").params["row"] == "low"
    unreached = policy.replace("{priority: {low: 8h, high: 2h}}", "{priority: {low: {matter: {repair: 1h, else: 2h}}, high: 2h}}")
    assert codes(table("8h", unreached)).count("SLA031") == 1


def test_a_row_of_an_open_attribute() -> None:
    policy = "{name: p, when: {customer: K1}, calendar: always, targets: {resolution: {within: {customer: {K1: 1h, K2: 2h}}}}}"
    assert found(table("8h", policy, words=""), "SLA031").params["row"] == "K2"


def test_unknown_rows_are_told_once() -> None:
    assert codes(table("{priority: {low: 8h, normal: 4h, high: 2h, urgnt: 1h}}")) == ["SLA002"]


def test_many_rows_of_an_attribute_that_may_be_a_list() -> None:
    rows = "{region: {a: 1h, b: 1h, c: 1h, d: 1h, e: 1h, f: 1h}}"
    assert codes(table(rows, words="")) == []


def test_nothing_is_said_of_policies_too_wide_to_tell() -> None:
    wide = "{all: [" + ", ".join(f"{{any: [{{a{i}: x}}, {{b{i}: x}}]}}" for i in range(9)) + "]}"
    policy = f"{{name: p, when: {wide}, calendar: always, targets: {{resolution: {{within: {{tier: {{a: 1h}}}}}}}}}}"
    assert codes(table("8h", policy, words="")) == []
