"""Explanations as values: rows in one column, sections indented."""

from __future__ import annotations

from servstd.explanation import Explanation, Row, Section


def test_rows_stand_in_one_column_and_sections_below_each_other() -> None:
    section = Section("解决", metric="resolution", cycle=1, rows=(Row("承诺", "4 小时"), Row("Due resolution", "Mon 13:00")))
    found = Explanation(
        "7", locale="en", audience="staff", heading="Case 7", rows=(Row("Received", "Mon 09:00"),), sections=(section, section)
    )
    assert found.text == (
        "Case 7\nReceived  Mon 09:00\n\n解决\n  承诺            4 小时\n  Due resolution  Mon 13:00\n\n解决\n"
        "  承诺            4 小时\n  Due resolution  Mon 13:00"
    )


def test_without_rows_only_the_heading_stands() -> None:
    assert str(Explanation("7", locale="en", audience="staff", heading="Case 7")) == "Case 7"
