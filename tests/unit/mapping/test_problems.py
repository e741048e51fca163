"""The catalogue of mapping problems: every code is used, every code used is told in both languages."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from servstd.messages.problems.mapping import ENTRIES
from tests.support import REPOSITORY

SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted((REPOSITORY / "src" / "servstd" / "mapping").glob("*.py")))


def test_codes_are_used_and_known() -> None:
    assert set(re.findall(r'"(MAP\d{3})"', SOURCE)) == set(ENTRIES)


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("code", sorted(ENTRIES))
def test_an_entry_is_whole(code: str) -> None:
    entry = ENTRIES[code]
    assert all([*entry.en, *entry.zh, *entry.why, entry.bad, entry.good])
    assert names(entry.en[0]) == names(entry.zh[0])
    assert not re.search(r"[\u4e00-\u9fff]", "".join(entry.en))
    assert re.search(r"[\u4e00-\u9fff]", entry.zh[0])
