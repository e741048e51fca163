"""The grammar of a standard: every key that may stand in it, what it may hold and what it is for.

*Rule:* this table is the only list of keys. The check, the JSON Schema and the reference page are made from it.

Example:
    >>> [key for key, field in STANDARD.fields.items() if field.required]
    ['format', 'standard', 'version', 'effective_from', 'time_zone']
"""

from __future__ import annotations

from collections.abc import Mapping

from servstd.conditions import CATEGORIES
from servstd.document.grammar_calendars import CALENDAR, CALENDAR_DEFINITIONS, DAYS
from servstd.document.grammar_common import LABEL, NAMED, TEXT, flag, key
from servstd.document.grammar_escalation import ESCALATION, ESCALATION_DEFINITIONS
from servstd.document.grammar_feedback import FEEDBACK
from servstd.document.grammar_notices import CUSTOMER_NOTICES
from servstd.document.grammar_people import DIRECTORIES, PEOPLE
from servstd.document.grammar_plugins import NOTIFIERS, PLUGINS
from servstd.document.grammar_rotas import ROTAS
from servstd.document.grammar_scenarios import SCENARIO
from servstd.document.grammar_sla import SLA, SLA_DEFINITIONS
from servstd.document.grammar_tiers import TIERS
from servstd.document.shapes import (
    Anything,
    Const,
    Date,
    Enum,
    Field,
    ListOf,
    MapOf,
    OneOf,
    Own,
    Record,
    Scalar,
    Shape,
    Text,
)

__all__ = ["DEFINITIONS", "LATER", "OPERATIONS", "STANDARD"]

_KINDS = Enum(
    {
        "text": ("a text", "文字"),
        "person": ("a person's key", "人员"),
        "instant": ("a date and time", "时刻"),
        "bool": ("true or false", "是否"),
        "number": ("a number", "数字"),
        "list": ("a list of texts", "列表"),
    }
)

ATTRIBUTE = Record(
    {
        **NAMED,
        "kind": key(_KINDS, "Kind", "类型", "What its values are; a text when left out.", "取值的类型，不写即文字。"),
        "values": key(
            OneOf({"list": ListOf(TEXT, least=1), "map": MapOf(LABEL, least=1)}, example="[low, high] | {low: 低, high: 高}"),
            "Values",
            "取值",
            "The values it may have, lowest first when ordered; as a mapping, each with its label.",
            "允许的取值；有高低之分时由低到高写；写成映射时可带中文名。",
        ),
        "ordered": flag("Ordered", "分高低", "Whether the values rank from low to high.", "取值是否由低到高排列。"),
        "default": key(Scalar(), "Default", "默认值", "The value of a case that does not say.", "事项未写明时取的值。"),
        "required": flag("Required", "必填", "Whether every case must have it.", "每件事项是否必须填写。"),
        "from": key(
            Enum({"tiers": ("computed by the section on tiers", "由客户分级一节算出")}),
            "Computed from",
            "来源",
            "The section that computes it; the help desk does not fill it in.",
            "由哪一节算出，不由工单系统填。",
        ),
    }
)

_STATUSES = Record(
    {
        **{
            category: key(
                ListOf(TEXT), *title, f"The help desk's statuses that mean {title[0].lower()}.", f"工单系统里表示“{title[1]}”的状态。"
            )
            for category, title in zip(
                CATEGORIES,
                (
                    ("Open", "处理中"),
                    ("Waiting for the customer", "等客户"),
                    ("On hold", "挂起"),
                    ("Resolved", "已解决"),
                    ("Closed", "已关闭"),
                    ("Cancelled", "已撤销"),
                ),
                strict=True,
            )
        },
        "otherwise": key(
            Enum(
                {
                    "refuse": ("a problem is told, the status counts as open", "报告问题，按处理中计"),
                    "open": ("it counts as open", "按处理中计"),
                }
            ),
            "Otherwise",
            "其他状态",
            "What a status means that is not listed.",
            "没有列出的状态怎么算。",
        ),
    }
)

_SECTIONS: Mapping[str, tuple[str, str]] = {
    "publish": ("Publishing", "发布"),
}
LATER: Mapping[str, Field] = {
    name: Field(
        Anything(),
        title,
        later=True,
        doc=("Accepted as it is; this version does not use it yet.", "原样接受，目前版本尚未启用。"),
    )
    for name, title in _SECTIONS.items()
}

STANDARD = Record(
    {
        "format": key(Const(1), "Format", "格式", "The version of this document format: 1.", "文档格式的版本，目前为 1。", required=True),
        "standard": key(
            TEXT, "Standard", "标准名", "The standard's name, the same in every edition.", "标准的名称，各版本相同。", required=True
        ),
        "title": key(LABEL, "Title", "标题", "The title people read.", "给人看的标题。"),
        "version": key(Text(quote="DOC035"), "Version", "版本", "The edition's version, in quotes.", "版本号，要加引号。", required=True),
        "effective_from": key(
            Date(time=True),
            "Effective from",
            "生效日",
            "The day from whose midnight, local time, new cases are governed by this edition.",
            "从这一天当地零点起，新受理的事项适用本版本。",
            required=True,
        ),
        "adopt": key(
            Enum({"open_cases": ("open cases change to this edition when it takes effect", "生效时，未结事项也改用本版本")}),
            "Adopt",
            "老事项",
            "What happens to cases that are open when the edition takes effect; left out, they stay with theirs.",
            "生效时未结事项怎么办；不写则仍按原版本。",
        ),
        "owner": key(
            OneOf(
                {
                    "text": TEXT,
                    "map": Record(
                        {
                            name: key(TEXT, *title)
                            for name, title in (("role", ("Role", "角色")), ("person", ("Person", "人员")), ("team", ("Team", "部门")))
                        },
                        least=1,
                    ),
                },
                example="{role: service_manager}",
            ),
            "Owner",
            "负责人",
            "Who is answerable for the standard.",
            "谁对本标准负责。",
        ),
        "approved_by": key(TEXT, "Approved by", "批准人", "Who approved the edition.", "谁批准了本版本。"),
        "review_by": key(Date(), "Review by", "复审日", "The day by which it must be looked at again.", "最迟在这一天复审。"),
        "change_note": key(LABEL, "Change note", "修订说明", "What is new in this edition.", "本版本改了什么。"),
        "time_zone": key(
            Text(example="Asia/Shanghai"),
            "Time zone",
            "时区",
            "The zone of every local time in the standard.",
            "标准中所有当地时间所属的时区。",
            required=True,
        ),
        "language": key(
            Enum({"en": ("English", "英文"), "zh": ("Chinese", "中文")}),
            "Language",
            "语言",
            "The language of plain labels; English when left out.",
            "未注明语言的名称用哪种语言，不写即英文。",
        ),
        "include": key(
            TEXT,
            "Include",
            "引用",
            "The operations file with what is live: dates, people, rotas, notifiers.",
            "运行文件：日期安排、人员、值班表、通知方式等随时会变的内容。",
        ),
        "attributes": key(MapOf(ATTRIBUTE), "Attributes", "属性", "The properties of a case, by name.", "事项的各项属性。"),
        "statuses": key(_STATUSES, "Statuses", "状态", "What the help desk's statuses mean to us.", "工单系统的状态在我们这里的含义。"),
        "calendars": key(MapOf(Own(CALENDAR)), "Calendars", "日历", "When work happens, by name.", "各种工作时间。"),
        "sla": key(SLA, "Service levels", "服务时限", "What is measured, and the time it may take.", "计量什么、限时多久。"),
        "tiers": key(
            TIERS, "Tiers", "客户分级", "Customers' levels: what is judged, and how one rises and falls.", "客户等级：看什么、怎样升降。"
        ),
        "notifiers": NOTIFIERS,
        "plugins": PLUGINS,
        "people": PEOPLE,
        "directories": DIRECTORIES,
        "rotas": ROTAS,
        "escalation": key(
            ESCALATION,
            "Escalation",
            "逐级上报",
            "Who is told in which order when something is late or serious, and what keeps notices from flooding.",
            "快到期、逾期或紧急时依次告知谁，以及怎样避免消息泛滥。",
        ),
        "feedback": key(
            FEEDBACK,
            "Feedback",
            "回访与满意度",
            "Whom to ask what, how complaints are handled, and what follows.",
            "问谁、问什么，投诉怎样处理，之后做什么。",
        ),
        **LATER,
        "customer_notices": key(
            CUSTOMER_NOTICES, "Notices to customers", "客户通知", "What customers are told, and when.", "什么时候告诉客户什么。"
        ),
        "scenarios": key(ListOf(SCENARIO), "Scenarios", "用例", "Tests of the standard, written beside it.", "写在标准旁边的测试。"),
    }
)

OPERATIONS = Record(
    {
        "format": key(Const(1), "Format", "格式", "The version of this document format: 1.", "文档格式的版本，目前为 1。"),
        "operations": key(TEXT, "Operations", "运行文件名", "The file's name for people.", "给人看的名称。"),
        "calendars": key(
            MapOf(
                Record(
                    {
                        "dates": key(
                            Own(DAYS),
                            "Dates",
                            "特定日期",
                            "Dated exceptions that are added to the calendar of this name.",
                            "并入同名日历的特定日期安排。",
                        )
                    },
                    least=1,
                )
            ),
            "Calendars",
            "日历",
            "Dates added to the standard's calendars.",
            "为标准里的日历补充的日期安排。",
        ),
        "notifiers": NOTIFIERS,
        "plugins": PLUGINS,
        "people": PEOPLE,
        "directories": DIRECTORIES,
        "rotas": ROTAS,
    }
)

DEFINITIONS: Mapping[str, Shape] = {
    "label": OneOf(
        {"text": Text(), "map": Record({"en": key(TEXT, "English", "英文"), "zh": key(TEXT, "Chinese", "中文")}, least=1)},
        example="Support | {en: Support, zh: 客服}",
    ),
    "calendar": CALENDAR,
    **CALENDAR_DEFINITIONS,
    **SLA_DEFINITIONS,
    **ESCALATION_DEFINITIONS,
}
