"""Placing: up at once, down by the rules, what waits and why, and overrides."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from servstd.durations import Period
from servstd.errors import UsageError
from servstd.tiers.model import Level, Override, Review, Tiers
from servstd.tiers.outcome import Scored, TierRecord
from servstd.tiers.placing import Placement, as_of, entered_level, kept_level, override_on, place, take_effect

LADDER = (Level("standard"), Level("key", enter=30.0, leave=25.0), Level("vip", enter=60.0, leave=50.0))
DAYS_30, DAYS_90, QUARTER = Period(30, "day"), Period(90, "day"), Period(1, "quarter")


def tiers(*overrides: Override, **review: Any) -> Tiers:
    return Tiers(LADDER, review=Review(**review), overrides=overrides)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def placed(ladder: Tiers, score: float | None, last: TierRecord | None, on: str, **more: Any) -> Placement:
    return place(ladder, Scored("c7", on=day(on), total=score), last, day(on), **more)


def run(ladder: Tiers, *steps: tuple[str, float | None]) -> list[TierRecord]:
    """Return the record after each (day, score)."""
    out: list[TierRecord] = []
    for on, score in steps:
        out.append(placed(ladder, score, out[-1] if out else None, on)[0])
    return out


def brief(record: TierRecord) -> tuple[str, str, str]:
    return record.tier, record.cause, record.reason


# ── the ladder ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("score", "level"), [(-5, "standard"), (29.9, "standard"), (30, "key"), (60, "vip"), (100, "vip")])
def test_one_rises_to_the_highest_level_whose_enter_is_reached(score: float, level: str) -> None:
    assert entered_level(tiers(), score) == level


@pytest.mark.parametrize(("held", "score", "level"), [
    ("vip", 50, "vip"), ("vip", 49.9, "key"), ("vip", 25, "key"), ("vip", 24, "standard"), ("key", 90, "key"), ("standard", -1, "standard"),
])  # fmt: skip
def test_one_keeps_the_highest_level_whose_leave_is_reached(held: str, score: float, level: str) -> None:
    assert kept_level(tiers(), held, score) == level


def test_a_first_assignment_needs_no_history() -> None:
    record, upcoming, review = placed(tiers(every=QUARTER), 45, None, "02-10", edition="2026.1")
    assert record == TierRecord(
        "c7", tier="key", valid_from=day("02-10"), recorded_on=day("02-10"), cause="first", computed="key", score=45,
        reached_on=day("02-10"), reviewed_on=day("02-10"), edition="2026.1",
    )  # fmt: skip
    assert (upcoming, review) == (None, day("04-01"))


def test_nothing_moves_between_leave_and_enter() -> None:
    first, second, third = run(tiers(), ("01-01", 31), ("01-02", 25), ("01-03", 59.9))
    assert first is second is third


def test_up_goes_two_levels_at_once() -> None:
    assert brief(run(tiers(every=QUARTER), ("01-01", 3), ("01-20", 75))[-1]) == ("vip", "risen", "")


def test_a_day_is_judged_once() -> None:
    first = placed(tiers(), 31, None, "01-01")[0]
    assert placed(tiers(), 99, first, "01-01")[0] is first


def test_a_ladder_without_that_level_places_by_the_score_alone() -> None:
    gone = TierRecord(
        "c7", tier="gold", valid_from=day("01-01"), recorded_on=day("01-01"), cause="first", computed="gold", reached_on=day("01-01")
    )
    assert brief(placed(tiers(), 31, gone, "02-01")[0]) == ("key", "first", "")
    assert brief(placed(tiers(), None, gone, "02-01")[0]) == ("gold", "held", "no_data")


# ── no data ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_data_nobody_is_assigned_and_nobody_falls() -> None:
    records = run(tiers(every=QUARTER), ("01-05", None), ("01-06", None), ("02-01", 40), ("04-01", None), ("04-02", None), ("04-03", 30))
    assert [brief(record) for record in records] == [
        ("", "not_assigned", "no_data"), ("", "not_assigned", "no_data"), ("key", "first", ""), ("key", "held", "no_data"),
        ("key", "held", "no_data"), ("key", "kept", ""),
    ]  # fmt: skip
    assert records[0] is records[1]
    assert records[3] is records[4]
    assert records[0].computed == "" == records[3].computed
    assert placed(tiers(every=QUARTER), None, records[0], "05-01")[2] == day("07-01")


# ── how one falls ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_immediate_falls_to_where_the_score_is() -> None:
    assert brief(run(tiers(every=QUARTER), ("01-01", 70), ("01-20", 10))[-1]) == ("standard", "fallen", "")


def test_period_end_waits_for_the_review() -> None:
    records = run(tiers(every=QUARTER, downgrade="period_end"), ("01-01", 70), ("01-20", 10), ("03-31", 10), ("04-01", 10))
    assert [brief(record) for record in records[1:]] == [("vip", "held", "review"), ("vip", "held", "review"), ("standard", "fallen", "")]
    assert records[1] is records[2]


def test_one_level_falls_one_level_a_review() -> None:
    records = run(tiers(every=QUARTER, downgrade="one_level"), ("01-01", 70), ("04-01", 1), ("04-02", 1), ("09-30", 1), ("10-01", 1))
    assert [record.tier for record in records] == ["vip", "key", "key", "standard", "standard"]
    assert records[2].reason == "review"


def test_several_reviews_in_a_row_must_find_the_score_below() -> None:
    ladder = tiers(every=QUARTER, downgrade="period_end", after_periods_below=2)
    below, back, again, last = run(ladder, ("01-01", 70), ("04-01", 40), ("05-01", 55), ("07-01", 40), ("10-01", 40))[1:]
    assert (brief(below), below.periods_below, below.below_since) == (("vip", "held", "periods_below"), 1, day("04-01"))
    assert (brief(back), back.periods_below, back.below_since) == (("vip", "kept", ""), 0, None)
    assert (again.periods_below, again.below_since) == (1, day("07-01"))
    assert brief(last) == ("key", "fallen", "")


def test_missed_reviews_are_held_once() -> None:
    ladder = tiers(every=QUARTER, downgrade="period_end", after_periods_below=2)
    late, still, due = run(ladder, ("01-01", 70), ("11-15", 40), ("11-16", 40), ("12-31", 40))[1:]
    assert (late.periods_below, late.reviewed_on) == (1, day("11-15"))
    assert (still.reason, due.periods_below) == ("review", 1)


def test_whenever_somebody_asks_each_day_is_a_review() -> None:
    records = run(tiers(downgrade="one_level", after_periods_below=2), ("01-01", 70), ("01-02", 10), ("01-03", 10), ("01-04", 10))
    assert [record.tier for record in records] == ["vip", "vip", "key", "key"]


def test_a_fall_is_told_before_it_takes_effect() -> None:
    ladder = tiers(every=QUARTER, downgrade="one_level", notice=DAYS_30, minimum_stay=DAYS_90)
    told, upcoming, review = placed(ladder, 40, placed(ladder, 70, None, "01-01")[0], "04-01")
    assert brief(told) == ("vip", "held", "notice")
    assert (told.notice_on, told.falls_to, told.falls_on) == (day("04-01"), "key", day("05-01"))
    assert (upcoming, review) == (("key", day("05-01")), day("07-01"))
    fallen = placed(ladder, 40, told, "05-01")
    assert (brief(fallen[0]), fallen[0].valid_from, fallen[1]) == (("key", "fallen", ""), day("05-01"), None)


def test_a_fall_is_called_off_when_the_score_is_back_in_time() -> None:
    ladder = tiers(every=QUARTER, downgrade="period_end", notice=DAYS_30)
    told, back = run(ladder, ("01-01", 70), ("04-01", 40), ("05-01", 50))[1:]
    assert told.falls_on == day("05-01")
    assert (brief(back), back.falls_on, back.notice_on, back.reached_on) == (("vip", "kept", ""), None, None, day("01-01"))


def test_an_announced_fall_takes_effect_by_itself() -> None:
    ladder = tiers(every=QUARTER, downgrade="period_end", notice=DAYS_30)
    told, late = run(ladder, ("01-01", 70), ("04-01", 40), ("06-10", 55))[1:]
    assert [brief(step) for step in take_effect(told)] == [("vip", "held", "notice"), ("key", "fallen", "")]
    assert (late.tier, late.cause, late.valid_from, late.recorded_on) == ("key", "fallen", day("05-01"), day("06-10"))
    assert placed(ladder, 55, late, "06-11")[0] is late
    risen = placed(ladder, 65, told, "06-10")[0]
    assert (risen.tier, risen.cause, risen.valid_from) == ("vip", "risen", day("06-10"))


def test_a_fall_on_a_day_whose_score_is_lower_still_announces_the_next_one() -> None:
    ladder = tiers(every=Period(1, "month"), downgrade="immediate", grace=Period(1, "month"))
    records = run(ladder, ("01-01", 90), ("02-01", 45), ("03-01", 10), ("04-01", None))
    assert [(record.tier, record.cause, record.falls_to, record.falls_on) for record in records[1:]] == [
        ("vip", "held", "key", day("03-01")),
        ("key", "fallen", "standard", day("04-01")),
        ("standard", "held", None, None),
    ]
    assert [step.tier for step in take_effect(records[2])] == ["key", "standard"]


def test_without_data_on_its_day_an_announced_fall_stands() -> None:
    ladder = tiers(every=QUARTER, downgrade="period_end", notice=DAYS_30)
    record = run(ladder, ("01-01", 70), ("04-01", 40), ("05-01", None))[-1]
    assert (brief(record), record.valid_from, record.reached_on) == (("key", "held", "no_data"), day("05-01"), day("05-01"))


def test_a_fall_is_never_lower_than_announced_and_less_when_the_score_recovers_in_part() -> None:
    ladder = tiers(every=QUARTER, downgrade="period_end", notice=DAYS_30)
    assert run(ladder, ("01-01", 70), ("04-01", 40), ("04-15", 3))[-1].falls_to == "key"
    partly = run(ladder, ("01-01", 70), ("04-01", 3), ("04-15", 26), ("05-01", 26))
    assert [record.falls_to for record in partly] == [None, "standard", "key", None]
    assert partly[-1].tier == "key"
    renamed = Tiers((Level("all"), *LADDER[1:]), review=ladder.review)
    assert placed(renamed, 3, partly[1], "04-20")[0].falls_to == "all"


@pytest.mark.parametrize(
    ("review", "falls_on", "reason"),
    [
        ({"grace": DAYS_30}, "02-01", "grace"),
        ({"notice": DAYS_30, "grace": Period(40, "day")}, "02-11", "grace"),
        ({"notice": Period(40, "day"), "grace": DAYS_30}, "02-11", "notice"),
        ({"minimum_stay": DAYS_90}, "04-01", "minimum_stay"),
        ({"minimum_stay": Period(5, "day"), "notice": DAYS_30}, "02-01", "notice"),
    ],
)
def test_the_last_of_notice_grace_and_stay_counts(review: dict[str, Period], falls_on: str, reason: str) -> None:
    held = run(tiers(**review), ("01-01", 70), ("01-02", 10))[-1]
    assert (held.falls_on, held.reason, held.below_since) == (day(falls_on), reason, day("01-02"))
    assert (held.notice_on is None) == ("notice" not in review)


# ── overrides ────────────────────────────────────────────────────────────────────────────────────────────────────────

PILOT = Override("c7", tier="vip", reason="pilot", approved_by="zhao", since=day("02-01"), until=day("06-30"))


def test_an_override_counts_on_its_days() -> None:
    ladder = tiers(PILOT, Override("c8", tier="key", reason="r", approved_by="zhao", until=day("12-31")))
    assert [override_on(ladder, "c7", day(on)) for on in ("01-31", "02-01", "06-30", "07-01")] == [None, PILOT, PILOT, None]
    assert override_on(ladder, "c8", day("01-01")) is ladder.overrides[1]


def test_the_record_says_override_and_what_is_earned_underneath() -> None:
    record, upcoming, _ = placed(tiers(PILOT), 31, placed(tiers(PILOT), 31, None, "01-10")[0], "03-01")
    assert brief(record) == ("vip", "override", "pilot")
    assert (record.earned, record.until, record.approved_by, record.computed) == ("key", day("06-30"), "zhao", "key")
    assert upcoming == ("key", day("07-01"))
    assert placed(tiers(PILOT), 33, record, "03-02")[0] is record


def test_on_expiry_the_earned_tier_counts_as_if_the_override_had_never_been() -> None:
    with_it = run(tiers(PILOT), ("01-01", 31), ("02-01", 27), ("03-01", 26), ("07-01", 26))
    assert [brief(record) for record in with_it[1:]] == [
        ("vip", "override", "pilot"),
        ("vip", "override", "pilot"),
        ("key", "override_expired", ""),
    ]
    assert with_it[-1].reached_on == day("01-01")
    assert brief(run(tiers(PILOT), ("01-01", 31), ("02-01", 3), ("07-01", 29))[-1]) == ("standard", "override_expired", "")
    assert brief(run(tiers(PILOT), ("02-01", 3), ("07-01", 80))[-1]) == ("vip", "override_expired", "")


def test_expiry_takes_effect_by_itself() -> None:
    records = run(tiers(PILOT), ("02-01", 31), ("09-01", 31))
    assert (brief(records[1]), records[1].valid_from) == (("key", "override_expired", ""), day("07-01"))
    assert as_of(records[0], day("06-30")) is records[0]
    assert as_of(records[0], day("07-01")).tier == "key"
    assert as_of(records[0], day("01-01")) is records[0]


def test_an_override_that_is_withdrawn_ends_that_day() -> None:
    record = placed(tiers(), 31, placed(tiers(PILOT), 31, None, "02-01")[0], "03-01")[0]
    assert (brief(record), record.until, record.valid_from) == (("key", "override_expired", ""), None, day("03-01"))


def test_a_fall_goes_on_underneath() -> None:
    ladder = tiers(PILOT, every=QUARTER, downgrade="period_end", notice=DAYS_30)
    covered = run(ladder, ("01-01", 31), ("04-01", 3))[-1]
    assert (brief(covered), covered.earned, covered.falls_on) == (("vip", "override", "pilot"), "key", day("05-01"))
    steps = [(step.tier, step.earned, step.valid_from) for step in take_effect(covered)]
    assert steps == [("vip", "key", day("04-01")), ("vip", "standard", day("05-01")), ("standard", None, day("07-01"))]


def test_a_fall_and_an_expiry_of_one_day_are_one_step() -> None:
    short = Override("c7", tier="vip", reason="r", approved_by="zhao", until=day("04-30"))
    covered = run(tiers(short, every=QUARTER, downgrade="period_end", notice=DAYS_30), ("01-01", 31), ("04-01", 3))[-1]
    assert [(step.tier, step.valid_from) for step in take_effect(covered)] == [("vip", day("04-01")), ("standard", day("05-01"))]
    long = Override("c7", tier="vip", reason="r", approved_by="zhao", until=day("04-15"))
    covered = run(tiers(long, every=QUARTER, downgrade="period_end", notice=DAYS_30), ("01-01", 31), ("04-01", 3))[-1]
    assert [step.tier for step in take_effect(covered)] == ["vip", "key", "standard"]


def test_an_override_needs_no_data_and_leaves_none_behind() -> None:
    covered = placed(tiers(PILOT), None, None, "02-01")[0]
    assert (covered.tier, covered.earned) == ("vip", "")
    assert placed(tiers(PILOT), None, covered, "02-02")[0] is covered
    assert brief(placed(tiers(PILOT), None, covered, "07-05")[0]) == ("", "not_assigned", "no_data")


def test_the_last_day_there_is_has_no_day_after() -> None:
    for_ever = Override("c7", tier="vip", reason="r", approved_by="zhao", until=date.max)
    assert len(take_effect(placed(tiers(for_ever), 3, None, "02-01")[0])) == 1


# ── refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_judging_backwards_is_refused() -> None:
    first = placed(tiers(), 31, None, "02-01")[0]
    with pytest.raises(UsageError) as caught:
        placed(tiers(), 31, first, "01-31")
    assert caught.value.problem.code == "TIR030"
    assert "2026-02-01" in str(caught.value)


def test_another_customers_record_is_refused() -> None:
    first = placed(tiers(), 31, None, "02-01")[0]
    with pytest.raises(UsageError, match="different customers") as caught:
        place(tiers(), Scored("c8", on=day("02-02"), total=1.0), first, day("02-02"))
    assert caught.value.problem.code == "TIR031"
