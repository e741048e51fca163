"""Tables: columns line up on the screen, also in Chinese, and fit its width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servstd.report import cut, pad, table, text_width

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=30)


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("首次响应", 8), ("ａｂ", 4), ("é", 1), ("e\u0301", 1), ("ﾊﾝ", 2), ("👍", 2), ("…", 1), ("9:00–12:00", 10)],
)
def test_width(text: str, width: int) -> None:
    assert text_width(text) == width


@given(TEXT, st.integers(1, 40))
def test_cut_fits(text: str, width: int) -> None:
    short = cut(text, width)
    assert text_width(short) <= width
    assert short == text or short.endswith("…")


def test_cut_never_halves_a_wide_character() -> None:
    assert cut("首次响应", 8) == "首次响应"
    assert cut("首次响应", 7) == "首次响…"
    assert cut("首次响应", 6) == "首次…"


def test_pad() -> None:
    assert pad("解决", 6) == "解决  "
    assert pad("解决", 6, right=True) == "  解决"


def test_rows_line_up_in_chinese() -> None:
    text = table([["投诉答复", "12"], ["resolution", "3"], ["解决", "100"]], heads=["指标", "n"], right={1})
    assert text.splitlines() == [
        "指标          n",
        "----------  ---",
        "投诉答复     12",
        "resolution    3",
        "解决        100",
    ]
    assert len({text_width(line) for line in text.splitlines()}) == 1


@given(st.lists(st.tuples(TEXT, TEXT, st.integers(0, 99_999).map(str)), max_size=6), st.integers(30, 100))
def test_fits_the_screen(rows: list[tuple[str, str, str]], width: int) -> None:
    text = table(rows, heads=["case", "metric", "n"], right={2}, width=width)
    assert all(text_width(line) <= width for line in text.split("\n"))
    assert len(text.split("\n")) == len(rows) + 2
    for row, line in zip(rows, text.split("\n")[2:], strict=True):
        assert line.endswith(row[2]), "numbers are never cut"


def test_the_widest_column_gives_way_first() -> None:
    text = table([["a" * 30, "short"]], heads=["x", "y"], width=20)
    assert text.splitlines()[2] == "a" * 12 + "…  short"


def test_a_screen_too_narrow_keeps_numbers_and_something_of_each_column() -> None:
    lines = table([["a" * 30, "b" * 30, "123456"]], heads=["x", "y", "n"], right={2}, width=5).splitlines()
    assert lines[2] == "aaaaa…  bbbbb…  123456"


def test_control_characters_cannot_break_the_table() -> None:
    assert table([["a\nb\x1b[31m", "c"]], heads=["x", "y"]).splitlines()[2] == "a b [31m  c"


def test_no_rows() -> None:
    assert table([], heads=["x", "yy"]) == "x  yy\n-  --"
