"""The grammar of agreements: rows in the standard, and what a row of a table may hold.

*Rule:* a row means the same wherever it stands: in the standard, in a table beside it, or in what a plugin gives.

Example:
    >>> sorted(name for name, field in AGREEMENT.fields.items() if field.required)
    ['clause', 'contract', 'customer', 'from']
"""

from __future__ import annotations

from collections.abc import Mapping

from servstd.document.grammar_common import LABEL, TEXT, flag, key
from servstd.document.shapes import Date, Duration, Enum, Field, ListOf, MapOf, OneOf, Own, Record, Ref

__all__ = ["AGREEMENT", "AGREEMENTS", "FLAT"]

_WITHIN = OneOf({"text": Duration("amount"), "map": Ref("amount_table")}, example="2h | {priority: {urgent: 1h, else: 4h}}")
_CALENDAR_NAME = OneOf({"text": TEXT, "map": Ref("calendar_table")}, example="always | {priority: {urgent: always, else: agreed}}")
_COMMITMENT = Enum({"promise": ("owed to the customer", "承诺"), "goal": ("best effort", "目标")})

_TARGET = Record(
    {
        "within": key(
            _WITHIN,
            "Within",
            "时限",
            "The open time it may take; a table gives it by attribute.",
            "限时多久；可按属性列表。",
            required=True,
        ),
        "calendar": key(
            _CALENDAR_NAME,
            "Calendar",
            "日历",
            "The calendar it runs on; the agreement's own when left out.",
            "按哪个日历计时，不写即用本约定自己的日历。",
        ),
        "end_of_day": flag(
            "End of day", "当日下班前", "Whether working days end at the day's last closing.", "按工作日计时，是否到当天下班为止。"
        ),
        "warn": key(ListOf(Duration("threshold")), "Warn", "预警点", "Points before or after the due.", "到期前后的提醒点。"),
        "commitment": key(_COMMITMENT, "Commitment", "承诺性质", "A promise when left out.", "不写即承诺。"),
        "clause": key(TEXT, "Clause", "条款", "The clause of the contract, where it is another one.", "合同条款号，与本行不同时写。"),
        "note": key(LABEL, "Note", "备注", "A remark for the staff.", "给内部人员看的说明。"),
    }
)

_NAMED: Mapping[str, Field] = {
    "customer": key(TEXT, "Customer", "客户", "The customer's number, as cases give it.", "客户编号，与事项中的写法一致。", required=True),
    "contract": key(TEXT, "Contract", "合同", "The contract's number.", "合同编号。", required=True),
    "clause": key(TEXT, "Clause", "条款", "The clause of the contract, in quotes.", "合同条款号，要加引号。", required=True),
    "from": key(Date(), "From", "起始日", "The first date on which it is in force.", "从哪天起有效（含当天）。", required=True),
    "to": key(Date(), "To", "截止日", "The last date; until further notice when left out.", "到哪天为止（含当天），不写即长期有效。"),
}

AGREEMENT = Record(
    {
        **_NAMED,
        "label": key(LABEL, "Label", "名称", "The name people read.", "给人看的名称。"),
        "note": key(LABEL, "Note", "备注", "A remark for the staff.", "给内部人员看的说明。"),
        "calendar": key(
            OneOf({"text": TEXT, "map": Own(Ref("calendar"))}, example='office | {hours: {mon-sun: ["10:00-22:00"]}}'),
            "Calendar",
            "日历",
            "The customer's own calendar, which `from: agreement.calendar` stands for.",
            "客户自己的日历，即 `from: agreement.calendar` 所指。",
        ),
        "targets": key(
            MapOf(OneOf({"text": Duration("amount"), "map": _TARGET}, example="2h | {within: 2h, calendar: always}"), least=1),
            "Targets",
            "时限",
            "Metric -> the time it may take for this customer.",
            "指标 -> 对该客户限时多久。",
        ),
    }
)

FLAT = ("metric", "within", "end_of_day")
"""The columns that a table has beside those of a row: with them a row holds one target, and its `calendar` is the target's."""

AGREEMENTS = Record(
    {
        "combine": key(
            Enum({"earliest": ("the earlier due counts", "取较早的到期")}), "Combine", "合并", "Which due counts.", "以哪个到期为准。"
        ),
        "from": key(
            TEXT, "From", "来自", "The table with more rows, .csv or .jsonl, beside the standard.", "存放各行的表格文件，.csv 或 .jsonl。"
        ),
        "source": key(TEXT, "Source", "来源", "The plugin's entitlements that give more rows.", "由插件提供的客户约定来源。"),
        "rows": key(ListOf(AGREEMENT), "Rows", "各行", "One agreement a row.", "每行一份约定。"),
    },
    least=1,
)
