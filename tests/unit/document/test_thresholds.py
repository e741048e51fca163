"""Thresholds: what is one, and what to write instead of what is none."""

from __future__ import annotations

import pytest

from servstd.document.thresholds import parse_threshold
from servstd.durations import parse_amount
from servstd.errors import UsageError


@pytest.mark.parametrize(
    ("text", "kind", "percent", "amount"),
    [
        ("50%", "percent", (1, 2), None),
        ("99.951%", "percent", (99951, 100000), None),
        ("120%", "percent", (6, 5), None),
        ("8h remaining", "remaining", (0, 1), "8h"),
        ("1h30m overdue", "overdue", (0, 1), "1h30m"),
        ("1wd overdue", "overdue", (0, 1), "1wd"),
    ],
)
def test_thresholds(text: str, kind: str, percent: tuple[int, int], amount: str | None) -> None:
    threshold = parse_threshold(text)
    assert (threshold.text, threshold.kind, threshold.percent) == (text, kind, percent)
    assert threshold.amount == (None if amount is None else parse_amount(amount))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50 %", "50%"),
        ("５０％", "50%"),
        ("50 percent", "50%"),
        ("8h before", "8h remaining"),
        ("8h left", "8h remaining"),
        ("1h late", "1h overdue"),
        ("剩余8小时", "8h remaining"),
        ("提前30分钟", "30m remaining"),
        ("8小时前", "8h remaining"),
        ("超时1小时", "1h overdue"),
        ("1个工作日后", "1wd overdue"),
        ("0h remaining", '50%, "8h remaining", "1h overdue"'),
        ("soon", '50%, "8h remaining", "1h overdue"'),
        ("long before", '50%, "8h remaining", "1h overdue"'),
    ],
)
def test_what_is_none_is_told_with_the_text_to_write(text: str, expected: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_threshold(text)
    assert caught.value.problem.code == "DOC052"
    assert caught.value.problem.params["expected"] == expected
