"""Themes: found by words and patterns that people wrote, counted with intervals, grouped when they repeat."""

from __future__ import annotations

import pytest

from servstd.durations import Period
from servstd.feedback.model import Theme
from servstd.feedback.themes import LONGEST_TEXT, Remark, find_themes, repeated, share_themes
from servstd.instants import DAY_US, read_instant

START = read_instant("2026-01-05T10:00:00+08:00")
WATER = Theme("水电返工", words={"": ("返工", "漏水", "跳闸")})
LEAK = Theme("leak", words={"en": ("leak", "leaks"), "zh": ("渗水",)}, patterns=("drip+ing",), without=("leak test",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("师傅，厨房又漏水了", ("水电返工",)),
        ("The tap LEAKS.", ("leak",)),
        ("ＬＥＡＫ in the kitchen", ("leak",)),
        ("a leaky tap", ()),
        ("it was drippping all night", ("leak",)),
        ("the leak test was passed", ()),
        ("漏水 leak", ("水电返工", "leak")),
        ("", ()),
        ("x" * LONGEST_TEXT + " leak", ()),
    ],
)
def test_a_text_has_the_themes_whose_words_stand_in_it(text: str, expected: tuple[str, ...]) -> None:
    assert find_themes(text, [WATER, LEAK]) == expected


def test_words_of_another_language_are_not_looked_for() -> None:
    assert find_themes("渗水 leak", [LEAK], language="zh") == ("leak",)
    assert find_themes("a leak", [LEAK], language="zh") == ()
    assert find_themes("漏水", [WATER], language="zh") == ("水电返工",)


def test_a_classifier_is_asked_once_a_text() -> None:
    asked: list[str] = []

    def model(text: str) -> list[str]:
        asked.append(text)
        return ["rude"]

    themes = [Theme("rude", classifier="model"), Theme("late", classifier="model"), Theme("lost", classifier="nobody")]
    assert find_themes("hm", themes, classifiers={"model": model}) == ("rude",)
    assert asked == ["hm"]
    assert find_themes("hm", themes) == ()


def test_a_plugin_part_is_asked_in_the_language_of_the_text() -> None:
    class Part:
        name, summary, version = "p", "Tells.", "1"

        def themes(self, text: str, language: str) -> list[str]:
            return ["rude"] if language == "zh" else []

    themes = [Theme("rude", classifier="p", part=Part())]
    assert find_themes("坏", themes) == ("rude",)
    assert find_themes("bad", themes) == ()
    assert find_themes("bad", themes, language="zh") == ("rude",)


def test_a_share_has_its_n_and_leaves_silence_out() -> None:
    remarks = [
        Remark("漏水", at_us=START, case="1"),
        Remark("又漏水", at_us=START, case="1"),
        Remark("很好", at_us=START, case="2"),
        Remark("返工", at_us=START),
        Remark(" ", at_us=START, case="3"),
    ]
    water, leak = share_themes(remarks, [WATER, LEAK])
    assert (water.theme, water.estimate.value, water.estimate.n, water.cases) == ("水电返工", 0.75, 4, ("1",))
    assert dict(water.estimate.excluded) == {"no_text": 1}
    assert leak.estimate.value == 0
    (nothing,) = share_themes([], [WATER])
    assert (nothing.estimate.value, nothing.estimate.n, dict(nothing.estimate.excluded)) == (None, 0, {})


def groups(days: list[float], cases: list[str] | None = None, at_least: int = 3) -> list[list[float]]:
    hits = [Remark("x", at_us=START + int(day * DAY_US), case=(cases or [""] * len(days))[i], id=str(i)) for i, day in enumerate(days)]
    found = repeated(hits, at_least=at_least, within=Period(30, "day"), time_zone="Asia/Shanghai")
    return [[(item.at_us - START) / DAY_US for item in group] for group in found]


def test_a_theme_repeats_when_it_came_up_often_enough_within_the_time() -> None:
    assert groups([0, 10, 29]) == [[0, 10, 29]]
    assert groups([0, 10, 30]) == []
    assert groups([0, 20, 35, 45]) == [[20, 35, 45]]
    assert groups([20, 0, 10]) == [[0, 10, 20]]


def test_a_group_is_told_once_and_the_next_one_starts_anew() -> None:
    assert groups([0, 1, 2, 3, 4]) == [[0, 1, 2]]
    assert groups([0, 1, 2, 3, 4, 5]) == [[0, 1, 2], [3, 4, 5]]


def test_one_case_counts_once() -> None:
    assert groups([0, 1, 2, 3], ["a", "a", "b", "c"]) == [[0, 2, 3]]
