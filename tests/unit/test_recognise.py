"""What people write instead of our grammar: every fix is itself accepted, and nothing uncertain is guessed."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest

from servstd.calendars.hours import read_shifts, read_week
from servstd.durations import parse_amount
from servstd.errors import Report
from servstd.messages.advice import amount_advice, date_advice, hours_advice, weekday_advice
from servstd.messages.recognise import amount_fix, hours_fix, normalise_width, weekday_fix, zone_fix

AMOUNTS = {
    "30分钟": "30m", "３０分钟": "30m", "３０ｍ": "30m", "十五分钟": "15m", "一百二十分钟": "120m", "90 minutes": "90m", "48 H": "48h",
    "4小时": "4h", "四个小时": "4h", "二十四小时": "24h", "两小时三十分": "2h30m", "1小时零5分": "1h5m", "30秒钟": "30s",
    "半小时": "30m", "半个小时": "30m", "一个半小时": "1h30m", "1小时半": "1h30m", "0.5 hours": "30m", "1.5h": "1h30m", "“4h”": "4h",
    "1h 30m": "1h30m", "1 hour and 30 minutes": "1h30m", "1 Hour, 5 mins": "1h5m", "+4h": "4h",
    "2个工作日": "2wd", "两个工作日": "2wd", "３工作日": "3wd", "3 business days": "3wd", "1 working day": "1wd", "5 workdays": "5wd",
    "2 days": "2d", "3天": "3d",
}  # fmt: skip
NO_AMOUNTS = [
    "",
    "foo",
    "soon",
    "工作日",
    "小时",
    "2.5wd",
    "1wd 4h",
    "4h 1wd",
    "h4",
    "1/2 h",
    "半天",
    "两天半",
    "1 week",
    "2周",
    "1 month",
    "三个月",
    "1年",
    "9" * 5000 + "h",
]
HOURS = {
    "8:00": "08:00", "8点": "08:00", "8.30": "08:30", "8:00-18:00": "08:00-18:00", "０９：００－１８：００": "09:00-18:00",
    "中午12点-下午1点": "12:00-13:00", "中午1点-晚上12点": "13:00-24:00", "凌晨1点-早上6点": "01:00-06:00",
    "9点到18点": "09:00-18:00", "9点半-12点": "09:30-12:00", "9点至18点30分": "09:00-18:30", "上午9点-下午6点": "09:00-18:00",
    "晚上10点至早上6点": "22:00-06:00", "9am-5pm": "09:00-17:00", "9:00 AM to 5:30 PM": "09:00-17:30", "12am-12pm": "00:00-12:00",
    "9-18": "09:00-18:00",
    "9-5": "09:00-17:00", "上午9点-5点": "09:00-17:00", "9:00-05:00": "09:00-05:00", "22-6": "22:00-06:00",
    "“09:00-17:00”": "09:00-17:00",
    "0900-1800": "09:00-18:00", "09:00 - 18:00": "09:00-18:00", "09:00–18:00": "09:00-18:00",
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
ZONES = {
    "Asia/Beijing": "Asia/Shanghai", "Beijing": "Asia/Shanghai", "peking": "Asia/Shanghai", "China": "Asia/Shanghai",
    "北京": "Asia/Shanghai",
    "CST": "Asia/Shanghai", "China Standard Time": "Asia/Shanghai", "UTC+8": "Asia/Shanghai", "GMT+8": "Asia/Shanghai",
    "+08:00": "Asia/Shanghai", "UTC +8": "Asia/Shanghai", "UTC+5:30": "Asia/Kolkata", "UTC-5": "", "UTC+3": "", "utc": "UTC",
    "new york": "America/New_York", "San Francisco": "America/Los_Angeles", "Asia/Shanghia": "Asia/Shanghai",
    "“Asia/Shanghai”": "Asia/Shanghai", "nowhere at all": "",
}  # fmt: skip
AMOUNT_ADVICE = {
    "1H": (": units are written in lower case", "1h"),
    "4": (": the unit is missing", "the unit too: 4h is hours, 4m minutes, 4wd working days"),
    "5x": (": there is no unit x", "a number and a unit, such as 30m, 4h or 2wd"),
    "soon": ("", "a number and a unit, such as 30m, 4h or 2wd"),
    "2个工作日": ("", "2wd"),
    "-1h": (": it is negative", "1h"),
    "半天": (": how long half a day is depends on the calendar", "hours of the calendar, such as 4h, or 1wd with end_of_day: true"),
    "0.5 days": (": how long half a day is depends on the calendar", "hours of the calendar, such as 4h, or 1wd with end_of_day: true"),
    "1 month": (": no amount has weeks, months or years", "working days (10wd) or hours (16h)"),
    "2 weeks": (": no amount has weeks, months or years", "working days (10wd) or hours (16h)"),
    "2w": (": no amount has weeks, months or years", "working days (10wd) or hours (16h)"),
    "1年": (": no amount has weeks, months or years", "working days (10wd) or hours (16h)"),
    "“4h”": ("", '4h, in plain quotes (") or none, instead of “”'),
}
HOURS_ADVICE = {
    "9-5": ("", "09:00-17:00"),
    "09:00": (": the closing is missing", "an opening and a closing, such as 09:00-18:00"),
    "09:00-25:00": (": 25:00 > 24:00", "an opening and a closing as HH:MM-HH:MM, such as 09:00-18:00"),
    "09:61-10:00": (": 61 > 59 minutes", "an opening and a closing as HH:MM-HH:MM, such as 09:00-18:00"),
    "morning": ("", "an opening and a closing as HH:MM-HH:MM, such as 09:00-18:00"),
    "24:00-24:00": ("", "an opening and a closing as HH:MM-HH:MM, such as 09:00-18:00"),
    "“09:00-17:00”": ("", '09:00-17:00, in plain quotes (") or none, instead of “”'),
}
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


@pytest.mark.parametrize(("written", "meant"), ZONES.items())
def test_a_zone_is_recognised(written: str, meant: str) -> None:
    assert zone_fix(written, available_timezones()) == meant


@pytest.mark.parametrize(("written", "told"), AMOUNT_ADVICE.items())
def test_what_is_wrong_with_an_amount_is_told(written: str, told: tuple[str, str]) -> None:
    advice = amount_advice(written)
    assert (advice["what_en"], advice["fix_en"]) == told
    assert bool(advice["what_zh"]) == bool(told[0])


@pytest.mark.parametrize(("written", "told"), HOURS_ADVICE.items())
def test_what_is_wrong_with_hours_is_told(written: str, told: tuple[str, str]) -> None:
    advice = hours_advice(written)
    assert (advice["what_en"], advice["fix_en"]) == told


def test_the_advice_names_the_form_where_no_fix_is_known() -> None:
    assert weekday_advice("foo")["fix_en"] == "weekdays as mon, mon-fri or mon,wed"
    assert weekday_advice("周一")["fix_zh"] == " mon"
    assert date_advice("soon", "")["fix_en"].startswith("a date that exists")
    assert hours_advice("“9-5”")["fix_zh"] == ' 09:00-17:00，引号用英文半角（"）或不加，不要用 “”'
