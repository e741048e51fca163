"""Placing a customer on the ladder: up at once, down by the standard's rules.

*Rule:* one rises at once to the highest level whose `enter` the score reaches. One falls only when the score is below the `leave` of the
level held, and then to the highest level whose `leave` it still reaches. In between nothing moves. A fall that is found but has to wait
(notice, grace, minimum stay) is written down with its day and takes effect by itself on it, unless an evaluation up to and including that
day finds the score no longer below. An override covers what is earned underneath, which goes on as if the override were not there.
A review that nobody ran is held once, with the facts of the day on which somebody asks next; a day is judged once.

Example:
    >>> from servstd.tiers.model import Level
    >>> tiers = Tiers((Level("standard"), Level("key", enter=30.0, leave=25.0)))
    >>> first, _, _ = place(tiers, Scored("c7", on=date(2026, 1, 5), total=31.0), None, date(2026, 1, 5))
    >>> later, _, _ = place(tiers, Scored("c7", on=date(2026, 2, 5), total=26.0), first, date(2026, 2, 5))
    >>> first.tier, later is first
    ('key', True)
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeAlias

import attrs

from servstd.durations import add_period
from servstd.errors import UsageError
from servstd.tiers.model import Override, Tiers
from servstd.tiers.outcome import Cause, Scored, TierRecord
from servstd.tiers.reviews import next_review

__all__ = ["Placement", "as_of", "entered_level", "kept_level", "override_on", "place", "take_effect"]

Placement: TypeAlias = tuple[TierRecord, tuple[str, date] | None, date | None]
"""The record that holds, (tier, day) of a fall that will come if nothing changes, and the next review."""

_DAY = timedelta(days=1)


def entered_level(tiers: Tiers, score: float) -> str:
    """Return the highest level that a score is enough to rise to."""
    return next((level.name for level in reversed(tiers.ladder) if level.enter is not None and score >= level.enter), tiers.names[0])


def kept_level(tiers: Tiers, held: str, score: float) -> str:
    """Return the level that a score is enough to keep for one who holds `held`: that level, or the highest one below it."""
    below = reversed(tiers.ladder[1 : tiers.position(held) + 1])
    return next((level.name for level in below if level.leave is not None and score >= level.leave), tiers.names[0])


def override_on(tiers: Tiers, customer: str, on: date) -> Override | None:
    """Return the first override written for a customer that counts on a day."""
    for override in tiers.overrides:
        if override.customer == customer and (override.since is None or override.since <= on) and on <= override.until:
            return override
    return None


def take_effect(record: TierRecord) -> tuple[TierRecord, ...]:
    """Return a record and what follows from it by itself if nothing new is recorded: an announced fall, the end of an override."""
    out = [record]
    while (following := _following(out[-1])) is not None:
        if following.valid_from == out[-1].valid_from:
            out.pop()  # an override ends on the very day of a fall underneath it
        out.append(following)
    return tuple(out)


def _following(last: TierRecord) -> TierRecord | None:
    over = None if last.until is None or last.until == date.max else last.until + _DAY
    if last.falls_on is not None and (over is None or last.falls_on <= over):
        return _fallen(last, last.falls_on)
    if over is None:
        return None
    return attrs.evolve(
        last, tier=last.tier if last.earned is None else last.earned, earned=None, valid_from=over, cause="override_expired",
        until=None, reason="", approved_by="",
    )  # fmt: skip


def _fallen(last: TierRecord, on: date) -> TierRecord:
    covered = last.until is not None
    below = last.falls_to or ""
    return attrs.evolve(
        last, tier=last.tier if covered else below, earned=below if covered else None, valid_from=on, reached_on=on, below_since=None,
        periods_below=0, notice_on=None, falls_to=None, falls_on=None, cause="override" if covered else "fallen",
        reason=last.reason if covered else "",
    )  # fmt: skip


def as_of(record: TierRecord, on: date) -> TierRecord:
    """Return a record as it stands on a day, if nothing new was recorded; on days before it, the record itself."""
    return [step for step in take_effect(record) if step is record or step.valid_from <= on][-1]


def place(tiers: Tiers, scored: Scored, last: TierRecord | None, on: date, *, joined: date | None = None, edition: str = "") -> Placement:
    """Return where a customer stands on a day; a pure function of its arguments.

    Args:
        tiers: The ladder and its rules.
        scored: The customer's score on that day.
        last: The customer's last record; None: there is none.
        on: The day.
        joined: The day the customer joined, for reviews on anniversaries.
        edition: The edition of the standard, to be kept in the record.

    Returns:
        The record that holds (`last` itself when nothing changed, or when the day was judged already), the fall that will come, and the
        next review.

    Raises:
        UsageError: TIR030 the day lies before the last record was made; TIR031 record and score are of different customers;
            TIR032 the day the customer joined is needed.
    """
    if last is None:
        record = _judged(tiers, scored, None, on, joined)
    else:
        if on < last.recorded_on:
            raise UsageError("TIR030", path=("on",), customer=last.customer, found=on.isoformat(), expected=last.recorded_on.isoformat())
        if last.customer != scored.customer:
            raise UsageError("TIR031", path=("customer",), found=scored.customer, expected=last.customer)
        record = last if on == last.recorded_on else _judged(tiers, scored, last, on, joined)
    if record is not last:
        record = attrs.evolve(record, edition=edition)
    since = on if record.tier == "" else record.reviewed_on or record.recorded_on
    return record, _upcoming(tiers, record, on), next_review(tiers.review, since, joined=joined)


def _upcoming(tiers: Tiers, record: TierRecord, on: date) -> tuple[str, date] | None:
    height = {name: position for position, name in enumerate(tiers.names)}
    for step in take_effect(record):
        if step.valid_from > on and height.get(step.tier, -1) < height.get(record.tier, -1):
            return step.tier, step.valid_from
    return None


def _judged(tiers: Tiers, scored: Scored, last: TierRecord | None, on: date, joined: date | None) -> TierRecord:
    # With data the day's score is looked at before what was announced for this very day; without, the announcement stands.
    before = None if last is None else as_of(last, on if scored.total is None else on - _DAY)
    standing = None if before is None or _earned(before) == "" else before
    if standing is None:
        moved = _first(tiers, scored, on, before)
    else:
        due = next_review(tiers.review, standing.reviewed_on or standing.recorded_on, joined=joined)
        moved = _moved(tiers, scored, standing, on, due is None or due <= on)
    override = override_on(tiers, scored.customer, on)
    if override is not None:
        moved = attrs.evolve(
            moved, tier=override.tier, earned=moved.tier, cause="override", until=override.until, reason=override.reason,
            approved_by=override.approved_by,
        )  # fmt: skip
    elif before is not None and before.until is not None:
        moved = attrs.evolve(moved, cause="override_expired")
    computed = "" if scored.total is None else entered_level(tiers, scored.total)
    if before is not None and last is not None and _same(moved, before):
        if before is last:
            return last
        return attrs.evolve(before, recorded_on=on, computed=computed, score=scored.total)  # what took effect by itself, now on record
    return attrs.evolve(moved, valid_from=on, recorded_on=on, computed=computed, score=scored.total, explanation={})


def _earned(record: TierRecord) -> str:
    return record.tier if record.earned is None else record.earned


def _same(new: TierRecord, old: TierRecord) -> bool:
    """Return whether nothing changed but the day, the score and, where nothing moved, the cause."""
    return new == attrs.evolve(old, cause=new.cause)


def _bare(record: TierRecord, *, cause: Cause, reason: str = "") -> TierRecord:
    """Return a record without its override."""
    return attrs.evolve(record, tier=_earned(record), earned=None, until=None, approved_by="", cause=cause, reason=reason)


def _first(tiers: Tiers, scored: Scored, on: date, before: TierRecord | None) -> TierRecord:
    """Return the record without override of one who holds no level yet."""
    if scored.total is None and before is not None:
        return _bare(before, cause="not_assigned", reason="no_data")
    if scored.total is None:
        return TierRecord(
            scored.customer, tier="", valid_from=on, recorded_on=on, cause="not_assigned", computed="", reached_on=on, reason="no_data"
        )
    return TierRecord(
        scored.customer, tier=entered_level(tiers, scored.total), valid_from=on, recorded_on=on, cause="first", computed="", reached_on=on,
        reviewed_on=None if tiers.review.every is None else on,
    )  # fmt: skip


def _moved(tiers: Tiers, scored: Scored, standing: TierRecord, on: date, due: bool) -> TierRecord:
    """Return the record without override after a day's score: risen, kept, held or fallen."""
    held, score = _earned(standing), scored.total
    if due and tiers.review.every is not None:
        standing = attrs.evolve(standing, reviewed_on=on)
    if score is None:
        return _bare(standing, cause="held", reason="no_data")
    up = entered_level(tiers, score)
    if held not in tiers.names:  # the ladder was changed and has no such level any more
        return _at(standing, up, on, "first")
    if tiers.position(up) > tiers.position(held):
        return _at(standing, up, on, "risen")
    target = kept_level(tiers, held, score)
    if target == held:
        return _at(standing, held, standing.reached_on, "kept")
    return _below(tiers, _bare(standing, cause="held"), target, on, due)


def _at(standing: TierRecord, tier: str, reached_on: date, cause: Cause) -> TierRecord:
    return attrs.evolve(
        _bare(standing, cause=cause), tier=tier, reached_on=reached_on, below_since=None, periods_below=0, notice_on=None, falls_to=None,
        falls_on=None,
    )  # fmt: skip


def _below(tiers: Tiers, held: TierRecord, target: str, on: date, due: bool) -> TierRecord:
    """Return the record of one whose score is below the level held."""
    review, earns = tiers.review, target
    if due:
        held = attrs.evolve(held, below_since=held.below_since or on, periods_below=held.periods_below + 1)
    if review.downgrade == "one_level":
        target = tiers.names[tiers.position(held.tier) - 1]
    if held.falls_on is not None:
        announced = held.falls_to
        if announced is not None and announced in tiers.names:  # never lower than was announced
            target = tiers.names[max(tiers.position(target), tiers.position(announced))]
        if held.falls_on <= on:
            fallen = _at(held, target, on, "fallen")
            if tiers.position(earns) == tiers.position(target):
                return fallen
            return attrs.evolve(_below(tiers, fallen, earns, on, due), cause="fallen")  # still too high: the next fall is announced now
        return attrs.evolve(held, falls_to=target, reason=_waits_for(tiers, held, held.falls_on))
    at_any_time = review.downgrade == "immediate" and review.after_periods_below <= 1
    if not at_any_time and (not due or held.periods_below < review.after_periods_below):
        return attrs.evolve(held, reason="periods_below" if due else "review")
    told = on if review.notice is None else add_period(on, review.notice)
    spared = on if review.grace is None else add_period(on, review.grace)
    stayed = held.reached_on if review.minimum_stay is None else add_period(held.reached_on, review.minimum_stay)
    falls_on = max(told, spared, stayed)
    if falls_on <= on:
        return _at(held, target, on, "fallen")
    notice_on = None if review.notice is None else on
    waiting = attrs.evolve(held, below_since=held.below_since or on, notice_on=notice_on, falls_to=target, falls_on=falls_on)
    return attrs.evolve(waiting, reason=_waits_for(tiers, waiting, falls_on))


def _waits_for(tiers: Tiers, held: TierRecord, falls_on: date) -> str:
    """Return which rule keeps the level until the day of the fall."""
    review, told = tiers.review, held.notice_on
    if review.minimum_stay is not None and add_period(held.reached_on, review.minimum_stay) == falls_on:
        return "minimum_stay"
    return "grace" if told is None or (review.grace is not None and add_period(told, review.grace) == falls_on) else "notice"
