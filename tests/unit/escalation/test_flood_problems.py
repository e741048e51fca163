"""The problems of flood control: the bad example shows each, the good one does not, and both languages name the numbers."""

from __future__ import annotations

import pytest

from servstd.errors import Problem
from servstd.messages.problems._esc_flood import ENTRIES
from tests.docs.test_problem_examples import problems_of


@pytest.mark.parametrize("code", ENTRIES)
def test_bad_shows_it_and_good_does_not(code: str) -> None:
    entry = ENTRIES[code]
    assert code in {problem.code for problem in problems_of(entry.bad)}
    good = problems_of(entry.good)
    assert code not in {problem.code for problem in good}
    assert [problem for problem in good if problem.severity == "error"] == []


def test_both_languages_name_the_numbers() -> None:
    never = Problem("ESC080", params={"count": 18, "per": "1h", "other": 3, "other_per": "15m"})
    assert never.message("en") == "the limit of 18 in 1h is never reached: 3 in 15m admits no more than that"
    assert never.message("zh") == "每 1h 最多 18 条的限制永远用不上：每 15m 最多 3 条已经更严"
    twice = Problem("ESC081", params={"name": "sms", "window": "2m", "other": "10m"})
    assert twice.message("en") == "sms is gathered by two digests, with windows of 2m and of 10m"
    assert twice.message("zh") == "sms 出现在两条合并规则里，窗口分别为 2m 和 10m"
