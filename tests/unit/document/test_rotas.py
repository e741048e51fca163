"""The section `rotas:`: every problem shown by its bad example and not by its good one, and what is bound."""

from __future__ import annotations

import re

import pytest

from servstd.messages import Entry, entries
from tests.docs.test_problem_examples import problems_of

SHOWN = [pytest.param(code, entry, id=code) for code, entry in entries("ROT").items() if "ROT030" <= code < "ROT060"]


@pytest.mark.parametrize(("code", "entry"), SHOWN)
def test_bad_shows_it_and_good_does_not(code: str, entry: Entry) -> None:
    bad, good = problems_of(entry.bad), problems_of(entry.good)
    assert code in {problem.code for problem in bad}, [str(problem) for problem in bad]
    assert not [str(problem) for problem in good if problem.severity == "error" or problem.code == code]
    shown = next(problem for problem in bad if problem.code == code)
    assert shown.place is not None
    assert shown.place.line
    for locale in ("en", "zh"):
        assert "{" not in shown.message(locale)
        assert "{" not in shown.hint(locale).replace("{role: ...}", "")


@pytest.mark.parametrize(("code", "entry"), [pytest.param(code, entry, id=code) for code, entry in entries("ROT").items()])
def test_every_entry_is_whole(code: str, entry: Entry) -> None:
    for words in (entry.en, entry.zh, entry.why):
        assert len(words) == 2
        assert all(words), f"{code}: a text is missing"
    assert re.search("[\u4e00-\u9fff]", entry.zh[0])
    assert re.search("[\u4e00-\u9fff]", entry.why[1])
