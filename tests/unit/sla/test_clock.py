"""A clock's arithmetic by itself, on a calendar that is open every other hour and on one that is always open."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from servstd.calendars import ALWAYS, read_calendar
from servstd.durations import parse_amount
from servstd.instants import HOUR_US
from servstd.sla.clock import NEVER, ClockState, TimelineLike, elapsed
from servstd.sla.model import Target, Threshold
from servstd.sla.policies import Choice
from servstd.sla.steps import crossing, due_after_pause, govern, latch, pause, reopen, resume, stop

EVEN = read_calendar(
    {"time_zone": "UTC", "hours": {"mon-sun": [f"{hour:02d}:00-{hour + 1:02d}:00" for hour in range(0, 24, 2)]}}, name="even"
)
TIMELINES: Mapping[str, TimelineLike] = {"always": ALWAYS.timeline, "even": EVEN.timeline}
H = HOUR_US
HALF = Threshold("50%", kind="percent", percent=(1, 2))


def choice(within: str | None = "4h", calendar: str = "always", mode: str = "carry", *warn: Threshold, until: str | None = None) -> Choice:
    amount = None if within is None else parse_amount(within)
    target = Target("m", within=amount, until=until, warn=warn)
    key = f"{within} {calendar} {mode}"
    given = {"amount": amount, "calendar": calendar, "mode": mode, "until": until, "warn": warn}
    return Choice(key, metric="m", policy="p", target=target, **given)  # type: ignore[arg-type]


def started(what: Choice, at: int = 0) -> ClockState:
    clock = ClockState("m", 1, "e1", at)
    govern(clock, what, None, TIMELINES, at, None)
    return clock


@pytest.mark.parametrize(("calendar", "due"), [("always", 4), ("even", 7)])
def test_due_is_start_plus_open_time(calendar: str, due: int) -> None:
    clock = started(choice(calendar=calendar))
    assert (clock.due, clock.mark, clock.phase) == (due * H, due * H, "running")


@pytest.mark.parametrize(("calendar", "ran", "due"), [("always", 1, 6), ("even", 1, 9)])
def test_what_was_open_while_paused_did_not_run(calendar: str, ran: int, due: int) -> None:
    what = choice(calendar=calendar)
    clock = started(what)
    pause(clock, H)
    assert (clock.phase, clock.due, clock.mark, clock.halted) == ("paused", None, NEVER, H)
    assert elapsed(clock, TIMELINES[calendar], 3 * H) == ran * H
    resume(clock, what, TIMELINES[calendar], 3 * H)
    assert clock.due == due * H
    assert clock.edges == (0, H, 3 * H)


def test_a_paused_clock_tells_when_it_would_be_due() -> None:
    clock = started(choice())
    assert due_after_pause(clock, TIMELINES["always"], 9 * H) is None
    pause(clock, H)
    assert due_after_pause(clock, TIMELINES["always"], 9 * H) == 12 * H
    assert due_after_pause(clock, TIMELINES["always"], H) == 4 * H
    ungraded = ClockState("m", 1, "e1", 0)
    pause(ungraded, H)
    assert due_after_pause(ungraded, TIMELINES["always"], 9 * H) is None


def test_a_pause_at_the_due_instant_does_not_save_and_a_stop_then_wins() -> None:
    clock = started(choice())
    pause(clock, 4 * H)
    assert clock.missed == 4 * H
    stop(clock, TIMELINES["always"], 4 * H)
    assert (clock.missed, clock.due, clock.phase) == (None, 4 * H, "stopped")


def test_a_later_stop_does_not_take_the_miss_back() -> None:
    clock = started(choice())
    latch(clock, choice(), TIMELINES["always"], 9 * H)
    stop(clock, TIMELINES["always"], 9 * H)
    assert (clock.missed, clock.stopped) == (4 * H, 9 * H)


def test_reopened_into_a_pause_it_stays_halted_since_it_was_stopped() -> None:
    what = choice()
    clock = started(what)
    stop(clock, TIMELINES["always"], H)
    reopen(clock, what, TIMELINES["always"], 2 * H, paused=True)
    assert (clock.phase, clock.halted, clock.gaps, clock.stopped) == ("paused", H, (H, 2 * H), None)
    resume(clock, what, TIMELINES["always"], 3 * H)
    assert clock.due == 6 * H


def test_resumed_before_anything_governs_it_nothing_is_due() -> None:
    clock = ClockState("m", 1, "e1", 0)
    pause(clock, 0)
    resume(clock, None, TIMELINES["always"], 0)
    assert (clock.phase, clock.due, clock.mark) == ("running", None, NEVER)
    stop(clock, TIMELINES["always"], 0)
    reopen(clock, None, TIMELINES["always"], 0, paused=False)
    assert (clock.phase, clock.gaps) == ("running", (0, 0))


@pytest.mark.parametrize(
    ("threshold", "at"),
    [
        (HALF, 2),
        (Threshold("1h remaining", kind="remaining", amount=parse_amount("1h")), 3),
        (Threshold("1h overdue", kind="overdue", amount=parse_amount("1h")), 5),
        (Threshold("4h remaining", kind="remaining", amount=parse_amount("4h")), 0),
        (Threshold("6h remaining", kind="remaining", amount=parse_amount("6h")), -2),
        (Threshold("1wd remaining", kind="remaining", amount=parse_amount("1wd")), 4 - 24),
        (Threshold("1wd overdue", kind="overdue", amount=parse_amount("1wd")), 4 + 24),
    ],
)
def test_where_a_threshold_lies(threshold: Threshold, at: int) -> None:
    assert crossing(started(choice()), threshold, TIMELINES["always"]) == at * H


def test_a_percentage_is_rounded_up_to_the_microsecond_that_reaches_it() -> None:
    clock = started(choice())
    clock.budget = 3
    assert crossing(clock, HALF, TIMELINES["always"]) == 2


def test_latching_records_the_miss_and_each_threshold_once() -> None:
    what = choice("4h", "always", "carry", HALF, Threshold("1h overdue", kind="overdue", amount=parse_amount("1h")))
    clock = started(what)
    assert clock.mark == 2 * H
    latch(clock, what, TIMELINES["always"], 2 * H)
    assert (clock.crossed, clock.missed, clock.mark) == ({"50%": 2 * H}, None, 4 * H)
    latch(clock, what, TIMELINES["always"], 4 * H)
    assert (clock.missed, clock.mark) == (4 * H, 5 * H)
    latch(clock, what, TIMELINES["always"], 99 * H)
    assert (clock.crossed, clock.mark) == ({"50%": 2 * H, "1h overdue": 5 * H}, NEVER)


def test_a_change_of_calendar_keeps_what_ran_as_it_was_measured() -> None:
    clock = started(choice("4h", "even"))
    govern(clock, choice("4h", "always"), choice("4h", "even"), TIMELINES, 4 * H, None)
    assert (clock.carried, clock.due, elapsed(clock, TIMELINES["always"], 5 * H)) == (2 * H, 6 * H, 3 * H)


def test_counting_from_the_start_measures_the_pauses_anew() -> None:
    first = choice("9h", "always")
    clock = started(first)
    pause(clock, H)
    resume(clock, first, TIMELINES["always"], 3 * H)
    govern(clock, choice("3h", "even", "from_start"), first, TIMELINES, 3 * H, None)
    assert (clock.paused, clock.due) == (H, 7 * H)  # of 01:00-03:00 the hour from 02:00 was open


def test_a_clock_that_ends_within_its_first_instant_gets_a_due_but_no_mark() -> None:
    clock = ClockState("m", 1, "e1", 0)
    stop(clock, TIMELINES["always"], 0)
    govern(clock, choice(), None, TIMELINES, 0, None)
    assert (clock.due, clock.mark, clock.phase) == (4 * H, NEVER, "stopped")


def test_a_copy_shares_nothing_that_changes() -> None:
    what = choice("4h", "always", "carry", HALF)
    clock = started(what)
    latch(clock, what, TIMELINES["always"], 3 * H)
    copy = clock.copy()
    assert {name: getattr(copy, name) for name in ClockState.__slots__} == {name: getattr(clock, name) for name in ClockState.__slots__}
    copy.crossed["x"] = 1
    pause(copy, 3 * H)
    assert (clock.crossed, clock.phase) == ({"50%": 2 * H}, "running")
