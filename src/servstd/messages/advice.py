"""What to write instead of a value that could not be read, and what is wrong with it, in English and Chinese.

*Rule:* a fix is offered only where it is certain; else the advice says which form is needed, and never lists every form there is.

Example:
    >>> amount_advice("1H")["what_en"], amount_advice("1H")["fix_en"]
    (': units are written in lower case', '1h')
    >>> hours_advice("09:00")["fix_en"]
    'an opening and a closing, such as 09:00-18:00'
"""

from __future__ import annotations

import re
from typing import TypedDict

from servstd.messages.recognise import amount_fix, hours_fix, normalise_width, unquoted, weekday_fix

__all__ = ["Advice", "amount_advice", "date_advice", "hours_advice", "weekday_advice"]

_LONG = re.compile(r"周|星期|礼拜|月|年|\b[0-9]*\s*(?:weeks?|w|months?|mo|years?|y)\b")
_HALF_DAY = re.compile(
    r"半[个]?[天日]|[天日]半|half\s+(?:a\s+)?(?:day|business|working)|[0-9]*\.[0-9]+\s*(?:w?d|天|日|个?工作[日天]|(?:working |business )?days?)"
)
_TYPOGRAPHIC = re.compile("[“”‘’「」『』＂＇]")
_Words = tuple[str, str]


class Advice(TypedDict):
    """What is wrong (after a colon, or empty) and what to write instead, as the messages quote them."""

    what_en: str
    what_zh: str
    fix_en: str
    fix_zh: str


def _advice(text: str, fix: str, form: _Words, what: _Words = ("", "")) -> Advice:
    """Return the parameters of a message: the fix when there is one, else the form; quotes that are no quotes are named."""
    marks = "".join(dict.fromkeys(_TYPOGRAPHIC.findall(text)))
    en, zh = (fix, f" {fix}") if fix else form
    if marks:
        en, zh = f'{en}, in plain quotes (") or none, instead of {marks}', f'{zh}，引号用英文半角（"）或不加，不要用 {marks}'
    return {"what_en": what[0] and f": {what[0]}", "what_zh": what[1] and f"：{what[1]}", "fix_en": en, "fix_zh": zh}


def amount_advice(text: str) -> Advice:
    """Return the parameters of TIM010 (`what_en`, `what_zh`, `fix_en`, `fix_zh`) for a text that is no amount."""
    plain, fix = unquoted(text), amount_fix(text)
    form = ("a number and a unit, such as 30m, 4h or 2wd", "数字加单位，例如 30m、4h、2wd")
    unit = re.fullmatch(r"[0-9.]+\s*([^\W0-9]+)", plain)
    if plain.startswith("-"):
        return _advice(text, amount_fix(plain[1:]), form, ("it is negative", "不能是负数"))
    if _HALF_DAY.search(plain.lower()):
        form = (
            "hours of the calendar, such as 4h, or 1wd with end_of_day: true",
            "日历内的小时数，例如 4h；或写 1wd 并加 end_of_day: true",
        )
        return _advice(text, "", form, ("how long half a day is depends on the calendar", "半天有多长，要看日历"))
    if not fix and _LONG.search(plain.lower()):
        form = ("working days (10wd) or hours (16h)", "工作日（10wd）或小时（16h）")
        return _advice(text, "", form, ("no amount has weeks, months or years", "时长不能用周、月、年"))
    if plain != plain.lower() and fix == plain.lower():
        return _advice(text, fix, form, ("units are written in lower case", "单位要用小写"))
    if re.fullmatch(r"[0-9.]+", plain):
        form = (
            f"the unit too: {plain}h is hours, {plain}m minutes, {plain}wd working days",
            f"数字加单位：{plain}h 是小时，{plain}m 是分钟，{plain}wd 是工作日",
        )
        return _advice(text, "", form, ("the unit is missing", "缺少单位"))
    if not fix and unit is not None:
        return _advice(text, "", form, (f"there is no unit {unit[1]}", f"没有“{unit[1]}”这个单位"))
    return _advice(text, fix, form)


def hours_advice(text: str) -> Advice:
    """Return the parameters of CAL004 for a text that is no hours of a day."""
    fix = hours_fix(text)
    if fix and "-" not in fix:
        return _advice(
            text,
            "",
            ("an opening and a closing, such as 09:00-18:00", "起止两个时间，例如 09:00-18:00"),
            ("the closing is missing", "缺少结束时间"),
        )
    form = ("an opening and a closing as HH:MM-HH:MM, such as 09:00-18:00", "“时:分-时:分”的形式，例如 09:00-18:00")
    return _advice(text, fix, form, ("", "") if fix else _beyond(text))


def _beyond(text: str) -> _Words:
    """Return which number is more than a clock has."""
    for hour, minute in re.findall(r"([0-9]{1,2}):([0-9]{2})", normalise_width(text)):
        if int(minute) > 59:
            return f"{minute} > 59 minutes", f"分钟 {minute} 大于 59"
        if int(hour) * 60 + int(minute) > 24 * 60:
            return f"{hour}:{minute} > 24:00", f"{hour}:{minute} 超过 24:00"
    return "", ""


def weekday_advice(text: str) -> Advice:
    """Return the parameters of CAL003 for a text that is no weekday."""
    return _advice(text, weekday_fix(text), ("weekdays as mon, mon-fri or mon,wed", " mon、mon-fri 或 mon,wed 的形式"))


def date_advice(text: str, fix: str) -> Advice:
    """Return the parameters of CAL010 for a text that is no date; `fix` is the date it probably means, or empty."""
    return _advice(
        text,
        fix,
        (
            "a date that exists, as 2026-02-14, or a range 2026-02-09..2026-03-01",
            "真实存在的日期，如 2026-02-14；区间写作 2026-02-09..2026-03-01",
        ),
    )
