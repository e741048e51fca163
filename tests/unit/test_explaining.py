"""The words of explanations: both languages whole, instants as people write them, columns of two widths."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from servstd.messages.explaining import WORDS, align, say_instant, text_width, words

FRIDAY = datetime(2026, 1, 9, 9, 5)


@pytest.mark.parametrize("key", WORDS)
def test_every_phrase_has_both_languages_with_the_same_values(key: str) -> None:
    english, chinese = WORDS[key]
    assert re.search(r"[\u4e00-\u9fff]", english) is None
    assert chinese
    assert set(re.findall(r"{(\w+)}", english)) == set(re.findall(r"{(\w+)}", chinese))


def test_a_phrase_is_said_in_the_readers_language() -> None:
    assert [words("left", locale, text="2 h") for locale in ("en", "zh", "zh-CN", "fr")] == ["2 h left", "还剩 2 h", "还剩 2 h", "2 h left"]


@pytest.mark.parametrize(
    ("at", "year", "locale", "expected"),
    [
        (FRIDAY, 2026, "zh", "1月9日（周五）09:05"),
        (FRIDAY, 2025, "zh", "2026年1月9日（周五）09:05"),
        (FRIDAY, 2026, "en", "Fri 9 Jan 09:05"),
        (FRIDAY, 2025, "en", "Fri 9 Jan 2026 09:05"),
        (FRIDAY.replace(second=7), 2026, "en", "Fri 9 Jan 09:05:07"),
    ],
)
def test_instants(at: datetime, year: int, locale: str, expected: str) -> None:
    assert say_instant(at, year, locale) == expected


@pytest.mark.parametrize(("text", "width"), [("", 0), ("due", 3), ("最迟", 4), ("最迟due（）", 11)])
def test_a_chinese_character_takes_two_columns(text: str, width: int) -> None:
    assert text_width(text) == width


def test_texts_stand_in_one_column() -> None:
    assert align([("最迟", "a"), ("by", "b"), ("", "c"), ("x", "")], indent=1) == [" 最迟  a", " by    b", "       c", " x"]
    assert align([]) == []
