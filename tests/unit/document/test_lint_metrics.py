"""Metrics that never start, never run or start paused; targets that no case can start."""

from __future__ import annotations

import pytest

from tests.unit.document.lints import WORDS, codes, everyone, found


def metric(parts: str, *before: str, words: str = WORDS) -> str:
    return words + everyone("{visit: 4h}", *before).replace("sla:\n", f"sla:\n  metrics: {{visit: {parts}}}\n")


@pytest.mark.parametrize(
    "parts",
    [
        "{start: {becomes: {matter: repair}}, stop: {matter: [repair, inquiry]}}",
        "{start: {matter: repair}, stop: {any: [{event: x-a}, {matter: repair}]}}",
        "{start: {event: resolved}, stop: [resolved, closed]}",
        "{start: {event: closed}, stop: [closed]}",
        "{start: {event: cancelled}, stop: {event: x-a}, cancel: [cancelled]}",
        "{start: {event: opened, matter: repair}, stop: {matter: repair}}",
        "{start: {all: [{matter: repair}, {matter: inquiry}]}, stop: {event: x-a}}",
    ],
)
def test_a_metric_that_never_starts(parts: str) -> None:
    assert found(metric(parts), "SLA020").path == ("sla", "metrics", "visit", "start")


@pytest.mark.parametrize(
    "parts",
    [
        "{start: {event: message, public: true}, stop: {event: message, public: true}}",
        "{start: {event: x-a}, stop: {none: [{event: x-a}]}}",
        "{start: {event: called_back, matter: repair}, stop: {matter: repair}}",
        "{start: {event: x-a, by: agent}, stop: {event: resolved, by: bot}}",
        "{start: {becomes: {matter: repair}}, stop: {matter: inquiry}}",
        "{start: {by: agent}, stop: {event: x-a}}",
        "{start: {event: changed, set: owner}, stop: {event: resolved}}",
    ],
)
def test_a_metric_that_may_start(parts: str) -> None:
    assert codes(metric(parts)) == []


def test_start_paused() -> None:
    assert "SLA021" in codes(metric("{start: {becomes: {category: on_hold}}, stop: {event: resolved}, pause: [on_hold]}"))
    assert "SLA022" in codes(metric("{start: {becomes: {category: on_hold}}, stop: {category: {not: on_hold}}, pause: [on_hold]}"))
    assert codes(metric("{start: {event: opened}, stop: {event: resolved}, pause: [on_hold]}")) == []


def test_built_ins_are_sound() -> None:
    assert codes("sla: {measure: all}\n") == []


@pytest.mark.parametrize("condition", ["{priority: high}", "{none: [{matter: repair}]}"])
def test_a_target_that_a_case_can_start(condition: str) -> None:
    policy = f"{{name: p, when: {condition}, calendar: always, targets: {{visit: 2h}}}}"
    assert "SLA023" not in codes(metric("{start: {becomes: {priority: [low, high]}}, stop: {event: x-a}}", policy))


def test_a_target_that_no_case_can_start() -> None:
    policy = "{name: p, when: {matter: inquiry}, calendar: always, targets: {visit: 2h}}"
    parts = "{start: {becomes: {matter: repair}}, stop: {event: x-a}}"
    problem = found(metric(parts, policy), "SLA023")
    assert problem.path == ("sla", "policies", 0, "targets", "visit")
    assert "SLA023" not in codes(metric(parts, policy.replace("2h", "none")))
    exempt = policy.replace("targets:", "exempt: [visit], targets:")
    assert "SLA023" not in codes(metric(parts, exempt))


def test_nothing_is_said_of_what_is_too_wide() -> None:
    wide = "{all: [" + ", ".join(f"{{any: [{{a{i}: x}}, {{b{i}: x}}]}}" for i in range(9)) + "]}"
    ones, twos = ("{any: [" + ", ".join(f"{{{name}{i}: x}}" for i in range(20)) + "]}" for name in "ab")
    assert codes(metric(f"{{start: {wide}, stop: {{event: x-a}}}}", words="")) == []
    policy = f"{{name: p, when: {twos}, calendar: always, targets: {{visit: 2h}}}}"
    assert codes(metric(f"{{start: {ones}, stop: {{event: x-a}}}}", policy, words="")) == []
