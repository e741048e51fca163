"""The reference page names every key, in either language."""

from __future__ import annotations

import pytest

from servstd.document.grammar import DEFINITIONS, OPERATIONS, STANDARD
from servstd.document.reference import _records, reference_page  # pyright: ignore[reportPrivateUsage]
from servstd.document.shapes import Record


def keys() -> set[str]:
    shapes = [STANDARD, OPERATIONS, *DEFINITIONS.values()]
    return {key for shape in shapes for _, record in _records(shape, "") for key in record.fields}


@pytest.mark.parametrize("locale", ["en", "zh", "zh-CN"])
def test_every_key_stands_in_the_page(locale: str) -> None:
    page = reference_page(locale)
    assert {key for key in keys() if f"| `{key}` |" not in page} == set()
    assert page.startswith("# 服务标准" if locale.startswith("zh") else "# The standard")
    assert "`targets`" in page
    assert "### `sla.policies[].targets.*`" in page
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {5}


def test_every_key_is_named_in_both_languages() -> None:
    for shape in (STANDARD, OPERATIONS, *DEFINITIONS.values()):
        for where, record in _records(shape, ""):
            assert isinstance(record, Record)
            for key, field in record.fields.items():
                assert all(field.title), (where, key)
                assert all(field.doc) or not any(field.doc), (where, key)
