"""Attainment: what is in the denominator, why the rest is not, and by what it can be split."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from servstd.sla.attainment import Attainment, Tally, attainment, why_excluded
from tests.unit.report.fakes import FakeClock, FakeDecision, missed


def test_no_decisions_give_no_rows() -> None:
    assert attainment([]) == []


def test_met_of_decided() -> None:
    decisions = [
        FakeDecision((FakeClock(), FakeClock("first_response"))),
        FakeDecision((missed(), FakeClock("first_response", state="running"))),
    ]
    resolution, first = attainment(decisions)
    assert (resolution.group, resolution.met, resolution.missed, resolution.n, resolution.share.value) == (
        {"metric": "resolution"},
        1,
        1,
        2,
        0.5,
    )
    assert (first.n, first.undecided, first.share.excluded) == (1, 1, {"running": 1})


def test_only_undecided_clocks_give_no_share() -> None:
    (row,) = attainment([FakeDecision((FakeClock(state="paused"),))])
    assert (row.share.value, row.share.low, row.n, row.undecided) == (None, None, 0, 1)


@pytest.mark.parametrize(
    ("clock", "reason"),
    [
        (FakeClock(state="met"), None),
        (missed(), None),
        (FakeClock(state="running"), "running"),
        (FakeClock(state="paused"), "paused"),
        (FakeClock(state="cancelled"), "cancelled"),
        (FakeClock(state="cancelled", was_missed=True), "cancelled_after_miss"),
        (FakeClock(state="exempt", reason="exempt"), "exempt"),
        (FakeClock(state="measured", reason="no_policy"), "no_policy"),
        (FakeClock(state="measured", reason="none"), "none"),
        (FakeClock(state="measured", reason="no_row"), "no_row"),
        (FakeClock(state="measured", reason="no_standard_in_force"), "no_standard_in_force"),
        (FakeClock(state="cancelled", reason="no_policy"), "no_policy"),
        (FakeClock(state="measured"), "measured"),
    ],
)
def test_reasons(clock: FakeClock, reason: str | None) -> None:
    assert why_excluded(clock) == reason


def test_non_final_and_provisional_are_counted_of_the_decided() -> None:
    clocks = (FakeClock(final=False), FakeClock(provisional=True), FakeClock(state="running", final=False, provisional=True))
    (row,) = attainment([FakeDecision(clocks)])
    assert (row.n, row.non_final, row.provisional) == (2, 1, 1)


def test_split_by_clock_words_and_attributes() -> None:
    def case(priority: object, policy: str) -> FakeDecision:
        return FakeDecision((FakeClock(policy=policy),), attributes={"priority": priority})

    rows = attainment([case("high", "a"), case("low", "a"), case("high", "b"), case("high", "a")], by=["policy", "priority"])
    assert [(row.group["policy"], row.group["priority"], row.n) for row in rows] == [("a", "high", 2), ("a", "low", 1), ("b", "high", 1)]
    (row,) = attainment([case("high", "a")], by=["metric", "metric", "calendar", "commitment", "edition"])
    assert row.group == {"metric": "resolution", "calendar": "office", "commitment": "promise", "edition": "2026.1"}


@pytest.mark.parametrize(
    ("value", "text"),
    [("高", "高"), (None, None), (True, "true"), (False, "false"), (3, "3"), (1.5, "1.5"), (["a", "b"], "a, b"), (("x",), "x"), ([], None)],
)
def test_attribute_values_become_text(value: object, text: str | None) -> None:
    (row,) = attainment([FakeDecision((FakeClock(),), attributes={"等级": value})], by=["等级"])
    assert row.group["等级"] == text
    (row,) = attainment([FakeDecision((FakeClock(),))], by=["等级"])
    assert row.group["等级"] is None


def test_approximate_clocks_stand_apart() -> None:
    decisions = [FakeDecision((FakeClock(), FakeClock("first_response"))), FakeDecision((missed(), FakeClock("first_response")))]
    rows = attainment(decisions, approximate=["resolution"])
    assert [(row.group["metric"], row.approximate, row.n) for row in rows] == [("first_response", False, 2), ("resolution", True, 2)]


def test_derived_groups() -> None:
    tally = Tally(["month"], derived={"month": lambda decision, clock: f"{decision.edition}/{clock.metric}"})
    tally.add(FakeDecision((FakeClock(),)))
    (row,) = tally.rows()
    assert row.group == {"metric": "resolution", "month": "2026.1/resolution"}


def test_decisions_are_read_once_and_not_kept() -> None:
    def stream() -> Iterator[FakeDecision]:
        for i in range(20_000):
            yield FakeDecision((missed() if i % 4 == 0 else FakeClock(),))

    (row,) = attainment(stream(), confidence=0.9)
    assert (row.n, row.share.value, row.share.method) == (20_000, 0.75, "wilson 90%")


def test_rows_may_be_asked_at_any_time() -> None:
    tally = Tally()
    assert tally.rows() == []
    tally.add(FakeDecision((FakeClock(),)))
    assert [row.n for row in tally.rows()] == [1]
    tally.add(FakeDecision((FakeClock(),)))
    assert [row.n for row in tally.rows()] == [2]


def test_plain_data() -> None:
    (row,) = attainment([FakeDecision((FakeClock(), FakeClock(state="running")))])
    assert isinstance(row, Attainment)
    data = row.as_dict()
    assert (data["group"], data["undecided"], data["approximate"]) == ({"metric": "resolution"}, 1, False)
    assert list(data) == ["group", "met", "missed", "share", "undecided", "non_final", "provisional", "approximate"]
