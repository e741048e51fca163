"""Worse than: a response after the resolution, a higher rank that waits longer; the start is named and true."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servstd.calendars import ALWAYS, Calendar, read_calendar
from servstd.document.lint._later import Finder, Rule
from servstd.durations import Amount, parse_amount
from servstd.errors import UsageError
from servstd.instants import DAY_US, HOUR_US, to_us
from tests.unit.document.lints import OFFICE, WORDS, codes, everyone, found

START = to_us("2026-01-01T00:00:00+08:00")
DESK = read_calendar({"time_zone": "Asia/Shanghai", "hours": {"mon-fri": ["09:00-12:00", "13:00-18:00"]}}, name="desk")
LATE = read_calendar({"time_zone": "Asia/Shanghai", "hours": {"mon-sat": ["08:00-20:00"]}}, name="late")
BERLIN = read_calendar({"time_zone": "Europe/Berlin", "hours": {"sun-fri": ["22:00-06:00"]}, "dates": {"2026-05-01": []}}, name="night")
ONCE = read_calendar({"time_zone": "UTC", "hours": {}, "dates": {"2026-01-05": ["09:00-17:00"]}}, name="once")


def rule(amount: str, calendar: Calendar = DESK, *, end_of_day: bool = False) -> Rule:
    return Rule(parse_amount(amount), calendar=calendar, end_of_day=end_of_day)


# ── the finder ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("one", "two", "later"),
    [
        (rule("4h"), rule("4h"), False),
        (rule("4h"), rule("8h"), False),
        (rule("8h"), rule("4h"), True),
        (rule("4h", ALWAYS), rule("4h"), False),
        (rule("24h", ALWAYS), rule("4h"), True),
        (rule("4h"), rule("24h", ALWAYS), True),
        (rule("1wd"), rule("2wd"), False),
        (rule("2wd"), rule("1wd", end_of_day=True), True),
        (rule("1wd", end_of_day=True), rule("1wd", end_of_day=True), False),
        (rule("1wd"), rule("1wd", end_of_day=True), False),
        (rule("1wd", end_of_day=True), rule("1wd"), True),
        (rule("2h"), rule("1wd"), False),
        (rule("8h"), rule("1wd"), False),
        (rule("9h"), rule("1wd"), True),
        (rule("4h", LATE), rule("4h"), False),
        (rule("4h"), rule("4h", LATE), True),
        (rule("30wd"), rule("20wd", LATE), True),
        (rule("20wd", LATE), rule("30wd"), False),
        (rule("9h", ONCE), rule("1h"), False),
        (rule("1h"), rule("1h", ONCE), True),
    ],
)
def test_later(one: Rule, two: Rule, later: bool) -> None:
    finder = Finder(START, START + 366 * DAY_US)
    start = finder.later_start(one, two)
    assert (start is not None) is later
    assert finder.later_start(one, two) == start
    if start is not None:
        assert one.due(start) > two.due(start)


def test_a_start_in_working_hours_is_preferred() -> None:
    start = Finder(START, START + 366 * DAY_US).later_start(rule("9h"), rule("1wd"))
    assert start is not None
    assert DESK.timeline.is_open(start)


def test_one_bad_week_of_the_year_is_found() -> None:
    hours = {"mon-fri": ["09:00-12:00", "13:00-18:00"]}
    shut = read_calendar({"time_zone": "Asia/Shanghai", "hours": hours, "dates": {"2026-10-01..2026-10-08": []}}, name="shut")
    finder = Finder(START, START + 366 * DAY_US)
    start = finder.later_start(rule("8h", shut), rule("10h", DESK))
    assert start is not None
    assert abs(start - to_us("2026-09-30T18:00:00+08:00")) <= DAY_US


AMOUNTS = st.one_of(st.integers(1, 60).map(lambda n: Amount(n * HOUR_US // 2)), st.integers(1, 4).map(lambda n: Amount(working_days=n)))
CALENDARS = st.sampled_from([ALWAYS, DESK, LATE, BERLIN])
RULES = st.builds(lambda amount, calendar, eod: Rule(amount, calendar=calendar, end_of_day=eod), AMOUNTS, CALENDARS, st.booleans())


@given(RULES, RULES)
def test_the_finder_finds_what_trying_every_start_finds(one: Rule, two: Rule) -> None:
    end = START + 30 * DAY_US
    starts = {*range(START, end, HOUR_US)}
    for calendar in (one.calendar, two.calendar):
        for interval in calendar.timeline.intervals(START, end):
            starts.update(interval)
    by_trial = any(one.due(start) > two.due(start) for start in starts)
    found_start = Finder(START, end).later_start(one, two)
    if found_start is not None:
        assert one.due(found_start) > two.due(found_start)
    assert found_start is not None or not by_trial


def test_a_calendar_without_time_is_no_answer() -> None:
    with pytest.raises(UsageError):
        rule("9h", ONCE).due(START)


# ── response and resolution ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_response_after_the_resolution() -> None:
    text = OFFICE + everyone("{first_response: 4h, resolution: {within: 24h, calendar: always}}", calendar="office")
    problem = found(text, "SLA050")
    assert problem.path == ("sla", "policies", 0, "targets", "first_response")
    assert (problem.params["case_en"], problem.params["case_zh"]) == ("any case", "任何事项")
    assert problem.params["policy"] == "everyone"
    assert codes(OFFICE + everyone("{first_response: 4h, resolution: 3wd, solution: 3wd}", calendar="office")) == []


def test_response_and_resolution_of_two_policies() -> None:
    quick = "{name: quick, when: {priority: high}, calendar: always, targets: {resolution: 2h}}"
    problem = found(WORDS + everyone("{first_response: 4h, resolution: 8h}", quick), "SLA050")
    assert (problem.params["policy"], problem.params["case_en"]) == ("quick", "priority = high")


def test_an_attribute_with_one_value_tells_no_cases_apart() -> None:
    words = "attributes: {region: {values: [north], required: true}}\n"
    text = words + everyone("{first_response: {within: {region: {north: 4h}}}, resolution: 2h}")
    assert found(text, "SLA050").params["case_en"] == "any case"


def test_each_pair_of_policies_is_told_once() -> None:
    rows = "{priority: {low: 3h, normal: 3h, high: 3h}}"
    matters = "{matter: {repair: 1h, else: 2h}}"
    assert codes(WORDS + everyone(f"{{first_response: {{within: {rows}}}, resolution: {{within: {matters}}}}}")) == ["SLA050"]


# ── rank ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_higher_priority_that_waits_longer_in_a_table() -> None:
    problem = found(WORDS + everyone("{resolution: {within: {priority: {low: 4h, normal: 4h, high: 8h}}}}"), "SLA051")
    assert problem.path[-1] == "high"
    assert (problem.params["low"], problem.params["high"], problem.params["attribute"]) == ("normal", "high", "priority")


def test_a_higher_priority_on_a_slower_calendar() -> None:
    table = "{resolution: {within: {priority: {high: 2h, else: 4h}}, calendar: {priority: {high: office, else: always}}}}"
    assert "SLA051" in codes(WORDS + OFFICE + everyone(table))
    swapped = "{resolution: {within: {priority: {high: 2h, else: 4h}}, calendar: {priority: {high: always, else: office}}}}"
    assert codes(WORDS + OFFICE + everyone(swapped)) == []


def test_policies_that_differ_in_the_rank_only() -> None:
    high = "{name: high, when: {priority: high, matter: repair}, calendar: always, targets: {resolution: 9h}}"
    problem = found(WORDS + everyone("{resolution: 8h}", high), "SLA051")
    assert (problem.params["policy"], problem.params["case_en"]) == ("everyone", "matter = repair")
    assert problem.path == ("sla", "policies", 0, "targets", "resolution")
    other = high.replace("priority: high, matter: repair", "matter: repair")
    assert codes(WORDS + everyone("{resolution: 8h}", other)) == []


def test_values_that_are_no_values_are_left_alone() -> None:
    words = "attributes: {vip: {kind: bool, values: [a, b], ordered: true}, status: {values: [new, old], ordered: true, default: new}}\n"
    assert codes(words + everyone("{resolution: {within: {status: {new: 4h, old: 2h}}}}")) == ["DOC104"]


def test_tiers_of_the_ladder() -> None:
    words = "attributes: {tier: {from: tiers}}\ntiers: {ladder: [{basic: a}, {gold: b}]}\n"
    assert "SLA051" in codes(words + everyone("{resolution: {within: {tier: {basic: 4h, gold: 8h}}}}"))
    assert "SLA051" not in codes(words + everyone("{resolution: {within: {tier: {basic: 8h, gold: 4h}}}}"))


def test_what_is_not_compared() -> None:
    words = WORDS.replace("ordered: true, ", "")
    assert codes(words + everyone("{resolution: {within: {priority: {low: 4h, normal: 4h, high: 8h}}}}")) == []
    goal = "{name: high, when: {priority: high}, calendar: always, targets: {resolution: {within: 9h, commitment: goal}}}"
    assert codes(WORDS + everyone("{resolution: 8h}", goal)) == []
    table = "{priority: {high: 9h, else: 8h}}"
    free = f"{{name: p, when: {{free: {{any: [a, b, c, d, e, f]}}}}, calendar: always, targets: {{resolution: {{within: {table}}}}}}}"
    assert "SLA051" not in codes(WORDS.replace("}}\n", "}, free: {kind: list}}\n") + everyone("{resolution: 8h}", free))


def test_rows_without_an_amount_are_not_compared() -> None:
    assert codes(WORDS + everyone("{resolution: {within: {priority: {low: 4h, normal: 4h}}}}")) == ["SLA030"]


def test_a_table_of_too_many_rows_is_not_compared() -> None:
    rows = ", ".join(f"k{i}: {i + 1}h" for i in range(401))
    words = WORDS.replace("}}\n", "}, customer: {kind: text}}\n")
    assert codes(words + everyone(f"{{resolution: {{within: {{customer: {{{rows}, else: 1h}}}}}}}}")) == []
