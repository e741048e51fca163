"""The grammar of rotas: shifts with a pattern, or layers with rotations; changes, absences, what must be covered, limits.

*Rule:* a rota is written as `shifts:` (everybody works shifts by a pattern), as `layers:` (who is on call, one person after the other),
or as both. Hours are local time of the rota's zone. Who steps in when nobody is on duty is always written.

Example:
    >>> ROTA.needs["shifts"], [key for key, field in OVERRIDE.fields.items() if field.required]
    ('pattern', ['from', 'to'])
"""

from __future__ import annotations

from servstd.document.grammar_common import NAMED, TEXT, key
from servstd.document.grammar_notices import OUTSIDE
from servstd.document.shapes import Date, Duration, Enum, Field, Int, ListOf, MapOf, Number, OneOf, Own, Record, Ref, Text

__all__ = ["HOURS", "OVERRIDE", "ROTA", "ROTAS"]

HOURS = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]-(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)"
"""The form of one shift: it may go on into the next day."""

_TIMES: dict[str, tuple[str, str]] = {
    "hour": ("every hour", "每小时"),
    "day": ("every day", "每天"),
    "week": ("every week", "每周"),
    "month": ("every month", "每月"),
    "quarter": ("every three months", "每季度"),
    "year": ("every year", "每年"),
}
_EVERY = OneOf(
    {
        "text": Enum(_TIMES),
        "map": Record(
            {
                "hours": key(Int(1), "Hours", "小时", "Every so many hours.", "每多少小时。"),
                "days": key(Int(1), "Days", "天", "Every so many days.", "每多少天。"),
                "weeks": key(Int(1), "Weeks", "周", "Every so many weeks.", "每多少周。"),
                "months": key(Int(1), "Months", "月", "Every so many months.", "每多少个月。"),
            },
            only=True,
            example="{weeks: 2}",
        ),
    },
    example="week | {weeks: 2}",
)
_FROM = key(Date(time=True), "From", "从", "The first instant, local time.", "从什么时候起（当地时间）。", required=True)
_TO = key(
    Date(time=True),
    "To",
    "到",
    "When it ends, local time; a date without a time of day is the last whole day.",
    "到什么时候为止（当地时间）；只写日期即含当天。",
    required=True,
)
_PEOPLE = ListOf(
    OneOf({"text": TEXT, "list": ListOf(TEXT, least=1)}, example="li | [li, chen]"),
    example="[li, [chen, sun]]",
)
_FALLBACK = OneOf(
    {"text": TEXT, "map": Ref("addressee"), "list": ListOf(Ref("addressee_or_word"), least=1)},
    example="{role: supervisor} | [li, {rota: front_desk}]",
)

OVERRIDE = Record(
    {
        **NAMED,
        "from": _FROM,
        "to": _TO,
        "person": key(TEXT, "Person", "人员", "Who is on duty instead.", "由谁顶班。"),
        "instead_of": key(TEXT, "Instead of", "顶替谁", "Whom `person` stands in for.", "顶替哪个人。"),
        "add": key(TEXT, "Add", "加派", "Who is on duty besides.", "另外加派谁。"),
        "remove": key(TEXT, "Remove", "撤下", "Who is not on duty, and nobody in their place.", "谁不值班，也无人顶替。"),
    },
    one_of=("person", "add", "remove"),
    needs={"person": "instead_of", "instead_of": "person"},
)

_ABSENCE = Record(
    {**NAMED, "person": key(TEXT, "Person", "人员", "Who is away.", "谁不在。", required=True), "from": _FROM, "to": _TO},
)
_SWAP = Record(
    {
        **NAMED,
        "person": key(TEXT, "Person", "人员", "One of the two.", "其中一人。", required=True),
        "with": key(TEXT, "With", "与谁", "The other one.", "另一人。", required=True),
        "from": _FROM,
        "to": _TO,
    }
)
_LAYER = Record(
    {
        **NAMED,
        "name": key(TEXT, "Name", "名称", "Its name, once in the rota.", "层的名称，在本表内不重复。", required=True),
        "priority": key(
            Int(0),
            "Priority",
            "优先级",
            "While a layer of a higher priority has somebody on duty, those below do not count; equal ones stand side by side.",
            "优先级高的一层有人值班时，低的不算；相同则同时值班。",
        ),
        "people": key(
            _PEOPLE, "People", "人员", "Who takes turns; a list within it is on duty together.", "轮换的人；方括号里的几个人一起值班。", required=True
        ),
        "every": key(_EVERY, "Every", "轮换周期", "How long a turn is; without it, the first all the time.", "一轮多长；不写即一直是第一个。"),
        "from": key(
            Date(time=True), "From", "起算", "When the first turn begins, local time: the time of day is that of every hand-over.",
            "第一轮从何时起（当地时间），其中的钟点就是每次交接的时间。", required=True,
        ),
        "until": key(Date(time=True), "Until", "终止", "When the layer ends, local time.", "到何时为止（当地时间）。"),
        "hours": key(
            Own(OUTSIDE), "Hours", "时段", "The hours it is restricted to: weekly hours or a calendar's name; all when left out.", "只在这些时段值班：每周时段或日历名，不写即全天。",
        ),
        "time_zone": key(TEXT, "Time zone", "时区", "Its zone; the rota's when left out.", "所属时区，不写即用本表的时区。"),
    }
)  # fmt: skip
_LIMITS = Record(
    {
        "hours_per_week": key(Number(0.0, most=168.0), "Hours a week", "每周工时", "The most hours a week.", "每周最多工作多少小时。"),
        "rest_between": key(Duration("span"), "Rest between", "两班间隔", "The least time between two shifts.", "两个班之间至少休息多久。"),
        "days_off_per_week": key(Int(0), "Days off a week", "每周休息日", "The least days off a week.", "每周至少休息几天。"),
    },
    least=1,
)

_OVERRIDES = ListOf(OVERRIDE, example="[{from: 2026-02-16T08:00, to: 2026-02-18T08:00, person: chen, instead_of: li}]")
_COMMON: dict[str, Field] = {
    "overrides": key(
        _OVERRIDES, "Overrides", "临时调整", "Who is on duty instead, besides, or not at all.", "某段时间由谁顶班、加派谁、撤下谁。"
    ),
    "changes": key(_OVERRIDES, "Changes", "调班", "Another word for `overrides`.", "与 overrides 同义。"),
    "absences": key(ListOf(_ABSENCE), "Absences", "请假", "Who is away, and when.", "谁在什么时候请假。"),
    "swaps": key(ListOf(_SWAP), "Swaps", "换班", "Two people who change places.", "两个人互换班次。"),
}
_PATTERN_WORK: dict[str, Field] = {
    "shifts": key(
        MapOf(Text(HOURS, example='"08:00-16:30"'), least=1),
        "Shifts",
        "班次",
        "Shift -> its hours; one that ends earlier than it begins goes on into the next day.",
        "班次 -> 起止时间；止早于起，即跨到次日。",
    ),
    "pattern": key(
        ListOf(TEXT, least=1),
        "Pattern",
        "排班循环",
        "What one person works day by day, over and over: shifts, and `off` or `休` for a day off.",
        "一个人逐日循环的班次；休息日写“休”或 off。",
    ),
    "people": key(
        ListOf(TEXT),
        "People",
        "人员",
        "Who works it: the n-th begins with the n-th day of the pattern.",
        "排班的人：第 n 个人从循环的第 n 天起。",
    ),
    "from": key(Date(), "From", "起算日", "The day on which the pattern begins.", "循环从哪一天开始。"),
}
_LAYERS = key(ListOf(_LAYER, least=1), "Layers", "值班层", "Who is on call, in layers.", "分层的待命值班。")

_TEMPORARY = Record(
    {
        **NAMED,
        "from": _FROM,
        "to": _TO,
        "people": key(_PEOPLE, "People", "人员", "Who takes turns meanwhile.", "这段时间轮换的人。", required=True),
        "every": key(
            _EVERY, "Every", "轮换周期", "How long a turn is; without it, the first all the time.", "一轮多长；不写即一直是第一个。"
        ),
    }
)

ROTA = Record(
    {
        **NAMED,
        "time_zone": key(TEXT, "Time zone", "时区", "Its zone; the standard's when left out.", "所属时区，不写即用标准的时区。"),
        **_PATTERN_WORK,
        "layers": _LAYERS,
        "rotate_posts": key(
            Record(
                {
                    "posts": key(ListOf(TEXT, least=1), "Posts", "岗位", "The posts, the first person's first.", "岗位，从第一个人的写起。", required=True),
                    "every": key(_EVERY, "Every", "轮换周期", "When everybody moves on by one post.", "多久轮换一次岗位。", required=True),
                    "from": key(Date(), "From", "起算日", "The day from which it is counted.", "从哪一天起算。", required=True),
                }
            ),
            "Rotation of posts",
            "岗位轮换",
            "Where each person works, in turn.",
            "各人轮流负责的岗位。",
        ),
        **_COMMON,
        "temporary": key(
            ListOf(_TEMPORARY), "Temporary rotas", "临时值班表", "Who takes turns instead of everybody else for some time.", "某段时间整体改由另外的人轮值。"
        ),
        "must_cover": key(
            Own(OUTSIDE),
            "Must cover",
            "必须有人",
            "When somebody must be on duty: 24/7, a calendar's name, or weekly hours.",
            "哪些时段必须有人值班：24/7、日历名，或直接写每周时段。",
        ),
        "minimum_handover": key(
            MapOf(Duration("span"), least=1, example="{早班-中班: 30m}"),
            "Least hand-over",
            "最短交接",
            "Pair of shifts -> how long they must overlap: `early-late: 30m`.",
            "两个班次 -> 至少重叠多久，如 早班-中班: 30m。",
        ),
        "limits": key(_LIMITS, "Limits", "工时限制", "What nobody may work more than.", "每个人的工时与休息要求。"),
        "fallback": key(_FALLBACK, "Fallback", "兜底", "Who is told when nobody is on duty.", "无人值班时转给谁。"),
    },
    least=1,
    needs={"shifts": "pattern", "pattern": "people", "people": "from", "from": "shifts", "temporary": "layers"},
)  # fmt: skip

ROTAS = key(MapOf(ROTA), "Rotas", "值班表", "Who is on duty, and when, by name.", "各张值班表：谁在什么时候值班。")
