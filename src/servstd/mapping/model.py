"""What a mapping says: plain values, read and checked, that turn a foreign log into events.

*Rule:* a mapping is data. It names columns, kinds, attributes and words; nothing in it runs, and it never says what a
status means: that is the standard's business.

Example:
    >>> By("agent", column="Resource")
    By(role='agent', column='Resource', roles={}, otherwise=None)
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Table
from datetime import tzinfo
from typing import Literal, TypeAlias, get_args

import attrs

from servstd.conditions import OnEvent, Test, walk
from servstd.events import Role
from servstd.instants import read_zone
from servstd.sla.model import Metric

__all__ = [
    "SHAPES", "UNKNOWNS", "VALUE_TYPES", "AttributeRule", "By", "Datum", "Each", "EventRule", "Expect", "Join", "Mapping", "Moment",
    "Opened", "ReadRules", "Shape", "Step", "Tests", "TimeRules", "Unknown", "ValueType", "approximate",
]  # fmt: skip

Shape = Literal["snapshots", "activities", "changes", "cases"]
SHAPES: tuple[Shape, ...] = get_args(Shape)
Unknown = Literal["pauses", "reopens", "messages"]
UNKNOWNS: tuple[Unknown, ...] = get_args(Unknown)
ValueType = Literal["text", "number", "bool", "instant"]
VALUE_TYPES: tuple[ValueType, ...] = get_args(ValueType)
Otherwise = Literal["reject", "keep"]
Tests: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""(column, the texts it may hold), all of which must hold."""


@attrs.frozen
class ReadRules:
    """How the file is read.

    Attributes:
        encoding: Of text files; a byte-order mark is never part of the first column's name.
        sheet: A worksheet's name or its number from 1 (xlsx).
        delimiter: Between the fields of a CSV file.
        header_row: The row that names the columns, from 1; rows above it are passed over.
        fill_down: Columns whose empty cells take the value of the row above (merged cells).
        missing: Texts that mean that nothing is known; the empty cell always does.
        duplicate_headers: `number` calls the second `Name` `Name (2)`; `refuse` asks for it to be said.
    """

    encoding: str = "utf-8"
    sheet: str | int = attrs.field(default=1, kw_only=True)
    delimiter: str = attrs.field(default=",", kw_only=True)
    header_row: int = attrs.field(default=1, kw_only=True)
    fill_down: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    missing: frozenset[str] = attrs.field(default=frozenset({""}), kw_only=True)
    duplicate_headers: Literal["number", "refuse"] = attrs.field(default="refuse", kw_only=True)


@attrs.frozen
class TimeRules:
    """How instants are written. `zone` is the zone of times without an offset; None: they need one."""

    format: str = "iso"
    zone: str | None = attrs.field(default=None, kw_only=True)
    ties: Literal["file_order"] | None = attrs.field(default=None, kw_only=True)

    @property
    def tz(self) -> tzinfo | None:
        """Return the zone as a tzinfo, or None."""
        return None if self.zone is None else read_zone(self.zone)


@attrs.frozen
class By:
    """Who acted: a role; with `column` the actor's id stands there; `roles` gives the role by that column's value."""

    role: Role
    column: str | None = attrs.field(default=None, kw_only=True)
    roles: Table[str, Role] = attrs.field(factory=dict[str, Role], kw_only=True)
    otherwise: Role | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class Moment:
    """When: a column, plus the amount of actual time another column holds, in units of `unit_us` microseconds."""

    column: str
    plus: str | None = attrs.field(default=None, kw_only=True)
    unit_us: int = attrs.field(default=0, kw_only=True)


@attrs.frozen
class Datum:
    """One piece of an event's data: a constant, or what a column holds, read as `type`."""

    name: str
    value: str | int | float | bool | None = attrs.field(default=None, kw_only=True)
    column: str | None = attrs.field(default=None, kw_only=True)
    type: ValueType = attrs.field(default="text", kw_only=True)


@attrs.frozen
class Step:
    """One event that an activity stands for."""

    kind: str
    data: tuple[Datum, ...] = attrs.field(default=(), kw_only=True)


@attrs.frozen
class Opened:
    """The opening of a case: `at` is a column, None: the instant of its first row; `answered`: already dealt with in person."""

    at: str | None = None
    by: By = attrs.field(kw_only=True)
    answered: Tests = attrs.field(default=(), kw_only=True)


@attrs.frozen
class EventRule:
    """One event of a row that is a whole case; it did not happen while its time is missing or a test fails."""

    kind: str
    at: Moment = attrs.field(kw_only=True)
    by: By = attrs.field(kw_only=True)
    when: Tests = attrs.field(default=(), kw_only=True)
    data: tuple[Datum, ...] = attrs.field(default=(), kw_only=True)


@attrs.frozen
class Each:
    """Many events in one cell: records, cut into named fields, one of which is the activity."""

    column: str
    records: str = attrs.field(kw_only=True)
    fields: str = attrs.field(kw_only=True)
    names: tuple[str, ...] = attrs.field(kw_only=True)
    activity: str = attrs.field(kw_only=True)
    at: str = attrs.field(kw_only=True)
    by: By = attrs.field(kw_only=True)
    kinds: Table[str, tuple[Step, ...]] = attrs.field(kw_only=True)
    otherwise: tuple[Step, ...] | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class AttributeRule:
    """Where an attribute's value stands and what its words become; for `changes`, `column` is the audited field's name."""

    name: str
    column: str = attrs.field(kw_only=True)
    type: ValueType = attrs.field(default="text", kw_only=True)
    values: Table[str, str] | None = attrs.field(default=None, kw_only=True)
    otherwise: Otherwise = attrs.field(default="keep", kw_only=True)


@attrs.frozen
class Join:
    """Attributes that live in another file. `on` is the key's column here, `key` there; None: always valid."""

    file: str
    on: str = attrs.field(kw_only=True)
    key: str = attrs.field(kw_only=True)
    attributes: tuple[AttributeRule, ...] = attrs.field(kw_only=True)
    valid_from: str | None = attrs.field(default=None, kw_only=True)
    valid_to: str | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class Expect:
    """The log's own verdict on a metric, to compare ours with."""

    metric: str
    met: Tests = attrs.field(kw_only=True)
    missed: Tests = attrs.field(kw_only=True)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns the verdict is read from, each once."""
        return tuple(dict.fromkeys(column for column, _ in (*self.met, *self.missed)))

    def verdict(self, values: Table[str, str | None]) -> Literal["met", "missed"] | None:
        """Return the log's verdict on a case whose last row holds `values`; None: it has none."""
        for word, tests in (("met", self.met), ("missed", self.missed)):
            if tests and all(values.get(column) in wanted for column, wanted in tests):
                return "met" if word == "met" else "missed"
        return None


@attrs.frozen
class Mapping:
    """How one kind of export is read; see `read_mapping`.

    Attributes:
        name: The mapping's own name.
        shape: What a row is: a picture of the case (snapshots), something done (activities), one field's change
            (changes), or a whole case (cases).
        case: The column of the case's id.
        at: The column of the row's instant; None for `cases`.
        field, old, new: The columns of a change (`changes`); `old` is optional.
        kinds: Activity -> the events it stands for.
        events: The events of a row that is a whole case.
        later: Columns filled in from the future, which no event may tell.
        reject: Rows that pass all the tests of one item are refused.
        unknown: What the export cannot tell; see `approximate`.
        as_of_us: When the export was made: microseconds since the epoch, or None.
        file: The file the mapping was read from, or None.
    """

    name: str
    shape: Shape = attrs.field(kw_only=True)
    read: ReadRules = attrs.field(factory=ReadRules, kw_only=True)
    time: TimeRules = attrs.field(factory=TimeRules, kw_only=True)
    case: str = attrs.field(kw_only=True)
    at: str | None = attrs.field(default=None, kw_only=True)
    by: By = attrs.field(default=By("system"), kw_only=True)
    opened: Opened | None = attrs.field(default=None, kw_only=True)
    activity: str | None = attrs.field(default=None, kw_only=True)
    kinds: Table[str, tuple[Step, ...]] = attrs.field(factory=dict[str, "tuple[Step, ...]"], kw_only=True)
    otherwise: tuple[Step, ...] | None = attrs.field(default=None, kw_only=True)
    field: str | None = attrs.field(default=None, kw_only=True)
    old: str | None = attrs.field(default=None, kw_only=True)
    new: str | None = attrs.field(default=None, kw_only=True)
    events: tuple[EventRule | Each, ...] = attrs.field(default=(), kw_only=True)
    attributes: tuple[AttributeRule, ...] = attrs.field(default=(), kw_only=True)
    join: tuple[Join, ...] = attrs.field(default=(), kw_only=True)
    later: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    reject: tuple[Tests, ...] = attrs.field(default=(), kw_only=True)
    unknown: tuple[Unknown, ...] = attrs.field(default=(), kw_only=True)
    expect: Expect | None = attrs.field(default=None, kw_only=True)
    as_of_us: int | None = attrs.field(default=None, kw_only=True)
    file: str | None = attrs.field(default=None, kw_only=True, eq=False)


def approximate(metric: Metric, unknown: tuple[str, ...]) -> bool:
    """Return whether a metric's clocks are only approximate when a log cannot tell what `unknown` names.

    Args:
        metric: The metric measured.
        unknown: Words from `UNKNOWNS`: `pauses` touches what can pause, `reopens` what a reopening resumes or restarts,
            `messages` what a message or an awaited reply starts, stops or cancels.
    """
    if "pauses" in unknown and metric.pause is not None:
        return True
    if "reopens" in unknown and metric.reopen != "ignore":
        return True
    return "messages" in unknown and any(_reads_messages(metric))


def _reads_messages(metric: Metric) -> Iterator[bool]:
    for condition in (metric.start, metric.stop, metric.pause, metric.cancel):
        for part in walk(condition) if condition is not None else ():
            yield (isinstance(part, OnEvent) and (not part.kinds or "message" in part.kinds)) or (
                isinstance(part, Test) and part.attribute == "awaiting_reply"
            )
