"""Estimates and differences in words, in English and Chinese.

*Rule:* a number never comes without its interval, its n and what was left out; a figure that is not the whole is never
rounded up to 100 %, nor down to 0 what is not nothing.

Example:
    >>> spell_number(0.9615, "share"), spell_number(0.99996, "share"), spell_number(12.345, "points"), spell_number(None, "mean")
    ('96.2%', '>99.9%', '12.3', '-')
    >>> spell_reason("partial", "zh"), spell_reason("our own", "zh")
    ('未答完', 'our own')
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from servstd.estimates import Difference, Estimate

__all__ = ["REASONS", "spell_difference", "spell_estimate", "spell_excluded", "spell_number", "spell_reason"]

REASONS: Mapping[str, tuple[str, str]] = {
    "partial": ("partial", "未答完"),
    "dismissed": ("dismissed", "关闭未答"),
    "late": ("late", "逾期作答"),
    "duplicate": ("duplicate", "重复"),
    "suspected_bot": ("suspected bot", "疑似机器作答"),
    "superseded": ("superseded", "已被改答取代"),
    "refused": ("refused", "拒收"),
    "not_sent": ("not sent", "未发送"),
    "missing": ("missing", "缺失"),
    "not_a_number": ("not a number", "不是数"),
    "text": ("text", "文字"),
    "fraction": ("fraction", "小数"),
    "off_scale": ("off the scale", "超出量表"),
}
"""Why an answer is not in a figure, in words."""

_VERDICTS = {"higher": ("higher", "更高"), "lower": ("lower", "更低"), "undecided": ("undecided", "未定")}


def spell_reason(reason: str, locale: str = "en") -> str:
    """Return why something was left out; a reason of the company's own is printed as it is."""
    words = REASONS.get(reason)
    return reason if words is None else words[1 if _is_zh(locale) else 0]


def spell_number(number: float | None, unit: str, digits: int | None = None, *, signed: bool = False) -> str:
    """Return a number of a unit; a dash where there is none.

    Args:
        number: A share from 0 to 1, points, a mean or a rate.
        unit: `share` (printed in percent), `points`, `mean`, `rate`.
        digits: Decimals; None: one for shares and points, two for means, four significant digits for rates.
        signed: With a sign, as differences are.
    """
    if number is None:
        return "-"
    sign = "+" if signed else ""
    if unit == "rate" and digits is None:
        return f"{number:{sign}.4g}"
    places = digits if digits is not None else 2 if unit == "mean" else 1
    if unit != "share":
        return f"{number:{sign}.{places}f}"
    text = f"{number * 100:{sign}.{places}f}%"
    step = 10.0**-places
    if not signed and number < 1 and text == f"{100:.{places}f}%":
        return f">{100 - step:.{places}f}%"
    if not signed and number > 0 and text == f"{0:.{places}f}%":
        return f"<{step:.{places}f}%"
    return text


def spell_excluded(excluded: Mapping[str, int], locale: str = "en") -> str:
    """Return what was left out, or an empty text: `4 left out: 3 partial, 1 late`."""
    left = {reason: count for reason, count in excluded.items() if count}
    if not left:
        return ""
    if _is_zh(locale):
        return f"未计 {sum(left.values())}：" + "、".join(f"{spell_reason(reason, locale)} {count}" for reason, count in left.items())
    return f"{sum(left.values())} left out: " + ", ".join(f"{count} {spell_reason(reason)}" for reason, count in left.items())


def spell_estimate(estimate: Estimate, locale: str = "en", digits: int | None = None) -> str:
    """Return an estimate in words: value, interval, n, what was left out.

    Args:
        estimate: The estimate.
        locale: `en` or `zh`.
        digits: Decimals; None: as `spell_number` does.
    """
    zh = _is_zh(locale)
    at = "" if estimate.confidence == 0.95 else (f"，置信度 {_percent(estimate)}" if zh else f" at {_percent(estimate)}")
    if estimate.value is None:
        text = "无数据" if zh else "no data"
    elif estimate.low is None or estimate.high is None:
        known = spell_number(estimate.value, estimate.unit, digits)
        text = f"{known}（区间未知）" if zh else f"{known} (interval unknown)"
    else:
        low, high = spell_number(estimate.low, estimate.unit, digits), spell_number(estimate.high, estimate.unit, digits)
        # a minus sign or a comparison sign beside a dash is hard to read
        plain = not any(mark in low + high for mark in "-<>")
        between = f"{low.removesuffix('%')}–{high}" if plain else f"{low} 至 {high}" if zh else f"{low} to {high}"
        known = spell_number(estimate.value, estimate.unit, digits)
        text = f"{known}（{between}{at}）" if zh else f"{known} ({between}{at})"
    left = spell_excluded(estimate.excluded, locale)
    if zh:
        return f"{text}，n {estimate.n}" + (f"；{left}" if left else "")
    return f"{text}, n {estimate.n}" + (f"; {left}" if left else "")


def spell_difference(difference: Difference, locale: str = "en") -> str:
    """Return a difference in words: value, interval, both n and the verdict; differences of shares are in percentage points."""
    zh = _is_zh(locale)
    verdict = _VERDICTS[difference.verdict][1 if zh else 0]
    first, second = difference.n
    unit, factor = ("points", 100) if difference.unit == "share" else (difference.unit, 1)
    tail = f"，n {first} 与 {second}：{verdict}" if zh else f", n {first} and {second}: {verdict}"
    if difference.value is None:
        return ("无数据" if zh else "no data") + tail
    word = (" 个百分点" if zh else " points") if difference.unit == "share" else ""
    value = spell_number(difference.value * factor, unit, signed=True) + word
    if difference.low is None or difference.high is None:
        return (f"{value}（区间未知）" if zh else f"{value} (interval unknown)") + tail
    low, high = (spell_number(end * factor, unit, signed=True) for end in (difference.low, difference.high))
    return (f"{value}（{low} 至 {high}）" if zh else f"{value} ({low} to {high})") + tail


def _percent(estimate: Estimate) -> str:
    return f"{estimate.confidence * 100:.4g}%"


def _is_zh(locale: str) -> bool:
    return locale.startswith("zh")
