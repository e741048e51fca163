"""Problems of figures made from answers: scores, scales, targets, comparisons, charts, response rates (FBK001-029)."""

from __future__ import annotations

from collections.abc import Mapping

from servstd.messages._entry import Entry

__all__ = ["ENTRIES"]

ENTRIES: Mapping[str, Entry] = {
    "FBK001": Entry(
        "error",
        ("a score is off the scale", 'Mend the row, or leave such answers out by name: on_bad="exclude".'),
        ("分数超出量表范围", '请更正这一行；也可以用 on_bad="exclude" 剔除，并按原因计数。'),
        (
            "A 0 on a scale from 1 to 5 is a code for no answer somewhere upstream; counted, it drags the figure down.",
            "五分制里出现 0 分，多半是上游用来表示“未作答”的代码；照算会拉低结果。",
        ),
        "csat([5, 4, 0])",
        'csat([5, 4, 0], on_bad="exclude")',
    ),
    "FBK002": Entry(
        "error",
        ("a score is not a number that can be counted", "Give whole numbers of the scale; what is unknown is None."),
        ("分数不是可以计算的数", "请给量表上的整数；没有作答的用 None。"),
        ("NaN spreads to every figure it touches, and true is not a 1.", "NaN 会污染所有结果；true 也不等于 1。"),
        "csat([5, float('nan')])",
        "csat([5, 4])",
    ),
    "FBK003": Entry(
        "error",
        ("a score is text", 'Convert it where the file is read; `"5"` and `"5 stars"` are not numbers.'),
        ("分数是文字", '请在读入文件时转换；“"5"”与“5 星”都不是数。'),
        ("Guessing what a text means is how a 10 became a 1.", "靠猜测转换文字，10 分就可能变成 1 分。"),
        'csat([5, "4"])',
        "csat([5, 4])",
    ),
    "FBK004": Entry(
        "error",
        ("a score on a scale of points is a fraction", "Give the single answers; an average of answers is not an answer."),
        ("量表上的分数是小数", "请给每一份答卷的原始分数；平均分不是一份答卷。"),
        ("4.5 is an average that somebody counted as one answer.", "4.5 分说明有人把平均数当成了一份答卷。"),
        "csat([5, 4.5])",
        "csat([5, 4, 5])",
    ),
    "FBK005": Entry(
        "error",
        ("a score is missing", 'Leave it out by name: on_bad="exclude"; it is then counted as missing.'),
        ("缺少分数", '可以用 on_bad="exclude" 剔除，并计入“缺失”。'),
        ("No answer is not a low score, and must not vanish either.", "没有作答不等于低分，也不能凭空消失。"),
        "csat([5, None])",
        'csat([5, None], on_bad="exclude")',
    ),
    "FBK006": Entry(
        "error",
        (
            "the scale is not one whose meaning is known",
            "Give a scale of 3, 4, 5, 6, 7 or 10 points, or (lowest, highest) with `satisfied`.",
        ),
        ("不认识这个量表", "请用 3、4、5、6、7 或 10 分制；其他量表请写（最低，最高），并写明 satisfied。"),
        ("Which scores count as satisfied differs from scale to scale; it is never guessed.", "哪些分数算满意因量表而异，不作猜测。"),
        "csat([8, 9], scale=11)",
        "csat([8, 9], scale=(0, 10), satisfied=[8, 9, 10])",
    ),
    "FBK007": Entry(
        "error",
        ("the satisfied scores are not a part of the scale", "Name some scores of the scale, not all of them."),
        ("满意的分数不是量表的一部分", "请写量表里的若干分数，且不能是全部。"),
        ("If every score counts as satisfied, the figure says nothing.", "如果每个分数都算满意，这个数就没有意义。"),
        "csat([4, 5], satisfied=[5, 6])",
        "csat([4, 5], satisfied=[4, 5])",
    ),
    "FBK008": Entry(
        "error",
        ("the answers do not add up to the n that was reported", "Find out which is wrong before either is shown."),
        ("答卷合计与所报总数不符", "请先查清哪个数有误，再对外使用。"),
        ("Published figures with such a gap turned out to be typing errors.", "公开发表过的此类差额，查下来都是录入错误。"),
        "nps({10: 18, 8: 11, 0: 2}, n=32)",
        "nps({10: 18, 8: 11, 0: 2}, n=31)",
    ),
    "FBK009": Entry(
        "error",
        ("{what} has no such choice", "Write one of those expected."),
        ("{what} 没有这个选项", "请从“应为”一行中选用。"),
        ("A choice that is passed over would change the method without a word.", "忽略写错的选项，会悄悄换了算法。"),
        'ces([5, 6], method="average")',
        'ces([5, 6], method="mean")',
    ),
    "FBK010": Entry(
        "error",
        ("a count is a whole number, 0 or more", "Count cases or answers, not shares of them."),
        ("个数应为不小于 0 的整数", "请给个数，不要给比例。"),
        ("Half an answer comes from an average that was counted.", "半份答卷说明有人把平均数当成了个数。"),
        "nps({10: 1.5})",
        "nps({10: 2})",
    ),
    "FBK011": Entry(
        "error",
        ("this number cannot be used here", "Write what is expected."),
        ("这个数不能用在这里", "请按“应为”一行书写。"),
        (
            "An infinite, negative or missing amount of exposure makes every rate meaningless.",
            "暴露量无穷大、为负或缺失时，算出的比率都没有意义。",
        ),
        "rate(3, 0)",
        "rate(3, 1200)",
    ),
    "FBK012": Entry(
        "error",
        ("these two figures cannot be compared: they differ in {what}", "Make both the same way."),
        ("两个数不可比：{what}不同", "请用同样的方法计算两边。"),
        (
            "A share of satisfied customers and a net score both look like percentages; 65 % of one is 14 % of the other.",
            "满意率和净满意度看上去都是百分数，同一批答卷却可能一个是 65%、一个是 14%。",
        ),
        "compare(csat([5, 4]), nps([9, 10]))",
        "compare(csat([5, 4]), csat([5, 3]))",
    ),
    "FBK013": Entry(
        "error",
        ("the target is none that this figure can reach", "Write a share as 0.96, an NPS as -100 to 100."),
        ("这个目标不在该数的取值范围内", "比例请写成 0.96，NPS 请写 -100 到 100。"),
        ("Against a target of 96 every share is missed.", "如果把目标写成 96，任何比例都会不达标。"),
        "judge(csat([5, 4]), 96)",
        "judge(csat([5, 4]), 0.96)",
    ),
    "FBK014": Entry(
        "error",
        ("{what} are not as many as the points", "Give one for each point."),
        ("{what} 的个数与数据点不一致", "每个点给一个。"),
        ("One row out of step puts every later point under a wrong name.", "错开一行，后面的点就全都对错了名。"),
        "p_chart([3, 4], [50])",
        "p_chart([3, 4], [50, 50])",
    ),
    "FBK015": Entry(
        "error",
        ("limits are set anew only at a point of the chart, in order, and for a reason", 'Say what changed: Rebase(12, reason="...").'),
        ("只有在图上某一点、按先后顺序、并写明原因，才能重设控制限", '请写明发生了什么变化：Rebase(12, reason="……")。'),
        ("Limits moved without a reason hide what they are there to show.", "无缘无故移动控制限，就会掩盖它本该显示的变化。"),
        'p_chart([3] * 30, [50] * 30, rebase=[Rebase(12, reason="")])',
        'p_chart([3] * 30, [50] * 30, rebase=[Rebase(12, reason="new form")])',
    ),
    "FBK016": Entry(
        "error",
        ("a baseline is a whole number of points, 2 or more", "Twenty points are customary."),
        ("基线应为不小于 2 的整数个点", "通常取 20 个点。"),
        ("From one point no spread can be told.", "只有一个点，看不出波动。"),
        "xmr_chart([3, 4, 5], baseline=1)",
        "xmr_chart([3, 4, 5], baseline=3)",
    ),
    "FBK017": Entry(
        "error",
        ("what became of this invitation is not known", "Write one of the outcomes expected."),
        ("不知道这份邀请的结果", "请从“应为”一行中选用。"),
        ("An outcome nobody counts makes the response rate look better than it is.", "不计入的结果会让回收率虚高。"),
        'Asked("bounced")',
        'Asked("undelivered")',
    ),
    "FBK018": Entry(
        "error",
        ("an invitation has no `{key}` to be grouped by", "Give it, if only as `unknown`."),
        ("这份邀请没有用来分组的 {key}", "请补上；不清楚的可以写 unknown。"),
        (
            "If answers know their segment and silent customers do not, every segment answers at 100 %.",
            "如果只有作答的人才有分组，各组回收率就都是 100%。",
        ),
        'response_rates([Asked("answered")], by=["channel"])',
        'response_rates([Asked("answered", segment={"channel": "sms"})], by=["channel"])',
    ),
    "FBK019": Entry(
        "error",
        ("an answer to a yes-or-no question is true or false", "Convert words where the file is read."),
        ("是非题的答案只能是 true 或 false", "请在读入文件时转换。"),
        ('The text "no" is not false: it is not empty.', '文字 "no" 并不是 false：它不是空的。'),
        'yes_no([True, "no"])',
        "yes_no([True, False])",
    ),
}
