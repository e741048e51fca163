"""Editions: which one governs a case, what adopting one changes, and calendars that differ between them."""

from __future__ import annotations

from tests.unit.decide.support import at, decide, event, hour, several

HOURS = 'calendars: {{office: {{hours: {{mon-fri: ["09:00-{close}:00"]}}}}}}\n'


def body(
    within: str,
    *,
    close: int = 17,
    calendar: str = "office",
    mode: str = "carry",
    adopt: bool = False,
    metrics: str = "{}",
    name: str = "all",
) -> str:
    return (
        ("adopt: open_cases\n" if adopt else "")
        + HOURS.format(close=close)
        + f"sla:\n  metrics: {metrics}\n  measure: [resolution]\n"
        + f"  policies: [{{name: {name}, default: true, calendar: {calendar}, on_change: {mode}, targets: {{resolution: {within}}}}}]\n"
    )


TUESDAY = "2026-01-06"  # hour 24
WEDNESDAY = "2026-01-07"


def test_the_edition_in_force_when_the_case_opened_governs_it() -> None:
    standard = several(("1", "2026-01-01", body("4h")), ("2", TUESDAY, body("2h")))
    for opened, version, due in ((10, "1", 14), (33, "2", 35)):
        decision = decide(standard, [event(opened, "opened")], 34)
        assert (decision.edition, decision.clocks[0].edition, hour(decision.clocks[0].due_us)) == (version, version, due)


def test_an_edition_governs_from_its_first_instant_on() -> None:
    standard = several(("1", "2026-01-01", body("4h", calendar="always")), ("2", TUESDAY, body("2h", calendar="always")))
    assert decide(standard, [event(23.9999, "opened")], 24).edition == "1"
    assert decide(standard, [event(24, "opened")], 24).edition == "2"


def test_before_the_first_edition_cases_are_measured_only() -> None:
    standard = several(("1", TUESDAY, body("4h")))
    decision = decide(standard, [event(10, "opened")], 40)
    (found,) = decision.clocks
    assert (found.state, found.reason, found.edition, decision.edition) == ("measured", "no_standard_in_force", None, None)
    assert [problem.code for problem in decision.problems] == ["EVT017"]
    assert (decision.next_wake_up, decision.as_dict()["edition"]) == (None, None)


def test_a_case_stays_pinned_to_its_edition() -> None:
    standard = several(("1", "2026-01-01", body("20h")), ("2", TUESDAY, body("2h")))
    decision = decide(standard, [event(16, "opened"), event(34, "changed", priority="x")], 35)
    assert (decision.clocks[0].edition, decision.clocks[0].target) == ("1", "20h")


ADOPTING = several(("1", "2026-01-01", body("20h", calendar="always")), ("2", TUESDAY, body("30h", calendar="always", adopt=True)))


def test_an_adopting_edition_takes_over_open_cases_at_its_first_instant() -> None:
    before = decide(ADOPTING, [event(10, "opened")], 23)
    assert (before.edition, hour(before.clocks[0].due_us), hour(before.next_wake_up_us)) == ("1", 30, 24)
    after = decide(ADOPTING, [event(10, "opened")], 24)
    assert (after.edition, after.clocks[0].edition, hour(after.clocks[0].due_us), hour(after.next_wake_up_us)) == ("2", "2", 40, 40)
    assert decide(ADOPTING, [event(10, "opened"), event(50, "resolved")], 60).clocks[0].state == "missed"


def test_an_event_at_the_adopting_instant_settles_together_with_it() -> None:
    standard = several(
        ("1", "2026-01-01", body("20h", calendar="always", name="a")),
        ("2", TUESDAY, body("30h", calendar="always", adopt=True, mode="restart", name="b")),
    )
    decision = decide(standard, [event(10, "opened"), event(24, "changed", id="e2", priority="x")], 25)
    assert [(item.edition, item.policy, item.cycle_id, item.state, hour(item.due_us)) for item in decision.clocks][1:] == [
        ("2", "b", "e2", "running", 54)
    ]


def test_an_event_that_says_nothing_at_the_adopting_instant_does_not_hide_it() -> None:
    decision = decide(ADOPTING, [event(10, "opened"), event(24, "opened")], 25)
    assert (decision.edition, decision.clocks[0].edition, hour(decision.clocks[0].due_us)) == ("2", "2", 40)
    early = decide(ADOPTING, [event(24, "changed"), event(25, "opened")], 26)
    assert (early.edition, hour(early.clocks[0].due_us)) == ("2", 55)


def test_restart_by_adoption_is_identified_by_the_edition() -> None:
    standard = several(
        ("1", "2026-01-01", body("20h", calendar="always", name="a")),
        ("2", TUESDAY, body("30h", calendar="always", adopt=True, mode="restart", name="b")),
    )
    decision = decide(standard, [event(10, "opened")], 25)
    assert [(item.cycle, item.cycle_id, item.state) for item in decision.clocks][1:] == [(2, "edition:2", "running")]


def test_adopting_the_same_target_moves_nothing_but_the_edition() -> None:
    standard = several(
        ("1", "2026-01-01", body("20h", calendar="always", mode="restart")),
        ("2", TUESDAY, body("20h", calendar="always", adopt=True, mode="restart")),
    )
    decision = decide(standard, [event(10, "opened")], 25)
    assert [(item.cycle, item.edition, hour(item.due_us)) for item in decision.clocks] == [(1, "2", 30)]


def test_a_calendar_of_the_same_name_and_other_hours_is_another_calendar() -> None:
    standard = several(("1", "2026-01-01", body("10h")), ("2", TUESDAY, body("10h", close=18, adopt=True)))
    pinned = decide(several(("1", "2026-01-01", body("10h")), ("2", TUESDAY, body("10h", close=18))), [event(10, "opened")], 34).clocks[0]
    adopted = decide(standard, [event(16, "opened")], 34).clocks[0]
    later = decide(standard, [event(41, "opened")], 41).clocks[0]
    assert (pinned.calendar, hour(pinned.due_us)) == ("office", 36)
    assert (adopted.calendar, hour(adopted.due_us)) == ("office", 42)  # 1 h on Monday, 9 h until Tuesday 18:00
    assert (later.calendar, hour(later.due_us)) == ("office", 66)


def test_a_calendar_that_two_later_editions_share_is_one() -> None:
    standard = several(
        ("1", "2026-01-01", body("30h")),
        ("2", TUESDAY, body("30h", close=18, mode="restart", adopt=True)),
        ("3", WEDNESDAY, body("30h", close=18, mode="restart", adopt=True)),
    )
    decision = decide(standard, [event(34, "opened")], 60)
    assert [(item.cycle, item.edition) for item in decision.clocks] == [(1, "3")]


OWN = "{parts: {start: {event: opened}, stop: {event: x-parts}}}"


def test_a_metric_the_adopting_edition_no_longer_measures_is_cancelled() -> None:
    standard = several(("1", "2026-01-01", body("20h", metrics=OWN)), ("2", TUESDAY, body("20h", adopt=True)))
    decision = decide(standard, [event(10, "opened")], 25)
    assert [(item.metric, item.state, hour(item.stopped_us)) for item in decision.clocks] == [
        ("resolution", "running", None),
        ("parts", "cancelled", 24),
    ]
    found = decision.clock("parts")
    assert found is not None
    assert found.final is True
    ended = decide(standard, [event(10, "opened"), event(11, "x-parts")], 25).clock("parts")
    assert ended is not None
    assert (ended.state, ended.final) == ("measured", True)


def test_a_metric_that_only_the_adopting_edition_measures_starts_with_later_events_only() -> None:
    standard = several(("1", "2026-01-01", body("20h")), ("2", TUESDAY, body("20h", adopt=True, metrics=OWN)))
    assert decide(standard, [event(10, "opened")], 25).clock("parts") is None


def test_missed_and_stopped_clocks_keep_the_edition_they_ended_under() -> None:
    decision = decide(ADOPTING, [event(0, "opened")], 30)
    assert (decision.edition, decision.clocks[0].edition, hour(decision.clocks[0].missed_us)) == ("2", "1", 20)


def test_a_case_without_running_clocks_still_wakes_up_when_another_edition_takes_over() -> None:
    """Between now and the wake-up nothing but continuous fields changes: the edition is none of them."""
    history = [event(10, "opened"), event(11, "changed", category="waiting_customer")]
    assert hour(decide(ADOPTING, history, 12).next_wake_up_us) == 24
    assert decide(ADOPTING, history, 24).edition == "2"


def test_a_case_that_is_over_adopts_nothing() -> None:
    history = [event(10, "opened"), event(11, "resolved")]
    assert decide(ADOPTING, history, 12).next_wake_up is None
    assert (decide(ADOPTING, history, 25).edition, decide(ADOPTING, [*history, event(26, "reopened")], 27).edition) == ("1", "1")


def test_a_case_that_opened_before_every_edition_may_be_adopted() -> None:
    standard = several(("1", TUESDAY, body("4h", calendar="always", adopt=True)))
    decision = decide(standard, [event(23, "opened")], 25)
    assert (decision.edition, hour(decision.clocks[0].due_us)) == ("1", 27)


def test_the_standard_tells_which_edition_is_in_force() -> None:
    found = [ADOPTING.edition_at(when) for when in ("2025-12-31T00:00:00Z", at(10), at(24))]
    assert [None if edition is None else edition.version for edition in found] == [None, "1", "2"]
