"""What-if: every customer is in the matrix once, movers have a reason, and nothing depends on the order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servstd.errors import UsageError
from servstd.tiers.history import TierHistory
from servstd.tiers.model import Level, Override, Review, Tiers
from servstd.tiers.outcome import TierRecord
from servstd.tiers.simulating import Simulation, simulate
from tests.unit.tiers._whatif_fakes import DAY, KNOWN, LADDER, PAID, criterion, ladder

PLAIN = Review()
OLD = ladder(criterion("paid", "thresholds", PAID, 0.7), criterion("known", "lookup", KNOWN, 0.3), review=PLAIN)
HIGHER = attrs.evolve(OLD, ladder=(LADDER[0], attrs.evolve(LADDER[1], enter=50.0), LADDER[2]))
ROWS = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from([0, 60_000, 300_000]), st.sampled_from(["none", "owner", "developer"])),
    max_size=12,
    unique_by=lambda row: row[0],
).map(lambda rows: [{"customer": f"K{i}", "paid": paid, "known": known} for i, paid, known in rows])


def one(new: Tiers, facts: Mapping[str, object], old: Tiers = OLD, **more: object) -> Simulation:
    return simulate(old, new, [{"customer": "K1", **facts}], on=DAY, **more)  # type: ignore[arg-type]


@settings(max_examples=50)
@given(ROWS, st.randoms())
def test_counts_add_up_in_any_order(rows: list[dict[str, object]], chance: object) -> None:
    found = simulate(OLD, HIGHER, rows, on=DAY, examples=3)
    assert sum(found.matrix.values()) == found.customers == len(rows)
    assert found.up + found.down == found.moved == sum(reason.count for reason in found.reasons)
    assert found.same == sum(count for (old, new), count in found.matrix.items() if old == new)
    assert sum(load.customers for load in found.new_load) == len(rows)
    assert len(found.examples) == min(3, found.moved)
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert simulate(OLD, HIGHER, shuffled, on=DAY, examples=3) == found


@given(ROWS)
def test_the_same_ladder_moves_nobody(rows: list[dict[str, object]]) -> None:
    found = simulate(OLD, OLD, rows, on=DAY)
    assert (found.moved, found.reasons, found.examples) == (0, (), ())


def weights(paid: float, known: float) -> Tiers:
    return attrs.evolve(OLD, criteria=(attrs.evolve(OLD.criteria[0], weight=paid), attrs.evolve(OLD.criteria[1], weight=known)))


def rule(settings: Mapping[str, object]) -> Tiers:
    changed = attrs.evolve(OLD.criteria[0], rule=attrs.evolve(OLD.criteria[0].rule, settings=settings))
    return attrs.evolve(OLD, criteria=(changed, OLD.criteria[1]))


CHEAPER = {**PAID, "steps": [{"from": 0, "points": 0}, {"from": 50_000, "points": 90}]}
GIVEN = Override("K1", tier="vip", reason="pilot", approved_by="zhao", until=date(2027, 1, 1))


@pytest.mark.parametrize(
    ("new", "facts", "kind", "name", "way"),
    [
        (HIGHER, {"paid": 60_000, "known": "owner"}, "level", "key", "down"),
        (weights(0.3, 0.7), {"paid": 300_000, "known": "none"}, "weight", "paid", "down"),
        (rule(CHEAPER), {"paid": 60_000, "known": "none"}, "criterion", "paid", "up"),
        (attrs.evolve(OLD, overrides=(GIVEN,)), {"paid": 0, "known": "none"}, "override", "", "up"),
        (attrs.evolve(OLD, criteria=OLD.criteria[:1]), {"paid": 60_000, "known": "none"}, "weight", "paid", "up"),
        (
            attrs.evolve(OLD, criteria=(OLD.criteria[0], attrs.evolve(OLD.criteria[1], missing="exclude"))),
            {"paid": 60_000}, "weight", "paid", "up",
        ),
        (
            attrs.evolve(OLD, criteria=(attrs.evolve(OLD.criteria[0], missing="fail"), OLD.criteria[1])),
            {"known": "developer"}, "missing", "", "down",
        ),
        (
            attrs.evolve(OLD, criteria=(attrs.evolve(OLD.criteria[0], missing="exclude"), OLD.criteria[1])),
            {"known": "owner"}, "weight", "known", "up",
        ),
    ],
)  # fmt: skip
def test_a_mover_has_a_reason(new: Tiers, facts: Mapping[str, object], kind: str, name: str, way: str) -> None:
    found = one(new, facts)
    (reason,) = found.reasons
    assert (reason.kind, reason.name, reason.up, reason.down) == (kind, name, int(way == "up"), int(way == "down"))
    (example,) = found.examples
    assert (example.kind, example.name, example.customer) == (kind, name, "K1")


def test_missing_data_that_begins_to_count() -> None:
    old = ladder(criterion("paid", "thresholds", PAID, 0.5), criterion("known", "lookup", KNOWN, 0.5, "exclude"), review=PLAIN)
    new = attrs.evolve(old, criteria=(old.criteria[0], attrs.evolve(old.criteria[1], missing="lowest", rule=attrs.evolve(
        old.criteria[1].rule, settings={"field": "known", "values": {"a": 90}}))))  # fmt: skip
    found = one(new, {"paid": 0}, old)
    assert [(reason.kind, reason.name, reason.up) for reason in found.reasons] == [("missing", "known", 1)]


def record(tier: str, on: date = date(2026, 1, 1)) -> TierRecord:
    return TierRecord("K1", tier=tier, valid_from=on, recorded_on=on, cause="first", computed=tier, reached_on=on)


def test_both_start_from_the_history() -> None:
    history = TierHistory([record("vip")])
    facts = {"paid": 300_000, "known": "none"}
    easier = attrs.evolve(OLD, ladder=(LADDER[0], LADDER[1], attrs.evolve(LADDER[2], leave=20.0)))
    found = one(easier, {"paid": 60_000, "known": "none"}, history=history)
    assert [(reason.kind, reason.name) for reason in found.reasons] == [("level", "vip")]
    gentle = attrs.evolve(OLD, review=Review(downgrade="one_level"))
    assert one(gentle, {"paid": 0, "known": "none"}, history=history).reasons[0].kind == "review"
    other_leave = attrs.evolve(OLD, ladder=(LADDER[0], attrs.evolve(LADDER[1], leave=30.0), LADDER[2]))
    keeps = one(other_leave, {"paid": 60_000, "known": "none"}, history=history)
    assert keeps.matrix == {("key", "standard"): 1}
    assert one(OLD, facts, history=history).moved == 0


def test_a_level_that_is_no_more() -> None:
    fewer = attrs.evolve(OLD, ladder=(LADDER[0], Level("gold", enter=40.0, leave=30.0)))
    history = TierHistory([record("vip")])
    found = one(fewer, {"paid": 300_000, "known": "developer"}, history=history)
    assert (found.unknown_level, found.moved, found.up, found.down) == (1, 1, 0, 0)
    assert [(reason.kind, reason.name, reason.other, reason.count) for reason in found.reasons] == [("ladder", "vip", 1, 1)]
    assert found.new_tiers == ("standard", "gold")


def test_who_goes_back_and_forth_over_periods() -> None:
    days = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
    paid = [0, 300_000, 0]
    periods = [(day, {"K1": {"paid": amount, "known": "none"}}) for day, amount in zip(days, paid, strict=True)]
    rows = [{"customer": "K1", "paid": 300_000, "known": "none"}, {"customer": "K2", "paid": 0, "known": "none"}]
    gentle = attrs.evolve(OLD, ladder=(LADDER[0], attrs.evolve(LADDER[1], leave=0.0), attrs.evolve(LADDER[2], leave=0.0)))
    found = simulate(OLD, gentle, rows, on=DAY, periods=periods)
    assert found.old_flapping is not None
    assert found.new_flapping is not None
    assert (found.periods, found.old_flapping.moved, found.old_flapping.flapped) == (4, 1, 1)
    assert (found.new_flapping.moved, found.new_flapping.flapped) == (1, 0)
    assert found.as_dict()["flapping"] == {"old": {"moved": 1, "flapped": 1}, "new": {"moved": 1, "flapped": 0}}


def test_what_happened_before_may_be_the_only_reason() -> None:
    wide = attrs.evolve(OLD, ladder=(LADDER[0], attrs.evolve(LADDER[1], leave=20.0), LADDER[2]))
    high = attrs.evolve(wide, ladder=(LADDER[0], Level("key", enter=50.0, leave=20.0), LADDER[2]))
    periods = [(date(2026, 1, 1), {"K1": {"paid": 60_000, "known": "owner"}})]
    found = one(high, {"paid": 60_000, "known": "none"}, wide, periods=periods)
    assert [(reason.kind, reason.down) for reason in found.reasons] == [("past", 1)]


@pytest.mark.parametrize("days", [(DAY,), (date(2026, 2, 1), date(2026, 1, 1)), (date(2027, 1, 1),)])
def test_periods_run_forward(days: tuple[date, ...]) -> None:
    with pytest.raises(UsageError) as caught:
        simulate(OLD, OLD, [], on=DAY, periods=[(day, {}) for day in days])
    assert caught.value.problem.code == "TIR131"


def test_load_and_cost_by_tier() -> None:
    rows = [{"customer": "a", "paid": 0, "known": "none", "calls": 3}, {"customer": "b", "paid": 300_000, "known": "none", "calls": 4}]
    by_tier = simulate(OLD, OLD, rows, on=DAY, volumes={"standard": 2, "vip": 10}, costs={"standard": 5.0, "key": 1.0, "vip": 7.0})
    assert [(load.tier, load.customers, load.load, load.cost) for load in by_tier.new_load] == [
        ("standard", 1, 2, 10.0), ("key", 0, None, None), ("vip", 1, 10, 70.0),
    ]  # fmt: skip
    by_fact = simulate(OLD, OLD, rows, on=DAY, volumes="calls", costs={"vip": 7.0})
    assert [(load.load, load.cost) for load in by_fact.old_load] == [(3, None), (0.0, None), (4, 28.0)]
    each = simulate(OLD, OLD, rows, on=DAY, costs={"vip": 7.0})
    assert [(load.load, load.cost) for load in each.old_load] == [(None, None), (None, None), (None, 7.0)]


@pytest.mark.parametrize("calls", [None, -1, "3", float("nan"), True])
def test_a_number_of_contacts_that_is_none_is_refused(calls: object) -> None:
    with pytest.raises(UsageError) as caught:
        one(OLD, {"paid": 0, "known": "none", "calls": calls}, volumes="calls")
    assert (caught.value.problem.code, caught.value.problem.path) == ("TIR132", ("calls",))
    assert "K1" in caught.value.problem.hint("zh")


def test_plain_data() -> None:
    failing = attrs.evolve(OLD, criteria=(attrs.evolve(OLD.criteria[0], missing="fail"), OLD.criteria[1]))
    found = one(failing, {"known": "none"}, floor_violations=(1, 2), examples=0)
    data = found.as_dict()
    assert data["matrix"] == [{"old": "standard", "new": None, "customers": 1}]
    assert data["unassigned"] == {"old": 0, "new": 1}
    assert data["floor_violations"] == {"old": 1, "new": 2}
    assert data["examples"] == []
    assert one(OLD, {"paid": 0, "known": "none"}).as_dict()["floor_violations"] is None
    example = one(failing, {"known": "developer"}).examples[0].as_dict()
    assert (example["old"], example["new"], example["name"]) == ("key", None, None)


def test_anniversaries_count_from_the_day_the_customer_joined() -> None:
    from servstd.durations import Period

    yearly = attrs.evolve(OLD, review=Review(every=Period(1, "year"), qualification="anniversary"))
    for joined in ("2025-03-01", date(2025, 3, 1)):
        assert one(yearly, {"paid": 0, "known": "none", "joined": joined}).customers == 1
