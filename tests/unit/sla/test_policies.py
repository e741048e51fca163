"""The table of policies: what is chosen is a function of the attributes it reads, and can be made again from its key."""

from __future__ import annotations

import pytest

from servstd.conditions import read_condition
from servstd.durations import parse_amount
from servstd.errors import Report
from servstd.sla import policies as module
from servstd.sla.model import Lookup, Policy, Target
from servstd.sla.policies import Choice, PolicyTable, find_row

H2, H4, D2 = parse_amount("2h"), parse_amount("4h"), parse_amount("2wd")
METRICS = ("resolution", "solution", "visit")


def when(**state: object) -> dict[str, object]:
    return {"when": read_condition(state, Report())}


POLICIES = (
    Policy("urgent", **when(priority="urgent"), calendar="always", targets=(Target("resolution", within=H2),)),  # type: ignore[arg-type]
    Policy("out", **when(priority="out"), exempt=("solution",)),  # type: ignore[arg-type]
    Policy(
        "all",
        default=True,
        calendar=Lookup("team", rows={"works": "site"}, otherwise="office"),
        on_change="restart",
        targets=(
            Target("resolution", within=Lookup("tier", rows={"gold": D2, "true": H2}, otherwise=H4), end_of_day=True),
            Target("solution"),
            Target("visit", until="appointment"),
        ),
    ),
)
TABLE = PolicyTable(POLICIES, METRICS, {"office": "office (2)"})


def chosen(**attributes: object) -> list[Choice]:
    return [TABLE.choice(key) for key in TABLE.select(attributes)]


def test_a_table_depends_on_the_attributes_that_policies_and_tables_read() -> None:
    assert TABLE.names == ("priority", "team", "tier")


def test_a_choice_is_made_per_metric_in_the_metrics_order() -> None:
    resolution, solution, visit = chosen(priority="urgent")
    assert (resolution.policy, resolution.amount, resolution.calendar, resolution.mode, resolution.reason) == (
        "urgent",
        H2,
        "always",
        "carry",
        None,
    )
    assert (solution.policy, solution.reason, solution.mode, solution.until, solution.warn) == ("all", "none", "restart", None, ())
    assert (visit.policy, visit.until, visit.amount, visit.calendar) == ("all", "appointment", None, "always")
    assert chosen(priority="out")[1].reason == "exempt"


def test_a_calendar_goes_by_the_key_of_its_timeline() -> None:
    assert [chosen(team=team)[0].calendar for team in ("works", "desk")] == ["site", "office (2)"]


def test_the_same_attributes_give_the_same_selection() -> None:
    assert TABLE.select({"tier": "gold", "whatever": 1}) is TABLE.select({"tier": "gold", "whatever": 2})


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 2)
    table = PolicyTable(POLICIES, METRICS)
    first = table.select({"tier": "gold"})
    for tier in ("a", "b", "c"):
        table.select({"tier": tier})
    again = table.select({"tier": "gold"})
    assert (again, again is first) == (first, False)


@pytest.mark.parametrize("attributes", [{"priority": "urgent"}, {"tier": "gold"}, {"tier": "none"}, {"priority": "out"}])
def test_another_process_makes_the_same_choice_from_its_key(attributes: dict[str, object]) -> None:
    for key in TABLE.select(attributes):
        here, there = TABLE.choice(key), PolicyTable(POLICIES, METRICS, {"office": "office (2)"}).choice(key)
        assert (there.key, there.metric, there.policy, there.target, there.amount, there.calendar, there.mode, there.reason) == (
            here.key, here.metric, here.policy, here.target, here.amount, here.calendar, here.mode, here.reason,
        )  # fmt: skip


def test_amounts_below_a_second_survive_in_a_key() -> None:
    odd = PolicyTable((Policy("p", default=True, calendar="always", targets=(Target("m", within=module.Amount(1_500_000)),)),), ("m",))
    (key,) = odd.select({})
    assert PolicyTable(odd._policies, ("m",)).choice(key).amount == module.Amount(1_500_000)


def test_without_a_policy_or_an_edition_in_force_nothing_governs() -> None:
    assert [PolicyTable((), ("m",)).choice(key).reason for key in PolicyTable((), ("m",)).select({})] == ["no_policy"]
    early = PolicyTable(POLICIES, ("resolution",), in_force=False)
    assert [early.choice(key).reason for key in early.select({"priority": "urgent"})] == ["no_standard_in_force"]


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [({"tier": "gold"}, D2), ({"tier": "other"}, H4), ({}, H4), ({"tier": True}, H2), ({"tier": False}, H4), ({"tier": None}, H4)],
)
def test_rows(attributes: dict[str, object], expected: object) -> None:
    target = POLICIES[2].target("resolution")
    assert target is not None
    assert find_row(target.within, attributes) == expected


def test_a_number_takes_the_row_written_like_it_and_a_plain_value_is_its_own_row() -> None:
    assert find_row(Lookup("grade", rows={"3": H2, "false": H4}), {"grade": 3}) == H2
    assert find_row(Lookup("grade", rows={"3": H2, "false": H4}), {"grade": False}) == H4
    assert find_row(Lookup("grade", rows={"3": H2}), {"grade": 4}) is None
    assert find_row(H2, {}) == H2
    assert find_row(None, {}) is None


def test_same_due_asks_for_amount_calendar_end_of_day_and_until() -> None:
    plain = Choice("k", metric="m", amount=H2, calendar="office", target=Target("m", within=H2))
    others = [
        Choice("k", metric="m", amount=H4, calendar="office", target=plain.target),
        Choice("k", metric="m", amount=H2, calendar="site", target=plain.target),
        Choice("k", metric="m", amount=H2, calendar="office", end_of_day=True),
        Choice("k", metric="m", amount=H2, calendar="office", until="appointment"),
        Choice("k", metric="m", amount=H2, calendar="office", target=plain.target, reason="exempt"),
    ]
    assert plain.same_due(Choice("other", metric="m", amount=H2, calendar="office", target=plain.target))
    assert [plain.same_due(other) for other in others] == [False] * len(others)
    assert [other.same_due(other) for other in others] == [True, True, True, True, False]
