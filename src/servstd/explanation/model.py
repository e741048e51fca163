"""The parts of an explanation, as values.

*Rule:* an explanation is data first; its text is one way to show it.

Example:
    >>> print(Explanation("7", locale="en", audience="staff", heading="Case 7", rows=(Row("Due", "Mon 09:00"),)).text)
    Case 7
    Due  Mon 09:00
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import attrs

from servstd.messages.explaining import align

__all__ = ["Audience", "Explanation", "Row", "Section"]

Audience = Literal["staff", "customer"]


@attrs.frozen
class Row:
    """One line: what it is about, and what is said."""

    label: str
    text: str


@attrs.frozen
class Section:
    """What is said of one clock."""

    title: str
    metric: str = attrs.field(kw_only=True)
    cycle: int = attrs.field(kw_only=True)
    rows: tuple[Row, ...] = attrs.field(kw_only=True)


@attrs.frozen
class Explanation:
    """An explanation of one case: a heading and a section for each clock; `complaint` is for staff, of a complaint."""

    case: str
    locale: str = attrs.field(kw_only=True)
    audience: Audience = attrs.field(kw_only=True)
    heading: str = attrs.field(kw_only=True)
    rows: tuple[Row, ...] = attrs.field(default=(), kw_only=True)
    sections: tuple[Section, ...] = attrs.field(default=(), kw_only=True)
    complaint: Mapping[str, object] | None = attrs.field(default=None, kw_only=True)

    @property
    def text(self) -> str:
        """Return the explanation as lines for a terminal or an e-mail."""
        lines = [self.heading, *align([(row.label, row.text) for row in self.rows])]
        for section in self.sections:
            lines += ["", section.title, *align([(row.label, row.text) for row in section.rows], indent=2)]
        return "\n".join(lines)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output; `complaint` only of one."""
        data = attrs.asdict(self)
        if self.complaint is None:
            del data["complaint"]
        return data

    def __str__(self) -> str:
        return self.text
