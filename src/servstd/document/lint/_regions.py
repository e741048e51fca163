"""Which cases a condition covers: sets of cases as boxes, so that coverage is decided and never guessed.

A *box* gives for some names the values allowed, as a bit mask over the values that can be told apart; other names are free.
A *region* is a list of boxes. Values that no rule mentions count as one; `None` is the missing value.

*Rule:* an empty region is proof: no case is in it. When a region would need too many boxes, `TooWide` says so and the lints
keep quiet. Whether a value passes a test is asked of the very predicate that decides cases.

Example:
    >>> from servstd.conditions import Test
    >>> space = Space({"tier": ("silver", "gold")}, frozenset({"tier"}), ())
    >>> gold = space.region(Test("tier", op="in", values=("gold",)))
    >>> space.describe(space.subtract([{}], gold)[0])
    {'tier': 'silver'}
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import combinations, pairwise
from typing import Final, TypeAlias

from servstd.conditions import AllOf, AnyOf, Becomes, Condition, NoneOf, OnEvent, Test, compile_state, walk
from servstd.events import KINDS, ROLES

__all__ = ["Box", "Region", "Space", "TooWide", "tests_of"]

Box: TypeAlias = dict[Hashable, int]
Region: TypeAlias = list[Box]

_MOST_BOXES: Final = 300
_MOST_LISTED: Final = 5
_LISTS: Final = ("any", "all", "none")
_ORDERS: Final = ("gt", "gte", "lt", "lte")
OTHER: Final = "\N{BLACK SQUARE}"
# What the category is after an event of these kinds: the event is the change into it.
_CATEGORY_AFTER: Mapping[str, tuple[str, ...]] = {"resolved": ("resolved", "closed"), "closed": ("closed",), "cancelled": ("cancelled",)}


class TooWide(Exception):  # it is an answer, not a fault: the question is too wide to decide
    """The region needs more boxes than are worth making; nothing is claimed about it."""


def tests_of(condition: Condition) -> Iterator[Test]:
    """Yield every test of a condition, those inside events too."""
    for part in walk(condition):
        if isinstance(part, Test):
            yield part
        elif isinstance(part, OnEvent):
            yield from part.tests


class Space:
    """The values that can be told apart for each name, and the algebra of regions over them.

    Args:
        finite: Names whose values are known, with these values.
        always: Names that are never missing.
        tests: Every test that will be asked about; they name the values of all other names.
        lists: Names that hold lists.
        plain: Names that hold one plain value though their values are not known.
        rows: Values that tables name, by attribute.
    """

    def __init__(
        self,
        finite: Mapping[str, tuple[object, ...]],
        always: frozenset[str],
        tests: Iterable[Test],
        *,
        lists: frozenset[str] = frozenset(),
        plain: frozenset[str] = frozenset(),
        rows: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        self._values: dict[Hashable, tuple[object, ...]] = {}
        self._certain: dict[Hashable, int] = {}
        self._regions: dict[Condition, Region | None] = {}
        named: dict[str, list[Test]] = {name: [] for name in (rows or {})}
        for test in tests:
            named.setdefault(test.attribute, []).append(test)
        for name, values in finite.items():
            self._declare(name, values if name in always else (*values, None))
        for name, asked in named.items():
            if name not in finite:
                self._open(name, asked, (rows or {}).get(name, ()), name in lists, name in plain, name in always)

    def _declare(self, name: Hashable, values: tuple[object, ...], certain: int = -1) -> None:
        self._values[name] = values
        full = (1 << len(values)) - 1
        self._certain[name] = full & certain

    def _open(self, name: str, asked: list[Test], rows: Iterable[str], is_list: bool, is_plain: bool, always: bool) -> None:
        mentioned = list(dict.fromkeys([*(value for test in asked for value in test.values), *rows]))
        listed = is_list or any(test.op in _LISTS for test in asked)
        single: list[object] = [*mentioned, OTHER]
        numbers = sorted({value for value in mentioned if isinstance(value, (int, float)) and not isinstance(value, bool)})
        if any(test.op in _ORDERS for test in asked):
            if len(numbers) != len(mentioned):
                return  # words in order: too many to tell apart; each such test stands for itself
            single += [(low + high) / 2 for low, high in pairwise(numbers)] + [numbers[0] - 1, numbers[-1] + 1]
        several: list[object] = []
        if listed or not is_plain:
            if len(mentioned) > _MOST_LISTED:
                return
            several = [chosen for count in range(len(mentioned) + 1) for chosen in combinations((*mentioned, OTHER), count + 1)]
        if listed:
            values = [(), *several]
            self._declare(name, tuple(values if always else [*values, None]))
        else:
            values = single if always else [*single, None]
            self._declare(name, (*values, *several), (1 << len(values)) - 1)

    # ── conditions as regions ────────────────────────────────────────────────────────────────────────────────────────

    def region(self, condition: Condition | None) -> Region:
        """Return the boxes in which a condition holds, an event's included; no condition holds everywhere.

        Raises:
            TooWide: the condition needs too many boxes.
        """
        if condition is None:
            return [{}]
        if condition not in self._regions:
            try:
                self._regions[condition] = self._region(condition)
            except TooWide:
                self._regions[condition] = None
        found = self._regions[condition]
        if found is None:
            raise TooWide
        return found

    def _region(self, condition: Condition) -> Region:
        if isinstance(condition, Test):
            return self._test(condition, condition.attribute)
        if isinstance(condition, AllOf):
            region: Region = [{}]
            for part in condition.parts:
                region = self.intersect(region, self.region(part))
            return region
        if isinstance(condition, AnyOf):
            return _bounded([box for part in condition.parts for box in self.region(part)])
        if isinstance(condition, NoneOf):
            region = [{}]
            for part in condition.parts:
                region = self.subtract(region, self.region(part))
            return region
        if isinstance(condition, OnEvent):
            return self._event(condition)
        if isinstance(condition, Becomes):
            return self.intersect(self.region(condition.state), self._flag(condition))
        return self._flag(condition)

    def _flag(self, key: Hashable) -> Region:
        """Return the region of what is known only to be true or false."""
        self._declare(key, (False, True), 0)
        return [{key: 2}]

    def _test(self, test: Test, key: Hashable) -> Region:
        values = self._values.get(key)
        if values is None:
            return self._flag((key, test))
        holds = compile_state(test)
        mask = sum(1 << i for i, value in enumerate(values) if holds({test.attribute: value}))
        return [{key: mask}] if mask else []

    def _event(self, event: OnEvent) -> Region:
        region: Region = [{}]
        if event.kinds:
            region = []
            for kind in event.kinds:
                box = self._flag(("kind", kind))
                if "category" in self._values and kind in _CATEGORY_AFTER:
                    after = Test("category", op="in", values=_CATEGORY_AFTER[kind])
                    box = self.intersect(box, self._test(after, "category"))
                region += box
        if event.by:
            self._declare(("by",), ROLES, 0)
            region = self.intersect(region, [{("by",): sum(1 << i for i, role in enumerate(ROLES) if role in event.by)}])
        if event.sets is not None:
            region = self.intersect(region, self._flag(("set", event.sets)))
        # Data of these kinds are attributes of the case from then on; data of the others say nothing about the case.
        lasting = bool(event.kinds) and all(kind in KINDS and KINDS[kind].attributes for kind in event.kinds)
        for test in event.tests:
            key = test.attribute if lasting else ("data", test.attribute)
            region = self.intersect(region, self._test(test, key) if lasting else self._flag((key, test)))
        return region

    # ── algebra ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def intersect(self, one: Region, two: Region) -> Region:
        """Return the cases in both regions."""
        return _bounded([box for first in one for second in two if (box := _meet(first, second)) is not None])

    def meets(self, one: Region, two: Region) -> bool:
        """Return whether two regions may have a case in common, however wide they are."""
        return any(_meet(first, second) is not None for first in one for second in two)

    def subtract(self, one: Region, two: Region) -> Region:
        """Return the cases in the first region that are not in the second."""
        region = one
        for taken in two:
            left: Region = []
            for box in region:
                if _meet(box, taken) is None:
                    left.append(box)
                else:
                    left += self._outside(box, taken)
            region = _bounded(left)
        return region

    def _outside(self, box: Box, taken: Box) -> Iterator[Box]:
        inside = dict(box)
        for key, mask in taken.items():
            current = inside.get(key, self.full(key))
            if current & ~mask:
                yield {**inside, key: current & ~mask}
            inside[key] = current & mask

    def full(self, key: Hashable) -> int:
        """Return the mask of every value of a name."""
        return (1 << len(self._values[key])) - 1

    def values(self, key: Hashable) -> tuple[object, ...]:
        """Return the values of a name that can be told apart, in the order of the bits; none when it is not known."""
        return self._values.get(key, ())

    def sure(self, region: Region) -> Box | None:
        """Return a box of the region in which there certainly are cases, None when none is certain."""
        for box in region:
            certain = {key: mask & self._certain[key] for key, mask in box.items()}
            if all(certain.values()):
                return certain
        return None

    def describe(self, box: Box) -> dict[str, object]:
        """Return one case of a box that `sure` gave: a value for each attribute it restricts; None: missing; `OTHER`: any other."""
        out: dict[str, object] = {}
        for key, mask in box.items():
            if mask != self.full(key):
                values = self._values[key]
                out[str(key)] = values[(mask & -mask).bit_length() - 1]
        return out


def _meet(one: Box, two: Box) -> Box | None:
    """Return the cases in both boxes, None when there are none."""
    small, large = (one, two) if len(one) < len(two) else (two, one)
    for key, mask in small.items():
        other = large.get(key)
        if other is not None and not other & mask:
            return None
    box = dict(large)
    for key, mask in small.items():
        box[key] = box[key] & mask if key in box else mask
    return box


def _bounded(region: Region) -> Region:
    if len(region) > _MOST_BOXES:
        raise TooWide
    return region
