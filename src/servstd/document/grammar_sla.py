"""The grammar of what is measured and promised: conditions, metrics, policies, targets.

*Rule:* conditions, metrics and calendars have readers of their own, which know names and meanings; here stands their form.

Example:
    >>> list(TARGET.one_of)
    ['within', 'until']
"""

from __future__ import annotations

from collections.abc import Mapping

from servstd.conditions import CATEGORIES
from servstd.document.grammar_agreements import AGREEMENTS
from servstd.document.grammar_common import NAMED, TEXT, flag, key
from servstd.document.shapes import (
    Anything,
    Bool,
    Duration,
    Enum,
    Field,
    ListOf,
    MapOf,
    OneOf,
    Own,
    Record,
    Ref,
    Scalar,
    Shape,
)

__all__ = ["CALENDAR_NAME", "METRIC", "POLICY", "SLA", "SLA_DEFINITIONS", "TARGET", "WITHIN"]

_CONDITION = Ref("condition")
_CONDITIONS = ListOf(_CONDITION, least=1)
_TEXTS = OneOf({"text": TEXT, "list": ListOf(TEXT)}, example="opened | [resolved, closed]")
_CATEGORY_LIST = ListOf(
    Enum(
        {
            name: (name.replace("_", " "), zh)
            for name, zh in zip(CATEGORIES, ("处理中", "等客户", "挂起", "已解决", "已关闭", "已撤销"), strict=True)
        }
    )
)
_MAYBE_CONDITION = Own(
    OneOf(
        {
            "text": Enum({"none": ("no such condition", "没有这个条件"), "builtin": ("the built-in's own", "内置指标原有的")}),
            "list": _CATEGORY_LIST,
            "map": Ref("condition_map"),
        },
        example="none | [waiting_customer] | {priority: high}",
    )
)
WITHIN = OneOf({"text": Duration("amount"), "map": Ref("amount_table")}, example="4h | {priority: {urgent: 1h, else: 4h}}")
CALENDAR_NAME = OneOf({"text": TEXT, "map": Ref("calendar_table")}, example="office | {priority: {urgent: always, else: office}}")
_COMMITMENT = Enum({"promise": ("owed to the customer", "承诺"), "goal": ("best effort", "目标"), "internal": ("between teams", "内部")})


def _condition(en: str, zh: str, en_doc: str, zh_doc: str) -> Field:
    return key(Own(_CONDITION), en, zh, en_doc, zh_doc)


METRIC = Record(
    {
        **NAMED,
        "start": _condition("Start", "起表", "When a clock starts.", "什么时候起表。"),
        "stop": _condition("Stop", "停表", "When it stops.", "什么时候停表。"),
        "pause": key(
            _MAYBE_CONDITION,
            "Pause",
            "暂停",
            "While what it does not run; `none` takes a built-in's away.",
            "什么期间不走；none 去掉内置的暂停。",
        ),
        "cancel": key(
            _MAYBE_CONDITION, "Cancel", "作废", "When it is neither met nor missed any more.", "什么时候作废，不算达标也不算超时。"
        ),
        "repeats": key(
            Own(Enum({"no": ("once a case", "每件事项一次"), "each": ("a new cycle at each start", "每次起表算一轮")})),
            "Repeats",
            "重复",
            "Whether it may start again.",
            "能否再次起表。",
        ),
        "reopen": key(
            Own(
                Enum(
                    {
                        "resume": ("it runs on", "接着走"),
                        "restart": ("a new cycle starts", "重新计时"),
                        "ignore": ("it stays stopped", "不理会"),
                    }
                )
            ),
            "Reopen",
            "重新打开时",
            "What a reopened case does to a stopped clock.",
            "事项重新打开时，已停的表怎么办。",
        ),
    }
)

TARGET = Record(
    {
        "within": key(WITHIN, "Within", "时限", "The open time it may take; a table gives it by attribute.", "限时多久；可按属性列表。"),
        "until": key(TEXT, "Until", "截至", "The attribute that holds the instant it is due at.", "到期时刻写在哪个属性里。"),
        "grace": key(Duration("span"), "Grace", "宽限", "Actual time allowed after `until`.", "过了约定时刻还宽限多久（自然时间）。"),
        "calendar": key(
            CALENDAR_NAME, "Calendar", "日历", "The calendar it runs on; the policy's when left out.", "按哪个日历计时，不写即用规则的。"
        ),
        "end_of_day": flag(
            "End of day", "当日下班前", "Whether working days end at the day's last closing.", "按工作日计时，是否到当天下班为止。"
        ),
        "warn": key(ListOf(Duration("threshold")), "Warn", "预警点", "Points before or after the due.", "到期前后的提醒点。"),
        "commitment": key(_COMMITMENT, "Commitment", "承诺性质", "Who is owed it; a promise when left out.", "对谁负责，不写即承诺。"),
        **NAMED,
    },
    one_of=("within", "until"),
    needs={"grace": "until", "end_of_day": "within", "calendar": "within"},
)

POLICY = Record(
    {
        "name": key(TEXT, "Name", "名称", "Its name, once in the standard.", "规则名，不能重复。", required=True),
        **NAMED,
        "when": _condition("When", "适用", "Which cases it governs.", "适用于哪些事项。"),
        "default": flag("Default", "兜底", "Whether it governs every case no earlier policy names.", "是否适用于前面都没有管到的事项。"),
        "calendar": key(CALENDAR_NAME, "Calendar", "日历", "The calendar of its targets.", "各时限按哪个日历计时。"),
        "on_change": key(
            Enum(
                {
                    "carry": ("what has run counts against the new target", "已用时间带到新时限"),
                    "restart": ("a new cycle starts", "重新计时"),
                    "keep": ("the old target stays to the end", "沿用旧时限到底"),
                    "from_start": ("the new target counts from the start", "按新时限从头算"),
                }
            ),
            "On change",
            "变更时",
            "What happens to a running clock when this policy takes it over.",
            "正在走的表转到本规则时怎么算。",
        ),
        "targets": key(
            MapOf(OneOf({"text": Duration("amount", also=("none",)), "map": TARGET}, example="15m | none | {within: 4h}")),
            "Targets",
            "时限",
            "Metric -> the time it may take; `none`: measured only.",
            "指标 -> 限时多久；none 表示只计量、不考核。",
        ),
        "exempt": key(
            OneOf({"bool": Bool(), "text": TEXT, "list": ListOf(TEXT, least=1)}, example="true | [first_response]"),
            "Exempt",
            "豁免",
            "Metrics that are not graded; true: none is.",
            "不考核的指标；true 表示全部不考核。",
        ),
    }
)

SLA = Record(
    {
        "answered_on_arrival": _condition(
            "Answered on arrival",
            "来时已应答",
            "Cases whose opening was answered in person: no first response is owed.",
            "当面或电话受理、来时已有人应答的事项，不再计首次响应。",
        ),
        "measure": key(
            OneOf({"text": Enum({"all": ("every built-in metric", "全部内置指标")}), "list": ListOf(TEXT)}, example="all | [resolution]"),
            "Measure",
            "计量",
            "Built-in metrics measured though no policy names them.",
            "规则没有提到、也要计量的内置指标。",
        ),
        "metrics": key(
            MapOf(METRIC),
            "Metrics",
            "指标",
            "What is measured; a built-in's name changes that built-in.",
            "计量什么；用内置指标的名字即修改该指标。",
        ),
        "policies": key(
            ListOf(POLICY, example="[{name: ..., when: {priority: high}, calendar: always, targets: {resolution: 4h}}]"),
            "Policies",
            "规则",
            "Which cases, which calendar, which targets; the first that names a metric counts.",
            "哪些事项、按哪个日历、限时多久；先写的先算。",
        ),
        "agreements": key(AGREEMENTS, "Agreements", "客户约定", "Customers' own written terms.", "客户自己的书面约定。"),
    }
)

_TESTS = Record(
    {
        "not": key(Scalar(lists=True), "Not", "不是", "None of these values; the attribute must be there.", "不是这些值（属性必须有值）。"),
        **{
            name: key(Scalar(), en, zh)
            for name, en, zh in (
                ("gt", "Greater than", "大于"),
                ("gte", "At least", "不小于"),
                ("lt", "Less than", "小于"),
                ("lte", "At most", "不大于"),
            )
        },
        **{
            name: key(Scalar(lists=True), en, zh)
            for name, en, zh in (("any", "Any of", "含任一"), ("all", "All of", "全含"), ("none", "None of", "都不含"))
        },
        "missing": flag("Missing", "缺失", "Whether the attribute has no value.", "属性没有值。"),
    },
    least=1,
)
_TEST = OneOf(
    {"text": Scalar(), "number": Scalar(), "bool": Bool(), "list": Scalar(lists=True), "map": _TESTS},
    example="high | [high, urgent] | {not: low}",
)

SLA_DEFINITIONS: Mapping[str, Shape] = {
    "condition": OneOf(
        {
            "text": Enum({"builtin": ("the built-in metric's own condition", "内置指标原有的条件")}),
            "list": _CATEGORY_LIST,
            "map": Ref("condition_map"),
        },
        example="{priority: high} | {event: resolved} | [on_hold]",
    ),
    "condition_map": Record(
        {
            "any": key(_CONDITIONS, "Any", "任一", "True when one part is.", "有一项成立即可。"),
            "all": key(_CONDITIONS, "All", "全部", "True when every part is.", "各项都成立。"),
            "none": key(_CONDITIONS, "None", "都不", "True when no part is.", "各项都不成立。"),
            "event": key(
                _TEXTS,
                "Event",
                "事件",
                "Kinds of event; other keys are its data or the case's attributes after it.",
                "事件种类；其他键是事件内容或事件后的属性。",
            ),
            "by": key(_TEXTS, "By", "由谁", "Who caused the event.", "事件由谁引起。"),
            "set": key(TEXT, "Set", "设定", "The attribute the event must set.", "事件须设定的属性。"),
            "becomes": key(
                _CONDITION, "Becomes", "变为", "True at the event from which the state holds.", "状态由不成立变为成立的那一刻。"
            ),
            "running": key(TEXT, "Running", "在计时", "True while a clock of this metric runs.", "该指标的表在走。"),
            "condition": key(
                MapOf(Anything(), only=True), "Condition", "插件条件", "A plugin's condition and its arguments.", "插件提供的条件及参数。"
            ),
        },
        rest=_TEST,
        least=1,
    ),
    "amount_table": MapOf(MapOf(WITHIN, least=1), only=True),
    "calendar_table": MapOf(MapOf(CALENDAR_NAME, least=1), only=True),
}
