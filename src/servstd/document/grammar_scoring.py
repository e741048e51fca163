"""The grammar of scoring rules: the settings of the built-in ones, and one name with settings for those of plugins.

*Rule:* a built-in rule checks its own settings and knows more than their form; here stands the form.

Example:
    >>> list(RULE.fields)
    ['thresholds', 'lookup', 'quantile', 'weighted_sum', 'decay']
"""

from __future__ import annotations

from servstd.document.grammar_common import TEXT, key
from servstd.document.shapes import Anything, Duration, Enum, Field, Int, ListOf, MapOf, Number, Own, Record

__all__ = ["RULE"]

_ANY = Number(-1e15, most=1e15)
_POINTS = Number(0, most=100)
_FIELD = key(TEXT, "Field", "字段", "The fact that is looked at.", "看哪项客户数据。", required=True)
_UNIT = key(TEXT, "Unit", "单位", "Its unit; a currency such as `CNY` makes it money.", "单位；写币种（如 CNY）即为金额。")


def _rule(fields: dict[str, Field], en: str, zh: str, en_doc: str, zh_doc: str) -> Field:
    return key(Own(Record(fields)), en, zh, en_doc, zh_doc)


_STEP = Record(
    {
        "from": key(_ANY, "From", "起点", "From this value on.", "从这个值起。", required=True),
        "points": key(_POINTS, "Points", "分数", "0 to 100.", "0 到 100。", required=True),
    }
)

RULE = Record(
    {
        "thresholds": _rule(
            {
                "field": _FIELD,
                "unit": _UNIT,
                "steps": key(
                    ListOf(_STEP, least=1, example="[{from: 0, points: 0}, {from: 5000, points: 60}]"),
                    "Steps",
                    "分档",
                    "Ascending; below the first there are no points.",
                    "由低到高；低于第一档为 0 分。",
                    required=True,
                ),
            },
            "Thresholds",
            "分档",
            "The points of the step that a number has reached.",
            "数值到了哪一档就得哪一档的分。",
        ),
        "lookup": _rule(
            {
                "field": _FIELD,
                "unit": _UNIT,
                "values": key(MapOf(_POINTS, least=1), "Values", "取值", "Value -> points.", "取值 -> 分数。", required=True),
                "else": key(_POINTS, "Else", "其他", "The points of every other value.", "其他取值的分数。"),
            },
            "Lookup",
            "查表",
            "The points that stand beside a value.",
            "按取值查分。",
        ),
        "quantile": _rule(
            {
                "field": _FIELD,
                "unit": _UNIT,
                "cuts": key(
                    ListOf(_ANY, least=1), "Cuts", "分界值", "Ascending values that part the groups.", "由低到高的分界值。", required=True
                ),
                "points": key(
                    ListOf(_POINTS, least=1),
                    "Points",
                    "分数",
                    "One more than cuts; evenly spread when left out.",
                    "比分界值多一个；不写即均匀分布。",
                ),
                "ties": key(
                    Enum({"upper": ("to the group above", "归上一组"), "lower": ("to the group below", "归下一组")}),
                    "Ties",
                    "相等时",
                    "Where a value goes that equals a cut; `upper` when left out.",
                    "正好等于分界值时归哪组，不写即上一组。",
                ),
                "ntile": key(Int(1), "N-tile", "组数", "How many groups the cuts were made for.", "分界值按几组算出。"),
            },
            "Quantile",
            "分位",
            "The points of the group between two cuts.",
            "落在哪两个分界值之间就得哪组的分。",
        ),
        "weighted_sum": _rule(
            {
                "fields": key(MapOf(_ANY, least=1), "Fields", "字段", "Field -> factor.", "字段 -> 系数。", required=True),
                "units": key(MapOf(TEXT, least=1), "Units", "单位", "Field -> unit.", "字段 -> 单位。"),
                "from": key(_ANY, "From", "零分", "The sum with 0 points.", "和为多少得 0 分。", required=True),
                "to": key(_ANY, "To", "满分", "The sum with 100 points.", "和为多少得 100 分。", required=True),
            },
            "Weighted sum",
            "加权和",
            "Factor times field, summed, between two ends.",
            "各字段乘系数相加，在两端之间按比例得分。",
        ),
        "decay": _rule(
            {
                "field": _FIELD,
                "half_life": key(
                    Duration("period"),
                    "Half-life",
                    "半衰期",
                    "After how many days or weeks points halve.",
                    "过多少天或周分数减半。",
                    required=True,
                ),
                "points": key(_POINTS, "Points", "满分", "The points of today; 100 when left out.", "当天的分数，不写即 100。"),
            },
            "Decay",
            "随时间衰减",
            "Points that halve with the age of a date.",
            "离某个日期越久，分数越低。",
        ),
    },
    rest=MapOf(Anything()),
    only=True,
    example="{thresholds: {field: spent, steps: [{from: 0, points: 0}, {from: 5000, points: 60}]}}",
)
