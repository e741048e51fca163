"""What a person of the company is told by a chain that says it in no words of its own, in English and Chinese.

*Rule:* it says the case, what is due or overdue since when, who was told before and why it comes to this person: facts only, and nothing
of the customer's but the case's number.

Example:
    >>> staff_text("due", "en", case="42", clock="Answer", due="Fri 9 Jan 10:00")
    'Case 42: Answer is due Fri 9 Jan 10:00.'
    >>> why_you("level supervisor", "zh", label="主管")
    '通知您，因为您是“主管”这一级。'
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["ENDED", "SUBJECTS", "TEXTS", "WHY_YOU", "ended_text", "split_role", "staff_subject", "staff_text", "why_you"]

TEXTS: Mapping[str, tuple[str, str]] = {
    "due": ("Case {case}: {clock} is due {due}.", "事项 {case}：{clock}将于{due}到期。"),
    "overdue": ("Case {case}: {clock} was due {due} and is overdue.", "事项 {case}：{clock}应于{due}前完成，已超时。"),
    "undated": ("Case {case}: {clock} needs attention; no due is known.", "事项 {case}：{clock}需要处理，时限未定。"),
    "event": ("Case {case}: {chain}.", "事项 {case}：{chain}。"),
    "chain": ("Escalation: {chain}, step {step}.", "上报链：{chain}，步骤 {step}。"),
    "chain_level": ("Escalation: {chain}, step {step}, level {level}.", "上报链：{chain}，步骤 {step}，级别：{level}。"),
    "round": ("Repeat {round}.", "第 {round} 次重复。"),
    "told": ("Told before: {people}.", "此前已通知：{people}。"),
    "told_one": ("{name} ({at})", "{name}（{at}）"),
    "told_level": ("{name}, {level} ({at})", "{name}，{level}（{at}）"),
    "told_more": ("and {count} more", "等，另有 {count} 人"),
    "stood_down": (
        "Case {case}: the escalation {chain} is over. You were told of it; nothing more is asked of you.",
        "事项 {case}：上报链“{chain}”已结束。此前通知过您，现在无需再处理。",
    ),
    "stood_down_why": ("Reason: {why}.", "原因：{why}。"),
    "reminder": (
        "Case {case}: you took note of the escalation {chain}, and it is not settled yet. Please confirm that you are on it.",
        "事项 {case}：您已确认上报链“{chain}”，但事情尚未解决。请再次确认您正在处理。",
    ),
    "digest": ("{count} notices", "{count} 条通知"),
    "digest_line": ("{number}. {text}", "{number}. {text}"),
    "open_case": ("Open case {case}", "打开事项 {case}"),
}

SUBJECTS: Mapping[str, tuple[str, str]] = {
    "due": ("Case {case}: {clock} due {due}", "事项 {case}：{clock}将于{due}到期"),
    "overdue": ("Case {case}: {clock} overdue since {due}", "事项 {case}：{clock}已超时（{due}）"),
    "undated": ("Case {case}: {clock}", "事项 {case}：{clock}"),
    "event": ("Case {case}: {chain}", "事项 {case}：{chain}"),
    "stood_down": ("Case {case}: {chain} is over", "事项 {case}：{chain}已解除"),
    "reminder": ("Case {case}: still on it?", "事项 {case}：请确认仍在处理"),
    "digest": ("{count} notices: cases {cases}", "{count} 条通知：事项 {cases}"),
    "digest_one": ("{count} notices: case {cases}", "{count} 条通知：事项 {cases}"),
}

WHY_YOU: Mapping[str, tuple[str, str]] = {
    "owner": ("You are told because the case is yours.", "通知您，因为这件事项由您负责。"),
    "level": ("You are told because you are the level {label}.", "通知您，因为您是“{label}”这一级。"),
    "below": ("You are told because the level above you is told now.", "通知您，因为此事已报到您的上一级。"),
    "role": ("You are told because your role is {label}.", "通知您，因为您的角色是“{label}”。"),
    "team": ("You are told because you are in the team {label}.", "通知您，因为您在“{label}”组。"),
    "rota": ("You are told because you are on duty: {label}.", "通知您，因为您正在值班：{label}。"),
    "manager of": ("You are told because you manage {label}.", "通知您，因为您是“{label}”的上级。"),
    "manager of owner": ("You are told because you manage whoever owns the case.", "通知您，因为您是负责人的上级。"),
    "person": ("You are told because the escalation names you.", "通知您，因为流程指定了您。"),
    "round robin": ("You are told because it is your turn.", "通知您，因为轮到您。"),
    "fallback": ("You are told because nobody else could be reached.", "通知您，因为找不到其他可通知的人。"),
}
"""Why a person is told, by the kind of addressee; a room and the customer are not told why."""


ENDED: Mapping[str, tuple[str, str]] = {
    "closed": ("the case is closed", "事项已关闭"),
    "cancelled": ("the case was withdrawn", "事项已撤销"),
    "stop_on": ("{condition}", "{condition}"),
    "clock": ("nothing is due any more for {clock}", "{clock}的计时已结束"),
    "ungraded": ("{clock} has no time limit any more", "{clock}已不再有时限"),
    "when": ("the escalation is not for this case any more", "事项已不属于此流程"),
    "trigger": ("what set it off is not so any more", "触发条件已不成立"),
}
"""Why an escalation is over."""


def staff_text(key: str, language: str, **values: object) -> str:
    """Return a text of `TEXTS`, filled with values.

    Args:
        key: A key of `TEXTS`.
        language: `zh` (or `zh-CN`); any other is English.
        values: What the text names in braces.
    """
    return TEXTS[key][language.startswith("zh")].format_map(values)


def staff_subject(key: str, language: str, **values: object) -> str:
    """Return a subject of `SUBJECTS`, filled with values."""
    return SUBJECTS[key][language.startswith("zh")].format_map(values)


def ended_text(code: str, language: str, *, clock: str, condition: str) -> str:
    """Return why an escalation is over, in words; empty where it is not known.

    Args:
        code: A key of `ENDED`.
        language: `zh` or `en`.
        clock: What people call the clock it hung on.
        condition: What ends it, in words.
    """
    texts = ENDED.get(code)
    return "" if texts is None else texts[language.startswith("zh")].format_map({"clock": clock, "condition": condition})


def split_role(role: str) -> tuple[str, str]:
    """Return why a recipient is told, and the name it goes by: `("manager of", "li")`, `("round robin", "")`."""
    how = next((kind for kind in ("manager of", "round robin") if role.startswith(kind)), role.partition(" ")[0])
    return how, role.removeprefix(how).strip()


def why_you(role: str, language: str, *, kind: str = "step", label: str = "") -> str:
    """Return why a person is told, as one sentence; empty where nothing is to be said.

    Args:
        role: As a line of an escalation has it: `owner`, `level supervisor`, `rota front_desk`, `manager of owner` ...
        language: `zh` or `en`.
        kind: `fallback` and `below` say more than the role.
        label: What people call the role, level, team, rota or person; empty: its name.
    """
    how, name = split_role(role)
    if kind in ("fallback", "below"):
        how = kind
    elif (how, name) == ("manager of", "owner"):
        how = role
    texts = WHY_YOU.get(how)
    return "" if texts is None else texts[language.startswith("zh")].format_map({"label": label or name})
