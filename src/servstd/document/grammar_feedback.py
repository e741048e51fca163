"""The grammar of feedback: invitations with their gates, themes, loops.

*Rule:* what sets off an invitation or a loop is written in the one condition grammar; a campaign says how often and from which day.

Example:
    >>> [key for key, field in INVITATION.fields.items() if field.required]
    ['instrument', 'trigger']
"""

from __future__ import annotations

from typing import cast

from servstd.document.grammar_common import LABEL, NAMED, TEXT, key
from servstd.document.grammar_complaints import COMPLAINTS, PARTY
from servstd.document.grammar_instruments import INSTRUMENT, PERCENT
from servstd.document.grammar_notices import OUTSIDE
from servstd.document.grammar_sla import SLA_DEFINITIONS
from servstd.document.shapes import Bool, Date, Duration, Enum, Int, ListOf, MapOf, OneOf, Own, Record, Ref, Scalar, Text

__all__ = ["FEEDBACK", "INVITATION", "LOOP"]

_CONDITION = cast(Record, SLA_DEFINITIONS["condition_map"])

_TRIGGER = Record(
    {
        "every": key(
            Enum(
                {
                    "year": ("once a year", "每年"),
                    "quarter": ("each quarter", "每季"),
                    "month": ("each month", "每月"),
                    "week": ("each week", "每周"),
                }
            ),
            "Every",
            "每隔多久",
            "A campaign: how often; once when left out.",
            "定期调查的周期，不写即只做一次。",
        ),
        "from": key(Date(), "From", "起始日", "A campaign: its first day.", "定期调查的第一天。"),
        "until": key(Date(), "Until", "截止日", "A campaign: after this day there is none.", "此日之后不再进行。"),
        **_CONDITION.fields,
    },
    rest=_CONDITION.rest,
    least=1,
    needs={"every": "from", "until": "from"},
)

_GATES = Record(
    {
        "consent": key(TEXT, "Consent", "同意", "The attribute that must be true.", "必须为“是”的属性。"),
        "exclude": key(Own(Ref("condition")), "Exclude", "不问", "Cases whose customers are not asked.", "哪些事项的客户不问。"),
        "recontact": key(
            Duration("period"),
            "Recontact",
            "再问间隔",
            "How long this instrument rests for one customer.",
            "同一客户隔多久才再问这份问卷。",
        ),
        "budget": key(
            Record(
                {
                    "times": key(Int(1), "Times", "次数", "At most so often.", "最多几次。", required=True),
                    "per": key(Duration("period"), "Per", "多长时间内", "Within any so long a time.", "任意这么长时间内。", required=True),
                }
            ),
            "Budget",
            "打扰上限",
            "How often one customer is asked, over all instruments.",
            "同一客户各种问卷合计最多问几次。",
        ),
        "hours": key(
            Own(OUTSIDE),
            "Hours",
            "时段",
            "When customers may be disturbed; outside, it waits.",
            "可以打扰客户的时段：日历名，或直接写每周时段；时段以外等待。",
        ),
        "sample": key(PERCENT, "Sample", "抽样", "The share of cases that is asked.", "抽取多大比例的事项。"),
    },
    least=1,
)

INVITATION = Record(
    {
        "name": key(
            TEXT, "Name", "名称", "Its name, once in the standard; its position when left out.", "邀请名，不能重复；不写即用序号。"
        ),
        **NAMED,
        "instrument": key(TEXT, "Instrument", "问卷", "Which instrument is sent.", "发哪份问卷。", required=True),
        "trigger": key(
            Own(_TRIGGER),
            "Trigger",
            "何时触发",
            "An event of a case, or a campaign: `{every: year, from: 2026-11-01}`.",
            "事项的某个事件，或定期调查：{every: year, from: 2026-11-01}。",
            required=True,
        ),
        "when": key(Own(Ref("condition")), "When", "适用", "Which cases it is for.", "适用于哪些事项。"),
        "after": key(Duration("amount"), "After", "等多久", "The wait since the trigger.", "距触发多久。"),
        "calendar": key(
            TEXT, "Calendar", "日历", "In which calendar `after` counts; actual time when left out.", "after 按哪个日历计，不写即自然时间。"
        ),
        "via": key(ListOf(TEXT, least=1), "Via", "用什么发", "Notifiers in order of preference.", "通知方式，按先后顺序试。"),
        "gates": key(_GATES, "Gates", "关卡", "What must be open before a customer is asked.", "问客户之前逐一核对的条件。"),
        "reminder": key(
            Record(
                {
                    "after": key(
                        Duration("span"), "After", "多久以后", "So long after the invitation.", "距邀请或上次提醒多久。", required=True
                    ),
                    "times": key(Int(1), "Times", "次数", "How many; 1 when left out.", "提醒几次，不写即 1。"),
                }
            ),
            "Reminder",
            "提醒",
            "Who has not answered is asked again.",
            "没有作答的再提醒。",
        ),
        "expires": key(
            Duration("span"), "Expires", "失效", "How long an answer is taken; 14d when left out.", "多久以内作答有效，不写即 14d。"
        ),
        "text": key(
            LABEL, "Text", "正文", "What the customer reads; `{{link}}` leads to the question.", "客户看到的内容；{{link}} 是问卷链接。"
        ),
        "subject": key(LABEL, "Subject", "标题", "One line above it.", "一行标题。"),
    },
    needs={"calendar": "after"},
)

_WORDS = ListOf(TEXT, least=1)
_THEME = Record(
    {
        "label": key(LABEL, "Label", "名称", "The name people read.", "给人看的名称。"),
        "words": key(
            OneOf(
                {
                    "list": ListOf(TEXT),
                    "map": Record(
                        {
                            "zh": key(_WORDS, "Chinese", "中文", "Words of Chinese texts.", "中文里的词。"),
                            "en": key(_WORDS, "English", "英文", "Words of English texts.", "英文里的词。"),
                        },
                        least=1,
                    ),
                },
                example="[leak] | {zh: [漏水], en: [leak]}",
            ),
            "Words",
            "词",
            "One of them tells the theme.",
            "出现其中一个即算。",
        ),
        "patterns": key(_WORDS, "Patterns", "模式", "Regular expressions.", "正则表达式。"),
        "without": key(_WORDS, "Without", "排除词", "Words that rule it out.", "出现即不算的词。"),
        "classifier": key(TEXT, "Classifier", "分类器", "A plugin's classifier that tells it instead.", "改由插件的分类器判断。"),
    }
)

LOOP = Record(
    {
        "name": key(TEXT, "Name", "名称", "Its name, once in the standard; its position when left out.", "名称，不能重复；不写即用序号。"),
        "label": key(LABEL, "Label", "显示名", "What the follow-up is called.", "后续事项叫什么。"),
        "trigger": key(
            Own(
                Record(
                    {
                        "response": key(
                            TEXT,
                            "Response",
                            "答卷",
                            "An answer to this instrument; tests of it stand beside it.",
                            "这份问卷的一份答卷；旁边写对答卷的条件。",
                        ),
                        "theme": key(TEXT, "Theme", "主题", "A theme that comes up often enough.", "某个主题出现得够多。"),
                        "at_least": key(Int(1), "At least", "至少", "How often; 1 when left out.", "出现几次，不写即 1。"),
                        "within": key(Duration("period"), "Within", "多长时间内", "Within how long.", "多长时间以内。"),
                        **_CONDITION.fields,
                    },
                    rest=_CONDITION.rest,
                    least=1,
                    needs={"at_least": "theme", "within": "theme"},
                )
            ),
            "Trigger",
            "何时触发",
            "An answer, a theme, or an event of a case.",
            "一份答卷、一个主题，或事项的某个事件。",
            required=True,
        ),
        "when": key(Own(Ref("condition")), "When", "适用", "Which cases it is for.", "适用于哪些事项。"),
        "open": key(
            Record(
                {
                    "improvement": key(
                        Bool(), "Improvement", "改进项", "Opens an improvement instead of a case.", "开一条改进项，而不是一件事项。"
                    ),
                    "measure": key(
                        TEXT,
                        "Measure",
                        "用什么衡量",
                        "The instrument or theme that measures the improvement.",
                        "用哪份问卷或哪个主题衡量改进。",
                    ),
                    "target": key(
                        Text(r"[0-9]{1,2}(?:\.[0-9]{1,6})?%|100%", example="5%"),
                        "Target",
                        "目标",
                        "The share of remarks with the theme that the improvement is to reach, at most; left out, fewer than before.",
                        "改进后该主题最多占多少比例；不写即比原来少。",
                    ),
                    "due": key(
                        Duration("period"), "Due", "期限", "Until when, counted from the day it is opened.", "从开出之日起多久之内完成。"
                    ),
                    "label": key(LABEL, "Label", "显示名", "What the follow-up is called.", "后续事项叫什么。"),
                },
                rest=Scalar(lists=True),
                least=1,
            ),
            "Open",
            "开什么",
            "The attributes of the follow-up case, or an improvement.",
            "后续事项的属性，或改进项。",
            required=True,
        ),
        "owner": key(PARTY, "Owner", "责任人", "Who gets it.", "由谁负责。"),
    }
)

FEEDBACK = Record(
    {
        "instruments": key(MapOf(INSTRUMENT), "Instruments", "问卷", "What is asked, by name.", "各种问卷。"),
        "invitations": key(
            ListOf(INVITATION, example="[{instrument: after_service, trigger: {event: closed}}]"),
            "Invitations",
            "邀请",
            "Whom to ask, when, and whom not.",
            "什么时候问谁、什么时候不问。",
        ),
        "complaints": key(COMPLAINTS, "Complaints", "投诉处理", "How complaints are handled.", "投诉怎样处理。"),
        "themes": key(MapOf(_THEME), "Themes", "主题", "What customers write about.", "客户在说什么。"),
        "loops": key(
            ListOf(LOOP, example="[{trigger: {response: after_service, score: {lte: 2}}, open: {matter: complaint}}]"),
            "Loops",
            "跟进",
            "What follows from answers, themes and events.",
            "答卷、主题、事件引出的后续。",
        ),
    }
)
