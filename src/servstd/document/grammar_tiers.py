"""The grammar of customer tiers: ladder, criteria, levels, reviews, the floor, overrides, entitlements.

*Rule:* what must be said is required: the weight of a criterion, what it does without data, why an override is and until when.

Example:
    >>> [key for key, field in CRITERION.fields.items() if field.required]
    ['weight', 'rule', 'missing']
"""

from __future__ import annotations

from servstd.document.grammar_common import LABEL, NAMED, TEXT, flag, key
from servstd.document.grammar_scoring import RULE
from servstd.document.grammar_sla import CALENDAR_NAME, WITHIN
from servstd.document.shapes import (
    Date,
    Duration,
    Enum,
    Int,
    ListOf,
    MapOf,
    Number,
    OneOf,
    Own,
    Record,
    Ref,
    Scalar,
    Text,
)

__all__ = ["CRITERION", "ENTITLEMENT_KEYS", "OVERRIDE", "TIERS"]

_CURRENCY = Text(r"[A-Z]{3}", example="CNY, EUR, USD")
_POINTS = Number(0, most=100)
_PERIOD = Duration("period")

_RUNG = OneOf({"text": TEXT, "map": MapOf(LABEL, only=True, example="{vip: VIP}")}, example="vip | {vip: VIP}")
_WEIGHT = OneOf(
    {"text": Text(r"[0-9]{1,3}(?:\.[0-9]{1,6})?%", example="50%"), "number": Number(0, most=1)},
    example="50% | 0.5",
)

CRITERION = Record(
    {
        **NAMED,
        "weight": key(
            _WEIGHT,
            "Weight",
            "权重",
            "Its share of the score; all weights add up to 100 %.",
            "占总分的比例，各项之和为 100%。",
            required=True,
        ),
        "rule": key(
            RULE,
            "Rule",
            "评分规则",
            "How facts become 0 to 100 points: `thresholds`, `lookup`, `quantile`, `weighted_sum`, `decay`, or a plugin's rule.",
            "怎样由客户数据得出 0 到 100 分：thresholds（分档）、lookup（查表）、quantile（分位）、weighted_sum（加权和）、decay（随时间衰减），或插件的规则。",
            required=True,
        ),
        "missing": key(
            Enum(
                {
                    "exclude": ("its weight is shared among the others", "权重按比例分给其他项"),
                    "lowest": ("it counts as the lowest points", "按最低分计"),
                    "fail": ("no tier is assigned", "不评等级"),
                }
            ),
            "Missing",
            "缺数据时",
            "What happens without data; no data is never zero by itself.",
            "没有数据时怎么算；没有数据不等于零分。",
            required=True,
        ),
    }
)

_LEVEL = Record(
    {
        **NAMED,
        "enter": key(_POINTS, "Enter", "进入", "The score from which one rises to it.", "总分达到多少进入本级。"),
        "leave": key(
            _POINTS,
            "Leave",
            "离开",
            "The score below which one falls out of it; `enter` when left out.",
            "总分低于多少离开本级，不写即与进入相同。",
        ),
    },
    needs={"leave": "enter"},
)

_REVIEW = Record(
    {
        "every": key(_PERIOD, "Every", "多久一次", "The review period; left out, whenever somebody asks.", "评定周期；不写即随时评定。"),
        "qualification": key(
            Enum(
                {
                    "rolling": ("back from the day of the review", "从评定日往前推"),
                    "fixed": ("fixed periods of the calendar", "按日历的固定周期"),
                    "anniversary": ("from the day the customer joined", "从客户加入之日起"),
                }
            ),
            "Qualification",
            "周期从何算起",
            "From where periods count; `fixed` when left out.",
            "周期从哪天算起，不写即固定周期。",
        ),
        "anchor": key(
            Date(),
            "Anchor",
            "起算日",
            "The date from which fixed periods count; 1 January when left out.",
            "固定周期的起算日，不写即 1 月 1 日。",
        ),
        "downgrade": key(
            Enum(
                {
                    "immediate": ("at once, to where the score is", "立即降到分数对应的等级"),
                    "period_end": ("at the end of the period", "周期结束时降级"),
                    "one_level": ("one level at a review", "每次评定只降一级"),
                }
            ),
            "Downgrade",
            "降级方式",
            "How one falls; `immediate` when left out.",
            "怎样降级，不写即立即。",
        ),
        "after_periods_below": key(
            Int(1),
            "After periods below",
            "连续几次不达标",
            "How many reviews in a row must find the score below before one falls.",
            "连续几次评定都低于标准才降级。",
        ),
        "notice": key(_PERIOD, "Notice", "提前通知", "How long before a fall the customer is told.", "降级前多久通知客户。"),
        "grace": key(_PERIOD, "Grace", "宽限期", "How long the level is still kept after a fall is found.", "判定降级后还保留原等级多久。"),
        "minimum_stay": key(
            _PERIOD, "Minimum stay", "最短停留", "The least time on a level once it was reached.", "升到某级后至少保留多久。"
        ),
    },
    needs={"after_periods_below": "every", "qualification": "every", "anchor": "every"},
)

_FLOOR = Record(
    {
        "within": key(
            WITHIN,
            "Within",
            "时限",
            "The most time that anybody waits; a table gives it by attribute.",
            "任何客户最长等多久；可按属性列表。",
            required=True,
        ),
        "calendar": key(CALENDAR_NAME, "Calendar", "日历", "The calendar it runs on.", "按哪个日历计时。", required=True),
        "end_of_day": flag(
            "End of day", "当日下班前", "Whether working days end at the day's last closing.", "按工作日计时，是否到当天下班为止。"
        ),
        "when": key(Own(Ref("condition")), "When", "适用", "The cases it is for.", "适用于哪些事项。"),
        **NAMED,
    }
)

OVERRIDE = Record(
    {
        "customer": key(
            TEXT, "Customer", "客户", "The customer's key, in quotes when it is a number.", "客户编号；是数字时加引号。", required=True
        ),
        "tier": key(TEXT, "Tier", "等级", "The tier that is given.", "给到哪一级。", required=True),
        "reason": key(TEXT, "Reason", "理由", "Why; it is shown with the tier.", "为什么；与等级一并显示。", required=True),
        "approved_by": key(
            TEXT, "Approved by", "批准人", "Who approved it; not the customer.", "谁批准的；不能是客户自己。", required=True
        ),
        "from": key(Date(), "From", "起", "The first day; left out, from when the edition governs.", "从哪天起；不写即从本版本生效日起。"),
        "until": key(
            Date(), "Until", "至", "The last day; then the computed tier counts again.", "到哪天止；之后恢复按分数评定。", required=True
        ),
        "note": key(LABEL, "Note", "备注", "A remark for the staff.", "给内部人员看的说明。"),
    }
)

_ENTITLEMENT = Record(
    {
        "channels": key(ListOf(TEXT), "Channels", "渠道", "The channels that are open to this tier.", "本级可用的渠道。"),
        "named_contact": key(
            TEXT, "Named contact", "专属联系人", "The role or person this tier has for itself.", "本级的专属联系人，写角色或人员。"
        ),
        "call_back": key(_PERIOD, "Call back", "主动回访", "How often the customer is called.", "多久主动回访一次。"),
        "items": key(ListOf(TEXT), "Items", "增值服务", "Services beside the promises; no price.", "承诺以外的服务；不写价格。"),
    },
    rest=Scalar(lists=True),
)

ENTITLEMENT_KEYS = tuple(_ENTITLEMENT.fields)
"""What every tier may be entitled to; other keys are a company's own entitlements."""

_CONVERSION = Record(
    {
        "currency": key(_CURRENCY, "Currency", "币种", "The currency that is converted.", "要折算的币种。", required=True),
        "from": key(Date(), "From", "起", "The first day of this rate.", "从哪天起用这个汇率。", required=True),
        "rate": key(
            Number(1e-6), "Rate", "汇率", "What one unit of it is worth in the ladder's currency.", "一单位等于多少本位币。", required=True
        ),
    }
)

TIERS = Record(
    {
        **NAMED,
        "ladder": key(
            ListOf(_RUNG, least=1, example="[{standard: Standard}, {vip: VIP}]"),
            "Ladder",
            "等级",
            "The levels, lowest first; the lowest takes everybody.",
            "各级，由低到高；最低一级收所有人。",
            required=True,
        ),
        "currency": key(_CURRENCY, "Currency", "币种", "The currency in which money is judged.", "金额用什么币种计。"),
        "conversions": key(
            ListOf(_CONVERSION, example="[{currency: USD, from: 2026-01-01, rate: 7.1}]"),
            "Conversions",
            "折算",
            "What other currencies are worth, from a date on.",
            "其他币种自某日起怎样折算。",
        ),
        "criteria": key(MapOf(CRITERION), "Criteria", "评价项", "What is judged, by name.", "看哪些方面。"),
        "levels": key(
            MapOf(_LEVEL), "Levels", "升降线", "For each level but the lowest: where one rises and falls.", "除最低一级外，各级的升降线。"
        ),
        "review": key(_REVIEW, "Review", "评定", "When tiers are judged again, and how one falls.", "多久评定一次，怎样降级。"),
        "floor": key(
            MapOf(_FLOOR),
            "Floor",
            "底线",
            "Metric -> the most that anybody waits, whatever the tier; no promise may be worse.",
            "指标 -> 任何等级的客户最长等多久；承诺不得比它差。",
        ),
        "overrides": key(
            ListOf(Own(OVERRIDE), example="[{customer: K1, tier: vip, reason: ..., approved_by: ..., until: 2026-06-30}]"),
            "Overrides",
            "人工指定",
            "Tiers that a person has set, each with reason, approver and expiry.",
            "由人指定的等级，须写理由、批准人和到期日。",
        ),
        "entitlements": key(
            MapOf(_ENTITLEMENT), "Entitlements", "权益", "What a tier is entitled to beside its targets.", "各级在时限以外的权益。"
        ),
    },
    needs={"conversions": "currency"},
)
