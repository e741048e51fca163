"""A report as plain data: what was counted, what was left out, and what was worst.

*Rule:* every share stands beside its n, its exclusions and its interval; every number can be traced to a question a reader
may ask ("of how many?", "where is the rest?").

Example:
    >>> agreement = Agreement("resolution", counts={("met", "met"): 9, ("missed", "met"): 1, ("undecided", "missed"): 2})
    >>> agreement.share.value, agreement.share.n
    (0.9, 10)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Literal, TypeAlias

import attrs

from servstd.durations import spell_us
from servstd.estimates import Estimate, proportion
from servstd.instants import local_text
from servstd.report.periods import Unit
from servstd.sla.attainment import Attainment

__all__ = ["Agreement", "CountBy", "Disagreement", "Finding", "Overrun", "Rejected", "Scope", "ServiceReport", "Table"]

CountBy: TypeAlias = Literal["opened", "due", "decided"]
_VERDICTS = ("met", "missed")


@attrs.frozen
class Scope:
    """Which clocks are counted, and in which period.

    Attributes:
        count_by: The instant that places a clock in time: its case's opening, its due, or when its verdict fell (the due
            instant of a miss, the stop of one that was met).
        from_us: Clocks before it are not counted; None: no bound.
        to_us: Clocks at or after it are not counted; None: no bound.
        period: The unit rows are split by; None: not split.
    """

    count_by: CountBy = "opened"
    from_us: int | None = attrs.field(default=None, kw_only=True)
    to_us: int | None = attrs.field(default=None, kw_only=True)
    period: Unit | None = attrs.field(default=None, kw_only=True)

    @property
    def bounded(self) -> bool:
        """Return whether there is a bound at all."""
        return self.from_us is not None or self.to_us is not None

    def holds(self, us: int | None) -> bool:
        """Return whether a clock at this instant is counted; None: it has no such instant."""
        if us is None:
            return not self.bounded
        return (self.from_us is None or us >= self.from_us) and (self.to_us is None or us < self.to_us)


@attrs.frozen
class Table:
    """One table of attainment: what it is split by besides the metric, and its rows."""

    by: tuple[str, ...]
    rows: tuple[Attainment, ...] = attrs.field(kw_only=True)


@attrs.frozen
class Overrun:
    """A clock that was missed. `overdue_us`: open time of its calendar run beyond the target, up to its end or now."""

    case: str
    metric: str = attrs.field(kw_only=True)
    cycle: int = attrs.field(kw_only=True)
    policy: str | None = attrs.field(kw_only=True)
    due_us: int = attrs.field(kw_only=True)
    overdue_us: int = attrs.field(kw_only=True)
    running: bool = attrs.field(kw_only=True)
    tenant: str | None = attrs.field(default=None, kw_only=True)

    def as_dict(self, zone: tzinfo) -> dict[str, object]:
        """Return plain data; instants in `zone`."""
        out = attrs.asdict(self)
        out["due"] = local_text(out.pop("due_us"), zone)
        out["overdue"] = spell_us(self.overdue_us)
        out["overdue_s"] = out.pop("overdue_us") / 1_000_000
        return out


@attrs.frozen
class Finding:
    """A kind of problem found in the cases' histories: how often, and the first."""

    code: str
    count: int = attrs.field(kw_only=True)
    case: str = attrs.field(kw_only=True)
    messages: Mapping[str, str] = attrs.field(kw_only=True)
    expected: str | None = attrs.field(default=None, kw_only=True)
    found: str | None = attrs.field(default=None, kw_only=True)

    def as_dict(self, word: str) -> dict[str, object]:
        """Return plain data; the message in the language `word`."""
        return {**attrs.asdict(self, filter=attrs.filters.exclude("messages")), "message": self.messages[word]}


@attrs.frozen
class Disagreement:
    """A case whose verdict differs from the log's own."""

    case: str
    ours: str = attrs.field(kw_only=True)
    theirs: str = attrs.field(kw_only=True)


@attrs.frozen
class Agreement:
    """Our verdicts against the log's own.

    Attributes:
        metric: The metric compared; its last cycle counts.
        counts: (ours, theirs) -> cases. Ours: `met`, `missed`, `undecided`, or `none` where nothing grades it, it was
            cancelled, or it never started; theirs: `met`, `missed`, `none`.
        examples: Some cases in which the two differ, in the file's order.
    """

    metric: str
    counts: Mapping[tuple[str, str], int] = attrs.field(kw_only=True)
    examples: tuple[Disagreement, ...] = attrs.field(default=(), kw_only=True)

    @property
    def share(self) -> Estimate:
        """Return the share of agreeing verdicts among the cases both sides decide, with its Wilson interval."""
        both = {pair: count for pair, count in self.counts.items() if pair[0] in _VERDICTS and pair[1] in _VERDICTS}
        left = {f"ours_{ours}_theirs_{theirs}": count for (ours, theirs), count in self.counts.items() if (ours, theirs) not in both}
        agreeing = sum(count for (ours, theirs), count in both.items() if ours == theirs)
        return proportion(agreeing, sum(both.values()), excluded=left)

    def as_dict(self) -> dict[str, object]:
        """Return plain data for JSON output."""
        counts = [{"ours": ours, "theirs": theirs, "cases": count} for (ours, theirs), count in sorted(self.counts.items())]
        examples = [attrs.asdict(one) for one in self.examples]
        return {"metric": self.metric, "counts": counts, "share": self.share.as_dict(), "examples": examples}


@attrs.frozen
class Rejected:
    """A row that could not be read, with its place in the file."""

    row: int
    column: str | None = attrs.field(kw_only=True)
    messages: Mapping[str, str] = attrs.field(kw_only=True)


@attrs.frozen
class ServiceReport:
    """The whole report.

    Attributes:
        standard: The standard's name.
        editions: Version -> cases it governs; None: no edition was in force.
        now_us: The instant decided at, in microseconds since the epoch.
        zone: The standard's zone, in which instants are shown.
        scope: Which clocks are counted.
        cases, events: How many were read; `undecidable`: cases whose events contradict each other.
        clocks: How many clocks are in the tables.
        outside: How many clocks the scope leaves out.
        tables: By metric; by policy; by each attribute asked for.
        overruns: The worst, the longest first; `missed` in all.
        findings: Problems of the histories by code.
        rejected: How many rows could not be read; `rejects` the first of them; `rejects_file` where all are written.
    """

    standard: str
    editions: Mapping[str | None, int] = attrs.field(kw_only=True)
    now_us: int = attrs.field(kw_only=True)
    zone: tzinfo = attrs.field(kw_only=True)
    scope: Scope = attrs.field(kw_only=True)
    cases: int = attrs.field(kw_only=True)
    undecidable: int = attrs.field(default=0, kw_only=True)
    events: int = attrs.field(kw_only=True)
    clocks: int = attrs.field(kw_only=True)
    outside: int = attrs.field(kw_only=True)
    missed: int = attrs.field(kw_only=True)
    undecided: int = attrs.field(kw_only=True)
    non_final: int = attrs.field(kw_only=True)
    tables: tuple[Table, ...] = attrs.field(kw_only=True)
    overruns: tuple[Overrun, ...] = attrs.field(default=(), kw_only=True)
    findings: tuple[Finding, ...] = attrs.field(default=(), kw_only=True)
    agreement: Agreement | None = attrs.field(default=None, kw_only=True)
    rejected: int = attrs.field(default=0, kw_only=True)
    rejects: tuple[Rejected, ...] = attrs.field(default=(), kw_only=True)
    rejects_file: str | None = attrs.field(default=None, kw_only=True)

    def as_dict(self, locale: str = "en") -> dict[str, object]:
        """Return plain data for JSON output; messages in `locale`."""
        word = "zh" if locale.startswith("zh") else "en"
        scope, zone = self.scope, self.zone
        return {
            "standard": self.standard,
            "editions": [{"edition": version, "cases": count} for version, count in self.editions.items()],
            "now": local_text(self.now_us, zone),
            "count_by": scope.count_by,
            "from": None if scope.from_us is None else local_text(scope.from_us, zone),
            "to": None if scope.to_us is None else local_text(scope.to_us, zone),
            "period": scope.period,
            "cases": self.cases,
            "undecidable": self.undecidable,
            "events": self.events,
            "clocks": self.clocks,
            "outside": self.outside,
            "missed": self.missed,
            "undecided": self.undecided,
            "non_final": self.non_final,
            "tables": [{"by": list(table.by), "rows": [row.as_dict() for row in table.rows]} for table in self.tables],
            "overruns": [overrun.as_dict(zone) for overrun in self.overruns],
            "problems": [one.as_dict(word) for one in self.findings],
            "agreement": None if self.agreement is None else self.agreement.as_dict(),
            "rejected": self.rejected,
            "rejects": [{"row": one.row, "column": one.column, "message": one.messages[word]} for one in self.rejects],
            "rejects_file": self.rejects_file,
        }
