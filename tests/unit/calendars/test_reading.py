"""What may be written, and what it then means."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from servstd.calendars import ALWAYS, Calendar, overlap_notes, parse_calendar, parse_calendars, read_calendar
from servstd.errors import Report, StandardError
from servstd.instants import DAY_US, HOUR_US

OFFICE: dict[str, Any] = {"time_zone": "Asia/Shanghai", "hours": {"mon-fri": ["09:00-12:00", "13:00-18:00"]}}
SHANGHAI = ZoneInfo("Asia/Shanghai")


def hours_on(calendar: Calendar, day: str) -> list[str]:
    """Return what is open on a date in Shanghai, as text."""
    start = datetime.fromisoformat(day).replace(tzinfo=SHANGHAI)
    return [f"{a:%H:%M}-{b:%H:%M}" for a, b in calendar.open_intervals(start, start + timedelta(days=1))]


def problems(data: object, **named: Any) -> list[tuple[str, str]]:
    with pytest.raises(StandardError) as error:
        read_calendar(data, **named)
    assert all(problem.render() and problem.render("zh") for problem in error.value.problems)
    return [(problem.code, problem.path_text) for problem in error.value.problems]


# ── what may be written ──────────────────────────────────────────────────────────────────────────────────────────────


def test_weekdays_alone_in_ranges_and_in_lists() -> None:
    week = (
        read_calendar({"time_zone": "UTC", "hours": {"fri-sun": ["10:00-11:00"], "mon, wed": ["09:00-10:00"], "tue": []}})
        .pattern.rules[0]
        .week
    )
    ten, nine = ((10 * HOUR_US, 11 * HOUR_US),), ((9 * HOUR_US, 10 * HOUR_US),)
    assert week == (nine, (), nine, (), ten, ten, ten)
    wrapped = read_calendar({"time_zone": "UTC", "hours": {"sat-mon": ["10:00-11:00"]}}).pattern.rules[0].week
    assert wrapped == (ten, (), (), (), (), ten, ten)


def test_hours_to_midnight_past_it_and_out_of_order() -> None:
    calendar = read_calendar({**OFFICE, "hours": {"mon": ["22:00-06:00", "09:00-12:00"], "tue": ["18:00-24:00"], "wed": ["00:00-01:00"]}})
    assert hours_on(calendar, "2026-01-05") == ["09:00-12:00", "22:00-00:00"]
    assert hours_on(calendar, "2026-01-06") == ["00:00-06:00", "18:00-00:00"]
    assert hours_on(calendar, "2026-01-07") == ["00:00-01:00"]
    monday = datetime(2026, 1, 6, 20, tzinfo=SHANGHAI)
    assert calendar.next_close(monday) == datetime(2026, 1, 7, 1, tzinfo=SHANGHAI)  # touching intervals are one


@pytest.mark.parametrize("data", ["24/7", {"hours": "24/7"}, {"time_zone": "Europe/Berlin", "hours": {"mon-sun": ["00:00-24:00"]}}])
def test_always_open(data: object) -> None:
    calendar = read_calendar(data, time_zone="UTC")
    assert calendar.is_always
    assert calendar.timeline.add(5, 7) == 12


def test_nearly_always_is_not_always() -> None:
    for more in ({"dates": {"2026-01-01": []}}, {"holidays": ["2026-01-01"]}, {"alternate": [{"from": "2026-01-05", "weeks": [{}]}]}):
        assert not read_calendar({"hours": "24/7", **more}, time_zone="UTC").is_always


def test_weeks_take_turns_from_an_anchor_on() -> None:
    saturday = {"sat": ["09:00-12:00"]}
    calendar = read_calendar(
        {**OFFICE, "alternate": [{"from": "2026-01-05", "weeks": [saturday, {}]}, {"from": "2026-03-02", "weeks": [{}, saturday]}]}
    )
    open_saturdays = [day for day in ("2026-01-03", "2026-01-10", "2026-01-17", "2026-01-24", "2026-02-28", "2026-03-07", "2026-03-14")
                      if hours_on(calendar, day)]  # fmt: skip
    assert open_saturdays == ["2026-01-10", "2026-01-24", "2026-03-14"]
    assert hours_on(calendar, "2026-01-12") == ["09:00-12:00", "13:00-18:00"]


def test_the_first_week_of_a_cycle_is_that_of_the_anchor() -> None:
    one = {"from": date(2026, 1, 7), "weeks": [{"fri": []}, {"mon": []}]}  # a Wednesday, and a single entry without a list
    calendar = read_calendar({**OFFICE, "alternate": one})
    assert [bool(hours_on(calendar, day)) for day in ("2026-01-05", "2026-01-09", "2026-01-12", "2026-01-16")] == [True, False, False, True]


def test_versions_change_what_they_name() -> None:
    calendar = read_calendar(
        {
            **OFFICE,
            "dates": {"2026-07-06": []},
            "versions": [
                {"from": "2026-07-01", "hours": {"mon-fri": ["10:00-16:00"]}, "dates": {"2026-07-07": []}, "note": "summer"},
                {"from": date(2026, 9, 1), "hours": {"mon-fri": ["09:00-18:00"]}},
            ],
        }
    )
    assert hours_on(calendar, "2026-06-30") == ["09:00-12:00", "13:00-18:00"]
    assert hours_on(calendar, "2026-07-01") == ["10:00-16:00"]
    assert hours_on(calendar, "2026-07-06") == hours_on(calendar, "2026-07-07") == []
    assert hours_on(calendar, "2026-09-01") == ["09:00-18:00"]


def test_dates_win_and_the_narrower_date_wins() -> None:
    calendar = read_calendar(
        {**OFFICE, "dates": {"2026-02-09..2026-03-01": [], "2026-02-14": ["09:00-18:00"], date(2026, 6, 1): ["10:00-11:00"]}}
    )
    assert hours_on(calendar, "2026-02-13") == hours_on(calendar, "2026-03-01") == []
    assert hours_on(calendar, "2026-02-14") == ["09:00-18:00"]
    assert hours_on(calendar, "2026-06-01") == ["10:00-11:00"]


def test_a_holiday_removes_the_shifts_that_start_on_it() -> None:
    calendar = read_calendar({"time_zone": "Asia/Shanghai", "hours": {"mon-sun": ["22:00-06:00"]}, "holidays": ["2026-01-01"]})
    assert hours_on(calendar, "2026-01-01") == ["00:00-06:00"]
    assert hours_on(calendar, "2026-01-02") == ["22:00-00:00"]


def test_the_order_of_precedence() -> None:
    saturday = {"sat": ["10:00-11:00"]}
    calendar = read_calendar(
        {
            **OFFICE,
            "alternate": [{"from": "2026-02-02", "weeks": [saturday]}],
            "holidays": {
                "country": "CN",
                "add": ["2026-02-07", "2026-02-09", "2026-02-10"],
                "half_days": {"2026-02-10": ["09:00-10:00"], "2026-02-11": ["09:00-10:00"]},
            },
            "dates": {"2026-02-11": ["14:00-15:00"], "2026-02-28": []},
        }
    )
    assert hours_on(calendar, "2026-02-21") == ["10:00-11:00"]  # alternating week over weekly hours
    assert hours_on(calendar, "2026-02-07") == []  # a holiday over the alternating week
    assert hours_on(calendar, "2026-02-14") == ["09:00-12:00", "13:00-18:00"]  # a make-up day over the alternating week
    assert hours_on(calendar, "2026-02-09") == []
    assert hours_on(calendar, "2026-02-10") == ["09:00-10:00"]  # a half day over a holiday
    assert hours_on(calendar, "2026-02-11") == ["14:00-15:00"]  # a date over a half day
    assert hours_on(calendar, "2026-02-28") == []  # a date over a make-up day


def test_labels_and_names() -> None:
    assert read_calendar({**OFFICE, "label": "公司工作时间", "note": "n", "clause": "2.1"}, name="office").label == {"": "公司工作时间"}
    assert read_calendar({**OFFICE, "label": {"zh": "公司", "en": "Office"}}).label == {"zh": "公司", "en": "Office"}
    assert ALWAYS.label == {}
    assert read_calendar(OFFICE, name="a") != read_calendar(OFFICE, name="b")
    assert read_calendar(OFFICE, name="a").fingerprint == read_calendar({**OFFICE, "label": "x"}, name="b").fingerprint


def test_equal_content_has_one_fingerprint_however_it_is_written() -> None:
    left = {**OFFICE, "dates": {"2026-01-01": [], "2026-01-02": []}, "holidays": {"add": ["2026-05-01", "2026-05-02"]}}
    right = {**OFFICE, "dates": {"2026-01-02": [], date(2026, 1, 1): []}, "holidays": ["2026-05-01..2026-05-02"]}
    assert read_calendar(left) == read_calendar(right)
    assert read_calendar(left).fingerprint == read_calendar(right).fingerprint != read_calendar(OFFICE).fingerprint
    assert read_calendar(left).timeline is read_calendar(right).timeline


# ── combinations ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_names_may_be_plain_data_and_refer_to_each_other() -> None:
    others = {"day": {"hours": {"mon-sun": ["06:00-22:00"]}}, "night": {"not": "day"}, "ready": read_calendar(OFFICE)}
    calendar = read_calendar({"all_of": ["night", {"hours": {"mon": ["00:00-24:00"]}}]}, calendars=others, time_zone="Asia/Shanghai")
    assert hours_on(calendar, "2026-01-05") == ["00:00-06:00", "22:00-00:00"]
    assert calendar.time_zone == "Asia/Shanghai"
    assert read_calendar({"not": ["ready", "day"]}, calendars=others, time_zone="UTC").pattern.zones == {"Asia/Shanghai", "UTC"}


def test_taking_away_from_hours_and_from_the_first_of_a_list() -> None:
    lunch = {"hours": {"mon-fri": ["12:00-13:00"]}}
    one = read_calendar({"time_zone": "Asia/Shanghai", "hours": {"mon-fri": ["09:00-18:00"]}, "except": lunch})
    other = read_calendar({"except": [{"hours": {"mon-fri": ["09:00-18:00"]}}, lunch]}, time_zone="Asia/Shanghai")
    assert hours_on(one, "2026-01-05") == hours_on(other, "2026-01-05") == ["09:00-12:00", "13:00-18:00"]
    less = read_calendar(
        {"any_of": ["24/7"], "except": ["away"]}, calendars={"away": {"hours": {"mon": ["00:00-24:00"]}}}, time_zone="Asia/Shanghai"
    )
    assert hours_on(less, "2026-01-05") == []
    assert hours_on(less, "2026-01-06") == ["00:00-00:00"]


def test_for_now_an_agreement_is_its_else() -> None:
    office = read_calendar(OFFICE, name="office")
    agreed = read_calendar({"label": "约定", "from": "agreement.calendar", "else": "office"}, name="agreed", calendars={"office": office})
    assert (agreed.name, agreed.pattern) == ("agreed", office.pattern)
    inline = read_calendar({"from": "agreement.calendar", "else": {"hours": "24/7"}}, time_zone="UTC")
    assert inline.is_always


def test_always_may_be_named_without_being_there() -> None:
    assert read_calendar({"except": ["always", OFFICE]}, time_zone="UTC").timeline.is_open(2 * HOUR_US) is False
    report = Report()
    found = parse_calendars({"rest": {"except": ["always", "day"]}, "day": {"hours": {"mon": ["00:00-12:00"]}}}, report, (), "UTC")
    assert list(found) == ["rest", "day"]
    assert not report.problems
    named = parse_calendar({"any_of": ["always", "day"]}, "all", report, (), found, "UTC")
    assert named is not None
    assert not named.is_always


def test_where_a_dated_thing_is_the_only_open_time_of_a_combination() -> None:
    only = {"dates": {"2031-05-05": ["09:00-10:00"]}}
    calendar = read_calendar({"all_of": [only, "always"]}, time_zone="UTC")
    assert calendar.timeline.between(0, 70 * 366 * DAY_US) == HOUR_US


# ── what may not ─────────────────────────────────────────────────────────────────────────────────────────────────────


def office(**more: object) -> dict[str, object]:
    return {**OFFICE, **more}


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (None, [("CAL002", "")]),
        ("office", [("CAL002", "")]),
        (office(hour={}), [("CAL001", "hour")]),
        (office(hours="9-5"), [("CAL002", "hours")]),
        (office(hours={"mon": "09:00-18:00"}), [("CAL002", "hours.mon")]),
        (office(hours={"mon": None}), [("CAL002", "hours.mon")]),
        (office(hours={"周一至周五": ["09:00-18:00"]}), [("CAL003", "hours.周一至周五")]),
        (office(hours={"mon-wed-fri": ["09:00-18:00"], 7: []}), [("CAL003", "hours.mon-wed-fri"), ("CAL003", "hours.7")]),
        (office(hours={"mon": ["8:00-18:00", "25:00-26:00", "09:60-10:00", "24:00-25:00", 12, "09:00-24:01"]}),
         [("CAL004", f"hours.mon[{i}]") for i in range(6)]),
        (office(hours={"mon": ["09:00-09:00"]}), [("CAL005", "hours.mon[0]")]),
        (office(hours={"mon": ["09:00-13:00", "12:00-18:00"]}), [("CAL006", "hours.mon")]),
        (office(hours={"mon-fri": ["09:00-10:00"], "wed": ["11:00-12:00"]}), [("CAL015", "hours.wed")]),
        (office(hours={"mon": []}), [("CAL008", "")]),
        ({"time_zone": "UTC"}, [("CAL008", "")]),
        ({"all_of": ["24/7", {"not": "24/7"}], "time_zone": "UTC"}, [("CAL008", "")]),
        (office(dates=[]), [("CAL002", "dates")]),
        (office(dates={"2026-02-30": []}), [("CAL010", "dates.2026-02-30")]),
        (office(dates={"2026年2月3日": []}), [("CAL010", "dates.2026年2月3日")]),
        (office(dates={"2026-02-01..2026-02-03..2026-02-05": []}), [("CAL010", "dates.2026-02-01..2026-02-03..2026-02-05")]),
        (office(dates={"2026-02-01..tomorrow": [], 5: []}), [("CAL010", "dates.2026-02-01..tomorrow"), ("CAL010", "dates.5")]),
        (office(dates={"2026-03-01..2026-02-01": []}), [("CAL011", "dates.2026-03-01..2026-02-01")]),
        (office(dates={"2026-03-01..2126-02-01": []}), [("CAL012", "dates.2026-03-01..2126-02-01")]),
        (office(dates={"2026-02-01..2026-02-05": [], "2026-02-05..2026-02-09": []}), [("CAL016", "dates.2026-02-05..2026-02-09")]),
        (office(dates={"2026-02-01": [], date(2026, 2, 1): []}), [("CAL016", "dates.2026-02-01")]),
        (office(holidays="CN"), [("CAL002", "holidays")]),
        (office(holidays=["2026-13-01", datetime(2026, 1, 1, tzinfo=UTC)]), [("CAL010", "holidays[0]"), ("CAL010", "holidays[1]")]),
        (office(holidays={"country": "cn"}), [("CAL009", "holidays.country")]),
        (office(holidays={"country": "Atlantis", "skip": []}), [("CAL009", "holidays.country")]),
        (office(holidays={"country": "DE", "subdivision": "Bavaria"}), [("CAL023", "holidays.subdivision")]),
        (office(holidays={"country": "SG", "subdivision": "X"}), [("CAL023", "holidays.subdivision")]),
        (office(holidays={"add": "2026-01-01", "makeup_days": "ignore", "skip": [], "ad": []}),
         [("CAL001", "holidays.ad"), ("CAL022", "holidays.skip"), ("CAL022", "holidays.makeup_days"), ("CAL002", "holidays.add")]),
        (office(holidays={"country": "CN", "makeup_days": "yes", "half_days": {"2026-12-24": "am"}}),
         [("CAL002", "holidays.half_days.2026-12-24"), ("CAL002", "holidays.makeup_days")]),
        (office(holidays={"country": "CN", "makeup_days": {"hours": ["9-5"]}}), [("CAL004", "holidays.makeup_days.hours[0]")]),
        (office(alternate="weekly"), [("CAL002", "alternate")]),
        (office(alternate=["weekly"]), [("CAL002", "alternate[0]")]),
        (office(alternate=[{"weeks": [{}]}]), [("CAL010", "alternate[0].from")]),
        (office(alternate=[{"from": "2026-01-05", "weeks": []}, {"from": "2026-01-05", "weeks": "x", "week": 1}]),
         [("CAL002", "alternate[0].weeks"), ("CAL001", "alternate[1].week"), ("CAL002", "alternate[1].weeks")]),
        (office(alternate=[{"from": "2026-03-02", "weeks": [{}]}, {"from": "2026-01-05", "weeks": [{"sat": ["9-5"]}]}]),
         [("CAL017", "alternate[1].from"), ("CAL004", "alternate[1].weeks[0].sat[0]")]),
        (office(alternate={"from": "2026-03-02", "weeks": [None]}), [("CAL002", "alternate.weeks[0]")]),
        (office(versions=[{"hours": {}}, {"from": "2026-01-01"}, {"from": "2026-01-01", "any_of": []}]),
         [("CAL010", "versions[0].from"), ("CAL001", "versions[2].any_of"), ("CAL017", "versions[2].from")]),
        (office(any_of=["always"]), [("CAL018", "")]),
        ({"any_of": ["always"], "not": "always"}, [("CAL019", ""), ("CAL018", "")]),
        ({"hours": {"mon": ["9-5"]}}, [("CAL019", ""), ("CAL004", "hours.mon[0]")]),
        (office(time_zone="Asia/Shanghia"), [("TIM003", "time_zone")]),
        ({"any_of": [], "time_zone": "UTC"}, [("CAL002", "any_of")]),
        ({"any_of": ["ofice", 5, {"hours": {"mon": ["9-5"]}}], "time_zone": "UTC"},
         [("CAL013", "any_of[0]"), ("CAL002", "any_of[1]"), ("CAL004", "any_of[2].hours.mon[0]")]),
        ({"except": ["always"], "time_zone": "UTC"}, [("CAL021", "except")]),
        ({"from": "agreement.calendar"}, [("CAL020", "from")]),
        (office(label=5), [("CAL002", "label")]),
    ],
)  # fmt: skip
def test_each_mistake_has_its_code_and_its_place(data: object, found: list[tuple[str, str]]) -> None:
    assert problems(data) == found


def test_calendars_that_need_each_other_are_named() -> None:
    circle = {"a": {"not": "b"}, "b": {"any_of": ["c", "a"]}, "c": OFFICE}
    report = Report()
    assert list(parse_calendars(circle, report, ("calendars",), "UTC")) == ["c"]
    assert [(p.code, p.path_text, p.params["cycle"]) for p in report.problems] == [("CAL014", "calendars.b.any_of[1]", "a -> b -> a")]
    assert ("CAL014", "a.not") in problems("24/7", calendars={"a": {"not": "a"}})


def test_unknown_names_say_what_there_is() -> None:
    with pytest.raises(StandardError) as error:
        read_calendar({"any_of": ["ofice", "zzz"]}, calendars={"office": OFFICE}, time_zone="UTC")
    first, second = error.value.problems
    assert (first.params["expected"], second.params["expected"]) == ("office", "office, always")
    report = Report()
    parse_calendars({"a": {"not": "bb"}}, report, (), "UTC")
    assert [problem.code for problem in report.problems] == ["CAL013"]


def test_all_problems_are_told_at_once_and_with_their_fix() -> None:
    with pytest.raises(StandardError) as error:
        read_calendar(
            {
                "time_zone": "Asia/Shanghia",
                "hours": {"周六": ["８：００－１２：００"]},
                "dates": {"2026/2/3": []},
                "holidays": {"country": "cn"},
            }
        )
    fixes = {problem.code: problem.hint() for problem in error.value.problems}
    assert fixes["CAL003"] == "Write sat."
    assert fixes["CAL004"] == "Write 08:00-12:00."
    assert fixes["CAL010"] == "Write 2026-02-03."
    assert set(fixes) == {"TIM003", "CAL003", "CAL004", "CAL009", "CAL010"}


# ── worth a look ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_hours_that_run_into_the_next_day_are_noted() -> None:
    night = {"mon": ["22:00-06:00"], "tue": ["05:00-09:00"], "sun": ["20:00-10:00"]}
    notes = overlap_notes(
        read_calendar({"time_zone": "UTC", "hours": night, "versions": [{"from": "2026-01-01", "dates": {"2026-02-01": []}}]})
    )
    assert [(note.code, note.severity, note.path_text, note.params["first"], note.params["second"]) for note in notes] == [
        ("CAL007", "note", "hours", "mon 22:00-06:00", "tue 05:00-09:00")
    ]
    later = read_calendar({"time_zone": "UTC", "hours": {"mon": ["22:00-06:00"]}, "versions": [{"from": "2026-01-01", "hours": night}]})
    assert [note.path_text for note in overlap_notes(later)] == ["versions[0].hours"]
    assert overlap_notes(read_calendar({"not": {"hours": {"mon": ["09:00-10:00"]}}}, time_zone="UTC")) == []
