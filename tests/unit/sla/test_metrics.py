"""Metrics: the built-ins are data, a standard extends or replaces their parts, and what is wrong is told."""

from __future__ import annotations

import pytest

from servstd.conditions import AllOf, AnyOf, OnEvent, Test, compile_event, has_event
from servstd.errors import Report
from servstd.messages import entries
from servstd.sla.metrics import BUILTINS, read_label, read_metric
from servstd.sla.model import Metric

OWN = {"start": {"event": "opened"}, "stop": {"event": "resolved"}}


def read(data: dict[str, object], builtin: str | None = None) -> tuple[Metric, list[tuple[str, tuple[object, ...], dict[str, object]]]]:
    """Return the metric and (code, path, params) of every problem."""
    report = Report()
    metric = read_metric("m", data, report, ("sla", "metrics", "m"), builtin=BUILTINS[builtin] if builtin else None)
    return metric, [(problem.code, problem.path, dict(problem.params)) for problem in report.problems]


@pytest.mark.parametrize("name", BUILTINS)
def test_every_built_in_reads_without_a_problem_and_is_labelled_in_both_languages(name: str) -> None:
    metric, problems = read({}, name)
    assert (problems, metric.builtin) == ([], True)
    assert metric.label is not None
    assert set(metric.label) == {"en", "zh"}


def test_the_built_ins_of_the_table() -> None:
    assert list(BUILTINS) == [
        "first_response", "next_response", "periodic_update", "pausable_update",
        "resolution", "solution", "requester_wait", "agent_work", "time_to_own",
    ]  # fmt: skip
    repeating = {name for name in BUILTINS if read({}, name)[0].repeats == "each"}
    assert repeating == {"next_response", "periodic_update", "pausable_update"}
    assert {name for name in BUILTINS if read({}, name)[0].reopen == "resume"} == {"resolution", "requester_wait", "agent_work"}


@pytest.mark.parametrize(
    ("rule", "data", "pauses"),
    [
        ("nothing said: the built-in's own", {}, {"waiting_customer", "on_hold"}),
        ("replaced", {"pause": ["on_hold"]}, {"on_hold"}),
        ("taken away by a word", {"pause": "none"}, set()),
        ("taken away by an empty list", {"pause": []}, set()),
        ("taken away by nothing", {"pause": None}, set()),
        ("extended", {"pause": {"any": ["builtin", ["resolved"]]}}, {"waiting_customer", "on_hold", "resolved"}),
    ],
)
def test_a_part_of_a_built_in_is_replaced_extended_or_taken_away(rule: str, data: dict[str, object], pauses: set[str]) -> None:
    metric, problems = read(data, "resolution")
    assert problems == []
    holds = (
        (lambda category: False)
        if metric.pause is None
        else (lambda category: compile_event(metric.pause)(None, (), {"category": category}, None, {}))
    )
    assert {name for name in ("open", "waiting_customer", "on_hold", "resolved") if holds(name)} == pauses


def test_extending_a_part_the_built_in_does_not_have_adds_nothing() -> None:
    metric, _ = read({"cancel": {"any": ["builtin", {"event": "rejected"}]}}, "resolution")
    assert metric.cancel == AnyOf((AnyOf(()), OnEvent(("rejected",))))


def test_a_metric_of_the_standards_own() -> None:
    metric, problems = read(
        {**OWN, "repeats": "each", "reopen": "restart", "label": "Visit", "note": {"en": "n", "zh": "注"}, "clause": "3.1"}
    )
    assert problems == []
    assert (metric.repeats, metric.reopen, metric.label, metric.note, metric.clause, metric.builtin) == (
        "each", "restart", {"en": "Visit"}, {"en": "n", "zh": "注"}, "3.1", False,
    )  # fmt: skip
    assert (metric.pause, metric.cancel) == (None, None)
    plain, _ = read(dict(OWN))
    assert (plain.repeats, plain.reopen, plain.label, plain.clause) == ("no", "ignore", None, None)


@pytest.mark.parametrize(
    ("data", "code", "path", "params"),
    [
        ({"stop": {"event": "resolved"}}, "SLA113", (), {"metric": "m", "key": "start"}),
        ({"start": {"event": "opened"}}, "SLA113", (), {"metric": "m", "key": "stop"}),
        ({"start": {"event": "opened"}, "stop": "none"}, "SLA113", (), {"metric": "m", "key": "stop"}),
        ({**OWN, "repeats": "always"}, "SLA114", ("repeats",), {"key": "repeats", "found": "'always'", "expected": "no, each"}),
        ({**OWN, "repeats": False}, "SLA114", ("repeats",), {"key": "repeats", "found": "False", "expected": "no, each"}),
        ({**OWN, "reopen": "again"}, "SLA114", ("reopen",), {"key": "reopen", "found": "'again'", "expected": "resume, restart, ignore"}),
        ({**OWN, "pause": {"event": "assigned"}}, "SLA115", ("pause",), {"metric": "m"}),
        ({**OWN, "pause": {"becomes": {"priority": "high"}}}, "SLA115", ("pause",), {"metric": "m"}),
    ],
)
def test_what_is_wrong_with_a_metric(data: dict[str, object], code: str, path: tuple[str, ...], params: dict[str, object]) -> None:
    metric, problems = read(data)
    assert problems == [(code, ("sla", "metrics", "m", *path), params)]
    assert metric.pause is None
    assert code in entries("SLA")


def test_problems_of_conditions_have_the_path_of_the_part() -> None:
    _, problems = read({**OWN, "stop": {"any": [{"event": "resolvd"}]}})
    assert [(code, path) for code, path, _ in problems] == [("SLA105", ("sla", "metrics", "m", "stop", "any", 0, "event"))]


def test_a_metric_without_start_or_stop_is_read_as_never_starting_and_never_stopping() -> None:
    metric, _ = read({})
    assert (metric.start, metric.stop) == (AnyOf(()), AnyOf(()))


@pytest.mark.parametrize(
    ("value", "expected"),
    [("回访", {"zh": "回访"}), ({"en": "call-back", "zh": "回访"}, {"en": "call-back", "zh": "回访"}), (None, None), (7, None)],
)
def test_labels(value: object, expected: object) -> None:
    assert read_label(value, "zh") == expected


def test_pauses_are_states() -> None:
    for name in BUILTINS:
        pause = read({}, name)[0].pause
        assert pause is None or not has_event(pause)
    assert isinstance(read({}, "first_response")[0].start, AllOf)
    assert isinstance(read({}, "time_to_own")[0].stop, Test)
