"""The words in which a tier is explained, tried out and compared, in English and Chinese.

*Rule:* a sentence is filled with values, never glued from pieces. What a customer reads names criteria and main reasons; it
names no points, no weights, no member of staff and no other customer.

Example:
    >>> tier_words("margin_up", "en", tier="vip", points="3.0"), tier_words("margin_up", "zh", tier="核心客户", points="3.0")
    ('3.0 points short of vip', '距“核心客户”还差 3.0 分')
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

__all__ = ["WORDS", "say_day", "tier_words"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# word -> (English, Chinese)
WORDS: Mapping[str, tuple[str, str]] = {
    # ── the lines of an explanation for staff ──
    "head": ("Customer {customer}: {tier} since {day}", "客户 {customer}：{tier}，自{day}起"),
    "none": ("Customer {customer}: no tier", "客户 {customer}：未定级"),
    "why": ("Why", "原因"),
    "score": ("Score", "得分"),
    "score_line": ("{score} of 100 on {day}", "{score} 分（满分 100），{day}评定"),
    "score_none": ("none on {day}: not enough data", "{day}资料不足，未能评分"),
    "part": ("{points} points x {weight}", "{points} 分 × {weight}"),
    "from_facts": ("from {facts}", "依据：{facts}"),
    "fact": ("{name} {value}", "{name} {value}"),
    "part_missing": ("no data: left out, its weight is shared among the others", "无资料：不计入，权重由其他各项分担"),
    "part_lowest": ("no data: counted as lowest", "无资料：按最低计"),
    "part_unusable": ("data that cannot be used: left out", "资料无法使用：不计入"),
    "part_unusable_lowest": ("data that cannot be used: counted as lowest", "资料无法使用：按最低计"),
    "levels": ("Levels", "界线"),
    "lowest_level": ("{tier} takes everybody", "“{tier}”不设门槛"),
    "level_line": ("{tier} is entered from {enter} and left below {leave}", "“{tier}” {enter} 分升入，低于 {leave} 分退出"),
    "margin": ("Margin", "差距"),
    "margin_up": ("{points} points short of {tier}", "距“{tier}”还差 {points} 分"),
    "margin_reached": ("the score already reaches {tier}", "得分已达到“{tier}”"),
    "margin_down": ("{points} points above where {tier} is left", "高出“{tier}”退出线 {points} 分"),
    "margin_below": ("{points} points below where {tier} is left", "低于“{tier}”退出线 {points} 分"),
    "up": ("Moves up", "升级条件"),
    "down": ("Moves down", "降级条件"),
    "change": ("{criterion}: {what}, score then {score} ({tier})", "{criterion}：{what}，得分变为 {score}（{tier}）"),
    "change_at_least": ("{fact} at least {then} (now {now})", "{fact} 达到 {then} 或以上（现为 {now}）"),
    "change_at_most": ("{fact} at most {then} (now {now})", "{fact} 为 {then} 或以下（现为 {now}）"),
    "change_below": ("{fact} below {then} (now {now})", "{fact} 低于 {then}（现为 {now}）"),
    "change_equals": ("{fact} {then} (now {now})", "{fact} 为 {then}（现为 {now}）"),
    "change_points": ("{then} points (now {now})", "{then} 分（现为 {now} 分）"),
    "change_since": ("{fact} on {then} or later (now {now})", "{fact} 在{then}或之后（现为{now}）"),
    "change_until": ("{fact} on {then} or earlier (now {now})", "{fact} 在{then}或之前（现为{now}）"),
    "keep": ("Keeps", "保级条件"),
    "no_change_keep": ("no single fact would", "任何单项变化都不足以保级"),
    "no_change_up": ("no single fact would", "任何单项变化都不足以升级"),
    "no_change_down": ("no single fact would", "任何单项变化都不会导致降级"),
    "unknown": ("unknown", "无资料"),
    "edition": ("Standard", "标准"),
    "edition_line": ("edition {edition}", "{edition} 版"),
    # ── why a customer has the tier, for staff ──
    "cause_first": ("first judged: the score reaches {computed}", "首次评定：得分达到“{computed}”"),
    "cause_risen": ("risen: the score reaches {computed}", "升级：得分达到“{computed}”"),
    "cause_fallen": ("fallen: the score no longer holds the level before", "降级：得分已不足以保留原等级"),
    "cause_kept": ("kept: the score holds {tier}", "保留：得分足以保留“{tier}”"),
    "cause_held": ("held for now: by the score alone it would be {computed}", "暂时保留：单按得分应为“{computed}”"),
    "cause_override": ("set by a person; by the score alone it would be {computed}", "人工指定；单按得分应为“{computed}”"),
    "cause_override_expired": ("what a person had set has expired; the computed tier counts again", "人工指定已到期，恢复按得分定级"),
    "cause_not_assigned": ("not enough data to judge; nothing was changed", "资料不足，未作评定，等级不变"),
    "because_override": ("set until {until}, approved by {approved_by}: {reason}", "指定至{until}，批准人 {approved_by}，事由：{reason}"),
    "because_minimum_stay": ("minimum stay until {until}", "最短保留期至{until}"),
    "because_grace": ("grace until {until}", "宽限至{until}"),
    "because_periods": ("below at {periods} of {needed} reviews", "连续 {needed} 期低于退出线才降级，已 {periods} 期"),
    "because_notice": ("told on {day}", "已于{day}通知客户"),
    "because_upcoming": ("falls to {tier} on {day} if nothing changes", "若无变化，{day}起降为“{tier}”"),
    "because_review": ("judged again on {day}", "下次评定：{day}"),
    # ── the lines of an explanation for the customer ──
    "customer_head": ("Your customer tier is {tier}, since {day}.", "您的客户等级为“{tier}”，自{day}起生效。"),
    "customer_criteria": ("We look at: {criteria}.", "我们评定等级时参考：{criteria}。"),
    "customer_reasons": ("What counted most for you: {criteria}.", "其中对您的等级影响较大的是：{criteria}。"),
    "customer_left_out": ("We have no data on: {criteria}. Please tell us if something is missing or wrong.", "我们尚无您在以下方面的资料：{criteria}。如有遗漏或有误，请告诉我们。"),
    "customer_override": ("This tier was agreed for you by our management and holds until {until}.", "这一等级由我们的管理人员为您专门确定，有效期至{until}。"),
    "customer_held": ("By the latest figures it would be {computed}; for now we keep your tier.", "按最新资料应为“{computed}”，目前仍为您保留现有等级。"),
    "customer_fallen": ("By the latest figures the earlier tier could not be kept.", "按最新资料，已不符合保留原等级的条件。"),
    "customer_not_assigned": ("We do not have enough data to judge it anew; your tier stays as it is.", "目前资料不足，未重新评定，您的等级不变。"),
    "customer_minimum_stay": ("It is kept at least until {until}.", "现有等级至少保留至{until}。"),
    "customer_grace": ("It is kept until {until}.", "现有等级保留至{until}。"),
    "customer_notice": ("We wrote to you about this on {day}.", "我们已于{day}通知过您。"),
    "customer_upcoming": ("If nothing changes it becomes {tier} on {day}.", "若情况没有变化，自{day}起调整为“{tier}”。"),
    "customer_review": ("We look at it again on {day}.", "我们将于{day}再次评定。"),
    "customer_up": ("You would move up to {tier}, for example, with: {what}.", "例如，{what}，即可升为“{tier}”。"),
    "customer_keep": ("You would keep {tier}, for example, with: {what}.", "例如，{what}，即可保留“{tier}”。"),
    "customer_what": ("{criterion} {what}", "“{criterion}”{what}"),
    "customer_at_least": ("{then} or more (now {now})", "达到 {then} 或以上（目前为 {now}）"),
    "customer_at_most": ("{then} or less (now {now})", "为 {then} 或以下（目前为 {now}）"),
    "customer_equals": ("{then} (now {now})", "为“{then}”（目前为“{now}”）"),
    "customer_below": ("below {then} (now {now})", "低于 {then}（目前为 {now}）"),
    "customer_since": ("on {then} or later (now {now})", "在{then}或之后（目前为{now}）"),
    "customer_until": ("on {then} or earlier (now {now})", "在{then}或之前（目前为{now}）"),
    "customer_floor": ("Whatever the tier, you are treated with the same courtesy.", "无论等级高低，我们都同样用心、同样尊重地为您服务。"),
    "customer_rights": ("If you want more detail or disagree, tell us: a person will look at it and answer you.", "如需进一步说明或有异议，请告诉我们，我们会安排专人复核并答复您。"),
    # ── trying a ladder before it is used ──
    "sim_title": ("What-if: old and new tiers on {day}", "分级试算：新旧标准对比（{day}）"),
    "sim_counts": ("{customers} customers: {up} would move up, {down} down, {same} stay ({share})", "共 {customers} 位客户：{up} 位升级，{down} 位降级，{same} 位不变（占 {share}）"),
    "sim_unassigned": ("{old} under the old and {new} under the new have too little data to be judged", "资料不足未能评分：旧标准 {old} 位，新标准 {new} 位"),
    "sim_unknown": ("{count} customers hold a tier that is not on the new ladder; they were judged from scratch", "{count} 位客户的现有等级不在新阶梯上，已重新评定"),
    "sim_matrix": ("From (rows) to (columns)", "由旧等级（行）到新等级（列）"),
    "sim_total": ("all", "合计"),
    "sim_old": ("old", "旧"),
    "sim_new": ("new", "新"),
    "sim_why": ("Why they move", "变动原因"),
    "sim_reason": ("reason", "原因"),
    "sim_up": ("up", "升"),
    "sim_down": ("down", "降"),
    "sim_customers": ("customers", "客户数"),
    "sim_share": ("share", "占比"),
    "sim_tier": ("tier", "等级"),
    "sim_load": ("load", "工作量"),
    "sim_cost": ("cost", "成本"),
    "sim_by_tier": ("Customers, load and cost by tier", "各等级的客户数、工作量与成本"),
    "sim_customers_by_tier": ("Customers by tier", "各等级的客户数"),
    "sim_flow": ("Where they go", "流向"),
    "sim_flapping": ("Back and forth over {periods} periods", "近 {periods} 期的反复升降"),
    "sim_flap_line": ("{side}: {moved} customers moved, {flapped} of them there and back again ({share} of all)", "{side}标准：{moved} 位客户有变动，其中 {flapped} 位升后又降或降后又升（占全部 {share}）"),
    "sim_floor": ("Promises below the floor: old {old}, new {new}", "低于底线的承诺：旧标准 {old} 处，新标准 {new} 处"),
    "sim_examples": ("Examples", "示例"),
    "sim_customer": ("customer", "客户"),
    "sim_scores": ("score", "得分"),
    "sim_nobody": ("nobody would move", "没有客户变动"),
    "reason_criterion": ("the rule of {name} gives other points", "“{name}”的评分规则变了"),
    "reason_weight": ("the weight of {name}", "“{name}”的权重变了"),
    "reason_level": ("the threshold of {name}", "“{name}”的界线变了"),
    "reason_ladder": ("the ladder has other levels", "等级阶梯变了"),
    "reason_override": ("an override", "人工指定变了"),
    "reason_review": ("how and when one falls", "评定与降级的办法变了"),
    "reason_past": ("an earlier period ended differently", "此前各期的结果已不同"),
    "reason_missing": ("what a lack of data means", "资料不足时的处理变了"),
    # ── parity ──
    "par_title": ("Parity: the same courtesy for every tier", "一视同仁：各等级的服务对比"),
    "par_satisfaction": ("satisfaction", "满意度"),
    "par_tier": ("tier", "等级"),
    "par_share": ("met", "达标率"),
    "par_satisfied": ("satisfied", "满意率"),
    "par_interval": ("interval", "区间"),
    "par_n": ("n", "样本数"),
    "par_targets": ("promised", "承诺"),
    "par_pair": ("pair", "对比"),
    "par_difference": ("difference", "差值"),
    "par_finding": ("finding", "结论"),
    "par_versus": ("{first} - {second}", "{first} − {second}"),
    "par_real": ("real", "确有差异"),
    "par_unsettled": ("undecided", "尚不能断定"),
    "par_too_few": ("too few cases", "样本太少"),
    "par_by_design": ("{finding}; promised differently by design", "{finding}；承诺本就不同"),
    "par_note": (
        "Intervals: {confidence}, Wilson for a share, Newcombe for a difference, each by itself. `real` holds for all pairs of a measure together (Holm); below {minimum} cases nothing is claimed.",
        "区间置信度 {confidence}：比例用 Wilson 法，差值用 Newcombe 法，均为单独一次比较。“确有差异”已就同一指标的全部对比作 Holm 校正；不足 {minimum} 例不下结论。",
    ),
    "par_unplaced": ("{count} results have no tier and are compared with nothing", "{count} 条结果没有等级，未参与对比"),
    "par_empty": ("there is nothing to compare yet", "暂无可对比的结果"),
}  # fmt: skip


def tier_words(key: str, locale: str, **values: object) -> str:
    """Return a sentence in the reader's language with its values filled in."""
    english, chinese = WORDS[key]
    return (chinese if locale.startswith("zh") else english).format_map(values)


def say_day(day: date, locale: str) -> str:
    """Return a date as people write it: `5 Jan 2026`, `2026年1月5日`."""
    if locale.startswith("zh"):
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
