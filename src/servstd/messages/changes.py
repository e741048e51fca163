"""The sentences in which a diff tells what changed between two editions, in English and Chinese.

*Rule:* a change has a stable code; the sentence says what was and what is, in the words of a service manager.

Example:
    >>> say_change("DIF001", "en", old="2026.1", new="2026.2")
    'Version: 2026.1 → 2026.2'
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CHANGES", "say_change"]

CHANGES: Mapping[str, tuple[str, str]] = {
    "DIF001": ("Version: {old} → {new}", "版本：{old} → {new}"),
    "DIF002": ("Effective from: {old} → {new}", "生效：{old} → {new}"),
    "DIF003": ("Name of the standard: {old} → {new}", "标准名：{old} → {new}"),
    "DIF004": (
        "Time zone: {old} → {new} (every local time of the standard means another instant)",
        "时区：{old} → {new}（标准中的当地时间都随之改变）",
    ),
    "DIF010": ("Attribute {name}: added{values}", "属性“{name}”：新增{values}"),
    "DIF011": ("Attribute {name}: removed", "属性“{name}”：删除"),
    "DIF012": ("Attribute {name}: new values {values}", "属性“{name}”：新增取值 {values}"),
    "DIF013": ("Attribute {name}: values removed {values}", "属性“{name}”：删除取值 {values}"),
    "DIF014": ("Attribute {name}: order of the values is now {values}", "属性“{name}”：取值次序改为 {values}"),
    "DIF020": ("Status {name}: added as {new}", "状态“{name}”：新增，归入{new}"),
    "DIF021": ("Status {name}: removed (was {old})", "状态“{name}”：删除（原归入{old}）"),
    "DIF022": ("Status {name}: {old} → {new}", "状态“{name}”：{old} → {new}"),
    "DIF030": ("Calendar {name}: added", "日历“{name}”：新增"),
    "DIF031": ("Calendar {name}: removed", "日历“{name}”：删除"),
    "DIF032": ("Calendar {name}: {part}: {old} → {new}", "日历“{name}”：{part}：{old} → {new}"),
    "DIF033": (
        "Calendar {name}: in the twelve months from {start}, {days} days have other hours (first {first}): {less} less and {more} more open time in all",
        "日历“{name}”：自 {start} 起十二个月内，有 {days} 天的开放时间不同（最早 {first}），合计减少 {less}，增加 {more}",
    ),
    "DIF034": (
        "Calendar {name}: in the twelve months from {start}, its open time stays the same",
        "日历“{name}”：自 {start} 起十二个月内，开放时间不变",
    ),
    "DIF040": ("Metric {name}: added; it starts when {start}, and stops when {stop}", "指标“{name}”：新增；起表：{start}；停表：{stop}"),
    "DIF041": ("Metric {name}: removed", "指标“{name}”：删除"),
    "DIF042": ("Metric {name}: {part}: {old} → {new}", "指标“{name}”：{part}：{old} → {new}"),
    "DIF043": ("Answered on arrival: {old} → {new}", "来时已有人应答：{old} → {new}"),
    "DIF044": ("Metric {name}: is now measured, as a policy names it", "指标“{name}”：开始计量（有规则提到它）"),
    "DIF045": ("Metric {name}: is no longer measured, as no policy names it", "指标“{name}”：不再计量（没有规则提到它）"),
    "DIF050": ("Policy {name}: added as number {place}, for cases: {when}", "规则“{name}”：新增，排第 {place}；适用：{when}"),
    "DIF051": ("Policy {name}: removed (it was for cases: {when})", "规则“{name}”：删除（原适用：{when}）"),
    "DIF052": (
        "Order of the policies: {old} → {new}; the first that names a metric counts",
        "规则次序：{old} → {new}；以先写到某指标的为准",
    ),
    "DIF053": ("Policy {name}: its cases: {old} → {new}", "规则“{name}”：适用范围：{old} → {new}"),
    "DIF054": ("Policy {name}: calendar: {old} → {new}", "规则“{name}”：日历：{old} → {new}"),
    "DIF055": ("Policy {name}: exempt: {old} → {new}", "规则“{name}”：豁免：{old} → {new}"),
    "DIF056": ("Policy {name}: a running clock that comes to it: {old} → {new}", "规则“{name}”：计时中转入时：{old} → {new}"),
    "DIF060": ("Policy {policy}: new target. {target}", "规则“{policy}”：新增时限。{target}"),
    "DIF061": ("Policy {policy}: target removed. {target}", "规则“{policy}”：删除时限。{target}"),
    "DIF062": ("{policy}, {metric}{row}: {old} → {new}{judged}", "{policy} · {metric}{row}：{old} → {new}{judged}"),
    "DIF063": ("{policy}, {metric}: warnings: {old} → {new}", "{policy} · {metric}：预警点：{old} → {new}"),
    "DIF064": ("{policy}, {metric}: {old} → {new}", "{policy} · {metric}：{old} → {new}"),
    "DIF070": ("Scenario {name}: added", "用例“{name}”：新增"),
    "DIF071": ("Scenario {name}: removed", "用例“{name}”：删除"),
    "DIF081": ("Chain {name}: added; it starts on: {trigger}", "上报链“{name}”：新增；触发：{trigger}"),
    "DIF082": ("Chain {name}: removed", "上报链“{name}”：删除"),
    "DIF083": ("Chain {name}: {part}: {old} → {new}", "上报链“{name}”：{part}：{old} → {new}"),
    "DIF084": ("Chain {name}, step {step}: {old} → {new}", "上报链“{name}”第 {step} 步：{old} → {new}"),
    "DIF085": ("Chain {name}, new step {step}: {new}", "上报链“{name}”新增第 {step} 步：{new}"),
    "DIF086": ("Chain {name}, step {step} removed: {old}", "上报链“{name}”删除第 {step} 步：{old}"),
    "DIF087": ("{name}: {part}: {old} → {new}", "{name}：{part}：{old} → {new}"),
    "DIF088": ("Rota {name}: people: {old} → {new}", "值班表“{name}”：人员：{old} → {new}"),
    "DIF090": ("{where}: {old} → {new}", "{where}：{old} → {new}"),
    "DIF091": ("{where}: added: {new}", "{where}：新增：{new}"),
    "DIF092": ("{where}: removed: {old}", "{where}：删除：{old}"),
    "DIF093": ("{where}: the order has changed: {old} → {new}", "{where}：次序改变：{old} → {new}"),
    "DIF094": ("Instrument {name}: added: {new}", "问卷“{name}”：新增：{new}"),
    "DIF095": ("Instrument {name}: removed", "问卷“{name}”：删除"),
    "DIF096": ("Instrument {name}: {part}: {old} → {new}", "问卷“{name}”：{part}：{old} → {new}"),
    "DIF097": (
        "Instrument {name}: still version {version}, so that answers before and after are counted together",
        "问卷“{name}”：版本号仍是 {version}，修改前后的答卷会合在一起计算",
    ),
    "DIF098": ("Complaints: {part}: {old} → {new}", "投诉处理：{part}：{old} → {new}"),
    "DIF099": ("{what} {name}: removed", "{what}“{name}”：删除"),
    "DIF100": ("{what} {name}: added: {new}", "{what}“{name}”：新增：{new}"),
    # words inside the sentences above
    "invitations": ("Invitation", "邀请"),
    "loops": ("Loop", "跟进"),
    "themes": ("Theme", "主题"),
    "feedback_kind": ("kind", "类型"),
    "feedback_scale": ("scale", "量表"),
    "feedback_direction": ("direction", "方向"),
    "feedback_satisfied": ("satisfied", "算满意的分数"),
    "feedback_method": ("method", "算法"),
    "feedback_target": ("target", "目标"),
    "feedback_version": ("version", "版本"),
    "feedback_questions": ("questions", "题目"),
    "feedback_anonymous": ("anonymous", "匿名"),
    "feedback_least": ("fewest answers shown", "最少份数"),
    "feedback_when": ("which cases", "哪些是投诉"),
    "feedback_stages": ("stages", "阶段表"),
    "feedback_handler_is_not_approver": ("handler is not approver", "经办与审批分开"),
    "feedback_callback": ("call-back", "回访"),
    "feedback_redispatch": ("second dispatch", "二次派单"),
    "feedback_recurrence": ("recurrence", "重复投诉"),
    "feedback_limits": ("limits", "时限"),
    "tighter": (" (tighter)", "（更严）"),
    "looser": (" (looser)", "（更松）"),
    "mixed": (" (tighter or looser as it starts: started {start}, it is due later)", "（有严有松：例如 {start} 起表，到期更晚）"),
    "end_of_day": (", until closing time", "（到当日下班为止）"),
    "otherwise": ("otherwise", "其他"),
    "nothing": ("nothing", "无"),
    "not_graded": ("not graded", "不考核"),
    "all_metrics": ("every metric", "全部指标"),
    "every_case": ("every case", "全部事项"),
    "start": ("starts when", "起表"),
    "stop": ("stops when", "停表"),
    "pause": ("paused while", "暂停"),
    "cancel": ("cancelled when", "作废"),
    "repeats": ("repeats", "重复"),
    "reopen": ("when reopened", "重新打开时"),
    "hours": ("hours", "每周时间"),
    "dates": ("dates", "特定日期"),
    "holidays": ("holidays", "节假日"),
    "alternate": ("alternating weeks", "大小周"),
    "versions": ("versions", "分期时间"),
    "closed": ("closed", "休息"),
    "add": ("(added days)", "（另加）"),
    "skip": ("(days left out)", "（除去）"),
    "country": ("(country)", "（国家）"),
    "makeup_days": ("(make-up days)", "（调休上班）"),
    "half_days": ("(half days)", "（半天）"),
    "no": ("once a case", "每件一次"),
    "each": ("at each start", "每次起表"),
    "resume": ("it runs on", "接着走"),
    "restart": ("a new cycle starts", "重新计时"),
    "ignore": ("it stays stopped", "不理会"),
    "carry": ("what has run counts", "已用时间带入"),
    "keep": ("the old target stays", "沿用旧时限"),
    "chain_trigger": ("starts on", "触发"),
    "chain_when": ("its cases", "适用范围"),
    "chain_stop_on": ("ends on", "停止"),
    "by_hand": ("by hand only", "仅手动上报"),
    "missed": ("missed", "超时"),
    "person_roles": ("roles", "角色"),
    "person_team": ("team", "部门"),
    "person_manager": ("manager", "上级"),
    "from_start": ("the new target counts from the start", "按新时限从头算"),
}


def say_change(code: str, locale: str, **values: object) -> str:
    """Return a change, or one of the words used in changes, in the reader's language.

    Args:
        code: A key of `CHANGES`.
        locale: `en` or `zh`.
        values: What the sentence quotes.
    """
    return CHANGES[code][1 if locale.startswith("zh") else 0].format_map(values)
