"""The grammar of scenarios: given events, expected clocks and notices.

*Rule:* the fields that may be expected of a clock are the fields a clock has.

Example:
    >>> "due" in EXPECTED_FIELDS
    True
"""

from __future__ import annotations

from collections.abc import Mapping

from servstd.document.grammar_common import NAMED, TEXT, flag, key
from servstd.document.shapes import Anything, Date, Duration, Enum, Field, Int, ListOf, MapOf, OneOf, Record, Scalar

__all__ = ["EXPECTED_FIELDS", "SCENARIO"]

_INSTANT = Date(time=True)


def _instant(en: str, zh: str, doc: str, zh_doc: str) -> Field:
    shape = OneOf({"text": Date(time=True)}, example='"2026-01-05 09:00"')
    return key(shape, en, zh, doc, zh_doc)


_STATES = {
    "running": ("running", "计时中"),
    "paused": ("paused", "暂停中"),
    "met": ("met", "达标"),
    "missed": ("missed", "超时"),
    "measured": ("measured only", "只计量"),
    "exempt": ("exempt", "豁免"),
    "cancelled": ("cancelled", "已取消"),
}
EXPECTED_FIELDS: Mapping[str, Field] = {
    "cycle": key(Int(1), "Cycle", "第几轮", "Which cycle is meant; the last when left out.", "第几轮，不写即最后一轮。"),
    "due": _instant("Due", "到期", "When it is due, local time.", "到期时刻，当地时间。"),
    "due_if_resumed_now": _instant(
        "Due if resumed now", "若现在恢复的到期", "When a paused clock would be due.", "暂停中的表若此刻恢复，何时到期。"
    ),
    "state": key(Enum(_STATES), "State", "状态", "The clock's state.", "表的状态。"),
    "verdict": key(
        Enum({"met": ("met", "达标"), "missed": ("missed", "超时"), "none": ("no verdict", "无结论")}),
        "Verdict",
        "结论",
        "Its verdict.",
        "达标与否。",
    ),
    "phase": key(
        Enum({name: _STATES.get(name, ("stopped", "已停止")) for name in ("running", "paused", "stopped", "cancelled")}),
        "Phase",
        "阶段",
        "Whether it runs.",
        "表在走、暂停还是已停。",
    ),
    "final": flag("Final", "已定", "Whether no later event can change it.", "以后的事件是否不会再改变结论。"),
    "provisional": flag("Provisional", "暂定", "Whether it rests on holidays not yet announced.", "是否依赖尚未公布的节假日。"),
    "policy": key(TEXT, "Policy", "规则", "The policy that governs it; `none` for none.", "适用的规则，没有写 none。"),
    "calendar": key(TEXT, "Calendar", "日历", "The calendar it runs on.", "按哪个日历计时。"),
    "commitment": key(TEXT, "Commitment", "承诺性质", "promise, goal or internal.", "promise、goal 或 internal。"),
    "reason": key(TEXT, "Reason", "原因", "Why it is measured only.", "为什么只计量。"),
    "started_at": _instant("Started at", "起表", "When it started.", "起表时刻。"),
    "stopped_at": _instant("Stopped at", "停表", "When it stopped.", "停表时刻。"),
    "missed_at": _instant("Missed at", "超时时刻", "When it was missed.", "超时时刻。"),
    "elapsed": key(Duration("span"), "Elapsed", "已用", "The open time it ran.", "已用的工作时间。"),
    "remaining": key(Duration("span"), "Remaining", "剩余", "The open time left.", "剩余的工作时间。"),
}

_WHY = {
    "acknowledged": ("somebody took note", "已有人知悉"),
    "condition": ("a condition withholds it", "条件成立，暂不通知"),
    "not_for_case": ("the step is not for this case", "步骤不适用"),
    "same_person": ("told at a lower level already", "同一人，前一级已通知"),
    "nobody": ("nobody was found", "找不到人"),
    "no_contact": ("no usable contact", "没有可用的联系方式"),
    "stood_down": ("it was over before", "发出前已解除"),
    "took_note": ("took note before", "本人已知悉"),
    "suspended": ("the clock was paused", "计时已暂停"),
    "caught_up": ("nobody watched then", "当时无人值守"),
    "stopped_it": ("caused the end", "由本人终止"),
}
_KINDS = {
    "step": ("a step", "步骤"),
    "below": ("the level below", "下一级"),
    "fallback": ("the fallback", "兜底"),
    "reminder": ("a reminder", "提醒"),
    "stood_down": ("stood down", "解除"),
}

_EVENT = Record(
    {
        "at": key(
            Date(time=True),
            "At",
            "时刻",
            "When it happened, local time of the standard.",
            "发生时刻，标准所在时区的当地时间。",
            required=True,
        ),
        "kind": key(TEXT, "Kind", "种类", "What happened.", "发生了什么。", required=True),
        "by": key(
            Anything(), "By", "由谁", "customer, agent, bot, system, or {role, id}.", "customer、agent、bot、system，或 {role, id}。"
        ),
        "id": key(TEXT, "Id", "编号", "Its id; made when left out.", "事件编号，不写则自动生成。"),
        "sequence": key(Int(0), "Sequence", "次序", "Order within one instant.", "同一时刻内的次序。"),
        "recorded_at": key(Date(time=True), "Recorded at", "记录时刻", "When it became known, where later.", "补记时写何时记下。"),
    },
    rest=Scalar(lists=True, empty=True),
)

_NOTICE = Record(
    {
        "at": key(Date(time=True), "At", "时刻", "When it goes out, local time of the standard.", "发出时刻，标准所在时区的当地时间。"),
        "to": key(TEXT, "To", "通知谁", "The person's key, `customer`, or a room's notifier.", "人员代号、customer，或群通知方式的名称。"),
        "not_to": key(
            TEXT,
            "Not to",
            "不通知谁",
            "Who is not told at a step: a person, or the role, level or rota that nobody was found for.",
            "某一步没有通知到谁：人员，或找不到人的角色、层级、值班表。",
        ),
        "why": key(Enum(_WHY), "Why", "原因", "Why not, for `not_to`.", "与 not_to 同用：为什么没有通知。"),
        "chain": key(TEXT, "Chain", "上报链", "The chain's name.", "上报链的名称。"),
        "step": key(
            OneOf({"text": TEXT, "number": Int(1)}, example="2"), "Step", "步骤", "The step's name or number.", "步骤的名称或序号。"
        ),
        "level": key(TEXT, "Level", "层级", "The level it tells.", "通知的层级。"),
        "kind": key(Enum(_KINDS), "Kind", "种类", "What kind of notice it is.", "通知的种类。"),
        "by": key(TEXT, "By", "方式", "The notifier that is tried first.", "首选的通知方式。"),
        "notifier": key(TEXT, "Notifier", "通知方式", "The same as `by`.", "同 by。"),
        "round": key(Int(0), "Round", "轮次", "The repeat it belongs to; 0 is the first pass.", "第几次重复，0 为第一轮。"),
    },
    least=1,
)

SCENARIO = Record(
    {
        "name": key(TEXT, "Name", "名称", "What is tested, in a few words.", "测什么，一句话。", required=True),
        **NAMED,
        "case": key(
            MapOf(Scalar(lists=True)),
            "Case",
            "事项",
            "Attributes at opening; may set one that is computed (tier).",
            "受理时的属性，可写由系统算出的（如 tier）。",
        ),
        "events": key(ListOf(_EVENT, least=1), "Events", "事件", "What happens, in order.", "依次发生的事件。", required=True),
        "now": key(
            Date(time=True),
            "Now",
            "此刻",
            "When to look; the last event's instant when left out.",
            "在什么时刻查看，不写即最后一个事件的时刻。",
        ),
        "expect": key(
            MapOf(
                OneOf(
                    {"text": Enum({"none": ("no such clock", "没有这只表")}), "map": Record(EXPECTED_FIELDS, least=1)},
                    example="none | {due: ...}",
                )
            ),
            "Expect",
            "应当",
            "Metric -> what its clock must show; `none`: there must be no such clock.",
            "指标 -> 表应显示什么；none 表示不应有这只表。",
        ),
        "expect_notices": key(
            ListOf(_NOTICE),
            "Expected notices",
            "应发通知",
            "All staff notices up to the last one listed (up to `now`, where that is given and later); none: `[]`, up to now.",
            "到所列最后一条为止的全部内部通知（写了更晚的 now 则到 now 为止）；[] 表示到此刻为止一条也没有。",
        ),
    }
)
