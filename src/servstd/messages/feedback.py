"""The words of reports on feedback, in English and Chinese.

*Rule:* a sentence is filled with values, never glued from pieces. Nothing is called best or worst; what is not decided is called undecided.

Example:
    >>> feedback_words("hidden", "en", least=5), feedback_words("hidden", "zh", least=5)
    ('not shown: fewer than 5 answers', '不足 5 份，不显示')
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["WORDS", "feedback_words", "say_attribute", "say_reason"]

# word -> (English, Chinese)
WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Feedback: {standard}", "客户反馈：{standard}"),
    "up_to": ("up to {now} ({zone}); cases: {cases}", "截至 {now}（{zone}）；事项 {cases} 个"),
    "from": ("answers from {start}", "自 {start} 起的答复"),
    "until": ("answers before {end}", "{end} 之前的答复"),
    "no_answers": ("There are no answers yet.", "还没有收到答复。"),
    "version": ("{name}, version {version}", "{name}（第 {version} 版）"),
    "scale": ("scale {low} to {high}; {direction}", "量表 {low}–{high}；{direction}"),
    "higher": ("a higher score is better", "分数越高越好"),
    "lower": ("a lower score is better", "分数越低越好"),
    "anonymous": ("anonymous: neither customers, words nor times are kept", "匿名：不保留客户、文字与具体时间"),
    "hidden": ("not shown: fewer than {least} answers", "不足 {least} 份，不显示"),
    "hidden_cell": ("not shown: fewer than {least} answers, or told by subtraction", "不显示（不足 {least} 份，或可由总数推出）"),
    "no_data": ("no data", "无数据"),
    "interval_unknown": ("unknown", "未知"),
    "figure": ("Figure", "结果"),
    "target": ("Target", "目标"),
    "answers": ("Answers", "答复"),
    "not_counted": ("Not counted", "未计入"),
    "reasons": ("why", "原因"),
    "method": ("Method", "算法"),
    "by": ("By {attribute}", "按{attribute}"),
    "by_answered": ("as it was when the answer came", "以作答时为准"),
    "by_resolved": ("as it was when the matter was solved", "以解决时为准"),
    "value": ("value", "取值"),
    "share": ("figure", "结果"),
    "interval": ("interval", "区间"),
    "n": ("n", "份数"),
    "limits": ("limits by chance", "随机波动范围"),
    "flag": ("finding", "结论"),
    "flag_within": ("within chance", "在随机波动范围内"),
    "flag_above": ("above the limits", "高于范围"),
    "flag_below": ("below the limits", "低于范围"),
    "flag_look": ("within chance; worth a look", "在随机波动范围内，可以留意"),
    "flag_too_few": ("too few to say (< {minimum})", "份数太少（不足 {minimum}），不下结论"),
    "flag_no_data": ("no data", "无数据"),
    "no_value": ("(not given)", "（未填）"),
    "funnel_note": (
        "No ranking: only a value outside the limits (99.8 %, by chance alone) stands out. Awards can name only who is above them with at least {minimum} answers.",
        "不排名：只有超出随机波动范围（99.8%）的才算突出。评优只能从高于范围且不少于 {minimum} 份者中产生。",
    ),
    "outstanding": ("Above the limits, in no order: {names}", "高于范围（不分先后）：{names}"),
    "pairs": ("Pairs compared: {pairs}; more than chance (Holm): {count}", "两两比较 {pairs} 对；校正（Holm）后确有差异 {count} 对"),
    "pair": ("{first} against {second}: {difference}", "{first} 与 {second}：{difference}"),
    "chart": ("Control chart, by {unit} ({kind})", "控制图（按{unit}，{kind}）"),
    "unit_day": ("day", "日"),
    "unit_week": ("week", "周"),
    "unit_month": ("month", "月"),
    "unit_quarter": ("quarter", "季度"),
    "unit_year": ("year", "年"),
    "chart_p": ("p chart: shares", "p 图：比例"),
    "chart_u": ("u chart: rates", "u 图：比率"),
    "chart_xmr": ("XmR chart: single values", "XmR 图：单值"),
    "centre": ("centre line", "中心线"),
    "upper": ("upper limit", "上控制限"),
    "lower_limit": ("lower limit", "下控制限"),
    "frozen": ("limits from {first} to {last}, frozen", "控制限取自 {first} 至 {last}，已固定"),
    "provisional_short": ("limits provisional, from {count} periods so far", "控制限为暂定，目前取自 {count} 个时段"),
    "no_limits": ("no limits: too few periods with data", "有数据的时段太少，无控制限"),
    "rebased": ("limits anew from {label}: {reason}", "自 {label} 起重定控制限：{reason}"),
    "rebased_by": ("limits anew from {label}: {reason} ({by})", "自 {label} 起重定控制限：{reason}（{by}）"),
    "signal": ("{label}: {value}, {rule} {text}", "{label}：{value}，{rule} {text}"),
    "signals": ("Signals", "信号"),
    "no_signals": ("no signals: what moves is chance as far as these rules tell", "没有信号：按这些规则看，起伏只是随机波动"),
    "range_signal": ("the step from the point before is wider than its limit", "与前一点的差超出极差上限"),
    "gaps": ("no data, or too few to show: {labels}", "无数据或份数太少：{labels}"),
    "legend": ("o value, X signal, - centre, . limits, | limits anew", "o 数值，X 信号，- 中心线，. 控制限，| 重定控制限"),
    "last_shown": ("the last {shown} of {points} periods are drawn", "共 {points} 个时段，图中为最后 {shown} 个"),
    "change": ("{now} against {before}: {difference}", "{now} 与 {before} 相比：{difference}"),
    "asked": ("Response rates", "答复率"),
    "asked_all": ("all", "全部"),
    "asked_sent": ("sent", "已发"),
    "asked_answered": ("answered", "已答"),
    "asked_rate": ("answered of sent", "答复率"),
    "asked_partly": ("with partial answers", "含部分作答"),
    "not_sent": ("not sent", "未发"),
    "not_sent_line": ("Not sent, in no denominator: {reasons}", "未发（不计入分母）：{reasons}"),
    "nobody_asked": ("It is not known who was asked: no response rates.", "没有发送记录，不计算答复率。"),
    "asked_unsure": ("Whether messages arrived is not known here; rates are of all that were sent (AAPOR RR1, RR2).", "此处不知是否送达；答复率以全部已发为分母（AAPOR RR1、RR2）。"),
    "questions": ("Questions", "各题"),
    "question": ("question", "题目"),
    "themes": ("Themes", "主题"),
    "themes_title": ("Themes: {standard}", "反馈主题：{standard}"),
    "theme": ("theme", "主题"),
    "theme_share": ("share of remarks", "占比"),
    "remarks": ("Remarks: {count}. One remark may have several themes, or none.", "有文字的答复 {count} 份；一份可以涉及多个主题，也可以没有。"),
    "theme_cases": ("cases", "事项"),
    "improvements": ("Improvement items", "改进事项"),
    "no_improvements": ("No theme came up often enough to call for one.", "没有主题达到要求改进的次数。"),
    "improvement": ("{name}: {theme}, opened {opened}; cases {cases}", "{name}：{theme}，{opened} 提出；涉及事项 {cases}"),
    "improvement_owner": ("Owner", "负责人"),
    "improvement_due": ("Due", "期限"),
    "improvement_before": ("Before", "改进前"),
    "improvement_after": ("Since {since}", "{since} 以来"),
    "improvement_change": ("Change", "变化"),
    "effect": ("Effect", "效果"),
    "effect_better": ("it helped: the share is lower than before", "有效：占比比改进前低"),
    "effect_worse": ("it got worse: the share is higher than before", "变差：占比比改进前高"),
    "effect_undecided": ("undecided: chance alone may be the cause", "未定：可能只是随机波动"),
    "everything": ("All instruments", "全部调查"),
    "complaints": ("Complaints", "投诉"),
    "complaint_share": ("of all cases", "占全部事项"),
    "complaint_again": ("came again", "重复投诉"),
    "complaint_grade": ("grade {grade}", "等级：{grade}"),
    "complaint_chart": ("Complaints a case, by {unit}", "每个事项的投诉数（按{unit}）"),
    "left_out": ("Left out", "未能计入"),
    "strangers": ("Answers that no instrument takes: {count} ({why})", "不属于任何调查的答复：{count} 份（{why}）"),
    "written": ("written to {file}", "已写入 {file}"),
    "note": (
        "Every figure has its n and a {confidence} interval. A target is met when the whole interval meets it; otherwise it is missed or undecided.",
        "每个结果都附份数与 {confidence} 区间。整个区间达到目标才算达到，否则为未达到或未定。",
    ),
}  # fmt: skip

# reason -> (English, Chinese): why a response is not counted, why nobody was asked
_REASONS: Mapping[str, tuple[str, str]] = {
    "unknown_instrument": ("unknown instrument", "调查不存在"),
    "other_version": ("unknown version", "版本不存在"),
    "unknown_invitation": ("invitation unknown to the ledger", "台账中没有这次邀请"),
    "other_case": ("for another case", "属于别的事项"),
    "no_number": ("no whole number", "不是整数"),
    "off_scale": ("off the scale", "超出量表"),
    "expired": ("expired", "已过期"),
    "broken_off": ("broken off", "中途退出"),
    "same_again": ("said again", "重复提交"),
    "edited": ("changed by a later one", "已被改答"),
    "too_soon": ("sooner than a person can", "快得不像人"),
    "clicked_everything": ("several scores at once", "同时点了多个分数"),
    "by_a_machine": ("by a machine", "由机器作答"),
    "consent": ("no consent", "未同意"),
    "exclusion": ("excluded", "属排除范围"),
    "recontact": ("asked lately", "近期问过"),
    "budget": ("asked often enough", "次数已满"),
    "hours": ("no hours left", "时段不合适"),
    "sample": ("not in the sample", "未抽中"),
    "withdrawn": ("withdrawn", "已撤回"),
    "no_customer": ("no customer named", "没有客户"),
    "too_late": ("too long ago", "已过询问期"),
    "failed": ("could not be sent", "发送失败"),
}
_ATTRIBUTES: Mapping[str, tuple[str, str]] = {
    "owner": ("owner", "责任人"),
    "team": ("team", "班组"),
    "tier": ("tier", "客户等级"),
    "channel": ("channel", "渠道"),
    "matter": ("matter", "事项类型"),
    "priority": ("priority", "优先级"),
}


def feedback_words(key: str, locale: str, **values: object) -> str:
    """Return a sentence in the reader's language with its values filled in."""
    return WORDS[key][_language(locale)].format(**values)


def say_reason(reason: str, locale: str) -> str:
    """Return why an answer is not counted, or why nobody was asked; what is not known is printed as it is."""
    words = _REASONS.get(reason)
    return reason if words is None else words[_language(locale)]


def say_attribute(name: str, locale: str) -> str:
    """Return what an attribute is called."""
    return _ATTRIBUTES[name][_language(locale)] if name in _ATTRIBUTES else name


def _language(locale: str) -> int:
    return 1 if locale.startswith("zh") else 0
