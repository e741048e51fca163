"""What people write instead of our grammar: every fix is itself accepted, and nothing uncertain is guessed."""

from __future__ import annotations

import pytest

from servstd.calendars.hours import read_shifts, read_week
from servstd.durations import parse_amount
from servstd.errors import Report
from servstd.messages.recognise import amount_fix, hours_fix, normalise_width, weekday_fix

AMOUNTS = {
    "30分钟": "30m", "３０分钟": "30m", "３０ｍ": "30m", "十五分钟": "15m", "一百二十分钟": "120m", "90 minutes": "90m", "48 H": "48h",
    "4小时": "4h", "四个小时": "4h", "二十四小时": "24h", "两小时三十分": "2h30m", "1小时零5分": "1h5m", "30秒钟": "30s",
    "半小时": "30m", "半个小时": "30m", "一个半小时": "1h30m", "1小时半": "1h30m", "两天半": "2d12h", "0.5 hours": "30m", "1.5h": "1h30m",
    "1h 30m": "1h30m", "1 hour and 30 minutes": "1h30m", "1 Hour, 5 mins": "1h5m", "+4h": "4h",
    "2个工作日": "2wd", "两个工作日": "2wd", "３工作日": "3wd", "3 business days": "3wd", "1 working day": "1wd", "5 workdays": "5wd",
    "2 days": "2d", "3天": "3d", "1 week": "7d", "2周": "14d", "1 month": "30d", "三个月": "90d", "1年": "365d",
}  # fmt: skip
NO_AMOUNTS = ["", "foo", "soon", "工作日", "小时", "2.5wd", "1wd 4h", "4h 1wd", "h4", "1/2 h", "9" * 5000 + "h"]
HOURS = {
    "8:00": "08:00", "8点": "08:00", "8.30": "08:30", "8:00-18:00": "08:00-18:00", "０９：００－１８：００": "09:00-18:00",
    "中午12点-下午1点": "12:00-13:00", "中午1点-晚上12点": "13:00-24:00", "凌晨1点-早上6点": "01:00-06:00",
    "9点到18点": "09:00-18:00", "9点半-12点": "09:30-12:00", "9点至18点30分": "09:00-18:30", "上午9点-下午6点": "09:00-18:00",
    "晚上10点至早上6点": "22:00-06:00", "9am-5pm": "09:00-17:00", "9:00 AM to 5:30 PM": "09:00-17:30", "12am-12pm": "00:00-12:00",
    "9-18": "09:00-18:00", "0900-1800": "09:00-18:00", "09:00 - 18:00": "09:00-18:00", "09:00–18:00": "09:00-18:00",
    "22:00~06:00": "22:00-06:00", "9:00-24:00": "09:00-24:00",
}  # fmt: skip
NO_HOURS = ["", "9", "morning", "25:00-26:00", "09:00-09:00", "09:61-10:00", "13pm-14pm", "24:30", "晚上12点-早上6点"]
WEEKDAYS = {
    "周一至周五": "mon-fri", "周一到周五": "mon-fri", "星期六": "sat", "礼拜天": "sun", "周日": "sun", "周六、周日": "sat,sun",
    "周一，周三": "mon,wed",    "周一和周三": "mon,wed", "Monday-Friday": "mon-fri", "Mon–Fri": "mon-fri",
    "Monday to Friday": "mon-fri", "Mon": "mon", "tues": "tue",
    "mondy": "mon", "Sat and Sun": "sat,sun", "weekdays": "mon-fri", "工作日": "mon-fri", "周末": "sat,sun",
    "每天": "mon-sun", "daily": "mon-sun",
}  # fmt: skip
NO_WEEKDAYS = ["", "1-5", "foo", "mon-wed-fri", "m"]


@pytest.mark.parametrize(("written", "meant"), AMOUNTS.items())
def test_an_amount_is_recognised_and_its_fix_is_accepted(written: str, meant: str) -> None:
    assert amount_fix(written) == meant
    assert parse_amount(meant)


@pytest.mark.parametrize("written", NO_AMOUNTS, ids=lambda text: text[:20])
def test_what_is_no_amount_gets_no_fix(written: str) -> None:
    assert amount_fix(written) == ""


@pytest.mark.parametrize(("written", "meant"), HOURS.items())
def test_hours_are_recognised_and_their_fix_is_accepted(written: str, meant: str) -> None:
    assert hours_fix(written) == meant
    if "-" in meant:
        report = Report()
        assert read_shifts([meant], report, ())
        assert not report.problems


@pytest.mark.parametrize("written", NO_HOURS)
def test_what_are_no_hours_get_no_fix(written: str) -> None:
    assert hours_fix(written) == ""


@pytest.mark.parametrize(("written", "meant"), WEEKDAYS.items())
def test_weekdays_are_recognised_and_their_fix_is_accepted(written: str, meant: str) -> None:
    assert weekday_fix(written) == meant
    report = Report()
    assert read_week({meant: ["09:00-10:00"]}, report, ())
    assert not report.problems


@pytest.mark.parametrize("written", NO_WEEKDAYS)
def test_what_are_no_weekdays_get_no_fix(written: str) -> None:
    assert weekday_fix(written) == ""


def test_full_width_text_becomes_plain() -> None:
    assert normalise_width("９：００～１８：００，（Ａ）　—") == "9:00~18:00,(A) -"
