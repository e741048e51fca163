"""Attributes that live in another file, with the time in which each of its rows is valid.

*Rule:* a row of the log is given what was valid at its own instant, from `from` (included) to `to` (not included); two
rows of one key that hold at the same time are refused.

Example:
    >>> periods = [(None, 10, ("silver",)), (10, None, ("gold",))]
    >>> valid_at(periods, 9), valid_at(periods, 10)
    (('silver',), ('gold',))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import attrs

from servstd.events import Value
from servstd.mapping._cells import Cells, Refused
from servstd.mapping._rows import Columns, attribute_memo
from servstd.mapping._tables import open_table
from servstd.mapping._times import TimeReader, compile_time
from servstd.mapping.model import Join, Mapping

__all__ = ["Joined", "Period", "load_join", "valid_at"]

Period: TypeAlias = tuple[int | None, int | None, tuple[Value, ...]]


@attrs.frozen
class Joined:
    """A file that is joined: its rows by key, and how many rows of the log found no partner in it."""

    join: Join
    periods: dict[str, list[Period]] = attrs.field(kw_only=True)
    strangers: dict[str, int] = attrs.field(factory=dict[str, int], kw_only=True)

    def look_up(self, key: str | None, at_us: int) -> tuple[Value, ...]:
        """Return the attributes of a key at an instant; all None where there are none."""
        found = valid_at(self.periods.get(key, ()), at_us) if key is not None else self.nothing
        if found is None:
            assert key is not None
            self.strangers[key] = self.strangers.get(key, 0) + 1
            return self.nothing
        return found

    @property
    def nothing(self) -> tuple[Value, ...]:
        """Return what is known of a row without a key."""
        return (None,) * len(self.join.attributes)


def valid_at(periods: Sequence[Period], at_us: int) -> tuple[Value, ...] | None:
    """Return what is valid at an instant, or None."""
    for start, end, values in periods:
        if (start is None or start <= at_us) and (end is None or at_us < end):
            return values
    return None


def load_join(join: Join, mapping: Mapping, folder: Path, refuse: Callable[[str, int, Cells, Refused], None]) -> Joined:
    """Return a joined file's content.

    Args:
        join: Which file, and what is taken from it. It is looked for beside the log, then beside the mapping.
        mapping: For the zone, the encoding and the missing texts.
        folder: The log's folder.
        refuse: Is told (file, row, cells, why) of each row that cannot be read.

    Raises:
        UsageError: the file cannot be read, or lacks a column.
    """
    path = folder / join.file
    if not path.exists() and mapping.file is not None:
        path = Path(mapping.file).parent / join.file
    validity = [name for name in (join.valid_from, join.valid_to) if name is not None]
    wanted = [join.key, *(rule.column for rule in join.attributes), *validity]
    rules = attrs.evolve(mapping.read, sheet=1, header_row=1, fill_down=())
    periods: dict[str, list[Period]] = {}
    with open_table(path, rules, wanted) as table:
        columns = Columns(table.columns, rules.missing, _or_iso(mapping), mapping.time.format)
        memos = [(attribute_memo(rule, columns), columns.place(rule.column)) for rule in join.attributes]
        bounds = [None if name is None else columns.time(name) for name in (join.valid_from, join.valid_to)]
        key_place = columns.place(join.key)
        for number, cells in table.rows:
            try:
                if isinstance(cells, Refused):
                    raise cells
                key = columns.texts[cells[key_place]]
                if key is None:
                    raise Refused("MAP201", join.key, cells[key_place])
                start, end = (None if bound is None else bound[0][cells[bound[1]]] for bound in bounds)
                if start is not None and end is not None and start >= end:
                    raise Refused("MAP217", join.valid_to or "", cells[columns.place(join.valid_to or "")])
                known = periods.setdefault(key, [])
                if any(_meet(start, end, other) for other in known):
                    raise Refused("MAP216", join.key, key)
                known.append((start, end, tuple(memo[cells[place]] for memo, place in memos)))
            except Refused as refused:
                refuse(path.name, number, refused.cells if isinstance(cells, Refused) else cells, refused)
    return Joined(join, periods=periods)


def _meet(start: int | None, end: int | None, other: Period) -> bool:
    return (other[1] is None or start is None or start < other[1]) and (end is None or other[0] is None or other[0] < end)


def _or_iso(mapping: Mapping) -> TimeReader:
    own, iso = compile_time(mapping.time.format, mapping.time.tz), compile_time("iso", mapping.time.tz)

    def read(cell: str | datetime) -> int:  # such a file usually holds dates, whatever the log's times look like
        try:
            return own(cell)
        except ValueError:
            return iso(cell)

    return read
