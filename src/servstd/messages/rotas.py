"""The words in which a rota is shown, in English and Chinese: who is on duty, gaps, hand-overs, hours.

*Rule:* a sentence is filled with values, never glued from pieces.

Example:
    >>> rota_words("nobody", "en"), rota_words("some_hours", "zh", hours="35.7")
    ('nobody', '35.7 小时')
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

__all__ = ["WORDS", "rota_words", "say_weekday"]

_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAYS_ZH = "一二三四五六日"

# word -> (English, Chinese)
WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Rota {name}", "值班表：{name}"),
    "span": ("{first} - {last}, {zone}", "{first} 至 {last}，{zone}"),
    "day": ("day", "日期"),
    "shift": ("shift", "班次"),
    "time": ("from - to", "起止"),
    "who": ("on duty", "值班人"),
    "nobody": ("nobody", "无人"),
    "empty": ("nobody is on duty in this time", "这段时间没有任何人值班"),
    "covered": (
        "Covered: {covered} of {needed} h in which somebody must be on duty ({share})",
        "覆盖：必须有人的 {needed} 小时中有人 {covered} 小时（{share}）",
    ),
    "no_cover": ("Nothing says when somebody must be on duty (must_cover)", "没有写明哪些时段必须有人（must_cover）"),
    "unstaffed": ("Nobody at all is on duty for {hours} h", "完全无人值班共 {hours} 小时"),
    "gaps": ("Gaps", "空缺"),
    "gap": ("gap", "空缺"),
    "no_gaps": ("No gaps", "没有空缺"),
    "times": ("times", "次数"),
    "hours": ("hours", "小时"),
    "first": ("first", "最早"),
    "overlaps": ("Overlaps: {count}, {hours} h with several people on duty", "重叠：{count} 段，共 {hours} 小时有多人同时值班"),
    "handovers": ("Hand-overs", "交接"),
    "handover": ("from - to", "交接班次"),
    "shortest": ("shortest", "最短"),
    "least": ("least", "要求"),
    "minutes": ("{minutes} min", "{minutes} 分钟"),
    "never": ("never", "从不"),
    "people": ("Hours", "工时"),
    "person": ("person", "人员"),
    "mean": ("h a week", "周均工时"),
    "fullest": ("fullest week", "最忙一周"),
    "days_off": ("fewest days off", "最少休息日"),
    "rest": ("shortest rest", "最短间隔"),
    "comma": (", ", "，"),
    "some_hours": ("{hours} h", "{hours} 小时"),
    "limits": ("Limits: {limits}", "限制：{limits}"),
    "limit_hours": ("at most {hours} h a week", "每周不超过 {hours} 小时"),
    "limit_rest": ("at least {rest} between two shifts", "两班至少间隔 {rest}"),
    "limit_days": ("days off a week: at least {days}", "每周至少休息 {days} 天"),
    "broken": ("!", "！"),
    "idle": ("Changes without effect: {count}", "不起作用的调整：{count} 条"),
    "fine": ("Nothing stands against it.", "没有发现问题。"),
    "more": ("... and {count} more", "……另有 {count} 项"),
    "export_done": ("{count} shifts written to {file}", "已把 {count} 个班写入 {file}"),
    "import_head": ("from {file}: {count} events, {first} - {last}", "取自 {file}：{count} 条日程，{first} 至 {last}"),
    "import_fallback": ("who is told when nobody is on duty, such as {{role: supervisor}}", "无人值班时转给谁，如 {{role: supervisor}}"),
}  # fmt: skip


def rota_words(key: str, locale: str, **values: object) -> str:
    """Return a sentence in the reader's language with its values filled in."""
    english, chinese = WORDS[key]
    return (chinese if locale.startswith("zh") else english).format_map(values)


def say_weekday(day: date, locale: str) -> str:
    """Return a day with its weekday: `Mon 2026-01-05`, `2026-01-05 周一`."""
    if locale.startswith("zh"):
        return f"{day.isoformat()} 周{_DAYS_ZH[day.weekday()]}"
    return f"{_DAYS_EN[day.weekday()]} {day.isoformat()}"
