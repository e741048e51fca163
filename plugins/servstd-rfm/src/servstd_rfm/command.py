"""The command `servstd rfm measure FILE --on DATE`: purchases in, a table of facts out.

*Rule:* it reads one CSV file and prints CSV; what it cannot read it names by line, and then it prints nothing else.

Example:
    >>> RfmCommand().name
    'rfm'
"""

from __future__ import annotations

import argparse
import csv
import gzip
import sys
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TextIO, cast

import attrs

from servstd_rfm.measuring import CustomerFacts, Period, PurchaseError, Unit, measure, printed

__all__ = ["RfmCommand"]

_COLUMNS = ("customer", "first", "last", "purchases", "frequency", "first_to_last", "age", "since_last", "monetary", "total")


@attrs.frozen
class RfmCommand:
    """Measures recency, frequency and monetary value from a CSV file."""

    @property
    def name(self) -> str:
        """Return `rfm`."""
        return "rfm"

    @property
    def summary(self) -> str:
        """Return what it does, in a sentence."""
        return "Measures recency, frequency and monetary value from a CSV file of purchases."

    def run(self, arguments: Sequence[str], /) -> int:
        """Return 0 after printing the table, 1 for a file that cannot be measured, 2 for a wrong call."""
        try:
            asked = _parser().parse_args(list(arguments))
        except SystemExit as stop:
            return 0 if stop.code in (0, None) else 2
        try:
            on = date.fromisoformat(cast(str, asked.on))
        except ValueError:
            print(f"--on is {asked.on!r}; expected a date such as 1997-09-30", file=sys.stderr)  # noqa: T201
            return 2
        try:
            facts = measure(
                _rows(Path(asked.file), (asked.customer, asked.date, asked.amount), cast(str, asked.date_format)),
                on=on,
                unit=cast(Unit, asked.unit),
                collapse=cast(Period, asked.collapse),
            )
        except (OSError, UnicodeDecodeError, PurchaseError) as error:
            print(f"{asked.file}: {getattr(error, 'strerror', None) or error}", file=sys.stderr)  # noqa: T201
            return 1
        _write(facts.values(), sys.stdout)
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="servstd rfm", description="Recency, frequency and monetary value of customers.")
    measuring = parser.add_subparsers(dest="action", required=True).add_parser("measure", help="measure a CSV file of purchases")
    measuring.add_argument("file", help="CSV with a header, UTF-8; .gz is read as well")
    measuring.add_argument("--on", required=True, help="the day of measuring, the last whose purchases count: 1997-09-30")
    measuring.add_argument("--unit", choices=("days", "weeks"), default="weeks", help="what times are counted in (weeks)")
    measuring.add_argument("--collapse", choices=("day", "week"), default="day", help="purchases of one day, or of one week, are one (day)")
    measuring.add_argument("--customer", default="customer", help="the column of the customer (customer)")
    measuring.add_argument("--date", default="date", help="the column of the day (date)")
    measuring.add_argument("--amount", default="amount", help="the column of the money (amount)")
    measuring.add_argument("--date-format", default="%Y-%m-%d", help="how days are written (%%Y-%%m-%%d)")
    return parser


@contextmanager
def _opened(path: Path) -> Generator[TextIO]:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as stream:
            yield cast(TextIO, stream)
    else:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield stream


def _rows(path: Path, columns: tuple[str, str, str], date_format: str) -> Iterator[tuple[str, date, str]]:
    with _opened(path) as stream:
        reader = csv.DictReader(stream)
        for column in columns:
            if column not in (reader.fieldnames or ()):
                raise PurchaseError(f"there is no column {column!r}; there are {', '.join(reader.fieldnames or ()) or 'none'}")
        customer, day, amount = columns
        for row in reader:
            text = row[day] or ""
            try:
                # a day, not an instant: it has no zone
                found = datetime.strptime(text, date_format).date()  # noqa: DTZ007
            except ValueError:
                raise PurchaseError(f"line {reader.line_num}: the day is {text!r}; expected {date_format}, see --date-format") from None
            yield row[customer] or "", found, row[amount] or ""


def _write(facts: Iterable[CustomerFacts[str]], stream: TextIO) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for each in facts:
        times = (printed(each.first_to_last), printed(each.age), printed(each.since_last))
        writer.writerow(
            (each.customer, each.first, each.last, each.purchases, each.frequency, *times, printed(each.monetary), printed(each.total))
        )
