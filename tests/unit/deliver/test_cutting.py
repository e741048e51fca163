"""A text that is cut fits, is whole at its end, and keeps the case and the links."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servstd.delivery.cutting import cut, cut_subject, size_of

Unit = Literal["characters", "bytes"]
FAMILY = "👨‍👩‍👧"
PIECES = st.sampled_from(["a", "您", " ", "é", FAMILY, "🇨🇳", "👍🏽", "https://example.com/42", "42", "42x", "。", "\n", "\u0301"])
TEXTS = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60)


@settings(max_examples=200)
@given(text=TEXTS, limit=st.integers(0, 80), unit=st.sampled_from(["characters", "bytes"]), case=st.sampled_from(["", "42"]))
def test_never_longer_than_the_limit_and_valid(text: str, limit: int, unit: Unit, case: str) -> None:
    out = cut(text, limit, unit=unit, case=case)
    assert size_of(out, unit) <= limit or size_of(text, unit) <= limit
    out.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass")
    if size_of(text, unit) <= limit:
        assert out == text
    elif limit >= 3:
        assert "…" in out


@settings(max_examples=100)
@given(before=st.text("您好abc ", max_size=60), after=st.text("谢谢xyz ", max_size=60), limit=st.integers(24, 60))
def test_case_and_link_survive(before: str, after: str, limit: int) -> None:
    out = cut(f"{before} 42 {after} https://a.cn/42 {after}", limit, case="42")
    assert " 42 " in f" {out} ".replace("…", " ")
    assert "https://a.cn/42" in out.split()


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "abcd…"),
        (f"a{FAMILY}b{FAMILY}", 8, f"a{FAMILY}b…"),
        (f"a{FAMILY}b{FAMILY}", 6, "a…"),
        ("🇨🇳🇨🇳🇨🇳", 4, "🇨🇳…"),
        ("👍🏽👍🏽", 2, "…"),
        ("e\u0301e\u0301e\u0301", 4, "e\u0301…"),
        ("ab\r\ncd", 4, "ab…"),
        ("abc", 0, ""),
        ("abc", 1, "…"),
    ],
)
def test_what_belongs_together_stays(text: str, limit: int, expected: str) -> None:
    assert cut(text, limit) == expected


def test_bytes_are_counted_in_utf_8() -> None:
    assert cut("您的投诉已受理", 11, unit="bytes") == "您的…"
    assert cut("您", 2, unit="bytes") == ""


def test_a_character_with_endless_marks_is_cut_all_the_same() -> None:
    assert size_of(cut("a" + "\u0301" * 500, 100), "characters") <= 100


def test_a_link_that_finds_no_room_goes_before_the_case() -> None:
    assert cut("事项 42 的详情见 https://example.com/a/very/long/link 谢谢", 12, case="42") == "事项 42 的详情见…"
    assert cut("请见 https://example.com/a/very/long/link 事项 42", 10, case="42") == "请见… 42"


def test_the_mark_is_no_part_of_a_link() -> None:
    text = "see https://a.cn/42 and so on, for long"
    assert cut(text, 21) == "see https://a.cn/42 …"
    assert cut(text, 20) == "see… https://a.cn/42"


def test_a_number_inside_another_is_not_the_case() -> None:
    assert cut("订单 1420 已于今日收到，事项 42 办理中，请放心", 16, case="42").endswith("… 42")


def test_no_limit_and_subjects() -> None:
    assert cut("x" * 9_999, None) == "x" * 9_999
    assert cut_subject("Case 42: received", 10) == "Case 42:…"
