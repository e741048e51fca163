"""What can be wrong with instants, zones and durations, in English and Chinese.

*Rule:* TIM001-009 are about instants and zones, TIM010-019 about durations.

Example:
    >>> ENTRIES["TIM001"].zh[0]
    '这个时刻没有时区，无法确定是哪一刻'
"""

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

_TARGET = """# fragment
calendars: {{office: {{hours: {{mon-fri: ["09:00-18:00"]}}}}}}
sla:
  policies:
    - {{name: all, default: true, calendar: office, targets: {{resolution: {amount}}}}}
"""

ENTRIES: Mapping[str, Entry] = {
    "TIM001": Entry(
        "error",
        en=(
            "the instant has no time zone, so it could be any of 26 hours",
            'Give it an offset (2026-01-05T09:00:00+08:00) or a zone (tzinfo=ZoneInfo("Asia/Shanghai")).',
        ),
        zh=(
            "这个时刻没有时区，无法确定是哪一刻",
            '写上时差（2026-01-05T09:00:00+08:00），或加上时区（tzinfo=ZoneInfo("Asia/Shanghai")）。',
        ),
        why=(
            "A time without a zone is a different instant on every machine; clocks made of such times disagree by hours.",
            "没有时区的时间，在不同机器上是不同的时刻，据此算出的时限会差几个小时。",
        ),
        bad='standard.decide(events, now="2026-01-05T09:00:00")',
        good='standard.decide(events, now="2026-01-05T09:00:00+08:00")',
    ),
    "TIM002": Entry(
        "error",
        en=("the text is not an instant", "Write it as 2026-01-05T09:00:00+08:00."),
        zh=("这段文字不是有效的时刻", "写成 2026-01-05T09:00:00+08:00 的形式。"),
        why=(
            "Dates in other orders (05/01/2026) mean different days to different readers, so only ISO 8601 is read.",
            "05/01/2026 这样的写法，不同的人会读成不同的日子，所以只认 ISO 8601 格式。",
        ),
        bad='{"case": "7", "at": "5 Jan 2026, 9 am", "kind": "opened"}',
        good='{"case": "7", "at": "2026-01-05T09:00:00+08:00", "kind": "opened"}',
    ),
    "TIM003": Entry(
        "error",
        en=("the time zone is not known", "Use an IANA name, such as Asia/Shanghai or Europe/Berlin."),
        zh=("没有这个时区", "使用 IANA 时区名，例如 Asia/Shanghai、Europe/Berlin。"),
        why=(
            "Abbreviations such as CST name several zones; an IANA name names one, with the whole history of its offsets.",
            "CST 这类缩写同时指好几个时区；IANA 名称只指一个，并带有历年的时差变化。",
        ),
        bad="# fragment\ntime_zone: Asia/Shanghia\n",
        good="# fragment\ntime_zone: Asia/Shanghai\n",
    ),
    "TIM004": Entry(
        "error",
        en=(
            "the instant lies outside the years 2 to 9997",
            "Check the year; a number counts microseconds since 1970, not seconds or nanoseconds.",
        ),
        zh=("这个时刻不在公元 2 年到 9997 年之间", "请检查年份；若写的是数字，单位是 1970 年以来的微秒，不是秒，也不是纳秒。"),
        why=(
            "Such an instant is nearly always a number in another unit; a due date computed from it would be nonsense.",
            "这样的时刻几乎都是单位弄错了，由它算出的到期时间毫无意义。",
        ),
        bad='{"case": "7", "at": "9999-12-31T00:00:00Z", "kind": "opened"}',
        good='{"case": "7", "at": "2026-12-31T00:00:00Z", "kind": "opened"}',
    ),
    "TIM005": Entry(
        "error",
        en=("an instant must be an aware datetime", "Pass a datetime with a tzinfo, or read the text with to_us first."),
        zh=("时刻必须是带时区的 datetime", "传入带 tzinfo 的 datetime；如果是文字，先用 to_us 读取。"),
        why=(
            "A result has the type and the zone of the instant given; a date, a text or a number has neither.",
            "结果的类型和时区与传入的时刻一致；日期、文字和数字都没有时区可用。",
        ),
        bad="standard.decide(events, now=1767574800)",
        good="standard.decide(events, now=datetime.fromtimestamp(1767574800, UTC))",
    ),
    "TIM010": Entry(
        "error",
        en=("the text is not a duration{what_en}", "Write {fix_en}."),
        zh=("这段文字不是有效的时长{what_zh}", "写成{fix_zh}。"),
        why=(
            "One strict grammar means that the same text is the same promise to everybody: h is an hour, m a minute, wd a working day.",
            "只认一种写法，同一段文字对所有人才是同一个承诺：h 是小时，m 是分钟，wd 是工作日。",
        ),
        bad=_TARGET.format(amount="2个工作日"),
        good=_TARGET.format(amount="2wd"),
    ),
    "TIM011": Entry(
        "error",
        en=(
            "a duration of zero promises nothing, and nothing waits for it",
            "Write how long. A target that is only measured says `none`; what comes at once belongs into the step before.",
        ),
        zh=("时长为零：等于什么也没承诺，也等于没有等待", "写明多久。目标只计时不考核，就写 none；要立即做的事，并入上一步。"),
        why=(
            "A target of zero is missed the moment its clock starts.",
            "目标为零，计时一开始就已经超时。",
        ),
        bad=_TARGET.format(amount="0h"),
        good=_TARGET.format(amount="4h"),
    ),
    "TIM012": Entry(
        "error",
        en=("the duration is longer than 100 years or {days} working days", "Check the number and the unit."),
        zh=("时长超过 100 年或 {days} 个工作日", "请检查数字和单位。"),
        why=(
            "No service promise is that long: it is a slip of the keyboard, or a number in another unit.",
            "没有哪个服务承诺会这么长，多半是多打了几个零，或单位弄错了。",
        ),
        bad=_TARGET.format(amount="999999wd"),
        good=_TARGET.format(amount="9wd"),
    ),
    "TIM013": Entry(
        "error",
        en=("working days are no span of actual time", "Write hours (48h) or days of 24 hours (2d); or measure on a calendar."),
        zh=("这里要的是自然时间，不能用工作日", "写成小时（48h）或按 24 小时计的天（2d）；要按工作日，就用日历来计。"),
        why=(
            "A span is the same on every calendar; how long a working day is depends on the calendar.",
            "自然时间与日历无关；一个工作日有多长，要看用的是哪个日历。",
        ),
        bad="# fragment\nattributes: {visit: {kind: instant}}\nsla:\n  policies:\n    - {name: all, default: true, calendar: always, targets: {resolution: {until: visit, grace: 1wd}}}\n",
        good="# fragment\nattributes: {visit: {kind: instant}}\nsla:\n  policies:\n    - {name: all, default: true, calendar: always, targets: {resolution: {until: visit, grace: 8h}}}\n",
    ),
    "TIM014": Entry(
        "error",
        en=("the text is not a period of the civil calendar", "Write a number and a unit: day, week, month, quarter or year."),
        zh=("这段文字不是有效的周期", "写数字加单位：day、week、month、quarter 或 year。"),
        why=(
            "A month has no fixed length; a period counts on the wall calendar, which durations in hours do not.",
            "一个月没有固定长度；周期按日历日期推算，与按小时计的时长不同。",
        ),
        bad='parse_period("P1M")',
        good='parse_period("1 month")',
    ),
    "TIM015": Entry(
        "error",
        en=("this is no amount of time", 'Give text ("4h"), a timedelta, or whole seconds as an int; a month has no exact length.'),
        zh=("这个值不是时长", '传入文字（"4h"）、timedelta 或整数秒；“一个月”没有确切长度，不能用。'),
        why=(
            "Fractions of a second lose microseconds, True would be one second, and a month is 28 to 31 days.",
            "小数会丢微秒，True 会被当成一秒，而一个月可能是 28 到 31 天。",
        ),
        bad="calendar.add(start, 1.5)",
        good='calendar.add(start, "1h30m")',
    ),
    "TIM016": Entry(
        "error",
        en=(
            "`d` is 24 hours of open time; {calendar} is not open 24 hours a day",
            "Write working days (2wd), or hours of open time (16h).",
        ),
        zh=("d 表示 24 小时的工作时间，而 {calendar} 不是全天开放的日历", "写工作日（2wd），或写工作时间的小时数（16h）。"),
        why=(
            "On an eight-hour calendar one `d` would be three working days, which nobody means.",
            "在每天 8 小时的日历上，1d 相当于三个工作日，没有人是这个意思。",
        ),
        bad='office.add(start, "2d")',
        good='office.add(start, "2wd")',
    ),
    "TIM017": Entry(
        "error",
        en=("business dates are counted in whole numbers", "Pass an int, such as 2."),
        zh=("工作日数必须是整数", "传入整数，例如 2。"),
        why=("Half a business date has no end, and True would be one.", "没有“半个工作日”的终点，而 True 会被当成 1。"),
        bad="calendar.add_days(start, 1.5)",
        good="calendar.add_days(start, 2)",
    ),
}
