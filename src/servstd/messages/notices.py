"""The texts of notices that no template wrote: fallbacks, subjects, and warnings to staff, in English and Chinese.

*Rule:* a fallback always says the case, and the clock with its due where one is known. It says nothing that is not a fact.

Example:
    >>> fallback_text("opened", "zh", case="42", clocks=[("首次响应", "1月9日（周五）09:20")])
    '事项 42：已受理。首次响应时限：1月9日（周五）09:20。'
    >>> notice_subject("missed", "en", case="42")
    'Case 42: not done in time'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__ = ["TEXTS", "WHAT", "WHY", "fallback_text", "notice_subject", "notice_text", "why_text"]

WHAT: Mapping[str, tuple[str, str]] = {
    "opened": ("received", "已受理"),
    "due_changed": ("the time limit has changed", "时限有调整"),
    "missed": ("not done in time", "未能按时完成"),
    "threshold": ("a time limit is drawing near", "时限将到"),
    "resolved": ("solved", "已解决"),
    "closed": ("closed", "已办结"),
    "reopened": ("taken up again", "重新受理"),
    "cancelled": ("withdrawn", "已撤销"),
    "other": ("there is news", "有新进展"),
}
"""Why a notice is sent, in a few words; `other` for the events a company names itself."""

WHY: Mapping[str, tuple[str, str]] = {
    "resumed": ("work on it goes on after a pause", "暂停结束，恢复计时"),
    "moved": ("the agreed time was moved", "约定时间有变更"),
    "changed": ("what the case is about has changed", "事项情况有变化"),
    "reopened": ("the case was taken up again", "事项重新处理"),
    "restarted": ("the time is counted anew", "重新计时"),
    "threshold": ("a time limit is drawing near", "时限将到"),
    "missed": ("a time limit has passed", "时限已过"),
    "event": ("what happened is passed on", "按流程通报"),
    "by_hand": ("somebody passed it on by hand", "人工上报"),
}
"""Why a due changed; why a chain tells somebody."""

TEXTS: Mapping[str, tuple[str, str]] = {
    "fallback": ("Case {case}: {what}.", "事项 {case}：{what}。"),
    "fallback_clock": (" {clock}: due {due}.", "{clock}时限：{due}。"),
    "fallback_clock_open": (" {clock}: due not fixed yet.", "{clock}时限：待定。"),
    "subject": ("Case {case}: {what}", "事项 {case}：{what}"),
    "staff_threshold": (
        "Case {case}: {clock} reached its warning point {threshold} ({at}).",
        "事项 {case}：{clock}已到预警点 {threshold}（{at}）。",
    ),
    "staff_missed": ("Case {case}: {clock} was missed; it was due {at}.", "事项 {case}：{clock}已超时，时限为 {at}。"),
    "staff_subject_threshold": ("Case {case}: warning for {clock}", "事项 {case}：{clock}预警"),
    "staff_subject_missed": ("Case {case}: {clock} missed", "事项 {case}：{clock}超时"),
    "staff_open": ("Open the case", "打开事项"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "join": (", ", "、"),
}


def notice_text(key: str, language: str, **values: object) -> str:
    """Return a text of this catalogue, filled with values.

    Args:
        key: A key of `TEXTS`.
        language: `zh` (or `zh-CN`); any other is English.
        values: What the text names in braces.
    """
    return TEXTS[key][language.startswith("zh")].format_map(values)


def notice_subject(reason: str, language: str, *, case: str) -> str:
    """Return the subject of a notice that has none of its own."""
    return notice_text("subject", language, case=case, what=_what(reason, language))


def fallback_text(reason: str, language: str, *, case: str, clocks: Iterable[tuple[str, str]]) -> str:
    """Return the plain text that stands in for a template that failed.

    Args:
        reason: Why the notice is sent.
        language: `zh` or `en`.
        case: The case's number.
        clocks: (label, due) of each clock it is about; an empty due: not fixed.
    """
    text = notice_text("fallback", language, case=case, what=_what(reason, language))
    for clock, due in clocks:
        text += notice_text("fallback_clock" if due else "fallback_clock_open", language, clock=clock, due=due)
    return text


def why_text(why: str, language: str) -> str:
    """Return why a due changed or a chain tells somebody, in words; a code that is not known as it is."""
    return WHY[why][language.startswith("zh")] if why in WHY else why


def _what(reason: str, language: str) -> str:
    return WHAT.get(reason, WHAT["other"])[language.startswith("zh")]
