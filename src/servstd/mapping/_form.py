"""Reads plain data piece by piece and notes every piece that is not what a mapping may hold.

*Rule:* reading goes on after a problem, so that all of them are told at once; what could not be read is given back empty.

Example:
    >>> from servstd.errors import Report
    >>> form = Form(Report())
    >>> form.word("snapshot", ("shape",), ("snapshots", "cases")), form.report.problems[0].code
    ('snapshots', 'MAP004')
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar, cast

import attrs

from servstd.errors import Path, Report, UsageError
from servstd.instants import read_zone
from servstd.messages.nearest import did_you_mean

__all__ = ["Form", "is_table", "scalar_text", "show"]

_W = TypeVar("_W", bound=str)


def scalar_text(value: object) -> str | None:
    """Return a scalar of a document as the text a file would hold, or None when that is not certain (3.10, a date, a list)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (str, int)) else None


@attrs.frozen
class Form:
    """Reads pieces of a document into `report`."""

    report: Report

    def fields(
        self,
        data: object,
        path: Path,
        known: Collection[str],
        required: Collection[str] = (),
        what: str = "",
        listed: Collection[str] = (),
    ) -> Mapping[str, object]:
        """Return a mapping's entries; unknown and missing keys are noted, unknown ones left out; `listed` are those to name."""
        if not isinstance(data, Mapping):
            self.report.add("MAP003", path, expected=what or f"{{{', '.join(known)}}}", found=show(data))
            return {}
        out: dict[str, object] = {}
        for key, value in cast("Mapping[object, object]", data).items():
            if key in known:
                out[str(key)] = value
            else:
                name = str(key)
                self.report.add(
                    "MAP001", (*path, name), on_key=True, name=name, expected=did_you_mean(name, known) or ", ".join(listed or known)
                )
        for key in required:
            if key not in out:
                self.report.add("MAP002", path, name=key)
        return out

    def text(self, data: object, path: Path, what: str = '"..."') -> str:
        """Return a text that is not empty."""
        if isinstance(data, str) and data:
            return data
        self.report.add("MAP003", path, expected=what, found=show(data))
        return ""

    def items(self, data: object, path: Path) -> list[object]:
        """Return a list's items."""
        if isinstance(data, list):
            return cast("list[object]", data)
        self.report.add("MAP003", path, expected="[...]", found=show(data))
        return []

    def column(self, data: object, path: Path) -> str:
        """Return a column's name."""
        return self.text(data, path, '"Created"').strip()

    def columns(self, data: object, path: Path) -> tuple[str, ...]:
        """Return a list of columns; one alone may stand without brackets."""
        items = cast("list[object]", data) if isinstance(data, list) else [data]
        return tuple(self.column(item, (*path, i)) for i, item in enumerate(items))

    def words(self, data: object, path: Path) -> tuple[str, ...]:
        """Return texts of a file: one or a list of them; whole numbers, true and false stand for themselves."""
        items = cast("list[object]", data) if isinstance(data, list) else [data]
        out: list[str] = []
        for i, item in enumerate(items):
            text = scalar_text(item)
            if text is None:
                self.report.add("MAP003", (*path, i) if isinstance(data, list) else path, expected='"..."', found=show(item))
            else:
                out.append(text)
        return tuple(out)

    def word(self, data: object, path: Path, allowed: Sequence[_W]) -> _W:
        """Return one of the allowed words; the first when it is none of them."""
        for word in allowed:
            if data == word:
                return word
        near = did_you_mean(data, allowed) if isinstance(data, str) else ""
        self.report.add("MAP004", path, expected=near or ", ".join(allowed), found=show(data))
        return allowed[0]

    def number(self, data: object, path: Path) -> int:
        """Return a whole number of at least 1."""
        if isinstance(data, int) and not isinstance(data, bool) and data >= 1:
            return data
        self.report.add("MAP003", path, expected="1, 2, 3, ...", found=show(data))
        return 1

    def table(self, data: object, path: Path, what: str) -> Mapping[str, object]:
        """Return a mapping whose keys are words of a file; `what` shows what it may look like."""
        if not isinstance(data, Mapping):
            self.report.add("MAP003", path, expected=what, found=show(data))
            return {}
        out: dict[str, object] = {}
        for key, value in cast("Mapping[object, object]", data).items():
            text = scalar_text(key)
            if text is None:
                self.report.add("MAP003", (*path, str(key)), on_key=True, expected='"..."', found=show(key))
            else:
                out[text] = value
        return out

    def tests(self, data: object, path: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return `{column: text, column: [texts]}`."""
        return tuple(
            (name.strip(), self.words(value, (*path, name))) for name, value in self.table(data, path, "{State: [Solved, Closed]}").items()
        )

    def zone(self, data: object, path: Path) -> str | None:
        """Return the name of a zone that is known, or None."""
        name = self.text(data, path, "Asia/Shanghai")
        if not name:
            return None
        try:
            read_zone(name)
        except UsageError as error:
            self.take(error, path)
            return None
        return name

    def take(self, error: UsageError, path: Path) -> None:
        """Note what another reader found wrong with the value at `path`."""
        self.report.problems.append(attrs.evolve(error.problem, path=path))


def is_table(data: object) -> bool:
    """Return whether a piece of a document is a mapping."""
    return isinstance(data, dict)


def show(value: object) -> str:
    """Return a value as a message quotes it."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else text[:77] + "..."
