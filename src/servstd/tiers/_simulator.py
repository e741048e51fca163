"""Counting a what-if while customers stream by.

*Rule:* memory grows with levels and reasons, never with customers; what is found does not depend on their order.

Example:
    >>> from servstd.tiers.model import Level
    >>> tiers = Tiers((Level("all"),))
    >>> simulator = Simulator(tiers, tiers, on=date(2026, 1, 5))
    >>> simulator.add({"customer": "c7"})
    >>> simulator.simulation().unassigned
    (1, 1)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import blake2b
from heapq import heappush, heappushpop
from itertools import pairwise

from servstd.errors import UsageError
from servstd.tiers._rule_forms import is_number, show
from servstd.tiers._simulation import Example, Flapping, Load, Period, Reason, ReasonKind, Simulation
from servstd.tiers.history import TierHistory
from servstd.tiers.model import Tiers
from servstd.tiers.outcome import Part, Scored, TierRecord
from servstd.tiers.placing import entered_level, place
from servstd.tiers.scoring import compile_scoring

__all__ = ["Simulator"]

_EVEN = 1e-9


class _Side:
    """One of the two ladders, with what was counted under it."""

    def __init__(self, tiers: Tiers) -> None:
        self.tiers = tiers
        self.height = {name: position for position, name in enumerate(tiers.names)}
        self.score = compile_scoring(tiers)
        self.moved = self.flapped = self.unassigned = 0
        self.customers: dict[str, int] = {}
        self.volume: dict[str, float] = {}

    def judge(self, rows: Sequence[tuple[date, Mapping[str, object]]], last: TierRecord | None) -> tuple[Scored, TierRecord]:
        """Return the last day's score and record, after every period before it; unrest on the way is counted."""
        held: list[int] = []
        scored, record = None, last
        for on, row in rows:
            scored = self.score(row, on)
            record, _, _ = place(self.tiers, scored, record, on, joined=_joined(row.get("joined")))
            if record.tier in self.height:
                held.append(self.height[record.tier])
        assert scored is not None  # the last of the rows is the day itself
        assert record is not None
        steps = [after - before for before, after in pairwise(held) if after != before]
        self.moved += bool(steps)
        self.flapped += any((a > 0) != (b > 0) for a, b in pairwise(steps))
        return scored, record

    def loads(self, volumes: Mapping[str, float] | str | None, costs: Mapping[str, float] | None) -> tuple[Load, ...]:
        names = [*([""] if self.customers.get("") else []), *self.tiers.names]
        out: list[Load] = []
        for name in names:
            count = self.customers.get(name, 0)
            load: float | None = None
            if isinstance(volumes, str):
                load = self.volume.get(name, 0.0)
            elif volumes is not None and name in volumes:
                load = count * volumes[name]
            # without contacts, a cost is of a customer
            units = count if volumes is None else load
            cost = None if costs is None or name not in costs or units is None else units * costs[name]
            out.append(Load(name, customers=count, load=load, cost=cost))
        return tuple(out)


class Simulator:
    """Tries two ladders on customers as they are added; `simulation()` may be asked at any time.

    Args:
        old: The ladder in use.
        new: The ladder that is tried.
        on: The day of judging.
        history: What was recorded so far; both ladders start from it. None: both start from scratch.
        periods: Earlier days with the facts of each, oldest first: both ladders are lived through, to count who goes back and forth.
        volumes: Contacts of a customer by tier, or the name of the fact that holds each customer's own number; None: not looked at.
        costs: What a contact costs by tier; without `volumes` what a customer costs.
        floor_violations: (old, new) promises below the floor, as the document's checks found them.
        examples: How many movers are kept.

    Raises:
        UsageError: TIR131 periods that do not run forward up to the day.
    """

    def __init__(
        self,
        old: Tiers,
        new: Tiers,
        *,
        on: date,
        history: TierHistory | None = None,
        periods: Sequence[Period] = (),
        volumes: Mapping[str, float] | str | None = None,
        costs: Mapping[str, float] | None = None,
        floor_violations: tuple[int, int] | None = None,
        examples: int = 10,
    ) -> None:
        days = [day for day, _ in periods] + [on]
        if any(after <= before for before, after in pairwise(days)):
            found = ", ".join(day.isoformat() for day in days[:-1])
            raise UsageError("TIR131", path=("periods",), found=found, expected=f"ascending, before {on.isoformat()}")
        self._old, self._new = _Side(old), _Side(new)
        self._on, self._history, self._periods = on, history, periods
        self._volumes, self._costs, self._floor = volumes, costs, floor_violations
        self._most = examples
        self._matrix: dict[tuple[str, str], int] = {}
        self._reasons: dict[tuple[ReasonKind, str], list[int]] = {}
        self._examples: list[tuple[int, str, Example]] = []
        self._customers = self._up = self._down = self._unknown = 0

    def add(self, facts: Mapping[str, object]) -> None:
        """Try one customer.

        Args:
            facts: `customer` and the fields both ladders read.

        Raises:
            UsageError: as `servstd.tiers.scoring.score_customer`; TIR132 a number of contacts that is none.
        """
        name = str(facts.get("customer"))
        rows = [(day, {**facts_of[name], "customer": name}) for day, facts_of in self._periods if name in facts_of]
        rows.append((self._on, {**facts}))
        last = None if self._history is None else self._history.last(name)
        volume = self._volume(facts, name)
        old_scored, old = self._old.judge(rows, last)
        if last is not None and last.tier not in self._new.height:
            self._unknown += 1
            last = None
        new_scored, new = self._new.judge(rows, last)
        self._customers += 1
        for side, scored, record in ((self._old, old_scored, old), (self._new, new_scored, new)):
            side.unassigned += scored.total is None
            side.customers[record.tier] = side.customers.get(record.tier, 0) + 1
            side.volume[record.tier] = side.volume.get(record.tier, 0.0) + volume
        pair = old.tier, new.tier
        self._matrix[pair] = self._matrix.get(pair, 0) + 1
        if old.tier != new.tier:
            self._count(name, old, new, old_scored, new_scored)

    def _volume(self, facts: Mapping[str, object], customer: str) -> float:
        if not isinstance(self._volumes, str):
            return 0.0
        value = facts.get(self._volumes)
        if not is_number(value) or value < 0:
            raise UsageError("TIR132", path=(self._volumes,), field=self._volumes, customer=customer, found=show(value), expected=">= 0")
        return value

    def _count(self, name: str, old: TierRecord, new: TierRecord, old_scored: Scored, new_scored: Scored) -> None:
        kind, cause = self._why(old, new, old_scored, new_scored)
        ways = self._reasons.setdefault((kind, cause), [0, 0, 0])
        rise = self._new.height.get(new.tier, -1) - self._new.height.get(old.tier, -1)
        shared = old.tier in self._new.height or not old.tier
        self._up += shared and rise > 0
        self._down += shared and rise < 0
        ways[0 if not shared else 1 if rise > 0 else 2] += 1
        mark = int.from_bytes(blake2b(name.encode(), digest_size=8).digest())
        example = Example(name, old=old.tier, new=new.tier, old_score=old_scored.total, new_score=new_scored.total, kind=kind, name=cause)
        item = (-mark, name, example)
        if len(self._examples) < self._most:
            heappush(self._examples, item)
        elif self._most:
            heappushpop(self._examples, item)

    def _why(self, old: TierRecord, new: TierRecord, old_scored: Scored, new_scored: Scored) -> tuple[ReasonKind, str]:
        """Return the one reason that alone explains most of a move."""
        if "override" in (old.cause, new.cause):
            return "override", ""
        if old.tier and old.tier not in self._new.height:
            return "ladder", old.tier
        if old_scored.total is None or new_scored.total is None:
            return "missing", ""
        was, becomes = entered_level(self._old.tiers, old_scored.total), entered_level(self._new.tiers, new_scored.total)
        if was == becomes:
            return self._held_otherwise(old)
        if entered_level(self._new.tiers, old_scored.total) == becomes:  # the old score alone would do: a threshold moved
            return "level", max(was, becomes, key=lambda level: self._new.height.get(level, -1))
        return self._score_moved(old_scored, new_scored)

    def _held_otherwise(self, old: TierRecord) -> tuple[ReasonKind, str]:
        """Return why the same level by the score ends in another one: how one falls, from where, or what was before."""
        if self._old.tiers.review != self._new.tiers.review:
            return "review", ""
        leave = {level.name: level.leave for level in self._old.tiers.ladder}
        moved = [level.name for level in self._new.tiers.ladder if level.leave != leave.get(level.name)]
        if moved:
            return "level", old.tier if old.tier in moved else moved[0]
        return "past", ""

    def _score_moved(self, old: Scored, new: Scored) -> tuple[ReasonKind, str]:
        """Return the criterion that moved the score most in the direction in which it moved."""
        before = {part.criterion: part for part in old.parts}
        after = {part.criterion: part for part in new.parts}
        sign = 1 if (new.total or 0.0) > (old.total or 0.0) else -1

        def shift(name: str) -> float:
            return sign * (_contribution(after.get(name)) - _contribution(before.get(name)))

        name = max(dict.fromkeys([*after, *before]), key=shift)
        was, becomes = before.get(name), after.get(name)
        if was is not None and becomes is not None and (was.excluded or becomes.excluded) and was.counted * becomes.counted == 0:
            return "missing", name
        same = was is not None and becomes is not None and abs((was.points or 0.0) - (becomes.points or 0.0)) < _EVEN
        return ("weight" if same else "criterion"), name

    def simulation(self) -> Simulation:
        """Return what was found so far."""
        height = self._new.height
        flapping = [Flapping(side.moved, flapped=side.flapped) if self._periods else None for side in (self._old, self._new)]
        counted = [Reason(kind, name=name, up=up, down=down, other=other) for (kind, name), (other, up, down) in self._reasons.items()]
        pairs = sorted(self._matrix, key=lambda pair: (self._old.height.get(pair[0], -1), height.get(pair[1], -1)))
        none = any("" in pair for pair in pairs)
        return Simulation(
            self._on,
            old_tiers=(*([""] if none else []), *self._old.tiers.names),
            new_tiers=(*([""] if none else []), *self._new.tiers.names),
            customers=self._customers,
            up=self._up,
            down=self._down,
            moved=sum(count for (old, new), count in self._matrix.items() if old != new),
            matrix={pair: self._matrix[pair] for pair in pairs},
            reasons=tuple(sorted(counted, key=lambda one: (-one.count, one.kind, one.name))),
            old_load=self._old.loads(self._volumes, self._costs),
            new_load=self._new.loads(self._volumes, self._costs),
            old_flapping=flapping[0],
            new_flapping=flapping[1],
            periods=len(self._periods) + 1 if self._periods else 0,
            unassigned=(self._old.unassigned, self._new.unassigned),
            unknown_level=self._unknown,
            floor_violations=self._floor,
            examples=tuple(item[2] for item in sorted(self._examples, key=lambda item: (-item[0], item[1]))),
        )


def _contribution(part: Part | None) -> float:
    return 0.0 if part is None else part.contribution


def _joined(value: object) -> date | None:
    return value if value is None or isinstance(value, date) else date.fromisoformat(str(value))
