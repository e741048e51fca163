"""What the lints claim of policies and tables holds when every case is tried with the code that decides."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from servstd.document import read_edition
from servstd.errors import Problem
from servstd.sla.policies import PolicyTable
from tests.unit.document.lints import whole

VALUES: Mapping[str, list[object]] = {
    "priority": ["low", "normal", "high"],
    "matter": ["inquiry", "repair"],
    "vip": [True, False, None],
    "tags": [None, (), ("a",), ("b",), ("a", "b"), ("c",), ("a", "c"), ("b", "c"), ("a", "b", "c")],
    "customer": [None, "K1", "K2", "K3"],
    "amount": [None, 1, 5, 7, 10, 12],
}
CASES = [dict(zip(VALUES, values, strict=True)) for values in product(*VALUES.values())]
WORDS = (
    "attributes: {priority: {values: [low, normal, high], ordered: true, default: normal}, "
    "matter: {values: [inquiry, repair], required: true}, "
    "vip: {kind: bool}, tags: {kind: list}, customer: {kind: text}, amount: {kind: number}}\n"
)


def states(name: str) -> st.SearchStrategy[str]:
    if name == "amount":
        limits = st.tuples(st.sampled_from(["gt", "gte", "lt", "lte"]), st.sampled_from([5, 10]))
        return limits.map(lambda pair: f"{{amount: {{{pair[0]}: {pair[1]}}}}}")
    if name == "tags":
        asked = ["a", "{any: [a, b]}", "{all: [a, b]}", "{none: [a]}", "{missing: true}"]
        return st.sampled_from([f"{{tags: {test}}}" for test in asked])
    known = {"vip": ["true", "false"], "customer": ["K1", "K2"]}.get(name, [str(value) for value in VALUES[name]])
    chosen = st.lists(st.sampled_from(known), min_size=1, max_size=2, unique=True).map(lambda values: f"[{', '.join(values)}]")
    return st.one_of(
        chosen.map(lambda values: f"{{{name}: {values}}}"),
        chosen.map(lambda values: f"{{{name}: {{not: {values}}}}}"),
        st.booleans().map(lambda flag: f"{{{name}: {{missing: {str(flag).lower()}}}}}"),
    )


STATES = st.recursive(
    st.sampled_from(list(VALUES)).flatmap(states),
    lambda inner: st.tuples(st.sampled_from(["any", "all", "none"]), st.lists(inner, min_size=1, max_size=2)).map(
        lambda pair: f"{{{pair[0]}: [{', '.join(pair[1])}]}}"
    ),
    max_leaves=4,
)
ROWS = {
    "4h": "4h",
    "some": "{within: {priority: {high: 2h, low: 8h}}}",
    "nested": "{within: {matter: {repair: {vip: {'true': 1h}}, else: 3h}}}",
    "open": "{within: {customer: {K1: 1h}}}",
    "whole": "{within: {priority: {high: 2h, else: 8h}}}",
    "none": "none",
}
TARGETS = st.dictionaries(st.sampled_from(["resolution", "solution"]), st.sampled_from(list(ROWS.values())), min_size=1)


@st.composite
def standards(draw: st.DrawFn) -> str:
    lines: list[str] = []
    for i in range(draw(st.integers(1, 4))):
        when = draw(st.one_of(STATES.map(lambda state: f"when: {state}"), st.just("default: true")))
        if draw(st.integers(0, 5)) == 0:
            lines.append(f"{{name: p{i}, {when}, exempt: [resolution]}}")
        else:
            targets = ", ".join(f"{metric}: {target}" for metric, target in draw(TARGETS).items())
            lines.append(f"{{name: p{i}, {when}, calendar: always, targets: {{{targets}}}}}")
    return whole(WORDS + "sla:\n  measure: [resolution, solution]\n  policies:\n" + "".join(f"    - {line}\n" for line in lines))


def named(problems: tuple[Problem, ...], code: str) -> set[tuple[str, str]]:
    return {(str(problem.params["policy"]), str(problem.params.get("metric", ""))) for problem in problems if problem.code == code}


@given(standards())
def test_what_is_claimed_of_policies_holds_for_every_case(text: str) -> None:
    edition = read_edition(text)
    metrics = tuple(metric.name for metric in edition.metrics)
    table = PolicyTable(edition.policies, metrics)
    governed: dict[tuple[str, str], set[str | None]] = {}
    uncovered = False
    for case in CASES:
        choices = [table.choice(key) for key in table.select({name: value for name, value in case.items() if value is not None})]
        for choice in choices:
            governed.setdefault((choice.policy or "", choice.metric), set()).add(choice.reason)
        uncovered = uncovered or not any(True for _ in table.matching({name: value for name, value in case.items() if value is not None}))
    defaults = {policy.name for policy in edition.policies if policy.default}
    reached = {policy for policy, _ in governed}
    unused = {policy.name for policy in edition.policies} - reached - defaults
    claimed = {policy for code in ("SLA010", "SLA011") for policy, _ in named(edition.problems, code)}
    assert claimed == unused
    assert all(pair not in governed for pair in named(edition.problems, "SLA012"))
    assert any(problem.code == "SLA014" for problem in edition.problems) == (uncovered and not defaults)
    without_row = {pair for pair, reasons in governed.items() if "no_row" in reasons}
    assert named(edition.problems, "SLA030") == without_row
