"""What events mean: all-day, across midnight, recurring, changed, cancelled, in zones of every kind."""

from __future__ import annotations

from datetime import date

import pytest

SHANGHAI = {"time_zone": "Asia/Shanghai"}
BERLIN = {"time_zone": "Europe/Berlin"}


def test_an_all_day_event_ends_before_its_end(folder) -> None:
    assert folder.dates("UID:a\nDTSTART;VALUE=DATE:20260501\nDTEND;VALUE=DATE:20260503") == {
        "2026-05-01": ["00:00-24:00"],
        "2026-05-02": ["00:00-24:00"],
    }
    assert list(folder.dates("UID:a\nDTSTART;VALUE=DATE:20260501")) == ["2026-05-01"]
    assert list(folder.dates("UID:a\nDTSTART;VALUE=DATE:20260501\nDURATION:P1W")) == [f"2026-05-0{day}" for day in range(1, 8)]


def test_a_night_shift_belongs_to_the_date_it_starts_on(folder) -> None:
    night = "UID:a\nDTSTART;TZID=Asia/Shanghai:20260105T220000\nDTEND;TZID=Asia/Shanghai:20260106T060000"
    assert folder.dates(night, **SHANGHAI) == {"2026-01-05": ["22:00-06:00"]}


def test_longer_than_a_day_is_cut_at_midnights(folder) -> None:
    long = "UID:a\nDTSTART;TZID=Asia/Shanghai:20260105T220000\nDTEND;TZID=Asia/Shanghai:20260108T060000"
    assert folder.dates(long, **SHANGHAI) == {
        "2026-01-05": ["22:00-24:00"],
        "2026-01-06": ["00:00-24:00"],
        "2026-01-07": ["00:00-24:00"],
        "2026-01-08": ["00:00-06:00"],
    }
    whole = "UID:a\nDTSTART;TZID=Asia/Shanghai:20260105T090000\nDURATION:P1D"
    assert folder.dates(whole, **SHANGHAI) == {"2026-01-05": ["09:00-24:00"], "2026-01-06": ["00:00-09:00"]}


@pytest.mark.parametrize(
    "start",
    [
        "DTSTART;TZID=Asia/Shanghai:20260105T090000",
        "DTSTART;TZID=China Standard Time:20260105T090000",
        'DTSTART;TZID="China Standard Time":20260105T090000',
        "DTSTART;TZID=/freeassociation.sourceforge.net/Asia/Shanghai:20260105T090000",
        "DTSTART;TZID=Europe/Berlin:20260105T020000",
        "DTSTART;TZID=W. Europe Standard Time:20260105T020000",
        "DTSTART:20260105T010000Z",
        "DTSTART:20260105T090000",
    ],
)
def test_zones_windows_names_utc_and_floating_times(folder, start: str) -> None:
    assert folder.dates(f"UID:a\n{start}\nDURATION:PT3H", **SHANGHAI) == {"2026-01-05": ["09:00-12:00"]}


CUSTOM = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:{standard}
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:{standard}
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def test_a_zone_the_file_defines_is_that_files_alone(folder) -> None:
    events = [f"UID:{month}\nDTSTART;TZID=Customized Time Zone:2026{month}10T090000\nDURATION:PT1H" for month in ("01", "07")]
    first = folder.dates(*events, before=CUSTOM.format(standard="+0100"), **BERLIN)
    assert first == {"2026-01-10": ["09:00-10:00"], "2026-07-10": ["09:00-10:00"]}
    # another file means something else by the same name
    second = folder.dates(*events, before=CUSTOM.format(standard="+0000"), **BERLIN)
    assert second == {"2026-01-10": ["10:00-11:00"], "2026-07-10": ["09:00-10:00"]}
    with pytest.raises(ValueError, match="event 01: time zone 'Customized Time Zone' is not known"):
        folder.dates(*events, **BERLIN)


def test_a_rule_keeps_the_wall_time_when_clocks_change(folder) -> None:
    daily = "UID:a\nDTSTART;TZID=Europe/Berlin:20260327T090000\nDTEND;TZID=Europe/Berlin:20260327T100000\nRRULE:FREQ=DAILY;COUNT=4"
    assert folder.open(daily, first=date(2026, 3, 27), last=date(2026, 3, 31), **BERLIN) == [
        "03-27 09:00+0100 03-27 10:00+0100",
        "03-28 09:00+0100 03-28 10:00+0100",
        "03-29 09:00+0200 03-29 10:00+0200",
        "03-30 09:00+0200 03-30 10:00+0200",
    ]


def test_a_night_shift_ends_at_six_also_when_clocks_change_and_a_duration_lasts(folder) -> None:
    start = "UID:a\nDTSTART;TZID=Europe/Berlin:20260327T220000\nRRULE:FREQ=DAILY;COUNT=2\n"
    days = {"first": date(2026, 3, 28), "last": date(2026, 3, 29)}
    assert folder.open(start + "DTEND;TZID=Europe/Berlin:20260328T060000", **days, **BERLIN) == [
        "03-28 00:00+0100 03-28 06:00+0100",
        "03-28 22:00+0100 03-29 06:00+0200",
    ]
    assert folder.open(start + "DURATION:PT8H", **days, **BERLIN)[1] == "03-28 22:00+0100 03-29 07:00+0200"


def test_the_second_pass_of_a_repeated_hour_is_written_in_utc(folder) -> None:
    # 2026-10-25 01:00 UTC is 02:00 in Berlin for the second time
    event = "UID:a\nDTSTART:20261025T011500Z\nDTEND:20261025T014500Z"
    in_utc = {"time_zone": "UTC", "dates": {"2026-10-25": ["01:15-01:45"]}}
    assert folder.data(event, **BERLIN) == {"time_zone": "Europe/Berlin", "any_of": [in_utc]}
    assert folder.open(event, first=date(2026, 10, 25), last=date(2026, 10, 25), **BERLIN) == ["10-25 02:15+0100 10-25 02:45+0100"]
    both = "UID:b\nDTSTART:20261025T001500Z\nDTEND:20261025T004500Z"
    assert folder.open(event, both, first=date(2026, 10, 25), last=date(2026, 10, 25), **BERLIN) == [
        "10-25 02:15+0200 10-25 02:45+0200",
        "10-25 02:15+0100 10-25 02:45+0100",
    ]


def test_a_skipped_time_moves_forward(folder) -> None:
    event = "UID:a\nDTSTART;TZID=Europe/Berlin:20260329T023000\nDTEND;TZID=Europe/Berlin:20260329T050000"
    assert folder.open(event, first=date(2026, 3, 29), last=date(2026, 3, 29), **BERLIN) == ["03-29 03:30+0200 03-29 05:00+0200"]


def test_exceptions_and_additions(folder) -> None:
    series = "\n".join(
        (
            "UID:a",
            "DTSTART;TZID=Asia/Shanghai:20260105T090000",
            "DTEND;TZID=Asia/Shanghai:20260105T100000",
            "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=6",
            "EXDATE;TZID=Asia/Shanghai:20260107T090000,20260114T090000",
            "EXDATE:20260112T010000Z",
            "EXDATE;VALUE=DATE:20260119",
            "RDATE;TZID=Asia/Shanghai:20260201T150000",
            "RDATE;VALUE=PERIOD:20260202T010000Z/PT30M,20260203T010000Z/20260203T030000Z",
        )
    )
    assert folder.dates(series, **SHANGHAI) == {
        "2026-01-05": ["09:00-10:00"],
        "2026-01-21": ["09:00-10:00"],
        "2026-02-01": ["15:00-16:00"],
        "2026-02-02": ["09:00-09:30"],
        "2026-02-03": ["09:00-11:00"],
    }


def test_a_changed_occurrence_stands_in_for_the_one_it_replaces(folder) -> None:
    series = "UID:a\nDTSTART;TZID=Asia/Shanghai:20260105T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4"
    moved = "UID:a\nRECURRENCE-ID;TZID=Asia/Shanghai:20260106T090000\nDTSTART;TZID=Asia/Shanghai:20260110T140000\nDURATION:PT2H"
    cancelled = "UID:a\nRECURRENCE-ID:20260107T010000Z\nDTSTART;TZID=Asia/Shanghai:20260107T090000\nSTATUS:CANCELLED"
    free = "UID:a\nRECURRENCE-ID;VALUE=DATE:20260108\nDTSTART;TZID=Asia/Shanghai:20260108T090000\nDURATION:PT1H\nTRANSP:TRANSPARENT"
    assert folder.dates(series, moved, cancelled, free, **SHANGHAI) == {"2026-01-05": ["09:00-10:00"], "2026-01-10": ["14:00-16:00"]}
    older = moved.replace("0110T14", "0111T14")
    assert folder.dates(series, f"{moved}\nSEQUENCE:2", f"{older}\nSEQUENCE:1", **SHANGHAI) == {
        "2026-01-05": ["09:00-10:00"],
        "2026-01-07": ["09:00-10:00"],
        "2026-01-08": ["09:00-10:00"],
        "2026-01-10": ["14:00-16:00"],
    }


def test_a_changed_occurrence_that_is_not_wanted_still_replaces(folder) -> None:
    series = "UID:a\nSUMMARY:休\nDTSTART;VALUE=DATE:20260501\nRRULE:FREQ=DAILY;COUNT=3"
    renamed = "UID:a\nSUMMARY:班\nRECURRENCE-ID;VALUE=DATE:20260502\nDTSTART;VALUE=DATE:20260502"
    assert list(folder.dates(series, renamed, only="休")) == ["2026-05-01", "2026-05-03"]


def test_yearly_for_ever_until_and_the_last_friday(folder) -> None:
    yearly = "UID:a\nDTSTART;VALUE=DATE:19901003\nRRULE:FREQ=YEARLY"
    assert list(folder.dates(yearly)) == ["2026-10-03"]
    assert list(folder.dates(yearly, first=date(2030, 1, 1), last=date(2032, 12, 31))) == [f"{year}-10-03" for year in (2030, 2031, 2032)]
    until = "UID:a\nDTSTART;TZID=Asia/Shanghai:20260105T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL={}"
    assert list(folder.dates(until.format("20260107T010000Z"), **SHANGHAI)) == ["2026-01-05", "2026-01-06", "2026-01-07"]
    assert list(folder.dates(until.format("20260107T005959Z"), **SHANGHAI)) == ["2026-01-05", "2026-01-06"]
    assert list(folder.dates(until.format("20260107"), **SHANGHAI)) == ["2026-01-05", "2026-01-06", "2026-01-07"]
    fridays = "UID:a\nDTSTART;VALUE=DATE:20260130\nRRULE:FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20260401"
    assert list(folder.dates(fridays)) == ["2026-01-30", "2026-02-27", "2026-03-27"]


def test_what_blocks_no_time_is_left_out_unless_it_shall_count(folder) -> None:
    free = "UID:a\nDTSTART;VALUE=DATE:20260501\nTRANSP:TRANSPARENT"
    busy = "UID:b\nDTSTART;VALUE=DATE:20260601\nTRANSP:OPAQUE"
    gone = "UID:c\nDTSTART;VALUE=DATE:20260701\nSTATUS:CANCELLED"
    assert list(folder.dates(free, busy, gone)) == ["2026-06-01"]
    assert list(folder.dates(free, busy, gone, transparent="count")) == ["2026-05-01", "2026-06-01"]
    with pytest.raises(ValueError, match="all events in it are marked as blocking no time"):
        folder.dates(free, gone)


def test_overlaps_are_one_and_what_has_no_length_is_none(folder) -> None:
    spans = [("09", "12"), ("11", "13"), ("13", "14"), ("16", "16")]
    events = [f"UID:{a}\nDTSTART:20260105T{a}0000Z\nDTEND:20260105T{b}0000Z" for a, b in spans]
    assert folder.dates(*events, "UID:x\nDTSTART:20260105T200000Z", time_zone="UTC") == {"2026-01-05": ["09:00-13:00", "13:00-14:00"]}
    nights = [f"UID:{a}\nDTSTART:20260105T{a}0000Z\nDURATION:PT{hours}H" for a, hours in (("10", 23), ("20", 23))]
    assert folder.dates(*nights, time_zone="UTC") == {"2026-01-05": ["10:00-24:00"], "2026-01-06": ["00:00-19:00"]}


def test_thousands_of_occurrences(folder) -> None:
    events = [f"UID:{i}\nDTSTART:20260101T{i:02}0000Z\nDURATION:PT30M\nRRULE:FREQ=DAILY" for i in range(20)]
    dates = folder.dates(*events, time_zone="UTC")
    assert sum(map(len, dates.values())) == pytest.approx(20 * 365, abs=60)


def test_several_files_are_one_calendar(folder) -> None:
    for name, day in (("x.ics", "01"), ("y.ics", "02")):
        folder.data(f"UID:a\nDTSTART;VALUE=DATE:202605{day}")
        (folder.path / "a.ics").rename(folder.path / name)
    assert list(folder.read(file=["x.ics", "y.ics"])["dates"]) == ["2026-05-01", "2026-05-02"]
