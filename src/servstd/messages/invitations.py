"""What a customer is asked, where the company wrote no text of its own: the question, the invitation, the reminder.

*Rule:* a text is a template as a company would write it, so that it is filled and masked like every other; the question itself is a fact.

Example:
    >>> question_text("csat", "zh", low=1, high=5, best=5)
    '您对这次服务满意吗？请按 1–5 打分，5 最好。'
    >>> invitation_text("asked", "en", case=True, link=False, anonymous=False)
    '{{standard}}, about case {{case}}: {{question}} Please reply with your answer by {{expires}}.'
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

__all__ = ["PARTS", "QUESTIONS", "WORDS", "InvitationReason", "invitation_subject", "invitation_text", "invite_words", "question_text"]

InvitationReason = Literal["asked", "reminded"]

# kind of instrument -> the question in English and Chinese
QUESTIONS: Mapping[str, tuple[str, str]] = {
    "csat": (
        "How satisfied are you with our service, from {low} to {high}? {best} is best.",
        "您对这次服务满意吗？请按 {low}–{high} 打分，{best} 最好。",
    ),
    "nps": (
        "How likely are you to recommend us, from {low} to {high}? {best} is most likely.",
        "您有多大可能向亲友推荐我们？请按 {low}–{high} 打分，{best} 为最愿意。",
    ),
    "ces": (
        "How easy was it to have your matter settled, from {low} to {high}? {best} is easiest.",
        "这次办事省心吗？请按 {low}–{high} 打分，{best} 最省心。",
    ),
    "yes_no": ("Was your matter settled?", "您的事项办妥了吗？"),
    "battery": ("We have a few questions about our service.", "想请您就我们的服务回答几个问题。"),
    "custom": (
        "What do you think of our service, from {low} to {high}? {best} is best.",
        "您怎么评价我们的服务？请按 {low}–{high} 打分，{best} 最好。",
    ),
}

PARTS: Mapping[str, tuple[str, str]] = {
    "asked.case": ("{{standard}}, about case {{case}}: {{question}}", "【{{standard}}】关于您的事项{{case}}：{{question}}"),
    "asked.nothing": ("{{standard}}: {{question}}", "【{{standard}}】{{question}}"),
    "reminded.case": (
        "{{standard}}, about case {{case}}, a short reminder: {{question}}",
        "【{{standard}}】您的事项{{case}}还在等您的评价：{{question}}",
    ),
    "reminded.nothing": ("{{standard}}, a short reminder: {{question}}", "【{{standard}}】还在等您的评价：{{question}}"),
    "link": ("Please answer by {{expires}}: {{link}}", "请于{{expires}}前作答：{{link}}"),
    "reply": ("Please reply with your answer by {{expires}}.", "请于{{expires}}前直接回复您的答案。"),
    "anonymous": ("Your answer is kept without your name.", "本次评价不记名。"),
    "subject.asked": ("How did we do?", "请您评价我们的服务"),
    "subject.reminded": ("A reminder: how did we do?", "提醒：请您评价我们的服务"),
}


def _say(table: Mapping[str, tuple[str, str]], name: str, language: str) -> str:
    return table[name][language.startswith("zh")]


def question_text(kind: str, language: str, *, low: int, high: int, best: int) -> str:
    """Return the question of an instrument that declares none.

    Args:
        kind: The instrument's kind.
        language: `zh` or `en`.
        low: The lowest score.
        high: The highest.
        best: Which of the two is the good one.
    """
    return _say(QUESTIONS, kind, language).format(low=low, high=high, best=best)


def invitation_text(reason: InvitationReason, language: str, *, case: bool, link: bool, anonymous: bool) -> str:
    """Return the template of an invitation or a reminder.

    Args:
        reason: `asked` or `reminded`.
        language: `zh` or `en`.
        case: Whether it is about a case.
        link: Whether there is a link; else an answer to the message is asked for.
        anonymous: Whether to say that no name is kept.
    """
    parts = [f"{reason}.{'case' if case else 'nothing'}", "link" if link else "reply"]
    if anonymous:
        parts.insert(1, "anonymous")
    return ("" if language.startswith("zh") else " ").join(_say(PARTS, part, language) for part in parts)


def invitation_subject(reason: InvitationReason, language: str) -> str:
    """Return the subject of an invitation or a reminder."""
    return _say(PARTS, f"subject.{reason}", language)


WORDS: Mapping[str, tuple[str, str]] = {
    "nothing": ("Nobody is to be asked.", "没有要询问的客户。"),
    "column.case": ("case", "事项"),
    "column.customer": ("customer", "客户"),
    "column.instrument": ("instrument", "问卷"),
    "column.state": ("outcome", "结果"),
    "column.at": ("when", "时间"),
    "column.via": ("via", "通道"),
    "column.why": ("why not", "不问的原因"),
    "state.asked": ("asks", "询问"),
    "state.waits": ("waits", "等待时段"),
    "state.not_asked": ("does not ask", "不问"),
    "until": ("{why}, until {at}", "{why}，至 {at}"),
    "counts": (
        "would ask: {asked}, wait for the hours: {waits}, not ask: {not_asked}",
        "将询问 {asked} 人，等待时段 {waits} 人，不问 {not_asked} 人",
    ),
    "reason": ("- {why}: {count}", "- {why}：{count}"),
    "sent_line": (
        "{status}: case {case}, customer {customer}, {instrument}, by {notifier}{code}",
        "{status}：事项 {case}，客户 {customer}，{instrument}，经 {notifier}{code}",
    ),
    "sent_counts": (
        "sent: {sent}, sent by an earlier run: {known}, to be tried again: {retryable}, failed: {permanent}, in doubt: {ambiguous}, not asked: {not_asked}",
        "已发送 {sent}，此前已发 {known}，待重试 {retryable}，失败 {permanent}，结果不明 {ambiguous}，不问 {not_asked}",
    ),
    "status.sent": ("sent", "已发送"),
    "status.known": ("sent by an earlier run", "此前已发"),
    "status.retryable": ("to be tried again", "待重试"),
    "status.permanent": ("failed", "失败"),
    "status.ambiguous": ("in doubt, not sent again", "结果不明，不再重发"),
}
"""What `servstd feedback invite` prints."""


def invite_words(name: str, language: str, **values: object) -> str:
    """Return a sentence of the command, filled."""
    return _say(WORDS, name, language).format(**values)
