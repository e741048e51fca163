"""Agreements, bound: rows of the standard, of its table and of a plugin merged by contract, checked and placed in time.

*Rule:* rows of one contract, customer and validity are one agreement. Two rows that contradict each other, and two validities of one
contract that overlap, are refused: nobody could say which counts.

Example:
    >>> report = Report()
    >>> section = {"rows": [{"customer": "K1", "contract": "HT-1", "clause": "6.2", "from": "2026-01-01", "targets": {"resolution": "4h"}}]}
    >>> bound = bind_agreements(section, (), Around({}, "UTC", "en", {"resolution": None}, frozenset()), report)
    >>> [problem.code for problem in report.problems]
    ['TIR104']
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import cast

import attrs

from servstd.calendars import Calendar, parse_calendar
from servstd.document._plain import BAD, entries_of, flag_of, is_map, items_of, text_of
from servstd.document.agreement_tables import TableRow
from servstd.document.binding_values import calendar_names, read_calendared, read_warn, read_within
from servstd.errors import Path, Problem, Report
from servstd.instants import midnight_us, read_zone
from servstd.messages.nearest import did_you_mean
from servstd.sla.agreements import Agreement, Agreements
from servstd.sla.metrics import read_label
from servstd.sla.model import Commitment, Target

__all__ = ["OWN", "Around", "BoundAgreements", "agreed_names", "bind_agreements"]

OWN = "agreement.calendar"
"""What a calendar is taken from that stands for the customer's own."""
_ROWS: Path = ("sla", "agreements", "rows")


@attrs.frozen
class Around:
    """What rows are read with.

    Attributes:
        calendars: By name.
        zone: The zone of their dates.
        language: Of plain labels.
        metrics: The names of the metrics there are.
        agreed: The names of the calendars that stand for the customer's own.
    """

    calendars: Mapping[str, Calendar]
    zone: str
    language: str
    metrics: Mapping[str, object]
    agreed: frozenset[str]


@attrs.frozen
class BoundAgreements:
    """What came of the rows: the agreements, the calendars they hold by key, and the rows from outside as data."""

    agreements: Agreements
    calendars: Mapping[str, Calendar]
    outside: tuple[object, ...]


def agreed_names(calendars: object) -> frozenset[str]:
    """Return the names of the calendars, as written, that stand for the customer's own."""
    return frozenset(name for name, value in entries_of(calendars).items() if entries_of(value).get("from") == OWN)


def bind_agreements(
    section: Mapping[str, object], outside: Iterable[tuple[TableRow, Path, Mapping[str, object]]], around: Around, report: Report
) -> BoundAgreements:
    """Return the agreements of a standard.

    Args:
        section: `sla.agreements` as checked.
        outside: Rows of the table and of a plugin, with their paths and as checked.
        around: What they are read with.
        report: Takes the problems: TIR100 to TIR105, DOC061 a calendar that is not known.
    """
    reader = _Reader(around)
    for i, row in enumerate(items_of(section.get("rows"))):
        if is_map(row):
            reader.read(row, (*_ROWS, i), None)
            report.problems += reader.take_problems()
    raw: list[object] = []
    for table_row, path, checked in outside:
        raw.append(dict(table_row.data))
        reader.read(checked, path, table_row)
        for problem in reader.take_problems():
            report.problems.append(attrs.evolve(problem, place=table_row.place(problem.path[len(path) :])))
    rows = tuple(reader.rows.values())
    return BoundAgreements(Agreements(rows, agreed=around.agreed), calendars=reader.calendars, outside=tuple(raw))


class _Reader:
    """Reads one row after the other and merges those of one agreement."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._zone = read_zone(around.zone)
        self._report = Report()
        self._written: dict[str, str] = {}
        self._spans: dict[tuple[str, str], list[Agreement]] = {}
        self.rows: dict[tuple[str, str, str, str], Agreement] = {}
        self.calendars: dict[str, Calendar] = {}

    def take_problems(self) -> list[Problem]:
        """Return what was wrong with the last row."""
        problems, self._report.problems = self._report.problems, []
        return problems

    def read(self, row: Mapping[str, object], path: Path, table: TableRow | None) -> None:
        """Take in a row; one without customer, contract, clause or first date was refused already."""
        names = [text_of(row.get(name)) for name in ("customer", "contract", "clause", "from")]
        customer, contract, clause, since = names
        if customer is None or contract is None or clause is None or since is None:
            return
        to = text_of(row.get("to"))
        first, last = date.fromisoformat(since), None if to is None else date.fromisoformat(to)
        if last is not None and last < first:
            self._report.add("TIR101", (*path, "to"), first=since, last=to)
            return
        if not entries_of(row.get("targets")) and "calendar" not in row:
            self._report.add("TIR105", path, contract=contract)
            return
        calendar = self._calendar(row.get("calendar"), (*path, "calendar"))
        targets = tuple(
            self._target(metric, value, (*path, "targets", metric), calendar) for metric, value in entries_of(row.get("targets")).items()
        )
        new = Agreement(
            contract,
            customer=customer,
            clause=clause,
            since=first,
            since_us=midnight_us(first, self._zone),
            to=last,
            until_us=None if last is None else midnight_us(last + timedelta(days=1), self._zone),
            calendar=calendar,
            targets=targets,
            label=read_label(row.get("label"), self._around.language),
            note=read_label(row.get("note"), self._around.language),
            path=path,
            place=None if table is None else table.start,
        )
        self._merge(new, path)

    def _merge(self, new: Agreement, path: Path) -> None:
        key = (new.customer, new.contract, new.since.isoformat(), str(new.to))
        known = self.rows.get(key)
        if known is None:
            for other in self._spans.setdefault((new.customer, new.contract), []):
                if _meet(new, other):
                    self._report.add("TIR102", (*path, "from"), contract=new.contract, customer=new.customer, other=_span(other))
            self._spans[new.customer, new.contract].append(new)
            self.rows[key] = new
            return
        for target in new.targets:
            same = known.target(target.metric)
            if same is not None and same != target:
                self._report.add(
                    "TIR103", (*path, "targets", target.metric), contract=new.contract, customer=new.customer, metric=target.metric
                )
        if known.calendar is not None and new.calendar not in (None, known.calendar):
            self._report.add("TIR103", (*path, "calendar"), contract=new.contract, customer=new.customer, metric="calendar")
        added = tuple(target for target in new.targets if known.target(target.metric) is None)
        self.rows[key] = attrs.evolve(known, targets=(*known.targets, *added), calendar=known.calendar or new.calendar)

    def _calendar(self, value: object, path: Path) -> str | None:
        """Return the name of a calendar of the standard, or the key of one that is written in the row; equal ones have one key."""
        if isinstance(value, str) and value != "24/7":
            self._check_calendar(value, path)
            return value
        if value is None or value is BAD:
            return None if value is None else OWN
        text = json.dumps(value, sort_keys=True, default=str)
        if text not in self._written:
            name = min(self._around.agreed, default=OWN)
            calendar = parse_calendar(value, name, self._report, path, self._around.calendars, self._around.zone)
            if calendar is None:
                return OWN
            self._written[text] = key = f"{OWN} {calendar.fingerprint[:16]}"
            self.calendars.setdefault(key, calendar)
        return self._written[text]

    def _check_calendar(self, name: str, path: Path) -> None:
        known = self._around.calendars
        if name not in known:
            self._report.add("DOC061", path, name=name, expected=did_you_mean(name, known) or ", ".join(known))

    def _target(self, metric: str, value: object, path: Path, calendar: str | None) -> Target:
        metrics = self._around.metrics
        if metric not in metrics:
            expected = did_you_mean(metric, metrics) or ", ".join(metrics)
            self._report.add("TIR100", path, on_key=True, name=metric, expected=expected)
        data = entries_of(value) if is_map(value) else {"within": value}
        for name, here in calendar_names(data.get("calendar"), (*path, "calendar")):
            self._check_calendar(name, here)
        if "calendar" not in data and calendar is None and value is not BAD:
            self._report.add("TIR104", path, on_key=True, metric=metric, known=", ".join(self._around.calendars))
        return Target(
            metric,
            within=read_within(data.get("within")),
            calendar=read_calendared(data.get("calendar")),
            end_of_day=flag_of(data.get("end_of_day")),
            warn=read_warn(data.get("warn")),
            commitment=cast("Commitment", text_of(data.get("commitment")) or "promise"),
            clause=text_of(data.get("clause")),
            note=read_label(data.get("note"), self._around.language),
        )


def _meet(one: Agreement, two: Agreement) -> bool:
    """Return whether two validities share a day."""
    return (two.until_us is None or one.since_us < two.until_us) and (one.until_us is None or two.since_us < one.until_us)


def _span(agreement: Agreement) -> str:
    return f"{agreement.since.isoformat()}..{'' if agreement.to is None else agreement.to.isoformat()}"
