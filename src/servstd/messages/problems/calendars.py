"""What can be wrong with calendars, and with asking them, in English and Chinese.

*Rule:* CAL001-029 are about what is written, CAL030-039 about what is asked.

Example:
    >>> ENTRIES["CAL008"].en[0]
    'the calendar {calendar} is never open'
"""

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]


def _example(calendar: str, others: str = "") -> str:
    return f"# fragment\ncalendars:\n  office: {calendar}\n{others}"


_OFFICE = '{hours: {mon-fri: ["09:00-18:00"]}}'

ENTRIES: Mapping[str, Entry] = {
    "CAL001": Entry(
        "error",
        en=("`{found}` is no key here", "Write it as expected, or leave it out. The keys are: {known}."),
        zh=("这里没有“{found}”这一项", "按“应为”一行改写，或删去。可用的有：{known}。"),
        why=(
            "A misspelt key that is ignored is a rule that silently does not hold.",
            "拼错的项如果被忽略，这条规定就悄悄失效了。",
        ),
        bad=_example('{hour: {mon-fri: ["09:00-18:00"]}}'),
        good=_example(_OFFICE),
    ),
    "CAL002": Entry(
        "error",
        en=("the value has another form than expected", "Write it as expected."),
        zh=("这个值的写法不对", "按“应为”一行的形式改写。"),
        why=(
            "Guessing at the form could open or close a calendar on days nobody meant.",
            "如果靠猜，日历可能会在谁都没想到的日子开放或关闭。",
        ),
        bad=_example('{hours: {mon-fri: "09:00-18:00"}}'),
        good=_example(_OFFICE),
    ),
    "CAL003": Entry(
        "error",
        en=("this is no weekday", "Write {fix_en}."),
        zh=("这不是有效的星期写法", "写成{fix_zh}。"),
        why=(
            "Weekdays are the keys of the hours; all are written in one way: mon, tue, wed, thu, fri, sat, sun.",
            "星期是营业时间的键，统一写成 mon、tue、wed、thu、fri、sat、sun。",
        ),
        bad=_example('{hours: {周一至周五: ["09:00-18:00"]}}'),
        good=_example(_OFFICE),
    ),
    "CAL004": Entry(
        "error",
        en=("these are no hours of a day{what_en}", "Write {fix_en}."),
        zh=("这不是有效的起止时间{what_zh}", "写成{fix_zh}。"),
        why=(
            "A day runs from 00:00 to 24:00; a shift past midnight is written 22:00-06:00 and belongs to the day it starts on.",
            "一天从 00:00 到 24:00；跨零点的班次写作 22:00-06:00，算在开始的那一天。",
        ),
        bad=_example('{hours: {mon-fri: ["8:00-25:00"]}}'),
        good=_example('{hours: {mon-fri: ["08:00-24:00"]}}'),
    ),
    "CAL005": Entry(
        "error",
        en=("it opens and closes at the same time", "For the whole day write 00:00-24:00; for a closed day write []."),
        zh=("开始和结束是同一时间", "全天写 00:00-24:00；不营业写 []。"),
        why=(
            "09:00-09:00 could mean no time at all or 24 hours.",
            "09:00-09:00 既可以理解为不开放，也可以理解为 24 小时。",
        ),
        bad=_example('{hours: {mon-fri: ["09:00-09:00"]}}'),
        good=_example(_OFFICE),
    ),
    "CAL006": Entry(
        "error",
        en=("{first} and {second} overlap", "Make one interval of them, or end the first before the second begins."),
        zh=("{first} 与 {second} 重叠", "合并成一段，或让前一段在后一段开始之前结束。"),
        why=(
            "Time is never counted twice; hours that overlap within a day are a slip.",
            "同一段时间不会算两次；一天之内的重叠多半是笔误。",
        ),
        bad=_example('{hours: {mon-fri: ["09:00-13:00", "12:00-18:00"]}}'),
        good=_example('{hours: {mon-fri: ["09:00-12:00", "13:00-18:00"]}}'),
    ),
    "CAL007": Entry(
        "note",
        en=(
            "in {calendar}, {first} runs into {second}; the shared time is counted once",
            "If that is not meant, end the first where the second begins.",
        ),
        zh=("日历 {calendar} 中，{first} 与 {second} 有重叠，重叠部分只算一次", "如果不是有意的，让前一段在后一段开始时结束。"),
        why=(
            "Hand-over time of two shifts is normal; hours that overlap by a slip make working days look longer than they are.",
            "交接班有重叠是正常的；但笔误造成的重叠，会让人误以为工作时间更长。",
        ),
        bad=_example('{hours: {mon: ["22:00-06:00"], tue: ["05:00-09:00"]}}'),
        good=_example('{hours: {mon: ["22:00-05:00"], tue: ["05:00-09:00"]}}'),
    ),
    "CAL008": Entry(
        "error",
        en=("the calendar {calendar} is never open", "Give it hours, or dates with hours."),
        zh=("日历 {calendar} 没有任何开放时间", "写上 hours，或带时间的 dates。"),
        why=(
            "On a calendar without open time no clock ever runs, and no due date exists.",
            "没有开放时间，计时永远不会走，也就没有到期时间。",
        ),
        bad=_example("{hours: {mon-fri: []}}"),
        good=_example(_OFFICE),
    ),
    "CAL009": Entry(
        "error",
        en=("no public holidays are known for this country", "Write the two-letter code, or list the dates under `add`."),
        zh=("没有这个国家或地区的节假日数据", "写两位字母代码，或在 add 里逐日列出。"),
        why=(
            "Holidays come from the package `holidays`, which knows countries by their ISO 3166 codes.",
            "节假日来自 holidays 软件包，按 ISO 3166 代码区分国家和地区。",
        ),
        bad=_example('{hours: {mon-fri: ["09:00-18:00"]}, holidays: {country: cn}}'),
        good=_example('{hours: {mon-fri: ["09:00-18:00"]}, holidays: {country: CN}}'),
    ),
    "CAL010": Entry(
        "error",
        en=("this is no date", "Write {fix_en}."),
        zh=("这不是有效的日期", "写成{fix_zh}。"),
        why=(
            "02/03 is a day in February to some and in March to others; year-month-day is read in one way only.",
            "02/03 有人读作二月三日，有人读作三月二日；年-月-日只有一种读法。",
        ),
        bad=_example('{hours: {mon-fri: ["09:00-18:00"]}, dates: {"2026-02-30": []}}'),
        good=_example('{hours: {mon-fri: ["09:00-18:00"]}, dates: {"2026-02-28": []}}'),
    ),
    "CAL011": Entry(
        "error",
        en=("the range ends before it begins", "Write the earlier date first."),
        zh=("结束日期早于开始日期", "把较早的日期写在前面。"),
        why=("A range that ends before it begins names no day, so it would do nothing.", "这样的区间不含任何一天，写了等于没写。"),
        bad=_example('{hours: {mon-fri: ["09:00-18:00"]}, dates: {"2026-03-01..2026-02-09": []}}'),
        good=_example('{hours: {mon-fri: ["09:00-18:00"]}, dates: {"2026-02-09..2026-03-01": []}}'),
    ),
    "CAL012": Entry(
        "error",
        en=("the range is longer than {years} years", "Check the years; what holds for good is written under hours."),
        zh=("区间超过 {years} 年", "请检查年份；长期的安排写在 hours 里。"),
        why=(
            "Dates are for exceptions; a range of many years is nearly always a slip in a year.",
            "dates 用来写例外；跨很多年的区间多半是年份写错了。",
        ),
        bad=_example('{hours: {mon-fri: ["09:00-18:00"]}, dates: {"2026-02-09..2226-03-01": []}}'),
        good=_example('{hours: {mon-fri: ["09:00-18:00"]}, dates: {"2026-02-09..2026-03-01": []}}'),
    ),
    "CAL013": Entry(
        "error",
        en=("there is no calendar `{found}`", "Write a name that exists: {known}."),
        zh=("没有名为“{found}”的日历", "写已有日历的名字：{known}。"),
        why=(
            "A combination of calendars needs each of them.",
            "组合日历需要每一个组成部分。",
        ),
        bad=_example(_OFFICE, "  support: {any_of: [office, ofice]}\n"),
        good=_example(_OFFICE, "  support: {any_of: [office, always]}\n"),
    ),
    "CAL014": Entry(
        "error",
        en=("calendars are made of each other: {cycle}", "Write hours in one of them."),
        zh=("日历互相引用：{cycle}", "让其中一个直接写 hours。"),
        why=(
            "None of them could be worked out before the others.",
            "谁都得等别的先算出来，结果谁也算不出来。",
        ),
        bad="# fragment\ncalendars:\n  day: {not: night}\n  night: {not: day}\n",
        good='# fragment\ncalendars:\n  day: {hours: {mon-sun: ["06:00-22:00"]}}\n  night: {not: day}\n',
    ),
    "CAL015": Entry(
        "error",
        en=("{weekday} is named twice", "Name each weekday once, with all its hours."),
        zh=("{weekday} 写了两次", "每个星期几只写一次，把时间都列在一起。"),
        why=(
            "It would be a guess whether the second replaces the first or adds to it.",
            "第二次是替换还是追加，只能靠猜。",
        ),
        bad=_example('{hours: {mon-fri: ["09:00-18:00"], wed: ["09:00-12:00"]}}'),
        good=_example('{hours: {"mon,tue,thu,fri": ["09:00-18:00"], wed: ["09:00-12:00"]}}'),
    ),
    "CAL016": Entry(
        "error",
        en=("{date} is named twice", "Name each date once; a single date wins over a range that holds it."),
        zh=("{date} 写了两次", "每个日期只写一次；单个日期优先于包含它的区间。"),
        why=(
            "Of two entries on an equal footing neither can win.",
            "两条写法同等，无法判断以哪条为准。",
        ),
        bad=_example(
            '{hours: {mon-fri: ["09:00-18:00"]}, dates: {"2026-02-01..2026-02-10": [], "2026-02-05..2026-02-14": ["09:00-12:00"]}}'
        ),
        good=_example('{hours: {mon-fri: ["09:00-18:00"]}, dates: {"2026-02-01..2026-02-10": [], "2026-02-05": ["09:00-12:00"]}}'),
    ),
    "CAL017": Entry(
        "error",
        en=("the dates do not ascend", "Put the entries in the order of their `from` dates, each date once."),
        zh=("日期没有按先后排列", "按 from 的先后顺序排列，同一日期只写一次。"),
        why=(
            "Each entry holds until the next; out of order, readers see another calendar than the program does.",
            "每一条都用到下一条开始为止；顺序乱了，人看到的和程序算的就不是一回事。",
        ),
        bad=_example(
            '{hours: {mon-fri: ["09:00-18:00"]}, alternate: [{from: 2026-03-02, weeks: [{}, {sat: []}]}, {from: 2026-01-05, weeks: [{sat: []}, {}]}]}'
        ),
        good=_example(
            '{hours: {mon-fri: ["09:00-18:00"]}, alternate: [{from: 2026-01-05, weeks: [{sat: []}, {}]}, {from: 2026-03-02, weeks: [{}, {sat: []}]}]}'
        ),
    ),
    "CAL018": Entry(
        "error",
        en=(
            "a calendar is of one kind, not several: {found}",
            "Write the others as calendars of their own and combine them; `except` goes with any kind.",
        ),
        zh=("一个日历只能有一种写法，这里有：{found}", "把其余的写成单独的日历再组合；except 可以和任何一种同用。"),
        why=(
            "Whether `hours` and `any_of` in one calendar add up or replace each other would be a guess.",
            "hours 和 any_of 写在一起，是相加还是替换，只能靠猜。",
        ),
        bad=_example('{hours: {mon-fri: ["09:00-18:00"]}, any_of: [always]}'),
        good=_example(_OFFICE),
    ),
    "CAL019": Entry(
        "error",
        en=("the calendar has no time zone", "Add time_zone."),
        zh=("日历没有时区", "写上 time_zone。"),
        why=(
            "09:00 is another instant in every zone, and working days are counted in dates of one.",
            "九点在每个时区是不同的时刻；工作日也要按某个时区的日期来数。",
        ),
        bad='read_calendar({"hours": {"mon-fri": ["09:00-17:00"]}})',
        good='read_calendar({"time_zone": "Asia/Shanghai", "hours": {"mon-fri": ["09:00-17:00"]}})',
    ),
    "CAL020": Entry(
        "error",
        en=("`from` needs an `else`: the calendar of those who have no agreement", "Add else, with the name of a calendar."),
        zh=("from 需要配 else：没有约定的客户用哪个日历", "加上 else，写日历的名字。"),
        why=(
            "A case whose customer agreed no hours of their own still needs a calendar.",
            "客户没有单独约定时间时，仍然要有日历可用。",
        ),
        bad="# fragment\ncalendars:\n  agreed: {from: agreement.calendar}\n",
        good="# fragment\ncalendars:\n  agreed: {from: agreement.calendar, else: always}\n",
    ),
    "CAL021": Entry(
        "error",
        en=(
            "`except` alone needs two calendars: the first less the others",
            "Add the calendar from which is taken, with hours, any_of, or as the first of the list.",
        ),
        zh=("单独使用 except 至少要两个日历：从第一个里去掉其余的", "写明从哪个日历里去掉：写 hours、any_of，或放在列表第一项。"),
        why=("With one calendar there is nothing to take it from.", "只有一个日历，就没有可以扣除的对象。"),
        bad="# fragment\ncalendars:\n  rest: {except: [always]}\n",
        good=_example(_OFFICE, "  rest: {except: [always, office]}\n"),
    ),
    "CAL022": Entry(
        "error",
        en=("`{key}` needs a country", "Add country, or leave `{key}` out."),
        zh=("{key} 要与 country 同用", "写上 country，或去掉 {key}。"),
        why=(
            "Without a country's list there is nothing to skip, and there are no make-up days.",
            "没有国家的节假日表，就没有可以跳过的日子，也没有调休上班日。",
        ),
        bad=_example('{hours: {mon-fri: ["09:00-18:00"]}, holidays: {add: [2026-02-13], skip: [2026-05-01]}}'),
        good=_example('{hours: {mon-fri: ["09:00-18:00"]}, holidays: {country: CN, add: [2026-02-13], skip: [2026-05-01]}}'),
    ),
    "CAL023": Entry(
        "error",
        en=("{country} has no holidays of its own for this subdivision", "Write its ISO 3166-2 code without the country."),
        zh=("{country} 没有这个地区的节假日数据", "写 ISO 3166-2 代码中国家之后的部分。"),
        why=(
            "States and provinces have holidays of their own; with an unknown code only the national ones would count.",
            "各州、各省有自己的假日；代码不对，就只会算全国性的假日。",
        ),
        bad=_example('{hours: {mon-fri: ["09:00-18:00"]}, holidays: {country: DE, subdivision: Bavaria}}'),
        good=_example('{hours: {mon-fri: ["09:00-18:00"]}, holidays: {country: DE, subdivision: BY}}'),
    ),
    "CAL030": Entry(
        "error",
        en=(
            "the calendar {calendar} has too little open time: none within {years} years of {start}, or too little before the end of time",
            "Check its dates and versions, and the amount.",
        ),
        zh=(
            "日历 {calendar} 的开放时间不够：从 {start} 起 {years} 年内没有，或到可表示的时间尽头也不够",
            "检查它的 dates 和 versions，以及要加的时长。",
        ),
        why=(
            "A search that never gives up hangs the program that asked.",
            "如果一直找下去，调用它的程序就会卡死。",
        ),
        bad='{hours: {}, dates: {2026-01-05: ["09:00-10:00"]}}          # 4h of open time are asked for',
        good='{hours: {mon-fri: ["09:00-17:00"]}}',
    ),
    "CAL031": Entry(
        "error",
        en=("the calendar {calendar} does not close within {years} years of {start}", "Ask for a closing only where is_always is false."),
        zh=("日历 {calendar} 从 {start} 起 {years} 年内没有关闭的时刻", "先用 is_always 判断，全天开放的日历没有关闭时刻。"),
        why=("A calendar that is always open has no closing.", "一直开放的日历没有关闭时刻。"),
        bad='read_calendar("24/7").next_close(start)',
        good='read_calendar({"time_zone": "UTC", "hours": {"mon-fri": ["09:00-17:00"]}}).next_close(start)',
    ),
    "CAL032": Entry(
        "error",
        en=("the column `{column}` has the wrong type", "Convert it: datetimes to datetime64[us] in UTC, seconds to whole microseconds."),
        zh=("列 {column} 的类型不对", "先转换：时间转成 UTC 的 datetime64[us]，秒数转成整数微秒。"),
        why=(
            "Floats lose microseconds and a column of True and False is no time at all; neither is converted silently.",
            "小数会丢微秒，True/False 根本不是时间；都不会悄悄转换。",
        ),
        bad="calendar.add_many(starts, [1.5, 2.5])",
        good='calendar.add_many(starts, numpy.array([1, 2], "timedelta64[h]"))',
    ),
    "CAL033": Entry(
        "error",
        en=("the column `{column}` has another shape", "Give both columns the same length, or one of them a single value."),
        zh=("列 {column} 的长度对不上", "两列长度要一致，或其中一列只给一个值。"),
        why=("Rows that do not pair up would be computed from each other's values.", "行对不齐，就会拿别的行的值来算。"),
        bad="calendar.between_many(two_starts, three_ends)",
        good="calendar.between_many(three_starts, three_ends)",
    ),
}
