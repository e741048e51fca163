"""The grammar of escalation: the ladder, chains, and what keeps them from flooding.

*Rule:* what starts or ends a chain is written in the one condition grammar.

Example:
    >>> [key for key, field in CHAIN.fields.items() if field.required]
    ['name', 'trigger', 'steps']
"""

from __future__ import annotations

from servstd.document.grammar_chains import (
    ESCALATION_DEFINITIONS,
    FALLBACK,
    PREFERS_KEY,
    QUIET_HOURS,
    SAME_PERSON,
    STAND_DOWN,
    STEP,
    TELL_BELOW,
    TRIGGER,
    VIA,
    WAIT_CALENDAR,
)
from servstd.document.grammar_common import LABEL, NAMED, TEXT, flag, key
from servstd.document.shapes import Duration, Enum, Int, ListOf, MapOf, OneOf, Own, Record, Ref

__all__ = ["CHAIN", "ESCALATION", "ESCALATION_DEFINITIONS"]

CHAIN = Record(
    {
        "name": key(TEXT, "Name", "名称", "Its name, once in the standard.", "链名，标准内不能重复。", required=True),
        **NAMED,
        "trigger": key(Own(TRIGGER), "Trigger", "何时开始", "What it starts on.", "什么事情使它开始。", required=True),
        "when": key(Own(Ref("condition")), "When", "适用", "Which cases it is for.", "适用于哪些事项。"),
        "steps": key(
            ListOf(STEP, least=1, example="[{level: supervisor}]"),
            "Steps",
            "步骤",
            "What happens, in order.",
            "依次做什么。",
            required=True,
        ),
        "stop_on": key(
            Own(OneOf({"list": ListOf(TEXT, least=1), "map": Ref("condition_map")}, example="[resolved, cancelled] | {priority: normal}")),
            "Stop on",
            "何时停止",
            "The kinds of event that end it, or a condition.",
            "哪些事件使它结束，或一个条件。",
        ),
        "acknowledgement": key(
            Record(
                {
                    "by": key(
                        Enum(
                            {
                                "any": ("one of those told is enough", "有一人知悉即可"),
                                "all": ("everyone told in the step", "这一步通知的每个人"),
                                "person": ("each for himself", "各人只管自己"),
                            }
                        ),
                        "By",
                        "由谁",
                        "Who must take note; `any` when left out.",
                        "谁知悉才算，不写即任一人。",
                    ),
                    "expires": key(Duration("span"), "Expires", "失效", "After this long it counts no more.", "多久以后不再算数。"),
                    "remind": key(
                        Duration("span"), "Remind", "提醒", "Every so long who took note is asked again.", "每隔多久再问一次知悉的人。"
                    ),
                    "confirm_within": key(
                        Duration("span"),
                        "Confirm within",
                        "确认时限",
                        "Without an answer for so long it counts no more.",
                        "多久不回应即不再算数。",
                    ),
                },
                needs={"confirm_within": "remind"},
            ),
            "Acknowledgement",
            "知悉",
            "What taking note means.",
            "“知悉”怎么算。",
        ),
        "repeat": key(
            Record(
                {
                    "times": key(Int(1), "Times", "次数", "How many times it is repeated.", "重复几次。", required=True),
                    "after": key(Duration("amount"), "After", "等多久", "The wait after the last step.", "距最后一步多久。", required=True),
                    "calendar": WAIT_CALENDAR,
                    "from": key(
                        OneOf({"text": TEXT, "number": Int(1)}, example="1 | call"),
                        "From",
                        "从哪一步",
                        "The step it begins with, by name or number; the first when left out.",
                        "从哪一步重来（步骤名或序号），不写即第一步。",
                    ),
                }
            ),
            "Repeat",
            "重复",
            "What is repeated after the last step.",
            "最后一步之后重复什么。",
        ),
        "quiet_hours": key(QUIET_HOURS, "Quiet hours", "免打扰", "When its steps wait.", "什么时候它的步骤要等。"),
        "prefers": PREFERS_KEY,
        "same_person": SAME_PERSON,
        "stand_down": STAND_DOWN,
        "tell_below": TELL_BELOW,
        "fallback": FALLBACK,
    }
)

_THROTTLE = Record(
    {
        "via": key(VIA, "Via", "通知方式", "Over these together; left out, over each.", "这些方式合计；不写即每种方式各算。"),
        "limits": key(
            ListOf(
                Record(
                    {
                        "count": key(Int(1), "Count", "几条", "At most so many.", "最多几条。", required=True),
                        "per": key(Duration("span"), "Per", "多长时间内", "In any so long a time.", "任意这么长时间内。", required=True),
                        "smooth": flag("Smooth", "匀开", "Whether they are spread evenly after the first.", "先发的之后是否均匀放出。"),
                    }
                ),
                least=1,
                example="[{count: 3, per: 15m}]",
            ),
            "Limits",
            "上限",
            "How many notices one contact gets.",
            "一个联系方式最多收到几条。",
            required=True,
        ),
        "urgent": flag("Urgent", "紧急的也限", "Whether urgent notices are limited as well.", "紧急通知是否也受限。"),
    }
)
_DIGEST = Record(
    {
        "via": key(VIA, "Via", "通知方式", "Over these; left out, over each.", "哪些方式；不写即每种方式。"),
        "window": key(
            Duration("span"),
            "Window",
            "多久汇总",
            "The first goes at once, the others together when it ends.",
            "第一条立即发，其余到时一并发。",
            required=True,
        ),
    }
)

ESCALATION = Record(
    {
        "ladder": key(
            ListOf(
                OneOf(
                    {"text": TEXT, "map": MapOf(LABEL, only=True, example="{supervisor: 主管}")}, example="supervisor | {supervisor: 主管}"
                )
            ),
            "Ladder",
            "上报阶梯",
            "The levels, lowest first; each is a role.",
            "各级，由低到高；每一级是一个角色。",
        ),
        "same_person": SAME_PERSON,
        "tell_below": TELL_BELOW,
        "stand_down": STAND_DOWN,
        "prefers": PREFERS_KEY,
        "fallback": FALLBACK,
        "throttle": key(
            ListOf(_THROTTLE, example="[{limits: [{count: 3, per: 15m}]}]"),
            "Throttle",
            "限流",
            "How much one contact gets.",
            "一个联系方式最多收多少。",
        ),
        "digest": key(
            ListOf(_DIGEST, example="[{window: 10m}]"), "Digest", "汇总", "Notices that are gathered into one.", "哪些通知汇总成一条。"
        ),
        "chains": key(
            ListOf(CHAIN, example="[{name: late, trigger: ..., steps: [...]}]"),
            "Chains",
            "上报链",
            "What happens in which order.",
            "什么情况下依次通知谁。",
        ),
    }
)
