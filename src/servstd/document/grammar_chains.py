"""The grammar of a chain's steps: triggers, whom a step tells, what withholds it, what it does; and preferences and quiet hours.

*Rule:* whom a step tells is one word, or a map with one key that says which kind of addressee it is.

Example:
    >>> list(ADDRESSEE_KINDS)[:3], STEP.needs
    (['person', 'role', 'team'], {'calendar': 'after'})
"""

from __future__ import annotations

from typing import cast

from servstd.document.grammar_common import LABEL, TEXT, flag, key
from servstd.document.grammar_notices import OUTSIDE
from servstd.document.grammar_sla import SLA_DEFINITIONS
from servstd.document.shapes import Duration, Enum, Field, ListOf, MapOf, OneOf, Own, Record, Ref, Scalar, Shape

__all__ = [
    "ADDRESSEE_KINDS", "ESCALATION_DEFINITIONS", "FALLBACK", "PREFERS", "PREFERS_KEY", "QUIET_HOURS", "SAME_PERSON", "STAND_DOWN", "STEP",
    "TELL_BELOW", "TRIGGER", "VIA", "WAIT_CALENDAR",
]  # fmt: skip

_CONDITION = cast(Record, SLA_DEFINITIONS["condition_map"])
_ADDRESSEES = OneOf(
    {"text": TEXT, "map": Ref("addressee"), "list": ListOf(Ref("addressee_or_word"), least=1)},
    example="{role: supervisor} | [owner, {rota: front_desk}]",
)
_URGENCIES = {"low": ("it can wait", "不急"), "normal": ("as usual", "一般"), "high": ("at once", "紧急")}
VIA = ListOf(TEXT, least=1)
SAME_PERSON = key(
    Enum({"merge": ("told once", "合并为一次"), "tell": ("told at each", "每一级都告知")}),
    "Same person",
    "同一人兼几级",
    "What becomes of who holds two levels; `merge` when left out. The chain goes on either way.",
    "一人兼两级时怎么办，不写即 merge（合并）。链照样往上走。",
)
TELL_BELOW = flag("Tell below", "同时告知下级", "Whether a level step tells the level below too.", "通知某一级时是否同时告知下一级。")
STAND_DOWN = flag(
    "Stand down",
    "解除通知",
    "Whether all who were told are told when it is over; true when left out.",
    "上报结束时是否告知所有已通知的人，不写即告知。",
)
FALLBACK = key(_ADDRESSEES, "Fallback", "兜底", "Whom a step tells that reaches nobody.", "某一步找不到人时改为告知谁。")
WAIT_CALENDAR = key(
    TEXT,
    "Calendar",
    "日历",
    "In which calendar `after` counts: a calendar's name, `clock` (the clock's) or `recipient` (that of whoever is told).",
    "after 按哪个日历计：日历名、clock（该表的日历）或 recipient（被通知人的日历）。",
)

PREFERS: Shape = OneOf(
    {
        "list": VIA,
        "map": Record(
            {name: key(VIA, en.capitalize(), zh, f"Notifiers when {en}.", f"{zh}时用什么发。") for name, (en, zh) in _URGENCIES.items()},
            least=1,
        ),
    },
    example="[sms, wecom] | {high: [sms], normal: [wecom]}",
)
"""Notifiers in order of preference, or for each urgency."""
PREFERS_KEY = key(
    PREFERS, "Prefers", "通知偏好", "Notifiers for steps that name none, in order.", "没有写明通知方式的步骤用什么发，按先后顺序。"
)

QUIET_HOURS = Record(
    {
        "outside": key(
            Own(OUTSIDE),
            "Outside",
            "时段以外",
            "The hours in which notices go out: a calendar's name, or weekly hours.",
            "可以通知的时段：日历名，或直接写每周时段。",
            required=True,
        ),
        "then": key(
            Enum({"hold": ("it waits for the next opening, and is looked at again then", "等到下一个可通知的时刻，届时再核对一次")}),
            "Then",
            "怎么办",
            "What becomes of what falls outside these hours.",
            "不在这些时段的怎么办。",
        ),
        "unless": key(Own(Ref("condition")), "Unless", "除非", "Cases that do not wait.", "哪些事项不用等。"),
        "urgent": key(
            Enum({"pass": ("it does not wait", "不等"), "hold": ("it waits as well", "也等")}),
            "Urgent",
            "紧急的",
            "What becomes of a notice of high urgency; `pass` when left out.",
            "紧急通知怎么办，不写即 pass（不等）。",
        ),
    }
)
"""When notices to staff wait."""

_ADDRESSEE_FIELDS: dict[str, Field] = {
    "person": key(TEXT, "Person", "人员", "One person, by key.", "某个人（写键名）。"),
    "role": key(TEXT, "Role", "角色", "Everyone of a role, within the case's team first.", "某个角色的人，先看事项所属部门。"),
    "team": key(TEXT, "Team", "部门", "Everyone of a team.", "某个部门的所有人。"),
    "rota": key(TEXT, "Rota", "值班表", "Whoever is on duty.", "当时值班的人。"),
    "manager_of": key(TEXT, "Manager of", "谁的上级", "The manager of a person, or of the `owner`.", "某人（或 owner 责任人）的直接上级。"),
    "room": key(TEXT, "Room", "群", "A notifier that posts in a room.", "发到群里的通知方式。"),
    "level": key(TEXT, "Level", "级别", "A level of the ladder.", "上报阶梯中的一级。"),
    "round_robin": key(ListOf(TEXT, least=1), "Round robin", "轮流", "One of several people, in turn.", "几个人轮流。"),
}
ADDRESSEE_KINDS = tuple(_ADDRESSEE_FIELDS)
"""The keys that say which kind of addressee a map is."""
_ADDRESSEE = Record(
    {
        **_ADDRESSEE_FIELDS,
        "turn": key(
            TEXT,
            "Turn",
            "轮到谁",
            "The attribute that says whose turn it is, from 0; left out, the case's id decides.",
            "由哪个属性决定轮到谁（从 0 起）；不写即由事项编号决定。",
        ),
    },
    one_of=ADDRESSEE_KINDS,
    needs={"turn": "round_robin"},
)

_ACTION = Record(
    {
        "set": key(
            MapOf(Scalar(lists=True), least=1, example="{priority: high}"), "Set", "改属性", "Attributes to set.", "把哪些属性改成什么。"
        ),
        "reassign": key(
            OneOf({"text": TEXT, "map": Ref("addressee")}, example="{role: supervisor}"), "Reassign", "改派", "The new owner.", "改派给谁。"
        ),
        "open": key(
            MapOf(Scalar(lists=True), least=1, example="{matter: repair}"),
            "Open",
            "开后续事项",
            "A follow-up case with these attributes.",
            "新开一件后续事项，属性如下。",
        ),
    },
    only=True,
    example="{set: {priority: high}} | {reassign: {role: supervisor}} | {open: {matter: repair}}",
)

TRIGGER = OneOf(
    {
        "text": Enum({"by_hand": ("only when somebody escalates by hand", "只在有人手动上报时")}),
        "map": Record(
            {
                "metric": key(TEXT, "Metric", "指标", "The metric whose clock it hangs on.", "看哪个指标的表。"),
                "at": key(
                    Duration("threshold", also=("missed",)),
                    "At",
                    "到哪一点",
                    "The point of its clock: `missed`, `75%`, `8h remaining`, `1h overdue`.",
                    "走到哪一点：missed（超时）、75%、8h remaining、1h overdue。",
                ),
                **_CONDITION.fields,
            },
            rest=_CONDITION.rest,
            least=1,
            needs={"metric": "at", "at": "metric"},
        ),
    },
    example="{metric: resolution, at: 75%} | {event: opened} | by_hand",
)

_UNLESS = OneOf(
    {
        "text": Enum({"acknowledged": ("somebody took note", "已有人知悉")}),
        "map": Record(
            {
                "acknowledged_by": key(TEXT, "Acknowledged by", "谁已知悉", "The level, role or person.", "哪一级、哪个角色或哪个人。"),
                **_CONDITION.fields,
            },
            rest=_CONDITION.rest,
            least=1,
        ),
    },
    example="acknowledged | {acknowledged_by: supervisor} | {priority: normal}",
)

STEP = Record(
    {
        "name": key(TEXT, "Name", "名称", "Its name, once in the chain; its number when left out.", "步骤名，链内不能重复；不写即用序号。"),
        "label": key(LABEL, "Label", "显示名", "The name people read.", "给人看的名称。"),
        "at": key(
            Duration("threshold", also=("missed",)),
            "At",
            "到哪一点",
            "The point of the chain's clock at which it comes: `missed`, `8h remaining`, `4h overdue`.",
            "这条链的表走到哪一点时进行：missed、8h remaining、4h overdue。",
        ),
        "after": key(
            Duration("amount"),
            "After",
            "等多久",
            "The wait since the step before it; for the first step, since the chain started.",
            "距上一步多久；第一步即距开始多久。",
        ),
        "calendar": WAIT_CALENDAR,
        "level": key(TEXT, "Level", "级别", "The level of the ladder it tells.", "通知阶梯中的哪一级。"),
        "notify": key(
            _ADDRESSEES,
            "Notify",
            "通知谁",
            "Whom it tells: `owner`, `customer`, a person, or a map such as `{rota: front_desk}`.",
            "通知谁：owner（责任人）、customer（客户）、某个人，或 {rota: front_desk} 这样的写法。",
        ),
        "via": key(VIA, "Via", "用什么发", "Notifiers in order of preference.", "通知方式，按先后顺序试。"),
        "when": key(Own(Ref("condition")), "When", "适用", "Cases it is for; others pass it by.", "适用于哪些事项，其他事项跳过这一步。"),
        "unless": key(Own(_UNLESS), "Unless", "除非", "What withholds it, and all later steps.", "什么情况下这一步及以后的都先不进行。"),
        "urgency": key(Enum(_URGENCIES), "Urgency", "紧急程度", "Normal when left out.", "不写即一般。"),
        "text": key(LABEL, "Text", "正文", "What is told, instead of the usual text.", "代替默认正文的内容。"),
        "subject": key(LABEL, "Subject", "标题", "One line above it.", "一行标题。"),
        "do": key(ListOf(_ACTION, least=1, example="[{set: {priority: high}}]"), "Do", "同时做", "What else is done.", "同时要做的事。"),
        "tell_below": TELL_BELOW,
    },
    needs={"calendar": "after"},
)

ESCALATION_DEFINITIONS: dict[str, Shape] = {
    "addressee": _ADDRESSEE,
    "addressee_or_word": OneOf({"text": TEXT, "map": Ref("addressee")}, example="owner | wang | {role: supervisor}"),
}
"""Whom a step tells: a map with one key, or a word."""
