"""Where rows of agreements come from beside the standard: its table, and the plugin that it names.

*Rule:* rows are fetched once, when the standard is read, and are part of the edition from then on: a decision stays a function of
standard and history.

Example:
    >>> report = Report()
    >>> list(outside_rows({"from": "agreements.csv"}, {}, None, report)), [problem.code for problem in report.problems]
    ([], ['TIR106'])
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

import attrs

from servstd.document._plain import entries_of, text_of
from servstd.document.agreement_tables import TABLE_SUFFIXES, TableRow, read_rows, read_table
from servstd.document.checking import Checker
from servstd.document.grammar import DEFINITIONS
from servstd.document.grammar_agreements import AGREEMENT
from servstd.document.plugging import failed, words_of
from servstd.document.source import Source
from servstd.errors import Path, Report
from servstd.protocols import Entitlements
from servstd.registry import Registry

__all__ = ["outside_rows"]

_FROM: Path = ("sla", "agreements", "from")
_SOURCE: Path = ("sla", "agreements", "source")
_Row = tuple[TableRow, Path, Mapping[str, object]]


def outside_rows(
    section: Mapping[str, object], tables: Mapping[str, str | bytes], registry: Registry | None, report: Report
) -> Iterator[_Row]:
    """Yield the rows of the table and of the plugin that `sla.agreements` names: as read, with their path, and as checked.

    Args:
        section: `sla.agreements` as checked.
        tables: The texts of the tables at hand, by file name.
        registry: What plugins offer; None: there are none.
        report: Takes the problems: TIR106 no such table, TIR109 no plugin at hand, TIR110 no row, and what is wrong in the rows.
    """
    name = text_of(section.get("from"))
    if name is not None:
        found = next((path for path in tables if path == name or path.replace("\\", "/").endswith(f"/{name}")), None)
        if found is None or not name.endswith(TABLE_SUFFIXES):
            report.add("TIR106", _FROM, name=name, expected=", ".join(f"*{suffix}" for suffix in TABLE_SUFFIXES))
        else:
            for i, row in enumerate(read_table(tables[found], found, report), 1):
                yield _checked(row, (*_FROM, i), report)
    source = text_of(section.get("source"))
    if source is not None:
        for i, row in enumerate(_fetch(source, registry, report), 1):
            yield _checked(row, (*_SOURCE, i), report)


def _checked(row: TableRow, path: Path, report: Report) -> _Row:
    checker = Checker(Source("-", data=row.data), DEFINITIONS)
    data = entries_of(checker.check(AGREEMENT, dict(row.data)))
    report.problems += [attrs.evolve(p, path=(*path, *p.path), place=row.place(p.path)) for p in checker.report.problems]
    return row, path, data


def _fetch(name: str, registry: Registry | None, report: Report) -> list[TableRow]:
    component = None if registry is None else registry.find("entitlements", name)
    if registry is None:
        report.add("TIR109", _SOURCE, name=name)
    elif component is None:
        report.problems.append(attrs.evolve(registry.missing("entitlements", name), path=_SOURCE))
    if component is None:
        return []
    try:
        rows = list(read_rows(cast(Entitlements, component.part).agreements()))
    except (Exception, SystemExit) as error:  # noqa: BLE001  # a plugin may raise anything
        report.problems.append(failed(component, words_of(error), _SOURCE))
        return []
    for i, row in enumerate(rows, 1):
        if isinstance(row, str):
            report.add("TIR110", (*_SOURCE, i), name=name, number=i, found=row)
    return [row for row in rows if isinstance(row, TableRow)]
