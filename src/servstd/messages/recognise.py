"""What people write instead of our grammar, and the text to write: full-width digits, Chinese units, other manners.

*Rule:* these answer a mistake; nothing here is accepted as input. When the meaning is not certain the answer is empty.

Example:
    >>> amount_fix("一个半小时"), hours_fix("9点至18点半"), weekday_fix("周一至周五")
    ('1h30m', '09:00-18:30', 'mon-fri')
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from servstd.messages.nearest import did_you_mean

__all__ = ["amount_fix", "hours_fix", "normalise_width", "unquoted", "weekday_fix", "zone_fix"]

_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | str.maketrans("　、。“”‘’—–−﹣〜", " ,.\"\"''----~")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_UNITS = {
    "wd": r"个?工作[日天]|(?:business|working|work)\s*-?\s*days?|workdays?|wd|bd",
    "h": r"小时|钟头|hours?|hrs?|h",
    "mo": r"个月|月|months?|mo",
    "m": r"分钟|分|minutes?|mins?|m",
    "s": r"秒钟|秒|seconds?|secs?|s",
    "d": r"天|日|days?|d",
    "w": r"周|星期|礼拜|weeks?|w",
    "y": r"年|years?|y",
}
_NUMBER = r"[0-9]{1,9}(?:\.[0-9]{1,6})?|[零〇一二两三四五六七八九十百]+"
_TOKEN = re.compile(
    rf"(?P<number>{_NUMBER})?\s*个?(?P<half>半)?个?\s*(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items())
    + r")(?P<after>半)?"
    r"(?:\s*(?:,|and|又|零(?=[0-9一二两三四五六七八九]))\s*|\s*)"
)
_TIME = r"(上午|早上|早|凌晨|中午|下午|晚上|晚)?\s*([0-9]{1,2})(?:\s*[:.点时h]\s*([0-9]{2}|半)?\s*分?|([0-9]{2}))?\s*(am|pm|a\.m\.|p\.m\.)?"
_LATER = {"中午": range(1, 3), "下午": range(1, 12), "晚上": range(5, 13), "晚": range(5, 13)}
_HOURS = re.compile(rf"{_TIME}\s*(?:-|~|至|到|to|until)\s*{_TIME}")
_ONE_TIME = re.compile(_TIME)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CHINESE_DAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_GROUPS = {
    "工作日": "mon-fri", "weekdays": "mon-fri", "weekday": "mon-fri", "workdays": "mon-fri",
    "周末": "sat,sun", "双休日": "sat,sun", "weekend": "sat,sun", "weekends": "sat,sun",
    "每天": "mon-sun", "每日": "mon-sun", "全周": "mon-sun", "daily": "mon-sun", "everyday": "mon-sun", "every day": "mon-sun", "all": "mon-sun",
}  # fmt: skip
_ZONES = {
    **dict.fromkeys(
        ("beijing", "peking", "china", "prc", "cst", "cn", "china standard time", "chongqing", "shenzhen", "guangzhou", "hangzhou",
         "chengdu", "wuhan", "nanjing", "北京", "北京时间", "中国", "中国标准时间", "上海", "东八区", "+8"), "Asia/Shanghai"),
    **dict.fromkeys(("hkt", "hongkong", "香港"), "Asia/Hong_Kong"), **dict.fromkeys(("台北", "taiwan"), "Asia/Taipei"),
    **dict.fromkeys(("sgt", "新加坡"), "Asia/Singapore"), **dict.fromkeys(("jst", "+9", "japan", "osaka", "东京", "日本"), "Asia/Tokyo"),
    **dict.fromkeys(("kst", "首尔", "korea"), "Asia/Seoul"), "bst": "Europe/London", "伦敦": "Europe/London",
    **dict.fromkeys(("ist", "+5:30", "mumbai", "delhi", "new_delhi", "bangalore", "bengaluru", "india"), "Asia/Kolkata"),
    **dict.fromkeys(("cest", "munich", "frankfurt", "hamburg", "germany"), "Europe/Berlin"), "+0": "UTC", "-0": "UTC",
    **dict.fromkeys(("edt", "washington", "boston", "miami", "纽约"), "America/New_York"), "cdt": "America/Chicago",
    **dict.fromkeys(("pst", "pdt", "san_francisco", "seattle", "洛杉矶"), "America/Los_Angeles"),
}  # fmt: skip
_OFFSET = re.compile(r"(?:utc|gmt|etc/gmt)?\s*([+-])\s*0?([0-9]{1,2})(?::?([0-9]{2}))?")


def normalise_width(text: str) -> str:
    """Return a text with full-width letters, digits and punctuation, and typographic dashes, in their plain forms."""
    return text.translate(_WIDTHS)


def unquoted(text: str) -> str:
    """Return a text in plain width, without the quotes that somebody typed as part of it."""
    return normalise_width(text).strip().strip("\"'「」『』").strip()


def amount_fix(text: str) -> str:
    """Return the amount somebody probably meant, in our grammar, or an empty text.

    No amount has weeks, months or years, and how long half a day is depends on the calendar: these get no answer.
    """
    rest = unquoted(text).lower().removeprefix("+")
    found: list[tuple[Fraction, str]] = []
    while rest:
        match = _TOKEN.match(rest)
        if match is None or not (match["number"] or match["half"]):
            return ""
        number = _number(match["number"]) if match["number"] else Fraction(0)
        number += Fraction(1, 2) * bool(match["half"]) + Fraction(1, 2) * bool(match["after"])
        unit = next(name for name in _UNITS if match[name])
        if unit in ("w", "mo", "y") or (unit in ("d", "wd") and number.denominator > 1):
            return ""
        found.append((number, unit))
        rest = rest[match.end() :]
    units = [unit for _, unit in found]
    if not found or ("wd" in units and len(units) > 1):
        return ""
    if len(found) == 1 and found[0][0].denominator == 1:
        return f"{found[0][0]}{units[0]}"
    return _spelt(sum((number * _SECONDS[unit] for number, unit in found), Fraction(0)), "d" in units)


def _number(text: str) -> Fraction:
    if text[0] in "0123456789":
        return Fraction(text)
    total = digit = 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[char]
    return Fraction(total + digit)


def _spelt(seconds: Fraction, in_days: bool) -> str:
    rest = round(seconds)
    parts: list[str] = []
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)):
        if unit != "d" or in_days:
            count, rest = divmod(rest, size)
            parts.append(f"{count}{unit}" if count else "")
    return "".join(parts)


def hours_fix(text: str) -> str:
    """Return the hours `HH:MM-HH:MM` (or the time `HH:MM`) somebody probably meant, or an empty text."""
    plain = unquoted(text).lower()
    match = _HOURS.fullmatch(plain)
    if match is not None:
        start, stop = _time(*match.groups()[:5]), _time(*_afternoon(match))
        return f"{start}-{stop}" if start and stop and start != stop and start < "24:00" else ""
    match = _ONE_TIME.fullmatch(plain)
    return _time(*match.groups()) if match is not None and re.search(r"[:.点时h]", plain) else ""


def _afternoon(match: re.Match[str]) -> tuple[str | None, str, str | None, str | None, str | None]:
    """Return the closing of `9-5`: five in the afternoon, unless it is marked otherwise or `05` is written as on a 24-hour clock."""
    part, hour, minute, tail, half_day = match.groups()[5:]
    marked = part or half_day or match[5] or hour.startswith("0") or match[1] in _LATER
    later = not marked and int(hour) < int(match[2]) <= 12
    return "下午" if later else part, hour, minute, tail, half_day


def _time(part_of_day: str | None, hour: str, minute: str | None, tail: str | None, half_day: str | None) -> str:
    hours, minutes = int(hour), 30 if minute == "半" else int(minute or tail or 0)
    if half_day:
        hours = hours % 12 + (12 if half_day.startswith("p") else 0) if hours <= 12 else 99
    elif part_of_day in _LATER and hours in _LATER[part_of_day]:
        hours += 12
    return f"{hours:02}:{minutes:02}" if (hours < 24 and minutes < 60) or (hours, minutes) == (24, 0) else ""


def weekday_fix(text: str) -> str:
    """Return the weekdays (`mon`, `mon-fri`, `sat,sun`) somebody probably meant, or an empty text."""
    plain = re.sub(r"\s*(?:至|到|~|\bto\b)\s*", "-", unquoted(text).lower())
    if plain in _GROUPS:
        return _GROUPS[plain]
    parts = [[_weekday(end.strip()) for end in part.split("-")] for part in re.split(r"[,;/和]|\band\b", plain)]
    return ",".join("-".join(part) for part in parts) if all(all(part) and len(part) <= 2 for part in parts) else ""


def _weekday(text: str) -> str:
    chinese = _CHINESE_DAY.fullmatch(text)
    if chinese is not None:
        return _WEEKDAYS["一二三四五六日".index(chinese[1].replace("天", "日"))]
    if len(text) < 3:
        return ""
    near = next((name for name in _FULL_NAMES if name.startswith(text)), "") or did_you_mean(text, _FULL_NAMES)
    return near[:3]


def zone_fix(text: str, known: Iterable[str]) -> str:
    """Return the IANA name of the zone somebody probably meant by `Asia/Beijing`, `UTC+8` or `北京`, or an empty text.

    Args:
        text: What was written.
        known: The names there are.
    """
    plain = unquoted(text).lower().replace(" ", "_")
    offset = _OFFSET.fullmatch(plain.replace("_", ""))
    if offset is not None:
        minutes = f":{offset[3]}" if offset[3] and offset[3] != "00" else ""
        return _ZONES.get(f"{offset[1]}{offset[2]}{minutes}", "")
    city = plain.rpartition("/")[2]
    names = sorted(known)
    listed = _ZONES.get(plain) or _ZONES.get(plain.replace("_", " ")) or _ZONES.get(city)
    near = [name for name in names if name.lower().rpartition("/")[2] == city]
    near.sort(key=lambda name: name.lower() != plain)
    return listed or (near[0] if near else did_you_mean(unquoted(text), names))
