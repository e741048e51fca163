"""Thresholds: exact, latched once a cycle, crossed only while the clock runs."""

from __future__ import annotations

import pytest

from tests.unit.decide.support import OFFICE, STATUSES, clock, decide, event, hour

Events = list[dict[str, object]]
OPENED = event(0, "opened", priority="normal")


def warned(warn: str, within: str = "10h", calendar: str = "always") -> str:
    """Return a standard with two policies: the second one is shorter and has other warnings."""
    return (
        STATUSES
        + OFFICE
        + (
            f"sla:\n  policies:\n    - {{name: short, when: {{priority: high}}, calendar: always, "
            f"targets: {{resolution: {{within: 4h, warn: ['25%', '50%', '75%']}}}}}}\n"
            f"    - {{name: all, default: true, calendar: {calendar}, targets: {{resolution: {{within: {within}, warn: [{warn}]}}}}}}\n"
        )
    )


def status(hours: float, word: str) -> dict[str, object]:
    return event(hours, "changed", status=word)


def states(text: str, events: Events, now: float) -> list[tuple[str, float | None, str]]:
    return [(item.text, hour(item.at_us), item.state) for item in clock(text, events, now).thresholds]


@pytest.mark.parametrize(
    ("warn", "at"),
    [("50%", 5), ("100%", 10), ("120%", 12), ("2h remaining", 8), ("2h overdue", 12), ("12.5%", 1.25), ("99.951%", 9.9951)],
)
def test_a_threshold_crosses_at_the_exact_instant(warn: str, at: float) -> None:
    text = warned(f"'{warn}'")
    assert states(text, [OPENED], at - 0.0001) == [(warn, at, "pending")]
    assert states(text, [OPENED], at) == [(warn, at, "crossed")]
    assert states(text, [OPENED], 99) == [(warn, at, "crossed")]


@pytest.mark.parametrize(
    ("rule", "warn", "within", "opened", "at"),
    [
        ("a percentage of a working-day target is one of its budget", "50%", "2wd", 11, 35),
        ("open time remaining", "2h remaining", "8h", 16, 38),
        ("open time overdue", "2h overdue", "6h", 11, 35),
        ("a working day remaining is counted in dates", "1wd remaining", "2wd", 11, 35),
        ("a working day overdue is counted in dates", "1wd overdue", "1wd", 11, 59),
    ],
)
def test_thresholds_on_an_office_calendar(rule: str, warn: str, within: str, opened: float, at: float) -> None:
    (found,) = clock(warned(f"'{warn}'", within, "office"), [event(opened, "opened", priority="normal")], 17).thresholds
    assert hour(found.at_us) == at


def test_a_paused_clock_crosses_nothing_and_later_crosses_it_when_it_is_reached() -> None:
    text, events = warned("'50%'"), [OPENED, status(3, "pending")]
    assert states(text, events, 20) == [("50%", None, "pending")]
    assert states(text, [*events, status(20, "new")], 21) == [("50%", 22, "pending")]
    assert states(text, [*events, status(20, "new")], 22) == [("50%", 22, "crossed")]


@pytest.mark.parametrize("then", [status(5, "pending"), event(5, "resolved")])
def test_a_clock_that_pauses_or_stops_at_that_very_instant_does_not_cross_it(then: dict[str, object]) -> None:
    assert states(warned("'50%'"), [OPENED, then], 20) == [("50%", None, "pending")]


def test_a_threshold_is_latched_once_in_a_cycle() -> None:
    events = [OPENED, status(6, "pending"), status(8, "new"), event(9, "resolved"), event(10, "reopened")]
    decision = decide(warned("'50%'"), events, 11)
    assert [(item.kind, item.threshold, hour(item.at_us)) for item in decision.effects] == [("threshold", "50%", 5)]


def test_after_a_miss_thresholds_overdue_still_cross_and_pauses_still_count() -> None:
    text = warned("'2h overdue', '4h overdue'")
    events = [OPENED, status(13, "pending"), status(15, "new")]
    assert states(text, events, 17) == [("2h overdue", 12, "crossed"), ("4h overdue", 16, "crossed")]
    assert states(text, events, 15.5) == [("2h overdue", 12, "crossed"), ("4h overdue", 16, "pending")]


def test_of_several_left_behind_by_a_change_only_the_latest_fires() -> None:
    text = warned("'90%'")
    events = [OPENED, event(2.5, "changed", priority="high")]
    assert states(text, events, 2.5) == [("25%", 2.5, "passed"), ("50%", 2.5, "crossed"), ("75%", 3, "pending")]
    decision = decide(text, events, 3.5)
    assert [(item.kind, item.threshold, hour(item.at_us)) for item in decision.effects] == [
        ("threshold", "50%", 2.5),
        ("threshold", "75%", 3),
    ]


def test_a_change_that_leaves_nothing_fires_the_last_warning_and_the_miss() -> None:
    decision = decide(warned("'90%'"), [OPENED, event(6, "changed", priority="high")], 6)
    assert [(item.kind, item.threshold, hour(item.at_us)) for item in decision.effects] == [("missed", "", 6), ("threshold", "75%", 6)]


def test_a_change_may_put_a_crossed_threshold_ahead_again_but_it_fires_once() -> None:
    text = warned("'50%'", "4h").replace("within: 4h, warn: ['25%', '50%', '75%']", "within: 40h, warn: ['50%']")
    events = [OPENED, event(3, "changed", priority="high")]
    assert states(text, events, 30) == [("50%", 2, "crossed")]


def test_what_crossed_under_a_former_target_is_still_told() -> None:
    events = [OPENED, event(2, "changed", priority="high")]
    decision = decide(warned("'10%'"), events, 2.5)
    found = decision.clock("resolution")
    assert found is not None
    assert [text for text, _ in found.crossings] == ["10%", "50%"]
    assert [item.text for item in found.thresholds] == ["25%", "50%", "75%"]


def test_a_threshold_before_the_start_is_crossed_at_the_start() -> None:
    assert states(warned("'12h remaining'"), [OPENED], 0) == [("12h remaining", 0, "crossed")]
