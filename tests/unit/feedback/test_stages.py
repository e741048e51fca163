"""The stages of a complaint: the table is complete, and the walk keeps to it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servstd.events.kinds import KINDS
from servstd.feedback.stages import STAGES, TABLES, Walk, allowed, owed, step

DAY = 739_000


def go(*kinds: str, table: str = "iso-10002", **fields: Any) -> Walk:
    walk = Walk("received", **fields)
    for kind in kinds:
        name, _, outcome = kind.partition(" ")
        walk = step(table, walk, name, outcome=outcome, day=DAY)
    return walk


def test_tables_name_known_stages_and_kinds() -> None:
    for table in TABLES.values():
        for move in table.moves:
            assert move.kind in KINDS
            assert {*move.sources, move.target} <= set(STAGES)
        assert set(table.needs) <= {move.kind for move in table.moves}


@pytest.mark.parametrize("table", TABLES)
def test_every_stage_can_be_reached_and_closed_from(table: str) -> None:
    reached = {"received"}
    while more := {m.target for m in TABLES[table].moves if set(m.sources) & reached} - reached:
        reached |= more
    assert all("closed" in allowed(table, stage) for stage in reached - {"closed"})
    if table == "iso-10002":
        assert reached == set(STAGES)


def test_a_complaint_that_goes_well() -> None:
    kinds = ["acknowledged", "assessed", "investigated", "proposed", "approved", "decision_notice", "accepted", "actioned"]
    walk = go(*kinds, "called_back satisfied")
    assert (walk.stage, walk.round, owed("iso-10002", walk), walk.strange) == ("satisfied", 0, (), ())
    assert step("iso-10002", walk, "closed").stage == "closed"


def test_a_second_dispatch_starts_a_round_in_which_all_is_owed_again() -> None:
    walk = go("decision_notice", "resolved", "called_back unsatisfied")
    assert (walk.stage, owed("iso-10002", walk)) == ("unsatisfied", ())
    again = step("iso-10002", walk, "redispatched")
    assert (again.stage, again.round, owed("iso-10002", again)) == ("investigating", 1, ("decision_notice", "called_back"))


def test_what_the_table_does_not_know_changes_nothing_and_is_told() -> None:
    walk = go("decision_notice", "approved", "assessed")
    assert (walk.stage, walk.strange) == ("notified", (("notified", "approved"), ("notified", "assessed")))
    assert go("changed", "message", "x-own").strange == ()


def test_attempts_over_enough_days_pay_off_the_call_back() -> None:
    walk = go("decision_notice", "resolved", "called_back unreachable", "called_back unreachable", "called_back unreachable")
    assert walk.attempts == (DAY, DAY, DAY)
    assert owed("iso-10002", walk) == ("called_back",)
    assert owed("iso-10002", walk, attempts=3, over_days=2) == ("called_back",)
    walk = step("iso-10002", walk, "called_back", outcome="unreachable", day=DAY + 1)
    assert owed("iso-10002", walk, attempts=3, over_days=2) == ()
    assert owed("iso-10002", walk, attempts=5, over_days=2) == ("called_back",)


def test_the_short_table_owes_no_call_back() -> None:
    walk = go("decision_notice", "resolved", table="short")
    assert owed("short", walk) == ()
    assert go("proposed", table="short").strange == (("received", "proposed"),)


@pytest.mark.parametrize("table", TABLES)
def test_solved_after_a_satisfied_call_it_stays_satisfied_and_an_unsatisfied_one_may_be_reopened(table: str) -> None:
    walk = go("decision_notice", "called_back satisfied", "resolved", "called_back satisfied", table=table)
    assert (walk.stage, walk.strange) == ("satisfied", ())
    again = go("decision_notice", "called_back unsatisfied", "called_back unsatisfied", "reopened", table=table)
    assert (again.stage, again.round, again.strange) == ("investigating", 1, ())


@given(st.lists(st.sampled_from(sorted({m.kind for m in TABLES["iso-10002"].moves})), max_size=20), st.sampled_from(sorted(TABLES)))
def test_a_walk_never_leaves_the_table(kinds: list[str], table: str) -> None:
    walk = Walk("received")
    for kind in kinds:
        before = walk
        walk = step(table, walk, kind, outcome="satisfied")
        assert walk.stage in STAGES
        assert (len(walk.strange) > len(before.strange)) == (kind not in allowed(table, before.stage))
        assert walk.round - before.round in (0, 1)
