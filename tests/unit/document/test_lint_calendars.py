"""Amounts on their calendars, with worked dates; calendars that stay closed, unused or not known far enough."""

from __future__ import annotations

from datetime import date

import pytest

from servstd.document.lint import lint
from tests.unit.document.lints import OFFICE, WORDS, codes, edition, everyone, found


def office(target: str, calendars: str = OFFICE, calendar: str = "office") -> str:
    return calendars + everyone(f"{{resolution: {target}}}", calendar=calendar)


def test_days_on_a_part_time_calendar() -> None:
    problem = found(office("3d"), "SLA040")
    assert (problem.severity, problem.params["found"], problem.params["expected"]) == ("error", "3d", "3wd")
    assert "SLA040" in codes(office("{within: 3wd, warn: ['1d remaining']}"))
    assert codes(everyone("{resolution: {within: 3d, warn: ['1d remaining']}}")) == []


def test_hours_that_amount_to_working_days_show_both_dates() -> None:
    problem = found(office("24h"), "SLA041")
    assert problem.severity == "warning"
    assert problem.params["start_en"] == "Mon 2026-01-05 10:00"
    assert problem.params["open_due_en"] == "Thu 2026-01-08 10:00"
    assert problem.params["actual_due_en"] == "Tue 2026-01-06 10:00"
    assert problem.params["open_due_zh"] == "2026-01-08（周四）10:00"
    assert problem.params["days"] == 3


def test_a_plain_week_is_shown() -> None:
    closed = OFFICE.replace("}}\n", ', dates: {"2026-01-06..2026-01-07": []}}}\n')
    assert found(office("24h", closed), "SLA041").params["start_en"] == "Mon 2026-01-12 10:00"
    assert found(office("24h"), "SLA041", date(2026, 3, 4)).params["start_en"] == "Mon 2026-03-09 10:00"


def test_a_calendar_closed_on_monday_mornings() -> None:
    late = 'calendars: {office: {hours: {mon-fri: ["13:00-20:00"]}}}\n'
    assert found(office("8h", late), "SLA041").params["start_en"] == "Mon 2026-01-05 13:00"


@pytest.mark.parametrize("target", ["7h", "3wd", "none", "{within: 24h, calendar: always}"])
def test_amounts_that_are_fine(target: str) -> None:
    assert codes(office(target, OFFICE.replace("calendars: {", "calendars: {desk: {any_of: [office]}, "))) in ([], ["DOC103"])


def test_tables_name_the_row() -> None:
    table = "{priority: {high: 2h, else: {matter: {repair: 8h, else: 24h}}}}"
    text = WORDS + OFFICE + everyone(f"{{resolution: {{within: {table}}}}}", calendar="office")
    told = [problem for problem in lint(edition(text)) if problem.code == "SLA041"]
    assert [problem.path[-1] for problem in told] == ["repair", "else"]


def test_the_first_part_time_calendar_of_a_table_is_shown() -> None:
    text = WORDS + OFFICE + everyone("{resolution: {within: 24h, calendar: {priority: {high: always, else: office}}}}")
    assert found(text, "SLA041").params["calendar"] == "office"


def test_a_calendar_that_ends_shows_no_dates() -> None:
    ended = 'calendars: {office: {hours: {mon: ["09:00-17:00"]}, versions: [{from: 2026-02-01, hours: {mon: []}}]}}\n'
    assert "SLA041" not in codes(office("40h", ended))
    assert "SLA041" not in codes(office("40h", ended.replace("2026-02-01", "2026-01-02")))


def test_a_calendar_that_stays_closed() -> None:
    closed = OFFICE.replace("}}\n", ', dates: {"2026-01-01..2027-06-30": []}}}\n')
    problem = found(office("4h", closed), "SLA042")
    assert problem.params["start_zh"] == "2026-01-01（周四）00:00"
    gone = 'calendars: {office: {hours: {mon: ["09:00-17:00"]}, versions: [{from: 2025-01-01, hours: {mon: []}}]}}\n'
    assert "SLA042" in codes(office("4h", gone))
    assert "SLA042" not in codes(gone + everyone("{resolution: {within: 4h, calendar: always}}"))


def test_calendars_that_nobody_uses() -> None:
    assert found(OFFICE + everyone(), "DOC103").severity == "note"
    assert "DOC103" in codes(OFFICE.replace("{hours", "{label: office, hours") + everyone())
    used = 'calendars: {desk: {any_of: [office, always]}, office: {hours: {mon-fri: ["09:00-17:00"]}}, always: 24/7}\n'
    assert codes(used + everyone(calendar="desk")) == []


def test_holidays_not_yet_announced() -> None:
    china = OFFICE.replace("}}\n", ", holidays: {country: CN}}}\n")
    assert "DOC109" in codes(office("4h", china), date(2060, 1, 1))
    assert "DOC109" not in codes(office("4h", china), date(2026, 1, 1))


def test_overlapping_hours() -> None:
    night = 'calendars: {office: {hours: {mon: ["22:00-06:00"], tue: ["05:00-09:00"]}}}\n'
    problem = found(office("2h", night), "CAL007")
    assert problem.path == ("calendars", "office", "hours")


def test_an_edition_made_in_code_has_no_words_to_look_for() -> None:
    import attrs

    bare = attrs.evolve(edition("attributes: {region: {values: [a]}}\n" + office("4h")), source={})
    assert lint(bare) == []
