"""What every lint looks at: the edition, what its names mean, which cases each policy gets, and the list of problems.

*Rule:* a lint asks here and adds its problems; it keeps nothing of its own. What cannot be decided is None, and then the
lints say nothing.

Example:
    >>> names_metric(Policy("p", default=True, exempt=("resolution",)), "resolution")
    'exempt'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Final

import attrs

from servstd.calendars import Calendar
from servstd.conditions import CATEGORIES, Condition
from servstd.document.edition import Edition
from servstd.document.lint._later import Finder
from servstd.document.lint._parts import conditions_of, tables_of
from servstd.document.lint._paths import clip, search, step_into, texts
from servstd.document.lint._regions import Box, Region, Space, TooWide, tests_of
from servstd.durations import Amount
from servstd.errors import Path, Problem
from servstd.instants import DAY_US, midnight_us, read_zone
from servstd.sla.model import RESERVED, Lookup, Policy, Target, lookup_values

__all__ = ["DERIVED", "Cell", "Scope", "names_metric"]

DERIVED: Final = ("category", "awaiting_reply")
_YEAR_US: Final = 366 * DAY_US
_MOST_CELLS: Final = 400
_WRONG_NAMES: Final = ("SLA001", "SLA002")


@attrs.frozen(eq=False)
class Cell:
    """Some cases of one policy that get one and the same due: a row of its tables, or the whole target."""

    policy: int
    target: Target = attrs.field(kw_only=True)
    box: Box = attrs.field(kw_only=True)
    amount: Amount | None = attrs.field(kw_only=True)
    calendar: str | None = attrs.field(kw_only=True)
    path: Path = attrs.field(kw_only=True)


class Scope:
    """One run of the lints over one edition.

    Args:
        edition: The edition, read and bound without an error.
        today: The date to judge it at; None: the date from which it governs.
    """

    def __init__(self, edition: Edition, today: date | None) -> None:
        self.edition = edition
        self.today = today
        self.problems: list[Problem] = []

    # ── where ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def add(self, code: str, path: Path, *, on_key: bool = False, params: Mapping[str, object] | None = None, **more: object) -> None:
        """Report a problem at the nearest place that the document has; `params` and `more` are what its message quotes."""
        place = clip(self.edition.source, path)
        self.problems.append(Problem(code, params={**more, **(params or {})}, path=place, on_key=on_key and place == path))

    def find(self, base: Path, key: str, value: object = None) -> Path:
        """Return the path below `base` at which `key` is written (with `value` inside it, when given), else `base`."""
        return next(search(self._at(base), base, key, value), base)

    def texts(self, base: Path, *, keys: bool = False) -> Iterator[tuple[str, Path]]:
        """Yield every text written below a path; with `keys`, the keys of mappings too."""
        return texts(self._at(base), base, keys=keys)

    def _at(self, path: Path) -> object:
        data: object = self.edition.source
        for step in path:
            data = step_into(data, step)
        return data

    def policy_path(self, index: int, *steps: str) -> Path:
        """Return the path of a policy, or of a part of it."""
        return ("sla", "policies", index, *steps)

    @cached_property
    def window(self) -> tuple[int, int]:
        """Return the twelve months looked at, in microseconds since the epoch: from today, or from when it governs."""
        start = self.edition.effective_from_us
        if self.today is not None:
            start = max(start, midnight_us(self.today, read_zone(self.edition.time_zone)))
        return start, start + _YEAR_US

    @cached_property
    def finder(self) -> Finder:
        """Return the comparison of dues over the window."""
        return Finder(*self.window)

    # ── what names mean ──────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def known(self) -> tuple[str, ...]:
        """Return the attributes a condition may read: declared, reserved and derived."""
        return tuple(dict.fromkeys([*self.edition.attributes, *RESERVED, *DERIVED]))

    @cached_property
    def ladder(self) -> tuple[str, ...]:
        """Return the tiers from low to high."""
        return self.edition.tiers.names if self.edition.tiers is not None else ()

    def values_of(self, name: str) -> tuple[object, ...] | None:
        """Return the values an attribute may have, from low to high where they have an order; None: not known."""
        if name == "category":
            return CATEGORIES
        attribute = self.edition.attributes.get(name)
        if name == "awaiting_reply" or (attribute is not None and attribute.kind == "bool"):
            return (False, True)
        if attribute is not None and attribute.values:
            return tuple(attribute.values)
        if name == "tier" and attribute is None and self.ladder:
            return self.ladder
        statuses = self.edition.statuses
        if name == "status" and statuses.categories and statuses.otherwise == "refuse":
            return tuple(statuses.categories)
        return None

    def is_list(self, name: str) -> bool:
        """Return whether an attribute holds a list."""
        attribute = self.edition.attributes.get(name)
        return attribute.kind == "list" if attribute is not None else name == "tags"

    def never_missing(self, name: str) -> bool:
        """Return whether every case has the attribute: it is required, derived, computed or has a default."""
        attribute = self.edition.attributes.get(name)
        if attribute is None:
            return name in DERIVED
        return attribute.required or attribute.default is not None or attribute.computed_from is not None

    @cached_property
    def ordered(self) -> Mapping[str, tuple[str, ...]]:
        """Return the attributes whose values have an order, with the values from low to high."""
        out: dict[str, tuple[str, ...]] = {}
        for name, attribute in self.edition.attributes.items():
            if attribute.values and attribute.ordered and attribute.kind != "list":
                out[name] = tuple(attribute.values)
        return out

    # ── which cases ──────────────────────────────────────────────────────────────────────────────────────────────────

    def conditions(self) -> Iterator[tuple[Condition, Path]]:
        """Yield every condition of the edition with its path."""
        return conditions_of(self.edition)

    def tables(self) -> Iterator[tuple[Lookup, Path]]:
        """Yield every table of the edition with its path, nested ones after the one they are in."""
        return tables_of(self.edition)

    @cached_property
    def space(self) -> Space:
        """Return the values that can be told apart."""
        rows: dict[str, list[str]] = {}
        for table, _ in self.tables():
            rows.setdefault(table.attribute, []).extend(table.rows)
        tests = [test for condition, _ in self.conditions() for test in tests_of(condition)]
        names = dict.fromkeys([*self.known, *rows, *(test.attribute for test in tests)])
        # A help desk's status that is not listed is told of and counts as open: it is a value too.
        known = [name for name in names if not self.is_list(name) and (name != "status" or name in self.edition.attributes)]
        finite = {name: values for name in known if (values := self.values_of(name))}
        return Space(
            finite,
            frozenset(name for name in names if self.never_missing(name)),
            tests,
            lists=frozenset(name for name in names if self.is_list(name)),
            plain=frozenset(name for name in self.known if not self.is_list(name)),
            rows=rows,
        )

    def region(self, condition: Condition | None) -> Region | None:
        """Return the region of a condition, None when it is too wide to tell."""
        try:
            return self.space.region(condition)
        except TooWide:
            return None

    @cached_property
    def regions(self) -> tuple[Region | None, ...]:
        """Return the cases each policy's `when` holds for, whatever stands before it; None too where it has a name that is not known."""
        told = {problem.path[2:4] for problem in self.problems if problem.code in _WRONG_NAMES}
        return tuple(None if (i, "when") in told else self.region(policy.when) for i, policy in enumerate(self.edition.policies))

    @cached_property
    def effective(self) -> Mapping[tuple[int, str], Region | None]:
        """Return the cases each policy really governs, by (its position, metric): those no earlier one has taken."""
        out: dict[tuple[int, str], Region | None] = {}
        for metric in self.edition.metrics:
            taken: list[Region | None] = []
            for i, policy in enumerate(self.edition.policies):
                if names_metric(policy, metric.name):
                    out[i, metric.name] = self._left(self.regions[i], taken)
                    taken.append(self.regions[i])
        return out

    def _left(self, region: Region | None, taken: list[Region | None]) -> Region | None:
        for other in taken:
            if region is None or other is None:
                return None
            try:
                region = self.space.subtract(region, other)
            except TooWide:
                return None
        return region

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Return every due of every policy with the cases that get it; a policy too wide to tell is left out."""
        out: list[Cell] = []
        for i, policy in enumerate(self.edition.policies):
            for target in policy.targets:
                region = self.effective.get((i, target.metric))
                if target.within is not None and region and names_metric(policy, target.metric) == "target":
                    out += self._cells(i, policy, target, region)
        return tuple(out)

    def _cells(self, index: int, policy: Policy, target: Target, region: Region) -> list[Cell]:
        path = self.policy_path(index, "targets", target.metric)
        out: list[Cell] = []
        for box in region:
            for part, amount, steps in self.split(target.within, box):
                for small, calendar, _ in self.split(target.calendar or policy.calendar, part):
                    if len(out) == _MOST_CELLS:
                        return []
                    plain = amount if isinstance(amount, Amount) else None
                    name = calendar if isinstance(calendar, str) else None
                    out.append(Cell(index, target=target, box=small, amount=plain, calendar=name, path=(*path, "within", *steps)))
        return out

    def split(self, value: object, box: Box) -> Iterator[tuple[Box, object, Path]]:
        """Yield the cases of a box by the value a table gives them, with the steps to its row; None: no row."""
        if not isinstance(value, Lookup):
            yield box, value, ()
            return
        masks: dict[str, int] = {}
        for i, rep in enumerate(self.space.values(value.attribute)):
            row = _row_name(rep)
            row = row if row in value.rows else "else"
            masks[row] = masks.get(row, 0) | 1 << i
        for row, mask in masks.items():
            allowed = box.get(value.attribute, -1) & mask
            if allowed:
                inner = value.rows.get(row, value.otherwise)
                for small, leaf, steps in self.split(inner, {**box, value.attribute: allowed}):
                    yield small, leaf, (value.attribute, row, *steps)

    def calendars_of(self, policy: Policy, target: Target) -> list[Calendar]:
        """Return the calendars a target may run on."""
        names = dict.fromkeys(str(name) for name in lookup_values(target.calendar or policy.calendar))
        return [self.edition.calendars[name] for name in names if name in self.edition.calendars]


def names_metric(policy: Policy, metric: str) -> str:
    """Return how a policy names a metric: `exempt`, `target`, or not at all (an empty text)."""
    if policy.exempt is True or (policy.exempt and metric in policy.exempt):
        return "exempt"
    return "target" if policy.target(metric) is not None else ""


def _row_name(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
