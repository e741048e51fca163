"""The grammar of what customers are told: triggers, templates, quiet hours.

*Rule:* a trigger is written in the one condition grammar, or names a metric and a point of its clock.

Example:
    >>> [key for key, field in NOTICE.fields.items() if field.required]
    ['trigger', 'text']
"""

from __future__ import annotations

from typing import cast

from servstd.document.grammar_calendars import CALENDAR, INTERVALS
from servstd.document.grammar_common import LABEL, NAMED, TEXT, key
from servstd.document.grammar_sla import SLA_DEFINITIONS
from servstd.document.shapes import Duration, Enum, ListOf, MapOf, OneOf, Own, Record, Ref

__all__ = ["CUSTOMER_NOTICES", "NOTICE", "OUTSIDE", "OUTSIDE_KEYS"]

_CONDITION = cast(Record, SLA_DEFINITIONS["condition_map"])
_WHOLE_CALENDAR = cast(Record, CALENDAR.choices["map"])

OUTSIDE_KEYS = tuple(_WHOLE_CALENDAR.fields)
"""The keys of a whole calendar; other keys of quiet hours written in place are weekdays."""

OUTSIDE = OneOf(
    {"text": TEXT, "map": Record(_WHOLE_CALENDAR.fields, rest=INTERVALS, least=1)},
    example='office | {mon-sun: ["08:30-21:00"]}',
)

_TRIGGER = Record(
    {
        "due_changed": key(
            OneOf({"text": TEXT, "list": ListOf(TEXT, least=1)}, example="resolution | [resolution]"),
            "Due changed",
            "时限变动",
            "Metrics whose due was told and now is another.",
            "已告知的到期时间变了，写指标名。",
        ),
        "metric": key(TEXT, "Metric", "指标", "The metric whose clock is looked at.", "看哪个指标的表。"),
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
)

NOTICE = Record(
    {
        "name": key(
            TEXT, "Name", "名称", "Its name, once in the standard; its position when left out.", "通知名，不能重复；不写即用序号。"
        ),
        **NAMED,
        "trigger": key(Own(_TRIGGER), "Trigger", "何时触发", "What it is sent for.", "什么事情触发这条通知。", required=True),
        "when": key(Own(Ref("condition")), "When", "适用", "Which cases it is for.", "适用于哪些事项。"),
        "via": key(
            ListOf(TEXT, least=1),
            "Via",
            "用什么发",
            "Notifiers in order of preference; left out, those that the other notices name, else all of the standard's.",
            "通知方式，按先后顺序试；不写即用其他客户通知写明的，都没写则用标准里全部的。",
        ),
        "text": key(
            LABEL,
            "Text",
            "正文",
            "What the customer reads; `{{case}}`, `{{resolution.due}}` are filled in.",
            "客户看到的内容；{{case}}、{{resolution.due}} 等会填上实际的值。",
            required=True,
        ),
        "subject": key(LABEL, "Subject", "标题", "One line above it, for those who show one.", "一行标题，供能显示标题的方式用。"),
        "urgency": key(
            Enum({"low": ("it can wait", "不急"), "normal": ("as usual", "一般"), "high": ("at once", "紧急")}),
            "Urgency",
            "紧急程度",
            "How loudly it is sent; normal when left out.",
            "发送时的紧急程度，不写即一般。",
        ),
        "show": key(
            ListOf(TEXT), "Show", "原样显示", "Fields with personal data that are not masked in it.", "哪些含个人信息的字段不打码。"
        ),
        "quiet_hours": key(
            Enum({"none": ("it is sent at any time", "任何时候都发")}),
            "Quiet hours",
            "免打扰",
            "Whether it waits.",
            "是否受免打扰时段限制。",
        ),
    }
)

CUSTOMER_NOTICES = Record(
    {
        "quiet_hours": key(
            Record(
                {
                    "outside": key(
                        Own(OUTSIDE),
                        "Outside",
                        "时段以外",
                        "The hours in which customers may be disturbed: a calendar's name, or weekly hours.",
                        "可以打扰客户的时段：日历名，或直接写每周时段。",
                        required=True,
                    ),
                    "then": key(
                        Enum(
                            {
                                "hold": (
                                    "it waits for the next opening, and is looked at again then",
                                    "等到下一个可发送的时刻，届时再核对一次",
                                )
                            }
                        ),
                        "Then",
                        "怎么办",
                        "What becomes of a notice outside these hours.",
                        "不在这些时段的通知怎么办。",
                    ),
                    "unless": key(Own(Ref("condition")), "Unless", "除非", "Cases whose notices do not wait.", "哪些事项的通知不用等。"),
                }
            ),
            "Quiet hours",
            "免打扰",
            "When customers are left in peace.",
            "什么时候不打扰客户。",
        ),
        "contacts": key(
            MapOf(TEXT),
            "Contacts",
            "联系方式",
            "Contact key of a notifier -> attribute with the customer's address; the attribute of the same name when left out.",
            "通知方式的联系键 -> 存放客户地址的属性；不写即用同名属性。",
        ),
        "notices": key(
            ListOf(NOTICE, example="[{trigger: {event: opened}, text: ...}]"),
            "Notices",
            "通知",
            "What customers are told, and when.",
            "什么时候告诉客户什么。",
        ),
    }
)
