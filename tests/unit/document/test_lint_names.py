"""Names that mean nothing: the nearest known one is offered, and what may be right is left alone."""

from __future__ import annotations

import pytest

from servstd.document.lint._scope import DERIVED, RESERVED
from tests.unit.document.lints import WORDS, codes, everyone, found


def policy(when: str, *, words: str = WORDS) -> str:
    return words + everyone("{resolution: 8h}", f"{{name: p, when: {when}, calendar: always, targets: {{resolution: 4h}}}}")


def metric(parts: str, *, words: str = WORDS) -> str:
    return words + everyone("{visit: 4h}").replace("sla:\n", f"sla:\n  metrics: {{visit: {parts}}}\n")


def test_an_unknown_attribute_is_told_at_its_key() -> None:
    problem = found(policy("{any: [{matter: repair}, {prioritty: high}]}"), "SLA001")
    assert problem.params["expected"] == "priority"
    assert problem.path == ("sla", "policies", 0, "when", "any", 1, "prioritty")
    assert problem.place is not None
    assert problem.place.snippet[problem.place.column - 1 :].startswith("prioritty")


def test_without_declared_attributes_any_name_goes() -> None:
    assert codes(policy("{prioritty: high}", words="")) == []


@pytest.mark.parametrize("name", [*RESERVED, *DERIVED])
def test_reserved_and_derived_names_are_known(name: str) -> None:
    words = "attributes: {region: {values: [north]}}\n"
    assert "SLA001" not in codes(policy(f"{{{name}: {{missing: false}}, region: north}}", words=words))


def test_an_unknown_value_is_told_where_it_stands() -> None:
    problem = found(policy("{priority: [high, norml]}"), "SLA002")
    assert (problem.params["found"], problem.params["expected"]) == ("norml", "normal")
    assert problem.path[-1] == 1


@pytest.mark.parametrize(
    ("words", "when"),
    [
        (WORDS, "{category: on_holt}"),
        ("attributes: {vip: {kind: bool}}\n", "{vip: 'yes'}"),
        ("attributes: {stars: {values: ['1', '2']}}\n", "{stars: 1}"),
        ("statuses: {open: [new], on_hold: [vendor]}\n", "{status: vender}"),
        ("attributes: {tier: {from: tiers}}\ntiers: {ladder: [{basic: Basic}, {gold: Gold}]}\n", "{tier: golden}"),
        ("attributes: {tier: {from: tiers}}\ntiers: {ladder: [basic, gold]}\n", "{tier: golden}"),
        (WORDS, "{priority: {not: hihg}}"),
    ],
)
def test_unknown_values_of_every_kind(words: str, when: str) -> None:
    assert "SLA002" in codes(policy(when, words=words))


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("statuses: {open: [new], otherwise: open}\n", "{status: vendor}"),
        ("attributes: {tier: {from: tiers}}\n", "{tier: whatever}"),
        ("attributes: {vip: {kind: bool}}\n", "{vip: true}"),
        ("attributes: {customer: {kind: text}}\n", "{customer: K1}"),
        ("attributes: {visits: {kind: number}}\n", "{visits: {gte: 3}}"),
        ("attributes: {visits: {kind: number}}\n", "{visits: [3, 4.5]}"),
        ("attributes: {labels: {kind: list, values: [a, b]}}\n", "{labels: {any: [a]}}"),
    ],
)
def test_values_that_may_be_right(words: str, when: str) -> None:
    assert not {"SLA001", "SLA002", "SLA003", "SLA004"} & set(codes(policy(when, words=words)))


@pytest.mark.parametrize("value", ['"3"', "true"])
def test_a_number_compared_with_something_else(value: str) -> None:
    assert "SLA003" in codes(policy(f"{{visits: {value}}}", words="attributes: {visits: {kind: number}}\n"))


@pytest.mark.parametrize(
    ("test", "meant"),
    [
        ("gt: low", "[normal, high]"),
        ("gte: normal", "[normal, high]"),
        ("lt: high", "[low, normal]"),
        ("lte: low", "[low]"),
        ("gte: x", "[low, normal, high]"),
    ],
)
def test_words_are_not_compared_by_the_alphabet(test: str, meant: str) -> None:
    assert found(policy(f"{{priority: {{{test}}}}}"), "SLA004").params["expected"] == meant


def test_data_of_events() -> None:
    problem = found(metric("{start: {event: resolved}, stop: {event: called_back, outcom: satisfied}}"), "SLA007")
    assert (problem.severity, problem.params["expected"]) == ("warning", "outcome")


@pytest.mark.parametrize(
    "stop",
    [
        "{event: called_back, outcome: satisfied}",
        "{event: x-arrived, anything: 1}",
        "{by: agent, anything: 1}",
        "{event: resolved, priority: high}",
    ],
)
def test_data_of_events_that_may_be_right(stop: str) -> None:
    assert "SLA007" not in codes(metric(f"{{start: {{event: opened}}, stop: {stop}}}"))


def test_without_declared_attributes_event_data_may_be_anything() -> None:
    assert codes(metric("{start: {event: opened}, stop: {event: resolved, anything: 1}}", words="")) == []


def test_the_attribute_an_event_sets() -> None:
    problem = found(metric("{start: {event: changed, set: ovner}, stop: {event: resolved}}"), "SLA001")
    assert (problem.params["expected"], problem.path[-1]) == ("owner", "set")
    assert "SLA001" not in codes(metric("{start: {event: changed, set: ovner}, stop: {event: resolved}}", words=""))


def test_values_in_events_are_checked_too() -> None:
    assert "SLA002" in codes(metric("{start: {event: opened, matter: repare}, stop: {event: resolved}}"))


def test_a_clock_can_only_ask_for_clocks_above_it() -> None:
    metrics = "{visit: {start: {running: trip}, stop: {event: x-b}}, trip: {start: {event: x-a}, stop: {event: x-b}}}"
    text = everyone("{visit: 4h, trip: 4h}").replace("sla:\n", f"sla:\n  metrics: {metrics}\n")
    problem = found(text, "SLA006")
    assert (problem.params["metric"], problem.params["own"]) == ("trip", "visit")
    swapped = "{trip: {start: {event: x-a}, stop: {event: x-b}}, visit: {start: {running: trip}, stop: {event: x-b}}}"
    assert "SLA006" not in codes(everyone("{visit: 4h, trip: 4h}").replace("sla:\n", f"sla:\n  metrics: {swapped}\n"))


def test_a_policy_may_ask_for_any_clock() -> None:
    assert "SLA006" not in codes(policy("{running: resolution}"))


def test_builtin_means_something_in_a_builtin_only() -> None:
    assert found(metric("{start: {event: opened}, stop: {any: [builtin, {event: x-a}]}}"), "SLA008").path[-1] == 0
    assert "SLA008" in codes(policy("builtin"))
    extended = everyone().replace("sla:\n", "sla:\n  metrics: {resolution: {stop: {any: [builtin, {event: x-a}]}}}\n")
    assert codes(extended) == []


def test_tables() -> None:
    unknown = WORDS + everyone("{resolution: {within: {prioritty: {high: 1h, else: 2h}}}}")
    assert found(unknown, "SLA001").path[-1] == "prioritty"
    problem = found(WORDS + everyone("{resolution: {within: {priority: {hihg: 1h, else: 2h}}}}"), "SLA002")
    assert (problem.path[-1], problem.params["expected"]) == ("hihg", "high")
    flag = "attributes: {vip: {kind: bool, default: false}}\n"
    assert codes(flag + everyone("{resolution: {within: {vip: {'true': 1h, 'false': 2h}}}}")) == []
    assert codes("attributes: {customer: {kind: text}}\n" + everyone("{resolution: {within: {customer: {K1: 1h, else: 2h}}}}")) == []


def scenario(case: str, *events: str) -> str:
    listed = ", ".join(['{at: "2026-01-05 09:00", kind: opened}', *events])
    tests = f"scenarios: [{{name: a, case: {case}, events: [{listed}], expect: {{}}}}]\n"
    return WORDS + everyone("{resolution: {within: {priority: {high: 1h, else: 2h}}}}") + tests


def test_scenarios() -> None:
    problem = found(scenario("{matter: repare}"), "SLA002")
    assert problem.path == ("scenarios", 0, "case", "matter")
    problem = found(scenario("{matter: repair}", '{at: "2026-01-05 10:00", kind: changed, priority: hihg}'), "SLA002")
    assert problem.path == ("scenarios", 0, "events", 1, "priority")
    changed = '{at: "2026-01-05 10:00", kind: changed, priority: high}'
    assert "SLA002" not in codes(scenario("{matter: repair, tags: [a], whatever: 1}", changed))
