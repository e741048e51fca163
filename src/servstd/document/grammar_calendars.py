"""The grammar of calendars: weekly hours, alternating weeks, holidays, dates, versions, algebra.

*Rule:* this is their form; that hours do not overlap, dates exist and names are known is told by the calendars' own reader.

Example:
    >>> CALENDAR.choices["text"].values["24/7"][0]
    'always open'
"""

from __future__ import annotations

from collections.abc import Mapping

from servstd.document.grammar_common import NAMED, TEXT, key
from servstd.document.grammar_plugins import SOURCE
from servstd.document.shapes import Date, Enum, ListOf, MapOf, OneOf, Record, Ref, Shape, Text

__all__ = ["CALENDAR", "CALENDAR_DEFINITIONS", "DAYS", "INTERVALS"]

_ALWAYS = Enum({"24/7": ("always open", "全天候")})
INTERVALS = ListOf(Text(r"[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]", example='"09:00-12:00"'))
_WEEK = MapOf(INTERVALS)
_HOURS = OneOf({"text": _ALWAYS, "map": MapOf(INTERVALS, least=1)}, example='24/7 | {mon-fri: ["09:00-12:00", "13:00-18:00"]}')
_DATES = ListOf(Date())
DAYS = MapOf(INTERVALS)
_PART = Ref("calendar_part")
_PARTS = ListOf(_PART, least=1)

_HOLIDAYS = OneOf(
    {
        "list": _DATES,
        "map": Record(
            {
                "country": key(TEXT, "Country", "国家", "ISO 3166 code, such as CN.", "国家代码，如 CN。"),
                "subdivision": key(TEXT, "Subdivision", "地区", "ISO 3166-2 code without the country.", "省、州代码。"),
                "add": key(_DATES, "Add", "另加", "Days that are holidays besides.", "另外放假的日子。"),
                "skip": key(_DATES, "Skip", "不算", "Days of the country's list that do not count.", "国家名单里不算的日子。"),
                "half_days": key(DAYS, "Half days", "半天班", "Date -> what is open on it.", "日期 -> 当天的工作时段。"),
                "makeup_days": key(
                    OneOf(
                        {
                            "text": Enum({"ignore": ("they are not worked", "不上班"), "monday": ("worked like a Monday", "按周一上班")}),
                            "map": Record({"hours": key(INTERVALS, "Hours", "时段", required=True)}),
                        },
                        example='ignore | {hours: ["09:00-18:00"]}',
                    ),
                    "Make-up days",
                    "调休上班日",
                    "How make-up working days are worked; like a Monday when left out.",
                    "调休上班日怎么上班，不写即按周一。",
                ),
            },
            least=1,
        ),
    },
    example="[2026-01-01] | {country: CN}",
)

_RULES = {
    "hours": key(_HOURS, "Hours", "工作时段", "Weekday or range of weekdays -> open intervals.", "星期 -> 工作时段。"),
    "alternate": key(
        ListOf(
            Record(
                {
                    "from": key(Date(), "From", "起算日", "The date whose week is the first.", "这一天所在的周为第一周。", required=True),
                    "weeks": key(
                        ListOf(_WEEK, least=1),
                        "Weeks",
                        "各周",
                        "What each week of the cycle has instead.",
                        "循环中每一周的时段。",
                        required=True,
                    ),
                }
            )
        ),
        "Alternating weeks",
        "大小周",
        "Cycles of weeks from an anchor date.",
        "从某一天起按周循环。",
    ),
    "holidays": key(_HOLIDAYS, "Holidays", "节假日", "A country's holidays, or a list of dates.", "国家法定节假日，或日期列表。"),
    "dates": key(
        DAYS, "Dates", "特定日期", "Date or range of dates -> open intervals; [] is closed.", "日期或日期段 -> 工作时段，[] 表示不上班。"
    ),
}

CALENDAR = OneOf(
    {
        "text": _ALWAYS,
        "map": Record(
            {
                **NAMED,
                "time_zone": key(TEXT, "Time zone", "时区", "Its zone; the standard's when left out.", "所属时区，不写即用标准的时区。"),
                **_RULES,
                "versions": key(
                    ListOf(Record({"from": key(Date(), "From", "起始日", required=True), **_RULES}), least=1),
                    "Versions",
                    "历次时段",
                    "Hours that changed, each from a date on.",
                    "时段有变化时，分别写从哪天起。",
                ),
                "any_of": key(_PARTS, "Any of", "任一开放", "Open when one of these is.", "有一个开放即开放。"),
                "all_of": key(_PARTS, "All of", "同时开放", "Open when all of these are.", "全部开放才开放。"),
                "not": key(_PART, "Not", "取反", "Open when this one is closed.", "它不开放时开放。"),
                "except": key(_PARTS, "Except", "除去", "The first, less the others.", "第一个减去其余。"),
                "from": key(
                    TEXT,
                    "From",
                    "来自",
                    "Where the calendar is taken from, such as agreement.calendar.",
                    "日历取自何处，如 agreement.calendar。",
                ),
                "source": SOURCE,
                "else": key(TEXT, "Else", "否则", "The calendar where there is none.", "没有时用哪个日历。"),
            },
            least=1,
        ),
    },
    example='24/7 | {hours: {mon-fri: ["09:00-18:00"]}}',
)

CALENDAR_DEFINITIONS: Mapping[str, Shape] = {
    "calendar_part": OneOf({"text": TEXT, "map": Ref("calendar")}, example="office | {hours: {...}}"),
}
