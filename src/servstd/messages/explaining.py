"""The words of explanations and quotations, in Chinese and English, and how instants are written in them.

*Rule:* one word per concept, the same in every explanation; what a customer reads names no tier and no staff.

Example:
    >>> from datetime import datetime, UTC
    >>> say_instant(datetime(2026, 1, 9, 9, 0, tzinfo=UTC), 2026, "zh"), say_instant(datetime(2026, 1, 9, 9, 0, tzinfo=UTC), 2025, "en")
    ('1月9日（周五）09:00', 'Fri 9 Jan 2026 09:00')
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

__all__ = ["WORDS", "align", "say_instant", "text_width", "words"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = {"en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日")}

# word -> (English, Chinese)
WORDS: Mapping[str, tuple[str, str]] = {
    "heading": ("Case {case}{matter}", "事项 {case}{matter}"),
    "bracketed": (" ({text})", "（{text}）"),
    "governed": ("{title}, version {version}{clause}, in force on the day you contacted us ({date})", "适用《{title}》{version} 版{clause}，您来电之日（{date}）已生效"),
    "governed_staff": ("{title}, version {version}", "适用《{title}》{version} 版"),
    "clause": (", clause {clause}", "第 {clause} 条"),
    "no_standard": ("no edition of the standard was in force when the case opened: measured only", "受理时尚无生效的标准：只计时，不考核"),
    "not_opened": ("the case is not opened yet at this instant", "此时事项尚未受理"),
    "opened": ("Received", "受理"),
    "promise": ("Promised", "承诺"),
    "goal": ("Goal", "目标"),
    "internal": ("Internal", "内部时限"),
    "within_named": ("{metric} within {amount}", "{amount}内{metric}"),
    "within": ("within {amount}", "{amount}内"),
    "end_of_day": (", by the end of that day", "（当日下班前）"),
    "until": ("at the agreed time: {name}", "按约定时间：{name}"),
    "running": ("Counted", "已计时"),
    "paused": ("Paused", "暂停"),
    "stopped": ("Was solved", "曾解决"),
    "goes_on": ("Running", "继续"),
    "since": ("since {start}", "{start} 起"),
    "left": ("{text} left", "还剩 {text}"),
    "overdue": ("{text} overdue", "已超时 {text}"),
    "due": ("Due {metric}", "最迟{metric}"),
    "due_line": ("{metric} due", "{metric}时限"),
    "due_paused": ("paused; due {due} if it went on now", "暂停中；若现在继续，则为 {due}"),
    "met": ("done {at}, in time", "{at} 已完成，未超时"),
    "missed_open": ("not done by then: overdue", "届时未完成，已超时"),
    "missed_done": ("done {at}: late", "{at} 完成，已超时"),
    "cancelled": ("withdrawn {at}: neither met nor missed", "{at} 撤销，不计"),
    "running_state": ("running", "计时中"),
    "exempt": ("exempt from grading", "不考核"),
    "measured": ("measured only: {reason}", "只计时：{reason}"),
    "no_pause": ("pauses do not count", "不受暂停影响"),
    "provisional": ("provisional: the holidays beyond {date} are not announced yet", "暂定：{date} 之后的节假日尚未公布"),
    "waiting_customer": ("waiting for you", "等待您的回复"),
    "on_hold": ("on hold", "等待外部条件"),
    "waiting_customer_staff": ("waiting for the customer", "等待客户"),
    "on_hold_staff": ("on hold", "挂起"),
    "span": ("{start} – {end}", "{start} – {end}"),
    "policy": ("Policy", "规则"),
    "agreement": ("Agreement", "客户约定"),
    "contract": ("contract {contract}, clause {clause}", "合同 {contract} 第 {clause} 条"),
    "by_contract": ("as agreed in your {contract}", "依据您的{contract}"),
    "own_calendar": ("the calendar agreed with the customer", "与客户约定的时间"),
    "not_earlier": ("{policy}: promises nothing earlier", "{policy}：没有更早的承诺"),
    "asked": ("Asked before", "先问过"),
    "no_match": ("{policy}: does not match", "{policy}：不适用"),
    "silent": ("{policy}: matches, does not name this metric", "{policy}：适用，但未提及此指标"),
    "target": ("Target", "时限"),
    "calendar": ("Calendar", "日历"),
    "always": ("actual time, holidays included", "按自然时间计算，节假日照算"),
    "on_calendar": ("counted in {calendar}", "按{calendar}计算"),
    "started": ("Started", "起点"),
    "by_event": ("{at}, event {event}", "{at}，事件 {event}"),
    "arithmetic": ("Arithmetic", "算法"),
    "sum_plain": ("start + target = {d0}", "起点 + 时限 = {d0}"),
    "sum_until": ("the agreed time, with what grace it has = {d0}", "约定时间（含宽限）= {d0}"),
    "sum_paused": ("{sum}; {paused} of open time did not run -> {due}", "{sum}；其间 {paused} 未计时 -> {due}"),
    "sum_carried": ("{carried} had run when it changed {at}; the rest of the target runs from there -> {d0}", "{at} 变更时已计 {carried}；余下时限自此计算 -> {d0}"),
    "changed": ("Changed", "变更"),
    "changed_to": ("{at}: now {policy}", "{at}：改按 {policy}"),
    "kept": ("{at}: another policy matches; this cycle keeps its own", "{at}：另有规则适用，本轮沿用原规则"),
    "moved": ("{at}: the agreed instant was moved", "{at}：约定时间已更改"),
    "thresholds": ("Warnings", "预警点"),
    "threshold_pending": ("{text}: {at}", "{text}：{at}"),
    "threshold_crossed": ("{text}: reached {at}", "{text}：{at} 已到"),
    "threshold_passed": ("{text}: passed by a change {at}", "{text}：{at} 变更时已越过"),
    "verdict": ("Verdict", "结论"),
    "owner": ("Owner", "责任人"),
    "complaint": ("Complaint", "投诉"),
    "complaint_stage": ("{stage}; first handling", "{stage}；首次处理"),
    "complaint_again": ("{stage}; round {count} after the first handling", "{stage}；首次处理后第 {count} 轮"),
    "complaint_attempts": ("call-backs that reached nobody: {attempts}", "回访未联系上：{attempts} 次"),
    "complaint_attempts_of": (
        "call-backs that reached nobody: {attempts} of {attempts_owed}, on {days} of {days_owed} days",
        "回访未联系上：{attempts} 次（应满 {attempts_owed} 次），分布在 {days} 天（应满 {days_owed} 天）",
    ),
    "complaint_limit": ("limit for “{stage}”: {metric}; source: {source}", "“{stage}”的时限：{metric}；出处：{source}"),
    "complaint_owed": ("owed before closing: {owed}", "结案前还须：{owed}"),
    "complaint_ready": ("nothing is owed before closing", "结案所需已齐"),
    "complaint_without": ("closed without: {owed}", "结案时缺少：{owed}"),
    "owed_decision_notice": ("the decision told to the customer", "向客户答复处理决定"),
    "owed_called_back": ("a call-back", "回访客户"),
    "cycle": ("round {n}", "第 {n} 轮"),
    "reason_no_policy": ("no policy names it", "没有规则提及"),
    "reason_none": ("the policy says none", "规则写明不考核"),
    "reason_no_row": ("the table has no row for this case", "表中没有适用的一行"),
    "reason_no_standard_in_force": ("no edition was in force", "当时没有生效的版本"),
    "reason_exempt": ("exempt", "不考核"),
    "quote_heading": ("If this were raised {at}", "若于 {at} 提出"),
    "quote_due": ("by {due}", "{due} 前"),
    "quote_nothing": ("nothing would be promised", "没有承诺时限"),
    "problems": ("Remarks", "备注"),
}  # fmt: skip


def words(key: str, locale: str, **values: object) -> str:
    """Return a phrase in the reader's language with its values filled in."""
    english, chinese = WORDS[key]
    return (chinese if locale.startswith("zh") else english).format_map(values)


def say_instant(at: datetime, year: int, locale: str) -> str:
    """Return a local instant as people write it; the year only where it is not `year`."""
    time = f"{at:%H:%M}" if not at.second else f"{at:%H:%M:%S}"
    if locale.startswith("zh"):
        prefix = "" if at.year == year else f"{at.year}年"
        return f"{prefix}{at.month}月{at.day}日（{_WEEKDAYS['zh'][at.weekday()]}）{time}"
    suffix = "" if at.year == year else f" {at.year}"
    return f"{_WEEKDAYS['en'][at.weekday()]} {at.day} {_MONTHS[at.month - 1]}{suffix} {time}"


def text_width(text: str) -> int:
    """Return how many columns a terminal needs: Chinese characters take two."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def align(rows: list[tuple[str, str]], indent: int = 0) -> list[str]:
    """Return label and text pairs as lines with the texts in one column."""
    width = max((text_width(label) for label, _ in rows), default=0)
    return [f"{' ' * indent}{label}{' ' * (width - text_width(label))}  {text}".rstrip() for label, text in rows]
