"""The sentences that commands and reports print, in English and Chinese.

*Rule:* a phrase is filled with values, never glued from pieces; both languages take the same values.

Example:
    >>> phrase("report.cases", "en", cases=3, events=12), phrase("report.cases", "zh", cases=3, events=12)
    ('cases: 3, events: 12', '3 个事项，12 个事件')
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["PHRASES", "phrase"]

PHRASES: Mapping[str, tuple[str, str]] = {
    "check.fine": ("{name}: nothing to mend", "{name}：没有问题"),
    "check.counts": ("errors: {errors}, warnings: {warnings}, notes: {notes}", "{errors} 个错误，{warnings} 个警告，{notes} 个提示"),
    "report.written": ("written to {file} as {format}", "已按 {format} 格式写入 {file}"),
    "plugins.none": ("no plugins are installed", "没有安装插件"),
    "plugins.counts": (
        "active: {active}, switched off: {disabled}, not loaded: {failed}",
        "启用 {active} 个，停用 {disabled} 个，未能加载 {failed} 个",
    ),
    "plugins.required": ("required", "必填"),
    "plugins.optional": ("optional", "可选"),
    "test.passed": ("passed", "通过"),
    "test.failed": ("FAILED", "未通过"),
    "test.counts": ("scenarios passed: {passed}, failed: {failed}", "{passed} 个用例通过，{failed} 个未通过"),
    "test.none": ("{name} has no scenarios", "{name} 没有用例"),
    "test.covered": (
        "Reached: {policy} policies, {target} targets, {threshold} thresholds",
        "已覆盖：规则 {policy}，时限 {target}，预警点 {threshold}",
    ),
    "test.covered_steps": (
        "Reached: {policy} policies, {target} targets, {threshold} thresholds, {step} steps of chains",
        "已覆盖：规则 {policy}，时限 {target}，预警点 {threshold}，上报步骤 {step}",
    ),
    "test.gaps": ("No scenario reaches:", "没有用例覆盖："),
    "test.place": (" ({place})", "（{place}）"),
    "decide.written": ("written to {file}: clocks: {rows}, cases: {cases}", "{cases} 个事项的 {rows} 个计时已写入 {file}"),
    "decide.now": ("decided at {now} ({why})", "判定时刻 {now}（{why}）"),
    "now.given": ("as given", "指定"),
    "now.as_of": ("the moment of the export, as the mapping says", "映射写明的导出时刻"),
    "now.last": ("the file's last instant", "文件中最后的时刻"),
    "now.clock": ("the present", "当前时间"),
    "history.problem": ("case {case}: {problem}", "事项 {case}：{problem}"),
    "history.count": (
        "problems in the histories: {problems}; distinct, shown above: {shown}",
        "历史记录中的问题共 {problems} 个，以上列出不同的 {shown} 个",
    ),
    "diff.none": ("no difference", "没有差异"),
    "init.made": ("{folder} holds a first standard. Try:", "{folder} 里已有初始标准。可以试试："),
    "plugins_new.made": ("{folder} holds a plugin that runs as it stands. Try:", "{folder} 里已有可直接运行的插件。可以试试："),
    "plugins_new.source": ("What is yours to write is marked YOURS in {file}", "要由你改写的部分在 {file} 里标着 YOURS"),
    "progress.read": ("events read: {events}, cases: {cases}", "已读取 {cases} 个事项的 {events} 个事件"),
    "progress.decided": ("cases decided: {done} of {cases}", "已判定 {done}/{cases} 个事项"),
    "report.title": ("{standard}: service report", "{standard} 服务报表"),
    "report.editions": ("Editions: {editions}", "适用版本：{editions}"),
    "report.edition": ("{edition} (cases: {cases})", "{edition}（{cases} 个事项）"),
    "report.no_edition": ("none in force", "无生效版本"),
    "report.now": ("Now: {now} ({why})", "时刻：{now}（{why}）"),
    "report.file": ("Read: {file}, {counts}", "数据：{file}，{counts}"),
    "report.cases": ("cases: {cases}, events: {events}", "{cases} 个事项，{events} 个事件"),
    "report.scope": (
        "Counted by {count_by}: {start} to {end} (end not included); clocks outside: {outside}",
        "按{count_by}统计：{start} 至 {end}（不含终点）；期间外 {outside} 个计时",
    ),
    "report.open_end": ("…", "…"),
    "report.by_metric": ("Attainment by metric", "按指标"),
    "report.by": ("Attainment by metric and {name}", "按指标与{name}"),
    "report.no_value": ("(none)", "（无）"),
    "report.approximate": ("{name} (approximate)", "{name}（近似）"),
    "report.approximate_note": (
        "Approximate: the log cannot tell all that these clocks depend on, such as pauses; they are counted apart.",
        "近似：原记录缺少这些计时所依赖的信息（如暂停），故单独统计。",
    ),
    "report.measured": ("Measured, not graded: {list}", "只计量、不考核：{list}"),
    "report.interval": (
        "Share met of the clocks decided; interval: {method} (Wilson 1927).",
        "达标率 = 已定论计时中的达标比例；区间：{method}（Wilson 1927）。",
    ),
    "report.overruns": (
        "Worst overruns (of {missed} missed; open time of the clock's calendar)",
        "超时最久（共 {missed} 个超时；按各自日历的工作时间）",
    ),
    "report.no_overruns": ("No clock was missed.", "没有超时的计时。"),
    "report.still_running": ("{overdue}, still running", "{overdue}，仍在计时"),
    "report.open": (
        "Clocks undecided: {undecided}. Met, but may still change: {non_final}.",
        "未定：{undecided} 个计时。已达标但仍可能变：{non_final} 个。",
    ),
    "report.findings": ("Problems in the histories", "历史记录中的问题"),
    "report.finding": ("{count} × {code}: {message} (first: case {case})", "{count} × {code}：{message}（首见于事项 {case}）"),
    "report.expected": ("  expected: {value}", "  应为：{value}"),
    "report.found": ("  found: {value}", "  实际：{value}"),
    "report.rejected": ("rows that could not be read: {rejected}; all are in {file}", "{rejected} 行无法读取，全部写入 {file}"),
    "report.rejected_unwritten": ("rows that could not be read: {rejected}", "{rejected} 行无法读取"),
    "report.reject": ("row {row}, column {column}: {message}", "第 {row} 行，{column} 列：{message}"),
    "report.reject_row": ("row {row}: {message}", "第 {row} 行：{message}"),
    "report.more": ("… and {count} more", "……另有 {count} 条"),
    "report.agreement": ("Agreement with the log's own verdict: {metric}", "与原记录结论对照：{metric}"),
    "report.agreed": (
        "{share} of the cases both decide ({n}) agree ({low} to {high})",
        "双方都有结论的 {n} 个事项中，{share} 一致（{low} 至 {high}）",
    ),
    "report.agreed_none": ("There is no case that both decide.", "没有双方都有结论的事项。"),
    "report.differ": ("Cases that differ: {cases}", "结论不同的事项：{cases}"),
    "notify.counts": (
        "sent: {sent}, to be tried again: {retryable}, failed for good: {permanent}, outcome unknown: {ambiguous}",
        "已发 {sent} 条，待重试 {retryable} 条，无法送达 {permanent} 条，结果不明 {ambiguous} 条",
    ),
    "notify.planned": ("would be sent: {planned}; nothing was sent", "将发送 {planned} 条；本次未发送"),
    "notify.nothing": ("nothing to send", "没有要发送的通知"),
    "notify.waiting": ("waiting for their next try: {count}", "{count} 条未到重试时间"),
    "notify.progress": ("notices sent: {done} of {count}", "已发送 {done}/{count} 条通知"),
    "notify.column.case": ("case", "事项"),
    "notify.column.notice": ("notice", "通知"),
    "notify.column.to": ("to", "收件人"),
    "notify.column.notifier": ("by", "方式"),
    "notify.column.status": ("outcome", "结果"),
    "notify.column.why": ("why", "原因"),
    "notify.status.sent": ("sent", "已发"),
    "notify.status.delivered": ("delivered", "已送达"),
    "notify.status.retryable": ("again later", "待重试"),
    "notify.status.permanent": ("failed", "无法送达"),
    "notify.status.ambiguous": ("unknown", "结果不明"),
    "notify.status.planned": ("planned", "将发送"),
    "notify.status.overtaken": ("overtaken", "已被后一步取代"),
    "notify.overtaken": (
        "not sent, for a later step or the end of the matter came first: {count}",
        "因后一步已到或事情已了而不再发送：{count} 条",
    ),
    "tiers.progress": ("customers assigned: {done}", "已评定 {done} 个客户"),
    "tiers.progress_history": ("tier history: lines read: {done}", "等级历史：已读 {done} 行"),
    "tiers.title": ("{standard}: tiers on {on} (edition {edition})", "{standard}：{on} 的客户等级（版本 {edition}）"),
    "tiers.counts": (
        "customers: {customers}, changed: {changed}, not assigned: {not_assigned}, set aside: {rejected}",
        "客户 {customers} 个，有变化 {changed} 个，无法评定 {not_assigned} 个，另存 {rejected} 行",
    ),
    "tiers.column.tier": ("tier", "等级"),
    "tiers.column.cause": ("cause", "原因"),
    "tiers.column.customers": ("customers", "客户数"),
    "tiers.column.share": ("share", "占比"),
    "tiers.column.customer": ("customer", "客户"),
    "tiers.column.from": ("from", "生效日"),
    "tiers.column.recorded": ("recorded", "登记日"),
    "tiers.column.score": ("score", "得分"),
    "tiers.column.computed": ("by score", "按得分"),
    "tiers.column.note": ("note", "说明"),
    "tiers.cause.first": ("first assignment", "首次评定"),
    "tiers.cause.risen": ("risen", "上升"),
    "tiers.cause.fallen": ("fallen", "下降"),
    "tiers.cause.kept": ("unchanged", "不变"),
    "tiers.cause.override": ("set by a person", "人工指定"),
    "tiers.cause.override_expired": ("set by a person, expired", "人工指定到期"),
    "tiers.cause.held": ("score below, level kept for now", "得分不足，暂予保留"),
    "tiers.cause.not_assigned": ("not enough data", "数据不足"),
    "tiers.request.explanation": ("asked for an explanation", "要求说明"),
    "tiers.request.objection": ("objects", "提出异议"),
    "tiers.request.explained": ("explained by {by}", "{by} 已说明"),
    "tiers.request.upheld": ("answered by {by}: the tier stands", "{by} 答复：维持原等级"),
    "tiers.request.corrected": ("answered by {by}: corrected", "{by} 答复：已更正"),
    "tiers.notices": ("coming falls to tell customers of: {count}", "应告知客户的将要降级：{count} 个"),
    "tiers.appended": ("appended to {history}: {count}", "已向 {history} 追加 {count} 条"),
    "tiers.not_appended": ("would be appended to {history}: {count}; nothing was", "将向 {history} 追加 {count} 条；本次未写入"),
    "tiers.written": ("written to {file}: customers: {count}", "{count} 个客户已写入 {file}"),
    "tiers.unused": ("columns that the standard does not read: {names}", "标准没有用到的列：{names}"),
    "tiers.recorded": ("recorded in {history}: {customer}, {at}, {kind} ({id})", "已登记到 {history}：{customer}，{at}，{kind}（{id}）"),
    "tiers.no_history": ("{history} says nothing of that", "{history} 中没有相关记录"),
    "parity.counts": (
        "cases: {cases}, cannot be decided: {undecidable}, rows that could not be read: {rejected}, answers: {answers}",
        "事项 {cases} 个，无法判定 {undecidable} 个，无法读取 {rejected} 行，满意度答复 {answers} 条",
    ),
    "parity.written": ("the comparison was written to {file}", "对比结果已写入 {file}"),
    "list.join": (", ", "、"),
}


def phrase(key: str, locale: str = "en", **values: object) -> str:
    """Return a phrase filled with values.

    Args:
        key: A key of `PHRASES`.
        locale: `en` or `zh` (`zh-CN` counts as `zh`); any other language falls back to English.
        values: What the phrase names in braces.
    """
    return PHRASES[key][locale.startswith("zh")].format(**values)
