"""Every problem of figures and charts: the bad example shows it, the good one does not, and both languages say it."""

from __future__ import annotations

import re

import pytest

from servstd import feedback
from servstd.errors import UsageError
from servstd.messages import entries

MINE = {code: entry for code, entry in entries("FBK").items() if code < "FBK030"}


@pytest.mark.parametrize("code", MINE)
def test_bad_shows_it_and_good_does_not(code: str) -> None:
    names = {name: getattr(feedback, name) for name in feedback.__all__}
    with pytest.raises(UsageError) as caught:
        eval(MINE[code].bad, names)
    assert caught.value.problem.code == code
    eval(MINE[code].good, names)


@pytest.mark.parametrize("code", MINE)
def test_every_entry_is_whole(code: str) -> None:
    entry = MINE[code]
    for words in (entry.en, entry.zh, entry.why):
        assert all(words)
    assert re.search("[\u4e00-\u9fff]", entry.zh[0])
    assert re.search("[\u4e00-\u9fff]", entry.why[1])
