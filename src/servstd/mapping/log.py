"""A log that was read: its cases, their events, and what could not be read.

*Rule:* a log is complete. Whoever has it knows how many rows were refused, and why, before the first case is decided.

Example:
    >>> log = Log("log.csv", rows=0, case_ids=(), last_us=None, make={}.__getitem__)
    >>> list(log.events), log.now_us
    ([], None)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as Table
from typing import Literal

import attrs

from servstd.errors import Place, Problem, UsageError
from servstd.events import Event
from servstd.mapping._rejects import Reject
from servstd.mapping.model import Expect, Unknown

__all__ = ["Log", "Reject"]


@attrs.frozen(eq=False)
class Log:
    """A log that was read.

    Attributes:
        name: The file's name.
        rows: How many rows (or lines) it has, the refused ones included, the header and empty ones not.
        rejected: How many rows were refused, in the log and in the files joined to it.
        rejects: The first 1,000 of them.
        problems: What is worth knowing of the whole file (notes and warnings).
        case_ids: The cases, in the order in which they first appear.
        last_us: The last instant an event has, in microseconds since the epoch; None: there is no event.
        as_of_us: When the export was made, where the mapping says so.
        unknown: What the export cannot tell; see `servstd.mapping.approximate`.
        expect: Where the log's own verdict stands.
    """

    name: str
    rows: int = attrs.field(kw_only=True)
    rejected: int = attrs.field(default=0, kw_only=True)
    rejects: tuple[Reject, ...] = attrs.field(default=(), kw_only=True)
    problems: tuple[Problem, ...] = attrs.field(default=(), kw_only=True)
    case_ids: tuple[str, ...] = attrs.field(kw_only=True)
    last_us: int | None = attrs.field(kw_only=True)
    as_of_us: int | None = attrs.field(default=None, kw_only=True)
    unknown: tuple[Unknown, ...] = attrs.field(default=(), kw_only=True)
    expect: Expect | None = attrs.field(default=None, kw_only=True)
    _make: Callable[[str], list[Event]] = attrs.field(alias="make", kw_only=True, repr=False)
    _later: Table[str, tuple[str | None, ...]] = attrs.field(
        alias="later", factory=dict[str, "tuple[str | None, ...]"], kw_only=True, repr=False
    )

    @property
    def now_us(self) -> int | None:
        """Return the instant to decide at unless another is given: the export's, else the last event's (microseconds)."""
        return self.last_us if self.as_of_us is None else self.as_of_us

    @property
    def cases(self) -> Iterator[tuple[str, list[Event]]]:
        """Yield each case's id and its events; may be asked again."""
        for case in self.case_ids:
            yield case, self._make(case)

    @property
    def events(self) -> Iterator[Event]:
        """Yield all events, case by case; may be asked again."""
        for case in self.case_ids:
            yield from self._make(case)

    def case(self, case: str) -> list[Event]:
        """Return one case's events.

        Raises:
            UsageError: MAP117 the log has no such case.
        """
        try:
            return self._make(case)
        except KeyError:
            from servstd.messages.nearest import did_you_mean

            near = did_you_mean(case, self.case_ids) if len(self.case_ids) < 100_000 else ""
            expected = near or ", ".join((*self.case_ids[:5], "..."))
            raise UsageError("MAP117", place=Place(self.name), found=case, expected=expected) from None

    def later_values(self, case: str) -> Table[str, str | None]:
        """Return what the columns of `expect` hold in a case's last row."""
        columns = () if self.expect is None else self.expect.columns
        return dict(zip(columns, self._later.get(case, ()), strict=False))

    def expected(self, case: str) -> Literal["met", "missed"] | None:
        """Return the log's own verdict on a case, or None."""
        return None if self.expect is None else self.expect.verdict(self.later_values(case))
