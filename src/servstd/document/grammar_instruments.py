"""The grammar of instruments: what is asked, on which scale, and how the figure is made.

*Rule:* what answers mean is written; only what is customary may be left out.

Example:
    >>> [key for key, field in INSTRUMENT.fields.items() if field.required]
    ['kind']
"""

from __future__ import annotations

from servstd.document.grammar_common import LABEL, NAMED, TEXT, flag, key
from servstd.document.shapes import Enum, Int, ListOf, MapOf, Number, OneOf, Record, Text

__all__ = ["INSTRUMENT", "PERCENT"]

PERCENT = Text(r"[0-9]{1,3}(?:\.[0-9]{1,6})?%", example='"25%"')
_SCORE = Int(-1000)
_SCALE = OneOf({"number": Int(2), "list": ListOf(_SCORE, least=2)}, example="5 | [0, 10]")

_QUESTION = OneOf(
    {
        "text": TEXT,
        "map": Record(
            {
                "en": key(TEXT, "English", "英文", "The question in English.", "英文题目。"),
                "zh": key(TEXT, "Chinese", "中文", "The question in Chinese.", "中文题目。"),
                "label": key(LABEL, "Label", "名称", "The question as people read it.", "给人看的题目。"),
                "scale": key(_SCALE, "Scale", "量表", "Its own scale; the instrument's when left out.", "本题的量表，不写即用问卷的。"),
                "reverse": flag("Reverse", "反向", "Whether a low score is the good one.", "是否分数越低越好。"),
            },
            least=1,
        ),
    },
    example="Was it clean? | {zh: 现场是否整洁, scale: 7}",
)

INSTRUMENT = Record(
    {
        **NAMED,
        "kind": key(
            Enum(
                {
                    "csat": ("satisfaction", "满意度"),
                    "nps": ("likelihood to recommend, 0 to 10", "推荐意愿，0 到 10"),
                    "ces": ("effort", "费力度"),
                    "yes_no": ("yes or no", "是或否"),
                    "battery": ("several questions", "成套题目"),
                    "custom": ("declared in full", "全部自行写明"),
                }
            ),
            "Kind",
            "类型",
            "What is asked; it sets the defaults.",
            "问什么；决定各项默认值。",
            required=True,
        ),
        "version": key(
            Text(quote="DOC035"),
            "Version",
            "版本",
            "Changes whenever answers can no longer be counted together; 1 when left out.",
            "改动后答案不能再合并计算时，换一个版本号；不写即 1。",
        ),
        "scale": key(
            _SCALE,
            "Scale",
            "量表",
            "The number of points from 1, or the lowest and the highest score; csat 5, ces 7, nps 0 to 10, yes_no 0 and 1.",
            "几分制（从 1 起），或最低分与最高分；不写则 csat 为 5、ces 为 7、nps 为 0 到 10、yes_no 为 0 和 1。",
        ),
        "direction": key(
            Enum({"higher": ("a higher score is better", "分数越高越好"), "lower": ("a lower score is better", "分数越低越好")}),
            "Direction",
            "方向",
            "Which scores are the good ones; `higher` when left out.",
            "哪一端是好，不写即 higher。",
        ),
        "satisfied": key(
            ListOf(_SCORE, least=1),
            "Satisfied",
            "算满意的分数",
            "The scores that count as satisfied; the customary ones of 3, 4, 5, 6, 7 and 10 points when left out.",
            "哪些分数算满意；3、4、5、6、7、10 分制可不写，按通行的算。",
        ),
        "method": key(
            Enum(
                {
                    "share": ("the share that is satisfied", "满意的比例"),
                    "nps": ("promoters minus detractors", "推荐者减贬损者"),
                    "mean": ("the mean score", "平均分"),
                    "top_box": ("the share of the two best scores", "最好两档的比例"),
                    "agreement": ("the share above the middle", "中间值以上的比例"),
                    "net": ("satisfied minus dissatisfied", "满意减不满意"),
                }
            ),
            "Method",
            "算法",
            "How the figure is made; share for csat, yes_no and custom, nps for nps, mean for ces and batteries.",
            "指标怎样算；csat、yes_no、custom 不写即 share，nps 即 nps，ces 与 battery 即 mean。",
        ),
        "target": key(
            OneOf({"text": PERCENT, "number": Number(-1000, most=1000)}, example='"96%" | 40 | 4.5'),
            "Target",
            "目标",
            "What the figure should reach: a share in percent, points for nps and net, a score for means.",
            "应达到的值：比例写百分数，nps 与 net 写分值，平均分写分数。",
        ),
        "questions": key(
            MapOf(_QUESTION, least=1, example="{clean: {zh: 现场是否整洁}}"), "Questions", "题目", "Of a battery.", "成套题目的各题。"
        ),
        "ask": key(LABEL, "Ask", "问题", "The question as it is put to the customer.", "问客户的那句话。"),
        "answers": key(
            MapOf(LABEL, least=1, example="{'5': {zh: 非常满意}}"), "Answers", "选项", "Score -> what it says.", "分数 -> 选项文字。"
        ),
        "anonymous": flag("Anonymous", "匿名", "Whether answers are kept without the customer.", "是否不记录是谁作答。"),
        "least": key(
            Int(1),
            "Least",
            "最少份数",
            "With fewer answers than this no figure is shown; 1 when left out.",
            "少于这么多份不显示结果，不写即 1。",
        ),
    }
)
