"""Laws of placing: no flapping, monotony, one level a review, purity, and histories without gaps.

*Rule:* every law is tried on random ladders, reviews, overrides, scores and days.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from servstd.durations import Period
from servstd.tiers.history import TierHistory
from servstd.tiers.model import Level, Override, Review, Tiers
from servstd.tiers.outcome import Scored, TierRecord
from servstd.tiers.placing import as_of, place
from servstd.tiers.reviews import next_review

START = date(2026, 1, 1)
NAMES = ("a", "b", "c", "d")
SCORES = st.one_of(st.none(), st.integers(0, 100).map(float))
PERIODS = st.sampled_from([None, Period(10, "day"), Period(1, "month"), Period(5, "week")])


@st.composite
def ladders(draw: st.DrawFn) -> tuple[Level, ...]:
    enters = sorted(draw(st.sets(st.integers(5, 95), min_size=1, max_size=3)))
    levels, least = [Level("a")], 0
    for name, enter in zip(NAMES[1:], enters, strict=False):
        least = draw(st.integers(least, enter))
        levels.append(Level(name, enter=float(enter), leave=float(least)))
    return tuple(levels)


@st.composite
def sections(draw: st.DrawFn, *, overrides: bool = True, every: bool | None = None) -> Tiers:
    ladder = draw(ladders())
    asked = draw(st.booleans()) if every is None else every
    review = Review(
        every=draw(st.sampled_from([Period(1, "month"), Period(2, "week"), Period(1, "quarter")])) if asked else None,
        qualification=draw(st.sampled_from(["fixed", "rolling", "anniversary"])),
        anchor=draw(st.none() | st.dates(date(2025, 1, 1), date(2025, 12, 31))),
        downgrade=draw(st.sampled_from(["immediate", "period_end", "one_level"])),
        after_periods_below=draw(st.integers(1, 3)),
        notice=draw(PERIODS), grace=draw(PERIODS), minimum_stay=draw(PERIODS),
    )  # fmt: skip
    said: list[Override] = []
    if overrides and draw(st.booleans()):
        since = START + timedelta(days=draw(st.integers(0, 60)))
        until = since + timedelta(days=draw(st.integers(0, 60)))
        tier = draw(st.sampled_from([level.name for level in ladder]))
        said.append(Override("c7", tier=tier, reason="r", approved_by="z", since=since, until=until))
    return Tiers(ladder, review=review, overrides=tuple(said))


STEPS = st.lists(st.tuples(st.integers(1, 45), SCORES), min_size=1, max_size=12)
JOINED = date(2024, 2, 29)


def judge(tiers: Tiers, score: float | None, last: TierRecord | None, on: date) -> TierRecord:
    return place(tiers, Scored("c7", on=on, total=score), last, on, joined=JOINED)[0]


def walk(tiers: Tiers, steps: list[tuple[int, float | None]]) -> tuple[list[TierRecord], date]:
    """Return the record after each step, and the last day."""
    on, out = START, list[TierRecord]()
    for days, score in steps:
        on += timedelta(days=days)
        out.append(judge(tiers, score, out[-1] if out else None, on))
    return out, on


@given(sections(overrides=False), st.integers(0, 3), st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=20))
def test_nothing_flaps_between_leave_and_enter(tiers: Tiers, which: int, shares: list[float]) -> None:
    level = tiers.ladder[which % len(tiers.ladder)]
    above = next((other.enter for other in tiers.ladder if (other.enter or 0.0) > (level.enter or 0.0)), 101.0) or 101.0
    low = level.leave or 0.0
    first = record = judge(tiers, level.enter or 0.0, None, START)
    for n, share in enumerate(shares, 1):
        score = low + (above - low) * share
        record = judge(tiers, min(score, above - 1e-9), record, START + timedelta(days=17 * n))
        assert (record.tier, record.reached_on) == (first.tier, START)


@given(sections(), STEPS, st.integers(1, 45), st.integers(0, 100), st.integers(0, 100))
def test_a_higher_score_never_gives_a_lower_tier(
    tiers: Tiers, steps: list[tuple[int, float | None]], days: int, one: int, other: int
) -> None:
    records, on = walk(tiers, steps)
    day = on + timedelta(days=days)
    low, high = (judge(tiers, float(score), records[-1], day) for score in sorted((one, other)))
    for later in (day, day + timedelta(days=400)):
        assert tiers.position(as_of(high, later).tier) >= tiers.position(as_of(low, later).tier)


@given(sections(overrides=False), STEPS)
def test_one_level_never_drops_more_than_one_at_a_time(tiers: Tiers, steps: list[tuple[int, float | None]]) -> None:
    history = TierHistory()
    records, _ = walk(Tiers(tiers.ladder, review=_one_level(tiers.review)), [(days, score) for days, score in steps if score is not None])
    for record in records:
        if record is not history.last("c7"):
            history.append(record)
    tiers_held = [tier for tier, _, _ in history.spans("c7")]
    assert all(tiers.position(after) >= tiers.position(before) - 1 for before, after in pairwise(tiers_held))
    falls = [step for step in history.steps("c7") if step.cause == "fallen"]
    reviews = {step.reviewed_on for step in falls}
    assert tiers.review.every is None or len({step.valid_from for step in falls}) <= len(reviews), "each fall has a review of its own"


def _one_level(review: Review) -> Review:
    return Review(
        every=review.every, qualification=review.qualification, anchor=review.anchor, downgrade="one_level",
        after_periods_below=review.after_periods_below, notice=review.notice, grace=review.grace, minimum_stay=review.minimum_stay,
    )  # fmt: skip


@given(sections(), STEPS)
def test_the_same_arguments_give_the_same_and_a_second_call_nothing_new(tiers: Tiers, steps: list[tuple[int, float | None]]) -> None:
    records, on = walk(tiers, steps)
    assert walk(tiers, steps)[0] == records
    scored = Scored("c7", on=on, total=steps[-1][1])
    before = records[-2] if len(records) > 1 else None
    made = place(tiers, scored, before, on, joined=JOINED)
    if made[0].recorded_on == on:
        again = place(tiers, scored, made[0], on, joined=JOINED)
        assert again[0] is made[0]
        assert again[1:] == made[1:]


@given(sections(), STEPS)
def test_histories_have_no_gaps_and_every_day_one_tier(tiers: Tiers, steps: list[tuple[int, float | None]]) -> None:
    history = TierHistory()
    on = START
    for days, score in steps:
        on += timedelta(days=days)
        record = judge(tiers, score, history.last("c7"), on)
        if record is not history.last("c7"):
            history.append(record)
        assert history.tier_at("c7", on) == (record.tier or None), "what was assigned today is what the history says of today"
    spans = history.spans("c7")
    assert spans[0][1] == START + timedelta(days=steps[0][0])
    assert spans[-1][2] is None
    assert all(before[2] == after[1] and before[0] != after[0] for before, after in pairwise(spans))
    assert list(TierHistory.read(history.lines())) == list(history)


@settings(max_examples=60)
@given(sections(every=True), st.lists(SCORES, min_size=1, max_size=5))
def test_asked_daily_or_only_at_reviews_the_tiers_on_review_days_are_the_same(tiers: Tiers, scores: list[float | None]) -> None:
    """For facts that change on review days only: what rises in between, or is gone again, only those see who look."""
    first = judge(tiers, 50.0, None, START)
    daily, seldom, on, score = first, first, START, 50.0
    for later in scores:
        review = next_review(tiers.review, seldom.reviewed_on or seldom.recorded_on, joined=JOINED)
        assert review is not None
        while (on := on + timedelta(days=1)) < review:
            daily = judge(tiers, score, daily, on)
        score = later  # type: ignore[assignment]
        daily, seldom = judge(tiers, later, daily, on), judge(tiers, later, seldom, on)
        assert (daily.tier, daily.earned, daily.reached_on, daily.periods_below, daily.falls_on, daily.falls_to) == (
            seldom.tier, seldom.earned, seldom.reached_on, seldom.periods_below, seldom.falls_on, seldom.falls_to,
        )  # fmt: skip


@given(sections(), STEPS, st.integers(0, 300))
def test_after_an_override_one_has_what_one_would_have_had_without(tiers: Tiers, steps: list[tuple[int, float | None]], days: int) -> None:
    with_it, on = walk(tiers, steps)
    without, _ = walk(Tiers(tiers.ladder, review=tiers.review), steps)
    for covered, plain in zip(with_it, without, strict=True):
        day = max(covered.recorded_on, plain.recorded_on)
        a, b = as_of(covered, day), as_of(plain, day)
        assert (a.tier if a.earned is None else a.earned) == b.tier
    if with_it[-1].until is None:
        later = on + timedelta(days=days)
        assert as_of(with_it[-1], later).tier == as_of(without[-1], later).tier
