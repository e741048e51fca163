"""The words for every enum, in English and Chinese: states, phases, verdicts, reasons, column heads.

*Rule:* what a program prints of an enum comes from here; an unknown value is printed as it is, so that a company's own words
pass through.

Example:
    >>> label("state", "missed", "en"), label("state", "missed", "zh"), label("state", "whatever", "zh")
    ('missed', '超时', 'whatever')
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

__all__ = ["LABELS", "label"]

Words: TypeAlias = Mapping[str, tuple[str, str]]

_REASONS: Words = {
    "running": ("running", "计时中"),
    "paused": ("paused", "暂停中"),
    "cancelled": ("cancelled", "已取消"),
    "cancelled_after_miss": ("cancelled after a miss", "超时后取消"),
    "exempt": ("exempt", "豁免"),
    "measured": ("measured only", "只计量"),
    "no_policy": ("no policy", "无适用规则"),
    "none": ("not graded (none)", "规则写明不考核"),
    "no_row": ("no row in the table", "时限表中无对应行"),
    "no_standard_in_force": ("no standard in force", "当时无生效版本"),
}

LABELS: Mapping[str, Words] = {
    "state": {
        "running": ("running", "计时中"),
        "paused": ("paused", "暂停中"),
        "met": ("met", "达标"),
        "missed": ("missed", "超时"),
        "measured": ("measured", "只计量"),
        "exempt": ("exempt", "豁免"),
        "cancelled": ("cancelled", "已取消"),
    },
    "plugin": {
        "found": ("found", "已安装"),
        "active": ("active", "启用"),
        "disabled": ("disabled", "已停用"),
        "incompatible": ("incompatible", "版本不符"),
        "failed": ("failed", "加载失败"),
        "clashing": ("clashing", "重名"),
    },
    "verdict": {
        "met": ("met", "达标"),
        "missed": ("missed", "超时"),
        "undecided": ("undecided", "未定"),
        "none": ("no verdict", "无结论"),
    },
    "phase": {
        "running": ("running", "计时中"),
        "paused": ("paused", "暂停中"),
        "stopped": ("stopped", "已停止"),
        "cancelled": ("cancelled", "已取消"),
    },
    "threshold": {
        "pending": ("pending", "未到"),
        "crossed": ("crossed", "已到"),
        "passed": ("passed over", "已越过"),
    },
    "commitment": {
        "promise": ("promise", "承诺"),
        "goal": ("goal", "目标"),
        "internal": ("internal", "内部时限"),
    },
    "category": {
        "open": ("open", "处理中"),
        "waiting_customer": ("waiting for the customer", "等待客户"),
        "on_hold": ("on hold", "挂起"),
        "resolved": ("resolved", "已解决"),
        "closed": ("closed", "已关闭"),
        "cancelled": ("cancelled", "已撤销"),
    },
    "role": {
        "customer": ("customer", "客户"),
        "agent": ("agent", "客服"),
        "bot": ("bot", "机器人"),
        "system": ("system", "系统"),
    },
    "audience": {
        "customer": ("customer", "客户"),
        "staff": ("staff", "内部"),
    },
    "severity": {
        "error": ("error", "错误"),
        "warning": ("warning", "警告"),
        "note": ("note", "提示"),
    },
    "on_change": {
        "carry": ("carry on", "已计时间结转"),
        "restart": ("start again", "重新计时"),
        "keep": ("keep", "维持不变"),
        "from_start": ("from the start", "从头按新时限计"),
    },
    "reason": _REASONS,
    "metric": {
        "first_response": ("first response", "首次响应"),
        "next_response": ("next response", "后续响应"),
        "periodic_update": ("periodic update", "定期告知"),
        "pausable_update": ("periodic update (pausable)", "定期告知（可暂停）"),
        "resolution": ("resolution", "解决"),
        "solution": ("solution", "给出方案"),
        "requester_wait": ("requester wait", "客户等待"),
        "agent_work": ("agent work", "客服处理"),
        "time_to_own": ("time to own", "接单"),
    },
    "count_by": {
        "opened": ("opened", "受理时间"),
        "due": ("due", "到期时间"),
        "decided": ("decided", "定论时间"),
    },
    "period": {
        "day": ("day", "日"),
        "week": ("week", "周"),
        "month": ("month", "月"),
        "quarter": ("quarter", "季度"),
        "year": ("year", "年"),
    },
    "gap": {
        "policy": ("policy", "规则"),
        "target": ("target", "时限"),
        "threshold": ("threshold", "预警点"),
    },
    "column": {
        "case": ("case", "事项"),
        "metric": ("metric", "指标"),
        "cycle": ("cycle", "轮次"),
        "policy": ("policy", "规则"),
        "target": ("target", "时限"),
        "calendar": ("calendar", "日历"),
        "commitment": ("commitment", "承诺类别"),
        "edition": ("edition", "版本"),
        "state": ("state", "状态"),
        "due": ("due", "最迟"),
        "elapsed": ("elapsed", "已用"),
        "remaining": ("remaining", "剩余"),
        "overdue_by": ("overdue by", "超出"),
        "stopped": ("stopped", "完成"),
        "met": ("met", "达标"),
        "missed": ("missed", "超时"),
        "n": ("n", "n"),
        "share": ("share met", "达标率"),
        "interval": ("95% interval", "95% 区间"),
        "excluded": ("not counted", "未计入"),
        "non_final": ("may change", "仍可能变"),
        "provisional": ("provisional", "暂定"),
        "period": ("period", "期间"),
        "ours": ("ours \\ the log's", "本标准＼原记录"),
        "row": ("row", "行"),
        "column": ("column", "列"),
        "problem": ("problem", "问题"),
        "tenant": ("tenant", "租户"),
    },
}


def label(kind: str, value: str, locale: str = "en") -> str:
    """Return the word for a value of an enum; a value without an entry is returned as it is.

    Args:
        kind: Which enum: a key of `LABELS`.
        value: The value as programs write it.
        locale: `en` or `zh` (`zh-CN` counts as `zh`); any other language falls back to English.
    """
    words = LABELS[kind].get(value)
    return value if words is None else words[locale.startswith("zh")]
