"""The condition language: reading with every problem, walking, and what the two predicates say."""

from __future__ import annotations

import pickle
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servstd.conditions import (
    AllOf,
    AnyOf,
    Becomes,
    Builtin,
    Condition,
    NoneOf,
    OnEvent,
    Plugin,
    Running,
    Test,
    compile_event,
    compile_rise,
    compile_state,
    has_event,
    names_read,
    read_condition,
    replace_builtin,
    walk,
)
from servstd.errors import Report
from servstd.events import Event


def read(data: object) -> Condition:
    report = Report()
    condition = read_condition(data, report)
    assert not report.problems
    return condition


def problems(data: object) -> list[tuple[str, tuple[object, ...]]]:
    report = Report()
    read_condition(data, report, ("when",))
    for problem in report.problems:
        assert problem.message("en")
        assert problem.message("zh")
        assert problem.hint("en")
        assert problem.hint("zh")
    return [(problem.code, problem.path) for problem in report.problems]


def holds(data: object, attributes: Mapping[str, object]) -> bool:
    return compile_state(read(data))(attributes)


def event(kind: str, by: str = "system", **data: object) -> Event:
    return Event(kind, case="1", at=0, by=by, data=data)  # type: ignore[arg-type]


def fires(
    data: object, happened: Event | None, after: Mapping[str, object], before: Mapping[str, object] | None = None, **running: object
) -> bool:
    kinds = (happened.kind,) if happened is not None else ()
    return compile_event(read(data))(happened, kinds, after, before, running)


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_mapping_joins_its_tests() -> None:
    assert read({"tier": "gold", "amount": {"gte": 5, "lt": 9}}) == AllOf(
        (
            Test("tier", op="in", values=("gold",)),
            Test("amount", op="gte", values=(5,)),
            Test("amount", op="lt", values=(9,)),
        )
    )


def test_one_part_stands_alone() -> None:
    assert read({"tier": ["gold", "silver"]}) == Test("tier", op="in", values=("gold", "silver"))


def test_a_list_names_categories() -> None:
    assert read(["resolved", "closed"]) == Test("category", op="in", values=("resolved", "closed"))


@pytest.mark.parametrize(("key", "kind"), [("any", AnyOf), ("all", AllOf), ("none", NoneOf)])
def test_groups(key: str, kind: type[AnyOf]) -> None:
    assert read({key: [{"tier": "gold"}, "builtin"]}) == kind((Test("tier", op="in", values=("gold",)), Builtin()))


def test_every_test_has_its_word() -> None:
    words = {"not": "not_in", "gt": "gt", "gte": "gte", "lt": "lt", "lte": "lte", "any": "any", "all": "all", "none": "none"}
    for word, op in words.items():
        assert read({"amount": {word: 1}}) == Test("amount", op=op, values=(1,))  # type: ignore[arg-type]
    assert read({"amount": {"missing": True}}) == Test("amount", op="missing")
    assert read({"amount": {"missing": False}}) == Test("amount", op="present")


def test_an_event_with_everything() -> None:
    assert read({"event": ["called_back", "x-seen"], "by": "agent", "set": "owner", "outcome": "satisfied"}) == OnEvent(
        ("called_back", "x-seen"), by=("agent",), sets="owner", tests=(Test("outcome", op="in", values=("satisfied",)),)
    )


def test_an_event_of_any_kind() -> None:
    assert read({"by": ["customer", "bot"]}) == OnEvent((), by=("customer", "bot"))


def test_edges_clocks_and_plugins() -> None:
    assert read({"becomes": {"matter": "complaint"}}) == Becomes(Test("matter", op="in", values=("complaint",)))
    assert read({"running": "resolution"}) == Running("resolution")
    assert read({"condition": {"weekend": {"zone": "UTC"}}}) == Plugin("weekend", args=(("zone", "UTC"),))
    assert read({"condition": {"weekend": None}}) == Plugin("weekend")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("gold", [("SLA101", ("when",))]),
        ({}, [("SLA101", ("when",))]),
        (None, [("SLA101", ("when",))]),
        ({"tier": {}}, [("SLA101", ("when", "tier"))]),
        ({"becomes": {"event": "opened"}}, [("SLA102", ("when", "becomes"))]),
        (["closed", "done"], [("SLA103", ("when", 1))]),
        ({"any": {"tier": "gold"}}, [("SLA104", ("when", "any"))]),
        ({"none": []}, [("SLA104", ("when", "none"))]),
        ({"event": "opend"}, [("SLA105", ("when", "event"))]),
        ({"event": "message", "by": "staff"}, [("SLA106", ("when", "by"))]),
        ({"event": "changed", "set": ["owner"]}, [("SLA107", ("when", "set"))]),
        ({"event": "opened", "any": [{"tier": "gold"}]}, [("SLA108", ("when", "any"))]),
        ({"condition": ["a"]}, [("SLA109", ("when", "condition"))]),
        ({"condition": {"a": {}, "b": {}}}, [("SLA109", ("when", "condition"))]),
        ({"tier": {"is": "gold"}}, [("SLA110", ("when", "tier", "is"))]),
        ({"amount": {"gt": [1, 2]}}, [("SLA111", ("when", "amount", "gt"))]),
        ({"tier": None}, [("SLA112", ("when", "tier"))]),
        ({"tier": []}, [("SLA112", ("when", "tier"))]),
        ({"amount": float("nan")}, [("SLA112", ("when", "amount"))]),
        ({"event": [1]}, [("SLA112", ("when", "event"))]),
    ],
)
def test_problems(data: object, expected: list[tuple[str, tuple[object, ...]]]) -> None:
    assert problems(data) == expected


def test_long_values_are_cut_in_messages() -> None:
    report = Report()
    read_condition("x" * 100, report)
    assert len(str(report.problems[0].params["found"])) == 60


def test_all_problems_at_once() -> None:
    assert [code for code, _ in problems({"any": [{"tier": {"is": 1}}, ["done"], {"event": "opend"}]})] == ["SLA110", "SLA103", "SLA105"]


def test_a_running_that_is_no_name_is_told() -> None:
    report = Report()
    assert read_condition({"running": ["a"]}, report) == AnyOf(())
    assert [(problem.code, problem.path) for problem in report.problems] == [("SLA116", ("running",))]


def test_arguments_of_a_plugin_that_are_no_mapping_of_plain_values_are_told() -> None:
    report = Report()
    assert read_condition({"condition": {"weekend": 3}}, report) == AnyOf(())
    assert read_condition({"condition": {"weekend": {"days": ["sat", "sun"], "zone": "UTC"}}}, report) == Plugin(
        "weekend", args=(("zone", "UTC"),)
    )
    paths = [problem.path for problem in report.problems if problem.code == "SLA109"]
    assert paths == [("condition", "weekend"), ("condition", "weekend", "days")]


# ── walking ──────────────────────────────────────────────────────────────────────────────────────────────────────────

WHOLE = {"any": [{"becomes": {"matter": "complaint"}}, {"event": "called_back", "outcome": "satisfied"}, {"tier": "gold"}]}


def test_walk_and_names() -> None:
    condition = read(WHOLE)
    assert [type(part).__name__ for part in walk(condition)] == ["AnyOf", "Becomes", "Test", "OnEvent", "Test"]
    assert names_read(condition) == {"matter", "outcome", "tier"}
    assert has_event(condition)
    assert not has_event(read({"tier": "gold"}))


def test_builtin_is_replaced_wherever_it_stands() -> None:
    own = Test("tier", op="in", values=("gold",))
    condition = read({"all": [{"any": ["builtin", {"matter": "a"}]}, {"none": ["builtin"]}]})
    replaced = replace_builtin(condition, own)
    assert Builtin() not in list(walk(replaced))
    assert list(walk(replaced)).count(own) == 2


@pytest.mark.parametrize("data", [WHOLE, {"running": "a"}, {"condition": {"a": {"b": 1}}}, "builtin", {"none": [{"a": 1}]}])
def test_a_condition_is_a_value(data: object) -> None:
    condition = read(data)
    assert pickle.loads(pickle.dumps(condition)) == condition
    assert hash(condition) == hash(read(data))


# ── states ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "attributes", "expected"),
    [
        ({"tier": "gold"}, {"tier": "gold"}, True),
        ({"tier": "gold"}, {"tier": "silver"}, False),
        ({"tier": "gold"}, {}, False),
        ({"tags": "vip"}, {"tags": ["new", "vip"]}, True),
        ({"tags": "vip"}, {"tags": ["new"]}, False),
        ({"tier": ["gold", "silver"]}, {"tier": "silver"}, True),
        ({"tier": ["gold", "silver"]}, {"tier": ["x", "silver"]}, True),
        ({"tier": ["gold", "silver"]}, {"tier": None}, False),
        ({"tier": {"not": "gold"}}, {"tier": "silver"}, True),
        ({"tier": {"not": "gold"}}, {"tier": "gold"}, False),
        ({"tier": {"not": "gold"}}, {}, False),
        ({"tier": {"missing": True}}, {}, True),
        ({"tier": {"missing": True}}, {"tier": "gold"}, False),
        ({"tier": {"missing": False}}, {"tier": "gold"}, True),
        ({"tier": {"missing": False}}, {"tier": None}, False),
        ({"flag": True}, {"flag": True}, True),
        ({"flag": True}, {"flag": 1}, False),
        ({"count": 1}, {"count": True}, False),
        ({"count": 1}, {"count": 1.0}, True),
        ({"count": 1}, {"count": "1"}, False),
        ({"tags": {"any": ["a", "b"]}}, {"tags": ["b", "c"]}, True),
        ({"tags": {"any": ["a", "b"]}}, {"tags": ["c"]}, False),
        ({"tags": {"any": ["a"]}}, {"tags": "a"}, True),
        ({"tags": {"any": ["a"]}}, {}, False),
        ({"tags": {"all": ["a", "b"]}}, {"tags": ("a", "b", "c")}, True),
        ({"tags": {"all": ["a", "b"]}}, {"tags": ["a"]}, False),
        ({"tags": {"none": ["a", "b"]}}, {"tags": ["c"]}, True),
        ({"tags": {"none": ["a", "b"]}}, {"tags": ["a"]}, False),
        ({"tags": {"none": ["a", "b"]}}, {}, False),
        ({"amount": {"gt": 5}}, {"amount": 6}, True),
        ({"amount": {"gt": 5}}, {"amount": 5}, False),
        ({"amount": {"gte": 5}}, {"amount": 5}, True),
        ({"amount": {"gte": 5}}, {"amount": 4}, False),
        ({"amount": {"lt": 5}}, {"amount": 4.5}, True),
        ({"amount": {"lt": 5}}, {"amount": 5}, False),
        ({"amount": {"lte": 5}}, {"amount": 5}, True),
        ({"amount": {"lte": 5}}, {"amount": 6}, False),
        ({"amount": {"lte": 5}}, {"amount": "4"}, False),
        ({"amount": {"lte": 5}}, {"amount": True}, False),
        ({"amount": {"lte": 5}}, {}, False),
        ({"grade": {"gte": "b"}}, {"grade": "c"}, True),
        ({"grade": {"gte": "b"}}, {"grade": "a"}, False),
        ({"any": [{"tier": "gold"}, {"matter": "repair"}]}, {"matter": "repair"}, True),
        ({"any": [{"tier": "gold"}, {"matter": "repair"}]}, {"matter": "other"}, False),
        ({"all": [{"tier": "gold"}, {"matter": "repair"}]}, {"tier": "gold", "matter": "repair"}, True),
        ({"all": [{"tier": "gold"}, {"matter": "repair"}]}, {"tier": "gold"}, False),
        ({"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "1", "c": "1"}, True),
        ({"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "1", "c": "2"}, False),
        ({"none": [{"tier": "gold"}, {"matter": "repair"}]}, {"tier": "silver"}, True),
        ({"none": [{"tier": "gold"}, {"matter": "repair"}]}, {"matter": "repair"}, False),
        ({"event": "opened"}, {}, False),
        ({"becomes": {"tier": "gold"}}, {"tier": "gold"}, False),
        ({"running": "resolution"}, {}, False),
        ({"condition": {"weekend": {}}}, {}, False),
        ("builtin", {}, False),
    ],
)
def test_states(data: object, attributes: Mapping[str, object], expected: bool) -> None:
    assert holds(data, attributes) is expected


def test_an_order_without_a_limit_never_holds() -> None:
    assert not compile_state(Test("amount", op="gt"))({"amount": 3})


# ── events and rises ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "happened", "after", "expected"),
    [
        ({"event": "opened"}, event("opened"), {}, True),
        ({"event": "opened"}, event("closed"), {}, False),
        ({"event": "opened"}, None, {}, False),
        ({"by": "agent"}, event("closed", by="agent"), {}, True),
        ({"by": "agent"}, event("closed", by="bot"), {}, False),
        ({"event": "changed", "set": "owner"}, event("changed", owner="li"), {"owner": "li"}, True),
        ({"event": "changed", "set": "owner"}, event("changed", team="desk"), {"owner": "li"}, False),
        ({"event": "changed", "set": "owner"}, event("changed", owner=None), {}, False),
        ({"event": "called_back", "outcome": "satisfied"}, event("called_back", outcome="satisfied"), {}, True),
        ({"event": "called_back", "outcome": "satisfied"}, event("called_back", outcome="unreachable"), {}, False),
        ({"event": "resolved", "tier": "gold"}, event("resolved"), {"tier": "gold"}, True),
        ({"event": "resolved", "tier": "gold"}, event("resolved", tier="silver"), {"tier": "gold"}, False),
        ({"tier": "gold"}, None, {"tier": "gold"}, True),
        ({"all": [{"event": "opened"}, {"tier": "gold"}]}, event("opened"), {"tier": "gold"}, True),
        ({"all": [{"event": "opened"}, {"tier": "gold"}]}, event("opened"), {}, False),
        ({"any": [{"event": "opened"}, {"tier": "gold"}]}, event("closed"), {"tier": "gold"}, True),
        ({"any": [{"event": "opened"}, {"tier": "gold"}]}, event("closed"), {}, False),
        ({"none": [{"event": "opened"}]}, event("closed"), {}, True),
        ({"none": [{"event": "opened"}]}, event("opened"), {}, False),
    ],
)
def test_events(data: object, happened: Event | None, after: Mapping[str, object], expected: bool) -> None:
    assert fires(data, happened, after) is expected


def test_an_event_may_stand_for_several_kinds() -> None:
    holds_at = compile_event(read({"event": "resolved"}))
    assert holds_at(event("changed"), ("changed", "resolved"), {}, {}, {})


def test_becomes_needs_a_change() -> None:
    becomes = {"becomes": {"tier": "gold"}}
    gold, plain = {"tier": "gold"}, {"tier": "silver"}
    assert fires(becomes, event("opened"), gold, None)
    assert fires(becomes, event("changed"), gold, plain)
    assert not fires(becomes, event("changed"), gold, gold)
    assert not fires(becomes, event("changed"), plain, gold)
    assert not fires(becomes, None, gold, plain)


def test_running_asks_the_clocks() -> None:
    assert fires({"none": [{"running": "first_response"}]}, None, {})
    assert not fires({"none": [{"running": "first_response"}]}, None, {}, None, first_response=1)
    assert fires({"running": "first_response"}, None, {}, None, first_response=1)


def rises(data: object, happened: Event | None, after: Mapping[str, object], before: Mapping[str, object] | None) -> bool:
    kinds = (happened.kind,) if happened is not None else ()
    return compile_rise(read(data))(happened, kinds, after, before, {})


def test_a_state_rises_when_it_begins_to_hold() -> None:
    gold, plain = {"tier": "gold"}, {"tier": "silver"}
    assert rises({"tier": "gold"}, event("opened"), gold, None)
    assert rises({"tier": "gold"}, event("changed"), gold, plain)
    assert not rises({"tier": "gold"}, event("changed"), gold, gold)
    assert not rises({"tier": "gold"}, event("changed"), plain, gold)


def test_an_event_rises_each_time() -> None:
    assert rises({"event": "message"}, event("message", public=True), {}, {})
    assert rises({"becomes": {"tier": "gold"}}, event("changed"), {"tier": "gold"}, {})


def test_the_branches_of_any_rise_on_their_own() -> None:
    either = {"any": [{"tier": "gold"}, {"matter": "repair"}]}
    assert rises(either, event("changed"), {"tier": "gold", "matter": "repair"}, {"tier": "gold"})
    assert not rises(either, event("changed"), {"tier": "gold"}, {"tier": "gold"})


# ── laws ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

SCALARS = st.one_of(st.sampled_from(["a", "b", "c"]), st.integers(0, 3), st.booleans())
STATES = st.recursive(
    st.dictionaries(
        st.sampled_from(["x", "y"]),
        st.one_of(
            SCALARS,
            st.lists(SCALARS, min_size=1, max_size=3),
            st.fixed_dictionaries({"not": SCALARS}),
            st.fixed_dictionaries({"missing": st.booleans()}),
            st.fixed_dictionaries({"any": st.lists(SCALARS, min_size=1, max_size=3)}),
            st.fixed_dictionaries({"gte": st.integers(0, 3)}),
        ),
        min_size=1,
    ),
    lambda inner: st.one_of(*(st.fixed_dictionaries({key: st.lists(inner, min_size=1, max_size=3)}) for key in ("any", "all", "none"))),
    max_leaves=6,
)
CASES = st.dictionaries(st.sampled_from(["x", "y"]), st.one_of(SCALARS, st.none(), st.lists(st.sampled_from(["a", "b"]), max_size=2)))


@given(STATES, CASES)
def test_a_state_says_the_same_in_both_predicates(data: object, case: dict[str, object]) -> None:
    assert fires(data, None, case) is holds(data, case)


@given(STATES, CASES)
def test_none_is_the_opposite_of_any(data: object, case: dict[str, object]) -> None:
    assert holds({"none": [data]}, case) is not holds({"any": [data]}, case)


@given(STATES, CASES)
def test_a_born_true_state_rises_and_a_lasting_one_does_not(data: object, case: dict[str, object]) -> None:
    assert rises(data, event("opened"), case, None) is holds(data, case)
    assert not rises(data, event("changed"), case, case)


@given(STATES)
def test_a_condition_reads_no_other_names(data: object) -> None:
    assert names_read(read(data)) <= {"x", "y"}


@given(
    st.recursive(
        st.one_of(SCALARS, st.none(), st.floats()),
        lambda inner: st.one_of(
            st.lists(inner),
            st.dictionaries(
                st.sampled_from(["any", "all", "none", "event", "by", "set", "becomes", "running", "condition", "tier", "not"]), inner
            ),
        ),
        max_leaves=8,
    )
)
def test_whatever_is_written_is_read_or_told(data: object) -> None:
    report = Report()
    condition = read_condition(data, report)
    compile_rise(condition)
    compile_state(condition)
    assert all(problem.render("en") and problem.render("zh") for problem in report.problems)
