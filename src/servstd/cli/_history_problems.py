"""What is wrong with the histories of the cases decided, told beside the result.

*Rule:* every distinct problem is told once, with the first case it was met in; after ten only the number grows.

Example:
    >>> seen = HistoryProblems()
    >>> seen.add("7", [Problem("EVT001", params={"name": "at"}), Problem("EVT001", params={"name": "at"})])
    >>> seen.count, [case for case, _ in seen.first]
    (2, ['7'])
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from servstd.errors import Problem

if TYPE_CHECKING:
    from servstd.cli._session import Session

__all__ = ["HistoryProblems"]

_SHOWN = 10
_WHERE = frozenset({"event", "first", "second", "case"})
"""Params that say where a problem was met, not what it is."""


class HistoryProblems:
    """Counts the problems of the histories and keeps the first of each kind; `first` holds (case, problem)."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[tuple[str, Problem]] = []
        self._seen: set[tuple[str, ...]] = set()

    def add(self, case: str, problems: Iterable[Problem]) -> None:
        """Count the problems of one case."""
        for problem in problems:
            self.count += 1
            key = (problem.code, *(f"{name}={value}" for name, value in problem.params.items() if name not in _WHERE))
            if len(self.first) < _SHOWN and key not in self._seen:
                self._seen.add(key)
                self.first.append((case, problem))

    def tell(self, session: Session) -> None:
        """Print what was found on standard error."""
        if not self.count:
            return
        for case, problem in self.first:
            text = session.phrase("history.problem", case=case, problem=problem.render(session.locale))
            session.aside(text, {"case": case, "problem": problem.as_dict(session.locale)})
        counts = {"problems": self.count, "shown": len(self.first)}
        session.aside(session.phrase("history.count", **counts), counts)
