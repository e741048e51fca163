"""The grammar of complaints: which cases they are, their stages, the call-back, the second dispatch, time limits.

*Rule:* a time limit names the metric that measures it and where its figure comes from; the figure itself stands in a policy.

Example:
    >>> list(COMPLAINTS.fields)[:3], sorted(PARTIES)[:2]
    (['when', 'stages', 'handler_is_not_approver'], ['level', 'manager_of'])
"""

from __future__ import annotations

from typing import cast

from servstd.document.grammar_chains import ESCALATION_DEFINITIONS
from servstd.document.grammar_common import TEXT, flag, key
from servstd.document.shapes import Duration, Enum, Int, ListOf, OneOf, Own, Record, Ref
from servstd.feedback.stages import STAGES

__all__ = ["COMPLAINTS", "PARTIES", "PARTY"]

PARTIES = ("person", "role", "team", "rota", "manager_of", "level")
"""The kinds of addressee that one matter can be given to."""
_FIELDS = cast(Record, ESCALATION_DEFINITIONS["addressee"]).fields
PARTY = OneOf(
    {"text": TEXT, "map": Record({name: _FIELDS[name] for name in PARTIES}, only=True, example="{role: supervisor}")},
    example="owner | wang | {role: supervisor}",
)
"""Who gets something: a word, or a map with one key."""

_TO = Record({"team": key(TEXT, "Team", "部门", "`same`, or a team.", "same（原部门）或某个部门。", required=True)})

COMPLAINTS = Record(
    {
        "when": key(
            Own(Ref("condition")),
            "When",
            "哪些是投诉",
            "Which cases are complaints; `{matter: complaint}` when left out.",
            "哪些事项是投诉，不写即 {matter: complaint}。",
        ),
        "stages": key(
            Enum(
                {
                    "iso-10002": ("the stages of ISO 10002, with a call-back", "按 ISO 10002（GB/T 19012）的各阶段，要回访"),
                    "short": ("for small desks: no assessment, no approval, no call-back owed", "小团队用：不要求评估、审批和回访"),
                }
            ),
            "Stages",
            "阶段表",
            "The table of stages; `iso-10002` when left out.",
            "用哪张阶段表，不写即 iso-10002。",
        ),
        "handler_is_not_approver": flag(
            "Handler is not approver",
            "经办与审批分开",
            "Whether who owns a complaint may not approve its remedy; true when left out.",
            "经办人是否不得审批自己的方案，不写即不得。",
        ),
        "callback": key(
            Record(
                {
                    "by": key(PARTY, "By", "由谁", "Who calls back.", "由谁回访。"),
                    "not_by": key(Enum({"owner": ("the owner", "责任人")}), "Not by", "不得由谁", "Who must not.", "不得由谁回访。"),
                    "attempts": key(Int(1), "Attempts", "次数", "How many attempts are owed; 3 when left out.", "至少打几次，不写即 3。"),
                    "over_days": key(
                        Int(1), "Over days", "分几天", "On how many different days; 2 when left out.", "分在几天打，不写即 2。"
                    ),
                    "unreachable": key(
                        Enum(
                            {
                                "close_with_note": ("it may be closed with a note", "备注后可以结案"),
                                "escalate": ("it goes a level up", "上报一级"),
                                "keep_open": ("it stays open", "不结案"),
                            }
                        ),
                        "Unreachable",
                        "联系不上",
                        "What becomes of it when nobody is reached; `close_with_note` when left out.",
                        "始终联系不上怎么办，不写即 close_with_note。",
                    ),
                },
                least=1,
            ),
            "Call-back",
            "回访",
            "How customers are called back.",
            "怎样回访客户。",
        ),
        "redispatch": key(
            Record(
                {
                    "trigger": key(Own(Ref("condition")), "Trigger", "何时", "What sets it off.", "什么事情引起二次派单。", required=True),
                    "to": key(_TO, "To", "派给", "Which team gets it; the same when left out.", "派给哪个部门，不写即原部门。"),
                    "owner": key(PARTY, "Owner", "责任人", "Who gets it; who had it when left out.", "由谁负责，不写即原责任人。"),
                    "limit": key(Int(1), "Limit", "最多几次", "How often at most; 2 when left out.", "最多派几次，不写即 2。"),
                    "then": key(PARTY, "Then", "之后", "Who gets it after that.", "超过次数以后交给谁。"),
                }
            ),
            "Second dispatch",
            "二次派单",
            "What happens when the customer is not satisfied.",
            "客户不满意时再派一次。",
        ),
        "recurrence": key(
            Record(
                {
                    "within": key(Duration("period"), "Within", "多长时间内", "Within how long.", "多长时间以内。", required=True),
                    "same": key(
                        ListOf(TEXT, least=1),
                        "Same",
                        "相同的属性",
                        "The attributes that make it the same; customer and matter when left out.",
                        "哪些属性相同才算，不写即 customer 与 matter。",
                    ),
                }
            ),
            "Recurrence",
            "重复投诉",
            "When a second complaint counts as the same again.",
            "什么算重复投诉。",
        ),
        "limits": key(
            ListOf(
                Record(
                    {
                        "stage": key(Enum(STAGES), "Stage", "阶段", "The stage to reach.", "到达哪个阶段。", required=True),
                        "metric": key(TEXT, "Metric", "指标", "The metric that measures it.", "由哪个指标计量。"),
                        "source": key(TEXT, "Source", "出处", "Where the figure comes from.", "数字的出处。"),
                    }
                ),
                least=1,
                example="[{stage: notified, metric: complaint_answer, source: 公司承诺}]",
            ),
            "Limits",
            "时限",
            "How long stages may take, and by whose word.",
            "各阶段的时限与出处。",
        ),
    }
)
