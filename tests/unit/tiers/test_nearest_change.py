"""The nearest change: it moves the customer when applied, and nothing nearer does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servstd.protocols import Score
from servstd.tiers.model import Tiers
from servstd.tiers.nearest_change import Change, nearest_changes
from servstd.tiers.outcome import Scored
from servstd.tiers.placing import entered_level, kept_level
from servstd.tiers.scoring import score_customer
from tests.unit.tiers._whatif_fakes import DAY, HOMES, KNOWN, LADDER, PAID, criterion, ladder

CUTS = {"field": "orders", "cuts": [2, 5, 9], "ties": "lower"}
UPPER = {"field": "orders", "cuts": [2.5, 5, 9], "points": [100, 0, 50, 20]}
SUM = {"fields": {"calls": -2, "visits": 3, "idle": 0}, "from": -20, "to": 80}
DECAY = {"field": "seen", "half_life": "90 days"}
FACTS = st.fixed_dictionaries(
    {"customer": st.just("c7")},
    optional={
        "paid": st.integers(0, 600_000) | st.floats(0, 300_000).map(lambda x: round(x, 2)),
        "known": st.sampled_from(["none", "owner", "developer"]),
        "homes": st.integers(0, 5),
        "orders": st.integers(0, 12),
        "calls": st.integers(0, 40),
        "visits": st.integers(0, 40),
        "idle": st.integers(0, 3),
        "seen": st.dates(date(2024, 1, 1), DAY),
    },
)
RULES = [
    criterion("paid", "thresholds", PAID, 0.4, "exclude"),
    criterion("known", "lookup", KNOWN, 0.1),
    criterion("homes", "thresholds", HOMES, 0.2, "exclude"),
    criterion("cuts", "quantile", CUTS, 0.2),
    criterion("upper", "quantile", UPPER, 0.3),
    criterion("sum", "weighted_sum", SUM, 0.3, "exclude"),
    criterion("seen", "decay", DECAY, 0.3),
]


def moves(tiers: Tiers, scored: Scored, held: str, change: Change) -> bool:
    assert scored.total is not None
    height = tiers.position
    if change.direction == "up":
        return height(entered_level(tiers, scored.total)) > height(held)
    kept = height(kept_level(tiers, held, scored.total))
    return kept < height(held) if change.direction == "down" else kept == height(held)


@settings(max_examples=150)
@given(FACTS, st.sets(st.sampled_from(range(len(RULES))), min_size=1, max_size=4), st.sampled_from(["standard", "key", "vip"]))
def test_applying_a_nearest_change_moves_the_customer(facts: Mapping[str, object], chosen: set[int], held: str) -> None:
    tiers = ladder(*(RULES[i] for i in sorted(chosen)))
    scored = score_customer(tiers, facts, DAY)
    read_twice = {i for i in chosen if RULES[i].rule.settings.get("field") == "orders"}
    for direction in ("up", "down", "keep"):
        for change in nearest_changes(tiers, scored, held, direction):
            again = score_customer(tiers, {**facts, change.fact: change.then}, DAY)
            if change.criterion in ("cuts", "upper") and len(read_twice) > 1:
                continue  # two criteria read the same fact: the change is of one of them alone
            assert again.total == pytest.approx(change.score, abs=1e-6)
            assert moves(tiers, again, held, change), change


@given(st.integers(0, 400_000), st.sampled_from(["standard", "key"]))
def test_nothing_nearer_moves_up(paid: int, held: str) -> None:
    tiers = ladder(criterion("paid", "thresholds", PAID, 1.0))
    scored = score_customer(tiers, {"customer": "c7", "paid": paid}, DAY)
    for change in nearest_changes(tiers, scored, held, "up"):
        assert isinstance(change.then, (int, float))
        if change.then > paid:
            short = score_customer(tiers, {"customer": "c7", "paid": change.then - 1}, DAY)
            assert (short.total or 0) < (tiers.ladder[tiers.position(held) + 1].enter or 0)


def one(tiers: Tiers, facts: Mapping[str, object], held: str, direction: str) -> list[Change]:
    scored = score_customer(tiers, {"customer": "c7", **facts}, DAY)
    return list(nearest_changes(tiers, scored, held, direction))  # type: ignore[arg-type]


def told(changes: list[Change]) -> list[tuple[str, object, object, str, object]]:
    return [(change.fact, change.now, change.then, change.bound, change.limit) for change in changes]


def test_the_change_that_moves_the_score_least_comes_first() -> None:
    tiers = ladder()
    changes = one(tiers, {"paid": 4000, "homes": 1}, "standard", "up")
    assert [(change.fact, change.score) for change in changes] == [("homes", 30.0), ("paid", 38.0), ("known", 38.0)]
    assert [change.unit for change in changes] == [None, "CNY", None]


def test_down_is_told_as_below_the_step_in_whole_things_and_in_cents() -> None:
    tiers = ladder()
    facts = {"paid": 210_000, "homes": 0}
    assert told(one(tiers, facts, "key", "down")) == [("paid", 210_000, 199_999.99, "below", 200_000)]
    homes = ladder(criterion("homes", "thresholds", HOMES, 1.0))
    assert told(one(homes, {"homes": 2}, "key", "down")) == [("homes", 2, 0, "below", 1)]


def test_quantile_with_ties_below_moves_past_the_cut() -> None:
    tiers = ladder(criterion("cuts", "quantile", CUTS, 1.0))
    assert told(one(tiers, {"orders": 2}, "standard", "up")) == [("orders", 2, 3, "at_least", 3)]
    assert told(one(tiers, {"orders": 7}, "vip", "down")) == [("orders", 7, 5, "at_most", 5)]


def test_decay_names_a_newer_or_an_older_day() -> None:
    tiers = ladder(criterion("seen", "decay", {"field": "seen", "half_life": "10 days"}, 1.0))
    (up,) = one(tiers, {"seen": date(2026, 3, 1)}, "standard", "up")
    assert (up.fact, up.bound, up.then) == ("seen", "since", date(2026, 3, 15))
    assert up.as_dict()["then"] == "2026-03-15"
    (down,) = one(tiers, {"seen": date(2026, 3, 25)}, "vip", "down")
    assert (down.bound, down.then) == ("until", date(2026, 3, 21))


def test_a_day_so_old_that_nobody_would_say_it_is_not_named() -> None:
    tiers = ladder(criterion("seen", "decay", {"field": "seen", "half_life": "99999 days"}, 1.0))
    assert one(tiers, {"seen": DAY}, "vip", "down") == []


def test_weighted_sum_is_solved_for_each_field() -> None:
    tiers = ladder(criterion("sum", "weighted_sum", {"fields": {"calls": -2, "visits": 3}, "from": 0, "to": 100}, 1.0))
    (up,) = one(tiers, {"calls": 4, "visits": 10}, "standard", "up")
    assert (up.fact, up.then, up.bound, up.score) == ("visits", 13, "at_least", 31.0)
    (down,) = one(tiers, {"calls": 0, "visits": 20}, "vip", "down")
    assert (down.fact, down.then, down.bound) == ("visits", 16, "at_most")
    absent = ladder(
        criterion("sum", "weighted_sum", {"fields": {"calls": -2, "visits": 3}, "from": 0, "to": 100}, 0.5, "lowest"),
        criterion("homes", "thresholds", HOMES, 0.5),
    )
    assert [change.fact for change in one(absent, {"calls": 4, "homes": 0}, "standard", "up")] == ["homes", "visits"]
    assert [change.fact for change in one(absent, {"homes": 0}, "standard", "up")] == ["homes"]


class Taste:
    name, version, reads, range = "taste", "1", ("taste",), (0.0, 10.0)

    def score(self, facts: Mapping[str, object], settings: object, /) -> Score:
        value = facts["taste"]
        assert isinstance(value, (int, float))
        return Score(float(value))


def test_a_plugins_rule_is_told_in_points() -> None:
    tiers = ladder(criterion("taste", "taste", {}, 0.6, part=Taste()), criterion("homes", "thresholds", HOMES, 0.4))
    scored = score_customer(tiers, {"customer": "c7", "taste": 3, "homes": 0}, DAY)
    (points,) = [change for change in nearest_changes(tiers, scored, "standard", "up") if change.criterion == "taste"]
    assert (points.fact, points.bound, points.now, points.then, points.to) == ("", "points", 30.0, 50.0, "key")
    assert points.as_dict()["fact"] is None
    (down,) = nearest_changes(tiers, score_customer(tiers, {"customer": "c7", "taste": 6, "homes": 0}, DAY), "key", "down")
    assert (down.bound, down.then) == ("points", 41.6)


def test_nothing_is_named_where_nothing_can_be() -> None:
    tiers = ladder()
    assert one(tiers, {"paid": 1}, "vip", "up") == [], "there is no level above"
    assert one(tiers, {"paid": 1}, "standard", "down") == [], "nobody falls out of the lowest level"
    assert one(tiers, {"paid": 300_000, "homes": 3}, "standard", "up") == [], "it is reached already"
    failing = ladder(criterion("paid", "thresholds", PAID, 1.0, "fail"))
    assert one(failing, {}, "standard", "up") == [], "no score"
    weak = ladder(criterion("paid", "thresholds", PAID, 0.9), criterion("known", "lookup", KNOWN, 0.1))
    assert [change.criterion for change in one(weak, {"paid": 0, "known": "none"}, "standard", "up")] == ["paid"]


@pytest.mark.parametrize(("rule", "settings"), [("weighted_sum", SUM), ("decay", DECAY)])
def test_a_criterion_without_weight_moves_nobody(rule: str, settings: Mapping[str, object]) -> None:
    tiers = ladder(criterion("a", rule, settings, 0.0), criterion("homes", "thresholds", HOMES, 1.0))
    facts = {"calls": 1, "visits": 1, "idle": 0, "seen": DAY, "homes": 0}
    assert [change.criterion for change in one(tiers, facts, "standard", "up")] == ["homes"]
    taste = ladder(criterion("a", "taste", {}, 0.0, part=Taste()), criterion("homes", "thresholds", HOMES, 1.0))
    assert [change.criterion for change in one(taste, {"taste": 1, "homes": 0}, "standard", "up")] == ["homes"]


def test_negative_facts_may_go_lower_still() -> None:
    steps = [{"from": -10, "points": 0}, {"from": -5, "points": 100}]
    tiers = ladder(criterion("trend", "thresholds", {"field": "trend", "steps": steps}, 1.0), levels=LADDER)
    assert told(one(tiers, {"trend": -3}, "vip", "down")) == [("trend", -3, -6, "below", -5)]
    summed = ladder(criterion("sum", "weighted_sum", {"fields": {"trend": 1}, "from": -100, "to": 0}, 1.0))
    assert told(one(summed, {"trend": -30}, "vip", "down")) == [("trend", -30, -51, "at_most", -51)]
