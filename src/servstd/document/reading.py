"""The front door of the document: a text, or the files of a folder, as editions or as every problem in them.

*Rule:* problems come in the file's order, each with its place. What a part's own reader found is told instead of what the
grammar saw in that part, so nothing is said twice.

Example:
    >>> edition, problems = check_edition('standard: acme\\nverson: "1"\\n', "acme.yaml")
    >>> edition, [f"{problem.place} {problem.code}" for problem in problems][:2]
    (None, ['acme.yaml:1:1 DOC031', 'acme.yaml:1:1 DOC031'])
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import attrs

from servstd.document._plain import entries_of, items_of
from servstd.document.agreement_tables import TABLE_SUFFIXES
from servstd.document.binding import bind
from servstd.document.checking import Checker
from servstd.document.edition import Edition
from servstd.document.grammar import DEFINITIONS, OPERATIONS, STANDARD
from servstd.document.plugging import bind_conditions, check_names, run_checks
from servstd.document.source import Source, read_source
from servstd.errors import Path, Problem, Report, StandardError
from servstd.messages.nearest import did_you_mean
from servstd.registry import Registry

__all__ = ["check_edition", "check_source", "read_edition", "read_editions"]

_NO_TABLES: Mapping[str, str | bytes] = {}
_OF_AN_EDITION = {"standard", "version", "effective_from", "sla"}


def check_edition(
    text: str | bytes,
    name: str = "standard",
    *,
    operations: Source | None = None,
    today: date | None = None,
    strict: bool = True,
    registry: Registry | None = None,
) -> tuple[Edition | None, tuple[Problem, ...]]:
    """Return the edition a text holds, None when it has errors, and every problem in the file's order.

    Args:
        text: YAML, JSON or TOML.
        name: The file's name, for places.
        operations: The operations file that the standard includes, as read.
        today: The date to compare the review date with; None: it is not compared.
        strict: False: unknown keys are warnings, as in a document written for a later servstd.
        registry: What plugins offer; None: there are none.
    """
    return check_source(read_source(text, name), operations=operations, today=today, strict=strict, registry=registry)


def check_source(
    source: Source,
    *,
    operations: Source | None = None,
    today: date | None = None,
    strict: bool = True,
    registry: Registry | None = None,
    tables: Mapping[str, str | bytes] = _NO_TABLES,
) -> tuple[Edition | None, tuple[Problem, ...]]:
    """Return as `check_edition` does, for a text that was read already; `tables` are the texts of tables beside it, by file name."""
    files = [source] if operations is None else [source, operations]
    if not all(file.readable for file in files):
        return None, _ordered([problem for file in files for problem in file.problems], files)
    checker = Checker(source, DEFINITIONS, strict=strict)
    data = entries_of(checker.check(STANDARD, source.data))
    live_problems: list[Problem] = []
    if operations is not None:
        live = Checker(operations, DEFINITIONS, strict=strict)
        live.check(OPERATIONS, operations.data)
        _check_live_names(operations.data, source.data, live.report)
        live_problems = [_placed(problem, operations) for problem in live.report.problems]
        checker.own |= live.own
    elif "include" in source.data:
        checker.report.add("DOC072", ("include",), name=str(source.data["include"]))
    bound = Report()
    edition = bind(source, data, operations.data if operations is not None else {}, bound, registry, tables)
    check_names(edition.source, registry, bound)
    found = [*checker.report.problems, *_own_problems(checker.own, bound), *bound.problems]
    problems = [*(problem for file in files for problem in file.problems), *(_place(p, files) for p in found), *live_problems]
    if not any(problem.severity == "error" for problem in problems):
        from servstd.document.lint import lint

        problems += [_place(problem, files) for problem in lint(edition, today)]
        if registry is not None:
            problems += [_place(problem, files) for problem in run_checks(edition.source, registry, today)]
            edition = bind_conditions(edition, registry)
    ordered = _ordered(problems, files)
    if any(problem.severity == "error" for problem in ordered):
        return None, ordered
    return attrs.evolve(edition, problems=ordered), ordered


def read_edition(
    text: str | bytes,
    name: str = "standard",
    operations: Source | None = None,
    file: str | None = None,
    strict: bool = True,
    today: date | None = None,
) -> Edition:
    """Return the edition a text holds; its warnings and notes are in `.problems`.

    Args:
        text: YAML, JSON or TOML.
        name: What to call the text.
        operations: The operations file that the standard includes, as read.
        file: The file's name, for places, where it differs from `name`.
        strict: False: unknown keys are warnings.
        today: The date to compare the review date with; None: it is not compared.

    Raises:
        StandardError: the document has errors; all its problems are told.
    """
    edition, problems = check_edition(text, file or name, operations=operations, today=today, strict=strict)
    if edition is None:
        raise StandardError(problems)
    return edition


def read_editions(
    files: Sequence[tuple[str, str | bytes]], *, today: date | None = None, strict: bool = True, registry: Registry | None = None
) -> tuple[Edition, ...]:
    """Return the editions of one standard in the order in which they take effect.

    Args:
        files: Name and text of each file: editions, the operations files they include and the tables they name.
        today: The date to compare review dates with; None: they are not compared.
        strict: False: unknown keys are warnings.
        registry: What plugins offer; None: there are none.

    Raises:
        StandardError: a file has errors, no file holds an edition, or two editions clash.
    """
    tables = {name: text for name, text in files if name.endswith(TABLE_SUFFIXES)}
    sources = [read_source(text, name) for name, text in files if name not in tables]
    live = {source.name: source for source in sources if _is_operations(source)}
    problems: list[Problem] = []
    editions: list[tuple[Edition, Source]] = []
    for source in sources:
        if source.name in live:
            continue
        operations = _included(source, live, problems)
        edition, found = check_source(source, operations=operations, today=today, strict=strict, registry=registry, tables=tables)
        problems += found if edition is None else edition.problems
        if edition is not None:
            editions.append((edition, source))
    if len(live) == len(sources):
        problems += [problem for source in sources for problem in source.problems]
        problems.append(Problem("DOC077", params={"found": ", ".join(live) or "-"}))
    editions.sort(key=lambda pair: pair[0].effective_from_us)
    problems += _clashes(editions)
    if any(problem.severity == "error" for problem in problems):
        raise StandardError(_once(problems))
    return tuple(edition for edition, _ in editions)


def _check_live_names(live: Mapping[str, object], data: Mapping[str, object], report: Report) -> None:
    """Note calendars that only the operations file knows: its dates would be dropped. An edition of long ago may lack them."""
    known = entries_of(data.get("calendars"))
    for name in entries_of(live.get("calendars")):
        if name not in known:
            expected = did_you_mean(name, known) or ", ".join(known)
            report.add("DOC061", ("calendars", name), on_key=True, severity="warning", name=name, expected=expected)


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """Return each problem once: an operations file is read with every edition that includes it."""
    seen: list[Problem] = []
    for problem in problems:
        if problem not in seen:
            seen.append(problem)
    return seen


def _is_operations(source: Source) -> bool:
    keys = source.data.keys()
    return not keys & _OF_AN_EDITION and not keys.isdisjoint(OPERATIONS.fields)


def _included(source: Source, live: Mapping[str, Source], problems: list[Problem]) -> Source | None:
    name = source.data.get("include")
    if not isinstance(name, str) or not live:
        return None
    for path, operations in live.items():
        if path == name or path.replace("\\", "/").endswith(f"/{name}"):
            return operations
    params = {"name": name, "expected": ", ".join(live)}
    problems.append(Problem("DOC073", params=params, path=("include",), place=source.place(("include",))))
    return None


def _clashes(editions: Iterable[tuple[Edition, Source]]) -> list[Problem]:
    problems: list[Problem] = []
    seen: dict[tuple[str, object], Source] = {}
    names: dict[str, Source] = {}
    for edition, source in editions:
        for code, key, value in (("DOC074", "version", edition.version), ("DOC075", "effective_from", edition.effective_from_us)):
            other = seen.setdefault((key, value), source)
            if other is not source:
                params = {"found": str(source.data[key]), "other": other.name}
                problems.append(Problem(code, params=params, path=(key,), place=source.place((key,))))
        names.setdefault(edition.name, source)
        first = next(iter(names))
        if edition.name != first:
            params = {"found": edition.name, "expected": first, "other": names[first].name}
            problems.append(Problem("DOC076", params=params, path=("standard",), place=source.place(("standard",))))
    return problems


def _own_problems(own: Mapping[Path, Report], bound: Report) -> list[Problem]:
    """Return what the grammar saw in parts in which their own readers found nothing wrong."""
    told = [problem.path for problem in bound.problems if problem.severity == "error"]
    return [problem for path, report in own.items() if not any(other[: len(path)] == path for other in told) for problem in report.problems]


def _place(problem: Problem, files: Sequence[Source]) -> Problem:
    if problem.place is not None:  # in a table beside the standard
        return problem
    return _placed(problem, next((file for file in files if file.has(problem.path)), files[0]))


def _placed(problem: Problem, source: Source) -> Problem:
    return attrs.evolve(problem, place=source.place(problem.path, problem.on_key))


def _ordered(problems: Iterable[Problem], files: Sequence[Source]) -> tuple[Problem, ...]:
    names = [file.name for file in files]

    def position(problem: Problem) -> tuple[int, tuple[int, ...]]:
        place = problem.place
        if place is not None and place.line:
            return names.index(place.file) if place.file in names else len(names), (place.line, place.column)
        file = names.index(place.file) if place is not None and place.file in names else 0
        return file, _steps(files[file].data, problem.path)

    return tuple(sorted(problems, key=position))


def _steps(data: object, path: Path) -> tuple[int, ...]:
    """Return the position of each step of a path among its neighbours, for texts without lines."""
    steps: list[int] = []
    for step in path:
        keys = list(entries_of(data)) if isinstance(step, str) else []
        steps.append(keys.index(step) if isinstance(step, str) and step in keys else step if isinstance(step, int) else len(keys))
        data = entries_of(data).get(step) if isinstance(step, str) else dict(enumerate(items_of(data))).get(step)
    return tuple(steps)
